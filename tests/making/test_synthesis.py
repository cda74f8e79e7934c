"""`repairloop synthesize`: rows for areas without a student; proved, distinct, apart from what is protected."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import ClassVar

import duckdb
import pyarrow.parquet as pq
import pytest

from repairloop import (
    Skill,
    all_skills,
    grade,
    loose_answer,
    loose_probe,
    make_probes,
    skill,
    split_of,
)
from repairloop.cli.trace import trace
from repairloop.config import Config, SynthesisSettings
from repairloop.flows import recipe
from repairloop.flows.recipe import Recipe
from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.making import dataset, synthesis
from repairloop.making.export import FORMATS, LINEAGE
from repairloop.making.synthesis import failing_areas
from repairloop.rundir.store import Store
from repairloop.rundir.wholeness import stored_config
from repairloop.vetting import Protected
from repairloop.vetting.protect import Texts, read_texts

CLI = [sys.executable, "-m", "repairloop.cli"]


@pytest.fixture
def notes(tmp_path) -> Path:
    """A user's folder: a text, a table, a program; one file that cannot be read."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "LICENSE").write_text("SPDX-License-Identifier: MIT\n")
    (folder / "mill.md").write_text(
        "# The mill\n\nThe old mill was built in 1824 by Anna Brandt. It had 3 wheels and ground about 40 sacks a day. "
        "In 1911 the second wheel broke, and the miller wrote to info@brandt-mill.org for help. The repair took 12 "
        "weeks and cost 310 dollars. Today the mill is a museum that opens at nine.\n\n" * 3
    )
    (folder / "sales.csv").write_text(
        "customer,city,amount,date\n"
        + "".join(f"Name{i} Sur{i},Town{i},{i * 7 + 3},2024-03-{i:02}\n" for i in range(1, 29))
    )
    (folder / "shop.py").write_text(
        'def total_price(quantity: int, price: float, currency: str = "EUR") -> float:\n'
        '    """Compute the total price of an order."""\n    return quantity * price\n\n\n'
        'def send_invoice(customer: str, amount: float) -> None:\n    """Send an invoice to a customer."""\n\n\n'
        'def list_orders(city: str, limit: int = 10) -> list[str]:\n    """List the orders of a city."""\n    return []\n'
    )
    (folder / "broken.bin").write_bytes(b"\x00\xff" * 500)
    return folder


def rows(path):
    return pq.read_table(path).to_pylist()


def synthesize(wanted, out, *, seed=0, sources=(), difficulties=(1, 2, 3), more=(), **options):
    """Rows by the usual recipe, at three steps of difficulty; of `sources` alone where there are any."""
    settings = {"sources": [str(path) for path in sources], "material": 1.0} if sources else {}
    config = Config(
        seed=seed, probes={"difficulties": list(difficulties)}, synthesize=SynthesisSettings(**settings, **dict(more))
    )
    return synthesis.synthesize(Recipe(config), wanted, out, **options)


def test_rows_of_a_node_are_shared_by_its_areas(tmp_path):
    report = synthesize({"math/addition": 301, "tool_use/no_tool": 50}, tmp_path / "rows.parquet")
    found = rows(tmp_path / "rows.parquet")
    counts = {area: sum(row["area"] == area for row in found) for area in {row["area"] for row in found}}
    assert counts == {"math/addition/no_carry": 151, "math/addition/carry": 150, "tool_use/no_tool": 50}
    assert report.rows.total() == len(found) == len({row["row_id"] for row in found})
    assert len({row["prompt"][0]["content"] for row in found}) > 250
    assert any("editor: " in agent for row in found for agent in row["agents"])
    assert all(row["proof"] == "proved" and row["grader"].split("@")[1].isdigit() for row in found)
    assert {row["licence"] for row in found if row["source"].startswith("world:")} == {"Apache-2.0"}


