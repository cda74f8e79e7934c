"""The words of the project as typed records: probe, answer, verdict, repair row.

A record is what one stage hands to the next and what rests in a shard: a class is a table, a field a column, and a field
is typed here and nowhere else (`repairloop.records.rows`). Records know nothing of files, of any engine, or of any particular
grader or skill. All of them are plain data: every field survives a round trip through JSON.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

from repairloop.records.rows import APART, Record, called, clean, column, packed, record, shortened, table

Split = Literal["find", "screen", "confirm", "choose", "dev", "holdout", "fresh", "outside", "canary", "train"]
"""Probes and rows of different splits never share content. `dev`: what a dial is chosen on. `fresh`: further probes of
the holdout's content, for areas that seem to have lost. `outside`: the user's questions. `canary`: open requests. `find`: what areas of a user's task
are found on, and rows are made of. `choose`: what it is chosen on which of the failing areas are repaired."""

Wording = Literal["seen", "unseen"]
"""Which phrasing bank a text was written from: repair rows use `seen` only, `unseen` is kept for the holdout."""

Status = Literal["pass", "fail", "ungradable"]
Certainty = Literal["exact", "heuristic"]
Message = dict[str, str]
"""One chat message: `{"role": "system" | "user" | "assistant", "content": text}`. A first one of the role `tools` holds
JSON: the tools that the chat template lists in its own way."""

Repair = Literal["demonstration", "correction", "knowledge", "preference"]
"""What a repair row does: it shows a worked answer; it shows a wrong answer, feedback and the right one; it gives the
fact that is needed, then its use; or it sets the right answer against a wrong one."""

OWN: Final = "own_cases"
"""The first agent of a row that is made of a case of the user's."""

VERIFIED: Final = "student: verified answer"
"""The last agent of a row whose completion is the student's own answer, passed by the grader."""

Proof = Literal["proved", "human", "agreed", "self", "unproved"]
"""How far a row is vetted: a grader with independent truth passed it; the same, by a truth that a person corrected; a teacher's samples agree on it and a calibrated
judge accepts it; there is nothing to prove, because it is the student's own answer as it was; or none of these."""

Kind = Literal["text", "python", "code", "table"]
"""Of raw material."""

Part = Literal["find", "test", "dev", "holdout"]
"""What a case is for. `find`: where areas are found and what rows are made of. `test`: whether those areas fail. `dev`:
what the dial is chosen on. `holdout`: asked before and after, and touched by nothing else. Cases that are nearly the
same, or of one group, are in one part."""

ERROR_CLASSES: dict[str, tuple[str, ...]] = {
    "delivery": ("empty", "refusal", "truncated", "degenerate_repetition", "no_answer_found"),
    "form": ("format_violation", "schema_invalid", "off_label"),
    "value": (
        "arithmetic_slip", "sign", "off_by_one", "scale_or_unit", "stopped_early", "echoed_input",
        "wrong_operation", "precision", "incomplete_set", "extra_items", "wrong_order",
        "distractor_chosen", "wrong_value",
    ),
    "grounding": (
        "unsupported_entity", "unsupported_number", "contradicts_source", "missed_abstention",
        "false_abstention", "wrong_citation",
    ),
    "code and tools": (
        "syntax_error", "runtime_error", "wrong_output", "time_limit", "wrong_function", "missing_arg",
        "extra_arg", "arg_type", "arg_value", "wrong_call_count",
    ),
    "grader": ("gold_unparseable", "grader_timeout", "grader_error", "not_answered"),
}  # fmt: skip
"""Every error class, by family, in the order in which the first match wins."""

FAMILY_OF = {name: family for family, names in ERROR_CLASSES.items() for name in names}


