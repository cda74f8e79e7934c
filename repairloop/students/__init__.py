"""Students: whatever answers probes, named by one string.

    smollm2                    the bundled default, SmolLM2-135M-Instruct
    ./path or org/name         a directory with a model, or an id of the model hub
    openai:BASE_URL#MODEL      any server with an OpenAI-compatible chat API
    sim:FILE, sim:planted      a simulated student with planted weaknesses

This module picks student and engine; it loads nothing until one is opened. `auto` tries the best engine with one
question and falls back, saying so; an engine that the user named is used or refused, never exchanged.
"""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from repairloop.config import ServerSettings, StudentSettings
from repairloop.ground.errors import RepairLoopError, StudentError, UsageError, nearest
from repairloop.records import Probe
from repairloop.students import weights
from repairloop.students.base import Sampling, Say, Student, Thinking
from repairloop.students.template import Adaptations

__all__ = ["Sampling", "Student", "check_student", "choose_engine", "local_weights", "open_student"]

ENGINES: Final = ("auto", "vllm", "transformers")
_KNOWN: Final = ("smollm2", "sim:planted", "openai:BASE_URL#MODEL")


def open_student(
    name: str,
    *,
    engine: str = "auto",
    adapter: Path | None = None,
    server: ServerSettings | None = None,
    say: Say = lambda line: None,
    look_up: Callable[[], None] = lambda: None,
    asking: StudentSettings | None = None,
    thinking: Thinking | None = None,
    adaptations: Adaptations | None = None,
) -> Student:
    """Open a student, loaded and ready to answer.

    `adapter` is a LoRA directory (for `sim:`, one with `sim.toml`). `say` takes single lines for the user while
    answers are under way, such as a server's outage; `look_up` is called while a server is waited for, and ends the wait by
    raising. `asking` says how it is asked. `thinking` and `adaptations` (`students.template`) are those of a run that asked
    it, or its like, before; None: they are found out. Raises UsageError on what cannot be meant, StudentError on what does
    not run.
    """
    if engine not in ENGINES:
        raise UsageError(nearest(engine, ENGINES, "engine"))
    if name.startswith(("sim:", "openai:")) and engine != "auto":
        raise UsageError(f"student {name!r} is its own engine; leave out engine {engine!r}")
    if name.startswith("sim:"):
        from repairloop.students.sim import SimStudent

        return SimStudent.open(name, adapter, asking)
    if name.startswith("openai:"):
        if adapter:
            raise UsageError(f"student {name!r}: a server loads its own adapters; name the adapted model after the '#'")
        from repairloop.students.openai import OpenAIStudent

        student = OpenAIStudent(name, server or ServerSettings(), say, look_up, asking, adaptations)
        return _settled(student, thinking)
    return _settled(_open_weights(name, engine, adapter, asking, adaptations), thinking)


def check_student(name: str) -> None:
    """Raise UsageError where the name cannot be a student's; loads nothing and asks no network."""
    if name.startswith("sim:"):
        from repairloop.students.sim import SimStudent

        SimStudent.open(name)
    elif name.startswith("openai:"):
        from repairloop.students.dialect import parse_name

        parse_name(name)
    elif name != "smollm2" and not _is_hub_id(name):
        local_weights(name)


def local_weights(name: str) -> Path:
    """The directory of a student that has weights here: bundled, local, or fetched from the hub."""
    if name == "smollm2":
        from repairloop.students import smollm2

        return smollm2.weights()
    if _is_hub_id(name):
        return weights.check_directory(weights.fetch(name))
    directory = Path(name).expanduser()
    if name and (directory.exists() or weights.looks_like_path(name)):
        return weights.check_directory(directory)
    raise UsageError(f"{nearest(name, _KNOWN, 'student')}; a path or a hub id (org/name) will do as well")


def _is_hub_id(name: str) -> bool:
    return weights.is_hub_id(name) and not Path(name).exists()


def choose_engine() -> tuple[str, str]:
    """The engine that `auto` would try first, and why: `vllm-cuda`, `vllm-cpu`, `transformers` or `none`.

    Looks at what is installed; imports nothing heavy.
    """
    portable = _is_installed("transformers") and _is_installed("torch")
    if _is_installed("vllm"):
        from repairloop.students.vllm import is_cpu_build

        if is_cpu_build():
            return "vllm-cpu", "vLLM's CPU build is installed"
        if has_nvidia_gpu():
            return "vllm-cuda", "vLLM's CUDA build and an NVIDIA GPU are there"
        reason = "the installed vLLM is the CUDA build and there is no NVIDIA GPU"
    else:
        reason = "vLLM is not installed"
    if portable:
        return "transformers", reason
    return "none", f"{reason}; transformers and torch are not installed; run: pip install 'repairloop[cpu,train]'"


def has_nvidia_gpu() -> bool:
    """Whether an NVIDIA driver is there."""
    return shutil.which("nvidia-smi") is not None or Path("/proc/driver/nvidia/version").exists()


def _is_installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _settled(student: Student, known: Thinking | None) -> Student:
    """The student, when it is known whether it thinks."""
    from repairloop.students.thinking import say, settle

    if known is not None:
        student.thinking, student.settled = known, True
        if known.thinks:
            say(student)
        return student
    try:
        settle(student)
    except BaseException:
        student.close()
        raise
    return student


def _open_weights(
    name: str, engine: str, adapter: Path | None, asking: StudentSettings | None, kept: Adaptations | None
) -> Student:
    directory = local_weights(name)
    if adapter:
        weights.check_adapter(adapter)

    def with_vllm() -> Student:
        from repairloop.students.vllm import VLLMStudent

        return VLLMStudent(name, directory, adapter, asking, kept)

    def with_transformers() -> Student:
        from repairloop.students.transformers import TransformersStudent

        return TransformersStudent(name, directory, adapter, asking, kept)

    if engine == "vllm":
        student = with_vllm()
    elif engine == "transformers":
        student = with_transformers()
    else:
        student = _open_best(with_vllm, with_transformers)
    if not weights.has_chat_template(directory):
        student.notice.append(f"{name} has no chat template; a plain 'User: … Assistant:' one is used instead")
    return student


def _open_best(with_vllm: Callable[[], Student], with_transformers: Callable[[], Student]) -> Student:
    best, reason = choose_engine()
    if best == "none":
        raise StudentError(f"no engine can run a model here: {reason}")
    if best.startswith("vllm"):
        try:
            return _tested(with_vllm())
        except UsageError:
            raise
        except RepairLoopError as error:
            reason = str(error)
    student = with_transformers()
    student.notice.append(f"using the slower transformers engine: {reason}")
    return student


def _tested(student: Student) -> Student:
    """The student, if it answers one question."""
    probe = Probe(
        id="0" * 16, skill="self", area="self/test", split="screen", grader="", max_tokens=4,
        messages=[{"role": "user", "content": "Say yes."}],
    )  # fmt: skip
    try:
        answers = list(student.answer([probe], Sampling()))
        if [answer.status for answer in answers] != ["ok"]:
            raise StudentError(f"{student.engine} failed its self-test: {answers[0].error if answers else 'no answer'}")
    except BaseException:
        student.close()
        raise
    return student
