"""The command line as a process of its own that starts at once: a fork of one process that has imported everything.

    run = Fork("resume", path, "--display", "json")
    for line in run.lines: ...
    run.wait()

For tests that start it again and again; that it starts from nothing too, tests/cli shows. The process that is forked belongs
to multiprocessing and has no threads.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from multiprocessing.connection import Connection

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.forks_preload"])


class Fork:
    """`repairloop WORDS`. `lines`: its output, as it comes; what it complains of goes where ours goes."""

    def __init__(self, *words: object) -> None:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        self.process = FORKS.Process(target=obey, args=([str(word) for word in words], theirs))
        self.process.start()
        theirs.close()
        assert self.process.pid is not None
        self.pid: int = self.process.pid
        self.lines = os.fdopen(os.dup(ours.fileno()), encoding="utf-8")
        ours.close()

    def wait(self, seconds: float = 60) -> int:
        """Reads what is left; the exit code, less than 0 for a signal."""
        self.lines.read()
        self.lines.close()
        self.process.join(seconds)
        assert self.process.exitcode is not None, "it does not end"
        return self.process.exitcode


def obey(words: list[str], out: Connection) -> None:
    """The command line in this process, which is a fork."""
    from repairloop import cli

    os.dup2(out.fileno(), 1)
    out.close()
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.argv = ["repairloop", *words]
    try:
        cli.main()
    finally:
        sys.stdout.flush()
