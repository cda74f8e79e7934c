"""`repairloop grade`: one verdict a row, in order, whatever the rows are; the same from every kind of file."""

import asyncio
import gzip
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graders import math
from repairloop.grading import CHUNK, MAX_LINE, OUTPUT, grade_chunk, grade_file
from repairloop.ground.errors import UsageError
from repairloop.plugins.parallel import spread

ROWS = [
    {"id": "a", "question": "47 + 38?", "reference": "85", "answer": "The answer is 85.", "settings": {}},
    {"id": "b", "question": "47 + 38?", "reference": "85", "answer": "84"},
    {"id": 3, "reference": "85", "answer": ""},
    {"id": 4, "reference": "85", "answer": "\ud800 it is 85"},
]


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def write(path, rows):
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


def test_a_line_for_a_line_in_the_same_order(tmp_path):
    counts = grade_file("math", write(tmp_path / "in.jsonl", ROWS), tmp_path / "out.jsonl")
    found = lines(tmp_path / "out.jsonl")
    assert [row["id"] for row in found] == ["a", "b", 3, 4]
    assert [row["status"] for row in found] == ["pass", "fail", "fail", "pass"]
    assert [row["error_class"] for row in found] == [None, "off_by_one", "empty", None]
    assert all(tuple(row) == OUTPUT for row in found)
    assert found[0]["extracted"] == "85"
    assert found[1]["expected"] == "85"
    assert counts == {"pass": 2, "fail": 2}
    assert not list(tmp_path.glob("*.part"))


BROKEN = {
    "{": "no JSON", "": "empty", "[1, 2]": "no JSON object", '{"id": "x", "reference": "1"}': "answer is missing",
    '{"id": "x", "answer": 5}': "answer is no text", '{"answer": "5", "settings": [1]}': "settings are no object",
    '{"answer": "5", "question": {"a": 1}}': "question is no text", "[" * 100_000: "no JSON", "\x00\x01": "no JSON",
    '{"id": [1], "answer": "5"}': "id is no string",
}  # fmt: skip


def test_rows_that_cannot_be_read_say_so_and_the_rest_goes_on(tmp_path):
    rows = [row for broken in BROKEN for row in (broken, ROWS[0])]
    grade_file("math", write(tmp_path / "in.jsonl", rows), tmp_path / "out.jsonl")
    found = lines(tmp_path / "out.jsonl")
    assert [row["status"] for row in found[1::2]] == ["pass"] * len(BROKEN)
    for number, (row, why) in enumerate(zip(found[::2], BROKEN.values(), strict=True)):
        assert row["status"] == "ungradable"
        assert f"row {2 * number + 1} cannot be read" in row["evidence"]
        assert why in row["evidence"]


@pytest.mark.parametrize("name", ["in.jsonl", "in.jsonlines", "in.ndjson", "in.json", "in.jsonl.gz"])
def test_a_line_of_json_has_one_verdict_whatever_its_file_is_called(tmp_path, name):
    line = json.dumps({"id": 1, "answer": '{"a": 1}', "reference": '{"a": 1}'}).encode() + b"\n"
    (tmp_path / name).write_bytes(gzip.compress(2 * line) if name.endswith(".gz") else 2 * line)
    grade_file("text", tmp_path / name, tmp_path / "out.jsonl")
    assert [row["status"] for row in lines(tmp_path / "out.jsonl")] == ["pass", "pass"]


