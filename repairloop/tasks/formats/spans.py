"""Texts in which parts are marked: names in news, the slots of a request. What is marked becomes an object, kind → text.

    tokens ["in", "Oslo"], tags ["O", "B-city"]       a text "in Oslo", {"city": "Oslo"}      (lists, or cut at spaces)
    in [city : Oslo]      in [Oslo](city)             in Oslo, {"city": "Oslo"}
    [{"text": "in "}, {"text": "Oslo", "entity": "city"}]                           a text, {"city": "Oslo"}
    text, [{"start": 3, "end": 7, "entity": "city"}] or [[3, 7, "city"]]           {"city": "Oslo"}

A kind that stands twice has a list. Columns are told by what is in them and not by their names, so the rows of a file
are looked at first; `reading` gives what changes each row then. Where in the text a part stands is not kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from repairloop.sources.turns import is_turn
from repairloop.tasks.formats.common import Row, is_empty, parsed, read_literal

LOOKED_AT: Final = 200
"""Rows by which a column is known."""
NEARLY_ALL: Final = 0.95
_TAG: Final = re.compile(r"[OX_]|[BIESLUM][-_.](?:[^\s]{1,80})")
_SLOT: Final = re.compile(r"\[\s*([\w .-]{1,60}?)\s*:\s*([^\[\]]{1,300}?)\s*\]")
_LINK: Final = re.compile(r"\[([^\[\]]{1,300})\]\(([A-Za-z][\w.-]{0,60})\)")
_KINDS: Final = (
    "entity",
    "label",
    "slot_name",
    "slot",
    "type",
    "entity_type",
    "tag",
    "entity_group",
    "category",
    "labels",
)
"""Keys that say what kind a part is."""

Reading = Callable[[Row], Row]


def reading(rows: Sequence[Row], classes: Mapping[str, Sequence[str]]) -> tuple[Reading, list[str], list[str]]:
    """What changes a row, the columns that are then objects of marked parts, and those that are then texts of tokens."""
    some = list(rows[:LOOKED_AT])
    columns = list(dict.fromkeys(str(name) for row in some for name in row))
    values = {name: [row.get(name) for row in some] for name in columns}
    change: dict[str, Callable[[Row], Any]] = {}
    texts, marked = list[str](), list[str]()
    tags_of = {name: own for name in columns if (own := _tags_in(values[name], classes.get(name, ())))}
    for tags, own in tags_of.items():
        tokens = next((name for name in columns if name not in tags_of and _fit(values[name], own)), None)
        if tokens is not None:
            marked.append(tags)
            change[tags] = partial(_of_tags, tokens=tokens, tags=tags, names=classes.get(tags, ()))
            change[tokens] = partial(_of_tokens, tokens=tokens)
            texts += [] if tokens in texts else [tokens]
    for name in columns:
        if name in change:
            continue
        if _mostly(values[name], _is_pieces) and any(_kind(part) for v in values[name] for part in v or []):
            marked.append(name)
            change |= {name: partial(_of_pieces, name=name), "text": partial(_joined, name=name)}
        elif text := _text_of_spans(name, values):
            marked.append(name)
            change[name] = partial(_of_spans, name=name, text=text)
        elif mark := _markup(values[name]):
            said = [_plain(value, mark) for value in values[name]]
            if any(_mostly_same(said, values[other]) for other in columns if other != name):
                marked.append(name)
                change[name] = partial(_of_markup, name=name, mark=mark)
            elif "slots" not in columns and sum(map(bool, map(mark.search, map(str, values[name])))) > 0.6 * len(some):
                marked.append("slots")
                change |= {
                    "slots": partial(_of_markup, name=name, mark=mark),
                    name: partial(_unmarked, name=name, mark=mark),
                }
    if not change:
        return _as_it_is, [], []

    def changed(row: Row) -> Row:
        return {**row, **{name: make(row) for name, make in change.items()}}

    return changed, marked, texts


def _as_it_is(row: Row) -> Row:
    return row


def _mostly(values: Sequence[Any], holds: Callable[[Any], bool]) -> bool:
    filled = [value for value in values if not is_empty(value)]
    return bool(filled) and sum(map(holds, filled)) >= NEARLY_ALL * len(filled)


def _collected(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, list[str]] = {}
    for kind, text in pairs:
        if text.strip():
            found.setdefault(kind, []).append(text.strip())
    return {kind: texts[0] if len(texts) == 1 else texts for kind, texts in found.items()}


# ---- tokens and tags --------------------------------------------------------------------------------------


def _tokens(value: Any) -> list[str]:
    if isinstance(value, str):
        listed = read_literal(value) if value.lstrip()[:1] == "[" else None
        value = listed if isinstance(listed, list) else value.split()
    return [str(token) for token in value] if isinstance(value, list) else []


def _tags(value: Any, names: Sequence[str]) -> list[str] | None:
    """A list of tags, or tags with spaces between them; numbers by the names of their classes. None where it is none."""
    tags: Any = _tokens(value)
    if isinstance(value, list) and names and all(isinstance(tag, int) and 0 <= tag < len(names) for tag in value):
        tags = [names[tag] for tag in value]
    return tags if tags and all(_TAG.fullmatch(tag) for tag in tags) else None


def _fit(values: Sequence[Any], tags: Sequence[list[str] | None]) -> bool:
    """Whether a column has as many tokens as there are tags, in nearly all rows."""
    pairs = [
        (_tokens(value), own) for value, own in zip(values, tags, strict=True) if own and isinstance(value, list | str)
    ]
    if len(pairs) < NEARLY_ALL * sum(own is not None for own in tags) or all(len(own) < 2 for _, own in pairs):
        return False
    return sum(len(tokens) == len(own) for tokens, own in pairs) >= NEARLY_ALL * len(pairs)


def _tags_in(values: Sequence[Any], names: Sequence[str]) -> list[list[str] | None]:
    """The tags of each row of a column, in most of which there are some; nothing for any other column."""
    own = [_tags(value, names) for value in values]
    filled = sum(not is_empty(value) for value in values)
    told = sum(tags is not None for tags in own)
    return own if told and told >= NEARLY_ALL * filled and any(tag != "O" for tags in own for tag in tags or []) else []


def _of_tokens(row: Row, *, tokens: str) -> str:
    return " ".join(_tokens(row.get(tokens)))


def _of_tags(row: Row, *, tokens: str, tags: str, names: Sequence[str]) -> dict[str, Any] | None:
    return _grouped(_tokens(row.get(tokens)), _tags(row.get(tags), names))


def _grouped(tokens: Sequence[str], tags: Sequence[str] | None) -> dict[str, Any] | None:
    if tags is None or len(tokens) != len(tags):
        return None
    found: list[tuple[str, list[str]]] = []
    before = ""
    for token, tag in zip(tokens, tags, strict=True):
        kind = tag[2:] if len(tag) > 2 else ""
        if kind and (tag[0] in "BSU" or kind != before):
            found.append((kind, [token]))
        elif kind:
            found[-1][1].append(token)
        before = kind
    return _collected([(kind, " ".join(words)) for kind, words in found])


# ---- other ways ---------------------------------------------------------------------------------------------


def _kind(part: Any) -> str:
    if not isinstance(part, Mapping):
        return ""
    kind = next((part[key] for key in _KINDS if part.get(key)), "")
    kind = kind[0] if isinstance(kind, list) and len(kind) == 1 else kind
    return kind if isinstance(kind, str) and len(kind) <= 80 else ""


def _is_pieces(value: Any) -> bool:
    """Whether a list holds the pieces of one text, some of which have a kind."""
    return (
        isinstance(value, list) and bool(value)
        and all(isinstance(p, dict) and isinstance(p.get("text"), str) and not is_turn(p) and "start" not in p for p in value)
        and not all(_kind(part) for part in value)
    )  # fmt: skip


def _of_pieces(row: Row, *, name: str) -> dict[str, Any] | None:
    parts = row.get(name)
    if not isinstance(parts, list) or not _is_pieces(parts):
        return None
    return _collected([(kind, part["text"]) for part in parts if (kind := _kind(part))])


def _joined(row: Row, *, name: str) -> str:
    parts = row.get(name)
    return "".join(part["text"] for part in parts) if isinstance(parts, list) and _is_pieces(parts) else ""


def _markup(values: Sequence[Any]) -> re.Pattern[str] | None:
    """How parts are marked in the texts of a column, if they are, by kinds that come again."""
    texts = [value for value in values if isinstance(value, str)]
    if not texts or len(texts) < NEARLY_ALL * sum(not is_empty(value) for value in values):
        return None
    for mark in (_SLOT, _LINK):
        kinds = [m[1 if mark is _SLOT else 2] for text in texts for m in mark.finditer(text)]
        holding = sum(mark.search(text) is not None for text in texts)
        if holding > 0.3 * len(texts) and 2 * len(set(kinds)) <= len(kinds):
            return mark
    return None


def _of_markup(row: Row, *, name: str, mark: re.Pattern[str]) -> dict[str, Any] | None:
    kind, text = (1, 2) if mark is _SLOT else (2, 1)
    value = row.get(name)
    return _collected([(m[kind], m[text]) for m in mark.finditer(value)]) if isinstance(value, str) else None


def _unmarked(row: Row, *, name: str, mark: re.Pattern[str]) -> str:
    return _plain(row.get(name), mark)


def _plain(value: Any, mark: re.Pattern[str]) -> str:
    """A text without its marks."""
    return mark.sub(r"\2" if mark is _SLOT else r"\1", value) if isinstance(value, str) else ""


def _mostly_same(texts: Sequence[str], values: Sequence[Any]) -> bool:
    return sum(" ".join(t.split()) == " ".join(str(v).split()) for t, v in zip(texts, values, strict=True)) > 0.8 * len(
        texts
    )


def _spans(value: Any) -> list[tuple[int, int, str]] | None:
    """Start, end and kind of each part; None where it is no such list."""
    value = parsed(value) if isinstance(value, str) else value
    if not isinstance(value, list):
        return None
    found = []
    for part in value:
        if isinstance(part, Mapping):
            start = next((part[key] for key in ("start", "start_offset", "begin", "start_char") if key in part), None)
            end = next((part[key] for key in ("end", "end_offset", "stop", "end_char") if key in part), None)
            part = (start, end, _kind(part))
        if not isinstance(part, list | tuple) or len(part) != 3:
            return None
        start, end, kind = part
        if not (
            isinstance(start, int) and isinstance(end, int) and 0 <= start < end and isinstance(kind, str) and kind
        ):
            return None
        found.append((start, end, kind))
    return found


def _text_of_spans(name: str, values: Mapping[str, Sequence[Any]]) -> str | None:
    """The text that the spans of a column stand in: the one column of texts which is long enough for all of them."""
    spans = [_spans(value) for value in values[name]]
    if not _mostly(values[name], lambda v: _spans(v) is not None) or not any(spans):
        return None
    ends = [max((end for _, end, _ in own), default=0) for own in (one or [] for one in spans)]
    fit = [
        column for column, texts in values.items()
        if column != name and all(isinstance(t, str) and end <= len(t) for t, end in zip(texts, ends, strict=True))
    ]  # fmt: skip
    return next(
        (column for column in fit if column.lower() in ("text", "sentence", "utterance", "content")),
        fit[0] if fit else None,
    )


def _of_spans(row: Row, *, name: str, text: str) -> dict[str, Any] | None:
    spans, said = _spans(row.get(name)), str(row.get(text) or "")
    return None if spans is None else _collected([(kind, said[start:end]) for start, end, kind in sorted(spans)])
