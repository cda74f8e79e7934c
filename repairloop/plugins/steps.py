"""Difficulty steps: what is harder at each, in named and typed values.

    class Sizes(Step):
        labels: int = by_step("Labels on offer.", 2, 4, 6)

    Sizes.table()     →  {1: Sizes(number=1, labels=2), 2: Sizes(number=2, labels=4), 3: Sizes(number=3, labels=6)}

A maker is given the step of its area and reads its fields. How hard a step is for a student is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Self, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from repairloop.ground.errors import UsageError, nearest

Value = TypeVar("Value")


def by_step(text: str, *values: Value) -> Value:
    """A field of a `Step`: what it is, and its value at each step, easiest first."""
    at: dict[str, Any] = {"by_step": values}
    return cast(Value, Field(description=text, json_schema_extra=at))


def eased(**values: Any) -> Mapping[str, Any]:
    """What a step below the easiest one has other than that: `below = eased(solved=4, repeated=0.8, labels=2)`."""
    return values


class Step(BaseModel):
    """One difficulty step of an area. Subclass it; every field is a `by_step`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    first: ClassVar[int] = 1
    """Number of the easiest step."""
    below: ClassVar[Mapping[str, Any]] = {}
    """A further step below the easiest one: what it has other than that, `solved` and `repeated` above all. A step below 1
    is asked only where `probes.difficulties` names it."""
    falls: ClassVar[frozenset[str]] = frozenset()
    """Fields whose numbers fall, or stay, as steps get harder; those of the others rise, or stay."""
    mixed: ClassVar[frozenset[str]] = frozenset()
    """Fields whose numbers may do either: what is harder of them, numbers alone do not tell."""
    number: int
    """What `difficulties` calls it."""
    solved: int = Field(0, ge=0, le=16, description="Solved examples before the question.")
    repeated: float = Field(0, ge=0, lt=1, description="Share of the question's draws that its solved examples repeat.")

    @classmethod
    @cache
    def table(cls) -> Mapping[int, Self]:
        """Number → step. UsageError where a value does not fit its field, or a field lacks values."""
        extras = {name: of.json_schema_extra for name, of in cls.model_fields.items() if name not in Step.model_fields}
        values: dict[str, Any] = {
            name: extra["by_step"] if isinstance(extra, dict) else () for name, extra in extras.items()
        }
        counts = {name: len(at) for name, at in values.items()}
        if len({*counts.values()}) != 1 or 0 in counts.values():
            raise UsageError(
                f"steps {cls.__name__}: each field must have a value for each step, got {counts or 'none'}"
            )
        try:
            rows = [cls(number=n, **dict(zip(values, row, strict=True)))
                    for n, row in enumerate(zip(*values.values(), strict=True), cls.first)]  # fmt: skip
            if cls.below:
                rows.insert(0, cls(**{**rows[0].model_dump(), **cls.below, "number": cls.first - 1}))
        except ValidationError as error:
            fault = error.errors()[0]
            raise UsageError(f"steps {cls.__name__}: {fault['loc'][0]}: {fault['msg']}") from None
        return {row.number: row for row in rows}

    @classmethod
    def described(cls) -> list[tuple[str, str, tuple[Any, ...]]]:
        """Its fields: name, text, and the value at each step."""
        left = {"number"} if cls.below else {*Step.model_fields}
        return [
            (name, field.description or "", tuple(getattr(step, name) for step in cls.table().values()))
            for name, field in cls.model_fields.items()
            if name not in left
        ]

    @classmethod
    def but(cls, **values: Sequence[Any]) -> type[Self]:
        """The same with other values for some fields. UsageError on a name that it does not have."""
        for name in values:
            if name not in cls.model_fields:
                raise UsageError(f"steps {cls.__name__}: {nearest(name, cls.model_fields, 'field')}")
        fields: dict[str, Any] = {
            name: (cls.model_fields[name].annotation, by_step(cls.model_fields[name].description or "", *at))
            for name, at in values.items()
        }
        return create_model(cls.__name__, __base__=cls, **fields)


def said(value: Any) -> str:
    """A value of a step, short: `2 to 4` for a range."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        plain = len(value) == 2 and all(type(part) is int for part in value)
        value = value[:1] if plain and value[0] == value[1] else value
        return (" to " if plain else ", ").join(map(said, value))
    return str(value)
