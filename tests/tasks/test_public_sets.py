"""Files in the shapes that public sets and tools have: each kind that a person may bring is read for what it is, or refused
with what to write."""

import csv
import json

import pyarrow as pa
import pytest
from datasets import ClassLabel, Dataset, Features, Sequence, Value

from repairloop.ground.errors import UsageError
from repairloop.tasks import formats
from repairloop.tasks.importing import import_files

WORDS = [
    "river",
    "engine",
    "window",
    "garden",
    "market",
    "kitchen",
    "bridge",
    "forest",
    "doctor",
    "piano",
    "camera",
    "blanket",
    "ladder",
    "basket",
]
CITIES = ["Oslo", "Rome", "Paris", "Lima", "Cairo", "Quito", "Delhi"]


def lines(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def texts(path, *rows):
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def one(tmp_path, row, **map_):
    return formats.read(lines(tmp_path / "f.jsonl", [row]), "f.jsonl", map_).entries[0]


def question(n):
    return f"Where is the {WORDS[n % 14]} that number {n} bought?"


def mood(n):
    return f"The {WORDS[n % 14]} of {CITIES[n // 14]} is old."


def imported(*files, **more):
    return import_files(files, say=lambda line: None, **more)


# ---- parts that are marked -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        {"tokens": ["fly", "to", "New", "York"], "ner_tags": ["O", "O", "B-city", "I-city"]},
        {"words": "fly to New York", "slots": "O O B-city I-city"},
        {"utt": "fly to New York", "annot_utt": "fly to [city : New York]"},
        {"text": "fly to [New York](city)"},
        {"data": [{"text": "fly to "}, {"text": "New York", "entity": "city"}]},
        {"text": "fly to New York", "entities": [{"start": 7, "end": 15, "entity": "city", "value": "New York"}]},
        {"text": "fly to New York", "label": [[7, 15, "city"]]},
        {"data": {"text": "fly to New York"}, "annotations": [
            {"result": [{"value": {"start": 7, "end": 15, "text": "New York", "labels": ["city"]}, "from_name": "slots"}]}]},
    ],
)  # fmt: skip
def test_marked_parts_are_an_object_of_kind_and_text(tmp_path, row):
    file = lines(tmp_path / "f.jsonl", [row, row])
    for entry in formats.read(file, "f.jsonl", {}).entries:
        assert entry.messages[-1]["content"] == "fly to New York"
        assert entry.gold == {"city": "New York"}


def test_tags_that_are_numbers_of_classes_and_kinds_that_stand_twice(tmp_path):
    names = ["O", "B-PER", "I-PER"]
    features = Features({"tokens": Sequence(Value("string")), "tags": Sequence(ClassLabel(names=names))})
    rows = {"tokens": [["Ann", "Lee", "met", "Bo"]], "tags": [[1, 2, 0, 1]]}
    Dataset.from_dict(rows, features=features).to_parquet(file := tmp_path / "ner.parquet")
    assert formats.read(file, "ner.parquet", {}).entries[0].gold == {"PER": ["Ann Lee", "Bo"]}


def test_a_word_and_its_tag_a_line(tmp_path):
    file = texts(
        tmp_path / "eng.testb",
        "-DOCSTART- -X- O",
        "",
        "Ann NNP B-PER",
        "ran VBD O",
        "",
        "Bo NNP B-PER",
        "in IN O",
        "Oslo NNP B-LOC",
    )
    first, second = formats.read(file, "eng.testb", {}).entries
    assert (first.messages[-1]["content"], first.gold, first.line) == ("Ann ran", {"PER": "Ann"}, 3)
    assert second.gold == {"PER": "Bo", "LOC": "Oslo"}


def test_marked_parts_beside_a_class_are_refused_and_links_are_no_parts(tmp_path):
    row = {"tokens": ["to", "Oslo"], "slots": ["O", "B-city"], "intent": "fly"}
    with pytest.raises(UsageError, match="2 columns could be the answer: slots, intent"):
        one(tmp_path, row)
    assert one(tmp_path, row, answer="intent").messages[-1]["content"] == "to Oslo"
    rows = [{"text": f"See [page {n}](page{n}.html)", "label": "a"} for n in range(4)]
    assert formats.read(lines(tmp_path / "l.jsonl", rows), "l.jsonl", {}).entries[0].gold == "a"


# ---- what is asked, and of what ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        ({"premise": "Ann ran.", "hypothesis": "Ann moved.", "label": "entailment"}, "Premise: Ann ran.\nHypothesis: Ann moved."),
        ({"context": "Ann ran.", "hypothesis": "Ann moved.", "label": "e"}, "Context: Ann ran.\nHypothesis: Ann moved."),
        ({"sentence1": "Ann ran.", "sentence2": "Bo ran.", "label": "no"}, "First sentence: Ann ran.\nSecond sentence: Bo ran."),
        ({"Body": "Ann has 2 figs.", "Question": "How many figs?", "Answer": 2.0}, "Ann has 2 figs. How many figs?"),
        ({"claim": "Ann ran.", "label": "SUPPORTS"}, "Ann ran."),
        ({"Quality": 1, "#1 String": "Ann ran.", "#2 String": "Bo ran.", "label": 1}, "1 string: Ann ran.\n2 string: Bo ran."),
        ({"Frage": "Wer lief?", "Antwort": "Ann"}, "Wer lief?"),
        ({"question": "Qui a couru ?", "réponse": "Ann"}, "Qui a couru ?"),
        ({"sQuestion": "2 + 2?", "lSolutions": [4.0]}, "2 + 2?"),
    ],
)  # fmt: skip
def test_what_is_asked_in_other_names(tmp_path, row, asked):
    entry = one(tmp_path, row)
    assert entry.messages[-1]["content"] == asked
    assert entry.gold is not None


