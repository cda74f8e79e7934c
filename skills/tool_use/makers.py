"""Nine areas of generated worlds: what is wanted, what is offered, and what stands in the way.

superfluous      "an event called new hires on March 3 at noon" where no tool takes a time: the time is left out
several_missing  two operations are asked for, one lacks a required value: no call, the reply agreed on
some_absent      two operations are asked for, one has no tool: the other is called
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from repairloop import Draw
from skills.tool_use.operations import Operation, world
from skills.tool_use.worlds import (
    NAMINGS,
    BeyondProblem,
    Offer,
    ToolProblem,
    Wish,
    among,
    draw_offer,
    draw_wish,
    told_apart,
)

APART: Final = 0.15
"""Share of the tools that are wanted together which are of one domain."""


def choose_tool(area: str, w: Draw, step: Any) -> ToolProblem:
    wanted = w.pick(world(w))
    offer = draw_offer(wanted, _one_or_two(w, step), w)
    return _of_one(w, step, offer, _count(w, step))


def fill_arguments(area: str, w: Draw, step: Any) -> ToolProblem:
    offer = draw_offer(_with_parameters(w, step), step.parameters, w)
    return _of_one(w, step, offer, _count(w, step))


def optional_arguments(area: str, w: Draw, step: Any) -> ToolProblem:
    wanted = _with_parameters(w, step, spare=1)
    count = max(step.parameters, len(wanted.core) + 1)
    offer = draw_offer(wanted, count, w, optional=count - 1 if step.spared == 1 or w.rng.random() < step.spared else 1)
    wish = draw_wish(offer, w, left_out=[p for p in offer.optional if w.rng.random() < 0.5])
    return _problem(w, step, [wish], among([offer], _count(w, step), step.near, w))


def missing_argument(area: str, w: Draw, step: Any) -> ToolProblem:
    wanted = _with_parameters(w, step)
    offer = draw_offer(wanted, step.parameters if step.parameters > 2 else 1 + int(w.rng.random() < 0.75), w)
    offers = among([offer], _count(w, step), step.near, w)
    reply = _missing_reply(w)
    wishes = [draw_wish(offer, w)]
    return _perhaps_missing(w, step, wishes, 0, wishes[0].open_to_question, offers, reply)


def no_tool(area: str, w: Draw, step: Any) -> ToolProblem:
    wanted = w.pick(world(w))
    offer = draw_offer(wanted, _one_or_two(w, step), w)
    fits = w.rng.random() < 1 - w.settings.abstain
    few, most = step.tools
    chances = [w.rng.random() for _ in range(3)]  # one is enough; without the others the same seeds give other rows
    count = few + int(chances[step.number - 1] * (most - few + 1))
    offers = among([offer], count + (not fits), step.near, w)
    problem = _problem(w, step, [draw_wish(offer, w)], tuple(o for o in offers if fits or o is not offer))
    name, _, args = ("name/arguments" if problem.form == "python" else problem.form.partition("#")[0]).partition("/")
    reply = w.line("token/none", name=name, args=args)
    return problem.like(right="call" if fits else "none", rule="none", reply=reply)


def several_calls(area: str, w: Draw, step: Any) -> ToolProblem:
    calls, count = _calls(w, step)
    first = draw_offer(_short(w, calls), count, w)
    if w.rng.random() < 0.4:
        wanted, wishes = [first], [draw_wish(first, w)]
        while len(wishes) < calls:
            if (wish := draw_wish(first, w)) not in wishes:
                wishes.append(wish)
    else:
        wanted = list(among([first], calls, APART, w, count, 4 - calls))
        wishes = [draw_wish(offer, w) for offer in wanted]
    others = int(w.rng.random() < step.more)
    return _problem(w, step, wishes, among(wanted, len(wanted) + others, step.near, w))


def superfluous(area: str, w: Draw, step: Any) -> ToolProblem:
    wanted = _with_parameters(w, step, spare=1)
    whole = draw_offer(wanted, max(step.parameters, len(wanted.core) + 1), w)
    spare = [p for p in whole.parameters if p not in wanted.core]
    more = spare[-1 if step.facts == 1 or w.rng.random() < 0.5 else -2 :]
    offer = whole.like(parameters=tuple(p for p in whole.parameters if p not in more))
    offers = among([offer], _count(w, step), step.near, w)
    return _problem(
        w, step, [draw_wish(whole, w)], offers, BeyondProblem, superfluous=tuple(more), rule="extra"
    )  # fmt: skip


def several_missing(area: str, w: Draw, step: Any) -> ToolProblem:
    wanted, wishes, offers = _different(w, step, 1)
    reply = _missing_reply(w)
    index = int(w.rng.random() * len(wanted))

    def open_ones() -> list[str]:
        return [p for p in wishes[index].open_to_question() if told_apart(wishes, index, p)]

    return _perhaps_missing(w, step, wishes, index, open_ones, offers, reply)


def some_absent(area: str, w: Draw, step: Any) -> ToolProblem:
    wanted, wishes, offers = _different(w, step, 2)
    absent: tuple[str, ...] = ()
    if w.rng.random() < 0.7:
        left = [offer.operation for offer in wanted]
        w.rng.shuffle(left)
        absent = tuple(left[: 2 if len(left) > 2 and w.rng.random() < 0.4 else 1])
    offers = tuple(offer for offer in offers if offer.operation not in absent)
    return _problem(w, step, wishes, offers, BeyondProblem, absent=absent, rule="part")


# ---- what they share ----------------------------------------------------------------------------------


def _problem(
    w: Draw, step: Any, wishes: Sequence[Wish], offers: Sequence[Offer], kind: type[ToolProblem] = ToolProblem,
    **more: Any,
) -> ToolProblem:  # fmt: skip
    form = "python" if w.rng.random() < w.settings.python else "/".join(keys(w))
    if form != "python" and len(wishes) < 3 and w.rng.random() < w.settings.tags:
        form += f"#{w.pick(w.all('tag'))}"
    naming, chatter = w.pick(NAMINGS), w.rng.random() < step.chatter
    return kind(wishes=tuple(wishes), offers=tuple(offers), naming=naming, form=form, chatter=chatter, **more)


def _of_one(w: Draw, step: Any, offer: Offer, count: int) -> ToolProblem:
    offers = among([offer], count, step.near, w)
    return _problem(w, step, [draw_wish(offer, w)], offers)


def _perhaps_missing(
    w: Draw, step: Any, wishes: list[Wish], index: int, open_ones: Any, offers: Sequence[Offer], reply: str
) -> ToolProblem:
    """One of the values that are open to question is not given, or all are."""
    missing = ""
    if w.rng.random() >= 1 - w.settings.abstain and (names := open_ones()):
        missing = w.pick(names)
        wishes[index] = wishes[index].without(missing)
    right = "missing" if missing else "call"
    return _problem(w, step, wishes, offers, right=right, missing=missing, rule="missing", reply=reply)


def keys(w: Draw) -> tuple[str, ...]:
    """The two keys of a JSON call; those that are most usual half of the time."""
    return w.rows("key")[0] if w.rng.random() < 0.5 else w.row("key")


def _missing_reply(w: Draw) -> str:
    return w.line("token/missing", param="{param}") if w.rng.random() < 0.75 else ""


def _count(w: Draw, step: Any) -> int:
    """How many tools there are."""
    few, most = step.tools
    return few + int(w.rng.random() * (most - few + 1))  # type: ignore[no-any-return]


def _one_or_two(w: Draw, step: Any) -> int:
    """How many parameters the fitting tool has."""
    return 2 if step.second == 1 or w.rng.random() < step.second else 1


def _calls(w: Draw, step: Any) -> tuple[int, int]:
    """How many calls are wanted, and how many parameters each has."""
    calls = 3 if step.three and w.rng.random() < step.three else 2
    return calls, 2 if calls == 2 and w.rng.random() < step.second else 1


def _different(w: Draw, step: Any, others: int) -> tuple[list[Offer], list[Wish], tuple[Offer, ...]]:
    """Two or three operations that are wanted, with their values, and the tools: theirs, and perhaps some others."""
    calls, count = _calls(w, step)
    wanted = list(among([draw_offer(_short(w, calls), count, w)], calls, APART, w, count, 4 - calls))
    more = others if w.rng.random() < step.more else 0
    offers = among(wanted, calls + more, step.near, w)
    return wanted, [draw_wish(offer, w) for offer in wanted], offers


def _short(w: Draw, calls: int) -> Operation:
    """An operation whose call stays short enough for a reply of so many calls."""
    while len((operation := w.pick(world(w))).core) > 4 - calls:
        pass
    return operation  # type: ignore[no-any-return]


def _with_parameters(w: Draw, step: Any, spare: int = 0) -> Operation:
    """An operation with so many parameters, and so many outside its core; few draws are needed."""
    while True:
        operation: Operation = w.pick(world(w))
        if len(operation.parameters) >= max(step.least, len(operation.core) + spare):
            return operation