@table("probes")
class Probe(Record):
    """One question to the student, with what is needed to check the answer."""

    id: Annotated[str, called("probe_id")]
    """16 hex digits; a function of skill, area, split, wording, seed and index."""
    cycle: int = 0
    """The cycle of the run that asks it."""
    skill: str
    """Its skill; empty where it belongs to none."""
    area: str
    """Path of a node in the skill's tree, the skill's name first: `math/addition/carry`."""
    split: Split
    """The part of the content that it comes from: no content is in two."""
    wording: Wording = "seen"
    """The side of the skill's words that it is said with."""
    index: Annotated[int, called("item")] = 0
    """Position in its split; the generator of item *i* is seeded by it alone."""
    difficulty: int = 1
    """Difficulty step, 1 the easiest."""
    messages: list[Message]
    """What is asked: chat messages with `role` and `content`."""
    reference: Any = None
    """What the grader compares with; its form is the grader's. None where the question decides."""
    grader: str
    """The grader's name."""
    settings: dict[str, Any] = field(default_factory=dict)
    """The grader's settings for this probe (allowed tools, answer form …)."""
    content: str = ""
    """Key of what is asked, apart from wording: two items with one key are one problem."""
    problem: dict[str, Any] = field(default_factory=dict)
    """The intermediate representation that text and reference were made from."""
    max_tokens: int = 96
    """Longest answer, in tokens; the same before and after a repair."""

    @column(before="messages")
    def question(self) -> str:
        """The text of all messages, for people and for overlap checks."""
        return "\n".join(m["content"] for m in self.messages)


@table("answers")
class Answer(Record):
    """What the student replied to one probe. A failed request is an answer with `status="failed"`."""

    probe_id: str
    """The probe that it answers."""
    cycle: int = 0
    """The cycle that asked."""
    side: str = ""
    """`before` the repair or `after` it; others are students that were tried or verified, `bolder` the adapter that was asked the
    canaries while a gentler one stood by."""
    student: str = ""
    """Fingerprint of who answered."""
    text: str = ""
    """The answer alone; in runs of former versions it may hold thoughts too."""
    finish_reason: str = "stop"
    """`stop`, `length` (cut, or ended inside its thoughts), or `error`."""
    prompt_tokens: int = 0
    """Tokens of the prompt."""
    answer_tokens: int = 0
    """Tokens of the reply, thoughts among them."""
    status: Literal["ok", "failed"] = "ok"
    """Whether there is an answer."""
    error: str | None = None
    """Why there is no text, when `status` is `failed`."""
    prompt_hash: str = ""
    """Of the prompt as the engine was given it; empty where nothing was asked. Two sides that differ cannot be compared."""
    thoughts: str | None = None
    """What the student thought before it answered; no part of `text`. None: whether `text` holds thoughts, nobody has
    looked yet (`repairloop.records.envelope`)."""


@record
class Check(Record):
    """One single check that a grader made."""

    name: str
    passed: bool
    detail: str = ""


def _short(checks: list[Check]) -> list[list[Any]]:
    return [[c.name, c.passed, clean(c.detail, 500)] for c in checks]


def _long(checks: list[list[Any]]) -> list[Check]:
    return [Check(name=name, passed=passed, detail=detail) for name, passed, detail in checks]


@table("verdicts")
class Verdict(Record):
    """What a grader says of one answer."""

    probe_id: str = ""
    """The probe whose answer it is of."""
    cycle: int = 0
    """The cycle that asked."""
    side: str = ""
    """That of the answer."""
    status: Status
    """`pass`, `fail`, or `ungradable`, which counts nowhere."""
    error_class: str | None = None
    """One of `ERROR_CLASSES`; None on a pass."""
    certainty: Certainty | None = None
    """Whether the error class is decided or a hypothesis; None on a pass."""
    extracted: Annotated[str | None, shortened(2000)] = None
    """What was taken for the answer, as it stands in the text."""
    span: tuple[int, int] | None = None
    """Where `extracted` stands in the text: start and end, in characters."""
    expected: str | None = None
    """What would have been right."""
    checks: Annotated[list[Check], packed(_short, _long)] = field(default_factory=list)
    """Single checks: name, whether it passed, detail."""
    evidence: Annotated[str, shortened(2000)] = ""
    """One or two sentences for a person."""
    grader: str = ""
    """The grader's name."""
    version: str = ""
    """The grader's version."""
    thoughts: Annotated[str, APART] = ""
    """What the student thought before it answered, apart from the answer; no grader has seen it."""
    elapsed_ms: Annotated[float, APART] = 0.0
    """Time of work in milliseconds; not stored in shards, which are named by content."""


