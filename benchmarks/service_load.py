"""The service under many readers beside a running loop: whether anybody is refused, how long they wait, and by how much the
loop is slower than alone.

    python benchmarks/service_load.py [--seconds 300] [--readers 50] [--rate 20] [--write]

Loops on a simulated student follow one another, each the same work. They run alone for half the time, then beside a service
with READERS open streams of events of the run that goes on and RATE requests a second (pages and API, begun on time whether
or not earlier ones are answered) for the whole time, then alone again. Measured are a loop's seconds by the clock and of
the processor. Readers and requests are made by this program, on the same processors: what it takes itself is told, and in
use it would be another machine's. Other work on the machine makes the clock's figures worthless; the load before is told.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import machine

import repairloop

LOOP = [
    "--student", "sim:planted", "--skills", "math", "--display", "json", "--set", "probes.screen=10", "--set",
    "probes.budget=13", "--set", "probes.holdout=16", "--set", "guard.panel=3", "--set", "guard.skill=0", "--set",
    "synthesize.rows=1200",
]  # fmt: skip


class Loop(NamedTuple):
    wall: float
    """Seconds."""
    cpu: float
    loaded: bool


class Load:
    """What the readers and the requests meet with."""

    def __init__(self) -> None:
        self.current = "seed"
        """The run that goes on."""
        self.waits: list[float] = []
        self.status: Counter[str] = Counter()
        self.events = 0
        self.streams = 0
        self.broken: Counter[str] = Counter()


def loop(root: Path, name: str, load: Load, loaded: bool) -> Loop:
    """One cycle, as a process of its own."""
    began = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "-m", "repairloop.cli", "run", *LOOP, "--out", str(root / name)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    load.current = name
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, name
    return Loop(time.monotonic() - began, used.ru_utime + used.ru_stime, loaded)


def loops(root: Path, seconds: float, load: Load, loaded: bool, names: Any) -> list[Loop]:
    found = []
    end = time.monotonic() + seconds
    while time.monotonic() < end or not found:
        found.append(loop(root, next(names), load, loaded))
    return found


def addresses(run: Any) -> list[str]:
    """What is asked: pages and API, of a run that is whole."""
    probes = [row[0] for row in run.sql("SELECT probe_id FROM failures ORDER BY 1 LIMIT 20").fetchall()]
    rows = [row[0] for row in run.sql("SELECT row_id FROM lineage ORDER BY 1 LIMIT 20").fetchall()]
    plain = ["/", "/runs/seed", "/runs/seed/areas", "/runs/seed/failures?flips=1", "/runs/seed/failures?text=sum", "/runs/seed/adapter",
             "/api/v1/runs", "/api/v1/runs/seed", "/api/v1/runs/seed/areas", "/api/v1/runs/seed/failures?area=math&limit=50",
             "/api/v1/runs/seed/decision", "/api/v1/runs/seed/rows?limit=50", "/metrics", "/static/style.css"]  # fmt: skip
    return [*plain, *(f"/runs/seed/probes/{name}" for name in probes), *(f"/runs/seed/rows/{name}" for name in rows)]


async def read_events(session: aiohttp.ClientSession, url: str, load: Load) -> None:
    """The events of whichever run goes on, run after run; as a browser does, it comes back where a stream ends."""
    name, last = "", ""
    while True:
        if load.current != name:
            name, last = load.current, ""
        try:
            headers = {"last-event-id": last} if last else {}
            async with session.get(f"{url}/api/v1/runs/{name}/events", headers=headers) as reply:
                if reply.status == 200:
                    load.streams += 1
                    try:
                        async for line in reply.content:
                            load.events += line.startswith(b"data: ")
                            last = line[4:].decode().strip() if line.startswith(b"id: ") else last
                    finally:
                        load.streams -= 1
                elif reply.status not in (204, 404):  # it has ended, or has not begun to write
                    load.broken[f"status {reply.status}"] += 1
        except (aiohttp.ClientError, TimeoutError) as error:
            load.broken[type(error).__name__] += 1
        await asyncio.sleep(0.5)


async def ask(session: aiohttp.ClientSession, address: str, load: Load) -> None:
    began = time.monotonic()
    try:
        async with session.get(address, timeout=aiohttp.ClientTimeout(total=60)) as reply:
            await reply.read()
            load.status[str(reply.status)] += 1
    except (aiohttp.ClientError, TimeoutError) as error:
        load.status[type(error).__name__] += 1
    load.waits.append(time.monotonic() - began)


async def press(url: str, asked: list[str], readers: int, rate: float, load: Load, work: Any) -> tuple[list[Loop], int]:
    """Readers and requests, until `work`, in a thread, is done; its result, and the most streams that were open."""
    rng = random.Random(0)
    most = 0
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=None)) as session:
        streams = [asyncio.create_task(read_events(session, url, load)) for _ in range(readers)]
        working = asyncio.create_task(asyncio.to_thread(work))
        requests: set[asyncio.Task[None]] = set()
        due = time.monotonic()
        while not working.done():
            due += 1 / rate
            request = asyncio.create_task(ask(session, url + rng.choice(asked), load))
            requests.add(request)
            request.add_done_callback(requests.discard)
            most = max(most, load.streams)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
        await asyncio.gather(*requests)
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
        return working.result(), most


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def slower(alone: list[float], loaded: list[float]) -> str:
    """By how much the mean is larger, with an interval by bootstrap."""
    rng = random.Random(0)
    ratios = sorted(
        statistics.fmean(rng.choices(loaded, k=len(loaded))) / statistics.fmean(rng.choices(alone, k=len(alone))) - 1
        for _ in range(4000)
    )
    mean = statistics.fmean(loaded) / statistics.fmean(alone) - 1
    return f"{mean:+.1%} (95 % interval {ratios[100]:+.1%} to {ratios[-101]:+.1%})"


def used_by(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description="Many readers beside a running loop.")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--write", action="store_true", help="write results/service_load.md")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="repairloop-load-"))
    root, load = folder / "runs", Load()
    root.mkdir()
    names = (f"loop-{number}" for number in range(10_000))
    before = os.getloadavg()
    try:
        loop(root, "seed", load, False)
        asked = addresses(repairloop.open(root / "seed"))
        alone = loops(root, given.seconds / 2, load, False, names)
        command = [sys.executable, "-m", "repairloop.cli", "serve", "--root", str(root), "--port", "0"]
        said = folder / "said"
        with said.open("w") as errors, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as service:  # fmt: skip
            assert service.stdout
            found = re.search(r"http://[\d.]+:\d+", service.stdout.readline())
            assert found
            mine, began = sum(resource.getrusage(resource.RUSAGE_SELF)[:2]), time.monotonic()
            beside, most = asyncio.run(
                press(found[0], asked, given.readers, given.rate, load,
                      lambda: loops(root, given.seconds, load, True, names))
            )  # fmt: skip
            lasted = time.monotonic() - began
            mine = sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) - mine
            its = used_by(service.pid)
            memory = int(Path(f"/proc/{service.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
            service.terminate()
        complaints = said.read_text().replace("stopped; finished work is kept\n", "")
        alone += loops(root, given.seconds / 2, load, False, names)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    bad = {status: n for status, n in load.status.items() if status != "200"}
    body = f"""
{given.readers} readers of events and {given.rate:g} requests a second for {lasted:.0f} s, {os.cpu_count()} processors; load of
the machine before (1, 5, 15 min): {before[0]:.1f}, {before[1]:.1f}, {before[2]:.1f}.

