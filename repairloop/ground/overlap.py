"""What trains and what measures must not overlap: same content, same text, or nearly the same text.

Nearly the same: Jaccard similarity of word 5-grams of at least 0.8, decided exactly. A row is indexed by its
rarest shingles only; a text that shares none of them cannot be that similar (prefix filtering: Chaudhuri,
Ganti, Kaushik 2006; Bayardo, Ma, Srikant 2007, section 4). This module knows texts and keys, not records.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from typing import Any

WORDS, THRESHOLD = 5, 0.8
_TOKEN = re.compile(r"\w+|[^\w\s]")
_PIECE = re.compile(r"\S{1,200}")
"""What is normalised at once: putting marks in order takes a time that grows with the square of their number."""
_SIGNS = str.maketrans("‘’‚“”„–—−⁄", "'''\"\"\"---/")


def normal(text: str) -> str:
    """Text less case, white space and spacing of punctuation; one form of each character that has several."""
    if not text.isascii():
        text = _PIECE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text).translate(_SIGNS)
    return " ".join(_TOKEN.findall(text.lower()))


def parts(messages: Iterable[Mapping[str, str]]) -> list[str]:
    """The texts of a conversation that may overlap: all but the system's message, and each of the user's messages.

    What a system says is an instruction that many questions share, and is no question by itself.
    """
    said = [m for m in messages if m["role"] != "system"]
    asked = [m["content"] for m in said if m["role"] == "user"]
    return list(dict.fromkeys(["\n".join(m["content"] for m in said), *asked]))


def shingles(normalised: str) -> frozenset[str]:
    """Word 5-grams of a normalised text; a shorter text is one shingle."""
    words = normalised.split(" ")
    return frozenset(" ".join(words[i : i + WORDS]) for i in range(max(1, len(words) - WORDS + 1)))


def usual(held: Iterable[Set[str]]) -> frozenset[str]:
    """What more than one text in twenty has of these pieces, and more than ten: the form of a task, which its rows and what
    measures them share, since one hand wrote both. `held`: the pieces of each text."""
    counts, texts = Counter[str](), 0
    for own in held:
        counts.update(own)
        texts += 1
    least = max(10, texts / 20)
    return frozenset(piece for piece, count in counts.items() if count > least)


class Overlap:
    """An index of items, each a key of content and a text, to hold other items against."""

    def __init__(self, items: Iterable[tuple[str, str, str]], form: Set[str] = frozenset()):
        """`items`: (id, content key, text). `form`: shingles that say nothing of a text (`usual`)."""
        self._form = form
        self.by_content: dict[str, list[str]] = {}
        self.by_text: dict[str, list[str]] = {}
        self._sets: dict[str, frozenset[str]] = {}
        for ident, content, text in items:
            plain = normal(text)
            if content:
                self.by_content.setdefault(content, []).append(ident)
            self.by_text.setdefault(plain, []).append(ident)
            self._sets[ident] = shingles(plain) - form
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
        own = shingles(plain) - self._form
        for ident in {i for s in own for i in self._postings.get(s, ())}:
            other = self._sets[ident]
            common = len(own & other)
            if common >= THRESHOLD * (len(own) + len(other) - common):
                found[ident] = "near_text"
        found |= dict.fromkeys(self.by_text.get(plain, ()), "same_text")
        found |= dict.fromkeys(self.by_content.get(content, ()), "same_content")
        return found


class Phrases:
    """Texts to be found whole, word for word, inside others."""

    def __init__(self, texts: Iterable[str]) -> None:
        """`texts`: normalised, none of them empty."""
        self._root: dict[str, Any] = {}
        for text in texts:
            node = self._root
            for word in text.split(" "):
                node = node.setdefault(word, {})
            node[""] = {}

    def within(self, normalised: str) -> bool:
        """Whether one of them stands in this text."""
        if not self._root:
            return False
        words = normalised.split(" ")
        for start in range(len(words)):
            node: dict[str, Any] | None = self._root
            for place in range(start, len(words)):
                node = node.get(words[place]) if node else None
                if node is None:
                    break
                if "" in node:
                    return True
        return False
