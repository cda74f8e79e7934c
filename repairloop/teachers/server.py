"""A teacher behind any server that speaks the OpenAI chat API: `openai:BASE_URL#MODEL`.

The client, its workers and its judgement of outages are the student's; only what one request holds, and the ledger
around it, is the teacher's. The schema goes out as `response_format`, which `vllm serve` and OpenAI hold the model to.
(A small model can then write white space without end; `vllm serve MODEL --structured-outputs-config
'{"backend": "xgrammar", "disable_any_whitespace": true}'` prevents it.)
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

import aiohttp

from repairloop.ground.errors import StudentError
from repairloop.records import Answer, Probe
from repairloop.students import Sampling, dialect
from repairloop.students.crew import Fault
from repairloop.students.openai import ChatRequest, OpenAIStudent, Refused
from repairloop.teachers.call import BUDGET_SPENT, Call
from repairloop.teachers.ledger import Ledger

KEY: Final = "REPAIRLOOP_TEACHER_API_KEY"
_GREETING: Final = Probe(
    id="greeting", skill="", area="", split="train", messages=[{"role": "user", "content": "Say yes."}], grader=""
)
"""What the crew asks a server that seems to be down: a resumed run may have nothing left but calls that always fail."""


class ServerEngine(OpenAIStudent):
    """Opening it asks the server for its models: a teacher that is down is one error, at once."""

    tries_template = False  # it is asked by a user message alone
    thinking_tokens: int = 0
    """Room for its thoughts, added to that of each reply."""

    def key(self) -> str:
        """Its own where there is one: what pays a teacher is no business of the student's server."""
        return dialect.key_of_environment(KEY) or super().key()

    def write(self, calls: Sequence[Call], ledger: Ledger) -> Iterator[Answer]:
        if self._session is None:
            raise StudentError(f"teacher {self.name!r} is closed")
        request = _Request(self._session, self._url, self._model, calls, ledger, self.thinking_tokens)
        yield from self._ask(request, [call.probe for call in calls], _GREETING)


class _Request(ChatRequest):
    """One call over HTTP, counted before it goes out and kept when its reply comes."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, model: str, calls: Sequence[Call], ledger: Ledger, thoughts: int
    ) -> None:
        super().__init__(session, url, model, Sampling())
        self._thoughts = thoughts
        self._model, self._ledger = json.dumps(model), ledger
        self._calls = {call.key: call for call in calls}
        self._done: set[str] = set()

    def body(self, probe: Probe) -> bytes:
        if probe.id in self._done or probe is _GREETING:  # the crew tries the server: one token tells
            return f'{{"model": {self._model}, "max_tokens": 1, "messages": {json.dumps(_GREETING.messages)}}}'.encode()
        call = self._calls[probe.id]
        shape = f'{{"name": "{call.form.name}", "schema": {call.form.schema}, "strict": true}}'
        return (
            f'{{"model": {self._model}, "temperature": {call.temperature}, "seed": {call.seed}, '
            f'"max_tokens": {probe.max_tokens + self._thoughts}, "response_format": {{"type": "json_schema", "json_schema": {shape}}}, '
            f'"messages": {json.dumps(probe.messages)}}}'
        ).encode()

    async def ask(self, probe: Probe) -> Answer:
        if not self._ledger.admit(probe.id):
            raise Fault("row", BUDGET_SPENT)
        try:
            answer = await super().ask(probe)
        except (Refused, StudentError):
            self._ledger.refund(probe.id)
            raise
        except Fault as fault:
            if fault.cause == "unreachable":
                self._ledger.refund(probe.id)
            raise
        if probe.id not in self._done and probe is not _GREETING:
            answer = self._ledger.keep(answer)
            self._done.add(probe.id)
        return answer
