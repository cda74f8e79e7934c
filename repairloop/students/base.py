"""What a student is: something that answers probes, one answer a probe, in any order.

This module knows no engine. A real engine reads nothing of a probe but `id`, `messages` and `max_tokens`:
neither area nor reference can leak into an answer. Only the simulated student, which must err on purpose,
reads the rest.
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from repairloop.config import StudentSettings
from repairloop.ground.foreign import fit, hide
from repairloop.plugins.grade import asked_for
from repairloop.records import Answer, Probe, fingerprint
from repairloop.records.envelope import open_text
from repairloop.students.template import Adaptations, told

Say = Callable[[str], None]
"""Takes one line for the user."""
LONGEST: Final = 131_073
"""Characters of an answer, and of thoughts, that are handed on: one more than what anybody keeps."""
LONGEST_REPLY: Final = 1 << 20
"""Characters of a reply that are looked at, thoughts included."""


class Sampling(BaseModel):
    """How answers are drawn; the same before and after a repair. The longest answer is each probe's own affair."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    temperature: float = Field(0.0, ge=0)
    """0 is greedy."""
    top_p: float = Field(1.0, gt=0, le=1)
    seed: int = 0
    stop: list[str] = Field(default_factory=list)
    """Texts at which an answer ends; they are not part of it."""

    def seed_of(self, probe: Probe) -> int:
        """Seed of one answer, 31 bits: it depends on nothing that was asked before or beside it."""
        return int(fingerprint(self.seed, probe.id), 16) & 0x7FFFFFFF


class Thinking(NamedTuple):
    """What is known of a student's thoughts; JSON. A run finds it out once, and asks both sides alike."""

    thinks: bool = False
    """Whether it is given room to think before it answers."""
    opening: str = ""
    """The mark that a server's chat template begins its thoughts with, so that no reply holds it."""


class Student(ABC):
    """A model that answers probes. Closed after use; a context manager."""

    name: str
    """As the user wrote it."""
    engine: str
    """`vllm-cpu`, `vllm-cuda`, `transformers`, `openai` or `sim`."""
    numbers: str = ""
    """`float32`, `bfloat16` …: what its weights are computed in; empty where there are none here."""
    notice: list[str]
    """What the user should know: an engine that was fallen back to, a missing chat template."""
    thinking: Thinking
    settled: bool = False
    """Whether that is known."""
    by_template: Literal["yes", "no", "perhaps"] = "perhaps"
    """Whether it thinks, as far as its chat template says."""
    tried: bool = True
    """Whether it is known how its template takes a conversation: a server may not have been able to say."""
    adaptations: Adaptations
    """What is done to a conversation before it is put to the student (`students.template`)."""

    def __init__(self, name: str, notice: Sequence[str] = (), asking: StudentSettings | None = None) -> None:
        self.name = name
        self.notice = list(notice)
        self.asking = asking or StudentSettings()
        self.thinking = Thinking()
        self.adaptations = ()

    @property
    def computed(self) -> str:
        """With what it answers, for people. The same weights may answer a little differently with anything else."""
        return f"{self.engine} in {self.numbers}" if self.numbers else self.engine

    def adapted(self, names: Adaptations) -> None:
        """Put conversations to the student so from now on, and say so."""
        self.adaptations = names
        if line := told(self.name, names):
            self.notice.append(line)

    def room(self, probe: Probe) -> int:
        """Longest reply, thoughts included, in tokens."""
        thoughts = self.asking.thinking_tokens if self.thinking.thinks else 0
        return (self.asking.max_tokens or probe.max_tokens) + thoughts

    def hashed(self, prompt: bytes | Sequence[int]) -> str:
        """The hash of a prompt, and of how it is asked where that is not as usual: equal hashes were asked alike."""
        unusual = self.asking.described() | ({"thinks": True} if self.thinking.thinks else {})
        return fingerprint(hash_prompt(prompt), json.dumps(unusual, sort_keys=True)) if unusual else hash_prompt(prompt)

    @property
    def path(self) -> Path | None:
        """The local directory of the weights that answer, adapter included; None where there are none."""
        return None

    @abstractmethod
    def answer(self, probes: Sequence[Probe], sampling: Sampling) -> Iterator[Answer]:
        """Answers as they finish, in any order, one a probe.

        A probe that cannot be answered gives an answer with `status="failed"`, never an exception. Raises
        StudentError when the student as a whole is gone; what had finished has been yielded by then.
        """

    @abstractmethod
    def fingerprint(self) -> str:
        """16 hex digits that identify weights and adapter."""

    def try_out(self, probe: Probe) -> tuple[Answer | None, str]:
        """The answer to a trial question; None where there is none at the moment. And the mark with which a server's
        template seems to begin thoughts."""
        return next(iter(self.answer([probe], Sampling())), None), ""

    def compose(self, count: int, seed: int, max_tokens: int = 64) -> list[str] | None:
        """Requests that the student itself makes up: of `count` drawn those that are whole, usable and different from
        each other, in a fixed order (see `students.own`). None where only whole conversations can be put to it."""
        return None

    def wear(self, adapter: Path | None) -> bool:
        """Answer with `adapter` from now on, or without any, as a student that was opened so, but without loading.

        False where that cannot be done: the student may be of no use then but to be closed, and another is opened.
        Nobody may be asking it meanwhile.
        """
        return False

    def close(self) -> None:  # noqa: B027  (nothing to free is a valid way to be closed)
        """Free the memory. The student cannot be asked afterwards."""

    def __enter__(self) -> Student:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def failed_answer(probe: Probe, error: object) -> Answer:
    """The answer of a probe that got none, with the reason in at most 500 characters."""
    reason = str(error).strip() or type(error).__name__
    reason = fit(reason)[:500]
    return Answer(probe_id=probe.id, status="failed", finish_reason="error", error=reason)


def reply(
    probe: Probe, text: str, finish_reason: str, prompt_tokens: int, answer_tokens: int, prompt_hash: str,
    thoughts: str = "",
) -> Answer:  # fmt: skip
    """An answer from parts that are known to be well formed.

    Every student's reply comes through here, and is taken out of its envelope, without keys, and cut where it is longer
    than anything that is kept. `thoughts`: what a server has set apart.
    """
    found = open_text(hide(text[:LONGEST_REPLY]), lambda: asked_for(probe))
    said, thought = found.text, "\n".join(filter(None, (hide(thoughts[:LONGEST]).strip(), found.thoughts)))
    cut = found.cut or len(text) > LONGEST_REPLY or len(said) > LONGEST
    return Answer(
        probe_id=probe.id, text=said[:LONGEST], finish_reason="length" if cut else finish_reason,
        prompt_tokens=prompt_tokens, answer_tokens=answer_tokens, prompt_hash=prompt_hash, thoughts=thought[:LONGEST],
    )  # fmt: skip


def hash_prompt(prompt: bytes | Sequence[int]) -> str:
    """16 hex digits of a prompt as an engine is given it: token ids, or the bytes of a request."""
    data = prompt if isinstance(prompt, bytes) else array("q", prompt).tobytes()
    return hashlib.blake2b(data, digest_size=8).hexdigest()
