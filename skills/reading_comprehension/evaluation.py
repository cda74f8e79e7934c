"""Evaluations: which judgement the numbers of the passage bear out.

    trial    40 visitors a week before, 60 hoped for, 52 after     "It helped, but less than was hoped."
    offers   at most 90 crowns and 5 days; North 80/7, Hill 85/4   "Hill"
    claims   "Ann sold more than Bob", "Bob sold more than 20"     the one that the counts bear out

Each judgement is a code that arithmetic decides. Whether what was counted is worth counting is not asked.
"""

from __future__ import annotations

from random import Random
from typing import Literal

from pydantic import Field

from skills.reading_comprehension.bank import Bank
from skills.reading_comprehension.compose import others, series
from skills.reading_comprehension.options import options, size
from skills.reading_comprehension.phrase import brief, draw, pick, sentence, some
from skills.reading_comprehension.reading import NONE, Fact, Option, Part, Reading
from skills.reading_comprehension.tell import Said, tell_facts
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


def evaluative(area: str, rng: Random, bank: Bank, step: int) -> Evaluation:
    world = World(rng, bank, step + 2)
    return pick(rng, (_trial, _offers, _claims))(area, world, step)


def tell(problem: Evaluation, rng: Random, bank: Bank) -> list[Said]:
    slots = {**problem.words, "org": problem.setting.org, "coin": problem.setting.coin}
    facts = tell_facts(problem, rng, bank)
    if problem.mode == "claims":
        return facts
    numbers = {"before": problem.before, "target": problem.target, "after": problem.after}
    if problem.mode == "trial":
        parts = ["action", *(name for name, number in numbers.items() if number is not None)]
        slots |= {name: str(number) for name, number in numbers.items()}
        return [*(Said(brief(rng, bank.clauses[f"trial_{part}"], slots, problem.step)) for part in parts), *facts]
    slots |= {"cost": str(problem.max_cost), "days": str(problem.max_days)}
    said = [Said(brief(rng, bank.clauses["offer_limits"], slots, problem.step))]
    for offer in problem.offers:
        told = slots | {"name": offer.name, "cost": str(offer.cost), "days": str(offer.days)}
        said.append(Said(brief(rng, bank.clauses["offer"], told, problem.step)))
    return [*said, *facts]


def ask(problem: Evaluation, noun: str, rng: Random, bank: Bank) -> str:
    slots = {**problem.words, "noun": noun, "org": problem.setting.org}
    return draw(rng, bank.questions[problem.mode], slots)


def verdict(code: str, rng: Random, bank: Bank, made: str = "wrong_verdict") -> Option:
    return Option(text=sentence(draw(rng, bank.clauses[f"verdict_{code}"], {})), value=code, made=made)


def _trial(area: str, world: World, step: int) -> Evaluation:
    """A change was tried: did it do what was hoped?"""
    rng, bank = world.rng, world.bank
    trial = pick(rng, bank.trials)
    sign = 1 if trial.up else -1
    before = 60 + int(rng.random() * 400)
    hoped = 4 + int(rng.random() * 30)
    code = pick(rng, VERDICTS)
    gained = {
        "reached": hoped + int(rng.random() * 12),
        "short": 1 + int(rng.random() * (hoped - 1)),
        "unchanged": 0,
        "worse": -1 - int(rng.random() * 30),
    }[code]
    wrong = [verdict(other, rng, bank) for other in some(rng, [v for v in VERDICTS if v != code], 3)]
    chosen, near = options(verdict(code, rng, bank, ""), wrong, size(step), rng)
    return Evaluation(
        area=area, step=step, kind=world.kind, setting=world.setting(), facts=others(world, "", 4),
        told=list(range(step - 1)), form="letter", options=chosen, near=near, mode="trial", before=before,
        target=before + sign * hoped, after=before + sign * gained, up=trial.up,
        words={"action": trial.action, "counted": trial.counted, "person": world.people[0]},
    )  # fmt: skip


def _offers(area: str, world: World, step: int) -> Evaluation:
    """Offers for a job, of which one is neither too dear nor too slow."""
    rng, bank = world.rng, world.bank
    max_cost, max_days = 40 + 5 * int(rng.random() * 60), 4 + int(rng.random() * 20)
    names = [f"{last} {pick(rng, ('& Sons', 'Brothers', 'Works', 'Ltd'))}" for last in some(rng, bank.last, size(step))]
    offers = []
    for n, name in enumerate(names):
        dear = n > 0 and (n % 2 == 1)
        slow = n > 0 and (n % 2 == 0 or rng.random() < 0.15)
        cost = max_cost + 1 + int(rng.random() * 40) if dear else max_cost - int(rng.random() * 30)
        days = max_days + 1 + int(rng.random() * 9) if slow else max_days - int(rng.random() * 3)
        offers.append(Offer(name=name, cost=cost, days=days))
    made = [Option(text=o.name, value=o.name, made="too_dear" if o.cost > max_cost else "too_slow") for o in offers]
    chosen, near = options(made[0].model_copy(update={"made": ""}), made[1:], size(step), rng)
    rng.shuffle(offers)
    return Evaluation(
        area=area, step=step, kind=world.kind, setting=world.setting(), facts=others(world, "", 3),
        told=list(range(step - 1)), form="letter", options=chosen, near=near, mode="offers", offers=offers,
        max_cost=max_cost, max_days=max_days, words={"job": pick(rng, bank.jobs)},
    )  # fmt: skip


def _claims(area: str, world: World, step: int) -> Evaluation:
    """Claims about who has done how much, of which the passage bears out one."""
    rng, bank = world.rng, world.bank
    count = step + 1
    facts = series("count", world, count)
    numbers = [fact.number or 0 for fact in facts]
    total = sum(numbers)
    true, false = [], [f"total//{total + pick(rng, (-4, -2, -1, 1, 3, 10))}"]
    true.append(f"total//{total}")
    for first in range(count):
        second = (first + 1 + int(rng.random() * (count - 1))) % count
        (true if numbers[first] > numbers[second] else false).append(f"more/{first}/{second}")
        true.append(f"over/{first}/{max(1, numbers[first] - 1 - int(rng.random() * 3))}")
        true.append(f"under/{first}/{numbers[first] + 1 + int(rng.random() * 3)}")
        false.append(f"over/{first}/{numbers[first] + int(rng.random() * 4)}")
        false.append(f"under/{first}/{numbers[first] - int(rng.random() * 2)}")
    rng.shuffle(false)
    told = list(range(count + step - 1))
    rng.shuffle(told)
    right = _claim(pick(rng, true), facts, rng, bank, "")
    drafts = [_claim(value, facts, rng, bank, "not_borne_out") for value in false]
    chosen, near = options(right, drafts, size(step), rng)
    return Evaluation(
        area=area, step=step, kind=world.kind, setting=world.setting(), facts=[*facts, *others(world, "count", 3)],
        told=told, form="letter", options=chosen, near=near, mode="claims",
    )  # fmt: skip


def _claim(value: str, facts: list[Fact], rng: Random, bank: Bank, made: str) -> Option:
    how, first, second = value.split("/")
    slots = {"past": facts[0].verb, "what": facts[0].what, "n": second}
    if first:
        slots["who"] = facts[int(first)].who
    if how == "more":
        slots["other"] = facts[int(second)].who
    return Option(text=sentence(draw(rng, bank.clauses[f"claim_{how}"], slots)), value=value, made=made)
