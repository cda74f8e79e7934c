"""Chaos: small runs that are killed, damaged, starved, locked out and lied to at random moments, and then brought to their
end.

Each case draws a small run, brings it somewhere, disturbs it, and then does what a person would: perhaps
`repairloop fsck`, then `repairloop resume` until it ends. What must hold: the run ends with the shards of the run that nobody
disturbed, by name and hash, with the same rows in its database and the same figures for people; or it stops with one clear
line, the right exit code and all that was finished, and ends so when what nothing can make again (`config.toml`, or
another run's `manifest.json` in place of its own) has been put back. Never a traceback, never other numbers.

A case depends on its seed and number alone; the moment of a kill is an event of the run and a fraction of a second behind
it, so it comes back as near as the machine's load lets it.

    python benchmarks/chaos.py [--cases 1000] [--seed 0]     all of them, a table in results/chaos.md
    python benchmarks/chaos.py --seed 0 --only 17            one again
    python benchmarks/chaos.py --kind flip --cases 50        one kind

How it works: commands run in forks of one process that has imported everything (so one takes no longer than its work), in
a process group of their own that is killed for real. A full disk is a tmpfs of a few hundred kilobytes, a read-only one a
bind mount, both in a mount namespace of the command's own; where the system forbids those, these kinds are left out, and
said to be. `file limit` needs nothing: RLIMIT_FSIZE.
"""

from __future__ import annotations

import argparse
import ctypes
import fcntl
import json
import multiprocessing
import os
import random
import resource
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from aiohttp import web

from tests.stub_server import MODEL, StubServer

LIMIT: Final = 600.0
"""Seconds by the clock that a command may take, on a machine that others use."""
TINY: Final = [
    "areas=['math/addition', 'math/subtraction']", "probes.screen=6", "probes.budget=8", "probes.holdout=6",
    "probes.holdout_seen=3", "guard.panel=1", "guard.skill=0", "guard.probes=3", "guard.fresh=6", "guard.canaries=6",
    "synthesize.rows=60", "dial.factors=[1.0, 0.5]", "dial.guard=0", "diagnose.max_areas=2",
]  # fmt: skip
SERVER: Final = [
    "server.connections=4", "server.deadline=60", "server.timeout=3", "guard.panel=1", "guard.canaries=4", "synthesize.rows=40",
]  # fmt: skip
SCENES: Final = {
    "cycle": ["--student", "sim:planted", "--skills", "math"],
    "rows only": ["--student", "sim:planted", "--skills", "math", "--trainer", "none"],
    "two cycles": ["--student", "sim:planted", "--skills", "math", "--cycles", "2", "--set", "seed=3"],
    "server": ["--student", "SERVER", "--skills", "math", "--trainer", "none"],
}
"""Name → what is run. SERVER is the stub's address."""


# ---- a command, in a fork -------------------------------------------------------------------------------


class Where(NamedTuple):
    """What a command finds around it."""

    room: int = 0
    """Bytes of the disk that it writes to; 0: that of this machine."""
    largest: int = 0
    """Bytes of the largest file it may write; 0: no limit."""
    read_only: bool = False
    clock: float = 0.0
    """Seconds by which its clock is wrong."""


class Done(NamedTuple):
    code: int
    out: str
    said: str
    """On stderr."""
    events: int


def preload() -> None:
    """Import what every command needs, in the process that they are forks of."""
    import duckdb  # noqa: F401
    import pyarrow.parquet  # noqa: F401
    import scipy.stats  # noqa: F401

    from repairloop import all_graders, all_skills, cli  # noqa: F401
    from repairloop.loop import api, graph  # noqa: F401
    from repairloop.making import dataset  # noqa: F401
    from repairloop.rundir import page  # noqa: F401

    all_skills(), all_graders()


def command(words: list[str], box: str, where: Where) -> None:
    """The command line in this process, which is a fork; its output goes to `box`/out and `box`/err."""
    os.setsid()
    if where.room or where.read_only:
        _in_a_namespace(words, Path(box), where)
    _obey(words, Path(box), where)


def _obey(words: list[str], box: Path, where: Where) -> None:
    for name, number in (("out", 1), ("err", 2)):
        descriptor = os.open(box / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(descriptor, number)
        os.close(descriptor)
    sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
    if where.largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (where.largest, where.largest))
    if where.clock:
        real = time.time
        time.time = lambda: real() + where.clock
    from repairloop import cli

    sys.argv = ["repairloop", *words]
    try:
        cli.main()
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()


