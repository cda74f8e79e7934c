"""The representation: facts, the statements that plant them, and a document around both.

The truth is read off the statements: a fact is in the document if and only if a statement carries its placeholder
(`{0}` for the first fact). What the author of a problem *meant* as the answer rests beside it in `wanted`, and the two
are only compared when an answer is graded.
"""

from __future__ import annotations

import json
import re
from typing import Any, ClassVar, Literal

from repairloop import Ask, Draw, Part, Problem, edit
from skills.english import capital, joined
from skills.text_extraction.values import type_of

Shape = Literal["field", "object", "list"]
Form = Literal["text", "json", "lines", "commas"]
_PLACE = re.compile(r"\{(\d+)\}")


class Fact(Part):
    """What a document may tell: a value of some kind, and what it belongs to."""

    slot: str
    role: str
    value: str | None
    """None where the document does not give it."""


class Extraction(Problem):
    """A document and what is asked of it."""

    surface: ClassVar[frozenset[str]] = frozenset(
        {"area", "statements", "noise", "order", "frame", "noun", "leads", "lines", "names", "asks",
         "questions", "keys", "thing", "form", "absent", "ordered", "wanted"}
    )  # fmt: skip
    area: str
    shape: Shape
    facts: list[Fact]
    asked: list[int]
    """Which facts are asked for; for a list, its items in the order in which they stand in the text."""
    wanted: list[str | None]
    """What the author of the problem means to be the answer, a value for each fact asked for."""
    statements: list[str]
    """Sentences or lines, with `{0}`, `{1}` … where the values of facts go."""
    noise: list[str]
    order: list[int]
    """The order of statements and noise in the document: positions in `statements + noise`."""
    frame: str
    noun: str
    lines: bool
    leads: list[str]
    names: list[str]
    """People whom the frame names."""
    asks: list[str]
    """What to call each fact in a question; for a list, one phrase for all its items."""
    questions: list[str]
    """A whole question for each fact; empty where there is none."""
    keys: list[str]
    """JSON key of each fact."""
    thing: str
    form: Form
    absent: str | None
    """The word for an absent value, where the question gives one."""
    ordered: bool = False

    def planted(self) -> list[int]:
        """The facts that the statements carry, in the order of the text."""
        order = [self.statements[i] for i in self.order if i < len(self.statements)]
        return [int(place) for statement in order for place in _PLACE.findall(statement)]

    def text(self) -> str:
        """The document."""
        pieces = [_PLACE.sub(lambda m: self.facts[int(m[1])].value or "", s) for s in self.statements] + self.noise
        said = [pieces[i] for i in self.order]
        if self.leads:
            said = [self.leads[i % len(self.leads)] + piece for i, piece in enumerate(said)]
        return self.frame.replace("{body}", ("\n" if self.lines or self.leads else " ").join(said))

    def truth(self) -> Any:
        """What the document answers."""
        planted = self.planted()
        if self.shape == "list":
            return [self.facts[i].value for i in planted if i in self.asked]
        values = {i: self.facts[i].value if i in planted else None for i in self.asked}
        if self.shape == "object":
            return {self.keys[i]: value for i, value in values.items()}
        return values[self.asked[0]]

    def reference(self) -> dict[str, Any]:
        return {"value": self.truth()}

    def settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = {"form": self.form, "document": self.text(), "distractors": self.others()}
        if self.absent is not None:
            settings["absent"] = self.absent
        if self.shape == "list":
            settings["ordered"] = self.ordered
        return settings

    def others(self) -> list[dict[str, str]]:
        """Values of the same kinds that are not what was asked for."""
        wanted = {value for value in self.wanted if value}
        rest = [f for i, f in enumerate(self.facts) if f.value and i in self.planted() and f.value not in wanted]
        if self.shape == "object":
            keys = {self.facts[i].slot: self.keys[i] for i in self.asked}
            found = [{keys.get(f.slot, f.slot): f.value} for f in rest if f.value]
        else:
            slots = {self.facts[i].slot for i in self.asked}
            found = [{f.slot: f.value} for f in rest if f.slot in slots and f.value]
        people = any(self.facts[i].slot == "person" for i in self.asked) and self.shape != "object"
        return found + ([{"person": name} for name in self.names if name not in wanted] if people else [])

    def answer(self, w: Draw) -> str:
        """The values that were meant, in the form asked for: from `wanted`, not from the statements."""
        if self.shape == "object":
            keys = [self.keys[i] for i in self.asked]
            return json.dumps(dict(zip(keys, self.wanted, strict=True)), ensure_ascii=False)
        words = [value if value is not None else str(self.absent) for value in self.wanted]
        if self.form == "json":
            return json.dumps(words, ensure_ascii=False)
        return (", " if self.form == "commas" else "\n").join(words)

    # -- question -------------------------------------------------------------------------------------

    def ask(self, w: Draw) -> Ask:
        """The representation decides what must be said (the form of a list, the word for an absent value, which of two
        dates is meant), the words how."""
        text, rules = {"field": self._field, "object": self._object, "list": self._list}[self.shape](w)
        return Ask(text, rules, self.text(), self._places)

    @property
    def _places(self) -> dict[str, str]:
        return {"noun": self.noun, "thing": self.thing, "token": self.absent or ""}

    def _asking(self, w: Draw, name: str, index: int) -> str:
        ask = self.asks[index]
        return w.line(name, self._places, ask=ask, Ask=capital(ask))

    def _field(self, w: Draw) -> tuple[str, list[str]]:
        index = self.asked[0]
        if self.questions[index] and w.rng.random() < 0.35:
            ask = self.questions[index].replace("{noun}", self.noun)
        else:
            ask = self._asking(w, "ask_one", index)
        rules = [w.line("only", self._places)]
        if w.rng.random() < 0.3:
            rules.insert(w.rng.randrange(2), w.line("verbatim", self._places))
        if self.absent is not None:
            rules.insert(w.rng.randrange(len(rules) + 1), w.line("absent", self._places))
        return ask, rules

    def _object(self, w: Draw) -> tuple[str, list[str]]:
        keys = {self.keys[i]: self.asks[i] for i in self.asked}
        template, style = w.pick(w.all("ask_object")), w.pick(w.all("field"))
        described = [w.fill(style, {"key": key, "ask": ask}) for key, ask in keys.items()]
        roles = self._needs_roles()
        named = described if roles else [f'"{key}"' if w.rng.random() < 0.5 else key for key in keys]
        inside = (f'"{k}": "<{a}>"' if roles else f'"{k}": "..."' for k, a in keys.items())
        ask = w.fill(template, {
            "noun": self.noun, "keys": _and(named, w), "fields": _and(described, w),
            "bullets": "\n".join(f"- {line}" for line in described), "skeleton": "{" + ", ".join(inside) + "}",
        })  # fmt: skip
        rules = w.rng.sample(w.all("only_json"), w.rng.randrange(3))
        if self.absent is not None:
            rules.append(w.pick(w.all("null")))
        return ask, [w.fill(rule, self._places) for rule in rules]

    def _list(self, w: Draw) -> tuple[str, list[str]]:
        ask = self._asking(w, "ask_list", self.asked[0])
        rules = [w.line(f"as_{self.form}", self._places)]
        if self.ordered:
            rules.insert(w.rng.randrange(2), w.line("in_order", self._places))
        return ask, rules

    def _needs_roles(self) -> bool:
        """The document holds another value that a bare key could mean."""
        kinds = [type_of(self.facts[i].slot) for i in self.asked]
        rest = {type_of(f.slot) for i, f in enumerate(self.facts) if i not in self.asked and f.value}
        return len(set(kinds)) < len(kinds) or not rest.isdisjoint(kinds)

    # -- edits ----------------------------------------------------------------------------------------

    @edit("ask for another value of the same kind")
    def ask_another(self, w: Draw) -> Extraction | None:
        """Ask for another value, or group of items, of the same kind that stands in the text."""
        if self.shape == "object":
            return None
        now = self.facts[self.asked[0]]
        roles = [
            fact.role
            for i, fact in enumerate(self.facts)
            if fact.slot == now.slot and fact.role != now.role and fact.value and self.asks[i]
        ]
        if not roles:
            return None
        role = w.rng.choice(roles)
        asked = [i for i in self.planted() if self.facts[i].role == role and self.facts[i].slot == now.slot]
        return self.like(asked=asked, wanted=[self.facts[i].value for i in asked])

    @edit("add a value that no longer holds")
    def add_earlier(self, w: Draw) -> Extraction | None:
        """Put a value of the same kind behind the right one, of which the text says that it no longer holds."""
        index = self.asked[0]
        fact = self.facts[index]
        if self.shape != "field" or not fact.value or not any(c.isdigit() for c in fact.value):
            return None
        if any(other.role.startswith("earlier: ") for other in self.facts):
            return None
        old = _other_digits(fact.value, w)
        held = [other.value.casefold() for other in self.facts if other.value]
        if any(old.casefold() in value or value in old.casefold() for value in held):
            return None
        statement = w.fill(
            w.rng.choice(w.all(f"earlier/{'lines' if self.lines else 'prose'}")), {"value": f"{{{len(self.facts)}}}"}
        )
        here = next(i for i, s in enumerate(self.statements) if f"{{{index}}}" in s)
        new = len(self.statements)
        order = [i if i < new else i + 1 for i in self.order]
        order.insert(order.index(here) + 1, new)
        earlier = Fact(slot=fact.slot, role=f"earlier: {fact.role}", value=old)
        return self.like(
            facts=[*self.facts, earlier], statements=[*self.statements, statement], order=order, asks=[*self.asks, ""],
            questions=[*self.questions, ""], keys=[*self.keys, fact.slot],
        )  # fmt: skip

    @edit("take the answer out of the text")
    def take_out(self, w: Draw) -> Extraction | None:
        """Take the answer out of the text, so that the word for an absent value is right."""
        index = self.asked[0]
        if self.shape != "field" or self.absent is None or self.facts[index].value is None:
            return None
        here = next(i for i, s in enumerate(self.statements) if f"{{{index}}}" in s)
        if len(self.order) < 2 or any(fact.role.startswith("earlier: ") for fact in self.facts):
            return None
        facts = list(self.facts)
        facts[index] = facts[index].like(value=None)
        statements = self.statements[:here] + self.statements[here + 1 :]
        order = [i if i < here else i - 1 for i in self.order if i != here]
        return self.like(facts=facts, wanted=[None], statements=statements, order=order)

    @edit("ask for one more field")
    def one_more_field(self, w: Draw) -> Extraction | None:
        if self.shape != "object" or len(self.asked) > 3:
            return None
        keys = {self.keys[i] for i in self.asked}
        free = [i for i in self.planted() if i not in self.asked]
        if not free:
            return None
        index = w.rng.choice(free)
        names = list(self.keys)
        names[index] = names[index] if names[index] not in keys else f"other_{names[index]}"
        if names[index] in keys:
            return None
        asked = [*self.asked, index]
        return self.like(asked=asked, keys=names, wanted=[self.facts[i].value for i in asked])


def _other_digits(value: str, w: Draw) -> str:
    """The value with one to three of its digits changed, never the first of a number."""
    places = [i for i, c in enumerate(value) if c.isdigit()]
    text = list(value)
    for place in w.rng.sample(places, min(len(places), w.rng.randrange(1, 4))):
        text[place] = w.rng.choice([d for d in "123456789" if d != text[place]])
    return "".join(text)


def _and(parts: list[str], w: Draw) -> str:
    return ", ".join(parts) if w.rng.random() < 0.5 else joined(parts)
