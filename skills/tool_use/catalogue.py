"""What can be asked for: operations with typed parameters, and the words in which people ask.

A bank writes its operations down as plain text (see `parse`); this module reads that text and draws values.
An operation is no tool yet: which of its parameters a tool has, what the tool is called and how it is shown
is decided for each problem anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

Value = str | bool | int | float
"""An argument as JSON has it."""
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Parameter:
    """`draw` gives a value; `clauses` say it in a request (`yes` and `no` where it is a truth value)."""

    name: str
    type: str
    draw: Callable[[Random], Value]
    clauses: tuple[str, ...]
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    narrow: bool = False
    """Whether it has few values only."""
    sorts: frozenset[str] = frozenset()
    """What its values are (towns, days …): a value of a parameter may pass for one of another that shares a sort."""

    @property
    def label(self) -> str:
        """The name in plain words."""
        return self.name.replace("_", " ")


@dataclass(frozen=True)
class Operation:
    """One thing that a tool may do. The first parameter is the one without which it makes no sense."""

    id: str
    domain: str
    verbs: tuple[str, ...]
    noun: str
    about: str
    do: tuple[str, ...]
    """Requests as imperatives; `{}` stands for the first parameter's value."""
    ask: tuple[str, ...]
    """Requests as questions, without the question mark."""
    parameters: dict[str, Parameter]
    know: tuple[str, ...] = ()
    """Requests as indirect questions: "how deep the snow is"."""
    want: tuple[str, ...] = ()
    """What is wanted, as a thing: "a table"."""
    core: tuple[str, ...] = ()
    """Parameters without which a tool would make no sense, the first among them."""


def parse(text: str, pools: dict[str, tuple[str, ...]]) -> dict[str, Operation]:
    """Operations by id. One operation is a block of lines:

    verb|verb noun: what the tool does        below a line `# domain`
      do request | request with {} | …
      ask question | question                 optional, as are the next two
      know indirect question | …
      want thing | thing
      parameter kind: clause with {} | …      for `bool`: clauses for yes // clauses for no
      parameter* kind: …                      one without which a tool would make no sense, as the first one is

    Kinds are those of `_drawer`. Raises KeyError for an unknown pool and ValueError for a line out of place.
    """
    found: dict[str, Operation] = {}
    domain = ""
    for block in text.strip().split("\n\n"):
        lines = [line for line in block.splitlines() if line.strip()]
        if lines[0].startswith("#"):
            domain = lines.pop(0).lstrip("# ").strip()
        head, about = lines[0].split(": ", 1)
        verbs, noun = head.rsplit(" ", 1)
        words: dict[str, tuple[str, ...]] = {"do": (), "ask": (), "know": (), "want": ()}
        parameters: dict[str, Parameter] = {}
        core: list[str] = []
        for line in map(str.strip, lines[1:]):
            first, rest = line.split(" ", 1)
            if first in words:
                words[first] = _split(rest)
            else:
                kind, clauses = rest.split(": ", 1)
                name = first.rstrip("*")
                if not parameters or first != name:
                    core.append(name)
                parameters[name] = _parameter(name, kind, clauses, pools)
        ident = f"{verbs.split('|')[0]}_{noun}"
        if ident in found or len(words["do"]) < 2 or not parameters:
            raise ValueError(f"operation {ident!r} stands twice, or has too few phrases or parameters")
        found[ident] = Operation(
            ident, domain, tuple(verbs.split("|")), noun, about, words["do"], words["ask"], parameters, words["know"],
            words["want"], tuple(core),
        )  # fmt: skip
    return found


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(" | "))


