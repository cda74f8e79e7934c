"""The API: what it gives is what the run holds, page by page; what it cannot give it says as a problem."""

from __future__ import annotations

import asyncio
import fcntl
import gc
import io
import json
import os
import re
import shutil
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from repairloop.config import Config, to_toml
from repairloop.rundir.store import Store
from repairloop.rundir.views import area_rows, connect, fetch
from repairloop.service.app import application, inside
from repairloop.service.snapshots import DOWNLOADS
from tests.forks import Fork
from tests.service.conftest import client_of

RUN = "/api/v1/runs/first"


def asked(planted: Any, query: str) -> list[tuple[Any, ...]]:
    return list(planted.sql(query).fetchall())


def pages(client: Any, address: str) -> list[dict[str, Any]]:
    """All things of a list that comes in pages."""
    found, after = [], ""
    for _ in range(1000):
        page = client.get(f"{address}{'&' if '?' in address else '?'}after={after}").json()
        found += page["items"]
        after = page["next"]
        if after is None:
            return found
    raise AssertionError("it does not end")


def test_runs_are_listed(client: Any) -> None:
    (run,) = client.get("/api/v1/runs").json()["items"]
    assert (run["id"], run["state"], run["verdict"]) == ("first", "finished", "accepted")
    assert run["gain"]["low"] < run["gain"]["change"] < run["gain"]["high"]
    assert client.get("/api/v1/runs?text=irst").json()["items"] == [run]
    assert client.get("/api/v1/runs?text=second").json()["items"] == []
    full = client.get(RUN).json()
    assert full.items() >= run.items()
    assert any(line.startswith("targeted areas, unseen wording") for line in full["summary"])


def test_runs_come_in_pages_the_newest_first(root: Path, tmp_path: Path) -> None:
    for number in range(5):
        shutil.copytree(root / "first", tmp_path / f"run {number}")
        os.utime(tmp_path / f"run {number}" / "manifest.json", (1e9 + number, 1e9 + number))
    (tmp_path / "no run").mkdir()
    (tmp_path / ".hidden").symlink_to(root / "first")
    with client_of(tmp_path) as client:
        assert [run["id"] for run in pages(client, "/api/v1/runs?limit=2")] == [f"run {n}" for n in (4, 3, 2, 1, 0)]
        assert client.get("/api/v1/runs/run%203").json()["id"] == "run 3"
        assert client.get("/api/v1/runs/no%20run").status_code == 404
        assert client.get("/api/v1/runs/.hidden").status_code == 404


def test_areas_are_those_of_the_command_line(client: Any, planted: Any) -> None:
    found = client.get(f"{RUN}/areas").json()
    with connect(Store.open(planted.path)) as db:
        rows = {row["area"]: row for row in area_rows(db)}
    assert {row["area"] for row in found["items"]} == rows.keys()
    for row in found["items"]:
        assert (row["before"], row["decision"], row["q_value"]) == tuple(
            rows[row["area"]][name] for name in ("before", "decision", "q_value")
        )
    assert (found["alpha"], found["target"]) == (0.05, 0.7)


@pytest.mark.parametrize(
    ("given", "condition"),
    [
        ("", "side = 'before'"),
        ("side=after", "side = 'after'"),
        ("area=math", "side = 'before' AND starts_with(area, 'math/')"),
        ("area=math/add", "false"),
        ("error_class=off_by_one", "side = 'before' AND error_class = 'off_by_one'"),
        ("text=ADD", "side = 'before' AND (contains(lower(question), 'add') OR contains(lower(answer), 'add'))"),
        ("text=100%25_\\", "side = 'before' AND contains(question || answer, '100%_\\')"),
        (
            "flips=1",
            "side = 'before' AND probe_id IN (SELECT probe_id FROM verdicts WHERE side = 'after' AND status = 'pass')",
        ),
    ],
)
def test_failures_are_those_that_the_filters_name(client: Any, planted: Any, given: str, condition: str) -> None:
    wanted = asked(planted, f"SELECT probe_id FROM failures WHERE {condition} ORDER BY cycle, area, probe_id")
    found = pages(client, f"{RUN}/failures?limit=37&{given}")
    assert [one["probe_id"] for one in found] == [name for (name,) in wanted]
    assert client.get(f"{RUN}/failures?limit=1&{given}").json()["total"] == len(wanted)
    assert all(one["other"] == "pass" for one in found) or "flips" not in given


