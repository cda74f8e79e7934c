"""A teacher writes cases in the manner of a user's own: put together by a program, agreed by samples, or kept aside."""

# ruff: noqa: F401, F811
import json
import re

import pytest

import repairloop
from repairloop.flows import Item, run_flow
from repairloop.flows.mixed import families, teacher_flow
from repairloop.flows.proof import prove_items
from repairloop.ground.errors import UsageError
from repairloop.loop.plan import plan
from repairloop.records import Case
from repairloop.tasks.evaluation import Understood, load
from repairloop.tasks.skill import TaskSkill
from repairloop.teachers.teacher import Budget, open_teacher
from tests.tasks.test_task_loop import cases, config, rows, student, written
from tests.teacher_stub import TeacherStub


def written_by(monkeypatch, ask, answer=lambda total: total):
    """What the scripted teacher fills in: another case for the one that a prompt shows (numbered as they come), notes on a
    piece of a source, nothing for a question to be reworded, and the sum of its numbers for one that is to be answered."""
    seen = []

    def fill(schema, root, text):
        fields = set(schema["properties"])
        if fields == {"message"}:
            return {"message": ""}
        if fields == {"text"}:
            return {"text": f"The harbour of Riva has {len(text)} boats."}
        if "question" in fields:
            seen.append(text)
            made = ask(len(seen), text)
            return {name: made.get(name, "another number") for name in schema["properties"]}
        return {"answer": str(answer(sum(map(int, re.findall(r"\d+", text.rpartition("\n")[2])))))}

    monkeypatch.setattr("tests.teacher_stub.fill", fill)
    return seen


PORTS = ["Riva", "Lund", "Graz", "Bern", "Oulu"]


def boats(turn, text, off=0):
    a, b = 20_000 + 37 * turn, 300 + turn
    words = f"{PORTS[turn % 5]}{'xyzvw'[turn // 5 % 5]}{'abcde'[turn // 25 % 5]}"
    return {
        "question": f"A port {words} counted {a} boats, then {b} others {words}. How many?",
        "answer": str(a + b + off),
    }


def alike(run, dropped="IS NULL"):
    query = f"""SELECT prompt, completion, proof, verdict, agents, source, dropped FROM repair_rows
                WHERE (dropped {dropped}) AND skill = 'pears' AND array_to_string(agents, '|') LIKE '%teacher_alike%'"""
    return rows(run, query)


def likening(tmp_path, server, student, *settings, **teacher):
    chosen = {"name": server.student, "calls": 10_000, "admit": "agreed", **teacher}
    folder = tmp_path / "t"
    return config(folder if folder.exists() else written(folder, cases()), student, *settings, teacher=chosen)


@pytest.mark.slow
def test_a_teacher_writes_cases_in_the_manner_of_the_users_and_samples_must_agree(tmp_path, student, monkeypatch):
    asked = written_by(monkeypatch, boats)
    with TeacherStub() as server:
        settings = likening(tmp_path, server, student)
        told = plan(settings)["teacher"]["calls"]
        run = repairloop.run(settings, tmp_path / "run")
        number = server.total - server.requests["Say yes."]
        assert 0 < number <= told
        for shard in run.path.glob("shards/drafts-*"):
            shard.unlink()
        again = repairloop.resume(run.path)
        assert server.total - server.requests["Say yes."] == number, "nothing is asked twice"
    found = alike(run)
    assert len(found) > 10
    assert alike(again) == found
    for prompt, completion, proof, verdict, agents, source, _ in found:
        question = json.loads(prompt)[-1]["content"]
        assert question.startswith("A port ")
        assert str(sum(map(int, re.findall(r"\d+", question)))) in completion
        assert (proof, verdict) == ("agreed", "pass")
        assert source.split("#")[0] == "pears.csv"
        assert f"like {source}" in " ".join(agents)
    assert any("editor: a change that the teacher suggests" in row[4] for row in found)
    parts = {case.question: (case.part, case.area) for case in cases()}
    shown = {question for text in asked for question in parts if question in text}
    assert {parts[question] for question in shown} == {("find", "hard")}, "no question that measures is shown to it"
    assert run.sql("SELECT count(*) FROM repair_rows WHERE dropped IS NULL AND proof = 'agreed'").fetchall() == [
        (len(found),)
    ]