def _parameter(name: str, kind: str, clauses: str, pools: dict[str, tuple[str, ...]]) -> Parameter:
    if kind == "bool":
        yes, no = clauses.split("//")
        return Parameter(name, "boolean", lambda rng: rng.random() < 0.5, (), _split(yes), _split(no))
    kind_name, draw, choices = _drawer(kind, pools)
    narrow = bool(choices) or len(pools.get(kind, "x" * 40)) < 40
    sorts = frozenset() if choices or kind_name != "string" else frozenset(re.split(r"[+ #]+", kind))
    return Parameter(name, kind_name, draw, _split(clauses), choices=choices, narrow=narrow, sorts=sorts)


def _drawer(kind: str, pools: dict[str, tuple[str, ...]]) -> tuple[str, Callable[[Random], Value], tuple[str, ...]]:
    """JSON type, generator and choices of a kind.

    `int 2-40`, `num 5-900` (two decimals now and then), `a/b/c` (one of these), `code AB` (`AB-4821`),
    `day`, `time`, or names of pools joined by `+` (one of each; `#` is a house number).
    """
    word, _, rest = kind.partition(" ")
    if word in ("int", "num"):
        low, high = map(int, rest.split("-"))
        return ("integer", lambda rng: _between(rng, low, high), ()) if word == "int" else (
            "number", lambda rng: _decimal(rng, low, high), ())  # fmt: skip
    if "/" in kind:
        choices = tuple(kind.split("/"))
        return "string", lambda rng: pick(rng, choices), choices
    if word == "code":
        return "string", lambda rng: f"{rest}-{_between(rng, 1000, 9999)}", ()
    if kind == "day":
        return "string", _day, ()
    if kind == "time":
        return "string", _time, ()
    parts = [pools[name] if name != "#" else tuple(map(str, range(1, 200))) for name in kind.split("+")]
    if len(parts) == 1:
        return "string", lambda rng: pick(rng, parts[0]), ()
    joints = ["", *("" if part[0][0] in "@-_" else " " for part in parts[1:])]
    return (
        "string",
        lambda rng: "".join([joint + pick(rng, part) for joint, part in zip(joints, parts, strict=True)]),
        (),
    )


def pick(rng: Random, choices: Any) -> Any:
    """`rng.choice`, three times as fast."""
    return choices[int(rng.random() * len(choices))]


_INNERMOST = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")


def say(rng: Random, templates: Sequence[str]) -> str:
    """One of the templates, with one of the words of each of its choices: `[can|could] you` gives `could you`."""
    text: str = pick(rng, templates)
    while "|" in text and (choice := _INNERMOST.search(text)):
        text = f"{text[: choice.start()]}{pick(rng, choice[1].split('|'))}{text[choice.end() :]}"
    return text


def spread(template: str) -> list[str]:
    """Everything that `say` may make of a template."""
    choice = _INNERMOST.search(template)
    if choice is None:
        return [template]
    head, tail = template[: choice.start()], template[choice.end() :]
    return [text for word in choice[1].split("|") for text in spread(f"{head}{word}{tail}")]


def _between(rng: Random, low: int, high: int) -> int:
    return low + int(rng.random() * (high - low + 1))


def _decimal(rng: Random, low: int, high: int) -> Value:
    whole = _between(rng, low, high - 1)
    if rng.random() < 0.6:
        return whole
    return round(whole + _between(rng, 1, 99) / 100, 2) if rng.random() < 0.5 else whole + 0.5


def _day(rng: Random) -> Value:
    chance = rng.random()
    if chance < 0.25:
        return str(pick(rng, WEEKDAYS))
    month, day = int(rng.random() * 12), _between(rng, 1, 28)
    if chance < 0.7:
        return f"{MONTHS[month]} {day}"
    return f"20{_between(rng, 25, 29)}-{month + 1:02d}-{day:02d}"


def _time(rng: Random) -> Value:
    minutes = pick(rng, ("00", "15", "30", "45", "10", "20", "40", "05"))
    if rng.random() < 0.5:
        return f"{_between(rng, 1, 12)}:{minutes} {pick(rng, ('am', 'pm'))}"
    return f"{_between(rng, 6, 23):02d}:{minutes}"
