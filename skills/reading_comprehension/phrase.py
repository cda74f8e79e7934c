"""Phrases with choices, `(so|therefore) {clause}`, and the small draws that everything here is made with.

A phrase is parsed once and drawn from often: `Phrase("(so|hence) {x}").draw(rng, {"x": "it rains"})` may give "hence
it rains". Parentheses without a bar are plain text. The module knows no wording.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple, TypeVar

Thing = TypeVar("Thing")
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")


class Phrase:
    """One phrase; `draw` takes a choice at each place and fills the slots."""

    def __init__(self, source: str) -> None:
        self.source = source
        pieces = _CHOICE.split(source)
        self.parts = [tuple(piece.split("|")) if n % 2 else (piece,) for n, piece in enumerate(pieces) if piece]

    def draw(self, rng: Random, slots: Mapping[str, object]) -> str:
        text = "".join([p[0] if len(p) == 1 else pick(rng, p) for p in self.parts])
        return text.format_map(slots) if "{" in text else text


Phrases = tuple[Phrase, ...]


class Verb(NamedTuple):
    """A verb in two forms and what it is done to: `open/opened the second kitchen`."""

    base: str
    past: str
    what: str


def phrases(block: str) -> Phrases:
    """One phrase a line of the block; `\\n` in a line is a line break."""
    return tuple(Phrase(line.strip().replace("\\n", "\n")) for line in block.splitlines() if line.strip())


def words(block: str, separator: str = ";") -> tuple[str, ...]:
    """The pieces of a block between separators, white space made single."""
    return tuple(" ".join(piece.split()) for piece in block.split(separator) if piece.strip())


def rows(block: str) -> tuple[tuple[str, ...], ...]:
    """One row a line, its cells between bars."""
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in block.splitlines() if line.strip())


def verbs(block: str) -> tuple[Verb, ...]:
    """Verbs between semicolons, each written `base/past what`."""
    found = []
    for piece in words(block):
        forms, _, what = piece.partition(" ")
        base, _, past = forms.partition("/")
        found.append(Verb(base, past, what))
    return tuple(found)


def pick(rng: Random, things: Sequence[Thing]) -> Thing:
    return things[int(rng.random() * len(things))]


def draw(rng: Random, pool: Phrases, slots: Mapping[str, object]) -> str:
    """One of the phrases, filled."""
    return pick(rng, pool).draw(rng, slots)


def brief(rng: Random, pool: Phrases, slots: Mapping[str, object], step: int) -> str:
    """The same; at the easiest step the shortest one of three."""
    texts = [draw(rng, pool, slots) for _ in range(3 if step == 1 else 1)]
    return min(texts, key=len)


def some(rng: Random, things: Sequence[Thing], count: int) -> list[Thing]:
    """`count` different ones of many."""
    chosen: list[Thing] = []
    while len(chosen) < count:
        thing = pick(rng, things)
        if thing not in chosen:
            chosen.append(thing)
    return chosen


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sentence(clause: str) -> str:
    return f"{text}." if (text := capital(clause))[-1:] not in ".?!" else text


def joined(parts: Sequence[str], word: str = "and") -> str:
    """`a, b and c`."""
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}" if len(parts) > 1 else parts[0]


def with_article(noun: str) -> str:
    return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}"
