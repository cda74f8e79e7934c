"""The math skill: every area, difficulty and bank gives right, varied, reproducible problems."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

import graders.math  # noqa: F401  # declares the grader
import skills.math  # noqa: F401  # declares the skill
from repairloop import Answer, Probe, UsageError, get_skill, grade, item_rng, make_probes
from repairloop.plugins.skill import with_settings
from repairloop.plugins.words import both_sides, cells_of, places_of, read_words
from skills.math import Chain, stories
from skills.math.numbers import RELATIONS, draw_numbers

SKILL = get_skill("math")
BANKS = ("seen", "unseen")
AREAS = sorted(SKILL.areas)
COUNT = 180


@cache
def probes(area: str, difficulty: int, bank: str) -> list[Probe]:
    split = "holdout" if bank == "unseen" else "train"
    return list(make_probes(SKILL, area, split, bank, COUNT, "test", (difficulty,)))


def problem_of(probe: Probe) -> Chain:
    return Chain.model_validate(probe.problem)


def passes(probe: Probe, text: str) -> bool:
    return grade(probe, Answer(probe_id=probe.id, text=text)).status == "pass"


def rough_tokens(text: str) -> int:
    """What a tokenizer with single digits makes of the text."""
    return len(re.findall(r"\d| (?=\d)|[A-Za-z]+|[^\w\s]|\n", text))


every = pytest.mark.parametrize(
    ("area", "difficulty", "bank"), [(a, d, b) for a in AREAS for d in SKILL.difficulties for b in BANKS]
)


@every
def test_answers_fit_and_no_place_of_a_phrase_is_left_open(area, difficulty, bank):
    drawn = probes(area, difficulty, bank)
    assert len(drawn) == COUNT
    for probe in drawn:
        solution = SKILL.solution(problem_of(probe), random.Random(0))
        assert rough_tokens(solution) <= SKILL.limit(area)
        assert not re.search(r"[{}]", probe.question.replace("\\boxed{}", "").replace("\\boxed{...}", "")
                             .replace("\\boxed{result}", "").replace("\\boxed{number}", "")), probe.question  # fmt: skip


@every
def test_wording_varies(area, difficulty, bank):
    skeletons = {re.sub(r"[0-9][0-9,./]*", "#", probe.question) for probe in probes(area, difficulty, bank)}
    assert len(skeletons) >= 100
    assert len({probe.content for probe in probes(area, difficulty, bank)}) == COUNT


@pytest.mark.parametrize("area", AREAS)
def test_difficulty_one_has_content_for_all_splits(area):
    keys = {SKILL.problem(area, item_rng("space", area, "x", i), "seen", 1).key() for i in range(3000)}
    assert len(keys) >= 700
    harder = {SKILL.problem(area, item_rng("space", area, "x", i), "seen", 2).key() for i in range(3000)}
    assert len(harder) >= 2000


def test_areas_hold_what_they_promise():
    def digits(probe: Probe) -> list[tuple[int, int]]:
        a, b = problem_of(probe).operands[:2]
        return [(int(x), int(y)) for x, y in zip(reversed(a), reversed(b), strict=False)]

    for difficulty in SKILL.difficulties:
        for probe in probes("math/addition/no_carry", difficulty, "seen"):
            assert all(x + y < 10 for x, y in digits(probe))
        for probe in probes("math/addition/carry", difficulty, "seen"):
            assert any(x + y > 9 for x, y in digits(probe))
        for probe in probes("math/subtraction/no_borrow", difficulty, "seen"):
            assert all(x >= y for x, y in digits(probe))
        for probe in probes("math/subtraction/borrow", difficulty, "seen"):
            assert any(x < y for x, y in digits(probe))
        for probe in probes("math/word/two_step", difficulty, "seen"):
            assert int(probe.reference) >= 0
            assert len(problem_of(probe).operations) == 2
    assert all(max(map(int, problem_of(p).operands)) < 100 for p in probes("math/addition/carry", 1, "seen"))


WORDS = dict(zip(["two", "three", "four", "five", "six", "seven", "eight", "nine"], range(2, 10), strict=True))


def numbers_in(text: str) -> list[Decimal]:
    """Every number of a text, in digits or in a word."""
    found = re.findall(r"\d+(?:\.\d+)?|[a-z]+", re.sub(r"(?<=\d),(?=\d)", "", text))
    return [Decimal(WORDS.get(word, word)) for word in found if word in WORDS or word[0].isdigit()]


def test_every_quantity_stands_in_the_text():
    for area in AREAS:
        for probe in probes(area, 3, "unseen"):
            problem = problem_of(probe)
            if any("/" in operand for operand in problem.operands):
                assert all(operand in probe.question for operand in problem.operands), probe.question
                continue
            shown = [*problem.operands, *([problem.distractor] if problem.distractor is not None else [])]
            assert set(map(Decimal, shown)) <= set(numbers_in(probe.question)), probe.question


# ---- stories ------------------------------------------------------------------------------------------

TRUTHS = {
    "a + b": "gain combine more_than start_lose measured_sum",
    "a - b": "lose difference missing fewer left change_gain change_lose start_gain measured_more measured_left",
    "a * b": "groups price rate times",
    "a / b": "share pack unit_price",
    "a + b + c": "gain+gain three",
    "a + b - c": "gain+lose gain+lose_change combine+left",
    "a - b + c": "lose+gain",
    "a - b - c": "lose+lose",
    "c - (a + b)": "spend",
    "c - a * b": "price_change",
    "(a + b) * c": "combine+each",
    "(a - b) * c": "left+each",
    "(a + b) / c": "gain+share gain+pack combine+share combine+pack",
    "(a - b) / c": "lose+share lose+pack left+share left+pack",
    "a * b + c": "groups+gain",
    "a * b - c": "groups+lose",
    "a * b / c": "groups+share",
    "a + (a + b)": "more_total",
    "a + (a - b)": "fewer_total",
    "a + a * b": "times_total",
}
"""What each relation comes to, written as one would on paper."""
FORMULA = {relation: formula for formula, relations in TRUTHS.items() for relation in relations.split()}

every_relation = pytest.mark.parametrize("relation", sorted(RELATIONS))


def drawn_story(relation: str, i: int, bank: str, difficulty: int = 1) -> Chain:
    """A problem of one relation, with nothing around its story."""
    rng = random.Random(f"{relation} {i} {bank} {difficulty}")
    area = "math/word/one_step" if len(re.findall("[abc]", FORMULA[relation])) == 2 else "math/word/two_step"
    _, operands, operations = draw_numbers(area, rng, SKILL.step(area, difficulty), relation)
    return Chain(
        area=area, relation=relation, operands=operands, operations=operations,
        scene=stories.people(SKILL.on(rng, bank)), distractor=rng.randint(3, 60) if i % 4 == 0 else None,
    )  # fmt: skip


def told(problem: Chain, i: int, bank: str) -> str:
    w = SKILL.on(random.Random(i), bank)
    return stories.story(problem.relation, problem.operands, problem.distractor, problem.scene, w)


@every_relation
def test_the_truth_of_a_relation_is_what_one_would_write_on_paper(relation):
    for difficulty in SKILL.difficulties:
        for i in range(100):
            problem = drawn_story(relation, i, "seen", difficulty)
            numbers = dict(zip("abc", map(Fraction, problem.operands), strict=False))
            right = eval(FORMULA[relation], {"__builtins__": {}}, numbers)  # our own formulas
            assert Fraction(SKILL.reference(problem)) == right, problem.operands
            assert right >= 0
            assert all(Fraction(operand) > 0 for operand in problem.operands)
            if not relation.startswith("measured"):
                assert right.denominator == 1
                assert all(int(operand) > 1 for operand in problem.operands)  # things are named in the plural


@every_relation
@pytest.mark.parametrize("bank", ["seen", "unseen"])
def test_a_story_holds_its_numbers_and_no_other_and_reads_as_text(relation, bank):
    for i in range(120):
        problem = drawn_story(relation, i, bank)
        text = told(problem, i, bank)
        operands = (
            problem.operands[:2] if relation in ("more_total", "fewer_total", "times_total") else problem.operands
        )
        shown = [*operands, *([str(problem.distractor)] if problem.distractor is not None else [])]
        counted = re.sub(r"\b(?:the|of the) (?:two|three)\b", "", text)  # "did the two of them catch"
        assert sorted(numbers_in(counted)) == sorted(map(Decimal, shown)), text
        assert not re.search(r"[{}\[\]|~=]|  |\.\.|\ba [aeiou]|\bNone\b|\b(\w+) \1\b", text), text
        assert text.rstrip()[-1] == "?", text
        assert all(sentence[0].isupper() or sentence[0].isdigit() for sentence in re.split(r"(?<=[.?]) ", text)), text


@pytest.mark.parametrize(("area", "fewest"), [("math/word/one_step", 700), ("math/word/two_step", 900)])
def test_each_bank_tells_hundreds_of_different_stories(area, fewest):
    """Without names, numbers and things: what is left is how a story goes."""
    for bank in BANKS:
        lists = SIDES[bank].lists
        things = {
            word for name in lists if name.startswith("noun/") or name.endswith(".things") for word in lists[name]
        }
        things |= {stories.one(word) for word in things}
        names = names_of(bank)
        known = re.compile(r"\b(?:" + "|".join(sorted({*things, *names}, key=len, reverse=True)) + r")\b")
        skeletons = set()
        for i in range(4000):
            problem = SKILL.problem(area, random.Random(f"{bank} {i}"), bank, 1)
            text = told(problem.model_copy(update={"distractor": None}), i, bank)
            text = re.sub(r"\b(?:she|he|him|his|her)\b", "_", known.sub("_", text), flags=re.IGNORECASE)
            skeletons.add(re.sub(r"\d[\d.,]*|\b(?:" + "|".join(WORDS) + r")\b| (?=[.,?])", "#", text))
        assert len(skeletons) >= fewest, bank
        starts = {" ".join(text.split()[:5]) for text in skeletons}
        assert len(starts) >= 100, bank


def test_most_stories_are_asked_bare():
    for area in ("math/word/one_step", "math/word/two_step"):
        drawn = probes(area, 1, "seen")
        bare = [p for p in drawn if p.settings["form"] == "free" and len(p.messages) == 1 and p.question.endswith("?")]
        assert len(bare) > 0.55 * len(drawn)
        assert {p.settings["form"] for p in drawn} == {"free", "number_only", "final_line", "boxed"}


@every_relation
@pytest.mark.parametrize("style", ["words", "equation"])
def test_both_styles_of_worked_answers_are_graded_right(relation, style):
    skill = with_settings(SKILL, {"answers": style})
    for i in range(20):
        for form in ("free", "boxed", "final_line", "number_only"):
            problem = drawn_story(relation, i, "seen", 1 + i % 3).like(form=form, cue="Answer:")
            probe = probes("math/word/one_step", 1, "seen")[0].like(reference=SKILL.reference(problem), settings=SKILL.settings(problem), problem=problem.model_dump()
            )  # fmt: skip
            solution = skill.solution(problem, random.Random(0))
            assert passes(probe, solution), solution
            if form == "free":
                assert solution[0].isdigit() == (style == "equation")


def test_one_of_several_things():
    assert [stories.one(word) for word in ("cookies", "cherries", "peaches", "tomatoes", "mangoes", "stamps")] == [
        "cookie", "cherry", "peach", "tomato", "mango", "stamp",
    ]  # fmt: skip


# ---- sides --------------------------------------------------------------------------------------------

SIDES = both_sides(SKILL.words_file)


def names_of(bank: str) -> list[str]:
    return [cells_of(row)[0] for row in SIDES[bank].lists["person"]]


def said(bank: str) -> dict[str, list[str]]:
    """What a side says, by what it is: of openings and events also how one asks for their number. Lists that both sides
    draw from are left out."""
    shared = {name for name, entries in read_words(SKILL.words_file).items() if entries.shared}
    found: dict[str, list[str]] = {}
    for name, entries in SIDES[bank].lists.items():
        if name not in shared and not name.endswith((".boxes", ".small", ".actor", ".many", ".things")):
            kind = "scene" + name[name.index(".") :] if "@" in name else name
            found.setdefault(kind, []).extend(entries)
    return found


def test_the_sides_share_nothing_and_are_equally_wide():
    ours, theirs = said("seen"), said("unseen")
    assert ours.keys() == theirs.keys()
    for kind, entries in ours.items():
        assert set(entries) & set(theirs[kind]) <= {"{q}", "{other}", ""}, (
            kind
        )  # the bare problem, a bare name, asking for no form
        assert 0.6 < len(entries) / len(theirs[kind]) < 1.7 or len(entries) < 8, kind
    frames = [
        {re.sub(r"\([^)]*\)|\{\w+\}", "_", entry) for kind in side if kind.startswith("story/") for entry in side[kind]}
        for side in (ours, theirs)
    ]
    assert len(frames[0]) > 200
    assert len(frames[0] & frames[1]) <= 0.02 * len(frames[0])  # nor frames that differ in their nouns alone


def test_a_setting_reaches_problems_and_text():
    area = "math/word/one_step"
    plain = with_settings(SKILL, {"bare": 0.0, "distracted": 0.0})
    drawn = list(make_probes(plain, area, "train", "seen", 60, "settings", (3,)))
    assert all(probe.problem["distractor"] is None for probe in drawn)
    assert sum(probe.settings["form"] != "free" for probe in drawn) > 15
    assert any(probe.problem["distractor"] for probe in probes(area, 3, "seen")[:60])
    with pytest.raises(UsageError, match=r"\[skills.math\]: .*bare"):
        with_settings(SKILL, {"bear": 1})
    with pytest.raises(UsageError, match=r"\[skills.math\]: bare: .*got '7'"):
        with_settings(SKILL, {"bare": 7})


def test_every_place_of_a_phrase_can_be_filled():
    kinds = {name.partition("/")[2] for name in SIDES["seen"].lists if name.startswith("noun/")}
    known = {*"abcnqexvw", "A", "B", "C", "cue", "Col", "col", "label", "name", "other", "third", "he", "him", "his", "kin", "what",
             "thing", "things", "box", "boxes", "in", "actor", "decoy"}  # fmt: skip
    for side in SIDES.values():
        for name, entries in side.lists.items():
            for entry in entries:
                assert {p.rstrip("12") for p in places_of(entry)} <= known | kinds, (name, entry)


def test_no_story_of_one_bank_is_told_in_the_other():
    def skeletons(bank: str) -> set[str]:
        names = names_of(bank)
        found = set()
        for area in ("math/word/one_step", "math/word/two_step"):
            for i in range(1500):
                problem = SKILL.problem(area, random.Random(f"{bank}{i}"), bank, 1)
                text = told(problem.model_copy(update={"distractor": None}), i, bank)
                found.add(re.sub("|".join(names) + r"|\d+(?:[.,]\d+)?| (?=[.,?])", "", text))
        return found

    assert skeletons("seen").isdisjoint(skeletons("unseen"))


@pytest.mark.parametrize("area", AREAS)
def test_refinements_stay_in_the_area_and_keep_text_and_truth(area):
    applied = 0
    for probe in probes(area, 1, "seen")[:80]:
        before = problem_of(probe)
        for edit in SKILL.refinements().values():
            after = edit(before, random.Random(3))
            if after is None:
                continue
            applied += 1
            assert (after.area, after.relation, after.scene) == (before.area, before.relation, before.scene)
            assert after.key() != before.key()
            changed = probe.like(
                reference=SKILL.reference(after), settings=SKILL.settings(after), problem=after.model_dump()
            )
            assert SKILL.render(after, random.Random(1), "seen")[-1]["content"]
            assert passes(changed, SKILL.solution(after, random.Random(1)))
    assert applied >= 80


def test_no_number_of_a_longer_sum_is_left_out():
    problem = Chain(
        area="math/addition/carry", relation="calculation", operands=("47", "38", "25"), operations=("+", "+")
    )
    for i in range(50):
        for bank in ("seen", "unseen"):
            text = SKILL.render(problem, random.Random(i), bank)[-1]["content"]
            assert all(number in text for number in problem.operands), text
    assert SKILL.reference(problem) == "110"


def test_a_story_reads_as_one():
    problem = Chain(
        area="math/word/two_step", relation="gain+lose", operands=("12", "5", "3"), operations=("+", "-"),
        scene={"name": "Tom", "other": "Mr. Lee", "third": "Ann", "he": "he", "him": "him", "his": "his",
               "kin": "Mr. Lee", "kin2": "his sister"},
    )  # fmt: skip
    text = SKILL.render(problem, random.Random(5), "seen")[-1]["content"]
    assert sorted(numbers_in(text)) == [3, 5, 12]
    assert SKILL.reference(problem) == "14"
    assert (
        SKILL.solution(problem, random.Random(0))
        == "First, the total is 12 + 5 = 17. Then what is left is 17 - 3 = 14."
    )
    assert SKILL.settings(problem)["intermediate"] == ["17"]
