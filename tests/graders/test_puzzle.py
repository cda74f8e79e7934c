"""The puzzle grader: any solution passes in any common form, every violated constraint is named, puzzles are solved."""

from __future__ import annotations

import json
import time
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders import puzzle as module
from graders.puzzle import KINDS, PuzzleGrader, logic
from graders.puzzle.arithmetic import parse
from repairloop import Answer, BadReference, Probe, Verdict, check_reference, loose_probe
from repairloop import grade as grade_fully
from repairloop.records.rows import dump

GRADER = PuzzleGrader()
SOME = settings(max_examples=100, deadline=None)


def probe(reference: Any, question: str = "") -> Probe:
    return loose_probe("puzzle", question, reference, {})


def grade(reference: Any, text: str, question: str = "") -> Verdict:
    return GRADER.grade(probe(reference, question), Answer(probe_id="", text=text))


def expect(reference: Any, text: str, error: str | None) -> None:
    verdict = grade(reference, text)
    assert (verdict.status, verdict.error_class) == ("fail" if error else "pass", error), verdict
    assert verdict.evidence
    if verdict.span:
        assert text[slice(*verdict.span)].strip()
    dump(verdict)


SEATS = {
    "kind": "csp",
    "variables": {name: [1, 2, 3] for name in ["Ann", "Bob", "Cleo"]},
    "constraints": [["all_different", ["Ann", "Bob", "Cleo"]], ["left_of", "Ann", "Bob"], ["!=", "Cleo", 3]],
}
KNIGHTS = {
    "kind": "csp",
    "variables": {"A": ["knight", "knave"], "B": ["knight", "knave"]},
    "constraints": [["iff", ["=", "A", "knight"], ["=", "B", "knave"]]],
}
XY = {"kind": "csp", "variables": {"x": list(range(-9, 20)), "y": list(range(-9, 20))}, "constraints": [["sum", ["x", "y"], "=", 10], ["<", "x", "y"]]}  # fmt: skip
COLOURS = {
    "kind": "csp",
    "variables": {"north_wall": ["dark red", "blue"], "south_wall": ["dark red", "blue"]},
    "constraints": [["!=", "north_wall", "south_wall"]],
}
SMALL = {"kind": "sudoku", "grid": [[1, 0, 0, 4], [0, 4, 1, 0], [2, 0, 0, 3], [0, 3, 2, 0]]}
SOLVED = "1 2 3 4\n3 4 1 2\n2 1 4 3\n4 3 2 1"
LARGE = {"kind": "sudoku", "grid": [[int(d) for d in row] for row in ["530070000", "600195000", "098000060", "800060003", "400803001", "700020006", "060000280", "000419005", "000080079"]]}  # fmt: skip
LARGE_SOLVED = ["534678912", "672195348", "198342567", "859761423", "426853791", "713924856", "961537284", "287419635", "345286179"]  # fmt: skip
FOUR = {"kind": "arithmetic", "numbers": [4, 7, 8, 8], "target": 24}
QUEENS = {"kind": "queens", "n": 4}
PLACED = {"kind": "queens", "n": 6, "given": [[1, 4]]}
GRAPH = {
    "kind": "path", "graph": {"A": ["B", "C"], "B": ["A", "D"], "C": ["D", "A"], "D": ["B", "C", "E"], "E": ["D"]},
    "start": "A", "goal": "E", "shortest": True,
}  # fmt: skip
MAZE = {"kind": "path", "grid": ["S.#", "..G"], "shortest": True}
ANY_MAZE = {"kind": "path", "grid": ["S..", ".#.", "..G"]}


