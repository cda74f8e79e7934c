"""What a skill is: an ability with a tree of areas, which makes problems that know their own truth, text and answer.

A skill is one class in one small file, marked with `@skill` (`registry.py`). It has no state and draws from the
generator that it is given, nothing else.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from random import Random
from typing import Any, ClassVar, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from repairloop.ground.errors import UsageError, nearest
from repairloop.plugins.asking import Ask
from repairloop.plugins.items import split_of
from repairloop.plugins.solved import behind_examples
from repairloop.plugins.steps import Step
from repairloop.plugins.words import Draw, Side, both_sides
from repairloop.records import Chunk, Message, Probe, Split, Wording, fingerprint


class Part(BaseModel):
    """A piece of a representation: a fact, a document, a tool."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def like(self, **changes: Any) -> Self:
        """The same with other values."""
        return self.model_copy(update=changes)


class Problem(Part):
    """The intermediate representation of one problem: quantities, relations, documents, tools.

    Text and truth are both computed from it. `surface` names the fields that only dress it (names,
    objects, the answer form asked for): they do not count when two problems are compared.
    """

    surface: ClassVar[frozenset[str]] = frozenset()
    graded_by: ClassVar[str] = ""
    """The grader of these problems, where it is not the skill's."""

    def key(self) -> str:
        """Two problems with the same key ask the same thing."""
        return fingerprint(self.model_dump_json(exclude=set(self.surface)))

    def grader(self) -> str:
        """The name of its grader, where it is not the skill's."""
        return self.graded_by

    def reference(self) -> Any:
        """The truth, computed from the representation; JSON, in the form that the grader takes."""
        raise NotImplementedError

    def settings(self) -> dict[str, Any]:
        """What else the grader needs; JSON."""
        return {}

    def ask(self, w: Draw) -> Ask:
        """The question, in words that `w` draws."""
        raise NotImplementedError

    def answer(self, w: Draw) -> str:
        """An answer worth learning from: right, in the form asked for, worked where that helps a small model.

        It is written independently of `reference`, by which it will be graded.
        """
        raise NotImplementedError

    def knowledge(self, w: Draw) -> str:
        """The fact or rule that the problem needs, in one or two sentences, without its answer; empty where none is."""
        return ""

    def wording(self) -> str:
        """What of its prompt a teacher may say in other words, where the problem checks that itself (`reworded`); empty: the
        last message, checked word by word."""
        return ""

    def reworded(self, text: str) -> Self | None:
        """The problem with `text` for its wording; None where something that decides was lost or came in."""
        return None

    @classmethod
    @cache
    def edits(cls) -> Mapping[str, str]:
        """Suggestion → the method that carries it out: those marked with `@edit`."""
        marked = {
            name: getattr(method, "suggestion", "") for base in cls.__mro__ for name, method in vars(base).items()
        }
        return {suggestion: name for name, suggestion in marked.items() if suggestion}


EditMethod = TypeVar("EditMethod", bound=Callable[..., Any])


def edit(suggestion: str) -> Callable[[EditMethod], EditMethod]:
    """Mark a method of a `Problem` as an edit: it returns a changed problem (whose truth is computed anew), or None
    where the suggestion does not apply."""

    def mark(method: EditMethod) -> EditMethod:
        method.suggestion = suggestion  # type: ignore[attr-defined]
        return method

    return mark


class Settings(BaseModel):
    """What a user may set of a skill, under its name: `[skills.math]`. A string under each field tells what it is."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


@dataclass(frozen=True)
class Area:
    """One area of a skill."""

    asks: str
    """In one line."""
    make: Callable[[str, Draw, Any], Problem]
    """A fresh problem of an area, at a difficulty step: a `Step`, or its number where none is declared."""
    from_material: Callable[[str, Sequence[Chunk], Draw, Any], Problem | None] | None = None
    """A problem from raw material, the first chunk and its nearest neighbours; None where it does not suit."""
    max_tokens: int = 0
    """Longest answer, in tokens, where it is not the skill's."""
    needs: tuple[str, ...] = ()
    """The areas that a student must be able to do before it can learn this one."""
    steps: type[Step] | None = None
    """Its difficulty steps, where they are not the skill's."""


