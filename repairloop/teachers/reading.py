"""The form that a teacher is asked for, and a teacher's text read as that form: a pydantic object, or why not.

The schema goes to the server, which may hold the model to it, and into the prompt, which helps the model and serves
where nobody holds it. So a reply is read in either case: as bare JSON, or as the last whole object that stands in it
(in a code fence, behind a thought). Types are not bent: `"3"` is no number. The text is parsed, never evaluated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from repairloop.ground.errors import UsageError
from repairloop.records import Message
from repairloop.teachers.ledger import MAX_REPLY_CHARS

_REQUEST: Final = "\n\nReply with one JSON object and nothing else. It must fit this JSON Schema:\n"
_FALSE_STARTS: Final = 50
"""Braces that open no object, before the search gives up: bounds the time on hostile text."""
_DECODER: Final = json.JSONDecoder()


@dataclass(frozen=True)
class Form:
    """An answer type as a teacher is shown it."""

    answer_type: type[BaseModel]
    name: str
    schema: str
    """JSON Schema, as JSON without needless white space."""

    @classmethod
    def of(cls, answer_type: type[BaseModel]) -> Form:
        return _form(answer_type)

    def ask_for(self, messages: Sequence[Message]) -> list[Message]:
        """The messages, the last one ending with what the reply must look like."""
        if not messages or not messages[-1].get("content"):
            raise UsageError("a teacher is asked with at least one message that says something")
        *before, last = messages
        return [*before, {**last, "content": last["content"] + _REQUEST + self.schema}]

    def read(self, text: str) -> tuple[BaseModel | None, str]:
        """The object that the text holds, or None and the reason."""
        if len(text) > MAX_REPLY_CHARS:
            return None, f"longer than {MAX_REPLY_CHARS} characters"
        if not text.strip():
            return None, "empty"
        try:
            return self._parse(text), ""
        except ValueError as error:
            reason = _reason(error)
        found = _last_object(text)
        if found is None or found == text.strip():
            return None, reason
        try:
            return self._parse(found), ""
        except ValueError as error:
            return None, _reason(error)

    def _parse(self, text: str) -> BaseModel:
        try:
            return self.answer_type.model_validate_json(text, strict=True)
        except ValueError:  # pydantic's own, and what validators raise
            raise
        except Exception as error:  # a validator that did not expect such a value
            raise ValueError(f"{type(error).__name__}: {error}") from None


@lru_cache(maxsize=256)
def _form(answer_type: type[BaseModel]) -> Form:
    schema = _strict(answer_type.model_json_schema())
    name = re.sub(r"[^A-Za-z0-9_-]", "_", answer_type.__name__)[:64]
    return Form(answer_type, name, json.dumps(schema, separators=(",", ":")))


def _strict(node: Any) -> Any:
    """The schema with every property required and no other allowed, less titles and defaults."""
    if isinstance(node, list):
        return [_strict(part) for part in node]
    if not isinstance(node, dict):
        return node
    out: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("properties", "$defs"):
            out[key] = {name: _strict(part) for name, part in value.items()}
        elif key in ("enum", "const", "examples"):
            out[key] = value
        elif key not in ("title", "default"):
            out[key] = _strict(value)
    if "properties" in out:
        out.pop("additionalProperties", None)  # so that it stands at the end in any case
        out |= {"required": list(out["properties"]), "additionalProperties": False}
    return out


def _last_object(text: str) -> str | None:
    """The last whole JSON object in a text, outermost ones only."""
    found, place, false_starts = None, text.find("{"), 0
    while place >= 0 and false_starts < _FALSE_STARTS:
        try:
            _, end = _DECODER.raw_decode(text, place)
            found = text[place:end]
        except (ValueError, RecursionError):
            false_starts += 1
            end = place + 1
        place = text.find("{", end)
    return found


def _reason(error: ValueError) -> str:
    """What is wrong with a reply, in at most 200 plain characters."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part)[:40] for part in first["loc"][:6])
        reason = f"{place}: {first['msg']}" if place else first["msg"]
    else:
        reason = str(error)
    reason = " ".join(reason[:400].split())[:200]
    return "".join(c if c.isprintable() else "?" for c in reason) or type(error).__name__