def test_it_is_the_same_twice_and_another_with_another_seed(tmp_path):
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        synthesize({"math/fractions": 60}, tmp_path / f"{name}.parquet", seed=seed)
    a, b, c = (rows(tmp_path / f"{name}.parquet") for name in "abc")
    assert a == b
    assert not {row["row_id"] for row in a} & {row["row_id"] for row in c}


@pytest.mark.parametrize("skill", all_skills().values(), ids=lambda skill: skill.name)
def test_every_rows_truth_is_recomputed_and_equal(tmp_path, skill, monkeypatch):
    items = []
    to_row = recipe.to_row
    monkeypatch.setattr(recipe, "to_row", lambda item, *a: (made := to_row(item, *a), items.append((item, made)))[0])
    synthesize({skill.name: 200}, tmp_path / "rows.jsonl")
    assert len(items) >= 200
    for item, row in items:
        problem = type(item.problem).model_validate_json(json.dumps(row.problem))
        assert skill.reference(problem) == row.reference
        assert problem.key() == row.content
        assert split_of(row.area, problem.key()) == "train"
        probe = loose_probe(row.grader, row.question, skill.reference(problem), skill.settings(problem))
        assert grade(probe, loose_answer(row.completion)).status == "pass"


def test_a_users_folder_becomes_rows_that_name_it(tmp_path, notes):
    said: list[str] = []
    areas = {"text_extraction": 60, "tool_use": 60, "math/word": 10}
    synthesize(areas, tmp_path / "rows.parquet", sources=[notes], say=said.append)
    assert any("broken.bin" in line for line in said)
    found = rows(tmp_path / "rows.parquet")
    named = [row for row in found if not row["source"].startswith("world:")]
    assert {"text_extraction", "tool_use"} <= {row["area"].split("/")[0] for row in named}
    assert {Path(row["source"].split("#")[0]).name for row in named} >= {"sales.csv", "shop.py"}
    assert {row["licence"] for row in named} == {"MIT"}
    card = (tmp_path / "rows.md").read_text()
    assert "MIT" in card
    for row in named[:20]:
        told = trace(tmp_path / "rows.parquet", row["row_id"])
        assert told["now"]["status"] == "pass"
        assert told["row"]["source"] == row["source"]


def test_a_source_that_gives_no_row_says_so_with_the_reason(tmp_path):
    story = (
        "The old mill stands by the river in Oakham. It was built in 1824 by Thomas Reed and has three wheels. In 1901 a "
        "fire destroyed the roof, and Mary Hale paid for a new one. Today the mill is a museum."
    )
    turns = [{"from": "human", "value": "Tell me of the mill."}, {"from": "gpt", "value": story}]
    (tmp_path / "chats.json").write_text(json.dumps([{"conversations": turns}]))
    (tmp_path / "settings.json").write_text('{"version": 1}')
    paths = (tmp_path / "chats.json", tmp_path / "settings.json")
    report = synthesize({"text_modification": 20}, tmp_path / "rows.jsonl", sources=paths)
    assert sum(str(paths[0]) in line for line in (tmp_path / "rows.jsonl").read_text().split("\n")) > 0
    assert report.notes == {f"no row was made from {paths[1]}: it holds 1 code, and these areas are made from text"}


def test_sources_that_hold_nothing_are_an_error(tmp_path):
    (tmp_path / "empty").mkdir()
    for path, said in ((tmp_path / "empty", "nothing could be read"), (tmp_path / "none", "does not exist")):
        with pytest.raises(UsageError, match=said):
            synthesize({"tool_use": 5}, tmp_path / "rows.jsonl", sources=[path])


def test_kinds_of_repair_show_what_they_say(tmp_path):
    synthesize({"math": 400}, tmp_path / "rows.parquet")
    found = rows(tmp_path / "rows.parquet")
    by_kind = Counter(row["repair"] for row in found)
    assert set(by_kind) == {"demonstration", "correction", "knowledge", "preference"}
    assert by_kind["demonstration"] > 200
    for row in found:
        roles = [message["role"] for message in row["prompt"]]
        assert (roles[-2:] == ["assistant", "user"]) == (row["repair"] == "correction")
        assert bool(row["why"]) == (row["repair"] != "demonstration")


