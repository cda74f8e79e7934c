"""The call formats of model families that are neither a JSON call nor a Python call: what their chat templates write.

Two shapes, each in many spellings:

    a name, then its arguments as JSON     <function=f>{…}   [TOOL_CALLS]f[ARGS]{…}   functions.f:0<|…|>{…}
    a name, then each key with its value   <function=f><parameter=k>v</parameter></function>   call:f{k:<escape>v<escape>}

A value that stands between tags is text; what it is in JSON, the type of the parameter says. Marks of a format may be
missing where an engine drops special tokens, as far as what is left says that it is a call. What a reply takes back,
plays with in thought, or holds in a comment is no call. JSON calls in tags of their own (Hermes, Granite, InternLM …)
need nothing of this: `graders.shared.call_syntax` reads them.

The text may be hostile: at most `MAX_TRIES` places are tried, every quantifier of a pattern is bounded, nesting too.
"""

from __future__ import annotations

import ast
import heapq
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from graders.shared.call_syntax import (
    DECODER,
    MAX_DEPTH,
    MAX_PYTHON_CHARS,
    MAX_TRIES,
    SIGNS,
    UNPARSEABLE,
    Call,
    Reading,
    closing,
    has_type,
    make_call,
    parse_python,
    plain,
    read_calls,
    read_json,
)

Kinds = Mapping[str, Mapping[str, Any]]
"""Tool → parameter → its JSON-schema type, or None where nothing says."""

MAX_PARAMETERS: Final = 64
FORM: Final = "native"

_NAME: Final = r"[A-Za-z_][\w.\-]{0,99}"
_SPACE: Final = r"\s{0,8}"
_SPACED: Final = r"(?:[a-z]{2,12}:|｜DSML｜ ?)?"
"""Namespaces of XML tags: `antml:`, `steptml:`, DeepSeek's DSML."""
_SEP: Final = r"<[|｜]tool[▁_]sep[|｜]>"
_BEGIN: Final = r"<[|｜]tool[▁_]call[▁_]begin[|｜]>"
_JSON: Final = r"(?:```(?:json)?\s{0,4})?(?=\{)"
_MINIMAX: Final = "]<]minimax[>["


def _head(way: str, mark: str, pattern: str) -> tuple[str, str, re.Pattern[str]]:
    return way, mark, re.compile(pattern.replace("N~", f"(?P<name>{_NAME})"), re.MULTILINE)


_HEADS: Final = (
    _head("xml", "=", rf"<{_SPACED}(?:function|invoke|tool_call|tool)(?:\s?=\s?|\s{{1,4}}name\s?=\s?)[\"']?N~[\"']?(?:\s[^<>]{{0,80}})?/?>"),
    _head("xml", "<tool_name>", rf"<{_SPACED}invoke>{_SPACE}<tool_name>{_SPACE}N~{_SPACE}</tool_name>"),
    _head("xml", "<|open|>", r"<\|open\|>call tool=\"N~\"[^<>]{0,80}<\|sep\|>"),
    _head(
        "glm", "tool_call",
        rf"<(?:longcat_|ifm\|)?tool_call(?::\w{{1,16}})?>{_SPACE}N~{_SPACE}(?:<tool_sep(?::\w{{1,16}})?>{_SPACE})?"
        r"(?=<(?:longcat_|ifm\|)?arg_key|</(?:longcat_|ifm\|)?tool_call)",
    ),
    _head(
        "object", "<|plamo:",
        rf"<\|plamo:begin_tool_name:plamo\|>N~<\|plamo:end_tool_name:plamo\|>{_SPACE}"
        r"<\|plamo:begin_tool_arguments:plamo\|>(?:<\|plamo:constrain\|>json<\|plamo:msg\|>)?\s{0,4}(?=\{)",
    ),
    _head("object", "function", rf"function\s?{_SEP}\s?N~{_SPACE}{_JSON}"),
    _head("object", "begin", rf"{_BEGIN}{_SPACE}N~{_SPACE}{_SEP}{_SPACE}{_JSON}"),
    _head(
        "object", "<|tool_call_begin|>",
        r"<\|tool_call_begin\|>\s?(?:functions\.)?N~(?::\d{1,4})?\s?<\|tool_call_argument_begin\|>\s{0,4}(?=\{)",
    ),
    _head("object", "functions.", r"(?<![\w.])functions\.N~:\d{1,4}\s{0,4}(?=\{)"),
    _head(
        "channel", "to=",
        r"(?:(?<![\w.])|commentary)to=(?:functions\.)?N~(?:\s?<\|channel\|>\s?(?:commentary|analysis))?\s{0,2}"
        r"(?:<\|constrain\|>)?\s{0,2}(?:json|code)?\s{0,2}(?:<\|message\|>)?\s{0,4}(?=\{)",
    ),
    _head(
        "object", "[TOOL_CALLS]", r"\[TOOL_CALLS\]\s?N~(?:\[CALL_ID\][\w-]{1,64})?(?:\[ARGS\])?\s{0,4}(?=\{)"
    ),
    _head("object", "[ARGS]", r"(?<![\w.])N~(?:\[CALL_ID\][\w-]{1,64})?\[ARGS\]\s{0,4}(?=\{)"),
    _head("gemma", "call:", r"(?<![\w.])call:N~\s?(?=\{)"),
    _head("object", "Action Input:", rf"Action:\s?`?N~`?\s{{0,4}}\n\s{{0,4}}Action Input:\s{{0,4}}{_JSON}"),
    _head("object", "✿ARGS✿", r"✿FUNCTION✿:\s?N~\s{0,4}\n\s{0,4}✿ARGS✿:\s{0,4}(?=\{)"),
    _head("listed", "<|tools_prefix|>", r"<\|tools_prefix\|>\s{0,4}(?=\[)"),
    _head("python", ".call(", r"(?:<\|python_tag\|>\s?|\A)N~\.call(?=\()"),
    _head("python", "default_api.", r"(?<![\w.])default_api\.N~(?=\()"),
    _head("line", "{", r"^[ \t]{0,8}(?:>>>|<\|recipient\|>)?\s?N~\s{0,2}(?:\n?<\|content\|>)?\s{0,2}(?=\{)"),
    _head("element", "</", rf"<N~>(?=\s{{0,8}}(?:</?{_NAME}>|\{{))"),
)  # fmt: skip
"""How a call begins: which reader goes on, what must stand somewhere in the text, and the pattern."""
_ONLY_KNOWN: Final = frozenset({"line", "element"})
"""Ways that mean a call only where the name is a tool's."""

