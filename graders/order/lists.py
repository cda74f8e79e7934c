"""Lists and pairs as people and models write them, read against the names that may stand in them.

The idea: the names are known (items, their other names, their labels), so a passage is cut at every separator and put
together again where a name has a separator in it. What is left is a name or something unknown; a passage with no name
is no list. `1. Mars`, `- Mars`, `Mars, Venus`, `Mars → Venus`, `Mars > Venus`, `first Mars, then Venus`, JSON, and as
the whole reply `CAB`, are lists; `Oslo - Norway`, `1-C, 2-A`, JSON objects are pairs.

Positions are those of the reply. The module does not know which list is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final, NamedTuple

from graders.shared.cues import NOT, bare_key, denied, key
from graders.shared.json_text import json_values

MAX_LINES: Final = 2_000
MAX_ENTRIES: Final = 400
"""Entries of one list, and parts of one line; the rest is not read."""
MAX_NAME: Final = 300

_SEPARATOR = re.compile(
    r"->|=>|[→⇒➔➜⟶>≻]+|[<≺]+|[,;|/&]|(?<=\s)-(?=\s)|\b(?:then|followed\ by|before|and|or)\b", re.IGNORECASE
)


class Names(dict[str, str]):
    """Key of a name → the item it stands for."""

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__(names)
        self.parts = max((len(_SEPARATOR.findall(known)) for known in names), default=0) + 1
        """From how many parts a name may have to be put together."""


class Entry(NamedTuple):
    """One place in a list."""

    item: str | None
    """None where the text names no known item."""
    text: str


class Listing(NamedTuple):
    """A list that stands in a reply."""

    entries: list[Entry]
    start: int
    end: int
    hedged: bool = False
    """Its items are joined by "or"."""


class Pairing(NamedTuple):
    """Pairs that stand in a reply, one after the other."""

    pairs: list[tuple[Entry, Entry]]
    start: int
    end: int
    hedged: bool = False


# ---- names ------------------------------------------------------------------------------------------------

_LEADING = re.compile(
    r"(?:[1-9][0-9]?(?:st|nd|rd|th)|first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth|fifth|then|next|after (?:that|this)|finally|lastly|last|and"
    r"|followed by|it (?:starts|begins) (?:as|with)|becomes|turns into|at last|(?:you|we|they|I|please)(?=\s)|number|no\.|item|option|label|step)\b[\s,:]*+(?=\S)",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\s(?:(?:(?:is|are|comes?|came|goes|was|finish(?:es|ed)|ranks?|ranked)\s)?(?:in\s)?(?:the\s)?(?:first|second|third|fourth|fifth|next|last|then|finally)(?:\splace)?|won|wins)\W*\Z",
    re.IGNORECASE,
)
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_PLACE = re.compile(rf"\b(?:({'|'.join(_ORDINALS)})|([1-9][0-9]?)(?:st|nd|rd|th)|(last))\b", re.IGNORECASE)
"""A place that an item is said to have."""
_LABELLED = re.compile(r"[(\[]?(\w{1,3})[)\].:]{1,2}\s*+(\S.*)", re.DOTALL)
_NOTED = re.compile(
    r"(.+?)(?:\s-\s|\s?[:=][\s*_]|\s\(|,?\s(?:which|because|since|as|with|who|at)\s|,\s(?:the|an?)\s)", re.DOTALL
)
_BOLD_HEAD = re.compile(r"(?:\*\*|__)?([^*_\n]{1,80}?)(?:\*\*|__)(?=[\s:.][^*_]*\Z)", re.DOTALL)
_BRACKETS = "()[]{}<>\"'`*_. \t\r\n"


def name(text: str, names: Names, noted: bool = True) -> str | None:
    """The item that a piece of text names, by itself or dressed up, or None. `noted`: words behind it may explain."""
    found = names.get(key(text))
    if found or len(text) > MAX_NAME:
        return found
    core = text.strip(_BRACKETS)
    for _ in range(3):
        shorter = _PLACED.sub("", _LEADING.sub("", core, count=1), count=1).strip(_BRACKETS)
        found = names.get(bare_key(core))
        if found or shorter == core:
            break
        core = shorter
    if found:
        return found
    labelled = _LABELLED.fullmatch(core)
    if labelled:
        by_label, by_text = names.get(key(labelled[1])), name_alone(labelled[2], names)
        if by_label and by_text and by_label != by_text:
            return None
        if by_text or (by_label and not _SEPARATOR.search(labelled[2])):
            return by_text or by_label
    return name_alone(core, names) if noted else None


def name_alone(text: str, names: Names) -> str | None:
    """The item at the head of "Mars - the red planet", "Mars (4th)", or the text itself."""
    noted = _NOTED.match(text[:MAX_NAME]) or _BOLD_HEAD.match(text[:MAX_NAME])
    return names.get(bare_key(text.strip(_BRACKETS))) or (
        names.get(bare_key(noted[1].strip(_BRACKETS))) if noted else None
    )


# ---- lists ------------------------------------------------------------------------------------------------

_BULLET = re.compile(r"[ \t>]{0,20}[*_]{0,3}(?:[(]?(\d{1,3})[.):]|[-*•+])[*_]{0,3}[ \t]++(?=\S)")
_LETTERED = re.compile(r"[ \t>]{0,20}[*_]{0,3}[(]?[A-Za-z][.)][*_]{0,3}[ \t]++(?=\S)")
_INLINE = re.compile(r"(?<![^\s(,;])[(]?(\d{1,2})[.)][ \t]++")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(*\[])")
_LEAD_IN = re.compile(
    r".*(?:\b(?:is|are|be|was|were|follows|order|ranking|sequence|result|answer|goes)\b|:)[\s:*_\"'(\[]+"
    r"(?:(?:probably|likely|definitely|certainly|clearly|simply|just)\s+)?",
    re.IGNORECASE | re.DOTALL,
)


def listings(text: str, names: Names, lettered: bool) -> list[Listing]:
    """Every list in a folded reply, in their order. `lettered`: letters are labels of items, never of lines."""
    as_json = [*_json_lists(text, names)]
    found: list[Listing] = []
    block: list[tuple[Entry, int, int]] = []
    number = 0
    for start, end in _lines(text):
        line = text[start:end]
        bullet = _BULLET.match(line) or (None if lettered else _LETTERED.match(line))
        begin = start + bullet.end() if bullet else start
        numbered = _numbered_in_line(text, start, end, names)
        item = name(text[begin:end], names) if numbered is None and end - begin <= MAX_NAME else None
        if item and not bullet and ", " in text[begin:end]:  # "the egg, the larva" is no egg that is a larva
            whole = _separated(text, begin, end, names)
            item = None if whole and all(entry.item for entry in whole.entries) else item
        again = bullet is not None and bullet.re is _BULLET and bullet[1] == "1" and number > 0
        several = [numbered] if numbered else [] if item else list(_in_line(text, begin, end, names))
        if bullet and not numbered and not all(entry.item for listing in several for entry in listing.entries):
            several = []
        if block and (again or several or not (bullet or item)):
            found += _block(block)
            block = []
        number = int(bullet[1]) if bullet and bullet.re is _BULLET and bullet[1] else 0
        if several:
            found += several
        elif bullet or item:
            block.append((Entry(item, text[begin:end].strip()), start, end))
    found = [*found, *_block(block)]
    outside = [one for one in found if not any(other.start <= one.start <= other.end for other in as_json)]
    return sorted([*as_json, *outside], key=lambda listing: listing.start)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines that are not empty, without the space around them."""
    start = 0
    for line in text.split("\n", MAX_LINES)[:MAX_LINES]:
        core = line.strip()
        if core and core.strip("`"):
            begin = start + line.index(core[0])
            yield begin, begin + len(core)
        start += len(line) + 1


