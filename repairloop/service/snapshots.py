"""Snapshots of runs that stay open between requests, a few at once.

DuckDB keeps one database for each path and process: as long as somebody has the file of a run open, whoever opens it
next is given the same old one, though the loop has put a newer file in its place. So each snapshot is attached to a
database in memory of its own, and is exchanged when size or time of the run's file change. Each is bounded in memory.

What is asked of a snapshot again and again and is slow to find is kept beside it, in tables of a file that goes with it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from repairloop.ground.errors import RepairLoopError
from repairloop.rundir.store import Store, private_copy
from repairloop.rundir.wholeness import database

MOST: Final = 4
"""Snapshots that stay open."""
MEMORY_MIB: Final = 96
"""Of DuckDB's own, for each."""
SPILL: Final = "8GiB"
"""What a query that needs more may put on the disk for a while."""
AT_ONCE: Final = 4
"""Requests that read at once; others wait."""
DOWNLOADS: Final = 4
"""Downloads at once; further ones are refused, since one lasts as long as its client likes."""


class Busy(RepairLoopError):
    """As many things of that kind go on as may; it can be asked again later."""


class _Snapshot:
    def __init__(self, store: Store) -> None:
        import duckdb

        self.users = 0
        self.making, self.kept = threading.Lock(), set[str]()
        self.signature = store.signature()
        with ExitStack() as stack:
            file = stack.enter_context(private_copy(store.database)) if store.log.exists() else store.database
            spill = stack.enter_context(TemporaryDirectory(prefix="repairloop-"))
            limits = {
                "memory_limit": f"{MEMORY_MIB}MiB", "threads": 2, "temp_directory": spill, "max_temp_directory_size": SPILL,
            }  # fmt: skip
            self.db = stack.enter_context(duckdb.connect(config=limits))
            self.db.execute(f"ATTACH '{str(file).replace(chr(39), chr(39) * 2)}' AS run (READ_ONLY)")
            self.db.execute(f"ATTACH '{spill}/kept.duckdb' AS kept (STORAGE_VERSION 'v1.5.0')")
            self.stack = stack.pop_all()

    def keep(self, cursor: Any, tables: Mapping[str, str]) -> None:
        """Have these tables in `kept`, name → query, in order; each is made once."""
        with self.making:
            for name, query in tables.items():
                if name not in self.kept:
                    cursor.execute(f"CREATE TABLE kept.{name} AS {query}")
                    self.kept.add(name)


class Snapshots:
    """The snapshots of a service. Threads may ask at once."""

    def __init__(self) -> None:
        self._open: OrderedDict[Path, _Snapshot] = OrderedDict()
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._downloads = threading.BoundedSemaphore(DOWNLOADS)

    @contextmanager
    def of(self, store: Store, kept: Mapping[str, str] | None = None) -> Iterator[Any]:
        """A cursor over the run's newest snapshot, read-only, with these tables (name → query) beside it in `kept`. Raises
        as `wholeness.database` does."""
        with self._turns, self._cursor(store, kept or {}) as cursor:
            yield cursor

    @contextmanager
    def download(self, store: Store) -> Iterator[Any]:
        """The same for a reader that takes its time. Busy where there are enough of them."""
        if not self._downloads.acquire(blocking=False):
            raise Busy(f"{DOWNLOADS} downloads go on, which is as many as may; ask again when one has ended")
        try:
            with self._cursor(store, {}) as cursor:
                yield cursor
        finally:
            self._downloads.release()

    @contextmanager
    def _cursor(self, store: Store, kept: Mapping[str, str]) -> Iterator[Any]:
        snapshot = self._take(store)
        try:
            with snapshot.db.cursor() as cursor:
                cursor.execute("USE run")
                snapshot.keep(cursor, kept)
                yield cursor
        finally:
            self._give(snapshot)

    def _take(self, store: Store) -> _Snapshot:
        with self._lock:
            found = self._open.get(store.path)
            if found is None or found.signature != store.signature():
                with database(store):  # says what is wrong with it
                    pass
                found = self._open[store.path] = self._exchanged(found, _Snapshot(store))
            self._open.move_to_end(store.path)
            found.users += 1
            while len(self._open) > MOST:
                self._forget(self._open.popitem(last=False)[1])
            return found

    def _exchanged(self, old: _Snapshot | None, new: _Snapshot) -> _Snapshot:
        if old is not None:
            self._forget(old)
        return new

    def _forget(self, snapshot: _Snapshot) -> None:
        """Close it when its last user has gone."""
        snapshot.signature = None
        if not snapshot.users:
            snapshot.stack.close()

    def _give(self, snapshot: _Snapshot) -> None:
        with self._lock:
            snapshot.users -= 1
            if snapshot.signature is None and not snapshot.users:
                snapshot.stack.close()

    def usage(self) -> tuple[int, int]:
        """How many are open, and the bytes of memory that they hold."""
        with self._lock:
            held = 0
            for snapshot in self._open.values():
                with snapshot.db.cursor() as cursor:
                    held += int(cursor.execute("SELECT sum(memory_usage_bytes) FROM duckdb_memory()").fetchone()[0])
            return len(self._open), held

    def close(self) -> None:
        with self._lock:
            while self._open:
                self._forget(self._open.popitem()[1])
