"""Which of a user's rows are answered with code that tests check.

A gold is an object with tests, and a solution, without which nothing shows that the tests can be passed:

    {"test": "def check(candidate): …", "entry_point": "add", "canonical_solution": "…", "prompt": "def add…"}
    {"test_list": ["assert add(1, 2) == 3"], "code": "def add(a, b): …"}

Where no name is given, it is the function of the solution that the tests call. Nothing is run or parsed here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from repairloop import Stated, Taken, Understanding

SURE: Final = 0.96
_TESTS: Final = ("tests", "test", "test_list", "unit_tests", "assertions", "test_cases")
_NAMES: Final = ("entry_point", "function_name", "function", "name")
_SOLUTIONS: Final = (
    "solution",
    "canonical_solution",
    "code",
    "reference_solution",
    "answer",
    "completion",
    "output",
    "response",
)
_BEFORE: Final = ("context", "test_setup_code", "test_imports", "imports")
_DEFINED = re.compile(r"^(?:async\s+)?def\s+([A-Za-z_]\w*)|^([A-Za-z_]\w*)\s*=\s*lambda\b", re.MULTILINE)
_CALLED = re.compile(r"([A-Za-z_]\w*)\s*\(")


def understood(rows: Sequence[Stated]) -> Understanding | None:
    found = [_row(row) for row in rows]
    if not any(isinstance(row, Taken) for row in found):
        return None
    return Understanding(
        kind="code", rows=found, confidence=SURE, instruction="Answer with Python code.", marks=["python"], room=256
    )


def _row(row: Stated) -> Taken | str:
    gold = row.gold
    if not isinstance(gold, dict):
        return "the right answer is no object with tests"
    tests = next((gold[name] for name in _TESTS if gold.get(name)), None)
    if isinstance(tests, list):
        tests = [test for test in tests if isinstance(test, str) and test.strip()]
    if (
        not tests
        or not isinstance(tests, str | list)
        or not re.search(r"\bassert|\bdef\s", "\n".join(tests) if isinstance(tests, list) else tests)
    ):
        return "the right answer has no tests"
    solution = next((gold[name] for name in _SOLUTIONS if isinstance(gold.get(name), str) and gold[name].strip()), None)
    if solution is None:
        return "there are tests, but no solution, which would show that they can be passed"
    name = next((gold[key] for key in _NAMES if isinstance(gold.get(key), str) and gold[key].isidentifier()), "")
    name = name or _name(solution, tests if isinstance(tests, str) else "\n".join(tests))
    if not name:
        return "which function the tests are of cannot be told: give `entry_point`"
    reference = {"entry_point": name, "tests": tests, "solution": solution}
    context = _context(gold, row.question, name, solution)
    says = name in row.question
    return Taken(reference, {"context": context} if context else {}, "" if says else f"Name the function `{name}`.")


def _name(solution: str, tests: str) -> str:
    defined = [first or second for first, second in _DEFINED.findall(solution)]
    called = _CALLED.findall(tests)
    return next((name for name in reversed(defined) if name in called), "")


def _context(gold: Mapping[str, Any], question: str, name: str, solution: str) -> str:
    """What stands before the answer: imports, and the signature where the solution is the body alone."""
    parts = []
    for key in _BEFORE:
        value = gold.get(key)
        parts += (
            [value]
            if isinstance(value, str)
            else [v for v in value if isinstance(v, str)]
            if isinstance(value, list)
            else []
        )
    if not re.search(rf"\bdef\s+{re.escape(name)}\b|^{re.escape(name)}\s*=", solution, re.MULTILINE):
        prompt = gold.get("prompt")
        parts.append(prompt if isinstance(prompt, str) else question)
    return "\n".join(part for part in parts if part.strip())
