"""What must be in a run directory, whether it is, and what a killed process left there.

The idea: everything is named by what it was made from or by what it holds, in one chain. The manifest lists the receipts
of the stages; a receipt's name is the hash of its inputs, it holds the hash of what it says, and it names its shards and
its adapter; the names of these are hashes of their content; `run.duckdb` says which shards it was made of; the report is
made from `run.duckdb`. So whatever is missing, torn, changed or foreign shows at the link above it, and can be made
again: by going around the loop once more, in which every stage whose receipt is whole is passed by.

How closely is looked depends on who asks. A reader looks at names, at sizes, and at the size and time of `run.duckdb`;
where these are not as the loop left them, it holds the rows of every table against those of the shards. `resume` and
`fsck` hash everything.

What people said stands in a file of its own, whose lines each hold a hash of themselves (`said`).

The manifest also has the hashes of the user's tasks as the run took them in; those cannot be made again.

What is not known here: whether config.toml is the one that the run began with (nothing else says it, so it cannot be
made again); what a lost manifest knew of how the student was asked (it is found out when the student is opened next);
whether somebody who forged the whole chain, hashes and all, did so. Logs, journals in `partial/` and exports are no part
of the chain. SQLite mends what a kill left of its own log beside checkpoints.sqlite.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from repairloop.config import Config, read_toml
from repairloop.ground.errors import DamagedRun, DamageWarning, NoRowsYet, RepairLoopError, full_disk, is_full, quoted
from repairloop.records.rows import DUCK
from repairloop.rundir import said
from repairloop.rundir.store import PUBLISHED, VIEWS, Store, private_copy, table_of
from repairloop.students.prepared import hash_of, is_intact
from repairloop.students.train_lora import PAUSED, WHOLE

LOOP: Final = "by going around the loop once more, from what stands"
TRAINING: Final = "by training again"
SHARDS: Final = "from the shards"
REPORT: Final = "from run.duckdb"
LIST: Final = "as a new list of what belongs to the run, which it does not"
NEVER: Final = ""


class Damage(NamedTuple):
    """Something that should be there as it was written, and is not."""

    file: str
    """Relative to the run."""
    what: str
    again: str
    """How it is made again; `NEVER` where it cannot be."""


# ---- everything, for who holds the lock ------------------------------------------------------------------


def examine(store: Store, state: Mapping[str, Any]) -> list[Damage]:
    """All damage to receipts, shards, adapters and database. `state`: the graph's; the manifest can be read."""
    receipts, found = _receipts(store)
    found += [Damage(f"shards/{name}", _wrong_shard(store, name), LOOP) for name in store.damaged()]
    named = set(store.landed_shards())
    lost = [name for name in store.read_manifest().get("shards", []) if name not in named]
    if lost and not found:
        found.append(Damage("stages", f"no receipt names {_some(lost)}", LOOP))
    if any(name not in named for names in state.get("refs", {}).values() for name in names) and not found:
        found.append(Damage("checkpoints.sqlite", "names shards that are none of this run", LOOP))
    found += [*_adapters(store, receipts, state), *tasks_damaged(store)]
    found += [Damage(said.NAME, wrong, NEVER) for wrong in said.damage(store)]
    try:
        with warnings.catch_warnings(action="ignore", category=DamageWarning), database(store, closely=True):
            pass
    except RepairLoopError as error:
        if isinstance(error, DamagedRun) or store.database.exists():
            found.append(Damage("run.duckdb", str(error).partition("; `repairloop")[0], SHARDS))
    return found


def tasks_damaged(store: Store) -> list[Damage]:
    """Files of the user's tasks that are not as the run took them in. Former versions kept no digests."""
    found = []
    for name, digest in store.read_manifest().get("tasks", {}).items():
        file = store.path / name
        try:
            if hash_of(file) != digest:
                found.append(Damage(name, "is not what the run took in", NEVER))
        except OSError:
            found.append(Damage(name, "is missing", NEVER))
    return found


def _receipts(store: Store) -> tuple[dict[str, dict[str, Any]], list[Damage]]:
    whole, found = {}, []
    for name in store.listed():
        try:
            whole[name] = store.receipt(name)
        except ValueError as error:
            found.append(Damage(f"stages/{name}", str(error), LOOP))
    return whole, found


