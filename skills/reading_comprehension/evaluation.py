"""Evaluations: which judgement the numbers of the passage bear out.

    trial    40 visitors a week before, 60 hoped for, 52 after     "It helped, but less than was hoped."
    offers   at most 90 crowns and 5 days; North 80/7, Hill 85/4   "Hill"
    claims   "Ann sold more than Bob", "Bob sold more than 20"     the one that the counts bear out

Each judgement is a code that arithmetic decides. Whether what was counted is worth counting is not asked.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from repairloop import Draw
from skills.english import sentence
from skills.reading_comprehension.compose import others, series
from skills.reading_comprehension.reading import NONE, Fact, Option, Part, Reading, Said, brief, options, some
from skills.reading_comprehension.steps import Depth
from skills.reading_comprehension.tell import tell_facts
from skills.reading_comprehension.world import World

VERDICTS = ("reached", "short", "unchanged", "worse")


class Offer(Part):
    """What a firm asks for, and how long it takes."""

    name: str
    cost: int
    days: int


class Evaluation(Reading):
    """Numbers, and judgements on them."""

    mode: Literal["trial", "offers", "claims"]
    words: dict[str, str] = Field(default_factory=dict)
    """What was tried or is to be done, and who says so."""
    before: int = 0
    target: int | None = None
    after: int | None = None
    """Of a trial; None where the passage does not tell."""
    up: bool = True
    offers: list[Offer] = Field(default_factory=list)
    max_cost: int = 0
    max_days: int = 0

    def truth(self) -> str | None:
        """The verdict on a trial, the name of the offer that may be taken, the first claim that holds."""
        if self.mode == "trial":
            if self.target is None or self.after is None:
                return None
            sign = 1 if self.up else -1
            gained, hoped = sign * (self.after - self.before), sign * (self.target - self.before)
            return VERDICTS[0 if gained >= hoped else 1 if gained > 0 else 2 if gained == 0 else 3]
        if self.mode == "offers":
            fit = [o.name for o in self.offers if o.cost <= self.max_cost and o.days <= self.max_days]
            return fit[0] if len(fit) == 1 else None
        return next((o.value for o in self.options if o.value != NONE and self.fits(o.value)), None)

    def fits(self, value: str) -> bool:
        if self.mode != "claims":
            return super().fits(value)
        how, first, second = value.split("/")
        counts = {str(n): self.facts[n].number or 0 for n in self.told if self.facts[n].kind == "count"}
        if how == "more":
            return counts[first] > counts[second]
        if how == "total":
            return sum(counts.values()) == int(second)
        return counts[first] > int(second) if how == "over" else counts[first] < int(second)

    def tell(self, w: Draw) -> list[Said]:
        slots = {**self.words, "org": self.setting.org, "coin": self.setting.coin}
        facts = tell_facts(self, w)
        if self.mode == "claims":
            return facts
        numbers = {"before": self.before, "target": self.target, "after": self.after}
        if self.mode == "trial":
            parts = ["action", *(name for name, number in numbers.items() if number is not None)]
            slots |= {name: str(number) for name, number in numbers.items()}
            return [*(Said(brief(w, f"clause/trial_{part}", slots, self.depth.brief)) for part in parts), *facts]
        slots |= {"cost": str(self.max_cost), "days": str(self.max_days)}
        said = [Said(brief(w, "clause/offer_limits", slots, self.depth.brief))]
        for offer in self.offers:
            told = slots | {"name": offer.name, "cost": str(offer.cost), "days": str(offer.days)}
            said.append(Said(brief(w, "clause/offer", told, self.depth.brief)))
        return [*said, *facts]

    def question(self, noun: str, w: Draw) -> str:
        slots = {**self.words, "noun": noun, "org": self.setting.org}
        return w.line(f"ask/{self.mode}", slots)

    def take_out(self, w: Draw) -> Evaluation | None:
        if self.mode != "trial" or self.after is None:
            return None
        part = {"after": None} if w.rng.random() < 0.5 else {"target": None}
        return self.like(**part, options=self.without_right(self.setting.unsaid), near=[])

    def may_lose_right_option(self) -> bool:
        return self.mode != "trial"

    def flipped(self, w: Draw) -> Evaluation | None:
        if self.mode == "claims":
            return None
        return self._another_result(w) if self.mode == "trial" else self._exchange_offers(w)

    def _another_result(self, w: Draw) -> Evaluation | None:
        """A trial ends otherwise."""
        if self.target is None or self.after is None:
            return None
        codes = [option.value for option in self.options if option.made]
        code = w.pick(codes)
        hoped = abs(self.target - self.before)
        gained = {"reached": hoped + 3, "short": hoped // 2, "unchanged": 0, "worse": -hoped // 2}[code]
        after = self.before + (gained if self.up else -gained)
        return self.like(after=after).retagged(code, "wrong_verdict") if code in VERDICTS else None

    def _exchange_offers(self, w: Draw) -> Evaluation:
        """Two firms exchange their offers."""
        right = self.meant().value
        other = w.pick([option for option in self.options if option.made])
        names = {right: other.value, other.value: right}
        offers = [offer.like(name=names.get(offer.name, offer.name)) for offer in self.offers]
        return self.like(offers=offers).retagged(other.value, other.made)


def evaluative(area: str, w: Draw, step: Depth) -> Evaluation:
    world = World(w, step.people)
    made: Evaluation = w.pick((_trial, _offers, _claims))(area, world, step)
    return made


def verdict(code: str, w: Draw, made: str = "wrong_verdict") -> Option:
    return Option(text=sentence(w.line(f"clause/verdict_{code}")), value=code, made=made)


def _trial(area: str, world: World, step: Depth) -> Evaluation:
    """A change was tried: did it do what was hoped?"""
    w = world.w
    action, counted, better = w.row("trials")
    sign = 1 if better == "up" else -1
    before = 60 + int(w.rng.random() * 400)
    hoped = 4 + int(w.rng.random() * 30)
    code = w.pick(VERDICTS)
    gained = {
        "reached": hoped + int(w.rng.random() * 12),
        "short": 1 + int(w.rng.random() * (hoped - 1)),
        "unchanged": 0,
        "worse": -1 - int(w.rng.random() * 30),
    }[code]
    wrong = [verdict(other, w) for other in some(w, [v for v in VERDICTS if v != code], 3)]
    chosen, near = options(verdict(code, w, ""), wrong, step.options, w)
    return Evaluation(
        area=area, step=step.number, kind=world.kind, setting=world.setting(), facts=others(world, "", 4),
        told=list(range(step.rivals)), form="letter", options=chosen, near=near, mode="trial", before=before,
        target=before + sign * hoped, after=before + sign * gained, up=better == "up",
        words={"action": action, "counted": counted, "person": world.people[0]},
    )  # fmt: skip


def _offers(area: str, world: World, step: Depth) -> Evaluation:
    """Offers for a job, of which one is neither too dear nor too slow."""
    w = world.w
    max_cost, max_days = 40 + 5 * int(w.rng.random() * 60), 4 + int(w.rng.random() * 20)
    names = [
        f"{last} {w.pick(('& Sons', 'Brothers', 'Works', 'Ltd'))}" for last in some(w, w.all("last"), step.options)
    ]
    offers = []
    for n, name in enumerate(names):
        dear = n > 0 and (n % 2 == 1)
        slow = n > 0 and (n % 2 == 0 or w.rng.random() < 0.15)
        cost = max_cost + 1 + int(w.rng.random() * 40) if dear else max_cost - int(w.rng.random() * 30)
        days = max_days + 1 + int(w.rng.random() * 9) if slow else max_days - int(w.rng.random() * 3)
        offers.append(Offer(name=name, cost=cost, days=days))
    made = [Option(text=o.name, value=o.name, made="too_dear" if o.cost > max_cost else "too_slow") for o in offers]
    chosen, near = options(made[0].by(""), made[1:], step.options, w)
    w.rng.shuffle(offers)
    return Evaluation(
        area=area, step=step.number, kind=world.kind, setting=world.setting(), facts=others(world, "", 3),
        told=list(range(step.rivals)), form="letter", options=chosen, near=near, mode="offers", offers=offers,
        max_cost=max_cost, max_days=max_days, words={"job": w.pick(w.all("jobs"))},
    )  # fmt: skip


def _claims(area: str, world: World, step: Depth) -> Evaluation:
    """Claims about who has done how much, of which the passage bears out one."""
    w = world.w
    count = step.facts + 1
    facts = series("count", world, count)
    numbers = [fact.number or 0 for fact in facts]
    total = sum(numbers)
    true, false = [], [f"total//{total + w.pick((-4, -2, -1, 1, 3, 10))}"]
    true.append(f"total//{total}")
    for first in range(count):
        second = (first + 1 + int(w.rng.random() * (count - 1))) % count
        (true if numbers[first] > numbers[second] else false).append(f"more/{first}/{second}")
        true.append(f"over/{first}/{max(1, numbers[first] - 1 - int(w.rng.random() * 3))}")
        true.append(f"under/{first}/{numbers[first] + 1 + int(w.rng.random() * 3)}")
        false.append(f"over/{first}/{numbers[first] + int(w.rng.random() * 4)}")
        false.append(f"under/{first}/{numbers[first] - int(w.rng.random() * 2)}")
    w.rng.shuffle(false)
    told = list(range(count + step.rivals))
    w.rng.shuffle(told)
    right = _claim(w.pick(true), facts, w, "")
    drafts = [_claim(value, facts, w, "not_borne_out") for value in false]
    chosen, near = options(right, drafts, step.options, w)
    return Evaluation(
        area=area, step=step.number, kind=world.kind, setting=world.setting(), facts=[*facts, *others(world, "count", 3)],
        told=told, form="letter", options=chosen, near=near, mode="claims",
    )  # fmt: skip


def _claim(value: str, facts: list[Fact], w: Draw, made: str) -> Option:
    how, first, second = value.split("/")
    slots = {"past": facts[0].verb, "what": facts[0].what, "n": second}
    if first:
        slots["who"] = facts[int(first)].who
    if how == "more":
        slots["other"] = facts[int(second)].who
    return Option(text=sentence(w.line(f"clause/claim_{how}", slots)), value=value, made=made)
