"""Commands of ours that the service runs as processes of their own: how they are started, and those that it waits for.

What somebody asks for over HTTP and waits for (what a run would cost, what a file is) is bounded in time, memory and in what
it may write, and no more than a few of them go on at once.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.ground.foreign import in_line
from repairloop.ground.guard import TimeLimit
from repairloop.ground.stopping import below
from repairloop.service.snapshots import Busy

NICE: Final = 10
"""How far a run gives way to everything else on the machine; what somebody waits for does not."""
SECONDS: Final = 60
"""Of the clock, less what it waits for a processor; of processor time, half as much again."""
MEMORY_MIB: Final = 6144
"""Of address space: libraries claim more than they use."""
LARGEST: Final = 4 << 20
"""Bytes of a reply that are read."""
_turns: Final = threading.BoundedSemaphore(2)


def launched(lock: str, words: Sequence[str], nice: int = NICE, seconds: str = "-", memory: str = "-") -> list[str]:
    """The command line by which `repairloop WORDS` is started (`repairloop.service.launch`)."""
    return [sys.executable, "-P", "-m", "repairloop.service.launch", lock, str(nice), seconds, memory, *words]


def environment() -> dict[str, str]:
    """That of a child: it finds the modules that the service has, and none that lie where it was started."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(os.path.abspath(path) for path in sys.path if path)}


def answer_of(words: Sequence[str]) -> bytes:
    """What `repairloop WORDS` prints. UsageError with what it says where that cannot be done; Busy where enough of them go
    on."""
    if not _turns.acquire(blocking=False):
        raise Busy("others are waiting for such an answer already; ask again in a moment")
    try:
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
            child = subprocess.Popen(
                launched("-", words, 0, str(SECONDS * 3 // 2), str(MEMORY_MIB)), stdin=subprocess.DEVNULL, stdout=out,
                stderr=complaints, start_new_session=True, env=environment(),
            )  # fmt: skip
            limit = TimeLimit(SECONDS, SECONDS, lambda: [child.pid])
            while (code := _ended(child)) is None and limit.left() > 0:
                pass
            if code is None:
                for pid in (*below(child.pid), child.pid):
                    with suppress(OSError):
                        os.kill(pid, signal.SIGKILL)
                child.wait()
                raise UsageError(f"that took longer than {SECONDS} s, and was ended")
            out.seek(0)
            complaints.seek(0)
            said = out.read(LARGEST + 1)
            complained = complaints.read(LARGEST).decode("utf-8", "replace").strip()
    finally:
        _turns.release()
    if code in (1, 2):
        last = complained.rpartition("repairloop: ")[2] or "it failed"
        raise UsageError(in_line(last, 1000))
    if code or len(said) > LARGEST:
        raise RepairLoopError("it needed more time or memory than it may, and was ended")
    return said


def _ended(child: subprocess.Popen[bytes]) -> int | None:
    """The exit code of a child that ends within a moment."""
    try:
        return child.wait(0.1)
    except subprocess.TimeoutExpired:
        return None
