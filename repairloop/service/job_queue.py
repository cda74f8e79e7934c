"""Jobs as they are asked for: a row of the ledger each, which people and programs add, look at, and wish something of.

What becomes of them is the business of `jobs`, which drives them.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

from repairloop.ground.errors import DamagedRun, UsageError, shown
from repairloop.ground.foreign import in_line, visible
from repairloop.ground.outputs import new_folder
from repairloop.rundir.store import Store
from repairloop.service.ledger import NAME, Ledger, now
from repairloop.service.problems import Conflict
from repairloop.service.snapshots import Busy

TABLES: Final = """
CREATE TABLE IF NOT EXISTS jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run TEXT NOT NULL UNIQUE,          -- the name of its run's directory
  key TEXT UNIQUE,                   -- by which a request that comes twice is known
  asked TEXT NOT NULL,               -- a digest of what was asked for
  settings TEXT,                     -- JSON as it was given; NULL where a run of the command line goes on
  config TEXT,                       -- the file with settings that the run is given
  who TEXT NOT NULL,
  made TEXT NOT NULL,
  priority INTEGER NOT NULL,
  seconds INTEGER,                   -- the most that it may take at a stretch; NULL: no limit
  state TEXT NOT NULL,               -- queued, running, paused, finished, failed, cancelled
  wish TEXT,                         -- of a running one: pause, cancel or limit
  told INTEGER NOT NULL DEFAULT 0,   -- how often its process was told to stop
  told_at REAL,
  pid INTEGER,
  born TEXT,                         -- when that process was started, by which it is known
  begun REAL,                        -- when it was started last; seconds since 1970
  spent REAL NOT NULL DEFAULT 0,     -- seconds of this stretch before that
  starts INTEGER NOT NULL DEFAULT 0,
  killed INTEGER NOT NULL DEFAULT 0, -- how often it was killed in this stretch
  ended TEXT,
  code INTEGER,                      -- exit code; NULL where nobody was there to hear it
  said TEXT NOT NULL DEFAULT ''      -- for people: why it is in that state
);
CREATE INDEX IF NOT EXISTS jobs_open ON jobs (state, priority, id);
"""
FOLDER: Final = ".service"
"""Of the runs' folder: what the service keeps in files."""
MOST_OPEN: Final = 1000
"""Jobs that wait, run or are paused."""
TAIL: Final = 1 << 16
"""Bytes of a log that are shown."""
Action = Literal["pause", "resume", "cancel", "retry"]
OPEN: Final = ("queued", "running", "paused")


class UsedKey(UsageError):
    """The key of a request has come before, with another request."""


