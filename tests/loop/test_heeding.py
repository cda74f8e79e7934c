"""What people said of a run is heeded by its next cycle, by a training that has not begun, and by a later run that is given it."""

import json
import shutil

import pytest
from typer.testing import CliRunner

import repairloop
import repairloop.loop.stages.train
from repairloop.cli import app
from repairloop.ground.errors import DamagedRun, TrainerError, UsageError
from repairloop.loop import api
from repairloop.loop.stages import verify
from repairloop.rundir import said
from repairloop.rundir.store import Store
from repairloop.tasks.evaluation import load
from tests.conftest import small
from tests.rundir.test_fsck import interrupted
from tests.some import some
from tests.tasks.test_task_loop import cases, config, student, written

__all__ = ["student"]


def rows(run, query):
    return run.sql(query).fetchall()


def speaking(patch, path, act):
    """Have people speak after the first cycle, before the loop comes to its next."""
    before = said.heed

    def heed(store, name):
        if name == "cycle 2" and not (path / said.NAME).exists():
            store.publish()
            act(repairloop.open(path))
        return before(store, name)

    patch.setattr(said, "heed", heed)


def wrong_in(part, made):
    """The first case of the hard ones in a part, with a gold that is wrong."""
    case = next(case for case in made if case.part == part and case.area == "hard")
    return case.like(gold="1", reference="1")


MADE = cases()
RIGHT = {case.id: case.gold for case in MADE}
TRAINS, MEASURES = wrong_in("find", MADE), wrong_in("test", MADE)
"""Two cases whose golds are wrong: one that rows are made of, one that measures."""


def of_case(case):
    """The row that is the case as it came."""
    return f"repair_rows WHERE source = '{case.file}#line={case.line}' AND len(agents) = 2"


def people_speak(run):
    """Of the first cycle: two golds are corrected, a row is vetoed, and the adapter that was accepted refused."""
    assert run.summary()["verdict"] == "accepted"
    asked = f"SELECT probe_id FROM probes WHERE json_extract_string(problem, '$.case') = '{MEASURES.id}'"
    ((probe,),) = rows(run, asked)
    ((row,),) = rows(run, f"SELECT row_id FROM {of_case(TRAINS)}")
    with pytest.raises(UsageError, match="is not read as"):
        run.correct(probe, "a pear", "so")
    saying = run.correct(probe, RIGHT[MEASURES.id], "counted by hand", by="ada")
    assert (saying.old, saying.new) == ("1", RIGHT[MEASURES.id])
    was = {
        (side, status) for side, status in rows(run, f"SELECT side, status FROM verdicts WHERE probe_id = '{probe}'")
    }
    assert {(side, old) for _, side, old, _ in saying.more["regraded"]} == was
    run.correct(row, RIGHT[TRAINS.id], "counted by hand", by="ada")
    with pytest.raises(UsageError, match="already"):
        run.correct(row, RIGHT[TRAINS.id], "again")
    other = f"SELECT row_id FROM repair_rows WHERE dropped IS NULL AND kind = 'repair' AND row_id <> '{row}' AND len(agents) = 2"
    run.veto(rows(run, f"{other} ORDER BY 1 LIMIT 1")[0][0], "it says nothing", by="ada")
    run.judge("refuse", "it rambles", by="bob")


@pytest.fixture(scope="module")
def task(tmp_path_factory):
    wrong = {case.id: case for case in (TRAINS, MEASURES)}
    return written(tmp_path_factory.mktemp("task") / "t", [wrong.get(case.id, case) for case in MADE])


@pytest.fixture(scope="module")
def pears(tmp_path_factory):
    """The simulated student that fails the hard ones."""
    return student.__wrapped__(tmp_path_factory.mktemp("student"))


@pytest.fixture(scope="module")
def two(task, pears, tmp_path_factory):
    """A run of two cycles, between which people spoke."""
    path = tmp_path_factory.mktemp("two") / "run"
    with pytest.MonkeyPatch.context() as patch:
        speaking(patch, path, people_speak)
        return repairloop.run(config(task, pears, cycles=2), path)


