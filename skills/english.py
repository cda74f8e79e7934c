"""What several skills know of English: number words, dates and times as they are written, plurals, forms of verbs.

    number_word(34)  →  thirty-four           date_text("2021-05-03", "month")  →  May 3, 2021
    plural("box")  →  boxes                   conjugated("hide")  →  hide, hides, hid, hidden

Regular forms by rule, the irregular ones that words files use from a table. Words that no words file uses may come out
wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

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
_split = str.split
_SMALL: Final = _split(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS: Final = _split("twenty thirty forty fifty sixty seventy eighty ninety")


def number_word(n: int) -> str:
    """0 to 99 in words."""
    if n < 20:
        return _SMALL[n]
    tens = _TENS[n // 10 - 2]
    return f"{tens}-{_SMALL[n % 10]}" if n % 10 else tens


NUMBER_WORDS: Final = {number_word(n): n for n in range(2, 100)}


def date_text(value: str, style: str) -> str:
    """A date, given as 2021-05-03, in a style."""
    day = date.fromisoformat(value)
    return {
        "long": f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        "month": f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
        "slash": f"{day.day:02}/{day.month:02}/{day.year}",
        "dots": f"{day.day}.{day.month}.{day.year}",
        "compact": value.replace("-", ""),
    }.get(style, value)


def clock_text(value: str) -> str:
    """A time, given as 17:30, on the twelve-hour clock."""
    hour, minute = map(int, value.split(":"))
    return f"{hour % 12 or 12}:{minute:02} {'pm' if hour >= 12 else 'am'}"


def _ies(word: str) -> bool:
    return word.endswith("y") and word[-2] not in "aeiou"


def plural(noun: str) -> str:
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if _ies(noun) else f"{noun}s"


class Verb(NamedTuple):
    base: str
    third: str
    past: str
    participle: str


@lru_cache(maxsize=4096)
def conjugated(base: str) -> Verb:
    """The forms of a verb."""
    past, participle = _IRREGULAR.get(base) or (_past(base), _past(base))
    third = f"{base}es" if base.endswith("o") else plural(base)
    return Verb(base, third, past, participle)


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if _ies(base):
        return f"{base[:-1]}ied"
    return f"{base}{base[-1]}ed" if base in _DOUBLED else f"{base}ed"


_DOUBLED: Final = frozenset(
    _split("wrap drop rub scrub chop stir grab mop tap trim unplug plug plot strap zip knot scan program grip pedal")
)
_FORMS: Final = (
    "bend bent bent; blow blew blown; bring brought brought; buy bought bought; catch caught caught; "
    "choose chose chosen; draw drew drawn; find found found; forget forgot forgotten; hang hung hung; "
    "hide hid hidden; hold held held; keep kept kept; lend lent lent; lose lost lost; light lit lit; "
    "sell sold sold; send sent sent; sew sewed sewn; shake shook shaken; spin spun spun; steal stole stolen; "
    "take took taken; wear wore worn; see saw seen"
)
_IRREGULAR: Final = {base: (past, participle) for base, past, participle in map(_split, _split(_FORMS, "; "))}


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def vowel(word: str) -> bool:
    return word[0].lower() in "aeiou"


def sentence(clause: str) -> str:
    """A clause with a capital and a full stop, if it has no other mark at its end."""
    return f"{text}." if (text := capital(clause))[-1:] not in ".?!" else text


def joined(parts: Sequence[str], word: str = "and") -> str:
    """`a, b and c`."""
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}" if len(parts) > 1 else parts[0]


def with_article(noun: str) -> str:
    return f"{'an' if vowel(noun) else 'a'} {noun}"
