"""A user's own task in the loop, on the simulated student: parts keep apart, areas are found and repaired, runs keep it."""

import json
import random
import re
from collections import Counter

import pytest
from typer.testing import CliRunner

import repairloop
from repairloop import grade, loose_probe
from repairloop.cli import app
from repairloop.cli.tasks import golds
from repairloop.config import load_config
from repairloop.flows import Item, run_flow
from repairloop.flows.mixed import teacher_flow
from repairloop.flows.proof import _asked_anew as proof_of
from repairloop.flows.proof import prove_items
from repairloop.flows.teacher import Agreement
from repairloop.ground.errors import DamagedRun, UsageError
from repairloop.ground.overlap import parts
from repairloop.loop import api
from repairloop.loop.plan import plan
from repairloop.loop.tasks import by_size, form
from repairloop.plugins.grade import loose_answer
from repairloop.plugins.registry import INSTALLED
from repairloop.records import VERIFIED, Case, RepairRow, fingerprint
from repairloop.rundir.display import form_line
from repairloop.tasks.evaluation import Evaluation, Understood, load, save
from repairloop.tasks.graded import area_names
from repairloop.tasks.importing import import_files
from repairloop.tasks.skill import OwnCases, TaskSkill, asked, led_in
from repairloop.teachers.teacher import Budget, open_teacher
from repairloop.vetting import Protected
from tests.conftest import SMALL
from tests.flows.test_mixed_flows import given
from tests.teacher_stub import TeacherStub

PARTS = ["find"] * 45 + ["test"] * 20 + ["dev"] * 8 + ["holdout"] * 27


def cases(number=400, areas=("easy", "hard")):
    rng = random.Random(7)
    made = []
    for index in range(number):
        a, b = rng.randint(100, 9999), rng.randint(100, 9999)
        question = f"A shop had {a} pears and bought {b} more. How many pears has it?"
        made.append(
            Case(
                id=fingerprint(question), file="pears.csv", line=index + 2, digest="0", question=question, gold=str(a + b),
                messages=[{"role": "user", "content": question}], grader="math", reference=str(a + b),
                area=areas[index % len(areas)] if areas else "", part=PARTS[index % 100], max_tokens=32,
            )
        )  # fmt: skip
    return made


def written(folder, made, **more):
    understood = Understood(name="pears", files=["pears.csv"], form="table", kind="number", grader="math", **more)
    save(Evaluation(understood, made), folder)
    return folder


@pytest.fixture
def student(tmp_path):
    file = tmp_path / "student.toml"
    file.write_text(
        '[areas."pears/hard"]\npass_rate = 0.2\n[areas."pears/easy"]\npass_rate = 0.95\n[areas."pears"]\npass_rate = 0.4\n'
    )
    return f"sim:{file}"


def config(folder, student, *settings, **more):
    return load_config(None, [*SMALL, "synthesize.material=0", *settings], student=student, tasks=[str(folder)], **more)


def rows(run, query):
    return run.sql(query).fetchall()


def test_a_task_is_repaired_as_a_skill_is(tmp_path, student):
    run = repairloop.run(config(written(tmp_path / "t", cases()), student), tmp_path / "run")
    assert dict(rows(run, "SELECT area, decision FROM areas")) == {"pears/easy": "passes", "pears/hard": "fails"}
    decision = run.summary()
    assert decision["verdict"] == "accepted"
    assert decision["summary"]["targeted_unseen"]["n"] == 56  # all of the holdout's hard ones
    assert decision["summary"]["targeted_seen"] is None
    trained = rows(run, "SELECT source FROM repair_rows WHERE dropped IS NULL AND skill = 'pears'")
    parts = {f"{case.file}#line={case.line}": case.part for case in cases()}
    assert trained
    assert {parts[source] for (source,) in trained} == {"find"}
    done = CliRunner().invoke(app, ["synthesize", str(run.path), "--out", str(tmp_path / "rows.jsonl")])
    assert isinstance(done.exception, UsageError)
    assert "pears/hard is of a task of your own" in str(done.exception)


def test_a_part_of_a_task_is_looked_at_alone(tmp_path, student):
    folder, only = written(tmp_path / "t", cases()), "areas=['pears/hard']"
    planned = plan(config(folder, student, only))["probes"]["holdout"]
    run = repairloop.run(config(folder, student, only), tmp_path / "run")
    assert rows(run, "SELECT DISTINCT area FROM probes WHERE skill = 'pears'") == [("pears/hard",)]
    assert run.summary()["verdict"] == "accepted"
    (asked,) = rows(run, "SELECT count(*) FROM probes WHERE split = 'holdout' AND wording = 'unseen'")[0]
    assert planned == asked
    with pytest.raises(UsageError, match="areas name none of the task 'pears': name 'pears' too"):
        plan(config(folder, student, "areas=['math/word']", skills=["math"]))


WORDS = ["apple", "river", "stone", "cloud", "table", "window", "garden", "paper", "metal", "forest", "ocean", "winter", "music", "letter", "bridge", "market", "doctor", "engine"]  # fmt: skip


