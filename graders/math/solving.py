"""The truth of a question that *is* a formula or an equation: `What is 12 * (3 + 4)?`, `Solve x^2 = 9 for x.`

Only for use behind `guarded`: sympy may compute for ever on a short text. The formula is read by the LaTeX parser
alone, as in `graders.math.expressions`. Questions that describe a problem in words are not read at all.
"""

from __future__ import annotations

import re
from typing import Any

from sympy import Eq, FiniteSet, S, latex, simplify, solveset
from sympy.core.relational import Relational

from graders.math.expressions import _parse

_WORDS = (
    (r"\bplus\b", "+"), (r"\bminus\b", "-"), (r"\b(?:times|multiplied by)\b", "*"), (r"\bdivided by\b", "/"),
    (r"\bsquared\b", "^2"), (r"\bcubed\b", "^3"), (r"\bto the power of\b", "^"), (r"×", "*"), (r"÷", "/"), ("−", "-"),
)  # fmt: skip
_ASKS = re.compile(
    r"\b(?:what\s+(?:is|are)|whats|what's|calculate|compute|evaluate|simplify|solve|work\s+out|find|how\s+much\s+is|determine)\b"
    r"(?:\s+(?:the|value|result|exact|of|following|equation|inequality|expression|for\s+[a-z]\b(?=\s*[:,])|:|,))*+[\s:]*+",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?:\s+(?:for|where|over|in)\s+[a-z]\b[^.?!]*)?\s*[.?!=]*\s*\Z", re.IGNORECASE)
_FORMULA = re.compile(
    r"[-+*/^=<>().,0-9\s{}\\_%!]|(?<![A-Za-z])[a-z](?![A-Za-z])|\\[a-zA-Z]+|\b(?:sqrt|pi|sin|cos|tan|log|ln|exp)\b"
)


def truth(question: str) -> str | None:
    """What a correct answer comes to, as plain text or LaTeX; None where the question is no formula."""
    formula = formula_of(question)
    if formula is None:
        return None
    parsed = _parse(formula)
    if not parsed or isinstance(parsed[0], str):
        return None
    found = parsed[0]
    if isinstance(found, Relational):
        return _solved(found)
    if getattr(found, "free_symbols", None) is None or not hasattr(found, "subs"):
        return None
    value = simplify(found)
    return str(value) if value.is_Rational else latex(value)


def formula_of(question: str) -> str | None:
    """The formula that the question consists of, beside the words that ask; None where there are other words."""
    text = question.strip()
    inside = re.findall(r"\$+([^$]{1,300})\$+|\\\((.{1,300}?)\\\)|\\\[(.{1,300}?)\\\]", text, re.DOTALL)
    if len(inside) == 1:
        return next(part for part in inside[0] if part).strip().rstrip("=?. ") or None
    if inside:
        return None
    line = text.split("\n")[0] if "\n" in text and _ASKS.search(text.split("\n")[0]) else text
    asked = _ASKS.search(line)
    line = line[asked.end() :] if asked else line
    for word, sign in _WORDS:
        line = re.sub(word, sign, line, flags=re.IGNORECASE)
    line = _ENDS.sub("", line)
    if len(line) > 300 or not re.search(r"[0-9a-z]", line) or _FORMULA.sub("", line).strip():
        return None
    return line.strip()


def _solved(relation: Any) -> str | None:
    symbols = sorted(relation.free_symbols, key=str)
    if len(symbols) != 1:
        return None
    solutions = solveset(relation, symbols[0], domain=S.Reals)
    if isinstance(relation, Eq) and isinstance(solutions, FiniteSet):
        values = sorted(solutions, key=lambda value: float(value.evalf()))
        if not values:
            return "no solution"
        if len(values) == 1:
            return f"{symbols[0]} = {values[0] if values[0].is_Rational else latex(values[0])}"
        return ", ".join(str(value) if value.is_Rational else latex(value) for value in values)
    return None if solutions.is_empty is None else latex(solutions)
