"""The rule that a math problem needs, in one or two short sentences that do not give its answer.

    85 - 47    "Where a digit is too small to take from, borrow one from the digit to its left, which makes it ten more."

A rule stands before a worked solution, so it says no number in digits. A bare number as an answer has no room for one.
"""

from __future__ import annotations

from random import Random
from typing import Final

from skills.math.numbers import borrows, carries
from skills.math.problem import MathProblem


def rule(problem: MathProblem, rng: Random) -> str:
    """The rule; empty where the reply is to be a number and nothing else."""
    if problem.form == "number_only":
        return ""
    operation = problem.operations[0]
    told = rng.choice(_RELATIONS[problem.relation]) if problem.relation in _RELATIONS else ""
    if len(problem.operations) > 1 and problem.area != "math/addition/carry":
        return f"{told or rng.choice(_STEPS)}"
    if any("/" in operand for operand in problem.operands):
        return rng.choice(_FRACTIONS[_fractions(problem)])
    if problem.area.startswith("math/word/"):
        return told or rng.choice(_WORDS[operation])
    if operation in "+-":
        a, b = int(problem.operands[0]), int(problem.operands[1])
        harder = carries(a, b) if operation == "+" else borrows(a, b)
        return rng.choice(_COLUMNS[operation, harder])
    return rng.choice(_CALCULATIONS[operation])


def _fractions(problem: MathProblem) -> str:
    """What a calculation with fractions turns on."""
    operation = problem.operations[0]
    if operation in "*/":
        return operation
    under = {operand.partition("/")[2] for operand in problem.operands}
    return "same" if len(under) == 1 else "other"


