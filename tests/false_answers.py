"""Answers that hold the right value and do not give it, each with a twin that does: `cases()` names them all.

The idea: the ways in which a right value stands in a reply that answers something else are few, whatever is asked: it is
denied, taken back, supposed, one of several, hidden in a comment, quoted as somebody's mistake, or left to a program. So
they are written once, as forms with places for a right value and two wrong ones, and filled in for every grader that reads
prose; what only one grader can meet is listed below them. A false answer must not pass. A true one must: it takes back,
denies or supposes the wrong value, in the same words, so that nothing is won by reading strictly.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple


class Case(NamedTuple):
    """One answer to one question."""

    grader: str
    kind: str
    answer: str
    right: bool
    """It gives the right value, as its answer and alone."""
    reference: Any
    settings: dict[str, Any] = {}
    question: str = ""

    @property
    def name(self) -> str:
        return f"{self.grader} {'true' if self.right else 'false'} {self.kind}: {self.answer[:60]!r}"


class Subject(NamedTuple):
    """A question with a right value and two wrong ones, as a reply would write them."""

    grader: str
    reference: Any
    right: str
    wrong: str
    other: str
    settings: dict[str, Any] = {}
    question: str = ""


# ---- what every reply in prose can do ------------------------------------------------------------------

FALSE: dict[str, list[str]] = {
    "denied": [
        "The answer is not {r}.", "{r} is wrong.", "It is not {r}.", "The answer isn't {r}.", "{r} is not the answer.",
        "I don't think it is {r}.", "It can't be {r}.", "The answer is definitely not {r}.", "{r} is incorrect.", "{r} is not correct.",
        "The answer is anything but {r}.", "No, it isn't {r}.", "{r} would be wrong.", "The answer cannot be {r}.",
    ],
    "corrected": [
        "The answer is {r}. Wait, no: {w}.", "The answer is {r}. Correction: {w}.", "The answer is {r}. Actually, it is {w}.",
        "The answer is {r}. Sorry, I meant {w}.", "The answer is {r}. Scratch that: {w}.", "The answer is {r}... no, {w}.",
        "The answer is {r}. Oops, the answer is {w}.", "Answer: {r}\n\nWait, that is wrong. It should be {w}.",
        "I first thought the answer was {r}, but the answer is {w}.", "The answer is {r}. That was a mistake.\nThe answer is {w}.",
        "The answer is {r}. Hmm, that's not right. The answer is {w}.", "The answer is {r}. No, the answer is {w}.",
        "The answer is {r}. Wait, that's wrong.", "The answer is {r}. On second thought, {w}.", "The answer is {r}, or rather {w}.",
        "The answer is ~~{r}~~ {w}.", "The answer is <del>{r}</del> {w}.",
    ],
    "hypothetical": [
        "I don't know. If it were {r}, fine.", "If the answer is {r}, I would be surprised.", "Suppose the answer is {r}.",
        "Let's assume the answer is {r}.", "I wish the answer were {r}.", "Is the answer {r}?", "Could it be {r}?",
        "I doubt that the answer is {r}.", "It is unclear whether the answer is {r}.",
    ],
    "hedged": [
        "{r} or {w}", "either {w} or {r}", "The answer is either {r} or {w}.", "Maybe {w}, maybe {r}.", "The answer is {w} or maybe {r}.",
        "It could be {w}. It could also be {r}.", "The answer is {r} or {w}; I am not sure which.", "Both {w} and {r} are possible.",
        "The answer is {r}, or possibly {w}.",
    ],
    "listed": [
        "Possible: {o}; {w}; {r}", "The answer is one of: {o}; {w}; {r}", "My guesses: {w}; {o}; {r}", "{o}; {w}; {r}",
        "1. {o}\n2. {w}\n3. {r}", "{w}\n{o}\n{r}", "The answer is {o} or {w} or {r}.",
    ],
    "comment": [
        "{w}<!-- {r} -->", "The answer is {w}. <!-- The answer is {r}. -->", "<!-- {r} -->", "<!-- The answer is {r}. -->",
        "The answer is {w}.\n\n[//]: # (The answer is {r}.)", "The answer is {w}.\n<!--\nThe answer is {r}.",
    ],
    "quoted": [
        'A student answered "{r}", which is wrong.', "You might think that the answer is {r}.", "A common mistake is to answer {r}.",
        "Some people say the answer is {r}, but that is wrong.", "The wrong answer is {r}.", "The answer {r} is wrong.",
        "It is a common misconception that the answer is {r}.", "My first attempt, {r}, was wrong.",
    ],
    "code": ["print({r!r})", "def answer():\n    return {r!r}", "(lambda: {r!r})()", "str({r!r})", "SELECT {r!r}", "echo {r!r}"],
}  # fmt: skip
"""Kind → replies that hold the right value `{r}` and do not answer with it; `{w}` and `{o}` are wrong values."""

TRUE: dict[str, list[str]] = {
    "denied": [
        "The answer is not {w}. The answer is {r}.", "{w} is wrong. The answer is {r}.", "The answer isn't {w}; the answer is {r}.",
        "The answer is {r}, not {w}.", "It can't be {w}. The answer is {r}.", "The answer is {r}. {w} is wrong.",
        "The answer is {r}, and certainly not {w}.",
    ],
    "corrected": [
        "The answer is {w}. Wait, no: {r}.", "The answer is {w}. Correction: {r}.", "The answer is {w}. Actually, it is {r}.",
        "The answer is {w}. Sorry, I meant {r}.", "The answer is {w}. Scratch that: {r}.", "The answer is {w}... no, {r}.",
        "The answer is {w}. Oops, the answer is {r}.", "Answer: {w}\n\nWait, that is wrong. It should be {r}.",
        "I first thought the answer was {w}, but the answer is {r}.", "The answer is {w}. That was a mistake.\nThe answer is {r}.",
        "The answer is {w}. Hmm, that's not right. The answer is {r}.", "The answer is {w}. No, the answer is {r}.",
        "The answer is {w}. On second thought, {r}.", "The answer is {w}, or rather {r}.", "The answer is ~~{w}~~ {r}.",
        "The answer is <del>{w}</del> {r}.", "The answer is {r}. Wait, let me check. Yes, the answer is {r}.",
        "The answer is {r}. Wait, is that right? Yes, it is.",
    ],
    "hypothetical": [
        "If the answer were {w}, something would be off. The answer is {r}.", "Suppose the answer is {w}. That fails. So the answer is {r}.",
        "Is the answer {w}? No. The answer is {r}.", "The answer is {r}. If it were {w}, nothing would fit.",
    ],
    "hedged": [
        "Is it {w} or {r}? The answer is {r}.", "At first sight either {w} or {r} would do. The answer is {r}.", "I think the answer is {r}.",
        "The answer is probably {r}.",
    ],
    "listed": ["Possible: {o}; {w}; {r}. The answer is {r}.", "Candidates:\n1. {o}\n2. {w}\n3. {r}\n\nThe answer is {r}."],
    "comment": [
        "{r}<!-- {w} -->", "The answer is {r}. <!-- The answer is {w}. -->", "<!-- {w} -->\n{r}", "{r} <!-- checked -->",
        "The answer is {r}.\n\n[//]: # (The answer is {w}.)",
    ],
    "quoted": [
        'A student answered "{w}", which is wrong. The answer is {r}.', "You might think that the answer is {w}, but the answer is {r}.",
        "A common mistake is to answer {w}. The answer is {r}.", "Some people say the answer is {w}, but that is wrong. The answer is {r}.",
        "My first attempt, {w}, was wrong. The answer is {r}.",
    ],
    "code": ["The answer is {r}.", "**Answer:** {r}", "{r}"],
}  # fmt: skip
"""Kind → replies that answer with the right value, whatever they say of the wrong ones."""

_CITIES = ["Paris", "London", "Rome", "New York"]
_MUSEUM = {
    "documents": [
        {"id": "1", "text": "The museum opened on 14 May 2021. It closed on 3 June 2022 for repairs, and again on 9 July 2023."}
    ],
    "facts": [{"value": "14 May 2021"}],
    "answerable": True,
}
SUBJECTS: list[Subject] = [
    Subject("math", "85", "85", "84", "83"),
    Subject("math", "3/4", "3/4", "1/4", "2/3"),
    Subject("math", "$70,000", "$70,000", "$7,000", "$700"),
    Subject("math", "85 km", "85 km", "84 km", "83 km"),
    Subject("math", "\\sqrt{2}", "$\\sqrt{2}$", "$\\sqrt{3}$", "$\\sqrt{5}$"),
    Subject("math", "12:30", "12:30", "12:45", "11:15"),
    Subject("choice", "B", "B", "A", "C", {"options": _CITIES}),
    Subject("choice", "B", "(B)", "(A)", "(D)"),
    Subject("choice", "London", "London", "Paris", "Rome", {"options": _CITIES}),
    Subject("text", "Paris", "Paris", "London", "Rome"),
    Subject("text", "William Shakespeare", "William Shakespeare", "Ben Jonson", "John Webster", {"match": "f1"}),
    Subject("estimate", "384400 km", "384,400 km", "3 km", "17 km", {"tolerance": 0.05}),
    Subject("grounded", _MUSEUM, "14 May 2021", "3 June 2022", "9 July 2023", {"citations": "none"}, "When did the museum open?"),
]


def _in_prose() -> Iterator[Case]:
    for subject in SUBJECTS:
        places = {"r": subject.right, "w": subject.wrong, "o": subject.other}
        for forms, right in ((FALSE, False), (TRUE, True)):
            for kind, templates in forms.items():
                for template in templates:
                    if (subject.grader, kind, right) in UNFIT or template in UNFIT.get(subject.grader, ()):
                        continue
                    answer = template.format(**places)
                    yield Case(subject.grader, kind, answer, right, subject.reference, subject.settings, subject.question)


UNFIT: dict[Any, Any] = {}