def test_every_row_for_dpo_has_a_wrong_answer_that_its_grader_fails(tmp_path):
    synthesize({"math": 60, "text_extraction": 60, "tool_use": 60}, tmp_path / "rows.parquet", format="dpo")
    assert len(rows(tmp_path / "rows.parquet")) == 180
    with duckdb.connect(str(tmp_path / "rows.duckdb"), read_only=True) as db:
        full = db.execute("SELECT grader, prompt, reference, settings, rejected FROM rows").fetchall()
    for grader, prompt, reference, settings, rejected in full:
        question = "\n".join(m["content"] for m in json.loads(prompt))
        probe = loose_probe(grader, question, json.loads(reference), json.loads(settings))
        assert grade(probe, loose_answer(rejected)).status == "fail"


def test_protected_texts_are_kept_out(tmp_path):
    first = tmp_path / "first.jsonl"
    wanted = {"math/word/one_step": 40}
    synthesize(wanted, first, more={"refine": 0.0})
    own = [json.loads(line) for line in first.read_text().splitlines()]
    own.sort(key=lambda row: -len(row["prompt"][0]["content"]))
    exact, near = own[0]["prompt"][0]["content"], own[1]["prompt"][0]["content"] + " Thanks."
    (tmp_path / "eval.jsonl").write_text(
        json.dumps({"q": [{"text": exact}]}) + "\n" + json.dumps({"question": near}) + "\n"
    )
    protect = {"refine": 0.0, "protect": [str(tmp_path / "eval.jsonl")]}
    report = synthesize(wanted, tmp_path / "again.jsonl", more=protect)
    left = {reason for (_, reason) in report.dropped}
    assert left <= {"contaminated_same_text", "contaminated_near_text", "contaminated_same_words"}
    assert sum(report.dropped.values()) >= 2
    again = [json.loads(line)["prompt"][0]["content"] for line in (tmp_path / "again.jsonl").read_text().splitlines()]
    assert exact not in again
    assert own[1]["prompt"][0]["content"] not in again
    assert str(tmp_path / "eval.jsonl") in (tmp_path / "again.md").read_text()


def test_thirteen_words_in_a_row_are_too_many():
    guard = Protected(
        texts=Texts(["one two three four five six seven eight nine ten eleven twelve thirteen fourteen"], [])
    )
    row = next(iter(make_probes(all_skills()["math"], "math/products", "train", "seen", 1, 0)))
    question = f"{row.question} {'two three four five six seven eight nine ten eleven twelve thirteen'} and so on"

    class Row:
        content, completion = "", "fine"
        prompt: ClassVar = [{"role": "user", "content": question}]

    assert guard.overlap(Row) is None
    Row.prompt[0]["content"] += " one two three four five six seven eight nine ten eleven twelve thirteen"
    assert guard.overlap(Row) == "same_words"


def test_a_runs_failing_areas_get_the_rows_and_its_probes_are_protected(planted, tmp_path):
    _, wanted, failures = failing_areas(Store.open(planted.path), 140)
    assert set(wanted) == {a for (a,) in planted.sql("SELECT area FROM areas WHERE decision = 'fails'").fetchall()}
    assert all(failures.values())
    words = ["synthesize", str(planted.path), "--rows", "140", "--out", str(tmp_path / "rows.parquet")]
    done = subprocess.run([*CLI, *words], capture_output=True, text=True, check=True)
    assert "rows in" in done.stdout
    found = rows(tmp_path / "rows.parquet")
    made = {row["prompt"][0]["content"] for row in found}
    asked = {q for (q,) in planted.sql("SELECT question FROM probes").fetchall()}
    assert len(found) >= 140
    assert not made & asked
    failed = dict(planted.sql("SELECT probe_id, area FROM failures WHERE side = 'before'").fetchall())
    assert all(failed[name] == row["area"] for row in found for name in row["failure_ids"])
    assert all(row["failure_ids"] for row in found)


