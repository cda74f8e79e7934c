"""Commands of ours that the service runs as processes of their own: how they are started, and those that it waits for.

What somebody asks for over HTTP and waits for (what a run would cost, what a file is, what a grader says) is bounded in time,
memory and in what it may write, goes with all that it started, and no more than a few of them go on at once.

No child is given the service's own token. One that is waited for has no key at all; a run has those that its settings need.
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
from repairloop.ground.foreign import in_line, names_key
from repairloop.ground.guard import TimeLimit
from repairloop.ground.stopping import below
from repairloop.service.client import TOKEN
from repairloop.service.snapshots import Busy

NICE: Final = 10
"""How far a run gives way to everything else on the machine; what somebody waits for does not."""
SECONDS: Final = 60.0
"""Of the clock, less what it waits for a processor; of processor time, half as much again."""
MEMORY_MIB: Final = 6144
"""Of address space: libraries claim more than they use."""
LARGEST: Final = 4 << 20
"""Bytes of a reply that are read."""
HANDED_ON: Final = frozenset(
    {"PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "XDG_CACHE_HOME", "REPAIRLOOP_HOME",
     "HF_HOME", "HF_HUB_CACHE", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "CUDA_VISIBLE_DEVICES", "OMP_NUM_THREADS",
     "OPENBLAS_NUM_THREADS"}
)  # fmt: skip
"""Variables that one which is waited for is given: where things lie, and on what it computes."""
KEYS: Final = frozenset({"OPENAI_API_KEY", "REPAIRLOOP_TEACHER_API_KEY"})
"""What is sent to a server, be it a student or a teacher."""
_turns: Final = threading.BoundedSemaphore(2)


def launched(lock: str, words: Sequence[str], nice: int = NICE, seconds: str = "-", memory: str = "-") -> list[str]:
    """The command line by which `repairloop WORDS` is started (`repairloop.service.launch`)."""
    return [sys.executable, "-P", "-m", "repairloop.service.launch", lock, str(nice), seconds, memory, *words]


def bare_environment() -> dict[str, str]:
    """That of a child that is waited for."""
    return {name: value for name, value in os.environ.items() if name in HANDED_ON} | _modules()


def run_environment(settings: str | None) -> dict[str, str]:
    """That of a run: the service's, but of variables that hold a key only what its settings need, which a request gave as this
    TOML: that of servers, where they name one. None: a run of the command line that goes on, whose settings, plug-ins and
    programs are those of whoever has the machine; it has what it would have there."""
    needed = KEYS if settings and "openai:" in settings else frozenset()
    given = {
        name: value
        for name, value in os.environ.items()
        if name != TOKEN and (settings is None or name in needed or not names_key(name))
    }
    return given | _modules()


def _modules() -> dict[str, str]:
    """A child finds the modules that the service has, and none that lie where it was started."""
    return {"PYTHONPATH": os.pathsep.join(os.path.abspath(path) for path in sys.path if path)}


def answer_of(words: Sequence[str], seconds: float = SECONDS) -> bytes:
    """What `repairloop WORDS` prints. UsageError with what it says where that cannot be done; Busy where enough of them go
    on."""
    if not _turns.acquire(blocking=False):
        raise Busy("others are waiting for such an answer already; ask again in a moment")
    try:
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
            child = subprocess.Popen(
                launched("-", words, 0, str(int(seconds * 3 / 2) or 1), str(MEMORY_MIB)), stdin=subprocess.DEVNULL, stdout=out,
                stderr=complaints, start_new_session=True, env=bare_environment(),
            )  # fmt: skip
            try:
                limit = TimeLimit(seconds, seconds, lambda: [child.pid])
                while (code := _ended(child)) is None and limit.left() > 0:
                    pass
            finally:
                _end(child)
            if code is None:
                raise UsageError(f"that took longer than {seconds:g} s, and was ended")
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


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill what is left of a child and of all that it started."""
    for pid in below(child.pid):
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    with suppress(OSError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _ended(child: subprocess.Popen[bytes]) -> int | None:
    """The exit code of a child that ends within a moment."""
    try:
        return child.wait(0.1)
    except subprocess.TimeoutExpired:
        return None
