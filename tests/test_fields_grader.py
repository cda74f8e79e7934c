"""The grader `fields`: what passes, what fails and why, and that no text can hurt it."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.fields import Fields
from graders.json_shape import check_schema, shape_errors
from graders.json_text import Number, find_json, json_values
from repairloop.plugins import check_grader, check_reference, get_grader, grade
from repairloop.records import ERROR_CLASSES, Answer, Probe, Verdict

NOTE = (
    "Hi all, the boat trip is on 4 May at 7.30 am, the dinner on 6 May. Tickets are with Ida Brandt "
    "(ida.brandt@halden.example), not with Karl Voss (karl@halden.example). Parcel 44-871 is here too."
)
EMAIL = {"value": "ida.brandt@halden.example"}
OTHERS = [{"email": "karl@halden.example"}]
FIELDS = {"value": {"date": "4 May", "email": "ida.brandt@halden.example"}}
NAMES = {"value": ["Ida Brandt", "Karl Voss"]}
ALL_CLASSES = {name for names in ERROR_CLASSES.values() for name in names}


def probe(reference: Any, **more: Any) -> Probe:
    return Probe(
        id="0" * 16, skill="text_extraction", area="text_extraction/one_field/contact", split="screen",
        messages=[{"role": "user", "content": "…"}], reference=reference, grader="fields",
        settings={"document": NOTE, **more},
    )  # fmt: skip


def ask(reference: Any, text: str, finish_reason: str = "stop", **more: Any) -> Verdict:
    return grade(probe(reference, **more), Answer(probe_id="0" * 16, text=text, finish_reason=finish_reason))


def test_its_own_examples() -> None:
    handler = get_grader("fields")
    checks = check_grader(handler, handler.examples())
    assert len(checks) > 60
    assert [c for c in checks if not c.passed] == []


def test_operators_named_after_a_class_are_given_that_class() -> None:
    handler = Fields()
    for example in handler.examples():
        for operator, text in handler.corrupt(example).items():
            verdict = grade(example, Answer(probe_id=example.id, text=text))
            if operator in ALL_CLASSES - {"wrong_value"}:
                assert verdict.error_class == operator, (operator, text, verdict)


@pytest.mark.parametrize(
    "text",
    [
        "ida.brandt@halden.example", " Ida.Brandt@Halden.example \n", '"ida.brandt@halden.example"',
        "**ida.brandt@halden.example**", "`ida.brandt@halden.example`.", "<ida.brandt@halden.example>",
        "ida.brandt@halden.example.", "```\nida.brandt@halden.example\n```",
        "[ida.brandt@halden.example](mailto:ida.brandt@halden.example)",
    ],
)  # fmt: skip
def test_a_value_alone_passes(text: str) -> None:
    assert ask(EMAIL, text).status == "pass"


@pytest.mark.parametrize(
    ("text", "error_class"),
    [
        ("The address is ida.brandt@halden.example.", "format_violation"),
        ("Email: ida.brandt@halden.example", "format_violation"),
        ("ida.brandt@halden.example\n\nIt stands in the second sentence.", "format_violation"),
        ('{"email": "ida.brandt@halden.example"}', "format_violation"),
        ("ida.brandt@halden.example karl@halden.example", "format_violation"),
        ("karl@halden.example", "distractor_chosen"),
        ("6 May", "wrong_value"),
        ("halden.example", "wrong_value"),
        ("ida.brant@halden.example", "wrong_value"),
        ("support@acme.example.com", "unsupported_entity"),
        ("Unknown", "false_abstention"),
        ("not stated.", "false_abstention"),
        (NOTE, "echoed_input"),
        ("Sure: " + NOTE, "echoed_input"),
        ("You asked me about the tickets and I have read the whole text for you now", "format_violation"),
        ("", "empty"),
        ("I'm sorry, I cannot help with that.", "refusal"),
        ("ida.brandt@halden.example\u202e", "format_violation"),
        ("ida.brandt@halden.examples", "wrong_value"),
    ],
)
def test_one_value_wrong(text: str, error_class: str) -> None:
    verdict = ask(EMAIL, text, distractors=OTHERS)
    assert (verdict.status, verdict.error_class) == ("fail", error_class), verdict.evidence
    assert verdict.evidence


def test_a_part_is_not_the_whole() -> None:
    assert ask({"value": "711"}, "11").status == "fail"
    assert ask({"value": "11"}, "711").error_class != "format_violation"
    assert ask({"value": "$70,000"}, "70").status == "fail"
    assert ask({"value": "-5"}, "5").status == "fail"


def test_unicode_and_spacing_are_normalised() -> None:
    assert ask({"value": "Zoë  Müller"}, "Zoe\u0308 Mu\u0308ller").status == "pass"
    assert ask({"value": "Room 4"}, "Room\u00a04").status == "pass"
    assert ask({"value": "Acme Inc."}, "Acme Inc").status == "pass"
    assert ask({"value": "Room 4"}, "Room 5").status == "fail"


@pytest.mark.parametrize(
    ("text", "status", "error_class"),
    [
        ("N/A", "pass", None), ("n/a.", "pass", None), ('"N/A"', "pass", None),
        ("none", "fail", "format_violation"), ("The text does not give it: N/A", "fail", "format_violation"),
        ("karl@halden.example", "fail", "missed_abstention"), ("Bergen", "fail", "missed_abstention"),
        ("{}", "fail", "missed_abstention"), ("?", "fail", "missed_abstention"),
    ],
)  # fmt: skip
def test_an_absent_value(text: str, status: str, error_class: str | None) -> None:
    verdict = ask({"value": None}, text, absent="N/A")
    assert (verdict.status, verdict.error_class) == (status, error_class)


@pytest.mark.parametrize(
    "text",
    [
        '{"date": "4 May", "email": "ida.brandt@halden.example"}',
        '{"email":"IDA.BRANDT@halden.example","date":"4  May"}',
        '```json\n{"date": "4 May", "email": "ida.brandt@halden.example"}\n```',
        'Here you go:\n{"date": "4 May", "email": "ida.brandt@halden.example"}\nAnything else?',
        'Draft: {"date": "6 May"}\nFinal: {"date": "4 May", "email": "ida.brandt@halden.example"}',
        'From [7.30] and {date}: {"date": "4 May", "email": "ida.brandt@halden.example"} [1]',
    ],
)
def test_json_is_found_where_it_stands(text: str) -> None:
    verdict = ask(FIELDS, text)
    assert verdict.status == "pass", verdict
    assert verdict.span is not None
    assert text[slice(*verdict.span)] == verdict.extracted
    assert [c.name for c in verdict.checks if c.passed] == ["json", "shape", "date", "email"]


def _object(**fields: Any) -> str:
    return json.dumps({"date": "4 May", "email": "ida.brandt@halden.example"} | fields)


@pytest.mark.parametrize(
    ("text", "error_class"),
    [
        ("4 May, ida.brandt@halden.example", "format_violation"),
        ("{'date': '4 May', 'email': 'ida.brandt@halden.example'}", "format_violation"),
        (_object()[:-1], "format_violation"),
        ('{"answer": ' + _object(), "format_violation"),
        (_object() + _object(date="6 May"), "wrong_value"),
        ('{"date": "4 May"}', "schema_invalid"),
        (_object(place="Oslo"), "schema_invalid"),
        (_object(date=["4 May"]), "schema_invalid"),
        (_object(date={"day": 4}), "schema_invalid"),
        ("[" + _object() + "]", "schema_invalid"),
        (_object()[:-1] + ', "date": "4 May"}', "schema_invalid"),
        (_object(email="karl@halden.example"), "distractor_chosen"),
        (_object(email=None), "false_abstention"),
        (_object(email="4 May"), "wrong_value"),
        (_object(email="ola@fjord.example.org"), "unsupported_entity"),
        (_object(email="the address ida.brandt@halden.example"), "format_violation"),
        (NOTE, "echoed_input"),
    ],
)
def test_several_fields_wrong(text: str, error_class: str) -> None:
    verdict = ask(FIELDS, text, distractors=OTHERS)
    assert (verdict.status, verdict.error_class) == ("fail", error_class), verdict


def test_one_wrong_field_shows_in_its_check() -> None:
    verdict = ask(FIELDS, _object(email="karl@halden.example"), distractors=OTHERS)
    assert {c.name: c.passed for c in verdict.checks} == {"json": True, "shape": True, "date": True, "email": False}


def test_the_first_class_in_the_order_of_classes_wins() -> None:
    verdict = ask(FIELDS, _object(email=None, date="6 May", place="x"))
    assert verdict.error_class == "schema_invalid"
    assert ask(FIELDS, _object(email=None, date="6 May")).error_class == "wrong_value"


@pytest.mark.parametrize(
    ("token", "given", "error_class"),
    [
        ("null", None, None), ("null", "null", "schema_invalid"), ("null", "6 May", "missed_abstention"),
        ("N/A", "n/a", None), ("N/A", None, "schema_invalid"), ("N/A", "none", "format_violation"),
    ],
)  # fmt: skip
def test_absent_fields(token: str, given: Any, error_class: str | None) -> None:
    text = json.dumps({"date": "4 May", "phone": given})
    verdict = ask({"value": {"date": "4 May", "phone": None}}, text, absent=token)
    assert verdict.error_class == error_class


SCHEMA = {
    "type": "object",
    "properties": {"count": {"type": "integer"}, "total": {"type": "number"}, "note": {"type": ["string", "null"]}},
    "required": ["count"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("text", "error_class"),
    [
        ('{"count": 3, "total": 2.50, "note": null}', None),
        ('{"count": 3, "total": 2.5}', None),
        ('{"count": 3}', "schema_invalid"),
        ('{"total": 2.5}', "schema_invalid"),
        ('{"count": "3", "total": 2.5}', "schema_invalid"),
        ('{"count": 3.0, "total": 2.5}', "schema_invalid"),
        ('{"count": 3, "total": 2.5, "extra": 1}', "schema_invalid"),
        ('{"count": 4, "total": 2.5}', "wrong_value"),
        ('{"count": 3, "total": true}', "schema_invalid"),
        ('{"count": 3, "total": NaN}', "format_violation"),
        ('{"count": 3, "total": 1e9999999}', "wrong_value"),
    ],
)
def test_a_schema_is_kept(text: str, error_class: str | None) -> None:
    reference = {"value": {"count": 3, "total": 2.5, "note": None}, "schema": SCHEMA}
    assert ask(reference, text).error_class == error_class


def test_without_a_schema_a_number_and_its_digits_are_the_same() -> None:
    assert ask({"value": {"n": "483"}}, '{"n": 483}').status == "pass"
    assert ask({"value": {"n": 483}}, '{"n": "483"}').status == "pass"
    assert ask({"value": {"n": "4.50"}}, '{"n": 4.5}').status == "fail"
    assert ask({"value": {"n": True}}, '{"n": "true"}').error_class == "schema_invalid"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("json", '["Ida Brandt", "Karl Voss"]'), ("json", 'They are: ["Karl Voss", "Ida Brandt"]'),
        ("json", '```json\n["Ida Brandt",\n "Karl Voss"]\n```'),
        ("lines", "Ida Brandt\nKarl Voss"), ("lines", "- Karl Voss\n- Ida Brandt\n"), ("lines", "1. Ida Brandt\n\n2. Karl Voss"),
        ("commas", "Ida Brandt, Karl Voss"), ("commas", "Karl Voss,Ida Brandt."), ("commas", '"Ida Brandt", "Karl Voss"'),
    ],
)  # fmt: skip
def test_lists_in_their_form(form: str, text: str) -> None:
    assert ask(NAMES, text, form=form).status == "pass"


@pytest.mark.parametrize(
    ("form", "text", "error_class"),
    [
        ("json", "Ida Brandt, Karl Voss", "format_violation"),
        ("json", '{"names": ["Ida Brandt", "Karl Voss"]}', "format_violation"),
        ("json", '[["Ida Brandt", "Karl Voss"]]', "format_violation"),
        ("lines", "Ida Brandt, Karl Voss", "format_violation"),
        ("lines", "Here they are:\nIda Brandt\nKarl Voss", "format_violation"),
        ("commas", "Ida Brandt\nKarl Voss", "format_violation"),
        ("commas", "Ida Brandt and Karl Voss", "format_violation"),
        ("commas", '["Ida Brandt", "Karl Voss"]', "format_violation"),
        ("lines", "Ida Brandt", "incomplete_set"),
        ("lines", "Ida Brandt\nKarl Voss\nIda Brandt", "extra_items"),
        ("lines", "Ida Brandt\nKarl Voss\nboat trip", "extra_items"),
        ("lines", "Ida Brandt\nKarl Voss\nOla Nordmann", "unsupported_entity"),
        ("lines", "Ida Brandt\nboat trip", "wrong_value"),
        ("commas", "Ida Brandt, dinner", "distractor_chosen"),
        ("lines", "none", "false_abstention"),
        ("json", "[]", "incomplete_set"),
        ("lines", NOTE, "echoed_input"),
    ],
)
def test_lists_wrong(form: str, text: str, error_class: str) -> None:
    verdict = ask(NAMES, text, form=form, distractors=[{"name": "dinner"}])
    assert (verdict.status, verdict.error_class) == ("fail", error_class), verdict


def test_order_counts_where_it_was_asked_for() -> None:
    turned = "Karl Voss\nIda Brandt"
    assert ask(NAMES, turned, form="lines").status == "pass"
    assert ask(NAMES, turned, form="lines", ordered=True).error_class == "wrong_order"


@pytest.mark.parametrize(
    ("reference", "more"),
    [
        (None, {}), ({}, {}), ({"value": 5}, {}), ({"value": ""}, {}), ({"value": None}, {}), ({"value": []}, {}),
        ({"value": {}}, {}), ({"value": {"a": []}}, {}), ({"value": ["a", "A"]}, {}), ({"value": "none"}, {}),
        ({"value": ["a, b"]}, {"form": "commas"}), ({"value": "a"}, {"form": "json"}), ({"value": ["a"]}, {"form": "table"}),
        ({"value": {"a": 1}, "schema": {"pattern": "x"}}, {}), ({"value": {"a": 1}, "schema": {"type": "int"}}, {}),
        ({"value": {"a": 1}, "schema": {"properties": {"a": {"type": "string"}}}}, {}),
    ],
)  # fmt: skip
def test_a_bad_reference_is_ungradable(reference: Any, more: dict[str, Any]) -> None:
    verdict = check_reference(probe(reference, **more))
    assert (verdict.status, verdict.error_class) == ("ungradable", "gold_unparseable")


def test_schema_subset() -> None:
    check_schema(SCHEMA)
    assert shape_errors({"count": Number("3")}, SCHEMA) == []
    assert shape_errors(["a", Number("1")], {"type": "array", "items": {"type": "string"}, "minItems": 3}) != []
    assert shape_errors("x", {"enum": ["y", "z"]}) == ["the answer is none of the 2 allowed values"]
    with pytest.raises(ValueError, match="not supported"):
        check_schema({"properties": {"a": {"$ref": "#"}}})


def test_finding_json() -> None:
    assert [v.value for v in json_values('a [1] b {"x": [2]} c')] == [["1"], {"x": ["2"]}]
    found = find_json('{"a": "1"} ["b"]', dict)
    assert found is not None
    assert found.value == {"a": "1"}
    assert find_json('{"a": ["b"]', list) is None
    doubled = find_json('{"a": "1", "a": "2"}', dict)
    assert doubled is not None
    assert doubled.doubled == ("a",)


HOSTILE = {
    "deep": "[" * 65_000, "deep objects": '{"a":' * 20_000, "deep and closed": "[" * 30_000 + "]" * 30_000,
    "brackets": "{[" * 32_000, "lists": "[1," * 21_000, "marks": "a" + "\u0301\u0327" * 30_000, "commas": "," * 65_000,
    "lines": "a\n" * 32_000, "fences": "```" * 21_000, "quotes": '"' * 65_000, "bullets": "- " * 32_000, "digits": "9" * 65_000,
    "big number": '{"date": ' + "9" * 60_000 + "}", "megabyte": "x y " * 300_000, "bidi": "\u202e\u2066" * 20_000,
    "surrogate": '{"date": "\\ud800", "email": "\\udfff", "\\ud800": 1}', "nul": "\x00" * 65_000, "names": "Ida Brandt " * 5_000,
    "keys": "{" + ",".join(f'"k{i}": 1' for i in range(6_000)) + ', "k1": 2}', "links": "[](" * 21_000,
    "nested": '{"date": ' + "[" * 900 + "]" * 900 + "}",
}  # fmt: skip
REFERENCES: list[tuple[Any, dict[str, Any]]] = [
    (EMAIL, {"distractors": OTHERS}), ({"value": None}, {"absent": "N/A"}), (FIELDS, {}),
    ({"value": {"n": 3, "s": None}, "schema": {"type": "object"}}, {}),
    (NAMES, {"form": "json"}), (NAMES, {"form": "lines", "ordered": True}), (NAMES, {"form": "commas"}),
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_fails_fast(name: str) -> None:
    for reference, more in REFERENCES:
        started = time.process_time()
        verdict = ask(reference, HOSTILE[name], **more)
        assert time.process_time() - started < 2
        assert verdict.status == "fail", (reference, verdict)
        assert verdict.error_class in ALL_CLASSES
        json.loads(verdict.model_dump_json())


PIECES = st.sampled_from(
    ["Ida Brandt", "Karl Voss", "4 May", "{", "}", "[", "]", '"', ":", ",", "\n", "date", "null", "N/A", "\\u"]
)
TEXT = st.one_of(st.text(max_size=200), st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=20).map("".join))


@settings(max_examples=150, deadline=None)
@given(text=TEXT, case=st.sampled_from(REFERENCES), finish=st.sampled_from(["stop", "length"]))
def test_any_text_gets_a_verdict(text: str, case: tuple[Any, dict[str, Any]], finish: str) -> None:
    reference, more = case
    verdict = ask(reference, text, finish, **more)
    assert verdict.status in ("pass", "fail"), verdict
    assert (verdict.error_class is None) == (verdict.status == "pass")
    assert verdict.error_class is None or verdict.error_class in ALL_CLASSES
    assert verdict == ask(reference, text, finish, **more).model_copy(update={"elapsed_ms": verdict.elapsed_ms})


@settings(max_examples=100, deadline=None)
@given(value=st.text(min_size=1, max_size=60), more=st.text(max_size=20))
def test_gold_passes_wherever_the_reference_is_sound(value: str, more: str) -> None:
    for right in (value, {"a": value, "b": "x"}, [value]):
        example = probe({"value": right}, document=f"{more}{value} and so on" * 3)
        try:
            Fields().gold(example)
        except ValueError:
            continue
        assert check_reference(example).status == "pass"
        for operator, text in Fields().corrupt(example).items():
            verdict = grade(example, Answer(probe_id=example.id, text=text))
            assert verdict.status == "fail", (operator, text, verdict)
