"""`repairloop synthesize`: rows for areas without a student; proved, distinct, apart from what is protected."""

import json
import subprocess
import sys
from random import Random

import pyarrow.parquet as pq
import pytest

from repairloop import synthesis
from repairloop.errors import UsageError
from repairloop.plugins import all_skills, grade, loose_answer, loose_probe, make_probes, split_of
from repairloop.stages.vet import prove
from repairloop.store import Store
from repairloop.synthesis import Protected, failing_areas, read_texts, synthesize


def rows(path):
    return pq.read_table(path).to_pylist()


def test_rows_of_a_node_are_shared_by_its_areas(tmp_path):
    report = synthesize({"math/addition": 301, "tool_use/no_tool": 50}, tmp_path / "rows.parquet")
    found = rows(tmp_path / "rows.parquet")
    counts = {area: sum(row["area"] == area for row in found) for area in {row["area"] for row in found}}
    assert counts == {"math/addition/no_carry": 151, "math/addition/carry": 150, "tool_use/no_tool": 50}
    assert report.rows.total() == len(found) == len({row["row_id"] for row in found})
    assert len({row["prompt"][-1]["content"] for row in found}) > 340
    assert any("editor: " in agent for row in found for agent in row["agents"])
    assert all(row["source"].startswith("world:0/") and row["grader"].split("@")[1].isdigit() for row in found)


def test_it_is_the_same_twice_and_another_with_another_seed(tmp_path):
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        synthesize({"math/fractions": 60}, tmp_path / f"{name}.parquet", seed=seed)
    a, b, c = (rows(tmp_path / f"{name}.parquet") for name in "abc")
    assert a == b
    assert not {row["row_id"] for row in a} & {row["row_id"] for row in c}


@pytest.mark.parametrize("area", ["math", "text_extraction", "format_following", "tool_use"])
def test_every_rows_truth_is_recomputed_and_equal(tmp_path, area, monkeypatch):
    made = []
    monkeypatch.setattr(synthesis, "prove", lambda row: made.append(row) or prove(row))
    synthesize({area: 120}, tmp_path / "rows.jsonl", "sft")
    skill = all_skills()[area]
    for row in made:
        problem = type(skill.problem(row.area, Random(0), "seen", 1)).model_validate(row.problem)
        assert skill.reference(problem) == row.reference
        assert split_of(row.area, problem.key()) == "train"
        probe = loose_probe(row.grader, row.question, skill.reference(problem), skill.settings(problem))
        assert grade(probe, loose_answer(row.completion)).status == "pass"


def test_protected_texts_are_kept_out(tmp_path):
    first = tmp_path / "first.jsonl"
    synthesize({"math/word/one_step": 40}, first, "prompt-completion")
    own = [json.loads(line) for line in first.read_text().splitlines()]
    exact, near = own[0]["prompt"][-1]["content"], own[1]["prompt"][-1]["content"] + " Thank you."
    (tmp_path / "eval.jsonl").write_text(
        json.dumps({"q": [{"text": exact}]}) + "\n" + json.dumps({"question": near}) + "\n"
    )
    report = synthesize({"math/word/one_step": 40}, tmp_path / "again.jsonl", protect=[tmp_path / "eval.jsonl"])
    left = {reason for (_, reason) in report.dropped}
    assert left <= {"contaminated_same_text", "contaminated_near_text", "contaminated_same_words"}
    assert sum(report.dropped.values()) >= 2
    again = [json.loads(line)["prompt"][-1]["content"] for line in (tmp_path / "again.jsonl").read_text().splitlines()]
    assert exact not in again
    assert own[1]["prompt"][-1]["content"] not in again
    assert str(tmp_path / "eval.jsonl") in (tmp_path / "again.md").read_text()


def test_thirteen_words_in_a_row_are_too_many(tmp_path):
    (tmp_path / "eval.txt").write_text(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen\n"
    )
    guard = Protected(None, [tmp_path / "eval.txt"])
    row = next(iter(make_probes(all_skills()["math"], "math/products", "train", "seen", 1, 0)))

    class Row:
        content, completion = "", "fine"
        question = f"{row.question} {'two three four five six seven eight nine ten eleven twelve thirteen'} and so on"

    assert guard.overlap(Row) is None
    Row.question += " one two three four five six seven eight nine ten eleven twelve thirteen"
    assert guard.overlap(Row) == "same_words"


def test_a_runs_failing_areas_get_the_rows_and_its_probes_are_protected(planted, tmp_path):
    wanted = failing_areas(Store.open(planted.path), 140)
    assert set(wanted) == {a for (a,) in planted.sql("SELECT area FROM areas WHERE failing").fetchall()}
    words = ["synthesize", str(planted.path), "--rows", "140", "--out", str(tmp_path / "rows.parquet")]
    done = subprocess.run([sys.executable, "-m", "repairloop.cli", *words], capture_output=True, text=True, check=True)
    assert "rows in" in done.stdout
    made = {row["prompt"][-1]["content"] for row in rows(tmp_path / "rows.parquet")}
    asked = {q for (q,) in planted.sql("SELECT question FROM probes").fetchall()}
    assert len(made) >= 140
    assert not made & asked


def test_an_area_that_holds_no_more_says_so(tmp_path):
    report = synthesize({"math/addition/no_carry": 40}, tmp_path / "rows.jsonl", difficulties=(1,), refine=0.0)
    assert report.exhausted == []
    assert report.rows.total() == 40


@pytest.mark.parametrize(
    ("wanted", "name", "format", "said"),
    [
        ({"maths": 5}, "rows.jsonl", "sft", "did you mean"), ({"math": 5}, "rows.csv", "sft", "must end in"),
        ({"math": 5}, "rows.jsonl", "stf", "did you mean sft"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(tmp_path, wanted, name, format, said):
    with pytest.raises(UsageError, match=said):
        synthesize(wanted, tmp_path / name, format)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "content"),
    [("none.jsonl", None), ("bad.jsonl", b"{"), ("bad.parquet", b"PAR"), ("x.txt", b"\xff\xfe\xff")],
)
def test_a_protected_file_that_cannot_be_read_is_an_error(tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError, match="--protect"):
        read_texts(tmp_path / name)
