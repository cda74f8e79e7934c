"""`repairloop trace`: where one training row comes from and why it exists, and whether it still passes its grader.

    row_id → failures (probes) → grader@version → agents → source

Reads the database beside a dataset that `repairloop synthesize` wrote, or a run's. The row is proved again, here and
now, with the graders that are installed; one that no grader proved, or none that is here, is told as it stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.plugins.registry import all_graders, load_plugins
from repairloop.records import RepairRow
from repairloop.records.rows import unpack
from repairloop.rundir.store import Store, private_copy
from repairloop.rundir.views import connect, fetch
from repairloop.rundir.wholeness import stored_config
from repairloop.tasks.evaluation import load_grader, load_understood
from repairloop.vetting import prove


def trace(place: Path, row_id: str) -> dict[str, Any]:
    """All that is known of a row: itself, its failures, and the verdict on it now.

    `place` is a run directory, or a dataset file with its `.duckdb` beside it; `row_id` may be shortened as long as it
    names one row only. Raises UsageError on what is not there.
    """
    if place.is_dir():
        store = Store.open(place)
        _load_graders(store)
        with connect(store) as db:
            row = _one(db, "repair_rows", row_id)
            failures = fetch(
                db,
                "SELECT f.probe_id, f.error_class, f.question, f.answer, f.evidence FROM lineage l JOIN failures f "
                "USING (probe_id) WHERE l.row_id = ? AND f.side = 'before' ORDER BY 1",
                [row["row_id"]],
            )
        made = unpack(RepairRow, row, failures=[failure["probe_id"] for failure in failures])
    else:
        with _written(place) as db:
            row = _one(db, "rows", row_id)
            pairs = zip(row["failure_ids"], row["error_classes"], strict=True)
            failures = [{"probe_id": name, "error_class": error} for name, error in pairs]
            made = unpack(RepairRow, row, failures=[failure["probe_id"] for failure in failures])
    for column in ("prompt", "reference", "settings", "problem"):
        row[column] = json.loads(row[column])
    told = {"row": row, "failures": failures}
    if made.grader not in all_graders():  # the student's own voice has none; a plug-in's may not be at hand
        return told
    now = prove(made, made.completion)
    return told | {"now": {"status": now.status, "grader": f"{now.grader}@{now.version}", "evidence": now.evidence}}


def _load_graders(store: Store) -> None:
    """The user's own graders that a run was made with, as far as they are there."""
    with suppress(UsageError):
        load_plugins(stored_config(store).plugins)
    for folder in sorted((store.path / "tasks").glob("*/")):
        with suppress(UsageError):
            load_grader(load_understood(folder))


@contextmanager
def _written(dataset: Path) -> Iterator[Any]:
    """The database beside a dataset, open for reading. What goes wrong with its rows is its damage: nothing holds it
    against anything, as a run's is held against its shards."""
    import duckdb

    database = dataset.with_suffix(".duckdb")
    if not database.is_file():
        raise UsageError(
            f"{dataset}: {database.name} is not beside it, as `repairloop synthesize` writes one; rows of a run: repairloop trace RUN ROW"
        )
    logged = database.with_name(f"{database.name}.wal").exists()  # by another program, and not for this file perhaps
    try:
        with (
            private_copy(database) if logged else nullcontext(database) as file,
            duckdb.connect(str(file), read_only=True) as db,
        ):
            yield db
    except RepairLoopError:
        raise
    except (duckdb.Error, KeyError, TypeError, ValueError) as error:
        said = " ".join(str(error).split())[:300]
        raise RepairLoopError(
            f"{database} is damaged, or none that `repairloop synthesize` wrote ({said}): make it again, with --force"
        ) from None


def _one(db: Any, table: str, row_id: str) -> dict[str, Any]:
    found = fetch(db, f"SELECT * FROM {table} WHERE starts_with(row_id, ?) LIMIT 2", [row_id])
    if len(found) != 1:
        some = ", ".join(row["row_id"] for row in fetch(db, f"SELECT row_id FROM {table} LIMIT 3"))
        raise UsageError(
            f"{'more than one' if found else 'no'} row {row_id!r}; for example {some or 'none: it is empty'}"
        )
    return found[0]
