"""Tables: columns known by their names, refused where two could be meant, and every form of file that holds rows."""

import csv
import datetime
import gzip
import json
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasets import ClassLabel, Dataset, Features, Value

from repairloop.ground.errors import UsageError
from repairloop.sources.table import unique
from repairloop.tasks import formats


def lines(path, rows):
    path.write_text(
        "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8"
    )
    return path


def table(path, header, cells):
    with open(path, "w", newline="") as out:
        csv.writer(out, delimiter="\t" if path.suffix == ".tsv" else ",").writerows([header, *cells])
    return path


def read(path, **map_):
    return formats.read(path, path.name, map_)


def one(tmp_path, row, **map_):
    (entry,) = read(lines(tmp_path / "f.jsonl", [row]), **map_).entries
    return entry


USER = {"role": "user", "content": "2 + 2?"}
BOT = {"role": "assistant", "content": "4"}
CALL = {"type": "function", "function": {"name": "add", "arguments": '{"a": 2, "b": 2}'}}


@pytest.mark.parametrize(
    ("row", "asked", "gold"),
    [
        ({"question": "2 + 2?", "answer": 4}, "2 + 2?", 4),
        ({"Question": "2 + 2?", "Answer": "4", "subject": "sums"}, "2 + 2?", "4"),
        ({"input": "2 + 2?", "target": "4"}, "2 + 2?", "4"),
        ({"input": "2 + 2?", "ideal": ["4", "four"]}, "2 + 2?", {"value": "4", "aliases": ["four"]}),
        ({"input": "2 + 2?", "ideal": ["4"]}, "2 + 2?", "4"),
        ({"question": "Grass?", "choices": ["red", "green", "lush"], "ideal": ["B", "C"]}, "Grass?", ["B", "C"]),
        ({"question": "Who?", "answers": {"text": ["Ann", "Ann", "a nurse"], "answer_start": [0, 9, 3]}, "context": "Ann ran."}, "Who?",
         {"value": "Ann", "aliases": ["a nurse"]}),
        ({"question": "Who?", "answers": [{"text": "Ann", "answer_start": 0}, {"text": "a nurse", "answer_start": 3}]}, "Who?",
         {"value": "Ann", "aliases": ["a nurse"]}),
        ({"input": [{"role": "system", "content": "Add."}, USER], "ideal": "4"}, "Add.|2 + 2?", "4"),
        ({"prompt": "2 + 2?", "completion": " 4"}, "2 + 2?", " 4"),
        ({"prompt": [USER], "completion": [BOT]}, "2 + 2?", "4"),
        ({"instruction": "Add.", "input": "2 and 2", "output": "4"}, "Add.\n\n2 and 2", "4"),
        ({"instruction": "Add 2 and 2.", "input": "", "output": "4"}, "Add 2 and 2.", "4"),
        ({"query": "2 + 2?", "response": "4"}, "2 + 2?", "4"),
        ({"text": "I lost my card", "label": "lost"}, "I lost my card", "lost"),
        ({"text": "I lost my card", "category": "lost"}, "I lost my card", "lost"),
        ({"system_prompt": "Be brief.", "question": "2 + 2?", "answer": "4"}, "Be brief.|2 + 2?", "4"),
        ({"messages": [USER], "expected": "4", "intent": "sum"}, "2 + 2?", "4"),
        ({"messages": [USER, BOT]}, "2 + 2?", "4"),
        ({"messages": [USER, {"role": "assistant", "tool_calls": [CALL]}]}, "2 + 2?",
         [{"name": "add", "arguments": {"a": 2, "b": 2}}]),
        ({"messages": [USER, {"role": "assistant", "content": None, "tool_calls": [CALL]},
                       {"role": "tool", "content": "4"}, BOT]}, "2 + 2?", [{"name": "add", "arguments": {"a": 2, "b": 2}}]),
        ({"conversations": [{"from": "human", "value": "2 + 2?"}, {"from": "gpt", "value": "4"}]}, "2 + 2?", "4"),
        ({"messages": [USER, BOT, {"role": "user", "content": [{"type": "text", "text": "3 + 3?"}]}], "expected": "6"},
         "2 + 2?|4|3 + 3?", "6"),
        ({"question": "Who?", "answers": {"text": ["Ann", "Ann"], "answer_start": [0, 9]}, "context": "Ann ran."}, "Who?", "Ann"),
        ({"question": "2 + 2?", "answer": "4", "category": "sums"}, "2 + 2?", "4"),
        ({"problem": "2 + 2?", "solution": "It is 4."}, "2 + 2?", "It is 4."),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names(tmp_path, row, asked, gold):
    entry = one(tmp_path, row)
    assert "|".join(message["content"] for message in entry.messages) == asked
    assert entry.messages[-1]["role"] == "user"
    assert entry.gold == gold


@pytest.mark.parametrize(
    ("choices", "letters"),
    [
        (["red", "green"], "AB"),
        ({"A": "red", "B": "green"}, "AB"),
        ({"label": ["A", "B"], "text": ["red", "green"]}, "AB"),
        ({"label": ["1", "2"], "text": ["red", "green"]}, "12"),
        ([{"label": "A", "text": "red"}, {"label": "B", "text": "green"}], "AB"),
        ('["red", "green"]', "AB"),
    ],
)
def test_choices_as_list_or_map(tmp_path, choices, letters):
    entry = one(tmp_path, {"question": "Grass?", "choices": choices, "answer": letters[1]})
    assert entry.options == dict(zip(letters, ["red", "green"], strict=True))
    assert entry.messages[-1]["content"] == "Grass?"


@pytest.mark.parametrize(
    "names", [["A", "B", "C"], ["option_a", "option_b", "option_c"], ["choice1", "choice2", "choice3"]]
)
def test_choices_in_columns_of_their_own(tmp_path, names):
    file = table(
        tmp_path / "q.csv",
        ["question", *names, "answer"],
        [["Grass?", "red", "green", "", "B"], ["Sky?", "x", "y", "blue", "C"]],
    )
    first, second = read(file).entries
    assert first.options == {"A": "red", "B": "green"}
    assert second.options == {"A": "x", "B": "y", "C": "blue"}
    assert (second.gold, second.columns) == ("C", {})


def test_a_document_stays_apart(tmp_path):
    entry = one(tmp_path, {"question": "Who ran?", "context": "Ann ran home.", "answer": "Ann", "title": "Runs"})
    assert entry.document == "Ann ran home."
    assert entry.messages == [{"role": "user", "content": "Who ran?"}]
    assert entry.columns == {"title": "Runs"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"question": "q", "answer": "a", "target": "b"}, "2 columns could be the answer: answer, target. Write which one is: --map answer=answer"),
        ({"question": "q", "answer": "a", "response": "b"}, "could be the answer: answer, response"),
        ({"input": "q", "output": "a", "completion": "b"}, "could be the answer: completion, output"),
        ({"text": "q", "label": "a", "category": "b"}, "could be the answer: label, category"),
        ({"question": "q", "query": "r", "answer": "a"}, "2 columns could be the question: question, query"),
        ({"question": "q", "text": "r", "answer": "a"}, "--map question=question (and --map document=text or answer=text, if that is what it is)"),
        ({"a": "q", "b": "r"}, "no question among its columns (a, b)"),
        ({"q": "x", "n": 1}, "--map question=q --map answer=n"),
    ],
)  # fmt: skip
def test_what_is_in_doubt_is_refused_with_what_to_write(tmp_path, row, said):
    with pytest.raises(UsageError) as error:
        one(tmp_path, row)
    assert said in str(error.value)


