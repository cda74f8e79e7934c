"""Operations that change how sentences are built, and those that set out the whole text.

Voice, tense, person, order, joining, splitting, another language: a sentence is read by the kinds of its tokens: what stands before the verb (and behind a time set off by a comma) is
the subject, the determiner, number, adjective and noun behind it are the object, the rest says where and when.

    lines, bullets, numbered      one sentence, or one thing of an enumeration, a line
    csv, json, key_values         the fields of each sentence, in the order that was asked for
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

from skills.english import conjugated
from skills.text_modification.changes import CHANGES, Change
from skills.text_modification.text import COMMA, Op, Sentence, Token, first, kind, line, value, written

Layout = Callable[[list[Sentence], Op], str]
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
    return [[*sentence[start:], COMMA, *sentence[:start]]]


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


STEPS: Final[dict[str, Change]] = CHANGES | {
    "passive": passive, "present": present, "third_person": third_person, "repeat_names": repeat_names,
    "turn_back": turn_back, "turn_front": turn_front, "split": split, "merge": merge, "order": order,
    "translate": translate, "reverse": lambda sentences, op: sentences[::-1],
    "last_first": lambda sentences, op: [*sentences[-1:], *sentences[:-1]],
    "first_last": lambda sentences, op: [*sentences[1:], *sentences[:1]],
}  # fmt: skip


# ---- the whole text -----------------------------------------------------------------------------------


def _pieces(sentences: list[Sentence]) -> list[str]:
    """The things of an enumeration, else the sentences."""
    items = [text for sentence in sentences for k, text in sentence if k == "item"]
    return items or [line(sentence) for sentence in sentences]


def line_breaks(sentences: list[Sentence]) -> list[dict[str, Any]]:
    """One edit for each break between sentences: the signs at its sides, and the break instead of the space."""
    edits, at = [], 0
    said = [line(sentence) for sentence in sentences]
    for one, two in pairwise(said):
        at += len(one) + 1
        edits.append({"find": [at - 2, at + 1], "replace": f"{one[-1]}\n{two[0]}"})
    return edits


def _fields(sentence: Sentence, op: Op) -> list[str]:
    """The values of the kinds in `pairs`, in their order."""
    held = {kind(token): value(token) or token[1] for token in sentence if token[0]}
    return [held[k] for _, k in op.pairs]


def json_lines(sentences: list[Sentence], op: Op) -> str:
    """One object a sentence; numbers are numbers."""
    objects = []
    for sentence in sentences:
        held = zip(op.pairs, _fields(sentence, op), strict=True)
        objects.append({key: int(text) if k == "num" else text for (key, k), text in held})
    return "\n".join(json.dumps(item, ensure_ascii=False) for item in objects)


def key_values(sentences: list[Sentence], op: Op) -> str:
    """`key: value` lines; an empty line between records."""
    records = []
    for sentence in sentences:
        held = zip(op.pairs, _fields(sentence, op), strict=True)
        records.append("\n".join(f"{key}{op.style}{text}" for (key, _), text in held))
    return "\n\n".join(records)


LAYOUTS: Final[dict[str, Layout]] = {
    "lines": lambda sentences, op: "\n".join(_pieces(sentences)),
    "bullets": lambda sentences, op: "\n".join(f"{op.style} {piece}" for piece in _pieces(sentences)),
    "numbered": lambda sentences, op: "\n".join(f"{n}{op.style} {p}" for n, p in enumerate(_pieces(sentences), 1)),
    "csv": lambda sentences, op: "\n".join(op.style.join(_fields(sentence, op)) for sentence in sentences),
    "json": json_lines, "key_values": key_values,
}  # fmt: skip


def carried_out(sentences: list[Sentence], ops: list[Op], capitals: bool) -> str:
    """The text that the operations make."""
    for op in ops:
        if op.name in LAYOUTS:
            return LAYOUTS[op.name](sentences, op)
        sentences = STEPS[op.name](sentences, op)
    return written(sentences, capitals)
