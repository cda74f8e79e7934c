"""Every hostile text of `repairloop/testing/hostile.py` against every grader: what passed, what was stopped, what took longest.

Each grader works on the first of its own examples. Times are of the wall, in this process, and hold the work of guarded
workers, of sandboxes, and of starting a worker again after one was killed. `python benchmarks/hostile.py [GRADER …]`
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections import Counter

import machine

from repairloop import Answer, Grader, all_graders, check_reference
from repairloop.plugins.grade import MAX_ANSWER_CHARS
from repairloop.testing import hostile

NOT_HERE = ("judge",)
"""A judge asks a model."""


def measure(handler: Grader, texts: dict[str, str]) -> str:
    """One row of the table."""
    probe = handler.examples()[0]
    first = check_reference(probe)
    if first.status == "ungradable":
        return f"| `{handler.name}` | 0 | | | | | | {first.evidence[:80]} |"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found: Counter[str] = Counter()
    times = []
    for name, text in texts.items():
        answer = Answer(probe_id=probe.id, text=text[:MAX_ANSWER_CHARS])
        started = time.perf_counter()
        try:
            found[handler.grade(probe, answer).status] += 1
        except Exception:
            found["raised"] += 1
        times.append((time.perf_counter() - started, name))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    longest, name = max(times)
    middle = statistics.median(seconds for seconds, _ in times)
    label = name.replace("|", "¦").encode("ascii", "backslashreplace").decode()
    return (
        f"| `{handler.name}` | {len(texts)} | {found['pass']} | {found['ungradable']} | {found['raised']} | "
        f"{grown:.0f} | {middle * 1e3:.2f} | {longest * 1e3:.0f} ({label}) |"
    )


def main() -> None:
    texts = hostile.answers()
    graders = {name: handler for name, handler in all_graders().items() if name not in NOT_HERE}
    chosen = sys.argv[1:] or list(graders)
    hostile.MARKER.unlink(missing_ok=True)
    rows = [
        "| grader | texts | passes | ungradable | raised | memory grown, MiB | median ms | slowest ms |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *(measure(graders[name], texts) for name in chosen),
    ]
    run = "none" if not hostile.MARKER.exists() else "AT LEAST ONE"
    body = "\n".join([*rows, "", f"Payloads that ran: {run}. `judge` is left out: it needs a model.", ""])
    machine.write("hostile", "Hostile answers", body)


if __name__ == "__main__":
    main()