def test_what_is_written_then_is_obeyed(tmp_path):
    row = {"Q1": "2 + 2?", "A1": "4", "answer": "5", "who": "Ann", "nr": 7, "topic": "sums"}
    entry = one(tmp_path, row, question="Q1", answer="A1", area="topic", id="nr", group="who", given="answer")
    assert (entry.messages[-1]["content"], entry.gold, entry.given) == ("2 + 2?", "4", "5")
    assert (entry.area, entry.ident, entry.group, entry.columns) == ("sums", "7", "Ann", {})
    with pytest.raises(UsageError, match=r"--map answer=A2: f\.jsonl: unknown column 'A2'; did you mean A1"):
        one(tmp_path, row, question="Q1", answer="A2")
    with pytest.raises(UsageError, match="unknown part of a row 'anser'; did you mean answer"):
        one(tmp_path, row, question="Q1", anser="A1")


def test_two_answer_columns_that_say_the_same_are_one(tmp_path):
    same = [{"question": f"q{n}", "answer": n, "target": n} for n in range(4)]
    assert [e.gold for e in read(lines(tmp_path / "a.jsonl", same)).entries] == [0, 1, 2, 3]
    named = [{"text": f"t{n}", "label": n % 2, "label_text": ["no", "yes"][n % 2]} for n in range(8)]
    found = read(lines(tmp_path / "b.jsonl", named))
    assert [e.gold for e in found.entries] == ["no", "yes"] * 4
    assert "label and label_text say the same" in found.notes[0]


