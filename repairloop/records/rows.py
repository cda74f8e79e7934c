"""How records become rows of tables and come back: the machinery behind `@table`, which knows no table.

A table is one class of typed fields (`repairloop.records`), and that is the one place where a column is typed: its name,
its type in Parquet and DuckDB, how a value is packed and unpacked, and what is said of it in docs/tables.md all come
from the field. What a field becomes:

    str, a Literal           VARCHAR                     list[str]         VARCHAR[]
    int, float, bool         BIGINT, DOUBLE, BOOLEAN     tuple[int, int]   two columns, `_start` and `_end`
    anything else            VARCHAR, which holds JSON   Annotated[T, …]   `called`, `shortened`, `packed`, `APART`
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NamedTuple,
    Self,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)  # fmt: skip

from pydantic_core import to_json

from repairloop.records.fields import strings_under

Row = dict[str, Any]
Kind = Literal["text", "int", "float", "bool", "texts", "json"]
DUCK: Final[dict[Kind, str]] = {
    "text": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN", "texts": "VARCHAR[]", "json": "VARCHAR",
}  # fmt: skip
"""The types of columns in DuckDB."""


def dump(value: Any) -> str:
    return to_json(value).decode()  # a quarter of the time of the standard library's


def clean(text: str, limit: int = 65_536) -> str:
    """Text that can rest anywhere: bounded, with no lone surrogates and no NUL."""
    return text[:limit].encode("utf-8", "replace").decode("utf-8").replace("\x00", "�")


# ---- records ------------------------------------------------------------------------------------------


class Record:
    """Plain data: every field survives a round trip through JSON. Made by the million, so that nothing is checked when
    one is made (`checked` does): type checkers refuse wrong fields, and to change one."""

    __slots__ = ()

    def like(self, **changes: Any) -> Self:
        """The same record with other values."""
        names, values = _FIELDS[type(self)]
        return type(self)(**dict(zip(names, values(self), strict=True)) | changes)

    def checked(self) -> Self:
        """The record, where each field is what it is declared to be. Raises ValueError that names one that is not: what
        comes from a plug-in or a file is looked at once, as it comes in."""
        names, values = _FIELDS[type(self)]
        _model_of(type(self)).model_validate(dict(zip(names, values(self), strict=True)))
        return self


AnyRecord = TypeVar("AnyRecord", bound=Record)
RecordType = TypeVar("RecordType", bound=type[Record])
_FIELDS: Final[dict[type, tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]]] = {}
_MODELS: Final[dict[type, Any]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: RecordType) -> RecordType:
    """Mark a subclass of `Record`."""
    made = dataclass(slots=True, kw_only=True)(cls)
    names = tuple(field.name for field in fields(made))  # type: ignore[arg-type]
    _FIELDS[made] = (names, attrgetter(*names))
    return made  # type: ignore[return-value]


def _model_of(kind: type[Record]) -> Any:
    if kind not in _MODELS:
        from pydantic import ConfigDict, create_model

        hints = {name: (hint, ...) for name, hint in get_type_hints(kind).items()}
        _MODELS[kind] = create_model(kind.__name__, __config__=ConfigDict(strict=True), **hints)  # type: ignore[call-overload]
    return _MODELS[kind]


# ---- what is said of a field ----------------------------------------------------------------------------


class Called(NamedTuple):
    column: str


class Packed(NamedTuple):
    pack: Callable[[Any], Any]
    unpack: Callable[[Any], Any] = lambda value: value


APART: Final = "apart"
"""The field has no column."""


def called(column: str) -> Called:
    """The column has another name than the field."""
    return Called(column)


def shortened(limit: int = 65_536) -> Packed:
    """The text rests cleaned, and no longer than this."""
    return Packed(lambda text: None if text is None else clean(text, limit))


def packed(pack: Callable[[Any], Any], unpack: Callable[[Any], Any]) -> Packed:
    """JSON is made of what `pack` gives, and read by `unpack`."""
    return Packed(lambda value: dump(pack(value)), lambda text: unpack(json.loads(text)))


class derived(property):
    """A column that is worked out from the fields: it rests, for people, and is not read back. It stands before the
    field named."""

    before: str = ""


def column(before: str) -> Callable[[Callable[[Any], Any]], derived]:
    """Mark a method of a record as a `derived` column."""

    def mark(method: Callable[[Any], Any]) -> derived:
        made = derived(method)
        made.before = before
        return made

    return mark


# ---- tables -------------------------------------------------------------------------------------------


class Column(NamedTuple):
    name: str
    kind: Kind
    field: str
    """Of the record."""


class Table(NamedTuple):
    """What is known of one table."""

    name: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    values: Callable[[Any], tuple[Any, ...]]
    """A record's values, not packed yet, one a key: the columns, a span being one."""
    packs: tuple[tuple[str, Callable[[Any], Any]], ...]
    """Column → how its value is packed, where it is."""
    spans: tuple[str, ...]
    unpacks: tuple[tuple[str, str, bool, Callable[[Any], Any] | None], ...]
    """Field, its column, whether it may be None, and how it is unpacked, where it is."""