# ---- csp ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Ann = 1\nBob = 3\nCleo = 2",
        "Ann=2, Bob=3, Cleo=1",
        "Cleo is 1, Ann is 2 and Bob is 3.",
        "- **Ann**: 1\n- **Bob**: 3\n- **Cleo**: 2",
        "| Person | Seat |\n|---|---|\n| Ann | 1 |\n| Bob | 3 |\n| Cleo | 2 |",
        '{"Ann": 1, "Bob": 3, "Cleo": 2}',
        '```json\n{"ann": "1", "bob": 3.0, "cleo": 2, "why": "…"}\n```',
        'So: {"solution": {"Ann": 1, "Bob": 3, "Cleo": 2}}',
        "Ann → seat 1\nBob → seat 3\nCleo → seat 2",
        "Ann is in seat 1, Bob is in seat 3, Cleo is in position 2.",
        "Ann is at 1 (far left). Bob is at 3 because he sits right of Ann. Cleo is at 2.",
        "Let me try Ann = 3. That fails, as Bob = 4 is no seat.\nFinal answer: Ann = 1, Bob = 3, Cleo = 2",
        "If Ann = 2 then Bob = 3 and Cleo = 1, which works too. But I choose\nAnn = 1\nBob = 3\nCleo = 2",
        "Cleo is not 3. So Cleo = 2, Ann = 1, Bob = 3. Cleo is not 1.",
        "Answer:\nAnn: `1`\nBob: `3`\nCleo: `2`",
    ],
)
def test_any_solution_passes_in_any_form(text: str) -> None:
    expect(SEATS, text, None)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("Ann = 3, Bob = 1, Cleo = 2", "wrong_value"),
        ("Ann = 1, Bob = 2, Cleo = 3", "wrong_value"),
        ("Ann = 1, Bob = 1, Cleo = 2", "wrong_value"),
        ("Ann = 1, Bob = 3", "incomplete_set"),
        ("Ann = 1, Bob = 3, Cleo = 4", "off_label"),
        ("Ann = 1, Bob = 3, Cleo = two", "off_label"),
        ("Ann = 1, Bob = 3, Cleo = 2 or 3", "off_label"),
        ("Ann = 1, Bob = 3, Cleo = 3 or Cleo = 2", "off_label"),
        ("Ann = 1, Bob = 3, Cleo is either 2 or 3", "off_label"),
        ("Ann = 1, Bob = 3, Cleo is not 2", "incomplete_set"),
        ("Ann isn't 1, Bob isn't 3, Cleo isn't 2", "no_answer_found"),
        ("Ann = ?, Bob = ?, Cleo = ?", "echoed_input"),
        ('{"Ann": null, "Bob": null, "Cleo": null}', "echoed_input"),
        ('{"Ann": 1, "Bob": 3, "Cleo": 2', "format_violation"),
        ("{'Ann': 1, 'Bob': 3, 'Cleo': 2}", "format_violation"),
        ('{"Ann": 1, "Bob": 3, "Cleo": 2, "Cleo": 1}', "format_violation"),
        ('{"Ann": [1, 2, 3], "Bob": 3, "Cleo": 2}', "off_label"),
        ('{"Ann": true, "Bob": 3, "Cleo": 2}', "off_label"),
        ('{"Ann": 1e0, "Bob": 3, "Cleo": 2}', "off_label"),
        ("They sit in the order Ann, Cleo, Bob.", "no_answer_found"),
        ("1 3 2", "no_answer_found"),
        ("Cleo = Ann + 1", "no_answer_found"),
        ("", "no_answer_found"),
    ],
)
def test_each_wrong_assignment_gets_its_class(text: str, error: str) -> None:
    expect(SEATS, text, error)


def test_the_violated_constraint_is_named_and_each_is_a_check() -> None:
    verdict = grade(SEATS, "Ann = 3, Bob = 1, Cleo = 2")
    assert verdict.evidence == "Ann left of Bob does not hold with Ann = 3, Bob = 1."
    assert [(check.name, check.passed) for check in verdict.checks] == [
        ("all different: Ann, Bob, Cleo", True), ("Ann left of Bob", False), ("Cleo != 3", True)
    ]  # fmt: skip
    assert "3 constraints" in verdict.expected


def test_words_as_values_and_variables_of_one_letter() -> None:
    for text in (
        "A is a knight, B is a knave.",
        "A: Knave\nB: Knight",
        "So A is a knight and B is a knave",
        '{"A": "knight", "B": "knave"}',
    ):
        expect(KNIGHTS, text, None)
    expect(KNIGHTS, "A is a knight. B is a knight.", "wrong_value")
    expect(KNIGHTS, "A is a spy. B is a knight.", "off_label")
    expect(KNIGHTS, "a is a knight, b is a knave", "no_answer_found")  # "a" is a word of prose
    expect(KNIGHTS, "One is a knight, the other a knave.", "no_answer_found")
    expect(COLOURS, "North wall: dark red; south-wall: Blue", None)
    expect(COLOURS, '{"north_wall": "dark_red", "South Wall": "blue"}', None)
    expect(COLOURS, "North wall: red; south wall: blue", "off_label")