@pytest.mark.parametrize("form", ["arrow", "parquet"])
def test_numbers_of_classes_get_their_names(tmp_path, form):
    features = Features({"text": Value("string"), "label": ClassLabel(names=["no", "yes"])})
    made = Dataset.from_dict({"text": ["a", "b", "c"], "label": [1, 0, -1]}, features=features)
    if form == "arrow":
        made.save_to_disk(tmp_path / "set")
        file = next((tmp_path / "set").glob("*.arrow"))
    else:
        made.to_parquet(file := tmp_path / "set.parquet")
    assert [e.gold for e in read(file).entries] == ["yes", "no", None]


def test_an_instruction_that_all_rows_share_is_the_systems(tmp_path):
    rows = [{"instruction": "Translate.", "input": f"word {n}", "output": f"Wort {n}"} for n in range(20)]
    found = read(lines(tmp_path / "f.jsonl", rows))
    assert found.entries[3].messages == [
        {"role": "system", "content": "Translate."},
        {"role": "user", "content": "word 3"},
    ]
    assert "same in many rows" in found.notes[0]
    own = [{"instruction": f"Translate into tongue {n}.", "input": "word", "output": "Wort"} for n in range(20)]
    assert (
        read(lines(tmp_path / "g.jsonl", own)).entries[3].messages[0]["content"] == "Translate into tongue 3.\n\nword"
    )


def written(path, rows):
    """The rows in the form that the file's ending says."""
    import duckdb

    columns = {name: [row[name] for row in rows] for name in rows[0]}
    match path.suffix:
        case ".json":
            path.write_text(json.dumps(rows, indent=1))
        case ".csv" | ".tsv":
            table(path, rows[0], [row.values() for row in rows])
        case ".parquet":
            pq.write_table(pa.table(columns), path)
        case ".duckdb":
            with duckdb.connect(str(path)) as db:
                db.register("given", pa.table(columns))
                db.execute("CREATE TABLE t AS FROM given")
        case ".gz":
            path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
        case "":
            Dataset.from_dict(columns).save_to_disk(path)
            path = next(path.glob("*.arrow"))
        case _:
            lines(path, rows)
    return path


@pytest.mark.parametrize(
    "name", ["q.jsonl", "q.json", "q.csv", "q.tsv", "q.parquet", "q.duckdb", "q.jsonl.gz", "folder"]
)
def test_every_form_of_file_gives_the_same(tmp_path, name):
    rows = [{"question": f'What, say, is "{n}"\u2028 in words?', "answer": f"Nümmer {n}", "set": "a"} for n in range(5)]
    entries = read(written(tmp_path / name, rows)).entries
    assert [(e.messages[0]["content"], e.gold, e.columns, e.line) for e in entries] == [
        (row["question"], row["answer"], {"set": "a"}, n) for n, row in enumerate(rows, 1)
    ]


@pytest.mark.parametrize(("encoding", "end"), [("utf-8-sig", "\r\n"), ("utf-16", "\n"), ("cp1252", "\r\n")])
def test_encodings_and_line_ends(tmp_path, encoding, end):
    rows = ["question;answer"] + [f"Wie heißt Nummer {n} auf Französisch, für Anfänger?;numéro {n}" for n in range(30)]
    (tmp_path / "q.csv").write_bytes(end.join(rows).encode(encoding))
    entries = read(tmp_path / "q.csv").entries
    assert (len(entries), entries[2].gold) == (30, "numéro 2")
    assert entries[2].messages[0]["content"].startswith("Wie heißt Nummer 2 auf Französisch")


