"""`repairloop import`: what is said of a user's files, and what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from repairloop.ground.errors import UsageError, quoted
from repairloop.ground.foreign import fit
from repairloop.tasks.evaluation import CASES, FILE, save


def import_(
    files: list[Path], out: Path, pairs: list[str], grader: str | None, name: str | None, *, quiet: bool, force: bool
) -> dict[str, Any]:
    """Import the files into the folder, saying what was understood unless `quiet`. What was understood, for `--json`."""
    from repairloop.tasks.importing import examples, import_files

    out = out.expanduser()
    if out.exists() and not out.is_dir():
        raise UsageError(f"--out {out} is a file; name a folder")
    if not force and any((out / part).exists() for part in (FILE, CASES)):
        raise UsageError(f"{out} holds a task already; name another folder, or replace it with --force")
    made = import_files(
        files, map_=mapping(pairs), grader=grader, name=name, say=(lambda line: None) if quiet else _say
    )
    save(made, out)
    return {
        **made.understood.model_dump(mode="json"), "cases": len(made.cases), "examples": examples(made.cases),
        "folder": str(out), "next": [f"repairloop ask {quoted(out)}", f"repairloop run --tasks {quoted(out)}"],
    }  # fmt: skip


def mapping(pairs: list[str]) -> dict[str, str]:
    """`question=Q1` … as what → column. UsageError on anything else."""
    made: dict[str, str] = {}
    for pair in pairs:
        what, equals, column = pair.partition("=")
        what, column = what.strip().lower(), column.strip()
        if not equals or not what or not column:
            raise UsageError(f"--map takes PART=COLUMN, as in --map question=text; got {pair!r}")
        if what in made:
            raise UsageError(f"--map {what} was given twice: {made[what]} and {column}")
        made[what] = column
    return made


def _say(line: str) -> None:
    print(fit(line))
