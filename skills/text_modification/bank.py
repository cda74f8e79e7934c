"""What a bank holds: the words that texts are made of, and the phrases that instructions are made of.

There are two banks, `seen` and `unseen`, of equal build and width, which share no name, no frame and no phrase. This
module fixes their build.

Frames are sentences with typed places: `{name} flew to {place}`. What stands between two places is one token, so that
a frame is filled as fast as a list is copied.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

from skills.format_following.spin import Phrase, phrases
from skills.text_modification.text import Sentence, Token

Words = tuple[str, ...]
Pairs = tuple[tuple[str, str], ...]


def words(block: str, separator: str = ",") -> Words:
    """The words in a block, between commas."""
    return tuple(" ".join(part.split()) for part in block.split(separator) if part.strip())


def pairs(block: str) -> Pairs:
    """`small=little, odd=strange` as pairs."""
    split = (part.partition("=") for part in words(block))
    return tuple((old.strip(), new.strip()) for old, _, new in split)


class Frame:
    """A sentence with typed places."""

    def __init__(self, source: str) -> None:
        self.source = source
        pieces = re.split(r"\{(\w+)\}", source.strip())
        self.pieces = [(bool(n % 2), piece.strip()) for n, piece in enumerate(pieces) if piece.strip()]
        self.order = tuple(piece for place, piece in self.pieces if place)
        self.places = frozenset(self.order)

    def fill(self, slots: dict[str, Token]) -> Sentence:
        return [slots[piece] if place else ("", piece) for place, piece in self.pieces]


def frames(block: str) -> tuple[Frame, ...]:
    """One frame a line."""
    return tuple(Frame(line) for line in block.splitlines() if line.strip())


@dataclass(frozen=True)
class Theme:
    """One setting: who works there, what lies about, where things happen, and what is only done there."""

    roles: Words
    nouns: Words
    wheres: Words
    acts: Pairs
    """Base of a verb and a noun that goes with it."""


def theme(roles: str, nouns: str, wheres: str, acts: str) -> Theme:
    return Theme(words(roles), words(nouns), words(wheres), pairs(acts))


@dataclass(frozen=True)
class Record:
    """A sentence that holds the fields of a record: place in the frame → names of the field."""

    frame: Frame
    keys: tuple[tuple[str, Words], ...]


def record(frame: str, **keys: str) -> Record:
    return Record(Frame(frame), tuple((place, words(names)) for place, names in keys.items()))


@dataclass(frozen=True)
class Material:
    """The words of texts."""

    women: Words
    men: Words
    last: Words
    cities: Words
    themes: tuple[Theme, ...]
    verbs: Words
    """Bases of verbs that go with any thing."""
    adjectives: Words
    """That go with any thing."""
    opposites: Pairs
    """Adjectives that exclude each other."""
    colours: Words
    adverbs: Words
    times: Words
    conjunctions: Words
    asides: Words
    tails: tuple[Frame, ...]
    """Companions: what may end any sentence."""
    goings: Words
    """Verbs without an object, in the past."""
    same_adjectives: Pairs
    same_adverbs: Pairs
    hard_verbs: Pairs
    """Two verbs in the past that say the same, the rarer first; so with the next two."""
    hard_adjectives: Pairs
    hard_adverbs: Pairs
    aspects: Words
    praise: Pairs
    """A good word for an aspect, and a bad one."""
    reactions: Pairs
    verdicts: tuple[Frame, ...]
    moods: Words
    states: tuple[Frame, ...]
    slang_openers: Pairs
    slang_roles: Pairs
    slang_verbs: Pairs
    slang_amounts: Pairs
    british_nouns: Pairs
    british_adjectives: Pairs
    british_verbs: Pairs
    short_forms: tuple[tuple[str, str, str], ...]
    """A contraction, its long form, and the form of the verb that follows."""
    organisations: tuple[Words, Words, Words]
    abbreviations: Pairs
    memberships: tuple[Frame, ...]
    languages: Words
    foreign: tuple[Words, ...]
    """A noun, and the same in each of the languages."""
    facts: tuple[Frame, ...]
    travels: tuple[Frame, ...]
    contacts: tuple[Frame, ...]
    records: tuple[Record, ...]
    lists: tuple[Frame, ...]
    """Beginnings of enumerations."""
    quantities: tuple[tuple[str, str, tuple[Frame, ...]], ...]
    """A unit, a smaller one, and what is measured."""
    syllables: Words
    domains: Words
    mail_ends: Words
    tags: tuple[Pairs, ...]
    """How names, numbers, dates and places are marked: kind → mark, with {} for the marked words."""
    term_marks: Words
    """How a word is marked, with {} for it."""
    hidden: Words
    """What stands for a word that is hidden."""
    unchanged: Words
    """What to reply where nothing is to be changed."""
    prefixes: Words
    labels: tuple[Words, ...]
    """How entailment, contradiction and neither are called."""

    @cached_property
    def names(self) -> Words:
        return self.women + self.men


@dataclass(frozen=True)
class Voice:
    """The phrases of instructions."""

    asks: dict[str, list[Phrase]]
    """Name of an operation → ways to ask for it."""
    notes: dict[str, list[Phrase]]
    """Smaller sentences: only the text, what to reply if nothing is to be changed, names stay …"""
    nouns: Words
    """What a text is called."""
    pieces: tuple[tuple[str, str], tuple[str, str]]
    """What sentences are called, and the things of an enumeration: one, several."""
    kinds: dict[str, str]
    """What is marked: kind of token → what it is called."""
    blank: str
    """What stands for the marked words when a mark is shown."""
    mark: str
    """How a mark is told, with {kind} and {mark}."""
    sample: str
    """How an example is told, with {a} and {b}."""
    pairs: tuple[tuple[str, str], ...]
    """How one entry of a table is written, and what stands between entries."""
    facts: tuple[tuple[str, str], ...]
    """The same for sentences to be inserted."""
    wraps: tuple[tuple[str, str], ...]
    """What stands before and behind the text."""
    system: list[Phrase]
    polite: list[Phrase]
    then: list[Phrase]
    """What joins a second instruction; `{ask}` is the instruction with a small letter."""


def voice(phrasing: ModuleType) -> Voice:
    """The phrases of a module, parsed."""
    return Voice(
        asks={name: phrases(block) for name, block in phrasing.ASKS.items()},
        notes={name: phrases(block) for name, block in phrasing.NOTES.items()},
        nouns=phrasing.TEXT_NOUNS, pieces=phrasing.PIECES, kinds=phrasing.KINDS, blank=phrasing.BLANK, mark=phrasing.MARK,
        sample=phrasing.SAMPLE, pairs=phrasing.PAIRS, facts=phrasing.FACTS, wraps=phrasing.WRAPS,
        system=phrases(phrasing.SYSTEM), polite=phrases(phrasing.POLITE), then=phrases(phrasing.THEN),
    )  # fmt: skip
