"""Refinements of generated worlds: each changes what is asked or offered, and the truth follows.

    ask for one more call        play a song, check the forecast  →  … and set the volume
    state facts that no tool takes    an event on March 3  →  an event on March 3 at noon, where no tool takes a time

An edit returns None where it does not apply. It needs no bank: names of replies stay those of the problem.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, Final

from skills.tool_use.catalogue import pick
from skills.tool_use.worlds import (
    OPERATIONS,
    BeyondProblem,
    Offer,
    ToolProblem,
    Wish,
    draw_wish,
    open_to_question,
    told_apart,
    without,
)


def _other_values(problem: ToolProblem, rng: Random) -> ToolProblem | None:
    known = OPERATIONS
    wishes = tuple(
        Wish(operation=w.operation, given={p: known[w.operation].parameters[p].draw(rng) for p in w.given})
        for w in problem.wishes
    )
    return None if wishes == problem.wishes else problem.model_copy(update={"wishes": wishes})


def _one_more_detail(problem: ToolProblem, rng: Random) -> ToolProblem | None:
    """The tool gets another parameter, the request a value for it."""
    wish = problem.wishes[0]
    offer = _offer_for(problem, wish)
    known = OPERATIONS[wish.operation].parameters
    unused = [p for p in known if offer is not None and p not in offer.parameters and p not in wish.given]
    if offer is None or not unused or len(problem.wishes) > 1:
        return None
    new = pick(rng, unused)
    wider = offer.model_copy(update={"parameters": (*offer.parameters, new)})
    wish = Wish(operation=wish.operation, given={**wish.given, new: known[new].draw(rng)})
    offers = tuple(wider if one == offer else one for one in problem.offers)
    return problem.model_copy(update={"wishes": (wish,), "offers": offers})


def _leave_out(problem: ToolProblem, rng: Random) -> ToolProblem | None:
    first, *rest = problem.wishes
    open_ones = [p for p in open_to_question(first) if told_apart(problem.wishes, 0, p)]
    if problem.rule != "missing" or problem.missing or not open_ones or (not rest and len(first.given) < 2):
        return None
    missing = pick(rng, open_ones)
    return problem.model_copy(
        update={"wishes": (without(first, missing), *rest), "right": "missing", "missing": missing}
    )


def _take_away(problem: ToolProblem, rng: Random) -> ToolProblem | None:
    if problem.rule != "none" or problem.right == "none" or len(problem.offers) < 2:
        return None
    offers = tuple(offer for offer in problem.offers if offer.operation != problem.wishes[0].operation)
    return problem.model_copy(update={"right": "none", "offers": offers})


def _one_more_call(problem: ToolProblem, rng: Random) -> ToolProblem | None:
    """Another call of a tool of the list."""
    if len(problem.wishes) != 2:
        return None
    wishes = (*problem.wishes, draw_wish(pick(rng, problem.offers), rng))
    lacking = next((i for i, wish in enumerate(wishes) if problem.missing and _lacks(problem, wish)), None)
    if wishes[-1] in problem.wishes or (lacking is not None and not told_apart(wishes, lacking, problem.missing)):
        return None
    return problem.model_copy(update={"wishes": wishes})


def _superfluous_facts(problem: ToolProblem, rng: Random) -> ToolProblem | None:
    """The request gets a value that the operation could take and the tool does not."""
    wish = problem.wishes[0]
    offer = _offer_for(problem, wish)
    known = OPERATIONS[wish.operation].parameters
    unused = [p for p in known if offer is not None and p not in offer.parameters and p not in wish.given]
    if problem.rule not in ("", "extra") or not unused or len(problem.wishes) > 1:
        return None
    new = pick(rng, unused)
    wish = Wish(operation=wish.operation, given={**wish.given, new: known[new].draw(rng)})
    before = problem.superfluous if isinstance(problem, BeyondProblem) else ()
    return _beyond(problem, wishes=(wish,), rule="extra", superfluous=(*before, new))


def _take_one_away(problem: ToolProblem, rng: Random) -> ToolProblem | None:
    """One of several operations has no tool any more."""
    absent = problem.absent if isinstance(problem, BeyondProblem) else ()
    left = list(dict.fromkeys(wish.operation for wish in problem.asked()))
    if problem.rule not in ("", "part") or len(left) < 2:
        return None
    gone = pick(rng, left)
    offers = tuple(offer for offer in problem.offers if offer.operation != gone)
    return _beyond(problem, offers=offers, rule="part", absent=(*absent, gone))


def _beyond(problem: ToolProblem, **changes: Any) -> BeyondProblem:
    return BeyondProblem(**{**dict(problem), **changes})


def _lacks(problem: ToolProblem, wish: Wish) -> bool:
    offer = _offer_for(problem, wish)
    return offer is not None and problem.missing in offer.parameters and problem.missing not in wish.given


def _offer_for(problem: ToolProblem, wish: Wish) -> Offer | None:
    return next((offer for offer in problem.offers if offer.operation == wish.operation), None)


EDITS: Final[dict[str, Callable[[ToolProblem, Random], ToolProblem | None]]] = {
    "ask with other values": _other_values,
    "mention one more detail": _one_more_detail,
    "leave a required value out": _leave_out,
    "take the fitting tool away": _take_away,
    "ask for one more call": _one_more_call,
    "state facts that no tool takes": _superfluous_facts,
    "take one of the fitting tools away": _take_one_away,
}
