"""Questions on raw material, by area: each maker takes chunks of text and gives a problem, or None where they do not suit.

    literal       a number or a name out of a sentence of the excerpt     true_false  a sentence as it is, or changed
    unanswerable  the same, and often the sentence is not shown           ordering    which sentence comes first
    vocabulary    the word at a gap; it stands elsewhere in the excerpt   matching    beginnings and ends of sentences
    numerical     the greatest number, a difference, how often a word     cause_effect  how "because …" goes on
    who_said      who says it, or below which title it stands

Wrong options come from the excerpt itself or from the neighbours. Areas that ask what something means (arguments, the
main point, evaluation) have no maker. Fixed parts ("not given", "none of these") are said as the side that the rows are made with says them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from string import ascii_uppercase
from typing import Any, Final

from repairloop import Chunk, Draw
from skills.reading_comprehension.alter import changed
from skills.reading_comprehension.cuts import around, blanked, distinct, excerpt_of, target, texts_of, with_options
from skills.reading_comprehension.excerpt import Excerpt, Mode, closing, numbers, occurrences, opening, years
from skills.reading_comprehension.quiz_choices import PLAIN, cause_effect, vocabulary, who_said
from skills.reading_comprehension.reading import Option
from skills.reading_comprehension.sentences import sentences, values, values_of
from skills.reading_comprehension.steps import Depth, Items

NEIGHBOURS: Final = 5


def from_text(area: str, chunks: Sequence[Chunk], w: Draw, step: Depth) -> Excerpt | None:
    """A problem of the area, made from the first chunk and its neighbours."""
    if not chunks or chunks[0].kind != "text" or len(sentences(chunks[0].text)) < 2:
        return None
    chunks = [chunk for chunk in chunks[: NEIGHBOURS + 1] if chunk.kind == "text"]
    problem = MAKERS[area.partition("/")[2]](area, chunks, w, step)
    if problem is not None and problem.form == "letter":
        return problem if sum(problem.fits(option.value) for option in problem.options) == 1 else None
    return problem


def literal(area: str, chunks: Sequence[Chunk], w: Draw, step: Depth) -> Excerpt | None:
    found = target(sentences(chunks[0].text), values, step, w)
    if found is None:
        return None
    cut, value = found
    problem = blanked(area, step, w, cut, value)
    if problem.truth() is None:
        return None
    if w.rng.random() < 0.5:
        return problem
    right, known = problem.wanted[0], " ".join(cut.sentences)
    here = values_of([cut.sentences[n] for n in cut.told], value.sort)
    there = [text for one in texts_of(chunks)[1:] for text in values_of(one, value.sort) if text not in known]
    wrong = [Option(text=text, value=text, made="same_kind_in_passage") for text in here if text != right]
    wrong += [Option(text=text, value=text, made="not_in_passage") for text in there]
    return with_options(problem, right, wrong, w)


def unanswerable(area: str, chunks: Sequence[Chunk], w: Draw, step: Depth) -> Excerpt | None:
    found = target(sentences(chunks[0].text), values, step, w)
    if found is None:
        return None
    cut, value = found
    problem = blanked(area, step, w, cut, value)
    problem = problem.like(token=problem.setting.token)
    if w.rng.random() < 0.45:
        return problem if problem.truth() is not None else None
    told = [n for n in cut.told if n != cut.at]
    hidden = problem.like(told=told, wanted=[problem.setting.token])
    spoilt = hidden.truth() is not None or any(problem.wanted[0] in cut.sentences[n] for n in told)
    return None if spoilt else hidden


def true_false(area: str, chunks: Sequence[Chunk], w: Draw, step: Depth) -> Excerpt | None:
    cut = around(sentences(chunks[0].text), step, w)
    if cut is None:
        return None
    told = [cut.sentences[n] for n in cut.told]
    said = cut.sentences[cut.at]
    claim = said if w.rng.random() < 0.5 else changed(said, told, w)
    if not claim or (claim != said and claim in cut.sentences):
        return None
    verdicts = list(w.row("labels")[:2])
    wanted = [verdicts[claim != said]]
    return excerpt_of(
        area, step, w, cut, "judge", "words", asked=[cut.at], claim=claim, verdicts=verdicts, wanted=wanted
    )


def ordering(area: str, chunks: Sequence[Chunk], w: Draw, step: Items) -> Excerpt | None:
    cut = around(sentences(chunks[0].text), step, w)
    if cut is None or len(asked := distinct(cut, step.count, w)) < 3:
        return None
    wanted = [opening(cut.sentences[n]) for n in asked]
    if w.rng.random() < 0.3:
        mode: Mode = w.pick(("first", "last"))
        right = wanted[0 if mode == "first" else -1]
        wrong = [Option(text=text, value=text, made="wrong_order") for text in wanted if text != right]
        return with_options(excerpt_of(area, step, w, cut, mode, "letter", asked=asked), right, wrong, w)
    offered = list(wanted)
    while offered == wanted:
        w.rng.shuffle(offered)
    labels = {item: ascii_uppercase[n] for n, item in enumerate(offered)}
    more = {"asked": asked, "wanted": wanted, "offered": offered, "labels": labels}
    return excerpt_of(area, step, w, cut, "order", "list", **more)


def matching(area: str, chunks: Sequence[Chunk], w: Draw, step: Items) -> Excerpt | None:
    """Which end belongs to which beginning."""
    cut = around(sentences(chunks[0].text), step, w)
    if cut is None:
        return None
    asked = [n for n in distinct(cut, step.count, w) if len(cut.sentences[n].split()) >= 9]
    pairs = [(opening(cut.sentences[n]), closing(cut.sentences[n])) for n in asked]
    rights = [right for _, right in pairs]
    if len(pairs) < 2 or len(set(rights)) < len(rights):
        return None
    w.rng.shuffle(rights)
    labels = {left: str(n) for n, (left, _) in enumerate(pairs, 1)}
    labels |= {right: ascii_uppercase[n] for n, right in enumerate(rights)}
    wanted = [part for pair in pairs for part in pair]
    more = {"asked": asked, "wanted": wanted, "offered": rights, "labels": labels}
    return excerpt_of(area, step, w, cut, "match", "pairs", **more)


def numerical(area: str, chunks: Sequence[Chunk], w: Draw, step: Depth) -> Excerpt | None:
    """The numbers of the excerpt, or how often it has a word."""
    cut = around(sentences(chunks[0].text), step, w)
    if cut is None:
        return None
    told = [cut.sentences[n] for n in cut.told]
    dated, whole = sorted(years(told)), sorted(numbers(told))
    if len(found := dated if len(dated) > 1 else whole) > 1:
        mode: Mode = "years" if len(dated) > 1 else w.pick(("largest", "smallest", "spread", "spread"))
        result = {"largest": found[-1], "smallest": found[0]}.get(mode, found[-1] - found[0])
        problem = excerpt_of(area, step, w, cut, mode, "number", wanted=[str(result)])
        if mode in ("largest", "smallest") or w.rng.random() < 0.3:
            return problem
        cue = w.pick(w.all("cues"))
        return problem.like(cue=cue, wanted=[f"{found[-1]} - {found[0]} = {result}", f"{cue} {result}"])
    text = " ".join(told)
    plain = (word for word in dict.fromkeys(PLAIN.findall(text)) if word not in w.all("raw/little"))
    often = [word for word in plain if 1 < text.casefold().count(word) == occurrences(word, text) <= 2 + step.facts]
    if not often:
        return None
    word = w.pick(often)
    return excerpt_of(area, step, w, cut, "count", "number", claim=word, wanted=[str(occurrences(word, text))])


MAKERS: Final[dict[str, Callable[[str, Sequence[Chunk], Draw, Any], Excerpt | None]]] = {
    "literal": literal, "numerical": numerical, "true_false": true_false, "vocabulary": vocabulary, "matching": matching,
    "ordering": ordering, "cause_effect": cause_effect, "who_said": who_said, "unanswerable": unanswerable,
}  # fmt: skip
