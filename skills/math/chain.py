"""A math problem: a chain of quantities that is folded from the left.

    relation "gain+lose", operands 12 5 3, operations + -
    "Tom has 12 marbles. Lucy gives him 5 more. Then he loses 3. How many marbles does Tom have now?"
    reference "14"      answer "First, the total is 12 + 5 = 17. Then what is left is 17 - 3 = 14."

The reference folds the chain with fractions. The answer works digit by digit, as on paper, and shares no code with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Final, Literal

from pydantic import Field

from repairloop import Ask, Draw, Problem, Settings, edit
from skills.math import stories
from skills.math.numbers import RELATIONS, STEPS, borrows, carries, draw_numbers
from skills.math.worked import work, written

FORMS: Final = ("free",) * 11 + ("number_only",) * 4 + ("final_line",) * 3 + ("boxed",) * 3
"""How often each answer form is asked for, where one is."""
NAMES: Final = {"+": "plus", "-": "minus", "*": "times", "/": "over", "%": "rest", "from": "from"}
"""Operation → its name in the words file."""
_SIGNS: Final = {"+": ("+",), "-": ("-", "-", "-", "−"), "*": ("×", "*", "x"), "/": ("/", "÷"), "%": ("%",)}
_APPLY: Final[dict[str, Callable[[Fraction, Fraction], Fraction]]] = {
    "+": lambda value, n: value + n,
    "-": lambda value, n: value - n,
    "*": lambda value, n: value * n,
    "/": lambda value, n: value / n,
    "%": lambda value, n: value % n,
    "from": lambda value, n: n - value,
}


class MathSettings(Settings):
    bare: float = Field(0.7, ge=0, le=1)
    """Share of stories that are asked bare, as users do: no form, nothing around them."""
    distracted: float = Field(0.15, ge=0, le=0.33)
    """Share of stories with a number that does not matter, at the first difficulty step; at others `distracted` times that."""
    answers: Literal["words", "equation"] = "words"
    """How worked answers to stories read: `First, the total is 12 + 5 = 17.`, or `12 + 5 = 17`."""


class Chain(Problem):
    """Quantities and how they relate."""

    surface: ClassVar[frozenset[str]] = frozenset({"scene", "form", "cue"})
    often_bare: ClassVar[bool] = True
    """Stories of this kind are asked bare, most of the time."""

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

    @property
    def in_words(self) -> bool:
        """Whether the answer says what each step finds."""
        return self.area.startswith("math/word/")

    # -- truth ----------------------------------------------------------------------------------------

    def fold(self) -> list[Fraction]:
        """The result after each operation; the last one is the truth."""
        value, *rest = (Fraction(operand) for operand in self.operands)
        return [value := _APPLY[o](value, n) for o, n in zip(self.operations, rest, strict=True)]

    def reference(self) -> str:
        value = self.fold()[-1]
        if self.area != "math/fractions":
            return str(Decimal(value.numerator) / Decimal(value.denominator))
        return str(value)

    def settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = {"form": self.form, "operands": list(self.operands)}
        if self.cue:
            settings["cue"] = self.cue
        if (others := self.others()) is not None:
            settings["distractors"] = others
        if len(self.operations) == 1:
            settings["operation"] = self.operations[0]
        else:
            settings["intermediate"] = [str(value) for value in self.fold()[:-1]]
        return settings

    def others(self) -> list[str] | None:
        """Numbers in the text that do not matter; None where there can be none."""
        return [str(self.distractor)] if self.distractor is not None else None

    # -- text -----------------------------------------------------------------------------------------

    def ask(self, w: Draw) -> Ask:
        text = self.text(w)
        if self.often_bare and self.is_story and self.form == "free" and w.rng.random() < w.settings.bare:
            return Ask(text, bare=True)
        text = w.line("wrapper", q=text)
        return Ask(text, [w.line(f"form/{self.form}", cue=self.cue)])

    def text(self, w: Draw) -> str:
        if self.is_story:
            return stories.story(self.relation, self.operands, self.distractor, self.scene, w)
        return self._calculation(w)

    def _calculation(self, w: Draw) -> str:
        commas = w.rng.random() < 0.3
        shown = [f"{int(o):,}" if commas and o.isdigit() else o for o in self.operands]
        operation = self.operations[0]
        sign = w.pick(_SIGNS[operation])
        fractions = any("/" in operand for operand in shown)
        space = " " if fractions or w.rng.random() < 0.85 or sign == "x" else ""
        if operation == "/" and fractions:
            sign = "÷"
        asks = w.all(f"ask/{NAMES[operation]}")
        if len(shown) > 2:
            asks = tuple(ask for ask in asks if "{e}" in ask)
        return w.fill(w.pick(asks), {"e": f"{space}{sign}{space}".join(shown), "a": shown[0], "b": shown[1]})

    # -- answer ---------------------------------------------------------------------------------------

    def answer(self, w: Draw) -> str:
        lines, result = work(self.operands, self.operations, short=self.in_words)
        if self.form == "number_only":
            return result
        worded = self.in_words and w.settings.answers == "words"
        steps = written(self._leads(w), lines) if worded else ", ".join(lines)
        stop = "." if worded else ""
        if self.form == "boxed":
            return f"{steps.removesuffix(result)}\\boxed{{{result}}}{stop}"
        return f"{steps}{stop}\n{self.cue} {result}" if self.form == "final_line" else f"{steps}{stop}"

    def _leads(self, w: Draw) -> Sequence[str]:
        """What each step finds, in words, where the operation does not say it."""
        if w.has(f"lead/{self.relation}"):
            return w.all(f"lead/{self.relation}")
        return [w.all(f"lead/of/{NAMES[operation]}")[0] for operation in self.operations]

    def knowledge(self, w: Draw) -> str:
        """The rule; none where the reply is to be a number and nothing else."""
        if self.form == "number_only":
            return ""
        told = w.line(f"rule/relation/{self.relation}") if w.has(f"rule/relation/{self.relation}") else ""
        if len(self.operations) > 1 and self.area != "math/addition/carry":
            return told or w.line("rule/steps")
        sign = NAMES[self.operations[0]]
        if "/" in self.operands[0]:
            under = {operand.partition("/")[2] for operand in self.operands}
            kind = sign if sign in ("times", "over") else "same" if len(under) == 1 else "other"
            return w.line(f"rule/fraction/{kind}")
        if self.in_words:
            return told or w.line(f"rule/word/{sign}")
        if sign in ("plus", "minus"):
            harder = (carries if sign == "plus" else borrows)(int(self.operands[0]), int(self.operands[1]))
            return w.line(f"rule/column/{sign}" + ("/harder" if harder else ""))
        return w.line(f"rule/{sign}")

    # -- edits ----------------------------------------------------------------------------------------

    @edit("use larger numbers")
    def larger(self, w: Draw) -> Chain | None:
        """The same relation with numbers of the hardest step."""
        wanted = self.relation if self.relation in RELATIONS else None
        _, operands, operations = draw_numbers(self.area, w.rng, STEPS[self.area].table()[3], wanted)
        return self.like(operands=operands, operations=operations)

    @edit("turn the operands round")
    def turned(self, w: Draw) -> Chain | None:
        turned = self.operands[::-1]
        applies = not self.is_story and self.operations[0] in ("+", "*") and turned != self.operands
        return self.like(operands=turned) if applies else None

    @edit("add a third number")
    def longer(self, w: Draw) -> Chain | None:
        """One more number to add or to take away, where that keeps the area."""
        if self.area not in ("math/addition/carry", "math/subtraction/borrow") or len(self.operands) != 2:
            return None
        limit = 99 if self.operations[0] == "+" else min(99, int(self.fold()[-1]) - 1)
        if limit < 2:
            return None
        more = (*self.operands, str(w.rng.randint(2, limit)))
        return self.like(operands=more, operations=self.operations * 2)

    @edit("add a number that does not matter")
    def distracted(self, w: Draw) -> Chain | None:
        if not self.is_story or self.distractor is not None:
            return None
        return self.like(distractor=w.rng.randint(3, 60))


def chain(area: str, w: Draw, step: Any) -> Chain:
    """A fresh problem of an area."""
    relation, operands, operations = draw_numbers(area, w.rng, step)
    story = relation != "calculation"
    form = "free" if story and w.rng.random() < w.settings.bare else w.pick(FORMS)
    return Chain(
        area=area, relation=relation, operands=operands, operations=operations,
        distractor=w.rng.randint(3, 60) if story and w.rng.random() < w.settings.distracted * step.distracted else None,
        scene=stories.people(w) if story else {}, form=form, cue=w.line("cue") if form == "final_line" else "",
    )  # fmt: skip