def _block(block: list[tuple[Entry, int, int]]) -> Iterator[Listing]:
    """Lines that follow one another, as a list, where a fair part of them are items."""
    entries = [entry for entry, _, _ in block][:MAX_ENTRIES]
    if _enough(entries, len(block)):
        yield Listing(entries, block[0][1], block[-1][2])


def _enough(entries: list[Entry], parts: int) -> bool:
    known = sum(entry.item is not None for entry in entries)
    return known > 0 and 2 * known >= parts


def _numbered_in_line(text: str, start: int, end: int, names: Names) -> Listing | None:
    """`1. Mars 2. Venus` in one line."""
    places = list(_INLINE.finditer(text, start, end))[:MAX_ENTRIES]
    if len(places) < 2 or [int(place[1]) for place in places] != [*range(1, len(places) + 1)]:
        return None
    stops = [*(place.start() for place in places[1:]), end]
    parts = [text[place.end() : stop].strip(" ,;") for place, stop in zip(places, stops, strict=True)]
    entries = [Entry(name(part, names), part) for part in parts]
    return Listing(entries, places[0].start(), end) if _enough(entries, len(entries)) else None


def _in_line(text: str, start: int, end: int, names: Names) -> Iterator[Listing]:
    """Lists within one line, one a sentence."""
    colon = text.find(": ", start, end)
    before = _separated(text, start, colon, names) if colon >= 0 else None
    behind = _separated(text, colon + 2, end, names) if before else None
    if before and behind and len(before.entries) == len(behind.entries):  # "B, A, C sorted: A, B, C"
        yield behind
        return
    if colon >= 0 and name(text[start:colon], names) is None and before is None:
        if denied(text, colon):
            return
        start = colon + 2
    breaks = list(_SENTENCE.finditer(text, start, end))[:MAX_ENTRIES]
    whole = _separated(text, start, end, names)
    if not breaks or (whole and all(entry.item for entry in whole.entries)):
        yield from [whole] if whole else []
        return
    edges = [start, *(b.end() for b in breaks), end]
    for begin, stop in pairwise(edges):
        found = _separated(text, begin, stop, names)
        yield from [found] if found else []


