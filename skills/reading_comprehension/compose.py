"""How a question about facts is made up: which facts there are, which of them are told, and what is asked.

How much else there is, and in what form names and numbers stand, the difficulty steps say (`steps`).
"""

from __future__ import annotations

from typing import Any

from repairloop import Draw
from skills.english import capital
from skills.reading_comprehension.facts import ASKS, FactReading, Query
from skills.reading_comprehension.reading import SPOKEN, Fact, Option, made, options, some
from skills.reading_comprehension.steps import Depth, Items
from skills.reading_comprehension.world import PLAIN, World


def literal(area: str, w: Draw, step: Depth) -> FactReading:
    """One fact is asked for, and it is told."""
    kind, wanted, given = w.pick(ASKS)
    world = World(w, step.people)
    asked = world.fact(kind)
    facts = [asked, *like(asked, world, step.rivals), *others(world, kind, step.facts + 1)]
    problem = assemble(area, step, world, facts, Query(op="get", asked=[0], given=list(given), wanted=wanted))
    if (kind, wanted) == ("deed", "what") or w.rng.random() < w.settings.options:
        return with_options(problem, world)
    return problem.like(wanted=[problem.value(asked, wanted)])


def unanswerable(area: str, w: Draw, step: Depth) -> FactReading:
    """One fact is asked for, and in half of the passages it is not told."""
    kind, wanted, given = w.pick(ASKS)
    while (kind, wanted) == ("deed", "what"):
        kind, wanted, given = w.pick(ASKS)
    world = World(w, step.people)
    asked = world.fact(kind)
    there = w.rng.random() < w.settings.told
    facts = [asked, companion(asked, world), *like(asked, world, step.rivals), *others(world, kind, step.facts)]
    query = Query(op="get", asked=[0], given=list(given), wanted=wanted)
    problem = assemble(area, step, world, facts, query, hidden=() if there else (0,))
    form = "grounded" if w.rng.random() < 0.5 else "words"
    answer = problem.value(asked, wanted) if there else problem.setting.token
    return problem.like(wanted=[answer], token=problem.setting.token, form=form)


def true_false(area: str, w: Draw, step: Depth) -> FactReading:
    """A statement that the passage holds, excludes, or leaves open."""
    kind = w.pick(PLAIN)
    world = World(w, step.people)
    fact = world.fact(kind)
    verdicts = list(w.row("labels"))
    if w.rng.random() < step.closed:
        verdicts = verdicts[:2]
    truth = int(w.rng.random() * len(verdicts))
    same = like(fact, world, step.rivals)
    facts = [fact, companion(fact, world), *same, *others(world, kind, step.facts)]
    claim = altered(fact, same, world) if truth == 1 else fact
    problem = assemble(
        area, step, world, facts, Query(op="judge", asked=[0]), hidden=(0,) if truth == 2 else (),
        claim=claim, verdicts=verdicts, wanted=[verdicts[truth]],
    )  # fmt: skip
    if w.rng.random() < 0.4:
        return problem
    chosen = [
        Option(text=capital(v), value=v, made="" if n == truth else "wrong_verdict") for n, v in enumerate(verdicts)
    ]
    return problem.like(form="letter", options=chosen, wanted=[])


def matching(area: str, w: Draw, step: Items) -> FactReading:
    """Some pairs; there may be a right side too many."""
    count = step.count + (w.rng.random() < step.more)
    world = World(w, count + 1)
    kind = w.pick(PLAIN)
    facts = series(kind, world, count)
    column = "number" if facts[0].number is not None else "what"
    rest = others(world, kind, step.rivals)
    problem = assemble(area, step, world, [*facts, *rest], Query(op="match", asked=list(range(count)), wanted=column))
    pairs = [(fact.who, problem.value(fact, column)) for fact in facts]
    rights = [right for _, right in pairs]
    if step.spare and w.rng.random() < 0.5:
        rights.append(problem.value(like(facts[0], world, 1)[0], column))
    w.rng.shuffle(rights)
    labels = {}
    if step.spare and w.rng.random() < 0.4:
        labels = {left: str(n) for n, (left, _) in enumerate(pairs, 1)}
        labels |= {right: "ABCDEFGH"[n] for n, right in enumerate(rights)}
    wanted = [part for pair in pairs for part in pair]
    return problem.like(form="pairs", wanted=wanted, offered=rights, labels=labels)