def _in_a_namespace(words: list[str], box: Path, where: Where) -> None:
    """Have the command run where the folder `disk` is another disk, and copy back what it left there. Does not return."""
    disk, after = box / "disk", box / "after"
    _unshare()
    if where.read_only:
        _mount(disk, disk, "", _BIND, "")
        _mount("none", disk, "", _BIND | _REMOUNT | _READ_ONLY, "")
    else:
        shutil.copytree(disk, after, symlinks=True)
        _mount("none", disk, "tmpfs", 0, f"size={where.room}")
        shutil.copytree(after, disk, symlinks=True, dirs_exist_ok=True)
        shutil.rmtree(after)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            _obey(words, box, where._replace(room=0, read_only=False))
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if where.room:
        shutil.copytree(disk, after, symlinks=True)
    os._exit(code if code >= 0 else 1)


_BIND, _REMOUNT, _READ_ONLY = 4096, 32, 1


def _unshare() -> None:
    """A mount namespace of our own, with a user namespace where we are not root. OSError where that is forbidden."""
    libc, user, group = ctypes.CDLL(None, use_errno=True), os.getuid(), os.getgid()
    if libc.unshare(0x00020000 | (0x10000000 if user else 0)):
        raise OSError(ctypes.get_errno(), "unshare")
    if user:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    _mount("none", "/", "", 0x4000 | 0x40000, "")  # private, so that nothing of it is seen outside


