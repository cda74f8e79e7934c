"""Discrete reasoning over the numbers of a passage: differences, sums, change, counts, who is ahead, what came first.

    told     Mira Holt sold 31 pies. Tom Reyes sold 14 pies.
    asked    How many more pies did Mira Holt sell than Tom Reyes?       (`total`, signs +1 −1)
    answer   31 - 14 = 17
             Answer: 17

After DROP (Dua et al. 2019, section 4). A sum is a query `total` with a sign for each fact, so that one more step is one
more fact; its working is written apart from the query that finds the truth. Dates have one scale a passage, and
calendars are left out: days lie within one month, times within one day.
"""

from __future__ import annotations

from typing import Final

from repairloop import Draw
from skills.english import capital
from skills.reading_comprehension.compose import assemble, others, series
from skills.reading_comprehension.facts import FactReading, Query
from skills.reading_comprehension.reading import Fact, Option, made, options
from skills.reading_comprehension.steps import Sums
from skills.reading_comprehension.world import World


def numerical(area: str, w: Draw, step: Sums) -> FactReading:
    """One calculation, or one comparison, over the numbers that the passage tells."""
    form = w.pick(step.forms)
    world = World(w, step.people + 1)
    problem = _DRAW[form](area, step, world)
    if problem.form != "number":
        return problem
    return problem.like(cue=w.pick(w.all("cues")) if w.rng.random() < w.settings.worked else "").worked()


# ---- the calculations -----------------------------------------------------------------------------------


def _between(area: str, step: Sums, world: World) -> FactReading:
    """How much time lies between two deeds."""
    facts = sorted((world.fact("deed") for _ in range(2)), key=_number, reverse=True)
    more = [world.fact("deed") for _ in range(step.rivals)]
    return _total(area, step, world, [*facts, *more], [1, -1])


def _more(area: str, step: Sums, world: World) -> FactReading:
    """How many more one has done than another."""
    facts = sorted(series("count", world, 2), key=_number, reverse=True)
    return _total(area, step, world, [*facts, *_more_of(facts, world, step.rivals)], [1, -1])


def _together(area: str, step: Sums, world: World) -> FactReading:
    facts = series("count", world, step.facts + 1)
    return _total(area, step, world, facts, [1, 1])


def _three(area: str, step: Sums, world: World) -> FactReading:
    """Three numbers in one sum."""
    facts = series(world.w.pick(("count", "price")), world, step.facts + 1)
    return _total(area, step, world, facts, [1, 1, 1])


def _dearer(area: str, step: Sums, world: World) -> FactReading:
    facts = sorted(series("price", world, 2), key=_number, reverse=True)
    return _total(area, step, world, [*facts, *(world.fact("price") for _ in range(step.rivals))], [1, -1])


def _cost(area: str, step: Sums, world: World) -> FactReading:
    return _total(area, step, world, series("price", world, step.facts + 1), [1, 1])


def _change(area: str, step: Sums, world: World) -> FactReading:
    """What is left of a sum of money after one thing is bought, or more."""
    facts = series("price", world, step.facts)
    bought = step.bought
    spent = sum(_number(fact) for fact in facts[:bought])
    paid = 10 * (spent // 10 + 1 + int(world.w.rng.random() * 4))
    return _total(area, step, world, facts, [-1] * bought, paid)


def _beyond(area: str, step: Sums, world: World) -> FactReading:
    """How many more two have done together than a third."""
    facts = sorted(series("count", world, 3), key=_number)
    first, last, third = facts[1], facts[2], facts[0]
    return _total(area, step, world, [first, last, third], [1, 1, -1])


def _tally(area: str, step: Sums, world: World) -> FactReading:
    """How many people have done more than so many."""
    facts = series("count", world, step.people)
    numbers = sorted(_number(fact) for fact in facts)
    at = int(world.w.rng.random() * (len(numbers) - 1))
    bound = numbers[at] + int(world.w.rng.random() * (numbers[at + 1] - numbers[at]))
    query = Query(op="tally", asked=list(range(len(facts))), base=bound)
    return assemble(area, step, world, facts, query).like(form="number")


def _most(area: str, step: Sums, world: World) -> FactReading:
    """Who, or what, is ahead or behind."""
    facts = series(world.w.pick(("count", "count", "price")), world, step.facts + 1)
    op = world.w.pick(("most", "least"))
    query = Query(op=op, asked=list(range(len(facts))))
    problem = assemble(area, step, world, [*facts, *others(world, facts[0].kind, step.rivals)], query)
    best = max(facts, key=_number) if op == "most" else min(facts, key=_number)
    return problem.like(wanted=[best.who])


def _first(area: str, step: Sums, world: World) -> FactReading:
    """Which of some deeds came first, or last."""
    facts = [world.fact("deed") for _ in range(step.facts + 1)]
    op = world.w.pick(("first", "last"))
    query = Query(op=op, asked=list(range(len(facts))))
    problem = assemble(area, step, world, [*facts, *others(world, "deed", step.rivals)], query)
    facts.sort(key=_number, reverse=op == "last")
    items = [problem.item(fact) for fact in facts]
    right = Option(text=capital(items[0]), value=items[0])
    chosen, _ = options(right, made("wrong_order", items[1:]), len(items), world.w)
    return problem.like(form="letter", options=chosen)


_DRAW: Final = {
    "between": _between, "more": _more, "together": _together, "three": _three, "dearer": _dearer, "cost": _cost,
    "change": _change, "change_two": _change, "beyond": _beyond, "tally": _tally, "most": _most, "first": _first,
}  # fmt: skip


def _total(
    area: str, step: Sums, world: World, facts: list[Fact], signs: list[int], base: int = 0
) -> FactReading:  # fmt: skip
    rest = others(world, facts[0].kind, step.facts if len(facts) < 4 else 1)
    query = Query(op="total", asked=list(range(len(signs))), signs=signs, base=base)
    return assemble(area, step, world, [*facts, *rest], query).like(form="number")


def _more_of(facts: list[Fact], world: World, count: int) -> list[Fact]:
    """The same done by people who are not among these."""
    people = [who for who in world.people if who not in [fact.who for fact in facts]]
    return [facts[0].like(who=who, number=world.number(f"count {facts[0].what}")) for who in people[:count]]


def _number(fact: Fact) -> int:
    return fact.number or 0
