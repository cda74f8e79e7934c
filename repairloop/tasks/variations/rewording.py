"""A question, or the instruction before it, reworded by whoever writes better than a program: what it may not lose is checked here, no more.

Numbers, values that the gold copies, options, names and quoted words must stand in the new wording as they stood in the
old one, and the answer may not have come in. That it asks the same is not known here: a teacher's samples must agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from repairloop.records import Case
from repairloop.tasks.variations.contract import asked, like, with_last
from repairloop.tasks.variations.places import spans, stands
from repairloop.tasks.variations.reading import constants, numbers
from repairloop.tasks.variations.values import slots

_KEPT: Final = re.compile(
    r"\"[^\"\n]{1,200}\"|“[^”\n]{1,200}”|`[^`\n]{1,200}`|(?<=[a-z,;] )[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*"
)
"""Quoted words, and names inside a sentence."""
_DENIED: Final = re.compile(r"\b(?:not|no|never|only|all|each|every|without|unless)\b|n['’]t\b", re.IGNORECASE)


def same_instruction(case: Case, old: str, new: str) -> bool:
    """Whether an instruction still says what decides: its numbers, its quotations and names, and whatever of the grader's
    settings (labels, keys, options) stands in it; and whether no answer has come in."""
    if not new or new == old or not 0.3 < len(new) / len(old) < 3:
        return False
    if sorted(n.text.casefold() for n in numbers(old)) != sorted(n.text.casefold() for n in numbers(new)):
        return False
    if Counter(_KEPT.findall(old)) - Counter(_KEPT.findall(new)) or _DENIED.findall(old) != _DENIED.findall(new):
        return False
    named = {text for text in _texts([case.settings, case.gold]) if len(text) > 1}
    return all(len(spans(text, old)) == len(spans(text, new)) for text in named)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from (str(key), *_texts(part))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def reworded(case: Case, question: str) -> Case | None:
    """The case with its question in other words; None where something has got lost or come in."""
    question = question.strip()
    old = case.question
    if asked(case).count(old) != 1 or not question or question == old or not 0.3 < len(question) / len(old) < 3:
        return None
    if sorted(n.text.casefold() for n in numbers(old)) != sorted(n.text.casefold() for n in numbers(question)):
        return None
    if constants(old) != constants(question):
        return None
    if any(len(spans(slot.text, old)) != len(spans(slot.text, question)) for slot in slots(case)):
        return None
    if any(kept not in question for kept in _KEPT.findall(old)):
        return None
    answers = [case.gold, *case.options.values(), *([case.reference] if isinstance(case.reference, str) else [])]
    if any(stands(answer, question) and not stands(answer, old) for answer in answers):
        return None
    return like(case, question=question, messages=with_last(case, asked(case).replace(old, question)))
