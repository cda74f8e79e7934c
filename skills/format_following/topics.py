"""What answers are made from: topics with their things, qualities and facts, and occasions for a note.

A *topic* is a thing that one can describe or list things of; an *occasion* is a reason to write a note. Both
give clauses: short statements without capital and full stop, from which answers of any shape are composed. A problem
carries names only; what belongs to them is looked up in the words file, whichever side it is on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from random import Random
from typing import Final

from repairloop import everything

WORDS: Final = Path(__file__).with_name("format_following.words")


@cache
def topics() -> dict[str, Topic]:
    """Topics by name."""
    return {
        name: Topic(name, verb, label, _split(things), _split(qualities), _split(facts))
        for name, verb, label, things, qualities, facts in everything(WORDS).rows["topic"]
    }


@cache
def occasions() -> dict[str, Occasion]:
    """Occasions by name."""
    return {name: Occasion(name, ask, *map(_split, lists)) for name, ask, *lists in everything(WORDS).rows["occasion"]}


@cache
def roles() -> dict[str, str]:
    """What a key of a JSON object is to hold: `name`, `fact`, `thing` …"""
    lists = everything(WORDS).lists.items()
    return {key: name.removeprefix("key/") for name, keys in lists if name.startswith("key/") for key in keys}


@cache
def listed(name: str) -> frozenset[str]:
    """The entries of a list, for looking words up."""
    return frozenset(everything(WORDS).lists[name])


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";")]


@dataclass(frozen=True)
class Topic:
    name: str
    """With its article: `a dog`."""
    verb: str
    """`is` or `are`."""
    label: str
    """What a list of its things is called: `things a dog needs`."""
    things: list[str]
    qualities: list[str]
    facts: list[str] = field(repr=False)

    @property
    def noun(self) -> str:
        """The name without its article."""
        first, _, rest = self.name.partition(" ")
        return rest if first in ("a", "an", "the") else self.name

    @cached_property
    def stems(self) -> list[str]:
        """Beginnings of words by which one sees that a text is about this topic."""
        return _stems([self.name, *self.things, *self.qualities], self.facts)

    def about(self, things: list[str]) -> list[str]:
        """Clauses that bring in all of the things."""
        make, bring = ("makes", "brings") if self.verb == "is" else ("make", "bring")
        return self._said("clause/about", make=make, bring=bring, things=" and ".join(things))

    def plain(self, rng: Random) -> list[str]:
        """Clauses on its qualities, of many lengths."""
        return self._said("clause/plain", **dict(zip("abcd", rng.sample(self.qualities, 4), strict=True)))

    def _said(self, name: str, **places: str) -> list[str]:
        return [clause.format(t=self.name, **{"is": self.verb}, **places) for clause in everything(WORDS).lists[name]]

    def free_letters(self) -> list[str]:
        """Letters that at least two of its facts do without."""
        return [c for c in "abcdefghijklmnopqrstuvwxyz" if sum(c not in fact.lower() for fact in self.facts) > 1]


@dataclass(frozen=True)
class Occasion:
    name: str
    ask: str
    """`thank {who} for {what}`."""
    matters: list[str]
    openings: list[str]
    """Clauses with `{what}` in them."""
    lines: list[str]
    taboo: list[str]
    """Words that a note may be asked to do without."""

    def stems(self, what: str) -> list[str]:
        return _stems([self.name, what], [line.replace("{what}", "") for line in self.openings] + self.lines)

    def opened(self, what: str) -> list[str]:
        return [opening.replace("{what}", what) for opening in self.openings]


def _stems(telling_texts: list[str], other_texts: list[str]) -> list[str]:
    """Beginnings of the telling words, each once: `puddles` → `puddle`. Short words tell only in names of things."""
    words = [word for text in telling_texts for word in _words(text) if len(word) > 2]
    words += [word for text in other_texts for word in _words(text) if len(word) > 3]
    return list(dict.fromkeys(_stem(word) for word in words if word not in listed("untelling")))


def _stem(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _words(text: str) -> list[str]:
    return text.lower().replace("-", " ").replace("'", " ").split()
