"""What an action points at: a row of locators, resolved to elements of a page.

A locator is an engine and a value,
after Playwright's: `css`, `xpath`, `text`, `role`, `label`, `placeholder`, `testid`,
`alt`, `title`; `id`, `class`, `name`, `tag`, `link`, `ref` (the page's own numbering); `nth` and `has_text` narrow what
came before. `auto` is a value that does not say what it is. Each locator is looked for inside what the one before it
found. Nothing here knows of actions.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from graders.web_action.page import css as page_css
from graders.web_action.page import xpath as page_xpath
from graders.web_action.page.dom import Node, Page

MAX_LOCATORS: Final = 8
MAX_VALUE: Final = 1_000

_ENGINE = re.compile(
    r"(css|text|xpath|id|role|name|label|placeholder|alt|title|data-testid|data-test-id|test-id|testid|link|ref)"
    r"\s?[=:]\s?(?=\S)",
    re.IGNORECASE,
)
_ROLE = re.compile(r"([a-z]+)\s*(?:\[\s*name\s*=\s*(?:\"([^\"]*)\"|'([^']*)')\s*(?:i|s)?\s*\])?\Z", re.IGNORECASE)
_NTH = re.compile(r"nth\s?=\s?(-?\d{1,4})\Z")
_CLICKABLE = frozenset({"button", "link", "checkbox", "radio", "tab", "menuitem", "option", "switch"})


class Locator(NamedTuple):
    engine: str
    value: str
    name: str = ""
    """Accessible name, for `role`."""
    exact: bool = False


Target = tuple[Locator, ...]


class BadTarget(ValueError):
    """A target that cannot be read, or an id that the page does not have."""


def resolve(page: Page, target: Target, ids: str = "") -> list[Node]:
    """The elements that a target names, in the order of the page. `ids`: the attribute that numbers the elements.

    Raises BadTarget for one that cannot be read.
    """
    found: list[Node] | None = None
    for locator in target[:MAX_LOCATORS]:
        if len(locator.value) > MAX_VALUE:
            raise BadTarget("what it points at is too long")
        if locator.engine == "nth":
            n = int(locator.value)
            found = [] if found is None or not -len(found) <= n < len(found) else [found[n]]
            continue
        if locator.engine == "has_text":
            text = _plain(locator.value).casefold()
            found = [node for node in found or [] if text in page.text_of(node).casefold()]
            continue
        inside = found
        found = _find(page, locator, ids)
        if inside is not None:
            within = {node.index for holder in inside for node in page.inside(holder)}
            found = [node for node in found if node.index in within]
    return found or []


def _find(page: Page, locator: Locator, ids: str) -> list[Node]:
    engine, value = locator.engine, locator.value
    try:
        if engine == "auto":
            return _guess(page, value, ids)
        if engine == "css":
            return _chain(page, value, ids) if ">>" in value else page_css.select(page, value)
        if engine == "xpath":
            return page_xpath.select(page, value)
    except (ValueError, RecursionError) as error:
        raise BadTarget(str(error)) from None
    if engine == "idref":
        named = [node for node in page.nodes[1:] if node.get("id") == value]
        return _numbered(page, value, ids) or named or _find(page, Locator("auto", value), ids)
    if engine == "role":
        return _by_role(page, value, locator.name, locator.exact)
    if engine == "text":
        return _by_text(page, value, locator.exact)
    if engine == "label":
        return _by_label(page, value, locator.exact)
    if engine in ("placeholder", "alt", "title"):
        return [
            node for node in page.nodes[1:] if engine in node.attrs and _same(node.attrs[engine], value, locator.exact)
        ]
    if engine == "ref":
        return _numbered(page, value, ids)
    if engine == "link":
        return [node for node in page.elements("a") if _same(page.text_of(node), value, locator.exact)]
    if engine == "class":
        return [node for node in page.nodes[1:] if value in node.get("class").split()]
    if engine == "tag":
        return page.elements(value.lower())
    attribute = {"testid": "data-testid"}.get(engine, engine)
    return [node for node in page.nodes[1:] if node.attrs.get(attribute) == value]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _numbered(page: Page, value: str, ids: str) -> list[Node]:
    """The element that the page itself gives this number: `12`, `[12]`, `#12`, `bid=12`."""
    if not ids:
        return []
    number = value.strip().strip("[]()<>").removeprefix("#").strip()
    number = re.sub(rf"^{re.escape(ids)}\s?[=:]\s?", "", number).strip("\"'")
    return [node for node in page.nodes[1:] if node.attrs.get(ids) == number]


def _same(given: str, wanted: str, exact: bool) -> bool:
    """Playwright's way: whole and with case where `exact`, else any part in any case."""
    given, wanted = _plain(given), _plain(wanted)
    return given == wanted if exact else bool(wanted) and wanted.casefold() in given.casefold()


