"""The sandbox from outside: what a program in it tries, and that nothing of it happens.

Each attempt is an answer to one coding probe, `f(2) == 4`. Code that tries to get out defines `won()`, and its `f` gives
the right value only where that is true; so a verdict other than `fail` is an escape. Beside the verdict the `World`
around the sandbox is looked at: listeners, planted files, signals, processes, memory. `benchmarks/sandbox_escapes.py`
runs the same table.
"""

from __future__ import annotations

import os
import re
import resource
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from graders import code
from graders.code import sandbox, seccomp
from repairloop import Verdict
from repairloop.records.rows import dump

ROOT = Path(__file__).parents[2]
SECONDS = 0.5
"""Time limit of an attempt."""
IDLE = "become another program that goes on", "half a message", "patched writing", "sleep", "stop itself"
"""Attempts that do nothing but wait: a tenth of a second of processor time, four tenths by the clock, is enough for them."""
TOLERANCE = 100.0
"""Longest that an attempt may take in all: both limits, and what a busy machine adds to them."""

needs_sandbox = pytest.mark.skipif(bool(sandbox.available()), reason=f"no sandbox: {sandbox.available()}")


class Attempt(NamedTuple):
    group: str
    name: str
    code: str


def _table() -> list[Attempt]:
    """The attempts of `TEXT`: `== group`, `-- name`, code."""
    attempts, group = [], ""
    for part in re.split(r"^(?=== |-- )", TEXT.lstrip(), flags=re.MULTILINE):
        head, _, body = part.partition("\n")
        if head.startswith("== "):
            group = head[3:]
        elif head:
            attempts.append(Attempt(group, head[3:], body.strip() + "\n"))
    return attempts


