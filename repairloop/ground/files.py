"""How a file takes its place: whole or not at all, its owner's alone, and never over what somebody put there."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from repairloop.ground.foreign import hide

OWN: Final = 0o600
"""Permissions of a run's files."""


def put_aside(path: Path) -> Path:
    """Rename what stands where something else belongs; its new place."""
    places = (path.with_name(f"{path.name}.aside{number or ''}") for number in range(1000))
    return path.rename(next(place for place in places if not place.exists()))


def own(path: str, flags: int) -> int:
    """Opens a file that, where it is new, nobody else may read: what is in a run may be a server's."""
    return os.open(path, flags, OWN)


def temporary(path: Path) -> Path:
    """Where this thread writes what is to stand at `path`."""
    return path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")


def write_atomic(path: Path, content: str | bytes, opener: Callable[[str, int], int] | None = own) -> None:
    """Write a whole file or none of it, a text without keys. By default nobody else may read it."""
    data = hide(content).encode() if isinstance(content, str) else content
    beside = temporary(path)
    with open(beside, "wb", opener=opener) as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    if path.is_dir():
        put_aside(path)
    os.replace(beside, path)
