"""A simulated student: no model at all, but planted weaknesses. For tests, calibration and scale.

A file says, area by area, how often the student is right and which error it makes otherwise. The truth comes
from the probe's grader (`gold`), the errors from the grader's own error operators (`corrupt`). So this is the
one student that reads more of a probe than its messages, and its answers say nothing about any real model.

Answers are a function of the file's seed and of the probe's id: reproducible, independent of order, and
monotone: a higher pass rate keeps every answer that was right. Training is simulated as well (`learn`): each
`rows` repair rows of an area close 1 - 1/e of its gap to perfection.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from repairloop.config import StudentSettings
from repairloop.ground.errors import UsageError
from repairloop.ground.toml import read as read_toml
from repairloop.plugins.registry import get_grader
from repairloop.records import Answer, Probe, fingerprint
from repairloop.students.base import Sampling, Student, Thinking, failed_answer, reply
from repairloop.students.dial import dial_of

ADAPTER_FILE: Final = "sim.toml"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rate(_Table):
    """How an area is answered."""

    pass_rate: float = Field(ge=0, le=1)
    error: str | None = None
    """Name of an error operator of the grader; where it has none of that name, any of its operators."""


class Learning(_Table):
    rows: float = Field(150, gt=0)
    """Repair rows of an area that close 1 - 1/e of its gap."""
    collapsed: float = Field(0.0, ge=0, le=1)
    """Share of open requests that the trained student answers with digits: a harm that training does."""


class Weaknesses(_Table):
    """The file of a simulated student."""

    seed: int = 0
    default: Rate = Rate(pass_rate=0.95)
    areas: dict[str, Rate] = Field(default_factory=dict)
    """Area, or beginning of an area's path → rate; the longest one that fits counts."""
    learning: Learning = Learning()
    thoughts: tuple[int, int] | None = None
    """It thinks before it answers, so many words at least and at most; its thoughts hold a right answer and a wrong one."""

    def rate(self, area: str) -> Rate:
        """The rate of an area: its own, or that of the nearest node above it."""
        node = area
        while node:
            if node in self.areas:
                return self.areas[node]
            node = node.rpartition("/")[0]
        return self.default


class Overrides(_Table):
    """The adapter of a simulated student: what training changed."""

    areas: dict[str, Rate] = Field(default_factory=dict)
    before: dict[str, Rate] = Field(default_factory=dict)
    """Rates that a former adapter had left, which this one was trained from."""
    collapsed: float = Field(0.0, ge=0, le=1)
    """Share of open requests (probes without a grader) that are answered with digits."""


PLANTED: Final = Weaknesses(
    default=Rate(pass_rate=0.95),
    areas={
        "math/addition/carry": Rate(pass_rate=0.25, error="off_by_one"),
        "math/subtraction/borrow": Rate(pass_rate=0.15, error="sign"),
        "math/word/two_step": Rate(pass_rate=0.30, error="stopped_early"),
        "text_extraction/absent_field": Rate(pass_rate=0.20, error="missed_abstention"),
        "format_following/case": Rate(pass_rate=0.10, error="format_violation"),
        "tool_use/missing_argument": Rate(pass_rate=0.35, error="missed_abstention"),
        "tool_use/optional_arguments": Rate(pass_rate=0.40, error="extra_arg"),
    },
)
"""`sim:planted`: seven weak areas over four skills."""


