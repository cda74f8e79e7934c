"""Ways through a graph or a maze.

    {"kind": "path", "graph": {"A": ["B", "C"], "B": ["D"]}, "start": "A", "goal": "D", "shortest": true}
    {"kind": "path", "grid": ["S.#", "..G"], "shortest": true}

An edge of a graph goes one way; one that goes both ways is written twice. In a grid `#` is a wall, `S` the start, `G` the
goal, and a step goes up, down, left or right. `shortest` (default false) asks for as few steps as can be.

Read are the last line of nodes (`A -> B -> D`, `A, B, D`, `["A", "B", "D"]`), or the last moves (`right, down`, `RRD`,
`→→↓`, a numbered list of them).
"""

from __future__ import annotations

import itertools
import re
from collections import deque
from functools import cached_property
from typing import Any, Literal

from graders.puzzle.base import Finding, Reading, json_list, need, sections, short
from repairloop import Given

MAX_NODES, MAX_SIDE, MAX_STEPS = 500, 60, 4_000
MAX_STEPS_SHOWN = 30

Path = list[str]
"""The nodes of a way from its start; in a grid, its moves: `U`, `D`, `L`, `R`."""

_ARROW = re.compile(r"-{1,2}>|=>|[→➔⟶>]|(?<=\w)-(?=\w)|\bto\b|\bthen\b")
_NOT = re.compile(r"\bnot\b|n't\b|\bnever\b", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s(\w+)", re.IGNORECASE)
_COMMA = re.compile(r"[,;]")
_EDGE = " \t*_`\"'.()[]{}:!?"
_MOVES = {"up": "U", "down": "D", "left": "L", "right": "R", "north": "U", "south": "D", "west": "L", "east": "R",
          "↑": "U", "↓": "D", "←": "L", "→": "R"}  # fmt: skip
_STEPS = {"U": (-1, 0), "D": (1, 0), "L": (0, -1), "R": (0, 1)}
_BETWEEN_MOVES = re.compile(r"[-=,;>]|\b(?:and|then|move[ds]?|go|step)\b", re.IGNORECASE)
_ARROW_MOVE = re.compile(r"([↑↓←→])")
_NUMBERED = re.compile(r"[ \t]*(?:\d{1,3}[.):]|[-*•])[ \t]+")


class PathPuzzle(Given):
    """A way through a graph or a grid."""

    kind: Literal["path"]
    """"path"."""
    graph: dict[str, list[str]] | None = None
    """Node → the nodes that it leads to."""
    start: str = ""
    """Of a graph."""
    goal: str = ""
    """Of a graph."""
    grid: list[str] | None = None
    """Rows made of `#` (wall), `.`, `S` (start) and `G` (goal)."""
    shortest: bool = False
    """Only a shortest way is right."""


class GraphPath:
    def __init__(self, reference: PathPuzzle) -> None:
        graph = reference.graph or {}
        need(0 < len(graph) <= MAX_NODES, f"graph: 1 to {MAX_NODES} nodes, each with those that it leads to")
        nodes = dict.fromkeys([*graph, *(other for others in graph.values() for other in others)])
        need(len(nodes) <= MAX_NODES, f"graph: at most {MAX_NODES} nodes")
        for node in nodes:
            name = re.fullmatch(r"\w(?:[\w ]{0,28}\w)?", node) and not re.search(r"\b(?:to|then|and)\b", node)
            need(bool(name), f"graph: the node {node!r} is not a short name of letters, digits and spaces")
        self.names = {_key(node): node for node in nodes}
        need(len(self.names) == len(nodes), "graph: two nodes have the same name, but for case")
        self.graph: dict[str, list[str]] = {node: graph.get(node, []) for node in nodes}
        self.start, self.goal_node = reference.start, reference.goal
        need(self.start in nodes and self.goal_node in nodes, "start and goal are nodes of the graph")
        need(self.start != self.goal_node, "start and goal are one node")
        self.shortest = reference.shortest
        self.goal = f"a {'shortest ' * self.shortest}path from {self.start} to {self.goal_node}"

    def read(self, text: str) -> Reading:
        for start in sections(text):
            if found := self._read_lines(text, start):
                return found
        found_list = json_list(text)
        if found_list and 1 < len(found_list[0]) <= MAX_STEPS and all(isinstance(node, str) for node in found_list[0]):
            return Reading([self.names.get(_key(node), node) for node in found_list[0]], found_list[1])
        return Reading(None, evidence="There is no line of nodes.")

    def _read_lines(self, text: str, start: int) -> Reading | None:
        """The last line of arrows that begins at a node, else the last of commas."""
        best: dict[bool, Reading] = {}
        place = start
        for line in text[start:].splitlines(keepends=True):
            for arrows, between in ((True, _ARROW), (False, _COMMA)):
                parts = between.split(line.rstrip(), maxsplit=MAX_STEPS)
                if len(parts) < 2 or (not arrows and best.get(True)):
                    continue
                parts[0] = parts[0].rpartition(":")[2]
                parts[-1] = parts[-1].partition("(")[0]
                nodes = [part for n, part in enumerate(part.strip(_EDGE + ",;") for part in parts) if part or not n]
                begun = _FROM.search(nodes[0])
                words = [begun[1]] if begun and _key(begun[1]) in self.names else nodes[0].split()
                nodes[0] = nodes[0] if _key(nodes[0]) in self.names else (words or [""])[-1]
                if _NOT.search(parts[0]):
                    continue
                if _key(nodes[0]) in self.names and (arrows or all(_key(node) in self.names for node in nodes)):
                    best[arrows] = Reading(
                        [self.names.get(_key(node), node) for node in nodes], (place, place + len(line.rstrip()))
                    )
            place += len(line)
        return best.get(True) or best.get(False)

    def judge(self, value: Path) -> list[Finding]:
        unknown = [node for node in value if node not in self.graph]
        if unknown:
            return [Finding("nodes", f"{short(unknown[0])!r} is no node of the graph", "off_label")]
        findings = [Finding("start", "" if value[0] == self.start else f"it begins at {value[0]}, not at {self.start}")]
        broken = ""
        for n, (a, b) in enumerate(itertools.pairwise(value)):
            problem = "" if b in self.graph[a] else f"no edge leads from {a} to {b}"
            broken = broken or problem
            if n < MAX_STEPS_SHOWN or (problem and problem == broken):
                findings.append(Finding(f"{a} to {b}", problem))
        ends = value[-1] == self.goal_node
        kind = "wrong_value" if broken or value[0] != self.start else "stopped_early"
        findings.append(Finding("goal", "" if ends else f"it ends at {value[-1]}, not at {self.goal_node}", kind))
        if self.shortest and ends and not broken:
            fewest, steps = self.fewest, len(value) - 1
            findings.append(
                Finding(
                    "shortest", f"it takes {steps} steps, {fewest} are enough" if steps > fewest else "", "extra_items"
                )
            )
        return findings

    @cached_property
    def fewest(self) -> int:
        """Steps of a shortest way."""
        return len(self.solve() or ()) - 1

    def solve(self) -> Path | None:
        return _search(
            self.start, lambda node: [(other, other) for other in self.graph[node]], self.goal_node, keep=[self.start]
        )

    def write(self, value: Path) -> str:
        return " -> ".join(value)

    def corrupt(self, value: Path) -> dict[str, str]:
        wrong = {
            "off_label": self.write([value[0], "Nowhere", *value[1:]]),
            "no_answer_found": "I followed the edges one by one and came to the goal.",
        }
        if len(value) > 2:
            wrong["stopped_early"] = self.write(value[:-1])
            wrong["wrong_start"] = self.write(value[1:])
        apart = next((node for node in self.graph if value[-1] not in self.graph[node] and node != value[-1]), None)
        if apart and value[0] == self.start:
            wrong["wrong_value"] = self.write([*value[:-1], apart, value[-1]])
        wrong["backwards"] = self.write(value[::-1])
        loop = next(((n, b) for n, a in enumerate(value) for b in self.graph[a] if a in self.graph[b]), None)
        if self.shortest and loop:
            n, node = loop
            wrong["extra_items"] = self.write([*value[: n + 1], node, *value[n:]])
        return wrong


class GridPath:
    def __init__(self, reference: PathPuzzle) -> None:
        grid = reference.grid or []
        need(0 < len(grid) <= MAX_SIDE, f"grid: 1 to {MAX_SIDE} rows of text")
        width = len(grid[0])
        for row in grid:
            fits = 0 < len(row) == width <= MAX_SIDE and set(row) <= set("#.SG")
            need(fits, "grid: rows of one length, made of # . S and G")
        joined = "".join(grid)
        need(joined.count("S") == 1 and joined.count("G") == 1, "grid: one S and one G")
        self.grid: list[str] = grid
        self.start, self.end = (divmod(joined.index(mark), width) for mark in "SG")
        self.shortest = reference.shortest
        self.goal = f"{'the fewest ' * self.shortest}moves from S to G"

    def read(self, text: str) -> Reading:
        for start in sections(text):
            if found := self._read_lines(text, start):
                return found
        found_list = json_list(text)
        if found_list and all(isinstance(move, str) and len(move) < 20 for move in found_list[0]):
            moves = [_moves(move) for move in found_list[0][:MAX_STEPS]]
            if moves and all(moves):
                return Reading([move for part in moves for move in part or []], found_list[1])
        return Reading(None, evidence="There is no line of moves.")

    def _read_lines(self, text: str, start: int) -> Reading | None:
        """The last line of moves; the lines of a numbered list belong together."""
        best: Reading | None = None
        place, listed = start, False
        for line in text[start:].splitlines(keepends=True):
            number = _NUMBERED.match(line)
            body = line[number.end() :] if number else line
            moves = _moves(body.rpartition(":")[2]) if len(line) <= 2 * MAX_STEPS else None
            if moves:
                span = (place, place + len(line.rstrip()))
                if number and listed and best and best.span:
                    best = Reading([*best.value, *moves], (best.span[0], span[1]))
                else:
                    best = Reading(moves, span)
            listed = bool(moves and number) or (listed and not line.strip())
            place += len(line)
        return best

    def _step(self, place: tuple[int, int], move: str) -> tuple[int, int] | None:
        """Where a move leads; None into a wall or out of the grid."""
        row, column = place[0] + _STEPS[move][0], place[1] + _STEPS[move][1]
        inside = 0 <= row < len(self.grid) and 0 <= column < len(self.grid[0])
        return (row, column) if inside and self.grid[row][column] != "#" else None

    def judge(self, value: Path) -> list[Finding]:
        place, findings = self.start, []
        for n, move in enumerate(value, 1):
            after = self._step(place, move)
            if after is None:
                findings.append(
                    Finding(
                        f"move {n}",
                        f"move {n} ({move}) leads from row {place[0] + 1}, column {place[1] + 1} into a wall or out",
                    )
                )
                return findings
            if n <= MAX_STEPS_SHOWN:
                findings.append(Finding(f"move {n}"))
            place = after
        ends = place == self.end
        findings.append(
            Finding(
                "goal",
                "" if ends else f"it ends in row {place[0] + 1}, column {place[1] + 1}, not at G",
                "stopped_early",
            )
        )
        if self.shortest and ends:
            fewest = self.fewest
            findings.append(
                Finding(
                    "shortest",
                    f"it takes {len(value)} moves, {fewest} are enough" if len(value) > fewest else "",
                    "extra_items",
                )
            )
        return findings

    @cached_property
    def fewest(self) -> int:
        """Moves of a shortest way."""
        return len(self.solve() or ())

    def solve(self) -> Path | None:
        def onward(place: tuple[int, int]) -> list[tuple[str, tuple[int, int]]]:
            return [(move, after) for move in _STEPS if (after := self._step(place, move))]

        return _search(self.start, onward, self.end, keep=[])

    def write(self, value: Path) -> str:
        words = {letter: word for word, letter in list(_MOVES.items())[:4]}
        return ", ".join(words[move] for move in value)

    def corrupt(self, value: Path) -> dict[str, str]:
        wall = next((move for move in _STEPS if self._step(self.start, move) is None), None)
        turned = {"U": "D", "D": "U", "L": "R", "R": "L"}
        wrong = {
            "stopped_early": self.write([*value, turned[value[-1]]]),
            "off_label": "right, forward, jump",
            "echoed_input": "\n".join(self.grid),
            "no_answer_found": "I walked around the walls and came to the goal.",
        }
        if len(value) > 1:
            wrong["not_finished"] = self.write(value[:-1])
        wrong["wrong_value"] = self.write([wall, *value] if wall else [*value, *"U" * MAX_SIDE])
        if self.shortest:
            wrong["extra_items"] = self.write([value[0], turned[value[0]], *value])
        return wrong


def path(reference: PathPuzzle) -> GraphPath | GridPath:
    need((reference.graph is None) != (reference.grid is None), "a path puzzle has a graph or a grid")
    return GraphPath(reference) if reference.grid is None else GridPath(reference)


def _search(start: Any, onward: Any, goal: Any, keep: Path) -> Path | None:
    """The labels of a shortest way, breadth first. `onward`: place → labels and next places."""
    came: dict[Any, tuple[Any, str]] = {}
    queue = deque([start])
    while queue:
        place = queue.popleft()
        if place == goal:
            labels: Path = []
            while place != start:
                place, label = came[place]
                labels.append(label)
            return keep + labels[::-1]
        for label, after in onward(place):
            if after not in came and after != start:
                came[after] = (place, label)
                queue.append(after)
    return None


def _moves(text: str) -> Path | None:
    """The moves that a text is made of; None where it holds anything else."""
    parts = _BETWEEN_MOVES.sub(" ", _ARROW_MOVE.sub(r" \1 ", text)).split()
    moves: Path = []
    for word in filter(None, (part.strip(_EDGE) for part in parts)):
        if word.casefold() in _MOVES:
            moves.append(_MOVES[word.casefold()])
        elif re.fullmatch(r"[UDLR]+", word):
            moves += word
        else:
            return None
    return moves[:MAX_STEPS] or None


def _key(node: str) -> str:
    return " ".join(node.casefold().replace("_", " ").split())
