"""The words of a bank, and how a request, a tool list and the instructions are put together from them.

Each text is a product of independent choices: phrase, clauses and their order, frame, register, layout of the
tools, form of the reply, place of the instructions. What is right is not known here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple

from skills.tool_use.catalogue import Operation, Value, pick


class LineStyle(NamedTuple):
    """A tool on one line: the line, a required and an optional parameter, and what stands for choices."""

    item: str
    parameter: str
    optional: str
    choices: str
    joint: str
    choice_joint: str


class ShownParameter(NamedTuple):
    name: str
    type: str
    choices: tuple[str, ...]
    optional: bool


class ShownTool(NamedTuple):
    name: str
    about: str
    parameters: tuple[ShownParameter, ...]

    def schema(self, note: str = "") -> dict[str, Any]:
        """As the chat APIs have it; `note` describes each parameter, `{}` being its name in words."""
        properties: dict[str, Any] = {}
        for p in self.parameters:
            properties[p.name] = {"type": p.type}
            if p.choices:
                properties[p.name]["enum"] = list(p.choices)
            if note:
                properties[p.name]["description"] = note.replace("{}", p.name.replace("_", " "))
        required = [p.name for p in self.parameters if not p.optional]
        return {
            "name": self.name,
            "description": self.about,
            "parameters": {"type": "object", "properties": properties, "required": required},
        }


@dataclass(frozen=True)
class Words:
    """All phrases of a bank. `{}` is filled with text, `$name` and the like by `_fill`."""

    openers: tuple[tuple[str, str], ...]
    """Frames for imperatives, with the mark that ends them."""
    question_openers: tuple[tuple[str, str], ...]
    closers: tuple[str, ...]
    chatter: tuple[str, ...]
    label_joints: tuple[str, ...]
    also: tuple[str, ...]
    new_sentence: tuple[str, ...]
    roles: tuple[str, ...]
    tool_intros: tuple[str, ...]
    json_forms: tuple[str, ...]
    json_list_forms: tuple[str, ...]
    python_forms: tuple[str, ...]
    python_list_forms: tuple[str, ...]
    shapes: tuple[tuple[str, str], ...]
    """What stands for the function's name and its arguments in the JSON shape."""
    python_shapes: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
    """Names of the two keys of a JSON call."""
    optional_rules: tuple[str, ...]
    none_rules: tuple[str, ...]
    none_tokens: tuple[str, ...]
    missing_rules: tuple[str, ...]
    missing_questions: tuple[str, ...]
    missing_tokens: tuple[str, ...]
    extra_rules: tuple[str, ...]
    """What to do with facts that no parameter takes."""
    part_rules: tuple[str, ...]
    """What to do where only some of what is asked has a tool."""
    several_missing_rules: tuple[str, ...]
    parameter_marks: tuple[str, ...]
    """What stands for the parameter's name where a reply to a missing value is described."""
    request_frames: tuple[str, ...]
    lines: tuple[LineStyle, ...]
    type_names: tuple[Mapping[str, str], ...]
    parameter_notes: tuple[str, ...]


# ---- the request -------------------------------------------------------------------------------------

_GLUED = frozenset(
    [
        "in",
        "for",
        "on",
        "at",
        "to",
        "from",
        "with",
        "by",
        "of",
        "over",
        "and",
        "so",
        "that",
        "but",
        "about",
        "saying",
        "named",
        "called",
        "titled",
        "under",
        "near",
        "around",
        "until",
        "labelled",
        "into",
        "out",
        "as",
        "without",
        "between",
        "repeating",
        "looking",
        "leaving",
        "starting",
        "covering",
        "doing",
        "lasting",
    ]
)
"""First words of clauses that need no comma before them."""


def phrase(operation: Operation, given: Mapping[str, Value], words: Words, rng: Random) -> tuple[str, bool]:
    """One operation asked for with the values given, without frame; and whether it is a question."""
    first = next(iter(operation.parameters))
    question = bool(operation.ask) and rng.random() < 0.4
    options = operation.ask if question else operation.do
    if first not in given:
        options = tuple(text for text in options if "{}" not in text)
    text = pick(rng, options)
    rest = [name for name in operation.parameters if name in given]
    if "{}" in text:
        text = text.replace("{}", str(given[first]))
        rest.remove(first)
    if len(rest) > 1 and rng.random() < 0.3:
        rng.shuffle(rest)
    if rest and not question and rng.random() < 0.12:
        joint = pick(rng, words.label_joints)
        labels = (joint.format(operation.parameters[name].label, _spoken(given[name])) for name in rest)
        return f"{text}: {''.join(labels).removesuffix(', ')}", False
    for name in rest:
        parameter, value = operation.parameters[name], given[name]
        clauses = parameter.clauses or (parameter.yes if value else parameter.no)
        clause = pick(rng, clauses)
        glue = " " if clause.split(" ", 1)[0] in _GLUED else ", "
        text += glue + clause.replace("{}", str(value))
    return text, question


def request(asked: list[tuple[Operation, Mapping[str, Value]]], chatter: bool, words: Words, rng: Random) -> str:
    """What the user writes: one or several operations in a frame."""
    text, question = phrase(*asked[0], words, rng)
    later = [phrase(*one, words, rng)[0] if question else _imperative(*one, words, rng) for one in asked[1:]]
    joined = bool(later) and (question or rng.random() < 0.6)
    if joined:
        for other in later:
            text += pick(rng, words.also) + other
    frame, mark = pick(rng, words.question_openers if question else words.openers)
    text = frame.replace("{}", text) + mark
    if later and not joined:
        text = text if mark else text + "."
        for other in later:
            text += pick(rng, words.new_sentence).replace("{}", other)
    register = rng.random()
    if register > 0.2:
        text = text[0].upper() + text[1:]
    elif register < 0.1:
        text = text.rstrip(".?!")
    if register > 0.1 and mark:
        text += pick(rng, words.closers)
    if chatter:
        aside = pick(rng, words.chatter)
        text = f"{aside} {text}" if rng.random() < 0.7 or text[-1] not in ".?!" else f"{text} {aside}"
    return text


