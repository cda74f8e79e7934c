"""The tool-call grader: every way to write a call, every error class, and text that means harm."""

from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders import tool_call
from graders.shared.call_syntax import read_calls
from graders.tool_call import ToolCall
from repairloop import Answer, BadReference, Probe, Verdict, check_reference
from repairloop import grade as grade_fully
from repairloop.records.rows import dump

GRADER = ToolCall()


def tool(name: str, required: list[str], **types: object) -> dict:
    properties = {p: kind if isinstance(kind, dict) else {"type": kind} for p, kind in types.items()}
    return {"name": name, "description": "", "parameters": {"properties": properties, "required": required}}


TOOLS = [
    tool("get_weather", ["city"], city="string", days="integer", unit={"type": "string", "enum": ["c", "f"]}),
    tool("alarm.set", ["time"], time="string", loud="boolean", volume="number"),
]


def probe(reference: list, abstain: dict | None = None, **more: object) -> Probe:
    return Probe(
        id="0" * 16, skill="tool_use", area="tool_use/test", split="screen", grader="tool_call",
        messages=[{"role": "user", "content": "?"}], reference=reference,
        settings={"tools": TOOLS, **({"abstain": abstain} if abstain else {}), **more},
    )  # fmt: skip


def grade(case: Probe, text: str) -> Verdict:
    return GRADER.grade(case, Answer(probe_id=case.id, text=text))


