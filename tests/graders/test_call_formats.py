"""Calls as model families write them: read as right, and no less strictly than any other when they are wrong."""

from __future__ import annotations

import time
from typing import Any

import pytest

from graders.shared.call_native import typed
from repairloop import Answer, Probe, Verdict
from repairloop import grade as grade_fully
from tests.call_formats import FORMATS, Calls


def tool(name: str, required: list[str], **types: Any) -> dict[str, Any]:
    properties = {p: kind if isinstance(kind, dict) else {"type": kind} for p, kind in types.items()}
    return {"name": name, "description": "", "parameters": {"properties": properties, "required": required}}


TOOLS = [
    tool("get_weather", ["city"], city="string", days="integer", unit={"type": "string", "enum": ["c", "f"]}),
    tool("send_mail", ["to"], to="array", text="string", draft="boolean", weight="number", extra="object"),
    tool("get_time", []),
]
OSLO: Calls = [("get_weather", {"city": "Oslo", "days": 3})]
MAIL: Calls = [
    ("send_mail", {"to": ["ida@x.org", "bo@x.org"], "text": "See 2 < 3, \"ok\"?\nBye.", "draft": True, "weight": 2.5}),
]  # fmt: skip


def grade(text: str, wanted: Calls, tools: Any = TOOLS, **settings: Any) -> Verdict:
    reference = [{"name": n, "arguments": {k: [v] for k, v in a.items()}} for n, a in wanted]
    probe = Probe(
        id="0" * 16, skill="tool_use", area="tool_use/test", split="screen", grader="tool_call", reference=reference,
        messages=[{"role": "user", "content": "?"}],
        settings={**({"tools": tools} if tools else {}), **settings},
    )  # fmt: skip
    return grade_fully(probe, Answer(probe_id=probe.id, text=text))


formats = pytest.mark.parametrize("write", FORMATS.values(), ids=FORMATS.keys())


@formats
@pytest.mark.parametrize("calls", [OSLO, MAIL, [*OSLO, *MAIL]], ids=["one", "types", "two"])
def test_the_right_call_passes(write: Any, calls: Calls) -> None:
    text = write(calls)
    thought = "<think>\nI could call get_time() or get_weather(city='Rome').\n</think>\n\n"
    for reply in (text, f"I look that up for you.\n{text}", f"{text}<|im_end|>", thought + text):
        verdict = grade(reply, calls)
        assert verdict.status == "pass", (reply, verdict)


@formats
@pytest.mark.parametrize("text", ["avoid", "Wait, no, for example not this", "wrong"])
def test_what_one_call_says_takes_back_no_other(write: Any, text: str) -> None:
    calls: Calls = [("send_mail", {"to": [text], "text": text}), ("send_mail", {"to": ["bo"], "text": text}), *OSLO]
    verdict = grade(write(calls), calls)
    assert verdict.status == "pass", (write(calls), verdict)


@formats
def test_the_right_call_passes_where_only_the_reference_shows_the_tools(write: Any) -> None:
    assert grade(write(OSLO), OSLO, tools=None).status == "pass"


@formats
@pytest.mark.parametrize(
    ("given", "error"),
    [
        (("get_weather", {"city": "Bergen", "days": 3}), "arg_value"),
        (("get_weather", {"city": "Oslo", "days": 4}), "arg_value"),
        (("get_weather", {"city": "Oslo"}), "missing_arg"),
        (("get_weather", {"city": "Oslo", "days": 3, "unit": "c"}), "extra_arg"),
        (("get_weather", {"city": "Oslo", "days": "three"}), "arg_type"),
        (("get_time", {"city": "Oslo", "days": 3}), "wrong_function"),
    ],
)
def test_a_wrong_call_fails_as_it_does_in_json(write: Any, given: Any, error: str) -> None:
    text = write([given])
    if error == "wrong_function" and write is FORMATS["cline"]:
        error = "no_answer_found"  # elements that the tool has not are no call of it
    verdict = grade(text, OSLO)
    assert (verdict.status, verdict.error_class) == ("fail", error), (text, verdict)


@formats
def test_a_call_too_many_or_too_few_fails(write: Any) -> None:
    assert grade(write([*OSLO, *OSLO]), OSLO).error_class == "wrong_call_count"
    assert grade(write(OSLO), [*OSLO, *MAIL]).error_class == "wrong_call_count"


