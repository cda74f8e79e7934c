"""Raw text to sentences, and what in a sentence can be blanked out: numbers and names.

    "Functions\\n*****\\n\\nReturn the year (e.g. 1998). It was Ada Byron who counted them."
      →  "Return the year (e.g. 1998)."  with 1998;   "It was Ada Byron who counted them."  with Ada Byron

Paragraphs that look like headings, tables, code or lists are left out, and so is every sentence with marks of a chat
template, with characters that nobody sees, or of an unusual length. A text is read up to `MAX_CHARS`. The module knows
letters and marks, no language: where a sentence ends it guesses from its end mark and the capital behind it, and what
it takes for a name is a word that is written like one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from repairloop import Draw

MAX_CHARS: Final = 6_000
MAX_SENTENCES: Final = 60

_PARAGRAPH = re.compile(r"\n\s*\n")
_CODE_LINE = re.compile(
    r"^(?:\s{4,}|\t|\s*(?:>>>|\.\.\.|[-*+•|#$%=~^_<>{}]|\d+[.)]\s|:\w+|@|import |from \w+ import ))"
)
_END = re.compile(r"[.!?…][\"')\]”’»]*\s+(?=[\"'(\[“‘«]*[^\W_])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|incl|ca|bzw|Dr|Mr|Mrs|Ms|Prof|St|Sr|Jr|No|Nr|Fig|Vol|pp|Inc|Ltd)|\b[A-Z])\.$"
)
_MARKS = re.compile(r"<[|/!_a-zA-Z｜]|\|>|\[/?[A-Z_]{3,32}\]|_{3,}|`{3}|#{3}|\ufffd")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER: Final = r"\d+(?:[.,]\d+)*"
_CAPITAL: Final = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+"
_VALUE = re.compile(
    rf"(?<![\w.,:/+-])(?:(?P<number>{_NUMBER})|(?P<code>[A-Za-z][A-Za-z0-9]*(?:[._]+[A-Za-z0-9]+)+|[a-z]+[A-Z]\w+|(?:{_CAPITAL}){{2,}}|[A-Z]{{2,}}\d*)"
    rf"|(?P<name>{_CAPITAL}(?: {_CAPITAL}){{0,2}}))(?![\w(/:%-]|[.,]\w)"
)
_NO_NAME = re.compile(
    r"The|This|That|These|Those|There|Then|They|When|Where|While|What|Which|Who|Why|How|However|Here|He|She|His|"
    r"Her|Its|It|If|In|On|At|As|And|But|Or|Not|No|Note|Also|For|From|With|Without|You|Your|We|Our|So|To|By|Of|"
    r"Is|Are|Use|See|Example"
)
_NO_VALUES: Final = frozenset(("not", "no", "nor", "or", "and", "none", "all", "any", "never"))
"""Words that would turn an answer round or split it."""


class Value(NamedTuple):
    """Part of a sentence that can be asked for."""

    start: int
    end: int
    sort: str
    """`number`, `code` (written like an identifier) or `name`."""


class Window(NamedTuple):
    """Neighbouring sentences of a text, and those of them that are shown."""

    sentences: list[str]
    told: list[int]
    at: int
    """The sentence around which the excerpt was cut."""


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of the text, in order, each once."""
    return _sentences(text[:MAX_CHARS])


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for block in _PARAGRAPH.split(text):
        lines = block.splitlines()
        if not lines or any(_CODE_LINE.match(line) for line in lines):
            continue
        for sentence in _cut(" ".join(block.split())):
            if _good(sentence):
                found[sentence] = None
    return tuple(found)[:MAX_SENTENCES]


def _cut(block: str) -> list[str]:
    """A paragraph in its sentences; the last may lack its end."""
    parts, start = [], 0
    for end in _END.finditer(block):
        head = block[start : end.end()].rstrip()
        following = block[end.end() :].lstrip("\"'([“‘«")[:1]
        if following.islower() or _ABBREVIATION.search(head[-12:]):
            continue
        parts.append(head)
        start = end.end()
    return [*parts, block[start:]]


def _good(sentence: str) -> bool:
    words = sentence.count(" ") + 1
    if not (5 <= words <= 38 and len(sentence) <= 280 and sentence.isprintable()):
        return False
    first, last = sentence.lstrip("\"'([“‘«")[:1], sentence.rstrip("\"')]”’»")[-1:]
    if last not in ".!?…" or first.islower() or not first.isalnum() or _MARKS.search(sentence):
        return False
    return len(_LETTER.findall(sentence)) >= 0.7 * (len(sentence) - words)


@lru_cache(maxsize=4096)
def values(sentence: str) -> tuple[Value, ...]:
    """Numbers and names, the first word left out, since anything may begin with a capital there."""
    found = []
    for match in _VALUE.finditer(sentence, sentence.find(" ") + 1):
        start, end = match.span()
        sort = match.lastgroup or ""
        if sort == "name" and (
            _NO_NAME.fullmatch(match[0].partition(" ")[0]) or sentence[start - 2 : start - 1] in ".:!?"
        ):
            continue
        if match[0].casefold() in _NO_VALUES:
            continue
        if sentence.count(match[0]) == 1 and end - start <= 40:
            found.append(Value(start, end, sort))
    return tuple(found)


def values_of(texts: Sequence[str], sort: str) -> list[str]:
    """The values of one sort in some sentences."""
    return [text[value.start : value.end] for text in texts for value in values(text) if value.sort == sort]


def words(text: str) -> list[str]:
    """The words of the text, numbers and marks left out."""
    return _WORD.findall(text)


def window(sentences: tuple[str, ...], at: int, most: int, w: Draw) -> Window | None:
    """An excerpt around a sentence, of at most so many words, and up to three more sentences in store."""
    first = last = at
    room = most - _length(sentences[at])
    while room > 0:
        sides = [n for n in (first - 1, last + 1) if 0 <= n < len(sentences) and _length(sentences[n]) <= room]
        if not sides:
            break
        n = w.pick(sides)
        room -= _length(sentences[n])
        first, last = min(first, n), max(last, n)
    if last == first or most - room < 18:
        return None
    before, after = sentences[max(0, first - 1) : first], sentences[last + 1 : last + 3]
    told = list(range(len(before), len(before) + last - first + 1))
    return Window([*before, *sentences[first : last + 1], *after], told, at - first + len(before))


def _length(sentence: str) -> int:
    return sentence.count(" ") + 1
