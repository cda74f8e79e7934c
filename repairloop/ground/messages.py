"""What a message of the chat API says: a text, or parts of several kinds, and thoughts and calls beside them.

Read here for all who are given messages: replies of servers, completions of trainers, rows of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from repairloop.ground.calls import calls_of, joined

_THOUGHTS: Final = ("thinking", "reasoning", "reasoning_text")
"""Kinds of parts."""


class Spoken(NamedTuple):
    """What was said."""

    text: str
    thoughts: str
    """What was set apart as the model's thoughts."""


def content_of(content: Any) -> Spoken:
    """What the content of a message says. TypeError where it is none, RecursionError where it goes down without end."""
    if content is None or isinstance(content, str):
        return Spoken(content or "", "")
    texts, thoughts = [], []
    for part in content if isinstance(content, list) else [content]:
        if isinstance(part, str):
            texts.append(part)
        elif not isinstance(part, Mapping):
            raise TypeError(f"a message is made of text, not of {type(part).__name__}")
        elif part.get("type") in _THOUGHTS:
            thoughts.append(content_of(part.get("thinking") or part.get("reasoning") or part.get("text")).text)
        else:
            texts.append(_string(part.get("text")) or _string(part.get("refusal")))
    return Spoken("".join(texts), "".join(thoughts))


def message_says(message: Mapping[str, Any]) -> Spoken:
    """What a message says, thoughts beside its content included; calls aside. Raises as `content_of`."""
    text, thoughts = content_of(message.get("content"))
    beside = _string(message.get("reasoning_content")) or _string(message.get("reasoning"))
    return Spoken(text or _string(message.get("refusal")), thoughts or beside)


def reply_in(turns: Iterable[Mapping[str, Any]], *, calls: bool) -> Spoken:
    """The last thing that the model said in these turns, and, where `calls` are wanted, the calls of all its turns.

    A turn without a role is the model's. Raises as `content_of`.
    """
    own = [turn for turn in turns if turn.get("role", "assistant") == "assistant"]
    said = message_says(own[-1]) if own else Spoken("", "")
    return said._replace(text=joined(said.text, "\n".join(filter(None, map(calls_of, own))))) if calls else said


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""
