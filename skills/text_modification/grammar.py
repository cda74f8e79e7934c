"""Operations that change how sentences are built: voice, tense, person, order, joining, splitting, another language.

A sentence is read by the kinds of its tokens: what stands before the verb (and behind a time set off by a comma) is
the subject, the determiner, number, adjective and noun behind it are the object, the rest says where and when.
"""

from __future__ import annotations

from typing import Final

from skills.text_modification.changes import Change
from skills.text_modification.text import Op, Sentence, Token, first, kind, value
from skills.text_modification.verbs import conjugated

_COMMA: Final[Token] = ("comma", ",")
_OBJECT: Final = ("det", "num", "adj", "noun")
PRONOUNS: Final = {"she": ("she", "her"), "he": ("he", "his")}


def _each(change: Change) -> Change:
    """A change that looks at one sentence at a time and may make several of it."""
    return lambda sentences, op: [new for sentence in sentences for new in change([sentence], op)]


def parts(sentence: Sentence) -> tuple[Sentence, Sentence, Token, Sentence, Sentence]:
    """What stands in front, subject, verb, object, rest."""
    comma = first(sentence, "comma")
    start = comma + 1 if comma >= 0 else 0
    at = next(i for i in range(start, len(sentence)) if kind(sentence[i]) == "verb")
    end = at + 1
    while end < len(sentence) and kind(sentence[end]) in _OBJECT:
        end += 1
    return sentence[:start], sentence[start:at], sentence[at], sentence[at + 1 : end], sentence[end:]


@_each
def passive(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """Sentences with a verb and an object turn round."""
    sentence = sentences[0]
    if first(sentence, "verb") < 0:
        return sentences
    front, subject, verb, what, rest = parts(sentence)
    many = any(kind(token) == "num" for token in what)
    be = ("be", "were" if many else "was")
    return [[*front, *what, be, ("", conjugated(value(verb)).participle), ("", "by"), *subject, *rest]]


@_each
def present(sentences: list[Sentence], op: Op) -> list[Sentence]:
    now = {"was": "is", "were": "are"}
    return [[_now(token, now) for token in sentences[0]]]


def _now(token: Token, now: dict[str, str]) -> Token:
    if kind(token) == "verb":
        return token[0], conjugated(value(token)).third
    return (token[0], now[token[1]]) if kind(token) == "be" else token


def third_person(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """The first `I` becomes the name, the others the pronoun; `my` becomes his or her."""
    name, (pronoun, own) = op.words[0], PRONOUNS[op.style]
    new, changed = name, []
    for sentence in sentences:
        tokens = []
        for k, text in sentence:
            if k == "I":
                text, new = new, pronoun
            tokens.append((k, own if k == "my" else text))
        changed.append(tokens)
    return changed


def repeat_names(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """Pronouns become the names they stand for."""
    return [[("name", value(t)) if kind(t) == "pron" else t for t in s] for s in sentences]


@_each
def turn_back(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """When A, B → B when A; On Monday, B → B on Monday."""
    sentence = sentences[0]
    end = first(sentence, "comma")
    if end < 0 or not _turns(sentence[0], op):
        return sentences
    return [[*sentence[end + 1 :], *sentence[:end]]]


@_each
def turn_front(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """B when A → When A, B; B on Monday → On Monday, B."""
    sentence = sentences[0]
    start = next((i for i, token in enumerate(sentence) if i and _turns(token, op)), 0)
    if not start:
        return sentences
    return [[*sentence[start:], _COMMA, *sentence[:start]]]


def _turns(token: Token, op: Op) -> bool:
    return kind(token) == "when" if op.style == "time" else token[0] == "sub" and token[1] in op.words


@_each
def split(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """X did A and did B → X did A. X did B."""
    sentence = sentences[0]
    at = first(sentence, "and")
    if at < 0:
        return sentences
    subject = sentence[: first(sentence, "verb")]
    return [sentence[:at], [*subject, *sentence[at + 1 :]]]


def merge(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """X did A. X did B. → X did A and did B."""
    changed: list[Sentence] = []
    owner: Sentence = []
    for sentence in sentences:
        subject = sentence[: max(0, first(sentence, "verb"))]
        if subject and subject == owner:
            changed[-1] = [*changed[-1], ("and", "and"), *sentence[len(subject) :]]
            owner = []
        else:
            changed.append(sentence)
            owner = subject
    return changed


def order(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """Earlier first, by the value behind the time."""
    return sorted(sentences, key=lambda s: value(s[first(s, "when", "time", "date")]))


def reverse(sentences: list[Sentence], op: Op) -> list[Sentence]:
    return sentences[::-1]


def last_first(sentences: list[Sentence], op: Op) -> list[Sentence]:
    return [*sentences[-1:], *sentences[:-1]]


def first_last(sentences: list[Sentence], op: Op) -> list[Sentence]:
    return [*sentences[1:], *sentences[:1]]


def translate(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """Word for word, by the order that `style` names."""
    new = dict(op.pairs)
    changed = []
    for sentence in sentences:
        tokens = [token for token in sentence if not (op.style == "no_articles" and kind(token) == "det")]
        if op.style == "verb_last":
            tokens = [t for t in tokens if kind(t) != "verb"] + [t for t in tokens if kind(t) == "verb"]
        elif op.style == "verb_first":
            tokens = [t for t in tokens if kind(t) == "verb"] + [t for t in tokens if kind(t) != "verb"]
        elif op.style == "adjective_after":
            tokens = _adjectives_after(tokens)
        changed.append([(k, new.get(text, text)) for k, text in tokens])
    return changed


def _adjectives_after(tokens: Sentence) -> Sentence:
    tokens = list(tokens)
    for i in range(len(tokens) - 1):
        if kind(tokens[i]) == "adj":
            tokens[i], tokens[i + 1] = tokens[i + 1], tokens[i]
    return tokens


BUILDS: Final[dict[str, Change]] = {
    "passive": passive, "present": present, "third_person": third_person, "repeat_names": repeat_names,
    "turn_back": turn_back, "turn_front": turn_front, "split": split, "merge": merge, "order": order,
    "translate": translate, "reverse": reverse, "last_first": last_first, "first_last": first_last,
}  # fmt: skip