def test_bad_rows_are_counted_and_the_first_is_named(tmp_path):
    good = [{"question": f"q {n}", "choices": ["a", "b"], "answer": "A"} for n in range(5)]
    bad = ["{no", {"question": "", "choices": ["a", "b"], "answer": "A"}, {"question": "x", "choices": "a or b", "answer": "A"},
           {"question": [{"role": "user", "content": [{"type": "image_url", "image_url": "u"}]}], "answer": "A"}, "7"]  # fmt: skip
    found = read(lines(tmp_path / "q.jsonl", [*good, *bad]))
    assert len(found.entries) == 5
    assert found.left_out == {
        "no question": 1, "its choices are no list of texts, nor letter → text": 1,
        "a message holds more than text (an image, a sound, a file)": 1,
    }  # fmt: skip
    assert found.first["no question"] == 7
    assert any("passed over 1 of 10 lines: no JSON, line 6 first" in note for note in found.notes)
    assert any("1 rows: no objects with columns, number 10 first" in note for note in found.notes)


def test_hostile_values_are_data(tmp_path):
    row = {"question": "\x1b[31mred\x00?", "answer": "\ud800 {0.__class__}", "x" * 9000: "y", "n": "\x07" * 50}
    entry = one(tmp_path, row)
    assert "\x00" not in entry.messages[0]["content"]
    entry.gold.encode("utf-8")
    assert max(map(len, entry.columns)) <= 200
    deep = {"question": "q", "answer": "a", "choices": "[" * 100_000}
    with pytest.raises(UsageError, match="none of its 1 rows can be asked; its choices are no list"):
        one(tmp_path, deep)


# ---- forms in which public sets are written ------------------------------------------------------------


@pytest.mark.parametrize(
    "names", [["choice0", "choice1", "choice2"], ["ans0", "ans1", "ans2"], ["ending1", "ending2", "ending3"]]
)
def test_choices_are_counted_from_none_or_one_and_none_is_lost(tmp_path, names):
    file = table(tmp_path / "q.csv", ["question", *names, "label"], [["Grass?", "red", "green", "blue", "1"]])
    (entry,) = read(file).entries
    assert entry.options == {"A": "red", "B": "green", "C": "blue"}


@pytest.mark.parametrize(
    "choices", ["['red', 'it\\'s green']", ["(A) red", "(B) it's green"], ["A. red", "B. it's green"]]
)
def test_choices_as_python_writes_them_or_with_their_own_letters(tmp_path, choices):
    entry = one(tmp_path, {"question": "Grass?", "choices": choices, "answer": "B"})
    assert entry.options == {"A": "red", "B": "it's green"}


def test_letters_of_others_before_choices_stay(tmp_path):
    entry = one(tmp_path, {"question": "Which?", "choices": ["B. Franklin", "A. Lincoln"], "answer": "B"})
    assert entry.options == {"A": "B. Franklin", "B": "A. Lincoln"}


def test_of_scored_choices_the_best_is_right_and_its_place_says_nothing(tmp_path):
    rows = [
        {"input": f"{n} + 1?", "target_scores": {str(n + 1): 1, str(n): 0, str(n + 2): 0}, "target": "Well …"}
        for n in range(40)
    ]
    found = read(lines(tmp_path / "f.jsonl", rows)).entries
    assert [entry.options[entry.gold] for entry in found] == [str(n + 1) for n in range(40)]
    assert {entry.gold for entry in found} == {"A", "B", "C"}


def test_several_choices_that_are_right_are_left_out(tmp_path):
    row = {"input": "2 + 2?", "target_scores": {"4": 1, "four": 1, "5": 0}}
    with pytest.raises(UsageError, match="several of its choices are right"):
        one(tmp_path, row)


