"""The API over HTTP, version 1: what the command line shows of a run, for programs. Nothing here changes a run; what people say of one is in `said_api`.

Lists come in pages: `next` of one is `after` of the following. A reply about a run has an ETag, which changes with the
run; who sends it back as `If-None-Match` is told 304 where nothing has changed, before anything is read.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, HTTPException, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from repairloop.config import Config
from repairloop.ground.errors import NoRowsYet, RepairLoopError, UsageError
from repairloop.ground.version import __version__
from repairloop.rundir import said
from repairloop.rundir.display import findings_line, plain, summary_lines
from repairloop.rundir.query import ask
from repairloop.rundir.store import Store, private_copy
from repairloop.rundir.views import area_rows, fetch, probe_story, summary_of
from repairloop.rundir.wholeness import stored_config
from repairloop.service import events, models, reading, said_reading
from repairloop.service.access import needs
from repairloop.service.downloads import TYPES, Format, Pieces, download
from repairloop.service.runs import Runs, is_driven, report_of

PREFIX: Final = "/api/v1"
SHOWN_ROWS: Final = 1000
"""Rows of a query's result that are given."""
PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    code: {"model": models.Problem, "content": {"application/problem+json": {}}} for code in (400, 404, 409, 422)
}

router = APIRouter(prefix=PREFIX, responses=PROBLEMS)


def runs_of(request: Request) -> Runs:
    found: Runs = request.app.state.runs
    return found


def _store(request: Request, run: Annotated[str, Path(description="The name of a run.")]) -> Store:
    return runs_of(request).store(run)


def _unchanged(request: Request, response: Response, store: Annotated[Store, Depends(_store)]) -> Store:
    """The run; the reply is given its ETag, and 304 is the reply where the asker has it."""
    said = [__version__, runs_of(request).stamp(store), is_driven(store), request.url.path, request.url.query]
    said += runs_of(request).tags.of([store.path.name]).values()
    tag = f'W/"{hashlib.sha256(repr(said).encode()).hexdigest()[:24]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if tag in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]:
        raise HTTPException(304, headers=headers)
    response.headers.update(headers)
    return store


AnyRuns = Annotated[Runs, Depends(runs_of)]
ARun = Annotated[Store, Depends(_store)]
SameRun = Annotated[Store, Depends(_unchanged)]
Limit = Annotated[int, Query(ge=1, le=reading.MOST, description="Things on a page.")]
After = Annotated[str | None, Query(max_length=2000, description="`next` of the page before.")]
Words = Annotated[str | None, Query(max_length=500)]
Name = Annotated[str | None, Query(max_length=300)]


@router.get("/runs", tags=["runs"])
def list_runs(
    runs: AnyRuns, limit: Limit = 50, after: After = None,
    text: Annotated[Words, Query(description="Only those whose name or tags have this.")] = None,
    tag: Annotated[Name, Query(description="Only those with this tag.")] = None,
) -> models.RunPage:  # fmt: skip
    """The runs, the one that was written last first."""
    return models.RunPage.model_validate(run_page(runs, limit, after, text, tag))


def run_page(runs: Runs, limit: int, after: str | None, text: str | None, tag: str | None) -> dict[str, Any]:
    tags = runs.tags.of(runs.names())
    names = [
        name
        for name, words in tags.items()
        if (not text or any(text.lower() in word.lower() for word in (name, *words))) and (not tag or tag in words)
    ]
    if after:
        (last,) = reading.key_of(after, (str,))
        names = names[names.index(last) + 1 :] if last in names else []
    shown = names[:limit]
    following = reading.cursor_of([shown[-1]]) if len(names) > limit else None
    return {"items": [runs.summary(name) | {"tags": tags[name]} for name in shown], "next": following}


@router.get("/runs/{run}", tags=["runs"])
def one_run(runs: AnyRuns, store: SameRun) -> models.Run:
    """A run: its settings in short, its result, what it holds."""
    return models.Run.model_validate(run_in_full(runs, store))


