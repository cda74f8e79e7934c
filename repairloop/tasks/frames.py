"""What many questions share, and what is asked in them, told apart.

Prompts that a program filled in begin and end alike: an instruction, examples, the form of the answer. Left in the
question it would make all questions nearly the same, and each row of ours one that repeats what measures. So the text
that many questions begin or end with, from or up to the end of a line or sentence, goes to the system's message. No
word is changed; where it stands is, and that is said.

    "Sort this mail into one of …\\n\\nMy card is gone."   →   system "Sort this mail into one of …", user "My card is gone."
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from repairloop.records import Message
from repairloop.tasks.entry import Entry

FEWEST: Final = 20
"""Questions among which what they share is looked for."""
SHARE: Final = 0.2
"""Share of the questions that must have a text in common."""
WORDS: Final = 8
"""Words below which a text in common is left where it is."""
LOOKED_AT: Final = 1000
TRIED: Final = 24
"""Questions whose beginnings and ends are tried on the others."""
_ENDS = re.compile(r"\n+|(?<=[.!?:])\s+")
_BEGINNINGS = re.compile(r"\n+|(?<=[.!?])\s+")
"""Where what questions end with may begin: behind a colon the same sentence goes on."""


def apart(entries: list[Entry]) -> tuple[list[Entry], list[str]]:
    """The entries with what many of them share in the system's message, and what to say of it."""
    if len(entries) < FEWEST:
        return entries, []
    texts = [entry.messages[-1]["content"] for entry in entries]
    some = texts[:: max(1, len(texts) // LOOKED_AT)]
    heads = _shared(some, _heads)
    tails = _shared(some, _tails)
    made, moved = [], 0
    for entry, text in zip(entries, texts, strict=True):
        head = next((part for part in heads if text.startswith(part)), "")
        rest = text[len(head) :]
        tail = next((part for part in tails if rest.endswith(part)), "")
        rest = rest[: len(rest) - len(tail)] if tail else rest
        if not (head or tail) or not rest.strip():
            made.append(entry)
            continue
        moved += 1
        made.append(replace(entry, messages=_led(entry.messages, [head.strip(), tail.strip()], rest.strip())))
    if not moved:
        return entries, []
    first = (heads + tails)[0]
    return made, [
        f"{moved:,} questions begin or end with the same text ({len(first.split())} words: {' '.join(first.split())[:80]!r}…); "
        "it stands in the system's message, so that questions are told apart by what differs"
    ]


def _led(messages: Sequence[Message], shared: Sequence[str], asked: str) -> list[Message]:
    said = [part for part in shared if part]
    own = [message for message in messages[:-1] if message["role"] != "system"]
    systems = [message["content"] for message in messages[:-1] if message["role"] == "system"]
    return [{"role": "system", "content": "\n\n".join([*systems, *said])}, *own, {"role": "user", "content": asked}]


def _tried(texts: Sequence[str]) -> list[str]:
    """Some texts; sorted, so that those of one template stand together and each template has its part."""
    return sorted(texts)[:: max(1, len(texts) // TRIED)]


def _heads(text: str) -> tuple[list[str], Callable[[str, str], bool]]:
    return [text[: match.end()] for match in _ENDS.finditer(text)], str.startswith


def _tails(text: str) -> tuple[list[str], Callable[[str, str], bool]]:
    return [text[match.start() :] for match in _BEGINNINGS.finditer(text)][::-1], str.endswith


def _shared(texts: Sequence[str], parts_of: Callable[[str], tuple[list[str], Callable[[str, str], bool]]]) -> list[str]:
    """The longest texts that enough questions begin (end) with, the longest first."""
    need = max(FEWEST // 2, SHARE * len(texts))
    found: set[str] = set()
    for text in _tried(texts):
        parts, holds = parts_of(text)
        low, high = 0, len(parts)  # the longer, the fewer have it
        while low < high:
            middle = (low + high) // 2
            if sum(holds(other, parts[middle]) for other in texts) >= need:
                low = middle + 1
            else:
                high = middle
        if low and len(parts[low - 1].split()) >= WORDS:
            found.add(parts[low - 1])
    return sorted(found, key=len, reverse=True)
