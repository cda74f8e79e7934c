"""Worked solutions as on paper: split a number by its digits, do one small step after the other.

    85 - 47  →  85 - 47 = 45 - 7 = 38

Integers, in stories also tenths; and no code shared with the reference: a row whose worked result is wrong is caught by its grader.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from skills.english import capital


def work(operands: tuple[str, ...], operations: tuple[str, ...], *, short: bool) -> tuple[list[str], str]:
    """A worked line for each operation, and the result. `short`: small steps are not split any further."""
    if any("/" in operand for operand in operands):
        line, value = _fractions(operands[0], operations[0], operands[1])
        return [line], value
    value, lines = operands[0], []
    for operation, operand in zip(operations, operands[1:], strict=True):
        left, right, sign = value, operand, operation
        if operation == "from":
            left, right, sign = operand, value, "-"
        step = _tenths(left, sign, right) if "." in left + right else _step(int(left), sign, int(right), short)
        lines.append(step[0])
        value = step[1]
    return lines, value


def _step(a: int, sign: str, b: int, short: bool) -> tuple[str, str]:
    """One operation on whole numbers, worked."""
    if sign == "%":
        times = a // b
        return f"{b} * {times} = {b * times}, {a} - {b * times} = {a - b * times}", str(a - b * times)
    chain = [f"{a} {sign} {b}"]
    if sign in "+-":
        result = a + b if sign == "+" else a - b
        if not (short and max(a, b) < 100):
            chain += _by_digits(a, sign, b)
        chain.append(str(result))
    elif sign == "*":
        if not (short and max(a, b) < 13):
            chain += _partial_products(a, b)
        chain.append(str(a * b))
    else:
        chain += _partial_quotients(a, b)
        chain.append(_decimal(a, b))
    return " = ".join(chain), chain[-1]


def _tenths(left: str, sign: str, right: str) -> tuple[str, str]:
    """A sum or a difference of measures: counted in tenths."""
    a, b = (int(whole) * 10 + int(tenth or 0) for whole, _, tenth in (left.partition("."), right.partition(".")))
    result = _decimal(a + b if sign == "+" else a - b, 10)
    return f"{left} {sign} {right} = {result}", result


def _parts(n: int) -> list[int]:
    """A number by its digits: 345 → 300, 40, 5."""
    digits = str(n)
    return [int(d) * 10 ** (len(digits) - i - 1) for i, d in enumerate(digits) if d != "0"]


def _carries(a: int, sign: str, b: int) -> bool:
    pairs = zip(reversed(str(a)), reversed(str(b)), strict=False)
    return any(int(x) + int(y) > 9 if sign == "+" else int(x) < int(y) for x, y in pairs)


def _by_digits(a: int, sign: str, b: int) -> list[str]:
    """`345 + 278` → `545 + 78`, `615 + 8`: one digit at a time; nothing where no digit is carried."""
    if sign == "+" and b > a:
        a, b = b, a
    if not _carries(a, sign, b):
        return []
    chain = []
    for part in _parts(b)[:-1]:
        a, b = a + part if sign == "+" else a - part, b - part
        chain.append(f"{a} {sign} {b}")
    return chain


def _partial_products(a: int, b: int) -> list[str]:
    """`7 * 46` → `7 * 40 + 7 * 6`, `280 + 42`; of a longer number only the sums."""
    one, many = sorted((a, b))
    parts = _parts(many)
    if len(parts) < 2:
        return []
    chain = [" + ".join(f"{one} * {part}" for part in parts)] if len(parts) == 2 else []
    sums = [one * part for part in parts]
    while len(sums) > 1:
        chain.append(" + ".join(map(str, sums)))
        sums = [sum(sums[i : i + 2]) for i in range(0, len(sums), 2)]
    return chain


def _partial_quotients(a: int, b: int) -> list[str]:
    """`84 / 7` → `70 / 7 + 14 / 7`, `10 + 2`; with a rest, `147 / 4` → `144 / 4 + 3 / 4`, `36 + 0.75`."""
    whole, rest = divmod(a, b)
    if rest:
        return [f"{whole * b} / {b} + {rest} / {b}", f"{whole} + {_decimal(rest, b)}"] if whole else []
    parts = _parts(whole)
    if whole < 13 or len(parts) < 2:
        return []
    chain = [" + ".join(f"{part * b} / {b}" for part in parts)] if len(parts) == 2 else []
    return [*chain, " + ".join(map(str, parts))]


def _decimal(a: int, b: int) -> str:
    """`a / b` by long division; the quotient ends, or is cut after six places."""
    whole, rest = divmod(a, b)
    places = ""
    while rest and len(places) < 6:
        digit, rest = divmod(rest * 10, b)
        places += str(digit)
    return f"{whole}.{places}" if places else str(whole)


def _fractions(left: str, sign: str, right: str) -> tuple[str, str]:
    """One operation on two fractions `a/b`, worked."""
    a, b = map(int, left.split("/"))
    c, d = map(int, right.split("/"))
    chain = [f"{left} {'÷' if sign == '/' else sign} {right}"]
    if sign in "+-":
        under = math.lcm(b, d)
        a, c = a * (under // b), c * (under // d)
        if (b, d) != (under, under):
            chain.append(f"{a}/{under} {sign} {c}/{under}")
        top = a + c if sign == "+" else a - c
    else:
        if sign == "/":
            c, d = d, c
            chain.append(f"{left} * {c}/{d}")
        top, under = a * c, b * d
    chain.append(f"{top}/{under}")
    common = math.gcd(top, under)
    if common > 1 or under == 1:
        top, under = top // common, under // common
        chain.append(f"{top}/{under}" if under > 1 else str(top))
    return " = ".join(chain), chain[-1]


# ---- answers to stories -------------------------------------------------------------------------------


def written(leads: Sequence[str], lines: list[str]) -> str:
    """The worked lines of a story as an answer, each behind the words for what it finds; it ends with the result.

    The words come before the numbers: a small model that has said what it looks for has chosen the operation before it
    copies the first number. They name the role of a number and no thing of the story, so they vary little.
    """
    if len(lines) == 1:
        return f"{capital(leads[0])} {lines[0]}"
    return f"First, {leads[0]} {lines[0]}. Then {leads[1]} {lines[1]}"