def ordering(area: str, w: Draw, step: Items) -> FactReading:
    """Deeds, steps of a task, or people and things by their numbers, to be put in order."""
    count = step.count + bool(step.more and w.rng.random() < step.more)
    world = World(w, count)
    kind = w.pick(("deed", "deed", "step", "step", "count", "price"))
    if kind == "step":
        world.kind = w.pick(("instruction", "instruction", world.kind))
        chores = some(w, world.has("steps"), count)
        facts = [Fact(kind="step", what=chore, number=n) for n, chore in enumerate(chores)]
    else:
        facts = series(kind, world, count)
    rest = others(world, kind, step.rivals) if kind != "step" else []
    reverse = kind in ("count", "price") and w.rng.random() < 0.4
    query = Query(op="order", asked=list(range(count)))
    problem = assemble(area, step, world, [*facts, *rest], query, reverse=reverse)
    items = [(-(fact.number or 0) if reverse else fact.number or 0, problem.item(fact)) for fact in facts]
    wanted = [item for _, item in sorted(items)]
    offered = list(wanted)
    while offered == wanted:
        w.rng.shuffle(offered)
    labels = {item: "ABCDEFGH"[n] for n, item in enumerate(offered)} if w.rng.random() < 0.5 else {}
    return problem.like(form="list", wanted=wanted, offered=offered, labels=labels)


def who_said(area: str, w: Draw, step: Items) -> FactReading:
    """Views with their holders; two of them may be at odds over one thing."""
    count = step.count
    world = World(w, 2, speakers=count)
    world.kind = w.pick((*SPOKEN, *SPOKEN, world.kind))
    motions = some(w, w.rows("motions"), count - step.spare)
    sides = [w.rng.random() < 0.5 for _ in motions]
    held = list(zip(motions, sides, strict=True))
    if step.spare:
        held.append((motions[0], not sides[0]))
    w.rng.shuffle(held)
    facts = []
    for who, (motion, pro) in zip(world.speakers, held, strict=True):
        reasons = motion[2:4] if pro else motion[4:]
        facts.append(Fact(kind="view", who=who, what=motion[not pro], base=w.pick(reasons)))
    given, wanted = w.pick(((["what"], "who"), (["base"], "who"), (["who"], "what")))
    asked = int(w.rng.random() * count)
    rest = others(world, "view", step.rivals)
    query = Query(op="get", asked=[asked], given=given, wanted=wanted)
    problem = assemble(area, step, world, [*facts, *rest], query, shuffle=False)
    value = problem.value(facts[asked], wanted)
    if wanted == "who" and w.rng.random() < 0.6:
        return problem.like(wanted=[value])
    rival = [problem.value(fact, wanted) for fact in facts if fact.who != facts[asked].who]
    unheld = [claim for motion, _ in held for claim in motion[:2]] if wanted == "what" else world.people
    wrong = made("same_kind_in_passage", rival)
    wrong += made("not_in_passage", [text for text in unheld if text not in (*rival, value)])
    chosen, near = options(Option(text=capital(value), value=value), wrong, step.options, w)
    return problem.like(form="letter", options=chosen, near=near)


def cause_effect(area: str, w: Draw, step: Depth) -> FactReading:
    """Why something happened, or what came of it."""
    world = World(w, step.people - 1)
    pairs = some(w, w.rows("causes"), step.people + 1)
    facts = [
        Fact(kind="cause", base=w.fill(cause, {"who": w.pick(world.people)}), what=w.fill(effect, {"who": w.pick(world.people)}))
        for cause, effect in pairs
    ]  # fmt: skip
    told, spare = facts[: step.facts + 1], facts[step.facts + 1 :]
    rest = others(world, "cause", step.facts)
    given, wanted = w.pick((("what", "base"), ("base", "what")))
    query = Query(op="get", asked=[0], given=[given], wanted=wanted)
    problem = assemble(area, step, world, [*told, *rest], query)
    value = getattr(facts[0], wanted)
    rival = made("same_kind_in_passage", [getattr(fact, wanted) for fact in told[1:]])
    turned = made("cause_and_effect_exchanged", [getattr(fact, given) for fact in told[1:]])
    unheld = made("not_in_passage", [getattr(fact, wanted) for fact in spare])
    wrong = [rival[0], *unheld[:1], *turned[:1], *rival[1:], *unheld[1:]]
    chosen, near = options(Option(text=capital(value), value=value), wrong, step.options, w)
    return problem.like(form="letter", options=chosen, near=[*turned, *near])


# ---- facts ----------------------------------------------------------------------------------------------


def others(world: World, kind: str, count: int) -> list[Fact]:
    """Facts of other kinds than the one that is asked for."""
    return world.facts(tuple(name for name in PLAIN if name != kind), count)


def like(fact: Fact, world: World, count: int) -> list[Fact]:
    """More facts that could be taken for this one: of its kind, with other people or things."""
    if fact.kind != "count":
        return [world.fact(fact.kind) for _ in range(count)]
    people = [who for who in world.people if who != fact.who]
    return [fact.like(who=who, number=world.number(f"count {fact.what}")) for who in some(world.w, people, count)]


