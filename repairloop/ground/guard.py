"""Run a function on text that nobody trusts, in a process that can be killed.

A signal alarm fails in threads and a thread cannot be stopped, so the work goes to a pool of worker processes:
as many as threads call at once, up to one a core. A worker is started when it is first needed, asked one thing at
a time, killed when time or memory runs out, and replaced on the next call. Neither waiting for a worker nor its
imports count as work. Workers end when their parent does.

Workers are forks of one more process, the nursery, which imports what they need and runs none of it: to replace one
takes milliseconds, not the seconds that its imports took. The nursery is a plain interpreter that imports nothing of
the caller's `__main__`, so it is the same below pytest, a notebook or a console script. This module knows nothing of
what it runs.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import pickle
import queue
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any, Final

from repairloop.ground.errors import RepairLoopError

MEMORY_MIB: Final = 512
"""What one function may allocate beyond what the worker holds when its imports are done."""

FILE_PLUGIN: Final = "repairloop_plugin_"
"""How the names of modules begin that were loaded from a file, which a worker has to load from that file too."""

START_SECONDS: Final = 120.0
"""Longest wait for the worker to start and to import a function's module."""

PATIENCE: Final = 60.0
"""Seconds by the clock that a busy machine may add to a time limit."""


class GuardError(RepairLoopError):
    """The guarded function gave no result: its worker was lost, or what it returned cannot be sent back."""


class GuardTimeout(GuardError):
    """The guarded function ran out of time, and its worker was killed."""


class GuardMemory(GuardError):
    """The guarded function ran out of memory, and its worker was killed."""


def guarded(
    function: Callable[..., Any] | str, *args: Any, seconds: float = 1.0, clock: float | None = None,
    memory: int | None = MEMORY_MIB, once: bool = False, needs: str = "",
) -> Any:  # fmt: skip
    """What `function(*args)` returns, computed in the worker within `seconds` and `memory` MiB (None: the function sees to
    that). With `once` the worker does nothing else afterwards. `needs`: a Python file that the function works with, loaded
    before time counts (`file_module`).

    `function` is a module's function, or its address `"module:name"`, which spares the caller the import.
    Time is processor time, and counts from the moment when the worker has the function loaded and starts on it; by
    the clock it may be up to four times as long, or `clock` seconds, and longer on a busy machine (`TimeLimit`). Arguments and
    result must pickle. An exception that the function raises is raised here; `GuardTimeout`, `GuardMemory`
    and `GuardError` say that it could not finish. Threads and tasks may call at once; a call blocks its thread.
    """
    address = function if isinstance(function, str) else _address(function)
    if address.startswith("__main__:") or "<" in address:
        raise ValueError(f"a worker process cannot import {address}; guard a function of a module")
    request = pickle.dumps((address, args, seconds, memory, needs))
    with _pool.slots:
        worker = _pool.take(address, needs)
        try:
            kind, value = worker.ask(request, address, seconds, 4 * seconds if clock is None else clock, memory)
        except BaseException:  # lost, or interrupted: a late reply must never meet the next request
            _pool.drop(worker)
            raise
        _pool.drop(worker) if once else _pool.idle.append(worker)
    if kind == "raised":
        raise value
    return value


def prepare(address: str) -> None:
    """Begin with the imports of a function that is wanted soon; waits for nothing."""
    with _pool.lock:
        _pool.nursery = _pool.nursery or _Nursery()
        _pool.nursery.tell([address])


def worked(pid: int) -> float | None:
    """Seconds of processor time that a process has used; None where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def waited(pid: int) -> float:
    """Seconds for which a process could have gone on and had no processor; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0


class TimeLimit:
    """How long some processes may still go on: `seconds` of processor time in all, and `clock` seconds by the clock.

    `processes` gives their ids, which may change. What they spend waiting for a processor is the fault of a busy machine: it
    does not count, up to `PATIENCE`. Where the system tells nothing of them, all time counts as worked.
    """

    def __init__(self, seconds: float, clock: float, processes: Callable[[], Iterable[int]]) -> None:
        self.seconds, self.clock, self.processes = seconds, clock, processes
        self.begun = time.monotonic()
        self.spent: dict[int, tuple[float, float]] = {}
        """By process: seconds worked and waited. Those that have ended stay."""
        self.look()
        self.before = self.spent.copy()

    def look(self) -> None:
        for pid in self.processes():
            if (seconds := worked(pid)) is not None:
                self.spent[pid] = seconds, waited(pid)

    def left(self) -> float:
        """Seconds that they have at least; 0 or less where the limit is reached."""
        self.look()
        gone = time.monotonic() - self.begun
        if not self.spent:
            return min(self.seconds, self.clock) - gone
        work, wait = (
            sum(each[n] - self.before.get(pid, (0.0, 0.0))[n] for pid, each in self.spent.items()) for n in (0, 1)
        )
        return min(self.seconds - work, self.clock - gone + min(wait, PATIENCE))


