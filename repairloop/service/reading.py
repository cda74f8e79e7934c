"""What the service reads of a run beyond `rundir.views`: failures and rows a page at a time, facets, one row's lineage.

A page is found on narrow columns first, and texts are read for its rows alone. Pages go by key: where the last one ended,
not how many were before. For failures those columns are put in the order of the pages once for each snapshot.
"""

from __future__ import annotations

import base64
import json
from typing import Any, Final

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


def failures(
    db: Any, *, side: str = "before", area: str | None = None, error_class: str | None = None, text: str | None = None,
    flips: bool = False, after: str | None = None, limit: int = 50,
) -> dict[str, Any]:  # fmt: skip
    """A page of failures: `total`, `items` with all columns of the view and `other`, the verdict on the other side, and
    `next`, None on the last page. `area`: it and all below it. `text`: in question or answer, whatever the case. `flips`:
    only those that pass on the other side. `db` has the tables `kept_for(text)`."""
    where = ["side = $side"]
    values: dict[str, Any] = {"side": side}
    if area:
        where.append("(area = $area OR starts_with(area, $area || '/'))")
        values["area"] = area
    if error_class:
        where.append("error_class = $error_class")
        values["error_class"] = error_class
    if text:
        found_in = "(SELECT place FROM kept.failing_{} WHERE contains(said, lower($text)))"
        where.append(f"(probe_row IN {found_in.format('probes')} OR answer_row IN {found_in.format('answers')})")
        values["text"] = text
    if flips:
        where.append("other = 'pass'")
    beyond = "true"
    if after:
        values["cycle"], values["at"], values["probe_id"] = key_of(after, (int, str, str))
        beyond = "(cycle, area, probe_id) > ($cycle, $at, $probe_id)"
    found = fetch(
        db,
        f"""WITH all_of_them AS MATERIALIZED (SELECT rowid AS place, * FROM kept.failing WHERE {" AND ".join(where)})
            SELECT * FROM (SELECT count(*) AS total FROM all_of_them)
            LEFT JOIN (FROM all_of_them WHERE {beyond} ORDER BY place LIMIT {limit + 1}) ON true ORDER BY place""",
        values,
    )
    shown = [row for row in found[:limit] if row["place"] is not None]
    key = cursor_of([shown[-1][name] for name in ("cycle", "area", "probe_id")]) if len(found) > limit else None
    return {"total": found[0]["total"], "items": [_in_full(db, row) for row in shown], "next": key}


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
        classes[row["error_class"] or ""] = classes.get(row["error_class"] or "", 0) + row["n"]
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
    where, values = ["true"], dict[str, Any]()
    if area:
        where.append("(area = $area OR starts_with(area, $area || '/'))")
        values["area"] = area
    if kind:
        where.append("kind = $kind")
        values["kind"] = kind
    if fate:
        where.append("coalesce(dropped, 'trains') = $fate")
        values["fate"] = fate
    source = f"FROM repair_rows WHERE {' AND '.join(where)}"
    total = fetch(db, f"SELECT count(*) AS n {source}", values)[0]["n"]
    beyond = ""
    if after:
        values["cycle"], values["at"], values["row_id"] = key_of(after, (int, str, str))
        beyond = " AND (cycle, area, row_id) > ($cycle, $at, $row_id)"
    found = fetch(db, f"SELECT cycle, area, row_id {source}{beyond} ORDER BY ALL LIMIT {limit + 1}", values)
    keys = [[row["cycle"], row["area"], row["row_id"]] for row in found[:limit]]
    query = "SELECT * FROM repair_rows WHERE row_id IN $ids ORDER BY cycle, area, row_id"
    items = fetch(db, query, {"ids": [key[2] for key in keys]}) if keys else []
    return {"total": total, "items": [_read(row) for row in items],
            "next": cursor_of(keys[-1]) if len(found) > limit else None}  # fmt: skip


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


def canaries(db: Any) -> list[dict[str, Any]]:
    """The open requests that collapsed or recovered, with both answers; 50 at most."""
    return fetch(
        db,
        """SELECT c.probe_id, c.side, c.collapsed, c.recovered, c.reason, c.kl, p.question, b.text AS before, a.text AS after
           FROM canaries c LEFT JOIN probes p USING (probe_id)
           LEFT JOIN answers b ON b.probe_id = c.probe_id AND b.side = 'before'
           LEFT JOIN answers a ON a.probe_id = c.probe_id AND a.side = c.side
           WHERE (c.collapsed OR c.recovered) AND c.cycle = (SELECT max(cycle) FROM canaries)
           ORDER BY c.recovered, c.side <> 'after', c.probe_id LIMIT 50""",
    )
