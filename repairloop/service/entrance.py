"""Who comes in. Where tokens are demanded, each request brings one of

    Authorization: Bearer TOKEN     a program
    a cookie                        a browser that has signed in
    the header of a proxy           where one is named that has made sure who it is, and from its address alone

and else is answered nothing but whether the service lives and the page to sign in. Where a request comes from is the address
of its connection, or what a named proxy says of it; from anybody else such a word is not believed.

Without tokens whoever reaches the service is the person who started it. So what was passed on by a proxy is refused there:
it may come from anywhere.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import math
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, NamedTuple

from fastapi import Request

from repairloop.service.audit import Audit
from repairloop.service.ledger import Ledger
from repairloop.service.limits import Limit
from repairloop.service.problems import LOG, Refused, Scope
from repairloop.service.tokens import LONGEST, Caller, Role, Tokens, person

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Headers = dict[str, list[str]]

OPEN: Final = frozenset({"/health", "/ready", "/sign-in", "/static/style.css"})
FORWARDED: Final = frozenset(
    {"forwarded", "via", "x-real-ip", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"}
)
BURST: Final = 500
PER_SECOND: Final = 50.0
"""Requests of one caller, or from one address where nobody is known."""
FAILURES: Final = 10
FAILURES_PER_SECOND: Final = 0.1
"""Tokens that are none, from one address."""
CHECK_SECONDS: Final = 1.0
"""So old may be what is known of who reads a long reply."""


class Terms(NamedTuple):
    """On what terms one comes in. `proxies`: whose word on a request's origin, TLS and, by `user_header`, user counts."""

    demanded: bool = False
    proxies: tuple[Network, ...] = ()
    user_header: str = ""
    user_role: Role = "read"


