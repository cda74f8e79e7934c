"""What a run can be made of: the tasks that were imported beside the runs, and the skills and graders that are installed.

A task is known by the name of its folder, and a name is only compared with those that are there. Their cases are read
column by column; nothing is corrected here, and no gold is judged anew: what `repairloop golds` found stands with the
cases.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from fastapi.responses import Response

from repairloop.ground.errors import RepairLoopError, UsageError, nearest
from repairloop.ground.foreign import in_line
from repairloop.plugins.grader import Grader
from repairloop.plugins.registry import all_graders, all_skills
from repairloop.plugins.skill import Skill
from repairloop.plugins.steps import said
from repairloop.service import catalogue_models as models
from repairloop.service.access import Reviewer, caller_of
from repairloop.service.api import PREFIX, PROBLEMS, After, AnyRuns, Limit, Name
from repairloop.service.pages import Sent, rendered
from repairloop.service.reading import cursor_of, key_of
from repairloop.service.runs import UnknownRun
from repairloop.service.trying import tried
from repairloop.tasks.evaluation import CASES, FILE, load_understood

PLACES: Final = ("*", "tasks/*", ".service/tasks/*/task")
"""Where a task may stand, in the folder of the runs; the last: one that was uploaded."""

router = APIRouter(responses=PROBLEMS)

Named = Annotated[str, InPath(max_length=300)]


class Unknown(UnknownRun):
    """There is nothing of that name."""


# ---- tasks -----------------------------------------------------------------------------------------------


def tasks_below(root: Path) -> dict[str, Path]:
    """Name → folder of each task."""
    found: dict[str, Path] = {}
    for pattern in PLACES:
        for folder in sorted(root.glob(pattern)):
            name = folder.parent.name if pattern.startswith(".") else folder.name
            if (pattern.startswith(".") or not name.startswith(".")) and all(
                (folder / part).is_file() for part in (FILE, CASES)
            ):
                found.setdefault(name, folder)
    return found


def task_at(root: Path, name: str) -> Path:
    for known, folder in tasks_below(root).items():
        if known == name:
            return folder
    raise Unknown(f"there is no task {in_line(repr(name), 80)}")


def task_in_short(name: str, folder: Path) -> dict[str, Any]:
    """What stands in a list of tasks; what cannot be read is said, not raised."""
    found = {
        "id": name,
        "name": None,
        "form": None,
        "kind": None,
        "grader": None,
        "cases": 0,
        "in_doubt": 0,
        "damage": None,
    }
    try:
        understood = load_understood(folder)
        columns = _columns(folder, "doubt")
    except RepairLoopError as error:
        return found | {"damage": in_line(str(error))}
    doubts = sum(bool(doubt) for doubt in columns["doubt"])
    told = {key: getattr(understood, key) for key in ("name", "form", "kind", "grader")}
    return found | told | {"cases": len(columns["doubt"]), "in_doubt": doubts}


def task_in_full(root: Path, name: str) -> dict[str, Any]:
    folder = task_at(root, name)
    understood = load_understood(folder)
    columns = _columns(folder, "area", "about", "part", "doubt", "grader")
    areas: dict[str, dict[str, Any]] = {}
    for area, about, part, doubt, grader in zip(*columns.values(), strict=True):
        row = areas.setdefault(
            area, {"area": area, "about": about, "cases": 0, "in_doubt": 0, "ungraded": 0, "parts": {}}
        )
        row["cases"] += 1
        row["in_doubt"] += bool(doubt)
        row["ungraded"] += not grader
        row["parts"][part] = row["parts"].get(part, 0) + 1
    told = understood.model_dump(mode="json", exclude={"plugin"})
    return task_in_short(name, folder) | told | {"areas": [areas[area] for area in sorted(areas)]}


def cases_of(
    root: Path, name: str, area: str | None, part: str | None, doubt: bool, limit: int, after: str | None
) -> dict[str, Any]:
    """A page of cases, in the order of the task."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = task_at(root, name)
    columns = _columns(folder, "area", "part", "doubt")
    places = [
        place
        for place, row in enumerate(zip(*columns.values(), strict=True))
        if (area is None or row[0] == area) and (not part or row[1] == part) and (not doubt or row[2])
    ]
    first = key_of(after, (int,))[0] if after else 0
    shown = [place for place in places if place >= first][: limit + 1]
    wanted = ["case_id", "file", "line", "messages", "question", "gold", "grader", "area", "part", "doubt", "given"]
    try:
        rows = pq.read_table(folder / CASES, columns=wanted).take(pa.array(shown[:limit], pa.int64())).to_pylist()
    except Exception as error:
        raise UsageError(f"the cases of {name} cannot be read: {in_line(str(error), 200)}") from None
    for row in rows:
        row["messages"] = json.loads(row["messages"])
    following = cursor_of([shown[limit]]) if len(shown) > limit else None
    return {"total": len(places), "items": rows, "next": following}


