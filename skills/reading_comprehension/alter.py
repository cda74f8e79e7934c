"""A sentence of a text made to say something else: another number or name, the opposite of a word, a "not" more or less.

    The cache is cleared before each run.   →  The cache is cleared after each run.
                                            →  The cache is not cleared before each run.

Numbers and names come from the sentences around it. Whether the changed sentence happens to be true, nobody knows: it is
only said not to be what the text says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from repairloop import Draw
from skills.rawtext import any_of
from skills.reading_comprehension.sentences import values, values_of

_AFFIRMED = re.compile(
    r"\b(?:is|are|was|were|can|could|will|would|must|should|may|might|does|did)\b(?! not|n't| \w+ not)"
)
_DENIED = re.compile(r"\b(is|are|was|were|can|could|will|would|must|should|may|might|does|did) not\b")


@lru_cache(maxsize=4)
def _turned(pairs: tuple[tuple[str, ...], ...]) -> tuple[dict[str, str], re.Pattern[str]]:
    """Each word's opposite, and a pattern for all of them."""
    others = {one: other for a, b in pairs for one, other in ((a, b), (b, a))}
    return others, re.compile(rf"\b{any_of(others)}\b", re.IGNORECASE)


def changed(said: str, told: Sequence[str], w: Draw) -> str:
    """The sentence with a number or a name of another sentence, the opposite of a word, or denied; nothing where none fits."""
    found = []
    for value in values(said):
        rivals = [text for text in values_of(told, value.sort) if text not in said]
        if value.sort == "number" and said[value.start : value.end].isdigit():
            rivals.append(str(int(said[value.start : value.end][:9]) + w.pick((1, 2, 10))))
        if rivals:
            found.append(said[: value.start] + w.pick(rivals) + said[value.end :])
    others, pattern = _turned(w.rows("raw/opposites"))
    if turned := pattern.search(said):
        word = others[turned[0].casefold()]
        word = word.capitalize() if turned[0][0].isupper() else word
        found.append(said[: turned.start()] + word + said[turned.end() :])
    if denied := _DENIED.search(said):
        found.append(said[: denied.start()] + denied[1] + said[denied.end() :])
    elif plain := _AFFIRMED.search(said):
        found.append(f"{said[: plain.end()]} not{said[plain.end() :]}")
    return str(w.pick(found)) if found else ""
