"""Tool calls: the right function, called with the right arguments, or no call at all where none is right.

Reference, a list of calls; `[]` where the right reply is to abstain:

    [{"name": "get_weather", "arguments": {"city": ["Oslo"], "unit": ["celsius", ""]}}]

Each parameter has a list of allowed values. `""` or `None` among them says that the parameter may be left out.

Settings:

    tools     what the prompt offered: [{"name", "description", "parameters": {"properties", "required"}}]
    abstain   what the prompt asked for instead of a call (absent: nothing):
              {"kind": "none", "token": "NO_TOOL"}                  no tool fits; a token may be JSON (null, [])
              {"kind": "missing", "token": "MISSING: {param}", "missing": ["city"]}
              `{param}` stands for the parameter's name; an empty token asks for a question that names it
    ordered   true where the order of several calls counts

Every common way of writing a call is read (see `graders.call_syntax`); a form that the prompt did not ask
for is not held against it. Strings are compared without case and outer space, numbers by value; a numeric
string is not a number and a truth value is not an integer. A reply that cannot be read is never an
abstention. The module knows nothing of what the tools do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from graders.call_syntax import Call, Reading, read_calls, read_json
from repairloop import Answer, Check, Grader, Probe, Verdict, failed, grader, passed

MAX_CHARS: Final = 65_536
MAX_CALLS: Final = 12
"""Calls in one reference, so that trying every pairing stays cheap."""
MAX_CHECKS: Final = 40
"""Single checks reported a call."""

_CLASS_ORDER: Final = ("wrong_function", "missing_arg", "extra_arg", "arg_type", "arg_value")
Fault = tuple[str, str, str]
"""Error class, what was checked, what is wrong with it."""


@grader("tool_call", version="1")
class ToolCall(Grader):
    """Compares the calls in an answer with the reference, call by call and argument by argument."""

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        text = answer.text[:MAX_CHARS]
        wanted, tools = probe.reference, _tools(probe)
        expected = self.gold(probe)
        said = abstention(text, probe)
        if said is not None:
            return _judge_abstention(said, probe, {"extracted": text.strip()[:500], "expected": expected})
        reading = read_calls(text, {name: list(tool["properties"]) for name, tool in tools.items()})
        if not reading.calls:
            return _unread(reading, expected)
        report: dict[str, Any] = {"extracted": text[slice(*reading.span)], "span": reading.span, "expected": expected}
        named = ", ".join(call.name[:80] for call in reading.calls[:4])
        if not wanted:
            return failed("missed_abstention", evidence=f"It calls {named} where no call was right.", **report)
        if reading.broken:
            return failed("format_violation", evidence=f"Beside a call it has {reading.broken}.", **report)
        if len(reading.calls) != len(wanted):
            evidence = f"{len(wanted)} calls were wanted, it makes {len(reading.calls)} ({named})."
            return failed("wrong_call_count", evidence=evidence, **report)
        return self._compare(probe, reading.calls, report)

    def _compare(self, probe: Probe, calls: list[Call], report: dict[str, Any]) -> Verdict:
        wanted, tools = probe.reference, _tools(probe)
        table = [[list(faults(want, call, tools)) for call in calls] for want in wanted]
        pairs = _best_pairs([[_weight(cell) for cell in row] for row in table])
        found = [fault for i, j in enumerate(pairs) for fault in table[i][j]]
        checks = []
        for i, j in enumerate(pairs):
            bad = {what: detail for _, what, detail in table[i][j]}
            looked_at = dict.fromkeys([wanted[i]["name"], *wanted[i]["arguments"], *bad])
            for what in list(looked_at)[:MAX_CHECKS]:
                checks.append(Check(name=f"call {i + 1}: {what}", passed=what not in bad, detail=bad.get(what, "")))
        in_order = not any(table[i][i] for i in range(len(wanted)))
        if not found and probe.settings.get("ordered") and not in_order:
            return failed("wrong_order", evidence="The calls are right, their order is not.", checks=checks, **report)
        if not found:
            return passed(checks=checks, **report)
        worst = min(found, key=lambda fault: _CLASS_ORDER.index(fault[0]))
        return failed(worst[0], evidence=f"{worst[2]}.", checks=checks, **report)

    def gold(self, probe: Probe) -> str:
        """JSON of the calls, one object or a list of several; or the abstention that was asked for."""
        calls = _gold_calls(probe)
        return _written(calls) if calls else _abstain(probe, _missing(probe))

    def corrupt(self, probe: Probe) -> dict[str, str]:
        calls, tools = _gold_calls(probe), _tools(probe)
        if not calls:
            return _wrong_abstentions(probe)
        wrong = {
            "no_answer_found": "Sure, let me take care of that for you right away.",
            "format_violation": _written(calls)[:-1],
            "wrong_call_count": _written([*calls, calls[0]]),
        }
        first, rest = calls[0], calls[1:]
        properties = tools[first["name"]]["properties"]
        allowed = probe.reference[0]["arguments"]

        def put(operator: str, **change: Any) -> None:
            wrong[operator] = _written([{**first, **change}, *rest])

        taken = {call["name"] for call in calls}
        put("wrong_function", name=next((name for name in tools if name not in taken), first["name"] + "_all"))
        put("extra_arg", arguments={**first["arguments"], "unasked": 1})
        for name, value in first["arguments"].items():
            others = {k: v for k, v in first["arguments"].items() if k != name}
            if not _may_be_left_out(allowed[name]):
                put("missing_arg", arguments=others)
            put("arg_type", arguments={**others, name: _mistyped(value)})
            choices = properties[name].get("enum", []) if name in properties else []
            put("arg_value", arguments={**others, name: _misvalued(value, allowed[name], choices)})
        if rest:
            wrong["incomplete"] = _written(rest)
            if probe.settings.get("ordered") and calls[0] != calls[-1]:
                wrong["wrong_order"] = _written(calls[::-1])
        if probe.settings.get("abstain"):
            known = [p for tool in tools.values() for p in tool["properties"]]
            wrong["false_abstention"] = _abstain(probe, known[:1])
        return wrong

    def examples(self) -> list[Probe]:
        calendar = _schema("calendar.add", {"title": "string", "minutes": "integer", "private": "boolean"}, 2)
        weather = _schema("get_weather", {"city": "string", "unit": "string"}, 1)
        weather["parameters"]["properties"]["unit"]["enum"] = ["celsius", "fahrenheit"]
        oslo = {"name": "get_weather", "arguments": {"city": ["Oslo"], "unit": ["celsius", ""]}}
        rome = {"name": "get_weather", "arguments": {"city": ["Rome", "Roma"]}}
        event = {"name": "calendar.add", "arguments": {"title": ["Budget"], "minutes": [45], "private": [False]}}
        tags = _schema("tag", {"labels": "array", "weight": "number"}, 1)
        both = [calendar, weather]
        cases: list[tuple[list[dict[str, Any]], dict[str, Any]]] = [
            ([oslo], {"tools": both}),
            ([event], {"tools": both, "abstain": {"kind": "none", "token": "NO_TOOL"}}),
            ([oslo, rome], {"tools": both}),
            ([event, rome], {"tools": both, "ordered": True}),
            ([{"name": "tag", "arguments": {"labels": [["a", "b"]], "weight": [0.5]}}], {"tools": [tags]}),
            ([], {"tools": both, "abstain": {"kind": "missing", "token": "", "missing": ["minutes"]}}),
            ([event], {"tools": both, "abstain": {"kind": "missing", "token": "ASK {param}", "missing": []}}),
            ([], {"tools": both, "abstain": {"kind": "missing", "token": "ASK {param}", "missing": ["title"]}}),
        ]
        cases += [
            ([], {"tools": both, "abstain": {"kind": "none", "token": token}})
            for token in ("NO_TOOL", "null", "[]", '{"name": null}', "none of the tools fit")
        ]
        return [
            Probe(
                id=f"{i:016x}", skill="tool_use", area="tool_use/examples", split="screen", grader="tool_call",
                messages=[{"role": "user", "content": "…"}], reference=reference, settings=settings,
            )
            for i, (reference, settings) in enumerate(cases)
        ]  # fmt: skip


# ---- abstaining --------------------------------------------------------------------------------------


def abstention(text: str, probe: Probe) -> list[str] | None:
    """The parameters that a reply says are missing, `[]` for "no tool", None where it does not abstain.

    `["?"]` where it abstains in a way that the prompt did not ask for.
    """
    abstain = probe.settings.get("abstain") or {}
    reply = _bare(text)
    token = str(abstain.get("token", ""))
    if abstain.get("kind") == "none" and _same_reply(reply, token):
        return []
    if abstain.get("kind") == "missing":
        names = {p: None for tool in _tools(probe).values() for p in tool["properties"]}
        if token:
            ways = [[name] for name in names] + [_missing(probe)]
            match = [way for way in ways if way and _same_reply(reply, _fill(token, way))]
            if match:
                return match[-1]
        elif "?" in reply and not any(mark in reply for mark in "{}()"):
            named = [name for name in names if _names(name, reply)]
            return [n for n in named if not any(n != m and _names(n, m) for m in named)] or None
    value = read_json(reply)
    null_name = isinstance(value, dict) and len(value) <= 2 and value.get("name", value.get("tool", 0)) is None
    return ["?"] if reply == "null" or value == [] or null_name else None


def _judge_abstention(said: list[str], probe: Probe, report: dict[str, Any]) -> Verdict:
    if probe.reference:
        return failed("false_abstention", evidence="It abstains where a call was right.", **report)
    missing = _missing(probe)
    if said == ["?"]:
        return failed("format_violation", evidence="It abstains, but not in the words asked for.", **report)
    if {_words(name) for name in said} != {_words(name) for name in missing}:
        evidence = f"It asks for {', '.join(said)}; what is missing is {', '.join(missing)}."
        return failed("wrong_value", evidence=evidence, **report)
    return passed(checks=[Check(name="abstention", passed=True)], **report)


def _unread(reading: Reading, expected: str) -> Verdict:
    if reading.broken:
        evidence = f"There is no readable call, but {reading.broken}."
        return failed("format_violation", evidence=evidence, expected=expected)
    return failed(
        "no_answer_found", evidence="There is neither a call nor the abstention asked for.", expected=expected
    )


def _abstain(probe: Probe, missing: list[str]) -> str:
    abstain = probe.settings["abstain"]
    if abstain["kind"] == "none":
        return str(abstain["token"])
    return _fill(abstain["token"], missing) or f"What is the {' and the '.join(map(_words, missing))}?"


def _wrong_abstentions(probe: Probe) -> dict[str, str]:
    tools, missing = _tools(probe), _missing(probe)
    name, tool = next(iter(tools.items()))
    made_up = {p: 1 if s.get("type") in ("integer", "number") else "any" for p, s in tool["properties"].items()}
    call = _written([{"name": name, "arguments": made_up}])
    wrong = {
        "missed_abstention": call,
        "no_answer_found": "Sure, let me take care of that for you right away.",
        "format_violation": call[:-1],
    }
    others = [p for tool in tools.values() for p in tool["properties"] if p not in missing]
    apart = [p for p in others if not any(_names(p, m) or _names(m, p) for m in missing)]
    if missing and apart:
        wrong["wrong_value"] = _abstain(probe, apart[:1])
    return wrong


def _missing(probe: Probe) -> list[str]:
    return list((probe.settings.get("abstain") or {}).get("missing") or [])


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


# ---- calls -------------------------------------------------------------------------------------------


def faults(want: dict[str, Any], call: Call, tools: dict[str, Any]) -> Iterator[Fault]:
    """Everything that is wrong with one call, compared with one call of the reference."""
    if call.name != want["name"]:
        known = "another tool" if call.name in tools else "no tool of the list"
        yield "wrong_function", want["name"], f"It calls {call.name[:80]}, {known}, instead of {want['name']}"
        return
    properties = tools[want["name"]]["properties"]
    for name, allowed in want["arguments"].items():
        if name not in call.arguments:
            if not _may_be_left_out(allowed):
                yield "missing_arg", name, f"The argument {name} is missing"
            continue
        given = call.arguments[name]
        if any(same_value(given, value) for value in allowed):
            continue
        shown = f"{name} is {_short(given)}, expected {_short(allowed[0])}"
        if has_type(given, properties[name].get("type") or _type_of(allowed[0])):
            yield "arg_value", name, shown
        else:
            yield "arg_type", name, f"{shown} (of another type)"
    for name in call.arguments:
        if name not in want["arguments"]:
            known = "not asked for" if name in properties else "not a parameter"
            yield "extra_arg", name[:80], f"The argument {name[:80]} is {known}"


def same_value(given: Any, allowed: Any) -> bool:
    """Strings without case and outer space, numbers by value; a truth value equals only itself."""
    if isinstance(given, str) and isinstance(allowed, str):
        return given.strip().casefold() == allowed.strip().casefold()
    if isinstance(given, bool) or isinstance(allowed, bool):
        return given is allowed
    if isinstance(given, list) and isinstance(allowed, list):
        return len(given) == len(allowed) and all(map(same_value, given, allowed))
    if isinstance(given, dict) and isinstance(allowed, dict):
        return given.keys() == allowed.keys() and all(same_value(given[key], allowed[key]) for key in given)
    return bool(given == allowed)


def has_type(value: Any, kind: str) -> bool:
    """Whether a value has a JSON-schema type; an unknown type takes everything."""
    if isinstance(value, bool):
        return kind not in ("string", "integer", "number", "array", "object")
    types: dict[str, Any] = {
        "string": str, "boolean": bool, "array": list, "object": dict, "number": (int, float), "integer": (int, float),
    }  # fmt: skip
    return isinstance(value, types.get(kind, object)) and not (kind == "integer" and value != value // 1)


def _type_of(value: Any) -> str:
    names = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}
    return names.get(type(value), "any")


def _may_be_left_out(allowed: list[Any]) -> bool:
    return any(value is None or value == "" for value in allowed)


def _weight(cell: list[Fault]) -> int:
    return sum(100 if error == "wrong_function" else 1 for error, _, _ in cell)


def _best_pairs(cost: list[list[int]]) -> list[int]:
    """For each wanted call the call it is compared with: the pairing of least total cost."""
    best: dict[int, tuple[int, list[int]]] = {0: (0, [])}
    for row in cost:
        step: dict[int, tuple[int, list[int]]] = {}
        for used, (total, pairs) in best.items():
            for j, weight in enumerate(row):
                key = used | 1 << j
                if key != used and (key not in step or total + weight < step[key][0]):
                    step[key] = (total + weight, [*pairs, j])
        best = step
    return next(iter(best.values()))[1]


# ---- the reference -----------------------------------------------------------------------------------


def _tools(probe: Probe) -> dict[str, dict[str, Any]]:
    """Name → its `properties` and `required`."""
    return {
        tool["name"]: {"properties": {}, "required": [], **(tool.get("parameters") or {})}
        for tool in probe.settings["tools"]
    }


def _gold_calls(probe: Probe) -> list[dict[str, Any]]:
    """The calls of the reference with the first allowed value of each argument.

    Raises ValueError where the reference does not fit the tools, or abstaining is right and no way was told.
    """
    tools, abstain = _tools(probe), probe.settings.get("abstain") or {}
    if not isinstance(probe.reference, list) or len(probe.reference) > MAX_CALLS:
        raise ValueError(f"the reference is not a list of at most {MAX_CALLS} calls")
    if not probe.reference and not (abstain.get("token") or abstain.get("missing")):
        raise ValueError("the reference is to abstain, but the settings do not say how")
    calls = []
    for want in probe.reference:
        name, arguments = want["name"], want["arguments"]
        if name not in tools:
            raise ValueError(f"the reference calls {name!r}, which is not among the tools")
        properties = tools[name]["properties"]
        if any(p not in properties or not isinstance(allowed, list) or not allowed for p, allowed in arguments.items()):
            raise ValueError(f"the arguments of {name!r} are not lists of values of its parameters")
        if any(p not in arguments for p in tools[name]["required"]):
            raise ValueError(f"the reference for {name!r} lacks a required argument")
        first = {p: next((v for v in allowed if v not in ("", None)), None) for p, allowed in arguments.items()}
        calls.append({"name": name, "arguments": {p: v for p, v in first.items() if v is not None}})
    return calls


def _written(calls: list[dict[str, Any]]) -> str:
    return json.dumps(calls[0] if len(calls) == 1 else calls, ensure_ascii=False)


def _mistyped(value: Any) -> Any:
    return [value] if isinstance(value, str) else json.dumps(value)


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


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:120]


def _schema(name: str, types: dict[str, str], required: int) -> dict[str, Any]:
    properties: dict[str, Any] = {p: {"type": kind} for p, kind in types.items()}
    return {"name": name, "description": "", "parameters": {"properties": properties, "required": [*types][:required]}}
