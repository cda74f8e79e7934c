"""Texts that are nearly the same as one that came before, found as they stream by.

MinHash signatures of word 5-grams with banding (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets,
section 3.4): 60 hash values in 12 bands of 5, so that a pair with Jaccard similarity .8 is found with probability .99
and one with .3 with .03; a pair that shares a band is then compared by its whole signatures (standard error .05).
About 500 bytes a text. Knows texts, not rows.
"""

from __future__ import annotations

import zlib
from typing import Final

import numpy as np

from repairloop.overlap import THRESHOLD, WORDS

BANDS: Final = 12
ROWS: Final = 5
_SIZE: Final = BANDS * ROWS
_POWERS = np.array([pow(0x9E3779B97F4A7C15, n, 1 << 64) for n in range(WORDS)], np.uint64)
"""A 5-gram's hash is a polynomial in its words' hashes (Karp and Rabin 1987), modulo 2⁶⁴."""
_RANDOM = np.random.default_rng(20240703)
_FACTORS = _RANDOM.integers(0, 1 << 63, _SIZE, dtype=np.uint64)[:, None] * np.uint64(2) + np.uint64(1)
_TERMS = _RANDOM.integers(0, 1 << 63, _SIZE, dtype=np.uint64)[:, None]
"""Multiply-shift hashing modulo 2⁶⁴ (Dietzfelbinger et al. 1997): odd factors, the upper half is kept."""


def grams(normalised: str) -> np.ndarray:
    """Hashes, uint64, of the word 5-grams of a text that went through `overlap.normal`; a shorter text is one."""
    words = np.fromiter(map(zlib.crc32, normalised.encode("utf-8", "replace").split(b" ")), np.uint64)
    return np.convolve(words, _POWERS[: len(words)], "valid")


def minima(hashes: np.ndarray) -> np.ndarray:
    """The MinHash signature of a set: 60 minima, uint32."""
    mixed = (hashes[None, :] * _FACTORS + _TERMS) >> np.uint64(32)
    return mixed.min(axis=1).astype(np.uint32)


def signature(normalised: str) -> np.ndarray:
    """The signature of a text's 5-grams."""
    return minima(grams(normalised))


class NearDuplicates:
    """An index that grows. Not for texts of less than five words: those are one shingle, the same or not."""

    def __init__(self) -> None:
        self._bands: dict[bytes, int] = {}
        self._signatures = np.empty((1024, _SIZE), np.uint32)
        self._count = 0

    def find(self, own: np.ndarray) -> bool:
        """Whether a text nearly like the one with this signature was added."""
        for other in {self._bands[key] for key in _keys(own) if key in self._bands}:
            if np.count_nonzero(self._signatures[other] == own) >= THRESHOLD * _SIZE:
                return True
        return False

    def add(self, own: np.ndarray) -> None:
        if self._count == len(self._signatures):
            self._signatures = np.concatenate([self._signatures, np.empty_like(self._signatures)])
        self._signatures[self._count] = own
        for key in _keys(own):
            self._bands.setdefault(key, self._count)
        self._count += 1


def _keys(own: np.ndarray) -> list[bytes]:
    whole = own.tobytes()
    step = ROWS * own.itemsize
    return [bytes([band]) + whole[band * step : (band + 1) * step] for band in range(BANDS)]
