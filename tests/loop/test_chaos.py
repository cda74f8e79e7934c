"""Runs that are disturbed, in every way once, end as the run that nobody disturbed. `benchmarks/chaos.py` has the rest."""

import random
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

import chaos as suite
from chaos import Case, Chaos, Done, Wrong, told

MIXED = 5
"""Cases of one or two kinds as chance has it."""
SEED = 20
SCENES = ("cycle", "rows only", "server")


@pytest.fixture(scope="module")
def chaos():
    with tempfile.TemporaryDirectory(dir=suite._quick()) as folder, Chaos(Path(folder), SEED, SCENES) as chaos:
        yield chaos


@pytest.fixture
def case(chaos, tmp_path):
    """A finished run that can be tampered with."""
    case = Case(chaos, 0, random.Random(0), tmp_path, chaos.scenes["rows only"])
    shutil.copytree(case.scene.path, case.run)
    return case


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", [*sorted(suite.KINDS), *range(MIXED)])
def test_a_disturbed_run_ends_as_the_one_that_nobody_disturbed(chaos, kind):
    if kind in suite.MOUNTED and not chaos.namespaces:
        pytest.skip("nothing can be mounted here")
    number, only = (kind, None) if kind in range(MIXED) else (MIXED + sorted(suite.KINDS).index(kind), kind)
    outcome = chaos.case(number, only)
    assert not outcome.wrong, told(outcome, SEED)


def test_every_kind_of_disturbance_is_tried_where_the_system_allows_it(chaos):
    tried = {name for scene in chaos.scenes for name in chaos.kinds(scene)}
    assert suite.KINDS.keys() - tried == (set() if chaos.namespaces else set(suite.MOUNTED))


def _an_other_shard(case):
    (case.run / "shards" / "answers-0123456789abcdef01234567.parquet").write_bytes(b"other")


def _a_shard_less(case):
    next((case.run / "shards").glob("answers-*")).unlink()


def _a_damaged_shard(case):
    next((case.run / "shards").glob("answers-*")).write_bytes(b"")


def _other_rows(case):
    import duckdb

    with duckdb.connect(str(case.run / "run.duckdb")) as db:
        db.execute("UPDATE verdicts SET status = 'pass' WHERE probe_id = (SELECT min(probe_id) FROM verdicts)")


@pytest.mark.parametrize("tamper", [_an_other_shard, _a_shard_less, _a_damaged_shard, _other_rows])
def test_what_ended_otherwise_is_noticed(case, tamper):
    case.compare()
    tamper(case)
    with pytest.raises(Wrong, match=r"shards|rows"):
        case.compare()


@pytest.mark.parametrize(
    "done",
    [
        Done(1, "", "Traceback (most recent call last):\n  …\nKeyError: 'x'", 0),
        Done(1, "", "repairloop: KeyError: 'x'\nrun again with --debug to see where", 0),
        Done(1, "", "", 0),
        Done(-11, "", "repairloop: it said something", 0),
        Done(3, "", "repairloop: it said something", 0),
    ],
)
def test_an_end_of_which_nobody_can_make_anything_is_noticed(case, done):
    with pytest.raises(Wrong):
        case.clear(done)
    case.clear(Done(1, "", "repairloop: the disk is full", 0))
