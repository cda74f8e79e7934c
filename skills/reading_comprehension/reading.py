"""What every reading has: a world of facts, those of them that the passage tells, and the form of the answer.

A fact rests as data, never as a sentence: `Fact(kind="deed", who="Mira Holt", verb="opened", base="open",
what="the second kitchen", number=1998)`. A family of problems (facts, arguments, deductions, principles, words,
evaluations) is a subclass that says what the truth is: `truth` computes it from what the passage tells, and of the
options that one is right whose `value` `fits` it. What the author of a problem *meant* rests beside it (`wanted`, and
an option's empty `made`); the two meet only when an answer is graded.
"""

from __future__ import annotations

from string import ascii_uppercase
from typing import Any, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from repairloop import BadReference
from repairloop.plugins import Problem
from repairloop.records import fingerprint

Form = Literal["letter", "words", "number", "list", "pairs", "grounded"]
KINDS: Final = (
    "report", "argument", "long", "satire", "instruction", "poem", "conversation", "debate", "meeting",
)  # fmt: skip
"""The nine kinds of passage; `report` gives the facts as they are."""
SPOKEN: Final = ("conversation", "debate", "meeting")
"""Kinds in which every sentence has its speaker."""
NONE: Final = "none"
"""The value of an option that says that no other is right, or that the passage does not tell."""
GRADERS: Final[dict[str, str]] = {
    "letter": "choice", "words": "text", "number": "math", "list": "order", "pairs": "order", "grounded": "grounded",
}  # fmt: skip


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(Part):
    """One fact of a world."""

    kind: str
    """`deed`, `count`, `role`, `home`, `spot`, `price`, `cause`, `view`, `step`."""
    who: str = ""
    """A person; of a spot or a price, a thing."""
    verb: str = ""
    """Past form and participle."""
    base: str = ""
    """Base form of the verb; the cause of a cause, the reason of a view."""
    what: str = ""
    number: int | None = None
    """When a deed was done, how many, how much, which step."""


class Setting(Part):
    """Where a passage plays, and who speaks in it; of a real text only how to say that it does not tell."""

    org: str = ""
    noun: str = ""
    town: str = ""
    task: str = ""
    people: list[str] = Field(default_factory=list)
    speakers: list[str] = Field(default_factory=list)
    scale: Literal["year", "day", "clock"] = "year"
    month: str = ""
    coin: str = ""
    token: str
    """What to reply where the passage does not say."""
    unsaid: str
    """The same as an option."""
    none: str
    """An option that says that no other is right."""

    @property
    def unit(self) -> str:
        return {"year": "years", "day": "days", "clock": "minutes"}[self.scale]

    def moment(self, number: int) -> str:
        """A point in time as text: "1998", "4 May", "9:40"."""
        if self.scale == "year":
            return str(number)
        return f"{number} {self.month}" if self.scale == "day" else f"{number // 60}:{number % 60:02}"

    @property
    def before_moment(self) -> str:
        return {"year": "in", "day": "on", "clock": "at"}[self.scale]

    def when(self, number: int) -> str:
        return f"{self.before_moment} {self.moment(number)}"


class Option(Part):
    """One answer to choose."""

    text: str
    value: str
    """What it says, as data."""
    made: str = ""
    """The error operator that made it; empty for the one that is meant to be right."""


class Reading(Problem):
    """A passage and what is asked of it."""

    surface: ClassVar[frozenset[str]] = frozenset(
        {"area", "step", "kind", "setting", "form", "wanted", "options", "near", "token", "labels", "cue", "verdicts"}
    )
    area: str
    step: int
    kind: str
    """Of the passage, one of `KINDS`."""
    setting: Setting
    facts: list[Fact] = Field(default_factory=list)
    told: list[int]
    """The facts (of a real text, the sentences) that the passage tells, in its order; the others are true, but not
    told."""
    form: Form
    wanted: list[str] = Field(default_factory=list)
    """What the author means to be the answer: one text, the items of a list, or left and right sides in turn."""
    options: list[Option] = Field(default_factory=list)
    near: list[Option] = Field(default_factory=list)
    """Wrong options that are harder to tell from the right one, for an edit to bring in."""
    token: str | None = None
    """What to reply where the passage does not say, if the question tells."""
    labels: dict[str, str] = Field(default_factory=dict)
    """Item → the label by which the answer is to refer to it."""
    verdicts: list[str] = Field(default_factory=list)
    """What to call true, false and, where it may be, not given."""
    cue: str = ""
    """How the last line of a worked answer begins."""

    def key(self) -> str:
        """What tells one reading from another: world, question, and what the options say."""
        values = sorted(option.value for option in self.options)
        return fingerprint(self.model_dump_json(exclude=set(self.surface)), *values)

    def truth(self) -> Any:
        """What the passage answers; None where it does not."""
        raise NotImplementedError

    def fits(self, value: str) -> bool:
        """Whether an option that says this is right."""
        return bool(value == self.truth())

    def right(self) -> int:
        """The one right option: the one that fits, or else the one that says that none does."""
        good = [n for n, option in enumerate(self.options) if option.value != NONE and self.fits(option.value)]
        good = good or [n for n, option in enumerate(self.options) if option.value == NONE]
        if len(good) != 1:
            raise BadReference(f"{self.area}: {len(good)} options are right")
        return good[0]

    def reference(self) -> Any:
        """The truth in the form that the grader takes."""
        if self.form == "letter":
            return ascii_uppercase[self.right()]
        truth = self.truth()
        if self.form == "grounded":
            document = {"id": "1", "text": self.record()}
            facts = [] if truth is None else [{"value": self.names_of(truth)}]
            return {"documents": [document], "facts": facts, "answerable": truth is not None}
        return {"matching": truth} if self.form == "pairs" else self.token if truth is None else truth

    def grader_settings(self) -> dict[str, Any]:
        """What else the grader needs."""
        if self.form == "letter":
            right = self.right()
            return {
                "options": [option.text for option in self.options],
                "operators": {ascii_uppercase[n]: o.made for n, o in enumerate(self.options) if n != right and o.made},
            }
        if self.form == "grounded":
            return {"citations": "none", "abstain": [self.token]}
        if self.form == "words":
            truth = self.truth()
            return {"aliases": self.names_of(truth)[1:]} if truth is not None else {}
        return {"labels": self.labels} if self.labels else {}

    def names_of(self, value: str) -> list[str]:
        """A right answer and its other names."""
        return [value]

    def record(self) -> str:
        """All that the passage tells, in bare sentences."""
        return ""

    def solution(self) -> str:
        """The answer that is meant, in the form asked for."""
        if self.form == "letter":
            return ascii_uppercase[next(n for n, option in enumerate(self.options) if not option.made)]
        if self.form == "list":
            if self.labels:
                return ", ".join(self.labels[item] for item in self.wanted)
            return "\n".join(self.wanted)
        if self.form == "pairs":
            pairs = zip(self.wanted[::2], self.wanted[1::2], strict=True)
            name = self.labels
            return "\n".join(f"{name[a]}-{name[b]}" if name else f"{a} - {b}" for a, b in pairs)
        return "\n".join(self.wanted)
