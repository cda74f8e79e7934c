"""Discrete reasoning over the numbers of a passage: differences, sums, change, counts, who is ahead, what came first.

    told     Mira Holt sold 31 pies. Tom Reyes sold 14 pies.
    asked    How many more pies did Mira Holt sell than Tom Reyes?       (`total`, signs +1 −1)
    answer   31 - 14 = 17
             Answer: 17

After DROP (Dua et al. 2019, section 4). A sum is a query `total` with a sign for each fact, so that one more step is one
more fact; its working is written here, apart from the query that finds the truth. Dates have one scale a passage, and
calendars are left out: days lie within one month, times within one day.
"""

from __future__ import annotations

from random import Random
from typing import Final

from skills.reading_comprehension.bank import Bank
from skills.reading_comprehension.compose import assemble, others, series
from skills.reading_comprehension.facts import FactReading, Query
from skills.reading_comprehension.options import made, options
from skills.reading_comprehension.phrase import capital, pick
from skills.reading_comprehension.reading import Fact, Option
from skills.reading_comprehension.world import World

_EASY: Final = ("between", "more", "together", "dearer", "cost", "most")
_FURTHER: Final = (*_EASY, "three", "change", "tally", "first")
_HARD: Final = ("beyond", "three", "change_two", "tally", "first", "most", "between")


def numerical(area: str, rng: Random, bank: Bank, step: int) -> FactReading:
    """One calculation, or one comparison, over the numbers that the passage tells."""
    form = pick(rng, (_EASY, _FURTHER, _HARD)[step - 1])
    world = World(rng, bank, step + 3)
    problem = _DRAW[form](area, step, world, rng)
    if problem.form != "number":
        return problem
    return with_working(problem.model_copy(update={"cue": pick(rng, bank.cues) if rng.random() < 0.7 else ""}))


def with_working(problem: FactReading) -> FactReading:
    """The problem with the worked answer that its facts ask for."""
    query = problem.query
    facts = [problem.facts[n] for n in query.asked]
    numbers = [fact.number or 0 for fact in facts]
    if query.op == "tally":
        over = [fact.who for fact in facts if (fact.number or 0) > query.base]
        line, result = f"{', '.join(over)}: {len(over)}", len(over)
    else:
        shown = [problem.value(fact, "number").partition(" ")[0] for fact in facts]
        result = query.base
        line = str(query.base) if query.base else ""
        for sign, number, text in zip(query.signs, numbers, shown, strict=True):
            result += sign * number
            line = f"{line} {'+' if sign > 0 else '-'} {text}" if line else text
        line = f"{line} = {result}" if facts[0].kind != "deed" else f"{line} = {result} {problem.setting.unit}"
    return problem.model_copy(update={"wanted": [line, f"{problem.cue} {result}"] if problem.cue else [str(result)]})


def grader_settings(problem: FactReading) -> dict[str, object]:
    """What lets the grader say how an answer went wrong: the operands, sums on the way, other numbers that are told."""
    query = problem.query
    asked = [problem.facts[n].number or 0 for n in query.asked]
    numbers = [query.base, *asked] if query.base else asked
    settings: dict[str, object] = {"form": "final_line", "cue": problem.cue} if problem.cue else {"form": "number_only"}
    if query.op == "total" and problem.facts[query.asked[0]].kind != "deed":
        settings["operands"] = [str(number) for number in numbers]
        if len(numbers) == 2:
            settings["operation"] = "+" if query.signs[-1] > 0 else "-"
        elif len(numbers) > 2:
            settings["intermediate"] = [str(sum(numbers[:2])), str(numbers[0] - numbers[1])]
    rest = [problem.facts[n] for n in problem.told if n not in query.asked]
    settings["distractors"] = [str(f.number) for f in rest if f.number is not None and f.kind in ("count", "price")]
    return settings


# ---- the calculations -----------------------------------------------------------------------------------


def _between(area: str, step: int, world: World, rng: Random) -> FactReading:
    """How much time lies between two deeds."""
    facts = sorted((world.fact("deed") for _ in range(2)), key=_number, reverse=True)
    more = [world.fact("deed") for _ in range(step - 1)]
    return _total(area, step, world, [*facts, *more], [1, -1])


def _more(area: str, step: int, world: World, rng: Random) -> FactReading:
    """How many more one has done than another."""
    facts = sorted(series("count", world, 2), key=_number, reverse=True)
    return _total(area, step, world, [*facts, *_more_of(facts, world, step - 1)], [1, -1])