def _mount(what: Any, place: Any, kind: str, flags: int, data: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    arguments = [str(text).encode() for text in (what, place, kind)]
    if libc.mount(*arguments, ctypes.c_ulong(flags), data.encode()):
        raise OSError(ctypes.get_errno(), f"mount {place}")


def try_namespaces(folder: str) -> None:
    """Exit code 0 where a mount namespace can be had."""
    try:
        _unshare()
        _mount("none", folder, "tmpfs", 0, "size=16k")
    except OSError:
        os._exit(1)


# ---- a server that lies ---------------------------------------------------------------------------------


class Liar(StubServer):
    """Answers a number that the question alone decides, unless the request's number is one of the faults."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: dict[int, str] = {}
        """Number of a request → what is done to it, once."""
        self.number = 0

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        import asyncio

        self.number += 1
        fault = self.faults.pop(self.number, "")
        body = json.loads(await request.read())
        text = body["messages"][-1]["content"]
        reply: dict[str, Any] = {
            "object": "chat.completion", "model": "another" if fault == "another model" else MODEL,
            "choices": [{"message": {"role": "assistant", "content": _answer(text)}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1},
        }  # fmt: skip
        data = json.dumps(reply).encode()
        if fault in ("500", "429", "503"):
            return web.json_response(
                {"error": {"message": "it broke"}}, status=int(fault), headers={"Retry-After": "0.1"}
            )
        if fault == "slow":
            await asyncio.sleep(1.0)
        if fault == "hangs":
            await asyncio.sleep(30)
        if fault == "no JSON":
            return web.Response(body=data[: len(data) // 2], content_type="application/json")
        if fault == "other JSON":
            return web.json_response({"choices": [], "model": "another"})
        transport = request.transport
        if transport is not None and fault == "cut":
            transport.write(_raw(data)[:-20])
            transport.abort()
        if transport is not None and fault == "twice":  # with the first, so that it is never awaited
            stale = data.replace(b"The answer is", b"The stale answer is 4711, not")
            transport.write(_raw(data) + _raw(stale))
        return web.Response(body=data, content_type="application/json")


LIES: Final = ("500", "429", "503", "slow", "hangs", "no JSON", "other JSON", "cut", "twice", "another model")


def _raw(data: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    return head.encode() + data


def _answer(text: str) -> str:
    return f"The answer is {random.Random(text).randrange(100)}."


# ---- the run that nobody disturbs -----------------------------------------------------------------------


@dataclass
class Scene:
    """A small run, and what becomes of it when it is left alone."""

    name: str
    words: list[str]
    path: Path
    events: int
    shards: set[str]
    tables: dict[str, tuple[Any, ...]]
    figures: Any
    """What `areas --json` says."""


def tables_of(run: Path) -> dict[str, tuple[Any, ...]]:
    """Number and hash of the rows of every table of a run's database, in whatever order."""
    import duckdb

    from repairloop.rundir.store import TABLES, UNPUBLISHED

    with duckdb.connect(str(run / "run.duckdb"), read_only=True) as db:
        found = {}
        for table in sorted(TABLES.keys() - UNPUBLISHED.keys()):
            query = f"SELECT count(*), sum(hash(t)::HUGEINT) FROM {table} t"
            found[table] = tuple(db.execute(query).fetchone() or ())
        return found


def shards_of(run: Path) -> set[str]:
    """The shards whose bytes are those that their names stand for."""
    import hashlib

    found = set()
    for file in (run / "shards").glob("*-*.parquet"):
        with suppress(OSError):
            if file.stem.rpartition("-")[2] == hashlib.sha256(file.read_bytes()).hexdigest()[:24]:
                found.add(file.name)
    return found


# ---- one case -------------------------------------------------------------------------------------------


class Wrong(AssertionError):
    """What may not be."""


@dataclass
class Case:
    chaos: Chaos
    number: int
    rng: random.Random
    box: Path
    scene: Scene
    log: list[str] = field(default_factory=list)
    """What was done, and what came of it."""
    kinds: list[str] = field(default_factory=list)
    damaged: dict[str, bytes | None] = field(default_factory=dict)
    """Files that cannot be made again, as they were."""
    planted: set[str] = field(default_factory=set)
    """Shards that were put there and are none of the run."""

    @property
    def run(self) -> Path:
        return self.box / "disk" / "run"

    # -- doing ----------------------------------------------------------------------------------------

    def play(
        self, *words: str, at: int | None = None, act: Callable[[int], None] | None = None, where: Where = Where()
    ) -> Done:
        """Run a command to its end; `act` gets its process when event number `at` has been told."""
        for name in ("out", "err"):
            (self.box / name).unlink(missing_ok=True)
        os.mkfifo(self.box / "out")
        reader = os.open(self.box / "out", os.O_RDONLY | os.O_NONBLOCK)
        delay = self.rng.choice((0.0, self.rng.uniform(0, 0.02), self.rng.uniform(0, 0.2)))
        process = self.chaos.forks.Process(target=command, args=(list(words), str(self.box), where))
        out, events, killed = b"", 0, False
        try:
            process.start()
            end = time.monotonic() + LIMIT
            while True:
                alive = process.is_alive()
                ready, _, _ = select.select(
                    [reader, process.sentinel] if alive else [reader], [], [], 1.0 if alive else 0
                )
                data = b""
                if reader in ready:
                    with suppress(BlockingIOError):
                        data = os.read(reader, 1 << 16)
                out += data
                events += data.count(b'{"event"')
                if act is not None and at is not None and events >= at and alive:
                    time.sleep(delay)
                    act(process.pid or 0)
                    act = None
                if not alive and not data:
                    break
                if reader in ready and not data:
                    time.sleep(0.005)  # its output is closed, and it is about to end
                if time.monotonic() > end:
                    self.kill(process.pid or 0)
                    killed = True
        finally:
            os.close(reader)
        process.join()
        said = (self.box / "err").read_text(errors="replace") if (self.box / "err").exists() else ""
        if words[0] == "fsck":  # what it finds is what it was asked for, and goes to stdout
            said += out.decode(errors="replace")
        if killed:
            raise Wrong(f"{words[0]} did not end in {LIMIT:.0f} s: {said[-500:]}")
        self.kill(process.pid or 0)  # what it left behind
        done = Done(process.exitcode or 0, out.decode(errors="replace"), said, events)
        self.log.append(
            f"{words[0]}: {_code(done.code)}{'' if not said.strip() else ': ' + said.strip().splitlines()[-1][:300]}"
        )
        self.clear(done)
        if (self.box / "after").exists():
            shutil.rmtree(self.box / "disk")
            (self.box / "after").rename(self.box / "disk")
        return done

    def clear(self, done: Done) -> None:
        """Whether a person could make something of how a command ended."""
        if "Traceback" in done.said or "with --debug" in done.said:
            raise Wrong(f"no clear line: {done.said[-1500:]}")
        if done.code not in (0, 1, 2, 130, 143, -signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT):
            raise Wrong(f"exit code {done.code}: {done.said[-500:]}")
        if done.code in (1, 2) and not done.said.strip().splitlines()[-1:]:
            raise Wrong(f"exit code {done.code}, and nothing was said")

    @staticmethod
    def kill(pid: int, number: int = signal.SIGKILL) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, number)

    def go(self, at: int | None = None, act: Callable[[int], None] | None = None, where: Where = Where()) -> Done:
        """Start the run, or go on with it."""
        if (self.run / "manifest.json").exists() or (self.run / "config.toml").exists():
            return self.play("resume", str(self.run), "--display", "json", at=at, act=act, where=where)
        if self.run.exists():
            shutil.rmtree(self.run)  # nothing was begun in it
        words = [*self.scene.words, "--out", str(self.run), "--display", "json"]
        return self.play("run", *words, at=at, act=act, where=where)

    def moment(self) -> int:
        return self.rng.randrange(1, self.scene.events)

    def somewhere(self) -> None:
        """Bring the run to a random place: killed at a random moment, or finished."""
        if (self.run / "manifest.json").exists():
            return
        if self.rng.random() < 0.5:
            shutil.copytree(self.scene.path, self.run, dirs_exist_ok=True)
            self.log.append("a finished run")
        else:
            at = self.moment()
            self.log.append(f"killed at event {at}")
            self.go(at=at, act=self.kill)
        if not self.run.exists():
            shutil.copytree(self.scene.path, self.run)

    # -- what must hold -------------------------------------------------------------------------------

    def end(self) -> str:
        """Do what a person would, until the run has ended; how it came to its end."""
        put_back = ""
        for _ in range(4):
            self.mend()
            before = shards_of(self.run) & self.scene.shards if self.run.exists() else set()
            done = self.go()
            if lost := before - shards_of(self.run):
                raise Wrong(f"lost: {sorted(lost)[:3]}")
            if done.code == 0:
                self.compare()
                return put_back or "the same"
            if not before and not self.damaged and not (self.run / "config.toml").is_file():
                shutil.rmtree(self.run)  # nothing was begun in it
            if self.damaged:
                self.put_back()
                put_back = "the same, when what cannot be made again was put back"
        raise Wrong(f"it does not end: {self.log[-1]}")

    def mend(self) -> None:
        """What a person may do first, and need not."""
        if self.run.exists() and self.rng.random() < 0.5:
            self.play("fsck", str(self.run))

    def put_back(self) -> None:
        for name, content in self.damaged.items():
            file = self.run / name
            remove(file)
            if content is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        self.log.append(f"put back: {', '.join(self.damaged)}")
        self.damaged = {}

    def compare(self) -> None:
        names, wanted = {file.name for file in (self.run / "shards").glob("*.parquet")}, self.scene.shards
        if missing := wanted - shards_of(self.run):
            raise Wrong(f"ended without {len(missing)} of {len(wanted)} shards: {sorted(missing)[:3]}")
        if others := names - wanted - self.planted:
            raise Wrong(f"ended with {len(others)} other shards: {sorted(others)[:3]}")
        here = tables_of(self.run)
        if other := [table for table, rows in self.scene.tables.items() if here.get(table) != rows]:
            raise Wrong(f"other rows in {', '.join(other)}")
        self.figures_are_the_same()

    def figures_are_the_same(self) -> None:
        done = self.play("areas", str(self.run), "--json")
        if done.code == 0 and json.loads(done.out) != self.scene.figures:
            raise Wrong("`areas` says other numbers, exit code 0")

    def look(self) -> None:
        """Read the run as it is now: a clear line, or what is true of it."""
        finished = False
        with suppress(OSError, ValueError, AttributeError):
            finished = json.loads((self.run / "manifest.json").read_bytes()).get("status") == "finished"
        if finished:
            self.figures_are_the_same()
        else:
            self.play("areas", str(self.run))


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _code(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


# ---- disturbances ---------------------------------------------------------------------------------------

Disturb = Callable[[Case], None]


class Kind(NamedTuple):
    do: Disturb
    scenes: tuple[str, ...] = ()
    """Where it can be; empty: in all."""


KINDS: dict[str, Kind] = {}
MOUNTED: Final = ("disk full", "read-only")
"""Kinds for which something is mounted."""


def kind(name: str, scenes: tuple[str, ...] = ()) -> Callable[[Disturb], Disturb]:
    def register(do: Disturb) -> Disturb:
        KINDS[name] = Kind(do, scenes)
        return do

    return register


def _signalled(case: Case, number: int, times: int = 1) -> None:
    at = case.moment()
    case.log.append(f"{signal.Signals(number).name} × {times} at event {at}")

    def act(pid: int) -> None:
        for _ in range(times):
            case.kill(pid, number)
            time.sleep(0.02)

    case.go(at=at, act=act)


@kind("kill -9")
def _kill(case: Case) -> None:
    for _ in range(case.rng.randint(1, 3)):
        _signalled(case, signal.SIGKILL)


@kind("TERM")
def _term(case: Case) -> None:
    _signalled(case, signal.SIGTERM)


@kind("INT")
def _int(case: Case) -> None:
    _signalled(case, signal.SIGINT)


@kind("INT twice")
def _twice(case: Case) -> None:
    _signalled(case, case.rng.choice((signal.SIGINT, signal.SIGTERM)), 2)


# -- damage to files

RECORDS: Final = ("shards/*.parquet",)
FILES: Final = (
    *RECORDS, "checkpoints.sqlite*", "logs/*", "stages/*.json", "partial/*", "run.duckdb", "manifest.json", "report.*",
    "adapters/*/*", ".lock",
)  # fmt: skip
NOT_MADE_AGAIN: Final = ("config.toml",)
NOT_BORNE: Final = {"config.toml": ("truncate", "flip", "empty", "foreign", "swap")}
"""What still reads as settings is taken for those of the run: nothing in a run says what they were. Not tried."""
HARMS: Final = ("truncate", "flip", "remove", "empty", "garbage", "foreign", "swap", "folder")


def _files(case: Case, patterns: Iterable[str]) -> list[Path]:
    found = {file for pattern in patterns for file in case.run.glob(pattern) if file.is_file()}
    return sorted(found)


def _hurt(case: Case, file: Path, harm: str) -> None:
    rng, name = case.rng, file.relative_to(case.run).as_posix()
    data = file.read_bytes()
    if name in NOT_MADE_AGAIN or (name, harm) == (
        "manifest.json",
        "foreign",
    ):  # all of it says that it is of another run
        case.damaged.setdefault(name, data)
    if harm == "truncate":
        file.write_bytes(data[: rng.randrange(len(data) + 1) if len(data) < 2 else rng.randrange(len(data))])
    elif harm == "flip" and data:
        place = rng.randrange(len(data))
        file.write_bytes(data[:place] + bytes([data[place] ^ (1 << rng.randrange(8))]) + data[place + 1 :])
    elif harm == "remove":
        file.unlink()
    elif harm == "empty":
        file.write_bytes(b"")
    elif harm == "garbage":
        file.write_bytes(rng.randbytes(rng.randrange(1, 5000)))
    elif harm == "foreign":
        others = [s.path for s in case.chaos.scenes.values() if s.name != case.scene.name]
        same = [
            f
            for run in others
            for f in sorted(run.glob(f"{file.relative_to(case.run).parent}/*{file.suffix}"))
            if f.is_file()
        ]
        file.write_bytes(rng.choice(same).read_bytes() if same else b"{}")
    elif harm == "swap":
        beside = [f for f in file.parent.iterdir() if f.is_file() and f != file and f.suffix == file.suffix]
        if beside:
            other = rng.choice(sorted(beside))
            if other.name in NOT_MADE_AGAIN:
                case.damaged.setdefault(other.name, other.read_bytes())
            file.write_bytes(other.read_bytes())
            other.write_bytes(data)
    elif harm == "folder":
        file.unlink()
        file.mkdir()
    case.log.append(f"{harm} {name}")


def _damage(case: Case, patterns: Iterable[str], harms: Iterable[str] = HARMS) -> None:
    case.somewhere()
    for _ in range(case.rng.randint(1, 3)):
        pattern = case.rng.choice(list(patterns))
        if files := _files(case, [pattern]):
            _hurt(case, case.rng.choice(files), case.rng.choice(list(harms)))
    case.look()


@kind("damaged shards")
def _shards(case: Case) -> None:
    _damage(case, RECORDS, [harm for harm in HARMS if harm != "folder"])


@kind("damaged checkpoints")
def _checkpoints(case: Case) -> None:
    _damage(case, ["checkpoints.sqlite"], ["truncate", "remove", "empty", "garbage"])


for _harm in HARMS:

    @kind(_harm)
    def _any(case: Case, harm: str = _harm) -> None:
        _damage(case, FILES if harm in NOT_BORNE["config.toml"] else (*FILES, *NOT_MADE_AGAIN), [harm])


@kind("damaged journals", scenes=("server",))
def _journals(case: Case) -> None:
    """A run is killed while it asks, and what it had written down of the answers is damaged."""
    for _ in range(4):
        _signalled(case, signal.SIGKILL)
        if found := _files(case, ["partial/*.jsonl"]):
            for _ in range(case.rng.randint(1, 3)):
                _hurt(case, case.rng.choice(found), case.rng.choice(("truncate", "flip", "flip", "flip", "garbage")))
            return


@kind("everything of a sort")
def _sort(case: Case) -> None:
    """All files of one sort are gone, or their folder is."""
    case.somewhere()
    folder = case.run / case.rng.choice(("shards", "stages", "partial", "adapters", "logs"))
    if case.rng.random() < 0.5:
        remove(folder)
    else:
        for file in _files(case, [f"{folder.name}/**/*"]):
            file.unlink()
    case.log.append(f"everything in {folder.name} removed")
    case.look()


@kind("in flight")
def _in_flight(case: Case) -> None:
    """A file is damaged while the run goes on."""
    at = case.moment()
    case.log.append(f"at event {at}, while it runs:")

    def act(pid: int) -> None:
        if files := _files(case, (*RECORDS, "stages/*.json", "run.duckdb")):
            with suppress(OSError):
                _hurt(case, case.rng.choice(files), case.rng.choice(("truncate", "flip", "remove", "empty", "garbage")))

    case.go(at=at, act=act)


@kind("leftovers")
def _leftovers(case: Case) -> None:
    """What killed processes and other programs leave."""
    case.somewhere()
    run = case.run
    (run / ".publish-abcdefg").mkdir(exist_ok=True)
    (run / ".publish-abcdefg" / "run.duckdb").write_bytes(b"half of one")
    for name in (".manifest.json.4711.tmp", "shards/.x.4711.tmp", "stages/.x.4711.tmp", "run.duckdb.wal"):
        (run / name).write_bytes(case.rng.randbytes(case.rng.randrange(300)))
    (run / "shards" / "answers-0123456789abcdef01234567.parquet").write_bytes(b"no shard")
    case.planted.add("answers-0123456789abcdef01234567.parquet")
    case.log.append("leftovers planted")
    case.look()
    case.mend()
    case.go()
    if left := [p.name for p in run.glob(".*") if p.name.startswith(".publish-") or p.suffix == ".tmp"]:
        raise Wrong(f"left lying: {left}")


@kind("clock")
def _clock(case: Case) -> None:
    """File times and the process's clock are years off."""
    case.somewhere()
    for file in _files(case, ["**/*"]):
        when = time.time() + case.rng.uniform(-1, 1) * 3e8
        os.utime(file, (when, when))
    years = case.rng.choice((-10, -1, 1, 10))
    case.log.append(f"file times at random, the clock {years} years off")
    case.go(where=Where(clock=years * 3.15e7))


# -- what is around a run


def _used(folder: Path) -> int:
    return sum(4096 + (p.stat().st_size + 4095) // 4096 * 4096 for p in [folder, *folder.rglob("*")])


@kind("disk full")
def _full(case: Case) -> None:
    if case.rng.random() < 0.5:
        case.somewhere()
    else:
        case.run.parent.mkdir(parents=True, exist_ok=True)
    needed = _used(case.scene.path)
    used = _used(case.run.parent) if case.run.exists() else 8192
    room = used + 4096 + int(case.rng.uniform(0, 1.1) * max(needed - used, 200_000))
    case.log.append(f"a disk of {room:,} bytes")
    case.go(where=Where(room=room))


@kind("file limit")
def _limit(case: Case) -> None:
    largest = int(10 ** case.rng.uniform(2.5, 6.3))
    case.log.append(f"no file may be larger than {largest:,} bytes")
    case.go(where=Where(largest=largest))


@kind("read-only")
def _read_only(case: Case) -> None:
    case.somewhere()
    case.log.append("the disk is read-only")
    before = {file: file.read_bytes() for file in _files(case, ["**/*"])}
    done = case.go(where=Where(read_only=True))
    if done.code == 0 and not case.run.exists():
        raise Wrong("exit code 0 on a read-only disk")
    if before != {file: file.read_bytes() for file in _files(case, ["**/*"])}:
        raise Wrong("a read-only run was changed")


@kind("locked")
def _locked(case: Case) -> None:
    case.somewhere()
    with open(case.run / ".lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        case.log.append("another process holds the lock")
        if case.go().code == 0:
            raise Wrong("two processes drive one run")


@kind("checkpoints locked")
def _sqlite(case: Case) -> None:
    case.somewhere()
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(case.run / "checkpoints.sqlite", isolation_level=None)) as held,
    ):
        held.execute("BEGIN EXCLUSIVE")
        case.log.append("another program holds checkpoints.sqlite")
        case.go()


def hold_database(path: str, ready: Any) -> None:
    """Another program that writes to `run.duckdb` and dies of it."""
    import duckdb

    db = duckdb.connect(path)
    db.execute("CREATE TABLE mine (n INT); INSERT INTO mine VALUES (1)")
    with suppress(duckdb.Error):
        db.execute("BEGIN; DELETE FROM verdicts; COMMIT; CREATE TABLE more (n INT)")
    ready.set()
    time.sleep(LIMIT)


@kind("database written")
def _database(case: Case) -> None:
    """Another program has `run.duckdb` open for writing, deletes rows, and is killed: its log stays beside the file."""
    case.somewhere()
    if not (case.run / "run.duckdb").is_file():
        return
    ready = case.chaos.forks.Event()
    other = case.chaos.forks.Process(target=hold_database, args=(str(case.run / "run.duckdb"), ready))
    other.start()
    ready.wait(60)
    case.log.append("another program changes run.duckdb")
    if case.rng.random() < 0.5:
        case.go()
    other.kill()
    other.join()
    case.look()


@kind("server", scenes=("server",))
def _server(case: Case) -> None:
    first, faults = case.chaos.server.number, {}
    for _ in range(case.rng.randint(1, 12)):
        faults[first + case.rng.randint(1, 150)] = case.rng.choice(LIES)
    case.log.append(
        f"the server: {', '.join(f'{fault} at request {n - first}' for n, fault in sorted(faults.items()))}"
    )
    case.chaos.server.faults = faults
    case.go()
    case.chaos.server.faults = {}


@kind("server goes", scenes=("server",))
def _gone(case: Case) -> None:
    """The server stops in the middle and comes back."""
    server, at = case.chaos.server, case.moment()
    case.log.append(f"the server stops at event {at} and is back after a second")

    def act(pid: int) -> None:
        server.stop()
        time.sleep(1.0)
        server.start()

    case.go(at=at, act=act)


# ---- all of them ----------------------------------------------------------------------------------------


class Outcome(NamedTuple):
    number: int
    scene: str
    kinds: list[str]
    ended: str
    wrong: str
    log: list[str]
    seconds: float


class Chaos:
    """Everything that cases share; a context manager."""

    def __init__(self, folder: Path, seed: int = 0, scenes: Iterable[str] = SCENES) -> None:
        self.folder, self.seed = folder, seed
        self.forks = multiprocessing.get_context("forkserver")
        self.forks.set_forkserver_preload(["chaos_preload", "chaos"])
        self.server = Liar()
        self.scenes: dict[str, Scene] = {}
        self._wanted = list(scenes)

    def __enter__(self) -> Chaos:
        self.server.start()
        here = Path(__file__).resolve().parent
        os.environ["PYTHONPATH"] = os.pathsep.join([str(here.parent), str(here)])
        self.namespaces = self._can_mount()
        for name in self._wanted:
            self.scenes[name] = self._undisturbed(name)
        return self

    def __exit__(self, *exception: object) -> None:
        self.server.__exit__(*exception)

    def _can_mount(self) -> bool:
        place = self.folder / "mount"
        place.mkdir()
        process = self.forks.Process(target=try_namespaces, args=(str(place),))
        process.start()
        process.join()
        return process.exitcode == 0

    def _undisturbed(self, name: str) -> Scene:
        words = [self.server.student if word == "SERVER" else word for word in SCENES[name]]
        words += [word for setting in [*TINY, *(SERVER if name == "server" else [])] for word in ("--set", setting)]
        scene = Scene(name, words, Path(), 1, set(), {}, None)
        case = Case(self, -1, random.Random(0), self.folder / f"whole {name}", scene)
        (case.box / "disk").mkdir(parents=True)
        done = case.go()
        if done.code:
            raise Wrong(f"the undisturbed run fails: {done.said}")
        scene.path, scene.events = case.run, done.events
        scene.shards, scene.tables = shards_of(case.run), tables_of(case.run)
        scene.figures = json.loads(case.play("areas", str(case.run), "--json").out)
        return scene

    def kinds(self, scene: str, only: str | None = None) -> list[str]:
        """The kinds that can be tried on this scene, on this machine."""
        return [
            name for name, kind in KINDS.items()
            if scene in (kind.scenes or [scene]) and only in (None, name) and (self.namespaces or name not in MOUNTED)
        ]  # fmt: skip

    def case(self, number: int, only: str | None = None) -> Outcome:
        rng = random.Random(f"{self.seed}/{number}")
        able = [name for name in self.scenes if self.kinds(name, only)]
        scene = self.scenes[rng.choice(able)]
        kinds = self.kinds(scene.name, only)
        box = self.folder / f"case {number}"
        (box / "disk").mkdir(parents=True)
        case, started, ended, wrong = Case(self, number, rng, box, scene), time.monotonic(), "", ""
        try:
            for _ in range(rng.choice((1, 1, 2))):
                name = rng.choice(kinds)
                case.kinds.append(name)
                KINDS[name].do(case)
            ended = case.end()
        except Wrong as error:
            wrong = str(error)
        finally:
            self.server.faults = {}
        if not wrong:
            shutil.rmtree(box, ignore_errors=True)
        return Outcome(number, scene.name, case.kinds, ended, wrong, case.log, time.monotonic() - started)


def told(outcome: Outcome, seed: int) -> str:
    """A case in words: what was done, what came of it."""
    head = f"{outcome.number} (seed {seed}) {outcome.scene}: {' + '.join(outcome.kinds)}  {outcome.seconds:.1f} s"
    steps = "; ".join(outcome.log)
    return f"{head}\n    {steps}\n    → {'WRONG: ' + outcome.wrong if outcome.wrong else outcome.ended}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, help="One case.")
    parser.add_argument("--kind", choices=list(KINDS), help="One kind of disturbance.")
    parser.add_argument("--keep", type=Path, help="A folder for the runs; those that went wrong stay there.")
    options = parser.parse_args()
    outcomes = []
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(dir=_quick())))
        folder.mkdir(parents=True, exist_ok=True)
        chaos = stack.enter_context(Chaos(folder.resolve(), options.seed))
        numbers = range(options.cases) if options.only is None else [options.only]
        for number in numbers:
            outcome = chaos.case(number, options.kind)
            print(told(outcome, options.seed), flush=True)
            outcomes.append(outcome)
        without = sorted(
            {name for scene in chaos.scenes for name in KINDS} - {n for s in chaos.scenes for n in chaos.kinds(s)}
        )
    if options.only is None and options.kind is None:
        import machine

        machine.write("chaos", "Chaos: disturbed runs, and how they ended", _table(outcomes, options.seed, without))
    if any(outcome.wrong for outcome in outcomes):
        sys.exit(1)


