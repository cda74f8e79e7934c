"""An item at the end of its flow becomes a repair row."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from repairloop.flows import Item
from repairloop.plugins.registry import the_judge
from repairloop.plugins.skill import Skill
from repairloop.records import RepairRow, fingerprint
from repairloop.tasks.skill import CaseProblem
from repairloop.vetting import row_id


class Failure(NamedTuple):
    """A probe that showed an area to fail."""

    probe_id: str
    error_class: str | None
    difficulty: int


def to_row(
    item: Item, skill: Skill, cycle: int, kind: Literal["repair", "replay"], cause: Failure | None = None, why: str = ""
) -> RepairRow:
    """The row that an item has become; `cause` is the failure that it answers."""
    problem = item.problem
    human = isinstance(problem, CaseProblem) and bool(problem.case.get("corrected"))
    if problem is None:  # a teacher wrote it: what is right, no program knows
        content = fingerprint(item.origin, *(m["content"] for m in item.prompt))
        truth: dict[str, Any] = {"reference": item.answer or item.completion, "grader": the_judge().name}
    else:
        content = problem.key()
        truth = {"reference": skill.reference(problem), "settings": skill.settings(problem),
                 "problem": problem.model_dump(mode="json"), "grader": skill.grader_for(problem)}  # fmt: skip
    return RepairRow(
        id=row_id(item.source, cycle, item.area, item.edit, content, item.prompt), cycle=cycle, kind=kind,
        repair=item.repair, why=why, skill=skill.name, area=item.area, difficulty=item.difficulty, prompt=item.prompt,
        completion=item.completion, rejected=item.rejected, content=content, source=item.source, licence=item.licence,
        agents=list(item.agents), failures=[cause.probe_id] if cause else [],
        error_classes=[cause.error_class or ""] if cause else [], proof="human" if human else "unproved", **truth,
    )  # fmt: skip
