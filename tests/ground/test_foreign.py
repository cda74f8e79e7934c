"""Text from elsewhere: nothing of it commands a terminal or a page, and no key stands in it."""

import contextlib
import io
import json
import os
import shutil
import socketserver
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

import repairloop
from repairloop.config import ServerSettings
from repairloop.ground import foreign
from repairloop.ground.errors import RepairLoopError, StudentError
from repairloop.ground.foreign import MARK, Door, fit_all, hide, in_line, is_key, know, visible
from repairloop.ground.stopping import Program
from repairloop.records import Probe
from repairloop.rundir import page
from repairloop.rundir.display import console, to_json
from repairloop.rundir.store import Store
from repairloop.students import Sampling, open_student
from repairloop.students.base import Thinking, failed_answer, reply
from tests.stub_server import StubServer

EVIL = "\x1b[31mRED\x1b]0;pwn\x07\u202e\x9b2J\x08\r\u2028\x7f\u200b"
"""Colour, title, bell, direction, clearing the screen, back, to the line's beginning, a line's end, delete, nothing."""
COMMANDS = "\x1b\x07\u202e\x9b\x08\u2028\x7f\u200b"
KEY = "tok_8Hq2-Zx4Lw9-Rv6Ks1-Mn3"
PROBE = Probe(
    id="1" * 16, skill="s", area="s/a", split="screen", grader="g", messages=[{"role": "user", "content": "?"}]
)


def commands_in(text):
    return {c for c in text if c in COMMANDS}


@pytest.fixture(autouse=True)
def _forget(monkeypatch):
    monkeypatch.setattr(foreign, "_told", {})
    monkeypatch.setattr(foreign, "_looked", -1.0)


# ---- keys -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "OPENAI_API_KEY",
        "HF_TOKEN",
        "MY_SECRET",
        "DB_PASSWORD",
        "anthropic_api_key",
        "X_APIKEY",
        "AWS_SECRET_ACCESS_KEY",
    ],
)
def test_keys_of_the_environment_are_hidden(name, monkeypatch):
    monkeypatch.setenv(name, KEY)
    assert hide(f"it is {KEY}.") == f"it is {MARK}."


@pytest.mark.parametrize("name", ["KEYBOARD", "TOKENIZERS_PARALLELISM", "MONKEY", "SECRETARY", "SSH_AUTH_SOCK"])
def test_what_is_called_otherwise_is_no_key(name, monkeypatch):
    monkeypatch.setenv(name, KEY)
    assert hide(KEY) == KEY


