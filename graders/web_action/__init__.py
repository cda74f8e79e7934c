"""An action on a web page, judged by what it does to the page and not by its words.

The idea: both the wanted effect and the student's actions are played on the page's tree (`graders.web_action.page.state`), and the
two resulting states are compared: the same state passes, whichever element, selector or key brought it about, and
whatever else changed fails. No script of the page is run.

Selectors of the reference are CSS (`graders.web_action.page.css`) or XPath (`graders.web_action.page.xpath`), and must name one element.

Answers are read in every usual form (`graders.web_action.syntax`); prose is no action. A target that several elements
answer to is an error, as in Playwright, unless the form itself takes the first (`querySelector`, `.first`). Typing
replaces what is in a field. A click that changes nothing is no fault; one on a hidden or disabled element is.
"""

from __future__ import annotations

import json
from typing import Any, Final

from graders.shared.json_text import json_values
from graders.web_action.page.dom import Node
from graders.web_action.page.locate import BadTarget, resolve
from graders.web_action.page.state import GONE, Browser, Key, Submission, is_field
from graders.web_action.plan import PageAndEffect, Plan, path_of, plan_of
from graders.web_action.syntax import Action, Reading, read_actions
from repairloop import Answer, Certainty, Check, Given, Grader, Probe, Verdict, failed, grader, one_call, passed

MAX_CHARS: Final = 65_536
MAX_CHECKS: Final = 40

_UNREADABLE: Final = "its target cannot be read"
_ABSTENTIONS = frozenset(
    {"none", "null", "noop", "no action", "no_action", "n/a", "[]", "{}", "nothing", "stop", "no op"}
)
_ORDER = ("wrong_function", "missing_arg", "arg_value", "incomplete_set", "wrong_call_count", "extra_items")
_DOES: Final = {
    "value": ("fill", "clear", "press"),
    "checked": ("check", "uncheck", "set_checked", "click", "dblclick", "press", "select"),
    "selected": ("select", "select_index"), "open": ("click", "dblclick", "press"),
    "click": ("click", "dblclick", "press"),
    "submit": ("click", "submit", "press"), "location": ("click", "goto", "press"),
}  # fmt: skip
"""Kind of state → the kinds of action that change it."""
Fault = tuple[str, str]
"""Error class and evidence."""


class WebSettings(Given):
    """How the page was shown, and how to abstain."""

    ids: str = ""
    """The attribute by which the page's elements were numbered for the student ("data-id", "bid")."""
    abstain: str = ""
    """The reply asked for where no action is right, for instance "NONE"; absent: any usual way."""


