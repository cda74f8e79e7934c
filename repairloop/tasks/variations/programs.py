"""Programs: the sum, difference, product or quotient of a question's numbers that gives its answer, found by search.

    numbers 5, 4, 3     answer 35     →     5 × (4 + 3), and no other

All trees over up to four numbers are tried, each number at most once, with the constants that the text's words bring.
Two trees are one program where they agree on numbers drawn at random (Schwartz 1980), modulo a large prime. A program is
taken only where it is the one that gives the answer: then it is wrong only where the right one is outside the space, or
the answer is wrong. An answer that comes with its calculation (`<<48/2=24>>`, as in GSM8K; Cobbe et al. 2021) needs no search.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, Final, NamedTuple

MOST: Final = 4
"""Leaves of a tree that is searched for."""
MOST_NUMBERS: Final = 6
"""Numbers of a question, above which it is not searched."""
MOST_CONSTANTS: Final = 3
_PRIME: Final = (1 << 61) - 1
_FIXED: Final = 1_234_567_891_011
_OPS: Final = ("+", "-", "*", "/")
_SIGN: Final = {"+": "+", "-": "−", "*": "×", "/": "÷"}

Tree = Any
"""`["n", quantity]`, `["c", constant]`, or `[operation, tree, tree]`."""


class Value(NamedTuple):
    """A tree with its values: on the question, modulo the prime, and on numbers drawn at random."""

    tree: Tree
    near: float
    at: int
    drawn: tuple[int, int]
    cost: float


def evaluated(tree: Tree, values: Sequence[Fraction]) -> Fraction:
    """Raises ZeroDivisionError."""
    if tree[0] == "n":
        return values[tree[1]]
    if tree[0] == "c":
        return Fraction(tree[1])
    return _apply(tree[0], evaluated(tree[1], values), evaluated(tree[2], values))


def _apply(op: str, a: Fraction, b: Fraction) -> Fraction:
    return a + b if op == "+" else a - b if op == "-" else a * b if op == "*" else a / b


def parts(tree: Tree) -> list[Tree]:
    """The tree's operations, what comes first first; one that occurs twice once."""
    if tree[0] in ("n", "c"):
        return []
    found: list[Tree] = []
    for part in (*parts(tree[1]), *parts(tree[2]), tree):
        if part not in found:
            found.append(part)
    return found


def used(tree: Tree) -> frozenset[int]:
    """The quantities in it."""
    if tree[0] == "n":
        return frozenset({tree[1]})
    return frozenset() if tree[0] == "c" else used(tree[1]) | used(tree[2])


def has_constant(tree: Tree) -> bool:
    return tree[0] == "c" or (tree[0] != "n" and any(has_constant(part) for part in tree[1:]))


def operations(tree: Tree) -> frozenset[str]:
    return frozenset(part[0] for part in parts(tree))


def meaning(tree: Tree) -> int:
    """The tree's value on fixed numbers, modulo the prime: two trees with one are one program."""
    if tree[0] == "n":
        return pow(_FIXED, tree[1] + 1, _PRIME)
    if tree[0] == "c":
        return int(tree[1])
    a, b = meaning(tree[1]), meaning(tree[2])
    if tree[0] == "/":
        return a * pow(b, -1, _PRIME) % _PRIME if b else 0
    return (a + b if tree[0] == "+" else a - b if tree[0] == "-" else a * b) % _PRIME


def well_formed(tree: Any, quantities: int) -> bool:
    """Whether what a record holds is a tree over that many quantities."""
    if not isinstance(tree, (list, tuple)) or not 2 <= len(tree) <= 3:
        return False
    if tree[0] == "n":
        return len(tree) == 2 and type(tree[1]) is int and 0 <= tree[1] < quantities
    if tree[0] == "c":
        return len(tree) == 2 and type(tree[1]) is int
    return tree[0] in _OPS and len(tree) == 3 and all(well_formed(part, quantities) for part in tree[1:])


# ---- search -------------------------------------------------------------------------------------------------------


