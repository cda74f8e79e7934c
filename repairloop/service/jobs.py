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
import os
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from repairloop.ground.files import own, write_atomic
from repairloop.ground.foreign import in_line
from repairloop.ground.stopping import below
from repairloop.rundir.store import Store
from repairloop.service.children import launched, run_environment
from repairloop.service.job_queue import TABLES, Queue, change, manifest_of, row_of, tail_of
from repairloop.service.launch import born
from repairloop.service.ledger import Ledger, now
from repairloop.service.offers import Offers
from repairloop.service.problems import LOG
from repairloop.service.runs import is_driven

LOOK_SECONDS: Final = 0.5
AGAIN: Final = 2
"""How often a job that was killed goes on by itself."""
STOPS: Final = {
    "pause": ((0.0, signal.SIGINT),), "limit": ((0.0, signal.SIGINT),),
    "cancel": ((0.0, signal.SIGINT), (60.0, signal.SIGINT), (90.0, signal.SIGKILL)),
}  # fmt: skip
"""How a process is told to stop, and after how many seconds again: once is the loop's own safe stop, twice is at once."""


class Jobs(Queue):
    """The jobs of the runs' folder `root`, and how they are driven: `drive` is for one thread."""

    def __init__(self, root: Path, ledger: Ledger, offers: Offers) -> None:
        super().__init__(root, ledger)
        self.offers = offers
        self._over = threading.Event()
        self._children: dict[int, subprocess.Popen[bytes]] = {}
        self._driver: int | None = None
        self._thread: threading.Thread | None = None
        self._complained = ""

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
        lock = _locked(self.file(row["id"], "lock"))
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
            pid, when = self.file(row["id"], "lock").read_text().split()
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
                change(db, row["id"], told=told + 1, told_at=time.time())

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
            row = row_of(db, row["id"])  # somebody may have wished something meanwhile
            state, said, killed = self._outcome(row, code)
            until = time.time() if code is not None else _last_sign(self.root / row["run"], self.file(row["id"], "log"))
            change(
                db, row["id"], state=state, said=in_line(said, 500), wish=None, told=0, told_at=None, pid=None, born=None,
                code=code, spent=row["spent"] + max(0.0, until - row["begun"]), killed=row["killed"] + killed,
                ended=None if state == "queued" else now(),
            )  # fmt: skip

    def _outcome(self, row: sqlite3.Row, code: int | None) -> tuple[str, str, int]:
        """The state that a job comes to, why, and whether it was killed."""
        path, log, wish = self.root / row["run"], self.file(row["id"], "log"), row["wish"]
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
        lock = _locked(self.file(job, "lock"))
        if lock is None:
            return self._waits(row, "what its last process had started has not ended")
        try:
            words = self._words(row, path)
            if words is None:
                return False
            os.ftruncate(lock, 0)  # until the process itself says who it is, it has done nothing
            with self.ledger.write(TABLES) as db:
                if row_of(db, job)["state"] != "queued":  # it was paused or cancelled meanwhile
                    return False
                change(
                    db, job, state="running", wish=None, told=0, pid=None, born=None, begun=time.time(), ended=None, code=None,
                    said="", starts=row["starts"] + 1,
                )  # fmt: skip
            child = self._child(row, lock, words)
        except OSError as error:
            with self.ledger.write(TABLES) as db:
                change(db, job, state="failed", said=f"it cannot be started: {error.strerror}", ended=now())
            return False
        finally:
            os.close(lock)
        self._children[job] = child
        with self.ledger.write(TABLES) as db:
            change(db, job, pid=child.pid, born=born(child.pid))
        return True

    def _words(self, row: sqlite3.Row, path: Path) -> list[str] | None:
        """The command that a job comes to now; None where it has to wait, or cannot be."""
        if not os.path.lexists(path):
            if row["config"] is None:
                self._fail(row, "the run is not there any more")
                return None
            write_atomic(self.file(row["id"], "toml"), row["config"])
            return ["run", "--config", str(self.file(row["id"], "toml")), "--out", str(path), "--display", "plain"]
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
        with open(self.file(row["id"], "log"), "ab", opener=own) as log:
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


def _is_driven(path: Path) -> bool:
    """Whether another process drives a run; False where the system does not say, and the run's own lock has to do."""
    return Path("/proc/locks").exists() and is_driven(Store(path))


def _status(path: Path, begun: float) -> tuple[str | None, str]:
    """What a run's manifest says of it, and of an error; None where it says nothing since that time."""
    manifest = manifest_of(path)
    try:
        is_later = (path / "manifest.json").stat().st_mtime >= begun
    except OSError:
        is_later = False
    return (manifest.get("status"), str(manifest.get("error", ""))) if is_later else (None, "")


def _has_begun(path: Path) -> bool:
    """Whether a run has come further than to be made."""
    return manifest_of(path).get("status", "started") != "started" or any((path / "stages").glob("*"))


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


def _last_word(log: Path) -> tuple[str, bool]:
    """What a job's last process complained of, else its last line; and whether it is a complaint."""
    lines = [line.strip() for line in tail_of(log).rpartition("\n--- ")[2].splitlines()[1:] if line.strip()]
    complaints = [line for line in lines if line.startswith("repairloop: ")]
    return (complaints or lines or [""])[-1].removeprefix("repairloop: "), bool(complaints)
