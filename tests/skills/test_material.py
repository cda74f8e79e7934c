"""Problems that math, text_extraction and format_following make out of raw material: right, varied, and never upset."""

from __future__ import annotations

import calendar
import difflib
import heapq
import inspect
import random
import re
import textwrap
from collections import Counter
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

import graders.constraints
import graders.fields
import graders.math  # noqa: F401  (registers the grader)
from repairloop import Skill, check_reference, get_grader, grade
from repairloop.records import Answer, Probe
from repairloop.sources import Chunk, read_sources
from repairloop.teachers.prompts import has_control_marks
from skills.format_following import FormatFollowing
from skills.format_following.given import Found, Given
from skills.math import Math
from skills.math.told import Told
from skills.text_extraction import TextExtraction
from tests.clock import least_seconds
from tests.some import some

SKILLS: dict[str, Skill] = {"math": Math(), "text_extraction": TextExtraction(), "format_following": FormatFollowing()}
CASES = [(area, kind) for skill in SKILLS.values() for kind in sorted(skill.material) for area in skill.areas]
NOT_FROM_TEXT = {
    "math/addition/no_carry", "math/subtraction/borrow", "math/fractions", "math/word/two_step",
    "text_extraction/one_field/name_or_place",
}  # fmt: skip
"""Areas that the notes below, or any text, do not suit."""
CASES = [case for case in CASES if case[1] == "table" or case[0] not in NOT_FROM_TEXT]

SHOP = """\
item,city,price,stock,supplier_email,delivered,notes
Oak desk,Oslo,120,14,sales@oakwork.example,2024-03-05,
Pine chair,Lima,45,60,info@pine.example,2024-04-11,fragile
Tall lamp,Oslo,33,8,,2024-02-28,two bulbs
Blue rug,Graz,21,5,hello@rugs.example,,
Wall clock,Lima,27,31,,2024-05-01,
Round mirror,Oslo,64,12,office@glass.example,2024-01-19,fragile
Bunk bed,Graz,480,3,info@pine.example,2024-06-30,
Stool,Cork,18,75,,2024-03-03,
"""
PEOPLE = """\
name;age;town;phone;height_cm;member
Ann Lee;34;Bonn;+49 30 445566;171;true
Bo Ek;58;Turku;555-0192;180;false
Cy Dee;41;Bonn;;165;true
Di Fox;29;Leeds;0113 496 0001;158;true
Ed Gray;63;Turku;555-0117;177;false
Flo Hart;37;Leeds;;169;true
"""
NOTES = """\
# Club notes

The meeting was moved to 2024-05-14 because the hall is closed for repairs until then. Write to kim.berg@club.example
if you cannot come, or to jo.pratt@club.example about the fees. The minutes of the last meeting hang in the office.

# Fees

The entry fee was raised from $12 to $15 this year. Members of the old section still pay the lower fee until the
summer. The new rules stand at https://club.example/rules/2024 for everyone. They follow ISO 9001 in most parts.

# Days

We counted 48 guests on the first day and 37 guests on the second day. The weather was fine, and most of them stayed
until the evening. Children played in the yard while their parents talked about the harvest.

# Garden

Our garden has three old apple trees. They need pruning every winter. The tallest tree lost a branch in the storm.
Volunteers cleared the path on Sunday. A new bench stands under the pear tree now. Visitors like to rest there.
"""


@pytest.fixture(scope="module")
def chunks(tmp_path_factory: pytest.TempPathFactory) -> list[Chunk]:
    folder = tmp_path_factory.mktemp("sources")
    (folder / "shop.csv").write_text(SHOP)
    (folder / "people.csv").write_text(PEOPLE)
    (folder / "notes.md").write_text(NOTES)
    docs = [
        text_chunk(inspect.getdoc(part) or "", title=f"part {n}")
        for module in (textwrap, difflib, heapq, calendar, random)
        for n, part in enumerate([module, *vars(module).values()])
        if inspect.ismodule(part) or inspect.isclass(part) or inspect.isfunction(part)
    ]
    return [*read_sources([folder], lambda line: None), *docs]


def text_chunk(text: str, title: str = "notes") -> Chunk:
    return Chunk("0" * 16, "text", text, title, "notes.txt", "", {})


