"""Run, resume, open, verify and mend from Python; the command line is a reader of the same calls.

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
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from repairloop.config import Config, load_config, to_toml
from repairloop.ground import stopping, toml
from repairloop.ground.errors import DamagedRun, RepairLoopError, UsageError, is_full, nearest, quoted
from repairloop.ground.files import own, put_aside
from repairloop.ground.foreign import fit_all
from repairloop.ground.outputs import new_folder
from repairloop.rundir import said, say
from repairloop.rundir.query import SECONDS, ask
from repairloop.rundir.said import Saying
from repairloop.rundir.store import Store
from repairloop.rundir.views import area_rows, connect, summary_of
from repairloop.rundir.wholeness import (
    LIST,
    LOOP,
    NEVER,
    TRAINING,
    Damage,
    clear_for,
    content_of,
    examine,
    stored_config,
    tidy,
    told,
)

if TYPE_CHECKING:
    import duckdb

    from repairloop.loop.stages.context import Context, State, StudentRef

Listener = Callable[[dict[str, Any]], None]
"""Called with every event of a run: `start`, `progress`, `notice`, `end`, `finished`."""


class Run:
    """A run directory, for reading. Relations have `.df()`, `.fetchall()`, `.filter(…)`."""

    def __init__(self, path: Path):
        self.store = Store.open(path)
        self.path = path

    def sql(self, query: str, seconds: float = SECONDS) -> duckdb.DuckDBPyRelation:
        """The result of one SELECT over `probes`, `answers`, `verdicts`, `failures`, `areas`, `repair_rows`, `lineage`,
        `outcomes`, `canaries`, `cases` and `decisions`, as they had landed when it was asked.

        It reads these and nothing else, and ends: UsageError on any other statement, and where it asks for too much time,
        memory or rows (see `repairloop.rundir.query`).
        """
        with connect(self.store) as db:  # what is wrong with the database is said as everywhere
            (file,) = db.execute("SELECT path FROM duckdb_databases() WHERE NOT internal").fetchone()
            db.close()
            table = ask(Path(file), query, seconds)  # a copy, where another program has left its log beside it
        import duckdb

        return duckdb.connect().from_arrow(table)

    def failures(self, area: str | None = None, error_class: str | None = None, side: str = "before") -> Any:
        """Failed probes with question, answer and evidence; `side`: `before` or `after` the repair. `people`: the verdict that
        people hold where they overruled the grader's."""
        import duckdb
        import pyarrow as pa

        held = said.verdicts(self.said())
        with connect(self.store) as db:
            if side not in ("before", "after"):
                asked = {name for (name,) in db.execute("SELECT DISTINCT side FROM verdicts").fetchall()}
                if side not in asked:
                    raise UsageError(nearest(side, asked | {"before", "after"}, "side"))
            table = db.sql("SELECT * FROM failures ORDER BY cycle, area, probe_id").to_arrow_table()
        keys = zip(table["probe_id"].to_pylist(), table["side"].to_pylist(), strict=True) if held else ()
        people = [held.get(key) for key in keys] or [None] * table.num_rows
        table = table.append_column("people", pa.array(people, pa.string()))
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

    # -- what people say: views show it beside what the run states, and the next cycle heeds it

    def said(self) -> list[Saying]:
        """What people said of the run, in order."""
        return said.read(self.store)

    def overrule(self, probe_id: str, status: str, why: str, side: str = "before", by: str | None = None) -> Saying:
        """Hold a verdict for wrong: `pass` or `fail` in its place. `by`: who says it; by default who is logged in."""
        with connect(self.store) as db:
            return say.overrule(self.store, db, probe_id, status, why=why, by=by or say.me(), side=side)

    def correct(self, of: str, gold: str, why: str, by: str | None = None) -> Saying:
        """Correct the gold of the case of a task that a probe asks, or a row is made of."""
        with connect(self.store) as db:
            return say.correct(self.store, db, of, gold, why=why, by=by or say.me())

    def veto(self, row_id: str, why: str, by: str | None = None) -> Saying:
        """Never train on a row, nor on one that asks the same."""
        with connect(self.store) as db:
            return say.veto(self.store, db, row_id, why=why, by=by or say.me())

    def judge(
        self, word: say.Word, why: str, by: str | None = None, cycle: int | None = None, side: str | None = None
    ) -> Saying:
        """Give an adapter, by default the last one, a `sign-off`, or `refuse` it."""
        with connect(self.store) as db:
            return say.judge(self.store, db, word, why=why, by=by or say.me(), cycle=cycle, side=side)

    def areas(self, cycle: int | None = None) -> Any:
        """One row an area: pass rates before and after with intervals, p-value, decision; `overruled`: verdicts in these that
        people hold otherwise, which changes none of them."""
        import duckdb
        import pyarrow as pa

        with connect(self.store) as db:
            rows = area_rows(db, cycle, people=said.verdicts(self.said()))
        flat = [_flatten(row) for row in rows]
        none = pa.schema([("area", pa.string())])  # a relation has a column, also where nothing was looked at
        return duckdb.connect().from_arrow(pa.Table.from_pylist(flat, None if flat else none))

    def summary(self, side: str | None = None) -> dict[str, Any]:
        """The last cycle's decision and pooled changes, or those of what `verify` asked as `side`; empty before there is
        one."""
        with connect(self.store) as db:
            return summary_of(db, side)


