"""A library of raw material: chunks by kind, one drawn at random, and those nearest to it by their words.

Chunks rest in an SQLite file of their own, so that their number does not matter to the memory. Nearness is BM25 over
titles (SQLite's FTS5; Robertson and Zaragoza 2009, section 3): a function's title is its module and its name, so its
neighbours are what lies beside it and what is called alike. The library knows nothing of what is made from its chunks, but remembers
which areas of which skill they suit.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, Final

from repairloop.ground.errors import UsageError
from repairloop.plugins.items import split_of
from repairloop.plugins.skill import Skill
from repairloop.records import Chunk, fingerprint
from repairloop.sources.chunks import label

NEIGHBOURS: Final = 12
_TRIALS: Final = 64
"""Draws after which a kind of material is taken to be of no use to an area."""
_IN_MEMORY: Final = 20_000
"""Chunks."""
_WORD = re.compile(r"[^\W_]{3,40}")


class Library:
    """Closed after use; a context manager. Drawing depends on nothing but the chunks' order and the generator."""

    def __init__(self, chunks: Iterable[Chunk] | None = None, file: Path | None = None) -> None:
        """Of these chunks, in `file` or in a file that is gone afterwards; without any, of those that `file` holds."""
        self._folder = None if file else tempfile.TemporaryDirectory(prefix="repairloop-library-")
        self.file = file or Path(self._folder.name) / "library.sqlite"  # type: ignore[union-attr]
        self._db = sqlite3.connect(self.file, check_same_thread=False)  # stages take turns, each in a thread of its own
        if chunks is not None:
            self._fill(chunks)
        self._places: dict[str, list[int]] = {}
        digest = hashlib.blake2b(digest_size=8)
        for place, kind, ident in self._db.execute("SELECT rowid, kind, id FROM chunks ORDER BY rowid"):
            self._places.setdefault(kind, []).append(place)
            digest.update(ident.encode())
        self.digest: str = digest.hexdigest()
        """Of all chunks, in their order; 16 hex digits."""
        self._suits: dict[str, bool] = {}
        self._open: dict[str, list[int]] = {}
        """Area → places of the chunks that it has not refused."""
        self.chunk = lru_cache(maxsize=_IN_MEMORY)(self._fetch)
        self.neighbours = lru_cache(maxsize=_IN_MEMORY)(self._find_neighbours)

    def _fill(self, chunks: Iterable[Chunk]) -> None:
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE chunks (id TEXT, kind TEXT, text TEXT, title TEXT, origin TEXT, licence TEXT, meta TEXT);"
            "CREATE VIRTUAL TABLE words USING fts5(kind UNINDEXED, title, content=chunks);"
        )
        rows = ((c.id, c.kind, c.text, c.title, c.origin, c.licence, json.dumps(c.meta)) for c in chunks)
        self._db.executemany("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._db.execute("INSERT INTO words (words) VALUES ('rebuild')")
        self._db.commit()

    def __len__(self) -> int:
        return sum(map(len, self._places.values()))

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()
        if self._folder:
            self._folder.cleanup()

    @property
    def kinds(self) -> dict[str, int]:
        """Kind → number of chunks."""
        return {kind: len(places) for kind, places in self._places.items()}

    def kinds_of(self, path: Path) -> dict[str, int]:
        """Kind → number of the chunks that come from a file, or from below a folder."""
        found = self._db.execute(
            "SELECT kind, count(*) FROM chunks WHERE substr(origin, 1, ?1) = ?2 GROUP BY kind ORDER BY kind",
            (len(label(str(path), 500)), label(str(path), 500)),
        )
        return dict(found.fetchall())

    def draw(self, kinds: Iterable[str], rng: Random) -> Drawn:
        """A chunk of one of the kinds, with its nearest neighbours of that kind. ValueError where there is none."""
        return Drawn(self, rng.choice(self._of(kinds)))

    def problem(self, skill: Skill, area: str, rng: Random, difficulty: int) -> tuple[Any, Chunk] | None:
        """A problem that may train from one draw, and its chunk. A chunk that gives none is not drawn for the area again."""
        if area not in self._open:
            self._open[area] = self._of(skill.material)
        places = self._open[area]
        if not places:
            return None
        number = rng.randrange(len(places))
        drawn = Drawn(self, places[number])
        problem = skill.from_material(area, drawn, rng, difficulty)
        if problem is None:
            places[number] = places[-1]
            places.pop()
            return None
        return (problem, drawn[0]) if split_of(area, problem.key()) == "train" else None

    def _of(self, kinds: Iterable[str]) -> list[int]:
        return [place for kind in sorted(kinds) for place in self._places.get(kind, ())]

    def suits(self, skill: Skill, area: str) -> bool:
        """Whether the skill makes problems of the area from what is here, seen in a few draws."""
        if area not in self._suits:
            rng = Random(f"suits/{area}")
            easiest = skill.difficulties[0]
            self._suits[area] = bool(skill.material & self._places.keys()) and any(
                self.problem(skill, area, rng, easiest) for _ in range(_TRIALS)
            )
        return self._suits[area]

    def _find_neighbours(self, place: int) -> tuple[Chunk, ...]:
        chunk = self.chunk(place)
        words = list(dict.fromkeys(word.lower() for word in _WORD.findall(chunk.title)))
        query = " OR ".join(f'"{word}"' for word in words[:8])
        # the kind is not asked for in SQL, where every chunk found would have to be read for it
        found = (
            self._db.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank, rowid", (query,))
            if query
            else ()
        )
        of_kind = self._places[chunk.kind]
        alike = (other for (other,) in found if other != place and of_kind[bisect_right(of_kind, other) - 1] == other)
        return tuple(self.chunk(other) for other in list(islice(alike, NEIGHBOURS)))

    def _fetch(self, place: int) -> Chunk:
        row: tuple[Any, ...] = self._db.execute("SELECT * FROM chunks WHERE rowid = ?", (place,)).fetchone()
        ident, kind, text, title, origin, licence, meta = row
        return Chunk(ident, kind, text, title, origin, licence, json.loads(meta))


class Drawn(Sequence[Chunk]):
    """A chunk and its neighbours, nearest first; those are looked up when they are asked for."""

    def __init__(self, library: Library, place: int) -> None:
        self._library, self.place = library, place
        self._first = library.chunk(place)

    @cached_property
    def _all(self) -> tuple[Chunk, ...]:
        return (self._first, *self._library.neighbours(self.place))

    def __getitem__(self, index: Any) -> Any:
        return self._first if index == 0 else self._all[index]

    def __len__(self) -> int:
        return len(self._all)

    def __bool__(self) -> bool:
        return True  # the first is there, and the others need not be looked up to know it


def open_library(paths: Sequence[Path] | None, say: Callable[[str], None]) -> Library:
    """A library of what the paths hold, or of Python's standard library, which is read once and kept in the cache.

    UsageError where nothing can be read.
    """
    from repairloop.sources.reading import read_sources

    if paths is None:
        return _standard_library()
    library = Library(read_sources(paths, say))
    if not len(library):
        raise UsageError(f"nothing could be read in {', '.join(map(str, paths))}")
    return library


def without_rows(
    paths: Sequence[Path], library: Library | None, used: Iterable[str], skills: Iterable[Skill]
) -> list[str]:
    """A line for each source that no row was made from, with the reason. `used`: the addresses that rows name as theirs;
    `skills`: those whose areas rows were wanted for."""
    material = sorted({kind for skill in skills for kind in skill.material})
    addresses = list(used)
    notes = []
    for path in paths:
        if any(address.startswith(label(str(path), 500)) for address in addresses):
            continue
        kinds = library.kinds_of(path) if library else {}
        there = ", ".join(f"{number:,} {kind}" for kind, number in kinds.items())
        if not material or library is None:
            why = (
                "the areas asked for are made from generated worlds, or from a task's own cases (about sources a task has rows only "
                "with a teacher and teacher.admit=agreed)"
            )
        elif not kinds:
            why = "nothing could be read in it that was not read before"
        elif not set(material) & kinds.keys():
            why = f"it holds {there}, and these areas are made from {' and '.join(material)}"
        else:
            why = f"none of its pieces ({there}) holds what these areas ask about, or their rows were kept aside"
        notes.append(f"no row was made from {path}: {why}")
    return notes


def _standard_library() -> Library:
    from repairloop.ground.outputs import home
    from repairloop.sources.reading import read_sources

    readers = sorted(Path(__file__).parent.glob("*.py"))
    key = fingerprint(sys.version, *(reader.read_bytes() for reader in readers))
    kept = home() / "sources" / f"standard-library-{key}.sqlite"
    try:
        if not kept.is_file():
            kept.parent.mkdir(parents=True, exist_ok=True)
            made = kept.with_suffix(f".{os.getpid()}.tmp")
            Library(read_sources(None, lambda text: None), made).close()
            os.replace(made, kept)
        return Library(file=kept)
    except (OSError, sqlite3.Error):  # no place to keep it
        return Library(read_sources(None, lambda text: None))
