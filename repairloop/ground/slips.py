"""Slips of the pen: two texts that are one letter apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def one_letter_apart(said: str, meant: str) -> bool:
    """Whether two texts differ in one letter more, one less, another one, or two that changed places; case aside. Digits
    make another name, and a text is no slip of itself."""
    a, b = said.casefold(), meant.casefold()
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    start = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[start:], b[start:]
    if any(x.isdigit() for x in a[:1] + b[:1]):
        return False
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (len(a) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:])


def one_letter_from(said: Iterable[str], meant: Iterable[str]) -> dict[str, str]:
    """Text → the first of `meant` that it is one letter apart from; those that are from none are left out.

    Two texts that are one letter apart have a text in common that lacks one letter of either, or is one of the two
    (deletion neighbourhoods: Mor, Fraenkel 1982), so that each is held against few and not against all.
    """
    lacking: dict[str, list[int]] = defaultdict(list)
    known = list(meant)
    for number, text in enumerate(known):
        for key in _lacking_one(text):
            lacking[key].append(number)
    found = {}
    for text in said:
        near = sorted({number for key in _lacking_one(text) for number in lacking.get(key, ())})
        if other := next((known[number] for number in near if one_letter_apart(text, known[number])), None):
            found[text] = other
    return found


def _lacking_one(text: str) -> set[str]:
    """A text, and what is left of it without any one letter; case aside."""
    folded = text.casefold()
    return {folded, *(folded[:n] + folded[n + 1 :] for n in range(len(folded)))}
