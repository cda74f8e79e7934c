"""The house is built as docs/architecture.md says: floors, arrows, and what plug-ins may touch."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import repairloop
from repairloop import all_graders, all_skills
from repairloop.config import PRESETS

ROOT = Path(__file__).parents[2]
CORE = ROOT / "repairloop"
FACE = frozenset(repairloop.__all__)


def files_below(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found
    return found


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(file): file for file in files_below("repairloop")}


@cache
def statements(file: Path) -> list[ast.Import | ast.ImportFrom]:
    """Its imports, wherever they stand; a file is parsed once."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]


@cache
def imports(file: Path) -> list[tuple[int, str, str]]:
    """Line, module and name of each import of ours, wherever it stands; the name is empty where the module is meant."""
    found = []
    for node in statements(file):
        if isinstance(node, ast.Import):
            found += [
                (node.lineno, alias.name, "") for alias in node.names if alias.name.partition(".")[0] == "repairloop"
            ]
        elif (node.module or "").partition(".")[0] == "repairloop":
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found += [(node.lineno, inner, "") if inner in MODULES else (node.lineno, str(node.module), alias.name)]
    return found


def floors() -> dict[str, int]:
    """Room → its floor, as the page says."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    return {room: int(floor) for floor, room in re.findall(r"^\| (\d+) \| `(\w+)` \|", page, re.MULTILINE)}


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def arrows() -> Iterator[tuple[str, str, str]]:
    """Room, the room that it imports, and where."""
    for module, file in MODULES.items():
        for line, other, _ in imports(file):
            if room_of(module) not in ("", room_of(other)):
                yield room_of(module), room_of(other), f"{file.relative_to(ROOT)}:{line} imports {other}"


def test_the_page_names_every_room() -> None:
    assert floors().keys() == {room_of(module) for module in MODULES} - {""}


def test_no_arrow_runs_up_or_along() -> None:
    floor = floors()
    wrong = [where for room, other, where in arrows() if other and floor[other] >= floor[room]]
    assert len(list(arrows())) > 100
    assert wrong == []


def test_no_floor_is_higher_than_it_needs_to_be() -> None:
    floor = floors()
    needed = {room: 1 + max((floor[o] for r, o, _ in arrows() if r == room and o), default=0) for room in floor}
    assert needed == floor
    assert (len(floor), max(floor.values())) == (17, 8)


def test_no_room_imports_the_face() -> None:
    assert [where for _, other, where in arrows() if not other] == []


def test_what_is_imported_is_there() -> None:
    """Another copy of the package, installed beside this one, would give a module that this one has no more."""
    places = [
        file
        for folder in ("repairloop", "graders", "skills", "tests", "benchmarks", "scripts")
        for file in files_below(folder)
    ]
    found = [(file, *one) for file in places for one in imports(file)]
    lost = [f"{file.relative_to(ROOT)}:{line} {module}" for file, line, module, _ in found if module not in MODULES]
    lost += [
        f"{file.relative_to(ROOT)}:{line} {name} is not on the face" for file, line, module, name in found
        if module == "repairloop" and name and name not in FACE
    ]  # fmt: skip
    assert lost == []


@pytest.mark.parametrize("folder", ["graders", "skills"])
def test_plugins_import_the_face_alone(folder: str) -> None:
    found = [(file, *one) for file in files_below(folder) for one in imports(file)]
    inside = [f"{file.relative_to(ROOT)}:{line} {module}" for file, line, module, _ in found if module != "repairloop"]
    assert found
    assert inside == []


def test_every_name_of_the_face_is_there() -> None:
    for name in FACE:
        assert getattr(repairloop, name) is not None


def test_presets_and_rooms_name_no_plugin() -> None:
    said = json.dumps(PRESETS)
    assert [name for name in (*all_skills(), *all_graders()) if f'"{name}' in said] == []
    for module, file in MODULES.items():
        for node in statements(file):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [str(node.module)]
            assert not [name for name in names if name.partition(".")[0] in ("graders", "skills")], module


def test_a_preset_looks_at_the_areas_that_skills_put_into_it() -> None:
    for name, skill in all_skills().items():
        for preset, areas in skill.presets.items():
            assert preset in PRESETS
            assert [a for a in areas if not any(known == a or known.startswith(f"{a}/") for known in skill.areas)] == []
            assert all(area.partition("/")[0] == name for area in areas)
