"""Damage of every kind to every kind of file of a run: each reader shows what it showed, or one line that names the file
and an exit code; `resume` and `fsck` make again what can be made, to the same shards, and never a poorer database."""

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import warnings

import duckdb
import pytest

import repairloop
import repairloop.loop.stages.train
from repairloop import cli
from repairloop.ground import stopping
from repairloop.ground.errors import DamageWarning, RepairLoopError, StudentError
from repairloop.loop import api
from repairloop.rundir.wholeness import content_of
from repairloop.students import sim
from repairloop.students.train_lora import PAUSED, WHOLE
from tests.conftest import small

SETTINGS = [
    "areas=['math/addition','math/subtraction','math/products']", "synthesize.rows=120", "synthesize.preference=0.2",
    "guard.canaries=12", "guard.panel=1", "guard.probes=2", "guard.fresh=10", "dial.guard=0", "probes.holdout=12",
    "probes.holdout_seen=4",
]  # fmt: skip
"""A run of about a second."""


def tiny(**more):
    return small(skills=["math"], settings=[*SETTINGS, *more.pop("settings", [])], **more)


class Stopped(RepairLoopError):
    pass


def interrupted(path):
    """A run whose training failed."""

    def fail(*_):
        raise Stopped("enough")

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(repairloop.loop.stages.train.TRAINERS, "sim", fail)
        with pytest.raises(Stopped):
            repairloop.run(tiny(), path)
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A finished run, for reading only."""
    return repairloop.run(tiny(), tmp_path_factory.mktemp("whole") / "run").path


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """A finished run with another seed."""
    return repairloop.run(tiny(settings=["seed=7"]), tmp_path_factory.mktemp("other") / "run").path


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    """A run that stopped when its training began."""
    return interrupted(tmp_path_factory.mktemp("half") / "run")


@pytest.fixture
def run(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "run")


def command(*words):
    """The command line, in this process: exit code, output and what it complains of."""
    out, said, before = io.StringIO(), io.StringIO(), signal.getsignal(signal.SIGTERM)
    arguments, sys.argv = sys.argv, ["repairloop", *map(str, words)]
    owns = stopping.owns_process
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said), warnings.catch_warnings():
        warnings.simplefilter("default", DamageWarning)
        try:
            cli.main()
            code = 0
        except SystemExit as stop:
            code = stop.code or 0
        finally:
            signal.signal(signal.SIGTERM, before)
            sys.argv, stopping.owns_process = arguments, owns
    assert "Traceback" not in said.getvalue()
    assert "--debug" not in said.getvalue(), said.getvalue()
    return code, out.getvalue(), said.getvalue()


def readers(run, out):
    """What every reading command says of a run, by its name; `out` a file to export to."""
    probe = "SELECT probe_id FROM failures ORDER BY 1 LIMIT 1"
    rows = "SELECT * FROM verdicts ORDER BY ALL"
    code, found, _ = command("sql", run, probe, "--json")
    ident = json.loads(found)[0]["probe_id"] if code == 0 else "0"
    said = {
        "areas": command("areas", run, "--json"),
        "failures": command("failures", run, "--json", "--limit", "1000"),
        "show": command("show", run, ident, "--json"),
        "sql": command("sql", run, rows, "--json"),
        "export": command("export", run, "--format", "prompt-completion", "--out", out),
    }
    exported = out.read_text() if said["export"][0] == 0 else ""
    out.unlink(missing_ok=True)
    return said | {"export": (said["export"][0], exported, said["export"][2])}


@pytest.fixture(scope="module")
def shown(whole, tmp_path_factory):
    """What the readers say of the whole run."""
    said = readers(whole, tmp_path_factory.mktemp("shown") / "rows.jsonl")
    assert {(code, complaint) for code, _, complaint in said.values()} == {(0, "")}
    return {name: output for name, (_, output, _) in said.items()}


def shards(run):
    return {file.name: file.read_bytes() for file in (run / "shards").glob("*.parquet")}


def content(run):
    """Every row of the database, in some order."""
    with duckdb.connect(str(run / "run.duckdb"), read_only=True) as db:
        names = [name for (name,) in db.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        return {name: db.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for name in names}


def assert_as_it_was(run, whole, shown):
    assert shards(run).items() >= shards(whole).items()
    assert content(run) == content(whole)
    assert command("areas", run, "--json") == (0, shown["areas"], "")
    found = api.fsck(run)
    assert (found["whole"], found["damaged"], found["removed"]) == (True, [], [])
    assert json.loads((run / "manifest.json").read_text())["status"] == "finished"


# ---- every kind of damage --------------------------------------------------------------------------------


def missing(file, foreign):
    file.unlink()


def empty(file, foreign):
    file.write_bytes(b"")


def torn(file, foreign):
    os.truncate(file, file.stat().st_size // 2)


def flipped(file, foreign):
    data = bytearray(file.read_bytes())
    place = data.rindex(b'"') - 1 if file.suffix == ".json" else len(data) // 2
    data[place] ^= 1
    file.write_bytes(data)


def garbage(file, foreign):
    file.write_bytes(b"\xff\xfe no such thing \x00" * 400)


def folder(file, foreign):
    file.unlink()
    file.mkdir()
    (file / "something").write_text("of somebody")


def exchanged(file, foreign):
    shutil.copyfile(foreign, file)


KINDS = (missing, empty, torn, flipped, garbage, folder, exchanged)


def damaged(run, other, name, kind):
    kind(run / name, other / name)


def one(folder, pattern, number=0):
    return sorted(folder.glob(pattern))[number]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("name", ["run.duckdb", "report.json", "report.html", "checkpoints.sqlite", "manifest.json"])
def test_whatever_happens_to_a_file_readers_say_the_same_or_name_it_and_it_is_made_again(
    run, whole, other, shown, name, kind
):
    damaged(run, other, name, kind)
    named = "run.duckdb" if (name, kind) == ("manifest.json", exchanged) else name  # the two do not go together
    for reader, (code, output, said) in readers(run, run.parent / "rows.jsonl").items():
        assert (code, output) == (0, shown[reader]) or (code == 1 and named in said and "fsck" in said), reader
        assert said.count("\n") <= 1
    mend = KINDS.index(kind) % 2
    assert command(*(("fsck", run), ("resume", run, "--display", "plain"))[mend])[0] == 0
    assert_as_it_was(run, whole, shown)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_configuration_cannot_be_made_again_and_is_named_and_rows_are_read_on(run, whole, other, shown, kind):
    damaged(run, other, "config.toml", kind)
    if kind is exchanged:
        (run / "config.toml").write_text('student = "sim:planted"\nno_such_key = 1\n')
    if kind is flipped:
        (run / "config.toml").write_text("seed = 'one'\n")
    for reader, (code, output, said) in readers(run, run.parent / "rows.jsonl").items():
        assert (code, output) == (0, shown[reader]) or (code == 1 and reader == "export" and "config.toml" in said)
    code, _, said = command("resume", run)
    assert code == 1
    assert "config.toml" in said
    code, output, _ = command("fsck", run)
    assert code == 1
    assert "config.toml" in output
    assert "NOT made again" in output
    if kind is folder:
        shutil.rmtree(run / "config.toml")
    shutil.copyfile(whole / "config.toml", run / "config.toml")
    assert command("fsck", run)[0] == 0
    assert_as_it_was(run, whole, shown)


@pytest.mark.parametrize("mend", ["fsck", "resume"])
def test_receipts_and_shards_and_adapters_of_every_kind_of_damage_are_made_again(run, whole, other, shown, mend):
    receipts = [one(run, "stages/vet*"), one(run, "stages/synth*"), *sorted(run.glob("stages/grade*"))]
    for receipt, kind in zip(receipts, KINDS, strict=False):
        kind(receipt, one(other, "stages/vet*"))
    one(run, "stages/probe-dev*").write_text('{"stage": "probe-dev", "inputs": {}, "output": []}')
    names = [one(run, f"shards/{table}-*") for table in ("probes", "answers", "verdicts", "repair_rows", "decisions")]
    names += sorted(run.glob("shards/answers-*"))[1:3]
    for shard, kind in zip(names, KINDS, strict=True):
        kind(shard, one(other, "shards/canaries-*"))
    turned, trained = one(run, "adapters/*dial*"), next(p for p in run.glob("adapters/*") if "dial" not in p.name)
    flipped(trained / "sim.toml", None)
    missing(turned / "sim.toml", None)
    for reader, (code, output, said) in readers(run, run.parent / "rows.jsonl").items():
        assert (code, output) == (0, shown[reader]), reader
        assert "missing or damaged" in said
    if mend == "fsck":
        found = api.fsck(run)
        assert found["whole"]
        files = {entry["file"] for entry in found["damaged"]}
        assert files >= {f"stages/{file.name}" for file in receipts[:7]} | {
            f"adapters/{turned.name}",
            f"adapters/{trained.name}",
        }
        assert sum(file.startswith("shards/") for file in files) >= 5, "those of damaged receipts are not named"
        assert all(entry["mended"] and entry["again"] for entry in found["damaged"])
    else:
        said = []
        api.resume(run, said.append)
        assert any("damaged: stages/" in event.get("text", "") for event in said)
    assert trained.with_name(f"{trained.name}.damaged").is_dir(), "what was trained is put aside"
    assert content_of(trained) == trained.name[-8:]
    assert_as_it_was(run, whole, shown)


def test_a_run_without_any_receipt_shard_or_adapter_is_made_again_and_reads_as_before_until_then(run, whole, shown):
    for name in ("stages", "shards", "adapters", "partial", "logs"):
        shutil.rmtree(run / name)
    assert {(code, output) for code, output, _ in [command("areas", run, "--json")]} == {(0, shown["areas"])}
    assert command("resume", run)[0] == 0
    assert_as_it_was(run, whole, shown)


def test_torn_receipts_of_a_finished_run_cost_no_row(run, whole, shown):
    for receipt in [*run.glob("stages/vet*"), *run.glob("stages/grade*")]:
        os.truncate(receipt, 40)
    code, output, _ = command("resume", run)
    assert code == 0
    assert "made again, damaged: stages/" in output
    assert_as_it_was(run, whole, shown)


# ---- a run that is not finished --------------------------------------------------------------------------


def test_what_is_damaged_in_a_run_that_stopped_is_made_again_and_the_run_ends_as_it_would_have(half, whole, tmp_path):
    for mend in ("fsck", "resume"):
        run = shutil.copytree(half, tmp_path / mend)
        torn(one(run, "stages/vet*"), None)
        missing(one(run, "stages/grade*"), None)
        flipped(one(run, "shards/verdicts*"), None)
        missing(run / "run.duckdb", None)
        if mend == "fsck":
            found = api.fsck(run)
            assert (found["whole"], found["status"], len(found["damaged"])) == (True, "stopped", 4)
            assert not list(run.glob("stages/train*")), "it goes where it was and no further"
            assert content(run) == content(half)
        api.resume(run)
        assert shards(run) == shards(whole)
        assert content(run) == content(whole)


def test_a_run_that_ended_before_what_a_stage_had_made_was_merged_is_not_finished(whole, tmp_path):
    def stop(event):
        if event["event"] == "end" and event["stage"] == "vet":
            raise Stopped("enough")

    with pytest.raises(Stopped):
        repairloop.run(tiny(), tmp_path / "run", stop)
    repairloop.resume(tmp_path / "run")
    assert shards(tmp_path / "run") == shards(whole)
    assert content(tmp_path / "run") == content(whole)


def test_a_run_that_stopped_and_lost_its_checkpoints_is_brought_on_by_resume_alone(half, whole, tmp_path):
    run = shutil.copytree(half, tmp_path / "run")
    garbage(run / "checkpoints.sqlite", None)
    missing(one(run, "stages/vet*"), None)
    code, output, _ = command("fsck", run)
    assert code == 1
    assert f"repairloop resume {run}" in output
    assert content(run) == content(half)
    api.resume(run)
    assert shards(run) == shards(whole)


def test_a_checkpoint_that_says_something_else_than_was_written_is_not_gone_on_from(half, whole, tmp_path):
    run = shutil.copytree(half, tmp_path / "run")
    data = (run / "checkpoints.sqlite").read_bytes()
    targets = json.loads(json.dumps(api.open(run).sql("SELECT area, rows FROM areas WHERE targeted").fetchall()))
    assert targets
    (run / "checkpoints.sqlite").write_bytes(data.replace(b"math/products", b"math/produces"))
    found = api.fsck(run)
    assert found["damaged"][0]["file"] == "checkpoints.sqlite"
    api.resume(run)
    assert shards(run) == shards(whole)


# ---- never a poorer one ----------------------------------------------------------------------------------


def test_what_cannot_be_made_again_now_leaves_the_database_as_it_is(tmp_path, monkeypatch):
    run = repairloop.run(tiny(trainer="none"), tmp_path / "run").path
    missing(one(run, "shards/answers*"), None)
    missing(one(run, "stages/vet*"), None)
    before = (run / "run.duckdb").read_bytes()

    def gone(self, *_):
        raise StudentError("nobody answers")
        yield

    with monkeypatch.context() as patch:
        patch.setattr(sim.SimStudent, "answer", gone)
        code, output, _ = command("fsck", run)
        assert (code, "nobody answers" in output, "NOT made again" in output) == (1, True, True)
        code, _, said = command("resume", run)
        assert (code, "nobody answers" in said) == (1, True)
        assert (run / "run.duckdb").read_bytes() == before
    assert command("fsck", run)[0] == 0
    assert api.fsck(run)["damaged"] == []


def test_a_run_is_not_mended_into_another_one(run, whole):
    text = (run / "config.toml").read_text()
    (run / "config.toml").write_text(text.replace("seed = 0", "seed = 5", 1))
    missing(one(run, "stages/vet*"), None)
    before = (run / "run.duckdb").read_bytes()
    for words in (("fsck", run), ("resume", run)):
        code, output, said = command(*words)
        assert code == 1
        assert "config.toml is not what the run was made with" in output + said
    assert (run / "run.duckdb").read_bytes() == before
    (run / "config.toml").write_text(text)
    assert command("fsck", run)[0] == 0
    assert shards(run).items() >= shards(whole).items()
    assert content(run) == content(whole)


def test_what_verify_asked_stays_when_the_loop_goes_around_once_more(run):
    adapter = run.parent / "adapter"
    shutil.copytree(next(p for p in run.glob("adapters/*") if "dial" not in p.name), adapter)
    side = repairloop.verify(run, str(adapter))["side"]
    asked = content(run)
    assert api.fsck(run)["damaged"] == []
    missing(one(run, "stages/vet*"), None)
    assert api.fsck(run)["whole"]
    assert content(run) == asked
    assert api.open(run).summary(side)
    lost = [n for n in json.loads((run / "manifest.json").read_text())["verify_receipts"] if n.startswith("verify-")]
    (run / "stages" / lost[0]).unlink()
    code, output, _ = command("fsck", run)
    assert code == 1
    assert f"repairloop verify {run} --student {adapter}" in output
    repairloop.verify(run, str(adapter))
    assert api.fsck(run)["damaged"] == []
    assert content(run) == asked


@pytest.mark.parametrize("kind", [missing, empty, folder, torn], ids=lambda kind: kind.__name__)
def test_verify_does_not_take_lost_checkpoints_for_a_run_in_which_nothing_fails(run, other, kind):
    damaged(run, other, "checkpoints.sqlite", kind)
    adapter = next(p for p in run.glob("adapters/*") if "dial" not in p.name)
    code, _, said = command("verify", run, "--student", adapter)
    assert (code, "checkpoints.sqlite" in said, "fsck" in said) == (1, True, True), said


# ---- the database and other programs ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE verdicts SET status = 'pass' WHERE status = 'fail'", "DELETE FROM lineage", "DROP TABLE outcomes",
        "INSERT INTO probes SELECT * FROM probes LIMIT 1", "ALTER TABLE answers DROP COLUMN thoughts",
        "DROP VIEW failures; CREATE VIEW failures AS SELECT * FROM (SELECT 1 AS side)", "DROP TABLE verdicts",
        "DELETE FROM made_of", "UPDATE answers SET text = 'wrong' WHERE side = 'after'",
    ],
)  # fmt: skip
def test_a_database_that_somebody_changed_is_not_believed(run, whole, shown, change):
    with duckdb.connect(str(run / "run.duckdb")) as db:
        db.execute(change)
    for code, _, said in readers(run, run.parent / "rows.jsonl").values():
        assert code == 1
        assert "run.duckdb" in said
        assert "fsck" in said
    assert command("fsck", run)[0] == 0
    assert_as_it_was(run, whole, shown)


def test_a_database_that_was_touched_copied_or_given_a_table_of_ones_own_is_as_good_as_before(run, shown):
    os.utime(run / "run.duckdb")
    assert command("areas", run, "--json") == (0, shown["areas"], "")
    with duckdb.connect(str(run / "run.duckdb")) as db:
        db.execute("CREATE TABLE notes AS SELECT 'mine' AS note")
    assert command("failures", run, "--json", "--limit", 1000) == (0, shown["failures"], "")
    missing(one(run, "shards/verdicts*"), None)
    code, _, said = command("areas", run)
    assert (code, "cannot be held against its shards" in said) == (1, True)


def test_a_disk_that_turns_a_bit_of_the_database_shows_at_a_closer_look(run, whole, shown):
    before = (run / "run.duckdb").stat()
    data = bytearray((run / "run.duckdb").read_bytes())
    for place in range(20_000, len(data), 100_000):  # some of it holds rows
        data[place] ^= 8
    (run / "run.duckdb").write_bytes(data)
    os.utime(run / "run.duckdb", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [entry["file"] for entry in api.fsck(run)["damaged"]] == ["run.duckdb"]
    assert_as_it_was(run, whole, shown)


def test_a_database_of_rows_that_are_not_all_there_is_older_than_the_run(run, whole, half, shown):
    shutil.copyfile(half / "run.duckdb", run / "run.duckdb")
    code, _, said = command("areas", run)
    assert (code, "lacks rows of this run" in said) == (1, True)
    assert command("resume", run)[0] == 0
    assert_as_it_was(run, whole, shown)


WRITER = """
import duckdb, os, signal, sys
db = duckdb.connect(sys.argv[1])
db.execute("INSERT INTO lineage VALUES ('mine', 1, 'mine')")
print("wrote", flush=True)
sys.stdin.readline()
"""


def writer(database):
    """A program that has written to the database and keeps it open."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "wrote\n"
    return process


