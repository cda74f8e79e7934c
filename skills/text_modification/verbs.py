"""Forms of English verbs: base, third person, past, participle.

    conjugated("hide")  →  hide, hides, hid, hidden

Regular verbs by rule, the irregular ones that the banks use from a table. Verbs that the banks do not use may come out
wrong.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple


class Verb(NamedTuple):
    base: str
    third: str
    past: str
    participle: str


@lru_cache(maxsize=2048)
def conjugated(base: str) -> Verb:
    """The forms of a verb."""
    past, participle = _IRREGULAR.get(base) or (_past(base), _past(base))
    return Verb(base, _third(base), past, participle)


def _third(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{base}es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ies"
    return f"{base}s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ied"
    return f"{base}{base[-1]}ed" if base in _DOUBLED else f"{base}ed"


_DOUBLED: Final = frozenset(
    [
        "wrap",
        "drop",
        "rub",
        "scrub",
        "chop",
        "stir",
        "grab",
        "mop",
        "tap",
        "trim",
        "unplug",
        "plug",
        "plot",
        "strap",
        "zip",
        "knot",
        "scan",
        "program",
        "grip",
        "pedal",
    ]
)
_IRREGULAR: Final = {
    "bend": ("bent", "bent"), "blow": ("blew", "blown"), "bring": ("brought", "brought"), "buy": ("bought", "bought"),
    "catch": ("caught", "caught"), "choose": ("chose", "chosen"),
    "draw": ("drew", "drawn"), "find": ("found", "found"), "forget": ("forgot", "forgotten"),
    "hang": ("hung", "hung"), "hide": ("hid", "hidden"),
    "hold": ("held", "held"), "keep": ("kept", "kept"), "lend": ("lent", "lent"), "lose": ("lost", "lost"),
    "light": ("lit", "lit"), "sell": ("sold", "sold"), "send": ("sent", "sent"), "sew": ("sewed", "sewn"),
    "shake": ("shook", "shaken"), "spin": ("spun", "spun"), "steal": ("stole", "stolen"),
    "take": ("took", "taken"), "wear": ("wore", "worn"), "see": ("saw", "seen"),
}  # fmt: skip
