"""The service as one application, and how it is served."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request

from repairloop.ground.errors import UsageError
from repairloop.ground.version import __version__
from repairloop.service import api, feedback, fence, metrics, models, pages, problems
from repairloop.service.ledger import Ledger
from repairloop.service.runs import Runs

AT_ONCE: Final = 256
"""Connections; more are told to come again."""


def application(root: Path, names: frozenset[str] = fence.LOOPBACK) -> Any:
    """The service for the runs below `root`, as an ASGI application; it answers by these host names alone."""
    runs = Runs(root)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        runs.snapshots.close()

    app = FastAPI(
        title="repairloop", version=__version__, docs_url=None, redoc_url=None, lifespan=lifespan,
        description="Runs, failures and decisions. Errors are problems as in RFC 9457.",
    )  # fmt: skip
    app.state.runs = runs
    app.state.ledger = Ledger(root)
    app.state.metrics = metrics.Metrics()
    problems.install(app)
    app.include_router(api.router)
    app.include_router(feedback.router)
    app.include_router(metrics.router)
    app.include_router(pages.router)

    @app.get("/health", tags=["service"])
    async def health() -> models.Health:
        """Whether the service runs."""
        return models.Health(status="ok", repairloop=__version__)

    @app.get("/ready", tags=["service"], responses={409: {"model": models.Problem}})
    def ready(request: Request) -> models.Health:
        """Whether it can read its runs."""
        if not root.is_dir():
            raise UsageError("the folder of the runs is not there")
        return models.Health(status="ok", repairloop=__version__)

    return metrics.Counted(fence.Fence(app, names), app.state.metrics)


def serve(root: Path, host: str, port: int) -> None:
    """Answer until a signal ends it. UsageError where that address cannot be had."""
    import socket

    import uvicorn

    if host not in fence.LOOPBACK:
        raise UsageError(
            f"--host takes an address of this machine alone: {', '.join(sorted(fence.LOOPBACK))}; got {host!r}"
        )
    if not root.is_dir():
        raise UsageError(f"--root: {root} is no folder; runs are made there by: repairloop run --out {root}/NAME")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)  # from now on who comes waits and is not turned away
    except (OSError, OverflowError) as error:
        raise UsageError(f"{host}:{port} cannot be had: {error}; name another with --port") from None
    config = uvicorn.Config(
        application(root), log_level="warning", access_log=False, server_header=False, date_header=True, lifespan="on",
        limit_concurrency=AT_ONCE, timeout_keep_alive=10, timeout_graceful_shutdown=3, h11_max_incomplete_event_size=32768,
        proxy_headers=False, ws="none", http="h11",
    )  # fmt: skip
    shown = f"[{host}]" if ":" in host else host
    print(f"the runs of {root} are at http://{shown}:{listener.getsockname()[1]}/ ; Ctrl-C ends it", flush=True)
    with listener:
        uvicorn.Server(config).run([listener])