@pytest.mark.parametrize(
    "context",
    [
        [["Oslo", ["A city.", "Cold."]], ["Rome", ["Warm."]]],
        {"title": ["Oslo", "Rome"], "sentences": [["A city.", "Cold."], ["Warm."]]},
    ],
)
def test_passages_with_titles_are_one_text(tmp_path, context):
    assert (
        one(tmp_path, {"question": "Where?", "context": context, "answer": "Oslo"}).document
        == "Oslo: A city. Cold.\n\nRome: Warm."
    )


def test_a_conversation_on_a_text_is_asked_turn_by_turn(tmp_path):
    data = {"data": [{"story": "Ann ran to Oslo.", "questions": [{"input_text": "Who ran?"}, {"input_text": "Where?"}],
                      "answers": [{"input_text": "Ann"}, {"input_text": "Oslo"}]}]}  # fmt: skip
    (tmp_path / "coqa.json").write_text(json.dumps(data))
    first, second = formats.read(tmp_path / "coqa.json", "coqa.json", {}).entries
    assert (first.gold, first.document) == ("Ann", "Ann ran to Oslo.")
    assert [m["content"] for m in second.messages] == ["Who ran?", "Ann", "Where?"]
    assert second.gold == "Oslo"


# ---- what is right -------------------------------------------------------------------------------------------


def test_questions_without_an_answer_in_their_text_are_asked_for_that(tmp_path):
    rows = [
        {"context": f"Ann was born in {CITIES[n % 7]} in {1900 + n}.", "question": f"Where was she {n}?" if n % 3 else f"When did she die {n}?",
         "answers": {"text": [CITIES[n % 7]] if n % 3 else [], "answer_start": [16] if n % 3 else []}}
        for n in range(30)
    ]  # fmt: skip
    made = imported(lines(tmp_path / "squad.jsonl", rows))
    absent = [case for case in made.graded if case.gold == "unanswerable"]
    assert (len(absent), len(made.graded)) == (10, 30)
    assert all("one word unanswerable" in case.messages[0]["content"] for case in made.graded)


def test_wrong_options_in_columns_of_their_own(tmp_path):
    apart = one(
        tmp_path,
        {"Question": "Grass?", "Correct Answer": "green", "Incorrect Answer 1": "red", "Incorrect Answer 2": "blue"},
    )
    listed = one(tmp_path, {"question": "Grass?", "correct_answer": "green", "incorrect_answers": ["red", "blue"]})
    joined = one(tmp_path, {"question": "Grass?", "best_answer": "green", "Incorrect Answers": "red; blue"})
    for entry in (apart, listed, joined):
        assert sorted(entry.options.values()) == ["blue", "green", "red"]
        assert entry.gold == "green"
    assert list(apart.options.values()) == list(listed.options.values())


@pytest.mark.parametrize(
    "options", ["A) red\nB) green", "(A) red (B) green", "A. red, B. green", "red; green", "red|green", "red\ngreen"]
)
def test_options_as_one_text(tmp_path, options):
    assert one(tmp_path, {"question": "Grass?", "options": options, "answer": "B"}).options == {
        "A": "red",
        "B": "green",
    }


