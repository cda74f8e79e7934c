"""Reading comprehension: nine kinds of passage, eighteen kinds of question, truth from a world of facts.

A problem is a world (`world`, `reading`) and what is asked of it: facts to look up, compare, order, match and judge
(`facts`, made up by `compose` and `numerical`), arguments in fixed forms (`arguments`), rules to infer from (`deduction`),
judged cases (`principles`), words that the passage explains (`vocabulary`), numbers to evaluate (`evaluation`). Each knows
its clauses, its question, and how it is made harder, unanswerable, or given another answer; `passage` makes one of nine
kinds of text around the clauses. Of real text (`quiz`, `excerpt`) only that is asked which can be found letter by letter.
All that is said stands in `reading_comprehension.words`.

    world     Mira Holt sold 31 pies; Tom Reyes sold 14 pies       rendered as a poem, minutes, a satire …
    question  How many more pies did Mira Holt sell than Tom Reyes?
    answer    31 - 14 = 17
              Answer: 17

What it does not know: anything that the world does not hold. Passages tell facts in clauses of their own, so reading
between the lines is limited to what rules, numbers and forms of argument decide.
"""

from __future__ import annotations

from repairloop import Area, Skill, skill
from skills.reading_comprehension import compose
from skills.reading_comprehension.arguments import Argument, argument
from skills.reading_comprehension.deduction import Deduction, inference
from skills.reading_comprehension.evaluation import Evaluation, evaluative
from skills.reading_comprehension.excerpt import Excerpt
from skills.reading_comprehension.facts import FactReading
from skills.reading_comprehension.numerical import numerical
from skills.reading_comprehension.principles import Case, principle
from skills.reading_comprehension.quiz import from_text
from skills.reading_comprehension.reading import Reading, ReadingSettings
from skills.reading_comprehension.steps import Depth, Items, Laws, Sums, Words
from skills.reading_comprehension.vocabulary import Wordlist, vocabulary

_LITERAL = ("reading_comprehension/literal",)
_POINT = ("reading_comprehension/main_point",)


@skill("reading_comprehension", grader="choice", words="reading_comprehension.words", settings=ReadingSettings)
class ReadingComprehension(Skill):
    """Questions on passages."""

    areas = {
        "reading_comprehension/literal": Area(
            "one fact that the passage tells: who, what, where, when, how many", compose.literal, from_text
        ),
        "reading_comprehension/numerical": Area(
            "differences, sums, change, counts, the most, the first (after DROP)", numerical, from_text,
            needs=_LITERAL, steps=Sums,
        ),
        "reading_comprehension/true_false": Area(
            "whether a statement is true, false, or not given", compose.true_false, from_text, needs=_LITERAL
        ),
        "reading_comprehension/vocabulary": Area(
            "a gap to fill, or what a word means, by what the passage says", vocabulary, from_text, steps=Words
        ),
        "reading_comprehension/matching": Area(
            "people or things and what belongs to them", compose.matching, from_text, max_tokens=96,
            needs=_LITERAL, steps=Items,
        ),
        "reading_comprehension/ordering": Area(
            "events, steps, or people and things by their numbers, put in order", compose.ordering, from_text,
            max_tokens=96, needs=_LITERAL, steps=Items.but(count=(3, 4, 5), more=(0, 0.3, 0.3)),
        ),
        "reading_comprehension/cause_effect": Area(
            "why something happened, or what came of it", compose.cause_effect, from_text
        ),
        "reading_comprehension/who_said": Area(
            "who holds a view or gives a reason, and what somebody holds", compose.who_said, from_text, steps=Items
        ),
        "reading_comprehension/unanswerable": Area(
            "one fact that is often not told, and a word to say so", compose.unanswerable, from_text, needs=_LITERAL
        ),
        "reading_comprehension/main_point": Area("the conclusion of an argument, apart from its reasons", argument),
        "reading_comprehension/evaluative": Area(
            "the judgement that the numbers of the passage bear out", evaluative,
            needs=("reading_comprehension/numerical",),
        ),
        "reading_comprehension/argument/strengthen": Area("what supports an argument most", argument, needs=_POINT),
        "reading_comprehension/argument/weaken": Area("what counts most against an argument", argument, needs=_POINT),
        "reading_comprehension/argument/assumption": Area("what an argument takes for granted", argument, needs=_POINT),
        "reading_comprehension/argument/flaw": Area("where the reasoning goes wrong", argument, needs=_POINT),
        "reading_comprehension/argument/method": Area("how an argument proceeds", argument, needs=_POINT),
        "reading_comprehension/argument/inference": Area("what follows from rules and facts", inference, steps=Laws),
        "reading_comprehension/argument/principle": Area("the rule that a judgement rests on", principle),
    }  # fmt: skip
    steps = Depth
    problems = (Reading, FactReading, Argument, Deduction, Case, Wordlist, Evaluation, Excerpt)
    quick = True
    max_tokens = 48
    material = frozenset({"text"})
