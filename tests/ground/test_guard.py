"""The guard: results come back, what runs away is killed, the next call works, nothing outlives its parent."""

from __future__ import annotations

import asyncio
import math
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from repairloop import load_plugins
from repairloop.ground import guard
from repairloop.ground.guard import PATIENCE, GuardError, GuardMemory, GuardTimeout, TimeLimit, guarded


def worker_id() -> int:
    return guarded(os.getpid)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def test_result_comes_back_from_another_process():
    assert guarded(math.gcd, 84, 36) == 12
    assert guarded("math:factorial", 20) == math.factorial(20)
    assert worker_id() not in (os.getpid(), 0)


def test_one_worker_serves_many_calls_quickly():
    first = worker_id()
    start, before = time.process_time(), guard.worked(first)
    assert all(guarded(math.sqrt, i * i) == i for i in range(300))
    assert time.process_time() - start < 5
    assert guard.worked(first) - before < 1
    assert worker_id() == first


def test_exception_of_the_function_is_raised_here_and_the_worker_stays():
    first = worker_id()
    with pytest.raises(ValueError, match="math domain"):
        guarded(math.sqrt, -1)
    with pytest.raises(SystemExit):
        guarded(sys.exit, 3)
    assert worker_id() == first


@pytest.fixture
def told(monkeypatch):
    """What clock and system say: `now`, and by process what it `worked` and `waited`."""
    told = SimpleNamespace(now=100.0, worked={1: 7.0}, waited={1: 3.0})
    monkeypatch.setattr(guard, "time", SimpleNamespace(monotonic=lambda: told.now))
    monkeypatch.setattr(guard, "worked", lambda pid: told.worked.get(pid))
    monkeypatch.setattr(guard, "waited", lambda pid: told.waited.get(pid, 0.0))
    return told


def test_a_time_limit_counts_work_and_the_clock_but_not_the_wait_for_a_processor(told):
    limit = TimeLimit(2, 8, lambda: sorted(told.worked))
    assert limit.left() == 2
    told.now += 30
    told.worked[1] += 0.5
    assert limit.left() == 8 - 30, "it slept"
    told.waited[1] += 29
    assert limit.left() == 1.5, "it was kept waiting"
    told.worked[2] = 1.25  # one that it started
    assert limit.left() == 0.25
    told.worked = {}  # what has ended has worked all the same
    assert limit.left() == 0.25
    told.now += 1000
    told.worked, told.waited[1] = {1: 7.5}, 1000.0
    assert limit.left() == 8 - 1030 + PATIENCE, "no machine is that busy"


def test_where_the_system_says_nothing_the_clock_counts_alone(told):
    told.worked = {}
    limit = TimeLimit(2, 8, lambda: [1])
    told.now += 1.5
    assert limit.left() == 0.5


def test_a_process_that_has_to_wait_for_a_processor_is_seen_to():
    core = {min(os.sched_getaffinity(0))}
    spin = "while True: pass"
    both = [
        subprocess.Popen([sys.executable, "-c", spin], preexec_fn=lambda: os.sched_setaffinity(0, core)) for _ in "ab"
    ]
    try:
        assert wait_for(lambda: all(guard.waited(one.pid) > 0.2 for one in both), 60)
    finally:
        for one in both:
            one.kill()
            one.wait()


def test_what_runs_too_long_is_killed_and_the_next_call_gets_a_new_worker():
    first = worker_id()
    start = time.perf_counter()
    with pytest.raises(GuardTimeout, match="longer than"):
        guarded("builtins:pow", 7, 10**9, seconds=0.2)  # one C call: no signal handler would ever run
    assert time.perf_counter() - start < 15
    assert not alive(first)
    assert worker_id() != first


def test_what_takes_too_much_memory_is_stopped():
    with pytest.raises(GuardMemory):
        guarded("builtins:bytearray", 3 * 2**30, seconds=5)
    assert len(guarded("builtins:bytearray", 2**20)) == 2**20


def test_worker_that_dies_is_reported_and_replaced():
    with pytest.raises(GuardError, match="ended while it ran os:_exit"):
        guarded("os:_exit", 7)
    assert guarded(math.gcd, 4, 6) == 2


def test_loading_does_not_count_as_work(tmp_path, monkeypatch):
    (tmp_path / "slow_to_import.py").write_text("import time\ntime.sleep(0.6)\ndef answer():\n    return 42\n")
    monkeypatch.syspath_prepend(tmp_path)
    guard._pool.close()  # the path of the new worker is the path of today
    assert guarded("slow_to_import:answer", seconds=0.3) == 42


def test_unknown_function_raises_as_an_import_would():
    with pytest.raises(ModuleNotFoundError):
        guarded("no_such_module_here:f")
    with pytest.raises(AttributeError):
        guarded("math:no_such_function")
    with pytest.raises(ValueError, match="cannot import"):
        guarded(lambda: 1)


