"""What a user's right answers are, and which grader checks them."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from repairloop import Answer, UsageError, all_graders, grade, loose_probe
from repairloop.tasks.entry import Entry
from repairloop.tasks.graded import Graded, grade_entries

WORDS = [
    "amber",
    "birch",
    "cedar",
    "dune",
    "ember",
    "fjord",
    "grove",
    "heron",
    "inlet",
    "juniper",
    "kelp",
    "larch",
    "moss",
    "nettle",
    "osprey",
    "pine",
]


def entries(rows: list[Any], question: Any = None, **more: Any) -> list[Entry]:
    """An entry for each gold; `more`: other fields, each a value or a function of the row's number."""
    found = []
    for n, gold in enumerate(rows):
        asked = (
            question(n) if callable(question) else question or f"Question about {WORDS[n % 16]} and {WORDS[n % 13]}?"
        )
        asked = (
            asked
            if callable(question)
            else f"{asked} ({'x' * (n % 7)}{WORDS[n % 11]} {chr(97 + n % 26)} {'y' * (n // 7)})"
        )
        made = {name: value(n) if callable(value) else value for name, value in more.items()}
        made.setdefault("messages", [{"role": "user", "content": asked}])
        found.append(Entry(file="mine.csv", line=n + 1, digest=f"{n:016x}", gold=gold, **made))
    return found


def of(rows: list[Any], **more: Any) -> Graded:
    return grade_entries(entries(rows, **more))


def status(made: Graded, number: int, text: str) -> str:
    case = made.cases[number]
    probe = loose_probe(case.grader, case.question, case.reference, case.settings)
    return grade(probe, Answer(probe_id="", text=text)).status


# ---- kinds ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("golds", "kind", "grader"),
    [
        (["35", "15.1", "$1,200", "3/4", "72%", "9", "-4", "12"], "number", "math"),
        ([35, 15.5, 9.0, 4, 12, 99], "number", "math"),
        ([r"\frac{3}{4}", "x^2 + 1", "2\\sqrt{3}", "\\pi", "(2, 3)", "7x"], "expression", "math"),
        (["Ada has 3 + 4 = 7 apples.\n#### 7", "So 2 * 9 = 18.\n#### 18", "We get \\boxed{5}."], "number", "math"),
        (["spam", "ham", "spam", "ham", "ham", "spam", "ham"], "label", "choice"),
        ([True, False, True, True, False, False, True], "label", "choice"),
        ([0, 1, 0, 2, 1, 2, 0, 1, 2, 0, 1, 2], "label", "choice"),
        (["Paris", "London", "Rome", "Oslo", "Lima", "Quito", "Bern"], "short text", "text"),
        ([["Paris", "Paris, France"], ["NYC", "New York City"], ["the Nile", "Nile"]], "short text", "text"),
        ([{"text": ["Paris"], "answer_start": [3]}, {"text": ["a dog", "dog"], "answer_start": [1, 2]}], "short text", "text"),
        (['["oak", "elm"]', '["fir"]', '["pine", "yew", "larch"]'], "list", "fields"),
        (["['oak', 'elm']", "['fir']", "['pine', 'yew', 'larch']"], "list", "fields"),
        (['{"city": "Oslo"}', '{"city": "Rome", "day": "May 4"}', "{}"], "JSON", "fields"),
        ([{"a": {"b": [1, 2]}}, {"a": {"b": [3]}}], "JSON", "fields"),
        ([[{"name": "Ida", "age": 3}], [{"name": "Bo", "age": 4}]], "JSON", "fields"),
        ([{"name": "f", "arguments": {"x": 1}}, {"name": "f", "arguments": {"x": 2}}], "call", "tool_call"),
        (
            [{"role": "assistant", "tool_calls": [{"type": "function", "function": {"name": "f", "arguments": '{"x": 1}'}}]}],
            "call", "tool_call",
        ),
    ],
)  # fmt: skip
def test_kinds_are_told_by_all_golds_together(golds: list[Any], kind: str, grader: str) -> None:
    made = of(golds)
    assert (made.kind, made.grader) == (kind, grader)
    assert len(made.cases) == len(golds)
    assert made.left_out == {}
    assert all(case.grader == grader and case.gold for case in made.cases)


