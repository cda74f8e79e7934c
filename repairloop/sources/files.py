"""Files below a folder, in a fixed order, each with the licence that lies beside it.

Names are sorted, hidden ones and caches are passed over, links to folders are not followed (so a loop of links ends
at once), and only regular files are ever opened: a pipe or a device would block or never end.

    folder/LICENSE         →  its identifier holds for every file below, until a folder has a licence of its own
    folder/a.txt           →  (folder/a.txt, "MIT")
    folder/part/b.txt      →  (folder/part/b.txt, "MIT")

An identifier is taken from `SPDX-License-Identifier:`, else from the well-known words of a licence, else it is the
first line of the licence file. Whether the licence really covers a file, this module cannot know.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from repairloop.sources.chunks import Unreadable, label

HUGE: Final = 64 * 2**20
"""Files larger than this, in bytes, are read only in formats that can be read as a stream."""

SECONDS: Final = 10.0
"""What a parser may take, and two more for each MiB."""

CACHES: Final = frozenset({"__pycache__", "node_modules"})

_LICENCE_FILE = re.compile(r"(un)?licen[cs]e|copying", re.IGNORECASE)
_SPDX = re.compile(rb"SPDX-License-Identifier:[ \t]*([A-Za-z0-9.+() -]{1,100})")
_WORDS = (
    ("Apache-2.0", r"apache license,? version 2\.0"),
    ("AGPL-3.0", r"gnu affero general public license version 3"),
    ("LGPL-3.0", r"gnu lesser general public license version 3"),
    ("LGPL-2.1", r"gnu lesser general public license version 2\.1"),
    ("GPL-3.0", r"gnu general public license version 3"),
    ("GPL-2.0", r"gnu general public license version 2"),
    ("MPL-2.0", r"mozilla public license,? version 2\.0"),
    ("CC0-1.0", r"cc0 1\.0 universal"),
    ("CC-BY-SA-4.0", r"attribution-sharealike 4\.0 international"),
    ("CC-BY-4.0", r"attribution 4\.0 international"),
    ("Unlicense", r"this is free and unencumbered software"),
    ("PSF-2.0", r"python software foundation license version 2"),
    ("ISC", r"permission to use, copy, modify, and(?:/or)? distribute this software for any purpose"),
    ("MIT", r"permission is hereby granted, free of charge"),
    ("BSD-3-Clause", r"redistribution and use in source and binary forms.*neither the name"),
    ("BSD-2-Clause", r"redistribution and use in source and binary forms"),
)
"""Identifier and words by which a licence is known, first match wins."""


def open_regular(path: Path) -> BinaryIO:
    """The file, opened for reading; `Unreadable` for anything that is not a regular file."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise Unreadable("not a regular file")
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)  # should it have become a pipe since
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise Unreadable("not a regular file")
    return os.fdopen(handle, "rb")


def refuse_huge(size: int) -> None:
    if size > HUGE:
        raise Unreadable(f"larger than {HUGE >> 20} MiB, and not of a format that is read as a stream")


def seconds_for(size: int) -> float:
    return SECONDS + 2 * size / 2**20


def bounded(path: Path) -> bytes:
    """The whole file, if it is not huge."""
    with open_regular(path) as file:
        refuse_huge(os.fstat(file.fileno()).st_size)
        data = file.read(HUGE + 1)  # some systems' files say nothing of their size
    refuse_huge(len(data))
    return data


def files(root: Path, tell: Callable[[Path, str], None]) -> Iterator[tuple[Path, str]]:
    """Every file below a folder, or the file itself, with the licence beside it. `tell` takes what cannot be listed."""
    if not root.is_dir():
        yield root, licence_in(root.parent, _names(root.parent, lambda *_: None))
        return
    stack = [_entries(root, "", tell)]
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
        elif entry[2]:
            stack.append(_entries(entry[0], entry[1], tell))
        else:
            yield entry[0], entry[1]


def _entries(folder: Path, above: str, tell: Callable[[Path, str], None]) -> Iterator[tuple[Path, str, bool]]:
    """Path, licence, and whether it is a folder, of all that one folder holds."""
    names = _names(folder, tell)
    licence = licence_in(folder, names) or above
    for name in names:
        path = folder / name
        if name.startswith(".") or name in CACHES or _LICENCE_FILE.match(name):
            continue
        try:
            mode = os.stat(path).st_mode
        except OSError as error:
            tell(path, reason(error))
            continue
        if not stat.S_ISDIR(mode):
            yield path, licence, False
        elif not path.is_symlink():
            yield path, licence, True


def _names(folder: Path, tell: Callable[[Path, str], None]) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError as error:
        tell(folder, reason(error))
        return []


def reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def licence_in(folder: Path, names: list[str]) -> str:
    """The licences that a folder's licence files name."""
    found = []
    for name in names:
        if _LICENCE_FILE.match(name):
            try:
                with open_regular(folder / name) as file:
                    found.append(licence_of(file.read(8192)))
            except (OSError, Unreadable):
                continue
    return ", ".join(sorted(set(filter(None, found))))


def licence_of(data: bytes) -> str:
    """What the text of a licence is called."""
    if tagged := spdx(data):
        return tagged
    text = data.decode("utf-8", "replace")
    words = " ".join(text.lower().split())
    known = next((name for name, pattern in _WORDS if re.search(pattern, words)), "")
    return known or label(next((line for line in text.splitlines() if line.strip()), ""), 80)


def spdx(data: bytes) -> str:
    """The identifier in a file's own header, or nothing."""
    found = _SPDX.search(data)
    return found[1].decode().strip(" -") if found else ""
