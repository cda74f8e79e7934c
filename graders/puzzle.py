"""Puzzles: the answer has to satisfy the constraints. It is checked, not compared, so that any solution passes.

Reference: the puzzle itself as data, `{"kind": …, …}`; no solution is in it. The kinds, each in its module:

    csp          values for variables under constraints: zebra puzzles, orderings, knights and knaves (`puzzles.csp`)
    sudoku       {"grid": [[…], …]}, four or nine rows (`puzzles.sudoku`)
    arithmetic   {"numbers": [4, 7, 8, 8], "target": 24} (`puzzles.arithmetic`)
    queens       {"n": 6, "given": [[1, 4]]} (`puzzles.queens`)
    path         a way through a graph or a grid, shortest if asked for (`puzzles.path`)

Settings: none.

What a reply denies, supposes or takes back is not read (`graders.stance`). Each constraint is a check of its own, and the evidence names the first that is violated. `gold` solves the puzzle, in a
worker process with a time limit; a puzzle that has no solution, or none that is found in ten seconds, is a BadReference.
Whether a puzzle has *one* solution is not looked at. Nothing a student writes is evaluated.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from graders.programs import is_program
from graders.puzzles.arithmetic import Arithmetic
from graders.puzzles.base import Finding, Puzzle, Reading, short
from graders.puzzles.csp import Csp
from graders.puzzles.path import path
from graders.puzzles.queens import Queens
from graders.puzzles.sudoku import Sudoku
from graders.stance import standing
from repairloop import (
    ERROR_CLASSES,
    Answer,
    BadReference,
    Check,
    Grader,
    GuardError,
    Probe,
    Verdict,
    failed,
    grader,
    guarded,
    one_call,
    passed,
)

KINDS: Final[dict[str, Callable[[dict[str, Any]], Puzzle]]] = {
    "csp": Csp,
    "sudoku": Sudoku,
    "arithmetic": Arithmetic,
    "queens": Queens,
    "path": path,
}
SOLVE_SECONDS: Final = 10.0
MAX_CHECKS: Final = 40
MAX_ECHO: Final = 4_000
_RANK: Final = {name: rank for rank, name in enumerate(name for names in ERROR_CLASSES.values() for name in names)}


@grader("puzzle", version="2")
class PuzzleGrader(Grader):
    """Holds the answer to a puzzle against its constraints."""

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        puzzle = _puzzle(probe)
        said = standing(answer.text)
        reading = puzzle.read(said) if not is_program(said) else Reading(None, evidence="The reply is a program.")
        if reading.value is None:
            if _is_echo(answer.text, probe.question):
                return failed("echoed_input", expected=puzzle.goal, evidence="The reply repeats the question.")
            return failed(reading.error_class, expected=puzzle.goal, evidence=reading.evidence)
        extracted = answer.text[slice(*reading.span)] if reading.span else None
        more: dict[str, Any] = {
            "extracted": extracted and _clean(extracted),
            "span": reading.span,
            "expected": puzzle.goal,
        }
        findings = puzzle.judge(reading.value)
        wrong = [finding for finding in findings if finding.problem]
        more["checks"] = _checks(findings, wrong)
        if not wrong:
            return passed(evidence=f"All {len(findings)} constraints hold.", **more)
        worst = min(wrong, key=lambda finding: _RANK[finding.error_class])
        return failed(worst.error_class, evidence=f"{_sentence(worst.problem)}.", **more)

    def gold(self, probe: Probe) -> str:
        """A solution, found by search."""
        puzzle = _puzzle(probe)
        return puzzle.write(_solution(_canonical(probe.reference)))

    def corrupt(self, probe: Probe) -> dict[str, str]:
        wrong = _puzzle(probe).corrupt(_solution(_canonical(probe.reference)))
        if len(probe.question) > 40:
            wrong["echoed_question"] = probe.question
        return wrong

    def examples(self) -> list[Probe]:
        return [
            Probe(
                id=f"{n:016x}", skill="puzzle", area="puzzle/examples", split="screen", grader="puzzle",
                messages=[{"role": "user", "content": "Solve the puzzle."}], reference=reference,
            )
            for n, reference in enumerate(_EXAMPLES)
        ]  # fmt: skip


# ---- the reference ------------------------------------------------------------------------------------


def _puzzle(probe: Probe) -> Puzzle:
    return _made(_canonical(probe.reference))


def _canonical(reference: Any) -> str:
    try:
        return json.dumps(reference)
    except (TypeError, ValueError, RecursionError):
        raise BadReference("a reference is JSON: an object with the kind of puzzle and its data") from None


@lru_cache(maxsize=512)
def _made(reference: str) -> Puzzle:
    data = json.loads(reference)
    kind = data.get("kind") if isinstance(data, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise BadReference(f"a reference is an object with a kind, one of {', '.join(KINDS)}; not {short(kind)!r}")
    try:
        return KINDS[kind](data)
    except BadReference as error:
        raise BadReference(f"reference of kind {kind}: {error}") from None


@lru_cache(maxsize=512)
def _solution(reference: str) -> Any:
    """A solution of the puzzle; BadReference where there is none or it takes too long."""
    try:
        found = guarded(solve, reference, seconds=SOLVE_SECONDS)
    except GuardError as error:
        raise BadReference(
            f"no solution was found: {error}; make the puzzle smaller or its constraints tighter"
        ) from None
    if found is None:
        raise BadReference("the puzzle has no solution; look for constraints that contradict each other")
    return found


def solve(reference: str) -> Any:
    """What a solution would be read as. For use behind `guarded`: a search may take for ever."""
    return _made(reference).solve()


# ---- the verdict --------------------------------------------------------------------------------------


def _checks(findings: list[Finding], wrong: list[Finding]) -> list[Check]:
    """One check a constraint; where there are too many, those that fail come first."""
    shown = findings if len(findings) <= MAX_CHECKS else [*wrong, *(f for f in findings if not f.problem)][:MAX_CHECKS]
    return [Check(name=_clean(f.name), passed=not f.problem, detail=_clean(f.problem)[:300]) for f in shown]


def _is_echo(text: str, question: str) -> bool:
    said = " ".join(text[:MAX_ECHO].split()).casefold()
    return len(said) > 20 and said in " ".join(question[: 4 * MAX_ECHO].split()).casefold()


def _sentence(text: str) -> str:
    text = _clean(text)[:400]
    return (text[:1].upper() + text[1:]).removesuffix(".")


def _clean(text: str) -> str:
    """The text without lone surrogates, which no file can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


