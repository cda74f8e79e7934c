"""Which difficulty steps a student half solves: pass rates of each step of each area, with 95 % intervals (Wilson).

    python benchmarks/steps.py                                  the bundled student, all skills
    python benchmarks/steps.py --steps 0 --probes 12            one step
    python benchmarks/steps.py sim:planted --skills math        a simulated one: says nothing of any real model

Probes are of the split `screen`, on unseen wording. A step below 1 is asked where the area has it. `½` marks a step whose
interval lies between a tenth and nine tenths: what a repair can move. Of steps with solved examples it also says how many
probes an answer copied from an example, drawn at random, would pass on average.
"""

from __future__ import annotations

from typing import Annotated

import typer

from repairloop import Probe, all_skills, get_skill, grade, interval, loose_answer, make_probes
from repairloop.students import Sampling, open_student


def main(
    student: Annotated[str, typer.Argument(help="As `repairloop run --student` has it.")] = "smollm2",
    skills: Annotated[str, typer.Option(help="Skills, separated by commas. Default: all.")] = "",
    probes: Annotated[int, typer.Option(help="Probes of each step of an area.")] = 40,
    steps: Annotated[str, typer.Option(help="Steps, separated by commas. Default: all.")] = "",
    engine: Annotated[str, typer.Option(help="As `student.engine` of the configuration has it.")] = "auto",
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
        if not steps or str(number) in steps.split(",")
    }
    every = {probe.id: probe for found in asked.values() for probe in found}
    passed: set[str] = set()
    with open_student(student, engine=engine) as opened:
        for answer in opened.answer(list(every.values()), Sampling()):
            if grade(every[answer.probe_id], answer).status == "pass":
                passed.add(answer.probe_id)
    numbers = sorted({number for _, number in asked})
    print("| area |", " | ".join(f"step {number}" for number in numbers), "|")
    print("| --- |", " | ".join("---" for _ in numbers), "|")
    for area in dict.fromkeys(area for area, _ in asked):
        print(f"| {area} |", " | ".join(cell(asked.get((area, number), []), passed) for number in numbers), "|")
    shown = [copied(probe) for found in asked.values() for probe in found if len(probe.messages) > 2]
    if any(shown):
        print(f"\nA copied example would pass {sum(shown) / len(shown):.1%} of the probes that show some.")
    half = {area for (area, _), found in asked.items() if is_half(found, passed)}
    print(f"\n{len(half)} of {len({area for area, _ in asked})} areas have a step that {student} half solves.")


def copied(probe: Probe) -> float:
    """How often one of the answers that its examples show, drawn at random, is right."""
    answers = [message["content"] for message in probe.messages if message["role"] == "assistant"]
    right = [grade(probe, loose_answer(answer)).status == "pass" for answer in answers]
    return sum(right) / len(right) if right else 0.0


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
