"""The reference of a web action, played: the state of the page that is wanted, and actions that bring it about.

Each effect of the reference becomes the action that has it (a click, a text, a check mark, a choice, a sent form),
played
on the page as a student's would be, so that wanted and given are compared as states. An effect that cannot be had on the
page, or that is there already, is a `BadReference`. Nothing here reads an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import ConfigDict

from graders.web_action.page import css as page_css
from graders.web_action.page import xpath as page_xpath
from graders.web_action.page.dom import Node, Page, read_page
from graders.web_action.page.state import Browser, Key, default_button, is_field
from repairloop import BadReference, Given

MAX_EFFECTS: Final = 20


class Effect(Given):
    """One effect: one of these, `fields` beside `submitted`."""

    model_config = ConfigDict(extra="forbid")

    clicked: str | None = None
    """The click that the selector's element would get."""
    set: dict[str, Any] | None = None
    """Selector of a field → its text."""
    checked: dict[str, bool] | None = None
    """Selector of a check box or radio button → whether it is checked."""
    selected: dict[str, Any] | None = None
    """Selector of a list → the option's value or text."""
    submitted: str | None = None
    """Selector of a form that is sent."""
    fields: dict[str, Any] | None = None
    """What it is sent with, name → value; a button's name and value choose the button."""
    navigated: str | None = None
    """The link's own href."""
    none: Literal[True] | None = None
    """Nothing on the page does what was asked: abstaining is right."""


class PageAndEffect(Given):
    """A page, and the effect that is wanted on it."""

    html: str
    """The page."""
    effect: Effect | list[Effect]
    """The effect, or several in order. Selectors are CSS or XPath, and name one element."""


@dataclass(frozen=True)
class Plan:
    """A reference that was played."""

    page: Page
    targets: frozenset[int]
    state: dict[Key, Any]
    clicks: tuple[int, ...]
    labels: dict[Key, str]
    """What each wanted change is, in words."""
    gold: tuple[dict[str, Any], ...]
    any_button: bool
    """The form may be sent by any button that sends the same."""


def plan_of(reference: PageAndEffect) -> Plan:
    try:
        page = read_page(reference.html)
    except ValueError as error:
        raise BadReference(f"'html' cannot be used: {error}") from None
    listed = reference.effect if isinstance(reference.effect, list) else [reference.effect]
    effects = [effect.model_dump(exclude_none=True) for effect in listed]
    if not 0 < len(effects) <= MAX_EFFECTS:
        raise BadReference(f"'effect' is one or a list of 1 to {MAX_EFFECTS}")
    if any("none" in effect for effect in effects):
        if effects != [{"none": True}]:
            raise BadReference("{'none': true} stands alone")
        return Plan(page, frozenset(), {}, (), {}, (), False)
    clicked = [_one(page, effect["clicked"], "clicked") for effect in effects if "clicked" in effect]
    play = _Play(Browser(page, frozenset(node.index for node in clicked)))
    for number, effect in enumerate(effects, 1):
        play.effect(effect, f"effect {number}")
    state = play.browser.state()
    if not state:
        raise BadReference("the effect is the page as it is already")
    labels = {key: play.labels.get(key) or _label(page, key, value) for key, value in state.items()}
    any_button = any("submitted" in effect for effect in effects)
    return Plan(page, play.browser.targets, state, tuple(play.browser.clicks), labels, tuple(play.gold), any_button)


def _one(page: Page, selector: str, what: str) -> Node:
    """The one element that a selector of the reference names."""
    try:
        path = selector.lstrip("(.").startswith("/")
        found = page_xpath.select(page, selector) if path else page_css.select(page, selector)
    except ValueError as error:
        raise BadReference(f"{what}: the selector {selector!r:.80} cannot be used: {error}") from None
    if len(found) != 1:
        raise BadReference(f"{what}: the selector {selector!r:.80} names {len(found)} elements instead of one")
    return found[0]


def _label(page: Page, key: Key, value: Any) -> str:
    kind, node = key[0], page.nodes[key[1]]
    words = {"click": "clicked", "submit": "sent", "checked": "checked" if value is True else "not checked"}
    if kind == "location":
        return f"the address is {value[:80]!r}"
    if kind == "selected":
        return f"{node.shown()} is {', '.join(page.text_of(page.nodes[i]) for i in value)!r:.80}"
    return f"{node.shown()} is {words[kind]}" if kind in words else f"{node.shown()} is {str(value)!r:.80}"