def run_in_full(runs: Runs, store: Store) -> dict[str, Any]:
    manifest = store.read_manifest()
    found: dict[str, Any] = {"summary": [], "findings": "", "rows": {}, "failures": {}}
    try:
        with runs.snapshots.of(store) as db:
            found["summary"] = summary_lines(summary_of(db))
            if fetch(db, "SELECT max(cycle) AS cycle FROM probes")[0]["cycle"] is not None:
                found["findings"] = findings_line(area_rows(db))
            found["rows"] = reading.fates(db)
            found["failures"] = reading.sides(db)
    except NoRowsYet:
        pass  # it has only just begun
    except RepairLoopError as error:
        found["damage"] = str(error)
    name = store.path.name
    told = {
        "tags": runs.tags.of([name])[name],
        "computed": manifest.get("computed", []),
        "next": report_of(store).get("next"),
    }
    summary = runs.summary(name)
    return summary | told | found | {"damage": found.get("damage") or summary["damage"]}


@router.get("/runs/{run}/areas", tags=["areas"])
def areas(
    runs: AnyRuns, store: SameRun,
    cycle: Annotated[int | None, Query(ge=1, le=10_000, description="Default: the last.")] = None,
) -> models.Areas:  # fmt: skip
    """Pass rates before and after, with intervals, tests and decisions."""
    return models.Areas.model_validate(areas_of(runs, store, cycle))


def areas_of(runs: Runs, store: Store, cycle: int | None = None) -> dict[str, Any]:
    with runs.snapshots.of(store) as db:
        held = said.verdicts(said.read(store))
        rows = area_rows(db, cycle, people=held) if fetch(db, "SELECT 1 AS one FROM probes LIMIT 1") else []
    config = config_of(store)
    return {
        "findings": findings_line(rows), "items": rows, "alpha": config and config.diagnose.alpha,
        "target": config and config.diagnose.target,
    }  # fmt: skip


def config_of(store: Store) -> Config | None:
    """The run's settings; None where they are damaged."""
    try:
        return stored_config(store)
    except RepairLoopError:
        return None


@router.get("/runs/{run}/failures", tags=["failures"])
def failures(
    runs: AnyRuns, store: SameRun,
    side: Annotated[str, Query(max_length=300, description="`before` the repair or `after` it.")] = "before",
    area: Annotated[Name, Query(description="An area and all below it.")] = None,
    error_class: Name = None,
    text: Annotated[Words, Query(description="In question or answer.")] = None,
    flips: Annotated[bool, Query(description="Only those that pass on the other side.")] = False,
    overruled: Annotated[bool, Query(description="Only those that people hold for passed.")] = False,
    limit: Limit = 50, after: After = None,
) -> models.FailurePage:  # fmt: skip
    """Answers that failed, with question, what was expected and the evidence."""
    among = said_reading.overruled(store, side) if overruled else None
    with runs.snapshots.of(store, reading.kept_for(text)) as db:
        found = reading.failures(
            db, side=side, area=area, error_class=error_class, text=text, flips=flips, among=among, after=after, limit=limit
        )  # fmt: skip
    return models.FailurePage.model_validate(said_reading.beside_failures(store, found))


@router.get("/runs/{run}/probes/{probe_id}", tags=["failures"])
def probe(runs: AnyRuns, store: SameRun, probe_id: Annotated[str, Path(max_length=64)]) -> models.Probe:
    """One probe: question, answers before and after, verdicts with evidence, the rows that it led to."""
    with runs.snapshots.of(store) as db:
        return models.Probe.model_validate(said_reading.beside_probe(store, probe_story(db, probe_id)))


