"""What people say over HTTP and on pages: who may, what is written, that it is shown as text, and that nothing else changes."""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import repairloop
from repairloop.ground.errors import DamageWarning
from repairloop.rundir import said
from repairloop.service import access, app, tokens
from repairloop.service.access import Caller
from tests.service.conftest import client_of
from tests.service.test_pages import page_of

RUN = "/api/v1/runs/first"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\x1b[31m \u202e{{7*7}} \"' "


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    shutil.copytree(root / "first", tmp_path / "runs" / "first")
    return tmp_path / "runs"


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with client_of(folder) as found:
        yield found


def some(folder: Path) -> tuple[str, str]:
    """A probe that failed, and a row that trains."""
    run = repairloop.open(folder / "first")
    probe = run.sql("SELECT probe_id FROM failures WHERE side = 'before' AND split = 'screen' ORDER BY 1").fetchall()
    row = run.sql("SELECT row_id FROM repair_rows WHERE dropped IS NULL ORDER BY 1").fetchall()
    return probe[0][0], row[0][0]


def calls(probe: str, row: str) -> list[tuple[str, dict[str, str]]]:
    return [
        (f"{RUN}/probes/{probe}/verdict", {"status": "pass", "why": "it is right"}),
        (f"{RUN}/rows/{row}/veto", {"why": "it is wrong"}),
        (f"{RUN}/adapter", {"word": "refuse", "why": "it rambles"}),
    ]


def test_each_saying_is_written_and_shown(client: TestClient, folder: Path) -> None:
    probe, row = some(folder)
    before = {file.name: file.read_bytes() for file in (folder / "first" / "shards").iterdir()}
    tags = {path: client.get(f"{RUN}{path}").headers["etag"] for path in ("/areas", "/said", f"/probes/{probe}")}
    stated = client.get(f"{RUN}/areas").json()["items"]
    for address, sent in calls(probe, row):
        reply = client.post(address, json=sent)
        assert reply.status_code == 201, reply.text
        assert reply.json()["who"] == tokens.person().name
    found = client.get(f"{RUN}/said").json()
    assert [one["about"] for one in found["items"]] == ["verdict", "row", "adapter"]
    assert (found["adapter"], found["signed_off"]) == ("refused", False)
    assert client.get(f"{RUN}/decision").json()["standing"] == "refused"
    assert client.get(f"{RUN}/decision").json()["verdict"] == "accepted"
    story = client.get(f"{RUN}/probes/{probe}").json()
    assert (story["said"][0]["new"], story["answers"][0]["verdict"], story["answers"][0]["people"]) == (
        "pass", "fail", "pass",
    )  # fmt: skip
    assert client.get(f"{RUN}/rows/{row}").json()["said"][0]["why"] == "it is wrong"
    failed = client.get(f"{RUN}/failures?limit=200").json()["items"]
    assert [one["people"] for one in failed if one["probe_id"] == probe] == ["pass"]
    (area,) = [one for one in client.get(f"{RUN}/areas").json()["items"] if one["people"]]
    assert area["people"]["overruled"] == 1
    assert [one | {"people": None} for one in client.get(f"{RUN}/areas").json()["items"]] == stated
    for path, tag in tags.items():  # who kept a reply is told that it is another one now
        assert client.get(f"{RUN}{path}", headers={"if-none-match": tag}).status_code == 200
    assert {file.name: file.read_bytes() for file in (folder / "first" / "shards").iterdir()} == before


def test_who_may_only_read_says_nothing(
    client: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    probe, row = some(folder)
    monkeypatch.setattr(access, "caller_of", lambda request: Caller("eve", "read"))
    monkeypatch.setattr("repairloop.service.said_reading.caller_of", lambda request: Caller("eve", "read"))
    for address, sent in calls(probe, row):
        assert client.post(address, json=sent).status_code == 403
    for page in (f"/runs/first/probes/{probe}", f"/runs/first/rows/{row}", "/runs/first/adapter"):
        assert client.post(page, data={"why": "so", "status": "pass", "word": "refuse"}).status_code == 403
        assert 'method="post"' not in client.get(page, headers={"accept": "text/html"}).text
    assert not (folder / "first" / said.NAME).exists()


def test_a_reviewer_is_named_by_who_asks_and_not_by_what_is_sent(
    client: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    probe, _ = some(folder)
    monkeypatch.setattr(access, "caller_of", lambda request: Caller("ada", "review"))
    address, sent = f"{RUN}/probes/{probe}/verdict", {"status": "pass", "why": "right"}
    assert client.post(address, json=sent | {"who": "bob"}).status_code == 422
    assert client.post(address, json=sent).json()["who"] == "ada"


def test_what_cannot_be_said_is_a_problem(client: TestClient, folder: Path) -> None:
    probe, row = some(folder)
    wrong = [
        (f"{RUN}/probes/{probe}/verdict", {"status": "fail", "why": "so"}, 400),
        (f"{RUN}/probes/{probe}/verdict", {"status": "good", "why": "so"}, 422),
        (f"{RUN}/probes/{probe}/verdict", {"status": "pass"}, 422),
        (f"{RUN}/probes/{probe}/verdict", {"status": "pass", "why": " "}, 400),
        (f"{RUN}/probes/{probe}/verdict", {"status": "pass", "why": "x" * 2001}, 422),
        (f"{RUN}/probes/ffffffffffffffff/verdict", {"status": "pass", "why": "so"}, 404),
        (f"{RUN}/probes/{probe}/gold", {"gold": "12", "why": "so"}, 400),
        (f"{RUN}/rows/ffffffffffffffff/veto", {"why": "so"}, 404),
        (f"{RUN}/adapter", {"word": "praise", "why": "so"}, 422),
        (f"{RUN}/adapter", {"word": "refuse", "why": "so", "cycle": 7}, 400),
        ("/api/v1/runs/second/adapter", {"word": "refuse", "why": "so"}, 404),
    ]
    for address, sent, status in wrong:
        reply = client.post(address, json=sent)
        assert (address, sent, reply.status_code) == (address, sent, status)
        assert reply.json()["status"] == status
    assert client.get(f"{RUN}/said").json()["items"] == []
    assert client.post(f"{RUN}/rows/{row}/veto", content=b"{" * 9000).status_code == 422


def test_a_key_says_nothing_twice(client: TestClient, folder: Path) -> None:
    probe, row = some(folder)
    for address, sent in calls(probe, row):
        first, again = (client.post(address, json=sent, headers={"idempotency-key": address}) for _ in range(2))
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json() == again.json()
    other = client.post(
        f"{RUN}/adapter", json={"word": "sign-off", "why": "x"}, headers={"idempotency-key": f"{RUN}/adapter"}
    )
    assert other.status_code == 400
    assert len(client.get(f"{RUN}/said").json()["items"]) == 3


def test_forms_say_it_without_script(client: TestClient, folder: Path) -> None:
    first = client.get(f"{RUN}/failures?limit=20").json()["items"]
    probe, row = next(one["probe_id"] for one in first if one["split"] == "screen"), some(folder)[1]
    for page, sent in (
        (f"/runs/first/probes/{probe}", {"side": "before", "status": "pass", "why": "it is right"}),
        (f"/runs/first/rows/{row}", {"why": "it is wrong"}),
        ("/runs/first/adapter", {"word": "sign-off", "why": "looked at it"}),
    ):
        assert f'action="{page}"' in client.get(page, headers={"accept": "text/html"}).text
        reply = client.post(page, data=sent, follow_redirects=False)
        assert (reply.status_code, reply.headers["location"]) == (303, f"{page}#said")
        assert sent["why"] in page_of(client, page).text
    text = page_of(client, "/runs/first/said").text
    assert "1 verdict overruled, 1 row vetoed, 1 word on an adapter" in text
    assert "signed off" in text
    assert "people hold it for" in page_of(client, "/runs/first/failures").text
    assert "1 overruled by people" in page_of(client, "/runs/first/areas").text
    reply = client.post(f"/runs/first/rows/{row}", data={"why": "again"}, headers={"accept": "text/html"})
    assert reply.status_code == 400
    assert "vetoed already" in reply.text


def test_failures_that_people_hold_for_passed_are_found_by_themselves(client: TestClient, folder: Path) -> None:
    asked = f"{RUN}/failures?overruled=1&limit=1"
    assert client.get(asked).json() == {"total": 0, "items": [], "next": None}
    ids = [one["probe_id"] for one in client.get(f"{RUN}/failures?limit=9").json()["items"]]
    for probe, status in ((ids[4], "pass"), (ids[1], "pass"), (ids[6], "pass"), (ids[6], "fail")):
        said_ = client.post(f"{RUN}/probes/{probe}/verdict", json={"status": status, "why": "so"})
        assert said_.status_code == 201, said_.text
    first = client.get(asked).json()
    second = client.get(f"{asked}&after={first['next']}").json()
    assert [one["probe_id"] for one in first["items"] + second["items"]] == [ids[1], ids[4]]
    assert (first["total"], second["total"], second["next"]) == (2, 2, None)
    assert client.get(f"{asked}&side=after").json()["total"] == 0
    page = page_of(client, "/runs/first/failures?overruled=1&error_class=&text=")
    assert "2 failures" in page.text
    assert {f"/runs/first/probes/{ids[1]}", f"/runs/first/probes/{ids[4]}"} <= set(page.links)


def test_another_site_says_nothing(client: TestClient, folder: Path) -> None:
    _, row = some(folder)
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post(f"/runs/first/rows/{row}", data={"why": "so"}, headers=headers).status_code == 403
    assert not (folder / "first" / said.NAME).exists()


def test_hostile_reasons_and_names_are_text(
    client: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    probe, row = some(folder)
    monkeypatch.setattr(access, "caller_of", lambda request: Caller("<b>eve</b>", "review"))
    for address, sent in calls(probe, row):
        assert client.post(address, json=sent | {"why": HOSTILE}).status_code == 201
    for page in (f"/runs/first/probes/{probe}", f"/runs/first/rows/{row}", "/runs/first/adapter", "/runs/first/said"):
        found = page_of(client, page)
        assert found.tags.count("script") == 0
        assert "img" not in found.tags
        assert "b" not in found.tags
        assert "<script>alert(1)</script>" in found.text
        assert "\x1b" not in found.text
        assert "\u202e" not in found.text


def test_a_file_that_is_damaged_is_no_traceback(client: TestClient, folder: Path) -> None:
    probe, _ = some(folder)
    (folder / "first" / said.NAME).write_bytes(b'{"n": 1}\n\xff\n')
    with warnings.catch_warnings(action="ignore", category=DamageWarning):
        assert client.get(f"{RUN}/areas").status_code == 200
        page_of(client, "/runs/first/said")
        assert client.post(f"{RUN}/probes/{probe}/verdict", json={"status": "pass", "why": "so"}).json()["n"] == 3


def test_the_api_describes_it(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    about = described["paths"]["/api/v1/runs/{run}/probes/{probe_id}/verdict"]["post"]
    assert {"201", "403"} <= about["responses"].keys()
    assert "Idempotency-Key" in json.dumps(about)
    assert app.said_api.router.routes
