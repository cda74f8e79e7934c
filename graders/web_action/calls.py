"""Call chains as models write them, read without running them: Python, JavaScript, Playwright, Selenium.

`page.get_by_role("button", name="Buy").click()` becomes the row of its steps: `page`, `get_by_role` with its arguments,
`click`. Literals are strings (with any quotes), numbers, `true`/`None`…, lists, objects; a name such as `Keys.ENTER`
stays a name. Bounded: `MAX_CHARS` a chain, `MAX_DEPTH` brackets deep. Nothing here knows what a call means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

MAX_CHARS: Final = 4_000
MAX_DEPTH: Final = 6
MAX_STEPS: Final = 16

_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_SPACE = re.compile(r"\s*")
_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?")
_PATTERN = re.compile(r"/((?:[^/\\\n]|\\.){1,200})/[gimsuy]*")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[^ux])", re.DOTALL)
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
_WORDS = {"true": True, "false": False, "null": None, "undefined": None, "True": True, "False": False, "None": None}


class Name(str):
    """A name that stands where a value does: `Keys.ENTER`."""


@dataclass
class Step:
    """One link of a chain."""

    name: str
    called: bool = False
    args: list[Any] = field(default_factory=list)
    named: dict[str, Any] = field(default_factory=dict)


Chain = list[Step]


class Unreadable(ValueError):
    """The text is no chain that can be read."""


def read_chain(text: str, start: int) -> tuple[Chain, int]:
    """The chain that begins at `start`, and the place behind it. Raises Unreadable."""
    return _Reader(text, min(len(text), start + MAX_CHARS)).chain(start, 0)


class _Reader:
    def __init__(self, text: str, stop: int) -> None:
        self.text, self.stop = text, stop

    def skip(self, at: int) -> int:
        return _SPACE.match(self.text, at, self.stop).end()  # type: ignore[union-attr]

    def at(self, place: int) -> str:
        return self.text[place] if place < self.stop else ""

    def chain(self, at: int, depth: int) -> tuple[Chain, int]:
        if depth > MAX_DEPTH:
            raise Unreadable("brackets are nested too deep")
        steps: Chain = []
        while True:
            name = _NAME.match(self.text, at, self.stop)
            if name is None or len(steps) >= MAX_STEPS:
                raise Unreadable("a name is missing or a chain is too long")
            step = Step(name[0])
            steps.append(step)
            at = name.end()
            while self.at(at) in ("(", "["):
                if self.at(at) == "(":
                    if step.called:
                        raise Unreadable("a result is called")
                    at = self.arguments(step, at + 1, depth + 1)
                else:
                    at = self.subscript(steps, at, depth)
                    step = steps[-1]
            after = self.skip(at)
            joint = 2 if self.text.startswith("?.", after) else int(self.at(after) == ".")
            if not joint or not _NAME.match(self.text, self.skip(after + joint), self.stop):
                return steps, at
            at = self.skip(after + joint)

    def subscript(self, steps: Chain, at: int, depth: int) -> int:
        value, end = self.value(self.skip(at + 1), depth + 1)
        end = self.skip(end)
        if self.at(end) != "]" or isinstance(value, (list, dict)):
            raise Unreadable("a subscript is not closed")
        steps.append(Step("[]", True, [value]))
        return end + 1

    def arguments(self, step: Step, at: int, depth: int) -> int:
        """Reads `a, b=c)`; returns the place behind the bracket."""
        step.called = True
        at = self.skip(at)
        while self.at(at) != ")":
            name = _NAME.match(self.text, at, self.stop)
            equals = self.skip(name.end()) if name else at
            if name and self.at(equals) == "=" and self.at(equals + 1) != "=":
                value, at = self.value(self.skip(equals + 1), depth)
                if name[0] in step.named:
                    raise Unreadable("a name is given twice")
                step.named[name[0]] = value
            else:
                value, at = self.value(at, depth)
                step.args.append(value)
            at = self.skip(at)
            if self.at(at) == ",":
                at = self.skip(at + 1)
            elif self.at(at) != ")":
                raise Unreadable("arguments are not closed")
        return at + 1

    def value(self, at: int, depth: int) -> tuple[Any, int]:
        value, at = self.one_value(at, depth)
        after = self.skip(at)
        if self.at(after) == "+" and isinstance(value, str):
            more, at = self.value(self.skip(after + 1), depth + 1)
            return (f"{value}{more}" if not isinstance(more, Name) else f"{value}\n", at)
        return value, at

    def one_value(self, at: int, depth: int) -> tuple[Any, int]:
        if depth > MAX_DEPTH:
            raise Unreadable("brackets are nested too deep")
        sign = self.at(at)
        if sign and sign in "\"'`":
            return self.string(at)
        if sign == "[":
            return self.items(at, depth)
        if sign == "{":
            return self.pairs(at, depth)
        if number := _NUMBER.match(self.text, at, self.stop):
            return number[0], number.end()
        if pattern := _PATTERN.match(self.text, at, self.stop):
            return pattern[1], pattern.end()
        prefix = re.compile(r"[rRbBfFuU]{1,2}(?=[\"'])").match(self.text, at, self.stop)
        if prefix:
            return self.string(prefix.end())
        chain, end = self.chain(at, depth + 1)
        if len(chain) == 1 and not chain[0].called and chain[0].name in _WORDS:
            return _WORDS[chain[0].name], end
        if not any(step.called for step in chain):
            return Name(".".join(step.name for step in chain)), end
        if chain[-1].name == "compile" and len(chain[-1].args) > 0:
            return chain[-1].args[0], end
        return chain, end

    def string(self, at: int) -> tuple[str, int]:
        quote = self.text[at : at + 3] if self.text[at : at + 3] in ('"""', "'''") else self.text[at]
        i = at + len(quote)
        while i < self.stop:
            if self.text[i] == "\\":
                i += 2
            elif self.text.startswith(quote, i):
                raw = self.text[at + len(quote) : i]
                return _ESCAPE.sub(_unescape, raw) if "\\" in raw else raw, i + len(quote)
            else:
                i += 1
        raise Unreadable("a string is not closed")

    def items(self, at: int, depth: int) -> tuple[list[Any], int]:
        found, at = [], self.skip(at + 1)
        while self.at(at) != "]":
            value, at = self.value(at, depth + 1)
            found.append(value)
            at = self.skip(at)
            if self.at(at) == ",":
                at = self.skip(at + 1)
            elif self.at(at) != "]":
                raise Unreadable("a list is not closed")
        return found, at + 1

    def pairs(self, at: int, depth: int) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        at = self.skip(at + 1)
        while self.at(at) != "}":
            if self.at(at) and self.at(at) in "\"'":
                key, at = self.string(at)
            elif name := _NAME.match(self.text, at, self.stop):
                key, at = name[0], name.end()
            else:
                raise Unreadable("an object has no key")
            at = self.skip(at)
            if self.at(at) != ":" or key in found:
                raise Unreadable("an object has no value, or a key twice")
            found[key], at = self.value(self.skip(at + 1), depth + 1)
            at = self.skip(at)
            if self.at(at) == ",":
                at = self.skip(at + 1)
            elif self.at(at) != "}":
                raise Unreadable("an object is not closed")
        return found, at + 1


def _unescape(match: re.Match[str]) -> str:
    sign = match[1]
    if sign[0] in "ux" and len(sign) > 1:
        return chr(int(sign[1:], 16))
    return _SIGNS.get(sign, sign)
