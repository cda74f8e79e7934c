"""Rows of a Parquet or Arrow file, a batch a call: the worker's side of `table.arrow_rows`.

Some kilobytes of Parquet can unpack to gigabytes, and a broken file reaches code that is not Python: so it is read in
a guarded process. That process keeps the file open between two calls, and finds its place anew if it is another one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from repairloop.sources.cells import MOST_COLUMNS, Row
from repairloop.sources.chunks import Unreadable
from repairloop.sources.classes import of_features

if TYPE_CHECKING:
    from pyarrow import DataType, RecordBatch, Schema

BATCH: Final = 64
"""Rows that are unpacked at a time."""
MOST_ROWS: Final = 2048
MOST_CHARS: Final = 2**22
"""A call gives no more than this, but for the last batch."""

_open: dict[tuple[str, int], Iterator[list[Row]]] = {}
"""The one file that is being read, and the row it is at."""


def next_rows(path: str, start: int) -> list[Row]:
    """Some rows from the one numbered `start`, counted from 0; none at the end."""
    batches = _open.pop((path, start), None)
    _open.clear()
    if batches is None:
        batches = _batches(path, start)
    rows: list[Row] = []
    size = 0
    for batch in batches:
        rows += batch
        size += sum(len(value) for row in batch for value in row.values() if isinstance(value, str))
        if len(rows) >= MOST_ROWS or size >= MOST_CHARS:
            break
    _open[path, start + len(rows)] = batches
    return rows


def class_names(path: str) -> dict[str, list[str]]:
    """Column → what its numbers stand for, as `datasets` keeps it (ClassLabel) in the schema."""
    import pyarrow
    from pyarrow import ipc, parquet

    try:
        with pyarrow.memory_map(path) as source:
            start = source.read(6)
            source.seek(0)
            if start.startswith(b"PAR1"):
                schema = parquet.read_schema(source)
            else:
                schema = (ipc.open_file if start == b"ARROW1" else ipc.open_stream)(source).schema
            kept = json.loads((schema.metadata or {}).get(b"huggingface", b"{}"))
    except (pyarrow.ArrowException, OSError, ValueError, RecursionError):
        return {}
    return of_features(kept.get("info") if isinstance(kept, dict) else None)


def _batches(path: str, start: int) -> Iterator[list[Row]]:
    import pyarrow

    with open(path, "rb") as file:
        parquet = file.read(4) == b"PAR1"
    passed = 0
    try:
        for batch in (_parquet if parquet else _arrow)(path):
            passed += batch.num_rows
            if passed > start:
                yield batch.slice(max(0, batch.num_rows - (passed - start))).to_pylist()
    except (pyarrow.ArrowException, OSError) as error:
        raise Unreadable(f"broken {'Parquet' if parquet else 'Arrow'}: {error}") from None


def _parquet(path: str) -> Iterator[RecordBatch]:
    from pyarrow import parquet

    with parquet.ParquetFile(path, pre_buffer=False) as file:
        columns = _columns(file.schema_arrow)
        for batch in file.iter_batches(batch_size=BATCH, columns=columns, use_threads=False):
            yield _as_text(batch)


def _arrow(path: str) -> Iterator[RecordBatch]:
    """A file or a stream; `datasets` writes both."""
    import pyarrow
    from pyarrow import ipc

    with pyarrow.memory_map(path) as source:
        if source.read(6) == b"ARROW1":
            source.seek(0)
            file = ipc.open_file(source)
            batches: Iterator[RecordBatch] = (file.get_batch(n) for n in range(file.num_record_batches))
        else:
            source.seek(0)
            batches = iter(file := ipc.open_stream(source))
        columns = _columns(file.schema)
        for batch in batches:
            for part in range(0, batch.num_rows, BATCH):
                yield _as_text(batch.slice(part, BATCH).select(columns))


def _columns(schema: Schema) -> list[str]:
    """The columns that can hold text: those with bytes inside other values (images, sounds) are left out."""
    columns = [f.name for f in schema if _is_binary(f.type) or "binary" not in str(f.type)]
    if not 0 < len(columns) <= MOST_COLUMNS:
        raise Unreadable(f"{len(columns):,} columns; {MOST_COLUMNS} is the most")
    return columns


def _is_binary(kind: DataType) -> bool:
    from pyarrow import types

    return bool(types.is_binary(kind) or types.is_large_binary(kind))


def _as_text(batch: RecordBatch) -> RecordBatch:
    """Columns of bytes as text where they are some (older writers do not say so), else left out."""
    import pyarrow
    from pyarrow import compute

    for name in [f.name for f in batch.schema if _is_binary(f.type)]:
        place = batch.schema.get_field_index(name)
        column = batch.column(place)
        batch = batch.remove_column(place)
        try:
            text = column.cast(pyarrow.string())
        except pyarrow.ArrowInvalid:
            continue
        if not compute.any(compute.match_substring_regex(text, r"[\x00-\x08]")).as_py():
            batch = batch.append_column(name, text)
    return batch
