"""Stage `dial`: which of the adapters that training kept is put to the gate, and how much of it.

λ multiplies an adapter (`repairloop.students.dial`). A whole adapter often takes more from the student than it gives;
a part of it can keep most of the gain (weight interpolation: Wortsman et al. 2022, arXiv 2109.01903). Candidates are
the last adapter at every factor, from the largest down, and then each earlier one as it is (an early stop). Each is
asked the dev part: fresh probes on unseen wording, a slice of guard and of canaries, which measure nothing else. The factors
end where no smaller one could be worth more: gain falls with λ, but for the noise of the dev part. Where rows of kin areas
trained too, the adapter of the rows without them is searched at the same factors, as the first of those that were kept; what
the kin areas gain speaks for none.

A candidate is *fit* when it gains, the other areas do not lose (not significantly, nor by the gate's margin as counted), and
its canaries do not collapse significantly more than the gate's limit. More of an adapter is held for no calmer than less of it.
Of the fit, two may go to the gate:

    the candidate   gains most; the gentlest (smallest λ, then earliest) that gains no less by more than `PAID` of it
    the gentler     where the candidate's canaries do not hold at the gate (`repairloop.loop.stages.verify`): of those that
                    gain less, the one that is worth most, its gain times the chance that the gate's canaries stay with it within
                    half the limit, which is what a second adapter is held to (`stats.within`)

The gate's canaries decide between the two since the slice is too small to: what it says of λ 1 and of λ .7 differs by
chance (of 1,206 canaries 20 collapsed with three adapters at .7, 16 at 1), and by it alone the gentler one was put to the gate
where the whole would have been accepted, with 9 points more of 36 and 5 of 77 (benchmarks/results/own_tasks.md). The dev
part holds one probe of each other area, so a loss in one of them shows at the gate only, where it costs the whole repair.
Where none is fit there is no adapter. What is chosen here has proved nothing yet: the gate decides, on the holdout.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from repairloop.config import GateSettings
from repairloop.ground.errors import UsageError
from repairloop.ground.stats import above, within
from repairloop.loop.gate import Paired, second_chance
from repairloop.loop.stages.answer import ask_shards, same_prompts
from repairloop.loop.stages.context import Context, State, StudentRef
from repairloop.loop.stages.grade import grade_shards
from repairloop.loop.stages.outside import not_asked_again
from repairloop.loop.stages.train import adapters_of
from repairloop.loop.stages.verify import pair
from repairloop.loop.stages.voice import compare_canaries
from repairloop.records import DecisionRow
from repairloop.records.rows import pack
from repairloop.students.dial import turned
from repairloop.students.served import is_command

PAID: Final = 0.05
"""Share of the largest gain that is given for a gentler adapter. With .15 a user's task lost 11 points of 73 for nothing, with .1 14
of 77 (benchmarks/results/own_tasks.md)."""


class Tried(NamedTuple):
    """One candidate and what the dev part said of it."""

    adapter: str
    """Relative to the run."""
    factor: float
    step: int
    """Number of the adapter among those kept, from 1."""
    gain: Paired
    """Targeted areas."""
    others: Paired
    canaries: int
    collapsed: int

    def unfit(self, policy: GateSettings) -> str:
        """Why it is not fit; empty where it is."""
        if above(self.collapsed, self.canaries, policy.collapsed) <= policy.alpha:
            return f"more than {policy.collapsed:.0%} of its canaries collapse"
        if self.others.worse <= policy.alpha or self.others.change <= -policy.margin:
            return f"other areas lost {self.others.lost} and gained {self.others.gained} of {self.others.n}"
        return "" if self.gain.change > 0 else "no gain"

    def holds(self, policy: GateSettings, asked: int) -> float:
        """The chance that no more of the gate's canaries, `asked` in all, collapse than may."""
        return within(self.collapsed, self.canaries, asked, policy.collapsed)

    def worth(self, policy: GateSettings, asked: int) -> float:
        """As the second one that is put to the gate."""
        return self.gain.change * within(self.collapsed, self.canaries, asked, policy.collapsed / 2)

    def told(self, policy: GateSettings, level: Tried, asked: int) -> dict[str, Any]:
        """For people; JSON. `level`: with the canaries that are held against it (`levelled`)."""
        return {
            "factor": self.factor, "step": self.step, "n": self.gain.n, "gain": self.gain.change,
            "others": self.others.change, "canaries": self.canaries, "collapsed": self.collapsed,
            "holds": level.holds(policy, asked),
            "unfit": self.unfit(policy) or (level.unfit(policy) and "less of it is not fit"),
        }  # fmt: skip


