"""What the sandbox of the `code` grader lets out: every attempt of `tests/graders/test_sandbox.py`, and what one verdict costs."""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import machine

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from graders import code
from graders.code import sandbox
from tests.graders.test_sandbox import ATTEMPTS, World

RUNS = 50
TASK = {"entry_point": "add", "tests": "assert add(1, 2) == 3"}


def main() -> None:
    if reason := sandbox.available():
        sys.exit(f"no sandbox can run here: {reason}")
    lines, kept = [], 0
    tried, held, classes = Counter[str](), Counter[str](), Counter[str]()
    world = World()
    try:
        for attempt in ATTEMPTS:
            verdict, seconds = world.run(attempt)
            damage = world.damage()
            fine = verdict.status == "fail" and not damage
            kept += fine
            tried[attempt.group] += 1
            held[attempt.group] += fine
            classes[verdict.error_class or verdict.status] += 1
            outcome = verdict.error_class if fine else f"**{verdict.status}; {'; '.join(damage) or 'no damage'}**"
            lines.append(f"| {attempt.group} | {attempt.name} | {outcome} | {seconds:.2f} |")
    finally:
        world.close()
    groups = "\n".join(f"| {group} | {tried[group]} | {held[group]} |" for group in tried)
    body = (
        f"Of {len(ATTEMPTS)} attempts {kept} were held: the verdict was `fail`, and nothing outside had changed"
        " (listeners, planted files, signals, memory, processes left over).\n\n"
        f"| group | attempts | held |\n| --- | --- | --- |\n{groups}\n\n"
        f"Error classes: {', '.join(f'{name} {count}' for name, count in classes.most_common())}.\n\n"
        f"A right answer to a one-line test: {_time()}. Linux {platform.release()}, {_bubblewrap()}.\n\n"
        "| group | attempt | verdict | s |\n| --- | --- | --- | --- |\n" + "\n".join(lines) + "\n"
    )
    machine.write("sandbox_escapes", "Attempts to get out of the sandbox, or to forge a pass", body)
    sys.exit(kept < len(ATTEMPTS))


def _time() -> str:
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        assert code.grade("```python\ndef add(a, b):\n    return a + b\n```", TASK).status == "pass"
        times.append((time.perf_counter() - started) * 1e3)
    times.sort()
    return f"median {statistics.median(times):.0f} ms, {times[0]:.0f} to {times[-1]:.0f} ms over {RUNS} runs"


def _bubblewrap() -> str:
    return subprocess.run(
        [sandbox._choose()[0], "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()


if __name__ == "__main__":
    main()
