"""Where a value stands in a text, word for word, and how it is exchanged there. Knows texts, not cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

Span = tuple[int, int]
Path = tuple[str | int, ...]
WORD: Final = re.compile(r"\w+(?:['’.\-]\w+)*|[^\w\s]")
"""A word, a number, or a mark."""
_INFLECTED: Final = 3
"""Letters that a word may have gained: "song" stands in another form in "songs"."""


def bounded(value: str) -> str:
    """A pattern for the value as words of their own."""
    before = r"(?<!\w)" if value[:1].isalnum() else ""
    after = r"(?!\w)" if value[-1:].isalnum() else ""
    return before + re.escape(value) + after


def spans(value: str, text: str) -> list[Span]:
    """Where the value stands word for word."""
    return [found.span() for found in re.finditer(bounded(value), text)] if value else []


def stands(value: str, text: str) -> bool:
    """Whether the value stands in the text, whatever its case."""
    return bool(value) and re.search(bounded(value), text, re.IGNORECASE) is not None


def otherwise(value: str, text: str) -> bool:
    """Whether the text says the value in another form too: other case, or with an ending of up to three letters."""
    plain = len(spans(value, text))
    forms = re.findall(rf"(?<!\w){re.escape(value)}\w{{0,{_INFLECTED}}}(?!\w)", text, re.IGNORECASE)
    return len(forms) != plain


def exchanged(text: str, values: Mapping[str, str]) -> str:
    """The text with each value in place of another, all at once, the longest first."""
    if not values:
        return text
    order = sorted(values, key=lambda value: (-len(value), value))
    pattern = "|".join(bounded(value) for value in order)
    return re.sub(pattern, lambda found: values[found[0]], text)


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def leaves(value: Any, path: Path = ()) -> Iterable[tuple[Path, Any]]:
    """The texts, numbers and so on of a JSON value, each with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, str(key)))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*path, number))
    else:
        yield path, value


def put(value: Any, path: Path, new: Any) -> Any:
    """The JSON value with another leaf."""
    if not path:
        return new
    first, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {key: put(inner, rest, new) if key == first else inner for key, inner in value.items()}
    return [put(inner, rest, new) if number == first else inner for number, inner in enumerate(value)]
