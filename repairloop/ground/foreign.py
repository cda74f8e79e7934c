"""Text from elsewhere (a server, a program, a plug-in, the name of a file), made fit to be kept and to be shown.

    hide(text)      without the keys that this process knows, however they are spelled
    visible(text)   without what a terminal or a browser obeys
    fit(text)       both

Keys are those of the environment, by the names of the variables, and what `know` was told of: whatever goes out with a
request. Beside the key as it is, its usual spellings are found: other case, other marks between its characters, halves,
reversed, ROT13, base64, base32, hex, decimal and octal codes, percent and HTML escapes. Not found: a key that was
encrypted, compressed or encoded twice, one in pieces of less than half, and any but the exact spelling of one with less
than ten letters and digits. What is so short or so common that it may be a word is taken for no key at all.

This module knows nothing of who sends or shows.
"""

from __future__ import annotations

import base64
import codecs
import contextlib
import os
import re
import time
import unicodedata
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

MARK: Final = "[key]"
_NAMES: Final = re.compile(
    r"(?:^|_)(?:API_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|AUTHORIZATION)(?:_?\d*)$|^REPAIRLOOP_HEADER_",
    re.IGNORECASE,
)
"""Variables of the environment that hold a key."""
_NONE: Final = frozenset(
    {"empty", "none", "null", "true", "false", "dummy", "ollama", "lm-studio", "lmstudio", "not-needed", "no-key",
     "no-key-required", "unused", "nokey", "anything", "placeholder", "changeme", "bearer", "basic"}
)  # fmt: skip
"""What people write where a server wants no key."""
_SCHEMES: Final = frozenset({"bearer", "basic", "token", "key", "apikey", "api-key", "digest"})
"""What may stand before a key in a header."""
_SHORT: Final = 8
"""A key of fewer characters has to hold letters and digits both …"""
_SHORTEST: Final = 5
"""… and one of fewer than this is none."""
_SPELLED: Final = 10
"""Letters and digits from which a key is looked for in all spellings …"""
_HALVED: Final = 20
"""… and each half of it by itself."""
_SECONDS: Final = 1.0
"""After so long the environment is looked at again."""

_OTHERS: Final = bytes(set(range(256)) - set(b"abcdefghijklmnopqrstuvwxyz0123456789"))

_told: dict[str, None] = {}
_found: tuple[str, ...] = ()
_looked = -1.0


# ---- keys -----------------------------------------------------------------------------------------------


def know(value: str) -> None:
    """This goes out as a key, or as something that holds one, such as `Bearer KEY`."""
    global _looked
    scheme, _, rest = value.strip().partition(" ")
    if scheme.lower() == "basic" and rest:
        with contextlib.suppress(ValueError):
            _told[base64.b64decode(rest, validate=True).decode().partition(":")[2]] = None
    for part in (value.strip(), rest.strip() if scheme.lower() in _SCHEMES else ""):
        _told[part] = None
    _looked = -1.0


def names_key(variable: str) -> bool:
    """Whether a variable of the environment holds a key, by its name."""
    return _NAMES.search(variable) is not None


def is_key(value: str) -> bool:
    """Whether a text can be told from a word, so that it may be hidden wherever it stands."""
    if len(value) < _SHORTEST or value.lower() in _NONE:
        return False
    return len(value) >= _SHORT or (any(map(str.isalpha, value)) and any(map(str.isdigit, value)))


def hide(text: str) -> str:
    """A text without the keys that are known."""
    keys = _keys()
    if not keys or len(text) < _SHORTEST:
        return text
    exact, spelled = _needles(keys)
    for key in exact:
        if key in text:
            text = text.replace(key, MARK)
    core = text.encode("ascii", "ignore").lower().translate(None, _OTHERS)
    if any(needle in core for needle in spelled):
        return _without(text, core, spelled)
    return text


def hide_all(value: Any) -> Any:
    """A JSON value, every text in it without keys; names of fields too."""
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, list):
        return [hide_all(part) for part in value]
    if isinstance(value, dict):
        return {hide_all(name): hide_all(part) for name, part in value.items()}
    return value