def run(
    config: Config | str | Path | None = None, out: str | Path | None = None, listener: Listener | None = None,
    heed: Iterable[str | Path] = (),
) -> Run:  # fmt: skip
    """Make a run directory and go around the loop. `config`: a Config, a TOML file, or None for the default. `heed`: earlier runs, of
    which the golds that people corrected and the rows that they vetoed hold here too.

    Raises UsageError for what cannot be done, StudentError or TrainerError for a failure that
    `resume` picks up.
    """
    resolved = config if isinstance(config, Config) else load_config(config)
    path = new_folder(out, "--out") if out is not None else _fresh_name()
    earlier = {Path(former): said.to_hand_over(Store.open(Path(former))) for former in heed}
    text = to_toml(resolved)
    toml.parse(text, "the configuration")  # so that what is written can be read
    from repairloop.loop.plan import cost, plan
    from repairloop.loop.tasks import keep, take_in

    notes: list[str] = []
    taken = take_in(resolved, notes.append)
    planned = plan(resolved, taken)
    notes += [note for note in planned["files"] if note.startswith("protected")]  # of the others a stage speaks
    notes += [cost(planned)] if taken else []
    store = Store.create(path, text)
    if taken:
        keep(store, taken)
    for former, sayings in earlier.items():
        said.hand_over(store, sayings, former.resolve().name)
        notes.append(f"of {former}: {len(sayings)} golds and vetoes that people gave are heeded")
    stored = stored_config(store)
    asking = stored.asking.model_copy(update={"headers": resolved.asking.headers})  # a key does not rest in the run
    return _drive(store, stored.model_copy(update={"asking": asking}), listener, fresh=True, notes=notes)


def resume(path: str | Path, listener: Listener | None = None) -> Run:
    """Go on with a run where it stopped; what is damaged is made again."""
    store = Store.to_mend(Path(path))
    return _drive(store, stored_config(store), listener, fresh=False)


def fsck(path: str | Path, listener: Listener | None = None) -> dict[str, Any]:
    """Look at everything in a run that something rests on, and make again what is damaged and can be made again.

    Returns `run`, `status`, `damaged` (each with `file`, `damage`, `again`: how it is made again, and `mended`), `removed`
    (what killed processes had left), `whole`, and `note`: what to do about what is left. A run that is not finished is
    brought to where it was and no further.
    """
    from repairloop.loop.stages import report

    store = Store.to_mend(Path(path))
    try:
        config, unread = stored_config(store), []
    except DamagedRun as error:
        config, unread = None, [Damage("config.toml", str(error), NEVER)]
    with told(store), _driven(store, listener) as (control, emit):
        if config is None:
            removed, found = tidy(store), [*unread, *_new_manifest(store), *examine(store, {})]
            store.publish()
            return _found(store, removed, found, [*unread, *examine(store, {})], "", ())
        ctx = _context(store, config, listener)
        with _looked(store, ctx) as looked:
            note, found, verified = "", looked.damages, store.read_manifest().get("verify_receipts", [])
            if looked.anew:
                note = _mend(store, ctx, looked, control, emit)
            elif any(damage.file == "run.duckdb" for damage in found):
                store.publish(final=True)
            state = _state(looked.graph)
            left = examine(store, {} if state is None else state.values)
            if state is not None and _is_finished(store, state) and not left:
                found = [*found, *report.mend(ctx, state.values)]
        return _found(store, looked.removed, found, left, note, verified)


