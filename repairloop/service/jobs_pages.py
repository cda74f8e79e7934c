"""Pages for jobs: what waits, runs and has ended, one of them with its buttons, and the form for a new run."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, get_args

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from repairloop.config import PRESETS
from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.plugins.registry import all_graders, all_skills
from repairloop.service.access import Reader, Runner
from repairloop.service.api import After
from repairloop.service.form import Field, fields, given_of
from repairloop.service.job_models import LONGEST_LIMIT, PRIORITY, NewJob, State
from repairloop.service.job_queue import UsedKey
from repairloop.service.jobs_api import Number, begin, costs, job_page, jobs_of, tasks_of, uploads_of
from repairloop.service.pages import Sent, address, rendered
from repairloop.service.problems import status_of
from repairloop.service.uploads import ENDINGS, LARGEST, columns_of

FIRST: Final = frozenset({"preset", "skills", "areas", "cycles"})
"""Settings that stand in the form by themselves; the others unfold."""

router = APIRouter(include_in_schema=False)


def _there(job: int) -> Response:
    return RedirectResponse(address("jobs", str(job)), 303)


@router.get("/jobs")
def jobs(
    request: Request, caller: Reader, after: After = None, state: Literal["", State] = ""
) -> Response:  # fmt: skip
    """All jobs, the newest first."""
    found = job_page(jobs_of(request), 50, after, state or None)
    return rendered(request, "jobs.html", page=found, state=state, states=get_args(State))


@router.post("/jobs")
def go_on(request: Request, caller: Runner, sent: Sent) -> Response:
    """A run of the command line goes on."""
    asked = _asked({"resume": sent.get("resume", "")})
    return _there(begin(caller, jobs_of(request), tasks_of(request), asked, None)[0]["id"])


@router.get("/jobs/{job}")
def job(request: Request, caller: Reader, job: Number) -> Response:
    """One job: its state, its buttons, what it was told and what it said."""
    asked = jobs_of(request)
    found = asked.one(job)
    begun = found["run"] in request.app.state.runs.names()
    return rendered(
        request, "job.html", job=found, log=asked.log(job), begun=begun, may=caller.may("run"), most=PRIORITY,
    )  # fmt: skip


@router.post("/jobs/{job}/priority")
def prefer(request: Request, caller: Runner, job: Number, sent: Sent) -> Response:
    try:
        priority = int(sent.get("priority", ""))
    except ValueError:
        priority = PRIORITY + 1
    if abs(priority) > PRIORITY:
        raise UsageError(f"a priority is a whole number from {-PRIORITY} to {PRIORITY}")
    jobs_of(request).prefer(job, priority)
    return _there(job)


@router.post("/jobs/{job}/{action}")
def act(
    request: Request, caller: Runner, job: Number, action: Literal["pause", "resume", "cancel", "retry"]
) -> Response:  # fmt: skip
    jobs_of(request).act(job, action)
    return _there(job)


# ---- a new run --------------------------------------------------------------------------------------------


@router.get("/new")
def new(
    request: Request, caller: Runner, task: Annotated[str, Query(max_length=100)] = ""
) -> Response:  # fmt: skip
    """The form for a new run."""
    return _form(request, {"task": task})


@router.get("/new/task")
def task_form(request: Request, caller: Runner) -> Response:
    """The form for a file of questions and answers."""
    return rendered(
        request, "new_task.html", sent={}, error="", endings=ENDINGS, largest=LARGEST >> 20, graders=list(all_graders())
    )


@router.post("/new/task")
async def upload(request: Request, caller: Runner) -> Response:
    """A file becomes a task."""
    from anyio.to_thread import run_sync

    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise UsageError("choose a file")
        data, name = await file.read(), file.filename or ""
        sent = {key: value for key, value in form.items() if isinstance(value, str)}

    def add() -> Response:
        try:
            found = uploads_of(request).add(name, data, columns_of(sent.get("columns", "")), sent.get("grader", ""))
        except RepairLoopError as error:
            return rendered(
                request, "new_task.html", status_of(error), sent=sent, error=str(error), endings=ENDINGS, largest=LARGEST >> 20,
                graders=list(all_graders()),
            )  # fmt: skip
        return RedirectResponse(address("new", "tasks", found["id"]), 303)

    return await run_sync(add)


@router.get("/new/tasks/{task}")
def one_task(request: Request, caller: Reader, task: str) -> Response:
    """A task that was uploaded, as it was understood."""
    return rendered(request, "understood.html", task=uploads_of(request).told(task), may=caller.may("run"))


@router.post("/new/tasks/{task}/remove")
def forget_task(request: Request, caller: Runner, task: str) -> Response:
    uploads_of(request).forget(task)
    return RedirectResponse(address("new"), 303)


@router.post("/new")
def start(request: Request, caller: Runner, sent: Sent) -> Response:
    """What the run would cost, or its start."""
    try:
        asked = _asked(_request_of(sent))
        if sent.get("do") == "start":
            key = sent.get("key") or None
            return _there(
                begin(caller, jobs_of(request), tasks_of(request), asked, key and f"form {key[:100]}")[0]["id"]
            )
        return _form(request, sent, plan=costs(asked.settings or {}, jobs_of(request), tasks_of(request)))
    except UsedKey as error:
        said = "this form has started a run already, with other settings; press start once more for a further one"
        return _form(request, {**sent, "key": ""}, status_of(error), error=said)
    except RepairLoopError as error:
        return _form(request, sent, status_of(error), error=str(error))


def _request_of(sent: Mapping[str, str]) -> dict[str, Any]:
    """What the form asks for, as the API is asked."""
    settings = given_of(sent)
    student = sent.get("student", "")
    if student.startswith("openai:") and student.endswith("#"):
        student += sent.get("model", "").strip()
    told = settings.get("student", {})
    if student or told:
        settings["student"] = {"name": student, **told} if told else student
    if sent.get("task"):
        settings["tasks"] = [sent["task"]]
    asked: dict[str, Any] = {"settings": settings, "run": sent.get("run", "").strip() or None}
    for name, of, factor in (("priority", "priority", 1), ("limit", "minutes", 60)):
        if text := sent.get(of, "").strip():
            try:
                asked[name] = int(text) * factor
            except ValueError:
                raise UsageError(f"{of} takes a whole number; got {text[:80]!r}") from None
    return asked


def _asked(request: dict[str, Any]) -> NewJob:
    try:
        return NewJob.model_validate(request)
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _form(
    request: Request, sent: Mapping[str, str], code: int = 200, plan: dict[str, Any] | None = None, error: str = ""
) -> Response:
    offers = jobs_of(request).offers
    sections: dict[str, list[Field]] = {}
    for one in fields():
        if one.key not in FIRST and one.kind != "table":
            sections.setdefault(one.section, []).append(one)
    skills = {name: f"{len(skill.areas)} areas" for name, skill in all_skills().items()}
    unfolded = {name for name, ones in sections.items() if any(sent.get(one.key) for one in ones)}
    return rendered(
        request, "new.html", code, tasks=uploads_of(request).ids(), unfolded=unfolded, sent=sent, plan=plan, error=error, offers=offers, sections=sections, skills=skills,
        presets=list(PRESETS), key=sent.get("key") or secrets.token_hex(16), chosen=sent.get("skills", "").split(","),
        about={one.key: one.about for one in fields()}, most=PRIORITY, minutes=LONGEST_LIMIT // 60,
    )  # fmt: skip
