"""A stand-in for a teacher: fills in the schema that a request brings, or misbehaves on demand.

Words in the last message decide how a request is met, as in `stub_server`: `[500]` and the like give that status,
`[hang]` never replies, `[drop]` breaks the connection, `[garbage]` is no chat completion. And for what a reply holds:
`[prose]` `[fenced]` `[thought]` put text around the object, `[invalid]` `[types]` `[extra]` `[missing]` `[nested]`
`[deep]` `[megabytes]` `[surrogate]` `[empty]` `[cut]` do not fit, `[once]` does not fit the first time, `[nul]` fits and is
of no use, `[votes 4]` gives 85 to the first four who ask and another number to the rest.

As a process of its own, for benchmarks: `python -m tests.teacher_stub --port 8123`.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import re
import threading
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.stub_server import StubServer


class TeacherStub(StubServer):
    """`requests` counts by the text of the last message, less what was added about the form."""

    def __init__(self, latency: float = 0.0, port: int = 0) -> None:
        super().__init__(latency, port=port)
        self.bodies: list[dict[str, Any]] = []
        self.dies_after: int | None = None
        """Breaks off, like a killed process, once so many requests have come."""

    @property
    def total(self) -> int:
        return sum(self.requests.values())

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        body = json.loads(await request.read())
        text = body["messages"][-1]["content"].partition("\n\nReply with one JSON object")[0]
        self.requests[text] += 1
        turn = self.requests[text]
        self.bodies.append(body)
        if self.dies_after is not None and self.total >= self.dies_after:
            self.dies_after = None
            threading.Thread(target=self.stop, daemon=True).start()
        with self._counted():
            await asyncio.sleep(self.latency)
        if self.busy_replies > 0:
            self.busy_replies -= 1
            return web.json_response({"error": {"message": "slow down"}}, status=429, headers=self._patience())
        if self.failing:
            return web.json_response({"error": {"message": "it broke"}}, status=500)
        if status := re.search(r"\[([345]\d\d)\]", text):
            return web.json_response({"error": {"message": "as you wished"}}, status=int(status[1]))
        if "[hang]" in text:
            await asyncio.sleep(3600)
        if "[drop]" in text and request.transport is not None:
            request.transport.abort()
        if "[garbage]" in text:
            return web.Response(body=b"\xff no json", content_type="application/json")
        content = "yes"
        if "response_format" in body:
            schema = body["response_format"]["json_schema"]["schema"]
            content = misbehave(json.dumps(fill(schema, schema, text)), text, turn)
        choice = {"message": {"content": content}, "finish_reason": "length" if "[cut]" in text else "stop"}
        usage = {"prompt_tokens": 10, "completion_tokens": 5}
        return web.json_response({"choices": [choice], "usage": usage})


def fill(schema: dict[str, Any], root: dict[str, Any], text: str) -> Any:
    """The simplest value that fits a schema; strings and numbers are made from the prompt."""
    if "$ref" in schema:
        return fill(root["$defs"][schema["$ref"].rpartition("/")[2]], root, text)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big") % 1000
    if schema["type"] == "object":
        return {name: fill(part, root, text) for name, part in schema["properties"].items()}
    if schema["type"] == "array":
        return [fill(schema["items"], root, text)] * schema.get("minItems", 1)
    return {"string": f"words {number}", "integer": number, "number": number + 0.5, "boolean": True}[schema["type"]]


def misbehave(good: str, text: str, turn: int) -> str:
    """What is replied instead of the good object, where the prompt asks for it."""
    if "[" not in text:
        return good
    fields = json.loads(good)
    first = next(iter(fields), "")
    if votes := re.search(r"\[votes (\d)\]", text):
        return json.dumps({first: "85" if turn <= int(votes[1]) else f"{turn}"})
    ways: dict[str, Callable[[], str]] = {
        "prose": lambda: f"Sure! Here it is: {good} I hope that helps.",
        "fenced": lambda: f"```json\n{good}\n```",
        "thought": lambda: f'<think>{{"{first}": 1}} is not it, so {{x}} …</think>\n{good}',
        "invalid": lambda: "I would rather not.",
        "types": lambda: json.dumps(dict.fromkeys(fields, 7)),
        "extra": lambda: good[:-1] + ', "__class__": "os.system"}',
        "missing": lambda: "{}",
        "nested": lambda: "[" * 100_000,
        "deep": lambda: '{"a":' * 20_000 + "1" + "}" * 20_000,
        "megabytes": lambda: json.dumps(dict.fromkeys(fields, "x" * (2 << 20))),
        "surrogate": lambda: json.dumps(dict.fromkeys(fields, "bad \ud800 text")),
        "empty": lambda: "",
        "cut": lambda: good[:-3],
        "once": lambda: good if turn > 1 else "{",
        "nul": lambda: json.dumps(dict.fromkeys(fields, "a\x00b")),
    }
    return next((way() for word, way in ways.items() if f"[{word}]" in text), good)


def main() -> None:
    parser = argparse.ArgumentParser(description="A stand-in for a teacher's server.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--latency", type=float, default=0.02, help="seconds")
    arguments = parser.parse_args()
    with TeacherStub(arguments.latency, arguments.port):
        threading.Event().wait()


if __name__ == "__main__":
    main()
