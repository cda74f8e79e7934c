"""Variations: what they make stands, what is tampered with does not."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repairloop.plugins.grade import check_reference, grade, loose_answer
from repairloop.records import Case
from repairloop.tasks.variations import ALL, Pools, Varied, fault, proved, proved_with_record, solution
from repairloop.tasks.variations.contract import ident, probe_of
from repairloop.tasks.variations.options import OptionsPermuted, movable
from repairloop.tasks.variations.places import exchanged, leaves, put, spans
from repairloop.tasks.variations.values import ExchangedValues, exchangeable, rewritten
from repairloop.tasks.variations.values import slots as slots_of
from tests.some import some
from tests.tasks.own_files import case, every, slots, with_options
from tests.tasks.planted import PLANTED, of_any, same

VALUES, OPTIONS = ExchangedValues(), OptionsPermuted()
CITIES = ["Oslo", "Bergen", "Paris", "Lima", "Quito", "Turin", "Malmo", "Kyoto"]
DAYS = ["today", "tomorrow", "next monday", "this evening", "in two weeks", "on friday", "at noon", "right now"]


def weather() -> list[Case]:
    forms = ["What is the weather in {} {}?", "Will it rain in {} {}?", "{}: forecast {} please"]
    return [
        slots(forms[n % 3].format(city, day), {"city": city, "when": day}, line=n)
        for n, (city, day) in enumerate(zip(CITIES * 3, DAYS[3:] + DAYS * 2 + DAYS[:3], strict=True))
    ]


def variations_of(cases: list[Case], variation: Any, times: int = 5) -> list[tuple[Case, Varied]]:
    pools = Pools(cases)
    return [
        (one, made)
        for n, one in enumerate(cases)
        for turn in range(times)
        if (made := variation.vary(one, pools, Random(f"{n} {turn}"))) is not None
    ]


# ---- values ----------------------------------------------------------------------------------------------------


def test_values_are_exchanged_in_question_and_answer() -> None:
    cases = weather()
    pools = Pools(cases)
    made = variations_of(cases, VALUES)
    assert len(made) > 100
    for original, varied in made:
        assert fault(VALUES, original, varied, pools) == ""
        value = json.loads(varied.case.gold)
        assert value == varied.case.reference["value"] != original.reference["value"]
        assert all(
            text in varied.case.question and varied.case.question == varied.case.messages[-1]["content"]
            for text in value.values()
        )
        assert value["city"] in CITIES
        assert value["when"] in DAYS


def test_a_varied_case_can_be_varied_again() -> None:
    pools = Pools(weather())
    rng, one = Random(3), pools.cases[0]
    for _ in range(6):
        again = proved(VALUES, one, pools, rng)
        assert again is not None
        assert again.id not in (one.id, "")
        one = again


@pytest.mark.parametrize(
    ("question", "value", "stays"),
    [
        ("Weather in Oslo, not in oslo, today", {"city": "Oslo", "when": "today"}, "city"),  # in another case too
        ("Weather in Oslo and in today", {"city": "Oslo", "when": "Oslo"}, "city"),  # two slots, one value
        ("Weather in Oslo Bay today", {"city": "Oslo", "when": "Oslo Bay"}, "city"),  # one inside the other
        ("Weather today in todays city Lima", {"city": "Lima", "when": "today"}, "when"),  # another form of the word
        ("Weather in Oslos today", {"city": "Oslo", "when": "today"}, "city"),  # not a word of its own
        ("Is today as warm as today in Lima?", {"city": "Lima", "when": "today"}, "when"),  # twice, and no name
    ],
)  # fmt: skip
def test_in_doubt_a_value_stays(question: str, value: dict[str, str], stays: str) -> None:
    pools = Pools(weather())
    one = slots(question, value)
    free = exchangeable(one, slots_of(one), pools.of(VALUES))
    assert f"value.{stays}" not in [slot.key for slot in free]


def test_a_value_in_the_instruction_stays() -> None:
    pools = Pools(weather())
    one = slots("Weather in Oslo today", {"city": "Oslo", "when": "today"}, system="If no day is given, take today.")
    assert [slot.key for slot in exchangeable(one, slots_of(one), pools.of(VALUES))] == ["value.city"]


def test_what_is_not_copied_from_the_text_is_not_exchanged() -> None:
    cases = [
        slots(f"I feel {word} in {city}", {"city": city, "mood": mood}, line=n)
        for n, (city, word, mood) in enumerate(zip(CITIES, ["great", "good", "bad", "good", "awful", "fine", "good", "sad"],
                                                   ["good", "good", "bad", "good", "bad", "good", "good", "bad"], strict=True))
    ]  # fmt: skip
    made = variations_of(cases, VALUES)
    assert made
    assert all(varied.case.reference["value"]["mood"] == one.reference["value"]["mood"] for one, varied in made)


def test_labels_are_no_values() -> None:
    cases = [case(f"This is {kind}: {n}", kind, "text", kind, document=f"It is {kind}, number {n}.", content=f"It is {kind}, number {n}.\n\nWhich is it? {n}")
             for n, kind in enumerate(["spam", "ham"] * 10)]  # fmt: skip
    assert variations_of(cases, VALUES) == []


def test_answers_in_a_document_are_exchanged_wherever_they_stand() -> None:
    names = ["Ada Byron", "Max Born", "Emmy Noether", "Lise Meitner", "Niels Bohr", "Kurt Hahn"]
    cases = []
    for n, name in enumerate(names):
        document = f"In {1900 + n} the house was sold. Then {name} lived there, and later {name} left."
        asks = f"Who lived in the house number {n}?"
        cases.append(case(asks, name, "text", name, document=document, content=f"{document}\n\n{asks}", line=n))
    pools = Pools(cases)
    made = variations_of(cases, VALUES)
    assert len(made) == 30
    for original, varied in made:
        assert fault(VALUES, original, varied, pools) == ""
        assert varied.case.document.count(varied.case.reference) == 2
        assert original.reference not in varied.case.messages[-1]["content"]


def test_arguments_of_calls_are_exchanged() -> None:
    tools = [{"name": "book", "parameters": {"properties": {"city": {"type": "string"}, "count": {"type": "integer"}}}}]
    cases = []
    for n, city in enumerate(CITIES):
        call = [{"name": "book", "arguments": {"city": [city], "count": [n + 2]}}]
        gold = json.dumps([{"name": "book", "arguments": {"city": city, "count": n + 2}}])
        cases.append(
            case(
                f"Book {n + 2} rooms in {city}.",
                gold,
                "tool_call",
                call,
                tools=tools,
                settings={"tools": tools},
                line=n,
            )
        )
    pools = Pools(cases)
    made = variations_of(cases, VALUES)
    assert len(made) == 40
    for original, varied in made:
        assert fault(VALUES, original, varied, pools) == ""
        arguments = varied.case.reference[0]["arguments"]
        assert f"Book {arguments['count'][0]} rooms in {arguments['city'][0]}." == varied.case.question
        assert json.loads(varied.case.gold)[0]["arguments"] == {
            "city": arguments["city"][0],
            "count": arguments["count"][0],
        }


@given(
    st.lists(st.text("abAB .1é'\n", min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=4, unique=True),
    st.text("abAB .1é'\n", max_size=60),
)
@settings(max_examples=200, deadline=None)
def test_an_exchange_of_fresh_values_comes_back(values: list[str], text: str) -> None:
    there = {old: f"⟨{n}⟩" for n, old in enumerate(values)}
    back = {new: old for old, new in there.items()}
    assert exchanged(exchanged(text, there), back) == text


@given(
    st.recursive(
        st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=8,
    )
)
def test_leaves_are_put_back(value: Any) -> None:
    for path, leaf in leaves(value):
        assert put(put(value, path, "changed"), path, leaf) == value


def test_gold_keeps_its_style() -> None:
    for style in ({}, {"separators": (",", ":")}, {"indent": 2}, {"ensure_ascii": False}):
        text = json.dumps({"a": "é", "b": 1}, **style)  # type: ignore[arg-type]
        assert rewritten(text, {"a": "é", "b": 1}, {"a": "ü", "b": 2}) == json.dumps({"a": "ü", "b": 2}, **style)  # type: ignore[arg-type]
    assert rewritten("a: é", {"a": "é"}, {"a": "ü"}) is None


def test_words_are_found_as_wholes() -> None:
    assert spans("song", "song songs a song") == [(0, 4), (13, 17)]
    assert spans("C++", "C++ and C") == [(0, 3)]
    assert spans("", "text") == []


# ---- what is tampered with ----------------------------------------------------------------------------------------


def retold(varied: Varied, **changes: Any) -> Varied:
    made = varied.case.like(**changes)
    return Varied(made.like(id=ident(made)), varied.record)


def test_a_tampered_exchange_is_caught() -> None:
    cases = weather()
    pools = Pools(cases)
    for original, varied in some(variations_of(cases, VALUES, 1)):
        made = varied.case
        path, old, new = varied.record["exchanged"][0]
        wrong = [
            retold(varied, reference=original.reference),
            retold(varied, gold=original.gold),
            retold(varied, reference=put(made.reference, tuple(path), "Atlantis")),
            retold(varied, messages=[{"role": "user", "content": made.messages[-1]["content"] + f" And {old}?"}]),
            retold(varied, messages=[{"role": "user", "content": made.messages[-1]["content"].replace(new, "Atlantis")}]),
            retold(varied, question=original.question),
            retold(varied, messages=original.messages),
            retold(varied, columns={"new": "one"}),
            Varied(made, {"exchanged": []}),
            Varied(made.like(id=original.id), varied.record),
        ]  # fmt: skip
        assert all(fault(VALUES, original, one, pools) for one in wrong)


# ---- options ---------------------------------------------------------------------------------------------------


def animals(gold: str = "letter") -> Case:
    options = {"A": "cat", "B": "dog", "C": "horse", "D": "cow"}
    one = with_options("Which one barks?", options, "B")
    return one if gold == "letter" else one.like(gold={"text": "dog", "both": "(B) dog"}[gold], reference="dog")


@pytest.mark.parametrize("gold", ["letter", "text", "both"])
def test_options_are_permuted_and_the_letter_goes_along(gold: str) -> None:
    one = animals(gold)
    pools = Pools([one])
    for seed in range(20):
        made = proved_with_record(OPTIONS, one, pools, Random(seed))
        assert made is not None
        assert fault(OPTIONS, one, made, pools) == ""
        letter = next(letter for letter, text in made.case.options.items() if text == "dog")
        assert made.case.gold == {"letter": letter, "text": "dog", "both": f"({letter}) dog"}[gold]
        assert f"{letter}) dog" in made.case.messages[-1]["content"]
        assert grade(probe_of(made.case), loose_answer(letter)).status == "pass"


@pytest.mark.parametrize(
    ("question", "options"),
    [
        ("Which?", {"A": "cats", "B": "dogs", "C": "all of the above"}),
        ("Which?", {"A": "cats", "B": "dogs", "C": "A and B"}),
        ("Why is option A wrong?", {"A": "cats", "B": "dogs", "C": "cows"}),
        ("Which letter?", {"A": "B", "B": "C", "C": "D"}),
        ("Which?", {"A": "cats", "B": "cats", "C": "cows"}),
    ],
)
def test_options_that_speak_of_options_stay(question: str, options: dict[str, str]) -> None:
    assert movable(with_options(question, options, "A")) == []


def test_options_that_the_message_does_not_list_stay() -> None:
    one = with_options("Which one barks?", {"A": "cat", "B": "dog"}, "B")
    assert movable(one.like(messages=[{"role": "user", "content": "Which one barks, the dog or the cat?"}])) == []


def test_tampered_options_are_caught() -> None:
    one = animals()
    pools = Pools([one])
    for seed in range(20):
        made = proved_with_record(OPTIONS, one, pools, Random(seed))
        assert made is not None
        wrong = [letter for letter, text in made.case.options.items() if text != "dog"]
        bad = [retold(made, reference=letter, gold=letter) for letter in wrong]
        bad += [retold(made, gold=letter) for letter in wrong] + [retold(made, options=one.options)]
        bad += [retold(made, settings=one.settings), retold(made, messages=one.messages)]
        bad += [
            retold(
                made, messages=[{"role": "user", "content": made.case.messages[-1]["content"].replace("cow", "dog")}]
            )
        ]
        assert all(fault(OPTIONS, one, each, pools) for each in bad)


# ---- completions -------------------------------------------------------------------------------------------------


def test_solutions_have_the_form_of_the_file_and_pass() -> None:
    rng = Random(1)
    assert solution(animals(), rng) == "B) dog"
    assert solution(weather()[0], rng) == weather()[0].gold
    worked = case("How many?", "He has 3 * 4 = <<3*4=12>>12 eggs.\n#### 12", "math", "12")
    assert solution(worked, rng) == "He has 3 * 4 = 12 eggs.\nThe answer is 12."
    assert solution(case("What is it?", "spam", "text", "spam"), rng) == "spam"


def test_a_gold_that_cannot_be_written_otherwise_is_given_as_it_is() -> None:
    assert solution(case("What?", "none of it", "math", "12"), Random(1)) == "12"


# ---- the whole --------------------------------------------------------------------------------------------------------


def test_variations_have_names_of_their_own() -> None:
    assert len({variation.name for variation in ALL}) == len(ALL)
    assert all(variation.name for variation in ALL)


def test_the_same_seed_gives_the_same_case() -> None:
    for variation in ALL:
        for cases in (weather(), [animals()]):
            found = [[proved(variation, one, Pools(cases), Random(5)) for one in cases] for _ in range(2)]
            assert found[0] == found[1]


def test_hostile_texts_do_no_harm() -> None:
    odd = [
        slots("({[\\", {"a": "({[\\", "b": "("}),
        slots("x" * 30_000, {"a": "x" * 30_000}),
        case("", "", "text", "a"),
        with_options("?", {"A": "(.*)+", "B": "\\", "C": "a" * 5_000}, "A"),
        slots("\ud800 and a", {"a": "a", "b": "\ud800"}),
    ]
    pools = Pools(odd * 4)
    for variation in ALL:
        for n, one in enumerate(odd):
            made = proved(variation, one, pools, Random(n))
            assert made is None or check_reference(probe_of(made)).status == "pass"


@pytest.mark.skipif(not every(), reason="the files for development are not here")
def test_everything_made_of_files_that_people_bring_stands() -> None:
    for cases in every().values():
        some = [one for n, one in enumerate(cases) if n % 15 == 0]
        pools = Pools(some)
        for variation in ALL:
            made = [m for n, one in enumerate(some) if (m := proved_with_record(variation, one, pools, Random(n)))]
            assert len({m.case.id for m in made}) > len(made) * 0.9 or not made


def test_answers_to_other_kinds_of_questions_are_no_values_for_this_one() -> None:
    people, towns = (
        ["Ada Byron", "Max Born", "Kurt Hahn", "Emmy Roth"],
        ["New York", "Los Angeles", "San Marino", "El Paso"],
    )
    cases = []
    for n, (who, where) in enumerate(zip(people, towns, strict=True)):
        document = f"In house {n} the lamp was lit. Then {who} came from {where} and sat down."
        for asks, gold in (("Who came to the house?", who), ("Where did the guest come from?", where)):
            cases.append(case(asks, gold, "text", gold, document=document, content=f"{document}\n\n{asks}", line=n))
    made = variations_of(cases, VALUES)
    assert len(made) > 20
    assert all((varied.case.reference in people) is (one.reference in people) for one, varied in made)


def test_planted_wrong_variations_are_caught() -> None:
    cases = {"ExchangedValues": weather(), "OptionsPermuted": [animals(), with_options("Which one flies?", {"A": "cow", "B": "crow", "C": "goat"}, "B")]}  # fmt: skip
    for variation in (VALUES, OPTIONS):
        known = cases[type(variation).__name__]
        pools = Pools(known)
        for n, (original, varied) in enumerate(some(variations_of(known, variation, 2))):
            wrong = [*PLANTED[type(variation).__name__](original, varied, known, Random(n)), *of_any(original, varied, known, Random(n))]  # fmt: skip
            assert [
                what for what, one in wrong if not same(one, varied) and not fault(variation, original, one, pools)
            ] == []


def test_a_place_counted_from_naught_is_moved_too() -> None:
    one = animals().like(gold="1")  # the second one
    for seed in range(8):
        made = proved_with_record(OPTIONS, one, Pools([one]), Random(seed))
        assert made is not None
        assert list(made.case.options.values())[int(made.case.gold)] == "dog"
