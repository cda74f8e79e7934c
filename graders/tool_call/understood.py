"""Which of a user's rows are answered with calls of tools.

    {"name": "get_weather", "arguments": {"city": "Oslo"}}        a call, or a list of some; `parameters` and `args` too
    {"type": "function", "function": {"name", "arguments": "…"}}  as the chat API has it, and a message with `tool_calls`
    {"get_weather": {"city": ["Oslo", "oslo"]}}                   allowed values, as BFCL has them
    <tool_call>…</tool_call>, get_weather(city="Oslo")            as models write them, where the row lists its tools

An empty list, in a row that lists tools, says that none is right to call. Whether values are right is not known here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from graders.shared.call_native import read_all, read_native
from repairloop import Stated, Taken, Understanding

SURE: Final = 0.97
_ARGUMENTS: Final = ("arguments", "parameters", "args", "input", "kwargs")


def understood(rows: Sequence[Stated]) -> Understanding | None:
    found = [_row(row) for row in rows]
    if not any(isinstance(row, Taken) and row.reference for row in found):
        return None
    return Understanding(
        kind="call", rows=found, confidence=SURE, instruction="Answer with a call of a tool, as JSON with name and arguments.",
        marks=["tool", "function"], notes=["every argument of a call must have the value of the gold"],
    )  # fmt: skip


def _row(row: Stated) -> Taken | str:
    calls = _calls(row.gold, row.tools)
    if calls is None:
        return "the right answer is no call of a tool"
    return Taken(calls, {"tools": [dict(tool) for tool in row.tools]} if row.tools else {})


def _calls(gold: Any, tools: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]] | None:
    if isinstance(gold, str):
        return _written(gold, tools)
    if isinstance(gold, dict) and isinstance(gold.get("tool_calls"), list):
        gold = gold["tool_calls"]
    if gold == [] and tools:
        return []
    parts = gold if isinstance(gold, list) else [gold]
    names = {str(_function(tool).get("name")) for tool in tools}
    calls = [_call(part, names) for part in parts]
    known = [call for call in calls if call is not None]
    return known if known and len(known) == len(calls) else None


def _call(part: Any, names: set[str]) -> dict[str, Any] | None:
    """One call with a list of allowed values for each argument."""
    if not isinstance(part, dict):
        return None
    part = _function(part)
    name = part.get("name")
    given = next((part[key] for key in _ARGUMENTS if key in part), None)
    if isinstance(name, str) and given is not None:
        if isinstance(given, str):
            try:
                given = json.loads(given or "{}")
            except (ValueError, RecursionError):
                return None
        if not isinstance(given, dict):
            return None
        return {"name": name, "arguments": {str(key): [value] for key, value in given.items()}}
    if len(part) == 1:
        [(name, allowed)] = part.items()
        if name in names and isinstance(allowed, dict) and all(isinstance(v, list) and v for v in allowed.values()):
            return {"name": str(name), "arguments": dict(allowed)}
    return None


def _function(part: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = part.get("function")
    return inner if isinstance(inner, dict) else part


def _written(text: str, tools: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]] | None:
    """The calls in a text, which is read only where the row says which tools there are."""
    kinds: dict[str, dict[str, Any]] = {}
    for tool in tools:
        function = _function(tool)
        parameters = function.get("parameters")
        properties = parameters.get("properties") if isinstance(parameters, dict) else None
        kinds[str(function.get("name"))] = {
            str(name): schema.get("type") if isinstance(schema, dict) else None
            for name, schema in (properties if isinstance(properties, dict) else {}).items()
        }
    if not kinds or len(text) > 20_000:
        return None
    reading = read_all(text, kinds, *read_native(text, kinds))
    if reading.broken or not reading.calls or any(call.name not in kinds for call in reading.calls):
        return None
    return [
        {"name": call.name, "arguments": {name: [value] for name, value in call.arguments.items()}}
        for call in reading.calls
    ]
