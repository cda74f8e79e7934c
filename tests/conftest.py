"""What tests share: offline, and one small run on the simulated student that many tests read."""

import fcntl
import gc
import os
import sys

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
if "PYTEST_XDIST_WORKER" in os.environ:  # of several processes each has a core: threads would wait for one another
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of programs are started: compiled once, not each time anew

import pytest

import repairloop
from repairloop.config import load_config
from repairloop.plugins.registry import INSTALLED

sys.dont_write_bytecode = False

SMALL = [
    "probes.screen=10",
    "diagnose.max_areas=7",
    "probes.budget=13",
    "probes.holdout=16",
    "probes.holdout_seen=10",
    "guard.panel=3",
    "guard.skill=0",
    "synthesize.rows=1200",
    "synthesize.voice=0.25",
]
"""Settings of a cycle that takes a second or two."""


def small(**overrides):
    settings = [*SMALL, *overrides.pop("settings", [])]
    return load_config(None, settings, **({"student": "sim:planted"} | overrides))


SLOW = {
    "cli": "chat cli doctor remote scaffold", "ground": "foreign guard keys outputs", "house": "docs notebook setup",
    "loop": "chaos computed dial heeding loop outside stopping voice", "making": "synthesis synthesis_teacher",
    "plugins": "parallel", "rundir": "fsck page query said", "service": "browser feedback jobs uploads", "students": "real served students thinking train_lora",
    "tasks": "embedder task_loop", "vetting": "vet",
}  # fmt: skip
"""Room → its test files that start whole runs, programs or trainers; `make test-fast` leaves them out, and single tests of
other files that are marked `slow`."""


def pytest_collection_modifyitems(items):
    slow = {f"tests.{room}.test_{name}" for room, names in SLOW.items() for name in names.split()}
    for item in items:
        if item.module.__name__ in slow:
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish(session):
    gc.freeze()  # ten thousand collected tests, which each full collection went through again inside a timed test


@pytest.fixture(autouse=True)
def apart():
    """The registry; what a test declares or loads is forgotten after it."""
    with INSTALLED.apart() as registry:
        yield registry


@pytest.fixture(scope="session")
def planted(tmp_path_factory):
    """A finished run on the planted student, for reading only; one for all processes that test."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "planted"
    folder.mkdir(exist_ok=True)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = (folder / "made").exists()
        run = repairloop.open(folder / "run") if made else repairloop.run(small(), folder / "run")
        (folder / "made").touch()
    return run
