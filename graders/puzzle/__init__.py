"""Puzzles: the answer has to satisfy the constraints. It is checked, not compared, so that any solution passes.

The reference is the puzzle itself as data, `{"kind": …, …}`; no solution is in it. Each kind has its module.

What a reply denies, supposes or takes back is not read (`graders.shared.stance`). Each constraint is a check of its own, and the evidence names the first that is violated. `gold` solves the puzzle, in a
worker process with a time limit; a puzzle that has no solution, or none that is found in ten seconds, is a BadReference.
Whether a puzzle has *one* solution is not looked at. Nothing a student writes is evaluated.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import Field, TypeAdapter

from graders.puzzle.arithmetic import Arithmetic, ArithmeticPuzzle
from graders.puzzle.base import Finding, Puzzle, Reading
from graders.puzzle.csp import Csp, CspPuzzle
from graders.puzzle.path import PathPuzzle, path
from graders.puzzle.queens import Queens, QueensPuzzle
from graders.puzzle.sudoku import Sudoku, SudokuPuzzle
from graders.shared.programs import is_program
from graders.shared.stance import standing
from repairloop import (
    ERROR_CLASSES,
    Answer,
    BadReference,
    Check,
    Grader,
    GuardError,
    NoSettings,
    Probe,
    Verdict,
    failed,
    grader,
    guarded,
    one_call,
    passed,
)

PuzzleData = Annotated[
    CspPuzzle | SudokuPuzzle | ArithmeticPuzzle | QueensPuzzle | PathPuzzle,
    Field(discriminator="kind", description='the puzzle, {"kind": …, …}; its solution is not in it'),
]
_DATA: Final[TypeAdapter[PuzzleData]] = TypeAdapter(PuzzleData)
KINDS: Final[dict[str, Any]] = {
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


@grader("puzzle", version="4")
class PuzzleGrader(Grader[PuzzleData, NoSettings]):
    """Holds the answer to a puzzle against its constraints."""

    kept = 512

    def prepare(self, reference: PuzzleData, settings: NoSettings) -> tuple[Puzzle, str]:
        return _made(reference), reference.model_dump_json()

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        puzzle, _ = self.read(probe)
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
        puzzle, data = self.read(probe)
        text: str = puzzle.write(_solution(data))
        return text

    def corrupt(self, probe: Probe) -> dict[str, str]:
        puzzle, data = self.read(probe)
        wrong: dict[str, str] = puzzle.corrupt(_solution(data))
        if len(probe.question) > 40:
            wrong["echoed_question"] = probe.question
        return wrong

    def examples(self) -> list[Probe]:
        return self.probes([(puzzle,) for puzzle in _EXAMPLES], "Solve the puzzle.")


# ---- the reference ------------------------------------------------------------------------------------


def _made(data: PuzzleData) -> Puzzle:
    try:
        puzzle: Puzzle = KINDS[data.kind](data)
    except BadReference as error:
        raise BadReference(f"reference of kind {data.kind}: {error}") from None
    return puzzle


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
    return _made(_DATA.validate_json(reference)).solve()


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
