"""Where a reply says what its answer is.

The idea: an answer counts where an anchored cue stands before it ("the answer is", "Answer:", "####", `\\boxed{`), the
last cue first. A cue that is denied ("I don't think the answer is …") is no cue, and what is taken back right behind
it ("B? No, C") is no answer. This module finds places; what stands there, and whether it is right, is not its business.

`fold` changes characters one for one, so every position is a position in the reply. Patterns are bounded or
possessive: all of this is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

MAX_CHARS: Final = 65_536
MAX_CUES: Final = 20
"""How many cues are looked at, from the last one backwards."""

MAX_SHOWN: Final = 500
"""Characters of the answer that a verdict carries."""


# ---- characters -----------------------------------------------------------------------------------------


def _folds() -> dict[int, str]:
    table: dict[int, str] = {}
    for first, last in ((0xFF01, 0xFF5E), (0x249C, 0x24E9), (0x1D400, 0x1D7FF), (0x1F110, 0x1F149)):
        for code in range(first, last + 1):  # full-width, circled, mathematical, squared
            plain = unicodedata.normalize("NFKC", chr(code))
            plain = plain if len(plain) == 1 else plain.strip("()")
            if len(plain) == 1 and plain.isascii():
                table[code] = plain
    for first in (0x1F150, 0x1F170):  # white letters on black
        table |= {first + n: chr(ord("A") + n) for n in range(26)}
    for plain, others in {
        '"': "“”„‟«»″",
        "'": "‘’‚‛′",
        "[": "【〔「『《〈",
        "]": "】〕」』》〉",
        "-": "‐‑‒–—―−﹣",
        ".": "。…",
        ",": "、",
        "\n": "\u2028\u2029\x85\x0b\x0c",
        " ": "\u00a0\u1680\u2007\u202f\u205f\u3000\ufeff\u00ad",
    }.items():
        table |= dict.fromkeys(map(ord, others), plain)
    hidden = [*range(0x2000, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
    return table | dict.fromkeys(hidden, " ")


_FOLDS = _folds()


def fold(text: str) -> str:
    """Full-width, circled and mathematical letters, quotes, brackets, dashes and spaces (those of no width too) in
    their ASCII form. The length stays what it was."""
    return text if text.isascii() else text.translate(_FOLDS)


_PAIRS = {'"': '"', "'": "'", "`": "`", "*": "*", "_": "_", "$": "$"}


def key(text: str) -> str:
    """What two equal names share: case, spacing, quotes and markup around them, closing punctuation taken away."""
    words = " ".join(fold(text).casefold().split())
    for _ in range(8):
        core = words.rstrip(".,;:")
        if len(core) > 2 and _PAIRS.get(core[0]) == core[-1]:
            core = core[1:-1].strip()
        if core in (words, ""):
            break
        words = core
    return words


_ARTICLE = re.compile(r"(?:an?|the) (?=.)")


def bare_key(text: str) -> str:
    """`key` without a leading article."""
    return _ARTICLE.sub("", key(text), count=1)


def clean(text: str) -> str:
    """The text without lone surrogates, which no file can hold; its length stays what it was."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def show(text: str, limit: int = 80) -> str:
    """A short quotation for evidence."""
    line = " ".join(clean(text[: 2 * limit]).split())
    return f'"{line if len(line) <= limit else line[: limit - 1] + "…"}"'


def taken(text: str, start: int, end: int) -> dict[str, Any]:
    """`extracted` and `span` of a verdict: what stands between two positions, without the space around it."""
    end = min(end, start + MAX_SHOWN)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return {"extracted": clean(text[start:end]), "span": (start, end)}


# ---- cues -----------------------------------------------------------------------------------------------

_VERB = r"(?<!\w)(?:is|are|was|were|equals|(?:would|will|should|must|could)\ be)(?![\w'])"


