"""Questions on raw text with options from its neighbours: the word at a gap, how a sentence goes on, who says it or where.

    vocabulary    The ____ are written by hand.      rules | letters | frames       (rules stands elsewhere in the excerpt)
    cause_effect  The tower was shut because …       the bell had cracked | …
    who_said      Below which title does this sentence stand?

A wrong word stands nowhere in the excerpt, and the neighbours never use it between the same two words. That no wrong word
could be put there all the same, a program cannot know: therefore the right one stands in the excerpt once more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from repairloop import Chunk, Draw
from skills.reading_comprehension.cuts import Texts, around, blanked, excerpt_of, target, texts_of, with_options
from skills.reading_comprehension.excerpt import Excerpt, speech
from skills.reading_comprehension.reading import Option
from skills.reading_comprehension.sentences import Value, Window, sentences, words
from skills.reading_comprehension.steps import Depth

_REASON = re.compile(r" (?:because|so that|in order to) (?!of )(?=\S)")
PLAIN = re.compile(r"\b[a-zß-öø-ÿ]{5,}\b")
_TITLE = re.compile(r"[^<>|{}\[\]`\n]{3,60}")


def vocabulary(area: str, chunks: Sequence[Chunk], w: Draw, step: Depth) -> Excerpt | None:
    """A word that the excerpt has twice or more is taken out once; the wrong ones stand nowhere in it."""
    texts = texts_of(chunks)
    cut = around(texts[0], step, w)
    if cut is None:
        return None
    said, shown = cut.sentences[cut.at], " ".join(cut.sentences[n] for n in cut.told if n != cut.at)
    elsewhere, little = set(words(shown)), w.all("raw/little")
    places = [found for found in PLAIN.finditer(said) if found[0] in elsewhere and _alone(found, said, little)]
    if not places:
        return None
    place = w.pick(places)
    word, known = place[0], " ".join(cut.sentences).casefold()
    near, far = _strangers(word, known, texts[1:], said[: place.start()], said[place.end() :], little)
    w.rng.shuffle(near)
    w.rng.shuffle(far)
    wrong = [
        Option(text=text, value=text, made="not_in_passage") for text in (far + near if step.brief else near + far)[:8]
    ]
    problem = blanked(area, step, w, cut, Value(place.start(), place.end(), "word"))
    return with_options(problem.like(mode="gap"), word, wrong, w)


def _alone(found: re.Match[str], said: str, little: Sequence[str]) -> bool:
    """Whether it is a whole word, no little one, and the only one of its kind in the sentence."""
    plain = said[found.start() - 1 : found.start()] == " " and said[found.end() : found.end() + 1] in " ,.;!?"
    return plain and found[0] not in little and said.casefold().count(found[0]) == 1


def _strangers(
    word: str, known: str, texts: Texts, before: str, after: str, little: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Words of the neighbours that the excerpt lacks: those that end as the word does, and the others.

    One that the neighbours use between the same two words could be taken for right, and is left out.
    """
    near: dict[str, None] = {}
    far: dict[str, None] = {}
    last, following = before.split()[-1:], after.split()[:1]
    around = " ".join(sentence for text in texts for sentence in text)
    for stranger in PLAIN.findall(around)[:150]:
        if stranger in little or stranger[:4] == word[:4] or stranger in known:
            continue
        if " ".join([*last, stranger, *following]) not in around:
            (near if stranger[-2:] == word[-2:] else far)[stranger] = None
    return list(near), list(far)


def cause_effect(area: str, chunks: Sequence[Chunk], w: Draw, step: Depth) -> Excerpt | None:
    """How a sentence goes on that gives a reason or a purpose."""
    texts = texts_of(chunks)
    found = target(texts[0], _reasons, step, w)
    if found is None:
        return None
    cut, value = found
    problem = blanked(area, step, w, cut, value).like(mode="reason")
    right = cut.sentences[cut.at][value.start : value.end]
    others = [(n == 0, said) for n, text in enumerate(texts) for said in text if said != cut.sentences[cut.at]]
    wrong = [
        Option(text=reason, value=reason, made="same_kind_in_passage" if own else "not_in_passage")
        for own, said in others for reason in (said[one.start : one.end] for one in _reasons(said))
    ]  # fmt: skip
    tails = [said.rpartition(", ")[2].rstrip(".!?…") for own, said in others if ", " in said]
    wrong += [Option(text=tail, value=tail, made="elsewhere") for tail in tails if 3 <= len(tail.split()) <= 16]
    return with_options(problem, right, [option for option in wrong if option.value != right], w)


def _reasons(said: str) -> tuple[Value, ...]:
    """What stands behind "because" in a sentence, up to its end mark."""
    found = list(_REASON.finditer(said))
    if len(found) != 1 or said[-1] != "." or said[-2] in "\"')]”’»":
        return ()
    start, end = found[0].end(), len(said) - 1
    return (Value(start, end, "reason"),) if said[:start].count(" ") >= 4 and said[start:end].count(" ") >= 2 else ()


def who_said(area: str, chunks: Sequence[Chunk], w: Draw, step: Depth) -> Excerpt | None:
    """Who says something; or else below which title a sentence stands."""
    text = sentences(chunks[0].text)
    cut = around(text, step, w, lambda said: speech(said) is not None)
    if cut and (said := speech(cut.sentences[cut.at])):
        return excerpt_of(area, step, w, cut, "speaker", "words", asked=[cut.at], claim=said[0], wanted=[said[1]])
    named = {chunk.title: sentences(chunk.text) for chunk in reversed(chunks) if _good_title(chunk.title)}
    titles = [title for title in reversed(named) if named[title]]
    if chunks[0].title not in titles or len(titles) < 3:
        return None
    shown = titles[: step.options - 1]
    w.rng.shuffle(shown)
    told = [(n, said) for n, title in enumerate(shown) for said in _few(named[title], step.words // len(shown), w)]
    at = int(w.rng.random() * len(told))
    if sum(told[at][1] in named[title] for title in titles) > 1:
        return None
    right = shown[told[at][0]]
    cut = Window([said for _, said in told], list(range(len(told))), at)
    more = {"asked": [at], "claim": told[at][1], "titles": shown, "under": [n for n, _ in told]}
    problem = excerpt_of(area, step, w, cut, "heading", "letter", **more)
    wrong = [
        Option(text=title, value=title, made="same_kind_in_passage" if title in shown else "not_in_passage")
        for title in titles if title != right
    ]  # fmt: skip
    return with_options(problem, right, wrong, w)


def _good_title(title: str) -> bool:
    return _TITLE.fullmatch(title) is not None and title.isprintable() and any(c.isalpha() for c in title)


def _few(text: tuple[str, ...], room: int, w: Draw) -> tuple[str, ...]:
    """Neighbouring sentences of a text, one at least."""
    first = last = int(w.rng.random() * len(text))
    while last < len(text) - 1 and sum(len(said.split()) for said in text[first : last + 2]) <= room:
        last += 1
    return text[first : last + 1]
