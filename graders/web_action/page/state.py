"""What actions do to a page: values, check marks, choices, clicks, submitted forms, the address.

The tree stays as it is; a `Browser` keeps what differs from it. It does what browsers do by themselves (a label passes
its click on, a click goes up to the button or link around it, a submit button or Enter submits the form if it is valid,
a link leads away), and no script of the page is run. Every action returns "" or why it had no effect. Nothing here
knows how actions are written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from graders.web_action.page.dom import TEXT_TYPES, Node, Page

_CLICKABLE_ROLES = frozenset(
    {"button", "link", "checkbox", "radio", "tab", "menuitem", "switch", "option", "menuitemcheckbox"}
)
_NUMERIC = re.compile(r"-?\d{0,20}(?:\.\d{0,20})?(?:[eE][-+]?\d{1,3})?")
ENTER: Final = frozenset(
    {"enter", "return", "numpadenter", "\n", "\r", "\\n", "keys.enter", "keys.return", "key.enter"}
)
SPACE: Final = frozenset({"space", " ", "spacebar", "keys.space"})

Key = tuple[str, int]
"""What kind of state, and of which element."""
GONE: Final = "the page has been left by then"


class Submission(NamedTuple):
    """A form that was sent."""

    form: int
    data: tuple[tuple[str, str], ...]
    """Names and values, without those of the button."""
    button: int
    """-1 for none."""
    button_data: tuple[str, str, str]
    """Name, value and address of the button."""


@dataclass
class Browser:
    """A page and what was done to it. `targets`: elements that take clicks although nothing on the page says so."""

    page: Page
    targets: frozenset[int] = frozenset()
    changed: dict[Key, Any] = field(default_factory=dict)
    clicks: list[int] = field(default_factory=list)
    submission: Submission | None = None
    location: str | None = None
    focused: Node | None = None
    blocked: str = ""
    """Why a form was not sent."""

    # ---- state -----------------------------------------------------------------------------------

    @property
    def gone(self) -> bool:
        return self.submission is not None or self.location is not None

    def state(self) -> dict[Key, Any]:
        """What differs from the page as it was: `(kind, element)` → value."""
        state = {key: value for key, value in self.changed.items() if value != self._initial(key)}
        for index in self.clicks:
            state["click", index] = state.get(("click", index), 0) + 1
        if self.submission is not None:
            state["submit", self.submission.form] = self.submission
        if self.location is not None:
            state["location", 0] = self.location
        return state

    def _initial(self, key: Key) -> Any:
        kind, node = key[0], self.page.nodes[key[1]]
        if kind == "value":
            return node.get("value") if node.tag == "input" else self.page.text_of(node)
        if kind == "checked":
            return "checked" in node.attrs
        if kind == "selected":
            return self._selected_at_first(node)
        return "open" in node.attrs

    def get(self, kind: str, node: Node) -> Any:
        key = (kind, node.index)
        return self.changed[key] if key in self.changed else self._initial(key)

    def options(self, select: Node) -> list[Node]:
        return [node for node in self.page.inside(select) if node.tag == "option"]

    def _selected_at_first(self, select: Node) -> tuple[int, ...]:
        options = self.options(select)
        marked = [option.index for option in options if "selected" in option.attrs]
        if "multiple" in select.attrs:
            return tuple(marked)
        if marked or not options:
            return tuple(marked[-1:])
        return (next((o.index for o in options if not o.disabled), options[0].index),)

    # ---- actions ---------------------------------------------------------------------------------

    def click(self, node: Node) -> str:
        if self.gone:
            return GONE
        if node.tag == "option":
            return self.choose(node, ())
        if node.hidden:
            return f"{node.shown()} is hidden"
        here: Node | None = node
        while here is not None and not self._takes_clicks(here):
            here = here.parent
        if here is None:
            return f"a click on {node.shown()} does nothing"
        if here.tag == "label" and here.index not in self.targets:
            control = self.page.control_of(here)
            if control is None:
                return f"{here.shown()} is the label of nothing"
            here = control
        if here.disabled:
            return f"{here.shown()} is disabled"
        return self._activate(here)

    def _takes_clicks(self, node: Node) -> bool:
        return (
            node.tag in ("button", "input", "select", "textarea", "summary", "label")
            or (node.tag in ("a", "area") and "href" in node.attrs) or node.index in self.targets
            or "onclick" in node.attrs or node.get("role").lower() in _CLICKABLE_ROLES
        )  # fmt: skip

    def _activate(self, node: Node) -> str:
        kind = node.type if node.tag in ("input", "button") else ""
        href = node.get("href").strip()
        if node.tag in ("a", "area") and href and href != "#" and not href.lower().startswith("javascript:"):
            self.location = href
        elif kind == "checkbox":
            self.changed["checked", node.index] = not self.get("checked", node)
        elif kind == "radio":
            self._mark(node)
        elif kind in ("submit", "image") and (form := self.page.form_of(node)):
            return self._send(form, node)
        elif kind == "reset" and (form := self.page.form_of(node)):
            for control in self.page.controls(form):
                for name in ("value", "checked", "selected"):
                    self.changed.pop((name, control.index), None)
        elif node.tag == "summary" and node.parent is not None and node.parent.tag == "details":
            self.changed["open", node.parent.index] = not self.get("open", node.parent)
        elif node.tag in ("input", "select", "textarea") and kind != "button" and node.index not in self.targets:
            self.focused = node
        else:
            self.clicks.append(node.index)
        return ""

    def _mark(self, radio: Node) -> None:
        form, name = self.page.form_of(radio), radio.get("name")
        for other in self.page.elements("input"):
            if other.type == "radio" and name and other.get("name") == name and self.page.form_of(other) is form:
                self.changed["checked", other.index] = False
        self.changed["checked", radio.index] = True

    def fill(self, node: Node, text: str) -> str:
        """Put `text` into a field in place of what is there."""
        node = self._control(node)
        reason = self._unusable(node)
        if reason:
            return reason
        if not is_field(node):
            return f"nothing can be typed into {node.shown()}"
        if "readonly" in node.attrs:
            return f"{node.shown()} is read-only"
        if node.tag == "input" and node.type in ("number", "range") and not _NUMERIC.fullmatch(text.strip()):
            return f"{node.shown()} takes numbers only"
        self.changed["value", node.index] = text if node.tag == "textarea" else text.replace("\n", "").replace("\r", "")
        self.focused = node
        return ""

    def check(self, node: Node, on: bool) -> str:
        """Set or take away a check mark."""
        node = self._control(node)
        reason = self._unusable(node)
        if reason:
            return reason
        if node.tag != "input" or node.type not in ("checkbox", "radio"):
            return f"{node.shown()} is no checkbox and no radio button"
        if node.type == "checkbox":
            self.changed["checked", node.index] = on
        elif on:
            self._mark(node)
        elif self.get("checked", node):
            return f"the radio button {node.shown()} cannot be taken back"
        return ""

    def choose(self, node: Node, wanted: tuple[str, ...], by: str = "") -> str:
        """Choose options of a list by value or text (or `by` "index"); an option, radio button or check box itself."""
        node = self._control(node)
        if node.tag == "option" and (owner := node.up("select")):
            reason = self._unusable(owner) or (f"{node.shown()} is disabled" if node.disabled else "")
            if not reason:
                self.changed["selected", owner.index] = (node.index,)
            return reason
        if node.tag == "input" and node.type in ("checkbox", "radio"):
            return self.check(node, True)
        reason = self._unusable(node)
        if reason:
            return reason
        if node.tag != "select":
            return f"{node.shown()} is no list to choose from"
        options = self.options(node)
        chosen = []
        for text in wanted:
            plain = " ".join(text.split())
            if by == "index":
                found = [o for n, o in enumerate(options) if str(n) == plain]
            else:
                found = [o for o in options if self.value_of(o) == text.strip()] or [
                    o for o in options if plain in (self.page.text_of(o), o.get("label"))
                ]
            if not found:
                return f"{node.shown()} has no option {plain[:60]!r}"
            if found[0].disabled:
                return f"the option {plain[:60]!r} is disabled"
            chosen.append(found[0].index)
        self.changed["selected", node.index] = tuple(sorted(chosen)) if "multiple" in node.attrs else tuple(chosen[-1:])
        return ""

    def press(self, node: Node | None, key: str) -> str:
        """Press a key on an element, or on the one that has the focus."""
        if self.gone:
            return GONE
        node = self._control(node) if node is not None else self.focused
        if node is None:
            return "no element has the focus"
        reason = self._unusable(node)
        if reason:
            return reason
        key = key.strip(" ").lower() or " "
        if key in ENTER:
            if node.tag == "textarea":
                self.changed["value", node.index] = self.get("value", node) + "\n"
                return ""
            if node.tag == "input" and (node.type in TEXT_TYPES or node.type in ("checkbox", "radio")):
                form = self.page.form_of(node)
                if form is None:
                    return f"{node.shown()} belongs to no form"
                if default_button(self.page, form) is None and sum(map(is_field, self.page.controls(form))) > 1:
                    return "Enter does not send a form with several fields and no button"
                return self.submit(form)
            return self.click(node)
        if key in SPACE and (node.tag == "button" or (node.tag == "input" and not is_field(node))):
            return self.click(node)
        if len(key) == 1 and is_field(node):
            return self.fill(node, self.get("value", node) + key)
        return f"the key {key[:20]!r} changes nothing"

    def submit(self, node: Node) -> str:
        """Submit a form as its default button does."""
        if self.gone:
            return GONE
        form = node if node.tag == "form" else self.page.form_of(node)
        if form is None:
            return f"{node.shown()} belongs to no form"
        button = default_button(self.page, form)
        if button is not None and button.disabled:
            return f"the button {button.shown()} is disabled"
        return self._send(form, button)

    def go(self, url: str) -> str:
        if self.gone:
            return GONE
        self.location = url.strip()
        return ""

    # ---- helpers ---------------------------------------------------------------------------------

    def _control(self, node: Node) -> Node:
        return (self.page.control_of(node) or node) if node.tag == "label" else node

    def _unusable(self, node: Node) -> str:
        if self.gone:
            return GONE
        if node.disabled:
            return f"{node.shown()} is disabled"
        return f"{node.shown()} is hidden" if node.hidden else ""

    def value_of(self, option: Node) -> str:
        return option.attrs["value"].strip() if "value" in option.attrs else self.page.text_of(option)

    def value_of_selected(self, select: Node) -> str:
        return ",".join(self.value_of(self.page.nodes[index]) for index in self.get("selected", select))

    def _send(self, form: Node, button: Node | None) -> str:
        free = "novalidate" in form.attrs or (button is not None and "formnovalidate" in button.attrs)
        controls = [c for c in self.page.controls(form) if not c.disabled]
        if not free:
            empty = next((c for c in controls if "required" in c.attrs and self._is_empty(c, controls)), None)
            if empty is not None:
                self.blocked = f"the form cannot be sent: {empty.shown()} must be filled in"
                return self.blocked
        data = tuple(pair for control in controls for pair in self._data(control))
        name, value = (button.get("name"), button.get("value")) if button is not None else ("", "")
        address = button.get("formaction") if button is not None else ""
        pair = (name, value if name else "", address)
        self.submission = Submission(form.index, data, button.index if button is not None else -1, pair)
        return ""

    def _is_empty(self, control: Node, controls: list[Node]) -> bool:
        if control.tag == "input" and control.type == "radio":
            group = [c for c in controls if c.type == "radio" and c.get("name") == control.get("name")]
            return not any(self.get("checked", c) for c in group)
        if control.tag == "input" and control.type == "checkbox":
            return not self.get("checked", control)
        if control.tag == "select":
            return not any(self.value_of(self.page.nodes[i]) for i in self.get("selected", control))
        return is_field(control) and not self.get("value", control)

    def _data(self, control: Node) -> list[tuple[str, str]]:
        name = control.get("name")
        if not name or control.tag == "button":
            return []
        if control.tag == "select":
            return [(name, self.value_of(self.page.nodes[i])) for i in self.get("selected", control)]
        if control.tag == "input" and control.type in ("checkbox", "radio"):
            return [(name, control.get("value", "on"))] if self.get("checked", control) else []
        if control.tag == "input" and control.type in ("submit", "button", "reset", "image", "file"):
            return []
        return [(name, self.get("value", control))]


def is_field(node: Node) -> bool:
    """Whether text can be typed into the element."""
    if node.tag == "input":
        return node.type in TEXT_TYPES or node.type not in (
            "checkbox", "radio", "submit", "button", "reset", "image", "file", "hidden"
        )  # fmt: skip
    editable = node.attrs.get("contenteditable", "false").lower() in ("", "true", "plaintext-only")
    return node.tag == "textarea" or editable


def default_button(page: Page, form: Node) -> Node | None:
    """The first submit button of a form."""
    return next(
        (c for c in page.controls(form) if c.tag in ("button", "input") and c.type in ("submit", "image")), None
    )