def test_many_ask_at_once_of_a_snapshot_that_is_new(root: Path) -> None:
    with client_of(root) as client, ThreadPoolExecutor(8) as pool:
        addresses = [
            f"{RUN}/failures?limit=50{given}" for given in ("", "&text=a", "&side=after", "&text=a&side=after")
        ]
        found = list(pool.map(lambda address: client.get(address).json(), addresses * 4))
        assert found[:4] * 4 == found
        assert [page["total"] for page in found[:4]] == [client.get(address).json()["total"] for address in addresses]


def test_a_probe_has_both_answers_and_the_place_of_what_was_extracted(client: Any) -> None:
    failure = client.get(f"{RUN}/failures?flips=1&limit=1").json()["items"][0]
    story = client.get(f"{RUN}/probes/{failure['probe_id']}").json()
    before, after = story["answers"][0], next(a for a in story["answers"] if a["side"] == "after")
    assert (before["side"], before["verdict"], after["verdict"]) == ("before", "fail", "pass")
    assert before["text"][before["span_start"] : before["span_end"]] == before["extracted"]
    assert story["probe"]["messages"][-1]["content"] in failure["question"]


def test_a_row_leads_to_its_failures_and_on_to_the_answers_after_training(client: Any, planted: Any) -> None:
    ((row_id, count),) = asked(planted, "SELECT row_id, count(*) FROM lineage GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1")
    story = client.get(f"{RUN}/rows/{row_id}").json()
    assert len(story["failures"]) == min(count, 200)
    assert story["row"]["agents"]
    assert isinstance(story["row"]["prompt"], list)
    verdicts = dict(asked(planted, "SELECT probe_id, status FROM verdicts WHERE side = 'after'"))
    assert all(one["after"] == verdicts.get(one["probe_id"]) for one in story["failures"])
    ((trains,),) = asked(planted, "SELECT count(*) FROM repair_rows WHERE dropped IS NULL")
    assert len(pages(client, f"{RUN}/rows?limit=200&fate=trains")) == trains


def test_the_decision(client: Any, planted: Any) -> None:
    found = client.get(f"{RUN}/decision").json()
    assert asked(planted, "SELECT verdict, reason FROM decisions WHERE side = 'after'") == [
        (found["verdict"], found["reason"])
    ]
    assert {rule["name"] for rule in found["summary"]["rules"]} >= {"gain", "canaries"}


def test_a_query_is_answered_and_a_bad_one_is_not(client: Any, planted: Any) -> None:
    query = "SELECT area, count(*) AS n, DATE '2020-01-01' AS day, 'nan'::DOUBLE AS x FROM probes GROUP BY 1 ORDER BY 1"
    found = client.post(f"{RUN}/sql", json={"query": query}).json()
    assert found["columns"] == ["area", "n", "day", "x"]
    assert [tuple(row[:2]) for row in found["rows"]] == asked(
        planted, "SELECT area, count(*) FROM probes GROUP BY 1 ORDER BY 1"
    )
    assert found["rows"][0][2:] == ["2020-01-01", "nan"]
    for bad in ("ATTACH 'x'", "SELECT * FROM read_csv('/etc/passwd')", "DELETE FROM probes", "SELECT 1; SELECT 2", "x"):
        assert client.post(f"{RUN}/sql", json={"query": bad}).status_code == 400
    assert client.post(f"{RUN}/sql", json={"query": "SELECT 1", "database": "/x"}).status_code == 422


