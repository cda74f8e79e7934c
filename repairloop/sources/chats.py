"""Chats and notebooks: what was said in a conversation as one text, the prose and the code of a notebook apart.

    {"messages": [{"role": "user", "content": "Why is tea green?"}, {"role": "assistant", "content": "Because …"}]}
    {"conversations": [{"from": "human", "value": "Why is tea green?"}, {"from": "gpt", "value": "Because …"}]}
    {"instruction": "Why is tea green?", "input": "", "output": "Because …"}
        →  text, #row=1: "Why is tea green?⏎⏎Because …"

What a system says is left out, as it is the same in every conversation, and so is what a model thought. A JSON file that
holds rows of another kind is a table; one that holds no rows is code, as any other data in text form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, Final

from repairloop.envelope import bare
from repairloop.guard import guarded
from repairloop.messages import content_of
from repairloop.sources import code
from repairloop.sources.chunks import Chunk, Source, Unreadable
from repairloop.sources.encoding import whole
from repairloop.sources.files import seconds_for
from repairloop.sources.sections import chunks as of_sections

TURNS: Final = ("messages", "conversations", "conversation", "dialog", "dialogue", "turns")
ASKED: Final = ("instruction", "prompt")
USERS: Final = ("user", "human")
MODELS: Final = ("assistant", "gpt", "model", "chatgpt", "bot")
SAID: Final = ("output", "completion", "response", "chosen")


def read(source: Source) -> Iterator[Chunk]:
    from repairloop.sources.table import chunks
    from repairloop.userfile import read_rows

    objects = ((number, row) for number, row in read_rows(source.path, source.tell) if isinstance(row, dict) and row)
    try:
        first = list(islice(objects, 2))
    except Unreadable:  # with comments in it, say
        first = []
    if first and all(_is_turn(row) for _, row in first):  # the file is one conversation
        turns = [row for _, row in chain(first, objects)]
        yield from chunks(source, [(1, {"messages": turns})], strings=False)
    elif len(first) > 1 or (first and conversation(first[0][1])):
        yield from chunks(source, chain(first, objects), strings=False)
    else:
        yield from code.read(source)


def conversation(row: Any) -> str:
    """What is said in a row, but for what the system says; empty where the row is no conversation."""
    if isinstance(row, list):
        return _joined(map(_turn, row)) if row and all(map(_is_turn, row)) else ""
    if not isinstance(row, dict):
        return ""
    named = {str(key).lower(): value for key, value in row.items()}
    for name in TURNS:
        if said := conversation(_parsed(named.get(name))):
            return said
    parts = [next((named[name] for name in names if named.get(name)), None) for names in (ASKED, ("input",), SAID)]
    if parts[0] is None or parts[2] is None:
        return ""
    return _joined(conversation(part) or (part if isinstance(part, str) else "") for part in parts)


def _is_turn(value: Any) -> bool:
    return isinstance(value, dict) and ("role" in value or "from" in value) and ("content" in value or "value" in value)


def _turn(turn: dict[str, Any]) -> str:
    who = str(turn.get("role") or turn.get("from")).lower()
    if who not in (*USERS, *MODELS):
        return ""
    try:
        said = content_of(turn.get("content") or turn.get("value")).text
    except (TypeError, RecursionError):
        return ""
    return bare(said) if who in MODELS else said


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text.strip() for text in texts if text.strip())


def _parsed(value: Any) -> Any:
    """Messages may stand in a cell as JSON."""
    if isinstance(value, str) and value.lstrip().startswith("[{"):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return None
    return value


def read_notebook(source: Source) -> Iterator[Chunk]:
    """Its Markdown and its code, in their order, as one Markdown document; outputs are left out."""
    try:
        notebook = json.loads(whole(source))
        cells = notebook["cells"] if "cells" in notebook else notebook["worksheets"][0]["cells"]
        language = str(notebook.get("metadata", {}).get("kernelspec", {}).get("language", "python"))
        parts = [(str(cell["cell_type"]), "".join(cell.get("source") or cell.get("input") or "")) for cell in cells]
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable(f"no notebook: {type(error).__name__}: {error}") from None
    fence = "`" * 12
    text = "\n\n".join(
        f"{fence}{language}\n{cell}\n{fence}" if kind == "code" else cell for kind, cell in parts if kind != "raw"
    )
    yield from of_sections(
        source, guarded("repairloop.sources.markdown:sections", text, seconds=seconds_for(len(text)))
    )
