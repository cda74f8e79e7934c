"""What the service reads of a run beyond `rundir.views`: failures and rows a page at a time, facets, one row's lineage.

A page is found on narrow columns first, and texts are read for its rows alone. Pages go by key: where the last one ended,
not how many were before. For failures those columns are put in the order of the pages once for each snapshot.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from repairloop.ground.errors import UsageError
from repairloop.rundir.store import PUBLISHED
from repairloop.rundir.views import fetch

MOST: Final = 200
"""Things on a page."""


def cursor_of(key: list[Any]) -> str:
    """Where a page ended, as it goes into an address."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def key_of(cursor: str, kinds: tuple[type, ...]) -> list[Any]:
    """What `cursor_of` was given. UsageError where it gave nothing of the kind."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
        if (
            isinstance(key, list)
            and tuple(map(type, key)) == kinds
            and all(abs(n) < 2**62 for n in key if type(n) is int)
        ):
            return key
    except (ValueError, RecursionError):
        pass
    raise UsageError("`after` is not what an earlier page gave as `next`")


def kept_for(text: str | None = None) -> dict[str, str]:
    """The tables that `failures` and `facets` read: name → query, for `Snapshots.of`."""
    return FAILING if not text else FAILING | TEXTS


FAILING: Final = {
    "failing": """
        SELECT v.side, p.cycle, p.area, v.probe_id, v.error_class, w.status AS other,
               p.rowid AS probe_row, a.rowid AS answer_row, v.rowid AS verdict_row
        FROM verdicts v JOIN probes p USING (probe_id) JOIN answers a USING (probe_id, side)
        LEFT JOIN verdicts w ON w.probe_id = v.probe_id AND w.side = if(v.side = 'before', 'after', 'before')
        WHERE v.status = 'fail' ORDER BY v.side, p.cycle, p.area, v.probe_id"""
}
"""Every failure in the order of its pages, with where its parts stand: found by anything but its place, a row of a large
table costs DuckDB a look at all of its texts."""
TEXTS: Final = {
    f"failing_{table}": f"SELECT rowid AS place, lower({column}) AS said FROM {table} "
    f"WHERE rowid IN (SELECT {place} FROM kept.failing)"
    for table, column, place in (("probes", "question", "probe_row"), ("answers", "text", "answer_row"))
}
"""What is searched for words."""
_PARTS: Final = {
    "probe_row": ("probes", ("probe_id", "cycle", "skill", "area", "split", "wording", "difficulty", "question")),
    "answer_row": ("answers", ("text", "finish_reason", "thoughts")),
    "verdict_row": ("verdicts", ("side", "error_class", "certainty", "extracted", "expected", "evidence", "checks",
                                 "grader", "version")),
}  # fmt: skip


class _List(NamedTuple):
    """A table that is given page by page: by cycle, area and `ident`, which is its order by `order`."""

    table: str
    columns: str
    ident: str
    order: str


_FAILURES: Final = _List("kept.failing", "*", "probe_id", "place")
_ROWS: Final = _List("repair_rows", "cycle, area, row_id", "row_id", "cycle, area, row_id")
_HELD_IN: Final = "(SELECT place FROM kept.failing_{} WHERE contains(said, lower($text)))"
_FILTERS: Final = {
    "side": "side = $side",
    "area": "(area = $area OR starts_with(area, $area || '/'))",
    "error_class": "error_class = $error_class",
    "text": f"(probe_row IN {_HELD_IN.format('probes')} OR answer_row IN {_HELD_IN.format('answers')})",
    "flips": "($flips AND other = 'pass')",
    "among": "probe_id IN (SELECT unnest($among::VARCHAR[]))",
    "kind": "kind = $kind",
    "fate": "coalesce(dropped, 'trains') = $fate",
}


def _page(
    db: Any, of: _List, asked: Mapping[str, Any], after: str | None, limit: int
) -> tuple[int, list[dict[str, Any]], str | None]:
    """Of what passes the filters that are set: how many there are, `columns` and `place` of those on a page, and where the next page
    begins."""
    values = {name: value for name, value in asked.items() if value not in (None, False, "")}
    where = " AND ".join(["true", *(_FILTERS[name] for name in values)])
    beyond = "true"
    if after:
        values["cycle"], values["at"], values["ident"] = key_of(after, (int, str, str))
        beyond = f"(cycle, area, {of.ident}) > ($cycle, $at, $ident)"
    found = fetch(
        db,
        f"""WITH all_of_them AS MATERIALIZED (SELECT rowid AS place, {of.columns} FROM {of.table} WHERE {where})
            SELECT * FROM (SELECT count(*) AS total FROM all_of_them)
            LEFT JOIN (FROM all_of_them WHERE {beyond} ORDER BY {of.order} LIMIT {limit + 1}) ON true ORDER BY {of.order}""",
        values,
    )
    shown = [row for row in found[:limit] if row["place"] is not None]
    key = cursor_of([shown[-1][name] for name in ("cycle", "area", of.ident)]) if len(found) > limit else None
    return found[0]["total"], shown, key


def failures(
    db: Any, *, side: str = "before", area: str | None = None, error_class: str | None = None, text: str | None = None,
    flips: bool = False, among: list[str] | None = None, after: str | None = None, limit: int = 50,
) -> dict[str, Any]:  # fmt: skip
    """A page of failures: `total`, `items` with all columns of the view and `other`, the verdict on the other side, and
    `next`, None on the last page. `area`: it and all below it. `text`: in question or answer, whatever the case. `flips`:
    only those that pass on the other side. `among`: only of these probes. `db` has the tables `kept_for(text)`."""
    asked = {"side": side, "area": area, "error_class": error_class, "text": text, "flips": flips, "among": among}
    total, shown, following = _page(db, _FAILURES, asked, after, limit)
    return {"total": total, "items": [_in_full(db, row) for row in shown], "next": following}


def _in_full(db: Any, places: dict[str, Any]) -> dict[str, Any]:
    """A row of the view `failures`."""
    item: dict[str, Any] = {}
    for place, (table, columns) in _PARTS.items():
        these = f"COLUMNS('^({'|'.join(columns)})$')"  # those that it has: a former version lacks some
        item |= fetch(db, f"SELECT {these} FROM {table} WHERE rowid = ?", [places[place]])[0]
    checks = json.loads(item["checks"] or "[]")
    return item | {"answer": item.pop("text"), "checks": checks, "other": places["other"]}


def facets(db: Any, side: str = "before") -> dict[str, dict[str, int]]:
    """How many failures each area, each error class and each side has. `db` has the tables `kept_for()`."""
    counted = fetch(db, "SELECT area, error_class, count(*) AS n FROM kept.failing WHERE side = ? GROUP BY ALL", [side])
    areas: dict[str, int] = {}
    classes: dict[str, int] = {}
    for row in counted:
        parts = row["area"].split("/")
        for depth in range(1, len(parts) + 1):
            above = "/".join(parts[:depth])
            areas[above] = areas.get(above, 0) + row["n"]
        if row["error_class"]:
            classes[row["error_class"]] = classes.get(row["error_class"], 0) + row["n"]
    return {"areas": dict(sorted(areas.items())), "error_classes": dict(sorted(classes.items())), "sides": sides(db)}


def sides(db: Any) -> dict[str, int]:
    """How many failures each side has."""
    counted = "SELECT side, count(*) AS n FROM verdicts WHERE status = 'fail' GROUP BY 1"
    ordered = fetch(db, f"{counted} ORDER BY side <> 'before', side <> 'after', 1")
    return {row["side"]: row["n"] for row in ordered}


def rows(
    db: Any, *, area: str | None = None, kind: str | None = None, fate: str | None = None, after: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:  # fmt: skip
    """A page of repair rows. `fate`: `trains`, or the reason why vetting kept them aside."""
    total, shown, following = _page(db, _ROWS, {"area": area, "kind": kind, "fate": fate}, after, limit)
    query = f"SELECT * FROM repair_rows WHERE rowid IN $places ORDER BY {_ROWS.order}"
    items = fetch(db, query, {"places": [row["place"] for row in shown]}) if shown else []
    return {"total": total, "items": [_read(row) for row in items], "next": following}


def fates(db: Any) -> dict[str, int]:
    """How many repair rows train, and how many are kept aside, by reason."""
    counted = fetch(
        db, "SELECT coalesce(dropped, 'trains') AS fate, count(*) AS n FROM repair_rows GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return {row["fate"]: row["n"] for row in counted}


def row_story(db: Any, row_id: str) -> dict[str, Any]:
    """One repair row: itself, and the failures that it answers with what became of each. UsageError where there is none."""
    found = fetch(db, "SELECT * FROM repair_rows WHERE row_id = ?", [row_id])
    if not found:
        raise UsageError(f"there is no row {row_id[:40]!r} in this run")
    failed = fetch(
        db,
        """SELECT p.probe_id, p.area, p.question, v.error_class, v.evidence, a.text AS answer, w.status AS after,
                  b.text AS answer_after
           FROM lineage l JOIN probes p USING (probe_id)
           LEFT JOIN verdicts v ON v.probe_id = p.probe_id AND v.side = 'before'
           LEFT JOIN answers a ON a.probe_id = p.probe_id AND a.side = 'before'
           LEFT JOIN verdicts w ON w.probe_id = p.probe_id AND w.side = 'after'
           LEFT JOIN answers b ON b.probe_id = p.probe_id AND b.side = 'after'
           WHERE l.row_id = ? ORDER BY p.probe_id LIMIT 200""",
        [row_id],
    )
    return {"row": _read(found[0]), "failures": failed}


def _read(row: dict[str, Any]) -> dict[str, Any]:
    kinds = {column.name: column.kind for column in PUBLISHED["repair_rows"]}
    return {
        name: json.loads(value) if kinds.get(name) == "json" and isinstance(value, str) else value
        for name, value in row.items()
    }


def canaries(db: Any, cycle: int, side: str) -> list[dict[str, Any]]:
    """The open requests that collapsed or recovered with the adapter that was asked as `side`, with both answers; 50 at most.
    Where none came as far as the gate, those of the dial's slice."""
    return fetch(
        db,
        """SELECT c.probe_id, c.side, c.collapsed, c.recovered, c.reason, c.kl, p.question, b.text AS before, a.text AS after
           FROM canaries c LEFT JOIN probes p USING (probe_id)
           LEFT JOIN answers b ON b.probe_id = c.probe_id AND b.side = 'before'
           LEFT JOIN answers a ON a.probe_id = c.probe_id AND a.side = c.side
           WHERE (c.collapsed OR c.recovered) AND c.cycle = $cycle
             AND (c.side = $side OR NOT EXISTS (SELECT 1 FROM canaries WHERE cycle = $cycle AND side = $side))
           ORDER BY c.recovered, c.kl DESC NULLS LAST, c.probe_id, c.side LIMIT 50""",
        {"cycle": cycle, "side": side},
    )
