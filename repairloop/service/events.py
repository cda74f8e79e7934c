"""A run's events as a stream (server-sent events), from its `logs/events.jsonl`.

The id of an event is the place in the file where its line ends, so that who comes back with `Last-Event-ID` goes on
there, after a restart of the service too. Progress is not in the log, and so not here. The stream ends when all is told
of a run that nobody drives; who comes back to it then is told 204, after which a browser asks no more.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

from repairloop.ground.errors import UsageError
from repairloop.ground.foreign import fit_all
from repairloop.rundir.store import Store
from repairloop.service.runs import is_driven

CHUNK: Final = 1 << 16
LOOK_SECONDS: Final = 0.5
ALIVE_SECONDS: Final = 15.0
"""After so long without an event a comment is sent, so that nothing in between takes the stream for dead."""


def log_of(store: Store) -> Path:
    return store.path / "logs" / "events.jsonl"


def last_events(store: Store, most: int = 60) -> tuple[list[dict[str, Any]], int]:
    """The last events of a run, the oldest first, and the id of the last one."""
    try:
        with log_of(store).open("rb") as log:
            size = log.seek(0, 2)
            start = max(0, size - 4 * CHUNK)
            log.seek(start)
            data = log.read(4 * CHUNK)
    except OSError:
        return [], 0
    whole = data[: data.rfind(b"\n") + 1]
    lines = whole.splitlines()[1 if start else 0 :]
    return [event for line in lines[-most:] if (event := _read(line))], start + len(whole)


def place_of(last_event_id: str | None) -> int:
    """Where a reader goes on that has seen that event. UsageError where it is none."""
    if not last_event_id:
        return 0
    if not (last_event_id.isascii() and last_event_id.isdigit() and len(last_event_id) < 16):
        raise UsageError("Last-Event-ID is not the id of an event of this stream")
    return int(last_event_id)


def is_told(store: Store, place: int) -> bool:
    """Whether nothing comes after that place any more."""
    try:
        return place >= log_of(store).stat().st_size and not is_driven(store)
    except OSError:
        return not is_driven(store)


async def stream(store: Store, place: int) -> AsyncIterator[bytes]:
    """Events from that place on, as they come, in the form of `text/event-stream`."""
    quiet = 0.0
    yield b"retry: 2000\n\n"
    while True:
        lines, place = _after(store, place)
        for line, end in lines:
            event = _read(line)
            if event:
                yield f"id: {end}\ndata: {json.dumps(event)}\n\n".encode()
        if lines:
            quiet = 0.0
            continue
        if is_told(store, place):
            return
        await asyncio.sleep(LOOK_SECONDS)
        quiet += LOOK_SECONDS
        if quiet >= ALIVE_SECONDS:
            quiet = 0.0
            yield b": still here\n\n"


def _after(store: Store, place: int) -> tuple[list[tuple[bytes, int]], int]:
    """Whole lines after a place, each with where it ends, and the place after them."""
    try:
        with log_of(store).open("rb") as log:
            log.seek(max(0, place - 1))
            before = log.read(1) if place else b"\n"
            data = log.read(CHUNK)
    except OSError:
        return [], place
    found = []
    start = 0 if before == b"\n" else data.find(b"\n") + 1  # within a line: with the next one
    if before != b"\n" and not start:
        return [], place
    while (end := data.find(b"\n", start)) >= 0:
        found.append((data[start:end], place + end + 1))
        start = end + 1
    if not found and len(data) == CHUNK:
        return [(b"", place + CHUNK)], place + CHUNK  # a line that no event has
    return found, found[-1][1] if found else place


def _read(line: bytes) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return dict(fit_all(event)) if isinstance(event, dict) else {}
