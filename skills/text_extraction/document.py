"""The representation: facts, the statements that plant them, and a document around both.

The truth is read off the statements: a fact is in the document if and only if a statement carries its placeholder
(`{0}` for the first fact). What the author of a problem *meant* as the answer rests beside it in `wanted`, and the two
are only compared when an answer is graded.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from repairloop.plugins import Problem

Shape = Literal["field", "object", "list"]
Form = Literal["text", "json", "lines", "commas"]
_PLACE = re.compile(r"\{(\d+)\}")


class Fact(BaseModel):
    """What a document may tell: a value of some kind, and what it belongs to."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    slot: str
    role: str
    value: str | None
    """None where the document does not give it."""


class Extraction(Problem):
    """A document and what is asked of it."""

    surface: ClassVar[frozenset[str]] = frozenset(
        {"area", "statements", "noise", "order", "frame", "noun", "leads", "lines", "names", "asks",
         "questions", "keys", "thing", "form", "absent", "ordered", "wanted"}
    )  # fmt: skip
    area: str
    shape: Shape
    facts: list[Fact]
    asked: list[int]
    """Which facts are asked for; for a list, its items in the order in which they stand in the text."""
    wanted: list[str | None]
    """What the author of the problem means to be the answer, a value for each fact asked for."""
    statements: list[str]
    """Sentences or lines, with `{0}`, `{1}` … where the values of facts go."""
    noise: list[str]
    order: list[int]
    """The order of statements and noise in the document: positions in `statements + noise`."""
    frame: str
    noun: str
    lines: bool
    leads: list[str]
    names: list[str]
    """People whom the frame names."""
    asks: list[str]
    """What to call each fact in a question; for a list, one phrase for all its items."""
    questions: list[str]
    """A whole question for each fact; empty where there is none."""
    keys: list[str]
    """JSON key of each fact."""
    thing: str
    form: Form
    absent: str | None
    """The word for an absent value, where the question gives one."""
    ordered: bool = False

    def planted(self) -> list[int]:
        """The facts that the statements carry, in the order of the text."""
        order = [self.statements[i] for i in self.order if i < len(self.statements)]
        return [int(place) for statement in order for place in _PLACE.findall(statement)]

    def text(self) -> str:
        """The document."""
        pieces = [_PLACE.sub(lambda m: self.facts[int(m[1])].value or "", s) for s in self.statements] + self.noise
        said = [pieces[i] for i in self.order]
        if self.leads:
            said = [self.leads[i % len(self.leads)] + piece for i, piece in enumerate(said)]
        return self.frame.replace("{body}", ("\n" if self.lines or self.leads else " ").join(said))

    def truth(self) -> Any:
        """What the document answers, in the form that the grader takes."""
        planted = self.planted()
        if self.shape == "list":
            return [self.facts[i].value for i in planted if i in self.asked]
        values = {i: self.facts[i].value if i in planted else None for i in self.asked}
        if self.shape == "object":
            return {self.keys[i]: value for i, value in values.items()}
        return values[self.asked[0]]

    def others(self) -> list[dict[str, str]]:
        """Values of the same kinds that are not what was asked for."""
        wanted = {value for value in self.wanted if value}
        rest = [f for i, f in enumerate(self.facts) if f.value and i in self.planted() and f.value not in wanted]
        if self.shape == "object":
            keys = {self.facts[i].slot: self.keys[i] for i in self.asked}
            found = [{keys.get(f.slot, f.slot): f.value} for f in rest if f.value]
        else:
            slots = {self.facts[i].slot for i in self.asked}
            found = [{f.slot: f.value} for f in rest if f.slot in slots and f.value]
        people = any(self.facts[i].slot == "person" for i in self.asked) and self.shape != "object"
        return found + ([{"person": name} for name in self.names if name not in wanted] if people else [])