def test_a_vetoed_row_never_trains_again(two):
    veto = next(saying for saying in two.said() if saying.about == "row")
    asks = f"SELECT prompt FROM repair_rows WHERE row_id = '{veto.of}'"
    again = rows(two, f"SELECT cycle, dropped FROM repair_rows WHERE prompt = ({asks}) ORDER BY cycle")
    assert again == [(1, None), (2, "vetoed")]
    others = rows(two, "SELECT count(*) FROM repair_rows WHERE cycle = 2 AND dropped IS NULL")
    assert others[0][0] > 10


def test_the_next_cycle_begins_without_an_adapter_that_was_refused(two):
    first = rows(two, "SELECT DISTINCT student FROM answers WHERE cycle = 1 AND side = 'before'")
    second = rows(two, "SELECT DISTINCT student FROM answers WHERE cycle = 2 AND side = 'before'")
    assert first == second
    lines = (two.path / "logs" / "events.jsonl").read_text()
    assert "was refused by bob: the student is the one before it" in lines
    assert "2 golds corrected, 1 row vetoed, 1 word on an adapter" in lines


def test_a_cycle_heeds_the_same_when_the_loop_goes_around_once_more(two, tmp_path):
    run = repairloop.open(shutil.copytree(two.path, tmp_path / "run"))
    before = {file.name for file in (run.path / "shards").iterdir()}
    for (row,) in rows(run, "SELECT row_id FROM repair_rows WHERE dropped IS NULL AND cycle = 2 ORDER BY 1 LIMIT 3"):
        run.veto(row, "too late for this run")
    if rows(run, "SELECT 1 FROM decisions WHERE cycle = 2"):
        run.judge("refuse", "too late", cycle=2)
    for receipt in some((run.path / "stages").glob("vet-*.json")):
        receipt.unlink()
    shutil.rmtree(run.path / "adapters")
    found = api.fsck(run.path)
    assert found["whole"], found
    assert {file.name for file in (run.path / "shards").iterdir()} == before
    assert run.said()[:4] == two.said()
    assert len(run.said()) > 4


def test_all_that_was_built_on_a_refused_adapter_goes(tmp_path):
    store = Store.create(tmp_path / "run", "")
    for cycle in (1, 3):
        more = {"cycle": cycle, "side": "after"}
        said.add(store, lambda _, more=more: {
            "about": "adapter", "of": "a", "old": "accepted", "new": "refused", "why": "so", "who": "eve", "more": more, "key": "",
        })  # fmt: skip
    heard = []

    class Ctx:
        say = heard.append

        def said(self):
            return said.read(store)

    adopted = [{"cycle": cycle, "before": {"name": f"before {cycle}"}} for cycle in (1, 2, 3)]
    state = {"student": {"name": "now"}, "adopted": adopted}
    assert verify.less_refused(Ctx(), state) == {"student": {"name": "before 1"}, "adopted": []}
    state["adopted"] = adopted[1:]
    assert verify.less_refused(Ctx(), state) == {"student": {"name": "before 3"}, "adopted": adopted[1:2]}
    state["adopted"] = adopted[1:2]
    assert verify.less_refused(Ctx(), state) == {"student": {"name": "now"}, "adopted": adopted[1:2]}
    assert verify.less_refused(Ctx(), {"student": {"name": "now"}})["student"] == {"name": "now"}  # of a former version
    assert len(heard) == 2


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    """A run that stopped when its training began."""
    return interrupted(tmp_path_factory.mktemp("half") / "run")


