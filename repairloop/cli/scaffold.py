"""`repairloop new`: a small plug-in that works, and its test, or a task that is declared, to be changed into one's own.

The texts are in `templates/`; this module only fills in the name.
"""

from __future__ import annotations

import importlib.util
import keyword
import os
import re
from importlib.resources import files
from pathlib import Path
from string import Template

from repairloop.ground.errors import UsageError, shown
from repairloop.ground.files import write_atomic
from repairloop.ground.outputs import new_file, new_folder
from repairloop.plugins.registry import all_graders, all_skills
from repairloop.plugins.sides import write_lock
from repairloop.plugins.words import lock_of


def new_skill(name: str, folder: str | Path) -> list[Path]:
    """Write NAME.py, a skill of two areas, its words and their sides, NAME.words and NAME.lock, and test_NAME.py to
    `folder`; their paths.

    Raises UsageError on a name that cannot be one, or is taken, and on files that exist.
    """
    folder = new_folder(folder, "--folder")
    words = folder / f"{name}.words"
    *files, test = _write("skill", name, folder, list(all_skills()), {words: "skill_words.txt"}, [lock_of(words)])
    write_lock(words)
    return [*files, lock_of(words), test]


def new_grader(name: str, folder: str | Path) -> list[Path]:
    """Write NAME.py, a grader, and test_NAME.py to `folder`; the two paths. Raises UsageError as `new_skill` does."""
    return _write("grader", name, new_folder(folder, "--folder"), list(all_graders()), {}, [])


def new_task(name: str, folder: str | Path) -> Path:
    """Write NAME.toml, a declared task that works as it is, to `folder`; its path. Raises UsageError as `new_skill` does."""
    file = task_file(name, folder)
    text = (files("repairloop") / "templates" / "task.txt").read_text(encoding="utf-8")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(file, Template(text).substitute(name=name), opener=None)
    return file


def task_file(name: str, folder: str | Path) -> Path:
    """Where a new task is written. UsageError where it cannot be called so, or the file is there."""
    folder = new_folder(folder, "--folder")
    _refuse_name("task", name, list(all_skills()))
    file = new_file(folder / f"{name}.toml", "new")
    if os.path.lexists(file):
        raise UsageError(f"{file} exists; choose another name, or another place with --folder")
    return file


def _refuse_name(kind: str, name: str, taken: list[str]) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name) or keyword.iskeyword(name):
        raise UsageError(
            f"a {kind}'s name is a Python name in small letters, at most 60, as my_{kind}; got {shown(name)}"
        )
    if name in taken:
        raise UsageError(f"a {'skill' if kind == 'task' else kind} {name!r} is installed already; choose another name")


def _write(kind: str, name: str, folder: Path, taken: list[str], more: dict[Path, str], made: list[Path]) -> list[Path]:
    _refuse_name(kind, name, taken)
    texts = {folder / f"{name}.py": f"{kind}.txt", **more, folder / f"test_{name}.py": f"{kind}_test.txt"}
    for file in [*texts, *made]:
        new_file(file, "new")
        if os.path.lexists(file):
            raise UsageError(f"{file} exists; choose another name, or another place with --folder")
    if importlib.util.find_spec(name) is not None:
        raise UsageError(f"{name}.py would hide the Python module {name!r}; choose another name")
    fields = {"name": name, "class_name": "".join(part.capitalize() for part in name.split("_"))}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, template in texts.items():
            text = (files("repairloop") / "templates" / template).read_text(encoding="utf-8")
            write_atomic(file, Template(text).substitute(fields), opener=None)
    except OSError as error:
        raise UsageError(f"cannot write to {folder}: {error.strerror}") from None
    return list(texts)
