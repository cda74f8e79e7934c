"""Stage `verify`: ask the holdout again, and accept or reject the adapter by rule.

The same probes, the same sampling, the same code as before the repair. Each area gets an exact McNemar test,
Benjamini–Hochberg adjusted: over the targeted areas on unseen wording for "improved", over the untargeted ones
for "worse". An adapter is accepted when

1. the targeted areas together improved: the pooled change on unseen wording is above zero at `alpha`;
2. the untargeted areas together are not inferior: the interval of their pooled change stays above −`margin`;
3. no untargeted area is significantly worse, and none lost more than `margin` at the uncorrected level.

A rejected adapter changes nothing: the student stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from repairloop import stats
from repairloop.outside import ask_outside
from repairloop.rows import dump
from repairloop.stages.answer import ask_shards, same_prompts
from repairloop.stages.context import Context, State, StudentRef
from repairloop.stages.grade import grade_shards


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

    def describe(self) -> dict[str, Any]:
        low, high = stats.change_interval(self.gained, self.lost, self.n)
        return {
            "n": self.n, "before": self.before / self.n if self.n else None,
            "after": self.after / self.n if self.n else None, "change": self.change, "low": low, "high": high,
            "p_value": stats.mcnemar(self.gained, self.lost),
        }  # fmt: skip


def run(ctx: Context, state: State) -> dict[str, Any]:
    candidate = state["candidate"]
    if candidate is None:
        return {}
    output = judge(ctx, state, candidate, "after")
    if output["accepted"]:
        return {"student": adopt(ctx, candidate), "outcome": "accepted", "refs": output["refs"]}
    return {"outcome": "rejected", "refs": output["refs"]}


def judge(ctx: Context, state: State, candidate: StudentRef, side: str) -> dict[str, Any]:
    """Ask `candidate` the holdout and decide; the decision, its reasons and the shards they rest on."""
    cycle, refs = state["cycle"], state["refs"]
    probes, before = refs[f"{cycle}/probes/holdout"], refs[f"{cycle}/verdicts/holdout"]
    answers, after = _ask_again(ctx, probes, candidate, cycle, side)
    same_prompts(ctx, refs[f"{cycle}/answers/holdout"], answers)
    outside_refs, outside = ask_outside(ctx, state, candidate, side)  # reported, and looked at by no rule
    inputs = {
        "probes": probes, "before": before, "after": after, "targets": state["targets"], "side": side,
        "settings": ctx.config.verify.model_dump(), "adapter": candidate["adapter"], "outside": outside_refs,
    }  # fmt: skip

    def make(key: str) -> dict[str, Any]:
        pairs = pair(ctx, probes, before, after)
        outcomes, summary = compare(pairs, set(state["targets"]), ctx.config.verify.alpha, ctx.config.verify.margin)
        accepted, reason = decide(outcomes, summary, ctx.config.verify.margin, ctx.config.verify.alpha)
        skills = ctx.all_areas()
        rows = ({"cycle": cycle, "side": side, "skill": skills[o["area"]].name, **o} for o in outcomes)
        decision = {
            "cycle": cycle, "side": side, "accepted": accepted, "reason": reason,
            "adapter": candidate["adapter"] or candidate["name"], "summary": dump(summary | {"outside": outside}),
        }  # fmt: skip
        shards = {"outcomes": ctx.store.write("outcomes", rows), "decisions": ctx.store.write("decisions", [decision])}
        return {"shards": shards, "accepted": accepted, "reason": reason}

    output = ctx.store.once("verify", inputs, make)
    # The failures that rows were made for are asked again too: nothing is decided by them, but people want to see.
    confirm = _ask_again(ctx, refs[f"{cycle}/probes/confirm"], candidate, cycle, side)
    verdict = "accepted" if output["accepted"] else "rejected"
    ctx.emit({"event": "notice", "text": f"{verdict}: {output['reason']}"})
    return {
        "accepted": output["accepted"],
        "reason": output["reason"],
        "refs": {
            **outside_refs,
            f"{cycle}/answers/{side}": answers,
            f"{cycle}/verdicts/{side}": after,
            f"{cycle}/answers/confirm {side}": confirm[0],
            f"{cycle}/verdicts/confirm {side}": confirm[1],
        },
    }


def _ask_again(
    ctx: Context, probes: list[str], candidate: StudentRef, cycle: int, side: str
) -> tuple[list[str], list[str]]:
    answers = ask_shards(ctx, probes, candidate, cycle, side)
    return answers, grade_shards(ctx, probes, answers, cycle, side)


def pair(ctx: Context, probes: list[str], before: list[str], after: list[str]) -> dict[tuple[str, str], Paired]:
    """(area, wording) → paired counts over the holdout."""

    def rows() -> Iterator[tuple[dict[str, Any], str, str]]:
        asked = ctx.store.read(probes, ["area", "wording"])
        yield from zip(
            asked,
            (row["status"] for row in ctx.store.read(before, ["status"])),
            (row["status"] for row in ctx.store.read(after, ["status"])),
            strict=True,
        )

    pairs: dict[tuple[str, str], Paired] = {}
    for probe, old, new in rows():
        pairs.setdefault((probe["area"], probe["wording"]), Paired()).add(old, new)
    return pairs


def compare(
    pairs: dict[tuple[str, str], Paired], targets: set[str], alpha: float, margin: float
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """One row for each area and wording, and the pooled changes."""
    q_values: dict[tuple[str, str], float] = {}
    for wording in ("unseen", "seen"):
        for group in (True, False):
            keys = [k for k in sorted(pairs) if k[1] == wording and (k[0] in targets) == group]
            p_values = [stats.mcnemar(pairs[k].gained, pairs[k].lost) for k in keys]
            q_values |= dict(zip(keys, stats.adjust(p_values), strict=True))
    outcomes = []
    for (area, wording), p in sorted(pairs.items()):
        q = q_values[area, wording]
        low, high = stats.change_interval(p.gained, p.lost, p.n)
        dropped = p.change < -margin and stats.worse(p.gained, p.lost) <= alpha and area not in targets
        if (q <= alpha and p.lost > p.gained) or dropped:
            decision = "worse"
        else:
            decision = "improved" if q <= alpha else "unchanged"
        outcomes.append(
            {
                "area": area, "targeted": area in targets, "wording": wording, "n": p.n, "before_passed": p.before,
                "after_passed": p.after, "gained": p.gained, "lost": p.lost, "change": p.change, "change_low": low,
                "change_high": high, "p_value": stats.mcnemar(p.gained, p.lost), "q_value": q, "decision": decision,
            }
        )  # fmt: skip

    def pooled(targeted: bool, wording: str) -> Paired:
        chosen = (p for (a, w), p in pairs.items() if (a in targets) == targeted and w == wording)
        return sum(chosen, Paired())

    unseen, seen, others = pooled(True, "unseen"), pooled(True, "seen"), pooled(False, "unseen")
    ratio = unseen.change / seen.change if seen.n and seen.change > 0 else None
    summary = {
        "targeted_unseen": unseen.describe(), "targeted_seen": seen.describe() if seen.n else None,
        "unseen_to_seen": ratio, "untargeted_unseen": others.describe() if others.n else None,
    }  # fmt: skip
    return outcomes, summary


def decide(outcomes: list[dict[str, Any]], summary: dict[str, Any], margin: float, alpha: float) -> tuple[bool, str]:
    """The rule of this module's docstring: whether the adapter is accepted, and why in one sentence."""
    gain, others = summary["targeted_unseen"], summary["untargeted_unseen"]
    said = f"targeted areas {gain['change']:+.0%} on unseen wording (p = {gain['p_value']:.2g})"
    if gain["p_value"] > alpha or gain["change"] <= 0:
        return False, f"no proved gain: {said}"
    broken = [o["area"] for o in outcomes if o["decision"] == "worse" and not o["targeted"]]
    if broken:
        return False, f"{said}, but worse: {', '.join(sorted(set(broken)))}"
    if others is not None and others["low"] <= -margin:
        return (
            False,
            f"{said}, but the untargeted areas may have lost more than {margin:.0%} (low end {others['low']:+.1%})",
        )
    kept = "" if others is None else f"; untargeted areas {others['change']:+.1%}, at worst {others['low']:+.1%}"
    return True, said + kept


def adopt(ctx: Context, candidate: StudentRef) -> StudentRef:
    """The accepted student as the next cycle's: a LoRA is merged, so that the next one starts from it."""
    adapter = candidate["adapter"]
    if adapter is None or not (ctx.path(adapter) / "adapter_config.json").is_file():
        if adapter is not None and (ctx.path(adapter) / "config.json").is_file():
            return {**candidate, "weights": adapter, "adapter": None}
        return candidate
    if ctx.config.cycles == 1:
        return candidate
    from repairloop.stages.train import weights_of
    from repairloop.students.merge import merge_adapter

    merged = ctx.path(adapter) / "merged"
    ctx.close()
    merge_adapter(weights_of(ctx, candidate), ctx.path(adapter), merged)
    return {**candidate, "weights": str(merged.relative_to(ctx.store.path)), "adapter": None}