def test_few_labels_are_told_and_listed() -> None:
    rng = Random(3)
    made = of([rng.choice(["refund", "late_parcel", "other"]) for _ in range(40)])
    assert made.labels == ["late_parcel", "other", "refund"]
    assert made.instruction == "Answer with one of these labels: late_parcel, other, refund."
    assert made.settings == {"options": made.labels, "by": "text"}
    assert status(made, 0, made.cases[0].gold) == "pass"
    assert status(made, 0, "quixley") == "fail"


def test_more_labels_than_letters() -> None:
    made = of([f"topic_{n % 40}" for n in range(200)])
    assert (made.kind, len(made.labels)) == ("label", 40)
    assert status(made, 39, "The topic is topic 39.") == "pass"
    assert status(made, 39, "topic_38") == "fail"


def test_thousands_of_texts_that_come_again_are_no_labels() -> None:
    names = [f"{a} {b}{n}" for n in range(8) for a in WORDS for b in WORDS]
    made = of([*names, *names, *names], question=lambda n: f"Who was number {n}?")
    assert (made.kind, made.grader) == ("short text", "text")


def test_labels_that_differ_in_case_are_one_and_a_slip_is_left_out() -> None:
    golds = ["positive", "negative"] * 10 + ["Positive", "postive"]
    made = of(golds)
    assert made.labels == ["negative", "positive"]
    assert any("'Positive'" in note for note in made.notes)
    assert list(made.left_out.values()) == [1]
    assert "'postive' stands once and is nearly 'positive'" in next(iter(made.left_out))


def test_small_numbers_that_are_counted_are_no_labels() -> None:
    golds = [str(n % 4) for n in range(60)]
    assert of(golds, question=lambda n: f"How much is {n} minus {n - n % 4}?").kind == "number"
    assert of(golds, question=lambda n: f"Review {WORDS[n % 16]} {WORDS[n % 7]} {'so ' * n}").kind == "label"


OPTIONS = {"A": "much", "B": "plenty", "C": "more"}


@pytest.mark.parametrize(
    ("golds", "letters"),
    [
        (["A", "c", "(B)"], "ACB"),
        (["much", "Plenty", "more"], "ABC"),
        ([0, 2, 1], "ACB"),
        ([1, 3, 2], "ACB"),
        (["1", "3", "2"], "ACB"),
        (["It cannot be much, so the answer is (B).", "A", "B"], "BAB"),
    ],
)
def test_the_right_option_as_letter_text_or_number(golds: list[Any], letters: str) -> None:
    made = of(golds, options=OPTIONS)
    assert (made.kind, made.grader, made.instruction) == (
        "option", "choice", "Answer with the letter of the right option."
    )  # fmt: skip
    assert "".join(case.reference for case in made.cases) == letters
    assert made.cases[0].messages[-1]["content"].endswith("\nA) much\nB) plenty\nC) more")


def test_where_numbers_of_options_begin_is_not_guessed() -> None:
    with pytest.raises(UsageError, match="from 0 or from 1"):
        of([1, 1, 2, 2], options={"A": "w", "B": "x", "C": "y", "D": "z"})


def test_a_list_whose_order_was_asked_for() -> None:
    golds = [["elm", "fir", "oak"], ["ash", "bay", "yew"]]
    made = of(golds, question=lambda n: f"Sort these in alphabetical order: {', '.join(golds[n][::-1])}")
    assert (made.kind, made.grader) == ("ordered list", "order")
    assert status(made, 0, "oak, fir, elm") == "fail"
    made = of(golds, question=lambda n: f"Which trees does text {n} speak of?")
    assert (made.kind, made.grader) == ("list", "fields")
    assert status(made, 0, "oak, fir, elm") == "pass"


