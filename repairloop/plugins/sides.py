"""Which side says what: `seen` asks in rows and in screening, `unseen` measures, so the two should have little in common.

Entries of a words file are put on sides so that as few runs of three words as possible stand on both (a run needs two
words that are no places; of wholes, cells that are shorter count too), each list in halves. That beats a split at
random, which makes the unseen wording easy, and a split by hand. Entries that can say the same thing, rows of tables also
in one cell, are on one side, whichever lists they are in; wholes with the same lists are halved too. What is near by
meaning alone it does not see. A lock file keeps the sides: a new entry moves no other, and what the list `by hand` names
(`=== by hand = ask / theme@`) keeps its sides when all others are put on sides anew.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from pathlib import Path
from typing import Final

from repairloop.ground.errors import UsageError
from repairloop.ground.files import write_atomic
from repairloop.plugins.words import List, Lock, Place, cells_of, lock_of, parsed, read_lock, read_words
from repairloop.records import fingerprint

RUN: Final = 3
"""Words of a run."""
NEAR: Final = 0.5
"""An unseen entry is too near where more than this share of its runs stands in the same list on the other side."""
FEWEST: Final = 3
"""Fewer entries on a side than this are thin: a student learns them by heart."""
_VARIANTS: Final = 64
_WORD: Final = re.compile(r"[^\W_]+(?:'\w+)?")
_PLAIN: Final = re.compile(r"(\{\w+\})?[.?!]?")
BY_HAND: Final = "by hand"
"""A list of lists (`ask`) and kinds of wholes (`theme@`) whose sides a person chose."""
_ENDS: Final = " .?!"

Run = tuple[str, ...]


def _said(phrase: str) -> Iterator[list[str]]:
    """The pieces of a phrase for each of its choices; at most 64 ways."""
    options = [[(part,)] if isinstance(part, str) else part for part in parsed(phrase)]
    for pieces in islice(product(*options), _VARIANTS):
        yield [piece for option in pieces for piece in option]


def runs(phrase: str) -> frozenset[Run]:
    """Every run of a phrase, whatever its choices say."""
    found = set()
    for pieces in _said(phrase):
        words: list[str] = []
        for piece in pieces:
            words += [f"{{{piece}}}"] if type(piece) is Place else _WORD.findall(piece.lower())
        found |= {
            run for run in zip(*(words[n:] for n in range(RUN)), strict=False) if sum(w[0] != "{" for w in run) > 1
        }
    return frozenset(found)


def sayings(phrase: str) -> frozenset[str]:
    """All that a phrase can say, but nothing and a place alone, without case and the mark at its end."""
    said = ("".join(f"{{{p}}}" if type(p) is Place else p for p in pieces) for pieces in _said(phrase))
    return frozenset(text.strip(_ENDS).casefold() for text in said if not _plain(text))


def _plain(cell: str) -> bool:
    return bool(_PLAIN.fullmatch(cell))


@dataclass
class Unit:
    """What is put on a side: an entry, or a whole with all its lists."""

    id: str
    runs: frozenset[Run] = frozenset()
    plain: bool = True
    """Nothing, or one place: it may be on both sides."""
    entries: list[str] = field(default_factory=list)
    sayings: frozenset[str] = frozenset()
    """What ties it to others: all that it can say; of a whole, and of a row's cells, what has runs."""
    cells: frozenset[Run] = frozenset()
    """What a whole says in less than a run."""
    lists: frozenset[str] = frozenset()
    """What a whole says something of: `.thing`."""


def units(lists: Mapping[str, List]) -> dict[str, list[Unit]]:
    """List, or kind of wholes → its units; lists that both sides draw from are left out."""
    found: dict[str, dict[str, Unit]] = {}
    for name, entries in lists.items():
        kind, whole = entries.whole
        for entry in entries.entries if not entries.shared else ():
            ident = whole or entry.id
            unit = found.setdefault(f"{kind}@" if kind else name, {}).setdefault(ident, Unit(ident))
            new = runs(entry.text)
            unit.runs |= new
            unit.sayings |= sayings(entry.text) if new or not whole else frozenset()
            for cell in cells_of(entry.text) if entries.columns and not whole else ():
                unit.sayings |= sayings(cell) if runs(cell) else frozenset()
            unit.plain = unit.plain and not whole and all(map(_plain, cells_of(entry.text)))
            unit.cells |= {(cell,) for cell in cells_of(entry.text.casefold())} if whole and not new else set()
            unit.entries.append(entry.text)
            unit.lists |= {name.partition(".")[2]} if whole else set()
    return {name: list(of.values()) for name, of in found.items()}


