"""A file that comes over HTTP becomes a task, or is refused; it is read by a process that is bounded, under a name of ours."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from repairloop.ground.errors import UsageError
from repairloop.service import children, fence, uploads
from repairloop.service.offers import Offers, settle
from repairloop.service.uploads import LARGEST, MOST, Uploads, columns_of
from tests.service.conftest import client_of
from tests.service.test_pages import page_of

API = "/api/v1"
ROWS = "".join(
    json.dumps({"question": f"Ann has {n} pears and buys {n + 3} more. How many has she?", "answer": 2 * n + 3}) + "\n"
    for n in range(60)
)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Any]:
    with client_of(tmp_path) as found:
        yield found


def understood(words: list[str]) -> bytes:
    """What `import` says, without it."""
    folder = Path(words[words.index("--out") + 1])
    folder.mkdir()
    file = Path(words[1])
    return json.dumps({
        "name": "sums", "files": [file.name], "form": "table: question → answer", "columns": {"question": "<b>q</b>"}, "kind": "number",
        "grader": "math", "instruction": "", "labels": [], "cases": 60, "parts": {"find": 60}, "left_out": {"\u202ex": 1},
        "notes": [], "examples": [{"file": file.name, "line": 1, "question": "<script>", "gold": "1", "grader": "math"}],
        "folder": "/somewhere", "next": ["repairloop ask /somewhere"], "plugin": "/x.py",
    }).encode()  # fmt: skip


def test_a_file_becomes_a_task_that_a_run_may_take(client: Any, tmp_path: Path) -> None:
    reply = client.post(f"{API}/tasks?file={quote('../My sums.v2.jsonl')}", content=ROWS.encode())
    assert reply.status_code == 201, reply.text
    task = reply.json()
    assert (task["name"], task["cases"], task["grader"], task["kind"]) == ("my_sums_v2", 60, "math", "number")
    assert task["examples"][0]["question"].startswith("Ann has 0 pears")
    assert str(tmp_path) not in reply.text
    assert client.get(f"{API}/tasks").json()["items"] == [client.get(f"{API}/tasks/{task['id']}").json()] == [task]
    config, text = settle({"student": "sim:planted", "tasks": [task["id"]]}, Offers(), Uploads(tmp_path).find)
    assert config.tasks == [str(tmp_path / ".service" / "tasks" / task["id"] / "task")]
    assert task["id"] in text
    assert (Path(config.tasks[0]) / "task.toml").is_file()
    assert client.delete(f"{API}/tasks/{task['id']}").status_code == 204
    assert client.get(f"{API}/tasks").json()["items"] == []
    assert client.get(f"{API}/tasks/{task['id']}").status_code == 404


def test_what_it_was_understood_as_is_shown(client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "answer_of", understood)
    assert page_of(client, "/new/task").actions == ["/new/task"]
    sent = {"files": {"file": ("sums.jsonl", ROWS)}, "data": {"columns": "question=question", "grader": "math"}}
    reply = client.post("/new/task", **sent, follow_redirects=False)
    assert reply.status_code == 303, reply.text
    page = page_of(client, reply.headers["location"])
    assert "<b>q</b>" in page.text
    assert "<script>" in page.text
    assert "\u202e" not in page.text
    task = reply.headers["location"].rpartition("/")[2]
    form = page_of(client, f"/new?task={task}")
    assert task in form.values
    assert reply.headers["location"] in form.links
    (kept,) = (path for path in (tmp_path / ".service").rglob("*.jsonl"))
    assert kept.stat().st_mode & 0o077 == 0
    assert client.post(f"/new/tasks/{task}/remove", follow_redirects=False).status_code == 303
    assert task not in page_of(client, "/new").values


def test_what_to_do_is_said_in_words_of_the_form(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(words: list[str]) -> bytes:
        raise UsageError("say which column holds it (--map answer=stars)")

    monkeypatch.setattr(uploads, "answer_of", refuse)
    reply = client.post(f"{API}/tasks?file=x.csv", content=b"review,stars\nfine,4\n")
    assert (reply.status_code, reply.json()["detail"]) == (400, "say which column holds it (columns answer=stars)")


NAMES = [
    "", "x", "x.py", "x.toml", "x.duckdb", "x.sqlite", ".csv/..", "../../etc/passwd", "x.csv\0.sh", "x.csv/", "x.zip", "x.jsonl.gz",
    "x.exe", "csv", "x.csv ", "x." + "c" * 300, "x.ＣＳＶ",
]  # fmt: skip


def test_what_is_no_such_file_is_refused(client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "answer_of", understood)
    for name in NAMES:
        reply = client.post(f"{API}/tasks?file={quote(name)}", content=b"question,answer\n1,2\n")
        assert reply.status_code in (400, 422), (name, reply.text)
        form = client.post("/new/task", files={"file": (name or "x", b"a")}, headers={"accept": "text/html"})
        assert form.status_code == 400, name
    for more in ("grader=x.py:mine", "grader=none", "columns=x", "columns=a=b=c,d", "columns=-x=y", "columns=A=b"):
        reply = client.post(f"{API}/tasks?file=x.csv&{more}", content=b"question,answer\n1,2\n")
        assert (more, reply.status_code) in ((more, 400), ("columns=a=b=c,d", 400))
    assert client.post(f"{API}/tasks?file=x.csv", content=b"01234567DUCK" + b"\0" * 90).status_code == 400
    assert (
        client.post("/new/task", content=b"x", headers={"content-type": "multipart/form-data; boundary=a"}).status_code
        == 400
    )
    assert client.post("/new/task", data={"file": "x"}).status_code == 400
    ours = ("driver.lock", "service.sqlite", "service.sqlite-wal", "service.sqlite-shm")  # the audit log
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.name not in ours] == []


def test_a_file_that_cannot_be_read_is_named_and_not_kept(client: Any, tmp_path: Path) -> None:
    reply = client.post(f"{API}/tasks?file=..%2F%3Cb%3E.json", content=b"[" * 50_000)
    assert reply.status_code == 400
    assert "b.json" in reply.json()["detail"]
    assert str(tmp_path) not in reply.text
    assert list((tmp_path / ".service" / "tasks").iterdir()) == []


def test_only_so_much_is_taken(client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fence.UPLOADS[f"{API}/tasks"] == LARGEST
    monkeypatch.setitem(fence.UPLOADS, f"{API}/tasks", 3 << 20)
    monkeypatch.setattr(uploads, "answer_of", understood)
    two = b"x" * (2 << 20)
    assert client.post(f"{API}/tasks?file=x.csv", content=two).status_code == 201
    assert client.post(f"{API}/tasks?file=x.csv", content=two * 2).status_code == 413
    assert client.post(f"{API}/jobs", content=two).status_code == 413  # elsewhere as before
    assert client.post(f"{API}/tasks/", content=two).status_code == 413
    monkeypatch.setattr(fence, "UPLOADS_AT_ONCE", 0)
    assert client.post(f"{API}/tasks?file=x.csv", content=b"x").status_code == 503
    monkeypatch.setattr(fence, "UPLOADS_AT_ONCE", 1)
    monkeypatch.setattr(uploads, "MOST", 1)
    assert client.post(f"{API}/tasks?file=x.csv", content=b"x").status_code == 503
    assert MOST > 10


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    def launched(*_: Any) -> list[str]:
        return [sys.executable, "-S", "-c", "import time; time.sleep(60)"]

    monkeypatch.setattr(children, "launched", launched)
    with pytest.raises(UsageError, match=r"took longer than 0\.2 s"):
        children.answer_of(["plan"], 0.2)


SLOW = (
    "import subprocess, sys; print(subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(60)']).pid)"
)


def test_what_a_child_has_started_goes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import os
    import sys

    monkeypatch.setattr(children, "launched", lambda *_: [sys.executable, "-S", "-c", SLOW])
    grandchild = int(children.answer_of(["plan"]))
    for _ in range(100):
        if not Path(f"/proc/{grandchild}").exists() or " Z " in Path(f"/proc/{grandchild}/stat").read_text():
            return
        time.sleep(0.02)
    os.kill(grandchild, 9)
    raise AssertionError("it lives")


KEYS = (
    "OPENAI_API_KEY",
    "HF_TOKEN",
    "REPAIRLOOP_TOKEN",
    "AWS_SECRET_ACCESS_KEY",
    "REPAIRLOOP_HEADER_COOKIE",
    "SMTP_PASSWORD",
)


def test_who_is_waited_for_has_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in (*KEYS, "DATABASE_URL"):
        monkeypatch.setenv(name, "sk-1234567890abcdef")
    monkeypatch.setenv("REPAIRLOOP_HOME", "/somewhere")
    told = "import json, os; print(json.dumps(dict(os.environ)))"
    monkeypatch.setattr(children, "launched", lambda *_: [sys.executable, "-S", "-c", told])
    given = json.loads(children.answer_of(["plan"]))
    assert given["REPAIRLOOP_HOME"] == "/somewhere"
    assert set(given) <= children.HANDED_ON | {"PYTHONPATH"}
    assert not any("sk-1234567890abcdef" in value for value in given.values())


def test_a_run_has_the_keys_that_its_settings_need(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*KEYS, "PLAIN"):
        monkeypatch.setenv(name, "sk-1234567890abcdef")

    def keys(settings: str | None) -> set[str]:
        return {*KEYS, "PLAIN"} & children.run_environment(settings).keys()

    assert keys('student = "sim:planted"') == {"PLAIN"}
    assert keys('[teacher]\nname = "openai:http://127.0.0.1:8000/v1#m"') == {"PLAIN", "OPENAI_API_KEY"}
    assert keys(None) == {*KEYS, "PLAIN"} - {"REPAIRLOOP_TOKEN"}  # a run of the command line that goes on


def test_columns_are_named_in_a_line() -> None:
    assert columns_of(" question=Q 1 ,answer = A=B, ") == {"question": "Q 1", "answer": "A=B"}
    assert columns_of("") == {}


def test_no_task_is_found_by_a_path(client: Any) -> None:
    for name in ("../x", "%2e%2e", "/etc", "x\0", "~", ".service"):
        assert client.get(f"{API}/tasks/{quote(name, safe='')}").status_code in (404, 405), name
        assert client.delete(f"{API}/tasks/{quote(name, safe='')}").status_code in (404, 405), name
        with pytest.raises(UsageError, match="there is no task"):
            settle({"tasks": [name]}, Offers(), Uploads(Path("/")).find)
