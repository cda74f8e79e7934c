"""Stage `probe`: make this phase's questions, each checked against its own reference.

A probe whose reference does not pass its own grader is counted and never asked. Areas are independent, and
so are items: see `plugins.make_probes`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from repairloop import outside
from repairloop.overlap import Overlap
from repairloop.parallel import spread
from repairloop.plugins import check_reference, get_skill, make_probes
from repairloop.records import Split, Wording
from repairloop.rows import Row, from_probe, to_repair_row
from repairloop.stages.context import Context, State

MANY: Final = 5000
"""Probes that are worth starting a process for each core."""


def counts(ctx: Context, phase: str, areas: list[str], targets: list[str]) -> list[tuple[str, Wording, int]]:
    """What a phase asks: (area, wording, number of probes)."""
    settings = ctx.config.probes
    if phase == "screen":
        return [(area, "seen", settings.screen) for area in areas]
    if phase == "confirm":
        return [(area, "seen", settings.confirm) for area in areas]
    unseen: list[tuple[str, Wording, int]] = [
        (area, "unseen", settings.holdout if area in targets else settings.guard) for area in areas
    ]
    return unseen + [(area, "seen", settings.holdout_seen) for area in targets if settings.holdout_seen]


def run(ctx: Context, state: State) -> dict[str, Any]:
    cycle, phase = state["cycle"], state["phase"]
    if phase == outside.SKILL:
        return outside.make(ctx, state, trained_rows(ctx, state))
    wanted = counts(ctx, phase, state["areas"], list(state.get("targets", {})))
    seed = f"{ctx.config.seed}/{cycle}"
    steps = tuple(ctx.config.probes.difficulties)
    split: Split = phase  # type: ignore[assignment]
    skills = ctx.all_areas()
    total = sum(count for _, _, count in wanted)
    notes: list[str] = []
    trained = trained_rows(ctx, state)

    def rows() -> Iterator[Row]:
        tasks = ((skills[area].name, area, split, wording, count, seed, steps) for area, wording, count in wanted)
        made = spread(make_area, tasks, ctx.config.plugins, many=total >= MANY)
        done = 0
        for (area, _, count), (found, bad, reason) in zip(wanted, made, strict=True):
            ctx.check_stop()
            for row in found:
                if not (trained and trained.matches(row["content"], row["question"])):
                    yield {**row, "cycle": cycle}
            if len(found) + bad < count:
                notes.append(f"{area}: {len(found)} of {count} {phase} probes; the area holds no more distinct content")
            if bad:
                notes.append(f"{area}: {bad} probes left out, their reference fails its own grader ({reason})")
            done += count
            ctx.progress(done, total, "probes made")

    def make(key: str) -> dict[str, Any]:
        return {"shards": {"probes": ctx.store.write("probes", rows())}, "notes": notes}

    inputs = {"cycle": cycle, "phase": phase, "wanted": wanted, "seed": seed, "steps": steps}
    inputs["trained"] = [names for ref, names in sorted(state["refs"].items()) if ref.endswith("/rows")]
    output = ctx.store.once(f"probe-{phase}", inputs, make)
    for note in output["notes"]:
        ctx.emit({"event": "notice", "text": note})
    return {"refs": {f"{cycle}/probes/{phase}": output["shards"]["probes"]}}


def make_area(task: tuple[str, str, Split, Wording, int, str, tuple[int, ...]]) -> tuple[list[Row], int, str]:
    """The probes of one area whose reference passes its own grader, how many others there were, and why."""
    name, area, split, wording, count, seed, steps = task
    skill = get_skill(name)
    allowed = tuple(d for d in steps if d in skill.difficulties) or skill.difficulties
    rows, bad, reason = [], 0, ""
    for probe in make_probes(skill, area, split, wording, count, seed, allowed):
        verdict = check_reference(probe)
        if verdict.status == "pass":
            rows.append(from_probe(probe, 0))
        else:
            bad, reason = bad + 1, verdict.evidence
    return rows, bad, reason


def trained_rows(ctx: Context, state: State) -> Overlap | None:
    """The rows of former cycles: no later probe may overlap with what the student has trained on."""
    shards = [name for ref, names in sorted(state["refs"].items()) if ref.endswith("/rows") for name in names]
    if not shards:
        return None
    rows = (to_repair_row(row) for row in ctx.store.read(shards) if row["dropped"] is None)
    return Overlap((row.id, row.content, row.question) for row in rows)
