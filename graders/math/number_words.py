"""Numbers in words, as the whole of a short text: `twelve`, `minus seven`, `forty-two`, `one half`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

_SMALL: Final = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: 10 * n
    for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)  # noqa: SIM905
}
_LARGE: Final = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_PARTS: Final = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
}
_ALL = "|".join(sorted((*_SMALL, *_LARGE, *_PARTS, "and", "a", "an"), key=len, reverse=True))
_WORDS = re.compile(rf"(minus |negative )?((?:{_ALL})s?(?:[ -]+(?:(?:{_ALL})s?)){{0,12}}+)", re.IGNORECASE)


def read_words(text: str) -> Fraction | None:
    """The number that the words of `text` say; None for anything else."""
    match = _WORDS.fullmatch(text.strip()) if len(text) <= 120 else None
    if match is None:
        return None
    words = [w if w in _SMALL else w.removesuffix("s") for w in re.split(r"[ -]+", match[2].lower())]
    value = _mixed(words) if "and" in words else None
    value = _read(_without_little(words)) if value is None else value
    return -value if value is not None and match[1] else value


def _without_little(words: list[str]) -> list[str]:
    return [word for word in words if word not in ("and", "a", "an")]


def _mixed(words: list[str]) -> Fraction | None:
    """`three and a half`, `two and three quarters`, `two and a half million`, `a dozen and a half`; None for anything else."""
    joint = len(words) - words[::-1].index("and")
    whole, part = _without_little(words[:joint]), _without_little(words[joint:])
    scale = _LARGE[part.pop()] if len(part) > 1 and part[-1] in _LARGE and part[-2] in _PARTS else 1
    if not whole or not part or part[-1] not in _PARTS:
        return None
    count, fraction = _whole(whole), _read(part)
    if count is None or fraction is None or fraction >= 1:
        return None
    of = _LARGE[whole[-1]] if whole[-1] in ("dozen", "million", "billion") else 1
    return (count + fraction * of) * scale


def _read(words: list[str]) -> Fraction | None:
    if not words:
        return None
    if words == ["half", "dozen"]:
        return Fraction(6)
    if words[-1] in _PARTS:
        count = _whole(words[:-1]) if words[:-1] else 1
        return None if count is None else Fraction(count, _PARTS[words[-1]])
    whole = _whole(words)
    return None if whole is None else Fraction(whole)


def _whole(words: list[str]) -> int | None:
    """Hundreds first, then thousands and so on; None where the words are out of order."""
    total = group = 0
    last = None
    for word in words:
        if word in _SMALL:
            if last is not None and last in _SMALL and not (_SMALL[last] >= 20 and 0 < _SMALL[word] < 10):
                return None
            group += _SMALL[word]
        elif word in ("dozen", "hundred"):
            group = (group or 1) * _LARGE[word]
        elif word in _LARGE:
            total, group = total + (group or 1) * _LARGE[word], 0
        else:
            return None
        last = word
    return total + group
