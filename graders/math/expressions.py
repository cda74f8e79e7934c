"""Whether two mathematical expressions mean the same, by way of math-verify.

Only for use behind `guarded`: sympy may compute for ever on a short text, and this module takes a second to
import, which happens in the worker. Text is read by the LaTeX parser alone; math-verify's parser for plain
expressions evaluates Python and is never given any.
"""

from __future__ import annotations

import re
from typing import Any

from math_verify import LatexExtractionConfig, parse, verify
from sympy import Abs, Dummy, Expr, Float, I, nan, nsimplify, simplify, zoo

_READ = (LatexExtractionConfig(),)


def equivalent(gold: str, answer: str) -> bool:
    """Whether `answer` means what `gold` means. ValueError where `gold` is not mathematics."""
    expected = _parse(gold)
    if not expected or expected[0].has(nan, zoo):
        raise ValueError(f"the reference {gold!r} cannot be read as mathematics")
    try:
        given = _parse(answer)
    except Exception:  # whatever the parser makes of a student's text, it is no mathematics
        given = []
    same = verify(expected, given, timeout_seconds=None, allow_set_relation_comp=True)
    if same and _as_large(expected[0], given[0]):
        return True
    decimals = re.fullmatch(r"\D{0,20}[0-9]*\.([0-9]{6,15})\D{0,10}", answer)
    if decimals and given and getattr(expected[0], "is_number", False):
        return _as_large(expected[0], given[0], 0.51 * 10.0 ** -len(decimals[1]))
    return _same_where_defined(expected[0], given)


def _same_where_defined(expected: Any, given: list[Any]) -> bool:
    """Equal once `i` is the imaginary unit and other letters are positive: `sqrt(1/n)` and `1/sqrt(n)`."""
    if not given or not isinstance(expected, Expr) or not isinstance(given[0], Expr):
        return False
    letters = expected.free_symbols | given[0].free_symbols
    if not letters or len(letters) > 6 or expected.has(Abs) or given[0].has(Abs):
        return False
    meant = {s: I if s.name == "i" else Dummy(s.name, positive=True) for s in letters}
    difference = nsimplify(expected.subs(meant) - given[0].subs(meant), rational=True)
    return bool(simplify(difference) == 0)


def _as_large(expected: Any, given: Any, slack: float = 0.0) -> bool:
    """Numbers must agree in nine digits, or to `slack`: `verify` rounds to six places, which makes small ones equal."""
    if not (getattr(expected, "is_number", False) and getattr(given, "is_number", False)):
        return True
    if expected.is_infinite or given.is_infinite:
        return bool(expected == given)
    scale = abs(expected.evalf(20))
    return bool(abs((expected - given).evalf(20)) <= max(scale * Float("1e-9"), Float(slack)))


def _parse(text: str) -> list[Any]:
    return parse(f"${to_latex(text)}$", extraction_config=_READ, fallback_mode="no_fallback", parsing_timeout=None)


_BOUND = r"\s*(<=|>=|<|>|≤|≥|\\leq?\b|\\geq?\b)\s*(-?[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?)"
_TWO_BOUNDS = re.compile(rf"([A-Za-z]){_BOUND}\s*,?\s*(and|or)\s+\1{_BOUND}")
_TWO_VALUES = re.compile(
    r"([A-Za-z])\s*=\s*([^=,A-Za-z]{1,40}?)\s*(?:,|and|, and)\s+([A-Za-z])\s*=\s*([^=,A-Za-z]{1,40})"
)


def _in_words(text: str) -> str:
    """Two bounds joined by a word as an interval or a union; two values in the order of their letters."""
    if found := _TWO_BOUNDS.fullmatch(text):
        bounds = {}
        for sign, value in ((found[2], found[3]), (found[5], found[6])):
            upper = sign[0] == "<" or sign == "≤" or sign.startswith("\\l")
            bounds[upper] = (value, sign not in ("<", ">"))
        if len(bounds) == 1:
            return text
        (high, high_closed), (low, low_closed) = bounds[True], bounds[False]
        if found[4] == "and":
            return f"{'[' if low_closed else '('}{low}, {high}{']' if high_closed else ')'}"
        return rf"(-\infty, {high}{']' if high_closed else ')'} \cup {'[' if low_closed else '('}{low}, \infty)"
    if (found := _TWO_VALUES.fullmatch(text)) and found[1] > found[3]:
        return f"{found[3]} = {found[4]}, {found[1]} = {found[2]}"
    return text


def to_latex(text: str) -> str:
    """Plain notation as LaTeX: `2*x**2`, `sqrt(3)/3`, `exp(16)`, `pi/2`. LaTeX stays as it is, less its `$`."""
    text = _in_words(text.strip().strip("$").strip())
    text = re.sub(r"\\mathrm\{([a-z])\}", r"\1", re.sub(r"\\[()\[\]]", " ", text))
    text = re.sub(r"\+\s*-", "-", re.sub(r"(?<![\\A-Za-z])(?:inf(?:inity)?|oo)\b|∞", r"\\infty ", text))
    if re.search(r"\\?\b(?:sin|cos|tan|sec|csc|cot)\b", text):
        text = re.sub(r"\^\s*\{?\s*\\circ\s*\}?|°", r"\\cdot \\frac{\\pi}{180}", text)
    text = re.sub(r"(?<=[\])])\s*[U∪]\s*(?=[\[(])", r" \\cup ", text)
    text = re.sub(r"(?<!\\)\bpi\b", r"\\pi ", re.sub("[−‐‑]", "-", text.replace("**", "^")))
    text = re.sub(r"(?<![\\A-Za-z])(ln|log|sin|cos|tan|cot|sec|csc)(?=\s*[(0-9a-z\\])(?![a-z])", r"\\\1 ", text)
    text = re.sub(r"\^(-[0-9]{1,9}|[0-9]{2,9})", r"^{\1}", text)
    for _ in range(4):  # from the innermost brackets outwards
        text = re.sub(r"(?<!\\)\bsqrt\(([^()]*)\)", r"\\sqrt{\1}", text)
        text = re.sub(r"(?<!\\)\bexp\(([^()]*)\)", r"e^{\1}", text)
        text = re.sub(r"\^\(([^()]*)\)", r"^{\1}", text)
    return re.sub(r"(?<!\\)\*", r" \\cdot ", text)


equivalent("\\frac{1}{2}", "0.5")  # the parser builds its tables at first use: before anybody's time counts
