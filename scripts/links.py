"""Dead links in the project's Markdown files: relative targets that do not exist, anchors that no heading has.

`python scripts/links.py [FOLDER]`; addresses of the web are not looked at. Exit code 1 when a link is dead.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

LINK = re.compile(
    r"""\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)    # [text](target "title")
    | ^\s{0,3}\[[^\]]+\]:\s*<?(\S+?)>?\s*$       # [label]: target
    | \b(?:href|src)="([^"]+)"                   # HTML
    """,
    re.VERBOSE,
)
HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
FENCE = re.compile(r"\s*(```|~~~)")
CODE = re.compile(r"`[^`]*`")
ANCHOR = re.compile(r"""\b(?:id|name)="([^"]+)\"""")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
"""A target with a scheme, or on another host."""
SKIPPED = {"runs", "build", "dist", "node_modules"}


def markdown(root: Path) -> Iterator[Path]:
    """The Markdown files below `root`, hidden folders and what was built aside."""
    for file in sorted(root.rglob("*.md")):
        parts = file.relative_to(root).parts
        if not any(part.startswith(".") or part in SKIPPED for part in parts):
            yield file


def prose(file: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines outside fenced code."""
    fence = ""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        mark = FENCE.match(line)
        if mark and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        elif not fence:
            yield number, line


@cache
def anchors(file: Path) -> frozenset[str]:
    """The anchors that a file has: its headings, written as GitHub writes them, and `id=`."""
    found: set[str] = set()
    times: Counter[str] = Counter()
    for _, line in prose(file):
        found.update(ANCHOR.findall(line))
        if heading := HEADING.match(line):
            text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading[1]).lower()
            slug = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
            found.add(f"{slug}-{times[slug]}" if times[slug] else slug)
            times[slug] += 1
    return frozenset(found)


def dead(root: Path) -> Iterator[str]:
    """One line for each dead link: file, line number, target and what is wrong with it."""
    for file in markdown(root):
        for number, line in prose(file):
            for match in LINK.finditer(CODE.sub("`code`", line)):
                target = next(group for group in match.groups() if group)
                if ELSEWHERE.match(target):
                    continue
                path, _, anchor = unquote(target).partition("#")
                there = file if not path else (root / path[1:] if path.startswith("/") else file.parent / path)
                where = f"{file.relative_to(root)}:{number}: {target}"
                if not there.exists():
                    yield f"{where}: there is no such file"
                elif anchor and there.suffix == ".md" and anchor not in anchors(there.resolve()):
                    yield f"{where}: there is no such heading"


if __name__ == "__main__":
    wrong = list(dead(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
    print("\n".join(wrong) or "no dead links")
    sys.exit(bool(wrong))