def test_a_question_that_is_an_object_is_its_parts(tmp_path):
    row = {"id": "q1", "question": {"stem": "Grass?", "choices": [{"label": "A", "text": "red"}, {"label": "B", "text": "green"}]}, "answerKey": "B"}  # fmt: skip
    entry = one(tmp_path, row)
    assert (entry.messages[0]["content"], entry.options, entry.gold) == ("Grass?", {"A": "red", "B": "green"}, "B")


def test_the_questions_to_a_passage_each_have_it(tmp_path):
    asked = [{"question": "Who?", "id": "a", "answers": [{"text": "Ann", "answer_start": 0}]}, {"question": "Whither?", "id": "b", "answers": [{"text": "home", "answer_start": 8}]}]  # fmt: skip
    file = tmp_path / "f.json"
    file.write_text(
        json.dumps(
            {"version": "1", "data": [{"title": "T", "paragraphs": [{"context": "Ann ran home.", "qas": asked}]}]}
        )
    )
    found = read(file).entries
    assert [(e.messages[0]["content"], e.document, e.gold, e.ident) for e in found] == [
        ("Who?", "Ann ran home.", "Ann", "a"), ("Whither?", "Ann ran home.", "home", "b"),
    ]  # fmt: skip


def test_one_passage_alone_is_no_table_without_it(tmp_path):
    file = tmp_path / "f.json"
    file.write_text(json.dumps({"context": "Ann ran home.", "qas": [{"question": "Who?", "answer": "Ann"}]}))
    assert [e.document for e in read(file).entries] == ["Ann ran home."]


def test_pairs_are_texts_and_labels(tmp_path):
    file = tmp_path / "f.json"
    file.write_text(
        json.dumps({"train": [["my card is gone", "lost"]], "test": [["hello", "greeting"], ["bye", "greeting"]]})
    )
    assert [(e.messages[0]["content"], e.gold) for e in read(file).entries] == [
        ("my card is gone", "lost"), ("hello", "greeting"), ("bye", "greeting"),
    ]  # fmt: skip


def test_a_first_column_without_a_name_leaves_the_others_theirs(tmp_path):
    file = table(tmp_path / "q.csv", ["", "Question", "Answer"], [["0", "2 + 2?", "4"], ["1", "3 + 3?", "6"]])
    assert [(e.messages[0]["content"], e.gold) for e in read(file).entries] == [("2 + 2?", "4"), ("3 + 3?", "6")]


def test_a_file_without_names_is_told_so(tmp_path):
    long = "Which of these colours has grass where it is watered often enough, and mown?"
    file = table(tmp_path / "q.csv", [long, "red", "green", "B"], [["Sky?", "blue", "brown", "A"]])
    with pytest.raises(UsageError, match="first line seems to hold a row"):
        read(file)


def test_passages_in_a_list_are_one_document_and_ends_of_turns_are_no_answer(tmp_path):
    entry = one(
        tmp_path, {"question": "Who?", "contexts": ["Ann ran.", "Bo sat."], "completion": "Ann</s> \n<|endoftext|>\n"}
    )
    assert (entry.document, entry.gold) == ("Ann ran.\n\nBo sat.", "Ann")


def test_tests_of_code_are_right_answers_with_their_row(tmp_path):
    row = {
        "text": "Add two numbers.",
        "code": "def add(a, b):\n    return a + b",
        "test_list": ["assert add(1, 2) == 3"],
    }
    assert one(tmp_path, row).gold == row


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"question": "q", "category": "b", "expect_sql": "SELECT 1"}, "--map answer=expect_sql"),
        ({"question": "q", "LABELS": ["a", "b"], "long_answer": "Because."}, "--map answer=long_answer"),
        ({"qText": "How many in all?", "lGold": [3.0]}, "--map question=qText --map answer=lGold"),
        ({"question": "q", "query": "SELECT 1"}, "or answer=query"),
        ({"question": {"a": 1}, "answer": "b"}, "what is asked is no text"),
    ],
)
def test_a_class_beside_what_may_be_the_answer_is_not_taken(tmp_path, row, said):
    with pytest.raises(UsageError) as error:
        one(tmp_path, row)
    assert said in str(error.value)


