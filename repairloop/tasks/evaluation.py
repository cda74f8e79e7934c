"""An evaluation set on disk: a folder with `task.toml` and `cases.parquet`.

`task.toml` says what was understood, for a person to read and to change where it says so; `cases.parquet` holds the
cases. Both are written whole or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from repairloop.ground.errors import UsageError
from repairloop.ground.files import write_atomic
from repairloop.ground.toml import read as read_toml
from repairloop.plugins.registry import get_grader, load_plugins
from repairloop.records import Case
from repairloop.records.rows import columns_of, pack, schema_of, unpack

FILE: Final = "task.toml"
CASES: Final = "cases.parquet"


class Understood(BaseModel):
    """What `task.toml` holds. A string under each field tells what it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9_]{1,40}$")
    """The task's name: its areas are `NAME/…`."""
    files: list[str]
    """Names of the files that the cases come from, each with the digest of its content: `intents.csv sha256:…`."""
    form: str
    """What kind of file it was taken for, in words: `table: text → category`."""
    columns: dict[str, str] = {}
    """What → the column that it was taken from: question, answer, area, id, group …"""
    kind: str
    """What an answer is: number, option, label, JSON, call, code, list, short text, or `own` for a grader of the user's."""
    grader: str
    """The grader that most cases have."""
    settings: dict[str, Any] = {}
    """Settings that all cases share."""
    instruction: str = ""
    """What every question is led in by, in a system message; may be changed here."""
    plugin: str = ""
    """The user's own grader: `/folder/file.py:name`."""
    plugin_version: str = ""
    """Of that file, as the golds were checked by it."""
    labels: list[str] = []
    """The labels, where an answer is one of a few."""
    parts: dict[str, int] = {}
    """Part → cases in it."""
    left_out: dict[str, int] = {}
    """Reason → rows of the files that are no cases."""
    notes: list[str] = []
    """What a person should know."""


@dataclass(frozen=True)
class Evaluation:
    """An evaluation set: what was understood, and its cases."""

    understood: Understood
    cases: list[Case]

    @property
    def name(self) -> str:
        return self.understood.name

    @property
    def graded(self) -> list[Case]:
        """The cases with a gold."""
        return [case for case in self.cases if case.grader]


def load_grader(understood: Understood) -> None:
    """Load the user's own grader, if the set has one. UsageError where it is not there, or no longer the one that the golds were
    checked by, and earlier answers graded."""
    if not understood.plugin:
        return
    load_plugins([understood.plugin])
    version = get_grader(understood.grader).version
    if understood.plugin_version and version != understood.plugin_version:
        raise UsageError(
            f"the grader {understood.plugin} has changed since {understood.name} was imported: its golds were checked, and earlier answers "
            "graded, by what it was. Put that back, or import the task again and start a new run"
        )


def save(made: Evaluation, folder: Path) -> None:
    """Write the set into a folder, which is made where it is not there."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    import tomlkit

    folder.mkdir(parents=True, exist_ok=True)
    rows = pa.Table.from_pylist([pack(case) for case in made.cases], schema_of(columns_of("cases")))
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd")
    write_atomic(folder / CASES, sink.getvalue().to_pybytes())
    write_atomic(folder / FILE, tomlkit.dumps(made.understood.model_dump(exclude_defaults=True)))


def load(folder: str | Path) -> Evaluation:
    """The set in a folder. UsageError where there is none, or what is there is none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = Path(folder).expanduser()
    understood = load_understood(folder)
    try:
        cases = [unpack(Case, row) for row in pq.read_table(folder / CASES).to_pylist()]
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{folder / CASES} cannot be read: {error}; import the files again"[:400]) from None
    return Evaluation(understood, cases)


def load_understood(folder: Path) -> Understood:
    """What was understood of the set in a folder, without its cases. UsageError as of `load`."""
    if not (folder / FILE).is_file() or not (folder / CASES).is_file():
        raise UsageError(
            f"{folder} is no task: {FILE} and {CASES} are not both in it; `repairloop import FILE` makes one"
        )
    try:
        return Understood.model_validate(read_toml(folder / FILE))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{folder / FILE}: {where}: {first['msg']} (got {str(first.get('input'))[:80]!r})") from None
