"""Exports load back, are what trainers take, and say where each row comes from."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from repairloop.config import Config, StudentSettings, to_toml
from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.making import export as module
from repairloop.making.export import FORMATS, LINEAGE, export, to_json_lines
from repairloop.records import RepairRow
from repairloop.rundir.store import Store

QUESTION = [{"role": "user", "content": "7 + 5 = ?\u2028 “ünïcode” "}]
SYSTEM = [{"role": "system", "content": "Be brief."}]
EARLIER = [{"role": "user", "content": "1 + 1?"}, {"role": "assistant", "content": "2"}]


def row(ident: str, **changes: Any) -> RepairRow:
    fields: dict[str, Any] = {
        "id": ident, "cycle": 1, "kind": "repair", "skill": "math", "area": "math/addition/carry", "prompt": QUESTION,
        "completion": "12", "source": "world:0/1", "agents": ["content_transformation", "solver"],
        "failures": [f"failure-of-{ident}"], "error_classes": ["arithmetic_slip"], "grader": "math",
        "grader_version": "1", "verdict": "pass", "proof": "proved",
    }  # fmt: skip
    return RepairRow(**(fields | changes))


ROWS = [
    row("a"),
    row("b", rejected="13\n"),
    row("c", prompt=SYSTEM + QUESTION, rejected="11", failures=["one", "two"]),
    row("d", kind="replay", area="math/products", failures=[], error_classes=[], cycle=2),
    row("e", prompt=SYSTEM + EARLIER + QUESTION, cycle=2),
    row("x", dropped="duplicate"),
    row("y", dropped="wrong", verdict="fail", proof="unproved"),
    row("z", dropped="unproved", verdict="ungradable", proof="unproved"),
    row("w", verdict="ungradable", proof="agreed", failures=[], error_classes=[]),
]


def make_run(path: Path, rows: list[RepairRow], **asking: Any) -> Store:
    store = Store.create(path, to_toml(Config(student="sim:planted", seed=3, asking=StudentSettings(**asking))))

    def make(key: str) -> dict[str, Any]:
        return {
            "shards": {
                "repair_rows": store.write("repair_rows", rows),
                "lineage": store.write("lineage", (link for r in rows for link in r.lineage)),
            }
        }

    store.once("vet", {}, make)
    store.publish()
    return store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make_run(tmp_path_factory.mktemp("runs") / "hand made", ROWS)


def load(file: Path) -> list[dict[str, Any]]:
    if file.suffix == ".parquet":
        return list(pq.read_table(file).to_pylist())
    """The records; in JSON lines `[""]` stands for an empty list."""
    found = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]
    return [{name: [] if value == [""] else value for name, value in record.items()} for record in found]


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
@pytest.mark.parametrize("format", FORMATS)
def test_both_endings_hold_the_same_records_with_their_lineage(
    store: Store, tmp_path: Path, format: str, ending: str
) -> None:
    counts = export(store, format, tmp_path / f"rows.{ending}")
    records = load(tmp_path / f"rows.{ending}")
    assert len(records) == counts["rows"] > 0
    assert all(list(r) == FORMATS[format].schema.names for r in records)
    by_id = {r["row_id"]: r for r in records}
    assert not {"x", "y", "z"} & set(by_id)
    assert format == "dpo" or by_id["w"]["proof"] == "agreed", "the configuration admitted it"
    assert {k: by_id["c"][k] for k in LINEAGE} == {
        "row_id": "c", "area": "math/addition/carry", "kind": "repair", "failure_ids": ["one", "two"],
        "error_classes": ["arithmetic_slip"], "agents": ["content_transformation", "solver"], "source": "world:0/1",
        "grader": "math@1", "cycle": 1, "repair": "demonstration", "why": "", "proof": "proved", "licence": "",
    }  # fmt: skip
    other = tmp_path / f"other.{'jsonl' if ending == 'parquet' else 'parquet'}"
    export(store, format, other)
    assert load(other) == records


def test_sft(store: Store, tmp_path: Path) -> None:
    export(store, "sft", tmp_path / "rows.jsonl")
    records = {r["row_id"]: r for r in load(tmp_path / "rows.jsonl")}
    assert set(records) == set("abcdew")
    assert records["c"]["messages"] == [*SYSTEM, *QUESTION, {"role": "assistant", "content": "12"}]
    assert records["d"]["failure_ids"] == []


def test_prompt_completion(store: Store, tmp_path: Path) -> None:
    export(store, "prompt-completion", tmp_path / "rows.parquet")
    record = load(tmp_path / "rows.parquet")[0]
    assert (record["prompt"], record["completion"]) == (QUESTION, [{"role": "assistant", "content": "12"}])


def test_dpo_holds_only_rows_with_a_rejected_answer(store: Store, tmp_path: Path) -> None:
    counts = export(store, "dpo", tmp_path / "rows.parquet")
    records = {r["row_id"]: r for r in load(tmp_path / "rows.parquet")}
    assert set(records) == {"b", "c"}
    assert counts["left_out"] == 4
    assert records["b"]["chosen"] == [{"role": "assistant", "content": "12"}]
    assert records["b"]["rejected"] == [{"role": "assistant", "content": "13\n"}]


def test_kto_labels_right_answers_true_and_the_students_own_false(store: Store, tmp_path: Path) -> None:
    export(store, "kto", tmp_path / "rows.jsonl")
    said = {(r["row_id"], r["completion"][0]["content"], r["label"]) for r in load(tmp_path / "rows.jsonl")}
    assert said == {(i, "12", True) for i in "abcdew"} | {("b", "13\n", False), ("c", "11", False)}


def test_sharegpt(store: Store, tmp_path: Path) -> None:
    export(store, "sharegpt", tmp_path / "rows.jsonl")
    turns = next(r for r in load(tmp_path / "rows.jsonl") if r["row_id"] == "e")["conversations"]
    assert [t["from"] for t in turns] == ["system", "human", "gpt", "human", "gpt"]
    assert turns[-1]["value"] == "12"


def test_tools_of_the_chat_template_have_a_column_of_their_own(tmp_path: Path) -> None:
    tools = json.dumps([{"type": "function", "function": {"name": "f", "description": "", "parameters": {}}}])
    listed = row("t", prompt=[{"role": "tools", "content": tools}, *QUESTION])
    run = make_run(tmp_path / "run", [row("a"), listed], tools="native")
    for format, question in (
        ("sft", "messages"),
        ("prompt-completion", "prompt"),
        ("kto", "prompt"),
        ("sharegpt", "conversations"),
    ):
        export(run, format, tmp_path / "out.jsonl", force=True)
        records = {record["row_id"]: record for record in load(tmp_path / "out.jsonl")}
        assert [records[ident]["tools"] for ident in ("a", "t")] == ["[]", tools]
        assert "tools" not in json.dumps(records["t"][question])
    assert export(run, "alpaca", tmp_path / "out.jsonl", force=True)["left_out"] == 1, "it has no place for tools"
    export(make_run(tmp_path / "text", [row("a")]), "sft", tmp_path / "out.jsonl", force=True)
    assert "tools" not in load(tmp_path / "out.jsonl")[0], "nor has a run that tells tools in the prompt"


def test_alpaca_leaves_out_conversations_of_several_turns(store: Store, tmp_path: Path) -> None:
    counts = export(store, "alpaca", tmp_path / "rows.jsonl")
    records = {r["row_id"]: r for r in load(tmp_path / "rows.jsonl")}
    assert set(records) == set("abcdw")
    assert counts["left_out"] == 1
    assert [records["c"][k] for k in ("instruction", "input", "output")] == [
        f"Be brief.\n\n{QUESTION[0]['content']}",
        "",
        "12",
    ]
    assert records["a"]["instruction"] == QUESTION[0]["content"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.filterwarnings("ignore")  # of the reader's libraries
def test_files_with_and_without_failures_load_together(store: Store, tmp_path: Path, format: str) -> None:
    from datasets import load_dataset

    counts = export(store, format, tmp_path / "run.jsonl")
    records = [json.loads(line) for line in (tmp_path / "run.jsonl").read_text(encoding="utf-8").split("\n") if line]
    with to_json_lines(tmp_path / "own.jsonl", FORMATS[format].schema) as write:
        bare = [{**record, "failure_ids": [], "error_classes": []} for record in records]
        write(pa.Table.from_pylist(bare, schema=FORMATS[format].schema))
    files = [str(tmp_path / name) for name in ("own.jsonl", "run.jsonl")]
    loaded = load_dataset("json", data_files=files, split="train", cache_dir=str(tmp_path / "cache"))
    assert len(loaded) == 2 * counts["rows"]
    assert loaded[0]["failure_ids"] == [""]


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
@pytest.mark.parametrize("format", FORMATS)
def test_datasets_reads_it_and_trl_takes_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str, ending: str
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = pytest.importorskip("datasets")
    data_utils = pytest.importorskip("trl.data_utils")
    file = tmp_path / f"rows.{ending}"
    counts = export(store, format, file)
    kind = "json" if ending == "jsonl" else "parquet"
    data = datasets.load_dataset(kind, data_files=str(file), split="train", cache_dir=str(tmp_path / "cache"))
    assert len(data) == counts["rows"]
    wanted = {
        "sft": {"messages"}, "prompt-completion": {"prompt", "completion"}, "dpo": {"prompt", "chosen", "rejected"},
        "kto": {"prompt", "completion", "label"}, "sharegpt": {"conversations"}, "alpaca": {"instruction", "output"},
    }  # fmt: skip
    assert wanted[format] <= set(data.column_names)
    if format == "sharegpt":
        assert data_utils.is_conversational_from_value(data[0])
    elif format != "alpaca":
        assert data_utils.is_conversational(data[0])
    if format == "dpo":
        pairs = data_utils.maybe_unpair_preference_dataset(data)
        assert {"prompt", "completion", "label"} <= set(pairs.column_names)


def test_card_says_what_it_is(store: Store, tmp_path: Path) -> None:
    counts = export(store, "dpo", tmp_path / "rows.parquet")
    assert counts["card"] == tmp_path / "rows.md"
    text = counts["card"].read_text()
    for said in (
        "# Repair rows of hand made", "2 records in format `dpo`", "| math/addition/carry | 2 | 0 |", "`sim:planted`",
        "1 duplicate, 1 unproved, 1 wrong", "Left out: 4 rows", "Apache-2.0", "| seed | 3 (sampling 0) |",
        "- `chosen`: list of {role, content}", "- `failure_ids`: list of texts", "the student's licence applies",
    ):  # fmt: skip
        assert said in text
    assert "{" not in text.replace("{role, content}", "")


def test_unknown_format_and_ending(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did you mean sharegpt"):
        export(store, "sharegtp", tmp_path / "rows.jsonl")
    with pytest.raises(UsageError, match=r"must end in \.parquet or \.jsonl"):
        export(store, "sft", tmp_path / "rows.csv")
    assert not list(tmp_path.iterdir())


def test_nothing_to_export_is_said_and_leaves_an_older_file_alone(tmp_path: Path) -> None:
    out = tmp_path / "rows.jsonl"
    out.write_text("older")
    with pytest.raises(RepairLoopError, match=r"none of the 1 rows .* synthesize\.preference"):
        export(make_run(tmp_path / "no_rejected", [row("a")]), "dpo", out, force=True)
    with pytest.raises(RepairLoopError, match="all of its 1 rows were kept aside"):
        export(make_run(tmp_path / "dropped", [row("a", dropped="surplus")]), "sft", out, force=True)
    with pytest.raises(RepairLoopError, match="nothing failed in it"):
        export(make_run(tmp_path / "empty", []), "sft", out, force=True)
    assert out.read_text() == "older"
    assert {p.name for p in tmp_path.iterdir()} == {"rows.jsonl", "no_rejected", "dropped", "empty"}


def test_an_older_file_is_replaced_whole(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "new" / "rows.parquet"
    export(store, "kto", out)
    export(store, "dpo", out, force=True)
    assert len(load(out)) == 2
    assert sorted(os.listdir(out.parent)) == ["rows.md", "rows.parquet"]


def test_many_rows_go_out_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 100)
    store = make_run(tmp_path / "many", [row(f"{i:05}", rejected=f"{i}") for i in range(1050)])
    counts = export(store, "kto", tmp_path / "rows.parquet")
    assert counts["rows"] == 2100
    assert counts["areas"] == {"math/addition/carry": {"repair": 2100}}
    assert pq.ParquetFile(tmp_path / "rows.parquet").num_row_groups == 21
    assert len({r["row_id"] for r in load(tmp_path / "rows.parquet")}) == 1050


def test_a_place_that_cannot_be_written(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot write"):
        export(store, "sft", tmp_path / "file" / "rows.jsonl")
    (tmp_path / "rows.jsonl").mkdir()
    with pytest.raises(UsageError, match="cannot write"):
        export(store, "sft", tmp_path / "rows.jsonl")
