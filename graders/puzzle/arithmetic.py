"""Countdown to a number: an expression that uses each given number once and comes to the target ("make 24").

    {"kind": "arithmetic", "numbers": [4, 7, 8, 8], "target": 24}

`+ - * /` and brackets, exact fractions. Read is the last expression of as many numbers as were given (so that the steps
of a working, or a check behind it, do not count), else the last expression.
"""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import Literal, NamedTuple

from pydantic import Field

from graders.puzzle.base import Finding, Reading, is_int, need, sections, short
from graders.shared.cues import denied, retracted
from repairloop import Given

MAX_NUMBERS, MAX_INT, MAX_CHARS = 6, 10**6, 200

_SIGNS = str.maketrans("×÷−–∙·⋅[]{}xX", "*/--***()()**")
_LATEX = re.compile(r"\\(?:times|cdot|div|left|right|quad|[()\[\],!])")
_LATEX_SIGN = {r"\times": "*", r"\cdot": "*", r"\div": "/"}
_RUN = re.compile(r"[-(0-9][-+*/^!()0-9. \t]*+")
_MARKER = re.compile(r"(?:\A|\n)[ \t]*\Z")
_BULLET = re.compile(r"(?:\d{1,2}[.)]|[-*])[ \t]+(?=[(\d])")
_TOKEN = re.compile(r"[ \t]*(?:([0-9]{1,9}(?:\.[0-9]{1,6})?)|([-+*/()]))")
_NUMBER = re.compile(r"[0-9]+")
_OR = re.compile(r"[^\n]{0,30}\bor\b[^\n]{0,20}", re.IGNORECASE)


_LISTED = re.compile(r"[\s;,|.]{1,6}(?:[(]?\d{1,2}[.)]|[-*•])?[ \t]*")
"""What stands between expressions that are guesses."""


class Expression(NamedTuple):
    """An expression as it was read."""

    text: str
    value: Fraction | None
    """None where it divides by zero."""
    numbers: tuple[str, ...]
    """The numbers in it, as written."""
    problem: str = ""
    """Why it cannot be read as one."""
    claims: tuple[str, ...] = ()
    """What the reply says that it comes to, step by step."""


class ArithmeticPuzzle(Given):
    """Numbers to reach a target with."""

    kind: Literal["arithmetic"]
    """"arithmetic"."""
    numbers: list[int] = Field(min_length=2, max_length=MAX_NUMBERS)
    """The numbers, each to be used once."""
    target: int = Field(ge=-MAX_INT, le=MAX_INT)
    """What the expression comes to."""


