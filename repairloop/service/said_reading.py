"""What people said, put beside what the API and the pages show of a run: each of these adds to something that was read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import Request

from repairloop.records import OWN
from repairloop.rundir import said, say
from repairloop.rundir.store import Store
from repairloop.service.access import caller_of
from repairloop.tasks.evaluation import FILE


def held(store: Store) -> Mapping[tuple[str, str], str]:
    """Probe and side → the verdict that people hold, where they said something of it."""
    try:
        there = (store.path / said.NAME).stat()
    except OSError:
        return {}
    return _held(store.path, (there.st_size, there.st_mtime_ns, there.st_ino))


@lru_cache(maxsize=8)
def _held(run: Path, stamp: tuple[int, ...]) -> Mapping[tuple[str, str], str]:
    """Read once for each state of the file: thousands of lines take longer than a page of a million probes."""
    return said.verdicts(said.read(Store(run)))


def overruled(store: Store, side: str) -> list[str]:
    """The probes whose answer on a side people hold for passed."""
    return [probe for (probe, of), verdict in held(store).items() if of == side and verdict == "pass"]


def beside_failures(store: Store, page: dict[str, Any]) -> dict[str, Any]:
    """A page of failures, each with `people`, the verdict that people hold where they overruled the grader's."""
    by_people = held(store)
    items = [item | {"people": by_people.get((item["probe_id"], item["side"]))} for item in page["items"]]
    return page | {"items": items}


def beside_probe(store: Store, story: dict[str, Any]) -> dict[str, Any]:
    """A probe's story with `said`, `has_gold`, whether a task's file says what is right, and for each answer the verdict that people
    hold, as `people`."""
    told = said.on_probe(said.read(store), story["probe"])
    place = story["probe"]["probe_id"]
    answers = [answer | {"people": held(store).get((place, answer["side"]))} for answer in story["answers"]]
    has_gold = (store.path / "tasks" / story["probe"]["skill"] / FILE).is_file()
    return story | {"answers": answers, "said": list(map(asdict, told)), "has_gold": has_gold}


def beside_row(store: Store, story: dict[str, Any]) -> dict[str, Any]:
    """A row's story with `said`, and `has_gold`, whether a task's file says what is right."""
    row = story["row"]
    has_gold = row["agents"][:1] == [OWN] and len(row["agents"]) == 2
    return story | {"said": list(map(asdict, said.on_row(said.read(store), row))), "has_gold": has_gold}


def beside_decision(store: Store, found: dict[str, Any]) -> dict[str, Any]:
    """A decision with `said`, the last word of each, `standing`, what the adapter comes to by it, and `signed_off`."""
    if not found:
        return found
    sums = say.standing(found, said.read(store))
    people = list(map(asdict, sums["people"]))
    return found | {"said": people, "standing": sums["word"], "signed_off": sums["signed_off"]}


def may_say(request: Request) -> bool:
    """Whether who asks may say something, so that a page has its forms."""
    return caller_of(request).may("review")
