"""Files and folders in, distinct chunks out, one at a time.

Every file goes to the adapter that its ending names. What cannot be read is told in a line and passed over: nothing
that lies in a folder stops the rest.

    passed over notes/old.bin: binary
    passed over the rest of notes/log.txt: mis-encoded: not utf-8 in its bytes 1,048,576 to 1,310,720
    passed over 3 of 10 pages of report.pdf: broken
    passed over: and 312 more
    left out: 31 duplicates, 12 near-duplicates

A file that goes on repeating what came before is given up, and text without a space in 500 characters (packed data,
minified programs) is no material. The ending alone says what a file is: Python under `.txt` is read as text.
"""

from __future__ import annotations

import importlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from repairloop.ground.errors import UsageError
from repairloop.ground.guard import MEMORY_MIB, GuardMemory, GuardTimeout
from repairloop.records import Chunk
from repairloop.sources.chunks import Source, Unreadable, label
from repairloop.sources.code import LANGUAGES
from repairloop.sources.files import files, open_regular, reason, spdx

TOLD: Final = 20
"""How many lines name what was passed over; of the others the number is told."""
STALE: Final = 5_000
"""A file is given up when as many chunks in a row were duplicates, or without a space."""

_ADAPTERS: Final = {
    **dict.fromkeys(LANGUAGES, "code:read"), "makefile": "code:read", "dockerfile": "code:read",
    ".md": "markdown:read", ".markdown": "markdown:read",
    ".html": "html:read", ".htm": "html:read", ".xhtml": "html:read",
    ".pdf": "pdf:read", ".py": "python:read", ".pyw": "python:read",
    ".csv": "table:read_csv", ".tsv": "table:read_csv", ".parquet": "table:read_parquet",
    ".jsonl": "table:read_json_lines", ".ndjson": "table:read_json_lines",
    ".json": "chats:read", ".ipynb": "chats:read_notebook",
}  # fmt: skip
"""Ending, or name without one → module and function of the adapter; any other file is taken for text."""

_SOLID = re.compile(r"[!-~]{500}")
_SPACE = re.compile(r"\s")


def read_sources(
    paths: Sequence[Path] | None, say: Callable[[str], None], *, max_chars: int = 2_000
) -> Iterator[Chunk]:
    """Distinct chunks of files and folders, in a fixed order; of Python's standard library where `paths` is None.

    Memory does not grow with the number or the size of the files. `say` is told, a line each, what was passed over.
    """
    if max_chars < 100:
        raise UsageError(f"chunks of {max_chars} characters are too small; 100 is the least")
    report = _Report(say)
    if paths is None:
        sources = _function("standard_library:sources")(max_chars)
        return _distinct(sources, lambda _: "standard_library:read", "", report)
    roots = [Path(path) for path in paths]
    for root in roots:
        if not os.path.exists(root):
            raise UsageError(f"source {label(str(root), 500)!r} does not exist")
    return _distinct(_below(roots, max_chars, report), _adapter_of, "nothing to read in it", report)


def _adapter_of(path: Path) -> str:
    return _ADAPTERS.get((path.suffix or path.name).lower(), "text:read")


def _function(address: str) -> Callable[..., Iterator]:
    """What `module:name` names in this package, so that a reader is loaded when there is something to read."""
    module, _, name = address.partition(":")
    found: Callable[..., Iterator] = getattr(importlib.import_module(f"repairloop.sources.{module}"), name)
    return found


class _Report:
    """Tells what was passed over, in a bounded number of lines."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.lines = 0
        self.left_out: Counter[str] = Counter()

    def passed_over(self, what: str, why: str) -> None:
        self.lines += 1
        if self.lines <= TOLD:
            self.say(f"passed over {what}: {label(why)}")

    def end(self) -> None:
        if self.lines > TOLD:
            self.say(f"passed over: and {self.lines - TOLD:,} more")
        if self.left_out:
            self.say("left out: " + ", ".join(f"{count:,} {how}s" for how, count in sorted(self.left_out.items())))


def _below(roots: Sequence[Path], max_chars: int, report: _Report) -> Iterator[Source]:
    """Every file that the paths name, with the licence that its header, or a file beside it, names."""

    def tell(path: Path, why: str) -> None:
        report.passed_over(label(str(path), 500), why)

    for root in roots:
        for path, licence in files(root, tell):
            try:
                with open_regular(path) as file:
                    head = file.read(2048)
            except (OSError, Unreadable) as error:
                tell(path, _why(error))
                continue
            if head:
                yield Source(path, label(str(path), 500), spdx(head) or licence, max_chars)
            else:
                tell(path, "empty")


def _distinct(
    sources: Iterable[Source], adapter_of: Callable[[Path], str], nothing: str, report: _Report
) -> Iterator[Chunk]:
    """The chunks of all files that repeat none before. `nothing`: what to tell of a file that gives none."""
    from repairloop.sources.duplicates import Duplicates

    duplicates = Duplicates()
    for source in sources:
        stale = 0
        for chunk in _chunks(source, adapter_of(source.path), nothing, report):
            how = duplicates.seen(chunk)
            if not how:
                stale = 0
                yield chunk
                continue
            report.left_out[how] += 1
            stale += 1
            if stale == STALE:
                report.passed_over(f"the rest of {source.origin}", f"{STALE:,} duplicates in a row")
                break
    report.end()


def _chunks(source: Source, adapter: str, nothing: str, report: _Report) -> Iterator[Chunk]:
    """The chunks of one file, and never an exception; at most one line tells what could not be read."""
    made = solid = in_a_row = 0
    parts: dict[str, str] = {}
    source = replace(source, tell=parts.__setitem__)
    try:
        for chunk in _function(adapter)(source):
            if chunk.kind in ("text", "code") and _solid(chunk.text, in_a_row > 0):
                solid += 1
                in_a_row += 1
                if in_a_row == STALE:
                    break
            elif chunk.text.strip():
                made += 1
                in_a_row = 0
                yield chunk
    except Exception as error:  # whatever a file makes a reader stumble over must not stop the others
        parts["the rest"] = _why(error)
    if solid:
        parts["the rest" if in_a_row == STALE else f"{solid:,} pieces"] = "no space in 500 characters"
    why = "; ".join(parts.values()) or ("" if made else nothing)
    if why:
        report.passed_over(f"{', '.join(parts)} of {source.origin}" if made else source.origin, why)


def _solid(text: str, after_solid: bool) -> bool:
    """Whether a piece, or the end of one that began before, is a run of characters without a space."""
    return bool(_SOLID.search(text)) or (after_solid and _SPACE.search(text) is None)


def _why(error: Exception) -> str:
    if isinstance(error, Unreadable):
        return str(error)
    if isinstance(error, OSError):
        return reason(error)
    if isinstance(error, GuardTimeout):
        return "reading it takes too long"
    if isinstance(error, GuardMemory):
        return f"reading it takes more than {MEMORY_MIB} MiB"
    return f"{type(error).__name__}: {error}"
