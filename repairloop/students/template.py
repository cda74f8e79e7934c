"""How a conversation is fitted to what a chat template takes.

The templates of some models refuse a system message, or leave it out without a word. What a template refuses is
*adapted*, by named steps, found when a student is opened by putting every
shape of conversation to its template that probes and rows have. The same steps go into asking and into training rows,
and the run keeps their names: a student after a repair is asked as it was before, or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from repairloop.errors import UsageError
from repairloop.records import Message

Adaptations = tuple[str, ...]
"""Names of steps, in the order in which they are taken."""

TOOLS: Final = "tools"
"""The role of a first message that lists tools for the template."""
SYSTEM: Final = "system text goes before the first user text"


def adapt(messages: Sequence[Message], names: Adaptations) -> list[dict[str, Any]]:
    """The conversation as the template takes it."""
    adapted: list[dict[str, Any]] = list(messages)
    for name in names:
        adapted = _STEPS[name](adapted)
    return adapted


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


def shape(roles: str) -> list[Message]:
    """A conversation of these roles; each text stands nowhere else."""
    return [{"role": role, "content": f"{role} text number {n}"} for n, role in enumerate(roles.split(), start=1)]


def fitting(name: str, render: Callable[[list[dict[str, Any]]], str], kept: Adaptations | None = None) -> Adaptations:
    """The fewest steps after which the template takes every shape and every text stands in what it makes of it.

    `render` applies the template. `kept`: those that the run was begun with; no others will do. Raises UsageError
    that names the shape where nothing helps.
    """
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


def _refusals(render: Callable[[list[dict[str, Any]]], str], way: Adaptations) -> Iterator[str]:
    for roles in SHAPES:
        messages = shape(roles)
        said = f"a conversation of {', '.join(roles.split())}"
        try:
            text = render(adapt(messages, way))
        except Exception as error:  # a template raises what it likes
            yield f"{said} ({' '.join(str(error).split())[:200] or type(error).__name__})"
            continue
        if lost := [message["role"] for message in messages if message["content"] not in text]:
            yield f"{said} (it leaves out what the {lost[0]} says)"


def renders(tokenizer: Any) -> Callable[[list[dict[str, Any]]], str]:
    """The template of a tokenizer, as `fitting` wants it."""

    def render(messages: list[dict[str, Any]]) -> str:
        last = messages[-1]["role"] != "assistant"
        return str(tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=last))

    return render


def told(name: str, names: Adaptations) -> str:
    """A line for the user."""
    return f"the chat template of {name} takes no system message: {'; '.join(names)}, in asking and in training alike"
