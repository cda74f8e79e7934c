"""Words that people put on runs to find them by. They are the service's own: no run changes, and none is known by a tag.

A tag belongs to the name of a run's folder; where another run takes that name, it has the tag.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from repairloop.ground.errors import UsageError
from repairloop.service.ledger import Ledger, now

LONGEST: Final = 40
MOST: Final = 20
"""Tags of a run."""
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS tags (
    run TEXT NOT NULL, tag TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (run, tag)
) STRICT;
"""


class Tags:
    """The tags of all runs."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def of(self, runs: Iterable[str]) -> dict[str, list[str]]:
        """Run → its tags, in their order."""
        found: dict[str, list[str]] = {run: [] for run in runs}
        if not self.ledger.path.exists():  # who reads makes no file
            return found
        with self.ledger.read(_TABLES) as db:
            for run, tag in db.execute("SELECT run, tag FROM tags ORDER BY run, tag"):
                if run in found:
                    found[run].append(tag)
        return found

    def all(self) -> dict[str, int]:
        """Tag → how many runs have it."""
        if not self.ledger.path.exists():
            return {}
        with self.ledger.read(_TABLES) as db:
            return dict(map(tuple, db.execute("SELECT tag, count(*) FROM tags GROUP BY 1 ORDER BY 1")))

    def add(self, run: str, tag: str, who: str) -> None:
        """UsageError for what is no tag, or one too many. One that is there already stays as it is."""
        tag = " ".join(tag.split())
        if not (0 < len(tag) <= LONGEST and tag.isprintable()):
            raise UsageError(f"a tag has 1 to {LONGEST} characters that can be seen; got {tag[:60]!r}")
        with self.ledger.write(_TABLES) as db:
            there = [one for (one,) in db.execute("SELECT tag FROM tags WHERE run = ?", [run])]
            if tag not in there and len(there) >= MOST:
                raise UsageError(f"a run has at most {MOST} tags; take one away first")
            db.execute("INSERT OR IGNORE INTO tags VALUES (?, ?, ?, ?)", [run, tag, who, now()])

    def remove(self, run: str, tag: str) -> None:
        with self.ledger.write(_TABLES) as db:
            db.execute("DELETE FROM tags WHERE run = ? AND tag = ?", [run, tag])
