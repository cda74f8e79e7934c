"""Words files: all that a skill says, apart from its code, and which side of it may say what.

    == greeting                          a list, one entry a line
    (Hello|Good morning), {name}.        a choice, and a place that is filled
    Hi there.
    == person: name he                   a table: columns behind the colon, cells between bars
    Tom | he / Maria | she               several entries on a line, a slash with spaces between them
    == cue = Answer: / Result:           … also on the line of the list's name
    === system                           three marks: a list that both sides draw from
    You are a helpful assistant. *3      an entry that counts three times
    == scene@orchard                     a whole: all its lists are on one side together
    == .thing = apples / pears           a name that goes on from the last one: `scene@orchard.thing`

`{word}` is a place, other braces stand for themselves. `\\n` is a line break, `\\s` a space at an end; a backslash before
`( ) | { } / # * =` or another backslash takes its meaning off. Lines that begin with `# ` are comments.

What is asked in rows and in screening is said with the side `seen`, what measures with the side `unseen`. Sides rest in
a lock file beside the words (`math.words`, `math.lock`): a new entry moves no other. `repairloop.plugins.sides` assigns them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any, Final, Literal, NamedTuple, TypeVar

from repairloop.ground.errors import UsageError, nearest
from repairloop.records import Wording, fingerprint

Thing = TypeVar("Thing")
Where = Literal["seen", "unseen", "both"]

_HEADING: Final = re.compile(r"(={2,3}) +([^\s:=][^:=]*?)(?: *: *([^=]+?))?(?: *= *(.*))?")
_WEIGHT: Final = re.compile(r"(.*?)\s*(?<!\\)\*(\d{1,2})")
_TOKEN: Final = re.compile(r"\\([ns()|{}/#*=\\])|\{([a-z]\w*)\}|([()|])", re.IGNORECASE)


# ---- phrases ------------------------------------------------------------------------------------------


class Place(str):
    """The name of something to be filled in."""


Part = str | tuple[tuple[str, ...], ...]
"""A text, a place, or the alternatives of a choice."""


@lru_cache(maxsize=65_536)
def parsed(phrase: str) -> tuple[Part, ...]:
    """The parts of a phrase. Parentheses without a bar in them are plain text."""
    parts: list[Part] = []
    choice: list[list[str]] = []
    place = 0
    for found in _TOKEN.finditer(phrase):
        into = choice[-1] if choice else parts
        _put(into, phrase[place : found.start()])
        place = found.end()
        escaped, name, mark = found.groups()
        if escaped:
            _put(into, {"n": "\n", "s": " "}.get(escaped, escaped))
        elif name:
            into.append(Place(name))
        elif mark == "(" and not choice:
            choice = [[]]
        elif mark == "|" and choice:
            choice.append([])
        elif mark == ")" and choice:
            parts.extend([tuple(map(tuple, choice))] if len(choice) > 1 else ["(", *choice[0], ")"])
            choice = []
        else:
            _put(into, mark)
    if choice:
        raise UsageError(f"words: a choice is not closed: {phrase!r}; write '\\(' for a parenthesis")
    _put(parts, phrase[place:])
    return tuple(parts)


def _put(parts: list[Any], text: str) -> None:
    if text and parts and type(parts[-1]) is str:
        parts[-1] += text
    elif text:
        parts.append(text)


@lru_cache(maxsize=65_536)
def _templates(phrase: str) -> tuple[str, tuple[str | tuple[str, ...], ...], bool]:
    """A phrase as a template of `str.format`, which fills it in a fifth of the time; where it has choices, as the parts
    of one; and whether there is anything to format."""
    parts = tuple(
        _template((part,)) if isinstance(part, str) else tuple(_template(option) for option in part)
        for part in parsed(phrase)
    )
    texts = [part for part in parts if isinstance(part, str)]
    braces = any(mark in option for part in parts for option in ("".join(part),) for mark in "{}")
    return ("".join(texts), (), braces) if len(texts) == len(parts) else ("", parts, braces)


def _template(pieces: tuple[str, ...]) -> str:
    return "".join(f"{{{p}}}" if type(p) is Place else p.replace("{", "{{").replace("}", "}}") for p in pieces)


def pieces_of(phrase: str) -> list[str]:
    """Texts and places of a phrase, all alternatives of a choice one after the other."""
    pieces: list[str] = []
    for part in parsed(phrase):
        pieces += [part] if isinstance(part, str) else [piece for option in part for piece in (" ", *option)]
    return pieces


def places_of(phrase: str) -> set[str]:
    return {str(piece) for piece in pieces_of(phrase) if type(piece) is Place}


def places_by_choice(phrase: str) -> list[list[set[str]]]:
    """For each part of a phrase the places of its alternatives: one, where it is no choice."""
    parts = [((part,),) if isinstance(part, str) else part for part in parsed(phrase)]
    return [[{str(piece) for piece in way if type(piece) is Place} for way in ways] for ways in parts]


# ---- files --------------------------------------------------------------------------------------------


class Entry(NamedTuple):
    text: str
    weight: int

    @property
    def id(self) -> str:
        return fingerprint(self.text, digits=8)


@dataclass
class List:
    """One list of a words file."""

    name: str
    columns: tuple[str, ...] = ()
    shared: bool = False
    """Both sides draw from it."""
    entries: list[Entry] = field(default_factory=list)

    @property
    def whole(self) -> tuple[str, str]:
        """Kind and name of the whole that the list belongs to; empty where it belongs to none."""
        kind, _, rest = self.name.partition("@")
        return (kind, rest.partition(".")[0]) if rest else ("", "")


def read(text: str, file: str = "words") -> dict[str, List]:
    """The lists of a words file. Raises UsageError with file and line."""
    lists: dict[str, List] = {}
    current: List | None = None
    stem = ""
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("# "):
            continue
        where = f"{file}, line {number}"
        if line.startswith("=="):
            found = _HEADING.fullmatch(line)
            if found is None:
                raise UsageError(
                    f"{where}: a list begins '== name', '== name: columns' or '== name = entries'; got {line!r}"
                )
            marks, name, columns, entries = found.groups()
            stem, name = (stem, stem + name) if name.startswith(".") else (name, name)
            if name in lists and lists[name].entries:
                raise UsageError(f"{where}: there is a list {name!r} already")
            current = lists[name] = List(name, tuple((columns or "").split()), len(marks) == 3)
            line = entries or ""
        if line and current is None:
            raise UsageError(f"{where}: an entry before the first list; write '== name' above it")
        if line and current is not None:
            current.entries += _entries(line, current, where)
    return {name: entries for name, entries in lists.items() if entries.entries}


def _entries(line: str, into: List, where: str) -> Iterator[Entry]:
    for piece in line.split(" / "):
        found = _WEIGHT.fullmatch(piece.strip())
        text, weight = (found[1], int(found[2])) if found else (piece.strip(), 1)
        text = "" if text == "()" else text
        try:
            parsed(text)
            cells = len(cells_of(text))
        except UsageError as error:
            raise UsageError(f"{where}: {error}") from None
        if cells > max(1, len(into.columns)):
            raise UsageError(f"{where}: {cells} cells where the table {into.name!r} has columns {list(into.columns)}")
        if any(text == other.text for other in into.entries):
            raise UsageError(f"{where}: {text!r} stands in {into.name!r} already; '{text} *2' counts it twice")
        yield Entry(text, weight)


@lru_cache(maxsize=65_536)
def cells_of(text: str) -> tuple[str, ...]:
    """What stands between bars, those of choices aside."""
    cells, depth, start = [], 0, 0
    for found in re.finditer(r"\\.|[()|]", text):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if found[0] == "|" and depth == 0:
            cells.append(text[start : found.start()].strip())
            start = found.end()
    return (*cells, text[start:].strip())


Lock = dict[str, dict[str, list[str]]]
"""List → side → entries; the entry's own hash, or for wholes (`scene@`) their names."""


