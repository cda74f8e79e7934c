"""What a grader is given beside an answer: a reference and settings, as types that are written down and told.

JSON becomes what the types say, strictly and once; what does not fit them is a `BadReference` that says where. The same
types, and the string under each of their fields, are what `repairloop graders NAME` prints. Knows no grader.
"""

from __future__ import annotations

import difflib
import inspect
import json
import marshal
import re
from collections.abc import Callable
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from repairloop.ground.errors import BadReference, nearest
from repairloop.records.fields import strings_under

_ENCODE: Final = json.JSONEncoder(allow_nan=False).encode
KEPT: Final = 4096
"""References that are kept ready, with their settings, where a grader says no other number."""


class Given(BaseModel):
    """What a grader is given: a reference that is an object, a part of one, or settings. A string under each field tells
    what it is."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class NoSettings(Given):
    """There is nothing to set."""


Prepare = Callable[[Any, Any], Any]


def reader(name: str, reference: Any, settings: Any, prepare: Prepare, kept: int) -> Prepare:
    """A function of the JSON values of a reference and of settings: what `prepare` makes of the two when they have been
    read as these types, or the BadReference that says why they cannot be. Either is kept."""
    types: TypeAdapter[Any] = TypeAdapter(tuple[reference, settings], config=ConfigDict(strict=True))  # type: ignore[valid-type]
    alone: TypeAdapter[Any] = TypeAdapter(tuple[reference], config=ConfigDict(strict=True))  # type: ignore[valid-type]
    unset = cache(lambda: TypeAdapter(settings).validate_python({}))
    known = frozenset(getattr(settings, "model_fields", ()))

    def make(wanted: Any, chosen: Any) -> Any:
        try:
            if type(chosen) is dict:  # None stands in tables where nothing is set
                chosen = {name: value for name, value in chosen.items() if value is not None}
                _refuse_slips(chosen, known)
            text = _ENCODE([wanted, chosen])
        except (TypeError, ValueError, RecursionError) as error:
            if isinstance(error, BadReference):
                return BadReference(f"{name}: {error}")
            return BadReference(f"{name}: reference and settings must be JSON ({str(error)[:200]})")
        try:
            return prepare(*types.validate_json(text))
        except ValidationError as error:
            return BadReference(f"{name}: {_first_fault(error, reference)}"[:500])
        except BadReference as error:
            said = str(error)
            return BadReference(said if said.startswith(f"{name}: ") else f"{name}: {said}")

    @lru_cache(kept)
    def of_text(wanted: str) -> Any:
        try:
            wanted.encode()  # a lone surrogate is no text
            [right] = alone.validate_python((wanted,))
            return prepare(right, unset())
        except ValueError:  # by the other way it is said what is wrong
            return make(wanted, {})

    @lru_cache(kept)
    def of_both(both: bytes) -> Any:
        return make(*marshal.loads(both))

    def read(wanted: Any, chosen: Any) -> Any:
        if type(wanted) is str and not chosen:
            return of_text(wanted)
        try:
            both = marshal.dumps((wanted, chosen), 2)  # plain data as bytes: of all keys the quickest to make
        except ValueError:  # it is more than plain data, or too deep
            return make(wanted, chosen)
        return of_both(both)

    return read


def _refuse_slips(chosen: dict[str, Any], known: frozenset[str]) -> None:
    """BadReference where a name looks like a slip of the pen for a setting. One that is foreign altogether is left alone:
    it may be there for another reader of the same row."""
    for name in chosen.keys() - known:
        if isinstance(name, str) and difflib.get_close_matches(name, known, n=1, cutoff=0.8):
            raise BadReference(nearest(name, known, "setting"))


def _first_fault(error: ValidationError, reference: Any) -> str:
    """The first thing that is wrong, in words."""
    fault = max(error.errors(include_url=False), key=lambda one: len(one["loc"]))  # of a union, what it was meant for
    if not fault["loc"]:
        return "the reference or the settings hold a lone surrogate, which is no text, or are nested too deeply"
    part, *where = fault["loc"]
    place = ".".join(["settings" if part else "reference", *(str(p) for p in where if _is_place(p))])
    place = "the reference" if place == "reference" else place
    if fault["type"] in ("missing", "extra_forbidden"):
        return f"{place} {'is missing' if fault['type'] == 'missing' else 'is not known'}"
    said = re.sub(r"^\w+ should ", "must ", fault["msg"].removeprefix("Value error, "))
    for theirs, ours in _OURS.items():
        said = said.replace(theirs, ours)
    wanted = "" if part else _told(reference)
    return f"{place} {said}, not {_short(fault['input'])}" + (f"; a reference is {wanted}" if wanted else "")


_OURS: Final = {
    "valid string": "text", "valid array": "list", "a valid boolean": "true or false", "valid integer": "whole number",
    "valid number": "number", "valid dictionary": "object", " after validation": "",
}  # fmt: skip
"""Words of pydantic's messages, in those of JSON."""


