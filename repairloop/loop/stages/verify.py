"""Stage `verify`: ask the holdout again, and accept the adapter, reject it, or say that the evidence allows neither.

The same probes, the same sampling, the same code as before the repair, over the targeted areas, the others that the
run looks at and the panel of every other installed skill. Untargeted areas that seem to have lost are asked fresh
probes, the student and the repaired one both. `repairloop.loop.gate` decides; this file asks, and writes down what was said.

Where the dial found a gentler adapter besides, the canaries are asked first, and where the candidate's do not hold the gentler one
takes its place. All else is asked of one adapter only, so that no rule but that of the canaries has two chances
(benchmarks/results/gate_canaries.md).

An adapter that is not accepted changes nothing: the student stays as it was.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from repairloop.ground import stats
from repairloop.ground.errors import StudentError, UsageError
from repairloop.loop import gate
from repairloop.loop.canaries import FEW, CanarySummary
from repairloop.loop.gate import Paired
from repairloop.loop.stages import probe
from repairloop.loop.stages.answer import ask_shards, same_prompts
from repairloop.loop.stages.context import LOOKS, Context, State, StudentRef, taught
from repairloop.loop.stages.grade import grade_shards
from repairloop.loop.stages.outside import ask_outside
from repairloop.loop.stages.synthesize import failures_of
from repairloop.loop.stages.voice import compare_canaries
from repairloop.plugins.folds import asked_again
from repairloop.records import FAMILY_OF, DecisionRow, Outcome
from repairloop.rundir import said
from repairloop.tasks.skill import TaskSkill

BOLDER: Final = "bolder"
"""The side that a candidate's canaries are asked as while there is a gentler one."""
SHOWN: Final = 8
"""Failures an area that are asked again to be looked at."""


def run(ctx: Context, state: State) -> dict[str, Any]:
    replies, update = step_down(ctx, state)
    state = {**state, **update}  # type: ignore[typeddict-item]
    if (candidate := state["candidate"]) is None:
        return {}
    output = judge(ctx, state, candidate, "after", replies)
    update |= {"outcome": output["verdict"], "refs": output["refs"]}
    if not output["accepted"]:
        return update
    adopted = [*state.get("adopted", []), {"cycle": state["cycle"], "before": state["student"]}]
    return update | {"student": adopt(ctx, candidate), "adopted": adopted}


def step_down(ctx: Context, state: State) -> tuple[list[str], dict[str, Any]]:
    """Where the dial found a gentler one too, ask the candidate the canaries: its answers where they hold, else what changes in
    the state, that the gentler one is the candidate."""
    bold, gentler = state["candidate"], state.get("gentler")
    if bold is None or gentler is None:
        return [], {}
    found, refs = compare_canaries(ctx, state, bold, BOLDER, divergence=False)
    rule = gate.holds(_collapses(found), ctx.config.gate)
    if found is None or found.n < FEW or rule.word == "accepted":  # too few answers say nothing of a gentler one either
        return refs.get(f"{state['cycle']}/answers/canaries {BOLDER}", []), {"gentler": None}
    before, dial = state["dial"], gentler["dial"]
    ctx.emit({"event": "notice", "text": f"λ {before['chosen']:g}: {rule.said}; so λ {dial['chosen']:g}"})
    dial = dial | {"before": {"factor": before["chosen"], "step": before["step"], "said": rule.said}}
    return [], {"candidate": gentler["candidate"], "dial": dial, "gentler": None}


def before_the_last(state: State) -> State:
    """The state with the student that its cycle began with: an accepted adapter made another one of it."""
    adopted = [one for one in state.get("adopted", []) if one["cycle"] == state["cycle"]]
    return {**state, "student": adopted[-1]["before"]} if adopted else state


def less_refused(ctx: Context, state: State) -> dict[str, Any]:
    """The student that the next cycle begins with: without the first adapter that a person refuses, and without all that were built on
    it."""
    adopted = state.get("adopted", [])
    for place, one in enumerate(adopted):
        if refusers := said.refusals(ctx.said(), one["cycle"], "after"):
            who = ", ".join(saying.who for saying in refusers)
            ctx.say(f"the adapter of cycle {one['cycle']} was refused by {who}: the student is the one before it")
            return {"student": one["before"], "adopted": adopted[:place]}
    return {"student": state["student"], "adopted": adopted}


