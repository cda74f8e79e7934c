"""`repairloop grade`: verdicts on a file of answers, apart from any run.

In come JSON lines, Parquet, a table of a DuckDB file, or any other form of `repairloop.sources.userfile`, with the fields
`id question reference answer settings`; an answer is a text, a message, or a conversation that ends with one. Out go
JSON lines or Parquet, one row for one row, in the same order. What cannot be read becomes a row that says so. Rows stream
through in chunks, over all cores where there is more than one chunk, so a file may be larger than memory. Knows no grader by name.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, Final, Protocol

from repairloop.ground.errors import UsageError, nearest
from repairloop.ground.messages import Spoken, content_of, reply_in
from repairloop.ground.outputs import disk, new_file, placed, refuse_taken
from repairloop.plugins.grade import grade, loose_answer, loose_probe
from repairloop.plugins.parallel import spread
from repairloop.plugins.registry import get_grader, load_plugins
from repairloop.records.rows import clean
from repairloop.sources.chunks import Unreadable as NotRead
from repairloop.sources.userfile import JSON, is_typed, read_rows
from repairloop.students.base import reply

INPUT: Final = ("id", "question", "reference", "answer", "settings")
OUTPUT: Final = (
    "id", "status", "error_class", "certainty", "extracted", "expected", "evidence", "thoughts", "grader", "elapsed_ms",
)  # fmt: skip
CHUNK: Final = 1000
"""Rows a worker takes at once."""
MAX_LINE: Final = 16 << 20
"""Bytes; a longer line is not read."""

Row = dict[str, Any]
Chunk = list[Any]
"""Lines as bytes, or rows of a table."""


class Unreadable(ValueError):
    """One row that cannot be graded for what it is."""

    def __init__(self, message: str, ident: Any = None) -> None:
        super().__init__(message)
        self.ident = ident


def grade_file(
    name: str, source: Path, target: str | Path, table: str | None = None, plugins: Iterable[str] = (),
    progress: Callable[[int, int | None], None] = lambda done, total: None, force: bool = False,
) -> Counter[str]:  # fmt: skip
    """Grade `source` with the grader `name` into `target`; how many rows got each status.

    `table` names a table of a DuckDB file. `progress` is told rows done and rows in all (None where unknown). Raises
    UsageError on an unknown grader, a missing file or table, a file of another kind, and without `force` where `target` is
    there already.
    """
    target = new_file(target, "--output")
    paths = list(plugins)
    load_plugins(paths)
    get_grader(name)
    if target.suffix not in WRITERS:
        raise UsageError(f"--output {target}: the name must end in {' or '.join(WRITERS)}")
    if target.resolve() == source.resolve():
        raise UsageError(f"--output {target} is the input itself")
    if not target.parent.is_dir():
        raise UsageError(f"--output {target}: folder {target.parent} does not exist")
    refuse_taken([target], force)
    chunks, total = _open(source, table)
    first = next(chunks, [])
    _refuse_without_answers(first, source)
    chunks = chain([first] if first else [], chunks)
    counts: Counter[str] = Counter()
    with disk(target), placed(target, force=force) as (draft,), WRITERS[target.suffix](draft) as write:
        for rows in _graded(name, chunks, paths):
            write(rows)
            counts.update(row["status"] for row in rows)
            progress(counts.total(), total)
    return counts


# ---- reading ------------------------------------------------------------------------------------------


def _open(source: Path, table: str | None) -> tuple[Iterator[Chunk], int | None]:
    if not source.is_file():
        raise UsageError(f"--input {source}: no such file")
    if table is not None:
        return _read_duckdb(source, table)
    if source.suffix.lower() == ".parquet":
        return _read_parquet(source)
    if source.suffix.lower() in JSON and _is_lines(source):
        return _read_lines(source), None
    return _read_rows(source), None


def _is_lines(source: Path) -> bool:
    """Whether a JSON file has one row a line, and is not one array or object on many."""
    with open(source, "rb") as file:
        first = next((line for line in iter(lambda: file.readline(MAX_LINE), b"") if line.strip()), b"")
    start = first.decode("utf-8-sig", "replace").strip()
    if source.suffix.lower() == ".json":
        with contextlib.suppress(ValueError, RecursionError):
            return isinstance(json.loads(start), dict)
        return False
    return not start.startswith("[")


def _read_rows(source: Path) -> Iterator[Chunk]:
    """Rows of any other form; those of JSON and YAML as lines, since their values have types already."""

    def tell(part: str, why: str) -> None:
        raise UsageError(f"--input {source}: {part} cannot be read: {why}")

    typed = is_typed(source)
    try:
        rows = (json.dumps(row, default=str).encode() if typed else row for _, row in read_rows(source, tell))
        while chunk := list(islice(rows, CHUNK)):
            yield chunk
    except (NotRead, OSError) as error:
        raise UsageError(f"--input {source}: cannot be read: {error}"[:400]) from None


def _refuse_without_answers(chunk: Chunk, source: Path) -> None:
    """A file none of whose first rows has an answer holds something else, or calls it by another name."""
    names: dict[str, None] = {}
    for item in chunk:
        try:
            row = _parse(item) if isinstance(item, bytes) else item
        except Unreadable:
            continue
        if isinstance(row, dict):
            if "answer" in row:
                return
            names |= dict.fromkeys(map(str, row))
    if chunk:
        there = f"their columns: {', '.join(list(names)[:20])}" if names else "none of them is a row"
        raise UsageError(f"--input {source}: none of its first {len(chunk):,} rows has an 'answer'; {there}")


def _read_lines(source: Path) -> Iterator[Chunk]:
    """Lines, but for blank ones at the end."""
    with open(source, "rb") as file:
        chunk: Chunk = []
        blank: Chunk = []
        while line := file.readline(MAX_LINE + 1):
            if not line.strip():
                blank.append(line)
                continue
            chunk += [*blank, line]
            blank = []
            while len(line) > MAX_LINE and not line.endswith(b"\n") and line:
                line = file.readline(MAX_LINE + 1)
            while len(chunk) >= CHUNK:
                yield chunk[:CHUNK]
                del chunk[:CHUNK]
        if chunk:
            yield chunk


def _read_parquet(source: Path) -> tuple[Iterator[Chunk], int]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(source)
    except (pa.ArrowInvalid, OSError) as error:
        raise UsageError(f"--input {source}: not a Parquet file ({error})") from None
    columns = _columns(file.schema_arrow.names, source)
    batches = file.iter_batches(batch_size=CHUNK, columns=columns)
    return (batch.to_pylist() for batch in batches), file.metadata.num_rows


def _read_duckdb(source: Path, table: str) -> tuple[Iterator[Chunk], int]:
    import duckdb

    try:
        db = duckdb.connect(str(source), read_only=True)
        names = [n for (n,) in db.execute("SELECT table_name FROM information_schema.tables").fetchall()]
        if table not in names:
            raise UsageError(nearest(table, names, f"table of {source}"))
        relation = db.table(table)
        columns = _columns(relation.columns, source)
        total = relation.aggregate("count(*)").fetchall()[0][0]
    except duckdb.Error as error:
        raise UsageError(f"--input {source}: not a DuckDB file that can be read ({error})") from None
    chosen = relation.select(*(duckdb.ColumnExpression(column) for column in columns))
    reader = chosen.to_arrow_reader(CHUNK)
    return (batch.to_pylist() for batch in reader), total


def _columns(names: list[str], source: Path) -> list[str]:
    if "answer" not in names:
        raise UsageError(f"--input {source}: it has no column 'answer'; its columns: {', '.join(names)}")
    return [name for name in INPUT if name in names]


# ---- grading ------------------------------------------------------------------------------------------


def _graded(name: str, chunks: Iterator[Chunk], plugins: list[str]) -> Iterator[list[Row]]:
    """Rows of verdicts, chunk by chunk, in order."""
    first, second = next(chunks, []), next(chunks, [])
    starts = (n * CHUNK for n in count())
    tasks = zip(starts, (chunk for chunk in chain([first, second], chunks) if chunk), strict=False)
    return spread(partial(grade_chunk, name), tasks, plugins, many=bool(second))


def grade_chunk(name: str, task: tuple[int, Chunk]) -> list[Row]:
    """Verdicts on a chunk of rows that stand behind so many others in their file."""
    start, chunk = task
    return [grade_row(name, number, item) for number, item in enumerate(chunk, start + 1)]


def grade_row(name: str, number: int, item: Any) -> Row:
    """The verdict on one line (bytes) or one row of a table, as a row of the output."""
    handler = get_grader(name)
    try:
        row = _parse(item) if isinstance(item, bytes) else _native(item, handler.text_reference)
        _check(row)
        said = _said(row, handler.reads_calls)
    except Unreadable as error:
        return dict.fromkeys(OUTPUT) | {
            "id": error.ident, "status": "ungradable", "error_class": "grader_error", "certainty": "exact",
            "evidence": f"row {number} cannot be read: {error}", "grader": name, "elapsed_ms": 0.0,
        }  # fmt: skip
    probe = loose_probe(name, row.get("question") or "", row.get("reference"), row.get("settings") or {})
    answer = reply(probe, said.text, "stop", 0, 0, "", said.thoughts) if said.thoughts else loose_answer(said.text)
    verdict = grade(probe, answer)
    return {
        "id": row.get("id"), "status": verdict.status, "error_class": verdict.error_class,
        "certainty": verdict.certainty, "extracted": _short(verdict.extracted), "expected": _short(verdict.expected),
        "evidence": _short(verdict.evidence), "thoughts": _short(verdict.thoughts), "grader": f"{name}@{verdict.version}",
        "elapsed_ms": round(verdict.elapsed_ms, 4),
    }  # fmt: skip


def _parse(line: bytes) -> Row:
    if len(line) > MAX_LINE:
        raise Unreadable(f"it is longer than {MAX_LINE} bytes")
    if not line.strip():
        raise Unreadable("it is empty")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"it is no JSON ({error})"[:300]) from None
    if not isinstance(row, dict):
        raise Unreadable("it is no JSON object")
    return row


def _native(row: Row, text_reference: bool) -> Row:
    """A row of a table, or what stands in its place. Settings may be JSON text, and so may references of graders that take
    more than a string."""
    if not isinstance(row, dict):
        raise Unreadable("it has no columns")
    row = dict(row)
    if row.get("settings") == "":
        row["settings"] = None
    if isinstance(row.get("settings"), str):
        try:
            row["settings"] = json.loads(row["settings"])
        except (ValueError, RecursionError) as error:
            raise Unreadable(f"its settings are no JSON ({error})"[:300], row.get("id")) from None
    reference = row.get("reference")
    if isinstance(reference, str) and (not text_reference or reference.startswith(('"', "{"))):
        with contextlib.suppress(ValueError, RecursionError):  # a plain string after all
            row["reference"] = json.loads(reference)
    return row


def _check(row: Row) -> None:
    ident = row.get("id")
    if isinstance(ident, (dict, list)):
        raise Unreadable("its id is no string and no number")
    if not isinstance(row.get("question"), str | None):
        raise Unreadable("its question is no text", ident)
    if not isinstance(row.get("settings"), dict | None):
        raise Unreadable("its settings are no object", ident)


def _said(row: Row, calls: bool) -> Spoken:
    """What an answer says: a text, a message, a conversation that ends with one, or parts of a message."""
    answer, ident = row.get("answer"), row.get("id")
    if isinstance(answer, str):
        return Spoken(answer, "")
    if answer is None:
        raise Unreadable("its answer is missing", ident)
    turns = answer if isinstance(answer, list) else [answer]
    try:
        if turns and all(isinstance(turn, dict) and "role" in turn for turn in turns):
            asked = max((n for n, turn in enumerate(turns) if turn["role"] == "user"), default=-1)
            if not any(turn["role"] == "assistant" for turn in turns[asked + 1 :]):
                raise Unreadable("its answer is a conversation that the model did not end", ident)
            return reply_in(turns[asked + 1 :], calls=calls)
        if isinstance(answer, dict) and "content" in answer:
            return reply_in([answer], calls=calls)
        if answer and isinstance(answer, list) and (len(answer) == 1 or all(isinstance(part, dict) for part in answer)):
            return content_of(answer)
    except (TypeError, RecursionError):
        pass
    raise Unreadable("its answer is no text", ident)


def _short(text: str | None) -> str | None:
    return None if text is None else clean(text, 2000)


# ---- writing ------------------------------------------------------------------------------------------


class Writer(Protocol):
    """Takes rows of the output; a context manager."""

    def __init__(self, path: Path) -> None: ...
    def __enter__(self) -> Callable[[list[Row]], None]: ...
    def __exit__(self, *exception: object) -> None: ...


class LineWriter:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Callable[[list[Row]], None]:
        self.file = open(self.path, "w", encoding="utf-8", errors="replace")
        return self.write

    def write(self, rows: list[Row]) -> None:
        self.file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)

    def __exit__(self, *exception: object) -> None:
        self.file.close()


class ParquetWriter:
    """Ids are written as text: those of one file may be of many types."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa

        self.path = path
        self.schema = pa.schema([(n, pa.float64() if n == "elapsed_ms" else pa.string()) for n in OUTPUT])

    def __enter__(self) -> Callable[[list[Row]], None]:
        import pyarrow.parquet as pq

        self.file = pq.ParquetWriter(self.path, self.schema)
        return self.write

    def write(self, rows: list[Row]) -> None:
        import pyarrow as pa

        texts = [{**row, "id": None if row["id"] is None else str(row["id"])} for row in rows]
        self.file.write_table(pa.Table.from_pylist(texts, self.schema))

    def __exit__(self, *exception: object) -> None:
        self.file.close()


WRITERS: Final[dict[str, type[Writer]]] = {".jsonl": LineWriter, ".parquet": ParquetWriter}