def series(kind: str, world: World, count: int) -> list[Fact]:
    """Facts of one kind about different people or things."""
    first = world.fact(kind, world.people[0])
    if kind == "deed":
        return [first, *(world.fact(kind, who) for who in world.people[1:count])]
    return [first, *like(first, world, count - 1)]


def companion(fact: Fact, world: World) -> Fact:
    """Something else about the person or the thing, so that the passage speaks of what it may not tell."""
    if fact.kind == "spot":
        return Fact(kind="price", who=fact.who, number=world.number("price"))
    if fact.kind == "price":
        return Fact(kind="spot", who=fact.who, what=world.what("spot"))
    if fact.kind == "home":
        return world.fact(world.w.pick(("deed", "count")), fact.who)
    return world.fact("home", fact.who)


def altered(fact: Fact, rivals: list[Fact], world: World) -> Fact:
    """A fact that the other one excludes."""
    w = world.w
    if fact.kind in ("count", "price") or (fact.kind == "deed" and w.rng.random() < 0.5):
        near = [rival.number for rival in rivals] if w.rng.random() < 0.5 else []
        fresh = world.moment() if fact.kind == "deed" else world.number(f"count {fact.what}" if fact.what else "price")
        return fact.like(number=w.pick(near) if near else fresh)
    if fact.kind in ("deed", "role"):
        return fact.like(who=w.pick([who for who in world.people if who != fact.who]))
    if rivals and w.rng.random() < 0.7:
        return fact.like(what=w.pick(rivals).what)
    return fact.like(what=world.what(fact.kind))


# ---- problems -------------------------------------------------------------------------------------------


def assemble(
    area: str, step: Depth, world: World, facts: list[Fact], query: Query, *, hidden: tuple[int, ...] = (),
    shuffle: bool = True, **more: Any,
) -> FactReading:  # fmt: skip
    """A problem in the form `words`, with two facts in store that the passage does not tell."""
    told = [n for n in range(len(facts)) if n not in hidden]
    if shuffle:
        world.w.rng.shuffle(told)
    spare = others(world, facts[0].kind, 2)
    return FactReading(
        area=area, step=step.number, kind=world.kind, setting=world.setting(), facts=[*facts, *spare], told=told, form="words",
        query=query, **more,
    )  # fmt: skip


def with_options(problem: FactReading, world: World) -> FactReading:
    """The same question with options to choose from."""
    w, query = world.w, problem.query
    asked, wanted = problem.facts[query.asked[0]], query.wanted
    value = problem.value(asked, wanted)
    told = [problem.facts[n] for n in problem.told if n != query.asked[0]]
    same = made("same_kind_in_passage", (problem.value(fact, wanted) for fact in told if fact.kind == asked.kind))
    fresh = made("not_in_passage", _fresh(asked, wanted, problem, world))
    near = [option for option in made("elsewhere_in_passage", _elsewhere(asked, wanted, told)) if option.value != value]
    if wanted == "number" and asked.kind != "deed":
        near += made("off_by_one", _close(asked.number or 0, w)[:2])
    if w.rng.random() < 0.5:
        same = [*same, *near[:1]]
    chosen, rest = options(Option(text=capital(value), value=value), [*same, *fresh, *near], problem.depth.options, w)
    hard = [option for option in rest if option.made != "not_in_passage"]
    return problem.like(form="letter", options=chosen, near=hard)


def _elsewhere(asked: Fact, wanted: str, told: list[Fact]) -> list[str]:
    """What the passage tells that a hasty reader could take for the answer."""
    if wanted == "who" and asked.kind not in ("spot", "price"):
        return [fact.who for fact in told if fact.kind in ("deed", "count", "role", "home")]
    if wanted == "number" and asked.kind != "deed":
        return [str(fact.number) for fact in told if fact.number is not None and fact.kind in ("count", "price")]
    return []


def _fresh(asked: Fact, wanted: str, problem: FactReading, world: World) -> list[str]:
    """Values that the passage does not tell."""
    if wanted == "who" and asked.kind not in ("spot", "price"):
        named = [problem.facts[n].who for n in problem.told]
        return [who for who in [*world.people, *world.speakers] if who not in named]
    if asked.kind == "deed" and wanted == "number":
        return [problem.setting.moment(world.moment()) for _ in range(3)]
    if wanted == "number":
        return [str(world.number(f"count {asked.what}" if asked.what else "price")) for _ in range(3)]
    return [problem.value(world.fact(asked.kind), wanted) for _ in range(2)]


def _close(right: int, w: Draw) -> list[str]:
    """Wrong numbers near the right one."""
    steps = [1, -1, 2, 10, -2, 5]
    first: int = w.pick(steps[:2])
    return [str(right + step) for step in (first, -first, *steps[2:]) if right + step > 1]
