"""Rows for a user's task: its own rows alone against its own rows and variations of them by program.

    python benchmarks/task_rows.py FILE [--student smollm2] [--seeds 3] [--own 250] [--times 2] [--work DIR] [--set KEY=VALUE ...]

The file is imported as `repairloop run --tasks FILE` imports it, once: the same parts for all. Rows are drafted by the
product's own maker and vetted by its vetter against everything that the file's other parts ask. `own` trains on the rows of the
user's that stand, over and over; `varied` on each of them once and then on proved variations. Both learn from the same number
of rows in one pass of `repairloop.students.train_lora`, in batches of one size, so in the same number of steps, at the same
rate: `--times` as many as the user's rows are, or fewer where there are not so many variations. Of the user's rows at most `--own`
are drawn. Seeds draw these, variations, order and weights.

Everything of `holdout` is asked of the student as it is and of each adapter at λ 1. Nothing keeps the student as it was:
no replay, no voice of its own, no dial; so this says which rows teach the task better and not which repair would be accepted.

A line an arm in WORK/arms.jsonl; what stands there for the same file, student and settings is not done again, so a stopped
benchmark goes on. Writes `benchmarks/results/task_rows_FILE.md` after each seed, which takes two trainings and the holdout twice.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any, Final

import machine
import numpy as np
from training import train

from repairloop.config import Config, load_config
from repairloop.flows.recipe import Maker, Recipe, Wish
from repairloop.ground.overlap import parts
from repairloop.ground.stats import change_interval, interval, mcnemar
from repairloop.loop.stages.train import _example
from repairloop.loop.tasks import by_size
from repairloop.plugins.grade import grade
from repairloop.records import Probe, RepairRow, fingerprint
from repairloop.records.rows import pack
from repairloop.students import local_weights, open_student
from repairloop.students.base import Sampling
from repairloop.tasks.importing import import_files
from repairloop.tasks.skill import TaskSkill
from repairloop.vetting import Protected, form_of, is_own

ARMS: Final = ("own", "varied")
ROUNDS: Final = 8
"""Variations of each case that are tried at most."""
RESAMPLES: Final = 10_000


def questions(task: TaskSkill, split: Any) -> list[Probe]:
    """All that a part asks, each once."""
    found = [
        task.probe(area, Random(0), split, "unseen", 1, id=fingerprint("task_rows", case.id), index=n)
        for area in sorted(task.areas)
        for n, case in enumerate(task.cases(area, split))
    ]
    return sorted(found, key=lambda probe: probe.id)


def made(task: TaskSkill, config: Config, most: int, times: float) -> tuple[list[RepairRow], list[RepairRow]]:
    """At most `most` of the user's rows that may train, and proved variations of these, `times` as many in all."""
    measures = [probe for split in ("screen", "confirm", "dev", "holdout") for probe in questions(task, split)]
    asked = ((probe.content, parts(probe.messages)[0], probe.wording) for probe in measures)
    guard = Protected(asked, form=form_of(case.question for case in task.every))
    sizes = {area: len(task.cases(area, "train")) for area in sorted(task.areas)}
    recipe = Recipe(config)
    maker = Maker(recipe)
    own: list[RepairRow] = []
    varied: list[RepairRow] = []
    wishes = {area: Wish(area, size * (1 + ROUNDS)) for area, size in sizes.items() if size}
    vetter = recipe.vetter(guard.overlap, wishes.values())
    for area, wish in wishes.items():
        drafts = maker.drafts(task, wish, range(sizes[area]))
        own += [row for row in vetter.vet(drafts) if row.dropped is None and is_own(row.agents)]
    own = Random(f"{config.seed}/own").sample(own, min(most, len(own)))
    sources = {row.source for row in own}  # a variation of another case would show what the other arm does not see
    total = round(len(own) * (times - 1))
    dealt = by_size([task], dict.fromkeys(wishes, total // len(wishes) + 1))
    for area, wish in wishes.items():
        kept: list[RepairRow] = []
        for turn in range(1, 1 + ROUNDS):
            if len(kept) < dealt[area]:
                drafts = maker.drafts(task, wish, range(turn * sizes[area], (turn + 1) * sizes[area]))
                kept += [row for row in vetter.vet(drafts) if row.dropped is None and row.source in sources]
        varied += kept[: dealt[area]]
    return own, Random(f"{config.seed}/varied").sample(varied, min(total, len(varied)))


def rows_of(arm: str, own: list[RepairRow], varied: list[RepairRow], seed: int) -> list[RepairRow]:
    """What an arm trains on, as many for both: the user's rows again and again, or variations after the first time."""
    rng, total = Random(f"{seed}/{arm}"), len(own) + len(varied)
    chosen = [*own, *varied] if arm == "varied" else []
    while len(chosen) < total:
        chosen += rng.sample(own, min(len(own), total - len(chosen)))
    rng.shuffle(chosen)
    return chosen


def trained(rows: list[RepairRow], config: Config, adaptations: Any, folder: Path) -> Path:
    """The adapter that the product's own trainer makes of the rows, in one pass."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    data, adapter = folder / "rows.jsonl", folder / "adapter"
    data.write_text("".join(json.dumps(_example(pack(row), adaptations)) + "\n" for row in rows), encoding="utf-8")
    settings = config.train.model_dump() | {"epochs": 1, "seed": config.seed}
    train(data, local_weights(config.student), adapter, settings)
    return adapter


def answered(probes: list[Probe], config: Config, adapter: Path | None) -> tuple[dict[str, int], Any]:
    """Question → 1 where it is answered rightly, and how the student's template is adapted to."""
    with closing(open_student(config.student, engine=config.engine, adapter=adapter, asking=config.asking)) as student:
        given = {answer.probe_id: answer for answer in student.answer(probes, Sampling(**config.sampling.model_dump()))}
        return {p.id: int(grade(p, given[p.id]).status == "pass") for p in probes}, student.adaptations


def compared(arms: dict[tuple[str, int], dict[str, Any]], seeds: int, task: TaskSkill, file: str) -> str:
    """Markdown: each seed's pair, and all of them by question."""
    before = arms["before", 0]["right"]
    n = len(before)
    low, high = interval(sum(before.values()), n)
    lines = [
        f"`{file}`: {len(task.graded)} cases, areas: {len(task.areas)}; {n} held-out questions, answered by the student as it is: "
        f"{sum(before.values()) / n:.1%} ({low:.1%} to {high:.1%}) right.",
        "",
        "| seed | rows, both | of the user's | variations | own alone | with variations | difference, 95 % | gained / lost | p |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: |",
    ]
    gaps = []
    for seed in range(seeds):
        if any((arm, seed) not in arms for arm in ARMS):
            continue
        own, varied = (arms[arm, seed] for arm in ARMS)
        gap = [varied["right"][name] - own["right"][name] for name in sorted(before)]
        gained, lost = gap.count(1), gap.count(-1)
        low, high = change_interval(gained, lost, n)
        shares = [f"{sum(one['right'].values()) / n:.1%}" for one in (own, varied)]
        cells = [
            seed, own["rows"], own["own"], own["varied"], *shares,
            f"{100 * (gained - lost) / n:+.1f} ({100 * low:+.1f} to {100 * high:+.1f})", f"{gained} / {lost}", f"{mcnemar(gained, lost):.2g}",
        ]  # fmt: skip
        lines.append(f"| {' | '.join(map(str, cells))} |")
        gaps.append(gap)
    if gaps:
        means = np.array(gaps).mean(axis=0)
        drawn = np.random.default_rng(0).choice(means, (RESAMPLES, n)).mean(axis=1)
        low, high = np.quantile(drawn, (0.025, 0.975))
        better = "beat" if low > 0 else "do worse than" if high < 0 else "are not shown to differ from"
        lines += [
            "",
            f"Seeds together ({len(gaps)}), by question (bootstrap over questions): {100 * means.mean():+.1f} points ({100 * low:+.1f} to "
            f"{100 * high:+.1f}). Variations beside the user's own rows {better} these alone, at the same number of steps; the interval "
            "tells of other questions, the rows of the table of other seeds.",
        ]
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--student", default="smollm2")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--own", type=int, default=250, help="rows of the user's own, at most")
    parser.add_argument("--times", type=float, default=2.0, help="as many rows as that in all")
    parser.add_argument("--work", type=Path, default=Path("runs/task_rows"))
    parser.add_argument("--set", action="append", default=[], dest="settings")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    evaluation = import_files([options.file], say=say)
    task = TaskSkill(evaluation.understood, evaluation.cases)
    probes = questions(task, "holdout")
    set_up = fingerprint(
        *evaluation.understood.files,
        options.student,
        options.own,
        options.times,
        *options.settings,
        *(p.id for p in probes),
    )
    log = options.work / "arms.jsonl"
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []
    arms = {(one["arm"], one["seed"]): one for one in lines if one["set_up"] == set_up}
    adaptations = tuple(arms["before", 0]["adaptations"]) if ("before", 0) in arms else ()

    def keep(arm: str, seed: int, **more: Any) -> None:
        arms[arm, seed] = {"set_up": set_up, "arm": arm, "seed": seed, **more}
        with log.open("a", encoding="utf-8") as out:
            out.write(json.dumps(arms[arm, seed]) + "\n")

    for seed in range(options.seeds):
        config = load_config(
            None, [*options.settings, f"seed={seed}"], student=options.student, tasks=[str(options.file)]
        )
        if ("before", 0) not in arms:
            right, adaptations = answered(probes, config, None)
            keep("before", 0, right=right, adaptations=list(adaptations or ()))
        missing = [arm for arm in ARMS if (arm, seed) not in arms]
        own, varied = made(task, config, options.own, options.times) if missing else ([], [])
        if missing:
            say(f"seed {seed}: {len(own)} rows of the user's own, {len(varied)} variations")
            if not varied:
                parser.error(f"{options.file}: no variation applies to its cases, so there is nothing to compare")
        for arm in missing:
            started = time.monotonic()
            rows = rows_of(arm, own, varied, seed)
            folder = options.work / f"{arm}-{seed}-{set_up}"
            adapter = trained(rows, config, adaptations, folder)
            between = time.monotonic()
            right, _ = answered(probes, config, adapter)
            seconds = [round(between - started), round(time.monotonic() - between)]
            keep(arm, seed, rows=len(rows), own=len(own), varied=len(varied), right=right, seconds=seconds)
            say(f"seed {seed}, {arm}: {sum(right.values())} of {len(right)} right; {seconds} s to train and to ask")
        machine.write(f"task_rows_{options.file.stem}", "A task's own rows, alone and with variations by program", compared(arms, options.seeds, task, options.file.name))  # fmt: skip


if __name__ == "__main__":
    main()
