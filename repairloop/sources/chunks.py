"""Chunks of raw material: what content is made from, and where each comes from.

A file becomes chunks of at most `max_chars` characters. A text is cut at the best break that its first `max_chars`
characters hold: the end of a paragraph, else of a sentence, else a space, and only then anywhere. `pieces` looks at
most two chunks ahead, so that a stream is cut as a whole text would be.

    >>> text = "One two. Three four.\\n\\nFive."
    >>> [text[start:end] for start, end in pieces(text, 12)]
    ['One two.', 'Three four.', 'Five.']

This module knows no file format. What a sentence is it guesses from its end mark, so "Dr. Who" may be cut in two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from repairloop.records import Chunk, Kind, fingerprint

PROSE: Final = (
    re.compile(r"\n[ \t]*\n"),
    re.compile(r"[.!?…][\"'”’»)\]]*\s|[。！？]"),
    re.compile(r"\s"),
)
"""Breaks of running text, best first: paragraph, sentence, space."""

CODE: Final = (re.compile(r"\n[ \t]*\n(?=\S)"), re.compile(r"\n[ \t]*\n"), re.compile(r"\n"), re.compile(r"\s"))
"""Breaks of code, best first: blank line before the outermost level, blank line, line, space."""

_INK = re.compile(r"\S")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Unreadable(Exception):
    """A file, or what is left of it, cannot be read; the message says why, in half a line."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file on its way into chunks."""

    path: Path
    origin: str
    """How its chunks name it."""
    licence: str
    max_chars: int
    tell: Callable[[str, str], None] = field(default=lambda part, why: None, repr=False)
    """Takes which part of it cannot be read, and why; the others are read all the same."""

    def licensed(self, licence: str) -> Source:
        return replace(self, licence=label(licence))

    def chunk(self, kind: Kind, text: str, title: str, at: str, meta: dict[str, Any] | None = None) -> Chunk:
        text = clean(text)
        place = f"{self.origin}#{label(at)}" if at else self.origin
        return Chunk(fingerprint(kind, text), kind, text, label(title), place, self.licence, meta or {})

    def split(self, kind: Kind, text: str, title: str, at: str, meta: dict[str, Any] | None = None) -> Iterator[Chunk]:
        """The text in chunks. `at` is the place of the whole; a part adds which characters of it."""
        length = len(text.strip())
        for start, end in pieces(text, self.max_chars, CODE if kind == "code" else PROSE):
            part = f"chars={start}-{end}" if end - start < length else ""
            yield self.chunk(kind, text[start:end], title, "&".join(filter(None, (at, part))), dict(meta or {}))


def clean(text: str) -> str:
    """The text less control characters; half of a surrogate pair becomes the replacement character."""
    return _CONTROL.sub(lambda found: "\ufffd" if found[0] >= "\ud800" else "", text)


def label(text: str, length: int = 200) -> str:
    """The text on one line, cut to `length`: for titles, addresses and messages, whatever the file put there."""
    line = " ".join(clean(text[: 4 * length]).split())
    return line if len(line) <= length else line[: length - 1] + "…"


def pieces(
    text: str, max_chars: int, breaks: tuple[re.Pattern[str], ...] = PROSE, *, last: bool = True
) -> Iterator[tuple[int, int]]:
    """Start and end of each piece. With `last=False` more text will follow, and what it could change is held back."""
    place = 0
    while found := _INK.search(text, place):
        start = found.start()
        if not last and start + 2 * max_chars + 4 > len(text):
            return
        place = _cut(text, start, max_chars, breaks)
        yield start, start + len(text[start:place].rstrip())


def _cut(text: str, start: int, max_chars: int, breaks: tuple[re.Pattern[str], ...]) -> int:
    """Where the piece that begins at `start` ends."""
    if len(text) - start <= max_chars:
        return len(text)
    window = text[start : start + max_chars + 2]
    early = 0
    for level, pattern in enumerate(breaks):
        ends = [end for m in pattern.finditer(window) if _within(window, end := m.end(), max_chars)]
        if ends and (ends[-1] >= max_chars // 4 or (level == 0 and _fits(text, start + ends[-1], max_chars, pattern))):
            return start + ends[-1]
        early = early or max(ends, default=0)
    return start + (early or max_chars)


def _within(window: str, end: int, max_chars: int) -> bool:
    return end <= max_chars or len(window[:end].rstrip()) <= max_chars


def _fits(text: str, start: int, max_chars: int, pattern: re.Pattern[str]) -> bool:
    """Whether the paragraph that begins at `start` is no longer than a piece."""
    return len(text) - start <= max_chars or pattern.search(text, start, start + max_chars + 2) is not None