def _is_place(part: int | str) -> bool:
    """Whether a part of an error's place is a field or an index, not the name of a type in a union."""
    return isinstance(part, int) or (part.islower() and part.isidentifier() and part not in _TYPE_NAMES)


_TYPE_NAMES: Final = frozenset({"str", "int", "float", "bool", "list", "dict", "tuple", "none"})


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True, default=str)
    return text if len(text) <= 80 else f"{text[:77]}…"


# ---- what is told of the types ------------------------------------------------------------------------


def told(reference: Any, settings: Any) -> dict[str, Any]:
    """What may be given, for people: what the reference is, its fields, and the settings with their defaults."""
    return {
        "reference": _told(reference) or _kind(reference),
        "fields": [line for model in _models(reference) for line in _fields(model)],
        "settings": _fields(settings) if inspect.isclass(settings) and issubclass(settings, BaseModel) else [],
    }


def _told(reference: Any) -> str:
    """What a reference is, in the words that stand beside its type, or in the first line of its class."""
    if get_origin(reference) is Annotated:
        return next((more.description or "" for more in reference.__metadata__ if isinstance(more, FieldInfo)), "")
    if inspect.isclass(reference) and issubclass(reference, BaseModel):
        text = " ".join((reference.__doc__ or "").split("\n\n")[0].split()).removesuffix(".")
        return text[:1].lower() + text[1:]
    return ""


def _models(kind: Any) -> list[type[BaseModel]]:
    """The classes of objects that a type names, nested ones behind those that hold them."""
    found: dict[type[BaseModel], None] = {}

    def walk(kind: Any) -> None:
        if inspect.isclass(kind) and issubclass(kind, BaseModel):
            if kind not in found:
                found[kind] = None
                for field in kind.model_fields.values():
                    walk(field.annotation)
            return
        for part in get_args(kind):
            walk(part)

    walk(kind)
    return list(found)


def _fields(model: type[BaseModel]) -> list[dict[str, Any]]:
    texts = _strings_under(model)
    lines = []
    for name, field in model.model_fields.items():
        line = {
            "of": model.__name__,
            "name": field.alias or name,
            "type": _kind(field.annotation),
            "text": texts.get(name, ""),
        }
        if not field.is_required() and field.default not in (None, "", [], {}):
            line["default"] = field.default
        lines.append(line | {"required": field.is_required()})
    return lines


def _strings_under(model: type[BaseModel]) -> dict[str, str]:
    """Field → the string that stands under it in the source."""
    found: dict[str, str] = {}
    for cls in reversed(model.__mro__):
        if issubclass(cls, Given) and cls is not Given:
            found |= strings_under(cls)
    return found


_WORDS: Final[dict[Any, str]] = {
    str: "text", int: "whole number", float: "number", bool: "true or false", Any: "any JSON", dict: "object", list: "list",
}  # fmt: skip


def _kind(kind: Any) -> str:
    """A type in words: `list[str]` is "list of text"."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _kind(parts[0])
    if origin is Literal:
        return " | ".join(json.dumps(part) for part in parts)
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(_kind(part) for part in parts if part is not NoneType))
    if origin is tuple:
        return f"[{', '.join(map(_kind, parts))}]"
    if origin is list:
        return f"list of {_kind(parts[0])}"
    if origin is dict:
        return f"object: {_kind(parts[0])} → {_kind(parts[1])}"
    return _WORDS.get(kind) or str(getattr(kind, "__name__", kind))