def questions(shape, number=120):
    """Rows of a file whose questions are different, and what stands beside them is not."""
    rng = random.Random(3)
    for place in range(number):
        said = f"Claim {place}: the {' '.join(rng.sample(WORDS, 12))}."
        if shape == "options":
            options = {"A": "The claim is fully supported by the evidence that was given here", "B": "The claim is contradicted by the evidence", "C": "There is not enough evidence to decide the claim"}  # fmt: skip
            yield {"question": said, **options, "answer": rng.choice("ABC")}
        elif shape == "document":
            text = " ".join(f"The {one} costs {n} euros and stands by the {other}." for n, (one, other) in enumerate(zip(WORDS, WORDS[5:], strict=False)))  # fmt: skip
            yield {"question": said, "context": text, "answer": str(rng.randint(1, 99))}
        else:
            shots = [text for n in (1, 2) for text in (f"Sample {n}: the small grey house by the old mill had {n} doors, how many is that?", str(n))]  # fmt: skip
            turns = [{"role": role, "content": text} for role, text in zip(("user", "assistant") * 2, shots, strict=True)]  # fmt: skip
            yield {"messages": [*turns, {"role": "user", "content": said}], "answer": str(rng.randint(1, 99))}


@pytest.mark.parametrize("shape", ["options", "document", "shots"])
def test_what_all_questions_of_a_file_share_keeps_none_of_its_rows_from_training(tmp_path, shape):
    """Options that are always the same, one document for all, the same two examples before each: every row that could train was
    said to overlap with what measures, and replay alone was trained."""
    file = tmp_path / "claims.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in questions(shape)))
    evaluation = import_files([file])
    task = TaskSkill(evaluation.understood, evaluation.cases)
    [area] = task.areas
    measure = [asked(case, task.understood, area, "holdout", id=case.id) for case in task.cases(area, "holdout")]
    guard = Protected([(p.content, parts(p.messages)[0], p.wording) for p in measure], form=form([task]))
    own = Counter(guard.overlap(row_of(case, task, area)) for case in task.cases(area, "train"))
    assert own == {None: len(task.cases(area, "train"))}
    assert len(measure) > 20
    for case in task.cases(area, "holdout"):
        said = case.messages[-1]["content"]
        copied = case.like(messages=[*case.messages[:-1], {"role": "user", "content": said.replace("the ", "the  ", 1)}], question=case.question + " ", gold="0")  # fmt: skip
        assert guard.overlap(row_of(copied, task, area)), "a copy is one still"


def row_of(case, task, area):
    """A case as a row, as far as overlaps go."""
    prompt = led_in(case.messages, task.understood.instruction)
    return RepairRow(
        id=case.id, cycle=1, kind="repair", why="", skill=task.name, area=area, prompt=prompt, completion="x",
        content=case.id, source="", agents=["own_cases", "solver"], grader="", proof="proved",
    )  # fmt: skip


def test_a_variation_that_is_drawn_again_keeps_its_first_copy(tmp_path):
    """Each of the two named its own failure, both were read with both, and both were kept aside for what they were not made from."""
    file, student = tmp_path / "claims.jsonl", tmp_path / "student.toml"
    file.write_text("".join(json.dumps(row) + "\n" for row in questions("options")))
    student.write_text('[areas."claims"]\npass_rate = 0.1\n')
    settings = [*SMALL, "synthesize.rows=2400", "synthesize.material=0"]
    run = repairloop.run(load_config(None, settings, student=f"sim:{student}", tasks=[str(file)]), tmp_path / "run")
    dropped = dict(rows(run, "SELECT dropped, count(*) FROM repair_rows WHERE skill = 'claims' GROUP BY 1"))
    assert "lineage" not in dropped
    assert dropped[None] > 100, "47 of the user's own, and most with their options in other places"


def test_what_fails_and_may_make_no_row_is_said_and_not_repaired(tmp_path, student):
    said = []
    folder = written(tmp_path / "t", [case.like(doubt="a double says otherwise") for case in cases()])
    run = repairloop.run(config(folder, student), tmp_path / "run", said.append)
    assert json.loads((run.path / "report.json").read_text())["outcome"] == "diagnosed"
    assert any("pears/hard: fails, and none of its cases may make rows" in e.get("text", "") for e in said)
    assert rows(run, "SELECT count(*) FROM repair_rows") == [(0,)]


def test_form_is_told_apart_from_knowledge(tmp_path, student):
    """An adapter that makes the student choose an option, and no better than by chance, has repaired the form alone."""
    chosen = {"n": 100, "formed": 1.0, "right": 0.25, "interval": (0.17, 0.34)}
    before = {"n": 100, "formed": 0.1, "right": 0.5, "interval": (0.24, 0.76)}
    said = form_line({"before": before, "after": chosen, "chance": 0.2})
    assert "in the form asked for 10.0% → 100.0%, right of those 50.0% → 25.0% (by chance 20.0%" in said
    assert "not what it knows" in said
    assert "not what it knows" not in form_line(
        {"before": before, "after": {**chosen, "interval": (0.3, 0.5)}, "chance": 0.2}
    )
    there = {**before, "formed": 1.0}
    assert form_line({"before": there, "after": chosen, "chance": 0.2}).endswith("what it knows is not repaired)")
    run = repairloop.run(config(written(tmp_path / "t", cases()), student), tmp_path / "run")
    form = run.summary()["summary"]["tasks"][0]["form"]
    assert form["before"]["n"] == form["after"]["n"] == run.summary()["summary"]["tasks"][0]["n"]
    counted = rows(
        run,
        "SELECT avg((error_class IS NULL OR error_class NOT IN ('empty', 'refusal', 'truncated', 'degenerate_repetition', "
        "'no_answer_found', 'format_violation', 'schema_invalid', 'off_label'))::INT) FROM verdicts JOIN probes USING (probe_id) "
        "WHERE skill = 'pears' AND split = 'holdout' AND side = 'after'",
    )
    assert form["after"]["formed"] == pytest.approx(counted[0][0])
    assert form["chance"] is None


