"""What a teacher was asked, what it replied, and what that cost: a folder to which lines are only ever added.

Every process writes to a file of its own (`1790000000-4711.jsonl`) and reads those of all. A line is one JSON array:

    ["sent", KEY]                                     before a request goes out
    ["reply", KEY, CHECK, 31, 12, "stop", "{\\"answer\\": \\"85\\"}"]    tokens of prompt and answer, why it ended, the text
    ["refund", KEY]                                   the server took the request back: it was down, busy or broken

KEY is the hash of all that decides the reply, CHECK the hash of the line's own content. What was spent is the sum of
the lines, so it needs no counter that could disagree with them, and requests that a kill left unanswered still count.
A line that was torn by a kill is not read; a damaged reply does not fit its check, counts as missing and is asked again.
What another process adds is seen by `refresh`; two processes that need the same reply at the same moment both pay.
"""

from __future__ import annotations

import json
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.records import Answer, fingerprint

MAX_REPLY_CHARS: Final = 131_072
"""A longer reply is kept cut just beyond this, and is no answer."""
_LARGEST_COUNT: Final = 1 << 31


class TeacherError(RepairLoopError):
    """The teacher cannot be asked, or what it replied cannot be kept. What had finished is kept."""


@dataclass(frozen=True)
class Budget:
    """The most that may be spent on one ledger, over all runs that share it. None: no limit."""

    calls: int | None = None
    """Requests that a server worked on, whether or not a reply came of it."""
    tokens: int | None = None
    """Of prompts and answers; passed by what was in flight when it was reached."""

    def __post_init__(self) -> None:
        for name in ("calls", "tokens"):
            limit = getattr(self, name)
            if limit is not None and (type(limit) is not int or limit < 0):
                raise UsageError(f"a teacher's budget of {name} is a whole number from 0 up, got {limit!r}")


@dataclass
class Spent:
    calls: int = 0
    prompt_tokens: int = 0
    answer_tokens: int = 0

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.answer_tokens


class Ledger:
    """The folder, opened. Threads may share one."""

    def __init__(self, folder: Path, budget: Budget) -> None:
        self.folder, self.budget, self.spent = folder, budget, Spent()
        self.damaged = 0
        """Replies that were found damaged."""
        self._lock = threading.RLock()
        self._places: dict[str, tuple[Path, int, int]] = {}  # key → file, offset and length of its reply
        self._read_to: dict[Path, int] = {}
        self._own: Path | None = None
        self._descriptor = -1
        self._end = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"the teacher's cache {str(folder)!r} cannot be a folder: {error.strerror}") from None
        self.refresh()

    def find(self, key: str) -> Answer | None:
        """The reply that was kept, if it is whole."""
        with self._lock:
            place = self._places.get(key)
            if place is None:
                return None
            try:
                with place[0].open("rb") as file:
                    file.seek(place[1])
                    return _reply(key, file.read(place[2]))
            except (OSError, ValueError, RecursionError):
                del self._places[key]
                self.damaged += 1
                return None

    def admit(self, key: str) -> bool:
        """Whether one more request may be sent; it counts from now on."""
        with self._lock:
            calls, tokens = self.budget.calls, self.budget.tokens
            if (calls is not None and self.spent.calls >= calls) or (
                tokens is not None and self.spent.tokens >= tokens
            ):
                return False
            self._append(["sent", key])
            self.spent.calls += 1
            return True

    def refund(self, key: str) -> None:
        """A request that was admitted cost nothing after all."""
        with self._lock:
            self._append(["refund", key])
            self.spent.calls -= 1

    def keep(self, answer: Answer) -> Answer:
        """Keep a reply under its `probe_id`, the key; returns it as it was kept."""
        if len(answer.text) > MAX_REPLY_CHARS:
            answer = answer.like(text=answer.text[: MAX_REPLY_CHARS + 1])
        content = [answer.prompt_tokens, answer.answer_tokens, answer.finish_reason, answer.text]
        with self._lock:
            place = self._append(["reply", answer.probe_id, _check(answer.probe_id, content), *content])
            self._places[answer.probe_id] = place
            self.spent.prompt_tokens += answer.prompt_tokens
            self.spent.answer_tokens += answer.answer_tokens
        return answer

    def refresh(self) -> None:
        """See what other processes have added."""
        with self._lock:
            for file in sorted(self.folder.glob("*.jsonl")):
                if file != self._own:
                    self._load(file)

    def close(self) -> None:
        with self._lock:
            if self._own is not None:
                os.close(self._descriptor)
                self._read_to[self._own] = self._end
                self._own = None

    def _append(self, line: list[Any]) -> tuple[Path, int, int]:
        """Add a line; its place. One write call, so that a kill leaves the line or a torn piece of it at the end."""
        data = json.dumps(line).encode() + b"\n"
        try:
            if self._own is None:
                own = self.folder / f"{time.time_ns()}-{os.getpid()}.jsonl"
                self._descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
                self._own, self._end = own, 0
            written = os.write(self._descriptor, data)
            if written < len(data):
                raise OSError(0, "no space left")
        except OSError as error:
            self.close()  # the next line, if there is one, begins in a new file
            raise TeacherError(
                f"the teacher's cache {str(self.folder)!r} cannot be written: {error.strerror}"
            ) from None
        place = (self._own, self._end, len(data))
        self._end += len(data)
        return place

    def _load(self, file: Path) -> None:
        start = self._read_to.get(file, 0)
        try:
            with file.open("rb") as stream:
                stream.seek(start)
                for line in stream:
                    if not line.endswith(b"\n"):
                        break  # torn, or still being written
                    self._note(file, start, line)
                    start += len(line)
        except OSError as error:
            raise TeacherError(f"the teacher's cache {str(file)!r} cannot be read: {error.strerror}") from None
        self._read_to[file] = start

    def _note(self, file: Path, offset: int, line: bytes) -> None:
        """Count one line and remember where its reply stands. Only its beginning is looked at."""
        parts = line.split(b", ", 5)
        if parts[0] == b'["sent"':
            self.spent.calls += 1
        elif parts[0] == b'["refund"':
            self.spent.calls = max(0, self.spent.calls - 1)
        elif parts[0] == b'["reply"' and len(parts) == 6 and parts[3].isdigit() and parts[4].isdigit():
            self._places[parts[1].strip(b'"').decode("ascii", "replace")] = (file, offset, len(line))
            self.spent.prompt_tokens += int(parts[3][:10]) % _LARGEST_COUNT
            self.spent.answer_tokens += int(parts[4][:10]) % _LARGEST_COUNT


def _check(key: str, content: list[Any]) -> str:
    return fingerprint(key, json.dumps(content))


def _reply(key: str, line: bytes) -> Answer:
    """The reply that stands in a line. Raises ValueError where it is not what was written."""
    data = json.loads(line)
    if not isinstance(data, list) or len(data) != 7 or data[1] != key or data[2] != _check(key, data[3:]):
        raise ValueError("damaged")
    prompt_tokens, answer_tokens, finish_reason, text = data[3:]
    return Answer(
        probe_id=key, text=text, finish_reason=finish_reason, prompt_tokens=prompt_tokens, answer_tokens=answer_tokens
    )
