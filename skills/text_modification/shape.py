"""Operations that set out the whole text: lines, bullets, numbers, records; and the truth of a problem.

lines, bullets, numbered      one sentence, or one thing of an enumeration, a line
csv, json, key_values         the fields of each sentence, in the order that was asked for
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

from skills.text_modification.changes import CHANGES, Change
from skills.text_modification.grammar import BUILDS
from skills.text_modification.text import Modification, Op, Sentence, kind, line, value, written

Layout = Callable[[list[Sentence], Op], str]
STEPS: Final[dict[str, Change]] = CHANGES | BUILDS


def truth(problem: Modification) -> str:
    """The text that the operations make."""
    sentences = problem.sentences
    for op in problem.ops:
        if op.name in LAYOUTS:
            return LAYOUTS[op.name](sentences, op)
        sentences = STEPS[op.name](sentences, op)
    return written(sentences, problem.capitals)


def _pieces(sentences: list[Sentence]) -> list[str]:
    """The things of an enumeration, else the sentences."""
    items = [text for sentence in sentences for k, text in sentence if k == "item"]
    return items or [line(sentence) for sentence in sentences]


def lines(sentences: list[Sentence], op: Op) -> str:
    return "\n".join(_pieces(sentences))


def line_breaks(sentences: list[Sentence]) -> list[dict[str, Any]]:
    """One edit for each break between sentences: the signs at its sides, and the break instead of the space."""
    edits, at = [], 0
    said = [line(sentence) for sentence in sentences]
    for one, two in pairwise(said):
        at += len(one) + 1
        edits.append({"find": [at - 2, at + 1], "replace": f"{one[-1]}\n{two[0]}"})
    return edits


def bullets(sentences: list[Sentence], op: Op) -> str:
    return "\n".join(f"{op.style} {piece}" for piece in _pieces(sentences))


def numbered(sentences: list[Sentence], op: Op) -> str:
    return "\n".join(f"{n}{op.style} {piece}" for n, piece in enumerate(_pieces(sentences), 1))


def _fields(sentence: Sentence, op: Op) -> list[str]:
    """The values of the kinds in `pairs`, in their order."""
    held = {kind(token): value(token) or token[1] for token in sentence if token[0]}
    return [held[k] for _, k in op.pairs]


def csv(sentences: list[Sentence], op: Op) -> str:
    return "\n".join(op.style.join(_fields(sentence, op)) for sentence in sentences)


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
    "lines": lines, "bullets": bullets, "numbered": numbered, "csv": csv, "json": json_lines, "key_values": key_values,
}  # fmt: skip