ARRAY = [
    {"id": 1, "answer": "5", "reference": "5"},
    {"id": 2, "answer": "6", "reference": "5", "settings": {"form": "free"}},
]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("in.json", json.dumps(ARRAY)),
        ("in.json", json.dumps(ARRAY, indent=2)),
        ("in.jsonl", json.dumps(ARRAY)),
        ("in.json", json.dumps(ARRAY[0]) + "\n" + json.dumps(ARRAY[1])),
        ("in.jsonl", "\ufeff" + json.dumps(ARRAY[0]) + "\r\n" + json.dumps(ARRAY[1]) + "\r\n\r\n"),
        ("in.csv", "id,answer,reference,settings\n1,5,5,\n2,6,5,{}\n"),
        ("in.tsv", "id\tanswer\treference\n1\t5\t5\n2\t6\t5\n"),
        ("in.yaml", "- {id: 1, answer: '5', reference: '5'}\n- {id: 2, answer: '6', reference: '5'}\n"),
    ],
)
def test_every_form_of_rows_gives_a_verdict_a_row(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    grade_file("math", tmp_path / name, tmp_path / "out.jsonl")
    assert [(str(row["id"]), row["status"]) for row in lines(tmp_path / "out.jsonl")] == [("1", "pass"), ("2", "fail")]


@pytest.mark.parametrize(
    "answer",
    [
        [{"role": "assistant", "content": "5"}],
        {"role": "assistant", "content": "5"},
        [{"role": "user", "content": "2 + 3?"}, {"role": "assistant", "content": [{"type": "text", "text": "5"}]}],
        [{"type": "text", "text": "5"}],
        [{"role": "assistant", "content": [{"type": "thinking", "thinking": "6?"}, {"type": "text", "text": "5"}]}],
        {"role": "assistant", "content": "5", "reasoning_content": "6?"},
        {"content": "<think>\n6?\n</think>\n\n5<|im_end|>"},
        ["5"],
    ],
)
def test_an_answer_may_be_a_message_or_a_conversation(tmp_path, answer):
    grade_file("math", write(tmp_path / "in.jsonl", [{"answer": answer, "reference": "5"}]), tmp_path / "out.jsonl")
    assert [row["status"] for row in lines(tmp_path / "out.jsonl")] == ["pass"]


def test_what_was_set_apart_as_thoughts_is_kept_and_not_graded(tmp_path):
    answers = [
        {"role": "assistant", "content": "6", "reasoning_content": "It is 5."},
        [{"role": "assistant", "content": None, "reasoning": "It is 5."}],
        {
            "content": [
                {"type": "reasoning", "text": "It is 5."},
                {"type": "output_text", "text": "<think>Or 4?</think>6"},
            ]
        },
        "<think>\nIt is 5.",
    ]
    source = write(tmp_path / "in.jsonl", [{"answer": answer, "reference": "5"} for answer in answers])
    grade_file("math", source, tmp_path / "out.jsonl")
    found = lines(tmp_path / "out.jsonl")
    assert [row["status"] for row in found] == ["fail"] * 4
    assert [row["error_class"] for row in found[1::2]] == ["empty", "truncated"]
    assert [row["thoughts"] for row in found] == ["It is 5.", "It is 5.", "It is 5.\nOr 4?", "It is 5."]


def test_calls_of_a_message_are_its_answer_where_the_grader_reads_calls(tmp_path):
    def called(city, **more):
        call = {"type": "function", "function": {"name": "get_weather", "arguments": json.dumps({"city": city})}}
        return {"role": "assistant", "content": None, "tool_calls": [call], **more}

    asked = [{"role": "user", "content": "Rome?"}, called("Rome"), {"role": "tool", "content": "9"}]
    said = {"role": "assistant", "content": "It has 5 degrees."}
    answers = [
        called("Oslo"), called("Rome"), called("Oslo", reasoning_content="Rome?"),
        [called("Oslo"), {"role": "tool", "content": "5"}, said],
        [*asked, said, {"role": "user", "content": "Oslo?"}, called("Oslo")],
    ]  # fmt: skip
    reference = [{"name": "get_weather", "arguments": {"city": ["Oslo"]}}]
    source = write(tmp_path / "in.jsonl", [{"answer": answer, "reference": reference} for answer in answers])
    grade_file("tool_call", source, tmp_path / "out.jsonl")
    assert [row["status"] for row in lines(tmp_path / "out.jsonl")] == ["pass", "fail", "pass", "pass", "pass"]
    source = write(tmp_path / "in.jsonl", [{"answer": answers[3], "reference": "5"}])
    assert grade_file("math", source, tmp_path / "out.jsonl", force=True) == {"pass": 1}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ([{"role": "assistant", "content": "5"}, {"role": "user", "content": "And?"}], "did not end"),
        ([], "no text"),
        (["4", "5"], "no text"),
        ([["5", 5]], "no text"),
        ({"role": "assistant", "content": 5}, "no text"),
        ({"text": "5"}, "no text"),
    ],
)
def test_what_no_model_said_is_no_answer(tmp_path, answer, why):
    source = write(tmp_path / "in.jsonl", [{"answer": answer, "reference": "5"}])
    assert grade_file("math", source, tmp_path / "out.jsonl") == {"ungradable": 1}
    assert why in lines(tmp_path / "out.jsonl")[0]["evidence"]


