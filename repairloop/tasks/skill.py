"""An evaluation set as a skill: its cases are the problems, its areas the areas, its variations the refinements.

What the loop asks of a skill, a task gives from its cases, each in the part that it is for: the looks ask `test`, the
dial `dev`, before and after `holdout`; rows are made of `find`. A case is no draw: index *i* of a part is one case of it,
in an order of their own, and where the part ends the area holds no more. There is one wording, the user's, and it
counts as unseen: no row of ours may share thirteen words with what measures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import cached_property
from itertools import zip_longest
from random import Random
from typing import Any, Final

from repairloop.ground.overlap import normal
from repairloop.plugins.skill import Problem, Skill
from repairloop.records import OWN, Case, Message, Part, Probe, Split, Wording, fingerprint
from repairloop.tasks import variations
from repairloop.tasks.areas import ALL
from repairloop.tasks.evaluation import Understood

PART_OF: Final[dict[Split, Part]] = {
    "find": "find", "train": "find", "screen": "test", "confirm": "test", "dev": "dev", "holdout": "holdout",
}  # fmt: skip
"""Split of the loop → the part that its cases come from."""
FIRST_LOOK: Final = 0.5
"""Share of an area's `test` cases that the first look may ask; the two others have the rest."""
REST: Final = "other"
"""The area of the cases for which a file names none, where it names some."""


class CaseProblem(Problem):
    """A case, or what a variation made of one, as a problem."""

    case: dict[str, Any]
    """The fields of a `Case`."""
    instruction: str = ""
    """What every question of the task is led in by."""

    @cached_property
    def as_case(self) -> Case:
        return Case(**self.case)

    def key(self) -> str:
        return content_of(self.as_case)

    def reference(self) -> Any:
        return self.case["reference"]

    def settings(self) -> dict[str, Any]:
        return dict(self.case["settings"])

    def messages(self) -> list[Message]:
        return led_in(self.case["messages"], self.instruction)

    @property
    def _before(self) -> str:
        """The instruction before the question, where it is what is said in other words: for one case in four that has one
        in plain words."""
        system = [message["content"] for message in self.case["messages"][:1] if message["role"] == "system"]
        text = self.instruction or "".join(system)
        turn = int(fingerprint("instruction", self.key(), digits=4), 16) % 4 == 0
        return text if turn and not set(text) & set("{[<") else ""

    def wording(self) -> str:
        return self._before or self.as_case.question

    def reworded(self, text: str) -> CaseProblem | None:
        case = self.as_case
        if old := self._before:
            if not variations.same_instruction(case, old, text.strip()):
                return None
            if self.instruction:
                return as_problem(case, text.strip())
            first, *rest = case.messages
            return as_problem(case.like(messages=[{**first, "content": text.strip()}, *rest]), "")
        made = variations.reworded(case, text)
        return None if made is None else as_problem(made, self.instruction)


def content_of(case: Case) -> str:
    """Key of what a case asks: two with one key are one."""
    return fingerprint("case", *(normal(message["content"]) for message in case.messages))


def blamed(case: Case) -> bool:
    """Whether the log that a case comes from calls the model's answer wrong: something to look at."""
    return case.score is not None and case.score < 0.5


def led_in(messages: Sequence[Message], instruction: str) -> list[Message]:
    """The messages behind the instruction that all cases share, which comes before what the file's own system says."""
    if not instruction:
        return [dict(message) for message in messages]
    own = [m["content"] for m in messages if m["role"] == "system"]
    rest = [dict(message) for message in messages if message["role"] != "system"]
    return [{"role": "system", "content": "\n\n".join([instruction, *own])}, *rest]


def as_problem(case: Case, instruction: str) -> CaseProblem:
    kept = {field.name: getattr(case, field.name) for field in fields(case) if field.name not in ("given", "score")}
    if not case.corrected:
        del kept["corrected"]
    return CaseProblem(case=kept, instruction=instruction)


def asked(case: Case, understood: Understood, area: str, split: Split, **more: Any) -> Probe:
    """A case as it is asked."""
    return Probe(
        skill=understood.name, area=area, split=split, wording="unseen", grader=case.grader, reference=case.reference,
        messages=led_in(case.messages, understood.instruction), settings=case.settings, content=content_of(case),
        problem={"case": case.id, "file": case.file, "line": case.line}, max_tokens=case.max_tokens, **more,
    ).checked()  # fmt: skip


def _in_turn(cases: list[Case]) -> list[Case]:
    """Cases with every second one blamed, as far as there are such: areas are found by what tells failures from the rest, so that
    of what is asked some must be of the rest."""
    bad, rest = [case for case in cases if blamed(case)], [case for case in cases if not blamed(case)]
    pairs = zip_longest(bad, rest)
    return [case for pair in pairs for case in pair if case is not None]


