"""The gate: whether an adapter is accepted, rejected, or whether the evidence allows neither. Pure functions of counts.

Each rule says `accepted`, `rejected` or `inconclusive` for itself, with a sentence; one that rejects rejects the adapter,
else one that cannot tell leaves it inconclusive. Only an adapter that every rule accepts is adopted.

- **gain**: the low end of the pooled change of the targeted areas on unseen wording lies above `least_gain`, and above
  what an adapter that only flips answers would give (the rate at which it breaks right answers elsewhere, upper end),
  which is at most `flipped`, or what answering at random gives.
- **targets**: no area that was trained on is significantly worse.
- **together**: all untargeted areas together, the panel of other skills included, are not inferior by `margin`.
- **skill**: no skill, pooled, is significantly worse (`alpha` over the skills), nor inferior by `skill_margin`.
- **area**: no untargeted area is significantly worse on the guard probes, or lost `area_loss` at the uncorrected level.
- **fresh**: untargeted areas with a net loss of `suspect` or more are asked again, `guard.fresh` probes on both sides:
  none lost `area_loss` on those. Of a user's task there may be no more cases: then on the guard probes, which were all of them.
- **canaries**: of the open requests no more than a share of `collapsed` is answered in a form that collapsed, less those
  that moved as far the other way (`canaries.net`). Where they were asked, and too few answered to say anything, nothing is known.
  A second adapter, which is asked them where the first one's did not hold, is held to half that share: so the two together are
  accepted with harmed ones about as often as one was (benchmarks/results/gate_canaries.md).

Making any answer after the repair worse never turns an adapter that is not accepted into one that is (tested). So the
corrected level, alpha over the number of suspects, only tells `rejected` from `inconclusive`: it grows when there are
fewer suspects, and an area that lost `area_loss` is not cleared at any level.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from repairloop.config import GateSettings
from repairloop.ground import stats
from repairloop.loop.canaries import FEW

Word = Literal["accepted", "rejected", "inconclusive"]

worse = lru_cache(maxsize=100_000)(stats.worse)
change_interval = lru_cache(maxsize=100_000)(stats.change_interval)


@dataclass
class Paired:
    """Counts of the same probes asked twice; ungradable on either side is left out of both."""

    n: int = 0
    before: int = 0
    after: int = 0
    gained: int = 0
    lost: int = 0

    def add(self, before: str, after: str) -> None:
        if "ungradable" in (before, after):
            return
        self.n += 1
        self.before += before == "pass"
        self.after += after == "pass"
        self.gained += before == "fail" and after == "pass"
        self.lost += before == "pass" and after == "fail"

    def __add__(self, other: Paired) -> Paired:
        return Paired(*(getattr(self, k) + getattr(other, k) for k in ("n", "before", "after", "gained", "lost")))

    @property
    def change(self) -> float:
        return (self.after - self.before) / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return change_interval(self.gained, self.lost, self.n)

    @property
    def worse(self) -> float:
        """One-sided exact McNemar p-value against "not worse"."""
        return worse(self.gained, self.lost)

    def describe(self) -> dict[str, Any]:
        low, high = self.interval
        return {
            "n": self.n, "before": self.before / self.n if self.n else None,
            "after": self.after / self.n if self.n else None, "change": self.change, "low": low, "high": high,
            "p_value": stats.mcnemar(self.gained, self.lost),
        }  # fmt: skip


Counts = Mapping[str, Paired]
"""Area → its pairs on unseen wording."""


@dataclass(frozen=True)
class Collapses:
    """Open requests answered before and after: how many, how many of the answers collapsed, net, and how many were asked."""

    n: int
    collapsed: int
    asked: int = 0


@dataclass(frozen=True)
class Rule:
    """What one rule says."""

    name: str
    word: Word
    said: str


@dataclass
class Decision:
    verdict: Word
    rules: list[Rule]
    harmed: set[str] = field(default_factory=set)
    """Areas shown to be worse."""
    unclear: set[str] = field(default_factory=set)
    """Areas that may be worse: neither shown nor cleared."""

    @property
    def reason(self) -> str:
        """The sentences of the rules that decided."""
        return "; ".join(rule.said for rule in self.rules if rule.word == self.verdict and rule.said)


def decide(
    counts: Counts, skill_of: Mapping[str, str], targets: Iterable[str], policy: GateSettings,
    fresh: Counts | None = None, canaries: Collapses | None = None, taught: Iterable[str] = (), chance: float = 0.0,
    spent: Collection[str] = (), second: bool = False,
) -> Decision:  # fmt: skip
    """The verdict on an adapter. `counts`: the holdout on unseen wording; `fresh`: the suspects, asked again; `taught`: areas
    that were trained on without being targeted. What these gain hides no loss elsewhere, and counts as no repair. `chance`: the
    share of the targeted questions that is right by chance, where one of some options is asked for. `spent`: areas of which
    every case was asked, so that none is fresh. `second`: another one was asked the canaries before it."""
    aimed = set(targets)
    learned = aimed | set(taught)
    targeted = {area: p for area, p in counts.items() if area in aimed}
    others = {area: p for area, p in counts.items() if area not in learned and p.n}
    rest = sum(others.values(), Paired())
    harmed: dict[str, str] = {}
    unclear: dict[str, str] = {}
    rules = [
        _gain(sum(targeted.values(), Paired()), rest, policy, chance),
        _targets({area: p for area, p in counts.items() if area in learned}, policy, harmed),
        _together(rest, policy),
        *_skills(by_skill(others, skill_of), policy),
        _areas("area", others, policy, harmed, unclear),
        _fresh(
            others, {**(fresh or {}), **{a: others[a] for a in spent if a in others}}, policy, harmed, unclear, spent
        ),
        holds(canaries, policy, second),
    ]
    words: set[Word] = {rule.word for rule in rules}
    verdict: Word = next(w for w in ("rejected", "inconclusive", "accepted") if w in words)
    return Decision(verdict, rules, set(harmed), set(unclear) - set(harmed))


def suspects(counts: Counts, targets: Iterable[str], policy: GateSettings) -> list[str]:
    """Untargeted areas that lost enough on the guard probes to be asked again."""
    aimed = set(targets)
    return sorted(a for a, p in counts.items() if a not in aimed and p.lost - p.gained >= policy.suspect)


def by_skill(counts: Counts, skill_of: Mapping[str, str]) -> dict[str, Paired]:
    """Skill → the pairs of all its areas."""
    pooled: dict[str, Paired] = {}
    for area, p in sorted(counts.items()):
        pooled[skill_of[area]] = pooled.get(skill_of[area], Paired()) + p
    return pooled


# ---- rules --------------------------------------------------------------------------------------------


def noise(rest: Paired, before: float, policy: GateSettings, chance: float = 0.0) -> float:
    """The gain that flipping alone would give where `before` of the answers are right: a rate f of all answers changes
    it by f·(1 − 2·before). f is the upper end (one-sided 95 %) of the rate at which right answers elsewhere turned
    wrong; 0 where too few were right to know it. Wrong answers that turned right say nothing here: with them an answer
    that got worse could speak for the adapter. At most `flipped`, or `chance` where that is more: a student that is right
    here and there loses such answers to any change, but no change makes wrong answers right at the same rate, unless one of few
    options is the answer."""
    if rest.before < policy.least_right:
        return 0.0
    return min(max(policy.flipped, chance), max(0.0, stats.interval(rest.lost, rest.before, 0.9)[1] * (1 - 2 * before)))


def _gain(gain: Paired, rest: Paired, policy: GateSettings, chance: float) -> Rule:
    low, high = gain.interval
    said = f"targeted areas {gain.change * 100:+.1f} points on unseen wording ({low * 100:+.1f} to {high * 100:+.1f})"
    if high <= policy.least_gain:
        return Rule("gain", "rejected", f"{said}: less than {policy.least_gain * 100:.0f}")
    if low <= policy.least_gain:
        return Rule("gain", "inconclusive", f"{said}: not shown to be more than {policy.least_gain * 100:.0f}")
    bar = noise(rest, gain.before / gain.n, policy, chance)
    if low <= bar:
        broken = f"{rest.lost} of {rest.before} right answers elsewhere turned wrong"
        more = f"not shown to be more than the {bar * 100:.0f} that flipping answers at such a rate may give"
        return Rule("gain", "inconclusive", f"{said}: {more} ({broken})")
    return Rule("gain", "accepted", said)


def _targets(targeted: Counts, policy: GateSettings, harmed: dict[str, str]) -> Rule:
    bad = _significant(targeted, policy.alpha)
    harmed |= bad
    return (
        Rule("targets", "rejected", f"targeted areas got worse: {_list(bad)}")
        if bad
        else Rule("targets", "accepted", "")
    )


def _together(rest: Paired, policy: GateSettings) -> Rule:
    if not rest.n:
        return Rule("together", "accepted", "no untargeted area was asked")
    (low, _), margin = rest.interval, policy.margin * 100
    said = f"untargeted areas {rest.change * 100:+.1f} points, at worst {low * 100:+.1f}"
    if low > -policy.margin:
        return Rule("together", "accepted", said)
    if rest.worse <= policy.alpha:
        return Rule("together", "rejected", f"{said}: worse, and maybe by more than {margin:.0f}")
    return Rule("together", "inconclusive", f"{said}: a loss of {margin:.0f} is not excluded")


def _skills(skills: Counts, policy: GateSettings) -> list[Rule]:
    rules: list[Rule] = []
    few = {skill: f"{p.n} pairs" for skill, p in skills.items() if p.n < policy.skill_pairs}
    for skill, p in skills.items():
        (low, _), said = p.interval, f"{skill} {p.change * 100:+.1f} points over its untargeted areas"
        if p.worse <= policy.alpha / len(skills):
            rules.append(Rule("skill", "rejected", f"{said} (p = {p.worse:.2g})"))
        elif skill not in few and low <= -policy.skill_margin:
            more = f"a loss of {policy.skill_margin * 100:.0f} is not excluded (at worst {low * 100:+.1f})"
            rules.append(Rule("skill", "inconclusive", f"{said}: {more}"))
    return rules or [Rule("skill", "accepted", f"too few to exclude a loss: {_list(few)}" if few else "")]


def _areas(name: str, others: Counts, policy: GateSettings, harmed: dict[str, str], unclear: dict[str, str]) -> Rule:
    bad = _significant(others, policy.alpha)
    harmed |= bad
    if bad:
        return Rule(name, "rejected", f"worse on the guard probes: {_list(bad)}")
    maybe = {a: _lost(p) for a, p in others.items() if -p.change > policy.area_loss and p.worse <= policy.alpha}
    unclear |= maybe
    if maybe:
        return Rule(name, "inconclusive", f"worse on the guard probes before correction: {_list(maybe)}")
    return Rule(name, "accepted", "")


def _fresh(
    others: Counts, fresh: Counts, policy: GateSettings, harmed: dict[str, str], unclear: dict[str, str],
    spent: Collection[str],
) -> Rule:  # fmt: skip
    asked = {area: fresh.get(area, Paired()) for area in suspects(others, (), policy)}
    bad, maybe, unasked = {}, {}, {}
    for area, p in asked.items():
        large = -p.change >= policy.area_loss
        fresher = large and area not in spent  # else it is suspected on the very probes that decide
        if p.worse <= policy.alpha / (len(asked) if fresher else len(others)):
            bad[area] = _lost(p)
        elif not p.n:
            unasked[area] = _lost(others[area])
        elif large:
            maybe[area] = _lost(p)
    harmed |= bad
    unclear |= maybe | unasked
    if bad:
        where = "on all cases that there are" if set(bad) <= set(spent) else "on fresh probes too"
        return Rule("fresh", "rejected", f"worse {where}: {_list(bad)}")
    if maybe or unasked:
        again = {area: said for area, said in maybe.items() if area not in spent}
        whole = {area: said for area, said in maybe.items() if area in spent}
        parts = [f"not cleared by fresh probes: {_list(again)}"] if again else []
        parts += (
            [f"lost {policy.area_loss:.0%} or more, and there are no more cases to ask: {_list(whole)}"]
            if whole
            else []
        )
        parts += [f"not asked again: {_list(unasked)}"] if unasked else []
        return Rule("fresh", "inconclusive", "; ".join(parts))
    cleared = len([area for area in asked if area not in spent])
    return Rule("fresh", "accepted", f"{cleared} suspect(s) cleared by fresh probes" if cleared else "")


def holds(canaries: Collapses | None, policy: GateSettings, second: bool = False) -> Rule:
    """What the canaries say. The one rule that two adapters may be asked for, of which the others see one."""
    if canaries is None or not (canaries.n or canaries.asked):
        return Rule("canaries", "accepted", "no canaries")
    k, n, limit = canaries.collapsed, canaries.n, policy.collapsed
    said = f"{k} of {n} canaries collapsed, net (at most {stats.at_most(k, n):.1%})"
    if n and stats.above(k, n, limit) <= policy.alpha:
        return Rule("canaries", "rejected", f"{said}: more than {limit:.0%}")
    if n < FEW <= canaries.asked:
        more = "guard.canaries=0 without --guard leaves them out"
        return Rule(
            "canaries", "inconclusive", f"only {n} of {canaries.asked} canaries were answered before and after ({more})"
        )
    if k > limit * n:
        return Rule("canaries", "inconclusive", f"{said}: maybe more than {limit:.0%}")
    if second and k > limit / 2 * n:
        return Rule("canaries", "inconclusive", f"{said}: more than the {limit / 2:.1%} that a second adapter may have")
    return Rule("canaries", "accepted", said)


def second_chance(canaries: int, policy: GateSettings) -> bool:
    """Whether there are enough canaries for a second adapter to be held to less than the first."""
    return int(policy.collapsed / 2 * canaries) < int(policy.collapsed * canaries)


def _significant(counts: Counts, alpha: float) -> dict[str, str]:
    """Areas that are worse: one-sided exact McNemar, Benjamini–Hochberg adjusted over them all."""
    q_values = stats.adjust([p.worse for p in counts.values()])
    return {area: _lost(p) for (area, p), q in zip(counts.items(), q_values, strict=True) if q <= alpha}


def _lost(p: Paired) -> str:
    return f"{p.lost} lost, {p.gained} gained of {p.n}"


def _list(areas: Mapping[str, str]) -> str:
    shown = [f"{area} ({said})" for area, said in sorted(areas.items())]
    return ", ".join(shown[:4]) + (f" and {len(shown) - 4} more" if len(shown) > 4 else "")


# ---- what could have been seen ------------------------------------------------------------------------


def detectable(
    counts: Counts, skill_of: Mapping[str, str], targets: Iterable[str], policy: GateSettings, fresh: int,
    taught: Iterable[str] = (), chance: float = 0.0,
) -> dict[str, Any]:  # fmt: skip
    """The smallest true changes that this gate would have seen with power .8, at the flip rates that were seen.

    `gain`: of the targeted areas together; `together`: a loss of all untargeted areas; `skill`: of each skill; `area`:
    of one area alone, by its number of guard probes. None where no change would do.
    """
    aimed = set(targets)
    gain = sum((p for a, p in counts.items() if a in aimed), Paired())
    others = {a: p for a, p in counts.items() if a not in aimed | set(taught) and p.n}
    rest = sum(others.values(), Paired())
    flips = (rest.gained + rest.lost) / rest.n if rest.n else 0.0
    skills = by_skill(others, skill_of)
    bar = max(policy.least_gain, noise(rest, gain.before / gain.n, policy, chance)) if gain.n else policy.least_gain
    return {
        "power": stats.POWER,
        "flips": flips,
        "gain": stats.smallest_gain(gain.n, 2 * gain.lost / gain.n, bar) if gain.n else None,
        "together": stats.smallest_excluded_loss(rest.n, flips, policy.margin) if rest.n else None,
        "skill": {
            name: stats.smallest_loss(p.n, flips, policy.alpha / len(skills)) for name, p in sorted(skills.items())
        },
        "area": {
            str(n): stats.smallest_loss_in_two_stages(n, fresh, flips, policy.suspect, policy.area_loss)
            for n in sorted({p.n for p in others.values()}, reverse=True)[:3]
        },
    }


def panel_rows(counts: Counts, skill_of: Mapping[str, str], targets: Iterable[str]) -> list[dict[str, Any]]:
    """One row a skill, over its untargeted areas: pairs, pooled change with interval, one-sided p-value."""
    aimed = set(targets)
    skills = by_skill({a: p for a, p in counts.items() if a not in aimed and p.n}, skill_of)
    return [{"skill": name, **p.describe(), "p_worse": p.worse} for name, p in skills.items()]
