"""Tests and intervals: which areas fail, whether a repair helped, whether it broke anything.

Pure functions of counts; nothing here knows of probes, runs or students. Rates are fractions in [0, 1].
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist

from scipy.stats import binom, binomtest


def interval(passes: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson score interval of a pass rate (Wilson 1927; Brown, Cai, DasGupta 2001, section 3.1.1)."""
    if n == 0:
        return 0.0, 1.0
    ci = binomtest(passes, n).proportion_ci(confidence, method="wilson")
    return float(ci.low), float(ci.high)


def below_target(passes: int, n: int, target: float) -> float:
    """One-sided exact binomial p-value of "the pass rate is at least `target`"."""
    return float(binom.cdf(passes, n, target)) if n else 1.0


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
    n = gained + lost
    return float(binomtest(gained, n).pvalue) if n else 1.0


def worse(gained: int, lost: int) -> float:
    """One-sided exact McNemar p-value against "not worse than before"."""
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


def budget(
    rates: Mapping[str, tuple[int, int]], parents: Mapping[str, float], total: int, target: float, floor: float = 0.05
) -> dict[str, int]:
    """Share `total` rows among failing areas in proportion to `max(0, target − p)·p·(1 − p) + floor`.

    `rates`: area → (passes, n); `p` is shrunk toward the rate of the area's parent as if ten more probes had
    been asked at that rate. A half-solved area gets more than one never solved: that is where rows help most.
    The shares add up to `total` exactly.
    """
    weights = {}
    for area, (passes, n) in rates.items():
        p = (passes + 10 * parents[area]) / (n + 10)
        weights[area] = max(0.0, target - p) * p * (1 - p) + floor
    scale = total / sum(weights.values()) if weights else 0.0
    rows = {area: int(weight * scale) for area, weight in weights.items()}
    by_rest = sorted(weights, key=lambda a: (rows[a] - weights[a] * scale, a))
    for area in by_rest[: total - sum(rows.values()) if weights else 0]:
        rows[area] += 1
    return rows
