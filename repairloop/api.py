"""Run, resume, open and verify from Python; the command line is a reader of the same calls.

`run(config)` makes a run directory and goes once or more around the loop. `open(path)` reads one, while it
runs or afterwards; what it returns is a copy in memory, so it never holds a lock on the run.
"""

from __future__ import annotations

import builtins
import fcntl
import json
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from repairloop import stopping
from repairloop.config import Config, load_config, read_toml, to_toml
from repairloop.errors import DamagedRun, RepairLoopError, UsageError, is_full, quoted
from repairloop.foreign import fit_all
from repairloop.query import SECONDS, ask
from repairloop.store import Store, own
from repairloop.views import area_rows, connect, summary_of

if TYPE_CHECKING:
    import duckdb

    from repairloop.stages.context import Context

Listener = Callable[[dict[str, Any]], None]
"""Called with every event of a run: `start`, `progress`, `notice`, `end`, `finished`."""


class Run:
    """A run directory, for reading. Relations have `.df()`, `.fetchall()`, `.filter(…)`."""

    def __init__(self, path: Path):
        self.store = Store.open(path)
        self.path = path

    def sql(self, query: str, seconds: float = SECONDS) -> duckdb.DuckDBPyRelation:
        """The result of one SELECT over `probes`, `answers`, `verdicts`, `failures`, `areas`, `repair_rows`, `lineage`,
        `outcomes`, `canaries` and `decisions`, as they had landed when it was asked.

        It reads these and nothing else, and ends: UsageError on any other statement, and where it asks for too much time,
        memory or rows (see `repairloop.query`).
        """
        with connect(self.store) as db:  # what is wrong with the database is said as everywhere
            db.close()
            table = ask(self.store.database, query, seconds)
        import duckdb

        return duckdb.connect().from_arrow(table)

    def failures(self, area: str | None = None, error_class: str | None = None, side: str = "before") -> Any:
        """Failed probes with question, answer and evidence; `side`: `before` or `after` the repair."""
        import duckdb

        with connect(self.store) as db:
            table = db.sql("SELECT * FROM failures ORDER BY cycle, area, probe_id").to_arrow_table()
        relation = duckdb.connect().from_arrow(table)
        relation = relation.filter(duckdb.ColumnExpression("side") == duckdb.ConstantExpression(side))
        if area is not None:
            below = duckdb.FunctionExpression(
                "starts_with", duckdb.ColumnExpression("area"), duckdb.ConstantExpression(area + "/")
            )
            relation = relation.filter((duckdb.ColumnExpression("area") == duckdb.ConstantExpression(area)) | below)
        if error_class is not None:
            relation = relation.filter(duckdb.ColumnExpression("error_class") == duckdb.ConstantExpression(error_class))
        return relation

    def areas(self, cycle: int | None = None) -> Any:
        """One row an area: pass rates before and after with intervals, p-value, decision."""
        import duckdb
        import pyarrow as pa

        with connect(self.store) as db:
            rows = area_rows(db, cycle)
        flat = [_flatten(row) for row in rows]
        return duckdb.connect().from_arrow(pa.Table.from_pylist(flat))

    def summary(self, side: str | None = None) -> dict[str, Any]:
        """The last cycle's decision and pooled changes, or those of what `verify` asked as `side`; empty before there is
        one."""
        with connect(self.store) as db:
            return summary_of(db, side)


def run(
    config: Config | str | Path | None = None, out: str | Path | None = None, listener: Listener | None = None
) -> Run:
    """Make a run directory and go around the loop. `config`: a Config, a TOML file, or None for the default.

    Raises UsageError for what cannot be done, StudentError or TrainerError for a failure that
    `resume` picks up.
    """
    resolved = config if isinstance(config, Config) else load_config(config)
    from repairloop.plan import check

    notes = [note for note in check(resolved) if note.startswith("protected")]  # of the others a stage speaks
    path = Path(out) if out is not None else _fresh_name()
    store = Store.create(path, to_toml(resolved))
    stored = stored_config(store)
    asking = stored.asking.model_copy(update={"headers": resolved.asking.headers})  # a key does not rest in the run
    return _drive(store, stored.model_copy(update={"asking": asking}), listener, fresh=True, notes=notes)


