"""Numbers for math problems: what the difficulty steps of an area are, and which operands and operations they ask for.

This module knows no words.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, Final

from repairloop import Step, by_step, eased

Chain = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Relation, operands, operations."""
Range = tuple[int, int]
"""The smallest and the largest of some numbers."""
Two = tuple[Range, Range]


class Numbers(Step):
    below = eased(solved=4, repeated=0.8)
    most: int = by_step("Largest number of a table or a raw text.", 99, 999, 9999)
    beside: int = by_step("Most rows of a table beside those that are asked about.", 1, 2, 3)


class Sums(Numbers):
    digits: int = by_step("Of the longer number; the other one may have one less.", 2, 3, 4)
    three: float = by_step("Share of sums of three numbers, where digits are carried.", 0, 0, 0.4)


class Factors(Numbers):
    factor: Range = by_step("By which a number of a table or a raw text is multiplied.", (2, 9), (3, 12), (11, 29))


class Products(Factors):
    mixed = frozenset({"share"})
    far: Two = by_step("Of different length.", ((2, 9), (2, 99)), ((2, 9), (101, 999)), ((3, 9), (1001, 9999)))
    near: Two = by_step("Of like length.", ((2, 9), (2, 99)), ((11, 29), (11, 99)), ((23, 99), (23, 99)))
    share: float = by_step("Share of products of the former.", 1, 0.6, 0.5)


class Quotients(Numbers):
    divisor: Range = by_step("Of an even division.", (2, 12), (2, 25), (6, 60))
    quotient: Range = by_step("Of an even division.", (2, 99), (12, 399), (101, 899))
    decimal: float = by_step("Share of quotients with decimal places.", 0, 0, 0.4)
    rest: float = by_step("Share of questions for the remainder.", 0, 0, 0.3)
    parts: int = by_step("Largest divisor of a number of a table or a raw text.", 12, 30, 30)


class Fractions(Numbers):
    falls = frozenset({"alike"})
    mixed = frozenset({"under"})
    alike: bool = by_step("Both have the same denominator.", True, False, False)
    under: Range = by_step("A denominator.", (3, 25), (2, 12), (2, 15))
    operations: str = by_step("Each as often as it stands there.", "++-", "++--*", "+-*/")
    improper: float = by_step("Share of fractions above one.", 0, 0, 0.4)
    whole: int = by_step("Largest denominator of parts of a table.", 60, 200, 600)


class Stories(Factors):
    falls = frozenset({"turned"})
    sums: tuple[int, ...] = by_step("Most that is added or taken.", (15, 50, 99), (99, 300, 999), (500, 999, 2999))
    groups: Range = by_step("How many groups of things there are.", (2, 9), (3, 15), (11, 30))
    size: Range = by_step("How many things are in one.", (2, 12), (11, 99), (12, 99))
    turned: bool = by_step("At times the two are exchanged.", True, False, False)
    tenths: int = by_step("Largest measure, in tenths.", 99, 297, 891)
    scale: int = by_step("So many times as large are parts, changes and payments of two operations.", 1, 2, 3)
    note: int = by_step("What is paid with.", 10, 100, 100)
    distracted: int = by_step("So many times the share that is set have a number that does not matter.", 1, 2, 3)


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


def draw_numbers(area: str, rng: Random, step: Any, relation: str | None = None) -> Chain:
    """Relation, operands and operations of a fresh problem; `relation` fixes what a story is about."""
    if area.startswith("math/word/"):
        relation = relation or rng.choice(_ONE_STEP if area.endswith("one_step") else _TWO_STEP)
        values = _story(relation, rng, step)
        return relation, tuple(map(str, values)), _OPERATIONS[relation]
    operands, operation = _CALCULATIONS[area](rng, step)
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


def _of_length(rng: Random, digits: int) -> int:
    return rng.randint(max(2, 10 ** (digits - 1)), 10**digits - 1)


def _addition(carry: bool) -> Callable[[Random, Any], Calculation]:
    def draw(rng: Random, step: Any) -> Calculation:
        shorter = step.digits - (rng.random() < 0.3)
        if carry and step.three and rng.random() < step.three:
            while True:
                three = [_of_length(rng, rng.randint(2, 3)) for _ in range(3)]
                if carries(three[0], three[1]):
                    return tuple(map(str, three)), "+"
        while True:
            a = _of_length(rng, step.digits)
            b = _of_length(rng, shorter) if carry else _fitting(rng, [9 - int(d) for d in str(a)], shorter)
            if b > 1 and carries(a, b) == carry:
                return (str(a), str(b)) if rng.random() < 0.6 else (str(b), str(a)), "+"

    return draw


def _subtraction(borrow: bool) -> Callable[[Random, Any], Calculation]:
    def draw(rng: Random, step: Sums) -> Calculation:
        shorter = step.digits - (rng.random() < 0.3)
        while True:
            a = _of_length(rng, step.digits)
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


def _products(rng: Random, step: Products) -> Calculation:
    one, other = step.far if step.share == 1 or rng.random() < step.share else step.near
    a, b = rng.randint(*one), rng.randint(*other)
    return (str(a), str(b)) if rng.random() < 0.5 else (str(b), str(a)), "*"