def _address(function: Callable[..., Any]) -> str:
    module = function.__module__
    home = sys.modules[module].__file__ if module.startswith(FILE_PLUGIN) else module
    return f"{home}:{function.__qualname__}"


# ---- the caller's side --------------------------------------------------------------------------------


class _Nursery:
    """A process that does nothing but import modules and fork workers, so that a new one is there at once."""

    def __init__(self) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from repairloop.ground.guard import nurse; nurse()", str(theirs.fileno())],
            pass_fds=[theirs.fileno()], env=environment, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        theirs.close()
        self.told: set[str] = set()

    def tell(self, addresses: list[str]) -> None:
        """Have it import what the addresses name."""
        for address in addresses:
            if address not in self.told:
                self.told.add(address)
                self.control.send(address.encode())

    def fork(self, addresses: list[str], end: int) -> None:
        """Have it fork a worker that talks over the descriptor `end`, when it has imported what the addresses name."""
        self.tell(addresses)
        socket.send_fds(self.control, [b"fork"], [end])

    def kill(self) -> None:
        self.control.close()
        self.process.kill()
        self.process.wait()

    def forget(self) -> None:
        """Leave it to the process that started it: this one is a fork of that."""
        self.control.close()
        self.process.returncode = 0  # so that Popen does not look after a child that is not ours


class _Worker:
    """One worker process and the pipe to it."""

    def __init__(self, fork: Callable[[int], None]) -> None:
        self.pipe, theirs = Pipe()
        self.handle: int | None = None
        try:
            fork(theirs.fileno())
            theirs.close()
            if not self.pipe.poll(START_SECONDS):
                raise GuardError(f"no worker started within {START_SECONDS:g} s")
            self.pid: int = self.pipe.recv()
            if hasattr(os, "pidfd_open"):  # a number may come to mean another process, a handle may not
                self.handle = os.pidfd_open(self.pid)
        except BaseException:
            theirs.close()
            self.pipe.close()
            raise

    def ask(self, request: bytes, address: str, seconds: float, clock: float, memory: int | None) -> tuple[str, Any]:
        """`("value", result)` or `("raised", exception)`; a `GuardError` where the worker is of no more use."""
        try:
            self.pipe.send_bytes(request)
            if not self.pipe.poll(START_SECONDS):
                raise GuardError(f"the worker did not load {address} within {START_SECONDS:g} s")
            kind, value = pickle.loads(self.pipe.recv_bytes())
            if kind == "started":
                if not self._poll(seconds, clock):
                    raise GuardTimeout(f"{address} took longer than {seconds:g} s")
                kind, value = pickle.loads(self.pipe.recv_bytes())
        except (EOFError, OSError):
            raise GuardError(f"the worker ended while it ran {address}") from None
        if kind == "memory":
            raise GuardMemory(f"{address} needed more than {memory} MiB")
        return kind, value

    def _poll(self, seconds: float, clock: float) -> bool:
        """Wait for a reply until the time limit is reached."""
        limit = TimeLimit(seconds, clock, lambda: [self.pid])
        while (left := limit.left()) > 0:
            if self.pipe.poll(max(left, 0.01)):
                return True
        return self.pipe.poll(0)

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self.handle is None:
                os.kill(self.pid, signal.SIGKILL)
            else:
                signal.pidfd_send_signal(self.handle, signal.SIGKILL)
                select.select([self.handle], [], [], START_SECONDS)
        self.forget()

    def forget(self) -> None:
        self.pipe.close()
        if self.handle is not None:
            os.close(self.handle)


class _Pool:
    """The workers of this process. List and set operations are atomic, so only slots and nursery need locks."""

    def __init__(self) -> None:
        self.workers: set[_Worker] = set()
        self.idle: list[_Worker] = []
        self.slots = threading.BoundedSemaphore(os.cpu_count() or 1)
        self.nursery: _Nursery | None = None
        self.lock = threading.Lock()
        self.known: dict[str, None] = {}
        """Every function that was asked for: a new worker begins with all of them."""

    def take(self, address: str, needs: str) -> _Worker:
        """The worker that was idle last, or a new one."""
        self.known[address] = None
        if needs:
            self.known[f"{needs}:"] = None
        try:
            return self.idle.pop()
        except IndexError:
            pass
        try:
            worker = _Worker(self._fork)
        except (EOFError, OSError):  # the nursery is gone
            self._leave(kill=True)
            worker = _Worker(self._fork)
        self.workers.add(worker)
        return worker

    def _fork(self, end: int) -> None:
        with self.lock:
            if self.nursery is None:
                self.nursery = _Nursery()
            self.nursery.fork(list(self.known), end)

    def _leave(self, kill: bool) -> None:
        with self.lock:
            nursery, self.nursery = self.nursery, None
        if nursery:
            nursery.kill() if kill else nursery.forget()

    def drop(self, worker: _Worker) -> None:
        self.workers.discard(worker)
        worker.kill()

    def close(self) -> None:
        self.idle.clear()
        for worker in list(self.workers):
            self.drop(worker)
        self._leave(kill=True)

    def forget(self) -> None:
        """Leave everything to the process that this one is a fork of."""
        for worker in self.workers:
            worker.forget()
        if self.nursery:
            self.nursery.forget()


