"""A key that a server echoes is nowhere afterwards: in no file of a run, not on the terminal, in no error."""

import base64
import codecs
import json
import random
import re
import sqlite3
import stat
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import duckdb
import pyarrow.parquet as pq
import pytest
from aiohttp import web
from pydantic import BaseModel

import repairloop
from graders.judge import client as judge_client
from repairloop.config import ServerSettings, StudentSettings, load_config, to_toml
from repairloop.ground import keys
from repairloop.ground.errors import RepairLoopError, StudentError, UsageError
from repairloop.records import Probe
from repairloop.students import Sampling, open_student
from repairloop.students.base import Thinking
from repairloop.teachers.teacher import Request, open_teacher
from tests.stub_server import StubServer

KEY = "sk-Proj_4fQ9-xT7rZ2bLm8Wc3Vd6Ny1Hs5Kg0"
HEADER = "hdr.9Kd2+Wq7/Lp4=Zx8-Tb1"
URL = quote(KEY, safe="")
SPELLINGS = {
    "itself": KEY,
    "behind its scheme": f"Bearer {KEY}",
    "small letters": KEY.lower(),
    "capitals": KEY.upper(),
    "reversed": KEY[::-1],
    "rot13": codecs.encode(KEY, "rot13"),
    "base64": base64.b64encode(KEY.encode()).decode().rstrip("=")[:-1],
    "base64, one character before it": base64.b64encode(b"x" + KEY.encode()).decode().rstrip("=")[2:-1],
    "base64, two characters before it": base64.b64encode(b"xy" + KEY.encode()).decode().rstrip("=")[3:-1],
    "base64 for addresses": base64.urlsafe_b64encode(KEY.encode()).decode().rstrip("=")[:-1],
    "base32": base64.b32encode(KEY.encode()).decode().rstrip("=")[:-1],
    "hex": KEY.encode().hex(),
    "hex, in capitals and with blanks": KEY.encode().hex(" ").upper(),
    "escaped for an address": URL.replace("-", "%2D"),
    "every character escaped for an address": "".join(f"%{byte:02X}" for byte in KEY.encode()),
    "escaped for JSON": "".join(f"\\u{ord(c):04x}" for c in KEY),
    "escaped for Python": "".join(f"\\x{ord(c):02x}" for c in KEY),
    "escaped for HTML": "".join(f"&#{ord(c)};" for c in KEY),
    "escaped for HTML, hexadecimal": "".join(f"&#x{ord(c):x};" for c in KEY),
    "octal": "".join(f"\\{ord(c):o}" for c in KEY),
    "with blanks": " ".join(KEY),
    "on several lines": "\n".join(KEY[n : n + 9] for n in range(0, len(KEY), 9)),
    "in strings joined": f'"{KEY[:11]}" + "{KEY[11:]}"',
    "with zero-width spaces": "\u200b".join(KEY),
    "with points": ".".join(KEY),
    "first half": KEY[:22],
    "second half": KEY[-20:],
    "the other header": HEADER,
}


def message(**fields):
    return 200, {"choices": [{"message": {"role": "assistant", "content": "5", **fields}, "finish_reason": "stop"}]}


