"""Problems from Python functions: the seven kinds of instruction over lists of real APIs.

    chunk      linecache.getline(filename, lineno): Get a line for a Python source file from the cache
    wanted     that API, described (see `apis`); the others of the list are described from its neighbours
    wishes     getline, {"filename": "data/report.csv", "lineno": 40}
    kind       all | superfluous | missing | several | several_missing | absent | some_absent

The area says which kind is looked for; where it asks for a decision, some of its problems have nothing in the way. Values
are made for the parameters by program, and the truth is the calls that were made, less what no tool takes. That two APIs
of a list do not do the same work is judged by the words of their descriptions, the stricter where one is to be absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from repairloop import Chunk, Draw
from skills.tool_use.apis import Api, Parameter, api_of
from skills.tool_use.calling import Rule, Tools
from skills.tool_use.makers import keys
from skills.tool_use.module_problem import Kind, ModuleProblem, ModuleWish, alike, value_of

NAMINGS: Final = ("dotted", "dotted", "last", "last", "joined")
MOST_NEIGHBOURS: Final = 12
MOST_CHARS: Final = 190
"""Of one call as it is written; several may have 1.6 times as many together."""


class Recipe(NamedTuple):
    """How an area is made: the kind looked for, its share, and the kind of the rest."""

    kind: Kind
    share: float = 1.0
    """Where nothing is agreed on abstaining; where something is, the skill's settings say it."""
    rest: Kind = "all"
    rule: Rule = ""
    obstacle: Callable[[ModuleProblem, Draw], ModuleProblem | None] | None = None
    """What puts in the way of a call what is looked for."""


RECIPES: Final = {
    "tool_use/choose_tool": Recipe(kind="all"),
    "tool_use/fill_arguments": Recipe(kind="all"),
    "tool_use/optional_arguments": Recipe(kind="all"),
    "tool_use/missing_argument": Recipe(kind="missing", rule="missing", obstacle=ModuleProblem.leave_out),
    "tool_use/no_tool": Recipe(kind="absent", rule="none", obstacle=ModuleProblem.take_away),
    "tool_use/several_calls": Recipe(kind="several"),
    "tool_use/superfluous": Recipe(kind="superfluous", rule="extra", obstacle=ModuleProblem.add_facts),
    "tool_use/several_missing": Recipe(
        kind="several_missing", rest="several", rule="missing", obstacle=ModuleProblem.leave_out
    ),
    "tool_use/some_absent": Recipe(
        kind="some_absent", share=0.7, rest="several", rule="part", obstacle=ModuleProblem.take_away
    ),
}


def make(area: str, chunks: Sequence[Chunk], w: Draw, step: Any) -> ModuleProblem | None:
    """A problem of the area from a function and its neighbours; None where they do not suit."""
    first = api_of(chunks[0]) if chunks else None
    if first is None:
        return None
    recipe = RECIPES[area]
    share = w.settings.abstain if recipe.rule in ("none", "missing") else recipe.share
    kind = recipe.kind if w.rng.random() < share else recipe.rest
    several = kind in ("several", "several_missing", "some_absent")
    calls = (3 if step.three and w.rng.random() < step.three else 2) if several else 1
    suits = [api for api in _nearest(first, chunks, w) if _fits(api, step)]
    instead = kind == "absent" or (kind == "some_absent" and w.rng.random() < 0.6)
    apis = _unlike(suits, calls + step.others + instead, "absent" in recipe.kind)
    if first not in suits or len(apis) < calls + (area in ("tool_use/no_tool", "tool_use/choose_tool")):
        return None
    wanted = [_narrowed(api, step.required, w) for api in apis[:calls]]
    rest = [_narrowed(api, step.rest, w) for api in apis[calls:]]
    if area == "tool_use/fill_arguments" and len(wanted[0].parameters) < 2:
        return None
    if area == "tool_use/optional_arguments" and not _optional(wanted[0]):
        return None
    wishes = [_wish(api, step.optional, w) for api in wanted]
    problem = _dressed(kind, recipe, wanted, wishes, rest, w, step)
    if sum(map(len, problem.written())) > MOST_CHARS * (1.6 if several else 1):
        return None
    changed = recipe.obstacle(problem, w) if recipe.obstacle else problem
    return problem if changed is not None and kind != recipe.kind else changed


def _dressed(
    kind: Kind, recipe: Recipe, wanted: list[Api], wishes: list[ModuleWish], rest: list[Api], w: Draw, step: Tools,
) -> ModuleProblem:  # fmt: skip
    """The problem with all its APIs offered and nothing in the way."""
    offers = [api.name for api in (*wanted, *rest)]
    w.rng.shuffle(offers)
    named = keys(w)
    form = "python" if w.rng.random() < 0.25 else "/".join(named)
    reply = ""
    if recipe.rule == "none":
        reply = w.line("token/none", name=named[0], args=named[1])
    elif recipe.rule == "missing" and w.rng.random() < 0.75:
        reply = w.line("token/missing", param="{param}")
    return ModuleProblem(
        kind="several" if len(wanted) > 1 else "all", wanted=tuple(wanted), wishes=tuple(wishes), others=tuple(rest),
        offers=tuple(offers), naming=w.pick(NAMINGS), form=form, rule=recipe.rule, reply=reply,
        chatter=w.rng.random() < step.chatter,
    )  # fmt: skip


def _nearest(first: Api, chunks: Sequence[Chunk], w: Draw) -> Iterator[Api]:
    """The API and those of its neighbours; the nearest mostly come first."""
    yield first
    near = list(chunks[1 : 1 + MOST_NEIGHBOURS])
    while near:
        api = api_of(near.pop(int(w.rng.random() ** 2 * len(near))))
        if api is not None:
            yield api


def _fits(api: Api, step: Tools) -> bool:
    return len(api.required()) <= step.required and len(api.about.split()) <= step.about


def _unlike(suits: Iterable[Api], count: int, absent: bool) -> list[Api]:
    """The first API and others, each unlike those before, up to `count`."""
    found: list[Api] = []
    for api in suits:
        if not any(alike(api, other, absent) for other in found):
            found.append(api)
        if len(found) == count:
            break
    return found


def _optional(api: Api) -> list[Parameter]:
    return [p for p in api.parameters if p.default is not None]


def _narrowed(api: Api, most: int, w: Draw) -> Api:
    """The API with all required parameters and so many optional ones that there are no more than `most`."""
    optional = _optional(api)
    while optional and len(api.required()) + len(optional) > most:
        optional.pop(int(w.rng.random() * len(optional)))
    return api.like(parameters=(*api.required(), *optional))


def _wish(api: Api, share: float, w: Draw) -> ModuleWish:
    """Values for all required parameters and for a share of the others."""
    given = {p.name: value_of(p, w) for p in api.parameters if p.default is None or w.rng.random() < share}
    if not given:
        chosen = w.pick(api.parameters)
        given = {chosen.name: value_of(chosen, w)}
    return ModuleWish(api=api.name, given=given)