@pytest.mark.parametrize(
    ("golds", "letters"),
    [
        (["(1)", "(4)"], "AD"),
        (["option 1", "option 4"], "AD"),
        (["A.", "D."], "AD"),
        (["Option A", "Option D"], "AD"),
        (["sol1", "sol4"], "AD"),
    ],
)
def test_an_option_by_its_number_or_letter_in_other_words(tmp_path, golds, letters):
    rows = [
        {
            "question": question(n),
            "choices": [f"{w} {n}" for w in ("red", "green", "blue", "grey")],
            "answer": golds[n % 2],
        }
        for n in range(12)
    ]
    made = imported(lines(tmp_path / "f.jsonl", rows))
    assert [case.reference for case in sorted(made.graded, key=lambda case: case.line)] == list(letters) * 6


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("README.md", "---\ndataset_info:\n  features:\n  - name: label\n    dtype:\n      class_label:\n        names:\n          '0': calm\n          '1': loud\n---\n"),
        ("dataset_infos.json", json.dumps({"default": {"features": {"label": {"_type": "ClassLabel", "names": ["calm", "loud"]}}}})),
        ("classes.txt", "calm\nloud\n"),
        ("id2label.json", '{"0": "calm", "1": "loud"}'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("folder", [True, False])
def test_names_of_classes_beside_the_file(tmp_path, name, content, folder):
    (tmp_path / "mood").mkdir()
    (tmp_path / "mood" / name).write_text(content)
    file = lines(tmp_path / "mood" / "test.jsonl", [{"text": question(n), "label": n % 2} for n in range(20)])
    made = imported(file.parent if folder else file)
    assert made.understood.labels == ["calm", "loud"]
    assert made.name == ("mood" if folder else "test")
    assert any(f"stand for names ({name}): 0 is calm" in note for note in made.understood.notes)


def test_a_list_of_names_that_cannot_be_those_of_the_numbers_is_not_taken(tmp_path):
    texts(tmp_path / "labels.txt", *[f"name {n}" for n in range(9)])
    rows = [{"text": mood(n), "label": n % 2} for n in range(20)]
    assert imported(lines(tmp_path / "f.jsonl", rows)).understood.labels == ["0", "1"]


def test_rows_without_a_label_are_marked_so(tmp_path):
    rows = [{"premise": mood(n), "hypothesis": "So.", "label": -1 if n == 5 else n % 3} for n in range(30)]
    assert imported(lines(tmp_path / "nli.jsonl", rows)).understood.labels == ["0", "1", "2"]
    moods = [{"text": mood(n), "label": n % 3 - 1} for n in range(30)]  # here it is one of three
    assert imported(lines(tmp_path / "mood.jsonl", moods)).understood.labels == ["-1", "0", "1"]


def test_answers_that_are_read_off_the_text_are_no_classes(tmp_path):
    rows = [
        {"question": f"Where was {n}?", "context": f"On day {n} all were in {CITIES[n % 7]}.", "answer": CITIES[n % 7]}
        for n in range(42)
    ]
    assert imported(lines(tmp_path / "f.jsonl", rows)).understood.grader == "text"


def test_several_right_answers_with_a_mark_between(tmp_path):
    rows = [{"question": question(n), "answer": f"Ann{n}|Ann{n} Lee" if n % 2 else f"Ann{n}"} for n in range(20)]
    made = imported(lines(tmp_path / "f.jsonl", rows))
    case = next(case for case in made.graded if case.line == 2)
    assert (case.grader, case.reference, case.settings["aliases"]) == ("text", "Ann1", ["Ann1 Lee"])


def test_what_was_counted_behind_a_number_is_not_asked_for(tmp_path):
    rows = [{"question": question(n), "answer": f"{n} (figs)"} for n in range(20)]
    assert {case.reference for case in imported(lines(tmp_path / "f.jsonl", rows)).graded} == {
        str(n) for n in range(20)
    }


def test_an_answer_that_is_one_of_number_date_and_spans(tmp_path):
    def gold(**more):
        blank = {"number": "", "date": {"day": "", "month": "", "year": ""}, "spans": []}
        return one(tmp_path, {"question": "q", "passage": "p", "answer": blank | more}).gold

    assert gold(number="12") == "12"
    assert gold(spans=["Ann"]) == "Ann"
    assert gold(spans=["Ann", "Bo"]) == ["Ann", "Bo"]
    assert gold(date={"day": "3", "month": "May", "year": ""}) == "3 May"


def test_a_value_inside_an_object_is_named_by_its_path_and_the_keys_within_are_told(tmp_path):
    rows = [{"utterance": question(n), "semantics": {"intent": "play", "slots": {"track": f"t{n}"}}} for n in range(12)]
    file = lines(tmp_path / "f.jsonl", rows)
    with pytest.raises(UsageError, match=r"\(--map answer=semantics\)"):
        imported(file)
    inner = imported(file, map_={"answer": "semantics.slots", "area": "semantics.intent"})
    assert inner.graded[0].reference["value"].keys() == {"track"}
    assert inner.graded[0].area == "play"
    whole = imported(file, map_={"answer": "semantics"})
    assert "slots (an object; of its keys those that occur: track)" in whole.understood.instruction


# ---- instructions about form -------------------------------------------------------------------------------


def test_ifeval_is_checked_by_constraints_and_makes_no_rows(tmp_path):
    rows = [
        {"key": n, "prompt": f"Write of {question(n)} No commas, at least 9 words.",
         "instruction_id_list": ["punctuation:no_comma", "length_constraints:number_words"],
         "kwargs": [{"relation": None}, {"relation": "at least", "num_words": 9}]}
        for n in range(10)
    ]  # fmt: skip
    rows += [
        {
            "key": 99,
            "prompt": "In Hindi.",
            "instruction_id_list": ["language:response_language"],
            "kwargs": [{"language": "hi"}],
        }
    ]
    made = imported(lines(tmp_path / "ifeval.jsonl", rows))
    assert len(made.graded) == 10
    assert made.graded[0].reference == [{"id": "no_commas", "args": {}}, {"id": "words", "args": {"min": 9}}]
    assert all("not what is right" in case.doubt for case in made.graded)
    assert any("language:response_language (1)" in note for note in made.understood.notes)


# ---- files ---------------------------------------------------------------------------------------------------


def test_questions_and_answers_in_two_files_are_joined_by_their_ids(tmp_path):
    for name, header, rows in (
        ("questions.csv", ["id", "question"], [(f"k{n}", question(n)) for n in range(20)]),
        ("answers.csv", ["id", "answer"], [(f"k{n}", n) for n in reversed(range(20))]),
    ):
        with open(tmp_path / name, "w", newline="") as out:
            csv.writer(out).writerows([header, *rows])
    made = imported(tmp_path / "questions.csv", tmp_path / "answers.csv")
    assert {case.question: case.gold for case in made.graded} == {question(n): str(n) for n in range(20)}
    assert any("stand in answers.csv, by id: 20 of 20" in note for note in made.understood.notes)
    assert [file.split()[0] for file in made.understood.files] == ["questions.csv", "answers.csv"]


def test_files_without_shared_ids_are_not_joined(tmp_path):
    lines(tmp_path / "q.jsonl", [{"id": n, "question": question(n)} for n in range(9)])
    lines(tmp_path / "a.jsonl", [{"id": n + 100, "answer": n} for n in range(9)])
    with pytest.raises(UsageError, match=r"a\.jsonl: no question among its columns"):
        imported(tmp_path / "q.jsonl", tmp_path / "a.jsonl")


def test_tools_that_no_message_names_are_told(tmp_path):
    tool = {"name": "add", "parameters": {"type": "dict", "properties": {"a": {"type": "integer"}}, "required": ["a"]}}
    lines(
        tmp_path / "s" / "q.json",
        [{"id": n, "question": [[{"role": "user", "content": question(n)}]], "function": [tool]} for n in range(8)],
    )
    lines(
        tmp_path / "s" / "possible_answer" / "q.json",
        [{"id": n, "ground_truth": [{"add": {"a": [n]}}]} for n in range(8)],
    )
    case = imported(tmp_path / "s").graded[0]
    assert case.grader == "tool_call"
    assert json.dumps(tool) in case.messages[0]["content"]
    said = [{"role": "system", "content": "You have add(a)."}, {"role": "user", "content": "Add 1."}]
    rows = [{"messages": said, "tools": [tool], "expected": [{"name": "add", "arguments": {"a": 1}}]}] * 2
    assert "Tools that may be called" not in str(imported(lines(tmp_path / "m.jsonl", rows)).graded[0].messages)


def test_packed_with_zstd(tmp_path):
    with pa.CompressedOutputStream(str(tmp_path / "f.jsonl.zst"), "zstd") as out:
        out.write(b'{"question": "2 + 2?", "answer": 4}\n')
    assert formats.read(tmp_path / "f.jsonl.zst", "f", {}).entries[0].gold == 4


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("a.csv", lambda text, label: f"{text},{label}"),
        ("a.txt", lambda text, label: f"{label}\t{text}"),
        ("b.txt", lambda text, label: f"{text};{label}"),
        ("c.txt", lambda text, label: f"{text}@{label}"),
    ],
)
def test_a_text_and_its_label_without_names_above(tmp_path, name, made):
    file = texts(tmp_path / name, *[made(question(n), "calm" if n % 2 else "loud") for n in range(30)])
    found = imported(file)
    assert (found.understood.labels, len(found.graded)) == (["calm", "loud"], 30)
    assert any("its first line is a row" in note for note in found.understood.notes)


