"""Where the code stands in an answer, and what to compile of it. Nothing here parses or runs it."""

from __future__ import annotations

import re
import textwrap
from functools import lru_cache
from typing import Final, NamedTuple

from graders.shared.stance import kept


class FoundCode(NamedTuple):
    """The code of an answer: what to show, where it stands, and what to try in turn."""

    shown: str
    span: tuple[int, int] | None
    sources: tuple[str, ...]


_MARK = re.compile(r"`{3,}|~{3,}")
_TAG = re.compile(r"[ \t]*([A-Za-z][\w+#.-]{0,20})?[^\n]{0,200}\n|[ \t]*(?:python3?|py)\b")
_LINE_START = re.compile(r"(?:\A|\n)[ \t]*\Z")
_LINE_END = re.compile(r"[ \t\r]*(?:\n|\Z)")
_PYTHON_TAGS: Final = frozenset({"", "python", "python3", "py", "python2", "ipython", "pycon"})
_CODE_LINE = re.compile(
    r"^[ \t]*(?:(?:async[ \t]+)?def[ \t]+\w|class[ \t]+\w|import[ \t]+\w|from[ \t]+[\w.]+[ \t]+import\b|return\b|@\w"
    r"|(?:for|while|if|with|try|else)\b[^\n]*:[ \t]*$|\w+[ \t]*=[^=]|raise[ \t]+\w|print\()",
    re.MULTILINE,
)
_BEGINS_CODE = re.compile(r"(?:async[ \t]+def|def|class|import|from)[ \t]+\w|@\w|\w+[ \t]*=[^=]")
_GOES_ON = re.compile(
    r"""\s|(?:async|def|class|import|from|if|elif|else|for|while|try|except|finally|with|return|raise|assert|pass|del)\b
    |[@\#)\]}]|\"\"\"|'''|\w[\w.]*(?:\[[^\n]*\])?[ \t]*(?:[-+*/|&]?=(?!=)|\(|:[ \t]*\w)|\Z""",
    re.VERBOSE,
)


class _Block(NamedTuple):
    start: int
    end: int
    margin: str
    """What stands before the opening mark on its line: indentation, `>`, or the marker of a list."""


_MARGIN = re.compile(r"[ \t>]{0,20}(?:(?:[-*+]|\d{1,3}[.)])[ \t]{1,4})?")
_COMMENT = re.compile(r"[ \t]{0,80}#[^\n]{0,200}\Z")
MAX_ENDS: Final = 8
"""Later marks at which a block may end, tried where it does not compile up to the first."""


def find_code(text: str, name: str) -> FoundCode | None:
    """The code in a reply; None where nothing looks like code.

    The last fenced block that defines `name`, else all blocks joined; without a fence the text, as it stands and
    without the prose around it. A mark inside the code (in a docstring) may look like the end of its block, or like the
    beginning of another: the block up to later marks, and from the one or two before it, is tried as well.
    """
    fenced = _blocks(text)
    blocks = _meant(text, fenced)
    if fenced and not blocks:
        return None
    if blocks:
        defines = _defines(name)
        for number in reversed(range(len(blocks))):
            block = blocks[number]
            if defines.search(_inside(text, block)):
                later = [mark.start() for mark in _MARK.finditer(text, block.end)][1 : MAX_ENDS + 1]
                spans = [block._replace(end=end) for end in [block.end, *later]]
                for before in reversed(blocks[max(0, number - 2) : number]):
                    spans += [before._replace(end=end) for end in [block.end, *later[:2]]]
                shown = text[block.start : block.end]
                return FoundCode(shown, (block.start, block.end), tuple(_inside(text, span) for span in spans))
        code = "\n".join(_inside(text, block).strip("\n") for block in blocks)
        span = (blocks[0].start, blocks[0].end) if len(blocks) == 1 else None
        return FoundCode(text[slice(*span)] if span else code, span, (code,)) if code.strip() else None
    if not _CODE_LINE.search(text):
        return None
    start, end = _without_prose(text)
    return FoundCode(text[start:end], (start, end), tuple(dict.fromkeys([text, text[start:end]])))


MAX_BLOCKS: Final = 50
"""Of more blocks than these no words around them are read."""
_CALLED_WRONG = re.compile(
    r"\b(?:(?:do|does|should|would|must)(?:\snot|n't)|don't|never|not\s(?:like\s)?this|avoid|instead\sof|rather\sthan|wrong|incorrect|buggy|broken|mistake|faulty"
    r"|does(?:n't|\snot)\swork)\b",
    re.IGNORECASE,
)
_CALLED_RIGHT = re.compile(
    r"\b(?:fix(?:ed|es)?|correct(?:ed|s)?|right|repaired|improved|instead[,:]|mine|here\sis\s(?:my|the)|solution|so)\b",
    re.IGNORECASE,
)


