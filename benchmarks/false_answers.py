"""Every case of `tests/false_answers.py`: false answers that passed, true ones that did not, and what took longest.

A false answer holds the right value and does not give it; a true one gives it, and takes back, denies or supposes another
in the same words. Times are of the wall, of one verdict, and hold the work of guarded workers and of sandboxes, but not
their first start: the graders' own examples go before. `python benchmarks/false_answers.py`

What stands below "At first sight" in the results is kept: those rates were taken once, of lists that are cases now.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from pathlib import Path

import machine

from repairloop import get_grader, grade, loose_answer, loose_probe

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests import false_answers


def warm(name: str) -> None:
    """Start what a grader needs."""
    handler = get_grader(name)
    for probe in handler.examples():
        grade(probe, loose_answer(handler.gold(probe)))


FIRST_SIGHT = "## At first sight"


def first_sight() -> str:
    """What the results say of lists that were read for the first time."""
    results = Path(__file__).parent / "results" / "false_answers.md"
    _, heading, kept = results.read_text().partition(FIRST_SIGHT) if results.exists() else ("", "", "")
    return (heading + kept).rstrip()


def main() -> None:
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    slowest: defaultdict[str, float] = defaultdict(float)
    wrong = []
    for case in false_answers.cases():
        probe = loose_probe(case.grader, case.question, case.reference, case.settings)
        if case.grader not in counts:
            warm(case.grader)
        started = time.perf_counter()
        verdict = grade(probe, loose_answer(case.answer))
        slowest[case.grader] = max(slowest[case.grader], time.perf_counter() - started)
        right = verdict.status == ("pass" if case.right else "fail")
        counts[case.grader][2 * case.right] += 1
        counts[case.grader][2 * case.right + 1] += not right
        if not right:
            wrong.append(f"- `{case.name}`: {verdict.status}")
    rows = [
        "| grader | false answers | not failed | true answers | not passed | slowest, ms |",
        "| --- | --- | --- | --- | --- | --- |",
        *(
            f"| `{name}` | {row[0]:,} | {row[1]} | {row[2]:,} | {row[3]} | {1000 * slowest[name]:.0f} |"
            for name, row in sorted(counts.items())
        ),
    ]
    totals = [sum(row[place] for row in counts.values()) for place in range(4)]
    rows.append(
        f"| all | {totals[0]:,} | {totals[1]} | {totals[2]:,} | {totals[3]} | {1000 * max(slowest.values()):.0f} |"
    )
    machine.write(
        "false_answers", "False answers and their true twins", "\n".join([*rows, "", *wrong, "", first_sight(), ""])
    )


if __name__ == "__main__":
    main()