def _quick() -> str | None:
    """A place in memory where there is one: the disk of a busy machine takes longer than the runs."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _table(outcomes: list[Outcome], seed: int, without: list[str]) -> str:
    rows: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        for name in outcome.kinds:
            rows.setdefault(name, Counter())[("wrong" if outcome.wrong else outcome.ended)] += 1
    ends = ["the same", "the same, when what cannot be made again was put back", "wrong"]
    wrong = [outcome for outcome in outcomes if outcome.wrong]
    lines = "\n".join(
        f"| {name} | {' | '.join(str(rows[name][end]) for end in ends)} |" for name in KINDS if name in rows
    )
    bad = "\n".join(f"- {' '.join(told(outcome, seed).split())[:600]}" for outcome in wrong)
    return (
        f"{len(outcomes)} cases of seed {seed}: {len(outcomes) - len(wrong)} ended with the shards, rows and figures of the run that "
        f"nobody disturbed; {len(wrong)} did not. A case may have two disturbances and counts with both.\n\n"
        f"| disturbed by | the same | the same, when put back was what nothing can make again | wrong |\n| --- | ---: | ---: | ---: |\n{lines}\n"
        f"{chr(10) + 'Not tried: ' + ', '.join(without) + '.' + chr(10) if without else ''}{chr(10) + bad + chr(10) if bad else ''}"
    )


if __name__ == "__main__":
    main()
