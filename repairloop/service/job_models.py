"""What the API takes and gives of jobs, version 1: what a run would cost, a run that the service starts, what it may be told, a file
that becomes a task. As in `models`, a field may be added, and none is taken away or changes its meaning.
"""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

PRIORITY: Final = 100
"""The highest one; the lowest is as far below 0."""
LONGEST_LIMIT: Final = 30 * 24 * 3600
State = Literal["queued", "running", "stopping", "paused", "finished", "failed", "cancelled"]


class Model(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)


class Job(Model):
    """A run that the service starts and looks after."""

    id: int
    run: str
    """The name of its run. Before it has begun there is none."""
    state: State
    """`stopping`: it was told to stop, and comes to its next safe point."""
    priority: int
    who: str
    """Who asked for it."""
    made: str
    begun: str | None
    """When it was started last, in UTC."""
    ended: str | None
    limit: int | None
    """Seconds after which it is paused."""
    spent: float
    """Seconds that it has run since it was made, resumed or tried again."""
    starts: int
    """How often it was started."""
    exit_code: int | None
    """Of its last process, where the service was there to hear it."""
    said: str
    """Why it is in that state."""
    settings: dict[str, Any] | None
    """As they were given; None where a run of the command line goes on."""


class JobPage(Model):
    items: list[Job]
    """The newest first."""
    next: str | None
    """For `after`, to have the following page; None on the last one."""


class Strict(Model):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Asked(Strict):
    """What a run would be."""

    settings: dict[str, Any] = Field(default={}, examples=[{"student": "smollm2", "preset": "smoke"}])
    """As a file of settings has them; `GET /settings` lists those that may be set here."""


class NewJob(Strict):
    """A new run, or one that goes on."""

    settings: dict[str, Any] | None = Field(default=None, examples=[{"student": "smollm2", "preset": "smoke"}])
    """As a file of settings has them; `GET /settings` lists those that may be set here."""
    run: str | None = Field(default=None, max_length=200)
    """What the run is to be called. Default: date and time."""
    resume: str | None = Field(default=None, max_length=300)
    """In place of both: a run of the command line that was stopped or failed, and goes on."""
    priority: int = Field(default=0, ge=-PRIORITY, le=PRIORITY)
    """Jobs of a higher one begin first; of the same, that which was made first."""
    limit: int | None = Field(default=None, ge=1, le=LONGEST_LIMIT)
    """Seconds after which it is paused, with nothing lost."""


class Priority(Strict):
    priority: int = Field(ge=-PRIORITY, le=PRIORITY)


class Plan(Model):
    """What a run would cost."""

    student: str
    engine: str
    trainer: str
    preset: str
    cycles: int
    areas: list[str]
    probes: dict[str, int]
    answers: int
    rows: int
    targets_at_most: int
    seconds: dict[str, int]
    """Of one cycle on two idle cores: an order of magnitude."""
    total_seconds: int
    files: list[str]
    """What is to be known of the files that it reads."""
    teacher: dict[str, Any] | None


class Setting(Model):
    """A value that may be set over HTTP."""

    key: str
    about: str
    kind: str
    choices: list[str]
    """Empty: any of its kind."""
    default: Any


class Task(Model):
    """A file of questions and answers that was uploaded, as it was understood."""

    id: str
    """What `tasks` in the settings of a run names."""
    made: str
    file: str
    name: str
    """Its areas are `NAME/…`."""
    form: str
    """What kind of file it was taken for."""
    columns: dict[str, str]
    """What → the column that it was taken from."""
    kind: str
    """What an answer is."""
    grader: str
    instruction: str
    labels: list[str]
    cases: int
    parts: dict[str, int]
    """Part → cases in it."""
    left_out: dict[str, int]
    """Reason → rows that are no cases."""
    notes: list[str]
    examples: list[dict[str, Any]]


class TaskList(Model):
    items: list[Task]
    """The newest first."""


class Settings(Model):
    """What a run may be told over HTTP."""

    students: dict[str, str]
    """Name → what it is."""
    servers: list[str]
    """Their models are named `openai:SERVER#MODEL`."""
    presets: list[str]
    settings: list[Setting]
