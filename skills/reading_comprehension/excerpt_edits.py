"""Edits of real text: a sentence taken out, a value exchanged, two sentences in each other's place, more of the text shown.

    told     The parser was written in 1998.          asked  in which year, by the sentence with its gap
    changed  The parser was written in 2004.          and so is the answer; 2004 stood in another sentence

As in `edits` and `flips`, what is meant to be the answer is worked out from the edit, apart from `truth`. An edit that
would leave the question open, or give two answers, is not made.
"""

from __future__ import annotations

import re
from random import Random
from typing import Any, Final

from skills.reading_comprehension.alter import changed
from skills.reading_comprehension.excerpt import YEARS, Excerpt, between, closing, numbers, opening, speech, years
from skills.reading_comprehension.flips import change, retagged
from skills.reading_comprehension.options import without_right
from skills.reading_comprehension.phrase import pick
from skills.reading_comprehension.reading import NONE
from skills.reading_comprehension.sentences import values

LOOKED_UP: Final = ("complete", "reason", "heading", "speaker")
"""Modes whose answer stands in one sentence."""


def take_out(problem: Excerpt) -> Excerpt | None:
    told = [n for n in problem.told if n not in problem.asked]
    if problem.mode not in LOOKED_UP or not told or len(told) == len(problem.told) or _has_none(problem):
        return None
    without = change(problem, told=told)
    if without.truth() is not None or (problem.mode != "heading" and _value(problem) in " ".join(without.shown())):
        return None
    if problem.form == "letter":
        return change(without, options=without_right(problem.options, problem.setting.unsaid), near=[])
    return change(without, token=problem.setting.token, wanted=[problem.setting.token])


def add_sentences(problem: Excerpt) -> Excerpt | None:
    """Show what stands before and behind the excerpt."""
    spare = [n for n in range(len(problem.sentences)) if n not in problem.told and n not in problem.asked]
    longer = change(problem, told=sorted([*problem.told, *spare]))
    return longer if spare and longer.truth() == problem.truth() else None


def ask_another(problem: Excerpt, rng: Random) -> Excerpt | None:
    """Ask for something else that the excerpt tells."""
    if problem.mode != "complete" or problem.form != "words":
        return None
    places = [(n, value) for n in problem.told for value in values(problem.sentences[n])]
    places = [(n, value) for n, value in places if problem.sentences[n][: value.start] != problem.before]
    if not places:
        return None
    n, value = pick(rng, places)
    said = problem.sentences[n]
    before, after = said[: value.start], said[value.end :]
    new = change(problem, asked=[n], before=before, after=after, wanted=[between(said, before, after)])
    return new if new.truth() is not None else None


def change_answer(problem: Excerpt, rng: Random) -> Excerpt | None:
    if _has_none(problem) or any(n not in problem.told for n in problem.asked):
        return None
    flip = _FLIPS.get(problem.mode)
    new = flip(problem, rng) if flip else None
    return new if new is not None and new.truth() is not None and new.truth() != problem.truth() else None


def _has_none(problem: Excerpt) -> bool:
    return any(option.value == NONE for option in problem.options)


def _value(problem: Excerpt) -> str:
    """What is meant to be the answer."""
    return problem.wanted[0] if problem.wanted else next(option.value for option in problem.options if not option.made)


def _another_value(problem: Excerpt, rng: Random) -> Excerpt | None:
    """Another value stands in the sentence."""
    said = problem.sentences[problem.asked[0]]
    old = between(said, problem.before, problem.after)
    if problem.form == "letter":
        rivals = [
            option.value for option in problem.options if option.made in ("same_kind_in_passage", "not_in_passage")
        ]
    else:
        sorts = {value.sort for value in values(said) if value.start == len(problem.before)}
        others = [(text, value) for text in problem.shown() if text != said for value in values(text)]
        rivals = [text[value.start : value.end] for text, value in others if value.sort in sorts]
        if old.isdigit():
            rivals.append(str(int(old[:9]) + pick(rng, (1, 3, 7, 20))))
    rivals = [rival for rival in rivals if rival.casefold() not in old.casefold()]
    if not rivals:
        return None
    new = pick(rng, rivals)
    return _answered(_put(problem, {problem.asked[0]: f"{problem.before}{new}{problem.after}"}), new)