def judge(
    ctx: Context, state: State, candidate: StudentRef, side: str, replies: Sequence[str] = ()
) -> dict[str, Any]:  # fmt: skip
    """Ask `candidate` the holdout and decide; the verdict, its reasons and the shards they rest on. `replies`: its answers to
    the canaries, where it was asked them already."""
    ctx.at(state)
    cycle, refs, targets, policy = state["cycle"], state["refs"], sorted(state["targets"]), ctx.config.gate
    probes, before = refs[f"{cycle}/probes/holdout"], refs[f"{cycle}/verdicts/holdout"]
    answers, after = _ask_again(ctx, probes, candidate, cycle, side)
    same_prompts(ctx, refs[f"{cycle}/answers/holdout"], answers)
    outside_refs, outside = ask_outside(ctx, state, candidate, side)  # reported, and looked at by no rule
    # Some failures that rows were made for are asked again too: nothing is decided by them, but people want to see.
    failed = _ask_again(ctx, failed_probes(ctx, state), candidate, cycle, side)
    asked = {
        f"{cycle}/answers/{side}": answers, f"{cycle}/verdicts/{side}": after,
        f"{cycle}/answers/failed {side}": failed[0], f"{cycle}/verdicts/failed {side}": failed[1],
    }  # fmt: skip
    open_requests, more = compare_canaries(ctx, state, candidate, side, replies=replies)
    asked |= outside_refs | more
    canaries = _collapses(open_requests)
    pairs = pair(ctx, probes, before, after)
    counts = {area: p for (area, wording), p in pairs.items() if wording == "unseen"}
    skills = {area: skill.name for area, skill in (ctx.all_areas() | ctx.panel_areas()).items()}
    fresh: dict[str, Paired] = {}
    kin = taught(state, side)
    learned, chance = {*targets, *kin}, by_chance(ctx, probes, targets)
    suspects = gate.suspects(counts, learned, policy)
    spent = probe.spent(ctx, suspects)

    second = side == "after" and "before" in (state.get("dial") or {})

    def decided(fresh: dict[str, Paired]) -> gate.Decision:
        return gate.decide(counts, skills, targets, policy, fresh, canaries, kin, chance, spent, second)

    again = [area for area in suspects if area not in spent]
    if again and decided({}).verdict != "rejected":
        fresh, more = _ask_suspects(ctx, state, again, counts, candidate, side)
        asked |= more

    inputs = {
        "probes": probes, "before": before, "after": after, "targets": state["targets"], "side": side,
        "settings": policy.model_dump(), "adapter": candidate["adapter"], "fresh": ctx.config.guard.fresh,
        "suspects": {area: asdict(p) for area, p in sorted(fresh.items())},
        "canaries": open_requests and open_requests.to_json(), "outside": outside_refs,
    }  # fmt: skip
    inputs |= {"kin": sorted(kin)} if kin else {}
    inputs |= {"spent": sorted(spent)} if spent else {}
    inputs |= {"second": True} if second else {}

    def make(key: str) -> dict[str, Any]:
        decision = decided(fresh)
        rows = outcomes(pairs, set(targets), policy.alpha, decision)
        summary = summarize(pairs, set(targets), kin) | {
            "tasks": of_tasks(pairs, in_form(ctx, probes, (before, after)), ctx.tasks()),
            "rules": [asdict(rule) for rule in decision.rules],
            "panel": gate.panel_rows(counts, skills, learned),
            "suspects": {area: p.describe() for area, p in sorted(fresh.items())},
            "detectable": gate.detectable(counts, skills, targets, policy, ctx.config.guard.fresh, kin, chance),
            "canaries": inputs["canaries"],
            "outside": outside,
            "dial": state.get("dial") if side == "after" else None,
        }
        summary |= {"content": candidate["content"]} if "content" in candidate else {}
        summary |= {"wording": wording(ctx, state)} if ctx.config.cycles > 1 else {}
        row = DecisionRow(
            cycle=cycle, side=side, accepted=decision.verdict == "accepted", verdict=decision.verdict,
            reason=decision.reason, adapter=candidate["adapter"] or candidate["name"], summary=summary,
        )  # fmt: skip
        written = (Outcome(cycle=cycle, side=side, skill=skills[o["area"]], **o) for o in rows)
        shards = {"outcomes": ctx.store.write("outcomes", written), "decisions": ctx.store.write("decisions", [row])}
        return {"shards": shards, "verdict": decision.verdict, "reason": decision.reason}

    output = ctx.store.once("verify", inputs, make)
    ctx.emit({"event": "notice", "text": f"{output['verdict']}: {output['reason']}"})
    accepted = output["verdict"] == "accepted"
    return {"accepted": accepted, "verdict": output["verdict"], "reason": output["reason"], "refs": asked}


def _collapses(found: CanarySummary | None) -> gate.Collapses | None:
    return None if found is None else gate.Collapses(found.n, found.net, found.n + found.silent + found.unanswered)


