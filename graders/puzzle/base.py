"""What every kind of puzzle has in common: its five methods, and where in a reply the answer stands."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple, Protocol

from graders.shared.cues import denied
from graders.shared.json_text import json_values, meant, rivals
from repairloop import BadReference

MAX_SHOWN: Final = 80


class Reading(NamedTuple):
    """What a reply says. `value` is None where it says nothing that can be judged; then the class says why."""

    value: Any
    span: tuple[int, int] | None = None
    error_class: str = "no_answer_found"
    evidence: str = ""


class Finding(NamedTuple):
    """One constraint, and what is wrong with it; nothing where it holds."""

    name: str
    problem: str = ""
    error_class: str = "wrong_value"


class Puzzle(Protocol):
    """One puzzle, made from a reference that has been checked."""

    goal: str
    """What a right answer is, in words."""

    def read(self, text: str) -> Reading:
        """The answer in a reply. Never raises; linear in the length of the text."""

    def judge(self, value: Any) -> list[Finding]:
        """Every constraint, held against a value that `read` gave."""

    def solve(self) -> Any:
        """A solution as `read` would give it; None where there is none. May take long."""

    def write(self, value: Any) -> str:
        """The value as a reply."""

    def corrupt(self, value: Any) -> dict[str, str]:
        """Error operator → wrong reply, made from a solution."""


def need(holds: bool, message: str) -> None:
    """BadReference with the message, where a reference cannot be used."""
    if not holds:
        raise BadReference(message)


_CUE = re.compile(
    r"(?:\b(?:final[ \t]+)?(?:answer|solution|assignment|result|expression|path|route|moves)\b[ \t*_]{0,6}(?:is\b|are\b|:|=)|####)[ \t*_:]{0,6}",
    re.IGNORECASE,
)


def sections(text: str) -> list[int]:
    """Where to begin reading: behind the last cue ("The answer is"), and, where nothing is found there, at the front."""
    last = 0
    for cue in _CUE.finditer(text):
        if not denied(text, cue.start()):
            last = cue.end()
    return [last, 0] if last else [0]


def json_list(text: str) -> tuple[list[Any], tuple[int, int]] | None:
    """The last JSON list in a text, which may be the only value of an object; and where it stands."""
    values = meant(text, json_values(text))
    found = next((value for value in reversed(values) if isinstance(value.value, list)), values[-1] if values else None)
    if found is None or rivals(text, [value for value in values if type(value.value) is type(found.value)]):
        return None
    value = found.value
    if isinstance(value, dict):
        lists = [item for item in value.values() if isinstance(item, list)]
        value = lists[0] if len(lists) == 1 else None
    return (value, found.span) if isinstance(value, list) else None


def short(value: Any) -> str:
    """A value for people; lone surrogates, which no file can hold, are replaced."""
    text = str(value).encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def is_int(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def small_int(text: str) -> int | None:
    """The whole number that a short text is; None for anything else, however long."""
    return int(float(text)) if _SMALL_INT.fullmatch(text) else None


_SMALL_INT = re.compile(r"[-+]?[0-9]{1,12}(?:\.0{1,6})?")
