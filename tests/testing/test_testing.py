"""The contracts notice what breaks them: a plug-in with one fault each, and the battery of hostile texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from repairloop import (
    Answer,
    BadReference,
    Grader,
    NoSettings,
    Probe,
    Verdict,
    failed,
    get_grader,
    get_skill,
    grader,
    load_plugins,
    passed,
)
from repairloop.cli.scaffold import new_skill
from repairloop.ground.errors import UsageError
from repairloop.plugins.registry import Registry
from repairloop.testing import grader_contracts, graders, hostile, skill_contracts, skills


class Word(Grader[str, NoSettings]):
    """Is the reply the word?"""

    name = "word"

    def prepare(self, reference: str, settings: NoSettings) -> tuple[str, NoSettings]:
        if not reference.strip():
            raise BadReference("no word")
        return reference.strip(), settings

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        right, said = self.read(probe)[0], answer.text.strip()
        return passed(extracted=said) if said == right else failed("wrong_value", expected=right, evidence="No.")

    def gold(self, probe: Probe) -> str:
        right: str = self.read(probe)[0]
        return right

    def corrupt(self, probe: Probe) -> dict[str, str]:
        return {"extra_items": f"{self.gold(probe)} or not"} if type(self) is Misnamed else {"other": "no"}

    def examples(self) -> list[Probe]:
        return self.probes([("Oslo",), ("Bergen",)])


class Misnamed(Word):
    """Names an operator after a class that it does not report."""


class Lenient(Word):
    """Takes what holds the word, and has no time limit."""

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        right = self.read(probe)[0]
        return passed() if right[:1].casefold() in answer.text.casefold() else failed("wrong_value")


class Strict(Word):
    """Takes no space around the word."""

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        return passed() if answer.text == self.read(probe)[0] else failed("wrong_value")


class Wordy(Word):
    """Says an error class that there is none of."""

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        found = super().grade(probe, answer)
        return found.like(evidence="No. " * 2000) if found.status == "fail" else found


class Trusting(Word):
    """Grades by any reference."""

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        return passed() if answer.text.strip() == str(probe.reference) else failed("wrong_value")

    def gold(self, probe: Probe) -> str:
        return str(super().gold(probe))


class Spoilt(Word):
    """Lets its own wrong answer pass."""

    def corrupt(self, probe: Probe) -> dict[str, str]:
        return {"other": self.gold(probe)}


FAULTS: list[tuple[type[Word], Callable[..., None]]] = [
    (Misnamed, graders.operators_are_named_after_what_is_reported),
    (Lenient, graders.hostile_text_is_never_a_pass),
    (Strict, graders.white_space_around_an_answer_does_not_matter),
    (Wordy, graders.any_text_gets_a_verdict),
    (Trusting, graders.a_bad_reference_is_ungradable),
    (Spoilt, graders.gold_passes_and_corruptions_fail),
]


def declared(kind: type[Word]) -> Grader[Any, Any]:
    grader("word")(kind)
    return get_grader("word")


@pytest.mark.parametrize(("kind", "contract"), FAULTS, ids=[kind.__name__ for kind, _ in FAULTS])
def test_a_grader_with_a_fault_breaks_its_contract(kind: type[Word], contract: Any, apart: Registry) -> None:
    handler = declared(kind)
    with pytest.raises(AssertionError):
        contract(handler, handler.examples())


def test_a_grader_without_a_fault_keeps_them_all(apart: Registry) -> None:
    handler = declared(Word)
    for contract in graders.CONTRACTS:
        contract(handler, handler.examples())


FAULTY: list[tuple[str, str, str]] = [
    ("{whole + self.small}.", "{whole + self.small + 1}.", "gold_and_solution_pass_and_corruptions_fail"),
    ("big=self.big * 10", "big=self.big", "edits_keep_text_and_truth_together"),
    ("w.rng.randint(2, step.most)", "__import__('random').randint(2, step.most)", "an_item_depends_on_its_index_alone"),
    ("w.rng.randint(2, step.most)", "2 + hash('a string') % step.most", "items_do_not_depend_on_the_process"),
    ("30, 300, 3000", "3, 3, 3", "every_split_has_problems"),
    ("30, 300, 3000", "300, 30, 3000", "steps_are_named_and_get_harder"),
    ("30, 300, 3000", "30, 300, 300", "steps_are_named_and_get_harder"),
    ('"Largest number of the greater unit."', '""', "steps_are_named_and_get_harder"),
    ("return self.like(big=self.big * 10)", "return None", "every_edit_applies_somewhere"),
]


@pytest.mark.parametrize(("right", "wrong", "contract"), FAULTY, ids=[f"{what}: {wrong}" for _, wrong, what in FAULTY])
def test_a_skill_with_a_fault_breaks_its_contract(
    right: str, wrong: str, contract: str, tmp_path: Path, apart: Registry
) -> None:
    file, *_ = new_skill("lengths", tmp_path)
    text = file.read_text()
    assert right in text
    file.write_text(text.replace(right, wrong, 1))
    load_plugins([str(file)])
    skill, check = get_skill("lengths"), getattr(skills, contract)
    broken = 0
    for more in [()] if check in skills.OF_SKILLS else [(area,) for area in skill.areas]:
        try:
            check(skill, *more)
        except (AssertionError, UsageError):  # a split that cannot be filled says so itself
            broken += 1
    assert broken


def test_a_name_that_there_is_none_of_is_refused() -> None:
    with pytest.raises(UsageError, match="mathh"):
        grader_contracts("mathh")
    with pytest.raises(UsageError, match="mathh"):
        skill_contracts("mathh")


def test_one_test_for_each_grader_and_area() -> None:
    suite = skill_contracts("math")
    marks = [getattr(suite, name).pytestmark[0].args[1] for name in dir(suite) if name.startswith("test_")]
    assert sorted({len(of) for of in marks}) == [1, len(get_skill("math").areas)]
    assert len(marks) == len(skills.OF_SKILLS) + len(skills.OF_AREAS)


def test_the_battery_is_what_it_says() -> None:
    answers = hostile.answers()
    assert len(answers) >= 320
    assert hostile.answers() == answers
    assert max(len(text.encode("utf-8", "surrogatepass")) for text in answers.values()) <= 2_000_000
    assert len(set(answers.values())) > 0.98 * len(answers)


def test_every_text_is_shown_to_some_grader() -> None:
    shown = {label for n in range(40) for label, _ in graders.hostile_texts(f"grader {n}")}
    assert shown == hostile.answers().keys()