def _division(rng: Random, step: Quotients) -> Calculation:
    kind = rng.random()
    if kind < step.decimal:  # at most two decimal places
        b = rng.choice((2, 4, 5, 8, 10, 20, 25))
        even = 2 if b == 8 else 1
        a = rng.randint(5, 1999 // even) * even
    elif kind < step.decimal + step.rest:
        b = rng.randint(3, 30)
        return (str(rng.randint(b + 1, 999)), str(b)), "%"
    else:
        b = rng.randint(*step.divisor)
        a = b * rng.randint(*step.quotient)
    return (str(a), str(b)), "/"


def _fractions(rng: Random, step: Fractions) -> Calculation:
    n = rng.randint(*step.under)
    unders = [n, n if step.alike else rng.randint(*step.under)]
    tops = [rng.randint(1, n - 1) + n * bool(step.improper and rng.random() < step.improper) for n in unders]
    operation = rng.choice(step.operations)
    operands = [f"{top}/{under}" for top, under in zip(tops, unders, strict=True)]
    if operation == "-" and tops[0] * unders[1] < tops[1] * unders[0]:
        operands.reverse()
    return tuple(operands), operation


STEPS: Final[dict[str, type[Numbers]]] = {
    "math/addition/no_carry": Sums, "math/addition/carry": Sums, "math/subtraction/no_borrow": Sums,
    "math/subtraction/borrow": Sums, "math/products": Products, "math/division": Quotients, "math/fractions": Fractions,
    "math/word/one_step": Stories, "math/word/two_step": Stories,
}  # fmt: skip
"""Area → its difficulty steps."""
_CALCULATIONS: Final[dict[str, Callable[[Random, Any], Calculation]]] = {
    "math/addition/no_carry": _addition(carry=False),
    "math/addition/carry": _addition(carry=True),
    "math/subtraction/no_borrow": _subtraction(borrow=False),
    "math/subtraction/borrow": _subtraction(borrow=True),
    "math/products": _products,
    "math/division": _division,
    "math/fractions": _fractions,
}

# ---- stories ------------------------------------------------------------------------------------------


def _factors(rng: Random, step: Stories) -> tuple[int, int]:
    """A number of groups and the size of one."""
    count, size = rng.randint(*step.groups), rng.randint(*step.size)
    return (size, count) if step.turned and rng.random() >= 0.7 else (count, size)


def _parted(rng: Random, total: int) -> tuple[int, int]:
    """Two numbers that make up the total, neither of them 1."""
    part = rng.randint(2, max(2, total - 2))
    return part, total - part


def _story(relation: str, rng: Random, step: Stories) -> tuple[int | str, ...]:
    """The operands of a story, so that every quantity in it is a whole number above 1 and no result is negative."""
    operations = _OPERATIONS[relation]
    most = min(rng.choice(step.sums), 999 if len(operations) == 2 else 2999)
    low = most // 20 + 2
    x, y = rng.randint(low, most), rng.randint(low, most)
    if relation.startswith("measured"):
        return _measured(operations[0], rng, step.tenths)
    if len(operations) == 1:
        count, size = _factors(rng, step)
        larger = max(x, y) + 2 * (x == y)
        return {"+": (x, y), "-": (larger, min(x, y)), "*": (count, size), "/": (count * size, count)}[operations[0]]
    return _two_steps(relation, operations, (x, y, rng.randint(low, most)), rng, step)


def _measured(operation: str, rng: Random, most: int) -> tuple[str, str]:
    """Two measures with one decimal place, of at most so many tenths."""
    tenths = [rng.randint(2, most) for _ in range(2)]
    if operation == "-":
        tenths = sorted((tenths[0], tenths[1] + (tenths[0] == tenths[1])), reverse=True)
    tenths = [n + (n == 10) for n in tenths]  # "1 miles" is no English
    a, b = (str(n // 10) if n % 10 == 0 else f"{n // 10}.{n % 10}" for n in tenths)
    return a, b


def _two_steps(
    relation: str, operations: tuple[str, ...], sums: tuple[int, int, int], rng: Random, step: Stories
) -> tuple[int, ...]:
    """Operands for two operations; `sums` are three numbers of the size that stories add and subtract."""
    x, y, z = sums
    count, size = _factors(rng, step)
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
            return *_parted(rng, rng.randint(4, 12) * step.scale), size
        case ("-", "*"):
            taken = rng.randint(2, count + 2)
            return count + taken, taken, size
        case ("+", "/"):
            return *_parted(rng, max(count * size, 4)), count
        case ("-", "/"):
            return count * size + y, y, count
        case ("*", "+"):
            if relation == "times_total":
                return size, rng.randint(2, 4 + step.scale), size
            return count, size, x
        case ("*", "-"):
            return count, size, rng.randint(2, count * size - 2) if count * size > 4 else 2
        case ("*", "/"):
            parts = rng.randint(2, 6 + 3 * step.scale)
            return parts * rng.randint(1, 3), size, parts
        case _:  # a price, and what it is paid with
            price = count * size
            paid = (price // step.note + 1) * step.note
            fits = paid > price + 1 and rng.random() < 0.6
            return count, size, paid if fits else price + rng.randint(2, 20 * step.scale)
