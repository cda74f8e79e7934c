"""Exact numbers as people and models write them: `1,234.50`, `−3/4`, `2 1/2`, `$70,000`, `28 %`, `\\frac{3}{4}`.

Values are fractions, never floats. Patterns are possessive, so reading is linear in the
length of the text. This module knows nothing of answers, probes or verdicts, and calculates nothing: a sum
that still has to be done is not a number.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import Final, NamedTuple

from graders.math.number_words import read_words
from graders.math.units import measure, unit_name

MAX_DIGITS: Final = 200
"""A longer run of digits is no answer to anything, and costs time that grows with its square."""

MAX_EXPONENT: Final = 200

_ZEROS = (
    0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20, 0xFF10,
    0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6,
)  # fmt: skip
"""Where the digits of other scripts begin: Arabic, Persian, Devanagari … full width, and the styled ones."""

_ONE_TO_ONE = {
    **dict.fromkeys(map(ord, "−‐‑‒–﹣－"), "-"),
    **dict.fromkeys(map(ord, "𝛑𝜋𝝅𝝿𝞹"), "π"),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " "),
    **{zero + d: str(d) for zero in _ZEROS for d in range(10)},
    ord("⁄"): "/", ord("∕"): "/", ord("％"): "%", ord("，"): ",", ord("＝"): "=", ord("："): ":", ord("’"): "'",
}  # fmt: skip


def ascii_signs(text: str) -> str:
    """Other forms of minus, space, digit and so on in their ASCII form; character for character, so that
    positions stay what they were."""
    return text if text.isascii() else text.translate(_ONE_TO_ONE)


_VULGAR = {c: Fraction(unicodedata.numeric(c)).limit_denominator(10) for c in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"}
_SCALES = {
    "dozen": 12, "dozens": 12, "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 10**3, "m": 10**6, "b": 10**9, "mn": 10**6, "bn": 10**9,
}  # fmt: skip

NUMBER: Final = re.compile(
    r"""
    (?<![A-Za-z0-9_\\½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒]) (?<![0-9][.,:/^])(?<!\^)(?<!\^\{)
    (?=[-+$€£¥₹. ]{0,4}[0-9½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])   # somewhere to start: not in a word or in another number
    (?<![±∓√∛∜π])(?<![±∓√∛∜]\ )(?<!\+/-)(?<!\+/-\ )(?<!plus\ or\ minus\ )(?<!π\ times\ )(?<!pi\ times\ )                         # one of two values, a root of it, a part of a product
    (?P<sign>(?<![)\]}%πθ∞])[-+])?+
    (?P<currency>[$€£¥₹]\ ?)?+
    (?P<late>-)?+                                       # $-5
    (?:
        (?P<whole>[0-9]{1,3}(?:(?:,|'|_|\\_)[0-9]{3})++(?![0-9])|[0-9]{1,2}(?:,[0-9]{2}(?=,)){1,5}+,[0-9]{3}(?![0-9,])|[0-9]++)?+
        (?P<comma>(?:(?<=0),[0-9]++|,[0-9]{2})(?=\ ?[€$£]|\Z)(?![0-9,]))?+   # 2,74 €
        (?:
            (?P<decimals>\.[0-9]++)(?P<exponent>[eE][-+]?[0-9]++)?+
          | (?P<exponent2>[eE][-+]?[0-9]++)
          | \ ?(?P<vulgar>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])
          | (?<=[0-9])\ ++(?P<top>[0-9]++)/(?P<under>[0-9]++)
          | (?<=[0-9])\ ?/\ ?(?P<denominator>[0-9]++)
          | (?<=[0-9])(?:\ and\ |-and-)(?P<part>[1-9]/[1-9][0-9]?+(?=\ [a-z])(?!\ (?:of|is|are|was|were|and|or|as|in|for|respectively|to|at|which|but|so|then|because|since)\b)
                | (?:an?|one|two|three|four|five|six|seven)[ -](?:half|third|quarter|fourth|fifth|sixth|eighth|tenth)s?\b(?!\ of\b))
        )?+
    )
    (?:(?<=[0-9½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])|(?(part)|(?!)))
    (?P<power>\ *+(?:\\times|\\cdot|[×x*])\ *+10\ *+(?:\^|\*\*)\ *+\{?[-+]?[0-9]++\}?)?+
    (?P<percent>\ *+(?:\\?%|percent(?:age)?\b|pct\b))?+
    (?P<scale>(?:\ (?:dozens?|hundred|thousand|million|billion|trillion)\b){1,3}+)?+
    (?P<letter>(?:(?(currency)\ ?[kKmMbB]|(?<=[0-9])[kKMB])(?![\w²³^/(°'])|\ ?(?:bn|mn)\b)(?!\ ?[-+*/=^]\ ?[\w(\\]))?+
    (?! [0-9_^] | [.,:/][0-9] | (?:st|nd|rd|th)\b | [A-Za-z]?\( | [xyznpi]\b | \ ?(?:[π√∛∜∞θ‰±∓]|sqrt|pi\b|(?:ln|log|sin|cos|tan)(?:\(|\ (?:[0-9(\\θπ]|[a-z]\b))) | \ ?e\^ | \ per\ mille\b | \ ?\+/- | \ plus\ or\ minus\b | \ (?:times|multiplied\ by|over)\ (?:π|pi\b) )
    """,
    re.VERBOSE,
)
"""One number anywhere in a text (after `ascii_signs`). It matches only where a whole number stands:
nothing of `12:30`, `1,22`, `52_8`, `x2`, `3rd`, `2x`, `2π`, `±2`. `100K` and `$1.5 M` are a thousand and a million times that."""


class Number(NamedTuple):
    """A number that was read."""

    value: Fraction
    percent: bool
    """Written as a percentage; `value` is the hundredth part of what is written."""
    places: int
    """Decimal places as written."""
    parts: tuple[int, int] | None
    """Numerator and denominator as written, where it is written as a fraction."""
    start: int
    end: int
    unit: str = ""
    """The currency before the number; else the unit behind it, or the first word there, small and singular, where the
    number was read as a whole text."""
    letter: str = ""
    """The K, M or B that multiplied it."""

    @property
    def as_written(self) -> Fraction:
        """The value without what the letter made of it, which may have been a unit: `273K`."""
        return self.value / _SCALES.get(self.letter.lower(), 1)


def number_at(match: re.Match[str]) -> Number | None:
    """The number that a match of `NUMBER` stands for; None where it is not finite or too long."""
    (sign, currency, late, whole, comma, decimals, exponent, exponent2, vulgar, top, under, denominator, part, power,
     percent, scale, letter) = match.groups()  # fmt: skip
    start, end = match.span()
    if end - start > MAX_DIGITS:
        return None
    if match.lastgroup == "whole" and not currency and whole.isdigit():
        return Number(Fraction(-int(whole) if sign == "-" else int(whole)), False, 0, None, start, end)
    if whole and whole.startswith("0,"):
        whole, comma = "0", whole[1:]
    value = Fraction(int(_GROUPED.sub("", whole)) if whole else 0)
    parts = None
    places = 0
    decimals = comma or decimals
    if decimals:
        places = len(decimals) - 1
        value = value + Fraction(int(decimals[1:]), 10**places)
    elif vulgar:
        value = value + _VULGAR[vulgar]
    elif part:
        fraction = Fraction(part) if "/" in part else read_words(part)
        if fraction is None or fraction >= 1:
            return None
        value = value + fraction
    elif top or denominator:
        below = int(under or denominator)
        if below == 0:
            return None
        if top:
            value = value + Fraction(int(top), below)
        else:
            parts = (int(value), below)
            value = value / below
    for digits in (exponent or exponent2, power):
        if digits:
            size = int(re.split(r"[eE^]|\*\*", digits)[-1].strip(" {}"))
            if abs(size) > MAX_EXPONENT:
                return None
            value = value * Fraction(10) ** size
    letter = letter.strip() if letter else ""
    for word in (*(scale or "").split(), letter.lower()):
        value = value * _SCALES.get(word, 1)
    if percent:
        value = value / 100
    if "-" in (sign, late):
        value = -value
    return Number(value, percent is not None, places, parts, start, end, currency.strip() if currency else "", letter)


_GROUPED = re.compile(r"[^0-9]")
_TRAIL = re.compile(
    r"\s*+(?:[€$£¥₹]|((?:°(?:\ ?[CFK]\b)?+|[A-Za-zµΩ][A-Za-zΩ'-]*+)(?:\ ?\^\{?[23]\}?|[23²³])?+(?:[ /][A-Za-z²³'-]++){0,7}))?+\s*+[.!?,;:)\]]{0,3}\s*+\Z"
)
_SPACED = re.compile(r"(?<![0-9])[0-9]{1,3}(?: [0-9]{3})+(?![0-9/])")


def read_number(text: str, words: int = 8) -> Number | None:
    """The number that `text` is, as a whole: a lead-in currency and up to `words` words of unit may stand by.

    None for anything else. LaTeX goes through `plain` first.
    """
    text = ascii_signs(text)
    if len(text) == 1 and not text.isascii():
        return _one_sign(text)
    if _SAYS_MINUS.match(text):
        text = _SAYS_MINUS.sub(lambda m: " " * (len(m[0]) - 1) + "-", text)
    start = len(text) - len(text.lstrip(" \t\n(["))
    if text[start : start + 2] == "- ":
        text = f"{text[:start]} -{text[start + 2 :]}"
        start += 1
    match = NUMBER.match(text, start)
    trail = match and _TRAIL.match(text, match.end())
    if match is None or trail is None:
        return _read_spaced(text, words) or _read_repeating(text)
    number = number_at(match)
    if number is None or not trail[1]:
        return number
    if len(trail[0].split()) > words:
        return None
    return number if number.unit else number._replace(unit=unit_name(trail[1]))


def with_unit(number: Number, text: str) -> Number:
    """A number of a text with the unit that stands behind it there; with a larger one before it, in that unit too:
    `1 hour 30 minutes` are 90 minutes."""
    if number.unit or number.percent:
        return number
    gap = _GAP.match(text, number.end)
    unit = measure(text[gap.end() : gap.end() + 80]) if gap else None
    if unit is None:
        return number
    value, start, size = number.value, number.start, unit.size
    while before := _BEFORE.search(text[max(0, start - 40) : start]):
        larger = measure(before[2])
        if not larger or larger.dimension != unit.dimension or larger.size <= size or unit.above:
            break
        value += int(before[1]) * larger.size / unit.size
        start, size = start - len(before[0]), larger.size
    return number._replace(value=value, unit=unit.name, start=start)


def read_compound(text: str) -> Number | None:
    """`1 hour and 30 minutes`, as a whole text."""
    if not 0 < len(matches := list(NUMBER.finditer(text[:MAX_DIGITS]))) < 9:
        return None
    number, trail = number_at(matches[-1]), _TRAIL.match(text, matches[-1].end())
    if number is None or not trail or not trail[1] or len(trail[1].split()) > 2:
        return None
    whole = with_unit(number, text)
    return whole if whole.start < number.start and not text[: whole.start].strip() else None


_GAP = re.compile(r"(?:[\s*_$`~]|\\[,;:! ]|\\(?:text|mathrm|textrm|mbox)\s?\{){0,6}")
_BEFORE = re.compile(r"(?<![0-9.,])([0-9]{1,6})\s?([A-Za-z]{1,12})(?:,|\sand|,\sand)?\s\Z")
_SAYS_MINUS = re.compile(r"\s*(?:minus|negative)\s+(?=[$0-9.])", re.IGNORECASE)
_REPEATING = re.compile(r"\s*(-?)([0-9]{0,30})\.([0-9]{0,30})\(([0-9]{1,30})\)\s*\.?")


def _read_repeating(text: str) -> Number | None:
    """`0.1(6)`: the digits in brackets go on for ever."""
    match = _REPEATING.fullmatch(text)
    if match is None:
        return None
    sign, whole, fixed, repeated = match.groups()
    nines = 10 ** len(fixed) * (10 ** len(repeated) - 1)
    value = Fraction(int(whole + fixed + repeated) - int((whole + fixed) or 0), nines)
    return Number(-value if sign else value, False, 0, None, match.start(1), match.end(4) + 1)


def _one_sign(text: str) -> Number | None:
    """`½`, `三`, `Ⅳ`: one character that is a number."""
    value = unicodedata.numeric(text, -1.0)
    return None if value < 0 else Number(Fraction(value).limit_denominator(100), False, 0, None, 0, 1)


def _read_spaced(text: str, words: int) -> Number | None:
    """A number with spaces between its thousands: `1 000`."""
    spaced = _SPACED.search(text)
    if spaced is None:
        return None
    number = read_number(text[: spaced.start()] + spaced[0].replace(" ", "") + text[spaced.end() :], words)
    return number and number._replace(end=number.end + spaced[0].count(" "))


_TEXT = re.compile(r"\\(?:text(?:bf|rm|it|normal)?|mathrm|mathbf|mbox|textnormal|operatorname)\s*+\{([^{}]*+)\}")
_FRACTION = re.compile(r"\\[cdt]?frac\s*+(?:\{\s*+([0-9]++)\s*+\}|([0-9]))\s*+(?:\{\s*+([0-9]++)\s*+\}|([0-9]))")
_SPACE = re.compile(r"\\(?:[,;: ]|quad\b|qquad\b|left\b|right\b|displaystyle\b)|~")
_GROUP = re.compile(r"\{,\}|,\s*\\!\s*")
_MARKUP = re.compile(r"\*\*|__|`|\\[()\[\]]|(?<!\\)\$\$?(?=[^0-9.]|$)|(?<!\\)\$(?=[0-9.][^$]*\$)")
_LATEX = str.maketrans("", "", "\\$*_`{}~")


def plain(text: str) -> str:
    """A short LaTeX or Markdown passage with its number in plain signs: `\\boxed{3\\frac12\\%}` → `3 1/2%`."""
    if text.translate(_LATEX) == text:
        return text
    text = re.sub(r"(?<=[0-9])\\,(?=[0-9]{3})", "", text)
    text = _GROUP.sub(",", text).replace("\\!", "")
    text = re.sub(r"\\overline\s?\{([0-9]{1,30})\}", r"(\1)", text)
    text = _TEXT.sub(r" \1 ", text)
    text = _FRACTION.sub(lambda m: f" {m[1] or m[2]}/{m[3] or m[4]}", text)
    text = re.sub(r"\\(?:boxed|fbox)\s*+\{([^{}]*+)\}", r"\1", text)
    text = _MARKUP.sub(" ", text)
    text = _SPACE.sub(" ", text)
    text = re.sub(r"\^\s*\{?\s*\\circ\s*\}?", "°", text)
    return re.sub(r"([-+]) (?=[0-9]+/[0-9])", r"\1", text.replace("\\%", "%").replace("\\$", "$")).strip()