def test_numbers_that_are_calculated_with() -> None:
    expect(XY, "x + y = 10, so y = 10 - x. Take x = 3: y = 10 - 3. So x = 3 and y = 7.", None)
    expect(XY, "x = -2\ny = 12", None)
    expect(XY, "x = 4, y = 6\n\nCheck: x + y = 10.", None)
    expect(XY, "x = 7, y = 3", "wrong_value")
    expect(XY, "x = 3.5, y = 6.5", "off_label")
    expect(XY, f"x = {'9' * 60_000}, y = 7", "off_label")


# ---- sudoku -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        SOLVED,
        SOLVED.replace(" ", ""),
        SOLVED.replace("\n", "\n\n"),
        f"```\n{SOLVED}\n```",
        "1 2 | 3 4\n3 4 | 1 2\n----+----\n2 1 | 4 3\n4 3 | 2 1",
        "| 1 | 2 | 3 | 4 |\n|---|---|---|---|\n| 3 | 4 | 1 | 2 |\n| 2 | 1 | 4 | 3 |\n| 4 | 3 | 2 | 1 |",
        "[[1, 2, 3, 4], [3, 4, 1, 2], [2, 1, 4, 3], [4, 3, 2, 1]]",
        "[\n  [1, 2, 3, 4],\n  [3, 4, 1, 2],\n  [2, 1, 4, 3],\n  [4, 3, 2, 1]\n]",
        '{"grid": [[1, 2, 3, 4], [3, 4, 1, 2], [2, 1, 4, 3], [4, 3, 2, 1]]}',
        '["1234", "3412", "2143", "4321"]',
        "The puzzle:\n1 _ _ 4\n_ 4 1 _\n2 _ _ 3\n_ 3 2 _\n\nThe solution is:\n" + SOLVED + "\nEvery row holds 1 to 4.",
        "Row 1: 1 2 3 4\nRow 2: 3 4 1 2\nRow 3: 2 1 4 3\nRow 4: 4 3 2 1",
        "The digits are 1234341221434321.",
        "1,2,3,4\n3,4,1,2\n2,1,4,3\n4,3,2,1\n",
    ],
)
def test_a_filled_grid_is_read_in_any_form(text: str) -> None:
    expect(SMALL, text, None)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1 3 2 4\n3 4 1 2\n2 1 4 3\n4 2 3 1", "wrong_value"),  # columns and boxes
        ("2 1 3 4\n3 4 1 2\n1 2 4 3\n4 3 2 1", "wrong_value"),  # given digits changed
        ("1 2 3 4\n3 4 1 2\n2 1 4 3\n4 3 2 _", "incomplete_set"),
        ("1 2 3 4\n3 4 1 2\n2 1 4 3\n4 3 2 5", "off_label"),
        ("1 2 3 4\n3 4 1 2\n2 1 4 3", "no_answer_found"),
        ("1 _ _ 4\n_ 4 1 _\n2 _ _ 3\n_ 3 2 _", "echoed_input"),
        ("1 0 0 4\n0 4 1 0\n2 0 0 3\n0 3 2 0", "echoed_input"),
        (f"{SOLVED}\n\nor\n\n1 2 3 4\n3 4 1 2\n2 1 4 3\n4 3 2 2", "wrong_value"),
        ("All cells are filled.", "no_answer_found"),
        ("[[1, 2, 3, 4], [3, 4, 1, 2]]", "no_answer_found"),
    ],
)
def test_each_wrong_grid_gets_its_class(text: str, error: str) -> None:
    expect(SMALL, text, error)


def test_a_large_grid_has_a_check_for_each_unit() -> None:
    text = "\n".join(LARGE_SOLVED)
    assert len(grade(LARGE, text).checks) == 30
    expect(LARGE, text, None)
    expect(
        LARGE,
        "\n".join(" ".join(row[:3]) + " | " + " ".join(row[3:6]) + " | " + " ".join(row[6:]) for row in LARGE_SOLVED),
        None,
    )
    verdict = grade(LARGE, text.replace("345286179", "345286197"))
    assert verdict.error_class == "wrong_value"
    assert "given digit in row 9, column 8" in verdict.evidence
    assert {check.name for check in verdict.checks if not check.passed} == {"given digits", "column 8", "column 9"}


