"""What the `fields` grader was given to compare with: read, checked and kept.

The idea: a reference that cannot be used is found here, once, before any reply is looked at; what comes out of `read`
can be relied on. Knows no reply.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Final, NamedTuple

from graders.fields.objects import exact
from graders.fields.text import ABSTENTIONS, Source, dump, key
from repairloop import BadReference, GuardError, Probe

FORMS: Final = {str: ("text",), type(None): ("text",), dict: ("json",), list: ("json", "lines", "commas")}
"""The forms that a reply may have, by the type of the value, where there is no schema."""

_ENCODER = json.JSONEncoder(allow_nan=False)


class Wanted(NamedTuple):
    """A reference that can be used, with the settings that belong to it."""

    value: Any
    schema: str | None
    """Canonical JSON; None where there is none."""
    form: str
    kind: type
    """The type of JSON that is expected: dict, list, or another one; `object` where any will do."""
    ordered: bool
    token: str | None
    """The word asked for where the text gives no value."""

    @property
    def is_json(self) -> bool:
        """The reply is a JSON value that is read as a whole."""
        return self.schema is not None or isinstance(self.value, dict)

    @property
    def schema_decides(self) -> bool:
        return self.schema is not None and self.value is None

    def filled(self) -> Any:
        """The value with the word asked for in place of null."""
        return _filled(self.value, self.token) if self.token not in (None, "null") else self.value


def read(probe: Probe) -> tuple[Wanted, Source]:
    """The reference and what is known of the text. Raises BadReference where they cannot be used."""
    settings = probe.settings
    document, others = settings.get("document") or "", settings.get("distractors") or []
    if not isinstance(document, str):
        raise BadReference("settings.document must be the text itself, as a string")
    if not isinstance(others, list) or not all(isinstance(entry, dict) for entry in others):
        raise BadReference("settings.distractors must be a list of objects {field: value}")
    try:
        text = _ENCODER.encode([probe.reference, *map(settings.get, ("form", "absent", "ordered"))])
    except (TypeError, ValueError, RecursionError) as error:
        raise BadReference(f"the reference must be JSON: {error}"[:300]) from None
    wanted = _read(text)
    if isinstance(wanted, str):
        raise BadReference(wanted)
    pairs = tuple((name, str(value)) for entry in others for name, value in entry.items())
    return wanted, Source(wanted.token, document, pairs)


@lru_cache(maxsize=1024)
def _read(text: str) -> Wanted | str:
    """What can be used, or what is wrong with it: both are worth keeping."""
    try:
        return _checked(*json.loads(text))
    except BadReference as error:
        return str(error)


def _checked(reference: Any, form: Any, token: Any, ordered: Any) -> Wanted:
    if not isinstance(reference, dict) or not reference.keys() & {"value", "schema"}:
        raise BadReference('a reference must be {"value": …} or {"schema": …, "value": …}')
    if not isinstance(ordered, bool | None):
        raise BadReference(f"settings.ordered must be true or false, not {ordered!r:.80}")
    if not isinstance(token, str | None):
        raise BadReference(f"settings.absent must be a word, not {token!r:.80}")
    value, schema = reference.get("value"), reference.get("schema")
    if schema is not None:
        return _checked_json(value, schema, form, bool(ordered), token or None)
    if type(value) not in FORMS:
        name = type(value).__name__
        raise BadReference(f'a value is a string, an object, a list or None, not {name}; other JSON needs a "schema"')
    if form not in (None, *FORMS[type(value)]):
        raise BadReference(f"settings.form {form!r:.80} does not suit a value of type {type(value).__name__}")
    if value is None and not token:
        raise BadReference("an absent value needs settings.absent, the word to say")
    form = form or FORMS[type(value)][0]
    if isinstance(value, dict):
        if not value or any(not isinstance(v, (str, int, float, bool, type(None))) for v in value.values()):
            raise BadReference(
                'an object has at least one field, each a string, a number, a boolean or None; others need a "schema"'
            )
        _check_numbers(value)
        _check_strings([v for v in value.values() if isinstance(v, str)], "json", distinct=False)
    elif value is not None:
        _check_strings(value if isinstance(value, list) else [value], form)
        if {key(v) for v in ([value] if isinstance(value, str) else value)} & ABSTENTIONS:
            raise BadReference(f"{value!r:.200} reads like an abstention")
    return Wanted(value, None, form, type(value), bool(ordered), token or None)


def _checked_json(value: Any, schema: Any, form: Any, ordered: bool, token: str | None) -> Wanted:
    from graders.json_schema import check_schema, problems

    if form not in (None, "json"):
        raise BadReference(f"settings.form is {form!r:.80}, but a schema asks for JSON")
    canonical = check_schema(schema)
    if value is None:
        asked = schema.get("type") if isinstance(schema, dict) else None
        kind = {"object": dict, "array": list}.get(asked, str) if isinstance(asked, str) else object
    else:
        kind = type(value)
    wanted = Wanted(value, canonical, "json", kind, ordered, token)
    if value is not None:
        _check_numbers(value)
        try:
            wrong = problems(canonical, dump(wanted.filled()))
        except GuardError:
            wrong = _twice(canonical, dump(wanted.filled()))
        if wrong:
            raise BadReference(f"the expected value does not fit the schema: {wrong[0]}")
    return wanted


def _twice(schema: str, value: str) -> list[str]:
    """A second try, for a machine that was busy for a moment: what is found out about a reference is kept."""
    from graders.json_schema import problems

    try:
        return problems(schema, value)
    except GuardError as error:
        raise BadReference(
            f"the expected value cannot be held against the schema within the limits ({error})"
        ) from None


def _check_numbers(value: Any) -> None:
    if isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            _check_numbers(part)
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and exact(str(value)) is None:
        raise BadReference(f"the expected number {str(value)[:40]}… has too many digits")


def _check_strings(values: list[Any], form: str, *, distinct: bool = True) -> None:
    if any(not isinstance(v, str) or not v.strip() for v in values) or (distinct and not values):
        raise BadReference("values are strings that are not empty")
    if distinct and len({key(v) for v in values}) < len(values):
        raise BadReference("the items of a list must differ")
    if form in ("lines", "commas") and any("\n" in v or (form == "commas" and "," in v) for v in values):
        raise BadReference(f"an item with a separator in it cannot be asked for in the form {form!r}")


def _filled(value: Any, token: str | None) -> Any:
    if isinstance(value, dict):
        return {name: _filled(part, token) for name, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, token) for part in value]
    return token if value is None else value
