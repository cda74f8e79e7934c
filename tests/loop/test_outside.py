"""Outside questions: read from many forms of file, asked alike on both sides, reported, and looked at by nothing else."""

import csv
import json
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import repairloop
from repairloop import check_reference
from repairloop.config import Config, load_config
from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.ground.overlap import normal
from repairloop.loop.api import stored_config
from repairloop.loop.outside import read_all
from repairloop.loop.stages.answer import _line, _load, same_prompts
from repairloop.loop.stages.context import Context
from repairloop.records import Answer
from repairloop.rundir.store import Store
from repairloop.students import Sampling, open_student
from tests.conftest import SMALL, small
from tests.loop.test_loop import LEARNED, command, rows
from tests.rundir.test_page import tags
from tests.stub_server import StubServer


def lines(path, items):
    path.write_text("".join((item if isinstance(item, str) else json.dumps(item)) + "\n" for item in items))
    return path


def table(path, header, cells):
    with open(path, "w", newline="") as out:
        csv.writer(out, delimiter="\t" if path.suffix == ".tsv" else ",").writerows([header, *cells])
    return path


def sums(count, start=0):
    """Questions in words that no row of ours uses."""
    return [
        (
            f"A baker in Ulm, tired of rye, baked {n} buns and her nephew {n + 7} more; how many buns are there?",
            2 * n + 7,
        )
        for n in range(start, start + count)
    ]


def read(*entries, **settings):
    return read_all(load_config(outside={"files": [str(entry) for entry in entries], **settings}))


def one(entry, **settings):
    (questions,) = read(entry, **settings)
    return questions


# ---- reading ------------------------------------------------------------------------------------------


SHORT = "Answer with the answer alone, in a few words."


