"""What the API gives, version 1. A field may be added; none is taken away or changes its meaning."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

State = Literal["started", "running", "stopped", "failed", "finished", "damaged"]


class Model(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Problem(Model):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    """For people: what was wrong and what to do."""


class Health(Model):
    status: Literal["ok"]
    repairloop: str
    """The version."""


class Rate(Model):
    """A share of answers that passed."""

    n: int
    """Answers that could be graded."""
    pass_rate: float | None
    low: float | None
    """Lower end of the 95 % interval."""
    high: float | None
    split: str
    """The part of the probes that it is of; `looks`: all looks of the diagnosis."""


class Change(Model):
    """By how much a share changed, 1 being all answers."""

    change: float | None
    low: float | None
    """Lower end of the 95 % interval."""
    high: float | None


class Gain(Change):
    """A pooled change of the areas that were targeted, on probes that could be graded on both sides."""

    n: int
    before: float | None
    after: float | None
    p_value: float | None = None


class RunSummary(Model):
    """A run, as it stands in a list."""

    id: str
    """The name of its directory."""
    state: State
    """What is being driven now is `running`; `damaged`: it cannot be read, `damage` says why."""
    outcome: str | None
    student: str | None
    skills: list[str]
    """Empty: all that are installed, or none where there are tasks."""
    tasks: list[str]
    """Names of the user's own tasks."""
    cycles: int | None
    """How often it may go around the loop."""
    written: str | None
    """When its manifest was written last, in UTC."""
    verdict: str | None
    """What the gate said last: `accepted`, `rejected` or `inconclusive`."""
    gain: Gain | None
    """Of the user's first task, else of the targeted areas on unseen wording."""
    damage: str | None
    """What is wrong with it, or why it failed."""
    tags: list[str] = []
    """What people have put on it."""


class RunPage(Model):
    items: list[RunSummary]
    """The one that was written last first."""
    next: str | None
    """For `after`, to have the following page; None on the last one."""


class Run(RunSummary):
    """A run in full."""

    summary: list[str]
    """The result in words, a line a fact."""
    findings: str
    """How many areas fail, pass or neither."""
    rows: dict[str, int]
    """How many repair rows train, and how many vetting kept aside, by reason."""
    failures: dict[str, int]
    """Side → how many answers failed."""
    computed: list[str]
    """With what the student was asked."""
    next: str | None
    """The command that the run itself recommends."""


class ErrorClass(Model):
    error_class: str
    count: int
    share: float
    """Of the area's failures."""


class Sides(Model):
    before: Rate | None
    after: Rate | None


class Saying(Model):
    """One thing that somebody said of a run."""

    n: int
    """Its number, from 1; numbers may be left out."""
    at: str
    """When, in UTC."""
    who: str
    why: str
    about: Literal["verdict", "gold", "row", "adapter"]
    of: str
    """The probe, the case, the row, or where the adapter lies."""
    old: str
    new: str
    more: dict[str, Any]
    """`side` of a verdict; `task`, `reference` and the answers `regraded` of a gold; `cycle` and `side` of an adapter."""


class Count(Model):
    passed: int
    n: int


class People(Model):
    """An area's verdicts as people hold them: counts and no estimates, since people look at what they choose to."""

    overruled: int
    """Verdicts that they hold otherwise than the graders."""
    looks: Count | None
    before: Count | None
    after: Count | None


class Area(Model):
    """An area of one cycle."""

    area: str
    cycle: int
    targeted: bool
    """Whether it was repaired."""
    finding: str | None
    """What the looks found: `fails`, `passes` or `inconclusive`, by a test that is adjusted over all areas."""
    looks: Rate | None
    before: Rate | None
    """On unseen wording, where it was asked, else as `looks`."""
    after: Rate | None
    change: Change | None
    seen: Sides | None
    """On seen wording."""
    p_value: float | None
    q_value: float | None
    """The same, adjusted over all areas (Benjamini–Hochberg)."""
    decision: str
    rows: int
    """Repair rows that it was given."""
    error_classes: list[ErrorClass]
    people: People | None = None
    """Where people overruled verdicts; all else is the graders' own."""


class Areas(Model):
    findings: str
    alpha: float | None
    """The error rate that the findings keep, over all areas together."""
    target: float | None
    """The pass rate that an area is held against."""
    items: list[Area]


class Failure(Model):
    """An answer that its grader failed."""

    probe_id: str
    cycle: int
    side: str
    skill: str
    area: str
    split: str
    wording: str
    difficulty: int
    error_class: str | None
    certainty: str | None
    question: str
    answer: str
    thoughts: str | None = None
    extracted: str | None
    expected: str | None
    evidence: str
    checks: list[list[Any]]
    """Single checks: name, whether it passed, detail."""
    grader: str
    version: str
    finish_reason: str
    other: str | None
    """The verdict on the other side: after the repair, or before it."""
    people: str | None = None
    """The verdict that people hold, where they overruled this one."""


