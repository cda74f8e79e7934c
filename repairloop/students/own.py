"""A student's own requests: what it writes when it is made to speak for the user (Magpie: Xu et al. 2024,
arXiv 2406.08464).

A chat model has read many user turns. Given its chat template up to the place where the user's text would stand, it
continues with a request of the kind that it was trained on. Sampling at temperature 1 with top-p .95 belongs to the
method. This module knows templates and texts, not engines.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from repairloop.ground.overlap import normal

TEMPERATURE: Final = 1.0
TOP_P: Final = 0.95
SHORTEST, LONGEST = 15, 600
"""Characters of a request."""
LETTERS: Final = 0.6
"""Least share of letters among the characters that are no white space."""
_MARK: Final = "\u2e28user text\u2e29"


def openings(tokenizer: Any) -> list[list[int]]:
    """The tokens before a user's text: as the chat template begins a conversation, and, where it puts in a system
    message of its own, without that. Found by rendering a text that stands nowhere else."""
    whole = _render(tokenizer, [{"role": "user", "content": _MARK}])
    turns = [("user", _MARK), ("assistant", "yes"), ("user", _MARK)]
    between = _render(tokenizer, [{"role": role, "content": text} for role, text in turns]).split(_MARK)
    first, found = whole.partition(_MARK)[0], []
    end, bos = tokenizer.eos_token, tokenizer.bos_token
    if len(between) == 3 and end and end in between[1]:  # what stands before a later turn stands there without a system
        bare = between[1].rpartition(end)[2].lstrip("\n")
        bare = bos + bare if bos and first.startswith(bos) and not bare.startswith(bos) else bare
        found = [bare] if bare and len(bare) < len(first) else []
    return [tokenizer.encode(text, add_special_tokens=False) for text in [first, *found]]


def _render(tokenizer: Any, messages: list[dict[str, str]]) -> str:
    return str(tokenizer.apply_chat_template(messages, tokenize=False))


def usable(drawn: Iterable[tuple[str, bool]]) -> list[str]:
    """Of texts, each with whether it had come to its end: whole, of a request's length, mostly letters, without marks
    of a template, and different from those before."""
    seen: dict[str, str] = {}
    for text, whole in drawn:
        text = text.strip()
        solid = "".join(text.split())
        marked = any(mark in text for mark in ("<|", "|>", "[INST]", "<s>", "</s>", "\x00", "\ufffd"))
        worded = sum(map(str.isalpha, solid)) >= LETTERS * len(solid)
        if whole and worded and not marked and SHORTEST <= len(text) <= LONGEST:
            seen.setdefault(normal(text), text)
    return list(seen.values())
