"""Agents that deal items out: to one of several teachers, to a piece of a library, to nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from repairloop.flows import Agent, Item
from repairloop.flows.teacher import Tally, TeacherAgent
from repairloop.plugins.skill import Skill
from repairloop.sources.library import Library
from repairloop.teachers.prompts import has_control_marks
from repairloop.teachers.teacher import BUDGET_SPENT, TeacherError

MIN_WORDS: Final = 30
"""Of a piece of material that a teacher is given."""


class BudgetSpent(TeacherError):
    """A step of a flow could ask nothing more; what the teacher wrote is kept."""


@dataclass
class OneOf:
    """Each item goes to one of several agents, drawn by its own generator."""

    name: str
    agents: Sequence[Agent]

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        spent = self.tally.dropped[BUDGET_SPENT]
        parts: list[list[Item]] = [[] for _ in self.agents]
        for item in items:
            parts[item.rng(f"{self.name}{item.edit}").randrange(len(parts))].append(item)
        made = [item for agent, part in zip(self.agents, parts, strict=True) if part for item in agent(part)]
        if not made and self.tally.dropped[BUDGET_SPENT] > spent:
            raise BudgetSpent(
                f"{self.name}: the teacher's budget is spent, so nothing could be asked; what it wrote is kept, and with a "
                "larger budget the run goes on from there"
            )
        place = {(item.index, item.edit): n for n, item in enumerate(items)}
        return sorted(made, key=lambda item: place[item.index, item.edit])

    @property
    def tally(self) -> Tally:
        """Of its teachers together."""
        whole = Tally()
        for one in (agent.tally for agent in self.agents if isinstance(agent, TeacherAgent)):
            for field in ("came", "left", "cached", "prompt_tokens", "answer_tokens", "seconds"):
                setattr(whole, field, getattr(whole, field) + getattr(one, field))
            whole.dropped += Counter(one.dropped)
            whole.examples = {**one.examples, **whole.examples}
        return whole


@dataclass
class MaterialDraw:
    """Every item gets a piece of the library as it is; one that finds none that can stand in a row is dropped."""

    skill: Skill
    library: Library
    draws: int = 12
    name: str = "material_draw"
    kinds: frozenset[str] = frozenset()
    """Of the pieces; empty: those that the skill can use."""

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        return [made for item in items if (made := self._drawn(item)) is not None]

    def _drawn(self, item: Item) -> Item | None:
        rng = item.rng(self.name)
        for _ in range(self.draws):
            chunk = self.library.draw(self.kinds or self.skill.material, rng)[0]
            if len(chunk.text.split()) >= MIN_WORDS and not has_control_marks(chunk.text):
                return item.by(
                    f"{self.name}: {chunk.kind}", material=chunk.text, origin=chunk.origin, licence=chunk.licence
                )
        return None


@dataclass
class KeepMaterial:
    """The material stays as it is."""

    name: str = "keep_material"

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        return [item.by(self.name) for item in items]