def _wrong_shard(store: Store, name: str) -> str:
    return "does not hold what its name stands for" if (store.shards / name).is_file() else "is missing"


def _adapters(store: Store, receipts: Mapping[str, dict[str, Any]], state: Mapping[str, Any]) -> list[Damage]:
    """Those that were trained, those that were put to the gate, and weights that one was merged into."""
    found = {}
    for name, receipt in receipts.items():
        if receipt["stage"] == "train" and not is_trained(store.path, receipt["output"], name):
            place = str(receipt["output"].get("adapter"))
            found[place] = Damage(place, _wrong_folder(store, place), TRAINING)
    gentler = state.get("gentler") or {}
    students = [
        store.read_manifest().get("student"), state.get("student"), state.get("candidate"), gentler.get("candidate")
    ]  # fmt: skip
    turned = [r["inputs"].get("adapter") for r in receipts.values() if r["stage"] == "verify"]
    turned += [ref[key] for ref in students if isinstance(ref, dict) for key in ("adapter", "weights") if ref.get(key)]
    trained = {r["output"].get("adapter") for r in receipts.values() if r["stage"] == "train"}
    for place in dict.fromkeys(turned):
        inside = isinstance(place, str) and place.startswith("adapters/") and ".." not in place
        if inside and place not in trained and not is_intact(store.path / place):
            found.setdefault(place, Damage(place, _wrong_folder(store, place), LOOP))
    return list(found.values())


def _wrong_folder(store: Store, place: str) -> str:
    return "is not what was made" if (store.path / place).is_dir() else "is missing"


def is_trained(run: Path, output: Mapping[str, Any], receipt: str) -> bool:
    """Whether the adapter that a receipt of `train` names is there, byte for byte. A former version named it by the key of
    the stage: then whether anything is there."""
    place = output.get("adapter")
    if not isinstance(place, str) or not place.startswith("adapters/") or ".." in place:
        return False
    folder, key = run / place, receipt.removesuffix(".json").rpartition("-")[2]
    try:
        if place.endswith(f"-{key[:8]}"):
            return any(folder.iterdir())
        return place.endswith(f"-{content_of(folder)}")
    except OSError:
        return False


def content_of(folder: Path) -> str:
    """Hash of what an adapter's folder holds: names and bytes of its files, less those for people and what was merged."""
    digest = hashlib.sha256()
    files = [file for file in folder.rglob("*") if file.is_file()]
    for name, file in sorted((file.relative_to(folder).as_posix(), file) for file in files):
        hidden = any(part.startswith(".") or part == "merged" for part in name.split("/"))
        if not hidden and not name.endswith(".md"):
            digest.update(f"{name}\x1f{file.stat().st_size}\x1f".encode())
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    if not files:
        raise FileNotFoundError(f"{folder} is empty")
    return digest.hexdigest()[:8]


def clear_for(store: Store, damages: Iterable[Damage]) -> None:
    """Take damaged adapters out of the way of those that are made again: what was trained is put aside, what was made from
    it goes."""
    for damage in damages:
        place = store.path / damage.file
        if damage.again == TRAINING and place.is_dir():
            place.rename(_free(place.with_name(f"{place.name}.damaged")))
        elif damage.file.startswith("adapters/") and place.exists():
            shutil.rmtree(place, ignore_errors=True)


def _free(path: Path) -> Path:
    places = (path.with_name(f"{path.name}{number or ''}") for number in range(1000))
    return next(place for place in places if not place.exists())


LEFT: Final = (
    ".publish-*", ".*.tmp", "run.duckdb.wal", "shards/.*.tmp", "stages/.*.tmp", "partial/.*.tmp", "adapters/.*",
    "adapters/*/.*",
)  # fmt: skip
"""What a process leaves that was killed while it wrote; and the write-ahead log of another program, for a `run.duckdb`
that is not its own."""


def tidy(store: Store) -> list[str]:
    """Remove what killed processes left, but for a training that goes on; what was removed. For who holds the lock."""
    removed = []
    for path in sorted({path for pattern in LEFT for path in store.path.glob(pattern)}):
        if (path / PAUSED / WHOLE).is_file():
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        removed.append(path.relative_to(store.path).as_posix())
    if said.tidy(store):
        removed.append(f"{said.NAME}, the end of a line")
    return removed


