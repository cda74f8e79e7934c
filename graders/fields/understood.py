"""Which of a user's rows are answered with JSON, and which with a list of texts.

The values are exact; a schema is only made up for its outermost form, where values are nested. An object tells its own
keys, so the instruction names those that occur. Nothing here knows of calls and tests, whose graders are surer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from repairloop import Stated, Taken, Understanding

SURE_OF_OBJECTS: Final = 0.8
SURE_OF_LISTS: Final = 0.5
MOST_KEYS: Final = 40
"""Keys that an instruction names."""
_PLAIN: Final = (str, int, float, bool, type(None))


def of_objects(rows: Sequence[Stated]) -> Understanding | None:
    """Golds that are objects, or lists of objects or of lists."""
    found = [_as_json(row.gold) for row in rows]
    if not any(isinstance(row, Taken) for row in found):
        return None
    return Understanding(
        kind="JSON", rows=found, confidence=SURE_OF_OBJECTS, instruction=_instruction([row.gold for row in rows]),
        marks=["json"],
    )  # fmt: skip


def _as_json(gold: Any) -> Taken | str:
    if isinstance(gold, dict):
        flat = gold and all(isinstance(value, _PLAIN) for value in gold.values())
        return Taken({"value": gold} if flat else {"value": gold, "schema": {"type": "object"}})
    if isinstance(gold, list) and gold and any(isinstance(part, dict | list) for part in gold):
        return Taken({"value": gold, "schema": {"type": "array"}})
    return "the right answer is no JSON object"


def _instruction(golds: Sequence[Any]) -> str:
    objects = [gold for gold in golds if isinstance(gold, dict)]
    form = "a JSON object" if len(objects) >= 0.5 * len(golds) else "a JSON list"
    inner = objects or [part for gold in golds if isinstance(gold, list) for part in gold if isinstance(part, dict)]
    counts = Counter(str(name) for one in inner for name in one)
    if not counts or len(counts) > MOST_KEYS or any(len(name) > 60 or not name.isprintable() for name in counts):
        return f"Answer with {form}."
    keys = ", ".join(f"{name}{_inner(name, inner)}" for name in counts)
    if all(n == len(inner) for n in counts.values()):
        return f"Answer with {form} with these keys: {keys}."
    return f"Answer with {form}. Use only those of these keys that occur: {keys}."


def _inner(name: str, objects: Sequence[dict[Any, Any]]) -> str:
    """The keys of an object below a key, where there are a few."""
    below = Counter(str(key) for one in objects if isinstance(one.get(name), dict) for key in one[name])
    if not below or len(below) > MOST_KEYS or any(len(key) > 60 or not key.isprintable() for key in below):
        return ""
    return f" (an object; of its keys those that occur: {', '.join(below)})"


_LETTERS: Final = re.compile(r"[A-J]{1,8}")
"""Letters of options, written without anything between them."""


def of_lists(rows: Sequence[Stated]) -> Understanding | None:
    """Golds that are lists of texts, in any order."""
    found: list[Taken | str] = []
    lists = [[Stated(part).text for part in row.gold] if isinstance(row.gold, list) else [] for row in rows]
    written = [text for texts in lists for text in texts]
    lettered = all(text and _LETTERS.fullmatch(text) and list(text) == sorted(set(text)) for text in written)
    if lettered:
        lists = [list("".join(map(str, texts))) for texts in lists]  # ["AC"]: two options are right
    for texts in lists:
        texts = list(dict.fromkeys(texts))
        found.append(Taken({"value": texts}) if texts and all(texts) else "the right answer is no list of texts")
    items = [item for row in found if isinstance(row, Taken) for item in row.reference["value"]]
    if not items:
        return None
    form = "lines" if any("," in item for item in items) else "commas"
    said = "one a line" if form == "lines" else "separated by commas"
    labels = sorted(set(items)) if len(set(items)) <= 60 and len(items) >= 5 * len(set(items)) else []
    which = f"all of these labels that fit: {', '.join(labels)}. Write them {said}" if labels else f"a list, {said}"
    return Understanding(
        kind="list", rows=found, confidence=SURE_OF_LISTS + 0.3 * lettered + 0.2 * bool(labels), settings={"form": form}, labels=labels,
        instruction=f"Answer with {which}.", marks=labels or ["list", "comma"],
        notes=["a list is right in any order, and only if it is whole"],
    )  # fmt: skip
