"""What leaves a run: the rows that train, in the formats that trainers read, with a dataset card beside them.

A format is a schema and one function from a repair row to the records it becomes; a row that a format cannot
hold becomes none and is counted. Every record carries its lineage. This module reads `run.duckdb` and knows
nothing of how rows were made.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic_core import to_json

from repairloop.ground.errors import RepairLoopError, UsageError, nearest
from repairloop.ground.foreign import in_line, visible
from repairloop.ground.outputs import disk, new_file, placed
from repairloop.making.card import Contents, card
from repairloop.records import VERIFIED, fingerprint
from repairloop.rundir import said
from repairloop.rundir.store import Store
from repairloop.rundir.views import connect, fetch
from repairloop.rundir.wholeness import stored_config

Record = dict[str, Any]
BATCH = 4096
"""Records in memory at one time."""

_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())
_CHAT = pa.list_(pa.struct({"role": _TEXT, "content": _TEXT}))
_TURNS = pa.list_(pa.struct({"from": _TEXT, "value": _TEXT}))

NO_TOOLS = "[]"
"""The column `tools` (JSON, as TRL reads it) of a row that lists none."""

LINEAGE: dict[str, pa.DataType] = {
    "row_id": _TEXT, "area": _TEXT, "kind": _TEXT, "repair": _TEXT, "why": _TEXT, "failure_ids": _TEXTS,
    "error_classes": _TEXTS, "grader": _TEXT, "proof": _TEXT, "agents": _TEXTS, "source": _TEXT, "licence": _TEXT,
    "cycle": pa.int64(),
}  # fmt: skip
"""Columns of every record, whatever the format; `failure_ids` are probe ids, `grader` is `name@version`."""

ROWS = """
    WITH idle AS (
        SELECT cycle, unnest(from_json(summary::JSON->'$.dial.kin.areas', '["VARCHAR"]')) AS area
        FROM decisions WHERE side = 'after' AND summary::JSON->>'$.dial.kin.helps' = 'false')
    SELECT r.row_id, r.area, r.kind, r.repair, r.why, r.proof, r.licence, r.error_classes, r.agents, r.source, r.cycle, r.prompt, r.completion,
           r.rejected, r.content, CASE WHEN r.kind = 'self' THEN '' ELSE r.grader || '@' || r.grader_version END AS grader,
           list(l.probe_id ORDER BY l.probe_id) FILTER (l.probe_id IS NOT NULL) AS failure_ids
    FROM repair_rows r LEFT JOIN lineage l USING (row_id)
    WHERE r.dropped IS NULL AND (r.proof <> 'self' OR r.settings = '{}')
          AND NOT (r.kind = 'repair' AND EXISTS (SELECT 1 FROM idle i WHERE i.cycle = r.cycle AND i.area = r.area))
    GROUP BY ALL ORDER BY r.cycle, r.row_id"""
"""The rows that train, of all cycles, less those of kin areas that the dial did without, and those with a cut answer, which no format can mark. Ids are hashes, so their order mixes the areas, and always the same way."""


# ---- formats: a row (`prompt`: messages, `completion`, `rejected`: texts) → its records -------------------


def sft(row: Record) -> list[Record]:
    return [{"messages": [*row["prompt"], *_says(row["completion"])]}]


def prompt_completion(row: Record) -> list[Record]:
    return [{"prompt": row["prompt"], "completion": _says(row["completion"])}]


def dpo(row: Record) -> list[Record]:
    if row["rejected"] is None:
        return []
    return [{"prompt": row["prompt"], "chosen": _says(row["completion"]), "rejected": _says(row["rejected"])}]


def kto(row: Record) -> list[Record]:
    good = {"prompt": row["prompt"], "completion": _says(row["completion"]), "label": True}
    if row["rejected"] is None:
        return [good]
    return [good, {"prompt": row["prompt"], "completion": _says(row["rejected"]), "label": False}]


def sharegpt(row: Record) -> list[Record]:
    speakers = {"system": "system", "user": "human", "assistant": "gpt"}
    messages = [*row["prompt"], *_says(row["completion"])]
    return [{"conversations": [{"from": speakers[m["role"]], "value": m["content"]} for m in messages]}]


def alpaca(row: Record) -> list[Record]:
    if any(m["role"] != "system" for m in row["prompt"][:-1]):
        return []
    instruction = "\n\n".join(m["content"] for m in row["prompt"])  # the usual prompts for it know no system column
    return [{"instruction": instruction, "input": "", "output": row["completion"]}]


def _says(text: str) -> list[Record]:
    return [{"role": "assistant", "content": text}]


@dataclass(frozen=True)
class Format:
    """One way to write a row down."""

    columns: dict[str, pa.DataType]
    records: Callable[[Record], list[Record]]
    holds: str = "every row"
    """Which rows the format can hold, in words."""

    @property
    def schema(self) -> pa.Schema:
        return pa.schema({**self.columns, **LINEAGE})


FORMATS = {
    "sft": Format({"messages": _CHAT}, sft),
    "prompt-completion": Format({"prompt": _CHAT, "completion": _CHAT}, prompt_completion),
    "dpo": Format(
        {"prompt": _CHAT, "chosen": _CHAT, "rejected": _CHAT}, dpo,
        "rows that come with a wrong answer of the student (--set synthesize.preference=SHARE asks it)",
    ),
    "kto": Format({"prompt": _CHAT, "completion": _CHAT, "label": pa.bool_()}, kto),
    "sharegpt": Format({"conversations": _TURNS}, sharegpt),
    "alpaca": Format(
        dict.fromkeys(("instruction", "input", "output"), _TEXT), alpaca, "rows with one question, below what the system says",
    ),
}  # fmt: skip


# ---- writing ---------------------------------------------------------------------------------------------


def export(store: Store, format: str, out: str | Path, force: bool = False) -> dict[str, Any]:
    """Write the rows that train to `out` (`.parquet` or `.jsonl`) and a card beside it (`.md`).

    Returns `rows` (records written), `left_out` (rows that the format cannot hold), `vetoed` (rows that people will not have), `areas` (area → kind →
    records), `refused` (the adapters of the run that people refuse, with `who` and `why`; its rows are as good as before), `out` and
    `card` (paths). Files that are there are replaced with `force` only, whole. Raises UsageError on
    an unknown format or ending and on files that are there, RepairLoopError when there is nothing to write.
    """
    out = new_file(out, "--out")
    if format not in FORMATS:
        raise UsageError(nearest(format, (*FORMATS, "adapter", "grader-cases"), "format"))
    if out.suffix not in ENDINGS:
        raise UsageError(f"{out} must end in {' or '.join(ENDINGS)}")
    chosen = FORMATS[format]
    tools = {"tools": _TEXT} if _lists_tools(store) and format != "alpaca" else {}
    schema = pa.schema({**chosen.columns, **tools, **LINEAGE})
    written: Counter[tuple[str, str]] = Counter()
    proofs, licences = Counter[str](), Counter[str]()
    left_out = vetoed = 0
    sayings = said.certain(store)
    vetoes = said.vetoes(sayings)
    refused = [
        {"cycle": one.more["cycle"], "side": one.more["side"], "who": one.who, "why": one.why}
        for one in said.standing_refusals(sayings)
    ]

    def records() -> Iterator[Record]:
        nonlocal left_out, vetoed
        for row in _rows(store):
            if vetoes.hold(row["row_id"], row["content"], "\n".join(m["content"] for m in row["prompt"])):
                vetoed += 1
                continue
            made = chosen.records(row) if tools or row["tools"] == NO_TOOLS else []
            left_out += not made
            written[row["area"], row["kind"]] += len(made)
            proofs[row["proof"]] += len(made)
            if row["kind"] != "self":
                licences[row["licence"]] += len(made)
            yield from ({**record, **{name: row[name] for name in (*tools, *LINEAGE)}} for record in made)

    beside = out.with_suffix(".md")
    with disk(out), placed(out, beside, force=force) as (rows, described):
        with ENDINGS[out.suffix](rows, schema) as write:
            for batch in _batches(records()):
                write(pa.Table.from_pylist(batch, schema=schema))
            if not written.total():
                raise RepairLoopError(_nothing(store, format, left_out, vetoed))
        counts = {
            "rows": written.total(), "left_out": left_out, "vetoed": vetoed, "areas": _nested(written), "refused": refused,
            "out": out, "card": beside,
        }  # fmt: skip
        contents = _contents(store, format, schema, counts, +proofs, +licences)
        described.write_text(visible(card(contents)), encoding="utf-8")
    return counts


def _contents(
    store: Store, format: str, schema: pa.Schema, counts: Record, proofs: Counter[str], licences: Counter[str]
) -> Contents:
    """What the card of an export tells: of its run's manifest, configuration and counts too."""
    config = stored_config(store)
    config_toml = (store.path / "config.toml").read_text(encoding="utf-8")
    with connect(store) as db:
        aside = db.execute("SELECT dropped, count(*) FROM repair_rows WHERE dropped IS NOT NULL GROUP BY 1 ORDER BY 1")
        dropped = Counter(dict(aside.fetchall()))
        theirs = db.execute(
            "SELECT count(*) FROM repair_rows WHERE dropped IS NULL AND list_contains(agents, $agent)",
            {"agent": VERIFIED},
        ).fetchone()[0]
        cycles, skills = db.execute("SELECT count(DISTINCT cycle), list(DISTINCT skill) FROM repair_rows").fetchone()
    holds, left_out = FORMATS[format].holds, counts["left_out"]
    more = f" Left out: {left_out} rows, because the format holds {holds} only." if left_out else ""
    if counts["vetoed"]:
        more += f" People vetoed {counts['vetoed']} of the run's rows, which are left out too."
    for one in counts["refused"]:
        more += (
            f"\n\n{in_line(one['who'], 40)} refuses the adapter that cycle {one['cycle']} came to ({one['side']}): "
            f"{in_line(one['why'])}. The rows are proved as they were; look at them before you train on them again."
        )
    if theirs:
        more += (
            f"\n\n{theirs} rows of the run have the student's own right answer as their completion, passed by the same "
            f"grader. Their last agent is `{VERIFIED}`."
        )
    return Contents(
        title=f"Repair rows of {store.path.resolve().name}", file=counts["out"].name,
        about=f"{counts['rows']} records in format `{format}`, made to repair what the student `{config.student}` was shown to\n"
        "fail. `repair` rows aim at an area that failed, or at one that is kin to it; `replay` rows keep an area that did not; `self` rows are the student's\n"
        "own answers to open requests, as it was. In the run, `repairloop show RUN FAILURE_ID` shows a failure.",
        kinds=["repair", "replay", "self"], counts=counts["areas"], schema=schema, proofs=proofs, licences=licences,
        aside=dropped, more=more,
        held="No row has the content, the text or nearly the text of any probe that measures: what may train and what measures\n"
        "is separated by content.",
        made={
            "by": store.read_manifest()["repairloop"], "student": f"`{config.student}`",
            "seed": f"{config.seed} (sampling {config.sampling.seed})", "cycles": cycles, "skills": ", ".join(sorted(skills)),
            "configuration": f"`config.toml` of the run, hash `{fingerprint(config_toml)}`",
        },
    )  # fmt: skip


