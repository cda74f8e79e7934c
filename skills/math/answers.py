"""How a worked answer to a story reads. One place, so that two styles can be compared by training on each.

    words       "First, what is left is 35 - 10 = 25. Then the number of groups is 25 / 5 = 5."
    equation    "35 - 10 = 25, 25 / 5 = 5"

The words come before the numbers: a small model that has said what it looks for has chosen the operation before it
copies the first number. They name the role of a number and no thing of the story, so they vary little.
"""

from __future__ import annotations

from typing import Final, Literal

from skills.math.problem import MathProblem

Style = Literal["words", "equation"]

STYLE: Style = "words"
"""The style that solutions are written in."""


def written(problem: MathProblem, lines: list[str], style: Style | None = None) -> str:
    """The worked lines of a story as an answer without a final line; it ends with the result."""
    if (style or STYLE) == "equation":
        return ", ".join(lines)
    leads = _LEADS.get(problem.relation) or tuple(_BY_OPERATION[operation] for operation in problem.operations)
    if len(lines) == 1:
        return f"{leads[0][0].upper()}{leads[0][1:]} {lines[0]}"
    return f"First, {leads[0]} {lines[0]}. Then {leads[1]} {lines[1]}"


_TOTAL, _LEFT, _COST, _EACH, _GROUPS = (
    "the total is",
    "what is left is",
    "the total cost is",
    "each one gets",
    "the number of groups is",
)
_FIRST, _CHANGE, _DIFFERENCE = "the number at first is", "the change is", "the difference is"
_LARGER, _SMALLER = "the larger number is", "the smaller number is"
_BY_OPERATION: Final = {
    "+": _TOTAL, "-": _DIFFERENCE, "*": _TOTAL, "/": "the quotient is", "%": "the remainder is", "from": _LEFT,
}  # fmt: skip
_LEADS: Final = {
    "lose": (_LEFT,), "left": (_LEFT,), "measured_left": (_LEFT,), "missing": ("what is missing is",),
    "more_than": (_LARGER,), "times": (_LARGER,), "fewer": (_SMALLER,),
    "start_gain": (_FIRST,), "start_lose": (_FIRST,), "change_gain": (_CHANGE,), "change_lose": (_CHANGE,),
    "price": (_COST,), "share": (_EACH,), "unit_price": ("the amount for one is",), "pack": (_GROUPS,),
    "gain+lose": (_TOTAL, _LEFT), "lose+gain": (_LEFT, _TOTAL), "lose+lose": (_LEFT, _LEFT), "gain+lose_change": (_TOTAL, _CHANGE),
    "combine+left": (_TOTAL, _LEFT), "left+each": (_LEFT, _TOTAL), "groups+lose": (_TOTAL, _LEFT),
    "gain+share": (_TOTAL, _EACH), "lose+share": (_LEFT, _EACH), "combine+share": (_TOTAL, _EACH), "left+share": (_LEFT, _EACH),
    "groups+share": (_TOTAL, _EACH), "gain+pack": (_TOTAL, _GROUPS), "lose+pack": (_LEFT, _GROUPS),
    "combine+pack": (_TOTAL, _GROUPS), "left+pack": (_LEFT, _GROUPS), "more_total": (_LARGER, _TOTAL),
    "fewer_total": (_SMALLER, _TOTAL), "times_total": (_LARGER, _TOTAL),
}  # fmt: skip
"""Relation → what each step finds, where the operation does not say it."""
