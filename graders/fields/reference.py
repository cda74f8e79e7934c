"""What the `fields` grader was given to compare with: read, checked and kept.

The idea: a reference that cannot be used is found here, once, before any reply is looked at; what comes out of `read`
can be relied on. Knows no reply.
"""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple

from pydantic import Field

from graders.fields.objects import exact
from graders.fields.text import ABSTENTIONS, Source, dump, key
from repairloop import BadReference, Given, GuardError

FORMS: Final = {str: ("text",), type(None): ("text",), dict: ("json",), list: ("json", "lines", "commas")}
"""The forms that a reply may have, by the type of the value, where there is no schema."""


class Expected(Given):
    """The value that the text gives, or the shape that the reply must have, or both."""

    value: Any = None
    """A string (the reply is the value alone), None where the text does not give it, an object of strings, numbers,
    booleans and None (the reply is JSON), or a list of distinct strings (a JSON list, lines, or one line with commas);
    with a schema, any JSON, and None leaves the decision to the schema."""
    json_schema: Any = Field(None, alias="schema")
    """A JSON Schema: the reply is JSON, bare, in a fence or in prose, that is valid by it."""


class FieldsSettings(Given):
    """The form asked for, and what the text holds."""

    form: Literal["text", "json", "lines", "commas"] | None = None
    """The form asked for."""
    absent: str | None = None
    """The word asked for where the text does not give a value; in JSON `null` stands for JSON's null."""
    document: str = ""
    """The text itself."""
    distractors: list[dict[str, Any]] = []
    """What else of the same kind the text holds: a list of `{field: value}`."""
    ordered: bool = False
    """A list must keep its order."""


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


def checked(reference: Expected, settings: FieldsSettings) -> tuple[Wanted, Source]:
    """The reference and what is known of the text. Raises BadReference where they cannot be used."""
    wanted = _wanted(reference, settings.form, settings.absent, settings.ordered)
    pairs = tuple((name, str(value)) for entry in settings.distractors for name, value in entry.items())
    return wanted, Source(wanted.token, settings.document, pairs)


def _wanted(reference: Expected, form: str | None, token: str | None, ordered: bool) -> Wanted:
    if not reference.model_fields_set:
        raise BadReference('a reference must be {"value": …} or {"schema": …, "value": …}')
    value, schema = reference.value, reference.json_schema
    if schema is not None:
        return _checked_json(value, schema, form, ordered, token or None)
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
    return Wanted(value, None, form, type(value), ordered, token or None)


def _checked_json(value: Any, schema: Any, form: Any, ordered: bool, token: str | None) -> Wanted:
    from graders.fields.json_schema import check_schema, problems

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
    from graders.fields.json_schema import problems

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
