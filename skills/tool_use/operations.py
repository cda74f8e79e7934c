"""What can be asked for: operations with typed parameters, and the words in which people ask.

An operation is no tool yet: which of its parameters a tool has, what the tool is called and how it is shown is decided
for each problem anew. All of them stand in the words file, on one side or the other; a problem holds their names alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from repairloop import Draw, everything
from skills.english import MONTHS, WEEKDAYS
from skills.tool_use.values import WORDS, Value, between


@dataclass(frozen=True)
class Parameter:
    """`clauses` say a value in a request (`yes` and `no` where it is a truth value)."""

    name: str
    kind: str
    """How its values are drawn, as the words file tells it; `yes` for a truth value."""
    clauses: tuple[str, ...]
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()

    @cached_property
    def type(self) -> str:
        return {"int": "integer", "num": "number", "yes": "boolean"}.get(self.kind.partition(" ")[0], "string")

    @cached_property
    def choices(self) -> tuple[str, ...]:
        return tuple(self.kind.split("/")) if "/" in self.kind else ()

    @cached_property
    def narrow(self) -> bool:
        """Whether it has few values only."""
        return bool(self.choices) or len(everything(WORDS).lists.get(f"pool/{self.kind}", "x" * 40)) < 40

    @cached_property
    def sorts(self) -> frozenset[str]:
        """What its values are (towns, days …): a value of a parameter may pass for one of another that shares a sort."""
        return frozenset() if self.choices or self.type != "string" else frozenset(re.split(r"[+ #]+", self.kind))

    @property
    def label(self) -> str:
        """The name in plain words."""
        return self.name.replace("_", " ")

    def draw(self, w: Draw) -> Value:
        """A fresh value."""
        word, _, rest = self.kind.partition(" ")
        if word in ("int", "num"):
            low, high = map(int, rest.split("-"))
            return between(w.rng, low, high) if word == "int" else _decimal(w, low, high)
        if "/" in self.kind:
            return w.pick(self.choices)  # type: ignore[no-any-return]
        match word:
            case "yes":
                return w.rng.random() < 0.5
            case "code":
                return f"{rest}-{between(w.rng, 1000, 9999)}"
            case "day":
                return _day(w)
            case "time":
                return _time(w)
        parts = [
            str(between(w.rng, 1, 199)) if name == "#" else w.pick(w.all(f"pool/{name}"))
            for name in self.kind.split("+")
        ]
        return parts[0] + "".join(part if part[0] in "@-_" else f" {part}" for part in parts[1:])


def _decimal(w: Draw, low: int, high: int) -> Value:
    whole = between(w.rng, low, high - 1)
    if w.rng.random() < 0.6:
        return whole
    return round(whole + between(w.rng, 1, 99) / 100, 2) if w.rng.random() < 0.5 else whole + 0.5


def _day(w: Draw) -> Value:
    chance = w.rng.random()
    if chance < 0.25:
        return str(w.pick(WEEKDAYS))
    month, day = int(w.rng.random() * 12), between(w.rng, 1, 28)
    if chance < 0.7:
        return f"{MONTHS[month]} {day}"
    return f"20{between(w.rng, 25, 29)}-{month + 1:02d}-{day:02d}"


def _time(w: Draw) -> Value:
    minutes = w.pick(("00", "15", "30", "45", "10", "20", "40", "05"))
    if w.rng.random() < 0.5:
        return f"{between(w.rng, 1, 12)}:{minutes} {w.pick(('am', 'pm'))}"
    return f"{between(w.rng, 6, 23):02d}:{minutes}"


@dataclass(frozen=True)
class Operation:
    """One thing that a tool may do. The first parameter is the one without which it makes no sense."""

    id: str
    domain: str
    verbs: tuple[str, ...]
    noun: str
    about: str
    parameters: dict[str, Parameter]
    do: tuple[str, ...]
    """Requests as imperatives; `{x}` stands for the first parameter's value."""
    ask: tuple[str, ...] = ()
    """Requests as questions, without the question mark."""
    know: tuple[str, ...] = ()
    """Requests as indirect questions: "how deep the snow is"."""
    want: tuple[str, ...] = ()
    """What is wanted, as a thing: "a table"."""
    core: tuple[str, ...] = ()
    """Parameters without which a tool would make no sense, the first among them."""


@cache
def operations() -> dict[str, Operation]:
    """Operations by id, those of both sides."""
    return {whole.partition("@")[2]: _operation(whole) for whole in everything(WORDS).wholes["operation"]}


def _operation(whole: str) -> Operation:
    words = everything(WORDS)
    domain, noun, about, *verbs = words.rows[f"{whole}.tool"][0]
    parameters: dict[str, Parameter] = {}
    core = []
    for starred, kind, *cells in words.rows[f"{whole}.parameters"]:
        name, clauses = starred.rstrip("*"), tuple(filter(None, cells))
        if kind == "no":
            parameters[name] = Parameter(name, "yes", (), parameters[name].yes, clauses)
            continue
        if not parameters or starred != name:
            core.append(name)
        parameters[name] = Parameter(name, kind, (), clauses) if kind == "yes" else Parameter(name, kind, clauses)
    ways = {way: words.lists.get(f"{whole}.{way}", ()) for way in ("do", "ask", "know", "want")}
    return Operation(
        whole.partition("@")[2], domain, tuple(filter(None, verbs)), noun, about, parameters, core=tuple(core), **ways
    )


def world(w: Draw) -> tuple[Operation, ...]:
    """The operations of a side, in order."""
    return _all_of(w.wholes("operation"))


@lru_cache(maxsize=8)
def _all_of(wholes: tuple[str, ...]) -> tuple[Operation, ...]:
    return tuple(operations()[whole.partition("@")[2]] for whole in wholes)


@lru_cache(maxsize=1024)
def relatives(of: str, wholes: tuple[str, ...]) -> tuple[Operation, ...]:
    """The others of the same domain, among these."""
    domain = operations()[of].domain
    return tuple(other for other in _all_of(wholes) if other.domain == domain and other.id != of)


@cache
def clashes() -> frozenset[tuple[str, ...]]:
    """Pairs of operations of which either might do the other's work."""
    return frozenset(pair for row in everything(WORDS).rows["clash"] for pair in (row, row[::-1]))
