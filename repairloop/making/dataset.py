"""A dataset on its way to disk: parts by area, then one file, a card, and a database of all that is known of each row.

    rows.parquet          the rows in the format asked for
    rows.md               the dataset card
    rows.duckdb           rows, kept_aside, agents, variety: for `repairloop trace`, SQL and notebooks
    .rows.parquet.parts/  while it is being made, by one process: what is finished when that ends is not made again

A part belongs to the settings it was made with, the versions included; with others it is made anew. This module knows
nothing of how rows are made and vetted.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from repairloop.flows import Yield
from repairloop.ground.errors import UsageError, quoted
from repairloop.ground.files import write_atomic
from repairloop.ground.foreign import visible
from repairloop.ground.outputs import disk, lock, placed, refuse_taken
from repairloop.ground.overlap import normal
from repairloop.ground.version import __version__
from repairloop.making.card import Contents, card, counted, table
from repairloop.making.export import BATCH, ENDINGS, FORMATS, LINEAGE, Format
from repairloop.records import RepairRow, fingerprint
from repairloop.records.rows import packed_columns
from repairloop.rundir.store import TABLES
from repairloop.vetting import edit_of

SAMPLE: Final = 10_000
"""Rows that distinct-n is counted on."""
EXAMPLES: Final = 3
"""Rows shown for each reason and area."""
FULL: Final = TABLES["repair_rows"].append(pa.field("failure_ids", pa.list_(pa.string())))


@dataclass
class Report:
    """What a synthesis made: counts by area, kind and refinement, what was kept aside and why, each agent's yield."""

    rows: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    """(area, content transformation, kind of repair, refinement or "") → rows written."""
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(area, reason) → rows kept aside."""
    examples: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    """(area, reason) → some rows that were kept aside for it."""
    licences: Counter[str] = field(default_factory=Counter)
    proofs: Counter[str] = field(default_factory=Counter)
    yields: dict[str, Yield] = field(default_factory=dict)
    exhausted: list[str] = field(default_factory=list)
    """Areas that hold no more distinct content."""
    notes: set[str] = field(default_factory=set)
    """What a reader should know."""
    prompts: list[str] = field(default_factory=list)
    """The first prompts, for distinct-n."""
    sources: set[str] = field(default_factory=set)
    """The files that rows were made from."""

    def count(self, row: RepairRow) -> None:
        self.rows[row.area, row.agents[0].partition(": ")[2], row.repair, edit_of(row.agents)] += 1
        self.licences[row.licence] += 1
        self.proofs[row.proof] += 1
        if not row.source.startswith("world:"):
            self.sources.add(row.source.partition("#")[0])
        if len(self.prompts) < SAMPLE:
            self.prompts.append(row.question)

    def keep_aside(self, row: RepairRow) -> None:
        key = (row.area, str(row.dropped))
        self.dropped[key] += 1
        shown = self.examples.setdefault(key, [])
        if len(shown) < EXAMPLES:
            shown.append({"prompt": row.question[:500], "completion": row.completion[:300]})

    @cached_property
    def distinct(self) -> list[float]:
        """Distinct-1, -2 and -3 of the prompts when all are there: different n-grams over all (Li et al. 2016)."""
        found: list[set[tuple[str, ...]]] = [set(), set(), set()]
        total = [0, 0, 0]
        for text in self.prompts[:SAMPLE]:
            words = normal(text).split(" ")
            for n in (1, 2, 3):
                found[n - 1].update(zip(*(words[i:] for i in range(n)), strict=False))
                total[n - 1] += max(0, len(words) - n + 1)
        return [len(some) / all_ if all_ else 0.0 for some, all_ in zip(found, total, strict=True)]

    @property
    def variety(self) -> str:
        return ", ".join(f"distinct-{n} {share:.3f}" for n, share in enumerate(self.distinct, 1))

    def merge(self, other: Report) -> None:
        self.rows += other.rows
        self.dropped += other.dropped
        self.licences += other.licences
        self.proofs += other.proofs
        self.examples |= other.examples
        self.exhausted += other.exhausted
        self.notes |= other.notes
        self.sources |= other.sources
        self.prompts += other.prompts[: SAMPLE - len(self.prompts)]
        for name, theirs in other.yields.items():
            self.yields.setdefault(name, Yield()).add(theirs)

    def to_json(self) -> str:
        return json.dumps({
            "rows": [[*key, n] for key, n in self.rows.items()], "dropped": [[*key, n] for key, n in self.dropped.items()],
            "examples": [[*key, shown] for key, shown in self.examples.items()], "licences": dict(self.licences), "proofs": dict(self.proofs),
            "yields": {name: y.__dict__ for name, y in self.yields.items()}, "exhausted": self.exhausted,
            "notes": sorted(self.notes), "prompts": self.prompts, "sources": sorted(self.sources),
        })  # fmt: skip

    @staticmethod
    def from_json(text: str) -> Report:
        found = json.loads(text)
        return Report(
            rows=Counter({(a, t, k, e): n for a, t, k, e, n in found["rows"]}),
            dropped=Counter({(a, r): n for a, r, n in found["dropped"]}),
            examples={(a, r): shown for a, r, shown in found["examples"]}, licences=Counter(found["licences"]), proofs=Counter(found["proofs"]),
            yields={name: Yield(**y | {"rejected": Counter(y["rejected"])}) for name, y in found["yields"].items()},
            exhausted=found["exhausted"], notes=set(found["notes"]), prompts=found["prompts"],
            sources=set(found["sources"]),
        )  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One area's rows on disk: as they go out, whole, and what was counted. What is counted is written last."""

    folder: Path
    area: str
    format: str
    ending: str

    @property
    def out(self) -> Path:
        return self._file(self.ending)

    @property
    def full(self) -> Path:
        return self._file(".full.parquet")

    def exists(self) -> bool:
        return self._file(".json").is_file()

    def report(self) -> Report:
        return Report.from_json(self._file(".json").read_text(encoding="utf-8"))

    def write(self, rows: Iterable[RepairRow], report: Report, progress: Callable[[int], None]) -> None:
        """`report` is complete when `rows` has come to its end; `progress` is told rows written so far."""
        format = FORMATS[self.format]
        to_out, to_full = ENDINGS[self.ending](self.out, format.schema), ENDINGS[".parquet"](self.full, FULL)
        with disk(self.folder), to_full as keep, to_out as write:
            made = 0
            for batch in _batches(rows):
                made += len(batch)
                known = packed_columns(batch) | {"failure_ids": [row.failures for row in batch]}
                full = pa.Table.from_pydict(known, FULL)
                keep(full)
                write(_formatted(format, batch, full))
                progress(made)
        with disk(self.folder):
            write_atomic(self._file(".json"), report.to_json())

    def _file(self, ending: str) -> Path:
        return self.folder / (self.area.replace("/", "~") + ending)


