"""Jobs: runs that the service starts, one after another, and looks after.

A job is a row of the ledger, and each of its steps is durable before the next one is taken. Its run is a process in a
session of its own, which outlives the service. So that no job is lost and none runs twice at once, whenever the service is
killed:

    one service at a time starts jobs of a folder: it holds `.service/driver.lock`
    a job is `running` in the ledger before its process is started
    the process holds a lock on `.service/jobs/N.lock` from before its first step until it has ended, and says in it who it
    is; while that lock is held the job is not started, whatever the ledger says
    below all that the run itself has a lock

A service that comes back looks at each job that was running: one whose process lives is looked after as before; of another
the run's manifest says what became of it. A run that was killed goes on by itself, a few times at most.

It knows of a run only its manifest and its lock: what a run is told stands in `offers`, how it is driven in the loop.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

from repairloop.ground.errors import DamagedRun, UsageError, shown
from repairloop.ground.files import own, write_atomic
from repairloop.ground.foreign import in_line, visible
from repairloop.ground.outputs import new_folder
from repairloop.ground.stopping import below
from repairloop.rundir.store import Store
from repairloop.service.children import launched, run_environment
from repairloop.service.launch import born
from repairloop.service.ledger import NAME, Ledger, now
from repairloop.service.offers import Offers
from repairloop.service.problems import LOG, Conflict
from repairloop.service.runs import is_driven
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
LOOK_SECONDS: Final = 0.5
AGAIN: Final = 2
"""How often a job that was killed goes on by itself."""
MOST_OPEN: Final = 1000
"""Jobs that wait, run or are paused."""
TAIL: Final = 1 << 16
"""Bytes of a log that are shown."""
STOPS: Final = {
    "pause": ((0.0, signal.SIGINT),), "limit": ((0.0, signal.SIGINT),),
    "cancel": ((0.0, signal.SIGINT), (60.0, signal.SIGINT), (90.0, signal.SIGKILL)),
}  # fmt: skip
"""How a process is told to stop, and after how many seconds again: once is the loop's own safe stop, twice is at once."""
Action = Literal["pause", "resume", "cancel", "retry"]
OPEN: Final = ("queued", "running", "paused")


class UsedKey(UsageError):
    """The key of a request has come before, with another request."""


