"""What the formats share: rows, the names of columns, messages, options, and what a format says of a file.

A format takes a look at the first rows of a file. If it knows them for its own, it gives a `Layout`, which makes fields
of an `Entry` of one row at a time. A row that cannot be asked is `BadRow`, with a reason that other rows may share.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_uppercase
from typing import Any, Final

from repairloop.ground.messages import content_of
from repairloop.records import Message, fingerprint
from repairloop.records.rows import clean
from repairloop.sources.turns import MODELS, USERS, is_turn

SYSTEMS: Final = ("system", "developer")
SHORT: Final = 200
"""Characters of a column that is kept beside a case."""
MOST_COLUMNS: Final = 40
"""Columns that are kept beside a case."""
SHOWN: Final = 20
"""Columns that a message names."""

Row = dict[str, Any]
Fields = dict[str, Any]
"""Of an `Entry`: all but where it stands."""


class BadRow(ValueError):
    """One row that is no case; the message says why, in words that other rows share."""


@dataclass
class Look:
    """The first rows of a file, as formats look at them."""

    file: str
    """Its name."""
    rows: list[Row]
    map_: Mapping[str, str] = field(default_factory=dict)
    """What the user says of columns: question, answer … → column."""
    asked_only: bool = False
    """Whether what is right stands elsewhere, and no column is looked at for it."""
    classes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Column → the names of its numbers, where the file, or one beside it, says what they stand for; those of a list that
    names no column at `""`."""
    named_by: str = ""
    """The file that says so."""
    marked: Sequence[str] = ()
    """Columns of marked parts (`spans`): kind → text."""
    tokens: Sequence[str] = ()
    """Columns that were lists of tokens and are texts."""

    def has(self, *keys: str) -> bool:
        """Whether nearly all rows have all of these keys."""
        return sum(all(key in row for key in keys) for row in self.rows) > 0.9 * len(self.rows) > 0

    @property
    def names(self) -> list[str]:
        """All columns, in order."""
        return list(dict.fromkeys(str(name) for row in self.rows for name in row))

    def values(self, column: str) -> list[Any]:
        return [row.get(column) for row in self.rows]


@dataclass
class Layout:
    """How the rows of one file are understood."""

    format: str
    """What the file is, in words."""
    why: str
    """By what it was known."""
    form: str
    """Where question and answer stand: `text → category`."""
    fields: Callable[[Row], Iterable[Fields]]
    """The fields of the entries of one row. Raises BadRow."""
    columns: dict[str, str] = field(default_factory=dict)
    """What → the column that it is taken from."""
    unused: list[str] = field(default_factory=list)
    """Columns that are kept beside the cases, or not at all."""
    notes: list[str] = field(default_factory=list)
    finish: Callable[[list[Any]], tuple[list[Any], list[str]]] = lambda entries: (entries, [])
    """What is to be done when all entries are there: those that count, and what to say."""


# ---- names ------------------------------------------------------------------------------------------------


def plain(name: object) -> str:
    """A column's name without what people write differently: `answerKey`, `Answer Key`, `answer-key` → `answer_key`."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", str(name).strip())
    return re.sub(r"[^\w]+", "_", text.lower()).strip("_")


def shown(names: Iterable[object], most: int = SHOWN) -> str:
    """Names in a message."""
    listed = [one_line(name, 60) for name in names]
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more


def written(what: str, column: str) -> str:
    """What one writes behind `--map` for a column, in a shell."""
    said = one_line(column, 60)
    return f'"{what}={said}"' if re.search(r"[^\w.,:/@%+=-]", said) else f"{what}={said}"


def one_line(value: object, most: int = SHORT) -> str:
    """A value on one line, cut, with nothing in it that a terminal obeys."""
    text = value if isinstance(value, str) else as_json(value)
    line = " ".join(clean(text, 4 * most).split())
    line = "".join(c if c.isprintable() else "�" for c in line)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def parsed(text: str) -> Any:
    """The JSON value of a text; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def is_empty(value: Any) -> bool:
    return value is None or value != value or (isinstance(value, str | list | dict) and not value) or (
        isinstance(value, str) and not value.strip()
    )  # fmt: skip


def kept(row: Mapping[str, Any], used: Iterable[str]) -> dict[str, str]:
    """The short values of the columns that are not used."""
    used = set(used)
    found: dict[str, str] = {}
    for name, value in row.items():
        if name in used or is_empty(value) or isinstance(value, list | dict):
            continue
        text = ("true" if value else "false") if isinstance(value, bool) else str(value)
        if len(text) <= SHORT and len(found) < MOST_COLUMNS:
            found[clean(str(name), SHORT)] = clean(text)
    return found