@grader("web_action", version="6")
class WebAction(Grader[PageAndEffect, WebSettings]):
    """Compares what an answer's actions do to the page with the effect that was wanted."""

    reads_calls = True

    kept = 512

    def prepare(self, reference: PageAndEffect, settings: WebSettings) -> tuple[Plan, str, str]:
        return plan_of(reference), settings.ids, settings.abstain

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        plan, ids, token = self.read(probe)
        text = answer.text[:MAX_CHARS]
        expected = _written(plan.gold) if plan.gold else token or "none"
        said = _abstention(text, token)
        reading = read_actions(text) if said is None else Reading()
        does = [action for action in reading.actions if action.kind not in ("none", "done")]
        if said is None and reading.actions and not does:
            said = not token
        if said is not None:
            return _judge_abstention(plan, said, {"extracted": _clean(text.strip()[:500]), "expected": expected}, token)
        if not does:
            if reading.broken:
                return failed(
                    "format_violation",
                    expected=expected,
                    evidence=f"There is no readable action, but {reading.broken}.",
                )
            return failed("no_answer_found", expected=expected, evidence="There is no action that can be read.")
        span = (reading.start, reading.end)
        report: dict[str, Any] = {"extracted": _clean(text[slice(*span)]), "span": span, "expected": expected}
        if reading.broken:
            return failed("format_violation", evidence=f"Beside an action it has {reading.broken}.", **report)
        if reading.choice and plan.gold:
            return failed("extra_items", evidence="It offers several actions for choice.", **report)
        if not plan.gold:
            return failed(
                "missed_abstention", evidence=f"It does {does[0].verb[:40]!r} where no action was right.", **report
            )
        browser = Browser(plan.page, plan.targets)
        faults = _play(browser, does, ids)
        found = faults or _difference(plan, browser, does, ids)
        checks = _checks(plan, browser, found)
        if not found:
            return passed(checks=checks, **report)
        worst = min(found, key=lambda fault: _ORDER.index(fault[0]) if fault[0] in _ORDER else -1)
        certainty: Certainty = "heuristic" if _UNREADABLE in worst[1] else "exact"
        return failed(worst[0], certainty, evidence=_clean(worst[1][:500]), checks=checks, **report)

    def gold(self, probe: Probe) -> str:
        """JSON of the actions, one object or a list of several; or the abstention."""
        plan, _, token = self.read(probe)
        return _written(plan.gold) if plan.gold else token or "none"

    def corrupt(self, probe: Probe) -> dict[str, str]:
        plan, _, token = self.read(probe)
        wrong = {"no_answer_found": "Sure, I will take care of that on the page right away."}
        if not plan.gold:
            node = next((n for n in plan.page.nodes[1:] if n.tag in ("a", "button", "input")), plan.page.nodes[1])
            click = {"action": "click", "selector": path_of(node)}
            wrong |= {"missed_abstention": json.dumps(click), "format_violation": json.dumps(click)[:-1]}
            return wrong
        first, rest = plan.gold[0], plan.gold[1:]

        def put(operator: str, **change: Any) -> None:
            action = {key: value for key, value in {**first, **change}.items() if value is not None}
            wrong[operator] = _written((action, *rest))

        wrong["wrong_function"] = _written(tuple({**action, "action": "hover"} for action in plan.gold))
        put("arg_value", **({"url": "/nowhere-at-all"} if "url" in first else {"selector": "#no-such-element"}))
        put("missing_arg", **({"url": None} if "url" in first else {"selector": None}))
        wrong["format_violation"] = _written(plan.gold)[:-1]
        wrong["false_abstention"] = token or '{"action": "none"}'
        if "text" in first:
            put("arg_value:text", text=first["text"] + "x1")
            put("missing_arg:text", text=None)
            if not rest:
                put("wrong_function:click", action="click")
        if "value" in first:
            put("arg_value:option", value="no such option")
        other = _elsewhere(plan)
        if other is not None:
            wrong["extra_items"] = _written(({"action": "fill", "selector": path_of(other), "text": "77"}, *plan.gold))
        if rest:
            wrong["incomplete_set"] = _written(plan.gold[:-1])
            wrong["first_left_out"] = _written(rest)
        if plan.clicks:
            place = next(i for i, action in enumerate(plan.gold) if action["action"] == "click")
            wrong["wrong_call_count"] = _written((*plan.gold[:place], plan.gold[place], *plan.gold[place:]))
        return wrong

    def examples(self) -> list[Probe]:
        question = f"Which action has this effect? {_SHOP}"
        return self.probes([({"html": _SHOP, "effect": effect}, more) for effect, more in _EXAMPLES], question)


# ---- the answer --------------------------------------------------------------------------------------


