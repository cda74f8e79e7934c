"""Questions in one file and right answers in another, which name each other by an id.

    questions.csv: id,question      answers.csv: id,answer      →  id, question, answer

A file that asks and does not answer has a partner where one of the others answers, does not ask, and has nearly all of
its ids, each once. Of several, the one that is called alike. What a file asks is told by the names of its columns alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from repairloop.sources.chunks import Unreadable
from repairloop.sources.turns import TURNS
from repairloop.sources.userfile import read_rows
from repairloop.tasks.formats.common import Row, plain
from repairloop.tasks.formats.tables import ANSWERS, IDENTS, LABELS, QUESTIONS, REPLIES, TESTS, TEXTS

LOOKED_AT: Final = 2000
MOST_ROWS: Final = 100_000
NEARLY_ALL: Final = 0.9


@dataclass
class Partner:
    """The file in which the answers of another stand."""

    file: str
    key: str
    """The column of ids in the file that asks."""
    rows: dict[str, Row] = field(default_factory=dict)
    """Id → the row of the partner."""

    def row(self, row: Row) -> Row:
        """A row with what its partner adds."""
        return {**self.rows.get(str(row.get(self.key)), {}), **row}


@dataclass
class _Start:
    """The first rows of a file."""

    path: Path
    label: str
    rows: list[Row]

    def __post_init__(self) -> None:
        self.names = {plain(name): str(name) for row in self.rows[:100] for name in row}
        self.asks = not self.names.keys().isdisjoint((*QUESTIONS, *TEXTS, *TURNS))
        self.answers = not self.names.keys().isdisjoint((*ANSWERS, *REPLIES, *TESTS))
        self.labels = not self.names.keys().isdisjoint(LABELS)

    def ids(self, name: str) -> list[str]:
        return [str(row.get(name)) for row in self.rows]


def partners(files: Iterable[tuple[str, Path]], map_: Mapping[str, str]) -> dict[str, Partner]:
    """Name of a file that asks → its partner."""
    files = list(files)
    if len(files) < 2:
        return {}
    starts = [start for label, path in files if (start := _start(label, path, map_))]
    asking = [start for start in starts if start.asks and not start.answers]
    telling = [start for start in starts if (start.answers or start.labels) and not start.asks]
    found: dict[str, Partner] = {}
    for one in asking:
        others = [other for other in telling if other.answers or not one.labels]
        fit = [(other, keys) for other in others if (keys := _shared(one, other))]
        alike = [pair for pair in fit if pair[0].path.stem == one.path.stem] or fit
        if len(alike) == 1:
            other, (key, theirs) = alike[0]
            rows = {str(row.get(theirs)): row for row in _rows(other.path, MOST_ROWS)}
            found[one.label] = Partner(other.label, key, rows)
    return found


def _start(label: str, path: Path, map_: Mapping[str, str]) -> _Start | None:
    rows = _rows(path, LOOKED_AT)
    if not rows:
        return None
    start = _Start(path, label, rows)
    start.asks = start.asks or map_.get("question") in start.names.values()
    start.answers = start.answers or map_.get("answer") in start.names.values()
    return start


def _rows(path: Path, most: int) -> list[Row]:
    try:
        return [row for _, row in islice(read_rows(path, lambda part, why: None), most) if isinstance(row, dict)]
    except (Unreadable, OSError, RecursionError):
        return []  # who reads it for its own sake says so


def _shared(one: _Start, other: _Start) -> tuple[str, str] | None:
    """The columns of ids of both, the same by their names and what is in them."""
    for name in (*IDENTS, *one.names):
        if name in one.names and name in other.names:
            own, theirs = one.ids(one.names[name]), other.ids(other.names[name])
            once = len(set(own)) == len(own) and len(set(theirs)) == len(theirs)
            if once and len(set(own) & set(theirs)) >= NEARLY_ALL * min(len(own), len(theirs)):
                return one.names[name], other.names[name]
    return None


def note(partner: Partner, joined: int, rows: int) -> str:
    """What to say of it."""
    return f"right answers stand in {partner.file}, by {partner.key}: {joined:,} of {rows:,} rows have one there"


def has(partner: Partner, row: Any) -> bool:
    return isinstance(row, dict) and str(row.get(partner.key)) in partner.rows
