"""What the service reads of a run beyond `rundir.views`: failures and rows a page at a time, facets, one row's lineage.

A page is found on narrow columns first, and texts are read for its rows alone. Pages go by key: where the last one ended,
not how many were before.
"""

from __future__ import annotations

import base64
import json
from typing import Any, Final

from repairloop.ground.errors import UsageError
from repairloop.rundir.store import PUBLISHED, VIEWS
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


def failures(
    db: Any, *, side: str = "before", area: str | None = None, error_class: str | None = None, text: str | None = None,
    flips: bool = False, after: str | None = None, limit: int = 50,
) -> dict[str, Any]:  # fmt: skip
    """A page of failures: `total`, `items` with all columns of the view and `other`, the verdict on the other side, and
    `next`, None on the last page. `area`: it and all below it. `text`: in question or answer, whatever the case. `flips`:
    only those that pass on the other side."""
    where = ["v.status = 'fail'", "v.side = $side"]
    values: dict[str, Any] = {"side": side}
    if area:
        where.append("(p.area = $area OR starts_with(p.area, $area || '/'))")
        values["area"] = area
    if error_class:
        where.append("v.error_class = $error_class")
        values["error_class"] = error_class
    if text:
        where.append(
            "(contains(lower(p.question), lower($text)) OR p.probe_id IN (SELECT probe_id FROM answers "
            "WHERE side = $side AND contains(lower(text), lower($text))))"
        )
        values["text"] = text
    other = "before" if side != "before" else "after"
    if flips:
        where.append("p.probe_id IN (SELECT probe_id FROM verdicts WHERE side = $other AND status = 'pass')")
        values["other"] = other
    source = f"FROM verdicts v JOIN probes p USING (probe_id) WHERE {' AND '.join(where)}"
    total = fetch(db, f"SELECT count(*) AS n {source}", values)[0]["n"]
    beyond = ""
    if after:
        values["cycle"], values["at"], values["probe_id"] = key_of(after, (int, str, str))
        beyond = " AND (p.cycle, p.area, p.probe_id) > ($cycle, $at, $probe_id)"
    found = fetch(
        db, f"SELECT p.cycle, p.area, p.probe_id {source}{beyond} ORDER BY ALL LIMIT {limit + 1}", values
    )  # fmt: skip
    keys = [[row["cycle"], row["area"], row["probe_id"]] for row in found[:limit]]
    items = _in_full(db, [key[2] for key in keys], side, other)
    return {"total": total, "items": items, "next": cursor_of(keys[-1]) if len(found) > limit else None}


def _in_full(db: Any, ids: list[str], side: str, other: str) -> list[dict[str, Any]]:
    """Rows of the view `failures`, of these probes. By the places of the rows: found by
    anything else, DuckDB would read every text of a table."""
    if not ids:
        return []
    these = f"probe_id IN ({', '.join('?' * len(ids))})"
    places = {}
    for table, sides in {"probes": [], "answers": [side], "verdicts": [side]}.items():
        query = f"SELECT rowid FROM {table} WHERE {these}{' AND side = ?' if sides else ''}"
        places[table] = [row["rowid"] for row in fetch(db, query, [*ids, *sides])]
    parts = [
        f"{table} AS MATERIALIZED (SELECT * FROM run.{table} WHERE rowid IN ({', '.join(map(str, rows)) or 'NULL'}))"
        for table, rows in places.items()
    ]
    query = f"WITH {', '.join(parts)} {VIEWS['failures']} ORDER BY p.cycle, p.area, p.probe_id"
    others = fetch(db, f"SELECT probe_id, status FROM verdicts WHERE {these} AND side = ?", [*ids, other])
    passed = {row["probe_id"]: row["status"] for row in others}
    return [
        item | {"checks": json.loads(item["checks"] or "[]"), "other": passed.get(item["probe_id"])}
        for item in fetch(db, query)
    ]


def facets(db: Any, side: str = "before") -> dict[str, dict[str, int]]:
    """How many failures each area, each error class and each side has."""
    counted = fetch(
        db,
        "SELECT p.area, v.error_class, count(*) AS n FROM verdicts v JOIN probes p USING (probe_id) "
        "WHERE v.status = 'fail' AND v.side = ? GROUP BY ALL",
        [side],
    )
    areas: dict[str, int] = {}
    classes: dict[str, int] = {}
    for row in counted:
        parts = row["area"].split("/")
        for depth in range(1, len(parts) + 1):
            above = "/".join(parts[:depth])
            areas[above] = areas.get(above, 0) + row["n"]
        classes[row["error_class"] or ""] = classes.get(row["error_class"] or "", 0) + row["n"]
    sides = {
        row["side"]: row["n"]
        for row in fetch(
            db, "SELECT side, count(*) AS n FROM verdicts WHERE status = 'fail' GROUP BY 1 ORDER BY side <> 'before', side <> 'after', 1"
        )
    }  # fmt: skip
    return {"areas": dict(sorted(areas.items())), "error_classes": dict(sorted(classes.items())), "sides": sides}


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
        """SELECT p.probe_id, p.area, p.question, v.error_class, v.evidence, a.text AS answer, w.status AS after
           FROM lineage l JOIN probes p USING (probe_id)
           LEFT JOIN verdicts v ON v.probe_id = p.probe_id AND v.side = 'before'
           LEFT JOIN answers a ON a.probe_id = p.probe_id AND a.side = 'before'
           LEFT JOIN verdicts w ON w.probe_id = p.probe_id AND w.side = 'after'
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
