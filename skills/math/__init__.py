"""Skill `math`: calculations, fractions, and word problems of one and two steps.

A problem is a chain: operands folded from the left by operations, and the relation that a text gives them
(a bare calculation, a gain, a share, change from a price …).

    relation "gain+lose", operands 12 5 3, operations + -
    "Tom has 12 marbles. Lucy gives him 5 more. Then he loses 3. How many marbles does Tom have now?"
    reference "14"      solution "First, the total is 12 + 5 = 17. Then what is left is 17 - 3 = 14."

The reference folds the chain with fractions. The solution works digit by digit, as on paper, and shares no
code with it. Numbers come from `numbers.py`, words of calculations from `banks.py`, stories from
`stories.py`, worked steps from `worked.py` and `answers.py`, the rule that a problem needs from `rules.py`. `material.py` makes problems out of the numbers in tables and texts, `told.py` tells them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar, Final

from repairloop import Message, Skill, Wording, skill
from skills.math import material, rules, stories
from skills.math.answers import written
from skills.math.banks import BANKS, Bank
from skills.math.numbers import RELATIONS, draw_numbers
from skills.math.problem import MathProblem
from skills.math.told import Told, told
from skills.math.worked import work

if TYPE_CHECKING:
    from repairloop.sources.chunks import Chunk

BARE: Final = 0.7
"""Share of stories that are asked bare, as users do: no form, nothing around them."""
FORMS: Final = ("free",) * 11 + ("number_only",) * 4 + ("final_line",) * 3 + ("boxed",) * 3
"""How often each answer form is asked for otherwise."""


@skill("math", grader="math")
class Math(Skill):
    areas: ClassVar[dict[str, str]] = {
        "math/addition/no_carry": "add numbers; no digit is carried",
        "math/addition/carry": "add numbers; at least one digit is carried",
        "math/subtraction/no_borrow": "subtract numbers; no digit is borrowed",
        "math/subtraction/borrow": "subtract numbers; at least one digit is borrowed",
        "math/products": "multiply two numbers",
        "math/division": "divide two numbers; harder: with a decimal quotient, or for the remainder",
        "math/word/one_step": "a story that takes one operation",
        "math/word/two_step": "a story that takes two operations",
        "math/fractions": "calculate with fractions",
    }
    builds_on: ClassVar[dict[str, tuple[str, ...]]] = {
        "math/addition/carry": ("math/addition/no_carry",),
        "math/subtraction/borrow": ("math/subtraction/no_borrow",),
        "math/division": ("math/products",),
        "math/word/two_step": ("math/word/one_step",),
    }  # a story of one step can be learned beside the calculation in it (measured), so it waits for none
    max_tokens = 80
    material = frozenset({"table", "text"})

    def limit(self, area: str) -> int:
        return 128 if area == "math/word/two_step" else self.max_tokens

    def problem(self, area: str, rng: Random, bank: Wording, difficulty: int) -> MathProblem:
        relation, operands, operations = draw_numbers(area, rng, difficulty)
        words = BANKS[bank]
        story = relation != "calculation"
        form = "free" if story and rng.random() < BARE else rng.choice(FORMS)
        return MathProblem(
            area=area, relation=relation, operands=operands, operations=operations,
            distractor=rng.randint(3, 60) if story and rng.random() < 0.15 * difficulty else None,
            scene=stories.people(stories.BOOKS[bank], rng) if story else {},
            form=form, cue=rng.choice(words.cues) if form == "final_line" else "",
        )  # fmt: skip

    def from_material(self, area: str, chunks: Sequence[Chunk], rng: Random, difficulty: int) -> Told | None:
        problem = material.from_material(area, chunks, rng, difficulty)
        if problem is None:
            return None
        form = rng.choice(FORMS)
        cue = rng.choice(BANKS["seen"].cues) if form == "final_line" else ""
        return problem.model_copy(update={"form": form, "cue": cue})

    def render(self, problem: MathProblem, rng: Random, bank: Wording) -> list[Message]:
        words = BANKS[bank]
        if isinstance(problem, Told):
            text = told(problem, rng)
        elif problem.is_story:
            book = stories.BOOKS[bank]
            text = stories.story(problem.relation, problem.operands, problem.distractor, problem.scene, rng, book)
            if problem.form == "free" and rng.random() < BARE:
                return [{"role": "user", "content": text}]
        else:
            text = _calculation(problem, rng, words)
        text = rng.choice(words.wrappers).format(q=text)
        form = rng.choice(words.forms[problem.form]).format(cue=problem.cue)
        place = rng.random()
        system = rng.choice(words.systems) if rng.random() < 0.2 else ""
        if place < 0.15:
            system = f"{system} {form}".strip()
        elif form:
            gap = rng.choice((" ", "\n", "\n\n"))
            first = place < 0.4 or text.endswith(":")
            text = f"{form}{gap}{text}" if first else f"{text}{gap}{form}"
        messages = [{"role": "system", "content": system}] if system else []
        return [*messages, {"role": "user", "content": text}]

    def reference(self, problem: MathProblem) -> str:
        value = _fold(problem)[-1]
        if problem.area != "math/fractions":
            return str(Decimal(value.numerator) / Decimal(value.denominator))
        return str(value)

    def settings(self, problem: MathProblem) -> dict[str, Any]:
        settings: dict[str, Any] = {"form": problem.form, "operands": list(problem.operands)}
        if problem.cue:
            settings["cue"] = problem.cue
        if problem.distractor is not None:
            settings["distractors"] = [str(problem.distractor)]
        elif isinstance(problem, Told):
            settings["distractors"] = problem.others()
        if len(problem.operations) == 1:
            settings["operation"] = problem.operations[0]
        else:
            settings["intermediate"] = [str(value) for value in _fold(problem)[:-1]]
        return settings

    def solution(self, problem: MathProblem, rng: Random) -> str:
        word = problem.area.startswith("math/word/")
        lines, result = work(problem.operands, problem.operations, short=word)
        if problem.form == "number_only":
            return result
        steps = written(problem, lines) if word else ", ".join(lines)
        stop = "." if word and steps[0].isalpha() else ""
        if problem.form == "boxed":
            return f"{steps.removesuffix(result)}\\boxed{{{result}}}{stop}"
        return f"{steps}{stop}\n{problem.cue} {result}" if problem.form == "final_line" else f"{steps}{stop}"

    def knowledge(self, problem: MathProblem, rng: Random) -> str:
        return rules.rule(problem, rng)

    def refinements(self) -> dict[str, Callable[[MathProblem, Random], MathProblem | None]]:
        edits = {
            "use larger numbers": _larger,
            "turn the operands round": _turned,
            "add a third number": _third,
            "add a number that does not matter": _distracted,
        }
        return {name: _for_both(edit, material.EDITS.get(name)) for name, edit in edits.items()}


# ---- truth --------------------------------------------------------------------------------------------

_APPLY: Final[dict[str, Callable[[Fraction, Fraction], Fraction]]] = {
    "+": lambda value, n: value + n,
    "-": lambda value, n: value - n,
    "*": lambda value, n: value * n,
    "/": lambda value, n: value / n,
    "%": lambda value, n: value % n,
    "from": lambda value, n: n - value,
}


def _fold(problem: MathProblem) -> list[Fraction]:
    """The result after each operation; the last one is the truth."""
    value, *rest = (Fraction(operand) for operand in problem.operands)
    results = []
    for operation, operand in zip(problem.operations, rest, strict=True):
        value = _APPLY[operation](value, operand)
        results.append(value)
    return results


# ---- text ---------------------------------------------------------------------------------------------

_SIGNS: Final = {"+": ("+",), "-": ("-", "-", "-", "−"), "*": ("×", "*", "x"), "/": ("/", "÷"), "%": ("%",)}


def _written(rng: Random, operands: tuple[str, ...]) -> list[str]:
    """The operands as the text shows them: long ones now and then with a thousands separator."""
    commas = rng.random() < 0.3
    return [f"{int(o):,}" if commas and o.isdigit() else o for o in operands]


def _calculation(problem: MathProblem, rng: Random, words: Bank) -> str:
    shown = _written(rng, problem.operands)
    operation = problem.operations[0]
    sign = rng.choice(_SIGNS[operation])
    fractions = any("/" in operand for operand in shown)
    space = " " if fractions or rng.random() < 0.85 or sign == "x" else ""
    if operation == "/" and fractions:
        sign = "÷"
    expression = f"{space}{sign}{space}".join(shown)
    asks = words.calculations[operation]
    if len(shown) > 2:
        asks = tuple(ask for ask in asks if "{e}" in ask)
    return rng.choice(asks).format(e=expression, a=shown[0], b=shown[1])


# ---- refinements --------------------------------------------------------------------------------------

Edit = Callable[[MathProblem, Random], MathProblem | None]


def _for_both(edit: Edit, for_material: Callable[[Told, Random], Told | None] | None) -> Edit:
    """The edit, and the one that does the same to a problem from raw material; None there where there is none."""

    def either(problem: MathProblem, rng: Random) -> MathProblem | None:
        if not isinstance(problem, Told):
            return edit(problem, rng)
        return for_material(problem, rng) if for_material else None

    return either


def _larger(problem: MathProblem, rng: Random) -> MathProblem:
    """The same relation with numbers of the hardest step."""
    wanted = problem.relation if problem.relation in RELATIONS else None
    _, operands, operations = draw_numbers(problem.area, rng, 3, wanted)
    return problem.model_copy(update={"operands": operands, "operations": operations})


def _turned(problem: MathProblem, rng: Random) -> MathProblem | None:
    if problem.is_story or problem.operations[0] not in ("+", "*"):
        return None
    turned = problem.operands[::-1]
    return None if turned == problem.operands else problem.model_copy(update={"operands": turned})


def _third(problem: MathProblem, rng: Random) -> MathProblem | None:
    """One more number to add or to take away, where that keeps the area."""
    if problem.area not in ("math/addition/carry", "math/subtraction/borrow") or len(problem.operands) != 2:
        return None
    limit = 99 if problem.operations[0] == "+" else min(99, int(_fold(problem)[-1]) - 1)
    if limit < 2:
        return None
    more = (*problem.operands, str(rng.randint(2, limit)))
    return problem.model_copy(update={"operands": more, "operations": problem.operations * 2})


def _distracted(problem: MathProblem, rng: Random) -> MathProblem | None:
    if not problem.is_story or problem.distractor is not None:
        return None
    return problem.model_copy(update={"distractor": rng.randint(3, 60)})