def resume(path: str | Path, listener: Listener | None = None) -> Run:
    """Go on with a run where it stopped; damaged shards are made again."""
    store = Store.open(Path(path))
    return _drive(store, stored_config(store), listener, fresh=False)


def open(path: str | Path) -> Run:
    """A run directory, for reading."""
    return Run(Path(path))


def verify(path: str | Path, student: str, listener: Listener | None = None) -> dict[str, Any]:
    """Ask `student` (a name, or a directory with a LoRA for the run's student) the run's holdout, and decide."""
    from repairloop import page
    from repairloop.graph import compile_for
    from repairloop.stages.verify import judge
    from repairloop.store import write_atomic

    store = Store.open(Path(path))
    ctx = _context(store, stored_config(store), listener)
    with _locked(store):
        state = compile_for(ctx).get_state(THREAD).values
        key = f"{state.get('cycle')}/verdicts/holdout"
        if key not in state.get("refs", {}):
            raise UsageError(f"{path} has no holdout to verify against: its last cycle found nothing that fails")
        folder = Path(student)
        name, adapter = student, None
        if (folder / "adapter_config.json").is_file() or (folder / "sim.toml").is_file():
            name, adapter = state["student"]["name"], str(folder.resolve())
        side = f"verify {student}" if _is_taken(store, state, adapter or name) else "after"
        weights = state["student"]["weights"] if adapter else None
        try:
            output = judge(ctx, state, {"name": name, "weights": weights, "adapter": adapter}, side)
        finally:
            ctx.close()
        store.publish()
        write_atomic(store.path / "report.html", page.build(store))
        store.manifest({"outcome": output["verdict"], "verified": student})
    return {name: output[name] for name in ("accepted", "verdict", "reason")} | {"side": side}


def _is_taken(store: Store, state: Any, candidate: str) -> bool:
    """Whether another one was asked as the side `after`: by the run itself, or by an earlier `verify`."""
    if f"{state['cycle']}/verdicts/after" in state["refs"]:
        return True
    with connect(store) as db:
        query = "SELECT 1 FROM decisions WHERE cycle = ? AND side = 'after' AND adapter <> ? LIMIT 1"
        return db.execute(query, [state["cycle"], candidate]).fetchone() is not None


# ---- how a run is driven ------------------------------------------------------------------------------

THREAD: dict[str, Any] = {"configurable": {"thread_id": "run"}}


def _drive(store: Store, config: Config, listener: Listener | None, *, fresh: bool, notes: Iterable[str] = ()) -> Run:
    from langgraph.errors import GraphDrained
    from langgraph.runtime import RunControl

    from repairloop.graph import compile_for, first_state
    from repairloop.stages.context import Drained

    ctx = _context(store, config, listener)
    control = RunControl()
    ctx.stopping = lambda: control.drain_requested
    if not fresh:
        ctx.asks_alike()
    with _locked(store), _logged(store, listener) as emit, _drained_by_signals(store, control, emit):
        for note in notes:
            emit({"event": "notice", "text": note})
        if not fresh and (damaged := store.damaged()):
            emit({"event": "notice", "text": f"made again, damaged: {', '.join(damaged)}"})
            fresh = True
        graph = _open_graph(store, ctx, compile_for)
        state = graph.get_state(THREAD)
        if fresh or not state.values:
            graph.checkpointer.delete_thread("run")
            start: dict[str, Any] | None = first_state(ctx)
        elif not state.next:
            emit({"event": "notice", "text": "this run is finished"})
            store.publish()
            return Run(store.path)
        else:
            start = None
        store.manifest({"status": "running"})
        limit = 30 + 30 * config.cycles
        try:
            for event in graph.stream(
                start,
                THREAD | {"recursion_limit": limit},
                context=ctx,
                stream_mode="custom",
                durability="sync",
                control=control,
            ):
                emit(event)
        except (GraphDrained, Drained):
            store.manifest({"status": "stopped"})
            drained = Drained(f"stopped, nothing is lost; go on with: repairloop resume {quoted(store.path)}")
            drained.exit_code = 128 + signal.Signals[control.drain_reason or "SIGTERM"]
            raise drained from None
        except KeyboardInterrupt:
            store.manifest({"status": "stopped"})
            raise
        except BaseException as error:
            full = is_full(error)
            with suppress(OSError) if full else nullcontext():
                store.manifest({"status": "failed", "error": f"{type(error).__name__}: {error}"[:2000]})
            if full:
                raise RepairLoopError(
                    f"the disk is full ({store.path.resolve()}): make room and go on with: repairloop resume "
                    f"{quoted(store.path)}; what was finished is kept"
                ) from error
            raise
        finally:
            with suppress(Exception):  # what has landed, for people; the record is in the shards
                store.publish()
            ctx.close()
            graph.checkpointer.conn.close()
    return Run(store.path)


