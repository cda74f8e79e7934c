"""Sentences and words of a text, as variations need them. English alone where words are named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from repairloop.tasks.variations.places import Span

_END: Final = re.compile(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\b[A-Z])[.!?]+[\"'”’)]*(?=\s+[\"'“‘(]?[A-Z0-9]|\s*$)"
)
_STEM: Final = re.compile(r"(?:ies|es|s|ing|ed|ly|er)$")


def sentences(text: str) -> list[Span]:
    """Where the sentences stand, without the space around them."""
    found, start = [], 0
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for end in _END.finditer(text, line.start(), line.end()):
            found.append(_stripped(text, start, end.end()))
            start = end.end()
        found.append(_stripped(text, start, line.end()))
    return [(a, b) for a, b in found if a < b]


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def stem(word: str) -> str:
    """A word without its case and its commonest endings, so that "pencils" and "pencil" are one."""
    word = word.casefold()
    return _STEM.sub("", word) if len(word) > 4 else word


def stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in re.findall(r"[^\W_]+", text))


def common(texts: Iterable[str]) -> frozenset[str]:
    """Stems that stand in many of the texts: in two of a hundred, and at least in three."""
    counts: Counter[str] = Counter()
    n = 0
    for text in texts:
        counts.update(stems(text))
        n += 1
    return frozenset(word for word, count in counts.items() if count >= max(3, 0.02 * n))
