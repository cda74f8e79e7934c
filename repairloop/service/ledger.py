"""What the service itself keeps: one SQLite file beside the runs, `service.sqlite`, for the things that are no part of a
run (jobs, tokens, tags, who did what).

Each owner states its tables when it opens the ledger. A statement is durable when it returns: `kill -9` loses nothing that
was answered for.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from repairloop.ground.errors import UsageError

NAME: Final = "service.sqlite"
WAIT_SECONDS: Final = 5.0


class Ledger:
    """The file of the runs' folder `root`. Threads and processes may write at once; a connection lives for one block."""

    def __init__(self, root: Path) -> None:
        self.path = root / NAME
        self._lock = threading.Lock()
        self._known: set[str] = set()

    @contextmanager
    def write(self, tables: str) -> Iterator[sqlite3.Connection]:
        """A transaction that is written whole or not at all, after `tables` (`CREATE … IF NOT EXISTS`) are there."""
        with self._connection(tables) as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def read(self, tables: str) -> Iterator[sqlite3.Connection]:
        with self._connection(tables) as db:
            yield db

    @contextmanager
    def _connection(self, tables: str) -> Iterator[sqlite3.Connection]:
        new = not self.path.exists()
        try:
            db = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)
        except sqlite3.Error as error:
            raise UsageError(f"{self.path} cannot be opened: {error}") from None
        try:
            db.row_factory = sqlite3.Row
            with self._lock:
                if new:
                    self.path.chmod(0o600)
                    self._known.clear()
                if tables not in self._known:
                    db.execute("PRAGMA journal_mode = WAL")
                    db.executescript(tables)
                    self._known.add(tables)
            db.execute("PRAGMA synchronous = FULL")
            yield db
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.IntegrityError):
                raise
            raise UsageError(f"{self.path}: {error}") from None
        finally:
            db.close()


def now() -> str:
    """The time in UTC, as it is kept."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
