"""The audit log: what was changed and what was refused stands in it, once, and a flood does not fill the disk."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from repairloop.cli import app as command_line
from repairloop.service import audit
from repairloop.service.access import Runner
from repairloop.service.app import inside
from repairloop.service.audit import Audit
from repairloop.service.ledger import Ledger
from repairloop.service.tokens import Caller
from tests.service.conftest import client_of as open_client
from tests.service.team import RUNS, Team, bearer, sign_in, team_at


@pytest.fixture
def team(root: Path, tmp_path: Path) -> Team:
    return team_at(tmp_path, root)


def entries(root: Path, most: int = 1000) -> list[tuple[Any, ...]]:
    return [
        (one["who"], one["address"], one["method"], one["path"], one["status"])
        for one in Audit(Ledger(root)).last(most)
    ]  # fmt: skip


def test_who_did_what_is_written_down(team: Team) -> None:
    client = team.client()
    app = inside(client.app)

    @app.post("/tried/{name}")
    def change(caller: Runner, name: str) -> str:
        return name

    for role in ("read", "run"):
        client.post("/tried/one", headers=bearer(team.of[role]))
    client.get(RUNS, headers=bearer(team.of["read"]))
    client.get(f"{RUNS}/none", headers=bearer(team.of["read"]))
    client.get(RUNS)
    client.get("/health")
    client.get("/health", headers={"host": "evil.example"})
    sign_in(client, "rl_x")
    sign_in(client, team.of["review"])
    client.post("/sign-out")
    assert entries(team.root) == [
        ("of-read", "192.0.2.7", "POST", "/tried/one", 403),
        ("of-run", "192.0.2.7", "POST", "/tried/one", 200),
        ("of-read", "192.0.2.7", "GET", f"{RUNS}/none", 404),
        ("", "192.0.2.7", "GET", RUNS, 401),
        ("", "192.0.2.7", "GET", "/health", 421),
        ("", "192.0.2.7", "POST", "/sign-in", 401),
        ("of-review", "192.0.2.7", "POST", "/sign-in", 303),
        ("of-review", "192.0.2.7", "POST", "/sign-out", 303),
    ]
    kept = b"".join(path.read_bytes() for path in team.root.glob("service.sqlite*"))
    assert not any(token.encode() in kept for token in team.of.values())


def test_without_tokens_too(team: Team) -> None:
    client = open_client(team.root)
    client.post("/runs/first/sql", data={"query": "SELECT 1"})
    ((who, address, method, path, status),) = entries(team.root)
    assert (bool(who), address, method, path, status) == (True, "testclient", "POST", "/runs/first/sql", 200)


def test_what_changed_something_cannot_be_altered(tmp_path: Path) -> None:
    log = Audit(Ledger(tmp_path))
    log.add(Caller("anna", "run"), "192.0.2.1", "POST", "/x", 200)
    log.add(None, "192.0.2.1", "GET", "/x", 401)
    with sqlite3.connect(tmp_path / "service.sqlite") as db:
        for statement in ("UPDATE audit SET who = 'bert'", "DELETE FROM audit WHERE id = 1", "DELETE FROM audit"):
            with pytest.raises(sqlite3.IntegrityError, match="audit log"):
                db.execute(statement)
    assert len(log.last(10)) == 2
    assert [one["status"] for one in log.last(10, True)] == [401]
    assert [one["status"] for one in log.last(10, False)] == [200]


def test_a_flood_is_counted_and_not_written(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "FROM_ONE", 10)
    client = team.client()
    assert {client.get(RUNS).status_code for _ in range(60)} == {401}
    assert len(entries(team.root)) == 10
    assert (
        client.post("/runs/first/sql", headers=bearer(team.of["read"]), data={"query": "SELECT 1"}).status_code == 200
    )
    (left_out, change) = Audit(team.tokens.ledger).last(2)
    assert (left_out["note"], left_out["status"]) == ("50 more were refused before", 429)
    assert (change["status"], change["who"]) == (200, "of-read")  # whatever the flood


def test_what_was_left_out_last_is_written_at_the_end(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "FROM_ONE", 2)
    with team.client() as client:
        for _ in range(5):
            client.get(RUNS)
    assert [one["note"] for one in Audit(team.tokens.ledger).last(2)] == [
        "3 more were refused before",
        "the service ended",
    ]


def test_many_addresses_have_a_bound_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "A_MINUTE", 30)
    log = Audit(Ledger(tmp_path))
    assert sum(log.has_room(f"10.0.0.{number}") for number in range(200)) == 30


def test_old_refusals_go_and_changes_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "KEPT", 20)
    monkeypatch.setattr(audit, "_TRIM", 10)
    log = Audit(Ledger(tmp_path))
    for number in range(100):
        log.add(None, "192.0.2.1", "GET", f"/{number}", 200 if number % 10 == 5 else 404)
    assert [one["path"] for one in log.last(1000, False)] == [f"/{number}" for number in range(5, 100, 10)]
    refused = [one["path"] for one in log.last(1000, True)]
    assert 20 <= len(refused) < 30
    assert refused[-1] == "/99"


NAMES = [
    "\x1b[2J\x1b]0;gone\x07",
    "a\r\nb",
    "\u202egnp",
    "\0",
    "x" * 100_000,
    "\ud800",
    "' OR 1=1; DROP TABLE audit; --",
    "\x9b31m",
]


@pytest.mark.parametrize("text", NAMES)
def test_what_is_printed_drives_no_terminal(tmp_path: Path, text: str) -> None:
    Audit(Ledger(tmp_path)).add(Caller(text, "run"), text, text, text, 404, text)
    reply = CliRunner().invoke(command_line, ["audit", "--root", str(tmp_path)], catch_exceptions=False)
    (line,) = reply.stdout.splitlines()
    assert line.isprintable()
    assert len(line) < 1000
    assert " 404 " in line


def test_commands_on_tokens_are_written_down(tmp_path: Path) -> None:
    def ran(*words: str) -> str:
        return CliRunner().invoke(command_line, [*words, "--root", str(tmp_path)], catch_exceptions=False).stdout

    token = ran("token", "create", "anna", "--role", "run").strip()
    ran("token", "revoke", "anna")
    said = ran("audit")
    assert [line.partition("repairloop ")[2] for line in said.splitlines()] == [
        "token create anna --role run", "token revoke anna",
    ]  # fmt: skip
    assert token not in said + ran("audit", "--json")
    assert ran("audit", "--refused") == ""


def test_a_log_that_cannot_be_written_is_said_and_stops_nothing(team: Team, caplog: pytest.LogCaptureFixture) -> None:
    client = team.client()
    (team.root / "service.sqlite").unlink()
    (team.root / "service.sqlite").mkdir()
    assert open_client(team.root).get(f"{RUNS}/none").status_code == 404
    assert "could not be written down" in caplog.text
    assert "Traceback" not in caplog.text
    assert client.get(RUNS, headers=bearer(team.of["run"])).status_code == 500  # nobody comes in unknown
