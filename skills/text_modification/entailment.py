"""Textual entailment: a text, and one of its clauses as a statement, with less, more or something else said.

A clause holds facts: who did what to which thing, how many, of what kind, where and when. A statement follows if the
text has its clause with all its details; it is at odds with the text if a number, time, place or an adjective of it
excludes the one in the text, or if it denies the clause; else the text leaves it open. What was meant rests in the
problem; what is right is computed from text and statement.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Final

from repairloop import Ask, Draw, Problem, edit, everything
from skills.english import plural
from skills.text_modification.builds import passive
from skills.text_modification.modification import extras
from skills.text_modification.text import Op, Sentence, first, kind, line, value, written
from skills.text_modification.writer import Texts, Writer

FOLLOWS, AT_ODDS, OPEN = range(3)
_EXCLUSIVE: Final = ("num", "when", "place")


@cache
def _opposites() -> frozenset[tuple[str, ...]]:
    """Adjectives that exclude each other, of both sides and both ways."""
    rows = everything(Path(__file__).with_name("text_modification.words")).rows["opposites"]
    return frozenset([*rows, *(row[::-1] for row in rows)])


class Entailment(Problem):
    surface: ClassVar[frozenset[str]] = frozenset({"area", "labels", "lettered", "meant", "rotate"})
    area: str
    sentences: list[Sentence]
    statement: Sentence
    negated: bool
    """The statement says that it did not happen."""
    turned: bool
    """The statement is in the passive."""
    labels: list[str]
    """How the three answers are called: it follows, it is at odds, neither."""
    lettered: bool
    """The answers are options with letters."""
    rotate: int
    """Which answer is the first option."""
    meant: int
    """What the author of the problem means to be the answer, by its place in `labels`."""

    def text(self) -> str:
        return written(self.sentences)

    def options(self) -> list[str]:
        return self.labels[self.rotate :] + self.labels[: self.rotate]

    # ---- truth --------------------------------------------------------------------------------------

    def truth(self) -> int:
        """Which of the three answers is right."""
        at = self.place()
        if at < 0:
            return OPEN
        told, said = _details(self.sentences[at]), _details(self.statement)
        differ = [key for key in said if told.get(key) != said[key]]
        if not differ:
            return AT_ODDS if self.negated else FOLLOWS
        clash = any(key in told and (key in _EXCLUSIVE or (told[key], said[key]) in _opposites()) for key in differ)
        return AT_ODDS if clash and not self.negated else OPEN

    def place(self) -> int:
        """Which sentence tells of what the statement tells; -1 for none."""
        said = _details(self.statement)
        for n, sentence in enumerate(self.sentences):
            told = _details(sentence)
            if all(told[key] == said[key] for key in ("who", "verb", "thing")):
                return n
        return -1

    def grader(self) -> str:
        return "choice" if self.lettered else "text"

    def settings(self) -> dict[str, Any]:
        return {"options": self.options()} if self.lettered else {"form": "only"}

    def _called(self, label: str) -> str:
        return "ABC"[self.options().index(label)] if self.lettered else label

    def reference(self) -> str:
        return self._called(self.labels[self.truth()])

    def answer(self, w: Draw) -> str:
        return self._called(self.labels[self.meant])

    def knowledge(self, w: Draw) -> str:
        return w.line("rule/entailment")

    # ---- text ---------------------------------------------------------------------------------------

    def said(self) -> str:
        """The statement as it is written."""
        sentence = self.statement
        if self.negated:
            sentence = [token for old in sentence for token in _denied(old)]
        elif self.turned:
            sentence = passive([sentence], Op(name="passive"))[0]
        return line(sentence)

    def ask(self, w: Draw) -> Ask:
        noun = w.line("text")
        follows, at_odds, neither = self.labels
        text = w.line("ask/entail", statement=self.said(), e=follows, c=at_odds, n=neither, t=noun)
        if self.lettered:
            style = w.pick(("A) {}", "A. {}", "(A) {}", "A = {}"))
            options = (style.replace("A", "ABC"[i]).replace("{}", o) for i, o in enumerate(self.options()))
            rule = w.line("note/letter", options=", ".join(options), t=noun)
        else:
            rule = w.line("note/only_label", t=noun)
        return Ask(text, [rule], self.text())

    # ---- edits --------------------------------------------------------------------------------------

    @edit("make the text longer")
    def lengthen(self, w: Draw) -> Entailment:
        extra = extras(w)
        before = w.rng.random() < 0.5
        return self.like(sentences=extra + self.sentences if before else self.sentences + extra)

    @edit("edit the text so that the answer changes")
    def other_answer(self, w: Draw) -> Entailment | None:
        """Edit the text so that a statement that follows no longer does."""
        if self.meant or self.negated:
            return None
        at = self.place()
        sentences = list(self.sentences)
        number = first(sentences[at], "num")
        if number >= 0 and first(self.statement, "num") >= 0 and w.rng.random() < 0.7:
            new = str(int(value(sentences[at][number])) + w.rng.randrange(1, 9))
            sentences[at] = [(f"num={new}", new) if n == number else token for n, token in enumerate(sentences[at])]
            return self.like(sentences=sentences, meant=AT_ODDS)
        del sentences[at]
        return self.like(sentences=sentences, meant=OPEN)

    @edit("turn the statement round")
    def deny(self, w: Draw) -> Entailment | None:
        """Deny the statement where it follows; take the denial back where it is at odds."""
        if self.meant == OPEN:
            return None
        changed = self.like(negated=not self.negated, turned=False)
        meant = changed.truth()
        return changed.like(meant=meant) if meant in (FOLLOWS, AT_ODDS) else None


def _details(sentence: Sentence) -> dict[str, str]:
    found = {"who": "", "verb": "", "thing": ""}
    for token in sentence:
        k = kind(token)
        if k in ("name", "role"):
            found["who"] = token[1]
        elif k == "verb":
            found["verb"] = value(token)
        elif k == "noun":
            found["thing"] = token[1]
        elif k in ("num", "when", "place", "adj", "where"):
            found[k] = token[1]
    return found


def _denied(token: tuple[str, str]) -> Sentence:
    return [("", "did not"), (token[0], value(token))] if kind(token) == "verb" else [token]


# ---- making -------------------------------------------------------------------------------------------


def entailment(area: str, draw: Draw, step: Texts) -> Entailment:
    """A clause of the text as a statement: with less said, with a detail changed or denied, with a detail added."""
    w, rng = Writer(draw, step), draw.rng
    sentences = []
    for _ in range(w.size):
        number = w.number() if w.chance(0.5) else None
        old = w.row("opposites")[rng.randrange(2)]
        sentence = w.clause(adj=old if w.chance(0.6) else False, num=number, where=w.chance(0.3))
        if w.chance(0.4):
            sentence += [w.day()]
        elif w.chance(0.3):
            sentence += [("prep", "in"), w.city()]
        sentences.append(sentence)
    chosen = w.pick(sentences)
    meant = rng.randrange(3)
    negated = meant == AT_ODDS and w.chance(0.25)
    statement = _less(w, chosen)
    if meant == AT_ODDS and not negated:
        changed = _changed(w, chosen)
        negated, statement = changed is None, changed or statement
    elif meant == OPEN:
        statement = _more(w, chosen)
    turned = not negated and bool(step.passive) and w.chance(step.passive)
    return Entailment(
        area=area, sentences=sentences, statement=statement, negated=negated, turned=turned, meant=meant,
        labels=list(w.row("labels")), lettered=w.chance(draw.settings.lettered), rotate=rng.randrange(3),
    )  # fmt: skip


def _less(w: Writer, sentence: Sentence) -> Sentence:
    """The clause with some of its details left out."""
    return [token for token in sentence if not (kind(token) in ("adj", "where", "when") and w.chance(0.5))]


def _changed(w: Writer, sentence: Sentence) -> Sentence | None:
    """The clause with another number, time, city or the opposite adjective; None where it has none of them."""
    places = [i for i, token in enumerate(sentence) if kind(token) in ("num", "when", "place", "adj")]
    if not places:
        return None
    at = w.pick(places)
    new = old = sentence[at]
    while new[1] == old[1]:
        if kind(old) == "adj":
            new = ("adj", next(b if a == old[1] else a for a, b in w.rows("opposites") if old[1] in (a, b)))
        else:
            new = {"num": w.number, "when": w.day, "place": w.city}[kind(old)]()
    return [*sentence[:at], new, *sentence[at + 1 :]]


def _more(w: Writer, sentence: Sentence) -> Sentence:
    """The clause with a detail that the text does not tell, or with another thing or person."""
    held = {kind(token) for token in sentence}
    ways = ["thing", *(k for k in ("when", "adj") if k not in held), *([] if held & {"place", "where"} else ["place"])]
    way = w.pick(ways)
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
