"""What a run would cost, before anything is spent: areas, probes, rows, expected time.

The rates are those that FIGURES records for two cores and the bundled student; a real machine differs, so the
time is an order of magnitude, and says so.
"""

from __future__ import annotations

import math
import os
import shlex
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from repairloop.config import Config
from repairloop.flows.mixed import calls_an_item
from repairloop.flows.recipe import TAUGHT
from repairloop.ground.errors import UsageError
from repairloop.ground.overlap import normal
from repairloop.loop.gate import second_chance
from repairloop.loop.outside import read_all
from repairloop.loop.requests import read_requests
from repairloop.loop.stages.context import CHOOSE, FIND, LOOKS, other_areas
from repairloop.loop.stages.probe import panel_counts
from repairloop.loop.stages.train import compares, trainer_of
from repairloop.loop.stages.voice import SLICE
from repairloop.loop.stages.voice import taken as taken_requests
from repairloop.loop.tasks import (
    MOST_DEV,
    MOST_HOLDOUT,
    Taken,
    as_skills,
    budget,
    may_annotate,
    take_in,
    to_find,
    whole,
)
from repairloop.plugins.registry import all_skills, get_skill, load_plugins
from repairloop.plugins.skill import Skill, select_areas, with_settings
from repairloop.students import check_student, choose_engine
from repairloop.students.served import is_command
from repairloop.students.weights import multiplies_bfloat16
from repairloop.tasks.kin import kin_of
from repairloop.tasks.skill import TaskSkill
from repairloop.teachers.teacher import check_teacher
from repairloop.vetting.protect import read_all as read_protected

FIGURES = {
    "vllm": {"load": 12.0, "probes": 7.0},
    "transformers": {"load": 5.0, "probes": 4.0},
    "openai": {"load": 0.0, "probes": 50.0},
    "sim": {"load": 0.0, "probes": 5000.0},
}
"""Seconds to load, probes a second; vLLM as measured on two cores with the bundled student in float32; the others are
guesses."""
TRAIN_ROWS = 2.4
"""Rows a second that the LoRA trains on, two cores, the bundled student in float32, measured."""
NARROW = {"answer": 1.5, "train": 2.1}
"""How much faster both go in bfloat16 where the processor multiplies it, measured."""


SAME = 0.9
"""Share of a task's questions that files which measure hold too, from which on a run is refused."""