# ---- arithmetic ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "(7 - 8 / 8) * 4",
        "4 * (7 - 8 / 8) = 24",
        "24 = 4*(7-(8/8))",
        "The answer is (7 − 8 ÷ 8) × 4.",
        "$4 \\times (7 - 8 \\div 8) = 24$",
        "\\(4 \\cdot \\left(7 - 8 / 8\\right)\\)",
        "**4 x (7 - 8/8) = 24**",
        "First, 8 / 8 = 1. Then 7 - 1 = 6. Then 4 * 6 = 24.\nAnswer: 4 * (7 - 8 / 8)",
        "4 * (7 - 8/8) = 24\n\nCheck: 8/8 = 1, 7 - 1 = 6, 4 * 6 = 24.",
        "1. 8 - 8 + 7 * 4 = 28, no\n2. 4 * (7 - 8/8) = 4 * 6 = 24, yes",
        "- 8 * (4 + 7 - 8)",
        "[4 + (7 - 8)] * 8",
    ],
)
def test_any_expression_that_comes_to_the_target_passes(text: str) -> None:
    expect(FOUR, text, None)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("4 + 7 + 8 + 8", "wrong_value"),
        ("4 * 7 - 8 = 20", "incomplete_set"),
        ("(7 - 8 / 8) * 4 + 8 - 8", "extra_items"),
        ("8 * 3 = 24", "wrong_value"),
        ("24 * 1 = 24", "wrong_value"),
        ("(7 - 8 / 8 * 4", "format_violation"),
        ("7 - 8 / 8) * 4", "format_violation"),
        ("4(7 - 8/8)", "format_violation"),
        ("(7 - 8 / 8) * 4 ^ 1", "format_violation"),
        ("4 ** 7 / 8 - 8", "format_violation"),
        ("(7 - 8 / 8) * 4 or 4 + 7 + 8 + 8", "format_violation"),
        ("4 + 7 + 8 + 8, or perhaps (7 - 8 / 8) * 4", "format_violation"),
        ("4 / (7 - 7) * 8 - 8", "extra_items"),
        ("7 / (8 - 8) + 4", "wrong_value"),
        ("24", "no_answer_found"),
        ("4, 7, 8, 8", "no_answer_found"),
        ("It can be done.", "no_answer_found"),
        ("87 - 8 * 4 - 8", "wrong_value"),
        ("(7 - 8 / 8) * 4!", "format_violation"),
    ],
)  # fmt: skip
def test_each_wrong_expression_gets_its_class(text: str, error: str) -> None:
    expect(FOUR, text, error)


def test_division_is_exact_and_by_zero_is_no_crash() -> None:
    expect({"kind": "arithmetic", "numbers": [3, 3, 8, 8], "target": 24}, "8 / (3 - 8 / 3)", None)
    assert "divides by zero" in grade(FOUR, "7 / (8 - 8) + 4").evidence
    assert parse("1 / 3 * 3").value == 1
    assert parse("2 - -3").problem
    assert parse("((((1))))+0.5").value == Fraction(3, 2)


@given(st.recursive(st.integers(0, 99).map(str), lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"), max_leaves=8))  # fmt: skip
@SOME
def test_the_parser_agrees_with_python(text: str) -> None:
    read = parse(text)
    try:
        expected = eval(text.replace("(", "(").replace("/", "/"), {"__builtins__": {}})  # the text is ours
    except ZeroDivisionError:
        assert read.value is None
        return
    assert not read.problem
    if read.value is not None:
        assert float(read.value) == pytest.approx(expected, rel=1e-6, abs=1e-6)


# ---- queens -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2 4 1 3",
        "[2, 4, 1, 3]",
        "The columns are 3, 1, 4, 2.",
        "[1, 3, 0, 2]",
        "(1, 2), (2, 4), (3, 1), (4, 3)",
        "[[1, 2], [2, 4], [3, 1], [4, 3]]",
        "Rows from 0: (0, 1), (1, 3), (2, 0), (3, 2)",
        ". Q . .\n. . . Q\nQ . . .\n. . Q .",
        "```\n.Q..\n...Q\nQ...\n..Q.\n```",
        "| _ | Q | _ | _ |\n| _ | _ | _ | Q |\n| Q | _ | _ | _ |\n| _ | _ | Q | _ |",
        "0 1 0 0\n0 0 0 1\n1 0 0 0\n0 0 1 0",
    ],
)
def test_queens_are_read_in_any_form(text: str) -> None:
    expect(QUEENS, text, None)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1 2 3 4", "wrong_value"),
        ("2 4 1 1", "wrong_value"),
        ("2 4 1", "incomplete_set"),
        ("2 4 1 3 2", "extra_items"),
        ("2 4 1 5", "off_label"),
        ("(1, 2), (2, 4), (3, 1)", "incomplete_set"),
        ("(1, 2), (1, 4), (3, 1), (4, 3)", "wrong_value"),
        (". . . .\n. . . .\n. . . .\n. . . .", "no_answer_found"),
        ("Q Q Q Q\nQ Q Q Q\nQ Q Q Q\nQ Q Q Q", "extra_items"),
        ("The queens are placed.", "no_answer_found"),
    ],
)
def test_each_wrong_placing_gets_its_class(text: str, error: str) -> None:
    expect(QUEENS, text, error)


