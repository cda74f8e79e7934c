"""Documents and examples in another order, sentences put in and taken out, questions reworded."""

from __future__ import annotations

import itertools
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repairloop.records import Case
from repairloop.tasks.variations import Pools, Variation, Varied, fault, proved_with_record, reworded, same_instruction
from repairloop.tasks.variations.abstaining import AnswerTakenOut
from repairloop.tasks.variations.aside import SentencePutIn, harmless, openings
from repairloop.tasks.variations.contract import ident
from repairloop.tasks.variations.documents import DocumentsReordered, blocks, rearranged
from repairloop.tasks.variations.examples import ExamplesReordered
from repairloop.tasks.variations.sentences import sentences
from tests.some import some
from tests.tasks.own_files import case, number, slots, with_options

DOCUMENTS, EXAMPLES, ASIDE, ABSTAIN = DocumentsReordered(), ExamplesReordered(), SentencePutIn(), AnswerTakenOut()


def made_of(variation: Variation, one: Case, pools: Pools, times: int = 10) -> list[Varied]:
    return [made for seed in range(times) if (made := proved_with_record(variation, one, pools, Random(seed)))]


def retold(varied: Varied, record: dict[str, Any] | None = None, **changes: Any) -> Varied:
    made = varied.case.like(**changes)
    return Varied(made.like(id=ident(made)), varied.record if record is None else record)


def read(document: str, question: str, gold: str, **more: Any) -> Case:
    return case(question, gold, "text", gold, document=document, content=f"{document}\n\n{question}", **more)


# ---- documents ----------------------------------------------------------------------------------------------------


NUMBERED = "[1] The museum has a roof of glass.\n[2] Ada built the bridge in spring.\n[3] The market opens at dawn."
NAMED = (
    "Document 1: The museum has a roof of glass.\n\nDocument 2: Ada built the bridge.\n\nDocument 3: The market opens."
)
RULED = "The museum has a roof of glass.\n---\nAda built the bridge in spring.\n---\nThe market opens at dawn."


@pytest.mark.parametrize("document", [NUMBERED, NAMED, RULED])
def test_documents_change_places_and_marks_do_not(document: str) -> None:
    one = read(document, "Who built the bridge?", "Ada")
    pools = Pools([one])
    made = made_of(DOCUMENTS, one, pools)
    assert len(made) == 10
    for varied in made:
        assert sorted(varied.case.document) == sorted(document)
        assert varied.case.document in varied.case.messages[-1]["content"]
        assert varied.case.document != document
        assert next(line[:3] for line in varied.case.document.splitlines()) == document[:3] or document is RULED
        assert fault(DOCUMENTS, one, retold(varied, {"order": [0, 1, 2]}), pools)
        assert fault(DOCUMENTS, one, retold(varied, document=document), pools)
        cut = varied.case.document.replace("Ada", "Eve")
        content = varied.case.messages[-1]["content"].replace("Ada", "Eve")
        assert fault(
            DOCUMENTS, one, retold(varied, document=cut, messages=[{"role": "user", "content": content}]), pools
        )


@pytest.mark.parametrize(
    ("document", "question", "gold"),
    [
        (NUMBERED, "Who is named in the second document?", "Ada"),
        (NUMBERED, "Which document names Ada?", "[2]"),
        (NUMBERED.replace("in spring", "as [1] says"), "Who built the bridge?", "Ada"),
        (NUMBERED.replace("in spring", "near the previous document"), "Who built the bridge?", "Ada"),
        ("The museum has a roof.\n\nAda built the bridge.", "Who built the bridge?", "Ada"),
        ("[2] The museum has a roof.\n[5] Ada built the bridge.", "Who built the bridge?", "Ada"),
    ],
)
def test_documents_stay_where_an_order_may_matter(document: str, question: str, gold: str) -> None:
    one = read(document, question, gold)
    assert made_of(DOCUMENTS, one, Pools([one])) == []


