"""Workers that put many questions to one server, and tell a bad row from a busy or a dead server.

A fixed number of workers take rows from one shared list, so a slow answer holds nothing up but itself; a row
that must be repeated is put aside until its time has come, and holds no worker either.

Trouble has three causes. A *bad row* fails while others succeed: it ends as a failed answer, the rest goes on.
A *busy* server is given the time that it asks for. In an *outage* rows fail in turn with no reply between; it
is confirmed by repeating a row that had succeeded before. Then all work pauses, one line says so, the server is
tried every second, and work goes on at full width when it is back, or ends at the deadline.

This module knows nothing of HTTP: one question is a coroutine that gives an answer or raises a `Fault`.
"""

from __future__ import annotations

import asyncio
import queue
import random
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Final, Literal

from repairloop.config import ServerSettings
from repairloop.ground.errors import StudentError
from repairloop.ground.foreign import fit
from repairloop.records import Answer, Probe
from repairloop.students.base import Say, failed_answer

Cause = Literal["row", "reply", "busy", "server", "unreachable"]
"""`row`: this row will never succeed. `reply`: the server replied, but not with an answer. `busy`: it asks for
time. `server`: an error of its own, a broken connection, silence. `unreachable`: there was no connection."""

_RETRIES: Final = 5
"""How often a row is repeated after an error that may pass."""
_FIRST_PAUSE: Final = 0.25
"""Before the first repetition, in seconds; it doubles with each."""
_SUSPICION: Final = 8
"""Rows that fail in turn before the server itself is tried."""
_TRIAL_SECONDS: Final = 1.0
"""Between two trials of a server that is down."""
_TRIAL_LIMIT: Final = 30.0
"""Longest wait for a reply to a trial, in seconds."""
_PATIENCE: Final = 10.0
"""Seconds that a server may be busy before that is said."""
_BATCH: Final = 100
"""Answers handed over at one time, or …"""
_BATCH_SECONDS: Final = 0.05
"""… as many as there are after this time."""


class Fault(Exception):
    """One question that got no answer. `after`: how long the server asked to wait, in seconds."""

    def __init__(self, cause: Cause, reason: str, after: float | None = None) -> None:
        super().__init__(fit(reason))
        self.cause, self.after = cause, after


class _Row:
    """One probe on its way to an answer."""

    __slots__ = ("attempts", "failed_at", "pauses", "probe", "waited_for")

    def __init__(self, probe: Probe) -> None:
        self.probe = probe
        self.attempts = 0
        self.pauses = 0
        self.waited_for = 0.0  # seconds, because the server was busy
        self.failed_at: int | None = None  # signs of life, before this row first failed


