"""Every grader keeps the contract; and what ours promise beyond it: the operators that each is known for, and their classes."""

from __future__ import annotations

import pytest

from repairloop import FAMILY_OF, get_grader, grade, loose_answer
from repairloop.testing import grader_contracts

TestGraders = grader_contracts()

OPERATORS = {
    "all_of": 60, "any_of": 50, "choice": "extra_items off_label no_answer_found distractor_chosen clash negation sign", "code":
    "syntax_error wrong_function wrong_output no_answer_found runtime_error", "constraints": 100, "edit": 150, "estimate":
    "scale_or_unit wrong_value precision sign no_answer_found extra_items", "fields": 60, "grounded": 100, "math":
    "sign off_by_one scale_or_unit stopped_early echoed_input wrong_operation extra_items format_violation no_answer_found "
    "wrong_value", "order": "wrong_order incomplete_set extra_items off_label no_answer_found format_violation", "puzzle": 100,
    "text": "wrong_value extra_items negation format_violation no_answer_found echoed_input", "tool_call":
    "format_violation wrong_function missing_arg extra_arg arg_type arg_value wrong_call_count missed_abstention "
    "false_abstention wrong_order wrong_value no_answer_found", "web_action": 100,
}  # fmt: skip
"""Grader → the operators that it brings, or how many wrong answers at least."""
LOOSE = {"edit": {"wrong_value", "wrong_order"}, "fields": {"wrong_value"}}
"""An added word beside a slot, words that are spaces; another class than is said."""


@pytest.mark.parametrize("name", OPERATORS)
def test_each_has_examples_and_operators_enough(name: str) -> None:
    handler = get_grader(name)
    examples = handler.examples()
    found = [operator.partition(":")[0] for probe in examples for operator in handler.corrupt(probe)]
    wanted = OPERATORS[name]
    assert len(examples) >= 10
    assert len(found) >= wanted if isinstance(wanted, int) else {*wanted.split()} <= {*found}


@pytest.mark.parametrize("name", ["code", "edit", "fields", "grounded", "tool_call", "web_action"])
def test_these_report_every_operator_by_its_class(name: str) -> None:
    handler, checked = get_grader(name), 0
    for example in handler.examples()[: 1 if name == "code" else None]:
        for operator, text in handler.corrupt(example).items():
            wanted = operator.partition(":")[0]
            if wanted in FAMILY_OF.keys() - LOOSE.get(name, set()):
                checked += 1
                assert grade(example, loose_answer(text)).error_class == wanted, (operator, text)
    assert checked > 3
