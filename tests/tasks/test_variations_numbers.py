"""Numbers redrawn: what is read, which program is found, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repairloop.plugins.grade import grade, loose_answer
from repairloop.records import Case
from repairloop.tasks.variations import Pools, Varied, fault, proved_with_record, solution
from repairloop.tasks.variations.contract import ident, probe_of
from repairloop.tasks.variations.programs import evaluated, meaning, search, shown, used, worked
from repairloop.tasks.variations.reading import numbers, odd, quantities, skeleton, with_numbers, written
from repairloop.tasks.variations.redrawn import NumbersRedrawn, answer_of, asked_numbers
from tests.some import some
from tests.tasks.own_files import DATA, case, number, word_problems

NUMBERS = NumbersRedrawn()
TREASURE = number("She scores 5 points for each treasure. If she found 4 on the first level and 3 on the second, what is her score?", "35")  # fmt: skip


def values(text: str) -> list[str]:
    return [str(found.value) for found in numbers(text)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("He has 1,250 stamps and buys eight for $0.25.", ["1250", "8", "1/4"]),
        ("Twenty-one of the 30 ate 2d nails, at 8:30.", ["21", "30"]),
        ("one apple, Seven pears", ["7"]),
        ("two hundred and 3%", ["200", "3"]),
        ("It ends with 5. And 6, and 7?", ["5", "6", "7"]),
        ("version 1.2.3 of x2", []),
        ("4.50 dollars", ["9/2"]),
    ],
)
def test_numbers_are_read(text: str, read: list[str]) -> None:
    assert values(text) == read


@given(
    st.lists(
        st.one_of(
            st.integers(2, 99_999).map(lambda n: f"{n:,}"),
            st.integers(2, 9_999).map(str),
            st.decimals("0.1", "99", places=2).map(str),
            st.sampled_from(["two", "Seven", "forty-two", "nineteen"]),
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=200)
def test_numbers_are_written_as_they_were(said: list[str]) -> None:
    text = " apples and ".join(said) + " pears"
    found = numbers(text)
    assert [one.text for one in found] == said
    assert [written(one.value, one) for one in found] == said
    assert with_numbers(text, found, said) == text


def test_formulas_and_times_are_odd() -> None:
    assert all(map(odd, ["3/4 of it", "at 8:30", "it is -5 degrees", "3 * 4"]))
    assert not any(map(odd, ["3 of 4", "5-pound bags", "$5 each"]))


def test_one_skeleton_for_all_numbers_of_a_kind() -> None:
    one, other, third = "3 of 4 or 3", "7 of 9 or 7", "7 of 9 or 8"
    assert skeleton(one, numbers(one)) == skeleton(other, numbers(other)) != skeleton(third, numbers(third))


# ---- programs -------------------------------------------------------------------------------------------------------


def found(said: list[int], answer: int, constants: list[int] | None = None) -> list[Any]:
    return search(
        [Fraction(n) for n in dict.fromkeys(said)], constants or [], [], Fraction(answer), quantities_of(said)
    )


def quantities_of(said: list[int]) -> list[int]:
    return [list(dict.fromkeys(said)).index(n) for n in said]


def test_the_one_program_is_found() -> None:
    trees = found([5, 4, 3], 35)
    assert len(trees) == 1
    assert worked(trees[0], [Fraction(n) for n in (5, 4, 3)]) == "4 + 3 = 7. 5 × 7 = 35."


def test_equivalent_trees_are_one_program() -> None:
    assert len(found([10, 7, 2], 19)) == 1  # ten ways to add three numbers


def test_a_coincidence_makes_two_programs() -> None:
    assert len(found([2, 6, 4], 2)) > 1


def test_words_bring_constants() -> None:
    trees = found([6], 72, [12])
    assert [worked(tree, [Fraction(6)]) for tree in trees] == ["6 × 12 = 72."]


@given(st.lists(st.integers(2, 60), min_size=2, max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_what_was_asked_is_among_what_is_found(said: list[int], rng: Random) -> None:
    """Any tree over the numbers is found again, as the one that has its meaning."""
    order = quantities_of(said)
    trees: list[Any] = [["n", q] for q in order]
    while len(trees) > 1:
        a, b = trees.pop(rng.randrange(len(trees))), trees.pop(rng.randrange(len(trees)))
        trees.append([rng.choice("+*-"), a, b])
    of = [Fraction(n) for n in dict.fromkeys(said)]
    answer = evaluated(trees[0], of)
    assert meaning(trees[0]) in {meaning(tree) for tree in search(of, [], [], answer, order)}


def test_a_shown_calculation_is_a_program() -> None:
    of = [Fraction(16), Fraction(3), Fraction(4), Fraction(2)]
    text = "She sells 16 - 3 - 4 = <<16-3-4=9>>9 eggs.\nShe makes 9 * 2 = $<<9*2=18>>18.\n#### 18"
    tree = shown(text, of, [], Fraction(18))
    assert tree is not None
    assert used(tree) == {0, 1, 2, 3}
    assert evaluated(tree, [Fraction(n) for n in (20, 5, 5, 3)]) == 30


@pytest.mark.parametrize(
    "text",
    [
        "<<16-3-4=8>>8 <<8*2=16>>",  # a step is wrong
        "<<16-3-4=9>>9 <<9*5=45>>",  # five is nowhere
        "<<16-3=13>>",  # not the answer
        "<<16-(3=13>>",
        "<<__import__=18>>",
        "<<" + "(" * 60 + "16" + ")" * 60 + "=16>>",
    ],
)
def test_a_shown_calculation_that_is_not_right_is_none(text: str) -> None:
    assert shown(text, [Fraction(16), Fraction(3), Fraction(4), Fraction(2)], [], Fraction(18)) is None


# ---- redrawing ------------------------------------------------------------------------------------------------------


def redrawn(one: Case, times: int = 30, others: tuple[Case, ...] = ()) -> list[Varied]:
    pools = Pools([one, *others])
    return [made for seed in range(times) if (made := proved_with_record(NUMBERS, one, pools, Random(seed)))]


def test_numbers_are_redrawn_and_the_answer_computed() -> None:
    made = redrawn(TREASURE)
    assert len(made) > 25
    for varied in made:
        a, b, c = (int(value) for value in values(varied.case.question))
        assert varied.case.reference == varied.case.gold == str(a * (b + c))
        assert all(2 <= n <= 9 for n in (a, b, c))


def test_what_is_taken_away_stays_smaller() -> None:
    made = redrawn(
        number("He had 46 books and gave 10 of them away. He put the rest on shelves of 4. How many shelves?", "9")
    )
    assert len(made) > 10
    for varied in made:
        a, b, c = (int(value) for value in values(varied.case.question))
        assert a > b > c > 1
        assert (a - b) % c == 0
        assert int(varied.case.gold) == (a - b) // c


def test_money_keeps_two_digits() -> None:
    for varied in some(redrawn(number("She spent $7.25 on soup and $4.80 on a salad. What was the bill?", "12.05"))):
        a, b = (found.text for found in numbers(varied.case.question))
        assert len(a.partition(".")[2]) == len(b.partition(".")[2]) == len(varied.case.gold.partition(".")[2]) == 2
        assert Fraction(a) + Fraction(b) == Fraction(varied.case.gold)


def test_words_stay_words_and_commas_commas() -> None:
    for varied in some(redrawn(number("It sold 1,200 bags of eight nuts. How many nuts?", "9,600"))):
        first, second = numbers(varied.case.question)
        assert first.comma
        assert second.word
        assert "," in varied.case.gold
        assert int(varied.case.gold.replace(",", "")) == first.value * second.value


@pytest.mark.parametrize(
    ("question", "gold"),
    [
        ("He has 2 bags with 2 nuts. How many nuts?", "4"),  # two and two, or two times two
        ("A group of 4 has 9 wings and cooks 7 more. How many each?", "4"),  # the number itself
        ("He was born in 1950 and came in 1972. How old was he?", "22"),  # years
        ("Tom, Ann and Sue share 24 nuts. How many each?", "8"),  # three is not said
        ("He ate 3/4 of 8 pies. How many?", "6"),  # a fraction
        ("He left at 8 a.m. and came 3 hours later, at 11 a.m. He is 5. When?", "11"),
        ("He has 5 apples.", "seven"),
        ("No number here.", "7"),
    ],
)
def test_in_doubt_no_number_is_redrawn(question: str, gold: str) -> None:
    assert redrawn(number(question, gold), 10) == []


def test_a_near_question_tells_which_program_is_meant() -> None:
    doubtful = number(
        "A waiter had 21 guests. If 12 left and the rest sat at tables with 3 each, how many tables had he?", "3"
    )
    near = number(
        "A waiter had 44 guests. If 12 left and the rest sat at tables with 8 each, how many tables had he?", "4"
    )
    assert redrawn(doubtful, 5) == []
    assert len(redrawn(doubtful, 5, (near,))) == 5


def test_a_near_question_that_has_another_program_speaks_against_it() -> None:
    one = number("A cook had 30 eggs and used 12 of them today. How many eggs had he?", "18")
    other = number("A cook had 35 eggs and used 11 of them today. How many eggs had he?", "46")
    assert redrawn(one, 5) != []
    assert redrawn(one, 5, (other,)) == []


def test_other_numbers_than_those_that_matter_stay() -> None:
    made = redrawn(number("Sara picked 35 pears and 27 apples. She gave 28 pears to Dan. How many pears has she?", "7"))
    assert made
    assert all("27 apples" in varied.case.question for varied in made)


def test_a_worked_gold_is_worked_again() -> None:
    gold = "She sells 16 - 3 = <<16-3=13>>13 eggs.\nThat is 13 * 2 = $<<13*2=26>>26.\n#### 26"
    one = number("Janet has 16 eggs, eats three and sells the rest for $2 each. How much does she make?", gold)
    made = redrawn(one)
    assert made
    for varied in made:
        steps, _, last = varied.case.gold.rpartition("\n#### ")
        assert last == varied.case.reference
        assert steps.endswith(f"= {last}.")
        text = solution(varied.case, Random(1))
        assert text == f"{steps}\nThe answer is {last}."


def test_solutions_are_worked_by_the_program() -> None:
    pools = Pools([TREASURE])
    assert solution(TREASURE, Random(1), pools) == "4 + 3 = 7. 5 × 7 = 35."
    for varied in redrawn(TREASURE, 10):
        text = solution(varied.case, Random(1), pools)
        assert text.count("=") == 2
        assert grade(probe_of(varied.case), loose_answer(text)).status == "pass"


@pytest.mark.parametrize("gold", ["60.6 m²", "$60.60", "60.6 km"])
def test_solutions_end_with_the_unit_of_the_gold(gold: str) -> None:
    one = number("A room is 20.2 long and 3 wide. How large is it?", gold)
    pools = Pools([one])
    assert solution(one, Random(1), pools) == f"20.2 × 3 = {gold}."
    for varied in redrawn(one, 5):
        text = solution(varied.case, Random(1), pools)
        assert text.endswith(f"= {varied.case.gold}.")
        assert grade(probe_of(varied.case), loose_answer(text)).status == "pass"


def test_a_redrawn_case_can_be_redrawn() -> None:
    pools, one = Pools([TREASURE]), TREASURE
    for seed in range(8):
        made = proved_with_record(NUMBERS, one, pools, Random(seed))
        assert made is not None
        one = made.case


def test_tampered_numbers_are_caught() -> None:
    pools = Pools([TREASURE])
    for varied in some(redrawn(TREASURE, 20)):
        made = varied.case
        off = str(int(made.gold) + 1)
        text = made.messages[-1]["content"]
        first = numbers(text)[0]
        other = text[: first.start] + str((int(first.value) % 9) + 1) + text[first.end :]

        def changed(record: dict[str, Any] | None = None, of: Varied = varied, **changes: Any) -> Varied:
            new = of.case.like(**changes)
            return Varied(new.like(id=ident(new)), record or of.record)

        wrong = [
            changed(reference=off, gold=off),
            changed(gold=off),
            changed(reference=off),
            changed(reference=TREASURE.reference, gold=TREASURE.gold),
            changed(messages=[{"role": "user", "content": other}]),
            changed(question=other),
            changed(messages=[{"role": "user", "content": text.replace("points", "coins")}], question=text.replace("points", "coins")),
            changed({**varied.record, "program": ["+", ["n", 0], ["+", ["n", 1], ["n", 2]]]}),
            changed({**varied.record, "was": ["5", "4", "2"]}),
            changed({**varied.record, "program": ["n", 99]}),
        ]  # fmt: skip
        for n, one in enumerate(wrong):
            same = one.case.reference == made.reference == TREASURE.reference and n == 3
            assert fault(NUMBERS, TREASURE, one, pools) or same, n


def test_hostile_numbers_do_no_harm() -> None:
    texts = [
        "9" * 4_000,
        "1,1,1,1,1,1,1 " * 200,
        "5 " * 13,
        "٣ and 4",
        "1e9 2",
        "two " * 900,
        "½ of 8",
        "$" * 3_000 + "5",
    ]
    cases = [number(text, "5") for text in texts] + [
        case("5 and 3", "8", "math", 8),
        case("5 and 3", "8.0", "math", 8.0),
    ]
    pools = Pools(cases)
    for one in cases:
        made = proved_with_record(NUMBERS, one, pools, Random(0))
        assert made is None or answer_of(made.case.reference) is not None


def test_a_question_with_many_numbers_ends_soon() -> None:
    one = number(
        "He has 11 pens, 23 cups, 37 hats, 41 pots, 53 bags and 61 nuts in 3 dozen boxes a week. How many?", "226"
    )
    question = asked_numbers(one)
    assert question is not None
    assert quantities(question.found) == list(range(7))
    assert redrawn(one, 1) == []


@pytest.mark.skipif(not (DATA / "own/word_problems.csv").is_file(), reason="the files for development are not here")
def test_word_problems_have_programs_that_hold() -> None:
    cases = word_problems(DATA / "own/word_problems.csv")[:200]
    pools = Pools(cases)
    made = [(one, found) for n, one in enumerate(cases) if (found := NUMBERS.vary(one, pools, Random(n)))]
    assert len(made) > 100
    assert [fault(NUMBERS, one, varied, pools) for one, varied in made if fault(NUMBERS, one, varied, pools)] == []
