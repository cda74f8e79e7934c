"""JSON text against a JSON Schema, by the library `jsonschema`.

The idea: the schema comes from whoever asks, the text from whoever answers, and only the first is trusted. A schema is
read once and kept; a reference to another document is never fetched. A schema may be a bomb all the same, by mistake or
not (references that multiply, patterns that backtrack): what could take long is tried in a worker process that can be
killed, when the schema is read and for every text. Numbers are exact decimals, so 19.99 is a multiple
of 0.01, and 3.0 is no integer: an integer was asked for, and a decimal was written.

Schemas without `$schema` are of draft 2020-12. `format` is an annotation and is not checked, as the specification has
it. This module knows no probe. It costs 0.1 s to import: import it where it is used.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import SchemaError  # type: ignore[import-untyped]
from jsonschema.validators import validator_for  # type: ignore[import-untyped]
from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012, specification_with

from repairloop import BadReference, GuardError, guarded

SECONDS: Final = 1.0
"""What a worker may take for one text."""
MAX_PLAIN: Final = 8_192
"""Characters of JSON that are validated in this process."""
MAX_EXPONENT: Final = 307
"""Of ten: what is larger is infinite for most that read JSON."""
MAX_SCHEMA: Final = 1_000_000
"""Characters of a schema."""
MAX_ERRORS: Final = 5
"""Errors that are reported."""

_COSTLY = re.compile(
    r'"(?:pattern|patternProperties|uniqueItems|contains|unevaluated\w+|\$(?:dynamic|recursive)?[rR]ef)"'
)
_DATA = ("const", "default", "enum", "examples")
_DECIMAL = re.compile(r"Decimal\('([^']*)'\)")


def check_schema(schema: Any) -> str:
    """The schema as canonical JSON. Raises BadReference for what is no JSON Schema, refers to what is not there, or takes
    longer to try than a schema may."""
    if not isinstance(schema, (dict, bool)):
        raise BadReference(f"a schema is an object or a truth value, not {type(schema).__name__}")
    try:
        text = json.dumps(schema, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise BadReference(f"the schema is no JSON: {error}"[:300]) from None
    if len(text) > MAX_SCHEMA:
        raise BadReference(f"the schema is {len(text):,} characters long; at most {MAX_SCHEMA:,} are read")
    try:
        fault = patiently("graders.fields.json_schema:schema_fault", text) if _is_costly(text) else schema_fault(text)
    except GuardError as error:
        raise BadReference(f"the schema cannot be tried within its limits of time and memory ({error})"[:300]) from None
    if fault:
        raise BadReference(fault)
    return text


def patiently(address: str, *args: Any) -> Any:
    """`guarded`, with a second try where time ran out: what is found out about a reference is kept, and a machine that is
    busy for a moment must not spoil it."""
    try:
        return guarded(address, *args, seconds=0.4 * SECONDS)
    except GuardError:
        return guarded(address, *args, seconds=0.8 * SECONDS)


def _is_costly(schema: str) -> bool:
    """Whether trying a schema may take long although it is short: references may multiply, patterns backtrack."""
    return len(schema) > MAX_PLAIN or _COSTLY.search(schema) is not None


def schema_fault(text: str) -> str:
    """What is wrong with a schema, in this process and without limits; "" where nothing is."""
    try:
        schema = json.loads(text)
        dialect = schema.get("$schema", "") if isinstance(schema, dict) else ""
        if not isinstance(dialect, str):
            return f"the schema's $schema is the address of a draft, not {dialect!r:.80}"
        validator_for(schema, default=Draft202012Validator).check_schema(schema)
        specification = specification_with(dialect, default=DRAFT202012)
        resolver = REGISTRY.resolver_with_root(specification.create_resource(schema))
        dangling = _dangling(schema, resolver, specification)
    except SchemaError as error:
        return f"the schema is no JSON Schema: {_said(error)}"
    except (TypeError, ValueError, RecursionError) as error:
        return f"the schema is no JSON: {error}"[:300]
    if dangling is not None:
        return f"the schema refers to {dangling[:200]!r}, which it does not define; other documents are not fetched"
    try:
        trivial: list[Any] = [None, "", 0, [], {}]
        for value in trivial:
            _validator(text).is_valid(value)
    except RecursionError:
        return "the schema refers to itself without end"
    return ""


def _dangling(part: Any, resolver: Any, specification: Any) -> str | None:
    """The first reference in a schema that leads nowhere."""
    if isinstance(part, list):
        return next(filter(None, (_dangling(item, resolver, specification) for item in part)), None)
    if not isinstance(part, dict):
        return None
    if isinstance(part.get("$id"), str):
        resolver = resolver.in_subresource(specification.create_resource(part))
    for name in ("$ref", "$dynamicRef"):
        if isinstance(part.get(name), str):
            try:
                resolver.lookup(part[name])
            except Unresolvable:
                return str(part[name])
    inner = (_dangling(value, resolver, specification) for name, value in part.items() if name not in _DATA)
    return next(filter(None, inner), None)


def problems(schema: str, value: str) -> list[str]:
    """What is wrong with a JSON text by a schema from `check_schema`, at most five sentences; none where it is valid.

    Raises GuardError where it could not be decided within the limits.
    """
    if len(value) > MAX_PLAIN or _is_costly(schema):
        found: list[str] = guarded("graders.fields.json_schema:schema_errors", schema, value, seconds=SECONDS)
        return found
    return schema_errors(schema, value)


def schema_errors(schema: str, value: str) -> list[str]:
    """`problems`, in this process and without limits."""
    try:
        decoded = json.loads(value, parse_int=_integer, parse_float=_finite)
        errors = sorted(islice(map(_said, _validator(schema).iter_errors(decoded)), 100))
    except Unresolvable as error:
        raise BadReference(f"the schema refers to {getattr(error, 'ref', '?')!r}, which it does not define") from None
    except (RecursionError, ArithmeticError):
        return ["it is nested too deeply, or holds a number out of all bounds"]
    return errors[:MAX_ERRORS]


@lru_cache(maxsize=256)
def _validator(schema: str) -> Any:
    decoded = json.loads(schema, parse_float=Decimal)
    return validator_for(decoded, default=Draft202012Validator)(decoded, registry=Registry())


def is_valid(schema: str, part: Any, value: Any) -> bool:
    """Whether a value of ours fits `part`, a schema inside `schema`."""
    try:
        decoded = json.loads(json.dumps(value), parse_float=Decimal)
        return bool(_validator(schema).evolve(schema=part).is_valid(decoded))
    except (Unresolvable, RecursionError, ArithmeticError):
        return False


def refuses(schema: str, value: Any) -> bool:
    """Whether the schema is shown to refuse a value of ours."""
    try:
        return bool(problems(schema, json.dumps(value)))
    except (GuardError, BadReference):
        return False


def _finite(digits: str) -> Decimal:
    """A decimal, if it is none that a reader of the JSON would take for infinity."""
    number = Decimal(digits)
    if abs(number.adjusted()) > MAX_EXPONENT and number:
        raise ArithmeticError
    return number


def _integer(digits: str) -> int:
    """What is longer than 300 digits is only known to be large: reading it all takes quadratic time."""
    if len(digits) <= 300:
        return int(digits)
    return -(10**300) if digits[0] == "-" else 10**300


def _said(error: Any) -> str:
    """One sentence, bounded: where, and what is wrong there."""
    where = str(error.json_path).removeprefix("$").lstrip(".")[:60]
    message = _DECIMAL.sub(r"\1", str(error.message)[:160])
    return f"{where}: {message}" if where else message
