"""Math problems from raw material: the numbers of a table, or two numbers that stand in a text.

    item,price        Price / - Oak desk: 47 / - Pine chair: 38
    Oak desk,47   →   What do the price of Oak desk and the price of Pine chair add up to?
    Pine chair,38     addition/carry, operands 47 38, operation +, "85"

Whole numbers only, from columns whose name does not say that they are marks or places (`id`, `year`, `zip`). The area
follows from the operation and from the numbers: whether a digit is carried, whether a division comes out even. What a
column means is not known, so the question names cells and never guesses what they are for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from random import Random
from typing import Any, ClassVar, Final

from repairloop import Chunk, Draw, edit, has_control_marks
from skills.english import capital
from skills.math.chain import FORMS, Chain
from skills.math.numbers import Factors, borrows, carries
from skills.rawtext import sentences, spoken, words_of

_WHOLE_TABLE: Final = frozenset(["range", "parts together", "parts apart"])
"""Relations that all rows shown have a part in."""


class Told(Chain):
    """Numbers as the material gives them, and which of them are calculated with."""

    often_bare: ClassVar[bool] = False

    column: str = ""
    """What the numbers are, in a table."""
    labels: tuple[str, ...]
    """What each number belongs to."""
    values: tuple[int, ...]
    used: tuple[int, ...]
    """Positions of the numbers that the question is about."""
    shown: int
    """So many rows stand in the text, from the first."""
    excerpt: str = ""
    """The text that the numbers stand in; empty for a table."""

    def others(self) -> list[str]:
        return [str(value) for i, value in enumerate(self.values[: self.shown]) if i not in self.used]

    # -- text -----------------------------------------------------------------------------------------

    def text(self, w: Draw) -> str:
        """The numbers as rows, sentences or the text that they stand in, and the question."""
        question = self._question(w)
        if self.excerpt:
            text, gap = w.line("told/given", x=self.excerpt), w.pick((" ", "\n", "\n\n"))
            question = w.line("told/digits", q=question)
        else:
            text, gap = self._rows(w)
        if self.relation.startswith("parts"):
            text = f"{text}{gap}{w.line('told/total', w=self.operands[0].partition('/')[2])}"
        first = w.rng.random() < 0.3 and "\n" not in text  # what a wrapper adds must not go on the last row of a table
        return f"{question}{gap}{text}" if first else f"{text}{gap}{question}"

    def _rows(self, w: Draw) -> tuple[str, str]:
        """The rows that are shown, and what stands between them and the question."""
        pairs = list(zip(self.labels, self.values, strict=True))[: self.shown]
        named = {"col": self.column, "Col": capital(self.column)}
        style = w.rng.random()
        if style < 0.3:
            return " ".join(w.line("told/said", named, label=label, v=value) for label, value in pairs), " "
        if style < 0.5:
            return "\n".join([f"name,{self.column}", *(f"{label},{value}" for label, value in pairs)]), "\n\n"
        if style < 0.65:
            rows = [f"| {label} | {value} |" for label, value in pairs]
            return "\n".join([f"| name | {self.column} |", "| --- | --- |", *rows]), "\n\n"
        line = w.pick(w.all("told/row"))
        rows = [w.line("told/head", named), *(w.fill(line, {**named, "label": label, "v": v}) for label, v in pairs)]
        return "\n".join(rows), w.pick(("\n", "\n\n"))

    def _question(self, w: Draw) -> str:
        of = w.pick(w.all("told/of"))
        names = [self.labels[i] for i in self.used]
        phrases = names if self.excerpt else [w.fill(of, {"col": self.column, "label": name}) for name in names]
        places = {"col": self.column, "n": self.operands[0 if self.relation == "times" else -1]}
        for place, phrase in zip("abc", phrases, strict=False):
            places |= {place: phrase, place.upper(): capital(phrase)}
        return w.line(f"told/ask/{self.relation}", places)

    # -- edits ----------------------------------------------------------------------------------------

    @edit("use larger numbers")
    def larger(self, w: Draw) -> Told | None:
        """A factor of the hardest step."""
        if self.relation != "times":
            return None
        factor = w.rng.randint(*Factors.table()[3].factor)
        factor += str(factor) == self.operands[0]
        return self.like(operands=(str(factor), self.operands[1]))

    def turned(self, w: Draw) -> None:
        return None

    @edit("add a third number")
    def longer(self, w: Draw) -> Told | None:
        """One more of the rows to add, where that keeps the area."""
        free = [i for i in range(self.shown) if i not in self.used]
        if self.relation != "total" or self.area != "math/addition/carry" or self.excerpt or not free:
            return None
        more = w.pick(free)
        return self.like(
            relation="total of three", used=(*self.used, more), operations=("+", "+"),
            operands=(*self.operands, str(self.values[more])),
        )  # fmt: skip

    @edit("add a number that does not matter")
    def distracted(self, w: Draw) -> Told | None:
        """Show one more row, which the question is not about."""
        if self.excerpt or self.shown == len(self.values) or self.relation in _WHOLE_TABLE:
            return None
        return self.like(shown=self.shown + 1)


# ---- what can be used ---------------------------------------------------------------------------------

_NAME = re.compile(r"(?!column \d)[A-Za-z][A-Za-z0-9 _%-]{1,29}", re.IGNORECASE)
_MARKS: Final = frozenset(["id", "ids", "year", "zip", "code", "phone", "lat", "lon", "latitude", "longitude", "number",
                           "index", "rank", "no", "nr", "key", "month", "day", "hour", "postcode", "port", "line", "page",
                           "version", "number", "timestamp"])  # fmt: skip
_LABEL = re.compile(r"[^\W\d_][\w '’&-]{0,29}")
_COUNT = re.compile(r"(?:^|(?<=[a-z] )|(?<=[a-z], ))(?!19\d\d|20\d\d)[1-9]\d{0,3}(?= [a-z]{3})")
_NO_COUNT = re.compile(r"\b(?:codes?|error|line|page|section|step|version|chapter|number|port|level|python) \d", re.I)
_DIGIT = re.compile(r"\d+")
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z])")
_PLAIN = re.compile(r"[\w\s.,;:!?'\"()/-]{30,450}")


def from_material(area: str, chunks: Sequence[Chunk], w: Draw, step: Any) -> Told | None:
    """A problem of the area from the first chunk, a table or a text; None where it does not suit."""
    problem = _from_chunk(area, chunks[0], w.rng, step)
    if problem is None:
        return None
    form = w.pick(FORMS)
    return problem.like(form=form, cue=w.line("cue") if form == "final_line" else "")


def _from_chunk(area: str, chunk: Chunk, rng: Random, step: Any) -> Told | None:
    rows = _from_text(chunk.text, rng, step.most) if chunk.kind == "text" else _from_table(chunk.meta, rng, step.most)
    if rows is None:
        return None
    column, labels, values, excerpt = rows
    for relation in rng.sample(_RELATIONS[area], len(_RELATIONS[area])):
        if excerpt and relation in _TABLE_ONLY:
            continue
        for chosen in _orders(relation, len(values), rng):
            made = _MAKE[relation]([values[i] for i in chosen], rng, step)
            if made is None or not _FITS.get(area, _any)([int(o) for o in made[0] if o.isdigit()]):
                continue
            used = chosen[:2] if relation.startswith("parts") else chosen
            order, shown = _arranged(relation, values, chosen, rng, step.beside, keep=bool(excerpt))
            return Told(
                area=area, relation=relation, operands=made[0], operations=made[1], column=column, excerpt=excerpt,
                labels=tuple(labels[i] for i in order), values=tuple(values[i] for i in order), shown=shown,
                used=tuple(order.index(i) for i in used),
            )  # fmt: skip
    return None


def _from_table(meta: dict[str, Any], rng: Random, most: int) -> tuple[str, list[str], list[int], str] | None:
    """A column of whole numbers, and what each of up to eight numbers belongs to."""
    columns, rows = meta.get("columns", {}), meta.get("rows", ())
    names = [name for name, kind in columns.items() if kind == "integer" and _NAME.fullmatch(name)]
    names = [name for name in names if _MARKS.isdisjoint(words_of(name))]
    heads = [name for name, kind in columns.items() if kind == "text"]
    if not names or len(rows) < 2:
        return None
    name, head = rng.choice(names), heads[0] if heads else ""
    found: dict[str, int] = {}
    for place in rng.sample(range(len(rows)), len(rows)):
        value, label = rows[place].get(name), rows[place].get(head) if head else f"row {place + 1}"
        if type(value) is int and 1 < value <= most and isinstance(label, str) and _LABEL.fullmatch(label):
            found.setdefault(" ".join(label.split()), value)
        if len(found) == 8:
            break
    if len(found) < 2:
        return None
    return spoken(name), [*found], [*found.values()], ""


def _from_text(text: str, rng: Random, most: int) -> tuple[str, list[str], list[int], str] | None:
    """One or two sentences that count two things in digits, and hold no other digit."""
    found = sentences(text, _SENTENCE)
    places = [i for i, sentence in enumerate(found) if 0 < len(_COUNT.findall(sentence)) < 3]
    if not places:
        return None
    place = rng.choice(places)
    for start, end in ((place, place + 1), (place, place + 2), (max(0, place - 1), place + 1)):
        piece = " ".join(found[start:end])
        numbers = [int(number) for number in _COUNT.findall(piece)]
        if len(numbers) != 2 or len(_DIGIT.findall(piece)) != 2 or _NO_COUNT.search(piece):
            continue
        fits = numbers[0] != numbers[1] and min(numbers) > 1 and max(numbers) <= most
        if fits and _PLAIN.fullmatch(piece) and not has_control_marks(piece):
            return "", ["the first number", "the second number"], numbers, piece
    return None


def _arranged(
    relation: str, values: list[int], chosen: Sequence[int], rng: Random, beside: int, *, keep: bool
) -> tuple[list[int], int]:
    """A new order of the rows, and how many of them are shown: those that were chosen, and some that may stand by."""
    if keep:
        return list(range(len(values))), len(values)
    most, least = max(values[i] for i in chosen), min(values[i] for i in chosen)
    rest = [i for i in range(len(values)) if i not in chosen]
    if relation == "range":
        rest = [i for i in rest if least < values[i] < most]
    more = 0 if relation.startswith("parts") else rng.randint(0, min(len(rest), beside))
    front = [*chosen, *rest[:more]]
    rng.shuffle(front)
    return [*front, *rest[more:]], len(front)


# ---- operations ---------------------------------------------------------------------------------------

Made = tuple[tuple[str, ...], tuple[str, ...]]
"""Operands and operations."""


def _any(operands: list[int]) -> bool:
    return True


_FITS: Final[dict[str, Callable[[list[int]], bool]]] = {
    "math/addition/no_carry": lambda n: not carries(n[0], n[1]),
    "math/addition/carry": lambda n: carries(n[0], n[1]),
    "math/subtraction/no_borrow": lambda n: not borrows(n[0], n[1]),
    "math/subtraction/borrow": lambda n: borrows(n[0], n[1]),
}
"""Area → whether the numbers belong into it."""


def _strings(*numbers: int) -> tuple[str, ...]:
    return tuple(map(str, numbers))


def _difference(n: list[int], rng: Random, step: Any) -> Made | None:
    return (_strings(*n), ("-",)) if n[0] > n[1] else None


def _sum_less(n: list[int], rng: Random, step: Any) -> Made | None:
    return (_strings(*n), ("+", "-")) if n[0] + n[1] > n[2] else None


def _times(n: list[int], rng: Random, step: Any) -> Made | None:
    factor = rng.randint(*step.factor)
    return (_strings(factor, n[0]), ("*",)) if factor * n[0] < 10**6 and n[0] < 1000 else None


def _split(n: list[int], rng: Random, step: Any) -> Made | None:
    even = [part for part in range(2, step.parts + 1) if n[0] % part == 0 and n[0] > part]
    return (_strings(n[0], rng.choice(even)), ("/",)) if even else None


def _remainder(n: list[int], rng: Random, step: Any) -> Made | None:
    part = rng.randint(3, 30)
    return (_strings(n[0], part), ("%",)) if step.rest and part < n[0] < 1000 else None


def _ratio(n: list[int], rng: Random, step: Any) -> Made | None:
    return (_strings(*n), ("/",)) if n[0] > n[1] and n[0] % n[1] == 0 else None


def _average(n: list[int], rng: Random, step: Any) -> Made | None:
    return (_strings(*n, 2), ("+", "/")) if sum(n) % 2 == 0 else None


def _parts(operation: str) -> Callable[[list[int], Random, Any], Made | None]:
    def make(n: list[int], rng: Random, step: Any) -> Made | None:
        whole = sum(n)
        fits = whole <= step.whole and (operation == "+" or (n[0] > n[1] and n[0] != 2 * n[1]))
        return ((f"{n[0]}/{whole}", f"{n[1]}/{whole}"), (operation,)) if fits else None

    return make


_MAKE: Final[dict[str, Callable[[list[int], Random, Any], Made | None]]] = {
    "total": lambda n, rng, d: (_strings(*n), ("+",)),
    "total of three": lambda n, rng, d: (_strings(*n), ("+", "+")),
    "difference": _difference, "range": _difference, "sum less": _sum_less, "times": _times, "split": _split,
    "remainder": _remainder, "ratio": _ratio, "average": _average, "parts together": _parts("+"),
    "parts apart": _parts("-"),
}  # fmt: skip
"""Relation → operands and operations, from the numbers that it takes."""
_TAKES: Final = {"times": 1, "split": 1, "remainder": 1, "total of three": 3, "sum less": 3, "parts together": 3,
                 "parts apart": 3}  # fmt: skip
_TABLE_ONLY: Final = frozenset(["range", "total of three", "sum less", "parts together", "parts apart"])
_RELATIONS: Final[dict[str, tuple[str, ...]]] = {
    "math/addition/no_carry": ("total",),
    "math/addition/carry": ("total",),
    "math/subtraction/no_borrow": ("difference", "range"),
    "math/subtraction/borrow": ("difference", "range"),
    "math/products": ("times",),
    "math/division": ("split", "ratio", "remainder"),
    "math/word/one_step": ("total", "difference", "range", "times", "ratio"),
    "math/word/two_step": ("total of three", "sum less", "average"),
    "math/fractions": ("parts together", "parts apart"),
}
"""Area → what it asks."""


def _orders(relation: str, count: int, rng: Random) -> Iterator[tuple[int, ...]]:
    """Positions to try, at most a few dozen."""
    takes = _TAKES.get(relation, 2)
    chosen = list(combinations(range(count), takes))
    for used in rng.sample(chosen, min(len(chosen), 20)):
        yield used
        if takes > 1 and relation not in ("total", "total of three", "average"):
            yield used[::-1]
