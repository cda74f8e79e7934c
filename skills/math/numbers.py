"""Numbers for math problems: which operands and operations an area asks for at a difficulty step.

This module knows no words.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

Chain = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Relation, operands, operations."""

_OPERATIONS: Final[dict[str, tuple[str, ...]]] = {
    "gain": ("+",), "combine": ("+",), "more_than": ("+",),
    "lose": ("-",), "difference": ("-",), "missing": ("-",), "fewer": ("-",), "left": ("-",),
    "groups": ("*",), "price": ("*",), "rate": ("*",),
    "share": ("/",), "pack": ("/",), "unit_price": ("/",),
    "gain+gain": ("+", "+"), "gain+lose": ("+", "-"), "lose+gain": ("-", "+"), "lose+lose": ("-", "-"),
    "groups+gain": ("*", "+"), "groups+lose": ("*", "-"), "groups+share": ("*", "/"),
    "gain+share": ("+", "/"), "lose+share": ("-", "/"),
    "price_change": ("*", "from"), "more_total": ("+", "+"), "times_total": ("*", "+"),
}  # fmt: skip
RELATIONS: Final = frozenset(_OPERATIONS)
"""What a story may do with its quantities."""

_ONE_STEP: Final = tuple(r for r, operations in _OPERATIONS.items() if len(operations) == 1)
_TWO_STEP: Final = tuple(r for r, operations in _OPERATIONS.items() if len(operations) == 2)


def draw_numbers(area: str, rng: Random, difficulty: int, relation: str | None = None) -> Chain:
    """Relation, operands and operations of a fresh problem; `relation` fixes what a story is about."""
    if area.startswith("math/word/"):
        relation = relation or rng.choice(_ONE_STEP if area.endswith("one_step") else _TWO_STEP)
        values = _story(relation, rng, difficulty)
        return relation, tuple(map(str, values)), _OPERATIONS[relation]
    operands, operation = _CALCULATIONS[area](rng, difficulty)
    return "calculation", operands, (operation,) * (len(operands) - 1)


# ---- calculations -------------------------------------------------------------------------------------

Calculation = tuple[tuple[str, ...], str]


def carries(a: int, b: int) -> bool:
    """Whether adding `a` and `b` carries a digit."""
    while a and b:
        if a % 10 + b % 10 > 9:
            return True
        a, b = a // 10, b // 10
    return False


def borrows(a: int, b: int) -> bool:
    """Whether `a - b` borrows a digit; `a >= b`."""
    while b:
        if a % 10 < b % 10:
            return True
        a, b = a // 10, b // 10
    return False


def _length(rng: Random, difficulty: int) -> tuple[int, int]:
    """Digits of the longer and of the shorter operand."""
    longer = difficulty + 1
    return longer, longer - (rng.random() < 0.3)


def _of_length(rng: Random, digits: int) -> int:
    return rng.randint(max(2, 10 ** (digits - 1)), 10**digits - 1)


def _addition(carry: bool) -> Callable[[Random, int], Calculation]:
    def draw(rng: Random, difficulty: int) -> Calculation:
        longer, shorter = _length(rng, difficulty)
        if carry and difficulty == 3 and rng.random() < 0.4:
            while True:
                three = [_of_length(rng, rng.randint(2, 3)) for _ in range(3)]
                if carries(three[0], three[1]):
                    return tuple(map(str, three)), "+"
        while True:
            a = _of_length(rng, longer)
            b = _of_length(rng, shorter) if carry else _fitting(rng, [9 - int(d) for d in str(a)], shorter)
            if b > 1 and carries(a, b) == carry:
                return (str(a), str(b)) if rng.random() < 0.6 else (str(b), str(a)), "+"

    return draw


def _subtraction(borrow: bool) -> Callable[[Random, int], Calculation]:
    def draw(rng: Random, difficulty: int) -> Calculation:
        longer, shorter = _length(rng, difficulty)
        while True:
            a = _of_length(rng, longer)
            b = _of_length(rng, shorter) if borrow else _fitting(rng, [int(d) for d in str(a)], shorter)
            if 1 < b < a and borrows(a, b) == borrow:
                return (str(a), str(b)), "-"

    return draw


def _fitting(rng: Random, most: list[int], digits: int) -> int:
    """A number whose last `digits` digits are at most those given."""
    value = 0
    for limit in most[-digits:]:
        value = value * 10 + rng.randint(0, limit)
    return value


def _products(rng: Random, difficulty: int) -> Calculation:
    if difficulty == 1:
        a, b = rng.randint(2, 9), rng.randint(2, 99)
    elif difficulty == 2:
        a, b = (
            (rng.randint(2, 9), rng.randint(101, 999))
            if rng.random() < 0.6
            else (rng.randint(11, 29), rng.randint(11, 99))
        )
    else:
        a, b = (
            (rng.randint(3, 9), rng.randint(1001, 9999))
            if rng.random() < 0.5
            else (rng.randint(23, 99), rng.randint(23, 99))
        )
    return (str(a), str(b)) if rng.random() < 0.5 else (str(b), str(a)), "*"