def test_a_line_without_end_is_passed_over(tmp_path):
    source = tmp_path / "in.jsonl"
    with open(source, "w") as file:
        file.write('{"answer": "' + "x" * (2 * MAX_LINE + 5) + '"}\n' + json.dumps(ROWS[0]) + "\n")
    grade_file("math", source, tmp_path / "out.jsonl")
    found = lines(tmp_path / "out.jsonl")
    assert [row["status"] for row in found] == ["ungradable", "pass"]
    assert "longer than" in found[0]["evidence"]


def test_a_reference_that_cannot_be_used_is_ungradable(tmp_path):
    rows = [{"id": 1, "reference": {"no": "string"}, "answer": "5"}, {"id": 2, "reference": "5", "answer": "5"}]
    grade_file("math", write(tmp_path / "in.jsonl", rows), tmp_path / "out.jsonl")
    found = lines(tmp_path / "out.jsonl")
    assert [(row["status"], row["error_class"]) for row in found] == [
        ("ungradable", "gold_unparseable"),
        ("pass", None),
    ]


def test_tables_give_the_verdicts_of_lines(tmp_path):
    calls = [{"name": "f", "arguments": {"x": [1]}}]
    tools = [{"name": "f", "parameters": {"properties": {"x": {"type": "integer"}}, "required": ["x"]}}]
    rows = [
        {"id": str(n), "question": "q", "reference": calls, "answer": f'{{"name": "f", "arguments": {{"x": {n}}}}}',
         "settings": {"tools": tools}}
        for n in range(3)
    ]  # fmt: skip
    grade_file("tool_call", write(tmp_path / "in.jsonl", rows), tmp_path / "lines.jsonl")
    flat = [{**row, "reference": json.dumps(row["reference"]), "settings": json.dumps(row["settings"])} for row in rows]
    table = pa.Table.from_pylist(flat)
    pq.write_table(table, tmp_path / "in.parquet")
    grade_file("tool_call", tmp_path / "in.parquet", tmp_path / "parquet.parquet")
    with duckdb.connect(str(tmp_path / "in.duckdb")) as db:
        db.execute("CREATE TABLE replies AS FROM read_parquet($file)", {"file": str(tmp_path / "in.parquet")})
    grade_file("tool_call", tmp_path / "in.duckdb", tmp_path / "table.jsonl", table="replies")
    found = [
        [{k: v for k, v in row.items() if k != "elapsed_ms"} for row in read]
        for read in (
            lines(tmp_path / "lines.jsonl"), pq.read_table(tmp_path / "parquet.parquet").to_pylist(),
            lines(tmp_path / "table.jsonl"),
        )
    ]  # fmt: skip
    assert [row["status"] for row in found[0]] == ["fail", "pass", "fail"]
    assert found[0] == found[1] == found[2]


def test_a_references_json_text_from_a_run_is_unwrapped(tmp_path):
    pq.write_table(pa.table({"reference": ['"85"', "85"], "answer": ["85", "85"]}), tmp_path / "in.parquet")
    assert grade_file("math", tmp_path / "in.parquet", tmp_path / "out.jsonl") == {"pass": 2}


@pytest.mark.parametrize(
    ("grader", "reference", "answer"),
    [("text", "85", "85"), ("choice", "B", "B"), ("estimate", "384400", "about 384400"), ("text", "[1, 2]", "[1, 2]"),
     ("estimate", '{"value": 5, "unit": "km"}', "5 km"), ("order", '["a", "b"]', "a, b")],
)  # fmt: skip
def test_plain_strings_of_a_table_stay_strings(tmp_path, grader, reference, answer):
    pq.write_table(pa.table({"reference": [reference], "answer": [answer]}), tmp_path / "in.parquet")
    assert grade_file(grader, tmp_path / "in.parquet", tmp_path / "out.jsonl") == {"pass": 1}, lines(
        tmp_path / "out.jsonl"
    )


