"""How a conversation is fitted to what a chat template takes.

The templates of some models refuse a system message, or leave it out without a word. What a template refuses is
*adapted*, by named steps, found when a student is opened by putting every
shape of conversation to its template that probes and rows have. The same steps go into asking and into training rows,
and the run keeps their names: a student after a repair is asked as it was before, or not at all.

Some templates write the day into every prompt (Llama 3.2: `strftime_now`). It is that of a run's first question for the
whole run: another one after midnight would be another prompt.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from repairloop.ground.errors import UsageError
from repairloop.records import Message

Adaptations = tuple[str, ...]
"""Names of steps, in the order in which they are taken."""

TOOLS: Final = "tools"
"""The role of a first message that lists tools for the template."""
SYSTEM: Final = "system text goes before the first user text"
DAY: Final = "the chat template is told the day "
"""How the step begins that holds the day; the day, as 2026-11-28, follows."""


def adapt(messages: Sequence[Message], names: Adaptations) -> list[dict[str, Any]]:
    """The conversation as the template takes it."""
    adapted: list[dict[str, Any]] = list(messages)
    for name in names:
        adapted = adapted if name.startswith(DAY) else _STEPS[name](adapted)
    return adapted


def of_today(tokenizer: Any) -> Adaptations:
    """The step that holds the day, where the template writes one."""
    return (f"{DAY}{date.today().isoformat()}",) if any(map(_NOW.search, _templates(tokenizer).values())) else ()


def hold_day(tokenizer: Any, names: Adaptations) -> None:
    """Have the template of a tokenizer write the day that `names` hold, where they hold one."""
    day = next((date.fromisoformat(name.removeprefix(DAY)) for name in names if name.startswith(DAY)), None)
    if day is not None:
        held = {
            key: _NOW.sub(lambda call: json.dumps(day.strftime(call[2])), text)
            for key, text in _templates(tokenizer).items()
        }
        tokenizer.chat_template = held if isinstance(tokenizer.chat_template, dict) else held[""]


_NOW: Final = re.compile(r"""strftime_now\(\s*(["'])(.*?)\1\s*\)""", re.DOTALL)


def _templates(tokenizer: Any) -> dict[str, str]:
    """Name → template; the name is empty where there is but one."""
    found = tokenizer.chat_template
    return dict(found) if isinstance(found, dict) else {"": str(found or "")}


def put(messages: Sequence[Message], names: Adaptations) -> dict[str, Any]:
    """The conversation as the template takes it, and the tools that its first message lists, as keywords of their own."""
    if messages and messages[0]["role"] == TOOLS:
        return {"conversation": adapt(messages[1:], names), "tools": json.loads(messages[0]["content"])}
    return {"conversation": adapt(messages, names)}


def _system_before_user(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each system text, above the user text that follows it; as a user's where none does."""
    adapted: list[dict[str, Any]] = []
    waiting: list[str] = []
    for message in messages:
        if message["role"] == "system":
            waiting.append(message["content"])
        elif waiting and message["role"] == "user":
            adapted.append({**message, "content": "\n\n".join([*waiting, message["content"]])})
            waiting = []
        else:
            adapted.append(message)
    return [*adapted, {"role": "user", "content": "\n\n".join(waiting)}] if waiting else adapted


_STEPS: Final[dict[str, Callable[[list[dict[str, Any]]], list[dict[str, Any]]]]] = {SYSTEM: _system_before_user}

SHAPES: Final = ("user", "user assistant", "user assistant user", "system user", "system user assistant user")
"""Roles of the conversations that probes and rows have; those that end with the assistant are rows."""


TOOL: Final[dict[str, Any]] = {
    "type": "function",
    "function": {
        "name": "tell_hour_in_town",
        "description": "Tell the hour in a town",
        "parameters": {"type": "object", "properties": {"town": {"type": "string"}}, "required": ["town"]},
    },
}
"""One that stands in no template."""


def shape(roles: str) -> list[Message]:
    """A conversation of these roles; each text stands nowhere else."""
    return [
        {"role": role, "content": json.dumps([TOOL]) if role == TOOLS else f"{role} text number {n}"}
        for n, role in enumerate(roles.split(), start=1)
    ]


Render = Callable[[dict[str, Any]], str]
"""Applies a template to what `put` gives."""


def fitting(name: str, render: Render, kept: Adaptations | None = None, *, tools: bool = False) -> Adaptations:
    """The fewest steps after which the template takes every shape and every text stands in what it makes of it.

    `kept`: those that the run was begun with; no others will do. `tools`: the template must list tools. Raises
    UsageError that names the shape where nothing helps.
    """
    way = _found(name, render, kept)
    if tools and (refused := next(_refusals(render, way, ("tools user", "tools system user")), None)):
        raise UsageError(
            f"{name}: its chat template does not take {refused}; tell tools in the prompt: --set student.tools=text"
        )
    return way


def _found(name: str, render: Render, kept: Adaptations | None) -> Adaptations:
    ways: list[Adaptations] = [(), (SYSTEM,)] if kept is None else [kept]
    refused = [(way, next(_refusals(render, way), None)) for way in ways[:1]]
    if refused[0][1] is None:
        return ways[0]
    for way in ways[1:]:
        if next(_refusals(render, way), None) is None:
            return way
    if kept is not None:
        with_ = f", adapted as it was ({'; '.join(kept)})" if kept else ""
        raise UsageError(
            f"{name}: its chat template does not take what the run's student was asked{with_}: {refused[0][1]}"
        )
    raise UsageError(f"{name}: its chat template does not take {refused[0][1]}; mend the template beside the model")


def _refusals(render: Render, way: Adaptations, shapes: Sequence[str] = SHAPES) -> Iterator[str]:
    for roles in shapes:
        messages = shape(roles)
        said = f"a conversation of {', '.join(roles.split())}"
        try:
            text = render(put(messages, way))
        except Exception as error:  # a template raises what it likes
            yield f"{said} ({' '.join(str(error).split())[:200] or type(error).__name__})"
            continue
        marks = [(m["role"], TOOL["function"]["name"] if m["role"] == TOOLS else m["content"]) for m in messages]
        if lost := [role for role, mark in marks if mark not in text]:
            yield f"{said} (it leaves out {'the tools' if lost[0] == TOOLS else f'what the {lost[0]} says'})"


def renders(tokenizer: Any) -> Render:
    """The template of a tokenizer, as `fitting` wants it."""

    def render(asked: dict[str, Any]) -> str:
        last = asked["conversation"][-1]["role"] != "assistant"
        return str(tokenizer.apply_chat_template(**asked, tokenize=False, add_generation_prompt=last))

    return render


def told(name: str, names: Adaptations) -> str:
    """A line for the user; empty where nothing is done to the messages."""
    steps = "; ".join(step for step in names if not step.startswith(DAY))
    return (
        f"the chat template of {name} takes no system message: {steps}, in asking and in training alike"
        if steps
        else ""
    )
