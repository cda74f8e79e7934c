"""What kind of file a user brings, and its rows as entries. Known by the keys of its rows, said, and refused on doubt.

Formats are asked in turn, those with the most particular keys first; a table is what is left. Files are read as a
stream, and no further than `MOST_ROWS` rows and `MOST_CHARS` characters, which is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from repairloop.ground.errors import UsageError, nearest
from repairloop.records import fingerprint
from repairloop.records.rows import clean
from repairloop.sources.chunks import Unreadable
from repairloop.sources.table import class_names
from repairloop.sources.turns import TURNS, is_turn
from repairloop.sources.userfile import read_rows
from repairloop.tasks.entry import Entry
from repairloop.tasks.formats import (
    chats,
    entities,
    ifeval,
    inspect_log,
    joined,
    lm_eval,
    openai,
    promptfoo,
    promptfoo_tests,
    spans,
    tables,
    traces,
    trl,
)
from repairloop.tasks.formats.common import SHORT, BadRow, Fields, Layout, Look, Row, as_json, is_empty, plain, unpathed
from repairloop.tasks.formats.lifting import lifted

LOOKED_AT: Final = 2000
"""Rows by which a format is known."""
MOST_ROWS: Final = 100_000
"""Rows read of one file."""
MOST_CHARS: Final = 2**28
"""Characters read of one file, as JSON."""
PASSED_OVER: Final = "passed over"
"""What a note says, behind the file's name, of a part that could not be read."""
LACKING: Final = "it lacks what the other rows have"
FORMATS: Final = (lm_eval, inspect_log, promptfoo, promptfoo_tests, ifeval, traces, openai, trl, chats, tables)
"""The first that knows a file for its own has it."""


@dataclass
class Read:
    """One file, as it was understood."""

    file: str
    layout: Layout
    entries: list[Entry]
    rows: int
    """Rows read."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Why → rows that became no entries."""
    first: dict[str, int] = field(default_factory=dict)
    """Why → the first of them."""
    notes: list[str] = field(default_factory=list)


def read(
    path: Path, file: str, map_: Mapping[str, str], partner: joined.Partner | None = None, *, asked_only: bool = False
) -> Read:
    """The entries of one file, called `file` where it is spoken of, with what its partner says of them. UsageError where it
    cannot be read, its format is not known or in doubt, or none of its rows can be asked. `asked_only`: what is right is not
    looked for, lines may be texts, and of turns without replies the first is asked."""
    notes: list[str] = []
    odd: list[int] = []
    paths = [column for column in map_.values() if "." in column]
    together = 0

    def tell(part: str, why: str) -> None:
        notes.append(f"{file}: {PASSED_OVER} {part}: {why}")

    def objects() -> Iterator[tuple[int, Any]]:
        nonlocal together
        for number, row in inspect_log.rows(path) if inspect_log.is_log(path) else read_rows(path, tell, unfold):
            if isinstance(row, list) and row and all(isinstance(turn, dict) for turn in row):
                row = {"messages": row}
            elif isinstance(row, str) and (asked_only or (partner is not None and not partner.key)):
                row = {"text": row}
            if isinstance(row, dict):
                row = _first_turn(lifted(row)) if asked_only else lifted(row)
                if partner is not None:
                    added = partner.added(number, row)
                    together += bool(added)
                    row = {**added, **row}
                yield number, {**row, **{path: unpathed(row, path) for path in paths if path not in row}}
            else:
                odd.append(number)

    try:
        rows = objects()
        start = list(islice(rows, LOOKED_AT))
        if not start:
            plain = "its lines are texts without columns: give a table, as in text,label" if odd else "no rows in it"
            plain = (odd and joined.beside(path)) or plain
            raise UsageError(f"{file}: {plain}{'; ' + notes[0] if notes else ''}")
        classes, named_by = class_names(path)
        change, marked, tokens = spans.reading([row for _, row in start], classes)
        some = [change(row) for _, row in start]
        plainly, escaped = entities.reading(some) if not marked else (lambda row: row, "")  # places count characters
        some = [plainly(row) for row in some]
        look = Look(file, some, map_, asked_only, classes, named_by, marked, tokens)
        layout = _of_each_form(look) if asked_only else recognise(look)
        made = _entries(file, layout, chain(start, rows), map_, lambda row: plainly(change(row)))
    except (Unreadable, OSError) as error:
        raise UsageError(f"{file}: cannot be read: {error}"[:400]) from None
    except RecursionError:
        raise UsageError(f"{file}: its values go down without end") from None
    if odd:
        tell(f"{len(odd):,} rows", f"no objects with columns, number {odd[0]:,} first")
    if partner is not None:
        notes.append(f"{file}: {joined.note(partner, together, made.rows)}")
    made.notes = [*notes, *([f"{file}: {escaped}"] if escaped else []), *made.notes]
    if not made.entries:
        why = "; ".join(f"{reason} (number {made.first[reason]:,} first)" for reason in made.left_out)
        raise UsageError(f"{file}: none of its {made.rows:,} rows can be asked; {why}"[:600])
    return made