def _separated(text: str, start: int, end: int, names: Names) -> Listing | None:
    """Items between separators; None where there are fewer than two names, or `>` and `<` are mixed."""
    cuts = list(_SEPARATOR.finditer(text, start, end))[: MAX_ENTRIES - 1]
    if not cuts or {"<", ">"} <= {cut[0][0] for cut in cuts}:
        return None
    if cuts[0][0].lower() == "before" and not text[start : cuts[0].start()].strip(_BRACKETS):  # "Before you wash, chop"
        return None
    begins, ends = [start, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), end]
    spans: list[tuple[int, int, str | None]] = []
    hedged = False
    at = 0
    while at < len(begins):
        begin, last, item = _joined(text, begins, ends, at, names)
        if not spans and item is None:
            begin, item = _without_lead_in(text, begin, ends[last], names)
            if begin < 0:
                return None
        if text[begin : ends[last]].strip(_BRACKETS):
            spans.append((begin, ends[last], item))
            hedged |= at > 0 and cuts[at - 1][0].lower() == "or"
        at = last + 1
    entries = _by_place([Entry(item, text[s:e].strip()) for s, e, item in spans], names)
    if len(entries) < 2 or sum(entry.item is not None for entry in entries) < 2 or not _enough(entries, len(entries)):
        return None
    return Listing(entries, spans[0][0], end, hedged)


def _by_place(entries: list[Entry], names: Names) -> list[Entry]:
    """The entries in the places that they are said to have, where each says its own: "Leo came third, Kim second, Ada first"."""
    if not all(entry.item for entry in entries) or any(_PLACE.search(known) for known in names):
        return entries
    places = [_PLACE.search(entry.text) for entry in entries]
    if not all(places):
        return entries
    numbers = [_ORDINALS.index(p[1].lower()) + 1 if p[1] else int(p[2]) if p[2] else 1_000 for p in places if p]
    ordered = sorted(zip(numbers, entries, strict=True), key=lambda pair: pair[0])
    return [entry for _, entry in ordered] if len(set(numbers)) == len(numbers) else entries


