"""A service on the planted run, and one on a run whose every text is hostile."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

from fastapi.testclient import TestClient

from repairloop.service.app import application


@pytest.fixture(scope="session")
def root(planted: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one run, `first`."""
    folder = tmp_path_factory.mktemp("service") / "runs"
    shutil.copytree(planted.path, folder / "first")
    return folder


@pytest.fixture
def client(root: Path) -> Iterator[TestClient]:
    with client_of(root) as found:
        yield found


def client_of(root: Path) -> TestClient:
    return TestClient(application(root), base_url="http://127.0.0.1:8765")
