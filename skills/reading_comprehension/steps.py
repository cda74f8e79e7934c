"""Difficulty steps: how much a passage tells beside what is asked for, and in what form."""

from __future__ import annotations

from repairloop import Step, by_step, eased


class Depth(Step):
    below = eased(solved=4, repeated=0.8)
    falls = frozenset({"brief", "closed"})
    people: int = by_step("People of a world, as a rule.", 3, 4, 5)
    rivals: int = by_step("Facts to be taken for the one that is asked for; else any facts.", 0, 1, 2)
    facts: int = by_step("Facts of other kinds, or of a series all but one.", 1, 2, 3)
    options: int = by_step("Answers to choose from, where there are some.", 3, 4, 4)
    noise: int = by_step("Sentences that tell nothing.", 0, 1, 2)
    brief: bool = by_step("Short clauses, and hardly a beginning and an end.", True, False, False)
    replies: float = by_step("How often the other one of two speakers says a word.", 0.1, 0.4, 0.6)
    turned: bool = by_step("Steps of a task told the other way round at times.", False, True, True)
    disguised: bool = by_step("First names for people who are known, numbers in words.", False, False, True)
    closed: float = by_step("Share of statements that are true or false, never left open.", 0.6, 0.4, 0.2)
    words: int = by_step("Most words of a raw text.", 58, 105, 175)


class Items(Depth):
    count: int = by_step("Pairs, items to be put in order, or views.", 2, 3, 4)
    more: float = by_step("Share of problems with one more.", 0.3, 0.5, 0.5)
    spare: bool = by_step("A right side too many, labels to answer with, two views at odds.", False, True, True)


class Words(Depth):
    coined: int = by_step("Words that the passage explains, where words are made up.", 2, 3, 4)
    shown: int = by_step("Words that the passage explains otherwise.", 1, 2, 2)


class Laws(Depth):
    back: float = by_step("Share of contrapositions.", 0.2, 0.5, 0.5)
    chain: int = by_step("Predicates in a chain: two are one rule.", 2, 3, 3)
    crowd: bool = by_step("There are a rule and a person more.", False, False, True)


_EASY = ("between", "more", "together", "dearer", "cost", "most")
_MORE = (*_EASY, "three", "change", "tally", "first")
_HARD = ("beyond", "three", "change_two", "tally", "first", "most", "between")


class Sums(Depth):
    forms: tuple[str, ...] = by_step("What is calculated: one of these.", _EASY, _MORE, _HARD)
    bought: int = by_step("Things that are paid for, where the change is asked for.", 1, 1, 2)