TEXT = r"""
== network
-- connect to a port of the machine
def won():
    import socket
    return socket.create_connection(("127.0.0.1", @PORT@), 0.2)
-- fetch a page from the machine
def won():
    import urllib.request
    return urllib.request.urlopen("http://127.0.0.1:@PORT@/", timeout=0.2)
-- send a datagram
def won():
    import socket
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.sendto(b"x", ("127.0.0.1", @UDP@))
    s.settimeout(0.2)
    return s.recv(1)
-- look up a name
def won():
    import socket
    return socket.gethostbyname("example.com")
-- a Unix socket in a file
def won():
    import socket
    s = socket.socket(socket.AF_UNIX)
    s.connect("@UNIX@")
    return True
-- a Unix socket without a file
def won():
    import socket
    s = socket.socket(socket.AF_UNIX)
    s.connect("\0@ABSTRACT@")
    return True
-- a raw packet socket
def won():
    import socket
    return socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
-- ask the kernel about the network
def won():
    import socket
    return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
-- a server of its own
def won():
    import socket
    return socket.create_server(("127.0.0.1", 0))
-- sockets by way of io_uring
def won():
    return libc().syscall(425, 8, ctypes.create_string_buffer(512)) >= 0
== files
-- a secret in the home directory
def won():
    return "@TOKEN@" in open("@HOME_SECRET@").read()
-- a secret in the machine's /tmp
def won():
    return "@TOKEN@" in open("@TMP_SECRET@").read()
-- the password file
def won():
    return open("/etc/shadow").read() or open("/etc/passwd").read()
-- the repository
def won():
    return open("@ROOT@/graders/code/__init__.py").read()
-- third-party packages
def won():
    import sysconfig
    return os.listdir(sysconfig.get_path("purelib"))
-- search of the whole tree for the secret
def won():
    return any("@TOKEN@" in name for _, folders, files in os.walk("/") for name in folders + files)
-- write outside
def won():
    open("@OUTSIDE@/new", "w").write("x")
    return True
-- make the folders that are missing, then write outside
def f(x):
    os.makedirs("@OUTSIDE@", exist_ok=True)
    open("@OUTSIDE@/new", "w").write("x")
    return 5
-- write to the root
def won():
    open("/@MARK@", "w").write("x")
    return True
-- change the standard library
def won():
    open(os.__file__, "a").write("\n")
    return True
-- change the interpreter
def won():
    open(sys.executable, "r+b").write(b"\x7f")
    return True
-- leave compiled code behind
def won():
    import glob
    os.remove(glob.glob(os.path.dirname(os.__file__) + "/__pycache__/*")[0])
    return True
-- a symbolic link to the outside
def won():
    os.symlink("/", "/tmp/root")
    return "@TOKEN@" in open("/tmp/root@TMP_SECRET@").read()
-- a hard link to the outside
def won():
    os.link("@TMP_SECRET@", "/tmp/here")
    return True
-- out of the folder with dots
def won():
    return "@TOKEN@" in open("/tmp/" + "../" * 30 + "@TMP_SECRET@").read()
-- chroot and back
def won():
    os.mkdir("/tmp/jail")
    os.chroot("/tmp/jail")
    return True
-- an open folder, then chdir by descriptor
def won():
    for number in range(256):
        try:
            os.fchdir(number)
            return True
        except OSError:
            pass
-- the root of the first process
def won():
    return os.listdir("/proc/1/root") or os.listdir("/proc/@PID@/root")
-- its own root through /proc
def won():
    return "@TOKEN@" in open("/proc/self/root/@TMP_SECRET@").read()
-- shared memory files
def won():
    open("/dev/shm/@MARK@", "w").write("x")
    return True
-- the memory device
def won():
    return open("/dev/mem", "rb").read(1)
-- a device node of its own
def won():
    import stat
    os.mknod("/tmp/disk", 0o600 | stat.S_IFBLK, os.makedev(8, 0))
    return open("/tmp/disk", "rb").read(1)
-- the kernel's settings
def won():
    return os.listdir("/sys") or os.listdir("/proc/sys")
-- a set-uid program
def won():
    return [name for name in ("/usr/bin/su", "/bin/su", "/usr/bin/sudo", "/bin/sh") if os.path.exists(name)]
-- a file by its handle
def won():
    return libc().syscall(304, -100, ctypes.create_string_buffer(64), 0) >= 0
== secrets
-- the environment
def won():
    return "@TOKEN@" in str(dict(os.environ))
-- the environment of others
def won():
    return open("/proc/1/environ", "rb").read() or open("/proc/@PID@/environ", "rb").read()
-- the command line
def won():
    return any("=" + "= 4" in word for word in sys.orig_argv)
-- the tests, in all objects
def won():
    import gc
    word = "@NEKOT@"[::-1]
    return any(word in repr(thing) for thing in gc.get_objects() if type(thing) in (dict, list, tuple) and len(thing) < 99)
-- the tests, in the frames below
def won():
    frame, word = sys._getframe(1), "@NEKOT@"[::-1]
    while frame:
        if word in repr(frame.f_locals) or "nonce" in frame.f_locals or "nonce" in frame.f_globals.get("job", ()):
            return True
        frame = frame.f_back
-- the tests, in its own memory
def won():
    return open("/proc/self/mem", "rb")
-- the tests, through every descriptor
def won():
    import fcntl
    word = "@NEKOT@"[::-1].encode()
    for number in range(256):
        try:
            fcntl.fcntl(number, fcntl.F_SETFL, os.O_NONBLOCK)
            os.lseek(number, 0, 0)
        except OSError:
            pass
        try:
            if word in os.read(number, 1 << 20):
                return True
        except OSError:
            pass
-- the memory of the grader
def won():
    return open("/proc/@PID@/mem", "rb")
-- the memory of the grader, by system call
def won():
    class Piece(ctypes.Structure):
        _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]
    buffer = ctypes.create_string_buffer(8)
    here, there = Piece(ctypes.addressof(buffer), 8), Piece(@ADDRESS@, 8)
    return libc().process_vm_readv(@PID@, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) > 0
-- write into the grader
def won():
    class Piece(ctypes.Structure):
        _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]
    buffer = ctypes.create_string_buffer(b"escaped!", 8)
    here, there = Piece(ctypes.addressof(buffer), 8), Piece(@ADDRESS@, 8)
    return libc().process_vm_writev(@PID@, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) > 0
-- trace the grader
def won():
    return libc().ptrace(16, @PID@, 0, 0) == 0
-- trace the first process of the sandbox
def won():
    return libc().ptrace(16, 1, 0, 0) == 0
-- a descriptor of another process
def won():
    held = os.pidfd_open(1)
    return libc().syscall(438, held, 0, 0) >= 0
-- the key ring
def won():
    return libc().syscall(250, 0, -3, 1) >= 0
== processes
-- fork
def won():
    child = os.fork()
    if child == 0:
        os._exit(0)
    return True
-- many forks
def won():
    for _ in range(300):
        if os.fork() == 0:
            time.sleep(20)
            os._exit(0)
    return True
-- a daemon
def won():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(20)
        os._exit(0)
    return True
-- a thread
def won():
    import threading
    threading.Thread(target=time.sleep, args=(20,)).start()
    return True
-- many threads
def won():
    import _thread
    started = 0
    for _ in range(2000):
        try:
            _thread.start_new_thread(time.sleep, (20,))
            started += 1
        except RuntimeError:
            pass
    return started
-- another program
def won():
    import subprocess
    return subprocess.run([sys.executable, "-c", "pass"]).returncode == 0
-- posix_spawn
def won():
    return os.posix_spawn(sys.executable, [sys.executable, "-c", "import time; time.sleep(20)"], {})
-- clone by number
def won():
    made = libc().syscall(56, 17, 0, 0, 0, 0)
    if made == 0:
        os._exit(0)
    return made > 0
-- clone3 by number
def won():
    made = libc().syscall(435, ctypes.create_string_buffer(88), 88)
    if made == 0:
        os._exit(0)
    return made > 0
-- become another program that goes on
os.execv(sys.executable, [sys.executable, "-S", "-c", "import time; time.sleep(20)"])
-- signals to everybody
def f(x):
    import signal
    os.kill(-1, signal.SIGCONT)
    return 5
-- a signal to the grader
def won():
    import signal
    os.kill(@PID@, signal.SIGUSR1)
    return True
-- kill the first process of the sandbox
def f(x):
    os.kill(1, 9)
    return 5
-- kill its own process group
def f(x):
    os.killpg(0, 9)
    return 5
-- a handle of the grader
def won():
    return os.pidfd_open(@PID@)
-- a terminal's input
def won():
    import fcntl, termios
    for number in range(3):
        fcntl.ioctl(number, termios.TIOCSTI, b"x")
    return True
== privileges
-- a new user namespace
def won():
    return libc().unshare(0x10000000) == 0
-- a new mount namespace
def won():
    return libc().unshare(0x00020000) == 0
-- the namespaces of another process
def won():
    return libc().setns(os.pidfd_open(1), 0x7E020000) == 0
-- mount
def won():
    return libc().mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0
-- mount again, writable
def won():
    return libc().mount(None, b"/", None, 32 | 4096, None) == 0
-- unmount what hides something
def won():
    return libc().umount2(b"/tmp", 2) == 0
-- the newer calls for mounting
def won():
    return libc().syscall(428, -100, b"/", 1) >= 0 or libc().syscall(430, b"tmpfs", 0) >= 0
-- pivot_root
def won():
    return libc().syscall(155, b"/tmp", b"/tmp") == 0
-- become root
def won():
    os.setuid(0)
    return os.getuid() == 0
-- another group
def won():
    os.setgroups([0])
    return True
-- raise its limits
def won():
    import resource
    for name in ("RLIMIT_AS", "RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_CPU"):
        resource.setrlimit(getattr(resource, name), (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return True
-- a higher priority
def won():
    os.setpriority(os.PRIO_PROCESS, 0, -20)
    return True
-- the machine's name
def won():
    import socket
    socket.sethostname("@MARK@")
    return True
-- the machine's clock
def won():
    time.clock_settime(time.CLOCK_REALTIME, time.time() + 1)
    return True
-- programs in the kernel
def won():
    return libc().syscall(321, 0, ctypes.create_string_buffer(64), 64) >= 0
-- counters of the processor
def won():
    return libc().syscall(298, ctypes.create_string_buffer(112), 0, -1, -1, 0) >= 0
-- system calls of a 32-bit program
def won():
    import mmap
    page = mmap.mmap(-1, 4096, prot=7)
    page.write(b"\xb8\x02\x00\x00\x00\xcd\x80\xc3")  # mov eax, fork; int 0x80; ret
    made = ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
    if made == 0:
        os._exit(0)
    return made > 0
-- system calls under x32 numbers
def won():
    return libc().syscall(0x40000000 | 57) > 0
== resources
-- memory
def f(x):
    hold = [bytearray(64 << 20) for _ in range(64)]
    return 4
-- memory that is shared
def won():
    import mmap
    hold = [mmap.mmap(-1, 64 << 20) for _ in range(16)]
    return True
-- a System V segment
def won():
    return libc().shmget(0, 1 << 30, 0o1600) >= 0
-- a file in memory
def won():
    return os.memfd_create("x")
-- a large file
def won():
    open("/tmp/large", "wb").write(b"x" * (64 << 20))
    return True
-- many files
def won():
    written = 0
    for n in range(64):
        with open(f"/tmp/{n}", "wb") as file:
            written += file.write(b"x" * (4 << 20))
    return written >= 64 << 20
-- a large file with a hole
def won():
    file = open("/tmp/hole", "wb")
    os.truncate(file.fileno(), 1 << 40)
    return True
-- many descriptors
def won():
    hold = [open(os.__file__) for _ in range(500)]
    return True
-- a flood on standard output
def f(x):
    for _ in range(3000):
        print("x" * 100_000)
    return 5
-- a flood on standard error
def f(x):
    for _ in range(3000):
        os.write(2, b"x" * 100_000)
    return 5
-- a flood on the pipe for results
def f(x):
    while True:
        os.write(int(sys.argv[3]), b"\0" * 100_000)
-- a flood of right messages
def f(x):
    while True:
        main.send(int(sys.argv[3]), main.pack({"value": 5}))
-- recursion without end
def f(x):
    return f(x)
-- recursion without end or limit
def f(x):
    sys.setrecursionlimit(10**8)
    one = other = None
    for _ in range(10**5):
        one, other = [one], [other]
    return one == other
-- a loop
def f(x):
    while True:
        pass
-- a loop that ignores every signal
def f(x):
    import signal
    for number in range(1, 64):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        pass
-- one long step in C
def f(x):
    return 9**9**9
-- a pattern that never ends
def f(x):
    import re
    return re.match("(a*)*b", "a" * 60)
-- sleep
time.sleep(1000)
-- stop itself
def f(x):
    import signal
    os.kill(os.getpid(), signal.SIGSTOP)
    return 5
-- a core file
def f(x):
    import resource
    os.chdir("/tmp")
    os.abort()
-- code that nests too deeply to be parsed
x = @PARENTHESES@
-- code that compiles to very much
x = 1 if 1 else (@LONG@)
-- a cheap text, a large constant
def f(x):
    return (((1 << 99) << 99999999) << 99999999) and "x" * 10**10
== forged results
-- exit while loading
os._exit(0)
-- exit while loading, politely
sys.exit(0)
-- exit in the call
def f(x):
    os._exit(0)
-- exit in the call, politely
def f(x):
    raise SystemExit(0)
-- exit at the end of the program
import atexit
atexit.register(os._exit, 0)
def f(x):
    sys.exit()
-- kill itself
def f(x):
    os.kill(os.getpid(), 9)
-- equal to everything
class All:
    def __eq__(self, other):
        return True
def f(x):
    return All()
-- an integer that is equal to everything
class All(int):
    def __eq__(self, other):
        return True
    __hash__ = int.__hash__
def f(x):
    return All(5)
-- a string that is equal to everything
class All(str):
    def __eq__(self, other):
        return True
    __hash__ = str.__hash__
def f(x):
    return All("x")
-- says that it is an integer
class All:
    __class__ = int
    def __index__(self):
        return 5
    def bit_length(self):
        return 3
    def to_bytes(self, *a, **k):
        return b"\5"
    def __eq__(self, other):
        return True
def f(x):
    return All()
-- a list without end
class Endless(list):
    def __len__(self):
        return 1 << 20
    def __iter__(self):
        while True:
            yield 5
def f(x):
    return Endless()
-- a dictionary without end
class Endless(dict):
    def items(self):
        while True:
            yield 5, 5
def f(x):
    return Endless()
-- an object that runs code when it is copied
class Copied:
    def __reduce__(self):
        return os.system, ("touch /tmp/@MARK@",)
def f(x):
    return Copied()
-- patched built-ins
import builtins
builtins.AssertionError = type("AssertionError", (Exception,), {})
builtins.isinstance = builtins.all = builtins.any = lambda *a: True
builtins.exec = builtins.compile = builtins.print = lambda *a, **k: None
def f(x):
    return 5
-- patched assertions, by way of tracing
def trace(frame, event, arg):
    frame.f_locals.update(x=4)
    return trace
sys.settrace(trace)
sys.setprofile(trace)
def f(x):
    return 5
-- patched exceptions
sys.excepthook = lambda *a: os._exit(0)
sys.unraisablehook = lambda *a: os._exit(0)
def f(x):
    raise ValueError
-- patched modules
for name in list(sys.modules):
    if name not in ("sys", "builtins", "__main__", "answer", "os"):
        sys.modules[name] = None
def f(x):
    return 5
-- an import hook
class Hook:
    def find_spec(self, *a):
        os._exit(0)
sys.meta_path.insert(0, Hook())
def f(x):
    import json
    return 5
-- patched messages
import marshal
main.pack = marshal.dumps = lambda value: b"T"
def f(x):
    return 5
-- patched writing
os.write = lambda number, data: len(data)
def f(x):
    return 5
-- a verdict instead of a value
def f(x):
    main.send(int(sys.argv[3]), main.pack({"end": None, "kind": "", "text": "", "results": [(True, "", "")], "calls": 1, "nonce": ""}))
    return 5
-- a verdict on every descriptor
def f(x):
    verdict = main.pack({"end": None, "kind": "", "text": "", "results": [(True, "", "")], "calls": 1, "nonce": ""})
    for number in range(256):
        try:
            main.send(number, verdict)
        except OSError:
            pass
    return 5
-- values before they are asked for
for _ in range(50):
    main.send(int(sys.argv[3]), main.pack({"value": 5}))
def f(x):
    return 5
-- messages that are none
def f(x):
    for wrong in ({"raised": 5, "text": []}, {"raised": ["exec", "SystemExit"], "text": "x"}, {"value": None, "raised": []}, {}, {5: 5}):
        main.send(int(sys.argv[3]), main.pack(wrong))
    return 5
-- a message of a length that is none
def f(x):
    os.write(int(sys.argv[3]), b"\xff\xff\xff\xff")
-- half a message
def f(x):
    os.write(int(sys.argv[3]), b"\0\0\1\0T")
    time.sleep(1000)
-- a value that no set can hold
def f(x):
    os.write(int(sys.argv[3]), b"\0\0\0\x14d\0\0\0\2s\0\0\0\5valuee\0\0\0\1l\0\0\0\0")
-- the other end of the pipes
def f(x):
    for number in (int(sys.argv[2]), int(sys.argv[3])):
        for other in range(64):
            try:
                os.dup2(number, other)
            except OSError:
                pass
    return 5
-- closed descriptors
def f(x):
    os.closerange(0, 256)
    return 5
-- an exception that says it is another
class AssertionError(KeyError):
    def __str__(self):
        os._exit(0)
def f(x):
    raise AssertionError
-- an exception with ancestors without number
kind = Exception
for n in range(3000):
    kind = type("E%d" % n, (kind,), {})
def f(x):
    raise kind("x" * 10**6)
-- a result that nests too deeply
def f(x):
    nest = []
    for _ in range(100_000):
        nest = [nest]
    return nest
-- a result that nests as deeply as can be sent
def f(x):
    nest = []
    for _ in range(900):
        nest = [nest]
    return nest
-- a nest that only the other side would build
def f(x):
    size = 500_000
    body = b"d\0\0\0\2s\0\0\0\5value" + b"l\0\0\0\1" * size + b"N"
    os.write(int(sys.argv[3]), len(body).to_bytes(4, "big") + body)
-- a result that holds itself
def f(x):
    nest = []
    nest.append(nest)
    return nest
-- an integer of ten million bits
def f(x):
    return 1 << 10_000_000
-- a long string
def f(x):
    return "4" * (1 << 22)
-- a string full of controls
def f(x):
    return "\x1b[2J\x1b]0;owned\x07\0\r\n\u202e\ud800" * 99
-- a type with an enormous name
def f(x):
    return type("T" * 10**6, (), {})()
-- not a number
def f(x):
    return float("nan")
-- the right value, but only printed
def f(x):
    print(4)
-- the right value, but in the wrong process
def f(x):
    if os.fork():
        return 5
    return 4
"""