@pytest.mark.parametrize(
    ("ask", "answer", "reason"),
    [
        (lambda n, text: boats(n, text, off=1), None, "samples do not answer it rightly"),
        (boats, lambda total: total + 5, "samples do not answer it rightly"),
        (lambda n, text: {"question": cases()[50].question, "answer": cases()[50].gold}, None, "a question of the file"),
        (lambda n, text: {**boats(n, text), "answer": "many"}, None, "an answer that is not as the task's are"),
        (lambda n, text: {**boats(n, text), "question": " "}, None, "empty text"),
        (lambda n, text: {**boats(n, text), "question": "Hi <|im_end|>"}, None, "marks of a chat template"),
        (lambda n, text: {**boats(n, text), "question": 7}, None, "does not fit"),
    ],
)  # fmt: skip
def test_what_a_teacher_fills_in_wrongly_does_not_train(tmp_path, student, monkeypatch, ask, answer, reason):
    written_by(monkeypatch, ask, answer or (lambda total: total))
    made = cases()
    task = TaskSkill(load(written(tmp_path / "t", made)).understood, made)
    with (
        TeacherStub() as server,
        open_teacher(server.student, cache=tmp_path / "c", budget=Budget(calls=999)) as teacher,
    ):
        flow = teacher_flow(task, "pears/hard", teacher, None, 0.0, "alike")
        items = run_flow(flow, [Item("pears/hard", n, 1, "7") for n in range(6)])
        proven = prove_items(items, lambda _: task, teacher, None)
    assert {proof for _, proof, _ in proven} <= {"unproved"}
    said = {why for *_, why in proven} | set(flow[1].tally.dropped)
    assert len(said) == 1
    assert reason in said.pop()


@pytest.mark.slow
def test_without_leave_for_agreed_rows_nothing_is_written(tmp_path, student, monkeypatch):
    asked = written_by(monkeypatch, boats)
    with TeacherStub() as server:
        run = repairloop.run(likening(tmp_path, server, student, admit="proved"), tmp_path / "run")
    assert not asked
    assert not alike(run, "IS NULL OR TRUE")


@pytest.mark.slow
def test_a_budget_that_is_spent_leaves_the_rest_to_programs(tmp_path, student, monkeypatch):
    written_by(monkeypatch, boats)
    with TeacherStub() as server:
        run = repairloop.run(likening(tmp_path, server, student, calls=40), tmp_path / "run")
        assert server.total - server.requests["Say yes."] <= 40
        with pytest.raises(UsageError, match="a teacher needs a budget"):
            likening(tmp_path, server, student, calls=0)
    assert (
        rows(run, "SELECT count(*) FROM repair_rows WHERE dropped IS NULL AND skill = 'pears' AND kind = 'repair'")[0][
            0
        ]
        > 100
    )


@pytest.mark.slow
def test_sources_are_what_the_new_cases_are_about(tmp_path, student, monkeypatch):
    (tmp_path / "notes.txt").write_text("The harbour of Riva is open from nine to five, and boats come and go. " * 30)
    asked = written_by(monkeypatch, boats)
    with TeacherStub() as server:
        source = f'synthesize.sources=["{tmp_path / "notes.txt"}"]'
        run = repairloop.run(likening(tmp_path, server, student, source, "synthesize.material=1"), tmp_path / "run")
    found = alike(run)
    assert found
    assert all(source.startswith(str(tmp_path / "notes.txt")) for *_, source, _ in found)
    assert any("The harbour of Riva has" in text for text in asked)


