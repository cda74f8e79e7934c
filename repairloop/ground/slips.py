"""Slips of the pen: two texts that are one letter apart."""

from __future__ import annotations


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
