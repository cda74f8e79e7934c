"""Areas: found where failing depends on something, one where it depends on nothing, named, and the same again."""

import random
import re
from collections import Counter

import numpy as np
import pytest

from repairloop.records import Case, fingerprint
from repairloop.tasks.areas import ALL, TESTED, _side, columns_of, forms_of, found
from repairloop.tasks.parts import assign

KINDS = {
    "garden": ["rose", "tulip", "spade", "seed", "lawn", "hedge", "soil", "bloom", "pot", "rake"],
    "kitchen": ["oven", "pan", "flour", "sugar", "knife", "dough", "boil", "roast", "salt", "plate"],
    "travel": ["train", "ticket", "airport", "luggage", "hotel", "passport", "flight", "coach", "ferry", "map"],
    "money": ["bank", "card", "loan", "rent", "salary", "coin", "invoice", "debt", "tax", "price"],
}


def case(question, gold="1", **more):
    return Case(
        id=fingerprint(question, gold), file="f", line=1, digest="0", question=question, gold=gold, grader="text",
        messages=[{"role": "user", "content": question}], **more,
    )  # fmt: skip


def texts(number, seed=0, kinds=tuple(KINDS)):
    """Kind and question."""
    rng = random.Random(seed)
    for index in range(number):
        kind = kinds[index % len(kinds)]
        words = [*rng.sample(KINDS[kind], 4), *rng.sample(["please", "today", "again", "mostly", "really"], 2)]
        yield kind, f"{' '.join(rng.sample(words, 6))} {rng.randint(100, 999)}"


def made(number, chance, seed=0, **more):
    """Cases in parts, whether each is answered right, and the areas that are found."""
    pairs = [(kind, case(question, **more)) for kind, question in texts(number, seed)]
    cases = assign([one for _, one in pairs])
    kind_of = {one.id: kind for kind, one in pairs}
    rng = random.Random(seed)
    passed = {one.id: rng.random() < chance(kind_of[one.id], one) for one in cases}
    asked = [one for one in cases if one.part == "find"][:240]
    return cases, kind_of, found(asked, {one.id: passed[one.id] for one in asked}, cases)


def test_a_weak_topic_is_an_area_named_by_its_words():
    cases, kind_of, areas = made(600, lambda kind, one: 0.2 if kind == "kitchen" else 0.9)
    weak = Counter(areas.area_of(one) for one in cases if kind_of[one.id] == "kitchen")
    name, inside = weak.most_common(1)[0]
    mine = Counter(kind_of[one.id] for one in cases if areas.area_of(one) == name)
    assert inside / weak.total() > 0.85
    assert mine["kitchen"] / mine.total() > 0.85
    assert set(name.split("_")) & set(KINDS["kitchen"])
    assert set(re.findall(r"\w+", areas.about(name))) & set(KINDS["kitchen"])


SAID = {True: "comparing two things that are described apart", False: "picking one word out of the text"}


def told(seed, of_use):
    """Cases whose failures depend on a skill that no word shows; which are hard, and what is found with a teacher's lines."""
    cases = assign([case(question) for _, question in texts(600)])
    rng = random.Random(seed)
    hard = {one.id: rng.random() < 0.4 for one in cases}
    passed = {one.id: rng.random() < (0.2 if hard[one.id] else 0.9) for one in cases}
    asked = [one for one in cases if one.part == "find"][:240]
    lines = {one.id: SAID[hard[one.id] if of_use else rng.random() < 0.4] for one in cases}
    return cases, hard, found(asked, passed, cases), found(asked, passed, cases, lines=lines)


def test_what_a_teacher_says_of_questions_tells_areas_where_it_tells_more_than_their_words():
    cases, hard, by_words, areas = told(3, True)
    assert by_words.names == [ALL]
    weak = Counter(areas.area_of(one) for one in cases if hard[one.id])
    name, inside = weak.most_common(1)[0]
    assert inside / weak.total() > 0.95
    assert sum(areas.area_of(one) == name for one in cases) == inside
    assert any("what the teacher says" in note for note in areas.notes)


def test_what_a_teacher_says_by_chance_is_mostly_not_heard():
    assert sum(told(seed, False)[3].names != [ALL] for seed in range(8)) <= 4


def test_a_side_that_no_trait_tells_is_called_the_harder_one():
    holds = np.array([True] * 5 + [False] * 5)
    side = _side(holds, [], [])
    assert (side.names, side.told) == (["harder"], ["like those that failed"])
    assert side.inside is holds


def test_two_small_weak_topics_are_one_area():
    cases, kind_of, areas = made(600, lambda kind, one: 0.2 if kind in ("kitchen", "travel") else 0.9)
    weak = Counter(areas.area_of(one) for one in cases if kind_of[one.id] in ("kitchen", "travel"))
    assert weak.most_common(1)[0][1] / weak.total() > 0.8


def test_a_weak_form_is_an_area_named_by_it():
    pairs = [(f"{question} and {n} more" if n % 3 == 0 else question) for n, (_, question) in enumerate(texts(600))]
    cases = assign([case(question) for question in pairs])
    rng = random.Random(1)
    passed = {one.id: rng.random() < (0.2 if " more" in one.question else 0.9) for one in cases}
    asked = [one for one in cases if one.part == "find"][:240]
    areas = found(asked, passed, cases)
    weak = Counter(areas.area_of(one) for one in cases if " more" in one.question)
    name, inside = weak.most_common(1)[0]
    assert inside / weak.total() > 0.9
    assert sum(" more" in one.question for one in cases if areas.area_of(one) == name) > 0.9 * inside


