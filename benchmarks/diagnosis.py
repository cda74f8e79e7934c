"""What the diagnosis finds and what it says wrongly, on simulated pass rates: no probe, no student, no run.

The product's own decisions (`stages.diagnose`: who is undecided, how many probes they get, what is decided) on counts
that are drawn. Strong areas have a rate of .7, .8 or .95, weak ones of .6, .45, .3 or .1; an area is weak in truth when
its rate is below the target. Every probe is independent, as the tests take it to be: a whole batch that goes wrong
together is not simulated. One core, a few minutes. (The size of the first look was chosen among 10, 12, 14 and 16 on
another seed: with 16 more areas pass there, with 14 a few weak ones more are found.)
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import machine
import numpy as np

from repairloop.config import DiagnoseSettings, ProbeSettings
from repairloop.loop.stages.diagnose import Finding, Looks, decide, share, undecided

SETTINGS, PROBES = DiagnoseSettings(), ProbeSettings()
STUDENTS = {9: 2000, 29: 2000, 68: 500}
"""Areas → simulated students."""
STRONG, WEAK = (0.7, 0.8, 0.95), (0.6, 0.45, 0.3, 0.1)


class Score(NamedTuple):
    """Of one simulated student."""

    f1: float
    power: float
    false: float
    """Share of wrong ones among the areas said to fail."""
    false_passes: float
    """Share of wrong ones, truly at the target less the effect or below, among the areas said to pass."""
    decided: float
    """Share of all areas that fail or pass."""
    any_false: float
    """1 where an area is wrongly said to fail."""
    asked: float
    """Probes an area."""


def diagnose(rates: np.ndarray, rng: np.random.Generator) -> tuple[list[Finding], int]:
    """Three looks at areas with these true rates; what is found, in their order, and the probes asked."""
    looks: Looks = {str(i): [(int(k), PROBES.screen)] for i, k in enumerate(rng.binomial(PROBES.screen, rates))}
    asked = PROBES.screen * len(rates)
    for batches in (2, 1):
        areas = undecided(looks, SETTINGS)
        each = share(PROBES.budget * len(rates) - asked, len(areas), batches)
        for area in areas if each else ():
            looks[area].append((int(rng.binomial(each, rates[int(area)])), each))
        asked += each * len(areas)
    return list(decide(looks, SETTINGS).values()), asked


def score(rates: np.ndarray, rng: np.random.Generator) -> Score:
    found, asked = diagnose(rates, rng)
    fails = np.array([f.decision == "fails" for f in found])
    passes = np.array([f.decision == "passes" for f in found])
    weak = rates < SETTINGS.target
    hits, wrong = int((fails & weak).sum()), int((fails & ~weak).sum())
    bad = int((passes & (rates <= SETTINGS.target - SETTINGS.effect + 1e-9)).sum())
    return Score(
        2 * hits / (weak.sum() + hits + wrong) if weak.any() or wrong else 1.0,
        hits / weak.sum() if weak.any() else math.nan,
        wrong / max(1, hits + wrong),
        bad / max(1, passes.sum()),
        float((fails | passes).mean()),
        float(wrong > 0),
        asked / len(rates),
    )


def mix(m: int, weak: float) -> Callable[[np.random.Generator], np.ndarray]:
    def rates(rng: np.random.Generator) -> np.ndarray:
        number = round(weak * m)
        return np.concatenate([rng.choice(WEAK, number), rng.choice(STRONG, m - number)])

    return rates


def fixed(m: int, rate: float) -> Callable[[np.random.Generator], np.ndarray]:
    return lambda rng: np.full(m, rate)


def row(m: int, name: str, rates: Callable[[np.random.Generator], np.ndarray], rng: np.random.Generator) -> str:
    scores = np.array([score(rates(rng), rng) for _ in range(STUDENTS[m])])
    mean, half = scores.mean(0), 1.96 * scores.std(0, ddof=1) / math.sqrt(len(scores))
    s = Score(*mean)
    power = "–" if math.isnan(s.power) else f"{s.power:.3f}"
    return (
        f"| {m} | {name} | {s.f1:.3f} ± {half[0]:.3f} | {power} | {s.false:.3f} ± {half[2]:.3f} | "
        f"{s.any_false:.3f} ± {half[5]:.3f} | {s.false_passes:.4f} | {s.decided:.2f} | {s.asked:.1f} |"
    )


def main() -> None:
    rng = np.random.default_rng(1)
    lines = []
    for m in STUDENTS:
        lines += [row(m, f"{weak:.0%} weak", mix(m, weak), rng) for weak in (0.1, 0.3, 0.6)]
        lines += [row(m, f"all at {rate}", fixed(m, rate), rng) for rate in (0.7, 0.6, 0.05)]
    numbers = ", ".join(f"{runs:,} of {m} areas" for m, runs in STUDENTS.items())
    body = (
        f"Simulated students: {numbers}; {PROBES.screen} probes an area in the first look, {PROBES.budget} on average "
        f"over all three; target {SETTINGS.target}, alpha {SETTINGS.alpha}. ± is the 95 % Monte Carlo half-width.\n\n"
        "| areas | truth | F1 of “fails” | power | FDR | any false “fails” | false “passes” | decided | probes an area |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n" + "\n".join(lines) + "\n\n"
        "F1 is 1 where nothing is weak and nothing is said to fail. A false “passes” is an area truly at .6 or below. "
        "“All at 0.6”: every area is weak, within ten points of the target; most stay inconclusive.\n"
    )
    machine.write("diagnosis", "Which areas fail: what the diagnosis finds, by simulation", body)


if __name__ == "__main__":
    main()