class Arithmetic:
    def __init__(self, reference: ArithmeticPuzzle) -> None:
        numbers, target = reference.numbers, reference.target
        need(all(is_int(n, 0, MAX_INT) for n in numbers), f"numbers: whole numbers up to {MAX_INT}")
        self.numbers: list[int] = numbers
        self.target = Fraction(target)
        self.goal = f"an expression of {', '.join(map(str, numbers))}, each once, that comes to {target}"

    # ---- reading ----

    def read(self, text: str) -> Reading:
        plain = _LATEX.sub(lambda m: _LATEX_SIGN.get(m[0], " ").ljust(len(m[0])), text).translate(_SIGNS)
        for start in sections(text):
            runs = list(self._runs(plain, start))
            if _DENIES.search(text):
                runs = [run for run in runs if not _is_denied(plain, *run[0])]
            if runs:
                break
        else:
            return Reading(None, evidence="There is no expression in the reply.")
        full = [n for n, (_, count) in enumerate(runs) if count == len(self.numbers)]
        chosen = full[-1] if full else len(runs) - 1
        (start, end), _ = runs[chosen]
        for other, _ in runs[max(0, chosen - 1) : chosen + 2]:
            (first, last), (second, _) = sorted([other, (start, end)])
            if _OR.fullmatch(plain, last, second) and plain[slice(*other)] != plain[start:end]:
                return Reading(None, (first, end), "format_violation", "It gives one expression or another.")
        beside = [run for run, count in runs if count == len(self.numbers) and run != (start, end)]
        for other in beside[-3:]:
            (_, last), (second, _) = sorted([other, (start, end)])
            if _LISTED.fullmatch(plain, last, second) and plain[slice(*other)] != plain[start:end]:
                return Reading(None, (start, end), "extra_items", "It gives several expressions.")
        return Reading(parse(plain[start:end])._replace(claims=_claims(plain, start, end)), (start, end))

    def _runs(self, text: str, start: int) -> list[tuple[tuple[int, int], int]]:
        """Where expressions may stand, and how many numbers each has; with at least two numbers and a sign."""
        found = []
        for run in _RUN.finditer(text, start):
            first, last = run.span()
            if _MARKER.search(text, max(0, first - 20), first) and (bullet := _BULLET.match(text, first)):
                first = bullet.end()
            piece = text[first:last].rstrip(" \t.")
            count = len(_NUMBER.findall(piece[: 4 * MAX_CHARS]))
            if count > 1 and any(sign in piece[1:] for sign in "+-*/^"):
                found.append(((first, first + len(piece)), count))
        return found

    # ---- judging ----

    def judge(self, value: Expression) -> list[Finding]:
        if value.problem:
            return [Finding("expression", value.problem, "format_violation")]
        used, given = Counter(map(_whole, value.numbers)), Counter(map(str, self.numbers))
        missing, extra = sorted((given - used).elements()), sorted((used - given).elements())
        uses = Finding("each number once")
        if missing and not extra:
            uses = uses._replace(problem=f"it does not use {', '.join(missing)}", error_class="incomplete_set")
        elif extra:
            kind = "wrong_value" if missing else "extra_items"
            uses = uses._replace(
                problem=f"it uses {short(', '.join(extra))}, which was not given as often", error_class=kind
            )
        comes = Finding("value")
        if value.value is None:
            comes = comes._replace(problem="it divides by zero")
        elif value.value != self.target:
            comes = comes._replace(problem=f"it comes to {short(value.value)}, not {self.target}")
        right = not (uses.problem or comes.problem)
        wrong = next((said for said in value.claims if right and parse(said).value != value.value), None)
        claim = f"it says {short(wrong)}, but it comes to {short(value.value)}" if wrong else ""
        return [Finding("expression"), uses, comes, Finding("what it says", claim, "arithmetic_slip")]

    # ---- solving, writing, spoiling ----

    def solve(self) -> Expression | None:
        """By joining two of the numbers at a time, in every way."""
        found = _join([(Fraction(number), str(number)) for number in self.numbers], self.target)
        return parse(found[1:-1]) if found else None

    def write(self, value: Expression) -> str:
        return f"{value.text} = {self.target}"

    def corrupt(self, value: Expression) -> dict[str, str]:
        numbers = list(map(str, self.numbers))
        forms = [
            " + ".join(numbers),
            " * ".join(numbers),
            " - ".join(numbers),
            f"{numbers[0]} - {' * '.join(numbers[1:])}",
        ]
        wrong = {
            "wrong_value": next(form for form in forms if parse(form).value != self.target),
            "incomplete_set": f"{' + '.join(numbers[:-1])} = {self.target}"
            if len(numbers) > 2
            else f"{numbers[0]} + 0",
            "extra_items": f"{value.text} + 0 = {self.target}",
            "twice": f"{value.text} + {numbers[0]} - {numbers[0]} = {self.target}",
            "format_violation": f"({value.text} = {self.target}",
            "power": f"{value.text}^1 = {self.target}",
            "either_or": f"{value.text} or {' + '.join(numbers)} - 0",
            "no_answer_found": f"It comes to {self.target}.",
            "numbers_only": " ".join(numbers),
            "target_only": f"{self.target} * 1 = {self.target}",
        }
        if len(numbers) > 2:
            wrong["joined_digits"] = f"{numbers[0]}{numbers[1]} - {' - '.join(numbers[2:])} = {self.target}"
        return wrong