def _rows(store: Store) -> Iterator[Record]:
    with connect(store) as db:
        cursor = db.execute(ROWS)
        names = [column[0] for column in cursor.description]
        while batch := cursor.fetchmany(BATCH):
            for values in batch:
                row = dict(zip(names, values, strict=True))
                prompt = json.loads(row["prompt"])
                listed = prompt.pop(0)["content"] if prompt[0]["role"] == "tools" else NO_TOOLS
                yield {**row, "prompt": prompt, "tools": listed, "failure_ids": row["failure_ids"] or []}


def _lists_tools(store: Store) -> bool:
    """Whether tools went to the student through its chat template: then rows have a column for them."""
    return stored_config(store).asking.tools == "native"


def _nothing(store: Store, format: str, left_out: int, vetoed: int) -> str:
    if vetoed and not left_out:
        return f"{store.path} has no rows to export: people vetoed all {vetoed} that train"
    if left_out:
        holds = FORMATS[format].holds
        return f"none of the {left_out} rows of {store.path} fits format {format!r}, which holds {holds} only"
    with connect(store) as db:
        made = fetch(db, "SELECT count(*) AS n FROM repair_rows")[0]["n"]
    why = f"all of its {made} rows were kept aside" if made else "nothing failed in it, or it has not come that far"
    return f"{store.path} has no rows to export: {why}"


def _nested(written: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    areas: dict[str, dict[str, int]] = {}
    for (area, kind), number in sorted(written.items()):
        if number:
            areas.setdefault(area, {})[kind] = number
    return areas


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


Write = Callable[[pa.Table], None]


@contextmanager
def to_parquet(file: Path, schema: pa.Schema) -> Iterator[Write]:
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        yield writer.write_table


@contextmanager
def to_json_lines(file: Path, schema: pa.Schema) -> Iterator[Write]:
    with open(file, "wb") as out:
        yield lambda table: out.writelines(to_json(_typed(record)) + b"\n" for record in table.to_pylist())


def _typed(record: Record) -> Record:
    """JSON has no types for empty lists, and a file in which a column has none but those cannot be read together with
    others: an empty list of texts is written as a list of one empty text."""
    return {name: [""] if value == [] else value for name, value in record.items()}


ENDINGS = {".parquet": to_parquet, ".jsonl": to_json_lines}