def _meant(text: str, blocks: list[_Block]) -> list[_Block]:
    """The blocks that the reply does not call wrong, take back or comment out."""
    if len(blocks) > MAX_BLOCKS:
        return blocks
    spans = [(block.start, block.end) for block in blocks]
    stands = kept(text, spans)
    found = []
    for block, stand in zip(blocks, stands, strict=True):
        lead = _lead_in(text, block.start)
        called_wrong = (
            _CALLED_WRONG.search(lead) and not _CALLED_RIGHT.search(lead) and not lead.lower().startswith("that")
        )
        if stand and not called_wrong:
            found.append(block)
    return found


def _lead_in(text: str, start: int) -> str:
    """The sentence right before a block whose content begins at `start`."""
    lines = text[max(0, start - 400) : start].split("\n")
    above = [line.strip() for line in lines if line.strip() and not line.strip().startswith(("```", "~~~"))]
    return re.split(r"[.!?]\s", above[-1].partition("```")[0].strip())[-1] if above else ""


@lru_cache(maxsize=1024)
def _defines(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"^(?:(?:async[ \t]+)?def[ \t]+|class[ \t]+){name}\b|^{name}[ \t]*(?::[^=\n]*)?=[^=]", re.MULTILINE
    )


def _inside(text: str, block: _Block) -> str:
    """The lines of a block without what a list or a quotation puts before them."""
    content = text[block.start : block.end]
    if not block.margin:
        return content
    quotes, width = block.margin.count(">"), len(block.margin.rpartition(">")[2])
    before = re.compile(rf"(?:[ \t]{{0,8}}>){{0,{quotes}}}[ \t]{{0,{width}}}")
    return "".join(line[before.match(line).end() :] for line in content.splitlines(keepends=True))  # type: ignore[union-attr]


def _blocks(text: str) -> list[_Block]:
    """Where the contents of fenced blocks stand; those marked as another language only where there are no others.

    A block ends at a mark of the same kind, at least as long, at the beginning or end of a line or on the line of its
    opening, but not in a comment; one that is not closed goes to the end of the text.
    """
    python: list[_Block] = []
    other: list[_Block] = []
    opening: re.Match[str] | None = None
    line_end = 0
    for mark in [*_MARK.finditer(text), None]:
        if opening is None:
            if mark:
                opening, line_end = mark, text.find("\n", mark.end())
            continue
        stop = mark.start() if mark else len(text)
        if mark:
            alone = _LINE_START.search(text, max(0, stop - 20), stop) or _LINE_END.match(text, mark.end())
            line = text[max(text.rfind("\n", 0, stop) + 1, stop - 200) : stop]
            if mark[0][0] != opening[0][0] or len(mark[0]) < len(opening[0]) or not (alone or stop < line_end):
                continue
            if stop >= line_end and _COMMENT.fullmatch(line):
                continue
        tag = _TAG.match(text, opening.end(), stop)
        start = tag.end() if tag else opening.end()
        language = (tag[1] or "").casefold() if tag else ""
        margin = text[max(text.rfind("\n", 0, opening.start()) + 1, opening.start() - 40) : opening.start()]
        block = _Block(start, stop, margin if _MARGIN.fullmatch(margin) else "")
        (python if language in _PYTHON_TAGS else other).append(block)
        opening = None
    return [block for block in python if text[block.start : block.end].strip()] or other or python


def _without_prose(text: str) -> tuple[int, int]:
    """From the first line that begins code, if one does, to the last before a line that is prose."""
    lines, place = [], 0
    for line in text.splitlines(keepends=True):
        lines.append((place, line))
        place += len(line)
    first = next((n for n, (_, line) in enumerate(lines) if _BEGINS_CODE.match(line)), 0)
    last = next((n for n in range(first + 1, len(lines)) if not _GOES_ON.match(lines[n][1])), len(lines))
    return lines[first][0], lines[last][0] if last < len(lines) else len(text)


def candidates(sources: tuple[str, ...], context: str) -> list[tuple[bool, str]]:
    """What to compile in turn, the first that does counts: (whether it stands for itself, source).

    With a context the code may be a body: as it stands, with its first line stripped, or not indented at all.
    """
    whole = [(True, source) for source in sources]
    if not context:
        return whole
    before = context if context.endswith("\n") else context + "\n"
    bodies = [
        body
        for source in sources
        for body in (source.strip("\n"), "    " + source.strip(), textwrap.indent(source.strip("\n"), "    "))
    ]
    return whole + [(False, before + body + "\n") for body in bodies]
