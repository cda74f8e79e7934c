"""What people said: held against the run's rows, written down once and for all, shown beside what the run states."""

import contextlib
import json
import os
import random
import shutil
import signal
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest
from typer.testing import CliRunner

import repairloop
from repairloop.cli import app
from repairloop.ground.errors import DamagedRun, DamageWarning, RepairLoopError, UsageError
from repairloop.loop import api
from repairloop.making.adapter import adapter
from repairloop.making.export import export
from repairloop.rundir import page, said
from repairloop.rundir.store import Store
from repairloop.rundir.views import area_rows, connect
from tests.forks import FORKS
from tests.some import some

HOSTILE = "<script>alert(1)</script>\x1b[31m \u202e'; DROP TABLE probes; -- {{7*7}} \ud800 \x00 "


@pytest.fixture
def run(planted, tmp_path):
    return repairloop.open(shutil.copytree(planted.path, tmp_path / "run"))


def one(run, query):
    return run.sql(query).fetchall()[0][0]


def failed(run, side="before", split="screen"):
    return one(run, f"SELECT probe_id FROM failures WHERE side = '{side}' AND split = '{split}' ORDER BY 1 LIMIT 1")


def trains(run):
    return one(run, "SELECT row_id FROM repair_rows WHERE dropped IS NULL AND kind = 'repair' ORDER BY 1 LIMIT 1")


def shards(run):
    return {file.name: file.read_bytes() for file in (run.path / "shards").iterdir()}


def cli(*words, code=0):
    found = CliRunner().invoke(app, [str(word) for word in words])
    assert found.exit_code == code, (found.output, found.exception)
    return found.output or str(found.exception)


def verdict(saying=1, status="pass"):
    return {"about": "verdict", "of": f"{saying:016x}", "old": "fail", "new": status, "why": "so", "who": "eve",
            "key": "", "more": {"side": "before"}}  # fmt: skip


# ---- what is said ---------------------------------------------------------------------------------------------


def test_no_shard_and_no_statement_changes(run):
    before, stated, findings = shards(run), run.summary(), run.areas().fetchall()
    database = run.store.database.read_bytes()
    run.overrule(failed(run), "pass", "it is right")
    run.veto(trains(run), "it is wrong")
    run.judge("refuse", "it rambles")
    assert (shards(run), run.summary(), run.store.database.read_bytes()) == (before, stated, database)
    columns = [name for name in run.areas().columns if name != "overruled"]
    place = run.areas().columns.index("overruled")
    assert [row[:place] + row[place + 1 :] for row in run.areas().fetchall()] == [
        row[:place] + row[place + 1 :] for row in findings
    ]
    assert len(columns) > 10
    assert api.fsck(run.path)["damaged"] == []


def test_each_says_who_when_why_old_and_new(run):
    probe, row = failed(run), trains(run)
    run.overrule(probe[:12], "pass", "it is right", by="ada")
    run.overrule(probe, "fail", "on second thought", by="bob")
    run.veto(row, "it is wrong")
    told = [(s.n, s.who, s.about, s.of, s.old, s.new, s.why) for s in run.said()]
    assert told[:2] == [
        (1, "ada", "verdict", probe, "fail", "pass", "it is right"),
        (2, "bob", "verdict", probe, "pass", "fail", "on second thought"),
    ]
    assert told[2][2:6] == ("row", row, "trains", "vetoed")
    assert all(saying.at.startswith("20") and saying.at.endswith("+00:00") for saying in run.said())


