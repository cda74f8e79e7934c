"""The rule that a question needs, in a sentence or two, without its answer.

    argument/weaken, a conclusion from a sample   An argument is weakened by what makes its conclusion less likely although
                                                  its reasons stand. Ask: are those who were asked like the rest? …

Of an argument, the question that its form invites (after Walton's critical questions, 1996) stands beside that of another
form, so that the rule does not point at one option. Where all that is needed stands in the passage (a fact to be looked
up), there is no rule.
"""

from __future__ import annotations

from random import Random
from typing import Final

from skills.reading_comprehension.arguments import SOUND, Argument
from skills.reading_comprehension.excerpt import Excerpt
from skills.reading_comprehension.facts import FactReading
from skills.reading_comprehension.phrase import pick
from skills.reading_comprehension.reading import Reading

_QUESTIONS: Final = {
    "correlation": "could two things go together although neither of them causes the other?",
    "sample": "are the few that were looked at like all the others?",
    "analogy": "are the two cases alike in what matters?",
    "authority": "does the one who is relied on know this subject?",
    "necessity": "is what is needed also enough?",
    "composition": "does what holds for each part hold for the whole?",
    "division": "does what holds for the whole hold for each part?",
    "dilemma": "are these really the only ways?",
    "attack": "does it matter for the claim who makes it?",
    "popularity": "does the number of people who believe something make it true?",
    "ignorance": "does a lack of proof against something prove it?",
    "trend": "must what has gone one way so far go on that way?",
}
_ROLES: Final = {
    "strengthen": (
        "An argument is strengthened by what makes its conclusion more likely, given its reasons.",
        "What supports an argument shows that its reasons really lead to its conclusion.",
    ),
    "weaken": (
        "An argument is weakened by what makes its conclusion less likely although its reasons stand.",
        "What counts against an argument shows how its reasons could be true and its conclusion false.",
    ),
    "assumption": (
        "An argument takes for granted what it does not say, but without which its reasons would not lead to its conclusion.",
        "To find an assumption, deny it: if the argument falls with it, the argument rests on it.",
    ),
    "flaw": (
        "An argument is flawed where its reasons could be true and its conclusion false all the same.",
        "To find a flaw, do not ask whether the reasons are true; ask how the step from them to the conclusion could fail.",
    ),
    "method": (
        "The method of an argument is the kind of step that leads from its reasons to its conclusion, whatever it is about.",
        "To describe how an argument proceeds, tell reasons and conclusion apart and say what joins them.",
    ),
    "conclusion": (
        "The main point is what the other statements are reasons for; it may stand anywhere in the passage.",
        "Ask of each statement whether it is given a reason or is one: the main point is given reasons and is none.",
    ),
}
_AREAS: Final = {
    "vocabulary": (
        "What a word means in a passage can be told from what the passage says beside it.",
        "A word fits a gap if it means what the sentence around the gap says.",
    ),
    "ordering": (
        '"Before you do one thing, do another" means that the other comes first.',
        "An order follows the times, numbers or steps that the passage tells, not the order of its sentences.",
    ),
    "cause_effect": ("A cause comes first and brings about its effect; the effect does not explain the cause.",),
    "unanswerable": ("If a passage does not tell what is asked for, that is the answer; nothing may be guessed.",),
    "evaluative": (
        "A judgement is borne out only if all the numbers that it speaks of agree with it.",
        "A goal is reached when the result is at least as good as was hoped for; a condition is met when its limit is kept.",
    ),
    "argument/inference": (
        "From a rule and its condition follows its result, and without the result the condition cannot hold; from the"
        " result alone nothing follows.",
        "If all A are B, then whoever is A is B, and whoever is not B is not A. Who is B need not be A.",
    ),
    "argument/principle": (
        "A judgement rests on a principle if the case meets its condition and the principle then asks for just that judgement.",
    ),
}
_NUMBERS: Final = {
    "total": "A difference is the greater number less the smaller one; what several make together is their sum.",
    "tally": '"More than" a number does not include the number itself.',
    "most": "To find the one who is ahead, compare all the numbers that are told of the same thing.",
    "least": "To find the one who is behind, compare all the numbers that are told of the same thing.",
    "first": "Of two points in time, the one with the smaller year, day or hour is the earlier.",
    "last": "Of two points in time, the one with the greater year, day or hour is the later.",
}
_TEXT: Final = {
    "gap": "A word at a gap must suit the words around it and what the rest of the text is about.",
    "judge": "A sentence is copied faithfully only if every word and every number in it is the same.",
    "spread": "The difference of two numbers is the greater less the smaller one.",
    "years": "The time between two years is the later less the earlier one.",
    "count": "To count a word, go through the text from its beginning and count every place, capital or not.",
}


def knowledge(problem: Reading, rng: Random) -> str:
    if isinstance(problem, Excerpt):
        return _AREAS["unanswerable"][0] if problem.token else _TEXT.get(problem.mode, "")
    if isinstance(problem, Argument):
        rule = pick(rng, _ROLES[problem.role])
        if problem.role in ("method", "conclusion") or problem.scheme in SOUND:
            return rule
        asked = [
            _QUESTIONS[problem.scheme],
            pick(rng, [text for name, text in _QUESTIONS.items() if name != problem.scheme]),
        ]
        rng.shuffle(asked)
        return f"{rule} Ask: {asked[0]} And: {asked[1]}"
    area = problem.area.partition("/")[2]
    if area == "numerical" and isinstance(problem, FactReading):
        return _NUMBERS.get(problem.query.op, "")
    if problem.verdicts:
        true, false, *rest = problem.verdicts
        more = f' What it neither says nor excludes is "{rest[0]}".' if rest else ""
        return (
            f'A statement is "{true}" if the passage says it, and "{false}" if what the passage says excludes it.{more}'
        )
    return pick(rng, _AREAS[area]) if area in _AREAS else ""
