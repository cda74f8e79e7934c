"""Areas of ours that are kin to a user's task: which are, whether the loop trains on them, and what it says."""

import json
import random
from types import SimpleNamespace

import pytest

import repairloop
from repairloop import all_skills
from repairloop.config import Config, GateSettings
from repairloop.flows.recipe import KIN, Maker, Recipe, Wish
from repairloop.ground.errors import TrainerError, UsageError
from repairloop.loop import api, gate
from repairloop.loop.gate import Paired
from repairloop.loop.graph import first_state
from repairloop.loop.stages import synthesize, train, verify
from repairloop.loop.stages.context import Context, taught
from repairloop.making.export import export
from repairloop.rundir.display import dial_lines
from repairloop.rundir.store import Store
from repairloop.tasks.importing import import_files
from repairloop.tasks.kin import MOST, kin_of
from repairloop.tasks.skill import TaskSkill
from tests.conftest import small
from tests.service.conftest import client_of
from tests.tasks.test_task_loop import cases, config, rows, written

OTHERS = {area: skill for skill in all_skills().values() for area in skill.areas}


def task(tmp_path, rows_):
    file = tmp_path / "mine.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows_))
    evaluation = import_files([file])
    return TaskSkill(evaluation.understood, evaluation.cases)


def stories(number=60):
    rng = random.Random(1)
    forms = [
        "Maria baked {a} rolls on Monday and {b} rolls on Tuesday. How many rolls did she bake in all?",
        "There are {a} chairs in the hall and {b} of them are broken. How many chairs can be used?",
        "A box holds {b} candles. How many candles are in {a} boxes?",
        "Ahmed picked {a} plums. He gave {b} of them to his sister. How many plums does he have left?",
    ]
    for n in range(number):
        a, b = rng.randint(30, 90), rng.randint(3, 29)
        answer = (a + b, a - b, a * b, a - b)[n % 4]
        yield {"question": forms[n % 4].format(a=a, b=b), "answer": str(answer)}


def test_arithmetic_stories_are_kin_to_ours_and_to_nothing_else(tmp_path):
    mine = task(tmp_path, stories())
    found = kin_of(mine, mine.areas, OTHERS)
    assert "math/word/one_step" in found
    assert set(found) <= {"math/word/one_step", "math/word/two_step"}
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert len(found) <= MOST


def test_what_only_reads_alike_and_is_answered_otherwise_is_no_kin(tmp_path):
    """The same stories, asked for the person that they are about: another grader decides."""
    people = [row | {"answer": row["question"].split()[0]} for row in stories()]
    mine = task(tmp_path, people)
    assert {case.grader for case in mine.graded}.isdisjoint({"math"})
    assert kin_of(mine, mine.areas, OTHERS) == {}


def test_what_the_same_grader_decides_and_reads_otherwise_is_no_kin(tmp_path):
    years = [
        {
            "question": f"In which year did ship number {n} of the royal fleet sink off the coast?",
            "answer": str(1500 + n),
        }
        for n in range(60)
    ]
    mine = task(tmp_path, years)
    assert kin_of(mine, mine.areas, OTHERS) == {}


@pytest.fixture
def weak(tmp_path):
    file = tmp_path / "student.toml"
    file.write_text('[areas."pears"]\npass_rate = 0.2\n[areas.math]\npass_rate = 0.1\n')
    return f"sim:{file}"


def test_kin_rows_train_an_adapter_of_their_own_and_the_dial_says_whether_they_help(tmp_path, weak):
    folder = written(tmp_path / "t", cases(areas=()))
    run = repairloop.run(config(folder, weak, "synthesize.kin=0.5"), tmp_path / "run")
    made = dict(rows(run, "SELECT area, count(*) FROM repair_rows WHERE skill = 'math' AND dropped IS NULL AND kind = 'repair' GROUP BY 1"))  # fmt: skip
    assert "math/word/one_step" in made
    assert sum(made.values()) == pytest.approx(600, abs=3)
    replayed = rows(run, "SELECT DISTINCT area FROM repair_rows WHERE kind = 'replay'")
    assert not {area for (area,) in replayed} & set(made)
    assert {t for (t,) in rows(run, "SELECT area FROM outcomes WHERE targeted")} == {"pears/all"}
    trainings = sorted((run.path / "partial").glob("train-*.jsonl"), key=lambda file: file.stat().st_size)
    without, whole = (len(file.read_text().splitlines()) for file in trainings)
    assert whole - without == sum(made.values())
    dial = run.summary()["summary"]["dial"]
    assert dial["kin"]["areas"] == sorted(made)
    assert not dial["kin"]["helps"]  # a simulated student carries nothing over from one area to another
    assert dial["step"] == 1
    assert "adapter 1 is without the rows of math/word/one_step" in "\n".join(dial_lines(dial))
    assert "do not help on the dev part" in "\n".join(dial_lines(dial))
    assert run.summary()["verdict"] == "accepted"
    assert {why for (why,) in rows(run, "SELECT DISTINCT why FROM repair_rows WHERE skill = 'math' AND kind = 'repair' AND repair = 'demonstration'")} == {KIN}  # fmt: skip
    shown = client_of(tmp_path).get("/runs/run/adapter", headers={"accept": "text/html"}).text
    assert "Adapter 1 is without the rows of math/word/one_step" in shown
    export(run.store, "sft", tmp_path / "rows.jsonl")
    out = {row["area"] for row in map(json.loads, (tmp_path / "rows.jsonl").open()) if row["kind"] == "repair"}
    assert out == {"pears/all"}  # what the dial did without is not handed out


