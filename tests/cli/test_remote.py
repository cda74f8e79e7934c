"""A run on a service, started and followed from here, is told and ends as one here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from repairloop.cli import app, remote
from repairloop.config import layered
from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.service.client import Client

pytest.importorskip("fastapi")

from tests.service.live import served

QUICK = ("--student", "sim:planted", "--skills", "math", "--preset", "smoke", "--set", "areas=['math/addition']", "--set", "repair=false")  # fmt: skip


def said(*words: object) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_it_is_told_and_ends_as_one_here(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    with served(tmp_path / "runs") as url:
        there = ("--server", url)
        told = said(*there, "run", *QUICK, "--out", "mine", "--display", "plain")
        assert "run mine, job 1" in told
        assert "cycle 1: making probes" in told
        assert said("areas", tmp_path / "runs" / "mine") in told
        assert f"The run mine is on {url}" in told
        again = said(*there, "resume", "mine", "--display", "json")
        assert json.loads(again)["text"] == "this run is finished"
        with pytest.raises(UsageError, match=r"'guard\.file' is not set over HTTP"):
            said(*there, "run", *QUICK, "--guard", "mine.txt")
        with pytest.raises(UsageError, match=r"no job of .* drives a run 'other'"):
            said(*there, "cancel", "other")
        with pytest.raises(RepairLoopError, match="there is a run or a job called 'mine'"):
            said(*there, "run", *QUICK, "--out", "mine")
        with pytest.raises(UsageError, match="is not taken"):
            Client(url).upload("x.py", b"a")


class Odd(Client):
    """A service that gives these jobs, one after the other; what raises, raises."""

    def __init__(self, *jobs: Any, events: tuple[dict[str, Any], ...] = ()) -> None:
        super().__init__("http://127.0.0.1:9")
        self.given, self.happened, self.sent = list(jobs), events, list[Any]()

    def job(self, job: int) -> dict[str, Any]:
        found = self.given.pop(0)
        if isinstance(found, BaseException):
            raise found
        return JOB | found

    def jobs(self, run: str | None = None) -> Iterator[dict[str, Any]]:
        yield self.job(1)

    def runs(self, text: str | None = None) -> Iterator[dict[str, Any]]:
        yield {"id": "a"}

    def events(self, run: str, after: str = "") -> Iterator[dict[str, Any]]:
        yield from (dict(event) for event in self.happened if int(event["id"]) > int(after or 0))

    def act(self, job: int, action: str) -> dict[str, Any]:
        self.sent.append(action)
        return JOB

    def upload(self, name: str, data: bytes) -> dict[str, Any]:
        self.sent.append((name, data))
        return {"id": "sums-1", "cases": 60, "form": "a table", "grader": "math"}

    def begin(self, settings: dict[str, Any], run: str | None = None, *, key: str | None = None) -> dict[str, Any]:
        self.sent.append(settings)
        return JOB


JOB: dict[str, Any] = {"id": 1, "run": "a", "state": "running", "said": "", "exit_code": None}
EVENTS = tuple({"id": str(n), "event": "notice", "text": f"{n}"} for n in (1, 2))


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "LOOK_SECONDS", 0.0)


@pytest.mark.parametrize(
    ("end", "code", "why"),
    [
        ({"state": "failed", "said": "no such area", "exit_code": 2}, 2, "no such area .*resume a"),
        ({"state": "failed", "said": "it was killed", "exit_code": -9}, 1, "it was killed"),
        ({"state": "paused", "said": "stopped after 9 s, its limit", "exit_code": 130}, 130, "its limit; .*resume a"),
        ({"state": "cancelled", "said": "cancelled"}, 130, "was cancelled"),
        (KeyboardInterrupt(), 130, "goes on there; .*cancel a"),
    ],
)
def test_how_it_ends_is_said_with_the_exit_code_of_one_here(end: Any, code: int, why: str) -> None:
    with pytest.raises(RepairLoopError, match=why) as ended:
        remote.follow(Odd({}, end), JOB, print)
    assert ended.value.exit_code == code


def test_a_service_that_is_away_for_a_moment_is_asked_again_and_nothing_is_told_twice() -> None:
    away = RepairLoopError("does not answer")
    told: list[Any] = []
    client = Odd({"state": "queued", "said": "it waits"}, away, {}, away, {"state": "finished"}, events=EVENTS)
    assert remote.follow(client, JOB, told.append) == "a"
    assert [event["text"] for event in told] == ["queued: it waits", "1", "2"]


def test_one_that_stays_away_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "PATIENCE", -1.0)
    with pytest.raises(RepairLoopError, match="whether the run a goes on is not known here"):
        remote.follow(Odd(RepairLoopError("does not answer")), JOB, print)


def test_an_event_that_is_none_is_said() -> None:
    from repairloop.rundir.display import listener

    for event in ({"event": "end"}, {}, {"event": "end", "seconds": "x"}, {"event": "start"}):
        with pytest.raises(UsageError, match="sends an event that is none"):
            remote.follow(Odd({}, events=({"id": "1"} | event,)), JOB, listener("plain"))


@pytest.mark.parametrize(("state", "action"), [("paused", "resume"), ("failed", "retry"), ("cancelled", "retry")])
def test_resume_goes_on_where_it_was_and_tells_what_is_new(state: str, action: str) -> None:
    told: list[Any] = []
    client = Odd({"state": state}, {"state": "finished"}, events=EVENTS)
    assert remote.go_on(client, "a", told.append) == "a"
    assert (client.sent, told) == ([action], [])


def test_a_file_of_questions_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sums.csv").write_text("question,answer\n")
    monkeypatch.chdir(tmp_path)
    client = Odd({"state": "finished"})
    remote.begin(client, {"seed": 3}, ["sums.csv", "there-2"], None, lambda event: None)
    assert client.sent == [("sums.csv", b"question,answer\n"), {"seed": 3, "tasks": ["sums-1", "there-2"]}]
    monkeypatch.setattr(remote, "LARGEST", 9)
    for task, why in ((str(tmp_path), "is a folder"), ("sums.csv", "has more than 0 MiB")):
        with pytest.raises(UsageError, match=why):
            remote.begin(client, {}, [task], None, lambda event: None)


def test_what_is_asked_for_goes_as_a_file_would_say_it(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('cycles = 2\n[student]\nname = "smollm2"\nmax_tokens = 9\n[probes]\nbudget = 40\nscreen = 5\n')
    asked = layered(
        file, ["probes.budget=50", "student.system=brief"], student="sim:planted", skills=["math"], cycles=None
    )
    assert asked == {
        "cycles": 2, "probes": {"budget": 50, "screen": 5}, "skills": ["math"],
        "student": {"name": "sim:planted", "max_tokens": 9, "system": "brief"},
    }  # fmt: skip
