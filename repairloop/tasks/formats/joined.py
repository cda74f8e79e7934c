"""Questions in one file and right answers in another, which name each other by an id, or stand line by line.

    questions.csv: id,question      answers.csv: id,answer           →  id, question, answer
    dev.jsonl: {"goal", "sol1", …}      dev-labels.lst: 1            →  goal, sol1 …, label
    test_text.txt: I lost it.           test_labels.txt: sad         →  text, label

A file that asks and does not answer has a partner where one of the others answers, does not ask, and has nearly all of
its ids, each once. Of several, the one that is called alike. What a file asks is told by the names of its columns alone.
Line by line they are joined only where the name of a file says what its lines are (`labels`, `target` …), it is
otherwise called like the other, and both have the same lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
_TOLD: Final = {
    **dict.fromkeys(("label", "labels", "lst"), "label"), **dict.fromkeys(("target", "targets", "tgt"), "target"),
    **dict.fromkeys(("answer", "answers", "gold"), "answer"), "out": "output",
}  # fmt: skip
"""Word in the name of a file → the column that its lines are."""
_SAYING_NOTHING: Final = frozenset(
    {"text", "texts", "sentence", "sentences", "source", "src", "in", "input", "inputs", "data", "question", "questions",
     "txt", "json", "jsonl", "csv", "tsv", "parquet"}
)  # fmt: skip


@dataclass
class Partner:
    """Where the answers of a file stand."""

    files: list[str]
    key: str
    """The column of ids in the file that asks; empty where they stand line by line."""
    rows: dict[str, Row] = field(default_factory=dict)
    """Id, or number of the line → what is added to the row."""

    def added(self, number: int, row: Row) -> Row:
        return self.rows.get(str(row.get(self.key)) if self.key else str(number), {})


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
    """Name of a file that asks → where its answers stand."""
    files = list(files)
    if len(files) < 2:
        return {}
    found = _by_line(files)
    told = {file for partner in found.values() for file in partner.files}
    rest = [(label, path) for label, path in files if label not in told and label not in found]
    starts = [start for label, path in rest if (start := _start(label, path, map_))]
    asking = [start for start in starts if start.asks and not start.answers]
    telling = [start for start in starts if (start.answers or start.labels) and not start.asks]
    for one in asking:
        others = [other for other in telling if other.answers or not one.labels]
        fit = [(other, keys) for other in others if (keys := _shared(one, other))]
        alike = [pair for pair in fit if pair[0].path.stem == one.path.stem] or fit
        if len(alike) == 1:
            other, (key, theirs) = alike[0]
            rows = {str(row.get(theirs)): row for _, row in _rows(other.path, MOST_ROWS) if isinstance(row, dict)}
            found[one.label] = Partner([other.label], key, rows)
    return found


def _start(label: str, path: Path, map_: Mapping[str, str]) -> _Start | None:
    rows = [row for _, row in _rows(path, LOOKED_AT) if isinstance(row, dict)]
    if not rows:
        return None
    start = _Start(path, label, rows)
    start.asks = start.asks or map_.get("question") in start.names.values()
    start.answers = start.answers or map_.get("answer") in start.names.values()
    return start


def _rows(path: Path, most: int) -> list[tuple[int, Any]]:
    try:
        return list(islice(read_rows(path, lambda part, why: None), most))
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


# ---- line by line -----------------------------------------------------------------------------------------


def _by_line(files: Iterable[tuple[str, Path]]) -> dict[str, Partner]:
    """Name of a file that asks → the files whose lines answer its rows."""
    files = list(files)
    told = [(label, path) for label, path in files if _column(path)]
    asking = [(label, path) for label, path in files if not _column(path)]
    found: dict[str, Partner] = {}
    numbers: dict[str, list[int]] = {}
    for label, path in told:
        lines = _rows(path, MOST_ROWS)
        others = [(name, other) for name, other in asking if other.parent == path.parent]
        if not lines or not others or not all(isinstance(line, str) for _, line in lines):
            continue
        alike = [pair for pair in others if _called(pair[1]) == _called(path)] if _called(path) else others
        if len(alike) != 1:
            continue
        [(name, other)] = alike
        if name not in numbers:
            numbers[name] = [number for number, row in _rows(other, MOST_ROWS) if isinstance(row, dict | str)]
        if numbers[name] == [number for number, _ in lines]:
            partner = found.setdefault(name, Partner([], ""))
            partner.files.append(label)
            for number, line in lines:
                partner.rows.setdefault(str(number), {})[_column(path)] = line.strip()
    return found


def _words(path: Path) -> list[str]:
    return plain(path.name).split("_")


def _column(path: Path) -> str:
    """What the lines of a file are, by a word of its name; empty where it does not say."""
    return next((_TOLD[word] for word in _words(path) if word in _TOLD), "")


def _called(path: Path) -> list[str]:
    """The words of a file's name that do not say what is in it."""
    return [word for word in _words(path) if word not in _TOLD and word not in _SAYING_NOTHING]


def beside(path: Path) -> str:
    """What to say of a file that lies beside another and may hold its answers line by line; empty where none does."""
    if _column(path) or not path.is_file():
        return ""
    for other in islice(_neighbours(path), 50):
        if (found := _by_line([(path.name, path), (other.name, other)])) and path.name in found:
            return f"{other.name}, which lies beside it, has as many lines: name both, as in {path.name} {other.name}"
    return ""


def _neighbours(path: Path) -> Iterator[Path]:
    try:
        yield from sorted(
            other for other in path.parent.iterdir() if _column(other) and other.is_file() and other != path
        )
    except OSError:
        return


def note(partner: Partner, joined: int, rows: int) -> str:
    """What to say of it."""
    how = f"by {partner.key}" if partner.key else "line by line"
    return f"right answers stand in {' and '.join(partner.files)}, {how}: {joined:,} of {rows:,} rows have one there"