class Skill:
    """A named ability with a tree of areas. Subclass it, name its areas, mark it with `@skill`.

    Areas are `Area`s, which make problems that know their own truth, text and answer; then nothing else is needed. Or
    they are lines of text, and the methods below are filled in.
    """

    name: ClassVar[str] = ""
    grader: ClassVar[str] = ""
    areas: ClassVar[dict[str, Any]] = {}
    """Path → its `Area`, or what it asks, in one line; the latter alone, once declared."""
    table: ClassVar[dict[str, Area]] = {}
    """Path → its `Area`."""
    problems: ClassVar[tuple[type[Problem], ...]] = ()
    """Kinds of problems whose edits a refinement may suggest."""
    settings_type: ClassVar[type[Settings]] = Settings
    words_file: ClassVar[Path | None] = None
    quick: ClassVar[bool] = False
    """Draws are quick ones (see `Draw`). A matter of which problems an index gives, and no other."""
    chosen: Settings = Settings()
    """What is set of it."""
    builds_on: ClassVar[dict[str, tuple[str, ...]]] = {}
    """Area → the areas that a student must be able to do before it can learn this one; those are repaired first."""
    max_tokens: ClassVar[int] = 96
    """Longest answer that this skill needs, in tokens; `limit` may give an area more."""
    presets: ClassVar[dict[str, tuple[str, ...]]] = {}
    """Preset of the configuration → the areas, or nodes above some, that a run of it looks at."""
    steps: ClassVar[type[Step] | None] = None
    """The difficulty steps of its areas, named and typed; those of an `Area` go before."""
    difficulties: ClassVar[tuple[int, ...]] = (1, 2, 3)
    """Numbers of the difficulty steps that are usually asked, easiest first. They follow from `steps`, where those are."""

    def on(self, rng: Random, side: Wording = "seen") -> Draw:
        """What a problem of this skill is made and put with."""
        return Draw(self.sides, side, rng, self.chosen, self.quick)

    @cached_property
    def sides(self) -> dict[Wording, Side]:
        """What each side of its words file may say."""
        return both_sides(self.words_file) if self.words_file else {}

    def problem(self, area: str, rng: Random, bank: Wording, difficulty: int) -> Problem:
        """A fresh problem. Names, objects and settings come from the bank named by `bank`."""
        if area not in self.table:
            raise NotImplementedError(f"{area} is no Area that makes its problems")
        return self.table[area].make(area, self.on(rng, bank), self.step(area, difficulty))

    def steps_of(self, area: str) -> Mapping[int, Step]:
        """Number → difficulty step of an area; none where none are declared."""
        kind = (self.table[area].steps if area in self.table else None) or self.steps
        return kind.table() if kind else {}

    def told_steps(self) -> list[dict[str, Any]]:
        """Its difficulty steps, for people: `areas` with the same ones together, the `numbers` of the steps, and their `fields`
        with `name`, `text` and the `values`, one a step. Empty where none are declared."""
        alike: dict[tuple[Any, ...], list[str]] = {}
        for area in self.areas:
            if steps := self.steps_of(area):
                alike.setdefault((*steps.values(),), []).append(area)
        return [
            {
                "areas": areas, "numbers": [step.number for step in steps],
                "fields": [
                    {"name": name, "text": text, "values": values} for name, text, values in type(steps[0]).described()
                ],
            }
            for steps, areas in alike.items()
        ]  # fmt: skip

    def step(self, area: str, difficulty: int) -> Any:
        """What its makers are given for this number: the step, or the number itself where none are declared. UsageError
        on a number that no step has."""
        known = self.steps_of(area)
        if known and difficulty not in known:
            raise UsageError(f"area {area} has the difficulty steps {', '.join(map(str, known))}, not {difficulty}")
        return known[difficulty] if known else difficulty

    def render(self, problem: Any, rng: Random, bank: Wording) -> list[Message]:
        """The problem as messages, phrased from the bank named by `bank`."""
        w = self.on(rng, bank)
        return problem.ask(w).messages(w)  # type: ignore[no-any-return]

    tools: Literal["text", "native"] = "text"
    """How tools are offered: told in the prompt, or listed for the chat template (see `with_tools`)."""

    def native(self, problem: Any) -> Any:
        """The same problem with its tools listed for the chat template: in a first message of the role `tools`, JSON of
        their schemas. As it is where it offers none."""
        return problem

    def offered(self, problem: Any) -> Any:
        """The problem with its tools offered as this skill is to offer them."""
        return self.native(problem) if self.tools == "native" else problem

    def reference(self, problem: Any) -> Any:
        """The truth, computed from the representation; JSON, in the form that the grader takes."""
        return problem.reference()

    def settings(self, problem: Any) -> dict[str, Any]:
        """What else the grader needs for this problem; JSON."""
        return problem.settings() if self.table else {}

    def solution(self, problem: Any, rng: Random) -> str:
        """An answer worth learning from: right, in the form asked for, and written independently of `reference`."""
        return problem.answer(self.on(rng))  # type: ignore[no-any-return]

    def refinements(self) -> dict[str, Callable[[Any, Random], Any]]:
        """Suggestion → edit. An edit returns a changed problem (truth is recomputed from it), or None
        where the suggestion does not apply."""
        return {name: self._edit(name) for kind in self.problems for name in kind.edits()}

    def _edit(self, suggestion: str) -> Callable[[Any, Random], Any]:
        def carry_out(problem: Any, rng: Random) -> Any:
            method = problem.edits().get(suggestion)
            return getattr(problem, method)(self.on(rng)) if method else None

        return carry_out

    def agents(self, usual: list[Any]) -> list[Any]:
        """The flow that makes the skill's rows: the usual agents (`repairloop.flows`), or others beside or instead."""
        return usual

    def own_prompts(self, step: str, area: str) -> dict[str, str]:
        """Name → text of the prompts that a teacher is given for a step of a flow, where the skill brings its own beside
        those in its folder (`repairloop.flows.mixed`)."""
        return {}

    material: ClassVar[frozenset[str]] = frozenset()
    """Kinds of raw material that `from_material` can use: `text`, `python`, `code`, `table`."""

    def from_material(self, area: str, chunks: Sequence[Chunk], rng: Random, difficulty: int) -> Any:
        """A problem made from raw material, the first chunk and its nearest neighbours; None where it does not suit.

        The problem holds all that it needs of the material: truth is computed from it alone.
        """
        made = self.table.get(area)
        if made is None or made.from_material is None:
            return None
        return made.from_material(area, chunks, self.on(rng), self.step(area, difficulty))

    def knowledge(self, problem: Any, rng: Random) -> str:
        """The fact or rule that the problem needs, in one or two sentences, without its answer; empty where none is."""
        return problem.knowledge(self.on(rng)) if self.table else ""

    def grader_for(self, problem: Any) -> str:
        """The grader of one problem, where a skill needs several."""
        return (problem.grader() if self.table else "") or self.grader

    def limit(self, area: str) -> int:
        """Longest answer that the area needs, in tokens."""
        return (self.table[area].max_tokens if area in self.table else 0) or self.max_tokens

    def probe(self, area: str, rng: Random, split: Split, bank: Wording, difficulty: int, **ids: Any) -> Probe:
        """One probe. Problems are drawn until one belongs to `split`. Where the step shows solved examples, it stands behind
        them; not where tools are listed for the chat template, which takes one list."""
        step = self.step(area, difficulty)
        shows = isinstance(step, Step) and step.solved and self.tools == "text"
        before = rng.getstate() if shows else ()
        problem = self.draw(area, rng, split, bank, difficulty)
        put = rng.getstate() if shows else ()
        probe = Probe(
            skill=self.name, area=area, split=split, wording=bank, difficulty=difficulty,
            messages=self.render(problem, rng, bank), reference=self.reference(problem),
            grader=self.grader_for(problem), settings=self.settings(problem), content=problem.key(),
            problem=problem.model_dump(mode="json"), max_tokens=self.limit(area), **ids,
        ).checked()  # fmt: skip
        return probe.like(messages=behind_examples(self, probe, step, before, put, rng)) if shows else probe

    def among(self, area: str, wanted: Sequence[int]) -> tuple[int, ...]:
        """Those of the difficulty steps that the area has; where it has none of them, those usually asked."""
        known = self.steps_of(area) or self.difficulties
        return tuple(number for number in wanted if number in known) or self.difficulties

    def draw(self, area: str, rng: Random, split: Split, bank: Wording, difficulty: int) -> Problem:
        for _ in range(200):
            problem = self.problem(area, rng, bank, difficulty)
            if split_of(area, problem.key()) == split:
                return self.offered(problem)  # type: ignore[no-any-return]
        raise UsageError(f"area {area}: no problem for split {split!r} in 200 draws; its content is too small")


