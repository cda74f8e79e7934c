"""What `query` asks for, in the worker's process: the query is read, held against what is allowed, and run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from repairloop.ground.errors import DamagedRun, RepairLoopError, UsageError, nearest
from repairloop.rundir.query import ELSE, MEMORY_MIB, THREADS, TOO_MUCH

LARGEST_ROWS: Final = 1_000_000
LARGEST_MIB: Final = 64
"""Of a result, in Arrow's form."""
LARGEST_COLUMNS: Final = 1_000
_DATABASE_MIB: Final = 400
_BATCH_ROWS: Final = 10_000
_SAID: Final = 1_000
"""Characters of a complaint of DuckDB's that are told: it may quote a value of any length."""

_SCHEMAS: Final = ("main", "information_schema")
_NODES: Final = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
"""What a query is made of; all other nodes change something."""
_TABLE_FUNCTIONS: Final = frozenset(
    {"generate_series", "json_each", "json_tree", "range", "repeat", "repeat_row", "unnest"}
)
_SYSTEM: Final = ("duckdb_", "pg_", "pragma_", "sqlite_", "__")
"""How tables and functions of the database's own begin."""
_FUNCTIONS: Final = frozenset(
    {
        "combine", "current_setting", "currval", "finalize", "getenv", "json_deserialize_sql", "json_execute_serialized_sql",
        "json_serialize_plan", "nextval", "setval", "sleep_ms", "to_aggregate_state", "write_log",
    }
)  # fmt: skip
"""Scalar functions that look at the machine, change something, wait, or take bytes for what they are not."""
_HARMLESS: Final = frozenset({"pg_size_pretty", "pg_typeof"})
_CONFIGURATION: Final = {
    "memory_limit": f"{_DATABASE_MIB}MiB", "threads": THREADS, "async_threads": 1, "temp_directory": "",
    "max_temp_directory_size": "0B", "autoinstall_known_extensions": False, "autoload_known_extensions": False,
    "allow_community_extensions": False, "allow_persistent_secrets": False, "secret_directory": "",
    "python_enable_replacements": False, "enable_external_access": False, "lock_configuration": True,
}  # fmt: skip
"""In this order: the last two let nothing more be set."""


def answer(database: str, query: str) -> list[bytes]:
    """The result as Arrow streams: one that has no rows, then one a batch."""
    _bound_memory()
    try:
        db = duckdb.connect(database, read_only=True)
    except duckdb.Error as error:
        raise DamagedRun(f"{database} cannot be opened: {str(error)[:_SAID]}") from None
    with db:
        tables = {name.lower() for (name,) in db.execute(_TABLES).fetchall()}
        for name, value in _CONFIGURATION.items():
            db.execute(f"SET {name} = '{value}'")
        try:
            check(parsed(db, query), tables)
            return list(_streams(db.sql(query)))
        except RepairLoopError:
            raise
        except (duckdb.OutOfMemoryException, MemoryError):
            raise UsageError(TOO_MUCH) from None
        except (
            Exception
        ) as error:  # of DuckDB, of Arrow, which hands on what DuckDB meets on the way, or of either's bugs
            said = str(error)
            raise UsageError(
                TOO_MUCH if said.startswith("Out of Memory") else f"the query cannot be run: {said[:_SAID]}"
            ) from None


def _bound_memory() -> None:
    """Let this process write to so much more memory than now. (What is only reserved, as allocators do, is not counted.)"""
    status = Path("/proc/self/status")
    if status.exists():
        import resource

        (kib,) = (int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmData"))
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        size = (kib << 10) + (MEMORY_MIB << 20)
        resource.setrlimit(resource.RLIMIT_DATA, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))


_TABLES: Final = """
    SELECT table_name FROM duckdb_tables() WHERE NOT internal UNION SELECT view_name FROM duckdb_views() WHERE NOT internal
"""


def _streams(relation: Any) -> Iterator[bytes]:
    if relation is None:
        raise UsageError("the query returns no rows; ask with SELECT")
    if len(relation.columns) > LARGEST_COLUMNS:
        raise UsageError(f"the query gives more than {LARGEST_COLUMNS:,} columns: choose some")
    rows = size = 0
    reader = relation.to_arrow_reader(_BATCH_ROWS)
    yield _stream(reader.schema)
    for batch in reader:
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows > LARGEST_ROWS:
            raise UsageError(f"the query gives more than {LARGEST_ROWS:,} rows: add LIMIT or a condition, {ELSE}")
        if size > LARGEST_MIB << 20:
            raise UsageError(f"the query gives more than {LARGEST_MIB} MiB: choose columns, add LIMIT, {ELSE}")
        yield _stream(reader.schema, batch)


