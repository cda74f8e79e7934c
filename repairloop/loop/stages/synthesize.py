"""Stage `synthesize`: drafts of repair rows for the failing areas, and of replay rows for the others.

The rows are drafted by the one maker that there is (`repairloop.flows.recipe`), for certain failures: a row has their area
and difficulty, and names them; what it does about them is chosen by what they were. Replay rows keep what the student can do:
they are drawn from all areas of every installed skill that are not repaired, in proportion to what they have to lose (their
pass rate). Rows of the student's own voice (`repairloop.loop.stages.voice`) stand beside them. For a share of the repair rows
the student is asked too: where it errs, its own wrong answer is corrected, or set against the right one; where it is right,
its own answer may train in place of ours (`synthesize.verified`). Where a failing area of a user's task has kin among the areas of the installed skills
(`repairloop.tasks.kin`), rows of these are made besides, for an adapter of their own: the dial says whether they help.
"""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from itertools import accumulate, pairwise
from typing import Any

from repairloop.flows.kinds import answering, drawn
from repairloop.flows.recipe import Maker, Wish
from repairloop.flows.rows import Failure
from repairloop.loop.stages.answer import ask, stop_on_failures
from repairloop.loop.stages.context import LOOKS, TEACHER, Context, State
from repairloop.loop.stages.diagnose import count, looks_at, pooled, rounds
from repairloop.loop.stages.train import compares
from repairloop.loop.stages.voice import own_rows
from repairloop.plugins.grade import grade
from repairloop.records import VERIFIED, RepairRow
from repairloop.sources.library import without_rows
from repairloop.tasks.kin import kin_of

SPARE = 1.25
"""Rows drafted for each row wanted, since vetting drops some."""


def run(ctx: Context, state: State) -> dict[str, Any]:
    state = {**state, "kin": kin_budget(ctx, state)}
    cycle, refs = state["cycle"], state["refs"]
    verdicts = [n for phase in LOOKS for n in refs.get(f"{cycle}/verdicts/{phase}", [])]
    inputs = {
        "cycle": cycle, "seed": ctx.config.seed, "targets": state["targets"], "verdicts": verdicts,
        "settings": ctx.config.synthesize.model_dump(), "recipe": ctx.recipe(cycle).described(), "student": state["student"],
        "replies": refs.get(f"{cycle}/replies", []), "replay": replay_budget(ctx, state),
    }  # fmt: skip
    inputs |= ctx.cases_known()
    inputs |= {"kin": state["kin"]} if state["kin"] else {}

    def make(key: str) -> dict[str, Any]:
        drafts, notes = draft(ctx, state)
        drafts = list({row.id: row for row in reversed(drafts)}.values())[::-1]  # a variation may be drawn again
        drafts = add_own_answers(ctx, state, drafts, key) + own_rows(ctx, state)
        return {
            "shards": {
                "drafts": ctx.store.write("drafts", drafts),
                "lineage": ctx.store.write("draft_lineage", (link for row in drafts for link in row.lineage)),
            },
            "notes": notes,
        }

    output = ctx.store.once("synthesize", inputs, make)
    for note in output.get("notes", ()):  # a receipt of a former version has none
        ctx.emit({"event": "notice", "text": note})
    return {
        "kin": state["kin"],
        "refs": {
            f"{cycle}/drafts": output["shards"]["drafts"],
            f"{cycle}/draft_lineage": output["shards"]["lineage"],
        },
    }


def draft(ctx: Context, state: State) -> tuple[list[RepairRow], list[str]]:
    """Rows for every area that gets any, repair and replay; and what a reader should know of them."""
    skills, wished = ctx.all_areas() | ctx.panel_areas(), wishes(ctx, state)
    recipe = ctx.recipe(state["cycle"])
    rows: list[RepairRow] = []
    if (name := recipe.config.teacher.name) and not name.startswith("openai:"):
        ctx.close()  # a local teacher needs the student's memory
    library = ctx.library([skills[wish.area] for wish in wished])
    with recipe.teacher(ctx.store.path / TEACHER, ctx.say) or nullcontext() as teacher:
        maker = Maker(recipe, library, teacher)
        for done, wish in enumerate(wished):
            ctx.check_stop()
            skill = skills[wish.area]
            rows += (row for batch in maker.taught(skill, wish) for row in batch)
            rows += maker.drafts(skill, wish, range(maker.items_for(skill, wish, wish.number * SPARE)))
            ctx.progress(done + 1, len(wished), "areas synthesized")
    asked = [skills[area] for area in {row.area for row in rows}]
    return rows, [*sorted(maker.notes), *without_rows(recipe.sources, library, [row.source for row in rows], asked)]


def wishes(ctx: Context, state: State) -> list[Wish]:
    """The rows that are wanted, repair and replay, by area."""
    failures, targets = failures_of(ctx, state), state["targets"]
    kin = state.get("kin", {})
    wanted = {**targets, **kin, **replay_budget(ctx, state)}
    return [
        Wish(area, number, failures.get(area, ()), "repair" if area in targets else "kin" if area in kin else "replay")
        for area, number in sorted(wanted.items())
    ]


