"""Nine areas of generated worlds: what is wanted, what is offered, and what stands in the way.

    superfluous      "an event called new hires on March 3 at noon" where no tool takes a time: the time is left out
    several_missing  two operations are asked for, one lacks a required value: no call, the reply agreed on
    some_absent      two operations are asked for, one has no tool: the other is called

The module knows no phrase; the operations come from a bank.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, Final

from skills.tool_use.catalogue import Operation, pick
from skills.tool_use.worlds import (
    NAMINGS,
    Bank,
    BeyondProblem,
    Offer,
    ToolProblem,
    Wish,
    among,
    draw_offer,
    draw_wish,
    open_to_question,
    told_apart,
    without,
)

# ---- problems ----------------------------------------------------------------------------------------


def _choose_tool(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    wanted = pick(rng, bank.operations)
    offer = draw_offer(wanted, 2 if difficulty == 3 or rng.random() < 0.4 * difficulty else 1, rng)
    count = (2, 3, 4 + int(rng.random() * 2))[difficulty - 1]
    offers = among(bank, [offer], count, difficulty, rng)
    return _problem(bank, rng, difficulty, wishes=(draw_wish(offer, rng),), offers=offers)


def _fill_arguments(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    wanted = _with_parameters(bank, rng, 3 if difficulty > 1 else 2)
    offer = draw_offer(wanted, (2, 3, 4)[difficulty - 1], rng)
    count = (1, 1 + int(rng.random() * 2), 3)[difficulty - 1]
    offers = among(bank, [offer], count, difficulty, rng)
    return _problem(bank, rng, difficulty, wishes=(draw_wish(offer, rng),), offers=offers)


def _optional_arguments(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    wanted = _with_parameters(bank, rng, 3 if difficulty > 1 else 2)
    count = (2, 3, 4)[difficulty - 1]
    offer = draw_offer(wanted, count, rng, optional=count - 1 if difficulty != 2 or rng.random() < 0.5 else 1)
    wish = draw_wish(offer, rng, left_out=tuple(p for p in offer.optional if rng.random() < 0.5))
    offers = among(bank, [offer], (1, 1 + int(rng.random() * 2), 3)[difficulty - 1], difficulty, rng)
    return _problem(bank, rng, difficulty, wishes=(wish,), offers=offers)


def _missing_argument(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    wanted = _with_parameters(bank, rng, 3 if difficulty > 1 else 2)
    offer = draw_offer(wanted, 3 if difficulty > 1 or rng.random() < 0.4 else 2, rng)
    offers = among(bank, [offer], (1, 1 + int(rng.random() * 2), 3)[difficulty - 1], difficulty, rng)
    reply = pick(rng, bank.words.missing_tokens) if rng.random() < 0.75 else ""
    wish = draw_wish(offer, rng)
    missing = "" if rng.random() < 0.4 else pick(rng, open_to_question(wish))
    if missing:
        wish = without(wish, missing)
    return _problem(
        bank, rng, difficulty, wishes=(wish,), offers=offers, right="missing" if missing else "call", missing=missing,
        rule="missing", reply=reply,
    )  # fmt: skip


def _no_tool(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    wanted = pick(rng, bank.operations)
    offer = draw_offer(wanted, 2 if difficulty == 3 or rng.random() < 0.5 else 1, rng)
    fits = rng.random() < 0.4
    count = (1 + int(rng.random() * 2), 2 + int(rng.random() * 2), 3 + int(rng.random() * 3))[difficulty - 1]
    offers = among(bank, [offer], count if fits else count + 1, difficulty, rng)
    if not fits:
        offers = tuple(one for one in offers if one is not offer)
    fields = _problem(bank, rng, difficulty, wishes=(draw_wish(offer, rng),), offers=offers)
    name, _, args = ("name/arguments" if fields.form == "python" else fields.form).partition("/")
    reply = pick(rng, bank.words.none_tokens).replace("$name", name).replace("$args", args)
    return fields.model_copy(update={"right": "call" if fits else "none", "rule": "none", "reply": reply})


def _several_calls(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    calls = 3 if difficulty == 3 and rng.random() < 0.4 else 2
    count = 2 if calls == 2 and rng.random() < (0.0, 0.3, 1.0)[difficulty - 1] else 1
    first = draw_offer(pick(rng, bank.operations), count, rng)
    if rng.random() < 0.4:
        wanted, wishes = [first], [draw_wish(first, rng)]
        while len(wishes) < calls:
            if (wish := draw_wish(first, rng)) not in wishes:
                wishes.append(wish)
    else:
        wanted = list(among(bank, [first], calls, 1, rng, count))
        wishes = [draw_wish(offer, rng) for offer in wanted]
    others = int(rng.random() < (0.0, 0.4, 1.0)[difficulty - 1])
    offers = among(bank, wanted, len(wanted) + others, difficulty, rng)
    return _problem(bank, rng, difficulty, wishes=tuple(wishes), offers=offers)


def _superfluous(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    whole = draw_offer(_with_parameters(bank, rng, 3 if difficulty > 1 else 2), (2, 3, 4)[difficulty - 1], rng)
    kept = max(1, len(whole.parameters) - (1 if difficulty == 1 or rng.random() < 0.5 else 2))
    offer = whole.model_copy(update={"parameters": whole.parameters[:kept]})
    offers = among(bank, [offer], (1, 1 + int(rng.random() * 2), 3)[difficulty - 1], difficulty, rng)
    return _problem(
        bank, rng, difficulty, BeyondProblem, wishes=(draw_wish(whole, rng),), offers=offers,
        superfluous=whole.parameters[kept:], rule="extra",
    )  # fmt: skip


def _several_missing(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    wanted, wishes, offers = _different(bank, rng, difficulty, 1)
    reply = pick(rng, bank.words.missing_tokens) if rng.random() < 0.75 else ""
    index = int(rng.random() * len(wanted))
    open_ones = [p for p in open_to_question(wishes[index]) if told_apart(wishes, index, p)]
    missing = "" if rng.random() < 0.4 or not open_ones else pick(rng, open_ones)
    if missing:
        wishes[index] = without(wishes[index], missing)
    return _problem(
        bank, rng, difficulty, wishes=tuple(wishes), offers=offers, right="missing" if missing else "call",
        missing=missing, rule="missing", reply=reply,
    )  # fmt: skip


def _some_absent(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    wanted, wishes, offers = _different(bank, rng, difficulty, 1 if difficulty == 1 else 2)
    absent: tuple[str, ...] = ()
    if rng.random() < 0.7:
        left = [offer.operation for offer in wanted]
        rng.shuffle(left)
        absent = tuple(left[: 2 if len(left) > 2 and rng.random() < 0.4 else 1])
    offers = tuple(offer for offer in offers if offer.operation not in absent)
    return _problem(
        bank, rng, difficulty, BeyondProblem, wishes=tuple(wishes), offers=offers, absent=absent, rule="part"
    )


def _different(
    bank: Bank, rng: Random, difficulty: int, others: int
) -> tuple[list[Offer], list[Wish], tuple[Offer, ...]]:
    """Two or three operations that are wanted, with their values, and the tools: theirs, and perhaps some others."""
    calls = 3 if difficulty == 3 and rng.random() < 0.4 else 2
    count = 2 if calls == 2 and rng.random() < (0.0, 0.3, 1.0)[difficulty - 1] else 1
    wanted = list(among(bank, [draw_offer(pick(rng, bank.operations), count, rng)], calls, 1, rng, count))
    more = others if rng.random() < (0.2, 0.5, 1.0)[difficulty - 1] else 0
    offers = among(bank, wanted, calls + more, difficulty, rng)
    return wanted, [draw_wish(offer, rng) for offer in wanted], offers


MAKERS: Final[dict[str, Callable[[Bank, Random, int], ToolProblem]]] = {
    "tool_use/choose_tool": _choose_tool,
    "tool_use/fill_arguments": _fill_arguments,
    "tool_use/optional_arguments": _optional_arguments,
    "tool_use/missing_argument": _missing_argument,
    "tool_use/no_tool": _no_tool,
    "tool_use/several_calls": _several_calls,
    "tool_use/superfluous": _superfluous,
    "tool_use/several_missing": _several_missing,
    "tool_use/some_absent": _some_absent,
}


def _problem(
    bank: Bank, rng: Random, difficulty: int, kind: type[ToolProblem] = ToolProblem, **fields: Any
) -> ToolProblem:
    chance = rng.random()
    form = "python" if chance < 0.2 else "/".join(bank.words.keys[0] if chance < 0.6 else pick(rng, bank.words.keys))
    return kind(naming=pick(rng, NAMINGS), form=form, chatter=rng.random() < (0.1, 0.2, 0.4)[difficulty - 1], **fields)


def _with_parameters(bank: Bank, rng: Random, least: int) -> Operation:
    """An operation with at least so many parameters, where a few draws find one."""
    for _ in range(12):
        operation: Operation = pick(rng, bank.operations)
        if len(operation.parameters) >= least:
            break
    return operation
