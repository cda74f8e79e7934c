"""Flows in which agents that are programs and agents that are language models take turns.

*Reworded*: a program makes the problem, its prompt and its answer; a teacher says the prompt in other words, and a
program checks that nothing that decides was lost or added (`rewording`). The truth is computed, for every skill.

*Alike*: for a task of the user's, cases in the manner of its own (`alike`), where rows that are no more than agreed may train.

*Written*: a piece of a library becomes a passage, gets a question and an answer, all by a teacher. It exists for the
areas that the skill has prompts for, which are found by their file names in the skill's folder `prompts`:

    transform.KIND.md          what the material becomes; one kind is drawn an item
    ask.md                     the question, for any area (`$task` is what the area asks)
    ask.AREA.md, ask.AREA.VARIANT.md    for one area (`argument-flaw` for `argument/flaw`); one is drawn an item
    solve.md, solve.AREA.md    the answer
    reword.STYLE.md            in place of those beside this file
    suggest.md                 which of the skill's refinements to try; else they are drawn

A skill may bring the texts itself (`Skill.own_prompts`), as a task that is declared in a file does.

A prompt that is nothing but `$material` keeps the material and asks nobody.

    for family in families(skill, area, library):
        flow = teacher_flow(skill, area, teacher, library, 0.25, family)
        rows = run_flow(flow, [Item(area, n, 1, f"7/{family}") for n in range(64)])
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, Final, Literal

from repairloop.flows import Agent, program_flow
from repairloop.flows.alike import alike_flow, can_be_alike
from repairloop.flows.dealing import KeepMaterial, MaterialDraw, OneOf
from repairloop.flows.rewording import Rewording
from repairloop.flows.teacher import (
    SAMPLES,
    Tally,
    TeacherAgent,
    TeacherInstruction,
    TeacherSolver,
    TeacherSuggester,
    TeacherTransformation,
)
from repairloop.ground.errors import UsageError
from repairloop.plugins.skill import Skill
from repairloop.records import Proof
from repairloop.sources.library import Library
from repairloop.tasks.skill import TaskSkill
from repairloop.teachers.prompts import Prompt, load_prompt
from repairloop.teachers.teacher import Teacher

Family = Literal["reworded", "written", "alike"]
_MAX_TOKENS: Final = {"reword": 512, "transform": 768, "ask": 256, "solve": 512}


_WRITTEN: Final = ("transform", "ask", "solve")
"""The steps for which a skill must have prompts."""


def families(skill: Skill, area: str, library: Library | None, admit: Proof = "proved") -> list[Family]:
    """The families of flows that there are for an area. `admit`: the weakest proof of rows that train."""
    if admit != "proved" and can_be_alike(skill, area):
        return ["reworded", "alike"]
    written = library is not None and not skill.material.isdisjoint(library.kinds)
    return ["reworded", "written"] if written and _can_be_written(skill, area) else ["reworded"]


def calls_an_item(skill: Skill, area: str, refine: float, admit: Proof = "proved") -> float:
    """About how often a teacher is called for an item of an area, where it has all families and every reply fits."""
    if isinstance(skill, TaskSkill):  # samples are to answer each question, and notes are written first
        reworded, alike = 1.0 + SAMPLES, 2 + refine + SAMPLES * (1 + refine)
        return (reworded + alike) / 2 if admit != "proved" else reworded
    reworded, written = 1 + refine, len(_WRITTEN) + SAMPLES
    return (reworded + written) / 2 if _can_be_written(skill, area) else reworded


def _can_be_written(skill: Skill, area: str) -> bool:
    return all(_prompts(skill, step, area) for step in _WRITTEN)


def teacher_flow(
    skill: Skill, area: str, teacher: Teacher, library: Library | None, refine: float, family: Family = "reworded"
) -> list[Agent]:
    """The agents of one family for one area. `refine`: share of the reworded items that get a refined sibling."""
    if family == "alike" and isinstance(skill, TaskSkill):
        return alike_flow(skill, teacher, library, refine)
    if family not in families(skill, area, library):
        raise UsageError(
            f"area {area}: a teacher cannot write its rows, for {skill.name} has no prompts for it or the library none "
            "of its kinds of material; the family 'reworded' is there for every area"
        )
    if family == "reworded":
        reworders = _teachers(Rewording, teacher, skill, "reword", area)
        suggest: Agent | None = None
        if (prompts := _prompts(skill, "suggest", area)) and skill.refinements():
            task = {"task": skill.areas[area]} if "task" in prompts[0].placeholders else {}
            suggest = TeacherSuggester(teacher, prompts[0], values=task, skill=skill, share=refine)
        return [*program_flow(skill, refine, library, suggester=suggest), OneOf("teacher_rewording", reworders)]
    assert library is not None
    return [
        MaterialDraw(skill, library),
        OneOf("teacher_transformation", _teachers(TeacherTransformation, teacher, skill, "transform", area)),
        OneOf("teacher_instruction", _teachers(TeacherInstruction, teacher, skill, "ask", area)),
        OneOf("teacher_solver", _teachers(TeacherSolver, teacher, skill, "solve", area)),
    ]


def tallies(flow: Sequence[Agent]) -> dict[str, Tally]:
    """What the teacher agents of a flow asked, and what became of it, by agent."""
    return {agent.name: agent.tally for agent in flow if isinstance(agent, (OneOf, TeacherAgent))}


# ---- prompts --------------------------------------------------------------------------------------------


def _teachers(kind: type[TeacherAgent], teacher: Teacher, skill: Skill, step: str, area: str) -> list[Agent]:
    """An agent for each prompt of a step."""
    values = {"task": skill.areas[area]}
    return [
        KeepMaterial() if prompt.text.strip() == "$material"
        else kind(teacher, prompt, values=values, max_tokens=_MAX_TOKENS[step])  # type: ignore[call-arg]
        for prompt in _prompts(skill, step, area)
    ]  # fmt: skip


def _prompts(skill: Skill, step: str, area: str) -> list[Prompt]:
    """The prompts of a step for an area, those for the area alone where there are any."""
    if own := skill.own_prompts(step, area):
        return [Prompt(name, text) for name, text in own.items()]
    tail = area.removeprefix(f"{skill.name}/").replace("/", "-")
    patterns = [f"{step}.{tail}", f"{step}.{tail}.*"], [step], [f"{step}.*"] if step in ("transform", "reword") else []
    for package in (type(skill).__module__, *(["repairloop.flows"] if step == "reword" else [])):
        for any_of in patterns:
            if names := [n for n in _names(package) if any(fnmatchcase(n, pattern) for pattern in any_of)]:
                return [load_prompt(package, name) for name in names]
    return []


@lru_cache(maxsize=64)
def _names(package: str) -> tuple[str, ...]:
    """The prompts of a package; a plug-in that is a single file has none."""
    try:
        folder = importlib.resources.files(package) / "prompts"
        return tuple(sorted(f.name.removesuffix(".md") for f in folder.iterdir() if f.name.endswith(".md")))
    except (ModuleNotFoundError, TypeError, ValueError, OSError):
        return ()


def describe(tally: Tally) -> dict[str, Any]:
    """A tally as plain values, for a report."""
    return {
        "in": tally.came, "out": tally.left, "rejected": dict(tally.dropped.most_common()), "seconds": tally.seconds,
        "tokens": tally.prompt_tokens + tally.answer_tokens, "cached": tally.cached,
    }  # fmt: skip
