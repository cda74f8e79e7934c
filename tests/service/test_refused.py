"""What must not come in, fifty and more of each kind: refused, written down, without a traceback, and the service lives."""

from __future__ import annotations

import itertools
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest

from repairloop.service import connections, entrance, fence
from repairloop.service.access import Reviewer, Runner
from repairloop.service.app import inside
from repairloop.service.audit import Audit
from repairloop.service.limits import Limit
from repairloop.service.tokens import ROLES
from tests.service.team import RUNS, Team, bearer, client_of, served, team_at
from tests.service.test_fence import BODIES, HOSTS, MALFORMED, ORIGINS, STEPS

PATHS = ("/", "/runs/first", RUNS, f"{RUNS}/first/failures", f"{RUNS}/first/events", "/openapi.json")
SQL = f"{RUNS}/first/sql"


@pytest.fixture(scope="module")
def team(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Team:
    return team_at(tmp_path_factory.mktemp("refused"), root)


def unlimited(team: Team) -> Any:
    """How often is tried elsewhere."""
    app = team.app()
    door = inside(app).state.entrance
    door.requests = door.failures = door.audit._one = door.audit._all = Limit(1e9, 1e9)
    return app


class Asked(NamedTuple):
    method: str
    path: str
    headers: dict[str, Any] = {}
    content: Any = None


def without_a_token(team: Team) -> Iterator[Asked]:
    bad = [
        {},
        bearer("rl_" + "A" * 43),
        bearer(""),
        {"authorization": "Basic YTpi"},
        {"cookie": "repairloop=" + "A" * 43},
        {"x-user": "root"},
    ]
    for path, headers in itertools.product(PATHS, bad):
        yield Asked("GET", path, headers)
    for path, headers in itertools.product((SQL, "/runs/first/sql", "/sign-out", "/none"), bad):
        yield Asked("POST", path, headers, b"x")


def with_the_wrong_role(team: Team) -> Iterator[Asked]:
    for low, high in itertools.combinations(ROLES, 2):
        for number in range(18):
            yield Asked(("POST", "DELETE", "GET")[number % 3], f"/tried/{high}/{number}", bearer(team.of[low]), b"{}")


def by_a_wrong_name(team: Team) -> Iterator[Asked]:
    for host, path in itertools.product(HOSTS, ("/", RUNS, "/health")):
        yield Asked("GET", path, bearer(team.of["run"]) | {"host": host})


def from_another_site(team: Team) -> Iterator[Asked]:
    told = [{"origin": origin} for origin in ORIGINS] + [
        {"sec-fetch-site": site} for site in ("cross-site", "same-site", "x")
    ]
    for headers, path in itertools.product(told, (SQL, "/runs/first/sql", "/sign-in", "/sign-out")):
        yield Asked("POST", path, bearer(team.of["run"]) | headers, b"{}")


def through_the_tree(team: Team) -> Iterator[Asked]:
    for step, end in itertools.product(STEPS, ("areas", "tables/probes")):
        name = quote(step.encode("utf-8", "surrogatepass"), safe="")
        yield Asked("GET", f"{RUNS}/{name}/{end}", bearer(team.of["run"]))


def too_large(team: Team) -> Iterator[Asked]:
    own, large = bearer(team.of["run"]), b"x" * (fence.LARGEST_BODY + 1)
    for number in range(12):
        pieces = large if number % 2 else (large[:60_000] for _ in range(20))
        yield Asked("POST", (SQL, "/runs/first/sql", "/sign-in")[number % 3], own, pieces)
    for number in range(40):
        yield Asked("GET", f"{PATHS[number % 6]}?text={'x' * (fence.LONGEST_TARGET + number * 500)}", own)


def malformed(team: Team) -> Iterator[Asked]:
    own = bearer(team.of["run"])
    for query in MALFORMED:
        yield Asked("GET", f"{RUNS}/first/failures?{query}", own)
    for body, path in itertools.product(BODIES, (SQL, "/runs/first/sql")):
        yield Asked("POST", path, own | {"content-type": "application/json"}, body)


KINDS = {
    without_a_token: {401}, with_the_wrong_role: {403}, by_a_wrong_name: {421}, from_another_site: {403}, through_the_tree: {404},
    too_large: {413, 414}, malformed: {400, 422},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_it_is_refused_and_written_down(team: Team, caplog: pytest.LogCaptureFixture, kind: Any) -> None:
    fenced = unlimited(team)
    client = client_of(fenced)
    app = inside(fenced)
    done = []

    @app.api_route("/tried/review/{number}", methods=["GET", "POST", "DELETE"])
    def review(caller: Reviewer) -> None:
        done.append(caller)

    @app.api_route("/tried/run/{number}", methods=["GET", "POST", "DELETE"])
    def run(caller: Runner) -> None:
        done.append(caller)

    before = Audit(team.tokens.ledger).last(1)
    asked = list(kind(team))
    assert len(asked) >= 50
    for one in asked:
        reply = client.request(one.method, one.path, headers=one.headers, content=one.content)
        assert reply.status_code in KINDS[kind], (one.path[:200], one.headers, reply.text[:300])
        assert "Traceback" not in reply.text
        assert reply.headers["content-security-policy"] == fence.POLICY
    written = [one for one in Audit(team.tokens.ledger).last(1000) if not before or one["id"] > before[0]["id"]]
    assert [(one["method"], one["status"] in KINDS[kind]) for one in written] == [(one.method, True) for one in asked]
    assert "Traceback" not in caplog.text
    assert done == []
    assert client.get(RUNS, headers=bearer(team.of["read"])).status_code == 200


def said_to(port: int, *pieces: bytes, seconds: float = 20) -> bytes:
    """What a server says to what comes piece by piece, until it ends the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        reply = b""
        try:
            for piece in pieces:
                connection.sendall(piece)
            while piece := connection.recv(65536):
                reply += piece
        except ConnectionError:
            pass
        return reply


def all_at_once(port: int, sent: list[tuple[bytes, ...]]) -> list[bytes]:
    with ThreadPoolExecutor(len(sent)) as threads:
        return list(threads.map(lambda pieces: said_to(port, *pieces), sent))


def test_who_is_slow_is_given_up(team: Team, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Heads that do not end, bodies that do not come, bodies that go on dripping after a refusal; meanwhile others are answered."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", 1.0)
    monkeypatch.setattr(fence, "BODY_SECONDS", 1.0)
    own = f"host: 127.0.0.1\r\nauthorization: Bearer {team.of['run']}\r\ncontent-length: 100\r\n".encode()
    heads: list[tuple[bytes, ...]] = [((b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx: " + b"x" * n),) for n in range(50)]
    bodies: list[tuple[bytes, ...]] = [
        (f"POST {SQL} HTTP/1.1\r\n".encode() + own + b"\r\n" + b"x" * n,) for n in range(50)
    ]
    after: list[tuple[bytes, ...]] = [
        (b"POST /none HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n" + b"x" * n,) for n in range(20)
    ]
    app = unlimited(team)
    last = Audit(team.tokens.ledger).last(1)
    with served(app) as port:
        with ThreadPoolExecutor(1) as other:
            meanwhile = other.submit(
                said_to, port, b"GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n"
            )
            replies = all_at_once(port, heads + bodies + after)
        assert meanwhile.result().startswith(b"HTTP/1.1 200 ")
    codes = [reply[9:12] for reply in replies]
    assert codes == [b"408"] * 100 + [b"421"] * 20
    written = [one for one in Audit(team.tokens.ledger).last(1000) if not last or one["id"] > last[0]["id"]]
    assert sum(one["status"] == 408 and one["path"] == SQL for one in written) == 50
    assert sum(one["status"] == 408 and not one["path"] for one in written) == 50
    assert "Traceback" not in caplog.text


RAW = [
    b"\r\n\r\n\r\n\r\nx", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nhost\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b"\0" * 200,
    b"GET  / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET / HTTP/1.1\r\n: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx: \x00\r\n\r\n", b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n x: folded\r\n\r\n\r\n", b"G\xc3\x84T / HTTP/1.1\r\n\r\n",
    b"GET /\xff HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n", b"POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: -1\r\n\r\n",
    b"POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx", b"POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: x\r\n\r\n",
    b"POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ntransfer-encoding: gzip\r\n\r\n", b"GET http://evil.example/ HTTP/1.1\r\nhost: evil.example\r\n\r\n",
    b"POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 20_000 + b"\r\n", b"x" * 100_000,
    b"CONNECT evil.example:443 HTTP/1.1\r\nhost: evil.example\r\n\r\n", b"GET / HTTP/1.0\r\n\r\n", b"GET /%zz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n",
    b"GET * HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n", b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
]  # fmt: skip


def test_what_is_no_http_is_refused(
    team: Team, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 1.0)
    cut = [
        b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: repairloop=\x7f\xff" + bytes([code]) + b"\r\n\r\n"
        for code in range(1, 30)
    ]
    sent = [(raw,) for raw in RAW + cut]
    assert len(sent) >= 50
    app = unlimited(team)
    last = Audit(team.tokens.ledger).last(1)
    with served(app) as port:
        replies = all_at_once(port, sent)
        again = said_to(port, b"GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")
    assert again.startswith(b"HTTP/1.1 200 ")
    for (raw,), reply in zip(sent, replies, strict=True):
        assert reply[:10] == b"HTTP/1.1 4", (raw[:100], reply[:100])
        assert b"Traceback" not in reply
    written = [one for one in Audit(team.tokens.ledger).last(1000) if not last or one["id"] > last[0]["id"]]
    assert len(written) >= len(sent)
    assert "Traceback" not in caplog.text


def test_one_address_leaves_room_for_others(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance.Entrance, "is_near", lambda entrance, address: False)
    monkeypatch.setattr("repairloop.service.app.AT_ONCE", 20)
    app = unlimited(team)
    with served(app) as port:
        held = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(10)]
        assert said_to(port) == b""
        held[0].sendall(b"GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")
        assert held[0].recv(100).startswith(b"HTTP/1.1 200 ")
        for connection in held:
            connection.close()
    assert "more than 10 connections" in json.dumps(Audit(team.tokens.ledger).last(5))
