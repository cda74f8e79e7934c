"""How a question is laid out in messages: the one place that says where a rule, a document and a system message stand.

    Ask("Add 3 and 4.", ["Only write the number."])
    →   "Only write the number.\\nAdd 3 and 4."  or  "Add 3 and 4. Only write the number."  or  the rule as the system's

A skill says what is asked, what rules the answer has and what document it is asked of; lists of its words file that are
called `system`, `polite` and `wrap` give the rest. This module knows no words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from repairloop.plugins.words import Draw
from repairloop.records import Message

SYSTEM: Final = 0.2
"""Share of questions that have a system message."""
POLITE: Final = 0.2
"""Share of questions on a document that begin politely."""


@dataclass(frozen=True)
class Ask:
    """A question on its way into messages."""

    text: str
    rules: Sequence[str] = ()
    """What the answer is to look like, a sentence each."""
    document: str = ""
    """What it is asked of."""
    places: Mapping[str, Any] = field(default_factory=dict)
    """What fills the places of a system message."""
    bare: bool = False
    """Nothing but the text, as users often ask; or all is laid out already."""
    system: str = ""
    """What the system's message says, where all is laid out already."""
    tools: str = ""
    """Tools for the chat template's own list, as JSON, where all is laid out already."""
    options: str = ""
    """Of a document: answers to choose from, a line each. They stand below the question, and the document above it."""

    def messages(self, w: Draw) -> list[Message]:
        if self.bare:
            listed: list[Message] = [{"role": "tools", "content": self.tools}] if self.tools else []
            return listed + _messages(self.system, self.text)
        return self._of_a_document(w) if self.document else self._alone(w)

    def _alone(self, w: Draw) -> list[Message]:
        """The rules before the question, behind it, or as the system's."""
        text, rules, place = self.text, " ".join(filter(None, self.rules)), w.rng.random()
        system = w.line("system", self.places) if w.rng.random() < SYSTEM else ""
        if place < 0.15:
            system = f"{system} {rules}".strip()
        elif rules:
            gap = w.pick((" ", "\n", "\n\n"))
            first = place < 0.4 or text.endswith(":")
            text = f"{rules}{gap}{text}" if first else f"{text}{gap}{rules}"
        return _messages(system, text)

    def _of_a_document(self, w: Draw) -> list[Message]:
        """Question and rules before the document or behind it, or the document between them; options below the question."""
        rules = list(filter(None, self.rules))
        polite = f"{w.line('polite', self.places)} " if w.rng.random() < POLITE else ""
        before, after = (w.fill(cell, self.places) for cell in w.row("wrap"))
        document = before + self.document + after
        system = w.line("system", self.places) if w.rng.random() < SYSTEM else ""
        if system and w.rng.random() < 0.5:
            system, rules = " ".join([system, *rules]), []
        gap = w.pick(("\n\n", "\n", "\n\n"))
        where = w.rng.random()
        if self.options:
            asked = _said(self.text, rules, w) if where < 0.6 else self.text.rstrip("\n")
            rest = "" if where < 0.6 else " ".join(rules)
            text = gap.join(filter(None, [document, polite + asked, self.options, rest]))
        elif where < 0.5:
            text = polite + _said(self.text, rules, w) + gap + document
        elif where < 0.8:
            text = document + gap + polite + _said(self.text, rules, w)
        else:
            text = polite + self.text.rstrip("\n") + gap + document + (gap + " ".join(rules) if rules else "")
        return _messages(system, text)


def _said(text: str, rules: Sequence[str], w: Draw) -> str:
    """Question and rules; a question of several lines, or one that shows a form, comes first. One that ends with a line
    break ends with a table: rules stand below it."""
    first = w.rng.random() < 0.25 and not text.endswith(("}", "\n")) and "\n" not in text
    gap = "\n" if w.rng.random() < 0.15 or text.endswith("\n") else " "
    return gap.join([*rules, text] if first else [text.removesuffix("\n"), *rules])


def _messages(system: str, text: str) -> list[Message]:
    asked: Message = {"role": "user", "content": text}
    return [{"role": "system", "content": system}, asked] if system else [asked]
