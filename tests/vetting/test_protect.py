"""What a user protects is understood in the forms in which people have it, and comes back in no row."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import warnings
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from repairloop import all_skills, make_probes
from repairloop.config import Config
from repairloop.flows.recipe import Recipe
from repairloop.ground.errors import UsageError
from repairloop.ground.overlap import normal
from repairloop.making.synthesis import synthesize
from repairloop.sources.chunks import label
from repairloop.vetting import Protected
from repairloop.vetting.protect import SHOWN, Texts, questions_in, read_all, read_texts

QUESTIONS = [
    'What is 1/2 plus 1/4? Give the fraction\nand nothing else, "as is", in Zürich.',
    "29 - 25 =",
    "Which of these\u2028is it: {a, b}\u0085or [c]?",
    "Text: tractor",
    "Translate “Guten Tag” — please; then count,\tor 'not'.",
]


def rows(*extra):
    return [{"id": n, "question": q, "answer": f"A{n}", **dict(extra)} for n, q in enumerate(QUESTIONS)]


def lines(records, end="\n", **options):
    return end.join(json.dumps(record, **options) for record in records) + end


def chat(question):
    return [
        {"role": "system", "content": "You are kind."},
        {"role": "user", "content": question},
        {"role": "assistant", "content": "An answer."},
    ]


def table(delimiter=",", header=("id", "question", "answer"), **options):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, **options)
    if header:
        writer.writerow(header)
    writer.writerows((n, q, f"A{n}") for n, q in enumerate(QUESTIONS))
    return text.getvalue()


def arrow(path: Path, kind: str) -> None:
    data = pa.table({"question": QUESTIONS, "n": range(len(QUESTIONS))})
    if kind == "file":
        with pa.ipc.new_file(path, data.schema) as writer:
            writer.write_table(data)
    else:
        with pa.ipc.new_stream(path, data.schema) as writer:
            writer.write_table(data)


def parquet(path: Path, column: pa.Array, name: str = "question") -> None:
    pq.write_table(pa.table({name: column}), path)


def database(path: Path) -> None:
    with duckdb.connect(str(path)) as db:
        db.execute("CREATE TABLE other (n INTEGER); CREATE TABLE eval (question VARCHAR)")
        db.executemany("INSERT INTO eval VALUES (?)", [[q] for q in QUESTIONS])


def saved_by_datasets(path: Path) -> None:
    from datasets import Dataset, DatasetDict

    DatasetDict({"test": Dataset.from_list(rows())}).save_to_disk(path)


def cached(path: Path) -> None:
    """A snapshot of a hub cache: links to blobs whose names say nothing."""
    (path / "blobs").mkdir(parents=True)
    (path / "snapshots" / "data").mkdir(parents=True)
    (path / "blobs" / "0a1b").write_text(lines(rows()), encoding="utf-8")
    (path / "snapshots" / "data" / "test.jsonl").symlink_to(path / "blobs" / "0a1b")
    (path / "snapshots" / "README.md").write_text("# A set\n")


TEXT: dict[str, str | bytes] = {
    "q.jsonl": lines(rows(), ensure_ascii=False),
    "q.JSONL": lines(rows()),
    "q.ndjson": lines(rows(), "\r\n", ensure_ascii=False),
    "q": lines(rows(), ensure_ascii=False),
    "q.txt as JSON lines.txt": lines(rows()),
    "BOM.jsonl": "\ufeff" + lines(rows(), ensure_ascii=False),
    "UTF-16.jsonl": lines(rows(), ensure_ascii=False).encode("utf-16"),
    "lines of text.jsonl": lines(QUESTIONS, ensure_ascii=False),
    "lines.json": lines(rows()),
    "array.json": json.dumps(rows()),
    "indented.json": json.dumps(rows(), indent=2, ensure_ascii=False),
    "array called jsonl.jsonl": json.dumps(rows(), indent=1),
    "data.json": json.dumps({"version": 1, "data": rows()}),
    "splits.json": json.dumps({"train": rows()[:2], "test": rows()[2:]}),
    "sideways.json": json.dumps({"question": QUESTIONS, "answer": ["A"] * len(QUESTIONS)}),
    "pandas.json": json.dumps({"question": {str(n): q for n, q in enumerate(QUESTIONS)}}),
    "viewer.json": json.dumps({"rows": [{"row_idx": n, "row": row} for n, row in enumerate(rows())]}),
    "messages.jsonl": lines([{"messages": chat(q)} for q in QUESTIONS]),
    "conversations only.jsonl": lines([chat(q) for q in QUESTIONS]),
    "parts.jsonl": lines(
        [{"messages": [{"role": "user", "content": [{"type": "text", "text": q}]}]} for q in QUESTIONS]
    ),
    "sharegpt.json": json.dumps(
        [{"conversations": [{"from": "human", "value": q}, {"from": "gpt", "value": "x"}]} for q in QUESTIONS]
    ),
    "squad.json": json.dumps(
        {"data": [{"title": "T", "paragraphs": [{"context": "c", "qas": [{"question": q}]}]} for q in QUESTIONS]}
    ),
    "doc.jsonl": lines([{"doc": {"question": q}, "target": "#### 43"} for q in QUESTIONS]),
    "other names.jsonl": lines([{"Frage": q, "Antwort": "A"} for q in QUESTIONS]),
    "JSON in JSON.jsonl": lines([{"payload": json.dumps(row)} for row in rows()]),
    "q.csv": table(),
    "BOM.csv": "\ufeff" + table(),
    "semicolons.csv": table(";"),
    "without names.csv": table(header=None),
    "one column.csv": "question\r\n" + "".join('"' + q.replace('"', '""') + '"\r\n' for q in QUESTIONS),
    "messages.csv": "messages\n" + "".join('"' + json.dumps(chat(q)).replace('"', '""') + '"\n' for q in QUESTIONS),
    "messages as Python writes them.csv": (
        "messages\n" + "".join('"' + repr(chat(q)).replace('"', '""') + '"\n' for q in QUESTIONS)
    ),
    "q.tsv": table("\t"),
    "q.yaml": yaml.safe_dump(rows(), allow_unicode=True),
    "q.yml": yaml.safe_dump_all(rows(), width=20),
    "q.jsonl.gz": gzip.compress(lines(rows()).encode()),
    "q.csv.bz2": bz2.compress(table().encode()),
}
MADE = {
    "q.parquet": lambda path: parquet(path, pa.array(QUESTIONS)),
    "JSON.parquet": lambda path: parquet(path, pa.array([json.dumps(row) for row in rows()]), "data"),
    "bytes.parquet": lambda path: parquet(path, pa.array([q.encode() for q in QUESTIONS])),
    "dictionary.parquet": lambda path: parquet(path, pa.array(QUESTIONS).dictionary_encode()),
    "messages.parquet": lambda path: parquet(path, pa.array([chat(q) for q in QUESTIONS]), "messages"),
    "q.arrow": lambda path: arrow(path, "file"),
    "cache": lambda path: arrow(path, "stream"),
    "q.duckdb": database,
    "folder of datasets": saved_by_datasets,
    "hub cache": cached,
}


@pytest.mark.filterwarnings("ignore")  # of the libraries that write the files
@pytest.mark.parametrize("name", [*TEXT, *MADE])
def test_a_form_that_people_have_is_read_whole_and_its_questions_are_told_from_the_rest(name, tmp_path):
    path = tmp_path / name
    if name in MADE:
        MADE[name](path)
    else:
        content = TEXT[name]
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found, notes = read_all([path])
    assert not said
    asked = set(map(normal, found.asked))
    assert {normal(q) for q in QUESTIONS} <= asked
    assert "kind" not in " ".join(asked)  # what a system says is no question
    if name not in ("other names.jsonl", "without names.csv"):
        assert not {"a0", "a1", "x", "an answer ."} & asked
    assert notes == [f"protected: {len(found.asked)} questions of {path}, the first: {label(found.asked[0], SHOWN)!r}"]


@pytest.mark.parametrize(
    "row",
    [
        {"query": "What is the capital of Peru?", "options": [{"text": "Lima"}, {"text": "Rome"}]},
        {"goal": "What is the capital of Peru?", "choices": [{"text": "Lima"}, {"text": "Rome"}]},
        {"about": "What is the capital of Peru?", "choices": [{"text": "Lima"}, {"text": "Rome"}]},
        {
            "dialogue": [
                {"role": "user", "content": "What is the capital of Peru?"},
                {"role": "assistant", "content": "Lima"},
            ]
        },
    ],
)
def test_one_question_with_its_parts_is_a_row_and_not_a_table_of_them(tmp_path, row):
    (tmp_path / "q.json").write_text(json.dumps(row))
    found = read_texts(tmp_path / "q.json")
    assert "What is the capital of Peru?" in found.asked + found.beside


def test_columns_in_other_languages_are_known(tmp_path):
    (tmp_path / "q.csv").write_text("Frage;Antwort;Bereich\nWas ist groß?;der Berg;Natur\n", encoding="utf-8")
    found = read_texts(tmp_path / "q.csv")
    assert (found.asked, set(found.beside)) == (["Was ist groß?"], {"der Berg", "Natur"})


def test_text_is_one_question_a_line(tmp_path):
    (tmp_path / "q.txt").write_text("One question?\r\n\nAnother\u2028one?\n", encoding="utf-8")
    assert read_texts(tmp_path / "q.txt").asked == ["One question?", "Another\u2028one?"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("q", "One question?\nAnother?\n", "its form is not known"),
        ("q.md", "# Questions\n\nOne?\n", "its form is not known"),
        ("q.jsonl", "", "no questions in it"),
        ("q.jsonl", '{"question": "a b c d"}\n{"question": \n', "1 of 2 lines: no JSON, line 2 first"),
        ("q.csv", "question,answer\na b c,1\nd e, f,2\n", "1 rows: more or fewer cells"),
        ("q.json", '{"question": ', "no JSON"),
        ("q.yaml", "a: [b\n", "no YAML"),
        ("q.yaml", "- !!python/object/apply:os.getcwd []\n", "no YAML"),
        ("q.xlsx", b"PK\x03\x04 and so on", "a zip archive or an Office file"),
        ("q.db", b"SQLite format 3\x00 and so on", "an SQLite file"),
        ("q.parquet", b"PAR1 and no more", "broken Parquet"),
        ("q.jsonl.gz", b"\x1f\x8b\x08 and no more", "broken"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(name, content, said, tmp_path):
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UsageError) as error:
        read_texts(tmp_path / name)
    assert said in str(error.value)
    assert name in str(error.value)


def test_one_file_of_a_folder_that_is_not_understood_refuses_the_folder(tmp_path):
    (tmp_path / "a.jsonl").write_text(lines(rows()))
    (tmp_path / "b.doc").write_text("What?")
    with pytest.raises(UsageError, match=r"b\.doc"):
        read_texts(tmp_path)


# ---- what overlaps ------------------------------------------------------------------------------------


def base_rows(number):
    """Rows of every area, as `Protected` takes them, with a system message before each second one."""
    for skill in all_skills().values():
        for area in skill.areas:
            for probe in make_probes(skill, area, "train", "seen", number, 0):
                yield area, probe


def asks(prompt, completion="I do not know.", content=""):
    from types import SimpleNamespace

    return SimpleNamespace(prompt=prompt, completion=completion, content=content)


WAYS = {
    "as it is": lambda q: q,
    "in capitals and other spaces": lambda q: "  " + q.upper().replace(" ", "  ") + "\n",
    "with options": lambda q: f"{q}\nA) 12\nB) 14\nC) 19",
    "with options in a line": lambda q: f"{q} (A) 12 (B) 14 (C) 19",
    "in ChatML": lambda q: (
        f"<|im_start|>system\nYou are kind.<|im_end|>\n<|im_start|>user\n{q}<|im_end|>\n<|im_start|>assistant\n"
    ),
    "in Llama 3": lambda q: (
        f"<|start_header_id|>user<|end_header_id|>\n\n{q}<|eot_id|><|start_header_id|>assistant<|end_header_id|>"
    ),
    "in brackets": lambda q: f"<s>[INST] {q} [/INST]",
    "after examples": lambda q: f"Q: What is 1 + 1?\nA: 2\n\nQ: What is 2 + 2?\nA: 4\n\nQ: {q}\nA:",
}


@pytest.mark.parametrize("way", WAYS)
def test_no_row_of_any_skill_asks_a_protected_question_in_whichever_way_it_is_written(way):
    made = [
        (area, next(m["content"] for m in probe.messages if m["role"] == "user"), probe) for area, probe in base_rows(4)
    ]
    guard = Protected(texts=Texts([WAYS[way](question) for _, question, _ in made], []))
    missed = []
    for area, question, probe in made:
        alone = [{"role": "user", "content": question}]
        wrong = [{"role": "assistant", "content": "17"}, {"role": "user", "content": "No. Try again."}]
        system = {"role": "system", "content": "You solve problems."}
        for prompt in (probe.messages, alone, [system, *alone], alone + wrong, [system, *alone, *wrong]):
            if guard.overlap(asks(prompt)) is None:
                missed.append((area, prompt))
    assert not missed


def test_a_short_question_inside_a_row_overlaps_and_one_that_only_looks_alike_does_not():
    guard = Protected(texts=Texts(["29 - 25 =", "What is the capital of France?"], ["Paris"]))

    def how(text):
        return guard.overlap(asks([{"role": "user", "content": text}]))

    assert how("Hi! 29 - 25 = ? Thanks.") == "same_question"
    assert how("Tell me: what is the capital of France") == "same_question"
    assert how("Hi! 129 - 25 =") is None
    assert how("What is the capital of Peru?") is None
    assert how("When was Paris founded?") is None


def test_a_shared_system_message_is_no_overlap_and_the_question_under_it_is():
    system = {
        "role": "system",
        "content": "You answer in one word, " + "and always kindly, as a good helper does, " * 5,
    }
    guard = Protected(
        [("key", "What is the tallest of all mountains in Asia?", "unseen")], Texts(["Name a river of Peru."], [])
    )
    assert guard.overlap(asks([system, {"role": "user", "content": "Which metal melts first?"}])) is None
    assert guard.overlap(asks([system, {"role": "user", "content": "Name a river of Peru."}])) == "same_text"


def test_a_file_of_conversations_does_not_block_rows_with_its_system_message(tmp_path):
    system = "You answer in one word, and always kindly, as a good helper does who has time for everyone."
    record = [{"role": "system", "content": system}, {"role": "user", "content": "Name a river of Peru."}]
    (tmp_path / "q.jsonl").write_text(lines([{"messages": record}]))
    guard = Protected(texts=read_texts(tmp_path / "q.jsonl"))
    other = [{"role": "system", "content": system}, {"role": "user", "content": "Name a lake of Chile."}]
    assert guard.overlap(asks(other)) is None
    assert guard.overlap(asks([other[0], record[1]])) == "same_text"


def test_the_question_is_found_in_few_shot_text_and_before_its_options():
    text = "Question 1: Is it one?\nAnswer: yes\n\nQuestion 2: Is it two?\nOptions:\n(A) yes\n(B) no\nAnswer:"
    found = [" ".join(part.split()) for part in questions_in(text)]
    assert "Is it one?" in found
    assert "Is it two?" in found


def test_the_questions_of_a_first_dataset_do_not_come_back_in_a_second(tmp_path):
    wanted = {"math/fractions": 60, "tool_use/choose_tool": 20}
    synthesize(Recipe(Config()), wanted, tmp_path / "base.jsonl")
    base = [json.loads(line)["prompt"] for line in (tmp_path / "base.jsonl").read_text().split("\n") if line]
    asked = {next(m["content"] for m in prompt if m["role"] == "user") for prompt in base}
    (tmp_path / "q.jsonl").write_text(lines([{"question": q} for q in sorted(asked)]))
    told: list[str] = []
    guarded = Config(synthesize={"protect": [str(tmp_path / "q.jsonl")]})
    synthesize(Recipe(guarded), wanted, tmp_path / "out.jsonl", say=told.append)
    again = [json.loads(line)["prompt"] for line in (tmp_path / "out.jsonl").read_text().split("\n") if line]
    assert len(again) > 20
    assert not [prompt for prompt in again if any(m["content"] in asked for m in prompt)]
    assert f"protected: {len(asked)} questions of {tmp_path / 'q.jsonl'}" in told[0]