def test_a_class_beside_choices_is_no_answer(tmp_path):
    entry = one(tmp_path, {"question": "Grass?", "choices": ["red", "green"], "label": 1, "category": "plants"})
    assert (entry.gold, entry.columns) == (1, {"category": "plants"})


def test_long_texts_that_nobody_is_shown_are_named(tmp_path):
    found = read(lines(tmp_path / "f.jsonl", [{"question": "Who?", "report": "Ann ran home. " * 40, "answer": "Ann"}]))
    assert any("report: long texts that are not shown" in note for note in found.notes)


def test_a_pointer_of_git_lfs_is_told(tmp_path):
    file = tmp_path / "samples.jsonl"
    file.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    with pytest.raises(UsageError, match="git lfs pull"):
        read(file)


SUMS = [[f"What is {n} plus 3?", str(n + 3)] for n in range(40)]


@pytest.mark.parametrize("place", ["'{}\n", '{},"{}\n', '"{},{}\n'])
@pytest.mark.parametrize("first", [0, 7, 30])
def test_a_quote_that_does_not_end_is_no_row_and_no_cell(tmp_path, place, first):
    file = tmp_path / "mine.csv"
    file.write_text("question,answer\n" + "".join((place if n == first else "{},{}\n").format(*row) for n, row in enumerate(SUMS)))  # fmt: skip
    if place.startswith("'"):
        assert len(read(file).entries) == 39
        return
    with pytest.raises(UsageError, match=r"a quote does not end, so that its last \d+ lines would be one cell"):
        read(file)


def test_cells_of_several_lines_and_quotes_that_stand_for_inches_are_read(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text(
        "question,answer\n" + "".join(f'A screen of {n}" is how wide?,"a\nb\nc\nd{n}"\n' for n in range(39))
    )
    entries = read(file).entries
    assert len(entries) == 39
    assert entries[-1].gold == "a\nb\nc\nd38"


def test_quotes_that_are_text_in_a_table_cut_at_tabs(tmp_path):
    rows = [[q, a] for q, a in SUMS]
    rows[3][0], rows[20][0], rows[39][0] = '"Never again', '"What a day" it was, said "Ann', '"And so on'
    file = tmp_path / "mine.tsv"
    file.write_text("question\tanswer\n" + "".join(f"{q}\t{a}\n" for q, a in rows))
    assert [[entry.messages[-1]["content"], entry.gold] for entry in read(file).entries] == rows
    file.write_text("question\tanswer\n" + "".join(f'"A ""big"" {q}"\t"a\nb{a}"\n' for q, a in SUMS))
    assert [entry.gold for entry in read(file).entries] == [f"a\nb{a}" for _, a in SUMS]
    assert read(file).entries[0].messages[-1]["content"] == 'A "big" What is 0 plus 3?'


def test_yaml_says_what_it_shows(tmp_path):
    said = ["no", "Yes", "on", "10:10", "0100", "1_000", "0x1F", "2024-05-01", "1.2.3", "true", "12", "-0.5"]
    file = tmp_path / "f.yaml"
    file.write_text("".join(f"- question: What is {n}?\n  answer: {text}\n" for n, text in enumerate(said)))
    assert [entry.gold for entry in read(file).entries] == [*said[:-3], True, 12, -0.5]
    file.write_text("- &first {question: one?, no: 1, answer: yes}\n- {<<: *first, question: two?}\n")
    assert [(entry.gold, entry.columns) for entry in read(file).entries] == [("yes", {"no": "1"})] * 2


NINE = "{" + ", ".join(f"k{n}: {n}" for n in range(9)) + "}"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a{0}: &a{0} [{1}]", "its aliases stand for more than 20 times its own text"),
        ("a{0}: &a{0} {{<<: [{1}]}}", "its `<<` bring in more than 1,000,000 keys"),
        ("a{0}: &a{0} [*a{0}, {1}]", "an alias stands for what it stands in"),
    ],
)
def test_aliases_of_aliases_are_bounded(tmp_path, line, why):
    file = tmp_path / "f.yaml"
    more = "\n".join(line.format(n, ", ".join([f"*a{n - 1}"] * 9)) for n in range(1, 12))
    file.write_text(f"question: one?\nanswer: x\na0: &a0 {NINE}\n{more}\n")
    with pytest.raises(UsageError, match=why):
        read(file)