_PARAMETER = re.compile(
    rf"\s*+(?:<(?P<tag>{_SPACED}(?:parameter|param|argument|arg))(?:\s?=\s?|\s{{1,4}}(?:name|key)\s?=\s?)[\"']?"
    rf"(?P<name>{_NAME})[\"']?(?P<more>[^<>]{{0,80}})>"
    rf"|<\|open\|>argument key=\"(?P<key>{_NAME})\"(?P<type>[^<>]{{0,80}})<\|sep\|>)"
)
_PAIR = re.compile(
    rf"\s*+<((?:longcat_|ifm\|)?)arg_key((?::\w{{1,16}})?)>\s{{0,8}}({_NAME})\s{{0,8}}</\1arg_key\2>\s{{0,8}}"
    r"(?:<\1arg_type>[^<>]{0,40}</\1arg_type>\s{0,8})?<\1arg_value\2>"
)
_ELEMENT = re.compile(rf"\s*+<({_NAME})>")
_CLOSED = re.compile(
    rf"\s*+(?:</{_SPACED}(?:function|invoke|tool_call|tool)>|<\|close\|>call<\|sep\|>"
    r"|</(?:longcat_|ifm\|)?tool_call(?::\w{1,16})?>)"
)
_WRAPPED = re.compile(r"\s*+</?parameters>")
_TEXT: Final = ("<escape>", '<|"|>')
"""What stands before and after a text in the formats of Gemma."""


def read_all(text: str, kinds: Kinds, native: Reading, rest: str) -> Reading:
    """Every call in the text, in whichever format: what `read_native` found, and JSON and Python calls."""
    if rest == text:
        other = read_calls(text, {name: list(parameters) for name, parameters in kinds.items()})
        other.broken = native.broken or other.broken
        return other
    other = read_calls(rest, {})
    if other.calls and other.form == "json":
        native.add(other.calls, other.start, other.end)
    native.broken = native.broken or (other.broken if other.form == "json" else "")
    return native