# ---- messages ---------------------------------------------------------------------------------------------


def text_of(content: Any) -> str:
    """What a message's content says. BadRow where it holds more than text."""
    if isinstance(content, list) and any(
        isinstance(part, Mapping) and str(part.get("type", "text")) not in _TEXTS for part in content
    ):
        raise BadRow("a message holds more than text (an image, a sound, a file)")
    try:
        return content_of(content).text
    except (TypeError, RecursionError):
        raise BadRow("a message has a content that is no text") from None


_TEXTS: Final = (
    "text", "input_text", "output_text", "refusal", "thinking", "reasoning", "reasoning_text", "tool_use", "tool_call",
)  # fmt: skip


def turns_in(value: Any) -> list[dict[str, Any]] | None:
    """The turns of a conversation, in whichever of the usual ways it is written; None where it is none."""
    if isinstance(value, str) and value.lstrip()[:1] == "[" and len(value) < 2**24:
        value = parsed(value)
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], list):
        value = value[0]
    if isinstance(value, list) and value and all(isinstance(turn, dict) for turn in value):
        return [_called(turn) for turn in value] if all(is_turn(turn) or "role" in turn for turn in value) else None
    return None


def _called(turn: dict[str, Any]) -> dict[str, Any]:
    """A turn that is a call, as LLaMA-Factory writes it (`{"from": "function_call", "value": "{…}"}`), as one of the model's."""
    if str(turn.get("role") or turn.get("from")).lower() not in ("function_call", "tool_call"):
        return turn
    said = turn.get("content") if "content" in turn else turn.get("value")
    calls = parsed(said) if isinstance(said, str) else said
    return {"role": "assistant", "content": "", "tool_calls": calls if isinstance(calls, list) else [calls]}


def up_to_a_call(
    turns: Sequence[Mapping[str, Any]],
) -> tuple[Sequence[Mapping[str, Any]], Mapping[str, Any] | None] | None:
    """A conversation that goes on behind a call, up to its first one, and that; None of any other."""
    last = max((place for place, turn in enumerate(turns) if role_of(turn) == "user"), default=-1)
    first = next((place for place, turn in enumerate(turns[: last + 1]) if has_calls(turn)), 0)
    return (turns[:first], turns[first]) if first and role_of(turns[first - 1]) == "user" else None


def role_of(turn: Mapping[str, Any]) -> str:
    """`system`, `user`, `assistant`, or what else the turn says."""
    said = str(turn.get("role") or turn.get("from") or "").lower()
    for names, role in ((SYSTEMS, "system"), (USERS, "user"), (MODELS, "assistant")):
        if said in names:
            return role
    return said


def messages_of(value: Any, system: str = "") -> list[Message]:
    """A question, a text or turns, as messages; the last one is the user's. BadRow where it is none."""
    turns = turns_in(value)
    if turns is None:
        if not isinstance(value, str) or not value.strip():
            raise BadRow(
                "no question"
                if is_empty(value)
                else "its turns are plain texts, and the replies between them are not there: give one text as the question"
                if isinstance(value, list) and all(isinstance(part, str) for part in value)
                else "what is asked is no text, and no turns with a role and a content"
            )
        turns = [{"role": "user", "content": value}]
    messages: list[Message] = []
    for turn in turns:
        role = role_of(turn)
        if role not in ("system", "user", "assistant") or has_calls(turn):
            raise BadRow("a tool was called before the question: only what was said can be asked again")
        content = turn.get("content") if "content" in turn else turn.get("value")
        text = clean(text_of(content))
        if not text.strip():
            if role == "system":
                continue
            raise BadRow("a message is empty")
        messages.append({"role": role, "content": text})
    if not messages or messages[-1]["role"] != "user":
        raise BadRow("the last message is not the user's")
    if system.strip() and messages[0]["role"] != "system":
        messages.insert(0, {"role": "system", "content": clean(system)})
    return messages


def parted(turns: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], Mapping[str, Any] | None]:
    """A conversation up to the user's last message, and what the model says to it; None where it ends before."""
    last = max((place for place, turn in enumerate(turns) if role_of(turn) == "user"), default=-1)
    if last < 0:
        raise BadRow("nobody asks anything in the conversation")
    reply = turns[last + 1] if last + 1 < len(turns) and role_of(turns[last + 1]) == "assistant" else None
    return list(turns[: last + 1]), reply