def test_areas_are_counted_with_and_without(run):
    probes = [p for (p,) in some(run.sql(
        "SELECT probe_id FROM failures WHERE side = 'before' AND split = 'holdout' AND wording = 'unseen' "
        "AND area = (SELECT min(area) FROM areas WHERE targeted) ORDER BY 1 LIMIT 3"
    ).fetchall())]  # fmt: skip
    for probe in probes:
        run.overrule(probe, "pass", "right")
    with connect(run.store) as db:
        own = {row["area"]: row for row in area_rows(db)}
        rows = {row["area"]: row for row in area_rows(db, people=said.verdicts(run.said()))}
    (changed,) = [row for row in rows.values() if row["people"]]
    was = changed["before"]
    passed = round(was["pass_rate"] * was["n"])
    assert changed["people"]["before"] == {"passed": passed + len(probes), "n": was["n"]}
    assert changed["people"]["overruled"] == len(probes)
    assert all({**row, "people": None} == own[area] for area, row in rows.items())
    assert f"{passed}/{was['n']} → {passed + len(probes)}/{was['n']}" in cli("areas", run.path)
    run.overrule(probes[0], "fail", "wrong after all")
    with connect(run.store) as db:
        rows = {row["area"]: row for row in area_rows(db, people=said.verdicts(run.said()))}
    assert rows[changed["area"]]["people"]["overruled"] == len(probes) - 1


def test_the_persons_verdict_stands_beside_the_graders(run):
    probe = failed(run)
    run.overrule(probe, "pass", "it is right")
    shown = {row[0]: row[-1] for row in run.failures().fetchall()}
    assert shown[probe] == "pass"
    assert set(shown.values()) == {"pass", None}
    assert f"verdict of {probe} before: fail → pass; it is right" in cli("show", run.path, probe)
    assert json.loads(cli("show", run.path, probe, "--json"))["said"][0]["why"] == "it is right"


def test_what_is_not_there_cannot_be_said_of(run):
    right = one(run, "SELECT probe_id FROM verdicts WHERE status = 'pass' AND side = 'before' LIMIT 1")
    aside = run.sql("SELECT row_id FROM repair_rows WHERE dropped IS NOT NULL LIMIT 1").fetchall()
    wrong = [
        lambda: run.overrule("ffffffffffffffff", "pass", "so"),
        lambda: run.overrule(right, "pass", "so"),
        lambda: run.overrule(right, "good", "so"),
        lambda: run.overrule(right, "fail", "so", side="later"),
        lambda: run.overrule(right, "fail", "  "),
        lambda: run.overrule(right, "fail", "so", by="two\nlines"),
        lambda: run.overrule(right, "fail", "so" * 1001),
        lambda: run.correct(right, "12", "so"),
        lambda: run.veto("ffffffffffffffff", "so"),
        lambda: run.veto("", "so"),
        lambda: run.judge("praise", "so"),
        lambda: run.judge("refuse", "so", cycle=9),
        *(lambda row=row: run.veto(row, "so") for (row,) in aside),
    ]
    for say in wrong:
        with pytest.raises(UsageError):
            say()
    assert run.said() == []
    run.overrule(right, "fail", "so")
    with pytest.raises(UsageError, match="held for fail already"):
        run.overrule(right, "fail", "so")


def test_a_refusal_stands_whatever_the_gate_says_and_until_its_author_takes_it_back(run):
    assert "is accepted" in cli("adapter", run.path)
    run.judge("sign-off", "good", by="ada")
    assert "signed off" in cli("adapter", run.path)
    run.judge("refuse", "it rambles", by="bob")
    run.judge("refuse", "indeed", by="ada")
    run.judge("sign-off", "no", by="ada")
    assert "is refused by bob" in cli("adapter", run.path, code=1)
    run.judge("sign-off", "mended", by="bob")
    assert json.loads(cli("adapter", run.path, "--json"))["signed_off"] is True


def test_no_person_makes_the_gate_looser(run, monkeypatch):
    for word in ("rejected", "inconclusive"):
        decision = {"cycle": 1, "side": "after", "verdict": word, "adapter": "a", "reason": ""}
        with monkeypatch.context() as patch:
            patch.setattr("repairloop.rundir.say.summary_of", lambda *_, d=decision: d)
            with pytest.raises(UsageError, match="never looser"):
                run.judge("sign-off", "I like it")
            run.judge("refuse", "nor do I", by=word)
            assert "is refused" in cli("adapter", run.path, code=1)


