"""The whole gate in simulation: how often adapters with a known effect are accepted. No model, no probes: counts only.

    python benchmarks/gate.py [TRIALS]            what an adapter does to areas; writes results/gate.md
    python benchmarks/gate.py [TRIALS] canaries   what it does to open requests; writes results/gate_canaries.md

Every trial draws the paired answers of targeted, other and panel areas from the chances below, asks the suspects again,
and goes through `repairloop.loop.gate.decide` itself. Flips are *balanced* (a share of the answers changes, as many each way,
so that the rate stays) or *literal* (each answer changes with that chance, which raises a low rate and lowers a high one).
A canary collapses and recovers by chance, as brittle greedy answers do, and counts net, by `repairloop.loop.canaries.net`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product

import machine
import numpy as np

from repairloop.config import GateSettings, GuardSettings, ProbeSettings
from repairloop.loop import canaries, gate
from repairloop.loop.gate import Paired

POLICY, GUARD, HOLDOUT = GateSettings(), GuardSettings(), ProbeSettings().holdout
HIGH, LOW = (0.9, 0.8, 0.7), (0.05, 0.1, 0.2)
"""Rates of untargeted areas; they take turns."""


@dataclass(frozen=True)
class World:
    """A run: how many areas, how often they are right, what a repair does to them."""

    flips: float
    gain: float = 0.3
    harm: Callable[[int, bool], float] = lambda place, panel: 0.0
    """(place, whether of the panel) → points that the area loses."""
    kind: str = "balanced"
    base: float = 0.3
    """Rate of the targeted areas."""
    rates: tuple[float, ...] = HIGH
    skills: tuple[int, ...] = (6, 6, 6, 6)
    """Other areas of each skill that the run looks at."""
    panel: tuple[int, ...] = (20, 19)
    """Areas of each skill that it does not look at."""
    targets: int = 5
    guard: GuardSettings = GUARD
    canaries: int = 0
    chance: float = 0.0
    """Share of the canaries that collapse by chance, and share of them that recover."""
    spoilt: float = 0.0
    """Share that collapses besides, for good."""
    gentler: float | None = None
    """The same with a gentler adapter, which takes its place where its canaries do not hold. None: there is none."""
    ways: tuple[str, ...] = ("repeats", "repeats", "shorter", "kind")
    """How they collapse and recover by chance; each with the same chance. What is spoilt is so by its last one."""


def draw(rng: np.random.Generator, n: int, base: float, world: World, up: float, down: float) -> Paired:
    """`n` pairs of an area that is right with chance `base`; `up` and `down`: points gained and lost for good."""
    if world.kind == "literal":
        gained, lost = (1 - base) * world.flips, base * world.flips
    else:
        gained = lost = min(world.flips / 2, base, 1 - base)
    gained, lost = min(gained + up, 1 - base), min(lost + down, base)
    g, b, kept, _ = rng.multinomial(n, [gained, lost, base - lost, 1 - base - gained])
    return Paired(n=n, before=b + kept, after=g + kept, gained=int(g), lost=int(b))


def open_requests(rng: np.random.Generator, world: World) -> tuple[gate.Collapses | None, bool]:
    """What the canaries of one verification say, and whether they are those of the gentler adapter. Those are drawn anew: as if
    the two had nothing in common but their chances, which gives the second one the best chance that it can have."""
    if not world.canaries:
        return None, False
    found = canaries_of(rng, world)
    alone = world.gentler is None or not gate.second_chance(world.canaries, POLICY)
    if alone or gate.holds(found, POLICY).word == "accepted":
        return found, False
    return canaries_of(rng, replace(world, spoilt=world.gentler)), True


def canaries_of(rng: np.random.Generator, world: World) -> gate.Collapses:
    draws, way = rng.random(world.canaries), rng.integers(len(world.ways), size=world.canaries)
    found = []
    for x, w in zip(draws, way, strict=True):
        why = world.ways[-1] if x < world.spoilt else world.ways[w] if x < world.spoilt + world.chance else ""
        recovered = "" if why or x < 1 - world.chance else world.ways[w]
        found.append(canaries.Compared("", why, recovered, FORM, FORM))
    return gate.Collapses(world.canaries, canaries.net(found))


FORM = canaries.form_of("")


def trial(rng: np.random.Generator, world: World) -> tuple[gate.Decision, int]:
    """One verification: the decision, and the number of fresh probes asked on each side."""
    counts: dict[str, Paired] = {}
    skill_of: dict[str, str] = {}
    chances: dict[str, tuple[float, float]] = {}
    for i in range(world.targets):
        counts[f"t/{i}"] = draw(rng, HOLDOUT, world.base, world, world.gain, 0.0)
        skill_of[f"t/{i}"] = "s0"
    place = 0
    for panel, sizes in ((False, world.skills), (True, world.panel)):
        for number, areas in enumerate(sizes):
            n = max(world.guard.panel, -(-world.guard.skill // areas)) if panel else world.guard.probes
            for _ in range(areas):
                area, base = f"{'p' if panel else 'u'}/{place}", world.rates[place % len(world.rates)]
                chances[area] = base, world.harm(place, panel)
                skill_of[area] = f"{'p' if panel else 's'}{number}"
                counts[area] = draw(rng, n, base, world, 0.0, chances[area][1])
                place += 1
    aimed = [area for area in counts if area.startswith("t/")]
    asked_openly, second = open_requests(rng, world)
    first = gate.decide(counts, skill_of, aimed, POLICY, canaries=asked_openly, second=second)
    if first.verdict == "rejected":
        return first, 0
    asked = gate.suspects(counts, aimed, POLICY)
    fresh = {a: draw(rng, world.guard.fresh, chances[a][0], world, 0.0, chances[a][1]) for a in asked}
    decision = gate.decide(counts, skill_of, aimed, POLICY, fresh, asked_openly, second=second)
    return decision, len(asked) * world.guard.fresh


def measure(world: World, trials: int, seed: int = 1) -> tuple[Counter[str], float, Counter[str]]:
    """Verdicts, mean number of fresh probes, and the rules that stood in the way."""
    rng = np.random.default_rng(seed)
    verdicts: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    fresh = 0
    for _ in range(trials):
        decision, asked = trial(rng, world)
        verdicts[decision.verdict] += 1
        rules.update({rule.name for rule in decision.rules if rule.word != "accepted"})
        fresh += asked
    return verdicts, fresh / trials, rules


def one(points: float, of_panel: bool = False) -> Callable[[int, bool], float]:
    """One area is harmed, the first (of 24) or the last of the panel."""
    return lambda place, panel: points if (place == 62 if of_panel else place == 0) else 0.0


CASES: dict[str, tuple[str, list[dict[str, object]]]] = {
    "no harm, gain 10": ("", [{"gain": 0.1}]),
    "no harm, gain 15": ("≥ .9 at 5 %", [{"gain": 0.15}]),
    "no harm, gain 15, targets at .03": ("", [{"gain": 0.15, "base": 0.03}]),
    "no harm, gain 20": ("", [{"gain": 0.2}]),
    "no harm, gain 30": ("", [{}]),
    "no harm, gain 30, others at .05 to .2": ("", [{"rates": LOW}]),
    "no harm, gain 30, `--skills math`: 4 others, 59 in the panel": (
        "", [{"skills": (4,), "panel": (7, 18, 7, 18, 9)}]),
    "no harm, gain 30, `thorough`: 60, 10 of the panel": (
        "", [{"guard": GuardSettings(probes=60, panel=10, skill=160)}]),
    "one area −10": ("", [{"harm": one(0.1)}]),
    "one area −20": ("≤ .25", [{"harm": one(0.2)}]),
    "one area −40": ("", [{"harm": one(0.4)}]),
    "one area of the panel −20": ("", [{"harm": one(0.2, True)}]),
    "one area of the panel −40": ("", [{"harm": one(0.4, True)}]),
    "a quarter of the 24 −20": ("≤ .02", [{"harm": lambda place, panel: 0.2 * (place % 4 == 0 and not panel)}]),
    "a quarter of the 24 −20, one skill": ("≤ .02", [{"harm": lambda place, panel: 0.2 * (place < 6)}]),
    "a quarter of all 63 −20": ("≤ .02", [{"harm": lambda place, panel: 0.2 * (place % 4 == 0)}]),
    "one skill of the panel −10": ("", [{"harm": lambda place, panel: 0.1 * (place >= 44)}]),
    "one skill of the panel −20": ("", [{"harm": lambda place, panel: 0.2 * (place >= 44)}]),
    "the 24 others −5": ("≤ .2", [{"harm": lambda place, panel: 0.05 * (not panel)}]),
    "all −5": ("≤ .2", [{"harm": lambda place, panel: 0.05}]),
    "all −10": ("", [{"harm": lambda place, panel: 0.1}]),
    "null, balanced, targets at .3": ("≤ .02", [{"gain": 0.0}]),
    "null, balanced, targets at .03": ("≤ .02", [{"gain": 0.0, "base": 0.03}]),
    "null, literal, targets at .3": ("≤ .02", [{"gain": 0.0, "kind": "literal"}]),
    "null, literal, targets at .03": ("≤ .02", [{"gain": 0.0, "kind": "literal", "base": 0.03}]),
    "null, literal, targets at .03, others at .05 to .2": (
        "≤ .02", [{"gain": 0.0, "kind": "literal", "base": 0.03, "rates": LOW}]),
}  # fmt: skip


OPEN: dict[str, dict[str, object]] = {
    "harmless, no canary moves": {},
    "harmless: 2.5 % collapse, 2.5 % recover": {"chance": 0.025},
    "the same, all of them by repetition": {"chance": 0.025, "ways": ("repeats",)},
    "harmless: 5 % collapse, 5 % recover": {"chance": 0.05},
    "harmful: 2 % more collapse, which is the limit": {"chance": 0.025, "spoilt": 0.02},
    "harmful: 3.5 % more collapse": {"chance": 0.025, "spoilt": 0.035},
    "harmful: 5 % more collapse": {"chance": 0.025, "spoilt": 0.05},
    "harmful: 10 % more collapse": {"chance": 0.025, "spoilt": 0.1},
}
GENTLER: dict[str, float] = {
    "no gentler one": -1,
    "the gentler one as harmful": 1,
    "the gentler one seven tenths of it": 0.7,
    "the gentler one half of it": 0.5,
}


def main_canaries(trials: int) -> None:
    lines = ["| adapter | 40 canaries | 200 canaries | 420 canaries |", "| --- | --- | --- | --- |"]
    for (name, options), (other, part) in product(OPEN.items(), GENTLER.items()):
        spoilt = float(options.get("spoilt", 0))  # type: ignore[arg-type]
        if part not in (-1, 1) and not spoilt:
            continue
        cells = []
        for number in (40, 200, 420):
            world = World(0.05, canaries=number, gentler=None if part < 0 else part * spoilt, **options)  # type: ignore[arg-type]
            verdicts, _, rules = measure(world, trials)
            cells.append(" / ".join(f"{verdicts[w] / trials:.2f}" for w in ("accepted", "inconclusive", "rejected")))
            print(name, other, number, cells[-1], dict(rules), file=sys.stderr, flush=True)
        lines.append(f"| {name}; {other} | {' | '.join(cells)} |")
    lines.append(
        f"\n{trials:,} trials a cell (an accepted share of .9 has a standard error of {(0.9 * 0.1 / trials) ** 0.5:.3f}): "
        "share accepted / inconclusive / rejected by the whole gate, of an adapter that gains 30 points, harms no area and "
        "flips 5 % of the answers, as in `gate.md`. By chance half of the canaries that move do so by repetition, a quarter "
        "by length and a quarter by the kind of reply, unless said otherwise; what is spoilt is so by the kind of reply "
        "(digits for words). A gentler adapter is put to the gate where the canaries of the first do not hold, and held to half the share (not "
        "with 40, of which half the share is as few); its canaries are drawn anew, as if the two were not alike, and its gain is the same. That a harmless adapter moves 2.5 % each way, and these shares, are assumed, not measured. "
        f"At most {POLICY.collapsed:.0%} may collapse, net; 40 canaries are those of the preset `smoke`, 200 those of "
        "`standard`, 420 those with a file of one's own.\n"
    )
    machine.write("gate_canaries", "The gate in simulation: open requests", "\n".join(lines))


def main(trials: int) -> None:
    lines = [
        "| adapter | wanted: accepted | 2 % flips | 5 % flips | 10 % flips | 20 % flips |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, (wanted, (options,)) in CASES.items():
        cells = []
        for flips in (0.02, 0.05, 0.1, 0.2):
            verdicts, fresh, rules = measure(World(flips, **options), trials)  # type: ignore[arg-type]
            shares = [verdicts[w] / trials for w in ("accepted", "inconclusive", "rejected")]
            cells.append(f"{shares[0]:.3f} / {shares[1]:.2f} / {shares[2]:.2f} ({fresh:.0f})")
            print(name, flips, cells[-1], dict(rules), file=sys.stderr, flush=True)
        lines.append(f"| {name} | {wanted} | {' | '.join(cells)} |")
    guarded = 24 * GUARD.probes + sum(max(GUARD.panel, -(-GUARD.skill // n)) * n for n in (20, 19))
    lines.append(
        f"\n{trials:,} trials a cell (an accepted share of .02 has a standard error of {(0.02 * 0.98 / trials) ** 0.5:.3f}): "
        "share accepted / inconclusive / rejected, and in brackets the mean number of fresh probes on each side. 5 targeted "
        f"areas with {HOLDOUT} probes at a rate of .3 that gain 30 points, 24 other areas in 4 skills with {GUARD.probes}, "
        f"39 of the panel in 2 skills with {GUARD.panel}, rates .9, .8, .7 in turn, unless said otherwise; {guarded} guard "
        "probes in all, each asked twice.\n"
    )
    machine.write("gate", "The gate in simulation", "\n".join(lines))


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    (main_canaries if "canaries" in sys.argv else main)(numbers[0] if numbers else 2000)
