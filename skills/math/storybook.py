"""What a bank of stories holds. The words stand in `stories_seen.py` and `stories_unseen.py`.

A phrase has places in braces: `{a}`, `{b}`, `{c}`, `{n}` for quantities; `{name}`, `{other}`, `{third}` for people,
`{he}`, `{him}`, `{his}` for the first of them, `{kin}` for somebody near; a kind of noun (`{fruit}`, `{fruit2}` for
another one, `{fruit1}` for one piece). `[this|that]` is a choice. Sentences need no capital letters: they get them.
A phrase that begins with `~` is for small numbers only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SMALL: Final = 150
"""Largest number of a phrase for small numbers."""


def lines(text: str) -> tuple[str, ...]:
    """The phrases of a list: one a line, or with slashes between them."""
    rows = text.split("\n") if "\n" in text else [text]
    return tuple(piece.strip() for row in rows if row.strip() or len(rows) == 1 for piece in row.split(" / "))


@dataclass(frozen=True)
class Scene:
    """Somebody, or some place, that has a number of things, and what may happen to them.

    Openings, gains and losses are written `what happens = how one asks for its number`, the latter to follow
    "How many apples". What is empty is taken from the book.
    """

    things: str
    boxes: str
    """What the things may be put into; empty where nothing is put anywhere."""
    openings: str
    gains: str
    losses: str
    actor: str = ""
    """Who puts the things away, where the scene has no person."""
    now: str = ""
    left: str = ""
    would: str = ""
    state: str = ""
    decoy: str = ""
    """A sentence with `{x}` other things that nobody asks for."""
    small: bool = False
    """The scene is odd with large numbers."""
    many: str = "How many {things}"
    """How a question for a number begins."""


@dataclass(frozen=True)
class Book:
    """Everything that one bank says in stories."""

    names: tuple[str, ...]
    """A name, and `he` or `she`."""
    nouns: dict[str, str]
    """Kind → nouns in the plural."""
    scenes: tuple[Scene, ...]
    frames: dict[str, str]
    """Relation → whole stories."""
    kin: str
    then: str
    now: str
    left: str
    would: str
    state: str
    pack: str
    """How groups of a size are made; `{what}` is what is put into them."""
    pack_place: str
    share: str
    """How a number of equal groups is made."""
    share_place: str
    distractors: str
    """Sentences with a number `{x}` that matters to nobody."""
