"""Jobs: whatever becomes of the service, none is lost and none runs twice at once; what is not for a request to say is refused."""

from __future__ import annotations

import json
import os
import signal
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import httpx
import pytest

from repairloop.config import Config
from repairloop.ground.errors import UsageError
from repairloop.rundir.store import Store
from repairloop.service import children, jobs
from repairloop.service.app import application
from repairloop.service.form import fields
from repairloop.service.jobs import Jobs
from repairloop.service.launch import born
from repairloop.service.ledger import Ledger
from repairloop.service.offers import CLOSED, OPEN, Offers, settle
from repairloop.service.problems import Conflict
from tests.forks import FORKS
from tests.loop.test_loop import shards
from tests.service.conftest import client_of
from tests.service.test_pages import Page, page_of
from tests.some import some

API = "/api/v1"
QUICK: dict[str, Any] = {
    "student": "sim:planted", "skills": ["math"], "areas": ["math/addition"], "repair": False, "preset": "smoke",
}  # fmt: skip
"""A diagnosis of two areas."""
WHOLE: dict[str, Any] = QUICK | {"repair": True, "synthesize": {"rows": 60, "voice": 0.0}, "guard": {"canaries": 0}}
WAIT = 90.0


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The children give way to nobody, or tests beside them would make these wait."""
    monkeypatch.setattr(jobs, "launched", partial(children.launched, nice=0))
    monkeypatch.setattr(jobs, "LOOK_SECONDS", 0.05)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "runs").mkdir()
    return tmp_path / "runs"


@pytest.fixture
def client(folder: Path) -> Iterator[Any]:
    with client_of(folder) as found:
        yield found


def until(condition: Callable[[], Any], seconds: float = WAIT) -> Any:
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it does not come to that"
        time.sleep(0.03)
    return found


def made(client: Any, **asked: Any) -> dict[str, Any]:
    reply = client.post(f"{API}/jobs", json={"settings": QUICK} | asked)
    assert reply.status_code == 201, reply.text
    return dict(reply.json())


def comes_to(client: Any, job: int, *states: str) -> dict[str, Any]:
    def there() -> dict[str, Any] | None:
        found = client.get(f"{API}/jobs/{job}").json()
        return found if found["state"] in states else None

    return dict(until(there))


# ---- a job that runs --------------------------------------------------------------------------------------


def test_paused_and_resumed_it_is_the_run_that_nobody_stopped(client: Any, folder: Path) -> None:
    job = made(client, settings=WHOLE, run="stopped", priority=3, limit=600)
    assert (job["state"], job["run"], job["priority"], job["limit"], job["settings"]) == (
        "queued",
        "stopped",
        3,
        600,
        WHOLE,
    )
    other = made(client, settings=WHOLE, run="whole")["id"]
    log = folder / "stopped" / "logs" / "events.jsonl"
    until(lambda: log.exists() and '"stage": "answer"' in log.read_text())
    assert client.post(f"{API}/jobs/{job['id']}/pause").json()["state"] in ("stopping", "paused")
    paused = comes_to(client, job["id"], "paused", "finished")
    assert (paused["state"], paused["said"]) == ("paused", "paused")
    assert Store.open(folder / "stopped").read_manifest()["status"] == "stopped"
    assert client.post(f"{API}/jobs/{job['id']}/resume").json()["state"] == "queued"
    for number, starts in ((job["id"], 2), (other, 1)):
        done = comes_to(client, number, "finished", "failed")
        assert (done["state"], done["exit_code"], done["said"], done["starts"]) == ("finished", 0, "", starts), done
    assert shards(folder / "stopped") == shards(folder / "whole")
    assert len(shards(folder / "whole")) > 10
    assert client.get(f"{API}/runs/whole").json()["state"] == "finished"
    assert "making probes" in client.get(f"{API}/jobs/{other}/log").text
    assert all(path.stat().st_mode & 0o077 == 0 for path in some((folder / ".service").rglob("*")))
    for action in ("pause", "resume", "cancel", "retry"):
        assert client.post(f"{API}/jobs/{other}/{action}").status_code == 409
    assert client.patch(f"{API}/jobs/{other}", json={"priority": 1}).status_code == 409


def serve(root: Path, out: Connection, at_once: int) -> None:
    from repairloop.service.app import serve as answer

    jobs.launched = partial(children.launched, nice=0)
    os.dup2(out.fileno(), 1)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    answer(root, "127.0.0.1", 0, Offers(at_once=at_once))


class Service:
    """The service as a process, to be killed."""

    def __init__(self, root: Path, at_once: int) -> None:
        import multiprocessing
        import re

        ours, theirs = multiprocessing.Pipe(duplex=False)
        self.process = FORKS.Process(target=serve, args=(root, theirs, at_once), daemon=True)
        self.process.start()
        theirs.close()
        with os.fdopen(os.dup(ours.fileno())) as lines:
            found = re.search(r"http://[\d.]+:\d+", lines.readline())
        assert found
        self.client = httpx.Client(base_url=found[0], timeout=30)

    def kill(self) -> None:
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join()
        self.client.close()


def processes_of(folder: Path) -> dict[str, list[int]]:
    """Run → the processes that were told to make it or to go on with it."""
    found: dict[str, list[int]] = {}
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().decode().split("\0") if entry.name.isdigit() else []
        except OSError:
            continue
        for word in words:
            if word.startswith(f"{folder}/") and "repairloop.cli" in words and "/." not in word:
                found.setdefault(word.rpartition("/")[2], []).append(int(entry.name))
    return found


def test_a_service_that_is_killed_loses_no_job_and_runs_none_twice(folder: Path) -> None:
    service = Service(folder, 2)
    names = ["a", "b"]
    for name in names:
        made(service.client, run=name)
    until(lambda: processes_of(folder))
    for round_ in range(3):
        service.kill()
        before = processes_of(folder)
        assert before or round_
        service = Service(folder, 2)
        for _ in range(5):
            now = processes_of(folder)
            assert all(len(pids) == 1 for pids in now.values()), now
            assert len(now) <= 2
            assert all(now[name] == pids for name, pids in before.items() if name in now)  # the same, looked after
            time.sleep(0.05)
    for number in (1, 2):
        assert comes_to(service.client, number, "finished", "failed")["state"] == "finished"
    service.kill()
    for name in names:
        ends = (folder / name / "logs" / "events.jsonl").read_text().count('"event": "finished"')
        assert ends == 1
        assert (folder / ".service" / "jobs" / f"{names.index(name) + 1}.log").read_text().count("\n--- ") == 1


# ---- what becomes of a process ----------------------------------------------------------------------------


SCRIPT = """
import os, signal, sys, time
lock = int(sys.argv[1])
os.pwrite(lock, f"{os.getpid()} {sys.argv[2]}\\n".encode(), 0)
"""


@pytest.fixture
def acting(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have processes of jobs do something else than to make a run."""

    def act(body: str) -> None:
        def launched(lock: str, words: list[str]) -> list[str]:
            return [sys.executable, "-S", "-c", SCRIPT + textwrap.dedent(body), lock, "-", *words]

        monkeypatch.setattr(jobs, "launched", launched)

    return act


