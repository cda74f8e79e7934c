"""/metrics: what Prometheus' own parser reads there is what happened."""

from __future__ import annotations

import shutil
import threading
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.service.conftest import client_of
from tests.service.live import served


def counted(text: str) -> dict[tuple[str, ...], float]:
    """Name and label values → value."""
    families = list(text_string_to_metric_families(text))
    assert all(family.documentation for family in families)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_requests_are_counted_by_status(client: Any) -> None:
    before = counted(client.get("/metrics").text)
    client.get("/api/v1/runs/first/areas")
    client.get("/api/v1/runs/none")
    client.get("/api/v1/runs", headers={"host": "elsewhere"})  # refused by the outermost guard
    client.request("PURGE", "/")
    reply = client.get("/metrics")
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    after = counted(reply.text)
    name = "repairloop_requests_total"
    assert after[name, "GET", "200"] == before.get((name, "GET", "200"), 0) + 2  # /metrics itself, and the areas
    assert (after[name, "GET", "404"], after[name, "GET", "421"], after[name, "other", "405"]) == (1, 1, 1)
    assert (after["repairloop_requests_in_progress",], after["repairloop_event_streams",]) == (1, 0)


def test_runs_are_counted_by_state_and_their_snapshots_have_a_size(root: Path, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        shutil.copytree(root / "first", tmp_path / name)
    (tmp_path / "c" / "manifest.json").write_text("{")
    with client_of(tmp_path) as client:
        assert counted(client.get("/metrics").text)["repairloop_snapshot_memory_bytes",] == 0
        assert client.get("/api/v1/runs/a/failures").status_code == 200
        found = counted(client.get("/metrics").text)
    assert (found["repairloop_runs", "finished"], found["repairloop_runs", "damaged"]) == (2, 1)
    assert found["repairloop_snapshots",] == 1
    assert 0 < found["repairloop_snapshot_memory_bytes",] < found["process_resident_memory_bytes",] < 2**33


@pytest.mark.timeout(60)
def test_open_streams_are_counted(root: Path, tmp_path: Path) -> None:
    """A run that somebody drives has a stream that stays open."""
    import fcntl

    shutil.copytree(root / "first", tmp_path / "live")
    with served(tmp_path) as url, (tmp_path / "live" / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stream = urllib.request.urlopen(f"{url}/api/v1/runs/live/events", timeout=20)
        assert stream.readline() == b"retry: 2000\n"
        assert streams(url) == 1
        stream.close()
        gone = threading.Event()
        assert any(streams(url) == 0 or gone.wait(0.2) for _ in range(100))
        assert streams(url) == 0


def streams(url: str) -> float:
    with urllib.request.urlopen(f"{url}/metrics", timeout=20) as reply:
        return counted(reply.read().decode())["repairloop_event_streams",]
