"""A student behind any server that speaks the OpenAI chat API: `openai:BASE_URL#MODEL`.

One client session and its connections live on an event loop in a thread of their own, from opening to closing.
This module knows one request and what can be wrong with its reply; who asks when is the crew's affair.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
import threading
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

from repairloop.config import ServerSettings
from repairloop.errors import StudentError, UsageError, nearest
from repairloop.records import Answer, Probe, fingerprint
from repairloop.students.base import Sampling, Say, Student, hash_prompt, reply
from repairloop.students.crew import Cause, Crew, Fault

_LARGEST_REPLY: Final = 8 << 20
"""Bytes; a longer reply is an error of its row. A megabyte of text fits, whatever its escapes."""
_PASSING: Final = frozenset({408, 409, 425})
"""Statuses, below 500, of a row that may succeed when repeated."""
_GREETING_SECONDS: Final = 30.0
_LARGEST_COUNT: Final = 1 << 31


class OpenAIStudent(Student):
    """`openai:BASE_URL#MODEL`; the key, where one is needed, comes from OPENAI_API_KEY.

    Opening it asks the server for its models. Raises UsageError on a malformed name or an unknown model,
    StudentError when nothing answers.
    """

    engine = "openai"

    def __init__(self, name: str, settings: ServerSettings, say: Say) -> None:
        super().__init__(name)
        self._url, self._model = parse_name(name)
        self._settings, self._say = settings, say
        self._session: aiohttp.ClientSession | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="openai-student", daemon=True)
        self._thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self._open(), self._loop).result()
        except BaseException:
            self.close()
            raise

    async def _open(self) -> None:
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if key := os.environ.get("OPENAI_API_KEY"):
            headers["Authorization"] = f"Bearer {key}"
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._settings.connections),
            timeout=aiohttp.ClientTimeout(total=self._settings.timeout),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            headers=headers,
        )
        try:
            async with asyncio.timeout(min(_GREETING_SECONDS, self._settings.timeout)):
                async with self._session.get(f"{self._url}/models", allow_redirects=False) as response:
                    status, body = response.status, await _read(response)
        except (Fault, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise StudentError(f"no server answers at {self._url} ({_reason(error)}); start it and try again") from None
        if status in (401, 403):
            raise StudentError(f"{self._url} refuses the key (HTTP {status}); set OPENAI_API_KEY")
        served = _served(body) if status == 200 else []
        if served and self._model not in served:
            raise UsageError(nearest(self._model, served, f"model at {self._url}"))

    def answer(self, probes: Sequence[Probe], sampling: Sampling) -> Iterator[Answer]:
        if self._session is None:
            raise StudentError(f"student {self.name!r} is closed")
        yield from self._ask(ChatRequest(self._session, self._url, self._model, sampling), probes)

    def _ask(self, request: ChatRequest, probes: Sequence[Probe], good: Probe | None = None) -> Iterator[Answer]:
        """Put every probe as `request` does, with the workers of one crew."""
        crew = Crew(request.ask, self._url, self._settings, self._say, good)
        task = asyncio.run_coroutine_threadsafe(crew.work(probes), self._loop)
        try:
            while (batch := crew.finished.get()) is not None:
                yield from batch
            task.result()
        finally:
            task.cancel()

    def fingerprint(self) -> str:
        """Of address and model name: what a server has loaded under that name cannot be seen from here."""
        return fingerprint("openai", self._url, self._model)

    def close(self) -> None:
        if self._loop.is_closed():
            return
        if self._session is not None:
            asyncio.run_coroutine_threadsafe(self._session.close(), self._loop).result(10)
            self._session = None
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


class Refused(Fault):
    """The server replied that it does not serve this request, or not now: nothing was generated."""


class ChatRequest:
    """One question over HTTP; what its body holds beside the messages is fixed, or a subclass's affair."""

    def __init__(self, session: aiohttp.ClientSession, url: str, model: str, sampling: Sampling) -> None:
        self._session, self._url, self._sampling = session, f"{url}/chat/completions", sampling
        self._model_part = f'{{"model": {json.dumps(model)}, '.encode()
        fixed = {"temperature": sampling.temperature, "top_p": sampling.top_p}
        self._head = json.dumps(fixed | ({"stop": sampling.stop} if sampling.stop else {}))[1:-1]
        self._replied = False

    async def ask(self, probe: Probe) -> Answer:
        """The answer. Raises Fault, and StudentError when the very address or key is refused."""
        body = self.body(probe)
        try:
            async with self._session.post(self._url, data=body, allow_redirects=False) as response:
                content = await _read(response)
                if response.status != 200:
                    raise self._refusal(response, content)
        except aiohttp.ClientConnectorError as error:
            raise Fault("unreachable", _reason(error)) from None
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Fault("server", _reason(error)) from None
        answer = _parse(probe, content, hash_prompt(body.removeprefix(self._model_part)))
        self._replied = True
        return answer

    def body(self, probe: Probe) -> bytes:
        seed = f', "seed": {self._sampling.seed_of(probe)}' if self._sampling.temperature > 0 else ""
        messages = json.dumps(probe.messages)
        rest = f'{self._head}{seed}, "max_tokens": {probe.max_tokens}, "messages": {messages}}}'
        return self._model_part + rest.encode()

    def _refusal(self, response: aiohttp.ClientResponse, content: bytes) -> Exception:
        status = response.status
        reason = f"HTTP {status}: {_complaint(content) or response.reason or 'no reason given'}"
        if status in (401, 403, 404) and not self._replied:
            return StudentError(f"{self._url}: {reason}")
        cause: Cause = "row"
        if status == 429:
            cause = "busy"
        elif status >= 500:
            cause = "server"
        elif status in _PASSING:
            cause = "reply"
        return Refused(cause, reason, _retry_after(response))