@pytest.mark.parametrize(
    ("body", "state", "said", "starts"),
    [
        ("sys.exit(0)", "finished", "", 1),
        ("print('repairloop: no such thing'); sys.exit(2)", "failed", "no such thing", 1),
        ("print('half\\u202e'); sys.exit(1)", "failed", "half�", 1),
        ("sys.exit(143)", "paused", "stopped from outside", 1),
        ("os.kill(os.getpid(), signal.SIGINT)", "paused", "stopped from outside", 1),
        ("os.kill(os.getpid(), signal.SIGKILL)", "failed", "it was killed 3 times; a retry goes on with it", 3),
    ],
)
def test_how_a_process_ends_is_what_becomes_of_its_job(
    client: Any, acting: Any, body: str, state: str, said: str, starts: int
) -> None:
    acting(f"import signal; signal.signal(signal.SIGINT, signal.SIG_DFL)\n{body}")
    found = comes_to(client, made(client)["id"], "finished", "failed", "paused")
    assert (found["state"], found["said"], found["starts"]) == (state, said, starts)


def test_a_limit_in_time_pauses_it(client: Any, acting: Any) -> None:
    acting("signal.signal(signal.SIGINT, lambda *_: sys.exit(130))\ntime.sleep(60)")
    job = made(client, limit=1)["id"]
    found = comes_to(client, job, "paused", "failed")
    assert (found["state"], found["said"]) == ("paused", "stopped after 1 s, its limit")
    assert 1 <= found["spent"] < 30
    resumed = client.post(f"{API}/jobs/{job}/resume").json()
    assert resumed["spent"] == 0  # it has its time anew


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_stop_that_comes_out_as_an_error_is_a_stop(folder: Path, acting: Any, is_ours: bool) -> None:
    """As where it comes while a library is imported; and where another service had started it."""
    acting(
        "def stop(*_):\n    print('repairloop: RuntimeError: while a class was made')\n    sys.exit(1)\n"
        "signal.signal(signal.SIGINT, stop)\nprint('up', flush=True)\ntime.sleep(60)"
    )
    queue = Jobs(folder, Ledger(folder), Offers())
    queue.add("me", run="a", settings=QUICK, config=settle(QUICK, Offers(), Path)[1])
    queue.drive()
    child = queue._children[1]
    until(lambda: "up" in queue.log(1))
    if not is_ours:
        queue.stop()
        queue = Jobs(folder, Ledger(folder), Offers())
    queue.act(1, "pause")
    until(lambda: (queue.drive(), child.poll(), queue.one(1)["state"] == "paused")[2])
    queue.stop()


