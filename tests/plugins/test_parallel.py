"""Work on all cores: the same results in the same order, and nothing left behind."""

import operator
import os
import signal
import subprocess
import sys
import textwrap
import time
from functools import partial
from pathlib import Path

import pytest

from repairloop.plugins.parallel import spread


@pytest.mark.parametrize("many", [False, True])
def test_results_come_in_the_order_of_the_tasks(many):
    assert list(spread(partial(operator.mul, 3), range(100), [], many=many)) == list(range(0, 300, 3))


def test_an_error_of_the_work_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        list(spread(partial(operator.truediv, 1), [1, 0, 2], [], many=True))


def test_probes_are_the_same_from_many_processes(monkeypatch, tmp_path):
    import repairloop
    from repairloop.config import load_config
    from repairloop.loop.stages import probe

    runs = []
    for many in (10**9, 10):
        monkeypatch.setattr(probe, "MANY", many)
        settings = [
            "probes.screen=6",
            "probes.budget=10",
            "probes.holdout=4",
            "probes.holdout_seen=2",
            "guard.probes=2",
            "guard.panel=1",
            "guard.skill=0",
            "guard.canaries=4",
            "synthesize.rows=60",
        ]
        config = load_config(None, settings, student="sim:planted", skills=["math", "tool_use"], trainer="none")
        runs.append(repairloop.run(config, tmp_path / str(many)))
    names = [sorted(file.name for file in (run.path / "shards").glob("probes-*")) for run in runs]
    assert names[0] == names[1]


SCRIPT = textwrap.dedent("""
    import operator, os, time
    from functools import partial
    from repairloop.plugins.parallel import spread
    if __name__ == "__main__":
        for pid in spread(eval, ["__import__('os').getpid()"] * 3 + ["__import__('time').sleep(60)"] * 4, [], many=True):
            print(pid, flush=True)
""")


def test_workers_end_with_a_parent_that_was_killed(tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "script.py")], env=environment, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        workers = {int(parent.stdout.readline()) for _ in range(2)}
        parent.send_signal(signal.SIGKILL)
    end = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in workers):
        assert time.monotonic() < end
        time.sleep(0.2)