def test_calls_are_held_against_the_tools() -> None:
    tool = {"name": "get", "parameters": {"properties": {"city": {"type": "string"}}, "required": ["city"]}}
    right = [{"name": "get", "arguments": {"city": "Oslo"}}, 'get(city="Rome")', "[]", {"name": "got", "arguments": {}},
             {"get": {"city": ["Lima", "lima"]}}]  # fmt: skip
    made = grade_entries(entries(right * 3, tools=[{"type": "function", "function": tool}]))
    assert (made.kind, len(made.cases)) == ("call", 12)
    assert "'got'" in next(iter(made.left_out))
    assert [case.reference for case in made.cases[:3]] == [
        [{"name": "get", "arguments": {"city": ["Oslo"]}}], [{"name": "get", "arguments": {"city": ["Rome"]}}], [],
    ]  # fmt: skip


@pytest.mark.skipif(all_graders()["code"].missing() is not None, reason="there is no sandbox here")
def test_code_with_tests() -> None:
    golds = [
        {"test_list": ["assert add(1, 2) == 3"], "code": "def add(a, b):\n    return a + b"},
        {
            "prompt": 'def twice(x):\n    """Twice x."""\n', "entry_point": "twice",
            "canonical_solution": "    return 2 * x\n", "test": "def check(candidate):\n    assert candidate(2) == 4",
        },
        {"test_list": ["assert sub(1, 2) == -1"], "code": "def sub(a, b):\n    return a + b"},
    ]  # fmt: skip
    made = of(golds, question=lambda n: f"Write a function, number {n}.")
    assert (made.kind, made.grader, len(made.cases)) == ("code", "code", 2)
    assert made.cases[0].messages[-1]["content"].endswith("Name the function `add`.")
    assert sum(made.left_out.values()) == 1


# ---- what is said, left out and refused ------------------------------------------------------------------------


def test_long_free_text_has_no_grader() -> None:
    prose = [" ".join(Random(n).choices(WORDS, k=60)) for n in range(20)]
    with pytest.raises(UsageError, match=r"no grader fits .* `--grader judge` .* FILE\.py:NAME"):
        of(prose)


def test_long_text_without_spaces_is_long() -> None:
    with pytest.raises(UsageError, match="no grader fits"):
        of(
            [
                f"{chr(0x4E00 + n)}细胞理论是生物科学的一个理论它认为所有生命体都是由微小的基本单元所构成而且如此"
                for n in range(20)
            ]
        )


def test_sentences_and_queries_are_not_compared_word_by_word() -> None:
    with pytest.raises(UsageError, match="no grader fits"):
        of([f"The {WORDS[n % 16]} passes through the old gate {n} times a day" for n in range(20)])
    with pytest.raises(UsageError, match="no grader fits"):
        of([f"SELECT {WORDS[n % 16]} FROM trees WHERE n = {n}" for n in range(20)])


def test_sentences_that_stand_in_the_document_are_compared() -> None:
    golds = [f"the {WORDS[n % 16]} passes through the old gate {n} times a day" for n in range(20)]
    made = of(golds, document=lambda n: f"They say that {golds[n]}, and more.")
    assert (made.kind, made.grader, len(made.cases)) == ("short text", "text", 20)


def test_a_sorted_list_in_one_text_has_an_order() -> None:
    golds = ["elm fir oak", "ash bay yew", "ash elm pine rose"]
    made = of(golds, question=lambda n: f"Sort the following words alphabetically: {' '.join(golds[n].split()[::-1])}")
    assert made.grader == "order"
    assert [status(made, 0, said) for said in ("elm fir oak", "elm, fir, oak", "oak fir elm", "elm oak fir")] == [
        "pass", "pass", "fail", "fail",
    ]  # fmt: skip