OSLO = probe([{"name": "get_weather", "arguments": {"city": ["Oslo"], "days": [3]}}])
ALARM = probe([{"name": "alarm.set", "arguments": {"time": ["7:30 am"], "loud": [True], "volume": [2.5]}}])
EITHER = probe([{"name": "get_weather", "arguments": {"city": ["Oslo", "Oslo, Norway"], "unit": ["c", ""]}}])
BOTH_CALLS = [
    {"name": "get_weather", "arguments": {"city": ["Oslo"]}},
    {"name": "get_weather", "arguments": {"city": ["Rome"], "days": [2]}},
]
NONE = probe([], {"kind": "none", "token": "NO_TOOL"})
CALL_OR_NONE = probe(OSLO.reference, {"kind": "none", "token": "NO_TOOL"})
MISSING = probe([], {"kind": "missing", "token": "MISSING: {param}", "missing": ["city"]})
QUESTION = probe([], {"kind": "missing", "token": "", "missing": ["city"]})


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "get_weather", "arguments": {"city": "Oslo", "days": 3}}',
        '```json\n{"name": "get_weather", "arguments": {"days": 3, "city": " oslo "}}\n```',
        'Sure! I will look.\n{"tool": "get_weather", "args": {"city": "Oslo", "days": 3}}\nDone.',
        '<tool_call>{"function": "get_weather", "parameters": {"city": "Oslo", "days": 3.0}}</tool_call>',
        '[{"name": "get_weather", "arguments": {"city": "Oslo", "days": 3}}]',
        '{"type": "x", "function": {"name": "get_weather", "arguments": "{\\"city\\": \\"Oslo\\", \\"days\\": 3}"}}',
        '{"tool_calls": [{"id": "1", "function": {"name": "get_weather", "arguments": {"city": "Oslo", "days": 3}}}]}',
        'get_weather(city="Oslo", days=3)',
        "```python\nget_weather('Oslo', 3)\n```",
        "[get_weather(city='Oslo', days=3)]",
        'print(get_weather(city="Oslo", days=3))',
        'I call `get_weather(days=3, city="OSLO")` now (see above).',
    ],
)
def test_every_way_to_write_a_call_is_read(text: str) -> None:
    verdict = grade(OSLO, text)
    assert verdict.status == "pass", verdict
    start, end = verdict.span
    assert text[start:end] == verdict.extracted
    assert {check.name for check in verdict.checks} == {"call 1: get_weather", "call 1: city", "call 1: days"}


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('{"name": "alarm.set", "arguments": {"city": "Oslo", "days": 3}}', "wrong_function"),
        ('{"name": "getWeather", "arguments": {"city": "Oslo", "days": 3}}', "wrong_function"),
        ('{"name": "get_weather", "arguments": {"city": "Oslo"}}', "missing_arg"),
        ('{"name": "get_weather"}', "missing_arg"),
        ('{"name": "get_weather", "arguments": {"city": "Oslo", "days": 3, "unit": "c"}}', "extra_arg"),
        ('{"name": "get_weather", "arguments": {"city": "Oslo", "days": 3, "x": 1}}', "extra_arg"),
        ('{"name": "get_weather", "arguments": {"city": "Oslo", "days": "3"}}', "arg_type"),
        ('{"name": "get_weather", "arguments": {"city": ["Oslo"], "days": 3}}', "arg_type"),
        ('{"name": "get_weather", "arguments": {"city": "Oslo", "days": true}}', "arg_type"),
        ('{"name": "get_weather", "arguments": {"city": "Oslo", "days": 3.5}}', "arg_type"),
        ('{"name": "get_weather", "arguments": {"city": "Oslo", "days": null}}', "arg_type"),
        ('{"name": "get_weather", "arguments": {"city": "Bergen", "days": 3}}', "arg_value"),
        ('{"name": "get_weather", "arguments": {"city": "Oslo", "days": 4}}', "arg_value"),
        ("get_weather(city='Oslo', days=3) get_weather(city='Oslo', days=3)", "wrong_call_count"),
        ('{"name": "get_weather", "arguments": {"city": "Oslo", "days": 3}', "format_violation"),
        ('[{"name": "get_weather", "arguments": {"city": "Oslo", "days": 3}}', "format_violation"),
        ("{'name': 'get_weather', 'arguments': {'city': 'Oslo', 'days': 3}}", "format_violation"),
        ('{"name": "get_weather", "city": "Oslo", "days": 3}', "format_violation"),
        ('{"name": "get_weather", "arguments": {"days": 4, "city": "Oslo", "days": 3}}', "format_violation"),
        ("get_weather(city=Oslo, days=3)", "format_violation"),
        ("get_weather(city='Oslo', days=1+2)", "format_violation"),
        ("The weather in Oslo is fine for 3 days.", "no_answer_found"),
        ("get_weather Oslo 3", "no_answer_found"),
        ("null", "false_abstention"),
        ("[]", "false_abstention"),
        ('{"name": null, "arguments": {}}', "false_abstention"),
    ],
)
def test_each_wrong_call_gets_its_class(text: str, error: str) -> None:
    verdict = grade(OSLO, text)
    assert (verdict.status, verdict.error_class) == ("fail", error), verdict
    assert verdict.evidence
    assert verdict.expected == '{"name": "get_weather", "arguments": {"city": "Oslo", "days": 3}}'


def test_a_call_cut_at_the_token_limit_is_truncated() -> None:
    half = Answer(probe_id=OSLO.id, text='{"name": "get_weather", "arguments": {"ci', finish_reason="length")
    assert grade_fully(OSLO, half).error_class == "truncated"
    assert grade_fully(OSLO, half.like(finish_reason="stop")).error_class == "format_violation"


def test_truth_values_and_numbers_are_not_each_other() -> None:
    right = '{"name": "alarm.set", "arguments": {"time": "7:30 AM", "loud": true, "volume": 2.5}}'
    assert grade(ALARM, right).status == "pass"
    assert grade(ALARM, right.replace("true", "1")).error_class == "arg_type"
    assert grade(ALARM, right.replace("true", '"true"')).error_class == "arg_type"
    assert grade(ALARM, right.replace("true", "false")).error_class == "arg_value"
    assert grade(ALARM, "alarm.set(time='7:30 am', loud=True, volume=2.5)").status == "pass"
    one = probe([{"name": "alarm.set", "arguments": {"time": ["7"], "volume": [1]}}])
    assert grade(one, "alarm.set(time='7', volume=True)").error_class == "arg_type"
    assert grade(one, "alarm.set(time=7, volume=1)").error_class == "arg_type"