@pytest.mark.parametrize(
    ("row", "grader", "asked", "reference"),
    [
        ({"question": "2 + 2?", "answer": 4}, "math", "2 + 2?", "4"),
        ({"Input": "2 + 2?", "Target": "4"}, "math", "2 + 2?", "4"),
        ({"prompt": "Capital of France?", "completion": "Paris"}, "text", f"{SHORT}\nCapital of France?", "Paris"),
        ({"prompt": "Capital of France?", "expected": "Paris", "id": 1}, "text", f"{SHORT}\nCapital of France?", "Paris"),
        ({"instruction": "Add.", "input": "2 and 2", "output": "4"}, "math", "Add.\n\n2 and 2", "4"),
        ({"instruction": "Add 2 and 2.", "output": "4"}, "math", "Add 2 and 2.", "4"),
        ({"prompt": [{"role": "user", "content": "2 + 2?"}],
          "completion": [{"role": "assistant", "content": "4"}]}, "math", "2 + 2?", "4"),
        ({"messages": [{"role": "system", "content": "JSON."}, {"role": "user", "content": "I am in Rome."}],
          "expected": '{"city": "Rome"}'}, "fields", "JSON.\nI am in Rome.", {"value": {"city": "Rome"}}),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names(tmp_path, row, grader, asked, reference):
    (probe,) = one(f"{lines(tmp_path / 'q.jsonl', [row])}:{grader}").probes
    assert probe.question == asked
    assert probe.reference == reference
    assert check_reference(probe).status == "pass"
    assert (probe.split, probe.wording, probe.skill, probe.area) == ("outside", "unseen", "outside", "outside/q")


@pytest.mark.parametrize(
    ("choices", "answer"),
    [
        (["red", "green", "blue"], "B"),
        (["red", "green", "blue"], "green"),
        ({"A": "red", "B": "green", "C": "blue"}, "B"),
        ({"label": ["A", "B", "C"], "text": ["red", "green", "blue"]}, "B"),
        ('["red", "green", "blue"]', "B"),
    ],
)
def test_choices_stand_below_the_question(tmp_path, choices, answer):
    file = lines(tmp_path / "q.jsonl", [{"question": "Which is grass?", "choices": choices, "answer": answer}])
    (probe,) = one(f"{file}:choice").probes
    assert probe.messages == [
        {"role": "system", "content": "Answer with the letter of the right option."},
        {"role": "user", "content": "Which is grass?\nA) red\nB) green\nC) blue"},
    ]
    assert check_reference(probe).expected == 'B ("green")'


def test_the_labels_of_a_file_are_told(tmp_path):
    said = [["My card is gone", "lost_card"], ["Who are you?", "other"]]
    file = table(tmp_path / "q.tsv", ["text", "category"], [[f"{text}, {n}", x] for n in range(6) for text, x in said])
    for grader in ("text", "choice"):
        asked = [probe.question for probe in one(f"{file}:{grader}").probes]
        assert asked[0] == "Answer with one of these labels: lost_card, other.\nMy card is gone, 0"
    numbers = table(tmp_path / "n.csv", ["question", "answer"], [[f"{n} less {n - n % 3}?", n % 3] for n in range(30)])
    assert one(f"{numbers}:math").probes[0].question == "0 less 0?", "numbers are worked out"


STORY, END = "Ann has {} coins and finds {} more.", "How many coins does she have?"
LETTERED = dict(zip("ABC", ("red", "green", "blue"), strict=True))


@pytest.mark.parametrize(
    ("row", "grader", "asked", "reference"),
    [
        (lambda n: {"question": f"{STORY.format(n, 2)} {END}", "answer": f"{n} + 2 = <<{n}+2={n + 2}>>{n + 2}\n#### {n + 2}"},
         "math", f"{STORY} {END}", "{}"),
        (lambda n: {"Body": STORY.format(n, 2), "Question": END, "Equation": f"( {n} + 2 )", "Answer": n + 2.0},
         "math", f"{STORY} {END}", "{}"),
        (lambda n: {"body": STORY.format(n, 2), "question": END, "answer": f"{n + 2} (coins)"}, "math", f"{STORY} {END}", "{}"),
        (lambda n: {"problem": f"{STORY.format(n, 2)} {END}", "final_answer": n + 2}, "math", f"{STORY} {END}", "{}"),
        (lambda n: {"article": STORY.format(n, 2), "question": "Grass is?", "options": list(LETTERED.values()), "answer": "B"},
         "choice", f"{STORY}\n\nGrass is?\nA) red\nB) green\nC) blue", "B"),
        (lambda n: {"question": f"Grass is, {n}?", **LETTERED, "answer": "B"}, "choice", "Grass is, {}?\nA) red\nB) green\nC) blue", "B"),
        (lambda n: {"context": STORY.format(n, 2), "question": "Grass is?", "answerA": "red", "answerB": "green", "answerC": "blue",
                    "label": str(1 + n % 3)}, "choice", f"{STORY}\n\nGrass is?\nA) red\nB) green\nC) blue", None),
        (lambda n: {"inputs": f"Grass is, {n}?", "multiple_choice_targets": ["red", "green"], "targets": ["green"]},
         "choice", "Grass is, {}?\nA) red\nB) green", "B"),
        (lambda n: {"question": "is it more", "passage": STORY.format(n, 2), "answer": n > 5}, "text", f"{STORY}\n\nis it more", None),
    ],
)  # fmt: skip
def test_public_sets_are_asked_whole(tmp_path, row, grader, asked, reference):
    """With the story above the question, the passage, and the options that stand in columns of their own."""
    made = [row(n) for n in range(1, 13)]
    questions = one(f"{lines(tmp_path / 'q.jsonl', made)}:{grader}")
    assert len(questions.probes) == len(made)
    for n, probe in enumerate(questions.probes, 1):
        assert probe.messages[-1]["content"] == asked.format(n, 2)
        assert reference is None or probe.reference == reference.format(n + 2)
        assert check_reference(probe).status == "pass"


def test_files_that_say_how_they_are_checked_are_asked_too(tmp_path):
    """IFEval."""
    rows = [
        {"key": n, "prompt": f"Of {n} apples, without commas.", "instruction_id_list": ["punctuation:no_comma"], "kwargs": [{}]}
        for n in range(4)
    ]  # fmt: skip
    file = lines(tmp_path / "q.jsonl", rows)
    probes = one(f"{file}:constraints").probes
    assert [(p.question, p.grader) for p in probes] == [(row["prompt"], "constraints") for row in rows]
    assert [check_reference(p).status for p in probes] == ["pass"] * 4
    with pytest.raises(UsageError, match="only 0 of 4 golds pass it"):
        read(f"{file}:math")


def test_parquet_and_a_colon_in_the_path(tmp_path):
    folder = tmp_path / "a:b"
    folder.mkdir()
    pq.write_table(pa.table({"question": ["2 + 2?", "3 + 3?"], "answer": [4, 6]}), folder / "q.parquet")
    assert len(one(f"{folder / 'q.parquet'}:math").probes) == 2


def test_a_form_that_only_the_import_knows_is_read_as_it_reads_it(tmp_path):
    pairs = [{"premise": f"Ann ran {n} miles.", "hypothesis": "Ann moved.", "label": "ab"[n % 2]} for n in range(8)]
    questions = one(f"{lines(tmp_path / 'nli.jsonl', pairs)}:choice")
    assert len(questions.probes) == 8
    assert questions.probes[0].question.endswith("Hypothesis: Ann moved.")
    assert all(check_reference(probe).status == "pass" for probe in questions.probes)
    assert "premise + hypothesis → label" in questions.notes[0]


def test_bad_rows_are_left_out_counted_and_the_first_is_named(tmp_path):
    good = [{"question": f"Which is right, {n}?", "choices": ["this", "that"], "answer": "B"} for n in range(5)]
    bad = ["not json", {**good[0], "answer": "none"}, {**good[0], "question": ""}, {"question": "why?"}]
    questions = one(f"{lines(tmp_path / 'q.jsonl', [*good, *bad])}:choice")
    assert len(questions.probes) == 5
    said = " | ".join(questions.notes)
    assert "5 of 8, question + choices → answer" in said
    assert "passed over 1 of 9 lines: no JSON, line 6 first" in said
    assert "left out: 1 × 'none' is none of the options (q.jsonl, line 7)" in said
    assert "left out: 1 × no question (q.jsonl, line 8)" in said


def test_right_answers_that_are_longer_than_a_reply_may_be_are_told(tmp_path):
    rows = [{"question": f"Spell {n}.", "answer": "word " * n} for n in (1, 200)]
    said = one(f"{lines(tmp_path / 'q.jsonl', rows)}:text").notes
    assert "1 right answers are longer than 128 tokens, at which a reply is cut" in said[-1]


def test_a_question_asked_twice_is_asked_once(tmp_path):
    file = lines(tmp_path / "q.jsonl", [{"question": q, "answer": 4} for q in ("2 + 2?", "2  +  2?", "4 + 0?")])
    assert len(one(f"{file}:math").probes) == 2


def test_of_a_long_file_the_seed_draws_the_same_questions_in_any_cycle(tmp_path):
    entry = f"{table(tmp_path / 'q.csv', ['question', 'answer'], sums(50))}:math"
    config = load_config(outside={"files": [entry], "at_most": 10})
    first, second = (read_all(config, cycle)[0] for cycle in (1, 2))
    other = read_all(config.model_copy(update={"seed": 1}))[0]
    assert (
        [p.question for p in first.probes] == [p.question for p in second.probes] != [p.question for p in other.probes]
    )
    assert not {p.id for p in first.probes} & {p.id for p in second.probes}, "one id is one question of one cycle"
    assert "10 drawn by the run's seed from 50" in first.notes[0]


def test_files_of_one_name_are_told_apart(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        lines(tmp_path / folder / "q.jsonl", [{"question": "2 + 2?", "answer": 4}])
    assert [q.name for q in read(*(f"{tmp_path / f / 'q.jsonl'}:math" for f in "ab"))] == ["q", "q-2"]


@pytest.mark.parametrize(
    ("name", "content", "grader", "said"),
    [
        ("q.jsonl", "", "math", "no rows in it"),
        ("q.csv", "", "math", "no rows in it"),
        ("q.jsonl", "[1, 2]\nno\n", "math", "texts without columns.*passed over 1 of 2 lines: no JSON"),
        ("q.jsonl", '{"f1": "2 + 2?", "a1": 4}\n', "math", r"no question among its columns \(f1, a1\)(.|\n)*have no --map: call"),
        ("q.csv", "question,result\n2 + 2?,4\n", "math", r"none of the 1 rows has a right answer(.|\n)*not used are result"),
        ("q.jsonl", '{"question": "2 + 2?", "answer": "four score"}\n', "choice", "only 0 of 1 golds pass it; the first .*q.jsonl, line 1"),
        ("q.jsonl", '{"question": "2 + 2?", "answer": 4}\n', "maths", "did you mean math"),
        ("q.xlsx", "PK", "math", "its form is not known"),
        ("q.parquet", "no parquet", "math", "broken Parquet"),
        ("q.jsonl", '{"messages": [{"role": "user", "content": 3}], "answer": 4}\n', "math", "a message has a content that is no text"),
        ("q.jsonl", '{"question": "a?", "choices": ["b", "c"], "answer": "d"}\n', "choice", "'d' is none of the options"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_before_anything_is_made(tmp_path, name, content, grader, said):
    (tmp_path / name).write_text(content)
    config = small(skills=["math"], outside={"files": [f"{tmp_path / name}:{grader}"]})
    with pytest.raises(UsageError, match=said):
        repairloop.run(config, tmp_path / "run")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("entry", ["q.jsonl", "q.jsonl:", ":math"])
def test_an_entry_names_file_and_grader(entry):
    with pytest.raises(UsageError, match="FILE:GRADER"):
        read(entry)
    with pytest.raises(UsageError, match="no such file"):
        read("/no/such/file.csv:math")


# ---- in a run -----------------------------------------------------------------------------------------

HOSTILE = "\x1b[2J\x1b]0;gone\x07 <script>alert(1)</script> \ud800 how many buns, [red]if[/] 2 + 2?"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("outside")


@pytest.fixture(scope="module")
def asked(place):
    """A finished run with two outside files, one of them with a hostile question; the adapter learned the other."""
    quiz = table(place / "quiz.csv", ["question", "answer"], sums(60))
    odd = lines(place / "odd.jsonl", [{"question": HOSTILE, "answer": 4}, {"question": "3 + 4?", "answer": 7}])
    script, adapter = place / "trainer.py", LEARNED + '[areas."outside/quiz"]\npass_rate = 0.9\n'
    script.write_text(f"import pathlib, sys\n(pathlib.Path(sys.argv[1]) / 'sim.toml').write_text({adapter!r})\n")
    weak = "seed = 3\n" + LEARNED.replace("0.97", "0.2") + '[areas."outside"]\npass_rate = 0.3\n'
    (place / "student.toml").write_text(weak)
    settings = [*SMALL, f"train.command='{sys.executable} {script} {{out}}'"]
    words = [word for setting in settings for word in ("--set", setting)]
    words += ["--outside", f"{quiz}:math", "--outside", f"{odd}:math", "--trainer", "command", "--skills", "math"]
    done = subprocess.run(
        command("run", "--student", f"sim:{place / 'student.toml'}", "--out", place / "run", *words),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return repairloop.open(place / "run"), done.stdout


def test_before_and_after_stand_in_a_line_of_their_own(asked):
    run, printed = asked
    everything, quiz, odd = run.summary()["summary"]["outside"]
    assert (everything["name"], quiz["name"], odd["name"]) == ("all", "quiz", "odd")
    assert (everything["n"], quiz["n"], odd["n"]) == (62, 60, 2)
    assert quiz["before"] < 0.5 < 0.8 < quiz["after"]
    assert 0 < quiz["low"] < quiz["change"] < quiz["high"]
    assert quiz["p_value"] < 1e-4
    assert odd["change"] == 0
    assert odd["p_value"] == 1
    line = next(line for line in printed.splitlines() if line.startswith("outside questions, quiz: "))
    assert f"{quiz['before']:.1%} → {quiz['after']:.1%}" in line
    assert "95 % interval" in line
    assert "outside questions, odd: " in printed, "a zero is a result"


def test_the_counts_are_those_of_the_rows(asked):
    run, _ = asked
    counted = rows(run, """SELECT v.side, count(*) FILTER (v.status = 'pass'), count(*)
        FROM verdicts v JOIN probes p USING (probe_id) WHERE p.area = 'outside/quiz' GROUP BY 1 ORDER BY 1""")  # fmt: skip
    quiz = run.summary()["summary"]["outside"][1]
    assert counted == [("after", round(60 * quiz["after"]), 60), ("before", round(60 * quiz["before"]), 60)]


def test_outside_questions_are_in_the_tables_and_in_no_choice(asked):
    run, _ = asked
    assert rows(run, "SELECT count(*) FROM failures WHERE area = 'outside/quiz' AND side = 'before'")[0][0] > 20
    for table_name in ("areas", "outcomes", "repair_rows"):
        assert rows(run, f"SELECT count(*) FROM {table_name} WHERE area LIKE 'outside%'") == [(0,)]
    assert not [area for (area,) in run.areas().project("area").fetchall() if area.startswith("outside")]
    assert rows(run, "SELECT count(*) FROM lineage JOIN probes USING (probe_id) WHERE split = 'outside'") == [(0,)]


def test_nothing_that_trains_is_another_for_the_outside_questions(asked, place):
    run, _ = asked
    config = stored_config(run.store).model_dump()
    without = repairloop.run(Config.model_validate({**config, "outside": {"files": []}}), place / "without")
    kept = "SELECT row_id FROM repair_rows WHERE dropped IS NULL ORDER BY 1"
    assert rows(run, kept) == rows(without, kept)
    assert rows(run, "SELECT * FROM areas ORDER BY area") == rows(without, "SELECT * FROM areas ORDER BY area")
    assert without.summary()["summary"]["outside"] == []


def test_hostile_questions_are_cleaned_wherever_they_are_shown(asked):
    run, printed = asked
    ((probe_id, kept),) = rows(run, "SELECT probe_id, question FROM probes WHERE question LIKE '%<script%'")
    assert "\ud800" not in kept
    shown = subprocess.run(command("show", run.path, probe_id), check=True, capture_output=True, text=True).stdout
    listed = subprocess.run(command("failures", run.path, "--limit", "500"), check=True, capture_output=True, text=True)
    for text in (shown, listed.stdout, printed):
        assert "\x1b" not in text
        assert "\x07" not in text
    page = (run.path / "report.html").read_text()
    assert tags(page).isdisjoint({"script"})
    assert "outside questions, quiz: " in page


def test_the_prompts_of_both_sides_are_the_same_by_their_hash(asked):
    run, _ = asked
    hashes = rows(run, """SELECT b.prompt_hash, a.prompt_hash FROM answers b JOIN answers a USING (probe_id)
        WHERE b.side = 'before' AND a.side = 'after'""")  # fmt: skip
    assert len(hashes) > 100
    assert all(before == after and len(before) == 16 for before, after in hashes)


def test_a_killed_run_ends_with_the_same_shards(asked, place):
    from tests.loop.test_loop import kill_at, shards

    run, _ = asked
    config = run.path / "config.toml"
    first = ["run", "--config", config, "--out", place / "killed"]
    for number, point in enumerate([("grade", "dev"), ("probe", "outside"), ("answer", "outside"), ("verify", "")]):
        kill_at(["resume", place / "killed"] if number else first, *point)
    subprocess.run(command("resume", place / "killed"), check=True, capture_output=True)
    assert shards(place / "killed") == shards(run.path)


def test_rows_that_overlap_with_outside_questions_do_not_train_and_are_counted(tmp_path):
    plain = repairloop.run(small(skills=["math"]), tmp_path / "plain")
    taken = rows(plain, "SELECT prompt, completion FROM repair_rows WHERE dropped IS NULL ORDER BY row_id LIMIT 20")
    texts = ["\n".join(m["content"] for m in json.loads(prompt)) for prompt, _ in taken]
    file = lines(tmp_path / "q.jsonl", [{"question": text, "answer": 1} for text in texts])
    said = []
    run = repairloop.run(small(skills=["math"], outside={"files": [f"{file}:math"]}), tmp_path / "run", said.append)
    trains = {normal("\n".join(m["content"] for m in json.loads(prompt))) for (prompt,) in
              rows(run, "SELECT prompt FROM repair_rows WHERE dropped IS NULL")}  # fmt: skip
    assert trains
    assert not trains & {normal(text) for text in texts}
    notes = [event["text"] for event in said if event["event"] == "notice"]
    counted = next(int(note.split()[0]) for note in notes if "overlap with the outside questions" in note)
    assert counted >= 20


def test_rows_that_overlap_with_the_guard_file_do_not_train_and_are_counted(tmp_path):
    plain = repairloop.run(small(skills=["math"]), tmp_path / "plain")
    taken = rows(
        plain, "SELECT prompt FROM repair_rows WHERE dropped IS NULL AND kind = 'repair' ORDER BY row_id LIMIT 20"
    )
    texts = [json.loads(prompt)[-1]["content"] for (prompt,) in taken]
    file = lines(tmp_path / "g.jsonl", [{"prompt": text} for text in texts])
    said = []
    run = repairloop.run(small(skills=["math"], settings=[f"guard.file='{file}'"]), tmp_path / "run", said.append)
    trains = {
        json.loads(p)[-1]["content"] for (p,) in rows(run, "SELECT prompt FROM repair_rows WHERE dropped IS NULL")
    }
    assert trains
    assert not trains & set(texts)
    notes = [event["text"] for event in said if event["event"] == "notice"]
    counted = next(int(note.split()[0]) for note in notes if f"overlap with the requests of {file}" in note)
    assert counted >= len(texts)


def test_each_cycle_asks_them_anew_of_the_student_that_it_starts_from(tmp_path):
    file = table(tmp_path / "q.csv", ["question", "answer"], sums(20))
    config = small(cycles=2, skills=["math"], outside={"files": [f"{file}:math"]})
    run = repairloop.run(config, tmp_path / "run")
    summaries = [json.loads(s) for (s,) in rows(run, "SELECT summary FROM decisions ORDER BY cycle")]
    assert [s["outside"][0]["n"] for s in summaries] == [20] * len(summaries)
    asked = rows(run, "SELECT cycle, count(*) FROM probes WHERE split = 'outside' GROUP BY 1 ORDER BY 1")
    assert asked[0] == (1, 20)
    assert all(count == 20 for _, count in asked)


def test_verify_asks_them_too(tmp_path):
    file = table(tmp_path / "q.csv", ["question", "answer"], sums(20))
    run = repairloop.run(small(skills=["math"], trainer="none", outside={"files": [f"{file}:math"]}), tmp_path / "run")
    (tmp_path / "adapter").mkdir()
    (tmp_path / "adapter" / "sim.toml").write_text(LEARNED + '[areas."outside"]\npass_rate = 0.0\n')
    repairloop.verify(run.path, str(tmp_path / "adapter"))
    (part,) = run.summary()["summary"]["outside"]
    assert part["after"] == 0 < part["before"]
    assert part["high"] < 0


def test_plan_counts_them(tmp_path):
    file = table(tmp_path / "q.csv", ["question", "answer"], sums(20))
    words = ["plan", "--student", "sim:planted", "--outside", f"{file}:math"]
    assert (
        "outside questions: 20, asked twice" in subprocess.run(command(*words), capture_output=True, text=True).stdout
    )
    found = json.loads(subprocess.run(command(*words, "--json"), capture_output=True, text=True).stdout)
    assert found["probes"]["outside"] == 20


# ---- identical prompts --------------------------------------------------------------------------------


def test_a_student_that_is_asked_differently_is_not_compared(tmp_path):
    with StubServer() as server:
        settings = ["probes.screen=6", "probes.budget=10", "probes.holdout=6"]
        run = repairloop.run(small(student=server.student, skills=["math"], settings=settings), tmp_path / "run")
    with pytest.raises(RepairLoopError, match=r"probe [0-9a-f]{16} was asked differently before and after"):
        repairloop.verify(run.path, "sim:planted")
    assert run.summary() == {}, "no verdict stands on such a comparison"


def answer_shard(store, hashes, side):
    row = {"cycle": 1, "side": side, "student": "s", "text": "", "finish_reason": "stop", "prompt_tokens": 1,
           "answer_tokens": 1, "status": "ok", "error": None}  # fmt: skip
    return store.write("answers", [{**row, "probe_id": f"{n:016x}", "prompt_hash": h} for n, h in enumerate(hashes)])


def test_one_differing_prompt_among_many_is_found_and_an_unknown_one_is_no_difference(tmp_path):
    config = small()
    ctx = Context(Store.create(tmp_path / "run", ""), config)
    before = answer_shard(ctx.store, ["a", "b", "c", ""], "before")
    same_prompts(ctx, before, answer_shard(ctx.store, ["a", "b", "", "d"], "after"))
    with pytest.raises(RepairLoopError, match=f"probe {1:016x} was asked differently"):
        same_prompts(ctx, before, answer_shard(ctx.store, ["a", "x", "c", "d"], "after"))


def test_a_servers_hash_is_of_messages_and_sampling_and_not_of_the_models_name():
    probe = repairloop.Probe(
        id="0" * 16, skill="s", area="s/a", split="screen", grader="g", messages=[{"role": "user", "content": "Hi"}]
    )
    with StubServer() as server:
        server.models_status = 404
        hashes = []
        for name, sampling, asked in [
            (server.student, Sampling(), probe),
            (server.student + "-tuned", Sampling(), probe),
            (server.student, Sampling(temperature=0.5), probe),
            (server.student, Sampling(), probe.like(messages=[{"role": "user", "content": "Hi "}])),
            (server.student, Sampling(), probe.like(max_tokens=5)),
        ]:
            with open_student(name) as student:
                hashes += [answer.prompt_hash for answer in student.answer([asked], sampling)]
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 4


def test_a_journal_of_an_older_version_is_asked_again_not_misread(tmp_path):
    old = ["0" * 16, "yes", "stop", 3, 1, "ok", None]
    (tmp_path / "journal.jsonl").write_text(json.dumps(old) + "\n" + json.dumps([*old, "ab"]) + "\n")
    assert _load(tmp_path / "journal.jsonl") == {}


def test_no_damage_to_a_journal_makes_another_answer_of_one(tmp_path):
    answers = [
        Answer(probe_id=f"{n:016x}", text=f"The answer is {n}, \u2028 \ud800é.", prompt_tokens=n) for n in range(3)
    ]
    kept = {answer.probe_id: answer for answer in answers}
    content, file = b"".join(map(_line, answers)), tmp_path / "journal.jsonl"
    file.write_bytes(content)
    assert _load(file) == kept
    for place in range(len(content)):
        for damaged in (
            content[:place],
            content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :],
        ):
            file.write_bytes(damaged)
            assert _load(file).items() <= kept.items()