def test_what_is_vetoed_is_not_exported(run, tmp_path):
    row = trains(run)
    whole = export(run.store, "sft", tmp_path / "whole.jsonl")
    run.veto(row, "it is wrong")
    less = export(run.store, "sft", tmp_path / "less.jsonl")
    assert less["vetoed"] == 1
    assert less["rows"] == whole["rows"] - 1
    assert row in (tmp_path / "whole.jsonl").read_text()
    assert row not in (tmp_path / "less.jsonl").read_text()
    assert "vetoed 1" in (tmp_path / "less.md").read_text()


def test_what_is_vetoed_is_not_made_again(run, tmp_path):
    """`synthesize` makes the rows of a cycle anew, with the same ids."""

    def made(name):
        cli("synthesize", run.path, "--rows", 20, "--out", tmp_path / name)
        rows = [json.loads(line) for line in (tmp_path / name).read_text().splitlines()]
        assert len(rows) == 20  # in all, however many areas there are
        return {row["row_id"] for row in rows}

    first = made("a.jsonl")
    again = sorted(
        first & {row for (row,) in run.sql("SELECT row_id FROM repair_rows WHERE dropped IS NULL").fetchall()}
    )
    assert again
    run.veto(again[0], "it is wrong")
    assert again[0] not in made("b.jsonl")


def test_a_row_that_no_grader_here_proved_is_traced(run, monkeypatch):
    own = one(run, "SELECT row_id FROM repair_rows WHERE kind = 'self' ORDER BY 1 LIMIT 1")
    told = cli("trace", run.path, own)
    assert "the student's own voice" in told
    assert "now" not in json.loads(cli("trace", run.path, own, "--json"))
    assert "now: pass" in cli("trace", run.path, trains(run))
    monkeypatch.setattr("repairloop.cli.trace.all_graders", dict)  # a plug-in's, in a new process
    assert "now:" not in cli("trace", run.path, trains(run))


def test_nothing_leaves_a_run_where_a_veto_or_refusal_may_be_lost(run, tmp_path):
    run.veto(trains(run), "it is wrong")
    run.judge("refuse", "it rambles", by="bob")
    file = run.path / said.NAME
    file.write_bytes(file.read_bytes().replace(b"refused", b"refusee"))
    for words in (["adapter", run.path], ["export", run.path, "--format", "adapter", "--out", tmp_path / "a"],
                  ["export", run.path, "--format", "sft", "--out", tmp_path / "rows.jsonl"],
                  ["synthesize", run.path, "--rows", 5, "--out", tmp_path / "more.jsonl"]):  # fmt: skip
        assert "line 2 is not as it was written" in cli(*words, code=1)
    assert list(tmp_path.iterdir()) == [run.path]


def test_a_refused_adapter_does_not_leave_the_run_and_its_rows_say_so(run, tmp_path):
    inside = run.path / run.summary()["adapter"]
    cli("export", run.path, "--format", "adapter", "--out", tmp_path / "first")
    assert {file.name: file.read_bytes() for file in (tmp_path / "first").iterdir()} == {
        file.name: file.read_bytes() for file in inside.iterdir() if file.is_file()
    }
    assert export(run.store, "sft", tmp_path / "rows.jsonl")["refused"] == []
    run.judge("refuse", "it rambles", by="bob")
    with pytest.raises(RepairLoopError, match=r"bob refuses it \(it rambles\)"):
        adapter(run.store, tmp_path / "second")
    assert not (tmp_path / "second").exists()
    told = export(run.store, "sft", tmp_path / "rows.jsonl", force=True)
    assert told["refused"] == [{"cycle": 1, "side": "after", "who": "bob", "why": "it rambles"}]
    assert "bob refuses the adapter that cycle 1 came to" in (tmp_path / "rows.md").read_text()
    run.judge("sign-off", "mended", by="bob")
    assert adapter(run.store, tmp_path / "second")["signed_off"] is True
    with pytest.raises(UsageError, match="there already"):
        adapter(run.store, tmp_path / "second")


