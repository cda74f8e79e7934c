"""The looking commands print the same of a run here and of the same run on a service."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from repairloop.cli import OVER_HTTP, app
from repairloop.cli.places import There
from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.service.client import Client

pytest.importorskip("fastapi")

from tests.service.live import served


@pytest.fixture(scope="module")
def here(planted: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("places") / "runs"
    shutil.copytree(planted.path, folder / "first")
    return folder


@pytest.fixture(scope="module")
def url(here: Path) -> Iterator[str]:
    with served(here) as found:
        yield found


def said(*words: object) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def of(planted: Any, query: str) -> str:
    return str(planted.sql(query).fetchall()[0][0])


def test_the_same_is_printed(planted: Any, here: Path, url: str) -> None:
    probe = of(planted, "SELECT probe_id FROM lineage ORDER BY 1 LIMIT 1")
    for words in (
        ["summary", "RUN"], ["areas", "RUN"], ["failures", "RUN", "--area", "math", "--limit", "3"], ["show", "RUN", probe],
        ["sql", "RUN", "SELECT error_class, count(*) AS n FROM failures GROUP BY 1 ORDER BY 2 DESC, 1"],
    ):  # fmt: skip
        local = said(*(here / "first" if word == "RUN" else word for word in words))
        remote = said("--server", url, *("first" if word == "RUN" else word for word in words))
        assert local.strip()
        assert re.sub(r"repairloop show \S+", "repairloop --server URL show first", local) == remote, words
    assert said("runs", "--root", here) == said("--server", url, "runs")


def test_the_same_is_given_as_json(planted: Any, here: Path, url: str) -> None:
    row = of(planted, "SELECT row_id FROM lineage ORDER BY 1 LIMIT 1")
    assert said("runs", "--root", here, "--json") == said("--server", url, "runs", "--json")
    for words in (["summary"], ["areas"], ["failures", "--limit", "250"], ["trace", row], ["sql", "SELECT 1.5 AS x"]):
        name, *more = words
        local = json.loads(said(name, here / "first", *more, "--json"))
        remote = json.loads(said("--server", url, name, "first", *more, "--json"))
        assert type(local) is type(remote)
        if isinstance(local, list):
            assert len(local) == len(remote) > 0
            local, remote = local[0], remote[0]
        both = local.keys() & remote.keys()
        assert both, words
        plain = {key for key in both if not isinstance(local[key], dict | list)} | ({"checks"} & both)
        assert {key: local[key] for key in plain} == {key: remote[key] for key in plain}, words


def test_a_query_is_json_whatever_its_values(here: Path, url: str) -> None:
    query = (
        "SELECT sum(n) AS sums, 0.5 AS half, 'nan'::DOUBLE AS none, now() AS at, MAP {DATE '2020-01-01': 1} AS map "
        "FROM (SELECT count(*) AS n FROM probes)"
    )
    for words in (["sql", here / "first"], ["--server", url, "sql", "first"]):
        (row,) = json.loads(said(*words, query, "--json"), parse_constant=pytest.fail)
        assert isinstance(row["sums"], int), words
        assert (row["half"], row["none"]) == (0.5, "nan")
    assert "nan" in said("sql", here / "first", query)


def test_a_row_of_a_service_is_traced(planted: Any, url: str) -> None:
    row = of(planted, "SELECT row_id FROM lineage ORDER BY 1 LIMIT 1")
    told = said("--server", url, "trace", "first", row)
    assert told.startswith(row)
    assert "failures" in told
    assert "now:" not in told  # it is not proved again from here


def test_what_only_works_here_is_refused(url: str) -> None:
    for words in (["ask", "x.csv"], ["chat", "first"], ["export", "first"], ["doctor"]):
        with pytest.raises(UsageError, match=f"{words[0]} works here alone"):
            said("--server", url, *words)
    assert "areas" in OVER_HTTP


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["areas", "secnd"], "there is no run 'secnd'"),
        (["failures", "first", "--area", "math/divison"], "did you mean math/division"),
        (["failures", "first", "--error-class", "wrong_valu"], "did you mean wrong_value"),
        (["sql", "first", "DELETE FROM probes"], "SELECT"),
        (["show", "first", "zz"], "no probe"),
    ],
)
def test_what_cannot_be_is_said_as_here(url: str, words: list[str], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        said("--server", url, *words)


def test_a_service_that_is_not_there_is_named() -> None:
    with pytest.raises(RepairLoopError, match="does not answer"):
        said("--server", "http://127.0.0.1:9", "runs")


def test_of_a_large_result_it_is_said_how_much_is_given(url: str) -> None:
    words = ["--server", url, "sql", "first", "SELECT unnest(range(1500)) AS n"]
    assert said(*words).splitlines()[-1] == "1,000 of 1,500 rows"
    done = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False)
    assert len(json.loads(done.stdout)) == 1000
    assert "1,000 of 1,500 rows" in done.stderr


class Odd(Client):
    """A service whose replies are of the right type and make no sense."""

    def probe(self, run: str, probe_id: str) -> dict[str, Any]:
        return {"probe": {"messages": [{"role": "user"}]}, "rows": []}

    def row(self, run: str, row_id: str) -> dict[str, Any]:
        return {"row": {"prompt": [{"role": "user", "content": ["x"]}]}, "failures": []}

    def sql(self, run: str, query: str, seconds: float = 8.0) -> dict[str, Any]:
        return {"columns": ["a"], "rows": [[1, 2]], "total": 1}


def test_replies_that_make_no_sense_are_said() -> None:
    there = There(Odd("http://127.0.0.1:9"), "first")
    for ask in (lambda: there.story("p"), lambda: there.trace("r")):
        with pytest.raises(RepairLoopError, match="without a role or a content"):
            ask()
    with pytest.raises(RepairLoopError, match="do not fit their columns"):
        there.sql("SELECT 1", 1.0)