def lock_of(file: Path) -> Path:
    return file.with_suffix(".lock")


def read_lock(file: Path) -> Lock:
    """The sides of a words file; empty where none were assigned yet."""
    path = lock_of(file)
    if not path.is_file():
        return {}
    try:
        return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
    except ValueError as error:
        raise UsageError(f"{path} is no lock file: {error}") from None


def read_words(file: Path) -> dict[str, List]:
    try:
        return read(file.read_text(encoding="utf-8"), file.name)
    except OSError as error:
        raise UsageError(f"words file {file}: {error.strerror}") from None


@dataclass
class Side:
    """What one side may say."""

    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """List → its entries, each as often as it counts."""
    rows: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Table → its rows, a cell for each column: empty where a row ends before."""
    wholes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Kind → the wholes of it: `scene@orchard` …"""

    def add(self, entries: List, entry: Entry) -> None:
        name, (kind, whole) = entries.name, entries.whole
        self.lists[name] = self.lists.get(name, ()) + (entry.text,) * entry.weight
        if entries.columns:
            cells = cells_of(entry.text)
            row = (*cells, *[""] * (len(entries.columns) - len(cells)))
            self.rows[name] = self.rows.get(name, ()) + (row,) * entry.weight
        if kind and f"{kind}@{whole}" not in self.wholes.get(kind, ()):
            self.wholes[kind] = (*self.wholes.get(kind, ()), f"{kind}@{whole}")


