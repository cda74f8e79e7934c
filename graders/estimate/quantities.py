"""Amounts as people write them when they estimate: `384,400`, `3.8 x 10^5`, `10⁵`, `1.2 million`, `500k`, `half a
million`, `three hundred thousand`, and ranges of them.

Values are floats: an estimate is compared within a factor, not exactly (`graders.math.numbers` is for that). Vague amounts
("a few", "hundreds of") and what is no plain number (`12:30`, `3,14`, `x2`) are not read. The module knows nothing of
units, save that one may stand between the ends of a range.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

MAX_WORDS: Final = 14
"""Of a number in words."""
MAX_LENGTH: Final = 400
"""Characters of one number."""
LARGE: Final = 100
"""From here on a number in words is one wherever it stands, not only where an amount is looked for."""
MAX_AMOUNTS: Final = 400
"""Of one text; the last ones are read."""


class Amount(NamedTuple):
    """One number, or a range; `low` equals `high` where it is one number."""

    low: float
    high: float
    start: int
    end: int
    currency: str = ""


# ---- numbers in digits ------------------------------------------------------------------------------------

_SCALES: Final = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "quadrillion": 1e15,
    "k": 1e3, "m": 1e6, "b": 1e9, "mn": 1e6, "mio": 1e6, "bn": 1e9,
}  # fmt: skip


def _power(name: str) -> str:
    """Pattern of a power of ten, `10^5` or `10⁵`; the exponent is the group `name`, or `names` where it is raised."""
    signs = rf"(?:\^|\*\*)\s?[{{(]?\s?(?P<{name}>[-+]?[0-9]{{1,4}})(?![0-9]|\.[0-9])[}})]?"
    return rf"10\s?(?:{signs}|(?P<{name}s>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,4}}))"


_NUMBER = re.compile(
    rf"""(?P<sign>-(?=[0-9.$€£¥])|minus\s)?
    (?P<currency>(?:US)?\$|[€£¥])?\s?
    (?: {_power("alone")}
      | (?P<digits>[0-9]{{1,3}}(?:,[0-9]{{3}})++(?![0-9])|[0-9]{{1,3}}(?:'[0-9]{{3}})++(?![0-9])
          |[0-9]{{1,3}}(?:\ [0-9]{{3}})++(?![0-9])|[0-9]++)?+(?P<decimals>\.[0-9]++)?+(?<=[0-9])
        (?:[eE](?P<exponent>[-+]?[0-9]{{1,4}})(?![0-9])
          |\s{{0,2}}(?:[x×*·⋅]|\\times|\\cdot)\s{{0,2}}{_power("power")})?+
    )
    (?!\.?[0-9]|,[0-9]|:[0-9]|/[0-9]|st\b|nd\b|rd\b|th\b)
    (?P<half>\sand\sa\shalf\b)?+
    (?P<scale>(?:[\s-]{{1,2}}(?:hundred|thousand|million|billion|trillion|quadrillion)\b){{1,3}}
      |(?-i:[kKMB])(?![\w²³^/])|\s?(?:mn|mio|bn)(?![\w²³^/]))?+""",
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:\w|[0-9][.,:/^]|\^|[\w)]\*\*)\Z")
"""What may not stand before a number: it would be a piece of something else."""
_SUPERSCRIPT = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_ANYTHING = re.compile(r"(?<![\w.,])(?<![^\W\d_]-)[-$€£¥]{0,3}\.?[0-9]|\b(?:minus\s|US\$)")
"""Where a number may begin."""


def _digits_at(text: str, at: int, end: int) -> tuple[float, float, re.Match[str]] | None:
    """The number in digits at `at`: its value, its scale, its match."""
    match = None if _BEFORE.search(text[max(0, at - 3) : at]) else _NUMBER.match(text, at, end)
    if match is None or match.end() - at > MAX_LENGTH:
        return None
    power = match["alone"] or match["power"] or match["exponent"]
    raised = match["alones"] or match["powers"]
    exponent = int(power or (raised or "0").translate(_SUPERSCRIPT))
    plain = "1"
    if not (match["alone"] or match["alones"]):
        plain = re.sub(r"[,' ]", "", match["digits"] or "0") + (match["decimals"] or "")
    value = float(f"{plain}e{exponent}") + (0.5 if match["half"] else 0.0)
    scale = math.prod(_SCALES[word] for word in re.findall(r"[a-z]+", (match["scale"] or "").lower()))
    value *= -scale if match["sign"] else scale
    return (value, scale, match) if math.isfinite(value) else None


# ---- numbers in words -------------------------------------------------------------------------------------

_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL: Final = {
    **{word: float(n) for n, word in enumerate(_ONES.split())},
    **{word: 10.0 * n for n, word in enumerate(_TENS.split(), 2)},
}
_PARTS: Final = {"half": 0.5, "quarter": 0.25, "quarters": 0.25, "third": 1 / 3, "thirds": 1 / 3}
_SCALE_WORDS: Final = {name: size for name, size in _SCALES.items() if len(name) > 6}
_VOCABULARY = "|".join(
    sorted(["an?", "hundred", "dozen", "and", "of", *_SMALL, *_PARTS, *_SCALE_WORDS], key=len, reverse=True)
)
_SPELLED = re.compile(rf"(?<![\w.'-])(?:{_VOCABULARY})\b(?:[ -]{{1,2}}(?:{_VOCABULARY})\b)*+(?!')", re.IGNORECASE)
_VAGUE = re.compile(r"\b(?:few|several|many|some|couple(?:\sof)?|handful\sof)\s\Z", re.IGNORECASE)
_ENDS = re.compile(r"(?:[ -]+(?:and|of|an?))+\Z", re.IGNORECASE)


def _spelled_at(text: str, at: int, end: int) -> tuple[float, float, int] | None:
    """The number in words at `at`: its value, its scale, and where it ends."""
    match = _SPELLED.match(text, at, end)
    if match is None or match.end() - at > MAX_LENGTH or _VAGUE.search(text[max(0, at - 12) : at]):
        return None
    run = _ENDS.sub("", match[0])
    words = re.split(r"[ -]+", run.lower())
    value = _spelled(words) if len(words) <= MAX_WORDS else None
    if value is not None and value < LARGE and match[0].lower().endswith(" of"):  # "one of them"
        return None
    return (
        (value, _SCALE_WORDS.get(words[-1], 1.0), at + len(run)) if value is not None and math.isfinite(value) else None
    )


def _spelled(words: list[str]) -> float | None:
    """`["three", "hundred", "and", "eighty", "four", "thousand"]` → 384000."""
    total = last = 0.0
    part: float | None = None
    counted = added = False
    for word in words:
        if word in ("a", "an"):
            if part is None:
                part, added = 1.0, False
        elif word in ("and", "of"):
            added = word == "and"
        elif word in _SMALL:
            part, counted = (part or 0.0) + _SMALL[word], True
        elif word in _PARTS:
            share = _PARTS[word]
            part = share if part is None else part + share if added else part * share
            counted = True
        elif part is None:
            return None
        elif word in ("hundred", "dozen"):
            part, counted = part * (100 if word == "hundred" else 12), True
        else:
            last = _SCALE_WORDS[word]
            total, part, counted = total + part * last, None, True
    if part is not None:
        total += part * last if last and part < 1 else part
    return total if counted else None


# ---- amounts ----------------------------------------------------------------------------------------------

_ABOUT = re.compile(
    r"""(?:[\s*_`"'$~≈:=>({\[]|\\(?:approx|sim|text|mathrm|boxed)\b|
    (?:(?:it|that|this|there)(?:'s|\ is|\ are|\ were|\ was)|about|approximately|approx\.?|roughly|around|nearly|almost
      |circa|ca?\.|some|perhaps|maybe|probably|likely|only|just|over|under|more\ than|less\ than|fewer\ than|at\ least
      |at\ most|up\ to|somewhere|(?:on|in|of)\ the\ (?:order|region|range|neighbou?rhood)\ of|of|the|a\ total\ of
      |from|between|is|are|be|would|to|that)\b(?=[\s~$]))*+""",
    re.VERBOSE | re.IGNORECASE,
)
_TO = re.compile(r"\s{0,2}(?:-{1,2}|to\b|and\b|\.\.\.?)\s{0,2}(?:about\s|roughly\s|~)?", re.IGNORECASE)
_UNIT_BETWEEN = re.compile(r"\s?[^\W\d_]{1,12}[²³]?(?=\s?(?:-|to\b|and\b))|\s?[%°]")
_MARGIN = re.compile(r"\s?(?:±|\+/?-|\\pm)\s?")
_BETWEEN = re.compile(r"\bbetween\W+(?:about\s|roughly\s)?\Z", re.IGNORECASE)


def amount_at(text: str, start: int, end: int) -> Amount | None:
    """The amount that a passage begins with, behind words like "about"; in words too."""
    lead = _ABOUT.match(text, start, end)
    at = lead.end() if lead else start
    if text[at : at + 1].isdigit() and text[start:at].endswith("-"):
        at -= 1
    at -= text[max(start, at - 1) : at] in ("$", "€", "£", "¥")
    return _at(text, at, end) or _at(text, at + 1, end)


def amounts(text: str, start: int, end: int) -> Iterator[Amount]:
    """The amounts in a passage, one after the other: those in digits, and large ones in words."""
    places = [match.start() for match in _ANYTHING.finditer(text, start, end)][-MAX_AMOUNTS:]
    spelled = [match.start() for match in _SPELLED.finditer(text, start, end)][-MAX_AMOUNTS:]
    done = start
    for at in sorted({*places, *spelled}):
        amount = _at(text, at, end) if at >= done else None
        if amount and _is_large(text, amount):
            done = amount.end
            yield amount


def _is_large(text: str, amount: Amount) -> bool:
    """Whether an amount has digits or a large number word, or is only a small word like "one" in a sentence."""
    written = text[amount.start : amount.end]
    return any(c.isdigit() for c in written) or abs(amount.high) >= LARGE


def _at(text: str, at: int, end: int) -> Amount | None:
    one = _one(text, at, end)
    if one is None:
        return None
    value, scale, stop, currency = one
    if margin := _MARGIN.match(text, stop, end):
        error = _one(text, margin.end(), end)
        stop = error[2] if error else stop
    unit = _UNIT_BETWEEN.match(text, stop, end)
    to = _TO.match(text, unit.end() if unit else stop, end)
    other = _one(text, to.end(), end) if to else None
    if to is None or other is None or ("and" in to[0].lower() and not _BETWEEN.search(text[max(0, at - 24) : at])):
        return Amount(value, value, at, stop, currency)
    high, high_scale, stop, _ = other
    if scale == 1 and high_scale > 1 and 0 < value < high / high_scale:
        value *= high_scale
    return Amount(min(value, high), max(value, high), at, stop, currency)


def _one(text: str, at: int, end: int) -> tuple[float, float, int, str] | None:
    """One number in digits or words: value, scale, end, currency sign."""
    found = _digits_at(text, at, end)
    if found:
        value, scale, match = found
        return value, scale, match.end(), match["currency"] or ""
    spelled = _spelled_at(text, at, end)
    return (*spelled, "") if spelled else None