def test_result_that_cannot_be_sent_is_an_error_not_a_hang():
    with pytest.raises((GuardError, TypeError)):
        guarded("threading:Lock")
    assert guarded(math.gcd, 4, 6) == 2


def test_threads_share_the_workers():
    results: dict[int, float] = {}

    def work(number: int) -> None:
        for _ in range(20):
            results[number] = guarded(math.pow, number, 2)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {n: n * n for n in range(6)}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_fork_gets_a_worker_of_its_own():
    ours = worker_id()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write, str(worker_id()).encode())
        guard._pool.close()
        os._exit(0)
    os.waitpid(child, 0)
    assert int(os.read(read, 99)) != ours
    assert worker_id() == ours
    os.close(read)
    os.close(write)


SCRIPT = textwrap.dedent("""
    import sys, threading
    from repairloop import guarded
    print(guarded("os:getpid"), flush=True)
    if sys.argv[1] == "work":
        threading.Thread(target=guarded, args=("builtins:sum", range(10**12)), kwargs={"seconds": 1}).start()
    if sys.argv[1] != "leave":
        threading.Event().wait(60)
""")


@pytest.mark.parametrize("state", ["idle", "work", "leave"])
def test_worker_ends_with_its_parent_and_prints_nothing(tmp_path, state):
    script = tmp_path / "script.py"  # no `if __name__ == "__main__"`: the worker must not import it
    script.write_text(SCRIPT)
    environment = {**os.environ, "PYTHONPATH": str(Path(guard.__file__).parents[2])}
    with subprocess.Popen(
        [sys.executable, str(script), state], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        if state != "leave":
            time.sleep(0.2)
            assert alive(worker)
            parent.send_signal(signal.SIGKILL)
        out, err = parent.communicate(timeout=10)
    assert (out, err) == (b"", b"")
    assert wait_for(lambda: not alive(worker), 60)  # some seconds of processor time, on a busy machine more


def test_the_limit_of_one_call_does_not_end_the_imports_of_the_next(tmp_path, monkeypatch):
    (tmp_path / "slow_to_import.py").write_text(
        "import time\nend = time.process_time() + 4\nwhile time.process_time() < end:\n    pass\n"
        "def answer():\n    return 42\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    guard._pool.close()  # so that the next worker knows this path
    assert guarded(math.gcd, 84, 36, seconds=0.1) == 12
    assert guarded("slow_to_import:answer") == 42


def test_a_function_of_a_plugin_file_runs_too(tmp_path):
    (tmp_path / "own.py").write_text("def double(n):\n    return 2 * n\n")
    load_plugins([str(tmp_path / "own.py")])
    module = next(m for name, m in sys.modules.items() if name.startswith(guard.FILE_PLUGIN + "own_"))
    assert guarded(module.double, 21) == 42


def test_threads_run_beside_one_another():
    if (os.cpu_count() or 1) < 2:
        pytest.skip("one core, one worker")

    def pair() -> float:
        started = time.perf_counter()
        threads = [threading.Thread(target=guarded, args=(time.sleep, 0.5)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.perf_counter() - started

    pair()  # starts the second worker
    assert min(pair() for _ in range(3)) < 0.95


def test_waiting_for_a_worker_is_not_work():
    threads = []
    failed = []

    def work():
        try:
            guarded(time.sleep, 0.4, seconds=0.8)
        except GuardError as error:
            failed.append(error)

    for _ in range(3 * (os.cpu_count() or 1)):
        threads.append(threading.Thread(target=work))
        threads[-1].start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_a_killed_worker_is_replaced_without_its_imports(tmp_path, monkeypatch):
    imports = tmp_path / "imports"
    (tmp_path / "slow_import.py").write_text(
        f"import time\nopen({str(imports)!r}, 'a').write('imported ')\n"
        "def work(seconds):\n    end = time.monotonic() + seconds\n"
        "    while time.monotonic() < end:\n        pass\n    return seconds\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    guard._pool.close()
    assert guarded("slow_import:work", 0) == 0
    for _ in range(3):
        with pytest.raises(GuardTimeout):
            guarded("slow_import:work", 10, seconds=0.1)
        assert guarded("slow_import:work", 0) == 0
    assert imports.read_text() == "imported "


def test_a_nursery_that_is_gone_is_replaced():
    worker_id()
    assert guard._pool.nursery is not None
    guard._pool.nursery.process.kill()
    guard._pool.nursery.process.wait()
    with pytest.raises(GuardError):
        guarded("os:_exit", 1)
    assert guarded(math.gcd, 4, 6) == 2


def test_the_same_from_a_running_event_loop():
    async def both():
        return guarded(math.gcd, 84, 36), await asyncio.to_thread(guarded, math.gcd, 84, 36)

    assert asyncio.run(both()) == (12, 12)