def test_weak_values_of_a_column_are_an_area_together():
    rng = random.Random(2)
    cases = assign([case(question, columns={"team": f"t{n % 9}"}) for n, (_, question) in enumerate(texts(700))])
    passed = {one.id: rng.random() < (0.2 if one.columns["team"] in ("t1", "t4") else 0.9) for one in cases}
    areas = found([one for one in cases if one.part == "find"][:240], passed, cases)
    weak = {areas.area_of(one) for one in cases if one.columns["team"] in ("t1", "t4")}
    assert weak == {"team_t1_or_team_t4"}
    assert areas.about("team_t1_or_team_t4") == "team is t1; or team is t4"


def test_labels_that_are_the_answer_are_grouped():
    rng = random.Random(3)
    cases = assign([case(question, gold=f"label {n % 18}") for n, (_, question) in enumerate(texts(900))])
    weak = {f"label {n}" for n in range(6)}
    passed = {one.id: rng.random() < (0.1 if one.gold in weak else 0.9) for one in cases}
    areas = found([one for one in cases if one.part == "find"][:240], passed, cases)
    assert 2 <= len(areas.names) <= 5
    counts = Counter(areas.area_of(one) for one in cases if one.gold in weak)
    assert counts.most_common(1)[0][1] / counts.total() > 0.8


@pytest.mark.parametrize("rate", [0.0, 0.01, 1.0])
def test_where_all_is_alike_there_is_one_area(rate):
    cases, _, areas = made(400, lambda kind, one: rate)
    assert areas.names == [ALL]
    assert {areas.area_of(one) for one in cases} == {ALL}
    assert "one area" in areas.notes[0]


@pytest.mark.slow
def test_where_failing_depends_on_nothing_there_is_mostly_one_area():
    several = sum(len(made(300, lambda kind, one: 0.6, seed)[2].names) > 1 for seed in range(12))
    assert several <= 4


@pytest.mark.parametrize("number", [20, 40, 60])
def test_few_cases_are_one_area_and_it_is_said(number):
    _, _, areas = made(number, lambda kind, one: 0.2 if kind == "kitchen" else 0.9)
    assert areas.names == [ALL]
    assert "too few" in areas.notes[0]


def test_areas_have_enough_to_be_tested_on():
    for number in (200, 400, 800):
        cases, _, areas = made(number, lambda kind, one: 0.2 if kind == "money" else 0.9)
        tested = Counter(areas.area_of(one) for one in cases if one.part == "test")
        assert min(tested[name] for name in areas.names) >= TESTED - 6, number
        assert set(tested) == set(areas.names)


def test_names_are_paths_and_unlike():
    strange = {"kitchen": "../オーブン", "garden": "<b>роза</b>", "money": "a/b\\c", "travel": "';--"}
    pairs = [(kind, f"{question} {strange[kind]}") for kind, question in texts(600)]
    cases = assign([case(question, columns={"Kind of/thing": strange[kind]}) for kind, question in pairs])
    rng = random.Random(4)
    weak = strange["kitchen"]
    passed = {one.id: rng.random() < (0.1 if weak in one.question else 0.9) for one in cases}
    areas = found([one for one in cases if one.part == "find"][:240], passed, cases)
    assert len(areas.names) > 1
    assert all(re.fullmatch(r"[a-z0-9_]+", name) for name in areas.names)
    assert all(areas.about(name) and len(areas.about(name)) <= 300 for name in areas.names)


def test_the_same_again_and_answers_of_other_parts_are_not_looked_at():
    def chance(kind, one):
        return 0.2 if kind == "kitchen" else 0.9

    (cases, _, one), (_, _, again) = made(400, chance), made(400, chance)
    assert one.of == again.of
    assert one.notes == again.notes
    asked = [case for case in cases if case.part == "find"][:150]
    assert found(asked, {case.id: bool(n % 3) for n, case in enumerate(asked)}, cases)  # needs no other answer


@pytest.mark.parametrize("question", ["", "?", "same words here"])
def test_texts_that_say_nothing_are_taken(question):
    cases = [
        case(question, gold=str(n)).like(part="test" if n % 3 == 0 else "find", columns={"c": str(n % 2)})
        for n in range(300)
    ]
    passed = {one.id: one.columns["c"] == "1" for one in cases}
    areas = found([one for one in cases if one.part == "find"], passed, cases)
    assert areas.names == ["c_0", "other"]


def test_columns_and_forms_are_those_that_differ():
    made = [
        case(f"what is {n}", gold='{"a": 1}' if n % 2 else "[1]", columns={"id": str(n), "team": "ab"[n % 2]})
        for n in range(100)
    ]
    assert [[name for name, _ in column.said] for column in columns_of(made)] == [
        ["team_a", "team_b"],
        ["answer_1", "answer_a_1"],
    ]
    names = {trait.name for trait in forms_of(made)}
    assert "answer_list" in names
    assert not names & {"answer_object", "has_a"}  # they say what that says
    assert not any(name.startswith("tools") for name in names)
