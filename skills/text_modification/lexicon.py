"""What a reader knows who has only the text: which words are names, verbs, adjectives, times, places, spellings.

The words of both sides together, made into patterns. `byhand` reads texts with it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from repairloop import both_sides as load
from skills.english import MONTHS, WEEKDAYS, Verb, conjugated
from skills.rawtext import any_of

_SIDES: Final = tuple(load(Path(__file__).with_name("text_modification.words")).values())


def _all(*names: str) -> list[str]:
    return [entry for side in _SIDES for name in names for entry in side.lists[name]]


def _rows(*names: str) -> list[Any]:
    return [row for side in _SIDES for name in names for row in side.rows[name]]


def _of_themes(part: str) -> list[str]:
    return [word for side in _SIDES for theme in side.wholes["theme"] for word in side.lists[f"{theme}.{part}"]]


WOMEN: Final = frozenset(_all("women"))
_NAME: Final = rf"\b{any_of(_all('women', 'men'))}(?: {any_of(_all('last'))})?\b"
NAME: Final = re.compile(_NAME)
SMALL_NAME: Final = re.compile(_NAME, re.IGNORECASE)
CITY: Final = re.compile(rf"\b{any_of(_all('cities'))}\b")
_MONTH: Final = any_of(MONTHS)
DATE: Final = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}}) (?P<month>{_MONTH}) (?P<year>\d{{4}})|"
    rf"(?P<month_>{_MONTH}) (?P<day_>\d{{1,2}}), (?P<year_>\d{{4}})|\d{{4}}-\d\d-\d\d)\b"
)
"""3 May 2021, or May 3, 2021, or 2021-05-03."""
NUMBER: Final = re.compile(r"\b\d+\b")
ADJECTIVE: Final = re.compile(rf"\b{any_of(_all('adjectives', 'colours'))} ")

_BASES: Final = [*_all("verbs"), *(act.partition(" | ")[0] for act in _of_themes("acts"))]
VERBS: Final[dict[str, Verb]] = {verb.past: verb for verb in map(conjugated, _BASES)}
"""By the past form."""
VERB: Final = re.compile(rf" ({any_of(VERBS)}) ")
TIMES: Final = any_of(_all("times"))
REST: Final = re.compile(rf"(?: (?:{any_of(_of_themes('wheres'))}|{TIMES}))+$")
"""Where and when, at the end of a sentence."""

THINGS: Final = frozenset(_of_themes("nouns"))
ROLES: Final = frozenset(_of_themes("roles"))
ORDER: Final = {word: n for words in (WEEKDAYS, MONTHS) for n, word in enumerate(words)}
AMERICAN: Final[dict[str, str]] = dict(_rows("spelling/nouns", "spelling/adjectives", "spelling/verbs"))
SAME: Final[dict[str, tuple[str, ...]]] = {}
"""A word → those that say the same."""
for _one, _other in _rows("same/adjectives", "same/adverbs", "hard/verbs", "hard/adjectives", "hard/adverbs"):
    SAME[_one] = (*SAME.get(_one, ()), _other)
    SAME[_other] = (*SAME.get(_other, ()), _one)
