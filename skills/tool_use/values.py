"""Values for the parameters of Python functions, by what their names and types say.

    timeout            number, `seconds`     2.5
    output_dir         string, `folder`      /srv/backup
    max_lines: int     integer, `count`      40

A name is known whole (`encoding`), or by its last word (`log_path`) or its first (`max_lines`, `is_new`). Names that mean
one thing here and another there (`data`, `file`, `value`) are not known, so that only a written type can tell.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from repairloop import everything

Value = str | bool | int | float
"""An argument as JSON has it."""
Make = Callable[[Random], Value]
WORDS: Final = Path(__file__).with_name("tool_use.words")


def pick(rng: Random, choices: Any) -> Any:
    """`rng.choice`, three times as fast."""
    return choices[int(rng.random() * len(choices))]


def between(rng: Random, low: int, high: int) -> int:
    return low + int(rng.random() * (high - low + 1))


def _one_of(*choices: Value) -> Make:
    return lambda rng: pick(rng, choices)


def _joined(*parts: str) -> Make:
    """One word of each part, glued: `"a b", "1 2"` gives `a1`; `^` stands for a space, `~` for nothing."""
    pools = [tuple(word.replace("^", " ").replace("~", "") for word in part.split()) for part in parts]
    return lambda rng: "".join([pick(rng, pool) for pool in pools])


def _whole(low: int, high: int) -> Make:
    return lambda rng: between(rng, low, high)


def _decimal(high: int) -> Make:
    return lambda rng: round(0.5 + rng.random() * high, pick(rng, (1, 2)))


_STEMS = (
    "report budget roster thesis menu plan letter agenda photo summary contract notes invoice survey lease config "
    "orders prices users events backup index readings sales log cache"
)
_FOLDERS = "/srv/ /home/ida/ data/ logs/ ./ /tmp/ exports/ ~ ~ archive/ ../shared/ /var/lib/"
_TAILS = "~ ~ _2024 _v2 _old -new _final _03 -17"
_HOSTS = "mail www api files db1 cache git lab node7 proxy"
_DOMAINS = ".example.org .example.com .nordwind.net .halcyon.io .cityschool.edu .postal.net"
_ADJECTIVES = "blue quiet silver early narrow second open golden late small northern plain spare lonely bright"
_THINGS = "^river ^garden ^bridge ^window ^lantern ^market ^engine ^harbor ^orchard ^signal ^letter ^station"
_PEOPLE = "anna luis priya tom mei omar clara jonas aisha ben sofia raj elena marco grace yusuf nina carl leila hugo"

STRINGS: Final[dict[str, Make]] = {
    "path": _joined(_FOLDERS, _STEMS, _TAILS, ".txt .csv .json .log .md .pdf .xml .zip .dat"),
    "folder": _joined("/srv/ /home/ida/ data/ ./ /tmp/ /var/ exports/", _STEMS, _TAILS),
    "url": _joined("https:// http://", _HOSTS, _DOMAINS, "/", _STEMS),
    "host": _joined(_HOSTS, _DOMAINS),
    "encoding": _one_of("utf-8", "latin-1", "ascii", "utf-16", "cp1252", "iso-8859-2", "utf-32", "koi8-r"),
    "errors": _one_of("strict", "ignore", "replace", "backslashreplace"),
    "text": _joined("the^ one^ that^ every^ my^", _ADJECTIVES, _THINGS),
    "name": _joined(_ADJECTIVES, "- _ .", _STEMS),
    "person": _joined(_PEOPLE, "~ 7 .k 21 .m _berg _novak"),
    "email": _joined(_PEOPLE, "@", _HOSTS, _DOMAINS),
    "word": _joined(_ADJECTIVES, "- _ :", _STEMS),
    "key": _joined(_STEMS, ". - : /", _ADJECTIVES),
    "pattern": _joined("* ? ~", _STEMS, "* -* .*", ".txt .csv .py .log"),
    "prefix": _joined(_STEMS, "- _ : /"),
    "suffix": _joined("- + .", _STEMS, "~ 1 2 3"),
    "ending": _one_of(".txt", ".csv", ".json", ".log", ".md", ".bak", ".tmp", ".xml", ".cfg", ".html"),
    "mode": _one_of("r", "w", "a", "rb", "wb", "x"),
    "separator": _one_of("|", ";", "::", ":", "/", "->", "=>", "&", "+", "#"),
    "color": _one_of("red", "navy", "black", "olive", "white", "beige", "purple", "teal", "grey", "yellow"),
    "language": _one_of("en", "de", "fr", "es", "sv", "pl", "pt", "it", "nl", "fi"),
    "day": lambda rng: f"20{_whole(24, 29)(rng)}-{_whole(1, 12)(rng):02d}-{_whole(1, 28)(rng):02d}",
    "clock": lambda rng: f"{_whole(0, 23)(rng):02d}:{_whole(0, 59)(rng):02d}",
    "version": lambda rng: f"{_whole(0, 9)(rng)}.{_whole(0, 19)(rng)}.{_whole(0, 9)(rng)}",
    "command": _joined("ls^ cat^ grep^ make^ sort^ tail^ wc^ head^", _STEMS),
    "city": _one_of("Oslo", "Lisbon", "Denver", "Kyoto", "Nairobi", "Lima", "Porto", "Austin", "Hanoi", "Bergen"),
    "unit": _one_of("cm", "kg", "miles", "litres", "metres", "hours", "degrees", "watts"),
}
INTEGERS: Final[dict[str, Make]] = {
    "count": _whole(2, 90), "small": _whole(2, 12), "size": _whole(16, 4096), "port": _whole(1024, 65000),
    "year": _whole(1990, 2035), "month": _whole(1, 12), "date": _whole(1, 28), "hour": _whole(0, 23),
    "minute": _whole(0, 59),
}  # fmt: skip
NUMBERS: Final[dict[str, Make]] = {
    "seconds": lambda rng: pick(rng, (_whole(2, 90), _decimal(30)))(rng),
    "number": lambda rng: pick(rng, (_whole(2, 900), _decimal(400)))(rng),
    "share": lambda rng: round(0.02 + 0.96 * rng.random(), 2),
}
BOOLEANS: Final[dict[str, Make]] = {"flag": lambda rng: rng.random() < 0.5}

SORTS: Final[dict[str, tuple[str, Make]]] = {
    sort: (kind, draw)
    for kind, sorts in (("string", STRINGS), ("integer", INTEGERS), ("number", NUMBERS), ("boolean", BOOLEANS))
    for sort, draw in sorts.items()
}
"""Sort → JSON type, and what draws a value."""
ANY: Final = {"string": "word", "integer": "count", "number": "number", "boolean": "flag"}
"""The sort of a type of which no more is known."""


@cache
def listed(name: str) -> frozenset[str]:
    """The entries of a list of the words file, for looking words up."""
    return frozenset(everything(WORDS).lists[name])


@cache
def _sorts(kind: str) -> dict[str, str]:
    """Word → the sort that it tells, from the lists `named/…` or `first/…`."""
    lists = everything(WORDS).lists.items()
    return {word: name.partition("/")[2] for name, words in lists if name.startswith(f"{kind}/") for word in words}


def sort_of(name: str, kind: str = "") -> str:
    """The sort of a parameter, by its name and by its JSON type where that is known; empty where it cannot be told."""
    words = name.casefold().strip("_").split("_")
    known = _sorts("named").get("_".join(words)) or (_sorts("first").get(words[0]) if len(words) > 1 else "")
    known = known or _sorts("named").get(words[-1], "")
    fits = known and (SORTS[known][0] == kind or (kind, SORTS[known][0]) == ("number", "integer"))
    told = known and not kind and words[-1] not in listed("untold") and "or" not in words
    return known if fits or told else ANY.get(kind, "")


def draw(sort: str, choices: tuple[str, ...], rng: Random) -> Value:
    value: Value = pick(rng, choices) if choices else SORTS[sort][1](rng)
    return value
