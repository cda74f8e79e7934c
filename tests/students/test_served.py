"""A student behind a server through the whole loop: trained by a command, served under a name of its own, verified.

The server is a stub that answers as a simulated student would, and loads adapters at run time as vLLM does.
"""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

import repairloop
from repairloop.cli.chat import find_voices
from repairloop.config import Config, load_config
from repairloop.ground.errors import StudentError, UsageError
from repairloop.loop.plan import plan
from repairloop.loop.stages.train import trainer_of
from repairloop.records import Message, Probe
from repairloop.rundir.store import Store
from repairloop.students import Sampling
from repairloop.students.served import is_command, serve
from repairloop.students.sim import PLANTED, SimStudent
from repairloop.students.template import SYSTEM, Adaptations, put
from tests.conftest import small
from tests.loop.test_loop import LEARNED
from tests.stub_server import MODEL, StubServer

ROOT = Path(__file__).parents[2]


class ServedSim(StubServer):
    """Answers the probes of a run as `sim:planted` does, with the adapters that were loaded."""

    adaptations: Adaptations = ()

    def __init__(self, run: Path) -> None:
        super().__init__()
        self.run, self.adapters, self.loads = run, dict[str, Path](), list[dict[str, str]]()
        self._known: dict[str, Any] = {}
        self._read: set[str] = set()

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._chat)
        app.router.add_get("/v1/models", self._models)
        app.router.add_post("/v1/load_lora_adapter", self._load)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()

    async def _models(self, request: web.Request) -> web.Response:
        return web.json_response({"data": [{"id": name} for name in (MODEL, *self.adapters)]})

    async def _load(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.loads.append(body)
        if body["lora_name"] in self.adapters:
            return web.json_response({"error": {"message": "has already been loaded"}}, status=400)
        self.adapters[body["lora_name"]] = Path(body["lora_path"])
        return web.Response(text="Success: LoRA adapter added successfully.")

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        body = json.loads(await request.read())
        if refused := self.refuses(body):
            return web.json_response({"error": {"message": refused}}, status=400)
        probe = self._probe(json.dumps([body["messages"], body.get("tools")]))
        text = "I do not know."
        if probe is not None:
            student = SimStudent(body["model"], PLANTED, self.adapters.get(body["model"]))
            [answer] = student.answer([probe], Sampling())
            text = answer.text
        await asyncio.sleep(0)
        return web.json_response({"choices": [{"message": self.message(text), "finish_reason": "stop"}], "usage": None})

    def refuses(self, body: dict[str, Any]) -> str:
        return ""

    def message(self, text: str) -> dict[str, Any]:
        return {"content": text}

    def _probe(self, asked: str) -> Any:
        if asked not in self._known:
            store = Store(self.run)
            for file in sorted(store.shards.glob("probes-*.parquet")):
                if file.name not in self._read:
                    self._read.add(file.name)
                    self._known |= {self._key(p.messages): p for p in store.records(Probe, [file.name])}
        return self._known.get(asked)

    def _key(self, messages: list[Message]) -> str:
        asked = put(messages, self.adaptations)
        return json.dumps([asked["conversation"], asked.get("tools")])


class OddSim(ServedSim):
    """One whose model thinks, whose template refuses the system role, and that reads calls out of replies."""

    adaptations = (SYSTEM,)

    def refuses(self, body: dict[str, Any]) -> str:
        return "System role not supported" if any(m["role"] == "system" for m in body["messages"]) else ""

    def message(self, text: str) -> dict[str, Any]:
        said: dict[str, Any] = {"content": text, "reasoning_content": "Is it 44? Or should I call no tool?"}
        try:
            found = json.loads(text)
        except ValueError:
            return said
        calls = [call for call in (found if isinstance(found, list) else [found]) if isinstance(call, dict)]
        if not calls or not all("name" in call and isinstance(call.get("arguments"), dict) for call in calls):
            return said
        written = [{**call, "arguments": json.dumps(call["arguments"])} for call in calls]
        return said | {"content": None, "tool_calls": [{"type": "function", "function": call} for call in written]}


TRAINER = """
import pathlib, sys
out = pathlib.Path(sys.argv[1])
(out / "sim.toml").write_text(LEARNED)
(out / "adapter_config.json").write_text('{"peft_type": "LORA"}')
""".replace("LEARNED", repr(LEARNED))

LOADER = """
import http.client, json, sys
from urllib.parse import urlsplit
url, name, adapter = sys.argv[1:]
parts = urlsplit(url)
connection = http.client.HTTPConnection(parts.hostname, parts.port)
body = json.dumps({"lora_name": name, "lora_path": adapter})
connection.request("POST", parts.path + "/load_lora_adapter", body, {"Content-Type": "application/json"})
reply = connection.getresponse()
print(reply.read().decode())
sys.exit(reply.status != 200)
"""


def order(folder: Path, **settings: str) -> list[str]:
    """Settings: a trainer that leaves a good adapter, and a loader."""
    (folder / "train.py").write_text(TRAINER)
    (folder / "load.py").write_text(LOADER)
    chosen = {"command": f"{sys.executable} {folder}/train.py {{out}}", "serve_as": loader(folder)} | settings
    return [f"train.{name}='{value}'" for name, value in chosen.items() if value]


def loader(folder: Path) -> str:
    return f"{sys.executable} {folder}/load.py {{url}} {{name}} {{adapter}}"


def test_a_command_that_loads_adapters_closes_the_loop_with_the_dial(tmp_path: Path) -> None:
    said: list[dict[str, Any]] = []
    with ServedSim(tmp_path / "run") as server:
        config = small(student=server.student, trainer="command", skills=["math"], settings=order(tmp_path))
        run = repairloop.run(config, tmp_path / "run", said.append)
        loads = len(server.loads)
        repairloop.resume(tmp_path / "run")
        voices = find_voices(run.store, config, None)
        assert len(server.loads) == loads, "what is served is not loaded again"
    decision = run.summary()
    assert decision["verdict"] == "accepted"
    assert decision["summary"]["targeted_unseen"]["change"] > 0.2
    tried = decision["summary"]["dial"]["tried"]
    assert len(tried) >= 2
    assert len({load["lora_name"] for load in server.loads}) == len(server.loads) == len(tried)
    assert all(Path(load["lora_path"]).is_absolute() for load in server.loads)
    assert voices.after is not None
    assert voices.after["name"].rpartition("#")[2] in server.adapters
    assert any("it is asked as openai:" in event.get("text", "") for event in said)


def test_thoughts_calls_and_a_template_without_a_system_role_go_through_the_whole_loop(tmp_path: Path) -> None:
    said: list[dict[str, Any]] = []
    with OddSim(tmp_path / "run") as server:
        settings = order(tmp_path, command=f"{sys.executable} {tmp_path}/train.py {{out}} {{dataset}}")
        (tmp_path / "train.py").write_text(TRAINER + '(out / "rows.jsonl").write_text(open(sys.argv[2]).read())\n')
        settings += ["student.tools=native", "student.thinking_tokens=500"]
        config = small(student=server.student, trainer="command", skills=["tool_use"], settings=settings)
        run = repairloop.run(config, tmp_path / "run", said.append)
        voices = find_voices(run.store, config, None)
    assert run.summary()["verdict"] == "accepted"
    assert run.summary()["summary"]["targeted_unseen"]["change"] > 0.2
    told = [event["text"] for event in said if event["event"] == "notice"]
    assert any("takes no system message" in text for text in told)
    assert any("thinks before it answers" in text for text in told)
    assert voices.after is not None
    manifest = run.store.read_manifest()
    assert (manifest["adaptations"], manifest["thinking"]["thinks"]) == ([SYSTEM], True)
    answered = (
        "SELECT count(*), count(*) FILTER (thoughts LIKE 'Is it 44%'), count(*) FILTER (text LIKE '%44%') FROM answers"
    )
    counts = run.sql(answered + " WHERE status = 'ok'").fetchall()[0]
    assert counts[0] == counts[1] > counts[2], "each with its thoughts apart"
    assert run.sql("SELECT count(*) FROM answers WHERE text LIKE '<tool_call>%'").fetchall()[0][0] > 50
    [file] = (tmp_path / "run" / "adapters").glob("cycle-1-????????/rows.jsonl")
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert not any(message["role"] in ("system", "tools") for row in rows for message in row["prompt"])
    assert any(row.get("tools") and row["completion"][0].get("tool_calls") for row in rows)
    assert not any("44? Or should" in json.dumps(row) for row in rows), "no thought is trained on"


def test_a_plain_name_is_one_candidate_and_that_is_said(tmp_path: Path) -> None:
    said: list[dict[str, Any]] = []
    with ServedSim(tmp_path / "run") as server:
        settings = order(tmp_path, serve_as="mended", command=f"{sys.executable} {tmp_path}/train.py {{out}}")
        config = small(student=server.student, skills=["math"], settings=settings)
        with pytest.raises(
            StudentError, match=r"load .*cycle-1-.* where it is to be asked, as openai:.*#mended, then go on"
        ):
            repairloop.run(config, tmp_path / "run", said.append)
        [adapter] = (tmp_path / "run" / "adapters").glob("cycle-1-*")
        server.adapters["mended"] = adapter
        run = repairloop.resume(tmp_path / "run", said.append)
    assert run.summary()["verdict"] == "accepted"
    assert any("served under one name, 'mended', so there is one candidate" in e.get("text", "") for e in said)
    assert sum(e.get("stage") == "train" and e["event"] == "start" for e in said) == 1, "training is not done again"


def test_without_a_trainer_the_adapted_name_or_its_folder_closes_the_loop(tmp_path: Path) -> None:
    adapter = tmp_path / "adapter"
    adapter.mkdir()
    (adapter / "sim.toml").write_text(LEARNED)
    (adapter / "adapter_config.json").write_text("{}")
    with ServedSim(tmp_path / "run") as server:
        run = repairloop.run(small(student=server.student, trainer="none", skills=["math"]), tmp_path / "run")
        with pytest.raises(UsageError, match=r"loads its own adapters: load .*adapter there and name it, as openai:"):
            repairloop.verify(run.path, str(adapter))
        server.adapters["mended"] = adapter
        decision = repairloop.verify(run.path, f"openai:{server.url}#mended")
    assert decision["verdict"] == "accepted"


def test_a_loader_that_fails_keeps_the_adapter_and_the_run_goes_on_when_it_is_mended(tmp_path: Path) -> None:
    with ServedSim(tmp_path / "run") as server:
        config = small(student=server.student, skills=["math"], settings=order(tmp_path))
        (tmp_path / "load.py").write_text("import sys\nprint('runtime LoRA is not enabled')\nsys.exit(22)\n")
        with pytest.raises(
            StudentError, match=r"exit code 22 .*it said: runtime LoRA is not enabled; the adapter is kept"
        ):
            repairloop.run(config, tmp_path / "run")
        (tmp_path / "load.py").write_text(LOADER)
        (tmp_path / "train.py").write_text("raise SystemExit('trained again')")
        assert repairloop.resume(tmp_path / "run").summary()["verdict"] == "accepted"


STUDENT = "openai:http://127.0.0.1:9/v1#m"


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        ({"trainer": "command", "settings": ["train.command='t {out}'"]}, "where the trained one will be asked"),
        ({"settings": ["train.command='t {out}'"]}, "where the trained one will be asked"),
        ({"settings": ["train.command='t {weights} {out}'", "train.serve_as=x"]}, "set train.weights"),
        ({"settings": ["train.command='t {out}'", "train.serve_as=m"]}, "names the student itself"),
        ({"settings": ["train.command='t {out}'", "train.serve_as='load {name}'"]}, "needs {adapter}"),
        ({"settings": ["train.command='t {out}'", 'train.serve_as="load \'{name} {adapter}"']}, "no command line"),
        ({"settings": ["train.command='t {out}'", "train.serve_as=openai:nowhere"]}, "expected openai:BASE_URL#MODEL"),
        ({"cycles": 2, "settings": ["train.command='t {out}'", "train.serve_as=x"]}, "in one cycle"),
        ({"student": "sim:planted", "settings": ["train.serve_as=x"]}, "for a student behind a server"),
        ({"trainer": "trl"}, "train.serve_as"),
    ],
)
def test_what_could_not_be_asked_after_training_is_refused_before_anything_is_made(
    tmp_path: Path, overrides: dict[str, Any], said: str
) -> None:
    config = small(**{"student": STUDENT, "skills": ["math"], **overrides})
    with pytest.raises(UsageError, match=said):
        repairloop.run(config, tmp_path / "run")
    with pytest.raises(UsageError, match=said):
        plan(config)
    assert not (tmp_path / "run").exists()


def test_the_example_of_the_documentation_is_one_that_a_run_takes(tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "servers.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "run.toml").write_text(example)
    config = load_config(tmp_path / "run.toml")
    assert trainer_of(config) == "command"
    assert json.loads(shlex.split(config.train.serve_as)[-1]) == {"lora_name": "{name}", "lora_path": "{adapter}"}


def test_a_name_may_be_on_another_server() -> None:
    with StubServer() as other:
        assert serve(STUDENT, Path("a"), Config.model_validate({"train": {"serve_as": other.student}})) == other.student


@pytest.mark.parametrize(
    ("text", "command"), [("x", False), ("openai:http://h/v1#x", False), ("load {name} {adapter}", True)]
)
def test_names_and_commands_are_told_apart(text: str, command: bool) -> None:
    assert is_command(text) == command
