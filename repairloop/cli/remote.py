"""Runs on a service that are started, gone on with, cancelled and followed from here.

What is asked for goes as settings, and a file of questions goes first and becomes a task there; whether it may be so is the
service's to say. The run is the service's: Ctrl-C, or a connection that breaks, ends nothing, and `resume` follows it again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from repairloop.ground.errors import RepairLoopError, UsageError, quoted, shown
from repairloop.service.client import Client
from repairloop.service.uploads import LARGEST

LOOK_SECONDS: Final = 1.0
PATIENCE: Final = 60.0
"""Seconds for which a service that was there may be away, as where it is started anew."""
ENDED: Final = frozenset({"paused", "finished", "failed", "cancelled"})

Listener = Callable[[dict[str, Any]], None]


class Left(RepairLoopError):
    """A run that was stopped with nothing lost, or that goes on without who followed it."""

    exit_code = 130


def begin(client: Client, settings: dict[str, Any], tasks: Sequence[str], name: str | None, listen: Listener) -> str:
    """Start a run and follow it to its end; its name. Raises as `follow`, UsageError where the service does not take what is asked."""
    if tasks:
        settings = settings | {"tasks": [_task(client, task, listen) for task in tasks]}
    job = client.begin(settings, name)
    listen({"event": "notice", "text": f"run {job['run']}, job {job['id']} of {client.url}"})
    return follow(client, job, listen)


def _task(client: Client, task: str, listen: Listener) -> str:
    """The name there of a task: that of one which is there, or a file of this machine that is sent."""
    path = Path(task)
    if path.is_dir():
        raise UsageError(f"--tasks {shown(task)} is a folder; a service takes a file of questions and answers")
    if not path.is_file():
        return task
    if path.stat().st_size > LARGEST:
        raise UsageError(f"--tasks {shown(task)} has more than {LARGEST >> 20} MiB, which a service does not take")
    found = client.upload(path.name, path.read_bytes())
    told = f"{found['cases']:,} cases of {found['form']}, graded by {found['grader']}"
    listen({"event": "notice", "text": f"{task} is task {found['id']} there: {told}"})
    return str(found["id"])


def go_on(client: Client, run: str, listen: Listener) -> str:
    """Go on with a run that was stopped or failed, and follow it; one that waits or goes on is followed. Its name."""
    job = next(client.jobs(run), None)
    if job is None:
        return follow(client, client.go_on(run), listen, _last_event(client, run))
    if job["state"] == "finished":
        listen({"event": "notice", "text": "this run is finished"})
        return run
    if job["state"] not in ENDED:
        return follow(client, job, listen)
    place = _last_event(client, run)
    return follow(client, client.act(job["id"], "resume" if job["state"] == "paused" else "retry"), listen, place)


def cancel(client: Client, run: str) -> dict[str, Any]:
    """The job of a run, which is told to stop."""
    job = next(client.jobs(run), None)
    if job is None:
        raise UsageError(f"no job of {client.url} drives a run {shown(run)}")
    return client.act(job["id"], "cancel")


def _last_event(client: Client, run: str) -> str:
    place = ""
    for event in client.events(run) if _is_there(client, run) else ():
        place = event["id"]
    return place


def _is_there(client: Client, run: str) -> bool:
    """Whether a run has begun: before, its job has a name and no folder."""
    return any(one["id"] == run for one in client.runs(text=run))


def follow(client: Client, job: dict[str, Any], listen: Listener, place: str = "") -> str:
    """Tell what happens in the run of a job, after the event `place`, until it has ended; its name. RepairLoopError where it failed, with
    the exit code that it had; Left where it was stopped, and where who follows it leaves."""
    run = job["run"]
    here = f"repairloop --server {client.url}"
    try:
        job = _followed(client, job, listen, place)
    except KeyboardInterrupt:
        raise Left(f"the run goes on there; end it with: {here} cancel {quoted(run)}") from None
    if job["state"] == "failed":
        told = f"{job['said'] or 'the run failed'} (job {job['id']} of {client.url}); try again with: {here} resume {quoted(run)}"
        raise (UsageError if job["exit_code"] == 2 else RepairLoopError)(told)
    if job["state"] != "finished":
        raise Left(f"the run was {job['state']}: {job['said']}; go on with: {here} resume {quoted(run)}")
    return str(run)


def _followed(client: Client, job: dict[str, Any], listen: Listener, place: str) -> dict[str, Any]:
    run, said, begun, away = job["run"], "", False, 0.0
    while True:
        try:
            job = client.job(job["id"])
            if job["said"] != said:
                said = job["said"]
                if said and job["state"] not in ENDED:
                    listen({"event": "notice", "text": f"{job['state']}: {said}"})
            begun = begun or _is_there(client, run)
            for event in client.events(run, place) if begun else ():
                place = event.pop("id")
                _tell(client, listen, event)
        except UsageError:
            raise
        except RepairLoopError as error:
            away = away or time.monotonic()
            if time.monotonic() - away > PATIENCE:
                raise RepairLoopError(f"{error}; whether the run {run} goes on is not known here") from None
        else:
            away = 0.0
            if job["state"] in ENDED:
                return job
        time.sleep(LOOK_SECONDS)


def _tell(client: Client, listen: Listener, event: dict[str, Any]) -> None:
    try:
        listen(event)
    except (KeyError, TypeError, ValueError):
        raise UsageError(f"{client.url} sends an event that is none") from None