def _clean(text: str) -> str:
    """Text without lone surrogates, which no file can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _abstention(text: str, token: str) -> bool | None:
    """Whether the whole reply abstains: True in the way asked for, False in another, None where it does not."""
    reply = text.strip()
    if reply.startswith("```") and reply.endswith("```") and "\n" in reply:
        reply = reply[reply.index("\n") + 1 : -3].strip()
    reply = reply.strip("`\"'. \n")
    if len(reply) > 200:
        return None
    folded = " ".join(reply.casefold().split())
    if token and (folded == " ".join(token.casefold().split()) or _same_json(reply, token)):
        return True
    folded = folded.removeprefix("action:").strip().removesuffix("()").strip()
    return not token if folded in _ABSTENTIONS else None


def _same_json(reply: str, token: str) -> bool:
    wanted, given = json_values(token), json_values(reply)
    return bool(wanted) and bool(given) and given[0].span == (0, len(reply)) and wanted[0].value == given[0].value


def _judge_abstention(plan: Plan, as_asked: bool, report: dict[str, Any], token: str) -> Verdict:
    if plan.gold:
        return failed("false_abstention", evidence="It does nothing where an action was right.", **report)
    if not as_asked:
        return failed("format_violation", evidence=f"It abstains, but not with {token[:60]!r}.", **report)
    return passed(checks=[Check(name="abstention", passed=True)], **report)


def _play(browser: Browser, actions: list[Action], ids: str) -> list[Fault]:
    """Play the actions; what cannot be played is a fault, and the first one ends the play."""
    for number, action in enumerate(actions, 1):
        fault = _play_one(browser, action, ids)
        if fault is not None:
            return [(fault[0], f"Action {number} ({action.verb[:40]}): {fault[1]}.")]
    return []


def _play_one(browser: Browser, action: Action, ids: str) -> Fault | None:
    kind = action.kind
    if not kind:
        return "wrong_function", "there is no such action"
    if browser.gone:
        return "extra_items", GONE
    if kind == "look":
        return None
    if kind == "goto":
        if not action.value and not action.target:
            return "missing_arg", "it does not say where to go"
        browser.go(action.value or action.target[0].value)
        return None
    node = None
    if action.target:
        try:
            nodes = resolve(browser.page, action.target, ids)
        except BadTarget as error:
            return "arg_value", f"{_UNREADABLE}: {error}"
        if not nodes:
            return "arg_value", f"nothing on the page answers to {_shown(action)}"
        if len(nodes) > 1:
            return "wrong_value", f"{_shown(action)} matches {len(nodes)} elements"
        node = nodes[0]
    elif kind not in ("press",) and not (kind == "fill" and browser.focused):
        return "missing_arg", "it does not say which element"
    node = node or browser.focused
    reason = _act(browser, action, node)
    if isinstance(reason, tuple):
        return reason
    if reason and (node is None or node.hidden or node.disabled or kind not in ("click", "dblclick", "press")):
        return ("wrong_function" if _is_wrong_kind(reason) else "arg_value"), reason
    return None


def _act(browser: Browser, action: Action, node: Node | None) -> str | Fault:
    kind = action.kind
    if kind == "press":
        if action.value is None:
            return "missing_arg", "it does not say which key"
        return browser.press(node, action.value)
    assert node is not None
    if kind in ("click", "dblclick"):
        reason = browser.click(node)
        return browser.click(node) if kind == "dblclick" and not reason and not browser.gone else reason
    if kind in ("check", "uncheck", "set_checked"):
        return browser.check(node, kind == "check" or (kind == "set_checked" and action.flag))
    if kind == "submit":
        return browser.submit(node)
    if kind in ("select", "select_index"):
        if action.value is None and node.tag == "select":
            return "missing_arg", "it does not say which option"
        return browser.choose(node, (action.value or "",), "index" if kind == "select_index" else "")
    if kind == "fill" and action.value is None:
        return "missing_arg", "it does not say what to type"
    reason = browser.fill(node, "" if kind == "clear" else action.value or "")
    return browser.press(None, "Enter") if action.enter and not reason else reason


def _is_wrong_kind(reason: str) -> bool:
    return reason.startswith("nothing can be typed") or " is no " in reason or "belongs to no form" in reason


def _shown(action: Action) -> str:
    return _clean(
        " >> ".join(
            f"{loc.engine}={loc.value[:80]}" if loc.engine != "auto" else loc.value[:80] for loc in action.target
        )
    )[:200]


# ---- wanted and got ----------------------------------------------------------------------------------


def _difference(plan: Plan, browser: Browser, actions: list[Action], ids: str) -> list[Fault]:
    """Why the state that the answer leaves is not the wanted one; empty where it is."""
    got, wanted = browser.state(), plan.state
    missing = [key for key in wanted if key not in got]
    wrong = [key for key in wanted if key in got and not _same(plan, wanted[key], got[key])]
    extra = [key for key in got if key not in wanted]
    if not missing and not wrong and not extra:
        in_order = tuple(browser.clicks) == plan.clicks
        return [] if in_order else [("wrong_order", "It clicks the right elements in another order.")]
    found: list[Fault] = []
    if wrong:
        key = wrong[0]
        if key[0] == "click":
            found.append(
                ("wrong_call_count", f"It does this {got[key]} times, wanted {wanted[key]}: {plan.labels[key]}.")
            )
        else:
            found.append(("arg_value", f"Wanted: {plan.labels[key]}; it leaves {_told(plan, key, got[key])}."))
    if browser.blocked and any(key[0] == "submit" for key in missing):
        found.append(("arg_value", f"Not done, for {browser.blocked}."))
    elif missing and extra:
        kinds = {key[0] for key in missing} & {key[0] for key in extra}
        done = f"Wanted: {plan.labels[missing[0]]}; instead it changes {_told(plan, extra[0], got[extra[0]])}."
        found.append(("arg_value" if kinds else "wrong_function", done))
    elif missing and len(missing) < len(wanted):
        found.append(("incomplete_set", f"Not done: {plan.labels[missing[0]]}."))
    elif missing:
        found.append(
            (
                _idle(plan, missing, browser, actions, ids),
                f"Nothing on the page changes; wanted: {plan.labels[missing[0]]}.",
            )
        )
    elif extra:
        found.append(("extra_items", f"Besides, it changes {_told(plan, extra[0], got[extra[0]])}."))
    return found


def _idle(plan: Plan, missing: list[Key], browser: Browser, actions: list[Action], ids: str) -> str:
    """The class of actions that change nothing: the wrong kind on a right element, or a wrong element."""
    if all(action.kind == "look" for action in actions):
        return "wrong_function"
    right = 0
    for action in actions:
        pointed = action.target if action.kind not in ("look", "goto") else ()
        for node in resolve(browser.page, pointed, ids):
            owner = (browser.page.control_of(node) if node.tag == "label" else None) or node
            for kind, index in missing:
                if plan.state[kind, index] is False and plan.page.nodes[index].type == "radio":
                    continue  # the other button of the group
                if owner.index == index or (kind == "click" and owner.under(plan.page.nodes[index])):
                    opposite = (
                        action.kind in ("check", "uncheck") and (action.kind == "check") != plan.state[kind, index]
                    )
                    if opposite or action.kind not in _DOES[kind]:
                        return "wrong_function"
                    right += 1
    return "wrong_call_count" if right > 1 else "arg_value"


def _same(plan: Plan, wanted: Any, got: Any) -> bool:
    if isinstance(wanted, Submission) and isinstance(got, Submission):
        if plan.any_button:
            return wanted.button_data == got.button_data
        return (wanted.button, wanted.button_data) == (got.button, got.button_data)
    if isinstance(wanted, str) and isinstance(got, str):
        return wanted.strip() == got.strip()
    return bool(wanted == got)


def _told(plan: Plan, key: Key, value: Any) -> str:
    """A change in words."""
    kind, node = key[0], plan.page.nodes[key[1]]
    if kind == "location":
        return f"the address to {value[:80]!r}"
    if kind == "submit":
        return f"{node.shown()} by sending it"
    if kind == "click":
        return f"{node.shown()} by a click"
    if kind == "selected":
        value = ", ".join(plan.page.text_of(plan.page.nodes[i]) for i in value)
    return f"{kind} of {node.shown()} to {str(value)[:80]!r}"


def _checks(plan: Plan, browser: Browser, found: list[Fault]) -> list[Check]:
    """One check for each wanted change, one for everything else."""
    got = browser.state()
    checks = []
    for key, value in list(plan.state.items())[: MAX_CHECKS - 1]:
        done = key in got and _same(plan, value, got[key])
        checks.append(Check(name=plan.labels[key][:200], passed=done, detail="" if done else "not so"))
    extra = [_told(plan, key, got[key]) for key in got if key not in plan.state]
    broken = next((evidence for _, evidence in found), "") if found and all(check.passed for check in checks) else ""
    return [
        *checks,
        Check(
            name="nothing else", passed=not extra and not broken, detail=_clean("; ".join(extra)[:200] or broken[:200])
        ),
    ]


# ---- the reference -----------------------------------------------------------------------------------


def _elsewhere(plan: Plan) -> Node | None:
    """A usable field that the effect leaves alone."""
    for node in plan.page.elements("input", "textarea"):
        usable = is_field(node) and not node.hidden and not node.disabled and "readonly" not in node.attrs
        if usable and ("value", node.index) not in plan.state and node.get("value") != "77":
            return node
    return None


def _written(actions: tuple[dict[str, Any], ...]) -> str:
    return json.dumps(actions[0] if len(actions) == 1 else list(actions), ensure_ascii=False)


# ---- examples ----------------------------------------------------------------------------------------

_SHOP = """<!doctype html><html><head><title>Shop</title></head><body>
<nav><a href="/">Home</a> <a href="/cart" class="cart">Cart <b>2</b></a> <a href="/help">Help</a></nav>
<form id="search" action="/search"><label for="q">Search</label> <input id="q" name="q" type="search" bid="11">
<button bid="12">Find</button></form>
<div class="card"><h2>Tea</h2><button id="buy" data-id="7" bid="13"><span>Buy now</span></button>
<button id="wish" bid="14">Wish</button><button id="sold" disabled>Buy sold</button></div>
<form id="order" action="/order"><p><label>Name <input name="name" value="Ida" required></label>
<p><label><input type="checkbox" name="gift" value="yes"> Gift</label>
<p><input type="radio" name="pay" value="card" id="card" checked><label for="card">Card</label>
<input type="radio" name="pay" value="cash" id="cash"><label for="cash">Cash</label>
<p><label for="land">Land</label> <select id="land" name="land"><option value="no">Norway<option value="se">Sweden
<option value="dk" disabled>Denmark</select> <textarea name="note" id="note"></textarea>
<button name="do" value="save">Save</button> <button name="do" value="send">Send</button></form>
</body></html>"""
_EXAMPLES: list[tuple[Any, dict[str, Any]]] = [
    ({"clicked": "#buy"}, {}),
    ({"clicked": "#buy"}, {"ids": "bid", "abstain": "NONE"}),
    ({"clicked": ".card"}, {}),
    ({"set": {"#q": "oslo"}}, {}),
    ({"set": {"#note": "ring twice", "[name=name]": "Karl"}}, {}),
    ({"checked": {"[name=gift]": True}}, {}),
    ({"checked": {"#cash": True}}, {"ids": "bid"}),
    ({"selected": {"#land": "Sweden"}}, {}),
    ({"submitted": "#search", "fields": {"q": "green tea"}}, {}),
    ({"submitted": "#order", "fields": {"pay": "cash", "gift": True, "land": "se", "do": "send"}}, {}),
    ({"navigated": "/cart"}, {}),
    ({"navigated": "https://shop.example/terms"}, {}),
    ([{"clicked": "#wish"}, {"clicked": "#buy"}, {"checked": {"[name=gift]": True}}], {}),
    ({"none": True}, {"abstain": "NONE"}),
    ({"none": True}, {}),
]


grade = one_call("web_action")
