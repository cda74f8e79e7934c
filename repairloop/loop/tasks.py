"""The user's own tasks in a run: taken in, kept with the run, and given their areas.

A run keeps what it was given: `tasks/NAME` in its directory is the evaluation set, `tasks/NAME.json` a declared task with
the tables and passages of its files, so that a file which changes later changes no run. The cases then rest in shards of
the table `cases`, first as they came, then in the areas that were found; the state of the loop names the shards that count.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from contextlib import nullcontext
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final

from repairloop.config import Config
from repairloop.ground.errors import UsageError, quoted
from repairloop.ground.files import write_atomic
from repairloop.ground.overlap import parts
from repairloop.loop.stages.context import CASES, FIND, TEACHER, Context, State, cases_of
from repairloop.plugins.registry import all_skills, load_plugins
from repairloop.plugins.skill import Skill
from repairloop.records import Case, Split
from repairloop.rundir.said import Saying
from repairloop.rundir.store import Store
from repairloop.students.prepared import hash_of
from repairloop.tasks.areas import ALL, Areas, are_enough
from repairloop.tasks.declared import DeclaredSkill
from repairloop.tasks.embedder import check_embedder
from repairloop.tasks.evaluation import FILE, Evaluation, load, load_grader, load_understood, save
from repairloop.tasks.skill import TaskSkill, blamed
from repairloop.tasks.specification import Declared, parse, read
from repairloop.vetting import Form, form_of

FOLDER: Final = "tasks"
MOST_FIND: Final = 400
"""Cases that are asked so that areas can be found."""
MOST_HOLDOUT: Final = 300
"""Cases of a task's holdout that are asked, before and after."""
MOST_TEST: Final = 400
"""Cases of a task that its areas are tested on."""
MOST_DEV: Final = 60
"""Cases of a task that the dial is chosen on."""
Taken = Sequence[Evaluation | Declared]
"""The user's tasks as they were read."""
Cases = Mapping[str, Sequence[str]]
"""Task → the shards with its cases."""


def take_in(config: Config, say: Callable[[str], None]) -> list[Evaluation | Declared]:
    """The tasks that a configuration names: folders that `import` made, files that it would read, or declared ones, which are TOML
    files. UsageError on what is none, and on two of one name."""
    load_plugins(config.plugins)  # a grader of the user's may be among them
    if config.diagnose.embedder and not config.tasks:
        raise UsageError("an embedding model finds the areas of tasks, and there is none: name one with --tasks")
    if config.diagnose.embedder:
        check_embedder(config.diagnose.embedder)
    found: dict[str, Evaluation | Declared] = {}
    for name in config.tasks:
        path = Path(name).expanduser()
        made: Evaluation | Declared
        if (path / FILE).is_file():
            made = load(path)
            load_grader(made.understood)
        elif path.suffix.lower() == ".toml":
            made = read(path, say)
            for note in DeclaredSkill(made).check():
                say(f"{made.name}: {note}")
        else:
            from repairloop.tasks.importing import import_files

            try:
                made = import_files([path], seed=config.seed, say=say)
            except UsageError as error:
                if "--map" not in str(error) and "--grader" not in str(error):
                    raise
                raise UsageError(
                    f"{error}. These belong to `repairloop import {quoted(path)} … --out TASKS`, whose folder then stands here"
                ) from None
        if made.name in found or made.name in all_skills():
            other = "another task" if made.name in found else "an installed skill"
            mend = "import it with --name ANOTHER" if isinstance(made, Evaluation) else "change its 'name'"
            raise UsageError(f"--tasks {name}: {other} is called {made.name!r} too; {mend}")
        found[made.name] = made
    return list(found.values())


def as_skills(taken: Taken) -> tuple[list[TaskSkill], list[Skill]]:
    """Tasks as skills: those of cases, and the declared ones."""
    sets = [TaskSkill(made.understood, made.cases) for made in taken if isinstance(made, Evaluation)]
    return sets, [DeclaredSkill(made) for made in taken if isinstance(made, Declared)]


def keep(store: Store, taken: Taken) -> None:
    """Write the tasks into the run, and their digests into its manifest."""
    for made in taken:
        if isinstance(made, Evaluation):
            save(made, store.path / FOLDER / made.name)
        else:
            (store.path / FOLDER).mkdir(exist_ok=True)
            write_atomic(store.path / FOLDER / f"{made.name}.json", made.spec.model_dump_json(by_alias=True, indent=1))
    files = sorted(file for file in (store.path / FOLDER).rglob("*") if file.is_file())
    store.manifest({"tasks": {file.relative_to(store.path).as_posix(): hash_of(file) for file in files}})


