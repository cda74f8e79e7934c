"""Dates, times of day, numbers in words, units: one value and the forms in which a text may give it.

    2021-05-03  →  "3 May 2021", "May 3, 2021", "03/05/2021", …          17:30  →  "5:30 pm"          14  →  "fourteen"

Everything here goes from a value to its written form; texts are read elsewhere (`byhand`).
"""

from __future__ import annotations

from datetime import date
from typing import Final

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DATE_STYLES: Final = {
    "long": "3 May 2021", "month": "May 3, 2021", "slash": "03/05/2021", "iso": "2021-05-03", "dots": "3.5.2021",
    "compact": "20210503",
}  # fmt: skip
"""Name of a style → how it writes the third of May 2021."""
FACTORS: Final = {
    ("km", "m"): 1000, ("kg", "g"): 1000, ("m", "cm"): 100, ("l", "ml"): 1000, ("t", "kg"): 1000, ("cm", "mm"): 10,
    ("h", "min"): 60, ("min", "s"): 60,
}  # fmt: skip
"""From unit, to unit → by how much to multiply."""

_SMALL: Final = [
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
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def number_word(n: int) -> str:
    """0 to 99 in words."""
    if n < 20:
        return _SMALL[n]
    tens = _TENS[n // 10 - 2]
    return f"{tens}-{_SMALL[n % 10]}" if n % 10 else tens


def date_text(value: str, style: str) -> str:
    """A date, given as 2021-05-03, in a style."""
    day = date.fromisoformat(value)
    if style == "long":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    if style == "month":
        return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"
    if style == "slash":
        return f"{day.day:02}/{day.month:02}/{day.year}"
    if style == "dots":
        return f"{day.day}.{day.month}.{day.year}"
    return value.replace("-", "") if style == "compact" else value


def clock_text(value: str) -> str:
    """A time, given as 17:30, on the twelve-hour clock."""
    hour, minute = map(int, value.split(":"))
    return f"{hour % 12 or 12}:{minute:02} {'pm' if hour >= 12 else 'am'}"


def plural(noun: str) -> str:
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"
