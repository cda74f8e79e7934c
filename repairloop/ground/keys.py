"""Headers that hold a key: how they are written, what of them may rest in a run, and what is sent.

A value may name variables of the environment, `$NAME` or `${NAME}`; they are looked up when a server is asked. A value
that is written out, and may be a key, is sent as it is and rests nowhere: in the run's `config.toml` a variable's name
takes its place, which has to be set for whoever goes on with the run.
"""

from __future__ import annotations

import os
import re
from functools import partial
from typing import Final

from repairloop.ground.errors import UsageError
from repairloop.ground.foreign import is_key, know

_VARIABLE: Final = re.compile(r"\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))", re.ASCII)
_OPEN: Final = frozenset(
    {"accept", "accept-language", "anthropic-beta", "anthropic-version", "cache-control", "content-type", "http-referer",
     "openai-beta", "origin", "referer", "traceparent", "user-agent", "x-title"}
)  # fmt: skip
"""Headers that hold no key."""
_SOUNDS: Final = re.compile(r"key|token|secret|passw|auth|cookie|session|credential|signature", re.IGNORECASE)
_WORD: Final = re.compile(r"[A-Za-z_-]{1,11}")
"""What may be a word, as `production`: in a header that does not sound as if it held a key it is not hidden in answers."""


def kept(headers: dict[str, str]) -> dict[str, str]:
    """Headers as they may rest in a run."""
    return {name: f"${_variable(name)}" if _is_secret(name, value) else value for name, value in headers.items()}


def sent(headers: dict[str, str]) -> dict[str, str]:
    """Headers as they are sent; nothing of a secret one is kept or shown from now on. UsageError where a variable is
    missing."""
    found = {}
    for name, value in headers.items():
        found[name] = _VARIABLE.sub(partial(_look_up, name), value)
        if found[name] != value or (
            _is_secret(name, value) and not (_WORD.fullmatch(value) and not _SOUNDS.search(name))
        ):
            know(found[name])
    return found


def _is_secret(name: str, value: str) -> bool:
    return name.lower() not in _OPEN and not _VARIABLE.search(value) and any(map(is_key, [value, *value.split()]))


def _variable(header: str) -> str:
    return "REPAIRLOOP_HEADER_" + re.sub(r"\W", "_", header, flags=re.ASCII).upper()


def _look_up(header: str, match: re.Match[str]) -> str:
    variable = match[1] or match[2]
    value = os.environ.get(variable, "").strip()
    if not value or not value.isprintable():
        why = "a run keeps no key" if variable == _variable(header) else "student.headers names it"
        raise UsageError(
            f"the header {header} is sent with what the variable {variable} holds ({why}): set it, then go on"
        )
    return value