def test_many_rows_go_over_all_cores_and_keep_their_order(tmp_path):
    count = 3 * CHUNK + 7
    rows = [{"id": n, "reference": str(n), "answer": f"It is {n + n % 2}"} for n in range(count)]
    said = []
    counts = grade_file(
        "math", write(tmp_path / "in.jsonl", rows), tmp_path / "out.jsonl", progress=lambda *p: said.append(p)
    )
    found = lines(tmp_path / "out.jsonl")
    assert [row["id"] for row in found] == list(range(count))
    assert counts == {"pass": -(-count // 2), "fail": count // 2}
    assert said[-1] == (count, None)


@pytest.mark.parametrize(
    ("grader", "source", "target", "table", "said"),
    [
        ("maths", "in.jsonl", "out.jsonl", None, "did you mean math"),
        ("math", "none.jsonl", "out.jsonl", None, "no such file"),
        ("math", "in.md", "out.jsonl", None, "its form is not known"),
        (
            "math",
            "other.csv",
            "out.jsonl",
            None,
            "none of its first 1 rows has an 'answer'; their columns: text, reference",
        ),
        (
            "math",
            "other.jsonl",
            "out.jsonl",
            None,
            "none of its first 2 rows has an 'answer'; their columns: doc, target, completion",
        ),
        ("math", "in.jsonl", "out.csv", None, "must end in .jsonl or .parquet"),
        ("math", "in.jsonl", "in.jsonl", None, "the input itself"),
        ("math", "in.jsonl", "no/out.jsonl", None, "does not exist"),
        ("math", "bad.parquet", "out.jsonl", None, "not a Parquet file"),
        ("math", "other.parquet", "out.jsonl", None, "no column 'answer'"),
        ("math", "in.jsonl", "out.jsonl", "replies", "not a DuckDB file"),
        ("math", "in.duckdb", "out.jsonl", "replise", "did you mean replies"),
    ],
)
def test_what_cannot_be_is_said(tmp_path, grader, source, target, table, said):
    write(tmp_path / "in.jsonl", ROWS[:1])
    write(tmp_path / "in.md", ["answer"])
    write(tmp_path / "other.csv", ["text,reference", "5,5"])
    write(tmp_path / "other.jsonl", [{"doc": {}, "target": "5"}, {"completion": "5"}])
    write(tmp_path / "bad.parquet", ["not Parquet"])
    pq.write_table(pa.table({"text": ["5"]}), tmp_path / "other.parquet")
    with duckdb.connect(str(tmp_path / "in.duckdb")) as db:
        db.execute("CREATE TABLE replies (answer VARCHAR)")
    with pytest.raises(UsageError, match=said):
        grade_file(grader, tmp_path / source, tmp_path / target, table)
    assert not (tmp_path / "out.jsonl").exists()


OWN = '''
from repairloop import Answer, Grader, Probe, Verdict, failed, grader, passed


@grader("shout")
class Shout(Grader):
    """Is it in capital letters?"""

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        return passed() if answer.text.isupper() else failed("format_violation")
'''


@pytest.mark.slow
def test_the_command_takes_a_grader_of_ones_own(tmp_path):
    (tmp_path / "shout.py").write_text(OWN)
    write(tmp_path / "in.jsonl", [{"id": n, "answer": "HI" if n % 3 else "hi"} for n in range(CHUNK + 5)])
    words = ["grade", "shout", "--input", "in.jsonl", "--output", "out.parquet", "--plugin", "shout.py"]
    done = subprocess.run(
        [sys.executable, "-m", "repairloop.cli", *words], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert f"{CHUNK + 5:,} rows graded" in done.stderr
    assert pq.read_table(tmp_path / "out.parquet")["status"].to_pylist()[:4] == ["fail", "pass", "pass", "fail"]


CASES = [
    ("\\frac{1}{\\sqrt{2}}", "$\\frac{\\sqrt{2}}{2}$"),
    ("2*x+1", "1 + 2x"),
    ("2*x+1", "2x - 1"),
    ("85", "It is 85."),
]


def statuses():
    return [math.grade(answer, reference).status for reference, answer in CASES]


def test_the_same_verdicts_from_threads_asyncio_and_worker_processes():
    expected = ["pass", "pass", "fail", "pass"]
    assert statuses() == expected
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: statuses(), range(8))) == [expected] * 8

    async def many():
        return [statuses(), *await asyncio.gather(*(asyncio.to_thread(statuses) for _ in range(4)))]

    assert asyncio.run(many()) == [expected] * 5
    tasks = [(0, [json.dumps({"reference": r, "answer": a}).encode() for r, a in CASES])] * 3
    for rows in spread(partial(grade_chunk, "math"), tasks, [], many=True):
        assert [row["status"] for row in rows] == expected
