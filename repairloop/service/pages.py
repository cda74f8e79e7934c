"""The pages for people. Every one is whole without script; what a student or a user wrote is only ever text in them
(`repairloop.rundir.rendering`, whose templates these pages share with the report of a run).
"""

from __future__ import annotations

import hashlib
import json
from functools import cache, partial
from pathlib import Path as File
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment

from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.ground.version import __version__
from repairloop.rundir.display import SAYS
from repairloop.rundir.rendering import environment as templates
from repairloop.rundir.store import Store
from repairloop.rundir.views import probe_story, summary_of
from repairloop.service import api, events, reading, said_reading
from repairloop.service.access import caller_of, needs
from repairloop.service.downloads import TABLES
from repairloop.service.runs import report_of
from repairloop.service.treemap import Box, two_deep

HERE: Final = File(__file__).parent
GRAPH: Final = (
    "probe", "answer", "grade", "diagnose", "voice", "synthesize", "vet", "train", "dial", "verify", "report",
)  # fmt: skip
MAP: Final = (1200.0, 430.0)
"""Width and height of the map of areas."""
LETTER: Final = 7.3
"""Width of a letter in it, about."""
FIELDS: Final = 1000
"""Of a form; that for a new run has one for each setting."""
KINDS: Final = {"style.css": "text/css", "live.js": "text/javascript"}

router = APIRouter(include_in_schema=False)


# ---- how a page is made ----------------------------------------------------------------------------------


@cache
def environment() -> Environment:
    made = templates("repairloop.service")
    made.globals |= {
        "address": address, "assets": {name: _asset(name)[1] for name in KINDS}, "version": __version__, "says": SAYS,
    }  # fmt: skip
    made.filters |= {"json": lambda value: json.dumps(value, ensure_ascii=False, indent=1)}
    return made


def address(*parts: str, **query: Any) -> str:
    """An address of ours: the parts of its path, and a query of what is set."""
    path = "/" + "/".join(quote(str(part), safe="") for part in parts)
    asked = {name: ("1" if value is True else value) for name, value in query.items() if value}
    return path + (f"?{urlencode(asked)}" if asked else "")


def rendered(
    request: Request, template: str, code: int = 200, headers: dict[str, str] | None = None, **given: Any
) -> Response:  # fmt: skip
    given |= {"path": request.url.path, "signed_in": request.scope.get("signed_in", "")}
    text = environment().get_template(template).render(**given)
    return HTMLResponse(text, code, headers)


