"""Logic puzzles: a value for each variable, so that all constraints hold (see `graders.puzzle.logic`).

    {"kind": "csp", "variables": {"ann": [1, 2, 3], "bob": [1, 2, 3]}, "constraints": [["left_of", "ann", "bob"]]}

A zebra puzzle has a variable for each colour, pet … and the numbers of the houses as values; one of knights and knaves
has the speakers as variables, and "A says that B is a knave" is `["iff", ["=", "A", "knight"], ["=", "B", "knave"]]`.

Read are the last JSON object that names a variable, or else statements: `x = 3`, `x: 3`, `x is 3`, `x → 3`, `| x | 3 |`, the
last for each variable. "3 or 4" is no value; what is denied or calculated is no statement.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field

from graders.puzzle import logic
from graders.puzzle.base import MAX_SHOWN, Finding, Reading, is_int, need, sections, short, small_int
from graders.shared.json_text import json_values, meant, rivals
from repairloop import Given

MAX_VARIABLES, MAX_VALUES, MAX_CONSTRAINTS, MAX_NAME = 60, 200, 200, 40

Said = dict[str, str]
"""Variable → its value as it was written."""

_VALUE = r"(?=(?P<value>[^\n,;|]{1,80}))"
_LINK = r"[\"'`*_)]{0,4}[ \t]{0,4}(?:=|:|->|→|=>|\||\b(?:is|are|has|gets|(?:lives|sits|stands)[ \t](?:in|at|on))\b)[ \t]{0,4}"
_REST = re.compile(r"\s*(?:\(|\b(?:and|but|while|so|because|since|as|with)\b|[.!](?:\s|\Z)|—|–|✓)", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:(?:an?|the|in|at|on)\s+)?(?:the\s+)?(?:(?:house|position|place|seat|slot|number|no\.?)\s+|#)?(?=\S)",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\s*(?:not\b|n't|never\b|≠|=)", re.IGNORECASE)
_CALCULATED = re.compile(r"[+*/<>=≠]|\s-|-\s|[0-9]-")
_BROKEN_JSON = re.compile(r"\{\s*[\"'][\w ]")
_BLANKS = frozenset({"", "?", "??", "???", "_", "__", "___", "...", "…", "null", "none", "-", "tbd"})


class CspPuzzle(Given):
    """Values for variables under constraints: zebra puzzles, orderings, knights and knaves."""

    kind: Literal["csp"]
    """"csp"."""
    variables: dict[str, list[Any]] = Field(min_length=1, max_length=MAX_VARIABLES)
    """Name → the values that it may have, whole numbers or words."""
    constraints: list[Any] = Field(min_length=1, max_length=MAX_CONSTRAINTS)
    """Each a list with its name first, as ["!=", "Cleo", 3]; see `graders.puzzle.logic`."""


class Csp:
    def __init__(self, reference: CspPuzzle) -> None:
        variables, rules = reference.variables, reference.constraints
        for name, values in variables.items():
            _check_variable(name, values)
        keys = [_key(name) for name in variables]
        need(len(set(keys)) == len(keys), "two variables have the same name, but for case")
        told = {_key(value) for values in variables.values() for value in values if isinstance(value, str)}
        need(told.isdisjoint(keys), f"{sorted(told & set(keys))[:3]} name both a variable and a value; rename one")
        self.variables: logic.Domains = {name: tuple(values) for name, values in variables.items()}
        self.rules = [logic.constraint(rule, self.variables) for rule in rules]
        need(all(rule.names for rule in self.rules), "a constraint names no variable")
        self.names = dict(zip(keys, variables, strict=True))
        words = sorted((re.escape(name) for name in variables), key=len, reverse=True)
        pattern = "|".join(re.sub(r"\\ |_|\\-", "[ _-]", word) for word in words)
        self.statement = re.compile(
            rf"(?<![\w.])(?P<name>{pattern})(?:['’]s\b)?(?:[ \t](?!or\b|and\b|not\b|[a-z]+s\b)[a-z]{{3,12}}(?=[ \t](?:is|has|gets)\b))?{_LINK}{_VALUE}",
            re.IGNORECASE,
        )
        self.goal = f"values of {', '.join(list(variables)[:12])} that meet {len(rules)} constraints"

    # ---- reading ----

    def read(self, text: str) -> Reading:
        found = self._read_json(text)
        if found:
            return found
        if _BROKEN_JSON.search(text):
            return Reading(
                None, None, "format_violation", "There is something like JSON in the reply that is not JSON."
            )
        for start in sections(text):
            if statements := self._read_statements(text, start):
                return statements
        return Reading(None, evidence="No variable is given a value.")

    def _read_json(self, text: str) -> Reading | None:
        values = meant(text, json_values(text))
        if rivals(text, [found for found in values if isinstance(found.value, dict) and self._known(found.value)]):
            return Reading(None, None, "extra_items", "Several solutions are given, and none as the answer.")
        for found in reversed(values):
            value = found.value
            if isinstance(value, dict) and not self._known(value):
                inner = [item for item in value.values() if isinstance(item, dict) and self._known(item)]
                value = inner[0] if len(inner) == 1 else value
            known = self._known(value) if isinstance(value, dict) else {}
            if known:
                twice = [key for key in found.doubled if _key(key) in self.names]
                if twice or len(known) < len([key for key in value if _key(key) in self.names]):
                    return Reading(None, found.span, "format_violation", "A variable is given twice in one object.")
                return Reading(known, found.span)
        return None

    def _known(self, value: dict[str, Any]) -> Said:
        return {self.names[_key(key)]: _written(item) for key, item in value.items() if _key(key) in self.names}

    def _read_statements(self, text: str, start: int) -> Reading | None:
        said: Said = {}
        first = last = -1
        for match in self.statement.finditer(text, start):
            name, value = self.names[_key(match["name"])], match["value"].strip(" \t*`_\"'")
            if (len(name) == 1 and match["name"] != name) or _DENIED.match(value):
                continue
            head = value.rstrip(".")
            if self._value(name, head) is None:
                head = _REST.split(value, maxsplit=1)[0].strip(" \t*`_\"'.")
            before = text[max(0, match.start() - 6) : match.start()].rstrip(" *`\n")
            if re.search(r"\bor\b", head, re.IGNORECASE) or before.endswith(" or"):
                head = f"either {head}"
            elif self._is_calculated(name, head) or _OPERATOR_BEFORE.search(before):
                continue
            said[name] = head
            first, last = (match.start() if first < 0 else first), match.end("name")
            last = max(last, match.start("value") + len(match["value"].rstrip()))
        return Reading(said, (first, last)) if said else None

    def _is_calculated(self, name: str, said: str) -> bool:
        """Whether a value is given in terms of others: an equation of a working, not a statement."""
        return _key(said) in self.names or bool(
            _CALCULATED.search(said.lstrip("-")) and self._value(name, said) is None
        )

    # ---- judging ----

    def _value(self, name: str, said: str) -> logic.Value | None:
        """The value of the domain that was meant."""
        domain = self.variables[name]
        for form in (said, _LEAD.sub("", said, count=1)):
            number = small_int(form.strip())
            for value in domain:
                if (number is not None and value == number) if isinstance(value, int) else _key(value) == _key(form):
                    return value
        return None

    def judge(self, value: Said) -> list[Finding]:
        if all(_key(said) in _BLANKS for said in value.values()):
            return [Finding("values", "The variables are repeated, without values.", "echoed_input")]
        meant: dict[str, logic.Value] = {}
        findings = []
        for name, domain in self.variables.items():
            if name not in value:
                findings.append(Finding(name, f"{name} has no value", "incomplete_set"))
            elif (found := self._value(name, value[name])) is None:
                allowed = short(", ".join(map(str, domain[:12])))
                findings.append(
                    Finding(name, f"{name} is {short(value[name])!r}, which is none of {allowed}", "off_label")
                )
            else:
                meant[name] = found
        for rule in self.rules:
            if missing := sorted(rule.names - meant.keys()):
                findings.append(Finding(short(rule.text), f"{missing[0]} is not known", "incomplete_set"))
            elif logic.holds(rule, meant):
                findings.append(Finding(short(rule.text)))
            else:
                given = ", ".join(f"{name} = {meant[name]}" for name in sorted(rule.names)[:6])
                findings.append(Finding(short(rule.text), f"{rule.text[:200]} does not hold with {given}"))
        return findings

    # ---- solving, writing, spoiling ----

    def solve(self) -> Said | None:
        found = logic.solve(self.variables, self.rules)
        return None if found is None else {name: str(value) for name, value in found.items()}

    def write(self, value: Said) -> str:
        return "\n".join(f"{name} = {said}" for name, said in value.items())

    def corrupt(self, value: Said) -> dict[str, str]:
        names = list(value)
        wrong = {
            "incomplete_set": self.write({name: value[name] for name in names[:-1]}) or "= 1",
            "off_label": self.write({**value, names[0]: "purple-99"}),
            "echoed_input": self.write(dict.fromkeys(names, "?")),
            "format_violation": "{" + ", ".join(f'"{name}": "{said}"' for name, said in value.items()),
            "either_or": "\n".join(f"{name} = {said} or {said}" for name, said in value.items()),
            "denied": "\n".join(f"{name} is not {said}" for name, said in value.items()),
            "no_answer_found": "I have looked at all the clues, and everything fits together now.",
        }
        if other := self._other(value):
            wrong["wrong_value"] = self.write(other)
        return wrong

    def _other(self, value: Said) -> Said | None:
        """The solution with one value changed, or two exchanged, so that a constraint fails."""
        solution: dict[str, Any] = {name: self._value(name, said) for name, said in value.items()}
        changes: list[dict[str, Any]] = [
            {name: other} for name in value for other in self.variables[name] if other != solution[name]
        ]
        changes += [{a: solution[b], b: solution[a]} for a in value for b in value if a < b]
        for change in changes[:2000]:
            changed = {**solution, **change}
            if not all(logic.holds(rule, changed) for rule in self.rules):
                return {name: str(item) for name, item in changed.items()}
        return None


_OPERATOR_BEFORE = re.compile(r"[\w)][ \t]?[-+*/<>]\Z")


def _check_variable(name: Any, values: Any) -> None:
    need(isinstance(name, str) and re.fullmatch(r"\w[\w '-]*", name) is not None and len(name) <= MAX_NAME,
         f"the variable {name!r} is not a short name of letters and digits")  # fmt: skip
    need(isinstance(values, list) and 0 < len(values) <= MAX_VALUES, f"{name} needs 1 to {MAX_VALUES} values")
    for value in values:
        text = isinstance(value, str) and 0 < len(value) <= MAX_NAME and re.fullmatch(r"[^\n,;|]*\w", value)
        need(
            bool(text) or is_int(value, -logic.MAX_INT, logic.MAX_INT),
            f"the value {value!r} of {name} is neither a short text nor a whole number",
        )
    need(
        len({value if isinstance(value, int) else _key(value) for value in values}) == len(values),
        f"the values of {name} must differ",
    )


def _key(text: Any) -> str:
    """Texts that differ only in case, spaces, underscores or quotes are the same."""
    return (
        " ".join(str(text).replace("_", " ").replace("-", " ").casefold().split())
        if len(str(text)) <= 2 * MAX_SHOWN
        else str(text)
    )


def _written(item: Any) -> str:
    return "null" if item is None else item if isinstance(item, str) else short(item)
