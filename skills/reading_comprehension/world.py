"""Worlds from a seed: a place, its people, and facts about them that do not get in one another's way.

`World` draws facts one by one, so that no two of one kind share what a question could give: two deeds never have one
time, two people never one post, two things never one price. What it draws is data; `tell` makes the sentences.
"""

from __future__ import annotations

from random import Random
from typing import Final, Literal

from skills.reading_comprehension.bank import Bank
from skills.reading_comprehension.phrase import Thing, Verb, draw, pick, some
from skills.reading_comprehension.reading import KINDS, Fact, Setting

PLAIN: Final = ("deed", "count", "role", "home", "spot", "price")
"""Kinds of facts that any passage may tell."""
_SCALES: Final[tuple[Literal["year", "day", "clock"], ...]] = ("year", "year", "day", "clock")


class World:
    """A setting, and a supply of facts."""

    def __init__(self, rng: Random, bank: Bank, people: int, speakers: int = 2) -> None:
        self.rng, self.bank = rng, bank
        self.theme = theme = pick(rng, bank.themes)
        firsts, lasts = some(rng, bank.first, people + speakers), some(rng, bank.last, people + speakers + 1)
        names = [f"{first} {last}" for first, last in zip(firsts, lasts, strict=False)]
        self.people, self.speakers = names[:people], names[people:]
        self.towns = some(rng, bank.towns, 2)
        self.town = self.towns[0]
        self.org = draw(rng, theme.orgs, {"last": lasts[-1], "town": self.town})
        self.scale = pick(rng, _SCALES)
        self.month = pick(rng, bank.months)
        self.coin = pick(rng, bank.coins)
        self.kind = pick(rng, KINDS)
        self._start = 1860 + int(rng.random() * 100)
        self._taken: set[tuple[str, object]] = {("what home", self.town)}

    def setting(self) -> Setting:
        rng, bank = self.rng, self.bank
        return Setting(
            org=self.org, noun=self.theme.noun, town=self.town, task=self.theme.task, people=self.people,
            speakers=self.speakers, scale=self.scale, month=self.month, coin=self.coin, token=pick(rng, bank.tokens),
            unsaid=pick(rng, bank.unsaid), none=pick(rng, bank.nones),
        )  # fmt: skip

    def fact(self, kind: str, who: str = "") -> Fact:
        """A new fact of the kind, about `who` if it is about a person."""
        theme = self.theme
        if kind in ("deed", "count"):
            verb = self._new(kind, theme.deeds if kind == "deed" else theme.counts)
            return self.done(kind, verb, who or pick(self.rng, self.people))
        if kind in ("role", "home"):
            if who:
                self._claim(kind, who)
            who = who or self._person(kind)
            return Fact(kind=kind, who=who, what=self.what(kind))
        thing = self._new(kind, theme.things if kind == "spot" else theme.goods)
        if kind == "spot":
            return Fact(kind=kind, who=thing, what=self.what(kind))
        return Fact(kind=kind, who=thing, number=self.number("price"))

    def done(self, kind: str, verb: Verb, who: str) -> Fact:
        number = self.moment() if kind == "deed" else self.number(f"count {verb.what}")
        return Fact(kind=kind, who=who, verb=verb.past, base=verb.base, what=verb.what, number=number)

    def facts(self, kinds: tuple[str, ...], count: int) -> list[Fact]:
        """Facts of kinds drawn anew; of posts and homes no more than there are people."""
        found: list[Fact] = []
        while len(found) < count:
            kind = pick(self.rng, kinds)
            if kind not in ("role", "home") or sum(key == kind for key, _ in self._taken) < len(self.people):
                found.append(self.fact(kind))
        return found

    def what(self, kind: str) -> str:
        """A post, a town or a place that nothing else has."""
        pool = {"role": self.theme.roles, "home": self.bank.towns, "spot": self.theme.spots}[kind]
        return self._new(f"what {kind}", pool)

    def moment(self) -> int:
        """A point in time that nothing else has."""
        while True:
            draw = self.rng.random()
            number = {
                "year": self._start + int(draw * 56),
                "day": 1 + int(draw * 28),
                "clock": 5 * int(97 + draw * 120),
            }[self.scale]
            if self._claim("moment", number):
                return number

    def number(self, name: str) -> int:
        """A number that nothing else of this name has."""
        top = pick(self.rng, (12, 30, 60, 90))
        while True:
            number = 3 + int(self.rng.random() * top)
            if self._claim(name, number):
                return number

    def _person(self, kind: str) -> str:
        while True:
            who = pick(self.rng, self.people)
            if self._claim(kind, who):
                return who

    def _new(self, name: str, pool: tuple[Thing, ...]) -> Thing:
        while True:
            thing = pick(self.rng, pool)
            if self._claim(name, thing):
                return thing

    def _claim(self, name: str, value: object) -> bool:
        """Whether this value was free; it is not from now on."""
        size = len(self._taken)
        self._taken.add((name, value))
        return len(self._taken) > size
