"""What may stand in the way of a call of a real API, put there by an edit of a problem that has nothing in the way.

    leave_out    a required value is not in the request           missing, several_missing
    add_facts    the request states what no parameter takes       superfluous
    take_away    an API that is wanted is not in the list         absent, some_absent

Each gives None where the result would be open to doubt: where another value may pass for the one left out, a fact for an
argument, or an API of the list for the one taken away. That is judged by names, sorts of values and shared words, not by
meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from random import Random
from typing import Any, Final

from skills.tool_use.apis import Api, Parameter
from skills.tool_use.catalogue import pick
from skills.tool_use.module_problem import ModuleProblem
from skills.tool_use.values import draw

_WORDS = "and are for from given into its not one that the this true with which all any return set get"
_COMMON = frozenset(_WORDS.split())


def alike(a: Api, b: Api, absent: bool) -> bool:
    """Whether one API might be taken for the other, or, where one is to be absent, might do any of its work."""
    if a.name.rpartition(".")[2].casefold().strip("_") == b.name.rpartition(".")[2].casefold().strip("_"):
        return True
    first, second = _content(a.about, a.name), _content(b.about, b.name)
    shared = len(first & second)
    if absent:
        return shared * 3 >= min(len(first), len(second))
    return shared * 4 >= 3 * min(len(first), len(second))


@lru_cache(maxsize=8192)
def _content(about: str, name: str) -> frozenset[str]:
    text = f"{about} {name.rpartition('.')[2]}".casefold().replace("_", " ")
    return frozenset(word.rstrip("s") for word in re.findall(r"[a-z]{3,}", text)) - _COMMON


def told_apart(apis: Iterable[Api], question: bool) -> bool:
    """Whether no two of the parameters are written alike, and a question can name each of them."""
    names = {p.name for api in apis for p in api.parameters}
    bare = {name.replace("_", "").casefold() for name in names}
    return len(bare) == len(names) and not (question and bare & {"what", "is", "the"})


def leave_out(problem: ModuleProblem, rng: Random) -> ModuleProblem | None:
    """One required value is not in the request."""
    open_ones = [
        (i, p)
        for i, wish in enumerate(problem.wishes)
        for p in problem.api(wish.api).required()
        if p.type != "boolean" and not _may_pass(problem, i, p)
    ]
    if not open_ones or problem.missing or not told_apart(problem.offered(), question=not problem.reply):
        return None
    index, parameter = pick(rng, open_ones)
    wish = problem.wishes[index]
    given = {name: value for name, value in wish.given.items() if name != parameter.name}
    wishes = list(problem.wishes)
    wishes[index] = wish.model_copy(update={"given": given})
    kind = "several_missing" if len(wishes) > 1 else "missing"
    return problem.model_copy(
        update={
            "wishes": tuple(wishes), "kind": kind, "right": "missing", "missing": parameter.name, "rule": "missing"
        }
    )  # fmt: skip


def _may_pass(problem: ModuleProblem, index: int, parameter: Parameter) -> bool:
    """Whether a value of the other wishes may pass for the one that would be missing."""
    others = [
        problem.api(wish.api).parameter(name)
        for i, wish in enumerate(problem.wishes)
        if i != index
        for name in wish.given
    ]
    return any(p.name == parameter.name or (p.type == "string" and p.sort == parameter.sort) for p in others)


def add_facts(problem: ModuleProblem, rng: Random, most: int = 2) -> ModuleProblem | None:
    """The request states one or two facts that the wanted API does not take."""
    wish, api = problem.wishes[0], problem.wanted[0]
    taken = {word for p in api.parameters for word in p.name.casefold().split("_")} | set(
        api.purpose.casefold().split()
    )
    sorts = {p.sort for p in api.parameters} - {"count", "small", "number", "flag"}
    facts = dict(wish.superfluous)
    for _ in range(1 + int(rng.random() * most)):
        name, sort = pick(rng, FACTS)
        if name in facts or sort in sorts or taken & set(name.split("_")):
            continue
        facts[name] = draw(sort, (), rng)
    if facts == wish.superfluous or len(problem.wishes) > 1:
        return None
    wish = wish.model_copy(update={"superfluous": facts})
    return problem.model_copy(update={"wishes": (wish,), "kind": "superfluous", "rule": "extra"})


_FACTS = """
retries:small color:color deadline:day owner:person priority:small budget:number city:city e_mail:email start_time:clock
language:language version:version workers:small font_size:count password_length:small birthday:day volume:count
reviewer:person project:key temperature:number discount:share opacity:share page_number:count meeting_room:word
cost_center:key pause:seconds unit:unit port_number:port home_page:url backup_folder:folder due_date:day headline:text
log_file:path theme:color dry_run:flag urgent:flag postal_code:size invoice_number:size guests:small battery_level:count
country_code:language shift_end:clock manager:person speed_limit:count warranty_years:small
"""
FACTS: Final = tuple(tuple(pair.split(":")) for pair in _FACTS.split())
"""Facts that few APIs have a parameter for, and their sorts."""


def take_away(problem: ModuleProblem, rng: Random) -> ModuleProblem | None:
    """One of the wanted APIs is not in the list, or the only one."""
    left = list(dict.fromkeys(wish.api for wish in problem.wishes if wish.api not in problem.absent))
    gone = pick(rng, left)
    offers = tuple(name for name in problem.offers if name != gone)
    rivals = [api for api in problem.offered() if api.name != gone]
    if not offers or any(alike(problem.api(gone), api, absent=True) for api in rivals):
        return None
    change: Mapping[str, Any] = {"offers": offers, "absent": (*problem.absent, gone)}
    if len(problem.wishes) == 1:
        return problem.model_copy(update={**change, "kind": "absent", "right": "none"})
    if len(left) == 1:
        return None
    return problem.model_copy(update={**change, "kind": "some_absent", "rule": "part"})


OBSTACLES: Final[dict[str, Callable[[ModuleProblem, Random], ModuleProblem | None]]] = {
    "missing": leave_out, "several_missing": leave_out, "superfluous": add_facts, "absent": take_away,
    "some_absent": take_away,
}  # fmt: skip
