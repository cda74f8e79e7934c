"""A table of a run as a file: Parquet, JSON lines or an Arrow stream, written as it is sent."""

from __future__ import annotations

import io
from collections.abc import Generator
from contextlib import closing
from typing import Any, Final, Literal

from fastapi.responses import StreamingResponse

from repairloop.ground.errors import UsageError, nearest
from repairloop.rundir.store import PUBLISHED, VIEWS, Store
from repairloop.service.snapshots import Snapshots

Format = Literal["parquet", "jsonl", "arrow"]
TYPES: Final[dict[str, str]] = {
    "parquet": "application/vnd.apache.parquet", "jsonl": "application/jsonl",
    "arrow": "application/vnd.apache.arrow.stream",
}  # fmt: skip
TABLES: Final = frozenset({*PUBLISHED, *VIEWS})
ROWS: Final = 4096
"""At a time."""


class Pieces(StreamingResponse):
    """A reply of pieces from a generator, which is closed when the reply ends or whoever reads it is gone; else it would keep
    its place among the downloads until Python looks for what nobody uses."""

    def __init__(self, pieces: Generator[bytes, None, None], **given: Any) -> None:
        super().__init__(pieces, **given)
        self.pieces = pieces

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.pieces.close()


def download(snapshots: Snapshots, store: Store, table: str, form: Format) -> Generator[bytes, None, None]:
    """The table's bytes, piece by piece. UsageError for a table that runs do not have; raised before the first piece."""
    if table not in TABLES:
        raise UsageError(nearest(table, TABLES, "table"))
    pieces = _pieces(snapshots, store, table, form)
    first = next(pieces)  # so that what is wrong with the run is said before anything is sent

    def all_of_it() -> Generator[bytes, None, None]:
        with closing(pieces):
            yield first
            yield from pieces

    return all_of_it()


def _pieces(snapshots: Snapshots, store: Store, table: str, form: Format) -> Generator[bytes, None, None]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with snapshots.download(store) as db:
        reader = db.sql(f"FROM {table}").to_arrow_reader(ROWS)
        if form == "jsonl":
            yield b""
            for batch in reader:
                yield _lines(batch)
            return
        sink = _Sink()
        writer: Any = pq.ParquetWriter(sink, reader.schema, compression="zstd") if form == "parquet" else (
            pa.ipc.new_stream(sink, reader.schema))  # fmt: skip
        with writer:
            yield sink.taken()
            for batch in reader:
                writer.write_batch(batch)
                yield sink.taken()
        yield sink.taken()


def _lines(batch: Any) -> bytes:
    from pydantic_core import to_json

    return b"".join(to_json(row) + b"\n" for row in batch.to_pylist())


class _Sink(io.RawIOBase):
    """What is written to it, until it is taken."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.place = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self.pieces.append(piece)
        self.place += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self.place

    def taken(self) -> bytes:
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)
