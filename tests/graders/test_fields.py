"""The grader `fields`: what passes, what fails and why, and that no text can hurt it."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders import fields
from graders.fields import Fields
from graders.fields.json_schema import check_schema, problems
from graders.shared.json_text import find_json, json_values
from repairloop import BadReference, check_reference, grade, loose_probe
from repairloop.records import ERROR_CLASSES, Answer, Probe, Verdict
from repairloop.records.rows import dump

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
        (_object() + _object(date="6 May"), "format_violation"),
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
        ('{"count": 3, "total": 1e9999999}', "schema_invalid"),
    ],
)
def test_a_schema_is_kept(text: str, error_class: str | None) -> None:
    reference = {"value": {"count": 3, "total": 2.5, "note": None}, "schema": SCHEMA}
    assert ask(reference, text).error_class == error_class


ORDER_SCHEMA = {
    "type": "object",
    "properties": {
        "number": {"type": "string", "pattern": "^[A-Z]{2}-[0-9]+$"},
        "total": {"type": "number", "minimum": 0, "multipleOf": 0.01},
        "paid": {"type": "boolean"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}},
        "note": {"type": ["string", "null"]},
    },
    "required": ["number"],
    "$defs": {
        "line": {
            "type": "object", "required": ["item"], "additionalProperties": False,
            "properties": {"item": {"type": "string"}, "count": {"type": "integer", "maximum": 99}},
        }
    },
}  # fmt: skip
ORDER = {
    "number": "AB-12", "total": 19.99, "paid": True, "tags": ["urgent", "gift", "urgent"],
    "lines": [{"item": "Oats", "count": 2}, {"item": "Rye", "count": 1}],
}  # fmt: skip
ORDER_REFERENCE = {"schema": ORDER_SCHEMA, "value": ORDER}


def changed(**fields: Any) -> str:
    return json.dumps({name: value for name, value in (ORDER | fields).items() if value is not ...})


@pytest.mark.parametrize(
    "text",
    [
        changed(), f"```json\n{changed()}\n```", f"Here it is:\n\n{changed()}\nThat is all.", changed(note=None),
        changed(total=19.990), changed(number='ab-12 '.upper().strip()), changed(tags=["gift", "urgent", "urgent"]),
        changed(lines=[{"count": 1, "item": "rye"}, {"item": "OATS", "count": 2}]), changed(sender=None),
        "Draft: " + changed(total=1) + " Final: " + changed(),
    ],
)  # fmt: skip
def test_a_schema_with_an_expected_value(text: str) -> None:
    verdict = grade(loose(ORDER_REFERENCE), Answer(probe_id="", text=text))
    assert verdict.status == "pass", verdict
    assert "tags: precision 1.00, recall 1.00, F1 1.00" in verdict.evidence
    assert verdict.span is not None
    assert json.loads(text[slice(*verdict.span)])["number"] == "AB-12"


@pytest.mark.parametrize(
    ("text", "error_class"),
    [
        (changed(number="AB12"), "schema_invalid"), (changed(total=19.995), "schema_invalid"),
        (changed(total="19.99"), "schema_invalid"), (changed(total=-19.99), "schema_invalid"),
        (changed(lines=[{"item": "Oats", "count": 2, "x": 1}]), "schema_invalid"),
        (changed(lines=[{"count": 2}]), "schema_invalid"), (changed(paid=...), "schema_invalid"),
        (changed(total=20.99), "wrong_value"), (changed(paid=False), "wrong_value"), (changed(total=199.9), "scale_or_unit"),
        (changed(tags=["urgent", "gift"]), "incomplete_set"), (changed(tags=[]), "incomplete_set"),
        (changed(tags=["urgent", "gift", "urgent", "red"]), "extra_items"),
        (changed(tags=["urgent", "red", "blue"]), "wrong_value"),
        (changed(lines=[{"item": "Oats", "count": 3}, {"item": "Rye", "count": 1}]), "wrong_value"),
        (changed(note="Leave it at the door"), "extra_items"), (changed(customer="Ola"), "extra_items"),
        (changed(tags=None), "schema_invalid"), (changed()[:-1], "format_violation"), ("AB-12", "format_violation"),
        ("7", "schema_invalid"), (f"[{changed()}]", "schema_invalid"), ("{}", "schema_invalid"),
        (changed()[:-1] + ', "paid": true}', "schema_invalid"), ("true", "schema_invalid"),
    ],
)  # fmt: skip
def test_a_schema_with_an_expected_value_wrong(text: str, error_class: str) -> None:
    verdict = grade(loose(ORDER_REFERENCE), Answer(probe_id="", text=text))
    assert (verdict.status, verdict.error_class) == ("fail", error_class), verdict
    assert verdict.evidence


def loose(reference: Any, **more: Any) -> Probe:
    return loose_probe("fields", "", reference, more)


def test_the_f1_of_each_list_stands_in_the_evidence() -> None:
    verdict = fields.grade(changed(tags=["urgent", "red"], lines=ORDER["lines"][:1]), ORDER_REFERENCE)
    assert "tags: precision 0.50, recall 0.33, F1 0.40" in verdict.evidence
    assert "lines: precision 1.00, recall 0.50, F1 0.67" in verdict.evidence
    verdict = fields.grade(
        "oats\nrye\nmaize", {"value": ["oats", "rye", "spelt", "barley"]}, settings={"form": "lines"}
    )
    assert "precision 0.67, recall 0.50, F1 0.57" in verdict.evidence


def test_order_of_json_lists_counts_where_it_was_asked_for() -> None:
    turned, reference = "[3, 1, 2]", {"schema": {"type": "array"}, "value": [1, 2, 3]}
    assert fields.grade(turned, reference).status == "pass"
    assert fields.grade(turned, reference, settings={"ordered": True}).error_class == "wrong_order"
    nested = {"schema": {}, "value": {"a": [[1, 2], [3]]}}
    assert fields.grade('{"a": [[3], [2, 1]]}', nested).status == "pass"
    assert fields.grade('{"a": [[3], [2, 1]]}', nested, settings={"ordered": True}).error_class != "pass"


@pytest.mark.parametrize(
    ("settings", "given", "error_class"),
    [
        ({}, {"a": "x", "b": None}, None), ({}, {"a": "x"}, None), ({}, {"a": "x", "b": "none"}, "schema_invalid"),
        ({}, {"a": "x", "b": "y"}, "missed_abstention"), ({}, {"a": None, "b": None}, "false_abstention"),
        ({"absent": "N/A"}, {"a": "x", "b": "n/a"}, None), ({"absent": "N/A"}, {"a": "x"}, None),
        ({"absent": "N/A"}, {"a": "x", "b": None}, "schema_invalid"), ({"absent": "N/A"}, {"a": "x", "b": "N/A", "c": "N/A"}, None),
        ({"absent": "N/A"}, {"a": "N/A", "b": "N/A"}, "false_abstention"),
    ],
)  # fmt: skip
def test_absent_fields_with_a_schema(settings: dict[str, Any], given: Any, error_class: str | None) -> None:
    reference = {"schema": {"type": "object"}, "value": {"a": "x", "b": None}}
    assert fields.grade(json.dumps(given), reference, settings=settings).error_class == error_class


@pytest.mark.parametrize(
    ("schema", "right", "wrong"),
    [
        (ORDER_SCHEMA, ['{"number": "ZZ-9"}', 'So: {"number": "ZZ-9", "lines": []}'], ["{}", '{"number": "ZZ"}', "[]", "ZZ-9"]),
        ({"type": "array", "uniqueItems": True, "minItems": 2}, ["[1, 2]", "[1, [1]]"], ["[1]", "[1, 1.0]", "{}", "[[2], [2]]"]),
        ({"enum": ["low", 2, None]}, ['"low"', "2", "2.0", "null", '```json\n"low"\n```'], ["low", "3", '"high"', '["low"]']),
        ({"type": "string", "minLength": 2}, ['"abc"'], ['"a"', "abc", "12"]),
        ({"anyOf": [{"type": "integer"}, {"type": "array"}]}, ["3", "[3]", "Result: [3]"], ["{}", '"3"', "3.5"]),
        ({"$ref": "#/$defs/tree", "$defs": {"tree": {"type": "array", "items": {"$ref": "#/$defs/tree"}}}}, ["[[], [[]]]"], ["[1]"]),
        (True, ["{}", "[1]", "1"], ["nothing"]),
    ],
)  # fmt: skip
def test_without_a_value_the_schema_decides(schema: Any, right: list[str], wrong: list[str]) -> None:
    for reference in ({"schema": schema}, {"schema": schema, "value": None}):
        for text in right:
            assert fields.grade(text, reference).status == "pass", text
        for text in wrong:
            verdict = fields.grade(text, reference)
            assert (verdict.status, verdict.error_class) in {
                ("fail", "schema_invalid"),
                ("fail", "format_violation"),
            }, text
        assert check_reference(loose(reference)).status == "pass"


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "strin"}, "no JSON Schema"), ({"properties": []}, "no JSON Schema"), ({"required": "a"}, "no JSON Schema"),
        ({"pattern": "("}, "no JSON Schema"), ("object", "not str"), ([], "not list"), (7, "not int"), ({"$schema": 3}, "draft"),
        ({"$ref": "#/$defs/x"}, "refers to '#/$defs/x'"), ({"$ref": "https://halden.example/s.json"}, "not fetched"),
        ({"items": {"$ref": "other.json"}}, "not fetched"), ({"$ref": "#"}, "without end"),
        ({"minimum": float("nan")}, "must be JSON"),
    ],
)  # fmt: skip
def test_a_schema_that_is_no_schema(schema: Any, message: str) -> None:
    for reference in ({"schema": schema}, {"schema": schema, "value": {"a": 1}}):
        for call in (lambda p: Fields().grade(p, Answer(probe_id="", text="{}")), Fields().gold):
            with pytest.raises(BadReference, match=re.escape(message)):
                call(loose(reference))


@pytest.mark.parametrize(
    ("reference", "settings", "message"),
    [
        ({"schema": {"type": "object"}, "value": [1]}, {}, "does not fit"),
        ({"schema": {"required": ["b"]}, "value": {"a": 1}}, {}, "does not fit"),
        ({"schema": {"properties": {"a": {"type": "null"}}}, "value": {"a": None}}, {"absent": "N/A"}, "does not fit"),
        ({"schema": {}, "value": 1}, {"form": "lines"}, "asks for JSON"), ({"schema": {}, "value": 10**900}, {}, "digits"),
        ({"value": "a"}, {"absent": 3}, "absent"), ({"value": "a"}, {"document": 3}, "document"),
        ({"value": "a"}, {"distractors": ["b"]}, "distractors"), ({"value": ["a"]}, {"ordered": "yes"}, "ordered"),
        ("a", {}, "must be"), (["a"], {}, "must be"), ({"values": "a"}, {}, "must be"), ({"value": {"a": {1}}}, {}, "JSON"),
        ({"value": float("inf")}, {}, "JSON"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_by_grade_and_gold(reference: Any, settings: dict[str, Any], message: str) -> None:
    for call in (lambda p: Fields().grade(p, Answer(probe_id="", text="a")), Fields().gold, Fields().corrupt):
        with pytest.raises(BadReference, match=message):
            call(loose(reference, **settings))
    assert fields.grade("a", reference, settings=settings).error_class == "gold_unparseable"


def test_an_evil_pattern_is_stopped_and_decides_nothing() -> None:
    reference = {"schema": {"type": "object", "properties": {"a": {"type": "string", "pattern": "^(a+)+$"}}}}
    verdict = fields.grade(json.dumps({"a": "a" * 60 + "!"}), reference)
    assert (verdict.status, verdict.error_class) == ("ungradable", "grader_timeout")
    assert fields.grade('{"a": "aaa"}', reference).status == "pass"


def test_schemas_are_kept_apart_and_numbers_exact() -> None:
    schema = check_schema({"multipleOf": 0.01})
    assert problems(schema, "19.99") == []
    assert problems(schema, "1e-3") != []
    assert problems(check_schema({"type": "integer"}), "3.0") == [
        "Decimal('3.0') is not of type 'integer'".replace("Decimal('3.0')", "3.0")
    ]
    assert problems(check_schema({"maximum": 5}), "9" * 60_000) != []
    assert problems(check_schema({"multipleOf": 3}), "1e999999999") != []
    assert problems(check_schema({"items": {"type": "string"}}), f"[{','.join(['1'] * 9_000)}]")[:1] == [
        "[0]: 1 is not of type 'string'"
    ]


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
        ({"value": {"a": 1}, "schema": {"pattern": "("}}, {}), ({"value": {"a": 1}, "schema": {"type": "int"}}, {}),
        ({"value": {"a": 1}, "schema": {"properties": {"a": {"type": "string"}}}}, {}),
    ],
)  # fmt: skip
def test_a_bad_reference_is_ungradable(reference: Any, more: dict[str, Any]) -> None:
    verdict = check_reference(probe(reference, **more))
    assert (verdict.status, verdict.error_class) == ("ungradable", "gold_unparseable")


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
    (ORDER_REFERENCE, {}), ({"schema": {"items": {"type": "integer"}}, "value": [2, 3]}, {}),
    (NAMES, {"form": "json"}), (NAMES, {"form": "lines", "ordered": True}), (NAMES, {"form": "commas"}),
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_fails_fast(name: str) -> None:
    for reference, more in REFERENCES:
        started = time.process_time()
        verdict = ask(reference, HOSTILE[name], **more)
        assert time.process_time() - started < 8
        assert verdict.status == "fail", (reference, verdict)
        assert verdict.error_class in ALL_CLASSES
        json.loads(dump(verdict))


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
