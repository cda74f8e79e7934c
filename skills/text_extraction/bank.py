"""What a phrasing bank holds: the words that documents and questions are composed from.

There are two banks, `seen` and `unseen`, of equal build and width, which share no template and no name. This module
fixes their build and nothing else.

Placeholders: `{value}` the planted value; `{role}` what it belongs to ("the site manager", "billing"), `{Role}` the
same with a capital, `{bare}` and `{Bare}` without its article; `{a}`, `{b}` first names, `{org}` an organisation,
`{body}` where the statements of a document go. In questions: `{ask}` and `{Ask}` what is asked for, `{noun}` the kind
of document, `{thing}` the kind of value, `{token}` the word for an absent value, `{keys}` and `{fields}` the keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

Words = tuple[str, ...]


@dataclass(frozen=True)
class Slot:
    """One kind of fact: how it is stated, and how it is asked for."""

    thing: str
    """The kind of value, as in "reply with the {thing} only"."""
    roles: Words
    prose: Words
    """Sentences that state the fact."""
    label: Words
    """Lines that state it, for documents made of lines."""
    gap: Words
    """Sentences that speak of the fact and do not state it."""
    asks: Words
    """What is asked for, as a noun phrase."""
    questions: Words
    keys: Words
    """Names of JSON keys; the role itself where there are none."""
    plain: Words = ()
    """What to ask for where the document holds one value of this type only; empty where the role must be named."""


@dataclass(frozen=True)
class Group:
    """One kind of list: what is said of its items, and how they are asked for."""

    statements: Words
    asks: Words


@dataclass(frozen=True)
class Listing:
    """Items of one kind, told apart by what is said of them."""

    items: str
    """Name of the field of `Bank` that the items come from; `people` for full names."""
    groups: tuple[Group, Group]


@dataclass(frozen=True)
class Frame:
    """One kind of document, around its statements."""

    noun: str
    text: str
    lines: bool = False
    """Made of labelled lines, not of sentences."""
    leads: Words = ()
    """What each line begins with, in turn: speakers of a chat, marks of a log."""


@dataclass(frozen=True)
class Bank:
    first: Words
    last: Words
    stems: Words
    """Halves of names of firms, domains and venues."""
    tails: Words
    mailboxes: Words
    pages: Words
    cities: Words
    streets: Words
    venues: Words
    goods: Words
    foods: Words
    animals: Words
    subjects: Words
    slots: dict[str, Slot]
    listings: tuple[Listing, ...]
    joint: tuple[tuple[tuple[tuple[str, str], ...], str], ...]
    """Sentences that state several facts at once: pairs of slot and ask (the first gives the role), and a template
    with `{slot}` for each value."""
    frames: tuple[Frame, ...]
    noise: Words
    noise_lines: Words
    # the words of questions
    ask_one: Words
    only: Words
    verbatim: Words
    absent: Words
    tokens: Words
    ask_object: Words
    field: Words
    """One described key of an object: `{key}` and `{ask}`."""
    only_json: Words
    ask_list: Words
    as_json: Words
    as_lines: Words
    as_commas: Words
    in_order: Words
    null: Words
    """How to say that an absent value is JSON's null."""
    system: Words
    polite: Words
    """What may stand before a request, ending in a space."""
    wraps: tuple[tuple[str, str], ...]
    """What stands before and behind the document."""

    @cached_property
    def logins(self) -> tuple[Words, Words]:
        """First and last names as they stand in addresses: ASCII letters, small."""
        return tuple(_ascii(name) for name in self.first), tuple(_ascii(name) for name in self.last)

    @cached_property
    def prose_frames(self) -> tuple[Frame, ...]:
        return tuple(f for f in self.frames if not f.lines)

    @cached_property
    def line_frames(self) -> tuple[Frame, ...]:
        return tuple(f for f in self.frames if f.lines)


_PLAIN = str.maketrans("áàâäåãéèêëíïóôöøúüçñšžłý", "aaaaaaeeeeiioooouucnszly")


def _ascii(name: str) -> str:
    return "".join(c for c in name.lower().translate(_PLAIN) if c.isascii() and c.isalnum())
