"""What several skills do with raw material: a text on one line, its sentences, a column's name as one says it.

Raw material is anything that a file may hold, so everything here is bounded: of a text the first 4,000 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

MOST: Final = 4000
"""Characters of a text."""


@lru_cache(maxsize=4096)
def even(text: str) -> str:
    """The text on one line, white space made single."""
    return " ".join(text[:MOST].split())


def sentences(text: str, breaks: re.Pattern[str]) -> list[str]:
    return breaks.split(even(text))


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(dict.fromkeys(words), key=lambda w: (-len(w), w))) + ")"


def words_of(name: str) -> set[str]:
    """The words in the name of a column."""
    return set(re.findall(r"[a-z]+", name.lower()))


def spoken(name: str) -> str:
    """The name of a column as one says it; short ones in capitals stay so."""
    text = " ".join(name.replace("_", " ").split())
    return text if text.isupper() and len(text) < 4 else text.lower()