# ---- run.duckdb, for every reader ------------------------------------------------------------------------


@contextmanager
def database(store: Store, file: Path | None = None, closely: bool = False) -> Iterator[Any]:
    """`run.duckdb`, open for reading, with the rows that the shards have; or `file`, a snapshot that is not published yet.
    `closely`: the rows are held against the shards even where the file seems to be as it was published.

    DamagedRun where it is missing, damaged, foreign, changed or older than the run, RepairLoopError where another program
    holds it, NoRowsYet. Warns (DamageWarning) of what else is damaged.
    """
    import duckdb

    mend = f"`repairloop fsck {quoted(store.path)}` makes it again, as `resume` does"
    manifest = store.read_manifest()  # before it is opened: a later snapshot has all that an earlier manifest names
    with _as_published(store) if file is None else _as_it_is(file) as path:
        try:
            with duckdb.connect(str(path), read_only=True) as db:
                if file is None and (wrong := _wrong_database(store, db, manifest, closely)):
                    raise DamagedRun(f"{store.database} {wrong}; {mend}")
                yield db
        except duckdb.Error as error:
            said = " ".join(str(error).split())[:300]
            if "Could not set lock" in said or "with a different configuration" in said:
                raise RepairLoopError(
                    f"{store.database} is open for writing in another program ({said}): close it there, or open it with "
                    "read_only=True; then ask again"
                ) from None
            raise DamagedRun(f"{store.database} is damaged, or no database of this version ({said}); {mend}") from None


@contextmanager
def _as_it_is(file: Path) -> Iterator[Path]:
    yield file


@contextmanager
def _as_published(store: Store) -> Iterator[Path]:
    """The file to open. A write-ahead log beside it is another program's, and would be read into it: then a copy."""
    if store.database.is_dir():
        mend = f"`repairloop fsck {quoted(store.path)}` puts it aside and makes it again"
        raise DamagedRun(f"{store.database} is a folder; {mend}")
    if not store.database.is_file():
        manifest = store.read_manifest()
        if "database" in manifest or manifest.get("status") == "finished":
            mend = f"`repairloop fsck {quoted(store.path)}` makes it again"
            raise DamagedRun(f"{store.database} is missing; {mend}")
        raise NoRowsYet(f"{store.path} has no rows yet; its first stage has not ended")
    if store.log.exists():
        with private_copy(store.database) as file:
            yield file
    else:
        yield store.database