def read_native(text: str, kinds: Kinds) -> tuple[Reading, str]:
    """The native calls, and the text with them blanked out. `broken` names the first that cannot be read."""
    reading, rest, place = Reading(form=FORM), text, 0
    found: list[tuple[list[Call], int, int, bool]] = []
    source = text.replace(_MINIMAX, " " * len(_MINIMAX)) if _MINIMAX in text else text
    masked = source  # words in one call deny no other
    tries = 0
    for way, head in _heads(source):
        name = head.groupdict().get("name") or ""
        if head.start() < place or (
            way in _ONLY_KNOWN and (name not in kinds or not _begins_line(source, head.start()))
        ):
            continue
        tries += 1
        if tries > MAX_TRIES:
            reading.broken = reading.broken or "more calls than can be read"
            break
        try:
            calls, end = _READERS.get(way, _read_object)(source, head, name, kinds)
        except UNPARSEABLE:
            if not _is_denied(masked, head.start(), head.end()) and way != "element":
                reading.broken = reading.broken or f"a call of {name[:80] or 'a tool'} that cannot be read"
            continue
        place = end
        rest = rest[: head.start()] + " " * (end - head.start()) + rest[end:]
        masked = masked[: head.start()] + _CALL.sub("_", masked[head.start() : end]) + masked[end:]
        found.append((calls, head.start(), end, way == "channel"))
    for calls, start, end, stands in found:
        if stands or not _is_denied(masked, start, end):
            reading.add(calls, start, end)
    return reading, rest