def land(ctx: Context) -> dict[str, list[str]]:
    """The run's tasks as shards: references for the state. Cases whose areas are still to be found come when they are."""
    refs: dict[str, list[str]] = {}
    for task in ctx.tasks():
        if task.unfound:
            continue

        def make(key: str, task: TaskSkill = task) -> dict[str, Any]:
            return {"shards": {"cases": ctx.store.write("cases", task.every)}}

        refs[CASES + task.name] = list(ctx.store.once("cases", _inputs(task), make)["shards"]["cases"])
    return refs


def _inputs(task: TaskSkill) -> dict[str, Any]:
    golds = {case.id: case.gold for case in task.every if case.corrected}
    known = {"task": task.name, "understood": task.understood.model_dump(mode="json"), "cases": len(task.every)}
    return known | ({"golds": golds} if golds else {})


def _folders(store: Store) -> list[Path]:
    found = sorted(path.parent for path in (store.path / FOLDER).glob(f"*/{FILE}"))
    if not found and not _declared(store):
        raise UsageError(f"{store.path} has no tasks in it, and its configuration names some; start a new run")
    return found


def _declared(store: Store) -> list[Path]:
    return sorted((store.path / FOLDER).glob("*.json"))


def open_declared(store: Store) -> list[Skill]:
    """The run's declared tasks as skills."""
    made: list[Skill] = []
    for file in _declared(store):
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
        except ValueError as error:
            raise UsageError(f"{file} cannot be read: {error}; start a new run") from None
        made.append(DeclaredSkill(Declared(parse(data, str(file)), f"{file.stem}.toml")))
    return made


def corrected(case: Case, golds: Mapping[str, Saying]) -> Case:
    """A case with the gold that a person gave it, if one did; what spoke against the former is settled by that."""
    saying = golds.get(case.id)
    if saying is None:
        return case
    reference, settings = saying.more["reference"], saying.more["settings"]
    return case.like(gold=saying.new, reference=reference, settings=settings, doubt="", corrected=saying.who)


def open_tasks(store: Store, cases: Cases, golds: Mapping[str, Saying]) -> list[TaskSkill]:
    """The run's tasks as skills, with the cases of these shards; as they came, where there are none yet. `golds`: those that
    people corrected."""
    made = []
    for folder in _folders(store):
        understood = load_understood(folder)
        load_grader(understood)
        shards = cases.get(understood.name)
        kept = store.records(Case, shards) if shards else load(folder).cases
        made.append(TaskSkill(understood, (corrected(case, golds) for case in kept)))
    return made


def whole(tasks: Sequence[TaskSkill], areas: Container[str], most: int, split: Split) -> dict[str, int]:
    """Area of a task → the cases of a split that are asked, of the areas looked at: all of them, or `most` in each task, in
    proportion."""
    found: dict[str, int] = {}
    for task in tasks:
        sizes = {area: len(task.cases(area, split)) for area in task.areas if area in areas}
        part = min(1.0, most / max(1, sum(sizes.values())))
        found |= {area: math.ceil(size * part) for area, size in sizes.items()}
    return found


def budget(tasks: Sequence[TaskSkill], areas: Collection[str], each: int) -> int:
    """Probes of all looks together: `each` for every area; of a task all that it has to test on, since that is there."""
    names = {task.name for task in tasks}
    looked = [(task, area) for task in tasks for area in task.areas if area in areas]
    own = sum(len(task.cases(area, split)) for task, area in looked for split in ("screen", "confirm"))
    return each * sum(area.partition("/")[0] not in names for area in areas) + min(own, MOST_TEST * len(tasks))


def by_size(tasks: Sequence[TaskSkill], rows: Mapping[str, int]) -> dict[str, int]:
    """Area → rows to train on, those of a task dealt out anew by how many cases each area has to make them of: first of
    all a task trains on its own cases, and those of a large area are not to wait behind variations of a small one's."""
    dealt = dict(rows)
    for task in tasks:
        mine = [area for area in rows if area in task.areas]
        sizes = [len(task.cases(area, "train")) for area in mine]
        total, whole = sum(rows[area] for area in mine), sum(sizes)
        ends = [round(total * part / whole) for part in accumulate(sizes, initial=0)] if whole else []
        dealt |= {area: end - start for area, (start, end) in zip(mine, pairwise(ends), strict=False)}
    return dealt


def may_make_rows(skill: Skill, area: str) -> bool:
    """Whether there is anything to make rows of: in a user's task a right answer that nothing speaks against."""
    return not isinstance(skill, TaskSkill) or bool(skill.cases(area, "train"))


def form(tasks: Iterable[TaskSkill]) -> Form:
    """What the questions of each task share, which speaks for no overlap."""
    return form_of([parts(case.messages)[0] for case in task.every] for task in tasks)


# ---- areas --------------------------------------------------------------------------------------------


def to_find(tasks: Sequence[TaskSkill]) -> list[tuple[str, int]]:
    """Area and number of cases that are asked so that areas can be found."""
    areas = [(task, f"{task.name}/{ALL}") for task in tasks if task.unfound]
    return [(area, min(MOST_FIND, len(task.cases(area, "find")))) for task, area in areas]