@table("areas")
class AreaRow(Record):
    """What the looks of one cycle decided on an area."""

    cycle: int
    """The cycle."""
    skill: str
    """The area's skill."""
    area: str
    """The area's path."""
    screen_n: int | None = None
    """Answers that could be graded in the first look."""
    screen_passed: int | None = None
    """Those of them that passed."""
    confirm_n: int | None = None
    """The same of the second look; None where it was not asked."""
    confirm_passed: int | None = None
    """Those of them that passed."""
    settle_n: int | None = None
    """The same of the third look."""
    settle_passed: int | None = None
    """Those of them that passed."""
    n: int
    """Graded answers of all looks."""
    passed: int
    """Those of them that passed."""
    p_value: float
    """Of "its rate is at least the target"."""
    q_value: float
    """The same, adjusted over all areas (Benjamini–Hochberg)."""
    p_passes: float
    """Of "its rate is below the target by the effect"."""
    q_passes: float
    """The same, adjusted."""
    decision: str
    """`fails`, `passes` or `inconclusive`."""
    targeted: bool
    """Whether it is repaired in this cycle."""
    error_classes: list[dict[str, Any]]
    """Its error classes, the most frequent first: count, share, three examples."""
    rows: int
    """Repair rows that it is given."""


@table("repair_rows")
class RepairRow(Record):
    """One training example, with its lineage and the verdict that admitted it."""

    id: Annotated[str, called("row_id")]
    """16 hex digits, of what it was made from."""
    cycle: int
    """The cycle that made it; 0 outside of runs."""
    kind: Literal["repair", "replay", "self"]
    """`repair` rows aim at a failing area, or at one that is kin to it; `replay` rows keep the others as they are; `self` rows, the student's own
    answers to open requests, teach nothing and keep its voice as it is."""
    repair: Repair = "demonstration"
    """What it does about a failure."""
    why: str = ""
    """Why this kind of repair was chosen, in a few words."""
    skill: str
    """Its skill."""
    area: str
    """The area that it is of."""
    difficulty: int = 1
    """Difficulty step, 1 the easiest."""
    prompt: list[Message]
    """Chat messages."""
    completion: str
    """The answer to learn."""
    rejected: Annotated[str | None, shortened()] = None
    """The student's own wrong answer to this prompt, graded as wrong; None where it was not asked."""
    reference: Any = None
    """The truth that `completion` was graded by."""
    settings: dict[str, Any] = field(default_factory=dict)
    """The grader's settings for it."""
    content: str = ""
    """Key of what is asked, apart from wording."""
    problem: dict[str, Any] = field(default_factory=dict)
    """The intermediate representation that it was made from."""
    source: str
    """What the content was made from, as an address: `world:SEED/AREA/INDEX`, `notes.txt#chars=0-1800`."""
    licence: str = ""
    """Of the source, as it names it; empty where nothing says."""
    agents: list[str]
    """The agents that the row went through, in order."""
    failures: Annotated[list[str], APART] = field(default_factory=list)
    """Ids of the probes whose failure this row answers; they rest in `lineage`."""
    error_classes: list[str] = field(default_factory=list)
    """The error classes of the failures that it answers."""
    grader: str
    """The grader that proved it."""
    grader_version: str = ""
    """That grader's version."""
    verdict: Status = "ungradable"
    """The verdict on `completion`."""
    proof: Proof = "unproved"
    """Only `proved`, `human` (its gold was corrected by a person) and `self` train, unless the user says otherwise."""
    dropped: str | None = None
    """Why vetting kept this row aside; None for a row that trains."""

    @property
    def question(self) -> str:
        return "\n".join(m["content"] for m in self.prompt)

    @property
    def probe(self) -> Probe:
        """Its question, with what is needed to check an answer."""
        return Probe(
            id=self.id, skill=self.skill, area=self.area, split="train", difficulty=self.difficulty, messages=self.prompt,
            reference=self.reference, grader=self.grader, settings=self.settings, content=self.content,
            problem=self.problem,
        )  # fmt: skip

    @property
    def lineage(self) -> list[Link]:
        return [Link(row_id=self.id, cycle=self.cycle, probe_id=probe_id) for probe_id in self.failures]


@table("lineage")
class Link(Record):
    """A training row and a failure that it answers."""

    row_id: str
    """The row."""
    cycle: int
    """The cycle that made it."""
    probe_id: str
    """The probe that failed."""


