"""Parts share no text, document or group, have their shares, and stay where they are when a file grows."""

import random
import time
from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repairloop.ground.overlap import Overlap
from repairloop.records import Case, fingerprint
from repairloop.tasks.parts import assign, detectable, notes

WORDS = [
    "river",
    "stone",
    "garden",
    "window",
    "letter",
    "market",
    "bridge",
    "candle",
    "winter",
    "summer",
    "doctor",
    "farmer",
    "pencil",
    "basket",
]


def case(question, gold="1", **more):
    return Case(
        id=fingerprint(question, gold), file="f", line=1, digest="0", question=question, gold=gold, grader="text",
        messages=[{"role": "user", "content": question}], **more,
    )  # fmt: skip


def sentences(number, seed=0):
    rng = random.Random(seed)
    return [" ".join([*rng.choices(WORDS, k=9), str(i)]) for i in range(number)]


def shares(cases):
    return {part: n / len(cases) for part, n in Counter(c.part for c in cases).items()}


def test_the_shares_are_as_said():
    found = shares(assign([case(s) for s in sentences(2000)]))
    assert found == pytest.approx({"find": 0.45, "test": 0.20, "dev": 0.08, "holdout": 0.27}, abs=0.005)


@pytest.mark.parametrize("number", [20, 59, 60, 149, 150])
def test_a_small_set_has_a_holdout_and_a_test(number):
    found = Counter(c.part for c in assign([case(s) for s in sentences(number)]))
    assert found["holdout"] >= 0.25 * number
    assert found["test"] >= 0.15 * number
    assert found["find"] >= 0.3 * number


def test_areas_and_labels_have_their_share_of_every_part():
    rng = random.Random(3)
    for more in (lambda i: {"area": f"a{i % 4}"}, lambda i: {"gold": f"g{i % 18}"}):
        made = assign([case(s, **more(i)) for i, s in enumerate(sentences(900))])
        rng.shuffle(made)
        by = defaultdict(Counter)
        for c in made:
            by[c.area or c.gold][c.part] += 1
        for counts in by.values():
            assert counts["holdout"] / counts.total() == pytest.approx(0.27, abs=0.03)
            assert counts["find"] / counts.total() == pytest.approx(0.45, abs=0.03)


def test_what_is_nearly_the_same_is_in_one_part():
    near = [
        f"{s} in the old town by the sea, as people said there {word}"
        for s in sentences(60)
        for word in ("often", "once")
    ]
    made = assign([case(s) for s in near])
    for one, other in zip(made[::2], made[1::2], strict=True):
        assert one.part == other.part
    held = [(c.id, "", c.question) for c in made if c.part == "holdout"]
    index = Overlap(held)
    assert not [c for c in made if c.part != "holdout" and index.matches("", c.question)]


def test_groups_and_documents_are_in_one_part():
    texts = sentences(300)
    made = assign([case(s, group=f"g{i % 50}") for i, s in enumerate(texts)])
    made += assign([case(s, document=f"The document number {i % 50} says it.") for i, s in enumerate(texts)])
    by = defaultdict(set)
    for c in made:
        by[c.group or c.document].add(c.part)
    assert {len(parts) for parts in by.values()} == {1}


@pytest.mark.parametrize("form", ["one question", "one prompt", "one template", "one manual", "one question, options"])
def test_the_form_of_a_task_makes_no_one_case_of_it(form):
    """A question put to every document, a prompt in front of each, a template, a manual: no likeness of the cases."""
    texts = sentences(300)
    prompt = " ".join(sentences(40, seed=9))
    asked = {
        "one question": lambda i, s: (f"{s}\nWhat is the total?", {"question": "What is the total?", "document": s}),
        "one prompt": lambda i, s: (f"{prompt}\n{s}", {"question": f"{prompt}\n{s}"}),
        "one template": lambda i, s: (f"{prompt} {i} {texts[0]}", {"question": f"{prompt} {i} {texts[0]}"}),
        "one manual": lambda i, s: (f"{prompt}\n{s}", {"question": s, "document": prompt}),
        "one question, options": lambda i, s: (f"Which?\nA. {s}\nB. 7", {"question": "Which?", "options": {"A": s}}),
    }[form]
    made = []
    for i, text in enumerate(texts):
        message, more = asked(i, text)
        one = case(text, **{key: value for key, value in more.items() if key != "question"})
        made.append(one.like(question=more["question"], messages=[{"role": "user", "content": message}]))
    found = assign(made)
    assert shares(found) == pytest.approx({"find": 0.45, "test": 0.20, "dev": 0.08, "holdout": 0.27}, abs=0.02)
    assert any("one document" in note for note in notes(found)) == (form == "one manual")


def test_large_groups_take_the_parts_that_need_them_and_the_others_fill_up():
    texts = sentences(400)
    found = assign([case(s, group=f"g{i % 4}" if i < 200 else "") for i, s in enumerate(texts)])
    assert shares(found) == pytest.approx({"find": 0.45, "test": 0.20, "dev": 0.08, "holdout": 0.27}, abs=0.04)
    three = Counter(c.part for c in assign([case(s, group=f"g{i % 3}") for i, s in enumerate(texts)]))
    assert set(three) == {"find", "holdout", "test"}


def test_a_mark_more_makes_no_other_question():
    texts = [f"where is my {word} now" for word in WORDS]
    made = assign([case(text) for text in texts] + [case(f"{text.capitalize()}?!") for text in texts])
    assert [c.part for c in made[: len(WORDS)]] == [c.part for c in made[len(WORDS) :]]


def test_a_file_that_grows_moves_few():
    texts = sentences(1000)
    old = {c.id: c.part for c in assign([case(s) for s in texts[:900]])}
    new = {c.id: c.part for c in assign([case(s) for s in texts])}
    assert sum(new[ident] != part for ident, part in old.items()) < 60


@given(st.randoms(use_true_random=False), st.integers(1, 120))
@settings(max_examples=25, deadline=None)
def test_order_does_not_matter(rng, number):
    made = [case(s) for s in sentences(number)]
    mixed = rng.sample(made, len(made))
    assert {c.id: c.part for c in assign(made)} == {c.id: c.part for c in assign(mixed)}


def test_another_seed_gives_other_parts():
    made = [case(s) for s in sentences(200)]
    assert [c.part for c in assign(made, 1)] != [c.part for c in assign(made, 2)]


def test_what_cannot_be_shown_is_said():
    assert detectable(5) is None
    assert detectable(8) == pytest.approx(0.8, abs=0.01)  # six of eight
    assert detectable(250) < 0.04
    said = " ".join(notes(assign([case(s) for s in sentences(20)])))
    assert "no change below" in said
    assert "nearly always fails" in said
    assert len(notes(assign([case(s) for s in sentences(900)]))) == 1


@pytest.mark.slow
def test_a_hundred_thousand_take_seconds():
    made = [case(s) for s in sentences(100_000)]
    start = time.process_time()
    found = assign(made)
    assert time.process_time() - start < 10
    assert shares(found)["holdout"] == pytest.approx(0.27, abs=0.005)