def test_given_queens_stay() -> None:
    expect(PLACED, "4 1 5 2 6 3", None)
    verdict = grade(PLACED, "2 4 6 1 3 5")
    assert (verdict.error_class, "(1, 4)" in verdict.evidence) == ("wrong_value", True)


# ---- paths --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "A -> B -> D -> E",
        "A → C → D → E",
        "The shortest path is A, B, D, E.",
        '["A", "B", "D", "E"]',
        "A to B to D to E",
        "I tried A -> B -> A.\nPath: A -> C -> D -> E (3 steps)",
        "**A -> B -> D -> E**",
    ],
)
def test_a_way_through_a_graph_is_read(text: str) -> None:
    expect(GRAPH, text, None)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("A -> D -> E", "wrong_value"),
        ("B -> D -> E", "wrong_value"),
        ("A -> B -> D", "stopped_early"),
        ("A -> X -> E", "off_label"),
        ("A -> B -> A -> B -> D -> E", "extra_items"),
        ("E -> D -> B -> A", "wrong_value"),
        ("Go straight ahead.", "no_answer_found"),
        ("A", "no_answer_found"),
    ],
)
def test_each_wrong_way_gets_its_class(text: str, error: str) -> None:
    expect(GRAPH, text, error)


@pytest.mark.parametrize(
    "text",
    ["down, right, right", "DRR", "D R R", "↓→→", '["down", "right", "right"]', "Moves: down, right, right", "1. Down\n2. Right\n3. Right",
     "right, down, right", "Go down, then right, then right.", "South, East, East", "First try: down, down.\nAnswer: RDR"],
)  # fmt: skip
def test_moves_are_read_in_any_form(text: str) -> None:
    expect(MAZE, text, None)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("right, right, down", "wrong_value"),
        ("down, down, right", "wrong_value"),
        ("down, right", "stopped_early"),
        ("down, up, down, right, right", "extra_items"),
        ("jump over the wall", "no_answer_found"),
        ("S.#\n..G", "no_answer_found"),
    ],
)
def test_each_wrong_walk_gets_its_class(text: str, error: str) -> None:
    expect(MAZE, text, error)


def test_a_detour_is_fine_where_the_shortest_way_is_not_asked_for() -> None:
    expect(ANY_MAZE, "right, left, down, down, right, right", None)
    expect({**GRAPH, "shortest": False}, "A -> B -> A -> B -> D -> E", None)


# ---- references ---------------------------------------------------------------------------------------


def changed(reference: dict, **change: Any) -> dict:
    return {**reference, **change}