class Entrance:
    def __init__(self, ledger: Ledger, terms: Terms) -> None:
        self.tokens, self.audit, self.terms = Tokens(ledger), Audit(ledger), terms
        self.requests = Limit(BURST, PER_SECOND)
        self.failures = Limit(FAILURES, FAILURES_PER_SECOND)
        self._threads = ThreadPoolExecutor(4, "entrance")  # of its own: those of the routes may all be at work

    def close(self) -> None:
        self._threads.shutdown()
        self.audit.close()

    def place(self, scope: Scope, headers: Headers) -> None:
        """Says in the scope from which `address` a request comes, and its `scheme`."""
        peer = scope["client"][0] if scope.get("client") else "unknown"
        scope["address"], scope["by_proxy"] = peer, self._trusted(peer)
        if not scope["by_proxy"]:
            return
        if headers.get("x-forwarded-proto") == ["https"]:
            scope["scheme"] = "https"
        passed = [part.strip() for value in headers.get("x-forwarded-for", []) for part in value.split(",")]
        for address in reversed(passed[-20:]):  # the last that no proxy of ours stands behind
            if address_of(address) is None:
                return
            scope["address"] = address
            if not self._trusted(address):
                return

    async def admit(self, scope: Scope, headers: Headers) -> None:
        """Says in the scope who the `caller` is. Refused where nobody is, or where it is too often."""
        if not self.terms.demanded:
            if FORWARDED & headers.keys():
                raise Refused(
                    403, "this came by a proxy, and the service asks for no tokens; start it with --tokens, and with "
                    "--proxy and the proxy's address",
                )  # fmt: skip
            scope["caller"] = person()
            return
        here = f"address {neighbourhood(scope['address'])}"
        caller = await self._caller(scope, headers, here)
        self.often(self.requests.take(f"name {caller.name}" if caller else here))
        if caller is None and scope["path"] not in OPEN:
            raise Refused(401, "that needs a token: Authorization: Bearer TOKEN", {"www-authenticate": "Bearer"})
        scope["caller"] = caller

    async def still(self, scope: Scope) -> bool:
        """Whether who was admitted still would be: a token may be revoked while a long reply is read."""
        proof = scope.get("proof")
        return proof is None or await self._ask(*proof) == scope["caller"]

    async def note(self, scope: Scope, status: int, why: str = "") -> None:
        """Writes down what changes something, and what was refused."""
        if status < 400 and scope["method"] in ("GET", "HEAD"):
            return
        asked = scope["address"], scope["method"], scope["path"]
        if self._is_new(status, why, *asked):
            add = partial(self.audit.add, scope.get("caller"), *asked, status, why)
            await asyncio.get_running_loop().run_in_executor(self._threads, add)

    def note_connection(self, address: str, status: int, why: str) -> None:
        """Writes down, soon, that a connection was refused that has not come to a request."""
        if self._is_new(status, why, address, "-", "-"):
            self._threads.submit(self.audit.add, None, address, "", "", status, why)

    def _is_new(self, status: int, why: str, address: str, method: str, path: str) -> bool:
        if status < 400:
            return True
        if not self.audit.has_room(neighbourhood(address)):
            return False
        level = logging.WARNING if why else logging.INFO
        LOG.log(level, "%s %s from %s refused: %d %s", method, ascii(path)[:200], address, status, why)
        return True

    def failed(self, address: str) -> None:
        """Somebody there gave a token that is none. Refused where that is too often."""
        self.often(self.failures.take(neighbourhood(address)))

    @staticmethod
    def often(wait: float) -> None:
        if wait:
            seconds = max(1, math.ceil(wait))
            raise Refused(429, f"too often; again in {seconds} s", {"retry-after": str(seconds)})

    async def _caller(self, scope: Scope, headers: Headers, here: str) -> Caller | None:
        if name := self.terms.user_header:
            users = headers.get(name, [])
            if users and not scope["by_proxy"]:
                raise Refused(403, f"{name} is believed from the proxy alone")
            if users:
                user = users[0].strip()
                if len(users) > 1 or not (0 < len(user) <= 100 and user.isprintable()):
                    raise Refused(401, f"{name} names no user")
                return Caller(user, self.terms.user_role)
        given = headers.get("authorization", [])
        if given:
            scheme, _, token = given[0].partition(" ")
            caller = None
            if len(given) == 1 and scheme.lower() == "bearer" and len(token) <= LONGEST:
                caller = await self._ask("token", token.strip())
                scope["proof"] = "token", token.strip()
            if caller is None:
                self.failed(scope["address"])
                raise Refused(401, "Authorization brings no token of this service", {"www-authenticate": "Bearer"})
            return caller
        session = session_of(scope)
        if session:
            scope["proof"] = "session", session
            caller = await self._ask("session", session)
            scope["signed_in"] = caller.name if caller else ""
            return caller
        return None

    async def _ask(self, kind: str, secret: str) -> Caller | None:
        ask = self.tokens.of_token if kind == "token" else self.tokens.of_session
        return await asyncio.get_running_loop().run_in_executor(self._threads, ask, secret)

    def is_near(self, address: str) -> bool:
        """Whether that is this machine or a proxy of ours."""
        found = address_of(address)
        return self._trusted(address) or (found is not None and found.is_loopback)

    def _trusted(self, peer: str) -> bool:
        address = address_of(peer)
        return address is not None and any(address in network for network in self.terms.proxies)


def cookie_of(scope: Scope) -> str:
    """The name of the cookie of a session; by TLS one that no neighbour can set."""
    return "__Host-repairloop" if scope["scheme"] == "https" else "repairloop"


def session_of(scope: Scope) -> str | None:
    session = Request(scope).cookies.get(cookie_of(scope), "")
    return session if 0 < len(session) <= LONGEST else None


def neighbourhood(address: str) -> str:
    """What one machine can take an address of: itself, and of version 6 the /64 around it."""
    found = address_of(address)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found or address)


def address_of(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address, of version 4 where it is one in the dress of version 6."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found
