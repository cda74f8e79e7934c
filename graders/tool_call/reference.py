"""What the `tool_call` grader was given to compare with: the wanted calls, the tools, and how to abstain.

The idea: a reference and a list of tools that contradict one another are found here, before any reply is looked at, and
each contradiction is told apart. Knows no reply.
"""

from __future__ import annotations

import json
import keyword
from functools import lru_cache
from typing import Any, Final, NamedTuple

from pydantic_core import from_json

from graders.shared.call_syntax import has_type
from graders.tool_call.compare import same_value, short
from repairloop import BadReference, Probe

MAX_CALLS: Final = 12
"""Calls in one reference, so that trying every pairing stays cheap."""
FORMS: Final = ("json", "python")
_ENCODER = json.JSONEncoder(allow_nan=False)


class Wanted(NamedTuple):
    """A reference and settings that fit together."""

    calls: list[dict[str, Any]]
    """The reference: name, and a list of allowed values for each argument."""
    right: list[dict[str, Any]]
    """The same calls with the first allowed value of each argument."""
    tools: dict[str, dict[str, Any]]
    """Name → its `properties` and `required`."""
    kind: str
    """How to abstain was said for: `none` or `missing`; empty where nothing was said."""
    token: str
    missing: list[str]
    form: str
    """`json`, `python`, or empty for any."""
    ordered: bool


def read(probe: Probe) -> Wanted:
    """Raises BadReference where reference and settings cannot be used together."""
    settings = probe.settings
    try:
        text = _ENCODER.encode([probe.reference, *map(settings.get, ("tools", "abstain", "form", "ordered"))])
    except (TypeError, ValueError, RecursionError) as error:
        raise BadReference(f"reference and settings must be JSON: {error}"[:300]) from None
    wanted = _read(text)
    if isinstance(wanted, str):
        raise BadReference(wanted)
    return wanted


@lru_cache(maxsize=1024)
def _read(text: str) -> Wanted | str:
    """What can be used, or what is wrong with it: both are worth keeping."""
    try:
        return _checked(*from_json(text))
    except BadReference as error:
        return str(error)


def _checked(reference: Any, listed: Any, abstain: Any, form: Any, ordered: Any) -> Wanted:
    if not isinstance(reference, list) or len(reference) > MAX_CALLS:
        raise BadReference(f"the reference must be a list of at most {MAX_CALLS} calls; [] where no call is right")
    if not isinstance(ordered, bool | None):
        raise BadReference(f"settings.ordered must be true or false, not {short(ordered)}")
    if form not in (None, "", *FORMS):
        raise BadReference(f"settings.form must be {' or '.join(FORMS)}, not {short(form)}")
    for call in reference:
        _check_call(call)
    tools = _tools(reference) if listed is None else _listed(listed)
    for call in reference:
        _check_fit(call, tools)
        if form == "python":
            _check_python(call)
    kind, token, missing = _abstain(abstain, reference, tools)
    return Wanted(
        reference, [_first(call) for call in reference], tools, kind, token, missing, form or "", bool(ordered)
    )


def _check_call(call: Any) -> None:
    if (
        not isinstance(call, dict)
        or not isinstance(call.get("name"), str)
        or not isinstance(call.get("arguments"), dict)
    ):
        raise BadReference(f'a call in the reference must be {{"name": …, "arguments": {{…}}}}, not {short(call)}')
    for name, allowed in call["arguments"].items():
        if not isinstance(allowed, list) or not allowed:
            raise BadReference(
                f"the reference for {call['name']!r} must give the argument {name!r} a list of allowed values, "
                f"not {short(allowed)}"
            )


def _check_fit(call: dict[str, Any], tools: dict[str, dict[str, Any]]) -> None:
    """The call is one that the tools allow."""
    name, arguments = call["name"], call["arguments"]
    if name not in tools:
        raise BadReference(f"the reference calls {name!r}, which is not among the tools ({', '.join(tools)})"[:300])
    properties = tools[name]["properties"]
    for parameter, allowed in arguments.items():
        if parameter not in properties:
            raise BadReference(f"the reference gives {name!r} the argument {parameter!r}, which the tool does not have")
        schema = properties[parameter]
        for value in allowed:
            if value in ("", None):
                continue
            if not has_type(value, schema.get("type")):
                raise BadReference(
                    f"the reference allows {short(value)} for {name}.{parameter}, which is of type {schema['type']}"
                )
            if "enum" in schema and not any(same_value(value, choice) for choice in schema["enum"]):
                raise BadReference(
                    f"the reference allows {short(value)} for {name}.{parameter}, which is none of {short(schema['enum'])}"
                )
    for parameter in tools[name]["required"]:
        if parameter not in arguments:
            raise BadReference(f"the reference for {name!r} lacks the argument {parameter!r}, which the tool requires")


