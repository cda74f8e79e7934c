"""Texts behind their label, a text a line, as classifiers' tools have them.

    __label__sad I lost it.           →  {"text": "I lost it.", "label": "sad"}      (fastText; several labels are a list)
    DESC:manner How did it go ?       →  {"text": "How did it go ?", "label": "DESC:manner", "coarse_label": "DESC"}      (TREC)
    1 a stirring film                 →  {"text": "a stirring film", "label": "1"}

A file is one of these where all of its first lines are. A number before a text is a label only where few numbers come
again and again, in a file whose name says that it holds lines; else the lines are counted, as they are where each number is one
more than that before it, or 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

FEWEST: Final = 5
"""Lines by which such a file is known."""
_MARKED: Final = re.compile(r"((?:__label__\S{1,200}\s+)+)(\S.*)", re.DOTALL)
_FINE: Final = re.compile(r"(([A-Za-z_]{2,40}):[A-Za-z_]{1,40})\s+(\S.*)", re.DOTALL)
_NUMBERED: Final = re.compile(r"([0-9])[ \t]+(\S.*)", re.DOTALL)


def is_labelled(lines: Sequence[tuple[int, str]], *, texts: bool) -> bool:
    """Whether the first lines of a text, numbered, begin with a label. `texts`: by its name the file holds lines."""
    said = [text for _, text in lines if text.strip()]
    if len(said) < FEWEST:
        return False
    if any(all(map(form.match, said)) for form in (_MARKED, _FINE)):
        return True
    if not texts or not all(map(_NUMBERED.match, said)):
        return False
    numbers = [int(text[0]) for text in said]
    counted = numbers[0] == 1 and all(b in (a + 1, 1) for a, b in pairwise(numbers))
    return 2 <= len(set(numbers)) <= len(said) / 3 and not counted


def labelled_rows(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, Any]]:
    """Number and row of each line; one without a label stays a text."""
    for number, line in lines:
        if line.strip():
            yield number, _row(line.strip())


def _row(line: str) -> Any:
    if found := _MARKED.fullmatch(line):
        labels = [mark.removeprefix("__label__") for mark in found[1].split()]
        return {"text": found[2], "label": labels[0] if len(labels) == 1 else labels}
    if found := _FINE.fullmatch(line):
        return {"text": found[3], "label": found[1], "coarse_label": found[2]}
    if found := _NUMBERED.fullmatch(line):
        return {"text": found[2], "label": found[1]}
    return line