def test_no_case_is_in_two_parts_of_the_loop(tmp_path, student):
    run = repairloop.run(config(written(tmp_path / "t", cases()), student), tmp_path / "run")
    asked = rows(run, "SELECT json_extract_string(problem, '$.case'), split FROM probes WHERE skill = 'pears'")
    assert len({case for case, _ in asked}) == len(asked)
    of_case = dict(rows(run, "SELECT case_id, part FROM cases"))
    wanted = {
        "screen": "test",
        "confirm": "test",
        "choose": "test",
        "dev": "dev",
        "holdout": "holdout",
        "fresh": "holdout",
    }
    assert {(wanted[split], of_case[case]) for case, split in asked} <= {(p, p) for p in ("test", "dev", "holdout")}


def test_the_run_keeps_its_task(tmp_path, student):
    folder = written(tmp_path / "t", cases())
    run = repairloop.run(config(folder, student), tmp_path / "run")
    assert load(run.path / "tasks" / "pears").cases == cases()
    before = {file.name for file in (run.path / "shards").iterdir()}
    written(folder, cases(60))
    (run.path / "checkpoints.sqlite").unlink()
    again = api.resume(run.path)
    assert {file.name for file in (run.path / "shards").iterdir()} == before
    assert again.summary()["verdict"] == "accepted"


@pytest.mark.parametrize("name", ["task.toml", "cases.parquet"])
def test_a_task_that_was_changed_in_the_run_is_named_and_the_run_does_not_go_on_with_it(tmp_path, student, name):
    run = repairloop.run(config(written(tmp_path / "t", cases()), student), tmp_path / "run")
    file = run.path / "tasks" / "pears" / name
    kept = file.read_bytes()
    assert api.fsck(run.path)["whole"]
    for change in (lambda: file.write_bytes(kept + b"\n"), file.unlink):
        change()
        found = api.fsck(run.path)
        assert [damage["file"] for damage in found["damaged"]] == [f"tasks/pears/{name}"]
        assert not found["whole"]
        assert run.summary()["verdict"] == "accepted"  # what is finished is read on
    (run.path / "checkpoints.sqlite").unlink()
    with pytest.raises(DamagedRun, match=f"{name} is missing: put back a copy of it, or start a new run"):
        api.resume(run.path)
    file.write_bytes(kept)
    assert api.resume(run.path).summary()["verdict"] == "accepted"
    assert api.fsck(run.path)["whole"]


def test_more_rows_are_drafted_than_are_wanted_since_some_are_dropped(tmp_path, student):
    run = repairloop.run(config(written(tmp_path / "t", cases()), student), tmp_path / "run")
    wanted = json.loads((run.path / "report.json").read_text())["targets"]["pears/hard"]
    query = "SELECT count(*), count(*) FILTER (dropped IS NULL) FROM repair_rows WHERE area = 'pears/hard' AND kind = 'repair'"
    ((drafted, kept),) = rows(run, query)
    assert drafted >= 1.25 * wanted
    assert kept == wanted


def test_asking_alone_ends_with_the_diagnosis(tmp_path, student):
    run = repairloop.run(config(written(tmp_path / "t", cases()), student, repair=False), tmp_path / "run")
    assert {d for (d,) in rows(run, "SELECT decision FROM areas")} == {"fails", "passes"}
    assert {split for (split,) in rows(run, "SELECT DISTINCT split FROM probes")} <= {"screen", "confirm"}
    report = json.loads((run.path / "report.json").read_text())
    assert report["outcome"] == "diagnosed"
    assert report["next"].startswith("repairloop failures")


def test_the_command_line_asks(tmp_path, student):
    folder = written(tmp_path / "t", cases())
    done = CliRunner().invoke(app, ["ask", str(folder), "--student", student, "--out", str(tmp_path / "run")])
    assert done.exit_code == 0, done.output
    assert "pears/hard" in done.output


def as_file(path, number):
    path.write_text("question,answer\n" + "".join(f'"{case.question}",{case.gold}\n' for case in cases(number)))
    return path


