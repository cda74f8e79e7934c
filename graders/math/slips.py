"""What a wrong number comes of: named error operators are tried until one gives it.

Three kinds, surest first. What can be seen in the two numbers alone (sign, off by one, a power of ten) or in the
worked steps (a step that is false) is `exact`. What gives the number when it is done to the numbers of the question
(another operation, an earlier result, a number that does not matter) is a `heuristic`: it reproduces the answer, and
may still not be what happened. So is a replay of the student's own steps with one operation or one number exchanged,
where that gives the right answer.

Numbers of the question come from the settings where a skill knows them, else from its text. This module knows how
numbers relate, and nothing of how an answer is found in a reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import permutations
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from graders.math.numbers import NUMBER, Number, ascii_signs, number_at
from repairloop import Certainty

if TYPE_CHECKING:
    from graders.math import MathSettings

Slip = tuple[str, Certainty, str]
"""Error class, its certainty, and one sentence why."""

MAX_OPERANDS: Final = 8
MAX_FOR_TWO_STEPS: Final = 4
MAX_STEPS: Final = 12
MAX_TEXT: Final = 6000
"""Characters of a reply in which steps are looked for."""


def classify(answer: Number, reference: Number, settings: MathSettings, text: str, question: str = "") -> Slip:
    """Why `answer` is not `reference`. The first operator that fits, so the order is part of it."""
    value, right = answer.value, reference.value
    sure = _by_the_numbers(answer, reference)
    if sure:
        return sure
    steps = worked_steps(text)
    false = next((step for step in steps if not step.holds()), None)
    if false:
        return "arithmetic_slip", "exact", f"The step {false.text!r} is false."
    for why in _by_the_settings(value, answer, settings):
        return why
    operands = tuple(exact(settings.operands)) or numbers_of(question)
    for why in _by_the_question(value, right, operands[:MAX_OPERANDS], settings.operation):
        return why
    for why in _by_replay(value, right, steps, operands[:MAX_OPERANDS]):
        return why
    if _looks_like_a_slip(value, right):
        return "arithmetic_slip", "heuristic", f"{_shown(value)} differs by one digit or one carry."
    if _is_rounded(answer, right):
        return "precision", "exact", f"{_shown(value)} is right only to {answer.places} places."
    return "wrong_value", "exact", f"The value is {_shown(value)}."


def _shown(value: Fraction) -> str:
    return str(value) if abs(value) < 10**12 and value.denominator < 10**9 else "very large or very long"


# ---- the two numbers alone ----------------------------------------------------------------------------


def _by_the_numbers(answer: Number, reference: Number) -> Slip | None:
    value, right = answer.value, reference.value
    if value == right and answer.unit and reference.unit:
        return "scale_or_unit", "exact", f"The unit is {answer.unit or 'missing'}, not {reference.unit}."
    if value == -right:
        return "sign", "exact", "The sign is wrong."
    if value.denominator == right.denominator == 1 and abs(value.numerator - right.numerator) == 1:
        return "off_by_one", "exact", f"It is off by one: {_shown(value)}."
    ours, theirs = value.numerator * right.denominator, right.numerator * value.denominator
    if ours and any(ours * n == theirs or theirs * n == ours for n in (10, 100, 1000)):
        return "scale_or_unit", "exact", f"It is off by a power of ten: {_shown(value)}."
    return None


def _looks_like_a_slip(value: Fraction, right: Fraction) -> bool:
    """One digit differs, or the difference is a carry."""
    if value.denominator != 1 or right.denominator != 1 or abs(right) < 10:
        return False
    a, b = value.numerator, right.numerator
    if abs(a - b) in (10, 100, 1000) and abs(a - b) < abs(b):
        return True
    ours, theirs = str(abs(a)), str(abs(b))
    return len(ours) == len(theirs) and sum(a != b for a, b in zip(ours, theirs, strict=True)) == 1


def _is_rounded(answer: Number, right: Fraction) -> bool:
    """The answer is the truth rounded or cut, or the other way about."""
    if right.denominator == 1 and answer.value.denominator == 1:
        return False
    near = abs(answer.value - right) <= max(Fraction(1, 10**answer.places), abs(right) / 1000)
    return near and abs(right) >= Fraction(1, 100)


# ---- what the skill knows -----------------------------------------------------------------------------


def _by_the_settings(value: Fraction, answer: Number, settings: MathSettings) -> Iterator[Slip]:
    if value in exact(settings.intermediate):
        yield "stopped_early", "heuristic", f"{_shown(value)} is the result of an earlier step."
    if is_echo(answer, settings):
        yield "echoed_input", "heuristic", f"{_shown(value)} is what the question gave."
    if settings.distractors and value in _with_distractors(settings):
        yield "distractor_chosen", "heuristic", f"{_shown(value)} comes of a number that does not matter."


def is_echo(answer: Number, settings: MathSettings) -> bool:
    """`84/7` in reply to 84 ÷ 7: the question again."""
    operands = settings.operands
    return bool(answer.parts and operands and settings.operation == "/" and answer.parts == tuple(exact(operands)))


def exact(values: list[str] | None) -> list[Fraction]:
    """The settings' numbers, exactly."""
    return [Fraction(int(v)) if v.isdigit() else Fraction(v.replace(",", "")) for v in values or ()]


