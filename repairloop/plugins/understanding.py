"""What a column of right answers is: a number, a label, a call. Each grader says which it takes, in its own room.

A grader is shown all rows at once, because one gold alone says little: `B` may be a letter, a label or a blood group.
It answers with a reference and settings for each row that it takes, with why it does not take the others, and with how
sure it is. Whoever asks takes the surest grader; no grader is known by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file states of a row."""

    gold: Any
    """What is right: a text, a number, a list, an object; texts that are JSON objects or lists have been read."""
    question: str = ""
    """The text that is asked, without document and options."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Letter → text, in order, where there is something to choose from."""
    tools: Sequence[Mapping[str, Any]] = ()
    """JSON schemas of the tools that may be called."""
    written: str = ""
    """The gold as it stands, where it was read from a text."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Further columns of the row."""
    document: str = ""
    """The passage that the question is about, where the file keeps it apart."""

    @property
    def text(self) -> str | None:
        """The gold as a text, without space around it; None where it is a list, an object or nothing."""
        gold = self.gold
        if isinstance(gold, str):
            return gold.strip() or None
        if isinstance(gold, bool):
            return "true" if gold else "false"
        if isinstance(gold, float) and gold.is_integer() and abs(gold) < 2**53:  # a column with gaps is one of floats
            return str(int(gold))
        return str(gold) if isinstance(gold, int | float) else None


class Taken(NamedTuple):
    """A row that a grader takes."""

    reference: Any
    settings: Mapping[str, Any] = {}
    """Beside those that all rows share."""
    adds: str = ""
    """What the question must say besides, so that it can be answered at all."""


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """How a grader understands the rows that it was shown."""

    kind: str
    """What an answer is, for people: `number`, `label`, `JSON` …"""
    rows: Sequence[Taken | str]
    """Of each row: what it was taken for, or why it was not."""
    confidence: float
    """From 0 to 1, of the rows that were taken: 1, it can be nothing else."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Settings that all rows share."""
    labels: Sequence[str] = ()
    """The labels, where an answer is one of a few."""
    instruction: str = ""
    """What a student has to be told of the form of its answer; empty where nothing."""
    marks: Sequence[str] = ()
    """Words by which a prompt of the user's own is seen to say so already: at least half of them stand in it."""
    room: int = 0
    """Tokens for an answer that is worked out before it is given; 0: the length of the golds decides."""
    notes: Sequence[str] = ()
    """What was not quite clear, for people."""

    @property
    def share(self) -> float:
        """Of the rows, that were taken."""
        return sum(not isinstance(row, str) for row in self.rows) / len(self.rows) if self.rows else 0.0


def shortened(text: str, most: int = 60) -> str:
    """A text in a message: one line, quoted, cut where it is long."""
    line = " ".join(text[: 4 * most].split())
    return repr(line if len(line) <= most else f"{line[: most - 1]}…")
