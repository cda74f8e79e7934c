"""JSON as models write it: bare, in a code fence, or with prose around it.

The idea: walk over the text from bracket to bracket, decode what stands there, and keep every complete value.
The rules, all in one place:

- Several complete values: the last one of the kind asked for counts (`find_json`).
- Something that opens like JSON and does not decode (cut off, single quotes inside, nested too deeply) ends the
  search: what comes behind it may be a piece of the broken value, and a piece is not an answer.
- A bracket that does not open like JSON (`[12:04]`, `{name}`) is prose.
- A key given twice in one object is recorded: which of the two values is meant cannot be decided.
- A number is kept as it was written (`Number`), so that `1.50` is not `1.5` and a million digits cost nothing.

This module knows nothing of fields, references or verdicts.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

MAX_FALSE_STARTS = 50
"""Brackets that turn out not to open a value, before the search gives up: bounds the time on hostile text."""

_BRACKET = re.compile(r"[{\[]")
_OPENS_LIKE_JSON = re.compile(r"""\{\s*["'{}]|\[\s*["'{\[\]]""")


class Number(str):
    """A JSON number as it stands in the text."""


@dataclass(frozen=True)
class Found:
    """One complete JSON object or array, and where it stands in the text."""

    value: Any
    span: tuple[int, int]
    doubled: tuple[str, ...]
    """Keys given twice in one object."""


def find_json(text: str, kind: type) -> Found | None:
    """The last complete value of `kind` (`dict` or `list`) in the text; else the last of the other kind; else None."""
    values = json_values(text)
    return next((v for v in reversed(values) if isinstance(v.value, kind)), values[-1] if values else None)


def json_values(text: str) -> list[Found]:
    """All complete JSON objects and arrays that stand in the text, outermost ones only, in order."""
    doubled: list[str] = []
    decoder = json.JSONDecoder(
        object_pairs_hook=lambda pairs: _object(pairs, doubled),
        parse_int=Number,
        parse_float=Number,
        parse_constant=_refuse,
    )
    values: list[Found] = []
    position = misses = 0
    while misses < MAX_FALSE_STARTS and (bracket := _BRACKET.search(text, position)):
        start = bracket.start()
        doubled.clear()
        try:
            value, position = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            if _OPENS_LIKE_JSON.match(text, start):
                break
            position, misses = start + 1, misses + 1
        else:
            values.append(Found(value, (start, position), tuple(doubled)))
    return values


def _object(pairs: list[tuple[str, Any]], doubled: list[str]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        doubled.extend(name for name, count in counts.items() if count > 1)
    return result


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not JSON")