def test_what_the_gate_did_not_accept_does_not_leave_either(run, tmp_path, monkeypatch):
    decision = run.summary() | {"verdict": "rejected", "reason": "a skill lost"}
    monkeypatch.setattr("repairloop.rundir.say.summary_of", lambda *_: decision)
    with pytest.raises(RepairLoopError, match="the gate says rejected; a skill lost"):
        adapter(run.store, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_overruled_verdict_is_a_case_for_its_grader(run, tmp_path):
    from repairloop.testing import overruled_cases

    with pytest.raises(RepairLoopError, match="nobody has overruled"):
        cli_export(run, tmp_path)
    probe, other = failed(run), failed(run, split="holdout")
    run.overrule(probe, "pass", "it is right", by="ada")
    run.overrule(other, "pass", "it is right")
    run.overrule(other, "fail", "it is not")
    (case,) = cli_export(run, tmp_path)
    assert (case["id"], case["status"], case["was"], case["who"]) == (f"{probe}/before", "pass", "fail", "ada")
    out = cli("grade", case["grader"], "--input", tmp_path / "cases.jsonl", "--output", tmp_path / "out.jsonl")
    assert "1 fail" in out
    tests = overruled_cases(tmp_path / "cases.jsonl")
    with pytest.raises(AssertionError, match="it is right"):
        tests().test_a_person_holds_it(case)
    tests().test_a_person_holds_it({**case, "status": "fail"})


def cli_export(run, folder):
    from repairloop.making.cases import cases

    cases(run.store, folder / "cases.jsonl")
    return [json.loads(line) for line in (folder / "cases.jsonl").read_text().splitlines()]


def test_hostile_reasons_are_text_everywhere(run):
    probe = failed(run)
    run.overrule(probe, "pass", HOSTILE, by="<b>eve</b>")
    (saying,) = run.said()
    assert "<script>" in saying.why
    for shown in (cli("said", run.path), cli("show", run.path, probe), (run.path / "report.html").read_text()):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    text = (run.path / "report.html").read_text()
    assert "<script>alert" not in text
    assert "<b>eve" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert len((run.path / said.NAME).read_bytes().splitlines()) == 1


def test_the_report_counts_them_and_fsck_knows_it_for_whole(run):
    former = (run.path / "report.html").read_text()
    run.overrule(failed(run), "pass", "it is right")
    told = (run.path / "report.html").read_text()
    assert "1 verdict overruled" in told
    assert page.own(told) == page.own(former)
    assert told == page.build(run.store)
    (run.path / "report.html").write_text(former)  # as a writer leaves it that is killed between the two
    assert api.fsck(run.path)["damaged"] == []
    assert (run.path / "report.html").read_text() == told


# ---- the file -------------------------------------------------------------------------------------------------


def test_a_key_is_said_once(run):
    first = said.add(run.store, lambda _: verdict() | {"key": "abc"})
    assert said.add(run.store, lambda _: verdict() | {"key": "abc"}) == first
    with pytest.raises(UsageError, match="used for something else"):
        said.add(run.store, lambda _: verdict(2) | {"key": "abc"})
    assert run.said() == [first]


def test_a_line_that_was_changed_or_taken_out_is_named(run, recwarn):
    for number in range(1, 5):
        said.add(run.store, lambda _, number=number: verdict(number))
    file = run.path / said.NAME
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([lines[0], lines[1].replace(b'"pass"', b'"fail"'), *lines[2:]]))
    with pytest.warns(DamageWarning, match="line 2 is not as it was written"):
        assert [saying.n for saying in run.said()] == [1, 3, 4]
    with pytest.raises(DamagedRun, match="line 2"):
        said.heed(run.store, "cycle 2")
    found = api.fsck(run.path)
    assert [(d["file"], d["mended"]) for d in found["damaged"]] == [(said.NAME, False)]
    assert api.resume(run.path).path == run.path  # a finished one is shown all the same
    assert said.add(run.store, lambda _: verdict(8)).n == 5  # the damaged line stands before 4, and has its number
    file.write_bytes(b"".join(lines) + file.read_bytes().splitlines(keepends=True)[-1])
    assert said.damage(run.store) == []  # put back as it says, all is well
    file.write_bytes(b"".join([lines[0], *lines[2:]]))
    assert said.damage(run.store) == ["lacks 1 line"]
    assert said.add(run.store, lambda _: verdict(9)).n == 5
    file.unlink()
    file.mkdir()
    assert said.damage(run.store) == ["is a folder"]


