"""Flows: chains of agents that make repair rows, in AgentInstruct's three steps.

Content transformation (raw material → a representation), instruction creation (representation → prompt) and
refinement (suggest a change, edit the representation), then a worked answer. (Mitra et al. 2024, section 2.)
An agent takes a list of items and returns a list of items; each item remembers its path. *Program* agents are
plain code; what they write counts for nothing until it is vetted.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Final, Literal, Protocol

from repairloop.plugins.items import item_rng, split_of
from repairloop.plugins.skill import Problem, Skill
from repairloop.records import Message, Repair, fingerprint

if TYPE_CHECKING:
    from repairloop.sources.library import Library

WORLD_LICENCE: Final = "Apache-2.0"
"""Of what programs of this package make up."""


@dataclass(frozen=True)
class Item:
    """One row on its way: what it is made from and which agents it has been through."""

    area: str
    index: int
    difficulty: int
    seed: str
    problem: Problem | None = None
    prompt: list[Message] = field(default_factory=list)
    completion: str = ""
    suggestions: tuple[str, ...] = ()
    edit: str = ""
    """The suggestion that was carried out; empty for an item as it was first made."""
    agents: tuple[str, ...] = ()
    material: str = ""
    """The raw text under work: a piece of a source at first, then what was made of it."""
    origin: str = ""
    """Address of the source that the material came from; empty for a generated world."""
    licence: str = WORLD_LICENCE
    """Of the source, as it names it; empty where nothing says."""
    repair: Repair = "demonstration"
    rejected: str | None = None
    """A wrong answer to the prompt, graded as wrong."""
    answer: str = ""
    """The short answer alone, where the completion is more than that."""
    wrote: tuple[str, ...] = ()
    """What a teacher wrote of it: `material`, `prompt`, `completion`."""
    proof: Literal["program", "teacher"] = "program"
    """On whose word the row stands before it is vetted."""

    @property
    def source(self) -> str:
        """The source's address, or that of the generated world that the content comes from."""
        return self.origin or f"world:{self.seed}/{self.area}/{self.index}"

    def rng(self, agent: str) -> Random:
        """A generator of this item's own for one agent, whatever came before."""
        return item_rng(self.seed, self.area, f"train-{agent}", self.index)

    def chance(self, agent: str) -> float:
        """A number from 0 to 1 of this item's own for one agent: a coin, in a fifth of the time of a generator."""
        return int(fingerprint(self.seed, self.area, agent, self.index), 16) / 2**64

    def by(self, agent: str, **changes: object) -> Item:
        """The item with one more step on its path."""
        return self.like(agents=(*self.agents, agent), **changes)

    def like(self, **changes: object) -> Item:
        """As `dataclasses.replace`, in a tenth of its time."""
        made = object.__new__(Item)
        made.__dict__.update(self.__dict__, **changes)
        return made


class Agent(Protocol):
    """One step of a flow."""

    name: str

    def __call__(self, items: Sequence[Item]) -> list[Item]: ...


@dataclass
class ContentTransformation:
    """Raw material becomes a problem: here, a world drawn from a seed, in the part that may train."""

    skill: Skill
    name: str = "content_transformation"

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        draw = self.skill.draw
        step = f"{self.name}: world"
        return [i.by(step, problem=draw(i.area, i.rng(self.name), "train", "seen", i.difficulty)) for i in items]


@dataclass
class MaterialTransformation:
    """Raw material becomes a problem: for a share of the items a piece of a library, for the others a world.

    An item whose draws of material all do not suit its area gets a world too.
    """

    skill: Skill
    library: Library
    share: float = 1.0
    draws: int = 12
    name: str = "content_transformation"

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        world = ContentTransformation(self.skill, self.name)
        return [self._from_material(item) or world([item])[0] for item in items]

    def _from_material(self, item: Item) -> Item | None:
        if not self.library.suits(self.skill, item.area):
            return None
        if item.chance(f"{self.name}-material") >= self.share:
            return None
        rng = item.rng(f"{self.name}-material")
        for _ in range(self.draws):
            if made := self.library.problem(self.skill, item.area, rng, item.difficulty):
                problem, chunk = made
                return item.by(
                    f"{self.name}: {chunk.kind}",
                    problem=self.skill.offered(problem),
                    material=chunk.text,
                    origin=chunk.origin,
                    licence=chunk.licence,
                )
        return None


