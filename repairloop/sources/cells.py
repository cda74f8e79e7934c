"""Cells of a table: what type a column has, and how rows look as text.

    typed([{"age": "17"}, {"age": ""}], strings=True)   →   [{"age": 17}, {"age": None}], {"age": "integer"}

Values come out as JSON. A number with leading zeros is a text (a code, not a quantity), and so is one too large for
64 bits; dates stay in their ISO form.
"""

from __future__ import annotations

import datetime
import decimal
import json
import math
import re
from typing import Any, Final

from repairloop.sources.chunks import clean, label

CELL: Final = 200
"""No more characters of one cell are kept."""
DOCUMENT: Final = 400
"""A string of as many characters is a document, and not a cell."""
MOST_COLUMNS: Final = 500
"""A wider table is passed over."""

_INTEGER = re.compile(r"[+-]?(?:0|[1-9]\d{0,17})", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d{0,17})?(?:\.\d{1,17})(?:[eE][+-]?\d{1,2})?", re.ASCII)
_DATE = re.compile(r"\d{4}-[01]\d-[0-3]\d(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d)?\S{0,14})?", re.ASCII)

Row = dict[str, Any]


def typed(rows: list[Row], strings: bool) -> tuple[list[Row], dict[str, str]]:
    """The rows as JSON, each with all columns, and the type of each column."""
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {label(str(name), 60): [plain(row.get(name)) for row in rows] for name in names}
    if strings:
        columns = {name: _converted(values) for name, values in columns.items()}
    types = {name: _type(values) for name, values in columns.items()}
    return [{name: values[i] for name, values in columns.items()} for i in range(len(rows))], types


def plain(value: Any) -> Any:
    """The value as JSON, cut where it is long."""
    if isinstance(value, str):
        value = clean(value[: CELL + 1])
        return value if len(value) <= CELL else value[: CELL - 1] + "…"
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else plain(hex(value))
    if isinstance(value, float | decimal.Decimal):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, list | dict):
        return plain(json.dumps(value, ensure_ascii=False, default=str))
    return plain(str(value))


def _converted(values: list[Any]) -> list[Any]:
    """Strings as numbers or truth values, if all of them are; empty ones are missing."""
    texts = [value.strip() for value in values]
    filled = [text for text in texts if text]
    for pattern, convert in ((_INTEGER, int), (_NUMBER, float)):
        if filled and all(pattern.fullmatch(text) or _INTEGER.fullmatch(text) for text in filled):
            return [convert(text) if text else None for text in texts]
    if filled and all(text.lower() in ("true", "false") for text in filled):
        return [text.lower() == "true" if text else None for text in texts]
    return [text or None for text in texts]


def _type(values: list[Any]) -> str:
    filled = [value for value in values if value is not None]
    if not filled:
        return "empty"
    if all(isinstance(value, bool) for value in filled):
        return "boolean"
    if all(type(value) is int for value in filled):
        return "integer"
    if all(type(value) in (int, float) for value in filled):
        return "number"
    return "date" if all(isinstance(v, str) and _DATE.fullmatch(v) for v in filled) else "text"


def render(rows: list[Row], names: list[str], room: int | None) -> tuple[str, list[str]]:
    """The rows as a Markdown table, and the columns that it shows: where `room` is given, as many as fit into it."""
    while True:
        lines = [names, ["---"] * len(names), *([row[name] for name in names] for row in rows)]
        text = "\n".join(f"| {' | '.join(map(cell, line))} |" for line in lines)
        if room is None or len(text) <= room or len(names) == 1:
            return (text if room is None else text[:room]), names
        names = names[: max(1, len(names) * 3 // 4)]


def cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(str(value).split()).replace("|", "\\|")
