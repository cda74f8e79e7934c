"""What the `tool_call` grader was given to compare with: the wanted calls, the tools, and how to abstain.

The idea: a reference and a list of tools that contradict one another are found here, before any reply is looked at, and
each contradiction is told apart. Knows no reply.
"""

from __future__ import annotations

import keyword
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import Field

from graders.shared.call_syntax import has_type
from graders.tool_call.compare import same_value, short
from repairloop import BadReference, Given

MAX_CALLS: Final = 12
"""Calls in one reference, so that trying every pairing stays cheap."""


class WantedCall(Given):
    """One call."""

    name: str
    """The tool."""
    arguments: dict[str, list[Any]]
    """Parameter → its allowed values; `""` or None among them says that it may be left out."""


WantedCalls = Annotated[
    list[WantedCall],
    Field(
        max_length=MAX_CALLS,
        description='the calls, [{"name": …, "arguments": {parameter: [allowed values]}}]; [] where none is right',
    ),
]


class Abstain(Given):
    """What the prompt asked for instead of a call."""

    kind: Literal["none", "missing"]
    """"none": no tool fits; "missing": a value that a parameter needs is not there."""
    token: str | None = None
    """The words asked for; with "none" they may be JSON (null, []), with "missing" `{param}` stands for the parameter's
    name, and no words ask for a question that names it."""
    missing: list[str] | None = None
    """The parameters without a value."""


class ToolSettings(Given):
    """What the prompt offered, and asked for."""

    tools: list[dict[str, Any]] | None = None
    """[{"name", "description", "parameters": {"properties", "required"}}], each bare or below the key "function"; where
    there is none, the reference shows the tools."""
    form: Literal["", "json", "python"] = ""
    """Where the prompt asked for one of them; absent: any common way of writing a call."""
    abstain: Abstain | None = None
    """What to reply instead of a call; absent: anything in plain words that makes no call and announces none."""
    ordered: bool = False
    """The order of several calls counts."""


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


def checked(wanted: WantedCalls, settings: ToolSettings) -> Wanted:
    """Raises BadReference where reference and settings cannot be used together."""
    reference, form = [call.model_dump() for call in wanted], settings.form
    for call in reference:
        for name, allowed in call["arguments"].items():
            if not allowed:
                raise BadReference(f"the reference for {call['name']!r} gives the argument {name!r} no allowed value")
    tools = _tools(reference) if settings.tools is None else _listed(settings.tools)
    for call in reference:
        _check_fit(call, tools)
        if form == "python":
            _check_python(call)
    kind, token, missing = _abstain(settings.abstain, reference, tools)
    return Wanted(reference, [_first(call) for call in reference], tools, kind, token, missing, form, settings.ordered)


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


def _listed(listed: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    tools: dict[str, dict[str, Any]] = {}
    for tool in listed:
        if isinstance(tool.get("function"), dict):
            tool = tool["function"]
        if not isinstance(tool.get("name"), str) or not tool["name"]:
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


def _abstain(
    abstain: Abstain | None, reference: list[Any], tools: dict[str, dict[str, Any]]
) -> tuple[str, str, list[str]]:
    """Kind, token and missing parameters; empty where the settings say nothing."""
    if abstain is None:
        return "", "", []
    kind, token, missing = abstain.kind, abstain.token or "", abstain.missing or []
    if kind == "none":
        if not token:
            raise BadReference("settings.abstain has no token: what should a reply say where no tool fits?")
        return kind, token, []
    if bool(missing) == bool(reference):
        raise BadReference(
            f"the reference makes {len(reference)} calls, and settings.abstain names {len(missing)} parameters as "
            "missing: just one of the two can be"
        )
    unknown = [name for name in missing if not any(name in tool["properties"] for tool in tools.values())]
    if unknown:
        raise BadReference(f"settings.abstain names {unknown[0]!r} as missing, which no tool has (see the reference)")
    return kind, token, missing


def _first(call: dict[str, Any]) -> dict[str, Any]:
    """The call with the first allowed value of each argument; one that may be left out and has no other is."""
    first = {p: next((v for v in allowed if v not in ("", None)), None) for p, allowed in call["arguments"].items()}
    return {"name": call["name"], "arguments": {p: v for p, v in first.items() if v is not None}}