| | |
| --- | --- |
| requests answered by 200 | {load.status["200"]:,} of {load.status.total():,}; others: {bad or "none"} |
| streams | at most {most} open at once, {load.events:,} events; broken: {dict(load.broken) or "none"} |
| wait for an answer, ms | median {quantile(load.waits, 0.5) * 1000:.0f}, 95 % {quantile(load.waits, 0.95) * 1000:.0f}, 99 % {quantile(load.waits, 0.99) * 1000:.0f}, longest {max(load.waits) * 1000:.0f} |
| the service | {its / lasted:.0%} of a processor, {its / max(1, load.status["200"]) * 1000:.0f} ms of it for each answer (streams in it); {memory} MiB |
| this program, which asks | {mine / lasted:.0%} of a processor |
| said by the service on standard error | {len(complaints.splitlines())} lines |

| the loop | runs | by the clock, s | of the processor, s |
| --- | ---: | ---: | ---: |
| alone | {len(alone)} | {statistics.fmean(one.wall for one in alone):.1f} | {statistics.fmean(one.cpu for one in alone):.2f} |
| beside the service | {len(beside)} | {statistics.fmean(one.wall for one in beside):.1f} | {statistics.fmean(one.cpu for one in beside):.2f} |
| slower by | | {slower([one.wall for one in alone], [one.wall for one in beside])} | {slower([one.cpu for one in alone], [one.cpu for one in beside])} |
"""
    if complaints:
        print(complaints[-2000:], file=sys.stderr)
    if given.write:
        machine.write("service_load", "Many readers beside a running loop", body)
    else:
        print(body)


if __name__ == "__main__":
    main()
