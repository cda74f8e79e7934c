"""Seeds, splits and keys: which content a split may hold, and what item *i* of it is.

Where randomness is needed it comes from `item_rng`: item *i* of a split has a generator of its own, so an item does not
depend on batch size, on hash seeds, or on how many came before. What a split may contain is decided by the item's
*content key* (`split_of`), so that two splits cannot share content by construction.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING, Final

from repairloop.records import Probe, Split, Wording, fingerprint

if TYPE_CHECKING:
    from repairloop.plugins.skill import Skill

_SHARES: Final[tuple[Split, ...]] = (
    "train", "train", "train", "train", "screen", "confirm", "confirm", "holdout", "holdout", "dev",
)  # fmt: skip


def split_of(area: str, key: str) -> Split:
    """The one split that content with this key may appear in, in any cycle and any run.

    Four tenths of the content may train, six measure: splits are disjoint by construction.
    """
    return _SHARES[int(fingerprint(area, key), 16) % len(_SHARES)]


def item_rng(seed: str | int, area: str, split: str, index: int) -> Random:
    """The generator of item `index`; independent of hash seeds, batch size and order."""
    return Random(f"{seed}/{area}/{split}/{index}")


def make_probes(
    skill: Skill,
    area: str,
    split: Split,
    bank: Wording,
    count: int,
    seed: str | int,
    difficulties: tuple[int, ...] | None = None,
    *,
    skip: int = 0,
) -> Iterator[Probe]:
    """Up to `count` probes of one area with distinct content; fewer where the area holds no more.

    Difficulty steps take turns. An index whose content came before is passed over, never changed. With `skip` the first
    ones are left out: they were asked before.
    """
    steps = difficulties or skill.difficulties
    seen: set[str] = set()
    for index in range((skip + count) * 3 + 50):
        if len(seen) == skip + count:
            return
        rng = item_rng(seed, area, f"{split}-{bank}", index)
        ident = fingerprint(seed, area, split, bank, index)
        probe = skill.probe(area, rng, split, bank, steps[index % len(steps)], id=ident, index=index)
        if probe.content not in seen:
            seen.add(probe.content)
            if len(seen) > skip:
                yield probe