class SimStudent(Student):
    """`sim:FILE` or `sim:planted`."""

    engine = "sim"

    def __init__(
        self, name: str, weaknesses: Weaknesses, adapter: Path | None = None, asking: StudentSettings | None = None
    ) -> None:
        super().__init__(name, asking=asking)
        self.thinking, self.settled = Thinking(weaknesses.thoughts is not None), True
        self._learned, self._collapsed = _learned(weaknesses, adapter) if adapter else ({}, 0.0)
        self.weaknesses = _with(weaknesses, self._learned)

    @classmethod
    def open(cls, name: str, adapter: Path | None = None, asking: StudentSettings | None = None) -> SimStudent:
        """The student named `sim:FILE` or `sim:planted`. Raises UsageError, with file and key, on a bad file."""
        file = name.removeprefix("sim:")
        if file == "planted":
            return cls(name, PLANTED, adapter, asking)
        if not file:
            raise UsageError("sim: needs a file (sim:FILE), or sim:planted for the built-in weaknesses")
        return cls(name, _read(Path(file).expanduser(), Weaknesses), adapter, asking)

    def answer(self, probes: Sequence[Probe], sampling: Sampling) -> Iterator[Answer]:
        rates: dict[str, Rate] = {}
        for probe in probes:
            rate = rates.get(probe.area)
            if rate is None:
                rate = rates[probe.area] = self.weaknesses.rate(probe.area)
            yield self._answer(probe, rate)

    def _answer(self, probe: Probe, rate: Rate) -> Answer:
        # Two draws from one hash: whether the answer is right, and which error it makes if not.
        draw = int(fingerprint(self.weaknesses.seed, probe.id), 16)
        try:
            grader = get_grader(probe.grader) if probe.grader else None
            if grader is None:
                text = "2000 - 2000 = 0000" if (draw >> 32) < self._collapsed * 2**32 else _talk(probe.question)
            elif (draw >> 32) < rate.pass_rate * 2**32:
                text = grader.gold(probe)
            else:
                errors = grader.corrupt(probe) or {"refusal": "I do not know."}  # a user's own grader knows none
                text = errors[rate.error] if rate.error in errors else errors[sorted(errors)[draw % len(errors)]]
        except Exception as error:  # a probe whose truth is unusable cannot be simulated; that is a failed row
            return failed_answer(probe, f"nothing to simulate an answer from: {type(error).__name__}: {error}")
        prompt = self.hashed(json.dumps(probe.messages).encode())
        text, finish, tokens = self._thinking(probe, text, draw)
        return reply(probe, text, finish, len(probe.question) // 4, tokens, prompt)

    def _thinking(self, probe: Probe, text: str, draw: int) -> tuple[str, str, int]:
        """The reply with its thoughts, its finish reason and its tokens; it is cut where it is longer than its room."""
        if self.weaknesses.thoughts is None:
            return text, "stop", len(text) // 4
        least, most = self.weaknesses.thoughts
        grader = get_grader(probe.grader) if probe.grader else None
        told = [grader.gold(probe), *grader.corrupt(probe).values()][: 1 + draw % 2] if grader else []
        words = " Hm. Is it this? ".join(["", *told, ""]).split()
        words = (words * (1 + most // len(words)))[: least + draw // 7 % (most - least + 1)]
        tokens, room = len(words) + len(text) // 4, self.room(probe)
        thoughts = "<think>\n" + " ".join(words[:room])
        return (thoughts, "length", room) if tokens > room else (f"{thoughts}\n</think>\n\n{text}", "stop", tokens)

    def learn(self, rows_per_area: Mapping[str, int], out: Path) -> None:
        """Write the adapter directory that training on these rows (area → number of rows) would give."""
        areas = dict(self._learned)
        for area, rows in sorted(rows_per_area.items()):
            rate = self.weaknesses.rate(area)
            gap = (1 - rate.pass_rate) * math.exp(-rows / self.weaknesses.learning.rows)
            areas[area] = rate.model_copy(update={"pass_rate": round(1 - gap, 9)})
        out.mkdir(parents=True, exist_ok=True)
        staging = out / f".{ADAPTER_FILE}"
        collapsed = max(self._collapsed, self.weaknesses.learning.collapsed)
        head = f"collapsed = {collapsed!r}\n" if collapsed else ""
        staging.write_text(head + _toml("areas", areas) + _toml("before", self._learned), encoding="utf-8")
        os.replace(staging, out / ADAPTER_FILE)

    def fingerprint(self) -> str:
        thoughts = self.weaknesses.thoughts
        weaknesses = self.weaknesses.model_dump_json(exclude={"thoughts"})
        return fingerprint("sim", weaknesses, self._collapsed or "", *([thoughts] if thoughts else []))


def _talk(question: str) -> str:
    """An answer to an open request: always the same one to the same request."""
    return (
        f"You asked about this: {question[:200]} That is a good thing to ask. There is more than one way to look at it, "
        "and much of it depends on what you need it for. I would begin with what you know already, go on in small "
        "steps, and look at each of them before the next."
    )


def _with(weaknesses: Weaknesses, rates: Mapping[str, Rate]) -> Weaknesses:
    return weaknesses.model_copy(update={"areas": {**weaknesses.areas, **rates}})


def _learned(weaknesses: Weaknesses, adapter: Path) -> tuple[dict[str, Rate], float]:
    """The rates that an adapter leaves, and the share of open requests that it spoils: the dial's share of the way from
    before training to after."""
    overrides = _read(adapter / ADAPTER_FILE, Overrides)
    before = _with(weaknesses, overrides.before)
    dial = dial_of(adapter)
    rates = dict(overrides.before)
    for area, after in overrides.areas.items():
        start = before.rate(area).pass_rate
        reached = after.pass_rate if dial is None else round(start + dial * (after.pass_rate - start), 9)
        rates[area] = after.model_copy(update={"pass_rate": min(1.0, max(0.0, reached))})
    return rates, overrides.collapsed * (1.0 if dial is None else min(1.0, dial))


def _toml(table: str, areas: Mapping[str, Rate]) -> str:
    lines = []
    for area, rate in areas.items():
        lines += [f"[{table}.{json.dumps(area)}]", f"pass_rate = {rate.pass_rate!r}"]
        lines += [f"error = {json.dumps(rate.error)}"] if rate.error else []
    return "".join(f"{line}\n" for line in lines)


def _read(file: Path, model: type[Any]) -> Any:
    try:
        return model.model_validate(read_toml(file, "simulated student: file"))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise UsageError(f"simulated student: {file}: {key}: {first['msg'].lower()}") from None
