"""Where rows rest: content-named Parquet shards, stage receipts, and `run.duckdb` for people.

A shard is immutable and named by the hash of its bytes, so damage shows. A receipt says which shards a stage
made from which inputs; a stage whose receipt and shards are whole is done and is not done again.
`run.duckdb` is a snapshot: built beside the published file and put in its place with `os.replace`. The loop
never opens the published file, so a reader can never stop the loop, nor the loop a reader.

This module knows tables and files, not what a stage computes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from repairloop import __version__
from repairloop.errors import DamagedRun, UsageError, quoted
from repairloop.foreign import hide
from repairloop.records import fingerprint

FORMAT = 1
"""Version of the run directory's layout; a newer one is refused."""
SHARD_ROWS = 8192
OWN = 0o600
"""Permissions of a run's files."""

_S, _I, _F, _B, _L = pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.list_(pa.string())

TABLES: dict[str, pa.Schema] = {
    "probes": pa.schema(
        {
            "probe_id": _S, "cycle": _I, "skill": _S, "area": _S, "split": _S, "wording": _S, "item": _I,
            "difficulty": _I, "question": _S, "messages": _S, "reference": _S, "grader": _S, "settings": _S,
            "content": _S, "problem": _S, "max_tokens": _I,
        }
    ),
    "answers": pa.schema(
        {
            "probe_id": _S, "cycle": _I, "side": _S, "student": _S, "text": _S, "finish_reason": _S,
            "prompt_tokens": _I, "answer_tokens": _I, "status": _S, "error": _S, "prompt_hash": _S, "thoughts": _S,
        }
    ),
    "verdicts": pa.schema(
        {
            "probe_id": _S, "cycle": _I, "side": _S, "status": _S, "error_class": _S, "certainty": _S,
            "extracted": _S, "span_start": _I, "span_end": _I, "expected": _S, "checks": _S, "evidence": _S,
            "grader": _S, "version": _S,
        }
    ),
    "areas": pa.schema(
        {
            "cycle": _I, "skill": _S, "area": _S, "screen_n": _I, "screen_passed": _I, "confirm_n": _I,
            "confirm_passed": _I, "settle_n": _I, "settle_passed": _I, "n": _I, "passed": _I, "p_value": _F,
            "q_value": _F, "p_passes": _F, "q_passes": _F, "decision": _S, "targeted": _B, "error_classes": _S,
            "rows": _I,
        }
    ),
    "repair_rows": pa.schema(
        {
            "row_id": _S, "cycle": _I, "kind": _S, "repair": _S, "why": _S, "skill": _S, "area": _S, "difficulty": _I,
            "prompt": _S, "completion": _S, "rejected": _S, "reference": _S, "settings": _S, "content": _S,
            "problem": _S, "source": _S, "licence": _S, "agents": _L, "error_classes": _L, "grader": _S,
            "grader_version": _S, "verdict": _S, "proof": _S, "dropped": _S,
        }
    ),
    "lineage": pa.schema({"row_id": _S, "cycle": _I, "probe_id": _S}),
    "outcomes": pa.schema(
        {
            "cycle": _I, "side": _S, "skill": _S, "area": _S, "targeted": _B, "wording": _S, "n": _I,
            "before_passed": _I, "after_passed": _I, "gained": _I, "lost": _I, "change": _F, "change_low": _F,
            "change_high": _F, "p_value": _F, "q_value": _F, "decision": _S,
        }
    ),
    "canaries": pa.schema(
        {
            "cycle": _I, "side": _S, "probe_id": _S, "source": _S, "collapsed": _B, "recovered": _B,
            "reason": _S, "before": _S, "after": _S, "kl": _F,
        }
    ),
    "decisions": pa.schema(
        {
            "cycle": _I, "side": _S, "accepted": _B, "verdict": _S, "reason": _S, "adapter": _S, "summary": _S,
        }
    ),
}  # fmt: skip
"""Columns of each table; JSON columns are text."""
UNPUBLISHED = {"drafts": "repair_rows", "draft_lineage": "lineage", "failed_probes": "probes"}
"""Tables between two stages, with the columns of another: rows that are not vetted yet, probes that stand elsewhere."""
TABLES |= {name: TABLES[like] for name, like in UNPUBLISHED.items()}

