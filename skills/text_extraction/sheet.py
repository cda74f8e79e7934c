"""A document that is put together from raw material: facts, the statements that hold them, and how they are asked for.

What `compose` does for a bank's own facts, for facts that come with the material. Frames, names in them and the words
of questions are the seen bank's, as raw material only ever becomes training rows.
"""

from __future__ import annotations

from random import Random
from typing import Final

from skills.text_extraction.bank import Frame
from skills.text_extraction.compose import Draft
from skills.text_extraction.document import Extraction, Fact, Form, Shape
from skills.text_extraction.seen import SEEN

FORMS: Final[tuple[Form, ...]] = ("json", "lines", "commas")
_THINGS: Final = {"standard": "standard", "version": "version number"}


class Sheet:
    """A document that is being put together: facts, and the statements that hold them."""

    def __init__(self, area: str, rng: Random) -> None:
        self.area, self.rng = area, rng
        self.facts: list[Fact] = []
        self.statements: list[str] = []
        self.asks: list[str] = []
        self.questions: list[str] = []
        self.keys: list[str] = []

    def add(self, slot: str, role: str, value: str | None, ask: str = "", question: str = "", key: str = "") -> int:
        """One more fact; its position, which is its place in a statement."""
        self.facts.append(Fact(slot=slot, role=role, value=value))
        self.asks.append(ask)
        self.questions.append(question)
        self.keys.append(key or slot)
        return len(self.facts) - 1

    def finish(
        self, shape: Shape, asked: list[int], form: Form, frame: Frame, *, thing: str, absent: str | None = None,
        ordered: bool = False,
    ) -> Extraction:  # fmt: skip
        (around, *leads), names = Draft(self.rng, SEEN).dressed(frame)
        return Extraction(
            area=self.area, shape=shape, facts=self.facts, asked=asked, wanted=[self.facts[i].value for i in asked],
            statements=self.statements, noise=[], order=list(range(len(self.statements))), frame=around,
            noun=frame.noun, lines=frame.lines, leads=leads, names=names, asks=self.asks, questions=self.questions,
            keys=self.keys, thing=thing, form=form, absent=absent, ordered=ordered,
        )  # fmt: skip


def thing(slot: str) -> str:
    """What a value of the kind is called, as in "reply with the {thing} only"."""
    return SEEN.slots[slot].thing if slot in SEEN.slots else _THINGS.get(slot, "value")
