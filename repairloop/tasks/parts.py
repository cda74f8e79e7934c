"""What each case is for: four parts that share no text, no document and no group.

    find     areas are found on it, rows are made of it      test      says which areas fail
    dev      the dial is chosen on it                         holdout   asked before and after, and nothing else

Cases that are nearly the same (word 5-grams, Jaccard .8), that rest on one document, or that the user put into one
group, go together. What more than one case in twenty says alike is the form of the task and no likeness: a question
that is put to every document, a prompt in front of every question. Which part cases go to is decided by a hash of their
text, so that a file which grows moves few of its rows; each area, or each label, has its share of every part. Small sets
have a larger holdout: what a repair did is then hard enough to show. Likeness is looked for by signatures: a few pairs
just above .8 are missed, and vetting still holds every row against every question that measures.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from repairloop.ground.near import hashed, signatures
from repairloop.ground.overlap import THRESHOLD, normal
from repairloop.records import Case, Part, fingerprint

if TYPE_CHECKING:
    import numpy as np

PARTS: Final[tuple[Part, ...]] = ("find", "holdout", "test", "dev")
_SHARES: Final[tuple[tuple[int, tuple[float, ...]], ...]] = (
    (150, (0.45, 0.27, 0.20, 0.08)),
    (60, (0.40, 0.32, 0.22, 0.06)),
    (0, (0.38, 0.40, 0.22, 0.00)),
)
"""From so many cases on → the share of each part."""
FEW: Final = 40
"""No more different values, for the gold to be what parts are balanced by."""
LARGE: Final = 0.05
"""Share of the cases from which on those that go together are placed before the others. What more of them than this
share say alike is the form of the task."""
SHARED: Final = 0.5
"""A document that more than this share of the cases rests on keeps none of them together."""
ALIKE: Final = 10
"""So many cases that say something alike are never the form of a task."""
CHARS: Final = 1000
"""Of a long text, what is compared of its beginning, and of its end."""
BATCH: Final = 4096
"""Texts that are hashed at a time."""
POWER: Final = 0.8


def assign(cases: Sequence[Case], seed: int = 0) -> list[Case]:
    """The cases, each in its part."""
    shares = next(shares for least, shares in _SHARES if len(cases) >= least)
    strata: dict[str, list[list[int]]] = {}
    golds = Counter(case.gold for case in cases)
    balanced = len(golds) <= FEW
    part_of: dict[int, Part] = {}
    large: list[list[int]] = []
    for together in _together(cases):
        first = cases[min(together, key=lambda place: cases[place].id)]
        stratum = first.area or (first.gold if balanced else "")
        (large if len(together) > max(1, LARGE * len(cases)) else strata.setdefault(stratum, [])).append(together)

    def order(group: list[int]) -> str:
        return min(fingerprint(seed, cases[place].id) for place in group)

    left = [share * len(cases) for share in shares]
    for group in sorted(large, key=lambda group: (-len(group), order(group))):
        most = max(range(len(PARTS)), key=lambda part: left[part])
        left[most] -= len(group)
        part_of |= dict.fromkeys(group, PARTS[most])
    left = [max(0.0, share) for share in left]
    rest = [share / sum(left) for share in left] if any(left) else list(shares)
    for name, groups in strata.items():
        groups.sort(key=order)
        size, done = sum(map(len, groups)), 0
        turn = int(fingerprint(seed, "turn", name), 16) / 2**64 if size < 40 else 0.0
        for group in groups:
            at = ((done + len(group) / 2) / size + turn) % 1.0
            done += len(group)
            part_of |= dict.fromkeys(group, _part_at(at, rest))
    return [case.like(part=part_of[place]) for place, case in enumerate(cases)]


def _part_at(at: float, shares: Sequence[float]) -> Part:
    for part, share in zip(PARTS, shares, strict=True):
        if at < share:
            return part
        at -= share
    return PARTS[max(range(len(PARTS)), key=lambda part: shares[part])]


# ---- what goes together -------------------------------------------------------------------------------


def _together(cases: Sequence[Case]) -> list[list[int]]:
    """Places of the cases that must be in one part, each place once."""
    parent = list(range(len(cases)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    few, half = _usual(len(cases)), max(ALIKE, SHARED * len(cases))
    texts = [case.messages[-1]["content"] for case in cases]
    for keys, most in (
        ([normal(text) for text in texts], len(cases)),
        ([_worded(case.question) for case in cases], few),
        ([normal(case.document) for case in cases], half),
        ([case.group for case in cases], len(cases)),
    ):
        counts, first = Counter(keys), dict[str, int]()
        for place, key in enumerate(keys):
            if key and 1 < counts[key] <= most:
                parent[root(place)] = root(first.setdefault(key, place))
    for one, other in _alike(texts):
        parent[root(one)] = root(other)
    found: dict[int, list[int]] = {}
    for place in range(len(cases)):
        found.setdefault(root(place), []).append(place)
    return list(found.values())


def _usual(size: int) -> float:
    """More cases than this that say something alike show the form of the task."""
    return max(ALIKE, LARGE * size)


_WORD: Final = re.compile(r"\w+")


def _worded(text: str) -> str:
    """A text by its words, so that a question mark more or less makes no other question of it."""
    plain = normal(text)
    return " ".join(_WORD.findall(plain)) or plain


def _alike(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of texts that are nearly the same but for what is usual, by signature; each with the first of its bands."""
    import numpy as np

    counts = np.zeros(1 << 22, np.uint32)  # of grams, by a part of their hash
    for grams in _grams(texts):
        np.add.at(counts, np.concatenate([np.unique(own & _PLACE) for own in grams]), 1)
    most, index, minima, start = _usual(len(texts)), dict[int, int](), dict[int, np.ndarray](), 0
    for grams in _grams(texts):
        own = [(start + n, kept) for n, one in enumerate(grams) if len(kept := one[counts[one & _PLACE] <= most])]
        for (place, _), signature in zip(own, signatures([kept for _, kept in own]), strict=True):
            minima[place] = signature.minima
            for other in {index.setdefault(band, place) for band in signature.bands}:
                if other != place and (minima[other] == minima[place]).mean() >= THRESHOLD:
                    yield place, other
        start += len(grams)


