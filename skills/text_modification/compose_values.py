"""How problems are made up whose answers write the same in another way: dates, numbers, times, units, spellings.

As in `compose_words`: a variant, a text with places where it applies and places where it does not, and the operation.
"""

from __future__ import annotations

import re
from typing import Final

from repairloop import Draw
from skills.english import DATE_STYLES, conjugated
from skills.text_modification.modification import Modification, problem
from skills.text_modification.text import Op, Sentence, line
from skills.text_modification.writer import Writer


def _dated(w: Writer) -> list[Sentence]:
    return w.text([w.frame("travels") for _ in range(w.changes)], w.size - w.step.lures)


def dates(w: Writer) -> Modification:
    styles = [style for style in DATE_STYLES if style != "long"]
    return problem(_dated(w), Op(name="dates", style=w.pick(styles)))


def iso_dates(w: Writer) -> Modification:
    return problem(_dated(w), Op(name="iso_dates", style="iso"))


def figures(w: Writer) -> Modification:
    """Number words, or times of day."""
    count = w.changes + (w.step.more and w.chance(0.4))
    name = w.pick(("digits", "clock"))
    if name == "digits":
        changed = [w.dress(w.clause(num=w.number(spelled=True), adj=w.chance(0.3))) for _ in range(count)]
        changed += [w.clause(num=w.number())] if w.step.lures else []
    else:
        changed = [w.timed(w.clause(adj=w.chance(0.3)), w.clock()) for _ in range(count)]
    return problem(w.text(changed), Op(name=name))


def units(w: Writer) -> Modification:
    def measured(unit: str) -> Sentence:
        quantity = f"{w.rng.randrange(2, 60)} {unit.partition('@')[2]}"
        return w.frame(f"{unit}.frames", qty=(f"qty={quantity}", quantity))

    kinds = w.draw.wholes("unit")
    unit = w.pick(kinds)
    changed = []
    for n in range(w.changes):
        changed.append(measured(unit))
        if n:
            changed.append(measured(w.pick(kinds)))
    op = Op(name="units", pairs=[(unit.partition("@")[2], w.all(f"{unit}.smaller")[0])])
    return problem(w.text(changed), op)


def spelling(w: Writer) -> Modification:
    sentences, pairs = [], {}
    for _ in range(w.changes):
        pool = w.pick(("nouns", "adjectives", "verbs"))
        old, new = w.row(f"spelling/{pool}")
        pairs[old] = new
        if pool == "nouns":
            sentences.append(w.dress(w.clause(verb=w.verb(), noun=old, adj=w.chance(0.3))))
        elif pool == "adjectives":
            sentences.append(w.dress(w.clause(adj=old)))
        else:
            sentences.append(w.dress(w.clause(verb=("act", old), adj=w.chance(0.3))))
    said = w.text(sentences)
    shown = w.chance(w.step.shown)
    return problem(said, Op(name="spelling_table" if shown else "spelling", pairs=list(pairs.items())))


def contractions(w: Writer) -> Modification:
    sentences, pairs = [], {}
    for _ in range(w.changes + (w.step.more and w.chance(0.4))):
        short, long, form = w.row("contractions")
        pairs[short] = long
        verb = conjugated(w.any("verbs"))
        form_of = verb.base if form == "base" else verb.participle
        what = w.clause(who=[], verb=("", form_of), adj=w.chance(0.3))
        sentences.append(w.dress([*w.who(), ("aux", short), *what]))
    return problem(w.text(sentences), Op(name="contractions", pairs=list(pairs.items())))


_PLACES: Final = re.compile(r" |(?<=\w)(?=[,;:.!?](?: |$))")


def messy(lines: list[str], w: Draw | Writer, count: int) -> list[Sentence]:
    """The sentences with white space that ought not to be there: too much between words, some before marks."""
    places = [(n, match.span()) for n, text in enumerate(lines) for match in _PLACES.finditer(text)]
    chosen = sorted(w.rng.sample(places, min(count, len(places))))
    sentences: list[Sentence] = [[("raw", "")] for _ in lines]
    done = [0] * len(lines)
    for n, (start, end) in chosen:
        gap = ("gap= ", w.pick(("  ", "   ", "    ", "\n"))) if start < end else ("gap=", " ")
        sentences[n] += [("", lines[n][done[n] : start]), gap]
        done[n] = end
    return [[*sentence, ("", text[at:])] for sentence, text, at in zip(sentences, lines, done, strict=True)]


def spaces(w: Writer) -> Modification:
    lines = [line(sentence) for sentence in w.plains(w.size)]
    return problem(messy(lines, w, w.changes + 1), Op(name="spaces"))