class Queue:
    """The jobs of the runs' folder `root`. Threads and processes may ask at once."""

    def __init__(self, root: Path, ledger: Ledger) -> None:
        self.root, self.ledger = root.resolve(), ledger
        self.folder = self.root / FOLDER
        self.wake = threading.Event()
        """Set where there is something to be looked after."""

    def page(self, limit: int, before: int | None = None, state: str | None = None) -> list[dict[str, Any]]:
        """Jobs, the newest first."""
        if not self.ledger.path.exists():
            return []
        values: list[Any] = [2**62 if before is None else before]
        query = "SELECT * FROM jobs WHERE id < ?"
        if state == "stopping":
            query += " AND state = 'running' AND wish IS NOT NULL"
        elif state is not None:
            query += f" AND state = ?{' AND wish IS NULL' if state == 'running' else ''}"
            values.append(state)
        with self.ledger.read(TABLES) as db:
            return [_told(row) for row in db.execute(f"{query} ORDER BY id DESC LIMIT ?", (*values, limit))]

    def one(self, job: int) -> dict[str, Any]:
        if not self.ledger.path.exists():
            raise _unknown(job)
        with self.ledger.read(TABLES) as db:
            return _told(row_of(db, job))

    def of_run(self, run: str) -> dict[str, Any] | None:
        """The job of a run, where it has one."""
        if not self.ledger.path.exists():
            return None
        with self.ledger.read(TABLES) as db:
            row = db.execute("SELECT * FROM jobs WHERE run = ?", (run,)).fetchone()
        return _told(row) if row else None

    def add(
        self, who: str, *, run: str | None, settings: Mapping[str, Any] | None, config: str | None, priority: int = 0,
        seconds: int | None = None, key: str | None = None,
    ) -> tuple[dict[str, Any], bool]:  # fmt: skip
        """A new job, and whether it is new: with a key that was there the former one is given. Without settings the run of
        that name, which is there, goes on. UsageError, Conflict, Busy."""
        asked = hashlib.sha256(json.dumps([run, settings, priority, seconds]).encode()).hexdigest()
        if run is not None and settings is not None:
            check_name(self.root, run)
        with self.ledger.write(TABLES) as db:
            if key is not None and (row := db.execute("SELECT * FROM jobs WHERE key = ?", (key,)).fetchone()):
                if row["asked"] != asked:
                    raise UsedKey("the Idempotency-Key was used for another request; take a new one")
                return _told(row), False
            if db.execute("SELECT count(*) FROM jobs WHERE state IN (?, ?, ?)", OPEN).fetchone()[0] >= MOST_OPEN:
                raise Busy(f"{MOST_OPEN:,} jobs are open, which is as many as may; cancel some")
            if settings is None:
                self._refuse_going_on(db, str(run))
            elif run is None:
                run = self._free_name(db)
            elif self._is_taken(db, run):
                raise Conflict(f"there is a run or a job called {shown(run)}; choose another name")
            made = db.execute(
                "INSERT INTO jobs (run, key, asked, settings, config, who, made, priority, seconds, state) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued') RETURNING *",
                (
                    run,
                    key,
                    asked,
                    None if settings is None else json.dumps(settings),
                    config,
                    who,
                    now(),
                    priority,
                    seconds,
                ),
            ).fetchone()
        self.wake.set()
        return _told(made), True

    def _is_taken(self, db: sqlite3.Connection, run: str) -> bool:
        known = db.execute("SELECT 1 FROM jobs WHERE run = ?", (run,)).fetchone()
        return known is not None or os.path.lexists(self.root / run)

    def _free_name(self, db: sqlite3.Connection) -> str:
        name = time.strftime("%Y%m%d-%H%M%S")
        names = (name, *(f"{name}-{number}" for number in range(2, 2 * MOST_OPEN)))
        return next(name for name in names if not self._is_taken(db, name))

    def _refuse_going_on(self, db: sqlite3.Connection, run: str) -> None:
        if row := db.execute("SELECT id FROM jobs WHERE run = ?", (run,)).fetchone():
            raise Conflict(f"that run has a job, {row['id']}; resume or retry it")
        if run not in _names(self.root):
            raise UsageError(f"there is no run {in_line(repr(run), 80)}")
        status = manifest_of(self.root / run).get("status")
        if status == "finished":
            raise Conflict("that run is finished")

    def act(self, job: int, action: Action) -> dict[str, Any]:
        """Pause, resume, cancel or retry a job. Conflict where its state does not let it."""
        with self.ledger.write(TABLES) as db:
            row = row_of(db, job)
            state, wish = row["state"], row["wish"]
            if action == "pause" and (state == "paused" or wish in ("pause", "limit")):
                return _told(row)
            if action == "cancel" and (state == "cancelled" or wish == "cancel"):
                return _told(row)
            if action == "resume" and state == "queued":
                return _told(row)
            if action == "pause" and state == "queued":
                change(db, job, state="paused", said="paused before it began" if not row["starts"] else "paused")
            elif action == "cancel" and state in ("queued", "paused"):
                change(db, job, state="cancelled", said="cancelled", ended=now())
            elif action == "cancel" and wish:  # a second signal at once would not be the safe stop
                change(db, job, wish="cancel")
            elif action in ("pause", "cancel") and state == "running" and not wish:
                change(db, job, wish=action, told=0, told_at=None)
            elif (action, state) == ("resume", "paused") or (action == "retry" and state in ("failed", "cancelled")):
                change(db, job, state="queued", said="", spent=0.0, killed=0, ended=None, code=None)
            else:
                raise Conflict(_cannot(action, state, wish))
            row = row_of(db, job)
        self.wake.set()
        return _told(row)

    def prefer(self, job: int, priority: int) -> dict[str, Any]:
        """Give a job that is open another priority."""
        with self.ledger.write(TABLES) as db:
            row = row_of(db, job)
            if row["state"] not in OPEN:
                raise Conflict(f"the job is {row['state']}: its priority changes nothing")
            change(db, job, priority=priority)
            row = row_of(db, job)
        self.wake.set()
        return _told(row)

    def log(self, job: int) -> str:
        """The end of what a job's processes have said, for people."""
        self.one(job)
        return tail_of(self.file(job, "log"))

    def file(self, job: int, kind: Literal["log", "lock", "toml"]) -> Path:
        return self.folder / "jobs" / f"{job}.{kind}"


