"""What `repairloop new` writes works as it is: its own test passes, and a run takes the skill."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

import repairloop
from repairloop import check_grader, get_grader, get_skill, load_plugins, make_probes
from repairloop.cli.scaffold import new_grader, new_skill
from repairloop.config import load_config
from repairloop.ground.errors import UsageError
from repairloop.plugins.registry import Registry
from repairloop.plugins.sides import write_lock

ROOT = Path(repairloop.__file__).parents[1]
WRITERS = {"skill": new_skill, "grader": new_grader}


def python(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize("kind", WRITERS)
def test_the_files_pass_their_own_test_and_the_linters(kind: str, tmp_path: Path) -> None:
    written = WRITERS[kind](f"my_{kind}", tmp_path / "plugins")
    names = [f"my_{kind}.py", *(["my_skill.words", "my_skill.lock"] if kind == "skill" else []), f"test_my_{kind}.py"]
    assert written == [tmp_path / "plugins" / name for name in names]
    assert ">>>" not in written[0].read_text()
    assert "Where to begin" in (ast.get_docstring(ast.parse(written[0].read_text())) or "")
    done = python("-m", "pytest", "-q", "-p", "no:cacheprovider", str(written[-1]), cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    config = str(ROOT / "pyproject.toml")
    for command in (["check", "--extend-ignore=I001"], ["format", "--check"]):
        linted = python(
            "-m", "ruff", *command, "--no-cache", "--config", config, *map(str, (written[0], written[-1])), cwd=tmp_path
        )
        assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize("kind", WRITERS)
def test_the_test_notices_a_broken_plugin(kind: str, tmp_path: Path) -> None:
    file, *_, test = WRITERS[kind]("broken_one", tmp_path)
    faults = {"skill": ("whole + self.small", "whole - self.small"), "grader": ("is None:", "is False:")}
    right, wrong = faults[kind]
    text = file.read_text()
    assert text.count(right) >= 1
    file.write_text(text.replace(right, wrong, 1))
    done = python("-m", "pytest", "-q", "-p", "no:cacheprovider", str(test), cwd=tmp_path)
    assert done.returncode == 1, done.stdout


def test_a_run_takes_the_skill_from_its_file(tmp_path: Path, apart: Registry) -> None:
    file, *_ = new_skill("durations", tmp_path)
    weak = tmp_path / "weak.toml"
    weak.write_text('[areas."durations/hours"]\npass_rate = 0.2\nerror = "stopped_early"\n')
    settings = [f'plugins=["{file}"]', "probes.screen=20", "synthesize.rows=100"]
    config = load_config(None, settings, student=f"sim:{weak}", skills=["durations"])
    run = repairloop.run(config, tmp_path / "run")
    assert run.sql("SELECT area FROM areas WHERE targeted").fetchall() == [("durations/hours",)]
    counts = dict(run.sql("SELECT error_class, count(*) FROM failures WHERE side = 'before' GROUP BY 1").fetchall())
    assert max(counts, key=lambda name: counts[name]) == "stopped_early"
    agents = run.sql("SELECT DISTINCT unnest(agents) FROM repair_rows WHERE dropped IS NULL").fetchall()
    assert ("editor: ten_times",) in agents


def test_the_skill_of_the_page_is_a_skill(tmp_path: Path, apart: Registry) -> None:
    page = (ROOT / "docs" / "skills.md").read_text()
    code = next(block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "import Area" in block)
    words = re.findall(r"```text\n(.*?)```", page, re.DOTALL)[0]
    (tmp_path / "sums.py").write_text(code)
    (tmp_path / "sums.words").write_text(words)
    write_lock(tmp_path / "sums.words")
    load_plugins([str(tmp_path / "sums.py")])
    skill = get_skill("sums")
    for split, side in (("train", "seen"), ("holdout", "unseen")):
        probes = list(make_probes(skill, "sums/two", split, side, 20, 0))  # type: ignore[arg-type]
        assert len(probes) == 20
        assert [c for c in check_grader(get_grader("math"), probes) if not c.passed] == []
    problem = skill.problem("sums/two", Random(0), "seen", 1)
    assert skill.refinements()["use larger numbers"](problem, Random(0)).a > problem.a
    assert skill.knowledge(problem, Random(0)).startswith("To add is")


@pytest.mark.parametrize("name", ["", "My", "1st", "a-b", "a b", "class", "../up", "a.b", "ünder", "a\nb", "x;y"])
@pytest.mark.parametrize("kind", WRITERS)
def test_names_that_are_no_names(kind: str, name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a Python name in small letters"):
        WRITERS[kind](name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_names_that_are_taken(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'math' is installed already"):
        new_grader("math", tmp_path)
    with pytest.raises(UsageError, match="would hide the Python module 'json'"):
        new_grader("json", tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("taken", ["mine.py", "mine.words", "mine.lock", "test_mine.py"])
def test_existing_files_are_left_alone(taken: str, tmp_path: Path) -> None:
    (tmp_path / taken).write_text("precious")
    with pytest.raises(UsageError, match=f"{taken} exists"):
        new_skill("mine", tmp_path)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [(taken, "precious")]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot write to"):
        new_skill("mine", tmp_path / "file" / "below")