def _another_verdict(problem: Excerpt, rng: Random) -> Excerpt | None:
    at, (true, false) = problem.asked[0], problem.verdicts[:2]
    if problem.claim != problem.sentences[at]:
        return change(_put(problem, {at: problem.claim}), wanted=[true])
    new = changed(problem.claim, problem.shown(), rng)
    return change(_put(problem, {at: new}), wanted=[false]) if new and new not in problem.sentences else None


def _exchange_places(problem: Excerpt, rng: Random) -> Excerpt | None:
    texts = problem.sentences
    one = {"first": problem.asked[0], "last": problem.asked[-1]}.get(problem.mode, pick(rng, problem.asked))
    other = pick(rng, [n for n in problem.asked if n != one])
    new = _put(problem, {one: texts[other], other: texts[one]})
    here, there = opening(texts[one]), opening(texts[other])
    if problem.form == "letter":
        return _answered(new, there)
    return change(new, wanted=[{here: there, there: here}.get(item, item) for item in problem.wanted])


def _exchange_ends(problem: Excerpt, rng: Random) -> Excerpt | None:
    one, other = rng.sample(problem.asked, 2)
    heads = {n: problem.sentences[n][: -len(closing(problem.sentences[n])) + 2] for n in (one, other)}
    ends = {n: closing(problem.sentences[n])[2:] for n in (one, other)}
    new = _put(problem, {one: heads[one] + ends[other], other: heads[other] + ends[one]})
    exchanged = {f"… {ends[one]}": f"… {ends[other]}", f"… {ends[other]}": f"… {ends[one]}"}
    return change(new, wanted=[exchanged.get(part, part) for part in problem.wanted])


def _another_title(problem: Excerpt, rng: Random) -> Excerpt | None:
    at = problem.asked[0]
    titles = [n for n in range(len(problem.titles)) if n != problem.under[at]]
    titles = [n for n in titles if any(option.value == problem.titles[n] for option in problem.options)]
    if not titles:
        return None
    title = pick(rng, titles)
    under = [title if n == at else where for n, where in enumerate(problem.under)]
    return _answered(change(problem, under=under), problem.titles[title])


def _another_speaker(problem: Excerpt, rng: Random) -> Excerpt | None:
    at = problem.asked[0]
    old = problem.wanted[0]
    names = [said[1] for text in problem.shown() if (said := speech(text)) and said[1] != old]
    if not names or problem.sentences[at].count(old) != 1:
        return None
    new = pick(rng, names)
    return change(_put(problem, {at: problem.sentences[at].replace(old, new)}), wanted=[new])


def _another_number(problem: Excerpt, rng: Random) -> Excerpt | None:
    """The greatest number grows, or the smallest one shrinks."""
    found = sorted((years if problem.mode == "years" else numbers)(problem.shown()))
    step = 1 + int(rng.random() * 9)
    old, new = (found[0], found[0] - step) if problem.mode == "smallest" else (found[-1], found[-1] + step)
    if new < 0 or (problem.mode == "years" and new > YEARS[1]):
        return None
    exact = re.compile(rf"(?<!\d)0*{old}(?!\d)")
    moved = _put(problem, {n: exact.sub(str(new), problem.sentences[n]) for n in problem.told})
    if problem.mode in ("largest", "smallest"):
        return change(moved, wanted=[str(new)])
    result = new - found[0]
    lines = [f"{new} - {found[0]} = {result}", f"{problem.cue} {result}"] if problem.cue else [str(result)]
    return change(moved, wanted=lines)


_FLIPS: Final[dict[str, Any]] = {
    "complete": _another_value, "reason": _another_value, "judge": _another_verdict, "first": _exchange_places,
    "last": _exchange_places, "order": _exchange_places, "match": _exchange_ends, "heading": _another_title,
    "speaker": _another_speaker, "largest": _another_number, "smallest": _another_number, "spread": _another_number,
    "years": _another_number,
}  # fmt: skip


def _put(problem: Excerpt, new: dict[int, str]) -> Excerpt:
    """The problem with other sentences in some places."""
    return change(problem, sentences=[new.get(n, text) for n, text in enumerate(problem.sentences)])


def _answered(problem: Excerpt, value: str) -> Excerpt:
    """The answer that is meant is this now."""
    if problem.form != "letter":
        return change(problem, wanted=[value])
    return retagged(problem, value, "wrong_order" if problem.mode in ("first", "last") else "same_kind_in_passage")