def test_a_log_that_another_program_left_is_not_read_and_is_removed(run, whole, other, shown):
    process = writer(run / "run.duckdb")
    process.kill()
    process.wait()
    assert (run / "run.duckdb.wal").stat().st_size
    said = readers(run, run.parent / "rows.jsonl")
    assert {name: (code, output) for name, (code, output, _) in said.items()} == {n: (0, o) for n, o in shown.items()}
    shutil.copyfile(run / "run.duckdb.wal", run.parent / "wal")
    found = api.fsck(run)
    assert (found["whole"], found["removed"]) == (True, ["run.duckdb.wal"])
    shutil.copyfile(run.parent / "wal", run / "run.duckdb.wal")
    shutil.copyfile(other / "run.duckdb", run / "run.duckdb")
    assert command("resume", run)[0] == 0
    assert not (run / "run.duckdb.wal").exists()
    assert_as_it_was(run, whole, shown)


def test_a_program_that_writes_to_the_database_while_the_loop_goes_on_stops_nothing(half, whole, tmp_path):
    run = shutil.copytree(half, tmp_path / "run")
    process = writer(run / "run.duckdb")
    assert (
        command("sql", run, "SELECT count(*) AS n FROM lineage WHERE row_id = 'mine'", "--json")[1]
        == '[\n {\n  "n": 0\n }\n]\n'
    )
    code, _, said = command("resume", run)
    assert (code, said) == (0, "")
    assert process.poll() is None
    process.communicate("\n", timeout=30)
    assert command("areas", run, "--json")[0] == 0
    assert content(run) == content(whole)


