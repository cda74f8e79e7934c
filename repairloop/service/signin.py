"""Signing in and out, for people: a token once, then a cookie that no script can read and no other site can send."""

from __future__ import annotations

import re
from typing import Any, Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from repairloop.service import pages
from repairloop.service.entrance import Entrance, cookie_of, session_of
from repairloop.service.problems import Refused
from repairloop.service.tokens import LONGEST, SESSION_DAYS

_OURS: Final = re.compile(r"/(?![/\\])[!-\[\]-~]{0,2000}")
"""An address of this service, and of none other however a browser reads it."""

router = APIRouter(include_in_schema=False)


def asked_of_people(request: Request) -> bool:
    """Whether a person looks at the reply."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def sign_in_page(
    request: Request, status: int, said: str = "", headers: dict[str, str] | None = None, onward: str | None = None
) -> Response:
    """The page to sign in, which leads on to `onward`, or to what was asked for."""
    if onward is None:
        onward = "/" if request.url.path in ("/sign-in", "/sign-out") else _asked_for(request)
    elsewhere = request.headers.get("sec-fetch-site") in ("cross-site", "same-site")
    return pages.sign_in_page(request, status, said, _safe(onward), elsewhere, headers)


def _asked_for(request: Request) -> str:
    path = request.scope["raw_path"].decode("latin-1")
    return (path + (f"?{request.url.query}" if request.url.query else "")) if request.method == "GET" else "/"


def _safe(address: str) -> str:
    return address if _OURS.fullmatch(address) else "/"


@router.get("/sign-in")
def asked(request: Request) -> Response:
    """A box for a token."""
    _entrance(request)
    return sign_in_page(request, 200)


@router.post("/sign-in")
async def signed_in(request: Request, sent: pages.Sent) -> Response:
    """The token, for a session."""
    from anyio.to_thread import run_sync

    entrance = _entrance(request)
    token, onward = (sent.get(name, "").strip() for name in ("token", "next"))
    found = await run_sync(entrance.tokens.sign_in, token) if 0 < len(token) <= LONGEST else None
    if found is None:
        try:
            entrance.failed(request.scope["address"])
        except Refused as refusal:
            return sign_in_page(request, refusal.status, refusal.detail, refusal.headers, onward)
        return sign_in_page(request, 401, "That is no token of this service, or it was revoked.", None, onward)
    before = session_of(request.scope)
    if before:
        await run_sync(entrance.tokens.sign_out, before)
    request.scope["caller"], session = found
    reply = RedirectResponse(_safe(onward), 303)
    reply.set_cookie(cookie_of(request.scope), session, max_age=SESSION_DAYS * 86400, **_kept(request))
    return reply


@router.post("/sign-out")
def signed_out(request: Request) -> Response:
    """The end of the session."""
    entrance = _entrance(request)
    session = session_of(request.scope)
    if session:
        entrance.tokens.sign_out(session)
    reply = RedirectResponse("/sign-in", 303)
    reply.delete_cookie(cookie_of(request.scope), **_kept(request))
    return reply


def _kept(request: Request) -> dict[str, Any]:
    return {"path": "/", "httponly": True, "samesite": "strict", "secure": request.scope["scheme"] == "https"}


def _entrance(request: Request) -> Entrance:
    found: Entrance = request.app.state.entrance
    if not found.terms.demanded:
        raise HTTPException(404, "this service asks for no tokens")
    return found
