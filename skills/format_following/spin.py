"""Phrases with choices: `(Give|Write) only the list.` and slots: `in exactly {n} lines`.

A phrase is parsed once and drawn from often. Parentheses without a bar in them are plain text. This module
knows no wording.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product
from random import Random

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")


class Phrase:
    """One phrase; `draw` takes a choice at each place and fills the slots."""

    def __init__(self, source: str) -> None:
        pieces = _CHOICE.split(source)
        self.parts = [piece.split("|") if n % 2 else [piece] for n, piece in enumerate(pieces) if piece]

    def draw(self, rng: Random, slots: Mapping[str, object]) -> str:
        text = "".join(part[0] if len(part) == 1 else rng.choice(part) for part in self.parts)
        return text.format_map(slots) if "{" in text else text

    def variants(self) -> list[str]:
        """Every text that can be drawn, with its slots unfilled."""
        return ["".join(pieces) for pieces in product(*self.parts)]


def phrases(block: str) -> list[Phrase]:
    """One phrase a line of the block."""
    return [Phrase(line.strip().replace("\\n", "\n")) for line in block.splitlines() if line.strip()]


def names(block: str, separator: str = ";") -> list[str]:
    """The names in a block, between separators."""
    return [name.strip() for name in block.split(separator) if name.strip()]
