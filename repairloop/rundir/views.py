"""What people read of a run, from `run.duckdb` alone: areas before and after, one probe with all it led to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from repairloop.ground import stats
from repairloop.ground.errors import UsageError
from repairloop.rundir.store import Store
from repairloop.rundir.wholeness import database


@contextmanager
def connect(store: Store, file: Path | None = None) -> Iterator[Any]:
    """The published snapshot, read-only, with the rows that the shards have (see `wholeness.database`); or `file`, one that
    is not published yet. It is a file of its own: the loop goes on beside it."""
    with database(store, file) as db:
        yield db


def fetch(db: Any, query: str, parameters: Any = None) -> list[dict[str, Any]]:
    cursor = db.execute(query, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def rate(passes: int, n: int, split: str) -> dict[str, Any]:
    low, high = stats.interval(passes, n)
    return {"n": n, "pass_rate": passes / n if n else None, "low": low, "high": high, "split": split}


def area_rows(
    db: Any, cycle: int | None = None, side: str | None = None, people: Mapping[tuple[str, str], str] | None = None
) -> list[dict[str, Any]]:
    """One row an area of a cycle (the last by default), after the repair as that `side` was asked (the run's own adapter by
    default, else the first that was verified): the rates asked for `before` and `after`, each with
    n, pass_rate and its 95 % interval; the p-value, its adjusted value, and the decision.

    `finding` is what the looks on seen wording found: `fails`, `passes` or `inconclusive`; `looks` is the rate over all
    of them (a little extreme where an area stopped early). `decision` is that of the comparison after a repair where there was one, else the finding. `before` is the holdout on unseen wording where it
    was asked, else `looks`.

    All of these are the graders' own. `people`: the verdicts that people hold (`repairloop.rundir.said`); where they differ from a
    grader's in an area, its row has `people`: `overruled`, how many do, and how many passed as people hold it in `looks`,
    `before` and `after`. These are counts and no estimates, since people look at what they choose to look at.
    """
    last = fetch(db, "SELECT max(cycle) AS cycle FROM probes")[0]["cycle"] or 0
    if cycle is not None and not 1 <= cycle <= last:
        raise UsageError(
            f"there is no cycle {cycle}: the run {f'has gone round {last} time(s)' if last else 'has asked nothing yet'}"
        )
    cycle = cycle or last
    counts = fetch(
        db,
        """
        SELECT p.skill, p.area, p.split, p.wording, v.side, count(*) AS n,
               count(*) FILTER (v.status = 'pass') AS passed
        FROM verdicts v JOIN probes p USING (probe_id) WHERE p.cycle = ? AND p.split NOT IN ('outside', 'find') AND v.status <> 'ungradable'
        GROUP BY ALL""",
        [cycle],
    )
    by: dict[tuple[str, str, str, str], dict[str, Any]] = {
        (c["area"], c["split"], c["wording"], c["side"]): rate(c["passed"], c["n"], c["split"]) for c in counts
    }
    looks = looks_of(counts)
    held = _held_by_people(db, cycle, people or {})
    diagnosed = {r["area"]: r for r in fetch(db, "SELECT * FROM areas WHERE cycle = ?", [cycle])}
    if side is None:
        last = fetch(db, "SELECT side FROM decisions WHERE cycle = ? ORDER BY side <> 'after' LIMIT 1", [cycle])
        side = last[0]["side"] if last else "after"
    outcomes = {
        (r["area"], r["wording"]): r
        for r in fetch(db, "SELECT * FROM outcomes WHERE cycle = ? AND side = ?", [cycle, side])
    }
    rows = []
    for area in sorted({c["area"] for c in counts}):
        found = diagnosed.get(area, {})
        outcome, seen = outcomes.get((area, "unseen")), outcomes.get((area, "seen"))
        before = by.get((area, "holdout", "unseen", "before")) or looks.get(area)
        passes = found.get("decision") == "passes" and {"p_value": found["p_passes"], "q_value": found["q_passes"]}
        decided = outcome or passes or found
        after = by.get((area, "holdout", "unseen", side))
        rows.append(
            {
                "area": area, "cycle": cycle, "targeted": bool(found.get("targeted")),
                "finding": found.get("decision"), "looks": looks.get(area), "before": before, "after": after,
                "change": outcome and {"change": outcome["change"], "low": outcome["change_low"], "high": outcome["change_high"]},
                "seen": seen and {"before": by.get((area, "holdout", "seen", "before")), "after": by.get((area, "holdout", "seen", side))},
                "p_value": decided.get("p_value"), "q_value": decided.get("q_value"),
                "decision": (outcome or found).get("decision") or "screened", "rows": found.get("rows", 0),
                "error_classes": json.loads(found.get("error_classes") or "[]"),
                "people": _people(held.get(area, {}), {"looks": looks.get(area), "before": before, "after": after}, side),
            }
        )  # fmt: skip
    return rows


def _held_by_people(
    db: Any, cycle: int, people: Mapping[tuple[str, str], str]
) -> dict[str, dict[tuple[str, str], list[int]]]:
    """Area → `looks` or `holdout`, and the side → how many verdicts people hold otherwise, and by how many more pass by it."""
    if not people:
        return {}
    found: dict[str, dict[tuple[str, str], list[int]]] = {}
    ids = list({probe for probe, _ in people})
    rows = fetch(
        db,
        """SELECT p.probe_id, p.area, p.split, p.wording, v.side, v.status FROM probes p JOIN verdicts v USING (probe_id)
           WHERE p.cycle = ? AND p.probe_id IN (SELECT unnest(?)) AND v.status <> 'ungradable'""",
        [cycle, ids],
    )
    for row in rows:
        held = people.get((row["probe_id"], row["side"]), row["status"])
        looks = row["split"] in ("screen", "confirm") and row["side"] == "before"
        if held == row["status"] or not (looks or (row["split"], row["wording"]) == ("holdout", "unseen")):
            continue
        part = found.setdefault(row["area"], {}).setdefault(("looks" if looks else "holdout", row["side"]), [0, 0])
        part[0] += 1
        part[1] += 1 if held == "pass" else -1
    return found


def _people(
    held: dict[tuple[str, str], list[int]], parts: dict[str, dict[str, Any] | None], side: str
) -> dict[str, Any] | None:
    """An area's counts as people hold them: `parts` are those by its graders."""
    of = {"looks": ("looks", "before"), "before": ("holdout", "before"), "after": ("holdout", side)}
    if parts["before"] is parts["looks"]:  # there is no holdout yet
        of["before"] = of["looks"]
    told: dict[str, Any] = {"overruled": sum(held[key][0] for key in set(of.values()) if key in held)}
    for name, key in of.items():
        part, change = parts[name], held.get(key, [0, 0])
        told[name] = part and {"passed": round((part["pass_rate"] or 0.0) * part["n"]) + change[1], "n": part["n"]}
    return told if told["overruled"] else None