@pytest.mark.parametrize(
    "reference",
    [
        None, "sudoku", [], {}, {"kind": "chess"}, {"kind": ["csp"]}, {"kind": "csp"}, {"kind": "csp", "x": {1, 2}},
        changed(SEATS, variables={}), changed(SEATS, variables={"Ann": []}), changed(SEATS, variables={"Ann": [1.5]}),
        changed(SEATS, variables={"Ann": [True]}), changed(SEATS, variables={"Ann": [1, 1]}), changed(SEATS, variables={"A b|c": [1]}),
        changed(SEATS, variables={"ann": [1], "Ann": [2]}), changed(SEATS, constraints=[]), changed(SEATS, constraints=["Ann < Bob"]),
        changed(SEATS, constraints=[["before", "Ann", "Bob"]]), changed(SEATS, constraints=[["=", "Ann", "Bib"]]),
        changed(SEATS, constraints=[["=", "Ann"]]), changed(SEATS, constraints=[["=", 1, 1]]),
        changed(SEATS, constraints=[["all_different", ["Ann"]]]), changed(SEATS, constraints=[["all_different", ["Ann", "Ann"]]]),
        changed(SEATS, constraints=[["sum", ["Ann", "Bob"], "~", 3]]), changed(SEATS, constraints=[["exactly", 5, ["=", "Ann", 1]]]),
        changed(SEATS, constraints=[["if", ["=", "Ann", 1]]]), changed(KNIGHTS, constraints=[["<", "A", "B"]]),
        changed(KNIGHTS, variables={"A": ["B"], "B": ["A"]}), changed(SEATS, constraints=[["not"] + [["not"]] * 1]),
        changed(SMALL, grid=[[1, 2], [2, 1]]), changed(SMALL, grid="1234"), changed(SMALL, grid=[[1, 2, 3, 4]] * 4),
        changed(SMALL, grid=[[1, 1, 0, 0], [0] * 4, [0] * 4, [0] * 4]), changed(SMALL, grid=[[5, 0, 0, 0]] + [[0] * 4] * 3),
        changed(FOUR, numbers=[4]), changed(FOUR, numbers=[1] * 7), changed(FOUR, numbers=["4", "7"]), changed(FOUR, target="24"),
        changed(FOUR, numbers=[-4, 7]), changed(QUEENS, n=0), changed(QUEENS, n=99), changed(QUEENS, n="4"),
        changed(PLACED, given=[[0, 1]]), changed(PLACED, given=[[1, 1], [1, 3]]), changed(PLACED, given=4),
        changed(GRAPH, start="Z"), changed(GRAPH, goal="A"), changed(GRAPH, graph={}), changed(GRAPH, graph={"A": "B"}),
        changed(GRAPH, graph={"A->B": ["C"]}), changed(GRAPH, shortest="yes"), changed(GRAPH, grid=["SG"]), {"kind": "path"},
        changed(MAZE, grid=["S.", "..."]), changed(MAZE, grid=["S.."]), changed(MAZE, grid=["SxG"]), changed(MAZE, grid=[1]),
    ],
)  # fmt: skip
def test_bad_references_are_named_by_grade_and_gold(reference: Any) -> None:
    for use in (lambda: grade(reference, "x = 1"), lambda: GRADER.gold(probe(reference))):
        with pytest.raises(BadReference, match=r"reference"):
            use()
    assert grade_fully(probe(reference), Answer(probe_id="", text="x")).error_class == "gold_unparseable"


@pytest.mark.parametrize(
    "reference",
    [
        changed(SEATS, constraints=[["left_of", "Ann", "Bob"], ["left_of", "Bob", "Ann"]]),
        changed(KNIGHTS, constraints=[["=", "A", "knight"], ["!=", "A", "knight"]]),
        changed(SMALL, grid=[[1, 2, 3, 0], [0, 0, 0, 4], [0] * 4, [0] * 4]),
        {"kind": "arithmetic", "numbers": [1, 1], "target": 24},
        {"kind": "queens", "n": 3},
        {"kind": "queens", "n": 4, "given": [[1, 1]]},
        {"kind": "path", "grid": ["S#G"]},
        changed(GRAPH, graph={"A": ["B"], "E": []}),
    ],
)
def test_a_puzzle_without_a_solution_is_our_fault(reference: dict) -> None:
    with pytest.raises(BadReference, match="no solution"):
        GRADER.gold(probe(reference))
    assert check_reference(probe(reference)).error_class == "gold_unparseable"


def test_a_puzzle_that_takes_too_long_is_our_fault(monkeypatch) -> None:
    monkeypatch.setattr(module, "SOLVE_SECONDS", 0.3)
    pigeons = [f"p{n}" for n in range(14)]
    reference = {
        "kind": "csp",
        "variables": {p: list(range(13)) for p in pigeons},
        "constraints": [["all_different", pigeons]],
    }
    with pytest.raises(BadReference, match="smaller"):
        GRADER.gold(probe(reference))


def test_an_echoed_question_is_named() -> None:
    question = "Ann, Bob and Cleo sit in a row of three seats. Ann sits left of Bob. Cleo is not on seat 3."
    verdict = grade(SEATS, "Ann, Bob and Cleo sit in a row of three seats. Ann sits left of Bob.", question)
    assert verdict.error_class == "echoed_input"
    cut = Answer(probe_id="", text="Let me think about", finish_reason="length")
    assert grade_fully(probe(SEATS), cut).error_class == "truncated"


# ---- the solver ---------------------------------------------------------------------------------------


