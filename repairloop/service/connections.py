"""What is done with a connection before it is a request, and after: uvicorn's own protocol, made less patient.

    the head of a request    comes whole within so many seconds of the connection or of the reply before, else 408
    what is no HTTP          400
    one address              has at most half of the connections that there are; this machine and proxies have all

A body is bounded by fence.py, once there is a request; what comes of it after a refusal has the time of a head. A reader who
takes nothing of a reply is given up by the system (`TCP_USER_TIMEOUT`, on Linux).
"""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from repairloop.service.entrance import Entrance, neighbourhood

HEAD_SECONDS: Final = 15.0
STALLED_SECONDS: Final = 60.0
QUIET: Final = logging.getLogger("repairloop.service.server")
QUIET.setLevel(logging.ERROR)  # refusals are noted within bounds; uvicorn would log each


def protocol(entrance: Entrance, most: int) -> type[asyncio.Protocol]:
    """The protocol of connections to that entrance, of which one address has up to `most`."""
    noted = entrance.note_connection

    class Patient(H11Protocol):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self.logger = QUIET
            self.awaited: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            here = neighbourhood(self._address())
            own = [
                one for one in self.connections if isinstance(one, Patient) and neighbourhood(one._address()) == here
            ]
            if len(own) > most and not entrance.is_near(self._address()):
                noted(here, 503, f"it has more than {most} connections")
                transport.abort()
                return
            self._look()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._look()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._look()

        def connection_lost(self, exc: Exception | None) -> None:
            self._rest()
            super().connection_lost(exc)

        def send_400_response(self, msg: str) -> None:
            noted(self._address(), 400, "that was no HTTP")
            super().send_400_response(msg)

        def _look(self) -> None:
            at_work = self.cycle is not None and not self.cycle.response_complete
            if at_work or self.transport.is_closing():
                self._rest()
            elif self.awaited is None:
                self.awaited = self.loop.call_later(HEAD_SECONDS, self._given_up)

        def _rest(self) -> None:
            if self.awaited is not None:
                self.awaited.cancel()
                self.awaited = None

        def _given_up(self) -> None:
            self.awaited = None
            if self.transport.is_closing():
                return
            if self.conn.our_state is h11.IDLE and self.conn.trailing_data[0]:  # else it is idle, or was answered
                noted(self._address(), 408, f"no whole request came within {HEAD_SECONDS:g} s")
                self.transport.write(b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            self.transport.close()

        def _address(self) -> str:
            return str(self.client[0]) if self.client else "unknown"

    return Patient


def hasten(listener: socket.socket) -> None:
    """Have connections ended whose other side takes nothing any more."""
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(STALLED_SECONDS * 1000))
