"""Refinements of problems of real APIs, under the names that `edits` has for generated worlds.

    ask for one more call        getline of a file  →  … and then check whether a path is a package directory
    leave a required value out   getline of a file, line 40  →  getline of a file, and no line is named

An edit returns None where it does not apply; what stands in the way is put there by `obstacles`.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from skills.tool_use.catalogue import pick
from skills.tool_use.module_problem import ModuleProblem, ModuleWish, value_of
from skills.tool_use.obstacles import add_facts, leave_out, take_away

MOST_CALLS: Final = 3


def _other_values(problem: ModuleProblem, rng: Random) -> ModuleProblem | None:
    wishes = tuple(
        wish.model_copy(
            update={"given": {name: value_of(problem.api(wish.api).parameter(name), rng) for name in wish.given}}
        )
        for wish in problem.wishes
    )
    return None if wishes == problem.wishes else problem.model_copy(update={"wishes": wishes})


def _one_more_detail(problem: ModuleProblem, rng: Random) -> ModuleProblem | None:
    """An optional parameter gets a value."""
    open_ones = [
        (i, p)
        for i, wish in enumerate(problem.wishes)
        for p in problem.api(wish.api).parameters
        if p.default is not None and p.name not in wish.given
    ]
    if not open_ones or problem.right == "missing":
        return None
    index, parameter = pick(rng, open_ones)
    wishes = list(problem.wishes)
    given = {**wishes[index].given, parameter.name: value_of(parameter, rng)}
    wishes[index] = wishes[index].model_copy(update={"given": given})
    return problem.model_copy(update={"wishes": tuple(wishes)})


def _leave_out(problem: ModuleProblem, rng: Random) -> ModuleProblem | None:
    """Where nothing was agreed on for it, the reply is a question."""
    return leave_out(problem, rng) if problem.rule in ("", "missing") else None


def _take_away(problem: ModuleProblem, rng: Random) -> ModuleProblem | None:
    one = problem.rule == "none" and problem.right == "call" and len(problem.wishes) == 1
    return take_away(problem, rng) if one else None


def _take_one_away(problem: ModuleProblem, rng: Random) -> ModuleProblem | None:
    return take_away(problem, rng) if problem.rule in ("", "part") and len(problem.wishes) > 1 else None


def _one_more_call(problem: ModuleProblem, rng: Random) -> ModuleProblem | None:
    """A call of another API of the list."""
    others = list(problem.others)
    if not others or problem.rule not in ("", "part", "missing") or len(problem.wishes) >= MOST_CALLS:
        return None
    api = others.pop(int(rng.random() * len(others)))
    given = {p.name: value_of(p, rng) for p in api.parameters if p.default is None or rng.random() < 0.3}
    leaks = {(p.type, p.sort) for p in api.parameters if p.type == "string" and p.name in given}
    lacking = [p for known in problem.wanted for p in known.parameters if p.name == problem.missing]
    if not given or any(p.name in given or (p.type, p.sort) in leaks for p in lacking):
        return None
    kinds = {"all": "several", "missing": "several_missing"}
    return problem.model_copy(
        update={
            "wanted": (*problem.wanted, api), "others": tuple(others), "kind": kinds.get(problem.kind, problem.kind),
            "wishes": (*problem.wishes, ModuleWish(api=api.name, given=given)),
        }
    )  # fmt: skip


def _superfluous_facts(problem: ModuleProblem, rng: Random) -> ModuleProblem | None:
    known = len(problem.wishes[0].superfluous)
    return add_facts(problem, rng) if problem.rule in ("", "extra") and known < 3 else None


EDITS: Final[dict[str, Callable[[ModuleProblem, Random], ModuleProblem | None]]] = {
    "ask with other values": _other_values,
    "mention one more detail": _one_more_detail,
    "leave a required value out": _leave_out,
    "take the fitting tool away": _take_away,
    "ask for one more call": _one_more_call,
    "state facts that no tool takes": _superfluous_facts,
    "take one of the fitting tools away": _take_one_away,
}