def sides(lists: Mapping[str, List], lock: Lock, file: str = "words") -> dict[Wording, Side]:
    """What each side may say. Raises UsageError on entries that the lock does not know."""
    found: dict[Wording, Side] = {"seen": Side(), "unseen": Side()}
    for name, entries in lists.items():
        kind, whole = entries.whole
        places = {
            ident: side for side, idents in lock.get(f"{kind}@" if kind else name, {}).items() for ident in idents
        }
        for entry in entries.entries:
            where = "both" if entries.shared else places.get(whole or entry.id)
            if where is None:
                raise UsageError(f"{file}: {entry.text!r} in {name!r} is on no side yet; run `repairloop words {file}`")
            for side, words in found.items():
                if where in (side, "both"):
                    words.add(entries, entry)
    return found


@lru_cache(maxsize=64)
def both_sides(file: Path) -> dict[Wording, Side]:
    """Both sides of a words file, read once."""
    return sides(read_words(file), read_lock(file), str(file))


@lru_cache(maxsize=64)
def everything(file: Path) -> Side:
    """All that a words file says, whichever side says it: for problems that hold the names of things alone."""
    found = Side()
    for entries in read_words(file).values():
        for entry in entries.entries:
            found.add(entries, entry)
    return found


_NOTHING: Final = Side()


# ---- drawing ------------------------------------------------------------------------------------------


def _quick(random: Callable[[], float]) -> Callable[[Sequence[Any]], Any]:
    def pick(options: Sequence[Any]) -> Any:
        return options[int(random() * len(options))]

    return pick


class Draw:
    """What a problem is made and put with: a generator, one side of the words, and the skill's settings."""

    __slots__ = ("_lists", "_words", "pick", "rng", "settings", "side")

    def __init__(self, words: Mapping[Wording, Side], side: Wording, rng: Random, settings: Any = None, quick: bool = False) -> None:  # fmt: skip
        """`quick`: a place in a list is drawn as a number below one, which takes a third of the time."""
        self.rng, self.side, self.settings = rng, side, settings
        self._words = words.get(side) or _NOTHING
        self._lists = self._words.lists
        self.pick: Callable[[Sequence[Any]], Any] = _quick(rng.random) if quick else rng.choice

    def all(self, name: str, *otherwise: str) -> tuple[str, ...]:
        """The entries of a list as they stand; of the first of these lists that this side has."""
        lists = self._lists
        if name in lists:
            return lists[name]
        if otherwise:
            return self.all(*otherwise)
        raise UsageError(f"words, side {self.side}: {nearest(name, lists, 'list')}")

    def has(self, name: str) -> bool:
        return name in self._lists

    def rows(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The rows of a table as they stand, a cell for each column."""
        return self._words.rows[name] if name in self._words.rows else tuple((entry,) for entry in self.all(name))

    def row(self, name: str) -> tuple[str, ...]:
        """One row of a table, as it stands."""
        return self.pick(self.rows(name))  # type: ignore[no-any-return]

    def wholes(self, kind: str) -> tuple[str, ...]:
        """The wholes of a kind: `scene@orchard` …"""
        return self._words.wholes[kind]

    def line(self, name: str, places: Mapping[str, Any] | None = None, /, **more: Any) -> str:
        """One entry of a list, its choices made, its places filled."""
        return self.fill(self.pick(self.all(name)), {**places, **more} if places and more else places or more)

    def fill(self, phrase: str, places: Mapping[str, Any]) -> str:
        """A phrase with its choices made, from left to right, and then its places filled."""
        text, parts, braces = _templates(phrase)
        if parts:
            text = "".join([part if type(part) is str else self.pick(part) for part in parts])
        try:
            return text.format_map(places) if braces else text
        except KeyError as missing:
            raise UsageError(f"words: nothing fills the place {missing} of {phrase!r}") from None
