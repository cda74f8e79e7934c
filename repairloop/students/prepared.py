"""Directories that cost time to make: made once, published whole, known by a key.

A directory is built beside its place and moved there in one step, with a manifest of the files' sizes and hashes, so a
killed process leaves nothing that looks finished. This module does not know what the directories hold.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

_MANIFEST: Final = "prepared.json"


def prepared(directory: Path, key: str, build: Callable[[Path], None]) -> Path:
    """`directory`, whole and made for `key`; `build` fills an empty directory where it is not there yet."""
    if is_whole(directory, key):
        return directory
    directory.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        build(staging)
        files = sorted(staging.iterdir())
        sizes = {file.name: file.stat().st_size for file in files}
        hashes = {file.name: hash_of(file) for file in files}
        (staging / _MANIFEST).write_text(json.dumps({"key": key, "bytes": sizes, "sha256": hashes}, indent=1))
        staging.chmod(0o755)
        _publish(staging, directory, key)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return directory


def is_whole(directory: Path, key: str) -> bool:
    """Whether the directory was made for `key` and every file has its full size; reads one small file."""
    try:
        manifest = json.loads((directory / _MANIFEST).read_text())
        sizes = manifest["bytes"].items()
        return manifest["key"] == key and all((directory / name).stat().st_size == size for name, size in sizes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False


def is_intact(directory: Path) -> bool:
    """Whether the directory holds what was made, for whatever key, byte for byte; by size alone where a former version
    made it."""
    try:
        manifest = json.loads((directory / _MANIFEST).read_text())
        hashes = manifest.get("sha256", {}).items()
        return is_whole(directory, manifest["key"]) and all(hash_of(directory / name) == sha for name, sha in hashes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False


def hash_of(file: Path) -> str:
    """SHA-256 of what a file holds."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _publish(staging: Path, directory: Path, key: str) -> None:
    if directory.exists() and not is_whole(directory, key):
        shutil.rmtree(directory)
    try:
        os.replace(staging, directory)
    except OSError:
        if not is_whole(directory, key):  # otherwise another process was faster
            raise
