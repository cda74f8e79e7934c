"""What a reply stands by: what is blanked out, what stays, and that nothing moves."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.shared.stance import blanked, kept, sentences, speaks_of_stance, standing, visible
from tests import false_answers

WORDS = st.sampled_from(
    [
        "The",
        "answer",
        "is",
        "not",
        "85",
        "84",
        ".",
        ",",
        "?",
        "!",
        "no",
        "wait",
        "sorry",
        "if",
        "it",
        "were",
        "suppose",
        "maybe",
        "perhaps",
        "wrong",
        "<!--",
        "-->",
        "~~",
        "I",
        "meant",
        "you",
        "might",
        "think",
        "or\n",
        "one",
        "of",
        ":",
        "a",
        "mistake",
    ]
)


@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_positions_stay_what_they_were_and_nothing_new_is_written(text: str) -> None:
    left = standing(text)
    assert len(left) == len(text)
    assert all(after in (before, " ") for before, after in zip(text, left, strict=True))
    assert left.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The answer is 85.", "The answer is 85."),
        ("The answer is 85. Wait, no: 84.", "84."),
        ("Suppose the answer is 84. It is 85.", "It is 85."),
        ("Some people say it is 84, but that is wrong. It is 85.", ". It is 85."),
        ("84 is wrong because 40 + 45 is 85.", "because 40 + 45 is 85."),
        ("The answer isn’t right. It is 85.", ". It is 85."),
        ("Is it 84? It is 85.", "It is 85."),
        ("84<!-- 85 -->", "84"),
        ("Maybe 84, maybe 85.", ","),
        ("The answer is 85. Some say 84. That is wrong.", "The answer is 85. ."),
        ("If you add 40 and 45 you get 85.", "If you add 40 and 45 you get 85."),
        ("Wait, let me check that. It is 85.", "Wait, let me check that. It is 85."),
        ("The number of those who did not pass is 85.", "The number of those who did not pass is 85."),
    ],
)  # fmt: skip
def test_a_reply_is_cut_down_to_what_it_asserts(text: str, left: str) -> None:
    assert " ".join(standing(text).split()) == left


def test_passages_are_kept_whatever_stands_in_them() -> None:
    text = 'I call f("Is it 5? No, that is wrong.") <!-- g() --> and h().'
    spans = [
        (text.index(call), text.index(call) + len(call)) for call in ('f("Is it 5? No, that is wrong.")', "g()", "h()")
    ]
    assert kept(text, spans) == [True, False, True]


def test_answers_that_speak_of_such_things_themselves_are_known() -> None:
    assert speaks_of_stance(["It is wrong that he came"])
    assert not speaks_of_stance(["Paris", "4 May 1990", "not guilty", "no"])


def test_sentences_cover_the_text() -> None:
    text = "One. Two 3.5! Three?\nFour"
    assert [text[slice(*span)] for span in sentences(text)] == ["One.", " Two 3.5!", " Three?\n", "Four"]
    assert blanked("ab\ncd", [(1, 4)]) == "a \n d"
    assert visible("a ~~b~~ c") == "a       c"


@pytest.mark.parametrize(
    "unit",
    [
        "no, ",
        "if it is ",
        "<!--",
        "maybe ",
        "is wrong, ",
        "? ",
        "wait no ",
        "~~",
        "I meant ",
        "- 1\n",
        "some people might ",
        "suppose it is ",
    ],
)
def test_hostile_text_costs_little(unit: str) -> None:
    text = "Possible: " + unit * (65_000 // len(unit))
    started = time.process_time()
    standing(text)
    assert time.process_time() - started < 5


def test_every_false_form_is_told_from_its_true_twin_by_words_alone() -> None:
    """What is left of the true forms holds the right value; the forms that only this module can tell hold it no more."""
    for kind in ("corrected", "hypothetical", "comment", "quoted"):
        for template in false_answers.TRUE[kind]:
            assert "85" in standing(template.format(r="85", w="84", o="83")), template
        for template in false_answers.FALSE[kind]:
            left = standing(template.format(r="85", w="84", o="83"))
            assert "85" not in left or "84" in left, template
