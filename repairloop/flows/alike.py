"""New questions in the manner of a user's own, written by a teacher: AgentInstruct's three steps on a case of a task.

    a case of a failing area, and a piece of `--sources` where there are some
      → notes on the piece    content transformation
      → another case          instruction creation: question, document, options, right answer, each in its place
      → a changed one besides refinement: a change is suggested and carried out
      → its answer, in the form that the user's golds have

The teacher fills in a form and writes no prompt: instruction, tools, grader and what stands around the parts are the
original's. Where answers are one of few labels the new question keeps the label, so that the shares of the labels stay. A
program refuses what it can tell is wrong: a question of the file, an answer that is not as the task's answers are, that its
own grader does not pass, or that is not in the text where the original's stands in its own.

What no program knows is whether the answer is right. So such a row is at most `agreed` (`proof.py`): the teacher's samples, which
see the question alone, come to that answer by the task's own grader. It is asked for none of them unless `teacher.admit` lets
such rows in.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from pydantic import BaseModel, create_model

from repairloop.flows import Agent, Item, Solver
from repairloop.flows.dealing import BudgetSpent, MaterialDraw, OneOf
from repairloop.flows.teacher import Tally, TeacherAgent, TeacherTransformation, Unusable, _Form, _text, _written
from repairloop.plugins.grade import check_reference
from repairloop.records import Case
from repairloop.tasks.graded import reference_of
from repairloop.tasks.skill import CaseProblem, OwnCases, TaskSkill, as_problem, content_of
from repairloop.tasks.variations.contract import asked, like, probe_of, with_last
from repairloop.tasks.variations.options import places, right_letter, with_options
from repairloop.tasks.variations.places import leaves, stands
from repairloop.teachers.prompts import load_prompt
from repairloop.teachers.teacher import Teacher

if TYPE_CHECKING:
    from repairloop.sources.library import Library

CHANGED: Final = "a change that the teacher suggests"
"""The edit of a refined item."""
_PACKAGE: Final = "repairloop.flows"
_FREE: Final = "The answer is written as the one above is, is right, and follows from what you write alone."
_KEPT: Final = "Its right answer has to be the same as the one above."


def can_be_alike(skill: Any, area: str) -> bool:
    """Whether a teacher can be asked for questions like those of an area: a user's, in a form that it can fill in."""
    return isinstance(skill, TaskSkill) and any(Parts.of(case, skill) for case in skill.cases(area, "train"))


def alike_flow(skill: TaskSkill, teacher: Teacher, library: Library | None, refine: float) -> list[Agent]:
    """`library`: the user's sources; `refine`: share of the items that get a refined sibling."""
    flow: list[Agent] = [OwnCases(skill)]
    if library is not None:
        kinds = frozenset({"text"} & library.kinds.keys() or library.kinds)
        notes = TeacherTransformation(teacher, load_prompt(_PACKAGE, "alike.notes"), max_tokens=512)
        flow += [MaterialDraw(skill, library, kinds=kinds), OneOf(notes.name, [notes])]
    prompt = load_prompt(_PACKAGE, "alike.ask" if library is None else "alike.about")
    made = Alike(teacher, prompt, skill=skill)
    flow.append(OneOf(made.name, [made]))
    if refine:
        prompt = load_prompt(_PACKAGE, "alike.change")
        changed = Alike(teacher, prompt, name="teacher_change", skill=skill, changes=True)
        flow.append(Changed(OneOf(changed.name, [changed]), refine, changed.name))
    return [*flow, Solver(skill)]


@dataclass(frozen=True)
class Parts:
    """Which parts of a case the teacher fills in, beside the question."""

    document: bool
    letters: tuple[str, ...]
    """Of the options."""
    answer: bool
    """Else it keeps the original's."""

    @classmethod
    def of(cls, case: Case, skill: TaskSkill) -> Parts | None:
        """None where the parts do not stand in the case's message, or its answer is of a kind that a program cannot read."""
        around = asked(case)
        if around.count(case.question) != 1 or (case.document and around.count(case.document) != 1):
            return None
        if case.document and (case.document in case.question or case.question in case.document):
            return None
        if case.options:
            fit = places(case) and right_letter(case) and not case.settings.get("operators")
            return cls(bool(case.document), tuple(case.options), True) if fit else None
        kept = case.gold in skill.understood.labels
        return cls(bool(case.document), (), not kept) if kept or reference_of(case, case, case.gold) else None

    def shown(self, case: Case) -> dict[str, Any]:
        """The parts of a case, as the form has them."""
        shown: dict[str, Any] = {"document": case.document} if self.document else {}
        shown["question"] = case.question
        shown |= {"options": list(case.options.values())} if self.letters else {}
        return {**shown, "answer": right_letter(case) if self.letters else case.gold}


@lru_cache(maxsize=64)
def _form(parts: Parts, changes: bool) -> type[BaseModel]:
    """What a teacher fills in: a field for each part, and first what it changes."""
    fields: dict[str, Any] = {"change": (str, ...)} if changes else {}
    fields |= {"document": (str, ...)} if parts.document else {}
    fields["question"] = (str, ...)
    fields |= {"options": (list[str], ...)} if parts.letters else {}
    if parts.answer:
        fields["answer"] = (Literal[parts.letters] if parts.letters else str, ...)  # type: ignore[valid-type]
    return create_model("Case", __base__=_Form, **fields)


