"""A teacher: a language model that fills in forms. Requests in, pydantic objects out, and nothing paid for twice.

    with open_teacher("openai:http://localhost:8000/v1#MODEL", cache=Path("teacher"), budget=Budget(calls=500)) as teacher:
        for reply in teacher.ask([Request("1", [{"role": "user", "content": "Write a short poem."}])], Poem):
            print(reply.id, reply.value or reply.error)

Every request ends as one reply: with a value that the answer type has accepted, or with an error of its own.
A reply that does not fit is asked for again, at most twice, with another seed. What came is kept before anything is
made of it (`teachers/ledger.py`), so a run that is repeated, resumed or killed asks only for what is missing; replies
that did not fit are kept too, requests that got no reply are not. The teacher is not opened before it is needed.

This module knows nothing of what a reply is for. What a teacher wrote counts for nothing until it is vetted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final

from pydantic import BaseModel

from repairloop.config import ServerSettings
from repairloop.ground.errors import StudentError, UsageError
from repairloop.records import Answer, Message, fingerprint
from repairloop.students.base import Say
from repairloop.teachers.call import BUDGET_SPENT, Call, Engine, make_call
from repairloop.teachers.ledger import MAX_REPLY_CHARS, Budget, Ledger, Spent, TeacherError
from repairloop.teachers.reading import Form

__all__ = ["BUDGET_SPENT", "Budget", "Reply", "Request", "Spent", "Teacher", "TeacherError", "open_teacher"]

ATTEMPTS: Final = 3
"""For a reply that fits."""
_RETRY_TEMPERATURE: Final = 0.7
"""At least this when a reply did not fit: without chance, another seed writes the same again."""


@dataclass(frozen=True)
class Request:
    id: str
    """The asker's own name for it; need not be unique."""
    messages: Sequence[Message]
    max_tokens: int = 512
    temperature: float = 0.0
    seed: int = 0


@dataclass(frozen=True)
class Reply:
    id: str
    """The request's."""
    value: BaseModel | None = None
    error: str | None = None
    """Why there is no value: `budget spent`, `no reply: …` or `does not fit: …`."""
    cached: bool = False
    """Nothing was asked for it now."""
    prompt_tokens: int = 0
    answer_tokens: int = 0
    """Of all its attempts, whenever they were paid."""
    key: str = ""
    """Of the reply that stands in the ledger: the last attempt's."""


@dataclass
class _Row:
    """One request on its way to a reply."""

    request: Request
    prompt_tokens: int = 0
    answer_tokens: int = 0
    cached: bool = True
    key: str = ""

    def reply(self, value: BaseModel | None, error: str | None = None) -> Reply:
        return Reply(self.request.id, value, error, self.cached, self.prompt_tokens, self.answer_tokens, self.key)


