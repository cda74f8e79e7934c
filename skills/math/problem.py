"""The representation of a math problem: quantities and how they relate, a chain that is folded from the left."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from repairloop import Problem


class MathProblem(Problem):
    """Quantities and how they relate."""

    surface: ClassVar[frozenset[str]] = frozenset({"scene", "form", "cue"})

    area: str
    relation: str
    """`calculation`, or what a story does with the quantities: `share`, `gain+lose` …"""
    operands: tuple[str, ...]
    """Integers or fractions `a/b`, in the order in which they are folded."""
    operations: tuple[str, ...]
    """One less than operands: `+ - * /`, `%` (remainder), `from` (operand less what came before)."""
    distractor: int | None = None
    """A number in the text that does not matter."""
    scene: dict[str, str] = Field(default_factory=dict)
    """People and things of a story, by the places that they fill in a frame."""
    form: str = "free"
    cue: str = ""
    """How the last line is to begin; only where `form` is `final_line`."""

    @property
    def is_story(self) -> bool:
        return self.relation != "calculation"
