"""The settings that may be given over HTTP, one by one: key, kind, default and what it means, from the configuration's own
classes; and what a form sends of them.

A field is told by the string below it, as in the source. A field that is empty in a form is left to the preset.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from repairloop.config import Config, StudentSettings
from repairloop.ground.errors import UsageError
from repairloop.records.fields import strings_under
from repairloop.service.offers import CLOSED, OPEN

KINDS: Final = {bool: "yes or no", int: "whole number", float: "number", str: "text"}
TRAINERS: Final = ("auto", "trl", "none", "sim")
"""Those that a request may name."""


class Field(NamedTuple):
    key: str
    about: str
    kind: str
    choices: list[str]
    default: Any

    @property
    def section(self) -> str:
        return self.key.partition(".")[0] if "." in self.key else ""


@cache
def fields() -> tuple[Field, ...]:
    """All that may be set, in the order of the configuration; `student` is told apart."""
    found: list[Field] = []
    about = strings_under(Config)
    for name, info in Config.model_fields.items():
        kind = info.annotation
        if name in CLOSED:
            continue
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            section = "student" if kind is StudentSettings else name
            found += _of_section(kind, name, section)
        elif name in OPEN and name not in ("student", "tasks"):
            found.append(_field(name, about.get(name, ""), kind, info.default))
    return tuple(found)


def _of_section(kind: type[BaseModel], name: str, section: str) -> list[Field]:
    about = strings_under(kind)
    return [
        _field(f"{section}.{key}", about.get(key, ""), info.annotation, info.default)
        for key, info in kind.model_fields.items()
        if f"{name}.{key}" not in CLOSED
    ]


def _field(key: str, about: str, kind: Any, default: Any) -> Field:
    choices: list[str] = []
    origin = get_origin(kind)
    if key == "trainer":
        said, choices = "choice", list(TRAINERS)
    elif origin is Literal:
        said, choices = "choice", [str(choice) for choice in get_args(kind)]
    elif origin is list:
        said = f"list of {KINDS[get_args(kind)[0]]}s"
    elif origin is dict:
        said = "table"
    else:
        said = KINDS[kind]
    return Field(key, about, said, choices, None if default is PydanticUndefined else default)


def given_of(sent: Mapping[str, str]) -> dict[str, Any]:
    """Settings out of what a form sends, by key. UsageError where one is not of its kind."""
    given: dict[str, Any] = {}
    for field in fields():
        text = sent.get(field.key, "").strip()
        if text:
            section, _, key = field.key.rpartition(".")
            (given.setdefault(section, {}) if section else given)[key] = _value(field, text)
    return given


def _value(field: Field, text: str) -> Any:
    if field.kind == "table":
        raise UsageError(f"settings: {field.key} is set by the API")
    try:
        if field.kind.startswith("list of "):
            read = {"whole numbers": int, "numbers": float}.get(field.kind.removeprefix("list of "), str)
            return [read(part.strip()) for part in text.split(",") if part.strip()]
        if field.kind == "whole number":
            return int(text)
        if field.kind == "number":
            return float(text)
    except ValueError:
        raise UsageError(f"settings: {field.key} takes a {field.kind}; got {text[:80]!r}") from None
    if field.kind == "yes or no":
        if text not in ("yes", "no"):
            raise UsageError(f"settings: {field.key} takes yes or no; got {text[:80]!r}")
        return text == "yes"
    return text