def run(ctx: Context, state: State) -> dict[str, Any]:
    candidate, settings, policy = state["candidate"], ctx.config.dial, ctx.config.gate
    if candidate is None or candidate["adapter"] is None:
        return {}
    without = state.get("without")
    others = [ctx.path(without["adapter"])] if without and without["adapter"] else []
    served = candidate["name"].startswith("openai:")
    if served and not is_command(ctx.config.train.serve_as):
        return _as_it_is(ctx, f"it is served under one name, {ctx.config.train.serve_as!r}, so there is one candidate")
    kept = [*others, *adapters_of(ctx.path(candidate["adapter"]))]
    try:
        turned(kept[-1], settings.factors[0], _place(kept[-1], len(kept), settings.factors[0]))
    except UsageError as error:
        return _as_it_is(ctx, str(error), without)
    asked = ctx.store.count(state["refs"].get(f"{state['cycle']}/probes/canaries", []))
    if (n := comparable(ctx, state)) < settings.least:
        why = f"the dev part has {n} answers to compare, fewer than {settings.least}: λ is not chosen"
        shutil.rmtree(_place(kept[-1], len(kept), settings.factors[0]), ignore_errors=True)
        whole = _as_it_is(ctx, why, without)
        if not second_chance(asked, policy):
            return whole
        return whole | _by_canaries_alone(ctx, whole.get("candidate", candidate), settings.factors, whole["dial"])
    first, kin = len(others), frozenset(state.get("kin", ()))
    searches = [[(len(kept), f) for f in settings.factors], *([(n, 1.0)] for n in range(len(kept) - 1, first, -1))]
    searches += [[(first, f) for f in settings.factors]] if others else []
    tried: list[Tried] = []
    for search in searches:
        begun = len(tried)
        for step, factor in search:
            if falling(tried[begun:], policy, asked):
                break
            tried.append(_try(ctx, state, candidate, kept, step, factor, kin if step > first else frozenset()))
    chosen, gentler = choose(tried, policy, asked)
    for one in tried:
        if one not in (chosen, gentler):  # these two stay, whichever is taken
            shutil.rmtree(ctx.path(one.adapter), ignore_errors=True)
    told: dict[str, Any] = {"of": len(kept),
            "tried": [one.told(policy, level, asked) for one, level in zip(tried, levelled(tried), strict=True)]}  # fmt: skip

    def taken(one: Tried | None) -> dict[str, Any]:
        found = told | {"chosen": one and one.factor, "step": one and one.step}
        if others:
            found["kin"] = {"areas": sorted(state["kin"]), "helps": one is not None and one.step > first}
        return {"candidate": one and {**candidate, "adapter": one.adapter}, "dial": found}

    if chosen is None:
        return _none(ctx, state, candidate, taken(None)["dial"])
    text = f"λ {chosen.factor:g}" + (f" of adapter {chosen.step} of {len(kept)}" if len(kept) > 1 else "")
    if others:
        text += f", {'with' if chosen.step > first else 'without'} the rows of kin areas"
    text += f", {chosen.gain.change * 100:+.0f} points there"
    if gentler:
        text += f"; should its canaries not hold, λ {gentler.factor:g}, {gentler.gain.change * 100:+.0f}"
    ctx.emit({"event": "notice", "text": f"chosen on the dev part: {text}"})
    return taken(chosen) | {"gentler": taken(gentler) if gentler else None}


def choose(tried: Sequence[Tried], policy: GateSettings, asked: int) -> tuple[Tried | None, Tried | None]:
    """The candidate, and a gentler one for where its canaries do not hold; None where none is fit. `asked`: the gate's canaries."""
    level = levelled(tried)
    fit = [one for one in level if not one.unfit(policy)]
    if not fit:
        return None, None
    enough = (1 - PAID) * max(one.gain.change for one in fit)
    best = min((one for one in fit if one.gain.change >= enough), key=lambda one: (one.factor, one.step))
    less = [one for one in fit if one.gain.change < best.gain.change and one.collapsed <= best.collapsed]
    if not second_chance(asked, policy):
        less = []
    gentler = max(less, key=lambda one: one.worth(policy, asked), default=None)
    return tried[level.index(best)], gentler and tried[level.index(gentler)]


def levelled(tried: Sequence[Tried]) -> list[Tried]:
    """Each with the most canaries that collapsed with it or with less of the same adapter: more of it harms no less, and where
    the counts say otherwise it is chance (isotonic, from above)."""
    return [
        one._replace(
            collapsed=max(less.collapsed for less in tried if less.step == one.step and less.factor <= one.factor)
        )
        for one in tried
    ]