@pytest.mark.parametrize("written", ["{}", "({})"])
def test_letters_of_options_that_stand_in_the_question(written: str) -> None:
    golds = [written.format("ABCD"[n % 4]) for n in range(12)]
    made = of(golds, question=lambda n: f"Which tree is {WORDS[n]}?\nOptions:\n(A) elm\n(B) fir\n(C) oak\n(D) ash")
    assert (made.kind, made.grader) == ("option", "choice")
    for said in ("B", "(B)", "b)", "The answer is (B) fir.", "The correct option is B."):
        assert status(made, 1, said) == "pass"
        assert status(made, 2, said) == "fail"
    groups = of([f"{'ABO'[n % 3]}" for n in range(12)], question=lambda n: f"Which blood group has patient {n}?")
    assert groups.kind == "label"


def test_numbers_with_some_words_are_left_to_the_grader_of_numbers() -> None:
    made = of([*map(str, range(100, 140)), *["None"] * 5])
    assert (made.grader, len(made.cases), sum(made.left_out.values())) == ("math", 40, 5)


def test_several_options_that_are_right() -> None:
    options = {"A": "elm", "B": "fir", "C": "oak", "D": "ash"}
    for golds in ([["A", "C"], ["B"], ["A", "B", "D"], ["C", "D"]], [["AC"], ["B"], ["ABD"], ["CD"]]):
        made = of(golds, options=options)
        assert made.grader == "fields"
        assert [status(made, 0, said) for said in ("A, C", "C, A", "A", "A, B, C")] == ["pass", "pass", "fail", "fail"]


def test_aliases_are_found_in_any_case() -> None:
    made = of([{"Value": f"{word} tree", "Aliases": [word, f"the {word}"], "Type": "x"} for word in WORDS])
    assert made.grader == "text"
    assert status(made, 0, WORDS[0]) == "pass"


def test_no_gold_at_all() -> None:
    with pytest.raises(UsageError, match="--map answer=COLUMN"):
        of([None, "", "  "])


def test_rows_without_gold_are_places_to_look() -> None:
    made = of(["4", None, "7", "", "9"], given=lambda n: f"I say {n}")
    assert [bool(case.grader) for case in made.cases] == [True, False, True, False, True]
    assert made.cases[1].given == "I say 1"
    assert any("2 rows have no right answer" in note for note in made.notes)


def test_rows_of_several_kinds_have_graders_of_their_own() -> None:
    rows = entries([str(n * 17) for n in range(10)])
    rows += entries(["A", "B", "C"] * 4, options=OPTIONS, question=lambda n: f"Which one fits {WORDS[n]}?")
    rows += entries([{"city": WORDS[n]} for n in range(12)], question=lambda n: f"Read out {WORDS[n]}.")
    made = grade_entries(rows)
    assert made.kind == "option + JSON + number"
    assert {case.grader for case in made.cases} == {"math", "choice", "fields"}
    assert made.instruction == ""
    led = {case.grader: case.messages[0] for case in made.cases}
    assert led["choice"] == {"role": "system", "content": "Answer with the letter of the right option."}
    assert led["fields"]["content"].startswith("Answer with a JSON object")
    assert led["math"]["role"] == "user"


def test_a_prompt_that_says_it_already_is_left_as_it_is() -> None:
    def asked(n: int) -> list[dict[str, str]]:
        return [
            {"role": "system", "content": "Extract the slots as JSON."}, {"role": "user", "content": f"Go to {WORDS[n]}"}
        ]  # fmt: skip

    assert of([{"to": word} for word in WORDS], messages=asked).instruction == ""
    assert "to" in of([{"to": word} for word in WORDS]).instruction
    labels = ["up", "down"] * 6
    asks = of(labels, question=lambda n: f"Does {WORDS[n]} go up or down?")
    assert asks.instruction == ""


def test_what_is_named_is_used() -> None:
    made = grade_entries(entries(["France", "Norway", "France", "Peru"] * 4), grader="text", instruction="Name it.")
    assert (made.grader, made.instruction) == ("text", "Name it.")
    made = grade_entries(entries([["b", "a"], ["c", "d"]]), grader="order")
    assert made.cases[0].reference == ["b", "a"]
    with pytest.raises(UsageError, match="unknown grader 'maht'; did you mean math"):
        grade_entries(entries(["1"]), grader="maht")
    with pytest.raises(UsageError, match=r"grader math: only 0 of 2 golds pass it; .* \(mine.csv, line 1\)"):
        grade_entries(entries(["a very long answer that is certainly no number at all"] * 2), grader="math")


