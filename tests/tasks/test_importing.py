"""Files become an evaluation set: said, counted, refused on doubt, and by the command line."""

import json

import pytest
from typer.testing import CliRunner

from repairloop import grade, loose_probe
from repairloop.cli import app
from repairloop.ground.errors import UsageError
from repairloop.plugins.grade import loose_answer
from repairloop.tasks.importing import import_files


def sums(path, count=60, **more):
    rows = [{"question": f"Ann has {n} pears and buys {n + 3} more. How many has she?", "answer": 2 * n + 3, **more} for n in range(count)]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def imported(*files, **more):
    said = []
    made = import_files(list(files), say=said.append, **more)
    return made, "\n".join(said)


def test_a_file_becomes_a_set(tmp_path):
    made, said = imported(sums(tmp_path / "My sums.v2.jsonl", topic="pears"))
    assert made.name == "my_sums"
    assert made.understood.form == "table: question → answer"
    assert made.understood.columns == {"question": "question", "answer": "answer"}
    assert made.understood.files[0].startswith("My sums.v2.jsonl sha256:")
    assert sum(made.understood.parts.values()) == len(made.cases) == 60
    assert made.cases[5].columns == {"topic": "pears"}
    assert (made.cases[5].file, made.cases[5].line) == ("My sums.v2.jsonl", 6)
    assert len({case.digest for case in made.cases}) == 60
    again, _ = imported(sums(tmp_path / "other name.jsonl", topic="pears"))
    assert [case.digest for case in again.cases] == [case.digest for case in made.cases], (
        "of the row, wherever it stands"
    )
    assert "table (columns question, answer, topic): question → answer; 60 rows, 60 questions" in said
    assert "kept beside: topic" in said
    assert "an answer is: number; grader math, 60 rows" in said
    assert said.count(" → '") == 3
    assert "note: with a holdout of " in said


@pytest.mark.parametrize("limit", ["MOST_ROWS", "MOST_CHARS"])
def test_of_a_file_that_is_too_long_the_first_rows_are_read_and_that_is_said(tmp_path, monkeypatch, limit):
    file = sums(tmp_path / "q.jsonl")
    most = 25 if limit == "MOST_ROWS" else sum(len(line) for line in file.read_text().splitlines()[:25])
    monkeypatch.setattr(f"repairloop.tasks.formats.{limit}", most)
    made, said = imported(file)
    assert [case.line for case in made.cases] == list(range(1, 26))
    assert "only its first 25 rows are read" in said
    assert any("only its first 25 rows" in note for note in made.understood.notes)


