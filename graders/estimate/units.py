"""Units of measure as they are written, and the map from one to another, by looking up names in pint.

The idea: what stands behind a number is compared with the words of the wanted unit first. Any other phrase has to fit
a strict pattern of unit words (letters, small powers, `/`, `per`, `square`) before anything is done with it; then each
word is looked up as a name, and the unit is built from names and powers. Nothing is parsed or evaluated by pint. pint
and its registry are loaded in the guard's worker, once; here only the answers are kept.

    conversion("km/h", "m/s")       (0.2777…, 0.0)     value in m/s = 0.2777… · value in km/h + 0
    conversion("degC", "kelvin")    (1.0, 273.15)
    conversion("kg", "m")           "mismatch"
    conversion("people", "m")       "unknown"          no unit at all
    conversion("m", "people")       "counted"          what is wanted is no unit: things are counted
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from repairloop import guarded

SECONDS: Final = 1.0

_SHORT_WORDS = """in at a as am pm is an to of so or on if it be by do for and the was are but its all not has had can
you we he she my our i no up out off one two six ten now yet via who why how too any per this that then than ago"""
NO_UNITS: Final = frozenset(_SHORT_WORDS.split())
"""Short words that pint would take for units ("as" for attoseconds)."""

WORD = r"(?:°\s?[CFK](?![A-Za-z])|[A-Za-zµμΩÅ]{1,24}|[°%])"
POWER = r"(?:\s?(?:\^|\*\*)\s?[{(]?-?[1-9][)}]?|⁻?[¹²³⁴]|-?[1-3](?![0-9]|[.,][0-9])|\s(?:squared|cubed)\b)?"
_AREA = r"(?:(?:square|cubic|sq|cu)\.?\s)?"
COMPOUND = r"(?:(?:light|nautical|astronomical|fluid|metric|short|long|degrees?|troy|imperial|us)[ -](?=[A-Za-z]))?"
_FACTOR = rf"{_AREA}{COMPOUND}{WORD}{POWER}"
_SHORT = rf"(?!(?:{'|'.join(sorted(NO_UNITS))})\b)[A-Za-zµμΩ]{{1,3}}(?![A-Za-z]){POWER}"
PHRASE: Final = re.compile(
    rf"{_FACTOR}(?:\s?/\s?{_FACTOR}|\s?[·⋅]\s?{_FACTOR}|\*(?!\*){_FACTOR}|\sper\s{_FACTOR}|\s{_SHORT}){{0,4}}",
    re.IGNORECASE,
)
"""One unit as it may be written behind a number."""


@lru_cache(maxsize=8_192)
def conversion(written: str, wanted: str) -> tuple[float, float] | str:
    """(a, b) where a value in the unit `written` is a·value + b in the unit `wanted`; else why there is none.

    Raises GuardError where the lookup could not finish.
    """
    if not (PHRASE.fullmatch(written) and PHRASE.fullmatch(wanted)):
        return "unknown" if PHRASE.fullmatch(wanted) else "counted"
    result: tuple[float, float] | str = guarded("graders.estimate.by_pint:affine", written, wanted, seconds=SECONDS)
    return result


# ---- behind a number --------------------------------------------------------------------------------------


class Unit(NamedTuple):
    """A unit that was read behind a number."""

    written: str
    end: int
    slope: float = 1.0
    """A value in the wanted unit is `slope` · value + `offset`."""
    offset: float = 0.0
    fits: bool = True
    """It measures what the wanted unit measures."""


_CURRENCY: Final = {
    "$": "dollar", "us$": "dollar", "usd": "dollar", "us dollar": "dollar", "€": "euro", "eur": "euro",
    "£": "pound sterling", "gbp": "pound sterling", "¥": "yen", "jpy": "yen",
}  # fmt: skip
_CURRENCY_SIGN = re.compile(r"\s?([$€£¥])")
_SPACE = re.compile(r"(?:\\[,;: ]|[\s~$}\-]){0,6}(?:\\(?:text|mathrm|mathbf|textbf|rm|,)\s?\{?\s{0,3}){0,2}")
_WORDS = re.compile(r"[^\s\d,.;:!?()\[\]{}*\"]{1,30}(?: [^\s\d,.;:!?()\[\]{}*\"]{1,30}){0,5}")
_GOES_ON = re.compile(r"\s?(?:[/·⋅^²³]|\*(?!\*)|(?:per|squared|cubed)\b)")
_NOTHING_BEHIND = re.compile(r"[\s*_)\]}$]*(?:[.,;:!?]|\Z)")


def unit_behind(text: str, at: int, currency: str, wanted: str) -> Unit | None:
    """The unit behind a number that ends at `at`; `currency` is the sign before it. None where there is none.

    Where no unit is wanted, only a percent sign is one. What is counted ("piano tuners") is told by its words, of
    which the last one is enough. Raises GuardError where a lookup could not finish.
    """
    space = _SPACE.match(text, at)
    start = space.end() if space else at
    if not wanted:
        percent = re.match(r"%|percent\b", text[start : start + 8], re.IGNORECASE)
        return Unit("%", start + percent.end(), 0.01) if percent else None
    words = _canon(wanted)
    behind = _CURRENCY_SIGN.match(text, at)
    sign = currency or (behind[1] if behind else "")
    if sign and _canon(sign) == words:
        return Unit(sign, behind.end() if behind and not currency else at)
    same = _same_words(text, start, words)
    if same:
        return Unit(same, start + len(same))
    for phrase in _phrases(text, start):
        result = conversion(phrase, wanted)
        if isinstance(result, tuple):
            return Unit(phrase, start + len(phrase), *result)
        if result == "mismatch":
            return Unit(phrase, start + len(phrase), fits=False)
        if result == "counted":
            return Unit(phrase, start + len(phrase)) if _canon(phrase)[-1:] == words[-1:] else None
    return None


def _same_words(text: str, start: int, words: tuple[str, ...]) -> str:
    """The wanted unit itself, in the words of the reference; "" where something else stands there."""
    found = _WORDS.match(text, start)
    pieces = found[0].split(" ") if found else []
    for size in (len(words), 1):
        same = " ".join(pieces[:size])
        if same and _canon(same) == words and not _GOES_ON.match(text, start + len(same)):
            return same
    return ""


def _phrases(text: str, at: int) -> Iterator[str]:
    """What may be a unit behind a number: the longest phrase, then its first word."""
    phrase = PHRASE.match(text, at)
    if phrase is None:
        return
    first = re.split(r"[\s/·⋅*]", phrase[0], maxsplit=1)[0]
    if first.lower() in NO_UNITS and not (first.lower() == "in" and _NOTHING_BEHIND.match(text, at + 2)):
        return
    yield phrase[0]
    if first and first != phrase[0]:
        yield first


@lru_cache(maxsize=1_024)
def _canon(unit: str) -> tuple[str, ...]:
    """Words of a unit, small and singular; symbols keep their case."""
    plain = _CURRENCY.get(unit.strip().lower().removesuffix("s"), _CURRENCY.get(unit.strip().lower(), unit))
    words = plain.replace("-", " ").split()
    return tuple(word if len(word) <= 3 else word.lower().removesuffix("s") for word in words)
