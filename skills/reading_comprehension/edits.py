"""Suggest and edit: how a reading is made harder, made unanswerable, or given another answer, without a bank.

An edit changes the representation alone, from which passage, options and truth follow. It returns None where it does
not apply. What is meant to be the answer afterwards (`wanted`, the option with an empty `made`) is written here, apart
from `truth`. Edits of what the passage tells, so that another answer is right, rest in `flips`.
"""

from __future__ import annotations

from random import Random
from typing import Final

from skills.reading_comprehension import excerpt_edits, flips
from skills.reading_comprehension.compose import ASKS_OF
from skills.reading_comprehension.deduction import Deduction
from skills.reading_comprehension.evaluation import Evaluation
from skills.reading_comprehension.excerpt import Excerpt
from skills.reading_comprehension.facts import FactReading
from skills.reading_comprehension.flips import change, judged
from skills.reading_comprehension.numerical import with_working
from skills.reading_comprehension.options import without_right
from skills.reading_comprehension.phrase import pick
from skills.reading_comprehension.reading import NONE, Fact, Option, Reading

_EASY: Final = ("not_in_passage", "beside_the_point", "no_bearing", "other_argument")
"""Operators of options that are easily ruled out."""


def take_out(problem: Reading, rng: Random) -> Reading | None:
    """Take what is asked for out of the passage: then the right answer is that it does not say."""
    setting = problem.setting
    if isinstance(problem, Excerpt):
        return excerpt_edits.take_out(problem)
    if isinstance(problem, Evaluation) and problem.mode == "trial" and problem.after is not None:
        part = {"after": None} if rng.random() < 0.5 else {"target": None}
        return change(problem, **part, options=without_right(problem.options, setting.unsaid), near=[])
    if isinstance(problem, Deduction):
        return _without_premise(problem)
    if not isinstance(problem, FactReading) or problem.query.op not in ("get", "judge") or len(problem.told) < 2:
        return None
    asked = problem.query.asked[0]
    if asked not in problem.told or (problem.verdicts and len(problem.verdicts) < 3):
        return None
    without = change(problem, told=[n for n in problem.told if n != asked])
    if problem.verdicts:
        return judged(without, 2)
    if problem.form == "letter":
        return change(without, options=without_right(problem.options, setting.unsaid), near=[])
    return change(without, token=setting.token, wanted=[setting.token])


def _without_premise(problem: Deduction) -> Deduction | None:
    """Nothing is said any more of the person about whom something followed; what followed is among the wrong options."""
    if any(option.value == NONE for option in problem.options):
        return None
    right = next(option for option in problem.options if not option.made)
    who = right.value.rpartition(" ")[0]
    wrong = [option for option in problem.options if option.made][:-1]
    once_right = right.model_copy(update={"made": "no_longer_follows"})
    none = Option(text=problem.setting.none, value=NONE)
    given = [(name, number) for name, number in problem.given if name != who]
    return change(problem, given=given, options=[once_right, *wrong, none], near=[])


def take_away_right_option(problem: Reading, rng: Random) -> Reading | None:
    """Take the right option away: then the right one is that none of them is."""
    if problem.form != "letter" or problem.verdicts or any(option.value == NONE for option in problem.options):
        return None
    if isinstance(problem, FactReading) and problem.query.op != "get":
        return None
    if isinstance(problem, Excerpt) and problem.mode not in excerpt_edits.LOOKED_UP:
        return None
    if isinstance(problem, Evaluation) and problem.mode == "trial":
        return None
    wrong = next((option for option in problem.near if option not in problem.options), None)
    options = without_right(problem.options, problem.setting.none)
    if wrong and len(problem.options) < 4 and wrong.text not in [option.text for option in options]:
        options.insert(int(rng.random() * len(options)), wrong)
    return change(problem, options=options, near=[])


def change_answer(problem: Reading, rng: Random) -> Reading | None:
    """Change what the passage tells, so that another answer is right."""
    if isinstance(problem, Excerpt):
        return excerpt_edits.change_answer(problem, rng)
    return flips.change_answer(problem, rng)


