"""Whether a sentence gives an answer in the question's own words, and says nothing else.

    "Who discovered radium?"     "Radium was discovered by Marie Curie."       Marie Curie
                                 "A student of Marie Curie discovered it."     nothing

The right words somewhere in a sentence prove nothing; but where all others are the question's own, or say nothing by
themselves ("it was", "by"), the sentence can only be an answer. Words are compared by their stems. Who did a thing, and
to whom, is told by what stands first, and by "by" and "was"; what that does not tell ("Ann is the father of Bob") is not
taken. The module knows no meanings, and English alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

MAX_WORDS: Final = 40
"""Of a sentence; a longer one says more."""

_LITTLE: Final = frozenset(
    (  # noqa: SIM905
        "it that this these is was are were be been by in on at of did does do has had have he she they his her their its there who"
        " which what called named known for text passage document article story says states said according answer think believe"
        " so well yes because took place happened year day date statement a an the one only"
    ).split()
)
"""Words that say nothing by themselves, and those for where it is said."""
_WEIGHTY: Final = frozenset("or and nor but than not no never neither cannot without except isnt wasnt arent".split())  # noqa: SIM905
_NOTED = re.compile(r"\s?\((?![^()]{0,60}\b(?:not|or|no|wrong|formerly|was)\b)[^()]{1,60}\)", re.IGNORECASE)
_MORE = re.compile(
    r",\s(?:in|on|at|during|as|according\sto|because|since|which|who|where|with|located)\s(?:(?!;|\sand\s|\snot\s|\sbut\s)[^\n]){1,120}\Z",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\s*(?:according\sto|as|in)\s(?:the\s)?(?:text|passage|document|article|story)[^,]{0,30},", re.IGNORECASE
)
_ASKING = re.compile(
    r"\s*(?:is|are|was|were|does|do|did|can|could|might|would|should|who|what|which|whether)\b", re.IGNORECASE
)
_IN_YEAR = re.compile(r"\bin\s[12][0-9]{3}\b", re.IGNORECASE)
_HELPS: Final = r"(?:is|was|are|were|did|does|do|has|had|have|will|can|could|would)\b"
_WHO_DID = re.compile(
    rf"(?:\A|[.?!,]\s)\s*(?:who|what|which(?:\s(?!{_HELPS})\w+){{1,2}})\s(?!{_HELPS}|of\b|these\b)\w+", re.IGNORECASE
)
_WHOM_DID = re.compile(r"(?:\A|[.?!,]\s)\s*(?:whom?|what)\s(?:did|does|do)\b", re.IGNORECASE)
_DID = re.compile(r"\b(?:did|does|do)\b", re.IGNORECASE)
_ENDING = re.compile(r"(?:ed|ers?|ing|ions?|es|e|s)\Z")
_NAME = re.compile(r"(?<![\w'])[A-Z][\w-]{1,20}(?![\w'])")


def stem(word: str) -> str:
    """What forms of a word share, by and large: "discovered", "discoverer"; "colour", "color"."""
    return _ENDING.sub("", word.replace("our", "or")) if len(word) > 3 else word


_LITTLE_STEMS: Final = frozenset(map(stem, _LITTLE))


def only_answers(
    sentence: str,
    answers: Sequence[tuple[str, ...]],
    question: str,
    words: Callable[[str], list[str]],
    by_stem: bool = False,
) -> int | None:
    """Which of the answers, each its words, the sentence gives and says nothing beyond the question; None where it gives none.
    `words` takes a text apart; `by_stem`: "sharks" may stand for "shark"."""
    sentence = _SOURCE.sub("", _NOTED.sub("", sentence.rstrip(" .!*_\n")))
    if not sentence or len(sentence.split()) > MAX_WORDS or sentence.endswith("?") or _ASKING.match(sentence):
        return None
    given = {stem(word) for word in words(sentence)}
    if not any({stem(word) for word in answer} <= given for answer in answers):
        return None
    asked = {stem(word) for word in words(question) if word not in _WEIGHTY}
    known = asked | _LITTLE_STEMS
    sides = [sentence, *([shorter] if (shorter := _MORE.sub("", sentence)) != sentence else [])]
    for said in sides:
        for number, answer in enumerate(answers):
            has_digit = any(word.isdigit() for word in answer)
            tokens = words(_without_first_names(said if has_digit else _IN_YEAR.sub("", said), question, answer))
            places = _places(tokens, answer, by_stem)
            if len(places) != 1:
                continue
            before, behind = tokens[: places[0]], tokens[places[0] + len(answer) :]
            strange = [word for word in (*before, *behind) if stem(word) not in known]
            if strange and not (_DID.search(question) and len(strange) == 1 and _is_past_of_asked(strange[0], asked)):
                continue
            if _stands_right(before, behind, question):
                return number
    return None


def _places(tokens: list[str], answer: tuple[str, ...], by_stem: bool) -> list[int]:
    if by_stem:
        tokens, answer = [stem(token) for token in tokens], tuple(stem(word) for word in answer)
    return [n for n in range(len(tokens)) if tuple(tokens[n : n + len(answer)]) == answer]


def _without_first_names(said: str, question: str, answer: tuple[str, ...]) -> str:
    """A sentence without names that stand beside one of the question: "Johannes Gutenberg"."""
    asked = set(_NAME.findall(question))
    names = list(_NAME.finditer(said))
    for name, following in pairwise(names):
        beside = name.end() + 1 == following.start() and following[0] in asked and name[0] not in asked
        if beside and name[0].casefold() not in answer:
            return said[: name.start()] + said[following.start() :]
    return said


def _is_past_of_asked(word: str, asked: set[str]) -> bool:
    """Whether a word may be the past of a verb that was asked with "did": "left" of "leave"."""
    verbs = asked - _LITTLE_STEMS - {"where", "when", "what", "who", "which", "how", "why"}
    return 2 < len(word) < 9 and word not in _WEIGHTY and any(other[:1] == word[0] for other in verbs)


def _stands_right(before: list[str], behind: list[str], question: str) -> bool:
    """Whether the answer stands where that which was asked for stands."""
    if (
        before and before[-1] == "of" and before[-2:-1] != ["because"] and not question.rstrip(" ?").endswith(" of")
    ):  # "Ann is the father of Bob"
        return False
    if _WHOM_DID.search(question) and not before and behind and behind[0] not in _LITTLE:
        return False
    if _WHO_DID.search(question) and not before and behind[:1] in (["was"], ["were"]) and "ed" in behind[1:2][0][-2:]:
        return False  # "Ann was treated" says not whom she treated
    first = all(word in _LITTLE for word in before)
    return first or not _WHO_DID.search(question) or before[-1] in ("by", "is", "was", "are", "were")
