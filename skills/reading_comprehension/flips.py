"""Edits of what a passage tells, so that another answer is right: a number moves, two people change places.

What the answer is meant to be afterwards is worked out from the edit, not from `truth`: where two numbers change places,
so do their two items in the order.
"""

from __future__ import annotations

from random import Random
from typing import Any, Final, TypeVar

from skills.reading_comprehension.deduction import Deduction, statement
from skills.reading_comprehension.evaluation import VERDICTS, Evaluation
from skills.reading_comprehension.facts import FactReading
from skills.reading_comprehension.numerical import with_working
from skills.reading_comprehension.phrase import capital, pick
from skills.reading_comprehension.reading import NONE, Fact, Option, Reading
from skills.reading_comprehension.vocabulary import Wordlist

AnyReading = TypeVar("AnyReading", bound=Reading)
_COLUMNS: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("deed", "what"): ("verb", "base", "what"),
    ("view", "what"): ("what", "base"),
}
"""Columns that go together when one of them is exchanged."""


def change(problem: AnyReading, **fields: Any) -> AnyReading:
    return problem.model_copy(update=fields)


def judged(problem: FactReading, truth: int) -> FactReading:
    """The same statement with another verdict meant to be right."""
    verdict = problem.verdicts[truth]
    if problem.form != "letter":
        return change(problem, wanted=[verdict])
    options = [_made(option, "" if option.value == verdict else "wrong_verdict") for option in problem.options]
    return change(problem, options=options)


def change_answer(problem: Reading, rng: Random) -> Reading | None:
    """Change what the passage tells, so that another answer is right."""
    if any(option.value == NONE for option in problem.options):
        return None
    if isinstance(problem, Wordlist):
        return _exchange_words(problem)
    if isinstance(problem, Deduction):
        return _turned_round(problem)
    if isinstance(problem, Evaluation):
        return {"trial": _another_result, "offers": _exchange_offers}.get(problem.mode, _nothing)(problem, rng)
    if not isinstance(problem, FactReading) or any(n not in problem.told for n in problem.query.asked):
        return None
    flips = {"get": _another_value, "judge": _another_verdict, "total": _another_sum, "tally": _nothing}
    return flips.get(problem.query.op, _exchange_places)(problem, rng)


def _nothing(problem: Any, rng: Random) -> None:
    return None


# ---- facts ----------------------------------------------------------------------------------------------


def _another_value(problem: FactReading, rng: Random) -> FactReading | None:
    asked, wanted = problem.query.asked[0], problem.query.wanted
    fact = problem.facts[asked]
    if wanted == "number":
        number = _moved(problem, fact, rng)
        return None if number is None else _with_value(_put(problem, {asked: {"number": number}}), "not_in_passage")
    columns = _COLUMNS.get((fact.kind, wanted), (wanted,))
    rivals = [n for n in problem.told if n != asked and problem.facts[n].kind == fact.kind]
    rivals = [n for n in rivals if getattr(problem.facts[n], wanted) != getattr(fact, wanted)]
    if rivals:
        rival = pick(rng, rivals)
        new = {column: getattr(problem.facts[rival], column) for column in columns}
        old = {column: getattr(fact, column) for column in columns}
        return _with_value(_put(problem, {asked: new, rival: old}), "same_kind_in_passage")
    if wanted == "who" and fact.kind in ("deed", "count", "role", "home"):
        busy = [other.who for other in problem.facts if other.kind == fact.kind]
        free = [who for who in problem.setting.people if who not in busy]
        if free:
            return _with_value(_put(problem, {asked: {"who": pick(rng, free)}}), "not_in_passage")
    return None


def _another_verdict(problem: FactReading, rng: Random) -> FactReading | None:
    asked, claim = problem.query.asked[0], problem.claim
    fact = problem.facts[asked]
    if claim is None:
        return None
    rest = [f for n, f in enumerate(problem.facts) if n != asked and f.kind == fact.kind]
    if claim != fact:  # now the passage says what the statement says
        if fact.kind in ("role", "home", "spot") and any(f.what == claim.what or f.who == claim.who for f in rest):
            return None
        return judged(_put(problem, {asked: claim.model_dump()}), 0)
    if fact.number is None:
        return None
    number = _moved(problem, fact, rng)
    return None if number is None else judged(_put(problem, {asked: {"number": number}}), 1)


def _another_sum(problem: FactReading, rng: Random) -> FactReading | None:
    query = problem.query
    at = int(rng.random() * len(query.asked))
    fact = problem.facts[query.asked[at]]
    number = _moved(problem, fact, rng)
    if number is None:
        return None
    changed = _put(problem, {query.asked[at]: {"number": number}})
    numbers = [changed.facts[n].number or 0 for n in query.asked]
    result = query.base + sum(sign * number for sign, number in zip(query.signs, numbers, strict=True))
    return with_working(changed) if result > 0 else None


def _exchange_places(problem: FactReading, rng: Random) -> FactReading | None:
    """Two numbers, or two partners, change places, and so does what is said of them in the answer."""
    query = problem.query
    if query.op == "match":
        column = query.wanted
        one, other = rng.sample(query.asked, 2)
        lefts, rights = problem.wanted[::2], list(problem.wanted[1::2])
        a, b = lefts.index(problem.facts[one].who), lefts.index(problem.facts[other].who)
        rights[a], rights[b] = rights[b], rights[a]
        wanted = [part for pair in zip(lefts, rights, strict=True) for part in pair]
    else:
        column = "number"
        best = _best(problem)
        one = best if best is not None else pick(rng, query.asked)
        other = pick(rng, [n for n in query.asked if n != one])
        names = {problem.item(problem.facts[one]): problem.item(problem.facts[other])}
        names |= {there: here for here, there in names.items()}
        wanted = [names.get(item, item) for item in problem.wanted]
    facts = problem.facts
    new = {one: {column: getattr(facts[other], column)}, other: {column: getattr(facts[one], column)}}
    changed = change(_put(problem, new), wanted=wanted)
    if problem.form != "letter":
        return changed
    return retagged(changed, problem.item(facts[other]), "wrong_order")


