"""An instance of a JSON Schema, made from the schema alone.

The idea: try what the schema itself names (`const`, `enum`, `examples`, `default`), then a small value of each type
that its bounds allow, and keep the first that the validator accepts. A `pattern` is followed along its first branch
with the fewest repetitions; one with look-around or back-references needs `examples` beside it. This module knows no
probe.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from typing import Any, Final

from graders.fields.json_schema import is_valid
from repairloop import BadReference

MAX_DEPTH: Final = 12
_NOTHING: Final = object()
_TEXTS: Final = (
    "text", "", "A1", "2026-05-04", "2026-05-04T10:30:00Z", "10:30:00", "ida@halden.example", "https://halden.example/a",
    "12", "9f0c2b6e-3b1d-4f64-9a51-0d3a1f6e2b77", "192.0.2.1", "AB-1234", "+47 22 33 44 55", "NO",
)  # fmt: skip
_TYPES: Final = ("object", "array", "string", "integer", "number", "boolean", "null")


def sample(schema: str) -> Any:
    """A JSON value that is valid by a schema from `graders.fields.json_schema.check_schema`. Raises BadReference where none is found."""
    root = json.loads(schema)
    value = _first(root, root, schema, 0)
    if value is _NOTHING:
        raise BadReference('no value was found that fits the schema; put one under "examples" in it')
    return value


def _first(part: Any, root: Any, schema: str, depth: int) -> Any:
    """The first candidate that fits `part`."""
    found = (value for value in _candidates(part, root, schema, depth) if is_valid(schema, part, value))
    return next(found, _NOTHING)


def _candidates(part: Any, root: Any, schema: str, depth: int) -> Iterator[Any]:
    if depth > MAX_DEPTH or part is False:
        return
    if part is True:
        part = {}
    if "const" in part:
        yield part["const"]
    yield from [*part.get("enum", []), *part.get("examples", [])][:20]
    if "default" in part:
        yield part["default"]
    rest = {name: value for name, value in part.items() if name not in ("$ref", "allOf", "anyOf", "oneOf")}
    parts = [p for name in ("anyOf", "oneOf") for p in part.get(name, [])] or [{}]
    for other in parts[:10]:
        merged = rest
        for more in [*part.get("allOf", []), _resolved(part, root), other]:
            merged = _merged(merged, more)
        if merged != part:
            yield from _candidates(merged, root, schema, depth + 1)
    kinds = part.get("type", _TYPES)
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        yield from _of_kind(kind, part, root, schema, depth)


def _resolved(part: dict[str, Any], root: Any) -> Any:
    """What a reference into the same schema leads to."""
    reference = part.get("$ref", "")
    if not reference.startswith("#"):
        return {}
    for step in filter(None, reference[1:].split("/")):
        root = root.get(step.replace("~1", "/").replace("~0", "~"), {}) if isinstance(root, dict) else {}
    return root


def _merged(one: dict[str, Any], other: Any) -> dict[str, Any]:
    if not isinstance(other, dict):
        return one
    both = {**one, **other}
    if "properties" in one and "properties" in other:
        both["properties"] = {**one["properties"], **other["properties"]}
    if "required" in one and "required" in other:
        both["required"] = [*one["required"], *other["required"]]
    return both


def _of_kind(kind: str, part: dict[str, Any], root: Any, schema: str, depth: int) -> Iterator[Any]:
    """Small values of one JSON type."""
    if kind == "object":
        properties = part.get("properties", {})
        for names in (properties, part.get("required", [])):
            value = {name: _first(properties.get(name, True), root, schema, depth + 1) for name in names}
            yield {name: inner for name, inner in value.items() if inner is not _NOTHING}
    elif kind == "array":
        first = [_first(item, root, schema, depth + 1) for item in part.get("prefixItems", [])]
        count = max(part.get("minItems", 0), min(1, part.get("maxItems", 1))) - len(first)
        items = part.get("items", True)
        items = items if isinstance(items, (dict, bool)) else True
        rest = [v for v in _candidates(items, root, schema, depth + 1) if is_valid(schema, items, v)]
        distinct = list({json.dumps(value): value for value in rest}.values())
        yield [*first, *distinct[:1] * count]
        yield [*first, *distinct[: max(count, 0)]]
        if part.get("minItems", 0) == 0:
            yield []
    elif kind == "string":
        low, high = part.get("minLength", 0), part.get("maxLength", 2_000)
        patterned = [_matching(part["pattern"])] if "pattern" in part else []
        yield from ((text + "x" * (min(low, 2_000) - len(text)))[:high] for text in [*patterned, *_TEXTS])
    elif kind in ("integer", "number"):
        step = part.get("multipleOf", 1)
        low, high = (
            part.get("minimum", part.get("exclusiveMinimum", 1)),
            part.get("maximum", part.get("exclusiveMaximum", 1)),
        )
        yield from (1, low, -(-low // step) * step, (low // step + 1) * step, high, high // step * step)
        yield from (-(-high // step) * step - step, (low + high) / 2, 0, 2, 3, 4)
    elif kind == "boolean":
        yield True
        yield False
    elif kind == "null":
        yield None


_OF_CLASS: Final = {"CATEGORY_DIGIT": "7", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_DIGIT": "a",
                    "CATEGORY_NOT_SPACE": "a", "CATEGORY_NOT_WORD": "-"}  # fmt: skip


def _matching(pattern: str) -> str:
    """A short text that a simple pattern matches."""
    return _written(importlib.import_module("re._parser").parse(pattern))


def _written(tree: Any) -> str:
    text = ""
    for operation, argument in tree:
        match str(operation):
            case "LITERAL":
                text += chr(argument)
            case "NOT_LITERAL" | "ANY":
                text += "a" if argument != ord("a") else "b"
            case "IN":
                text += _of_set(argument)
            case "BRANCH":
                text += _written(argument[1][0])
            case "SUBPATTERN":
                text += _written(argument[-1])
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                text += _written(argument[2]) * min(max(argument[0], min(1, argument[1])), 100)
    return text


def _of_set(members: Any) -> str:
    """A character of a set in square brackets."""
    kind, value = members[0]
    match str(kind):
        case "LITERAL":
            return chr(value)
        case "RANGE":
            return chr(value[0])
        case "CATEGORY":
            return _OF_CLASS.get(str(value), "a")
    refused = {chr(value) for kind, value in members[1:] if str(kind) == "LITERAL"}
    return next(c for c in "a0-_ %" if c not in refused)