def harden_options(problem: Reading, rng: Random) -> Reading | None:
    """Put a wrong option that is nearer to the right one in the place of one that is easily ruled out."""
    taken = {option.text.casefold() for option in problem.options}
    near = [option for option in problem.near if option.text.casefold() not in taken]
    weak = [n for n, option in enumerate(problem.options) if option.made in _EASY]
    weak = weak or [n for n, option in enumerate(problem.options) if option.made]
    if problem.form != "letter" or not near or not weak:
        return None
    new = pick(rng, near)
    options = list(problem.options)
    options[pick(rng, weak)] = new
    return change(problem, options=options, near=[option for option in near if option != new])


def add_facts(problem: Reading, rng: Random) -> Reading | None:
    """Tell more that is beside the point."""
    if isinstance(problem, Excerpt):
        return excerpt_edits.add_sentences(problem)
    asked = problem.query.asked if isinstance(problem, FactReading) else []
    spare = [n for n in range(len(problem.facts)) if n not in problem.told and n not in asked][:3]
    if not spare:
        return None
    told = list(problem.told)
    for n in spare:
        told.insert(int(rng.random() * (len(told) + 1)), n)
    return change(problem, told=told)


def one_more_step(problem: Reading, rng: Random) -> Reading | None:
    """Bring one more number into a sum."""
    if not isinstance(problem, FactReading) or problem.query.op != "total" or len(problem.query.asked) > 2:
        return None
    query, first = problem.query, problem.facts[problem.query.asked[0]]
    if first.kind == "deed" or (first.kind == "price" and -1 in query.signs and not query.base):
        return None
    facts, told = list(problem.facts), list(problem.told)
    rest = [n for n in range(len(facts)) if n not in query.asked]
    new = next((n for n in [*told, *rest] if n in rest and _same_sort(facts[n], first)), len(facts))
    if new == len(facts):
        if first.kind != "count" or not (free := _idle(problem, first)):
            return None
        facts.append(first.model_copy(update={"who": pick(rng, free), "number": 3 + int(rng.random() * 60)}))
    if new not in told:
        told.insert(int(rng.random() * (len(told) + 1)), new)
    if query.base and sum(facts[n].number or 0 for n in [*query.asked, new]) >= query.base:
        return None
    if -1 in query.signs and not query.base:
        asked, signs = [query.asked[0], new, query.asked[1]], [1, 1, -1]
    else:
        asked, signs = [*query.asked, new], [*query.signs, query.signs[0]]
    query = query.model_copy(update={"asked": asked, "signs": signs})
    return with_working(change(problem, facts=facts, told=told, query=query))


def ask_another(problem: Reading, rng: Random) -> Reading | None:
    """Ask for another column of the same fact."""
    if isinstance(problem, Excerpt):
        return excerpt_edits.ask_another(problem, rng)
    if not isinstance(problem, FactReading) or problem.query.op != "get" or problem.form == "letter":
        return None
    fact = problem.facts[problem.query.asked[0]]
    asks = [(kind, wanted) for kind, wanted in ASKS_OF if kind == fact.kind and wanted != problem.query.wanted]
    asks = [ask for ask in asks if ask != ("deed", "what")]
    if not asks or problem.query.asked[0] not in problem.told:
        return None
    kind, wanted = pick(rng, asks)
    query = problem.query.model_copy(update={"given": list(ASKS_OF[kind, wanted]), "wanted": wanted})
    return change(problem, query=query, wanted=[problem.value(fact, wanted)])


def _same_sort(one: Fact, other: Fact) -> bool:
    return (one.kind, one.verb, one.what) == (other.kind, other.verb, other.what)


def _idle(problem: FactReading, fact: Fact) -> list[str]:
    """People of whom nothing of this sort is told."""
    busy = [other.who for other in problem.facts if _same_sort(other, fact)]
    return [who for who in problem.setting.people if who not in busy]