def _division(rng: Random, difficulty: int) -> Calculation:
    kind = rng.random()
    if difficulty == 1:
        b = rng.randint(2, 12)
        a = b * rng.randint(2, 99)
    elif difficulty == 2:
        b = rng.randint(2, 25)
        a = b * rng.randint(12, 399)
    elif kind < 0.4:  # a quotient with at most two decimal places
        b = rng.choice((2, 4, 5, 8, 10, 20, 25))
        step = 2 if b == 8 else 1
        a = rng.randint(5, 1999 // step) * step
    elif kind < 0.7:
        b = rng.randint(3, 30)
        return (str(rng.randint(b + 1, 999)), str(b)), "%"
    else:
        b = rng.randint(6, 60)
        a = b * rng.randint(101, 899)
    return (str(a), str(b)), "/"


def _fractions(rng: Random, difficulty: int) -> Calculation:
    if difficulty == 1:
        n = rng.randint(3, 25)
        tops, unders = [rng.randint(1, n - 1), rng.randint(1, n - 1)], [n, n]
    else:
        most = 12 if difficulty == 2 else 15
        unders = [rng.randint(2, most), rng.randint(2, most)]
        tops = [rng.randint(1, n - 1) + n * (difficulty == 3 and rng.random() < 0.4) for n in unders]
    operation = rng.choice("++-" if difficulty == 1 else "++--*" if difficulty == 2 else "+-*/")
    operands = [f"{top}/{under}" for top, under in zip(tops, unders, strict=True)]
    if operation == "-" and tops[0] * unders[1] < tops[1] * unders[0]:
        operands.reverse()
    return tuple(operands), operation


_CALCULATIONS: Final[dict[str, Callable[[Random, int], Calculation]]] = {
    "math/addition/no_carry": _addition(carry=False),
    "math/addition/carry": _addition(carry=True),
    "math/subtraction/no_borrow": _subtraction(borrow=False),
    "math/subtraction/borrow": _subtraction(borrow=True),
    "math/products": _products,
    "math/division": _division,
    "math/fractions": _fractions,
}

# ---- stories ------------------------------------------------------------------------------------------

_MOST: Final = {1: 99, 2: 999, 3: 2999}
"""Largest number that a story adds or subtracts, by difficulty."""


def _factors(rng: Random, difficulty: int) -> tuple[int, int]:
    """A number of groups and the size of one."""
    if difficulty == 1:
        return rng.randint(2, 9), rng.randint(2, 30)
    if difficulty == 2:
        return rng.randint(3, 15), rng.randint(11, 99)
    return rng.randint(11, 30), rng.randint(12, 99)


def _story(relation: str, rng: Random, difficulty: int) -> tuple[int, ...]:
    """The operands of a story, so that every quantity in it is a whole number and none is negative."""
    two_steps = len(_OPERATIONS[relation]) == 2
    most = min(_MOST[difficulty], 999) if two_steps else _MOST[difficulty]
    low = most // 20 + 2
    first = relation.split("+")[0]
    x, y = rng.randint(low, most), rng.randint(low, most)
    if relation in ("gain", "combine", "more_than"):
        return x, y
    if _OPERATIONS[relation] == ("-",):
        return max(x, y) + 1, min(x, y)
    count, size = _factors(rng, difficulty)
    if _OPERATIONS[relation] == ("*",):
        return count, size
    if _OPERATIONS[relation] == ("/",):
        return count * size, count
    if relation == "price_change":
        note = rng.choice((5, 10, 20, 50, 100)) * 10 ** (difficulty - 1)
        return count, size, (count * size // note + 1) * note
    if relation == "more_total":
        return x, min(x, y), x
    if relation == "times_total":
        return x, rng.randint(2, 4 + difficulty), x
    if relation == "groups+share":
        parts = rng.randint(2, 6 + 3 * difficulty)
        return parts * rng.randint(1, 3), size, parts
    if relation.endswith("+share"):
        total = count * size
        other = rng.randint(2, total - 2) if first == "gain" else y
        return (total - other, other, count) if first == "gain" else (total + other, other, count)
    if first == "groups":
        total = count * size
        return count, size, rng.randint(2, total - 1) if relation == "groups+lose" else rng.randint(2, most)
    if relation == "gain+lose":
        return x, y, rng.randint(2, x + y - 1)
    if relation == "lose+gain":
        return max(x, y) + 1, min(x, y), rng.randint(2, most)
    if relation == "lose+lose":
        return x + y + rng.randint(1, low), x, y
    return x, y, rng.randint(2, most)