def test_any_allowed_value_passes_and_what_may_be_left_out_may() -> None:
    assert grade(EITHER, "get_weather(city='oslo, norway')").status == "pass"
    assert grade(EITHER, "get_weather(city='Oslo', unit='C')").status == "pass"
    assert grade(EITHER, "get_weather(city='Oslo', unit='f')").error_class == "arg_value"
    assert grade(EITHER, "get_weather(unit='c')").error_class == "missing_arg"


def test_several_calls_count_in_any_order_unless_order_matters() -> None:
    first, second = "get_weather(city='Oslo')", "get_weather(city='Rome', days=2)"
    free, ordered = probe(BOTH_CALLS), probe(BOTH_CALLS, ordered=True)
    assert grade(free, f"[{first}, {second}]").status == "pass"
    assert grade(free, f"{second}\n{first}").status == "pass"
    assert grade(ordered, f"{first}\n{second}").status == "pass"
    assert grade(ordered, f"{second}\n{first}").error_class == "wrong_order"
    assert grade(free, first).error_class == "wrong_call_count"
    assert grade(free, f"[{first}, {first}]").error_class == "missing_arg"
    verdict = grade(free, f"[{second.replace('2', '9')}, {first}]")
    assert verdict.error_class == "arg_value"
    assert [check.name for check in verdict.checks if not check.passed] == ["call 2: days"]


@pytest.mark.parametrize(
    ("case", "text", "error"),
    [
        (NONE, "NO_TOOL", None),
        (NONE, "`no_tool`.", None),
        (NONE, "```\nNO_TOOL\n```", None),
        (NONE, "get_weather(city='Oslo')", "missed_abstention"),
        (NONE, "I cannot help with that, no tool fits.", "no_answer_found"),
        (NONE, "null", "format_violation"),
        (NONE, '{"name": "get_weather", "arguments": {"city"', "format_violation"),
        (NONE, "xxxx", "no_answer_found"),
        (CALL_OR_NONE, "NO_TOOL", "false_abstention"),
        (CALL_OR_NONE, "nothing", "no_answer_found"),
        (probe([], {"kind": "none", "token": "null"}), "null", None),
        (probe([], {"kind": "none", "token": "[]"}), "[ ]", None),
        (probe([], {"kind": "none", "token": '{"name": null}'}), '{"name":null}', None),
        (probe([], {"kind": "none", "token": '{"tool": "none"}'}), '{"tool": "none"}', None),
        (MISSING, "MISSING: city", None),
        (MISSING, "missing: City", None),
        (MISSING, "MISSING: days", "wrong_value"),
        (MISSING, "MISSING: mood", "no_answer_found"),
        (MISSING, "get_weather(city='Oslo')", "missed_abstention"),
        (QUESTION, "For which city?", None),
        (QUESTION, "How many days?", "wrong_value"),
        (QUESTION, "For which city and how many days?", "wrong_value"),
        (QUESTION, "What else?", "no_answer_found"),
        (QUESTION, "Tell me the city.", "no_answer_found"),
        (QUESTION, "get_weather(city='?')", "missed_abstention"),
        (probe(OSLO.reference, {"kind": "missing", "token": "", "missing": []}), "Which city?", "false_abstention"),
    ],
)
def test_abstaining_is_told_from_failing_to_answer(case: Probe, text: str, error: str | None) -> None:
    verdict = grade(case, text)
    assert verdict.error_class == error, verdict
    assert verdict.status == ("fail" if error else "pass")