def error_page(request: Request, status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    return rendered(request, "error.html", status, headers, status=status, detail=detail)


def sign_in_page(
    request: Request, status: int, said: str, onward: str, elsewhere: bool, headers: dict[str, str] | None = None
) -> Response:
    """What a person sees who is not known: where to give a token, to go on to `onward`."""
    return rendered(request, "sign-in.html", status, headers, said=said, onward=onward, elsewhere=elsewhere)


@cache
def _asset(name: str) -> tuple[bytes, str]:
    data = (HERE / "static" / name).read_bytes()
    return data, hashlib.sha256(data).hexdigest()[:12]


@router.get("/static/{name}")
def static(name: str) -> Response:
    """One of our two files; the name is only looked up."""
    if name not in KINDS:
        raise HTTPException(404, "there is no such file")
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(_asset(name)[0], media_type=KINDS[name], headers=headers)


async def sent_by(request: Request) -> dict[str, str]:
    """What a form of ours sends, field by field; of one that comes several times, all values with commas between. How long it may
    be is the fence's business. UsageError where it is none."""
    try:
        pairs = parse_qsl((await request.body()).decode(), keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError:
        raise UsageError("this is no form of ours") from None
    found: dict[str, str] = {}
    for name, value in pairs:
        found[name] = ",".join(filter(None, (found.get(name), value.replace("\r\n", "\n"))))
    return found


Sent = Annotated[dict[str, str], Depends(sent_by)]


# ---- the pages -------------------------------------------------------------------------------------------


@router.get("/")
def runs(
    request: Request, stored: api.AnyRuns, text: api.Words = None, tag: api.Name = None, after: api.After = None
) -> Response:
    """All runs."""
    page = api.run_page(stored, 50, after or None, text, tag)
    asked = {"text": text or "", "tag": tag or ""}
    return rendered(request, "runs.html", page=page, asked=asked, tags=stored.tags.all(), root=str(stored.root))


@router.get("/api")
def api_page(request: Request) -> Response:
    """What the API answers, from its own description."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in request.app.openapi()["paths"].items():
        for method, about in methods.items():
            said = {"method": method.upper(), "path": path, "about": about.get("description", about.get("summary", ""))}
            said["given"] = [
                {
                    "name": one["name"],
                    "in": one["in"],
                    "about": one.get("description", one["schema"].get("description", "")),
                }
                for one in about.get("parameters", [])
            ]
            found.setdefault((about.get("tags") or ["service"])[0], []).append(said)
    return rendered(request, "api.html", found=found)


@router.get("/runs/{run}")
def one(request: Request, stored: api.AnyRuns, store: api.ARun) -> Response:
    """A run: result, what works now, its last events."""
    told, place = events.last_events(store)
    works: dict[str, Any] = {"done": set(), "now": None, "cycle": None}
    for event in told:
        if event.get("event") == "start":
            works |= {"now": event.get("stage"), "cycle": event.get("cycle")}
        elif event.get("event") == "end":
            works["done"].add(works["now"])
            works["now"] = None
    run = api.run_in_full(stored, store)
    running = run["state"] == "running"
    return rendered(
        request, "run.html", run=run, told=told[::-1], place=place, works=works, graph=GRAPH, running=running,
        path_of_run=str(store.path), tables=sorted(TABLES), asked_live=running, may=caller_of(request).may("run"),
        job=request.app.state.jobs.of_run(store.path.name), may_tag=caller_of(request).may("review"),
    )  # fmt: skip


@router.get("/runs/{run}/areas")
def areas(request: Request, stored: api.AnyRuns, store: api.ARun) -> Response:
    """The tree of areas, before and after."""
    found = api.areas_of(stored, store)
    rows = sorted(found["items"], key=lambda row: row["area"])
    with stored.snapshots.of(store) as db:
        decision = summary_of(db)
    tree: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        tree.setdefault(row["area"].split("/")[0], []).append(row)
    return rendered(
        request, "areas.html", run=store.path.name, found=found, tree=tree, map=_map_of(tree),
        to=partial(address, "runs", store.path.name, "failures"),
        seen=decision and decision["summary"].get("detectable"),
    )  # fmt: skip


def _map_of(tree: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The areas as a map: of each branch its name and box, of each area its row, box and short name. How large one is says
    how often it was asked."""
    weights = {
        skill: {row["area"]: float(max(1, (row["before"] or row["looks"] or {"n": 1})["n"])) for row in rows}
        for skill, rows in tree.items()
    }
    branches, leaves = two_deep(weights, Box(0, 0, *MAP))
    shown = []
    for skill, rows in tree.items():
        for row in rows:
            box = leaves[skill, row["area"]]
            short = row["area"].partition("/")[2] or row["area"]
            fits = int((box.width - 10) / LETTER)
            if len(short) > fits:  # the end tells more than the beginning
                short = f"…{short[len(short) - fits + 1 :]}" if fits > 5 else ""
            shown.append({"row": row, "box": box, "short": short if box.height > 16 else ""})
    heads = [
        {"name": name if len(name) * LETTER < box.width - 10 else "", "box": box} for name, box in branches.items()
    ]
    return {"width": MAP[0], "height": MAP[1], "heads": heads, "areas": shown}


@router.get("/runs/{run}/failures")
def failures(
    request: Request, stored: api.AnyRuns, store: api.ARun, side: Annotated[str, Query(max_length=300)] = "before",
    area: api.Name = None, error_class: api.Name = None, text: api.Words = None, flips: str | None = None,
    overruled: str | None = None, after: api.After = None,
) -> Response:  # fmt: skip
    """Failures, by filters that stand in the address."""
    asked: dict[str, Any] = {
        "side": side or "before", "area": area or None, "error_class": error_class or None, "text": text or None,
        "flips": bool(flips),
    }  # fmt: skip
    among = said_reading.overruled(store, asked["side"]) if overruled else None
    with stored.snapshots.of(store, reading.kept_for(text)) as db:
        found = reading.failures(db, **asked, among=among, after=after or None, limit=20)
        page = said_reading.beside_failures(store, found)
        facets = reading.facets(db, asked["side"])
    asked["overruled"] = bool(overruled)
    return rendered(request, "failures.html", run=store.path.name, page=page, facets=facets, asked=asked, after=after)


@router.get("/runs/{run}/probes/{probe_id}")
def probe(request: Request, stored: api.AnyRuns, store: api.ARun, probe_id: str) -> Response:
    """One probe, before beside after."""
    with stored.snapshots.of(store) as db:
        story = said_reading.beside_probe(store, probe_story(db, probe_id))
    first = [answer for answer in story["answers"] if answer["side"] in ("before", "after")]
    others = [answer for answer in story["answers"] if answer["side"] not in ("before", "after")]
    return rendered(
        request, "probe.html", run=store.path.name, story=story, first=first, others=others,
        may_say=said_reading.may_say(request),
    )  # fmt: skip


@router.get("/runs/{run}/rows")
def rows(
    request: Request, stored: api.AnyRuns, store: api.ARun, area: api.Name = None, kind: api.Name = None,
    fate: api.Name = None, after: api.After = None,
) -> Response:  # fmt: skip
    """Training rows, and those that were kept aside."""
    asked = {"area": area or None, "kind": kind or None, "fate": fate or None}
    with stored.snapshots.of(store) as db:
        page = reading.rows(db, **asked, after=after or None, limit=20)
        fates = reading.fates(db)
    return rendered(request, "rows.html", run=store.path.name, page=page, asked=asked, fates=fates, after=after)


@router.get("/runs/{run}/rows/{row_id}")
def row(request: Request, stored: api.AnyRuns, store: api.ARun, row_id: str) -> Response:
    """One training row with its lineage."""
    with stored.snapshots.of(store) as db:
        story = said_reading.beside_row(store, reading.row_story(db, row_id))
    return rendered(request, "row.html", run=store.path.name, story=story, may_say=said_reading.may_say(request))


@router.get("/runs/{run}/adapter")
def adapter(request: Request, stored: api.AnyRuns, store: api.ARun) -> Response:
    """What the gate said of the adapter, and why."""
    found = api.decision_of(stored, store)
    return rendered(
        request, "adapter.html", run=store.path.name, found=found, next=report_of(store).get("next"),
        path_of_run=str(store.path), may_say=said_reading.may_say(request),
    )  # fmt: skip


@router.get("/runs/{run}/sql")
def sql(request: Request, store: api.ARun) -> Response:
    """A box for a query."""
    return _sql_page(
        request, store, "SELECT area, error_class, count(*) AS n FROM failures GROUP BY ALL ORDER BY n DESC"
    )


@router.post("/runs/{run}/sql", dependencies=[Depends(needs("read"))])
def sql_asked(request: Request, store: api.ARun, sent: Sent) -> Response:
    """The same with a result."""
    query = sent.get("query", "")
    try:
        return _sql_page(request, store, query, api.asked(store, query, 8.0))
    except RepairLoopError as error:
        return _sql_page(request, store, query, error=str(error))


def _sql_page(
    request: Request, store: Store, query: str, result: dict[str, Any] | None = None, error: str = ""
) -> Response:
    status = 400 if error else 200
    return rendered(
        request, "sql.html", status, run=store.path.name, query=query, result=result, error=error, tables=sorted(TABLES)
    )
