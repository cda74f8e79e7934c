"""Feedback over HTTP becomes a task that the loop runs on: kept once, whole after a kill, readable or refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from repairloop.config import load_config
from repairloop.loop import api
from repairloop.service import access, feedback
from repairloop.service.client import Client
from repairloop.service.ledger import Ledger
from repairloop.tasks.formats import read
from tests.conftest import SMALL
from tests.service.conftest import client_of
from tests.service.live import served

ASKED = [{"role": "user", "content": "How much is 4 times 5?"}]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    with client_of(tmp_path) as client:
        yield client


def sent(client: TestClient, key: str | None = None, **said: Any) -> Any:
    headers = {} if key is None else {"idempotency-key": key}
    return client.post("/api/v1/feedback", json={"messages": ASKED, "response": "9", **said}, headers=headers)


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "feedback.jsonl").read_text().splitlines()]


def test_a_correction_is_a_gold_and_a_verdict_only_a_place_to_look(empty: TestClient, tmp_path: Path) -> None:
    for said in ({"correction": "20", "tags": ["times", "by phone"]}, {"verdict": "wrong"}, {"verdict": "right"}):
        assert sent(empty, **said).status_code == 201, said
    found = read(tmp_path / "feedback.jsonl", "feedback.jsonl", {})
    assert found.layout.format == "log of chats with feedback"
    assert [(entry.gold, entry.score, entry.given) for entry in found.entries] == [
        ("20", 0.0, "9"), (None, 0.0, "9"), (None, 1.0, "9")
    ]  # fmt: skip
    assert found.entries[0].columns["tags"] == "by phone, times"
    assert found.entries[0].messages == ASKED


def test_the_same_key_is_kept_once(empty: TestClient, tmp_path: Path) -> None:
    first, again = sent(empty, "k1", verdict="wrong"), sent(empty, "k1", verdict="wrong")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == {"id": lines(tmp_path)[0]["id"], "file": "feedback.jsonl"}
    other = sent(empty, "k1", verdict="right")
    assert (other.status_code, other.headers["content-type"]) == (422, "application/problem+json")
    assert sent(empty, "k2", verdict="wrong").status_code == 201
    assert sent(empty, verdict="wrong").status_code == 201
    assert len(lines(tmp_path)) == 3


def test_a_kill_between_the_line_and_its_answer_doubles_nothing(
    empty: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed() -> str:
        raise KeyboardInterrupt

    sent(empty, "k0", verdict="right")
    with monkeypatch.context() as patch:
        patch.setattr(feedback, "now", killed)
        line = {"messages": ASKED, "feedback": "thumbs_down"}
        with pytest.raises(KeyboardInterrupt):
            feedback.keep(Ledger(tmp_path), tmp_path / "feedback.jsonl", line, "a", "b" * 24)
    assert len(lines(tmp_path)) == 2
    sent(empty, "k1", verdict="wrong")
    kept = feedback.keep(Ledger(tmp_path), tmp_path / "feedback.jsonl", line, "a", "b" * 24)
    assert kept == ("b" * 24, False)
    assert len(lines(tmp_path)) == 3


def test_half_a_line_is_taken_back_and_a_whole_one_is_ended(empty: TestClient, tmp_path: Path) -> None:
    sent(empty, verdict="wrong")
    file = tmp_path / "feedback.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:-9])
    sent(empty, verdict="wrong")
    assert len(lines(tmp_path)) == 2
    file.write_bytes(whole[:-1])
    sent(empty, verdict="right")
    assert [line["feedback"] for line in lines(tmp_path)] == ["thumbs_down", "thumbs_up"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "needs a verdict"),
        ({"verdict": "good"}, "verdict"),
        ({"verdict": "right", "correction": "20"}, "no correction"),
        ({"correction": " 9\n"}, "what the student said"),
        ({"verdict": "wrong", "messages": []}, "messages"),
        ({"verdict": "wrong", "messages": [*ASKED, {"role": "assistant", "content": "Which?"}]}, "not the user's"),
        ({"verdict": "wrong", "messages": [{"role": "tool", "content": "x"}]}, "role"),
        ({"verdict": "wrong", "messages": [{"role": "user", "content": " \n"}]}, "a message is empty"),
        ({"verdict": "wrong", "messages": ASKED * 201}, "messages"),
        ({"verdict": "wrong", "response": "x" * 100_001}, "response"),
        ({"verdict": "wrong", "tags": ["../../etc/passwd"]}, "tags"),
        ({"verdict": "wrong", "tags": ["a\nb"]}, "tags"),
        ({"verdict": "wrong", "tags": ["a"] * 17}, "tags"),
        ({"verdict": "wrong", "file": "/etc/passwd"}, "file"),
    ],
)
def test_what_cannot_be_asked_again_is_refused(
    empty: TestClient, tmp_path: Path, said: dict[str, Any], why: str
) -> None:
    reply = sent(empty, **said)
    assert (reply.status_code, reply.headers["content-type"]) == (422, "application/problem+json")
    assert why in reply.json()["detail"]
    assert not (tmp_path / "feedback.jsonl").exists()


@pytest.mark.parametrize("text", ["\x1b[2J\x00", "‮abc", '"}\n{"a": 1}', "=cmd|' /C calc'!A0", "<script>", "\\ud800"])
def test_hostile_texts_stay_texts(empty: TestClient, tmp_path: Path, text: str) -> None:
    asked = [{"role": "user", "content": f"What is {text}?"}]
    assert sent(empty, messages=asked, correction=f"It is {text}").status_code == 201
    (line,) = lines(tmp_path)
    assert line["correction"] == f"It is {text}"
    assert len(read(tmp_path / "feedback.jsonl", "feedback.jsonl", {}).entries) == 1


def test_half_a_character_is_refused(empty: TestClient, tmp_path: Path) -> None:
    body = b'{"messages": [{"role": "user", "content": "\\ud800"}], "response": "9", "verdict": "wrong"}'
    reply = empty.post("/api/v1/feedback", content=body, headers={"content-type": "application/json"})
    assert reply.status_code in (400, 422)
    assert not (tmp_path / "feedback.jsonl").exists()


def test_a_file_that_is_full_or_a_link_is_left_alone(
    empty: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(empty, verdict="wrong")
    with monkeypatch.context() as patch:
        patch.setattr(feedback, "LARGEST", 300)
        assert sent(empty, verdict="wrong").status_code == 507
    assert len(lines(tmp_path)) == 1
    (tmp_path / "elsewhere").write_text("")
    (tmp_path / "feedback.jsonl").unlink()
    (tmp_path / "feedback.jsonl").symlink_to(tmp_path / "elsewhere")
    assert sent(empty, verdict="wrong").status_code == 400
    assert (tmp_path / "elsewhere").read_text() == ""


def test_who_may_only_look_says_nothing(empty: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "caller_of", lambda request: access.Caller("a guest", "read"))
    reply = sent(empty, verdict="wrong")
    assert (reply.status_code, "review" in reply.json()["detail"]) == (403, True)
    assert not (tmp_path / "feedback.jsonl").exists()
    assert empty.get("/metrics").status_code == 200
    monkeypatch.setattr(access, "caller_of", lambda request: access.Caller("a colleague", "review"))
    assert sent(empty, verdict="wrong").status_code == 201


def test_a_run_repairs_what_people_corrected(tmp_path: Path) -> None:
    """From the client to a verdict on the feedback's own holdout."""
    made = []
    for number in range(200):
        a, b = 100 + 7 * number % 900, 100 + 13 * number % 900
        asked = [{"role": "user", "content": f"A shop had {a} pears and bought {b} more. How many pears has it?"}]
        made.append({"messages": asked, "response": str(a + b - 1), "correction": str(a + b), "tags": ["shop"]})
    with served(tmp_path) as url:
        for said in made[:9]:
            Client(url).feedback(**said)
        asked = [{"role": "user", "content": "How many pears has a pearless pangolin?"}]
        Client(url).feedback(asked, "5", verdict="wrong")
    with (tmp_path / "feedback.jsonl").open("a") as file:  # the same, without as many requests
        file.writelines(json.dumps(feedback.Feedback(**said).line()) + "\n" for said in made[9:])
    (tmp_path / "student.toml").write_text('[areas."feedback"]\npass_rate = 0.2\n')
    config = load_config(
        None, ["guard.panel=0", "guard.skill=0", *SMALL[:6], "synthesize.rows=100"],
        student=f"sim:{tmp_path / 'student.toml'}", tasks=[str(tmp_path / "feedback.jsonl")],
    )  # fmt: skip
    run = api.run(config, tmp_path / "run")
    (task,) = run.summary()["summary"]["tasks"]
    assert (task["name"], task["n"] > 20, task["after"] > task["before"]) == ("feedback", True, True)
    assert run.sql("SELECT count(*) FROM probes WHERE question LIKE '%pangolin%'").fetchall() == [(0,)]
