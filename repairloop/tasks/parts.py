"""What each case is for: four parts that share no text, no document and no group.

    find     areas are found on it, rows are made of it      test      says which areas fail
    dev      the dial is chosen on it                         holdout   asked before and after, and nothing else

Cases that are nearly the same (word 5-grams, Jaccard .8), that rest on one document, or that the user put into one
group, go together. Which part they go to is decided by a hash of their text, so that a file which grows moves few of
its rows; each area, or each label, has its share of every part. Small sets have a larger holdout: what a repair did is
then hard enough to show.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from repairloop.ground.near import hashed, signatures
from repairloop.ground.overlap import THRESHOLD, normal
from repairloop.records import Case, Part, fingerprint

PARTS: Final[tuple[Part, ...]] = ("find", "holdout", "test", "dev")
_SHARES: Final[tuple[tuple[int, tuple[float, ...]], ...]] = (
    (150, (0.45, 0.27, 0.20, 0.08)),
    (60, (0.40, 0.32, 0.22, 0.06)),
    (0, (0.38, 0.40, 0.22, 0.00)),
)
"""From so many cases on → the share of each part."""
FEW: Final = 40
"""No more different values, for the gold to be what parts are balanced by."""
BATCH: Final = 4096
"""Texts that are hashed at a time."""
POWER: Final = 0.8


def assign(cases: Sequence[Case], seed: int = 0) -> list[Case]:
    """The cases, each in its part."""
    shares = next(shares for least, shares in _SHARES if len(cases) >= least)
    strata: dict[str, list[list[int]]] = {}
    golds = Counter(case.gold for case in cases)
    balanced = len(golds) <= FEW
    for together in _together(cases):
        first = cases[together[0]]
        strata.setdefault(first.area or (first.gold if balanced else ""), []).append(together)
    part_of: dict[int, Part] = {}
    for name, groups in strata.items():
        groups.sort(key=lambda group: min(fingerprint(seed, cases[place].id) for place in group))
        size, done = sum(map(len, groups)), 0
        turn = int(fingerprint(seed, "turn", name), 16) / 2**64 if size < 40 else 0.0
        for group in groups:
            at = ((done + len(group) / 2) / size + turn) % 1.0
            done += len(group)
            part_of |= dict.fromkeys(group, _part_at(at, shares))
    return [case.like(part=part_of[place]) for place, case in enumerate(cases)]


def _part_at(at: float, shares: Sequence[float]) -> Part:
    for part, share in zip(PARTS, shares, strict=True):
        if at < share:
            return part
        at -= share
    return PARTS[0]


def _together(cases: Sequence[Case]) -> list[list[int]]:
    """Places of the cases that must be in one part, each place once."""
    parent = list(range(len(cases)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    first: dict[tuple[str, object], int] = {}
    for place, case in enumerate(cases):
        same: list[tuple[str, object]] = [("text", normal(case.question))] if case.question.strip() else []
        same += [("group", case.group)] if case.group else []
        same += [("document", normal(case.document))] if case.document.strip() else []
        for key in same:
            parent[root(place)] = root(first.setdefault(key, place))
    for one, other in _alike([case.question for case in cases]):
        parent[root(one)] = root(other)
    found: dict[int, list[int]] = {}
    for place in range(len(cases)):
        found.setdefault(root(place), []).append(place)
    return list(found.values())


def _alike(texts: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Pairs of texts that are nearly the same, by signature; each text with the first ones of its bands."""
    index: dict[int, int] = {}
    minima = []
    for start in range(0, len(texts), BATCH):
        made = hashed([text or "-" for text in texts[start : start + BATCH]])
        for place, own in enumerate(signatures([one.grams for one in made]), start):
            minima.append(own.minima)
            for other in {index.setdefault(band, place) for band in own.bands}:
                if other != place and (minima[other] == own.minima).mean() >= THRESHOLD:
                    yield place, other


def notes(cases: Sequence[Case]) -> list[str]:
    """What can be shown with so many cases, and what not, for people."""
    sizes = Counter(case.part for case in cases if case.grader)
    held = sizes["holdout"]
    said = [", ".join(f"{part} {sizes[part]:,}" for part in ("find", "test", "dev", "holdout"))]
    least = detectable(held)
    if least is None:
        said.append(f"a holdout of {held} can show no change at all; some 20 questions more are needed")
    elif least > 0.1:
        said.append(f"with a holdout of {held} no change below {math.ceil(100 * least)} points can be expected to show")
    if sizes["test"] < 30:
        said.append(f"with {sizes['test']} questions to test on, only what nearly always fails can be shown to fail")
    return said


def detectable(n: int, power: float = POWER, alpha: float = 0.05) -> float | None:
    """The smallest gain that the exact McNemar test over `n` pairs shows with this power, where nothing is lost; None
    where none is."""
    import numpy as np
    from scipy.stats import binom

    need = next((k for k in range(1, n + 1) if 2 * 0.5**k <= alpha), None)
    if need is None:
        return None
    gains = np.arange(1, 1001) / 1000
    return float(gains[np.argmax(binom.sf(need - 1, n, gains) >= power)])
