"""Documents put into another order, where a question is asked of several.

Documents are told apart by numbered marks ("Document 2:", "[2]") or by lines of dashes. The marks stay where they are.
Nothing is moved where question, answer or a document speaks of an order, of a number, or of another document.
"""

from __future__ import annotations

import re
from random import Random
from typing import Any, Final

from repairloop.records import Case
from repairloop.tasks.variations.contract import Pools, Variation, Varied, asked, like, with_last
from repairloop.tasks.variations.places import Span

_MARK: Final = re.compile(
    r"^[ \t]*(?:\[(\d{1,2})\][ \t]*[:.-]?|[\[(]?(?:document|doc|passage|source|article|context|text|snippet|result|paragraph)"
    r"[ \t]*\#?(\d{1,2})[\])]?[ \t]*[:.)-]?)[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_RULE: Final = re.compile(r"^[ \t]*(?:-{3,}|\*{3,}|={3,}|#{3,})[ \t]*$", re.MULTILINE)
_SAYS_ORDER: Final = re.compile(
    r"\b(?:first|second|third|fourth|fifth|last|final|previous(?:ly)?|next|above|below|earlier|later|latter|former|order|"
    r"following|preceding|begin(?:s|ning)?|ends?)\b|\[\d+\]",
    re.IGNORECASE,
)
_SAYS_OTHER: Final = re.compile(
    r"\b(?:previous|next|above|following|preceding|first|second|last|other)\s+(?:documents?|passages?|sources?|articles?|"
    r"texts?|paragraphs?)\b|\b(?:document|passage|source|article|paragraph)\s*#?\d|\[\d+\]|\bsee\s+(?:above|below)\b",
    re.IGNORECASE,
)
_MOST: Final = 20


def blocks(document: str) -> list[Span]:
    """Where the documents stand, without marks and the space around them; empty where there are not several."""
    marks = list(_MARK.finditer(document))
    numbers = [int(mark[1] or mark[2]) for mark in marks]
    if len(marks) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(marks))) and numbers[0] in (0, 1):
        starts, ends = [mark.end() for mark in marks], [*(mark.start() for mark in marks[1:]), len(document)]
    elif rules := list(_RULE.finditer(document)):
        starts, ends = [0, *(rule.end() for rule in rules)], [*(rule.start() for rule in rules), len(document)]
    else:
        return []
    found = []
    for start, end in zip(starts, ends, strict=True):
        body = document[start:end]
        found.append((start + len(body) - len(body.lstrip()), start + len(body.rstrip())))
    return found if len(found) <= _MOST and all(a < b for a, b in found) else []


def rearranged(text: str, found: list[Span], order: list[int]) -> str:
    """The text with the piece `order[n]` at the n-th place."""
    made, end = "", 0
    for (start, stop), source in zip(found, order, strict=True):
        made += text[end:start] + text[found[source][0] : found[source][1]]
        end = stop
    return made + text[end:]


def movable(case: Case) -> list[Span]:
    """The documents, where the gold does not hang on their order."""
    document = case.document
    if not document or asked(case).count(document) != 1 or _SAYS_ORDER.search(case.question):
        return []
    if case.settings.get("ordered") or (isinstance(case.reference, list) and not _calls(case.reference)):
        return []
    found = blocks(document)
    bodies = [document[start:end] for start, end in found]
    if len(set(bodies)) < 2 or any(_SAYS_OTHER.search(body) for body in bodies) or _SAYS_OTHER.search(case.gold):
        return []
    return found


def _calls(reference: list[Any]) -> bool:
    return all(isinstance(call, dict) and "name" in call for call in reference)


class DocumentsReordered(Variation):
    name = "put the documents into another order"
    touches = frozenset({"document", "settings"})

    def vary(self, case: Case, pools: Pools, rng: Random) -> Varied | None:
        found = movable(case)
        if not found:
            return None
        order = list(range(len(found)))
        for _ in range(5):
            rng.shuffle(order)
            document = rearranged(case.document, found, order)
            if document != case.document:
                return Varied(_with_document(case, document), {"order": order[:]})
        return None

    def fault(self, original: Case, varied: Varied, pools: Pools) -> str:
        case, order = varied.case, varied.record.get("order")
        before, after = movable(original), movable(case)
        if not before or len(before) != len(after):
            return "the documents cannot be told apart"
        if not isinstance(order, list) or sorted(order) != list(range(len(before))):
            return "the record is no order"
        back = [order.index(n) for n in range(len(order))]
        again = _with_document(case, rearranged(case.document, after, back))
        for name in ("messages", "document", "settings"):
            if getattr(again, name) != getattr(original, name):
                return f"the original {name} does not come back"
        bodies = sorted(original.document[a:b] for a, b in before)
        return "" if sorted(case.document[a:b] for a, b in after) == bodies else "a document has changed"


def _with_document(case: Case, document: str) -> Case:
    settings = case.settings
    if settings.get("document") == case.document:
        settings = {**settings, "document": document}
    content = asked(case).replace(case.document, document)
    return like(case, document=document, messages=with_last(case, content), settings=settings)
