"""Queens on a board of n by n, none of which attacks another.

    {"kind": "queens", "n": 6}                          any placing
    {"kind": "queens", "n": 6, "given": [[1, 4]]}       one that keeps these queens: row and column, from 1

Read are a board (`. Q . .` a line), the columns row by row (`2 4 1 3`, `[2, 4, 1, 3]`), or squares (`(1, 2), (2, 4) …`).
Where a 0 stands among the numbers, rows and columns are taken to count from 0.
"""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from graders.puzzle.base import Finding, Reading, is_int, json_list, need, sections, small_int
from repairloop import Given

MAX_N = 16
Squares = list[tuple[int, int]]
"""Row and column of each queen, from 1."""

_PAIR = re.compile(r"[(\[][ \t]{0,3}(\d{1,3})[ \t]{0,3},[ \t]{0,3}(\d{1,3})[ \t]{0,3}[)\]]")
_COLUMNS = re.compile(r"(?<![\w.-])\d{1,3}(?:[ \t]{0,3}[, \t;|-][ \t]{0,3}\d{1,3}){1,60}(?![\w.-]?\w)")
_QUEENS = "QqX1♛♕*"
_EMPTY = "._-0+□·#O"


class QueensPuzzle(Given):
    """Queens that do not attack each other."""

    kind: Literal["queens"]
    """"queens"."""
    n: int = Field(ge=1, le=MAX_N)
    """How many queens, on a board of as many rows."""
    given: list[tuple[int, int]] = []
    """Those that stand already: [row, column], from 1."""


class Queens:
    def __init__(self, reference: QueensPuzzle) -> None:
        n, given = reference.n, reference.given
        self.n = n
        for square in given:
            fits = all(is_int(x, 1, n) for x in square)
            need(fits, f"given: [row, column] from 1 to {n}, not {list(square)}")
        self.given: Squares = [(row, column) for row, column in given]
        need(len({row for row, _ in self.given}) == len(self.given), "given: two queens stand in one row")
        self.goal = f"{n} queens that do not attack each other" + (", the given ones kept" if given else "")

    # ---- reading ----

    def read(self, text: str) -> Reading:
        for start in sections(text):
            found = self._read_board(text, start) or self._read_pairs(text, start) or self._read_columns(text, start)
            if found:
                return found
        return Reading(None, evidence="There is no board, and there are no squares or columns.")

    def _read_board(self, text: str, start: int) -> Reading | None:
        best: list[tuple[str, int]] = []
        block: list[tuple[str, int]] = []
        place = start
        for line in text[start:].splitlines(keepends=True):
            cells = re.sub(r"[\s|,\[\]\"'`]", "", line) if len(line) < 200 else ""
            if len(cells) == self.n and all(c in _QUEENS + _EMPTY for c in cells):
                block.append((cells, place))
            elif line.strip() and not re.fullmatch(r"[-+|= ]+", line.strip()):
                block = []
            if len(block) >= self.n:
                best = block[-self.n :]
            place += len(line)
        if not best or not any(c in _QUEENS for cells, _ in best for c in cells):
            return None
        squares = [(r, c) for r, (cells, _) in enumerate(best, 1) for c, cell in enumerate(cells, 1) if cell in _QUEENS]
        end = text.find("\n", best[-1][1])
        return Reading(squares, (best[0][1], end if end >= 0 else len(text)))

    def _read_pairs(self, text: str, start: int) -> Reading | None:
        pairs = list(_PAIR.finditer(text, start))[-self.n :]
        if len(pairs) < min(2, self.n):
            return None
        squares = [(int(pair[1]), int(pair[2])) for pair in pairs]
        return Reading(_from_one(squares), (pairs[0].start(), pairs[-1].end()))

    def _read_columns(self, text: str, start: int) -> Reading | None:
        found = json_list(text) if start == 0 else None
        if found and 1 < len(found[0]) <= 60:
            numbers = [small_int(str(item)) for item in found[0]]
            if all(number is not None for number in numbers):
                return Reading(_by_row([number or 0 for number in numbers]), found[1])
        runs = [(m, [int(x) for x in re.findall(r"\d+", m[0])]) for m in _COLUMNS.finditer(text, start)]
        exact = [run for run in runs if len(run[1]) == self.n] or runs
        if not exact:
            return None
        match, columns = exact[-1]
        return Reading(_by_row(columns), match.span())

    # ---- judging ----

    def judge(self, value: Squares) -> list[Finding]:
        n = self.n
        outside = [square for square in value if not all(1 <= x <= n for x in square)] if len(value) <= n else []
        count = Finding("number of queens")
        if len(value) != n:
            kind = "incomplete_set" if len(value) < n else "extra_items"
            count = count._replace(problem=f"there are {len(value)} queens, not {n}", error_class=kind)
        lost = [square for square in self.given if square not in value]
        findings = [
            count,
            Finding("squares", f"{outside[0]} is not on the board" if outside else "", "off_label"),
            Finding("given queens", f"the given queen at {lost[0]} is not there" if lost else ""),
        ]
        lines = {
            "rows": [row for row, _ in value], "columns": [column for _, column in value],
            "falling diagonals": [row - column for row, column in value],
            "rising diagonals": [row + column for row, column in value],
        }  # fmt: skip
        for name, places in lines.items():
            first: dict[int, tuple[int, int]] = {}
            problem = ""
            for place, square in zip(places, value, strict=True):
                if place in first and not problem:
                    problem = f"the queens at {first[place]} and {square} attack each other"
                first.setdefault(place, square)
            findings.append(Finding(name, problem))
        return findings

    # ---- solving, writing, spoiling ----

    def solve(self) -> Squares | None:
        """By search, row by row."""
        fixed = dict(self.given)
        placed: Squares = []

        def place(row: int) -> bool:
            if row > self.n:
                return True
            for column in [fixed[row]] if row in fixed else range(1, self.n + 1):
                if all(column != c and abs(column - c) != row - r for r, c in placed):
                    placed.append((row, column))
                    if place(row + 1):
                        return True
                    placed.pop()
            return False

        return placed if place(1) else None

    def write(self, value: Squares) -> str:
        return ", ".join(f"({row}, {column})" for row, column in value)

    def corrupt(self, value: Squares) -> dict[str, str]:
        n = self.n
        wrong = {
            "off_label": self.write([*value[:-1], (n, n + 1)]),
            "board_without_queens": "\n".join(". " * n for _ in range(n)),
            "no_answer_found": f"I placed all {n} queens so that none attacks another.",
        }
        if n > 1:
            wrong |= {
                "incomplete_set": self.write(value[:-1]) if n > 2 else "(1, 1)",
                "wrong_value": self.write([*value[:-1], (n, value[0][1])]),
                "one_diagonal": self.write([(row, row) for row in range(1, n + 1)]),
                "one_row": self.write([(1, column) for column in range(1, n + 1)]),
                "board_full_of_queens": "\n".join("Q " * n for _ in range(n)),
            }
        for row, column in self.given:
            others = [square for square in value if square != (row, column)]
            wrong["moved_given"] = self.write(sorted([*others, (row, column % n + 1)]))
        return wrong


def _from_one(squares: Squares) -> Squares:
    """Squares counted from 1, also where they were counted from 0."""
    return [(row + 1, column + 1) for row, column in squares] if any(0 in square for square in squares) else squares


def _by_row(columns: list[int]) -> Squares:
    shift = 1 if 0 in columns else 0
    return [(row, column + shift) for row, column in enumerate(columns, 1)]