_BEFORE = """\
import os, sys, time
import __main__ as main
"""
_LIBC = """
import ctypes
def libc():
    return ctypes.CDLL(None, use_errno=True)
"""
_AFTER = """
def f(x):
    return 4 if won() else 5
"""
ATTEMPTS = _table()


class World:
    """What stands around the sandbox, planted so that anything that gets out is seen."""

    def __init__(self) -> None:
        self.token, self.mark = secrets.token_hex(8), f"escaped-{secrets.token_hex(8)}"
        self.folder = Path(tempfile.mkdtemp(prefix="world-"))
        self.outside = self.folder / "outside"
        self.outside.mkdir()
        self.secrets = [Path(tempfile.gettempdir()) / f"{self.token}.txt", Path.home() / f".{self.token}.txt"]
        for file in self.secrets:
            file.write_text(f"secret {self.token}")
        os.environ["ESCAPE_SECRET"] = self.token
        self.memory = bytearray(b"untouched")
        self.listeners = [
            socket.create_server(("127.0.0.1", 0)),
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            socket.socket(socket.AF_UNIX),
            socket.socket(socket.AF_UNIX),
        ]
        self.listeners[1].bind(("127.0.0.1", 0))
        self.listeners[2].bind(str(self.folder / "socket"))
        self.listeners[3].bind(f"\0{self.mark}")
        for listener in self.listeners:
            listener.setblocking(False)
        for listener in self.listeners[2:]:
            listener.listen()
        self.signals: list[int] = []
        self.handlers = {
            number: signal.signal(number, lambda received, _: self.signals.append(received))
            for number in (signal.SIGCONT, signal.SIGUSR1)
        }
        self.walls = sandbox._walls
        marked = (*sandbox._walls(), "--setenv", "MARK", self.mark)
        sandbox._walls = lambda: marked
        self.before = self.state()

    def close(self) -> None:
        sandbox._walls = self.walls
        for listener in self.listeners:
            listener.close()
        for number, handler in self.handlers.items():
            signal.signal(number, handler)
        del os.environ["ESCAPE_SECRET"]
        for file in [*self.secrets, self.folder / "socket"]:
            file.unlink(missing_ok=True)
        self.outside.rmdir()
        self.folder.rmdir()

    def state(self) -> tuple[object, ...]:
        """Files, name and clock of the machine, and what the interpreter's own files look like."""
        library = Path(os.__file__)
        watched = [library, Path(sys.executable).resolve(), *self.secrets]
        return (
            [(file.stat().st_size, file.stat().st_mtime_ns, file.stat().st_nlink) for file in watched],
            sorted(os.listdir(self.folder)) + sorted(os.listdir(self.outside)),
            sorted(os.listdir(library.parent / "__pycache__"))[:1],
            socket.gethostname(),
            bytes(self.memory),
        )

    def processes(self) -> list[int]:
        """Processes of the sandboxes that this world has seen start."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    said = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
                except OSError:
                    continue
                found += [int(entry.name)] if self.mark.encode() in said else []
        return found

    def damage(self) -> list[str]:
        """What has happened out here that must not."""
        found = []
        for listener in self.listeners:
            try:
                listener.recv(1) if listener.type == socket.SOCK_DGRAM else listener.accept()
                found.append(f"something came to {listener.getsockname()!r}")
            except OSError:
                pass
        found += [f"signal {number} came" for number in self.signals]
        if (state := self.state()) != self.before:
            found.append(f"{self.before} became {state}")
        places = (tempfile.gettempdir(), "/dev/shm", "/", os.getcwd())
        found += [f"{place} holds the mark" for place in places if self.mark in os.listdir(place)]
        found += [f"{place} holds a core" for place in places if "core" in os.listdir(place)]
        if left := self.left():
            found.append(f"processes {left} go on")
        return found

    def left(self, seconds: float = 10.0) -> list[int]:
        """The processes that are still there when nothing of them has moved for `seconds`; on a busy machine they end late."""
        moved, before = time.monotonic(), {}
        while (now := {pid: doing(pid) for pid in self.processes()}) and time.monotonic() - moved < seconds:
            if now != before or any(state in "RD" for state, _ in now.values()):
                moved, before = time.monotonic(), now
            time.sleep(0.01)
        return list(now)

    def fill(self, text: str) -> str:
        import ctypes

        address = ctypes.addressof((ctypes.c_char * len(self.memory)).from_buffer(self.memory))
        values = {
            "PORT": self.listeners[0].getsockname()[1], "UDP": self.listeners[1].getsockname()[1],
            "UNIX": self.folder / "socket", "ABSTRACT": self.mark, "TMP_SECRET": self.secrets[0],
            "HOME_SECRET": self.secrets[1], "TOKEN": self.token, "NEKOT": self.token[::-1], "ROOT": ROOT,
            "OUTSIDE": self.outside, "MARK": self.mark, "PID": os.getpid(), "ADDRESS": address,
            "PARENTHESES": "(" * 20_000 + ")" * 20_000, "LONG": "-" * 40_000 + "1",
        }  # fmt: skip
        for name, value in values.items():
            text = text.replace(f"@{name}@", str(value))
        return text

    def answer(self, attempt: Attempt) -> str:
        body = attempt.code
        code = (
            _BEFORE
            + (_LIBC if "ctypes" in body or "libc(" in body else "")
            + body
            + (_AFTER if "def won(" in body else "")
        )
        return self.fill(f"```python\n{code}```")

    def run(self, attempt: Attempt, limit: float = SECONDS) -> tuple[Verdict, float]:
        """The verdict and the seconds that it took."""
        reference = {"entry_point": "f", "tests": f"# {self.token}\nassert f(2) == 4"}
        started = time.monotonic()
        verdict = code.grade(self.answer(attempt), reference, settings={"seconds": limit})
        return verdict, time.monotonic() - started


def doing(pid: int) -> tuple[str, str]:
    """The state of a process, and what it has had of the processors and of waiting for them."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state, Path(f"/proc/{pid}/schedstat").read_text()
    except OSError:
        return "", ""


