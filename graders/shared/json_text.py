"""JSON as models write it: bare, in a code fence, or with prose around it.

The idea: walk over the text from bracket to bracket, decode what stands there, and keep every complete value.
The rules, all in one place:

- Several complete values: the last one of the kind asked for counts (`find_json`).
- Something that opens like JSON and does not decode (cut off, single quotes inside, nested too deeply) ends the
  search: what comes behind it may be a piece of the broken value, and a piece is not an answer.
- A bracket that does not open like JSON (`[12:04]`, `{name}`) is prose.
- A value that the reply denies, supposes, takes back or comments out is none, and of two that differ the last one counts
  only where words lead it in as the answer, or take the other back (`meant`, `rivals`).
- A key given twice in one object is recorded: which of the two values is meant cannot be decided.
- A number is kept as it was written (`Number`), so that `1.50` is not `1.5` and a million digits cost nothing.
- A string or a number alone is only JSON where it is the whole reply (`whole_json`).

This module knows nothing of fields, references or verdicts.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from graders.shared.cues import denied, retracted
from graders.shared.stance import kept, masked_at

MAX_FALSE_STARTS: Final = 50
"""Brackets that turn out not to open a value, before the search gives up: bounds the time on hostile text."""

MAX_VALUES: Final = 1_000
"""A text with more values than this gives no answer."""

FENCE: Final = re.compile(r"```(?:[\w-]*+[ \t]*+\n)?(.*?)\n?```", re.DOTALL)
"""One code fence; `fullmatch` it."""

_BRACKET = re.compile(r"[{\[]")
_OPENS_LIKE_JSON = re.compile(r"""\{\s*["'{}]|\[\s*["'{\[\]]""")


class Number(str):
    """A JSON number as it stands in the text."""


@dataclass(frozen=True)
class Found:
    """One complete JSON value, and where it stands in the text."""

    value: Any
    span: tuple[int, int]
    doubled: tuple[str, ...]
    """Keys given twice in one object."""


def find_json(text: str, kind: type | tuple[type, ...]) -> Found | None:
    """The last complete value of `kind` (`dict`, `list`) in the text; else the last of the other kind; else None."""
    values = json_values(text)
    return next((v for v in reversed(values) if isinstance(v.value, kind)), values[-1] if values else None)


def json_values(text: str) -> list[Found]:
    """All complete JSON objects and arrays that stand in the text, outermost ones only, in order; [] for too many."""
    doubled: list[str] = []
    decoder = _decoder(doubled)
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
            if len(values) > MAX_VALUES:
                return []
    return values


_COMMENTED = re.compile(r"(?:\A|\n)[ \t]*(?:#|//|--[ \t]|%[ \t])[^\n]*\Z")
_LED_IN = re.compile(
    r"(?:\b(?:final|finally|answer|output|result|response|solution|corrected|correction|instead|therefore|so|hence|thus|now)\b[^\n{}\[\]]{0,60}|\bbut\s)"
    r"\s*(?:```\w*\s*)?\Z",
    re.IGNORECASE,
)


def meant(text: str, values: list[Found]) -> list[Found]:
    """The values that the words around them stand by."""
    if not values or (
        len(values) == 1 and not text[: values[0].span[0]].strip() and not text[values[0].span[1] :].strip()
    ):
        return values
    spans = [found.span for found in values]
    masked = masked_at(text, spans)
    stands = kept(text, spans)
    return [
        found
        for found, stand in zip(values, stands, strict=True)
        if stand
        and not denied(masked, found.span[0])
        and not _NOT_THIS.search(masked, max(0, found.span[0] - 40), found.span[0])
        and not retracted(masked, found.span[1])
        and not _OR_ELSE.match(masked, found.span[1])
        and not _COMMENTED.search(text, max(0, found.span[0] - 200), found.span[0])
        and not _IN_PROGRAM.search(text, max(0, found.span[0] - 200), found.span[0])
        and not _CALLED.match(text, found.span[1])
    ]


_IN_PROGRAM = re.compile(r"(?:[A-Za-z_]\w*\(|\blambda\b[^\n:]{0,60}:|=>|\breturn\b)\s*[('\"]{0,3}\Z")
_CALLED = re.compile(r"\.[A-Za-z_]\w*\(|\[[0-9:'\"-]")
"""What makes a value a part of a program: `print({…})`, `return {…}`, `[…].pop()`, `[…][:1]`."""


_OR_ELSE = re.compile(r"[\s,`]{0,8}or\b(?!\s*(?:X|[`\"'(\[{]))", re.IGNORECASE)
_NOT_THIS = re.compile(
    r"(?:\b(?:not|never)|n't)(?:\s(?:return|use|write|give|output|answer|say|send|be))?[\s:`]*\Z"
    r"|\b(?:wrong|incorrect|bad|invalid)(?:\s(?:example|answer|output|result|json))?\s?:[\s`]*\Z|\b(?:instead\sof|rather\sthan)\s\Z",
    re.IGNORECASE,
)


def rivals(text: str, values: list[Found]) -> bool:
    """Whether values that differ are given, and no word says that the last one is the answer."""
    if len({_ENCODE(found.value) for found in values}) < 2:
        return False
    last = values[-1].span[0]
    led = [_LED_IN.search(text, max(0, found.span[0] - 100), found.span[0]) is not None for found in values]
    return not led[-1] or any(led[:-1]) or _OR.search(text, max(0, last - 30), last) is not None


_OR = re.compile(r"\bor\b[^\n{}\[\]]{0,20}\Z", re.IGNORECASE)
_ENCODE = json.JSONEncoder(sort_keys=True).encode


def whole_json(text: str) -> Found | None:
    """The JSON value of any kind that the whole text is, or that its last code fence holds; None where there is none."""
    close = text.rfind("```")
    open_ = text.rfind("```", 0, max(close, 0))
    fenced = FENCE.fullmatch(text, open_, close + 3) if open_ >= 0 else None
    start, end = fenced.span(1) if fenced else (0, len(text))
    body = text[start:end]
    start += len(body) - len(body.lstrip())
    doubled: list[str] = []
    try:
        value, stop = _decoder(doubled).raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    return Found(value, (start, stop), tuple(doubled)) if not text[stop:end].strip() else None


def _decoder(doubled: list[str]) -> json.JSONDecoder:
    """Keeps numbers as text, and adds the keys that one object names twice to `doubled`."""
    return json.JSONDecoder(
        object_pairs_hook=lambda pairs: _object(pairs, doubled),
        parse_int=Number,
        parse_float=Number,
        parse_constant=_refuse,
    )


def _object(pairs: list[tuple[str, Any]], doubled: list[str]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        doubled.extend(name for name, count in counts.items() if count > 1)
    return result


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not JSON")