@given(
    st.lists(st.text("ab c\n", min_size=1).filter(str.strip), min_size=2, max_size=6), st.randoms(use_true_random=False)
)
@settings(max_examples=100)
def test_an_order_and_its_inverse(bodies: list[str], rng: Any) -> None:
    document = "".join(f"[{n}] {body}\n" for n, body in enumerate(bodies, 1))
    found = blocks(document)
    assert [document[a:b] for a, b in found] == [body.strip() for body in bodies]
    order = list(range(len(found)))
    rng.shuffle(order)
    made = rearranged(document, found, order)
    assert rearranged(made, blocks(made), [order.index(n) for n in range(len(order))]) == document


# ---- examples -----------------------------------------------------------------------------------------------------


def in_turns(asks: str, shown: int = 3) -> Case:
    pairs = [("2 + 2", "4"), ("3 + 5", "8"), ("9 - 1", "8")][:shown]
    turns = [
        {"role": role, "content": text}
        for pair in pairs
        for role, text in zip(("user", "assistant"), pair, strict=True)
    ]
    one = case(asks, "7", "math", "7")
    one = one.like(messages=[{"role": "system", "content": "Reckon."}, *turns, {"role": "user", "content": asks}])
    return one.like(id=ident(one))


def in_paragraphs(asks: str) -> Case:
    text = f"Reckon.\n\nQ: 2 + 2\nA: 4\n\nQ: 3 + 5\nA: 8\n\nQ: 9 - 1\nA: 8\n\nQ: {asks}\nA:"
    return case(text, "7", "math", "7")


@pytest.mark.parametrize("make", [in_turns, in_paragraphs])
def test_examples_change_places(make: Any) -> None:
    one, other = make("3 + 4"), make("5 + 2")
    pools = Pools([one, other])
    made = made_of(EXAMPLES, one, pools)
    assert len(made) == 10
    for varied in made:
        messages = varied.case.messages
        assert messages[-1]["content"].endswith(one.messages[-1]["content"][-12:])
        assert len(messages) == len(one.messages)
        assert fault(EXAMPLES, one, retold(varied, {"order": list(range(3))}), pools)
        assert fault(EXAMPLES, one, retold(varied, messages=messages[1:] or other.messages), pools)
        assert made_of(EXAMPLES, varied.case, pools)


def test_a_conversation_is_no_list_of_examples() -> None:
    one = in_turns("3 + 4")
    assert made_of(EXAMPLES, one, Pools([one, number("5 + 2", "7")])) == []


# ---- a sentence put in ----------------------------------------------------------------------------------------------


STORIES = [
    number("Nancy and her mom were picking carrots. Nancy picked 26 and her mom 15. How many have they?", "41", line=1),
    number("Sam had 9 pens. He lost 2 of them. How many pens has he?", "7", line=2),
    number("There were three carrots in Tom's garden. He ate 2. How many are there?", "1", line=3),
]


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Nancy and her mom were picking carrots.", True),
        ("Nancy picked some carrots.", False),
        ("Nancy picked three carrots.", False),
        ("He went to the big market.", False),
        ("They saw that the carrots were gone.", False),
        ("Was Nancy picking carrots there?", False),
        ("Nancy went away for a week.", False),
        ("nancy picked carrots with mom.", False),
    ],
)
def test_harmless_sentences(text: str, fits: bool) -> None:
    assert harmless(text) is fits


def test_a_sentence_is_put_in() -> None:
    pools = Pools(STORIES)
    made = made_of(ASIDE, STORIES[1], pools)
    assert made
    for varied in made:
        assert "Nancy and her mom were picking carrots. Sam had 9 pens." in varied.case.question
        assert varied.case.question == varied.case.messages[-1]["content"]
        assert varied.case.reference == "7"


def test_a_sentence_on_the_same_thing_is_not_put_in() -> None:
    assert made_of(ASIDE, STORIES[2], Pools(STORIES)) == []
    assert made_of(ASIDE, STORIES[0], Pools(STORIES)) == []


def test_a_sentence_stands_before_no_pronoun() -> None:
    assert openings(STORIES[1]) == [0]
    assert openings(number("He had 9 pens. Ann took 2. How many?", "7")) == [15]