class FailurePage(Model):
    total: int
    items: list[Failure]
    next: str | None


class ProbeAnswer(Model):
    side: str
    text: str
    thoughts: str | None
    finish_reason: str
    error: str | None
    verdict: str | None
    error_class: str | None
    certainty: str | None
    extracted: str | None
    span_start: int | None
    """Where `extracted` stands in `text`, in characters."""
    span_end: int | None
    expected: str | None
    evidence: str | None
    checks: list[list[Any]]
    grader: str | None
    version: str | None
    people: str | None = None
    """The verdict that people hold, where they overruled `verdict`, or corrected the gold."""


class ProbeOf(Model):
    """A question, with what is needed to check an answer."""

    probe_id: str
    cycle: int
    skill: str
    area: str
    split: str
    wording: str
    difficulty: int
    messages: list[dict[str, Any]]
    reference: Any
    grader: str
    settings: dict[str, Any]
    problem: dict[str, Any]
    max_tokens: int


class RowOfProbe(Model):
    row_id: str
    prompt: list[dict[str, Any]]
    completion: str
    agents: list[str]
    source: str
    dropped: str | None
    verdict: str


class Probe(Model):
    """One probe with all that it led to."""

    probe: ProbeOf
    answers: list[ProbeAnswer]
    rows: list[RowOfProbe]
    said: list[Saying] = []
    """What people said of its verdicts and its gold."""


class Row(Model):
    """One training example."""

    row_id: str
    cycle: int
    kind: str
    repair: str
    why: str
    skill: str
    area: str
    difficulty: int
    prompt: list[dict[str, Any]]
    completion: str
    rejected: str | None
    reference: Any
    source: str
    licence: str | None
    agents: list[str]
    error_classes: list[str]
    grader: str
    grader_version: str
    verdict: str
    proof: str
    dropped: str | None
    """Why vetting kept it aside; None for a row that trains."""


class RowPage(Model):
    total: int
    items: list[Row]
    next: str | None


class FailureOfRow(Model):
    probe_id: str
    area: str
    question: str
    error_class: str | None
    evidence: str | None
    answer: str | None
    after: str | None
    """The verdict on the answer after the repair."""
    answer_after: str | None


class RowStory(Model):
    """A row with the failures that it answers."""

    row: Row
    failures: list[FailureOfRow]
    said: list[Saying] = []
    """What people said of it."""


class Canary(Model):
    """An open request whose answer collapsed or recovered in form."""

    probe_id: str
    side: str
    collapsed: bool
    recovered: bool
    reason: str | None
    kl: float | None
    question: str | None
    before: str | None
    after: str | None


class Decision(Model):
    """What the gate said of an adapter."""

    cycle: int
    side: str
    accepted: bool
    verdict: str
    reason: str
    adapter: str
    lines: list[str]
    """The result in words."""
    summary: dict[str, Any]
    """Pooled changes, rules, panel, canaries, outside questions, dial, as the run keeps them."""
    canaries: list[Canary]
    said: list[Saying] = []
    """The last word of each who said something of the adapter."""
    standing: str = ""
    """What the adapter comes to: `refused` where a person refuses it, else the gate's verdict."""
    signed_off: bool = False


class Query(Model):
    model_config = ConfigDict(extra="forbid")

    query: str = Field(max_length=100_000, min_length=1)
    """One SELECT over the run's tables."""
    seconds: float = Field(8.0, gt=0, le=30)
    """The longest that it may take."""


class Result(Model):
    columns: list[str]
    rows: list[list[Any]]
    """What JSON does not have, as dates and decimals, is text."""
    total: int
    """Rows of the whole result; `rows` are the first of them."""


class Paired(Change):
    """What one run passes more often than another, on probes that both were asked."""

    n: int
    first: float
    second: float
    p_value: float
    """Exact McNemar."""
    q_value: float | None
    """The same, adjusted over all areas (Benjamini–Hochberg)."""


class AreaOfBoth(Model):
    area: str
    first: Area | None
    second: Area | None
    paired: Paired | None
    """On unseen wording, where both were asked the same; positive: the second passes more often."""


class SettingOfBoth(Model):
    name: str
    first: Any
    second: Any


class Comparison(Model):
    """Two runs side by side."""

    runs: list[RunSummary]
    side: Literal["before", "after"]
    """Which answers are paired."""
    together: Paired | None
    """Over all areas; None where no probe is the same in both."""
    areas: list[AreaOfBoth]
    settings: list[SettingOfBoth]
    """Those that differ."""


class Tag(Model):
    """A word that a person puts on a run."""

    model_config = ConfigDict(extra="forbid")

    tag: str = Field(min_length=1, max_length=200)


class Tagged(Model):
    """The tags of a run."""

    run: str
    tags: list[str]


class FeedbackKept(Model):
    """What became of a feedback."""

    id: str
    file: str
    """In the folder of the runs; `repairloop run --tasks` reads it."""