def search(values: Sequence[Fraction], said: Sequence[int], units: Sequence[int], answer: Fraction, tokens: Sequence[int]) -> list[Tree]:  # fmt: skip
    """The programs that give the answer, no two of them equivalent; of each the tree that reads best. `values`: of the
    quantities; `tokens`: the quantity of each number in the text; `said`, `units`: constants."""
    if len(tokens) > MOST_NUMBERS or not tokens:
        return []
    rng = random.Random(f"{list(map(str, values))} {list(tokens)}")
    points = [(rng.randrange(1000, _PRIME), rng.randrange(1000, _PRIME)) for _ in values]
    target = _modular(answer)
    leaves = [_leaf(["n", q], values[q], points[q]) for q in tokens]
    allowed = [*said, *units][:MOST_CONSTANTS]
    leaves += [_leaf(["c", n], Fraction(n), (n, n)) for n in allowed]
    numbers = len(tokens)
    table: dict[int, dict[tuple[int, int], Value]] = {1 << i: {leaf.drawn: leaf} for i, leaf in enumerate(leaves)}
    hits: dict[tuple[int, int], Value] = {}
    for i, leaf in enumerate(leaves[:numbers]):
        if leaf.at == target:
            hits.setdefault(leaf.drawn, leaves[i])
    for size in range(2, MOST + 1):
        for chosen in combinations(range(len(leaves)), size):
            if sum(i >= numbers for i in chosen) > 2 or chosen[0] >= numbers:
                continue
            whole = sum(1 << i for i in chosen)
            made = _joined(whole, chosen, table, target if size == MOST else None)
            if size < MOST:
                table[whole] = made
            for key, value in made.items():
                if value.at == target and (key not in hits or value.cost < hits[key].cost):
                    hits[key] = value
    return [value.tree for value in hits.values() if _is(value.tree, values, answer)]


def _leaf(tree: Tree, value: Fraction, drawn: tuple[int, int]) -> Value:
    return Value(tree, float(value), _modular(value), drawn, 0)


def _modular(value: Fraction) -> int:
    return value.numerator * pow(value.denominator, -1, _PRIME) % _PRIME


def _is(tree: Tree, values: Sequence[Fraction], answer: Fraction) -> bool:
    try:
        return evaluated(tree, values) == answer
    except ZeroDivisionError:
        return False


def _joined(whole: int, chosen: Sequence[int], table: dict[int, dict[tuple[int, int], Value]], target: int | None) -> dict[tuple[int, int], Value]:  # fmt: skip
    """All trees over just these leaves; with a target, those that hit it."""
    made: dict[tuple[int, int], Value] = {}
    first = 1 << chosen[0]
    part = (whole - 1) & whole
    while part:
        if part & first and part != whole:
            for a in table.get(part, {}).values():
                for b in table.get(whole ^ part, {}).values():
                    _pairs(a, b, made, target)
        part = (part - 1) & whole
    return made


def _pairs(a: Value, b: Value, made: dict[tuple[int, int], Value], target: int | None) -> None:
    for op, x, y in _ways(a, b):
        if op == "+":
            at = (x.at + y.at) % _PRIME
        elif op == "*":
            at = x.at * y.at % _PRIME
        elif op == "-":
            at = (x.at - y.at) % _PRIME
        else:
            if not y.at or not y.drawn[0] or not y.drawn[1]:
                continue
            at = x.at * pow(y.at, -1, _PRIME) % _PRIME
        if target is not None and at != target:
            continue
        if op == "+":
            drawn, near = ((x.drawn[0] + y.drawn[0]) % _PRIME, (x.drawn[1] + y.drawn[1]) % _PRIME), x.near + y.near
        elif op == "*":
            drawn, near = (x.drawn[0] * y.drawn[0] % _PRIME, x.drawn[1] * y.drawn[1] % _PRIME), x.near * y.near
        elif op == "-":
            drawn, near = ((x.drawn[0] - y.drawn[0]) % _PRIME, (x.drawn[1] - y.drawn[1]) % _PRIME), x.near - y.near
        else:
            drawn = (
                x.drawn[0] * pow(y.drawn[0], -1, _PRIME) % _PRIME,
                x.drawn[1] * pow(y.drawn[1], -1, _PRIME) % _PRIME,
            )
            near = x.near / y.near if y.near else 0.0
        cost = x.cost + y.cost + (near < 0) * 4 + (abs(near - round(near)) > 1e-9) + 0.1 * _turned(x.tree, y.tree)
        old = made.get(drawn)
        if old is None or cost < old.cost:
            made[drawn] = Value([op, x.tree, y.tree], near, at, drawn, cost)


def _ways(a: Value, b: Value) -> tuple[tuple[str, Value, Value], ...]:
    """The operations that two trees may be joined by: a constant is a factor, and one is none."""
    sums = ("+", a, b), ("-", a, b), ("-", b, a)
    products = ("*", a, b), ("/", a, b), ("/", b, a)
    if (a.at == 1 and a.tree[0] == "n") or (b.at == 1 and b.tree[0] == "n"):
        return sums
    return products if "c" in (a.tree[0], b.tree[0]) else (*products, *sums)


def _turned(a: Tree, b: Tree) -> int:
    """How far two trees stand in another order than their numbers do in the text."""
    one, other = used(a), used(b)
    return sum(x > y for x in one for y in other)


# ---- calculations that the answer shows ---------------------------------------------------------------------------------