# ---- what a kill leaves ----------------------------------------------------------------------------------


def test_what_killed_processes_left_is_removed_by_the_next_that_holds_the_lock(run, half, tmp_path):
    left = [".publish-abc/run.duckdb", ".manifest.json.99.tmp", "shards/.x.parquet.99.tmp", "stages/.y.json.99.tmp",
            "adapters/.cycle-1-00000000.tmp/numbers", "adapters/.cycle-1-dial-1-q8/f"]  # fmt: skip
    for name in left:
        (run / name).parent.mkdir(exist_ok=True)
        (run / name).write_text("half")
    assert command("areas", run)[0] == 0, "a reader leaves them"
    assert (run / left[0]).exists()
    found = api.fsck(run)
    assert found["whole"]
    assert sorted(found["removed"]) == sorted(
        name if "tmp" in name.rpartition("/")[2] else name.rpartition("/")[0] for name in left
    )
    assert not any((run / name).exists() for name in left)
    going = shutil.copytree(half, tmp_path / "half") / "adapters" / ".cycle-1-00000000.tmp"
    (going / PAUSED).mkdir(parents=True)
    (going / PAUSED / WHOLE).write_text("checkpoint-3")
    assert f"adapters/{going.name}" not in api.fsck(going.parent.parent)["removed"]
    assert going.is_dir(), "a training that goes on is no leftover"


