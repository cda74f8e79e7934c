"""The representation: sentences made of typed words, and the operations that are to be carried out on them.

A sentence is a list of tokens, each a kind and a text:

    [["name", "Maria"], ["verb=hide", "hid"], ["det", "the"], ["adj", "old"], ["noun", "lamp"]]
    →  Maria hid the old lamp.

The kind may carry a value behind `=`: the base of a verb, the number that is written out, the date behind its written
form. Kinds: name, role (who), verb, adv, det, num, adj, noun, be (is, was …), where, prep, place (a city), when, sub
(a conjunction at the head of a clause), and, comma, aside, date, time, qty, email, phone, pron, item, gap (white space
that ought to be what stands behind `=`), `raw`, and the empty kind for words that no operation looks at. Where the
first token is `raw`, the sentence is written as it stands: its tokens hold their own spaces and marks.

The truth is what the operations make of the tokens (`changes`, `grammar`, `shape`), written out. How the text comes
about by reading and rewriting it, as a person would, is another matter (`byhand`), and the two are only compared when
an answer is graded.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from repairloop.plugins import Problem

Token = tuple[str, str]
Sentence = list[Token]


class Op(BaseModel):
    """One operation."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    pairs: list[tuple[str, str]] = Field(default_factory=list)
    words: list[str] = Field(default_factory=list)
    style: str = ""


class Modification(Problem):
    """A text and what is to be done with it."""

    surface: ClassVar[frozenset[str]] = frozenset({"area", "unchanged"})
    area: str
    sentences: list[Sentence]
    ops: list[Op]
    """Carried out one after the other; what sets out the whole text stands last."""
    capitals: bool = True
    """Sentences begin with a capital. If not, the text is written in small letters throughout."""
    names_stay: bool = False
    """A name in the text looks like a word that is to be changed."""
    unchanged: str | None = None
    """What to reply if nothing is to be changed, where the question says so."""

    def text(self) -> str:
        return written(self.sentences, self.capitals)


class Entailment(Problem):
    """A text and a statement that follows from it, is at odds with it, or neither."""

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


def kind(token: Token) -> str:
    return token[0].partition("=")[0]


def value(token: Token) -> str:
    """What the kind carries."""
    return token[0].partition("=")[2]


def first(sentence: Sentence, *kinds: str) -> int:
    """Where the first token of one of these kinds stands; -1 for nowhere."""
    return next((i for i, token in enumerate(sentence) if kind(token) in kinds), -1)


def line(sentence: Sentence, capitals: bool = True) -> str:
    """A sentence as it is written."""
    if sentence[0][0] == "raw":
        return "".join([token[1] for token in sentence])
    text = " ".join([token[1] for token in sentence])
    if "," in text:
        text = text.replace(" ,", ",")
    return (text[0].upper() if capitals else text[0]) + text[1:] + "."


def written(sentences: list[Sentence], capitals: bool = True) -> str:
    return " ".join([line(sentence, capitals) for sentence in sentences])