def test_a_grader_that_understands_nothing_is_given_the_golds_as_they_are() -> None:
    made = grade_entries(entries(["384400 km", "12 kg"]), grader="estimate")
    assert [case.reference for case in made.cases] == ["384400 km", "12 kg"]


def test_the_format_may_say_how_answers_are_checked() -> None:
    graded_by = ("text", "Oslo", {"aliases": ["Christiania"]})
    made = grade_entries(entries([None, None], graded_by=graded_by))
    assert [case.settings for case in made.cases] == [{"aliases": ["Christiania"]}] * 2
    assert made.cases[0].gold == "Oslo"


def test_golds_that_do_not_pass_are_counted_with_the_first_line() -> None:
    twice = {"A": "same", "B": "same", "C": "other"}
    made = of(["A", "C", "A", "C"] * 2, options=lambda n: twice if n in (2, 5) else OPTIONS)
    assert made.left_out == {"choice: two of settings.options have the same text (mine.csv, line 3)": 2}
    assert len(made.cases) == 6


def test_the_same_row_twice_is_one_case_and_another_gold_is_not() -> None:
    made = of(["3", "3", "4"], question=lambda n: "How many?")
    assert [case.gold for case in made.cases] == ["3", "4"]
    assert sum(made.left_out.values()) == 1
    assert len({case.id for case in made.cases}) == 2


def test_document_question_and_options_are_one_message() -> None:
    asked = of(["A", "B", "C"], options=OPTIONS, document="The sea.", question=lambda n: f"What, {n}?").cases[0]
    assert asked.messages == [
        {"role": "user", "content": "The sea.\n\nWhat, 0?\nA) much\nB) plenty\nC) more"},
    ]  # fmt: skip
    assert (asked.question, asked.document) == ("What, 0?", "The sea.")


def test_room_for_an_answer_follows_the_golds() -> None:
    assert of(["4", "7", "12"]).cases[0].max_tokens == 128
    assert of(["spam", "ham"] * 5).cases[0].max_tokens <= 32
    long = of([{"text": "word " * 100, "n": n} for n in range(4)]).cases[0].max_tokens
    assert 200 <= long <= 400


def test_it_says_what_it_understood_with_examples() -> None:
    lines: list[str] = []
    grade_entries(entries(["spam", "ham"] * 5), say=lines.append)
    assert lines[0] == "an answer is: label, one of 2: ham, spam; grader choice, 10 rows"
    assert len([line for line in lines if "→" in line]) == 3


@pytest.mark.parametrize(
    "gold",
    ["[" * 5000 + "]" * 5000, "{" + '"a":' * 3000 + "1" + "}" * 3000, "\ud800", "x" * 300_000, float("nan")],
    ids=["deep list", "deep object", "surrogate", "long", "nan"],
)
def test_a_hostile_gold_is_left_out_and_nothing_else(gold: Any) -> None:
    made = of([str(n * 7) for n in range(40)] + [gold])
    assert len([case for case in made.cases if case.grader]) == 40
    assert made.grader == "math"


def test_every_grader_survives_any_column() -> None:
    from repairloop import Stated

    columns: list[list[Any]] = [
        [], [None], [{}], [[]], [[None]], [{"tests": 3}], [{"name": 3, "arguments": "{"}], [{"text": [3, None]}], [{"a": 1}, "x", 3, ["y"]],
    ]  # fmt: skip
    for handler in all_graders().values():
        for column in columns:
            found = handler.understands([Stated(gold) for gold in column], True)
            assert found is None or len(found.rows) == len(column)
            json.dumps([found.instruction, found.kind] if found else [])
