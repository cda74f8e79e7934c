"""Tags over HTTP: `tags` has what they are."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import RedirectResponse, Response

from repairloop.rundir.store import Store
from repairloop.service import models
from repairloop.service.access import Reviewer
from repairloop.service.api import PREFIX, PROBLEMS, AnyRuns, ARun
from repairloop.service.pages import Sent, address
from repairloop.service.runs import Runs

router = APIRouter(responses=PROBLEMS)


@router.get(f"{PREFIX}/tags", tags=["tags"])
def all_tags(runs: AnyRuns) -> dict[str, int]:
    """Every tag, and how many runs have it."""
    return runs.tags.all()


@router.post(f"{PREFIX}/runs/{{run}}/tags", tags=["tags"])
def add(runs: AnyRuns, store: ARun, caller: Reviewer, given: models.Tag) -> models.Tagged:
    """Put a tag on a run. One that it has already changes nothing. Role: review."""
    runs.tags.add(store.path.name, given.tag, caller.name)
    return _tagged(runs, store)


@router.delete(f"{PREFIX}/runs/{{run}}/tags/{{tag}}", tags=["tags"])
def remove(
    runs: AnyRuns, store: ARun, caller: Reviewer, tag: Annotated[str, Path(max_length=200)]
) -> models.Tagged:  # fmt: skip
    """Take a tag off a run. One that it has not changes nothing. Role: review."""
    runs.tags.remove(store.path.name, tag)
    return _tagged(runs, store)


def _tagged(runs: Runs, store: Store) -> models.Tagged:
    run = store.path.name
    return models.Tagged(run=run, tags=runs.tags.of([run])[run])


@router.post("/runs/{run}/tags", include_in_schema=False)
def by_form(runs: AnyRuns, store: ARun, caller: Reviewer, sent: Sent) -> Response:
    """The form of the run's page: `add` or `remove`, a tag."""
    if tag := sent.get("add"):
        runs.tags.add(store.path.name, tag, caller.name)
    if tag := sent.get("remove"):
        runs.tags.remove(store.path.name, tag)
    return RedirectResponse(address("runs", store.path.name), 303)
