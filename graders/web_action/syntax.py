"""Actions on a page as models write them.

Read are JSON (`{"action": "click", "selector": "#buy"}`, `{"tool": "click", "element": "12"}`,
    `{"name": …, "arguments": …}`,
several in a list), calls (`click("#buy")`, `type('#q', 'oslo')`), chains of Playwright, Selenium or
the browser's own names (`page.get_by_role("button", name="Buy").click()`), lines (`graders.web_action.lines`), and tool
calls in the format of a model family (`graders.shared.call_native`). An "Action:" cue, a code fence or marks in a sentence say
where they stand; else the whole text is looked through. Prose is not read: "click the Buy button" is no action.

Nothing here knows the page: a target stays a row of locators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from graders.shared.call_native import read_native
from graders.shared.calls_meant import either, unmeant
from graders.shared.json_text import json_values
from graders.shared.stance import blanked
from graders.web_action import lines
from graders.web_action.calls import Chain, Name, Step, Unreadable, read_chain
from graders.web_action.page.locate import Locator, Target

MAX_ACTIONS: Final = 40
MAX_TRIES: Final = 64
MAX_READINGS: Final = 4
"""How often a reply is read again without the actions that it only speaks of."""

KINDS: Final = {
    **dict.fromkeys(("click", "tap", "click_element", "left_click", "mouse_click", "single_click", "toggle",
         "click_element_by_index", "click_node"), "click"),
    **dict.fromkeys(("dblclick", "double_click"), "dblclick"),
    **dict.fromkeys(
        ("type", "fill", "input", "set_value", "send_keys", "enter_text", "type_text", "input_text", "write", "enter",
         "press_sequentially", "set", "set_text", "fill_text", "insert_text", "text_input", "keyboard_type"), "fill"),
    "clear": "clear",
    **dict.fromkeys(("check", "tick"), "check"), **dict.fromkeys(("uncheck", "untick"), "uncheck"),
    "set_checked": "set_checked",
    **dict.fromkeys(
        ("select", "select_option", "choose", "choose_option", "pick", "select_by_visible_text", "select_by_value",
         "select_dropdown_option", "select_dropdown"), "select"),
    "select_by_index": "select_index",
    **dict.fromkeys(("press", "key", "keypress", "key_press", "press_key", "hotkey", "send_key"), "press"),
    **dict.fromkeys(("submit", "submit_form", "request_submit"), "submit"),
    **dict.fromkeys(("goto", "navigate", "open", "visit", "go_to", "open_url", "goto_url", "navigate_to", "load",
        "go_to_url"), "goto"),
    **dict.fromkeys(
        ("hover", "scroll", "focus", "wait", "scroll_to", "scroll_into_view", "mouse_move", "move_to_element",
            "screenshot",
         "scroll_down", "scroll_up", "blur", "drag", "drag_and_drop", "right_click", "read", "extract", "back",
         "go_back"), "look"),
    **dict.fromkeys(("none", "noop", "no_op", "no_action", "stop", "abstain", "nothing", "null", "n_a",
        "report_infeasible"), "none"),
    **dict.fromkeys(("done", "finish", "finished", "terminate", "exit", "end"), "done"),
}  # fmt: skip
"""Verb → kind of action; `look` are those that change nothing, `none` is abstaining, `done` ends a row of actions."""

_VERB_KEYS = ("action", "action_type", "tool", "name", "function", "function_name", "tool_name", "type", "op",
    "operation", "command", "action_name",
              "event", "act", "method", "verb", "kind")  # fmt: skip
_ARGUMENT_KEYS = (
    "arguments",
    "args",
    "parameters",
    "params",
    "input",
    "action_input",
    "action_args",
    "action_inputs",
    "kwargs",
)
_LIST_KEYS = ("actions", "steps", "tool_calls", "calls", "action")
_TARGET_KEYS = {
    "ref": "idref", "bid": "idref", "uid": "idref",
    "selector": "auto", "element": "auto", "target": "auto", "css": "css", "css_selector": "css",
    "element_id": "idref", "id": "idref", "node": "idref", "node_id": "idref",
    "locator": "auto", "field": "auto",
    "on": "auto", "index": "idref", "element_index": "idref", "xpath": "xpath", "label": "label", "placeholder": "placeholder",
    "test_id": "testid", "testid": "testid", "data_testid": "testid", "link_text": "link", "element_text": "text",
    "form": "auto",
    "where": "auto", "into": "auto",
}  # fmt: skip
_VALUE_KEYS = {
    "fill": ("text", "value", "content", "input", "string", "keys", "typed", "input_text", "argument"),
    "select": ("value", "option", "text", "label", "values", "choice", "option_text", "argument"),
    "select_index": ("index", "value", "option"),
    "press": ("key", "keys", "value", "text", "key_comb", "argument"),
    "goto": ("url", "href", "value", "target", "link", "to"),
    "set_checked": ("checked", "value", "state"),
}
_ENTER_KEYS = ("press_enter", "press_enter_after", "enter", "submit", "then_enter")
_CUE = re.compile(
    r"^[ \t>*_#-]{0,8}(?:final |next )?(?:actions?|answer|output|tool call)[ \t*_]{0,4}:[ \t*_]{0,4}"
    r"|\bthe (?:next |right )?action(?: I (?:will|should|would) (?:perform|take|do))? is[ \t]?:?[ \t]*(?=\S)",
    re.I | re.M,
)
_FENCE = re.compile(r"```[^\n`]*\n(.*?)```", re.DOTALL)
_START = re.compile(r"(?<![\w.$#\"'-])[A-Za-z_$][\w$]{0,60}(?=\s{0,3}(?:\(|\.\s{0,3}[A-Za-z_$]|\?\.))")
_INLINE = re.compile(
    r"```([^`\n]{1,1000})```|(?<!`)`([^`\n]{1,1000})`(?!`)|<action>\s{0,20}([^<\n]{1,1000})\s{0,20}</action>",
    re.IGNORECASE,
)
"""Marks in a sentence: "the next action I will perform is ```click [7]```", "<action>click [7]</action>"."""
_NEGATED = re.compile(r"\b(?:not|never|avoid|without|instead of|rather than)\b|n't\b|n’t\b", re.IGNORECASE)
_BROKEN_JSON = re.compile(r"[{\[]\s{0,20}[{\"']")
_ASSIGNED = re.compile(r"\s{0,20}=\s{0,20}((?:\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`))")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LOCATORS = {
    "get_by_text": "text", "get_by_label": "label", "get_by_placeholder": "placeholder", "get_by_test_id": "testid",
    "get_by_title": "title",
    "get_by_alt_text": "alt", "get_by_label_text": "label", "locator": "auto", "query_selector": "css",
    "wait_for_selector": "auto",
    "get_element_by_id": "id", "element": "auto", "find": "auto", "find_element_by_id": "id",
    "find_element_by_css_selector": "css",
    "find_element_by_xpath": "xpath", "find_element_by_name": "name", "find_element_by_link_text": "link",
    "get_elements_by_name": "name", "get_elements_by_class_name": "class", "get_elements_by_tag_name": "tag",
    "query_selector_all": "css", "$": "css", "$$": "css", "get_by_id": "id", "find_by_id": "id",
}  # fmt: skip
_FIRST = frozenset({"query_selector", "$", "find_element_by_id", "find_element_by_css_selector",
    "find_element_by_xpath",
                    "find_element_by_name", "find_element_by_link_text", "get_element_by_id",
                    "find_element"})  # fmt: skip
_BY = {"id": "id", "css_selector": "css", "xpath": "xpath", "name": "name", "class_name": "class", "tag_name": "tag",
       "link_text": "link", "partial_link_text": "link", "css": "css"}  # fmt: skip
_PREFIX = re.compile(r"(?:browser|playwright|puppeteer|web|computer)_")
"""Before the verbs of the tools by which browsers are driven (`browser_click`)."""
_PASSIVE = frozenset({"page", "driver", "browser", "document", "window", "self", "cy", "keyboard", "mouse", "frame",
    "tab", "context",
                      "actions", "root", "app", "agent", "env", "action", "web", "client", "await"})  # fmt: skip


@dataclass(frozen=True)
class Action:
    kind: str
    """A value of `KINDS`, or "" for a verb that nobody knows."""
    verb: str
    target: Target = ()
    value: str | None = None
    flag: bool = True
    """For `set_checked`: on or off."""
    enter: bool = False
    """Enter is pressed afterwards."""


@dataclass
class Reading:
    """What was found: the actions, where they stand, and what looks like one but cannot be read."""

    actions: list[Action] = field(default_factory=list)
    start: int = 0
    end: int = 0
    broken: str = ""
    places: list[tuple[int, int]] = field(default_factory=list)
    """Where each action stands, or several together."""
    choice: bool = False
    """Several are offered, joined by "or"."""

    def add(self, actions: list[Action], start: int, end: int) -> None:
        if actions:
            self.start = start if not self.actions else min(self.start, start)
            self.end = max(self.end, end)
            self.actions += actions[: MAX_ACTIONS - len(self.actions)]
            self.places.append((start, end))


def read_actions(text: str) -> Reading:
    """Every action that the reply takes; those that it only speaks of are left out (`graders.shared.calls_meant`)."""
    reading = _read_all(text)
    for _ in range(MAX_READINGS):
        off = unmeant(text, reading.places)
        if not off:
            break
        text = blanked(text, off)
        reading = _read_all(text)
    reading.choice = either(text, reading.places)
    return reading


def _read_all(text: str) -> Reading:
    """Every action in the text, from behind the last cue, or from the last fence, where these hold any."""
    places = [(0, len(text))]
    cues = list(_CUE.finditer(text))
    if cues:
        places.insert(0, (cues[-1].end(), len(text)))
    fences = [m.span(1) for m in _FENCE.finditer(text)]
    if fences:
        places.insert(0, fences[-1])
    places[:0] = _marked(text)
    broken = ""
    for start, end in places:
        reading = _read(text, start, end)
        if reading.actions:
            return reading
        broken = broken or reading.broken
    return _read_lines(text) or Reading(broken=broken)


def _marked(text: str) -> list[tuple[int, int]]:
    """Where an action stands between marks in a sentence that does not deny it: the last such place, or none."""
    found = [m for m in _INLINE.finditer(text) if not _is_negated(text, m.start())]
    if not found:
        return []
    start, end = found[-1].span(found[-1].lastindex or 0)
    inner = [*lines.bracketed(text[start:end])]
    return [(start, end)] if any(verb_of(line.verb) in KINDS for line in inner) else []


def _is_negated(text: str, start: int) -> bool:
    line = text[max(text.rfind("\n", 0, start) + 1, start - 80) : start]
    return bool(_NEGATED.search(re.split(r"[.!?;]\s|,\s(?=(?:I|we|but|so|then)\b)", line)[-1]))


def _read_lines(text: str) -> Reading | None:
    """What stands in lines and is neither JSON nor a call."""
    reading = Reading()
    for read in (lines.arrows, lines.plain):
        for line in read(text):
            if verb_of(line.verb) in KINDS:
                reading.add([_action(verb_of(line.verb), line.named, list(line.args))], line.start, line.end)
        if reading.actions:
            return reading
    last = lines.fields(text)
    if last is None or verb_of(last.verb) not in KINDS:
        return None
    verb, named = verb_of(last.verb), {verb_of(key): value for key, value in last.named.items()}
    if KINDS[verb] == "press" and "selector" not in named:
        named |= {"key": last.args[0]} if last.args else {}
        reading.add([_action(verb, named, [], focused=True)], last.start, last.end)
    else:
        reading.add([_action(verb, named, list(last.args))], last.start, last.end)
    return reading


def _read(text: str, start: int, end: int) -> Reading:
    reading = Reading()
    part = text[start:end]
    native, _ = read_native(part, {})
    for call in native.calls:
        if verb_of(call.name) in KINDS:
            action = _from_dict({"action": call.name, "arguments": call.arguments}, "action")
            reading.add([action], start + native.start, start + native.end)
    if reading.actions:
        return reading
    values = json_values(part)
    for found in values:
        try:
            actions = list(_from_json(found.value, 0))
        except Unreadable as error:
            reading.broken = reading.broken or str(error)
            continue
        if found.doubled:
            reading.broken = reading.broken or "an object with a key that stands twice"
            continue
        reading.add(actions, start + found.span[0], start + found.span[1])
    if reading.actions:
        return reading
    _read_calls(text, start, end, reading)
    _read_bracketed(part, start, reading)
    if not reading.actions and not values and _BROKEN_JSON.search(part):
        reading.broken = reading.broken or "an object that is not JSON"
    return reading


def verb_of(name: Any) -> str:
    """`doubleClick`, `Double-click` → `double_click`."""
    verb = re.sub(r"[\s-]+", "_", _CAMEL.sub("_", str(name).strip()[:60])).lower().rsplit(".", 1)[-1]
    bare = _PREFIX.sub("", verb, count=1)
    return bare if bare != verb and bare in KINDS else verb


def _verb(name: Any) -> str:
    return verb_of(name) if isinstance(name, str) else ""


def _text(value: Any) -> str:
    """A plain value as text; "" for an object or a list."""
    return str(value) if isinstance(value, (str, int, float)) else ""


# ---- JSON --------------------------------------------------------------------------------------------


def _from_json(value: Any, depth: int) -> Iterator[Action]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value[:MAX_ACTIONS]:
            if isinstance(item, (dict, list)):
                yield from _from_json(item, depth + 1)
        return
    if not isinstance(value, dict):
        return
    plain = {verb_of(key): item for key, item in value.items()}
    for key in _LIST_KEYS:
        if isinstance(plain.get(key), list):
            yield from _from_json(plain[key], depth + 1)
            return
    for key in ("action", "function", "tool_call", "function_call"):
        if isinstance(plain.get(key), dict):
            yield from _from_json(plain[key], depth + 1)
            return
    known = [key for key in _VERB_KEYS if plain.get(key, 0) is None or _verb(plain.get(key)) in KINDS]
    if known:
        yield _from_dict(plain, known[0])
        return
    verbs = [key for key in plain if key in KINDS]
    if len(verbs) == 1 and len(plain) <= 2:  # {"click": "#buy"}
        given = plain[verbs[0]]
        inner = {verb_of(k): v for k, v in given.items()} if isinstance(given, dict) else {"target": given}
        yield _from_dict({**plain, **inner, "action": verbs[0]}, "action")
        return
    named = [key for key in _VERB_KEYS[:6] if isinstance(plain.get(key), str)]
    if named:
        yield Action("", verb_of(plain[named[0]]))


def _from_dict(given: dict[str, Any], verb_key: str) -> Action:
    verb = verb_of(given[verb_key]) if given[verb_key] is not None else "none"
    plain = {key: value for key, value in given.items() if key != verb_key}
    for key in _ARGUMENT_KEYS:
        inner = plain.get(key)
        if isinstance(inner, str) and inner.lstrip().startswith("{"):
            inner = next((found.value for found in json_values(inner)), None)
        if isinstance(inner, dict):
            plain = {**plain, key: None, **{verb_of(k): v for k, v in inner.items()}}
            break
    return _action(verb, plain, [])


def _action(verb: str, named: dict[str, Any], args: list[Any], target: Target = (), focused: bool = False) -> Action:
    """An action from its verb, named arguments, the others in order, and a target that a chain gave.

    `focused`: it goes to whatever has the focus (`page.keyboard`).
    """
    kind = KINDS.get(verb, "")
    named, args = dict(named), list(args)
    if kind == "select" and "index" in named and (target or args or _has_other(named)):
        kind = "select_index"
    value_keys = _VALUE_KEYS.get(kind, ())
    if not target and not focused:
        target = _named_target(named, kind, value_keys)
    if (
        not target
        and not focused
        and args
        and kind not in ("goto", "done", "none", "look")
        and not (kind == "press" and _is_key(args))
    ):
        first = args.pop(0)
        target = (
            _from_chain(first)[0]
            if isinstance(first, list) and first and isinstance(first[0], Step)
            else _target(first)
        )
    value = next((named[key] for key in value_keys if key in named), None)
    if value is None and args and value_keys:
        value = args.pop(0)
    if isinstance(value, dict):  # select_option({label: "Norway"})
        if kind == "select" and "index" in value:
            kind = "select_index"
        value = next(iter(value.values()), None)
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    enter = any(_is_on(named.get(key)) for key in _ENTER_KEYS) or any(
        isinstance(arg, Name) and _is_key([arg]) for arg in args
    )
    if kind == "fill" and args and _is_on(args[0]) and str(args[0]) == "1":
        enter = True
    flag = _is_on(value) if kind == "set_checked" else True
    text = _text(value) if isinstance(value, (str, int, float)) else None
    if verb == "send_keys" and not target and text is not None and _is_key([text]):
        kind = "press"
    if kind == "fill" and isinstance(value, Name):
        kind = "press" if _is_key([value]) else kind
    if kind == "fill" and text is not None and text.endswith(("\n", "\\n")) and len(text) > 1:
        text, enter = text.removesuffix("\\n").rstrip("\n"), True
    return Action(kind, verb, target, text, flag, enter)


def _has_other(named: dict[str, Any]) -> bool:
    """Whether an index beside these is that of an option: the list has a name of its own, the option has none."""
    texts = {"text", "option", "value", "option_text"}
    return not texts & named.keys() and any(key in named for key in _TARGET_KEYS if key != "index")


def _is_key(args: list[Any]) -> bool:
    """Whether `press(…)` names a key and no element."""
    if len(args) != 1:
        return False
    key = _text(args[0]).strip().lower().rsplit(".", 1)[-1]
    return key in (
        "enter", "return", "tab", "escape", "esc", "space", "backspace", "delete", "arrowdown", "arrowup",
        "numpadenter",
        "pagedown", "pageup", "home", "end",
    )  # fmt: skip


def _is_on(value: Any) -> bool:
    return value is True or _text(value).strip().lower() in ("true", "1", "yes", "on")


def _named_target(named: dict[str, Any], kind: str, value_keys: tuple[str, ...]) -> Target:
    if isinstance(named.get("role"), str):
        return (Locator("role", named["role"], _text(named.get("name") or ""), bool(named.get("exact"))),)
    for key, engine in _TARGET_KEYS.items():
        if (
            key in named
            and key not in value_keys[2:]
            and named[key] is not None
            and not (key == "label" and kind == "select")
        ):
            target = _target(named[key], engine)
            if target:
                return target
    if kind not in ("fill", "select", "press") and isinstance(named.get("text"), str):
        return (Locator("text", named["text"]),)
    return ()


def _target(value: Any, engine: str = "auto") -> Target:
    if isinstance(value, dict):
        return _named_target({verb_of(key): item for key, item in value.items()}, "click", ())
    if isinstance(value, list):
        return _from_chain(value)[0] if value and isinstance(value[0], Step) else ()
    return (Locator(engine, _text(value)),) if _text(value).strip() else ()


# ---- calls -------------------------------------------------------------------------------------------


def _read_calls(text: str, start: int, end: int, reading: Reading) -> None:
    place = start
    for _ in range(MAX_TRIES):
        found = _START.search(text, place, end)
        if found is None:
            return
        place = found.end()
        try:
            chain, stop = read_chain(text, found.start())
        except (Unreadable, ValueError, RecursionError):
            if verb_of(found[0]) in KINDS and text[found.end() : found.end() + 1] == "(":
                reading.broken = reading.broken or f"a call of {found[0][:40]} that cannot be read"
            continue
        action = _from_steps(chain, text, stop)
        if action is not None:
            place = stop
            if not _is_negated(text, found.start()):
                reading.add([action], found.start(), stop)


def _from_steps(chain: Chain, text: str, stop: int) -> Action | None:
    """The action that a chain is; None where it is none."""
    if not any(step.called for step in chain):
        return None
    target, rest = _from_chain(chain)
    if not rest and chain[-1].name == "value" and (assigned := _ASSIGNED.match(text, stop)):
        try:
            value, _ = read_chain(f"value({assigned[1]})", 0)
        except Unreadable:
            return None
        return _action("fill", {}, value[0].args, target)
    if len(rest) != 1 or not rest[0].called:
        return None
    step = rest[0]
    verb = verb_of(step.name)
    if verb == "get" and chain[0].name in ("driver", "browser"):
        verb = "goto"
    if verb in ("do", "execute_action", "act", "perform") and step.named:
        given = {**step.named}
        if _verb(given.get("action")) == "search":  # of AutoWebGLM: types and sends
            given |= {"action": "type", "press_enter": True}
        return next(_from_json(given, 0), None)
    if verb not in KINDS:
        return None
    named = {verb_of(key): value for key, value in step.named.items()}
    args = [arg for arg in step.args if not isinstance(arg, dict) or verb_of(step.name) == "select_option"]
    for arg in step.args:
        if isinstance(arg, dict) and verb != "select_option":
            named |= {verb_of(key): value for key, value in arg.items()}
    return _action(verb, named, args, target, any(step.name == "keyboard" for step in chain))


def _from_chain(chain: Chain) -> tuple[Target, Chain]:
    """The target that a chain leads to, and the steps that are left: the action."""
    target: list[Locator] = []
    rest: Chain = []
    for step in chain:
        name = verb_of(step.name) if not step.name.startswith("$") else step.name
        value = str(step.args[0]) if step.args and isinstance(step.args[0], str) else ""
        options = {verb_of(k): v for arg in [step.named, *step.args] if isinstance(arg, dict) for k, v in arg.items()}
        if name == "[]" or name == "nth" or (name in ("first", "last") and not step.args):
            index = {"first": "0", "last": "-1"}.get(name, value)
            if target and re.fullmatch(r"-?\d{1,4}", index):
                target.append(Locator("nth", index))
        elif name == "filter" and target:
            target.append(Locator("has_text", str(options.get("has_text", ""))))
        elif name == "get_by_role" and value:
            target.append(Locator("role", value, str(options.get("name") or ""), options.get("exact") is True))
        elif name in ("find_element", "find_elements") and len(step.args) > 1 and isinstance(step.args[0], str):
            by = step.args[0].rsplit(".", 1)[-1].lower().replace(" ", "_")
            target.append(Locator(_BY.get(by, "auto"), str(step.args[1]), exact=by == "link_text"))
            target += [Locator("nth", "0")] if name == "find_element" else []
        elif (
            name == "select"
            and step.args
            and isinstance(step.args[0], list)
            and step.args[0]
            and isinstance(step.args[0][0], Step)
        ):
            target += _from_chain(step.args[0])[0]
        elif chain[0].name == "cy" and name in ("get", "contains") and value:
            target.append(Locator("css" if name == "get" else "text", value))
        elif name in _LOCATORS and (value or step.named):
            value = value or str(next(iter(step.named.values())))
            target.append(Locator(_LOCATORS[name], value, exact=options.get("exact") is True))
            target += [Locator("nth", "0")] if name in _FIRST else []
            if "has_text" in options:
                target.append(Locator("has_text", str(options["has_text"])))
        elif step.called or (name not in _PASSIVE and not (name == "value" and target)):
            rest.append(step)
    return tuple(target), rest


def _read_bracketed(part: str, start: int, reading: Reading) -> None:
    """`click [12]`, `type [12] [oslo] [1]`, `[12] click`."""
    for line in [*lines.bracketed(part), *lines.turned(part)]:
        if verb_of(line.verb) in KINDS:
            reading.add([_action(verb_of(line.verb), line.named, line.args)], start + line.start, start + line.end)
