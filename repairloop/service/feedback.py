"""What people think of a student's answers, sent from wherever it is used, as a task that fills itself.

    POST /api/v1/feedback  →  a line of feedback.jsonl in the folder of the runs  →  repairloop run --tasks feedback.jsonl

The file is a log of chats with feedback, as `repairloop import` reads it (`tasks.formats.chats`): a correction is a gold;
`right` and `wrong` alone only tell where to look. A line is taken in only if that reader can ask it.

A line is on the disk before it is answered for. The ledger keeps what each idempotency key was used for; a line that was
written when the service was killed, and that no answer was given for, is found at the end of the file and counted as kept,
so that a key that comes again adds nothing. The file grows only; move it away to begin anew.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import sqlite3
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Header, HTTPException, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from repairloop.ground.errors import UsageError
from repairloop.service.access import Reviewer
from repairloop.service.api import PREFIX, PROBLEMS
from repairloop.service.ledger import Ledger, now
from repairloop.service.models import FeedbackKept
from repairloop.tasks.formats import MOST_CHARS, chats
from repairloop.tasks.formats.common import BadRow, Look

NAME: Final = "feedback.jsonl"
LARGEST: Final = MOST_CHARS
"""Bytes of the file: no more of it would be read."""
_TAIL: Final = 4 << 20
"""Bytes at the end of the file in which its last line is looked for; a line has less (`fence.LARGEST_BODY`, escaped)."""
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS feedback (
    id TEXT PRIMARY KEY, digest TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
"""

router = APIRouter(prefix=PREFIX, responses=PROBLEMS)

Text = Annotated[str, StringConstraints(min_length=1, max_length=100_000)]
Tag = Annotated[str, StringConstraints(pattern=r"^\w[\w .:/-]{0,39}$")]


class Said(BaseModel):
    """A message of the conversation."""

    model_config = ConfigDict(extra="forbid")

    role: Literal["system", "user", "assistant"]
    content: Text


class Feedback(BaseModel):
    """A conversation, what the student replied to it, and what somebody thinks of that."""

    model_config = ConfigDict(extra="forbid")

    messages: list[Said] = Field(min_length=1, max_length=200)
    """Up to the user's message that was answered."""
    response: Annotated[str, StringConstraints(max_length=100_000)]
    """What the student said."""
    verdict: Literal["right", "wrong"] | None = None
    """May be left out where there is a correction, which says `wrong`."""
    correction: Text | None = None
    """What it should have said: the right answer, as it is to be graded."""
    tags: list[Tag] = Field([], max_length=16)
    """Where it comes from or what it is about; areas may be named by them."""

    @model_validator(mode="after")
    def says_something(self) -> Feedback:
        if self.verdict is None and self.correction is None:
            raise ValueError("it needs a verdict, `right` or `wrong`, or a correction")
        if self.correction is not None and self.verdict == "right":
            raise ValueError("a response that is right has no correction")
        if self.correction is not None and self.correction.strip() == self.response.strip():
            raise ValueError("the correction is what the student said")
        return self

    def line(self) -> dict[str, Any]:
        """As it stands in the file. ValueError where `repairloop import` could not ask it."""
        said = [message.model_dump() for message in self.messages]
        row: dict[str, Any] = {"messages": [*said, {"role": "assistant", "content": self.response}]}
        row["feedback"] = "thumbs_up" if self.verdict == "right" else "thumbs_down"
        if self.correction is not None:
            row["correction"] = self.correction
        if self.tags:
            row["tags"] = ", ".join(sorted(set(self.tags)))
        if self.messages[-1].role != "user":
            raise ValueError("the last of the messages is not the user's")
        layout = chats.recognise(Look(NAME, [row]))
        if layout is None:
            raise ValueError("it cannot be read as a log of chats")
        list(layout.fields(row))
        return row


@router.post("/feedback", tags=["feedback"], status_code=201)
def feedback(
    request: Request, response: Response, caller: Reviewer, said: Feedback,
    idempotency_key: Annotated[
        str | None, Header(min_length=1, max_length=200, description="What comes again with it is kept once.")
    ] = None,
) -> FeedbackKept:  # fmt: skip
    """Keep what somebody thinks of an answer: a line more in a task of your own. Role: review."""
    ledger: Ledger = request.app.state.ledger
    try:
        line = said.line()
    except BadRow as error:
        raise HTTPException(422, f"it cannot be asked again: {error}") from None
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    name = None
    if idempotency_key is not None:
        name = hashlib.sha256(json.dumps([caller.name, idempotency_key]).encode()).hexdigest()[:24]
    ident, new = keep(ledger, request.app.state.runs.root / NAME, line, caller.name, name)
    if not new:
        response.status_code = 200
    return FeedbackKept(id=ident, file=NAME)


def keep(ledger: Ledger, file: Path, line: dict[str, Any], who: str, ident: str | None = None) -> tuple[str, bool]:
    """Put a line into the file; its id, and whether it is new. HTTPException 422 where the id is another line's."""
    ident = ident or secrets.token_hex(12)
    with ledger.write(_TABLES) as db:  # one writer at a time, of all processes
        _mend(db, file)
        known = db.execute("SELECT digest FROM feedback WHERE id = ?", [ident]).fetchone()
        if known is not None:
            if known["digest"] != _digest(line):
                raise HTTPException(422, "that idempotency key was used for another feedback")
            return ident, False
        data = json.dumps({"id": ident, **line}, ensure_ascii=False).encode() + b"\n"
        _append(file, data)
        db.execute("INSERT INTO feedback VALUES (?, ?, ?, ?)", [ident, _digest(line), who, now()])
    return ident, True


def _digest(line: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(line, sort_keys=True).encode()).hexdigest()


def _append(file: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        place = os.open(file, flags, 0o600)
    except OSError as error:
        raise UsageError(f"{file.name} cannot be written: {error.strerror}") from None
    try:
        size = os.fstat(place).st_size
        if size + len(data) > LARGEST:
            raise HTTPException(507, f"{NAME} is as large as it may be; whoever runs the service has to move it away")
        if os.write(place, data) != len(data):
            os.ftruncate(place, size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(place)
    except OSError as error:
        raise HTTPException(507, f"{NAME} cannot be written: {error.strerror}") from None
    finally:
        os.close(place)


def _mend(db: sqlite3.Connection, file: Path) -> None:
    """The end of the file, as a kill or an editor may have left it: half a line is taken back, a whole one is given its
    end, and one that the ledger does not know is told to it."""
    try:
        with file.open("r+b") as log:
            size = log.seek(0, os.SEEK_END)
            log.seek(max(0, size - _TAIL))
            tail = log.read()
            whole = tail.rfind(b"\n") + 1
            last = tail[whole:] or tail[: max(0, whole - 1)].rpartition(b"\n")[2]
            line = _object(last)
            if tail[whole:] and line is None:
                log.truncate(size - len(tail) + whole)
            elif tail[whole:]:
                log.write(b"\n")
    except FileNotFoundError:
        return
    ident = line.pop("id", None) if line else None
    if ident and not db.execute("SELECT 1 FROM feedback WHERE id = ?", [str(ident)]).fetchone():
        db.execute("INSERT INTO feedback VALUES (?, ?, ?, ?)", [str(ident), _digest(line or {}), "", now()])


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
