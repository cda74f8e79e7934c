"""The first steps of a process that the service starts: it gives way to others, says who it is, and becomes the command.

    python -m repairloop.service.launch LOCK NICE SECONDS MEMORY WORD…

LOCK is a descriptor of a file that the service has locked; the lock stays as long as this process lives, whatever becomes
of the service, and in the file stands which process it is. NICE is how far it gives way; SECONDS of processor time and MEMORY in MiB bound what must end
by itself; `-` is none. The process becomes `repairloop WORD…` and keeps its number.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import Final

LARGEST_FILE: Final = 1 << 30
"""Bytes of a file that a bounded process may write."""


def born(pid: int) -> str | None:
    """When a process was started, by which it is told from a later one of the same number; None where none lives."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None
    return None if fields[0] in "ZX" else f"{boot}/{fields[19]}"


def main() -> None:
    lock, nice, seconds, memory, *words = sys.argv[1:]
    for number in (signal.SIGINT, signal.SIGTERM):  # whoever started the service may have had them ignored
        signal.signal(number, signal.SIG_DFL)
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, int(nice))
    with contextlib.suppress(OSError):  # where sessions are scheduled against each other, this one gives way as a whole
        Path("/proc/self/autogroup").write_text(nice)
    if seconds != "-":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 5))
        resource.setrlimit(resource.RLIMIT_AS, (int(memory) << 20,) * 2)
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE,) * 2)
    if lock != "-":
        os.pwrite(int(lock), f"{os.getpid()} {born(os.getpid()) or '-'}\n".encode(), 0)
    os.execv(sys.executable, [sys.executable, "-P", "-m", "repairloop.cli", *words])


if __name__ == "__main__":
    main()
