"""A row of a user's file as it was understood: what every format is read into, before a grader is chosen."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from repairloop.records import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of a user's file, in the product's words, before a grader is chosen."""

    file: str
    """Name of the file, without its folders."""
    line: int
    """The row's number in it, from 1; the line's where rows are lines."""
    digest: str
    """16 hex digits, of the row as the file has it."""
    messages: list[Message]
    """What is asked: the last message is the user's. Options, documents and instructions that the file keeps apart are
    not in it."""
    gold: Any = None
    """What the file says is right: a text, a number, a list, an object. None where it says nothing."""
    options: dict[str, str] = field(default_factory=dict)
    """Letter → text, in order, where there is something to choose from."""
    document: str = ""
    """A passage that the question is about, where the file keeps it apart."""
    tools: list[dict[str, Any]] = field(default_factory=list)
    """JSON schemas of the tools that may be called."""
    columns: dict[str, str] = field(default_factory=dict)
    """Further columns with short values, cleaned: an area may be named by one, a person may filter by one."""
    ident: str = ""
    """The file's own id of the row."""
    group: str = ""
    """What rows have in common that must not be in two parts."""
    area: str = ""
    """What the column that was named for areas says."""
    given: str | None = None
    """The model's own answer, where the file is a log of one. Only tells where to look."""
    score: float | None = None
    """What the log says of that answer, 0 to 1. Only tells where to look."""
    graded_by: tuple[str, Any, dict[str, Any]] | None = None
    """Grader, reference and settings, where the format itself says how answers are checked."""


def messages_asked(entry: Entry, lead: str = "", adds: str = "") -> list[Message]:
    """The messages of an entry, with document and options in the last one, and its tools in the system's."""
    *before, last = [dict(message) for message in entry.messages]
    options = "\n".join(f"{letter}) {text}" for letter, text in entry.options.items())
    parts = [entry.document.strip(), "\n".join(filter(None, [last["content"], options])), adds]
    messages = [*before, {**last, "content": "\n\n".join(filter(None, parts))}]
    tools = _tools_told(entry)
    if not lead and not tools:
        return messages
    own = [message["content"] for message in messages if message["role"] == "system"]
    rest = [message for message in messages if message["role"] != "system"]
    return [{"role": "system", "content": "\n\n".join(filter(None, [lead, *own, tools]))}, *rest]


def _tools_told(entry: Entry) -> str:
    """The tools of an entry, a line each, where its own messages do not name them all: who is not told of a tool cannot
    call it."""
    said = " ".join(message["content"] for message in entry.messages)
    functions = [inner if isinstance(inner := tool.get("function"), dict) else tool for tool in entry.tools]
    if all(str(function.get("name", "")) in said for function in functions):
        return ""
    return "Tools that may be called:\n" + "\n".join(
        json.dumps(tool, ensure_ascii=False, default=str) for tool in entry.tools
    )
