"""A loop over nothing proves nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def some(items: Iterable[T]) -> list[T]:
    """The items, of which there have to be some."""
    found = list(items)
    assert found, "nothing to look at"
    return found
