"""Tasks that were uploaded: a file of questions and answers comes over HTTP and becomes a task, by `repairloop import`.

The file is put where the service keeps its own, under a name of ours, and is read by a process that is bounded in time and
memory; what it was understood as rests beside it. A task is known by its id, which is only ever compared with those that
are there. A declared task names further files, and a DuckDB file may read others: such are not taken.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from repairloop.ground.errors import UsageError, shown
from repairloop.ground.files import write_atomic
from repairloop.ground.slug import slug
from repairloop.plugins.registry import all_graders
from repairloop.service.children import answer_of
from repairloop.service.snapshots import Busy

LARGEST: Final = 32 << 20
"""Bytes of a file."""
ENDINGS: Final = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".parquet", ".arrow", ".txt")
MOST: Final = 200
"""Tasks that are kept."""
SAID: Final = "understood.json"


class Uploads:
    """The tasks in the service's own folder below the runs' folder `root`."""

    def __init__(self, root: Path) -> None:
        self.folder = root.resolve() / ".service" / "tasks"

    def ids(self) -> list[str]:
        try:
            entries = [entry for entry in os.scandir(self.folder) if os.path.exists(f"{entry.path}/{SAID}")]
        except FileNotFoundError:
            return []
        return [entry.name for entry in sorted(entries, key=lambda entry: (-entry.stat().st_mtime_ns, entry.name))]

    def find(self, task: str) -> Path:
        """The folder of a task as a run takes it. UsageError where there is none."""
        for known in self.ids():
            if known == task:
                return self.folder / known / "task"
        raise UsageError(f"there is no task {shown(task)}")

    def told(self, task: str) -> dict[str, Any]:
        """What a task was understood as."""
        found: dict[str, Any] = json.loads((self.find(task).parent / SAID).read_bytes())
        return found

    def forget(self, task: str) -> None:
        """Remove a task. Runs that have begun keep what they took in."""
        shutil.rmtree(self.find(task).parent)

    def add(self, name: str, data: bytes, columns: Mapping[str, str], grader: str) -> dict[str, Any]:
        """The task that a file becomes. `columns`: what → the column that holds it; `grader`: an installed one, or empty.
        UsageError where it becomes none."""
        name = _plain(name)
        if data[8:12] == b"DUCK":
            raise UsageError("a DuckDB file may read other files; upload the table itself, as Parquet or CSV")
        if len(data) > LARGEST:
            raise UsageError(f"a file has at most {LARGEST >> 20} MiB")
        if grader and grader not in all_graders():
            raise UsageError(f"there is no grader {shown(grader)} installed; those of files are not named over HTTP")
        if len(self.ids()) >= MOST:
            raise Busy(f"{MOST} tasks are kept, which is as many as may; remove some")
        task = f"{slug(name.partition('.')[0]) or 'task'}-{secrets.token_hex(3)}"
        place = self.folder / task
        place.mkdir(parents=True, mode=0o700)
        self.folder.chmod(0o700)
        self.folder.parent.chmod(0o700)
        try:
            write_bytes(place / name, data)
            words = ["import", str(place / name), "--out", str(place / "task"), "--json"]
            words += [f"--map={what}={column}" for what, column in columns.items()]
            words += [f"--grader={grader}"] if grader else []
            understood = json.loads(answer_of(words))
            kept = {key: value for key, value in understood.items() if key not in ("folder", "next", "plugin")}
            made = datetime.now(UTC).isoformat(timespec="seconds")
            write_atomic(place / SAID, json.dumps({"id": task, "made": made, "file": name, **kept}))
        except BaseException as error:
            shutil.rmtree(place, ignore_errors=True)
            if isinstance(error, UsageError):
                raise UsageError(str(error).replace(f"{place}/", "").replace("--map ", "columns ")) from None
            raise
        return self.told(task)


def columns_of(text: str) -> dict[str, str]:
    """`question=Q1, answer=A` as what → column. UsageError on anything else."""
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        what, equals, column = (side.strip() for side in part.partition("="))
        if not equals or not re.fullmatch("[a-z]{1,20}", what) or not column:
            raise UsageError(f"columns are named as question=Q1, answer=A; got {shown(part)}")
        found[what] = column
    return found


def write_bytes(path: Path, data: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as out:
        out.write(data)


def _plain(name: str) -> str:
    """A file's name of ours: its ending, and of the rest what is a letter, a digit, `_` or `-`."""
    stem, dot, ending = name.rpartition(".")
    ending = f".{ending.lower()}"
    if not dot or ending not in ENDINGS:
        raise UsageError(f"a file called {shown(name)} is not taken; its name ends with one of {', '.join(ENDINGS)}")
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", stem.rpartition("/")[2].rpartition("\\")[2])[:60].strip("_-")
    return f"{plain or 'task'}{ending}"
