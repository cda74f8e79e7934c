"""A declared task: read strictly, right by construction, on two sides, and repaired as any skill is."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import nullcontext
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typer.testing import CliRunner

import repairloop
from repairloop import check_grader, get_grader, grade, item_rng, make_probes
from repairloop.cli import app
from repairloop.cli.scaffold import new_task
from repairloop.config import load_config
from repairloop.ground.errors import UsageError
from repairloop.loop import api
from repairloop.loop.plan import plan
from repairloop.plugins.items import split_of
from repairloop.records import Answer, Probe, Wording
from repairloop.tasks import expression
from repairloop.tasks.declared import DeclaredProblem, DeclaredSkill
from repairloop.tasks.specification import Declared, checked, parse, read
from tests.clock import least_seconds
from tests.conftest import SMALL

SIDES: tuple[Wording, ...] = ("seen", "unseen")
AREAS = ["cost", "form", "limit", "not_stated", "wish", "zone"]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_task("parcels", tmp_path_factory.mktemp("declared"))


@pytest.fixture(scope="module")
def skill(file: Path) -> DeclaredSkill:
    return DeclaredSkill(read(file))


def of(data: dict[str, Any], folder: Path = Path()) -> DeclaredSkill:
    """A task of a few keys."""
    return DeclaredSkill(checked(parse({"name": "mine", **data}, "mine.toml"), "mine.toml", folder))


def probes(skill: DeclaredSkill, area: str, side: Wording, count: int = 40) -> list[Probe]:
    return list(make_probes(skill, area, "train" if side == "seen" else "holdout", side, count, "test"))


def problem_of(probe: Probe) -> DeclaredProblem:
    return DeclaredProblem.model_validate(probe.problem)


# ---- the file that is written ---------------------------------------------------------------------------


def test_what_is_written_is_whole_and_wide_enough(skill: DeclaredSkill) -> None:
    assert sorted(skill.areas) == [f"parcels/{area}" for area in AREAS]
    assert skill.check() == []


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("side", SIDES)
def test_gold_and_solution_pass_and_corruptions_fail(skill: DeclaredSkill, area: str, side: Wording) -> None:
    made = probes(skill, f"parcels/{area}", side)
    assert len(made) == 40
    for n, probe in enumerate(made):
        assert [c.detail for c in check_grader(get_grader(probe.grader), [probe]) if not c.passed] == []
        said = skill.solution(problem_of(probe), Random(n))
        assert grade(probe, Answer(probe_id=probe.id, text=said)).status == "pass"


@pytest.mark.parametrize("area", AREAS)
def test_edits_keep_text_and_truth_together(skill: DeclaredSkill, area: str) -> None:
    carried = dict.fromkeys(skill.refinements(), 0)
    for n, probe in enumerate(probes(skill, f"parcels/{area}", "seen", 30)):
        for name, edit in skill.refinements().items():
            rng = Random(n)
            if (made := edit(problem_of(probe), rng)) is None:
                continue
            carried[name] += 1
            assert made != problem_of(probe)
            again = probe.like(
                messages=skill.render(made, rng, "seen"), reference=skill.reference(made),
                settings=skill.settings(made), grader=skill.grader_for(made),
            )  # fmt: skip
            assert [c.detail for c in check_grader(get_grader(again.grader), [again]) if not c.passed] == []
            assert grade(again, Answer(probe_id=probe.id, text=skill.solution(made, rng))).status == "pass"
    assert carried["use other values"] > 20
    assert bool(carried["ask for what is not said"]) == (area in ("cost", "form", "zone"))


@pytest.mark.parametrize("area", AREAS)
def test_a_probe_depends_on_its_index_alone(skill: DeclaredSkill, area: str) -> None:
    area = f"parcels/{area}"

    def made(index: int) -> Probe:
        rng = item_rng(7, area, "holdout", index)
        return skill.probe(area, rng, "holdout", "unseen", 1, id=f"{index:016x}", index=index)

    assert [made(n) for n in range(6)][5] == made(5)


def test_probes_depend_on_no_hash_seed(file: Path) -> None:
    code = (
        "import sys; from repairloop.tasks.declared import DeclaredSkill; from repairloop.tasks.specification import read; "
        "from repairloop import make_probes; s = DeclaredSkill(read(sys.argv[1])); "
        "print([(p.messages, p.reference) for a in s.areas for p in make_probes(s, a, 'holdout', 'unseen', 5, 1)])"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code, str(file)], env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert said[0] == said[1]
    assert len(said[0]) > 3000


@pytest.mark.parametrize("area", AREAS)
def test_splits_share_no_content_and_sides_no_phrase_and_no_value(skill: DeclaredSkill, area: str) -> None:
    area = f"parcels/{area}"
    splits = {
        split: {p.content for p in make_probes(skill, area, split, side, 40, "t")}  # type: ignore[arg-type]
        for split, side in (("train", "seen"), ("screen", "seen"), ("dev", "unseen"), ("holdout", "unseen"))
    }
    assert all(split_of(area, key) == split for split, keys in splits.items() for key in keys)
    lists = skill.sides["seen"].lists, skill.sides["unseen"].lists
    for name in lists[0]:
        if not name.endswith("worked") and name != "irrelevant":
            assert not set(lists[0][name]) & set(lists[1][name]), name
    for name, values in skill._pools["seen"].items():
        assert not {json.dumps(v) for v in values} & {json.dumps(v) for v in skill._pools["unseen"][name]}


def test_the_sums_are_right(skill: DeclaredSkill) -> None:
    for probe in probes(skill, "parcels/cost", "unseen"):
        slots = problem_of(probe).slots
        number, price, fee = (Fraction(slots[name]) for name in ("number", "price", "fee"))
        assert Fraction(probe.reference) == number * price + fee
        assert all(slots[name] in probe.question for name in ("number", "price", "fee"))
    for probe in probes(skill, "parcels/limit", "unseen"):
        slots = problem_of(probe).slots
        fits = int(slots["weight"]) + int(slots["weight2"]) <= int(slots["weight3"])
        assert probe.reference == ("yes" if fits else "no")


def test_a_row_is_looked_up_where_it_is_shown(skill: DeclaredSkill) -> None:
    zones = {row[0]: row[1] for row in skill.spec.tables["cities"].rows}
    for probe in probes(skill, "parcels/zone", "unseen"):
        city = problem_of(probe).slots["city"]
        assert f"| {city} | {zones[city]} |" in probe.question
        assert probe.reference == zones[city]


def test_what_is_not_said_is_nowhere_in_the_question(skill: DeclaredSkill) -> None:
    kinds = set()
    for probe in probes(skill, "parcels/not_stated", "unseen", 80):
        problem = problem_of(probe)
        kinds.add(problem.area)
        if problem.area == "zone":
            assert f"| {problem.slots['city']} |" not in probe.question
        elif problem.area == "form":
            (gone,) = (key for key, value in probe.reference["value"].items() if value is None)
            assert problem.slots[gone] not in probe.question.replace("kg", "") or gone == "weight"
        if problem.area != "form":
            assert probe.reference == "not stated"
    assert kinds == {"cost", "zone", "form"}


# ---- in the loop ----------------------------------------------------------------------------------------


@pytest.fixture
def student(tmp_path: Path) -> str:
    weak = tmp_path / "student.toml"
    weak.write_text(
        '[areas."parcels/cost"]\npass_rate = 0.2\n[areas."parcels/not_stated"]\npass_rate = 0.1\n[areas.parcels]\npass_rate = 0.95\n'
    )
    return f"sim:{weak}"


@pytest.mark.slow
def test_the_loop_repairs_it_and_keeps_it(tmp_path: Path, file: Path, student: str) -> None:
    copy = tmp_path / "parcels.toml"
    copy.write_text(file.read_text())
    config = load_config(
        None, [*SMALL, "synthesize.material=0", "probes.budget=30"], student=student, tasks=[str(copy)]
    )
    run = repairloop.run(config, tmp_path / "run")
    decided = dict(run.sql("SELECT area, decision FROM areas").fetchall())
    assert sorted(decided) == [f"parcels/{area}" for area in AREAS]
    assert {area for area, word in decided.items() if word == "fails"} == {"parcels/cost", "parcels/not_stated"}
    assert run.summary()["verdict"] == "accepted"
    made = dict(
        run.sql(
            "SELECT area, count(*) FROM repair_rows WHERE dropped IS NULL AND kind = 'repair' GROUP BY 1"
        ).fetchall()
    )
    assert made.keys() == {"parcels/cost", "parcels/not_stated"}
    agents = {
        a for (a,) in run.sql("SELECT DISTINCT unnest(agents) FROM repair_rows WHERE skill = 'parcels'").fetchall()
    }
    assert "editor: ask for what is not said" in agents
    copy.unlink()
    (run.path / "checkpoints.sqlite").unlink()
    before = {shard.name for shard in (run.path / "shards").iterdir()}
    assert api.resume(run.path).summary()["verdict"] == "accepted"
    assert {shard.name for shard in (run.path / "shards").iterdir()} == before


@pytest.mark.slow
def test_the_command_line_writes_plans_and_asks(tmp_path: Path, student: str) -> None:
    runner = CliRunner()
    written = runner.invoke(app, ["new", "task", "parcels", "--folder", str(tmp_path)])
    assert written.exit_code == 0, written.output
    assert "repairloop run --tasks" in written.output
    file = str(tmp_path / "parcels.toml")
    assert "parcels/not_stated" in runner.invoke(app, ["plan", "--tasks", file]).output
    done = runner.invoke(app, ["ask", file, "--student", student, "--out", str(tmp_path / "run")])
    assert done.exit_code == 0, done.output
    assert "2 fail" in done.output


def test_tasks_and_skills_stand_side_by_side(file: Path) -> None:
    found = plan(load_config(None, SMALL, student="sim:planted", tasks=[str(file)], skills=["math"]))
    assert {area.partition("/")[0] for area in found["areas"]} == {"parcels", "math"}


@pytest.mark.parametrize("name", ["math", "Parcels", "a b", "class"])
def test_a_name_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        new_task(name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_what_is_there_is_not_written_over(file: Path) -> None:
    with pytest.raises(UsageError, match="exists"):
        new_task("parcels", file.parent)


# ---- what else may be declared ----------------------------------------------------------------------------

PLACES = {"n": {"from": 2, "to": 90}, "m": {"from": 2, "to": 90}, "item": [f"thing {n}" for n in range(40)]}


def test_facts_are_put_into_passages_of_the_sources(tmp_path: Path) -> None:
    story = "\n\n".join(
        f"Part {n} of the tale begins. It was a long day for all of them. Nobody knew the way home." for n in range(200)
    )
    (tmp_path / "tale.txt").write_text(story)
    area = {"tell": [[f"The {{item}} was number {{n}}{end}" for end in (".", ", he said.", ", I think.")]],
            "ask": "Which number was the {item}?", "answer": "{n}", "passage": True}  # fmt: skip
    skill = of({"values": PLACES, "sources": ["tale.txt"], "areas": {"find": area}}, tmp_path)
    skill.check()
    for probe in probes(skill, "mine/find", "unseen"):
        problem = problem_of(probe)
        assert f"The {problem.slots['item']} was number {problem.slots['n']}" in probe.question
        assert "of the tale begins" in probe.question
    passages = [{problem_of(p).passage for p in probes(skill, "mine/find", side)} for side in SIDES]
    assert not passages[0] & passages[1]


def test_a_table_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("Name,Unit price\n" + "".join(f"Article {n},{n}.5\n" for n in range(40)))
    area = {"ask": "What do 2 of {name} cost?", "let": {"both": "2 * unit_price"}, "answer": "{both}", "show": "prices"}
    skill = of({"tables": {"prices": {"file": "prices.csv"}}, "areas": {"price": area}}, tmp_path)
    skill.check()
    probe = probes(skill, "mine/price", "unseen")[0]
    slots = problem_of(probe).slots
    assert Fraction(probe.reference) == 2 * Fraction(slots["unit_price"])
    assert f"| {slots['name']} | {slots['unit_price']} |" in probe.question


def test_two_rows_of_a_table_may_be_compared() -> None:
    rows = [[f"town {n}", n * 7 % 101] for n in range(60)]
    area = {
        "ask": "How far is {town} from {town2}?",
        "let": {"gap": "km - km2 if km > km2 else km2 - km"},
        "answer": "{gap}",
        "show": "towns",
    }
    skill = of({"tables": {"towns": {"columns": ["town", "km"], "rows": rows}}, "areas": {"gap": area}})
    skill.check()
    at = dict(rows)
    for probe in probes(skill, "mine/gap", "unseen"):
        slots = problem_of(probe).slots
        assert int(probe.reference) == abs(at[slots["town"]] - at[slots["town2"]])
        assert f"| {slots['town']} |" in probe.question
        assert f"| {slots['town2']} |" in probe.question


ROOMS = {"columns": ["painter", "room"], "rows": [[f"painter {n}", n + 100] for n in range(40)]}


def two_rooms(**more: Any) -> DeclaredSkill:
    area = {"ask": "The rooms of {painter} and {painter2}?", "answer": {"a": "{room}", "b": "{room2}"}, "show": "rooms"}
    return of({"tables": {"rooms": ROOMS}, "abstain": {"reply": "not said"}, "areas": {"two": area | more}})


def test_of_two_rows_only_the_one_that_is_left_out_is_not_said() -> None:
    skill = two_rooms()
    skill.check()
    gone = set()
    for probe in probes(skill, "mine/not_stated", "unseen"):
        slots, right = problem_of(probe).slots, probe.reference["value"]
        for key, suffix in (("a", ""), ("b", "2")):
            row = f"| {slots[f'painter{suffix}']} | {slots[f'room{suffix}']} |"
            assert (row in probe.question) == (right[key] is not None)
        gone |= {key for key in right if right[key] is None}
        assert sorted(map(type, right.values()), key=str) == [type(None), int]
    assert gone == {"a", "b"}
    other = two_rooms(ask="Not {painter}: which room has {painter2}?", answer="{room2}")
    for probe in probes(other, "mine/not_stated", "unseen"):
        assert f"| {problem_of(probe).slots['painter2']} |" not in probe.question


def test_what_is_told_of_a_table_is_said_though_its_row_is_left_out() -> None:
    tell = ["{painter} is meant, and not {painter2}."]
    skill = two_rooms(tell=tell, ask="Who, and where?", answer={"who": "{painter}", "where": "{room}"})
    for probe in probes(skill, "mine/not_stated", "unseen"):
        assert probe.reference["value"] == {"who": problem_of(probe).slots["painter"], "where": None}


def test_two_rows_differ_in_what_is_asked_by() -> None:
    rows = [[f"town {n // 2}", n] for n in range(12)]
    area = {"ask": "Add {town} and {town2}.", "let": {"all": "km + km2"}, "answer": "{all}", "show": "towns"}
    skill = of({"tables": {"towns": {"columns": ["town", "km"], "rows": rows}}, "areas": {"sum": area}})
    for n in range(60):
        slots = skill.problem("mine/sum", Random(n), "seen", 1).slots
        assert slots["town"] != slots["town2"]


def test_nothing_is_left_out_that_some_wordings_say_again() -> None:
    area = {"tell": [["{item} number {n}."], ["It is {m}."]], "ask": ["{n} and more as JSON?", "As JSON?"],
            "answer": {"item": "{item}", "n": "{n}", "m": "{m}"}}  # fmt: skip
    skill = of({"values": PLACES, "abstain": {"reply": "not said"}, "areas": {"form": area}})
    assert skill._removable("form") == [1]


STAMPS = {"n": {"from": 2, "to": 90}, "price": {"from": 3, "to": 99}, "double": {"from": 3, "to": 99}}


@pytest.mark.parametrize(
    ("ask", "tell", "said"),
    [
        ("What do ({n} stamps|the stamps) of {price} cost?", [], "ask.0: does not say 'n' in each choice"),
        ("What do {n} stamps cost?", [["One costs ({price}|little)."]], "ask.0: does not say 'price'"),
        ("What do ({n}|n = {n}|{twice} halves of) stamps of {price} cost?", [], ""),
        ("What do (my|the) stamps cost?", [["There are {n} (of {price}|at {price})."]], ""),
    ],
)
def test_what_the_answer_rests_on_is_said_in_each_choice(ask: str, tell: list[list[str]], said: str) -> None:
    sums = {"total": "n * price", "twice": "2 * n"}
    data = {"values": STAMPS, "areas": {"cost": {"ask": ask, "tell": tell, "let": sums, "answer": "{total}"}}}
    with pytest.raises(UsageError, match=said) if said else nullcontext():
        of(data).check()


@pytest.mark.parametrize(
    ("values", "answer", "grader"),
    [
        ({"pattern": "0000"}, "{code}", "text"),
        ({"pattern": "1000"}, "{code}", "text"),
        ({"pattern": "00"}, "1{code}", "text"),
        ([f"{n * 37:05}" for n in range(300, 340)], "{code}", "math"),
        ([f"{n * 37:05}" for n in range(250, 290)], "{code}", "text"),
        (["B20", *map(str, range(200))], "{code}", "text"),
        (["0", "0.5", "-0.5", "1/2"], "{code}", "math"),
        ({"from": 0, "to": 5, "step": 0.5}, "{code}", "math"),
        ({"from": 0, "to": 5}, "0{code}", "text"),
        ({"from": 0, "to": 5}, "{sum}", "math"),
    ],
)
def test_a_code_is_no_number(values: Any, answer: str, grader: str) -> None:
    area = {"tell": ["{item} has {code}."], "ask": "{item}?", "answer": answer}
    if answer == "{sum}":
        area["let"] = {"sum": "code + 1"}
    tables = {"t": {"columns": ["thing", "code"], "rows": [[f"thing {n}", v] for n, v in enumerate(values)]}}
    skill = of({"values": {**PLACES, "code": values}, "areas": {"of": area}})
    assert skill._kinds == {"of": grader}
    if isinstance(values, list):
        skill = of({"values": {"item": PLACES["item"]}, "tables": tables, "areas": {"of": area}})
        assert skill._kinds == {"of": grader}


def test_codes_are_written_alike_in_json() -> None:
    area = {"ask": "{n} of {code} as JSON?", "answer": {"n": "{n}", "code": "{code}"}}
    skill = of({"values": {**PLACES, "code": {"pattern": "000"}}, "areas": {"form": area}})
    for probe in probes(skill, "mine/form", "unseen"):
        assert {key: type(v) for key, v in probe.reference["value"].items()} == {"n": int, "code": str}


def test_sums_are_tried_on_both_sides() -> None:
    size = [f"size {n}" for n in range(20)]
    half = of({"values": {"size": size}, "areas": {"x": {"ask": "{size}?", "answer": "{size}"}}})._pools["unseen"][
        "size"
    ]
    sums = {"n": " ".join(f"'much' if size == {text!r} else (" for text in half[:7]) + "5" + ")" * 7}
    area = {"ask": "{size}?", "let": sums, "answer": "{n}"}
    assert of({"values": {"size": size}, "areas": {"x": area}})._kinds == {"x": "text"}


TOOL = {"name": "weather", "description": "The weather of a day.", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}, "required": ["city"]}}  # fmt: skip


def test_an_answer_may_be_a_call() -> None:
    call = {"name": "weather", "arguments": {"city": "{city}", "days": "{n}"}}
    tell = [
        [
            f"I am going to {{city}}{end}"
            for end in (".", " soon.", ", at last.", ", you know.", " again.", " by train.")
        ]
    ]
    area = {"tell": tell, "ask": "What will the weather be in {n} days?", "call": call}
    skill = of({
        "values": {**PLACES, "city": [f"City {c}" for c in "ABCDEFGHIJKLMNOP"]}, "tools": [TOOL], "areas": {"ask": area},
        "abstain": {"reply": "Which city do you mean?"},
    })  # fmt: skip
    skill.check()
    probe = probes(skill, "mine/ask", "unseen")[0]
    slots = problem_of(probe).slots
    assert probe.reference == [{"name": "weather", "arguments": {"city": [slots["city"]], "days": [int(slots["n"])]}}]
    assert json.dumps(TOOL) in probe.messages[0]["content"]
    assert probes(skill, "mine/not_stated", "unseen")[0].reference == []
    skill.tools = "native"
    assert skill.render(problem_of(probe), Random(1), "unseen")[0] == {"role": "tools", "content": json.dumps([TOOL])}


def test_thin_lists_are_shared_and_said() -> None:
    skill = of({"values": {"n": {"from": 1, "to": 999}, "who": ["Ann", "Bo"]},
                "areas": {"plus": {"ask": "{who} has {n}. One more?", "let": {"more": "n + 1"}, "answer": "{more}"}}})  # fmt: skip
    (note,) = skill.check()
    assert "who: 2 values; areas.plus.ask: 1 phrases" in note
    assert skill.sides["seen"].lists == skill.sides["unseen"].lists


def test_a_label_may_be_called_none() -> None:
    texts = {
        label: [f"{word} {{item}} {{n}} {n}" for n in range(8)] for label, word in (("none", "plain"), ("red", "ruby"))
    }
    skill = of(
        {
            "values": PLACES,
            "areas": {"shade": {"labels": texts, "ask": [f"Shade {n}, red or none? {{text}}" for n in range(8)]}},
        }
    )
    assert skill.check() == []
    for probe in probes(skill, "mine/shade", "unseen"):
        assert [c.detail for c in check_grader(get_grader("text"), [probe]) if not c.passed] == []
    assert {probe.reference for probe in probes(skill, "mine/shade", "unseen")} == {"none", "red"}


def test_long_lists_are_read_soon() -> None:
    many = [f"{'so ' * (n % 7)}question {n} of {'many ' * (n % 5)}: {{n}}?" for n in range(400)]
    areas = {f"area_{c}": {"ask": many, "let": {"sum": "n + 1"}, "answer": "{sum}"} for c in "abcdefgh"}
    skill = of({"values": {"n": {"from": 1, "to": 999}}, "areas": areas})
    assert least_seconds(lambda: DeclaredSkill(skill.declared).sides, 2) < 3
    halves = (set(skill.sides[side].lists["area_a.ask"]) for side in SIDES)
    assert [len(half) for half in halves] == [200, 200]


def test_values_that_only_dress_a_computed_answer_do_not_count() -> None:
    skill = of(
        {"values": PLACES, "areas": {"plus": {"ask": "{item}: {n} + {m}?", "let": {"sum": "n + m"}, "answer": "{sum}"}}}
    )
    one = skill.problem("mine/plus", Random(1), "seen", 1)
    assert one.like(slots={**one.slots, "item": "another"}).key() == one.key()
    assert one.like(slots={**one.slots, "n": "91"}).key() != one.key()


def test_values_are_what_they_are_whatever_stands_in_them() -> None:
    odd = ["{n}", "(a|b", "a \\n b", "*4", "100%", "{0.__class__}", "== x", "$name", "日本", "a / b", "'\"", "%s"]
    skill = of(
        {
            "values": {"n": {"from": 1, "to": 999}, "odd": odd},
            "areas": {"echo": {"ask": "Say {odd} and {n}.", "answer": {"it": "{odd}", "n": "{n}"}}},
        }
    )
    for side in SIDES:
        for probe in probes(skill, "mine/echo", side):
            assert probe.reference["value"]["it"] in odd
            assert f"Say {probe.reference['value']['it']} and" in probe.question


def test_examples_must_pass_the_grader() -> None:
    base = {"values": PLACES, "areas": {"plus": {"ask": "{n} + {m}?", "let": {"sum": "n + m"}, "answer": "{sum}"}}}
    of({**base, "examples": [{"question": "1 + 1?", "answer": "2"}]}).check()
    labelled = {
        "areas": {
            "x": {
                "labels": {
                    "good": [f"I like {{item}} {n}" for n in range(8)],
                    "bad": [f"I hate {{item}} {n}" for n in range(8)],
                }
            }
        },
        "values": PLACES,
    }
    with pytest.raises(UsageError, match=r"mine.toml: examples.0: 'fine' is none of the labels"):
        of({**labelled, "examples": [{"question": "Well", "answer": "fine"}]}).check()


def test_examples_are_graded_with_the_settings_of_their_area() -> None:
    texts = {label: [f"I {label} {{item}} {n}" for n in range(8)] for label in ("like", "hate")}
    area = {"labels": texts, "grader": "choice", "settings": {"by": "text"}, "worked": "It is {label}."}
    skill = of({"values": PLACES, "areas": {"x": area}, "examples": [{"question": "Well?", "answer": "like"}]})
    skill.check()
    assert skill.agrees("x", "like", "like")
    assert not skill.agrees("x", "like", "hate")
    problem = skill.problem("mine/x", Random(1), "seen", 1)
    assert skill.solution(problem, Random(1)) == f"It is {problem.label}."


# ---- sums -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "right"),
    [("n × p + 0.1", "7.6"), ("n − 5", "-2"), ("p ÷ n", "5/6"), ("7 // 2", "3"), ("7 % 4", "3"), ("1 if n > 2 else p", "1"),
     ("-(n + 1)", "-4"), ("0.1 + 0.2", "0.3"), ("1 / 8", "0.125")],
)  # fmt: skip
def test_sums(text: str, right: str) -> None:
    assert expression.shown(expression.value(text, {"n": Fraction(3), "p": Fraction("2.5")})) == right


@pytest.mark.parametrize("text", ['z == "north" and 1 < n ≤ 3', "not n ≥ 4", 'z != "x" or n > 9'])
def test_comparisons(text: str) -> None:
    assert expression.value(text, {"n": Fraction(3), "z": "north"}) is True


@pytest.mark.parametrize(
    "text",
    ["__import__('os').system('x')", "().__class__", "n ** 99", "[1]", "lambda: 1", "(x := 1)", "f'{n}'", "n if n else 1",
     "1 / 0", "n.real", "n[0]", "a + 1", "1e999", "9" * 299, "(" * 150 + "1" + ")" * 150, "-" * 290 + "1", "n +", "n < 'a'",
     "True", "1j", "b'x'", "...", "n n", "9" * 59 + " * 99", "'a' + 'b'", "", "1; 2", "not n", "\x00"],
)  # fmt: skip
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(expression.NoExpression):
        expression.value(text, {"n": Fraction(3)})


# ---- bad input ----------------------------------------------------------------------------------------------

PLUS = {"ask": "{n} + {m}?", "let": {"sum": "n + m"}, "answer": "{sum}"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "My Task"}, "name: a name has small letters"),
        ({"areas": {}}, "areas:"),
        ({"vales": {}}, "vales: unknown key 'vales'; did you mean values"),
        ({"areas": {"plus": {**PLUS, "asck": "x"}}}, "areas.plus.asck: unknown key 'asck'; did you mean ask"),
        ({"areas": {"plus": {"ask": "x"}}}, "areas.plus: needs one of 'answer', 'labels' and 'call', and has none"),
        ({"areas": {"plus": {"answer": "x"}}}, "areas.plus: needs 'ask'"),
        ({"areas": {"plus": {**PLUS, "answer": 3}}}, "areas.plus.answer: an answer is a text"),
        ({"areas": {"plus": {**PLUS, "ask": "{k}?"}}}, "areas.plus.ask.0: unknown slot 'k'"),
        ({"areas": {"plus": {**PLUS, "ask": "(a|b"}}}, "areas.plus.ask.0: a choice is not closed"),
        ({"areas": {"plus": {**PLUS, "let": {"sum": "n + k"}}}}, "areas.plus.let.sum: unknown slot 'k'"),
        ({"areas": {"plus": {**PLUS, "let": {"sum": "n ** m"}}}}, "areas.plus.let.sum: 'n ** m' is not allowed"),
        ({"areas": {"plus": {**PLUS, "let": {"n": "m"}}}}, "areas.plus.let.n: the name means something else"),
        ({"areas": {"plus": {**PLUS, "let": {"sum": "rest", "rest": "n"}}}}, "areas.plus.let.sum: unknown slot 'rest'"),
        ({"areas": {"plus": {**PLUS, "where": "n > 1000"}}}, "areas.plus: in 100 draws no values for which 'where' holds"),
        ({"areas": {"plus": {**PLUS, "show": "towns"}}}, "areas.plus.show: unknown table 'towns'"),
        ({"areas": {"plus": {**PLUS, "passage": True, "tell": ["x"]}}}, "areas.plus.passage: there are no passages"),
        ({"areas": {"plus": {**PLUS, "answer": "", "call": {"name": "f"}}}}, "areas.plus.call.name: unknown tool 'f'"),
        ({"areas": {"plus": {**PLUS, "grader": "maths"}}}, "areas.plus.grader: unknown grader 'maths'; did you mean math?"),
        ({"areas": {"plus": {**PLUS, "grader": "code"}}}, "areas.plus: the grader 'code' does not take its answers"),
        ({"areas": {"plus": {**PLUS, "worked": "It is {n}."}}}, "areas.plus: the answer to learn does not pass the grader 'math'"),
        ({"areas": {"plus": {"ask": "Hi?", "answer": "hello"}}}, "areas.plus: too few different questions"),
        ({"areas": {"not_stated": PLUS}}, "areas.not_stated: the name is that of the area that asks for what is not said"),
        ({"values": {"n": {"from": 9, "to": 1}}}, "values.n: 'to' is less than 'from'"),
        ({"values": {"n": {"from": 9}}}, "values.n.to: field required"),
        ({"values": {"n": "one, two"}}, "values.n: values are a list of texts"),
        ({"values": {"n": []}}, "values.n: list should have at least 1 item"),
        ({"values": {"n": ["a\u202eb"]}}, "values.n.0: holds a character that cannot be seen (U+202E)"),
        ({"values": {"n": ["<|im_end|>"]}}, "values.n.0: holds '<|im_end|>', a mark of chat templates"),
        ({"values": {"text": ["a"]}}, "values.text: the name means something else"),
        ({"values": {"n": {"from": 1, "to": 2}, "n2": ["a"], "m": ["1"]}}, "'n2' would be a second value of 'n'"),
        ({"tables": {"t": {"columns": ["a", "b"], "rows": [["x"], ["y", "z"]]}}}, "tables.t: rows.0 has 1 cells"),
        ({"tables": {"t": {"columns": ["n"], "rows": [["x"], ["y"]]}}}, "tables.t: the column 'n' is a name of values.n too"),
        ({"tables": {"t": {"file": "no.csv"}}}, "tables.t.file: 'no.csv' does not exist"),
        ({"areas": {"x": {"labels": {"a": ["{n}"], "b": ["{m}"]}, "ask": "Which?"}}}, "areas.x.ask.0: does not say 'text'"),
        ({"areas": {"x": {"labels": {"a": ["{n}"], "b": ["{m}"]}, "tell": ["{text}"], "ask": "{text}"}}}, "areas.x.tell.0.0: unknown slot"),
        ({"form": "Write {it}."}, "form: unknown slot 'it'"),
        ({"abstain": {"form": "x"}}, "abstain.reply: field required"),
        ({"examples": [{"question": "x", "answer": "1", "area": "minus"}]}, "examples.0.area: unknown area 'minus'"),
    ],
)  # fmt: skip
def test_bad_input_names_file_and_key(change: dict[str, Any], said: str) -> None:
    data = {"values": {"n": {"from": 1, "to": 500}, "m": {"from": 1, "to": 500}}, "areas": {"plus": PLUS}} | change
    with pytest.raises(UsageError) as error:
        of(data).check()
    assert str(error.value).startswith("mine.toml: "), error.value
    assert said in str(error.value)


@pytest.mark.parametrize("text", ["name = ", "name = 'a'\nareas = 3\n", "\x00", "a" * 2_000_000, "[" * 500])
def test_a_file_that_is_none_is_named(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a long path is shortened
    file = Path("bad.toml")
    file.write_text(text)
    with pytest.raises(UsageError, match=r"bad\.toml"):
        read(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"declared task .*no\.toml.* does not exist"):
        read(tmp_path / "no.toml")


def test_what_a_run_keeps_is_the_task(skill: DeclaredSkill) -> None:
    kept = json.loads(skill.spec.model_dump_json(by_alias=True))
    again = DeclaredSkill(Declared(parse(kept, "kept"), "parcels.toml"))
    for area in skill.areas:
        assert probes(again, area, "unseen", 10) == probes(skill, area, "unseen", 10)
