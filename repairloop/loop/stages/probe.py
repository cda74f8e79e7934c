"""Stage `probe`: make this phase's questions, each checked against its own reference.

A probe whose reference does not pass its own grader is counted and never asked. Areas are independent, and
so are items: see `repairloop.plugins.items.make_probes`. Where a run has several cycles, each measures with phrases of its
own, as far as there are enough (`repairloop.plugins.folds`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal

from repairloop.config import GuardSettings
from repairloop.ground.overlap import Overlap, parts
from repairloop.loop.stages import outside
from repairloop.loop.stages.context import CHOOSE, FIND, LOOKS, Context, State, other_areas
from repairloop.loop.tasks import MOST_DEV, MOST_HOLDOUT, form, to_find, whole
from repairloop.plugins.folds import in_cycle
from repairloop.plugins.grade import check_reference
from repairloop.plugins.items import make_probes
from repairloop.plugins.parallel import spread
from repairloop.plugins.registry import get_skill
from repairloop.plugins.skill import Skill, with_settings, with_tools
from repairloop.records import RepairRow, Split, Wording
from repairloop.records.rows import Row, pack, unpack

SPLITS: Final[dict[str, Split]] = {
    "find": "find", "screen": "screen", "confirm": "confirm", "settle": "confirm", "choose": "confirm", "holdout": "holdout", "fresh": "holdout", "dev": "dev",
}  # fmt: skip
"""Phase → the split that its content comes from. `settle` goes on in its split where `confirm` ended, `choose` where
`settle` did, `fresh` where `holdout` did."""
OWN_NAME: Final = ("fresh", CHOOSE)
"""Phases whose probes stand in the tables as a split of their own, although their content is of another's: they decide something else."""
BEFORE: Final = {"settle": ("confirm",), CHOOSE: ("confirm", "settle")}
"""Phase → those that had the first probes of the same split."""
MANY: Final = 5000
"""Probes that are worth starting a process for each core."""

Wanted = list[tuple[str, Wording, int, int]]
"""Area, wording, probes of the split to pass over since they were asked before, number of probes."""


def counts(ctx: Context, state: State) -> Wanted:
    """What a phase asks. The holdout: the areas that are repaired, the others, and the panel of all that is installed."""
    settings, guard, dial, phase = ctx.config.probes, ctx.config.guard, ctx.config.dial, state["phase"]
    if phase == FIND:
        return [(area, "unseen", 0, count) for area, count in to_find(ctx.tasks())]
    areas, targets = state["areas"], list(state.get("targets", {}))
    if phase in (*LOOKS, CHOOSE):
        before = sum(state["each"].get(look, 0) for look in BEFORE.get(phase, ()))
        return [(area, "seen", before, state["each"].get(phase, settings.screen)) for area in areas]
    panel = panel_counts(ctx.panel_areas(), guard)
    if phase == "dev":
        kept = [area for area in (*areas, *panel) if area not in targets]
        own = whole(ctx.tasks(), areas, MOST_DEV, "dev")
        dev: Wanted = [(area, "unseen", 0, own.get(area, dial.probes)) for area in targets]
        return dev + [(area, "unseen", 0, dial.guard) for area in kept if dial.guard]
    own = whole(ctx.tasks(), areas, MOST_HOLDOUT, "holdout")
    each = {area: settings.holdout if area in targets else guard.probes for area in areas} | own
    unseen: Wanted = [(area, "unseen", 0, count) for area, count in each.items()]
    unseen += [(area, "unseen", 0, count) for area, count in panel.items()]
    worded = [area for area in targets if area not in own and settings.holdout_seen]
    return unseen + [(area, "seen", 0, settings.holdout_seen) for area in worded]


