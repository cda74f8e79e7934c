"""Folds: the phrases that a skill measures with, dealt to the cycles of a run, so that the second has others than the first.

The side `unseen` of a words file is for measuring, and no row uses it. What the first of several cycles accepted was
chosen by these very phrases, so the second is to measure with others. They are dealt to two hands as sides are: each list
in halves, what can say the same to one hand, and what shares most runs of three words to one too. Cycles take the hands
in turn. The side `seen` stays as it is: no cycle measures with what a former one trained on. A run of one cycle measures
with all of it.

Dealt is what says something, a run of three words: entries, wholes, and rows that fill a place. Names and rows of facts are
in both hands, and so is a list with too few phrases for two. `Folds.again` tells how much of what a cycle measures with a
former one has measured with.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from repairloop.plugins.sides import Group, Run, Unit, groups_of, runs, units
from repairloop.plugins.skill import Skill
from repairloop.plugins.words import List, Lock, Side, cells_of, places_of, read_lock, read_words, sides
from repairloop.records import Wording, fingerprint

HANDS: Final = 2
"""With three, makers that need several different phrases of a list run out of them in four of our eight skills."""
LEAST: Final = 2
"""Fewest phrases of a list, or wholes with one list, in a hand."""
LATER: Final = "another hand"
"""What a hand's lock calls the side of phrases that are not its own: nothing draws from it."""


@dataclass(frozen=True)
class Folds:
    """The phrases of the side `unseen` in two hands."""

    locks: list[Lock]
    """One a hand."""
    phrases: list[int]
    """Phrases, a whole as one, in each hand."""
    common: int
    """Of these, those that are in both."""

    def again(self, cycle: int) -> tuple[int, int]:
        """Of the phrases that a cycle measures with, those that a former one has measured with, and all."""
        number = self.phrases[(cycle - 1) % HANDS]
        return (0 if cycle == 1 else self.common if cycle <= HANDS else number), number


def deal(lists: Mapping[str, List], lock: Lock) -> Folds:
    """The phrases of the side `unseen` in two hands."""
    phrases = [
        (name, unit)
        for name, of in units(lists).items()
        for unit in of
        if unit.id in lock.get(name, {}).get("unseen", ()) and _says(unit)
    ]
    groups = sorted(
        (group for group in groups_of(phrases) if not any(_of_facts(name, unit, lists) for name, unit in group.units)),
        key=lambda group: (-len(group.units), fingerprint(*((name, unit.id) for name, unit in group.units))),
    )
    while True:
        hands, many = _hands(groups)
        short = {kind for group in groups for kind in _kinds(group) if min(of[kind] for of in many) < LEAST}
        if not short:
            break
        groups = [group for group in groups if short.isdisjoint(_kinds(group))]
    own = [{(name, unit.id) for group in hand for name, unit in group.units} for hand in hands]
    common = len(phrases) - sum(map(len, own))
    return Folds([_without(lock, own[1 - n]) for n in range(HANDS)], [common + len(mine) for mine in own], common)


def _says(unit: Unit) -> bool:
    return any(runs(cell) for text in unit.entries for cell in cells_of(text))


def _of_facts(name: str, unit: Unit, lists: Mapping[str, List]) -> bool:
    """Whether it is a row of a table that fills no place: a thing with what is known of it."""
    return name in lists and bool(lists[name].columns) and not any(map(places_of, unit.entries))


def _kinds(group: Group) -> Iterator[tuple[str, str]]:
    """What each hand is to have enough of: a list, and of wholes each of their lists."""
    for name, unit in group.units:
        yield from ((name, of) for of in ("", *sorted(unit.lists)))


def _hands(groups: Sequence[Group]) -> tuple[list[list[Group]], list[Counter[tuple[str, str]]]]:
    """Each group where there are the fewest of its kinds, and of these where the most of its runs are."""
    hands: list[list[Group]] = [[] for _ in range(HANDS)]
    many = [Counter[tuple[str, str]]() for _ in range(HANDS)]
    said: list[set[Run]] = [set() for _ in range(HANDS)]
    for group in groups:
        kinds = [*_kinds(group)]
        place = min(range(HANDS), key=lambda n: (sum(many[n][kind] for kind in kinds), -len(group.runs & said[n]), n))
        hands[place].append(group)
        many[place].update(kinds)
        said[place] |= group.runs
    return hands, many


def _without(lock: Lock, others: set[tuple[str, str]]) -> Lock:
    found: Lock = {name: {**of, "unseen": [], LATER: []} for name, of in lock.items()}
    for name, of in lock.items():
        for ident in of.get("unseen", ()):
            found[name][LATER if (name, ident) in others else "unseen"].append(ident)
    return found


@lru_cache(maxsize=32)
def folds_of(file: Path) -> Folds:
    """Of a words file, dealt once."""
    return deal(read_words(file), read_lock(file))


@lru_cache(maxsize=64)
def _sides_of(file: Path, hand: int) -> dict[Wording, Side]:
    return sides(read_words(file), folds_of(file).locks[hand], str(file))


def asked_again(file: Path | None, cycle: int) -> tuple[int, int] | None:
    """Of the phrases of a words file that one of several cycles measures with, those that a former one has measured with,
    and all; None for a skill that has none, and says the same in every cycle."""
    return folds_of(file).again(cycle) if file else None


def in_cycle(skill: Skill, cycle: int, cycles: int) -> Skill:
    """The skill as it measures in one of several cycles; the installed one stays as it is. A skill without a words file
    says the same in all of them."""
    if cycles == 1 or skill.words_file is None:
        return skill
    made = copy.copy(skill)
    made.sides = _sides_of(skill.words_file, (cycle - 1) % HANDS)
    return made
