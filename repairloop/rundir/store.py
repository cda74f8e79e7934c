"""Where rows rest: content-named Parquet shards, stage receipts, and `run.duckdb` for people.

A shard is immutable and named by the hash of its bytes, so damage shows. A receipt says which shards a stage
made from which inputs; it is named by the hash of these and holds the hash of what it says. A stage whose receipt and
shards are whole is done and is not done again. The manifest lists the receipts that belong to the run.
`run.duckdb` is a snapshot: built beside the published file and put in its place with `os.replace`. The loop
never opens the published file, so a reader can never stop the loop, nor the loop a reader. It lists the shards that it
was made of, and is not replaced by one that lacks any of them.

This module knows tables and files, not what a stage computes; `repairloop.rundir.wholeness` knows what must be there.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict  # pydantic reads that of the standard library from Python 3.12 on only

from repairloop.ground.errors import DamagedRun, UsageError, quoted
from repairloop.ground.files import OWN, put_aside, write_atomic
from repairloop.ground.version import __version__
from repairloop.records import (
    fingerprint,  # and with it, all tables are declared
    rows,
)
from repairloop.records.rows import DUCK, AnyRecord, Record, Row, columns_of, pack, schema_of, unpack

FORMAT = 1
"""Version of the run directory's layout; a newer one is refused."""
SHARD_ROWS = 8192
PUBLISHED: Final = {name: columns_of(name) for name in rows.TABLES}
"""The tables of `run.duckdb`, which has one more: `made_of`, the shards that it was made of and their sizes."""
UNPUBLISHED: Final = {"drafts": "repair_rows", "draft_lineage": "lineage", "failed_probes": "probes"}
"""Tables between two stages, with the columns of another: rows that are not vetted yet, probes that stand elsewhere."""
TABLES: Final = {name: schema_of(columns) for name, columns in PUBLISHED.items()}
TABLES.update({name: TABLES[like] for name, like in UNPUBLISHED.items()})

VIEWS = {
    "failures": """
        SELECT p.probe_id, p.cycle, a.side, p.skill, p.area, p.split, p.wording, p.difficulty, v.error_class,
               v.certainty, p.question, a.text AS answer, v.extracted, v.expected, v.evidence, v.checks, v.grader,
               v.version, a.finish_reason, a.thoughts
        FROM verdicts v JOIN probes p USING (probe_id) JOIN answers a USING (probe_id, side)
        WHERE v.status = 'fail'"""
}


class Manifest(TypedDict, total=False):
    """What manifest.json holds: what else stands in it is let be, what is of another type is damage."""

    format: int
    repairloop: str
    status: str
    """`started`, `running`, `stopped`, `failed`, `finished`."""
    error: str
    outcome: str
    cycles: int
    student: dict[str, str | None]
    receipts: list[str]
    """Names of the receipts that belong to the run."""
    verified: str
    """The student that `verify` asked last."""
    verify_receipts: list[str]
    """Those of them that `verify` used: the loop alone would not come by them."""
    shards: list[str]
    """The shards of a finished run."""
    database: dict[str, int]
    """Size and time of `run.duckdb` as it was published."""
    tasks: dict[str, str]
    """File of the user's tasks, relative to the run → SHA-256 of what the run took in."""
    mending: bool
    """The loop goes around once more to make again what was damaged, and is not through."""
    asking: dict[str, Any]
    thinking: dict[str, bool | str] | None
    adaptations: list[str] | None
    computed: list[str]
    trained_in: str


_MANIFEST: Final = TypeAdapter(Manifest)


