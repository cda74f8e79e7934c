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
from pathlib import Path

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    ["tests.forks_preload", "chaos"]
)  # there is one for all: tests/loop/test_chaos.py has it too


class Fork:
    """`repairloop WORDS`, in `folder`. `lines`: its output, as it comes, and with `complaints` what it complains of."""

    def __init__(self, *words: object, folder: Path | None = None, complaints: bool = False) -> None:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        args = [str(word) for word in words], theirs, folder, complaints
        self.process = FORKS.Process(target=obey, args=args)
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


def obey(words: list[str], out: Connection, folder: Path | None, complaints: bool) -> None:
    """The command line in this process, which is a fork."""
    from repairloop import cli

    os.dup2(out.fileno(), 1)
    if complaints:
        os.dup2(1, 2)
    out.close()
    sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
    os.chdir(folder or ".")
    sys.argv = ["repairloop", *words]
    try:
        cli.main()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