@pytest.mark.parametrize("table", ["probes", "failures", "repair_rows", "decisions"])
def test_a_table_is_downloaded_whole(client: Any, planted: Any, table: str) -> None:
    with connect(Store.open(planted.path)) as db:
        wanted = fetch(db, f"FROM {table} ORDER BY ALL")

    def ordered(rows: list[dict[str, Any]]) -> list[str]:
        return sorted(json.dumps(row, sort_keys=True) for row in rows)

    replies = {form: client.get(f"{RUN}/tables/{table}?format={form}") for form in ("parquet", "jsonl", "arrow")}
    read = {
        "parquet": pq.read_table(io.BytesIO(replies["parquet"].content)).to_pylist(),
        "jsonl": [json.loads(line) for line in replies["jsonl"].text.split("\n") if line],
        "arrow": pa.ipc.open_stream(replies["arrow"].content).read_all().to_pylist(),
    }
    for form, reply in replies.items():
        assert reply.headers["content-disposition"] == f"attachment; filename*=UTF-8''first-{table}.{form}"
        assert ordered(read[form]) == ordered(wanted)


def test_events_are_told_from_any_place_on(client: Any, root: Path) -> None:
    log = (root / "first" / "logs" / "events.jsonl").read_bytes()

    def told(last: str | None) -> list[tuple[int, dict[str, Any]]]:
        reply = client.get(f"{RUN}/events", headers={"last-event-id": last} if last else {})
        found = re.findall(r"^id: (\d+)\ndata: (.*)$", reply.text, re.MULTILINE)
        return [(int(place), json.loads(data)) for place, data in found]

    everything = told(None)
    assert [event for _, event in everything] == [json.loads(line) for line in log.splitlines()]
    for place, _ in everything[::7]:
        assert told(str(place)) == [one for one in everything if one[0] > place]
    assert client.get(f"{RUN}/events", headers={"last-event-id": str(len(log))}).status_code == 204
    for bad in ("x", "-1", "1e3", "9" * 40, "٣"):
        assert client.get(f"{RUN}/events", headers={"last-event-id": bad.encode()}).status_code == 400


def test_a_reply_has_an_etag_that_changes_with_the_run(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "first", tmp_path / "first")
    with client_of(tmp_path) as client:
        first = client.get(f"{RUN}/areas")
        tag = {"if-none-match": first.headers["etag"]}
        same = client.get(f"{RUN}/areas", headers=tag)
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag["if-none-match"])
        assert client.get(f"{RUN}/failures", headers=tag).status_code == 200
        Store.open(tmp_path / "first").manifest({"outcome": "rejected"})
        assert client.get(f"{RUN}/areas", headers=tag).status_code == 200
        assert client.get(RUN).json()["outcome"] == "rejected"