def table_chunk(columns: dict[str, str], rows: list[dict[str, Any]]) -> Chunk:
    return Chunk("0" * 16, "table", "", "table.csv", "table.csv#row=1", "", {"columns": columns, "rows": rows})


def skill_of(area: str) -> Skill:
    return SKILLS[area.partition("/")[0]]


def made(area: str, chunks: list[Chunk], kind: str, seeds: int = 12) -> list[tuple[Any, Random]]:
    """Problems, each with the generator to go on with."""
    fit = [chunk for chunk in chunks if chunk.kind == kind]
    found = []
    for n, chunk in enumerate(fit):
        for seed in range(1 if chunk.origin == "notes.txt" else seeds):
            rng = Random(f"{n}/{seed}")
            problem = skill_of(area).from_material(area, [chunk, *fit[n + 1 : n + 4]], rng, 1 + (n + seed) % 3)
            if problem is not None:
                found.append((problem, rng))
    return found


def probe_of(area: str, problem: Any, rng: Random) -> Probe:
    skill = skill_of(area)
    return Probe(
        id="0" * 16, skill=skill.name, area=area, split="train", messages=skill.render(problem, rng, "seen"),
        reference=skill.reference(problem), grader=skill.grader_for(problem), settings=skill.settings(problem),
        problem=problem.model_dump(mode="json"),
    )  # fmt: skip


def status(probe: Probe, text: str) -> str:
    return grade(probe, Answer(probe_id=probe.id, text=text)).status


def check(area: str, problem: Any, rng: Random) -> Probe:
    """Gold and solution pass, every corruption fails."""
    probe = probe_of(area, problem, rng)
    assert check_reference(probe).status == "pass", (probe.question, probe.reference)
    solution = skill_of(area).solution(problem, rng)
    assert status(probe, solution) == "pass", (probe.question, solution, probe.reference)
    for operator, text in get_grader(probe.grader).corrupt(probe).items():
        assert status(probe, text) == "fail", (operator, text, probe.reference)
    return probe


@pytest.mark.parametrize(("area", "kind"), CASES)
def test_gold_and_solution_pass_and_corruptions_fail(area: str, kind: str, chunks: list[Chunk]) -> None:
    found = made(area, chunks, kind)
    assert len(found) >= 8
    for problem, rng in found:
        probe = check(area, problem, rng)
        tokens = re.findall(r"\d| (?=\d)|[A-Za-z]+|[^\w\s]|\n", skill_of(area).solution(problem, rng))
        assert len(tokens) <= 1.2 * skill_of(area).limit(area)
        assert len(probe.question.split()) <= {1: 160, 2: 220, 3: 260}[3]


@pytest.mark.parametrize(("area", "kind"), CASES)
def test_refinements_keep_text_and_truth_together(area: str, kind: str, chunks: list[Chunk]) -> None:
    skill = skill_of(area)
    for problem, rng in some(made(area, chunks, kind, 6)):
        for edit in skill.refinements().values():
            changed = edit(problem, rng)
            if changed is not None:
                assert type(changed) is type(problem)
                assert changed.key() != problem.key()
                check(area, changed, rng)


def test_refinements_apply_where_they_make_sense(chunks: list[Chunk]) -> None:
    applied: Counter[str] = Counter()
    for area, kind in CASES:
        for problem, rng in some(made(area, chunks, kind, 6)):
            applied.update(
                name for name, edit in skill_of(area).refinements().items() if edit(problem, rng) is not None
            )
    names = {name for skill in SKILLS.values() for name in skill.refinements()} - {"turn the operands round"}
    assert names <= applied.keys()


@pytest.mark.parametrize(("area", "kind"), CASES)
def test_the_same_chunk_and_seed_give_the_same_problem(area: str, kind: str, chunks: list[Chunk]) -> None:
    once, again = (made(area, chunks, kind, 3) for _ in range(2))
    assert [problem for problem, _ in once] == [problem for problem, _ in again]
    for (problem, rng), (_, other) in zip(once, again, strict=True):
        assert skill_of(area).render(problem, rng, "seen") == skill_of(area).render(problem, other, "seen")


