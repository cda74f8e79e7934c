"""The words of a bank, and how a request, a tool list and the instructions are put together from them.

Each text is a product of independent choices: phrase, clauses and their order, frame, register, layout of the
tools, form of the reply, place of the instructions. What is right is not known here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final, NamedTuple

from skills.tool_use.catalogue import Operation, Parameter, Value, pick, say

NATIVE: Final = "native"
"""The form of a problem whose tools the chat template offers, and whose calls are in its own format."""


class LineStyle(NamedTuple):
    """One tool: what it looks like, a required and an optional parameter, and what stands for choices.

    `{note}` stands for a few words about the parameter. Joints and the look of a tool may break lines.
    """

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
    noun: str = ""
    """What the tool is about, in a word."""

    def schema(self, notes: Mapping[str, str] | None = None) -> dict[str, Any]:
        """As the chat APIs have it; `notes` describe its parameters."""
        properties: dict[str, Any] = {}
        for p in self.parameters:
            properties[p.name] = {"type": p.type}
            if p.choices:
                properties[p.name]["enum"] = list(p.choices)
            if notes:
                properties[p.name]["description"] = notes[p.name]
        required = [p.name for p in self.parameters if not p.optional]
        return {
            "name": self.name,
            "description": self.about,
            "parameters": {"type": "object", "properties": properties, "required": required},
        }


@dataclass(frozen=True)
class Words:
    """All phrases of a bank, as `say` takes them. `{}` is filled with text, `$name` and the like by `form_text`."""

    openers: tuple[tuple[str, str], ...]
    """Frames for imperatives, with the mark that ends them."""
    question_openers: tuple[tuple[str, str], ...]
    know_openers: tuple[tuple[str, str], ...]
    """Frames for indirect questions: "what the weather will be"."""
    want_openers: tuple[tuple[str, str], ...]
    """Frames for things that are wanted: "a table for two"."""
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
    tag_forms: tuple[str, ...]
    """How JSON between tags is asked for."""
    tag_list_forms: tuple[str, ...]
    tags: tuple[str, ...]
    name_marks: tuple[str, ...]
    """What stands for the function's name in the JSON shape."""
    argument_marks: tuple[str, ...]
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
    items: tuple[str, ...]
    """A tool with its parameters; any of them goes with any of the two that follow."""
    parameter_styles: tuple[tuple[str, str], ...]
    """A required and an optional parameter."""
    choice_styles: tuple[tuple[str, str], ...]
    """What stands for choices, and what joins them."""
    blocks: tuple[LineStyle, ...]
    """Layouts whose parts do not go with others."""
    type_names: tuple[Mapping[str, str], ...]
    parameter_notes: tuple[str, ...]
    """`{}` is the parameter's name in words, `$noun` what the tool is about."""
    flag_notes: tuple[str, ...]
    """The same of a parameter that is true or false."""

    def frames(self, mood: str) -> tuple[tuple[str, str], ...]:
        return {
            "do": self.openers, "ask": self.question_openers, "know": self.know_openers, "want": self.want_openers,
        }[mood]  # fmt: skip


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


MOODS: Final = ("do", "do", "do", "ask", "ask", "know", "want", "want")


def phrase(
    operation: Operation, given: Mapping[str, Value], words: Words, rng: Random, wished: str = ""
) -> tuple[str, str]:
    """One operation asked for with the values given, without frame, and its mood; the one wished for if it can be."""
    first = next(iter(operation.parameters))
    ways = {"do": operation.do, "ask": operation.ask, "know": operation.know, "want": operation.want}
    mood = wished if ways.get(wished) else pick(rng, [mood for mood in MOODS if ways[mood]])
    options = ways[mood]
    if first not in given:
        options = tuple(text for text in options if "{}" not in text)
    text = say(rng, options)
    rest = [name for name in operation.parameters if name in given]
    if "{}" in text:
        text = text.replace("{}", str(given[first]))
        rest.remove(first)
    if len(rest) > 2 and rng.random() < 0.4:  # the first stays beside what it belongs to
        rest[1:] = rest[:0:-1]
    if rest and mood == "do" and rng.random() < 0.08:
        joint = pick(rng, words.label_joints)
        labels = (joint.format(operation.parameters[name].label, _spoken(given[name])) for name in rest)
        return f"{text}: {''.join(labels).removesuffix(', ')}", mood
    clauses = [_clause(operation.parameters[name], given[name], rng) for name in rest]
    for clause in sorted(clauses, key=_comes_last):
        text += (" " if clause.split(" ", 1)[0] in _GLUED else ", ") + clause
    return text, mood


