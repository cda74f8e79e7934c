"""What a reader knows who has only the text: which words are names, verbs, adjectives, times, places, spellings.

Both banks' words together, made into patterns. `byhand` reads texts with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from skills.text_modification.bank import Material
from skills.text_modification.values import MONTHS, WEEKDAYS, number_word
from skills.text_modification.verbs import Verb, conjugated
from skills.text_modification.words_seen import SEEN
from skills.text_modification.words_unseen import UNSEEN

_BANKS: Final[tuple[Material, ...]] = (SEEN, UNSEEN)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(dict.fromkeys(words), key=lambda w: (-len(w), w))) + ")"


WOMEN: Final = frozenset(name for bank in _BANKS for name in bank.women)
_FIRST: Final = any_of(name for bank in _BANKS for name in bank.names)
_LAST: Final = any_of(name for bank in _BANKS for name in bank.last)
NAME: Final = re.compile(rf"\b{_FIRST}(?: {_LAST})?\b")
SMALL_NAME: Final = re.compile(rf"\b{_FIRST}(?: {_LAST})?\b", re.IGNORECASE)
CITY: Final = re.compile(rf"\b{any_of(city for bank in _BANKS for city in bank.cities)}\b")
_MONTH: Final = any_of(MONTHS)
DATE: Final = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}}) (?P<month>{_MONTH}) (?P<year>\d{{4}})|"
    rf"(?P<month_>{_MONTH}) (?P<day_>\d{{1,2}}), (?P<year_>\d{{4}})|\d{{4}}-\d\d-\d\d)\b"
)
"""3 May 2021, or May 3, 2021, or 2021-05-03."""
NUMBER: Final = re.compile(r"\b\d+\b")
ADJECTIVE: Final = re.compile(rf"\b{any_of(a for bank in _BANKS for a in bank.adjectives + bank.colours)} ")

VERBS: Final[dict[str, Verb]] = {
    verb.past: verb
    for bank in _BANKS
    for base in (*bank.verbs, *(act for theme in bank.themes for act, _ in theme.acts))
    for verb in [conjugated(base)]
}
"""By the past form."""
VERB: Final = re.compile(rf" ({any_of(VERBS)}) ")
TIMES: Final = any_of(time for bank in _BANKS for time in bank.times)
_WHERES: Final = any_of(where for bank in _BANKS for theme in bank.themes for where in theme.wheres)
REST: Final = re.compile(rf"(?: (?:{_WHERES}|{TIMES}))+$")
"""Where and when, at the end of a sentence."""
CONJUNCTIONS: Final = any_of(word for bank in _BANKS for word in bank.conjunctions)

THINGS: Final = frozenset(noun for bank in _BANKS for theme in bank.themes for noun in theme.nouns)
ROLES: Final = frozenset(role for bank in _BANKS for theme in bank.themes for role in theme.roles)
NUMBER_WORDS: Final = {number_word(n): n for n in range(2, 100)}
ORDER: Final = {word: n for words in (WEEKDAYS, MONTHS) for n, word in enumerate(words)}
AMERICAN: Final = {
    old: new
    for bank in _BANKS
    for table in (bank.british_nouns, bank.british_adjectives, bank.british_verbs)
    for old, new in table
}
_SAME: Final = [
    pair
    for bank in _BANKS
    for table in (
        bank.same_adjectives, bank.same_adverbs, bank.hard_verbs, bank.hard_adjectives, bank.hard_adverbs,
    )
    for pair in table
]  # fmt: skip
SAME: Final[dict[str, tuple[str, ...]]] = {}
"""A word → those that say the same."""
for _one, _other in _SAME:
    SAME[_one] = (*SAME.get(_one, ()), _other)
    SAME[_other] = (*SAME.get(_other, ()), _one)