@router.get("/runs/{run}/rows", tags=["rows"])
def rows(
    runs: AnyRuns, store: SameRun,
    area: Annotated[Name, Query(description="An area and all below it.")] = None,
    kind: Annotated[Name, Query(description="`repair`, `replay` or `self`.")] = None,
    fate: Annotated[Name, Query(description="`trains`, or the reason why vetting kept them aside.")] = None,
    limit: Limit = 50, after: After = None,
) -> models.RowPage:  # fmt: skip
    """Training rows, those that vetting kept aside too."""
    with runs.snapshots.of(store) as db:
        return models.RowPage.model_validate(
            reading.rows(db, area=area, kind=kind, fate=fate, after=after, limit=limit)
        )


@router.get("/runs/{run}/rows/{row_id}", tags=["rows"])
def row(runs: AnyRuns, store: SameRun, row_id: Annotated[str, Path(max_length=64)]) -> models.RowStory:
    """One training row: its lineage back to failures, grader, source and agents, and what became of the failures."""
    with runs.snapshots.of(store) as db:
        return models.RowStory.model_validate(said_reading.beside_row(store, reading.row_story(db, row_id)))


@router.get("/runs/{run}/decision", tags=["decision"])
def decision(runs: AnyRuns, store: SameRun) -> models.Decision:
    """What the gate said of the adapter: rules, guard, dial, canaries. 404 before there is one."""
    found = decision_of(runs, store)
    if not found:
        raise HTTPException(404, "the run has decided on no adapter yet")
    return models.Decision.model_validate(found)


def decision_of(runs: Runs, store: Store) -> dict[str, Any]:
    with runs.snapshots.of(store) as db:
        found = summary_of(db)
        if found:
            seen = reading.canaries(db, found["cycle"], found["side"])
            found |= {"lines": summary_lines(found), "canaries": seen}
    return said_reading.beside_decision(store, found)


@router.get("/runs/{run}/events", tags=["events"], response_class=StreamingResponse)
def stream(store: ARun, last_event_id: Annotated[str | None, Header()] = None) -> Response:
    """What happens in the run, as it happens (`text/event-stream`). `Last-Event-ID` goes on after an event."""
    place = events.place_of(last_event_id)
    if last_event_id and events.is_told(store, place):
        return Response(status_code=204)
    return StreamingResponse(events.stream(store, place), media_type="text/event-stream")


@router.post("/runs/{run}/sql", tags=["sql"], dependencies=[Depends(needs("read"))])
def sql(store: ARun, query: models.Query) -> models.Result:
    """One SELECT over the run; it reads the run, nothing else, and it ends."""
    return models.Result.model_validate(asked(store, query.query, query.seconds))


def asked(store: Store, query: str, seconds: float) -> dict[str, Any]:
    from repairloop.rundir.wholeness import database

    with database(store):
        pass
    if store.log.exists():
        with private_copy(store.database) as file:
            table = ask(file, query, seconds)
    else:
        table = ask(store.database, query, seconds)
    shown = table.slice(0, SHOWN_ROWS)
    try:
        columns = [column.to_pylist() for column in shown.columns]
    except Exception as error:  # a value that Python has no type for, as a date before the year 1
        raise UsageError(f"what the query gives cannot be written as JSON: {str(error)[:200]}") from None
    rows = [list(row) for row in zip(*columns, strict=True)]
    return {"columns": table.column_names, "rows": plain(rows), "total": table.num_rows}


@router.get("/runs/{run}/tables/{table}", tags=["downloads"], response_class=StreamingResponse)
def table(
    runs: AnyRuns, store: ARun, table: Annotated[str, Path(max_length=64)],
    form: Annotated[Format, Query(alias="format", description="parquet, jsonl or arrow.")] = "parquet",
) -> Response:  # fmt: skip
    """A table of the run as a file: `probes`, `answers`, `verdicts`, `failures`, `areas`, `repair_rows` and so on."""
    pieces = download(runs.snapshots, store, table, form)
    name = quote(f"{store.path.name}-{table}.{form}", safe="")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Pieces(pieces, media_type=TYPES[form], headers=headers)
