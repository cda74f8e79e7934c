"""Two runs side by side: pairs are the same probes and nothing else, and the difference is what was planted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from repairloop.ground import stats
from repairloop.rundir.store import Store
from tests.service.conftest import client_of
from tests.service.test_pages import page_of

ON_HOLDOUT = "FROM probes WHERE split = 'holdout' AND wording = 'unseen'"


@pytest.fixture(scope="module")
def both(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`first`, and `second`, which differs from it in ten verdicts of one area, four questions and a setting."""
    folder = tmp_path_factory.mktemp("both")
    for name in ("first", "second"):
        shutil.copytree(root / "first", folder / name)
    store = Store.open(folder / "second")
    with duckdb.connect(str(store.database)) as db:
        area = "(SELECT min(area) FROM areas WHERE targeted)"
        some = f"SELECT probe_id {ON_HOLDOUT} AND area = {area} ORDER BY 1"
        db.execute(
            f"UPDATE verdicts SET status = 'fail' WHERE side = 'after' AND probe_id IN ({some} LIMIT 10 OFFSET 4)"
        )
        db.execute(f"UPDATE probes SET messages = '[]' WHERE probe_id IN ({some} LIMIT 4)")
    store.manifest({"database": store.signature()})
    config = store.path / "config.toml"
    config.write_text(config.read_text().replace("max_areas = 7", "max_areas = 6"))
    return folder


@pytest.fixture
def client(both: Path) -> Iterator[Any]:
    with client_of(both) as found:
        yield found


def test_the_difference_is_of_probes_that_both_were_asked(client: Any, planted: Any) -> None:
    found = client.get("/api/v1/compare?first=first&second=second").json()
    assert [run["id"] for run in found["runs"]] == ["first", "second"]
    assert found["side"] == "after"
    ((area,),) = planted.sql("SELECT min(area) FROM areas WHERE targeted").fetchall()
    passed = [
        status == "pass"
        for (status,) in planted.sql(
            "SELECT v.status FROM verdicts v JOIN probes p USING (probe_id) WHERE side = 'after' AND split = 'holdout' "
            f"AND wording = 'unseen' AND area = '{area}' ORDER BY p.probe_id"
        ).fetchall()
    ]
    lost = sum(passed[4:14])
    assert lost > 0
    row = next(one for one in found["areas"] if one["area"] == area)
    assert row["paired"]["n"] == len(passed) - 4
    assert row["paired"]["change"] == pytest.approx(-lost / (len(passed) - 4))
    assert (row["paired"]["low"], row["paired"]["high"]) == pytest.approx(
        stats.change_interval(0, lost, len(passed) - 4)
    )
    assert row["paired"]["p_value"] == pytest.approx(stats.mcnemar(0, lost))
    others = [one["paired"] for one in found["areas"] if one["area"] != area and one["paired"]]
    assert all(one["change"] == 0 and one["q_value"] >= row["paired"]["q_value"] for one in others)
    ((n,),) = planted.sql(f"SELECT count(*) {ON_HOLDOUT}").fetchall()
    assert found["together"]["n"] == n - 4
    assert found["settings"] == [{"name": "diagnose.max_areas", "first": 7, "second": 6}]
    turned = client.get("/api/v1/compare?first=second&second=first").json()
    assert turned["together"]["change"] == pytest.approx(-found["together"]["change"])


def test_before_the_repair_they_are_alike(client: Any) -> None:
    found = client.get("/api/v1/compare?first=first&second=second&side=before").json()
    assert (found["side"], found["together"]["change"]) == ("before", 0)


def test_what_cannot_be_compared_is_said(client: Any) -> None:
    assert client.get("/api/v1/compare?first=first&second=first").status_code == 400
    assert client.get("/api/v1/compare?first=first&second=third").status_code == 404
    assert client.get("/api/v1/compare?first=first&second=second&side=during").status_code == 422
    assert client.get("/compare?first=first&second=second&side=during").status_code == 400


def test_the_page_shows_what_differs_and_folds_the_rest(client: Any) -> None:
    assert "On the same probes" not in page_of(client, "/compare").text
    page = page_of(client, "/compare?first=first&second=second")
    assert "diagnose.max_areas" in page.text
    assert "exact McNemar p = " in page.text
    assert page.tags.count("details") == 1
