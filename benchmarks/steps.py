"""Which difficulty steps a student half solves: pass rates of each step of each area, with 95 % intervals (Wilson).

    python benchmarks/steps.py                                  the bundled student, all skills
    python benchmarks/steps.py sim:planted --skills math        a simulated one: says nothing of any real model

Probes are of the split `screen`, on unseen wording. A step below 1 is asked where the area has it. `½` marks a step whose interval lies between a tenth and nine tenths: what a repair can move.
"""

from __future__ import annotations

from typing import Annotated

import typer

from repairloop import Probe, all_skills, get_skill, grade, interval, make_probes
from repairloop.students import Sampling, open_student


def main(
    student: Annotated[str, typer.Argument(help="As `repairloop run --student` has it.")] = "smollm2",
    skills: Annotated[str, typer.Option(help="Skills, separated by commas. Default: all.")] = "",
    probes: Annotated[int, typer.Option(help="Probes of each step of an area.")] = 40,
) -> None:
    """Print a table in Markdown."""
    chosen = [get_skill(name) for name in skills.split(",")] if skills else list(all_skills().values())
    asked = {
        (area, number): [
            probe.like(id=f"{probe.id}/{number}")
            for probe in make_probes(skill, area, "screen", "unseen", probes, "steps", (number,))
        ]
        for skill in chosen
        for area in skill.areas
        for number in skill.steps_of(area) or skill.difficulties
    }
    every = {probe.id: probe for found in asked.values() for probe in found}
    passed: set[str] = set()
    with open_student(student) as opened:
        for answer in opened.answer(list(every.values()), Sampling()):
            if grade(every[answer.probe_id], answer).status == "pass":
                passed.add(answer.probe_id)
    numbers = sorted({number for _, number in asked})
    print("| area |", " | ".join(f"step {number}" for number in numbers), "|")
    print("| --- |", " | ".join("---" for _ in numbers), "|")
    for area in dict.fromkeys(area for area, _ in asked):
        print(f"| {area} |", " | ".join(cell(asked.get((area, number), []), passed) for number in numbers), "|")
    half = {area for (area, _), found in asked.items() if is_half(found, passed)}
    print(f"\n{len(half)} of {len({area for area, _ in asked})} areas have a step that {student} half solves.")


def bounds(found: list[Probe], passed: set[str]) -> tuple[float, float]:
    return interval(sum(probe.id in passed for probe in found), len(found))


def is_half(found: list[Probe], passed: set[str]) -> bool:
    low, high = bounds(found, passed)
    return bool(found) and low >= 0.1 and high <= 0.9


def cell(found: list[Probe], passed: set[str]) -> str:
    if not found:
        return "–"
    low, high = bounds(found, passed)
    rate = sum(probe.id in passed for probe in found) / len(found)
    return f"{rate:.0%} ({low:.0%} to {high:.0%}){' ½' if is_half(found, passed) else ''}"


if __name__ == "__main__":
    typer.run(main)