def _check_python(call: dict[str, Any]) -> None:
    words = [*call["name"].split("."), *call["arguments"]]
    wrong = [word for word in words if not word.isidentifier() or not word.isascii() or keyword.iskeyword(word)]
    if wrong:
        raise BadReference(f"settings.form is python, but {wrong[0]!r} in the reference is no Python name")


def _tools(reference: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The tools that the reference itself shows, where none were listed."""
    tools: dict[str, dict[str, Any]] = {}
    for call in reference:
        tool = tools.setdefault(call["name"], {"properties": {}, "required": []})
        tool["properties"] |= {parameter: {} for parameter in call["arguments"]}
    return tools


def _listed(listed: Any) -> dict[str, dict[str, Any]]:
    if not isinstance(listed, list):
        raise BadReference(f"settings.tools must be a list of tools, not {short(listed)}")
    tools: dict[str, dict[str, Any]] = {}
    for tool in listed:
        if isinstance(tool, dict) and isinstance(tool.get("function"), dict):
            tool = tool["function"]
        if not isinstance(tool, dict) or not isinstance(tool.get("name"), str) or not tool["name"]:
            raise BadReference(f'a tool in settings.tools must be {{"name": …, "parameters": …}}, not {short(tool)}')
        name, parameters = tool["name"], tool.get("parameters") or {}
        if name in tools:
            raise BadReference(f"settings.tools names {name!r} twice")
        properties = parameters.get("properties") or {} if isinstance(parameters, dict) else None
        if not isinstance(properties, dict) or not all(isinstance(schema, dict) for schema in properties.values()):
            raise BadReference(f"the parameters of {name!r} in settings.tools must have properties that are schemas")
        required = parameters.get("required") or []
        if not isinstance(required, list) or any(p not in properties for p in map(str, required)):
            raise BadReference(f"the tool {name!r} requires {short(required)}, but has {short(list(properties))}")
        if not all(isinstance(schema.get("enum", []), list) for schema in properties.values()):
            raise BadReference(f"an enum of {name!r} in settings.tools must be a list")
        tools[name] = {"properties": properties, "required": list(map(str, required))}
    return tools


def _abstain(abstain: Any, reference: list[Any], tools: dict[str, dict[str, Any]]) -> tuple[str, str, list[str]]:
    """Kind, token and missing parameters; empty where the settings say nothing."""
    if not abstain:
        return "", "", []
    if not isinstance(abstain, dict) or abstain.get("kind") not in ("none", "missing"):
        raise BadReference(f'settings.abstain must have the kind "none" or "missing", not {short(abstain)}')
    kind, token, missing = abstain["kind"], abstain.get("token") or "", abstain.get("missing") or []
    if not isinstance(token, str) or not isinstance(missing, list):
        raise BadReference(f"settings.abstain must have a token and a list of missing parameters, not {short(abstain)}")
    if kind == "none":
        if not token:
            raise BadReference("settings.abstain has no token: what should a reply say where no tool fits?")
        return kind, token, []
    if bool(missing) == bool(reference):
        raise BadReference(
            f"the reference makes {len(reference)} calls, and settings.abstain names {len(missing)} parameters as "
            "missing: just one of the two can be"
        )
    unknown = [name for name in map(str, missing) if not any(name in tool["properties"] for tool in tools.values())]
    if unknown:
        raise BadReference(f"settings.abstain names {unknown[0]!r} as missing, which no tool has (see the reference)")
    return kind, token, list(map(str, missing))


def _first(call: dict[str, Any]) -> dict[str, Any]:
    """The call with the first allowed value of each argument; one that may be left out and has no other is."""
    first = {p: next((v for v in allowed if v not in ("", None)), None) for p, allowed in call["arguments"].items()}
    return {"name": call["name"], "arguments": {p: v for p, v in first.items() if v is not None}}