def _stream(schema: pa.Schema, *batches: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as stream:
        for batch in batches:
            stream.write_batch(batch)
    return bytes(sink.getvalue().to_pybytes())


# ---- what is asked --------------------------------------------------------------------------------------


def parsed(db: Any, query: str) -> dict[str, Any]:
    """The one SELECT that a query is, as DuckDB's parser reads it. UsageError where it is anything else."""
    kinds = [statement.type for statement in db.extract_statements(query)]
    if not kinds:
        raise UsageError("the query is empty; ask with SELECT")
    if len(kinds) > 1:
        raise UsageError("the query is several statements; ask one SELECT at a time")
    if kinds[0] == duckdb.StatementType.MULTI:
        raise UsageError("PIVOT here needs its values by name: PIVOT … ON column IN ('a', 'b') USING …")
    if kinds[0] != duckdb.StatementType.SELECT:
        name = kinds[0].name.replace("_", " ")
        raise UsageError(f"the query is no SELECT ({name}): a run is read here, and nothing else is done")
    serialized = db.execute("SELECT json_serialize_sql(?::VARCHAR, skip_default := true)", [query])
    ((text,),) = serialized.fetchall()
    try:
        tree = json.loads(text)
    except RecursionError:
        raise UsageError("the query is nested too deeply") from None
    if tree.get("error") or len(tree["statements"]) != 1:
        raise UsageError(f"the query cannot be read: {str(tree.get('error_message'))[:_SAID]}")
    return dict(tree["statements"][0])


def check(tree: dict[str, Any], tables: set[str]) -> None:
    """UsageError where a query names anything but the run's tables and functions that only compute."""
    nodes = list(_nodes(tree))
    own = {name for node in nodes for name in _named(node)}
    for name in own:
        if name.startswith(_SYSTEM):
            raise UsageError(f"a part of a query cannot be called {name!r} here; give it another name")
    for node in nodes:
        kind = node.get("type")
        if not isinstance(kind, str):
            continue
        if kind.endswith("_NODE") and kind not in _NODES:
            raise UsageError("the query would change something: a run is read here, and nothing else is done")
        if kind == "BASE_TABLE":
            _check_table(_path(node), tables, own)
        elif kind == "TABLE_FUNCTION":
            function = node.get("function", {})
            name = _path(function)[-1]
            if function.get("type") != "FUNCTION" or name not in _TABLE_FUNCTIONS:
                known = ", ".join(sorted(_TABLE_FUNCTIONS))
                raise UsageError(f"{name}(…) cannot be read from here; the run's tables can, and {known}")
        elif kind == "FUNCTION" or "function_name" in node:
            _check_function(node)


def _check_table(path: list[str], tables: set[str], own: set[str]) -> None:
    *places, name = path
    if not places and name in own:
        return
    if places == ["recurring"] and name in own:  # of a recursive part with a key
        return
    if places and places[0] == "run":  # the database itself, as it is called
        places = places[1:]
    if len(places) > 1 or (places and places[0] not in _SCHEMAS):
        raise UsageError(f"there is no {'.'.join(path)!r} in a run; its tables: {', '.join(sorted(tables))}")
    if places != ["information_schema"] and name not in tables:
        raise UsageError(nearest(name, tables, "table"))


def _check_function(node: dict[str, Any]) -> None:
    name = _path(node)[-1]
    forbidden = name in _FUNCTIONS or name.startswith(_SYSTEM)
    if (forbidden and name not in _HARMLESS and name != "__postfix") or node.get("export_state"):
        raise UsageError(f"the function {name} cannot be used here: it does more than to compute a value")


def _path(node: dict[str, Any]) -> list[str]:
    """The full name of a table or function, in small letters; never empty."""
    found = (node.get("qualified_name") or {}).get("path") or [
        node.get("table_name") or node.get("function_name") or ""
    ]
    return [str(part).lower() for part in found]


def _named(node: dict[str, Any]) -> Iterator[str]:
    """Names that a query gives to parts of itself."""
    if isinstance(parts := node.get("cte_map"), dict):
        for part in parts.get("map", []):
            yield str(part["key"]).lower()
    if name := node.get("cte_name") or node.get("ctename"):
        yield str(name).lower()


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """All dicts in a tree; no recursion, since a query may be nested deeply."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
