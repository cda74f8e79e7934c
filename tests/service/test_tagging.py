"""Tags: put on, found by, taken off; by whoever may review, and on the service's side alone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from repairloop.service.ledger import NAME
from repairloop.service.tags import LONGEST, MOST
from tests.service.conftest import client_of
from tests.service.test_pages import page_of

RUN = "/api/v1/runs/first"


@pytest.fixture
def client(root: Path, tmp_path: Path) -> Any:
    for name in ("first", "second"):
        shutil.copytree(root / "first", tmp_path / name)
    with client_of(tmp_path) as found:
        yield found


def test_a_tag_is_put_on_found_by_and_taken_off(client: Any, tmp_path: Path) -> None:
    assert client.get("/api/v1/runs").json()["items"][0]["tags"] == []
    assert not (tmp_path / NAME).exists()  # who only looks writes nothing
    shards = sorted((tmp_path / "first" / "shards").iterdir())
    before = client.get(RUN)
    assert client.post(f"{RUN}/tags", json={"tag": "  to  the board "}).json()["tags"] == ["to the board"]
    assert client.post(f"{RUN}/tags", json={"tag": "to the board"}).json()["tags"] == ["to the board"]  # again
    assert client.get("/api/v1/tags").json() == {"to the board": 1}
    (found,) = client.get("/api/v1/runs", params={"tag": "to the board"}).json()["items"]
    assert (found["id"], found["tags"]) == ("first", ["to the board"])
    assert [run["id"] for run in client.get("/api/v1/runs?text=BOARD").json()["items"]] == ["first"]
    assert client.get("/api/v1/runs?tag=board").json()["items"] == []
    after = client.get(RUN, headers={"if-none-match": before.headers["etag"]})
    assert (after.status_code, after.json()["tags"]) == (200, ["to the board"])
    assert client.delete(f"{RUN}/tags/to%20the%20board").json()["tags"] == []
    assert client.get("/api/v1/tags").json() == {}
    assert sorted((tmp_path / "first" / "shards").iterdir()) == shards


@pytest.mark.parametrize("tag", ["", "   ", "x" * (LONGEST + 1), "a\x00b", "a\u202eb", "x" * 10_000])
def test_what_is_no_tag_is_refused(client: Any, tag: str) -> None:
    assert client.post(f"{RUN}/tags", json={"tag": tag}).status_code in (400, 422)
    assert client.get("/api/v1/tags").json() == {}


def test_a_run_has_so_many_and_no_more(client: Any) -> None:
    for number in range(MOST):
        assert client.post(f"{RUN}/tags", json={"tag": f"t{number}"}).status_code == 200
    assert client.post(f"{RUN}/tags", json={"tag": "one more"}).status_code == 400
    assert client.post(f"{RUN}/tags", json={"tag": "t0"}).status_code == 200
    assert client.post("/api/v1/runs/third/tags", json={"tag": "x"}).status_code == 404


def test_the_form_does_the_same(client: Any) -> None:
    reply = client.post("/runs/first/tags", data={"add": "<b>&"}, follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (303, "/runs/first")
    for address in ("/runs/first", "/", "/?tag=%3Cb%3E%26"):
        page = page_of(client, address)
        assert "<b>&" in page.text
        assert "b" not in page.tags
    assert "/runs/second" not in page.links
    client.post("/runs/first/tags", data={"remove": "<b>&"})
    assert client.get("/api/v1/tags").json() == {}
