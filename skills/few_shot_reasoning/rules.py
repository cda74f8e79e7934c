"""Rules on words, numbers, rows and signs: what one makes of an item, and what follows from examples of one.

    done("word", "reverse", "tree")                                  →   "eert"
    answers("word", [("cat", "tac"), ("maple", "elpam")], "tree")    →   {"eert"}

`answers` tries all rules of a family on the examples, and gives what those that fit make of one more item. A rule is a
text: `first 2, upper` (one after the other), `more 3 1` (three times a number and one more), `vowel ? upper : reverse` (an
exception), `sort vowel|yes=red|no=blue` (groups), `on 2 more 3 1` (a column), `turned|sun=ka|moon=lo` (signs).
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from string import ascii_lowercase as letters

from repairloop import everything

_WORD: dict[str, Callable[[str], str]] = {
    "": str, "reverse": lambda s: s[::-1], "upper": str.upper, "capital": str.capitalize, "twice": lambda s: s * 2,
    "turn": lambda s: s[1:] + s[:1], "back": lambda s: s[-1:] + s[:-1], "second": lambda s: s[::2], "length": lambda s: str(len(s)),
    "ends": lambda s: s[-1:] + s[1:-1] + s[:1] if s[1:] else s, "each": lambda s: "".join(c + c for c in s), "join -": "-".join,
    "sorted": lambda s: "".join(sorted(s)), "stars": lambda s: "".join("*" if c in "aeiou" else c for c in s), "join .": ".".join,
    "next": lambda s: "".join(letters[(letters.find(c) + 1) % 26] for c in s), "first 1": lambda s: s[:1], "first 2": lambda s: s[:2],
    "last 1": lambda s: s[-1:], "last 2": lambda s: s[-2:], "cut 1": lambda s: s[1:], "cut 2": lambda s: s[2:], "drop 1": lambda s: s[:-1],
}  # fmt: skip
_NUMBER: dict[str, Callable[[int], int]] = {
    "square": lambda n: n * n, "digits": lambda n: sum(map(int, str(n))), "mirror": lambda n: int(str(n)[::-1]), "tail": lambda n: n % 10,
    "head": lambda n: int(str(n)[0]), "echo": lambda n: int(str(n) * 2), "half": lambda n: n // 2, "tens": lambda n: -(-n // 10) * 10,
}  # fmt: skip
_COLUMNS: dict[str, Callable[[int, int], int]] = {"sum": int.__add__, "product": int.__mul__, "gap": lambda a, b: abs(a - b), "larger": max}  # fmt: skip
IS: dict[str, dict[str, Callable[[str], bool]]] = {  # what may be so of an item, or not
    "word": {"vowel": lambda s: s[0] in "aeiou", "final": lambda s: s[-1] in "aeiou", "long": lambda s: len(s) > 5,
             "even": lambda s: len(s) % 2 == 0, "double": lambda s: any(c * 2 in s for c in letters)},
    "number": {"parity": lambda s: int(s) % 2 == 0, "above": lambda s: int(s) > 50, "threes": lambda s: int(s) % 3 == 0,
               "fives": lambda s: int(s) % 5 == 0, "twins": lambda s: len(set(s)) < len(s)},
}  # fmt: skip


@lru_cache(maxsize=4096)
def _is(so: str, x: str) -> str:
    if so != "kind":
        return "yes" if IS["number" if x.isdecimal() else "word"][so](x) else "no"
    said = everything(Path(__file__).with_name("few_shot_reasoning.words"))
    return next((kind for kind in said.wholes["kind"] if x in said.lists[kind]), "")


def done(kind: str, rule: str, x: str) -> str:
    """What the rule makes of an item; empty where it does not suit: a sign that was not shown, a cell that is no number."""
    try:
        if " ? " in rule:
            so, two = rule.split(" ? ")
            return done(kind.removesuffix(" but"), two.split(" : ")[_is(so, x) == "no"], x)
        if kind == "word":
            for part in rule.split(", "):
                name, _, end = part.partition(" ")
                x = end + x if name == "before" else x + end if name == "after" else _WORD[part](x)
            return x
        (name, *more), *named = (part.split("=" if n else None) for n, part in enumerate(rule.split("|")))
        if kind == "number":
            return str(_NUMBER[name](int(x)) if name in _NUMBER else int(x) * int(more[0]) + int(more[1]))
        if kind == "sort":
            return dict(named)[_is(more[0], x)]
        if kind == "signs":
            return " ".join([dict(named)[sign] for sign in x.split()][:: -1 if name == "turned" else 1])
        cells, first = x.split("|"), int(more[0])
        if name in _COLUMNS:
            return str(_COLUMNS[name](int(cells[first]), int(cells[int(more[1])])))
        return cells[first] if name == "copy" else done("number", " ".join(more[1:]), cells[first])
    except (KeyError, ValueError):
        return ""


@lru_cache(maxsize=4096)
def answers(kind: str, shown: tuple[tuple[str, str], ...], asked: str) -> frozenset[str]:
    """What each rule of the family that fits the examples makes of the item. A rule with an exception is one rule for
    items of which something is so, and another for the rest; each is shown, and no plain rule fits all."""
    base = kind.removesuffix(" but")
    last = shown[::-1]  # the first example is what most rules were found by
    fit = [rule for rule in _rules(base, shown) if all(done(base, rule, x) == y for x, y in last)]
    if fit or base == kind:
        return frozenset(done(base, rule, asked) for rule in fit if base == kind) - {""}
    like = {so: tuple(pair for pair in shown if _is(so, pair[0]) == _is(so, asked)) for so in IS[base]}
    sides = [(mine, tuple(pair for pair in shown if pair not in mine)) for mine in like.values()]
    return frozenset().union(*(answers(base, a, asked) for a, b in sides if a and b and answers(base, b, asked)))


@lru_cache(maxsize=512)
def _made(x: str) -> list[tuple[str, str]]:
    """What single rules make of a word, and then two."""
    single = [(rule, do(x)) for rule, do in _WORD.items()]
    return single + [(f"{r}, {s}", _WORD[s](out)) for s in ("upper", "reverse", "twice", "join -") for r, out in single]


def _rules(kind: str, shown: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The rules of a family that may fit."""
    x, y = shown[0]
    if kind == "word":
        yield from (rule for rule, out in _made(x) if out == y)
        for rule, out in _made(x)[: len(_WORD)]:  # letters added in front and behind may be any
            if out and y != out and (at := y.find(out)) >= 0:
                yield f"{rule}, before {y[:at]}, after {y[at + len(out) :]}"
    elif kind == "number" and all(a.isdecimal() and b.removeprefix("-").isdecimal() for a, b in shown):
        yield from (name for name, do in _NUMBER.items() if do(int(x)) == int(y))
        rises = [(int(b) - int(y)) // (int(a) - int(x)) for a, b in shown if int(a) != int(x)]  # of a line through two
        yield from (f"more {rise} {int(y) - rise * int(x)}" for rise in (rises[:1] or range(1, 13)))
    elif kind == "sort":  # the same label for the same, another for another
        for so in (*IS["number" if x.isdecimal() else "word"], "kind"):
            labels = {_is(so, a): b for a, b in shown}
            if len({*labels.values()}) == len(labels):
                yield "|".join([f"sort {so}", *map("=".join, labels.items())])
    elif kind == "signs":
        for order, step in (("same", 1), ("turned", -1)):
            code = dict(pair for a, b in shown for pair in zip(a.split(), b.split()[::step], strict=True))
            yield "|".join([order, *map("=".join, code.items())])
    elif kind == "row":
        columns = [*zip(*(a.split("|") for a, _ in shown), strict=True)]
        for i in range(1, len(columns)):
            yield f"copy {i}"
            cells = [(a, b) for a, (_, b) in zip(columns[i], shown, strict=True)]
            yield from (f"on {i} {rule}" for rule in _rules("number", cells))
        yield from (f"{name} {i} {j}" for name in _COLUMNS for i, j in combinations(range(1, len(columns)), 2))
