"""Ctrl-C and SIGTERM: once stops at a safe point, twice at once; nothing finished is lost and no process is left."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import repairloop
from repairloop.ground import stopping
from repairloop.ground.stopping import Program, below, two_signals
from tests.conftest import SMALL
from tests.loop.test_loop import shards
from tests.stub_server import StubServer

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")

WAIT = 60.0
"""Longest wait for a run to come to the point where it is stopped; the machine may be busy."""


def wait_for(condition: Any, seconds: float = WAIT) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(condition())


class Loop:
    """A run of the command line, with all its processes marked."""

    def __init__(self, *words: object) -> None:
        self.mark = secrets.token_hex(8)
        self.events: list[dict[str, Any]] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "repairloop.cli", *map(str, words), "--display", "json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            env={**os.environ, "MARK": self.mark},
        )  # fmt: skip
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        self.errors = ""

    def _read(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        for line in self.process.stdout:
            self.events.append(json.loads(line))
        self.errors = self.process.stderr.read()

    def begins(self, stage: str, phase: str = "") -> None:
        assert wait_for(lambda: any((e.get("stage"), e.get("phase")) == (stage, phase) for e in self.events)), (
            self.errors
        )

    def says(self, text: str) -> None:
        assert wait_for(lambda: any(text in e.get("text", "") for e in self.events)), (self.events[-3:], self.errors)

    def signal(self, number: int = signal.SIGINT) -> None:
        os.killpg(self.process.pid, number)  # as a terminal does

    def end(self) -> tuple[int, float]:
        """The exit code, and the seconds until the process had ended."""
        started = time.monotonic()
        code = self.process.wait(WAIT)
        seconds = time.monotonic() - started
        self.reader.join(WAIT)
        return code, seconds

    def left(self) -> list[str]:
        """The command lines of processes of this run that live."""
        found = []
        for folder in Path("/proc").iterdir():
            try:
                if folder.name.isdigit() and f"MARK={self.mark}".encode() in (folder / "environ").read_bytes():
                    found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                continue
        return found


SETTINGS = [word for setting in SMALL for word in ("--set", setting)]
SIM = ["run", "--student", "sim:planted", "--skills", "math", *SETTINGS]
TRAINER = ["--trainer", "command", "--set", "train.command='sleep 45'"]


@pytest.fixture
def server() -> Iterator[StubServer]:
    with StubServer() as stub:
        yield stub


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The shards of the run that nobody stopped."""
    path = tmp_path_factory.mktemp("whole") / "run"
    done = subprocess.run([sys.executable, "-m", "repairloop.cli", *SIM, "--out", str(path)], capture_output=True)
    assert done.returncode == 0, done.stderr
    return shards(path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("times", [1, 2])
def test_a_trainer_is_ended_with_all_that_it_started(tmp_path: Path, number: int, times: int) -> None:
    run = Loop(*SIM, *TRAINER, "--out", tmp_path / "run")
    run.says("with trainer 'command'")
    assert wait_for(lambda: any("sleep 45" in line for line in run.left()))
    for _ in range(times):
        run.signal(number)
        time.sleep(0.2)
    code, seconds = run.end()
    assert code == 128 + number, run.errors
    assert seconds < (10 if times == 1 else 2)
    assert "repairloop resume" in run.errors
    assert wait_for(lambda: not run.left(), 5), run.left()
    assert json.loads((tmp_path / "run" / "manifest.json").read_text())["status"] == "stopped"


@pytest.mark.parametrize("times", [1, 2])
def test_a_trainer_that_does_not_listen_is_killed(tmp_path: Path, times: int) -> None:
    script = tmp_path / "stubborn.py"
    script.write_text(
        "import signal, subprocess, sys, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)'], start_new_session=True)\n"
        "print('up', flush=True)\ntime.sleep(99)\n"
    )
    order = f"train.command='{sys.executable} {script}'"
    run = Loop(*SIM, "--trainer", "command", "--set", order, "--out", tmp_path / "run")
    log = tmp_path / "run" / "logs" / "train.log"
    assert wait_for(lambda: len([line for line in run.left() if "sleep(99)" in line]) == 1)
    assert wait_for(log.exists)
    for _ in range(times):
        run.signal()
        time.sleep(0.2)
    code, seconds = run.end()
    assert code == 130, run.errors
    assert seconds < (12 if times == 1 else 2)
    assert wait_for(lambda: not run.left(), 5), run.left()


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("trouble", ["down", "busy"])
def test_a_wait_for_a_server_ends_soon(tmp_path: Path, server: StubServer, trouble: str, times: int) -> None:
    if trouble == "down":
        server.failing, server.bad_status = True, 503
    else:
        server.busy_replies, server.retry_after = 10**9, "30"
    words = ["run", "--student", server.student, "--skills", "math", "--trainer", "none", *SETTINGS]
    run = Loop(*words, "--out", tmp_path / "run")
    run.says("does not answer" if trouble == "down" else "is busy")
    for _ in range(times):
        run.signal()
        time.sleep(0.2)
    code, seconds = run.end()
    assert code == 130, run.errors
    assert seconds < (10 if times == 1 else 2)
    server.failing, server.busy_replies = False, 0
    assert repairloop.resume(tmp_path / "run").areas().fetchall()


POINTS = [("probe", "screen"), ("answer", "screen"), ("grade", "screen"), ("voice", ""), ("synthesize", ""), ("vet", ""),
          ("train", ""), ("dial", ""), ("verify", "")]  # fmt: skip


@pytest.mark.timeout(600)
def test_stopped_twice_at_once_in_one_stage_after_another_it_ends_with_the_same_shards(
    tmp_path: Path, whole: list[str]
) -> None:
    path = tmp_path / "run"
    for number, (stage, phase) in enumerate(POINTS):
        run = Loop("resume", path) if number else Loop(*SIM, "--out", path)
        run.begins(stage, phase)
        run.signal()
        run.signal(signal.SIGTERM)
        code, seconds = run.end()
        assert code in (130, 143), (stage, run.errors)  # which of two that are sent together is heard last is chance
        assert seconds < 2, stage
        assert wait_for(lambda run=run: not run.left(), 5), (stage, run.left())
    repairloop.resume(path)
    assert shards(path) == whole


def test_other_commands_end_at_the_first(tmp_path: Path) -> None:
    answers = tmp_path / "answers.jsonl"
    no_two_alike = (f'{{"reference": "4", "answer": "It is {n}."}}\n' for n in range(400_000))
    answers.write_text("".join(no_two_alike))
    words = [
        sys.executable,
        "-m",
        "repairloop.cli",
        "grade",
        "math",
        "--input",
        answers,
        "--output",
        tmp_path / "v.jsonl",
    ]
    for number in (signal.SIGINT, signal.SIGTERM):
        process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, start_new_session=True)
        assert wait_for(lambda: (tmp_path / ".v.jsonl.repairloop.tmp").exists())
        time.sleep(0.5)
        started = time.monotonic()
        os.killpg(process.pid, number)
        assert process.wait(WAIT) == 128 + number
        assert time.monotonic() - started < 2
        assert process.stderr.read() == "stopped; finished work is kept\n"
        (tmp_path / ".v.jsonl.repairloop.tmp").unlink(missing_ok=True)