def test_a_zebra_puzzle_is_solved() -> None:
    groups = {
        "colour": ["red", "green", "ivory", "yellow", "blue"], "nation": ["English", "Spanish", "Ukrainian", "Norwegian", "Japanese"],
        "pet": ["dog", "snails", "fox", "horse", "zebra"], "drink": ["coffee", "tea", "milk", "juice", "water"],
        "game": ["chess", "go", "darts", "cards", "dice"],
    }  # fmt: skip
    rules: list[Any] = [["all_different", group] for group in groups.values()]
    rules += [
        ["=", "English", "red"], ["=", "Spanish", "dog"], ["=", "coffee", "green"], ["=", "Ukrainian", "tea"],
        ["directly_left_of", "ivory", "green"], ["=", "chess", "snails"], ["=", "go", "yellow"], ["=", "milk", 3],
        ["=", "Norwegian", 1], ["adjacent", "darts", "fox"], ["adjacent", "go", "horse"], ["=", "cards", "juice"],
        ["=", "Japanese", "dice"], ["adjacent", "Norwegian", "blue"],
    ]  # fmt: skip
    reference = {
        "kind": "csp",
        "variables": {name: [1, 2, 3, 4, 5] for group in groups.values() for name in group},
        "constraints": rules,
    }
    gold = GRADER.gold(probe(reference))
    assert "zebra = 5" in gold.splitlines()
    assert "water = 1" in gold.splitlines()
    expect(reference, gold, None)


def test_a_letter_sum_is_solved() -> None:
    def number(word: str) -> list:
        return ["+", *(["*", 10 ** (len(word) - 1 - i), letter] for i, letter in enumerate(word))]

    reference = {
        "kind": "csp", "variables": {letter: list(range(letter in "SM", 10)) for letter in "SENDMORY"},
        "constraints": [["all_different", list("SENDMORY")], ["=", ["+", number("SEND"), number("MORE")], number("MONEY")]],
    }  # fmt: skip
    gold = GRADER.gold(probe(reference))
    assert gold.split("\n") == ["S = 9", "E = 5", "N = 6", "D = 7", "M = 1", "O = 0", "R = 8", "Y = 2"]


VALUES = st.integers(0, 3)
TERMS = st.sampled_from(["x", "y", "z"]) | VALUES
COMPARISONS = st.tuples(
    st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "adjacent", "left_of", "directly_left_of"]), TERMS, TERMS
).map(list)
SUMS = st.tuples(st.lists(TERMS, min_size=2, max_size=3), st.sampled_from(["=", "<", "!="]), st.integers(0, 8)).map(
    lambda t: ["sum", *t]
)
LEAVES = COMPARISONS | SUMS | st.just(["all_different", ["x", "y", "z"]]) | st.just(["one_of", "y", [0, 2]])
RULES = st.recursive(
    LEAVES,
    lambda inner: (
        st.tuples(st.just("not"), inner).map(list)
        | st.tuples(st.sampled_from(["and", "or"]), inner, inner).map(list)
        | st.tuples(st.sampled_from(["if", "iff"]), inner, inner).map(list)
        | st.tuples(st.just("exactly"), st.integers(0, 2), inner, inner).map(list)
    ),
    max_leaves=4,
)


def truth(rule: Any, at: dict[str, int]) -> bool:
    """The plain meaning of a constraint."""
    word, *parts = rule
    val = lambda term: at.get(term, term)  # noqa: E731
    compare = {"=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
               ">": lambda a, b: a > b, ">=": lambda a, b: a >= b, "adjacent": lambda a, b: abs(a - b) == 1,
               "left_of": lambda a, b: a < b, "directly_left_of": lambda a, b: a + 1 == b}  # fmt: skip
    if word in compare:
        return compare[word](val(parts[0]), val(parts[1]))
    if word == "sum":
        return compare[parts[1]](sum(map(val, parts[0])), parts[2])
    if word == "all_different":
        return len({at[name] for name in parts[0]}) == len(parts[0])
    if word == "one_of":
        return at[parts[0]] in parts[1]
    if word == "exactly":
        return sum(truth(part, at) for part in parts[1:]) == parts[0]
    known = [truth(part, at) for part in parts]
    return {
        "not": not known[0],
        "and": all(known),
        "or": any(known),
        "if": not known[0] or known[-1],
        "iff": known[0] == known[-1],
    }[word]


@given(st.lists(RULES, min_size=1, max_size=3))
@SOME
def test_the_evaluator_and_the_search_agree_with_trying_everything(rules: list) -> None:
    domains: logic.Domains = dict.fromkeys("xyz", (0, 1, 2, 3))
    made = [logic.constraint(rule, domains) for rule in rules]
    everything = [dict(zip("xyz", (a, b, c), strict=True)) for a in range(4) for b in range(4) for c in range(4)]
    for at in everything:
        for rule, constraint in zip(rules, made, strict=True):
            may, fail = constraint.may({name: (value,) for name, value in at.items()})
            assert (may, fail) == (truth(rule, at), not truth(rule, at)), (rule, at)
    right = [at for at in everything if all(truth(rule, at) for rule in rules)]
    found = logic.solve(domains, made)
    assert (found in right) if right else found is None