def places(text):
    """Replies that have a text in them, by where it stands."""
    call = {"id": text, "type": "function", "function": {"name": text, "arguments": json.dumps({"a": text})}}
    good = message()[1]
    escaped = "".join(f"\\u{ord(c):04x}" for c in text)
    raw = f'{{"choices": [{{"message": {{"content": "the key is {escaped}"}}, "finish_reason": "stop"}}]}}'
    return {
        "answer": message(content=f"your key is {text}, I think"),
        "answer, escaped": (200, raw.encode()),
        "end of the answer": message(content=f"42 {text}"),
        "thoughts": message(content=f"<think>{text}</think>5"),
        "thoughts apart": message(reasoning_content=f"hm, {text}"),
        "thoughts apart, called otherwise": message(reasoning=text),
        "parts": message(content=[{"type": "thinking", "thinking": text}, {"type": "text", "text": text}]),
        "refusal": message(content=None, refusal=text),
        "calls": message(content=None, tool_calls=[call]),
        "old call": message(content=None, function_call={"name": text, "arguments": text}),
        "other fields": (200, good | {"id": text, "model": text, "system_fingerprint": text, text: text}),
        "usage": (200, good | {"usage": {"prompt_tokens": text, "completion_tokens": text}}),
        "end of the reply": (200, {"choices": [good["choices"][0] | {"finish_reason": text}]}),
        "message is no object": (200, {"choices": [{"message": text, "finish_reason": "stop"}]}),
        "no choices": (200, {"choices": [], "detail": text}),
        "error in a reply": (200, {"error": {"message": text, "type": text, "code": 418}}),
        "error in a choice": (200, {"choices": [{"finish_reason": "error", "error": {"message": text}}]}),
        "no JSON": (200, f"Authorization: {text}".encode()),
        "stream": (200, f'data: {{"choices": [{{"delta": {{"content": "{text}"}}}}]}}\n\ndata: [DONE]\n'.encode()),
        "page": (502, f"<html><title>{text}</title><body>{text}".encode()),
        "words": (400, f"what is {text}?".encode()),
        "detail": (422, {"detail": [{"loc": ["header", text], "msg": text, "type": text}]}),
        "provider": (400, {"error": {"message": "it failed", "metadata": {"raw": json.dumps({"error": text})}}}),
        "parameter": (400, {"error": {"message": f"unsupported: {text}", "param": text, "code": text}}),
        "far behind": (400, {"error": {"message": "x" * 150 + f" {text}"}}),
        "wait": (429, {"error": {"message": f"{text}: try again in 0.01s"}}),
        **{f"HTTP {status}": (status, {"error": {"message": text, "type": text}}) for status in
           (400, 403, 404, 405, 408, 409, 410, 413, 415, 418, 422, 429, 451, 500, 501, 502, 503, 504, 529)},
    }  # fmt: skip


class Echo(StubServer):
    """Replies in ways that are drawn by the question, so that a repeated one is met alike."""

    def __init__(self, ways, models=None, reason=None):
        super().__init__()
        self.ways, self.listed, self.reason, self.used = ways, models or [{"id": "stub"}], reason, set()

    async def _start(self):
        app = web.Application(client_max_size=1 << 24)
        app.router.add_post("/v1/chat/completions", self._echo)
        app.router.add_get("/v1/models", self._list)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()

    async def _list(self, request):
        self.headers.append(dict(request.headers))
        return web.json_response({"data": self.listed}, headers={"X-Echo": KEY})

    async def _echo(self, request):
        asked = json.loads(await request.read())["messages"][-1]["content"]
        name = random.Random(asked).choice(list(self.ways))
        self.used.add(name)
        status, body = self.ways[name]
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"X-Echo": KEY, "Set-Cookie": f"k={KEY}"} | ({"Retry-After": "0.01"} if status == 429 else {})
        return web.Response(status=status, body=content, headers=headers, reason=self.reason)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr("repairloop.students.crew._FIRST_PAUSE", 0.001)
    monkeypatch.setattr("repairloop.students.crew._TRIAL_SECONDS", 0.05)
    monkeypatch.setattr("repairloop.students.crew._SUSPICION", 10_000)


def found_in(text, spellings=SPELLINGS):
    return [name for name, spelling in spellings.items() if spelling in text]