def plan(config: Config, taken: Taken | None = None) -> dict[str, Any]:
    """Counts for one cycle and the expected seconds of all; JSON. `taken`: the user's tasks, where they are at hand."""
    notes: list[str] = []
    if taken is None:
        taken = take_in(config, notes.append)
    notes += check(config, taken)
    tasks, skills = _asked(config, taken)
    areas = select_areas([*tasks, *skills], config.areas)
    notes += [f"{task.name}: its areas are looked for in the run" for task in tasks if task.unfound]
    settings, panel = config.probes, other_areas(areas)[0]
    own = whole(tasks, areas, MOST_HOLDOUT, "holdout")
    others = len(areas) - len(own)
    targets = min(others, config.diagnose.max_areas)
    several = len({skill.name for skill in areas.values()}) > 1
    screen = others * settings.screen + sum(
        min(settings.screen, len(task.cases(area, "screen"))) for task in tasks for area in task.areas if area in areas
    )
    rest = max(0, budget(tasks, areas, settings.budget) - screen)
    asked = {
        "find": sum(count for _, count in to_find(tasks)),
        "screen": screen,
        "confirm": rest // 2,
        "settle": rest - rest // 2,
        CHOOSE: settings.budget * len(areas) if several and len(areas) > config.diagnose.max_areas else 0,
        "holdout": targets * (settings.holdout + settings.holdout_seen)
        + (others - targets) * config.guard.probes
        + sum([*own.values(), *panel_counts(panel, config.guard).values()]),
    }
    asked["dev"] = targets * config.dial.probes + (others + len(panel) - targets) * config.dial.guard
    asked["dev"] += sum(whole(tasks, areas, MOST_DEV, "dev").values())
    targets += min(len(own), config.diagnose.max_areas - targets)
    canaries, voice = config.guard.canaries, round(config.synthesize.rows * config.synthesize.voice)
    asked["canaries"] = most = canaries + min(SLICE, canaries // 2)
    if config.guard.file:  # as many again at most; all of them where there are no others
        given = [["file", messages] for messages in read_requests(Path(config.guard.file))]
        theirs = len(taken_requests(given, {"canaries": canaries, "dev": most - canaries}, ""))
        asked["canaries"] += theirs
        canaries += theirs
    if config.outside.files:
        asked["outside"] = sum(len(questions.probes) for questions in read_all(config))
    trainer = trainer_of(config)
    engine = engine_of(config)
    speed = FIGURES[engine]
    rows, kin = config.synthesize.rows, 0
    if config.synthesize.kin and config.repair and compares(config) and (near := sorted(_kin(tasks, panel))):
        kin = round(rows * config.synthesize.kin)
        notes.append(
            f"{', '.join(near)}: kin to the task; at most {kin:,} rows of it besides, if the student fails there too"
        )
    tried = len(config.dial.factors) + config.train.checkpoints - 1
    tried *= 2 if kin else 1
    if config.train.serve_as and not is_command(config.train.serve_as):
        tried = 0  # one name can hold one adapter
    again = (
        asked["holdout"] + canaries + asked.get("outside", 0) + tried * (asked["dev"] + most - config.guard.canaries)
    )
    if len(config.dial.factors) > 1 and second_chance(canaries, config.gate):
        again += canaries  # of a gentler adapter, where those of the first do not hold
    after = 0 if trainer == "none" else again
    drawn = max(config.synthesize.preference, config.synthesize.verified)
    preference = round(rows * (1 - config.synthesize.replay) * drawn)
    if not config.repair:
        asked |= dict.fromkeys(asked.keys() - {FIND, *LOOKS}, 0)
        voice = after = rows = preference = 0
    answers = sum(asked.values()) + voice + after + preference
    learned = (rows + bool(kin) * (rows + kin)) * config.train.epochs if trainer == "trl" else 0.0
    narrow = NARROW if engine == "vllm" and multiplies_bfloat16() else dict.fromkeys(NARROW, 1.0)
    seconds = {
        "load": speed["load"] * (2 if after else 1),
        "answer": answers / speed["probes"] / narrow["answer"],
        "train": learned / TRAIN_ROWS / narrow["train"],
    }
    return {
        "student": config.student, "engine": engine, "trainer": trainer, "preset": config.preset,
        "cycles": config.cycles, "areas": list(areas), "probes": asked, "answers": answers, "rows": rows + kin,
        "targets_at_most": targets, "seconds": {k: round(v) for k, v in seconds.items()},
        "total_seconds": round(sum(seconds.values()) * config.cycles), "files": notes,
        "teacher": _lessons(config, areas, tasks),
    }  # fmt: skip


def _kin(tasks: Iterable[TaskSkill], panel: Mapping[str, Skill]) -> set[str]:
    """Areas that may be kin to a task of the user's, as far as can be told before the student is asked."""
    return {area for task in tasks for area in kin_of(task, task.areas, panel)}


def cost(found: dict[str, Any]) -> str:
    """What a run would cost, in a line."""
    minutes = max(1, round(found["total_seconds"] / 60))
    rows = f", at most {found['rows']:,} rows to train on" if found["rows"] else ""
    return f"about {minutes} min on two idle cores: {found['answers']:,} answers{rows}"


def _lessons(config: Config, areas: Mapping[str, Skill], tasks: Sequence[TaskSkill]) -> dict[str, Any] | None:
    """What the teacher would have a hand in and be called for in all cycles, at most, and its budget; None without one."""
    teacher, settings = config.teacher, config.synthesize
    if not teacher.name:
        return None
    lines = sum(len(task.every) for task in tasks if task.unfound) if may_annotate(config, tasks) else 0
    rounded = 2 * min(len(areas), config.diagnose.max_areas)  # each area and family is rounded up
    items = (math.ceil(settings.rows * (1 - settings.replay - settings.voice) * TAUGHT) + rounded) * config.cycles
    each = (calls_an_item(skill, area, settings.refine, teacher.admit) for area, skill in areas.items())
    calls = math.ceil(items * max(each)) + lines
    budget = {name: limit for name in ("calls", "tokens") if (limit := getattr(teacher, name))}
    return {"name": teacher.label, "items": items, "calls": min(calls, teacher.calls or calls), "budget": budget}


def check(config: Config, taken: Taken | None = None) -> list[str]:
    """Look at all that a configuration names, so that what cannot be used stops a run before anything is spent: plug-ins,
    skills and areas, student, trainer and its programs, sources, what is protected, requests of the guard, outside
    questions. UsageError, or what the user should know of the files."""
    load_plugins(config.plugins)
    notes: list[str] = []
    if taken is None:
        taken = take_in(config, notes.append)
    tasks, skills = _asked(config, taken)
    areas = select_areas([*tasks, *skills], config.areas)
    for task in tasks:
        if not any(area in areas for area in task.areas):
            raise UsageError(
                f"areas name none of the task {task.name!r}: name {task.name!r} too, or leave the task out"
            )
    for name, values in config.skill_settings.items():
        with_settings(get_skill(name), values)
    check_student(config.student)
    if config.teacher.name:
        check_teacher(config.teacher.name)
    if config.teacher.calibration and not Path(config.teacher.calibration).is_file():
        raise UsageError(f"teacher.calibration: {config.teacher.calibration!r} is no file")
    if trainer_of(config) == "command":
        _check_program("train.command", config.train.command)
        if is_command(config.train.serve_as):
            _check_program("train.serve_as", config.train.serve_as)
    for source in config.synthesize.sources:
        path = Path(source)
        if not path.exists():
            raise UsageError(f"synthesize.sources: {source!r} does not exist")
        if not os.access(path, os.R_OK):
            raise UsageError(f"synthesize.sources: {source!r} may not be read")
    protected, said = read_protected(config.synthesize.protect)
    notes += said
    if config.guard.file:
        notes.append(f"guard: {len(read_requests(Path(config.guard.file))):,} requests of {config.guard.file}")
    outside = read_all(config)
    notes += [note for questions in outside for note in questions.notes]
    asked = [text for questions in outside for text in questions.alone]
    return notes + _kept_from_training(tasks, {"--protect": protected.asked, "--outside": asked})


def _kept_from_training(tasks: Iterable[TaskSkill], files: Mapping[str, Iterable[str]]) -> list[str]:
    """What to say of a task's questions that train nothing, since files that measure hold them too. UsageError where that are
    nearly all."""
    notes = []
    for option, texts in files.items():
        known = set(map(normal, texts))
        for task in tasks if known else ():
            train = [case for case in task.graded if case.part == "find"]
            count = sum(normal(case.messages[-1]["content"]) in known for case in train)
            if count > SAME * len(train):
                raise UsageError(
                    f"{option}: {count:,} of the {len(train):,} questions of the task {task.name!r} that could train stand there too, so "
                    f"that next to nothing could: a file that measures holds other questions than the task. Leave one of them out"
                )
            if count:
                notes.append(
                    f"{count:,} of the {len(train):,} questions of {task.name} that could train stand in {option} too, and do not"
                )
    return notes


def _asked(config: Config, taken: Taken) -> tuple[list[TaskSkill], list[Skill]]:
    """The user's tasks of cases, and the skills that a run looks at, the declared tasks among them."""
    tasks, declared = as_skills(taken)
    return tasks, [*declared, *map(get_skill, config.skills or ([] if config.tasks else list(all_skills())))]


def _check_program(key: str, command: str) -> None:
    try:
        program = shlex.split(command)[0]
    except (ValueError, IndexError) as error:
        raise UsageError(f"{key} is no command line ({error}): {command!r}") from None
    if shutil.which(program) is None:
        raise UsageError(f"{key}: there is no program {program!r} that can be run")


def engine_of(config: Config) -> str:
    kind = config.student.split(":", 1)[0]
    if kind in ("sim", "openai"):
        return kind
    engine = config.engine if config.engine != "auto" else choose_engine()[0]
    return "vllm" if engine.startswith("vllm") else "transformers"
