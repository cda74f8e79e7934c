"""What people said of a run: one file beside the shards, `said.jsonl`, to which lines are added and from which none is taken.

A line is one saying: about a verdict, a gold, a row or an adapter, by whom, when and why, what was held and what is held
now. No shard and nothing that a run states changes by it. Views show both; the next cycle heeds it, and what a cycle has heeded stands in the
file as a line of its own (`heed`), so that going around once more it heeds the same.

A line is written whole under a lock, and is on the disk before anybody is told that it was said. It is numbered and holds the hash of what it says:
a line that was changed or is missing shows, one that a killed writer left torn was never answered for and goes. Not
known here: whether the last lines were taken away, whether a name is its bearer's, and what is true.
"""

from __future__ import annotations

import fcntl
import json
import os
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal

from repairloop.ground.errors import DamagedRun, DamageWarning, RepairLoopError, UsageError, quoted
from repairloop.ground.files import own
from repairloop.ground.foreign import hide
from repairloop.records import fingerprint
from repairloop.records.rows import clean
from repairloop.rundir.store import Store, sealed

NAME: Final = "said.jsonl"
LONGEST_WHY: Final = 2000
LONGEST_NAME: Final = 100
LONGEST_GOLD: Final = 20_000

About = Literal["verdict", "gold", "row", "adapter"]
ABOUT: Final[tuple[About, ...]] = ("verdict", "gold", "row", "adapter")
HEEDED: Final = "heeded"
"""What a line is about that the loop wrote itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One thing that somebody said."""

    n: int
    """Its line, from 1."""
    at: str
    """When, in UTC."""
    who: str
    why: str
    about: str
    of: str
    """The probe, the case, the row, or where the adapter lies."""
    old: str
    """What was held before: a status, a gold, `trains`, what the gate said."""
    new: str
    more: dict[str, Any] = field(default_factory=dict)
    """`side` of a verdict; `task`, `asked`, `reference`, `settings` and `regraded` of a gold; `content` and `text` of a row; `cycle` and `side`
    of an adapter."""
    key: str = ""
    """By which whoever said it would know it again."""


# ---- the file ------------------------------------------------------------------------------------------------


def read(store: Store) -> list[Saying]:
    """What people said, in order. Warns (DamageWarning) of lines that are damaged or missing; these say nothing."""
    found, wrong = _lines(_content(store))
    if wrong:
        warnings.warn(
            f"{store.path / NAME}: {wrong[0]}{f', and {len(wrong) - 1} more' if wrong[1:] else ''}; the others are shown: put back a "
            "copy of the file",
            DamageWarning, stacklevel=2,
        )  # fmt: skip
    return [saying for saying in found if saying.about != HEEDED]


def damage(store: Store) -> list[str]:
    """What is wrong with the file, a line each."""
    if (store.path / NAME).is_dir():
        return ["is a folder"]
    return _lines(_content(store))[1]


def add(store: Store, make: Callable[[list[Saying]], dict[str, Any]]) -> Saying:
    """Write down one saying, and give it when it is on the disk. `make` is given what was said before and gives the fields of what is
    said now; nobody else says anything meanwhile. One that has a `key` which was used is not said again: UsageError where the former
    was another one."""
    with _held(store) as file:
        found, _ = _lines(_whole(file))
        made = checked(make([saying for saying in found if saying.about != HEEDED]))
        same = next((saying for saying in found if made["key"] and saying.key == made["key"]), None)
        if same is None:
            return _write(store, file, _next(file), made)
        if (same.about, same.of, same.new, same.who) != (made["about"], made["of"], made["new"], made["who"]):
            raise UsageError(f"the key {made['key']!r} was used for something else that was said; choose another one")
        return same


def heed(store: Store, name: str) -> int:
    """The line before which stands what the loop has to heed at `name`, 0 where there is none. It is decided when the loop first comes
    there, and written down: coming there again it is the same. A loop that goes around once more heeds only what it heeded before.
    DamagedRun where a line is damaged: it may be a veto."""
    if not (store.path / NAME).is_file():
        return 0
    with _held(store) as file:
        found, wrong = _lines(_whole(file))
        if broken := _broken(wrong):
            raise DamagedRun(
                f"{store.path / NAME}: {broken[0]}, and may say what this run has to heed: put back a copy of the file, or take "
                f"the line out and say it anew; then: repairloop resume {quoted(store.path)}"
            )
        marks = [saying.n for saying in found if saying.about == HEEDED and saying.of == name]
        if marks or not found or store.read_manifest().get("mending"):
            return marks[0] if marks else 0
        told = {"about": HEEDED, "of": name, "who": "repairloop", "why": "a loop that comes here again heeds the same"}
        return _write(store, file, _next(file), {"old": "", "new": "", "more": {}, "key": "", **told}).n


