"""Shards named by content, stages done once, a database that readers and the loop share without a lock."""

import subprocess
import sys
import threading

import duckdb
import pytest

from repairloop.ground.errors import DamagedRun, UsageError
from repairloop.rundir.store import SHARD_ROWS, Store

LINK = {"row_id": "r", "cycle": 1, "probe_id": "p"}


@pytest.fixture
def store(tmp_path):
    return Store.create(tmp_path / "run", "seed = 1\n")


def links(store, rows):
    return store.once("vet", {"n": len(rows)}, lambda key: {"shards": {"lineage": store.write("lineage", rows)}})


def test_same_rows_same_name(store, tmp_path):
    other = Store.create(tmp_path / "other", "")
    assert store.write("lineage", [LINK]) == other.write("lineage", [LINK])
    assert store.write("lineage", [LINK]) != store.write("lineage", [LINK, LINK])


def test_many_rows_become_several_shards_and_come_back_in_order(store):
    rows = [LINK | {"row_id": str(i)} for i in range(SHARD_ROWS + 3)]
    names = store.write("lineage", rows)
    assert len(names) == 2
    assert list(store.read(names)) == rows


def test_a_stage_is_done_once(store):
    calls = []

    def make(key):
        calls.append(key)
        return {"shards": {"lineage": store.write("lineage", [LINK])}}

    first = store.once("vet", {"a": 1}, make)
    assert store.once("vet", {"a": 1}, make) == first
    store.once("vet", {"a": 2}, make)
    assert len(calls) == 2


@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
def test_a_damaged_shard_is_detected_and_made_again(store, damage):
    name = links(store, [LINK])["shards"]["lineage"][0]
    file = store.shards / name
    content = file.read_bytes()
    if damage == "remove":
        file.unlink()
    else:
        file.write_bytes(content[:-5] if damage == "cut" else content[:40] + bytes([content[40] ^ 1]) + content[41:])
    again = Store.open(store.path)
    assert again.damaged() == [name]
    with pytest.raises(DamagedRun, match="resume"):
        list(again.read([name]))
    assert links(again, [LINK])["shards"]["lineage"] == [name]
    assert file.read_bytes() == content


def test_a_shard_that_is_damaged_while_it_is_read_is_a_clear_line(store, monkeypatch):
    name = links(store, [LINK])["shards"]["lineage"][0]
    file, content, found = store.shards / name, (store.shards / name).read_bytes(), store.published_shards()
    file.write_bytes(content[:-5])
    with monkeypatch.context() as patch:
        patch.setattr(store, "published_shards", lambda: found)
        with pytest.raises(DamagedRun, match=r"lineage was damaged while it was read.*resume"):
            store.publish()
    file.write_bytes(content)
    store.publish()
    with duckdb.connect(str(store.database), read_only=True) as db:
        assert db.execute("SELECT row_id FROM lineage").fetchall() == [(LINK["row_id"],)]


def test_a_second_process_reads_while_the_loop_publishes(store):
    links(store, [LINK])
    store.publish()
    reader = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys, time\n"
            f"db = duckdb.connect({str(store.database)!r}, read_only=True)\n"
            "print(db.execute('SELECT count(*) FROM lineage').fetchone()[0], flush=True)\n"
            "sys.stdin.readline()\n"
            "print(db.execute('SELECT count(*) FROM lineage').fetchone()[0], flush=True)\n",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout.readline() == "1\n"
    links(store, [LINK, LINK])
    store.publish()  # while the reader holds the old snapshot open
    reader.stdin.write("\n")
    reader.stdin.flush()
    assert reader.stdout.readline() == "1\n"
    assert reader.wait(20) == 0
    with duckdb.connect(str(store.database), read_only=True) as db:
        assert db.execute("SELECT count(*) FROM lineage").fetchone() == (3,)


def test_readers_never_fail_while_the_database_is_replaced(store):
    links(store, [LINK])
    store.publish()
    stop = threading.Event()
    failed = []

    def look():
        while not stop.is_set():
            try:
                with duckdb.connect(str(store.database), read_only=True) as db:
                    assert db.execute("SELECT count(*) FROM lineage").fetchone()[0] >= 1
            except Exception as error:
                failed.append(error)

    thread = threading.Thread(target=look)
    thread.start()
    for _ in range(15):
        store.publish()
    stop.set()
    thread.join()
    assert failed == []


def test_what_is_in_the_way_of_a_new_run_is_said(store, tmp_path):
    (tmp_path / "notes").mkdir()
    (file := tmp_path / "notes" / "a.txt").touch()
    for place, why in ((store.path, "go on with it"), (file.parent, "holds what is no run"), (file, "is a file")):
        with pytest.raises(UsageError, match=why):
            Store.create(place, "")


def test_directories_that_cannot_be_runs(tmp_path, store):
    with pytest.raises(UsageError, match="resume"):
        Store.create(store.path, "")
    with pytest.raises(UsageError, match="does not exist"):
        Store.open(tmp_path / "none")
    half = tmp_path / "half"
    (half / "shards").mkdir(parents=True)
    with pytest.raises(DamagedRun, match=r"manifest\.json is missing; `repairloop fsck"):
        Store.open(half)
    with pytest.raises(UsageError, match="nothing in it is of a run"):
        Store.open(tmp_path)
    with pytest.raises(UsageError, match="it is a file"):
        Store.open(store.path / "config.toml")
    (store.path / "manifest.json").write_text('{"format": 99, "repairloop": "9.0"}')
    with pytest.raises(DamagedRun, match=r"repairloop '9\.0'"):
        Store.open(store.path)
    (store.path / "manifest.json").write_text("{")
    with pytest.raises(DamagedRun, match="cannot be read"):
        Store.open(store.path)