@table("cases")
class Case(Record):
    """A question of the user's, with what is needed to check an answer to it."""

    id: Annotated[str, called("case_id")]
    """16 hex digits, of what is asked and its gold."""
    file: str
    """The file that it comes from."""
    line: int
    """The row's number in it, from 1."""
    digest: str
    """Of the row as the file has it."""
    messages: list[Message]
    """What is asked, the document and the options in it; what all cases share (`instruction` in `task.toml`) is not."""
    question: str
    """The user's last words alone, without document and options: what cases are compared and clustered by."""
    options: dict[str, str] = field(default_factory=dict)
    """Letter → text, in order."""
    document: str = ""
    """The passage that the question is about; it stands in `messages` too."""
    tools: list[dict[str, Any]] = field(default_factory=list)
    """JSON schemas of the tools that may be called."""
    gold: str = ""
    """What the file says is right, as text, for people; empty where it says nothing: such a case is a place to look and
    is never graded."""
    grader: str = ""
    """Empty where there is no gold."""
    reference: Any = None
    """The gold in the form that the grader takes."""
    settings: dict[str, Any] = field(default_factory=dict)
    """The grader's settings."""
    max_tokens: int = 96
    """Longest answer, in tokens."""
    columns: dict[str, str] = field(default_factory=dict)
    """Further columns of the file."""
    group: str = ""
    """What cases have in common that must not be in two parts."""
    area: str = ""
    """The area's name, the last part of its path; empty where areas are still to be found."""
    about: str = ""
    """What that area is, in one line."""
    part: Part = "find"
    """What the case is for."""
    given: str | None = None
    """The model's own answer, where the file is a log. Only tells where to look."""
    score: float | None = None
    """What the log says of it, 0 to 1."""
    doubt: str = ""
    """Why the gold may be wrong, in a few words; empty where nothing speaks against it."""
    corrected: str = ""
    """Who corrected the gold; empty where it is the file's."""


@table("outcomes")
class Outcome(Record):
    """An area of one wording before and after a repair."""

    cycle: int
    """The cycle."""
    side: str
    """Whom it is of, as in `answers`."""
    skill: str
    """The area's skill."""
    area: str
    """The area's path."""
    targeted: bool
    """Whether it was repaired in this cycle."""
    wording: str
    """`unseen` decides; `seen` is what rows are said with."""
    n: int
    """Probes that could be graded before and after."""
    before_passed: int
    """Those that passed before."""
    after_passed: int
    """Those that passed after."""
    gained: int
    """Those that failed before and passed after."""
    lost: int
    """Those that passed before and failed after."""
    change: float
    """Of the pass rate."""
    change_low: float
    """Lower end of its 95 % interval."""
    change_high: float
    """Upper end."""
    p_value: float
    """Exact McNemar test."""
    q_value: float
    """The same, adjusted over the targeted areas, and over the others."""
    decision: str
    """`improved`, `unchanged`, `worse` or `unclear`."""


@table("canaries")
class CanaryRow(Record):
    """An open request before and after a repair."""

    cycle: int
    """The cycle."""
    side: str
    """Whom it is of, as in `answers`."""
    probe_id: str
    """The request, a row of `probes`."""
    source: str
    """`list` or `material`, the bundled ones, or whose it is."""
    collapsed: bool
    """Whether the answer has collapsed in form."""
    recovered: bool
    """Whether it has moved as far the other way."""
    reason: str | None
    """In which respect it collapsed."""
    before: dict[str, Any]
    """The form of the answer before: lengths and counts."""
    after: dict[str, Any]
    """The same after."""
    kl: float | None
    """KL(before ‖ after) a token on the answer before; None where it was not measured."""


@table("decisions")
class DecisionRow(Record):
    """What the gate said of an adapter."""

    cycle: int
    """The cycle."""
    side: str
    """Whom it is of, as in `answers`."""
    accepted: bool
    """Whether the student is replaced by it."""
    verdict: str
    """`accepted`, `rejected` or `inconclusive`."""
    reason: str
    """The rule that decided, with its figures."""
    adapter: str | None
    """Where it lies, or the name of the student that was asked."""
    summary: dict[str, Any]
    """Pooled changes, rules, panel, suspects, canaries, outside questions, dial."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of raw material."""

    id: str
    """16 hex digits; a function of kind and text."""
    kind: Kind
    text: str
    title: str
    origin: str
    """Address of the file, `#`, and the place in it: `notes.txt#chars=0-1800`, `stdlib:json#function=loads`."""
    licence: str
    """SPDX identifier, or what the file calls it; empty where nothing says."""
    meta: dict[str, Any]
    """JSON. `python`: signature and docstring; `table`: columns and rows; `code`: language."""


def fingerprint(*parts: object, digits: int = 16) -> str:
    """Hex digest of the parts, independent of hash seeds and of the machine."""
    text = "\x1f".join([part if type(part) is str else str(part) for part in parts])
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=digits // 2).hexdigest()