@dataclass
class Group:
    """Units, each with its list, that can say the same thing, directly or over others: they are on one side."""

    units: list[tuple[str, Unit]]

    def __post_init__(self) -> None:
        self.runs: frozenset[Run] = frozenset().union(*(unit.runs | unit.cells for _, unit in self.units))
        self.shape = tuple(sorted((name, *sorted(unit.lists)) for name, unit in self.units))
        """Groups of one shape may change sides for one another."""


def groups_of(places: Iterable[tuple[str, Unit]]) -> list[Group]:
    """What can say the same together, in the order in which it stands; nothing of what is plain."""
    groups: dict[int, list[tuple[str, Unit]]] = {}
    group_of: dict[str, int] = {}
    for number, (name, unit) in enumerate(places):
        if not unit.plain:
            groups[number] = [(name, unit)]
            for other in {group_of[saying] for saying in unit.sayings & group_of.keys()}:
                groups[number] = groups.pop(other) + groups[number]
            group_of.update((saying, number) for _, member in groups[number] for saying in member.sayings)
    return [Group(members) for members in groups.values()]


def assign(lists: Mapping[str, List], lock: Lock, afresh: int = 0) -> Lock:
    """The lock with every entry that it does not know on a side, and none that is gone. `afresh`: another split, as good."""
    shared: dict[str, Counter[Run]] = {"seen": Counter(), "unseen": Counter()}
    many: dict[str, Counter[str | tuple[str, ...]]] = {"seen": Counter(), "unseen": Counter()}
    """Side → list, or kind of wholes, and kind with what they say something of → how many of it are there."""
    of = units(lists)
    places = [(name, unit) for name, them in of.items() for unit in them]
    known = {(name, ident): side for name, sides in lock.items() for side, idents in sides.items() for ident in idents}
    where = {(name, u.id): known.get((name, u.id), "both" if u.plain else "") for name, u in places}

    def put(group: Group, side: str) -> None:
        shared[side].update(group.runs)
        many[side].update(name for name, _ in group.units)
        many[side].update(group.shape)

    for name, unit in places:
        if (side := where[name, unit.id]) in shared:
            put(Group([(name, unit)]), side)
    free: dict[tuple[tuple[str, ...], ...], dict[str, list[Group]]] = {}
    for group in sorted(
        groups_of(places), key=lambda g: (-len(g.units), fingerprint(afresh, *((n, u.id) for n, u in g.units)))
    ):
        held = {where[name, unit.id] for name, unit in group.units} & shared.keys()
        new = Group([(name, unit) for name, unit in group.units if not where[name, unit.id]])
        side = min(held or shared, key=lambda side: (sum(many[side][alike] for alike in new.shape),
                                                     sum(many[side][name] for name, _ in new.units), side))  # fmt: skip
        put(new, side)
        if held:
            where |= {(name, unit.id): side for name, unit in new.units}
        else:
            free.setdefault(new.shape, {"seen": [], "unseen": []})[side].append(new)
    for _ in range(3):
        for mine in free.values():
            _settle(mine, shared)
    for mine in free.values():
        where |= {(name, unit.id): side for side, them in mine.items() for group in them for name, unit in group.units}
    found: Lock = {name: {} for name in of}
    for side in ("seen", "unseen", "both"):
        for name, unit in places:
            if where[name, unit.id] == side:
                found[name].setdefault(side, []).append(unit.id)
    return found