class TaskSkill(Skill):
    """A user's task. `cases`: with their areas, where they have been found."""

    def __init__(self, understood: Understood, cases: Iterable[Case]) -> None:
        self.understood = understood
        self.every = list(cases)
        self.name = understood.name  # type: ignore[misc]
        self.grader = understood.grader  # type: ignore[misc]
        self.graded = [case for case in self.every if case.grader]
        self.unfound = not any(case.area for case in self.graded)
        """Whether its areas are still to be found."""
        self._rest = ALL if self.unfound else REST
        self._in: dict[str, list[Case]] = {}
        for case in sorted(self.graded, key=lambda case: fingerprint(self.name, case.id)):
            self._in.setdefault(f"{self.name}/{case.area or self._rest}", []).append(case)
        self.areas = {area: self._in[area][0].about or area.partition("/")[2] for area in sorted(self._in)}  # type: ignore[misc]
        self.difficulties = (1,)  # type: ignore[misc]

    @cached_property
    def pools(self) -> Any:
        """What variations draw from: the part that rows are made of, and no other."""
        return variations.Pools([case for case in self.graded if case.part == "find" and not case.doubt])

    @cached_property
    def _stands(self) -> dict[tuple[str, Split], list[Case]]:
        """Area and split → its cases, in the order in which they are asked."""
        found: dict[tuple[str, Split], list[Case]] = {}
        for area, mine in self._in.items():
            for split, part in PART_OF.items():
                found[area, split] = [case for case in mine if case.part == part]
            found[area, "find"] = _in_turn(found[area, "find"])
            test = found[area, "screen"]
            first = round(len(test) * FIRST_LOOK)
            found[area, "screen"], found[area, "confirm"] = test[:first], test[first:]
            found[area, "train"] = [case for case in found[area, "train"] if not case.doubt]
        return found

    def cases(self, area: str, split: Split) -> list[Case]:
        """The cases of an area in a split, in the order in which they are asked. One whose gold is in doubt is asked, but
        makes no rows."""
        return self._stands[area, split]

    def probe(self, area: str, rng: Random, split: Split, bank: Wording, difficulty: int, **ids: Any) -> Probe:
        """Case `index` of the part; where there are fewer, one that came before, which whoever draws passes over."""
        mine = self.cases(area, split)
        return asked(mine[ids["index"] % len(mine)], self.understood, area, split, difficulty=difficulty, **ids)

    @property
    def chance(self) -> float | None:
        """The share that would be right by chance, where all answers are one of so many options."""
        sizes = [len(case.settings.get("options") or ()) for case in self.graded]
        return sum(1 / size for size in sizes) / len(sizes) if sizes and min(sizes) > 1 else None

    def limit(self, area: str) -> int:
        return max(case.max_tokens for case in self._in[area])

    def grader_for(self, problem: CaseProblem) -> str:
        return str(problem.case["grader"])

    def settings(self, problem: CaseProblem) -> dict[str, Any]:
        return problem.settings()

    def render(self, problem: CaseProblem, rng: Random, bank: Wording) -> list[Message]:
        return problem.messages()

    def solution(self, problem: CaseProblem, rng: Random) -> str:
        """The gold in the form asked for, worked where a program of the task's own shows how."""
        return variations.solution(problem.as_case, rng, self.pools)

    def refinements(self) -> dict[str, Callable[[Any, Random], Any]]:
        """The variations by program, each proved before it is given."""

        def of(variation: variations.Variation) -> Callable[[Any, Random], Any]:
            def vary(problem: CaseProblem, rng: Random) -> CaseProblem | None:
                made = variations.proved(variation, problem.as_case, self.pools, rng)
                return None if made is None else as_problem(made, problem.instruction)

            return vary

        return {variation.name: of(variation) for variation in variations.ALL}

    def agents(self, usual: list[Any]) -> list[Any]:
        """The user's own rows first, then variations of them: they are the content, and the refinement besides."""
        solver = usual[-1]
        return [OwnCases(self), Varied(self), solver]


class OwnCases:
    """The user's own cases become problems, each once; what is wanted beyond them goes on to be varied."""

    name = OWN

    def __init__(self, skill: TaskSkill) -> None:
        self.skill = skill

    def __call__(self, items: Sequence[Any]) -> list[Any]:
        return [made for item in items if (made := self._made(item)) is not None]

    def _made(self, item: Any) -> Any:
        mine = self.skill.cases(item.area, "train")
        if not mine:
            return None
        case = mine[item.index % len(mine)]
        problem = as_problem(case, self.skill.understood.instruction)
        return item.by(
            self.name, problem=problem, prompt=problem.messages(), origin=f"{case.file}#line={case.line}", licence=""
        )


class Varied:
    """What goes beyond the user's own cases becomes a variation, of the kinds in turn; dropped where none applies."""

    name = "editor"

    def __init__(self, skill: TaskSkill) -> None:
        self.skill = skill

    def __call__(self, items: Sequence[Any]) -> list[Any]:
        return [made for item in items if (made := self._made(item)) is not None]

    def _made(self, item: Any) -> Any:
        turn = item.index // len(self.skill.cases(item.area, "train"))
        if turn == 0:
            return item
        edits = self.skill.refinements()
        rng = item.rng(f"{self.name}{turn}")
        for name in rng.sample(sorted(edits), len(edits)):
            if (problem := edits[name](item.problem, rng)) is not None:
                return item.by(f"{self.name}: {name}", problem=problem, prompt=problem.messages(), edit=name)
        return None
