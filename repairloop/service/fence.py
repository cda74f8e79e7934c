"""What every request passes: who may ask from where, how much, and what a browser is told about the reply.

    Host     one of the service's own names, so that no other site's name can be made to point here (DNS rebinding)
    Origin   where a browser names one, the service's own; what changes something from another site is refused
    body     bounded in size and time
    reply    no script, style, frame or connection but our own; nothing of it is guessed at or told to others

A browser that is told `no-referrer` names no origin with a form of our own either, so the policy is `same-origin`: other
sites are told nothing. Who asks is the business of entrance.py, slow headers that of connections.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request

from repairloop.service.entrance import CHECK_SECONDS, Entrance, Headers, address_of
from repairloop.service.problems import LOG, Message, Receive, Refused, Scope, Send, problem
from repairloop.service.signin import asked_of_people, sign_in_page

LARGEST_BODY: Final = 1 << 20
LONGEST_TARGET: Final = 8192
"""Characters of path and query."""
BODY_SECONDS: Final = 10.0
UPLOADS: Final = {"/api/v1/tasks": 32 << 20, "/new/task": (32 << 20) + LARGEST_BODY}
"""Addresses that take a file, and the bytes of a body there; a form has parts around it."""
UPLOAD_SECONDS: Final = 120.0
UPLOADS_AT_ONCE: Final = 2
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PATCH", "DELETE"})
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Fence:
    """The outermost layer. `names`: the host names by which the service may be called, beside the address that was."""

    def __init__(
        self, app: Callable[[Scope, Receive, Send], Awaitable[None]], names: frozenset[str], entrance: Entrance
    ) -> None:
        self.app, self.names, self.entrance = app, names, entrance
        self.uploads = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        begun = revoked = False
        checked, why = 0.0, ""
        is_upload = scope["method"] == "POST" and scope["path"] in UPLOADS

        async def guarded(message: Message) -> None:
            nonlocal begun, revoked, checked
            clock = asyncio.get_running_loop().time()
            if message["type"] == "http.response.start":
                await self.entrance.note(scope, message["status"], why)
                begun, checked = True, clock
                ours = {name.encode(): value.encode() for name, value in HEADERS.items()}
                theirs = [(name, value) for name, value in message["headers"] if name.lower() not in ours]
                if not any(name == b"cache-control" for name, _ in theirs):
                    theirs.append((b"cache-control", b"no-store"))
                message = {**message, "headers": [*theirs, *ours.items()]}
            elif clock - checked > CHECK_SECONDS:
                checked = clock
                revoked = revoked or not await self.entrance.still(scope)
            if revoked:
                raise OSError("the token of who reads this was revoked")  # as if the reader were gone
            await send(message)

        self.uploads += is_upload
        try:
            headers = _headers(scope)
            self.entrance.place(scope, headers)
            self.check(scope, headers)
            await self.entrance.admit(scope, headers)
            if is_upload and self.uploads > UPLOADS_AT_ONCE:
                raise Refused(503, "others are uploading; ask again in a moment")
            await self.app(scope, await _bounded(scope, receive), guarded)
        except Refused as refusal:
            if not begun:
                why = refusal.detail
                await _told(scope, refusal)(scope, receive, guarded)
        except Exception:
            if revoked:
                await self.entrance.note(scope, 401, "the token was revoked while this was read")
                return
            LOG.exception("%s %s failed", scope["method"], ascii(scope["path"])[:200])
            if not begun:
                await problem(500, "the service failed at this; its log says why")(scope, receive, guarded)
        finally:
            self.uploads -= is_upload

    def check(self, scope: Scope, headers: Headers) -> None:
        """Refused where a request comes from elsewhere, or is not one that is answered here."""
        if scope["method"] not in METHODS:
            raise Refused(405, "GET, HEAD, POST, PATCH and DELETE are answered")
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_TARGET:
            raise Refused(414, f"an address has at most {LONGEST_TARGET:,} characters")
        hosts = headers.get("host", [])
        if len(hosts) != 1 or not self._is_ours(_name_of(hosts[0]), scope):
            raise Refused(
                421, "the service is not known by that name; name it as it was started, or start it with --name"
            )
        origins, sites = headers.get("origin", []), headers.get("sec-fetch-site", [])
        own = f"{scope['scheme']}://{hosts[0]}"
        for origin in origins:
            if origin == own or (origin == "null" and sites == ["same-origin"]):
                continue
            if origin == f"https://{hosts[0]}" and self.entrance.terms.demanded:
                raise Refused(
                    403, "a proxy with TLS stands before this; start the service with --proxy and its address"
                )
            raise Refused(403, "a page of another site may not ask here")
        if scope["method"] not in ("GET", "HEAD") and sites and sites != ["same-origin"] and sites != ["none"]:
            raise Refused(403, "a page of another site may not ask here")

    def _is_ours(self, name: str, scope: Scope) -> bool:
        """Whether that is a name of ours, or the very address to which the connection was made: no page of another site
        can have a browser send that here."""
        if name in self.names:
            return True
        found = address_of(name)
        return found is not None and found == address_of((scope.get("server") or ("",))[0])


def _headers(scope: Scope) -> Headers:
    headers: Headers = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
    return headers


def _told(scope: Scope, refusal: Refused) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    request = Request(scope)
    if refusal.status == 401 and asked_of_people(request):
        return sign_in_page(request, 401, headers=refusal.headers)
    return problem(refusal.status, refusal.detail, refusal.headers)


def _name_of(host: str) -> str:
    try:
        parts = urlsplit(f"//{host}")
        return (parts.hostname or "") if parts.netloc == host and "@" not in host and parts.port != 0 else ""
    except ValueError:
        return ""


async def _bounded(scope: Scope, receive: Receive) -> Receive:
    """`receive` for an app, with the whole body in it. Refused where that is too large or too slow."""
    largest, seconds = LARGEST_BODY, BODY_SECONDS
    if scope["method"] == "POST" and scope["path"] in UPLOADS:
        largest, seconds = UPLOADS[scope["path"]], UPLOAD_SECONDS
    body = bytearray()
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            raise Refused(408, f"the body did not come within {seconds:g} s") from None
        if message["type"] != "http.request":
            break  # gone
        body += message.get("body", b"")
        if len(body) > largest:
            raise Refused(413, f"a body has at most {largest:,} bytes")
        if not message.get("more_body"):
            message = {"type": "http.request", "body": bytes(body), "more_body": False}
            break
    first: list[Message] = [message]

    async def again() -> Message:
        return first.pop() if first else await receive()

    return again
