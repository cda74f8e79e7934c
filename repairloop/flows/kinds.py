"""Kinds of repair: what a row does about a failure, chosen by what the failures were.

    11 of 20 failures arithmetic_slip     → correction   a wrong answer, feedback that names the error, the right one
     6 of 20 failures wrong_operation     → knowledge    the rule that is needed, then its use
     3 of 20 failures distractor_chosen   → preference   the right answer set against a wrong one
    and always                              demonstration, a worked answer, for at least half of the rows

A correction and a preference need a wrong answer, which a share of the rows is given (`synthesize.preference`): the
student's own where it is asked, else one that an error operator of the grader makes from the reference, by the operator
named after the student's error where the grader has one. Either way the grader has found it wrong, or it is not used.
That these shares are the best ones is a guess: no comparison was made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple

from repairloop.flows import Item
from repairloop.plugins.grade import grade
from repairloop.plugins.registry import get_grader
from repairloop.plugins.skill import Problem, Skill
from repairloop.records import FAMILY_OF, Answer, Message, Probe, Repair, RepairRow
from repairloop.teachers.prompts import has_control_marks

MOST: Final = 0.5
"""Of an area's rows, those that are not demonstrations, at most."""
LITTLE: Final = 0.1
"""Of each other kind, where nothing is known of the failures."""
MAX_WRONG_CHARS: Final = 1_000
"""A longer wrong answer is not shown in a prompt."""

_BY_KIND: Final[dict[str, tuple[str, ...]]] = {
    "knowledge": ("wrong_operation", "scale_or_unit", "wrong_function", "contradicts_source", "missing_arg"),
    "preference": (
        "distractor_chosen", "refusal", "degenerate_repetition", "missed_abstention", "false_abstention",
        "unsupported_entity", "unsupported_number", "extra_items", "extra_arg", "off_label",
    ),
}  # fmt: skip
_KIND_OF: Final = {error: kind for kind, errors in _BY_KIND.items() for error in errors}
_FAMILIES: Final = ("value", "code and tools", "form", "grounding")
"""Errors of these families are corrected, where the table above says nothing else; those of delivery cannot be."""


class Choice(NamedTuple):
    """A kind of repair, its share of an area's rows, and why."""

    kind: Repair
    share: float
    why: str


def choose(classes: Mapping[str, int]) -> list[Choice]:
    """The kinds of repair for an area whose failures had these error classes (class → number)."""
    total = sum(classes.values())
    if not total:
        why = "no failures are known: a little of each kind"
        return [Choice(kind, LITTLE, why) for kind in ("correction", "knowledge", "preference")]
    counted: dict[Repair, Counter[str]] = {"correction": Counter(), "knowledge": Counter(), "preference": Counter()}
    for error, number in classes.items():
        kind: str | None = _KIND_OF.get(error) or ("correction" if FAMILY_OF.get(error) in _FAMILIES else None)
        if kind in counted:
            counted[kind][error] += number  # type: ignore[index]
    return [
        Choice(
            kind, MOST * sum(errors.values()) / total, f"{sum(errors.values())} of {total} failures {_named(errors)}"
        )
        for kind, errors in counted.items()
        if errors
    ]


def _named(errors: Counter[str]) -> str:
    first = [error for error, _ in sorted(errors.items(), key=lambda e: (-e[1], e[0]))[:3]]
    return ", ".join(first) + (" …" if len(errors) > len(first) else "")


def why(choices: Sequence[Choice], kind: Repair) -> str:
    """Why a row is of this kind; a demonstration needs no reason."""
    return next((choice.why for choice in choices if choice.kind == kind), "")


# ---- agents -------------------------------------------------------------------------------------------


@dataclass
class Planner:
    """Gives each item its kind of repair, in the shares that were chosen."""

    choices: Sequence[Choice]
    name: str = "planner"

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        return [self._planned(item) for item in items]

    def _planned(self, item: Item) -> Item:
        place = item.chance(f"{self.name}{item.edit}")
        for choice in self.choices:
            place -= choice.share
            if place < 0:
                return item.by(f"{self.name}: {choice.kind}", repair=choice.kind)
        return item


@dataclass
class Informer:
    """Puts the fact that a problem needs before its use: into the answer, or, where its form forbids that, the prompt."""

    skill: Skill
    name: str = "informer"

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        return [self._informed(item) if item.repair == "knowledge" else item for item in items]

    def _informed(self, item: Item) -> Item:
        fact = self.skill.knowledge(item.problem, item.rng(f"{self.name}{item.edit}"))
        if not fact:
            return item.by(f"{self.name}: none", repair="demonstration")
        told = f"{fact}\n{item.completion}"
        if grade(probe_of(item, self.skill), Answer(probe_id="", text=told)).status == "pass":
            return item.by(f"{self.name}: in the answer", completion=told)
        *before, asked = item.prompt
        return item.by(
            f"{self.name}: in the prompt", prompt=[*before, {**asked, "content": f"{fact}\n\n{asked['content']}"}]
        )


def probe_of(item: Item, skill: Skill) -> Probe:
    problem = item.problem
    assert isinstance(problem, Problem)
    return Probe(
        id="", skill=skill.name, area=item.area, split="train", difficulty=item.difficulty, messages=item.prompt,
        reference=skill.reference(problem), grader=skill.grader_for(problem), settings=skill.settings(problem),
    )  # fmt: skip