def test_a_run_and_synthesize_make_the_same_rows_by_the_same_recipe(planted, tmp_path):
    """All but the wrong answers, which are the student's own in a run."""
    store = Store.open(planted.path)
    cycle, wanted, failures = failing_areas(store, 1)
    query = "SELECT row_id, area, prompt, completion, agents, rejected FROM repair_rows WHERE kind = 'repair' AND dropped IS NULL"
    theirs = {row[0]: row for row in planted.sql(query).fetchall()}
    number = Counter(row[1] for row in theirs.values())
    assert set(number) <= set(wanted)
    assert len(theirs) > 300
    used = Recipe(stored_config(store), cycle)
    synthesis.synthesize(used, number, tmp_path / "rows.parquet", failures=failures, run=store)
    ours = {row["row_id"]: row for row in rows(tmp_path / "rows.parquet")}
    assert ours.keys() == theirs.keys()
    alike = 0
    made = {"mistaker", "corrector"}
    for row_id, area, prompt, completion, agents, rejected in theirs.values():
        row = ours[row_id]
        if rejected is None and made.isdisjoint(agent.partition(":")[0] for agent in row["agents"]):
            alike += 1
            assert (row["area"], row["prompt"], row["agents"]) == (area, json.loads(prompt), agents)
            assert row["completion"][0]["content"] == completion
    assert alike > 0.8 * len(theirs)