def with_tools(skill: Skill, tools: Literal["text", "native"]) -> Skill:
    """The skill, offering tools in this way; the installed one stays as it is."""
    if skill.tools == tools:
        return skill
    made = copy.copy(skill)
    made.tools = tools
    return made


def with_settings(skill: Skill, values: dict[str, Any]) -> Skill:
    """The skill with these settings; the installed one stays as it is. Raises UsageError on a key or value that it
    does not take."""
    if not values:
        return skill
    known = skill.settings_type.model_fields
    for key in values:
        if key not in known:
            raise UsageError(f"[skills.{skill.name}]: {nearest(key, known, 'key')}" if known else
                             f"[skills.{skill.name}]: the skill {skill.name!r} has nothing to set; got {key!r}")  # fmt: skip
    made = copy.copy(skill)
    try:
        made.chosen = skill.settings_type.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise UsageError(f"[skills.{skill.name}]: {key}: {first['msg']} (got {str(first['input'])[:80]!r})") from None
    return made


def select_areas(skills: list[Skill], wanted: list[str]) -> dict[str, Skill]:
    """Area → skill for the skills' areas, or for those named and all below them. UsageError on an unknown one."""
    known = {area: skill for skill in skills for area in skill.areas}
    if not wanted:
        return known
    for name in wanted:
        if not any(area == name or area.startswith(name + "/") for area in known):
            raise UsageError(nearest(name, known, "area"))
    return {a: s for a, s in known.items() if any(a == w or a.startswith(w + "/") for w in wanted)}