def unfold(value: Any) -> list[Any] | None:
    """The rows of a log that is one JSON or YAML text."""
    return next(
        (rows for log in (inspect_log, promptfoo, promptfoo_tests, traces) if (rows := log.unfold(value)) is not None),
        None,
    )


def recognise(look: Look) -> Layout:
    """The layout of a file with such rows. UsageError where none is known, or in doubt."""
    tables.check_map(look.map_)
    named = "question" in look.map_ or "answer" in look.map_
    for known in (openai, promptfoo_tests, tables) if named else (trl, tables) if look.asked_only else FORMATS:
        if (layout := known.recognise(look)) is not None:
            return layout
    raise UsageError(tables.nothing_asked(look))


def _of_each_form(look: Look) -> Layout:
    """The layout of rows that are asked and not graded: those with different columns are understood apart."""
    known: dict[frozenset[str], Layout | str] = {}

    def filled(row: Row) -> frozenset[str]:
        return frozenset(name for name, value in row.items() if not is_empty(value))

    def fields(row: Row) -> Iterable[Fields]:
        names = filled(row)
        if names not in known:
            alike = [one for one in look.rows if filled(one) == names]
            try:
                known[names] = recognise(replace(look, rows=alike or [row]))
            except UsageError as error:
                known[names] = str(error)
        found = known[names]
        if isinstance(found, str):
            raise BadRow(found)
        return found.fields(row)

    return Layout("questions", "what is asked", "questions", fields)


def _first_turn(row: Row) -> Row:
    """A row with turns that are plain texts, or that nobody says, with the first of them in their place."""
    for name, value in row.items():
        first = value[0] if plain(name) in TURNS and isinstance(value, list) and value else None
        text = first.get("content") if isinstance(first, dict) and not is_turn(first) else first
        if isinstance(text, str):
            return {**row, name: text}
    return row


def _entries(
    file: str, layout: Layout, rows: Iterator[tuple[int, Any]], map_: Mapping[str, str], change: spans.Reading
) -> Read:
    made = Read(file, layout, [], 0)
    size = 0
    ours = {
        field_: map_[what]
        for what, field_ in (("area", "area"), ("group", "group"), ("id", "ident"))
        if what in map_
        and plain(layout.columns.get(what, "")) != plain(map_[what])  # a table has taken them from there itself
    }
    there: set[str] = set()
    for number, row in rows:
        made.rows += 1
        written = as_json(row)
        size += len(written)
        if made.rows > MOST_ROWS or size > MOST_CHARS:
            made.rows -= 1
            made.notes.append(
                f"{file}: only its first {made.rows:,} rows are read ({MOST_ROWS:,} rows or {MOST_CHARS >> 20} MiB of text "
                "are the most); give a sample of it, if its order matters"
            )
            break
        try:
            changed = change(row)
            for fields in layout.fields(changed):
                named = {field_: found for field_, column in ours.items() if (found := _value(changed, fields, column))}
                there.update(named)
                made.entries.append(Entry(file=file, line=number, digest=fingerprint(written), **{**fields, **named}))
        except BadRow as error:
            made.left_out[str(error)] += 1
            made.first.setdefault(str(error), number)
        except (KeyError, AttributeError, TypeError):
            made.left_out[LACKING] += 1
            made.first.setdefault(LACKING, number)
    for field_, column in ours.items():
        if made.entries and field_ not in there:
            raise UsageError(f"{file}: --map {column}: {nearest(column, layout.unused, 'column')}")
    made.entries, said = layout.finish(made.entries)
    made.notes += [f"{file}: {note}" for note in (*layout.notes, *said)]
    return made


def _value(row: Mapping[str, Any], fields: Mapping[str, Any], column: str) -> str:
    """What a row, or the short columns that a log keeps beside its question, say under a name; empty where they say nothing."""
    value = fields.get("columns", {}).get(column) or row.get(column)
    return clean(str(value)) if isinstance(value, str | int | float) and len(str(value)) <= SHORT else ""