def before(store: Store, line: int) -> list[Saying]:
    """What people said before a line that `heed` gave."""
    return [saying for saying in read(store) if saying.n < line] if line else []


def certain(store: Store) -> list[Saying]:
    """What people said, for what goes out of the run. DamagedRun where a line is damaged: it may be a veto or a refusal."""
    if broken := _broken(damage(store)):
        raise DamagedRun(
            f"{store.path / NAME}: {broken[0]}: put back a copy of the file, or take the line out and say it anew"
        )
    return read(store)


def to_hand_over(former: Store) -> list[Saying]:
    """What was said of golds and rows of a run, for another one. DamagedRun where a line is damaged: it may be a veto."""
    return [saying for saying in certain(former) if saying.about in ("gold", "row")]


def hand_over(store: Store, sayings: Iterable[Saying], came: str) -> None:
    """Write what was said of golds and rows of the run `came` into a new one, to be heeded from its first cycle on."""
    for saying in sayings:
        more = {key: value for key, value in saying.more.items() if key != "regraded"}
        fields = asdict(saying) | {"more": more | {"from": came, "said": saying.at}, "key": ""}
        add(store, lambda _, fields=fields: fields)  # type: ignore[misc]


def _broken(wrong: Iterable[str]) -> list[str]:
    return [text for text in wrong if not text.startswith("lacks")]


def tidy(store: Store) -> bool:
    """Take away what a writer that was killed left of a line; whether there was any."""
    if not (store.path / NAME).is_file() or _content(store).endswith(b"\n") or not _content(store):
        return False
    with _held(store) as file:
        return len(_content(store)) > len(_whole(file))


def _content(store: Store) -> bytes:
    try:
        return (store.path / NAME).read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        return b""


@contextmanager
def _held(store: Store) -> Iterator[int]:
    """The file, held against other writers; it is made where it is not there. A process that is killed lets go."""
    path = store.path / NAME
    new = not path.exists()
    file = own(str(path), os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)  # in turn; who has it writes one line
        if new:
            _on_disk(store)
        yield file
    finally:
        os.close(file)