def test_numbers_and_days_of_parquet_are_right_answers_as_they_are_written(tmp_path):
    days = [datetime.date(1900 + n, 1, 3) for n in range(3)]
    prices = [Decimal(f"{n}.50") for n in range(3)]
    for answers in (days, prices, [datetime.datetime(1900, 1, 3, 4, 5)]):
        file = tmp_path / "f.parquet"
        pq.write_table(pa.table({"question": ["Which?"] * len(answers), "answer": answers}), file)
        assert [entry.gold for entry in read(file).entries] == [str(answer) for answer in answers]


def test_ten_choices_in_columns_of_their_own(tmp_path):
    names, texts = [f"option_{n}" for n in range(1, 11)], [f"the text {n}" for n in range(1, 11)]
    (entry,) = read(table(tmp_path / "q.csv", ["question", *names, "answer"], [["Which?", *texts, "10"]])).entries
    assert entry.options == dict(zip("ABCDEFGHIJ", texts, strict=True))
    (entry,) = read(table(tmp_path / "q.csv", ["question", *names[:3], "option_21", "answer"], [["Which?", *"abc", "d", "2"]])).entries  # fmt: skip
    assert entry.options == {"A": "a", "B": "b", "C": "c"}


def test_instances_of_natural_instructions_and_none_of_its_examples(tmp_path):
    bad = {"input": "house", "output": "99", "explanation": "wrong"}
    rows = [{"id": f"t{n}", "input": f"word{n}", "output": [f"{n}", f"{n}", f"n{n}"] if n else ["0"]} for n in range(3)]
    task = {"Definition": ["Count it."], "Positive Examples": [bad], "Negative Examples": [bad], "Instances": rows}
    (tmp_path / "task.json").write_text(json.dumps(task))
    found = read(tmp_path / "task.json").entries
    assert [entry.messages[-1]["content"] for entry in found] == [f"Count it.\n\nword{n}" for n in range(3)]
    assert [entry.gold for entry in found] == [
        "0",
        {"value": "1", "aliases": ["n1"]},
        {"value": "2", "aliases": ["n2"]},
    ]


def test_examples_beside_a_question_are_no_rows(tmp_path):
    row = {"question": "Is it so?", "answer": "no", "category": "things", "examples": ["It ran.", "It sat."]}
    entry = one(tmp_path, row)
    assert (entry.messages[-1]["content"], entry.gold, entry.columns) == ("Is it so?", "no", {"category": "things"})


def test_two_columns_of_one_name_are_names_and_one_is_taken_only_where_they_say_the_same(tmp_path):
    found = read(table(tmp_path / "same.csv", ["question", "answer", "answer"], [[q, a, a] for q, a in SUMS]))
    assert [entry.gold for entry in found.entries] == [a for _, a in SUMS]
    other = table(tmp_path / "other.csv", ["question", "answer", "answer"], [[q, a, f"x{a}"] for q, a in SUMS])
    with pytest.raises(UsageError, match=r'could be the answer: answer, answer \(3\).*"given=answer \(3\)"'):
        read(other)
    assert [entry.gold for entry in read(other, answer="answer (3)").entries] == [f"x{a}" for _, a in SUMS]


def test_a_row_of_another_width_is_told_and_is_no_quote_that_does_not_end(tmp_path):
    rows_ = "".join(f'A screen of {n}" is how wide?,"a\nb\nc\nd{n}"\n' for n in range(10))
    for name, text in (
        ("footer.csv", rows_ + "end of the list\n"),
        ("middle.csv", f'a 5" cut,"x\ny\nz\nw",3\n{rows_}'),
    ):
        file = tmp_path / name
        file.write_text("question,answer\n" + text)
        found = read(file)
        assert len(found.entries) == 10
        assert "1 rows: more or fewer cells" in " ".join(found.notes)


def test_no_two_columns_get_one_name():
    assert unique(["answer (3)", "answer", "answer", "", ""]) == [
        "answer (3)",
        "answer",
        "answer (4)",
        "column 4",
        "column 5",
    ]