# ---- wrong answers ------------------------------------------------------------------------------------


def drawn(rows: Sequence[RepairRow], share: float) -> set[str]:
    """Ids of the rows to be given a wrong answer: a share of those that demonstrate and whose truth a program knows."""
    asked = (r for r in rows if r.kind == "repair" and r.repair == "demonstration" and r.problem and not r.dropped)
    return {r.id for r in asked if r.proof != "agreed" and int(r.id, 16) % 10_000 < share * 10_000}


def mistaken(row: RepairRow, classes: Mapping[str, int], choices: Sequence[Choice]) -> RepairRow:
    """The row with a wrong answer that an error operator of its grader makes and the grader fails; as it is where there is
    none. `classes`: error class → failures of the student; operators named after them come first."""
    wrong = get_grader(row.grader).corrupt(row.probe)
    rng = Random(f"{row.id}/mistake")
    names = rng.sample(sorted(wrong), len(wrong))
    names.sort(key=lambda name: -classes.get(name, 0))
    for name in names[:3]:
        text = wrong[name]
        if text.strip() and text.strip() != row.completion.strip():
            verdict = grade(row.probe, Answer(probe_id=row.id, text=text))
            if verdict.status == "fail":
                error = verdict.error_class or ""
                return answering(row, text, error, choices, "a made-up answer", f"mistaker: {name}")
    return row


def answering(
    row: RepairRow, wrong: str, error: str, choices: Sequence[Choice],
    whose: str = "the student's own answer", agent: str = "student: wrong answer",
) -> RepairRow:  # fmt: skip
    """The row with a wrong answer: as a correction of it, or with it as the rejected side."""
    rng = Random(row.id)
    choices = [choice for choice in choices if choice.kind != "knowledge"]
    total = sum(choice.share for choice in choices)
    first = next((c for c in choices if c.kind == "correction"), None)
    named = f"{whose}: {error}"
    if first and rng.random() < first.share / total and showable(wrong):
        prompt = correction(row.prompt, wrong, error, rng)
        agents = [*row.agents, agent, "corrector"]
        return row.like(prompt=prompt, rejected=wrong, repair="correction", why=f"{named}; {first.why}", agents=agents)
    return row.like(rejected=wrong, repair="preference", why=named, agents=[*row.agents, agent])


def showable(wrong: str) -> bool:
    """Whether a wrong answer can stand in a prompt."""
    return len(wrong) <= MAX_WRONG_CHARS and not has_control_marks(wrong)


def correction(prompt: Sequence[Message], wrong: str, error: str, rng: Random) -> list[Message]:
    """The prompt, the wrong answer, and feedback that names the error, as messages."""
    said = rng.choice(_OPENINGS) + FEEDBACK.get(error, "the answer is not the right one") + "." + rng.choice(_CLOSINGS)
    return [*prompt, {"role": "assistant", "content": wrong}, {"role": "user", "content": said}]


_OPENINGS: Final = (
    "That is not right: ", "Not quite: ", "I checked this, and ", "There is a mistake here: ", "No, ", "Look again: ",
    "This cannot stand: ", "Please correct your answer: ", "Wrong so far: ", "Something is off: ", "The check failed: ",
    "Your reply was not accepted: ",
)  # fmt: skip
_CLOSINGS: Final = (
    "", " Try again.", " Give the right answer.", " Answer once more, in the form that was asked for.", " Please redo it.",
    " Write the whole answer again.", " What is the right answer?", " Correct it.",
)  # fmt: skip
FEEDBACK: Final = {
    "empty": "nothing was said", "refusal": "the question can be answered and was not",
    "truncated": "the reply broke off before its end", "degenerate_repetition": "the reply repeats itself",
    "no_answer_found": "there is no answer in the reply", "format_violation": "the form is not the one asked for",
    "schema_invalid": "the reply does not fit the form that was asked for",
    "off_label": "the reply is none of the options that were given",
    "arithmetic_slip": "there is a slip in the calculation", "sign": "the sign is wrong", "off_by_one": "it is off by one",
    "scale_or_unit": "the scale or the unit is wrong", "stopped_early": "a step is missing at the end",
    "echoed_input": "the reply only repeats what was given", "wrong_operation": "the wrong operation was used",
    "precision": "the result is not as exact as was asked", "incomplete_set": "something is missing from the list",
    "extra_items": "there is something in it that does not belong there", "wrong_order": "the order is wrong",
    "distractor_chosen": "another option is the right one", "wrong_value": "the value is wrong",
    "unsupported_entity": "a name in it is not in the text", "unsupported_number": "a number in it is not in the text",
    "contradicts_source": "it contradicts the text", "missed_abstention": "the text does not say that",
    "false_abstention": "the text does say it", "wrong_citation": "the source named is not the right one",
    "syntax_error": "it cannot be read as what was asked for", "runtime_error": "it fails when it is run",
    "wrong_output": "its result is wrong", "time_limit": "it takes too long",
    "wrong_function": "that is not the function that is needed", "missing_arg": "an argument is missing",
    "extra_arg": "there is an argument too many", "arg_type": "an argument has the wrong type",
    "arg_value": "an argument has the wrong value", "wrong_call_count": "the number of calls is wrong",
}  # fmt: skip
"""Error class → what feedback says of it."""
