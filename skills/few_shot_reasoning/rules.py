"""Rules on words, numbers, rows and signs: what one makes of an item, and what follows from examples of one.

    done("word", "reverse", "tree")                                  →   "eert"
    answers("word", [("cat", "tac"), ("maple", "elpam")], "tree")    →   {"eert"}

`answers` is told no rule: it tries all of a family on the examples, and gives what those that fit make of one more item.
A rule is a text: `first 2, upper` (one after the other), `more 3 1` (three times a number and one more), `vowel ? upper :
reverse` (with an exception), `sort vowel|yes=red|no=blue` (groups), `on 2 more 3 1` (a column), `turned|sun=ka|moon=lo`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from string import ascii_lowercase as letters

from repairloop import everything

_NEXT, _STARS = str.maketrans(letters, letters[1:] + "a"), str.maketrans(dict.fromkeys("aeiou", "*"))
_WORD: dict[str, Callable[[str], str]] = {
    "": str, "reverse": lambda s: s[::-1], "upper": str.upper, "capital": str.capitalize, "twice": lambda s: s * 2,
    "ends": lambda s: s[-1:] + s[1:-1] + s[0] if len(s) > 1 else s, "turn": lambda s: s[1:] + s[:1], "back": lambda s: s[-1:] + s[:-1],
    "second": lambda s: s[::2], "each": lambda s: "".join(c + c for c in s), "sorted": lambda s: "".join(sorted(s)),
    "next": lambda s: s.translate(_NEXT), "stars": lambda s: s.translate(_STARS), "length": lambda s: str(len(s)),
    "join -": "-".join, "join .": ".".join, "first 1": lambda s: s[:1], "first 2": lambda s: s[:2], "first 3": lambda s: s[:3],
    "last 1": lambda s: s[-1:], "last 2": lambda s: s[-2:], "last 3": lambda s: s[-3:], "cut 1": lambda s: s[1:],
    "cut 2": lambda s: s[2:], "drop 1": lambda s: s[:-1], "drop 2": lambda s: s[:-2],
}  # fmt: skip
_NUMBER: dict[str, Callable[[int], int]] = {
    "square": lambda n: n * n, "digits": lambda n: sum(map(int, str(n))), "mirror": lambda n: int(str(n)[::-1]), "tail": lambda n: n % 10,
    "head": lambda n: int(str(n)[0]), "echo": lambda n: int(str(n) * 2), "half": lambda n: n // 2, "tens": lambda n: -(-n // 10) * 10,
}  # fmt: skip
_COLUMNS: dict[str, Callable[[int, int], int]] = {
    "sum": lambda a, b: a + b, "product": lambda a, b: a * b, "gap": lambda a, b: abs(a - b), "larger": max,
}  # fmt: skip
IS: dict[str, dict[str, Callable[[str], bool]]] = {
    "word": {"vowel": lambda s: s[0] in "aeiou", "final": lambda s: s[-1] in "aeiou", "long": lambda s: len(s) > 5,
             "even": lambda s: len(s) % 2 == 0, "double": lambda s: any(c * 2 in s for c in letters)},
    "number": {"parity": lambda s: int(s) % 2 == 0, "above": lambda s: int(s) > 50, "threes": lambda s: int(s) % 3 == 0,
               "fives": lambda s: int(s) % 5 == 0, "twins": lambda s: len(set(s)) < len(s)},
}  # fmt: skip
"""What may be so of an item, or not."""


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    """Word → the kind of thing that it is."""
    said = everything(Path(__file__).with_name("few_shot_reasoning.words"))
    return {word: name.partition("@")[2] for name in said.wholes["kind"] for word in said.lists[name]}


def _is(so: str, x: str) -> str:
    return _kinds().get(x, "") if so == "kind" else "yes" if IS["number" if x.isdecimal() else "word"][so](x) else "no"


def done(kind: str, rule: str, x: str) -> str:
    """What the rule makes of an item; empty where it does not suit: a sign that was not shown, a cell that is no number."""
    if kind == "word" and " ? " not in rule:
        for part in rule.split(", "):
            name, _, end = part.partition(" ")
            x = end + x if name == "before" else x + end if name == "after" else _WORD[part](x)
        return x
    (name, *more), *named = (part.split("=" if n else None) for n, part in enumerate(rule.split("|")))
    try:
        match kind:
            case "number" if " ? " not in rule:
                return str(_NUMBER[name](int(x)) if name in _NUMBER else int(x) * int(more[0]) + int(more[1]))
            case "sort":
                return dict(named)[_is(more[0], x)]
            case "signs":
                return " ".join([dict(named)[sign] for sign in x.split()][:: -1 if name == "turned" else 1])
            case "row":
                first, last = (x.split("|")[int(more[at])] for at in (0, -1 if name in _COLUMNS else 0))
                two = str(_COLUMNS[name](int(first), int(last))) if name in _COLUMNS else ""
                return two or (first if name == "copy" else done("number", " ".join(more[1:]), first))
        so, two = rule.split(" ? ")
        return done(kind.removesuffix(" but"), two.split(" : ")[_is(so, x) == "no"], x)
    except (KeyError, ValueError):
        return ""


def answers(kind: str, shown: Sequence[tuple[str, str]], asked: str) -> set[str]:
    """What each rule of the family that fits the examples makes of the item. Where no plain rule fits: one rule for items
    of which something is so, another for the rest, if each is shown."""
    base = kind.removesuffix(" but")
    fit = (rule for rule in _rules(base, shown) if all(done(base, rule, x) == y for x, y in shown))
    found = {done(base, rule, asked) for rule in fit} - {""}
    for so in IS[base] if base != kind and not found else ():
        mine = [pair for pair in shown if _is(so, pair[0]) == _is(so, asked)]
        others = [pair for pair in shown if pair not in mine]
        found |= answers(base, mine, asked) if mine and others and answers(base, others, asked) else set()
    return found


@lru_cache(maxsize=512)
def _made(word: str) -> list[tuple[str, str]]:
    """What single rules make of a word, and then two, one after the other."""
    single = [(rule, do(word)) for rule, do in _WORD.items()]
    return single + [
        (f"{r}, {t}", _WORD[t](out)) for t in ("upper", "reverse", "twice", "join -") for r, out in single[1:]
    ]


def _rules(kind: str, shown: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The rules of a family that may fit."""
    x, y = shown[0]
    if kind == "word":
        yield from (rule for rule, out in _made(x) if out == y)
        for rule, out in _made(x)[: len(_WORD)]:  # letters added in front and behind may be any
            if out and y != out and (at := y.find(out)) >= 0:
                yield f"{rule}, before {y[:at]}, after {y[at + len(out) :]}"
    elif kind == "number":
        times = (-1, *range(1, 13)) if y.removeprefix("-").isdecimal() else ()
        yield from (*_NUMBER, *(f"more {n} {int(y) - n * int(x)}" for n in times))
    elif kind == "sort":  # the same label for the same, another for another
        for so in (*IS["number" if x.isdecimal() else "word"], "kind"):
            labels = {_is(so, a): b for a, b in shown}
            if len({*labels.values()}) == len(labels):
                yield "|".join([f"sort {so}", *map("=".join, labels.items())])
    elif kind == "signs":
        for order, step in (("same", 1), ("turned", -1)):
            code = dict(pair for a, b in shown for pair in zip(a.split(), b.split()[::step], strict=True))
            yield "|".join([order, *map("=".join, code.items())])
    else:
        cells = dict(enumerate(x.split("|")[1:], 1))
        yield from (f"copy {i}" for i in cells)
        yield from (
            f"on {i} {rule}" for i in cells if cells[i].isdecimal() for rule in _rules("number", [(cells[i], y)])
        )
        yield from (f"{name} {i} {j}" for name in _COLUMNS for i, j in combinations(cells, 2))