def test_what_is_known_of_each_row_is_in_the_database(tmp_path):
    report = synthesize({"math": 90}, tmp_path / "rows.jsonl", progress=lambda done, total: None)
    with duckdb.connect(str(tmp_path / "rows.duckdb"), read_only=True) as db:
        assert db.execute("SELECT count(*), count(DISTINCT row_id) FROM rows").fetchone() == (90, 90)
        assert db.execute("SELECT sum(n) FROM variety").fetchone() == (90,)
        agents = dict(db.execute("SELECT agent, made FROM agents").fetchall())
        assert {name for (name,) in db.execute("SELECT name FROM measures").fetchall()} >= {"distinct-1", "distinct-3"}
    assert agents["solver"] >= 90
    assert report.distinct[2] > 0.3
    done = subprocess.run([*CLI, "trace", str(tmp_path / "rows.jsonl"), first_id(tmp_path / "rows.jsonl")],
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert "source   world:0/0/math" in done.stdout
    assert "now: pass" in done.stdout
    with pytest.raises(UsageError, match="no row 'zz'; for example"):
        trace(tmp_path / "rows.jsonl", "zz")
    with pytest.raises(UsageError, match="not beside it"):
        trace(tmp_path / "other.jsonl", "a")


@pytest.mark.parametrize(
    "damage",
    ["no database", "half of it", "no rows", "other columns", "other values"],
)
def test_a_damaged_database_beside_rows_is_named(tmp_path, damage):
    synthesize({"math/division": 3}, tmp_path / "rows.jsonl")
    row_id, file = first_id(tmp_path / "rows.jsonl"), tmp_path / "rows.duckdb"
    if damage == "no database":
        file.write_bytes(b"something else" * 500)
    elif damage == "half of it":
        os.truncate(file, file.stat().st_size // 2)
    else:
        change = {"no rows": "DROP TABLE rows", "other columns": "ALTER TABLE rows DROP COLUMN failure_ids",
                  "other values": "UPDATE rows SET prompt = '{'"}[damage]  # fmt: skip
        with duckdb.connect(str(file)) as db:
            db.execute(change)
    with pytest.raises(RepairLoopError, match=r"rows\.duckdb is damaged, or none that .*: make it again") as raised:
        trace(tmp_path / "rows.jsonl", row_id)
    assert raised.value.exit_code == 1


LOGGED = "import duckdb, os, sys; db = duckdb.connect(sys.argv[1]); db.execute('DELETE FROM rows'); os._exit(0)"


def test_the_log_of_another_program_beside_rows_is_not_believed(tmp_path):
    synthesize({"math/division": 3}, tmp_path / "rows.jsonl")
    subprocess.run([sys.executable, "-c", LOGGED, tmp_path / "rows.duckdb"], check=True)
    assert (tmp_path / "rows.duckdb.wal").exists()
    told = trace(tmp_path / "rows.jsonl", first_id(tmp_path / "rows.jsonl"))
    assert told["now"]["status"] == "pass"


def first_id(path):
    return json.loads(path.read_text().splitlines()[0])["row_id"]


def test_killed_in_the_middle_it_goes_on_and_makes_the_same(tmp_path):
    whole, broken = tmp_path / "whole.parquet", tmp_path / "broken.parquet"
    words = ["synthesize", "--area", "math", "--rows", "9000", "--out"]
    with subprocess.Popen([*CLI, *words, str(broken)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        parts = tmp_path / ".broken.parquet.parts"
        end = time.monotonic() + 60
        while len(list(parts.glob("*.json"))) < 2 and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    done = {file: file.stat().st_mtime_ns for file in parts.glob("*.json")}
    assert len(done) >= 2
    assert not broken.exists()
    for out in (broken, whole):
        subprocess.run([*CLI, *words, str(out)], check=True, capture_output=True)
    assert not parts.exists()
    assert hashlib.sha256(broken.read_bytes()).digest() == hashlib.sha256(whole.read_bytes()).digest()


def test_parts_of_other_settings_are_not_used(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    out = tmp_path / "rows.jsonl"
    with monkeypatch.context() as patch:
        patch.setattr(dataset, "_concatenate", full)
        with pytest.raises(RepairLoopError, match=r"disk is full.*what was finished is kept"):
            synthesize({"math/division": 20}, out)
    parts = tmp_path / ".rows.jsonl.parts"
    assert parts.exists()
    assert not out.exists()
    made = []
    with monkeypatch.context() as patch:
        patch.setattr(recipe, "run_flow", lambda *a, **k: made.append(1) or pytest.fail("nothing is made again"))
        synthesize({"math/division": 20}, out)
    assert len(out.read_text().splitlines()) == 20
    with monkeypatch.context() as patch:
        patch.setattr(dataset, "_concatenate", full)
        with pytest.raises(RepairLoopError, match="disk is full"):
            synthesize({"math/division": 20}, out, force=True)
    synthesize({"math/division": 20}, out, force=True, seed=5)
    assert all("world:5/0/" in json.loads(line)["source"] for line in out.read_text().splitlines())


def test_an_area_that_holds_no_more_says_so(tmp_path, monkeypatch):
    math = type(all_skills()["math"])
    monkeypatch.setattr(math, "material", ())
    draw, render = math.problem, math.render
    few = lambda self, area, rng, *more: draw(self, area, Random(rng.randrange(20)), *more)  # noqa: E731
    monkeypatch.setattr(math, "problem", few)
    monkeypatch.setattr(math, "render", lambda self, problem, rng, bank: render(self, problem, Random(0), bank))
    wanted = {"math/addition/no_carry": 500, "math/division": 5}
    report = synthesize(wanted, tmp_path / "rows.jsonl", difficulties=[1], more={"refine": 0.0, "preference": 0.5})
    assert report.exhausted == ["math/addition/no_carry"]
    kinds = Counter[str]()
    for (area, _, kind, _), made in report.rows.items():
        kinds[kind] += made if area != "math/division" else 0
    assert kinds["demonstration"] <= 20  # all that there is
    assert kinds.total() - kinds["demonstration"] == 250  # no more than half of what was wanted
    assert "no more distinct content: math/addition/no_carry" in (tmp_path / "rows.md").read_text()


@pytest.mark.parametrize(
    ("wanted", "name", "format", "said"),
    [
        ({"maths": 5}, "rows.jsonl", "sft", "did you mean"), ({"math": 5}, "rows.csv", "sft", "must end in"),
        ({"math": 5}, "rows.jsonl", "stf", "did you mean sft"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(tmp_path, wanted, name, format, said):
    with pytest.raises(UsageError, match=said):
        synthesize(wanted, tmp_path / name, format=format)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs a place that forbids writing")
def test_a_place_that_cannot_be_written_is_an_error():
    with pytest.raises(UsageError, match="cannot write"):
        synthesize({"math": 5}, Path("/proc/nowhere/rows.jsonl"))


@pytest.mark.parametrize(
    ("name", "content"),
    [("none.jsonl", None), ("bad.jsonl", b"{"), ("bad.parquet", b"PAR"), ("x.txt", b"\xff\xfe\xff")],
)
def test_a_protected_file_that_cannot_be_read_is_an_error(tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError, match="--protect"):
        read_texts(tmp_path / name)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.filterwarnings("ignore")  # of the reader's libraries
def test_every_format_is_read_by_what_it_is_for(tmp_path, format):
    from datasets import load_dataset
    from trl import data_utils

    out = tmp_path / "rows.parquet"
    synthesize({"math": 30, "tool_use/choose_tool": 20}, out, format=format)
    data = load_dataset("parquet", data_files=str(out), split="train", cache_dir=str(tmp_path / "cache"))
    assert len(data) >= 50
    assert set(LINEAGE) <= set(data.column_names)
    first = data[0]
    if format in ("sft", "prompt-completion", "dpo", "kto"):
        assert data_utils.is_conversational(first)
    if format == "dpo":
        assert len(data_utils.unpair_preference_dataset(data.select_columns(["prompt", "chosen", "rejected"]))) == 100
    if format == "alpaca":
        assert all(row["instruction"] and row["output"] for row in data)
    if format == "sharegpt":
        assert all([turn["from"] for turn in row["conversations"]][-2:] == ["human", "gpt"] for row in data)


PLUGIN = '''
from dataclasses import dataclass
from skills.math import Math
from repairloop import skill


@dataclass
class Politeness:
    """An agent of one's own: a program that says please."""

    name: str = "politeness"

    def __call__(self, items):
        made = []
        for item in items:
            *before, asked = item.prompt
            prompt = [*before, {**asked, "content": "Please. " + asked["content"]}]
            made.append(item.by(self.name, prompt=prompt))
        return made


@skill("sums", grader="math")
class Sums(Math):
    """Sums, asked politely."""

    areas = {"sums/addition/carry": "two numbers"}

    def problem(self, area, rng, bank, difficulty):
        return super().problem("math" + area[4:], rng, bank, difficulty)

    def agents(self, usual):
        return [*usual, Politeness()]
'''


def test_an_agent_of_ones_own_plugs_in_with_its_skill(tmp_path):
    (tmp_path / "sums.py").write_text(PLUGIN)
    words = ["synthesize", "--plugin", "sums.py", "--area", "sums", "--rows", "20", "--out", "rows.parquet"]
    subprocess.run([*CLI, *words], cwd=tmp_path, check=True, capture_output=True)
    found = rows(tmp_path / "rows.parquet")
    assert len(found) == 20
    assert all("politeness" in row["agents"] for row in found)
    assert all(any("Please. " in message["content"] for message in row["prompt"]) for row in found)


def test_an_area_without_a_flow_is_said(tmp_path, apart):
    @skill("flowless", grader="math")
    class Flowless(Skill):
        areas = {"flowless/all": "something that nobody has filled in"}

    with pytest.raises(UsageError, match=r"area flowless/all: skill 'flowless' has no flow.*`answer`"):
        synthesize({"flowless/all": 5}, tmp_path / "rows.jsonl")


def test_many_rows_on_all_cores_are_the_same_as_on_one(tmp_path, monkeypatch):
    wanted = {"math/addition": 300, "tool_use/choose_tool": 100}
    synthesize(wanted, tmp_path / "one.parquet")
    monkeypatch.setattr(synthesis, "MANY", 100)
    synthesize(wanted, tmp_path / "many.parquet")
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "many.parquet").read_bytes()
