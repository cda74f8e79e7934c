"""A stand-in for a model server: speaks the OpenAI chat API, answers after a fixed time, misbehaves on demand.

In a test: `with StubServer(latency=0.02) as server: ... server.url ...`. For benchmarks, as a process of its own:
`python -m tests.stub_server --port 8123`.

Words in the last message decide how a request is met: `[400]`, `[500]` and so on give that status, `[hang]` never
replies, `[garbage]` replies with no JSON, `[surrogate]` with text that is no Unicode, `[huge]` with nine
megabytes, `[drop]` breaks the connection, `[empty]` replies with an empty text. All else is echoed back.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import json
import re
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

from aiohttp import web

MODEL = "stub"


def is_bad(text: str, share: float) -> bool:
    """Whether a server with this share of bad rows always fails on this prompt."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big") < share * 2**32


class StubServer:
    """The server, on an event loop in a thread of its own. `stop` and `start` may be called again and again."""

    def __init__(self, latency: float = 0.0, bad_share: float = 0.0, bad_status: int = 500, port: int = 0) -> None:
        self.latency, self.bad_share, self.bad_status = latency, bad_share, bad_status
        self.port = port or _free_port()
        self.requests: Counter[str] = Counter()
        """Requests so far, by the text of the last message."""
        self.last_body: dict[str, Any] = {}
        self.under_way = 0
        self.most_under_way = 0
        self.busy_replies = 0
        """The next so many requests get 429."""
        self.retry_after = "0.2"
        self.failing = False
        """While true, every request gets 500."""
        self.replies: list[str] = []
        """Texts to answer with instead of an echo; each prompt always gets the same one."""
        self.system_refusal: tuple[int, str] | None = None
        """Status and message with which a system message is met."""
        self.tools_refusal: tuple[int, str] | None = None
        """The same for tools."""
        self.calls: list[dict[str, Any]] = []
        """The `tool_calls` of every reply to a request that offers tools."""
        self.models_status = 200
        self.headers: list[dict[str, str]] = []
        self._loop = asyncio.new_event_loop()
        self._runner: web.AppRunner | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def student(self) -> str:
        return f"openai:{self.url}#{MODEL}"

    def start(self) -> None:
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)

    def stop(self) -> None:
        """Close the port and break every connection, as a killed process would."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)

    def __enter__(self) -> StubServer:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> None:
        app = web.Application(client_max_size=1 << 24)
        app.router.add_post("/v1/chat/completions", self._chat)
        app.router.add_get("/v1/models", self._models)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True, backlog=256).start()

    async def _stop(self) -> None:
        if self._runner is not None:
            for connection in list(self._runner.server.connections if self._runner.server else []):
                if connection.transport is not None:
                    connection.transport.abort()
            await self._runner.cleanup()
            self._runner = None

    async def _models(self, request: web.Request) -> web.Response:
        self.headers.append(dict(request.headers))
        return web.json_response({"data": [{"id": MODEL}]}, status=self.models_status)

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        body = self.last_body = json.loads(await request.read())
        text = body["messages"][-1]["content"]
        self.requests[text] += 1
        with self._counted():
            await asyncio.sleep(self.latency)
        if self.tools_refusal and "tools" in body:
            return web.json_response({"error": {"message": self.tools_refusal[1]}}, status=self.tools_refusal[0])
        if self.calls and "tools" in body:
            message = {"role": "assistant", "content": None, "tool_calls": self.calls}
            return web.json_response({"choices": [{"message": message, "finish_reason": "tool_calls"}]})
        if self.system_refusal and any(message["role"] == "system" for message in body["messages"]):
            status_code, said = self.system_refusal
            return web.json_response({"error": {"message": said}}, status=status_code)
        if self.busy_replies > 0:
            self.busy_replies -= 1
            return web.json_response({"error": {"message": "slow down"}}, status=429, headers=self._patience())
        if self.failing or (self.bad_share and is_bad(text, self.bad_share)):
            return web.json_response({"error": {"message": "it broke"}}, status=self.bad_status)
        if status := re.search(r"\[([345]\d\d)\]", text):
            return web.json_response({"error": {"message": "as you wished"}}, status=int(status[1]))
        if "[hang]" in text:
            await asyncio.sleep(3600)
        if "[drop]" in text and request.transport is not None:
            request.transport.abort()
        if "[garbage]" in text:
            return web.Response(body=b"\xff<html>\x00 no json", content_type="application/json")
        answer = text
        if self.replies:
            answer = self.replies[hashlib.blake2b(text.encode(), digest_size=4).digest()[0] % len(self.replies)]
        if "[huge]" in text:
            answer = "x" * (9 << 20)
        elif "[surrogate]" in text:
            answer = "bad \ud800 text"
        elif "[empty]" in text:
            answer = ""
        if "[chunked]" in text:
            return await self._chunked(request, _completion(answer, body["max_tokens"]))
        return web.Response(body=_completion(answer, body["max_tokens"]), content_type="application/json")

    @staticmethod
    async def _chunked(request: web.Request, content: bytes) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for start in range(0, len(content), 1000):
            await response.write(content[start : start + 1000])
        await response.write_eof()
        return response

    def _patience(self) -> dict[str, str]:
        return {"Retry-After": self.retry_after} if self.retry_after else {}

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            yield
        finally:
            self.under_way -= 1


def _completion(answer: str, max_tokens: int) -> bytes:
    words = answer.split(" ")
    reason = "length" if len(words) > max_tokens else "stop"
    choice = {"message": {"role": "assistant", "content": " ".join(words[:max_tokens])}, "finish_reason": reason}
    usage = {"prompt_tokens": len(words), "completion_tokens": min(len(words), max_tokens)}
    return json.dumps({"object": "chat.completion", "choices": [choice], "usage": usage}).encode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    parser = argparse.ArgumentParser(description="A stand-in for a model server.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--latency", type=float, default=0.02, help="seconds")
    parser.add_argument("--bad-share", type=float, default=0.0, help="share of prompts that always fail with 500")
    arguments = parser.parse_args()
    with StubServer(arguments.latency, arguments.bad_share, port=arguments.port):
        threading.Event().wait()


if __name__ == "__main__":
    main()
