"""What people say of a run, in a browser: one page with all of it, and what the forms on the pages of a probe, a row and an
adapter send. A form is answered by the page that it stands on; what cannot be said, by a page that says why.
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from repairloop.rundir import said, say
from repairloop.rundir.display import said_line
from repairloop.rundir.store import Store
from repairloop.rundir.views import one_probe, summary_of
from repairloop.service import api, pages, said_api
from repairloop.service.access import Reviewer
from repairloop.service.pages import Sent

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
def of_probe(stored: api.AnyRuns, store: api.ARun, probe_id: str, caller: Reviewer, sent: Sent) -> Response:
    """A verdict that is overruled, or a gold that is corrected."""
    why = sent.get("why", "")
    if "gold" in sent:
        said_api.say_gold(stored, store, probe_id, sent["gold"], why, caller.name)
    else:
        status, side = sent.get("status", ""), sent.get("side", "before")
        said_api.say_verdict(stored, store, probe_id, status, side, why, caller.name)
    with stored.snapshots.of(store) as db:
        return _where_it_was_said(store, "probes", str(one_probe(db, probe_id)["probe_id"]))


@router.post("/runs/{run}/rows/{row_id}")
def of_row(stored: api.AnyRuns, store: api.ARun, row_id: str, caller: Reviewer, sent: Sent) -> Response:
    """A row that is vetoed, or whose gold is corrected."""
    why = sent.get("why", "")
    if "gold" in sent:
        said_api.say_gold(stored, store, row_id, sent["gold"], why, caller.name)
        return _where_it_was_said(store, "rows", row_id)
    return _where_it_was_said(store, "rows", said_api.say_veto(stored, store, row_id, why, caller.name).of)


@router.post("/runs/{run}/adapter")
def of_adapter(stored: api.AnyRuns, store: api.ARun, caller: Reviewer, sent: Sent) -> Response:
    """A word on the run's last adapter."""
    with stored.snapshots.of(store) as db:
        say.judge(store, db, sent.get("word", ""), why=sent.get("why", ""), by=caller.name)
    return _where_it_was_said(store, "adapter")


def _where_it_was_said(store: Store, *where: str) -> Response:
    return RedirectResponse(pages.address("runs", store.path.name, *where) + "#said", 303)