def everything(folder):
    """All that stands in the files of a folder: as bytes, and what tables and databases hold."""
    texts = []
    for file in sorted(Path(folder).rglob("*")):
        if file.is_dir():
            continue
        texts += [str(file), file.read_bytes().decode("latin-1"), file.read_bytes().decode("utf-8", "replace")]
        if file.suffix == ".parquet":
            texts += [str(value) for row in pq.read_table(file).to_pylist() for value in row.values()]
        if file.suffix == ".duckdb":
            with duckdb.connect(str(file), read_only=True) as db:
                for (table,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                    texts += [str(value) for row in db.execute(f"FROM {table}").fetchall() for value in row]
        if file.suffix == ".sqlite":
            with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
                texts.append("\n".join(db.iterdump()))
    return "\n".join(texts)


def tiny(server, *more):
    settings = [
        "probes.screen=12", "probes.budget=12", "probes.holdout=6", "probes.holdout_seen=2", "guard.panel=1",
        "guard.probes=1", "guard.skill=0", "guard.canaries=20", "synthesize.rows=30", "server.max_failed=1",
        "server.connections=4", "server.deadline=0.3", 'areas=["math/addition"]', *more,
    ]  # fmt: skip
    student = {"name": server.student, "headers": {"X-Api-Key": HEADER}}
    return load_config(None, settings, student=student, skills=["math"], trainer="none")


@contextmanager
def told(capfd):
    """The events of a run and what is printed."""
    events = []
    yield events
    events += capfd.readouterr()


@pytest.mark.parametrize("some", range(4))
def test_no_file_of_a_run_holds_a_key_that_was_echoed(some, tmp_path, capfd):
    ways = {f"{place}: {name}": reply for name, text in SPELLINGS.items() for place, reply in places(text).items()}
    ending = {401, 403, 404}  # where one of these is the first reply it ends the run: tried below
    ways = {name: reply for number, (name, reply) in enumerate(ways.items())
            if number % 4 == some and reply[0] not in ending}  # fmt: skip
    well = {f"well {number}": message() for number in range(len(ways))}  # a server that refuses all ends the run too
    with Echo(ways | well) as server, told(capfd) as events:
        repairloop.run(tiny(server), tmp_path / "run", events.append)
    assert len(server.used) > 80
    assert {(headers["Authorization"], headers["X-Api-Key"]) for headers in server.headers} == {
        (f"Bearer {KEY}", HEADER)
    }
    assert found_in(everything(tmp_path)) == []
    assert found_in(json.dumps(events, ensure_ascii=False, default=str)) == []
    readable = [file for file in tmp_path.rglob("*") if file.is_file() and stat.S_IMODE(file.stat().st_mode) & 0o077]
    assert readable == []


@pytest.mark.parametrize("place", ["HTTP 403", "HTTP 404", "error in a reply", "no JSON", "page", "words", "HTTP 429"])
@pytest.mark.parametrize("name", ["itself", "base64", "with blanks", "the other header"])
def test_a_run_that_a_server_ends_tells_no_key(place, name, tmp_path, capfd):
    reply = places(SPELLINGS[name])[place]
    with Echo({"only": reply}) as server, told(capfd) as events:
        with pytest.raises(StudentError) as raised:
            repairloop.run(tiny(server, "server.max_failed=0"), tmp_path / "run", events.append)
        events.append(str(raised.value))
    assert found_in(everything(tmp_path)) == []
    assert found_in("\n".join(map(str, events))) == []


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_key_in_a_list_of_models_or_beside_a_status_is_told_nowhere(spelling):
    text = SPELLINGS[spelling]
    with Echo({"only": message()}, models=[{"id": text}]) as server, pytest.raises(UsageError) as unknown:
        open_student(server.student)
    assert found_in(str(unknown.value)) == []
    reason = "".join(c for c in text if c.isprintable())
    with Echo({"only": (403, b"")}, reason=reason) as server:
        probe = Probe(id="1" * 16, skill="s", area="s/a", split="screen", grader="g",
                      messages=[{"role": "user", "content": "?"}])  # fmt: skip
        with (
            open_student(server.student, thinking=Thinking(), adaptations=(),
                         asking=StudentSettings(headers={"X-Api-Key": HEADER})) as student,
            pytest.raises(StudentError) as refused,
        ):  # fmt: skip
            list(student.answer([probe], Sampling()))
    assert "HTTP 403" in str(refused.value)
    assert found_in(str(refused.value)) == []


class Word(BaseModel):
    word: str


def test_what_a_teacher_echoes_is_kept_without_the_key(tmp_path):
    ways = {name: message(content=json.dumps({"word": text})) for name, text in SPELLINGS.items() if text != HEADER}
    ways |= {
        f"{name}, refused": (418, {"error": {"message": text}}) for name, text in SPELLINGS.items() if text != HEADER
    }
    with Echo(ways) as server:
        teacher = open_teacher(server.student, cache=tmp_path / "cache", settings=ServerSettings(connections=4))
        with teacher:
            asked = [Request(str(n), [{"role": "user", "content": f"Word {n}?"}]) for n in range(120)]
            replies = [str(reply) for reply in teacher.ask(asked, Word)]
    assert len(server.used) > 30
    assert found_in("\n".join(replies)) == []
    assert found_in(everything(tmp_path)) == []
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "cache").iterdir()} == {0o600}


