"""Textual entailment: what a statement says of a text, compared detail by detail.

A clause holds facts: who did what to which thing, how many, of what kind, where and when. A statement follows if the
text has its clause with all its details; it is at odds with the text if a number, time, place or an adjective of it
excludes the one in the text, or if it denies the clause; else the text leaves it open.
"""

from __future__ import annotations

from typing import Final

from skills.text_modification.grammar import passive
from skills.text_modification.text import Entailment, Op, Sentence, kind, line, value
from skills.text_modification.words_seen import SEEN
from skills.text_modification.words_unseen import UNSEEN

FOLLOWS, AT_ODDS, OPEN = range(3)
_EXCLUSIVE: Final = ("num", "when", "place")
_OPPOSITES: Final = frozenset(
    pair for bank in (SEEN, UNSEEN) for old, new in bank.opposites for pair in ((old, new), (new, old))
)


def truth(problem: Entailment) -> int:
    """Which of the three answers is right."""
    at = place(problem)
    if at < 0:
        return OPEN
    return _compared(_details(problem.sentences[at]), _details(problem.statement), problem.negated)


def place(problem: Entailment) -> int:
    """Which sentence tells of what the statement tells; -1 for none."""
    said = _details(problem.statement)
    for n, sentence in enumerate(problem.sentences):
        told = _details(sentence)
        if all(told[key] == said[key] for key in ("who", "verb", "thing")):
            return n
    return -1


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


def _compared(told: dict[str, str], said: dict[str, str], negated: bool) -> int:
    differ = [key for key in said if told.get(key) != said[key]]
    if not differ:
        return AT_ODDS if negated else FOLLOWS
    clash = any(key in told and (key in _EXCLUSIVE or (told[key], said[key]) in _OPPOSITES) for key in differ)
    return AT_ODDS if clash and not negated else OPEN


def statement(problem: Entailment) -> str:
    """The statement as it is written."""
    sentence = problem.statement
    if problem.negated:
        sentence = [token for old in sentence for token in _denied(old)]
    elif problem.turned:
        sentence = passive([sentence], Op(name="passive"))[0]
    return line(sentence)


def _denied(token: tuple[str, str]) -> Sentence:
    return [("", "did not"), (token[0], value(token))] if kind(token) == "verb" else [token]