def _columns(folder: Path, *names: str) -> dict[str, list[Any]]:
    there = os.stat(folder / CASES)
    return _read_columns(folder, names, (there.st_mtime_ns, there.st_size, there.st_ino))


@lru_cache(maxsize=8)
def _read_columns(folder: Path, names: tuple[str, ...], stamp: tuple[int, ...]) -> dict[str, list[Any]]:
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(folder / CASES, columns=list(names))
        return {name: [value or "" for value in table.column(name).to_pylist()] for name in names}
    except Exception as error:  # of another version, or damaged
        raise UsageError(f"{folder.name}: its cases cannot be read ({in_line(str(error), 200)})") from None


@router.get(f"{PREFIX}/imported", tags=["tasks"])
def list_tasks(runs: AnyRuns) -> models.ImportedTasks:
    """The tasks that were imported into the folder of the runs, or uploaded."""
    return models.ImportedTasks.model_validate(
        {"items": [task_in_short(*one) for one in tasks_below(runs.root).items()]}
    )


@router.get(f"{PREFIX}/imported/{{task}}", tags=["tasks"])
def one_task(runs: AnyRuns, task: Named) -> models.ImportedTaskInFull:
    """A task: what was understood of its files, its areas, how many of its golds are in doubt."""
    return models.ImportedTaskInFull.model_validate(task_in_full(runs.root, task))


@router.get(f"{PREFIX}/imported/{{task}}/cases", tags=["tasks"])
def cases(
    runs: AnyRuns, task: Named,
    area: Annotated[Name, Query(description="Empty: those that have none yet.")] = None,
    part: Annotated[Name, Query(description="`find`, `test`, `dev` or `holdout`.")] = None,
    doubt: Annotated[bool, Query(description="Only those whose right answer may be wrong.")] = False,
    limit: Limit = 50, after: After = None,
) -> models.CasePage:  # fmt: skip
    """The cases of a task, with what speaks against their golds."""
    return models.CasePage.model_validate(cases_of(runs.root, task, area, part, doubt, limit, after or None))


@router.get("/tasks", include_in_schema=False)
def tasks_page(request: Request, runs: AnyRuns) -> Response:
    found = [task_in_short(*one) for one in tasks_below(runs.root).items()]
    return rendered(request, "tasks.html", found=found, root=str(runs.root))


@router.get("/tasks/{task}", include_in_schema=False)
def task_page(
    request: Request, runs: AnyRuns, task: Named, area: Name = None, part: Name = None, doubt: str | None = None,
    after: After = None,
) -> Response:  # fmt: skip
    found = task_in_full(runs.root, task)
    asked: dict[str, Any] = {"area": area or None, "part": part or None, "doubt": bool(doubt)}
    page = cases_of(runs.root, task, **asked, limit=20, after=after or None)
    place = str(task_at(runs.root, task))
    return rendered(request, "task.html", task=found, page=page, asked=asked, after=after, place=place)


# ---- skills ----------------------------------------------------------------------------------------------


def _named(known: dict[str, Any], name: str, kind: str) -> Any:
    if name not in known:
        raise Unknown(nearest(name, known, kind))
    return known[name]


def _words(thing: Any) -> str:
    """What stands above the module and the class of a plug-in, for people."""
    module = sys.modules.get(type(thing).__module__)
    texts = [inspect.getdoc(module) or "" if module else "", inspect.cleandoc(type(thing).__doc__ or "")]
    return "\n\n".join(filter(None, dict.fromkeys(texts)))


def skill_in_short(skill: Skill) -> dict[str, Any]:
    about = (skill.__doc__ or "").strip().split("\n")[0]
    return {"name": skill.name, "grader": skill.grader, "areas": dict(skill.areas), "about": about}


def skill_in_full(skill: Skill) -> dict[str, Any]:
    told = {"docs": _words(skill), "difficulties": list(skill.difficulties), "steps": skill.told_steps()}
    return skill_in_short(skill) | told | {"examples": _examples(skill)}


@lru_cache(maxsize=64)
def _examples(skill: Skill) -> dict[str, list[dict[str, str]]]:
    """Area → a question of the kind that rows are made of, which measures nothing."""
    found = {}
    for area in skill.areas:
        try:
            probe = skill.probe(area, Random(0), "train", "seen", skill.among(area, skill.difficulties)[0], id="")
        except Exception:  # a plug-in's own business; `repairloop check` tells
            continue
        found[area] = [dict(message) for message in probe.messages]
    return found


@router.get(f"{PREFIX}/skills", tags=["skills and graders"])
def list_skills() -> list[models.Skill]:
    """The skills that are installed, with their areas."""
    return [models.Skill.model_validate(skill_in_short(skill)) for skill in all_skills().values()]


