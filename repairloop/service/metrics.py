"""What the service counts of itself, in the text form of Prometheus, at /metrics.

Requests are counted at the outermost layer, those that are refused too; runs are counted when they are asked for. Labels
have few values: no name of a run and nothing else that a request brings is one.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from repairloop.ground.errors import RepairLoopError
from repairloop.ground.version import __version__
from repairloop.service.access import Reader
from repairloop.service.fence import METHODS, Message, Receive, Scope, Send
from repairloop.service.runs import Runs, state_of

TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
STATES: Final = ("started", "running", "stopped", "failed", "finished", "damaged")

router = APIRouter()


class Metrics:
    """Counters of one service."""

    def __init__(self) -> None:
        self.started = time.time()
        self.requests: Counter[tuple[str, int]] = Counter()
        """Method and status → answers."""
        self.in_progress = 0
        self.streams = 0
        """Streams of events that are open."""


class Counted:
    """A layer around `app` that counts what goes through it."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]], metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        metrics, method = self.metrics, scope["method"] if scope["method"] in METHODS else "other"
        streams = False

        async def counted(message: Message) -> None:
            nonlocal streams
            if message["type"] == "http.response.start":
                metrics.requests[method, message["status"]] += 1
                streams = any(
                    name.lower() == b"content-type" and value.startswith(b"text/event-stream")
                    for name, value in message["headers"]
                )
                metrics.streams += streams
            await send(message)

        metrics.in_progress += 1
        try:
            await self.app(scope, receive, counted)
        finally:
            metrics.in_progress -= 1
            metrics.streams -= streams


@router.get("/metrics", tags=["service"], response_class=PlainTextResponse)
def metrics(request: Request, caller: Reader) -> PlainTextResponse:
    """What the service counts of itself, for Prometheus. Role: read."""
    return PlainTextResponse(text(request.app.state.metrics, request.app.state.runs), media_type=TYPE)


def text(counted: Metrics, runs: Runs) -> str:
    states = Counter(_state(runs, name) for name in runs.names())
    snapshots, memory = runs.snapshots.usage()
    families: list[tuple[str, str, str, dict[str, Any]]] = [
        ("repairloop_info", "gauge", "The version.", {f'{{version="{__version__}"}}': 1}),
        ("repairloop_runs", "gauge", "Runs by state.", {f'{{state="{state}"}}': states[state] for state in STATES}),
        ("repairloop_requests_total", "counter", "Answers by method and status.", {
            f'{{method="{method}",status="{status}"}}': n for (method, status), n in sorted(counted.requests.items())
        }),
        ("repairloop_requests_in_progress", "gauge", "Requests that are being answered.", {"": counted.in_progress}),
        ("repairloop_event_streams", "gauge", "Streams of events that are open.", {"": counted.streams}),
        ("repairloop_snapshots", "gauge", "Databases of runs that are open.", {"": snapshots}),
        ("repairloop_snapshot_memory_bytes", "gauge", "Memory that they hold.", {"": memory}),
        ("process_start_time_seconds", "gauge", "When the service was started.", {"": round(counted.started, 3)}),
        ("process_resident_memory_bytes", "gauge", "Memory of the service.", _resident()),
    ]  # fmt: skip
    lines = []
    for name, kind, about, values in families:
        lines += [f"# HELP {name} {about}", f"# TYPE {name} {kind}"]
        lines += [f"{name}{labels} {value}" for labels, value in values.items()]
    return "\n".join(lines) + "\n"


def _state(runs: Runs, name: str) -> str:
    try:
        store = runs.store(name)
        found = state_of(store, store.read_manifest())
    except RepairLoopError:
        return "damaged"
    return found if found in STATES else "damaged"


def _resident() -> dict[str, int]:
    """Empty where the system does not say."""
    try:
        return {"": int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")}
    except (OSError, ValueError):
        return {}
