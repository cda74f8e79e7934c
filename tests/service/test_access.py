"""Tokens, sessions, roles, proxies: who comes in, and who does not."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from repairloop.cli import app as command_line
from repairloop.ground.errors import UsageError
from repairloop.rundir.store import Store
from repairloop.service import app as service
from repairloop.service import entrance
from repairloop.service.access import Reader, Reviewer, Runner
from repairloop.service.audit import Audit
from repairloop.service.entrance import Terms, neighbourhood
from repairloop.service.ledger import Ledger
from repairloop.service.limits import Limit
from repairloop.service.tokens import ROLES, SESSIONS, Role, Tokens
from tests.forks import Fork
from tests.service.team import HTML, RUNS, Team, bearer, client_of, served, sign_in, team_at


@pytest.fixture
def team(root: Path, tmp_path: Path) -> Team:
    return team_at(tmp_path, root)


@pytest.fixture
def client(team: Team) -> Iterator[TestClient]:
    with team.client() as found:
        yield found


# ---- tokens ----------------------------------------------------------------------------------------------


def test_a_token_is_kept_hashed_alone(team: Team) -> None:
    token = team.of["run"]
    assert len(token) == 46
    kept = b"".join(path.read_bytes() for path in team.root.glob("service.sqlite*"))
    assert token.encode() not in kept
    assert hashlib.sha256(token.encode()).digest() in kept
    assert os.stat(team.root / "service.sqlite").st_mode & 0o777 == 0o600


def test_nothing_is_answered_without_a_token(client: TestClient, team: Team) -> None:
    """All routes that there are, whatever they are asked with."""
    app = service.inside(client.app)
    asked = 0
    for route in app.routes:
        path = re.sub(r"\{[^}]*\}", "first", getattr(route, "path", "/none"))
        for method in getattr(route, "methods", ["GET"]):
            reply = client.request(method, path)
            if path in ("/health", "/ready", "/sign-in") or path.startswith("/static/"):
                continue
            assert reply.status_code == 401, (method, path)
            assert reply.headers["www-authenticate"] == "Bearer"
            assert "first" not in reply.text.replace(path, "")
            asked += 1
    assert asked > 20
    for path in entrance.OPEN:
        assert client.get(path).status_code == 200, path
    assert client.get("/static/live.js").status_code == 401


@pytest.mark.parametrize("role", ROLES)
def test_a_token_opens(client: TestClient, team: Team, role: Role) -> None:
    for path in ("/", "/runs/first", RUNS, "/api", "/openapi.json", "/static/live.js"):
        assert client.get(path, headers=bearer(team.of[role])).status_code == 200
    assert client.get(RUNS, headers={"authorization": f"bearer {team.of[role]}"}).status_code == 200


def test_each_role_may_what_the_one_before_may(client: TestClient, team: Team) -> None:
    app = service.inside(client.app)

    @app.post("/tried/read")
    def read(caller: Reader) -> str:
        return caller.name

    @app.post("/tried/review")
    def review(caller: Reviewer) -> str:
        return caller.name

    @app.post("/tried/run")
    def run(caller: Runner) -> str:
        return caller.name

    for place, role in enumerate(ROLES):
        for other, needed in enumerate(ROLES):
            reply = client.post(f"/tried/{needed}", headers=bearer(team.of[role]))
            if place >= other:
                assert (reply.status_code, reply.json()) == (200, f"of-{role}")
            else:
                assert reply.status_code == 403
                assert reply.json()["detail"] == f"that needs the role '{needed}'; of-{role} has '{role}'"


def test_what_changes_something_says_who_may(client: TestClient) -> None:
    """No route but signing in and out is asked by other methods than GET without a role of its own."""
    app = service.inside(client.app)
    said = 0
    for route in app.routes:
        path, methods = getattr(route, "path", ""), getattr(route, "methods", set()) or set()
        if methods <= {"GET", "HEAD"} or path in ("/sign-in", "/sign-out"):
            continue
        waiting, roles = [route.dependant], []  # type: ignore[attr-defined]
        while waiting:
            one = waiting.pop()
            roles.append(getattr(one.call, "role", None))
            waiting += one.dependencies
        assert any(role in ROLES for role in roles), path
        said += 1
    assert said >= 2


def test_a_revoked_token_ends_at_once(client: TestClient, team: Team) -> None:
    token = team.of["read"]
    assert sign_in(client, token).status_code == 303
    assert client.get(RUNS).status_code == 200
    Tokens(Ledger(team.root)).revoke("of-read")  # as another process does
    assert client.get(RUNS).status_code == 401
    assert client.get(RUNS, headers=bearer(token)).status_code == 401
    team.tokens.create("of-read", "run")  # the name is free, and brings nothing back
    assert client.get(RUNS).status_code == 401
    assert client.get(RUNS, headers=bearer(team.of["review"])).status_code == 200


BAD = [
    "", "Bearer", "Bearer ", "Bearer x", "Bearer rl_", "Basic {}", "{}", "Token {}", "Bearer {}x", "Bearer {}\t{}", "Bearer " + "x" * 201,
    "Bearer é", "Bearer rl_" + "A" * 43, "Bearer {},Bearer {}", "Bearer ' OR 1=1 --", "Bearer %s", "Bearer {{}}",
]  # fmt: skip


@pytest.mark.parametrize("given", BAD)
def test_what_is_no_token_is_refused(client: TestClient, team: Team, given: str) -> None:
    value = given.replace("{}", team.of["run"]).encode("utf-8")
    reply = client.get(RUNS, headers=[(b"authorization", value)])
    assert reply.status_code == 401
    assert team.of["run"] not in reply.text


def test_two_tokens_are_none(client: TestClient, team: Team) -> None:
    twice = [(b"authorization", f"Bearer {team.of['run']}".encode())] * 2
    assert client.get(RUNS, headers=twice).status_code == 401


# ---- browsers --------------------------------------------------------------------------------------------


def test_a_person_signs_in_and_out(client: TestClient, team: Team) -> None:
    asked = client.get("/runs/first/areas?cycle=1", headers=HTML)
    assert asked.status_code == 401
    assert 'name="next" value="/runs/first/areas?cycle=1"' in asked.text
    reply = sign_in(client, team.of["review"], "/runs/first/areas?cycle=1")
    assert (reply.status_code, reply.headers["location"]) == (303, "/runs/first/areas?cycle=1")
    cookie = reply.headers["set-cookie"]
    assert cookie.startswith("repairloop=")
    assert {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=604800"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert team.of["review"] not in cookie
    page = client.get("/", headers=HTML)
    assert page.status_code == 200
    assert "of-review <button>sign out</button>" in page.text
    session = client.cookies["repairloop"]
    reply = client.post("/sign-out")
    assert (reply.status_code, reply.headers["location"]) == (303, "/sign-in")
    assert "Max-Age=0" in reply.headers["set-cookie"]
    assert client.get(RUNS, headers={"cookie": f"repairloop={session}"}).status_code == 401  # it is gone here too


def test_a_session_is_kept_hashed_and_ends(client: TestClient, team: Team) -> None:
    sign_in(client, team.of["read"])
    session = client.cookies["repairloop"]
    assert session.encode() not in b"".join(path.read_bytes() for path in team.root.glob("service.sqlite*"))
    with sqlite3.connect(team.root / "service.sqlite") as db:
        db.execute("UPDATE sessions SET ends = '2020-01-01T00:00:00.000+00:00'")
    assert client.get(RUNS).status_code == 401


def test_a_token_has_so_many_sessions(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repairloop.service.tokens.SESSIONS", 3)
    sessions = [team.tokens.sign_in(team.of["read"])[1] for _ in range(5)]  # type: ignore[index]
    assert SESSIONS > 3
    assert sum(team.tokens.of_session(session) is not None for session in sessions) == 3
    assert team.tokens.of_session(sessions[-1])


ONWARD = [
    "//evil.example", "/\\evil.example", "http://evil.example", "javascript:alert(1)", "/\t/evil.example", "/x\r\nset-cookie: a=b", "",
    "\\\\evil.example", "/" + "x" * 3000, "evil", "/\u202e", " /", "/a\\b", "/ x",
]  # fmt: skip


@pytest.mark.parametrize("onward", ONWARD)
def test_one_is_led_nowhere_else(client: TestClient, team: Team, onward: str) -> None:
    reply = sign_in(client, team.of["read"], onward)
    assert (reply.status_code, reply.headers["location"]) == (303, "/")


def test_a_wrong_token_is_said_to_be_one(client: TestClient) -> None:
    reply = sign_in(client, "rl_<script>", "/runs/first")
    assert reply.status_code == 401
    assert 'name="next" value="/runs/first"' in reply.text
    assert "That is no token of this service" in reply.text
    assert "<script>" not in reply.text
    assert "set-cookie" not in reply.headers
    assert client.post("/sign-in", content=b"\xff\xfe").status_code in (400, 401)
    assert client.post("/sign-in", data={"token": "x" * 100_000}).status_code == 401


def test_a_page_of_another_site_signs_nobody_in(client: TestClient, team: Team) -> None:
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/sign-in", data={"token": team.of["run"]}, headers=headers).status_code == 403


def test_who_follows_a_link_is_told_how_to_go_on(client: TestClient) -> None:
    page = client.get("/runs/first", headers=HTML | {"sec-fetch-site": "cross-site"})
    assert '<a href="/runs/first">go on</a>' in page.text
    assert "go on" not in client.get("/runs/first", headers=HTML).text


def test_events_come_by_the_cookie(client: TestClient, team: Team) -> None:
    assert client.get(f"{RUNS}/first/events").status_code == 401
    sign_in(client, team.of["read"])
    reply = client.get(f"{RUNS}/first/events")
    assert reply.status_code == 200
    assert reply.text.count("\ndata: ") > 5


def test_who_is_revoked_reads_no_further(team: Team, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream of a run that goes on: its lock is held here."""
    import fcntl
    import http.client

    monkeypatch.setattr("repairloop.service.fence.CHECK_SECONDS", 0.0)
    shutil.copytree(root / "first", team.root / "live")
    Store.open(team.root / "live").manifest({"status": "running"})
    log = team.root / "live" / "logs" / "events.jsonl"

    def say(text: str) -> None:
        with log.open("a") as events:
            events.write(f'{{"event": "notice", "text": "{text}"}}\n')

    with (team.root / "live" / ".lock").open("w") as lock, served(team.app()) as port:
        fcntl.flock(lock, fcntl.LOCK_EX)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        place = str(log.stat().st_size)
        connection.request("GET", f"{RUNS}/live/events", headers=bearer(team.of["read"]) | {"last-event-id": place})
        reply = connection.getresponse()
        say("before")
        lines = iter(reply.readline, b"")
        assert any(b"before" in line for line in lines)
        team.tokens.revoke("of-read")
        say("after")
        told = []
        with contextlib.suppress(http.client.HTTPException, OSError):
            told += lines
        assert b"after" not in b"".join(told)
        connection.close()
    assert Audit(team.tokens.ledger).last(1)[0]["note"] == "the token was revoked while this was read"


