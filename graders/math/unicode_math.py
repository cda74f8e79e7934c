"""Mathematics in Unicode as one would type it: `3²`, `10⁻³`, `√16`, `5×10³` become `3^2`, `10^{-3}`, `sqrt(16)`, `5×10^3`.

    >>> unfold("√16 = 4").text
    'sqrt(16) = 4'

A superscript is a power behind a digit, a bracket or a letter that names no unit: `12 m²` stays as it is, and so does a
mark of a footnote behind a word.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_SIGNS: Final = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ", "+-0123456789n")
_POWER = r"(?:(?<=[0-9)\]}])|(?<=(?<![A-Za-z])[abcknprtxyz]))(?P<power>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ]{1,4})"
_ROOT = r"√\s?(?P<root>[0-9]{1,12}(?:\.[0-9]{1,12})?|[a-z](?![A-Za-z]))|(?P<bare>√)(?=\()"
_FOLDED = re.compile(f"{_POWER}|{_ROOT}")
_ANY = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ√]")


class Unfolded(NamedTuple):
    """The text as typed, and for each of its characters the place where it came from; one more for the end."""

    text: str
    places: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a passage of the typed text stands in the original."""
        last = self.places[end - 1] if end > start else self.places[end]
        following = next((p for p in self.places[end:] if p > last), self.places[-1])
        return self.places[start], following


def unfold(text: str) -> Unfolded | None:
    """None where there is nothing to unfold."""
    if text.isascii() or not _ANY.search(text):
        return None
    parts: list[str] = []
    places: list[int] = []
    end = 0
    for found in _FOLDED.finditer(text):
        parts.append(text[end : found.start()])
        places += range(end, found.start())
        typed = _typed(found)
        parts.append(typed)
        places += [found.start()] * len(typed)
        end = found.end()
    if not end:
        return None
    parts.append(text[end:])
    return Unfolded("".join(parts), [*places, *range(end, len(text) + 1)])


def typed(text: str) -> str:
    """The text alone."""
    found = unfold(text)
    return found.text if found else text


def _typed(found: re.Match[str]) -> str:
    if power := found["power"]:
        plain = power.translate(_SIGNS).removeprefix("+")
        return f"^{plain}" if len(plain) == 1 else f"^{{{plain}}}"
    return "sqrt" if found["bare"] else f"sqrt({found['root']})"
