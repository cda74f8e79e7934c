"""How a problem is made up: which facts, which values, which of them are asked for, and what stands around them.

Everything is drawn here, from one bank; how the question is put is left to `prompt`. Difficulty decides what else the
document holds: at step 1 nothing of the kind that is asked for, at step 2 one more value of that kind, at step 3 two
of them and sentences that speak of a fact without stating it.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from skills.text_extraction.bank import Bank, Frame, Group
from skills.text_extraction.document import Extraction, Fact, Form, Shape
from skills.text_extraction.values import FAMILIES, MAKE, organisation, pick, type_of

_SLOTS = tuple(slot for slots in FAMILIES.values() for slot in slots)
_TRIES = 30


def one_field(area: str, rng: Random, bank: Bank, difficulty: int) -> Extraction:
    """One value is asked for, and the document holds it."""
    draft = Draft(rng, bank)
    slot = pick(rng, FAMILIES[area.rpartition("/")[2]])
    asked = draft.add(slot)
    for _ in range(difficulty - 1):
        draft.add(slot)
    if slot == "city" or rng.random() < (0.5 if difficulty != 2 else 0.25):  # cities alone are too few
        draft.add_other()
    draft.name_plainly(asked)
    return draft.finish(area, "field", [asked], "text", noise=1 if difficulty < 3 else rng.randrange(1, 3))


def absent_field(area: str, rng: Random, bank: Bank, difficulty: int) -> Extraction:
    """One value is asked for, and in three documents of five it is not there."""
    draft = Draft(rng, bank)
    slot, there = pick(rng, _SLOTS), rng.random() < 0.4
    asked = draft.add(slot, stated=there)
    for _ in range(difficulty - 1):
        draft.add(slot)
    if rng.random() < 0.25 * difficulty - 0.1:
        draft.gap(slot, None if there else draft.facts[asked].role)
    if difficulty == 1 and (not there or rng.random() < 0.5):
        draft.add_other()
    draft.name_plainly(asked)
    return draft.finish(area, "field", [asked], "text", noise=1, absent=pick(rng, bank.tokens))


def several_fields(area: str, rng: Random, bank: Bank, difficulty: int) -> Extraction:
    """Two to four values are asked for as JSON; at step 3 one of them may not be there."""
    draft = Draft(rng, bank)
    count = (2 if rng.random() < 0.7 else 3) if difficulty < 3 else rng.randrange(3, 5)
    asked = draft.add_joint() if rng.random() < 0.4 else []
    while len(asked) < count:
        asked.append(draft.add_other())
    absent = None
    if difficulty == 3 and rng.random() < 0.4:
        absent = "null"
        asked[-1] = draft.add_other(stated=False)
    for _ in range(difficulty - 1):
        draft.add(draft.facts[pick(rng, asked)].slot)
    rng.shuffle(asked)
    draft.name_keys(asked)
    return draft.finish(area, "object", asked, "json", noise=1, absent=absent)


def listing(area: str, rng: Random, bank: Bank, difficulty: int) -> Extraction:
    """All items of one kind are asked for; from step 2 on, the document holds items of the same kind that are not."""
    draft = Draft(rng, bank)
    kind = pick(rng, bank.listings)
    ours, theirs = kind.groups if rng.random() < 0.5 else kind.groups[::-1]
    count = rng.randrange(2, 4) if difficulty == 1 else rng.randrange(difficulty, difficulty + 3)
    asked = draft.add_items(kind.items, ours, count, parts=2 if difficulty == 3 else 1)
    if difficulty > 1:
        draft.add_items(kind.items, theirs, rng.randrange(2, 4), parts=1)
    forms: tuple[Form, ...] = ("json", "lines", "commas")
    return draft.finish(area, "list", asked, pick(rng, forms), noise=1, ordered=rng.random() < 0.3)


class Draft:
    """A document that is being put together."""

    def __init__(self, rng: Random, bank: Bank) -> None:
        self.rng, self.bank = rng, bank
        self.lines = rng.random() < 0.3
        self.facts: list[Fact] = []
        self.statements: list[str] = []
        self.gaps: list[str] = []
        self.asks: list[str] = []
        self.questions: list[str] = []
        self.keys: list[str] = []

    def add(self, slot: str, *, stated: bool = True, role: str | None = None) -> int:
        """A fact of the slot, with a statement unless it is to be absent; its position."""
        wording, index = self.bank.slots[slot], len(self.facts)
        role = role or self._role(slot)
        self._fact(slot, role, self._value(slot) if stated else None)
        if stated:
            template = pick(self.rng, wording.label if self.lines else wording.prose)
            self.statements.append(fill(template, role).replace("{value}", f"{{{index}}}"))
        self.asks[index] = fill(pick(self.rng, wording.asks), role)
        self.questions[index] = fill(pick(self.rng, wording.questions), role)
        self.keys[index] = pick(self.rng, wording.keys) if wording.keys else slug(role)
        return index

    def add_other(self, *, stated: bool = True) -> int:
        """A fact of a type that the document does not hold yet."""
        held = {type_of(fact.slot) for fact in self.facts}
        slot = pick(self.rng, _SLOTS)
        while type_of(slot) in held:
            slot = pick(self.rng, _SLOTS)
        return self.add(slot, stated=stated)

    def add_joint(self) -> list[int]:
        """Several facts that one sentence states."""
        parts, template = pick(self.rng, self.bank.joint)
        role = self._role(parts[0][0])
        statement, placed = fill(template, role), []
        for slot, ask in parts:
            index = self.add(slot, role=role)
            self.statements.pop()
            self.asks[index], self.questions[index] = fill(ask, role), ""
            statement = statement.replace(f"{{{slot}}}", f"{{{index}}}")
            placed.append(index)
        self.statements.append(statement)
        return placed

    def add_items(self, kind: str, group: Group, count: int, *, parts: int) -> list[int]:
        """Items of a list, in one sentence or two."""
        rng, first = self.rng, len(self.facts)
        short = kind == "people" and rng.random() < 0.35
        for _ in range(count):
            self._fact(kind, group.asks[0], self._item("first" if short else kind))
        ask = pick(rng, group.asks)
        self.asks[first:] = [ask] * count
        cut = rng.randrange(1, count) if parts == 2 else 0
        placed = list(range(first, len(self.facts)))
        templates = _several(group.statements, parts, rng)
        for template, part in zip(templates, (placed[:cut], placed[cut:]) if cut else (placed,), strict=True):
            text = template.replace("{items}", _joined([f"{{{i}}}" for i in part], rng))
            self.statements.append(text)
        return placed

    def gap(self, slot: str, role: str | None) -> None:
        """A sentence that speaks of a fact of this kind and does not state it."""
        self.gaps.append(fill(pick(self.rng, self.bank.slots[slot].gap), role or self._role(slot)))

    def name_plainly(self, index: int) -> None:
        """Ask for "the date" instead of "the date of the concert", where only one date is there."""
        kind = type_of(self.facts[index].slot)
        alone = sum(type_of(fact.slot) == kind for fact in self.facts) == 1 and not self.gaps
        plain = self.bank.slots[self.facts[index].slot].plain
        if alone and plain and self.rng.random() < 0.5:
            self.asks[index], self.questions[index] = pick(self.rng, plain), ""

    def name_keys(self, asked: list[int]) -> None:
        """Make the keys of what is asked for differ: sometimes, and where they clash, a key names the role too."""
        taken: set[str] = set()
        for index in asked:
            role = slug(self.facts[index].role)
            if self.keys[index] in taken or (self.rng.random() < 0.15 and role.count("_") < 2):
                self.keys[index] = f"{role}_{self.keys[index]}" if self.keys[index] != role else f"{role}_{index}"
            taken.add(self.keys[index])

    def finish(
        self,
        area: str,
        shape: Shape,
        asked: list[int],
        form: Form,
        *,
        noise: int,
        absent: str | None = None,
        ordered: bool = False,
    ) -> Extraction:
        """The problem: the facts in a frame, among sentences that say nothing of them."""
        rng, bank = self.rng, self.bank
        frame = pick(rng, bank.line_frames if self.lines else bank.prose_frames)
        (around_body, *leads), names = self.dressed(frame)
        around = self.gaps + _several(bank.noise_lines if self.lines else bank.noise, noise, rng)
        order = list(range(len(self.statements) + len(around)))
        rng.shuffle(order)
        if shape == "list":
            said = [self.statements[i] for i in order if i < len(self.statements)]
            where = {index: "".join(said).index(f"{{{index}}}") for index in asked}
            asked = sorted(asked, key=where.__getitem__)
        slots = bank.slots.get(self.facts[asked[0]].slot)
        return Extraction(
            area=area, shape=shape, facts=self.facts, asked=asked, wanted=[self.facts[i].value for i in asked],
            statements=self.statements, noise=around, order=order, frame=around_body, noun=frame.noun, lines=frame.lines,
            leads=leads, names=names, asks=self.asks, questions=self.questions, keys=self.keys,
            thing=slots.thing if slots else "", form=form, absent=absent, ordered=ordered,
        )  # fmt: skip

    def dressed(self, frame: Frame) -> tuple[list[str], list[str]]:
        """The texts of a frame with names in them, and the people whom it names."""
        texts, names = [frame.text, *frame.leads], []
        shown = "".join(texts)
        for place in ("{a}", "{b}"):
            if place in shown:
                name = self._item("first")
                while name in names:
                    name = self._item("first")
                names.append(name)
                texts = [text.replace(place, name) for text in texts]
        if "{org}" in shown:
            texts[0] = texts[0].replace("{org}", organisation(self.rng, self.bank))
        return texts, names

    def _fact(self, slot: str, role: str, value: str | None) -> None:
        self.facts.append(Fact(slot=slot, role=role, value=value))
        self.asks.append("")
        self.questions.append("")
        self.keys.append(slot)

    def _role(self, slot: str) -> str:
        used = [fact.role for fact in self.facts]
        roles = self.bank.slots[slot].roles
        role = pick(self.rng, roles)
        while role in used:
            role = pick(self.rng, roles)
        return role

    def _value(self, slot: str) -> str:
        """A value that neither holds nor is held by another one of this document."""
        held = [fact.value.casefold() for fact in self.facts if fact.value]
        for _ in range(_TRIES):
            value = MAKE[slot](self.rng, self.bank)
            small = value.casefold()
            if not any(small in other or other in small for other in held):
                return value
        raise AssertionError(f"no value for {slot} beside {held}")

    def _item(self, kind: str) -> str:
        """A word from the field `kind` of the bank, or a full name for `people`, that no fact holds yet."""
        held = [fact.value.casefold() for fact in self.facts if fact.value]
        words = getattr(self.bank, kind, ())
        while True:
            item = pick(self.rng, words) if words else _full_name(self.rng, self.bank)
            small = item.casefold()
            if not any(small in other or other in small for other in held):
                return item


def fill(template: str, role: str) -> str:
    """The template with its role in it, as it is, bare of its article, or with a capital."""
    if "{role}" in template:
        template = template.replace("{role}", role)
    if "{Role}" in template:
        template = template.replace("{Role}", role[0].upper() + role[1:])
    if "bare}" in template.lower():
        plain = bare(role)
        template = template.replace("{bare}", plain).replace("{Bare}", plain[0].upper() + plain[1:])
    return template


def bare(role: str) -> str:
    first, _, rest = role.partition(" ")
    return rest if rest and first in ("the", "our", "my") else role


def slug(role: str) -> str:
    return "_".join("".join(c if c.isascii() and c.isalnum() else " " for c in bare(role).lower()).split())


def _several(options: Sequence[str], count: int, rng: Random) -> list[str]:
    return rng.sample(options, count) if count > 1 else [pick(rng, options)]


def _full_name(rng: Random, bank: Bank) -> str:
    return f"{pick(rng, bank.first)} {pick(rng, bank.last)}"


def _joined(items: list[str], rng: Random) -> str:
    if len(items) > 1 and rng.random() < 0.7:
        return f"{', '.join(items[:-1])}{pick(rng, (' and ', ' and ', ', and ', ' as well as '))}{items[-1]}"
    return ", ".join(items)
