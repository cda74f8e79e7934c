"""A problem of real APIs: which are wanted with which values, which are offered, and the truth of it.

    wanted   linecache.getline(filename, lineno)
    wish     getline, {"filename": "data/report.csv", "lineno": 40}, superfluous {"priority": 3}
    truth    getline(filename="data/report.csv", lineno=40), or no call where `right` says so

`reference` takes what the wishes give, `written` what the tools offered take of all that is said: the two must agree.
This module does not know how a problem is made or worded.
"""

from __future__ import annotations

import re
from random import Random
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from repairloop import Problem
from skills.tool_use.apis import Api, Parameter
from skills.tool_use.catalogue import Value
from skills.tool_use.values import draw
from skills.tool_use.worlds import call_text

Kind = Literal["all", "superfluous", "missing", "several", "several_missing", "absent", "some_absent"]
"""The kinds of instruction of AgentInstruct."""


class ModuleWish(BaseModel):
    """An API that the user asks for, the values given for its parameters, and facts that it does not take."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    api: str
    given: dict[str, Value]
    superfluous: dict[str, Value] = Field(default_factory=dict)


class ModuleProblem(Problem):
    """What is asked for of real APIs, and which of them are offered."""

    surface: ClassVar[frozenset[str]] = frozenset({"others", "offers", "naming", "form", "rule", "reply", "chatter"})

    kind: Kind
    wanted: tuple[Api, ...]
    """The APIs that the user asks for."""
    wishes: tuple[ModuleWish, ...]
    right: Literal["call", "none", "missing"] = "call"
    missing: str = ""
    absent: tuple[str, ...] = ()
    """Names of APIs that are wanted and not offered."""
    others: tuple[Api, ...]
    offers: tuple[str, ...]
    """Names of the APIs of the list, in its order."""
    naming: str
    form: str
    rule: Literal["", "none", "missing", "part", "extra"] = ""
    reply: str = ""
    chatter: bool = False

    def offered(self) -> list[Api]:
        known = {api.name: api for api in (*self.wanted, *self.others)}
        return [known[name] for name in self.offers]

    def api(self, name: str) -> Api:
        return next(api for api in (*self.wanted, *self.others) if api.name == name)


def reference(problem: ModuleProblem) -> list[dict[str, Any]]:
    return [
        {
            "name": tool_name(wish.api, problem.naming),
            "arguments": {parameter: [value] for parameter, value in wish.given.items()},
        }
        for wish in problem.wishes
        if wish.api not in problem.absent
    ]


def written(problem: ModuleProblem) -> list[str]:
    """The calls of the tools that are offered, with what the request says about the parameters that they have."""
    calls = []
    for wish in problem.wishes:
        if wish.api in problem.offers:
            stated = {**wish.given, **wish.superfluous}
            arguments = {p.name: stated[p.name] for p in problem.api(wish.api).parameters if p.name in stated}
            calls.append(call_text(tool_name(wish.api, problem.naming), arguments, problem.form))
    return calls


def schemas(problem: ModuleProblem) -> list[dict[str, Any]]:
    return [schema(api, problem.naming) for api in problem.offered()]


def schema(api: Api, naming: str) -> dict[str, Any]:
    """As the chat APIs have it."""
    properties: dict[str, Any] = {}
    for p in api.parameters:
        properties[p.name] = {"type": p.type}
        if p.choices:
            properties[p.name]["enum"] = list(p.choices)
        if p.about:
            properties[p.name]["description"] = p.about
        if p.default not in (None, "None", "..."):
            properties[p.name]["default"] = _literal(str(p.default), p.type)
    parameters = {"type": "object", "properties": properties, "required": [p.name for p in api.required()]}
    return {"name": tool_name(api.name, naming), "description": api.about, "parameters": parameters}


def _literal(source: str, kind: str) -> Value:
    """The default as JSON; source text where it is a name."""
    if source in ("True", "False"):
        return source == "True"
    if kind in ("integer", "number") and re.fullmatch(r"-?\d+(\.\d*)?", source):
        return float(source) if "." in source else int(source)
    return source[1:-1] if source.startswith("'") else source


def tool_name(name: str, naming: str) -> str:
    if naming == "last":
        return name.rpartition(".")[2]
    return name.replace(".", "_") if naming == "joined" else name


def value_of(parameter: Parameter, rng: Random) -> Value:
    """A value that is not the default."""
    default = _literal(parameter.default, parameter.type) if parameter.default is not None else None
    if isinstance(default, bool) and parameter.type == "boolean":
        return not default
    choices = tuple(choice for choice in parameter.choices if choice != default)
    while (value := draw(parameter.sort, choices, rng)) == default:
        pass
    return value