def _clause(parameter: Parameter, value: Value, rng: Random) -> str:
    return say(rng, parameter.clauses or (parameter.yes if value else parameter.no)).replace("{}", str(value))


def _comes_last(clause: str) -> bool:
    """Whether nothing about the same thing can follow: "and mark it private"."""
    return clause.split(" ", 1)[0] in ("and", "but", "so")


def request(asked: list[tuple[Operation, Mapping[str, Value]]], chatter: bool, words: Words, rng: Random) -> str:
    """What the user writes: one or several operations, in one sentence or in several."""
    sentences: list[tuple[str, str]] = []
    for operation, given in asked:
        before = sentences[-1][1] if sentences else ""
        text, mood = phrase(operation, given, words, rng, before if rng.random() < 0.7 else "")
        if before == mood and mood in ("do", "want") and rng.random() < 0.75:
            text = sentences.pop()[0] + pick(rng, words.also) + text
        sentences.append((text, mood))
    text, mark = "", ""
    for place, (said, mood) in enumerate(sentences):
        if place and mood == "do" and rng.random() < 0.6:
            text += ("" if mark else ".") + say(rng, words.new_sentence).replace("{}", said)
            mark = "."
            continue
        frame, new_mark = pick(rng, words.frames(mood))
        framed = say(rng, (frame,)).replace("{}", said) + new_mark
        text = f"{text}{'' if mark else '.'} {framed[0].upper()}{framed[1:]}" if place else framed
        mark = new_mark
    register = rng.random()
    if register > 0.2:
        text = text[0].upper() + text[1:]
    elif register < 0.1:
        text = text.rstrip(".?!")
    if register > 0.1 and mark:
        text += pick(rng, words.closers)
    if chatter:
        aside = say(rng, words.chatter)
        text = f"{aside} {text}" if rng.random() < 0.7 or text[-1] not in ".?!" else f"{text} {aside}"
    return text


def _spoken(value: Value) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


# ---- the tools ---------------------------------------------------------------------------------------


def tool_list(tools: list[ShownTool], words: Words, rng: Random) -> str:
    """The tools in one of many layouts; whole JSON schemas, which are long, the more seldom the more tools."""
    chance = rng.random()
    long = 0.3 / len(tools)
    if chance < long:
        noted = rng.random() < 0.5
        return json_list([tool.schema(_notes(tool, words, rng) if noted else None) for tool in tools], rng)
    types = pick(rng, words.type_names)
    if chance < long + 0.08:
        return "\n".join(map(_flat_json, tools))
    if chance < long + 0.16:
        return "\n".join(_python_signature(tool) for tool in tools)
    style = pick(rng, words.blocks) if rng.random() < 0.3 else _mixed_style(words, rng)
    return "\n".join(_line(tool, style, types, words, rng) for tool in tools)


def json_list(schemas: list[dict[str, Any]], rng: Random) -> str:
    """Schemas as an array or on lines, bare, wrapped as functions, or with another word for the parameters."""
    chance = rng.random()
    if chance < 0.3:
        schemas = [{"type": "function", "function": one} for one in schemas]
    elif chance < 0.45:
        schemas = [
            {"name": s["name"], "description": s["description"], "input_schema": s["parameters"]} for s in schemas
        ]
    return json.dumps(schemas) if rng.random() < 0.5 else "\n".join(map(json.dumps, schemas))


def _mixed_style(words: Words, rng: Random) -> LineStyle:
    parameter, optional = pick(rng, words.parameter_styles)
    choices, choice_joint = pick(rng, words.choice_styles)
    return LineStyle(
        pick(rng, words.items), parameter, optional, choices, "; " if rng.random() < 0.3 else ", ", choice_joint
    )


