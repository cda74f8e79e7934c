"""Texts that are nearly the same as one that came before, found as they stream by.

MinHash signatures of word 5-grams with banding (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets,
section 3.4): 60 hash values in 12 bands of 5, so that a pair with Jaccard similarity .8 is found with probability .99
and one with .3 with .03; a pair that shares a band is then compared by its whole signatures (standard error .05).
Texts are hashed many at a time: in numpy a text costs a fifth of what it costs word by word. 1.3 KB of memory a text. Knows texts, not rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from repairloop.ground.overlap import THRESHOLD, WORDS, normal

BANDS: Final = 12
ROWS: Final = 5
_SIZE: Final = BANDS * ROWS

_BYTE, _WORD, _GRAM, _BAND = 0x9E3779B97F4A7C15, 0xD1342543DE82EF95, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
"""Odd bases of polynomial hashes modulo 2⁶⁴ (Karp and Rabin 1987): of a word's bytes, a text's words, a 5-gram's words,
a band's values."""
_RANDOM = np.random.default_rng(20240703)
_FACTORS = _RANDOM.integers(0, 1 << 63, _SIZE, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_TERMS = _RANDOM.integers(0, 1 << 63, _SIZE, dtype=np.uint64)
"""Multiply-shift hashing modulo 2⁶⁴ (Dietzfelbinger et al. 1997): odd factors, the upper half is kept."""
_KIND = np.ones(256, np.uint8)
"""Of each byte of a small-letter ASCII text, or of one with spaces around its marks: 0 white space, 1 word, 2 mark."""
_KIND[:128] = [0 if chr(n).isspace() else 1 if chr(n).isalnum() or chr(n) == "_" else 2 for n in range(128)]

AT_ONCE: Final = 1 << 20
"""Characters that are hashed together: what is worked with takes about a hundred bytes for each."""


class Hashed(NamedTuple):
    """A text without its case and white space."""

    key: int
    """Of its words and marks in their order, 64 bits: two texts with one key are one text."""
    grams: np.ndarray
    """Hashes of its word 5-grams, uint64, in their order; a shorter text is one."""


class Signature(NamedTuple):
    """The MinHash of a text."""

    minima: np.ndarray
    """60 values, uint32."""
    bands: list[int]
    """A hash of each band's values, and of which band it is."""


def hashed(texts: Sequence[str]) -> list[Hashed]:
    """Words and marks as `overlap.normal` tells them apart."""
    found: list[Hashed] = []
    start = size = 0
    for end, text in enumerate(texts):
        if size > AT_ONCE:
            found += _hashed(texts[start:end])
            start, size = end, 0
        size += len(text)
    return found + (_hashed(texts[start:]) if start < len(texts) else [])


def _hashed(texts: Sequence[str]) -> list[Hashed]:
    plain = [(text.lower() if text.isascii() else normal(text)).encode("utf-8", "replace") for text in texts]
    ends = np.cumsum([len(text) + 1 for text in plain])
    data = np.frombuffer(b"\n".join([*plain, b""]), np.uint8)
    kind = _KIND[data]
    mark, word = kind == 2, kind == 1
    first = np.flatnonzero(mark | (word & ~np.concatenate(([False], word[:-1]))))
    last = np.flatnonzero(mark | (word & ~np.concatenate((word[1:], [False]))))
    values = (data + np.uint64(1)) * _powers(_BYTE, len(data))
    words = _mixed(_spans(values, first, last, _BYTE))
    after = np.searchsorted(first, ends).tolist()
    padded = np.concatenate((words, np.zeros(WORDS, np.uint64)))
    grams = sum(padded[n : n + len(words) + 1] * np.uint64(pow(_GRAM, n, 1 << 64)) for n in range(WORDS))
    values = words * _powers(_WORD, len(words))
    made, start = [], 0
    for end in after:
        if end - start >= WORDS:
            own = grams[start : end - WORDS + 1]
        else:
            own = (padded[start:end] * _powers(_GRAM, end - start)).sum(keepdims=True, dtype=np.uint64)
        made.append(own)
        start = end
    begins = np.array([0, *after[:-1]])
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(values)))
    keys = (sums[after] - sums[begins]) * _powers(pow(_WORD, -1, 1 << 64), len(words) + 1)[begins]
    return [Hashed(*pair) for pair in zip(keys.tolist(), made, strict=True)]


def signatures(grams: Sequence[np.ndarray]) -> list[Signature]:
    """Of sets of 5-grams, none of them empty."""
    if not grams:
        return []
    every = np.concatenate(grams)
    starts = np.cumsum([0, *map(len, grams[:-1])])
    minima, room = np.empty((_SIZE, len(grams)), np.uint64), np.empty_like(every)
    for row, factor, term in zip(minima, _FACTORS, _TERMS, strict=True):
        np.multiply(every, factor, out=room)
        np.add(room, term, out=room)
        np.minimum.reduceat(room, starts, out=row)
    minima = np.ascontiguousarray(minima.T) >> np.uint64(32)
    banded = (minima.reshape(-1, BANDS, ROWS) * _powers(_BAND, ROWS)).sum(axis=2, dtype=np.uint64)
    bands = _mixed(banded + np.arange(BANDS, dtype=np.uint64)).tolist()
    return [Signature(*pair) for pair in zip(minima.astype(np.uint32), bands, strict=True)]


@lru_cache(maxsize=32)
def _table(base: int, size: int) -> np.ndarray:
    powers = np.full(size, base, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


def _powers(base: int, size: int) -> np.ndarray:
    """The first powers of an odd number modulo 2⁶⁴."""
    return _table(base, 1 << max(0, size - 1).bit_length())[:size]


def _spans(values: np.ndarray, first: np.ndarray, last: np.ndarray, base: int) -> np.ndarray:
    """Sums of `values` from `first` to `last`, as if each span began at power 0."""
    sums = np.cumsum(values)
    return (sums[last] - sums[first] + values[first]) * _powers(pow(base, -1, 1 << 64), len(values))[first]


def _mixed(hashes: np.ndarray) -> np.ndarray:
    """So that neighbours are strangers (the finish of SplitMix64: Steele, Lea, Flood 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return hashes ^ (hashes >> np.uint64(31))


class NearDuplicates:
    """An index that grows. Not for texts of less than five words: those are one shingle, the same or not."""

    def __init__(self) -> None:
        self._bands: dict[int, int] = {}
        self._minima = np.empty((1024, _SIZE), np.uint32)
        self._count = 0

    def find(self, own: Signature) -> bool:
        """Whether a text nearly like the one with this signature was added."""
        for other in {self._bands[band] for band in own.bands if band in self._bands}:
            if np.count_nonzero(self._minima[other] == own.minima) >= THRESHOLD * _SIZE:
                return True
        return False

    def add(self, own: Signature) -> None:
        if self._count == len(self._minima):
            self._minima = np.concatenate([self._minima, np.empty_like(self._minima)])
        self._minima[self._count] = own.minima
        for band in own.bands:
            self._bands.setdefault(band, self._count)
        self._count += 1
