"""Mathematics in Unicode as one would type it: `3²`, `10⁻³`, `√16`, `5×10³` become `3^2`, `10^{-3}`, `sqrt(16)`, `5×10^3`;
so do other short forms, `5**2`, quantities in two units, `1h 30m`, `5'6"`, `$5 and 50 cents`, and decimals behind a comma where they
can be nothing else, `24,24 Euro`.

    >>> unfold("√16 = 4").text
    'sqrt(16) = 4'
    >>> unfold("It takes 1h30m.").text
    'It takes 1 hours 30 minutes.'

A superscript is a power behind a digit, a bracket or a letter that names no unit: `12 m²` stays as it is, and so does a
mark of a footnote behind a word.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_SIGNS: Final = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ", "+-0123456789n")
_POWER = r"(?:(?<=[0-9)\]}])|(?<=(?<![A-Za-z])[abcknprtxyz]))(?P<power>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ]{1,4})"
_ROOT = r"√\s?(?P<root>[0-9]{1,12}(?:\.[0-9]{1,12})?|[a-z](?![A-Za-z]))|(?P<bare>√)(?=\()"
_STARS = r"(?<![*\w.)])(?P<base>[0-9]{1,20}(?:\.[0-9]{1,20})?|\))(?:\*\*|\s\*\*\s)(?=-?[0-9])"
_JOINT = r"[\s,]{0,2}(?:and\s)?"
_TWO_UNITS = (
    rf"(?<![\w.,:/°'$£€])(?<!°\s)(?:(?P<hours>[0-9]{{1,4}})\s?(?:(?:h|hrs?|hours?){_JOINT}(?P<minutes>[0-9]{{1,2}})\s?(?:m|mins?|minutes?)(?![\w/²³^'])|h(?P<rest>[0-9]{{2}})(?![\w.,:/]))"
    rf"|(?P<feet>[0-9]{{1,4}})(?:\s?(?:ft|feet|foot){_JOINT}(?P<inches>[0-9]{{1,2}})\s?(?:inch(?:es)?\b|in(?=[\s*_]*(?:[.,;!)]|\Z)|\s(?:tall|long|high|wide|deep)\b))"
    r"|['’′]\s?(?P<inches2>[0-9]{1,2})(?:[\"”″]|''|’’)))"
    r"|(?<![\w.,])(?P<currency>[$£])(?P<large>[0-9]{1,6})\sand\s(?P<small>[0-9]{1,2})\s?(?:cents?|pence)\b"
)
_CURRENCY = r"(?:€|EUR\b|Euros?\b)"
_COMMA = (
    r"(?<![0-9.,])(?:(?P<grouped>[0-9]{1,3}(?:\.[0-9]{3})+)(?:,(?P<after>[0-9]{1,2})(?![0-9]|[.,][0-9])|(?=\s?" + _CURRENCY + "))"
    r"|(?P<whole>[0-9]{1,9}),(?P<places>[0-9]{1,2})(?=\s?(?:" + _CURRENCY +
    r"|(?:km|cm|mm|kg|mg|ml|cl|m[²³]?|g|t|l|h|min|Stunden?|Minuten|Meter|Kilometer|Liter|Grad|Prozent)\b|%)))"
)  # fmt: skip
"""Numbers with a comma before their decimals: `1.234,50`, `24,24 Euro`, `3,5 km`; and money that has thousands only: `3.667 €`."""
_FOLDED = re.compile(f"{_POWER}|{_ROOT}|{_STARS}|{_TWO_UNITS}|{_COMMA}")
_ANY = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ√]|[0-9)](?:\s?\*\*|\s?[hf'’′]|,[0-9]|\.[0-9]{3}|\sand\s[0-9])")
"""What stands in every text that has something to unfold, and in few others."""


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
    if not _ANY.search(text):
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
    if base := found["base"]:
        return f"{base}^"
    if hours := found["hours"]:
        return f"{hours} hours {found['minutes'] or found['rest']} minutes"
    if feet := found["feet"]:
        return f"{feet} feet {found['inches'] or found['inches2']} inches"
    if grouped := found["grouped"]:
        return grouped.replace(".", "") + (f".{found['after']}" if found["after"] else "")
    if found["whole"]:
        return f"{found['whole']}.{found['places']}"
    if found["currency"]:
        large, small = ("dollars", "cents") if found["currency"] == "$" else ("pounds", "pence")
        return f"{found['large']} {large} {found['small']} {small}"
    return "sqrt" if found["bare"] else f"sqrt({found['root']})"