def _mend(store: Store, ctx: Context, looked: _Looked, control: Any, emit: Listener) -> str:
    """Bring the loop to where it was; why it did not come there, empty where it did."""
    if not looked.to_end and looked.mark is None:
        return f"where the loop was is not known; go on with: repairloop resume {quoted(store.path)}"

    from repairloop.loop.stages.context import Drained

    def stop() -> None:
        store.settle()
        raise Drained("the loop is where it was")

    ctx.at_mark = stop
    try:
        _go(store, ctx, looked, control, emit)
    except (Drained, UsageError):
        raise
    except RepairLoopError as error:
        return str(error)
    return ""


def _found(
    store: Store, removed: list[str], found: list[Damage], left: list[Damage], note: str, verified: Iterable[str]
) -> dict[str, Any]:  # fmt: skip
    """What `fsck` tells of what was found and what is left of it. `verified`: the receipts that `verify` had used, which
    the loop does not come by."""

    broken, kept = {damage.file for damage in left}, {f"stages/{name}" for name in verified}

    def entry(damage: Damage) -> dict[str, Any]:
        receipt = damage.file.removeprefix("stages/")
        gone = receipt != damage.file and not store.readable(receipt)
        again = LIST if gone and damage.file not in kept else damage.again
        mended = damage.file not in broken and not (gone and damage.file in kept)
        return {"file": damage.file, "damage": damage.what, "again": again, "mended": mended}

    entries = [entry(damage) for damage in dict.fromkeys([*found, *left])]
    manifest = store.read_manifest()
    whole = all(entry["mended"] for entry in entries)
    if not whole and not note and (student := manifest.get("verified")):
        note = f"what `verify` had asked is asked again with: repairloop verify {quoted(store.path)} --student {quoted(student)}"
    return {
        "run": str(store.path), "status": manifest.get("status"), "whole": whole, "damaged": entries, "removed": removed,
        "note": note,
    }  # fmt: skip


def open(path: str | Path) -> Run:
    """A run directory, for reading."""
    return Run(Path(path))


def verify(path: str | Path, student: str, listener: Listener | None = None) -> dict[str, Any]:
    """Ask `student` (a name, or a directory with a LoRA for the run's student) the run's holdout, and decide."""
    from repairloop.ground.files import write_atomic
    from repairloop.loop.stages.verify import before_the_last, judge
    from repairloop.rundir import page
    from repairloop.students.weights import fingerprint_directory

    store = Store.open(Path(path))
    ctx = _context(store, stored_config(store), listener)
    with told(store), _locked(store), _graph(store, ctx) as graph:
        tidy(store)
        snapshot = _state(graph)
        if snapshot is None or (not snapshot.values and store.listed()):
            wrong = "is damaged" if snapshot is None else "is missing, or holds nothing"
            raise DamagedRun(f"{store.path / 'checkpoints.sqlite'} {wrong}; mend it: repairloop fsck {quoted(path)}")
        state = before_the_last(snapshot.values)
        key = f"{state.get('cycle')}/verdicts/holdout"
        if key not in state.get("refs", {}):
            raise UsageError(f"{path} has no holdout to verify against: its last cycle found nothing that fails")
        folder = Path(student)
        name, adapter = student, None
        if (folder / "adapter_config.json").is_file() or (folder / "sim.toml").is_file():
            name, adapter = state["student"]["name"], str(folder.resolve())
        weights = state["student"]["weights"] if adapter else None
        candidate: StudentRef = {"name": name, "weights": weights, "adapter": adapter}
        if folder.is_dir():
            candidate["content"] = content_of(folder) if adapter else fingerprint_directory(folder)
        side = _side(ctx, state, student, candidate)
        try:
            output = judge(ctx, state, candidate, side)
        finally:
            ctx.close()
        pages: list[str] = []
        store.publish(lambda file: pages.append(page.build(store, file)))
        store.land_verified(verified=student, **({"outcome": output["verdict"]} if side == "after" else {}))
        for text in pages:  # none where some shard is damaged, and the snapshot stays as it is
            write_atomic(store.path / "report.html", text)
    return {name: output[name] for name in ("accepted", "verdict", "reason")} | {"side": side}


def _side(ctx: Context, state: State, student: str, candidate: StudentRef) -> str:
    """The side that `verify` asks as: one that nobody was asked as yet, or this very candidate. What lies at a place may be another
    one by now; what answers under a name may be so too, and that cannot be told."""
    place, content = candidate["adapter"] or candidate["name"], candidate.get("content", "")
    with connect(ctx.store) as db:
        query = "SELECT side, adapter, summary ->> '$.content' FROM decisions WHERE cycle = ?"
        asked = {side: who for side, *who in db.execute(query, [state["cycle"]]).fetchall()}
    if f"{state['cycle']}/verdicts/after" in state["refs"]:
        asked["after"] = [None, None]  # by the run itself
    sides = ("after", f"verify {student}", f"verify {student} {content[:8]}".rstrip())
    side = next((one for one in sides if one not in asked or asked[one] == [place, content or None]), sides[-1])
    if side in asked and not content:
        ctx.say(
            f"{student} was asked before, and what it answered then counts: another model is told from it by another name"
        )
    return side


