"""Texts in which a program finds exact values: web and mail addresses, dates, times, prices, standards, versions.

    "… as RFC 822 says, see https://w3.example/mail."     asked: the web address     "https://w3.example/mail"

Whole sentences around a value are the document. Only what a strict pattern finds is a value, and one counts as absent
only where not even a loose pattern finds anything like it. A value is asked for only where nothing else in the text
might be meant. What a text means is not known.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final, NamedTuple

from repairloop import Chunk, has_control_marks
from skills.rawtext import even
from skills.text_extraction.compose import FORMS, Clutter, Frame, Sheet, thing
from skills.text_extraction.document import Extraction
from skills.text_extraction.values import FAMILIES


class _Kind(NamedTuple):
    """A kind of value: what is one, what may be meant as one, and words that speak of one."""

    strict: re.Pattern[str]
    like: re.Pattern[str]
    words: re.Pattern[str]


_KINDS: Final = {slot: _Kind(re.compile(strict), re.compile(like, re.I), re.compile(words, re.I)) for slot, strict, like, words in (
    ("url", r"(?<!\w)https?://[^\s<>\"'`|\\^{}()\[\],;]{4,80}+(?=[\s>\"'`,;)\]]|$)", r"://|\bwww\.\w", r"\.(?:com|org|net|html)\b|\burls?\b"),
    ("email", r"(?<![\w.+/-])[A-Za-z0-9][\w.+-]{0,40}@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{2,20}){1,3}(?![@-]|\.?\w)",
     r"@\w", r"@|e-?mail"),
    ("date", r"(?<![\w.-])(?:19|20)\d\d-[01]\d-[0-3]\d(?![\w-])",
     r"\d{8}|\d{4}-\d|\d/\d|\d\. ?\d+\. ?\d|\d\d? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)\w* \d",
     r"\d{4}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|date|(?:mon|tues|wednes|thurs|fri|satur|sun)day"),
    ("time", r"(?<![\w:.\[])[012]?\d:[0-5]\d(?![\w:.]\w)", r"\d:\d|\d ?[ap]m\b", r"o'clock|\bnoon|midnight|\btime|\bhour"),
    ("price", r"(?<!\w)[$€£]\d{1,6}(?:[.,]\d\d)?(?!\w)", r"[$€£¥] ?\d|\d ?(?:[$€£¥]|usd|eur|dollars?|euros?|cents?|pounds?)",
     r"\b(?:usd|eur|dollars?|euros?|cents?|price|costs?|paid)\b"),
    ("standard", r"\b(?:RFC|PEP|ISO|IEEE|DIN)[ -]\d{2,5}(?![-.:]?\w)", r"\b(?:RFC|PEP|ISO|IEEE|DIN)s?[ -]?\d", r"\b(?:RFC|PEP|ISO|IEEE|DIN|standard)"),
    ("version", r"(?<=[Vv]ersion )\d{1,3}\.\d{1,3}(?:\.\d{1,3})?(?![\w.]?\w)", r"(?:versions?|releases?|\bv)[ .]?\d", r"\d\.\d|version|release"),
    ("phone", r"(?!)", r"\d{3}", r"phone|\btel|\bcall"),
)}  # fmt: skip
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth")
_PLURALS: Final = {"url": "web addresses", "email": "email addresses", "date": "dates", "time": "times", "price": "prices",
                   "standard": "standards (name and number)", "version": "version numbers"}  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?:]) (?=[A-Z\"'(])")
_SIGNS = re.compile(r"[^\w\s.,;:!?'\"/@-]")


class _Value(NamedTuple):
    slot: str
    start: int
    end: int


def from_text(sheet: Sheet, kind: str, chunk: Chunk, step: Clutter) -> Extraction | None:
    """Some sentences of the text as the document; what patterns find in them is asked for."""
    w = sheet.w
    slots = FAMILIES.get(kind, ("url", "email", "date", "time", "price", "standard", "version"))
    slots = (*slots, "standard", "version") if kind == "amount_or_id" else slots
    text = even(chunk.text)
    near = [v.start for v in _values(text) if v.slot in slots]
    excerpt = _excerpt(text, w.pick(near), step.words) if near else None
    if excerpt is None:
        return None
    values = _clear(excerpt, _values(excerpt))
    statement = excerpt
    for index, value in reversed(list(enumerate(values))):
        statement = f"{statement[: value.start]}{{{index}}}{statement[value.end :]}"
    sheet.statements.append(statement)
    for value in values:
        alike = [other for other in values if other.slot == value.slot]
        role = -1 if kind == "list" else alike.index(value)
        _add_value(sheet, value.slot, excerpt[value.start : value.end], role, len(alike))
    sheet.put("excerpt", "", excerpt[:60])  # makes two problems differ whose texts differ
    frame = (w.pick(w.all("text/noun")), "{body}")
    fit = [i for i, v in enumerate(values) if v.slot in slots]
    counts = Counter(v.slot for v in values)
    alone = [i for i in fit if counts[values[i].slot] == 1]
    if kind == "list":
        return _all_of_one_kind(sheet, [i for i in fit if i not in alone], frame)
    if kind == "several_fields":
        asked = w.rng.sample(alone, min(len(alone), w.rng.randint(2, 3)))
        return sheet.in_frame("object", asked, "json", frame, lines=False, thing="value") if len(asked) > 1 else None
    absent = w.pick(w.all("tokens")) if kind == "absent_field" else None
    if absent is None or w.rng.random() < 0.4:
        asked = fit if step.rivals else alone
    else:
        missing = [slot for slot, k in _KINDS.items() if not (k.like.search(excerpt) or k.words.search(excerpt))]
        asked = [_add_value(sheet, w.pick(missing), None, 0, 1)] if missing else []
    if not asked:
        return None
    index = w.pick(asked)
    what = thing(sheet.facts[index].slot, w)
    return sheet.in_frame("field", [index], "text", frame, lines=False, thing=what, absent=absent)


def _all_of_one_kind(sheet: Sheet, places: list[int], frame: Frame) -> Extraction | None:
    """All values of a kind that the text holds several of."""
    w = sheet.w
    if not places:
        return None
    slot = sheet.facts[w.pick(places)].slot
    asked = [i for i in places if sheet.facts[i].slot == slot]
    each = w.line("text/each", p=_PLURALS[slot], t=thing(slot, w))
    for i in asked:
        sheet.asks[i] = each
    form = w.pick(FORMS)
    return sheet.in_frame("list", asked, form, frame, lines=False, thing="", ordered=w.rng.random() < 0.3)


@lru_cache(maxsize=4096)
def _values(text: str) -> list[_Value]:
    """What the patterns find, each value once, in the order of the text; of two that overlap the first kind."""
    values: list[_Value] = []
    known: set[str] = set()
    for slot, kind in _KINDS.items():
        for match in kind.strict.finditer(text):
            value = match[0].rstrip(".:!?-_*")
            start, end = match.start(), match.start() + len(value)
            if value.casefold() not in known and not any(v.start < end and start < v.end for v in values):
                known.add(value.casefold())
                values.append(_Value(slot, start, end))
    return sorted(values, key=lambda v: v.start)


def _clear(text: str, values: list[_Value]) -> list[_Value]:
    """The values of those kinds of which nothing else in the text might be meant as one."""
    rest, end = "", 0
    for value in values:
        rest, end = f"{rest}{text[end : value.start]} ", value.end
    rest += text[end:]
    return [value for value in values if not _KINDS[value.slot].like.search(rest)]


def _add_value(sheet: Sheet, slot: str, value: str | None, place: int, count: int) -> int:
    """One value, told from others of its kind by its place among them; by nothing where that is negative."""
    w = sheet.w
    if place < 0:
        return sheet.put(slot, "", value)
    if count == 1:
        return sheet.put(slot, "", value, w.pick(w.all(f"{slot}.plain", f"text/{slot}")), "", slot)
    which = "last" if place == count - 1 else _ORDINALS[place] if place < len(_ORDINALS) else f"number {place + 1}"
    return sheet.put(slot, which, value, f"the {which} {thing(slot, w)}", "", f"{which.replace(' ', '_')}_{slot}")


def _excerpt(text: str, around: int, most: int) -> str | None:
    """Whole sentences with the place `around`, no more words than `most`; None where it is no plain prose."""
    starts = [0, *(match.end() for match in _SENTENCE.finditer(text))]
    first = max(i for i, start in enumerate(starts) if start <= around)
    last = first
    bounds = [*starts, len(text) + 1]

    def words(a: int, b: int) -> int:
        return text.count(" ", bounds[a], bounds[b + 1] - 1) + 1

    grew = True
    while grew:
        grew = False
        if last + 1 < len(starts) and words(first, last + 1) <= most:
            last, grew = last + 1, True
        if first and words(first - 1, last) <= most:
            first, grew = first - 1, True
    piece = text[bounds[first] : bounds[last + 1] - 1]
    if not 12 <= words(first, last) <= most or not piece.isprintable() or has_control_marks(piece):
        return None
    if "{" in piece or "}" in piece or "|" in piece or len(_SIGNS.findall(piece)) > len(piece) // 40:
        return None
    return piece