@pytest.mark.parametrize(
    ("number", "rate", "outcome", "decision"),
    [(20, 1.0, "nothing fails", "inconclusive"), (20, 0.0, "accepted", "fails"),
     (200, 1.0, "nothing fails", "passes"), (200, 0.0, "accepted", "fails")],
)  # fmt: skip
def test_a_file_with_few_rows_or_with_all_right_or_all_wrong_ends_in_words(tmp_path, number, rate, outcome, decision):
    file, able = as_file(tmp_path / "pears.csv", number), tmp_path / "able.toml"
    able.write_text(f"[default]\npass_rate = {rate}\n")
    events = []
    run = repairloop.run(config(file, f"sim:{able}"), tmp_path / "run", events.append)
    told = " ".join(event.get("text", "") for event in events)
    assert json.loads((run.path / "report.json").read_text())["outcome"] == outcome
    assert rows(run, "SELECT area, decision FROM areas WHERE skill = 'pears'") == [("pears/all", decision)]
    small = ("only what nearly always fails can be shown to fail", "too few for more than one area")
    assert [text in told for text in small] == [number == 20] * 2
    assert "no change below " in told
    assert "one area" in told


def test_a_file_too_small_to_be_asked_is_not_said_to_fail_nowhere(tmp_path, student):
    file, small = as_file(tmp_path / "pears.csv", 4), [word for one in SMALL for word in ("--set", one)]
    done = CliRunner().invoke(
        app, ["run", "--tasks", str(file), "--student", student, "--out", str(tmp_path / "run"), *small]
    )
    assert done.exit_code == 0, done.output
    assert "nothing was asked: the tasks have too few cases" in done.output
    assert "nothing fails" not in done.output
    assert repairloop.open(tmp_path / "run").areas().fetchall() == []


def test_a_persons_own_file_and_nothing_else(tmp_path):
    """As a new user: what was understood, what it costs, where it fails, what it trained on, what changed."""
    file, weak = as_file(tmp_path / "pears.csv", 200), tmp_path / "weak.toml"
    weak.write_text("[default]\npass_rate = 0.05\n")
    small = [word for one in (*SMALL, "synthesize.material=0") for word in ("--set", one)]
    asked = ["run", "--tasks", str(file), "--student", f"sim:{weak}", "--out", str(tmp_path / "run"), *small]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    said = [
        "pears.csv: table (columns question, answer): question → answer; 200 rows, 200 questions",
        "min on two idle cores: ", "rows proved", "pears/all", "targeted areas, unseen wording: ", "the adapter is accepted",
    ]  # fmt: skip
    places = [done.output.find(text) for text in said]
    assert -1 not in places, done.output
    assert places == sorted(places)


def test_skills_are_repaired_beside_a_persons_own_file(tmp_path, student):
    file = tmp_path / "both.toml"
    file.write_text('[areas."pears"]\npass_rate = 0.1\n[areas."math/addition/carry"]\npass_rate = 0.1\n')
    folder = written(tmp_path / "t", cases(areas=("one",)))
    run = repairloop.run(config(folder, f"sim:{file}", skills=["math"]), tmp_path / "run")
    targeted = {area for (area,) in rows(run, "SELECT area FROM areas WHERE targeted")}
    assert targeted == {"pears/one", "math/addition/carry"}
    trained = rows(run, "SELECT DISTINCT area FROM repair_rows WHERE dropped IS NULL AND kind = 'repair'")
    assert {area for (area,) in trained} >= targeted
    assert run.summary()["verdict"] == "accepted"


def test_a_file_that_holds_few_more_questions_is_chosen_among_with_what_it_holds(tmp_path):
    file = tmp_path / "both.toml"
    file.write_text('[areas."pears"]\npass_rate = 0.05\n[areas."math/addition"]\npass_rate = 0.05\n')
    folder = written(tmp_path / "t", cases(number=80, areas=("one",)))
    settings = ("diagnose.max_areas=1", "areas=['pears', 'math/addition']")
    run = repairloop.run(config(folder, f"sim:{file}", *settings, skills=["math"], trainer="none"), tmp_path / "run")
    asked = dict(rows(run, "SELECT area, count(*) FROM probes WHERE split = 'choose' GROUP BY 1"))
    assert asked == {
        "math/addition/carry": 13,
        "math/addition/no_carry": 13,
        "pears/one": 10,
    }  # 20 of its 80 are to be asked
    taken = rows(run, "SELECT json_extract_string(problem, '$.case') FROM probes WHERE skill = 'pears'")
    assert len(set(taken)) == len(taken)
    assert rows(run, "SELECT count(*) FROM areas WHERE targeted") == [(1,)]


def test_a_gold_in_doubt_makes_no_rows(tmp_path, student):
    made = [case.like(doubt="two golds") if case.line % 3 == 0 else case for case in cases()]
    task = TaskSkill(load(written(tmp_path / "t", made)).understood, made)
    assert all(not case.doubt for case in task.cases("pears/hard", "train"))
    assert any(case.doubt for case in task.cases("pears/hard", "holdout"))


def test_a_plan_counts_the_task(tmp_path, student):
    found = plan(config(written(tmp_path / "t", cases()), student))
    assert found["areas"] == ["pears/easy", "pears/hard"]
    assert found["probes"]["find"] == 0
    assert plan(config(written(tmp_path / "u", cases(areas=())), student))["probes"]["find"] == 180


LEAD = "Read the question and work it out step by step before you say a number. "