# ---- parts ----------------------------------------------------------------------------------------------


def check_name(root: Path, name: str) -> None:
    """UsageError where a run may not be called so: letters, digits, `.`, `_` and `-`."""
    plain = name.isascii() and name.replace("-", "").replace("_", "").replace(".", "").isalnum()
    if not plain or len(name) > 80 or not name[0].isalnum() or name.startswith(NAME):
        raise UsageError(
            f"a run is called by up to 80 letters, digits, '.', '_' and '-', a letter or digit first; got {shown(name)}"
        )
    new_folder(root / name, "the name of a run:")


def row_of(db: sqlite3.Connection, job: int) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute("SELECT * FROM jobs WHERE id = ?", (min(job, 2**62),)).fetchone()
    if row is None:
        raise _unknown(job)
    return row


def _unknown(job: int) -> UsageError:
    return UsageError(f"there is no job {job}")


def change(db: sqlite3.Connection, job: int, **values: Any) -> None:
    """Set columns, whose names are ours."""
    db.execute(f"UPDATE jobs SET {', '.join(f'{name} = ?' for name in values)} WHERE id = ?", (*values.values(), job))


def _told(row: sqlite3.Row) -> dict[str, Any]:
    """A job as it is told."""
    state = "stopping" if row["state"] == "running" and row["wish"] else row["state"]
    going = time.time() - row["begun"] if row["state"] == "running" else 0.0
    return {
        "id": row["id"], "run": row["run"], "state": state, "priority": row["priority"], "who": row["who"], "made": row["made"],
        "begun": None if row["begun"] is None else datetime.fromtimestamp(row["begun"], UTC).isoformat(timespec="seconds"),
        "ended": row["ended"], "limit": row["seconds"], "spent": round(row["spent"] + max(0.0, going), 1),
        "starts": row["starts"], "exit_code": row["code"], "settings": row["settings"] and json.loads(row["settings"]),
        "said": _WISHES.get(row["wish"] or "", "") or row["said"],
    }  # fmt: skip


_WISHES: Final = {
    "pause": "it stops at its next safe point, and nothing is lost", "cancel": "it stops; what was finished is kept",
    "limit": "its time is over: it stops at its next safe point, and nothing is lost",
}  # fmt: skip


def _cannot(action: Action, state: str, wish: str | None) -> str:
    if wish:
        return "the job is about to stop; ask again when it has"
    other = {"resume": "a job that is paused is resumed", "retry": "a job that failed or was cancelled is tried again",
             "pause": "a job that waits or runs is paused", "cancel": "a job that is open is cancelled"}  # fmt: skip
    return f"the job is {state}; {other[action]}"


def _names(root: Path) -> list[str]:
    with os.scandir(root) as entries:
        return [e.name for e in entries if not e.name.startswith(".") and os.path.exists(f"{e.path}/manifest.json")]


def manifest_of(path: Path) -> dict[str, Any]:
    """The manifest of a run; empty where it cannot be read."""
    try:
        return Store(path).read_manifest()
    except (DamagedRun, OSError):
        return {}


def tail_of(file: Path) -> str:
    try:
        with file.open("rb") as log:
            log.seek(max(0, log.seek(0, 2) - TAIL))
            return visible(log.read(TAIL).decode("utf-8", "replace"))
    except OSError:
        return ""
