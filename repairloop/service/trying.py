"""A grader tried on one text, by whoever may review: `repairloop grade` on a file of one row, in a process of its own.

That process is bounded in time, memory and in what it may write, it knows none of the service's keys, and goes with all
that it started. Two go on at once. A grader that asks a model is not tried from afar, nor is a setting given that names a
file, a model or an address.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.ground.foreign import in_line
from repairloop.plugins.registry import all_graders, get_grader
from repairloop.service.snapshots import Busy

SECONDS: Final = 40.0
"""By the clock, the start of the process among them."""
LIMITS: Final = {resource.RLIMIT_CPU: 30, resource.RLIMIT_AS: 6 << 30, resource.RLIMIT_FSIZE: 64 << 20}
"""Of the process: seconds of processor, bytes of address space (libraries claim more than they use) and of a file."""
LARGEST: Final = 1 << 20
"""Bytes of what it replies."""
_HANDED_ON: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
_turns: Final = threading.BoundedSemaphore(2)


def tried(name: str, answer: str, reference: Any, question: str, settings: dict[str, Any]) -> dict[str, Any]:
    """The verdict, as a row of `repairloop grade`. UsageError where that grader, or what it is given, is not for this;
    Busy where enough of them go on."""
    handler = get_grader(name)
    for grader, given in _parts(name, settings, reference):
        known = all_graders().get(grader)
        if known is not None and known.judges:
            raise UsageError(f"grader {grader!r} asks a model, and is tried by `repairloop grade` alone")
        if known is not None and (reaching := sorted(set(known.reaches).intersection(given))):
            raise UsageError(
                f"setting {reaching[0]!r} of {grader!r} names something outside, and is set by `repairloop grade` alone"
            )
    if missing := handler.missing():
        raise UsageError(f"grader {name!r} cannot work here: {missing}")
    if not _turns.acquire(blocking=False):
        raise Busy("two graders are being tried already; ask again in a moment")
    try:
        with TemporaryDirectory(prefix="repairloop-") as folder:
            row = {"id": "1", "question": question, "reference": reference, "answer": answer, "settings": settings}
            (Path(folder) / "in.jsonl").write_text(json.dumps(row), encoding="utf-8")
            return _graded(name, Path(folder))
    finally:
        _turns.release()


def _parts(name: str, settings: dict[str, Any], reference: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each grader that is named, with its settings: this one, and those that a reference of parts names."""
    yield name, settings
    waiting = [reference, settings]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            given = value.get("settings")
            yield str(value.get("grader")), given if isinstance(given, dict) else {}
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _graded(name: str, folder: Path) -> dict[str, Any]:
    words = ["grade", name, "--input", "in.jsonl", "--output", "out.jsonl"]
    known = {key: value for key, value in os.environ.items() if key in _HANDED_ON}
    paths = os.pathsep.join(os.path.abspath(path) for path in sys.path if path)
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "repairloop.cli", *words], cwd=folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        env=known | {"PYTHONPATH": paths, "HF_HUB_OFFLINE": "1"},
    )  # fmt: skip
    try:
        if hasattr(resource, "prlimit"):
            for limit, most in LIMITS.items():
                resource.prlimit(child.pid, limit, (most, most))
        _, complaint = child.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise UsageError(f"the grader did not come to an end within {SECONDS:.0f} s") from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
    try:
        with (folder / "out.jsonl").open("rb") as file:
            found: dict[str, Any] = json.loads(file.read(LARGEST))
    except (OSError, ValueError):
        said = in_line(complaint[-2000:].decode("utf-8", "replace").strip()) or f"exit code {child.returncode}"
        raise (UsageError if child.returncode == 2 else RepairLoopError)(
            f"the grader gave no verdict: {said[-300:]}"
        ) from None
    return found