def test_what_a_killed_export_left_is_removed_by_the_next(run, tmp_path):
    left = [tmp_path / f".rows.{ending}.repairloop.tmp" for ending in ("jsonl", "md")]
    for file in left:
        file.write_text("half")
    assert command("export", run, "--format", "sft", "--out", tmp_path / "rows.jsonl")[0] == 0
    assert not any(file.exists() for file in left)
    assert "half" not in (tmp_path / "rows.jsonl").read_text()[:10]


# ---- whose it is -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("manifest", [
    '"text"', "[]", '{"format": "x"}', '{"format": {}}', '{"format": true}', '{"status": {}}', '{"receipts": 5}',
    '{"shards": [1]}', '{"student": 7}', '{"database": {"bytes": "many"}}', '{"adaptations": {"a": 1}}', "[" * 100_000,
])  # fmt: skip
def test_a_manifest_of_a_wrong_type_is_named_and_made_again(run, whole, shown, manifest):
    (run / "manifest.json").write_text(manifest)
    code, _, said = command("areas", run)
    assert (code, "manifest.json cannot be read" in said, said.count("\n")) == (1, True, 1)
    if manifest in ('{"status": {}}', "[]"):
        assert command("resume", run)[0] == 0
        assert_as_it_was(run, whole, shown)