def test_a_veto_holds_for_a_training_that_has_not_begun(half, tmp_path, monkeypatch):
    run = repairloop.open(shutil.copytree(half, tmp_path / "run"))
    before = {file.name: file.read_bytes() for file in (run.path / "shards").iterdir()}
    kept = rows(run, "SELECT row_id FROM repair_rows WHERE dropped IS NULL ORDER BY 1")
    run.veto(kept[0][0], "no")
    trained = []
    sim = repairloop.loop.stages.train.TRAINERS["sim"]

    def train(ctx, state, rows, dataset, out):
        trained.extend(json.loads(line)["row_id"] for line in dataset.read_text().splitlines())
        return sim(ctx, state, rows, dataset, out)

    monkeypatch.setitem(repairloop.loop.stages.train.TRAINERS, "sim", train)
    api.resume(run.path)
    assert sorted(trained) == [row for (row,) in kept[1:]]
    after = {file.name: file.read_bytes() for file in (run.path / "shards").iterdir()}
    assert before.items() <= after.items()
    run.veto(kept[1][0], "too late for this run")
    (run.path / "checkpoints.sqlite").unlink()
    assert api.fsck(run.path)["whole"]
    assert len(trained) == len(kept) - 1  # not trained again


def test_where_all_rows_are_vetoed_nothing_trains(half, tmp_path, monkeypatch):
    run = repairloop.open(shutil.copytree(half, tmp_path / "run"))
    everything = said.Vetoes(
        frozenset(row for (row,) in rows(run, "SELECT row_id FROM repair_rows")), frozenset(), frozenset()
    )
    monkeypatch.setattr(said, "vetoes", lambda _: everything)
    with pytest.raises(TrainerError, match="people vetoed all rows"):
        api.resume(run.path)


# ---- golds -----------------------------------------------------------------------------------------------------


def test_a_corrected_gold_measures_and_trains_in_the_next_cycle(two):
    asked = (
        f"SELECT cycle, reference FROM probes WHERE json_extract_string(problem, '$.case') = '{MEASURES.id}' ORDER BY 1"
    )
    golds = [(cycle, json.loads(reference)) for cycle, reference in rows(two, asked)]
    assert golds == [(1, "1"), (2, RIGHT[MEASURES.id])]
    made = [
        (c, json.loads(r), proof)
        for c, r, proof in rows(two, f"SELECT cycle, reference, proof FROM {of_case(TRAINS)} ORDER BY 1")
    ]
    assert made == [(1, "1", "proved"), (2, RIGHT[TRAINS.id], "human")]
    proofs = rows(two, "SELECT DISTINCT cycle, proof FROM repair_rows WHERE proof IN ('proved', 'human')")
    assert sorted(proofs) == [(1, "proved"), (2, "human"), (2, "proved")]


def test_a_later_run_heeds_what_it_is_given(two, task, pears, tmp_path):
    later = repairloop.run(config(task, pears, repair=False), tmp_path / "later", heed=[two.path])
    gold = rows(later, f"SELECT gold, corrected FROM cases WHERE case_id = '{MEASURES.id}'")
    assert gold == [(RIGHT[MEASURES.id], "ada")]
    assert {(saying.about, saying.more["from"]) for saying in later.said()} == {("gold", "run"), ("row", "run")}
    assert said.verdicts(later.said()) == {}  # of probes of another run
    assert api.fsck(later.path)["whole"]


def test_the_task_itself_is_corrected(two, task, tmp_path):
    folder = shutil.copytree(task, tmp_path / "t")
    done = CliRunner().invoke(app, ["golds", str(folder), "--said", str(two.path)])
    assert "2 golds are corrected as people said" in done.output
    now = {case.id: (case.gold, case.reference, case.corrected) for case in load(folder).cases}
    assert now[TRAINS.id] == (RIGHT[TRAINS.id], RIGHT[TRAINS.id], "ada")
    rest = [case for case in MADE if case.id not in (TRAINS.id, MEASURES.id)]
    assert all(now[case.id] == (case.gold, case.reference, "") for case in rest)


def test_what_is_damaged_is_not_handed_over(tmp_path, two):
    run = shutil.copytree(two.path, tmp_path / "run")
    (run / said.NAME).write_bytes(b"{}\n")
    with pytest.raises(DamagedRun, match="put back a copy"):
        repairloop.run(small(), tmp_path / "new", heed=[run])
    assert not (tmp_path / "new").exists()