TABLES: Final[dict[str, type[Record]]] = {}
"""Every class that is marked with `@table`, by the table's name."""
_TABLE_OF: Final[dict[type, Table]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def table(name: str) -> Callable[[RecordType], RecordType]:
    """Mark a subclass of `Record` as a table, a field a column."""

    def declare(cls: RecordType) -> RecordType:
        made = record(cls)
        TABLES[name], _TABLE_OF[made] = made, _laid_out(name, made)
        return made

    return declare


def _laid_out(name: str, kind: type[Record]) -> Table:
    columns: list[Column] = []
    keys: dict[str, str] = {}
    packs, spans, unpacks = [], [], []
    derived_before = {part.before: part_name for part_name, part in _derived(kind).items()}
    for field, hint in get_type_hints(kind, include_extras=True).items():
        hint, said = (get_args(hint)[0], get_args(hint)[1:]) if get_origin(hint) is Annotated else (hint, ())
        if more := derived_before.get(field):
            columns.append(Column(more, "text", more))
            keys[more] = more
        if APART in said:
            continue
        hint, may_be_none = _without_none(hint)
        column = next((one.column for one in said if isinstance(one, Called)), field)
        keys[column] = field
        if hint == tuple[int, int]:
            columns += [Column(f"{column}_{end}", "int", field) for end in ("start", "end")]
            spans.append(column)
            continue
        kind_of = _kind(hint)
        change = next((one for one in said if isinstance(one, Packed)), Packed(dump, json.loads))
        changes = kind_of == "json" or Packed in map(type, said)
        columns.append(Column(column, kind_of, field))
        packs += [(column, change.pack)] if changes else []
        unpacks.append((field, column, may_be_none, change.unpack if changes else None))
    values = attrgetter(*keys.values())
    return Table(name, tuple(columns), tuple(keys), values, tuple(packs), tuple(spans), tuple(unpacks))


def _derived(kind: type[Record]) -> dict[str, derived]:
    return {name: part for base in kind.__mro__ for name, part in vars(base).items() if isinstance(part, derived)}


def _without_none(hint: Any) -> tuple[Any, bool]:
    """A type less None, and whether None was in it."""
    if get_origin(hint) in (Union, types.UnionType):
        rest = [part for part in get_args(hint) if part is not type(None)]
        return rest[0] if len(rest) == 1 else Any, len(rest) < len(get_args(hint))
    return hint, hint is Any


def _kind(hint: Any) -> Kind:
    plain: dict[Any, Kind] = {str: "text", int: "int", float: "float", bool: "bool", list[str]: "texts"}
    return "text" if get_origin(hint) is Literal else plain.get(hint, "json")


def columns_of(name: str) -> tuple[Column, ...]:
    """The columns of a table, in order."""
    return _TABLE_OF[TABLES[name]].columns


def schema_of(columns: Iterable[Column]) -> Any:
    """How columns rest in Parquet, a `pyarrow.Schema`."""
    import pyarrow as pa

    types = {
        "text": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(),
        "texts": pa.list_(pa.string()), "json": pa.string(),
    }  # fmt: skip
    return pa.schema({column.name: types[column.kind] for column in columns})


def pack(record: Record, **other: Any) -> Row:
    """A record as a row of its table; `other` columns than the record would give."""
    _, _, keys, values, packs, spans, _ = _TABLE_OF[type(record)]
    row = dict(zip(keys, values(record), strict=True))
    for column, change in packs:
        row[column] = change(row[column])
    for column in spans:
        row[f"{column}_start"], row[f"{column}_end"] = row.pop(column) or (None, None)
    return row | other


def packed_columns(records: Sequence[Record]) -> dict[str, list[Any]]:
    """Records of one table as `pack` makes rows of them, but by columns, in two thirds of the time. There is one at least."""
    _, _, keys, values, packs, spans, _ = _TABLE_OF[type(records[0])]
    columns = {key: list(of) for key, of in zip(keys, zip(*map(values, records), strict=True), strict=True)}
    for column, change in packs:
        columns[column] = [change(value) for value in columns[column]]
    for column in spans:
        ends = [span or (None, None) for span in columns.pop(column)]
        columns[f"{column}_start"], columns[f"{column}_end"] = [s for s, _ in ends], [e for _, e in ends]
    return columns


def unpack(kind: type[AnyRecord], row: Row, **other: Any) -> AnyRecord:
    """A record as it rested; its fields were looked at before it was written. What the row lacks, as one of an older
    version does, is what it is by default; `other`: fields that have no column."""
    table = _TABLE_OF[kind]
    for field, column, may_be_none, change in table.unpacks:
        value = row.get(column)
        if value is not None:
            other[field] = value if change is None else change(value)
        elif may_be_none:
            other[field] = None
    for column in table.spans:
        if (start := row.get(f"{column}_start")) is not None:
            other[column] = (start, row[f"{column}_end"])
    return kind(**other)


# ---- for people ---------------------------------------------------------------------------------------


def described(kind: type[Record]) -> str:
    """A table's columns as Markdown: name, type, and the string beneath the field."""
    told = _strings_beneath(kind)
    lines = [
        f"| `{column.name}` | {'JSON' if column.kind == 'json' else DUCK[column.kind]} | {told.get(column.field, '')} |"
        for column in _TABLE_OF[kind].columns
    ]
    return "\n".join(["| column | type | what it is |", "| --- | --- | --- |", *lines])


def _strings_beneath(kind: type[Record]) -> dict[str, str]:
    """Field, or derived column → what is said of it."""
    derived = {name: " ".join((part.__doc__ or "").split()) for name, part in _derived(kind).items()}
    return derived | strings_under(kind)
