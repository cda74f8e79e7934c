'''From a Python function to the description of an API: its name, what it does, its parameters with types and defaults.

    def split_lines(text: str, max_lines: int = 80, *, strict=False):     split_lines(text: string,
        """Split a text into lines. Empty ones are kept."""           →       max_lines: integer = 80,
                                                                              strict: boolean = False)
                                                                          Split a text into lines

A type is told by the annotation, else by the default, else by what the docstring calls the parameter, else by its name.
A required parameter of no known type, or a first sentence that says in no plain English what is done, gives no API; an
optional parameter of no known type is left out of the description. What a function does is not known beyond its words.
'''

from __future__ import annotations

import keyword
import re
from typing import Any, Final

from repairloop import Chunk, Part
from skills.tool_use.values import SORTS, listed, sort_of

MOST_WORDS: Final = 24
MOST_PARAMETERS: Final = 12


class Parameter(Part):
    name: str
    type: str
    sort: str
    """What its values are (see `values`)."""
    choices: tuple[str, ...] = ()
    default: str | None = None
    """As the source has it; None where the parameter is required."""
    about: str = ""


class Api(Part):
    """One API. `purpose` is its first sentence as an imperative."""

    name: str
    about: str
    purpose: str
    parameters: tuple[Parameter, ...]

    def parameter(self, name: str) -> Parameter:
        return next(p for p in self.parameters if p.name == name)

    def required(self) -> tuple[Parameter, ...]:
        return tuple(p for p in self.parameters if p.default is None)


def api_of(chunk: Chunk) -> Api | None:
    """The description of the function in a chunk; None where it cannot be told how to call it, or what for."""
    known = _APIS.get(id(chunk))
    if known is None:
        if len(_APIS) >= _KEPT:
            _APIS.clear()
        known = _APIS[id(chunk)] = (chunk, _described(chunk))
    return known[1]


_KEPT: Final = 20_000
_APIS: dict[int, tuple[Chunk, Api | None]] = {}
"""Of chunks that are kept, by identity, the description: a function is a neighbour many times."""


def _described(chunk: Chunk) -> Api | None:
    signature, docstring = chunk.meta.get("signature"), chunk.meta.get("docstring")
    if chunk.kind != "python" or not isinstance(signature, dict) or not isinstance(docstring, str):
        return None
    params, name = signature.get("params"), ".".join(part.lstrip("_") for part in chunk.title[:99].split("."))
    if not isinstance(params, list) or not 0 < len(params) <= MOST_PARAMETERS or not _callable(name):
        return None
    about = first_sentence(docstring)
    purpose = imperative(about)
    if not purpose:
        return None
    parameters = []
    for param in params:
        parameter = _parameter(param, about) if _well_formed(param) else None
        if parameter is not None:
            parameters.append(parameter)
        elif not _may_be_dropped(param):
            return None
    parameters.sort(key=lambda p: p.default is not None)
    return Api(name=name, about=about, purpose=purpose, parameters=tuple(parameters)) if parameters else None


# ---- parameters --------------------------------------------------------------------------------------

_NAME = re.compile(r"[A-Za-z_]\w{0,39}", re.ASCII)


def _callable(name: str) -> bool:
    parts = name.split(".")
    return len(name) <= 60 and len(parts) <= 4 and all(_NAME.fullmatch(p) and not keyword.iskeyword(p) for p in parts)


def _well_formed(param: Any) -> bool:
    return (
        isinstance(param, dict)
        and all(_short(param.get(key)) for key in ("name", "kind", "annotation", "doc"))
        and (param.get("default") is None or _short(param["default"]))
    )


def _short(text: Any) -> bool:
    return isinstance(text, str) and len(text) <= 400


def _may_be_dropped(param: Any) -> bool:
    return isinstance(param, dict) and (param.get("default") is not None or param.get("kind") == "var_keyword")