@pytest.mark.parametrize(("area", "kind"), CASES)
def test_the_key_depends_on_the_content(area: str, kind: str, chunks: list[Chunk]) -> None:
    found = {problem.key() for problem, _ in made(area, chunks, kind)}
    assert len(found) >= (8 if kind == "table" or "format" in area else 1)
    fit = [chunk for chunk in chunks if chunk.kind == kind]
    keys = [{p.key() for p, _ in made(area, [chunk], kind)} for chunk in fit]
    assert all(a.isdisjoint(b) for n, a in enumerate(keys) for b in keys[n + 1 :])


# ---- truth ------------------------------------------------------------------------------------------


def cells() -> set[str]:
    return {cell for line in (SHOP + PEOPLE).splitlines() for cell in re.split("[,;]", line) if cell}


@pytest.mark.parametrize("area", TextExtraction.areas)
def test_values_are_cells_of_the_table(area: str, chunks: list[Chunk]) -> None:
    for problem, _ in some(made(area, chunks, "table")):
        assert {fact.value for fact in problem.facts if fact.value} <= cells()
        assert all(value is None or value in problem.text() for value in problem.wanted)


@pytest.mark.parametrize("kind", ["table", "text"])
def test_what_is_absent_is_not_there(kind: str, chunks: list[Chunk]) -> None:
    area = "text_extraction/absent_field"
    found = made(area, chunks, kind, 30)
    absent = [problem for problem, _ in found if problem.truth() is None]
    assert 0.35 < len(absent) / len(found) < 0.85
    for problem, rng in found:
        assert problem.absent in probe_of(area, problem, rng).question
    for problem in absent:
        document = problem.text()
        if kind == "text":
            slot = problem.facts[problem.asked[0]].slot
            mark = {"url": "://", "email": "@", "price": "$", "standard": "ISO"}.get(slot, "\0")
            assert mark not in document
        else:
            assert problem.facts[problem.asked[0]].value is None


def test_a_column_is_not_absent_where_another_one_sounds_like_it() -> None:
    columns = {"item": "text", "price": "integer", "unit price": "integer", "city": "text"}
    rows = [{"item": "Oak desk", "price": 120 + n, "unit price": 60 + n, "city": "Oslo"} for n in range(5)]
    for seed in range(200):
        problem = SKILLS["text_extraction"].from_material(
            "text_extraction/absent_field", [table_chunk(columns, rows)], Random(seed), 1
        )
        if problem.truth() is None and "price" in problem.facts[problem.asked[0]].role:
            assert "price" not in problem.text().lower()


@pytest.mark.parametrize("area", Math.areas)
def test_numbers_are_those_of_the_rows(area: str, chunks: list[Chunk]) -> None:
    for problem, rng in some(made(area, chunks, "table")):
        assert isinstance(problem, Told)
        question = probe_of(area, problem, rng).question
        used = [problem.values[i] for i in problem.used]
        shown = dict(zip(problem.labels[: problem.shown], problem.values, strict=False))
        assert max(problem.used) < problem.shown
        assert all(re.search(rf"{re.escape(label)}\b", question) for label in shown)
        assert all(re.search(rf"(?<!\d){value}(?!\d)", question) for value in shown.values())
        if problem.relation in ("times", "split", "remainder"):
            assert all(re.search(rf"(?<!\d){operand}(?!\d)", question) for operand in problem.operands)
        n, brought = used[0], Fraction(problem.operands[0 if problem.relation == "times" else -1])
        right: dict[str, Any] = {
            "total": sum(used), "total of three": sum(used), "difference": n - used[-1], "average": Fraction(sum(used), 2),
            "range": max(shown.values()) - min(shown.values()), "sum less": n + used[1 % len(used)] - used[-1],
            "times": n * brought, "split": n / brought, "remainder": n % brought, "ratio": Fraction(n, used[-1]),
            "parts together": Fraction(sum(used), sum(shown.values())),
            "parts apart": Fraction(n - used[-1], sum(shown.values())),
        }  # fmt: skip
        assert Fraction(SKILLS["math"].reference(problem)) == right[problem.relation], question


def test_numbers_of_a_text_count_things() -> None:
    chunk = text_chunk("We counted 48 guests on the first day and 37 guests on the second day.")
    skill = SKILLS["math"]
    found = [skill.from_material("math/addition/carry", [chunk], Random(n), 1) for n in range(5)]
    assert {skill.reference(problem) for problem in found} == {"85"}
    for text in ("It follows RFC 822 rules and RFC 2045 rules in most cases, as one can see.",
                 "In 1994 people built it and in 2007 people tore it down, much to my regret.",
                 "There were 4.5 litres of milk and 12 eggs in the kitchen on that morning."):  # fmt: skip
        assert skill.from_material("math/addition/carry", [text_chunk(text)], Random(1), 3) is None