def test_a_tampered_sentence_is_caught() -> None:
    pools = Pools(STORIES)
    for varied in some(made_of(ASIDE, STORIES[1], pools)):
        text = varied.case.question
        for wrong in (
            text.replace("picking carrots", "picking pens"), text.replace("picking carrots", "picking 4 carrots"),
            text.replace("lost 2", "lost 3"), f"{text} Really?",
        ):  # fmt: skip
            assert fault(
                ASIDE, STORIES[1], retold(varied, question=wrong, messages=[{"role": "user", "content": wrong}]), pools
            )
        assert fault(ASIDE, STORIES[1], retold(varied, {"sentence": "Ann had pens.", "at": 0}), pools)
        assert fault(ASIDE, STORIES[1], retold(varied, question=STORIES[1].question), pools)


def test_sentences_put_among_labels_speak_for_none() -> None:
    labels = ["lost", "late", "broken"]
    listed = {"options": labels}
    texts = {"lost": "I lost my card.", "late": "My card is late.", "broken": "My card is broken."}
    cases = [
        case(f"{texts[label]} {more}", label, "choice", label, settings={**listed, "by": "text"}, line=n)
        for n, (label, more) in enumerate([("lost", "Please help me!"), ("late", "Please help me!"), ("broken", "Nobody cares."), ("lost", "Send a new one.")])
    ]  # fmt: skip
    pools = Pools(cases)
    assert [aside.text for aside in pools.of(ASIDE).asides] == ["Please help me!"]


# ---- an answer taken out --------------------------------------------------------------------------------------------


def reading() -> list[Case]:
    facts = [("bridge", "Ada Lem", "built"), ("mill", "Kurt Hahn", "sold"), ("tower", "Emmy Roth", "painted")]
    cases = [
        read(
            f"The town is small. {who} {did} the {thing} in spring. The market opens at dawn.",
            f"Who {did} the {thing}?",
            who,
        )
        for thing, who, did in facts
    ]
    document = "The town is small. The market opens at dawn. Nobody knows more."
    return cases + [read(document, f"Who built the {thing}?", "not stated") for thing in ("church", "school")]


def test_the_sentence_with_the_answer_is_taken_out() -> None:
    cases = reading()
    pools = Pools(cases)
    for one in cases[:3]:
        made = made_of(ABSTAIN, one, pools, 2)
        assert len(made) == 2
        for varied in made:
            assert varied.case.reference == varied.case.gold == "not stated"
            assert varied.case.document == "The town is small. The market opens at dawn."
            assert one.reference not in varied.case.messages[-1]["content"]
            assert fault(ABSTAIN, one, retold(varied, gold=one.gold), pools)
            assert fault(ABSTAIN, one, retold(varied, reference=one.reference), pools)
            assert fault(ABSTAIN, one, retold(varied, messages=one.messages), pools)
            wrong = {"sentence": "The town is small. ", "at": 0, "key": ""}
            rest = one.document.removeprefix("The town is small. ")
            content = one.messages[-1]["content"].replace(one.document, rest)
            assert fault(
                ABSTAIN,
                one,
                retold(varied, wrong, document=rest, messages=[{"role": "user", "content": content}]),
                pools,
            )


@pytest.mark.parametrize(
    "document",
    [
        "The town is small. Ada Lem built the bridge. Ada sold it. The market opens.",  # named again
        "The town is small. Ada Lem built the bridge. She built the bridge in spring. It is red.",  # another one tells too
        "Ada Lem built the bridge. It is red.",  # nothing is left
    ],
)
def test_in_doubt_nothing_is_taken_out(document: str) -> None:
    one = read(document, "Who built the bridge?", "Ada Lem")
    assert made_of(ABSTAIN, one, Pools([*reading(), one])) == []


def test_without_a_way_to_abstain_nothing_is_taken_out() -> None:
    cases = reading()[:3]
    assert made_of(ABSTAIN, cases[0], Pools(cases)) == []