def _parameter(param: dict[str, Any], about: str) -> Parameter | None:
    name, default = param["name"], param["default"]
    if param["kind"].startswith("var_") or not _callable(name) or "." in name:
        return None
    choices = _choices(param["annotation"])
    if param["annotation"]:
        kind, hint = ("string", "") if choices else _annotated(param["annotation"])
    elif default not in (None, "None"):
        kind, hint = _type_of_literal(default), ""
    else:
        kind, hint = _type_in_words(param["doc"]), ""
        if not kind and not (hint := sort_of(name)):
            return None
    sort = hint if hint and sort_of(name, kind) in ("", "word") else sort_of(name, kind)
    if not sort or (param["annotation"] and not kind):
        return None
    kind = kind or SORTS[sort][0]
    if sort == "count" and default in ("0", "1"):
        sort = "small"
    if default is not None and not _shown(default):
        default = "..."
    return Parameter(
        name=name, type=kind, sort=sort, choices=choices, default=default, about=_note(param["doc"], about)
    )


_TYPES = {
    "str": "string", "Text": "string", "AnyStr": "string", "int": "integer", "float": "number", "bool": "boolean",
    "Path": "string", "PurePath": "string", "PathLike": "string", "PathLike[str]": "string", "StrPath": "string",
    "FilePath": "string", "PathType": "string", "Real": "number", "SupportsFloat": "number", "SupportsInt": "integer",
}  # fmt: skip
_UNIONS = {
    frozenset({"integer", "number"}): "number", frozenset({"string"}): "string", frozenset({"integer"}): "integer",
    frozenset({"number"}): "number", frozenset({"boolean"}): "boolean",
}  # fmt: skip


def _annotated(annotation: str) -> tuple[str, str]:
    """JSON type of an annotation, empty where it has none here, and the sort where the annotation tells it."""
    text = annotation.strip("'\"").replace(" ", "")
    text = re.sub(r"\b(?:typing|t|os|pathlib|numbers)\.", "", text)
    if inner := re.fullmatch(r"(?:Optional|Union|Annotated|Final)\[(.*)\]", text):
        text = inner[1].replace(",", "|")
    members = [member for member in text.split("|") if member != "None"]
    kind = _UNIONS.get(frozenset(_TYPES.get(member, "") for member in members), "")
    return kind, "path" if kind and any("Path" in member for member in members) else ""


def _choices(annotation: str) -> tuple[str, ...]:
    """The words of `Literal['a', 'b']`, where there are some, and only words."""
    literal = re.fullmatch(r"(?:Optional\[)?(?:typing\.)?Literal\[([^\[\]]{3,160})\]\]?(?: \| None)?", annotation)
    words = [part.strip() for part in literal[1].split(",")] if literal else []
    found = tuple(word[1:-1] for word in words if re.fullmatch(r"(['\"])(?:\w|[.+-](?![.+-])){1,20}\1", word, re.ASCII))
    distinct = len({word.casefold() for word in found}) == len(words)
    return found if distinct and 1 < len(found) <= 8 else ()


def _type_of_literal(text: str) -> str:
    if text in ("True", "False"):
        return "boolean"
    if re.fullmatch(r"-?\d{1,12}", text):
        return "integer"
    if re.fullmatch(r"-?\d{1,9}\.\d{0,9}(?:e-?\d{1,2})?", text):
        return "number"
    return "string" if re.fullmatch(r"'[^'\\]*'|\"[^\"\\]*\"", text) else ""


_IN_WORDS = re.compile(
    r"(?:an?|the|optional)?\s*(?:optional\s+)?(string|str|integer|int|whole number|float|number of|boolean|bool)\b(?! or| of)",
    re.IGNORECASE,
)
_WORDS_OF_TYPES = {
    "string": "string", "str": "string", "integer": "integer", "int": "integer", "whole number": "integer",
    "number of": "integer", "float": "number", "boolean": "boolean", "bool": "boolean",
}  # fmt: skip