def _heads(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Every beginning of a call, in the order of the text."""

    def found(order: int, way: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, str, re.Match[str]]]:
        return ((head.start(), order, way, head) for head in pattern.finditer(text))

    parts = [found(order, way, pattern) for order, (way, mark, pattern) in enumerate(_HEADS) if mark in text]
    return ((way, head) for _, _, way, head in heapq.merge(*parts, key=lambda one: one[:2]))


def _begins_line(text: str, at: int) -> bool:
    return not text[max(text.rfind("\n", 0, at) + 1, at - 100) : at].strip()


# ---- what is no call although it is written like one ------------------------------------------------------

_MAKES: Final = r"(?:\w{1,20} ){0,3}(?:call|use|make|making|invoke|run|send|do|write|emit|need|want|be)\b"
_UNDONE = re.compile(
    rf"\b(?:(?:not|never|cannot) {_MAKES}|(?:could|might) (?:also |have )?{_MAKES}|instead of|rather than|avoid"
    r"|refrain|without (?:a |any )?(?:call|using)|for example|for instance|an example|e\.g\.|considered|wrong|incorrect)"
    rf"|n['’]t {_MAKES}|<!--|^\s{{0,8}}(?:#|//)",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(?:but|wait|no,|actually|never mind|on second thought|scratch that|(?:ignore|disregard) (?:that|this|it)"
    r"|(?:is|was|be|are) (?:not|wrong|unnecessary)|(?:is|was)n['’]t|not (?:needed|necessary|right|be made|made)"
    r"|I (?:wo|ca|sha|do|did|should|would)n['’]t|I (?:will not|cannot|can not|do not|should not|would not))\b",
    re.IGNORECASE,
)

_CALL = re.compile(r"[^\n]")
_MARKS_BEFORE = re.compile(r"(?:\s|`|<\|open\|>\w{1,20}<\|sep\|>|<[^<>\n]{1,60}>)*+\Z")
_SENTENCE = re.compile(r"\n|(?<=[.!?])\s")


def _is_denied(text: str, start: int, end: int) -> bool:
    """Whether the words before say that the call is not made, or those behind take it back; a heuristic."""
    before = text[max(0, start - 300) : start]
    marks = _MARKS_BEFORE.search(before)
    before = before[: marks.start()]  # type: ignore[union-attr]
    if "\n" in marks[0] and before[-1:] in (".", "!", "?"):  # type: ignore[index]
        before = ""
    sentence = _SENTENCE.split(before)[-1]
    return bool(_UNDONE.search(sentence) or _TAKEN_BACK.search(text[end : end + 200]))


# ---- a name, then JSON -----------------------------------------------------------------------------------


def _read_object(text: str, head: re.Match[str], name: str, kinds: Kinds) -> tuple[list[Call], int]:
    """The object that begins behind the head. Raises one of UNPARSEABLE."""
    arguments, end = DECODER.raw_decode(text, head.end())
    if not isinstance(arguments, dict):
        raise ValueError("arguments that are not an object")
    closed = _CLOSED.match(text, end)
    return [make_call(name, arguments)], closed.end() if closed else end


def _read_listed(text: str, head: re.Match[str], name: str, kinds: Kinds) -> tuple[list[Call], int]:
    listed, end = DECODER.raw_decode(text, head.end())
    calls = []
    for item in listed[:MAX_TRIES]:
        [(name, arguments)] = item.items() if isinstance(item, dict) else []
        if not isinstance(arguments, dict):
            raise ValueError("arguments that are not an object")
        calls.append(make_call(name, arguments))
    return calls, end


def _read_python(text: str, head: re.Match[str], name: str, kinds: Kinds) -> tuple[list[Call], int]:
    end = closing(text, head.end())
    call = parse_python(f"{name}{text[head.end() : end]}", {name: list(kinds.get(name, {}))}) if end else None
    if call is None:
        raise ValueError("a call that is not closed")
    return [call], end


# ---- a name, then keys and values ------------------------------------------------------------------------


def _read_xml(text: str, head: re.Match[str], name: str, kinds: Kinds) -> tuple[list[Call], int]:
    """Tags of parameters, elements that are named after them, or one object; then the closing tag."""
    if head[0].endswith("/>"):
        return [make_call(name, {})], head.end()
    at = re.compile(r"\s*+").match(text, head.end()).end()  # type: ignore[union-attr]
    if text.startswith("{", at):
        arguments, at = DECODER.raw_decode(text, at)
        closed = _CLOSED.match(text, at)
        if not isinstance(arguments, dict):
            raise ValueError("arguments that are not an object")
        return [make_call(name, arguments)], closed.end() if closed else at
    types = kinds.get(name, {})
    given: dict[str, Any] = {}
    for _ in range(MAX_PARAMETERS):
        if closed := _CLOSED.match(text, at):
            return [make_call(name, given)], closed.end()
        if found := _PARAMETER.match(text, at):
            key = found["name"] or found["key"]
            end_mark = "<|close|>argument<|sep|>" if found["key"] else f"</{found['tag']}>"
            kind = _told_kind(found["more"] or found["type"] or "", types.get(key))
            value, at = _between(text, found.end(), end_mark)
            value = typed(value, kind)
        elif wrapped := _WRAPPED.match(text, at):
            at = wrapped.end()
            continue
        elif found := _ELEMENT.match(text, at):
            key = found[1]
            value, at = _element(text, found, types.get(key), 0)
        else:
            break
        if key in given:
            raise ValueError("a parameter stands twice")
        given[key] = value
    raise ValueError("a call that is not closed")


def _read_glm(text: str, head: re.Match[str], name: str, kinds: Kinds) -> tuple[list[Call], int]:
    at, types = head.end(), kinds.get(name, {})
    given: dict[str, Any] = {}
    for _ in range(MAX_PARAMETERS):
        if closed := _CLOSED.match(text, at):
            return [make_call(name, given)], closed.end()
        pair = _PAIR.match(text, at)
        if pair is None or pair[3] in given:
            break
        value, at = _between(text, pair.end(), f"</{pair[1]}arg_value{pair[2]}>")
        given[pair[3]] = typed(value, types.get(pair[3]))
    raise ValueError("a call that is not closed")


def _read_element(text: str, head: re.Match[str], name: str, kinds: Kinds) -> tuple[list[Call], int]:
    """`<get_weather><city>Oslo</city></get_weather>`: every part must be a parameter of the tool."""
    at, types = head.end(), kinds[name]
    given: dict[str, Any] = {}
    end_mark = f"</{name}>"
    for _ in range(MAX_PARAMETERS):
        at = re.compile(r"\s*+").match(text, at).end()  # type: ignore[union-attr]
        if text.startswith(end_mark, at):
            return [make_call(name, given)], at + len(end_mark)
        if text.startswith("{", at) and not given:
            given, at = DECODER.raw_decode(text, at)
            continue
        found = _ELEMENT.match(text, at)
        if found is None or found[1] not in types or found[1] in given:
            break
        given[found[1]], at = _element(text, found, types[found[1]], 0)
    raise ValueError("no call")


def _element(text: str, opening: re.Match[str], kind: Any, depth: int) -> tuple[Any, int]:
    """What an element holds: text, or further elements as an object, or those named `item` as a list."""
    if depth > MAX_DEPTH:
        raise ValueError("elements nested too deep")
    end_mark, at = f"</{opening[1]}>", opening.end()
    if kind not in ("array", "object") and depth == 0:
        value, at = _between(text, at, end_mark)
        return typed(value, kind), at
    parts: list[tuple[str, Any]] = []
    for _ in range(MAX_PARAMETERS):
        inner = _ELEMENT.match(text, at)
        if inner is None:
            break
        value, at = _element(text, inner, None if depth else "object", depth + 1)
        parts.append((inner[1], value))
    value, end = _between(text, at, end_mark)
    if not parts:
        return typed(value, kind), end
    if value.strip() or (len(dict(parts)) != len(parts) and {key for key, _ in parts} != {"item"}):
        raise ValueError("an element with text beside elements, or one that stands twice")
    listed = kind == "array" or {key for key, _ in parts} == {"item"}
    return ([value for _, value in parts] if listed else dict(parts)), end


def _between(text: str, at: int, end_mark: str) -> tuple[str, int]:
    end = text.find(end_mark, at)
    if end < 0:
        raise ValueError("a value that is not closed")
    return text[at:end].removeprefix("\n").removesuffix("\n"), end + len(end_mark)


def _told_kind(attributes: str, kind: Any) -> Any:
    """The type that a tag itself tells, as `string="true"` or `type="number"`; else the tool's."""
    if 'string="true"' in attributes:
        return "string"
    told = re.search(r'\btype="(\w{1,16})"', attributes)
    return told[1] if told else kind


def typed(text: str, kind: Any) -> Any:
    """A value that stands as text, as its type has it; text where it is none of that type."""
    kinds = set(map(str, kind)) if isinstance(kind, list) else {str(kind)} if kind else {"string"}
    stripped = text.strip()
    if kinds == {"string"}:
        return text
    if stripped in ("null", "None"):
        return None if "null" in kinds or "string" not in kinds else text
    value: Any = {"True": True, "False": False, "TRUE": True, "FALSE": False}.get(stripped)
    if value is None:
        value = read_json(stripped)
    if value is None and stripped[:1] in ("[", "{", "(") and len(stripped) <= MAX_PYTHON_CHARS:
        try:
            value = None if SIGNS.search(stripped) else plain(ast.literal_eval(stripped))
        except UNPARSEABLE:
            value = None
    if value is None or isinstance(value, str):
        return text
    return value if "string" not in kinds or has_type(value, sorted(kinds & _NO_TEXT)) else text


_NO_TEXT: Final = frozenset({"boolean", "integer", "number", "array", "object"})


# ---- Gemma: keys without quotation marks, texts between marks ----------------------------------------------


def _read_gemma(text: str, head: re.Match[str], name: str, kinds: Kinds) -> tuple[list[Call], int]:
    arguments, end = _gemma_object(text, head.end(), kinds.get(name, {}), 0)
    return [make_call(name, arguments)], end


def _gemma_object(text: str, at: int, types: Mapping[str, Any], depth: int) -> tuple[dict[str, Any], int]:
    """The object that opens at `at`. Raises ValueError."""
    given: dict[str, Any] = {}
    at += 1
    for _ in range(MAX_PARAMETERS):
        at = _skip(text, at)
        if text.startswith("}", at):
            return given, at + 1
        key, at = _gemma_key(text, at)
        if key in given:
            raise ValueError("a parameter stands twice")
        given[key], at = _gemma_value(text, at, types.get(key), depth)
        at = _skip(text, at)
        if text.startswith(",", at):
            at += 1
        elif not text.startswith("}", at):
            break
    raise ValueError("an object that is not closed")


_GEMMA_KEY = re.compile(rf"(?:<escape>|<\|\"\|>|\")?({_NAME})(?:<escape>|<\|\"\|>|\")?\s{{0,4}}:\s{{0,4}}")
_GEMMA_BARE = re.compile(r"[^,{}\[\]]{1,400}")


def _gemma_key(text: str, at: int) -> tuple[str, int]:
    key = _GEMMA_KEY.match(text, at)
    if key is None:
        raise ValueError("a key is missing")
    return key[1], key.end()


def _gemma_value(text: str, at: int, kind: Any, depth: int) -> tuple[Any, int]:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    for mark in _TEXT:
        if text.startswith(mark, at):
            end = text.find(mark, at + len(mark))
            if end < 0:
                raise ValueError("a text that is not closed")
            return text[at + len(mark) : end], end + len(mark)
    if text.startswith('"', at):
        return DECODER.raw_decode(text, at)
    if text.startswith("{", at):
        return _gemma_object(text, at, {}, depth + 1)
    if text.startswith("[", at):
        return _gemma_list(text, at, depth + 1)
    bare = _GEMMA_BARE.match(text, at)
    if bare is None:
        raise ValueError("a value is missing")
    value = typed(bare[0].strip(), kind or ["string", "number", "boolean", "null"])
    return value, bare.end()


def _gemma_list(text: str, at: int, depth: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    at = _skip(text, at + 1)
    if text.startswith("]", at):
        return items, at + 1
    for _ in range(MAX_PARAMETERS):
        value, at = _gemma_value(text, _skip(text, at), None, depth)
        items.append(value)
        at = _skip(text, at)
        if text.startswith("]", at):
            return items, at + 1
        if not text.startswith(",", at):
            break
        at += 1
    raise ValueError("a list that is not closed")


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \n\t":
        at += 1
    return at


_READERS: Final = {
    "xml": _read_xml,
    "glm": _read_glm,
    "gemma": _read_gemma,
    "listed": _read_listed,
    "python": _read_python,
    "element": _read_element,
}
