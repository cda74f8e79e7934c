"""What answers are made from: topics with their things, qualities and facts, and occasions for a note.

A *topic* is a thing that one can describe or list things of; an *occasion* is a reason to write a note. Both
give clauses: short statements without capital and full stop, from which answers of any shape are composed. Looked
up by name, over both banks, so that a problem carries names only. This module knows no constraint and no wording
of tasks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from random import Random

from repairloop.records import Wording
from skills.format_following import topics_seen, topics_unseen
from skills.format_following.spin import names

_COMMON = frozenset(names("""
    the and for big black old hot red water about after again also always before each every from good have into keep like
    made make many more most much must needs never next only other over people shows some stay take that them then there
    they things this time under very when will with without words write your kinds parts where
""".replace("\n", " "), " "))  # fmt: skip
"""Words that say nothing of a topic."""


def _stems(telling_texts: list[str], other_texts: list[str]) -> list[str]:
    """Beginnings of the telling words, each once: `puddles` → `puddle`. Short words tell only in names of things."""
    words = [word for text in telling_texts for word in _words(text) if len(word) > 2]
    words += [word for text in other_texts for word in _words(text) if len(word) > 3]
    telling = [word for word in words if word not in _COMMON]
    return list(dict.fromkeys(map(_stem, telling)))


def _stem(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _words(text: str) -> list[str]:
    return text.lower().replace("-", " ").replace("'", " ").split()


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
        joined = " and ".join(things)
        make, bring = ("makes", "brings") if self.verb == "is" else ("make", "bring")
        return [
            f"{self.name} {make} me think of {joined}", f"{self.name} {bring} {joined} to mind",
            f"people link {self.name} with {joined}", f"to me {self.name} {self.verb} all about {joined}",
        ]  # fmt: skip

    def plain(self, rng: Random) -> list[str]:
        """Clauses on its qualities, of many lengths."""
        a, b, c, d = rng.sample(self.qualities, 4)
        subject = f"{self.name} {self.verb}"
        return [
            f"{subject} {a} and {b}", f"{subject} {c}", f"{subject} very {d}", f"{subject} often {b} and {c}",
            f"{subject} sometimes {a} but mostly {d}", f"many people find {self.name} {d} and {c}",
        ]  # fmt: skip


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


@dataclass(frozen=True)
class Bank:
    topics: list[Topic]
    occasions: list[Occasion]
    people: list[str]


def _bank(topics: str, notes: str, people: str) -> Bank:
    rows = [[cell.strip() for cell in line.split("|")] for line in topics.splitlines()]
    found = [Topic(name, verb, label, names(a), names(b), names(c)) for name, verb, label, a, b, c in rows]
    rows = [[cell.strip() for cell in line.split("|")] for line in notes.splitlines()]
    occasions = [Occasion(name, ask, names(a), names(b), names(c), names(d)) for name, ask, a, b, c, d in rows]
    return Bank(found, occasions, names(people))


BANKS: dict[Wording, Bank] = {
    "seen": _bank(topics_seen.TOPICS, topics_seen.NOTES, topics_seen.PEOPLE),
    "unseen": _bank(topics_unseen.TOPICS, topics_unseen.NOTES, topics_unseen.PEOPLE),
}
TOPICS = {topic.name: topic for bank in BANKS.values() for topic in bank.topics}
OCCASIONS = {occasion.name: occasion for bank in BANKS.values() for occasion in bank.occasions}