def test_a_slot_becomes_null() -> None:
    def form(name: str, city: str | None) -> Case:
        document = f"Dear all. My name is {name}. {f'I live in {city}. ' if city else ''}Please call me soon."
        return slots(
            "Fill in the form.",
            {"name": name, "city": city},
            document=document,
            content=f"{document}\n\nFill in the form.",
        )

    cases = [form("Ada", "Oslo"), form("Kurt", None), form("Emmy", None), form("Max", "Lima")]
    pools = Pools(cases)
    made = made_of(ABSTAIN, cases[0], pools, 3)
    assert len(made) == 3
    assert made[0].case.gold == '{"name": "Ada", "city": null}'
    assert "Oslo" not in made[0].case.messages[-1]["content"]


# ---- rewording --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Of his 9 pens Sam has lost 2. How many are left?", True),
        ("Sam had 9 pens. He lost 3. How many pens has he?", False),
        ("Sam had 9 pens. How many pens has he?", False),
        ("Sam had 9 pens and lost 2, so he has 7. Right?", False),
        ("Sam had 9 pens. He lost 2 of them. How many pens has he?", False),
        ("", False),
    ],
)
def test_a_rewording_keeps_what_matters(text: str, stands: bool) -> None:
    made = reworded(STORIES[1], text)
    assert (made is not None) is stands
    if made is not None:
        assert made.messages[-1]["content"] == made.question == text
        assert made.reference == STORIES[1].reference


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ('Name the topic: sport, art or "open day". Do not give reasons.', True),
        ('Name the topic: sport or "open day". Do not give reasons.', False),  # a label lost
        ("Name the topic: sport, art or open days. Do not give reasons.", False),  # a quotation
        ('Name the topic: sport, art or "open day". Give reasons.', False),
        ('Name the 2 topics: sport, art or "open day". Do not give reasons.', False),
        (
            'Name the topic: sport, art or "open day". Don\'t give reasons.',
            False,
        ),  # said otherwise: not held for the same
        ("", False),
    ],
)
def test_an_instruction_reworded_keeps_labels_quotations_and_denials(text: str, stands: bool) -> None:
    case = STORIES[0].like(settings={"labels": ["sport", "art", "open day"]}, gold="art")
    old = 'Say which topic it is about: sport, art or "open day". Do not say why.'
    assert same_instruction(case, old, text) is stands


def test_a_rewording_keeps_values_and_options() -> None:
    one = slots("Weather in Oslo today", {"city": "Oslo", "when": "today"})
    assert reworded(one, "How is the weather today in Oslo?") is not None
    assert reworded(one, "How is the weather now in Oslo?") is None
    two = with_options("Which one barks?", {"A": "cat", "B": "dog"}, "B")
    made = reworded(two, "Which of them barks?")
    assert made is not None
    assert made.messages[-1]["content"] == "Which of them barks?\n\nA) cat\nB) dog"
    assert reworded(two, "Is it the dog that barks?") is None


# ---- sentences --------------------------------------------------------------------------------------------------------


def test_sentences_are_told_apart() -> None:
    text = 'Mr. Lee paid $3.50 at 8 p.m. today. Did he? "Yes." He said so!\nA line without an end'
    assert [text[a:b] for a, b in sentences(text)] == [
        "Mr. Lee paid $3.50 at 8 p.m. today.", "Did he?", '"Yes."', "He said so!", "A line without an end",
    ]  # fmt: skip


@given(st.text("aB. ?\n!", max_size=60))
@settings(max_examples=200)
def test_sentences_lie_one_behind_the_other(text: str) -> None:
    found = sentences(text)
    assert all(a < b for a, b in found)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(found))
    assert sum(not letter.isspace() for letter in text) == sum(not c.isspace() for a, b in found for c in text[a:b])


def test_a_way_to_abstain_that_the_question_tells_is_told_by_no_other() -> None:
    cases = reading()
    told = [one.like(messages=[{"role": "user", "content": one.messages[-1]["content"] + " If nobody says, write: not stated."}]) for one in cases]  # fmt: skip
    assert made_of(ABSTAIN, cases[0], Pools([*cases[:3], *told[3:]])) == []
    assert made_of(ABSTAIN, told[0], Pools(told)) != []
