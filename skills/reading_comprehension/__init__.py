"""Reading comprehension: nine kinds of passage, eighteen kinds of question, truth from a world of facts.

A problem is a world (`world`, `reading`) and what is asked of it: facts to look up, compare, order, match and judge
(`facts`, `compose`, `numerical`), arguments in fixed forms (`arguments`), rules to infer from (`deduction`), judged cases
(`principles`), words that the passage explains (`vocabulary`), numbers to evaluate (`evaluation`). `tell` makes clauses,
`passage` one of nine kinds of text around them, `ask` and `prompt` the question; `edits` and `flips` make it harder,
unanswerable, or give it another answer. The words are those of a bank (`seen` or `unseen`). Of real text (`quiz`, `excerpt`)
only that is asked which can be found letter by letter.

    world     Mira Holt sold 31 pies; Tom Reyes sold 14 pies       rendered as a poem, minutes, a satire …
    question  How many more pies did Mira Holt sell than Tom Reyes?
    answer    31 - 14 = 17
              Answer: 17

What it does not know: anything that the world does not hold. Passages tell facts in clauses of their own, so reading
between the lines is limited to what rules, numbers and forms of argument decide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from repairloop import Message, Skill, Wording, skill
from skills.reading_comprehension import (
    arguments,
    ask,
    compose,
    deduction,
    edits,
    evaluation,
    excerpt,
    knowledge,
    numerical,
    passage,
    principles,
    prompt,
    quiz,
    tell,
    vocabulary,
)
from skills.reading_comprehension.bank import Bank
from skills.reading_comprehension.excerpt import Excerpt
from skills.reading_comprehension.facts import FactReading
from skills.reading_comprehension.phrase import pick
from skills.reading_comprehension.reading import GRADERS, Reading
from skills.reading_comprehension.seen import SEEN
from skills.reading_comprehension.unseen import UNSEEN

if TYPE_CHECKING:
    from repairloop.sources.chunks import Chunk

BANKS: dict[Wording, Bank] = {"seen": SEEN, "unseen": UNSEEN}


class Family(NamedTuple):
    """How the problems of some areas are made up, told and asked."""

    draw: Callable[[str, Random, Bank, int], Reading]
    tell: Callable[[Any, Random, Bank], list[tell.Said]]
    ask: Callable[[Any, str, Random, Bank], str]


def _facts(draw: Callable[[str, Random, Bank, int], FactReading]) -> Family:
    return Family(draw, tell.tell_facts, ask.question)


_ARGUMENT: Final = Family(arguments.argument, arguments.tell, arguments.ask)
FAMILIES: Final[dict[str, Family]] = {
    "literal": _facts(compose.literal),
    "numerical": _facts(numerical.numerical),
    "true_false": _facts(compose.true_false),
    "vocabulary": Family(vocabulary.vocabulary, vocabulary.tell, vocabulary.ask),
    "matching": _facts(compose.matching),
    "ordering": _facts(compose.ordering),
    "cause_effect": _facts(compose.cause_effect),
    "who_said": _facts(compose.who_said),
    "unanswerable": _facts(compose.unanswerable),
    "main_point": _ARGUMENT,
    "evaluative": Family(evaluation.evaluative, evaluation.tell, evaluation.ask),
    "argument/strengthen": _ARGUMENT,
    "argument/weaken": _ARGUMENT,
    "argument/assumption": _ARGUMENT,
    "argument/flaw": _ARGUMENT,
    "argument/method": _ARGUMENT,
    "argument/inference": Family(deduction.inference, deduction.tell, deduction.ask),
    "argument/principle": Family(principles.principle, principles.tell, principles.ask),
}


@skill("reading_comprehension", grader="choice")
class ReadingComprehension(Skill):
    """Questions on passages."""

    areas = {
        "reading_comprehension/literal": "one fact that the passage tells: who, what, where, when, how many",
        "reading_comprehension/numerical": "differences, sums, change, counts, the most, the first (after DROP)",
        "reading_comprehension/true_false": "whether a statement is true, false, or not given",
        "reading_comprehension/vocabulary": "a gap to fill, or what a word means, by what the passage says",
        "reading_comprehension/matching": "people or things and what belongs to them",
        "reading_comprehension/ordering": "events, steps, or people and things by their numbers, put in order",
        "reading_comprehension/cause_effect": "why something happened, or what came of it",
        "reading_comprehension/who_said": "who holds a view or gives a reason, and what somebody holds",
        "reading_comprehension/unanswerable": "one fact that is often not told, and a word to say so",
        "reading_comprehension/main_point": "the conclusion of an argument, apart from its reasons",
        "reading_comprehension/evaluative": "the judgement that the numbers of the passage bear out",
        "reading_comprehension/argument/strengthen": "what supports an argument most",
        "reading_comprehension/argument/weaken": "what counts most against an argument",
        "reading_comprehension/argument/assumption": "what an argument takes for granted",
        "reading_comprehension/argument/flaw": "where the reasoning goes wrong",
        "reading_comprehension/argument/method": "how an argument proceeds",
        "reading_comprehension/argument/inference": "what follows from rules and facts",
        "reading_comprehension/argument/principle": "the rule that a judgement rests on",
    }
    builds_on: ClassVar[dict[str, tuple[str, ...]]] = {
        **dict.fromkeys(
            (
                "reading_comprehension/numerical",
                "reading_comprehension/true_false",
                "reading_comprehension/matching",
                "reading_comprehension/ordering",
                "reading_comprehension/unanswerable",
            ),
            ("reading_comprehension/literal",),
        ),
        "reading_comprehension/evaluative": ("reading_comprehension/numerical",),
        **{
            f"reading_comprehension/argument/{part}": ("reading_comprehension/main_point",)
            for part in ("strengthen", "weaken", "assumption", "flaw", "method")
        },
    }
    max_tokens = 48
    material = frozenset({"text"})

    def problem(self, area: str, rng: Random, bank: Wording, difficulty: int) -> Reading:
        return _family(area).draw(area, rng, BANKS[bank], difficulty)

    def render(self, problem: Reading, rng: Random, bank: Wording) -> list[Message]:
        words = BANKS[bank]
        if isinstance(problem, Excerpt):
            noun = pick(rng, words.excerpts)
            return prompt.messages(
                problem, excerpt.passage(problem), excerpt.ask(problem, noun, rng, words), noun, rng, words
            )
        family = _family(problem.area)
        text = passage.weave(problem, family.tell(problem, rng, words), rng, words)
        noun = pick(rng, words.kinds[problem.kind].nouns)
        return prompt.messages(problem, text, family.ask(problem, noun, rng, words), noun, rng, words)

    def reference(self, problem: Reading) -> Any:
        return problem.reference()

    def settings(self, problem: Reading) -> dict[str, Any]:
        if isinstance(problem, FactReading) and problem.form == "number":
            return numerical.grader_settings(problem)
        return problem.grader_settings()

    def solution(self, problem: Reading, rng: Random) -> str:
        """The answer that is meant: from `wanted` and the options' operators, not from the facts."""
        return problem.solution()

    def from_material(self, area: str, chunks: Sequence[Chunk], rng: Random, difficulty: int) -> Reading | None:
        return quiz.from_material(area, chunks, rng, difficulty)

    def knowledge(self, problem: Reading, rng: Random) -> str:
        return knowledge.knowledge(problem, rng)

    def grader_for(self, problem: Reading) -> str:
        return GRADERS[problem.form]

    def limit(self, area: str) -> int:
        return 96 if area.endswith(("ordering", "matching")) else self.max_tokens

    def refinements(self) -> dict[str, Callable[[Any, Random], Any]]:
        return {
            "take what is asked for out of the passage": edits.take_out,
            "change the passage so that another answer is right": edits.change_answer,
            "bring the wrong options nearer": edits.harden_options,
            "take the right option away": edits.take_away_right_option,
            "tell more that is beside the point": edits.add_facts,
            "ask for one more step": edits.one_more_step,
            "ask for something else of the same fact": edits.ask_another,
        }


def _family(area: str) -> Family:
    return FAMILIES[area.partition("/")[2]]