# ---- examples -----------------------------------------------------------------------------------------

_THREE = [1, 2, 3]
_PEOPLE = ["knight", "knave"]
_EXAMPLES: list[dict[str, Any]] = [
    {
        "kind": "csp",
        "variables": dict.fromkeys(("Ann", "Bob", "Cleo"), _THREE),
        "constraints": [["all_different", ["Ann", "Bob", "Cleo"]], ["left_of", "Ann", "Bob"], ["!=", "Cleo", 3]],
    },
    {
        "kind": "csp",
        "variables": {name: [1, 2, 3, 4] for name in ("red", "green", "blue", "white", "cat", "dog", "owl", "fox")},
        "constraints": [
            ["all_different", ["red", "green", "blue", "white"]],
            ["all_different", ["cat", "dog", "owl", "fox"]],
            ["directly_left_of", "red", "green"],
            ["adjacent", "blue", "green"],
            ["=", "cat", "red"],
            ["if", ["=", "owl", 1], ["=", "white", 4]],
            ["not", ["adjacent", "dog", "fox"]],
            ["one_of", "dog", [2, 3]],
        ],
    },
    {
        "kind": "csp",
        "variables": {"A": _PEOPLE, "B": _PEOPLE, "C": _PEOPLE},
        "constraints": [
            ["iff", ["=", "A", "knight"], ["=", "B", "knave"]],
            ["iff", ["=", "B", "knight"], ["and", ["=", "A", "knave"], ["=", "C", "knave"]]],
            ["exactly", 2, ["=", "A", "knight"], ["=", "B", "knight"], ["=", "C", "knight"]],
        ],
    },
    {
        "kind": "csp",
        "variables": {"x": list(range(1, 10)), "y": list(range(1, 10)), "z": list(range(1, 10))},
        "constraints": [["sum", ["x", "y", "z"], "=", 15], ["=", ["*", "x", 2], "y"], [">", "z", ["-", "y", 1]]],
    },
    {
        "kind": "csp",
        "variables": {"WA": ["r", "g", "b"], "NT": ["r", "g", "b"], "SA": ["r", "g", "b"], "Q": ["r", "g", "b"]},
        "constraints": [["!=", "WA", "NT"], ["!=", "WA", "SA"], ["!=", "NT", "SA"], ["!=", "NT", "Q"], ["!=", "SA", "Q"],
                        ["or", ["=", "Q", "g"], ["=", "Q", "b"]]],
    },
    {"kind": "sudoku", "grid": [[1, 0, 0, 4], [0, 4, 1, 0], [2, 0, 0, 3], [0, 3, 2, 0]]},
    {"kind": "sudoku", "grid": [[0, 0, 0, 0], [0, 0, 1, 0], [0, 2, 0, 0], [0, 0, 0, 0]]},
    {
        "kind": "sudoku",
        "grid": [[int(digit) for digit in row] for row in (
            "530070000", "600195000", "098000060", "800060003", "400803001", "700020006", "060000280", "000419005", "000080079",
        )],
    },
    {"kind": "arithmetic", "numbers": [4, 7, 8, 8], "target": 24},
    {"kind": "arithmetic", "numbers": [3, 3, 8, 8], "target": 24},
    {"kind": "arithmetic", "numbers": [2, 5], "target": 10},
    {"kind": "queens", "n": 6},
    {"kind": "queens", "n": 8, "given": [[1, 4]]},
    {"kind": "path", "graph": {"A": ["B", "C"], "B": ["A", "D"], "C": ["D"], "D": ["B"]}, "start": "A", "goal": "D"},
    {
        "kind": "path",
        "graph": {"Oslo": ["Bergen", "Hamar"], "Bergen": ["Oslo", "Voss"], "Hamar": ["Oslo"], "Voss": ["Bergen"]},
        "start": "Hamar", "goal": "Voss", "shortest": True,
    },
    {"kind": "path", "grid": ["S.#.", "..#G", "#..."], "shortest": True},
    {"kind": "path", "grid": ["S..", ".#.", "..G"]},
]  # fmt: skip

grade = one_call("puzzle")
