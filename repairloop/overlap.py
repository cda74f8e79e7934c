"""What trains and what measures must not overlap: same content, same text, or nearly the same text.

Nearly the same: Jaccard similarity of word 5-grams of at least 0.8, decided exactly. A row is indexed by its
rarest shingles only; a text that shares none of them cannot be that similar (prefix filtering: Chaudhuri,
Ganti, Kaushik 2006; Bayardo, Ma, Srikant 2007, section 4). This module knows texts and keys, not records.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

WORDS, THRESHOLD = 5, 0.8
_TOKEN = re.compile(r"\w+|[^\w\s]")


def normal(text: str) -> str:
    """Text less case, white space and spacing of punctuation."""
    return " ".join(_TOKEN.findall(text.lower()))


def shingles(normalised: str) -> frozenset[str]:
    """Word 5-grams of a normalised text; a shorter text is one shingle."""
    words = normalised.split(" ")
    return frozenset(" ".join(words[i : i + WORDS]) for i in range(max(1, len(words) - WORDS + 1)))


class Overlap:
    """An index of items, each a key of content and a text, to hold other items against."""

    def __init__(self, items: Iterable[tuple[str, str, str]]):
        """`items`: (id, content key, text)."""
        self.by_content: dict[str, list[str]] = {}
        self.by_text: dict[str, list[str]] = {}
        self._sets: dict[str, frozenset[str]] = {}
        for ident, content, text in items:
            plain = normal(text)
            if content:
                self.by_content.setdefault(content, []).append(ident)
            self.by_text.setdefault(plain, []).append(ident)
            self._sets[ident] = shingles(plain)
        frequency = Counter(shingle for owned in self._sets.values() for shingle in owned)
        self._postings: dict[str, list[str]] = {}
        for ident, owned in self._sets.items():
            rarest = sorted(owned, key=lambda s: (frequency[s], s))
            for shingle in rarest[: len(owned) - math.ceil(THRESHOLD * len(owned)) + 1]:
                self._postings.setdefault(shingle, []).append(ident)

    def matches(self, content: str, text: str) -> dict[str, str]:
        """Id of each item that overlaps → `same_content`, `same_text` or `near_text`."""
        plain = normal(text)
        found: dict[str, str] = {}
        own = shingles(plain)
        for ident in {i for s in own for i in self._postings.get(s, ())}:
            other = self._sets[ident]
            common = len(own & other)
            if common >= THRESHOLD * (len(own) + len(other) - common):
                found[ident] = "near_text"
        found |= dict.fromkeys(self.by_text.get(plain, ()), "same_text")
        found |= dict.fromkeys(self.by_content.get(content, ()), "same_content")
        return found
