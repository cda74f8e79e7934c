"""The service as one application, and how it is served."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI, Request

from repairloop.ground.errors import UsageError
from repairloop.ground.version import __version__
from repairloop.service import (
    api,
    catalogue,
    comparing,
    feedback,
    fence,
    jobs_api,
    jobs_pages,
    metrics,
    models,
    pages,
    problems,
    said_api,
    said_pages,
    signin,
    tagging,
)  # fmt: skip
from repairloop.service.entrance import Entrance, Network, Terms
from repairloop.service.jobs import Jobs
from repairloop.service.ledger import Ledger
from repairloop.service.offers import Offers
from repairloop.service.runs import Runs
from repairloop.service.tokens import ROLES, Role, Tokens
from repairloop.service.uploads import Uploads

if TYPE_CHECKING:
    import uvicorn

AT_ONCE: Final = 256
"""Connections; more are told to come again."""
_HEADER: Final = re.compile(r"[A-Za-z0-9-]{1,60}")
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")


def application(
    root: Path, names: frozenset[str] = fence.LOOPBACK, terms: Terms = Terms(), offers: Offers | None = None
) -> Any:
    """The service for the runs below `root`, as an ASGI application; it answers by these host names alone, on these terms."""
    runs = Runs(root)
    ledger = Ledger(root)
    entrance = Entrance(ledger, terms)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.jobs.start()
        yield
        entrance.close()
        app.state.jobs.stop()
        runs.snapshots.close()

    app = FastAPI(
        title="repairloop", version=__version__, docs_url=None, redoc_url=None, lifespan=lifespan,
        description="Runs, failures and decisions. Errors are problems as in RFC 9457.",
    )  # fmt: skip
    app.state.runs = runs
    app.state.ledger = ledger
    app.state.entrance = entrance
    app.state.jobs = Jobs(root, ledger, offers or Offers())
    app.state.uploads = Uploads(root)
    app.state.metrics = metrics.Metrics()
    problems.install(app)
    for part in (
        api, jobs_api, feedback, metrics, pages, signin, jobs_pages, said_api, said_pages, catalogue, comparing, tagging,
    ):  # fmt: skip
        app.router.routes += (
            part.router.routes
        )  # as they are; `include_router` makes each anew, a tenth of a second in all

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

    return metrics.Counted(fence.Fence(app, names, entrance), app.state.metrics)


def serve(
    root: Path, host: str, port: int, offers: Offers | None = None, *, tokens: bool = False, names: Sequence[str] = (),
    proxies: Sequence[str] = (), user_header: str = "", user_role: str = "read",
) -> None:  # fmt: skip
    """Answer until a signal ends it. UsageError where that cannot be had.

    At another address than loopback, and wherever a name or a proxy is given, tokens are demanded."""
    import socket

    from repairloop.service.connections import hasten

    at = _address_of(host)
    terms = Terms(
        tokens or not at.is_loopback or bool(names or proxies or user_header), tuple(map(_network, proxies)),
        user_header.lower(), _role(user_role),
    )  # fmt: skip
    if user_header and not (_HEADER.fullmatch(user_header) and proxies):
        raise UsageError(
            f"--proxy-user-header takes the name of a header, and --proxy the address from which it comes; "
            f"got {user_header!r} and {', '.join(proxies) or 'no proxy'}"
        )
    known = fence.LOOPBACK | {_name(name) for name in names}
    if not root.is_dir():
        raise UsageError(f"--root: {root} is no folder; runs are made there by: repairloop run --out {root}/NAME")
    if terms.demanded and not user_header and not Tokens(Ledger(root)).list():
        raise UsageError(
            f"the service asks for tokens then, and there are none; make one by: repairloop token create NAME --root {root}"
        )
    family = socket.AF_INET6 if at.version == 6 else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((str(at), port))
        hasten(listener)
        listener.listen(128)  # from now on who comes waits and is not turned away
    except (OSError, OverflowError) as error:
        raise UsageError(f"{host}:{port} cannot be had: {error}; name another with --port") from None
    shown = f"[{host}]" if ":" in host else host
    asks = " ; it asks for tokens" if terms.demanded else ""
    print(f"the runs in {root} are at http://{shown}:{listener.getsockname()[1]}/{asks} ; Ctrl-C ends it", flush=True)
    if not at.is_loopback and not proxies:
        print(
            "tokens and all else go over the network as they are; put a proxy with TLS before it (docs/service.md)",
            flush=True,
        )
    with listener:
        server(application(root, known, terms, offers)).run([listener])


def inside(app: Any) -> FastAPI:
    """What an application's layers stand around."""
    while not isinstance(app, FastAPI):
        app = app.app
    return app


def server(app: Any) -> uvicorn.Server:
    """What answers for an application on a socket."""
    import uvicorn

    from repairloop.service.connections import protocol

    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=True, lifespan="on",
        limit_concurrency=AT_ONCE, timeout_keep_alive=10, timeout_graceful_shutdown=3, h11_max_incomplete_event_size=32768,
        proxy_headers=False, ws="none", http=protocol(inside(app).state.entrance, AT_ONCE // 2),
    )  # fmt: skip
    return uvicorn.Server(config)


def _address_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        return ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        raise UsageError(
            f"--host takes an address of this machine, such as 0.0.0.0 for all of them; got {host!r}"
        ) from None


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError as error:
        raise UsageError(f"--proxy takes an address or a network such as 172.18.0.0/16; {error}") from None


def _name(text: str) -> str:
    name = text.lower()
    if not _HOST.fullmatch(name):
        raise UsageError(f"--name takes a host's name such as loop.example.org, without http:// and port; got {text!r}")
    return name


def _role(text: str) -> Role:
    for role in ROLES:
        if role == text:
            return role
    raise UsageError(f"--proxy-role is one of {', '.join(ROLES)}; got {text!r}")