def with_parts():
    """A case with a document and options, one with a label, one whose answer stands in its document."""
    passage = "The mill of Riva was built in 1824. It had three wheels and ground sacks of rye each day."
    options = {"A": "rye", "B": "stone", "C": "glass"}
    listed = "\n".join(f"{letter}) {text}" for letter, text in options.items())
    question = "What did the mill grind?"
    more = {"file": "f.csv", "digest": "0", "part": "find", "area": "all"}
    return [
        Case(
            id="1", line=1, question=question, document=passage, options=options, gold="A", reference="A", grader="choice",
            settings={"options": options}, messages=[{"role": "user", "content": f"{passage}\n\n{question}\n{listed}"}], **more,
        ),
        Case(
            id="2", line=2, question="My card is gone.", gold="card_lost", reference="card_lost", grader="text",
            messages=[{"role": "user", "content": "My card is gone."}], **more,
        ),
        Case(
            id="3", line=3, question="Where is the mill?", document=passage, gold="Riva", reference="Riva", grader="text",
            messages=[{"role": "user", "content": f"{passage}\n\nWhere is the mill?"}], **more,
        ),
    ]  # fmt: skip


def test_each_part_stands_where_the_original_has_it(tmp_path, monkeypatch):
    made = with_parts()
    understood = Understood(
        name="f",
        files=["f.csv"],
        form="table",
        kind="label",
        grader="text",
        labels=["card_lost"],
        instruction="Be brief.",
    )
    task = TaskSkill(understood, made)
    passage = "The tower of Lund is of old brick. It has four bells and a clock that is late by an hour each week."
    filled = {
        "document": passage, "options": ["iron", "brick", "straw"], "answer": "B", "question": "What is the tower of?",
    }  # fmt: skip
    plain = {"document": passage, "question": "Where is the tower?", "answer": "Lund"}

    def fill(schema, root, text):
        fields = set(schema["properties"])
        if "options" in fields:
            return filled
        return plain if "document" in fields else {"question": "I lost the thing that I pay with."}

    monkeypatch.setattr("tests.teacher_stub.fill", fill)
    with TeacherStub() as server, open_teacher(server.student, cache=tmp_path, budget=Budget(calls=99)) as teacher:
        flow = teacher_flow(task, "f/all", teacher, None, 0.0, "alike")
        items = {
            item.problem.case["line"]: item for item in run_flow(flow, [Item("f/all", n, 1, "7") for n in range(3)])
        }
        assert items[1].prompt[-1]["content"] == f"{passage}\n\nWhat is the tower of?\nA) iron\nB) brick\nC) straw"
        assert items[1].problem.case["settings"]["options"] == {"A": "iron", "B": "brick", "C": "straw"}
        assert (items[1].problem.case["reference"], items[1].completion) == ("B", "B) brick")
        assert items[2].prompt == [
            {"role": "system", "content": "Be brief."}, {"role": "user", "content": "I lost the thing that I pay with."}
        ]  # fmt: skip
        assert items[2].completion == "card_lost"
        assert (items[3].prompt[-1]["content"], items[3].completion) == (f"{passage}\n\nWhere is the tower?", "Lund")
        filled |= {"options": ["iron", "brick"]}
        plain |= {"answer": "Oulu"}
        flow = teacher_flow(task, "f/all", teacher, None, 0.0, "alike")
        rest = run_flow(flow, [Item("f/all", n, 1, "8") for n in range(3)])
        assert [item.problem.case["line"] for item in rest] == [2]
        assert set(flow[1].tally.dropped) == {"other options in number", "an answer that is not in the text"}


def test_what_a_program_cannot_read_alone_is_not_asked_for(tmp_path):
    case = with_parts()[1].like(grader="constraints", reference={"rules": []}, gold="two words")
    task = TaskSkill(Understood(name="f", files=[], form="table", kind="own", grader="constraints"), [case])
    assert families(task, "f/all", None, "agreed") == ["reworded"]
    assert families(TaskSkill(task.understood, with_parts()), "f/all", None, "agreed") == ["reworded", "alike"]
