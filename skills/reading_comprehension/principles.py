"""Principles: a case is judged, and the one rule is looked for that the judgement rests on.

    told     Mira Holt borrowed a saw from Tom Reyes and broke it. So she ought to buy him a new one.
    options  Whoever breaks what was lent ought to replace it. | Promises bind even when they cost something. | …

Every case in the words file stands beside its rule, so the rule of a case is known. The rules differ in what they are
about, so no case falls under two of them. Cases that fall under several rules, and are weighed, are not made.
"""

from __future__ import annotations

from repairloop import Draw
from skills.english import sentence
from skills.reading_comprehension.compose import others
from skills.reading_comprehension.reading import SPOKEN, Option, Reading, Said, options, some
from skills.reading_comprehension.steps import Depth
from skills.reading_comprehension.tell import tell_facts
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

    def tell(self, w: Draw) -> list[Said]:
        judge = self.setting.speakers[0] if self.kind in SPOKEN else ""
        said = [Said(self.case, "plain", judge), Said(self.judged, "conclude", judge)]
        return [*(one._replace(speaker=judge) for one in tell_facts(self, w)), *said]

    def question(self, noun: str, w: Draw) -> str:
        return w.line("ask/principle", noun=noun)


def principle(area: str, w: Draw, step: Depth) -> Case:
    world = World(w, 2)
    principles = w.rows("principles")
    numbers = some(w, range(len(principles)), min(7, len(principles)))
    slots = {"a": world.people[0], "b": world.people[1], "org": world.org, "town": world.town}
    case, _, judged = w.fill(w.pick(principles[numbers[0]][1:]), slots).partition(" => ")
    drafts = [
        Option(text=sentence(w.fill(principles[n][0], {})), value=str(n), made="other_principle") for n in numbers
    ]
    chosen, near = options(drafts[0].by(""), drafts[1:], step.options, w)
    return Case(
        area=area, step=step.number, kind=world.kind, setting=world.setting(), facts=others(world, "", 4),
        told=list(range(step.rivals)), form="letter", options=chosen, near=near, rule=numbers[0], case=case, judged=judged,
    )  # fmt: skip