def _best(problem: FactReading) -> int | None:
    """The fact that is the answer, where one of them is."""
    if problem.query.op == "order":
        return None
    answer = problem.wanted[0] if problem.wanted else next(o.value for o in problem.options if not o.made)
    return next(n for n in problem.query.asked if problem.item(problem.facts[n]) == answer)


# ---- deductions, evaluations and words ------------------------------------------------------------------------------


def _another_result(problem: Evaluation, rng: Random) -> Evaluation | None:
    """A trial ends otherwise."""
    if problem.target is None or problem.after is None:
        return None
    codes = [option.value for option in problem.options if option.made]
    code = pick(rng, codes)
    hoped = abs(problem.target - problem.before)
    gained = {"reached": hoped + 3, "short": hoped // 2, "unchanged": 0, "worse": -hoped // 2}[code]
    after = problem.before + (gained if problem.up else -gained)
    return retagged(change(problem, after=after), code, "wrong_verdict") if code in VERDICTS else None


def _exchange_offers(problem: Evaluation, rng: Random) -> Evaluation | None:
    """Two firms exchange their offers."""
    right = next(option.value for option in problem.options if not option.made)
    other = pick(rng, [option for option in problem.options if option.made])
    names = {right: other.value, other.value: right}
    offers = [offer.model_copy(update={"name": names.get(offer.name, offer.name)}) for offer in problem.offers]
    return retagged(change(problem, offers=offers), other.value, other.made)


def _turned_round(problem: Deduction) -> Deduction:
    """Of the one about whom something follows, the contrary of that is told now, so that the contrary of what was told
    follows."""
    right = next(option for option in problem.options if not option.made)
    who, _, follows = right.value.rpartition(" ")
    known = next(number for name, number in problem.given if name == who)
    given = [(name, -int(follows) if name == who else number) for name, number in problem.given]
    new = statement(problem.predicates, who, -known, "")
    denial = f"{who} {-int(follows)}"
    options = [
        new if option == right else _made(right, "denied") if option.value in (denial, new.value) else option
        for option in problem.options
    ]
    return change(problem, given=given, options=options, near=[])


def _exchange_words(problem: Wordlist) -> Wordlist | None:
    """Two invented words exchange their uses; of two known words, the other one is asked for."""
    if problem.explained < 2:
        return None
    first, second, *rest = problem.entries
    if problem.mode != "coin":
        if all(option.value != second.gloss for option in problem.options):
            return None
        return retagged(change(problem, entries=[second, first, *rest]), second.gloss, "explained_in_passage")
    entries = [first.model_copy(update={"word": second.word}), second.model_copy(update={"word": first.word}), *rest]
    glosses = {first.gloss: second.gloss, second.gloss: first.gloss}
    options = [
        option.model_copy(update={"value": glosses.get(option.value, option.value)}) for option in problem.options
    ]
    if all(option.value != first.gloss for option in options):
        return None
    options = [_made(o, "" if o.value == first.gloss else o.made or "explained_in_passage") for o in options]
    return change(problem, entries=entries, options=options, near=[])


# ---- helpers --------------------------------------------------------------------------------------------


def _put(problem: FactReading, new: dict[int, dict[str, Any]]) -> FactReading:
    """The problem with new columns in some of its facts."""
    facts = [fact.model_copy(update=new[n]) if n in new else fact for n, fact in enumerate(problem.facts)]
    return change(problem, facts=facts)


def _moved(problem: FactReading, fact: Fact, rng: Random) -> int | None:
    """Another number for a fact, one that no fact of its kind has."""
    used = [other.number for other in problem.facts if other.kind == fact.kind]
    far = [step for step in range(-9, 10) if step]
    rng.shuffle(far)
    scale = problem.setting.scale if fact.kind == "deed" else "many"
    low, high, unit = {"year": (1, 2100, 1), "day": (1, 28, 1), "clock": (420, 1200, 5), "many": (2, 999, 1)}[scale]
    numbers = [(fact.number or 0) + step * unit for step in far]
    return next((number for number in numbers if low <= number <= high and number not in used), None)


def _with_value(problem: FactReading, made: str) -> FactReading:
    """The answer that is meant is what the fact says now."""
    fact = problem.facts[problem.query.asked[0]]
    value = problem.value(fact, problem.query.wanted)
    return retagged(problem, value, made) if problem.form == "letter" else change(problem, wanted=[value])


def retagged(problem: AnyReading, value: str, made: str) -> AnyReading:
    """The options with the one of this value meant to be right; `made`: what makes the one wrong that was right."""
    options = list(problem.options)
    right = next(n for n, option in enumerate(options) if not option.made)
    if any(option.value == value for option in options):
        options = [_made(o, "" if o.value == value else made if n == right else o.made) for n, o in enumerate(options)]
    else:
        options[right] = Option(text=capital(value), value=value)
    near = [option for option in problem.near if option.value != value]
    return change(problem, options=options, near=near)


def _made(option: Option, operator: str) -> Option:
    return option.model_copy(update={"made": operator})
