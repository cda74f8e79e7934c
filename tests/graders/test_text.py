"""The grader `text`: what two equal texts share, where the answer stands, and what a wrong one is called."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graders import text as grader
from graders.text import f1, words
from repairloop import check_reference, get_grader, loose_probe
from repairloop.ground.errors import BadReference
from repairloop.records import Answer, Verdict
from repairloop.records.rows import dump

QUIET = settings(max_examples=100, deadline=None)
QUESTION = "What is the capital of France?"


def verdict(text: str, reference: Any = "Paris", question: str = QUESTION, **more: Any) -> Verdict:
    return grader.grade(text, reference, question=question, settings=more)


def raw(text: str, reference: Any = "Paris", **more: Any) -> Verdict:
    return get_grader("text").grade(loose_probe("text", QUESTION, reference, more), Answer(probe_id="", text=text))


@pytest.mark.parametrize(
    "text",
    [
        "Paris", "paris", "PARIS.", "  Paris\n", "**Paris**", '"Paris"', "“Paris”", "`Paris`", "the Paris", "Ｐａｒｉｓ", "Paris!",
        "The answer is Paris.", "The answer is: Paris", "Answer: Paris", "**Answer:** Paris", "### Answer\nParis", "A: Paris",
        "The answer is **Paris**.", 'The answer is "Paris", a city in the north.', "The answer is Paris, the capital of France.",
        "The answer is Paris because the government sits there.", "So we get \\boxed{Paris}.", "\\boxed{\\text{Paris}}",
        'After a look at the map I would say that it has to be "Paris" and nothing else at all.',
        "After a look at the map I would say that it has to be **Paris** for all I know of it.",
        "The answer is Rome. Wait, no. The answer is Paris.", "The answer is not Rome. The answer is Paris.",
        "The answer is Paris. The answer is not Rome.", "The answer is Paris\n\nQuestion: What is the capital of Italy?",
    ],
)  # fmt: skip
def test_the_right_answer_in_many_forms(text):
    found = verdict(text)
    assert found.status == "pass", found.evidence
    assert "EM 1, F1 1.00" in found.evidence
    assert found.span is not None
    assert text[slice(*found.span)] == found.extracted


@pytest.mark.parametrize(
    ("text", "error_class"),
    [
        ("Rome", "wrong_value"), ("The answer is Rome.", "wrong_value"), ("not Paris", "wrong_value"), ("It is not Paris.", "wrong_value"),
        ("The answer is not Paris.", "wrong_value"), ("The answer is Paris. Wait, no, it is Rome.", "wrong_value"),
        ("The answer is Paris? No, Rome.", "wrong_value"), ("Never Paris", "wrong_value"), ("Parisian", "wrong_value"),
        ("The answer is Paris. The answer is not Paris.", "wrong_value"), ("The answer is Paris. The answer is Rome.", "wrong_value"),
        ("Paris or Rome", "extra_items"), ("Paris, Rome", "extra_items"), ("The answer is Paris or Rome.", "extra_items"),
        ("Either Paris or Lyon", "extra_items"), ("Paris/Rome", "extra_items"), ("Paris\nRome\nBerlin", "extra_items"),
        ("The capital of France", "echoed_input"), ("What is the capital of France?", "echoed_input"), ("capital of France", "echoed_input"),
        ("The city of Paris", "format_violation"), ("Everyone who ever went to school should know that this has been Paris for many years.", "format_violation"),
        ("", "empty"), ("...", "no_answer_found"), ("I do not know.", "no_answer_found"), ("I'm not sure.", "no_answer_found"),
        ("That is a question which many people have asked before, and it always depends on the year.", "no_answer_found"),
    ],
)  # fmt: skip
def test_wrong_answers_fail_with_their_class(text, error_class):
    found = verdict(text)
    assert (found.status, found.error_class) == ("fail", error_class), found.evidence


def test_aliases():
    more = {"aliases": ["Shakespeare", "the Bard"]}
    for text in ("William Shakespeare", "The answer is Shakespeare.", "Bard"):
        assert verdict(text, "William Shakespeare", **more).status == "pass"
    assert verdict("Marlowe", "William Shakespeare", **more).error_class == "wrong_value"
    assert verdict("Shakespeare or Marlowe", "William Shakespeare", **more).error_class == "extra_items"


@pytest.mark.parametrize(
    ("reference", "same", "other"),
    [
        ("St. Louis", ["St Louis", "st. louis", "The answer is St. Louis. It lies in Missouri."], ["Louis", "St. Paul"]),
        ("C++", ["C++", "c++."], ["C", "C#", "C+"]), ("C#", ["C#"], ["C", "C++"]), ("-5", ["-5", "−5"], ["5", "+5"]),
        ("3.5", ["3.5", "3.5."], ["35", "3", "5"]), (".5", [".5"], ["5"]), ("1/2", ["1/2"], ["12", "1", "2"]),
        ("12:30", ["12:30", "12:30."], ["1230", "12:45"]), ("1,000", ["1000", "1,000"], ["1", "1.000"]), ("x^2", ["x^2"], ["x2", "x"]),
        ("a < b", ["a < b"], ["a > b", "a b"]), ("F-16", ["F16", "F 16", "F-16", "f‑16"], ["F-15", "16"]),
        ("well-known", ["well known", "wellknown", "Well–known"], ["known"]), ("1990-95", ["1990-95", "1990–95"], ["199095", "1990"]),
        ("O'Neill", ["ONeill", "O’Neill"], ["Neill"]), ("Saint-Étienne", ["saint étienne", "Saint-E\u0301tienne"], ["Etienne"]),
        ("Romeo and Juliet", ["Romeo and Juliet", "The answer is Romeo and Juliet."], ["Romeo", "Romeo or Juliet"]),
        ("A", ["A", "a", "The answer is A."], ["the", "B"]), ("not guilty", ["not guilty", "The answer is not guilty."], ["guilty"]),
        ("ﬁsh", ["fish"], ["sh"]), ("東京", ["東京", "東京。"], ["京都"]), ("हिन्दी", ["हिन्दी।"], ["हनद"]),
    ],
)  # fmt: skip
def test_what_equal_texts_share(reference, same, other):
    assert [verdict(text, reference).status for text in same] == ["pass"] * len(same)
    assert all("EM 1" in verdict(text, reference).evidence for text in same)
    assert [verdict(text, reference).status for text in other] == ["fail"] * len(other)


@pytest.mark.parametrize(
    ("reference", "same", "other"),
    [
        ("5", ["5", "**5**", "(5)", "It is 5."], ["-5", ".5", "√5", "±5", "¬5", "It is -5.", "So .5"]),
        ("-5", ["-5", "It is -5.", "= -5"], ["5", "It is 5."]), ("1889", ["• 1889", "→ 1889", "= 1889"], ["-1889", "≠ 1889", "≈1889"]), ("true", ["True.", "It is true."], ["¬true", "¬ true"]),
        ("Paris", ["- Paris", "✅ Paris", "→ Paris", "¡Paris!", "→Paris", "🇫🇷 Paris", "► It is Paris."], ["- Rome"]),
    ],
)  # fmt: skip
def test_a_sign_is_part_of_a_value_and_a_mark_around_it_is_not(reference, same, other):
    assert [verdict(text, reference, "How is it?").status for text in same] == ["pass"] * len(same)
    assert [verdict(text, reference, "How is it?").status for text in other] == ["fail"] * len(other)


@pytest.mark.parametrize(
    ("reference", "question", "same", "other"),
    [
        ("Paris", QUESTION, ["It is not Lyon but Paris.", "It's not Lyon, it's Paris.", "It isn't Lyon but rather Paris."],
         ["It is not Paris but Lyon.", "It's not Paris, it's Lyon.", "It is not Lyon but not Paris.", "I'm not sure. Paris?"]),
        ("no", "Is the sky green?", ["No, it is not.", "No, it isn't.", "No, it's not.", "No, it’s not green.", "No, the sky is not green.", "**No**, it's not green."],
         ["Yes, it is.", "Yes, the sky is green.", "No, it is.", "No, the grass is not green."]),
        ("yes", "Does it rain today?", ["Yes, it does.", "Yes, it does rain today.", "Yes. It rains today."], ["No, it does not.", "Yes, it does not."]),
    ],
)  # fmt: skip
def test_what_is_denied_beside_the_answer_does_not_hide_it(reference, question, same, other):
    assert [verdict(text, reference, question).status for text in same] == ["pass"] * len(same)
    assert [verdict(text, reference, question).status for text in other] == ["fail"] * len(other)


def test_squad_f1():
    assert f1(words("the cat sat"), ("cat", "sat")) == 1
    assert f1(words("cat sat down"), ("cat", "sat")) == pytest.approx(0.8)
    assert f1(words("dog"), ("cat", "sat")) == 0
    assert f1(words("cat cat"), ("cat", "sat")) == 0.5


def test_the_threshold_of_f1_is_inclusive_and_the_skills():
    assert verdict("cat sat down", "cat sat", match="f1").status == "pass"
    assert verdict("cat sat down", "cat sat", match="f1", threshold=0.81).status == "fail"
    assert verdict("cat sat down", "cat sat").status == "fail"
    found = verdict("in Versailles the long treaty", "Treaty of Versailles", match="f1")
    assert (found.status, "F1 0.57" in found.evidence) == ("fail", True)
    found = verdict(
        "The answer is the Treaty of Versailles of June.", "Treaty of Versailles", match="f1", threshold=0.7
    )
    assert found.status == "pass"
    long = "the Treaty of Versailles " + "and many other treaties of that time " * 3
    assert verdict(long, "Treaty of Versailles", match="f1").status == "fail"


def test_f1_forgives_no_denial_and_no_hedge():
    tower = "the large Eiffel Tower in Paris"
    assert verdict(f"not {tower}", tower, match="f1").error_class == "wrong_value"
    assert verdict(f"{tower} or Rome", tower, match="f1").error_class == "extra_items"
    assert verdict(f"{tower}, Rome, Berlin", tower, match="f1", threshold=0.3).status == "fail"
    assert verdict("to be or not to be", "To be, or not to be", match="f1").status == "pass"
    assert verdict("not to be or not to be", "To be, or not to be", match="f1").status == "fail"


def test_drop_demands_the_numbers():
    assert verdict("May 1990", "4 May 1990", match="drop", threshold=0.5).status == "fail"
    assert verdict("4 May in 1990", "4 May 1990", match="drop").status == "pass"
    assert verdict("5 May in 1990", "4 May 1990", match="f1", threshold=0.5).status == "pass"
    assert verdict("5 May in 1990", "4 May 1990", match="drop", threshold=0.5).status == "fail"
    assert verdict("42.0 fine yards", "42 yards", match="drop", threshold=0.3).status == "pass"
    assert verdict("yards", "42 yards", match="drop", threshold=0.3).status == "fail"


def test_only_the_answer():
    assert [verdict(text, form="only").status for text in ("Paris", "paris.", '"Paris"', "**Paris**\n")] == ["pass"] * 4
    for text in ("The answer is Paris.", "It is Paris", "The city of Paris", "Answer: Paris", 'I say "Paris".'):
        assert verdict(text, form="only").error_class == "format_violation"
    assert verdict("Paris or Rome", form="only").error_class == "extra_items"
    assert verdict("Rome", form="only").error_class == "wrong_value"
    assert verdict("The answer is Rome", form="only").error_class == "wrong_value"
    assert verdict("The answer is Paris", form="only", match="f1", threshold=0.4).error_class == "format_violation"


@pytest.mark.parametrize(
    ("reference", "more"),
    [
        (None, {}), (5, {}), ("", {}), ("  ", {}), ("...", {}), (["Paris"], {}), ("Paris", {"aliases": "Rome"}), ("Paris", {"aliases": [""]}),
        ("Paris", {"aliases": [3]}), ("Paris", {"match": "fuzzy"}), ("Paris", {"match": ["f1"]}), ("Paris", {"form": "loose"}),
        ("Paris", {"threshold": 0}), ("Paris", {"threshold": 1.5}), ("Paris", {"threshold": "0.8"}), ("Paris", {"threshold": True}),
        ("Paris", {"threshold": float("nan")}), ("x" * 3000, {}), ("\ud800", {}), (object(), {}), ([10**5000], {}),
    ],
)  # fmt: skip
def test_a_bad_reference_is_named_by_grade_and_gold(reference, more):
    probe = loose_probe("text", "", reference, more)
    with pytest.raises(BadReference, match="text: "):
        get_grader("text").gold(probe)
    with pytest.raises(BadReference, match="text: "):
        raw("Paris", reference, **more)
    assert check_reference(probe).error_class == "gold_unparseable"


NAMES = st.sampled_from(["Paris", "Rome", "New York", "42.5", "C++", "Saint-Étienne"])
SPACE = st.text(" \n\t", max_size=4)
FRAMES = st.sampled_from(
    ["{}", "{}.", "**{}**", '"{}"', "The answer is {}.", "Answer: {}", "\\boxed{{{}}}", "Final answer: **{}**"]
)


@QUIET
@given(SPACE, SPACE, FRAMES, NAMES, NAMES)
def test_wording_and_space_around_the_answer_change_nothing(before, after, frame, said, right):
    found = verdict(before + frame.format(said) + after, right)
    assert found.status == ("pass" if said == right else "fail"), found.evidence


@QUIET
@given(st.text(max_size=60), st.text(max_size=60))
def test_normalizing_twice_is_normalizing_once_and_case_counts_nothing(one, other):
    assert words(" ".join(words(one))) == words(" ".join(words(" ".join(words(one)))))
    assert f1(words(one), tuple(words(other))) == pytest.approx(f1(words(other), tuple(words(one))))


@QUIET
@given(
    st.text(st.characters(), max_size=300), st.sampled_from(["exact", "f1", "drop"]), st.sampled_from(["free", "only"])
)
def test_any_text_gets_a_verdict_and_none_passes_without_the_answer(text, match, form):
    assume("paris" not in "".join(words(text)))
    found = raw(text, match=match, form=form)
    dump(found)
    assert found.status == "fail"


@QUIET
@given(st.lists(st.sampled_from(["Paris", "Rome", "or", "not", "The answer is", "Answer:", '"', "**", "\n", ".", "?", ",", "No", "\\boxed{", "}"]), max_size=14))  # fmt: skip
def test_pieces_of_answers_in_any_order_never_raise(pieces):
    text = " ".join(pieces)
    found = raw(text)
    assert found.status == "fail" or "Paris" in text


@pytest.mark.parametrize(
    "piece",
    ["the answer is ", "answer to ", '"a" ', "**", ".", "e\u0301", "\u0301", "\ud800", "-", "a-", "1,", "not ", "or "],
)
def test_long_hostile_text_is_read_in_bounded_time(piece):
    assert raw(piece * (65_536 // len(piece)), match="f1").status == "fail"
