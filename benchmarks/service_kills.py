"""`kill -9` of the service at random while jobs wait, run and are paused: is a job lost, or run twice at once?

Jobs are asked for with idempotency keys, over and over where the service dies before it answers; some are paused and resumed
at random. A thread looks at the processes of all runs fifty times a second. In the end every job has to be finished, with
the shards of a run that nobody disturbed.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import machine

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.loop.test_loop import shards
from tests.service.test_jobs import WHOLE, processes_of

AT_ONCE = 2


class Service:
    def __init__(self, root: Path) -> None:
        words = ["serve", "--root", str(root), "--port", "0", "--jobs", str(AT_ONCE)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "repairloop.cli", *words], stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self.process.stdout is not None
        found = re.search(r"http://[\d.]+:\d+", self.process.stdout.readline())
        assert found
        self.client = httpx.Client(base_url=f"{found[0]}/api/v1", timeout=30)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Watch(threading.Thread):
    """The processes of all runs, fifty times a second."""

    def __init__(self, root: Path) -> None:
        super().__init__(daemon=True)
        self.root, self.over = root, threading.Event()
        self.looks = self.twice = self.most = 0

    def run(self) -> None:
        while not self.over.wait(0.02):
            found = processes_of(self.root)
            self.looks += 1
            self.twice += any(len(pids) > 1 for pids in found.values())
            self.most = max(self.most, len(found))


def asked(service: Service, method: str, path: str, **more: Any) -> httpx.Response | None:
    """None where the service died at it."""
    try:
        return service.client.request(method, path, **more)
    except httpx.TransportError:
        return None


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    rng = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "runs"
        root.mkdir()
        watch = Watch(root)
        watch.start()
        service = Service(root)
        wanted: dict[str, int | None] = {}
        alive, acts = Counter[int](), Counter[str]()
        started = time.monotonic()

        def ask() -> None:
            """Ask for every job that no answer has come for."""
            while len(wanted) < given.kills // 10 + AT_ONCE:
                wanted[f"key {len(wanted)}"] = None
                if rng.random() < 0.5:
                    break
            for key in [key for key, number in wanted.items() if number is None]:
                reply = asked(service, "POST", "/jobs", json={"settings": WHOLE}, headers={"idempotency-key": key})
                if reply is not None:
                    assert reply.status_code in (200, 201), reply.text
                    wanted[key] = reply.json()["id"]

        def act() -> None:
            jobs = asked(service, "GET", "/jobs?limit=200")
            for job in jobs.json()["items"] if jobs else ():
                action = {"running": "pause", "queued": "pause", "paused": "resume"}.get(job["state"])
                if action and rng.random() < (0.9 if action == "resume" else 0.2):
                    reply = asked(service, "POST", f"/jobs/{job['id']}/{action}")
                    acts[action] += reply is not None and reply.status_code == 200

        for _ in range(given.kills):
            killer = threading.Timer(rng.uniform(0.05, 4), service.kill)
            killer.start()
            while killer.is_alive():
                ask()
                act()
                time.sleep(rng.uniform(0, 0.3))
            alive[len(processes_of(root))] += 1
            time.sleep(rng.uniform(0, 1))
            service = Service(root)
        while True:
            ask()
            jobs = service.client.get("/jobs?limit=200").json()["items"]
            for job in jobs:
                if job["state"] == "paused":
                    service.client.post(f"/jobs/{job['id']}/resume")
            if len(wanted) == given.kills // 10 + AT_ONCE and all(
                job["state"] in ("finished", "failed") for job in jobs
            ):
                break
            time.sleep(0.5)
        seconds = time.monotonic() - started
        service.process.terminate()
        watch.over.set()
        config = str(root / ".service" / "jobs" / f"{jobs[0]['id']}.toml")
        words = ["run", "--config", config, "--out", f"{folder}/whole"]
        subprocess.run([sys.executable, "-m", "repairloop.cli", *words], check=True, capture_output=True)
        undisturbed = shards(Path(folder) / "whole")
        states = Counter(job["state"] for job in jobs)
        same = sum(shards(root / job["run"]) == undisturbed for job in jobs)
        starts = Counter(job["starts"] for job in jobs)
    lost = len(set(wanted.values())) != len(jobs) or len(wanted) != len(jobs)
    good = (
        not lost
        and not watch.twice
        and states == {"finished": len(jobs)}
        and same == len(jobs)
        and watch.most <= AT_ONCE
    )
    body = f"""
| | |
| --- | --- |
| kills of the service | {given.kills}, in {seconds:.0f} s |
| runs that went on when it was killed | {", ".join(f"{n} ({times} times)" for n, times in sorted(alive.items()))} |
| jobs asked for, jobs there | {len(wanted)}, {len(jobs)} |
| how they ended | {", ".join(f"{state} {n}" for state, n in states.items())} |
| pauses and resumes between | {acts["pause"]} and {acts["resume"]} |
| starts of a job | {", ".join(f"{n} ({times} jobs)" for n, times in sorted(starts.items()))} |
| looks at the processes, of which saw a run twice | {watch.looks:,}, {watch.twice} |
| runs at the same time, at most | {watch.most}; {AT_ONCE} were allowed |
| jobs with the shards of a run without a service | {same} |

{"No job was lost, and none ran twice at once." if good else "SOMETHING WENT WRONG."}
"""
    machine.write("service_kills", "The service, killed at random while jobs run", body)
    if not good:
        sys.exit(1)


if __name__ == "__main__":
    main()