@formats
@pytest.mark.parametrize(
    "abstain",
    [
        None,
        {"kind": "none", "token": "NO_TOOL"},
        {"kind": "missing", "token": "MISSING: {param}", "missing": ["city"]},
        {"kind": "missing", "token": "", "missing": ["city"]},
    ],
    ids=["words", "none", "missing", "question"],
)
def test_a_call_is_never_an_abstention(write: Any, abstain: Any) -> None:
    settings = {"abstain": abstain} if abstain else {}
    for calls in (OSLO, [("get_weather", {"city": "Which city?", "days": 1})], MAIL):
        text = write(calls)
        for reply in (
            text,
            f"What is the city? {text}",
            text[: len(text) * 2 // 3],
            text.replace("{", "").replace("}", ""),
        ):
            verdict = grade(reply, [], **settings)
            assert verdict.status == "fail", (reply, verdict)


@formats
def test_a_call_cut_in_its_arguments_is_none(write: Any) -> None:
    text = write(OSLO)
    for end in range(text.index("Oslo"), text.index("Oslo") + 4):
        assert grade(text[:end], OSLO).status == "fail", text[:end]


NATIVE = [
    "qwen 3 coder, 3.5, nemotron 3, step 3.5", "llama 3.1 function tag", "mistral v11", "deepseek v3.1", "kimi k2",
    "glm 4.5", "minimax m2", "functiongemma", "claude", "kimi k3",
]  # fmt: skip


@pytest.mark.parametrize("name", NATIVE)
@pytest.mark.parametrize(
    "frame",
    [
        "I will not call {}",
        "I should never make the call {} here.",
        "I could call {}, but the city is not given.",
        "For example: {}",
        "<!-- {} -->",
        "# {}",
        "// {}",
        "Instead of {} I answer in words: it rains.",
        "I would not write:\n{}\n",
        "{}\nWait, that is not needed. I won't call it.",
        "{}\nActually, never mind.",
    ],
)
def test_what_is_denied_or_taken_back_or_commented_out_is_no_call(name: str, frame: str) -> None:
    text = frame.format(FORMATS[name](OSLO))
    assert grade(text, OSLO).status == "fail"
    assert grade(text, []).status == "fail"


@pytest.mark.parametrize("name", NATIVE)
def test_words_that_are_no_denial_leave_the_call_as_it_is(name: str) -> None:
    text = FORMATS[name](OSLO)
    for frame in (
        "I do not have live data, so I ask the tool. {}",
        "Sure! {}\nThis gives the weather for three days.",
        "I'm not sure about the weather there. Let me look.\n\n{}",
    ):
        assert grade(frame.format(text), OSLO).status == "pass", frame


def test_where_json_or_python_was_asked_for_a_native_call_is_another_form() -> None:
    for name in NATIVE:
        assert grade(FORMATS[name](OSLO), OSLO, form="json").error_class == "format_violation"
    assert grade(FORMATS["hermes, qwen 2.5 and 3"](OSLO), OSLO, form="json").status == "pass"


def test_a_value_between_tags_is_what_its_type_says() -> None:
    cases = [
        ("3", "integer", 3), ("3", "string", "3"), ("3.5", "number", 3.5), ("true", "boolean", True),
        ("True", "boolean", True), ("[1, 2]", "array", [1, 2]), ("['a']", "array", ["a"]), ('{"a": 1}', "object", {"a": 1}),
        ("null", ["string", "null"], None), ("null", "string", "null"), ("3", ["integer", "string"], 3),
        ("[x]", "array", "[x]"), ("three", "integer", "three"), ('"3"', "integer", '"3"'), ("3", None, "3"),
        ("__import__('os')", "object", "__import__('os')"), ("9" * 5000, "integer", "9" * 5000),
    ]  # fmt: skip
    for text, kind, value in cases:
        assert typed(text, kind) == value, (text, kind)
        assert type(typed(text, kind)) is type(value), (text, kind)


def test_hostile_text_costs_little_time() -> None:
    pieces = [
        "<function=get_weather>", "<parameter=city>", "<tool_call>a<arg_key>", "call:a{", "call:a{b:{", "[TOOL_CALLS]a{",
        "<｜tool▁sep｜>a", "functions.a:1{", "to=a{", "get_weather{", "<get_weather><city>", "a.", "<|tools_prefix|>[[",
        '<invoke name="a"><parameters><b>', "]<]minimax[>[<a>", "<|open|>", "Action: a\nAction Input: {", "<a", " ", "\n",
    ]  # fmt: skip
    for piece in pieces:
        text = piece * (200_000 // len(piece))
        start = time.process_time()
        assert grade(text, OSLO).status == "fail"
        assert time.process_time() - start < 5, piece
