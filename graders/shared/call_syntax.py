"""Finds tool calls in text: JSON in any of its common shapes, or Python call syntax.

JSON may stand bare, in fences, in prose or in tags; several objects or a list are several calls. Python
calls are parsed with `ast`, never evaluated, and only where every argument is a literal. The text may be
hostile: at most `MAX_TRIES` places of it are tried, Python source is bounded in length and depth, and
whatever a parser raises says only that there is no call. Which calls are right is not known here.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

MAX_TRIES: Final = 64
MAX_PYTHON_CHARS: Final = 4_000
MAX_DEPTH: Final = 20

NAME_KEYS: Final = (
    "name", "tool", "function", "tool_name", "function_name", "fn", "func", "action", "call", "api", "operation",
    "command", "method", "use", "run", "op",
)  # fmt: skip
ARGUMENT_KEYS: Final = (
    "arguments", "parameters", "args", "params", "input", "inputs", "kwargs", "tool_input", "action_input", "values",
    "with", "options", "fields", "payload", "data",
)  # fmt: skip
LIST_KEYS: Final = (
    "tool_calls", "calls", "function_call", "tool_call", "functionCall", "functionCalls", "toolCalls", "toolUse", "tool_use",
)  # fmt: skip
UNPARSEABLE = (ValueError, SyntaxError, RecursionError, MemoryError, TypeError)


_TYPES: Final[dict[str, Any]] = {
    "string": str, "boolean": bool, "array": list, "object": dict, "number": (int, float), "integer": (int, float),
    "null": type(None),
}  # fmt: skip


@dataclass(frozen=True)
class Call:
    """One call as it was written; arguments are JSON values."""

    name: str
    arguments: dict[str, Any]


@dataclass
class Reading:
    """What was found: the calls, where they stand, and what looks like a call but cannot be read."""

    calls: list[Call] = field(default_factory=list)
    start: int = 0
    end: int = 0
    broken: str = ""
    form: str = "json"
    """How the calls are written: `json` or `python`."""
    places: list[tuple[int, int]] = field(default_factory=list)
    """Where each of them stands, or several together."""

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end

    def add(self, calls: list[Call], start: int, end: int) -> None:
        self.start = start if not self.calls else min(self.start, start)
        self.end = max(self.end, end)
        self.calls += calls
        self.places += [(start, end)] if calls else []


def read_calls(text: str, tools: dict[str, list[str]]) -> Reading:
    """Every call in the text. `tools`: name → its parameters in order, for positional arguments.

    JSON goes before Python, unless it is an argument: `send(message={"name": "Ida"})` is one call of `send`.
    """
    reading = _read_json_calls(text)
    if reading.calls and "(" not in text[: reading.start]:
        return reading
    python = _read_python_calls(text, tools)
    around = python.calls and python.start < reading.start and reading.end < python.end
    if reading.calls and not (around and all(call.name in tools for call in python.calls)):
        return reading
    python.broken = python.broken or ("" if python.calls else reading.broken)
    return python


def read_json(text: str) -> Any:
    """The JSON value that the whole text is; None where it is none (or is `null`)."""
    try:
        return DECODER.decode(text.strip())
    except UNPARSEABLE:
        return None


# ---- JSON --------------------------------------------------------------------------------------------


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise ValueError("a number out of all bounds")
    return value


DECODER = json.JSONDecoder(object_pairs_hook=_no_duplicates, parse_constant=_no_constant, parse_float=_finite)
_LOOKS_LIKE_JSON_CALL = re.compile(r"\[\s{0,20}\{|\{\s{0,20}['\"]?\w{1,40}['\"]?\s{0,20}:")


def _read_json_calls(text: str) -> Reading:
    reading, place = Reading(), 0
    for _ in range(MAX_TRIES):
        opening = re.compile(r"[{\[]").search(text, place)
        if opening is None:
            break
        place = opening.start()
        try:
            value, end = DECODER.raw_decode(text, place)
        except UNPARSEABLE:
            if _LOOKS_LIKE_JSON_CALL.match(text, place):
                reading.broken = reading.broken or "an object that is not JSON"
            place += 1
            continue
        try:
            reading.add(_calls_in(value), place, end)
        except ValueError as error:
            reading.broken = reading.broken or str(error)
        place = end
    return reading


def _calls_in(value: Any, depth: int = 0) -> list[Call]:
    """The calls that a JSON value stands for. Raises ValueError for an object that is half a call."""
    if depth > 4:
        return []
    if isinstance(value, list):
        return [
            call for item in value[:MAX_TRIES] if isinstance(item, (dict, list)) for call in _calls_in(item, depth + 1)
        ]
    if not isinstance(value, dict):
        return []
    for key in LIST_KEYS:
        if isinstance(value.get(key), (dict, list)):
            return _calls_in(value[key], depth + 1)
    if isinstance(value.get("function"), dict):
        return _calls_in(value["function"], depth + 1)
    named = [key for key in NAME_KEYS if isinstance(value.get(key), str)]
    if not named and isinstance(value.get("message"), dict):  # a server's whole reply
        return _calls_in(value["message"], depth + 1)
    if not named:
        if any(key in value for key in ARGUMENT_KEYS):
            raise ValueError("arguments without the name of a function")
        return []
    with_arguments = [key for key in ARGUMENT_KEYS if key in value]
    if not with_arguments:
        if len(value) > 1 and not value.keys() <= {named[0], "id", "type"}:
            raise ValueError("a function's name without an object of arguments")
        return [make_call(value[named[0]], {})]
    arguments = value[with_arguments[0]]
    if isinstance(arguments, str) and arguments.strip() not in ("", "null"):
        arguments = read_json(arguments)
    elif not arguments:
        arguments = {}
    if not isinstance(arguments, dict):
        raise ValueError("arguments that are not an object")
    return [make_call(value[named[0]], arguments)]


def make_call(name: str, arguments: dict[str, Any]) -> Call:
    """A call, if it can be written down again: lone surrogates and numbers without end cannot."""
    try:
        json.dumps([name, arguments], ensure_ascii=False).encode()
    except UNPARSEABLE:
        raise ValueError("a call with text or numbers out of all bounds") from None
    return Call(name.strip(), arguments)


# ---- Python ------------------------------------------------------------------------------------------

_CALLEE = re.compile(r"(?<![\w.])[A-Za-z_]\w{0,80}(?:\.[A-Za-z_]\w{0,80}){0,6}\(")
_CLOSED = re.compile(r"\s*+,?\s*+\]")
_ODD_ESCAPE = re.compile(r"\\(?![\\'\"nrtu])")
SIGNS = re.compile(r"[-+~]\s*[-+~]|\bnot\s+not\b")


def _read_python_calls(text: str, tools: dict[str, list[str]]) -> Reading:
    reading, place, other = Reading(form="python"), 0, ""
    text, names = _in_one_word(text, tools)
    tools = {word: tools[names.get(word, word)] for word in (*tools, *names)}
    for _ in range(MAX_TRIES):
        callee = _CALLEE.search(text, place)
        if callee is None:
            break
        place = callee.end()
        name = callee[0][:-1]
        end = closing(text, callee.end() - 1)
        try:
            call = parse_python(text[callee.start() : end], tools) if end else None
        except UNPARSEABLE:
            call = None
        if call and (name in tools or call.arguments or text.strip() == text[callee.start() : end]):
            reading.add([Call(names.get(call.name, call.name), call.arguments)], callee.start(), end)
            place = end
        elif name in tools:
            reading.broken = reading.broken or f"a call of {name[:80]} that cannot be read"
        elif text.strip().startswith(callee[0]):
            other = f"a call of {name[:80]} that cannot be read"
    if not reading.calls:
        reading.broken = reading.broken or other
    elif text[: reading.start].rstrip().endswith("[") != bool(_CLOSED.match(text, reading.end)):
        reading.broken = reading.broken or "a list of calls that is not closed"
    return reading


def _in_one_word(text: str, tools: Collection[str]) -> tuple[str, dict[str, str]]:
    """The text with calls of tools whose names are several words ("Market Trends API(") written as those of one, of the
    same length; and what each of these words stands for."""
    names: dict[str, str] = {}
    for name in sorted(tools, key=len, reverse=True):
        word = re.sub(r"\W", "_", name)
        if (
            f"{name}(" in text
            and not _CALLEE.fullmatch(f"{name}(")
            and _CALLEE.fullmatch(f"{word}(")
            and word not in tools
        ):
            text = text.replace(f"{name}(", f"{word}(")
            names[word] = name
    return text, names


def closing(text: str, opening: int) -> int:
    """Where the bracket that opens at `opening` has closed; 0 where it does not, or nests too deep."""
    depth, quote, i = 0, "", opening
    stop = min(len(text), opening + MAX_PYTHON_CHARS)
    while i < stop:
        c = text[i]
        if quote:
            if c == "\\":
                i += 1
            elif c == quote:
                quote = ""
        elif c in "\"'":
            quote = c
        elif c in "([{":
            depth += 1
            if depth > MAX_DEPTH:
                return 0
        elif c in ")]}":
            depth -= 1
            if depth == 0:
                return i + 1
        i += 1
    return 0


def parse_python(source: str, tools: dict[str, list[str]]) -> Call | None:
    if len(source) > MAX_PYTHON_CHARS or SIGNS.search(source):
        return None
    node = ast.parse(_ODD_ESCAPE.sub(r"\\\\", source), mode="eval").body
    if not isinstance(node, ast.Call):
        return None
    name = ast.unparse(node.func)
    places = tools.get(name, [])
    if len(node.args) > len(places) or any(keyword.arg is None for keyword in node.keywords):
        return None
    pairs = [(places[i], argument) for i, argument in enumerate(node.args)]
    pairs += [(str(keyword.arg), keyword.value) for keyword in node.keywords]
    if len(dict(pairs)) != len(pairs):
        return None
    return make_call(name, {key: plain(ast.literal_eval(value)) for key, value in pairs})


def plain(value: Any) -> Any:
    """A literal as JSON would have it. Raises ValueError for what JSON has no word for."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise ValueError("not a JSON value")


def has_type(value: Any, kind: Any) -> bool:
    """Whether a value has a JSON-schema type, or one of several; an unknown type takes everything."""
    if isinstance(kind, list):
        return any(has_type(value, one) for one in kind)
    if isinstance(value, bool):
        return kind not in ("string", "integer", "number", "array", "object")
    return isinstance(value, _TYPES.get(kind, object)) and not (kind == "integer" and value != value // 1)