def _open_graph(store: Store, ctx: Context, compile_for: Callable[[Context], Any]) -> Any:
    """The graph on the run's checkpoints; a checkpoint file that cannot be read is begun anew, since finished
    stages are known by their receipts."""
    import sqlite3

    graph = compile_for(ctx)
    try:
        graph.get_state(THREAD)
    except sqlite3.DatabaseError:
        graph.checkpointer.conn.close()
        for file in store.path.glob("checkpoints.sqlite*"):
            file.unlink()
        graph = compile_for(ctx)
    return graph


def _context(store: Store, config: Config, listener: Listener | None) -> Context:
    from repairloop.stages.context import Context

    def emit(event: dict[str, Any]) -> None:
        if listener is not None:
            listener(fit_all(event))

    return Context(store=store, config=config, emit=emit)


def stored_config(store: Store) -> Config:
    try:
        return Config.model_validate(read_toml(store.path / "config.toml"))
    except ValidationError as error:
        keys = ", ".join(".".join(map(str, e["loc"])) for e in error.errors()[:3])
        raise DamagedRun(
            f"{store.path / 'config.toml'} was written by another version of repairloop ({keys}): "
            "that version goes on with the run; its rows can be read by this one"
        ) from None


def _fresh_name() -> Path:
    name = time.strftime("runs/%Y%m%d-%H%M%S")
    return next(p for p in (Path(name), *(Path(f"{name}-{i}") for i in range(2, 1000))) if not p.exists())


@contextmanager
def _locked(store: Store) -> Iterator[None]:
    """One process drives a run at a time; the lock goes with the process."""
    with builtins.open(store.path / ".lock", "w", opener=own) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DamagedRun(f"{store.path} is being run by another process") from None
        yield


@contextmanager
def _logged(store: Store, listener: Listener | None) -> Iterator[Listener]:
    """Every event goes to the listener and, with its time, to logs/events.jsonl (progress aside), fit to be shown.

    One at a time: signals are heard in a thread of their own. What cannot be told within a second, since the listener is
    stuck, is not told.
    """
    turn = threading.Lock()
    with builtins.open(store.path / "logs" / "events.jsonl", "a", encoding="utf-8", opener=own) as log:

        def emit(event: dict[str, Any]) -> None:
            event = fit_all(event)
            if not turn.acquire(timeout=1.0):
                return
            try:
                if event["event"] != "progress":
                    log.write(json.dumps({"time": time.strftime("%Y-%m-%dT%H:%M:%S%z"), **event}) + "\n")
                    log.flush()
                if listener is not None:
                    listener(event)
            finally:
                turn.release()

        yield emit


@contextmanager
def _drained_by_signals(store: Store, control: Any, emit: Listener) -> Iterator[None]:
    """The first Ctrl-C or SIGTERM stops at the next safe point; the second stops at once."""

    def first(number: int) -> None:
        control.request_drain(signal.Signals(number).name)
        emit({"event": "notice", "text": "stopping at the next safe point; once more to stop at once"})

    def second(number: int) -> None:
        with suppress(Exception):
            store.manifest({"status": "stopped"})
        if stopping.owns_process:
            said = f"stopped at once; finished work is kept; go on with: repairloop resume {quoted(store.path)}"
            stopping.end(128 + number, f"repairloop: {said}")
        stopping.end_children()

    with stopping.two_signals(first, second):
        yield


def _flatten(row: dict[str, Any]) -> dict[str, Any]:
    flat = {k: v for k, v in row.items() if not isinstance(v, (dict, list)) and k not in ("before", "after", "looks")}
    for side in ("looks", "before", "after"):
        part = row[side] or {}
        flat |= {f"{side}_{k}": part.get(k) for k in ("n", "pass_rate", "low", "high")}
    flat["top_error"] = row["error_classes"][0]["error_class"] if row["error_classes"] else None
    return flat
