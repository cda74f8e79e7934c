"""The numbers of a text: where they stand, how they are written, and what they are.

    "He has 1,250 stamps and buys eight for $0.25."   →   1,250 (with a comma)   eight (in words)   0.25

Numbers that are written the same way twice are one quantity. What is part of a word, a time or a date ("2d", "8:30",
"1/2/2024") is none. Words that hold a factor ("dozen", "half", "twice") are constants, and so is what is known of units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

_SMALL: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS: Final = {word: n for n, word in enumerate(_SMALL)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_LARGE: Final = {"hundred": 100, "thousand": 1000, "million": 10**6}
_WORD: Final = (
    rf"(?:(?:{'|'.join(_TENS)})-(?:{'|'.join(_SMALL[1:10])})|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
)
_TOKEN: Final = re.compile(
    rf"(?<![\w.,/:])(?P<digits>(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,12}})(?:\.\d{{1,20}})?|\.\d{{1,6}})(?![\w/:]|[.,]\d|\s?/\s?\d)"
    rf"|\b(?P<word>{_WORD})(?P<large>(?:[ -](?:{'|'.join(_LARGE)}))?)\b",
    re.IGNORECASE,
)
_ODD: Final = re.compile(r"\d\s*/\s*\d|\d\s*:\s*\d|\d\^|(?:^|[\s($])-\s?\d|\d\s*[*×÷=]\s*\d")
"""Fractions, times, signs, formulas: more than numbers with words between them."""

SAID: Final = {
    "dozen": 12, "dozens": 12, "half": 2, "halves": 2, "twice": 2, "double": 2, "doubled": 2, "doubles": 2, "triple": 3,
    "tripled": 3, "triples": 3, "thrice": 3, "percent": 100, "%": 100, "pair": 2, "pairs": 2, "couple": 2, "both": 2,
    "quarter": 4, "third": 3, "thirds": 3, "fourth": 4, "fourths": 4, "fifth": 5, "tenth": 10, "quadruple": 4,
}  # fmt: skip
"""Words that hold a factor."""
UNITS: Final = {
    "week": 7, "weekly": 7, "hour": 60, "hours": 60, "minute": 60, "minutes": 60, "year": 12, "years": 12, "yearly": 12,
    "day": 24, "daily": 24, "foot": 12, "feet": 12, "inches": 12, "yard": 3, "yards": 3, "dollar": 100, "dollars": 100,
    "cents": 100, "$": 100, "dime": 10, "dimes": 10, "nickel": 5, "nickels": 5, "quarters": 25, "decade": 10,
    "month": 12, "months": 12, "weeks": 7, "kilometers": 1000, "kilograms": 1000, "meters": 100,
}  # fmt: skip
"""Words that stand for a unit, and a factor that may belong to it."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it stands."""

    start: int
    end: int
    text: str
    value: Fraction
    decimals: int
    comma: bool
    word: bool
    percent: bool
    money: bool

    @property
    def whole(self) -> bool:
        return self.value.denominator == 1


def numbers(text: str) -> list[Number]:
    """The numbers that a text says, in its order."""
    found = []
    for token in _TOKEN.finditer(text):
        after, before = text[token.end() : token.end() + 10], text[max(0, token.start() - 3) : token.start()]
        if digits := token["digits"]:
            plain = digits.replace(",", "")
            value, decimals = Fraction(plain), len(plain.partition(".")[2])
        else:
            word = token["word"].casefold()
            if word == "one" or word == "zero":
                continue  # a pronoun more often than a number
            ten, _, one = word.partition("-")
            value, decimals = Fraction(_WORDS[ten] + (_WORDS[one] if one else 0)), 0
            value *= _LARGE.get(token["large"].strip(" -").casefold(), 1)
        percent = re.match(r"\s?(?:%|percent)", after) is not None
        money = "$" in before or re.match(r"\s?(?:dollars?|cents?)\b", after) is not None
        found.append(
            Number(token.start(), token.end(), token[0], value, decimals, "," in token[0], not digits, percent, money)
        )
    return found


def odd(text: str) -> bool:
    """Whether the text has numbers of a kind that is not read."""
    return _ODD.search(text) is not None


def constants(text: str) -> tuple[list[int], list[int]]:
    """The factors that the text's words say, and those that its units may have."""
    words = set(re.findall(r"[a-z]+|[%$]", text.casefold()))
    said = {SAID[word] for word in words if word in SAID}
    return sorted(said), sorted({UNITS[word] for word in words if word in UNITS} - said)


def quantities(found: list[Number]) -> list[int]:
    """Of each number, which quantity it is: those of one value are one."""
    order: dict[Fraction, int] = {}
    return [order.setdefault(number.value, len(order)) for number in found]


def skeleton(text: str, found: list[Number]) -> str:
    """The text with the numbers taken out, each in the way that it is written: two that differ in their numbers alone
    have one."""
    made, end = "", 0
    for number, quantity in zip(found, quantities(found), strict=True):
        kind = "w" if number.word else f".{number.decimals}" if number.decimals else ""
        made += f"{text[end : number.start]}⟨{quantity}{kind}⟩"
        end = number.end
    return made + text[end:]


def with_numbers(text: str, found: list[Number], texts: list[str]) -> str:
    """The text with other numbers, given as they are to be written."""
    made, end = "", 0
    for number, new in zip(found, texts, strict=True):
        made += text[end : number.start] + new
        end = number.end
    return made + text[end:]


def written(value: Fraction, like: Number) -> str:
    """A value written as another number is."""
    if like.word:
        n = int(value)
        word = _SMALL[n] if n < 20 else _TENS[n // 10 - 2] + (f"-{_SMALL[n % 10]}" if n % 10 else "")
        return word.capitalize() if like.text[0].isupper() else word
    return plain(value, like.decimals, like.comma)


def plain(value: Fraction, decimals: int, comma: bool) -> str:
    """A value in digits."""
    scaled = value * 10**decimals
    digits = str(int(scaled)).rjust(decimals + 1, "0")
    whole, rest = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    if comma:
        whole = f"{int(whole):,}"
    return f"{whole}.{rest}" if rest else whole
