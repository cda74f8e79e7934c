"""What is wrong with a call, compared with one of the reference, and which call is meant by which.

The idea: every wanted call is held against every call made, faults are counted, and the pairing with the fewest faults
is reported. Strings are compared without case and outer space, numbers by value; a numeric string is not a number and a
truth value is not an integer. Knows no text.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from graders.shared.call_syntax import Call, has_type

CLASS_ORDER: Final = ("wrong_function", "missing_arg", "extra_arg", "arg_type", "arg_value")
Fault = tuple[str, str, str]
"""Error class, what was checked, what is wrong with it."""

_NAMES: Final = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}


def faults(want: dict[str, Any], call: Call, tools: dict[str, Any]) -> Iterator[Fault]:
    """Everything that is wrong with one call, compared with one call of the reference."""
    if call.name != want["name"]:
        known = "another tool" if call.name in tools else "no tool of the list"
        yield "wrong_function", want["name"], f"It calls {call.name[:80]}, {known}, instead of {want['name']}"
        return
    properties = tools[want["name"]]["properties"]
    for name, allowed in want["arguments"].items():
        if name not in call.arguments:
            if not may_be_left_out(allowed):
                yield "missing_arg", name, f"The argument {name} is missing"
            continue
        given = call.arguments[name]
        if any(same_value(given, value) for value in allowed):
            continue
        shown = f"{name} is {short(given)}, expected {short(allowed[0])}"
        if has_type(given, properties[name].get("type") or _NAMES.get(type(allowed[0]), "any")):
            yield "arg_value", name, shown
        else:
            yield "arg_type", name, f"{shown} (of another type)"
    for name in call.arguments:
        if name not in want["arguments"]:
            known = "not asked for" if name in properties else "not a parameter"
            yield "extra_arg", name[:80], f"The argument {name[:80]} is {known}"


def best_pairs(table: list[list[list[Fault]]]) -> list[int]:
    """For each wanted call the call it is compared with: the pairing with the fewest faults."""
    if not any(table[i][i] for i in range(len(table))):
        return list(range(len(table)))
    best: dict[int, tuple[int, list[int]]] = {0: (0, [])}
    for row in table:
        step: dict[int, tuple[int, list[int]]] = {}
        for used, (total, pairs) in best.items():
            for j, cell in enumerate(row):
                key, weight = used | 1 << j, total + _weight(cell)
                if key != used and (key not in step or weight < step[key][0]):
                    step[key] = (weight, [*pairs, j])
        best = step
    return next(iter(best.values()))[1]


def _weight(cell: list[Fault]) -> int:
    return sum(100 if error == "wrong_function" else 1 for error, _, _ in cell)


def same_value(given: Any, allowed: Any) -> bool:
    """Strings without case and outer space, numbers by value; a truth value equals only itself."""
    if isinstance(given, str) and isinstance(allowed, str):
        return given == allowed or _folded(given) == _folded(allowed)
    if isinstance(given, bool) or isinstance(allowed, bool):
        return given is allowed
    if isinstance(given, list) and isinstance(allowed, list):
        return len(given) == len(allowed) and all(map(same_value, given, allowed))
    if isinstance(given, dict) and isinstance(allowed, dict):
        return given.keys() == allowed.keys() and all(same_value(given[key], allowed[key]) for key in given)
    return bool(given == allowed)


def _folded(text: str) -> str:
    text = text.strip().casefold()
    return text if text.isascii() or len(text) > 256 else unicodedata.normalize("NFC", text)


def kind_of(value: Any) -> str:
    """The JSON-schema type of a value."""
    return _NAMES.get(type(value), "null")


def may_be_left_out(allowed: list[Any]) -> bool:
    return any(value is None or value == "" for value in allowed)


def short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:120]
