"""Which side says what: `seen` asks in rows and in screening, `unseen` measures, so the two should have little in common.

Entries of a words file are put on sides so that as few runs of three words as possible stand on both (a run needs two
words that are no places), each list in halves. That beats a split at random, which makes the unseen wording easy, and a
split by hand. What is near by meaning alone it does not see. A lock file keeps the sides: a new entry moves no other.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from pathlib import Path
from typing import Final

from repairloop.ground.files import write_atomic
from repairloop.plugins.words import Entry, List, Lock, Place, lock_of, parsed, read_lock, read_words
from repairloop.records import fingerprint

RUN: Final = 3
"""Words of a run."""
NEAR: Final = 0.5
"""An unseen entry is too near where more than this share of its runs stands in the same list on the other side."""
FEWEST: Final = 3
"""Fewer entries on a side than this are thin: a student learns them by heart."""
_VARIANTS: Final = 64
_WORD: Final = re.compile(r"[^\W_]+(?:'\w+)?")

Run = tuple[str, ...]


def runs(phrase: str) -> frozenset[Run]:
    """Every run of a phrase, whatever its choices say."""
    options = [[(part,)] if isinstance(part, str) else part for part in parsed(phrase)]
    found = set()
    for pieces in islice(product(*options), _VARIANTS):
        words: list[str] = []
        for piece in (p for option in pieces for p in option):
            words += [f"{{{piece}}}"] if type(piece) is Place else _WORD.findall(piece.lower())
        found |= {
            run for run in zip(*(words[n:] for n in range(RUN)), strict=False) if sum(w[0] != "{" for w in run) > 1
        }
    return frozenset(found)


@dataclass
class Unit:
    """What is put on a side: an entry, or a whole with all its lists."""

    id: str
    runs: frozenset[Run] = frozenset()
    plain: bool = True
    """Nothing but places and marks: it may be on both sides."""
    entries: list[str] = field(default_factory=list)


def units(lists: Mapping[str, List]) -> dict[str, list[Unit]]:
    """List, or kind of wholes → its units; lists that both sides draw from are left out."""
    found: dict[str, dict[str, Unit]] = {}
    for name, entries in lists.items():
        kind, whole = entries.whole
        for entry in entries.entries if not entries.shared else ():
            ident = whole or entry.id
            unit = found.setdefault(f"{kind}@" if kind else name, {}).setdefault(ident, Unit(ident))
            unit.runs |= runs(entry.text)
            unit.plain = unit.plain and not whole and _plain(entry)
            unit.entries.append(entry.text)
    return {name: list(of.values()) for name, of in found.items()}


def _plain(entry: Entry) -> bool:
    pieces = [p for part in parsed(entry.text) for p in ([part] if isinstance(part, str) else ["a choice"])]
    return not any(map(str.isalnum, "".join(piece for piece in pieces if type(piece) is not Place)))


def assign(lists: Mapping[str, List], lock: Lock, fold: int = 0) -> Lock:
    """The lock with every entry that it does not know on a side, and none that is gone. `fold`: another split, as good."""
    shared: dict[str, Counter[Run]] = {"seen": Counter(), "unseen": Counter()}
    found: Lock = {}
    free: dict[str, dict[str, list[Unit]]] = {}
    for name, of in units(lists).items():
        known = {ident: side for side, idents in lock.get(name, {}).items() for ident in idents}
        new = [unit for unit in of if unit.id not in known]
        found[name] = {side: [u.id for u in of if known.get(u.id, "both" if u.plain else "") == side]
                       for side in ("seen", "unseen", "both")}  # fmt: skip
        for unit in of:
            if unit.id in found[name]["seen"] + found[name]["unseen"]:
                shared[known[unit.id]].update(unit.runs)
        drawn = sorted((u for u in new if not u.plain), key=lambda u: fingerprint(fold, name, u.id))
        more = {side: len(found[name][side]) for side in shared}
        free[name] = {"seen": [], "unseen": []}
        for unit in drawn:
            side = min(more, key=lambda side: (more[side], side))
            free[name][side].append(unit)
            shared[side].update(unit.runs)
            more[side] += 1
    for _ in range(3):
        for mine in free.values():
            _settle(mine, shared)
    for name, mine in free.items():
        for side, of in mine.items():
            found[name][side] += [unit.id for unit in of]
    return {name: {side: idents for side, idents in of.items() if idents} for name, of in found.items()}


def _settle(mine: dict[str, list[Unit]], shared: dict[str, Counter[Run]]) -> None:
    """Change units of one list for one another as long as fewer runs stand on both sides then."""

    def gain(unit: Unit, side: str, other: str) -> int:
        """Runs that no longer stand on both sides when the unit leaves `side` for `other`, less those that then do."""
        ours, theirs = shared[side], shared[other]
        return sum(min(ours[r], theirs[r]) - min(ours[r] - 1, theirs[r] + 1) for r in unit.runs)

    def move(unit: Unit, side: str, other: str) -> None:
        mine[side].remove(unit)
        mine[other].append(unit)
        shared[side].subtract(unit.runs)
        shared[other].update(unit.runs)

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


def write_lock(file: Path, fold: int | None = None) -> tuple[int, Lock]:
    """Put every new entry of a words file on a side (with `fold` all of them, anew); how many, and the lock."""
    lists, before = read_words(file), {} if fold is not None else read_lock(file)
    lock = assign(lists, before, fold or 0)
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