_COLUMNS: Final = {
    ("+", False): (
        "Add ones to ones, tens to tens and so on; where no column reaches ten, each sum is a digit as it stands.",
        "Each place is added by itself: ones with ones, tens with tens.",
        "Write the numbers with their ones below one another and add each column.",
    ),
    ("+", True): (
        "When a column comes to ten or more, write its ones and carry one to the next column on the left.",
        "Ten ones make one ten: what a column has above nine goes over to the next one as a carried one.",
        "Add from the right. A sum above nine leaves its last digit and carries one to the left.",
    ),
    ("-", False): (
        "Take ones from ones, tens from tens and so on; each digit is large enough to be taken from.",
        "Subtract each place by itself: ones from ones, tens from tens.",
        "Write the smaller number below the larger one and subtract column by column.",
    ),
    ("-", True): (
        "Where a digit is too small to take from, borrow one from the digit to its left, which makes it ten more.",
        "One ten is ten ones: if the ones do not suffice, break up a ten, and the tens become one less.",
        "Subtract from the right. If the upper digit is smaller, add ten to it and take one off the next digit.",
    ),
}  # fmt: skip
_CALCULATIONS: Final = {
    "*": (
        "To multiply a longer number, split it by its digits, multiply each part and add the products.",
        "Multiply the ones, the tens and the hundreds one after the other, then add what you have.",
        "A product may be taken in parts: so many times the tens, plus so many times the ones.",
    ),
    "/": (
        "Divide the number in parts that the divisor goes into, and add the quotients; a rest goes on behind the point.",
        "To divide is to ask how often the divisor goes in; take off large multiples of it first.",
        "Split the number into multiples of the divisor and divide each of them.",
    ),
    "%": (
        "The remainder is what is left after the divisor has been taken away as often as it goes in; it is smaller than the divisor.",
        "Find the largest multiple of the divisor that is not above the number, and subtract it.",
    ),
}  # fmt: skip
_FRACTIONS: Final = {
    "same": (
        "Fractions with the same denominator are added or subtracted by their numerators; the denominator stays.",
        "With equal denominators only the numerators change. Cancel at the end if both have a common factor.",
    ),
    "other": (
        "Bring both fractions to a common denominator first, then add or subtract the numerators.",
        "Widen both fractions until their denominators are equal; only then may the numerators be put together.",
    ),
    "*": (
        "Fractions are multiplied numerator by numerator and denominator by denominator; then cancel.",
        "Multiply the upper numbers with each other and the lower ones with each other.",
    ),
    "/": (
        "To divide by a fraction, multiply by it turned upside down.",
        "Dividing by a fraction means multiplying by its reciprocal: swap its numerator and denominator.",
    ),
}  # fmt: skip
_WORDS: Final = {
    "+": ("What comes together is added.", "Two amounts that are put together, or one that grows by another, are added."),
    "-": ("What goes away, or what one has more than another, is found by subtracting.",
          "To find what is left, missing or different, subtract the smaller amount from the larger."),
    "*": ("Equal groups are multiplied: the number of groups times what each holds.",
          "So many times the same amount is a product."),
    "/": ("Sharing equally, or packing into equal groups, is a division.",
          "Divide the whole by the number of parts, or by the size of one part."),
}  # fmt: skip
_STEPS: Final = (
    "Take one step after the other, in the order of the story: what the first one gives goes into the second.",
    "Two steps are needed: work out the first amount, then use it in the next calculation.",
    "Do the first calculation by itself and go on from what it gives.",
)
_RELATIONS: Final = {
    "price": ("The price of several things is their number times the price of one.",),
    "rate": ("What is done in some hours, days or minutes is the rate times their number.",),
    "unit_price": ("The price of one is the whole price divided by the number of things.",),
    "share": ("To share equally, divide the whole by the number of those who share.",),
    "pack": ("How many groups are needed is the whole divided by the size of one group.",),
    "fewer": ("Fewer, less or cheaper by an amount means to subtract that amount.",),
    "more_than": ("More, longer or dearer by an amount means to add that amount.",),
    "difference": ("How much more one has than another is the larger amount minus the smaller one.",),
    "missing": ("What is still missing is the amount wanted minus the amount there.",),
    "left": ("What is left is the amount at first minus the amount that is gone.",),
    "combine": ("Amounts that are counted together are added.",),
    "times": ("So many times as many means to multiply by that number.",),
    "start_gain": ("What was there at first is what is there now minus what came in.",),
    "start_lose": ("What was there at first is what is left plus what is gone.",),
    "change_gain": ("What came in is the amount now minus the amount at first.",),
    "change_lose": ("What is gone is the amount at first minus what is left.",),
    "three": ("Add two of the amounts first, then add the third one to their sum.",),
    "combine+left": ("First add what belongs together; then take away what is gone.",),
    "combine+each": ("First add to find how many there are; then multiply by what each of them has.",),
    "left+each": ("First subtract to find how many are left; then multiply by what each of them has.",),
    "combine+pack": ("First add what belongs together; then divide by the size of one group.",),
    "combine+share": ("First add what belongs together; then divide by the number of parts.",),
    "gain+lose_change": ("First add to find how many there were; then subtract what is there at the end.",),
    "left+pack": ("First subtract to find what is left; then divide by the size of one group.",),
    "left+share": ("First subtract to find what is left; then divide by the number of parts.",),
    "spend": ("First add what is used or spent; then subtract that from the whole.",),
    "fewer_total": ("First find the second amount by subtracting what it has less; then add both amounts.",),
    "price_change": ("What is left is the amount at first minus what is used, and that is a number of things times the amount for one.",),
    "more_total": ("First find the second amount by adding what it has more; then add both amounts.",),
    "times_total": ("First find the second amount by multiplying; then add both amounts.",),
    "groups+share": ("First multiply to find how many there are; then divide by the number of parts.",),
    "average": ("The average of two numbers is their sum divided by two.",),
    "range": ("The range is the largest number minus the smallest one.",),
    "ratio": ("How many times one number holds another is found by dividing the larger by the smaller.",),
    "sum less": ("First add what belongs together, then subtract.",),
    "total of three": ("Add two of the numbers first, then add the third one to their sum.",),
}  # fmt: skip
"""Relation → what it means, where that says more than the operation."""
