"""Solved examples before a question, and how near they are to it.

A problem is what its draws made it. An example repeats most of the draws that made the question and makes the rest anew,
so it asks for the same kind of thing, mostly of the same things, in the same words and form, with another answer:

    Replace: Ann → Eve.  Ann saw the boat. It rained.       Eve saw the boat. It rained.
    Replace: Ann → Lena. Ann sold the boat. It rained.      ?

No example asks what the question asks, or stands in another split. Its answer would not pass for the question's, unless
there are so few answers (labels, letters) that each is shown in turn, the right one no more than others: then who copies
an answer at random is right as often as who guesses one. How hard the question is with them is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, Any, Final, Self

from repairloop.plugins.items import split_of
from repairloop.plugins.steps import Step
from repairloop.records import Message, Probe

if TYPE_CHECKING:
    from repairloop.plugins.skill import Skill

TRIES: Final = 600
"""Problems that are made in search of examples; after five sixths of them nothing is repeated any more."""
POOL: Final = 3
"""Candidates for each example; the nearest are shown."""


class Again(Random):
    """A generator that repeats the draws of another one, from a state of it on, but for a share that it makes anew."""

    was: Random
    anew: Random
    share: float
    """Of the draws that are repeated."""

    @classmethod
    def of(cls, state: Any, anew: Random, share: float) -> Self:
        made = cls(0)
        made.was, made.anew, made.share = Random(), anew, share
        made.was.setstate(state)
        return made

    def _of(self, before: Any, draw: Any) -> Any:
        return before if self.anew.random() < self.share else draw()

    def random(self) -> float:
        return self._of(self.was.random(), self.anew.random)  # type: ignore[no-any-return]

    def getrandbits(self, k: int, /) -> int:
        return self._of(self.was.getrandbits(k), lambda: self.anew.getrandbits(k))  # type: ignore[no-any-return]

    def _randbelow(self, n: int) -> int:
        """What whole numbers, choices and samples are drawn with: one draw, however many it takes to be even."""
        return self._of(self.was.randrange(n), lambda: self.anew.randrange(n))  # type: ignore[no-any-return]


def behind_examples(skill: Skill, probe: Probe, step: Step, before: Any, put: Any, rng: Random) -> list[Message]:
    """The messages of a probe behind as many solved examples as its step shows; fewer where there are no more. `before` and
    `put`: the generator's states before its problem was drawn, and before that was put into words."""
    from repairloop.plugins.grade import grade, loose_answer  # it asks for graders, whose registry knows skills

    area, side, at = probe.area, probe.wording, probe.difficulty
    made = _state_of(skill, probe, before)
    *system, question = probe.messages
    asked, keys, found = _text(probe.messages), {probe.content}, {}

    def said(other: Any) -> list[Message]:
        words = Random()
        words.setstate(put)
        return skill.render(other, words, side)

    for number in range(TRIES):
        draws = Again.of(made, rng, step.repeated) if number < TRIES * 5 / 6 else rng
        other = skill.problem(area, draws, side, at)
        if other.key() in keys or split_of(area, other.key()) != probe.split:
            continue
        *rules, text = said(other)
        shown = text["content"] if rules == system else _text([*rules, text])  # else the example itself tells its rules
        if shown not in found and shown != question["content"]:
            near = (rules == system, _likeness(_text([*rules, text]), asked))
            found[shown] = (near, shown, other.answer(skill.on(rng, side)))
            keys.add(other.key())
        if len(found) == POOL * step.solved:
            break
    answers: dict[str, list[str]] = {}
    for _, shown, answer in sorted(found.values(), reverse=True):
        answers.setdefault(answer, []).append(shown)
    right = {answer for answer in answers if grade(probe, loose_answer(answer)).status == "pass"}
    if len(answers) - len(right) >= step.solved:
        answers = {answer: texts for answer, texts in answers.items() if answer not in right}
    turns = [(texts[n], answer) for n in range(step.solved) for answer, texts in answers.items() if n < len(texts)]
    dealt = rng.sample(turns[: step.solved], min(step.solved, len(turns)))
    examples: list[Message] = []
    for shown, answer in dealt:
        examples += [{"role": "user", "content": shown}, {"role": "assistant", "content": answer}]
    return [*system, *examples, question]


def _state_of(skill: Skill, probe: Probe, before: Any) -> Any:
    """The state that the probe's own problem was drawn from: those before it were of other splits."""
    again = Random()
    again.setstate(before)
    while True:
        state = again.getstate()
        if skill.problem(probe.area, again, probe.wording, probe.difficulty).key() == probe.content:
            return state


def _text(messages: Sequence[Message]) -> str:
    return "\n\n".join(message["content"] for message in messages)


def _likeness(one: str, other: str) -> float:
    """Share of the words of two texts that are in both (Jaccard)."""
    a, b = set(one.split()), set(other.split())
    return len(a & b) / len(a | b)
