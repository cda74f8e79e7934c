"""The words of the project as typed records: probe, answer, verdict, repair row.

A record is what one stage hands to the next and what rests in a shard. Records know nothing of where
they rest, of any engine, or of any particular grader or skill. All of them are plain data: every field
survives a round trip through JSON.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Split = Literal["screen", "confirm", "dev", "holdout", "fresh", "outside", "canary", "train"]
"""Probes and rows of different splits never share content. `dev`: what a dial is chosen on. `fresh`: further probes of
the holdout's content, for areas that seem to have lost. `outside`: the user's questions. `canary`: open requests."""

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

VERIFIED: Final = "student: verified answer"
"""The last agent of a row whose completion is the student's own answer, passed by the grader."""

Proof = Literal["proved", "agreed", "self", "unproved"]
"""How far a row is vetted: a grader with independent truth passed it; a teacher's samples agree on it and a calibrated
judge accepts it; there is nothing to prove, because it is the student's own answer as it was; or none of these."""

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


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


AnyRecord = TypeVar("AnyRecord", bound=Record)


class Probe(Record):
    """One question to the student, with what is needed to check the answer."""

    id: str
    """16 hex digits; a function of skill, area, split, wording, seed and index."""
    skill: str
    area: str
    """Path of a node in the skill's tree, the skill's name first: `math/addition/carry`."""
    split: Split
    wording: Wording = "seen"
    index: int = 0
    """Position in its split; the generator of item *i* is seeded by it alone."""
    difficulty: int = 1
    messages: list[Message]
    reference: Any = None
    """What the grader compares with; JSON; its form is the grader's. None where the question decides."""
    grader: str
    settings: dict[str, Any] = Field(default_factory=dict)
    """The grader's settings for this probe (allowed tools, answer form …); JSON."""
    content: str = ""
    """Key of what is asked, apart from wording: two items with one key are one problem."""
    problem: dict[str, Any] = Field(default_factory=dict)
    """The intermediate representation that text and reference were made from; JSON."""
    max_tokens: int = 96
    """Longest answer, in tokens; the same before and after a repair."""

    @property
    def question(self) -> str:
        """The text of all messages, for people and for overlap checks."""
        return "\n".join(m["content"] for m in self.messages)


class Answer(Record):
    """What the student replied to one probe. A failed request is an answer with `status="failed"`."""

    probe_id: str
    text: str = ""
    finish_reason: str = "stop"
    """`stop`, `length` (cut, or ended inside its thoughts), or `error`."""
    prompt_tokens: int = 0
    answer_tokens: int = 0
    status: Literal["ok", "failed"] = "ok"
    error: str | None = None
    """Why there is no text, when `status` is `failed`."""
    prompt_hash: str = ""
    """Of the prompt as the engine was given it; empty where nothing was asked. Two sides that differ cannot be compared."""
    thoughts: str | None = None
    """What the student thought before it answered; no part of `text`. None: whether `text` holds thoughts, nobody has
    looked yet (`repairloop.envelope`)."""


class Check(Record):
    """One single check that a grader made."""

    name: str
    passed: bool
    detail: str = ""


class Verdict(Record):
    """What a grader says of one answer."""

    status: Status
    error_class: str | None = None
    """One of `ERROR_CLASSES`; None on a pass."""
    certainty: Certainty | None = None
    """Whether the error class is decided or a hypothesis; None on a pass."""
    extracted: str | None = None
    """What was taken for the answer, as it stands in the text."""
    span: tuple[int, int] | None = None
    """Where `extracted` stands in the text: start and end, in characters."""
    thoughts: str = ""
    """What the student thought before it answered, apart from the answer; no grader has seen it."""
    expected: str | None = None
    checks: list[Check] = Field(default_factory=list)
    evidence: str = ""
    """One or two sentences for a person."""
    grader: str = ""
    version: str = ""
    elapsed_ms: float = 0.0
    """Time of work in milliseconds; not stored in shards, which are named by content."""


class RepairRow(Record):
    """One training example, with its lineage and the verdict that admitted it."""

    id: str
    cycle: int
    kind: Literal["repair", "replay", "self"]
    """`repair` rows aim at a failing area; `replay` rows keep the others as they are; `self` rows, the student's own
    answers to open requests, teach nothing and keep its voice as it is."""
    repair: Repair = "demonstration"
    why: str = ""
    """Why this kind of repair was chosen, in a few words."""
    skill: str
    area: str
    difficulty: int = 1
    prompt: list[Message]
    completion: str
    rejected: str | None = None
    """The student's own wrong answer to this prompt, graded as wrong; None where it was not asked."""
    reference: Any = None
    settings: dict[str, Any] = Field(default_factory=dict)
    content: str = ""
    problem: dict[str, Any] = Field(default_factory=dict)
    source: str
    """What the content was made from, as an address: `world:SEED/AREA/INDEX`, `notes.txt#chars=0-1800`."""
    licence: str = ""
    """Of the source, as it names it; empty where nothing says."""
    agents: list[str]
    """The agents that the row went through, in order."""
    failures: list[str] = Field(default_factory=list)
    """Ids of the probes whose failure this row answers."""
    error_classes: list[str] = Field(default_factory=list)
    """The error classes of those failures."""
    grader: str
    grader_version: str = ""
    verdict: Status = "ungradable"
    """The verdict on `completion`."""
    proof: Proof = "unproved"
    """Only `proved` and `self` train, unless the user says otherwise."""
    dropped: str | None = None
    """Why vetting kept this row aside; None for a row that trains."""

    @property
    def question(self) -> str:
        return "\n".join(m["content"] for m in self.prompt)


_ALL: dict[type[Record], set[str]] = {}
"""Names of all fields; pydantic copies the set with the record before it changes it."""


def assemble(kind: type[AnyRecord], fields: dict[str, Any]) -> AnyRecord:
    """A record of fields that are known to be well formed, all of them, without validation: hot loops make many."""
    record = kind.__new__(kind)
    put = object.__setattr__
    put(record, "__dict__", fields)
    put(record, "__pydantic_fields_set__", _ALL.get(kind) or _ALL.setdefault(kind, set(kind.__pydantic_fields__)))
    put(record, "__pydantic_extra__", None)
    put(record, "__pydantic_private__", None)
    return record


def fingerprint(*parts: object, digits: int = 16) -> str:
    """Hex digest of the parts, independent of hash seeds and of the machine."""
    text = "\x1f".join([part if type(part) is str else str(part) for part in parts])
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=digits // 2).hexdigest()