def _wrong_database(store: Store, db: Any, manifest: Mapping[str, Any], closely: bool) -> str:
    """What is wrong with the rows of an open database; empty where nothing is. Warns of what else is."""
    tables = {name for (name,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if missing := {"probes", "answers", "verdicts"} - tables:
        return f"is no run's: it has no table {min(missing)}"
    finished = manifest.get("status") == "finished"
    made_of = dict(db.execute("SELECT shard, bytes FROM made_of").fetchall()) if "made_of" in tables else None
    should = {name for name in manifest.get("shards", []) if table_of(name) in PUBLISHED} if finished else set()
    if made_of is not None and should - made_of.keys():
        return f"lacks rows of this run, those of {_some(should - made_of.keys())}"
    if closely or manifest.get("database") != store.signature():
        names = made_of.keys() if made_of is not None else store.published_shards()
        wrong = _other_rows(store, db, names)
        if wrong and (finished or made_of is not None):  # that of a former version may be older than its shards
            return wrong
    if lost := _not_there(store, manifest, made_of or {}):
        warnings.warn(
            f"{store.path}: {_some(lost)} {'is' if len(lost) == 1 else 'are'} missing or damaged; what is shown is whole. "
            f"`repairloop fsck {quoted(store.path)}` makes again what can be made",
            DamageWarning, stacklevel=2,
        )  # fmt: skip
    return ""


def _other_rows(store: Store, db: Any, names: Iterable[str]) -> str:
    """How the rows of a database differ from those of these shards; empty where they do not, in whatever order."""
    names = sorted(names)
    if lost := [name for name in names if table_of(name) not in PUBLISHED or not store.whole(name)]:
        return f"is not as it was published, and cannot be held against its shards: {_some(lost)} missing or damaged"
    for table, known in PUBLISHED.items():
        columns = ", ".join(f'"{column.name}"' for column in known)
        none = ", ".join(f'NULL::{DUCK[column.kind]} AS "{column.name}"' for column in known)
        count = (
            f"SELECT count(*), sum(hash({columns})::HUGEINT) FROM (SELECT {none} WHERE false UNION ALL BY NAME {{}})"
        )
        here = db.execute(count.format(f'SELECT * FROM "{table}"')).fetchall()
        files = store.files_of(table, names)
        record = "SELECT * FROM read_parquet($files, union_by_name = true)"
        there = db.execute(count.format(record), {"files": files}).fetchall() if files else [(0, None)]
        if here != there:
            return f"was changed: the rows of {table} are not those of the shards"
    for view, query in VIEWS.items():
        shown, meant = (f"SELECT count(*), sum(hash(q)::HUGEINT) FROM ({text}) q" for text in (f"FROM {view}", query))
        if db.execute(shown).fetchall() != db.execute(meant).fetchall():
            return f"was changed: {view} does not show what it should"
    return ""


def _not_there(store: Store, manifest: Mapping[str, Any], made_of: Mapping[str, int]) -> list[str]:
    """What is missing, or of another size, by its name: cheap, and blind to what keeps its size."""
    sizes, receipts = _sizes(store.shards), _sizes(store.receipts)
    found = [f"shards/{name}" for name, size in made_of.items() if sizes.get(name) != size]
    found += [f"stages/{name}" for name in manifest.get("receipts", []) if not receipts.get(name)]
    student = manifest.get("student") or {}
    places = [student.get("adapter"), student.get("weights")]
    found += [place for place in places if place and not (store.path / place).is_dir()]
    if manifest.get("status") == "finished":
        found += [name for name in ("report.json", "report.html") if not (store.path / name).is_file()]
    return found + [name for name in ("config.toml",) if not (store.path / name).is_file()]


def _sizes(folder: Path) -> dict[str, int]:
    try:
        return {entry.name: entry.stat().st_size for entry in os.scandir(folder) if entry.is_file()}
    except OSError:
        return {}


def _some(names: Iterable[str]) -> str:
    """The first of some names, and how many more there are."""
    first, *rest = sorted(names)
    return f"{first} and {len(rest)} more" if rest else first


# ---- config.toml, and what the system says -----------------------------------------------------------------


def stored_config(store: Store) -> Config:
    """The run's settings. DamagedRun where config.toml is missing, torn, or not what this version reads."""
    file = store.path / "config.toml"
    put_back = "it cannot be made again: put back a copy, or what was changed in it"
    try:
        data = read_toml(file)
        config = Config.model_validate(data)
        if not isinstance(student := data.get("student"), dict) or "headers" not in student:
            raise ValueError("it ends before its last section, [student.headers]")
        return config
    except ValidationError as error:
        unknown = [".".join(map(str, e["loc"])) for e in error.errors() if e["type"] == "extra_forbidden"]
        if unknown:
            raise DamagedRun(
                f"{file} was written by another version of repairloop ({', '.join(unknown[:3])[:200]}), or changed: that "
                "version goes on with the run; its rows can be read by this one"
            ) from None
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise DamagedRun(f"{file}: {key[:80]}: {first['msg']} (got {str(first['input'])[:80]!r}); {put_back}") from None
    except (ValueError, OSError, RecursionError) as error:  # a UsageError among them
        raise DamagedRun(f"{file} cannot be read ({str(error)[:300]}); {put_back}") from None


@contextmanager
def told(store: Store) -> Iterator[None]:
    """What the system says of the run's files, as one line that says what to do."""
    again = f"repairloop resume {quoted(store.path)}"
    try:
        yield
    except RepairLoopError:
        raise
    except Exception as error:
        if is_full(error):
            raise full_disk(store.path, f"go on with: {again}") from error
        if isinstance(error, OSError) and _is_within(error.filename, store.path):
            raise RepairLoopError(f"{error.filename}: {error.strerror}; mend that and go on with: {again}") from error
        if isinstance(error, sqlite3.Error):
            raise RepairLoopError(f"{store.path / 'checkpoints.sqlite'}: {error}; go on with: {again}") from error
        raise


def _is_within(name: Any, folder: Path) -> bool:
    return isinstance(name, str | os.PathLike) and folder.resolve() in (
        Path(name).resolve(),
        *Path(name).resolve().parents,
    )
