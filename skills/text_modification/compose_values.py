"""How problems are made up whose answers write the same in another way: dates, numbers, times, units, spellings.

As in `compose_words`: a variant, a text with places where it applies and places where it does not, and the operation.
"""

from __future__ import annotations

import re
from random import Random
from typing import Final

from skills.text_modification.compose_words import CHANGES, SENTENCES, problem
from skills.text_modification.text import Modification, Op, Sentence, line
from skills.text_modification.values import DATE_STYLES
from skills.text_modification.verbs import conjugated
from skills.text_modification.writer import Writer, pick


def _dated(w: Writer, step: int) -> list[Sentence]:
    count = CHANGES[step - 1]
    return w.mixed(
        [w.frame(w.bank.travels) for _ in range(count)], w.plains(SENTENCES[step - 1] - 1 - count + (step == 1))
    )


def dates(w: Writer, step: int) -> Modification:
    styles = [style for style in DATE_STYLES if style != "long"]
    return problem(_dated(w, step), Op(name="dates", style=pick(w.rng, styles)))


def iso_dates(w: Writer, step: int) -> Modification:
    return problem(_dated(w, step), Op(name="iso_dates", style="iso"))


def figures(w: Writer, step: int) -> Modification:
    """Number words, or times of day."""
    count = CHANGES[step - 1] + (step == 1 and w.chance(0.4))
    name = pick(w.rng, ("digits", "clock"))
    if name == "digits":
        changed = [w.dress(w.clause(num=w.number(spelled=True), adj=w.chance(0.3))) for _ in range(count)]
        changed += [w.clause(num=w.number())] if step > 1 else []
    else:
        changed = [w.timed(w.clause(adj=w.chance(0.3)), w.clock()) for _ in range(count)]
    return problem(w.mixed(changed, w.plains(max(0, SENTENCES[step - 1] - len(changed)))), Op(name=name))


def units(w: Writer, step: int) -> Modification:
    old, new, frames = pick(w.rng, w.bank.quantities)
    changed = []
    for n in range(CHANGES[step - 1]):
        quantity = f"{w.rng.randrange(2, 60)} {old}"
        changed.append(w.frame(frames, qty=(f"qty={quantity}", quantity)))
        if n:
            other, _, stay = pick(w.rng, w.bank.quantities)
            quantity = f"{w.rng.randrange(2, 60)} {other}"
            changed.append(w.frame(stay, qty=(f"qty={quantity}", quantity)))
    said = w.mixed(changed, w.plains(max(0, SENTENCES[step - 1] - len(changed))))
    return problem(said, Op(name="units", pairs=[(old, new)]))


def spelling(w: Writer, step: int) -> Modification:
    sentences, pairs = [], {}
    for _ in range(CHANGES[step - 1]):
        pool = pick(w.rng, ("noun", "adj", "verb"))
        table = {"noun": w.bank.british_nouns, "adj": w.bank.british_adjectives, "verb": w.bank.british_verbs}[pool]
        old, new = pick(w.rng, table)
        pairs[old] = new
        if pool == "noun":
            sentences.append(w.dress(w.clause(verb=w.verb(), noun=old, adj=w.chance(0.3))))
        elif pool == "adj":
            sentences.append(w.dress(w.clause(adj=old)))
        else:
            sentences.append(w.dress(w.clause(verb=("act", old), adj=w.chance(0.3))))
    said = w.mixed(sentences, w.plains(SENTENCES[step - 1] - len(sentences)))
    shown = w.chance((0.8, 0.5, 0.3)[step - 1])
    return problem(said, Op(name="spelling_table" if shown else "spelling", pairs=list(pairs.items())))


def contractions(w: Writer, step: int) -> Modification:
    sentences, pairs = [], {}
    for _ in range(CHANGES[step - 1] + (step == 1 and w.chance(0.4))):
        short, long, form = pick(w.rng, w.bank.short_forms)
        pairs[short] = long
        verb = conjugated(pick(w.rng, w.bank.verbs))
        form_of = verb.base if form == "base" else verb.participle
        what = w.clause(who=[], verb=("", form_of), adj=w.chance(0.3))
        sentences.append(w.dress([*w.who(), ("aux", short), *what]))
    said = w.mixed(sentences, w.plains(SENTENCES[step - 1] - len(sentences)))
    return problem(said, Op(name="contractions", pairs=list(pairs.items())))


_PLACES: Final = re.compile(r" |(?<=\w)(?=[,;:.!?](?: |$))")


def messy(lines: list[str], rng: Random, count: int) -> list[Sentence]:
    """The sentences with white space that ought not to be there: too much between words, some before marks."""
    places = [(n, match.span()) for n, text in enumerate(lines) for match in _PLACES.finditer(text)]
    chosen = sorted(rng.sample(places, min(count, len(places))))
    sentences: list[Sentence] = [[("raw", "")] for _ in lines]
    done = [0] * len(lines)
    for n, (start, end) in chosen:
        gap = ("gap= ", pick(rng, ("  ", "   ", "    ", "\n"))) if start < end else ("gap=", " ")
        sentences[n] += [("", lines[n][done[n] : start]), gap]
        done[n] = end
    return [[*sentence, ("", text[at:])] for sentence, text, at in zip(sentences, lines, done, strict=True)]


def spaces(w: Writer, step: int) -> Modification:
    lines = [line(sentence) for sentence in w.plains(SENTENCES[step - 1])]
    return problem(messy(lines, w.rng, CHANGES[step - 1] + 1), Op(name="spaces"))