@pytest.mark.parametrize(("option", "lead"), [("protect", ""), ("outside", ""), ("outside", LEAD)])
def test_a_file_that_measures_and_is_the_task_is_refused_before_anything_is_asked(tmp_path, student, option, lead):
    file, same, some = as_file(tmp_path / "pears.csv", 200), tmp_path / "same.csv", tmp_path / "some.csv"
    header, *lines = file.read_text().splitlines(keepends=True)
    same.write_text(header + "".join(f'"{lead}{line[1:]}' for line in lines))
    some.write_text(header + "".join(f'"{lead}{line[1:]}' for line in lines[:60]))

    def of(path):
        more = [f"synthesize.protect=['{path}']"] if option == "protect" else [f"outside.files=['{path}:math']"]
        return load_config(None, [*SMALL, *more], student=student, tasks=[str(file)])

    with pytest.raises(
        UsageError, match=rf"--{option}: (\d+) of the \1 questions of the task 'pears' that could train"
    ):
        plan(of(same))
    assert any(
        re.search(rf"questions of pears that could train stand in --{option} too", note)
        for note in plan(of(some))["files"]
    )


def test_two_tasks_of_one_name_are_refused(tmp_path, student):
    folders = [str(written(tmp_path / name, cases(40))) for name in "ab"]
    with pytest.raises(UsageError, match="another task is called 'pears' too"):
        repairloop.run(load_config(None, SMALL, student=student, tasks=folders), tmp_path / "run")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: (folder / "task.toml").write_text("name = 3\n"), "task.toml: name: Input should be a valid string"),
        (lambda folder: (folder / "task.toml").write_text("nam = 'x'\n"), "task.toml: name: Field required"),
        (lambda folder: (folder / "cases.parquet").write_bytes(b"PAR1 no"), "cases.parquet cannot be read"),
        (lambda folder: (folder / "cases.parquet").unlink(), "is no task"),
    ],
)  # fmt: skip
def test_a_damaged_folder_is_named(tmp_path, change, said):
    folder = written(tmp_path / "t", cases(20))
    change(folder)
    with pytest.raises(UsageError) as error:
        load(folder)
    assert said in str(error.value)


def test_an_instruction_stands_before_what_the_files_system_says():
    own = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]
    assert led_in(own, "Answer with a label.")[0]["content"] == "Answer with a label.\n\nBe brief."
    assert led_in(own, "") == own
    assert led_in(own[1:], "X") == [{"role": "system", "content": "X"}, own[1]]


def test_what_areas_were_found_on_may_train(tmp_path, student):
    run = repairloop.run(config(written(tmp_path / "t", cases(areas=())), student), tmp_path / "run")
    asked = rows(run, "SELECT count(*) FROM probes WHERE split = 'find'")[0][0]
    assert asked == 180
    fate = dict(
        rows(run, "SELECT coalesce(dropped, 'trains'), count(*) FROM repair_rows WHERE kind <> 'self' GROUP BY 1")
    )
    assert fate["trains"] > 100
    assert "contaminated_same_content" not in fate


def test_own_questions_that_are_near_each_other_all_train(tmp_path, student):
    """As in `where is my card`, `where's my new card`: what the user has, the user wants."""
    near = " ".join(f"word{i}" for i in range(30))
    made = [
        case.like(question=(text := f"{near} {case.question}"), messages=[{"role": "user", "content": text}])
        for case in cases(120)
    ]
    run = repairloop.run(config(written(tmp_path / "t", made), student, "synthesize.rows=60"), tmp_path / "run")
    found = rows(run, "SELECT agents, dropped FROM repair_rows WHERE skill = 'pears'")
    own = [dropped for agents, dropped in found if list(agents[:2]) == ["own_cases", "solver"]]
    assert len(own) > 10
    assert set(own) <= {None, "surplus"}  # the thirty words are the form of the task


def test_words_that_few_questions_share_are_no_form(tmp_path, student):
    """Thirteen words of a question that measures keep a row aside, where they are not in all of them."""
    tale = "the old miller of the northern valley who keeps three grey cats in his attic"
    made = [
        case.like(question=(text := f"{case.question} ({tale})"), messages=[{"role": "user", "content": text}])
        if case.line in (3, 49, 51)
        else case
        for case in cases(240, ("hard",))
    ]
    assert [case.part for case in made if tale in case.question] == ["find", "test", "test"]
    run = repairloop.run(config(written(tmp_path / "t", made), student, "synthesize.rows=300"), tmp_path / "run")
    found = rows(run, "SELECT dropped FROM repair_rows WHERE skill = 'pears' AND prompt LIKE '%miller%'")
    assert set(found) == {("contaminated_same_words",)}


def test_rows_are_dealt_out_by_how_many_cases_there_are(tmp_path):
    made = [case.like(area="small" if i % 10 == 0 else "large") for i, case in enumerate(cases())]
    task = TaskSkill(load(written(tmp_path / "t", made)).understood, made)
    dealt = by_size([task], {"math/x": 100, "pears/large": 100, "pears/small": 200})
    assert dealt["math/x"] == 100
    assert dealt["pears/large"] + dealt["pears/small"] == 300
    assert dealt["pears/large"] / dealt["pears/small"] == pytest.approx(
        len(task.cases("pears/large", "train")) / len(task.cases("pears/small", "train")), rel=0.05
    )


