"""Worlds from a seed: a place, its people, and facts about them that do not get in one another's way.

`World` draws facts one by one, so that no two of one kind share what a question could give: two deeds never have one
time, two people never one post, two things never one price. What it draws is data; `tell` makes the sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from repairloop import Draw
from skills.reading_comprehension.reading import KINDS, Fact, Setting, Thing, some

PLAIN: Final = ("deed", "count", "role", "home", "spot", "price")
"""Kinds of facts that any passage may tell."""
_SCALES: Final[tuple[Literal["year", "day", "clock"], ...]] = ("year", "year", "day", "clock")


class World:
    """A setting, and a supply of facts."""

    def __init__(self, w: Draw, people: int, speakers: int = 2) -> None:
        self.w, self.rng = w, w.rng
        self.theme: str = w.pick(w.wholes("theme"))
        firsts, lasts = some(w, w.all("first"), people + speakers), some(w, w.all("last"), people + speakers + 1)
        names = [f"{first} {last}" for first, last in zip(firsts, lasts, strict=False)]
        self.people, self.speakers = names[:people], names[people:]
        self.towns = some(w, w.all("towns"), 2)
        self.town = self.towns[0]
        self.org = w.line(f"{self.theme}.orgs", last=lasts[-1], town=self.town)
        self.scale: Literal["year", "day", "clock"] = w.pick(_SCALES)
        self.month = w.pick(w.all("months"))
        self.coin = w.pick(w.all("coins"))
        self.kind: str = w.pick(KINDS)
        self._start = 1860 + int(w.rng.random() * 100)
        self._taken: set[tuple[str, object]] = {("what home", self.town)}

    def setting(self) -> Setting:
        return Setting(
            org=self.org, noun=self.has("noun")[0], town=self.town, task=self.has("task")[0], people=self.people,
            speakers=self.speakers, scale=self.scale, month=self.month, coin=self.coin, **fixed(self.w),
        )  # fmt: skip

    def has(self, part: str) -> tuple[str, ...]:
        """What the theme has of this."""
        return self.w.all(f"{self.theme}.{part}")

    def fact(self, kind: str, who: str = "") -> Fact:
        """A new fact of the kind, about `who` if it is about a person."""
        if kind in ("deed", "count"):
            base, past, what = self._new(kind, self.w.rows(f"{self.theme}.{kind}s"))
            who = who or self.w.pick(self.people)
            number = self.moment() if kind == "deed" else self.number(f"count {what}")
            return Fact(kind=kind, who=who, verb=past, base=base, what=what, number=number)
        if kind in ("role", "home"):
            if who:
                self._claim(kind, who)
            who = who or self._person(kind)
            return Fact(kind=kind, who=who, what=self.what(kind))
        thing = self._new(kind, self.has("things" if kind == "spot" else "goods"))
        if kind == "spot":
            return Fact(kind=kind, who=thing, what=self.what(kind))
        return Fact(kind=kind, who=thing, number=self.number("price"))

    def facts(self, kinds: tuple[str, ...], count: int) -> list[Fact]:
        """Facts of kinds drawn anew; of posts and homes no more than there are people."""
        found: list[Fact] = []
        while len(found) < count:
            kind = self.w.pick(kinds)
            if kind not in ("role", "home") or sum(key == kind for key, _ in self._taken) < len(self.people):
                found.append(self.fact(kind))
        return found

    def what(self, kind: str) -> str:
        """A post, a town or a place that nothing else has."""
        return self._new(f"what {kind}", self.w.all("towns") if kind == "home" else self.has(f"{kind}s"))

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
        top = self.w.pick((12, 30, 60, 90))
        while True:
            number = 3 + int(self.rng.random() * top)
            if self._claim(name, number):
                return number

    def _person(self, kind: str) -> str:
        while True:
            who: str = self.w.pick(self.people)
            if self._claim(kind, who):
                return who

    def _new(self, name: str, pool: Sequence[Thing]) -> Thing:
        while True:
            thing: Thing = self.w.pick(pool)
            if self._claim(name, thing):
                return thing

    def _claim(self, name: str, value: object) -> bool:
        """Whether this value was free; it is not from now on."""
        size = len(self._taken)
        self._taken.add((name, value))
        return len(self._taken) > size


def fixed(w: Draw) -> dict[str, str]:
    """How to say that a passage does not tell, or that no option is right."""
    return {"token": w.pick(w.all("tokens")), "unsaid": w.pick(w.all("unsaid")), "none": w.pick(w.all("nones"))}
