"""Text as an edit sees it: what two texts may differ in and still be the same, and where two texts agree.

Three readings of one text, all of them linear in its length:

- `same`: its normal form; two texts are the same where these are equal;
- `bare`: its signs without any white space; the bare form of a text is that of its parts, joined;
- `words`: its words and signs with their places.

Nothing here knows of edits, answers or verdicts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

MAX_CHANGES: Final = 80
"""Words in which two texts may differ and still be aligned."""
MAX_WORDS: Final = 4_000
"""Words of both texts together, between what they begin and end with alike, that are still aligned."""
MAX_WAYS: Final = 16
MAX_PLACES: Final = 64

_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_SPACE_AT_SIGN = re.compile(r" (?:(?<!\w )|(?!\w))")
_WORDS = re.compile(r"\w+|[^\w\s]")
_WORDS_AND_SPACE = re.compile(r"\w+|\W")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKS = re.compile(r"[^\w\s\x00-\u02ff]{40}")


class Word(NamedTuple):
    """A word or a sign: how it compares, and where it stands."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Form:
    """What counts when two texts are compared."""

    exact_space: bool = False
    """Line breaks and spaces count, apart from those around the text and at the end of a line. If not, white space
    only keeps words apart, and quotation marks are the same in all their forms."""
    any_case: bool = False

    def clean(self, text: str) -> str:
        text = self._even(text)
        return text.casefold() if self.any_case else text

    def _even(self, text: str) -> str:
        return text if self.exact_space or text.isascii() else text.translate(_QUOTES)

    def same(self, text: str) -> str:
        text = self.clean(text)
        if self.exact_space:
            return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()
        return _SPACE_AT_SIGN.sub("", " ".join(text.split()))

    def bare(self, text: str) -> str:
        return "".join(self.clean(text).split())

    def words(self, text: str) -> list[Word]:
        return [Word(key, *place) for key, place in zip(self.keys(text), self.places(text), strict=True)]

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where the words stand."""
        pattern = _WORDS_AND_SPACE if self.exact_space else _WORDS
        return [match.span() for match in pattern.finditer(self._even(text))]

    def keys(self, text: str) -> list[str]:
        words = (_WORDS_AND_SPACE if self.exact_space else _WORDS).findall(self._even(text))
        return [word.casefold() for word in words] if self.any_case else words

    def holds(self, text: str, part: str) -> bool:
        """Whether `part` stands in `text`, not as a piece of longer words."""
        text, part = self.same(text), self.same(part)
        at = text.find(part)
        while at >= 0:
            if whole(text, at, at + len(part)):
                return True
            at = text.find(part, at + max(1, len(part)))
        return False


def whole(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` neither begins nor ends inside a word."""
    if start == end:
        return True
    begins = start == 0 or not (_is_word(text[start - 1]) and _is_word(text[start]))
    return begins and (end == len(text) or not (_is_word(text[end - 1]) and _is_word(text[end])))


def _is_word(sign: str) -> bool:
    return sign == "_" or sign.isalnum()


def printable(text: str) -> str:
    """The text in normal form C, with a stand-in for every lone surrogate, which no file can hold.

    A text with a long run of marks stays as it is: to put them in order takes time that grows with its square.
    """
    if text.isascii():
        return text
    text = _SURROGATE.sub("\ufffd", text)
    return text if _MARKS.search(text) else unicodedata.normalize("NFC", text)


def bare_places(text: str) -> list[int]:
    """Where the signs of a text's bare form stand in the text."""
    return [i for i, sign in enumerate(text) if not sign.isspace()]


def ways(kept: Sequence[str], options: Sequence[Sequence[str]], text: str) -> list[tuple[int, ...]]:
    """Every way in which `text` is `kept[0]`, one of `options[0]`, `kept[1]`, … `kept[-1]`; at most `MAX_WAYS`.

    A way is the index of the option taken at each place.
    """
    return reached(kept, options, text, 0).get(len(text), [])


def reached(
    kept: Sequence[str], options: Sequence[Sequence[str]], text: str, start: int
) -> dict[int, list[tuple[int, ...]]]:
    """Where in `text` such a row of pieces that begins at `start` may end, and the ways that lead there.

    All places that can be reached are carried along (at most `MAX_PLACES`), so nothing is tried twice: linear.
    """
    if not text.startswith(kept[0], start):
        return {}
    places: dict[int, list[tuple[int, ...]]] = {start + len(kept[0]): [()]}
    for choices, after in zip(options, kept[1:], strict=True):
        following: dict[int, list[tuple[int, ...]]] = {}
        for place, so_far in places.items():
            for index, choice in enumerate(choices):
                if not text.startswith(choice, place) or not text.startswith(after, place + len(choice)):
                    continue
                found = following.setdefault(place + len(choice) + len(after), [])
                found += [(*way, index) for way in so_far[: MAX_WAYS - len(found)]]
            if len(following) >= MAX_PLACES:
                break
        places = following
    return places


def agreement(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]] | None:
    """Index pairs of words that `a` and `b` share, in order; None where they differ too much to be aligned.

    The greedy O(ND) method of E. W. Myers, "An O(ND) difference algorithm and its variations" (1986), section 4,
    after what the texts begin and end with alike is taken off; bounded by `MAX_CHANGES` and `MAX_WORDS`.
    """
    shorter, start, end = min(len(a), len(b)), 0, 0
    while start < shorter and a[start] == b[start]:
        start += 1
    while end < shorter - start and a[-1 - end] == b[-1 - end]:
        end += 1
    middle = _align(a[start : len(a) - end], b[start : len(b) - end])
    if middle is None:
        return None
    return [
        *((i, i) for i in range(start)),
        *((i + start, j + start) for i, j in middle),
        *((len(a) - k, len(b) - k) for k in range(end, 0, -1)),
    ]


def _align(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]] | None:
    n, m = len(a), len(b)
    if not n or not m:
        return []
    if n + m > MAX_WORDS:
        return None
    if n == m:
        changed = [i for i in range(n) if a[i] != b[i]]
        apart = {a[i] for i in changed}.isdisjoint(b) and {b[i] for i in changed}.isdisjoint(a)
        if apart and 2 * len(changed) <= MAX_CHANGES:  # word for word: no longer agreement is possible
            return [(i, i) for i in range(n) if a[i] == b[i]]
    reach, trail = {1: 0}, []
    for d in range(MAX_CHANGES + 1):
        trail.append(dict(reach))
        for k in range(-d, d + 1, 2):
            down = k == -d or (k != d and reach[k - 1] < reach[k + 1])
            x = reach[k + 1] if down else reach[k - 1] + 1
            while x < n and x - k < m and a[x] == b[x - k]:
                x += 1
            reach[k] = x
            if x >= n and x - k >= m:
                return _walk_back(trail, n, m)
    return None


def _walk_back(trail: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    pairs = []
    for d in range(len(trail) - 1, -1, -1):
        reach, k = trail[d], x - y
        down = k == -d or (k != d and reach[k - 1] < reach[k + 1])
        before = reach[k + 1] if down else reach[k - 1]
        snake = before if down else before + 1
        while x > snake:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = before, before - (k + 1 if down else k - 1)
    return pairs[::-1]