def _with_distractors(settings: MathSettings) -> set[Fraction]:
    """The distractors, and what they make with every other number of the question."""
    others = [*exact(settings.operands), *exact(settings.intermediate)][:8]
    distractors = exact(settings.distractors)[:3]
    return {*distractors, *(v for d in distractors for n in others for v in (*_results(d, n), *_results(n, d)))}


def other_results(settings: MathSettings) -> Iterator[Fraction]:
    """What other operations make of the settings' operands."""
    operands = exact(settings.operands)[:5]
    for a, b in permutations(operands, 2):
        yield from (v for sign, v in zip("+-*/", _results(a, b), strict=False) if sign != settings.operation)


# ---- the numbers of the question ----------------------------------------------------------------------

_WORDS = {
    **{w: Fraction(n) for n, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"])},
    **{w: Fraction(10 * n) for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)},
    "half": Fraction(1, 2), "third": Fraction(1, 3), "quarter": Fraction(1, 4), "twice": Fraction(2),
    "double": Fraction(2), "doubled": Fraction(2), "thrice": Fraction(3), "triple": Fraction(3),
    "tripled": Fraction(3), "dozen": Fraction(12), "hundred": Fraction(100), "week": Fraction(7), "weekly": Fraction(7),
    "year": Fraction(12), "hour": Fraction(60), "minute": Fraction(60), "fifth": Fraction(1, 5),
}  # fmt: skip
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})s?\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def numbers_of(question: str) -> tuple[Fraction, ...]:
    """The numbers that a question gives, in figures first, then in words; without repetition."""
    signs = ascii_signs(question[:4000])
    found: dict[Fraction, None] = {}
    for match in NUMBER.finditer(signs):
        number = number_at(match)
        if number is not None:
            found[abs(number.value)] = None
            if number.percent:
                found[abs(number.value) * 100] = None
    for match in _WORD.finditer(signs):
        found[_WORDS[match[1].lower()]] = None
    return tuple(found)


def _by_the_question(
    value: Fraction, right: Fraction, operands: tuple[Fraction, ...], operation: Any
) -> Iterator[Slip]:
    if value in operands:
        yield "echoed_input", "heuristic", f"{_shown(value)} is a number of the question."
    for n in operands:
        if right in _results(value, n) and n not in (0, 1):
            yield (
                "stopped_early",
                "heuristic",
                f"One step with {_shown(n)} was left from {_shown(value)} to the right value.",
            )
    if not operands:
        return
    goal = float(value)
    numbers = [float(n) for n in operands]
    if len(numbers) > 2 and _near(sum(numbers), goal):
        yield "wrong_operation", "heuristic", f"{_shown(value)} is the sum of all numbers in the question."
    for i, j, sign, result in _pairs(numbers):
        if _near(result, goal) and sign != operation:
            yield "wrong_operation", "heuristic", f"{_shown(value)} is {numbers[i]:g} {sign} {numbers[j]:g}."
    # Three numbers make so many results that a small whole number is among them by chance.
    telling = len(numbers) <= MAX_FOR_TWO_STEPS and (abs(value) >= 20 or value.denominator > 1)
    for i, j, sign, result in _pairs(numbers):
        for k, third in enumerate(numbers):
            if k not in (i, j) and telling:
                for last, end in zip("+-*/", _float_results(result, third), strict=True):
                    if _near(end, goal):
                        shown = f"({numbers[i]:g} {sign} {numbers[j]:g}) {last} {third:g}"
                        yield "wrong_operation", "heuristic", f"{_shown(value)} is {shown}."


def _pairs(numbers: list[float]) -> Iterator[tuple[int, int, str, float]]:
    for i, a in enumerate(numbers):
        for j, b in enumerate(numbers):
            if i < j:
                yield i, j, "+", a + b
                yield i, j, "*", a * b
            if i != j:
                yield i, j, "-", a - b
                if b:
                    yield i, j, "/", a / b


def _results(a: Fraction, b: Fraction) -> list[Fraction]:
    """a + b, a − b, a · b, and a / b where there is one."""
    return [a + b, a - b, a * b, *([a / b] if b else [])]


def _float_results(a: float, b: float) -> tuple[float, float, float, float]:
    return a + b, a - b, a * b, a / b if b else float("nan")


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * max(1.0, abs(b))


