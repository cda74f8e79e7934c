"""The client: what it gives is what the API gives; what a service says is bounded, and a token goes nowhere else."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.rundir.views import area_rows, connect
from repairloop.service import client as module
from repairloop.service.client import Client
from tests.service.live import served


@pytest.fixture(scope="module")
def service(root: Path) -> Iterator[Client]:
    with served(root) as url:
        yield Client(url)


def test_it_gives_what_the_run_holds(service: Client, planted: Any) -> None:
    (run,) = service.runs()
    assert run.items() <= service.run("first").items()
    with connect(planted.store) as db:
        rows = area_rows(db)
    for error in (error for row in rows for error in row["error_classes"]):
        del error["examples"]  # the API has them as failures
    assert service.areas("first")["items"] == rows
    assert service.decision("first")["verdict"] == planted.summary()["verdict"]
    assert service.sql("first", "SELECT 6 * 7 AS n") == {"columns": ["n"], "rows": [[42]], "total": 1}


def test_lists_are_walked_to_their_end(service: Client, planted: Any) -> None:
    asked = "SELECT probe_id FROM failures WHERE side = 'before' ORDER BY cycle, area, probe_id"
    all_of_them = [row[0] for row in planted.sql(asked).fetchall()]
    assert len(all_of_them) > 20
    assert [one["probe_id"] for one in service.failures("first", page=7)] == all_of_them
    flipped = list(service.failures("first", flips=True))
    assert 0 < len(flipped) < len(all_of_them)
    assert {one["other"] for one in flipped} == {"pass"}
    trained = list(service.rows("first", fate="trains", kind="repair"))
    assert trained
    story = service.row("first", trained[0]["row_id"])
    assert story["row"] == trained[0]
    assert service.probe("first", story["failures"][0]["probe_id"])["rows"]


def test_a_table_is_written_to_a_file(service: Client, planted: Any, tmp_path: Path) -> None:
    with (tmp_path / "areas.jsonl").open("w+b") as file:
        size = service.download("first", "areas", file, format="jsonl")
        assert size == file.tell()
    lines = (tmp_path / "areas.jsonl").read_text().splitlines()
    assert len(lines) == planted.sql("SELECT count(*) FROM areas").fetchall()[0][0]


def test_events_come_to_their_end_and_go_on_after_one(service: Client) -> None:
    told = list(service.events("first"))
    assert "finished" in [one["event"] for one in told]
    assert list(service.events("first", after=told[-3]["id"])) == told[-2:]
    assert list(service.events("first", after=told[-1]["id"])) == []


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda c: c.run("secnd"), "there is no run 'secnd'"),
        (lambda c: c.run("../first"), "nothing at this address"),
        (lambda c: c.run(".."), "have a name"),
        (lambda c: c.sql("first", "DROP TABLE probes"), "SELECT"),
        (lambda c: c.sql("first", "SELECT 1", 100), "seconds"),
        (lambda c: c.probe("first", "zzz"), "no probe"),
        (lambda c: list(c.rows("first", page=0)), "limit"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(service: Client, ask: Callable[[Client], Any], said: str) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        ask(service)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["", "127.0.0.1:1", "ftp://h", "http://", "http://u:p@h", "http://h?x", "http://h/#y", "http://h:x", "http://h\n"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="address"):
        Client(url)


class Answers(BaseHTTPRequestHandler):
    status, headers_, body = 200, dict[str, str](), b""
    asked: list[dict[str, str]] = []

    def do_GET(self) -> None:
        self.asked.append({name.lower(): value for name, value in self.headers.items()})
        self.send_response(self.status)
        for name, value in self.headers_.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def answering(body: Any, status: int = 200, **headers: str) -> Iterator[tuple[str, list[dict[str, str]]]]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = type("Kind", (Answers,), {"body": data, "status": status, "headers_": headers, "asked": []})
    with HTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", kind.asked  # type: ignore[attr-defined]
        server.shutdown()


RUN = {
    "id": "a\x1b[2J", "state": "finished", "outcome": None, "student": "s‮x", "skills": [], "tasks": [], "cycles": 1,
    "written": None, "verdict": None, "gain": None, "damage": None,
}  # fmt: skip


def test_texts_of_a_service_are_made_fit_to_be_shown() -> None:
    with answering({"items": [RUN], "next": None}) as (url, _):
        (run,) = Client(url).runs()
    assert (run["id"], run["student"]) == ("a�[2J", "s�x")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>", "does not answer as a service"),
        ({"items": 1}, "does not answer as a service"),
        (b"[" * 100_000, "does not answer as a service"),
        (b'{"items": [], "next": "a"}', "does not end"),
        (b'{"items": ["' + b"x" * 3_000_000 + b'"]}', "more than"),
    ],
)
def test_a_reply_that_is_none_is_said(body: Any, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 1 << 20)
    with answering(body) as (url, _), pytest.raises(RepairLoopError, match=said):
        list(Client(url).runs())


def test_a_list_that_goes_round_is_left() -> None:
    with answering({"items": [RUN], "next": "a"}) as (url, _), pytest.raises(RepairLoopError, match="does not end"):
        list(Client(url).runs())


def test_who_does_not_answer_is_named_and_who_is_slow_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(RepairLoopError, match=f"{url} does not answer"):
            Client(url).run("first")
        listener.listen()
        monkeypatch.setattr(module, "SECONDS", 0.2)
        with pytest.raises(RepairLoopError, match=r"within 0\.2 s"):
            Client(url).run("first")


def test_who_sends_a_letter_at_a_time_is_left_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        gone = threading.Event()

        def drip() -> None:
            held, _ = listener.accept()
            with held:
                while not gone.wait(0.05):
                    try:
                        held.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        with pytest.raises(RepairLoopError, match=r"within 0\.5 s"):
            Client(f"http://127.0.0.1:{listener.getsockname()[1]}").run("first")
        gone.set()
        thread.join()


def test_a_token_is_sent_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    token = "rl_4f9a8c1d2e3b4a5f"
    monkeypatch.setenv("REPAIRLOOP_TOKEN", f" {token}\n")
    problem = {"title": "Forbidden", "status": 403, "detail": f"{token} may not"}
    with answering(problem, 403) as (url, asked), pytest.raises(UsageError, match=r"\[key\] may not"):
        Client(url).run("first")
    assert asked[0]["authorization"] == f"Bearer {token}"
    with answering({}, 302, location="http://127.0.0.1:1/") as (url, asked):
        with pytest.raises(RepairLoopError, match="another address"):
            Client(url).run("first")
        assert len(asked) == 1
    with answering({"title": "Unauthorized", "status": 401}, 401) as (url, asked):
        with pytest.raises(UsageError, match="REPAIRLOOP_TOKEN holds none that it knows"):
            Client(url).run("first")
        monkeypatch.delenv("REPAIRLOOP_TOKEN")
        with pytest.raises(UsageError, match="REPAIRLOOP_TOKEN is not set"):
            Client(url).run("first")
        assert "authorization" not in asked[-1]
    monkeypatch.setenv("REPAIRLOOP_TOKEN", "a\r\nhost: b")
    with pytest.raises(UsageError, match="no token"):
        Client("http://127.0.0.1:1")
