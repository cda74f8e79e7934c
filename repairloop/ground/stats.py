"""Tests and intervals: which areas fail, whether a repair helped, whether it broke anything.

Pure functions of counts; nothing here knows of probes, runs or students. Rates are fractions in [0, 1]. scipy, which
takes a second or two to import, is imported by the functions that need it: who only reads a run does not wait for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from statistics import NormalDist
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

LOOKS: Final = 3
"""Looks at an area before it is decided, at most."""


@lru_cache(maxsize=16384)  # binomtest takes a third of a millisecond, and a page of areas asks it 500 times
def interval(passes: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson score interval of a pass rate (Wilson 1927; Brown, Cai, DasGupta 2001, section 3.1.1)."""
    from scipy.stats import binomtest

    if n == 0:
        return 0.0, 1.0
    ci = binomtest(passes, n).proportion_ci(confidence, method="wilson")
    return float(ci.low), float(ci.high)


class Look(NamedTuple):
    """What a look decides, by the count of all passes so far."""

    p_values: NDArray[np.float64]
    low: int
    """So few passes, or fewer, and the area is shown to fail; -1: no count does."""
    high: int
    """So many, or more, and it is asked no further, and not said to fail."""


@lru_cache(maxsize=4096)
def design(sizes: tuple[int, ...], target: float, level: float, effect: float) -> tuple[Look, ...]:
    """The looks at an area of which `sizes` answers were graded, one look after the other.

    An area stops low where the p-value is at most `level`; high at the first look at `target` or above, at the second
    above `target` less half the `effect`. After the last look none goes on. Exact for an area whose rate is `target`:
    the chances of all counts that go on are convolved with the binomial ones of the next look, and those that have
    stopped are cut off (Armitage, McPherson, Rowe 1969). The p-value orders results by stages (Fairbanks, Madsen 1982;
    Jennison, Turnbull 2000, section 8.4): it is the chance to stop low at an earlier look, or to come here and pass as
    often or less.
    """
    from scipy.stats import binom

    looks: list[Look] = []
    going, stopped, total = np.ones(1), 0.0, 0
    for place, size in enumerate(sizes):
        total += size
        going = np.convolve(going, binom.pmf(np.arange(size + 1), size, target))
        p_values = np.minimum(1.0, stopped + np.cumsum(going))
        low = int(np.searchsorted(p_values, level, side="right")) - 1
        edges = (math.ceil(target * total - 1e-9), math.floor((target - effect / 2) * total + 1e-9) + 1)
        high = max(edges[place], low + 1) if place < LOOKS - 1 else total + 1
        looks.append(Look(p_values, low, high))
        stopped = float(p_values[low]) if low >= 0 else 0.0
        going[: low + 1] = 0.0
        going[high:] = 0.0
    return tuple(looks)


def below_target(looks: Sequence[tuple[int, int]], target: float, level: float, effect: float) -> tuple[float, bool]:
    """Stage-wise exact p-value of "the pass rate is at least `target`", and whether the area has stopped.

    `looks`: (passes, graded answers) of each look so far; see `design`. An area that stopped high has 1. It is valid
    as long as the size of a look depends on other areas and on this one's going on, not on how far it has passed.
    """
    passes, p_value = 0, 1.0
    for (k, _), look in zip(looks, design(tuple(n for _, n in looks), target, level, effect), strict=True):
        passes += k
        p_value = float(look.p_values[passes])
        if passes <= look.low:
            return p_value, True
        if passes >= look.high:
            return 1.0, True
    return p_value, len(looks) == LOOKS


def above_floor(looks: Sequence[tuple[int, int]], target: float, floor: float) -> float:
    """One-sided exact binomial p-value of "the pass rate is at most `floor`", of the first look alone.

    Only an area that reaches `target` there can be shown to pass; any other has 1. (By stages, one that went on is
    less extreme than all that stopped, so no later answer could bring its p-value below a usual level.)
    """
    from scipy.stats import binom

    passes, n = looks[0] if looks else (0, 0)
    if n == 0 or passes < target * n - 1e-9:
        return 1.0
    return float(binom.sf(passes - 1, n, max(0.0, floor)))


def adjust(p_values: Sequence[float]) -> list[float]:
    """Benjamini–Hochberg adjusted p-values, in the order given (Benjamini, Hochberg 1995)."""
    m = len(p_values)
    order = sorted(range(m), key=lambda i: p_values[i], reverse=True)
    adjusted, best = [1.0] * m, 1.0
    for rank, i in zip(range(m, 0, -1), order, strict=True):
        best = min(best, p_values[i] * m / rank)
        adjusted[i] = best
    return adjusted


def mcnemar(gained: int, lost: int) -> float:
    """Two-sided exact McNemar p-value of paired answers: `gained` went fail → pass, `lost` pass → fail."""
    from scipy.stats import binomtest

    n = gained + lost
    return float(binomtest(gained, n).pvalue) if n else 1.0


def worse(gained: int, lost: int) -> float:
    """One-sided exact McNemar p-value against "not worse than before"."""
    from scipy.stats import binom

    n = gained + lost
    return float(binom.sf(lost - 1, n, 0.5)) if n else 1.0


