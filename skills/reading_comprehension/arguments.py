"""Arguments in fixed forms: what strengthens and weakens them, what they assume, where they go wrong, how they proceed.

An argument has a scheme (a cause inferred from a correlation, a whole judged by its parts …) and the matter it is about
(`slots`). For each scheme the bank holds its premises and its conclusion, and what stands in a known relation to it:

    scheme      sample: 34 of the 40 people asked want a later bus; so most people in Harrow want a later bus
    weaken      those who were asked all work at night
    strengthen  those who were asked were drawn by lot
    assumption  those who were asked are like the others
    flaw        it takes a small group to stand for everybody

An option is known by role, scheme and matter, never by its words: `weaken/sample/own`. The right one has the role that is
asked for, the scheme of the argument, and its own matter. Wrong ones have another role (the strengthener of the same
argument), another scheme (of a flaw; schemes that could be taken for one another are never set against each other), or
another matter (what would weaken some other argument), or are facts that the world holds beside. After Walton's
argumentation schemes (1996). The module knows forms, not the world: whether a premise is true is not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import ClassVar, Final

from skills.reading_comprehension.bank import Bank
from skills.reading_comprehension.compose import others
from skills.reading_comprehension.options import options, size
from skills.reading_comprehension.phrase import brief, draw, pick, sentence, some
from skills.reading_comprehension.reading import SPOKEN, Fact, Option, Reading
from skills.reading_comprehension.tell import Said, tell_fact, tell_facts
from skills.reading_comprehension.world import World

Slots = dict[str, str]
KIN: Final[tuple[frozenset[str], ...]] = (
    frozenset({"sample", "composition", "division", "trend", "analogy"}),
    frozenset({"authority", "popularity", "attack"}),
    frozenset({"dilemma", "elimination", "necessity", "absurdity"}),
    frozenset({"ignorance", "absurdity"}),
    frozenset({"correlation", "trend"}),
    frozenset({"counterexample", "sample", "absurdity"}),
)
"""Schemes whose flaws or methods could be taken for one another."""
SOUND: Final = ("elimination", "counterexample", "absurdity")
"""Schemes without a flaw; they are asked for their method and their main point only."""


class Argument(Reading):
    """An argument and what is asked of it."""

    surface: ClassVar[frozenset[str]] = Reading.surface | {"ahead"}
    scheme: str
    slots: Slots
    role: str
    """`strengthen`, `weaken`, `assumption`, `flaw`, `method` or `conclusion`."""
    ahead: bool
    """The conclusion comes before its reasons."""

    def truth(self) -> str:
        return f"{self.role}/{self.scheme}/own"


def argument(area: str, rng: Random, bank: Bank, step: int) -> Argument:
    """An argument, and options of which one stands in the relation to it that is asked for."""
    world = World(rng, bank, 2)
    role = ROLES[area.rpartition("/")[2]]
    schemes = list(bank.schemes) if role in ("method", "conclusion") else FLAWED
    scheme = pick(rng, schemes)
    slots = SLOTS[scheme](world)
    facts = others(world, "", 4)
    problem = Argument(
        area=area, step=step, kind=world.kind, setting=world.setting(), facts=facts, told=list(range(step - 1)),
        form="letter", scheme=scheme, slots=slots, role=role, ahead=rng.random() < 0.35,
    )  # fmt: skip
    right = _option(role, scheme, slots, "own", world, step, "")
    make = _other_schemes if role in ("flaw", "method") else _other_points if role == "conclusion" else _other_roles
    wrong = make(problem, world)
    chosen, near = options(right, wrong, size(step), rng)
    return problem.model_copy(update={"options": chosen, "near": near})


def tell(problem: Argument, rng: Random, bank: Bank) -> list[Said]:
    """The premises, in their order, the conclusion, and what else is told of the place."""
    forms, slots = bank.schemes[problem.scheme], problem.slots
    arguer = problem.setting.speakers[0] if problem.kind in SPOKEN else ""
    said = [
        Said(brief(rng, forms[part], slots, problem.step), "state", arguer)
        for part in ("premise", "second")
        if part in forms
    ]
    conclusion = Said(brief(rng, forms["conclusion"], slots, problem.step), "conclude", arguer)
    aside = [one._replace(speaker=arguer) for one in tell_facts(problem, rng, bank)]
    return [conclusion, *said, *aside] if problem.ahead else [*aside, *said, conclusion]


def ask(problem: Argument, noun: str, rng: Random, bank: Bank) -> str:
    whose = "spoken" if problem.kind in SPOKEN else "written"
    arguer = problem.setting.speakers[0]
    argued = draw(rng, bank.questions[f"argument_{whose}"], {"noun": noun, "name": arguer})
    return draw(rng, bank.questions[problem.role], {"argument": argued, "noun": noun})


# ---- wrong options --------------------------------------------------------------------------------------


def _kin(scheme: str) -> frozenset[str]:
    """The scheme and those that it must not be set against."""
    return frozenset({scheme}).union(*(group for group in KIN if scheme in group))


def _option(role: str, scheme: str, slots: Slots, matter: str, world: World, step: int, made: str) -> Option:
    text = sentence(brief(world.rng, world.bank.schemes[scheme][role], slots, step))
    return Option(text=text, value=f"{role}/{scheme}/{matter}", made=made)


def _aside(fact: Fact, problem: Argument, rng: Random, bank: Bank) -> Option:
    text = sentence(tell_fact(fact, problem, rng, bank))
    return Option(text=text, value=f"fact/{fact.kind}/own", made="beside_the_point")


def _other_schemes(problem: Argument, world: World) -> list[Option]:
    """What would be said of arguments in other forms."""
    kin = _kin(problem.scheme)
    schemes = [name for name, forms in world.bank.schemes.items() if name not in kin and problem.role in forms]
    return [
        _option(problem.role, name, problem.slots, "other", world, problem.step, f"{problem.role}_of_{name}")
        for name in some(world.rng, schemes, 4)
    ]


def _other_roles(problem: Argument, world: World) -> list[Option]:
    """Another role in the same argument, the same role in another, and what has no bearing."""
    rng, bank, scheme = world.rng, world.bank, problem.scheme
    opposite = {"strengthen": "weaken", "weaken": "strengthen", "assumption": "weaken"}[problem.role]
    kin = _kin(scheme)
    other = pick(rng, [name for name in FLAWED if name not in kin])
    turned = _option(opposite, scheme, problem.slots, "own", world, problem.step, "opposite_effect")
    idle = _option("neutral", scheme, problem.slots, "own", world, problem.step, "no_bearing")
    foreign = _option(problem.role, other, SLOTS[other](world), "other", world, problem.step, "other_argument")
    beside = _aside(pick(rng, problem.facts), problem, rng, bank)
    easy = [beside, foreign, idle, turned]
    rng.shuffle(easy)
    return easy


def _other_points(problem: Argument, world: World) -> list[Option]:
    """What the passage says beside its main point, and what it does not say."""
    rng, bank, scheme = world.rng, world.bank, problem.scheme
    parts = [part for part in ("premise", "second") if part in bank.schemes[scheme]]
    why = "premise_for_conclusion"
    said = [_option(part, scheme, problem.slots, "own", world, problem.step, why) for part in parts]
    beside = _aside(problem.facts[0], problem, rng, bank)
    other = pick(rng, [name for name in FLAWED if name != scheme])
    unsaid = [_option("conclusion", other, SLOTS[other](world), "other", world, problem.step, "not_in_passage")]
    if "neutral" in bank.schemes[scheme]:
        unsaid.append(_option("neutral", scheme, problem.slots, "own", world, problem.step, "not_in_passage"))
    return [said[0], beside, *unsaid, *said[1:]]


# ---- what the arguments are about -----------------------------------------------------------------------


def _correlation(world: World) -> Slots:
    rng, pools = world.rng, world.bank.pools
    (habit, habiting), (other, othering) = some(rng, pools["habits"], 2)
    return {
        "group": _group(world), "habit": habit, "habiting": habiting, "other": other, "othering": othering,
        "outcome": pick(rng, pools["outcomes"])[0], "person": world.people[0],
    }  # fmt: skip


def _sample(world: World) -> Slots:
    rng, pools = world.rng, world.bank.pools
    asked = 10 + int(rng.random() * 80)
    group, trait = pick(rng, pools["subgroups"])
    return {
        "town": world.town, "person": world.people[0], "m": str(asked), "n": str(asked - 1 - int(rng.random() * asked / 4)),
        "view": pick(rng, pools["wishes"])[0], "subgroup": group, "subgrouping": trait,
    }  # fmt: skip


def _analogy(world: World) -> Slots:
    rng, pools = world.rng, world.bank.pools
    base, past, doing = pick(rng, pools["measures"])
    happened, will = pick(rng, pools["goods"])
    return {
        "town": world.town, "other": world.what("home"), "base": base, "past": past, "doing": doing, "happened": happened,
        "will": will, "feature": pick(rng, pools["features"])[0], "person": world.people[0],
    }  # fmt: skip


def _authority(world: World) -> Slots:
    rng, pools = world.rng, world.bank.pools
    claim, field = pick(rng, pools["claims"])
    return {
        "person": world.people[0], "profession": pick(rng, pools["professions"])[0], "claim": claim, "field": field,
        "town": world.town,
    }  # fmt: skip


def _necessity(world: World) -> Slots:
    goal, doing, done = pick(world.rng, world.bank.pools["goals"])
    return {"person": world.people[0], "goal": goal, "doing": doing, "done": done, "town": world.town, "org": world.org}


def _parts(world: World) -> Slots:
    part, parts, whole, adjective = pick(world.rng, world.bank.pools["wholes"])
    return {
        "part": part, "parts": parts, "whole": whole, "adj": adjective, "person": world.people[0], "town": world.town,
        "org": world.org, "other": world.people[1],
    }  # fmt: skip


def _choice(world: World) -> Slots:
    problem, *ways = pick(world.rng, world.bank.pools["problems"])
    first, second, third = some(world.rng, ways, 3)
    return {"org": world.org, "problem": problem, "a": first, "b": second, "c": third, "person": world.people[0]}


def _attack(world: World) -> Slots:
    rng, pools = world.rng, world.bank.pools
    claim, field = pick(rng, pools["claims"])
    who, other = world.people
    vice = pick(rng, pools["vices"])[0].replace("{who}", who)
    return {"person": who, "other": other, "claim": claim, "field": field, "vice": vice, "town": world.town}


def _popularity(world: World) -> Slots:
    rng = world.rng
    claim, field = pick(rng, world.bank.pools["claims"])
    return {
        "town": world.town,
        "claim": claim,
        "field": field,
        "person": world.people[0],
        "n": str(71 + int(rng.random() * 27)),
    }


def _rumour(world: World) -> Slots:
    rumour, sign, missing = pick(world.rng, world.bank.pools["rumours"])
    return {
        "rumour": rumour, "sign": sign, "missing": missing, "town": world.town, "person": world.people[0],
        "org": world.org,
    }  # fmt: skip


def _trend(world: World) -> Slots:
    rng = world.rng
    past, future = pick(rng, world.bank.pools["customs"])
    return {
        "past": past,
        "future": future,
        "n": str(3 + int(rng.random() * 15)),
        "town": world.town,
        "person": world.people[0],
    }


def _group(world: World) -> str:
    group = pick(world.rng, world.bank.pools["groups"])[0]
    return group.replace("{org}", world.org).replace("{town}", world.town)


SLOTS: Final[Mapping[str, Callable[[World], Slots]]] = {
    "correlation": _correlation, "sample": _sample, "analogy": _analogy, "authority": _authority,
    "necessity": _necessity, "composition": _parts, "division": _parts, "dilemma": _choice, "attack": _attack,
    "popularity": _popularity, "ignorance": _rumour, "trend": _trend, "elimination": _choice,
    "counterexample": _parts, "absurdity": _rumour,
}  # fmt: skip
FLAWED: Final = tuple(name for name in SLOTS if name not in SOUND)
ROLES: Final[dict[str, str]] = {
    "strengthen": "strengthen", "weaken": "weaken", "assumption": "assumption", "flaw": "flaw", "method": "method",
    "main_point": "conclusion",
}  # fmt: skip
