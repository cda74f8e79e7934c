"""The grader `estimate`: amounts and units in every form, how near is near enough, and what a wrong one is called."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graders import estimate
from graders.estimate import units as estimate_units
from graders.estimate.quantities import amount_at, amounts
from graders.estimate.units import conversion
from repairloop import check_reference, get_grader, loose_probe
from repairloop.ground.errors import BadReference
from repairloop.ground.guard import GuardTimeout
from repairloop.records import Answer, Verdict
from repairloop.records.rows import dump

QUIET = settings(max_examples=100, deadline=None)
MOON = "384400 km"


def verdict(text: str, reference: Any = MOON, **more: Any) -> Verdict:
    return estimate.grade(text, reference, settings=more)


def raw(text: str, reference: Any = MOON, **more: Any) -> Verdict:
    return get_grader("estimate").grade(loose_probe("estimate", "", reference, more), Answer(probe_id="", text=text))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("384,400", 384400, None), ("384 400", 384400, None), ("384'400", 384400, None), ("0.5", 0.5, None), (".5", 0.5, None), ("1e9", 1e9, None),
        ("3.0E+05", 3e5, None), ("3.8 x 10^5", 3.8e5, None), ("3.8×10⁵", 3.8e5, None), ("3.8 \\times 10^{5}", 3.8e5, None), ("3.8*10**5", 3.8e5, None),
        ("10^5", 1e5, None), ("10⁻³", 1e-3, None), ("10**-7", 1e-7, None), ("1.2 million", 1.2e6, None), ("1.2M", 1.2e6, None), ("500k", 5e5, None),
        ("3bn", 3e9, None), ("4 hundred thousand", 4e5, None), ("2 and a half million", 2.5e6, None), ("half a million", 5e5, None),
        ("one and a half million", 1.5e6, None), ("a million and a half", 1.5e6, None), ("a quarter of a million", 2.5e5, None),
        ("three quarters of a billion", 7.5e8, None), ("three hundred and eighty-four thousand", 384000, None), ("a dozen", 12, None), ("ten", 10, None),
        ("-5", -5, None), ("−5", -5, None), ("minus 5", -5, None), ("about 5", 5, None), ("~5", 5, None), ("roughly half a billion", 5e8, None),
        ("on the order of 10^6", 1e6, None), ("$5 million", 5e6, None), ("5 ± 1", 5, None), ("approximately three thousand", 3000, None),
        ("300-400", 300, 400), ("300 to 400", 300, 400), ("between 300 and 400", 300, 400), ("300–400", 300, 400), ("300 km to 400 km", 300, 400),
        ("2-3 million", 2e6, 3e6), ("two to three million", 2e6, 3e6), ("between 1e5 and 10^6", 1e5, 1e6), ("from 5 to 10 thousand", 5e3, 1e4),
    ],
)  # fmt: skip
def test_amounts(text, low, high):
    folded = text.replace("−", "-").replace("–", "-")
    found = amount_at(folded, 0, len(folded))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, low if high is None else high))


@pytest.mark.parametrize("text", ["a few hundred", "hundreds of thousands", "several million", "12:30", "3,14", "x2", "3rd", "1/2", "a", "of", "5e400", "COVID-19", "9" * 500])  # fmt: skip
def test_what_is_no_amount(text):
    assert list(amounts(text, 0, len(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "384400 km", "384,400 kilometres", "384400km", "384400 KM", "about 3.8 x 10^5 km", "3.8e8 m", "380,000,000 metres", "238,900 miles", "0.00257 AU",
        "half a million km", "roughly four hundred thousand kilometers", "~400k km", "300 thousand km", "between 300,000 and 400,000 km",
        "350-400 thousand kilometers", "380,000 ± 5,000 km", "The answer is about 384,400 km.", "Answer: 4e5 km", "I estimate 400,000 km.",
        "Estimate: **400,000 km** away", "$3.844 \\times 10^5$ km", "\\boxed{384400 \\text{ km}}", "\\boxed{3.8\\times10^5\\,\\mathrm{km}}",
        "The Moon is 384,400 km away, which light covers in 1.3 seconds.", "300,000 km/s times 1.28 s = 384,000 km", "384,400 km (238,855 miles)",
        "The answer is 5 km. No wait: the answer is 400,000 km.", "1.2 billion feet", "More than 300,000 km.", "192200 km", "768800 km", "３８４４００ km",
    ],
)  # fmt: skip
def test_near_enough_in_many_forms(text):
    found = verdict(text)
    assert found.status == "pass", (found.error_class, found.evidence)
    assert found.span is not None
    assert text[slice(*found.span)] == found.extracted


@pytest.mark.parametrize(
    ("text", "error_class"),
    [
        ("384400 m", "scale_or_unit"), ("3844 km", "scale_or_unit"), ("3.8 million km", "scale_or_unit"), ("384400", "scale_or_unit"),
        ("Answer: 384,400", "scale_or_unit"), ("384400 kg", "scale_or_unit"), ("384400 km/h", "scale_or_unit"), ("384400 km per hour", "scale_or_unit"),
        ("384400 bananas", "scale_or_unit"), ("384400 in", "scale_or_unit"), ("-384400 km", "sign"), ("1,200,000 km", "wrong_value"), ("150000 km", "wrong_value"),
        ("between 1 and 1e9 km", "precision"), ("between 100,000 and 400,000 km", "precision"), ("between 1 and 2 km", "wrong_value"),
        ("384400 km or 5 km", "extra_items"), ("5 km, 50 km, 500000 km", "extra_items"), ("The answer is 400000 km or 4000 km", "extra_items"),
        ("", "empty"), ("Very far.", "no_answer_found"), ("a few hundred thousand km", "no_answer_found"), ("The answer is not 384400 km", "no_answer_found"),
        ("The answer is 384400 km? No, 5 km.", "scale_or_unit"), ("384400 km. Wait, no, 9 km", "wrong_value"), ("one of them", "no_answer_found"),
    ],
)  # fmt: skip
def test_wrong_answers_fail_with_their_class(text, error_class):
    found = verdict(text)
    assert (found.status, found.error_class) == ("fail", error_class), found.evidence


def test_factor_and_tolerance_are_inclusive():
    for value, near in ((50, True), (200, True), (49.9, False), (200.1, False)):
        assert (verdict(f"{value} g", "100 g").status == "pass") == near
    for value, near in ((10, True), (1000, True), (9.9, False), (1001, False)):
        assert (verdict(f"{value} g", "100 g", factor=10).status == "pass") == near
    for value, near in ((95, True), (105, True), (94.9, False), (105.1, False)):
        assert (verdict(f"{value} g", "100 g", tolerance=0.05).status == "pass") == near
    assert verdict("100 g", "100 g", tolerance=0).status == "pass"
    assert verdict("107 g", "100 g", tolerance=0.05).error_class == "precision"
    assert verdict("150 g", "100 g", tolerance=0.05).error_class == "wrong_value"
    assert verdict("1000 g", "100 g", tolerance=0.05).error_class == "scale_or_unit"


def test_units_of_every_kind():
    cases = [
        ("9.81 m/s^2", "9.8 m/s²"), ("9.81 m/s^2", "9.8 metres per second squared"), ("9.81 m/s^2", "9.8 m s^-2"), ("100 km/h", "62 mph"),
        ("100 km/h", "27.8 m/s"), ("27 °C", "300 K"), ("27 °C", "80 degrees Fahrenheit"), ("27 °C", "27 degrees Celsius"), ("300 K", "27°C"), ("300 K", "300K"),
        ("500 square kilometres", "500 km^2"), ("500 square kilometres", "5e8 square metres"), ("500 km²", "500 sq km"), ("9.46e12 km", "1 light year"),
        ("1 year", "365 days"), ("2000 kcal", "8.4 MJ"), ("60 %", "60 percent"), ("60 %", "60%"), ("1 litre", "1000 cm3"), ("70 kg", "154 lbs"),
    ]  # fmt: skip
    for reference, text in cases:
        found = verdict(text, reference, tolerance=0.05)
        assert found.status == "pass", (reference, text, found.evidence)
    for reference, text in (("27 °C", "27 °F"), ("60 %", "0.6"), ("100 km/h", "100 km"), ("500 km^2", "500 km")):
        assert verdict(text, reference, tolerance=0.05).status == "fail"


def test_what_is_counted_needs_no_pint(monkeypatch):
    monkeypatch.setattr(estimate_units, "guarded", None)
    people = {"value": 8.1e9, "unit": "people"}
    assert verdict("about 8 billion people", people).status == "pass"
    assert verdict("about 8 billion", people, unit_required=False).status == "pass"
    assert verdict("$1,100", "$1200").status == "pass"
    assert verdict("1100 dollars", "$1200").status == "pass"
    assert verdict("1,100 USD", "$1200").status == "pass"
    assert verdict("384,000 km", MOON).status == "pass"


def test_counted_things_by_their_last_word():
    tuners = {"value": 200, "unit": "piano tuners"}
    assert verdict("150 piano tuners", tuners).status == "pass"
    assert verdict("150 tuners", tuners).status == "pass"
    assert verdict("150 pianos", tuners).error_class == "scale_or_unit"
    assert verdict("8 billion", {"value": 8.1e9, "unit": "people"}).error_class == "scale_or_unit"


def test_whether_a_unit_is_required():
    assert verdict("384400", unit_required=False).status == "pass"
    assert verdict("384400 m", unit_required=False).error_class == "scale_or_unit"
    assert verdict("384400 km", {"value": 384400}).status == "pass"
    assert verdict("50%", {"value": 0.5}).status == "pass"
    assert verdict("50", {"value": 0.5}).error_class == "scale_or_unit"


def test_references_in_every_form():
    for reference in (
        MOON,
        {"value": 384400, "unit": "km"},
        {"value": "3.844e5", "unit": "km"},
        "384.4 thousand km",
        "3.844 x 10^8 m",
    ):
        assert verdict("390,000 km", reference).status == "pass"
        assert verdict("390 km", reference).status == "fail"


@pytest.mark.parametrize(
    ("reference", "more"),
    [
        (None, {}), ("", {}), ("far", {}), (["5 km"], {}), (5, {}), ({"unit": "km"}, {}), ({"value": "x"}, {}), ({"value": 0, "unit": "m"}, {}), ("0 km", {}),
        ({"value": float("nan")}, {}), ({"value": float("inf")}, {}), ({"value": True}, {}), ({"value": 10**400}, {}), ({"value": 5, "unit": 3}, {}),
        ({"value": "5 km", "unit": "km"}, {}), ({"value": 5, "units": "km"}, {}), ("between 3 and 5 km", {}), (MOON, {"factor": 2, "tolerance": 0.1}),
        (MOON, {"factor": 0.5}), (MOON, {"factor": "2"}), (MOON, {"tolerance": -1}), (MOON, {"tolerance": 1}), (MOON, {"unit_required": "yes"}),
        ({"value": 5}, {"unit_required": True}), (object(), {}), ({"value": [10**5000]}, {}),
    ],
)  # fmt: skip
def test_a_bad_reference_is_named_by_grade_and_gold(reference, more):
    probe = loose_probe("estimate", "", reference, more)
    with pytest.raises(BadReference, match="estimate: "):
        get_grader("estimate").gold(probe)
    with pytest.raises(BadReference, match="estimate: "):
        raw("5 km", reference, **more)
    assert check_reference(probe).error_class == "gold_unparseable"


def test_a_lookup_that_does_not_end_decides_nothing(monkeypatch):
    def stuck(*args: Any, seconds: float) -> Any:
        raise GuardTimeout("it took longer than 5 s")

    monkeypatch.setattr(estimate_units, "guarded", stuck)
    found = verdict("7 furlongs", "1400 m")
    assert (found.status, found.error_class) == ("ungradable", "grader_timeout")


def test_only_words_of_units_reach_pint():
    for text in ("__import__('os')", "km; import os", "km(1)", "{km}", "k.m", "m" * 200, "m^999999999", ""):
        assert conversion(text, "m") == "unknown"
    assert conversion("m^9", "m") == "mismatch"
    assert conversion("m", "one two three") == "counted"


VALUES = st.floats(1e-12, 1e15, allow_nan=False)
SPACE = st.text(" \n", max_size=3)
FRAMES = st.sampled_from(
    [
        "{}",
        "about {}",
        "The answer is {}.",
        "Answer: **{}**",
        "\\boxed{{{}}}",
        "I estimate {}.",
        "It should be roughly {} I think.",
    ]
)


@QUIET
@given(VALUES, st.floats(-3, 3), FRAMES, SPACE, SPACE)
def test_wording_and_space_change_nothing_and_the_factor_decides(value, power, frame, before, after):
    said = float(f"{value * 2**power:.12g}")
    assume(abs(abs(power) - 1) > 1e-6)
    found = verdict(before + frame.format(f"{said:.12g} km") + after, {"value": value, "unit": "km"})
    assert found.status == ("pass" if abs(power) < 1 else "fail"), found.evidence


@QUIET
@given(st.text(st.characters(exclude_categories=["N"]), max_size=300), st.sampled_from([MOON, {"value": 5}]))
def test_any_text_gets_a_verdict_and_none_passes_without_a_number(text, reference):
    found = raw(text, reference)
    dump(found)
    assert found.status == "fail"


@QUIET
@given(st.text(st.sampled_from("0123456789.,-+^eE×x $%°kmKM/*()~=\n⁰²⁵½\ud800"), max_size=60))
def test_signs_and_digits_in_any_order_never_raise(text):
    dump(raw(text, {"value": 5, "unit": ""}))
    dump(raw(text, {"value": 5, "unit": "things"}))


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "9 ",
        "1e9 ",
        "10^",
        "million ",
        "and ",
        "one ",
        "$",
        "-",
        "between 1 and ",
        "the answer is ",
        "\ud800",
        "± ",
    ],
)
def test_long_hostile_text_is_read_in_bounded_time(piece):
    assert raw(piece * (65_536 // len(piece)), {"value": 7e200, "unit": "things"}).status == "fail"