def panel_counts(areas: Mapping[str, Skill], guard: GuardSettings) -> dict[str, int]:
    """Area of the panel → its probes: at least so many an area, and so many a skill."""
    return {area: max(guard.panel, -(-guard.skill // len(skill.areas))) for area, skill in areas.items()}


def run(ctx: Context, state: State) -> dict[str, Any]:
    phase = state["phase"]
    if phase == outside.SKILL:
        return outside.make(ctx, state, trained_rows(ctx, state))
    if phase == "holdout":
        for name, missing in other_areas(ctx.all_areas())[1].items():
            ctx.emit({"event": "notice", "text": f"{name} is not on the panel, its grader cannot work here: {missing}"})
    return {"refs": {f"{state['cycle']}/probes/{phase}": make_shards(ctx, state, phase, counts(ctx, state))}}


def fresh(ctx: Context, state: State, areas: list[str]) -> list[str]:
    """Shards with fresh probes for untargeted areas, in the split `fresh`: those that follow the holdout's, so that
    their content is apart from it by construction, as the holdout's is from all other splits."""
    guard, usual = ctx.config.guard, panel_counts(ctx.panel_areas(), ctx.config.guard)
    usual |= whole(ctx.tasks(), ctx.all_areas(), MOST_HOLDOUT, "holdout")
    wanted: Wanted = [(area, "unseen", usual.get(area, guard.probes), guard.fresh) for area in areas]
    return make_shards(ctx, state, "fresh", wanted)


def spent(ctx: Context, areas: Iterable[str]) -> set[str]:
    """Areas of the user's tasks of which the holdout has asked every case, so that none is fresh."""
    most = whole(ctx.tasks(), ctx.all_areas(), MOST_HOLDOUT, "holdout")
    sizes = {area: len(task.cases(area, "holdout")) for task in ctx.tasks() for area in task.areas}
    return {area for area in areas if area in sizes and sizes[area] <= most[area]}


def make_shards(ctx: Context, state: State, phase: str, wanted: Wanted) -> list[str]:
    """Shards with the probes of a phase."""
    cycle = state["cycle"]
    seed = f"{ctx.config.seed}/{cycle}"
    steps = tuple(ctx.config.probes.difficulties)
    skills = ctx.all_areas() | ctx.panel_areas()
    wanted = [(*job[:2], *_there(ctx, job, SPLITS[phase])) for job in wanted]
    total = sum(count for *_, count in wanted)
    notes: list[str] = []
    trained = trained_rows(ctx, state)

    def rows() -> Iterator[Row]:
        own: dict[str, Skill] = {task.name: task for task in [*ctx.tasks(), *ctx.declared()]}
        jobs = [
            (skills[area].name, area, SPLITS[phase], wording, before, count, seed, steps, ctx.config.asking.tools,
             ctx.config.skill_settings.get(skills[area].name, {}), cycle, ctx.config.cycles)
            for area, wording, before, count in wanted
        ]  # fmt: skip
        ours = iter(spread(make_area, (j for j in jobs if j[0] not in own), ctx.config.plugins, many=total >= MANY))
        made = (probes_of(own[job[0]], job) if job[0] in own else next(ours) for job in jobs)
        done = 0
        for (area, *_, count), (found, bad, reason) in zip(wanted, made, strict=True):
            ctx.check_stop()
            for row in found:
                text = parts(json.loads(row["messages"]))[0]
                if not (trained and trained.matches(row["content"], text)):
                    yield {**row, "cycle": cycle, "split": phase if phase in OWN_NAME else row["split"]}
            if len(found) + bad < count:
                notes.append(f"{area}: {len(found)} of {count} {phase} probes; the area holds no more distinct content")
            if bad:
                notes.append(f"{area}: {bad} probes left out, their reference fails its own grader ({reason})")
            done += count
            ctx.progress(done, total, "probes made")

    def make(key: str) -> dict[str, Any]:
        return {"shards": {"probes": ctx.store.write("probes", rows())}, "notes": notes}

    inputs: dict[str, Any] = {"cycle": cycle, "phase": phase, "wanted": wanted, "seed": seed, "steps": steps}
    inputs |= ctx.cases_known()
    inputs |= {"folds": True} if ctx.config.cycles > 1 and any(job[1] == "unseen" for job in wanted) else {}
    inputs["trained"] = [names for ref, names in sorted(state["refs"].items()) if ref.endswith("/rows")]
    output = ctx.store.once(f"probe-{phase}", inputs, make)
    for note in output["notes"]:
        ctx.emit({"event": "notice", "text": note})
    return list(output["shards"]["probes"])


def _there(ctx: Context, wanted: tuple[str, Wording, int, int], split: Split) -> tuple[int, int]:
    """Probes to pass over, and to ask: of a user's task no more than there are cases."""
    area, _, before, count = wanted
    task = next((task for task in ctx.tasks() if area in task.areas), None)
    if task is None:
        return before, count
    there = len(task.cases(area, split))
    return min(before, there), min(count, there - min(before, there))


Task = tuple[
    str, str, Split, Wording, int, int, str, tuple[int, ...], Literal["text", "native"], dict[str, Any], int, int
]


def make_area(task: Task) -> tuple[list[Row], int, str]:
    """The probes of one area whose reference passes its own grader, how many others there were, and why."""
    name, *_, tools, settings, cycle, cycles = task
    return probes_of(in_cycle(with_settings(with_tools(get_skill(name), tools), settings), cycle, cycles), task)


def probes_of(skill: Skill, job: Task) -> tuple[list[Row], int, str]:
    """`make_area` of a skill that is at hand."""
    _, area, split, wording, before, count, seed, steps, *_ = job
    allowed = skill.among(area, steps)
    rows, bad, reason = [], 0, ""
    for probe in make_probes(skill, area, split, wording, count, seed, allowed, skip=before):
        verdict = check_reference(probe)
        if verdict.status == "pass":
            rows.append(pack(probe))
        else:
            bad, reason = bad + 1, verdict.evidence
    return rows, bad, reason


def trained_rows(ctx: Context, state: State) -> Overlap | None:
    """The rows of former cycles: no later probe may overlap with what the student has trained on."""
    shards = [name for ref, names in sorted(state["refs"].items()) if ref.endswith("/rows") for name in names]
    if not shards:
        return None
    rows = (unpack(RepairRow, row) for row in ctx.store.read(shards) if row["dropped"] is None)
    items = ((f"{row.id}/{n}", row.content, text) for row in rows for n, text in enumerate(parts(row.prompt)))
    return Overlap(items, form(ctx.tasks()).shingles)