@pytest.fixture(scope="module")
def world():
    world = World()
    yield world
    world.close()


def test_the_table_is_whole() -> None:
    assert len(ATTEMPTS) >= 40
    assert len({attempt.name for attempt in ATTEMPTS}) == len(ATTEMPTS)
    assert {attempt.name for attempt in ATTEMPTS} >= {*IDLE}
    assert {attempt.group for attempt in ATTEMPTS} == {
        "network", "files", "secrets", "processes", "privileges", "resources", "forged results"
    }  # fmt: skip
    for attempt in ATTEMPTS:
        if "@" not in attempt.code:
            compile(attempt.code, attempt.name, "exec")


@needs_sandbox
@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.name)
def test_nothing_gets_out_and_nothing_passes(world: World, attempt: Attempt) -> None:
    verdict, seconds = world.run(attempt, 0.1 if attempt.name in IDLE else SECONDS)
    assert verdict.status == "fail", verdict
    assert verdict.error_class in ("syntax_error", "runtime_error", "wrong_output", "wrong_function", "time_limit"), (
        verdict
    )
    assert seconds < TOLERANCE
    assert len(verdict.evidence) < 1200
    dump(verdict)
    assert world.damage() == []


@needs_sandbox
def test_a_right_answer_passes_in_the_same_world(world: World) -> None:
    verdict, _ = world.run(Attempt("", "", "def f(x):\n    return x * x\n"))
    assert verdict.status == "pass", verdict
    sees = "def won():\n    return os.getuid() == 65534 and os.getcwd() == '/tmp' and os.getpid() < 5 and not os.listdir('/tmp')\n"
    assert world.run(Attempt("", "", sees))[0].status == "pass"
    assert world.damage() == []


