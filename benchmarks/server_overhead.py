"""What asking a server through a student costs over bare aiohttp, and what it does when the server misbehaves.

    python benchmarks/server_overhead.py [--prompts 2000] [--rounds 5] [--away 20]

The server is a stub in a process of its own: 20 ms an answer. Both sides use 64 connections and write each
answer to disk as a JSON line; they take turns. Then 5 % of the prompts always fail, and then the server is killed
half-way and comes back after 20 s. Writes `benchmarks/results/server_overhead.md`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import machine

from repairloop.records import Probe
from repairloop.students import Sampling, open_student

ROOT = Path(__file__).resolve().parents[1]
CONNECTIONS = 64


def make_probes(count: int) -> list[Probe]:
    text = "In a shop there are {} red boxes and {} blue boxes. How many boxes are there? Give the number only."
    return [
        Probe(
            id=f"{n:016x}", skill="s", area="s/a", split="screen", grader="g", max_tokens=32,
            messages=[{"role": "user", "content": text.format(n, 3 * n)}],
        )
        for n in range(count)
    ]  # fmt: skip


class Server:
    """The stub, as a process that can be killed and started again on the same port."""

    def __init__(self, bad_share: float = 0.0) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._bad_share = bad_share
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def start(self) -> None:
        arguments = ["--port", str(self.port), "--latency", "0.02", "--bad-share", str(self._bad_share)]
        self._process = subprocess.Popen([sys.executable, "-m", "tests.stub_server", *arguments], cwd=ROOT)
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{self.url}/models", timeout=1)
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise SystemExit("the stub server does not start")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


def bare(server: Server, probes: Sequence[Probe], file: int) -> float:
    """The least one can write with aiohttp: workers, one session, one JSON line an answer."""

    async def work() -> None:
        waiting = iter(probes)

        async def worker(session: aiohttp.ClientSession) -> None:
            for probe in waiting:
                body = {"model": "stub", "messages": probe.messages, "max_tokens": probe.max_tokens}
                async with session.post(f"{server.url}/chat/completions", json=body) as response:
                    data = await response.json()
                choice = data["choices"][0]
                row = [probe.id, choice["message"]["content"], choice["finish_reason"]]
                os.write(file, json.dumps(row).encode() + b"\n")

        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS)) as session:
            await asyncio.gather(*(worker(session) for _ in range(CONNECTIONS)))

    started = time.perf_counter()
    asyncio.run(work())
    return time.perf_counter() - started


def through_student(
    server: Server,
    probes: Sequence[Probe],
    file: int,
    half: threading.Event | None = None,
    said: list[str] | None = None,
) -> tuple[float, int, int]:
    """Seconds, from opening the student to its end; answers that are ok; answers that failed, with a reason."""
    started = time.perf_counter()
    ok = failed = 0
    say = (lambda line: None) if said is None else said.append
    with open_student(f"openai:{server.url}#stub", say=say) as student:
        for answer in student.answer(probes, Sampling()):
            row = [answer.probe_id, answer.text, answer.finish_reason, answer.prompt_tokens, answer.answer_tokens]
            os.write(file, json.dumps([*row, answer.status, answer.error]).encode() + b"\n")
            ok += answer.status == "ok"
            failed += answer.status == "failed" and bool(answer.error)
            if half is not None and ok >= len(probes) // 2:
                half.set()
    return time.perf_counter() - started, ok, failed


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--prompts", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--away", type=float, default=20.0, help="seconds that the killed server stays away")
    arguments = parser.parse_args()
    probes = make_probes(arguments.prompts)
    rounds: list[tuple[float, float]] = []
    with tempfile.TemporaryFile() as stream:
        file = stream.fileno()
        server = Server()
        bare(server, probes[:200], file)
        for number in range(arguments.rounds):
            if number % 2:
                student, _, _ = through_student(server, probes, file)
                rounds.append((bare(server, probes, file), student))
            else:
                plain = bare(server, probes, file)
                rounds.append((plain, through_student(server, probes, file)[0]))
            print(f"round {number + 1}: bare {rounds[-1][0]:.2f} s, student {rounds[-1][1]:.2f} s", flush=True)
        server.kill()

        server = Server(bad_share=0.05)
        bad = through_student(server, probes, file)
        server.kill()

        server, half, said = Server(), threading.Event(), list[str]()
        replacement = threading.Thread(
            target=lambda: (half.wait(), server.kill(), time.sleep(arguments.away), server.start())
        )
        replacement.start()
        killed = through_student(server, probes, file, half, said)
        replacement.join()
        server.kill()
    body = report(rounds, arguments, bad, killed, said)
    machine.write("server_overhead", "Asking a server through a student, against bare aiohttp", body)


def report(
    rounds: list[tuple[float, float]],
    arguments: argparse.Namespace,
    bad: tuple[float, int, int],
    killed: tuple[float, int, int],
    said: list[str],
) -> str:
    count = arguments.prompts
    lines = [
        f"{count} prompts, {CONNECTIONS} connections, 20 ms an answer, rows on disk, no uvloop. The student's time "
        "includes opening and closing it.",
        "",
        "| round | bare aiohttp, s | student, s | student ÷ bare |",
        "| --- | --- | --- | --- |",
    ]
    for number, (plain, student) in enumerate(rounds, start=1):
        lines.append(f"| {number} | {plain:.2f} | {student:.2f} | {student / plain:.2f} |")
    plain, student = (statistics.median(side) for side in zip(*rounds, strict=True))
    ratio = statistics.median(s / b for b, s in rounds)
    lines += [
        f"| median | {plain:.2f} ({count / plain:.0f} rows/s) | {student:.2f} ({count / student:.0f} rows/s) | **{ratio:.2f}** |",
        "",
        "Wanted: at most 1.5.",
        "",
        f"- 5 % of the prompts always fail: {bad[1]} answered, {bad[2]} failed and named, in {bad[0]:.1f} s "
        "(each failed one was tried six times).",
        f"- Server killed half-way, back after {arguments.away:.0f} s: {killed[1]} answered, {killed[2]} failed, "
        f"in {killed[0]:.1f} s, unaided. What it said:",
        *(f"  - {line.replace(_port(line), 'PORT')}" for line in said),
        "",
    ]
    return "\n".join(lines)


def _port(line: str) -> str:
    return line.partition("127.0.0.1:")[2].partition("/")[0] or "PORT"


if __name__ == "__main__":
    main()
