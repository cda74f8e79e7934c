"""The registry: a plug-in is loaded when it is asked for by name, alone; a name belongs to one."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from repairloop import (
    Grader,
    UsageError,
    all_graders,
    get_grader,
    get_skill,
    grader,
    load_plugins,
)
from repairloop.plugins.registry import INSTALLED, Registry, loaded_files

GRADER = """
from repairloop import Grader, grader

@grader("{name}", version="{version}")
class Mine(Grader):
    pass
"""


def write(folder: Path, file: str, name: str, version: str = "1") -> str:
    path = folder / file
    path.write_text(GRADER.format(name=name, version=version))
    return str(path)


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_asking_for_one_skill_loads_no_other_and_no_grader() -> None:
    said = python(
        """
        import sys
        from repairloop import get_skill
        print(get_skill("math").name, *(m for m in sys.modules if m.startswith(("skills.", "graders."))))
        """
    )
    name, *modules = said.split()
    assert name == "math"
    assert "skills.math" in modules
    assert not [module for module in modules if module.startswith(("graders", "skills.tool_use", "skills.text"))]


def test_a_broken_plugin_is_no_matter_to_whom_asks_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import EntryPoint

    broken = EntryPoint("broken", "no_such_package.broken", "repairloop.skills")
    shelf = Registry().skills
    shelf.points["broken"] = broken
    shelf.known["math"] = get_skill("math")
    assert shelf.get("math").name == "math"
    with pytest.raises(UsageError, match=r"plug-in broken \(no_such_package.broken\) cannot be loaded"):
        shelf.get("broken")
    with pytest.raises(UsageError, match="cannot be loaded"):
        shelf.all()


def test_a_name_that_is_installed_is_refused(tmp_path: Path, apart: Registry) -> None:
    file = write(tmp_path, "own.py", "math")
    with pytest.raises(UsageError, match=r"grader 'math' is declared twice, in graders\.math.* and in own_\w{8}"):
        load_plugins([file])
    assert type(get_grader("math")).__module__.startswith("graders.math")


def test_a_name_that_two_files_declare_is_refused(tmp_path: Path, apart: Registry) -> None:
    load_plugins([write(tmp_path, "one.py", "shades")])
    with pytest.raises(
        UsageError, match=r"'shades' is declared twice, in one_\w{8} and in two_\w{8}: one of them must"
    ):
        load_plugins([write(tmp_path, "two.py", "shades", "2")])
    assert get_grader("shades").version == "1"


def test_a_file_is_loaded_once_however_it_is_called(
    tmp_path: Path, apart: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, "one.py", "shades")
    load_plugins([file])
    handler = get_grader("shades")
    monkeypatch.chdir(tmp_path)
    load_plugins(["one.py", "./one.py"])
    assert get_grader("shades") is handler
    assert loaded_files() == [str(Path(file).resolve())]


def test_a_class_that_is_declared_once_more_replaces_itself(apart: Registry) -> None:
    for version in ("1", "2"):  # as a cell of a notebook that is run again

        @grader("in_a_cell", version=version)
        class InACell(Grader):
            pass

    assert get_grader("in_a_cell").version == "2"


def test_what_is_declared_apart_is_forgotten() -> None:
    before = all_graders()
    with INSTALLED.apart():

        @grader("for_a_while")
        class ForAWhile(Grader):
            pass

        assert get_grader("for_a_while").name == "for_a_while"
    assert all_graders() == before
    with pytest.raises(UsageError, match="unknown grader 'for_a_while'"):
        get_grader("for_a_while")


def test_one_name_offered_by_two_packages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import metadata

    both = [metadata.EntryPoint("hues", f"{package}.hues", "repairloop.graders") for package in ("one", "two")]
    monkeypatch.setattr(metadata, "entry_points", lambda group: both)
    with pytest.raises(UsageError, match=r"grader 'hues' is declared twice, in one\.hues and in two\.hues"):
        Registry().graders.get("hues")


def test_each_installed_name_is_what_its_entry_point_declares() -> None:
    program = textwrap.dedent("""
        from repairloop.plugins.registry import INSTALLED
        for shelf in (INSTALLED.skills, INSTALLED.graders):
            print(sorted(shelf.points) == sorted(shelf.all()))
    """)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