@needs_sandbox
@pytest.mark.parametrize(
    ("name", "evidence"),
    [
        ("memory", "MemoryError"),
        ("recursion without end", "RecursionError"),
        ("recursion without end or limit", "SIGSEGV"),
        ("a core file", "SIGABRT"),
        ("exit while loading", "exit code 0"),
        ("kill itself", "SIGKILL"),
        ("a loop", "0.5 s"),
        ("a thread", "thread"),
        ("fork", "PermissionError"),
        ("a result that nests too deeply", "nests too deeply"),
        ("equal to everything", "not plain data"),
        ("many files", "No space left"),
        ("a large file", "File too large"),
        ("a message of a length that is none", "disturbed"),
    ],
)
def test_the_evidence_says_what_happened(world: World, name: str, evidence: str) -> None:
    attempt = next(attempt for attempt in ATTEMPTS if attempt.name == name)
    verdict, _ = world.run(attempt, SECONDS if evidence == "0.5 s" else 10.0)
    assert evidence in verdict.evidence, verdict.evidence


SCRIPT = textwrap.dedent("""
    import sys
    from graders import code
    from graders.code import sandbox
    walls = sandbox._walls()
    sandbox._walls = lambda: (*walls, "--setenv", "MARK", sys.argv[1])
    sandbox.available()
    print("begins", flush=True)
    for _ in range(100):
        code.grade("import time\\ntime.sleep(60)", {"entry_point": "f", "tests": "f()"}, settings={"seconds": 50})
""")