def test_golds_in_doubt_are_listed_and_kept(tmp_path, student):
    wrong = [case.like(gold="7", reference="7") if i % 20 == 0 else case for i, case in enumerate(cases(120))]
    folder = written(tmp_path / "t", wrong)
    able = tmp_path / "able.toml"
    able.write_text("[default]\npass_rate = 1.0\n")
    done = CliRunner().invoke(app, ["golds", str(folder)])
    assert done.exit_code == 0, done.output
    assert "golds are in doubt" in done.output
    done = CliRunner().invoke(app, ["golds", str(folder), "--student", f"sim:{able}", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["cases"] == 120


def test_samples_of_another_student_take_the_place_of_former_ones(tmp_path, monkeypatch):
    right = cases(60)
    wrong = [case.like(gold="7", reference="7") if i % 20 == 0 else case for i, case in enumerate(right)]
    folder = written(tmp_path / "t", wrong)
    truth = {case.id: case.gold for case in right}

    def says(known):
        def sampled(made, student, quiet):
            answers = {case.id: [known(case)] * 5 for case in made.graded}
            verdicts = {
                case.id: [grade(loose_probe(case.grader, case.question, case.reference, case.settings), loose_answer(known(case)))] * 5
                for case in made.graded
            }  # fmt: skip
            return answers, verdicts

        monkeypatch.setattr("repairloop.cli.tasks._sampled", sampled)

    monkeypatch.setattr("repairloop.tasks.variations.redrawn.solver", lambda made: None)
    says(lambda case: truth[case.id])
    doubted = golds(folder, "able", None, quiet=True)["doubts"]
    assert [(one["gold"], one["doubt"]) for one in doubted] == [
        ("7", f"5 of 5 samples agree on '{truth[c.id]}'") for c in wrong[::20]
    ]
    assert golds(folder, None, None, quiet=True)["doubts"] == doubted  # kept with the task
    says(lambda case: case.gold)
    assert golds(folder, "another", None, quiet=True)["doubts"] == []


def test_an_area_without_cases_to_test_is_passed_over(tmp_path, student):
    made = [case.like(area="rare" if case.part == "find" and case.line % 5 == 0 else case.area) for case in cases()]
    events = []
    run = repairloop.run(config(written(tmp_path / "t", made), student), tmp_path / "run", events.append)
    assert run.summary()["verdict"] == "accepted"
    decided = dict(rows(run, "SELECT area, decision FROM areas"))
    assert decided["pears/hard"] == "fails"
    assert decided.get("pears/rare", "inconclusive") == "inconclusive"
    assert "no more distinct content" not in str(events)


def test_a_grader_that_has_changed_grades_no_further(tmp_path, student, monkeypatch):
    """What it called right before and after would be two things."""
    grader = tmp_path / "mine.py"
    grader.write_text("def score(answer, gold):\n    return answer.split()[-1].rstrip('.') == gold")
    rows_ = "".join(
        f"A shop had {n} pears and bought {n + 9} more. How many pears has it?,{2 * n + 9}\n" for n in range(100, 220)
    )
    (tmp_path / "pears.csv").write_text("question,answer\n" + rows_)
    monkeypatch.chdir(tmp_path)
    with INSTALLED.apart():
        done = CliRunner().invoke(app, ["import", "pears.csv", "--grader", "mine.py:score", "--out", "t"])
        assert done.exit_code == 0, done.output
        assert load(tmp_path / "t").understood.plugin == f"{grader}:score"  # found from any folder
        (tmp_path / "else").mkdir()
        monkeypatch.chdir(tmp_path / "else")
        run = repairloop.run(config("../t", student, trainer="none"), tmp_path / "run")
        kept = "SELECT count(*) FROM repair_rows WHERE skill = 'pears' AND dropped IS NULL"
        assert rows(run, kept)[0][0] > 0
        grader.write_text("def score(answer, gold):\n    return True")
        with pytest.raises(UsageError, match=r"mine.py:score has changed since pears was imported"):
            repairloop.run(config("../t", student), tmp_path / "other")
        with pytest.raises(UsageError, match=r"mine.py:score has changed since pears was imported"):
            repairloop.verify(run.path, student)
        assert "has changed since" in str(CliRunner().invoke(app, ["golds", "../t"]).exception)


def test_what_the_log_calls_wrong_is_looked_at_first_and_said(tmp_path, student):
    made = [case.like(score=0.0 if case.line % 7 == 0 else 1.0) for case in cases(areas=())]
    task = TaskSkill(Understood(name="pears", files=[], form="table", kind="number", grader="math"), made)
    scores = [case.score for case in task.cases("pears/all", "find")]
    bad = scores.count(0.0)
    assert 0 < bad < len(scores) / 2
    assert scores == [0.0, 1.0] * bad + [1.0] * (len(scores) - 2 * bad)
    events = []
    repairloop.run(config(written(tmp_path / "t", made), student, trainer="none"), tmp_path / "run", events.append)
    assert re.search(r"the log calls 57 of 400 answers wrong.*none of it counts here", str(events))


def test_places_to_look_are_never_asked(tmp_path, student):
    made = [case.like(grader="", gold="", reference=None) if case.line % 9 == 0 else case for case in cases(areas=())]
    run = repairloop.run(config(written(tmp_path / "t", made), student), tmp_path / "run")
    look = {case.id for case in made if not case.grader}
    asked = {case for (case,) in rows(run, "SELECT json_extract_string(problem, '$.case') FROM probes")}
    assert look
    assert not look & asked
    placed = dict(rows(run, "SELECT case_id, area FROM cases"))
    assert rows(run, "SELECT count(*) FROM cases") == [(len(made),)]
    assert all(placed[case] for case in look)


def test_cases_without_an_area_are_one_of_their_own(tmp_path, student):
    made = [case.like(area="" if case.line % 2 else "hard") for case in cases()]
    assert sorted(TaskSkill(load(written(tmp_path / "t", made)).understood, made).areas) == [
        "pears/hard",
        "pears/other",
    ]
    asked = rows(
        repairloop.run(config(tmp_path / "t", student), tmp_path / "run"),
        "SELECT count(*) FROM probes WHERE split = 'find'",
    )
    assert asked == [(0,)]  # the file has said what its areas are


@pytest.mark.parametrize(("preset", "wanted"), [("standard", 700), ("thorough", None), ("smoke", None)])
def test_a_preset_that_is_named_keeps_its_size(tmp_path, student, preset, wanted):
    from repairloop.config import PRESETS

    made = load_config(None, [], student=student, tasks=["x"], preset=preset)
    assert made.synthesize.rows == (wanted or PRESETS[preset]["synthesize"]["rows"])


def test_a_file_is_read_once_and_its_cost_is_said(tmp_path, student, monkeypatch):
    from repairloop.tasks import importing

    file = tmp_path / "pears.csv"
    file.write_text("question,answer\n" + "".join(f'"{case.question}",{case.gold}\n' for case in cases(200)))
    read, events, whole = [], [], importing.read_files
    monkeypatch.setattr(importing, "read_files", lambda *given: read.append(1) or whole(*given))
    repairloop.run(config(file, student, repair=False), tmp_path / "run", events.append)
    assert read == [1]
    assert any("min on two idle cores" in event.get("text", "") for event in events)


def test_names_fit_into_paths(tmp_path):
    from repairloop.tasks.importing import import_files

    file = tmp_path / "Größe ..CSV.csv"
    file.write_text(
        "question,answer,area\n"
        + "".join(f'"{c.question}",{c.gold},"../Été/{i % 2}"\n' for i, c in enumerate(cases(60)))
    )
    made = import_files([file])
    assert made.name == "grosse"
    assert {case.area for case in made.cases} == {"ete_0", "ete_1"}
    assert {case.about for case in made.cases} == {"../Été/0", "../Été/1"}
    assert len(set(area_names(["C", "C++", "C#", "c", "☃", "☂", "", " "]).values())) == 6
    with pytest.raises(UsageError, match="as in up_orders"):
        import_files([file], name="../up/orders")


# ---- with a teacher -------------------------------------------------------------------------------------


def teach(monkeypatch, reword, answer=lambda total: total):
    """What the scripted teacher replies: a question reworded, or an answer by the sum of what it is asked."""

    def fill(schema, root, text):
        if set(schema["properties"]) == {"message"}:
            return {"message": reword(given(text))}
        return {"answer": str(answer(sum(map(int, re.findall(r"\d+", text)))))}

    monkeypatch.setattr("tests.teacher_stub.fill", fill)


@pytest.mark.parametrize(
    ("reword", "stands"),
    [
        (lambda text: text.replace("How many pears has it?", "What is the number of its pears now?"), True),
        (lambda text: text.replace("bought", "bought 3 times"), False),  # a number came in
    ],
)
def test_a_teacher_rewords_the_cases_of_what_fails(tmp_path, student, monkeypatch, reword, stands):
    teach(monkeypatch, reword)
    with TeacherStub() as server:
        teacher = {"name": server.student, "calls": 10_000}
        settings = config(written(tmp_path / "t", cases()), student, teacher=teacher)
        told = plan(settings)["teacher"]
        run = repairloop.run(settings, tmp_path / "run")
        asked = server.total - server.requests["Say yes."]
    found = rows(
        run,
        "SELECT prompt, completion, proof, verdict, agents FROM repair_rows WHERE dropped IS NULL AND skill = 'pears'",
    )
    taught = [row for row in found if any("teacher_rewording" in agent for agent in row[4])]
    assert 0 < asked <= told["calls"]
    assert bool(taught) == stands
    assert len(found) > len(taught)
    for prompt, completion, proof, verdict, _ in taught:
        question = json.loads(prompt)[0]["content"]
        assert "What is the number of its pears now?" in question
        assert sum(map(int, re.findall(r"\d+", question))) == int(completion.split()[-1].rstrip("."))
        assert (proof, verdict) == ("proved", "pass")


@pytest.mark.parametrize("calls", [10_000, 300])
def test_a_teacher_says_what_questions_take_where_its_budget_allows(tmp_path, student, monkeypatch, calls):
    def fill(schema, root, text):
        if set(schema["properties"]) == {"skill"}:
            return {"skill": "adding two numbers of a story"}
        return {"message": given(text)} if set(schema["properties"]) == {"message"} else {"answer": "0"}

    monkeypatch.setattr("tests.teacher_stub.fill", fill)
    folder, events = written(tmp_path / "t", cases(areas=())), []
    with TeacherStub() as server:
        settings = config(folder, student, teacher={"name": server.student, "calls": calls}, trainer="none")
        told = plan(settings)["teacher"]["calls"]
        repairloop.run(settings, tmp_path / "run", events.append)
        annotated = sum(n for text, n in server.requests.items() if "which skill it takes" in text)
        total = server.total - server.requests["Say yes."]
    assert annotated == (400 if calls > 1200 else 0)
    assert total <= told
    notes = " ".join(event["text"] for event in events if event["event"] == "notice")
    assert ("400 cases are more than a sixth of teacher.calls" in notes) == (calls == 300)


def test_a_teacher_rewords_the_instruction_too(tmp_path, student, monkeypatch):
    said = "Work it out, and say the number alone."
    teach(monkeypatch, lambda text: text.replace("Work it out", "Please work this out"))
    with TeacherStub() as server:
        teacher = {"name": server.student, "calls": 10_000}
        folder = written(tmp_path / "t", cases(), instruction=said)
        run = repairloop.run(config(folder, student, teacher=teacher), tmp_path / "run")
    found = rows(run, "SELECT prompt, proof, verdict FROM repair_rows WHERE dropped IS NULL AND skill = 'pears'")
    led = [json.loads(prompt)[0]["content"] for prompt, *_ in found]
    assert set(led) == {said, said.replace("Work it out", "Please work this out")}
    assert {tuple(how) for _, *how in found} == {("proved", "pass")}
    asked = rows(run, "SELECT DISTINCT messages FROM probes WHERE skill = 'pears'")
    assert {json.loads(messages)[0]["content"] for (messages,) in asked} == {said}  # what measures stays as it is


def test_a_question_that_a_teacher_no_longer_answers_as_the_gold_is_not_proved(tmp_path, monkeypatch):
    task = TaskSkill(load(written(tmp_path / "t", cases())).understood, cases())
    items = [Item("pears/hard", n, 1, "7") for n in range(3)]
    teach(monkeypatch, lambda text: text.replace("has it", "has it, if those that rot do not count"))
    with TeacherStub() as server, open_teacher(server.student, cache=tmp_path, budget=Budget(calls=99)) as teacher:
        made = run_flow(teacher_flow(task, "pears/hard", teacher, None, 0.0), items)
        assert [found[1] for found in prove_items(made, lambda _: task, teacher, None)] == ["proved"] * 3
    teach(monkeypatch, lambda text: text, lambda total: total // 2)
    with (
        TeacherStub() as server,
        open_teacher(server.student, cache=tmp_path / "b", budget=Budget(calls=99)) as teacher,
    ):
        found = prove_items(made, lambda _: task, teacher, None)
    assert [proof for _, *proof in found] == [["unproved", "samples do not answer it rightly"]] * 3


@pytest.mark.parametrize(("right", "proof"), [(5, "proved"), (4, "proved"), (3, "unproved")])
def test_samples_are_held_against_the_gold_by_its_own_grader_as_they_were_given(tmp_path, right, proof):
    """Compared as texts less case, brackets and lines, no list and no code could ever be right."""
    towns = {"gold": '["Graz", "Riva"]', "reference": {"value": ["Graz", "Riva"]}, "grader": "fields"}
    made = [case.like(**towns) for case in cases(areas=("all",))]
    task = TaskSkill(load(written(tmp_path / "t", made)).understood, made)
    [first] = OwnCases(task)([Item("pears/all", 0, 1, "7")])
    item = first.by("teacher: reworded", wrote=("prompt",), completion=first.problem.as_case.gold)
    samples = (*['["Riva",\n "Graz"]'] * right, *['["Bern"]'] * (5 - right))
    found = proof_of(Agreement(item, "", 0.0, same=False, said=samples, asked=5), lambda _: task, None)
    assert found[1] == proof


# ---- the student's own right answers ------------------------------------------------------------------------


def test_right_answers_of_the_student_train_in_place_of_the_gold(tmp_path):
    """Of the part that rows are made of, of no gold in doubt, graded by the task's own grader, and no more than was asked."""
    file = tmp_path / "student.toml"
    file.write_text('[areas."pears/hard"]\npass_rate = 0.4\n[areas."pears/easy"]\npass_rate = 0.95\n')
    made = [case.like(doubt="two golds") if case.line % 7 == 0 else case for case in cases()]
    settings = config(written(tmp_path / "t", made), f"sim:{file}", "synthesize.verified=0.5", trainer="none")
    run = repairloop.run(settings, tmp_path / "run")
    query = f"""SELECT source, proof, verdict, completion, reference, rejected FROM repair_rows
                WHERE dropped IS NULL AND list_contains(agents, '{VERIFIED}')"""
    found = rows(run, query)
    every = rows(run, "SELECT count(*) FROM repair_rows WHERE dropped IS NULL AND skill = 'pears' AND kind = 'repair'")[
        0
    ][0]
    assert 0.1 * every < len(found) < 0.5 * every
    sources = {f"{case.file}#line={case.line}": case for case in made}
    for source, proof, verdict, completion, reference, rejected in found:
        assert (sources[source].part, sources[source].area, sources[source].doubt) == ("find", "hard", "")
        assert (proof, verdict, rejected) == ("proved", "pass", None)
        assert json.loads(reference) in completion
