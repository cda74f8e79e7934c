"""What the API gives of what a run can be made of, tasks, skills and graders, version 1: as `models`."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, Field

from repairloop.service.models import Model


class ImportedTask(Model):
    """A task of the user's: questions with their right answers, as `repairloop import` made it."""

    id: str
    """The name of its folder, or that of the upload."""
    name: str | None
    """Its areas are `NAME/…`."""
    form: str | None
    """What kind of file it was taken for."""
    kind: str | None
    """What an answer is."""
    grader: str | None
    cases: int
    in_doubt: int
    """Cases whose right answer may be wrong: they are asked, and make no rows."""
    damage: str | None
    """Why it cannot be read."""


class ImportedTasks(Model):
    items: list[ImportedTask]


class AreaOfTask(Model):
    area: str
    """Empty: cases whose areas a run has still to find."""
    about: str
    cases: int
    in_doubt: int
    ungraded: int
    """Cases without a right answer: places to look at."""
    parts: dict[str, int]
    """Part → cases in it."""


class ImportedTaskInFull(ImportedTask):
    """A task with what was understood of its files."""

    files: list[str]
    columns: dict[str, str]
    settings: dict[str, Any]
    instruction: str
    labels: list[str]
    parts: dict[str, int]
    left_out: dict[str, int]
    """Reason → rows of the files that are no cases."""
    notes: list[str]
    areas: list[AreaOfTask]


class CaseOfTask(Model):
    """A question of the user's, with what is held to be right."""

    case_id: str
    file: str
    line: int
    messages: list[dict[str, Any]]
    question: str
    gold: str
    grader: str
    area: str
    part: str
    doubt: str
    """What speaks against the gold; empty where nothing does."""
    given: str | None
    """What a model answered, where the file is a log."""


class CasePage(Model):
    total: int
    items: list[CaseOfTask]
    next: str | None


class Skill(Model):
    """An ability that students are asked about."""

    name: str
    grader: str
    areas: dict[str, str]
    """Area → what it asks, in one line."""
    about: str


class Steps(Model):
    """Difficulty steps that some areas share."""

    areas: list[str]
    numbers: list[int]
    fields: list[dict[str, Any]]
    """`name`, `text`, and `values`, one a step."""


class SkillInFull(Skill):
    docs: str
    difficulties: list[int]
    """The steps that are usually asked."""
    steps: list[Steps]
    examples: dict[str, list[dict[str, str]]]
    """Area → the messages of a question of its kind."""


class Grader(Model):
    """What tells right answers from wrong ones."""

    name: str
    version: str
    about: str
    asks_a_model: bool


class GraderInFull(Grader):
    docs: str
    missing: str | None
    """What it needs and does not find on this machine."""
    reference: str
    """What its reference is, in words."""
    fields: list[dict[str, Any]]
    """Of the reference, where it is an object."""
    settings: list[dict[str, Any]]


class Tried(Model):
    """A text for a grader."""

    model_config = ConfigDict(extra="forbid")

    answer: str = Field(max_length=200_000)
    reference: Any = None
    """In the form that the grader takes."""
    question: str = Field("", max_length=200_000)
    settings: dict[str, Any] = {}


class Verdict(Model):
    """What a grader says of a text."""

    status: Literal["pass", "fail", "ungradable"]
    error_class: str | None
    certainty: str | None
    extracted: str | None
    expected: str | None
    evidence: str | None
    thoughts: str | None
    grader: str
    elapsed_ms: float | None