@pytest.mark.slow
@needs_sandbox
@pytest.mark.parametrize("milliseconds", [1, 4, 8, 12, 16, 20, 30, 50, 100, 400])
def test_nothing_outlives_a_grader_that_is_killed_at_any_moment(world: World, milliseconds: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, world.mark], stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as grader:
        assert grader.stdout is not None
        assert grader.stdout.readline() == "begins\n"
        time.sleep(milliseconds / 1000)
        grader.kill()
    assert not world.left()


@needs_sandbox
def test_stop_ends_everything_and_may_be_called_twice(world: World) -> None:
    read, write = os.pipe()
    with os.fdopen(read, "rb") as pipe:
        program = "import os, sys, time; os.write(int(sys.argv[1]), b'up'); time.sleep(60)"
        process = sandbox.start(program, str(write), job=b"", seconds=60, keep=(write,))
        os.close(write)
        assert pipe.read(2) == b"up"
        assert len(world.processes()) == 3  # bubblewrap outside, bubblewrap inside, Python
        sandbox.stop(process)
        assert pipe.read() == b""
    sandbox.stop(process)
    assert process.returncode is not None
    assert not world.processes()


@needs_sandbox
def test_a_program_reads_its_job_and_has_the_descriptors_it_is_given() -> None:
    read, write = os.pipe()
    with os.fdopen(read, "rb") as pipe:
        program = "import os, sys; os.write(int(sys.argv[1]), sys.stdin.buffer.read()[::-1])"
        process = sandbox.start(program, str(write), job=b"x" * 200_000 + b"end", seconds=5, keep=(write,))
        os.close(write)
        assert pipe.read() == b"dne" + b"x" * 200_000
        assert process.wait() == 0


@pytest.mark.slow
@needs_sandbox
def test_a_busy_machine_is_not_the_answers_fault(world: World) -> None:
    works = "import time\ndef won():\n    end = time.process_time() + 0.35\n    while time.process_time() < end: pass\n    return True\n"
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        time.sleep(0.3)
        verdict, seconds = world.run(Attempt("", "", works))
    finally:
        for other in others:
            other.kill()
            other.wait()
    assert verdict.status == "pass", (verdict, seconds)


@pytest.mark.slow
@needs_sandbox
def test_processor_time_ends_a_program_even_where_nobody_watches() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = sandbox.start("while True: pass", job=b"", seconds=0.1)
    assert process.wait(250) == 128 + signal.SIGKILL
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 5


def test_the_filter_knows_both_machines_and_no_other() -> None:
    for machine in ("x86_64", "aarch64"):
        program = seccomp.program(machine)
        assert len(program) % 8 == 0
        assert 100 * 8 < len(program) < 200 * 8
    with pytest.raises(KeyError):
        seccomp.program("riscv64")