@router.get(f"{PREFIX}/skills/{{name}}", tags=["skills and graders"])
def one_skill(name: Named) -> models.SkillInFull:
    """A skill: its docs, difficulty steps, a question of each area."""
    return models.SkillInFull.model_validate(skill_in_full(_named(all_skills(), name, "skill")))


@router.get("/skills", include_in_schema=False)
def skills_page(request: Request) -> Response:
    return rendered(request, "skills.html", found=[skill_in_short(skill) for skill in all_skills().values()])


@router.get("/skills/{name}", include_in_schema=False)
def skill_page(request: Request, name: Named) -> Response:
    return rendered(request, "skill.html", skill=skill_in_full(_named(all_skills(), name, "skill")), said=said)


# ---- graders ---------------------------------------------------------------------------------------------


def grader_in_short(grader: Grader[Any, Any]) -> dict[str, Any]:
    about = (grader.__doc__ or "").strip().split("\n")[0]
    return {"name": grader.name, "version": grader.version, "about": about, "asks_a_model": grader.judges}


def grader_in_full(grader: Grader[Any, Any]) -> dict[str, Any]:
    return grader_in_short(grader) | {"docs": _words(grader), "missing": grader.missing()} | grader.takes()


@router.get(f"{PREFIX}/graders", tags=["skills and graders"])
def list_graders() -> list[models.Grader]:
    """The graders that are installed."""
    return [models.Grader.model_validate(grader_in_short(grader)) for grader in all_graders().values()]


@router.get(f"{PREFIX}/graders/{{name}}", tags=["skills and graders"])
def one_grader(name: Named) -> models.GraderInFull:
    """A grader: its docs, its reference, its settings."""
    return models.GraderInFull.model_validate(grader_in_full(_named(all_graders(), name, "grader")))


@router.post(f"{PREFIX}/graders/{{name}}/verdicts", tags=["skills and graders"])
def try_one(caller: Reviewer, name: Named, given: models.Tried) -> models.Verdict:
    """The grader's verdict on one text, in a process of its own that is bounded. Kept nowhere. Role: review."""
    _named(all_graders(), name, "grader")
    found = tried(name, given.answer, given.reference, given.question, given.settings)
    return models.Verdict.model_validate(found)


@router.get("/graders", include_in_schema=False)
def graders_page(request: Request) -> Response:
    return rendered(request, "graders.html", found=[grader_in_short(grader) for grader in all_graders().values()])


@router.get("/graders/{name}", include_in_schema=False)
def grader_page(request: Request, name: Named) -> Response:
    return _grader_page(request, name, _example(_named(all_graders(), name, "grader")))


@router.post("/graders/{name}", include_in_schema=False)
def grader_tried(request: Request, caller: Reviewer, name: Named, sent: Sent) -> Response:
    """The form of the page, with a verdict."""
    given = {key: sent.get(key, "") for key in ("answer", "reference", "question", "settings")}
    grader = _named(all_graders(), name, "grader")
    try:
        settings = json.loads(given["settings"] or "{}")
        if not isinstance(settings, dict):
            raise UsageError("the settings are an object of JSON")
        reference = given["reference"] if grader.text_reference else _as_given(given["reference"])
        return _grader_page(request, name, given, tried(name, given["answer"], reference, given["question"], settings))
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, UsageError) else f"the settings are no JSON: {error}"
        return _grader_page(request, name, given, error=said)
    except RepairLoopError as error:
        return _grader_page(request, name, given, error=str(error))


def _as_given(text: str) -> Any:
    """A reference from a form: JSON where it is some, else a text; None where it is empty."""
    try:
        return json.loads(text) if text.strip() else None
    except (ValueError, RecursionError):
        return text


def _example(grader: Grader[Any, Any]) -> dict[str, str]:
    """What the form holds at first: the grader's own first example with its right answer, where it has one."""
    given = {"answer": "", "reference": "", "question": "", "settings": ""}
    try:
        probe = next(iter(grader.examples()), None)
        if probe is None:
            return given
        answer = grader.gold(probe)
    except Exception:  # a plug-in's own business
        return given
    reference = probe.reference if isinstance(probe.reference, str) else json.dumps(probe.reference, ensure_ascii=False)
    settings = json.dumps(probe.settings, ensure_ascii=False) if probe.settings else ""
    return {"answer": answer, "reference": reference, "question": probe.messages[-1]["content"], "settings": settings}


def _grader_page(
    request: Request, name: str, given: dict[str, str], verdict: dict[str, Any] | None = None, error: str = ""
) -> Response:
    found = grader_in_full(_named(all_graders(), name, "grader"))
    may = caller_of(request).may("review") and not found["asks_a_model"]
    return rendered(
        request, "grader.html", 400 if error else 200, grader=found, given=given, verdict=verdict, error=error, may=may
    )
