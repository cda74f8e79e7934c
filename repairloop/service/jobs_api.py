"""Jobs over HTTP: what a run would cost, starting it, and what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path as File
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, HTTPException, Path, Query, Request, Response

from repairloop.config import PRESETS
from repairloop.ground.errors import UsageError
from repairloop.service import reading
from repairloop.service.access import Reader, Runner
from repairloop.service.api import PREFIX, PROBLEMS, After, Limit, Name
from repairloop.service.children import answer_of
from repairloop.service.form import fields
from repairloop.service.job_models import (
    Asked,
    Job,
    JobPage,
    NewJob,
    Plan,
    Priority,
    Setting,
    Settings,
    State,
    Task,
    TaskList,
)
from repairloop.service.job_queue import UsedKey
from repairloop.service.jobs import Jobs
from repairloop.service.offers import settle
from repairloop.service.uploads import Uploads, columns_of

router = APIRouter(prefix=PREFIX, responses=PROBLEMS, tags=["jobs"])


def jobs_of(request: Request) -> Jobs:
    found: Jobs = request.app.state.jobs
    return found


def uploads_of(request: Request) -> Uploads:
    found: Uploads = request.app.state.uploads
    return found


def tasks_of(request: Request) -> Callable[[str], File]:
    """How a task that was uploaded is found by its name."""
    return uploads_of(request).find


def costs(settings: dict[str, Any], jobs: Jobs, task: Callable[[str], File]) -> dict[str, Any]:
    """What a run with these settings would cost. UsageError where there can be none."""
    text = settle(settings, jobs.offers, task)[1]
    with TemporaryDirectory(prefix="repairloop-") as folder:
        file = File(folder) / "settings.toml"
        file.write_text(text, encoding="utf-8")
        try:
            found: dict[str, Any] = json.loads(answer_of(["plan", "--config", str(file), "--json"]))
        except UsageError as error:
            raise UsageError(str(error).replace(f"{file}: ", "settings: ")) from None
    name = settings.get("student")
    found["student"] = (name.get("name") if isinstance(name, dict) else name) or found["student"]
    return found


def begin(
    caller: Runner, jobs: Jobs, task: Callable[[str], File], asked: NewJob, key: str | None
) -> tuple[dict[str, Any], bool]:
    """The job that is asked for, and whether it is new."""
    if asked.resume is not None:
        if asked.settings is not None or asked.run is not None:
            raise UsageError("a run that goes on has its name and its settings; leave out `run` and `settings`")
        return jobs.add(
            caller.name, run=asked.resume, settings=None, config=None, priority=asked.priority, seconds=asked.limit, key=key
        )  # fmt: skip
    settings = asked.settings or {}
    text = settle(settings, jobs.offers, task)[1]
    return jobs.add(
        caller.name,
        run=asked.run,
        settings=settings,
        config=text,
        priority=asked.priority,
        seconds=asked.limit,
        key=key,
    )


async def body_of(request: Request) -> bytes:
    """The body as it came."""
    return await request.body()


Number = Annotated[int, Path(ge=1, description="The number of a job.")]
Key = Annotated[
    str | None, Header(min_length=1, max_length=200, description="A request that comes twice with one makes one job.")
]


@router.get("/settings")
def list_settings(request: Request, caller: Reader) -> Settings:
    """What may be set of a run over HTTP: students, presets, keys with what they mean and their defaults."""
    offers = jobs_of(request).offers
    return Settings(
        students=offers.students, servers=list(offers.servers), presets=list(PRESETS),
        settings=[Setting(**one._asdict()) for one in fields()],
    )  # fmt: skip


@router.post("/plan")
def plan(request: Request, caller: Runner, asked: Asked) -> Plan:
    """What a run with these settings would do and cost. Nothing is spent."""
    return Plan.model_validate(costs(asked.settings, jobs_of(request), tasks_of(request)))


@router.post("/jobs", status_code=201, responses={200: {"model": Job, "description": "It was there already."}})
def make_job(
    request: Request, response: Response, caller: Runner, asked: NewJob, idempotency_key: Key = None
) -> Job:  # fmt: skip
    """Start a run, or go on with one: it begins when its turn comes."""
    try:
        found, new = begin(caller, jobs_of(request), tasks_of(request), asked, idempotency_key)
    except UsedKey as error:
        raise HTTPException(422, str(error)) from None
    response.status_code = 201 if new else 200
    response.headers["location"] = f"{PREFIX}/jobs/{found['id']}"
    return Job.model_validate(found)


@router.get("/jobs")
def list_jobs(
    request: Request, caller: Reader, limit: Limit = 50, after: After = None,
    state: Annotated[State | None, Query(description="Only those in it.")] = None,
    run: Annotated[Name, Query(description="Only that of the run of this name.")] = None,
) -> JobPage:  # fmt: skip
    """The jobs, the newest first."""
    if run is not None:
        found = jobs_of(request).of_run(run)
        return JobPage(
            items=[Job.model_validate(found)] if found and state in (None, found["state"]) else [], next=None
        )
    return JobPage.model_validate(job_page(jobs_of(request), limit, after, state))


def job_page(jobs: Jobs, limit: int, after: str | None, state: str | None) -> dict[str, Any]:
    before = reading.key_of(after, (int,))[0] if after else None
    found = jobs.page(limit + 1, before, state)
    return {"items": found[:limit], "next": reading.cursor_of([found[limit - 1]["id"]]) if len(found) > limit else None}


@router.get("/jobs/{job}")
def one_job(request: Request, caller: Reader, job: Number) -> Job:
    return Job.model_validate(jobs_of(request).one(job))


@router.get("/jobs/{job}/log", response_class=Response)
def job_log(request: Request, caller: Reader, job: Number) -> Response:
    """The end of what its processes have said (`text/plain`)."""
    return Response(jobs_of(request).log(job), media_type="text/plain")


@router.post("/jobs/{job}/{action}")
def act(
    request: Request, caller: Runner, job: Number,
    action: Annotated[Literal["pause", "resume", "cancel", "retry"], Path(description="What becomes of it.")],
) -> Job:  # fmt: skip
    """Pause it at its next safe point with nothing lost, resume it, cancel it, or try it again where it failed or was
    cancelled; it goes on where it was."""
    return Job.model_validate(jobs_of(request).act(job, action))


@router.patch("/jobs/{job}")
def prefer(request: Request, caller: Runner, job: Number, asked: Priority) -> Job:
    """Give it another priority."""
    return Job.model_validate(jobs_of(request).prefer(job, asked.priority))


# ---- tasks that are uploaded ------------------------------------------------------------------------------


@router.post("/tasks", status_code=201, tags=["tasks"], openapi_extra={
    "requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
})  # fmt: skip
def upload(
    request: Request, caller: Runner, data: Annotated[bytes, Depends(body_of)],
    file: Annotated[str, Query(max_length=200, description="The file's name; its ending tells what it is.")],
    columns: Annotated[str, Query(max_length=1000, description="Where names say nothing: `question=Q1,answer=A`.")] = "",
    grader: Annotated[str, Query(max_length=100, description="An installed one. Default: what the answers suggest.")] = "",
) -> Task:  # fmt: skip
    """Make a task of a file of questions and answers (the body), and say what was understood."""
    return Task.model_validate(uploads_of(request).add(file, data, columns_of(columns), grader))


@router.get("/tasks", tags=["tasks"])
def list_tasks(request: Request, caller: Reader) -> TaskList:
    """The tasks that were uploaded."""
    uploads = uploads_of(request)
    return TaskList(items=[Task.model_validate(uploads.told(task)) for task in uploads.ids()])


@router.get("/tasks/{task}", tags=["tasks"])
def one_task(request: Request, caller: Reader, task: Annotated[str, Path(max_length=100)]) -> Task:
    """One of them."""
    return Task.model_validate(uploads_of(request).told(task))


@router.delete("/tasks/{task}", status_code=204, tags=["tasks"])
def forget_task(request: Request, caller: Runner, task: Annotated[str, Path(max_length=100)]) -> None:
    """Remove one. Runs that have begun keep what they took in."""
    uploads_of(request).forget(task)