def test_a_question_its_options_and_a_letter_without_names_above(tmp_path):
    with open(tmp_path / "mmlu.csv", "w", newline="") as out:
        csv.writer(out).writerows([question(n), "red", "green", "blue", "grey", "ABCD"[n % 4]] for n in range(20))
    made = imported(tmp_path / "mmlu.csv")
    assert len(made.graded) == 20
    assert made.graded[0].options == {"A": "red", "B": "green", "C": "blue", "D": "grey"}


def test_other_tables_without_names_above_are_refused_with_the_likely_columns(tmp_path):
    with open(tmp_path / "news.csv", "w", newline="") as out:
        csv.writer(out).writerows(
            [str(n % 4 + 1), f"Title of {n}", question(n) + " " + question(n + 1)] for n in range(20)
        )
    with pytest.raises(UsageError, match='--map "question=column 3" --map "answer=column 1"'):
        imported(tmp_path / "news.csv")
    texts(tmp_path / "classes.txt", "World", "Sports", "Business", "Science")
    made = imported(tmp_path / "news.csv", map_={"question": "column 3", "answer": "column 1"})
    assert made.understood.labels == ["Business", "Science", "Sports", "World"]


@pytest.mark.parametrize("lead", ["sep=;\n", "#separator:semicolon\n#html:false\n", "\n", "\r\n \r\n", "sep=;\n\n"])
def test_lines_before_a_table_that_tell_how_to_read_it(tmp_path, lead):
    (tmp_path / "f.csv").write_text(lead + "question;answer\n2 + 2?;4\n3 + 3?;6\n")
    assert [entry.gold for entry in formats.read(tmp_path / "f.csv", "f.csv", {}).entries] == ["4", "6"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("intents.json", json.dumps({"intents": [{"tag": "hi", "patterns": ["hello", "hey you"]}, {"tag": "bye", "patterns": ["see you"]}]})),
        ("nlu.yml", "nlu:\n- intent: hi\n  examples: |\n    - hello\n    - hey you\n- intent: bye\n  examples: |\n    - see you\n"),
        ("nlu.json", json.dumps({"rasa_nlu_data": {"common_examples": [{"text": t, "intent": i} for t, i in (("hello", "hi"), ("hey you", "hi"), ("see you", "bye"))]}})),
        ("by_class.json", json.dumps({"hi": ["hello", "hey you"], "bye": ["see you"]})),
        ("rows.json", json.dumps({"features": [{"name": "text"}], "rows": [{"row": {"text": t, "label": i}} for t, i in (("hello", "hi"), ("hey you", "hi"), ("see you", "bye"))]})),
    ],
)  # fmt: skip
def test_examples_of_classes(tmp_path, name, content):
    (tmp_path / name).write_text(content)
    found = formats.read(tmp_path / name, name, {})
    assert [(e.messages[-1]["content"], e.gold) for e in found.entries] == [
        ("hello", "hi"),
        ("hey you", "hi"),
        ("see you", "bye"),
    ]


def test_lines_without_columns_and_names_of_forms_are_refused_plainly(tmp_path):
    with pytest.raises(UsageError, match="its lines are texts without columns: give a table"):
        imported(texts(tmp_path / "notes.txt", "One line.", "Another line."))
    rows = [
        {"When": "today", "What would you like to ask our bot?": question(n), "What should it have answered?": "x"}
        for n in range(12)
    ]
    with pytest.raises(
        UsageError,
        match='--map "question=What would you like to ask our bot\\?" --map "answer=What should it have answered\\?"',
    ):
        imported(lines(tmp_path / "form.jsonl", rows))


@pytest.mark.parametrize(
    "row",
    [
        {"text": "<|im_start|>system\nSort it.<|im_end|>\n<|im_start|>user\nI lost it.<|im_end|>\n<|im_start|>assistant\nlost<|im_end|>"},
        {"text": "<s>[INST] <<SYS>>Sort it.<</SYS>> I lost it. [/INST] lost </s>"},
        {"text": "### System:\nSort it.\n\n### Instruction:\nI lost it.\n\n### Response:\nlost"},
        {"systemInstruction": {"parts": [{"text": "Sort it."}]},
         "contents": [{"role": "user", "parts": [{"text": "I lost it."}]}, {"role": "model", "parts": [{"text": "lost"}]}]},
        {"messages": [{"role": "System", "content": "Sort it."}, {"role": "User", "content": "I lost it."}, {"role": "Chatbot", "content": "lost"}]},
        {"inputs": {"system": "Sort it.", "question": "I lost it."}, "outputs": {"answer": "lost"}},
        {"input": {"messages": [{"role": "system", "content": "Sort it."}, {"role": "user", "content": "I lost it."}]},
         "output": {"role": "assistant", "content": "lost"}},
    ],
)  # fmt: skip
def test_conversations_in_the_forms_of_trainers_and_services(tmp_path, row):
    entry = one(tmp_path, row)
    assert [m["content"] for m in entry.messages] == ["Sort it.", "I lost it."]
    assert entry.gold == "lost"