def test_a_run_of_a_newer_version_is_left_alone(run):
    (run / "manifest.json").write_text('{"format": 99, "repairloop": "9.0", "status": []}')
    before = shards(run)
    for words in (
        ("areas", run),
        ("resume", run),
        ("fsck", run),
        ("export", run, "--format", "sft", "--out", "x.jsonl"),
    ):
        code, _, said = command(*words)
        assert (code, "repairloop '9.0'" in said) == (1, True), said
    assert (run / "manifest.json").read_text().startswith('{"format": 99')
    assert shards(run) == before


def test_a_run_of_a_former_version_is_read_checked_and_mended(run, whole, shown):
    manifest = json.loads((run / "manifest.json").read_text())
    for key in ("receipts", "verify_receipts", "database", "mending"):
        manifest.pop(key, None)
    manifest["shards"] = [n for n in manifest["shards"] if not n.startswith(("decisions", "outcomes", "lineage"))]
    (run / "manifest.json").write_text(json.dumps(manifest))
    for file in run.glob("stages/*.json"):
        receipt = json.loads(file.read_text())
        receipt.pop("sum")
        file.write_text(json.dumps(receipt, sort_keys=True))
    with duckdb.connect(str(run / "run.duckdb")) as db:
        db.execute("DROP TABLE made_of")
    assert command("areas", run, "--json") == (0, shown["areas"], "")
    assert api.fsck(run)["damaged"] == []
    with duckdb.connect(str(run / "run.duckdb")) as db:
        db.execute("UPDATE verdicts SET status = 'pass'")
    assert command("areas", run)[0] == 1
    missing(one(run, "stages/vet*"), None)
    found = api.fsck(run)
    assert found["whole"]
    assert {entry["file"] for entry in found["damaged"]} >= {"stages", "run.duckdb"}
    assert_as_it_was(run, whole, shown)


