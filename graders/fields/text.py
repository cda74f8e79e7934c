"""One value that a reply gives, against the one that is right: both as text.

The idea: two values are the same when their keys are (case, spacing, Unicode composition and closing punctuation taken
away), and a reply may wrap its value in quotes, Markdown or a fence, but not in other words. What a wrong value is
called depends on what the text held beside the right one, which `Source` says.

All of it is linear in the length of the reply. Hidden characters count. This module knows no probe and no JSON.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from graders.shared.json_text import FENCE

ABSTENTIONS: Final = frozenset({
    "none", "null", "n/a", "na", "nil", "nothing", "unknown", "absent", "missing", "empty", "no answer", "not stated",
    "not given", "not mentioned", "not found", "not provided", "not available", "not specified", "not in the text",
})  # fmt: skip
"""What replies say when they give no value."""

_QUOTES = {'"': '"', "'": "'", "`": "`", "*": "*", "_": "_", "<": ">", "(": ")", "[": "]",
           "“": "”", "‘": "’", "«": "»", "„": "“"}  # fmt: skip
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_END = " \t.,;:!?"
_MAX_COMPOSED: Final = 128
"""Characters of one word; longer ones are not composed, which takes quadratic time on runs of combining marks."""


@dataclass(frozen=True)
class Finding:
    """Why one value is wrong."""

    error_class: str
    evidence: str
    certainty: Any = "exact"
    extracted: str | None = None


@dataclass(frozen=True)
class Source:
    """What is known of the text that values are taken from."""

    token: str | None
    """The word asked for where the text gives no value."""
    document: str
    others: tuple[tuple[str, str], ...]
    """(field, value): what else of the same kind the text holds."""

    def others_of(self, field: str | None) -> list[str]:
        """Other values of the same field; of all fields, where there are none of it."""
        return [value for name, value in self.others if name == field] or [value for _, value in self.others]


def wrong_value(source: Source, reply: str, expected: str | None, field: str | None) -> Finding | None:
    """What is wrong with `reply` where `expected` is right (None: the text gives no value); None when nothing is."""
    names = set(readings(reply))
    if expected is None:
        return _wrong_abstention(source.token, reply, names)
    if key(expected) in names:
        return None
    if names & (ABSTENTIONS | {key(source.token or "none")}):
        evidence = f"The text gives {show(expected)}, the reply says that it does not."
        return Finding("false_abstention", evidence, extracted=reply)
    if holds(reply, expected):
        evidence = f"The reply holds {show(expected)}, but wrapped in other text; the value alone was asked for."
        return Finding("format_violation", evidence, extracted=expected)
    for other in source.others_of(field):
        if key(other) in names:
            evidence = f"{show(other)} stands in the text too, but is not what was asked for."
            return Finding("distractor_chosen", evidence, extracted=reply)
    return _other_text(source.document, reply, expected)


def _wrong_abstention(token: str | None, reply: str, names: set[str]) -> Finding | None:
    if token is not None and key(token) in names:
        return None
    shown = show(token)
    if names & ABSTENTIONS or (
        len(reply) < 400 and any(holds(reply, word) for word in [token or "none", *ABSTENTIONS])
    ):
        return Finding("format_violation", f"The reply abstains, but not with {shown} alone.", "heuristic", reply)
    evidence = f"The text does not give it; {shown} was right, the reply says {show(reply)}."
    return Finding("missed_abstention", evidence, extracted=reply)


def _other_text(document: str, reply: str, expected: str) -> Finding:
    """The class of a reply that is neither right, nor wrapped, nor a known other value."""
    core = key(reply)
    evidence = f"{show(expected)} is right, the reply says {show(reply)}."
    if len(reply.split()) > 2 * len(expected.split()) + 4 or "\n" in reply:
        return Finding("format_violation", f"{evidence} The value alone was asked for.", "heuristic")
    if document and core in key(document):
        return Finding("wrong_value", evidence, extracted=reply)
    alike = difflib.SequenceMatcher(None, core, key(expected[:300]), autojunk=False)
    if len(reply) < 300 and alike.quick_ratio() > 0.75 and alike.ratio() > 0.75:
        return Finding("wrong_value", f"{evidence} It looks like a slip in copying.", "heuristic", reply)
    if document:
        return Finding("unsupported_entity", f"{evidence} That does not stand in the text.", extracted=reply)
    return Finding("wrong_value", evidence, extracted=reply)


def echo(document: str, text: str) -> Finding | None:
    """The reply is the document, or most of it."""
    whole, reply = key(document), key(text)
    if len(whole) < 40 or len(reply) < 0.6 * len(whole):
        return None
    if whole in reply or reply in whole:
        return Finding("echoed_input", "The reply repeats the text instead of answering.", extracted=text.strip()[:200])
    return None


# ---- reading ------------------------------------------------------------------------------------------


def key(text: str) -> str:
    """What two equal values share: case, composition, spacing and closing punctuation taken away."""
    if text.isascii():
        words = " ".join(text.casefold().split())
    else:
        words = " ".join(map(_composed, text.split()))
    return words.rstrip(_END) or words


def _composed(word: str) -> str:
    if len(word) > _MAX_COMPOSED:
        return word.casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold())


def readings(reply: str) -> Iterator[str]:
    """Keys of the reply as it stands, then with one wrapping after the other taken off."""
    core = reply.strip()
    for _ in range(8):
        yield key(core)
        before = core
        if fenced := FENCE.fullmatch(core):
            core = fenced[1].strip()
        elif link := _LINK.fullmatch(core):
            core = link[1].strip()
        elif len(core) > 2 and _QUOTES.get(core[0]) == core[-1]:
            core = core[1:-1].strip()
        elif core[-1:] in _END:
            core = core.rstrip(_END)
        if core in (before, ""):
            return


def holds(text: str, value: str) -> bool:
    """The value stands in the text as a word of its own."""
    text, value = key(text), key(value)
    start = text.find(value)
    while start != -1 and value:
        end = start + len(value)
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            return True
        start = text.find(value, end)
    return False


# ---- writing ------------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """The text without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def show(value: Any) -> str:
    text = value if isinstance(value, str) else dump(value)
    return repr(clean(text if len(text) <= 120 else text[:117] + "…"))


dump = json.JSONEncoder(ensure_ascii=False).encode
"""A value as JSON."""