_EQUALS = re.compile(r"[ \t]*(?:={1,3}|≈|\\approx)[ \t]*(-?[(0-9][-+*/()0-9. \t]*+)")
_BEFORE = re.compile(r"(?<![-+*/^(0-9.])([0-9]{1,9}(?:\.[0-9]{1,6})?)[ \t]*={1,2}[ \t]*\Z")
_DENIES = re.compile(
    r"[!≠<>≤≥?]|\\n?eq\b|n't|\b(?:not|no|never|cannot|neither|nor|but|if|than|of|out|false|wrong|incorrect|whether|unless|doubt|wait|sorry|actually)\b",
    re.IGNORECASE,
)
_UNEQUAL = re.compile(r"[ \t$]*(?:!=|≠|<|>|≤|≥|\\n?eq\b|(?:is|does|was)(?:n't|[ \t]+not)\b|cannot\b)", re.IGNORECASE)


def _claims(text: str, start: int, end: int) -> tuple[str, ...]:
    """What stands on the other sides of the equals signs around an expression."""
    before = _BEFORE.search(text, max(0, start - 40), start)
    said = [before[1]] if before else []
    while (behind := _EQUALS.match(text, end)) and len(said) < MAX_NUMBERS:
        said.append(behind[1].rstrip(" \t.*"))
        end = behind.end(1)
    return tuple(said)


def _is_denied(text: str, start: int, end: int) -> bool:
    """Whether an expression is denied, or said to be unequal to something."""
    return (
        denied(text, start)
        or retracted(text, end)
        or _NOT.search(text, max(0, start - 30), start) is not None
        or _UNEQUAL.match(text, end) is not None
    )


_NOT = re.compile(r"(?:\bnot|n't|\bnever|\banything but)[ \t(*$]*\Z", re.IGNORECASE)


# ---- expressions --------------------------------------------------------------------------------------


def parse(text: str) -> Expression:
    """An expression of numbers, `+ - * /` and brackets; recursive descent, at most 200 characters. Never raises."""
    if len(text) > MAX_CHARS:
        return Expression(text[:MAX_CHARS], None, (), "the expression is too long")
    tokens, place, stop = [], 0, len(text.rstrip())
    while place < stop:
        token = _TOKEN.match(text, place)
        if token is None:
            return Expression(text, None, (), f"{short(text[place:].strip())!r} cannot be read as arithmetic")
        tokens.append(token[1] or token[2])
        place = token.end()
    try:
        value, end = _sum(tokens, 0)
    except (IndexError, ValueError):
        end = -1
    if end != len(tokens):
        return Expression(text, None, (), f"{short(text)!r} cannot be read as arithmetic")
    return Expression(text, value, tuple(token for token in tokens if token[0].isdigit()))


Step = tuple[Fraction | None, int]
"""A value (None behind a division by zero), and where the reading goes on."""


def _sum(tokens: list[str], place: int) -> Step:
    value, place = _product(tokens, place)
    while place < len(tokens) and tokens[place] in "+-":
        sign = tokens[place]
        other, place = _product(tokens, place + 1)
        value = None if value is None or other is None else value + other if sign == "+" else value - other
    return value, place


def _product(tokens: list[str], place: int) -> Step:
    value, place = _factor(tokens, place)
    while place < len(tokens) and tokens[place] in "*/":
        sign = tokens[place]
        other, place = _factor(tokens, place + 1)
        if value is None or other is None or (sign == "/" and other == 0):
            value = None
        else:
            value = value * other if sign == "*" else value / other
    return value, place


def _factor(tokens: list[str], place: int) -> Step:
    """A number, or a sum in brackets. ValueError for anything else, IndexError at the end."""
    if tokens[place] != "(":
        return Fraction(tokens[place]), place + 1
    value, place = _sum(tokens, place + 1)
    if tokens[place] != ")":
        raise ValueError
    return value, place + 1


def _whole(number: str) -> str:
    value = Fraction(number)
    return str(value) if value.denominator == 1 else number


def _join(parts: list[tuple[Fraction, str]], target: Fraction) -> str | None:
    if len(parts) == 1:
        return parts[0][1] if parts[0][0] == target else None
    for i, (a, left) in enumerate(parts):
        for j, (b, right) in enumerate(parts):
            if i == j:
                continue
            rest = [part for k, part in enumerate(parts) if k not in (i, j)]
            joined = [(a - b, "-")] if i > j else [(a + b, "+"), (a - b, "-"), (a * b, "*")]
            joined += [(a / b, "/")] if b else []
            for value, sign in joined:
                if found := _join([*rest, (value, f"({left} {sign} {right})")], target):
                    return found
    return None
