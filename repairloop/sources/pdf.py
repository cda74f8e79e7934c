"""PDF, page by page, through pypdf.

    report.pdf  →  report.pdf#page=1, report.pdf#page=2&chars=0-1790, …   titled with the document's own title

Pages are read in a worker process with a time and a memory limit: a page of some kilobytes can unpack to gigabytes.
Lines that the layout broke are joined again where the next one goes on in small letters. Pages that are pictures have
no text, and columns and tables come in the order in which the file draws them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from repairloop.ground.guard import guarded
from repairloop.records import Chunk
from repairloop.sources.chunks import Source, Unreadable
from repairloop.sources.files import refuse_huge

SECONDS: Final = 30.0
PAGES: Final = 8
"""How many are read in one call."""
MOST_BROKEN: Final = 100
MOST_CHARS: Final = 200_000
"""A page never gives more text than this."""

_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_SAME_SENTENCE = re.compile(r"(?<=[^\s.!?:])[ \t]*\n(?=[a-z])")


class Part(NamedTuple):
    title: str
    total: int
    """Pages in the whole document."""
    pages: list[str | None]
    """Text of each page; None for a broken one."""


def read(source: Source) -> Iterator[Chunk]:
    refuse_huge(source.path.stat().st_size)
    path, start, broken, count, words = str(source.path.absolute()), 0, 0, 1, 0
    while start < count:
        title, count, texts = guarded("repairloop.sources.pdf:pages", path, start, PAGES, seconds=SECONDS)
        for number, text in enumerate(texts, start + 1):
            broken += text is None
            for chunk in source.split("text", text or "", title or source.path.name, f"page={number}"):
                words += 1
                yield chunk
        if broken > MOST_BROKEN:
            raise Unreadable(f"more than {MOST_BROKEN} broken pages")
        start += PAGES
    if broken:
        source.tell(f"{broken} of {count} pages", "broken")
    elif not words:
        raise Unreadable("no text on any page (scanned?)")


def pages(path: str, start: int, many: int) -> Part:
    """Up to `many` pages from the one numbered `start`, counted from 0."""
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("encrypted")
        count = len(reader.pages)
        title = str((reader.metadata and reader.metadata.title) or "")
    except PyPdfError as error:
        raise Unreadable(f"broken PDF: {error}") from None
    texts: list[str | None] = []
    for number in range(start, min(start + many, count)):
        try:
            texts.append(joined(reader.pages[number].extract_text()[:MOST_CHARS]))
        except MemoryError:
            raise
        except Exception:  # pypdf raises whatever a broken page makes it stumble over
            texts.append(None)
    return Part(title, count, texts)


def joined(text: str) -> str:
    """Text without the line ends of its layout."""
    return _SAME_SENTENCE.sub(" ", _HYPHEN.sub("", text))
