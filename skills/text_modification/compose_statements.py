"""How problems of entailment are made up: a text, and one of its clauses as a statement, less or more or other.

The statement leaves out details (it follows), changes one or denies the clause (it is at odds), or adds one (neither).
What was meant rests in the problem; what is right is computed from text and statement (`entail`).
"""

from __future__ import annotations

from random import Random
from typing import Final

from skills.text_modification import entail
from skills.text_modification.bank import Material
from skills.text_modification.compose_words import SENTENCES
from skills.text_modification.text import Entailment, Sentence, first, kind
from skills.text_modification.values import plural
from skills.text_modification.writer import Writer, pick


def entailment(area: str, rng: Random, bank: Material, step: int) -> Entailment:
    """A clause of the text as a statement: with less said, with a detail changed or denied, with a detail added."""
    w = Writer(rng, bank)
    sentences = []
    for _ in range(SENTENCES[step - 1]):
        number = w.number() if w.chance(0.5) else None
        old = pick(rng, bank.opposites)[rng.randrange(2)]
        sentence = w.clause(adj=old if w.chance(0.6) else False, num=number, where=w.chance(0.3))
        if w.chance(0.4):
            sentence += [w.day()]
        elif w.chance(0.3):
            sentence += [("prep", "in"), w.city()]
        sentences.append(sentence)
    chosen = pick(rng, sentences)
    meant = rng.randrange(3)
    negated = meant == entail.AT_ODDS and rng.random() < 0.25
    statement = _less(w, chosen)
    if meant == entail.AT_ODDS and not negated:
        changed = _changed(w, chosen)
        negated, statement = changed is None, changed or statement
    elif meant == entail.OPEN:
        statement = _more(w, chosen)
    turned = not negated and step > 1 and rng.random() < 0.35
    return Entailment(
        area=area, sentences=sentences, statement=statement, negated=negated, turned=turned, meant=meant,
        labels=list(pick(rng, bank.labels)), lettered=rng.random() < 0.35, rotate=rng.randrange(3),
    )  # fmt: skip


_LOOSE: Final = ("adj", "where", "when")


def _less(w: Writer, sentence: Sentence) -> Sentence:
    """The clause with some of its details left out."""
    keep = [not (kind(token) in _LOOSE and w.chance(0.5)) for token in sentence]
    return [token for token, stays in zip(sentence, keep, strict=True) if stays]


def _changed(w: Writer, sentence: Sentence) -> Sentence | None:
    """The clause with another number, time, city or the opposite adjective; None where it has none of them."""
    places = [i for i, token in enumerate(sentence) if kind(token) in ("num", "when", "place", "adj")]
    if not places:
        return None
    at = pick(w.rng, places)
    new = old = sentence[at]
    while new[1] == old[1]:
        if kind(old) == "adj":
            new = ("adj", next(b if a == old[1] else a for a, b in w.bank.opposites if old[1] in (a, b)))
        else:
            new = {"num": w.number, "when": w.day, "place": w.city}[kind(old)]()
    return [*sentence[:at], new, *sentence[at + 1 :]]


def _more(w: Writer, sentence: Sentence) -> Sentence:
    """The clause with a detail that the text does not tell, or with another thing or person."""
    held = {kind(token) for token in sentence}
    ways = (
        ["thing"] + [k for k in ("when", "adj") if k not in held] + (["place"] if not held & {"place", "where"} else [])
    )
    way = pick(w.rng, ways)
    if way == "when":
        return [*sentence, w.day()]
    if way == "place":
        return [*sentence, ("prep", "in"), w.city()]
    at = first(sentence, "noun")
    if way == "adj":
        return [*sentence[:at], ("adj", w.adjective()), *sentence[at:]]
    noun = w.noun()
    thing = ("noun", plural(noun) if "num" in held else noun)
    return [*sentence[:at], thing, *sentence[at + 1 :]]
