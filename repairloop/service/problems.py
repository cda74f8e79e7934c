"""What is said where something goes wrong: a problem (RFC 9457) to programs, a page to people, a traceback to nobody."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from repairloop.ground.errors import DamagedRun, NoRowsYet, RepairLoopError, UsageError
from repairloop.ground.foreign import in_line, visible
from repairloop.service.runs import UnknownRun
from repairloop.service.snapshots import Busy

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LOG = logging.getLogger("repairloop.service")


class Refused(Exception):
    """A request that no route is asked about."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers


class Conflict(RepairLoopError):
    """What is asked for does not go with how things stand."""


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    content = {
        "type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": visible(detail)[:2000],
    }  # fmt: skip
    return JSONResponse(content, status, headers, "application/problem+json")


def status_of(error: RepairLoopError) -> int:
    if isinstance(error, UnknownRun):
        return 404
    if isinstance(error, Busy):
        return 503
    if isinstance(error, UsageError):
        return (
            404
            if str(error).startswith(("no probe", "there is no row", "there is no job", "there is no task"))
            else 400
        )
    return 409 if isinstance(error, DamagedRun | Conflict | NoRowsYet) else 500


def install(app: FastAPI) -> None:
    """Have all errors of an app told so."""
    from repairloop.service.pages import error_page

    def told(request: Request, status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
        if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
            return problem(status, detail, headers)
        return error_page(request, status, detail, headers)

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code < 400:
            return Response(status_code=error.status_code, headers=dict(error.headers or {}))
        detail = str(error.detail)
        if detail == HTTPStatus.NOT_FOUND.phrase:  # the framework's own word
            detail = "there is nothing at this address; /api lists the calls, and / the runs"
        return told(request, error.status_code, detail, dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    def malformed(request: Request, error: RequestValidationError) -> Response:
        said: list[str] = []
        for one in error.errors()[:3]:
            where = "the body" if one["type"] == "json_invalid" else ".".join(map(str, one["loc"][1:]))
            said.append(f"{where}: {one['msg']}")
        return told(request, 422, in_line("; ".join(said), 600))

    @app.exception_handler(RepairLoopError)
    def ours(request: Request, error: RepairLoopError) -> Response:
        return told(request, status_of(error), str(error))

    @app.exception_handler(RecursionError)
    def too_deep(request: Request, error: Any) -> Response:
        return told(request, 400, "what was sent is nested too deeply")
