"""Ctrl-C twice in every stage, twenty times each: how long until the process has ended, what is left, what is lost?

Each time a run that was killed as the stage began is copied and resumed, signalled at a random moment of the stage's first
seconds, and resumed to its end, whose shards must be those of a run that nobody stopped. The settings and the looking
for processes are those of `tests/loop/test_stopping.py`.

    python benchmarks/stop.py [TIMES]
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import machine

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.loop.test_loop import command, kill_at, shards
from tests.loop.test_stopping import SETTINGS, SIM, TRAINER, Loop
from tests.stub_server import StubServer

LIMIT = 2.0
"""Seconds in which a process has to end."""


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        rows = [*stages(Path(folder), times), *waits(Path(folder), times)]
    lines = "\n".join(
        f"| {name} | {len(took)} | {max(took):.2f} | {left} | {same} |" for name, took, left, same in rows
    )
    late = sum(seconds > LIMIT for _, took, _, _ in rows for seconds in took)
    lost = sum(left for _, _, left, _ in rows) + sum(same not in ("–", len(took)) for _, took, _, same in rows)
    head = "| stopped in | times | longest, s | processes left | ended with the same shards |\n| --- | --- | --- | --- | --- |\n"
    body = f"{late} of {sum(len(row[1]) for row in rows)} took longer than {LIMIT:g} s.\n\n{head}{lines}\n"
    machine.write("stop", "Ctrl-C twice in every stage, then `resume`", body)
    if late or lost:
        sys.exit(1)


def stages(folder: Path, times: int) -> Iterator[tuple[str, list[float], int, int | str]]:
    """Each stage of a run on a simulated student."""
    whole, base = folder / "whole", folder / "base"
    undisturbed = Loop(*SIM, "--out", whole)
    assert undisturbed.end()[0] == 0, undisturbed.errors
    points = [(event["stage"], event["phase"]) for event in undisturbed.events if event["event"] == "start"]
    wanted, rng = shards(whole), Random(0)
    for number, (stage, phase) in enumerate(points):
        kill_at(["resume", base] if number else [*SIM, "--out", base], stage, phase)
        took, left, same = [], 0, 0
        for _ in range(times):
            path = folder / "run"
            shutil.copytree(base, path)
            run = Loop("resume", path)
            run.begins(stage, phase)
            seconds, remain = twice(run, rng.uniform(0, 0.5))
            took, left = [*took, seconds], left + remain
            subprocess.run(command("resume", path), check=True, capture_output=True)
            same += shards(path) == wanted
            shutil.rmtree(path)
        yield f"{stage} {phase}".strip(), took, left, same


def waits(folder: Path, times: int) -> Iterator[tuple[str, list[float], int, int | str]]:
    """A trainer that runs, and a server that is busy."""
    rng = Random(1)
    results = []
    for number in range(times):
        run = Loop(*SIM, *TRAINER, "--out", folder / f"trainer-{number}")
        run.says("with trainer 'command'")
        results.append(twice(run, rng.uniform(0, 0.5)))
    yield "train, `sleep 45`", [seconds for seconds, _ in results], sum(left for _, left in results), "–"
    with StubServer() as server:
        server.busy_replies, server.retry_after = 10**9, "30"
        results = []
        for number in range(times):
            words = ["run", "--student", server.student, "--skills", "math", "--trainer", "none", *SETTINGS]
            run = Loop(*words, "--out", folder / f"server-{number}")
            run.says("is busy")
            results.append(twice(run, rng.uniform(0, 0.5)))
    yield "answer, server busy", [seconds for seconds, _ in results], sum(left for _, left in results), "–"


def twice(run: Loop, after: float) -> tuple[float, int]:
    """Signal twice; the seconds until the end, and how many of its processes live on half a second later."""
    time.sleep(after)
    run.signal()
    time.sleep(0.05)
    if run.process.poll() is None:
        run.signal()
    _, seconds = run.end()
    time.sleep(0.5)
    return seconds, len(run.left())


if __name__ == "__main__":
    main()
