"""What people say of a run, in a browser: one page with all of it, and what the forms on the pages of a probe, a row and an
adapter send. A form is answered by the page that it stands on; what cannot be said, by a page that says why.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from repairloop.ground.errors import UsageError
from repairloop.rundir import said, say
from repairloop.rundir.display import said_line
from repairloop.rundir.store import Store
from repairloop.rundir.views import one_probe, summary_of
from repairloop.service import api, pages, said_api
from repairloop.service.access import Reviewer

SHOWN: Final = 500
"""What was said that a page shows, the last of it; the API gives all."""

router = APIRouter(include_in_schema=False)


@router.get("/runs/{run}/said")
def all_said(request: Request, stored: api.AnyRuns, store: api.ARun) -> Response:
    """What people said of a run."""
    sayings = said.read(store)
    with stored.snapshots.of(store) as db:
        decision = summary_of(db)
    return pages.rendered(
        request, "said.html", run=store.path.name, sayings=sayings[: -SHOWN - 1 : -1], total=len(sayings),
        told=said_line(sayings) if sayings else "", standing=say.standing(decision, sayings) if decision else None,
    )  # fmt: skip


@router.post("/runs/{run}/probes/{probe_id}")
async def of_probe(request: Request, stored: api.AnyRuns, store: api.ARun, probe_id: str, caller: Reviewer) -> Response:
    """A verdict that is overruled, or a gold that is corrected."""
    sent = await _form(request)

    def say_it() -> list[str]:
        if "gold" in sent:
            said_api.say_gold(stored, store, probe_id, sent["gold"], sent.get("why", ""), caller.name)
        else:
            status, side = sent.get("status", ""), sent.get("side", "before")
            said_api.say_verdict(stored, store, probe_id, status, side, sent.get("why", ""), caller.name)
        with stored.snapshots.of(store) as db:
            return ["probes", str(one_probe(db, probe_id)["probe_id"])]

    return await _answered(store, say_it)


@router.post("/runs/{run}/rows/{row_id}")
async def of_row(request: Request, stored: api.AnyRuns, store: api.ARun, row_id: str, caller: Reviewer) -> Response:
    """A row that is vetoed, or whose gold is corrected."""
    sent = await _form(request)

    def say_it() -> list[str]:
        if "gold" in sent:
            said_api.say_gold(stored, store, row_id, sent["gold"], sent.get("why", ""), caller.name)
            return ["rows", row_id]
        return ["rows", said_api.say_veto(stored, store, row_id, sent.get("why", ""), caller.name).of]

    return await _answered(store, say_it)


@router.post("/runs/{run}/adapter")
async def of_adapter(request: Request, stored: api.AnyRuns, store: api.ARun, caller: Reviewer) -> Response:
    """A word on the run's last adapter."""
    sent = await _form(request)

    def say_it() -> list[str]:
        with stored.snapshots.of(store) as db:
            say.judge(store, db, sent.get("word", ""), why=sent.get("why", ""), by=caller.name)
        return ["adapter"]

    return await _answered(store, say_it)


async def _form(request: Request) -> dict[str, str]:
    try:
        sent = parse_qs((await request.body()).decode(), max_num_fields=10, keep_blank_values=True)
    except ValueError:
        raise UsageError("this is no form of ours") from None
    return {name: values[0].replace("\r\n", "\n") for name, values in sent.items()}


async def _answered(store: Store, say_it: Any) -> Response:
    """What is said, and then the page that it was said on."""
    from anyio.to_thread import run_sync

    where = await run_sync(say_it)
    return RedirectResponse(pages.address("runs", store.path.name, *where) + "#said", 303)
