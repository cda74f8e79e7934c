"""Values for the parameters of Python functions, by what their names and types say.

    timeout            number, `seconds`     2.5
    output_dir         string, `folder`      /srv/backup
    max_lines: int     integer, `count`      40

A name is known whole (`encoding`), or by its last word (`log_path`) or its first (`max_lines`, `is_new`). Names that mean
one thing here and another there (`data`, `file`, `value`) are not known, so that only a written type can tell.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from skills.tool_use.catalogue import Value, pick

Draw = Callable[[Random], Value]


def _one_of(*choices: Value) -> Draw:
    return lambda rng: pick(rng, choices)


def _joined(*parts: str) -> Draw:
    """One word of each part, glued: `"a b", "1 2"` gives `a1`; `^` stands for a space, `~` for nothing."""
    pools = [tuple(word.replace("^", " ").replace("~", "") for word in part.split()) for part in parts]
    return lambda rng: "".join([pick(rng, pool) for pool in pools])


def _whole(low: int, high: int) -> Draw:
    return lambda rng: low + int(rng.random() * (high - low + 1))


def _decimal(high: int) -> Draw:
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

STRINGS: Final[dict[str, Draw]] = {
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
INTEGERS: Final[dict[str, Draw]] = {
    "count": _whole(2, 90), "small": _whole(2, 12), "size": _whole(16, 4096), "port": _whole(1024, 65000),
    "year": _whole(1990, 2035), "month": _whole(1, 12), "date": _whole(1, 28), "hour": _whole(0, 23),
    "minute": _whole(0, 59),
}  # fmt: skip
NUMBERS: Final[dict[str, Draw]] = {
    "seconds": lambda rng: pick(rng, (_whole(2, 90), _decimal(30)))(rng),
    "number": lambda rng: pick(rng, (_whole(2, 900), _decimal(400)))(rng),
    "share": lambda rng: round(0.02 + 0.96 * rng.random(), 2),
}
BOOLEANS: Final[dict[str, Draw]] = {"flag": lambda rng: rng.random() < 0.5}

SORTS: Final[dict[str, tuple[str, Draw]]] = {
    sort: (kind, draw)
    for kind, sorts in (("string", STRINGS), ("integer", INTEGERS), ("number", NUMBERS), ("boolean", BOOLEANS))
    for sort, draw in sorts.items()
}
"""Sort → JSON type, and what draws a value."""
ANY: Final = {"string": "word", "integer": "count", "number": "number", "boolean": "flag"}
"""The sort of a type of which no more is known."""

_WHOLE_NAMES = {
    "path": "path filename fname filepath pathname path_or_file file_path src dst infile outfile",
    "folder": "dir directory folder root dirname dirpath workdir cwd",
    "url": "url uri link href baseurl",
    "host": "host hostname domain server",
    "encoding": "encoding charset",
    "errors": "errors",
    "text": "text string msg message line sentence phrase comment description title subject prompt paragraph caption",
    "name": "name label fullname modname nickname",
    "person": "user username author owner customer recipient sender login assignee",
    "email": "email mail mailto",
    "word": "word tag topic category keyword charset token term query status section",
    "key": "key slug identifier",
    "pattern": "pattern glob mask",
    "prefix": "prefix",
    "suffix": "suffix",
    "ending": "ext extension",
    "mode": "mode filemode",
    "separator": "sep separator delimiter delim joiner",
    "color": "color colour",
    "language": "lang language locale",
    "day": "date deadline weekday birthday",
    "version": "version",
    "command": "cmd command",
    "city": "city town",
    "unit": "unit",
    "count": "width height index count n num limit length total quantity lineno offset position pos indent rows cols "
    "columns row column line_number threshold pages points score age seed idx number",
    "small": "level depth retries attempts priority page workers threads times digits precision",
    "size": "size nbytes bufsize maxsize blocksize chunksize maxlen",
    "port": "port",
    "year": "year theyear",
    "month": "month themonth",
    "date": "day",
    "hour": "hour",
    "minute": "minute second",
    "seconds": "timeout delay interval seconds secs duration pause wait",
    "number": "price amount weight distance radius angle temperature speed latitude longitude lat lon balance cost "
    "budget salary tolerance",
    "share": "ratio rate fraction probability alpha opacity discount",
    "flag": "verbose recursive force strict quiet overwrite reverse dry_run follow_symlinks",
}
_BY_NAME = {name: sort for sort, names in _WHOLE_NAMES.items() for name in names.split()}
_BY_FIRST = {
    **dict.fromkeys(("max", "min", "num", "n"), "count"),
    **dict.fromkeys(("is", "has", "use", "allow", "include", "enable", "ignore", "skip"), "flag"),
}
_UNTOLD = frozenset(
    {
        "mode",
        "weekday",
        "date",
        "message",
        "msg",
        "server",
        "number",
        "tag",
        "section",
        "link",
        "owner",
        "root",
        "mail",
        "line",
    }
)
"""Names that say what a text is about, but not that there is a text."""


def sort_of(name: str, kind: str = "") -> str:
    """The sort of a parameter, by its name and by its JSON type where that is known; empty where it cannot be told."""
    words = name.casefold().strip("_").split("_")
    known = _BY_NAME.get("_".join(words)) or (_BY_FIRST.get(words[0]) if len(words) > 1 else "")
    known = known or _BY_NAME.get(words[-1], "")
    fits = known and (SORTS[known][0] == kind or (kind, SORTS[known][0]) == ("number", "integer"))
    told = known and not kind and words[-1] not in _UNTOLD and "or" not in words
    return known if fits or told else ANY.get(kind, "")


def draw(sort: str, choices: tuple[str, ...], rng: Random) -> Value:
    value: Value = pick(rng, choices) if choices else SORTS[sort][1](rng)
    return value