def _by_text(page: Page, value: str, exact: bool) -> list[Node]:
    def holds(node: Node) -> bool:
        if node.tag in ("html", "head", "script", "style", "title", "#document"):
            return False
        button = node.tag == "input" and node.type in ("submit", "button", "reset")
        return _same(node.get("value") if button else page.text_of(node), value, exact)

    return [node for node in page.nodes[1:] if holds(node) and not any(map(holds, node.children))]


def _by_role(page: Page, role: str, name: str, exact: bool) -> list[Node]:
    role = role.strip().lower()
    with_role = [node for node in page.nodes[1:] if not node.hidden and page.role_of(node) == role]
    return [node for node in with_role if not name or _same(page.name_of(node), name, exact)]


def _by_label(page: Page, value: str, exact: bool) -> list[Node]:
    found = {}
    for label in page.elements("label"):
        control = page.control_of(label)
        if control is not None and _same(page.label_text(label, control), value, exact):
            found[control.index] = control
    for node in page.nodes[1:]:
        if "aria-label" in node.attrs and _same(node.attrs["aria-label"], value, exact):
            found[node.index] = node
        named = [page.by_id[name] for name in node.get("aria-labelledby").split() if name in page.by_id]
        if named and _same(" ".join(map(page.text_of, named)), value, exact):
            found[node.index] = node
    return [found[index] for index in sorted(found)]


# ---- values that do not say what they are ------------------------------------------------------------


def engine_of(value: str) -> Locator | None:
    """The locator of a value with its engine before it (`text=Buy`, `//button`); None where none is named."""
    value = value.strip()
    if value.startswith(("//", "(//", "./", "/html", "/body")):
        return Locator("xpath", value)
    found = _ENGINE.match(value)
    if found is None:
        return None
    engine, rest = found[1].lower(), value[found.end() :].strip()
    if engine == "role" and (role := _ROLE.match(rest)):
        return Locator("role", role[1], role[2] or role[3] or "", role[2] is not None or role[3] is not None)
    quoted = len(rest) > 1 and rest[0] == rest[-1] and rest[0] in "\"'"
    rest = rest[1:-1] if quoted and engine not in ("css", "xpath") else rest
    engine = "testid" if "test" in engine else engine
    return Locator(engine, rest, exact=quoted)


def _chain(page: Page, value: str, ids: str) -> list[Node]:
    """Playwright's `a >> b >> nth=0`."""
    target = []
    for part in value.split(">>")[:MAX_LOCATORS]:
        nth = _NTH.match(part.strip())
        target.append(Locator("nth", nth[1]) if nth else engine_of(part) or Locator("css", part.strip()))
    return resolve(page, tuple(target), ids)


def _guess(page: Page, value: str, ids: str) -> list[Node]:
    """An id of the page's own numbering, a named engine, CSS, an `id` or `name`, or the text of what can be clicked."""
    value = value.strip()
    if not value:
        raise BadTarget("it points at nothing")
    if found := _numbered(page, value, ids):
        return found
    if ">>" in value:
        return _chain(page, value, ids)
    locator = engine_of(value)
    if locator is not None:
        return _find(page, locator, ids)
    error = None
    try:
        found = page_css.select(page, value)
        if found:
            return found
    except ValueError as reason:
        error = reason
    for attribute in ("id", "name", "data-testid"):
        found = [node for node in page.nodes[1:] if node.attrs.get(attribute) == value]
        if found:
            return found
    text = _plain(value).casefold()
    found = [n for n in page.nodes[1:] if page.role_of(n) in _CLICKABLE and page.name_of(n).casefold() == text]
    found = found or [n for n in _by_label(page, value, False) if page.name_of(n).casefold() == text]
    found = found or [
        n for n in page.nodes[1:] if n.get("placeholder") and _plain(n.attrs["placeholder"]).casefold() == text
    ]
    if found or error is None:
        return found
    raise BadTarget(f"{value[:60]!r} is no selector that can be read and no text on the page ({error})"[:300])