def _joined(text: str, begins: list[int], ends: list[int], at: int, names: Names) -> tuple[int, int, str | None]:
    """Start of the part `at`, the last part that belongs to it, and the item that they name together."""
    for last in range(min(at + names.parts, len(begins)) - 1, at, -1):
        item = names.get(key(text[begins[at] : ends[last]])) if ends[last] - begins[at] <= MAX_NAME else None
        if item:
            return begins[at], last, item
    return begins[at], at, name(text[begins[at] : ends[at]], names)


def _without_lead_in(text: str, start: int, end: int, names: Names) -> tuple[int, str | None]:
    """Where the first item of a line starts behind "The order is", and the item; -1 behind "The order is not"."""
    begin = max(start, end - MAX_NAME)
    lead = _LEAD_IN.match(text[begin:end])
    if lead is None:
        return start, None
    if NOT.match(text, begin + lead.end()):
        return -1, None
    return begin + lead.end(), name(text[begin + lead.end() : end], names)


_RUN = re.compile(r"[(]?[^\W_]++[)]?(?:[ -][(]?[^\W_]++[)]?)*+")
_GAP = re.compile(r"[ -]")


def whole_reply(text: str, names: Names) -> Listing | None:
    """The reply as a run of labels and nothing else: `CAB`, `C A B`, `c-a-b`."""
    core = text.strip(_BRACKETS)
    if not 2 <= len(core) <= 4 * MAX_NAME or not _RUN.fullmatch(core):
        return None
    parts = [part.strip("()") for part in _GAP.split(core)]
    if len(parts) < 2 and names.get(key(core)) is None:
        parts = list(core)
    entries = [Entry(names.get(key(part)), part) for part in parts]
    known = sum(entry.item is not None for entry in entries)
    if known < 2 or (known < len(entries) and not (core.isupper() and _enough(entries, len(entries)))):
        return None
    return Listing(entries, text.index(core), text.index(core) + len(core))


def _json_lists(text: str, names: Names) -> Iterator[Listing]:
    if "[" not in text and "{" not in text:
        return
    for value in json_values(text):
        content: Any = value.value
        if isinstance(content, dict):
            places = {str(place): item for place, item in content.items()}
            lists = [item for item in content.values() if isinstance(item, list)]
            if places.keys() == {str(n + 1) for n in range(len(places))}:
                content = [places[str(n + 1)] for n in range(len(places))]
            else:
                content = lists[0] if len(lists) == 1 else None
        if not isinstance(content, list) or not content or not all(isinstance(item, str) for item in content):
            continue
        entries = [Entry(name(item, names), item[:MAX_NAME]) for item in content[:MAX_ENTRIES]]
        if _enough(entries, len(entries)):
            yield Listing(entries, *value.span)


# ---- pairs ------------------------------------------------------------------------------------------------

