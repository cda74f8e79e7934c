"""A service that is served, in a process of its own."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.forks import Fork


@contextmanager
def served(root: Path) -> Iterator[str]:
    """Its address."""
    run = Fork("serve", "--root", root, "--port", "0")
    found = re.search(r"http://127\.0\.0\.1:\d+", run.lines.readline())
    assert found
    try:
        yield found[0]
    finally:  # else a test that failed would wait for it for ever
        os.kill(run.pid, signal.SIGTERM)
        ended = run.wait()
    assert ended == 143