def test_lists_as_numpy_writes_them(tmp_path):
    entry = one(tmp_path, {"question": "Grass?", "choices": "['red' 'dark green'\n 'blue']", "answer": 1})
    assert list(entry.options.values()) == ["red", "dark green", "blue"]
    rows = [{"question": question(n), "context": f"Ann{n} ran.",
             "answers": f"{{'text': array(['Ann{n}'], dtype=object), 'answer_start': array([0], dtype=int32)}}"} for n in range(12)]  # fmt: skip
    assert {case.reference for case in imported(lines(tmp_path / "n.jsonl", rows)).graded} == {
        f"Ann{n}" for n in range(12)
    }


def test_letters_of_several_options(tmp_path):
    golds = ["A", "A, C", "B and D", "C;D"]
    rows = [
        {"question": question(n), "A": "red", "B": "green", "C": "blue", "D": "grey", "answer": golds[n % 4]}
        for n in range(20)
    ]
    made = imported(lines(tmp_path / "f.jsonl", rows))
    assert made.understood.kind == "list"
    assert [case.reference["value"] for case in sorted(made.graded, key=lambda case: case.line)[:4]] == [
        ["A"],
        ["A", "C"],
        ["B", "D"],
        ["C", "D"],
    ]


def test_days_in_digits_are_no_sums(tmp_path):
    rows = [{"question": question(n), "answer": f"20{n:02}-05-23"} for n in range(12)]
    assert imported(lines(tmp_path / "f.jsonl", rows)).understood.grader == "text"


@pytest.mark.parametrize(
    ("asked", "gold", "grader"),
    [
        ("Ann Lee, Ringweg 4, {gold} Bonn, box {n}. What is the postal code?", "0{n}99", "text"),
        ("Order line {n}: 3 x bolt, article {gold}. What is the article number?", "9{n}-55", "text"),
        ("Release {gold} fixed what {n}.3 had. Which version has the fix?", "{n}.10", "text"),
        ("Add {n} and 7.", "{sum}", "math"),
        ("Which of {gold} and 1/{n} is larger?", "{n}/2", "math"),
        ("Half of {n} kg are sold for {gold} dollars. For how much?", "{n}.50", "math"),
    ],
)
def test_codes_and_versions_are_no_numbers(tmp_path, asked, gold, grader):
    golds = [gold.format(n=n, sum=n + 7) for n in range(11, 41)]
    rows = [{"question": asked.format(n=n, gold=text), "answer": text} for n, text in enumerate(golds, 11)]
    made = imported(lines(tmp_path / "f.jsonl", rows))
    assert (made.understood.grader, len(made.graded)) == (grader, 30)


def test_whole_hours_are_times_too(tmp_path):
    rows = [
        {"question": f"It leaves at {n}:15 and takes 45 minutes. When is it there?", "answer": f"{n + 1:02}:00"}
        for n in range(20)
    ]
    made = imported(lines(tmp_path / "f.jsonl", rows))
    assert (made.understood.grader, len(made.graded)) == ("math", 20)


def test_a_percentage_is_not_in_doubt_for_its_sign(tmp_path):
    rows = [
        {"question": f"{n} of 200 members voted yes. What is the share in percent?", "answer": f"{n // 2}%"}
        for n in range(20, 100, 2)
    ]
    made = imported(lines(tmp_path / "f.jsonl", rows))
    assert [case.doubt for case in made.graded] == [""] * 40


def test_options_by_letter_and_text(tmp_path):
    rows = [
        {"question": question(n), "A": "Rome", "B": f"Oslo {n}", "C": "Lima", "answer": f"B) Oslo {n}"}
        for n in range(12)
    ]
    made = imported(lines(tmp_path / "f.jsonl", rows))
    assert (made.understood.grader, {case.reference for case in made.graded}) == ("choice", {"B"})
    with pytest.raises(UsageError, match="none of the options"):
        imported(lines(tmp_path / "g.jsonl", [row | {"answer": "B) Paris"} for row in rows]))


def test_half_a_sentence_behind_a_colon_is_no_instruction(tmp_path):
    rows = [
        {"question": f"A film of {n} minutes: how long is it in hours and minutes?", "answer": f"1 h {n - 60} min"}
        for n in range(61, 101)
    ]
    made = imported(lines(tmp_path / "f.jsonl", rows))
    assert {message["role"] for case in made.graded for message in case.messages} <= {"user", "system"}
    assert all("how long" in case.messages[-1]["content"] for case in made.graded)


@pytest.mark.parametrize("mark", [", ", ";", "|"])
def test_several_labels_in_a_cell(tmp_path, mark):
    rows = [
        {"text": mood(n), "labels": ["joy", "anger", f"joy{mark}fear", "fear", f"fear{mark}anger"][n % 5]}
        for n in range(60)
    ]
    made = imported(lines(tmp_path / "f.jsonl", rows))
    assert (made.understood.grader, made.understood.labels) == ("fields", ["anger", "fear", "joy"])
    assert {json.dumps(case.reference["value"]) for case in made.graded} >= {'["joy", "fear"]', '["anger"]'}
    whole = [
        row
        | {"labels": row["labels"].replace(f"joy{mark}fear", "Food, Drinks").replace(f"fear{mark}anger", "Toys, Games")}
        for row in rows
    ]
    assert imported(lines(tmp_path / "g.jsonl", whole)).understood.grader == "choice"


def test_a_department_called_group_keeps_no_rows_together(tmp_path):
    rows = [{"text": question(n), "label": "ab"[n % 2], "group": ["Sales", "Help"][n % 2]} for n in range(20)]
    assert {case.group for case in imported(lines(tmp_path / "f.jsonl", rows)).graded} == {""}
    rows = [row | {"group": f"customer {n // 2}"} for n, row in enumerate(rows)]
    assert len({case.group for case in imported(lines(tmp_path / "g.jsonl", rows)).graded}) == 10


