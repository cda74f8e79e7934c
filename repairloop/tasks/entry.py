"""A row of a user's file as it was understood: what every format is read into, before a grader is chosen."""

from __future__ import annotations

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
