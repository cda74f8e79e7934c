"""Sudoku: every row, column and box holds each digit once, and the digits that were given stand.

    {"kind": "sudoku", "grid": [[1, 0, 0, 4], …]}

Four or nine rows; 0 is a blank. Read is the last block of as many rows: JSON, digits with spaces, bars or nothing between
them, a table; or one text of all digits.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from graders.puzzle.base import Finding, Reading, is_int, json_list, need, sections
from repairloop import Given

Grid = list[list[int]]
"""Rows of digits; 0 is a blank."""

MAX_LINE = 200
"""A longer line is no row of a grid."""

_LABEL = re.compile(r"[ \t>]*(?:row[ \t]*\d{1,2}[ \t]*[:.)-]|r?\d[ \t]*[:)])[ \t]*", re.IGNORECASE)
_BETWEEN = re.compile(r"[ \t|,;\[\](){}\"'`*&│┃\\]+")
_DIGITS = re.compile(r"[0-9]{1,2}")
_BLANKS = "0_.?xX·□"
_RULE = re.compile(r"[-+=|─┼│╋━┃ \t:`]*(?:python|text|json|plaintext)?[ \t]*")


class SudokuPuzzle(Given):
    """A grid to be filled."""

    kind: Literal["sudoku"]
    """"sudoku"."""
    grid: list[list[int]]
    """Four or nine rows of digits, 0 for a blank."""


class Sudoku:
    def __init__(self, reference: SudokuPuzzle) -> None:
        grid = reference.grid
        size = len(grid)
        need(size in (4, 9), "grid: four or nine rows of digits, 0 for a blank")
        for row in grid:
            fits = len(row) == size and all(is_int(cell, 0, size) for cell in row)
            need(fits, f"grid: each row has {size} digits from 0 to {size}")
        self.grid: Grid = grid
        self.size, self.box = size, 2 if size == 4 else 3
        need(any(0 in row for row in grid), "grid: there is no blank to fill")
        self.units = self._units()
        for name, cells in self.units:
            digits = [grid[r][c] for r, c in cells if grid[r][c]]
            need(len(set(digits)) == len(digits), f"grid: {name} holds a digit twice, so there is no solution")
        self.goal = f"the grid filled so that rows, columns and boxes hold 1 to {size}"
        self.digits = re.compile(rf"(?<![\w.])[0-9_.?]{{{size * size}}}(?!\w|\.\d)")

    def _units(self) -> list[tuple[str, list[tuple[int, int]]]]:
        span, box = range(self.size), self.box
        rows = [(f"row {r + 1}", [(r, c) for c in span]) for r in span]
        columns = [(f"column {c + 1}", [(r, c) for r in span]) for c in span]
        boxes = [(f"box {b + 1}", [(b // box * box + k // box, b % box * box + k % box) for k in span]) for b in span]
        return rows + columns + boxes

    # ---- reading ----

    def read(self, text: str) -> Reading:
        for start in sections(text):
            if found := self._read_rows(text, start):
                return found
        return (
            self._read_json(text)
            or self._read_one_text(text)
            or Reading(None, evidence=f"There are no {self.size} rows of digits.")
        )

    def _read_rows(self, text: str, start: int) -> Reading | None:
        """The last block of rows; rules and empty lines may stand between them."""
        best: list[tuple[list[int], int, int]] = []
        block: list[tuple[list[int], int, int]] = []
        place = start
        for line in text[start:].splitlines(keepends=True):
            cells = self._row(line)
            if cells:
                block.append((cells, place, place + len(line.rstrip())))
            elif len(line) > MAX_LINE or not _RULE.fullmatch(line.rstrip()):
                block = []
            if len(block) >= self.size:
                best = block[-self.size :]
            place += len(line)
        return Reading([cells for cells, _, _ in best], (best[0][1], best[-1][2])) if best else None

    def _row(self, line: str) -> list[int] | None:
        if len(line) > MAX_LINE:
            return None
        label = _LABEL.match(line)
        parts = _BETWEEN.sub(" ", line[label.end() :] if label else line).split()
        if len(parts) == 1 and len(parts[0]) == self.size:
            parts = list(parts[0])
        return self._cells(parts)

    def _cells(self, parts: list[Any]) -> list[int] | None:
        """Digits of a row; None where it is no row."""
        texts = ["0" if part is None else str(part) for part in parts]
        if len(texts) != self.size or not all(t in _BLANKS or _DIGITS.fullmatch(t) for t in texts):
            return None
        return [0 if text in _BLANKS else int(text) for text in texts]

    def _read_json(self, text: str) -> Reading | None:
        found = json_list(text)
        if found is None or len(found[0]) != self.size:
            return None
        rows = [self._cells(list(row)) if isinstance(row, (list, str)) else None for row in found[0]]
        return Reading(rows, found[1]) if all(rows) else None

    def _read_one_text(self, text: str) -> Reading | None:
        runs = list(self.digits.finditer(text))
        if not runs:
            return None
        found = runs[-1]
        cells = [0 if c in _BLANKS else int(c) for c in found[0]]
        return Reading([cells[n : n + self.size] for n in range(0, len(cells), self.size)], found.span())

    # ---- judging ----

    def judge(self, value: Grid) -> list[Finding]:
        if value == self.grid:
            return [Finding("blanks", "The puzzle is repeated with its blanks.", "echoed_input")]
        flat = [(r, c, value[r][c]) for r in range(self.size) for c in range(self.size)]
        blank = [(r, c) for r, c, digit in flat if digit == 0]
        odd = [(r, c, digit) for r, c, digit in flat if digit > self.size]
        changed = [(r, c) for r, c, digit in flat if self.grid[r][c] not in (0, digit) and digit]
        findings = [
            Finding(
                "digits",
                f"{odd[0][2]} in {_where(*odd[0][:2])} is no digit from 1 to {self.size}" if odd else "",
                "off_label",
            ),
            Finding(
                "blanks",
                f"{len(blank)} cells are blank, the first in {_where(*blank[0])}" if blank else "",
                "incomplete_set",
            ),
            Finding("given digits", f"the given digit in {_where(*changed[0])} was changed" if changed else ""),
        ]
        for name, cells in self.units:
            digits = [value[r][c] for r, c in cells if value[r][c]]
            distinct = set(digits)
            if len(distinct) < len(digits):
                findings.append(Finding(name, f"{name} holds {max(distinct, key=digits.count)} twice"))
            elif len(digits) < self.size:
                findings.append(Finding(name, f"{name} is not full", "incomplete_set"))
            else:
                findings.append(Finding(name))
        return findings

    # ---- solving, writing, spoiling ----

    def solve(self) -> Grid | None:
        """By search, the cell with the fewest possible digits first."""
        grid = [list(row) for row in self.grid]
        around: dict[tuple[int, int], set[tuple[int, int]]] = {}
        for _, cells in self.units:
            for cell in cells:
                around.setdefault(cell, set()).update(cells)

        def fill() -> bool:
            best: tuple[int, int] | None = None
            digits: set[int] = set()
            for r, row in enumerate(grid):
                for c, digit in enumerate(row):
                    if digit:
                        continue
                    left = set(range(1, self.size + 1)) - {grid[x][y] for x, y in around[r, c]}
                    if best is None or len(left) < len(digits):
                        best, digits = (r, c), left
            if best is None:
                return True
            r, c = best
            for digit in sorted(digits):
                grid[r][c] = digit
                if fill():
                    return True
            grid[r][c] = 0
            return False

        return grid if fill() else None

    def write(self, value: Grid) -> str:
        return "\n".join(" ".join("_" if digit == 0 else str(digit) for digit in row) for row in value)

    def corrupt(self, value: Grid) -> dict[str, str]:
        def put(r: int, c: int, digit: int) -> str:
            changed = [list(row) for row in value]
            changed[r][c] = digit
            return self.write(changed)

        blank = next((r, c) for r, row in enumerate(self.grid) for c, digit in enumerate(row) if digit == 0)
        other = value[blank[0]][blank[1]] % self.size + 1
        given = [(r, c) for r, row in enumerate(self.grid) for c, digit in enumerate(row) if digit]
        wrong = {
            "wrong_value": put(*blank, other),
            "incomplete_set": put(*blank, 0),
            "off_label": put(*blank, self.size + 2),
            "missing_row": self.write(value[:-1]),
            "echoed_input": self.write(self.grid),
            "latin_square_only": self.write(
                [[(r + c) % self.size + 1 for c in range(self.size)] for r in range(self.size)]
            ),
            "no_answer_found": "I filled every cell, and all rows, columns and boxes are right.",
        }
        if given:
            r, c = given[0]
            relabelled = {value[r][c]: other, other: value[r][c]} if other != value[r][c] else {1: 2, 2: 1}
            swap = [[relabelled.get(digit, digit) for digit in row] for row in value]
            if swap[r][c] != value[r][c]:
                wrong["changed_given"] = self.write(swap)
        return wrong


def _where(row: int, column: int) -> str:
    return f"row {row + 1}, column {column + 1}"