def by_chance(ctx: Context, probes: list[str], targets: Sequence[str]) -> float:
    """The share of the targeted questions on unseen wording that is right by chance: one of so many options, else none."""
    rows = ctx.store.read(probes, ["area", "wording", "settings"])
    asked = [json.loads(row["settings"]) for row in rows if row["area"] in targets and row["wording"] == "unseen"]
    sizes = [len(settings.get("options") or ()) for settings in asked]
    return sum(1 / size for size in sizes if size > 1) / len(sizes) if sizes else 0.0


def _ask_suspects(
    ctx: Context, state: State, suspects: list[str], counts: gate.Counts, candidate: StudentRef, side: str
) -> tuple[dict[str, Paired], dict[str, list[str]]]:
    """Pairs of the suspects on fresh probes, and the shards. The candidate is open and goes first; then the student is
    loaded once more. Where a server of a run without a trainer no longer serves the student, nothing is compared."""
    cycle, number = state["cycle"], ctx.config.guard.fresh
    lost = ", ".join(f"{a} ({counts[a].lost} lost, {counts[a].gained} gained)" for a in suspects[:4])
    rest = f" and {len(suspects) - 4} more" if len(suspects) > 4 else ""
    ctx.emit({"event": "notice", "text": f"asking {number} fresh probes on both sides: {lost}{rest}"})
    probes = probe.fresh(ctx, state, suspects)
    answers, after = _ask_again(ctx, probes, candidate, cycle, side)
    try:
        first, before = _ask_again(ctx, probes, state["student"], cycle, "before")
    except (StudentError, UsageError) as error:  # gone, or of no such name any more
        if state.get("outcome") != "exported":
            raise
        ctx.emit({"event": "notice", "text": f"the student before the repair cannot be asked: {error}"})
        return {}, {}
    same_prompts(ctx, first, answers)
    pairs = pair(ctx, probes, before, after)
    return {area: p for (area, _), p in pairs.items()}, {
        f"{cycle}/probes/fresh": probes, f"{cycle}/answers/fresh": first, f"{cycle}/verdicts/fresh": before,
        f"{cycle}/answers/fresh {side}": answers, f"{cycle}/verdicts/fresh {side}": after,
    }  # fmt: skip


def failed_probes(ctx: Context, state: State) -> list[str]:
    """Shards of some probes that showed a targeted area to fail; they stand in `probes` too."""
    wanted = {failure.probe_id for found in failures_of(ctx, state).values() for failure in found[:SHOWN]}
    shards = [n for phase in LOOKS for n in state["refs"].get(f"{state['cycle']}/probes/{phase}", [])]
    rows = (row for row in ctx.store.read(shards) if row["probe_id"] in wanted)
    inputs = {"probes": shards, "targets": sorted(state["targets"])}
    output = ctx.store.once(
        "failed", inputs, lambda key: {"shards": {"failed_probes": ctx.store.write("failed_probes", rows)}}
    )
    return list(output["shards"]["failed_probes"])


def _ask_again(
    ctx: Context, probes: list[str], candidate: StudentRef, cycle: int, side: str
) -> tuple[list[str], list[str]]:
    answers = ask_shards(ctx, probes, candidate, cycle, side)
    return answers, grade_shards(ctx, probes, answers, cycle, side)


def pair(ctx: Context, probes: list[str], before: list[str], after: list[str]) -> dict[tuple[str, str], Paired]:
    """(area, wording) → paired counts over the holdout."""
    pairs: dict[tuple[str, str], Paired] = {}
    joined = ctx.store.joined((probes, ["area", "wording"]), (before, ["status"]), (after, ["status"]))
    for asked, old, new in joined:
        pairs.setdefault((asked["area"], asked["wording"]), Paired()).add(old["status"], new["status"])
    return pairs


def outcomes(
    pairs: dict[tuple[str, str], Paired], targets: set[str], alpha: float, decision: gate.Decision
) -> list[dict[str, Any]]:
    """One row for each area and wording. `improved` is by exact McNemar tests, Benjamini–Hochberg adjusted over the
    targeted areas and over the others; `worse` and `unclear` are what the gate says."""
    q_values: dict[tuple[str, str], float] = {}
    for wording in ("unseen", "seen"):
        for group in (True, False):
            keys = [k for k in sorted(pairs) if k[1] == wording and (k[0] in targets) == group]
            p_values = [stats.mcnemar(pairs[k].gained, pairs[k].lost) for k in keys]
            q_values |= dict(zip(keys, stats.adjust(p_values), strict=True))
    rows = []
    for (area, wording), p in sorted(pairs.items()):
        q, (low, high) = q_values[area, wording], p.interval
        if wording == "unseen" and area in decision.harmed | decision.unclear:
            said = "worse" if area in decision.harmed else "unclear"
        elif q <= alpha:
            said = "improved" if p.gained > p.lost else "worse" if wording == "seen" else "unchanged"
        else:
            said = "unchanged"
        rows.append(
            {
                "area": area, "targeted": area in targets, "wording": wording, "n": p.n, "before_passed": p.before,
                "after_passed": p.after, "gained": p.gained, "lost": p.lost, "change": p.change, "change_low": low,
                "change_high": high, "p_value": stats.mcnemar(p.gained, p.lost), "q_value": q, "decision": said,
            }
        )  # fmt: skip
    return rows


