"""TOML as a person may give it: a file, or the value of `--set`. Bounded before it is parsed.

The parser of the standard library recurses into brackets, and its time grows with the cube of a dotted key's parts: 100,000
of them take hours. No setting is deeper than a few levels, so brackets and dots are counted first, in time that grows with
the length alone, and what is beyond all sense is an error that says so.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any, Final

from repairloop.ground.errors import UsageError, shown

LARGEST: Final = 1 << 20
"""Bytes of a file, characters of a value."""
MOST_LEVELS: Final = 64
"""Brackets within one another, and parts of a dotted key."""
_WHOLE: Final = 2**63

_WORDS = re.compile(
    r'''"""(?:[^"\\]++|\\.|"(?!""))*+(?:"{3,5}|\Z)|\'\'\'(?:[^']++|'(?!''))*+(?:'{3,5}|\Z)'''
    r"""|"(?:[^"\\\n]++|\\[^\n])*+"?|'[^'\n]*+'?|\#[^\n]*+""",
    re.DOTALL,
)
"""Strings, closed or not, and comments."""
_LONG_KEY = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{MOST_LEVELS}}}")


def read(file: str | Path, what: str = "configuration file") -> dict[str, Any]:
    """A TOML file. Raises UsageError that names it, and says `what` it was to be."""
    path = Path(file)
    named = f"{what} {shown(path, 240)}"  # the end of a path tells most
    try:
        regular = stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        regular = True  # what is wrong with it, opening says
    if not regular:
        raise UsageError(f"{named} is no regular file")
    try:
        with open(path, "rb") as source:
            data = source.read(LARGEST + 1)
    except FileNotFoundError:
        raise UsageError(f"{named} does not exist") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"{named} cannot be read: {reason}") from None
    if len(data) > LARGEST:
        raise UsageError(f"{named}: larger than {LARGEST >> 20} MiB, which no such file is")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from None
    return parse(text, str(path))


def parse(text: str, origin: str) -> dict[str, Any]:
    """The table that a text holds. Raises UsageError that begins with `origin`; `NoToml` where it is none."""
    if len(text) > LARGEST:
        raise UsageError(f"{origin}: longer than {LARGEST:,} characters, which no setting is")
    _refuse_depth(text, origin)
    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a ValueError
        said = "a number of thousands of digits" if "int_max_str_digits" in str(error) else str(error)[:300]
        raise NoToml(f"{origin}: not valid TOML: {said}") from None
    _refuse_values(found, origin, "")
    return found


class NoToml(UsageError):
    """A text that is no TOML at all."""


def _refuse_depth(text: str, origin: str) -> None:
    skeleton = _WORDS.sub(lambda found: "" if found[0][0] == "#" else "_", text)
    if _LONG_KEY.search(skeleton):
        raise UsageError(f"{origin}: a key of more than {MOST_LEVELS} parts, which no setting has")
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", skeleton):
        depth = max(0, depth + (1 if bracket in "[{" else -1))
        if depth > MOST_LEVELS:
            raise UsageError(f"{origin}: more than {MOST_LEVELS} brackets within one another, which no setting needs")


def _refuse_values(value: Any, origin: str, key: str) -> None:
    """What TOML holds and nothing behind it can: a number of more than 64 bits, a text with a NUL."""
    if isinstance(value, dict):
        for name, inner in value.items():
            _refuse_values(name, origin, key)
            _refuse_values(inner, origin, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for inner in value:
            _refuse_values(inner, origin, key)
    elif type(value) is int and not -_WHOLE <= value < _WHOLE:
        raise UsageError(f"{origin}: {shown(key)} is a number of more than 64 bits")
    elif isinstance(value, str) and "\0" in value:
        raise UsageError(f"{origin}: {shown(key)} holds a NUL character")