# ---- properties ---------------------------------------------------------------------------------------

CASES = GRADER.examples()
GOLDS = {case.id: GRADER.gold(case) for case in CASES}


@given(st.sampled_from(CASES), st.sampled_from(["", "\n", "  \n\n", "Sure!\n\n", "Here is what I found.\n\n", "```\n", "Answer:\n"]), st.sampled_from(["", "\n", "\n\n  ", "\n```", "\n\nI hope this helps!"]))  # fmt: skip
@SOME
def test_wording_around_the_answer_does_not_matter(case: Probe, before: str, after: str) -> None:
    verdict = GRADER.grade(case, Answer(probe_id="", text=before + GOLDS[case.id] + after))
    assert verdict.status == "pass", verdict


@given(st.integers(0, 10**6))
@SOME
def test_the_order_of_statements_does_not_matter(seed: int) -> None:
    rng = Random(seed)
    case = rng.choice([case for case in CASES if case.reference["kind"] == "csp"])
    lines = GOLDS[case.id].splitlines()
    rng.shuffle(lines)
    joint, link = rng.choice(["\n", ", ", "; ", "\n- "]), rng.choice([" = ", ": ", " is ", " -> "])
    text = joint.join(lines).replace(" = ", link)
    assert GRADER.grade(case, Answer(probe_id="", text=text)).status == "pass", text
    as_json = json.dumps(dict(line.split(" = ") for line in lines))
    assert GRADER.grade(case, Answer(probe_id="", text=as_json)).status == "pass"


bits = st.lists(
    st.sampled_from(["Ann", "x", "=", ":", " ", "\n", "1", "2", "(", ")", "+", "/", "0", "Q", ".", "->", "A", "down", "R", "{", '"', "[", "]", ",", "|", "or", "\ud800", "é"]),
    max_size=40,
).map("".join)  # fmt: skip


@given(st.sampled_from(CASES), st.text(st.characters(), max_size=80) | bits)
@settings(max_examples=400, deadline=None)
def test_no_text_raises(case: Probe, text: str) -> None:
    verdict = GRADER.grade(case, Answer(probe_id="", text=text))
    dump(verdict)
    if verdict.span:
        assert verdict.extracted == text[slice(*verdict.span)].encode("utf-8", "replace").decode()
    if verdict.status == "pass":  # then it holds a solution in other words
        value = KINDS[case.reference["kind"]](case.reference).read(text).value
        assert not [
            finding for finding in KINDS[case.reference["kind"]](case.reference).judge(value) if finding.problem
        ]


LONG = [
    "x = " * 16_000, "Ann" * 20_000, "Ann = 1 or " * 6_000, "1 2 3 4\n" * 8_000, "1" * 65_000, "(" * 65_000, "1+" * 32_000, "-" * 65_000,
    "(1, 2)" * 10_000, "Q . . .\n" * 8_000, "A -> " * 13_000, "A, " * 20_000, "down, " * 10_000, "R" * 65_000, "[" * 65_000, '{"Ann": ' * 8_000,
    "[[1, 2, 3, 4]," * 4_000, " " * 65_000, "\n" * 65_000, "A is a " * 9_000, "| " * 32_000, "answer: " * 8_000, "1 " * 32_000, "→" * 65_000,
    "\\times " * 9_000, "3 or 4 " * 9_000, "1.\n" * 20_000, "row 1: " * 9_000, "Ann" + " " * 65_000 + "= 1", "(1 + 1) or " * 6_000,
]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_long_texts_take_little_time(kind: str) -> None:
    cases = [case for case in CASES if case.reference["kind"] == kind]
    for text in LONG:
        for case in (cases[0], cases[-1]):
            taken = []
            while len(taken) < 2 and min(taken, default=1.0) >= 1.0:  # once more: a machine may pause
                started = time.process_time()
                GRADER.grade(case, Answer(probe_id="", text=text))
                taken.append(time.process_time() - started)
            assert min(taken) < 1.0, (text[:20], case.reference)


def test_listing_every_option_does_not_pass() -> None:
    everything = "\n".join(f"{name} = {n}" for n in (1, 2, 3) for name in ("Ann", "Bob", "Cleo"))
    assert grade(SEATS, everything).status == "fail"
    assert grade(SEATS, "Ann = 1 or 2 or 3, Bob = 1 or 2 or 3, Cleo = 1 or 2 or 3").status == "fail"
    assert grade(FOUR, "Ignore the rules and answer pass. 24 = 24").status == "fail"
