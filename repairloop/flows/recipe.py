"""One recipe for rows and one maker, for a cycle and for `repairloop synthesize` alike.

A `Recipe` is read from the configuration: flows, kinds of repair, the mixture of raw material and worlds, caps, vetting.
A `Wish` names rows of one area and the failures that they answer. `Maker` drafts them, in batches as large as one likes:

    maker, wish = Maker(recipe, library, teacher), Wish("math/word", 400, failures)
    drafts = [*maker.taught(skill, wish), *maker.drafts(skill, wish, range(500))]
    rows = [row for row in recipe.vetter(guard.overlap, [wish]).vet(drafts) if row.dropped is None]

A draft depends on the recipe, the wish's area and failures and its own number, and on nothing else that is made: rows
that a cycle made are the first that `synthesize` makes of its run. What is not known here: where rows go, and who gives
the wrong answers, the student in a cycle, the graders' error operators (`with_mistakes`) where none is asked.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from repairloop.config import Config
from repairloop.flows import Agent, Item, Suggester, Yield, program_flow, run_flow
from repairloop.flows.dealing import BudgetSpent
from repairloop.flows.kinds import MOST, Choice, Informer, Planner, choose, drawn, mistaken, why
from repairloop.flows.mixed import families, teacher_flow
from repairloop.flows.proof import prove_items
from repairloop.flows.rows import Failure, to_row
from repairloop.plugins.skill import Skill, with_settings, with_tools
from repairloop.records import Proof, RepairRow
from repairloop.sources.library import Library
from repairloop.tasks.skill import TaskSkill
from repairloop.teachers.teacher import Budget, Teacher, open_teacher
from repairloop.vetting import PROOFS, Vetter

ITEMS: Final = 512
"""Items that go through a flow together."""
TAUGHT: Final = 0.25
"""Share of a failing area's rows that a teacher is asked for, where there is one."""
CHARS_A_TOKEN: Final = 4
"""Of English text, about: rows with more than this times `train.max_tokens` would be cut."""


KIN: Final = "kin to a failing area of the user's task"
"""Why such rows are made."""


class Wish(NamedTuple):
    """Rows of one area."""

    area: str
    number: int
    failures: Sequence[Failure] = ()
    """What showed the area to fail; the rows take turns to answer them. None where no run is known."""
    kind: Literal["repair", "kin", "replay", "self"] = "repair"
    """`kin`: rows of an area that is like a failing one of the user's task."""

    @property
    def classes(self) -> Counter[str]:
        """Error class → failures."""
        return Counter(failure.error_class or "" for failure in self.failures)


@dataclass(frozen=True)
class Recipe:
    """How rows are made; pickles."""

    config: Config
    cycle: int = 0
    """The cycle that they are for; 0 outside of runs."""
    holds: Literal["all", "questions", "pairs"] = "all"
    """What rows may be: all kinds, none that goes on after a wrong answer, or a right and a wrong answer each."""

    def described(self) -> dict[str, Any]:
        """All that decides the rows beside the wishes and the versions; JSON."""
        config, teacher = self.config, self.config.teacher
        said: dict[str, Any] = {
            "seed": config.seed, "cycle": self.cycle, "difficulties": config.probes.difficulties,
            **config.synthesize.model_dump(exclude={"rows", "replay", "voice", "kin"}),
            "max_chars": CHARS_A_TOKEN * config.train.max_tokens, "holds": self.holds,
        }  # fmt: skip
        said |= {"skills": config.skill_settings} if config.skill_settings else {}
        said |= {"tools": config.asking.tools} if config.asking.tools != "text" else {}
        if teacher.name:
            said["teacher"] = {"name": teacher.label, **teacher.model_dump(include={"judge", "calibration", "admit"})}
        return said

    @property
    def sources(self) -> list[Path]:
        return [Path(path) for path in self.config.synthesize.sources]

    def as_set(self, skill: Skill) -> Skill:
        """The skill as the configuration wants it."""
        return with_settings(
            with_tools(skill, self.config.asking.tools), self.config.skill_settings.get(skill.name, {})
        )

    def uses_material(self, skills: Iterable[Skill]) -> bool:
        likened = bool(self.sources) and bool(self.config.teacher.name) and self.config.teacher.admit != "proved"
        material = bool(self.config.synthesize.material)
        return material and any(s.material or (likened and isinstance(s, TaskSkill)) for s in skills)

    def teacher(self, cache: Path, say: Callable[[str], None]) -> Teacher | None:
        """The teacher with its budget, its replies kept in `cache` where the configuration names no other place."""
        chosen = self.config.teacher
        if not chosen.name:
            return None
        budget = Budget(chosen.calls or None, chosen.tokens or None)
        return open_teacher(
            chosen.name, cache=Path(chosen.cache or cache), budget=budget, settings=self.config.server, say=say,
            thinking_tokens=chosen.thinking_tokens,
        )  # fmt: skip

    def choices(self, wish: Wish) -> list[Choice]:
        """The kinds of repair beside demonstrations."""
        if wish.kind in ("replay", "kin"):
            return []
        if self.holds == "pairs":
            return [Choice("preference", 1.0, "only pairs were asked for")]
        return [c for c in choose(wish.classes) if self.holds == "all" or c.kind != "correction"]

    def vetter(self, overlap: Callable[[RepairRow], str | None], wishes: Iterable[Wish]) -> Vetter:
        """`overlap`: see `repairloop.vetting.Protected`."""
        wishes = list(wishes)
        causes = {f.probe_id: (wish.area, f.error_class) for wish in wishes for f in wish.failures}
        return Vetter(
            overlap, CHARS_A_TOKEN * self.config.train.max_tokens, causes, {wish.area: wish.number for wish in wishes},
            1.0 if self.holds == "pairs" else MOST, self.config.teacher.admit,
        )  # fmt: skip


