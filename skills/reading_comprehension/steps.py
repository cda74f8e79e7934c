"""Difficulty steps: how much a passage tells beside what is asked for, and in what form."""

from __future__ import annotations

from repairloop import Step, by_step


class Depth(Step):
    falls = frozenset({"brief"})
    people: int = by_step(3, 4, 5)
    """People of a world, as a rule."""
    rivals: int = by_step(0, 1, 2)
    """Facts that could be taken for the one that is asked for; beside an argument or a judgement, facts of any kind."""
    facts: int = by_step(1, 2, 3)
    """Facts of other kinds, or of a series all but one."""
    options: int = by_step(3, 4, 4)
    """Answers to choose from, where there are some."""
    noise: int = by_step(0, 1, 2)
    """Sentences that tell nothing."""
    brief: bool = by_step(True, False, False)
    """Clauses and their frames are the shorter ones, and passages hardly ever have a beginning and an end of their own."""
    replies: float = by_step(0.1, 0.4, 0.6)
    """How often the other one of two speakers says a word."""
    turned: bool = by_step(False, True, True)
    """Steps of a task are told the other way round at times."""
    disguised: bool = by_step(False, False, True)
    """People by their first names, once they are known, and small numbers in words."""
    words: int = by_step(58, 105, 175)
    """Most words of a raw text."""


class Verdicts(Depth):
    falls = frozenset({"brief", "closed"})
    closed: float = by_step(0.6, 0.4, 0.2)
    """Share of statements that are true or false; of the others it may be that the passage does not say."""


class Pairs(Depth):
    pairs: int = by_step(2, 3, 4)
    """Pairs to be matched, or one more."""
    more: float = by_step(0.3, 0.5, 0.5)
    """Share of problems with one more."""
    spare: bool = by_step(False, True, True)
    """There may be a right side too many, or labels to answer with."""


class Order(Depth):
    items: int = by_step(3, 4, 5)
    """Items to be put in order, or one more."""
    more: float = by_step(0, 0.3, 0.3)
    """Share of problems with one more."""


class Views(Depth):
    views: int = by_step(2, 3, 4)
    """Of different people."""
    at_odds: bool = by_step(False, True, True)
    """Two of them are at odds over one thing."""


class Words(Depth):
    coined: int = by_step(2, 3, 4)
    """Words that the passage explains, where words are made up."""
    shown: int = by_step(1, 2, 2)
    """Words that the passage explains otherwise."""


class Laws(Depth):
    back: float = by_step(0.2, 0.5, 0.5)
    """Share of contrapositions."""
    chain: int = by_step(2, 3, 3)
    """Predicates in a chain: two are one rule."""
    crowd: bool = by_step(False, False, True)
    """There are a rule and a person more."""


_EASY = ("between", "more", "together", "dearer", "cost", "most")


class Sums(Depth):
    forms: tuple[str, ...] = by_step(
        _EASY,
        (*_EASY, "three", "change", "tally", "first"),
        ("beyond", "three", "change_two", "tally", "first", "most", "between"),
    )
    """What is calculated: one of these."""
    bought: int = by_step(1, 1, 2)
    """Things that are paid for, where the change is asked for."""
