"""A student behind any server that speaks the OpenAI chat API: `openai:BASE_URL#MODEL`.

One client session and its connections live on an event loop in a thread of their own, from opening to closing.
This module knows one request and what can be wrong with its reply; who asks when is the crew's affair.
"""

from __future__ import annotations

import asyncio
import json
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AsyncExitStack
from typing import Any, Final, TypeVar

import aiohttp

from repairloop.config import ServerSettings, StudentSettings
from repairloop.ground import keys
from repairloop.ground.calls import calls_of, joined
from repairloop.ground.errors import StudentError, UsageError, nearest
from repairloop.ground.foreign import fit
from repairloop.ground.stopping import LOOK_UP as _LOOK_UP
from repairloop.records import Answer, Probe, fingerprint
from repairloop.records.envelope import orphan
from repairloop.students import dialect, thinking
from repairloop.students.base import Sampling, Say, Student, hash_prompt, reply
from repairloop.students.crew import Crew, Fault
from repairloop.students.dialect import Complaint, Dialect, Said
from repairloop.students.template import SYSTEM, Adaptations, put, shape

_LARGEST_REPLY: Final = 8 << 20
"""Bytes; a longer reply is an error of its row. A megabyte of text fits, whatever its escapes."""
_LARGE_REPLY: Final = 256 << 10
"""Bytes from which a reply is large: hardly any is."""
_LARGE_AT_ONCE: Final = 2
_GREETING_SECONDS: Final = 30.0
_REFUSALS: Final = 20
"""So many requests refused in turn, with no reply before, are no bad rows: the server takes none."""

_TRIAL: Final = Probe(
    id="trial", skill="self", area="self/trial", split="screen", grader="", max_tokens=1,
    messages=shape("system user assistant user"),
)  # fmt: skip
_TRIAL_TOOL: Final = _TRIAL.like(messages=shape("tools user"))


Result = TypeVar("Result")


_TRIAL_PAUSES: Final = (0.0, 0.2, 1.0)
"""Before each attempt at a trial question, in seconds."""
_TRIAL_SECONDS: Final = 10.0
"""After so long there is no further attempt."""