def test_a_run_whose_process_was_killed_is_not_unchanged(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "first", tmp_path / "first")
    store = Store.open(tmp_path / "first")
    store.manifest({"status": "running"})
    with client_of(tmp_path) as client:
        with (store.path / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            driven = client.get(RUN)
        assert driven.json()["state"] == "running"
        again = client.get(RUN, headers={"if-none-match": driven.headers["etag"]})
        assert (again.status_code, again.json()["state"]) == (200, "stopped")


def test_a_newer_snapshot_is_read_though_an_older_one_is_open(root: Path, tmp_path: Path) -> None:
    """DuckDB would give whoever opens the path again the old file, as long as somebody has it."""
    shutil.copytree(root / "first", tmp_path / "first")
    store = Store.open(tmp_path / "first")
    with client_of(tmp_path) as client, duckdb.connect(str(store.database), read_only=True):
        assert client.get(f"{RUN}/failures?limit=1").json()["total"] > 1
        kept = [name for name in store.read_manifest()["receipts"] if name.startswith("probe-screen")]
        store.manifest({"receipts": kept, "status": "stopped"})
        Store.open(store.path).publish(final=True)
        assert client.get(f"{RUN}/failures?limit=1").json()["total"] == 0
        assert client.get(RUN).json()["state"] == "stopped"


def test_what_is_damaged_is_said(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "first", tmp_path / "first")
    (tmp_path / "first" / "run.duckdb").write_bytes(b"no database")
    shutil.copytree(root / "first", tmp_path / "second")
    (tmp_path / "second" / "manifest.json").write_text("{")
    with client_of(tmp_path) as client:
        reply = client.get(f"{RUN}/areas")
        assert (reply.status_code, reply.headers["content-type"]) == (409, "application/problem+json")
        assert "repairloop fsck" in reply.json()["detail"]
        states = {run["id"]: (run["state"], bool(run["damage"])) for run in client.get("/api/v1/runs").json()["items"]}
        assert states == {"first": ("finished", True), "second": ("damaged", True)}
        assert client.get("/").status_code == 200
        assert client.get("/runs/first").status_code == 200


def test_health_readiness_and_description(root: Path, tmp_path: Path) -> None:
    with client_of(tmp_path / "none") as client:
        assert client.get("/health").json()["status"] == "ok"
        assert client.get("/ready").status_code == 400
        assert client.get("/api/v1/runs").json()["items"] == []
        described = client.get("/openapi.json").json()
        assert {path for path in described["paths"] if path.startswith("/api/v1")} >= {"/api/v1/runs/{run}/failures"}
        assert client.get("/docs").status_code == client.get("/redoc").status_code == 404


@pytest.mark.slow
def test_the_calls_of_the_page_work(root: Path, tmp_path: Path) -> None:
    """The lines of docs/service.md, on a service of its own that a signal ends."""
    if not shutil.which("curl"):
        pytest.skip("there is no curl")
    page = (Path(__file__).parents[2] / "docs" / "service.md").read_text(encoding="utf-8")
    calls = re.findall(r"^curl .*$", page, re.MULTILINE)
    assert len(calls) == 13
    shutil.copytree(root, tmp_path / "runs")  # in which a run is started
    rows = (f"What is {n} plus {n + 7}?,{2 * n + 7}" for n in range(60))
    (tmp_path / "tickets.csv").write_text("\n".join(["question,answer", *rows]))
    run = Fork("serve", "--root", tmp_path / "runs", "--port", "0")
    port = re.search(r"http://127\.0\.0\.1:(\d+)/", run.lines.readline())[1]  # type: ignore[index]
    for call in calls:
        line = call.replace(":8765", f":{port}").replace("curl ", "curl --fail --max-time 120 ", 1)
        said = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, timeout=150)
        assert said.returncode == 0, said.stderr
        assert said.stdout or (tmp_path / "failures.parquet").stat().st_size > 1000
    os.kill(run.pid, signal.SIGTERM)
    assert run.wait() == 143


def test_a_download_that_is_left_frees_its_place(root: Path) -> None:
    """At once, not when Python looks for what nobody uses."""
    app = application(root)
    snapshots = inside(app).state.runs.snapshots
    scope = {
        "type": "http", "method": "GET", "path": f"{RUN}/tables/answers", "raw_path": b"", "query_string": b"format=jsonl",
        "headers": [(b"host", b"127.0.0.1")], "http_version": "1.1", "scheme": "http", "asgi": {"spec_version": "2.3"},
    }  # fmt: skip

    async def leave() -> int:
        begun = asyncio.Event()
        asked: list[Any] = [{"type": "http.request", "body": b"", "more_body": False}]
        places = []

        async def receive() -> Any:
            if asked:
                return asked.pop()
            await begun.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.body" and message["body"]:
                places.append(snapshots._downloads._value)
                begun.set()
                await asyncio.sleep(60)

        await app(dict(scope), receive, send)
        return int(places[0])

    gc.disable()
    try:
        assert [asyncio.run(leave()) for _ in range(DOWNLOADS + 2)] == [DOWNLOADS - 1] * (DOWNLOADS + 2)
    finally:
        gc.enable()
    assert snapshots._downloads._value == DOWNLOADS


def test_what_is_wrong_with_a_request_is_said(client: Any) -> None:
    assert client.get("/api/v1/nothing").json()["detail"].startswith("there is nothing at this address")
    broken = client.post(f"{RUN}/sql", content=b"{nope", headers={"content-type": "application/json"})
    assert (broken.status_code, broken.json()["detail"][:10]) == (422, "the body: ")


def test_a_run_that_has_just_begun_is_not_damaged(tmp_path: Path) -> None:
    Store.create(tmp_path / "new", to_toml(Config(student="sim:planted")))
    with client_of(tmp_path) as client:
        assert client.get("/api/v1/runs/new").json()["damage"] is None
        early = client.get("/api/v1/runs/new/areas")
        assert (early.status_code, "no rows yet" in early.json()["detail"]) == (409, True)
