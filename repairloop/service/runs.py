"""The runs below one folder, by name. A name is only ever compared with those that the folder lists: no path that a
request brings is opened.

Whether a run is being driven is asked of the system's table of locks, where it has one: to try the lock could take it
from a run that begins just then. Elsewhere the manifest is believed.
"""

from __future__ import annotations

import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.ground.foreign import in_line
from repairloop.rundir.said import NAME
from repairloop.rundir.store import Store
from repairloop.rundir.views import summary_of
from repairloop.rundir.wholeness import stored_config
from repairloop.service.ledger import Ledger
from repairloop.service.snapshots import Snapshots
from repairloop.service.tags import Tags

_LOCKS: Final = Path("/proc/locks")
_KEPT: Final = 2000
"""Summaries that are kept in memory."""


class UnknownRun(UsageError):
    """There is no run of that name."""


class Runs:
    """The runs that stand in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.snapshots = Snapshots()
        self.tags = Tags(Ledger(root))
        self._summaries: dict[str, tuple[Any, dict[str, Any]]] = {}
        self._lock = threading.Lock()

    def names(self) -> list[str]:
        """Names of the runs, the one that was written last first."""
        found = []
        try:
            entries = list(os.scandir(self.root))
        except FileNotFoundError:
            return []
        for entry in entries:
            if entry.name.startswith(".") or not _is_text(entry.name):
                continue
            try:
                found.append((os.stat(os.path.join(entry.path, "manifest.json")).st_mtime_ns, entry.name))
            except OSError:
                continue
        return [name for _, name in sorted(found, key=lambda pair: (-pair[0], pair[1]))]

    def store(self, name: str) -> Store:
        """The run of that name. UnknownRun where there is none, DamagedRun where it cannot be read."""
        for known in self.names():
            if known == name:
                return Store.open(self.root / known)
        raise UnknownRun(f"there is no run {in_line(repr(name), 80)}")

    def summary(self, name: str) -> dict[str, Any]:
        """What stands in a list of runs of one of them; what is damaged is said, not raised."""
        try:
            store = self.store(name)
            manifest = store.read_manifest()
        except RepairLoopError as error:
            return _nothing(name) | {"state": "damaged", "damage": in_line(str(error))}
        stamp = self.stamp(store)
        with self._lock:
            kept = self._summaries.get(name)
        if kept is None or kept[0] != stamp:
            kept = stamp, _summary(store, manifest, self.snapshots)
            with self._lock:
                while len(self._summaries) >= _KEPT:
                    self._summaries.pop(next(iter(self._summaries)))
                self._summaries[name] = kept
        return kept[1] | {"state": state_of(store, manifest)}

    def stamp(self, store: Store) -> tuple[Any, ...]:
        """What changes with all that is told of a run."""
        written = (store.path / "manifest.json").stat()
        try:
            told = (store.path / NAME).stat().st_size
        except OSError:
            told = 0
        return store.signature(), written.st_mtime_ns, written.st_ino, told


def state_of(store: Store, manifest: dict[str, Any]) -> str:
    """`started`, `running`, `stopped`, `failed` or `finished`; a run that nobody drives any more is `stopped`."""
    status = str(manifest.get("status", "started"))
    return "stopped" if status in ("running", "started") and not is_driven(store) else status


def is_driven(store: Store) -> bool:
    """Whether a process holds the run's lock; True where the system does not say."""
    try:
        locks = _LOCKS.read_text().splitlines()
        inode = (store.path / ".lock").stat().st_ino
    except FileNotFoundError:
        return not _LOCKS.exists()
    except OSError:
        return True
    return any(line.split()[1] == "FLOCK" and line.split()[-3].endswith(f":{inode}") for line in locks if line)


def _nothing(name: str) -> dict[str, Any]:
    return {
        "id": name, "state": "started", "outcome": None, "student": None, "skills": [], "tasks": [], "cycles": None,
        "written": None, "verdict": None, "gain": None, "damage": None,
    }  # fmt: skip


def _summary(store: Store, manifest: dict[str, Any], snapshots: Snapshots) -> dict[str, Any]:
    found = _nothing(store.path.name) | {"outcome": manifest.get("outcome"), "damage": manifest.get("error")}
    written = (store.path / "manifest.json").stat().st_mtime
    found["written"] = datetime.fromtimestamp(written, UTC).isoformat(timespec="seconds")
    try:
        config = stored_config(store)
        found |= {
            "student": config.student, "skills": config.skills, "cycles": config.cycles,
            "tasks": [Path(task).name for task in config.tasks],
        }  # fmt: skip
        if store.database.exists():
            with snapshots.of(store) as db:
                decision = summary_of(db)
            if decision:
                pooled = [*decision["summary"].get("tasks", []), decision["summary"].get("targeted_unseen")]
                found["verdict"] = decision["verdict"]
                found["gain"] = next((part for part in pooled if part and part["after"] is not None), None)
    except RepairLoopError as error:
        found["damage"] = in_line(str(error))
    return found


def report_of(store: Store) -> dict[str, Any]:
    """report.json; empty where there is none yet."""
    try:
        found = json.loads((store.path / "report.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:  # bytes that are no UTF-8
        return False
    return True