def _together(area: str, step: int, world: World, rng: Random) -> FactReading:
    facts = series("count", world, 1 + step)
    return _total(area, step, world, facts, [1, 1])


def _three(area: str, step: int, world: World, rng: Random) -> FactReading:
    """Three numbers in one sum."""
    facts = series(pick(rng, ("count", "price")), world, 1 + step)
    return _total(area, step, world, facts, [1, 1, 1])


def _dearer(area: str, step: int, world: World, rng: Random) -> FactReading:
    facts = sorted(series("price", world, 2), key=_number, reverse=True)
    return _total(area, step, world, [*facts, *(world.fact("price") for _ in range(step - 1))], [1, -1])


def _cost(area: str, step: int, world: World, rng: Random) -> FactReading:
    return _total(area, step, world, series("price", world, 1 + step), [1, 1])


def _change(area: str, step: int, world: World, rng: Random) -> FactReading:
    """What is left of a sum of money after one thing is bought, or two of them at the hardest step."""
    facts = series("price", world, step)
    bought = 2 if step > 2 else 1
    spent = sum(_number(fact) for fact in facts[:bought])
    paid = 10 * (spent // 10 + 1 + int(rng.random() * 4))
    return _total(area, step, world, facts, [-1] * bought, paid)


def _beyond(area: str, step: int, world: World, rng: Random) -> FactReading:
    """How many more two have done together than a third."""
    facts = sorted(series("count", world, 3), key=_number)
    first, last, third = facts[1], facts[2], facts[0]
    return _total(area, step, world, [first, last, third], [1, 1, -1])


def _tally(area: str, step: int, world: World, rng: Random) -> FactReading:
    """How many people have done more than so many."""
    facts = series("count", world, step + 2)
    numbers = sorted(_number(fact) for fact in facts)
    at = int(rng.random() * (len(numbers) - 1))
    bound = numbers[at] + int(rng.random() * (numbers[at + 1] - numbers[at]))
    query = Query(op="tally", asked=list(range(len(facts))), base=bound)
    return assemble(area, step, world, facts, query).model_copy(update={"form": "number"})


def _most(area: str, step: int, world: World, rng: Random) -> FactReading:
    """Who, or what, is ahead or behind."""
    facts = series(pick(rng, ("count", "count", "price")), world, step + 1)
    op = pick(rng, ("most", "least"))
    query = Query(op=op, asked=list(range(len(facts))))
    problem = assemble(area, step, world, [*facts, *others(world, facts[0].kind, step - 1)], query)
    best = max(facts, key=_number) if op == "most" else min(facts, key=_number)
    return problem.model_copy(update={"wanted": [best.who]})


def _first(area: str, step: int, world: World, rng: Random) -> FactReading:
    """Which of some deeds came first, or last."""
    facts = [world.fact("deed") for _ in range(step + 1)]
    op = pick(rng, ("first", "last"))
    query = Query(op=op, asked=list(range(len(facts))))
    problem = assemble(area, step, world, [*facts, *others(world, "deed", step - 1)], query)
    facts.sort(key=_number, reverse=op == "last")
    items = [problem.item(fact) for fact in facts]
    right = Option(text=capital(items[0]), value=items[0])
    chosen, _ = options(right, made("wrong_order", items[1:]), len(items), rng)
    return problem.model_copy(update={"form": "letter", "options": chosen})


_DRAW: Final = {
    "between": _between, "more": _more, "together": _together, "three": _three, "dearer": _dearer, "cost": _cost,
    "change": _change, "change_two": _change, "beyond": _beyond, "tally": _tally, "most": _most, "first": _first,
}  # fmt: skip


def _total(
    area: str, step: int, world: World, facts: list[Fact], signs: list[int], base: int = 0
) -> FactReading:  # fmt: skip
    rest = others(world, facts[0].kind, step if len(facts) < 4 else 1)
    query = Query(op="total", asked=list(range(len(signs))), signs=signs, base=base)
    return assemble(area, step, world, [*facts, *rest], query).model_copy(update={"form": "number"})


def _more_of(facts: list[Fact], world: World, count: int) -> list[Fact]:
    """The same done by people who are not among these."""
    people = [who for who in world.people if who not in [fact.who for fact in facts]]
    return [
        facts[0].model_copy(update={"who": who, "number": world.number(f"count {facts[0].what}")})
        for who in people[:count]
    ]


def _number(fact: Fact) -> int:
    return fact.number or 0