def _notes(tool: ShownTool, words: Words, rng: Random) -> dict[str, str]:
    """A few words about each parameter."""
    notes = {}
    for p in tool.parameters:
        templates = words.flag_notes if p.type == "boolean" else words.parameter_notes
        if not tool.noun:
            templates = tuple(template for template in templates if "$noun" not in template)
        label = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", p.name).replace("_", " ").strip().lower()
        note = say(rng, templates).replace("$noun", tool.noun).replace("{}", label)
        notes[p.name] = note[:1].upper() + note[1:]
    return notes


def _line(tool: ShownTool, style: LineStyle, types: Mapping[str, str], words: Words, rng: Random) -> str:
    shown = []
    notes = _notes(tool, words, rng) if "{note}" in style.parameter else {}
    for p in tool.parameters:
        kind = style.choices.replace("{choices}", style.choice_joint.join(p.choices)) if p.choices else types[p.type]
        written = (style.optional if p.optional else style.parameter).replace("{p}", p.name).replace("{type}", kind)
        shown.append(written.replace("{note}", notes.get(p.name, "")))
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
    """How a call has to be written. `form` is `python`, or the two keys of a JSON object: `name/arguments`.

    `name/arguments#tag` is JSON between tags. Of a native call the chat template says it.
    """
    if form == NATIVE:
        return ""
    if form == "python":
        text = say(rng, words.python_list_forms if several else words.python_forms)
        return text.replace("$shape", pick(rng, words.python_shapes))
    keys, _, tag = form.partition("#")
    name, args = keys.split("/")
    shape = f'{{"{name}": "{say(rng, words.name_marks)}", "{args}": {say(rng, words.argument_marks)}}}'
    if tag:
        text = say(rng, words.tag_list_forms if several else words.tag_forms).replace("$tag", tag)
    else:
        text = say(rng, words.json_list_forms if several else words.json_forms)
    return text.replace("$shape", shape).replace("$name", name).replace("$args", args)


def rule_text(rule: str, reply: str, words: Words, rng: Random, several: bool = False) -> str:
    """What to do where not all that is asked can be done as it is asked; empty where nothing was agreed."""
    if not rule:
        return ""
    if rule == "extra":
        return say(rng, words.extra_rules) if rng.random() < 0.6 else ""
    if rule == "part":
        return say(rng, words.part_rules)
    if rule == "none":
        return say(rng, words.none_rules).replace("$token", _quoted(reply, rng))
    if not reply:
        return say(rng, words.missing_questions)
    shown = reply.replace("{param}", pick(rng, words.parameter_marks))
    rules = words.several_missing_rules if several else words.missing_rules
    return say(rng, rules).replace("$token", _quoted(shown, rng))


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
    intro = say(rng, words.tool_intros)
    parts = [f"{intro}\n{tools}", instruction]
    if rng.random() < 0.4:
        parts.reverse()
    if rng.random() < 0.3:
        parts.insert(0, say(rng, words.roles))
    gap = "\n\n" if rng.random() < 0.3 else "\n"
    place = rng.random()
    if place < 0.5:
        return [_message("system", gap.join(parts)), _message("user", asked)]
    framed = say(rng, words.request_frames).replace("{}", asked)
    if place < 0.6:
        return [_message("system", f"{intro}\n{tools}"), _message("user", f"{framed}{gap}{instruction}")]
    if place < 0.68:
        return [_message("system", instruction), _message("user", f"{intro}\n{tools}{gap}{framed}")]
    if place < 0.85:
        return [_message("user", gap.join([*parts, framed]))]
    return [_message("user", gap.join([framed, *parts]))]


def native_messages(
    schemas: list[dict[str, Any]], instruction: str, asked: str, words: Words, rng: Random
) -> list[dict[str, str]]:
    """The tools for the chat template's own list, then what else has to be said, if anything, and the request."""
    tools = _message("tools", json.dumps([{"type": "function", "function": schema} for schema in schemas]))
    if not instruction:
        return [tools, _message("user", asked)]
    if rng.random() < 0.6:
        return [tools, _message("system", instruction), _message("user", asked)]
    gap = "\n\n" if rng.random() < 0.3 else "\n"
    parts = [say(rng, words.request_frames).replace("{}", asked), instruction]
    return [tools, _message("user", gap.join(parts if rng.random() < 0.5 else parts[::-1]))]


def _message(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}
