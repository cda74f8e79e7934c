"""What every grader and every skill promises, as tests for pytest: one line in the tests of whoever writes one.

    from repairloop.testing import grader_contracts, skill_contracts

    TestHues = grader_contracts("hues", plugin="plugins/hues.py")
    TestColours = skill_contracts("colours", plugin="plugins/colours.py")

Without a name everything that is installed is tested. A contract is a function of a plug-in that raises AssertionError and
says what broke it (`graders.py`, `skills.py`); here they become the methods of a class, one test for each plug-in, and
for each area where a contract speaks of one. Verdicts that
people overruled are tests too (`overruled_cases`). No model is asked. What contracts cannot know is whether a truth is the right
one: that two ways to compute it agree is shown, that both mean the same as the question is not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from repairloop.plugins.grade import grade, loose_answer, loose_probe
from repairloop.plugins.registry import all_graders, all_skills, get_grader, get_skill, load_plugins

pytest.register_assert_rewrite("repairloop.testing.graders", "repairloop.testing.skills")

from repairloop.testing import graders, skills  # noqa: E402  # asserts are rewritten when a module is loaded

Contract = Callable[..., None]
Case = tuple[Contract, Sequence[str], Callable[[str], None]]
"""A contract, of what, and how it is held against one of these."""


def grader_contracts(*names: str, plugin: str | Path | None = None) -> type:
    """A class of tests: these graders, or all that are installed, keep the contract. `plugin`: the file that declares them.

    Raises UsageError on a name that no grader has, and on a file that is none of a plug-in. A grader that cannot work
    here (`missing`) or brings no examples is skipped, and the reason is said.
    """
    load_plugins([str(plugin)] if plugin else [])
    known = [name for name in names if get_grader(name)] or sorted(all_graders())
    return _suite("GraderContracts", ((contract, known, partial(_graded, contract)) for contract in graders.CONTRACTS))


def skill_contracts(*names: str, plugin: str | Path | None = None) -> type:
    """A class of tests: these skills, or all that are installed, keep the contract. `plugin`: the file that declares them.

    Raises UsageError on a name that no skill has, and on a file that is none of a plug-in.
    """
    load_plugins([str(plugin)] if plugin else [])
    known = [name for name in names if get_skill(name)] or sorted(all_skills())
    areas = [f"{name}:{area}" for name in known for area in get_skill(name).areas]
    found: list[Case] = [(contract, known, partial(_whole, contract)) for contract in skills.OF_SKILLS]
    found += [(contract, areas, partial(_area, contract)) for contract in skills.OF_AREAS]
    return _suite("SkillContracts", found)


def overruled_cases(file: str | Path, plugin: str | Path | None = None) -> type:
    """A class of tests: graders say what people said of answers, in a file that `repairloop export --format grader-cases` wrote."""
    load_plugins([str(plugin)] if plugin else [])
    cases = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]

    @pytest.mark.parametrize("case", cases, ids=[case["id"] for case in cases])
    def test(self: Any, case: dict[str, Any]) -> None:
        """The verdict that a person holds."""
        probe = loose_probe(case["grader"], case["question"], case["reference"], case["settings"], case["id"])
        answer = loose_answer(case["answer"]).like(finish_reason=case["finish_reason"])
        found = grade(probe.like(messages=case["messages"]), answer)
        assert found.status == case["status"], f"{case['why']} ({case['who']}); {found.evidence}"

    return type("OverruledCases", (), {"test_a_person_holds_it": test})


def _graded(contract: Contract, name: str) -> None:
    handler = get_grader(name)
    if why := handler.missing():
        pytest.skip(f"{name} cannot work here: {why}")
    examples = handler.examples()
    if not examples:
        pytest.skip(f"{name} has no examples")
    contract(handler, examples)


def _whole(contract: Contract, name: str) -> None:
    contract(get_skill(name))


def _area(contract: Contract, case: str) -> None:
    name, _, area = case.partition(":")
    contract(get_skill(name), area)


def _suite(title: str, cases: Iterable[Case]) -> type:
    def method(contract: Contract, of: Sequence[str], holds: Callable[[str], None]) -> Any:
        @pytest.mark.parametrize("of", of)
        def test(self: Any, of: str) -> None:
            holds(of)

        test.__doc__ = contract.__doc__
        return test

    return type(title, (), {f"test_{contract.__name__}": method(contract, of, holds) for contract, of, holds in cases})
