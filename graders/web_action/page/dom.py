"""A page as a tree: elements with attributes, text, visibility, accessible role and name.

Built on the standard library's tokenizer, with the end tags that HTML lets authors leave out. The page is ours, but it
is still bounded (`MAX_CHARS`, `MAX_NODES`). A tree never changes: what actions change is kept apart (`page_state`).
Nothing here knows of selectors or actions. No style sheets are read: only `hidden`, inline `display: none` and
`visibility: hidden` hide an element.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html.parser import HTMLParser
from typing import Final

MAX_CHARS: Final = 200_000
MAX_NODES: Final = 5_000

_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "dd", "details", "dialog", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "html", "hr", "legend", "li", "main",
    "nav", "ol", "option", "p", "pre", "section", "select", "summary", "table", "tbody", "td", "th", "tr", "ul", "br",
})  # fmt: skip
_NO_CONTENT = frozenset({"head", "script", "style", "template", "title", "noscript"})
_CLOSED_BY = {
    "li": {"li"}, "option": {"option"}, "optgroup": {"option", "optgroup"}, "tr": {"td", "th", "tr"},
    "td": {"td", "th"},
    "th": {"td", "th"}, "tbody": {"td", "th", "tr", "thead", "tbody"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"},
    **{tag: {"p"} for tag in ("p", "div", "ul", "ol", "table", "form", "h1", "h2", "h3", "h4", "section", "fieldset",
        "hr")},
}  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
_CONTROLS = frozenset({"button", "input", "select", "textarea", "option", "optgroup", "fieldset"})
TEXT_TYPES: Final = frozenset({
    "text", "search", "email", "password", "tel", "url", "number", "date", "time", "month", "week", "datetime-local",
    "color", "range",
})  # fmt: skip
_ROLES = {
    "button": "button", "summary": "button", "select": "combobox", "textarea": "textbox", "option": "option",
    "img": "img", "li": "listitem", "ul": "list", "ol": "list", "nav": "navigation", "form": "form", "table": "table",
    "tr": "row", "td": "cell", "th": "columnheader", "dialog": "dialog", "main": "main", "article": "article",
    "header": "banner", "footer": "contentinfo", "p": "paragraph",
    **{f"h{n}": "heading" for n in range(1, 7)},
}  # fmt: skip
_INPUT_ROLES = {
    "checkbox": "checkbox", "radio": "radio", "submit": "button", "button": "button", "reset": "button",
    "image": "button", "number": "spinbutton", "range": "slider", "search": "searchbox",
}  # fmt: skip


@dataclass(eq=False, slots=True)
class Node:
    """An element. `page.nodes[0]` is the document itself."""

    index: int
    tag: str
    attrs: dict[str, str]
    parent: Node | None = field(repr=False)
    hidden: bool
    disabled: bool
    children: list[Node] = field(default_factory=list, repr=False)
    start: int = 0
    end: int = 0
    own: str = ""
    """The text that stands directly in it."""
    last: int = 0
    """Index of the last element in it; what it holds stands between the two."""
    place: int = 1
    """Its place among the elements beside it, from 1."""
    type_place: int = 1
    """Its place among those of its own tag."""
    tags: dict[str, int] = field(default_factory=dict)
    """How many children of each tag it has."""

    def get(self, name: str, default: str = "") -> str:
        return self.attrs.get(name, default)

    @property
    def type(self) -> str:
        """The type of an input or a button."""
        kind = self.get("type").strip().lower()
        if self.tag == "button":
            return kind if kind in ("button", "reset") else "submit"
        return kind or "text"

    def up(self, *tags: str) -> Node | None:
        """The nearest element of these tags around this one, or itself."""
        node: Node | None = self
        while node is not None and node.tag not in tags:
            node = node.parent
        return node

    def under(self, other: Node) -> bool:
        return other.index < self.index <= other.last

    def shown(self) -> str:
        """The element in a few words, for evidence."""
        mark = f"#{self.attrs['id']}" if self.attrs.get("id") else ""
        return f"<{self.tag}{mark}>"[:80]


@dataclass(eq=False)
class Page:
    nodes: list[Node]
    text: str
    by_id: dict[str, Node]

    def text_of(self, node: Node) -> str:
        """All text in an element, with single spaces."""
        return self.text[node.start : node.end].strip()

    @cached_property
    def _tags(self) -> dict[str, list[Node]]:
        tags: dict[str, list[Node]] = {}
        for node in self.nodes[1:]:
            tags.setdefault(node.tag, []).append(node)
        return tags

    @cached_property
    def _labels(self) -> dict[int, list[Node]]:
        labels: dict[int, list[Node]] = {}
        for label in self.elements("label"):
            control = self.control_of(label)
            if control is not None:
                labels.setdefault(control.index, []).append(label)
        return labels

    def inside(self, node: Node) -> list[Node]:
        """All elements in an element, in the order of the page."""
        return self.nodes[node.index + 1 : node.last + 1]

    def elements(self, *tags: str) -> list[Node]:
        """The elements of these tags, in the order of the page."""
        if len(tags) == 1:
            return self._tags.get(tags[0], [])
        found = [node for tag in tags for node in self._tags.get(tag, [])]
        return sorted(found, key=lambda node: node.index)

    def form_of(self, node: Node) -> Node | None:
        """The form that a control belongs to."""
        if "form" in node.attrs:
            form = self.by_id.get(node.attrs["form"])
            return form if form and form.tag == "form" else None
        return node.up("form")

    def controls(self, form: Node) -> list[Node]:
        found = self.elements("input", "select", "textarea", "button")
        return [node for node in found if self.form_of(node) is form]

    def control_of(self, label: Node) -> Node | None:
        """The control that a label stands for."""
        if "for" in label.attrs:
            return self.by_id.get(label.attrs["for"])
        return next((n for n in self.inside(label) if n.tag in ("input", "select", "textarea", "button")), None)

    def role_of(self, node: Node) -> str:
        role = node.get("role").split()
        if role:
            return role[0].lower()
        if node.tag == "input":
            return _INPUT_ROLES.get(node.type, "combobox" if "list" in node.attrs else "textbox")
        if node.tag in ("a", "area"):
            return "link" if "href" in node.attrs else ""
        if node.tag == "select" and ("multiple" in node.attrs or node.get("size", "1") not in ("", "0", "1")):
            return "listbox"
        return _ROLES.get(node.tag, "")

    def name_of(self, node: Node) -> str:
        """The accessible name, by the first of its sources that gives one (after the W3C's Accessible Name 1.2)."""
        named = [self.by_id[name] for name in node.get("aria-labelledby").split() if name in self.by_id]
        if named:
            return " ".join(self.text_of(other) for other in named)
        if node.get("aria-label").strip():
            return _plain(node.get("aria-label"))
        if node.tag in ("input", "select", "textarea"):
            if node.tag == "input" and node.type in ("submit", "button", "reset"):
                return _plain(node.get("value")) or {"submit": "Submit", "reset": "Reset"}.get(node.type, "")
            labels = " ".join(self.label_text(label, node) for label in self._labels.get(node.index, []))
            return _plain(labels) or _plain(node.get("alt") or node.get("title") or node.get("placeholder"))
        pictures = " ".join(
            n.get("alt") for n in self.nodes[node.index :] if n.tag == "img" and (n is node or n.under(node))
        )
        return self.text_of(node) or _plain(pictures) or _plain(node.get("title"))

    def label_text(self, label: Node, control: Node) -> str:
        """The text of a label, without that of a control in it."""
        if control.under(label):
            return self.text[label.start : control.start] + " " + self.text[control.end : label.end]
        return self.text_of(label)


def _plain(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=256)
def read_page(html: str) -> Page:
    """The tree of a page. Raises ValueError for one that is too large or empty."""
    if len(html) > MAX_CHARS:
        raise ValueError(f"the page has more than {MAX_CHARS} characters")
    builder = _Builder()
    builder.feed(html)
    builder.close()
    page = builder.finish()
    if len(page.nodes) < 2:
        raise ValueError("the page has no element")
    return page


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        document = Node(0, "#document", {}, None, False, False)
        self.nodes, self.open = [document], [document]
        self.pieces: list[str] = []
        self.length = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        closes = _CLOSED_BY.get(tag, ())
        while self.open[-1].tag in closes:
            self._close()
        if len(self.nodes) > MAX_NODES:
            raise ValueError(f"the page has more than {MAX_NODES} elements")
        if tag in _BLOCKS:
            self._write(" ")
        values: dict[str, str] = {}
        for name, value in attrs:
            values.setdefault(name, value or "")
        parent = self.open[-1]
        hidden = (
            parent.hidden or "hidden" in values or tag in _NO_CONTENT or _HIDDEN_STYLE.search(values.get("style",
                "")) is not None
            or (tag == "input" and values.get("type", "").lower() == "hidden")
        )  # fmt: skip
        disabled = (parent.disabled and (parent.tag == "fieldset" or tag not in ("a", "area"))) or (
            (tag in _CONTROLS and "disabled" in values) or values.get("aria-disabled", "").lower() == "true"
        )
        node = Node(len(self.nodes), tag, values, parent, hidden, disabled)
        node.start = node.end = self.length
        parent.children.append(node)
        self.nodes.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if all(node.tag != tag for node in self.open[1:]):
            return
        while self.open[-1].tag != tag:
            self._close()
        self._close()

    def _close(self) -> None:
        node = self.open.pop()
        node.end = self.length
        if node.tag in _BLOCKS:
            self._write(" ")

    def handle_data(self, data: str) -> None:
        node = self.open[-1]
        if node.tag in _NO_CONTENT or any(n.tag in _NO_CONTENT for n in self.open[1:3]):
            return
        node.own += data
        self._write(data)

    def _write(self, text: str) -> None:
        text = re.sub(r"\s+", " ", text)
        if text.startswith(" ") and (not self.pieces or self.pieces[-1].endswith(" ")):
            text = text[1:]
        if text:
            self.pieces.append(text)
            self.length += len(text)

    def finish(self) -> Page:
        while self.open:
            node = self.open.pop()
            node.end = self.length
        for node in reversed(self.nodes):
            node.last = node.children[-1].last if node.children else node.index
        by_id: dict[str, Node] = {}
        for node in self.nodes:
            node.own = _plain(node.own)
            for place, child in enumerate(node.children, 1):
                node.tags[child.tag] = node.tags.get(child.tag, 0) + 1
                child.place, child.type_place = place, node.tags[child.tag]
            if node.get("id"):
                by_id.setdefault(node.attrs["id"], node)
        return Page(self.nodes, "".join(self.pieces), by_id)
