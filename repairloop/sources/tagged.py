"""Texts with a tag for each word, a word a line, as CoNLL has them; a blank line ends a text.

    Oslo  NNP  B-LOC
    is    VBZ  O            →   {"tokens": ["Oslo", "is", …], "tags": ["B-LOC", "O", …]}

What stands between word and tag is passed over, and so are lines that begin with `#` or `-DOCSTART-`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

_TAG: Final = re.compile(r"O|[BIESLUM]-\S{1,80}")
_OUTSIDE: Final = ("#", "-DOCSTART-")
FEWEST: Final = 5
"""Words by which such a file is known."""


def is_tagged(lines: Iterable[tuple[int, str]]) -> bool:
    """Whether the first lines of a text, numbered, have a tag each."""
    cut = [text.split() for _, text in lines if text.strip() and not text.startswith(_OUTSIDE)]
    return (
        len(cut) >= FEWEST
        and len({len(parts) for parts in cut}) == 1
        and len(cut[0]) >= 2
        and all(_TAG.fullmatch(parts[-1]) for parts in cut)
        and not all(_TAG.fullmatch(parts[0]) for parts in cut)  # tags alone, of words in another file
    )


def tagged_rows(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The line in which each text begins, and the text."""
    start, tokens, tags = 0, list[str](), list[str]()
    for number, text in lines:
        parts = text.split()
        if len(parts) >= 2 and not text.startswith(_OUTSIDE):
            start = start or number
            tokens.append(parts[0])
            tags.append(parts[-1])
        elif not parts and tokens:
            yield start, {"tokens": tokens, "tags": tags}
            start, tokens, tags = 0, [], []
    if tokens:
        yield start, {"tokens": tokens, "tags": tags}