_pool = _Pool()


def _after_fork() -> None:
    """The workers are the parent's, and slots and lock may be held by threads that were not forked."""
    global _pool
    _pool.forget()
    _pool = _Pool()


atexit.register(lambda: _pool.close())
os.register_at_fork(after_in_child=_after_fork)


# ---- the other side -----------------------------------------------------------------------------------


def nurse() -> None:
    """Import what is named, and fork a worker for each descriptor that comes. Ends when the parent is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # workers are looked after by those who ask them
    control = socket.socket(fileno=int(sys.argv[1]))
    while True:
        message, ends, _, _ = socket.recv_fds(control, 65_536, 1)
        if not message:
            os._exit(0)
        if not ends:
            with contextlib.suppress(BaseException):  # the worker will stumble over it too, and say so
                _load(message.decode().rpartition(":")[0])
        elif os.fork():
            os.close(ends[0])
        else:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            serve(Connection(ends[0]))


def serve(pipe: Connection) -> None:
    """Answer requests one by one. A thread reads them, and ends the process when the parent is gone."""
    pipe.send(os.getpid())
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def read() -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                requests.put(pipe.recv_bytes())
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    loaded: dict[str, Callable[..., Any]] = {}
    size = 0
    while True:
        address, args, seconds, memory, needs = pickle.loads(requests.get())
        try:
            if address not in loaded or (needs and not _is_fresh(needs)):
                _limit_memory(None)
                _limit_processor(START_SECONDS)
                module, _, name = address.rpartition(":")
                loaded[address] = getattr(_load(module), name)
                if needs:
                    file_module(needs)
                size = _size()
            _limit_memory(None if memory is None else size + memory * 2**20)
            _limit_processor(seconds)
            pipe.send_bytes(pickle.dumps(("started", None)))
            reply = pickle.dumps(("value", loaded[address](*args)))
        except MemoryError:
            reply = pickle.dumps(("memory", None))
        except BaseException as error:
            reply = _raised(error)
        pipe.send_bytes(reply)


def _load(module: str) -> Any:
    """A module by its name, or by its file."""
    return file_module(module) if module.endswith(".py") else importlib.import_module(module)


_files: dict[str, tuple[int, Any]] = {}
"""What was loaded from files in this process: when the file was written, and its module."""


def _is_fresh(file: str) -> bool:
    return file in _files and _files[file][0] == os.stat(file).st_mtime_ns


def file_module(file: str) -> Any:
    """The module of a Python file, loaded once and again when the file has changed. For workers; it may import files that
    lie beside it."""
    if not _is_fresh(file):
        path = Path(file)
        if str(path.parent) not in sys.path:
            sys.path.append(str(path.parent))
        written = path.stat().st_mtime_ns
        spec = importlib.util.spec_from_file_location(f"{FILE_PLUGIN}{path.stem}_{len(_files)}", file)
        assert spec is not None
        assert spec.loader is not None
        found = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(found)
        except BaseException:
            sys.modules.pop(spec.name, None)
            raise
        _files[file] = written, found
    return _files[file][1]


def _raised(error: BaseException) -> bytes:
    """The exception itself where it survives pickling, else its name and message."""
    try:
        reply = pickle.dumps(("raised", error))
        pickle.loads(reply)
        return reply
    except Exception:
        return pickle.dumps(("raised", GuardError(f"{type(error).__name__}: {error}"[:500])))


def _size() -> int:
    """Bytes of address space that this process has; 0 where the system does not say."""
    statm = Path("/proc/self/statm")
    if not statm.exists():  # only Linux says how large it is, and only there the limit holds
        return 0
    return int(statm.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _limit_memory(size: int | None) -> None:
    """Let the address space grow to `size` bytes; None lifts the limit."""
    if not Path("/proc/self/statm").exists():
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = hard if size is None else size
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _limit_processor(seconds: float) -> None:
    """Have the system end this process should it still compute long after its parent could have killed it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime + seconds) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))