def test_a_command_ends_even_where_something_swallows_the_interrupt(tmp_path: Path) -> None:
    (tmp_path / "deaf.py").write_text(
        "import pathlib, time\npathlib.Path('begun').touch()\nend = time.monotonic() + 60\n"
        "while time.monotonic() < end:\n    try:\n        time.sleep(0.1)\n    except BaseException:\n        pass\n"
    )
    words = [sys.executable, "-m", "repairloop.cli", "check", "--plugin", "deaf.py"]
    for number in (signal.SIGINT, signal.SIGTERM):
        process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
        assert wait_for((tmp_path / "begun").exists)
        started = time.monotonic()
        process.send_signal(number)
        assert process.wait(WAIT) == 128 + number
        assert time.monotonic() - started < 3
        assert process.stderr is not None
        assert process.stderr.read() == "stopped; finished work is kept\n"
        (tmp_path / "begun").unlink()


# ---- the parts ------------------------------------------------------------------------------------------


def test_signals_are_heard_while_the_main_thread_is_busy_in_one_call() -> None:
    heard: list[int] = []
    before = signal.getsignal(signal.SIGINT)
    with two_signals(heard.append, heard.append):
        signal.raise_signal(signal.SIGTERM)
        assert wait_for(lambda: heard == [signal.SIGTERM])
        with pytest.raises(KeyboardInterrupt):  # noqa: PT012
            signal.raise_signal(signal.SIGINT)
            time.sleep(5)
        assert heard == [signal.SIGTERM, signal.SIGINT]
    assert signal.getsignal(signal.SIGINT) is before


def test_outside_the_main_thread_nothing_is_heard_and_nothing_breaks() -> None:
    before = signal.getsignal(signal.SIGINT)
    inside: list[Any] = []

    def work() -> None:
        with two_signals(inside.append, inside.append):
            inside.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert inside == [before]


def test_a_program_is_read_to_its_end_and_its_exit_code_kept() -> None:
    program = Program([sys.executable, "-c", "import sys; print('a'); print('b', file=sys.stderr); sys.exit(3)"])
    assert sorted(program.lines(lambda: None)) == ["a\n", "b\n"]
    assert program.code == 3


def test_what_a_program_leaves_running_on_purpose_is_left_alone() -> None:
    start = "import subprocess, sys; p = subprocess.Popen(['sleep', '30'], stdout=subprocess.DEVNULL, stderr=2); print(p.pid)"
    with closing(Program([sys.executable, "-c", start], stderr=subprocess.DEVNULL).lines(lambda: None)) as lines:
        [line] = list(lines)
    try:
        os.kill(int(line), 0)
    finally:
        os.kill(int(line), signal.SIGKILL)


def test_descendants_are_found_through_groups_whose_leader_is_ours() -> None:
    start = "import subprocess; subprocess.Popen(['sleep', '30']); print('up', flush=True); import time; time.sleep(30)"
    program = Program([sys.executable, "-c", start])
    lines = program.lines(lambda: None)
    assert next(lines) == "up\n"
    mine = below(os.getpid())
    assert len(below(program._process.pid)) == 1
    assert {program._process.pid, *below(program._process.pid)} <= set(mine)
    ours = {program._process.pid, *below(program._process.pid)}
    lines.close()
    assert not ours & set(below(os.getpid()))


def test_a_process_that_only_looks_like_ours_is_not() -> None:
    assert os.getppid() not in below(os.getpid())
    assert stopping.owns_process is False, "a notebook's process is not ours to end"
