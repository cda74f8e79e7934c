"""Actions on a page that stand in lines of their own rather than in JSON or calls.

    click [12]   1. type [12] [oslo] [1]   Click [7]; [x]        WebArena, WebVoyager
    [12] click                                                   the same, turned round
    ELEMENT: 12 / ACTION: TYPE / VALUE: oslo                     SeeAct, Mind2Web
    Action: click / Action Input: {"element": "12"}              ReAct
    [textbox] Search -> TYPE: oslo                               Mind2Web
    click 12   fill @12 "oslo"                                   agent-browser

What is found is a verb with its arguments, and where it stands; which verbs there are is not known here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from graders.shared.json_text import json_values


class Line(NamedTuple):
    verb: str
    named: dict[str, Any]
    args: list[str]
    start: int
    end: int


MAX_LINES: Final = 200

_BULLET: Final = r"(?:(?:[-*•]|\d{1,2}[.)])[ \t]{1,4})?"
_BRACKETED = re.compile(
    rf"(?:^|(?<=\n))[ \t`]*{_BULLET}([a-z_]{{2,20}})((?:[ \t]{{0,4}}(?:;[ \t]{{0,4}})?\[[^\[\]\n]{{0,300}}\])+)"
    r"(?:[ \t]{1,4}where[ \t]{1,4}\[[^\[\]\n]{0,40}\][ \t]{1,4}is\b[^\n]{0,300})?[ \t`]*\.?(?=[ \t\r]*(?:\n|\Z))",
    re.IGNORECASE,
)
_REVERSED = re.compile(
    rf"(?:^|(?<=\n))[ \t`]*{_BULLET}\[([\w-]{{1,20}})\][ \t]{{1,4}}([a-z_]{{2,20}})(?:[ \t]{{1,4}}(?:\[([^\[\]\n]{{0,300}})\]|\"([^\"\n]{{0,300}})\"))?"
    r"[ \t`]*\.?(?=[ \t\r]*(?:\n|\Z))",
    re.IGNORECASE,
)
_INNER = re.compile(r"\[([^\[\]]*)\]")
_NAMED = re.compile(r"(id|element_id|bid|text|content|value|press_enter_after|press_enter)\s?=\s?(.*)", re.DOTALL)
_PLAIN = re.compile(
    rf"(?:^|(?<=\n))[ \t`]*{_BULLET}([a-z_]{{2,20}})[ \t]+(@?[a-z]{{0,3}}\d{{1,6}}|[#.][\w-]{{1,60}})"
    r"(?:[ \t]+(?:\"([^\"\n]{0,300})\"|'([^'\n]{0,300})'))?[ \t`]*(?=\n|\Z)",
    re.IGNORECASE,
)
_ARROW = re.compile(
    rf"(?:^|(?<=\n))[ \t]*{_BULLET}(?:\[([\w-]{{1,20}})\]|<([\w-]{{1,20}})>)[ \t]{{0,4}}([^\n]{{0,200}}?)(?:->|→)[ \t]{{0,4}}"
    r"([A-Za-z_]{2,20})(?:[ \t]{0,4}:[ \t]{0,4}([^\n]{0,300}))?(?=\n|\Z)"
)
_KEY: Final = r"(?:action[ _]input|action|element|target|selector|value|text|argument|option|key|url)"
_FIELD = re.compile(
    rf"(?:^[ \t>*_#-]{{0,8}}|;[ \t]{{0,4}})({_KEY})[ \t*_]{{0,4}}:[ \t*_]{{0,4}}([^\n]{{0,1000}}?)"
    rf"(?=;[ \t]{{0,4}}{_KEY}[ \t]{{0,4}}:|\n|\Z)",
    re.IGNORECASE | re.MULTILINE,
)
_VERB = re.compile(r"([A-Za-z_]{2,30})(?:[ \t]+(\S.*))?", re.DOTALL)
_ROLES: Final = frozenset(
    {"button", "link", "checkbox", "radio", "textbox", "searchbox", "combobox", "listbox", "option", "tab", "menuitem"}
)
_SNIPPET = re.compile(r"<([a-z][\w-]{0,20})((?:\s[^<>]{0,400})?)/?>([^<>]{0,200})", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"\b(id|name|href|placeholder|type|value|aria-label|data-[\w-]{1,20}|bid)=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
)


def bracketed(text: str) -> Iterator[Line]:
    """`click [12]`, `type [12] [oslo] [1]`, `click [id=12]`."""
    for found in _BRACKETED.finditer(text):
        named: dict[str, Any] = {}
        args = []
        for inner in _INNER.findall(found[2]):
            key = _NAMED.fullmatch(inner.strip())
            if key:
                named[key[1].replace("press_enter_after", "press_enter")] = key[2].strip()
            else:
                args.append(inner.strip())
        yield Line(found[1], named, args, found.start(), found.end())


def turned(text: str) -> Iterator[Line]:
    """`[7] click`, `[12] type "oslo"`."""
    for found in _REVERSED.finditer(text):
        said = [one for one in (found[3], found[4]) if one is not None]
        yield Line(found[2], {}, [found[1], *said], found.start(), found.end())


def plain(text: str) -> Iterator[Line]:
    """`click 12`, `click #buy`, `fill @12 "oslo"`: a target that can be nothing else."""
    for found in _PLAIN.finditer(text):
        said = [one for one in (found[3], found[4]) if one is not None]
        yield Line(found[1], {}, [found[2].removeprefix("@"), *said], found.start(), found.end())


def arrows(text: str) -> Iterator[Line]:
    """`[button] Buy now -> CLICK`."""
    for found in _ARROW.finditer(text):
        kind, name = (found[1] or found[2]).lower(), found[3].strip()
        if kind in _ROLES:
            named: dict[str, Any] = {"role": kind, "name": name}
        else:
            named = {"selector": _css(kind, "", name)} if name else {"selector": kind}
        yield Line(found[4], named | ({"value": found[5].strip()} if found[5] else {}), [], found.start(), found.end())


def fields(text: str) -> Line | None:
    """The action of the last group of `Element: …`, `Action: …`, `Value: …`, in any order; None without one."""
    groups: list[dict[str, re.Match[str]]] = [{}]
    for field in _FIELD.finditer(text):
        key = field[1].lower().replace("_", " ")
        if key in groups[-1]:
            groups.append({})
        groups[-1][key] = field
        if len(groups) > MAX_LINES:
            return None
    group = next((group for group in reversed(groups) if "action" in group), None)
    if group is None:
        return None
    said = {key: field[2].strip().strip("*_`").strip() for key, field in group.items()}
    verb = _VERB.fullmatch(said.pop("action"))
    if verb is None:
        return None
    named: dict[str, Any] = {}
    args: list[str] = []
    given = said.pop("action input", "")
    element = next((said.pop(key) for key in ("element", "target", "selector") if said.get(key)), "")
    if element and element.lower() not in ("none", "null", "n/a"):
        named["selector"] = _pointed(element)
    for key, value in said.items():
        if value and value.lower() not in ("none", "null", "n/a"):
            named["value" if key in ("argument", "option") else key] = value.strip("\"'")
    if verb[2]:
        args.append(verb[2].strip("\"' "))
    if given:
        values = json_values(given)
        if values and isinstance(values[0].value, dict):
            named |= values[0].value
        else:
            args.append(given.strip("\"'`[] "))
    places = [field.span() for field in group.values()]
    return Line(verb[1], named, args, min(places)[0], max(end for _, end in places))


def _pointed(element: str) -> str:
    """An element as a selector: a piece of HTML by its attributes and its text; all else as it stands."""
    snippet = _SNIPPET.search(element)
    if snippet is None:
        return element.strip("\"'`")
    return _css(snippet[1].lower(), snippet[2], snippet[3].strip())


def _css(tag: str, attributes: str, text: str) -> str:
    parts = [
        f"[{found[1]}={json.dumps(next(v for v in found.groups()[1:] if v is not None))}]"
        for found in _ATTRIBUTE.finditer(attributes)
    ]
    if not parts and text:
        return f"{tag}:has-text({json.dumps(text, ensure_ascii=False)})"
    return tag + "".join(parts)