# ---- the steps of the reply ---------------------------------------------------------------------------


class Step(NamedTuple):
    """One worked step, `a + b * c = d`, without brackets."""

    text: str
    operands: tuple[Fraction, ...]
    signs: tuple[str, ...]
    result: Fraction
    places: int
    """Decimal places of the result as written."""

    def holds(self) -> bool:
        """Whether it is true, to the places that it is written with."""
        truth = calculate(self.operands, self.signs)
        if truth is None:
            return True
        inexact = self.places or "/" in self.signs
        slack = Fraction(1, 10**self.places) if inexact else Fraction(1, 2)
        return abs(truth - self.result) < slack or truth == self.result


_FIGURE = r"\$?[0-9]++(?:,[0-9]{3})*+(?:\.[0-9]++)?+%?"
_STEP = re.compile(
    rf"(?<![-+*/×÷^0-9.,%)(x$=])(?<![-+*/×÷^(x=] )(?P<left>{_FIGURE}(?:\s?(?:[-+*×÷/]|x(?=[\s$0-9]))\s?{_FIGURE}){{1,6}}+)\s?=\s?\$?"
    r"(?P<right>-?[0-9]++(?:,[0-9]{3})*+(?:\.[0-9]++)?+)(?!\s?[-+*/×÷%^0-9])"
)
_NOTES = re.compile(r"<<[^<>]{0,200}>>")
_SIGN = re.compile(r"\s*([-+*/×÷x])\s*")


def worked_steps(text: str) -> list[Step]:
    """The steps of a reply, in order; calculator notes such as `<<3+4=7>>` are passed over."""
    found: list[Step] = []
    if "=" not in text:
        return found
    for match in _STEP.finditer(_NOTES.sub("", ascii_signs(text[:MAX_TEXT]))):
        if len(match[0]) > 120 or len(found) == MAX_STEPS:
            continue
        parts = _SIGN.split(match["left"])
        result = match["right"].replace(",", "")
        signs = tuple("*" if s in "×x" else "/" if s == "÷" else s for s in parts[1::2])
        operands = tuple(_figure(part) for part in parts[::2])
        found.append(Step(match[0], operands, signs, Fraction(result), len(result.partition(".")[2])))
    return found


def _figure(text: str) -> Fraction:
    value = Fraction(text.strip("$%").replace(",", ""))
    return value / 100 if text.endswith("%") else value


def calculate(operands: Iterable[Fraction], signs: Iterable[str]) -> Fraction | None:
    """A flat calculation, products before sums; None for a division by zero."""
    first, *rest = operands
    total, product = Fraction(0), first
    for sign, operand in zip(signs, rest, strict=True):
        if sign == "*":
            product *= operand
        elif sign == "/":
            if operand == 0:
                return None
            product /= operand
        else:
            total, product = total + product, operand if sign == "+" else -operand
    return total + product


def _by_replay(value: Fraction, right: Fraction, steps: list[Step], operands: tuple[Fraction, ...]) -> Iterator[Slip]:
    """The reply's own steps again, with one sign or one number of the question exchanged: is the result right?"""
    if not steps or steps[-1].result != value:
        return
    if any(step.result == right for step in steps[:-1]):
        yield "wrong_operation", "heuristic", "An earlier step had the right value; the last one was too many."
    for index, step in enumerate(steps):
        for place, sign in enumerate(step.signs):
            for other in "+-*/".replace(sign, ""):
                signs = (*step.signs[:place], other, *step.signs[place + 1 :])
                if _replayed(steps, index, step._replace(signs=signs)) == right:
                    yield (
                        "wrong_operation",
                        "heuristic",
                        f"With {other} in place of {sign} in {step.text!r} it is right.",
                    )
    for index, step in enumerate(steps):
        for place, used in enumerate(step.operands):
            for n in operands:
                if n != used:
                    changed = (*step.operands[:place], n, *step.operands[place + 1 :])
                    if _replayed(steps, index, step._replace(operands=changed)) == right:
                        why = f"With {_shown(n)} in place of {_shown(used)} in {step.text!r} it is right."
                        yield "distractor_chosen", "heuristic", why


def _replayed(steps: list[Step], index: int, changed: Step) -> Fraction | None:
    """The last result, when step `index` is `changed` and later steps take over what that changes."""
    became: dict[Fraction, Fraction] = {}
    result: Fraction | None = None
    for at, step in enumerate(steps):
        operands = changed.operands if at == index else step.operands
        signs = changed.signs if at == index else step.signs
        if at > index:
            operands = tuple(became.get(n, n) for n in operands)
        elif at < index:
            result = step.result
            continue
        result = calculate(operands, signs)
        if result is None or result.denominator > 10**9 or abs(result) > 10**15:
            return None
        became[step.result] = result
    return result