@pytest.mark.parametrize(
    "case",
    [
        probe([{"name": "unknown", "arguments": {}}]),
        probe([{"name": "get_weather", "arguments": {"planet": ["Mars"], "city": ["x"]}}]),
        probe([{"name": "get_weather", "arguments": {"city": "Oslo"}}]),
        probe([{"name": "get_weather", "arguments": {"city": []}}]),
        probe([{"name": "get_weather", "arguments": {}}]),
        probe([{"name": "get_weather", "arguments": {"city": ["Oslo"]}}] * 13),
    ],
)
def test_a_bad_reference_is_ungradable_and_raises(case: Probe) -> None:
    with pytest.raises(ValueError, match=r"reference|arguments"):
        GRADER.gold(case)
    assert check_reference(case).status == "ungradable"


@pytest.mark.parametrize(
    ("form", "text", "error"),
    [
        ("json", '{"name": "get_weather", "arguments": {"city": "Oslo", "days": 3}}', None),
        ("json", '```json\n{"tool": "get_weather", "args": {"city": "Oslo", "days": 3}}\n```', None),
        ("json", "get_weather(city='Oslo', days=3)", "format_violation"),
        ("json", "get_weather(city='Oslo', days=4)", "format_violation"),
        ("json", '{"name": "get_weather", "arguments": {"city": "Oslo", "days": 4}}', "arg_value"),
        ("python", "get_weather(city='Oslo', days=3)", None),
        ("python", "```python\nget_weather('Oslo', days=3)\n```", None),
        ("python", '{"name": "get_weather", "arguments": {"city": "Oslo", "days": 3}}', "format_violation"),
        ("python", "get_weather(city='Oslo', days=4)", "arg_value"),
        ("python", "get_weather(city='Oslo', days=", "format_violation"),
        ("python", "Oslo, 3 days", "no_answer_found"),
    ],
)
def test_the_form_counts_where_it_was_asked_for(form: str, text: str, error: str | None) -> None:
    verdict = grade(probe(OSLO.reference, form=form), text)
    assert (verdict.status, verdict.error_class) == ("fail" if error else "pass", error), verdict


PLAIN_NONE = probe([])


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("None of the tools can do that.", None), ("I'm sorry, I cannot set alarms on the moon.", None), ("null", None),
        ("[]", None), ("The capital of France is Paris.", None), ('{"name": null, "arguments": {}}', None),
        ("Neither get_weather nor alarm.set fits.", None), ("Je ne peux pas le faire.", None), ("没有合适的工具。", None),
        ("get_weather(city='Oslo')", "missed_abstention"), ('{"name": "x", "arguments": {}}', "missed_abstention"),
        ('{"name": "get_weather", "arguments": {"city": "Os', "format_violation"), ("get_weather(city='Os", "format_violation"),
        ("I will use get_weather for Oslo.", "no_answer_found"), ("{{{[[[", "no_answer_found"), ("", "no_answer_found"),
        ("<tool_call>get_weather Oslo</tool_call>", "no_answer_found"), ("```\nweather\n```", "no_answer_found"),
        ("?!? 17 ... 4", "no_answer_found"),
    ],
)  # fmt: skip
def test_no_call_is_right_where_none_is_wanted_and_not_where_it_cannot_be_read(text: str, error: str | None) -> None:
    verdict = grade(PLAIN_NONE, text)
    assert (verdict.status, verdict.error_class) == ("fail" if error else "pass", error), verdict


def test_tools_may_be_left_out_or_come_in_the_form_of_an_api() -> None:
    reference = [{"name": "f", "arguments": {"x": [1, 2]}}]
    assert tool_call.grade("f(x=2)", reference).status == "pass"
    assert tool_call.grade("f(x=3)", reference).error_class == "arg_value"
    wrapped = {"tools": [{"type": "function", "function": tool("f", ["x"], x=["integer", "null"])}]}
    assert tool_call.grade('{"name": "f", "arguments": {"x": 1}}', reference, settings=wrapped).status == "pass"
    assert tool_call.grade("f('1')", reference, settings=wrapped).error_class == "arg_type"


