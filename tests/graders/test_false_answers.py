"""False answers that hold the right value never pass, and their true twins do: every case of `tests/false_answers.py`."""

from __future__ import annotations

import time

import pytest

from repairloop import Verdict, all_graders, get_grader, grade, loose_answer, loose_probe
from tests import false_answers

SECONDS = 2.0
"""Most that one answer may take, in this process."""
CASES = false_answers.cases()
GRADERS = sorted({case.grader for case in CASES})


def graded(case: false_answers.Case) -> Verdict:
    return grade(loose_probe(case.grader, case.question, case.reference, case.settings), loose_answer(case.answer))


def test_the_table_is_what_it_says() -> None:
    false = [case for case in CASES if not case.right]
    assert len(false) >= 300
    assert len(CASES) - len(false) >= 300
    assert len({case.name for case in CASES}) > 0.95 * len(CASES)
    bundled = {name for name, grader in all_graders().items() if type(grader).__module__.startswith("graders.")}
    assert set(GRADERS) == bundled - {"judge"}  # a judge asks a model


@pytest.mark.parametrize("right", [False, True], ids=["false", "true"])
@pytest.mark.parametrize("name", GRADERS)
def test_false_answers_fail_and_true_ones_pass(name: str, right: bool) -> None:
    mine = [case for case in CASES if case.grader == name and case.right == right]
    assert mine
    first = get_grader(name).examples()[0]
    if grade(first, loose_answer(get_grader(name).gold(first))).status == "ungradable":
        pytest.skip(f"{name} cannot grade here")
    wrong, slow = [], []
    for case in mine:
        started = time.process_time()
        verdict = graded(case)
        if verdict.error_class == "grader_timeout":  # a machine that is busy for a moment
            verdict = graded(case)
        slow += [case.name] if time.process_time() - started > SECONDS else []
        if verdict.status != ("pass" if right else "fail"):
            wrong.append(f"{case.name}: {verdict.status}, {verdict.extracted!r}")
    assert wrong == []
    assert slow == []