def falling(tried: Sequence[Tried], policy: GateSettings, asked: int) -> bool:
    """Whether what gains no more than the last one tried would not be the gentler one, with no canary collapsed either."""
    worth = [one.worth(policy, asked) for one in levelled(tried) if not one.unfit(policy)]
    return bool(worth) and tried[-1]._replace(collapsed=0).worth(policy, asked) < (1 - PAID) * max(worth)


def _place(last: Path, step: int, factor: float) -> Path:
    return last.with_name(f"{last.name}-{step}-dial-{factor:g}")


def _try(
    ctx: Context, state: State, candidate: StudentRef, kept: list[Path], step: int, factor: float, taught: frozenset[str]
) -> Tried:  # fmt: skip
    """Ask one candidate the dev part. `taught`: areas beside the targeted ones that it was trained on."""
    cycle, refs = state["cycle"], state["refs"]
    adapter = turned(kept[step - 1], factor, _place(kept[-1], step, factor))
    ref: StudentRef = {**candidate, "adapter": str(adapter.relative_to(ctx.store.path))}
    side = f"dev {factor:g} of {step}"
    probes = refs[f"{cycle}/probes/dev"]
    answers = ask_shards(ctx, probes, ref, cycle, side)
    same_prompts(ctx, refs[f"{cycle}/answers/dev"], answers)
    pairs = pair(ctx, probes, refs[f"{cycle}/verdicts/dev"], grade_shards(ctx, probes, answers, cycle, side))
    canaries, _ = compare_canaries(ctx, state, ref, side, "canaries dev", divergence=False)
    gain = sum((p for (area, _), p in pairs.items() if area in state["targets"]), Paired())
    others = sum((p for (area, _), p in pairs.items() if area not in {*state["targets"], *taught}), Paired())
    n, collapsed = (canaries.n, canaries.net) if canaries else (0, 0)
    return Tried(ref["adapter"] or "", factor, step, gain, others, n, collapsed)


def comparable(ctx: Context, state: State) -> int:
    """Answers of targeted areas in the dev part that could be graded."""
    cycle, refs = state["cycle"], state["refs"]
    verdicts = refs[f"{cycle}/verdicts/dev"]
    pairs = pair(ctx, refs[f"{cycle}/probes/dev"], verdicts, verdicts)
    return sum(p.n for (area, _), p in pairs.items() if area in state["targets"])


def _as_it_is(ctx: Context, why: str, without: StudentRef | None = None) -> dict[str, Any]:
    """The adapter as the trainer left it goes to the gate: the one without rows of kin areas, where there are two, since
    nothing said that these help."""
    ctx.emit({"event": "notice", "text": f"the adapter is put to the gate as it is (λ 1): {why}"})
    dial: dict[str, Any] = {"chosen": 1.0, "step": None, "of": None, "tried": [], "why": why}
    return {"dial": dial} | ({"candidate": without} if without else {})


def _by_canaries_alone(
    ctx: Context, candidate: StudentRef, factors: Sequence[float], told: dict[str, Any]
) -> dict[str, Any]:  # fmt: skip
    """Where nothing says what less of an adapter gains, the next λ still stands by, should the canaries of the whole not hold."""
    factor = max((factor for factor in factors if factor < 1), default=None)
    if factor is None:
        return {}
    whole = ctx.path(candidate["adapter"] or "")
    less = turned(whole, factor, _place(whole, 1, factor))
    ref: StudentRef = {**candidate, "adapter": str(less.relative_to(ctx.store.path))}
    return {"gentler": {"candidate": ref, "dial": told | {"chosen": factor}}}


def _none(ctx: Context, state: State, candidate: StudentRef, told: dict[str, Any]) -> dict[str, Any]:
    """No candidate is fit: the cycle ends without an adapter, and a decision that says why."""
    why = "; ".join(f"λ {one['factor']:g} of adapter {one['step']}: {one['unfit']}" for one in told["tried"])
    reason = f"no adapter is fit on the dev part: {why}"
    summary = {"dial": told, "outside": not_asked_again(ctx, state)}
    row = DecisionRow(
        cycle=state["cycle"], side="after", accepted=False, verdict="rejected", reason=reason,
        adapter=candidate["adapter"], summary=summary,
    )  # fmt: skip
    inputs = {"cycle": state["cycle"], "decision": pack(row)}
    ctx.store.once("dial", inputs, lambda key: {"shards": {"decisions": ctx.store.write("decisions", [row])}})
    ctx.emit({"event": "notice", "text": f"rejected: {reason}"})
    return {"candidate": None, "outcome": "rejected", "dial": told}