def found(ctx: Context, state: State) -> dict[str, Any]:
    """End of the phase `find`: the areas, found on what failed there, and every case in one of them."""
    from repairloop.tasks import areas

    cycle, refs = state["cycle"], state["refs"]
    probes, verdicts = refs[f"{cycle}/probes/{FIND}"], refs[f"{cycle}/verdicts/{FIND}"]
    passed: dict[str, dict[str, bool]] = {}
    for probe, verdict in ctx.store.joined((probes, ["skill", "problem"]), (verdicts, ["status"])):
        if verdict["status"] != "ungradable":
            passed.setdefault(probe["skill"], {})[_case_of(probe)] = verdict["status"] == "pass"
    new: dict[str, list[str]] = {}
    for task in ctx.tasks():
        if not task.unfound:
            continue

        lines = lines_about(ctx, cycle, task)

        def make(key: str, task: TaskSkill = task, lines: dict[str, str] = lines) -> dict[str, Any]:
            asked = passed.get(task.name, {})
            cases = [case for case in task.graded if case.id in asked]
            chosen = ctx.config.diagnose
            made = areas.found(cases, asked, task.every, chosen.target, chosen.embedder, lines)
            told = {area: made.about(area) for area in made.names}
            placed = (case.like(area=(area := made.area_of(case)), about=told[area]) for case in task.every)
            return {"shards": {"cases": ctx.store.write("cases", placed)}, "notes": [*made.notes, *_logged(task, made)]}

        inputs = {**_inputs(task), "verdicts": verdicts, "target": ctx.config.diagnose.target}
        inputs |= {"embedder": ctx.config.diagnose.embedder} if ctx.config.diagnose.embedder else {}
        inputs |= {"lines": lines} if lines else {}
        output = ctx.store.once("find", inputs, make)
        new[CASES + task.name] = list(output["shards"]["cases"])
        for note in output["notes"]:
            ctx.emit({"event": "notice", "text": f"{task.name}: {note}"})
    ctx.cases = {**ctx.cases, **cases_of({"refs": new})}
    return {"phase": "screen", "areas": list(ctx.all_areas()), "refs": new}


def may_annotate(config: Config, tasks: Iterable[TaskSkill]) -> bool:
    """Whether the teacher may be asked about each case of the tasks whose areas are to be found: where its calls are counted, and
    these are few of them."""
    from repairloop.flows.annotated import SHARE

    number = sum(len(task.every) for task in tasks if task.unfound)
    return bool(config.teacher.name) and 0 < number <= config.teacher.calls * SHARE


def lines_about(ctx: Context, cycle: int, task: TaskSkill) -> dict[str, str]:
    """Case id → what it takes, as the run's teacher says; empty where there is none, or where it may not be called so often."""
    from repairloop.flows.annotated import annotated

    chosen = ctx.config.teacher
    if not chosen.name or not are_enough(task.cases(f"{task.name}/{ALL}", "find"), task.every):
        return {}
    if not may_annotate(ctx.config, ctx.tasks()):
        text = f"{task.name}: areas are found by the questions' own words: {len(task.every):,} cases are more than a sixth of teacher.calls"
        ctx.emit({"event": "notice", "text": text})
        return {}

    def make(key: str) -> dict[str, Any]:
        if not chosen.name.startswith("openai:"):
            ctx.close()  # a local teacher needs the student's memory
        with ctx.recipe(cycle).teacher(ctx.store.path / TEACHER, ctx.say) or nullcontext() as teacher:
            assert teacher is not None
            told = annotated(task.every, teacher, lambda done, of: ctx.progress(done, of, "questions annotated"))
        return {"shards": {}, "lines": told[0], "why": told[1]}

    output = ctx.store.once("annotate", {**_inputs(task), "teacher": chosen.label}, make)
    if output["why"]:
        ctx.emit(
            {"event": "notice", "text": f"{task.name}: areas are found by the questions' own words: {output['why']}"}
        )
    return dict(output["lines"])


def _logged(task: TaskSkill, made: Areas) -> list[str]:
    """Where the log says that the model was wrong, as something to look at: areas with the most of what it judged."""
    judged = [(made.area_of(case), blamed(case)) for case in task.every if case.score is not None]
    bad = Counter(area for area, wrong in judged if wrong)
    if not bad:
        return []
    all_of = Counter(area for area, _ in judged)
    said = ", ".join(f"{area} {count:,} of {all_of[area]:,}" for area, count in bad.most_common(3))
    most = f", most in {said}" if len(all_of) > 1 else ""
    return [f"the log calls {bad.total():,} of {len(judged):,} answers wrong{most}; none of it counts here"]


def _case_of(probe: Mapping[str, Any]) -> str:
    return str(json.loads(probe["problem"])["case"])
