"""A sentence of a text made to say something else: another number or name, the opposite of a word, a "not" more or less.

    The cache is cleared before each run.   →  The cache is cleared after each run.
                                            →  The cache is not cleared before each run.

Numbers and names come from the sentences around it. Whether the changed sentence happens to be true, nobody knows: it is
only said not to be what the text says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from typing import Final

from skills.reading_comprehension.phrase import pick
from skills.reading_comprehension.sentences import values, values_of

_OPPOSITES: Final = (
    "true false", "first last", "before after", "always never", "start end", "minimum maximum", "input output", "left right",
    "all none", "more fewer", "above below", "open closed", "old new", "early late", "higher lower", "larger smaller", "with without",
    "increases decreases", "inside outside", "many few", "long short", "high low", "same different", "most least", "some no",
)  # fmt: skip
_TURNED: Final = {a: b for pair in _OPPOSITES for a, b in (pair.split(), pair.split()[::-1])}
_TURN = re.compile(rf"\b(?:{'|'.join(_TURNED)})\b", re.IGNORECASE)
_AFFIRMED = re.compile(
    r"\b(?:is|are|was|were|can|could|will|would|must|should|may|might|does|did)\b(?! not|n't| \w+ not)"
)
_DENIED = re.compile(r"\b(is|are|was|were|can|could|will|would|must|should|may|might|does|did) not\b")


def changed(said: str, told: Sequence[str], rng: Random) -> str:
    """The sentence with a number or a name of another sentence, the opposite of a word, or denied; nothing where none fits."""
    found = []
    for value in values(said):
        rivals = [text for text in values_of(told, value.sort) if text not in said]
        if value.sort == "number" and said[value.start : value.end].isdigit():
            rivals.append(str(int(said[value.start : value.end][:9]) + pick(rng, (1, 2, 10))))
        if rivals:
            found.append(said[: value.start] + pick(rng, rivals) + said[value.end :])
    if turned := _TURN.search(said):
        word = _TURNED[turned[0].casefold()]
        word = word.capitalize() if turned[0][0].isupper() else word
        found.append(said[: turned.start()] + word + said[turned.end() :])
    if denied := _DENIED.search(said):
        found.append(said[: denied.start()] + denied[1] + said[denied.end() :])
    elif plain := _AFFIRMED.search(said):
        found.append(f"{said[: plain.end()]} not{said[plain.end() :]}")
    return pick(rng, found) if found else ""