class Crew:
    """The workers of one round of questions. Everything runs on one event loop; `finished` may be read elsewhere.

    `finished` gives lists of answers as they come, and None at the end. `good` is a question that a server which
    lives does answer; without one, the first that succeeds is taken for it.
    """

    def __init__(
        self,
        ask: Callable[[Probe], Awaitable[Answer]],
        server: str,
        settings: ServerSettings,
        say: Say,
        good: Probe | None = None,
    ) -> None:
        self._ask, self._server, self._settings, self._say = ask, server, settings, say
        self.finished: queue.SimpleQueue[list[Answer] | None] = queue.SimpleQueue()
        self._batch: list[Answer] = []
        self._fresh: Iterator[Probe] = iter(())
        self._due: asyncio.Queue[_Row | None] = asyncio.Queue()  # rows whose time to be repeated has come
        self._aside: set[asyncio.TimerHandle] = set()
        self._unfinished = 0
        self._up = asyncio.Event()
        self._up.set()
        self._signs = 0  # of life: replies of any kind but the server's own errors
        self._good = good  # or one that has succeeded
        self._troubled: dict[str, _Row] = {}  # rows that failed since the last sign of life
        self._busy_since: float | None = None  # no answer since, but requests for time
        self._told_busy = False

    async def work(self, probes: Sequence[Probe]) -> None:
        """Ask everything. Raises StudentError when the server is gone for good."""
        self._fresh, self._unfinished = iter(probes), len(probes)
        delivery = asyncio.create_task(self._deliver())
        workers = [asyncio.create_task(self._work()) for _ in range(min(self._settings.connections, len(probes)))]
        try:
            await asyncio.gather(*workers)
        finally:
            for task in (delivery, *workers):
                task.cancel()
            for timer in self._aside:
                timer.cancel()
            await asyncio.gather(delivery, *workers, return_exceptions=True)
            self._flush()
            self.finished.put(None)

    async def _work(self) -> None:
        while (row := await self._next()) is not None:
            try:
                answer = await self._ask(row.probe)
            except Fault as fault:
                await self._failed(row, fault)
            else:
                self._succeeded(row, answer)

    async def _next(self) -> _Row | None:
        """The next row, once the server is up; None when everything is finished."""
        while True:
            await self._up.wait()
            if self._due.empty() and (probe := next(self._fresh, None)) is not None:
                return _Row(probe)
            if self._unfinished == 0:
                return None
            row = await self._due.get()
            if self._up.is_set():
                return row
            self._due.put_nowait(row)  # it came during an outage, where only the trials take rows

    def _finish(self, answer: Answer) -> None:
        self._batch.append(answer)
        if len(self._batch) >= _BATCH:
            self._flush()
        self._unfinished -= 1
        if self._unfinished == 0:
            for _ in range(self._settings.connections):
                self._due.put_nowait(None)  # wakes the workers that wait for a row

    async def _deliver(self) -> None:
        while True:
            await asyncio.sleep(_BATCH_SECONDS)
            self._flush()

    def _flush(self) -> None:
        if self._batch:
            self.finished.put(self._batch)
            self._batch = []

    # ---- trouble ----------------------------------------------------------------------------------------

    def _succeeded(self, row: _Row, answer: Answer) -> None:
        self._good = row.probe
        self._busy_since = None
        self._sign_of_life()
        self._finish(answer)

    def _sign_of_life(self) -> None:
        self._signs += 1
        if self._troubled:
            self._troubled.clear()

    async def _failed(self, row: _Row, fault: Fault) -> None:
        if fault.cause in ("row", "reply", "busy"):
            self._sign_of_life()
            self._settle(row, fault)
        elif not self._up.is_set():
            self._due.put_nowait(row)  # the outage's doing; it costs the row nothing
        elif self._is_suspicious(row, fault):
            self._due.put_nowait(row)
            await self._try_server(fault)
        else:
            self._repeat(row, fault)

    def _settle(self, row: _Row, fault: Fault) -> None:
        """What becomes of a row to which the server did reply."""
        if fault.cause == "reply":
            self._repeat(row, fault)
        elif fault.cause == "busy" and row.waited_for < self._settings.deadline:
            self._look_at_wait(fault)
            row.waited_for += self._put_aside(row, fault)
        else:
            self._finish(failed_answer(row.probe, fault))

    def _look_at_wait(self, fault: Fault) -> None:
        """Say once that the server is busy, and end where it wants more time than an outage may last."""
        limit, after = self._settings.deadline, fault.after or 0.0
        if after > limit:
            raise StudentError(
                f"{self._server} asks to wait {_duration(after)} ({fault}), longer than server.deadline "
                f"({_duration(limit)}); what it answered is kept: go on then, or set that higher"
            )
        now = time.monotonic()
        self._busy_since = self._busy_since or now
        if not self._told_busy and now - self._busy_since + after > _PATIENCE:
            self._told_busy = True
            self._say(f"{self._server} is busy ({fault}); waiting for it, up to {_duration(limit)} a question")

    def _repeat(self, row: _Row, fault: Fault) -> None:
        row.attempts += 1
        if row.attempts > _RETRIES:
            self._finish(failed_answer(row.probe, f"{fault} ({row.attempts} attempts)"))
        else:
            self._put_aside(row, fault)

    def _put_aside(self, row: _Row, fault: Fault) -> float:
        """Bring the row back after the time that the server asked for, or a growing one; returns it, in seconds."""

        def come_back() -> None:
            self._aside.discard(timer)
            self._due.put_nowait(row)

        row.pauses += 1
        growing = min(30.0, _FIRST_PAUSE * 2 ** (row.pauses - 1)) * random.uniform(0.5, 1.0)
        seconds = growing if fault.after is None else max(fault.after, min(1.0, growing))
        timer = asyncio.get_running_loop().call_later(seconds, come_back)
        self._aside.add(timer)
        return seconds

    def _is_suspicious(self, row: _Row, fault: Fault) -> bool:
        """Whether it is time to ask if the server, and not the rows, is at fault."""
        if fault.cause == "unreachable":
            return True
        if row.failed_at is None:
            row.failed_at = self._signs
        if row.failed_at < self._signs:  # the server lived on after it first failed: it tells nothing any more
            return False
        self._troubled[row.probe.id] = row
        return len(self._troubled) >= min(_SUSPICION, self._unfinished)

    async def _try_server(self, fault: Fault) -> None:
        """Pause everything until the server replies."""
        self._up.clear()
        since = time.monotonic()
        limit = self._settings.deadline
        troubled = list(self._troubled.values())
        announced = False
        while not await self._is_alive():
            if not announced:
                self._say(f"{self._server} does not answer ({fault}); trying it for up to {_duration(limit)}")
                announced = True
            if time.monotonic() - since > limit:
                raise StudentError(f"{self._server} has not answered for {_duration(limit)} ({fault})")
            await asyncio.sleep(_TRIAL_SECONDS)
        if announced:
            self._say(f"{self._server} is back after {_duration(time.monotonic() - since)}")
            for row in troubled:
                row.attempts, row.failed_at = 0, None
        self._up.set()

    async def _is_alive(self) -> bool:
        """Whether the server replies: to a row that succeeded before, or else to the next one in turn."""
        known_good = self._good
        row = _Row(known_good) if known_good else self._any_row()
        try:
            async with asyncio.timeout(_TRIAL_LIMIT):
                answer = await self._ask(row.probe)
        except TimeoutError:
            alive, fault = False, None
        except Fault as error:
            alive, fault = error.cause in ("row", "reply", "busy"), error
        else:
            self._sign_of_life()
            if not known_good:
                self._succeeded(row, answer)
            return True
        if alive:
            self._sign_of_life()
        if not known_good:
            if alive and fault:
                self._settle(row, fault)
            else:
                self._due.put_nowait(row)
        return alive

    def _any_row(self) -> _Row:
        probe = next(self._fresh, None)
        row = _Row(probe) if probe is not None else self._due.get_nowait()
        assert row is not None, "the end of work was told while a row was still under way"
        return row


def _duration(seconds: float) -> str:
    if seconds >= 7200:
        return f"{seconds / 3600:.0f} h"
    return f"{seconds / 60:.0f} min" if seconds >= 120 else f"{seconds:.0f} s"