def test_a_value_is_asked_for_only_where_nothing_else_might_be_meant() -> None:
    skill, area = SKILLS["text_extraction"], "text_extraction/one_field/date_time"
    told = "The old bridge near the mill was opened on 1994-02-03 by the mayor of the town{more}."
    for more, there in (("", True), (" and closed on 3 May 2001", False), (", which some write 19940203", False)):
        found = [skill.from_material(area, [text_chunk(told.format(more=more))], Random(n), 1) for n in range(5)]
        assert {problem is not None for problem in found} == {there}


def test_exactly_one_of_the_words_stands_in_the_text(chunks: list[Chunk]) -> None:
    for problem, _ in some(made("format_following/labels", chunks, "text")):
        assert isinstance(problem, Found)
        assert [word for word in problem.labels if word in problem.text.lower()] == [problem.truth]


def test_a_request_holds_its_text(chunks: list[Chunk]) -> None:
    for area in FormatFollowing.areas:
        for problem, rng in some(made(area, chunks, "text", 4)):
            assert problem.text in probe_of(area, problem, rng).question
            assert len(problem.text.split()) <= 180
            if isinstance(problem, Given):
                assert set(problem.terms) <= set(re.findall(r"[a-z]+", problem.text.lower()))


def test_answers_on_long_sentences_are_short() -> None:
    words = "gardens behind houses near stations under towers along rivers above valleys across islands"
    text = " ".join(f"People number {name} walked through {words}." for name in ("one", "two", "three", "four", "five"))
    for area in FormatFollowing.areas:
        for seed in range(60):
            rng = Random(seed)
            problem = SKILLS["format_following"].from_material(area, [text_chunk(text)], rng, 1 + seed % 3)
            assert problem is not None
            for edit in [None, *SKILLS["format_following"].refinements().values()]:
                asked = edit(problem, rng) if edit else problem
                if asked is not None:
                    assert len(SKILLS["format_following"].solution(asked, rng).split()) <= 48


@pytest.mark.parametrize(("area", "kind"), [case for case in CASES if case[1] == "table" or "format" in case[0]])
def test_wordings_are_many(area: str, kind: str, chunks: list[Chunk]) -> None:
    """One problem is put in many ways."""
    (problem, _), *_ = made(area, chunks, kind)
    texts = {str(skill_of(area).render(problem, Random(n), "seen")) for n in range(120)}
    assert len(texts) > 60


# ---- knowledge --------------------------------------------------------------------------------------


@pytest.mark.parametrize("area", Math.areas)
@pytest.mark.parametrize("difficulty", [1, 2, 3])
def test_a_rule_and_then_the_solution_pass(area: str, difficulty: int, chunks: list[Chunk]) -> None:
    skill = SKILLS["math"]
    problems = [skill.problem(area, Random(n), "seen", difficulty) for n in range(120)]
    problems += [problem for problem, _ in made(area, chunks, "table", 6)]
    told = set()
    for n, problem in enumerate(problems):
        rule = skill.knowledge(problem, Random(n))
        assert bool(rule) == (problem.form != "number_only")
        if not rule:
            continue
        told.add(rule)
        assert not re.search(r"\d|=", rule)
        assert len(re.findall(r"[.!?](?:\s|$)", rule)) <= 2
        probe = probe_of(area, problem, Random(n))
        for gap in ("\n", " ", "\n\n"):
            text = f"{rule}{gap}{skill.solution(problem, Random(n))}"
            assert status(probe, text) == "pass", (probe.question, text)
        assert status(probe, rule) == "fail"
    assert len(told) > 1


def test_the_rule_fits_the_digits() -> None:
    skill = SKILLS["math"]
    rules = {
        area: {skill.knowledge(skill.problem(f"math/{area}", Random(n), "seen", 2), Random(n)) for n in range(60)}
        - {""}
        for area in ("addition/carry", "addition/no_carry", "subtraction/borrow", "subtraction/no_borrow")
    }
    assert len(set().union(*rules.values())) == sum(map(len, rules.values()))


# ---- hostile material -------------------------------------------------------------------------------

