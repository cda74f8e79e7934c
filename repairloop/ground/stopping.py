"""Ctrl-C and SIGTERM, and the programs that a stage runs beside itself.

The first signal asks for a stop at the next safe point. The second ends the process at once, with everything below it:
what had finished is on the disk by then, and what had not is made again. Python hands a signal to the main thread, which
may be waiting for a stage or be deep in a library, and at its end it waits for every thread; so signals are heard in a
thread of their own here, and the end does not wait.

Knows processes, not what they do.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Final, NoReturn

from repairloop.ground.foreign import fit

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
STOPPED: Final = tuple(128 + number for number in SIGNALS)
"""Exit codes of a process that was asked to stop and did."""
LOOK_UP: Final = 0.5
"""Seconds of waiting for a program after which it is looked whether to go on waiting."""
PATIENCE: Final = 5.0
"""Seconds that a program gets to end by itself when it is asked to."""
_SHOW_CURSOR: Final = b"\x1b[?25h"

owns_process = False
"""Whether the process is ours to end: it is the command line's, not a notebook's."""


# ---- signals --------------------------------------------------------------------------------------------


@contextlib.contextmanager
def two_signals(first: Callable[[int], None], second: Callable[[int], None]) -> Iterator[None]:
    """Within, the first SIGINT or SIGTERM calls `first` and each later one `second`, in another thread than the main one.

    A `second` that comes back gives the main thread a KeyboardInterrupt. Outside the main thread nothing is heard.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard, wake = os.pipe()
    os.set_blocking(wake, False)
    over = threading.Event()  # the main thread is to be interrupted, once
    interrupted = threading.Event()

    def hear() -> None:
        count = 0
        while data := os.read(heard, 64):
            for number in data:
                if number in SIGNALS and not over.is_set():
                    count += 1
                    with contextlib.suppress(Exception):
                        (first if count == 1 else second)(number)
                    if count == 2:
                        over.set()
                        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    def on_signal(number: int, frame: object) -> None:
        if over.is_set() and not interrupted.is_set():
            interrupted.set()
            raise KeyboardInterrupt

    before = {number: signal.signal(number, on_signal) for number in SIGNALS}
    former = signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    listener = threading.Thread(target=hear, name="signals", daemon=True)
    listener.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(former)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(wake)
        listener.join(1)
        os.close(heard)


def end(code: int, message: str = "") -> NoReturn:
    """End this process now, with everything below it: no thread is waited for, no exit handler runs."""
    end_children()
    with contextlib.suppress(OSError):
        if os.isatty(1):
            os.write(1, _SHOW_CURSOR)  # a live bar had hidden it
        if message:
            os.write(2, f"{fit(message)}\n".encode())
    os._exit(code)


# ---- processes ------------------------------------------------------------------------------------------


def end_children() -> None:
    """Kill every process below this one."""
    _kill_until_gone(lambda: below(os.getpid()))


def below(root: int) -> list[int]:
    """The living processes that descend from one, and those whose group is led by one that does, since a process whose
    parent is gone is nobody's descendant any more."""
    known = _processes()
    found: set[int] = set()
    grown = {pid for pid, (parent, _) in known.items() if parent == root}
    while grown - found:
        found |= grown
        grown = {pid for pid, (parent, group) in known.items() if parent in found or group in found}
    return sorted(found - {root, os.getpid()})


def _processes() -> dict[int, tuple[int, int]]:
    """Process → its parent and its group, of all that live."""
    found: dict[int, tuple[int, int]] = {}
    if not Path("/proc/self/stat").exists():  # no Linux
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,pgid="], capture_output=True, text=True, check=False)
        for line in listed.stdout.splitlines():
            pid, parent, group = map(int, line.split()[:3])
            found[pid] = parent, group
        return found
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError, ValueError):
                fields = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
                if fields[0] not in "ZX":
                    found[int(name)] = int(fields[1]), int(fields[2])
    return found


def _kill_until_gone(find: Callable[[], list[int]]) -> None:
    for _ in range(20):  # what is killed may have started another one just before
        if not (pids := find()):
            return
        for pid in pids:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)


class Program:
    """A program beside this process, in a session of its own: the terminal's Ctrl-C does not reach it."""

    def __init__(
        self, command: Sequence[str], *, stderr: int | IO[str] = subprocess.STDOUT,
        environment: Mapping[str, str] | None = None, patience: float = PATIENCE,
    ) -> None:  # fmt: skip
        """Raises OSError where it cannot be started."""
        self._patience = patience
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=stderr, stdin=subprocess.DEVNULL, text=True, errors="replace",
            start_new_session=True, env=environment,
        )  # fmt: skip
        self._said: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream, contextlib.suppress(OSError, ValueError):
            for line in stream:
                self._said.put(fit(line))
        self._said.put(None)

    def lines(self, look_up: Callable[[], None]) -> Generator[str, None, None]:
        """What it prints, line by line, until it ends. `look_up` is called at least twice a second; where it raises, or
        the reader leaves, the program is ended."""
        try:
            while True:
                try:
                    line = self._said.get(timeout=LOOK_UP)
                except queue.Empty:
                    look_up()
                    continue
                if line is None:
                    break
                yield line
                look_up()
            while self._process.poll() is None:
                look_up()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(LOOK_UP)
        finally:
            self.end()

    @property
    def code(self) -> int:
        """Its exit code; it has ended."""
        return self._process.wait()

    def end(self) -> None:
        """Ask it to end, wait a little, and kill what is left of it. Does nothing to one that has ended by itself."""
        if self._process.poll() is not None:
            return
        leader = self._process.pid
        rest = {leader, *below(leader)}  # while it still leads them
        with contextlib.suppress(ProcessLookupError):
            os.killpg(leader, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(self._patience)
        rest |= set(below(leader))
        _kill_until_gone(lambda: [p for p, (_, group) in _processes().items() if p in rest or group == leader])
        self._process.wait()
