"""Small sums over the slots of a task, as a person writes them in its file. Walked as a tree, never evaluated.

    n * price + fee          5 if weight > 10 else 2          zone == "north" and days <= 3

Numbers are exact fractions, so that 0.1 + 0.2 is 0.3. There are + − × ÷ (also - * /), // and %, comparisons, `and`, `or`,
`not` and `a if b else c`; no calls, no powers, no names but the slots. A text is compared with a text and with nothing
else.
"""

from __future__ import annotations

import ast
import operator
import warnings
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

LONGEST: Final = 300
"""Characters of an expression."""
_DIGITS: Final = 60
"""A result with more digits, above or below the line, is none."""
_DEPTH: Final = 40

Value = Fraction | str | bool

_SIGNS: Final = str.maketrans({"×": "*", "÷": "/", "−": "-", "≤": "\x01", "≥": "\x02", "≠": "\x03"})
_WHOLE: Final = (("\x01", "<="), ("\x02", ">="), ("\x03", "!="))
_SUMS: Final[dict[type[ast.operator], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
}  # fmt: skip
_COMPARED: Final[dict[type[ast.cmpop], Any]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip


class NoExpression(ValueError):
    """A text that is none of these expressions, or one that these values give no result for; the message says why."""


@lru_cache(maxsize=4096)
def _tree(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise NoExpression(f"is longer than {LONGEST} characters")
    said = text.translate(_SIGNS)
    for mark, spelled in _WHOLE:
        said = said.replace(mark, spelled)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of an odd escape in a text
            tree = ast.parse(said.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NoExpression(f"{text!r} cannot be read; write a sum of slots, as in 'n * price + 2'") from None
    _refuse(tree, 0)
    return tree


def _refuse(node: ast.AST, depth: int) -> None:
    """NoExpression where a node is none of those that are known."""
    if depth > _DEPTH:
        raise NoExpression("has too many brackets within one another")
    known = isinstance(node, (ast.Name, ast.BoolOp, ast.IfExp)) or (
        (isinstance(node, ast.Constant) and type(node.value) in (int, float, str) and node.value != float("inf"))
        or (isinstance(node, ast.BinOp) and type(node.op) in _SUMS)
        or (isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd, ast.Not)))
        or (isinstance(node, ast.Compare) and all(type(op) in _COMPARED for op in node.ops))
    )
    if not known:
        raise NoExpression(
            f"{ast.unparse(node)[:40]!r} is not allowed; there are + - * / // %, comparisons, and, or, not, 'a if b else c'"
        )
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            _refuse(child, depth + 1)


@lru_cache(maxsize=4096)
def names(text: str) -> frozenset[str]:
    """The slots that an expression speaks of. NoExpression where it is none."""
    return frozenset(node.id for node in ast.walk(_tree(text)) if isinstance(node, ast.Name))


def value(text: str, slots: Mapping[str, Value]) -> Value:
    """What an expression comes to. NoExpression where it is none, or comes to nothing, as a division by nought."""
    return _value(_tree(text), slots)


def _value(node: ast.expr, slots: Mapping[str, Value]) -> Value:
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.Constant(value=literal):
            return _bounded(Fraction(str(literal)))
        case ast.Name(id=name):
            if name not in slots:
                raise NoExpression(f"there is no slot {name!r}")
            return slots[name]
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return not _truth(_value(inner, slots))
        case ast.UnaryOp(op=op, operand=inner):
            number = _number(_value(inner, slots))
            return -number if isinstance(op, ast.USub) else number
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _number(_value(left, slots)), _number(_value(right, slots))
            try:
                return _bounded(Fraction(_SUMS[type(op)](a, b)))
            except ZeroDivisionError:
                raise NoExpression("a division by nought") from None
        case ast.BoolOp(op=op, values=values):
            truths = [_truth(_value(one, slots)) for one in values]
            return all(truths) if isinstance(op, ast.And) else any(truths)
        case ast.IfExp(test=test, body=body, orelse=other):
            return _value(body if _truth(_value(test, slots)) else other, slots)
        case ast.Compare(left=left, ops=ops, comparators=others):
            return _compared(_value(left, slots), ops, [_value(other, slots) for other in others])
    raise NoExpression(f"{ast.unparse(node)[:40]!r} is not allowed")


def _compared(first: Value, ops: list[ast.cmpop], others: list[Value]) -> bool:
    for op, other in zip(ops, others, strict=True):
        if isinstance(first, str) != isinstance(other, str):
            raise NoExpression("a text is compared with a number")
        if not _COMPARED[type(op)](first, other):
            return False
        first = other
    return True


def _number(found: Value) -> Fraction:
    if isinstance(found, Fraction):
        return found
    raise NoExpression(f"{str(found)[:40]!r} is no number")


def _truth(found: Value) -> bool:
    if isinstance(found, bool):
        return found
    raise NoExpression(f"{shown(found)[:40]!r} is neither true nor false")


def _bounded(number: Fraction) -> Fraction:
    if max(abs(number.numerator), number.denominator) >= 10**_DIGITS:
        raise NoExpression(f"a number of more than {_DIGITS} digits")
    return number


def shown(found: Value) -> str:
    """A value as it is written: a whole number, a decimal where it ends, else a fraction."""
    if not isinstance(found, Fraction):
        return str(found)
    if found.denominator == 1:
        return str(found.numerator)
    rest, twos, fives = found.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1 or places > 12:
        return f"{found.numerator}/{found.denominator}"
    whole, part = divmod(abs(found.numerator) * 10**places // found.denominator, 10**places)
    return f"{'-' if found < 0 else ''}{whole}.{part:0{places}d}"


def read_number(text: str) -> Fraction | None:
    """The number that a text is, as `shown` writes it; None where it is none."""
    try:
        return _bounded(Fraction(text)) if len(text) <= 2 * _DIGITS and "e" not in text.lower() else None
    except (ValueError, ZeroDivisionError, NoExpression):
        return None