def test_what_a_judge_echoes_comes_without_the_key():
    ways = {f"{place}: {name}": reply for name, text in SPELLINGS.items() for place, reply in places(text).items()
            if text != HEADER and reply[0] != 429}  # fmt: skip
    with Echo(ways) as server:
        prompts = [([{"role": "user", "content": f"Is it right? {n}"}], n) for n in range(200)]
        replies = judge_client.ask(server.student, prompts, {}, 20.0)
    assert len(server.used) > 100
    assert found_in("\n".join(f"{reply.text}\n{reply.fault}" for reply in replies)) == []


# ---- headers --------------------------------------------------------------------------------------------


def test_a_key_in_a_header_does_not_rest_in_the_settings():
    headers = {
        "X-Api-Key": HEADER,
        "Authorization": f"Basic {HEADER}",
        "X-Title": "my evaluation",
        "X-Team": "$TEAM_KEY",
    }
    config = load_config(None, student={"name": "openai:http://localhost:1/v1#m", "headers": headers})
    text = to_toml(config)
    assert HEADER not in text + repr(config)
    for line in ('X-Api-Key = "$REPAIRLOOP_HEADER_X_API_KEY"', 'Authorization = "$REPAIRLOOP_HEADER_AUTHORIZATION"',
                 'X-Title = "my evaluation"', 'X-Team = "$TEAM_KEY"'):  # fmt: skip
        assert line in text


def test_a_header_may_name_a_variable(monkeypatch):
    monkeypatch.setenv("TEAM_KEY", "team-secret-0123456789")
    assert keys.sent({"A": "Token ${TEAM_KEY}", "B": "$TEAM_KEY", "C": "plain", "D": "5 $"}) == {
        "A": "Token team-secret-0123456789", "B": "team-secret-0123456789", "C": "plain", "D": "5 $",
    }  # fmt: skip
    monkeypatch.delenv("TEAM_KEY")
    with pytest.raises(UsageError, match=r"the header B is sent with what the variable TEAM_KEY holds .*: set it"):
        keys.sent({"B": "$TEAM_KEY"})


def test_who_goes_on_with_a_run_gives_the_header_again(tmp_path, monkeypatch):
    with Echo({"only": (403, {"error": {"message": "no"}})}) as server:
        with pytest.raises(StudentError, match="HTTP 403"):
            repairloop.run(tiny(server), tmp_path / "run")
        with pytest.raises(UsageError, match=r"the variable REPAIRLOOP_HEADER_X_API_KEY holds .*a run keeps no key"):
            repairloop.resume(tmp_path / "run")
        server.headers.clear()
        monkeypatch.setenv("REPAIRLOOP_HEADER_X_API_KEY", HEADER)
        with pytest.raises(StudentError, match="HTTP 403"):
            repairloop.resume(tmp_path / "run")
    assert {headers["X-Api-Key"] for headers in server.headers} == {HEADER}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ([f'student.headers="{KEY}"'], "student.headers"),
        ([f'student.headers.A=["{KEY}"]'], "student.headers.A"),
        ([f'student.extra_body.api_key="{KEY}"'], "keys are sent as headers"),
    ],
)
def test_a_complaint_about_settings_shows_no_key(settings, said, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(UsageError, match=re.escape(said)) as raised:
        load_config(None, settings)
    assert KEY not in str(raised.value)


@pytest.mark.parametrize(
    "address",
    ["http://user:PASS@127.0.0.1:1/v1#m", "http://127.0.0.1:1/v1?api-key=PASS#m", "http://h/v1?a=b&token=PASS#m"],
)
def test_an_address_holds_no_key(address):
    with pytest.raises(UsageError, match="would rest in every file of a run: put it into OPENAI_API_KEY") as raised:
        repairloop.run(load_config(None, student=f"openai:{address}"), "never-made")
    assert "PASS" not in str(raised.value)
    assert not Path("never-made").exists()
    assert issubclass(type(raised.value), RepairLoopError)
