"""Whole sentences of plain prose in raw material: what an instruction about sentences has one meaning for.

    Setup
    =====
    The box is `small`. Open it with care! Then lift
    the lid, which is heavy. See Dr. Wu.            →  ["Open it with care!", "Then lift the lid, which is heavy."]

Whatever may be read in two ways breaks the row: code, markup, lists, tables, addresses, abbreviations with a full stop,
half sentences, scripts other than Latin. A heading that stands in one paragraph with its text is taken for text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import Final

from repairloop import Chunk, Draw
from skills.english import vowel
from skills.text_modification.text import Sentence, Token
from skills.text_modification.writer import Texts

MAX_CHARS: Final = 8_000
"""No more of a chunk is looked at."""
KEPT: Final = 4096
"""Texts whose sentences are remembered."""

_CAPITAL: Final = "A-ZÀ-ÖØ-Þ"
_PARAGRAPHS: Final = re.compile(r"\n[ \t]*\n")
_ENDS: Final = re.compile(rf"(?<=[.!?])\s+(?=[{_CAPITAL}\"“(])")
_PLAIN: Final = re.compile(rf"[{_CAPITAL}][A-Za-zÀ-ÖØ-öø-ÿĀ-įı-ňŊ-ſ0-9 ,;:'’\"“”()/%.!?–—&$€£+=#@_-]{{8,320}}[.!?]")
_TWO_MEANINGS: Final = re.compile(
    r"[.!?][\"”’')]*\s|\s[,.;:!?)]|\(\s|\w[-–]\s|([.!?=#+/&$_–—,;:-])\1|"
    r"\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|St|No|vs|al|cf|Fig|Sec|pp|Inc|Ltd|Co|Jr|Sr|ca)\.$"
)


LEFT: Final = r"(?<![\w'’@./&+=#$-])"
RIGHT: Final = r"(?![\w'’@/&+=#$(-]|\.\w)"
"""A word stands alone: it is no part of another one, of a name in code or of an address."""
WORD: Final = re.compile(rf"{LEFT}[a-z]{{4,14}}{RIGHT}")
"""Words that may be picked out."""


def excerpt(text: str, w: Draw, step: Texts) -> list[str]:
    """Sentences in a row, as many as the step asks for; none where the text has no such row."""
    least, most = step.words
    found = _places(text, least, most)
    if not found:
        return []
    row, at = w.pick(found)
    target = w.rng.randrange(least, most)
    chosen: list[str] = []
    count = 0
    for sentence in row[at:]:
        words = sentence.count(" ") + 1
        if count + words > most or (count >= target and len(chosen) > 1):
            break
        chosen.append(sentence)
        count += words
    return chosen


@lru_cache(maxsize=KEPT)
def _places(text: str, least: int, most: int) -> list[tuple[list[str], int]]:
    return [(row, at) for row in rows(text) for at in _starts(row, least, most)]


@lru_cache(maxsize=KEPT)
def rows(text: str) -> list[list[str]]:
    """Rows of good sentences, across paragraphs; a bad one ends a row."""
    found: list[list[str]] = [[]]
    for paragraph in _PARAGRAPHS.split(text[:MAX_CHARS]):
        for sentence in _ENDS.split(" ".join(paragraph.split())):
            if _good(sentence):
                found[-1].append(sentence)
            elif found[-1]:
                found.append([])
    return [row for row in found if row]


def _good(sentence: str) -> bool:
    return (
        _PLAIN.fullmatch(sentence) is not None
        and 2 <= sentence.count(" ") < 45
        and _TWO_MEANINGS.search(sentence) is None
        and sentence.count("(") == sentence.count(")")
        and sentence.count('"') % 2 == 0
        and unicodedata.is_normalized("NFC", sentence)
    )


def _starts(row: list[str], least: int, most: int) -> list[int]:
    """Where an excerpt of two sentences or more, and of so many words, may begin."""
    lengths = [sentence.count(" ") + 1 for sentence in row]
    starts = []
    for at in range(len(row) - 1):
        count = 0
        for n, length in enumerate(lengths[at:]):
            count += length
            if count > most:
                break
            if n and count >= least:
                starts.append(at)
                break
    return starts


# ---- an excerpt and what is done with it ---------------------------------------------------------------


class Excerpt:
    """Sentences of a chunk, and what its neighbours may lend."""

    def __init__(self, lines: list[str], chunks: Sequence[Chunk], w: Draw, step: Texts) -> None:
        self.lines, self.chunks, self.w, self.changes = lines, chunks, w, step.changes
        self.common = w.all("raw/common")
        """Words that no instruction picks out."""
        self.text = " ".join(lines)
        self.small = self.text.lower()

    @cached_property
    def words(self) -> dict[str, int]:
        """Words that may be picked out, in a random order, and how often each stands there."""
        counts = Counter(word for word in WORD.findall(self.text) if word not in self.common)
        order = self.w.rng.sample(sorted(counts), len(counts))
        return {word: counts[word] for word in order if self.small.count(word) == counts[word]}

    def strange(self, old: str) -> str:
        """A word that the text does not have, to stand for `old`: of a neighbour if one fits, else of the bank."""
        lent = WORD.findall(self.w.pick(self.chunks[1:4]).text[:2000]) if len(self.chunks) > 1 else []
        for word in self.w.rng.sample(lent, min(20, len(lent))):
            if word not in self.common and word not in self.small and _alike(old, word):
                return str(word)
        theme = self.w.pick(self.w.wholes("theme"))
        fitting = [
            noun for noun in self.w.all(f"{theme}.nouns") if noun not in self.small and vowel(noun) == vowel(old)
        ]
        return self.w.pick(fitting) if fitting else ""

    def cut(self, pattern: re.Pattern[str], token: Callable[[re.Match[str]], Token | None]) -> list[Sentence]:
        """The sentences with tokens for what the pattern finds; `token` may pass a place over."""
        sentences = []
        for line in self.lines:
            tokens: Sentence = [("raw", "")]
            at = 0
            for match in pattern.finditer(line):
                new = token(match)
                if new is not None:
                    tokens += [("", line[at : match.start()])] if match.start() > at else []
                    tokens.append(new)
                    at = match.end()
            sentences.append([*tokens, ("", line[at:])])
        return sentences

    def only(self, words: Sequence[str]) -> list[Sentence]:
        """The sentences with tokens for these words."""
        return self.cut(WORD, lambda match: ("noun", match[0]) if match[0] in words else None)

    def whole(self) -> list[Sentence]:
        """The sentences, each in one piece."""
        return [[("raw", line)] for line in self.lines]


def _alike(old: str, new: str) -> bool:
    """Both go with the same article and the same number."""
    return vowel(old) == vowel(new) and old.endswith("s") == new.endswith("s")