def parse_name(name: str) -> tuple[str, str]:
    """Base URL and model of `openai:BASE_URL#MODEL`. Raises UsageError on anything else."""
    address, _, model = name.removeprefix("openai:").partition("#")
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or not model:
        raise UsageError(f"{name!r}: expected openai:BASE_URL#MODEL, as openai:http://localhost:8000/v1#name")
    return address.rstrip("/"), model


def _served(body: bytes) -> list[str]:
    """The names of the models that a server lists; empty where it lists none."""
    try:
        return [str(model["id"]) for model in json.loads(body)["data"]]
    except (ValueError, RecursionError, LookupError, TypeError):
        return []


async def _read(response: aiohttp.ClientResponse) -> bytes:
    if response.content_length is not None and response.content_length <= _LARGEST_REPLY:
        return await response.read()
    content = bytearray()
    if response.content_length is None:
        async for chunk in response.content.iter_any():
            content += chunk
            if len(content) > _LARGEST_REPLY:
                break
        else:
            return bytes(content)
    response.close()  # rather than read the rest
    raise Fault("row", f"the reply is longer than {_LARGEST_REPLY} bytes")


def _parse(probe: Probe, content: bytes, prompt: str) -> Answer:
    try:
        data = json.loads(content)
        choice = data["choices"][0]
        text = choice["message"]["content"] or ""
        if not text.isascii():
            text = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate is no text
        usage = data.get("usage") or {}
        reason = "length" if choice.get("finish_reason") == "length" else "stop"
        counts = _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
        raise Fault("reply", f"the reply is no chat completion: {_reason(error)}") from None
    return reply(probe, text, reason, *counts, prompt)


def _count(value: Any) -> int:
    return value if type(value) is int and 0 <= value < _LARGEST_COUNT else 0


def _complaint(content: bytes) -> str:
    """What a server says of an error, in at most 200 characters."""
    try:
        error = json.loads(content)["error"]
        text = str(error["message"] if isinstance(error, dict) else error)
    except (ValueError, RecursionError, LookupError, TypeError):
        text = content[:400].decode("utf-8", "replace")
    return " ".join(text.split())[:200]


def _retry_after(response: aiohttp.ClientResponse) -> float | None:
    try:
        seconds = float(response.headers.get("Retry-After", ""))
    except ValueError:
        return None
    return min(seconds, 600.0) if math.isfinite(seconds) and seconds >= 0 else None


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no reply in time"
    if isinstance(error, aiohttp.ClientConnectorError) and not isinstance(error, aiohttp.ClientSSLError):
        return "no connection"
    if isinstance(error, (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)):
        return "the connection broke"
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
