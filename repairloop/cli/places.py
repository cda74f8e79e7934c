"""What the looking commands ask, of a run directory here or of a run on a service: the same questions, the same replies.

A service's replies are bounded and made fit to be shown by its client. What only this machine can do (prove a row again) is
missing from a reply that came over HTTP.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from repairloop.ground.errors import RepairLoopError
from repairloop.service.client import Client


class Table(NamedTuple):
    columns: list[str]
    rows: Iterator[tuple[Any, ...]]
    total: int
    """Rows of the whole result …"""
    given: int
    """… and of `rows`."""


class Place(Protocol):
    def areas(self, cycle: int | None) -> list[dict[str, Any]]: ...

    def area_names(self) -> list[str]: ...

    def failures(
        self, area: str | None, error_class: str | None, side: str, limit: int
    ) -> tuple[list[dict[str, Any]], int]:
        """The first of them, and how many there are."""

    def story(self, probe_id: str) -> dict[str, Any]:
        """Question, answers, rows; and what people `said` of them."""
        ...

    def trace(self, row_id: str) -> dict[str, Any]: ...

    def sql(self, query: str, seconds: float) -> Table: ...

    def summary(self) -> tuple[dict[str, Any], list[str]]:
        """What the gate decided last, and the result in words; both empty before there is one."""


class Here:
    """A run directory; for `trace` a dataset too."""

    def __init__(self, run: Path) -> None:
        self.run = run

    def areas(self, cycle: int | None) -> list[dict[str, Any]]:
        from repairloop.rundir import said
        from repairloop.rundir.store import Store
        from repairloop.rundir.views import area_rows, connect

        store = Store.open(self.run)
        with connect(store) as db:
            return area_rows(db, cycle, people=said.verdicts(said.read(store)))

    def area_names(self) -> list[str]:
        from repairloop.rundir.store import Store
        from repairloop.rundir.views import connect, fetch

        with connect(Store.open(self.run)) as db:
            return [row["area"] for row in fetch(db, "SELECT DISTINCT area FROM probes WHERE grader <> ''")]

    def failures(
        self, area: str | None, error_class: str | None, side: str, limit: int
    ) -> tuple[list[dict[str, Any]], int]:
        from repairloop.loop import api

        found = api.open(self.run).failures(area, error_class, side)
        shown = found.limit(limit)
        rows = [dict(zip(shown.columns, row, strict=True)) for row in shown.fetchall()]
        for row in rows:
            row["checks"] = json.loads(row["checks"] or "[]")
        return rows, found.aggregate("count(*)").fetchall()[0][0]

    def story(self, probe_id: str) -> dict[str, Any]:
        from dataclasses import asdict

        from repairloop.rundir import said
        from repairloop.rundir.store import Store
        from repairloop.rundir.views import connect, probe_story

        store = Store.open(self.run)
        with connect(store) as db:
            story = probe_story(db, probe_id)
        return story | {"said": [asdict(saying) for saying in said.on_probe(said.read(store), story["probe"])]}

    def trace(self, row_id: str) -> dict[str, Any]:
        from repairloop.cli.trace import trace

        return trace(self.run, row_id)

    def sql(self, query: str, seconds: float) -> Table:
        from repairloop.rundir.query import soon

        soon()
        from repairloop.loop import api

        relation = api.open(self.run).sql(query, seconds)
        if zoned := [
            name for name, kind in zip(relation.columns, relation.types, strict=True) if "TIME ZONE" in str(kind)
        ]:
            quoted = ['"' + name.replace('"', '""') + '"' for name in zoned]
            wanted = ", ".join(f"{name}::VARCHAR AS {name}" for name in quoted)
            relation = relation.project(f"* REPLACE ({wanted})")  # Python's own would take a library of time zones

        def rows() -> Iterator[tuple[Any, ...]]:
            """As they are asked for: as Python's objects all together may be large."""
            for start in range(0, len(relation), 10_000):
                yield from relation.limit(10_000, start).fetchall()

        return Table(relation.columns, rows(), len(relation), len(relation))

    def summary(self) -> tuple[dict[str, Any], list[str]]:
        from repairloop.loop import api
        from repairloop.rundir.display import summary_lines

        found = api.open(self.run).summary()
        return found, summary_lines(found)


class There:
    """A run on a service, by its name."""

    def __init__(self, client: Client, run: str) -> None:
        self.client, self.run = client, run

    def areas(self, cycle: int | None) -> list[dict[str, Any]]:
        return list(self.client.areas(self.run, cycle)["items"])

    def area_names(self) -> list[str]:
        return [row["area"] for row in self.areas(None)]

    def failures(
        self, area: str | None, error_class: str | None, side: str, limit: int
    ) -> tuple[list[dict[str, Any]], int]:
        asked = {"area": area, "error_class": error_class, "side": side}
        first = self.client.failure_page(self.run, **asked, limit=min(limit, 200))
        if limit <= 200 or first["next"] is None:
            return first["items"][:limit], first["total"]
        return list(islice(self.client.failures(self.run, **asked), limit)), first["total"]  # type: ignore[arg-type]

    def story(self, probe_id: str) -> dict[str, Any]:
        found = self.client.probe(self.run, probe_id)
        for part in (found["probe"]["messages"], *(row["prompt"] for row in found["rows"])):
            self._are_messages(part)
        return found

    def trace(self, row_id: str) -> dict[str, Any]:
        found = self.client.row(self.run, row_id)
        self._are_messages(found["row"]["prompt"])
        return found

    def sql(self, query: str, seconds: float) -> Table:
        found = self.client.sql(self.run, query, seconds)
        rows = [tuple(row) for row in found["rows"]]
        if any(len(row) != len(found["columns"]) for row in rows):
            raise RepairLoopError(f"{self.client.url} gives rows that do not fit their columns")
        return Table(found["columns"], iter(rows), found["total"], len(rows))

    def summary(self) -> tuple[dict[str, Any], list[str]]:
        lines = self.client.run(self.run)["summary"]
        return (self.client.decision(self.run) if lines else {}), lines

    def _are_messages(self, messages: list[dict[str, Any]]) -> None:
        for message in messages:
            if not isinstance(message.get("role"), str) or not isinstance(message.get("content"), str):
                raise RepairLoopError(f"{self.client.url} gives messages without a role or a content")