def _imperative(operation: Operation, given: Mapping[str, Value], words: Words, rng: Random) -> str:
    while True:
        text, question = phrase(operation, given, words, rng)
        if not question:
            return text


def _spoken(value: Value) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


# ---- the tools ---------------------------------------------------------------------------------------


def tool_list(tools: list[ShownTool], words: Words, rng: Random) -> str:
    """The tools in one of many layouts; whole JSON schemas, which are long, the more seldom the more tools."""
    chance = rng.random()
    long = 0.3 / len(tools)
    if chance < long:
        schemas = [tool.schema(pick(rng, words.parameter_notes)) for tool in tools]
        wrapped = [{"type": "function", "function": one} for one in schemas] if rng.random() < 0.4 else schemas
        return json.dumps(wrapped) if rng.random() < 0.5 else "\n".join(map(json.dumps, wrapped))
    types = pick(rng, words.type_names)
    if chance < long + 0.12:
        return "\n".join(map(_flat_json, tools))
    if chance < long + 0.24:
        return "\n".join(_python_signature(tool) for tool in tools)
    style = pick(rng, words.lines)
    return "\n".join(_line(tool, style, types) for tool in tools)


def _line(tool: ShownTool, style: LineStyle, types: Mapping[str, str]) -> str:
    shown = []
    for p in tool.parameters:
        kind = style.choices.replace("{choices}", style.choice_joint.join(p.choices)) if p.choices else types[p.type]
        shown.append((style.optional if p.optional else style.parameter).replace("{p}", p.name).replace("{type}", kind))
    line = style.item.replace("{name}", tool.name).replace("{params}", style.joint.join(shown))
    return line.replace("{about}", tool.about)


def _flat_json(tool: ShownTool) -> str:
    """One short object: name, description, and a type in words for each parameter."""
    shown = {
        p.name: ("|".join(p.choices) if p.choices else p.type) + (" (optional)" if p.optional else "")
        for p in tool.parameters
    }
    return json.dumps({"name": tool.name, "description": tool.about, "parameters": shown})


PYTHON_TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


def _python_signature(tool: ShownTool) -> str:
    shown = []
    for p in sorted(tool.parameters, key=lambda p: p.optional):
        kind = f"Literal[{', '.join(map(repr, p.choices))}]" if p.choices else PYTHON_TYPES[p.type]
        shown.append(f"{p.name}: {kind}" + (" = None" if p.optional else ""))
    return f'def {tool.name}({", ".join(shown)}): """{tool.about}"""'


# ---- the instructions --------------------------------------------------------------------------------


def form_text(form: str, several: bool, words: Words, rng: Random) -> str:
    """How a call has to be written. `form` is `python`, or the two keys of a JSON object: `name/arguments`."""
    if form == "python":
        text = pick(rng, words.python_list_forms if several else words.python_forms)
        return str(text.replace("$shape", pick(rng, words.python_shapes)))
    name, args = form.split("/")
    tool, inside = pick(rng, words.shapes)
    shape = f'{{"{name}": "{tool}", "{args}": {inside}}}'
    text = pick(rng, words.json_list_forms if several else words.json_forms)
    return str(text.replace("$shape", shape).replace("$name", name).replace("$args", args))


def rule_text(rule: str, reply: str, words: Words, rng: Random, several: bool = False) -> str:
    """What to do where not all that is asked can be done as it is asked; empty where nothing was agreed."""
    if not rule:
        return ""
    if rule == "extra":
        return pick(rng, words.extra_rules) if rng.random() < 0.6 else ""
    if rule == "part":
        return str(pick(rng, words.part_rules))
    if rule == "none":
        return str(pick(rng, words.none_rules).replace("$token", _quoted(reply, rng)))
    if not reply:
        return str(pick(rng, words.missing_questions))
    shown = reply.replace("{param}", pick(rng, words.parameter_marks))
    rules = words.several_missing_rules if several else words.missing_rules
    return str(pick(rng, rules).replace("$token", _quoted(shown, rng)))


def _quoted(token: str, rng: Random) -> str:
    if token.startswith(("{", "[", "<")):
        return token
    marks = ('"{}"', "`{}`") if " " in token or len(token) < 2 else ("{}", '"{}"', "`{}`", "{}")
    return str(pick(rng, marks)).replace("{}", token)


def instruction_text(parts: list[str]) -> str:
    """The parts that are not empty, each a sentence or a line."""
    text = ""
    for part in filter(None, parts):
        text += part + (" " if part.endswith((".", "?")) else "\n")
    return text.strip()


def messages(tools: str, instruction: str, asked: str, words: Words, rng: Random) -> list[dict[str, str]]:
    """System and user message: who says what, and in which order, is drawn."""
    intro = pick(rng, words.tool_intros)
    parts = [f"{intro}\n{tools}", instruction]
    if rng.random() < 0.4:
        parts.reverse()
    if rng.random() < 0.3:
        parts.insert(0, pick(rng, words.roles))
    place = rng.random()
    if place < 0.5:
        return [_message("system", "\n".join(parts)), _message("user", asked)]
    framed = pick(rng, words.request_frames).replace("{}", asked)
    if place < 0.65:
        return [_message("system", f"{intro}\n{tools}"), _message("user", f"{framed}\n{instruction}")]
    if place < 0.85:
        return [_message("user", "\n".join([*parts, framed]))]
    return [_message("user", "\n".join([framed, *parts]))]


def _message(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}