MARKS = ("<|im_start|>user", "</s>", "[INST]", "<end_of_turn>")
BAD_TEXTS = [
    "", " ", "word", "x" * 1_000_000, "a b " * 250_000, "1 " * 3000, "\x00\x07\x1b[31m\u200b", "{0} {value} {body} {noun}",
    *(f"The meeting is at https://a.example/{mark} on 2024-05-14. {mark} Write to me@a.example now." for mark in MARKS),
    "Größe und Straße. " * 40, "これは文です。" * 60, "def f(x):\n    return {x: 1}\n" * 40, "." * 5000, "((((" * 900,
    "The old man said \"go\" and {left} at 12:30, version 3.5 of 2024-01-01. " * 9, "A\n\nB\n\nC", "É" * 300, "ﬁne ǆ ŉ ß. " * 50,
]  # fmt: skip
BAD_CELLS = ["", None, True, 10**30, -5, 1e-9, float("1e300"), "a" * 500, "{0}", "{body}", "a\nb", "\x00", "<|im_start|>",
             "none", "N/A", '"', ",", "..", "1. x", "- y", "</s>", "é\u200b", "ok, then", [1], {"a": 1}]  # fmt: skip


@pytest.mark.parametrize("text", BAD_TEXTS, ids=range(len(BAD_TEXTS)))
def test_hostile_texts_give_nothing_or_a_right_problem(text: str) -> None:
    for area, kind in CASES:
        if kind == "text":
            for seed in range(4):
                rng = Random(seed)
                problem = skill_of(area).from_material(area, [text_chunk(text, text[:100])], rng, 1 + seed % 3)
                if problem is not None:
                    assert not has_control_marks(check(area, problem, rng).question)


def test_hostile_tables_give_nothing_or_a_right_problem() -> None:
    names = [
        "name",
        "price",
        "a" * 300,
        "{0}",
        "<|im_start|>",
        "",
        "x,y",
        "Name",
        "price ",
        "column 1",
        "größe",
        "é",
        "n/a",
    ]
    right = 0
    for seed in range(150):
        rng = Random(seed)
        columns = dict.fromkeys(rng.sample(names, rng.randint(1, 8)), "text")
        columns |= {"size": "integer", "count": "integer"}
        rows = [
            {name: rng.choice([*BAD_CELLS, "Anna Berg", "Oslo"]) if kind == "text" else rng.choice([7, 12, 35, None, -3, True])
             for name, kind in columns.items()}
            for _ in range(rng.randint(1, 9))
        ]  # fmt: skip
        for area, kind in CASES:
            if kind != "table":
                continue
            problem = skill_of(area).from_material(area, [table_chunk(columns, rows)], rng, 1 + seed % 3)
            if problem is not None:
                right += 1
                assert not has_control_marks(check(area, problem, rng).question)
    assert right > 100


@pytest.mark.parametrize(
    ("columns", "rows"), [({}, []), ({"a": "text"}, []), ({"a": "empty"}, [{"a": None}]), ({"n": "integer"}, [{}])]
)
def test_tables_with_nothing_in_them_give_nothing(columns: dict[str, str], rows: list[dict[str, Any]]) -> None:
    for area, kind in CASES:
        if kind == "table":
            assert skill_of(area).from_material(area, [table_chunk(columns, rows)], Random(1), 2) is None


def test_other_kinds_of_chunk_give_nothing() -> None:
    code = Chunk("0" * 16, "code", "int main() { return 0; }\n" * 30, "main.c", "main.c", "", {"language": "c"})
    for skill in SKILLS.values():
        assert skill.material <= {"text", "table"}
        assert all(skill.from_material(area, [code], Random(1), 1) is None for area in skill.areas)


def test_a_large_folder_is_worked_through(tmp_path: Path) -> None:
    """Chunks that do not suit cost little: none takes long, whatever it holds."""
    (tmp_path / "big.txt").write_text("word, word and word " * 4000 + "\n" + "9" * 60_000)
    tried = 0
    for chunk in read_sources([tmp_path], lambda line: None):
        for area, kind in CASES:
            if kind == chunk.kind:
                tried += 1
                assert least_seconds(lambda a=area, c=chunk: skill_of(a).from_material(a, [c], Random(2), 2), 0.2) < 0.2
    assert tried > 10
