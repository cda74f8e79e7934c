"""Golds in doubt: who speaks against one, who is not heard, and what is never accused."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repairloop import Verdict, grade, loose_answer, loose_probe, one_letter_apart, one_letter_from
from repairloop.records import Case
from repairloop.tasks.doubt import doubts, wrong_share
from repairloop.tasks.entry import Entry
from repairloop.tasks.graded import grade_entries
from repairloop.tasks.variations.redrawn import solver

DATA = Path(__file__).parents[3] / "shared" / "data"
here = pytest.mark.skipif(not (DATA / "own").is_dir(), reason="the data for development are not here")
NOUNS = ["apples", "pears", "plums", "nuts", "figs", "dates", "limes", "kiwis", "melons", "grapes"]


def cases_of(rows: list[tuple[str, Any]], **more: Any) -> list[Case]:
    made = [
        Entry(file="f.csv", line=n, digest="", messages=[{"role": "user", "content": q}], gold=gold, **more)
        for n, (q, gold) in enumerate(rows, 1)
    ]
    return grade_entries(made).cases


def sums(count: int = 60) -> list[Case]:
    """Cases without a formula in them."""
    return cases_of(
        [(f"Ada {'really ' * (n // 10)}has {n + 3} {NOUNS[n % 10]} and buys {n} more. How many has she?", str(2 * n + 3)) for n in range(count)]
    )  # fmt: skip


def asked(cases: list[Case], say: Any) -> tuple[dict[str, list[str]], dict[str, list[Verdict]]]:
    answers = {case.id: say(n, case) for n, case in enumerate(cases)}
    verdicts = {
        case.id: [grade(loose_probe(case.grader, case.question, case.reference, case.settings), loose_answer(text)) for text in answers[case.id]]
        for case in cases
    }  # fmt: skip
    return answers, verdicts


# ---- samples ---------------------------------------------------------------------------------------------


def test_samples_that_agree_against_the_gold_cast_doubt() -> None:
    cases = sums()
    answers, verdicts = asked(
        cases,
        lambda n, case: (["It is 999.", "999", "The answer is 999.0", "7"] if n == 5 else [f"= {case.gold}", case.gold, case.gold, "1"]),
    )  # fmt: skip
    assert doubts(cases, answers, verdicts) == {cases[5].id: "3 of 4 samples agree on '999'"}


def test_a_student_that_is_wrong_everywhere_is_not_heard() -> None:
    cases = sums()
    answers, verdicts = asked(cases, lambda n, case: ["999"] * 4 if n % 10 else [case.gold] * 4)
    assert doubts(cases, answers, verdicts) == {}


def test_wrong_in_many_ways_is_no_doubt_and_few_samples_are_none() -> None:
    cases = sums()
    answers, verdicts = asked(cases, lambda n, case: ["901", "902", "903", "904"] if n == 5 else [case.gold] * 4)
    assert doubts(cases, answers, verdicts) == {}
    answers, verdicts = asked(cases, lambda n, case: ["999", "999"] if n == 5 else [case.gold] * 4)
    assert doubts(cases, answers, verdicts) == {}


def test_samples_without_an_answer_count_against_none() -> None:
    cases = sums()
    answers, verdicts = asked(
        cases,
        lambda n, case: ["I do not know."] * 4 if n == 5 else ["999", "999", "?", ""] if n == 6 else [case.gold] * 4,
    )
    assert doubts(cases, answers, verdicts) == {}


def test_objects_are_the_same_whatever_their_order() -> None:
    cases = cases_of([(f"Read {NOUNS[n % 10]} {'x' * n}", {"a": str(n), "b": "y"}) for n in range(40)])
    other = ['{"a": "no", "b": "y"}', '{"b": "y", "a": "no"}', '{"a":"no","b":"y"}']
    answers, verdicts = asked(cases, lambda n, case: other if n == 3 else [case.gold] * 3)
    assert list(doubts(cases, answers, verdicts)) == [cases[3].id]


# ---- duplicates, programs, slips ---------------------------------------------------------------------------


def test_duplicates_that_disagree() -> None:
    question = "How many legs has the spider on the wall of the old barn?"
    cases = sums(10) + cases_of(
        [(question, "8"), (f"{question[:-1]} ?", "6"), ("Is the sky over the wide sea blue?", "12")]
    )
    found = doubts(cases)
    assert set(found) == {cases[10].id, cases[11].id}
    assert found[cases[10].id] == "the same question (f.csv, line 2) has another answer: '6'"


def test_of_several_duplicates_the_odd_one_is_in_doubt() -> None:
    question = "How many legs has the spider on the wall of the old barn?"
    cases = cases_of(
        [(question, "8"), (question.upper(), "8.0"), (question[:-1], "6")] + [("x" * n + "?", str(n)) for n in range(9)]
    )
    assert list(doubts(cases)) == [cases[2].id]


def test_nearly_the_same_needs_the_same_numbers() -> None:
    text = "It was a long and rather wet spring in the valley, and few people came up from the coast to see the hills that year. Last week our neighbour Ada went down to the market by the river and bought {} fresh plums for her old mother, who is a {} woman of eighty and still bakes a cake for the whole street on the first day of each month, how many did she buy there?"
    rows = [(text.format(7, "dear"), "7"), (text.format(9, "dear"), "9"), (text.format(7, "kind"), "8")]
    cases = cases_of(rows + [(f"{n} what?", str(n)) for n in range(20, 30)])
    found = doubts(cases)
    assert set(found) == {cases[0].id, cases[2].id}
    assert found[cases[0].id].startswith("nearly the same question")


def test_the_same_option_under_another_letter_is_no_contradiction() -> None:
    options = {"A": "red", "B": "blue", "C": "green"}
    turned = {"A": "blue", "B": "red", "C": "green"}
    same = cases_of([("Which colour has it?", "A")] * 1 + [("Which one, then?", "B")], options=options)
    other = cases_of([("Which colour has it?", "B")], options=turned)
    assert doubts([*same, *other]) == {}
    other = cases_of([("Which colour has it?", "A")], options=turned)
    assert len(doubts([*same, *other])) == 2


def test_a_question_that_is_a_formula_is_worked_out() -> None:
    cases = cases_of(
        [("What is 3 + 4?", "8"), ("What is 12 * 4?", "48")] + [(f"What is {n} + 1?", str(n + 1)) for n in range(5)]
    )
    assert doubts(cases) == {cases[0].id: "worked out by a program, it is '7'"}


def test_a_program_of_others_is_heard() -> None:
    cases = sums(12)
    assert doubts(cases, solve=lambda case: case.gold) == {}
    found = doubts(cases, solve=lambda case: "77" if case is cases[2] else None)
    assert found == {cases[2].id: "worked out by a program, it is '77'"}
    assert doubts(cases, solve=lambda case: "\ud800 no number") == {}


def test_programs_of_questions_that_differ_in_their_numbers() -> None:
    rows = [
        (f"A shop had {7 * n + 20} pears and bought {3 * n + 11} more. How many pears has it?", 10 * n + 31)
        for n in range(9)
    ]
    cases = cases_of([(asked, str(right + (n == 4))) for n, (asked, right) in enumerate(rows)])
    assert doubts(cases) == {}
    assert doubts(cases, solve=solver(cases)) == {cases[4].id: "worked out by a program, it is '71'"}
    assert doubts(cases[3:5], solve=solver(cases[3:5])) == {}  # two tell nothing


def test_where_the_truth_depends_on_the_numbers_no_program_is_heard() -> None:
    numbers = [(9, 4), (12, 5), (20, 11), (30, 8), (4, 15), (7, 19)]  # the first is larger in two thirds
    larger = cases_of(
        [(f"Ann has {a} pears and Bob has {b}. How many has the one with more?", str(max(a, b))) for a, b in numbers]
    )
    apart = cases_of(
        [(f"One lamp is {a} m high, another {b} m. How far apart are they?", str(abs(a - b))) for a, b in numbers]
    )
    assert doubts(larger, solve=solver(larger)) == doubts(apart, solve=solver(apart)) == {}


def test_a_question_with_more_numbers_than_those_it_is_like() -> None:
    said = "On a cold day in {} the old shop at the corner had {} pears, and then bought {} more of them. How many pears has it now?"
    rows = [
        (said.format(month, 20 + 7 * n, 11 + 3 * n), 31 + 10 * n) for n, month in enumerate(("May", "June", "July"))
    ]
    rows.append((said.format("March", 41, "20 and 5"), 66))
    cases = cases_of([(asked, str(right)) for asked, right in rows])
    assert doubts(cases, solve=solver(cases)) == {}


def test_programs_of_questions_that_say_nearly_the_same() -> None:
    said = "On a cold day in {} the old shop at the corner had {} pears, and then bought {} more of them. How many pears has it now?"
    rows = [
        (said.format(month, 20 + 7 * n, 11 + 3 * n), 31 + 10 * n)
        for n, month in enumerate(("May", "June", "July", "March"))
    ]
    cases = cases_of([(asked, str(right + 5 * (n == 3))) for n, (asked, right) in enumerate(rows)])
    assert doubts(cases, solve=solver(cases)) == {cases[3].id: "worked out by a program, it is '61'"}


def test_one_letter_apart() -> None:
    for said, meant in [
        ("postive", "positive"),
        ("possitive", "positive"),
        ("pisitive", "positive"),
        ("psoitive", "positive"),
    ]:
        assert one_letter_apart(said, meant)
        assert one_letter_apart(meant, said)
    for said, meant in [
        ("positive", "Positive"),
        ("label_1", "label_2"),
        ("cat", "dog"),
        ("ab", "ba c"),
        ("top", "toppled"),
    ]:
        assert not one_letter_apart(said, meant)


@given(st.lists(st.text("abcé1", max_size=6)), st.lists(st.text("abcE1", min_size=1, max_size=6), unique=True))
def test_one_letter_from_many(said: list[str], meant: list[str]) -> None:
    slow = {text: next((other for other in meant if one_letter_apart(text, other)), None) for text in said}
    assert one_letter_from(said, meant) == {text: other for text, other in slow.items() if other is not None}


# ---- neighbours ------------------------------------------------------------------------------------------


def texts(rng: Random, count: int, labels: int) -> list[tuple[str, str]]:
    """Texts whose words tell their label."""
    bank = ["".join(rng.choices("abcdefghij", k=7)) for _ in range(labels * 8)]
    made = []
    for n in range(count):
        label = n % labels
        words = rng.choices(bank[label * 8 : label * 8 + 8], k=5) + rng.choices(bank, k=2)
        made.append((" ".join(rng.sample(words, len(words))) + f" {n}", f"label_{'abcdefghijkl'[label]}"))
    return made


def test_neighbours_accuse_planted_labels_and_few_others() -> None:
    rows = texts(Random(1), 300, 6)
    bad = set(Random(2).sample(range(300), 30))
    labels = sorted({label for _, label in rows})
    planted = [(q, labels[(labels.index(g) + 1) % 6] if n in bad else g) for n, (q, g) in enumerate(rows)]
    cases = cases_of(planted)
    found = doubts(cases)
    wrong = {cases[n].id for n in bad}
    assert len(wrong & set(found)) >= 27
    assert len(set(found) - wrong) <= 5
    of = wrong_share(cases)
    assert of is not None
    assert of.low <= 0.1 <= of.high <= 0.2


def test_where_neighbours_tell_nothing_they_are_not_heard() -> None:
    rng = Random(4)
    rows = [(q, rng.choice(["yes", "no", "maybe"])) for q, _ in texts(rng, 300, 6)]
    cases = cases_of(rows)
    assert doubts(cases) == {}
    assert wrong_share(cases) is None


@here
def test_planted_wrong_labels_of_a_real_set() -> None:
    with (DATA / "own" / "intents.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], row["category"]) for row in csv.DictReader(file)]
    rng, labels = Random(0), sorted({label for _, label in rows})
    bad = set(rng.sample(range(len(rows)), 135))
    cases = cases_of(
        [(q, rng.choice([x for x in labels if x != g]) if n in bad else g) for n, (q, g) in enumerate(rows)]
    )
    found, wrong = set(doubts(cases)), {case.id for case in cases if case.line - 1 in bad}
    assert len(found & wrong) >= 0.8 * len(wrong)
    assert len(found - wrong) <= 0.03 * len(cases)


@here
def test_real_sets_as_they_are_give_few_doubts() -> None:
    with (DATA / "own" / "word_problems.csv").open(encoding="utf-8", newline="") as file:
        stories = cases_of([(row["question"], row["answer"]) for row in csv.DictReader(file)])
    assert len(doubts(stories)) <= 0.01 * len(stories)


# ---- the share, and large sets ----------------------------------------------------------------------------


def test_the_share_of_wrong_golds_is_bounded_by_what_sure_samples_say() -> None:
    cases = sums(200)
    answers, verdicts = asked(cases, lambda n, case: ["999"] * 4 if n % 10 == 0 else [case.gold] * 4)
    of = wrong_share(cases, answers, verdicts)
    assert of is not None
    assert of.low == 0.0
    assert 0.1 <= of.high <= 0.16
    assert of.of == 200
    assert wrong_share(sums(10), *asked(sums(10), lambda n, case: [case.gold] * 4)) is None


def test_thousands_of_labelled_texts_take_seconds() -> None:
    rows = texts(Random(3), 3_000, 12)
    cases = cases_of(rows)
    started = time.process_time()
    found = doubts(cases)
    assert time.process_time() - started < 30
    assert len(found) < 90


def test_cases_without_gold_are_never_in_doubt() -> None:
    cases = cases_of([("What?", None), ("What is 3 + 4?", "7"), ("What?", ""), ("Which?", "12")])
    assert doubts(cases) == {}
    json.dumps(doubts(cases))