_PAIR = re.compile(
    r"->|=>|[→⇒➔➜⟶↔]|[=:|]|-+|\b(?:(?:is\ |are\ )?(?:matched|paired)\ (?:with|to)|matches(?:\ with)?|goes\ with"
    r"|belongs\ to|pairs\ with|corresponds\ to|is|to|with)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r"[,;]|\b(?:and|or)\b", re.IGNORECASE)


def pairings(text: str, lefts: Names, rights: Names) -> list[Pairing]:
    """Every run of pairs in a folded reply, in their order."""
    as_json = [*_json_pairs(text, lefts, rights)]
    found: list[Pairing] = []
    block: list[tuple[Entry, Entry]] = []
    first = last = 0
    hedged = False
    for start, end in _lines(text):
        pairs, either = _pairs_in(text, start, end, lefts, rights)
        if not pairs and block:
            found.append(Pairing(block, first, last, hedged))
            block, hedged = [], False
        if pairs:
            first = first if block else start
            block, last, hedged = [*block, *pairs][:MAX_ENTRIES], end, hedged or either
    if block:
        found.append(Pairing(block, first, last, hedged))
    outside = [one for one in found if not any(other.start <= one.start <= other.end for other in as_json)]
    return sorted([*as_json, *outside], key=lambda pairing: pairing.start)


def _pairs_in(text: str, start: int, end: int, lefts: Names, rights: Names) -> tuple[list[tuple[Entry, Entry]], bool]:
    """The pairs of one line, and whether an "or" stands between them."""
    whole = _pair(text[start:end], lefts, rights)
    cuts = list(_NEXT.finditer(text, start, end))[:MAX_ENTRIES]
    pairs: list[tuple[Entry, Entry]] = []
    hedged = False
    begin = start
    for stop, after, sign in [*((cut.start(), cut.end(), cut[0]) for cut in cuts), (end, end, "")]:
        pair = _pair(text[begin:stop], lefts, rights)
        pairs += [pair] if pair else []
        hedged |= bool(pair) and sign.lower() == "or"
        begin = after
    if whole and whole[1].item and len([1 for _, right in pairs if right.item]) < 2:
        return [whole], False
    if not pairs:
        tight = [_tight_pair(part, lefts, rights) for part in text[start:end].split()[:MAX_ENTRIES]]
        pairs = [pair for pair in tight if pair] if all(tight) else []
    return pairs or ([whole] if whole else []), hedged


def _pair(text: str, lefts: Names, rights: Names) -> tuple[Entry, Entry] | None:
    """The pair that a piece of text is; with an unknown right side where a sign, not a word, stands between."""
    if len(text) > 2 * MAX_NAME:
        return None
    text = text.strip(" |\t")
    half: tuple[Entry, Entry] | None = None
    bullet = _BULLET.match(text)
    for begin in dict.fromkeys((0, bullet.end() if bullet else 0)):
        for sign in list(_PAIR.finditer(text, begin))[:12]:
            left = name(_after_lead(text[begin : sign.start()]), lefts, noted=False)
            if left is None:
                continue
            said = text[sign.end() :].strip(_BRACKETS + ",;|")
            right = name(said, rights)
            pair = Entry(left, text[begin : sign.start()].strip()), Entry(right, said)
            if right:
                return pair
            half = half or (pair if said and not sign[0][0].isalpha() else None)
    return half or _tight_pair(text, lefts, rights)


def _tight_pair(text: str, lefts: Names, rights: Names) -> tuple[Entry, Entry] | None:
    """`1C`."""
    core = text.strip(_BRACKETS + ",;")
    for cut in range(1, len(core)) if len(core) <= 6 else ():
        left, right = lefts.get(key(core[:cut])), rights.get(key(core[cut:]))
        if left and right:
            return Entry(left, core[:cut]), Entry(right, core[cut:])
    return None


def _after_lead(text: str) -> str:
    """What stands behind "Answer:"."""
    head, colon, tail = text.rpartition(":")
    return tail if colon and tail.strip() and len(head) > 3 else text


def _json_pairs(text: str, lefts: Names, rights: Names) -> Iterator[Pairing]:
    if "{" not in text:
        return
    for value in json_values(text):
        content: Any = value.value
        if isinstance(content, dict) and len(content) == 1 and isinstance(next(iter(content.values())), dict):
            content = next(iter(content.values()))
        if not isinstance(content, dict) or value.doubled:
            continue
        pairs = [
            (Entry(name(left, lefts), left), Entry(name(right, rights), right))
            for left, right in [*content.items()][:MAX_ENTRIES]
            if isinstance(right, str)
        ]
        if any(left.item for left, _ in pairs):
            yield Pairing(pairs, *value.span)
