"""Principles: a case is judged, and the one rule is looked for that the judgement rests on.

    told     Mira Holt borrowed a saw from Tom Reyes and broke it. So she ought to buy him a new one.
    options  Whoever breaks what was lent ought to replace it. | Promises bind even when they cost something. | …

Every case in the bank stands below its rule, so the rule of a case is known. The rules of a bank differ in what they are
about, so no case falls under two of them. Cases that fall under several rules, and are weighed, are not made.
"""

from __future__ import annotations

from random import Random

from skills.reading_comprehension.bank import Bank
from skills.reading_comprehension.compose import others
from skills.reading_comprehension.options import options, size
from skills.reading_comprehension.phrase import draw, pick, sentence, some
from skills.reading_comprehension.reading import SPOKEN, Option, Reading
from skills.reading_comprehension.tell import Said, tell_facts
from skills.reading_comprehension.world import World


class Case(Reading):
    """A case that was judged, and rules."""

    rule: int
    case: str
    """What happened, a clause."""
    judged: str
    """What is concluded, a clause."""

    def truth(self) -> str:
        return str(self.rule)


def principle(area: str, rng: Random, bank: Bank, step: int) -> Case:
    world = World(rng, bank, 2)
    numbers = some(rng, range(len(bank.principles)), 7)
    rule = bank.principles[numbers[0]]
    slots = {"a": world.people[0], "b": world.people[1], "org": world.org, "town": world.town}
    case, _, judged = pick(rng, rule.cases).draw(rng, slots).partition(" => ")
    drafts = [
        Option(text=sentence(bank.principles[n].rule.draw(rng, {})), value=str(n), made="other_principle")
        for n in numbers
    ]
    chosen, near = options(drafts[0].model_copy(update={"made": ""}), drafts[1:], size(step), rng)
    return Case(
        area=area, step=step, kind=world.kind, setting=world.setting(), facts=others(world, "", 4),
        told=list(range(step - 1)), form="letter", options=chosen, near=near, rule=numbers[0], case=case, judged=judged,
    )  # fmt: skip


def tell(problem: Case, rng: Random, bank: Bank) -> list[Said]:
    judge = problem.setting.speakers[0] if problem.kind in SPOKEN else ""
    said = [Said(problem.case, "plain", judge), Said(problem.judged, "conclude", judge)]
    return [*(one._replace(speaker=judge) for one in tell_facts(problem, rng, bank)), *said]


def ask(problem: Case, noun: str, rng: Random, bank: Bank) -> str:
    return draw(rng, bank.questions["principle"], {"noun": noun})
