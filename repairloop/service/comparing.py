"""Two runs side by side: their areas with intervals, what differs between their settings, and by how much one passes more
often than the other on the very same probes.

A probe is the same in both where its id, its messages and its reference are; the claim is made on wording that no row
used, as of the gate. Runs that have no such probe in common are shown beside each other, and nothing is said of the
difference: two intervals that overlap are no test.
"""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, Final, Literal, NamedTuple

import numpy as np
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from numpy.typing import NDArray

from repairloop.ground import stats
from repairloop.ground.errors import UsageError
from repairloop.rundir.store import Store
from repairloop.rundir.views import area_rows, fetch, summary_of
from repairloop.service import models
from repairloop.service.api import PREFIX, PROBLEMS, AnyRuns, config_of
from repairloop.service.pages import rendered
from repairloop.service.runs import Runs

OFFERED: Final = 200
"""Runs that the page has to choose from, the newest."""
Side = Literal["before", "after"]

router = APIRouter(responses=PROBLEMS)

Run = Annotated[str, Query(max_length=300, description="The name of a run.")]


@router.get(f"{PREFIX}/compare", tags=["runs"])
def compare(
    runs: AnyRuns, first: Run, second: Run,
    side: Annotated[Side | None, Query(description="Of both; default: `after` where both were asked then.")] = None,
) -> models.Comparison:  # fmt: skip
    """Two runs: areas side by side, the paired difference on the probes that both were asked, settings that differ."""
    return models.Comparison.model_validate(compared(runs, first, second, side))


@router.get("/compare", include_in_schema=False)
def page(
    request: Request, stored: AnyRuns, first: str | None = None, second: str | None = None, side: str | None = None
) -> Response:
    """The same for people, with a form to choose."""
    names = stored.names()[:OFFERED]
    found = None
    if side not in (None, "", "before", "after"):
        raise UsageError("side is `before` or `after`")
    if first and second:
        found = compared(stored, first, second, "before" if side == "before" else "after" if side else None)
    different: list[dict[str, Any]] = []
    alike: list[dict[str, Any]] = []
    for row in found["areas"] if found else ():
        (different if _differs(row) else alike).append(row)
    asked = {"first": first or "", "second": second or "", "side": side or ""}
    return rendered(request, "compare.html", names=names, found=found, asked=asked, different=different, alike=alike)


def _differs(row: dict[str, Any]) -> bool:
    first, second = row["first"], row["second"]
    return not (first and second) or any(
        first[key] != second[key] for key in ("before", "after", "decision", "targeted")
    )


def compared(runs: Runs, first: str, second: str, side: Side | None = None) -> dict[str, Any]:
    """What the API gives of two runs. UsageError where a run is not there, or they are one."""
    if first == second:
        raise UsageError("name two different runs")
    stores = [runs.store(name) for name in (first, second)]
    read = [_read(runs, store) for store in stores]
    if side is None:
        side = "after" if all(one["sides"]["after"] for one in read) else "before"
    pairs = _paired(*(_verdicts(runs, store, one, side) for store, one in zip(stores, read, strict=True)))
    areas = _areas(read, pairs)
    adjusted = stats.adjust([row["paired"]["p_value"] for row in areas if row["paired"]])
    for row, q_value in zip((row for row in areas if row["paired"]), adjusted, strict=True):
        row["paired"]["q_value"] = q_value
    together = _change(sum(pairs.values(), Counter())) if pairs else None
    return {
        "runs": [runs.summary(name) for name in (first, second)], "side": side, "together": together, "areas": areas,
        "settings": _differing(stores),
    }  # fmt: skip


def _read(runs: Runs, store: Store) -> dict[str, Any]:
    """The last cycle of a run: its areas by name, and how it calls its answers before and after (None: there are none)."""
    with runs.snapshots.of(store) as db:
        cycle = fetch(db, "SELECT max(cycle) AS cycle FROM probes")[0]["cycle"]
        decided = summary_of(db)
        rows = area_rows(db) if cycle is not None else []
    after = decided["side"] if decided and decided["cycle"] == cycle else None
    return {"cycle": cycle, "areas": {row["area"]: row for row in rows}, "sides": {"before": "before", "after": after}}


class _Verdicts(NamedTuple):
    """Of the probes on unseen wording of a holdout, in any order."""

    probes: NDArray[np.uint64]
    """Hashes of id, messages and reference."""
    areas: NDArray[np.uint64]
    """Hashes of their names."""
    passed: NDArray[np.bool_]
    names: dict[int, str]
    """Hash of an area → its name."""


def _verdicts(runs: Runs, store: Store, read: dict[str, Any], side: str) -> _Verdicts:
    with runs.snapshots.of(store) as db:
        found = db.execute(
            """SELECT hash(p.probe_id, p.messages, p.reference) AS probe, hash(p.area) AS area, v.status = 'pass' AS passed
               FROM verdicts v JOIN probes p USING (probe_id)
               WHERE v.side = ? AND p.cycle = ? AND p.split = 'holdout' AND p.wording = 'unseen'
                 AND v.status <> 'ungradable'""",
            [read["sides"][side], read["cycle"]],
        ).fetchnumpy()
        names = dict(db.execute("SELECT DISTINCT hash(area), area FROM probes").fetchall())
    return _Verdicts(found["probe"], found["area"], found["passed"], names)


def _paired(first: _Verdicts, second: _Verdicts) -> dict[str, Counter[tuple[bool, bool]]]:
    """Area → how often a probe that both were asked passed in the first and in the second."""
    _, ours, theirs = np.intersect1d(first.probes, second.probes, return_indices=True)
    found: dict[str, Counter[tuple[bool, bool]]] = {}
    areas = first.areas[ours].tolist()
    for area, one, other in zip(areas, first.passed[ours].tolist(), second.passed[theirs].tolist(), strict=True):
        found.setdefault(first.names[area], Counter())[one, other] += 1
    return found


def _areas(read: list[dict[str, Any]], pairs: dict[str, Counter[tuple[bool, bool]]]) -> list[dict[str, Any]]:
    ours, theirs = (one["areas"] for one in read)
    return [
        {"area": area, "first": ours.get(area), "second": theirs.get(area),
         "paired": _change(pairs[area]) if area in pairs else None}
        for area in sorted(ours.keys() | theirs.keys())
    ]  # fmt: skip


def _change(counts: Counter[tuple[bool, bool]]) -> dict[str, Any]:
    n, gained, lost = counts.total(), counts[False, True], counts[True, False]
    low, high = stats.change_interval(gained, lost, n)
    return {
        "n": n, "first": (counts[True, True] + lost) / n, "second": (counts[True, True] + gained) / n,
        "change": (gained - lost) / n, "low": low, "high": high, "p_value": stats.mcnemar(gained, lost), "q_value": None,
    }  # fmt: skip


def _differing(stores: list[Store]) -> list[dict[str, Any]]:
    configs = [config_of(store) for store in stores]
    if None in configs:
        return []
    ours, theirs = (_flat(config.model_dump(mode="json")) for config in configs if config)
    return [
        {"name": name, "first": ours.get(name), "second": theirs.get(name)}
        for name in sorted(ours.keys() | theirs.keys())
        if ours.get(name) != theirs.get(name) and "headers" not in name.split(".")
    ]


def _flat(settings: dict[str, Any], path: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in settings.items():
        found |= _flat(value, f"{path}{name}.") if isinstance(value, dict) and value else {f"{path}{name}": value}
    return found
