"""Who did what, when and from where: all that changes something, and all that was refused. Nothing in it is altered, and what
changed something is never deleted; a trigger of the ledger refuses both.

What is refused may come in floods, so of it no more is written than so much a minute, from one address and from all; how much
was left out is written too. The oldest refusals beyond `KEPT` are deleted.
"""

from __future__ import annotations

import logging
import threading
from typing import Any, Final

from repairloop.ground.errors import UsageError
from repairloop.ground.foreign import in_line
from repairloop.service.ledger import Ledger, now
from repairloop.service.limits import Limit
from repairloop.service.tokens import Caller

LOG = logging.getLogger("repairloop.service")

A_MINUTE: Final = 1000
"""Refusals that are written in a minute …"""
FROM_ONE: Final = 100
"""… and of these from one address."""
KEPT: Final = 100_000
"""Refusals that are kept."""
_TRIM: Final = 500
"""So often it is looked whether there are more."""
TABLES: Final = """
CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, role TEXT NOT NULL, address TEXT NOT NULL,
    method TEXT NOT NULL, path TEXT NOT NULL, status INTEGER NOT NULL, note TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS audit_refused ON audit (id) WHERE status >= 400;
CREATE TRIGGER IF NOT EXISTS audit_stands BEFORE UPDATE ON audit
    BEGIN SELECT raise(ABORT, 'the audit log is not altered'); END;
CREATE TRIGGER IF NOT EXISTS audit_stays BEFORE DELETE ON audit WHEN old.status < 400
    BEGIN SELECT raise(ABORT, 'what changed something stays in the audit log'); END;
"""


class Audit:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._all, self._one = Limit(A_MINUTE, A_MINUTE / 60), Limit(FROM_ONE, FROM_ONE / 60)
        self._left_out, self._written = 0, 0
        self._lock = threading.Lock()

    def has_room(self, neighbourhood: str) -> bool:
        """Whether another refusal from there is to be written; else it is only counted."""
        if not (self._one.take(neighbourhood) or self._all.take("")):
            return True
        with self._lock:
            self._left_out += 1
        return False

    def add(
        self, caller: Caller | None, address: str, method: str, path: str, status: int, note: str = ""
    ) -> None:  # fmt: skip
        """What was asked, and how it was answered; durable when this returns. That it cannot be written is logged."""
        who, role = caller or ("", "")
        texts = [in_line(text, length) for text, length in ((who, 100), (role, 10), (address, 60), (method, 10))]
        rows = [(now(), *texts, in_line(_writable(path), 300), status, in_line(_writable(note), 300))]
        with self._lock:
            left_out, self._left_out = self._left_out, 0
            if left_out:
                rows.insert(0, (now(), "", "", "", "", "", 429, f"{left_out:,} more were refused before"))
            trims = self._written % _TRIM == 0
            self._written += 1
        try:
            with self.ledger.write(TABLES) as db:
                db.executemany(
                    "INSERT INTO audit (at, who, role, address, method, path, status, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    rows,
                )
                if trims:
                    db.execute(
                        "DELETE FROM audit WHERE status >= 400 AND id <= "
                        "(SELECT id FROM audit WHERE status >= 400 ORDER BY id DESC LIMIT 1 OFFSET ?)", (KEPT,),
                    )  # fmt: skip
        except UsageError as error:
            LOG.error("what was done could not be written down: %s", error)

    def close(self) -> None:
        """Writes how much was left out last."""
        if self._left_out:
            self.add(None, "", "", "", 429, "the service ended")

    def last(self, most: int, refused: bool | None = None) -> list[dict[str, Any]]:
        """The last entries, the oldest first; only what was refused, or only what was not, where that is said."""
        where = {None: "", True: "WHERE status >= 400", False: "WHERE status < 400"}[refused]
        with self.ledger.read(TABLES) as db:
            rows = db.execute(f"SELECT * FROM audit {where} ORDER BY id DESC LIMIT ?", (most,)).fetchall()
        return [dict(row) for row in reversed(rows)]


def _writable(text: str) -> str:
    return text[:1000].encode("utf-8", "backslashreplace").decode()
