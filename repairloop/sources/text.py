"""Plain text, of any size: read as a stream, cut at the ends of paragraphs and sentences.

    notes.txt  →  notes.txt#chars=0-1874, notes.txt#chars=1876-3790, …   (of the decoded text, line ends counted once)

A file whose ending says nothing is taken for text too. Mark-up (reStructuredText, LaTeX) stays in the text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from repairloop.records import Chunk, Kind
from repairloop.sources.chunks import PROSE, Source, pieces
from repairloop.sources.encoding import blocks


def read(source: Source) -> Iterator[Chunk]:
    return stream(source, "text", PROSE, {})


def stream(source: Source, kind: Kind, breaks: tuple[re.Pattern[str], ...], meta: dict[str, str]) -> Iterator[Chunk]:
    """The file in pieces; no more than a block and two pieces of it are in memory."""
    pending, offset = "", 0
    for block in chain(blocks(source), (None,)):
        pending += block or ""
        done = 0
        for start, end in pieces(pending, source.max_chars, breaks, last=block is None):
            at = f"chars={offset + start}-{offset + end}"
            yield source.chunk(kind, pending[start:end], source.path.name, at, dict(meta))
            done = end
        pending, offset = pending[done:], offset + done
