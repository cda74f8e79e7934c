"""From facts to clauses: how each kind of fact is told, and who is called what.

A clause is written small and without a full stop, so that `passage` can put it anywhere. A person is named in full
once; later on, where that is the step, by the first name alone, and small numbers stand in words.
"""

from __future__ import annotations

from repairloop import Draw
from skills.english import number_word
from skills.reading_comprehension.reading import SPOKEN, Fact, Reading, Said


def tell_facts(problem: Reading, w: Draw) -> list[Said]:
    """The facts that the passage tells, in its order."""
    told = [problem.facts[n] for n in problem.told]
    steps = sorted((fact for fact in told if fact.kind == "step"), key=lambda fact: fact.number or 0)
    names = Names(problem, w)
    said = [_tell(fact, problem, names, w) for fact in told if fact.kind != "step"]
    return [*_tell_steps([fact.what for fact in steps], problem.depth.turned, w), *said] if steps else said


def tell_fact(fact: Fact, problem: Reading, w: Draw) -> str:
    """One fact as a clause, with everybody named in full."""
    return _tell(fact, problem, None, w).clause


class Names:
    """Who has been named before, and may be called by the first name now."""

    def __init__(self, problem: Reading, w: Draw) -> None:
        self.known: set[str] = set()
        self.people = problem.setting.people if problem.depth.disguised else []
        self.w = w

    def call(self, who: str) -> str:
        if who in self.known and who in self.people and self.w.rng.random() < 0.5:
            return who.partition(" ")[0]
        self.known.add(who)
        return who


def _tell(fact: Fact, problem: Reading, names: Names | None, w: Draw) -> Said:
    setting = problem.setting
    if fact.kind == "view":
        spoken = problem.kind in SPOKEN
        form = ("own" if spoken else "reported") + ("_reason" if fact.base else "")
        clause = w.line(f"clause/{form}", {"who": fact.who, "claim": fact.what, "reason": fact.base})
        return Said(clause, "view", fact.who) if spoken else Said(clause)
    if fact.kind == "cause":
        return Said(w.line("clause/cause", {"cause": fact.base, "effect": fact.what}), "plain")
    slots = {
        "who": names.call(fact.who) if names else fact.who, "past": fact.verb, "base": fact.base, "what": fact.what,
        "coin": setting.coin, "noun": setting.noun,
    }  # fmt: skip
    if fact.kind == "deed":
        slots["when"] = setting.when(fact.number or 0)
    elif fact.number is not None:
        words = problem.depth.disguised and fact.number <= 20 and w.rng.random() < 0.5
        slots["n"] = number_word(fact.number) if words else str(fact.number)
    return Said(w.line(f"clause/{fact.kind}", slots))


def _tell_steps(steps: list[str], turned: bool, w: Draw) -> list[Said]:
    """Steps in their order; where they are to be turned, some pairs are told the other way round ("before you b, you a")."""
    said, at, last = [], 0, len(steps) - 1
    while at <= last:
        slots = {"x": steps[at], "y": steps[min(at + 1, last)]}
        if 0 < at < last and turned and w.rng.random() < 0.6:
            said.append(Said(w.line("clause/step_back", slots), "plain"))
            at += 2
            continue
        place = "step_first" if at == 0 else "step_last" if at == last else "step_next"
        said.append(Said(w.line(f"clause/{place}", slots), "plain"))
        at += 1
    return said