def change_interval(gained: int, lost: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Interval of the paired change in pass rate, after − before (Agresti, Min 2005: Wald on cells + 0.5)."""
    if n == 0:
        return -1.0, 1.0
    g, lo, m = gained + 0.5, lost + 0.5, n + 2
    change = (g - lo) / m
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    half = z * math.sqrt((g + lo) - (g - lo) ** 2 / m) / m
    return max(-1.0, change - half), min(1.0, change + half)


def shrunk(passes: int, n: int, parent: float) -> float:
    """A pass rate drawn toward that of the area's parent, as if ten more probes had been asked at that rate."""
    return (passes + 10 * parent) / (n + 10)


def above(hits: int, n: int, limit: float) -> float:
    """One-sided exact binomial p-value of "the share is at most `limit`"."""
    from scipy.stats import binom

    return float(binom.sf(hits - 1, n, limit)) if n else 1.0


def within(hits: int, n: int, asked: int, limit: float) -> float:
    """The chance that at most the share `limit` of `asked` new ones are hits, where `hits` of `n` were: beta-binomial, as if
    sixty more had been asked before and one had hit (about what whole adapters do: benchmarks/results/carry_over.md)."""
    from scipy.stats import betabinom

    return float(betabinom.cdf(math.floor(limit * asked), asked, hits + 1, n - hits + 59))


def at_most(hits: int, n: int) -> float:
    """One-sided exact 95 % bound of a share (Clopper, Pearson 1934): the largest one that `above` does not rule out from
    the other side."""
    from scipy.stats import beta

    return float(beta.ppf(0.95, hits + 1, n - hits)) if n > hits else 1.0


# ---- the smallest change that could have been seen -----------------------------------------------------

POWER = 0.8
"""A change counts as detectable when it would have been found with this probability."""

_PAIRS = 1000
"""More pairs than this are scaled down to this number for exact sums: what is detectable then is a little too large."""


def net_at_least(n: int, gained: float, lost: float, least: int) -> float:
    """P(lost − gained ≥ `least`) of `n` pairs that are gained and lost with these probabilities. Exact."""
    from scipy.stats import binom

    changed = min(1.0, gained + lost)
    if not changed:
        return float(least <= 0)
    number = np.arange(n + 1)  # of changed pairs; of those, lost is binomial and must be at least (number + least) / 2
    tail = binom.sf(np.ceil((number + least) / 2) - 1, number, lost / (gained + lost))
    return float(np.dot(binom.pmf(number, n, changed), tail))


def loss_power(n: int, flips: float, loss: float, alpha: float) -> float:
    """Power of the one-sided exact McNemar test for a true `loss`, where `flips` of the answers change without it, half
    of them each way. Exact: summed over the number of changed pairs (Duffy 1984)."""
    from scipy.stats import binom

    lost, changed = flips / 2 + loss, min(1.0, flips + loss)
    if not changed:
        return 0.0
    number = np.arange(n + 1)
    critical = binom.isf(alpha, number, 0.5) + 1  # the least number lost with a p-value of at most alpha
    return float(np.dot(binom.pmf(number, n, changed), binom.sf(critical - 1, number, min(1.0, lost / (flips + loss)))))


def smallest(power: Callable[[float], float]) -> float | None:
    """The smallest change in (0, 1] with a power of at least POWER, by bisection; None where none has it."""
    low, high = 0.0, 1.0
    if power(high) < POWER:
        return None
    while high - low > 0.001:
        middle = (low + high) / 2
        low, high = (low, middle) if power(middle) >= POWER else (middle, high)
    return high


def smallest_loss(n: int, flips: float, alpha: float) -> float | None:
    """The smallest loss that one exact McNemar test finds."""
    return smallest(lambda loss: loss_power(min(n, _PAIRS), flips, loss, alpha))


def smallest_loss_in_two_stages(n: int, fresh: int, flips: float, suspect: int, area_loss: float) -> float | None:
    """The smallest loss of an area that is noticed on `n` pairs (net loss ≥ `suspect`) and again on `fresh` ones."""

    def power(loss: float) -> float:
        again = net_at_least(fresh, flips / 2, flips / 2 + loss, math.ceil(area_loss * fresh - 1e-9))
        return again * net_at_least(n, flips / 2, flips / 2 + loss, suspect)

    return smallest(power)


def smallest_gain(n: int, flips: float, bar: float) -> float | None:
    """The smallest gain whose 95 % interval lies above `bar` (normal approximation, Connor 1987)."""
    z = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(POWER)
    gains = (g / 1000 for g in range(1, 1001))
    return next((g for g in gains if g - bar >= z * math.sqrt(max(0.0, flips + g - g * g) / n)), None)


def smallest_excluded_loss(n: int, flips: float, margin: float) -> float | None:
    """The smallest loss that fails to be shown smaller than `margin`, with power (normal approximation, Connor 1987)."""
    z = NormalDist().inv_cdf(0.975) - NormalDist().inv_cdf(POWER)
    losses = (d / 1000 for d in range(1001))
    return next((d for d in losses if d + z * math.sqrt(max(0.0, flips + d - d * d) / n) >= margin), None)


def budget(
    rates: Mapping[str, tuple[int, int]], parents: Mapping[str, float], total: int, target: float, floor: float = 0.05
) -> dict[str, int]:
    """Share `total` rows among failing areas in proportion to `max(0, target − p)·p·(1 − p) + floor`.

    `rates`: area → (passes, n); `p` is `shrunk` toward the rate of the area's parent. A half-solved area gets more
    than one never solved: that is where rows help most. The shares add up to `total` exactly.
    """
    weights = {}
    for area, (passes, n) in rates.items():
        p = shrunk(passes, n, parents[area])
        weights[area] = max(0.0, target - p) * p * (1 - p) + floor
    scale = total / sum(weights.values()) if weights else 0.0
    rows = {area: int(weight * scale) for area, weight in weights.items()}
    by_rest = sorted(weights, key=lambda a: (rows[a] - weights[a] * scale, a))
    for area in by_rest[: total - sum(rows.values()) if weights else 0]:
        rows[area] += 1
    return rows
