"""How a problem is made up: which facts, which values, which of them are asked for, and what stands around them.

Everything is drawn here, from one side of the words; how the question is put is left to the problem. What else the
document holds is the matter of difficulty steps (`Clutter`). A `Sheet` holds facts that come from elsewhere, a `Draft`
draws its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

from repairloop import Draw, Step, by_step, eased
from skills.english import capital
from skills.text_extraction.document import Extraction, Fact, Form, Shape
from skills.text_extraction.values import FAMILIES, MAKE, organisation, type_of

_SLOTS = tuple(slot for slots in FAMILIES.values() for slot in slots)
_TRIES = 1000
FORMS: Final[tuple[Form, ...]] = ("json", "lines", "commas")
_THINGS: Final = {"standard": "standard", "version": "version number"}
"""Kinds of value that only raw material has."""
Frame = tuple[str, ...]
"""Kind of document, its text around `{body}`, and what its lines begin with, in turn."""


class Clutter(Step):
    below = eased(solved=4, repeated=0.8)
    mixed = frozenset({"others"})
    rivals: int = by_step("Other values of the kind asked for, other rows, other groups.", 0, 1, 2)
    others: float = by_step("Share of documents with a value of another kind.", 0.5, 0.25, 0.5)
    gaps: float = by_step("Share with a sentence on a fact that it does not state.", 0.15, 0.4, 0.65)
    noise: int = by_step("Most sentences that say nothing, where one value is asked for.", 1, 1, 2)
    fields: tuple[int, int] = by_step("Fewest and most fields of an object.", (2, 3), (2, 3), (3, 4))
    absent: float = by_step("Share of objects in which a field is not there.", 0, 0, 0.4)
    items: tuple[int, int] = by_step("Fewest and most items of a list.", (2, 3), (2, 4), (3, 5))
    parts: int = by_step("Sentences over which the items of a list are spread.", 1, 1, 2)
    words: int = by_step("Most words of a raw text.", 60, 120, 180)


def one_field(area: str, w: Draw, step: Clutter) -> Extraction:
    """One value is asked for, and the document holds it."""
    draft = Draft(area, w)
    slot = w.pick(FAMILIES[area.rpartition("/")[2]])
    asked = draft.add(slot)
    for _ in range(step.rivals):
        draft.add(slot)
    if slot == "city" or w.rng.random() < step.others:  # cities alone are too few
        draft.add_other()
    draft.name_plainly(asked)
    return draft.finish("field", [asked], "text", noise=1 if step.noise == 1 else w.rng.randint(1, step.noise))


def absent_field(area: str, w: Draw, step: Clutter) -> Extraction:
    """One value is asked for, and in three documents of five it is not there."""
    draft = Draft(area, w)
    slot, there = w.pick(_SLOTS), w.rng.random() < 0.4
    asked = draft.add(slot, stated=there)
    for _ in range(step.rivals):
        draft.add(slot)
    if w.rng.random() < step.gaps:
        draft.gap(slot, None if there else draft.facts[asked].role)
    if not step.rivals and (not there or w.rng.random() < 0.5):
        draft.add_other()
    draft.name_plainly(asked)
    return draft.finish("field", [asked], "text", noise=1, absent=w.pick(w.all("tokens")))


def several_fields(area: str, w: Draw, step: Clutter) -> Extraction:
    """Some values are asked for as JSON; one of them may not be there."""
    draft = Draft(area, w)
    few, many = step.fields
    count = w.rng.randint(few, many) if few > 2 else few if w.rng.random() < 0.7 else many
    asked = draft.add_joint() if w.rng.random() < 0.4 else []
    while len(asked) < count:
        asked.append(draft.add_other())
    absent = None
    if step.absent and w.rng.random() < step.absent:
        absent = "null"
        asked[-1] = draft.add_other(stated=False)
    for _ in range(step.rivals):
        draft.add(draft.facts[w.pick(asked)].slot)
    w.rng.shuffle(asked)
    draft.name_keys(asked)
    return draft.finish("object", asked, "json", noise=1, absent=absent)


def listing(area: str, w: Draw, step: Clutter) -> Extraction:
    """All items of one kind are asked for; the document may hold items of the same kind that are not."""
    draft = Draft(area, w)
    kind = w.pick(w.wholes("listing"))
    ours, theirs = ("ours", "theirs") if w.rng.random() < 0.5 else ("theirs", "ours")
    asked = draft.add_items(kind, ours, w.rng.randint(*step.items), parts=step.parts)
    if step.rivals:
        draft.add_items(kind, theirs, w.rng.randrange(2, 4), parts=1)
    return draft.finish("list", asked, w.pick(FORMS), noise=1, ordered=w.rng.random() < 0.3)


class Sheet:
    """A document that is being put together: facts, the statements that hold them, and how they are asked for."""

    def __init__(self, area: str, w: Draw) -> None:
        self.area, self.w = area, w
        self.facts: list[Fact] = []
        self.statements: list[str] = []
        self.asks: list[str] = []
        self.questions: list[str] = []
        self.keys: list[str] = []

    def put(self, slot: str, role: str, value: str | None, ask: str = "", question: str = "", key: str = "") -> int:
        """One more fact; its position, which is its place in a statement."""
        self.facts.append(Fact(slot=slot, role=role, value=value))
        self.asks.append(ask)
        self.questions.append(question)
        self.keys.append(key or slot)
        return len(self.facts) - 1

    def in_frame(self, shape: Shape, asked: list[int], form: Form, frame: Frame, **more: Any) -> Extraction:
        """The problem, in this frame; `more`: as `problem` takes it."""
        self.w.rng.random()  # needless; without it the same seeds give other rows. To go when the sides are drawn anew
        return self.problem(shape, asked, form, frame[0], self.dressed(frame[1:]), **more)

    def problem(
        self, shape: Shape, asked: list[int], form: Form, noun: str, dressed: tuple[list[str], list[str]], *, lines: bool,
        thing: str, absent: str | None = None, ordered: bool = False, noise: Sequence[str] = (), order: Sequence[int] = (),
    ) -> Extraction:  # fmt: skip
        """The problem, in a frame that was dressed."""
        (around, *leads), names = dressed
        return Extraction(
            area=self.area, shape=shape, facts=self.facts, asked=asked, wanted=[self.facts[i].value for i in asked],
            statements=self.statements, noise=list(noise), order=list(order or range(len(self.statements))),
            frame=around, noun=noun, lines=lines, leads=leads, names=names, asks=self.asks, questions=self.questions,
            keys=self.keys, thing=thing, form=form, absent=absent, ordered=ordered,
        )  # fmt: skip

    def dressed(self, texts: Sequence[str]) -> tuple[list[str], list[str]]:
        """The texts of a frame with names in them, and the people whom it names."""
        shown, places = "".join(texts), {"body": "{body}"}
        for place in "ab":
            if f"{{{place}}}" in shown:
                name = self.item("first")
                while name in places.values():
                    name = self.item("first")
                places[place] = name
        if "{org}" in shown:
            places["org"] = organisation(self.w)
        return [self.w.fill(text, places) for text in texts if text], [places[p] for p in "ab" if p in places]

    def item(self, kind: str) -> str:
        """A word from the list `kind`, or a full name for `people`, that no fact holds yet."""
        w = self.w
        if kind == "people":
            return self.fresh(lambda: f"{w.pick(w.all('first'))} {w.pick(w.all('last'))}")
        return self.fresh(lambda: str(w.pick(w.all(kind))))

    def fresh(self, make: Callable[[], str]) -> str:
        """A value that neither holds nor is held by another one of this document."""
        held = [fact.value.casefold() for fact in self.facts if fact.value]
        for _ in range(_TRIES):
            value = make()
            small = value.casefold()
            if not any(small in other or other in small for other in held):
                return value
        raise AssertionError(f"there is no other value beside {held}")


class Draft(Sheet):
    """A document whose facts are drawn."""

    def __init__(self, area: str, w: Draw) -> None:
        super().__init__(area, w)
        self.style = "lines" if w.rng.random() < 0.3 else "prose"
        self.gaps: list[str] = []

    def add(self, slot: str, *, stated: bool = True, role: str | None = None) -> int:
        """A fact of the slot, with a statement unless it is to be absent; its position."""
        w, role = self.w, role or self._role(slot)
        value = self.fresh(lambda: MAKE[slot](w)) if stated else None
        index, told = self.put(slot, role, value), told_of(role)
        if stated:
            statement = w.line(f"{slot}.{'label' if self.style == 'lines' else 'prose'}", told, value=f"{{{index}}}")
            self.statements.append(statement)
        self.asks[index] = w.line(f"{slot}.asks", told)
        self.questions[index] = w.line(f"{slot}.questions", told)
        self.keys[index] = w.pick(w.all(f"{slot}.keys")) if w.has(f"{slot}.keys") else slug(role)
        return index

    def add_other(self, *, stated: bool = True) -> int:
        """A fact of a type that the document does not hold yet."""
        held = {type_of(fact.slot) for fact in self.facts}
        slot = self.w.pick(_SLOTS)
        while type_of(slot) in held:
            slot = self.w.pick(_SLOTS)
        return self.add(slot, stated=stated)

    def add_joint(self) -> list[int]:
        """Several facts that one sentence states."""
        template, *cells = self.w.row("joint")
        parts = [(slot, ask) for slot, ask in zip(cells[::2], cells[1::2], strict=True) if slot]
        role = self._role(parts[0][0])
        told, placed = told_of(role), {}
        for slot, ask in parts:
            index = self.add(slot, role=role)
            self.statements.pop()
            self.asks[index], self.questions[index] = self.w.fill(ask, told), ""
            placed[slot] = index
        self.statements.append(self.w.fill(template, {**told, **{slot: f"{{{i}}}" for slot, i in placed.items()}}))
        return list(placed.values())

    def add_items(self, kind: str, group: str, count: int, *, parts: int) -> list[int]:
        """Items of a list, in one sentence or two."""
        w, first, items = self.w, len(self.facts), self.w.all(f"{kind}.items")[0]
        short = items == "people" and w.rng.random() < 0.35
        role = w.all(f"{kind}.{group}.asks")[0]
        placed = [self.put(items, role, self.item("first" if short else items)) for _ in range(count)]
        self.asks[first:] = [w.pick(w.all(f"{kind}.{group}.asks"))] * count
        cut = w.rng.randrange(1, count) if parts == 2 else 0
        templates = _several(f"{kind}.{group}", parts, w)
        for template, part in zip(templates, (placed[:cut], placed[cut:]) if cut else (placed,), strict=True):
            self.statements.append(w.fill(template, {"items": _joined([f"{{{i}}}" for i in part], w)}))
        return placed

    def gap(self, slot: str, role: str | None) -> None:
        """A sentence that speaks of a fact of this kind and does not state it."""
        template = self.w.pick(self.w.all(f"{slot}.gap"))
        self.gaps.append(self.w.fill(template, told_of(role or self._role(slot))))

    def name_plainly(self, index: int) -> None:
        """Ask for "the date" instead of "the date of the concert", where only one date is there."""
        slot = self.facts[index].slot
        alone = sum(type_of(fact.slot) == type_of(slot) for fact in self.facts) == 1 and not self.gaps
        if alone and self.w.has(f"{slot}.plain") and self.w.rng.random() < 0.5:
            self.asks[index], self.questions[index] = self.w.line(f"{slot}.plain"), ""

    def name_keys(self, asked: list[int]) -> None:
        """Make the keys of what is asked for differ: sometimes, and where they clash, a key names the role too."""
        taken: set[str] = set()
        for index in asked:
            role = slug(self.facts[index].role)
            if self.keys[index] in taken or (self.w.rng.random() < 0.15 and role.count("_") < 2):
                self.keys[index] = f"{role}_{self.keys[index]}" if self.keys[index] != role else f"{role}_{index}"
            taken.add(self.keys[index])

    def finish(
        self, shape: Shape, asked: list[int], form: Form, *, noise: int, absent: str | None = None,
        ordered: bool = False,
    ) -> Extraction:  # fmt: skip
        """The problem: the facts in a frame, among sentences that say nothing of them."""
        w = self.w
        frame = w.row(f"frame/{self.style}")
        dressed = self.dressed(frame[1:])
        around = self.gaps + _several(f"noise/{self.style}", noise, w)
        order = list(range(len(self.statements) + len(around)))
        w.rng.shuffle(order)
        if shape == "list":
            said = "".join(self.statements[i] for i in order if i < len(self.statements))
            asked = sorted(asked, key=lambda index: said.index(f"{{{index}}}"))
        return self.problem(
            shape, asked, form, frame[0], dressed, lines=self.style == "lines", thing=thing(self.facts[asked[0]].slot, self.w, ""),
            absent=absent, ordered=ordered, noise=around, order=order,
        )  # fmt: skip

    def _role(self, slot: str) -> str:
        used = [fact.role for fact in self.facts]
        roles = self.w.all(f"{slot}.roles")
        role = self.w.pick(roles)
        while role in used:
            role = self.w.pick(roles)
        return str(role)


def thing(slot: str, w: Draw, otherwise: str = "value") -> str:
    """What a value of the kind is called, as in "reply with the {thing} only"."""
    return w.all(f"{slot}.thing")[0] if w.has(f"{slot}.thing") else _THINGS.get(slot, otherwise)


@lru_cache(maxsize=4096)
def told_of(role: str) -> dict[str, str]:
    """A role as it stands in a phrase: as it is, bare of its article, or with a capital."""
    plain = bare(role)
    return {"role": role, "Role": capital(role), "bare": plain, "Bare": capital(plain), "noun": "{noun}"}


def bare(role: str) -> str:
    first, _, rest = role.partition(" ")
    return rest if rest and first in ("the", "our", "my") else role


def slug(role: str) -> str:
    return "_".join("".join(c if c.isascii() and c.isalnum() else " " for c in bare(role).lower()).split())


def _several(name: str, count: int, w: Draw) -> list[str]:
    return w.rng.sample(w.all(name), count) if count > 1 else [w.pick(w.all(name))]


def _joined(items: list[str], w: Draw) -> str:
    if len(items) > 1 and w.rng.random() < 0.7:
        return f"{', '.join(items[:-1])}{w.pick((' and ', ' and ', ', and ', ' as well as '))}{items[-1]}"
    return ", ".join(items)
