"""What cannot be built here is at least well formed: the Dockerfile, the compose files, the systemd unit."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from benchmarks.container import context, steps
from repairloop.cli import app

ROOT = Path(__file__).parents[2]
SERVE = get_command(app).commands["serve"]  # type: ignore[attr-defined]


def of(what: str) -> list[str]:
    return [step.words for step in steps((ROOT / "Dockerfile").read_text()) if step.what == what]


def test_the_image_starts_a_command_that_there_is() -> None:
    (entry,), (command,) = map(json.loads, of("ENTRYPOINT")), map(json.loads, of("CMD"))
    assert (entry, command[0]) == (["repairloop"], "serve")
    options = {option for parameter in SERVE.params for option in parameter.opts}
    assert {word for word in command if word.startswith("-")} <= options


def test_the_image_is_of_what_it_copies() -> None:
    files = set(map(str, context(ROOT)))
    assert files >= {
        "pyproject.toml",
        "constraints.txt",
        "README.md",
        "scripts/setup.sh",
        "repairloop/service/static/style.css",
    }
    assert not any(name.startswith((".git/", "tests/", "benchmarks/", "runs/", ".venv")) for name in files)
    assert all(
        ROOT.joinpath(word).exists() for words in of("RUN") for word in words.split() if word.startswith("scripts/")
    )
    assert of("USER") == ["repairloop"]


@pytest.mark.parametrize("text", ["RUN a \\\n  && b\n# RUN c\nUSER d", "run a", "ADD http://h /"])
def test_a_dockerfile_is_read(text: str) -> None:
    if text.startswith("RUN"):
        assert [(step.what, step.words.split()) for step in steps(text)] == [("RUN", ["a", "&&", "b"]), ("USER", ["d"])]
    else:
        with pytest.raises(ValueError, match="not known"):
            steps(text)


def test_compose_files_fit_the_image() -> None:
    plain, cuda = (yaml.safe_load((ROOT / name).read_text()) for name in ("compose.yaml", "compose.cuda.yaml"))
    known = {"build", "image", "init", "restart", "ports", "volumes", "cap_drop", "security_opt", "shm_size", "stop_grace_period", "deploy"}  # fmt: skip
    for found in (plain, cuda):
        (service,) = found["services"].values()
        assert set(service) <= known
        assert set(service["build"]["args"]) <= {words.partition("=")[0] for words in of("ARG")}
    (service,) = plain["services"].values()
    assert {volume.partition(":")[0] for volume in service["volumes"]} == set(plain["volumes"])
    assert f":{of('EXPOSE')[0]}" in service["ports"][0]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert any(volume.endswith(f":{of('VOLUME')[0]}") for volume in service["volumes"])


def unit() -> dict[str, Any]:
    lines = (ROOT / "deploy" / "repairloop.service").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def test_the_unit_starts_a_command_that_there_is() -> None:
    words = shlex.split(unit()["ExecStart"])
    assert Path(words[0]).name == "repairloop"
    assert words[1] == "serve"
    assert {word for word in words if word.startswith("-")} <= {o for parameter in SERVE.params for o in parameter.opts}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not there")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    file = tmp_path / "repairloop.service"
    text = (ROOT / "deploy" / "repairloop.service").read_text()
    text = text.replace("/opt/repairloop/.venv/bin/repairloop", "/bin/true")
    file.write_text(text)
    said = subprocess.run(["systemd-analyze", "verify", file], capture_output=True, text=True, timeout=60)
    assert (said.returncode, said.stderr) == (0, "")
    file.write_text(text.replace("ProtectHome=yes", "ProtectHome=perhaps"))
    said = subprocess.run(["systemd-analyze", "verify", file], capture_output=True, text=True, timeout=60)
    assert "protect home" in said.stderr