def test_json_inside_a_python_call_is_an_argument() -> None:
    reference = [{"name": "send", "arguments": {"message": [{"name": "Ida", "text": "hi"}], "n": [1]}}]
    assert tool_call.grade('send(message={"name": "Ida", "text": "hi"}, n=1)', reference).status == "pass"
    assert tool_call.grade('As (a) said: {"name": "send", "arguments": {"message": {"name": "ida", "text": "HI"}, "n": 1}}', reference).status == "pass"  # fmt: skip


WEATHER = {"name": "get_weather", "arguments": {"city": ["Oslo"]}}


@pytest.mark.parametrize(
    ("reference", "more", "message"),
    [
        (None, {}, "must be a list"), ("get_weather", {}, "must be a list"), ([WEATHER] * 13, {}, "at most 12"),
        (["get_weather"], {}, "reference.0 must be an object"), ([{"name": "get_weather"}], {}, "reference.0.arguments is missing"), ([{"name": 3, "arguments": {}}], {}, "reference.0.name must be a text"),
        ([{"name": "unknown", "arguments": {}}], {}, "not among the tools"),
        ([{"name": "get_weather", "arguments": {"city": "Oslo"}}], {}, "arguments.city must be a list"),
        ([{"name": "get_weather", "arguments": {"city": []}}], {}, "no allowed value"),
        ([{"name": "get_weather", "arguments": {"city": ["x"], "planet": ["Mars"]}}], {}, "does not have"),
        ([{"name": "get_weather", "arguments": {"days": [1]}}], {}, "lacks the argument 'city'"),
        ([{"name": "get_weather", "arguments": {"city": ["x"], "days": ["3"]}}], {}, "of type integer"),
        ([{"name": "get_weather", "arguments": {"city": ["x"], "unit": ["kelvin"]}}], {}, "none of"),
        ([WEATHER], {"tools": "get_weather"}, "settings.tools must be a list"), ([WEATHER], {"tools": [TOOLS[0], TOOLS[0]]}, "twice"),
        ([WEATHER], {"tools": [{"parameters": {}}]}, "must be"), ([WEATHER], {"tools": [{"name": "get_weather", "parameters": []}]}, "does not have"),
        ([WEATHER], {"tools": [{"name": "get_weather", "parameters": [1]}]}, "properties"),
        ([WEATHER], {"tools": [{"name": "get_weather", "parameters": {"required": ["x"]}}]}, "requires"),
        ([WEATHER], {"form": "xml"}, "settings.form"), ([WEATHER], {"ordered": "yes"}, "settings.ordered"),
        ([WEATHER], {"abstain": "NO_TOOL"}, "settings.abstain"), ([WEATHER], {"abstain": {"kind": "none"}}, "no token"),
        ([], {"abstain": {"kind": "missing", "token": "ASK"}}, "just one"),
        ([WEATHER], {"abstain": {"kind": "missing", "missing": ["days"]}}, "just one"),
        ([], {"abstain": {"kind": "missing", "missing": ["mood"]}}, "no tool has"),
        ([{"name": "a-b", "arguments": {}}], {"form": "python", "tools": None}, "no Python name"),
        ([{"name": "f", "arguments": {"x": [float("nan")]}}], {"tools": None}, "must be JSON"),
        ([{"name": "f", "arguments": {"x": [{1}]}}], {"tools": None}, "must be JSON"),
    ],
)  # fmt: skip
def test_what_contradicts_is_said_by_grade_and_gold(reference: object, more: dict, message: str) -> None:
    case = probe([], **more).like(reference=reference)
    for call in (lambda p: grade(p, "get_weather(city='Oslo')"), GRADER.gold, GRADER.corrupt):
        with pytest.raises(BadReference, match=re.escape(message)):
            call(case)
    assert grade_fully(case, Answer(probe_id="", text="x")).error_class == "gold_unparseable"