# ---- names, addresses, proxies ---------------------------------------------------------------------------


def test_the_service_is_called_by_its_names(team: Team) -> None:
    client = team.client("loop.example.org", url="http://192.0.2.1:8765")
    good = ["loop.example.org", "LOOP.example.org:8765", "192.0.2.1:8765", "192.0.2.1", "localhost"]
    bad = [
        "evil.example",
        "xloop.example.org",
        "loop.example.org.evil.example",
        "192.0.2.2",
        "3221225985",
        "loop.example.org.",
    ]
    assert [client.get("/health", headers={"host": host}).status_code for host in good] == [200] * len(good)
    assert [client.get("/health", headers={"host": host}).status_code for host in bad] == [421] * len(bad)


BEHIND = {"host": "loop.example.org", "x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"}
PROXY = (entrance.ipaddress.ip_network("10.0.0.0/24"),)


def test_behind_tls_a_cookie_is_for_tls_alone(team: Team) -> None:
    client = team.client("loop.example.org", peer="10.0.0.2", proxies=PROXY)
    own = BEHIND | {"origin": "https://loop.example.org"}
    cookie = client.post("/sign-in", data={"token": team.of["run"]}, headers=own).headers["set-cookie"]
    assert cookie.startswith("__Host-repairloop=")
    assert {"Secure", "HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    session = cookie.partition(";")[0]
    assert client.get(RUNS, headers=BEHIND | {"cookie": session}).status_code == 200
    assert client.get(RUNS, headers={"cookie": session}).status_code == 401  # not by TLS
    for other in ("http://loop.example.org", "https://loop.example.org:1", "https://127.0.0.1:8765"):
        assert client.get(RUNS, headers=BEHIND | {"origin": other}).status_code == 403
    stranger = team.client("loop.example.org", proxies=PROXY)
    reply = stranger.post("/sign-in", data={"token": team.of["run"]}, headers=own)
    assert "start the service with --proxy" in reply.json()["detail"]  # who says TLS is believed is not asked


def test_a_user_is_believed_from_the_proxy_alone(team: Team) -> None:
    terms: dict[str, Any] = {"proxies": PROXY, "user_header": "x-user", "user_role": "review"}
    client = team.client("loop.example.org", peer="10.0.0.2", **terms)
    app = service.inside(client.app)

    @app.get("/tried")
    def who(caller: Reviewer) -> list[str]:
        return list(caller)

    assert client.get("/tried", headers=BEHIND | {"x-user": "anna@example.org"}).json() == [
        "anna@example.org",
        "review",
    ]
    assert client.get("/tried", headers=BEHIND).status_code == 401
    assert client.get("/tried", headers=BEHIND | bearer(team.of["run"])).json() == ["of-run", "run"]
    for user in ("", " ", "x" * 101, "a\tb"):
        assert client.get("/tried", headers=BEHIND | {"x-user": user}).status_code == 401
    assert client.get("/tried", headers=[*BEHIND.items(), ("x-user", "a"), ("x-user", "b")]).status_code == 401
    for peer in ("10.0.1.2", "192.0.2.7", "127.0.0.1", "testclient"):
        stranger = team.client("loop.example.org", peer=peer, **terms)
        reply = stranger.get(RUNS, headers=BEHIND | {"x-user": "anna"})
        assert (reply.status_code, reply.json()["detail"]) == (403, "x-user is believed from the proxy alone")
    mapped = team.client("loop.example.org", peer="::ffff:10.0.0.3", **terms)
    assert mapped.get(RUNS, headers=BEHIND | {"x-user": "a"}).status_code == 200


@pytest.mark.parametrize(
    ("peer", "said", "address"),
    [
        ("192.0.2.7", "203.0.113.9", "192.0.2.7"),
        ("10.0.0.2", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1, 203.0.113.9, 10.0.0.7", "203.0.113.9"),
        ("10.0.0.2", "203.0.113.9, nonsense", "10.0.0.2"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_where_a_request_comes_from(team: Team, peer: str, said: str, address: str) -> None:
    door = entrance.Entrance(team.tokens.ledger, Terms(True, PROXY))
    scope: dict[str, Any] = {"client": (peer, 1), "scheme": "http"}
    door.place(scope, {"x-forwarded-for": [said]})
    assert scope["address"] == address
    door.close()


def test_a_service_without_tokens_answers_no_proxy(root: Path) -> None:
    client = TestClient(service.application(root), "http://127.0.0.1:8765")
    for name in sorted(entrance.FORWARDED):
        reply = client.get(RUNS, headers={name: "203.0.113.9"})
        assert (reply.status_code, "--tokens" in reply.json()["detail"]) == (403, True)
    assert client.get("/sign-in").status_code == 404
    assert client.get(RUNS).status_code == 200


# ---- how often -------------------------------------------------------------------------------------------


def test_so_much_at_once_and_so_much_more_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    limit = Limit(3, 0.5)
    assert [limit.take("a") for _ in range(4)] == [0, 0, 0, 2]
    assert limit.take("b") == 0
    clock[0] += 1
    assert limit.take("a") == 1
    clock[0] += 1
    assert [limit.take("a"), limit.take("a")] == [0, 2]
    clock[0] += 1000
    assert [limit.take("a") for _ in range(4)] == [0, 0, 0, 2]
    monkeypatch.setattr("repairloop.service.limits.KEYS", 5)
    for number in range(100):
        limit.take(str(number))
    assert len(limit._left) == 5


def test_who_asks_too_often_is_told_when_to_come_again(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "BURST", 5)
    monkeypatch.setattr(entrance, "PER_SECOND", 0.1)
    client = team.client()
    codes = [client.get("/health", headers=bearer(team.of["read"])).status_code for _ in range(7)]
    assert codes == [200] * 5 + [429] * 2
    reply = client.get("/health", headers=bearer(team.of["read"]))
    assert reply.status_code == 429
    assert 1 <= int(reply.headers["retry-after"]) <= 10
    assert client.get("/health", headers=bearer(team.of["run"])).status_code == 200  # another one
    assert [client.get("/health").status_code for _ in range(6)] == [200] * 5 + [429]  # nobody, by address


def test_who_fails_too_often_waits(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "FAILURES", 3)
    client = team.client()
    assert [sign_in(client, "rl_x").status_code for _ in range(5)] == [401] * 3 + [429] * 2
    reply = client.get(RUNS, headers=bearer("rl_x"))
    assert reply.status_code == 429
    assert int(reply.headers["retry-after"]) <= 10
    assert (
        client.get(RUNS, headers=bearer(team.of["read"])).status_code == 200
    )  # who has one is not kept out by neighbours
    assert sign_in(client, team.of["read"]).status_code == 303
    elsewhere = client_of(client.app, "192.0.2.8")
    assert sign_in(elsewhere, "rl_x").status_code == 401


def test_a_machine_is_one_whatever_address_it_takes() -> None:
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff:1") != neighbourhood("2001:db8:0:1::1")
    assert neighbourhood("192.0.2.1") == neighbourhood("::ffff:192.0.2.1") != neighbourhood("192.0.2.2")
    assert neighbourhood("testclient") == "testclient"


# ---- as it is started ------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["example.org", "", "1.2.3", "0x7f000001", "[::1]", "127.0.0.1/8"])
def test_an_address_is_an_address(root: Path, host: str) -> None:
    with pytest.raises(UsageError, match="--host takes an address"):
        service.serve(root, host, 0)


@pytest.mark.parametrize(
    "given",
    [
        {"host": "0.0.0.0"},
        {"host": "::"},
        {"host": "192.0.2.1"},
        {"tokens": True},
        {"names": ["x.org"]},
        {"proxies": ["10.0.0.1"]},
    ],
)
def test_no_token_no_service(root: Path, given: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=r"make one by: repairloop token create NAME --root .*runs"):
        service.serve(root, port=0, **({"host": "127.0.0.1"} | given))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"names": ["http://x.org"]}, "--name takes"), ({"names": ["x.org:80"]}, "--name takes"), ({"names": ["*.org"]}, "--name takes"),
        ({"proxies": ["x.org"]}, "--proxy takes"), ({"proxies": ["10.0.0.1/8"]}, "--proxy takes"),
        ({"user_header": "x-user"}, "--proxy-user-header takes"), ({"user_role": "admin"}, "--proxy-role is one of"),
        ({"user_header": "x user", "proxies": ["10.0.0.1"]}, "--proxy-user-header takes"),
    ],
)  # fmt: skip
def test_terms_that_are_none_are_said(root: Path, given: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        service.serve(root, "127.0.0.1", 0, **given)


def test_tokens_by_command(tmp_path: Path) -> None:
    def said(*words: str) -> str:
        reply = CliRunner().invoke(command_line, ["token", *words, "--root", str(tmp_path)], catch_exceptions=False)
        assert reply.exit_code == 0
        return reply.stdout

    token = said("create", "anna", "--role", "review").strip()
    assert Tokens(Ledger(tmp_path)).of_token(token) == ("anna", "review")
    said("create", "bert")
    listed = said("list")
    assert re.findall(r"(anna|bert) +(\w+) +20", listed) == [("anna", "review"), ("bert", "read")]
    assert token not in listed + said("list", "--json")
    said("revoke", "anna")
    assert Tokens(Ledger(tmp_path)).of_token(token) is None
    tokens = Tokens(Ledger(tmp_path))
    for wrong in ("", "a b", "-x", "../x", "x" * 61, "ä", "a\n", "\x1b[2J"):
        with pytest.raises(UsageError, match="a token's name has"):
            tokens.create(wrong, "read")
    with pytest.raises(UsageError, match="there is a token 'bert'"):
        tokens.create("bert", "run")
    with pytest.raises(UsageError, match="--role is one of"):
        tokens.create("carl", "admin")
    with pytest.raises(UsageError, match="there is no token 'anna'"):
        tokens.revoke("anna")


@pytest.mark.slow
def test_it_is_served_to_others_with_tokens(team: Team) -> None:
    import http.client

    run = Fork("serve", "--root", team.root, "--host", "0.0.0.0", "--port", "0")
    try:
        first = run.lines.readline()
        port = int(re.search(r"http://0\.0\.0\.0:(\d+)/ ; it asks for tokens", first)[1])  # type: ignore[index]
        assert "as they are" in run.lines.readline()
        codes = []
        for headers in ({}, bearer(team.of["read"]), {"host": "evil.example"} | bearer(team.of["read"])):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", RUNS, headers=headers)
            codes.append(connection.getresponse().status)
            connection.close()
        assert codes == [401, 200, 421]
    finally:
        os.kill(run.pid, signal.SIGTERM)
        assert run.wait() == 143
