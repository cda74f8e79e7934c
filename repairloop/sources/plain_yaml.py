"""YAML as version 1.2 reads it, and only data: what looks like a word, a time, a date or a code stays a text.

    no, yes, on, 10:10, 0100, 2024-05-01, 1_000      texts      true, 12, -0.5, null      what they are

Version 1.1, and so the library's own reader, makes false, 610, 64 and a date of the first ones. An alias is a few characters
that may stand for a lot of text, also inside of what another one stands for: how much that comes to is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from repairloop.sources.chunks import Unreadable
from repairloop.sources.files import HUGE

MOST_GROWN: Final = 20
"""Times its own length that a text may come to with its aliases; or, of a small one, so many characters:"""
MOST_SMALL: Final = 2**20
MOST_MERGED: Final = 1_000_000
"""Keys that `<<` brings in, in all of a file."""
_MERGE: Final = "tag:yaml.org,2002:merge"
_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # no objects are made


class _Loader(_SAFE):  # type: ignore[misc]
    yaml_implicit_resolvers: dict[str, list[Any]] = {}
    merged = 0

    def flatten_mapping(self, node: Any) -> None:
        for key, value in node.value:
            for other in _mappings(value) if key.tag == _MERGE else ():
                self.flatten_mapping(other)
                self.merged += len(other.value)
                if self.merged > MOST_MERGED:
                    raise Unreadable(f"its `<<` bring in more than {MOST_MERGED:,} keys")
        super().flatten_mapping(node)


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?(?:(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", "-+.0123456789"),
    ("merge", "<<", "<"),
):  # fmt: skip
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), list(_first))


def documents(text: str) -> list[Any]:
    """The values of the documents of a text. Raises Unreadable."""
    try:
        found = list(yaml.load_all(text, _Loader))
        if "*" in text and _unfolded(found, {}) > min(HUGE, max(MOST_SMALL, MOST_GROWN * len(text))):
            raise Unreadable(f"its aliases stand for more than {MOST_GROWN} times its own text")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable(f"no YAML: {' '.join(str(error).split())}"[:200]) from None
    return found


def _mappings(node: Any) -> Iterator[Any]:
    """The mappings that stand behind a `<<`."""
    for part in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        if isinstance(part, yaml.MappingNode):
            yield part


def _unfolded(value: Any, known: dict[int, int]) -> int:
    """The characters of a value, what stands in it more than once counted as often. ValueError where it stands in itself."""
    if not isinstance(value, list | dict):
        return len(str(value))
    if id(value) not in known:
        known[id(value)] = -1
        parts = value if isinstance(value, list) else [part for pair in value.items() for part in pair]
        known[id(value)] = sum(_unfolded(part, known) + 1 for part in parts)
    if known[id(value)] < 0:
        raise ValueError("an alias stands for what it stands in")
    return known[id(value)]