def cue_pattern(nouns: str, more: str = "(?!)") -> re.Pattern[str]:
    """What comes right before an answer. `nouns`: what an answer is called (`answer|result`); `more`: a verbose
    pattern of other ways to lead in."""
    return re.compile(
        rf"""\#\#\#\# | \\boxed\s?\{{
        | (?<!\w)(?:{nouns})(?:\s(?:to|of|for|in)\b[^\n.:=]{{0,40}}?)?[\s*_`"]{{0,8}}
          (?:{_VERB}|[:=→]|->)(?:\s?(?:as\ follows|this))?[\s*_:=]{{0,8}}
        | ^[ \t#*_>]{{0,8}}(?:(?:final|my|the)\ )?(?:{nouns})[ \t*_#]{{0,8}}\n\s{{0,8}}
        | {more}""",
        re.VERBOSE | re.IGNORECASE | re.MULTILINE,
    )


_DENIED = re.compile(
    r"""(?:\b(?:not|never|cannot|(?<!no\ )doubt|unsure|if|whether|unless|wrong|incorrect|false|worst|opposite|neither|nor|unlike
        |(?<!not\ be\ )(?<!n't\ be\ )(?:anything|everything|all)\ (?:but|except)|(?<!none\ )(?<!nothing\ )other\ than|rather\ than|instead\ of|eliminate[ds]?|exclude[ds]?|reject(?:ed|s)?|rul(?:e|ed|es)\ out
        |nicht|keine?|niet|geen|inte|ikke|no\ (?:es|son|era|sea)|n(?:ão|ao)|pas|et\ non|non\ (?:è|e')|не|нет|nie|değil|不是|并非|不是|ではなく
        |different\ (?:from|than|to)|differs?\ from|unequal\ to|far\ from|nowhere\ (?:near|close\ to)|hardly|no\ way)|n't)
    (?:[^\S\n]+(?:be|equal|to|possibly|actually|ever|even|likely|remotely|definitely|certainly|probably|exactly|quite|it's|really|think|believe|say|mean|know|sure|certain|clear|true|correct|right|that|the|an?|my|our
        |final|best|it|is|was|option|choice|answer|one)){0,6}[ \t*_("'\[]{0,4}\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_RETRACTED = re.compile(
    r"""[\s*_"'`)\]}$]{0,6}(?:
        \?
      | can(?:'t|not)\b
      | (?:is|was|are|were|does|do|did|can|could|would|has|will|must|should)(?:n't\b|\s+(?:\w{1,12}\s+)?not\b)
      | (?:is|was|are|were|seems?|looks?)\s+(?:\w{1,12}\s+)?(?:wrong|incorrect|false|impossible|invalid)\b
      | but\ not\ (?:quite|exactly|really)\b
      | [.!,;:-]{0,3}\s{0,3}(?:no(?=\s*[,.!;:-]|\s+wait)|wait\b|scratch\b|sorry\b|correction\b|actually,?\s(?:it|that|the\s(?:\w{1,12}\s)?(?:answer|option)|no|not|[(]?[a-z]\b)|my\s+mistake\b
          |just\s+kidding)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
NOT: Final = re.compile(
    r"[\s*_\"']{0,4}(?:(?:definitely|certainly|clearly|probably|surely|obviously|really|simply)\s)?"
    r"(?:not|never|neither|nor|n't|anything\s(?:but|except))\b",
    re.IGNORECASE,
)
"""What is denied begins like this."""


def denied(text: str, start: int) -> bool:
    """Whether what stands at `start` is denied by the words before it."""
    return _DENIED.search(text[max(0, start - 80) : start]) is not None


def retracted(text: str, end: int) -> bool:
    """Whether what ends at `end` is put in question, denied or taken back by the words behind it."""
    return _RETRACTED.match(text, end) is not None


def after_cues(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """Where cues end that are not denied, the last one first."""
    for match in reversed(list(pattern.finditer(text))[-MAX_CUES:]):
        if not denied(text, match.start()):
            yield match.end()
