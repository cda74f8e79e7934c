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

from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from skills.tool_use.apis import Api, Parameter, api_of
from skills.tool_use.catalogue import pick, say
from skills.tool_use.module_problem import Kind, ModuleProblem, ModuleWish, value_of, written
from skills.tool_use.obstacles import OBSTACLES, alike
from skills.tool_use.wording import Words

if TYPE_CHECKING:
    from repairloop.sources import Chunk

NAMINGS: Final = ("dotted", "dotted", "last", "last", "joined")
MOST_NEIGHBOURS: Final = 12
MOST_CHARS: Final = 190
"""Of one call as it is written; several may have 1.6 times as many together."""


class Recipe(NamedTuple):
    """How an area is made: the kind looked for, its share, and the kind of the rest."""

    kind: Kind
    share: float = 1.0
    rest: Kind = "all"
    rule: Literal["", "none", "missing", "part", "extra"] = ""
    others: tuple[int, int, int] = (0, 1, 2)
    """How many more APIs are offered, by difficulty."""
    optional: tuple[float, float, float] = (0.2, 0.4, 0.5)
    """How often an optional parameter is given, by difficulty."""


RECIPES: Final = {
    "tool_use/choose_tool": Recipe(kind="all", others=(1, 2, 4)),
    "tool_use/fill_arguments": Recipe(kind="all", optional=(1, 1, 1)),
    "tool_use/optional_arguments": Recipe(kind="all", optional=(0.5, 0.5, 0.5)),
    "tool_use/missing_argument": Recipe(kind="missing", share=0.6, rule="missing"),
    "tool_use/no_tool": Recipe(kind="absent", share=0.6, rule="none", others=(1, 2, 3)),
    "tool_use/several_calls": Recipe(kind="several"),
    "tool_use/superfluous": Recipe(kind="superfluous", rule="extra"),
    "tool_use/several_missing": Recipe(kind="several_missing", share=0.6, rest="several", rule="missing"),
    "tool_use/some_absent": Recipe(kind="some_absent", share=0.7, rest="several", rule="part"),
}


def make(area: str, chunks: Sequence[Chunk], words: Words, rng: Random, difficulty: int) -> ModuleProblem | None:
    """A problem of the area from a function and its neighbours; None where they do not suit."""
    first = api_of(chunks[0]) if chunks else None
    if first is None:
        return None
    recipe = RECIPES[area]
    kind = recipe.kind if rng.random() < recipe.share else recipe.rest
    several = kind in ("several", "several_missing", "some_absent")
    calls = (3 if difficulty == 3 and rng.random() < 0.4 else 2) if several else 1
    most = (2 if several else 3, 3 if several else 4, 5)[difficulty - 1]
    suits = [api for api in _nearest(first, chunks, rng) if _fits(api, most, difficulty)]
    instead = kind == "absent" or (kind == "some_absent" and rng.random() < 0.6)
    apis = _unlike(suits, calls + recipe.others[difficulty - 1] + instead, "absent" in recipe.kind)
    if first not in suits or len(apis) < calls + (area in ("tool_use/no_tool", "tool_use/choose_tool")):
        return None
    wanted = [_narrowed(api, most, rng) for api in apis[:calls]]
    rest = [_narrowed(api, 2 if difficulty < 3 else 3, rng) for api in apis[calls:]]
    if area == "tool_use/fill_arguments" and len(wanted[0].parameters) < 2:
        return None
    if area == "tool_use/optional_arguments" and not _optional(wanted[0]):
        return None
    wishes = [_wish(api, recipe.optional[difficulty - 1], rng) for api in wanted]
    problem = _dressed(kind, recipe, wanted, wishes, rest, words, rng, difficulty)
    if sum(map(len, written(problem))) > MOST_CHARS * (1.6 if several else 1):
        return None
    obstacle = OBSTACLES.get(recipe.kind)
    changed = obstacle(problem, rng) if obstacle else problem
    return problem if changed is not None and kind != recipe.kind else changed


def _dressed(
    kind: Kind, recipe: Recipe, wanted: list[Api], wishes: list[ModuleWish], rest: list[Api], words: Words, rng: Random,
    difficulty: int,
) -> ModuleProblem:  # fmt: skip
    """The problem with all its APIs offered and nothing in the way."""
    offers = [api.name for api in (*wanted, *rest)]
    rng.shuffle(offers)
    keys = words.keys[0] if rng.random() < 0.5 else pick(rng, words.keys)
    form = "python" if rng.random() < 0.25 else "/".join(keys)
    reply = ""
    if recipe.rule == "none":
        reply = say(rng, words.none_tokens).replace("$name", keys[0]).replace("$args", keys[1])
    elif recipe.rule == "missing" and rng.random() < 0.75:
        reply = say(rng, words.missing_tokens)
    return ModuleProblem(
        kind="several" if len(wanted) > 1 else "all", wanted=tuple(wanted), wishes=tuple(wishes), others=tuple(rest),
        offers=tuple(offers), naming=pick(rng, NAMINGS), form=form, rule=recipe.rule, reply=reply,
        chatter=rng.random() < (0.1, 0.2, 0.4)[difficulty - 1],
    )  # fmt: skip


def _nearest(first: Api, chunks: Sequence[Chunk], rng: Random) -> Iterator[Api]:
    """The API and those of its neighbours; the nearest mostly come first."""
    yield first
    near = list(chunks[1 : 1 + MOST_NEIGHBOURS])
    while near:
        api = api_of(near.pop(int(rng.random() ** 2 * len(near))))
        if api is not None:
            yield api


def _fits(api: Api, most: int, difficulty: int) -> bool:
    return len(api.required()) <= most and len(api.about.split()) <= (12, 18, 24)[difficulty - 1]


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


def _narrowed(api: Api, most: int, rng: Random) -> Api:
    """The API with all required parameters and so many optional ones that there are no more than `most`."""
    optional = _optional(api)
    while optional and len(api.required()) + len(optional) > most:
        optional.pop(int(rng.random() * len(optional)))
    return api.model_copy(update={"parameters": (*api.required(), *optional)})


def _wish(api: Api, share: float, rng: Random) -> ModuleWish:
    """Values for all required parameters and for a share of the others."""
    given = {p.name: value_of(p, rng) for p in api.parameters if p.default is None or rng.random() < share}
    if not given:
        chosen = pick(rng, api.parameters)
        given = {chosen.name: value_of(chosen, rng)}
    return ModuleWish(api=api.name, given=given)
