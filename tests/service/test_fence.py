"""Requests that come from elsewhere, or ask for what is not there, are refused: in one line, logged, without a traceback."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from repairloop.ground.errors import UsageError
from repairloop.service import fence
from repairloop.service.app import application, serve

PAGES = ("/", "/runs/first", "/api/v1/runs", "/api/v1/runs/first/failures", "/static/style.css", "/none", "/health")


def refused(reply: Any, *codes: int) -> None:
    assert reply.status_code in codes, reply.text
    assert "Traceback" not in reply.text
    assert reply.headers["content-security-policy"] == fence.POLICY
    if reply.request.method != "HEAD":
        assert reply.json()["status"] == reply.status_code


@pytest.mark.parametrize("path", PAGES)
def test_every_reply_says_what_a_browser_may_do(client: Any, path: str) -> None:
    headers = client.get(path).headers
    assert headers.items() >= fence.HEADERS.items()
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "cache-control" in headers
    assert "server" not in headers


HOSTS = [
    "evil.example", "127.0.0.1.evil.example", "evil.example:8765", "localhost.", "127.0.0.2", "0.0.0.0", "[::2]", "2130706433",
    "0x7f.1", "127.1", "user@127.0.0.1", "127.0.0.1:x", "127.0.0.1:99999", "127.0.0.1/", "[::1", "", " ", "localhost#x", "localhost?",
    "127.0.0.1:0", "a,127.0.0.1", "::1", "metadata.google.internal", "localhost\\evil",
]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_a_name_that_is_not_ours_is_refused(client: Any, caplog: pytest.LogCaptureFixture, host: str) -> None:
    for path in ("/", "/api/v1/runs", "/health"):
        refused(client.get(path, headers={"host": host}), 421)
    assert caplog.text.count("refused") == 3


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8765", "127.0.0.1:1", "[::1]:8765", "[::1]"])
def test_our_names_are_answered(client: Any, host: str) -> None:
    assert client.get("/health", headers={"host": host}).status_code == 200


ORIGINS = [
    "http://evil.example", "https://127.0.0.1", "http://127.0.0.1:1", "http://localhost:8765", "null", "", "file://", "http://",
    "127.0.0.1:8765", "http://127.0.0.1:8765@evil.example", "http://127.0.0.1:8765.evil.example", "http://127.0.0.1:8765/",
]  # fmt: skip


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_page_of_another_site_may_not_ask(client: Any, origin: str) -> None:
    headers = {"origin": origin}
    refused(client.get("/api/v1/runs", headers=headers), 403)
    refused(client.post("/api/v1/runs/first/sql", headers=headers, json={"query": "SELECT 1"}), 403)
    refused(client.post("/runs/first/sql", headers=headers, data={"query": "SELECT 1"}), 403)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "x"])
def test_nor_one_that_names_no_origin(client: Any, site: str) -> None:
    reply = client.post("/runs/first/sql", headers={"sec-fetch-site": site}, data={"query": "SELECT 1"})
    refused(reply, 403)
    assert client.get("/", headers={"sec-fetch-site": site}).status_code == 200  # a link


def test_our_own_pages_may(client: Any) -> None:
    for headers in ({"origin": "http://127.0.0.1:8765"}, {"origin": "null", "sec-fetch-site": "same-origin"}, {}):
        assert client.post("/runs/first/sql", headers=headers, data={"query": "SELECT 1"}).status_code == 200


STEPS = [
    "..", "../first", "first/..", "../../etc/passwd", "/etc/passwd", "first/../first", "./first", "first/", "first\0", "first%00",
    "..\\..", "C:\\", "file:///etc/passwd", "~", "$HOME", "first/manifest.json", "FIRST", " first", "first ", ".", "", "*", "f?rst",
    "%2e%2e", "..%2f..%2fetc%2fpasswd", "first;x", "first\n", "ﬁrst", "first/shards", "first/./", "\ud800", "..;/", "....//", "first\u202e",
]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_no_path_is_opened(client: Any, step: str) -> None:
    name = quote(step.encode("utf-8", "surrogatepass"), safe="")
    for address in (f"/api/v1/runs/{name}/areas", f"/api/v1/runs/{name}/events", f"/api/v1/runs/{name}/tables/probes"):
        refused(client.get(address), 404)
    if step in ("", ".", ".."):  # which the client makes another address of
        return
    for address in (f"/static/{name}", f"/api/v1/runs/first/probes/{name}", f"/api/v1/runs/first/rows/{name}"):
        assert client.get(address).status_code == 404
    reply = client.get(f"/api/v1/runs/first/tables/{name}")
    assert reply.status_code in (400, 404)
    assert "root:" not in reply.text


MALFORMED = [
    "limit=0", "limit=-1", "limit=201", "limit=x", "limit=1e2", "limit=", "after=x", "after=W10", "after=WzEsMl0", "after=%00",
    "after=" + "A" * 2001, "area=" + "x" * 301, "text=" + "x" * 501, "flips=perhaps", "after=bnVsbA", "after=é",
    "after=WzEwMDAwMDAwMDAwMDAwMDAwMDAwMDAwLCJhIiwiYiJd", "side=" + "x" * 301, "limit=99999999999999999999999", "after=" + "W1" * 900,
]  # fmt: skip


@pytest.mark.parametrize("query", MALFORMED)
def test_what_cannot_be_understood_is_said(client: Any, query: str) -> None:
    refused(client.get(f"/api/v1/runs/first/failures?{query}"), 400, 422)
    client.get(f"/runs/first/failures?{query}")  # a page says so too, or does not ask for it


BODIES = [
    b"", b"{", b"null", b"[]", b"1", b'"x"', b"{}", b'{"query": 1}', b'{"query": null}', b'{"query": ""}', b"\xff\xfe", b'{"query": "x", "query2": 1}',
    b'{"query": "SELECT 1", "seconds": -1}', b'{"query": "SELECT 1", "seconds": 1e9}', b'{"query": "SELECT 1", "seconds": NaN}',
    b"[" * 100_000, b'{"a":' * 50_000, b'{"query": "' + b"x" * 200_000 + b'"}', b"\0" * 1000, b'{"query": "\\ud800"}',
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_is_none_of_ours_is_refused(client: Any, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    refused(client.post("/api/v1/runs/first/sql", content=body, headers=headers), 400, 422)
    assert client.post("/runs/first/sql", content=body).status_code == 400


def test_what_is_too_large_is_refused(client: Any) -> None:
    large = b"x" * (fence.LARGEST_BODY + 1)
    for address in ("/runs/first/sql", "/api/v1/runs/first/sql", "/none"):
        refused(client.post(address, content=large), 413)
        refused(client.post(address, content=(large[:5000] for _ in range(300))), 413)  # in pieces, of no stated length
    refused(client.get("/?text=" + "x" * fence.LONGEST_TARGET), 414)


@pytest.mark.parametrize("method", ["PUT", "OPTIONS", "TRACE", "CONNECT", "X"])
def test_other_methods_are_refused(client: Any, method: str) -> None:
    refused(client.request(method, "/api/v1/runs"), 405)


def test_a_slow_body_is_given_up(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fence, "BODY_SECONDS", 0.05)
    sent: list[Any] = []
    scope = {
        "type": "http", "method": "POST", "path": "/runs/first/sql", "raw_path": b"/runs/first/sql", "query_string": b"",
        "headers": [(b"host", b"127.0.0.1")], "http_version": "1.1", "scheme": "http",
    }  # fmt: skip

    async def never() -> Any:
        await asyncio.sleep(60)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(application(root)(scope, never, send))
    assert sent[0]["status"] == 408


def test_what_fails_is_logged_and_not_shown(
    client: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("a secret of the machine")

    monkeypatch.setattr("repairloop.service.reading.failures", broken)
    for address in ("/api/v1/runs/first/failures", "/runs/first/failures"):
        reply = client.get(address)
        assert reply.status_code == 500
        assert "secret" not in reply.text
    assert "a secret of the machine" in caplog.text


def test_what_cannot_be_served_is_said(root: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        serve(tmp_path / "none", "127.0.0.1", 0)