class _Play:
    """Plays the effects of a reference, and writes down the actions that would bring them about."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.page = browser, browser.page
        self.gold: list[dict[str, Any]] = []
        self.labels: dict[Key, str] = {}

    def effect(self, effect: dict[str, Any], what: str) -> None:
        names = [name for name in effect if name != "fields"]
        if len(names) != 1:
            raise BadReference(f"{what} is not one of clicked, set, checked, selected, submitted, navigated, none")
        name, value = names[0], effect[names[0]]
        if name == "clicked":
            self.do("click", _one(self.page, value, what), what)
        elif name == "submitted":
            self.submitted(value, effect.get("fields") or {}, what)
        elif name == "navigated":
            self.navigated(value, what)
        elif not value:
            raise BadReference(f"{what}: {name!r} is not an object of selectors and values")
        else:
            for selector, wanted in value.items():
                self.put(name, _one(self.page, selector, what), wanted, what)

    def put(self, name: str, node: Node, wanted: Any, what: str) -> None:
        if name == "checked":
            if not isinstance(wanted, bool):
                raise BadReference(f"{what}: 'checked' takes true or false, not {wanted!r:.60}")
            self.do("check" if wanted else "uncheck", node, what)
        elif isinstance(wanted, (str, int, float)) and not isinstance(wanted, bool):
            self.do("fill" if name == "set" else "select", node, what, str(wanted))
        else:
            raise BadReference(f"{what}: {wanted!r:.60} is not a text")

    def do(self, kind: str, node: Node, what: str, value: str | None = None) -> None:
        browser = self.browser
        action: dict[str, Any] = {"action": kind, "selector": _selector(self.page, node)}
        if kind == "click":
            reason = browser.click(node)
        elif kind == "fill":
            reason, action["text"] = browser.fill(node, value or ""), value
        elif kind == "select":
            reason, action["value"] = browser.choose(node, (value or "",)), value
        else:
            reason = browser.check(node, kind == "check")
        if reason:
            raise BadReference(f"{what} cannot be had: {reason}")
        self.gold.append(action)

    def submitted(self, selector: Any, fields: Any, what: str) -> None:
        form = _one(self.page, selector, what)
        if form.tag != "form" or not isinstance(fields, dict):
            raise BadReference(f"{what}: 'submitted' takes the selector of a form, 'fields' an object")
        button = default_button(self.page, form)
        controls = self.page.controls(form)
        for name, wanted in fields.items():
            named = [control for control in controls if control.get("name") == name]
            if not named:
                raise BadReference(f"{what}: the form has no field {name!r:.60}")
            pressed = [
                c for c in named if c.type == "submit" and c.tag in ("button", "input") and c.get("value") == wanted
            ]
            if pressed:
                button = pressed[0]
            else:
                self.field(named, wanted, what)
        if button is None:
            raise BadReference(f"{what}: the form has no button to send it")
        self.do("click", button, what)

    def field(self, named: list[Node], wanted: Any, what: str) -> None:
        """Give a form's field its value, if it has another one."""
        first, browser = named[0], self.browser
        if first.tag == "select":
            if browser.value_of_selected(first) != str(wanted):
                self.put("selected", first, wanted, what)
        elif first.tag == "input" and first.type in ("checkbox", "radio"):
            values = wanted if isinstance(wanted, list) else [wanted]
            for box in named:
                on = wanted if isinstance(wanted, bool) else box.get("value", "on") in values
                if browser.get("checked", box) != on and (on or box.type == "checkbox"):
                    self.put("checked", box, on, what)
            missing = [v for v in values if not isinstance(v, bool) and all(b.get("value", "on") != v for b in named)]
            if missing:
                raise BadReference(f"{what}: no box {first.get('name')!r:.40} has the value {missing[0]!r:.60}")
        elif is_field(first):
            if browser.get("value", first) != str(wanted):
                self.put("set", first, wanted, what)
        elif first.get("value") != wanted:
            raise BadReference(f"{what}: the field {first.get('name')!r:.40} cannot be changed")

    def navigated(self, href: Any, what: str) -> None:
        if not isinstance(href, str) or not href.strip():
            raise BadReference(f"{what}: 'navigated' takes an address")
        links = [n for n in self.page.elements("a") if n.get("href").strip() == href.strip() and not n.hidden]
        if links:
            self.do("click", links[0], what)
            if self.browser.location != href.strip():
                raise BadReference(f"{what}: the link to {href!r:.60} leads nowhere")
            return
        self.browser.go(href)
        self.gold.append({"action": "goto", "url": href})


def _selector(page: Page, node: Node) -> str:
    """A selector that names this element and no other."""
    name = node.get("id")
    plain = name.replace("-", "").replace("_", "").isalnum() and not name[0].isdigit()
    if plain and len(page_css.select(page, f"#{name}")) == 1:
        return f"#{name}"
    return path_of(node)


def path_of(node: Node) -> str:
    """The element's absolute XPath."""
    steps = []
    here: Node | None = node
    while here is not None and here.parent is not None:
        steps.append(f"/{here.tag}[{here.type_place}]")
        here = here.parent
    return "".join(reversed(steps))
