"""A math problem whose numbers come from raw material: what it holds, and how it is told.

    rows Oak desk 47, Pine chair 38; used both; relation "total"
    "Price by name: / Oak desk: 47 / Pine chair: 38 / What do the price of Oak desk and the price of Pine chair add up to?"

Numbers stand in rows, in sentences, or in the text that they were found in. This module makes no numbers.
"""

from __future__ import annotations

from random import Random
from typing import Final

from skills.math.problem import MathProblem


class Told(MathProblem):
    """Numbers as the material gives them, and which of them are calculated with."""

    column: str = ""
    """What the numbers are, in a table."""
    labels: tuple[str, ...]
    """What each number belongs to."""
    values: tuple[int, ...]
    used: tuple[int, ...]
    """Positions of the numbers that the question is about."""
    shown: int
    """So many rows stand in the text, from the first."""
    excerpt: str = ""
    """The text that the numbers stand in; empty for a table."""

    def others(self) -> list[str]:
        """Numbers that the text holds and the question is not about."""
        return [str(value) for i, value in enumerate(self.values[: self.shown]) if i not in self.used]


_OF: Final = ("the {col} of {label}", "the {col} for {label}", "the {col} given for {label}")
_HEADS: Final = ("{Col}:", "List of {col}:", "{Col} by name:", "These are the entries for {col}:", "Table: {col}")
_ROWS: Final = ("- {label}: {v}", "{label}: {v}", "{label} - {v}", "* {label} ({v})", "{label} = {v}", "{label}; {v}")
_SAID: Final = ("The {col} of {label} is {v}.", "{label} has {v} as its {col}.", "For {label} the {col} is {v}.",
                "The {col} for {label} reads {v}.")  # fmt: skip
_GIVEN: Final = ("Read this: {x}", "Text: {x}", "{x}", "A text says: {x}", "Look at this passage. {x}")
_DIGITS: Final = ("{q}", "{q} Take the numbers as they are written in digits.", "{q} The numbers are those in digits.")
_QUESTIONS: Final[dict[str, tuple[str, ...]]] = {
    "total": (
        "What is {a} plus {b}?", "Add {a} and {b}.", "How much is {a} together with {b}?", "{A} and {b}: what is the total?",
        "What do {a} and {b} add up to?", "Find the sum of {a} and {b}.", "Put together {a} and {b}. What do you get?",
    ),
    "total of three": (
        "What is the total of {a}, {b} and {c}?", "Add up {a}, {b} and {c}.", "Put together {a}, {b} and {c}. How much is it?",
        "Find the sum of {a}, {b} and {c}.", "What do {a}, {b} and {c} come to in all?",
    ),
    "difference": (
        "By how much is {a} larger than {b}?", "What is the difference between {a} and {b}?", "Subtract {b} from {a}.",
        "How much less is {b} than {a}?", "Take {b} away from {a}. What is left?", "How far apart are {a} and {b}?",
        "What must be added to {b} to reach {a}?",
    ),
    "range": (
        "By how much does the largest {col} exceed the smallest?", "What is the largest {col} less the smallest?",
        "How far apart are the highest and the lowest {col}?", "Find the difference between the smallest and the largest {col}.",
        "Between the lowest and the highest {col}, how large is the gap?",
    ),
    "sum less": (
        "How much more are {a} and {b} together than {c}?", "Add {a} and {b}, then subtract {c}.",
        "By how much do {a} and {b}, put together, exceed {c}?", "From the sum of {a} and {b} take away {c}. What is left?",
    ),
    "times": (
        "What is {n} times {a}?", "Multiply {a} by {n}.", "If {a} were {n} times as large, how large would it be?",
        "How much is {a}, taken {n} times?", "Take {a} {n} times over. How much is that?",
    ),
    "split": (
        "Divide {a} by {n}.", "If {a} is split into {n} equal parts, how large is one part?", "What is {a} divided by {n}?",
        "{A} is shared out evenly over {n} places. How much goes to each?", "What is one of {n} equal parts of {a}?",
    ),
    "remainder": (
        "What remainder is left when {a} is divided by {n}?", "Divide {a} by {n}. What remains?",
        "{A} is put into groups of {n}. How much is left over?", "Find the remainder of {a} divided by {n}.",
    ),
    "ratio": (
        "How many times as large as {b} is {a}?", "How often does {b} go into {a}?", "Divide {a} by {b}.",
        "What is {a} divided by {b}?", "{A} is how many times {b}?",
    ),
    "average": (
        "What is the average of {a} and {b}?", "Find the mean of {a} and {b}.", "Which number lies halfway between {a} and {b}?",
        "Take the average of {a} and {b}. What is it?",
    ),
    "parts together": (
        "What fraction of the whole do {a} and {b} make up together?", "As a fraction of the total, how much are {a} and {b}?",
        "Which part of the sum of all rows is {a} together with {b}, as a fraction?",
    ),
    "parts apart": (
        "As a fraction of the whole, by how much is the share of {a} larger than that of {b}?",
        "Which fraction of the total lies between {a} and {b}?",
        "Both as fractions of the sum of all rows: {a} less {b}. How much is it?",
    ),
}  # fmt: skip
"""Relation → questions; `{n}` is a number that the question brings."""
_TOTALS: Final = (
    "All rows together come to {w}.",
    "The whole is {w}.",
    "In total it is {w}.",
    "The rows add up to {w}.",
)