def kin_budget(ctx: Context, state: State) -> dict[str, int]:
    """Area that is kin to a failing one of the user's task, and that the student fails too → rows; said."""
    config = ctx.config
    total, own = round(config.synthesize.rows * config.synthesize.kin), ctx.tasks()
    if not total or not own or not compares(config) or not has_dev(ctx, state):
        return {}
    rates, others = panel_rates(ctx, state), ctx.panel_areas()
    near: dict[str, float] = {}
    for task in own:
        near |= kin_of(task, sorted(area for area in state["targets"] if area in task.areas), others)
    near = {area: cosine for area, cosine in near.items() if rates.get(area, 1.0) < config.diagnose.target}
    if near:
        told = ", ".join(f"{area} (cosine {cosine:.2f})" for area, cosine in near.items())
        ctx.emit({"event": "notice", "text": f"kin among the installed skills, which the student fails too: {told}"})
    return {area: total // len(near) for area in near if total >= len(near)}


def has_dev(ctx: Context, state: State) -> bool:
    """Whether the dev part is large enough to choose by."""
    counts = count(ctx, state, "dev")
    return sum(counts[area][1] for area in state["targets"] if area in counts) >= ctx.config.dial.least


def failures_of(ctx: Context, state: State) -> dict[str, list[Failure]]:
    """Targeted area → the probes that showed it to fail, in order."""
    found: dict[str, list[Failure]] = {area: [] for area in state["targets"]}
    for probe, _, verdict in rounds(ctx, state):
        if verdict["status"] == "fail" and probe["area"] in found:
            found[probe["area"]].append(Failure(probe["probe_id"], verdict["error_class"], probe["difficulty"]))
    return found


def replay_budget(ctx: Context, state: State) -> dict[str, int]:
    """Untargeted area → replay rows, in proportion to its pass rate: over all looks, and for the areas of the other
    installed skills that of their whole skill on the dev part, where each is asked once or twice."""
    counts = pooled(looks_at(ctx, state))
    rates = {a: k / n for a, (k, n) in counts.items() if n and a not in state["targets"]} | panel_rates(ctx, state)
    rates = {area: rate for area, rate in rates.items() if area not in state.get("kin", {})}
    total = round(ctx.config.synthesize.rows * ctx.config.synthesize.replay)
    weight = sum(rates.values()) or 1.0
    ends = [round(total * part / weight) for part in accumulate(rates.values(), initial=0.0)]
    return {area: end - start for area, (start, end) in zip(rates, pairwise(ends), strict=True) if end > start}


def panel_rates(ctx: Context, state: State) -> dict[str, float]:
    """Area that the run does not look at → the pass rate of its skill."""
    panel = {area: skill.name for area, skill in ctx.panel_areas().items()}
    passed: Counter[str] = Counter()
    graded: Counter[str] = Counter()
    for area, (k, n) in count(ctx, state, "dev").items():
        if area in panel:
            passed[panel[area]] += k
            graded[panel[area]] += n
    return {area: passed[name] / graded[name] for area, name in panel.items() if graded[name]}


def add_own_answers(ctx: Context, state: State, rows: list[RepairRow], key: str) -> list[RepairRow]:
    """Ask the student a share of the repair rows. Where it errs, a row corrects its answer or is set against it; where it
    is right, its own words may be the answer that trains.

    What it is asked are the rows' own questions, which share no content with a probe. An answer that was right to a probe
    of the looks is never trained on: its question is one that the diagnosis rests on.
    """
    settings, recipe = ctx.config.synthesize, ctx.recipe(state["cycle"])
    wrong, right = (drawn(rows, share) for share in (settings.preference, settings.verified))
    asked = [row for row in rows if row.id in wrong | right]
    if not asked:
        return rows
    skills, choices = (
        ctx.all_areas() | ctx.panel_areas(),
        {wish.area: recipe.choices(wish) for wish in wishes(ctx, state)},
    )
    probes = [row.probe.like(max_tokens=skills[row.area].limit(row.area)) for row in asked]
    answers = ask(ctx, ctx.store.journal("synthesize", key), probes, state["student"])
    stop_on_failures(ctx, sum(a.status == "failed" for a in answers), len(answers), answers)
    made: dict[str, RepairRow] = {}
    for row, probe, answer in zip(asked, probes, answers, strict=True):
        verdict = grade(probe, answer)
        if verdict.status == "fail" and answer.text.strip() and row.id in wrong:
            made[row.id] = answering(row, answer.text, verdict.error_class or "", choices[row.area])
        elif verdict.status == "pass" and answer.finish_reason == "stop" and row.id in right:
            why = "the student's own answer, which the grader passed"
            made[row.id] = row.like(completion=answer.text, why=why, agents=[*row.agents, VERIFIED])
    return [made.get(row.id, row) for row in rows]