VIEWS = {
    "failures": """
        SELECT p.probe_id, p.cycle, a.side, p.skill, p.area, p.split, p.wording, p.difficulty, v.error_class,
               v.certainty, p.question, a.text AS answer, v.extracted, v.expected, v.evidence, v.checks, v.grader,
               v.version, a.finish_reason, a.thoughts
        FROM verdicts v JOIN probes p USING (probe_id) JOIN answers a USING (probe_id, side)
        WHERE v.status = 'fail'"""
}


class Store:
    """One run directory."""

    def __init__(self, path: Path):
        self.path = path
        self.shards, self.receipts, self.partial = path / "shards", path / "stages", path / "partial"
        self.database = path / "run.duckdb"
        self._whole: set[str] = set()
        self._published = self._publishing = 0.0

    # -- the directory --------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, config_toml: str) -> Store:
        """A new run directory. UsageError when `path` holds anything."""
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise UsageError(
                f"{path} exists; go on with it: repairloop resume {quoted(path)} - or name another directory with --out"
            )
        store = cls(path)
        try:
            for folder in (store.shards, store.receipts, store.partial, path / "adapters", path / "logs"):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"cannot write to {path}: {error.strerror}") from None
        write_atomic(path / "config.toml", config_toml)
        store.manifest({"status": "started"})
        return store

    @classmethod
    def open(cls, path: Path) -> Store:
        """An existing run directory; UsageError when it is none, DamagedRun when it cannot be read."""
        if not path.is_dir():
            raise UsageError(f"{path} is no run directory (it does not exist)")
        if not (path / "config.toml").is_file() or not (path / "manifest.json").is_file():
            raise DamagedRun(
                f"{path} is no whole run directory: config.toml or manifest.json is missing; nothing was "
                "finished in it, so remove it and start again with `repairloop run`"
            )
        store = cls(path)
        manifest = store.read_manifest()
        if manifest.get("format", 0) > FORMAT:
            raise DamagedRun(
                f"{path} was written by repairloop {manifest.get('repairloop')} (format {manifest['format']}); "
                f"this is {__version__} (format {FORMAT}): install that version to read it"
            )
        for folder in (store.shards, store.receipts, store.partial, path / "adapters", path / "logs"):
            folder.mkdir(exist_ok=True)
        return store

    def read_manifest(self) -> dict[str, Any]:
        try:
            manifest = json.loads((self.path / "manifest.json").read_text())
        except (OSError, ValueError) as error:
            raise DamagedRun(f"{self.path / 'manifest.json'} cannot be read: {error}") from None
        if not isinstance(manifest, dict):
            raise DamagedRun(f"{self.path / 'manifest.json'} is not a JSON object")
        return manifest

    def manifest(self, update: dict[str, Any]) -> None:
        """Merge `update` into manifest.json."""
        file = self.path / "manifest.json"
        current = self.read_manifest() if file.exists() else {}
        current |= {"format": FORMAT, "repairloop": __version__} | update
        write_atomic(file, json.dumps(current, indent=1, sort_keys=True) + "\n")

    # -- stages ---------------------------------------------------------------------------------------

    def once(self, stage: str, inputs: dict[str, Any], make: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
        """The output of a stage: from its receipt where that and its shards are whole, else made now.

        `inputs` (JSON) decides the stage's key, which `make` receives. The output holds references only;
        its lists of shard names stand under `shards`.
        """
        key = fingerprint(json.dumps(inputs, sort_keys=True))
        file = self.receipts / f"{stage}-{key}.json"
        receipt = self._receipt(file)
        if receipt is not None and all(self.whole(name) for name in _shards_of(receipt)):
            return dict(receipt["output"])
        output = make(key)
        write_atomic(file, json.dumps({"stage": stage, "inputs": inputs, "output": output}, sort_keys=True))
        return output

    def _receipt(self, file: Path) -> dict[str, Any] | None:
        try:
            receipt = json.loads(file.read_text())
        except (OSError, ValueError):
            return None
        return receipt if isinstance(receipt, dict) and "output" in receipt else None

    def damaged(self) -> list[str]:
        """Names of shards that a receipt names and that are missing or do not match their hash."""
        names = [n for f in sorted(self.receipts.glob("*.json")) for n in _shards_of(self._receipt(f) or {})]
        return sorted({name for name in names if not self.whole(name)})

    # -- shards ---------------------------------------------------------------------------------------

    def write(self, table: str, rows: Iterable[dict[str, Any]]) -> list[str]:
        """Write rows to shards of at most `SHARD_ROWS`; the shards' names, in order. Always at least one."""
        names = []
        batch: list[dict[str, Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == SHARD_ROWS:
                names.append(self._write_shard(table, batch))
                batch = []
        if batch or not names:
            names.append(self._write_shard(table, batch))
        return names

    def _write_shard(self, table: str, rows: list[dict[str, Any]]) -> str:
        data = pa.Table.from_pylist(rows, schema=TABLES[table])
        sink = pa.BufferOutputStream()
        pq.write_table(data, sink, compression="zstd")
        content = sink.getvalue().to_pybytes()
        name = f"{table}-{hashlib.sha256(content).hexdigest()[:24]}.parquet"
        write_atomic(self.shards / name, content)
        self._whole.add(name)
        return name

    def whole(self, name: str) -> bool:
        """Whether a shard is there and its bytes match its name (looked up once a process)."""
        if name not in self._whole:
            try:
                digest = hashlib.sha256((self.shards / name).read_bytes()).hexdigest()[:24]
            except OSError:
                return False
            if not name.endswith(f"-{digest}.parquet"):
                return False
            self._whole.add(name)
        return True

    def read(self, names: Iterable[str], columns: list[str] | None = None) -> Iterator[dict[str, Any]]:
        """Rows of shards, in order. DamagedRun when one is missing or damaged."""
        for name in names:
            yield from self.read_table(name, columns).to_pylist()

    def read_table(self, name: str, columns: list[str] | None = None) -> pa.Table:
        if not self.whole(name):
            raise DamagedRun(
                f"shard {name} of {self.path} is damaged; `repairloop resume {quoted(self.path)}` makes it again"
            )
        return pq.read_table(self.shards / name, columns=columns)

    # -- the database for people ----------------------------------------------------------------------

    def publish_soon(self) -> None:
        """`publish`, unless that was done so lately that a run would spend more than a fifth of its time on it."""
        if time.monotonic() - self._published >= 4 * self._publishing:
            self.publish()

    def publish(self) -> None:
        """Put a fresh snapshot of every landed row at `run.duckdb`, in one step."""
        started = time.monotonic()
        self._publish()
        self._published = time.monotonic()
        self._publishing = self._published - started

    def _publish(self) -> None:
        import duckdb

        published = {table: schema for table, schema in TABLES.items() if table not in UNPUBLISHED}
        by_table: dict[str, list[str]] = {table: [] for table in TABLES}
        for file in sorted(self.receipts.glob("*.json")):
            for name in _shards_of(self._receipt(file) or {}):
                if self.whole(name):
                    by_table[name.rsplit("-", 1)[0]].append(str(self.shards / name))
        folder = tempfile.mkdtemp(prefix=".publish-", dir=self.path)
        try:
            file = Path(folder) / "run.duckdb"
            with duckdb.connect() as db:
                db.execute(f"ATTACH '{_quote(file)}' AS run (STORAGE_VERSION 'v1.5.0')")
                for table, schema in published.items():
                    columns = ", ".join(f'"{field.name}" {_duck_type(field.type)}' for field in schema)
                    db.execute(f"CREATE TABLE run.{table} ({columns})")
                    if files := list(dict.fromkeys(by_table[table])):
                        query = f"INSERT INTO run.{table} BY NAME FROM read_parquet($files, union_by_name = true)"
                        db.execute(query, {"files": files})  # an older run lacks newer columns
                db.execute("USE run")
                for view, query in VIEWS.items():
                    db.execute(f"CREATE VIEW {view} AS {query}")
                db.execute("USE memory")
                db.execute("DETACH run")
            file.chmod(OWN)
            os.replace(file, self.database)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _shards_of(receipt: dict[str, Any]) -> list[str]:
    return [n for names in receipt.get("output", {}).get("shards", {}).values() for n in names]


def _quote(path: Path) -> str:
    return str(path).replace("'", "''")


def _duck_type(kind: pa.DataType) -> str:
    return {_S: "VARCHAR", _I: "BIGINT", _F: "DOUBLE", _B: "BOOLEAN", _L: "VARCHAR[]"}[kind]


def own(path: str, flags: int) -> int:
    """Opens a file that, where it is new, nobody else may read: what is in a run may be a server's."""
    return os.open(path, flags, OWN)


def write_atomic(path: Path, content: str | bytes, opener: Callable[[str, int], int] | None = own) -> None:
    """Write a whole file or none of it, a text without keys. By default nobody else may read it."""
    data = hide(content).encode() if isinstance(content, str) else content
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with open(temporary, "wb", opener=opener) as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    os.replace(temporary, path)