def told(problem: Told, rng: Random) -> str:
    """The numbers as rows, sentences or the text that they stand in, and the question."""
    question = _question(problem, rng)
    if problem.excerpt:
        text, gap = rng.choice(_GIVEN).replace("{x}", problem.excerpt), rng.choice((" ", "\n", "\n\n"))
        question = rng.choice(_DIGITS).replace("{q}", question)
    else:
        text, gap = _rows(problem, rng)
    if problem.relation.startswith("parts"):
        whole = problem.operands[0].partition("/")[2]
        text = f"{text}{gap}{rng.choice(_TOTALS).replace('{w}', whole)}"
    first = rng.random() < 0.3 and "\n" not in text  # what a wrapper adds must not go on the last row of a table
    return f"{question}{gap}{text}" if first else f"{text}{gap}{question}"


def _rows(problem: Told, rng: Random) -> tuple[str, str]:
    """The rows that are shown, and what stands between them and the question."""
    pairs = list(zip(problem.labels, problem.values, strict=True))[: problem.shown]
    column = problem.column

    def put(template: str, label: str = "", value: int = 0) -> str:
        text = template.replace("{label}", label).replace("{v}", str(value)).replace("{col}", column)
        return text.replace("{Col}", column[0].upper() + column[1:])

    style = rng.random()
    if style < 0.3:
        return " ".join(put(rng.choice(_SAID), *pair) for pair in pairs), " "
    if style < 0.5:
        return "\n".join([f"name,{column}", *(f"{label},{value}" for label, value in pairs)]), "\n\n"
    if style < 0.65:
        rows = [f"| {label} | {value} |" for label, value in pairs]
        return "\n".join([f"| name | {column} |", "| --- | --- |", *rows]), "\n\n"
    line = rng.choice(_ROWS)
    return "\n".join([put(rng.choice(_HEADS)), *(put(line, *pair) for pair in pairs)]), rng.choice(("\n", "\n\n"))


def _question(problem: Told, rng: Random) -> str:
    of = rng.choice(_OF)
    names = [problem.labels[i] for i in problem.used]
    phrases = names if problem.excerpt else [of.replace("{col}", problem.column).replace("{label}", n) for n in names]
    number = problem.operands[0 if problem.relation == "times" else -1]
    text = rng.choice(_QUESTIONS[problem.relation]).replace("{col}", problem.column).replace("{n}", number)
    for place, phrase in zip("abc", phrases, strict=False):
        text = text.replace(f"{{{place}}}", phrase).replace(f"{{{place.upper()}}}", phrase[0].upper() + phrase[1:])
    return text
