"""The part of JSON Schema that answers need: types, objects, arrays, enumerations.

The idea: a schema is a promise about shape, and a promise that this module cannot check must not pass in silence.
So `check_schema` refuses every keyword that `shape_errors` does not know.

Values come from `json_text`: numbers are `Number`, text is `str`. The recursion follows the schema, which is ours,
never the value, which is not.
"""

from __future__ import annotations

from typing import Any

from graders.json_text import Number

_KEYWORDS = {
    "type", "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "enum",
    "title", "description",
}  # fmt: skip
_TYPES = {"string", "number", "integer", "boolean", "null", "object", "array"}


def check_schema(schema: Any) -> None:
    """Raise ValueError for a schema that cannot be checked here."""
    if not isinstance(schema, dict):
        raise ValueError(f"a schema is an object, not {type(schema).__name__}")
    if unknown := sorted(set(schema) - _KEYWORDS):
        raise ValueError(f"schema keyword {unknown[0]!r} is not supported; known: {', '.join(sorted(_KEYWORDS))}")
    if wrong := [t for t in _types(schema) if t not in _TYPES]:
        raise ValueError(f"schema type {wrong[0]!r} is not a JSON type")
    if not isinstance(schema.get("additionalProperties", True), bool):
        raise ValueError("additionalProperties must be true or false")
    for part in schema.get("properties", {}).values():
        check_schema(part)
    if "items" in schema:
        check_schema(schema["items"])


def shape_errors(value: Any, schema: dict[str, Any], where: str = "the answer") -> list[str]:
    """What is wrong with the shape of `value`, one sentence each; empty when it fits."""
    types = _types(schema)
    if types and not any(_is(value, name) for name in types):
        return [f"{where} is {_name(value)}, not {' or '.join(types)}"]
    errors = []
    if "enum" in schema and (isinstance(value, (dict, list)) or str(value) not in map(str, schema["enum"])):
        errors.append(f"{where} is none of the {len(schema['enum'])} allowed values")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        errors += [f"{where} lacks {name!r}" for name in schema.get("required", []) if name not in value]
        if not schema.get("additionalProperties", True):
            errors += [f"{where} has {name[:40]!r}, which was not asked for" for name in value if name not in known]
        for name, part in known.items():
            if name in value:
                errors += shape_errors(value[name], part, repr(name))
    if isinstance(value, list):
        low, high = schema.get("minItems", 0), schema.get("maxItems", len(value))
        if not low <= len(value) <= high:
            errors.append(f"{where} has {len(value)} items")
        if "items" in schema:
            errors += [
                e for i, item in enumerate(value[:100]) for e in shape_errors(item, schema["items"], f"item {i}")
            ]
    return errors


def _types(schema: dict[str, Any]) -> list[str]:
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else list(types)


def _is(value: Any, name: str) -> bool:
    if isinstance(value, Number):
        return name == "number" or (name == "integer" and value.lstrip("-").isdigit())
    return _name(value) == name


def _name(value: Any) -> str:
    if isinstance(value, Number):
        return "number"
    return {str: "string", bool: "boolean", type(None): "null", dict: "object", list: "array"}[type(value)]