def test_code_whose_solution_is_the_output(tmp_path):
    rows = [
        {
            "instruction": f"Write add_{n}.",
            "output": f"def add_{n}(x):\n    return x + {n}",
            "test": f"assert add_{n}(1) == {n + 1}",
        }
        for n in range(2)
    ]
    entry = formats.read(lines(tmp_path / "f.jsonl", rows), "f", {}).entries[0]
    assert entry.gold == rows[0]


def test_tools_that_the_systems_message_lists_are_known_to_the_grader(tmp_path):
    tool = {
        "name": "add",
        "description": "Adds.",
        "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}},
    }
    for n, said in enumerate(('<tool_call>\n{"name": "add", "arguments": {"a": 1}}\n</tool_call>', "[add(a=1)]")):
        turns = [("system", f"You may call <tools>{json.dumps([tool])}</tools>"), ("human", "Add 1."), ("gpt", said)]
        rows = [{"conversations": [{"from": who, "value": text} for who, text in turns]}]
        (case,) = imported(lines(tmp_path / f"{n}.jsonl", rows)).graded
        assert (case.grader, case.reference) == ("tool_call", [{"name": "add", "arguments": {"a": [1]}}])


def test_slots_beside_an_intent_a_number_beside_its_text_and_short_labels(tmp_path):
    with pytest.raises(UsageError, match="2 columns could be the answer: slots, intent"):
        one(tmp_path, {"utterance": "to Oslo", "intent": "fly", "slots": {"city": "Oslo"}})
    row = {"question": "Grass?", "options": {"A": "red", "B": "green"}, "answer": "green", "answer_idx": "B"}
    assert one(tmp_path, row).gold == "green"
    rows = [{"sentence1": mood(n), "sentence2": "So.", "label": n % 2} for n in range(20)]
    assert (
        imported(lines(tmp_path / "p.jsonl", rows)).understood.instruction == "Answer with one of these labels: 0, 1."
    )


# ---- answers line by line, labels before texts ---------------------------------------------------------------


def test_labels_in_a_file_of_their_own_line_by_line(tmp_path):
    rows = [{"id": n, "goal": question(n), "sol1": f"wash it {n}", "sol2": f"burn it {n}"} for n in range(20)]
    file = lines(tmp_path / "dev.jsonl", rows)
    beside = texts(tmp_path / "dev-labels.lst", *[n % 2 for n in range(20)])
    texts(tmp_path / "train-labels.lst", *[0] * 20)
    made = imported(file, beside)
    assert [case.gold for case in sorted(made.graded, key=lambda case: case.line)] == ["0", "1"] * 10
    assert made.graded[0].options.keys() == {"A", "B"}
    assert any("dev-labels.lst, line by line: 20 of 20" in note for note in made.understood.notes)
    with pytest.raises(UsageError, match=r"dev-labels\.lst, which lies beside it, has as many lines: name both"):
        imported(file)
    texts(beside, *[1] * 19)
    with pytest.raises(UsageError, match="its lines are texts without columns"):
        imported(file, beside)


def test_texts_labels_and_the_names_of_these_in_three_files(tmp_path):
    texts(tmp_path / "test_text.txt", *[f"{question(n)} #{n}" for n in range(20)])
    texts(tmp_path / "test_labels.txt", *[n % 2 for n in range(20)])
    texts(tmp_path / "mapping.txt", "0\tcalm", "1\tloud")
    for files in ([tmp_path], [tmp_path / "test_text.txt", tmp_path / "test_labels.txt"]):
        made = imported(*files)
        assert (made.understood.labels, len(made.graded)) == (["calm", "loud"], 20)
    with pytest.raises(UsageError, match=r"test_labels\.txt, which lies beside it"):
        imported(tmp_path / "test_text.txt")


def test_words_tags_and_a_label_in_three_files(tmp_path):
    texts(tmp_path / "seq.in", *[f"fly to {CITIES[n % 7]} at {n}" for n in range(12)])
    texts(tmp_path / "seq.out", *["O O B-city O O"] * 12)
    texts(tmp_path / "label", *["ab"[n % 2] for n in range(12)])
    with pytest.raises(UsageError, match="2 columns could be the answer: output, label"):
        imported(tmp_path)
    assert imported(tmp_path, map_={"answer": "label"}).understood.labels == ["a", "b"]
    assert imported(tmp_path, map_={"answer": "output"}).graded[0].reference["value"].keys() == {"city"}


@pytest.mark.parametrize(
    ("name", "before"),
    [("a.train", ["__label__calm", "__label__loud"]), ("a.label", ["DESC:calm", "HUM:loud"]), ("a.txt", ["0", "1"])],
)
def test_a_label_before_each_text(tmp_path, name, before):
    made = imported(texts(tmp_path / name, *[f"{before[n % 2]} {mood(n)}" for n in range(30)]))
    assert made.understood.labels == [mark.removeprefix("__label__") for mark in before]
    assert {case.question for case in made.graded} == {mood(n) for n in range(30)}


def test_numbered_lines_have_no_labels(tmp_path):
    with pytest.raises(UsageError, match="texts without columns"):
        imported(texts(tmp_path / "a.txt", *[f"{n} {mood(n)}" for n in range(9)]))
    with pytest.raises(UsageError, match="texts without columns"):
        imported(texts(tmp_path / "b.txt", *[f"{n % 3 + 1} {mood(n)}" for n in range(30)]))


# ---- questions within rows -----------------------------------------------------------------------------------


