"""A subset of CSS selectors on a page.

    tag  *  #id  .class  [attr]  [attr=v]  [attr^=v] [attr$=v] [attr*=v] [attr~=v] [attr|=v]  (quotes, flag `i`)
    :nth-child(n | odd | even | an+b)  :nth-of-type(…)  :nth-last-child(…)  :first-child  :last-child
    :only-child  :first-of-type  :last-of-type  :root
    :has-text("…")  :text("…")  :text-is("…")  :contains("…")  :visible :enabled :disabled :checked
    :not(…)  :is(…)  :where(…)  :has(…)
    a b   a > b   a + b   a ~ b   a, b

Evaluated from left to right, one pass over the page a step, so that no selector costs more than its length times the
page. Whatever is outside of the subset raises ValueError.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from graders.web_action.page.dom import Node, Page

MAX_CHARS: Final = 1_000
MAX_STEPS: Final = 24

_NAME = r"(?:\\.|[\w-]|[^\x00-\x7f])+"
_TAG = re.compile(rf"\*|{_NAME}")
_SIMPLE = re.compile(
    rf"""
    \#(?P<id>{_NAME}) | \.(?P<cls>{_NAME})
  | \[\s*(?P<attr>{_NAME})\s*
      (?:(?P<op>[~|^$*]?=)\s*(?:"(?P<q2>[^"]*)"|'(?P<q1>[^']*)'|(?P<bare>{_NAME}))\s*(?P<flag>[iIsS]?)\s*)?\]
  | ::?(?P<pseudo>[a-z-]+)(?:\(\s*(?:"(?P<a2>[^"]*)"|'(?P<a1>[^']*)'|(?P<a0>[^()"']*(?:\([^()]*\))?[^()"']*))\s*\))?
    """,
    re.VERBOSE,
)
_COMBINATOR = re.compile(r"\s*([>+~,])\s*|\s+")
_NTH = re.compile(r"(?:(?P<word>odd|even)|(?P<a>[+-]?\d{0,5})n(?:(?P<b>[+-]\d{1,5}))?|(?P<n>\d{1,5}))")

Test = Callable[[Node], bool]


def select(page: Page, selector: str) -> list[Node]:
    """The elements that a selector names, in the order of the page. Raises ValueError for one outside of the subset."""
    found: set[int] = set()
    for steps in _parse(page, selector):
        current: set[int] = set()
        for number, (combinator, tests) in enumerate(steps):
            near = _near(page, current, combinator) if number else page.nodes[1:]
            current = {node.index for node in near if all(test(node) for test in tests)}
        found |= current
    return [page.nodes[index] for index in sorted(found)]


def _near(page: Page, current: set[int], combinator: str) -> list[Node]:
    """The elements that stand to one of `current` as the combinator says."""
    if combinator == " ":
        under = bytearray(len(page.nodes))
        for node in page.nodes[1:]:
            parent = node.parent.index if node.parent else 0
            under[node.index] = under[parent] or parent in current
        return [node for node in page.nodes[1:] if under[node.index]]
    if combinator == ">":
        return [node for node in page.nodes[1:] if node.parent and node.parent.index in current]
    near = []
    for holder in page.nodes:
        after = False
        for node in holder.children:
            if after:
                near.append(node)
            after = node.index in current or (after and combinator == "~")
    return near


def _parse(page: Page, selector: str) -> list[list[tuple[str, list[Test]]]]:
    text = selector.strip()
    if not text or len(text) > MAX_CHARS:
        raise ValueError("a selector is empty or too long")
    groups: list[list[tuple[str, list[Test]]]] = [[]]
    at, combinator, count = 0, " ", 0
    while True:
        tests, at = _compound(page, text, at)
        count += 1
        if count > MAX_STEPS:
            raise ValueError("a selector has too many steps")
        groups[-1].append((combinator, tests))
        if at == len(text):
            return groups
        joint = _COMBINATOR.match(text, at)
        if joint is None:
            raise ValueError(f"{text[at : at + 20]!r} is not CSS that can be read here")
        at, combinator = joint.end(), joint[1] or " "
        if combinator == ",":
            groups.append([])
            combinator = " "


def _compound(page: Page, text: str, at: int) -> tuple[list[Test], int]:
    tests: list[Test] = []
    start = at
    if tag := _TAG.match(text, at):
        name = _unescaped(tag[0]).lower()
        tests += [] if name == "*" else [lambda node: node.tag == name]
        at = tag.end()
    while simple := _SIMPLE.match(text, at):
        tests.append(_test(page, simple))
        at = simple.end()
    if at == start:
        raise ValueError(f"{text[at : at + 20]!r} is not CSS that can be read here")
    return tests, at


def _unescaped(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name)


def _test(page: Page, simple: re.Match[str]) -> Test:
    if simple["id"]:
        wanted = _unescaped(simple["id"])
        return lambda node: node.get("id") == wanted
    if simple["cls"]:
        name = _unescaped(simple["cls"])
        return lambda node: name in node.get("class").split()
    if simple["attr"]:
        return _attribute(simple)
    argument = next((simple[g] for g in ("a2", "a1", "a0") if simple[g] is not None), None)
    return _pseudo(page, simple["pseudo"], argument)


def _attribute(simple: re.Match[str]) -> Test:
    name, op = _unescaped(simple["attr"]).lower(), simple["op"]
    if op is None:
        return lambda node: name in node.attrs
    value = next((simple[g] for g in ("q2", "q1") if simple[g] is not None), None)
    wanted = _unescaped(simple["bare"]) if value is None else value
    fold = simple["flag"] in ("i", "I")
    wanted = wanted.casefold() if fold else wanted

    def test(node: Node) -> bool:
        given = node.attrs.get(name)
        if given is None:
            return False
        given = given.casefold() if fold else given
        if op == "=":
            return given == wanted
        if op == "~=":
            return wanted in given.split()
        if op == "|=":
            return given == wanted or given.startswith(f"{wanted}-")
        if not wanted:
            return False
        return {"^=": given.startswith(wanted), "$=": given.endswith(wanted), "*=": wanted in given}[op]

    return test


def _pseudo(page: Page, name: str, argument: str | None) -> Test:
    if name in ("has-text", "contains", "text", "text-is"):
        if argument is None:
            raise ValueError(f":{name} needs a text")
        return _text_test(page, name, " ".join(argument.split()))
    if name in ("not", "is", "where", "has") and argument:
        found = {node.index for node in select(page, argument)}
        if name == "not":
            return lambda node: node.index not in found
        if name != "has":
            return lambda node: node.index in found
        around = {parent for index in found for parent in _around(page.nodes[index])}
        return lambda node: node.index in around
    if name in ("nth-child", "nth-of-type", "nth-last-child", "nth-last-of-type"):
        return _nth(name, argument or "")
    plain = _PLAIN.get(name)
    if plain is None or argument is not None:
        raise ValueError(f":{name} cannot be read here")
    return plain


def _around(node: Node) -> list[int]:
    found = []
    while node.parent is not None:
        node = node.parent
        found.append(node.index)
    return found


def _text_test(page: Page, name: str, text: str) -> Test:
    if name == "text-is":
        return lambda node: page.text_of(node) == text
    folded = text.casefold()

    def holds(node: Node) -> bool:
        return node.tag not in ("html", "head", "script", "style") and folded in page.text_of(node).casefold()

    if name == "text":  # the smallest elements that hold it
        return lambda node: holds(node) and not any(map(holds, node.children))
    return holds


def _nth(name: str, argument: str) -> Test:
    found = _NTH.fullmatch("".join(argument.split()).lower())
    if found is None:
        raise ValueError(f":{name}({argument[:20]}) cannot be read here")
    if found["n"]:
        step, first = 0, int(found["n"])
    elif found["word"]:
        step, first = 2, int(found["word"] == "odd")
    else:
        step = int(found["a"] + "1" if found["a"] in ("", "+", "-") else found["a"])
        first = int(found["b"] or 0)

    def test(node: Node) -> bool:
        place = position(node, of_type="of-type" in name, last="last" in name)
        return place == first if step == 0 else (place - first) % step == 0 and (place - first) // step >= 0

    return test


def position(node: Node, *, of_type: bool, last: bool = False) -> int:
    """The place of an element among its siblings, from 1."""
    place = node.type_place if of_type else node.place
    if not last or node.parent is None:
        return place
    return (node.parent.tags[node.tag] if of_type else len(node.parent.children)) + 1 - place


_PLAIN: Final[dict[str, Test]] = {
    "first-child": lambda node: position(node, of_type=False) == 1,
    "last-child": lambda node: position(node, of_type=False, last=True) == 1,
    "only-child": lambda node: node.parent is not None and len(node.parent.children) == 1,
    "first-of-type": lambda node: position(node, of_type=True) == 1,
    "last-of-type": lambda node: position(node, of_type=True, last=True) == 1,
    "visible": lambda node: not node.hidden,
    "enabled": lambda node: not node.disabled,
    "disabled": lambda node: node.disabled,
    "checked": lambda node: "checked" in node.attrs or "selected" in node.attrs,
    "root": lambda node: node.tag == "html",
}