def _settle(mine: dict[str, list[Group]], shared: dict[str, Counter[Run]]) -> None:
    """Change groups of one shape for one another as long as fewer runs stand on both sides then."""

    def gain(group: Group, side: str, other: str) -> int:
        """Runs that no longer stand on both sides when the group leaves `side` for `other`, less those that then do."""
        ours, theirs = shared[side], shared[other]
        return sum(min(ours[r], theirs[r]) - min(ours[r] - 1, theirs[r] + 1) for r in group.runs)

    def move(group: Group, side: str, other: str) -> None:
        mine[side].remove(group)
        mine[other].append(group)
        shared[side].subtract(group.runs)
        shared[other].update(group.runs)

    for _ in range(len(mine["seen"]) + len(mine["unseen"])):
        if not mine["seen"] or not mine["unseen"]:
            return
        ours = max(mine["seen"], key=lambda u: gain(u, "seen", "unseen"))
        first = gain(ours, "seen", "unseen")
        move(ours, "seen", "unseen")
        theirs = max((u for u in mine["unseen"] if u is not ours), key=lambda u: gain(u, "unseen", "seen"))
        if first + gain(theirs, "unseen", "seen") <= 0:
            move(ours, "unseen", "seen")
            return
        move(theirs, "unseen", "seen")


def write_lock(file: Path, afresh: int | None = None) -> tuple[int, Lock]:
    """Put every new entry of a words file on a side (with `afresh` all of them, anew); how many, and the lock."""
    lists, before = read_words(file), read_lock(file)
    if afresh is not None:
        by_hand = lists.get(BY_HAND, List(BY_HAND)).entries
        if unknown := {entry.text for entry in by_hand} - units(lists).keys():
            raise UsageError(f"{file}: {BY_HAND!r} names {', '.join(sorted(unknown))}, and there are no such sides")
        before = {entry.text: before.get(entry.text, {}) for entry in by_hand}
    lock = assign(lists, before, afresh or 0)
    held = {(name, ident) for name, of in before.items() for idents in of.values() for ident in idents}
    new = sum((name, ident) not in held for name, of in lock.items() for idents in of.values() for ident in idents)
    text = ",\n".join(f"{json.dumps(name)}: {json.dumps(of)}" for name, of in lock.items())
    write_atomic(lock_of(file), f"{{\n{text}\n}}\n", opener=None)
    return new, lock


# ---- check --------------------------------------------------------------------------------------------


@dataclass
class Faults:
    """What is wrong with the sides of a words file, and how far they are apart."""

    entries: int = 0
    """On the side `unseen`, with runs of their own."""
    sharing: int = 0
    """Of these, those that share a run with the side `seen`."""
    near: list[str] = field(default_factory=list)
    thin: list[str] = field(default_factory=list)


def look(file: Path) -> Faults:
    """Hold a words file against its sides. Raises UsageError where it cannot be read."""
    lists, lock = read_words(file), read_lock(file)
    found = Faults()
    seen = _runs_of(lists, lock, "seen")
    everywhere = frozenset().union(*seen.values()) if seen else frozenset()
    for name, of in units(lists).items():
        sides = {
            side: [u for u in of if u.id in lock.get(name, {}).get(side, ())] for side in ("seen", "unseen", "both")
        }
        for unit in sides["unseen"]:
            own, same = unit.runs, seen.get(name, frozenset())
            found.entries += bool(own)
            found.sharing += not own.isdisjoint(everywhere)
            if len(own & same) > NEAR * len(own):
                found.near.append(f"{name}: {unit.entries[0]!r} says little that the other side does not")
        counts = {side: len(sides[side]) + len(sides["both"]) for side in ("seen", "unseen")}
        if min(counts.values()) < FEWEST:
            found.thin.append(f"{name}: {counts['seen']} seen, {counts['unseen']} unseen")
    return found


def _runs_of(lists: Mapping[str, List], lock: Lock, side: str) -> dict[str, frozenset[Run]]:
    def all_of(of: Iterable[Unit], idents: list[str]) -> frozenset[Run]:
        return frozenset().union(*(u.runs for u in of if u.id in idents))

    return {name: all_of(of, lock.get(name, {}).get(side, [])) for name, of in units(lists).items()}