def test_options_that_are_each_said_to_be_right_or_not(tmp_path):
    def row(n):
        answers = [{"text": f"{word} {n}", "idx": k, "label": int(k in (n % 2, 2))} for k, word in enumerate(WORDS[:4])]
        return {"idx": n, "passage": {"text": mood(n), "questions": [{"question": question(n), "answers": answers}]}}

    made = imported(lines(tmp_path / "multirc.jsonl", [row(n) for n in range(12)]))
    cases = sorted(made.graded, key=lambda case: case.line)
    assert [case.reference["value"] for case in cases[:2]] == [["A", "C"], ["B", "C"]]
    assert (cases[0].document, len(cases[0].options)) == (mood(0), 4)
    judged = [{"answer": "red", "isCorrect": False}, {"answer": "green", "isCorrect": True}, {"answer": "blue", "isCorrect": False}]  # fmt: skip
    assert one(tmp_path, {"question": "Grass?", "answers": judged}).gold == "B"
    numbered = [{"label": 0, "text": "red"}, {"label": 1, "text": "green"}]
    assert one(tmp_path, {"question": "Grass?", "choices": numbered, "answer": 0}).gold == 0


def test_answers_that_are_options_beside_the_number_of_one(tmp_path):
    rows = [{"context": mood(n), "question": question(n), "answers": [f"{w} {n}" for w in WORDS[:4]], "label": n % 4} for n in range(12)]  # fmt: skip
    made = imported(lines(tmp_path / "reclor.jsonl", rows))
    assert [case.reference for case in sorted(made.graded, key=lambda case: case.line)] == list("ABCD") * 3


def test_turns_with_a_reference_each_and_turns_without(tmp_path):
    file = lines(tmp_path / "q.jsonl", [{"turns": ["2 + 2?", "And half of it?"], "reference": ["4", "2"]}])
    first, second = formats.read(file, "q", {}).entries
    assert [m["content"] for m in second.messages] == ["2 + 2?", "4", "And half of it?"]
    assert (first.gold, second.gold) == ("4", "2")
    with pytest.raises(UsageError, match="its turns are plain texts"):
        one(tmp_path, {"turns": ["2 + 2?", "And half of it?"], "answer": "2"})


def test_a_text_its_questions_options_and_answers_in_lists(tmp_path):
    (tmp_path / "1.txt").write_text(json.dumps(
        {"article": "Ann ran.", "questions": ["Who?", "What?"], "options": [["Ann", "Bo"], ["ran", "sat"]], "answers": ["A", "B"]}))  # fmt: skip
    first, second = formats.read(tmp_path / "1.txt", "1.txt", {}).entries
    assert (first.messages[0]["content"], first.gold, first.document) == ("Who?", "A", "Ann ran.")
    assert (second.gold, second.options) == ("B", {"A": "ran", "B": "sat"})


# ---- rows of tools ------------------------------------------------------------------------------------------

ADD = {
    "name": "add",
    "description": "Adds.",
    "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}},
}


@pytest.mark.parametrize(
    "row",
    [
        {"system": f"SYSTEM: You have functions -\n{json.dumps(ADD, indent=4)}", "chat":
         "USER: Add 1.\n\n\nASSISTANT: <functioncall> {\"name\": \"add\", \"arguments\": '{\"a\": 1}'} <|endoftext|>\n\n\n"
         "FUNCTION RESPONSE: {}\n\n\nASSISTANT: Done. <|endoftext|>\n\n\nUSER: Thanks!\n\n\nASSISTANT: Welcome. <|endoftext|>"},
        {"conversations": [{"from": "human", "value": "Add 1."}, {"from": "function_call", "value": '{"name": "add", "arguments": {"a": 1}}'},
                           {"from": "observation", "value": "{}"}, {"from": "gpt", "value": "Done."}], "tools": json.dumps([ADD])},
        {"query": "Add 1.", "answers": '[{"name": "add", "arguments": {"a": 1}}]',
         "tools": json.dumps([{"name": "add", "parameters": {"a": {"type": "int", "description": "what"}, "b": {"type": "str, optional"}}}])},
    ],
)  # fmt: skip
def test_calls_of_tools_in_the_forms_of_sets(tmp_path, row):
    (case,) = imported(lines(tmp_path / "f.jsonl", [row])).graded
    assert (case.grader, case.reference) == ("tool_call", [{"name": "add", "arguments": {"a": [1]}}])
    assert case.question == "Add 1."
    assert case.settings["tools"][0]["parameters"]["properties"]["a"]["type"] == "integer"


@pytest.mark.parametrize(
    "rows",
    [
        [{"text": mood(n), "label": "calm", "_task_hash": n, "answer": said} for n, said in enumerate(("accept", "reject"))],
        [{"text": mood(n), "options": [{"id": "calm", "text": "Calm"}], "_task_hash": n, "accept": ["calm"][n:], "answer": said}
         for n, said in enumerate(("accept", "ignore"))],
        [{"id": n, "fields": {"text": mood(n)}, "responses": {"mood": [{"value": v} for v in said]}} for n, said in enumerate((["calm", "calm"], ["calm", "loud"]))],
    ],
)  # fmt: skip
def test_what_people_annotated_and_what_they_did_not_agree_on(tmp_path, rows):
    entries = formats.read(lines(tmp_path / "f.jsonl", rows), "f", {}).entries
    assert [(e.messages[-1]["content"], e.gold) for e in entries] == [(mood(0), "calm"), (mood(1), None)]


def test_numbers_that_stand_apart_and_the_word_that_is_compared(tmp_path):
    sum_ = {
        "Question": "Ann has number0 figs and eats number1 .",
        "Numbers": "8.0 2.5",
        "Equation": "- number0 number1",
        "Answer": 5.5,
    }
    assert one(tmp_path, sum_).messages[-1]["content"] == "Ann has 8 figs and eats 2.5 ."
    row = {"word": "bank", "sentence1": "By the bank.", "sentence2": "At the bank.", "label": False}
    assert one(tmp_path, row).messages[-1]["content"].startswith("Word: bank\nFirst sentence: By")


