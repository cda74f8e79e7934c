"""The material every machine has: Python's standard library, its code and its documentation.

    stdlib:json.decoder#function=JSONDecoder.decode     python, with signature and docstring
    stdlib:json#doc                                     text, the module's documentation
    stdlib:pydoc_data.topics#topic=lambda               text, a topic of the language reference

Files are read from where this interpreter keeps them, never imported. Left out: private modules, tests, programs, and
what is written in C and so has no Python source (`math`, `itertools`). Another version of Python gives other chunks.
"""

from __future__ import annotations

import ast
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from repairloop.ground.guard import guarded
from repairloop.records import Chunk
from repairloop.sources.chunks import Source, Unreadable
from repairloop.sources.files import bounded, seconds_for
from repairloop.sources.python import chunks

LICENCE: Final = "PSF-2.0"
_TOPICS = "pydoc_data.topics"
_NO_LIBRARY = frozenset(
    {"site-packages", "dist-packages", "test", "tests", "lib2to3", "ensurepip", "idlelib", "turtledemo"}
)


def sources(max_chars: int) -> Iterator[Source]:
    """The public modules, by name."""
    for path, module in _modules(Path(sysconfig.get_paths()["stdlib"]), ""):
        yield Source(path, f"stdlib:{module}", LICENCE, max_chars)


def _modules(folder: Path, package: str) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        name = path.stem if path.suffix == ".py" else path.name
        if name == "__init__" and package:
            yield path, package[:-1]
        elif name.startswith("_") or not name.isidentifier() or name in _NO_LIBRARY:
            continue
        elif path.is_dir():
            yield from _modules(path, f"{package}{name}.")
        elif path.suffix == ".py":
            yield path, package + name


def read(source: Source) -> Iterator[Chunk]:
    module = source.origin.removeprefix("stdlib:")
    data = bounded(source.path)
    return _topics(source, data) if module == _TOPICS else chunks(source, data, module)


def _topics(source: Source, data: bytes) -> Iterator[Chunk]:
    for name, text in guarded(
        "repairloop.sources.standard_library:topics", data, seconds=seconds_for(len(data))
    ).items():
        yield from source.split("text", text, f"Python: {name}", f"topic={name}")


def topics(data: bytes) -> dict[str, str]:
    """Topic → text, from the source of `pydoc_data.topics`."""
    for node in ast.parse(data).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "topics":
            found = ast.literal_eval(node.value)
            return {str(name): str(text) for name, text in sorted(found.items())}
    raise Unreadable("holds no topics")
