"""The representation: sentences made of typed words, and the operations that are to be carried out on them.

A sentence is a list of tokens, each a kind and a text:

    [["name", "Maria"], ["verb=hide", "hid"], ["det", "the"], ["adj", "old"], ["noun", "lamp"]]
    →  Maria hid the old lamp.

The kind may carry a value behind `=`: the base of a verb, the number that is written out, the date behind its written
form. Kinds: name, role (who), verb, adv, det, num, adj, noun, be (is, was …), where, prep, place (a city), when, sub
(a conjunction at the head of a clause), and, comma, aside, date, time, qty, email, phone, pron, item, gap (white space
that ought to be what stands behind `=`), `raw`, and the empty kind for words that no operation looks at. Where the
first token is `raw`, the sentence is written as it stands: its tokens hold their own spaces and marks.
"""

from __future__ import annotations

from typing import Final

from pydantic import Field

from repairloop import Part

Token = tuple[str, str]
Sentence = list[Token]
Pairs = tuple[tuple[str, str], ...]
THE: Final[Token] = ("det", "the")
COMMA: Final[Token] = ("comma", ",")


class Op(Part):
    """One operation."""

    name: str
    pairs: list[tuple[str, str]] = Field(default_factory=list)
    words: list[str] = Field(default_factory=list)
    style: str = ""


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