_SHOWN: Final = re.compile(r"<<([^<>=]{1,200})=([^<>=]{1,40})>>")
_ITEM: Final = re.compile(r"\s*(?:(\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)(%?)|([-+*/()]))")


def shown(solution: str, values: Sequence[Fraction], allowed: Sequence[int], answer: Fraction) -> Tree | None:
    """The program that a worked solution's marked calculations are, in their order; None where one of them is not
    right, or a number in them could be two things, or none."""
    results: list[tuple[Fraction, Tree]] = []
    for left, right in _SHOWN.findall(solution):
        tree = _Reader(left, values, results, allowed).read()
        stated = _stated(right)
        if tree is None or stated is None or not _is(tree, values, stated):
            return None
        results.append((stated, tree))
    if not results or results[-1][0] != answer or len(parts(results[-1][1])) > 12:
        return None
    return results[-1][1]


def _stated(text: str) -> Fraction | None:
    plain = text.strip().lstrip("$").replace(",", "")
    return Fraction(plain) if re.fullmatch(r"\d{1,15}(?:\.\d{1,10})?|\.\d{1,10}", plain) else None


class _Reader:
    """A formula's tree, by recursive descent."""

    def __init__(self, text: str, values: Sequence[Fraction], results: list[tuple[Fraction, Tree]], allowed: Sequence[int]) -> None:  # fmt: skip
        self.items: list[tuple[str, str, str]] = []
        self.good = True
        end = 0
        while end < len(text.rstrip()):
            found = _ITEM.match(text, end)
            if found is None:
                self.good = False
                break
            self.items.append((found[1] or "", found[2] or "", found[3] or ""))
            end = found.end()
        self.values, self.results, self.allowed, self.next = values, results, allowed, 0

    def read(self) -> Tree | None:
        if not self.good or not 0 < len(self.items) <= 40:
            return None
        tree = self._sum()
        return tree if self.next == len(self.items) else None

    def _peek(self) -> str:
        return self.items[self.next][2] if self.next < len(self.items) else ""

    def _sum(self) -> Tree | None:
        return self._chain(self._product, "+-")

    def _product(self) -> Tree | None:
        return self._chain(self._one, "*/")

    def _chain(self, inner: Any, signs: str) -> Tree | None:
        tree = inner()
        while tree is not None and self._peek() and self._peek() in signs:
            op = self._peek()
            self.next += 1
            right = inner()
            tree = None if right is None else [op, tree, right]
        return tree

    def _one(self) -> Tree | None:
        if self.next >= len(self.items):
            return None
        digits, percent, sign = self.items[self.next]
        self.next += 1
        if sign == "(":
            tree = self._sum()
            if self._peek() != ")":
                return None
            self.next += 1
            return tree
        if sign:
            return None
        tree = self._leaf(Fraction(digits.replace(",", "")))
        return ["/", tree, ["c", 100]] if percent and tree is not None else tree

    def _leaf(self, value: Fraction) -> Tree | None:
        """What a number in a formula is: an earlier result, a number of the question, or a constant; if just one."""
        found: list[Tree] = []
        for stated, tree in self.results:
            if stated == value and tree not in found:
                found.append(tree)
        if value in self.values:
            found.append(["n", list(self.values).index(value)])
        if found:
            return found[0] if len(found) == 1 and value not in self.allowed else None
        if value.denominator == 1 and int(value) in self.allowed:
            return ["c", int(value)]
        for n in self.allowed:  # 0.2 of "20 %" is the number by a hundred
            if n == 100 and value * 100 in self.values:
                return ["/", ["n", list(self.values).index(value * 100)], ["c", 100]]
        if value == Fraction(1, 2) and 2 in self.allowed:
            return ["/", ["c", 1], ["c", 2]]
        return None


# ---- the worked answer --------------------------------------------------------------------------------------------------


def worked(tree: Tree, values: Sequence[Fraction]) -> str:
    """The steps, a sentence each: `5 × 4 = 20. 20 + 3 = 23.` Empty where a step has no short decimal form."""
    steps = []
    for part in parts(tree):
        numbers = [decimal(evaluated(side, values)) for side in part[1:]]
        result = decimal(evaluated(part, values))
        if result is None or None in numbers:
            return ""
        steps.append(f"{numbers[0]} {_SIGN[part[0]]} {numbers[1]} = {result}.")
    return " ".join(steps)


def decimal(value: Fraction) -> str | None:
    """A value in digits, with no more than six decimals; None where it has none."""
    for decimals in range(7):
        scaled = value * 10**decimals
        if scaled.denominator == 1:
            digits = str(abs(int(scaled))).rjust(decimals + 1, "0")
            whole = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
            return f"-{whole}" if value < 0 else whole
    return None
