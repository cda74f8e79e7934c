"""The user's outside questions in the loop: asked as all others are, reported, and looked at by no choice."""

from __future__ import annotations

from typing import Any

from repairloop.ground import stats
from repairloop.ground.overlap import Overlap, parts
from repairloop.loop.gate import Paired
from repairloop.loop.outside import SKILL, read_all
from repairloop.loop.stages.answer import ask_shards, same_prompts
from repairloop.loop.stages.context import Context, State, StudentRef
from repairloop.loop.stages.grade import grade_shards


def make(ctx: Context, state: State, trained: Overlap | None) -> dict[str, Any]:
    """The stage `probe` of the phase `outside`: questions from the files. What former cycles trained on is left out."""
    cycle = state["cycle"]
    inputs = {"cycle": cycle, "settings": ctx.config.outside.model_dump(), "seed": ctx.config.seed}
    inputs["trained"] = [names for ref, names in sorted(state["refs"].items()) if ref.endswith("/rows")]

    def build(key: str) -> dict[str, Any]:
        notes, rows = [], []
        for questions in read_all(ctx.config, cycle):
            ctx.check_stop()
            fresh = [
                p for p in questions.probes
                if not (trained and any(trained.matches(p.content, text) for text in parts(p.messages)))
            ]  # fmt: skip
            notes += questions.notes
            if lost := len(questions.probes) - len(fresh):
                notes.append(f"outside questions {questions.name}: {lost:,} left out, rows of a former cycle overlap")
            rows += [probe.like(cycle=cycle) for probe in fresh]
        return {"shards": {"probes": ctx.store.write("probes", rows)}, "notes": notes}

    output = ctx.store.once(f"probe-{SKILL}", inputs, build)
    for note in output["notes"]:
        ctx.emit({"event": "notice", "text": note})
    return {"refs": {f"{cycle}/probes/{SKILL}": output["shards"]["probes"]}}


def ask_outside(
    ctx: Context, state: State, candidate: StudentRef, side: str
) -> tuple[dict[str, list[str]], list[dict[str, Any]]]:
    """Ask the outside questions again: new references, and a summary with one entry a file, in the files' order, after
    one of all where there are several. Nothing where none were asked before."""
    cycle, refs = state["cycle"], state["refs"]
    probes = refs.get(f"{cycle}/probes/{SKILL}")
    if probes is None:
        return {}, []
    answers = ask_shards(ctx, probes, candidate, cycle, side)
    same_prompts(ctx, refs[f"{cycle}/answers/{SKILL}"], answers)
    after = grade_shards(ctx, probes, answers, cycle, side)
    new = {f"{cycle}/answers/{SKILL} {side}": answers, f"{cycle}/verdicts/{SKILL} {side}": after}
    return new, summarise(ctx, probes, refs[f"{cycle}/verdicts/{SKILL}"], after)


def not_asked_again(ctx: Context, state: State) -> list[dict[str, Any]]:
    """What there is to say of them where no adapter came as far as the gate: what the student answers as it is, with its
    95 % interval. Entries as `ask_outside` gives them, `after` None."""
    cycle, refs = state["cycle"], state["refs"]
    probes = refs.get(f"{cycle}/probes/{SKILL}")
    if probes is None:
        return []
    verdicts = refs[f"{cycle}/verdicts/{SKILL}"]
    found = []
    for name, p in _pairs(ctx, probes, verdicts, verdicts).items():
        low, high = stats.interval(p.before, p.n)
        rate = p.before / p.n if p.n else None
        found.append({"name": name, "n": p.n, "before": rate, "low": low, "high": high, "after": None})
    return found


def summarise(ctx: Context, probes: list[str], before: list[str], after: list[str]) -> list[dict[str, Any]]:
    """What changed, a file: rates, the paired change with its 95 % interval, and the exact McNemar p-value."""
    return [{"name": name, **p.describe()} for name, p in _pairs(ctx, probes, before, after).items()]


def _pairs(ctx: Context, probes: list[str], before: list[str], after: list[str]) -> dict[str, Paired]:
    """File → its pairs, after those of all files where there are several."""
    pairs: dict[str, Paired] = {}
    for asked, old, new in ctx.store.joined((probes, ["area"]), (before, ["status"]), (after, ["status"])):
        pairs.setdefault(asked["area"].partition("/")[2], Paired()).add(old["status"], new["status"])
    return ({"all": sum(pairs.values(), Paired())} if len(pairs) > 1 else {}) | pairs
