"""A library of raw material: chunks by kind, one drawn at random, and those nearest to it by their words.

Chunks rest in an SQLite file of their own, so that their number does not matter to the memory. Nearness is BM25 over
titles (SQLite's FTS5; Robertson and Zaragoza 2009, section 3): a function's title is its module and its name, so its
neighbours are what lies beside it and what is called alike. The library knows nothing of what is made from its chunks, but remembers
which areas of which skill they suit.
"""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any, Final

from repairloop.plugins import Skill, split_of
from repairloop.sources.chunks import Chunk

NEIGHBOURS: Final = 12
_TRIALS: Final = 64
"""Draws after which a kind of material is taken to be of no use to an area."""
_WORD = re.compile(r"[^\W_]{3,40}")


class Library:
    """Closed after use; a context manager. Drawing depends on nothing but the chunks' order and the generator."""

    def __init__(self, chunks: Iterable[Chunk]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="repairloop-library-")
        self._db = sqlite3.connect(Path(self._folder.name) / "library.sqlite")
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE chunks (id TEXT, kind TEXT, text TEXT, title TEXT, origin TEXT, licence TEXT, meta TEXT);"
            "CREATE VIRTUAL TABLE words USING fts5(kind UNINDEXED, title, content=chunks);"
        )
        self._places: dict[str, list[int]] = {}
        rows = ((c.id, c.kind, c.text, c.title, c.origin, c.licence, json.dumps(c.meta)) for c in chunks)
        self._db.executemany("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._db.execute("INSERT INTO words (words) VALUES ('rebuild')")
        for place, kind in self._db.execute("SELECT rowid, kind FROM chunks ORDER BY rowid"):
            self._places.setdefault(kind, []).append(place)
        self._suits: dict[str, bool] = {}
        self._near = lru_cache(maxsize=20_000)(self._find_near)

    def __len__(self) -> int:
        return sum(map(len, self._places.values()))

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()
        self._folder.cleanup()

    @property
    def kinds(self) -> dict[str, int]:
        """Kind → number of chunks."""
        return {kind: len(places) for kind, places in self._places.items()}

    def draw(self, kinds: Iterable[str], rng: Random) -> list[Chunk]:
        """A chunk of one of the kinds, and its nearest neighbours of that kind, nearest first; of none, ValueError."""
        places = [self._places[kind] for kind in sorted(kinds) if kind in self._places]
        number = rng.randrange(sum(map(len, places)))
        for some in places:
            if number < len(some):
                return list(self._near(some[number]))
            number -= len(some)
        raise ValueError("unreachable")

    def suits(self, skill: Skill, area: str) -> bool:
        """Whether the skill makes problems of the area from what is here, seen in a few draws."""
        if area not in self._suits:
            rng = Random(f"suits/{area}")
            self._suits[area] = bool(skill.material & self._places.keys()) and any(
                problem is not None and split_of(area, problem.key()) == "train"
                for problem in (
                    skill.from_material(area, self.draw(skill.material, rng), rng, skill.difficulties[0])
                    for _ in range(_TRIALS)
                )
            )
        return self._suits[area]

    def _find_near(self, place: int) -> tuple[Chunk, ...]:
        chunk = self._chunk(place)
        words = list(dict.fromkeys(word.lower() for word in _WORD.findall(chunk.title)))
        query = " OR ".join(f'"{word}"' for word in words[:8])
        found = self._db.execute(
            "SELECT rowid FROM words WHERE words MATCH ? AND kind = ? ORDER BY rank, rowid LIMIT ?",
            (query, chunk.kind, NEIGHBOURS + 1),
        ).fetchall() if query else []  # fmt: skip
        return (chunk, *(self._chunk(other) for (other,) in found if other != place))[: NEIGHBOURS + 1]

    def _chunk(self, place: int) -> Chunk:
        row: tuple[Any, ...] = self._db.execute("SELECT * FROM chunks WHERE rowid = ?", (place,)).fetchone()
        *fields, meta = row
        return Chunk(*fields, meta=json.loads(meta))
