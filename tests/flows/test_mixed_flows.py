"""Flows in which a teacher and programs take turns: what a teacher's words may change, and how rows are proved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import skills.reading_comprehension
import skills.text_modification
from graders.judge.calibration import calibrate
from repairloop import Problem, Skill, all_skills, get_skill
from repairloop.config import ServerSettings
from repairloop.flows import Item, run_flow
from repairloop.flows.dealing import BudgetSpent
from repairloop.flows.mixed import describe, families, tallies, teacher_flow
from repairloop.flows.proof import prove_items
from repairloop.flows.rewording import CHECK, fault
from repairloop.ground.errors import UsageError
from repairloop.records import Chunk
from repairloop.sources.library import Library
from repairloop.teachers.teacher import Budget, Teacher, TeacherError, open_teacher
from tests.clock import least_seconds
from tests.graders.test_judge import StubJudge, cases, perfect
from tests.teacher_stub import TeacherStub

LITERAL = "reading_comprehension/literal"
WORDS = "math/word/one_step"


class Script:
    """What the scripted teacher writes."""

    def __init__(self) -> None:
        self.turns: Counter[str] = Counter()
        self.reword: Callable[[str], str] = lambda message: f"Please help me with this. {message}"
        self.vote: Callable[[int], str] = lambda turn: "85"

    def fill(self, schema: dict[str, Any], root: dict[str, Any], text: str) -> dict[str, str]:
        fields = set(schema["properties"])
        self.turns[text] += 1
        if fields == {"message"}:
            return {"message": self.reword(given(text))}
        if fields == {"text"}:
            return {"text": f"Ada counted 85 boats in the harbour of Riva. {given(text)[:40]}"}
        if fields == {"instruction"}:
            return {"instruction": "How many boats did Ada count?"}
        if fields == {"completion", "answer"}:
            return {"completion": "The answer is 85.", "answer": "85"}
        return {"answer": self.vote(self.turns[text])}


def given(text: str) -> str:
    """The last text that a prompt shows between marks."""
    return text.rpartition("an instruction to you]\n")[2].rpartition("\n[end of material")[0]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    found = Script()
    monkeypatch.setattr("tests.teacher_stub.fill", found.fill)
    monkeypatch.setattr("repairloop.students.crew._TRIAL_SECONDS", 0.05)
    monkeypatch.setattr("repairloop.students.crew._TRIAL_LIMIT", 1.0)
    monkeypatch.setattr("repairloop.students.crew._FIRST_PAUSE", 0.005)
    monkeypatch.setattr("repairloop.students.crew._BATCH_SECONDS", 0.005)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    return found


@pytest.fixture
def server(script: Script) -> Iterator[TeacherStub]:
    with TeacherStub() as stub:
        yield stub


def chunk(number: int, text: str = "", kind: Any = "text") -> Chunk:
    text = text or f"Note {number}. " + f"The ferry of pier {number} leaves when the tide allows it. " * 5
    return Chunk(f"{number:016x}", kind, text, f"note {number}", f"notes.txt#{number}", "CC0-1.0", {})


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    with Library([chunk(n) for n in range(40)]) as found:
        yield found


def opened(server: TeacherStub, cache: Path, budget: Budget | None = None, **settings: float) -> Teacher:
    return open_teacher(server.student, cache=cache, budget=budget, settings=ServerSettings(**settings))


def items(area: str, count: int) -> list[Item]:
    return [Item(area, n, 1, "7") for n in range(count)]


def skill_of(area: str) -> Skill:
    return get_skill(area.partition("/")[0])


# ---- what a rewording may not change --------------------------------------------------------------------


class Shop(Problem):
    who: str = "Ada Berg"
    thing: str = "wool blanket"
    prices: tuple[int, ...] = (47, 5)


ASKED = (
    'Ada Berg pays 47 coins for a wool blanket and 5 coins for tea. Write {"sum": 0} as JSON: how much is it, not less?'
)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda t: "Could you help? " + t.replace("pays", "has to pay"), ""),
        (lambda t: t.replace("Write", "Reply with").replace(" for tea", " for the tea"), ""),
        (lambda t: f" {t}\n", "unchanged"),
        (lambda t: t.replace("47", "48"), "number lost"),
        (lambda t: t.replace("47", "forty-seven"), "number lost"),
        (lambda t: t + " You have 3 minutes.", "number added"),
        (lambda t: t + " There are two of us.", "number added"),
        (lambda t: t.replace("Ada Berg", "She"), "value lost"),
        (lambda t: t.replace("wool blanket", "blanket of wool"), "text of the problem changed|another order"),
        (lambda t: t + " I mean Ada.", "value added"),
        (lambda t: t + " So says Tom Reyes, anyway.", "deciding word added"),
        (lambda t: t + " Tell it to Tom Reyes, please.", "name added"),
        (lambda t: t.replace("tea", "tea_cup"), "identifier added"),
        (lambda t: t.replace("not less", "less"), "deciding word lost"),
        (lambda t: t.replace("pays", "never pays"), "deciding word added"),
        (lambda t: t.replace('"sum"', '"total"'), "deciding word lost"),
        (lambda t: "Well: " + t.replace('{"sum": 0}', '{"sum":  0}'), "quotation or code changed"),
        (lambda t: t.replace('"sum"', "sum"), "quotation or code changed"),
        (lambda t: t.replace("tea", '"tea"'), "quotation or code changed"),
        (lambda t: t.replace("47", "x").replace("5", "47").replace("x", "5"), "another order"),
        (lambda t: t + " please" * 60, "far shorter or longer"),
        (lambda t: "Yes.", "far shorter or longer"),
    ],
)  # fmt: skip
def test_what_a_rewording_may_not_change(change: Callable[[str], str], reason: str) -> None:
    assert fault(ASKED, change(ASKED), Shop()) in reason.split("|")


@pytest.mark.parametrize("piece", ['"', "'", "`", "«", "“", "{", "[", "<", '[{"a":', "A ", "1", "```", "-", "\n"])
def test_hostile_texts_take_bounded_time(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    assert fault(text, f"{text} x", Shop()) != "unchanged"
    assert least_seconds(lambda: fault(text, f"{text} x", Shop()), 1) < 1


def test_a_text_to_be_worked_on_stays_as_it_is() -> None:
    skill = get_skill("text_modification")
    area = "text_modification/change_sentiment"
    for index in range(20):
        (item,) = run_flow(teacherless(skill), [Item(area, index, 1, "7")])
        assert item.problem is not None
        message, text = item.prompt[-1]["content"], item.problem.text()  # type: ignore[attr-defined]
        assert fault(message, f"Here you are. {message}", item.problem) == ""
        assert fault(message, message.replace(text, text.replace(" the ", " that ", 1)), item.problem) != ""


def teacherless(skill: Skill) -> list[Any]:
    from repairloop.flows import ContentTransformation, InstructionCreation

    return [ContentTransformation(skill), InstructionCreation(skill)]


# ---- reworded -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(all_skills()))
def test_reworded_rows_of_every_skill_are_proved(server: TeacherStub, tmp_path: Path, name: str) -> None:
    skill = get_skill(name)
    for area in list(skill.areas)[::4]:
        with opened(server, tmp_path) as teacher:
            flow = teacher_flow(skill, area, teacher, None, 0.5)
            rows = run_flow(flow, items(area, 10))
            proven = prove_items(rows, skill_of, None, None)
        assert len(rows) >= 9
        assert {proof for _, proof, _ in proven} == {"proved"}
        assert all(row.prompt[-1]["content"].startswith("Please help me") for row in rows)
        assert all((row.wrote, row.agents[-1]) == (("prompt",), CHECK) for row in rows)
        styles = {agent.partition(" prompt ")[2].partition("@")[0] for row in rows for agent in row.agents}
        assert len({style for style in styles if style.startswith("reword.")}) > 1


def test_refined_siblings_are_reworded_too(server: TeacherStub, tmp_path: Path) -> None:
    skill = get_skill("math")
    with opened(server, tmp_path) as teacher:
        rows = run_flow(teacher_flow(skill, WORDS, teacher, None, 1.0), items(WORDS, 10))
    refined = [row for row in rows if row.edit]
    assert refined
    assert all(row.prompt[-1]["content"].startswith("Please") for row in refined)
    assert len({(row.index, row.edit) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("reword", "reasons"),
    [
        (lambda m: m, {"unchanged"}),
        (lambda m: m.translate(str.maketrans("0123456789", "1234567890")), {"number lost", "unchanged"}),
        (lambda m: f"{m} There were 12 of them.", {"number added"}),
        (lambda m: f"{m} Write to Wilhelmina.", {"name added"}),
        (lambda m: "Here you are!", {"far shorter or longer", "number lost", "value lost", "deciding word lost"}),
    ],
)
def test_values_lost_or_added_by_a_rewording_are_caught(
    server: TeacherStub, script: Script, tmp_path: Path, reword: Callable[[str], str], reasons: set[str]
) -> None:
    script.reword = reword
    with opened(server, tmp_path) as teacher:
        flow = teacher_flow(get_skill("math"), WORDS, teacher, None, 0.0)
        assert run_flow(flow, items(WORDS, 12)) == []
    tally = tallies(flow)["teacher_rewording"]
    assert set(tally.dropped) <= reasons
    assert tally.dropped.total() == 12
    assert all(tally.examples.values())


# ---- written --------------------------------------------------------------------------------------------


def test_written_rows_from_a_text_to_an_answer(server: TeacherStub, tmp_path: Path, library: Library) -> None:
    skill = get_skill("reading_comprehension")
    with opened(server, tmp_path) as teacher:
        flow = teacher_flow(skill, LITERAL, teacher, library, 0.0, "written")
        rows = run_flow(flow, items(LITERAL, 40))
    assert [row.index for row in rows] == list(range(40))
    assert all(row.problem is None and row.origin.startswith("notes.txt#") and row.licence == "CC0-1.0" for row in rows)
    assert all(row.prompt[0]["content"] == f"{row.material}\n\nHow many boats did Ada count?" for row in rows)
    assert {row.answer for row in rows} == {"85"}
    kept = [row for row in rows if "keep_material" in row.agents]
    assert 0 < len(kept) < 20
    assert all(row.wrote == ("prompt", "completion") and row.material.startswith("Note ") for row in kept)
    assert all(row.wrote == ("material", "prompt", "completion") for row in rows if row not in kept)
    used = {agent.partition(" prompt ")[2].partition("@")[0] for row in rows for agent in row.agents}
    assert len({name for name in used if name.startswith("transform.")}) == 8
    assert {name for name in used if name.startswith("ask.")} == {
        "ask.literal", "ask.literal.options", "ask.literal.detail",
    }  # fmt: skip
    told = describe(tallies(flow)["teacher_solver"])
    assert (told["in"], told["out"], told["rejected"], told["cached"]) == (40, 40, {}, 0)
    assert told["tokens"] == 40 * 15


def test_where_rows_can_be_written_and_all_prompts_are_sound(
    server: TeacherStub, tmp_path: Path, library: Library
) -> None:
    with opened(server, tmp_path) as teacher, Library([chunk(1, kind="python")]) as python:
        written = set()
        for name in ("math", "tool_use", "reading_comprehension", "text_modification"):
            skill = get_skill(name)
            for area in skill.areas:
                for source in (library, python, None):
                    for family in families(skill, area, source):
                        assert teacher_flow(skill, area, teacher, source, 0.2, family)
                        written.add((area, source is python)) if family == "written" else None
        with pytest.raises(UsageError, match="the family 'reworded' is there for every area"):
            teacher_flow(get_skill("math"), WORDS, teacher, library, 0.0, "written")
    assert {area for area, from_python in written if from_python} == set(get_skill("tool_use").areas)
    assert set(skills.reading_comprehension.ReadingComprehension.areas) <= {area for area, _ in written}
    modified = {area for area, _ in written} & set(skills.text_modification.TextModification.areas)
    assert len(modified) == 11
    assert "text_modification/capitalise" not in modified, "a program does it on real text"
    assert server.total == 0


class Own(Skill):
    """A skill of a file of its own, without prompts."""

    name = "own"
    areas = {"own/thing": "a thing"}
    material = frozenset({"text"})


def test_a_skill_without_prompts_has_its_own_prompts_reworded(
    server: TeacherStub, tmp_path: Path, library: Library
) -> None:
    assert families(Own(), "own/thing", library) == ["reworded"]
    with opened(server, tmp_path) as teacher:
        assert len(teacher_flow(Own(), "own/thing", teacher, None, 0.0)) == 6


def test_material_that_cannot_stand_in_a_row_is_passed_over(server: TeacherStub, tmp_path: Path) -> None:
    hostile = [chunk(1, "too short"), chunk(2, "word " * 40 + "<|im_start|>system"), chunk(3)]
    with Library(hostile) as library, opened(server, tmp_path) as teacher:
        flow = teacher_flow(get_skill("reading_comprehension"), LITERAL, teacher, library, 0.0, "written")
        rows = run_flow(flow, items(LITERAL, 10))
    assert {row.origin for row in rows} == {"notes.txt#3"}


# ---- proof ----------------------------------------------------------------------------------------------


def proved(row: Item, teacher: Teacher | None = None, judge: Any = None) -> tuple[str, str]:
    ((item, proof, reason),) = prove_items([row], skill_of, teacher, judge)
    assert item == row
    return proof, reason


def written_item(completion: str = "The answer is 85.", answer: str = "85") -> Item:
    return Item(
        LITERAL, 0, 1, "7", prompt=[{"role": "user", "content": "What is 47 + 38?"}], completion=completion, answer=answer,
        wrote=("prompt", "completion"), proof="teacher",
    )  # fmt: skip


def test_a_programs_truth_is_proved_by_its_grader(server: TeacherStub, script: Script, tmp_path: Path) -> None:
    with opened(server, tmp_path) as teacher:
        row = run_flow(teacher_flow(get_skill("math"), WORDS, teacher, None, 0.0), items(WORDS, 1))[0]
        assert proved(row) == ("proved", "its grader passes")
        assert proved(row.by("x", completion="I see."))[0] == "unproved"
        assert proved(row.by("x", completion="I see."))[1].startswith("its grader says fail: ")
        unchecked = Item(**{**row.__dict__, "agents": ()})
        assert proved(unchecked) == ("unproved", "no teacher to ask again")
        assert proved(unchecked, teacher) == ("unproved", "samples do not answer it rightly")


@pytest.mark.parametrize(
    ("vote", "row", "reason"),
    [
        (lambda turn: "85", written_item(), "no calibrated judge"),
        (lambda turn: "85" if turn <= 4 else "86", written_item(), "no calibrated judge"),
        (lambda turn: "85" if turn <= 3 else f"{turn}", written_item(), "samples disagree"),
        (lambda turn: "86", written_item(), "samples disagree with it"),
        (lambda turn: "", written_item(), "no sample could be read"),
    ],
)
def test_a_teachers_truth_needs_samples_that_agree(
    server: TeacherStub, script: Script, tmp_path: Path, vote: Callable[[int], str], row: Item, reason: str
) -> None:
    script.vote = vote
    with opened(server, tmp_path, connections=1) as teacher:
        assert proved(row, teacher) == ("unproved", reason)
        assert proved(row) == ("unproved", "no teacher to ask again")


def test_a_teachers_truth_needs_a_calibrated_judge_too(server: TeacherStub, tmp_path: Path) -> None:
    with StubJudge(perfect) as judge, opened(server, tmp_path / "cache") as teacher:
        measured = calibrate(judge.server, cases(50), samples=2)
        measured.save(tmp_path / "judge.json")
        chosen = {"server": judge.server, "calibration": str(tmp_path / "judge.json"), "samples": 2}
        accepted = proved(written_item(), teacher, chosen)
        assert accepted == ("agreed", "100% of the samples agree, and the judge accepts it")
        assert proved(written_item("It is 86."), teacher, chosen) == ("unproved", "judge rejects")
        proof, reason = proved(written_item(), teacher, {**chosen, "calibration": None})
        assert (proof, reason[:14]) == ("unproved", "judge refuses:")
        many = [written_item(), written_item("It is 86."), written_item(answer="7")] * 4
        found = prove_items(many, skill_of, teacher, chosen)
        assert [proof for _, proof, _ in found] == ["agreed", "unproved", "unproved"] * 4


# ---- a teacher that misbehaves --------------------------------------------------------------------------


def test_a_repeated_run_makes_the_same_items_and_asks_nothing(
    server: TeacherStub, tmp_path: Path, library: Library
) -> None:
    def both() -> list[Item]:
        with opened(server, tmp_path) as teacher:
            skill = get_skill("reading_comprehension")
            return [
                row
                for family in families(skill, LITERAL, library)
                for row in run_flow(teacher_flow(skill, LITERAL, teacher, library, 0.3, family), items(LITERAL, 15))
            ]

    first = both()
    asked = server.total
    server.stop()
    assert both() == first
    assert server.total == asked
    assert {len(row.wrote) for row in first} == {1, 2, 3}


def test_faults_of_single_calls_are_counted_and_the_others_go_on(server: TeacherStub, tmp_path: Path) -> None:
    faults = ["[500]", "[hang]", "[garbage]", "[invalid]", "[nul]"]
    texts = [f"{fault} {chunk(n).text}" for n, fault in enumerate(faults)]
    server.busy_replies, server.retry_after = 5, "0.02"
    skill = get_skill("reading_comprehension")
    chunks = [chunk(n, text) for n, text in enumerate([*texts, *[""] * 14])]
    with Library(chunks) as library, opened(server, tmp_path, timeout=0.1) as teacher:
        flow = teacher_flow(skill, LITERAL, teacher, library, 0.0, "written")
        rows = run_flow(flow, items(LITERAL, 40))
    dropped = sum((tally.dropped for tally in tallies(flow).values()), Counter[str]())
    assert set(dropped) <= {"no reply", "does not fit", "control characters"}
    assert set(dropped) >= {"no reply", "does not fit"}
    assert len(rows) + dropped.total() == 40
    assert len(rows) > 15


def test_a_teacher_that_dies_half_way_is_an_error_and_the_run_goes_on_from_there(
    server: TeacherStub, tmp_path: Path, library: Library
) -> None:
    skill = get_skill("reading_comprehension")

    def run() -> list[Item]:
        with opened(server, tmp_path, connections=4, deadline=0.2) as teacher:
            return run_flow(teacher_flow(skill, LITERAL, teacher, library, 0.0, "written"), items(LITERAL, 30))

    server.latency, server.dies_after = 0.002, 50
    with pytest.raises(TeacherError, match="asking again goes on from there"):
        run()
    server.start()
    rows = run()
    assert len(rows) == 30
    calls = sum(len(row.wrote) for row in rows)
    assert calls <= server.total - server.requests["Say yes."] <= calls + 4, "repeated: what was in flight"


@pytest.mark.parametrize("family", ["reworded", "written"])
def test_a_budget_that_is_spent_is_a_clear_error(
    server: TeacherStub, tmp_path: Path, library: Library, family: Any
) -> None:
    skill = get_skill("reading_comprehension")

    def run(budget: Budget) -> list[Item]:
        with opened(server, tmp_path, budget) as teacher:
            return run_flow(teacher_flow(skill, LITERAL, teacher, library, 0.0, family), items(LITERAL, 10))

    with pytest.raises(BudgetSpent, match="the teacher's budget is spent"):
        run(Budget(calls=0))
    assert server.total == 0
    some = run(Budget(calls=5)) if family == "reworded" else []
    assert len(some) <= 5
    whole = run(Budget(calls=50))
    assert len(whole) >= 9
    assert run(Budget(calls=0)) == whole, "what was paid for is there"
    assert server.total <= 30