def _keys() -> tuple[str, ...]:
    global _found, _looked
    now = time.monotonic()
    if _looked < 0 or now - _looked > _SECONDS:
        named = [value.strip() for name, value in os.environ.items() if names_key(name)]
        _looked = now
        _found = tuple(dict.fromkeys(key for key in (*_told, *named) if is_key(key) and not key.startswith(("/", "~"))))
    return _found


@lru_cache(maxsize=8)
def _needles(keys: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[bytes, ...]]:
    """Keys as they are, the longest first, and what their spellings leave of letters and digits."""
    spelled: dict[bytes, None] = {}
    for key in keys:
        for spelling in _spellings(key) if len(_core(key)) >= _SPELLED else ():
            core = _core(spelling)
            spelled[core] = None
            if len(core) >= _HALVED and spelling is key:
                spelled |= {core[: len(core) // 2]: None, core[len(core) // 2 :]: None}
    return tuple(sorted(keys, key=len, reverse=True)), tuple(spelled)


def _core(text: str) -> bytes:
    return text.encode("ascii", "ignore").lower().translate(None, _OTHERS)


def _spellings(key: str) -> list[str]:
    data = key.encode()
    shifted = [base64.b64encode(b"\0" * lead + data).decode() for lead in range(3)]
    # what stands before and behind the key has a part in the first characters and in the last ones
    whole = [text[start:].rstrip("=")[:-1] for text, start in zip(shifted, (0, 2, 3), strict=True)]
    codes = [[form.format(byte) for byte in data] for form in ("{:x}", "{}", "{:o}", "u{:04x}", "x{:x}")]
    return [
        key, key[::-1], codecs.encode(key, "rot13"), quote(key, safe=""), *whole,
        base64.b32encode(data).decode().rstrip("=")[:-1], *("".join(code) for code in codes),
    ]  # fmt: skip


def _without(text: str, core: bytes, spelled: tuple[bytes, ...]) -> str:
    places = [place for place, c in enumerate(text) if c.isascii() and c.isalnum()]
    spans: list[tuple[int, int]] = []
    for needle in spelled:
        start = core.find(needle)
        while start >= 0:
            spans.append((places[start], places[start + len(needle) - 1] + 1))
            start = core.find(needle, start + 1)
    kept: list[str] = []
    end = 0
    for first, last in sorted(spans):
        if first > end or not kept:
            kept += [text[end:first], MARK]
        end = max(end, last)
    return "".join(kept) + text[end:]


# ---- what is shown --------------------------------------------------------------------------------------


def visible(text: str) -> str:
    """A text whose control characters, direction marks and the like are shown as what they are; lines and tabs stay."""
    if text.isprintable():
        return text
    return "".join(c if c in "\n\t" or c.isprintable() or _is_space(c) else "�" for c in text.replace("\r\n", "\n"))


@lru_cache(maxsize=1024)
def _is_space(c: str) -> bool:
    return unicodedata.category(c) == "Zs"


def fit(text: str) -> str:
    """A text that may be kept and shown."""
    return visible(hide(text))


def fit_all(value: Any) -> Any:
    """A JSON value, every text in it fit to be kept and shown."""
    if isinstance(value, str):
        return fit(value)
    if isinstance(value, (list, tuple)):
        return [fit_all(part) for part in value]
    if isinstance(value, dict):
        return {fit_all(name): fit_all(part) for name, part in value.items()}
    return value


def in_line(text: str, limit: int = 300) -> str:
    """The beginning of a text, on one line."""
    line = " ⏎ ".join(fit(text[: 4 * limit]).replace("\t", " ").split("\n"))
    return line if len(line) <= limit else line[: limit - 1] + "…"


class Door:
    """A text stream, the terminal's above all, through which nothing comes that it would obey. Everything that is printed
    goes through here; what styles text on purpose (`display.console`) writes to the stream behind it, `raw`."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw

    def write(self, text: str) -> int:
        self.raw.write(text if text.isascii() and text.isprintable() and len(text) < _SHORTEST else _shown(text))
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.raw, name)


def _shown(text: str) -> str:
    """As `fit`; a carriage return at the beginning or end, which redraws a line, stays."""
    start, end = text.startswith("\r"), text.endswith("\r") and len(text) > 1
    return "\r" * start + fit(text[start : len(text) - end]) + "\r" * end
