"""A subset of XPath on a page.

    //tag  /tag  //*  with predicates  [n] [last()] [position()=n] [@a] [@a='v'] [text()='v'] [.='v']
    [normalize-space()='v'] [contains(@a, 'v')] [contains(text(), 'v')] [contains(., 'v')] [starts-with(@a, 'v')] [span='v']
    joined by `and`
    /..  and the axes parent, ancestor, following-sibling, preceding-sibling, child, descendant, self
    (path)[n]

Whatever is outside of the subset raises ValueError. Text is compared with single spaces.
"""

from __future__ import annotations

import re
from typing import Final

from graders.web_action.page.dom import Node, Page

MAX_CHARS: Final = 1_000
MAX_STEPS: Final = 24
MAX_WORK: Final = 50_000
"""Elements looked at in one step."""

_WHOLE = re.compile(r"\((?P<path>.+)\)\s*\[(?P<n>\d{1,5}|last\(\))\]\s*\Z", re.DOTALL)
_STEP = re.compile(
    r"(?P<slash>//|/)(?:(?P<axis>child|descendant|parent|ancestor|self|following-sibling|preceding-sibling)::)?"
    r"(?P<tag>\*|\.\.|[a-zA-Z][\w-]*)"
)
_STRING = r"(?:\"(?P<q2>[^\"]*)\"|'(?P<q1>[^']*)')"
_VALUE = r"(?P<what>@[\w-]+|text\(\)|\.|normalize-space\(\s*(?:\.|text\(\)|@[\w-]+)?\s*\)|(?:\.//)?[a-z][\w-]*)"
_EQUALS = re.compile(rf"{_VALUE}\s*=\s*{_STRING}")
_HOLDS = re.compile(rf"(?P<how>contains|starts-with)\(\s*{_VALUE}\s*,\s*{_STRING}\s*\)")
_HAS = re.compile(r"@(?P<attr>[\w-]+)")
_PLACE = re.compile(r"(?:position\(\)\s*=\s*)?(?P<n>\d{1,5}|last\(\))")
_AND = re.compile(r"\s+and\s+")


def select(page: Page, path: str) -> list[Node]:
    """The elements that a path names, in the order of the page. Raises ValueError for one outside of the subset."""
    path = path.strip()
    if not path or len(path) > MAX_CHARS:
        raise ValueError("a path is empty or too long")
    whole = _WHOLE.match(path)
    if whole:
        found = select(page, whole["path"])
        place = len(found) if whole["n"] == "last()" else int(whole["n"])
        return found[place - 1 : place] if place else []
    path = path.removeprefix(".")
    current, at, steps = [page.nodes[0]], 0, 0
    while at < len(path):
        step = _STEP.match(path, at)
        steps += 1
        if step is None or steps > MAX_STEPS:
            raise ValueError(f"{path[at : at + 20]!r} is not XPath that can be read here")
        at = step.end()
        predicates = []
        while path[at : at + 1] == "[":
            inner, at = _bracket(path, at)
            predicates.append(inner)
        axis = "parent" if step["tag"] == ".." else step["axis"] or "child"
        if step["slash"] == "//" or axis == "descendant":
            current = _inside(page, current)
            axis = "child" if axis == "descendant" else axis
        current = _step(page, current, axis, step["tag"].lower().replace("..", "*"), predicates)
    return current


def _inside(page: Page, current: list[Node]) -> list[Node]:
    """The elements and all in them."""
    found: dict[int, Node] = {}
    last = -1
    for node in current:  # in the order of the page: what stands in one that was taken is there already
        if node.index > last:
            last = node.last
            found |= {inner.index: inner for inner in [node, *page.inside(node)]}
    return [found[index] for index in sorted(found)]


def _bracket(path: str, at: int) -> tuple[str, int]:
    """What stands in the brackets that open at `at`, and the place behind them."""
    quote, i = "", at + 1
    while i < len(path):
        sign = path[i]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "]":
            return path[at + 1 : i].strip(), i + 1
        i += 1
    raise ValueError("a bracket is not closed")


def _step(page: Page, current: list[Node], axis: str, tag: str, predicates: list[str]) -> list[Node]:
    found: set[int] = set()
    work = 0
    for context in current:
        along = _along(context, axis)
        work += len(along)
        if work > MAX_WORK:
            raise ValueError("the path is too costly on this page")
        nodes = [node for node in along if tag in ("*", node.tag)]
        for predicate in predicates:
            nodes = _filtered(page, nodes, predicate)
        found |= {node.index for node in nodes}
    return [page.nodes[index] for index in sorted(found)]


def _along(node: Node, axis: str) -> list[Node]:
    """The elements on an axis, the nearest first."""
    if axis == "child":
        return node.children
    if axis == "self":
        return [node] if node.parent else []
    if axis in ("parent", "ancestor"):
        up: list[Node] = []
        while node.parent is not None and node.parent.parent is not None:
            node = node.parent
            up.append(node)
        return up[:1] if axis == "parent" else up
    beside = node.parent.children if node.parent else []
    return beside[node.place :] if axis == "following-sibling" else beside[: max(0, node.place - 1)][::-1]


def _filtered(page: Page, nodes: list[Node], predicate: str) -> list[Node]:
    if place := _PLACE.fullmatch(predicate):
        n = len(nodes) if place["n"] == "last()" else int(place["n"])
        return nodes[n - 1 : n] if n else []
    for part in _AND.split(predicate):
        nodes = [node for node in nodes if _is(page, node, part.strip())]
    return nodes


def _is(page: Page, node: Node, part: str) -> bool:
    if has := _HAS.fullmatch(part):
        return has["attr"].lower() in node.attrs
    equals, holds = _EQUALS.fullmatch(part), _HOLDS.fullmatch(part)
    match = equals or holds
    if match is None:
        raise ValueError(f"{part[:40]!r} is not XPath that can be read here")
    wanted = match["q2"] if match["q2"] is not None else match["q1"]
    what = match["what"]
    if not what.startswith("@"):
        wanted = " ".join(wanted.split()) if equals else wanted
    values = [given for given in _values(page, node, what) if given is not None]
    if equals:
        return wanted in values
    if match["how"] == "contains":
        return any(wanted in given for given in values)
    return any(given.startswith(wanted) for given in values)


def _values(page: Page, node: Node, what: str) -> list[str | None]:
    if what.startswith("@"):
        return [node.attrs.get(what[1:].lower())]
    inner = what.removeprefix("normalize-space(").removesuffix(")").strip() if what.startswith("norm") else what
    if inner.startswith("@"):
        return [" ".join(node.get(inner[1:].lower()).split())]
    if inner == "text()":
        return [node.own]
    if inner in (".", ""):
        return [page.text_of(node)]
    inside = page.inside(node) if inner.startswith(".//") else node.children
    return [page.text_of(child) for child in inside if child.tag == inner.removeprefix(".//")]
