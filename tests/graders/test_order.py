"""The grader `order`: lists and pairs in every form, partial evidence, and what a wrong one is called."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders import order
from repairloop import check_reference, get_grader, loose_probe
from repairloop.ground.errors import BadReference
from repairloop.records import Answer, Verdict
from repairloop.records.rows import dump

QUIET = settings(max_examples=100, deadline=None)
PLANETS = ["Mercury", "Venus", "Earth"]
LABELS = {"Mercury": "C", "Venus": "A", "Earth": "B"}
CAPITALS = {"matching": {"Oslo": "Norway", "Rome": "Italy", "Lima": "Peru"}}
BOTH_LABELS = {"Oslo": "1", "Rome": "2", "Lima": "3", "Norway": "C", "Italy": "A", "Peru": "B"}


def verdict(text: str, reference: Any = PLANETS, **more: Any) -> Verdict:
    return order.grade(text, reference, settings=more)


def raw(text: str, reference: Any = PLANETS, **more: Any) -> Verdict:
    return get_grader("order").grade(loose_probe("order", "", reference, more), Answer(probe_id="", text=text))


@pytest.mark.parametrize(
    "text",
    [
        "Mercury, Venus, Earth", "mercury,venus,earth.", "Mercury; Venus; Earth", "Mercury, Venus and Earth", "Mercury, Venus, and Earth.",
        "Mercury > Venus > Earth", "Mercury → Venus → Earth", "Mercury -> Venus -> Earth", "Mercury < Venus < Earth", "Mercury | Venus | Earth",
        "Mercury then Venus then Earth", "First Mercury, then Venus, finally Earth.", "Mercury is first, Venus is second, and Earth is last.",
        "Mercury\nVenus\nEarth", "1. Mercury\n2. Venus\n3. Earth", "1) Mercury\n2) Venus\n3) Earth", "- Mercury\n- Venus\n- Earth",
        "* Mercury\n\n* Venus\n\n* Earth", "• Mercury\n• Venus\n• Earth", "1) Mercury 2) Venus 3) Earth", "1. Mercury, 2. Venus, 3. Earth",
        "**1. Mercury**\n**2. Venus**\n**3. Earth**", "1. **Mercury** - nearest\n2. **Venus**: next\n3. **Earth** (home)",
        "1. Mercury, which is nearest\n2. Venus, the next one\n3. Earth, as we know", "a) Mercury\nb) Venus\nc) Earth",
        '["Mercury", "Venus", "Earth"]', '```json\n["Mercury", "Venus", "Earth"]\n```', "['Mercury', 'Venus', 'Earth']",
        '{"order": ["Mercury", "Venus", "Earth"]}', '{"1": "Mercury", "2": "Venus", "3": "Earth"}', '[\n  "Mercury",\n  "Venus",\n  "Earth"\n]',
        "The order is Mercury, Venus, Earth.", "The order is: Mercury, Venus, and Earth. Mercury is hot, Venus too.", "Answer: Mercury, Venus, Earth",
        "From nearest to farthest: Mercury, Venus, Earth", "Sure! Here you are:\n\n1. Mercury\n2. Venus\n3. Earth\n\nI hope it helps.",
        "The planets are Earth, Venus, Mercury.\n\nAnswer: Mercury, Venus, Earth", "Mercury, Earth, Venus\nNo, better:\nMercury, Venus, Earth",
        "Answer: Mercury, Venus, Earth\n\nWhy:\n- Earth: far\n- Venus: near\n- Mercury: nearer", "**Mercury**, **Venus**, **Earth**",
    ],
)  # fmt: skip
def test_the_right_order_in_many_forms(text):
    found = verdict(text)
    assert found.status == "pass", (found.error_class, found.evidence)
    assert found.span is not None
    assert text[slice(*found.span)] == found.extracted


@pytest.mark.parametrize(
    ("text", "error_class"),
    [
        ("Venus, Mercury, Earth", "wrong_order"), ("1. Earth\n2. Venus\n3. Mercury", "wrong_order"), ("Earth > Venus > Mercury", "wrong_order"),
        ("Mercury, Venus, Earth\n\nNo: Earth, Venus, Mercury", "wrong_order"), ('["Venus", "Mercury", "Earth"]', "wrong_order"),
        ("Mercury, Venus", "incomplete_set"), ('["Mercury", "Venus"', "incomplete_set"), ("1. Mercury\n2. Venus", "incomplete_set"),
        ("Mercury, Venus, Earth, Mars", "extra_items"), ("Mercury, Venus, Earth, Mercury", "extra_items"),
        ("Mercury, Venus, Earth or Earth, Venus, Mercury", "extra_items"), ("Mercury, Venus, Mars", "off_label"),
        ("\n".join(", ".join(o) for o in permutations(PLANETS)), "extra_items"),
        ("Mercury comes somewhat nearer than Venus, and Earth too", "format_violation"), ("Mercury < Venus > Earth", "format_violation"),
        ("The order is not Mercury, Venus, Earth.", "format_violation"), ("", "empty"), ("I do not know.", "no_answer_found"),
        ("one, two, three", "no_answer_found"), ("mercuryvenusearth", "no_answer_found"),
    ],
)  # fmt: skip
def test_wrong_answers_fail_with_their_class(text, error_class):
    found = verdict(text)
    assert (found.status, found.error_class) == ("fail", error_class), found.evidence


def test_distractors_and_aliases():
    more = {"items": [*PLANETS, "Pluto", "Moon"], "aliases": {"Earth": ["Terra", "the blue planet"]}}
    assert verdict("Mercury, Venus, Terra", **more).status == "pass"
    assert verdict("1. Mercury\n2. Venus\n3. The blue planet", **more).status == "pass"
    assert verdict("Mercury, Venus, Earth, Pluto", **more).error_class == "extra_items"
    assert verdict("Mercury, Venus, Pluto", **more).error_class == "incomplete_set"
    assert verdict("Mercury, Venus, Earth, Vulcan", **more).error_class == "off_label"
    assert verdict("Earth, Venus, Mercury", **more).error_class == "wrong_order"


@pytest.mark.parametrize("text", ["CAB", "cab.", "C A B", "C-A-B", "(C) (A) (B)", "C, A, B", "C > A > B", "(C), (A), (B)", "1. C\n2. A\n3. B",
                                  "Answer: C, A, B", "The order is C, A, B.", "C) Mercury\nA) Venus\nB) Earth", "Mercury, Venus, Earth",
                                  "C. Mercury\nA. Venus\nB. Earth", "Option C, option A, option B"])  # fmt: skip
def test_labels(text):
    assert verdict(text, labels=LABELS).status == "pass"


@pytest.mark.parametrize(
    ("text", "error_class"),
    [("CBA", "wrong_order"), ("CA", "incomplete_set"), ("CAX", "off_label"), ("CABA", "extra_items"), ("A cab", "no_answer_found"),
     ("Take a cab and be quick.", "no_answer_found"), ("A) Mercury\nC) Venus\nB) Earth", "format_violation")],
)  # fmt: skip
def test_wrong_labels(text, error_class):
    found = verdict(text, labels=LABELS)
    assert (found.status, found.error_class) == ("fail", error_class), found.evidence


def test_names_with_separators_in_them():
    steps = ["boil water, slowly", "salt and pepper", "serve"]
    assert verdict("boil water, slowly, salt and pepper, serve", steps).status == "pass"
    assert verdict("1. Boil water, slowly\n2. Salt and pepper\n3. Serve", steps).status == "pass"
    assert verdict("serve, salt and pepper and boil water, slowly", steps).error_class == "wrong_order"
    assert verdict("-5, 0.5, 1,000", ["-5", "0.5", "1,000"]).status == "pass"
    assert verdict("5, 0.5, 1,000", ["-5", "0.5", "1,000"]).status == "fail"
    assert verdict("[3, 10, 25]", ["3", "10", "25"]).status == "pass"
    assert verdict("3 10 25", ["3", "10", "25"]).status == "pass"
    assert verdict("10 3 25", ["3", "10", "25"]).error_class == "wrong_order"


def test_partial_evidence():
    found = verdict("A, C, B, D", ["A", "B", "C", "D"])
    assert found.evidence == "Kendall tau distance 1 of 6, longest run in order 1 of 4."
    assert [check.passed for check in found.checks] == [True, False, False, True]
    found = verdict("B, C, D, A", ["A", "B", "C", "D"])
    assert found.evidence == "Kendall tau distance 3 of 6, longest run in order 3 of 4."
    found = verdict("A, B", ["A", "B", "C", "D"])
    assert found.evidence == 'Missing: "C", "D". Kendall tau distance 0 of 1, longest run in order 2 of 4.'


@pytest.mark.parametrize(
    "text",
    [
        "Oslo - Norway\nRome - Italy\nLima - Peru", "Lima: Peru\nOslo: Norway\nRome: Italy", "Oslo → Norway; Rome → Italy; Lima → Peru",
        "Oslo = Norway, Rome = Italy, Lima = Peru", "1. Oslo - Norway\n2. Rome - Italy\n3. Lima - Peru", "**Oslo**: Norway\n**Rome**: Italy\n**Lima**: Peru",
        '{"Oslo": "Norway", "Rome": "Italy", "Lima": "Peru"}', "| City | Country |\n|---|---|\n| Oslo | Norway |\n| Rome | Italy |\n| Lima | Peru |",
        "Oslo goes with Norway, Rome goes with Italy and Lima goes with Peru.", "Oslo is matched with Norway\nRome is matched with Italy\nLima is matched with Peru",
        "1-C, 2-A, 3-B", "1C, 2A, 3B", "1C 2A 3B", "Answer: 1-C, 2-A, 3-B", "1. C\n2. A\n3. B", "1: C\n2: A\n3: B", "1 → C\n3 → B\n2 → A",
        "Oslo - Peru, maybe?\nLet me see.\n\nAnswer:\nOslo - Norway\nRome - Italy\nLima - Peru", '```json\n{"1": "C", "2": "A", "3": "B"}\n```',
        '{"matching": {"Oslo": "Norway", "Rome": "Italy", "Lima": "Peru"}}',
    ],
)  # fmt: skip
def test_the_right_pairs_in_many_forms(text):
    found = verdict(text, CAPITALS, labels=BOTH_LABELS)
    assert found.status == "pass", (found.error_class, found.evidence)


@pytest.mark.parametrize(
    ("text", "error_class"),
    [
        ("Oslo - Italy\nRome - Norway\nLima - Peru", "wrong_order"), ("1-A, 2-C, 3-B", "wrong_order"), ("Oslo - Norway\nRome - Italy", "incomplete_set"),
        ("Oslo - Norway\nRome - Norway\nLima - Peru", "wrong_value"), ("Oslo - Norway\nRome - Italy\nLima - Chile", "distractor_chosen"),
        ("Oslo - Norway\nRome - Italy\nLima - Atlantis", "off_label"), ("Oslo - Norway\nOslo - Peru\nRome - Italy\nLima - Peru", "extra_items"),
        ("Oslo - Norway or Italy\nRome - Italy\nLima - Peru", "extra_items"), ("Oslo and Rome, Norway and Italy", "format_violation"),
        ('{"Oslo": "Norway", "Rome": "Italy", "Lima": "Peru", "Bonn": "Germany"}', "extra_items"), ("No idea.", "no_answer_found"), ("", "empty"),
    ],
)  # fmt: skip
def test_wrong_pairs_fail_with_their_class(text, error_class):
    found = verdict(text, CAPITALS, labels=BOTH_LABELS, items=["Norway", "Italy", "Peru", "Chile"])
    assert (found.status, found.error_class) == ("fail", error_class), found.evidence


@pytest.mark.parametrize(
    ("reference", "more"),
    [
        (None, {}), ("A, B", {}), ([], {}), (["A", 3], {}), (["A", "A"], {}), (["A", ""], {}), (["A\nB"], {}), (["A", "a"], {}), (["\ud800"], {}),
        ({"matching": {}}, {}), ({"matching": ["A"]}, {}), ({"matching": {"A": 3}}, {}), ({"pairs": {"A": "B"}}, {}), ([str(n) for n in range(101)], {}),
        (["A", "B"], {"items": ["A"]}), (["A", "B"], {"items": "AB"}), (["A", "B"], {"aliases": {"A": "x"}}), (["A", "B"], {"aliases": {"C": ["x"]}}),
        (["A", "B"], {"aliases": {"A": ["x"], "B": ["X"]}}), (["A", "B"], {"labels": {"A": "1", "B": "1"}}), (["A", "B"], {"labels": ["1", "2"]}),
        (["A", "B"], {"labels": {"A": "B"}}), (object(), {}),
    ],
)  # fmt: skip
def test_a_bad_reference_is_named_by_grade_and_gold(reference, more):
    probe = loose_probe("order", "", reference, more)
    with pytest.raises(BadReference, match="order: "):
        get_grader("order").gold(probe)
    with pytest.raises(BadReference, match="order: "):
        raw("A, B", reference, **more)
    assert check_reference(probe).error_class == "gold_unparseable"


FORMS = st.sampled_from([
    ", ".join, "\n".join, " > ".join, " → ".join, "; ".join, " then ".join,
    lambda items: "\n".join(f"{n}. {item}" for n, item in enumerate(items, 1)),
    lambda items: "\n".join(f"- **{item}**" for item in items),
    lambda items: "[" + ", ".join(f'"{item}"' for item in items) + "]",
])  # fmt: skip
FRAMES = st.sampled_from(
    ["{}", "\n\n{}  \n", "Answer:\n{}", "Here you are:\n\n{}\n\nI hope it helps.", "```\n{}\n```", "The order is:\n{}"]
)
WORDS = ["Mercury", "salt and pepper", "New York", "-5", "Venus, the bright", "x"]


@QUIET
@given(st.permutations(WORDS), st.integers(2, 6), st.booleans(), FORMS, FRAMES, st.randoms(use_true_random=False))
def test_the_form_and_the_wording_around_change_nothing(items, size, shuffled, form, frame, rng):
    wanted = items[:size]
    given_order = rng.sample(wanted, size) if shuffled else wanted
    found = verdict(frame.format(form(given_order)), wanted)
    assert found.status == ("pass" if given_order == wanted else "fail"), found.evidence
    assert found.error_class in (None, "wrong_order")


@QUIET
@given(
    st.permutations(list(CAPITALS["matching"].items())), st.sampled_from(["{} - {}", "{}: {}", "{} → {}", "- {} = {}"])
)
def test_the_order_of_pairs_is_free(pairs, form):
    assert verdict("\n".join(form.format(*pair) for pair in pairs), CAPITALS).status == "pass"


@QUIET
@given(st.text(st.characters(), max_size=300), st.sampled_from([PLANETS, CAPITALS]))
def test_any_text_gets_a_verdict_and_none_passes_without_the_items(text, reference):
    found = raw(text, reference)
    dump(found)
    assert found.status == "fail"


@QUIET
@given(st.lists(st.sampled_from(["Mercury", "Venus", "Earth", ",", ">", "<", "-", "1.", "2.", "\n", "or", "not", "[", "]", '"', "{", "Answer:", "C", "A"]), max_size=20))  # fmt: skip
def test_pieces_of_answers_in_any_order_never_raise(pieces):
    text = " ".join(pieces)
    for reference in (PLANETS, {"matching": {"Mercury": "Venus", "Earth": "C"}}):
        found = raw(text, reference)
        assert found.status == "fail" or "Earth" in text


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        '{"a":',
        "Mercury, ",
        "Mercury > ",
        "1. Mercury ",
        "- Mercury\n",
        "\n",
        "order is ",
        "-",
        "1-",
        "\ud800",
        "C-",
    ],
)
@pytest.mark.parametrize(
    "reference", [PLANETS, CAPITALS, [f"a, {n} and b" for n in range(100)]], ids=["list", "pairs", "long"]
)
def test_long_hostile_text_is_read_in_bounded_time(piece, reference):
    assert raw(piece * (65_536 // len(piece)), reference).status == "fail"
