"""One call of a teacher, and what any teacher's engine does with many of them.

A call's key is the hash of all that decides its reply: the teacher, the messages, the schema, the sampling. Two
requests with one key are one call. This module knows no engine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from repairloop.records import Answer, Message, Probe, fingerprint
from repairloop.teachers.ledger import Ledger
from repairloop.teachers.reading import Form

BUDGET_SPENT: Final = "budget spent"
"""The error of a call that was not sent for want of budget."""


@dataclass(frozen=True)
class Call:
    probe: Probe
    """Its id is the call's key; its messages and its longest answer are the call's."""
    form: Form
    temperature: float
    seed: int

    @property
    def key(self) -> str:
        return self.probe.id


class Engine(Protocol):
    """Whatever writes replies. It asks the ledger before each call and hands it each reply when it comes."""

    def write(self, calls: Sequence[Call], ledger: Ledger) -> Iterator[Answer]:
        """One answer a call, in any order, under the call's key; failed ones with their reason.

        Raises StudentError when the teacher as a whole is gone, TeacherError when replies cannot be kept.
        """

    def close(self) -> None: ...


def make_call(
    teacher: str, messages: Sequence[Message], form: Form, max_tokens: int, temperature: float, seed: int
) -> Call:
    shown = form.ask_for(messages)
    key = fingerprint(teacher, json.dumps(shown), form.schema, max_tokens, temperature, seed, digits=32)
    probe = Probe(id=key, skill="", area="", split="train", messages=shown, grader="", max_tokens=max_tokens)
    return Call(probe, form, temperature, seed)
