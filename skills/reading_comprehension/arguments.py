"""Arguments in fixed forms: what strengthens and weakens them, what they assume, where they go wrong, how they proceed.

An argument has a scheme (a cause inferred from a correlation, a whole judged by its parts …) and the matter it is about
(`slots`). For each scheme the words file holds its premises and its conclusion, and what stands in a known relation to it:

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
from typing import ClassVar, Final

from repairloop import Draw
from skills.english import sentence
from skills.reading_comprehension.compose import others
from skills.reading_comprehension.reading import SPOKEN, Fact, Option, Reading, Said, brief, options, some
from skills.reading_comprehension.steps import Depth
from skills.reading_comprehension.tell import tell_fact, tell_facts
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

    def tell(self, w: Draw) -> list[Said]:
        """The premises, in their order, the conclusion, and what else is told of the place."""
        arguer = self.setting.speakers[0] if self.kind in SPOKEN else ""
        form, short = f"scheme/{self.scheme}", self.depth.brief
        parts = [part for part in ("premise", "second") if w.has(f"{form}/{part}")]
        said = [Said(brief(w, f"{form}/{part}", self.slots, short), "state", arguer) for part in parts]
        conclusion = Said(brief(w, f"{form}/conclusion", self.slots, short), "conclude", arguer)
        aside = [one._replace(speaker=arguer) for one in tell_facts(self, w)]
        return [conclusion, *said, *aside] if self.ahead else [*aside, *said, conclusion]

    def question(self, noun: str, w: Draw) -> str:
        whose = "spoken" if self.kind in SPOKEN else "written"
        arguer = self.setting.speakers[0]
        argued = w.line(f"ask/argument_{whose}", noun=noun, name=arguer)
        return w.line(f"ask/{self.role}", argument=argued, noun=noun)

    def knowledge(self, w: Draw) -> str:
        """Beside the question that the form invites stands that of another form, so that it does not point at an option."""
        rule = w.line(f"rule/role/{self.role}")
        if self.role in ("method", "conclusion") or self.scheme in SOUND:
            return rule
        other = w.pick([name for name in FLAWED if name != self.scheme])
        asked = [w.all(f"rule/scheme/{scheme}")[0] for scheme in (self.scheme, other)]
        w.rng.shuffle(asked)
        return f"{rule} Ask: {asked[0]} And: {asked[1]}"


def argument(area: str, w: Draw, step: Depth) -> Argument:
    """An argument, and options of which one stands in the relation to it that is asked for."""
    world = World(w, 2)
    role = ROLES[area.rpartition("/")[2]]
    schemes = tuple(SLOTS) if role in ("method", "conclusion") else FLAWED
    scheme: str = w.pick(schemes)
    slots = SLOTS[scheme](world)
    facts = others(world, "", 4)
    problem = Argument(
        area=area, step=step.number, kind=world.kind, setting=world.setting(), facts=facts, told=list(range(step.rivals)),
        form="letter", scheme=scheme, slots=slots, role=role, ahead=w.rng.random() < 0.35,
    )  # fmt: skip
    right = _option(role, scheme, slots, "own", world, step.brief)
    make = _other_schemes if role in ("flaw", "method") else _other_points if role == "conclusion" else _other_roles
    wrong = make(problem, world)
    chosen, near = options(right, wrong, step.options, w)
    return problem.like(options=chosen, near=near)


# ---- wrong options --------------------------------------------------------------------------------------


def _kin(scheme: str) -> frozenset[str]:
    """The scheme and those that it must not be set against."""
    return frozenset({scheme}).union(*(group for group in KIN if scheme in group))


def _option(role: str, scheme: str, slots: Slots, matter: str, world: World, short: bool, made: str = "") -> Option:
    text = sentence(brief(world.w, f"scheme/{scheme}/{role}", slots, short))
    return Option(text=text, value=f"{role}/{scheme}/{matter}", made=made)


def _aside(fact: Fact, problem: Argument, w: Draw) -> Option:
    text = sentence(tell_fact(fact, problem, w))
    return Option(text=text, value=f"fact/{fact.kind}/own", made="beside_the_point")


def _other_schemes(problem: Argument, world: World) -> list[Option]:
    """What would be said of arguments in other forms."""
    kin = _kin(problem.scheme)
    schemes = [name for name in SLOTS if name not in kin and world.w.has(f"scheme/{name}/{problem.role}")]
    return [
        _option(problem.role, name, problem.slots, "other", world, problem.depth.brief, f"{problem.role}_of_{name}")
        for name in some(world.w, schemes, 4)
    ]


def _other_roles(problem: Argument, world: World) -> list[Option]:
    """Another role in the same argument, the same role in another, and what has no bearing."""
    w, scheme = world.w, problem.scheme
    opposite = {"strengthen": "weaken", "weaken": "strengthen", "assumption": "weaken"}[problem.role]
    kin = _kin(scheme)
    other = w.pick([name for name in FLAWED if name not in kin])
    turned = _option(opposite, scheme, problem.slots, "own", world, problem.depth.brief, "opposite_effect")
    idle = _option("neutral", scheme, problem.slots, "own", world, problem.depth.brief, "no_bearing")
    foreign = _option(problem.role, other, SLOTS[other](world), "other", world, problem.depth.brief, "other_argument")
    beside = _aside(w.pick(problem.facts), problem, w)
    easy = [beside, foreign, idle, turned]
    w.rng.shuffle(easy)
    return easy


def _other_points(problem: Argument, world: World) -> list[Option]:
    """What the passage says beside its main point, and what it does not say."""
    w, scheme = world.w, problem.scheme
    parts = [part for part in ("premise", "second") if w.has(f"scheme/{scheme}/{part}")]
    why = "premise_for_conclusion"
    said = [_option(part, scheme, problem.slots, "own", world, problem.depth.brief, why) for part in parts]
    beside = _aside(problem.facts[0], problem, w)
    other = w.pick([name for name in FLAWED if name != scheme])
    unsaid = [_option("conclusion", other, SLOTS[other](world), "other", world, problem.depth.brief, "not_in_passage")]
    if w.has(f"scheme/{scheme}/neutral"):
        unsaid.append(_option("neutral", scheme, problem.slots, "own", world, problem.depth.brief, "not_in_passage"))
    return [said[0], beside, *unsaid, *said[1:]]


# ---- what the arguments are about -----------------------------------------------------------------------


def _correlation(world: World) -> Slots:
    w = world.w
    (habit, habiting), (other, othering) = some(w, w.rows("matter/habits"), 2)
    return {
        "group": w.fill(w.row("matter/groups")[0], {"org": world.org, "town": world.town}), "habit": habit,
        "habiting": habiting, "other": other, "othering": othering, "outcome": w.row("matter/outcomes")[0],
        "person": world.people[0],
    }  # fmt: skip


def _sample(world: World) -> Slots:
    w = world.w
    asked = 10 + int(w.rng.random() * 80)
    group, trait = w.row("matter/subgroups")
    return {
        "town": world.town, "person": world.people[0], "m": str(asked), "n": str(asked - 1 - int(w.rng.random() * asked / 4)),
        "view": w.row("matter/wishes")[0], "subgroup": group, "subgrouping": trait,
    }  # fmt: skip


def _analogy(world: World) -> Slots:
    w = world.w
    base, past, doing = w.row("matter/measures")
    happened, will = w.row("matter/goods")
    return {
        "town": world.town, "other": world.what("home"), "base": base, "past": past, "doing": doing, "happened": happened,
        "will": will, "feature": w.row("matter/features")[0], "person": world.people[0],
    }  # fmt: skip


def _authority(world: World) -> Slots:
    claim, field = world.w.row("matter/claims")
    profession = world.w.row("matter/professions")[0]
    return {"person": world.people[0], "profession": profession, "claim": claim, "field": field, "town": world.town}


def _necessity(world: World) -> Slots:
    goal, doing, done = world.w.row("matter/goals")
    return {"person": world.people[0], "goal": goal, "doing": doing, "done": done, "town": world.town, "org": world.org}


def _parts(world: World) -> Slots:
    part, parts, whole, adjective = world.w.row("matter/wholes")
    return {
        "part": part, "parts": parts, "whole": whole, "adj": adjective, "person": world.people[0], "town": world.town,
        "org": world.org, "other": world.people[1],
    }  # fmt: skip


def _choice(world: World) -> Slots:
    problem, *ways = world.w.row("matter/problems")
    first, second, third = some(world.w, ways, 3)
    return {"org": world.org, "problem": problem, "a": first, "b": second, "c": third, "person": world.people[0]}


def _attack(world: World) -> Slots:
    claim, field = world.w.row("matter/claims")
    who, other = world.people
    vice = world.w.fill(world.w.row("matter/vices")[0], {"who": who})
    return {"person": who, "other": other, "claim": claim, "field": field, "vice": vice, "town": world.town}


def _popularity(world: World) -> Slots:
    claim, field = world.w.row("matter/claims")
    share = str(71 + int(world.w.rng.random() * 27))
    return {"town": world.town, "claim": claim, "field": field, "person": world.people[0], "n": share}


def _rumour(world: World) -> Slots:
    rumour, sign, missing = world.w.row("matter/rumours")
    places = {"town": world.town, "person": world.people[0], "org": world.org}
    return {"rumour": rumour, "sign": sign, "missing": missing, **places}


def _trend(world: World) -> Slots:
    past, future = world.w.row("matter/customs")
    years = str(3 + int(world.w.rng.random() * 15))
    return {"past": past, "future": future, "n": years, "town": world.town, "person": world.people[0]}


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
