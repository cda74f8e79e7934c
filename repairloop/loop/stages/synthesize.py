"""Stage `synthesize`: drafts of repair rows for the failing areas, and of replay rows for the others.

A repair row is made for certain failures: it has their area and difficulty, and names them. What it does about them
(`repairloop.flows.kinds`) is chosen by what they were. Replay rows keep what the student can do: they are drawn from
all areas of every installed skill that are not repaired, in proportion to what they have to lose (their pass rate).
Rows of the student's own voice (`repairloop.loop.stages.voice`) stand beside them. For a share of the repair rows the
student is asked too: where it errs, its own wrong answer is corrected, or set against the right one; where it is right,
its own answer may train in place of ours (`synthesize.verified`).
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import accumulate, pairwise
from pathlib import Path
from random import Random
from typing import Any

from repairloop.flows import Item, program_flow, run_flow
from repairloop.flows.kinds import Choice, Informer, Planner, choose, correction, showable, why
from repairloop.flows.rows import to_row
from repairloop.loop.stages.answer import ask, stop_on_failures
from repairloop.loop.stages.context import LOOKS, Context, State
from repairloop.loop.stages.diagnose import count, looks_at, pooled, rounds
from repairloop.loop.stages.voice import own_rows
from repairloop.plugins.grade import grade
from repairloop.plugins.skill import Skill
from repairloop.records import VERIFIED, Probe, RepairRow
from repairloop.sources.library import without_rows

SPARE = 1.25
"""Rows drafted for each row wanted, since vetting drops some."""


def run(ctx: Context, state: State) -> dict[str, Any]:
    cycle, refs = state["cycle"], state["refs"]
    verdicts = [n for phase in LOOKS for n in refs.get(f"{cycle}/verdicts/{phase}", [])]
    inputs = {
        "cycle": cycle, "seed": ctx.config.seed, "targets": state["targets"], "verdicts": verdicts,
        "settings": ctx.config.synthesize.model_dump(), "student": state["student"],
        "replies": refs.get(f"{cycle}/replies", []), "replay": replay_budget(ctx, state),
    }  # fmt: skip
    inputs |= {"cases": ctx.cases} if ctx.cases else {}

    def make(key: str) -> dict[str, Any]:
        drafts = draft(ctx, state)
        paths, used = [Path(path) for path in ctx.config.synthesize.sources], [row.source for row in drafts]
        skills = {**ctx.all_areas(), **ctx.panel_areas()}
        asked = [skills[area] for area in {row.area for row in drafts}]
        notes = without_rows(paths, next(filter(None, map(ctx.library, asked)), None), used, asked)
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
        "refs": {
            f"{cycle}/drafts": output["shards"]["drafts"],
            f"{cycle}/draft_lineage": output["shards"]["lineage"],
        }
    }


def draft(ctx: Context, state: State) -> list[RepairRow]:
    """Rows for every area that gets any, repair and replay."""
    skills, failures = ctx.all_areas() | ctx.panel_areas(), failures_of(ctx, state)
    wanted = {**state["targets"], **replay_budget(ctx, state)}
    rows: list[RepairRow] = []
    for done, (area, number) in enumerate(sorted(wanted.items())):
        ctx.check_stop()
        rows += draft_area(ctx, state, skills[area], area, number, failures.get(area, []))
        ctx.progress(done + 1, len(wanted), "areas synthesized")
    return rows


def draft_area(
    ctx: Context, state: State, skill: Skill, area: str, number: int, failures: list[dict[str, Any]]
) -> list[RepairRow]:
    cycle, targeted = state["cycle"], area in state["targets"]
    refine = ctx.config.synthesize.refine if targeted else 0.0
    seed = f"{ctx.config.seed}/{cycle}"
    steps = [d for d in ctx.config.probes.difficulties if d in skill.difficulties] or list(skill.difficulties)
    causes = failures if targeted else []
    choices = [c for c in kinds_of(causes) if c.kind == "knowledge"]  # the others need the student's answer
    items = []
    for index in range(math.ceil(number * SPARE / (1 + refine))):
        cause = causes[index % len(causes)] if causes else None
        difficulty = cause["difficulty"] if cause else steps[index % len(steps)]
        items.append(Item(area=area, index=index, difficulty=difficulty, seed=seed))
    flow = program_flow(skill, refine, ctx.library(skill), ctx.config.synthesize.material)
    if choices:
        flow += [Planner(choices), Informer(skill)]
    rows = []
    for item in sorted(run_flow(flow, items), key=lambda i: (i.index, i.edit)):
        cause = causes[item.index % len(causes)] if causes else None
        rows.append(to_row(item, skill, cycle, "repair" if targeted else "replay", cause, why(choices, item.repair)))
    return rows


def kinds_of(failures: list[dict[str, Any]]) -> list[Choice]:
    """The kinds of repair for these failures of one area; none for an area that has none."""
    return choose(Counter(failure["error_class"] for failure in failures)) if failures else []


def failures_of(ctx: Context, state: State) -> dict[str, list[dict[str, Any]]]:
    """Targeted area → the probes that showed it to fail (id, difficulty, error class), in order."""
    found: dict[str, list[dict[str, Any]]] = {area: [] for area in state["targets"]}
    for probe, _, verdict in rounds(ctx, state):
        if verdict["status"] == "fail" and probe["area"] in found:
            found[probe["area"]].append(
                {key: probe[key] for key in ("probe_id", "difficulty")} | {"error_class": verdict["error_class"]}
            )
    return found


def replay_budget(ctx: Context, state: State) -> dict[str, int]:
    """Untargeted area → replay rows, in proportion to its pass rate: over all looks, and for the areas of the other
    installed skills that of their whole skill on the dev part, where each is asked once or twice."""
    counts = pooled(looks_at(ctx, state))
    rates = {a: k / n for a, (k, n) in counts.items() if n and a not in state["targets"]} | panel_rates(ctx, state)
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
    settings = ctx.config.synthesize
    wrong, right = (_drawn(rows, share) for share in (settings.preference, settings.verified))
    asked = [row for row in rows if row.id in wrong | right]
    if not asked:
        return rows
    skills, failures = ctx.all_areas(), failures_of(ctx, state)
    probes = [
        Probe(
            id=r.id, skill=r.skill, area=r.area, split="train", difficulty=r.difficulty, messages=r.prompt,
            reference=r.reference, grader=r.grader, settings=r.settings, content=r.content,
            max_tokens=skills[r.area].limit(r.area),
        )
        for r in asked
    ]  # fmt: skip
    answers = ask(ctx, ctx.store.journal("synthesize", key), probes, state["student"])
    stop_on_failures(ctx, sum(a.status == "failed" for a in answers), len(answers), answers)
    choices = {area: [c for c in kinds_of(found) if c.kind != "knowledge"] for area, found in failures.items()}
    made: dict[str, RepairRow] = {}
    for row, probe, answer in zip(asked, probes, answers, strict=True):
        verdict = grade(probe, answer)
        if verdict.status == "fail" and answer.text.strip() and row.id in wrong:
            made[row.id] = answering(row, answer.text, verdict.error_class or "", choices.get(row.area, []))
        elif verdict.status == "pass" and answer.finish_reason == "stop" and row.id in right:
            why = "the student's own answer, which the grader passed"
            made[row.id] = row.like(completion=answer.text, why=why, agents=[*row.agents, VERIFIED])
    return [made.get(row.id, row) for row in rows]


def _drawn(rows: list[RepairRow], share: float) -> set[str]:
    """Ids of the rows that the student is asked, for a share of those that demonstrate."""
    asked = (r for r in rows if r.kind == "repair" and r.repair == "demonstration")
    return {r.id for r in asked if int(r.id, 16) % 10_000 < share * 10_000}


def answering(row: RepairRow, wrong: str, error: str, choices: list[Choice]) -> RepairRow:
    """The row with the student's own wrong answer: as a correction of it, or with it as the rejected side."""
    rng = Random(row.id)
    total = sum(choice.share for choice in choices)
    first = next((c for c in choices if c.kind == "correction"), None)
    named = f"the student's own answer: {error}"
    if first and rng.random() < first.share / total and showable(wrong):
        prompt = correction(row.prompt, wrong, error, rng)
        agents = [*row.agents, "student: wrong answer", "corrector"]
        return row.like(prompt=prompt, rejected=wrong, repair="correction", why=f"{named}; {first.why}", agents=agents)
    agents = [*row.agents, "student: wrong answer"]
    return row.like(rejected=wrong, repair="preference", why=named, agents=agents)