HOSTILE = {
    "deep list": "[" * 70_000,
    "deep object": '{"a":' * 20_000,
    "deep brackets": "alarm.set(" + "(" * 3_000,
    "signs": "alarm.set(time=" + "-" * 3_900 + "1)",
    "nots": "alarm.set(time=" + "not " * 900 + "1)",
    "lambdas": "alarm.set(time=" + "lambda:" * 500 + "1)",
    "attributes": "alarm.set" + ".a" * 1_900 + "(x=1)",
    "sums": "alarm.set(time=" + "1+" * 1_900 + "1)",
    "power": "alarm.set(time=9**9**9**9)",
    "huge integer": "alarm.set(time=" + "9" * 3_950 + ")",
    "huge hexadecimal": "alarm.set(time=0x" + "F" * 3_900 + ")",
    "huge JSON integer": '{"name": "alarm.set", "arguments": {"volume": ' + "9" * 9_000 + "}}",
    "infinite": '{"name": "alarm.set", "arguments": {"time": 1e999, "volume": 1e999, "loud": NaN}}',
    "surrogate": '{"name": "alarm.set", "arguments": {"time": "\\ud800"}}',
    "surrogate name": '{"name": "\\ud800", "arguments": {"\\ud800": "\\ud800"}}',
    "surrogate, Python": 'alarm.set(time="\\ud800")',
    "null byte": "alarm.set(time='\x00')",
    "odd escape": 'alarm.set(time="\\d\\400\\N{x}")',
    "code": "alarm.set(time=__import__('os').system('touch /tmp/harm'))",
    "format string": 'alarm.set(time=f"{1}")',
    "many calls": "a(x=1)" * 9_000,
    "many objects": '{"name":"x"}' * 5_000,
    "many arguments": '{"name": "alarm.set", "arguments": {' + ",".join(f'"a{i}": 1' for i in range(6_000)) + "}}",
    "open strings": '{"x":"' * 9_000,
    "megabytes": "alarm.set(time='" + "a" * 3_000_000,
    "set": "alarm.set(time={'a', 'b', 'c'})",
    "stars": "alarm.set(*[1], **{'time': 'x'})",
    "underscores": "_" * 65_000 + "(",
    "dots": "a." * 32_000 + "(",
    "spaces": "{" + " " * 60_000 + "[" + " " * 5_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("case", [ALARM, NONE, MISSING, QUESTION], ids=["call", "none", "missing", "question"])
def test_hostile_text_fails_quickly(name: str, case: Probe) -> None:
    started = time.process_time()
    verdict = grade(case, HOSTILE[name])
    assert verdict.status == "fail"
    assert time.process_time() - started < 8
    assert len(verdict.checks) < 200
    assert dump(verdict)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), max_size=9), st.integers() | st.booleans() | st.text(max_size=9)
    )
)
def test_json_arguments_are_read_as_they_were_written(arguments: dict) -> None:
    try:
        text = json.dumps({"name": "f", "arguments": arguments}, ensure_ascii=False)
        text.encode()
    except UnicodeEncodeError:
        return
    [call] = read_calls(f"So: {text}!", {}).calls
    assert call.name == "f"
    assert call.arguments == arguments


def test_a_tool_whose_name_is_several_words_is_called_by_all_of_them() -> None:
    tools = [tool("Market Trends API", [], kind="string"), tool("Trends API", [], kind="string")]
    case = probe([{"name": "Market Trends API", "arguments": {"kind": ["up"]}}], tools=tools)
    assert grade(case, '[Market Trends API(kind="up")]').status == "pass"
    for wrong in (
        '[Trends API(kind="up")]',
        'API(kind="up")',
        '[Market Trends API(kind="down")]',
        'Market_Trends(kind="up")',
    ):
        assert grade(case, wrong).status == "fail"