@pytest.mark.parametrize(
    "value", ["", "EMPTY", "none", "x", "sk-1", "ollama", "not-needed", "secret", "12345", "/home/me/key1"]
)
def test_what_may_be_a_word_or_a_number_is_no_key(value, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", value)
    text = f"The secret number is 12345, none is EMPTY: {value} x sk-1"
    assert hide(text) == text


def test_a_short_key_is_hidden_as_it_is():
    know("ab12c")
    assert hide("ab12c, AB12C, ab-12c") == f"{MARK}, AB12C, ab-12c"


def test_a_key_behind_its_scheme_and_a_password_are_known():
    know(f"Bearer {KEY}")
    know("Basic dXNlcjpodW50ZXIyMg==")  # user:hunter22
    assert hide(f"{KEY} and hunter22 and the bearer") == f"{MARK} and {MARK} and the bearer"


def test_an_ordinary_text_stays_as_it_is():
    know(KEY)
    for text in ("", "5", "tok", "The answer is 42.", "日本語 🙂 \t\n  x", "tok_8Hq2", "a" * 10_000):
        assert hide(text) == text


def test_keys_that_overlap_and_stand_often_are_hidden_whole():
    know(KEY)
    know(KEY[5:] + "-more-1234")
    assert KEY[6:12] not in hide(f"{KEY}{KEY} {KEY}-more-1234 {KEY.upper()}{KEY[::-1]}")


def test_hiding_takes_no_long_time():
    know(KEY)
    for text in (
        "t" * 1_000_000,
        "tok" * 300_000,
        "t o k _ " * 120_000,
        KEY[:-1] * 30_000,
        f"{KEY} " * 20_000,
        "é" * 1_000_000,
    ):
        started = time.process_time()
        hide(text)
        assert time.process_time() - started < 8


def test_names_of_fields_are_hidden_too():
    know(KEY)
    assert fit_all({KEY: [KEY, {"a": (1, None, KEY)}]}) == {MARK: [MARK, {"a": [1, None, MARK]}]}


def test_a_placeholder_is_no_key():
    assert not is_key("EMPTY")
    assert is_key("sk-1234567")


# ---- what a terminal obeys ------------------------------------------------------------------------------


def test_what_a_terminal_obeys_is_shown_as_what_it_is():
    assert commands_in(visible(EVIL)) == set()
    assert "\r" not in visible(EVIL)
    assert visible("a\tb\nc\r\nd \u00a0\u3000é🙂") == "a\tb\nc\nd \u00a0\u3000é🙂"
    assert in_line("a\nb\t" + EVIL).startswith("a ⏎ b �[31mRED")
    assert len(in_line("x" * 1000)) == 300


def test_every_error_of_ours_is_fit_to_be_shown():
    know(KEY)
    error = StudentError(f"the server says {EVIL} {KEY}")
    assert commands_in(str(error)) == set()
    assert KEY not in repr(error)
    assert commands_in(failed_answer(PROBE, RuntimeError(EVIL)).error) == set()
    assert str(RepairLoopError("two\nlines")) == "two\nlines"


def test_what_a_program_prints_is_fit_to_be_shown(monkeypatch):
    know(KEY)
    program = Program([sys.executable, "-c", f"print({EVIL!r}, {KEY!r})"], environment={"PYTHONIOENCODING": "utf-8"})
    said = "".join(program.lines(lambda: None))
    assert "RED" in said
    assert commands_in(said) == set()
    assert KEY not in said


def test_the_door_lets_lines_and_redrawn_ones_through_and_no_command():
    know(KEY)
    raw = io.StringIO()
    door = Door(raw)
    print("a", EVIL, KEY, file=door)
    print("\r 50%\r", end="", file=door)
    door.writelines(["x\n", EVIL])
    door.flush()
    assert commands_in(raw.getvalue()) == set()
    assert "\r 50%\r" in raw.getvalue()
    assert KEY not in raw.getvalue()
    assert door.getvalue() == raw.getvalue()


def test_a_console_has_its_own_styles_and_no_others(monkeypatch):
    raw = io.StringIO()
    monkeypatch.setattr("sys.stdout", Door(raw))
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    screen = console(width=60)
    table = Table("name " + EVIL)
    table.add_row(Text(EVIL), style="green")
    screen.print(table)
    screen.print(Text(EVIL, style="bold"))
    with Progress(console=screen) as progress:
        progress.add_task(EVIL, total=1)
    shown = raw.getvalue()
    assert "\x1b[" in shown  # its own
    assert "\x1b[31m" not in shown
    assert commands_in(shown.replace("\x1b[", "")) == set()


def test_json_for_a_terminal_loses_nothing():
    value = {"a": EVIL, EVIL: ["é🙂\U000e0041"]}
    assert json.loads(to_json(value)) == value
    assert json.loads(to_json(value, indent=1)) == value
    assert commands_in(to_json(value)) == set()
    assert "é🙂" in to_json(value)


# ---- all of it ------------------------------------------------------------------------------------------


class Refuses(socketserver.StreamRequestHandler):
    """A server that says a bare line, as no library lets one write it."""

    line = b""

    def handle(self):
        head = b"".join(iter(self.rfile.readline, b"\r\n")).lower()
        length = head.partition(b"content-length:")[2].split(b"\r\n")[0]
        self.rfile.read(int(length or 0))
        self.wfile.write(b"HTTP/1.1 " + self.line + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@pytest.mark.parametrize("spoken", [EVIL.replace("\r", ""), "\x1b[31mRED\x07", "\u202eRED", "\x9b2J RED"], ids=ascii)
def test_what_a_server_says_beside_a_status_commands_nothing(spoken):
    handler = type("Handler", (Refuses,), {"line": f"403 {spoken}".encode()})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        name = f"openai:http://127.0.0.1:{server.server_address[1]}/v1#stub"
        said = ""
        try:
            settings = ServerSettings(deadline=1)
            with open_student(name, server=settings, thinking=Thinking(), adaptations=()) as student:
                said = "".join(answer.error for answer in student.answer([PROBE], Sampling()))
        except RepairLoopError as error:
            said = str(error)
        server.shutdown()
    assert said
    assert commands_in(said) == set()


@pytest.mark.parametrize("place", ["message", "model"])
def test_what_a_server_says_of_an_error_commands_nothing(place):
    with StubServer() as server:
        from aiohttp import web

        async def chat(request):
            return web.json_response({"error": {"message": EVIL, "code": EVIL, "param": EVIL}}, status=400)

        server.stop()
        server._chat = chat
        server.start()
        name = server.student + (EVIL if place == "model" else "")
        with contextlib.suppress(RepairLoopError):
            with open_student(name, thinking=Thinking(), adaptations=()) as student:
                (answer,) = student.answer([PROBE], Sampling())
            assert "RED" in answer.error
            assert commands_in(answer.error) == set()
            return
        assert place == "model"
        with pytest.raises(RepairLoopError) as raised:
            open_student(name)
        assert commands_in(str(raised.value)) == set()


def test_a_page_commands_nothing(planted, tmp_path):
    folder = tmp_path / f"run {EVIL.replace('/', '')}<b>"
    shutil.copytree(planted.path, folder)  # what it is called in the end: a link's name is not shown
    html = page.build(Store(folder))
    assert "RED" in html
    assert commands_in(html) == set()
    assert "<b>" not in html


def test_the_command_line_prints_no_command_that_is_not_its_own(planted, tmp_path):
    name = "run " + EVIL.replace("\r", "")
    (tmp_path / name).symlink_to(planted.path)
    (tmp_path / "bad.py").write_text(f"raise ValueError({EVIL!r} + {KEY!r})\n")
    root = Path(repairloop.__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(root), "SOME_API_KEY": KEY}
    for words in (
        ["failures", name, "--limit", "1"],
        ["areas", "no " + name],
        ["--debug", "areas", "no " + name],
        ["sql", name, f"SELECT chr(27) || '[31m' || chr(8238) AS \"{EVIL}\", '{KEY}' AS k"],
        ["sql", name, f"SELECT '{EVIL}' AS a", "--json"],
        ["sql", name, f"SELECT error('{EVIL} {KEY}')"],
        ["show", name, EVIL],
        ["check", "--plugin", "bad.py"],
        ["run", "--" + EVIL],
        ["run", "--student", EVIL],
        ["run", "--set", EVIL],
    ):
        command = [sys.executable, "-m", "repairloop.cli", *words]
        done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment, timeout=200)
        said = (done.stdout + done.stderr).decode()
        assert said, words
        assert commands_in(said) == set(), words
        assert KEY not in said, words


# ---- memory ---------------------------------------------------------------------------------------------


def test_a_reply_is_cut_to_what_is_kept_as_soon_as_it_is_read():
    answer = reply(PROBE, "<think>" + "a" * 400_000 + "</think>" + "b" * 400_000, "stop", 1, 1, "")
    assert (len(answer.text), len(answer.thoughts), answer.finish_reason) == (131_073, 131_073, "length")
    answer = reply(PROBE, "b" * 100_000, "stop", 1, 1, "")
    assert (len(answer.text), answer.finish_reason) == (100_000, "stop")


LARGE = """
import json, resource, sys, threading, time
from repairloop.config import ServerSettings
from repairloop.records import Probe
from repairloop.students import Sampling, open_student
from repairloop.students.base import Thinking

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() >> 20

probes = [Probe(id=f"{n:016x}", skill="s", area="s/a", split="screen", grader="g",
                messages=[{"role": "user", "content": f"{n} [large]"}]) for n in range(48)]
with open_student(sys.argv[1], server=ServerSettings(timeout=300), thinking=Thinking(), adaptations=()) as student:
    before, peak, over = resident(), 0, threading.Event()
    def watch():
        global peak
        while not over.wait(0.005):
            peak = max(peak, resident())
    threading.Thread(target=watch, daemon=True).start()
    answers = list(student.answer(probes, Sampling()))
    over.set()
    print(json.dumps([peak - before, sorted({(a.status, len(a.text)) for a in answers})]))
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="looks into /proc")
@pytest.mark.parametrize("kind", ["text", "parts"])
def test_many_large_replies_take_a_few_times_the_memory_of_one(kind):
    """48 replies of six megabytes, asked for at once."""
    from aiohttp import web

    message = {"role": "assistant", "content": "x" * 100}
    body = {
        "text": {"choices": [{"message": {**message, "content": "x " * (3 << 20)}, "finish_reason": "stop"}]},
        "parts": {"choices": [{"message": message, "finish_reason": "stop"}], "more": [[]] * (3 << 19)},
    }[kind]
    content = json.dumps(body).encode()
    assert len(content) > 6_000_000

    async def chat(request):
        return web.Response(body=content, content_type="application/json")

    server = StubServer()
    server._chat = chat
    with server:
        command = [sys.executable, "-c", LARGE, server.student]
        done = subprocess.run(command, capture_output=True, text=True, timeout=280, env={
            **os.environ, "PYTHONPATH": str(Path(repairloop.__file__).parents[1])})  # fmt: skip
    assert done.returncode == 0, done.stderr
    grown, answers = json.loads(done.stdout)
    assert answers == {"text": [["ok", 131_073]], "parts": [["failed", 0]]}[kind]
    assert grown < 120, f"{grown} MiB"
