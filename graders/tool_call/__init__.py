"""Tool calls: the right function, called with the right arguments, or no call at all where none is right.

The reference is a list of calls; `[]` where the right reply is to abstain:

    [{"name": "get_weather", "arguments": {"city": ["Oslo"], "unit": ["celsius", ""]}}]

Each parameter has a list of allowed values. `""` or `None` among them says that the parameter may be left out.

Every common way of writing a call is read (see `graders.shared.call_syntax`), and the formats that model families have of
their own (`graders.shared.call_native`). A call that is denied, commented out, taken back or left to a program is none
(`graders.shared.calls_meant`). A reply that cannot be read is never an abstention. The module knows nothing of what the tools do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from graders.shared.call_native import FORM, read_all, read_native
from graders.shared.call_syntax import Call, Reading, read_json
from graders.shared.calls_meant import either, unmeant
from graders.shared.stance import blanked
from graders.tool_call.compare import CLASS_ORDER, best_pairs, faults, kind_of, may_be_left_out, same_value
from graders.tool_call.reference import ToolSettings, Wanted, WantedCalls, checked
from graders.tool_call.understood import understood
from repairloop import (
    Answer,
    Check,
    Grader,
    Probe,
    Stated,
    Understanding,
    Verdict,
    failed,
    grader,
    one_call,
    passed,
)

MAX_CHECKS: Final = 40
"""Single checks reported."""
MAX_READINGS: Final = 4
"""How often a reply is read again without the calls that it only speaks of."""
NO_CALL: Final = "None of the tools fits this request, so I make no call."
_NAME_OF_FORM: Final = {"json": "JSON", "python": "Python", FORM: "a model's own format"}


@grader("tool_call", version="8")
class ToolCall(Grader[WantedCalls, ToolSettings]):
    """Compares the calls in an answer with the reference, call by call and argument by argument."""

    reads_calls = True

    def prepare(self, reference: WantedCalls, settings: ToolSettings) -> Wanted:
        return checked(reference, settings)

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        wanted: Wanted = self.read(probe)
        text = answer.text
        expected = _gold(wanted)
        kinds = kinds_of(wanted)
        native, rest = read_native(text, kinds)
        said = None if native.calls or native.broken else abstention(text, wanted)
        if said is not None:
            return _judge_abstention(said, wanted, {"extracted": text.strip()[:500], "expected": expected})
        reading = read_all(text, kinds, native, rest)
        for _ in range(MAX_READINGS):
            off = unmeant(text, reading.places) if reading.form != FORM else []
            if not off:
                break
            text = blanked(text, off)
            reading = read_all(text, kinds, *read_native(text, kinds))
        if not reading.calls:
            return _unread(text, reading, wanted, expected)
        report: dict[str, Any] = {"extracted": text[slice(*reading.span)], "span": reading.span, "expected": expected}
        named = ", ".join(call.name[:80] for call in reading.calls[:4])
        if either(text, reading.places):
            return failed("wrong_call_count", evidence=f"It offers several calls for choice ({named}).", **report)
        if not wanted.calls:
            return failed("missed_abstention", evidence=f"It calls {named} where no call was right.", **report)
        if reading.broken:
            return failed("format_violation", evidence=f"Beside a call it has {reading.broken}.", **report)
        if wanted.form not in ("", reading.form):
            evidence = (
                f"{_NAME_OF_FORM[wanted.form]} was asked for, the call is written as {_NAME_OF_FORM[reading.form]}."
            )
            return failed("format_violation", evidence=evidence, **report)
        if len(reading.calls) != len(wanted.calls):
            evidence = f"{len(wanted.calls)} calls were wanted, it makes {len(reading.calls)} ({named})."
            return failed("wrong_call_count", evidence=evidence, **report)
        return _compare(wanted, reading.calls, report)

    def understands(self, rows: Sequence[Stated], asked: bool) -> Understanding | None:
        """Calls as the chat API writes them, as models write them, and as lists of allowed values; or no call."""
        return understood(rows)

    def gold(self, probe: Probe) -> str:
        """The calls in the form asked for, else as JSON, one object or a list of several; or the abstention asked for."""
        return _gold(self.read(probe))

    def corrupt(self, probe: Probe) -> dict[str, str]:
        wanted: Wanted = self.read(probe)
        return _wrong_calls(wanted) if wanted.calls else _wrong_abstentions(wanted)

    def examples(self) -> list[Probe]:
        calendar = _schema("calendar.add", {"title": "string", "minutes": "integer", "private": "boolean"}, 2)
        weather = _schema("get_weather", {"city": "string", "unit": "string"}, 1)
        weather["parameters"]["properties"]["unit"]["enum"] = ["celsius", "fahrenheit"]
        oslo = {"name": "get_weather", "arguments": {"city": ["Oslo"], "unit": ["celsius", ""]}}
        rome = {"name": "get_weather", "arguments": {"city": ["Rome", "Roma"]}}
        event = {"name": "calendar.add", "arguments": {"title": ["Budget"], "minutes": [45], "private": [False]}}
        tags = _schema("tag", {"labels": "array", "weight": "number"}, 1)
        tag = {"name": "tag", "arguments": {"labels": [["a", "b"]], "weight": [0.5]}}
        both = [calendar, weather]
        cases: list[tuple[list[dict[str, Any]], dict[str, Any]]] = [
            ([oslo], {"tools": both}),
            ([event], {"tools": both, "abstain": {"kind": "none", "token": "NO_TOOL"}}),
            ([oslo, rome], {"tools": both}),
            ([event, rome], {"tools": both, "ordered": True}),
            ([tag], {"tools": [{"type": "function", "function": tags}]}),
            ([event, oslo], {}),
            ([event], {"tools": both, "form": "python"}),
            ([oslo, tag], {"tools": [tags, weather], "form": "json"}),
            ([], {"tools": both}),
            ([], {"tools": both, "abstain": {"kind": "missing", "token": "", "missing": ["minutes"]}}),
            ([event], {"tools": both, "abstain": {"kind": "missing", "token": "ASK {param}", "missing": []}}),
            ([], {"tools": both, "abstain": {"kind": "missing", "token": "ASK {param}", "missing": ["title"]}}),
        ]
        cases += [
            ([], {"tools": both, "abstain": {"kind": "none", "token": token}})
            for token in ("NO_TOOL", "null", "[]", '{"name": null}', "none of the tools fit")
        ]
        return self.probes(cases)


def kinds_of(wanted: Wanted) -> dict[str, dict[str, Any]]:
    """Tool → parameter → its type: as the tool has it, else as the allowed values have it."""
    kinds = {
        name: {parameter: _kind(schema) for parameter, schema in tool["properties"].items()}
        for name, tool in wanted.tools.items()
    }
    for call in wanted.calls:
        types = kinds[call["name"]]
        for parameter, allowed in call["arguments"].items():
            types[parameter] = types[parameter] or [kind_of(value) for value in allowed]
    return kinds


def _kind(schema: dict[str, Any]) -> Any:
    either = schema.get("anyOf") or schema.get("oneOf")
    if "type" not in schema and isinstance(either, list):
        return [one["type"] for one in either if isinstance(one, dict) and isinstance(one.get("type"), str)]
    return schema.get("type")


def _compare(wanted: Wanted, calls: list[Call], report: dict[str, Any]) -> Verdict:
    table = [[list(faults(want, call, wanted.tools)) for call in calls] for want in wanted.calls]
    pairs = best_pairs(table)
    found = [fault for i, j in enumerate(pairs) for fault in table[i][j]]
    checks: list[Check] = []
    for i, j in enumerate(pairs):
        want = wanted.calls[i]
        bad = {what: detail for _, what, detail in table[i][j]}
        looked_at = list(dict.fromkeys([want["name"], *want["arguments"], *bad]))
        for what in looked_at[: MAX_CHECKS - len(checks)]:
            checks.append(Check(name=f"call {i + 1}: {what}", passed=what not in bad, detail=bad.get(what, "")))
    in_order = not any(table[i][i] for i in range(len(calls)))
    if not found and wanted.ordered and not in_order:
        return failed("wrong_order", evidence="The calls are right, their order is not.", checks=checks, **report)
    if not found:
        return passed(checks=checks, **report)
    worst = min(found, key=lambda fault: CLASS_ORDER.index(fault[0]))
    return failed(worst[0], evidence=f"{worst[2]}.", checks=checks, **report)


# ---- abstaining --------------------------------------------------------------------------------------


def abstention(text: str, wanted: Wanted) -> list[str] | None:
    """The parameters that a reply says are missing, `[]` for "no tool", None where it does not abstain.

    `["?"]` where it abstains in a way that the prompt did not ask for.
    """
    reply = _bare(text)
    if wanted.kind == "none" and _same_reply(reply, wanted.token):
        return []
    if wanted.kind == "missing":
        names = {p: None for tool in wanted.tools.values() for p in tool["properties"]}
        if wanted.token:
            ways = [[name] for name in names] + [wanted.missing]
            match = [way for way in ways if way and _same_reply(reply, _fill(wanted.token, way))]
            if match:
                return match[-1]
        elif "?" in reply and not any(mark in reply for mark in "{}()<>"):
            named = [name for name in names if _names(name, reply)]
            return [n for n in named if not any(n != m and _names(n, m) for m in named)] or None
    value = read_json(reply)
    null_name = isinstance(value, dict) and len(value) <= 2 and value.get("name", value.get("tool", 0)) is None
    if reply == "null" or value == [] or null_name:
        return ["?"] if wanted.kind else []
    return None


def _judge_abstention(said: list[str], wanted: Wanted, report: dict[str, Any]) -> Verdict:
    if wanted.calls:
        return failed("false_abstention", evidence="It abstains where a call was right.", **report)
    if said == ["?"]:
        return failed("format_violation", evidence="It abstains, but not in the words asked for.", **report)
    if {_words(name) for name in said} != {_words(name) for name in wanted.missing}:
        evidence = f"It asks for {', '.join(said)}; what is missing is {', '.join(wanted.missing)}."
        return failed("wrong_value", evidence=evidence[:600], **report)
    return passed(checks=[Check(name="abstention", passed=True)], **report)


def _unread(text: str, reading: Reading, wanted: Wanted, expected: str) -> Verdict:
    """The verdict on a reply in which no call was found."""
    if reading.broken:
        evidence = f"There is no readable call, but {reading.broken}."
        return failed("format_violation", evidence=evidence, expected=expected)
    if not wanted.calls and not wanted.kind and _only_words(text, wanted):
        evidence = "It makes no call, and says so in words."
        return passed(
            extracted=text.strip()[:500],
            expected=expected,
            evidence=evidence,
            checks=[Check(name="no call", passed=True)],
        )
    how = "the abstention asked for" if wanted.kind else "plain words without one"
    certainty: Any = "exact" if wanted.kind or wanted.calls else "heuristic"
    evidence = f"There is neither a call nor {how}."
    return failed("no_answer_found", certainty, evidence=evidence, expected=expected)


_CODE = re.compile(
    r"[{}<>]|```|\[\s*[\"'\[]|\b(?:tool|function)_calls?\b|\[(?:TOOL_CALLS|ARGS)\]|\bAction Input:|✿ARGS✿|\bto=functions\b"
)
_CALL_ALONE = re.compile(r"^[ \t`]{0,8}[A-Za-z]\w*_\w*\([^()\n]{0,200}\)[ \t`;]{0,8}$", re.MULTILINE)
"""A line that is a call, whatever is called."""
_DECLINES = re.compile(
    r"\b(?:no|not|none|cannot|unable|without|nor|neither|lacks?|unsupported)\b|n['’]t\b", re.IGNORECASE
)


def _only_words(text: str, wanted: Wanted) -> bool:
    """A reply in plain words, not in repetitions, that neither holds code nor announces a call."""
    pieces = text.casefold().split()
    words = [piece for piece in pieces if 2 * sum(map(str.isalpha, piece)) >= len(piece)]
    if not words or len(words) < 0.6 * len(pieces) or _CODE.search(text) or _CALL_ALONE.search(text):
        return False
    if any(piece.isascii() and len(piece) > 40 for piece in words) or len(set(pieces)) < 0.2 * len(pieces):
        return False
    named = [name for name in wanted.tools if not name.isalpha() and name in text]
    return not named or bool(_DECLINES.search(text))


def _abstain(wanted: Wanted, missing: list[str]) -> str:
    if not wanted.kind:
        return NO_CALL
    if wanted.kind == "none":
        return wanted.token
    return _fill(wanted.token, missing) or f"What is the {' and the '.join(map(_words, missing))}?"


def _fill(token: str, names: list[str]) -> str:
    return token.replace("{param}", ", ".join(names))


def _bare(text: str) -> str:
    """A reply without code fence, quotes and closing full stop."""
    text = text.strip()
    fenced = re.fullmatch(r"```\w{0,20}\n(.*?)\n?```", text, re.DOTALL)
    text = fenced[1].strip() if fenced else text
    return text.strip("`\"'“”").removesuffix(".").strip("`\"'“”").strip()


def _same_reply(reply: str, token: str) -> bool:
    """Whether the whole reply is the token: the same JSON, or the same words."""
    token_json = read_json(token)
    if token_json is not None:
        return bool(read_json(reply) == token_json)
    return bool(token) and " ".join(reply.casefold().split()) == " ".join(_bare(token).casefold().split())


def _words(name: str) -> str:
    """`partySize`, `party_size`, "Party size?" → `party size`."""
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).casefold()))


def _names(name: str, text: str) -> bool:
    """Whether the words of the name stand in the text, one after the other."""
    return f" {_words(name)} " in f" {_words(text)} "


# ---- right and wrong answers -----------------------------------------------------------------------------


def _gold(wanted: Wanted) -> str:
    return _written(wanted.right, wanted.form) if wanted.calls else _abstain(wanted, wanted.missing)


def _written(calls: list[dict[str, Any]], form: str) -> str:
    if form == "python":
        texts = [
            f"{call['name']}({', '.join(f'{name}={value!r}' for name, value in call['arguments'].items())})"
            for call in calls
        ]
        return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
    return json.dumps(calls[0] if len(calls) == 1 else calls, ensure_ascii=False)


def _wrong_calls(wanted: Wanted) -> dict[str, str]:
    calls, form = wanted.right, wanted.form
    wrong = {
        "no_answer_found": "Sure, let me take care of that for you right away.",
        "format_violation": _written(calls, form)[:-1],
        "wrong_call_count": _written([*calls, calls[0]], form),
    }
    if form:
        wrong["other_form"] = _written(calls, "json" if form == "python" else "python")
    first, rest = calls[0], calls[1:]
    properties, allowed = wanted.tools[first["name"]]["properties"], wanted.calls[0]["arguments"]

    def put(operator: str, **change: Any) -> None:
        wrong[operator] = _written([{**first, **change}, *rest], form)

    taken = {call["name"] for call in calls}
    put("wrong_function", name=next((name for name in wanted.tools if name not in taken), first["name"] + "_all"))
    put("extra_arg", arguments={**first["arguments"], "unasked": 1})
    for name, value in first["arguments"].items():
        others = {k: v for k, v in first["arguments"].items() if k != name}
        if not may_be_left_out(allowed[name]):
            put("missing_arg", arguments=others)
        put("arg_type", arguments={**others, name: [value] if isinstance(value, str) else json.dumps(value)})
        put("arg_value", arguments={**others, name: _misvalued(value, allowed[name], properties[name].get("enum", []))})
    if rest:
        wrong["incomplete"] = _written(rest, form)
        if wanted.ordered and calls[0] != calls[-1]:
            wrong["wrong_order"] = _written(calls[::-1], form)
    if wanted.kind:
        known = [p for tool in wanted.tools.values() for p in tool["properties"]]
        wrong["false_abstention"] = _abstain(wanted, known[:1])
    return wrong


def _wrong_abstentions(wanted: Wanted) -> dict[str, str]:
    name, tool = next(iter(wanted.tools.items()), ("do_it", {"properties": {}}))
    made_up = {p: 1 if s.get("type") in ("integer", "number") else "any" for p, s in tool["properties"].items()}
    call = _written([{"name": name, "arguments": made_up}], wanted.form)
    wrong = {"missed_abstention": call, "format_violation": call[:-1]}
    wrong["no_answer_found"] = "Sure, let me take care of that for you right away." if wanted.kind else "(?) -- ..."
    others = [p for tool in wanted.tools.values() for p in tool["properties"] if p not in wanted.missing]
    apart = [p for p in others if not any(_names(p, m) or _names(m, p) for m in wanted.missing)]
    if wanted.missing and apart:
        wrong["wrong_value"] = _abstain(wanted, apart[:1])
    return wrong


def _misvalued(value: Any, allowed: list[Any], choices: list[Any]) -> Any:
    """A value of the same type that is not allowed."""
    others = [choice for choice in choices if not any(same_value(choice, v) for v in allowed)]
    if others:
        return others[0]
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return next(value + step for step in range(1, len(allowed) + 2) if value + step not in allowed)
    if isinstance(value, str):
        return value + " x" * (1 + max(len(str(v)) for v in allowed))
    return [*value, "x"] if isinstance(value, list) else {**value, "x": 1}


def _schema(name: str, types: dict[str, str], required: int) -> dict[str, Any]:
    properties: dict[str, Any] = {p: {"type": kind} for p, kind in types.items()}
    return {"name": name, "description": "", "parameters": {"properties": properties, "required": [*types][:required]}}


grade = one_call("tool_call")
