"""A grader tried over HTTP: in a process of its own that ends, with nothing that reaches outside."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from repairloop.service import children, trying
from tests.service.conftest import client_of
from tests.service.test_pages import page_of

MATH = "/api/v1/graders/math/verdicts"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with client_of(tmp_path_factory.mktemp("none")) as found:
        yield found


def test_a_verdict_is_that_of_the_grader(client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}
    begun = children.subprocess.Popen

    def begin(*words: Any, **given: Any) -> Any:
        seen.update(given["env"])
        return begun(*words, **given)

    monkeypatch.setattr(children.subprocess, "Popen", begin)
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    found = client.post(MATH, json={"answer": "47 + 38 = 85 <script>", "reference": "86"}).json()
    assert (found["status"], found["error_class"], found["extracted"]) == ("fail", "off_by_one", "85")
    assert "OPENAI_API_KEY" not in seen


def test_the_form_says_the_same_and_keeps_what_was_given(client: Any) -> None:
    given = {"answer": "<img src=x onerror=alert(1)>\u202e 85", "reference": "85", "question": "", "settings": ""}
    reply = client.post("/graders/math", data=given, headers={"accept": "text/html"})
    assert reply.status_code == 200
    assert "<img" not in reply.text
    assert "&lt;img src=x onerror=alert(1)&gt;� 85" in reply.text
    assert '<span class="word pass">pass</span>' in reply.text


@pytest.mark.parametrize(
    ("grader", "given"),
    [
        ("judge", {}),
        ("grounded", {"settings": {"nli": "/etc"}}),
        ("all_of", {"reference": [{"grader": "judge", "settings": {"server": "openai:http://10.0.0.1/v1#m"}}]}),
        (
            "any_of",
            {"reference": [{"grader": "all_of", "reference": [{"grader": "grounded", "settings": {"nli": "x"}}]}]},
        ),
    ],
)
def test_what_reaches_outside_is_refused_before_anything_runs(
    client: Any, monkeypatch: pytest.MonkeyPatch, grader: str, given: dict[str, Any]
) -> None:
    monkeypatch.setattr(children.subprocess, "Popen", None)
    reply = client.post(f"/api/v1/graders/{grader}/verdicts", json={"answer": "x", **given})
    assert (reply.status_code, "alone" in reply.json()["detail"]) == (400, True)


def test_what_does_not_end_is_ended(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[Any] = []
    begun = children.subprocess.Popen

    def begin(*words: Any, **given: Any) -> Any:
        found.append(begun(*words, **given))
        return found[-1]

    monkeypatch.setattr(children.subprocess, "Popen", begin)
    monkeypatch.setattr(trying, "SECONDS", 0.01)
    reply = client.post(MATH, json={"answer": "1", "reference": "1"})
    assert (reply.status_code, "took longer than 0.01 s" in reply.json()["detail"]) == (400, True)
    with pytest.raises(ProcessLookupError):
        os.kill(found[0].pid, 0)


def test_more_than_a_few_at_once_wait(client: Any) -> None:
    for _ in range(2):
        assert children._turns.acquire(blocking=False)
    try:
        assert client.post(MATH, json={"answer": "1", "reference": "1"}).status_code == 503
    finally:
        for _ in range(2):
            children._turns.release()


@pytest.mark.parametrize("settings", ["[1]", "{", "nonsense", "[" * 100_000])
def test_settings_that_are_none_are_said_on_the_page(client: Any, settings: str) -> None:
    reply = client.post("/graders/math", data={"answer": "1", "settings": settings}, headers={"accept": "text/html"})
    assert (reply.status_code, 'role="alert"' in reply.text) == (400, True)
    assert client.post("/api/v1/graders/none/verdicts", json={"answer": "1"}).status_code == 404
    assert client.post(MATH, content=json.dumps({"answer": 1})).status_code == 422


def test_the_box_begins_with_an_example(client: Any) -> None:
    page = page_of(client, "/graders/choice")
    assert page.tags.count("textarea") == 4
