"""Chunks that came before, exactly or nearly, found with bounded memory.

Exactly: the same words and marks in the same order, whatever case and white space. Nearly: Jaccard similarity of word
5-grams of at least 0.8. Candidates come from MinHash signatures in bands (`repairloop.ground.near`). A candidate is then
decided on the 5-grams themselves, so nothing is left out that is not that similar.

Memory is bounded by forgetting: `Recent` keeps two generations and, when the younger is full, drops the older one.
At least the last 500,000 distinct chunks are remembered exactly and the last 25,000 for near repeats, in some
250 MiB when both are full. A repeat that lies further back is not found. Chunks of different kinds are never compared.
"""

from __future__ import annotations

from typing import Any, Final, Generic, Literal, TypeVar

import numpy as np

from repairloop.ground.near import BANDS, hashed, signatures
from repairloop.ground.overlap import THRESHOLD
from repairloop.records import Chunk

EXACT: Final = 500_000
NEAR: Final = 25_000

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """A dictionary that remembers at least the last `size` keys, and never twice as many."""

    def __init__(self, size: int):
        self.size = size
        self._young: dict[Any, Value] = {}
        self._old: dict[Any, Value] = {}

    def get(self, key: Any) -> Value | None:
        found = self._young.get(key)
        return self._old.get(key) if found is None else found

    def add(self, key: Any, value: Value) -> None:
        self._young[key] = value
        if len(self._young) >= self.size:
            self._young, self._old = {}, self._young


class Duplicates:
    """Tells of each chunk whether one like it came before."""

    def __init__(self, *, exact: int = EXACT, near: int = NEAR) -> None:
        self._texts: Recent[bool] = Recent(exact)
        self._bands: list[Recent[Any]] = [Recent(near) for _ in range(BANDS)]

    def seen(self, chunk: Chunk) -> Literal["", "duplicate", "near-duplicate"]:
        """How the chunk repeats an earlier one; one that does not is remembered."""
        text = hashed([chunk.text])[0]
        key = (chunk.kind, text.key)
        if self._texts.get(key):
            return "duplicate"
        self._texts.add(key, True)
        own = np.unique(text.grams)
        keys = [(chunk.kind, band) for band in signatures([own])[0].bands]
        found = (band.get(key) for band, key in zip(self._bands, keys, strict=True))
        candidates = {id(other): other for other in found if other is not None}
        if any(similar(own, other) for other in candidates.values()):
            return "near-duplicate"
        for band, key in zip(self._bands, keys, strict=True):
            band.add(key, own)
        return ""


def similar(one: Any, other: Any) -> bool:
    """Whether two sorted sets of hashes have a Jaccard similarity of 0.8."""
    if min(len(one), len(other)) < THRESHOLD * max(len(one), len(other)):
        return False
    common = len(np.intersect1d(one, other, assume_unique=True))
    return bool(common >= THRESHOLD * (len(one) + len(other) - common))