class Store:
    """One run directory."""

    def __init__(self, path: Path):
        self.path = path
        self.shards, self.receipts, self.partial = path / "shards", path / "stages", path / "partial"
        self.database = path / "run.duckdb"
        self._whole: dict[str, tuple[int, ...]] = {}
        self._used: dict[str, None] = {}
        self._former: list[str] | None = None
        self._expected: set[str] = set()
        self._known: set[str] = set()
        self._differs = False
        self._standing: set[str] | None = None
        self._published = self._publishing = 0.0

    # -- the directory --------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, config_toml: str) -> Store:
        """A new run directory. UsageError when `path` holds anything."""
        store = cls(path)
        try:
            if path.exists() and not path.is_dir():
                raise UsageError(f"{path} is a file; name a new directory with --out")
            if path.exists() and any(path.iterdir()):
                ours = f"exists; go on with it: repairloop resume {quoted(path)} - or name another directory with --out"
                raise UsageError(
                    f"{path} {ours if _is_run(path) else 'holds what is no run; name a new directory with --out'}"
                )
            path.mkdir(parents=True, exist_ok=True)
            store.furnish()
            write_atomic(path / "config.toml", config_toml)
            store.manifest({"status": "started"})
        except OSError as error:
            raise UsageError(f"cannot write to {_short(path)}: {error.strerror}") from None
        return store

    @classmethod
    def open(cls, path: Path) -> Store:
        """An existing run directory; UsageError when it is none, DamagedRun when it cannot be read."""
        store = cls.to_mend(path)
        store.read_manifest()
        return store

    @classmethod
    def to_mend(cls, path: Path) -> Store:
        """A run directory whose manifest may be damaged. UsageError when it is none, DamagedRun where a newer version
        wrote it: that is not ours to mend."""
        try:
            is_folder, is_there = path.is_dir(), path.exists()
        except OSError as error:
            raise UsageError(f"{_short(path)} is no run directory ({error.strerror})") from None
        if not is_folder:
            missing = "it is a file" if is_there else "it does not exist"
            raise UsageError(f"{_short(path)} is no run directory ({missing})")
        if not _is_run(path):
            raise UsageError(f"{path} is no run directory (nothing in it is of a run)")
        store = cls(path)
        written = store._parsed_manifest() if (path / "manifest.json").is_file() else None
        if isinstance(written, dict) and type(written.get("format")) is int and written["format"] > FORMAT:
            raise DamagedRun(
                f"{path} was written by repairloop {str(written.get('repairloop'))[:40]!r} (format {written['format']}); "
                f"this is {__version__} (format {FORMAT}): install that version to read it"
            )
        return store

    def furnish(self) -> None:
        """Make the folders that a run writes to. What stands where a folder belongs, or a folder where a file does, is
        put aside."""
        for folder in (self.shards, self.receipts, self.partial, self.path / "adapters", self.path / "logs"):
            if folder.exists() and not folder.is_dir():
                put_aside(folder)
            folder.mkdir(exist_ok=True)
        flat = (*self.shards.iterdir(), *self.receipts.iterdir(), *self.partial.iterdir())
        logs = (self.path / "logs" / name for name in ("events.jsonl", "train.log", "divergence.log"))
        checkpoints = (self.path / f"checkpoints.sqlite{end}" for end in ("", "-wal", "-shm", "-journal"))
        for file in (*flat, *logs, self.path / ".lock", self.path / "said.jsonl", *checkpoints):
            if file.is_dir() and ".aside" not in file.suffix:
                put_aside(file)

    def read_manifest(self) -> dict[str, Any]:
        """manifest.json. DamagedRun where it is missing, torn, or not what repairloop writes."""
        file = self.path / "manifest.json"
        mend = f"`repairloop fsck {quoted(self.path)}` makes it again"
        if not file.is_file():
            raise DamagedRun(f"{file} is missing; {mend}")
        manifest = self._parsed_manifest()
        if manifest is None:
            raise DamagedRun(f"{file} cannot be read: it is no JSON; {mend}")
        try:
            _MANIFEST.validate_python(manifest, strict=True)
        except ValidationError as error:
            key = ".".join(map(str, error.errors()[0]["loc"]))[:80]
            wrong = f"{key!r} in it is not what repairloop writes" if key else "it is no JSON object"
            raise DamagedRun(f"{file} cannot be read: {wrong}; {mend}") from None
        return dict(manifest)

    def _parsed_manifest(self) -> Any:
        try:
            return json.loads((self.path / "manifest.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            return None

    def manifest(self, update: dict[str, Any]) -> None:
        """Merge `update` into manifest.json."""
        file = self.path / "manifest.json"
        current = self.read_manifest() if file.exists() else {}
        current |= {"format": FORMAT, "repairloop": __version__} | update
        write_atomic(file, json.dumps(current, indent=1, sort_keys=True) + "\n")

    # -- stages ---------------------------------------------------------------------------------------

    def once(
        self, stage: str, inputs: dict[str, Any], make: Callable[[str], dict[str, Any]],
        whole: Callable[[dict[str, Any]], bool] = lambda output: True,
    ) -> dict[str, Any]:  # fmt: skip
        """The output of a stage: from its receipt where that and its shards are whole, else made now.

        `inputs` (JSON) decides the stage's key, which `make` receives. The output holds references only;
        its lists of shard names stand under `shards`. `whole` looks at what else it names. What `make` keeps in a
        `journal` meanwhile goes when the receipt is there.
        """
        inputs = json.loads(json.dumps(inputs))
        name = receipt_name(stage, inputs)
        output = self._done(name, whole)
        if output is None:
            self._goes_as_before(name)
            output = json.loads(json.dumps(make(sealed(inputs)), sort_keys=True))  # as the receipt gives it later
            self._differs |= not self._known.issuperset(shards_of({"output": output})) or "adapter" in output
            receipt = {"stage": stage, "inputs": inputs, "output": output, "sum": sealed(output)}
            write_atomic(self.receipts / name, json.dumps(receipt, sort_keys=True))
        self._used[name] = None
        self.journal(stage, sealed(inputs)).unlink(missing_ok=True)
        return dict(output)

    def journal(self, stage: str, key: str) -> Path:
        """Where a stage keeps what it has made, until all of it is made."""
        return self.partial / f"{stage}-{key}.journal.jsonl"

    def _done(self, name: str, whole: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
        try:
            receipt = self.receipt(name)
        except ValueError:
            return None
        output: dict[str, Any] = receipt["output"]
        return output if all(map(self.whole, shards_of(receipt))) and whole(output) else None

    def receipt(self, name: str) -> dict[str, Any]:
        """A receipt as it was written. ValueError that says what is wrong with it."""
        try:
            receipt = json.loads((self.receipts / name).read_bytes())
            inputs, output = receipt["inputs"], receipt["output"]
            right_name, right_sum = receipt_name(receipt["stage"], inputs), sealed(output)
            shards = shards_of(receipt)
        except FileNotFoundError:
            raise ValueError("is missing") from None
        except (OSError, ValueError, RecursionError):
            raise ValueError("is torn: it cannot be read as JSON") from None
        except (KeyError, TypeError, AttributeError):
            raise ValueError("is no receipt") from None
        if not isinstance(output, dict) or not all(isinstance(n, str) and table_of(n) for n in shards):
            raise ValueError("is no receipt")
        if name != right_name:
            raise ValueError("is not the receipt of the inputs that its name stands for")
        if receipt.get("sum", right_sum) != right_sum:  # a former version wrote none
            raise ValueError("was changed: what it says does not match its own hash")
        return dict(receipt)

    def listed(self) -> list[str]:
        """Names of the receipts that belong to the run: those of the manifest, or, of a former version, all."""
        found: list[str] | None = self.read_manifest().get("receipts")
        return sorted(file.name for file in self.receipts.glob("*.json")) if found is None else found

    def land(self, **also: Any) -> None:
        """Write down that the receipts used so far belong to the run. Where the list was lost, it is begun when the loop
        has come through: until then it would be taken for whole."""
        manifest = self.read_manifest()
        if manifest.get("mending") and "receipts" not in manifest:
            return
        receipts = sorted({*self.listed(), *self._used})
        if also or receipts != manifest.get("receipts"):
            self.manifest({"receipts": receipts, **also})

    def land_verified(self, **also: Any) -> None:
        """`land`, for a student that was asked outside the loop."""
        manifest = self.read_manifest()
        also |= {"shards": self.landed_shards()} if manifest.get("status") == "finished" else {}
        self.land(verify_receipts=sorted({*manifest.get("verify_receipts", []), *self._used}), **also)

    def begin_anew(self) -> None:
        """The loop goes around from its beginning: what belongs to the run is what it will have used in the end, and
        what `verify` did."""
        manifest = self.read_manifest()
        verified = manifest.get("verify_receipts", [])
        self._former = verified if "receipts" in manifest else self.listed()
        self._expected = set(manifest.get("receipts", [])).difference(verified)
        self._known = {*manifest.get("shards", []), *(file.name for file in self.shards.iterdir())}

    def _goes_as_before(self, name: str) -> None:
        """DamagedRun where a loop that goes around once more comes to a stage with other inputs than it had, though all
        that was made again came out as it was: what would be made from there on would be another run's."""
        left = self._expected - self._used.keys()
        if left and name not in self._expected and not self._differs:
            raise DamagedRun(
                f"{self.path} cannot be mended by this repairloop ({__version__}): {name.partition('.')[0]} is none of its "
                "stages, so the version, a plug-in or config.toml is not what the run was made with. Everything is kept: go "
                "on with what it was made with, or start a new run"
            )

    def settle(self, **also: Any) -> None:
        """Write down what belongs to the run, now that its loop is where it was or at its end."""
        self._expected = set()
        kept = sorted(name for name in {*self._belonging(), *self._used} if self.readable(name))
        verified = sorted({*self.read_manifest().get("verify_receipts", [])}.intersection(kept))
        self.manifest({"receipts": kept, "verify_receipts": verified, "mending": False} | also)

    def finish(self, **also: Any) -> None:
        """`settle`, at the end of the loop."""
        self.settle(status="finished", shards=self.landed_shards(), **also)

    def readable(self, name: str) -> bool:
        """Whether a receipt is as it was written."""
        try:
            return bool(self.receipt(name))
        except ValueError:
            return False

    def _belonging(self) -> list[str]:
        """The receipts that belonged to the run when this process came to it, as far as they still do."""
        if self._former is None:
            self._former = self.listed()
        return self._former

    def landed_shards(self) -> list[str]:
        """Every shard of the receipts that belong to the run and can be read."""
        found: set[str] = set()
        for name in {*self._belonging(), *self._used}:
            if self.readable(name):
                found.update(shards_of(self.receipt(name)))
        return sorted(found)

    def damaged(self) -> list[str]:
        """Names of shards that a receipt names and that are missing or do not match their hash."""
        return [name for name in self.landed_shards() if not self.whole(name)]

    # -- shards ---------------------------------------------------------------------------------------

    def write(self, table: str, rows: Iterable[Record | Row]) -> list[str]:
        """Write records, packed or not, to shards of at most `SHARD_ROWS`; the shards' names, in order. Always at least
        one."""
        names = []
        batch: list[Row] = []
        for row in rows:
            batch.append(pack(row) if isinstance(row, Record) else row)
            if len(batch) == SHARD_ROWS:
                names.append(self._write_shard(table, batch))
                batch = []
        if batch or not names:
            names.append(self._write_shard(table, batch))
        return names

    def _write_shard(self, table: str, rows: list[Row]) -> str:
        data = pa.Table.from_pylist(rows, schema=TABLES[table])
        sink = pa.BufferOutputStream()
        pq.write_table(data, sink, compression="zstd")
        content = sink.getvalue().to_pybytes()
        name = f"{table}-{hashlib.sha256(content).hexdigest()[:24]}.parquet"
        write_atomic(self.shards / name, content)
        self._whole[name] = _stamp(self.shards / name)
        return name

    def whole(self, name: str) -> bool:
        """Whether a shard is there and its bytes match its name (looked up again when the file is another, or changed)."""
        file = self.shards / name
        try:
            stamp = _stamp(file)
            if self._whole.get(name) != stamp:
                digest = hashlib.sha256(file.read_bytes()).hexdigest()[:24]
                if not name.endswith(f"-{digest}.parquet"):
                    return False
                self._whole[name] = stamp
        except OSError:
            return False
        return True

    def read(self, names: Iterable[str], columns: list[str] | None = None) -> Iterator[Row]:
        """Rows of shards, in order. DamagedRun when one is missing or damaged."""
        for name in names:
            yield from self.read_table(name, columns).to_pylist()

    def records(self, kind: type[AnyRecord], names: Iterable[str]) -> Iterator[AnyRecord]:
        """Rows of shards as records of a kind, in order."""
        return (unpack(kind, row) for row in self.read(names))

    def count(self, names: Iterable[str]) -> int:
        """How many rows these shards hold."""
        return sum(self.read_table(name, ["cycle"]).num_rows for name in names)

    def joined(self, *tables: tuple[Sequence[str], list[str] | None]) -> Iterator[tuple[Row, ...]]:
        """What belongs together, of several tables: a probe's row, its answer's, its verdict's. Each table is given as its
        shards and the columns that are wanted, None for all.

        This is the one place that knows how rows are joined: the shards of answers and verdicts stand in the order of the
        shards of probes that they were made from, and the rows in them too. Raises DamagedRun where they do not.
        """
        columns = [None if wanted is None else list(dict.fromkeys(["probe_id", *wanted])) for _, wanted in tables]
        for number, names in enumerate(zip_longest(*(names for names, _ in tables))):
            shards = [self.read([name] if name else [], wanted) for name, wanted in zip(names, columns, strict=True)]
            for together in zip_longest(*shards):
                if None in together or len({row["probe_id"] for row in together}) > 1:
                    raise DamagedRun(
                        f"{self.path}: the rows of {', '.join(map(str, names))} (shard {number + 1}) do not belong together"
                    )
                yield together

    def read_table(self, name: str, columns: list[str] | None = None) -> pa.Table:
        if not self.whole(name):
            raise DamagedRun(
                f"shard {name} of {self.path} is damaged; `repairloop resume {quoted(self.path)}` makes it again"
            )
        try:
            return pq.read_table(self.shards / name, columns=columns)
        except (OSError, pa.ArrowException):  # damaged since it was looked at
            if self.whole(name):
                raise
            return self.read_table(name, columns)

    # -- the database for people ----------------------------------------------------------------------

    def publish_soon(self) -> None:
        """`publish`, unless that was done so lately that a run would spend more than a fifth of its time on it."""
        if time.monotonic() - self._published >= 4 * self._publishing:
            self.publish()

    def publish(self, look: Callable[[Path], None] | None = None, final: bool = False) -> None:
        """Put a fresh snapshot of every landed row at `run.duckdb`, in one step, unless it would lack rows of the run that
        the one which stands there has: some shard is damaged then, or the loop is not yet where it was. `look` is shown
        the snapshot before it is put there; `final`: what has landed is all that there is."""
        started = time.monotonic()
        self._publish(look, final)
        self._published = time.monotonic()
        self._publishing = self._published - started

    def published_shards(self) -> set[str]:
        """The whole shards that `run.duckdb` is to be made of."""
        return {name for name in self.landed_shards() if table_of(name) in PUBLISHED and self.whole(name)}

    def _publish(self, look: Callable[[Path], None] | None, final: bool) -> None:
        names = self.published_shards()
        if not final and (self._is_poorer(names) or (look is None and self._stands(names))):
            return
        folder = tempfile.mkdtemp(prefix=".publish-", dir=self.path)
        try:
            file = Path(folder) / "run.duckdb"
            self._build(file, names)
            file.chmod(OWN)
            if look is not None:
                look(file)
            if self.database.is_dir():
                put_aside(self.database)
            self.log.unlink(missing_ok=True)  # of another program, for the file that goes
            os.replace(file, self.database)
            self._standing = names
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        self.manifest({"database": self.signature()})

    def _build(self, file: Path, names: set[str]) -> None:
        import duckdb

        with duckdb.connect() as db:
            db.execute(f"ATTACH '{_quote(file)}' AS run (STORAGE_VERSION 'v1.5.0')")
            for table, columns in PUBLISHED.items():
                typed = ", ".join(f'"{column.name}" {DUCK[column.kind]}' for column in columns)
                db.execute(f"CREATE TABLE run.{table} ({typed})")
                if files := self.files_of(table, names):
                    query = f"INSERT INTO run.{table} BY NAME FROM read_parquet($files, union_by_name = true)"
                    try:
                        db.execute(query, {"files": files})  # an older run lacks newer columns
                    except duckdb.Error:
                        if all(map(self.whole, names)):
                            raise
                        raise DamagedRun(  # they were whole a moment ago
                            f"{self.shards}: a shard of {table} was damaged while it was read; "
                            f"`repairloop resume {quoted(self.path)}` makes it again"
                        ) from None
            db.execute("CREATE TABLE run.made_of (shard VARCHAR, bytes BIGINT)")
            made_of = [(name, (self.shards / name).stat().st_size) for name in sorted(names)]
            if made_of:
                shards, sizes = zip(*made_of, strict=True)
                db.execute("INSERT INTO run.made_of SELECT unnest($1), unnest($2)", [list(shards), list(sizes)])
            db.execute("USE run")
            for view, query in VIEWS.items():
                db.execute(f"CREATE VIEW {view} AS {query}")
            db.execute("USE memory")
            db.execute("DETACH run")

    def files_of(self, table: str, names: Iterable[str]) -> list[str]:
        """The files of a table among these shards."""
        return [str(self.shards / name) for name in sorted(names) if table_of(name) == table]

    def _is_poorer(self, names: set[str]) -> bool:
        """Whether the snapshot that stands is of this run and has rows that one of these shards would lack."""
        if self._standing is None:
            self._standing = made_of = _made_of(self.database)
            manifest = self.read_manifest()
            known = names.union(manifest.get("shards", []), (file.name for file in self.shards.iterdir()))
            if made_of.isdisjoint(known) and manifest.get("database") != self.signature():
                self._standing = set()  # another run's
        return not self._standing <= names

    def _stands(self, names: set[str]) -> bool:
        """Whether the snapshot of these shards is there already, as it was put there."""
        there = self.signature()
        as_it_was = there is not None and there == self.read_manifest().get("database") and not self.log.exists()
        return as_it_was and self._standing == names

    @property
    def log(self) -> Path:
        """Where a program that opened `run.duckdb` for writing keeps what it wrote."""
        return self.database.with_name("run.duckdb.wal")

    def signature(self) -> dict[str, int] | None:
        """Size and time of `run.duckdb`, which change when somebody changes it; None where it is missing."""
        try:
            found = self.database.stat()
        except OSError:
            return None
        return {"bytes": found.st_size, "modified": found.st_mtime_ns}


def _made_of(database: Path) -> set[str]:
    """The shards that a snapshot says it was made of; none where it does not say."""
    import duckdb

    if not database.is_file():
        return set()
    try:
        with private_copy(database) as file, duckdb.connect(str(file), read_only=True) as db:
            return {name for (name,) in db.execute("SELECT shard FROM made_of").fetchall()}
    except duckdb.Error:
        return set()


@contextmanager
def private_copy(database: Path) -> Iterator[Path]:
    """A copy without the write-ahead log beside it and without anybody's lock: the file as it stands on the disk."""
    with tempfile.TemporaryDirectory(prefix="repairloop-") as folder:
        yield Path(shutil.copyfile(database, Path(folder) / database.name))


def _is_run(path: Path) -> bool:
    """Whether anything in the folder is of a run."""
    return any((path / name).exists() for name in ("config.toml", "manifest.json", "shards", "stages"))


def _short(path: Path) -> str:
    return text if len(text := str(path)) <= 200 else f"{text[:199]}…"


def sealed(value: Any) -> str:
    """Hash of something that JSON can hold."""
    return fingerprint(json.dumps(value, sort_keys=True))


def receipt_name(stage: str, inputs: dict[str, Any]) -> str:
    """The file name of what a stage has made of its inputs."""
    return f"{stage}-{sealed(inputs)}.json"


def shards_of(receipt: dict[str, Any]) -> list[str]:
    return [name for names in receipt["output"].get("shards", {}).values() for name in names]


_SHARD: Final = re.compile(r"([a-z_]+)-[0-9a-f]{24}\.parquet")


def table_of(shard: str) -> str | None:
    """The table that a shard belongs to; None where that is no name of a shard."""
    match = _SHARD.fullmatch(shard)
    return match[1] if match and match[1] in TABLES else None


def _stamp(file: Path) -> tuple[int, ...]:
    """What changes with a file's content, unless somebody sees to it that it does not."""
    found = os.stat(file)
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _quote(path: Path) -> str:
    return str(path).replace("'", "''")
