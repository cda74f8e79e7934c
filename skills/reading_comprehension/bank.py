"""What a phrasing bank holds: the words that worlds, passages and questions are composed from.

There are two banks, `seen` and `unseen`, of equal build and width, which share no frame, no name and no object. This
module fixes their build and nothing else. Clauses are written small and without a full stop ("{who} comes from
{town}"), so that they may stand alone or behind "we know that".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import ModuleType
from typing import NamedTuple

from skills.reading_comprehension.phrase import Phrase, Phrases, Verb, phrases, rows, verbs, words

Words = tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    """What a world is about: a shop, a club, an expedition, and what there is and happens in it."""

    noun: str
    orgs: Phrases
    """Names, with `{last}` and `{town}`."""
    roles: Words
    deeds: tuple[Verb, ...]
    """What somebody did once, to one thing, with a past that is its participle too."""
    counts: tuple[Verb, ...]
    """What somebody did to many things."""
    things: Words
    spots: Words
    goods: Words
    task: str
    steps: Words
    """What belongs to the task, in any order."""


@dataclass(frozen=True)
class Kind:
    """One kind of passage: what it is called, how it begins and ends, and how a clause stands in it."""

    nouns: Words
    openers: Phrases
    states: Phrases
    """A clause that is told: `{clause}` or `{Clause}`."""
    claims: Phrases
    """A conclusion that comes before its reasons."""
    concludes: Phrases
    """A conclusion that comes after them."""
    closers: Phrases


class Motion(NamedTuple):
    """Something to quarrel about: two claims that exclude each other, two reasons for each."""

    pro: str
    con: str
    pro_reasons: Words
    con_reasons: Words


class Trait(NamedTuple):
    """An adjective, what it means, and a clause with `{who}` that shows it."""

    word: str
    gloss: str
    evidence: Phrase


class Tool(NamedTuple):
    """What a tool with an invented name is for, and a clause that lacks the name of the tool."""

    use: str
    scene: Phrase


class Principle(NamedTuple):
    """A general rule and cases with `{a}`, `{b}` and `{org}` that it decides."""

    rule: Phrase
    cases: Phrases


class Trial(NamedTuple):
    """Something that was tried, what was counted, and whether more of it is better."""

    action: str
    counted: str
    up: bool


@dataclass(frozen=True)
class Bank:
    first: Words
    last: Words
    towns: Words
    months: Words
    coins: Words
    themes: tuple[Theme, ...]
    kinds: Mapping[str, Kind]
    replies: Phrases
    """What the other speaker says in between."""
    chairs: Words
    """How the one who leads a debate is labelled."""
    asides: Phrases
    """Comments of a satirist."""
    couplets: tuple[tuple[str, ...], ...]
    """Pairs of lines that rhyme."""
    noise: Phrases
    causes: tuple[tuple[str, ...], ...]
    """Cause and effect, clauses."""
    motions: tuple[Motion, ...]
    traits: tuple[Trait, ...]
    tools: tuple[Tool, ...]
    syllables: tuple[Words, Words]
    clauses: Mapping[str, Phrases]
    """How each kind of fact is told."""
    questions: Mapping[str, Phrases]
    """How each kind of question is put."""
    rules: Mapping[str, Phrases]
    """How the form of the answer is asked for."""
    tokens: Words
    """What to reply where the passage does not say."""
    nones: Words
    """An option that says that the other options are wrong."""
    unsaid: Words
    """An option that says that the passage does not tell."""
    labels: tuple[Words, ...]
    """What to call true, false and not given."""
    cues: Words
    pools: Mapping[str, tuple[Words, ...]]
    """What arguments are about."""
    schemes: Mapping[str, Mapping[str, Phrases]]
    """Scheme → role (premise, conclusion, weaken, …) → how it is put."""
    predicates: tuple[Words, ...]
    """What is true or not true of a person."""
    principles: tuple[Principle, ...]
    trials: tuple[Trial, ...]
    jobs: Words
    """Work that firms make offers for."""
    leads: Phrases
    wraps: tuple[Words, ...]
    """What stands before and behind a passage."""
    systems: Phrases
    excerpts: Words
    """What a piece of real text is called."""


def theme(noun: str, orgs: str, task: str, **blocks: str) -> Theme:
    """A theme written as blocks between semicolons."""
    named = tuple(Phrase(org) for org in words(orgs))
    lists = {name: verbs(block) if name in ("deeds", "counts") else words(block) for name, block in blocks.items()}
    return Theme(noun=noun, orgs=named, task=task, **lists)  # type: ignore[arg-type]


def kind(nouns: str, openers: str, states: str, claims: str, concludes: str, closers: str) -> Kind:
    """A kind of passage written as blocks of lines; a lone dash is a line that is left out."""

    def read(block: str) -> Phrases:
        return tuple(Phrase("") if phrase.source == "-" else phrase for phrase in phrases(block))

    return Kind(words(nouns), read(openers), read(states), read(claims), read(concludes), read(closers))


def keyed(block: str) -> dict[str, Phrases]:
    """Lines `name: phrase`; lines of one name belong together."""
    found: dict[str, tuple[Phrase, ...]] = {}
    for line in block.splitlines():
        name, _, text = line.strip().partition(": ")
        if text:
            found[name] = (*found.get(name, ()), Phrase(text.strip().replace("\\n", "\n")))
    return found


def motions(block: str) -> tuple[Motion, ...]:
    """Motions of two lines each: pro and con, two reasons for and two against."""
    lines = rows(block)
    return tuple(
        Motion(pro, con, (one, two), (three, four))
        for (pro, con), (one, two, three, four) in zip(lines[::2], lines[1::2], strict=True)
    )


def traits(block: str) -> tuple[Trait, ...]:
    return tuple(Trait(word, gloss, Phrase(evidence)) for word, gloss, evidence in rows(block))


def tools(block: str) -> tuple[Tool, ...]:
    return tuple(Tool(use, Phrase(scene)) for use, scene in rows(block))


def principles(block: str) -> tuple[Principle, ...]:
    """Principles between blank lines: the rule, then its cases, a line each."""
    found = []
    for part in block.strip().split("\n\n"):
        rule, cases = part.strip().split("\n", 1)
        found.append(Principle(Phrase(rule), phrases(cases)))
    return tuple(found)


def trials(block: str) -> tuple[Trial, ...]:
    return tuple(Trial(action, counted, better == "up") for action, counted, better in rows(block))


def gathered(*modules: ModuleType) -> Bank:
    """The bank whose parts are the constants of some modules, named as its fields are, in capitals."""
    parts = {}
    for field in fields(Bank):
        parts[field.name] = next(vars(m)[field.name.upper()] for m in modules if field.name.upper() in vars(m))
    return Bank(**parts)


def edges(block: str) -> tuple[Words, ...]:
    """What stands before and behind something, a pair a line, with ¶ for a line break."""
    return tuple(tuple(part.replace("¶", "\n") for part in row) for row in rows(block))
