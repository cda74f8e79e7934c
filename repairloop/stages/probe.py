"""Stage `probe`: make this phase's questions, each checked against its own reference.

A probe whose reference does not pass its own grader is counted and never asked. Areas are independent, and
so are items: see `plugins.make_probes`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from repairloop.overlap import Overlap
from repairloop.plugins import check_reference, make_probes
from repairloop.records import Split, Wording
from repairloop.rows import Row, from_probe, to_repair_row
from repairloop.stages.context import Context, State


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
    wanted = counts(ctx, phase, state["areas"], list(state.get("targets", {})))
    seed = f"{ctx.config.seed}/{cycle}"
    steps = tuple(ctx.config.probes.difficulties)
    split: Split = phase  # type: ignore[assignment]
    skills = ctx.all_areas()
    total = sum(count for _, _, count in wanted)
    notes: list[str] = []
    trained = trained_rows(ctx, state)

    def rows() -> Iterator[Row]:
        done = 0
        for area, wording, count in wanted:
            ctx.check_stop()
            skill = skills[area]
            allowed = tuple(d for d in steps if d in skill.difficulties) or skill.difficulties
            made = bad = 0
            reason = ""
            for probe in make_probes(skill, area, split, wording, count, seed, allowed):
                if trained and trained.matches(probe.content, probe.question):
                    continue
                verdict = check_reference(probe)
                made += 1
                if verdict.status == "pass":
                    yield from_probe(probe, cycle)
                else:
                    bad, reason = bad + 1, verdict.evidence
            if made < count:
                notes.append(f"{area}: {made} of {count} {phase} probes; the area holds no more distinct content")
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


def trained_rows(ctx: Context, state: State) -> Overlap | None:
    """The rows of former cycles: no later probe may overlap with what the student has trained on."""
    shards = [name for ref, names in sorted(state["refs"].items()) if ref.endswith("/rows") for name in names]
    if not shards:
        return None
    rows = (to_repair_row(row) for row in ctx.store.read(shards) if row["dropped"] is None)
    return Overlap((row.id, row.content, row.question) for row in rows)
