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

from skills.tool_use.catalogue import Operation, pick, say
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
    wanted = _with_parameters(bank, rng, 3 if difficulty > 1 else 2, spare=1)
    count = max((2, 3, 4)[difficulty - 1], len(wanted.core) + 1)
    offer = draw_offer(wanted, count, rng, optional=count - 1 if difficulty != 2 or rng.random() < 0.5 else 1)
    wish = draw_wish(offer, rng, left_out=tuple(p for p in offer.optional if rng.random() < 0.5))
    offers = among(bank, [offer], (1, 1 + int(rng.random() * 2), 3)[difficulty - 1], difficulty, rng)
    return _problem(bank, rng, difficulty, wishes=(wish,), offers=offers)


def _missing_argument(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    wanted = _with_parameters(bank, rng, 3 if difficulty > 1 else 2)
    offer = draw_offer(wanted, 3 if difficulty > 1 else 1 + int(rng.random() < 0.75), rng)
    offers = among(bank, [offer], (1, 1 + int(rng.random() * 2), 3)[difficulty - 1], difficulty, rng)
    reply = _missing_reply(bank, rng)
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
    name, _, args = ("name/arguments" if fields.form == "python" else fields.form.partition("#")[0]).partition("/")
    reply = say(rng, bank.words.none_tokens).replace("$name", name).replace("$args", args)
    return fields.model_copy(update={"right": "call" if fits else "none", "rule": "none", "reply": reply})


def _several_calls(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    calls = 3 if difficulty == 3 and rng.random() < 0.4 else 2
    count = 2 if calls == 2 and rng.random() < (0.0, 0.3, 1.0)[difficulty - 1] else 1
    first = draw_offer(_short(bank, rng, calls), count, rng)
    if rng.random() < 0.4:
        wanted, wishes = [first], [draw_wish(first, rng)]
        while len(wishes) < calls:
            if (wish := draw_wish(first, rng)) not in wishes:
                wishes.append(wish)
    else:
        wanted = list(among(bank, [first], calls, 1, rng, count, 4 - calls))
        wishes = [draw_wish(offer, rng) for offer in wanted]
    others = int(rng.random() < (0.0, 0.4, 1.0)[difficulty - 1])
    offers = among(bank, wanted, len(wanted) + others, difficulty, rng)
    return _problem(bank, rng, difficulty, wishes=tuple(wishes), offers=offers)


def _superfluous(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    wanted = _with_parameters(bank, rng, 3 if difficulty > 1 else 2, spare=1)
    whole = draw_offer(wanted, max((2, 3, 4)[difficulty - 1], len(wanted.core) + 1), rng)
    spare = [p for p in whole.parameters if p not in wanted.core]
    superfluous = spare[-1 if difficulty == 1 or rng.random() < 0.5 else -2 :]
    offer = whole.model_copy(update={"parameters": tuple(p for p in whole.parameters if p not in superfluous)})
    offers = among(bank, [offer], (1, 1 + int(rng.random() * 2), 3)[difficulty - 1], difficulty, rng)
    return _problem(
        bank, rng, difficulty, BeyondProblem, wishes=(draw_wish(whole, rng),), offers=offers,
        superfluous=tuple(superfluous), rule="extra",
    )  # fmt: skip


def _several_missing(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    wanted, wishes, offers = _different(bank, rng, difficulty, 1)
    reply = _missing_reply(bank, rng)
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
    wanted = list(among(bank, [draw_offer(_short(bank, rng, calls), count, rng)], calls, 1, rng, count, 4 - calls))
    more = others if rng.random() < (0.0, 0.5, 1.0)[difficulty - 1] else 0
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
    form = "python" if rng.random() < 0.2 else "/".join(_keys(bank, rng))
    if form != "python" and len(fields["wishes"]) < 3 and rng.random() < 0.12:
        form += f"#{pick(rng, bank.words.tags)}"
    return kind(naming=pick(rng, NAMINGS), form=form, chatter=rng.random() < (0.1, 0.2, 0.4)[difficulty - 1], **fields)


def _keys(bank: Bank, rng: Random) -> tuple[str, str]:
    return bank.words.keys[0] if rng.random() < 0.5 else pick(rng, bank.words.keys)


def _missing_reply(bank: Bank, rng: Random) -> str:
    return say(rng, bank.words.missing_tokens) if rng.random() < 0.75 else ""


def _short(bank: Bank, rng: Random, calls: int) -> Operation:
    """An operation whose call stays short enough for a reply of so many calls."""
    while len((operation := pick(rng, bank.operations)).core) > 4 - calls:
        pass
    return operation  # type: ignore[no-any-return]


def _with_parameters(bank: Bank, rng: Random, least: int, spare: int = 0) -> Operation:
    """An operation with at least so many parameters, and so many outside its core; few draws are needed."""
    while True:
        operation: Operation = pick(rng, bank.operations)
        if len(operation.parameters) >= max(least, len(operation.core) + spare):
            return operation