@dataclass
class Alike(TeacherAgent):
    """A case becomes another one, as a teacher fills it in."""

    answer_type: type[BaseModel] = _Form
    name: str = "teacher_alike"
    values: Mapping[str, str] = field(default_factory=lambda: {"answers": _FREE})
    skill: TaskSkill = None  # type: ignore[assignment]
    changes: bool = False
    """Whether the reply says first what it changes."""

    _ITEM_SOURCES: ClassVar[dict[str, Callable[[Item], str]]] = {
        **TeacherAgent._ITEM_SOURCES,
        "case": lambda item: item.answer,  # the parts of the case as JSON, while it is asked about
    }

    def _fits(self, answer_type: type[BaseModel]) -> bool:
        return True  # it is made for each case

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        groups: defaultdict[Parts, list[Item]] = defaultdict(list)
        for item in items:
            case = _case(item)
            if parts := Parts.of(case, self.skill):
                shown = json.dumps(parts.shown(case), ensure_ascii=False, indent=1)
                groups[parts].append(item.like(answer=shown))
            else:
                self._drop("a case whose parts are not found in it", f"{case.file}#line={case.line}")
        made: list[Item] = []
        for parts, some in groups.items():
            self.answer_type = _form(parts, self.changes)
            self.values = {"answers": _FREE if parts.answer else _KEPT}
            made += super().__call__(some)
        return made

    def take(self, item: Item, value: Any, step: str) -> Item:
        case = self._made(_case(item), value)
        problem = as_problem(case, self.skill.understood.instruction)
        step = f"{step} like {case.file}#line={case.line}"
        made = _written(item, step, "prompt", problem=problem, prompt=problem.messages(), answer=case.gold)
        return made.like(wrote=(*(part for part in made.wrote if part != "completion"), "completion"))

    def _made(self, case: Case, value: Any) -> Case:
        """The case with what the teacher wrote in place of its parts. Raises Unusable."""
        made = _put(
            case, {part: _text(getattr(value, part)) for part in ("question", "document") if hasattr(value, part)}
        )
        answer = _text(value.answer) if hasattr(value, "answer") else ""
        if case.options:
            texts = [_text(text) for text in value.options]
            if len({text.casefold() for text in texts}) != len(case.options) or len(texts) != len(case.options):
                raise Unusable("other options in number")
            chosen = with_options(made, found, texts, answer) if (found := places(made)) else None
            if chosen is None or not places(chosen):
                raise Unusable("options that cannot be told apart")
            made = chosen
        elif answer:
            read = reference_of(case, made, answer)
            if read is None or type(read[0]) is not type(case.reference):
                raise Unusable("an answer that is not as the task's are")
            made = made.like(gold=answer, reference=read[0], settings=read[1])
        elif stands(case.gold, made.question) and not stands(case.gold, case.question):
            raise Unusable("the answer stands in the question")
        if _copied(case) and not _copied(made):
            raise Unusable("an answer that is not in the text")
        made = like(made, columns={}, given=None, score=None)
        if content_of(made) in self._asked:
            raise Unusable("a question of the file")
        if check_reference(probe_of(made)).status != "pass":
            raise Unusable("an answer that its own grader does not pass")
        return made

    @cached_property
    def _asked(self) -> set[str]:
        """What the file asks, in every part."""
        return {content_of(case) for case in self.skill.every}


@dataclass
class Changed:
    """A share of the items get a refined sibling, by an agent that changes them. The items stay, also where the budget ends."""

    agent: OneOf
    share: float
    name: str = "teacher_change"

    @property
    def tally(self) -> Tally:
        return self.agent.tally

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        chosen = [item for item in items if item.chance(self.name) < self.share]
        try:
            made = self.agent(chosen)
        except BudgetSpent:
            made = []
        return [*items, *(item.by(f"editor: {CHANGED}", edit=CHANGED) for item in made)]


def _case(item: Item) -> Case:
    assert isinstance(item.problem, CaseProblem)
    return item.problem.as_case


def _put(case: Case, texts: Mapping[str, str]) -> Case:
    """The case with other texts as its question and document, each where the old one stood."""
    content, cuts = asked(case), []
    for name, text in texts.items():
        old = getattr(case, name)
        cuts.append((content.index(old), len(old), text))
    for start, length, text in sorted(cuts, reverse=True):
        content = content[:start] + text + content[start + length :]
    settings = dict(case.settings)
    if settings.get("document") == case.document and "document" in texts:
        settings["document"] = texts["document"]
    return case.like(messages=with_last(case, content), settings=settings, **texts)


def _copied(case: Case) -> bool:
    """Whether all texts of the answer stand in what is asked."""
    if case.options:
        return False
    said = [leaf for _, leaf in leaves(case.reference) if isinstance(leaf, str) and any(map(str.isalpha, leaf))]
    return bool(said) and all(stands(leaf, asked(case)) for leaf in said)