def looks_of(counts: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Area → its rate over all looks before a repair."""
    passed: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for c in counts:
        if c["side"] == "before" and c["split"] in ("screen", "confirm"):
            passed[c["area"]] += c["passed"]
            asked[c["area"]] += c["n"]
    return {area: rate(passed[area], n, "looks") for area, n in asked.items()}


def summary_of(db: Any, side: str | None = None, cycle: int | None = None) -> dict[str, Any]:
    """The last decision, or the last one on a side or of a cycle, with its pooled changes; empty before there is one."""
    rows = fetch(
        db,
        """SELECT * FROM decisions WHERE side = coalesce($side, side) AND cycle = coalesce($cycle, cycle)
           ORDER BY cycle DESC, side <> 'after' LIMIT 1""",
        {"side": side, "cycle": cycle},
    )
    return {**rows[0], "summary": json.loads(rows[0]["summary"])} if rows else {}


def one_probe(db: Any, probe_id: str) -> dict[str, Any]:
    """The row of a probe. `probe_id` may be shortened as long as it names one probe only."""
    probes = fetch(db, "SELECT * FROM probes WHERE starts_with(probe_id, ?) LIMIT 2", [probe_id])
    if len(probes) != 1:
        some = fetch(db, "SELECT probe_id FROM failures LIMIT 3")
        hint = f"for example {', '.join(r['probe_id'] for r in some)}" if some else "the run has none that fail"
        raise UsageError(f"{'more than one' if probes else 'no'} probe {probe_id!r}; {hint}")
    return probes[0]


def probe_story(db: Any, probe_id: str) -> dict[str, Any]:
    """One probe: question, answers, verdicts with evidence, and the rows that its failure led to.

    `probe_id` may be shortened as in `one_probe`.
    """
    probe = one_probe(db, probe_id)
    key = [probe["probe_id"]]
    for column in ("messages", "reference", "settings", "problem"):
        probe[column] = json.loads(probe[column])
    kept = any(row["column_name"] == "thoughts" for row in fetch(db, "DESCRIBE answers"))  # a former version has none
    asked = fetch(
        db,
        f"""SELECT side, a.text, {"a.thoughts" if kept else "NULL AS thoughts"}, a.finish_reason, a.error, v.status AS verdict, v.error_class, v.certainty, v.extracted,
                  v.span_start, v.span_end, v.expected, v.evidence, v.checks, v.grader, v.version
           FROM answers a LEFT JOIN verdicts v USING (probe_id, side)
           WHERE probe_id = ? ORDER BY side <> 'before', side""",
        key,
    )
    answers = [{**row, "checks": json.loads(row["checks"] or "[]")} for row in asked]
    rows = fetch(
        db,
        """SELECT r.row_id, r.prompt, r.completion, r.rejected, r.agents, r.source, r.dropped, r.verdict
           FROM lineage l JOIN repair_rows r USING (row_id) WHERE l.probe_id = ? ORDER BY r.row_id""",
        key,
    )
    for row in rows:
        row["prompt"] = json.loads(row["prompt"])
    return {"probe": probe, "answers": answers, "rows": rows}