# ---- what is no right answer as it stands -------------------------------------------------------------------


def test_ratings_are_no_right_answers_unless_a_grader_is_named(tmp_path):
    rows = [{"sentence1": f"{w} one.", "sentence2": f"{w} two.", "label": n / 3} for n, w in enumerate(WORDS)]
    file = lines(tmp_path / "sts.jsonl", rows)
    with pytest.raises(UsageError, match=r"decimals from 0 to 4\.33333.*ratings"):
        imported(file)
    assert imported(file, grader="math").understood.grader == "math"
    moods = [{"text": mood(n), "label": 4 * (n % 2)} for n in range(30)]
    with pytest.raises(UsageError, match="the numbers 0, 4, of texts that ask for none"):
        imported(lines(tmp_path / "moods.jsonl", moods))
    sums = [{"text": f"{n} shared by 4", "label": n / 4} for n in range(14)]
    assert imported(lines(tmp_path / "sums.jsonl", sums)).understood.grader == "math"


def test_entities_of_html_that_a_whole_file_has_are_read(tmp_path):
    rows = [{"question": f"Where is Ann&#39;s fig &amp; pear {n}?", "answer": f"Oslo &amp; {n}"} for n in range(6)]
    found = formats.read(lines(tmp_path / "f.jsonl", rows), "f", {})
    assert (found.entries[2].messages[-1]["content"], found.entries[2].gold) == (
        "Where is Ann's fig & pear 2?",
        "Oslo & 2",
    )
    assert "they are read as ' &" in " ".join(found.notes) or "they are read as & '" in " ".join(found.notes)
    for other in ("R&D?", "What's new?", "Is <b>bold</b> old?"):
        mixed = formats.read(lines(tmp_path / "g.jsonl", [*rows, {"question": other, "answer": "no"}]), "g", {})
        assert mixed.entries[2].gold == "Oslo &amp; 2"
        assert "stay as they are in 6 of 7 rows" in " ".join(mixed.notes)


def test_a_named_class_of_a_task_and_answers_without_a_key_are_refused(tmp_path):
    tasks = [{"instruction": question(n), "category": "ab"[n % 2]} for n in range(20)]
    with pytest.raises(UsageError, match="category sorts what instruction asks for"):
        imported(lines(tmp_path / "t.jsonl", tasks))
    assert imported(lines(tmp_path / "t.jsonl", tasks), map_={"answer": "category"}).understood.labels == ["a", "b"]
    rows = [
        {"question": question(n), "answer1": f"the {WORDS[n % 14]} {n}", "answer2": f"{WORDS[n % 14]} {n}"}
        for n in range(14)
    ]
    file = lines(tmp_path / "n.jsonl", rows)
    with pytest.raises(UsageError, match="answer1, answer2 may be options, or each of them right"):
        imported(file)
    assert imported(file, map_={"answer": "answer1"}).understood.grader == "text"
    deep = [{"question": question(0), "answers": [{"answer": {"free_form_answer": "Oslo", "yes_no": None}}]}]
    with pytest.raises(UsageError, match=r"answers\.0\.answer\.free_form_answer, answers\.0\.answer\.yes_no"):
        imported(lines(tmp_path / "q.jsonl", deep))


def test_columns_that_are_questions_and_columns_of_classes_beside_prose_are_named(tmp_path):
    form = [{"When": "today", "What is 2 + 2?": "ab"[n % 2], "Where is Oslo?": "cd"[n % 2]} for n in range(12)]
    with pytest.raises(UsageError, match="a row is what one person answered"):
        imported(lines(tmp_path / "form.jsonl", form))
    rows = [
        {"instruction": question(n), "intent": "ab"[n % 2], "response": " ".join(mood(n + k) for k in range(5))}
        for n in range(30)
    ]
    with pytest.raises(UsageError, match=r"few values that come again: intent \(--map answer=intent\)"):
        imported(lines(tmp_path / "chat.jsonl", rows))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps({"columns": ["question", "answer"], "data": [["2 + 2?", "4"], ["3 + 3?", "6"]], "nrows": 2})),
        ("b.csv", "Export of May;\n;\nquestion;answer\n2 + 2?;4\n3 + 3?;6\n"),
        ("c.csv", "Q,A,,\n2 + 2?,4,,\n3 + 3?,6,,\n"),
        ("d.csv", 'inputs,outputs\n"{""question"": ""2 + 2?""}","{""answer"": ""4""}"\n"{""question"": ""3 + 3?""}","{""answer"": ""6""}"\n'),
    ],
)  # fmt: skip
def test_tables_as_tools_write_them(tmp_path, name, content):
    (tmp_path / name).write_text(content)
    found = formats.read(tmp_path / name, name, {})
    assert [(e.messages[-1]["content"], e.gold) for e in found.entries] == [("2 + 2?", "4"), ("3 + 3?", "6")]


def test_a_conversation_on_a_text_whose_questions_have_their_own_answers(tmp_path):
    qas = [{"question": said, "answers": [{"text": gold, "answer_start": 0}], "orig_answer": {"text": gold}, "followup": "y"}
           for said, gold in (("Who ran?", "Ann"), ("Where?", "Oslo"))]  # fmt: skip
    rows = [["Ann ran to Oslo", {"entities": [[11, 15, "city"]]}]] * 2
    (tmp_path / "quac.json").write_text(json.dumps({"data": [{"paragraphs": [{"context": "Ann ran.", "qas": qas}]}]}))
    _, second = formats.read(tmp_path / "quac.json", "quac.json", {}).entries
    assert ([m["content"] for m in second.messages], second.gold) == (["Who ran?", "Ann", "Where?"], "Oslo")
    (tmp_path / "spacy.json").write_text(json.dumps(rows))
    assert formats.read(tmp_path / "spacy.json", "spacy.json", {}).entries[0].gold == {"city": "Oslo"}