class Jobs:
    """The jobs of the runs' folder `root`. Threads and processes may ask at once; `drive` is for one thread."""

    def __init__(self, root: Path, ledger: Ledger, offers: Offers) -> None:
        self.root, self.ledger, self.offers = root.resolve(), ledger, offers
        self.folder = self.root / FOLDER
        self.wake = threading.Event()
        self._over = threading.Event()
        self._children: dict[int, subprocess.Popen[bytes]] = {}
        self._driver: int | None = None
        self._thread: threading.Thread | None = None
        self._complained = ""

    # -- what people and programs ask ---------------------------------------------------------------------

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
            return _told(_row(db, job))

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
        status = _manifest(self.root / run).get("status")
        if status == "finished":
            raise Conflict("that run is finished")

    def act(self, job: int, action: Action) -> dict[str, Any]:
        """Pause, resume, cancel or retry a job. Conflict where its state does not let it."""
        with self.ledger.write(TABLES) as db:
            row = _row(db, job)
            state, wish = row["state"], row["wish"]
            if action == "pause" and (state == "paused" or wish == "pause"):
                return _told(row)
            if action == "cancel" and (state == "cancelled" or wish == "cancel"):
                return _told(row)
            if action == "resume" and state == "queued":
                return _told(row)
            if action == "pause" and state == "queued":
                _set(db, job, state="paused", said="paused before it began" if not row["starts"] else "paused")
            elif action == "cancel" and state in ("queued", "paused"):
                _set(db, job, state="cancelled", said="cancelled", ended=now())
            elif action in ("pause", "cancel") and state == "running":
                _set(db, job, wish=action, told=0, told_at=None)
            elif (action, state) == ("resume", "paused") or (action == "retry" and state in ("failed", "cancelled")):
                _set(db, job, state="queued", said="", spent=0.0, killed=0, ended=None, code=None)
            else:
                raise Conflict(_cannot(action, state, wish))
            row = _row(db, job)
        self.wake.set()
        return _told(row)

    def prefer(self, job: int, priority: int) -> dict[str, Any]:
        """Give a job that is open another priority."""
        with self.ledger.write(TABLES) as db:
            row = _row(db, job)
            if row["state"] not in OPEN:
                raise Conflict(f"the job is {row['state']}: its priority changes nothing")
            _set(db, job, priority=priority)
            row = _row(db, job)
        self.wake.set()
        return _told(row)

    def log(self, job: int) -> str:
        """The end of what a job's processes have said, for people."""
        self.one(job)
        return _tail(self._file(job, "log"))

    # -- the thread that looks after them -------------------------------------------------------------------

    def start(self) -> None:
        self._thread = threading.Thread(target=self._drive, name="jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look after them no more. What runs goes on."""
        self._over.set()
        self.wake.set()
        if self._thread is not None:
            self._thread.join(10)
        if self._driver is not None:
            os.close(self._driver)
            self._driver = None

    def _drive(self) -> None:
        while not self._over.is_set():
            try:
                self.drive()
                self._complained = ""
            except Exception as error:  # a full disk, a ledger that is locked: the next look may do better
                if str(error) != self._complained:
                    LOG.exception("the jobs could not be looked after")
                self._complained = str(error)
            self.wake.wait(LOOK_SECONDS)
            self.wake.clear()

    def drive(self) -> None:
        """One look: what has ended is written down, what is to stop is told so, what may begin is started."""
        if not self.ledger.path.exists() or not self._drives():
            return
        with self.ledger.read(TABLES) as db:
            running = db.execute("SELECT * FROM jobs WHERE state = 'running' ORDER BY id").fetchall()
        busy = sum(self._look_at(row) for row in running)
        if busy >= self.offers.at_once:
            return
        query = "SELECT * FROM jobs WHERE state = 'queued' ORDER BY priority DESC, id"
        with self.ledger.read(TABLES) as db:
            queued = db.execute(query).fetchall()
        for row in queued:
            if busy >= self.offers.at_once or self._over.is_set():
                return
            busy += self._start(row)

    def _drives(self) -> bool:
        """Whether this service is the one that starts jobs here."""
        if self._driver is None:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            (self.folder / "jobs").mkdir(mode=0o700, exist_ok=True)
            self._driver = _locked(self.folder / "driver.lock")
        return self._driver is not None

    def _file(self, job: int, kind: Literal["log", "lock", "toml"]) -> Path:
        return self.folder / "jobs" / f"{job}.{kind}"

    # -- one that runs --------------------------------------------------------------------------------------

    def _look_at(self, row: sqlite3.Row) -> bool:
        """Look after a job that is `running`; whether it still is."""
        job = row["id"]
        child = self._children.get(job)
        code = child.poll() if child else None
        if child and code is not None:
            del self._children[job]
        if (child and code is None) or (not child and self._lives(row)):
            self._stop_if_wished(row)
            return True
        self._conclude(row, code)
        return False

    def _lives(self, row: sqlite3.Row) -> bool:
        """Whether the process of a job lives, which another service has started."""
        lock = _locked(self._file(row["id"], "lock"))
        if lock is not None:  # nobody has it
            os.close(lock)
            return False
        pid, when = self._process(row)
        return pid is None or when is None or born(pid) == when  # else something is left over that it had started

    def _process(self, row: sqlite3.Row) -> tuple[int | None, str | None]:
        """The process of a job, and when it was started; as it wrote itself, where the service was killed meanwhile."""
        if row["pid"] is not None:
            return row["pid"], row["born"]
        try:
            pid, when = self._file(row["id"], "lock").read_text().split()
            return int(pid), None if when == "-" else when
        except (OSError, ValueError):
            return None, None  # it has not come so far

    def _stop_if_wished(self, row: sqlite3.Row) -> None:
        wish = row["wish"]
        if wish is None and row["seconds"] is not None and row["spent"] + time.time() - row["begun"] > row["seconds"]:
            wish = "limit"
            with self.ledger.write(TABLES) as db:
                db.execute(
                    "UPDATE jobs SET wish = 'limit', told = 0 WHERE id = ? AND state = 'running' AND wish IS NULL",
                    (row["id"],),
                )
        if wish is None:
            return
        told = row["told"] if row["wish"] else 0
        ladder = STOPS[wish]
        if told >= len(ladder) or (told and time.time() - row["told_at"] < ladder[told][0] - ladder[told - 1][0]):
            return
        if self._signal(row, ladder[told][1]):
            with self.ledger.write(TABLES) as db:
                _set(db, row["id"], told=told + 1, told_at=time.time())

    def _signal(self, row: sqlite3.Row, number: signal.Signals) -> bool:
        """Send a signal to the process of a job, and to no later one of its number; whether it was sent."""
        pid, when = self._process(row)
        if pid is None:
            return False
        try:
            handle = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None
        except OSError:
            return False
        try:
            if when is not None and born(pid) != when:
                return False
            if number == signal.SIGKILL:
                for one in (*below(pid), pid):
                    os.kill(one, number)
            elif handle is not None:
                signal.pidfd_send_signal(handle, number)
            else:
                os.kill(pid, number)
        except OSError:
            return False
        finally:
            if handle is not None:
                os.close(handle)
        return True

    def _conclude(self, row: sqlite3.Row, code: int | None) -> None:
        """Write down what became of a job whose process has ended; `code` is not known of one that another service had
        started."""
        with self.ledger.write(TABLES) as db:
            row = _row(db, row["id"])  # somebody may have wished something meanwhile
            state, said, killed = self._outcome(row, code)
            until = (
                time.time() if code is not None else _last_sign(self.root / row["run"], self._file(row["id"], "log"))
            )
            _set(
                db, row["id"], state=state, said=in_line(said, 500), wish=None, told=0, told_at=None, pid=None, born=None,
                code=code, spent=row["spent"] + max(0.0, until - row["begun"]), killed=row["killed"] + killed,
                ended=None if state == "queued" else now(),
            )  # fmt: skip

    def _outcome(self, row: sqlite3.Row, code: int | None) -> tuple[str, str, int]:
        """The state that a job comes to, why, and whether it was killed."""
        path, log, wish = self.root / row["run"], self._file(row["id"], "log"), row["wish"]
        came_up = code is not None or self._process(row)[0] is not None
        status, error = _status(path, row["begun"])
        last, complained = _last_word(log) if came_up else ("", False)
        # One that is told to stop while it still imports may end with any error.
        refused = not wish and (code in (1, 2) or (complained and code is None and status is None))
        if code == 0 or (code is None and status == "finished"):
            return "finished", "", 0
        if status == "failed" or refused:
            return "failed", last if complained else error or last, 0
        if wish == "limit":
            return "paused", f"stopped after {row['seconds']:,} s, its limit", 0
        if wish is not None:
            state = "cancelled" if wish == "cancel" else "paused"
            return state, state, 0
        if status == "stopped" or code in (130, 143, -signal.SIGINT, -signal.SIGTERM):
            return "paused", "stopped from outside", 0
        if not came_up:
            return "queued", "", 0
        if row["killed"] < AGAIN:
            return "queued", "it was killed, and goes on", 1
        return "failed", f"it was killed {AGAIN + 1} times; a retry goes on with it", 1

    # -- one that begins ------------------------------------------------------------------------------------

    def _start(self, row: sqlite3.Row) -> bool:
        """Start a job that is queued; whether it runs."""
        job, path = row["id"], self.root / row["run"]
        lock = _locked(self._file(job, "lock"))
        if lock is None:
            return self._waits(row, "what its last process had started has not ended")
        try:
            words = self._words(row, path)
            if words is None:
                return False
            os.ftruncate(lock, 0)  # until the process itself says who it is, it has done nothing
            with self.ledger.write(TABLES) as db:
                if _row(db, job)["state"] != "queued":  # it was paused or cancelled meanwhile
                    return False
                _set(
                    db, job, state="running", wish=None, told=0, pid=None, born=None, begun=time.time(), ended=None, code=None,
                    said="", starts=row["starts"] + 1,
                )  # fmt: skip
            child = self._child(row, lock, words)
        except OSError as error:
            with self.ledger.write(TABLES) as db:
                _set(db, job, state="failed", said=f"it cannot be started: {error.strerror}", ended=now())
            return False
        finally:
            os.close(lock)
        self._children[job] = child
        with self.ledger.write(TABLES) as db:
            _set(db, job, pid=child.pid, born=born(child.pid))
        return True

    def _words(self, row: sqlite3.Row, path: Path) -> list[str] | None:
        """The command that a job comes to now; None where it has to wait, or cannot be."""
        if not os.path.lexists(path):
            if row["config"] is None:
                self._fail(row, "the run is not there any more")
                return None
            write_atomic(self._file(row["id"], "toml"), row["config"])
            return ["run", "--config", str(self._file(row["id"], "toml")), "--out", str(path), "--display", "plain"]
        if _is_driven(path):
            self._waits(row, "the run is driven by another process")
            return None
        if row["config"] is not None and not row["starts"]:
            self._fail(row, "another run of that name was made meanwhile; start a new one")
            return None
        if row["config"] is not None and not _has_begun(path):  # killed as it was made: it holds nothing yet
            aside = self.folder / "jobs" / f"{row['id']}.aside"
            shutil.rmtree(aside, ignore_errors=True)
            os.rename(path, aside)
            return self._words(row, path)
        return ["resume", str(path), "--display", "plain"]

    def _child(self, row: sqlite3.Row, lock: int, words: list[str]) -> subprocess.Popen[bytes]:
        with open(self._file(row["id"], "log"), "ab", opener=own) as log:
            log.write(f"\n--- {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC: {words[0]}\n".encode())
            log.flush()
            return subprocess.Popen(
                launched(str(lock), words), stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True, pass_fds=[lock], env=run_environment(row["config"]),
            )  # fmt: skip

    def _waits(self, row: sqlite3.Row, why: str) -> bool:
        if row["said"] != why:
            with self.ledger.write(TABLES) as db:
                db.execute("UPDATE jobs SET said = ? WHERE id = ? AND state = 'queued'", (why, row["id"]))
        return False

    def _fail(self, row: sqlite3.Row, why: str) -> None:
        with self.ledger.write(TABLES) as db:
            db.execute(
                "UPDATE jobs SET state = 'failed', said = ?, ended = ? WHERE id = ? AND state = 'queued'",
                (why, now(), row["id"]),
            )


# ---- parts ----------------------------------------------------------------------------------------------


def check_name(root: Path, name: str) -> None:
    """UsageError where a run may not be called so: letters, digits, `.`, `_` and `-`."""
    plain = name.isascii() and name.replace("-", "").replace("_", "").replace(".", "").isalnum()
    if not plain or len(name) > 80 or not name[0].isalnum() or name.startswith(NAME):
        raise UsageError(
            f"a run is called by up to 80 letters, digits, '.', '_' and '-', a letter or digit first; got {shown(name)}"
        )
    new_folder(root / name, "the name of a run:")


def _is_driven(path: Path) -> bool:
    """Whether another process drives a run; False where the system does not say, and the run's own lock has to do."""
    return Path("/proc/locks").exists() and is_driven(Store(path))


def _row(db: sqlite3.Connection, job: int) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute("SELECT * FROM jobs WHERE id = ?", (min(job, 2**62),)).fetchone()
    if row is None:
        raise _unknown(job)
    return row


def _unknown(job: int) -> UsageError:
    return UsageError(f"there is no job {job}")


def _set(db: sqlite3.Connection, job: int, **values: Any) -> None:
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


def _manifest(path: Path) -> dict[str, Any]:
    """The manifest of a run; empty where it cannot be read."""
    try:
        return Store(path).read_manifest()
    except (DamagedRun, OSError):
        return {}


def _status(path: Path, begun: float) -> tuple[str | None, str]:
    """What a run's manifest says of it, and of an error; None where it says nothing since that time."""
    manifest = _manifest(path)
    try:
        is_later = (path / "manifest.json").stat().st_mtime >= begun
    except OSError:
        is_later = False
    return (manifest.get("status"), str(manifest.get("error", ""))) if is_later else (None, "")


def _has_begun(path: Path) -> bool:
    """Whether a run has come further than to be made."""
    return _manifest(path).get("status", "started") != "started" or any((path / "stages").glob("*"))


def _last_sign(path: Path, log: Path) -> float:
    """When a run was seen to be at work last: now, where it cannot be told."""
    times = []
    for file in (path / "manifest.json", path / "logs" / "events.jsonl", log):
        with contextlib.suppress(OSError):
            times.append(file.stat().st_mtime)
    return min(time.time(), max(times)) if times else time.time()


def _locked(file: Path) -> int | None:
    """A descriptor of a file that is locked for who holds it; None where another has it."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _tail(file: Path) -> str:
    try:
        with file.open("rb") as log:
            log.seek(max(0, log.seek(0, 2) - TAIL))
            return visible(log.read(TAIL).decode("utf-8", "replace"))
    except OSError:
        return ""


def _last_word(log: Path) -> tuple[str, bool]:
    """What a job's last process complained of, else its last line; and whether it is a complaint."""
    lines = [line.strip() for line in _tail(log).rpartition("\n--- ")[2].splitlines()[1:] if line.strip()]
    complaints = [line for line in lines if line.startswith("repairloop: ")]
    return (complaints or lines or [""])[-1].removeprefix("repairloop: "), bool(complaints)