def summarize(
    pairs: dict[tuple[str, str], Paired], targets: set[str], kin: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The pooled changes of targeted areas on both wordings and of the others, `kin` aside, and the ratio of the gains, of those areas
    that have both wordings: a user's task has one."""

    def pooled(targeted: bool, wording: str) -> Paired:
        chosen = (p for (a, w), p in pairs.items() if (a in targets) == targeted and w == wording and a not in kin)
        return sum(chosen, Paired())

    unseen, seen, others = pooled(True, "unseen"), pooled(True, "seen"), pooled(False, "unseen")
    both = sum((p for (a, w), p in pairs.items() if w == "unseen" and a in targets and (a, "seen") in pairs), Paired())
    ratio = both.change / seen.change if seen.n and seen.change > 0 else None
    return {
        "targeted_unseen": unseen.describe(), "targeted_seen": seen.describe() if seen.n else None,
        "unseen_to_seen": ratio, "untargeted_unseen": others.describe() if others.n else None,
    }  # fmt: skip


def wording(ctx: Context, state: State) -> dict[str, tuple[int, int] | None]:
    """Skill with targeted areas → how much of the wording that this cycle measures with is a former one's."""
    areas = ctx.all_areas()
    skills = {areas[area].name: areas[area] for area in sorted(state["targets"])}
    return {name: asked_again(skill.words_file, state["cycle"]) for name, skill in skills.items()}


def of_tasks(
    pairs: dict[tuple[str, str], Paired], formed: dict[str, list[list[int]]], tasks: list[TaskSkill]
) -> list[dict[str, Any]]:
    """What changed in each task of the user's as a whole, repaired areas and others. `form`: what an adapter often repairs
    alone, answers in the form asked for, apart from how many of these are right."""
    found = []
    for task in tasks:
        own = (p for (area, _), p in pairs.items() if area.startswith(f"{task.name}/"))
        shares = []
        for n, wellformed, right in formed.get(task.name, []):
            interval = stats.interval(right, wellformed) if wellformed else (0.0, 1.0)
            shares.append({"n": n, "formed": wellformed / n if n else None, "interval": interval,
                           "right": right / wellformed if wellformed else None})  # fmt: skip
        form = {"before": shares[0], "after": shares[1], "chance": task.chance} if shares else None
        found.append({"name": task.name, **sum(own, Paired()).describe(), "form": form})
    return found


def in_form(ctx: Context, probes: list[str], sides: tuple[list[str], list[str]]) -> dict[str, list[list[int]]]:
    """Skill → on each side, answers that could be graded on both, those in the form asked for, and those right."""
    counts: dict[str, list[list[int]]] = {}
    columns = ["status", "error_class"]
    for asked, *verdicts in ctx.store.joined((probes, ["skill"]), (sides[0], columns), (sides[1], columns)):
        if any(verdict["status"] == "ungradable" for verdict in verdicts):
            continue
        for count, verdict in zip(counts.setdefault(asked["skill"], [[0, 0, 0], [0, 0, 0]]), verdicts, strict=True):
            formless = FAMILY_OF.get(verdict["error_class"] or "") in ("delivery", "form")
            for place, holds in enumerate((True, not formless, verdict["status"] == "pass")):
                count[place] += holds
    return counts


def adopt(ctx: Context, candidate: StudentRef) -> StudentRef:
    """The accepted student as the next cycle's: a LoRA is merged, so that the next one starts from it."""
    adapter = candidate["adapter"]
    if adapter is None or not (ctx.path(adapter) / "adapter_config.json").is_file():
        if adapter is not None and (ctx.path(adapter) / "config.json").is_file():
            return {**candidate, "weights": adapter, "adapter": None}
        return candidate
    if ctx.config.cycles == 1 or candidate["name"].startswith("openai:"):
        return candidate
    from repairloop.loop.stages.train import weights_of
    from repairloop.students.merge import merge_adapter

    merged = ctx.path(adapter) / "merged"
    ctx.close()
    merge_adapter(weights_of(ctx, candidate), ctx.path(adapter), merged)
    return {**candidate, "weights": str(merged.relative_to(ctx.store.path)), "adapter": None}
