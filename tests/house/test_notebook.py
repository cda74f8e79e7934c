"""The notebook runs from top to bottom, whatever the run holds, and is stored without outputs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import repairloop
from tests.conftest import small

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

ROOT = Path(repairloop.__file__).parents[1]
FILE = ROOT / "notebooks" / "inspect_failures.ipynb"


def execute(monkeypatch: pytest.MonkeyPatch, folder: Path, run: Path | None, cells: int | None = None) -> Any:
    """The notebook with its outputs; `cells`: only the first ones. A cell that fails raises."""
    if run is None:
        monkeypatch.delenv("REPAIRLOOP_RUN", raising=False)
    else:
        monkeypatch.setenv("REPAIRLOOP_RUN", str(run))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))))
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    notebook = nbformat.read(FILE, as_version=4)
    notebook.cells = notebook.cells[:cells]
    client = nbclient.NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(folder)}})
    return client.execute()


def outputs(notebook: Any) -> list[Any]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def printed(notebook: Any) -> str:
    shown = [{"text/plain": o.get("text", ""), **o.get("data", {})} for o in outputs(notebook)]
    return "".join(data.get("text/html") or data["text/plain"] for data in shown)


def test_it_is_stored_without_outputs() -> None:
    notebook = nbformat.read(FILE, as_version=4)
    nbformat.validate(notebook)
    assert not outputs(notebook)
    assert all(cell.get("execution_count") is None for cell in notebook.cells)


def test_it_shows_where_how_what_and_what_changed(
    planted: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    notebook = execute(monkeypatch, tmp_path, planted.path)
    plots = [o for o in outputs(notebook) if "image/png" in o.get("data", {})]
    assert len(plots) == 7
    assert not [o for o in outputs(notebook) if o.get("name") == "stderr"]
    text = printed(notebook)
    targeted = [area for (area,) in planted.sql("SELECT area FROM areas WHERE targeted").fetchall()]
    assert targeted
    assert all(f"── {area}" in text for area in targeted)
    decisions = [name for (name,) in planted.sql("SELECT DISTINCT decision FROM outcomes").fetchall()]
    for said in ("evidence:", "agents: content_transformation", "accepted: targeted areas", "gained", *decisions):
        assert said in text
    failure = text.split("failure: ")[1].split()[0]
    assert planted.sql(f"SELECT count(*) FROM failures WHERE probe_id = '{failure}'").fetchall() != [(0,)]


def test_a_run_in_which_nothing_fails_is_shown_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    able = tmp_path / "able.toml"
    able.write_text("[default]\npass_rate = 1.0\n")
    run = repairloop.run(small(student=f"sim:{able}", skills=["math"]), tmp_path / "run")
    text = printed(execute(monkeypatch, tmp_path, run.path))
    for said in ("wrong answers: nothing to show", "rows that train: nothing to show", "nothing was trained"):
        assert said in text


def test_without_a_run_it_makes_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = printed(execute(monkeypatch, tmp_path, None, cells=2))
    assert "student sim:planted, target 70%" in text


def test_a_task_of_ones_own_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tests.house.test_notebook.FILE", FILE.with_name("inspect_task.ipynb"))
    text = printed(execute(monkeypatch, tmp_path, None))
    for said in ("orders.csv:", "orders/south", "accepted: targeted areas", "own rows", "holdout"):
        assert said in text