def reply_of(value: Any) -> Any:
    """What a message of the model, or a list of one, says: its calls as `[{"name", "arguments"}]`, else its text."""
    if isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
        if not any(is_turn(part) or has_calls(part) for part in value):
            return value
        value = next((part for part in value if role_of(part) in ("assistant", "")), value[0])
    if isinstance(value, dict) and (is_turn(value) or has_calls(value)):
        return calls_in(value) or clean(text_of(value.get("content") if "content" in value else value.get("value")))
    return clean(value) if isinstance(value, str) else value


def has_calls(turn: Mapping[str, Any]) -> bool:
    return bool(turn.get("tool_calls") or turn.get("function_call"))


def calls_in(turn: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The calls of a message, with the arguments read where they are JSON. BadRow where one is no call."""
    given = turn.get("tool_calls") or turn.get("function_call") or []
    calls = []
    for call in given if isinstance(given, list) else [given]:
        call = parsed(call) if isinstance(call, str) else call
        function = call.get("function", call) if isinstance(call, Mapping) else None
        if isinstance(function, str) and isinstance(call, Mapping):  # inspect_ai: {"function": name, "arguments": {…}}
            function = {"name": function, "arguments": call.get("arguments")}
        name = function.get("name") if isinstance(function, Mapping) else None
        arguments = function.get("arguments", function.get("args")) if isinstance(function, Mapping) else None
        if isinstance(arguments, str):
            arguments = parsed(arguments) if arguments.strip() else {}
        if not isinstance(name, str) or not isinstance(arguments, dict):
            raise BadRow("a call in it has no name, or arguments that are no JSON object")
        calls.append({"name": clean(name, SHORT), "arguments": arguments})
    return calls


def tools_in(value: Any) -> list[dict[str, Any]]:
    """The tools of a row, also where they stand as JSON or one by one as JSON."""
    if isinstance(value, str):
        value = parsed(value)
    tools = []
    for tool in value if isinstance(value, list) else []:
        tool = parsed(tool) if isinstance(tool, str) else tool
        if isinstance(tool, dict):
            tools.append(_with_schema(tool))
    return tools


_KINDS: Final = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "list": "array", "tuple": "array", "set": "array", "dict": "object"}  # fmt: skip
"""Types as Python names them → as JSON schemas do."""


def _with_schema(tool: dict[str, Any]) -> dict[str, Any]:
    """A tool whose parameters are described one by one (`{"city": {"type": "str, optional"}}`), with a schema of them."""
    inner = tool.get("function")
    if isinstance(inner, dict):
        return {**tool, "function": _with_schema(inner)}
    told = tool.get("parameters")
    if not isinstance(told, dict) or not told or not all(isinstance(part, dict) for part in told.values()) or (
        "properties" in told and not isinstance(told["properties"].get("type"), str)
    ):  # fmt: skip
        return tool
    properties, required = {}, []
    for name, part in told.items():
        said = str(part.get("type", "")).lower()
        kind = _KINDS.get(re.split(r"[\s,\[|]", said, maxsplit=1)[0], said)
        rest = {key: value for key, value in part.items() if key != "type"}
        properties[name] = {"type": kind, **rest} if kind in _JSON_TYPES else rest
        required += [] if "default" in part or "optional" in said else [name]
    return {**tool, "parameters": {"type": "object", "properties": properties, "required": required}}


_JSON_TYPES: Final = ("string", "integer", "number", "boolean", "array", "object")


_TOOL_AT: Final = re.compile(r"[\[{]\s*[{\"]")


def tools_told(text: str) -> list[dict[str, Any]]:
    """The tools that a text lists as JSON, as prompts for calls have them; at most 100."""
    found: list[dict[str, Any]] = []
    decoder, at = json.JSONDecoder(), 0
    for _ in range(200):
        mark = _TOOL_AT.search(text, at)
        if mark is None or len(found) >= 100:
            break
        try:
            value, at = decoder.raw_decode(text, mark.start())
        except (ValueError, RecursionError):
            at = mark.start() + 1
            continue
        for tool in value if isinstance(value, list) else [value]:
            inner = tool.get("function", tool) if isinstance(tool, dict) else None
            if (
                isinstance(inner, dict)
                and isinstance(inner.get("name"), str)
                and not {"parameters", "description"}.isdisjoint(inner)
            ):
                found.append(tool)
    return found


# ---- options ----------------------------------------------------------------------------------------------


def options_of(value: Any) -> dict[str, str]:
    """Letter → text, of any of the usual ways. BadRow where it is none of them.

    ["red", "green"]    {"A": "red", "B": "green"}    {"label": ["A", "B"], "text": ["red", "green"]}
    [{"label": "A", "text": "red"}, …]    and each of these as JSON
    "A) red B) green", also a line each    "red; green"    "red|green"    a line each
    """
    if isinstance(value, str):
        value = read_literal(value) if value.lstrip()[:1] in ("[", "{") else _listed_options(value)
    if isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
        pairs = [(_first(part, _LETTERS), _first(part, _OPTION_TEXTS)) for part in value]
        texts = [text for _, text in pairs]
        value = (
            dict(pairs) if all(letter is not None for letter, _ in pairs) and len(dict(pairs)) == len(pairs) else texts
        )
    if isinstance(value, dict):
        named = {plain(name): part for name, part in value.items()}
        lists = {name: part for name, part in named.items() if isinstance(part, list)}
        texts = _first(lists, ("text", "texts", "choices"))
        labels: list[Any] = _first(lists, ("label", "labels", "key")) or []
        if texts is not None:
            told = len(labels) == len(texts) == len({str(label) for label in labels})
            value = dict(zip(map(str, labels), texts, strict=True)) if told else texts
    if isinstance(value, list):
        value = dict(zip(ascii_uppercase, value, strict=False)) if len(value) <= len(ascii_uppercase) else None
    if not isinstance(value, dict) or any(text is None or isinstance(text, dict | list) for text in value.values()):
        raise BadRow("its choices are no list of texts, nor letter → text")
    if len(value) < 2:
        raise BadRow("it has less than two choices")
    return _unlettered({clean(str(letter), 20): clean(str(text), 4000) for letter, text in value.items()})


_LISTED_AT: Final = re.compile(r"(?:^|(?<=[\s,;]))[(\[]?([A-J]|[a-j](?=[ \t]?[)\]]))[ \t]?[)\].:][ \t]*(?=\S)")
"""Where an option begins in a text that lists them."""


def _listed_options(text: str) -> Any:
    """The options that a text lists: behind letters, a line each, or with marks between them; None where it lists none."""
    marks = list(_LISTED_AT.finditer(text))
    letters = "".join(mark[1] for mark in marks).upper()
    if len(letters) >= 2 and letters == ascii_uppercase[: len(letters)] and not text[: marks[0].start()].strip():
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        return {
            mark[1].upper(): text[mark.end() : end].strip(" \t\r\n,;|") for mark, end in zip(marks, ends, strict=True)
        }
    for mark in ("\n", "||", "|", ";"):
        parts = [part.strip() for part in text.split(mark) if part.strip()]
        if len(parts) >= 2:
            return parts
    return None


_LETTER_BEFORE: Final = re.compile(r"\s*[(（]?\s*([A-Z])\s*[)）.．:：、]\s*(?=\S)")


def _unlettered(options: dict[str, str]) -> dict[str, str]:
    """Options whose texts all begin with their own letter ("(A) red") without it."""
    marks = {letter: _LETTER_BEFORE.match(text) for letter, text in options.items()}
    if not all(mark and mark[1] == letter for letter, mark in marks.items()):
        return options
    return {
        letter: text[mark.end() :] for (letter, text), mark in zip(options.items(), marks.values(), strict=True) if mark
    }


def read_literal(text: str) -> Any:
    """The value of a text that is JSON, or a list or an object as Python writes it; None where it is neither."""
    if (found := parsed(text)) is not None or len(text) > 20_000 or text.strip()[:1] not in ("[", "{"):
        return found
    if "array(" in text or "' '" in text or "'\n" in text:  # as numpy writes them
        text = _ARRAY.sub(r"\1", _GAP.sub(", ", text))
    try:
        found = ast.literal_eval(text.strip())
        json.dumps(found)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return None
    return found


_ARRAY: Final = re.compile(r"array\((\[[^\[\]]*\])(?:,\s*dtype=[\w<>.']+)?\)")
_GAP: Final = re.compile(r"(?<=['\"])\s+(?=['\"])")


def scored_options(value: Any) -> tuple[dict[str, str], str]:
    """The options of an object text → score, and the letter of the one that is right. Where several are, or none, BadRow.

    Such files name the right one first, so options stand in an order that a hash of their texts gives.
    """
    value = read_literal(value) if isinstance(value, str) else value
    if isinstance(value, dict) and isinstance(value.get("choices"), list) and isinstance(value.get("labels"), list):
        value = dict(zip(map(str, value["choices"]), value["labels"], strict=False))
    if not isinstance(value, dict) or not all(isinstance(score, int | float) for score in value.values()):
        raise BadRow("its choices are no text → score")
    highest = max(value.values(), default=0)
    best = [text for text, score in value.items() if score == highest]
    if len(best) != 1:
        raise BadRow("several of its choices are right")
    options = options_of(sorted(value, key=lambda text: fingerprint("option", text)))
    return options, next(letter for letter, text in options.items() if text == clean(str(best[0]), 4000))


_JUDGED: Final = ("is_answer", "is_correct", "correct", "is_right", "right", "is_true", "label")
"""Keys that say whether an option is right."""


def judged_options(value: Any) -> tuple[dict[str, str], list[str]]:
    """The options of a list of texts that are said to be right or not, and the letters of the right ones; BadRow where it
    is no such list.

    [{"text": "red", "isAnswer": true}, {"text": "blue", "isAnswer": false}]      [{"answer": "red", "correct": 1}, …]
    """
    value = read_literal(value) if isinstance(value, str) and value.lstrip()[:1] == "[" else value
    parts = [{plain(key): part for key, part in one.items()} for one in value if isinstance(one, dict)] if isinstance(value, list) else []  # fmt: skip
    texts = [_first(part, (*_OPTION_TEXTS, "answer", "answer_text")) for part in parts]
    right = [_first(part, _JUDGED) for part in parts]
    if (
        len(parts) < 2
        or len(parts) != len(value)
        or not all(isinstance(text, str) and text.strip() for text in texts)
        or not all(isinstance(said, bool | int) and said in (0, 1) for said in right)
    ):
        raise BadRow("its options are not each said to be right or not")
    options = options_of(texts)
    return options, [letter for letter, said in zip(options, right, strict=True) if said]


_WRONG: Final = re.compile(r"(?:incorrect|wrong|false|distractor|bad)(?:_?(?:answer|option|choice))?s?_?[0-9]{0,2}")


def wrong_columns(names: Iterable[str]) -> list[str]:
    """The columns that hold wrong options: `distractor1`, `Incorrect Answer 1`, `incorrect_answers`."""
    return [name for name in names if _WRONG.fullmatch(plain(name))]


def right_and_wrong(right: Any, wrong: Iterable[Any], *, several: bool = False) -> dict[str, str]:
    """The options of a row that keeps what is right apart from what is wrong, in an order that a hash of their texts gives;
    none where there is no wrong one. `several`: a text holds several of them, with semicolons between."""
    texts = []
    for value in wrong:
        if isinstance(value, str):
            listed = read_literal(value) if value.lstrip()[:1] == "[" else None
            value = listed if isinstance(listed, list) else value.split(";") if several else value
        texts += value if isinstance(value, list) else [] if is_empty(value) else [value]
    texts = list(dict.fromkeys(str(text).strip() for text in texts if str(text).strip()))
    right = str(right).strip()
    if not texts or not right or right in texts:
        return {}
    return options_of(sorted([right, *texts], key=lambda text: fingerprint("option", text)))


def passage_of(value: Any, depth: int = 4) -> str:
    """A passage as one text: titles and sentences in lists, and lists of passages, as sets of several documents have them.

    [["Oslo", ["A city.", "It is cold."]], …]      {"title": ["Oslo"], "sentences": [["A city."]]}      ["one", "another"]
    """
    value = read_literal(value) if isinstance(value, str) and value.lstrip()[:1] == "[" and depth == 4 else value
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict) and isinstance(value.get("text"), str) and depth:
        return str(value["text"]).strip()  # with what is marked in it
    if isinstance(value, dict) and depth:
        lists = [part for part in value.values() if isinstance(part, list)]
        if len(lists) == len(value) > 1 and len({len(part) for part in lists}) == 1:
            value = [list(parts) for parts in zip(*lists, strict=True)]
        else:
            texts = [passage_of(part, depth - 1) for part in value.values() if isinstance(part, str | list | dict)]
            return ": ".join(filter(None, texts))
    if isinstance(value, list | tuple) and depth:
        if len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], list):  # a title and its sentences
            return f"{value[0].strip()}: {' '.join(passage_of(part, 0) for part in value[1])}"
        texts = [passage_of(part, depth - 1) for part in value]
        return ("\n\n" if depth == 4 else " ").join(filter(None, texts))
    return "" if value is None or isinstance(value, list | dict) else str(value)


def unpathed(row: Row, path: str) -> Any:
    """The value at a path of keys in a row (`semantics.slots`); None where there is none."""
    value: Any = row
    for key in path.split("."):
        if isinstance(value, list) and key.isdigit():
            value = value[int(key)] if int(key) < len(value) else None
        else:
            value = value.get(key) if isinstance(value, Mapping) else None
    return value


_LETTERS: Final = ("label", "key", "letter", "id")
_OPTION_TEXTS: Final = ("text", "content", "value", "option", "choice")


def _first(part: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((part[name] for name in names if part.get(name) is not None), None)


def lettered(names: Sequence[str]) -> dict[str, str]:
    """Letter → column, where the options stand in columns of their own: `A`, `B`, `C` or `option_1`, `option_2` … (or from 0)."""
    for pattern in _LETTERED:
        found: dict[str, str] = {}
        for name in names:
            if match := pattern.fullmatch(plain(name)):
                found[match[1].upper()] = name
        if found and min(found).isdigit():
            numbered = {int(mark): name for mark, name in found.items()}
            first, last = min(numbered), max(numbered)
            fits = first < 2 and last - first < len(ascii_uppercase)
            found = {ascii_uppercase[number - first]: name for number, name in numbered.items()} if fits else {}
        letters = sorted(found)
        if len(letters) >= 2 and letters == list(ascii_uppercase[: len(letters)]):
            return {letter: found[letter] for letter in letters}
    return {}


_OPTION_NAMES: Final = "(?:mc_)?(?:option|choice|opt|op|answer|ans|ending|sol|solution|alternative|candidate)"
_LETTERED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"([a-z])",
        rf"{_OPTION_NAMES}_?([a-z])",
        rf"{_OPTION_NAMES}_?([0-9]{{1,2}})",
        rf"{_OPTION_NAMES}_?([0-9])",
    )
)


# ---- logs -------------------------------------------------------------------------------------------------


def share(value: Any) -> float | None:
    """What a log says of an answer, 0 to 1: a share, a truth value, a grade of one letter, a thumb; None of anything
    else."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float):
        return float(value) if 0 <= value <= 1 else 0.0 if value == -1 else None
    if isinstance(value, str):
        word = value.strip().lower()
        said = _SAID.get(plain(word) or word)
        if said is None:
            number = parsed(word)
            return share(number) if isinstance(number, bool | int | float) else None
        return said
    return None


_SAID: Final = {
    **dict.fromkeys(
        ("c", "correct", "true", "yes", "pass", "passed", "up", "thumbs_up", "thumb_up", "thumbsup", "like", "liked", "good",
         "positive", "helpful", "upvote", "👍", "1"), 1.0),
    **dict.fromkeys(
        ("i", "n", "incorrect", "false", "no", "fail", "failed", "down", "thumbs_down", "thumb_down", "thumbsdown", "dislike",
         "disliked", "bad", "negative", "unhelpful", "not_helpful", "wrong", "downvote", "👎", "0", "_1"), 0.0),
    "p": 0.5, "partial": 0.5, "neutral": 0.5,
}  # fmt: skip


def once_each(entries: list[Any], what: str) -> tuple[list[Any], list[str]]:
    """Of entries that ask the same and have one id the first, with the mean of all scores. `what` there are several of."""
    groups: dict[tuple[str, str], list[Any]] = {}
    for entry in entries:
        groups.setdefault((entry.ident, as_json(entry.messages)), []).append(entry)
    if len(groups) == len(entries):
        return entries, []
    made = []
    for first, *rest in groups.values():
        scores = [entry.score for entry in (first, *rest) if entry.score is not None]
        made.append(replace(first, score=sum(scores) / len(scores)) if rest and scores else first)
    return made, [f"{len(entries):,} answers to {len(made):,} questions: several {what}, each question counts once"]


def nested(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose keys are paths (`a.b`, `a.0.c`), with objects and lists in their places."""
    made: dict[str, Any] = {}
    for name, value in row.items():
        *above, last = str(name).split(".")
        place = made
        for part in above[:12]:
            inner = place.setdefault(part, {})
            if not isinstance(inner, dict):
                inner = place[part] = {"": inner}
            place = inner
        place[last] = nested(value) if isinstance(value, dict) else value
    return {name: _listed(value) for name, value in made.items()}


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _listed(part) for name, part in value.items()}
    if inner and set(inner) == {str(n) for n in range(len(inner))}:
        return [inner[str(n)] for n in range(len(inner))]
    return inner
