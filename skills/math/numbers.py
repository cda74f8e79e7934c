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
    "gain": ("+",), "combine": ("+",), "more_than": ("+",), "start_lose": ("+",), "measured_sum": ("+",),
    "lose": ("-",), "difference": ("-",), "missing": ("-",), "fewer": ("-",), "left": ("-",), "change_gain": ("-",),
    "change_lose": ("-",), "start_gain": ("-",), "measured_more": ("-",), "measured_left": ("-",),
    "groups": ("*",), "price": ("*",), "rate": ("*",), "times": ("*",),
    "share": ("/",), "pack": ("/",), "unit_price": ("/",),
    "gain+gain": ("+", "+"), "gain+lose": ("+", "-"), "lose+gain": ("-", "+"), "lose+lose": ("-", "-"),
    "gain+lose_change": ("+", "-"), "three": ("+", "+"), "combine+left": ("+", "-"), "spend": ("+", "from"),
    "combine+each": ("+", "*"), "left+each": ("-", "*"),
    "gain+share": ("+", "/"), "lose+share": ("-", "/"), "gain+pack": ("+", "/"), "lose+pack": ("-", "/"),
    "combine+share": ("+", "/"), "left+share": ("-", "/"), "combine+pack": ("+", "/"), "left+pack": ("-", "/"),
    "groups+gain": ("*", "+"), "groups+lose": ("*", "-"), "groups+share": ("*", "/"), "price_change": ("*", "from"),
    "more_total": ("+", "+"), "fewer_total": ("-", "+"), "times_total": ("*", "+"),
}  # fmt: skip
RELATIONS: Final = frozenset(_OPERATIONS)
"""What a story may do with its quantities."""

_OFTEN: Final = {"gain": 2, "lose": 2, "combine": 3, "left": 2, "difference": 2, "groups": 3, "share": 2, "pack": 2, "price": 2,
                 "gain+lose": 2, "lose+gain": 2, "three": 2, "combine+left": 3, "combine+each": 4, "left+each": 3, "combine+pack": 3,
                 "left+pack": 3}  # fmt: skip
"""How often a relation is drawn, where that is more than once in a round."""


def _round(steps: int) -> tuple[str, ...]:
    return tuple(r for r, ops in _OPERATIONS.items() if len(ops) == steps for _ in range(_OFTEN.get(r, 1)))


_ONE_STEP: Final = _round(1)
_TWO_STEP: Final = _round(2)


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

_MOST: Final = {1: (15, 50, 99), 2: (99, 300, 999), 3: (500, 999, 2999)}
"""Largest number that a story adds or subtracts, by difficulty: one of these, small numbers being common in stories."""


def _factors(rng: Random, difficulty: int) -> tuple[int, int]:
    """A number of groups and the size of one."""
    if difficulty == 1:
        count, size = rng.randint(2, 9), rng.randint(2, 12)
        return (count, size) if rng.random() < 0.7 else (size, count)
    if difficulty == 2:
        return rng.randint(3, 15), rng.randint(11, 99)
    return rng.randint(11, 30), rng.randint(12, 99)


def _parted(rng: Random, total: int) -> tuple[int, int]:
    """Two numbers that make up the total, neither of them 1."""
    part = rng.randint(2, max(2, total - 2))
    return part, total - part


def _story(relation: str, rng: Random, difficulty: int) -> tuple[int | str, ...]:
    """The operands of a story, so that every quantity in it is a whole number above 1 and no result is negative."""
    operations = _OPERATIONS[relation]
    most = min(rng.choice(_MOST[difficulty]), 999 if len(operations) == 2 else 2999)
    low = most // 20 + 2
    x, y = rng.randint(low, most), rng.randint(low, most)
    if relation.startswith("measured"):
        return _measured(operations[0], rng, difficulty)
    if len(operations) == 1:
        count, size = _factors(rng, difficulty)
        larger = max(x, y) + 2 * (x == y)
        return {"+": (x, y), "-": (larger, min(x, y)), "*": (count, size), "/": (count * size, count)}[operations[0]]
    return _two_steps(relation, operations, (x, y, rng.randint(low, most)), rng, difficulty)


def _measured(operation: str, rng: Random, difficulty: int) -> tuple[str, str]:
    """Two measures with one decimal place."""
    tenths = [rng.randint(2, 99 * 3 ** (difficulty - 1)) for _ in range(2)]
    if operation == "-":
        tenths = sorted((tenths[0], tenths[1] + (tenths[0] == tenths[1])), reverse=True)
    tenths = [n + (n == 10) for n in tenths]  # "1 miles" is no English
    a, b = (str(n // 10) if n % 10 == 0 else f"{n // 10}.{n % 10}" for n in tenths)
    return a, b


def _two_steps(
    relation: str, operations: tuple[str, ...], sums: tuple[int, int, int], rng: Random, difficulty: int
) -> tuple[int, ...]:
    """Operands for two operations; `sums` are three numbers of the size that stories add and subtract."""
    x, y, z = sums
    count, size = _factors(rng, difficulty)
    match operations:
        case ("+", "+"):
            return (x, y, x) if relation == "more_total" else (x, y, z)
        case ("-", "+"):
            larger = max(x, y) + 2
            return (larger, min(x, y), larger) if relation == "fewer_total" else (larger, min(x, y), z)
        case ("+", "-"):
            return x, y, rng.randint(2, x + y - 2)
        case ("-", "-"):
            return x + y + rng.randint(2, z), x, y
        case ("+", "from"):
            total = x + y + rng.randint(2, z)
            return x, y, -(-total // 10) * 10 if rng.random() < 0.5 else total
        case ("+", "*"):
            return *_parted(rng, rng.randint(4, 12) * difficulty), size
        case ("-", "*"):
            taken = rng.randint(2, count + 2)
            return count + taken, taken, size
        case ("+", "/"):
            return *_parted(rng, max(count * size, 4)), count
        case ("-", "/"):
            return count * size + y, y, count
        case ("*", "+"):
            if relation == "times_total":
                return size, rng.randint(2, 4 + difficulty), size
            return count, size, x
        case ("*", "-"):
            return count, size, rng.randint(2, count * size - 2) if count * size > 4 else 2
        case ("*", "/"):
            parts = rng.randint(2, 6 + 3 * difficulty)
            return parts * rng.randint(1, 3), size, parts
        case _:  # a price, and what it is paid with
            price = count * size
            note = 10 if difficulty == 1 else 100
            paid = (price // note + 1) * note
            return (
                count,
                size,
                paid if paid > price + 1 and rng.random() < 0.6 else price + rng.randint(2, 20 * difficulty),
            )
