"""Markdown: the prose below each heading, without its mark-up; code blocks as chunks of code.

    # Tea                      →  text, title "Tea", #line=3: "Boil the water first."
                                  code, title "Tea", #line=5, language "sh": "kettle on"
    Boil the *water* first.

    ```sh
    kettle on
    ```

Parsed by markdown-it (CommonMark and tables) in a worker process, as hostile text could hold it up. A title block at
the top (`---`) and raw HTML are left out; links keep their words, images their description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from repairloop.ground.guard import guarded
from repairloop.records import Chunk
from repairloop.sources.chunks import Source
from repairloop.sources.encoding import whole
from repairloop.sources.files import seconds_for
from repairloop.sources.sections import Outline, Section, chunks

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---[ \t]*\n(?=[\w-]+[ \t]*:)(?:.*\n){1,200}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")


def read(source: Source) -> Iterator[Chunk]:
    text = whole(source)
    return chunks(source, guarded("repairloop.sources.markdown:sections", text, seconds=seconds_for(len(text))))


def sections(text: str) -> list[Section]:
    from markdown_it import MarkdownIt

    front = _FRONT.match(text)
    skipped = front[0].count("\n") if front else 0
    outline = Outline()
    line, marker, level = 1, "", 0
    cells: list[str] | None = None
    for token in MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text):
        if token.map:
            line = token.map[0] + 1 + skipped
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "list_item_open":
            marker = f"{token.info}. " if token.info else "- "
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            outline.prose(" | ".join(cells or ()), line)
            cells = None
        elif token.type in ("fence", "code_block"):
            outline.code(token.content, line, token.info.strip())
        elif token.type == "inline":
            content = words(token.children or [])
            if level:
                outline.heading(level, content, line)
            elif cells is not None:
                cells.append(content)
            else:
                outline.prose(marker + content, line)
            level, marker = 0, ""
    return outline.end()


def words(tokens: list[Token]) -> str:
    """The text of one paragraph."""
    parts = []
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special", "image"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" " if token.type == "softbreak" else "\n")
    return "".join(parts)
