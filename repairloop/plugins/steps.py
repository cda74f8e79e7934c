"""Difficulty steps: what is harder at each, in named and typed values.

    class Sizes(Step):
        labels: int = by_step(2, 4, 6)
        \"\"\"Labels on offer.\"\"\"

    Sizes.table()     →  {1: Sizes(number=1, labels=2), 2: Sizes(number=2, labels=4), 3: Sizes(number=3, labels=6)}

A maker is given the step of its area and reads its fields. How hard a step is for a student is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from repairloop.ground.errors import UsageError

Value = TypeVar("Value")


def by_step(*values: Value) -> Value:
    """What a field of a `Step` is at each step, easiest first."""
    return Field(json_schema_extra={"by_step": list(values)})  # type: ignore[no-any-return]


class Step(BaseModel):
    """One difficulty step of an area. Subclass it, with a string under each field."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)
    first: ClassVar[int] = 1
    """Number of the easiest step. One below 1 is asked only where `probes.difficulties` names it."""
    falls: ClassVar[frozenset[str]] = frozenset()
    """Fields whose numbers fall, or stay, as steps get harder; those of the others rise, or stay."""
    mixed: ClassVar[frozenset[str]] = frozenset()
    """Fields whose numbers may do either: what is harder of them, numbers alone do not tell."""
    number: int
    """What `difficulties` calls it."""

    @classmethod
    @cache
    def table(cls) -> Mapping[int, Self]:
        """Number → step. UsageError where a value does not fit its field, or a field lacks values."""
        values = {name: extra["by_step"] for name, extra in cls._declared().items() if "by_step" in extra}
        counts = {name: len(at) for name, at in values.items()}
        if len({*counts.values()}) != 1:
            raise UsageError(
                f"steps {cls.__name__}: every field must have a value for each step, got {counts or 'none'}"
            )
        try:
            rows = [
                cls(number=cls.first + place, **{name: at[place] for name, at in values.items()})
                for place in range(next(iter(counts.values())))
            ]
        except ValidationError as error:
            fault = error.errors()[0]
            raise UsageError(f"steps {cls.__name__}: {fault['loc'][0]}: {fault['msg']}") from None
        return {row.number: row for row in rows}

    @classmethod
    def told(cls) -> list[dict[str, Any]]:
        """Its fields, for people: name, text, and what they are at each step."""
        return [
            {
                "name": name,
                "text": _text(cls, name),
                "steps": {n: getattr(step, name) for n, step in cls.table().items()},
            }
            for name in cls.model_fields
            if name != "number"
        ]

    @classmethod
    def _declared(cls) -> dict[str, dict[str, Any]]:
        fields = {name: field.json_schema_extra for name, field in cls.model_fields.items()}
        return {name: extra for name, extra in fields.items() if isinstance(extra, dict)}


def _text(cls: type[Step], name: str) -> str:
    """The string under a field, or under the one that it takes the place of."""
    fields = (base.model_fields.get(name) for base in cls.__mro__ if issubclass(base, Step))
    return next((" ".join(field.description.split()) for field in fields if field and field.description), "")