def _formatted(format: Format, rows: list[RepairRow], full: pa.Table) -> pa.Table:
    """The records that the rows become, with their lineage, which `full` holds."""
    places: list[int] = []
    records: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        for record in format.records({"prompt": row.prompt, "completion": row.completion, "rejected": row.rejected}):
            places.append(place)
            records.append(record)
    made = pa.Table.from_pylist(records, schema=pa.schema(format.columns))
    named = pc.binary_join_element_wise(full["grader"], full["grader_version"], "@")
    lineage = full.set_column(full.schema.get_field_index("grader"), "grader", named).select(list(LINEAGE))
    lineage = lineage.take(pa.array(places, pa.int64()))
    return pa.Table.from_arrays([*made.columns, *lineage.columns], schema=format.schema)


class Dataset:
    """The parts of one dataset; a context manager. What is there and fits the settings is kept."""

    def __init__(
        self, out: Path, format: str, settings: dict[str, Any], more: dict[str, Any], force: bool = False
    ) -> None:
        """`more`: what the rows depend on too and is too long for the card; JSON. `force`: files that are there may be
        replaced. Raises UsageError where they are and may not, and where another process makes them."""
        self._out, self._format, self.settings, self._force = out, format, settings, force
        self._folder = out.with_name(f".{out.name}.parts")
        self._files = (out, out.with_suffix(".duckdb"), out.with_suffix(".md"))
        self.report = Report()
        versions = {"repairloop": __version__, "python": platform.python_version()}
        self.hash = fingerprint(json.dumps([settings, more, versions], sort_keys=True))
        mark, self._placing = self._folder / "hash", self._folder / "placing"
        with disk(out):
            same = mark.is_file() and mark.read_text() == self.hash
            self._force |= same and self._placing.is_file()  # killed as they were being put in their places
            refuse_taken(self._files, self._force)
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                lock(self._lock, out)
                if not same:
                    self._empty(mark)
                    write_atomic(mark, self.hash)
            except BaseException:
                os.close(self._lock)
                raise
        self._parts: list[Part] = []

    def __enter__(self) -> Dataset:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        if kind is None or not list(self._folder.glob("*.json")):
            shutil.rmtree(self._folder, ignore_errors=True)
        os.close(self._lock)

    def _empty(self, mark: Path) -> None:
        """Remove what was made with other settings; UsageError where the folder holds something else."""
        names = [name for name in os.listdir(self._folder) if not name.startswith(".hash.")]
        if names and not mark.is_file():
            raise UsageError(
                f"cannot write {self._out}: {quoted(self._folder)} is needed for its parts and holds other files"
            )
        for name in names:
            path = self._folder / name
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def part(self, area: str) -> Part:
        return Part(self._folder, area, self._format, self._out.suffix)

    def take(self, area: str) -> None:
        """Take in an area's part, which is there."""
        self._parts.append(self.part(area))
        self.report.merge(self._parts[-1].report())

    def finish(self, protected: int) -> None:
        """Put the parts together. `protected`: number of texts that the rows were held against."""
        with disk(self._out), placed(*self._files, force=self._force, first=self._placing.touch) as drafts:
            rows, database, described = drafts
            _concatenate([part.out for part in self._parts], rows, FORMATS[self._format].schema)
            database.unlink()  # DuckDB makes its files itself
            self._database(database)
            described.write_text(visible(card(self._contents(protected))), encoding="utf-8")

    def _database(self, file: Path) -> None:
        import duckdb

        parts = [str(part.full) for part in self._parts]
        shares = [[*key, n] for key, n in sorted(self.report.rows.items())]
        aside = [
            [*key, n, json.dumps(self.report.examples.get(key, []), ensure_ascii=False)]
            for key, n in sorted(self.report.dropped.items())
        ]
        agents = [
            [name, y.taken, y.made, json.dumps(y.rejected), y.seconds, y.tokens]
            for name, y in self.report.yields.items()
        ]
        distinct = [[f"distinct-{n}", share] for n, share in enumerate(self.report.distinct, 1)]
        near = sum(n for (_, reason), n in self.report.dropped.items() if reason == "near_duplicate")
        total = self.report.rows.total() + self.report.dropped.total()
        tables: dict[str, tuple[str, list[Any]]] = {
            "variety": ("area VARCHAR, transformation VARCHAR, repair VARCHAR, refinement VARCHAR, n BIGINT", shares),
            "kept_aside": ("area VARCHAR, reason VARCHAR, n BIGINT, examples JSON", aside),
            "agents": (
                "agent VARCHAR, taken BIGINT, made BIGINT, rejected JSON, seconds DOUBLE, tokens BIGINT", agents,
            ),
            "measures": ("name VARCHAR, value DOUBLE", [*distinct, ["near-duplicates kept aside", near / max(1, total)]]),
            "settings": ("name VARCHAR, value JSON", [[k, json.dumps(v)] for k, v in self.settings.items()]),
        }  # fmt: skip
        with duckdb.connect(config={"temp_directory": str(self._folder)}) as db:
            # in the order in which they come, small row groups at a time, so that a million rows take no more memory
            db.execute("SET threads = 1; SET memory_limit = '1GB'; SET force_compression = 'zstd'")
            quoted = str(file).replace("'", "''")
            db.execute(f"ATTACH '{quoted}' AS dataset (ROW_GROUP_SIZE 16384); USE dataset")
            db.execute("CREATE TABLE rows AS FROM read_parquet($parts)", {"parts": parts})
            for name, (columns, values) in tables.items():
                db.execute(f"CREATE TABLE {name} ({columns})")
                if values:
                    db.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(values[0]))})", values)

    def _contents(self, protected: int) -> Contents:
        """What the card tells."""
        report = self.report
        kinds = sorted({kind for _, _, kind, _ in report.rows})
        areas: dict[str, Counter[str]] = {}
        origins, edits, aside = Counter[str](), Counter[str](), Counter[str]()
        for (area, origin, kind, edit), n in report.rows.items():
            areas.setdefault(area, Counter()).update({kind: n, "of these refined": n if edit else 0})
            origins[origin] += n
            edits[edit or "none"] += n
        for (_, reason), n in report.dropped.items():
            aside[reason] += n
        agents = table(
            ["agent", "items in", "items out", "rejected", "seconds", "tokens"],
            (
                [name, y.taken, y.made, counted(y.rejected), f"{y.seconds:.1f}", y.tokens]
                for name, y in report.yields.items()
            ),
        )
        files = ", ".join(self.settings["protect"]) or "no file was named"
        return Contents(
            title=self._out.name, file=self._out.name,
            about=f"{report.rows.total()} rows, made by repairloop {__version__}.",
            kinds=[*kinds, "of these refined"], counts=areas, schema=FORMATS[self._format].schema,
            proofs=report.proofs, licences=report.licences, aside=aside,
            held=f"Held against {protected} protected texts ({files}): exactly, by 13-grams and by near-duplicates.",
            made={
                "settings": f"`{json.dumps(self.settings, sort_keys=True)}`", "their hash": f"`{self.hash}`",
                "made from": counted(origins), "refinements": counted(edits),
            },
            more="".join(f"\nNote: {note}." for note in sorted(report.notes))
            + f"\nAreas that hold no more distinct content: {', '.join(report.exhausted) or 'none'}."
            + f"\nVariety of the prompts ({len(report.prompts)} rows): {report.variety}.\n\n{agents}\n\n"
            f"`repairloop trace {quoted(self._out.name)} ROW_ID` shows one row's way.",
        )  # fmt: skip


def _batches(rows: Iterable[RepairRow]) -> Iterator[list[RepairRow]]:
    batch: list[RepairRow] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _concatenate(parts: list[Path], out: Path, schema: pa.Schema) -> None:
    if parts[0].suffix == ".parquet":
        with pq.ParquetWriter(out, schema, compression="zstd") as writer:
            for part in parts:
                with pq.ParquetFile(part) as file:
                    for group in range(file.num_row_groups):
                        writer.write_table(file.read_row_group(group))
        return
    with open(out, "wb") as whole:
        for part in parts:
            with open(part, "rb") as one:
                shutil.copyfileobj(one, whole)