TONGUES = {
    "German": (
        [(f"Anna hat {n} Birnen und kauft {n + 3} dazu. Wie viele hat sie?", str(2 * n + 3)) for n in range(60)],
        "number", "math", "Sie hat 13 Birnen.", "Sie hat 14 Birnen.",
    ),
    "Japanese": (
        [(f"{n}番目の町はどこですか。", town) for n, town in enumerate(["東京", "大阪", "京都", "札幌", "福岡"] * 12)],
        "label", "choice", "東京", "名古屋",
    ),
    "Arabic": (
        [(f"ما هي عاصمة البلد رقم {n}؟", f"مدينة {n}") for n in range(60)], "short text", "text", "مدينة 0", "مدينة 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("tongue", TONGUES)
def test_golds_in_another_language(tmp_path, tongue):
    rows, kind, grader, right, wrong = TONGUES[tongue]
    file = tmp_path / "q.jsonl"
    file.write_text("".join(json.dumps({"question": q, "answer": a}, ensure_ascii=False) + "\n" for q, a in rows))
    made, _ = imported(file)
    assert (made.understood.kind, made.understood.grader, len(made.cases)) == (kind, grader, 60)
    case = made.cases[5 if tongue == "German" else 0]
    probe = loose_probe(case.grader, case.question, case.reference, case.settings)
    assert [grade(probe, loose_answer(said)).status for said in (right, wrong)] == ["pass", "fail"]


def test_a_question_that_stands_twice_counts_once_and_two_golds_are_in_doubt(tmp_path):
    file = sums(tmp_path / "q.jsonl")
    rows = file.read_text().splitlines()
    first = json.loads(rows[0])
    rows += [
        json.dumps({**first, "question": first["question"].replace(" ", "  ")}),
        json.dumps({**first, "answer": 99}),
    ]
    file.write_text("\n".join(rows))
    made, said = imported(file)
    assert len(made.cases) == 61
    assert {case.line: case.doubt for case in made.cases if case.doubt} == dict.fromkeys(
        (1, 62), "another row asks the same and has another answer"
    )
    assert any("line 61" in reason and count == 1 for reason, count in made.understood.left_out.items())
    assert (
        "1 questions stand there with different right answers: q.jsonl, line 1 says '3', q.jsonl, line 62 '99'" in said
    )


def test_several_files_and_folders(tmp_path):
    from datasets import Dataset, DatasetDict

    rows = [json.loads(line) for line in sums(tmp_path / "q.jsonl").read_text().splitlines()]
    DatasetDict(train=Dataset.from_list(rows[:20]), test=Dataset.from_list(rows[20:40])).save_to_disk(tmp_path / "set")
    made, _ = imported(tmp_path / "set")
    assert {case.file.partition("/")[0] for case in made.cases} == {"test", "train"}
    made, _ = imported(tmp_path / "set", tmp_path / "q.jsonl")
    assert len(made.cases) == 60
    assert {case.file for case in made.cases if "/" not in case.file} == {"q.jsonl"}


def test_the_command_line(tmp_path):
    file = sums(tmp_path / "q.jsonl", topic="pears")
    done = CliRunner().invoke(app, ["import", str(file), "--out", str(tmp_path / "t"), "--name", "pears"])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "t" / "task.toml").is_file()
    assert f"repairloop ask {tmp_path / 't'} --student MODEL" in done.output
    again = CliRunner().invoke(app, ["import", str(file), "--out", str(tmp_path / "t")])
    assert isinstance(again.exception, UsageError)
    assert "holds a task already" in str(again.exception)
    done = CliRunner().invoke(
        app, ["import", str(file), "--out", str(tmp_path / "t"), "--force", "--json", "--map", "area=topic"]
    )
    found = json.loads(done.output)
    assert (found["cases"], len(found["examples"]), found["columns"]["area"]) == (60, 3, "topic")
    several = ["--map", "question=question", "answer=answer", "area=topic"]
    done = CliRunner().invoke(app, ["import", str(file), "--out", str(tmp_path / "s"), "--json", *several])
    assert json.loads(done.output)["columns"] == found["columns"]


def test_a_file_that_is_named_like_a_pair_is_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sums(tmp_path / "question=sums.jsonl")
    done = CliRunner().invoke(app, ["import", "question=sums.jsonl", "--out", "t", "--json"])
    assert json.loads(done.output)["cases"] == 60
    done = CliRunner().invoke(app, ["import", "question=no", "--out", "u"])
    assert "name a file to import" in str(done.exception)


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        ("", [], "f.jsonl: no rows in it"),
        ('{"a": 1}\n', [], "no question among its columns (a)"),
        ('{"question": "q", "answer": "a", "gold": "b"}\n', [], "2 columns could be the answer: answer, gold"),
        ('{"question": "q", "answer": "a"}\n', ["--map", "question"], "--map takes PART=COLUMN"),
        ('{"question": "q", "answer": "a"}\n', ["--map", "id=a", "--map", "id=b"], "--map id was given twice"),
        ('{"question": "q", "answer": "a"}\n', ["--grader", "maths"], "unknown grader 'maths'"),
        ('{"question": "q"}\n', [], "has a right answer"),
        ("PK\x03\x04", [], "a zip archive or an Office file"),
    ],
)  # fmt: skip
def test_bad_input_is_said(tmp_path, content, arguments, said):
    (tmp_path / "f.jsonl").write_text(content)
    done = CliRunner().invoke(app, ["import", str(tmp_path / "f.jsonl"), "--out", str(tmp_path / "t"), *arguments])
    assert isinstance(done.exception, UsageError), done.output
    assert said in str(done.exception)
    assert not (tmp_path / "t").exists()


def test_files_that_are_not_there_or_of_one_name(tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        imported(tmp_path / "x.csv")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no data files in this folder"):
        imported(tmp_path / "empty")
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        sums(tmp_path / name / "q.jsonl")
    with pytest.raises(UsageError, match=r"two files are called 'q\.jsonl'"):
        imported(tmp_path / "a" / "q.jsonl", tmp_path / "b" / "q.jsonl")
