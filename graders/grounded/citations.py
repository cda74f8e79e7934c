"""Citations by document id: `[1]`, `[1, 2]`, `(doc 1)`, `[Doc 1]`, `[^1]`, "according to document 1".

What stands in brackets is a citation where it is a document's id, a short number in square brackets, or is called a
document. Nothing here knows what the documents say.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

MAX_CITATIONS: Final = 300
_WORDS = r"(?:documents?|docs?|sources?|refs?|references?|passages?|articles?)"
_BRACKETS = re.compile(r"[\[(【]([^\[\]()【】\n]{1,80})[\])】]")
_CALLED = re.compile(rf"\A{_WORDS}\b\.?\s{{0,2}}[#:]?\s{{0,2}}", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s{0,2}(?:[,;&]|\band\b)\s{0,2}")
_PROSE = re.compile(
    rf"\b({_WORDS})\.?\s{{0,2}}#?(\d{{1,4}}(?:(?:\s?,\s?|\s(?:and|&)\s)\d{{1,4}}){{0,20}})\b(?![.,]\d)", re.IGNORECASE
)
_RANGE = re.compile(r"(\d{1,3})\s?[-–]\s?(\d{1,3})")


class Citation(NamedTuple):
    ids: tuple[str, ...]
    start: int
    end: int
    form: tuple[str, str]
    """Opening bracket and the word for a document, as they were written; "" for none."""


def form_of(example: str) -> tuple[str, str] | None:
    """The form that an example such as `[Doc 1]` shows; None where it shows none."""
    found = re.fullmatch(r"([\[(]?)([A-Za-z]{0,12})\.?\s?#?1([\])]?)", example.strip())
    if not found or (found[1] + found[3]) not in ("[]", "()", "") or not (found[1] or found[2]):
        return None
    return found[1], found[2].casefold()


def find_citations(text: str, known: frozenset[str], form: tuple[str, str] | None) -> list[Citation]:
    """Every citation in the text, in order."""
    ids = {name.casefold(): name for name in known}
    found = []
    for match in _BRACKETS.finditer(text):
        inner, opening = match[1].strip(), match[0][0]
        called = _CALLED.match(inner)
        word = re.match(r"[a-zA-Z]*", called[0])[0].casefold() if called else ""  # type: ignore[index]
        cited = _ids(inner[called.end() :] if called else inner.removeprefix("^"), ids)
        whole = ids.get(inner.casefold())
        if whole is not None:
            cited = [whole]
        elif not called and opening == "(" and (form is None or form[0] != "(" or form[1]):
            continue
        if cited is None or (whole is None and not called and any(c not in known and len(c) > 3 for c in cited)):
            continue
        found.append(Citation(tuple(cited), match.start(), match.end(), (opening, word)))
    taken = {place for c in found for place in range(c.start, c.end)}
    for match in _PROSE.finditer(text):
        if match.start() not in taken:
            cited = _ids(match[2], ids) or []
            found.append(Citation(tuple(cited), match.start(), match.end(), ("", match[1].casefold())))
    return sorted(found, key=lambda citation: citation.start)[:MAX_CITATIONS]


def _ids(text: str, known: dict[str, str]) -> list[str] | None:
    """The ids in a list of them; None where it holds anything else."""
    cited: list[str] = []
    for part in _SEPARATOR.split(text):
        part = _CALLED.sub("", part.strip()).strip().removeprefix("#").removeprefix("^")
        spread = _RANGE.fullmatch(part)
        if part.casefold() in known:
            cited.append(known[part.casefold()])
        elif spread and int(spread[1]) <= int(spread[2]) <= int(spread[1]) + 20:
            cited += map(str, range(int(spread[1]), int(spread[2]) + 1))
        elif part.isdigit() and part.isascii() and len(part) <= 4:
            cited.append(part)
        else:
            return None
    return cited


def without(text: str, citations: list[Citation]) -> str:
    """The text with blanks where the citations stood."""
    pieces, at = [], 0
    for citation in citations:
        if citation.start >= at:
            pieces += [text[at : citation.start], " " * (citation.end - citation.start)]
            at = citation.end
    return "".join([*pieces, text[at:]])
