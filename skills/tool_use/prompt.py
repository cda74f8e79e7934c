"""How a request, a tool list and the instructions are put together from the words of a side.

Each text is a product of independent choices: phrase, clauses and their order, frame, register, layout of the
tools, form of the reply, place of the instructions. What is right is not known here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from repairloop import Ask, Draw
from skills.tool_use.operations import Operation, Parameter
from skills.tool_use.values import Value, listed

NATIVE: Final = "native"
"""The form of a problem whose tools the chat template offers, and whose calls are in its own format."""
TYPES: Final = ("string", "integer", "number", "boolean")
PYTHON_TYPES: Final = dict(zip(TYPES, ("str", "int", "float", "bool"), strict=True))
MOODS: Final = ("do", "do", "do", "ask", "ask", "know", "want", "want")


# ---- the request -------------------------------------------------------------------------------------


def phrase(operation: Operation, given: Mapping[str, Value], w: Draw, wished: str = "") -> tuple[str, str]:
    """One operation asked for with the values given, without frame, and its mood; the one wished for if it can be."""
    first = next(iter(operation.parameters))
    ways = {"do": operation.do, "ask": operation.ask, "know": operation.know, "want": operation.want}
    mood = wished if ways.get(wished) else w.pick([mood for mood in MOODS if ways[mood]])
    options = ways[mood]
    if first not in given:
        options = tuple(text for text in options if "{x}" not in text)
    said = w.pick(options)
    text = w.fill(said, {"x": given.get(first)})
    rest = [name for name in operation.parameters if name in given]
    if "{x}" in said:
        rest.remove(first)
    if len(rest) > 2 and w.rng.random() < 0.4:  # the first stays beside what it belongs to
        rest[1:] = rest[:0:-1]
    if rest and mood == "do" and w.rng.random() < 0.08:
        style = w.pick(w.all("labelled"))
        labels = (w.fill(style, {"label": operation.parameters[n].label, "x": _spoken(given[n])}) for n in rest)
        return f"{text}: {', '.join(labels)}", mood
    clauses = [_clause(operation.parameters[name], given[name], w) for name in rest]
    for clause in sorted(clauses, key=_comes_last):
        text += (" " if clause.split(" ", 1)[0] in listed("glued") else ", ") + clause
    return text, mood


def _clause(parameter: Parameter, value: Value, w: Draw) -> str:
    return w.fill(w.pick(parameter.clauses or (parameter.yes if value else parameter.no)), {"x": value})


def _comes_last(clause: str) -> bool:
    """Whether nothing about the same thing can follow: "and mark it private"."""
    return clause.split(" ", 1)[0] in ("and", "but", "so")


def _spoken(value: Value) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def request(asked: Sequence[tuple[Operation, Mapping[str, Value]]], chatter: bool, w: Draw) -> str:
    """What the user writes: one or several operations, in one sentence or in several."""
    sentences: list[tuple[str, str]] = []
    for operation, given in asked:
        before = sentences[-1][1] if sentences else ""
        text, mood = phrase(operation, given, w, before if w.rng.random() < 0.7 else "")
        if before == mood and mood in ("do", "want") and w.rng.random() < 0.75:
            text = sentences.pop()[0] + w.line("also") + text
        sentences.append((text, mood))
    text, ended = "", True
    for place, (said, mood) in enumerate(sentences):
        stop = "" if ended else "."
        if place and mood == "do" and w.rng.random() < 0.6:
            text += f"{stop} {w.line('then', said=said)}"
            ended = True
            continue
        frame = w.pick(w.all(f"frame/{mood}"))
        w.rng.random()  # needless; without it the same seeds give other rows. To go when the sides are drawn anew
        framed = w.fill(frame, {"said": said})
        text = f"{text}{stop} {framed[0].upper()}{framed[1:]}" if place else framed
        ended = frame[-1] in ".?!"
    register = w.rng.random()
    if register > 0.2:
        text = text[0].upper() + text[1:]
    elif register < 0.1:
        text = text.rstrip(".?!")
    if register > 0.1 and ended:
        text = f"{text} {w.pick(w.all('closer'))}".rstrip(" ")
    if chatter:
        aside = w.line("chatter")
        text = f"{aside} {text}" if w.rng.random() < 0.7 or text[-1] not in ".?!" else f"{text} {aside}"
    return text


# ---- the tools ---------------------------------------------------------------------------------------


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
        parameters = {"type": "object", "properties": properties, "required": required}
        return {"name": self.name, "description": self.about, "parameters": parameters}


class Layout(NamedTuple):
    """One tool as phrases: what it looks like, a required and an optional parameter, and what stands for choices.

    `{note}` stands for a few words about the parameter. Joints and the look of a tool may break lines.
    """

    tool: str
    required: str
    optional: str
    choices: str
    joint: str
    choice_joint: str


def tool_list(tools: list[ShownTool], w: Draw) -> str:
    """The tools in one of many layouts; whole JSON schemas, which are long, the more seldom the more tools."""
    chance = w.rng.random()
    long = 0.3 / len(tools)
    if chance < long:
        noted = w.rng.random() < 0.5
        return json_list([tool.schema(_notes(tool, w) if noted else None) for tool in tools], w)
    types = dict(zip(TYPES, w.row("types"), strict=True))
    if chance < long + 0.08:
        return "\n".join(map(_flat_json, tools))
    if chance < long + 0.16:
        return "\n".join(map(_python_signature, tools))
    layout = Layout(*w.row("layout")) if w.rng.random() < 0.3 else _mixed_layout(w)
    return "\n".join(_line(tool, layout, types, w) for tool in tools)


def json_list(schemas: list[dict[str, Any]], w: Draw) -> str:
    """Schemas as an array or on lines, bare, wrapped as functions, or with another word for the parameters."""
    chance = w.rng.random()
    if chance < 0.3:
        schemas = [{"type": "function", "function": one} for one in schemas]
    elif chance < 0.45:
        schemas = [{"input_schema" if key == "parameters" else key: s[key] for key in s} for s in schemas]
    return json.dumps(schemas) if w.rng.random() < 0.5 else "\n".join(map(json.dumps, schemas))


def _mixed_layout(w: Draw) -> Layout:
    (required, optional), (choices, choice_joint) = w.row("parameter"), w.row("choices")
    tool = w.pick(w.all("tool"))
    return Layout(tool, required, optional, choices, "; " if w.rng.random() < 0.3 else ", ", choice_joint)


def _notes(tool: ShownTool, w: Draw) -> dict[str, str]:
    """A few words about each parameter."""
    notes = {}
    for p in tool.parameters:
        options = w.all("note/flag" if p.type == "boolean" else "note")
        if not tool.noun:
            options = tuple(option for option in options if "{noun}" not in option)
        label = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", p.name).replace("_", " ").strip().lower()
        note = w.fill(w.pick(options), {"noun": tool.noun, "label": label})
        notes[p.name] = note[:1].upper() + note[1:]
    return notes


def _line(tool: ShownTool, layout: Layout, types: Mapping[str, str], w: Draw) -> str:
    shown = []
    notes = _notes(tool, w) if "{note}" in layout.required else {}
    for p in tool.parameters:
        kind = types[p.type]
        if p.choices:
            kind = w.fill(layout.choices, {"choices": w.fill(layout.choice_joint, {}).join(p.choices)})
        look = layout.optional if p.optional else layout.required
        shown.append(w.fill(look, {"p": p.name, "type": kind, "note": notes.get(p.name, "")}))
    params = w.fill(layout.joint, {}).join(shown)
    return w.fill(layout.tool, {"name": tool.name, "params": params, "about": tool.about})


def _flat_json(tool: ShownTool) -> str:
    """One short object: name, description, and a type in words for each parameter."""
    shown = {
        p.name: ("|".join(p.choices) if p.choices else p.type) + (" (optional)" if p.optional else "")
        for p in tool.parameters
    }
    return json.dumps({"name": tool.name, "description": tool.about, "parameters": shown})


def _python_signature(tool: ShownTool) -> str:
    shown = []
    for p in sorted(tool.parameters, key=lambda p: p.optional):
        shown.append(f"{p.name}: {python_type(p.type, p.choices)}" + (" = None" if p.optional else ""))
    return f'def {tool.name}({", ".join(shown)}): """{tool.about}"""'


def python_type(kind: str, choices: tuple[str, ...]) -> str:
    return f"Literal[{', '.join(map(repr, choices))}]" if choices else PYTHON_TYPES[kind]


# ---- the instructions --------------------------------------------------------------------------------


def form_text(form: str, several: bool, w: Draw) -> str:
    """How a call has to be written. `form` is `python`, or the two keys of a JSON object: `name/arguments`.

    `name/arguments#tag` is JSON between tags. Of a native call the chat template says it.
    """
    if form == NATIVE:
        return ""
    more = "/several" if several else ""
    if form == "python":
        text = w.line(f"form/python{more}", shape="{shape}")
        return text.replace("{shape}", w.pick(w.all("shape")))
    keys, _, tag = form.partition("#")
    name, args = keys.split("/")
    shape = f'{{"{name}": "{w.line("mark/name")}", "{args}": {w.line("mark/arguments")}}}'
    return w.line(f"form/{'tag' if tag else 'json'}{more}", shape=shape, name=name, args=args, tag=tag)


def rule_text(rule: str, reply: str, several: bool, w: Draw) -> str:
    """What to do where not all that is asked can be done as it is asked; empty where nothing was agreed."""
    if not rule:
        return ""
    if rule == "extra":
        return w.line("rule/extra") if w.rng.random() < 0.6 else ""
    if rule == "missing" and not reply:
        return w.line("rule/missing/question")
    if rule == "missing":
        reply = reply.replace("{param}", w.pick(w.all("mark/parameter")))
        rule = "missing/several" if several else "missing"
    text = w.line(f"rule/{rule}", token="{token}")
    return text.replace("{token}", _quoted(reply, w)) if reply else text


def _quoted(token: str, w: Draw) -> str:
    if token.startswith(("{", "[", "<")):
        return token
    marks = ('"{}"', "`{}`") if " " in token or len(token) < 2 else ("{}", '"{}"', "`{}`", "{}")
    return str(w.pick(marks)).replace("{}", token)


def instruction_text(parts: list[str]) -> str:
    """The parts that are not empty, each a sentence or a line."""
    return "".join(part + (" " if part.endswith((".", "?")) else "\n") for part in parts if part).strip()


def laid_out(tools: str, instruction: str, asked: str, w: Draw) -> Ask:
    """System and user message: who says what, and in which order, is drawn."""
    offered = f"{w.line('intro')}\n{tools}"
    parts = [offered, instruction]
    if w.rng.random() < 0.4:
        parts.reverse()
    if w.rng.random() < 0.3:
        parts.insert(0, w.line("role"))
    gap = _gap(w)
    place = w.rng.random()
    if place < 0.5:
        return Ask(asked, system=gap.join(parts), bare=True)
    framed = w.line("request", asked=asked)
    if place < 0.6:
        return Ask(f"{framed}{gap}{instruction}", system=offered, bare=True)
    if place < 0.68:
        return Ask(f"{offered}{gap}{framed}", system=instruction, bare=True)
    return Ask(gap.join([*parts, framed] if place < 0.85 else [framed, *parts]), bare=True)


def native_laid_out(schemas: list[dict[str, Any]], instruction: str, asked: str, w: Draw) -> Ask:
    """The tools for the chat template's own list, then what else has to be said, if anything, and the request."""
    tools = json.dumps([{"type": "function", "function": schema} for schema in schemas])
    if not instruction:
        return Ask(asked, tools=tools, bare=True)
    if w.rng.random() < 0.6:
        return Ask(asked, system=instruction, tools=tools, bare=True)
    gap = _gap(w)
    parts = [w.line("request", asked=asked), instruction]
    return Ask(gap.join(parts if w.rng.random() < 0.5 else parts[::-1]), tools=tools, bare=True)


def _gap(w: Draw) -> str:
    return "\n\n" if w.rng.random() < 0.3 else "\n"