def _type_in_words(doc: str) -> str:
    """The type that the parameter's own entry in the docstring begins with."""
    found = _IN_WORDS.match(doc)
    return _WORDS_OF_TYPES[found[1].casefold()] if found else ""


def _shown(default: str) -> bool:
    return re.fullmatch(r"-?[\w.]{1,24}|'[\w .,:;/*+@=-]{0,24}'", default, re.ASCII) is not None


# ---- sentences ---------------------------------------------------------------------------------------

_PLAIN = re.compile(r"[A-Za-z0-9 ,;:'\"()/_=+%!?&#.-]+")
_ROLE = re.compile(r":[a-z:]{1,12}:`~?([^`<>]{1,60})`")
_END = re.compile(r"(?<=[a-z0-9)'\"])[.!](?=\s|$)|;\s|\s--\s")
_NOT_FOR_USERS = re.compile(
    r"\b(?:self|deprecated|obsolete|subclass(?:es)?|overrid\w+|internal(?:ly)?|private|implement\w*|above|below|see"
    r"|following|this (?:method|function|class|module)|called (?:by|when|if)|base class|e\.g|i\.e|etc|default behaviou?r"
    r"|as for|same as|like)\b",
    re.IGNORECASE,
)


def _plain(text: str) -> str:
    """One line without markup; empty where it holds anything but plain English characters."""
    line = " ".join(_ROLE.sub(r"\1", text).replace("`", "").replace("*", "").split())
    quotes = re.sub(r"\w'\w", "", line)
    even = line.count("(") == line.count(")") and not quotes.count("'") % 2 and not quotes.count('"') % 2
    return line if even and _PLAIN.fullmatch(line) else ""


def first_sentence(docstring: str) -> str:
    """The first sentence of a docstring, where it is plain; else nothing."""
    paragraph = docstring[:600].strip().split("\n\n", 1)[0]
    end = _END.search(paragraph)
    if end is None and len(paragraph) > 160:
        return ""
    text = _plain(paragraph[: end.start()] if end else paragraph).rstrip(".! ")
    complete = 3 <= len(text.split()) <= MOST_WORDS and len(text) <= 160 and text[-1] not in ",:(-=/;"
    return text if complete and not _NOT_FOR_USERS.search(text) else ""


def _note(doc: str, about: str) -> str:
    """What is said of a parameter, in half a line, unless all of it is said of the function."""
    end = _END.search(doc)
    text = _plain(doc[: end.start()] if end else doc).rstrip(".")
    return text if 2 <= len(text.split()) <= 14 and len(text) <= 90 and text != about else ""


def imperative(sentence: str) -> str:
    """`Returns the base name of a path` → `return the base name of a path`; empty where no known verb leads."""
    first, _, rest = sentence.partition(" ")
    adverb = ""
    if first.casefold().endswith("ly"):
        adverb, (first, _, rest) = f"{first.casefold()} ", rest.partition(" ")
    verb = base_form(first.casefold())
    if not verb or not rest or rest.startswith(("(", "by ", "of ", "is ", "and ")):
        return ""
    if verb in ("return", "test") and (asked := re.match(r"(?:(?:True|true) )?(?:if|iff|whether|when) (.+)", rest)):
        clause = re.split(r",? (?:False otherwise|and False|otherwise|else|or False)\b", asked[1], maxsplit=1)[0]
        return f"check whether {clause.rstrip(', ')}" if len(clause.split()) > 2 else ""
    if rest.startswith(("True", "False", "None", "true ", "false ")):
        return ""
    return f"{adverb}{verb} {rest}"


def base_form(word: str) -> str:
    """The verb as an imperative, of `copy` and of `copies`; empty where the word is none of those known."""
    verbs = listed("verb")
    if word in verbs:
        return word
    for ending, stem in (("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending) and (verb := word[: -len(ending)] + stem) in verbs:
            return verb
    return ""
