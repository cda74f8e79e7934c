"""Rows of a Parquet file, a batch a call: the worker's side of `table.read_parquet`.

Some kilobytes of Parquet can unpack to gigabytes, and a broken file reaches code that is not Python: so it is read in
a guarded process. That process keeps the file open between two calls, and finds its place anew if it is another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repairloop.sources.cells import MOST_COLUMNS, Row
from repairloop.sources.chunks import Unreadable

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


def _batches(path: str, start: int) -> Iterator[list[Row]]:
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path, pre_buffer=False) as file:
            columns = [field.name for field in file.schema_arrow if "binary" not in str(field.type)]
            if not 0 < len(columns) <= MOST_COLUMNS:
                raise Unreadable(f"{len(columns):,} columns; {MOST_COLUMNS} is the most")
            passed = 0
            for batch in file.iter_batches(batch_size=BATCH, columns=columns, use_threads=False):
                passed += batch.num_rows
                if passed > start:
                    yield batch.slice(max(0, batch.num_rows - (passed - start))).to_pylist()
    except (pyarrow.ArrowException, OSError) as error:
        raise Unreadable(f"broken Parquet: {error}") from None
