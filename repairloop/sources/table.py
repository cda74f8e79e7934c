"""Tables: CSV, JSON lines and Parquet, of any size, read as a stream; some rows to a chunk, with names and types.

    name,age        →   table, #row=1, text   | name | age |        meta {"columns": {"name": "text", "age": "integer"},
    Ann,17                                    | --- | --- |               "rows": [{"name": "Ann", "age": 17}, …]}
    Bo,9                                      | Ann | 17 |
                                              | Bo | 9 |

Types are those of the rows in the chunk. A row with a string of 400 characters or more is a document: that string
becomes chunks of text, with the row's own title and licence, and so is a conversation (`chats`). Long cells are cut, binary columns left out, rows that
cannot be read counted and told. Whether the first row of a CSV file holds names is a guess: yes, if most of its cells
differ and none is empty or a number (the first or the last may be empty), unless one of them comes again below, or is
a sentence among sentences.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from repairloop.ground.guard import guarded
from repairloop.records import Chunk
from repairloop.sources import classes
from repairloop.sources.cells import CELL, DOCUMENT, MOST_COLUMNS, Row, render, typed
from repairloop.sources.chunks import Source, Unreadable
from repairloop.sources.encoding import BLOCK, encoding_of
from repairloop.sources.files import open_regular
from repairloop.sources.turns import conversation

SECONDS: Final = 30.0
ROWS: Final = 20
"""No more rows in one chunk."""
MOST_LINE: Final = 2**22
"""A longer line of JSON is passed over, in bytes."""
LOOKED_AT: Final = 500
"""Rows of a CSV file by which it is seen whether the first one is a row like the others."""


def read_csv(source: Source) -> Iterator[Chunk]:
    with open_regular(source.path) as file:
        rows = csv_rows(file, source.tell, tab=source.path.suffix.lower() == ".tsv")
        yield from chunks(source, enumerate(rows, 1), strings=True)


def read_json_lines(source: Source) -> Iterator[Chunk]:
    return chunks(source, _json_rows(source), strings=False)


def read_parquet(source: Source) -> Iterator[Chunk]:
    return chunks(source, enumerate(arrow_rows(source.path), 1), strings=False)


def chunks(source: Source, rows: Iterable[tuple[int, Row]], *, strings: bool) -> Iterator[Chunk]:
    """`rows`: number and row. `strings`: every value is a string, and numbers are still to be found in them."""
    waiting: list[tuple[int, Row]] = []
    for number, row in rows:
        if said := conversation(row):
            while waiting:
                yield _table(source, waiting, strings)
            yield from source.split("text", said, source.path.name, f"row={number}")
            continue
        longest = max((v for v in row.values() if isinstance(v, str)), key=len, default="")
        document = len(longest) >= DOCUMENT
        if not document:
            waiting.append((number, row))
        while waiting and (document or len(waiting) >= ROWS):
            yield _table(source, waiting, strings)
        if document:
            yield from _document(source, number, row, longest)
    while waiting:
        yield _table(source, waiting, strings)


def _table(source: Source, waiting: list[tuple[int, Row]], strings: bool) -> Chunk:
    """One chunk of the rows that fit; they are taken from `waiting`."""
    most_rows = source.max_chars // sum(len(str(value)[:CELL]) + 3 for value in waiting[0][1].values())
    many = max(1, min(len(waiting), most_rows))
    while True:
        rows, types = typed([row for _, row in waiting[:many]], strings)
        text, shown = render(rows, list(types), source.max_chars if many == 1 else None)
        if len(text) <= source.max_chars:
            break
        many = max(1, many // 2)
    number = waiting[0][0]
    del waiting[:many]
    kept = [{name: row[name] for name in shown} for row in rows]
    meta = {"columns": {name: types[name] for name in shown}, "rows": kept}
    return source.chunk("table", text, source.path.name, f"row={number}", meta)


def _document(source: Source, number: int, row: Row, text: str) -> Iterator[Chunk]:
    named = {str(k).lower(): v for k, v in row.items() if isinstance(v, str) and v is not text}
    licence = named.get("license") or named.get("licence") or source.licence
    title = named.get("title") or source.path.name
    yield from source.licensed(licence).split("text", text, title, f"row={number}")


# ---- CSV ----------------------------------------------------------------------------------------------


def csv_rows(file: BinaryIO, tell: Callable[[str, str], None], *, tab: bool, mark: str = "") -> Iterator[Row]:
    """The rows of a file that can be gone back in. `tab`: its name says that it is cut at tabs. `mark`: what it is known to
    be cut at."""
    import pyarrow
    from pyarrow import csv as arrow

    head = file.read(BLOCK)
    encoding = encoding_of(head, whole=len(head) < BLOCK)
    text = head.decode(encoding, "replace").removeprefix("\ufeff")
    lead = _lead(text)
    literal = _has_bare_quotes(file, encoding) if mark in ("", "\t") and "\t" in text else False
    mark = "\t" if literal else mark
    lead += (titles := _titles(text, lead, tab=tab, mark=mark, literal=literal))
    if titles:
        tell(f"its first {titles:,} lines", "a title above the names of its columns")
    rest = "".join(text.splitlines(keepends=True)[lead:]) if lead else text
    delimiter, start = _shape(rest, tab=tab, mark=mark, literal=literal)
    first = start[0]
    named = is_header(first) and not _is_one_of(first, start[1:])
    last: Row = {}
    names = unique(first if named else [""] * len(first))
    skipped, lost = 0, ""

    def skip(row: Any) -> str:
        nonlocal skipped, lost
        skipped, lost = skipped + 1, row.text if row.text.count('"') % 2 else ""
        return "skip"

    file.seek(0)
    try:
        reader = arrow.open_csv(
            file,
            arrow.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names, encoding=encoding,
                              skip_rows=lead, skip_rows_after_names=int(named)),
            arrow.ParseOptions(delimiter=delimiter, quote_char=not literal and '"', newlines_in_values=not literal,
                               invalid_row_handler=skip),
            arrow.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.string()), strings_can_be_null=False),
        )  # fmt: skip
        for batch in reader:
            for part in range(0, batch.num_rows, 256):
                yield from (rows := batch.slice(part, 256).to_pylist())
                last = rows[-1]
        if opened := max(_left_open(text, file, encoding) for text in (lost, next(reversed(last.values()), ""))):
            raise Unreadable(
                f"broken CSV: a quote does not end, so that its last {opened:,} lines would be one cell; close it, or write it twice"
            )
    except pyarrow.ArrowInvalid as error:
        raise Unreadable(f"broken CSV: {error}") from None
    finally:
        if skipped:
            tell(f"{skipped:,} rows", "more or fewer cells than the first row")


OPEN: Final = 3
"""Line ends in what a quote that does not end takes in, at least."""


def _left_open(text: str, file: BinaryIO, encoding: str) -> int:
    """The lines that a row or its last cell took in because a quote in it does not end: the file ends with that text, and
    not with a quote behind it. A quote that another one further down seems to end is not seen."""
    if (lines := text.count("\n")) < OPEN:
        return 0
    file.seek(max(0, file.seek(0, io.SEEK_END) - BLOCK))
    end = " ".join(text[-200:].split())
    return lines if " ".join(file.read().decode(encoding, "replace")[-2000:].split()).endswith(end) else 0


_LEADING: Final = re.compile(r"(?:sep=.|#[a-z ]+:[^\s,;]*)\s*", re.IGNORECASE)
"""Lines before a table that tell a program how to read it: Excel's `sep=;`, Anki's `#separator:tab`."""


def _lead(text: str) -> int:
    """How many such lines, and empty ones, stand at the beginning."""
    lines = re.split(r"\r\n?|\n", text[:4096])
    return next((n for n, line in enumerate(lines) if line.strip() and not _LEADING.fullmatch(line)), 0)


MOST_LOOKED: Final = 100_000
"""Lines of a table cut at tabs in which quotes are looked for that are part of the text."""


def _has_bare_quotes(file: BinaryIO, encoding: str) -> bool:
    """Whether quotes are part of the text in a table cut at tabs: nearly all of its lines have as many tabs, and in one of them
    a cell begins with a quote that does not end, and the next line is whole as well, or there is none."""
    widths: Counter[int] = Counter()
    bare: Counter[int] = Counter()
    before = -1
    file.seek(0)
    lines = io.TextIOWrapper(file, encoding, "replace", newline="\n")
    try:
        for line in itertools.islice(iter(lambda: lines.readline(BLOCK), ""), MOST_LOOKED):
            if not line.strip():
                continue
            tabs = line.count("\t")
            widths[tabs] += 1
            bare[tabs] += before == tabs
            opens = any(cell[:1] == '"' and cell.count('"') % 2 for cell in line.split("\t"))
            before = tabs if opens else -1
        bare[before] += 1
    finally:
        lines.detach()
    tabs, most = max(widths.items(), key=lambda item: item[1], default=(0, 0))
    return tabs > 0 and most >= 0.95 * widths.total() and bare[tabs] > 0


def _titles(text: str, lead: int, *, tab: bool, mark: str, literal: bool = False) -> int:
    """How many lines behind the first `lead` ones stand above the names of columns: with one cell filled or none, where the
    next line has two or more, and most lines have as many cells."""
    rest = "".join(text.splitlines(keepends=True)[lead:])
    delimiter, rows = _shape(rest, tab=tab, mark=mark, literal=literal)
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    if len(rows) < 5 or not rows[0] or filled[0] > 1 or sum(count > 1 for count in filled) < 0.5 * len(rows):
        return 0
    counts = (sum(bool(cell.strip()) for cell in line.split(delimiter)) for line in rest.split("\n")[:MOST_TITLES])
    return next((number for number, count in enumerate(counts) if count > 1), 0)


MOST_TITLES: Final = 10


def _shape(head: str, *, tab: bool, mark: str = "", literal: bool = False) -> tuple[str, list[list[str]]]:
    """The delimiter that cuts the first lines most evenly, and the first rows. `literal`: quotes are part of the text."""
    if len(head.partition("\n")[0]) > BLOCK // 2:
        raise Unreadable("a first line longer than a row may be")

    def cut(delimiter: str, most: int = 20) -> list[list[str]]:
        lines = io.StringIO(head.removeprefix("\ufeff")[: BLOCK // 2], newline="")
        try:
            rows = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE if literal else csv.QUOTE_MINIMAL)
            return [row for row in itertools.islice(rows, most) if row]
        except csv.Error:
            return []

    best, rows = mark or ",", cut(mark or ",")
    for delimiter in "" if mark else "\t" if tab else ";\t|":
        other = cut(delimiter)
        if _evenness(other) > _evenness(rows):
            best, rows = delimiter, other
    if not rows:
        raise Unreadable(
            "broken CSV: a cell too long, or a quote that does not end" if head.strip() else "nothing to read in it"
        )
    if len(rows[0]) > MOST_COLUMNS:
        raise Unreadable(f"more than {MOST_COLUMNS} columns")
    return best, cut(best, LOOKED_AT) or rows


def is_cut(lines: list[tuple[int, str]]) -> str:
    """The mark that cuts each of some numbered lines of a text into the same number of cells; empty where there is none,
    or too few lines to tell. One that is no tab counts only where the last cells are short and come again."""
    texts = [text for _, text in lines if text.strip() and not _LEADING.fullmatch(text)]
    for mark in "\t;|@" if len(texts) >= 5 else "":
        counts = {text.count(mark) for text in texts}
        last = [text.rpartition(mark)[2].strip() for text in texts]
        if (
            len(counts) == 1
            and counts != {0}
            and (mark == "\t" or (len(set(last)) <= len(last) / 2 and max(map(len, last)) <= 40))
        ):
            return mark
    return ""


def _is_one_of(first: list[str], others: list[list[str]]) -> bool:
    """Whether a first row is a row like the others, and no names: one of its cells comes again in its column, or ends as
    a sentence does where half of the others do too."""
    others = [row for row in others if len(row) == len(first) and row != first]
    for place, cell in enumerate(first):
        column = [row[place] for row in others]
        ended = sum(_SENTENCE.search(text) is not None for text in column)
        if (cell.strip() and cell in column) or (_SENTENCE.search(cell) and 2 * ended > len(column)):
            return True
    return False


_SENTENCE: Final = re.compile(r"\S\s+\S+\s+\S+\s+\S.*[.?!]['\"”]?\s*\Z", re.DOTALL)
"""A sentence of four words or more."""


def _evenness(rows: list[list[str]]) -> tuple[float, int]:
    """How many of the rows have as many cells as the first, and how many those are; nothing for a single column."""
    if not rows or len(rows[0]) < 2:
        return 0.0, 0
    return sum(len(row) == len(rows[0]) for row in rows) / len(rows), len(rows[0])


def is_header(cells: list[str]) -> bool:
    named = len(cells) - len(list(itertools.takewhile(lambda cell: not cell.strip(), reversed(cells))))
    cells = cells[:named] if named >= 2 else cells  # what a spreadsheet puts behind them
    if len(cells) > 2 and not (cells[0] and cells[-1]):
        cells = cells[:-1] if cells[0] else cells[1:]  # a delimiter at the end, or row numbers, have no name
    _, types = typed([{str(i): cell for i, cell in enumerate(cells)}], strings=True)
    return all(kind == "text" for kind in types.values()) and len(set(cells)) > len(cells) / 2


def unique(names: Iterable[str]) -> list[str]:
    """The names, none empty and none twice."""
    found: dict[str, None] = {}
    for place, name in enumerate(names, 1):
        name = first = name.strip() or f"column {place}"
        while name in found:
            name, place = f"{first} ({place})", place + 1
        found[name] = None
    return list(found)


# ---- JSON lines ---------------------------------------------------------------------------------------


def _json_rows(source: Source) -> Iterator[tuple[int, Row]]:
    bad = number = first_bad = 0
    with open_regular(source.path) as file:
        head = file.read(BLOCK)
        if encoding_of(head, whole=len(head) < BLOCK) not in ("utf-8", "utf-8-sig"):
            raise Unreadable("mis-encoded: JSON lines must be UTF-8")
        file.seek(0)
        while line := file.readline(MOST_LINE):
            number += 1
            whole = len(line) < MOST_LINE or line.endswith(b"\n")
            while not whole and (rest := file.readline(MOST_LINE)):
                whole, line = rest.endswith(b"\n"), b"?"
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"), parse_constant=_refuse)
            except (ValueError, RecursionError):
                row = None
            if isinstance(row, dict) and 0 < len(row) <= MOST_COLUMNS:
                yield number, row
            else:
                bad, first_bad = bad + 1, first_bad or number
    if bad:
        source.tell(f"{bad:,} of {number:,} lines", f"no JSON objects, line {first_bad:,} first")


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


# ---- Parquet and Arrow --------------------------------------------------------------------------------


def arrow_rows(path: Path) -> Iterator[Row]:
    """The rows of a Parquet or Arrow file."""
    with open_regular(path) as file:
        if not file.read(6).startswith((b"PAR1", b"ARROW1", b"\xff\xff\xff\xff")):
            raise Unreadable("broken Parquet: it does not begin as such a file does")
    name, start = str(path.absolute()), 0
    while rows := guarded("repairloop.sources.parquet:next_rows", name, start, seconds=SECONDS):
        yield from rows
        start += len(rows)


def class_names(path: Path) -> tuple[dict[str, list[str]], str]:
    """Column → what its numbers stand for, and the file that says so: a Parquet or Arrow file itself, else one that
    stands beside the file (`classes`); of a list of names alone, the column is `""`."""
    with open_regular(path) as file:
        if not file.read(6).startswith((b"PAR1", b"ARROW1", b"\xff\xff\xff\xff")):
            return classes.beside(path)
    found = dict(guarded("repairloop.sources.parquet:class_names", str(path.absolute()), seconds=SECONDS))
    return (found, path.name) if found else classes.beside(path)
