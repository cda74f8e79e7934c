"""The service of a folder, served by a thread of this process: at once, where a process of its own imports for seconds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from repairloop.service.app import application
from tests.service import team


@contextmanager
def served(root: Path) -> Iterator[str]:
    """Its address."""
    with team.served(application(root)) as port:
        yield f"http://127.0.0.1:{port}"
