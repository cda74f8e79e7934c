"""One SELECT over a run from somebody whom nobody trusts: it reads the run, nothing else, and it ends.

Three fences, each of which would do against most:

    the statement   is one SELECT over the run's own tables, read as a tree: a table, table function or function that is
                    not known to be harmless is refused before anything is bound
    the database    is opened read-only, with no access to files, net or extensions, its configuration locked, its memory
                    bounded, nothing spilled to a disk, and blind to Python's variables
    the process     is one of the guard's workers: it can be killed, may not grow, and is not the caller's

The first two stand in `query_worker`. Not promised: that the process may not grow where the system has no /proc (macOS);
there DuckDB's own bound is all. What a trusted program wants beyond these bounds it asks `run.duckdb` itself, with
DuckDB, read-only.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from repairloop.ground.errors import UsageError
from repairloop.ground.guard import GuardError, GuardMemory, GuardTimeout, guarded, prepare

if TYPE_CHECKING:
    import pyarrow as pa

SECONDS: Final = 8.0
"""By the clock, from the moment when the worker begins on the query."""
LONGEST: Final = 100_000
"""Characters of a query."""
MEMORY_MIB: Final = 640
"""What the worker may grow by: DuckDB's memory, the stacks of its threads, and the result twice."""
THREADS: Final = 2
ELSE: Final = "or, for more, open run.duckdb in Python: duckdb.connect(path, read_only=True)"
TOO_MUCH: Final = (
    f"the query needs more than {MEMORY_MIB} MiB of memory: ask for fewer columns or rows at a time, {ELSE}"
)


_WORK: Final = "repairloop.rundir.query_worker:answer"


def soon() -> None:
    """A query is to come: begin with what it takes, beside what else there is to do."""
    prepare(_WORK)


def ask(database: Path, query: str, seconds: float = SECONDS) -> pa.Table:
    """The result of a query over a run's database.

    Raises UsageError where the query is refused, wrong, or asks for too much; DamagedRun where nothing can be asked.
    """
    if len(query) > LONGEST:
        raise UsageError(f"the query is longer than {LONGEST:,} characters")
    try:
        parts = guarded(
            _WORK, str(database), query, seconds=THREADS * seconds, clock=seconds, memory=None, once=True
        )  # once: DuckDB keeps address space for itself that the next query would lack
    except GuardTimeout:
        raise UsageError(f"the query took longer than {seconds:g} s: ask for less at a time, {ELSE}") from None
    except GuardMemory:
        raise UsageError(TOO_MUCH) from None
    except GuardError as error:  # it broke the database's program, or the system killed it
        raise UsageError(f"the query cannot be run: {error}") from None
    import pyarrow as pa

    try:
        batches = [batch for part in parts for batch in pa.ipc.open_stream(part)]
        return pa.Table.from_batches(batches, pa.ipc.open_stream(parts[0]).schema)
    except pa.ArrowException as error:  # such as values that are nested too deeply
        raise UsageError(f"what the query gives cannot be handed over: {error}") from None