# ---- how a run is driven ------------------------------------------------------------------------------

THREAD: dict[str, Any] = {"configurable": {"thread_id": "run"}}


class _Looked(NamedTuple):
    """A run before its loop goes on."""

    graph: Any
    damages: list[Damage]
    removed: list[str]
    """What killed processes had left."""
    anew: bool
    """Whether the loop begins from its beginning: passing by what is whole it makes again what is not."""
    to_end: bool
    """Whether it had come to its end."""
    mark: tuple[str, int, str] | None
    """Node, cycle and phase where it was, where that is known and not the end."""


def _drive(store: Store, config: Config, listener: Listener | None, *, fresh: bool, notes: Iterable[str] = ()) -> Run:
    from repairloop.loop.stages import report

    ctx = _context(store, config, listener)
    with told(store), _driven(store, listener) as (control, emit), _looked(store, ctx) as looked:
        for note in notes:
            emit({"event": "notice", "text": note})
        if looked.damages and not fresh:
            names = ", ".join(damage.file for damage in looked.damages if damage.again != NEVER)
            lost = [
                f"{damage.file} {damage.what}, and cannot be made again"
                for damage in looked.damages
                if damage.again == NEVER
            ]
            for text in [*([f"made again, damaged: {names}"] if names else []), *lost]:
                emit({"event": "notice", "text": text})
        if looked.anew or not looked.to_end:
            ctx.at_mark = store.settle
            _go(store, ctx, looked, control, emit)
        else:
            if any(damage.file == "run.duckdb" for damage in looked.damages):
                store.publish(final=True)
            for damage in report.mend(ctx, looked.graph.get_state(THREAD).values):
                emit({"event": "notice", "text": f"made again: {damage.file} {damage.what}"})
            emit({"event": "notice", "text": "this run is finished"})
    return Run(store.path)


@contextmanager
def _looked(store: Store, ctx: Context) -> Iterator[_Looked]:
    """The graph on the run's checkpoints, and what is damaged; what killed processes left is gone."""
    removed, damages = tidy(store), _new_manifest(store)
    ctx.asks_alike()
    was_finished = _was_finished(store)
    with _graph(store, ctx) as graph:
        broken = _state(graph) is None
    if broken:
        damages.append(Damage("checkpoints.sqlite", "cannot be read, or was changed", LOOP))
        for file in store.path.glob("checkpoints.sqlite*"):
            if not file.is_dir():  # put aside
                file.unlink()
    with _graph(store, ctx) as graph:
        snapshot = graph.get_state(THREAD)
        state = snapshot.values
        ahead = [task.name for task in snapshot.tasks]  # `next` leaves out one that has ended and is not yet merged
        if not broken and not state and was_finished:
            damages.append(Damage("checkpoints.sqlite", "is missing, or holds nothing", LOOP))
        if state and ahead not in ([], ["report"]) and store.read_manifest().get("status") == "finished":
            damages.append(Damage("manifest.json", "says that the loop came to its end, and it did not", LOOP))
            was_finished = False
        damages += examine(store, state)
        loop = any(damage.again in (LOOP, TRAINING) for damage in damages) or store.read_manifest().get(
            "mending", False
        )
        at_end = bool(state) and not ahead
        mark = (ahead[0], state["cycle"], state["phase"]) if state and ahead else None
        anew = loop or not state or (at_end and not was_finished)
        yield _Looked(graph, damages, removed, anew, was_finished or at_end, mark if not was_finished else None)


def _new_manifest(store: Store) -> list[Damage]:
    """A new manifest in the place of one that cannot be read, from which the loop goes around once more."""
    try:
        store.read_manifest()
    except DamagedRun as error:
        file = store.path / "manifest.json"
        if file.exists():
            put_aside(file)
        store.manifest({"status": "stopped", "mending": True})
        return [Damage("manifest.json", str(error).partition("; `repairloop")[0], LOOP)]
    return []


def _was_finished(store: Store) -> bool:
    """Whether the loop came to its end once, even if it is going around again."""
    manifest = store.read_manifest()
    return manifest.get("status") == "finished" or (manifest.get("mending", False) and "shards" in manifest)


def _is_finished(store: Store, snapshot: Any) -> bool:
    return bool(snapshot.values) and not snapshot.tasks and store.read_manifest().get("status") == "finished"


