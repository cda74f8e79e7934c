"""Entities of HTML (`&#39;`, `&amp;`) that an export has left in the texts of a whole file.

They are read as the characters that they stand for where a file shows that they are an artefact: in no text does `&` stand
for itself, nor a character that the entities stand for, and none holds tags. Where it shows less, they stay, and that
is said: a text about HTML may mean them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from repairloop.tasks.formats.common import Row

FEWEST: Final = 3
"""Rows with an entity, below which nobody asks."""
_ENTITY: Final = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{2,5}|#[xX][0-9A-Fa-f]{2,4});")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,200}>")


def reading(rows: Sequence[Row]) -> tuple[Callable[[Row], Row], str]:
    """What changes a row, and what to say of it; nothing of a file without entities."""
    texts = [list(_texts(row)) for row in rows]
    holding = sum(any("&" in text and _ENTITY.search(text) for text in own) for own in texts)
    if holding < FEWEST:
        return _as_it_is, ""
    said = [text for own in texts for text in own]
    found = sorted({mark for text in said if "&" in text for mark in _ENTITY.findall(text)})
    listed = ", ".join(found[:4])
    meant = {html.unescape(mark) for mark in found} | {"&"}
    bare = "".join(_ENTITY.sub("", text) for text in said)
    if any(char in bare for char in meant if not char.isalnum()) or _TAG.search(bare):
        return _as_it_is, (
            f"entities of HTML ({listed}) stay as they are in {holding:,} of {len(rows):,} rows: other texts hold the characters "
            "themselves, or tags"
        )
    return _unescaped, (
        f"entities of HTML ({listed}) stand in {holding:,} of {len(rows):,} rows and the characters themselves in none: "
        f"they are read as {' '.join(html.unescape(mark) for mark in found[:4])}"
    )


def _as_it_is(row: Row) -> Row:
    return row


def _texts(value: Any, depth: int = 8) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth and isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part, depth - 1)


def _unescaped(value: Any, depth: int = 8) -> Any:
    if isinstance(value, str):
        return html.unescape(value) if "&" in value else value
    if depth and isinstance(value, dict):
        return {name: _unescaped(part, depth - 1) for name, part in value.items()}
    return [_unescaped(part, depth - 1) for part in value] if depth and isinstance(value, list) else value