class Teacher:
    """Closed after use; a context manager. `name` is as the user wrote it."""

    def __init__(
        self, name: str, identity: str, ledger: Ledger, settings: ServerSettings, say: Say, thinking_tokens: int = 0
    ) -> None:
        self.name, self._identity, self._thinking_tokens = name, identity, thinking_tokens
        self._ledger, self._settings, self._say = ledger, settings, say
        self._engine: Engine | None = None

    @property
    def label(self) -> str:
        """The name for records, less a password that may stand in the address."""
        return re.sub(r"//[^/@#]*@", "//", self.name)

    @property
    def spent(self) -> Spent:
        """On this cache, by all runs that shared it."""
        return self._ledger.spent

    def ask(self, requests: Sequence[Request], answer_type: type[BaseModel]) -> Iterator[Reply]:
        """One reply a request, as they come, those that were kept first.

        Raises TeacherError where the teacher is gone or its replies cannot be kept; what had finished is kept.
        """
        form = Form.of(answer_type)
        self._ledger.refresh()
        waiting = [_Row(request) for request in requests]
        for attempt in range(ATTEMPTS):
            again: list[_Row] = []
            for answer, rows in self._attempt(waiting, form, attempt):
                value, error = form.read(answer.text) if answer.status == "ok" else (None, "")
                for row in rows:
                    row.prompt_tokens += answer.prompt_tokens
                    row.answer_tokens += answer.answer_tokens
                    if value is not None:
                        yield row.reply(value)
                    elif answer.status == "failed":
                        lost = answer.error == BUDGET_SPENT
                        yield row.reply(None, BUDGET_SPENT if lost else f"no reply: {answer.error}")
                    elif attempt == ATTEMPTS - 1:
                        cut = answer.finish_reason == "length" and len(answer.text) <= MAX_REPLY_CHARS
                        yield row.reply(
                            None,
                            f"does not fit: {error}{', cut: a teacher that thinks needs teacher.thinking_tokens' * cut} ({ATTEMPTS} attempts)",
                        )
                    else:
                        again.append(row)
            waiting = again

    def _attempt(self, waiting: Sequence[_Row], form: Form, attempt: int) -> Iterator[tuple[Answer, list[_Row]]]:
        """An answer for each call that the rows come to, and the rows that share it."""
        sharing: dict[str, list[_Row]] = {}
        missing: list[Call] = []
        for row in waiting:
            call = self._call(row.request, form, attempt)
            row.key = call.key
            sharing.setdefault(call.key, []).append(row)
            if len(sharing[call.key]) == 1:
                missing.append(call)
        asked: list[Call] = []
        for call in missing:
            answer = self._ledger.find(call.key)
            if answer is None:
                asked.append(call)
            else:
                yield answer, sharing[call.key]
        if asked:
            for answer in self._write(asked):
                for row in sharing[answer.probe_id]:
                    row.cached = False
                yield answer, sharing[answer.probe_id]

    def _call(self, request: Request, form: Form, attempt: int) -> Call:
        seed, temperature = request.seed, request.temperature
        if attempt:
            seed = int(fingerprint("again", request.seed, attempt), 16) & 0x7FFFFFFF
            temperature = max(temperature, _RETRY_TEMPERATURE)
        return make_call(self._identity, request.messages, form, request.max_tokens, temperature, seed)

    def _write(self, calls: Sequence[Call]) -> Iterator[Answer]:
        try:
            if self._engine is None:
                self._engine = self._open()
            yield from self._engine.write(calls, self._ledger)
        except StudentError as error:
            kept = "; what it had replied is kept, so asking again goes on from there" if self._engine else ""
            raise TeacherError(f"teacher {self.label}: {error}{kept}") from error

    def _open(self) -> Engine:
        if self.name.startswith("openai:"):
            from repairloop.teachers.server import ServerEngine

            engine = ServerEngine(self.name, self._settings, self._say)
            engine.thinking_tokens = self._thinking_tokens
            return engine
        from repairloop.teachers.local import open_local

        return open_local(self.name, self._say)

    def close(self) -> None:
        if self._engine is not None:
            self._engine.close()
            self._engine = None
        self._ledger.close()

    def __enter__(self) -> Teacher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_teacher(
    name: str,
    *,
    cache: Path,
    budget: Budget | None = None,
    settings: ServerSettings | None = None,
    say: Say = lambda line: None,
    thinking_tokens: int = 0,
) -> Teacher:
    """A teacher by its name: `openai:BASE_URL#MODEL` (the key comes from REPAIRLOOP_TEACHER_API_KEY, else OPENAI_API_KEY), or a
    local model. `thinking_tokens`: room for the thoughts of one behind a server, added to each reply's.

    `cache` is a folder, made where it is not there. Nothing is loaded or asked yet. Raises UsageError on a name that
    cannot be a teacher's.
    """
    identity = _identity(name)
    return Teacher(
        name, identity, Ledger(cache, budget or Budget()), settings or ServerSettings(), say, thinking_tokens
    )


def check_teacher(name: str) -> None:
    """UsageError on a name that cannot be a teacher's. Nothing is loaded or asked."""
    if name.startswith("sim:"):
        raise UsageError(f"teacher {name!r}: a simulated student cannot teach; name a server or a local model")
    if name.startswith("openai:"):
        from repairloop.students.dialect import parse_name

        parse_name(name)
    else:
        from repairloop.students import local_weights

        local_weights(name)


def _identity(name: str) -> str:
    """What decides, beside the request, what a teacher replies: address and model, or the weights."""
    check_teacher(name)
    if name.startswith("openai:"):
        from repairloop.students.dialect import parse_name

        return "#".join(parse_name(name))
    from repairloop.teachers.local import identity

    return identity(name)