def test_stopped_between_its_two_trainings_a_run_ends_as_if_it_had_not(tmp_path, weak, monkeypatch):
    folder = written(tmp_path / "t", cases(areas=()))
    settings = config(folder, weak, "synthesize.kin=0.5")
    whole = repairloop.run(settings, tmp_path / "whole")
    learn = train.TRAINERS["sim"]

    def broken(ctx, state, rows, dataset, out):
        if {row["skill"] for row in rows if row["kind"] == "repair"} == {"pears"}:
            raise TrainerError("stopped")
        learn(ctx, state, rows, dataset, out)

    monkeypatch.setitem(train.TRAINERS, "sim", broken)
    with pytest.raises(TrainerError):
        repairloop.run(settings, tmp_path / "run")
    monkeypatch.setitem(train.TRAINERS, "sim", learn)
    again = api.resume(tmp_path / "run")
    assert again.summary() == whole.summary()
    assert api.fsck(tmp_path / "run")["whole"]


def test_where_it_is_stepped_down_to_the_adapter_without_kin_rows_none_were_taught(monkeypatch):
    whole, less = ({"name": "smollm2", "weights": None, "adapter": f"adapters/{name}"} for name in ("whole", "less"))
    state = {
        "cycle": 1, "candidate": whole, "kin": {"math/word/one_step": 9},
        "dial": {"chosen": 1.0, "step": 2, "kin": {"helps": True}},
        "gentler": {"candidate": less, "dial": {"chosen": 0.5, "step": 1, "kin": {"helps": False}}},
    }  # fmt: skip
    found = SimpleNamespace(n=200, net=9, silent=0, unanswered=0)
    monkeypatch.setattr(verify, "compare_canaries", lambda *asked, **more: (found, {}))
    replies, update = verify.step_down(SimpleNamespace(config=Config(), emit=lambda event: None), state)
    assert (replies, update["candidate"], update["gentler"]) == ([], less, None)
    assert (update["dial"]["before"]["factor"], update["dial"]["before"]["step"]) == (1.0, 2)
    assert taught(state) == {"math/word/one_step"}
    assert taught({**state, **update}) == frozenset()


@pytest.mark.parametrize(
    ("settings", "number"),
    [((), 120), (("dial.least=500",), 400), (("trainer='none'",), 400), (("dial.guard=0",), 400)],
)
def test_where_nothing_could_choose_no_kin_is_looked_for(tmp_path, weak, settings, number):
    folder = written(tmp_path / "t", cases(number, areas=()))
    run = repairloop.run(config(folder, weak, "synthesize.kin=0.5", *settings), tmp_path / "run")
    assert rows(run, "SELECT count(*) FROM repair_rows WHERE skill = 'math' AND kind = 'repair'") == [(0,)]


def test_what_kin_areas_gain_hides_no_loss_and_is_no_repair():
    policy = GateSettings()
    skills = dict.fromkeys(["mine/all"], "mine") | {f"math/{n}": "math" for n in range(8)}
    counts = {"mine/all": Paired(200, 10, 100, 92, 2)} | {f"math/{n}": Paired(10, 6, 4, 0, 2) for n in range(6)}
    kin = {"math/6": Paired(40, 0, 35, 35, 0), "math/7": Paired(40, 0, 35, 35, 0)}

    def said(*counted, **more):
        found = gate.decide(dict(counted), skills, ["mine/all"], policy, **more)
        return [(rule.word, rule.said) for rule in found.rules if rule.name in ("skill", "together")]

    hidden, seen = said(*counts.items(), *kin.items()), said(*counts.items(), *kin.items(), taught=kin)
    assert {word for word, _ in hidden} == {"accepted"}
    assert seen == said(*counts.items())
    assert "accepted" not in {word for word, _ in seen}
    worse = kin | {"math/7": Paired(20, 18, 2, 0, 16)}
    calm = {"mine/all": counts["mine/all"]}
    assert gate.decide(calm | worse, skills, ["mine/all"], policy, taught=worse).verdict == "rejected"


def test_a_teacher_has_no_hand_in_kin_rows(tmp_path):
    recipe = Recipe(small())
    maker = Maker(recipe, lent=object())
    wish = Wish("math/word/one_step", 50, kind="kin")
    assert list(maker.taught(OTHERS[wish.area], wish)) == []
    assert {row.kind for row in maker.drafts(OTHERS[wish.area], wish, range(5))} == {"repair"}


def test_without_failing_kin_the_run_is_as_it_was(tmp_path):
    file = tmp_path / "student.toml"
    file.write_text('[areas."pears"]\npass_rate = 0.2\n')
    folder = written(tmp_path / "t", cases(areas=()))
    settings = config(folder, f"sim:{file}", "synthesize.kin=0.5")
    run = repairloop.run(settings, tmp_path / "run")
    assert rows(run, "SELECT count(*) FROM repair_rows WHERE skill = 'math' AND kind = 'repair'") == [(0,)]
    assert "kin" not in run.summary()["summary"]["dial"]


def test_no_kin_is_looked_for_outside_of_tasks(tmp_path):
    settings = repairloop.config.load_config(None, ["synthesize.kin=1.0"], student="sim:planted", skills=["math"])
    ctx = Context(Store.create(tmp_path / "run", repairloop.config.to_toml(settings)), settings)
    assert synthesize.kin_budget(ctx, first_state(ctx) | {"targets": {"math/addition/carry": 10}}) == {}
    with pytest.raises(UsageError, match="kin"):
        repairloop.config.load_config(None, ["synthesize.kin=-1"], student="sim:planted")