def _go(store: Store, ctx: Context, looked: _Looked, control: Any, emit: Listener) -> None:
    """Let the loop go, from its beginning or from where it stands, to its end or to where `ctx.at_mark` stops it."""
    from langgraph.errors import GraphDrained

    from repairloop.loop.graph import first_state
    from repairloop.loop.stages.context import Drained

    if gone := [
        damage for damage in looked.damages if damage.again == NEVER and damage.file != said.NAME
    ]:  # of their tasks
        raise DamagedRun(
            f"{store.path / gone[0].file} {gone[0].what}: put back a copy of it, or start a new run with the file that the "
            "task came from"
        )
    start: dict[str, Any] | None = None
    ctx.stopping = lambda: control.drain_requested
    if looked.anew:
        clear_for(store, looked.damages)
        if store.listed():
            store.begin_anew()
            store.manifest({"mending": True})
            ctx.mark = looked.mark
        looked.graph.checkpointer.delete_thread("run")
        start = first_state(ctx)
    store.manifest({"status": "running"})
    limit = 30 + 30 * ctx.config.cycles
    try:
        for event in looked.graph.stream(
            start, THREAD | {"recursion_limit": limit}, context=ctx, stream_mode="custom", durability="sync",
            control=control,
        ):  # fmt: skip
            emit(event)
    except (GraphDrained, Drained):
        store.manifest({"status": "stopped"})
        if not control.drain_requested:
            return
        drained = Drained(f"stopped, nothing is lost; go on with: repairloop resume {quoted(store.path)}")
        drained.exit_code = 128 + signal.Signals[control.drain_reason or "SIGTERM"]
        raise drained from None
    except KeyboardInterrupt:
        store.manifest({"status": "stopped"})
        raise
    except BaseException as error:
        with suppress(OSError) if is_full(error) else nullcontext():
            store.manifest({"status": "failed", "error": f"{type(error).__name__}: {error}"[:2000]})
        raise
    finally:
        with suppress(Exception):  # what has landed, for people; the record is in the shards
            store.publish()
        ctx.close()


@contextmanager
def _graph(store: Store, ctx: Context) -> Iterator[Any]:
    """The graph with the run's checkpoints."""
    from repairloop.loop.graph import compile_for

    graph = compile_for(ctx)
    with closing(graph.checkpointer.conn):
        yield graph


def _state(graph: Any) -> Any:
    """Where the loop stands; None where the checkpoints cannot be read or were changed. Finished stages are known by
    their receipts, so nothing is lost with them."""
    from repairloop.loop.stages.context import seal_of

    try:
        snapshot = graph.get_state(THREAD)
        sealed = snapshot.values.get("seal")  # a former version, and the first state, have none
        return snapshot if sealed is None or sealed == seal_of(snapshot.values) else None
    except Exception as error:  # what was not written as a checkpoint fails in as many ways as there are decoders
        if is_full(error):
            raise
        return None


def _context(store: Store, config: Config, listener: Listener | None) -> Context:
    from repairloop.loop.stages.context import Context

    def emit(event: dict[str, Any]) -> None:
        if listener is not None:
            listener(fit_all(event))

    return Context(store=store, config=config, emit=emit)


def _fresh_name() -> Path:
    name = time.strftime("runs/%Y%m%d-%H%M%S")
    return next(p for p in (Path(name), *(Path(f"{name}-{i}") for i in range(2, 1000))) if not p.exists())


@contextmanager
def _driven(store: Store, listener: Listener | None) -> Iterator[tuple[Any, Listener]]:
    """The run's lock; within it, the control by which signals stop the loop, and whom events are told."""
    from langgraph.runtime import RunControl

    control = RunControl()
    with _locked(store), _logged(store, listener) as emit, _drained_by_signals(store, control, emit):
        yield control, emit


@contextmanager
def _locked(store: Store) -> Iterator[None]:
    """One process drives a run at a time; the lock goes with the process. The run's folders are there."""
    store.furnish()
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
    flat = {
        k: v
        for k, v in row.items()
        if not isinstance(v, (dict, list)) and k not in ("before", "after", "looks", "people")
    }
    for side in ("looks", "before", "after"):
        part = row[side] or {}
        flat |= {f"{side}_{k}": part.get(k) for k in ("n", "pass_rate", "low", "high")}
    flat["overruled"] = (row["people"] or {"overruled": 0})["overruled"]
    flat["top_error"] = row["error_classes"][0]["error_class"] if row["error_classes"] else None
    return flat