_PLACE: Final = (1 << 22) - 1


def _grams(texts: Sequence[str]) -> Iterator[list[np.ndarray]]:
    """Hashes of the word 5-grams of each text, a batch at a time."""
    for start in range(0, len(texts), BATCH):
        some = [
            text if len(text) <= 2 * CHARS else f"{text[:CHARS]} {text[-CHARS:]}"
            for text in texts[start : start + BATCH]
        ]
        yield [one.grams for one in hashed([text if text.strip() else "-" for text in some])]


# ---- what can be shown --------------------------------------------------------------------------------


def notes(cases: Sequence[Case]) -> list[str]:
    """What can be shown with so many cases, and what not, for people."""
    sizes = Counter(case.part for case in cases if case.grader)
    held = sizes["holdout"]
    said = [", ".join(f"{part} {sizes[part]:,}" for part in ("find", "test", "dev", "holdout"))]
    documents = Counter(case.document for case in cases if case.document.strip())
    for _, count in documents.most_common(1):
        if count > max(ALIKE, SHARED * len(cases)):
            said.append(f"one document serves {count:,} of {len(cases):,} questions: it stands in every part")
    least = detectable(held)
    if least is None:
        said.append(f"a holdout of {held} can show no change at all; some 20 questions more are needed")
    elif least > 0.1:
        said.append(f"with a holdout of {held} no change below {math.ceil(100 * least)} points can be expected to show")
    if sizes["test"] < 3:
        said.append(f"with {sizes['test']} questions to test on, no area can be shown to fail")
    elif sizes["test"] < 30:
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