def test_one_that_does_not_stop_is_ended_when_it_is_cancelled(
    client: Any, acting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting("signal.signal(signal.SIGINT, signal.SIG_IGN)\nprint('up', flush=True)\ntime.sleep(60)")
    monkeypatch.setitem(
        jobs.STOPS, "cancel", ((0.0, signal.SIGINT), (0.1, signal.SIGINT), (0.2, signal.SIGKILL))
    )  # fmt: skip
    job = made(client)["id"]
    until(lambda: "up" in client.get(f"{API}/jobs/{job}/log").text)
    client.post(f"{API}/jobs/{job}/cancel")
    assert comes_to(client, job, "cancelled", "failed", "finished")["state"] == "cancelled"
    assert client.post(f"{API}/jobs/{job}/cancel").json()["state"] == "cancelled"
    assert client.post(f"{API}/jobs/{job}/retry").json()["state"] in ("queued", "running")
    client.post(f"{API}/jobs/{job}/cancel")
    comes_to(client, job, "cancelled")


def test_a_second_wish_is_no_second_signal(folder: Path, acting: Any) -> None:
    """The first is the loop's safe stop, the second would be at once."""
    acting(
        "def stop(*_):\n    print('told', flush=True)\n"
        "signal.signal(signal.SIGINT, stop)\nprint('up', flush=True)\nend = time.time() + 60\nwhile time.time() < end:\n    time.sleep(.1)"
    )
    queue = Jobs(folder, Ledger(folder), Offers())
    queue.add("me", run="a", settings=QUICK, config=settle(QUICK, Offers(), Path)[1])
    queue.drive()
    until(lambda: "up" in queue.log(1))
    for action in ("pause", "pause", "cancel", "cancel"):
        queue.act(1, action)
        queue.drive()
        until(lambda: "told" in queue.log(1))
    with pytest.raises(Conflict, match="about to stop"):
        queue.act(1, "pause")  # a cancel is not taken back by the way
    time.sleep(0.3)
    assert queue.log(1).count("told") == 1
    queue._children[1].kill()
    until(lambda: (queue.drive(), queue.one(1)["state"] == "cancelled")[1])
    queue.stop()


def test_they_begin_by_priority_and_then_in_order(folder: Path, acting: Any, tmp_path: Path) -> None:
    acting(f"open({str(tmp_path / 'order')!r}, 'a').write(sys.argv[-3].rpartition('/')[2] + ' ')")
    queue = Jobs(folder, Ledger(folder), Offers())
    text = settle(QUICK, Offers(), Path)[1]
    for name, priority in (("a", 0), ("b", 1), ("c", 0), ("d", -1), ("e", 0)):
        queue.add("me", run=name, settings=QUICK, config=text, priority=priority)
    queue.prefer(5, 2)
    queue.act(3, "pause")
    until(lambda: (queue.drive(), all(job["state"] in ("finished", "paused") for job in queue.page(9)))[1])
    assert (tmp_path / "order").read_text().split() == ["e", "b", "a", "d"]
    queue.act(3, "resume")
    until(lambda: (queue.drive(), queue.one(3)["state"] == "finished")[1])
    queue.stop()


def test_no_more_run_at_once_than_may_and_one_service_starts_them(folder: Path, acting: Any) -> None:
    acting("time.sleep(60)")
    one, two = (Jobs(folder, Ledger(folder), Offers(at_once=2)) for _ in range(2))
    text = settle(QUICK, Offers(), Path)[1]
    for _ in range(4):
        two.add("me", run=None, settings=QUICK, config=text)
    for _ in range(3):
        one.drive()
        two.drive()
    states = [job["state"] for job in one.page(9)]
    assert sorted(states) == ["queued", "queued", "running", "running"]
    assert len({job["run"] for job in one.page(9)}) == 4
    one.stop()
    two.drive()  # takes over, and finds them alive
    assert [job["state"] for job in two.page(9)] == states
    assert [job["starts"] for job in two.page(9)] == [0, 0, 1, 1]
    for job in two.page(9):
        two.act(job["id"], "cancel")
    until(lambda: (two.drive(), all(job["state"] == "cancelled" for job in two.page(9)))[1])
    two.stop()


def test_killed_between_two_steps_it_is_started_once(
    folder: Path, acting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service dies after it wrote that the job runs, before its process is there; then after that, before it knows it."""
    acting("time.sleep(60)")

    class Killed(BaseException):
        pass

    def dies(*_: Any, **__: Any) -> Any:
        raise Killed

    def service() -> Jobs:
        return Jobs(folder, Ledger(folder), Offers())

    first = service()
    first.add("me", run="a", settings=QUICK, config=settle(QUICK, Offers(), Path)[1])
    with monkeypatch.context() as patch:
        patch.setattr(Jobs, "_child", dies)
        with pytest.raises(Killed):
            first.drive()
    first.stop()
    assert first.one(1)["state"] == "running"
    second = service()
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "born", dies)
        with pytest.raises(Killed):
            second.drive()
    assert second.one(1)["starts"] == 2
    child = second._children[1]
    second.stop()
    third = service()
    for _ in range(5):
        third.drive()
    assert (third.one(1)["state"], third.one(1)["starts"]) == ("running", 2)
    until(lambda: (folder / ".service" / "jobs" / "1.lock").read_text())
    third.act(1, "pause")
    until(lambda: (third.drive(), child.poll() is not None and third.one(1)["state"] == "paused")[1])
    third.stop()


def test_a_run_that_another_process_drives_is_waited_for(folder: Path, acting: Any, root: Path) -> None:
    import fcntl
    import shutil

    acting("sys.exit(0)")
    shutil.copytree(root / "first", folder / "mine")
    Store.open(folder / "mine").manifest({"status": "stopped"})
    queue = Jobs(folder, Ledger(folder), Offers())
    queue.add("me", run="mine", settings=None, config=None)
    with (folder / "mine" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        queue.drive()
        assert (queue.one(1)["state"], queue.one(1)["said"]) == ("queued", "the run is driven by another process")
    until(lambda: (queue.drive(), queue.one(1)["state"] == "finished")[1])
    queue.stop()


def test_a_job_is_given_what_its_settings_need(
    folder: Path, acting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "REPAIRLOOP_TOKEN", "HF_TOKEN"):
        monkeypatch.setenv(name, "sk-1234567890abcdef")
    acting(
        f"open({str(tmp_path)!r} + '/of-' + sys.argv[-3].rpartition('/')[2], 'w').write("
        "' '.join(n for n, v in os.environ.items() if v.startswith('sk-')))"
    )
    server = "http://127.0.0.1:8000/v1"
    queue = Jobs(folder, Ledger(folder), Offers(servers=[server], at_once=2))
    for run, student in (("sim", "sim:planted"), ("served", f"openai:{server}#m")):
        asked = QUICK | {"student": student}
        queue.add("me", run=run, settings=asked, config=settle(asked, queue.offers, Path)[1])
    until(lambda: (queue.drive(), all(job["state"] == "finished" for job in queue.page(9)))[1])
    assert ((tmp_path / "of-sim").read_text(), (tmp_path / "of-served").read_text()) == ("", "OPENAI_API_KEY")
    queue.stop()


def test_a_number_that_another_process_has_by_now_is_not_its_process(folder: Path, acting: Any) -> None:
    acting("time.sleep(60)")
    queue = Jobs(folder, Ledger(folder), Offers())
    queue.add("me", run="a", settings=QUICK, config=settle(QUICK, Offers(), Path)[1])
    queue.drive()
    child = queue._children.pop(1)
    with queue.ledger.write(jobs.TABLES) as db:
        db.execute("UPDATE jobs SET pid = ?, born = 'another boot/1'", (os.getpid(),))
    assert born(os.getpid()) not in (None, "another boot/1")
    queue.act(1, "pause")
    queue.drive()  # would send this process a signal
    assert child.poll() is None
    child.kill()
    child.wait()
    queue.stop()


# ---- what a request may say -------------------------------------------------------------------------------


def test_every_setting_is_open_or_closed() -> None:
    assert OPEN | {key for key in CLOSED if "." not in key} == set(Config.model_fields) - {"asking"}
    assert OPEN.isdisjoint(CLOSED)
    named = set(Config.model_fields) | {"asking"}
    for key in CLOSED:
        section, _, name = key.partition(".")
        assert section in named
        assert not name or name in Config.model_fields[section].annotation.model_fields  # type: ignore[union-attr]
    paths = [one.key for one in fields() if any(word in one.about.lower() for word in ("folder", "file"))]
    assert paths == [], "what reads like a path is looked at by a person first"


REFUSED: list[Any] = [
    {"plugins": ["x.py"]}, {"train": {"command": "touch /tmp/x"}}, {"train": {"serve_as": "x"}}, {"train": {"weights": "/x"}},
    {"trainer": "command"}, {"student": "/etc"}, {"student": "../first"}, {"student": "sim:/etc/passwd"}, {"student": "sim:x"},
    {"student": "org/model"}, {"student": "openai:http://169.254.169.254/#m"}, {"student": {"name": "/etc"}},
    {"student": {"headers": {"a": "$HOME"}}}, {"student": {"extra_body": {"a": 1}}}, {"asking": {"headers": {"a": "b"}}},
    {"student": {"chat_template_kwargs": {"chat_template": "{{ 1 }}"}}}, {"student": {"chat_template_kwargs": {"x": ["y"]}}},
    {"student": ["smollm2"]}, {"student": 1}, {"diagnose": {"embedder": "/x"}}, {"synthesize": {"sources": ["/etc"]}},
    {"synthesize": {"protect": ["/etc/passwd"]}}, {"guard": {"file": "/etc/passwd"}}, {"outside": {"files": ["/x:math"]}},
    {"teacher": {"name": "/x", "calls": 1}}, {"teacher": {"name": "openai:http://x/v1#m", "calls": 1}}, {"teacher": {"cache": "/x"}},
    {"teacher": {"judge": "openai:http://x/v1#m"}}, {"tasks": ["/etc/passwd"]}, {"tasks": ["../x"]}, {"tasks": "x"},
    {"skills": {"math": {"x": 1}}}, {"skill_settings": {"math": {}}}, {"skills": ["none"]}, {"areas": ["none/x"], "preset": 1},
    {"gate": {"alpha": 0.9}}, {"preset": "huge"}, {"file": "/etc/passwd"}, {"settings": ["a=b"]}, {"train.command": "x"},
    {"probes": {"budget": 0}}, {"probes": {"budget": "many"}}, {"probes": 3}, {"seed": 2**70}, {"cycles": True and "x"},
    {"student": "smollm2\u0000"}, {"probes": {"no": 1}}, {"": 1}, {"__class__": 1}, {"student": "x" * 70_000},
]  # fmt: skip


def test_what_is_not_for_a_request_to_say_is_refused(client: Any, folder: Path) -> None:
    for settings in REFUSED:
        reply = client.post(f"{API}/jobs", json={"settings": settings})
        assert reply.status_code == 400, (settings, reply.text)
        assert reply.json()["detail"].startswith("settings: ")
        assert len(reply.text) < 1000
    assert client.get(f"{API}/jobs").json()["items"] == []
    assert client.post(f"{API}/plan", json={"settings": REFUSED[0]}).status_code == 400


NAMES = [
    "", ".", "..", "../x", "a/b", "/etc/x", ".hidden", ".service", "-rf", "~", "a b", "a\n", "a\0", "a\u202eb", "é", "x" * 81,
    "con", "NUL.txt", "a.", "a:b", "a*", "$(x)", "service.sqlite", "service.sqlite-wal", "<b>", "a\\b", "١", "ﬁrst", "--out",
]  # fmt: skip


def test_no_run_has_a_name_that_is_none(client: Any, folder: Path) -> None:
    for name in NAMES:
        reply = client.post(f"{API}/jobs", json={"settings": QUICK, "run": name})
        assert reply.status_code == 400, (name, reply.text)
    assert client.get(f"{API}/jobs").json()["items"] == []
    assert [path.name for path in folder.iterdir() if not path.name.startswith((".", "service.sqlite"))] == []


BODIES = [
    {}, {"settings": QUICK, "x": 1}, {"settings": []}, {"settings": QUICK, "priority": 101}, {"settings": QUICK, "limit": 0},
    {"settings": QUICK, "priority": 1.5}, {"settings": QUICK, "limit": 10**9}, {"settings": QUICK, "run": 1}, [], "x",
]  # fmt: skip


def test_what_cannot_be_a_job_is_refused(client: Any, acting: Any) -> None:
    acting("sys.exit(0)")
    for body in BODIES[1:]:
        assert client.post(f"{API}/jobs", json=body).status_code == 422, body
    for both in ({"resume": "a", "run": "b"}, {"resume": "a", "settings": {}}, {"resume": "none"}, {"resume": "../x"}):
        assert client.post(f"{API}/jobs", json=both).status_code == 400, both
    for number in ("0", "-1", "x", "1e3", "9" * 30, "../1", "1.0"):
        assert client.get(f"{API}/jobs/{number}").status_code in (404, 422), number
    assert client.get(f"{API}/jobs/7").status_code == 404
    job = made(client)["id"]
    assert client.post(f"{API}/jobs/{job}/delete").status_code == 422
    assert client.patch(f"{API}/jobs/{job}", json={"priority": 1000}).status_code == 422
    assert client.patch(f"{API}/jobs/{job}", json={}).status_code == 422


def test_a_request_that_comes_twice_makes_one_job(client: Any, acting: Any) -> None:
    acting("sys.exit(0)")
    sent = {"json": {"settings": QUICK, "run": "a"}, "headers": {"idempotency-key": "k"}}
    first, again = (client.post(f"{API}/jobs", **sent) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert first.headers["location"] == f"{API}/jobs/1"
    other = client.post(f"{API}/jobs", json={"settings": QUICK, "run": "b"}, headers={"idempotency-key": "k"})
    assert other.status_code == 422
    assert client.post(f"{API}/jobs", json={"settings": QUICK, "run": "a"}).status_code == 409
    for _ in range(4):
        made(client)
    page = client.get(f"{API}/jobs?limit=3").json()
    rest = client.get(f"{API}/jobs?limit=3&after={page['next']}").json()
    assert [job["id"] for job in page["items"] + rest["items"]] == [5, 4, 3, 2, 1]
    assert rest["next"] is None
    assert client.get(f"{API}/jobs?state=paused").json()["items"] == []


def test_what_a_run_would_cost_is_said_before_it_begins(client: Any) -> None:
    found = client.post(f"{API}/plan", json={"settings": QUICK}).json()
    assert found["student"] == "sim:planted"
    assert found["areas"] == ["math/addition/no_carry", "math/addition/carry"]
    assert found["rows"] == 0
    reply = client.post(f"{API}/plan", json={"settings": QUICK | {"areas": ["math/nothing"]}})
    assert reply.status_code == 400
    assert "math/nothing" in reply.json()["detail"]
    assert "/tmp" not in reply.json()["detail"]


def test_students_and_servers_are_those_that_were_named_at_the_start(tmp_path: Path) -> None:
    model = tmp_path / "models" / "mine"
    model.mkdir(parents=True)
    for name, text in (("config.json", '{"architectures": ["LlamaForCausalLM"]}'), ("tokenizer.json", "{}")):
        (model / name).write_text(text)
    (model / "model.safetensors").write_bytes(b"x")
    offers = Offers.of([tmp_path / "models"], ["http://127.0.0.1:8000/v1/"], 1)
    assert set(offers.students) == {"smollm2", "sim:planted", "mine"}
    assert settle({"student": "mine"}, offers, Path)[0].student == str(model)
    server = "openai:http://127.0.0.1:8000/v1#m"
    config, text = settle({"student": {"name": server, "max_tokens": 5}}, offers, Path)
    assert (config.student, config.asking.max_tokens) == (server, 5)
    assert "max_tokens = 5" in text
    assert settle({"teacher": {"name": server, "calls": 9}}, offers, Path)[0].teacher.calls == 9
    for other in (
        "http://127.0.0.1:8000/v2",
        "http://127.0.0.1:8001/v1",
        "http://127.0.0.1:8000/v1@evil",
        "http://127.0.0.1:8000",
    ):
        with pytest.raises(UsageError, match="not among those"):
            settle({"student": f"openai:{other}#m"}, offers, Path)
    for students, servers in (
        ([tmp_path / "none"], []),
        ([tmp_path], []),
        ([model, model], []),
        ([], ["x"]),
        ([], ["file:///x"]),
    ):
        with pytest.raises(UsageError):
            Offers.of(students, servers, 1)
    with client_of(tmp_path) as client:
        said = client.get(f"{API}/settings").json()
    assert {one["key"] for one in said["settings"]} >= {"probes.budget", "preset", "cycles", "train.rank"}
    assert [one["key"] for one in said["settings"] if not one["about"]] == []


def test_those_who_may_look_may_not_start(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from repairloop.service import access

    monkeypatch.setattr(access, "caller_of", lambda request: access.Caller("reader", "read"))
    with client_of(folder) as client:
        assert client.get(f"{API}/jobs").status_code == 200
        for method, path, body in (
            ("POST", "/jobs", {"settings": QUICK}), ("POST", "/plan", {"settings": QUICK}), ("POST", "/jobs/1/cancel", None),
            ("PATCH", "/jobs/1", {"priority": 1}),
        ):  # fmt: skip
            assert client.request(method, API + path, json=body).status_code == 403, path


def test_a_folder_without_jobs_is_left_as_it_is(folder: Path) -> None:
    with client_of(folder) as client:
        assert client.get(f"{API}/jobs").json() == {"items": [], "next": None}
        assert list(folder.iterdir()) == []
        assert client.get(f"{API}/jobs/1").status_code == 404  # which is written down, as all that is refused
    assert application(folder)


# ---- pages ------------------------------------------------------------------------------------------------


def test_a_run_is_started_stopped_and_ordered_by_forms(client: Any, acting: Any, folder: Path) -> None:
    acting("signal.signal(signal.SIGINT, lambda *_: sys.exit(130))\nprint('<b>up</b>', flush=True)\ntime.sleep(60)")
    assert "/new" in page_of(client, "/").links
    form = page_of(client, "/new")
    assert {one.key for one in fields() if one.kind != "table"} <= set(form.names)
    sent = {
        "key": "once", "run": "mine", "student": "sim:planted", "preset": "smoke", "skills": ["math", "tool_use"], "probes.budget": "30",
        "dial.factors": "1, 0.5", "repair": "no", "minutes": "3", "priority": "2", "do": "start", "areas": "",
    }  # fmt: skip
    for _ in range(2):  # a form that is sent twice makes one job
        reply = client.post("/new", data=sent, follow_redirects=False)
        assert (reply.status_code, reply.headers["location"]) == (303, "/jobs/1"), reply.text
    changed = client.post("/new", data=sent | {"minutes": "4", "run": "other"}, follow_redirects=False)
    assert "started a run already" in changed.text
    assert 'value="once"' not in changed.text  # pressed again it is a run of its own
    job = client.get(f"{API}/jobs/1").json()
    assert (job["run"], job["priority"], job["limit"]) == ("mine", 2, 180)
    assert job["settings"] == {
        "student": "sim:planted", "preset": "smoke", "skills": ["math", "tool_use"], "repair": False,
        "probes": {"budget": 30}, "dial": {"factors": [1.0, 0.5]},
    }  # fmt: skip
    until(lambda: "<b>up</b>" in page_of(client, "/jobs/1").text)
    assert client.post("/jobs/1/priority", data={"priority": "-4"}).status_code == 200
    assert client.post("/jobs/1/priority", data={"priority": "x"}).status_code == 400
    assert client.post("/jobs/1/pause", follow_redirects=False).status_code == 303
    comes_to(client, 1, "paused")
    assert {"/jobs/1/resume", "/jobs/1/cancel"} <= set(page_of(client, "/jobs/1").links)
    assert "mine" in page_of(client, "/jobs?state=paused").text
    assert "mine" not in page_of(client, "/jobs?state=running").text
    client.post("/jobs/1/cancel")
    assert "/jobs/1/retry" in page_of(client, "/jobs/1").links
    assert client.get("/jobs/2", headers={"accept": "text/html"}).status_code == 404


def test_the_form_keeps_what_was_written_and_says_what_is_wrong(client: Any) -> None:
    hostile = '"><script>x</script>\u202e'
    for field, text in (("run", hostile), ("probes.budget", "many"), ("minutes", "1.5"), ("preset", hostile), ("student", "/etc"),
                        ("priority", "1000"), ("areas", f"math/{hostile}"), ("dial.factors", "1,x"), ("repair", "perhaps")):  # fmt: skip
        sent = {"student": "sim:planted", "do": "start", field: text}
        reply = client.post("/new", data=sent, headers={"accept": "text/html"})
        if field == "areas":  # that there is no such area, the run finds out
            assert reply.status_code == 200
            continue
        assert reply.status_code == 400, (field, reply.text)
        page = Page(reply.text)
        assert "script" not in page.tags
        assert "\u202e" not in reply.text
        if field not in ("preset", "student", "repair"):
            assert text.replace("\u202e", "�") in page.values
    assert "/etc" not in client.get(f"{API}/jobs").text


def test_the_cost_stands_beside_the_form(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = {
        "student": "x", "engine": "sim", "trainer": "sim", "preset": "smoke", "cycles": 1, "areas": ["math/addition"], "answers": 1234,
        "rows": 160, "targets_at_most": 1, "total_seconds": 600, "files": ["<b>"],
    }  # fmt: skip
    monkeypatch.setattr("repairloop.service.jobs_api.answer_of", lambda words: json.dumps(planned).encode())
    sent = {"student": "sim:planted", "preset": "smoke", "skills": "math", "areas": "math/addition", "do": "cost"}
    page = Page(client.post("/new", data=sent).text)
    assert "What it would cost" in page.text
    assert "about 10 min" in page.text
    assert "1,234" in page.text
    assert "<b>" in page.text
    assert "math/addition" in page.values
    assert client.get(f"{API}/jobs").json()["items"] == []


def test_a_run_shows_its_job_and_one_without_goes_on(client: Any, acting: Any, folder: Path, root: Path) -> None:
    import shutil

    acting("sys.exit(0)")
    shutil.copytree(root / "first", folder / "mine")
    assert page_of(client, "/runs/mine").actions == ["/runs/mine/tags"]
    Store.open(folder / "mine").manifest({"status": "stopped"})
    assert page_of(client, "/runs/mine").actions == ["/jobs", "/runs/mine/tags"]
    reply = client.post("/jobs", data={"resume": "mine"}, follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (303, "/jobs/1")
    comes_to(client, 1, "finished")
    page = page_of(client, "/runs/mine")
    assert "/jobs/1" in page.links
    assert page.actions == ["/runs/mine/tags"]