@pytest.mark.parametrize(
    "text", [b"{}\n", b"null\n", b"[1]\n", b'{"sum": 1}\n', b"[" * 5000 + b"\n", b"\xff\xfe\n", b"\n"]
)
def test_no_line_breaks_the_reader(run, text):
    said.add(run.store, lambda _: verdict())
    with open(run.path / said.NAME, "ab") as file:
        file.write(text)
    with pytest.warns(DamageWarning):
        assert len(run.said()) == 1
    assert said.add(run.store, lambda _: verdict(2)).n == 3


def test_what_a_killed_writer_left_was_never_said(run):
    said.add(run.store, lambda _: verdict())
    file = run.path / said.NAME
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:40])
    assert len(run.said()) == 1
    assert api.fsck(run.path)["removed"] == [f"{said.NAME}, the end of a line"]
    assert file.read_bytes() == whole
    file.write_bytes(whole + whole[:-1])
    assert said.add(run.store, lambda _: verdict(2)).n == 2
    assert [saying.of for saying in run.said()] == [f"{n:016x}" for n in (1, 2)]


def keep_saying(path, name, told):
    store = Store(path)
    for number in range(10_000):
        made = verdict(number) | {"who": name, "key": f"{name}/{number}"}
        said.add(store, lambda _, made=made: made)
        told.send(made["key"])


def test_writers_that_are_killed_lose_nothing_that_they_answered_for(run):
    answered, killed = set(), 0
    rng = random.Random(1)
    for turn in range(4):
        writers = []
        for name in ("a", "b", "c"):
            ours, theirs = FORKS.Pipe(duplex=False)
            writers.append((FORKS.Process(target=keep_saying, args=(run.path, f"{name}{turn}", theirs)), ours))
            writers[-1][0].start()
            theirs.close()
        assert all(pipe.poll(60) for _, pipe in writers)
        time.sleep(0.05 + rng.random() / 10)
        for writer, pipe in writers:
            os.kill(writer.pid, signal.SIGKILL)
            writer.join()
            killed += writer.exitcode == -signal.SIGKILL
            with contextlib.suppress(EOFError, OSError):  # to where it was killed
                while True:
                    answered.add(pipe.recv())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = run.said()
    assert killed == 12
    assert len(answered) > 30
    keys = [saying.key for saying in found]
    assert answered <= set(keys)
    assert len(keys) == len(set(keys))
    assert [saying.n for saying in found] == list(range(1, len(found) + 1))


def test_threads_say_things_at_once(run):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: said.add(run.store, lambda _: verdict(n)).n, range(40)))
    assert sorted(made) == list(range(1, 41))


def test_what_is_heeded_is_decided_once(run):
    assert said.heed(run.store, "cycle 2") == 0
    assert not (run.path / said.NAME).exists()
    said.add(run.store, lambda _: verdict())
    line = said.heed(run.store, "cycle 2")
    said.add(run.store, lambda _: verdict(2))
    assert said.heed(run.store, "cycle 2") == line
    assert [saying.n for saying in said.before(run.store, line)] == [1]
    assert len(said.before(run.store, said.heed(run.store, "cycle 3"))) == 2
    run.store.manifest({"mending": True})
    assert said.heed(run.store, "cycle 4") == 0  # nothing was heeded there when it was there first
    assert said.heed(run.store, "cycle 2") == line
