"""A service that asks for tokens, for the tests that come in with and without."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from fastapi.testclient import TestClient

from repairloop.service import app as service
from repairloop.service.entrance import Terms
from repairloop.service.fence import LOOPBACK
from repairloop.service.ledger import Ledger
from repairloop.service.tokens import ROLES, Role, Tokens

HTML = {"accept": "text/html"}
RUNS = "/api/v1/runs"


class Team(NamedTuple):
    """Runs, and a token of each role."""

    root: Path
    tokens: Tokens
    of: dict[Role, str]

    def app(self, *names: str, **terms: Any) -> Any:
        return service.application(self.root, LOOPBACK | set(names), Terms(demanded=True, **terms))

    def client(self, *names: str, peer: str = "192.0.2.7", url: str = "", **terms: Any) -> TestClient:
        return client_of(self.app(*names, **terms), peer, url)


def client_of(app: Any, peer: str = "192.0.2.7", url: str = "") -> TestClient:
    return TestClient(app, url or "http://127.0.0.1:8765", client=(peer, 50000), follow_redirects=False)


def team_at(root: Path, runs: Path) -> Team:
    """A team in the folder `root`, with the run `first` of the folder `runs`."""
    (root / "first").symlink_to(runs / "first")
    tokens = Tokens(Ledger(root))
    return Team(root, tokens, {role: tokens.create(f"of-{role}", role) for role in ROLES})


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def sign_in(client: TestClient, token: str, onward: str = "/") -> Any:
    return client.post("/sign-in", data={"token": token, "next": onward})


@contextmanager
def served(app: Any) -> Iterator[int]:
    """The port at which a real server answers for an app."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = service.server(app)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()