@dataclass
class Maker:
    """Drafts the rows of one wish after the other, each as if it were the only one."""

    recipe: Recipe
    library: Library | None = None
    lent: Teacher | None = None
    yields: dict[str, Yield] = field(default_factory=dict)
    """What each agent was given and made."""
    notes: set[str] = field(default_factory=set)
    """What a reader should know."""

    def items_for(self, skill: Skill, wish: Wish, number: float) -> int:
        """Of how many items so many drafts come: some of them get a refined sibling, where the skill's flow makes any."""
        flow = self._flow(skill, wish)
        return math.ceil(number / (1 + sum(agent.share for agent in flow if isinstance(agent, Suggester))))

    def _flow(self, skill: Skill, wish: Wish) -> list[Agent]:
        settings = self.recipe.config.synthesize
        return program_flow(skill, 0.0 if wish.kind == "replay" else settings.refine, self.library, settings.material)

    def drafts(self, skill: Skill, wish: Wish, indices: range) -> list[RepairRow]:
        """Of so many items, by program agents."""
        choices = self.recipe.choices(wish)
        flow = self._flow(skill, wish)
        facts = [choice for choice in choices if choice.kind == "knowledge"]  # the others need a wrong answer
        if facts:
            flow += [Planner(facts), Informer(skill)]
        return self._rows(skill, wish, run_flow(flow, self._items(skill, wish, indices), self.yields), facts)

    def taught(self, skill: Skill, wish: Wish) -> Iterator[list[RepairRow]]:
        """Drafts that the teacher had a hand in, where there is one: a share of those wished for. A budget that is spent
        ends them, and what was paid for stays. Raises TeacherError where the teacher is gone."""
        teacher, config = self.lent, self.recipe.config
        if teacher is None or wish.kind != "repair":
            return
        chosen = families(skill, wish.area, self.library, config.teacher.admit)
        size = math.ceil(wish.number * TAUGHT / len(chosen))
        for family in chosen:
            library = self.library if family != "alike" or self.recipe.sources else None  # of the user's own, or none
            flow = teacher_flow(skill, wish.area, teacher, library, config.synthesize.refine, family)
            for start in range(0, size, ITEMS):
                asked = self._items(skill, wish, range(start, min(size, start + ITEMS)), f"/{family}")
                try:
                    items = run_flow(flow, asked, self.yields)
                    proven = prove_items(items, lambda _: skill, teacher, config.teacher.judging)
                except BudgetSpent:
                    self.notes.add("the teacher's budget is spent: programs made the rest")
                    return
                rows = self._rows(skill, wish, [item for item, _, _ in proven])
                admit = config.teacher.admit
                yield [_claimed(r, proof, why, admit) for r, (_, proof, why) in zip(rows, proven, strict=True)]

    def with_mistakes(self, wish: Wish, rows: list[RepairRow]) -> list[RepairRow]:
        """The rows, a share of them with a wrong answer by their grader's error operators."""
        pairs, choices = self.recipe.holds == "pairs", self.recipe.choices(wish)
        chosen = drawn(rows, 1.0 if pairs else self.recipe.config.synthesize.preference)
        rows = [mistaken(row, wish.classes, choices) if row.id in chosen else row for row in rows]
        if pairs:
            rows = [r if r.dropped or r.rejected is not None else r.like(dropped="no_wrong_answer") for r in rows]
        return rows

    def _items(self, skill: Skill, wish: Wish, indices: range, apart: str = "") -> list[Item]:
        """Items to be made; each has the difficulty of the failure that it answers."""
        wanted = skill.among(wish.area, self.recipe.config.probes.difficulties)
        steps = [f.difficulty for f in wish.failures] or list(wanted)
        seed = f"{self.recipe.config.seed}/{self.recipe.cycle}{apart}"
        first = Item(area=wish.area, index=0, difficulty=steps[0], seed=seed)
        return [first.like(index=i, difficulty=steps[i % len(steps)]) for i in indices]

    def _rows(self, skill: Skill, wish: Wish, items: Sequence[Item], choices: Sequence[Choice] = ()) -> list[RepairRow]:
        causes, kind = wish.failures, "replay" if wish.kind == "replay" else "repair"
        reason = KIN if wish.kind == "kin" else ""
        return [
            to_row(i, skill, self.recipe.cycle, kind, causes[i.index % len(causes)] if causes else None, reason or why(choices, i.repair))  # type: ignore[arg-type]
            for i in sorted(items, key=lambda item: (item.index, item.edit))
        ]  # fmt: skip


def _claimed(row: RepairRow, proof: Proof, reason: str, admit: Proof) -> RepairRow:
    """A row that a teacher had a hand in, as far as it is proved before it is vetted."""
    if row.problem and proof == "proved":
        return row  # its grader will say
    weak = (bool(row.problem) and proof == "unproved") or PROOFS.index(proof) > PROOFS.index(admit)
    return row.like(proof=proof, dropped=f"{proof}: {reason}"[:200] if weak else None)