@pytest.mark.parametrize(("name", "said"), [("none", "does not exist"), ("file", "it is a file"), ("empty", "nothing")])
def test_what_is_no_run_is_a_usage_error(tmp_path, name, said):
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    for words in (("areas",), ("resume",), ("fsck",)):
        code, _, complaint = command(*words, tmp_path / name)
        assert (code, said in complaint) == (2, True)
        code, _, complaint = command(*words, tmp_path / ("x" * 300))
        assert (code, "File name too long" in complaint) == (2, True)
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_run_that_is_driven_is_not_mended_beside_it(run):
    import fcntl

    with open(run / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, _, said = command("fsck", run)
    assert (code, "another process" in said) == (1, True)


def test_fsck_says_what_it_found_as_json(run):
    missing(one(run, "stages/vet*"), None)
    code, output, _ = command("fsck", run, "--json")
    found = json.loads(output)
    assert (code, found["whole"], found["status"], found["removed"]) == (0, True, "finished", [])
    entry = found["damaged"][0]
    assert entry["file"].startswith("stages/vet-")
    assert (entry["damage"], entry["mended"]) == ("is missing", True)
    assert "loop" in entry["again"]


# ---- where nothing can be written ------------------------------------------------------------------------


COMMAND = f"{sys.executable} -m repairloop.cli"


def with_mounts(script):
    """Run a script that may mount what it likes, seen by nobody else."""
    unshare = ["unshare", "-m"] if os.getuid() == 0 else ["unshare", "-rm"]
    if not shutil.which("unshare") or subprocess.run([*unshare, "true"], capture_output=True).returncode:
        pytest.skip("no namespaces here")
    return subprocess.run([*unshare, "sh", "-ec", script], capture_output=True, text=True)


@pytest.mark.parametrize("name", ["areas", "resume", "fsck"])
def test_a_run_that_cannot_be_written_is_read_and_resume_says_why_it_does_not_go_on(run, shown, name):
    words = "areas --json" if name == "areas" else name
    done = with_mounts(f"mount --bind {run} {run}; mount -o remount,ro,bind {run}; {COMMAND} {words} {run}")
    if name == "areas":
        assert (done.returncode, done.stdout, done.stderr) == (0, shown["areas"], "")
    else:
        assert done.returncode == 1
        assert "Read-only file system" in done.stderr
        assert "--debug" not in done.stderr


@pytest.mark.parametrize("room", [8, 300, 1500])
def test_a_full_disk_leaves_everything_as_it_is(run, whole, shown, tmp_path, room):
    """The run is on a file system of its own that holds it and `room` kB more; mended there, it lacks the room."""
    missing(one(run, "stages/vet*"), None)
    missing(one(run, "shards/repair_rows*"), None)
    missing(run / "report.html", None)
    (tmp_path / "disk").mkdir()
    after = tmp_path / "after"
    disk, copy = f"{tmp_path}/disk", f"cp -a {run} {tmp_path}/disk/run"
    fill = f"head -c $(( $(df --output=avail -B1 {disk} | tail -1) - {room} * 1024 )) /dev/zero > {disk}/full"
    mend = f"{COMMAND} fsck {disk}/run || echo code $?"
    done = with_mounts(f"mount -t tmpfs -o size=60m none {disk}; {copy}; {fill}; {mend}; cp -a {disk}/run {after}")
    assert "Traceback" not in done.stderr
    assert "--debug" not in done.stderr
    assert "code 1" in done.stdout, done.stdout + done.stderr
    assert "the disk is full" in done.stdout + done.stderr
    assert content(after) == content(whole)
    assert command("fsck", after)[0] == 0
    assert_as_it_was(after, whole, shown)