@dataclass
class InstructionCreation:
    """A problem becomes a prompt, phrased from the bank of seen wording."""

    skill: Skill
    name: str = "instruction_creation"

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        return [i.by(self.name, prompt=self.skill.render(i.problem, i.rng(self.name), "seen")) for i in items]


@dataclass
class Suggester:
    """Proposes the skill's refinements, in an order drawn anew, for a share of the items; the items themselves stay."""

    skill: Skill
    share: float
    name: str = "suggester"

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        names = sorted(self.skill.refinements())
        added = []
        for item in items if names else ():
            if item.chance(self.name) < self.share:
                order = tuple(item.rng(self.name).sample(names, len(names)))
                added.append(item.by(f"{self.name}: {', '.join(order)}", suggestions=order))
        return [*items, *added]


@dataclass
class Editor:
    """Carries out the first suggestion that applies, on the representation, so that the truth is recomputed.

    An edit that leaves the part of the content that may train is drawn again; an item that no suggestion
    applies to is dropped.
    """

    skill: Skill
    draws: int = 6
    name: str = "editor"

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        edits = self.skill.refinements() if any(item.suggestions for item in items) else {}
        edited = (self._edit(item, edits) if item.suggestions else item for item in items)
        return [item for item in edited if item is not None]

    def _edit(self, item: Item, edits: Mapping[str, Callable[..., Problem | None]]) -> Item | None:
        rng = item.rng(self.name)
        for suggestion in item.suggestions:
            for _ in range(self.draws):
                problem = edits[suggestion](item.problem, rng)
                if problem is None:
                    break
                if problem != item.problem and split_of(item.area, problem.key()) == "train":
                    prompt = self.skill.render(problem, rng, "seen")
                    return item.by(f"{self.name}: {suggestion}", problem=problem, prompt=prompt, edit=suggestion)
        return None


@dataclass
class Solver:
    """Writes the answer to learn from, independently of the reference by which it will be graded."""

    skill: Skill
    name: str = "solver"

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        return [
            i.by(self.name, completion=self.skill.solution(i.problem, i.rng(f"{self.name}{i.edit}"))) for i in items
        ]


def program_flow(
    skill: Skill, refine: float, library: Library | None = None, share: float = 1.0, suggester: Agent | None = None
) -> list[Agent]:
    """The three steps with program agents, as the skill will have them. `refine`: share of the items that get a refined
    sibling; `share`: of the items, those made from the library's raw material where it suits them; `suggester`: in place
    of the program's."""
    first = MaterialTransformation(skill, library, share) if library else ContentTransformation(skill)
    suggest = suggester or Suggester(skill, refine)
    usual = [first, InstructionCreation(skill), suggest, Editor(skill), Solver(skill)]
    return list(skill.agents(usual))


@dataclass
class Yield:
    """What one agent was given and made, over all batches."""

    taken: int = 0
    made: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    """Reason → items; of agents that say why."""
    seconds: float = 0.0
    tokens: int = 0
    """Read and written by a teacher, whenever they were paid."""

    def add(self, other: Yield) -> None:
        self.taken += other.taken
        self.made += other.made
        self.rejected += other.rejected
        self.seconds += other.seconds
        self.tokens += other.tokens


def run_flow(flow: Sequence[Agent], items: Sequence[Item], yields: dict[str, Yield] | None = None) -> list[Item]:
    """The items that come out at the end. `yields` is added to, agent by agent."""
    current = list(items)
    for agent in flow:
        started, taken, before = time.perf_counter(), len(current), _tally(agent)
        current = agent(current)
        if yields is not None:
            rejected, tokens = _tally(agent)
            seconds = time.perf_counter() - started
            mine = Yield(taken, len(current), rejected - before[0], seconds, tokens - before[1])
            yields.setdefault(agent.name, Yield()).add(mine)
    return current


def _tally(agent: Agent) -> tuple[Counter[str], int]:
    """Items dropped by reason and tokens used so far, of an agent that counts them."""
    tally = getattr(agent, "tally", None)
    return (Counter(tally.dropped), tally.prompt_tokens + tally.answer_tokens) if tally else (Counter(), 0)
