"""Which of the calls in a reply it makes, and which it only speaks of.

    I would not call f(x)     # f(x)     (lambda: f(x))()     def g():⏎    return f(x)     Should I call f(x)?     f(x)⏎Wait, no: f(y)

A call is not made where the words around it deny it, take it back, or play with the thought; in a comment; in a string; and
where a program would have to be run to reach it. Nothing is parsed: the words of the line before a call tell, and the
lines above it that are indented less. Which calls are right is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from graders.shared.stance import Span, blanked, kept

_VERBS: Final = r"(?:call|use|make|run|invoke|send|emit|do|need|want|execute|perform|try|issue|write|click|press|type|take|choose|pick|reach\sfor|go\swith)"
_BEFORE = re.compile(
    rf"(?:\b(?:not|never|cannot|neither|nor)|n['’]t)\s(?:\w{{1,20}}\s){{0,4}}?(?:{_VERBS}\b|going\sto\b|be\b)[^.!?\n]{{0,60}}\Z"
    r"|(?:\b(?:not|never|neither|nor|forget|skip|drop|omit|ignore|cancel)|n['’]t)[\s:`*\"'(]{0,4}\Z"
    r"|(?<!wait,\s)\bno\s[`*\"'(]{0,4}\Z"
    r"|\b(?:bad|wrong|example|incorrect)(?:\s(?:call|example|answer))?\s?:[\s`*\"'(]{0,4}\Z"
    r"|\b(?:instead\sof|rather\sthan|avoid(?:ing)?|refrain(?:ing)?\sfrom|without|unlike|other\sthan|anything\s(?:but|except)|refuse\sto|declin(?:e|ing)\sto|stop"
    r"|no\s(?:need|reason|point|use)(?:\s(?:to|for|in))?|(?:wrong|incorrect|pointless|premature|dangerous|a\smistake|an\serror)\sto|too\searly\sto|hesitate\sto)\b[^.!?\n]{0,60}\Z"
    r"|\b(?:for\s(?:example|instance)|e\.g\.|such\sas|an?\sexample(?:\sof\sa\scall)?(?:\s(?:is|would\sbe))?|something\slike|imagine|suppose|assuming|hypothetically|pretend)\b[^.!?\n]{0,40}\Z"
    rf"|\b(?:could|might|may|would\shave|could\shave|was\sgoing\sto|wanted\sto|considered|thought\s(?:of|about)|was\stempted\sto)\s(?:\w{{1,20}}\s){{0,2}}(?:{_VERBS}|calling|using)?[\s:`*\"'(]{{0,4}}\Z"
    rf"|\b(?:before|once|until|after)\s(?:I|we)\s(?:can\s)?(?:{_VERBS})[^.!?,\n]{{0,40}}\Z"
    r"|\bif\s(?:you|he|she|they|the\suser)\s(?:want|wants|like|likes|wish|wishes|agree|agrees|need|needs|prefer|prefers)\b[^.!?\n]{0,60}\Z"
    r"|\bif\s(?:I|we|you|one)\s(?:were|was|had)\s[^.!?\n]{0,60}\Z|(?:\A|[.!?\n]\s*)(?:only\s)?(?:if|unless|were|had)\s[^.!?\n]{1,200}\b(?:would|could|might)\b[^.!?\n]{0,40}\Z",
    re.IGNORECASE,
)
"""The words of the same sentence before a call that is not made."""
_BEHIND = re.compile(
    r"[\s`\"'*)\].,;]{0,6}(?:(?:is|was|are|were|would\sbe|will\sbe|should|must|need)(?:n['’]t|\snot|\snever)\b"
    r"|(?:is|was|would\sbe|seems|looks)\s(?:\w{1,12}ly\s)?(?:wrong|incorrect|unnecessary|needless|premature|useless|superfluous|a\smistake|an\serror|not\b)"
    r"|\s?(?:by\smistake|in\serror|accidentally|mistakenly)\b|\s?(?:[!=]=|[<>]=?\s?[0-9])|(?:could|might|may|would)\s(?:also\s)?(?:be|have\sbeen|work|help|fit)\b"
    r"|,?\s?(?:but|though|however|yet)\s(?:I|we)\s(?:(?:do|did|will|would|shall|can)(?:\snot|n['’]t)|won['’]t|can['’]t|cannot|shall\snot|refuse|decided\snot)\b"
    r"|\s?if\s[^\n]{1,200}\selse\b)",
    re.IGNORECASE,
)
_COMMENTED = re.compile(
    r"^[ \t]{0,40}(?:#(?![#!])|//|--[ \t]|%[ \t]|;;|REM\b)[^\n]*\Z|=[^\n#\"']{1,80}[ \t]#[ \t][^\n]*\Z", re.MULTILINE
)
_INSIDE = re.compile(
    r"(?:\blambda\b[^\n:]{0,60}:|=>|->\s*\{?|\bdef\s+\w+\s?\([^\n]{0,200}:|(?:\A|[:;{}`])[ \t]*(?:if|elif|while|for|except|unless)\b[^\n]{1,200}:|\belse\s?:|\bfunction\b[^\n]{0,200}\{"
    r"|\b(?:None|False|True|0|null|false)\s+(?:and|or|&&|\|\|)|\bif\s?\([^\n]{0,200}\)\s?\{?)\s*(?:return\s|await\s|yield\s|\{\s?)*[(\[]?\Z"
)
"""What stands on the line before a call that a program would have to reach."""
_DEFINED = re.compile(r"\b(?:def|function|func|fn|class)\s+\Z")
_HEADER = re.compile(
    r"[ \t]*(?:(?:async\s+)?(?:def|class|if|elif|else|for|while|except|finally|match|case|function|switch|try|with)\b[^\n]{0,300}[:{]|[^\n]{0,200}=>\s*\{|[^\n]{0,200}\)\s*\{)\s*\Z"
)
_STRING_OPENS = re.compile(r"(?:\b[A-Za-z_][\w.]{0,40}\s?\(|=)\s*[rbf]?(?:\"{3}|'{3}|[\"'])\Z|\"{3}\s*\Z|'{3}\s*\Z")
_ARGUMENT = re.compile(
    r"\b(?!print\b|await\b|return\b|call\b|use\b|run\b|tool\b|action\b|if\b|and\b|or\b)([A-Za-z_][\w.]{0,60})\((?:[^()\n\"']{0,100},)?\s*\Z"
)
_MAX_UP: Final = 40
"""Lines that are looked at above a call."""


def unmeant(text: str, spans: Sequence[Span]) -> list[Span]:
    """The passages, each a call, that the reply does not make."""
    if len(spans) == 1 and not (text[: spans[0][0]].strip() or text[spans[0][1] :].strip()):
        return []
    spans = list(dict.fromkeys(sorted(spans)))[:200]
    stands = kept(text, spans)
    masked = _masked(text, spans)
    return [span for span, stand in zip(spans, stands, strict=True) if not stand or _is_off(text, masked, *span)]


def _masked(text: str, spans: Sequence[Span]) -> str:
    """The text with the calls themselves blanked out: words in them deny nothing."""
    return blanked(text, spans)


def _is_off(text: str, masked: str, start: int, end: int) -> bool:
    line_start = text.rfind("\n", 0, start) + 1
    line = masked[max(line_start, start - 300) : start]
    sentence = re.split(r"(?<=[.!?;])\s+|\s{6,}(?=\S)|,\s+(?=(?:I|we|so|then|but)\b)", line)[-1]
    if _BEFORE.search(sentence) or _BEHIND.match(masked, end):
        return True
    if _WOULD.search(sentence) and (_IF_BEHIND.match(masked, end) or (sentence != line and _IF.search(line))):
        return True
    if _FOR_EXAMPLE.search(line) or (sentence != line and _OFFERED.search(line)):
        return True
    before = text[max(line_start, start - 300) : start]
    if _DEFINED.search(before) and masked[end : end + 80].lstrip().startswith((":", "{", "->")):
        return True
    if _COMMENTED.search(before) or _INSIDE.search(before) or _STRING_OPENS.search(before) or _ARGUMENT.search(before):
        return True
    return _in_block(text, line_start, start)


_IF = re.compile(r"(?:\A|[.!?]\s*)(?:only\s)?(?:if|unless)\s", re.IGNORECASE)
_IF_BEHIND = re.compile(r"[\s`\"'*),.]{0,4}(?:only\s)?(?:if|unless|were|had)\b", re.IGNORECASE)
_FOR_EXAMPLE = re.compile(r"\be\.g\.,?[\s`*\"'(]{0,4}\Z", re.IGNORECASE)
_OFFERED = re.compile(
    r"\bif\s(?:you|the\suser)\s(?:want|wants|like|likes|wish|wishes|agree|agrees|need|prefer)\b[^.!?\n]*\b(?:can|could|will)\b[^.!?\n]*\Z",
    re.IGNORECASE,
)
_WOULD = re.compile(r"\b(?:would|could|might)\b", re.IGNORECASE)


def _in_block(text: str, line_start: int, start: int) -> bool:
    """Whether the line of a call stands indented below one that opens a block of a program, or in a text in triple quotes."""
    indent = len(text[line_start:start]) - len(text[line_start:start].lstrip(" \t"))
    if indent == 0 and not text[line_start:start].strip():
        return _quotes_before(text, start)
    for line in reversed(text[max(0, line_start - 4000) : line_start].split("\n")[-_MAX_UP - 1 : -1]):
        if not line.strip():
            continue
        width = len(line) - len(line.lstrip(" \t"))
        if width < indent:
            if _HEADER.match(line):
                return True
            indent = width
        if width == 0:
            break
    return _quotes_before(text, start)


def _quotes_before(text: str, start: int) -> bool:
    """Whether an odd number of triple quotes stands before."""
    before = text[max(0, start - 20_000) : start]
    return before.count('"""') % 2 == 1 or before.count("'''") % 2 == 1


_EITHER = re.compile(
    r"[\s,;.`*\"']{0,8}(?:or|and/or|alternatively|or\selse|or\s(?:maybe|perhaps|possibly))[\s,:`*\"']{0,8}",
    re.IGNORECASE,
)


def either(text: str, spans: Sequence[Span]) -> bool:
    """Whether two calls are offered for choice, with "or" between them."""
    if len(spans) < 2:
        return False
    ordered = sorted(spans)
    return any(_EITHER.fullmatch(text, one[1], other[0]) for one, other in pairwise(ordered))
