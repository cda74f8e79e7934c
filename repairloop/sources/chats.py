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
from collections.abc import Iterator
from itertools import chain, islice

from repairloop.ground.guard import guarded
from repairloop.records import Chunk
from repairloop.sources import code
from repairloop.sources.chunks import Source, Unreadable
from repairloop.sources.encoding import whole
from repairloop.sources.files import seconds_for
from repairloop.sources.sections import chunks as of_sections
from repairloop.sources.table import chunks
from repairloop.sources.turns import conversation, is_turn
from repairloop.sources.userfile import read_rows


def read(source: Source) -> Iterator[Chunk]:
    objects = ((number, row) for number, row in read_rows(source.path, source.tell) if isinstance(row, dict) and row)
    try:
        first = list(islice(objects, 2))
    except Unreadable:  # with comments in it, say
        first = []
    if first and all(is_turn(row) for _, row in first):  # the file is one conversation
        turns = [row for _, row in chain(first, objects)]
        yield from chunks(source, [(1, {"messages": turns})], strings=False)
    elif len(first) > 1 or (first and conversation(first[0][1])):
        yield from chunks(source, chain(first, objects), strings=False)
    else:
        yield from code.read(source)


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