class OpenAIStudent(Student):
    """`openai:BASE_URL#MODEL`; the key, where one is needed, comes from OPENAI_API_KEY.

    Opening it asks the server for its models. Raises UsageError on a malformed name or an unknown model,
    StudentError when nothing answers.
    """

    engine = "openai"
    tries_template = True
    """Whether opening it tries how the server's template takes a conversation."""

    def __init__(
        self, name: str, settings: ServerSettings, say: Say, look_up: Callable[[], None] = lambda: None,
        asking: StudentSettings | None = None, kept: Adaptations | None = None,
    ) -> None:  # fmt: skip
        """`look_up` is called a few times a second while nothing comes; what it raises ends the wait."""
        super().__init__(name, asking=asking)
        self._url, self._model = dialect.parse_name(name)
        self._settings, self._say, self._look_up = settings, say, look_up
        self._session: aiohttp.ClientSession | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="openai-student", daemon=True)
        self._thread.start()
        try:
            self._wait(asyncio.run_coroutine_threadsafe(self._open(), self._loop))
            self._dialect = Dialect(self._url, say)
            if kept is not None:
                self.adapted(kept)
            if self.tries_template and (kept is None or self.asking.tools == "native"):
                self._wait(asyncio.run_coroutine_threadsafe(self._try_template(), self._loop))
        except BaseException:
            self.close()
            raise

    async def _open(self) -> None:
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if key := self.key():
            headers["Authorization"] = f"Bearer {key}"
        own = keys.sent(self.asking.headers)
        headers = {name: value for name, value in headers.items() if name.lower() not in {n.lower() for n in own}} | own
        self._session = aiohttp.ClientSession(
            connector=Connector(limit=self._settings.connections),
            timeout=aiohttp.ClientTimeout(total=self._settings.timeout),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            headers=headers,
        )
        try:
            async with asyncio.timeout(min(_GREETING_SECONDS, self._settings.timeout)):
                served = await self._find_models(self._session)
        except (Fault, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise StudentError(f"no server answers at {self._url} ({_reason(error)}); start it and try again") from None
        self.models, self.url = served, self._url
        if served and self._model.removeprefix("models/") not in served:
            raise UsageError(nearest(self._model, served, f"model at {self._url}"))

    def key(self) -> str:
        """What the server is sent as its key; empty: nothing."""
        return dialect.key_of_environment()

    async def _try_template(self) -> None:
        """Ask one short question of the longest shape; where the template refuses it, adapted, and keep to that. Then,
        where tools are to be listed, one with a tool. Raises UsageError where that is refused.

        Any other trouble is left to the questions that follow: they know how to wait, and to say what it is.
        """
        refused = await self._try(_TRIAL, self.adaptations)
        if not self.adaptations and dialect.is_of_template(refused or "") and await self._try(_TRIAL, (SYSTEM,)) == "":
            self.adapted((SYSTEM,))
        self.tried = refused == "" or bool(self.adaptations)
        if self.asking.tools == "native" and (refused := await self._try(_TRIAL_TOOL, self.adaptations)):
            raise UsageError(
                f"{self._url} does not take tools ({refused}): tell them in the prompt, --set student.tools=text, or let the "
                "server read calls (vLLM: --enable-auto-tool-choice --tool-call-parser NAME)"
            )

    async def _try(self, trial: Probe, adaptations: Adaptations) -> str | None:
        """Why a question is refused; empty where it is not, None where it cannot be told now."""
        assert self._session is not None
        request = StudentRequest(self._session, self._url, self._model, Sampling(), self)
        request.dialect, request.adaptations = self._dialect, adaptations
        try:
            async with asyncio.timeout(min(_GREETING_SECONDS, self._settings.timeout)):
                await request.ask(trial)
        except Refused as refused:
            return str(refused) if refused.cause in ("row", "server") else None
        except (Fault, TimeoutError):
            return None
        return ""

    async def _find_models(self, session: aiohttp.ClientSession) -> list[str]:
        """The models that are listed at the address, or at `/v1` below it, which is then the address."""
        statuses = []
        for url in (self._url,) if dialect.is_versioned(self._url) else (self._url, dialect.at(self._url, "/v1")):
            async with session.get(dialect.at(url, "/models"), allow_redirects=False) as response:
                status, body, where = response.status, await _read(response), response.headers.get("Location")
            if served := dialect.models_of(body) if status == 200 else []:
                if url != self._url:
                    self.notice.append(f"the API is at {url}, not at {self._url}: that is asked")
                    self._url = url
                return served
            statuses.append(status)
            if where and 300 <= status < 400 and url == self._url:
                raise StudentError(f"{self._url} redirects to {where}: name the address that answers itself")
        if refused := next((status for status in statuses if status in (401, 403)), None):
            raise StudentError(f"{self._url} refuses the key (HTTP {refused}); set OPENAI_API_KEY")
        return []

    def _wait(self, task: Future[Result]) -> Result:
        while True:
            try:
                return task.result(_LOOK_UP)
            except TimeoutError:
                if task.done():
                    raise
            try:
                self._look_up()
            except BaseException:
                task.cancel()
                raise

    def answer(self, probes: Sequence[Probe], sampling: Sampling) -> Iterator[Answer]:
        if self._session is None:
            raise StudentError(f"student {self.name!r} is closed")
        thinking.settle(self)
        yield from self._ask(StudentRequest(self._session, self._url, self._model, sampling, self), probes)

    def try_out(self, probe: Probe) -> tuple[Answer | None, str]:
        """The answer to a trial question, None where the server gives none at the moment; and the mark that would have
        begun thoughts which the reply only ends. StudentError where it refuses to be asked at all."""
        assert self._session is not None
        request = StudentRequest(self._session, self._url, self._model, Sampling(), self)
        request.dialect, request.adaptations = self._dialect, self.adaptations
        return self._wait(asyncio.run_coroutine_threadsafe(self._attempt(request, probe), self._loop)), request.orphan

    async def _attempt(self, request: ChatRequest, probe: Probe) -> Answer | None:
        started = time.monotonic()
        for pause in _TRIAL_PAUSES:
            await asyncio.sleep(pause)
            try:
                return await request.ask(probe)
            except Fault as fault:
                if fault.cause == "row" or time.monotonic() - started > _TRIAL_SECONDS:
                    break
                await asyncio.sleep(min(fault.after or 0.0, _TRIAL_SECONDS))
        return None

    def _ask(self, request: ChatRequest, probes: Sequence[Probe], good: Probe | None = None) -> Iterator[Answer]:
        """Put every probe as `request` does, with the workers of one crew."""
        request.dialect, request.adaptations = self._dialect, self.adaptations
        crew = Crew(request.ask, self._url, self._settings, self._say, good)
        task = asyncio.run_coroutine_threadsafe(crew.work(probes), self._loop)
        stopped: Exception | None = None
        try:
            while True:
                try:
                    batch = crew.finished.get(timeout=_LOOK_UP)
                except queue.Empty:
                    if stopped and task.done():
                        break
                    stopped = stopped or self._wants_to_stop()
                    if stopped:  # what had finished still comes
                        task.cancel()
                    continue
                if batch is None:
                    break
                yield from batch
            if stopped:
                raise stopped
            task.result()
        finally:
            task.cancel()

    def _wants_to_stop(self) -> Exception | None:
        try:
            self._look_up()
        except Exception as error:
            return error
        return None

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


class Connector(aiohttp.TCPConnector):
    """Connections that are used again, but for those on which bytes came that nobody had asked for.

    aiohttp reads such bytes as the reply to the request that goes out next, so a reply that a server sent twice would be
    another question's answer. A second reply that comes while the next one is awaited cannot be told from that.
    """

    async def _get(self, *arguments: Any) -> Any:
        while (connection := await super()._get(*arguments)) is not None:
            if connection.protocol is None or not connection.protocol.should_close:
                break
            connection.close()
        return connection


class Refused(Fault):
    """The server replied that it does not serve this request, or not now: nothing was generated."""


class ChatRequest:
    """One question over HTTP; what its body holds beside the messages is fixed, or a subclass's affair."""

    def __init__(self, session: aiohttp.ClientSession, url: str, model: str, sampling: Sampling) -> None:
        self._session, self._url, self._sampling = session, dialect.at(url, "/chat/completions"), sampling
        self._model_part = f'{{"model": {json.dumps(model)}, '.encode()
        self._fixed: dict[str, Any] = {"temperature": sampling.temperature, "top_p": sampling.top_p}
        self._fixed |= {"stop": sampling.stop} if sampling.stop else {}
        self.dialect = Dialect()
        """What is known of the server; a student keeps one for all that it asks."""
        self.adaptations: Adaptations = ()
        self._replied = False
        self._room = asyncio.Semaphore(_LARGE_AT_ONCE)

    async def ask(self, probe: Probe) -> Answer:
        """The answer. Raises Fault, and StudentError when the very address, key or account is refused."""
        asked = self.body(probe)
        while True:
            body = self.dialect.translate(asked)
            try:
                async with self._session.post(self._url, data=body, allow_redirects=False) as response:
                    content = await _read(response, self._room)
            except aiohttp.ClientConnectorError as error:
                raise Fault("unreachable", _reason(error)) from None
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                raise Fault("server", _reason(error)) from None
            if response.status == 200:
                break
            said = dialect.complaint(content)
            if not self.dialect.learn(response.status, said, body):
                raise self._refusal(response.status, said, response)
        try:
            answer = self.read(probe, dialect.read_reply(content), hash_prompt(body.removeprefix(self._model_part)))
        except dialect.NoAnswer as error:
            raise self._refusal(error.said.status, error.said, response) from None
        self._replied, self.dialect.refused = True, 0
        return answer

    def body(self, probe: Probe) -> bytes:
        raise NotImplementedError

    def read(self, probe: Probe, said: Said, prompt: str) -> Answer:
        text = joined(said.text, calls_of(said.message))
        return reply(probe, text, said.reason, said.prompt_tokens, said.answer_tokens, prompt, said.thoughts)

    def _refusal(self, status: int | None, said: Complaint, response: aiohttp.ClientResponse) -> Exception:
        """What to make of an error; `status` is None for one in a reply with status 200 that names none."""
        after = dialect.wait_of(response.headers, said)
        where = f"HTTP {status}" if response.status != 200 else "an error in the reply"
        reason = f"{where}: {said.text or said.code or fit(response.reason or '')[:200] or 'no reason given'}"
        if dialect.is_spent(status, said):
            kept = "finished answers are kept: top it up, then go on"
            return StudentError(f"{self._url}: the account has no quota left ({reason}); {kept}")
        if status in (401, 403, 404) and not self._replied:
            hint = "; the address of such an API mostly ends in /v1" if status == 404 else ""
            return StudentError(f"{self._url}: {reason}{'' if dialect.is_versioned(self._url) else hint}")
        cause = dialect.cause_of(status, said, after)
        if cause == "row" and not self._replied:
            self.dialect.refused += 1
            if self.dialect.refused >= _REFUSALS:
                return StudentError(f"{self._url} refuses every request: {reason}")
        return Refused(cause, reason, after)


class StudentRequest(ChatRequest):
    """One probe, asked as the student's settings say."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, model: str, sampling: Sampling, student: Student
    ) -> None:
        asking = student.asking
        super().__init__(session, url, model, sampling.model_copy(update={"stop": [*sampling.stop, *asking.stop]}))
        self._student, self._extra = student, dict(asking.extra_body)
        if asking.chat_template_kwargs:
            self._extra.setdefault("chat_template_kwargs", asking.chat_template_kwargs)
        self._fixed |= self._extra
        self.orphan = ""
        """The mark that would have begun the thoughts which a reply only ended."""

    def body(self, probe: Probe) -> bytes:
        asking, seed = self._student.asking, self._sampling.seed_of(probe)
        drawn = {"seed": seed} if self._sampling.temperature > 0 else {}
        fields = self._fixed | drawn | {asking.length_parameter: self._student.room(probe)} | self._extra
        asked = put(probe.messages, self.adaptations)
        tools = {"tools": asked["tools"]} if "tools" in asked else {}
        rest = json.dumps({**fields, **tools, "messages": asked["conversation"]})
        return self._model_part + rest[1:].encode()

    def read(self, probe: Probe, said: Said, prompt: str) -> Answer:
        self.orphan = self.orphan or orphan(said.text)
        opening = self._student.thinking.opening
        if opening and said.reason == "length" and not orphan(said.text):  # cut inside what the template has begun
            said = said._replace(text=opening + said.text)
        return super().read(probe, said, prompt)


async def _read(response: aiohttp.ClientResponse, room: asyncio.Semaphore | None = None) -> bytes:
    """The body. Of those that are large no more are read at a time than there is room for: together they could take as
    much memory as there are connections."""
    length = response.content_length
    if length is not None and length <= _LARGE_REPLY:
        return await response.read()
    content = bytearray()
    async with AsyncExitStack() as stack:
        if length is None or length <= _LARGEST_REPLY:
            waits = room is not None
            async for chunk in response.content.iter_any():
                content += chunk
                if waits and room and len(content) > _LARGE_REPLY:
                    await stack.enter_async_context(room)
                    waits = False
                if len(content) > _LARGEST_REPLY:
                    break
            else:
                return bytes(content)
    response.close()  # rather than read the rest
    raise Fault("row", f"the reply is longer than {_LARGEST_REPLY} bytes")


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no reply in time"
    if isinstance(error, aiohttp.ClientConnectorError) and not isinstance(error, aiohttp.ClientSSLError):
        return "no connection"
    if isinstance(error, (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)):
        return "the connection broke"
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