def _on_disk(store: Store) -> None:
    folder = os.open(store.path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _whole(file: int) -> bytes:
    """What the held file holds, up to the end of its last whole line: what follows, nobody was answered for."""
    size = os.fstat(file).st_size
    content = b""
    while len(content) < size and (piece := os.pread(file, size - len(content), len(content))):
        content += piece
    end = content.rfind(b"\n") + 1
    if end < len(content):
        os.ftruncate(file, end)
    return content[:end]


def _next(file: int) -> int:
    """The number of the next line; a damaged one behind the last whole one has its number, whatever it was."""
    last = behind = 0
    for _, saying in _parsed(_whole(file)):
        last, behind = (saying.n, 0) if saying else (last, behind + 1)
    return last + behind + 1


def _write(store: Store, file: int, n: int, made: Mapping[str, Any]) -> Saying:
    saying = Saying(**{**made, "n": n, "at": datetime.now(UTC).isoformat(timespec="milliseconds")})
    fields = asdict(saying)
    line = json.dumps({**fields, "sum": sealed(fields)}, ensure_ascii=False).encode() + b"\n"
    end = os.fstat(file).st_size
    try:
        written = os.write(file, line)
        os.fsync(file)
    except OSError:
        os.ftruncate(file, end)
        raise
    if written != len(line):  # a full disk
        os.ftruncate(file, end)
        raise RepairLoopError(f"{store.path / NAME} cannot grow, the disk may be full: make room and say it again")
    return saying


_FIELDS: Final = frozenset(Saying.__dataclass_fields__)


def _parsed(content: bytes) -> Iterator[tuple[int, Saying | None]]:
    """Place → the saying of each whole line, None where it is damaged. What follows the last end of a line is being written."""
    for place, line in enumerate(content.split(b"\n")[:-1], start=1):
        try:
            fields = json.loads(line)
            said = fields.pop("sum")
            if fields.keys() != _FIELDS or said != sealed(fields):
                raise ValueError("another sum")
            yield place, Saying(**fields)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            yield place, None


def _lines(content: bytes) -> tuple[list[Saying], list[str]]:
    """The sayings of whole lines, and what is wrong with others."""
    found: list[Saying] = []
    wrong: list[str] = []
    before = 0
    for place, saying in _parsed(content):
        if saying is None:
            wrong.append(f"line {place} is not as it was written")
        else:
            found.append(saying)
            before = len(wrong)
    lost = max((saying.n for saying in found), default=0) - len(found) - before
    return found, wrong + ([f"lacks {lost} line{'s' if lost > 1 else ''}"] if lost > 0 else [])


def checked(made: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a saying, fit to rest. UsageError where one is missing or too long."""
    kept = {name: hide(clean(str(made[name]), 1 << 20)).strip() for name in ("who", "why", "about", "of", "old", "new")}
    kept["key"] = clean(str(made.get("key") or ""), 200)
    if not kept["why"]:
        raise UsageError("say why: what is said without a reason helps nobody who reads it later")
    for name, most in (("why", LONGEST_WHY), ("who", LONGEST_NAME), ("new", LONGEST_GOLD)):
        if len(kept[name]) > most:
            raise UsageError(f"{name} has {len(kept[name]):,} characters; at most {most:,} are kept")
    if not kept["who"] or not kept["who"].isprintable():
        raise UsageError("say who says it: a name on one line")
    return {**kept, "more": dict(made.get("more") or {})}


# ---- what follows from it ------------------------------------------------------------------------------------

Verdicts = Mapping[tuple[str, str], str]
"""Probe and side → `pass` or `fail`, as people hold it."""


def verdicts(sayings: Iterable[Saying]) -> dict[tuple[str, str], str]:
    """The verdicts that people hold, the last word on each: those that they overruled, and those that the grader gives by a gold
    that they corrected."""
    found: dict[tuple[str, str], str] = {}
    for saying in sayings:
        if saying.about == "verdict":
            found[saying.of, saying.more["side"]] = saying.new
        elif saying.about == "gold":
            found |= {(probe, side): now for probe, side, _, now in saying.more.get("regraded", ())}
    return found


def golds(sayings: Iterable[Saying]) -> dict[str, Saying]:
    """Case → the last correction of its gold."""
    return {saying.of: saying for saying in sayings if saying.about == "gold"}


def text_key(question: str) -> str:
    """What a row asks, whatever the marks and spaces."""
    from repairloop.ground.overlap import normal

    return fingerprint(normal(question))


@dataclass(frozen=True)
class Vetoes:
    """The rows that people will not have: these, and any that asks the same."""

    rows: frozenset[str]
    contents: frozenset[str]
    texts: frozenset[str]

    def hold(self, row_id: str, content: str, question: str) -> bool:
        """Whether a row is one of them."""
        return bool(self.rows) and (row_id in self.rows or content in self.contents or text_key(question) in self.texts)


def vetoes(sayings: Iterable[Saying]) -> Vetoes:
    rows = [saying for saying in sayings if saying.about == "row"]
    return Vetoes(
        frozenset(saying.of for saying in rows),
        frozenset(filter(None, (saying.more.get("content") for saying in rows))),
        frozenset(filter(None, (saying.more.get("text") for saying in rows))),
    )


def on_probe(sayings: Iterable[Saying], probe: Mapping[str, Any]) -> list[Saying]:
    """What was said of the verdicts on a probe, and of the gold of the case that it asks; `probe`: its row, unpacked."""
    case = probe["problem"].get("case")
    return [
        saying for saying in sayings
        if (saying.about == "verdict" and saying.of == probe["probe_id"])
        or (saying.about == "gold" and saying.of == case and saying.more["task"] == probe["skill"])
    ]  # fmt: skip


def on_row(sayings: Iterable[Saying], row: Mapping[str, Any]) -> list[Saying]:
    """What was said of a row, and of the gold of the case that it is made of; `row`: unpacked."""
    case = row["problem"].get("case")
    ident = case.get("id") if isinstance(case, dict) else None
    return [
        saying for saying in sayings
        if (saying.about == "row" and saying.of == row["row_id"])
        or (saying.about == "gold" and saying.of == ident and saying.more["task"] == row["skill"])
    ]  # fmt: skip


def refusals(sayings: Iterable[Saying], cycle: int, side: str) -> list[Saying]:
    """Who refuses the adapter of a cycle: those whose own last word on it is that."""
    return [saying for saying in on_adapter(sayings, cycle, side) if saying.new == "refused"]


def standing_refusals(sayings: Sequence[Saying]) -> list[Saying]:
    """Every refusal that stands, of whichever adapter."""
    places = dict.fromkeys((one.more["cycle"], one.more["side"]) for one in sayings if one.about == "adapter")
    return [one for place in places for one in refusals(sayings, *place)]


def on_adapter(sayings: Iterable[Saying], cycle: int, side: str) -> list[Saying]:
    """The last word of each on the adapter of a cycle."""
    last: dict[str, Saying] = {}
    for saying in sayings:
        if saying.about == "adapter" and (saying.more["cycle"], saying.more["side"]) == (cycle, side):
            last[saying.who] = saying
    return list(last.values())


def counted(sayings: Iterable[Saying]) -> dict[str, int]:
    """About → how much was said."""
    found = Counter(saying.about for saying in sayings)
    return {about: found[about] for about in ABOUT}
