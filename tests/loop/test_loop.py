"""The whole loop on the simulated student: what it finds, keeps, survives, and says when something is wrong."""

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from types import SimpleNamespace

import duckdb
import pytest

import repairloop
from repairloop import all_skills
from repairloop.cli.trace import trace
from repairloop.ground.errors import DamagedRun, RepairLoopError, StudentError, TrainerError, UsageError
from repairloop.loop import api, graph
from repairloop.loop.gate import Paired
from repairloop.loop.stages import diagnose, verify
from repairloop.loop.stages.context import Drained
from repairloop.making.export import export
from repairloop.plugins.folds import in_cycle
from repairloop.plugins.items import make_probes
from repairloop.plugins.registry import get_skill
from repairloop.records import VERIFIED
from repairloop.records.rows import dump
from repairloop.rundir.display import summary_lines
from repairloop.rundir.store import TABLES, UNPUBLISHED, Store
from repairloop.students.sim import SimStudent
from tests.conftest import SMALL, small
from tests.forks import Fork
from tests.some import some
from tests.stub_server import StubServer

WEAK = {
    "math/addition/carry", "math/subtraction/borrow", "math/word/two_step", "text_extraction/absent_field",
    "format_following/case", "tool_use/missing_argument", "tool_use/optional_arguments",
}  # fmt: skip
LEARNED = "".join(f'[areas."{area}"]\npass_rate = 0.97\n' for area in sorted(WEAK))
"""An adapter of the simulated student that mends every weakness."""


SHARED = """WITH items AS (SELECT area, content, split FROM probes
                              UNION ALL SELECT area, content, 'train' FROM repair_rows WHERE dropped IS NULL)
            SELECT count(*) FROM (SELECT area, content FROM items GROUP BY ALL HAVING count(DISTINCT split) > 1)"""
"""How many problems are in two splits."""


def shards(path):
    names = sorted(file.name for file in (path / "shards").glob("*.parquet"))
    store = Store.open(path)
    assert all(store.whole(name) for name in names)
    return names


def rows(run, query):
    return run.sql(query).fetchall()


def test_the_planted_weaknesses_are_found_and_nothing_else(planted):
    named = {area for (area,) in rows(planted, "SELECT area FROM areas WHERE targeted")}
    assert named
    assert named <= WEAK
    assert len(named) >= 5


def test_every_area_hears_whether_it_fails_passes_or_neither(planted):
    found = dict(rows(planted, "SELECT area, decision FROM areas"))
    assert len(found) == 29
    assert {a for a, decision in found.items() if decision == "fails"} <= WEAK
    assert {a for a, decision in found.items() if decision == "passes"}.isdisjoint(WEAK)
    assert set(found.values()) <= {"fails", "passes", "inconclusive"}
    counted = "count(*) FILTER (status = 'pass'), count(*) FILTER (status <> 'ungradable')"
    asked = f"""SELECT area, {counted} FROM verdicts JOIN probes USING (probe_id)
                WHERE split IN ('screen', 'confirm') AND side = 'before' GROUP BY 1 ORDER BY 1"""
    assert rows(planted, asked) == rows(planted, "SELECT area, passed, n FROM areas ORDER BY 1")


def test_all_looks_together_keep_to_the_budget_and_ask_nothing_twice(planted):
    asked, contents = rows(
        planted, "SELECT count(*), count(DISTINCT (area, content)) FROM probes WHERE split IN ('screen', 'confirm')"
    )[0]
    assert 29 * 10 < asked <= 29 * 13
    assert asked == contents
    again = rows(planted, "SELECT count(*) FROM areas WHERE settle_n > 0 AND settle_n IS NOT NULL")
    assert again[0][0] > 0


def test_some_failures_that_rows_answer_are_asked_again(planted):
    sides = """SELECT count(*), count(a.probe_id) FROM (SELECT DISTINCT probe_id FROM lineage) l
               LEFT JOIN answers a ON a.probe_id = l.probe_id AND a.side = 'after'"""
    asked, again = rows(planted, sides)[0]
    assert 20 < again <= asked


def test_error_classes_stand_beside_each_failing_area(planted):
    for (text,) in some(rows(planted, "SELECT error_classes FROM areas WHERE decision = 'fails'")):
        classes = json.loads(text)
        assert classes[0]["examples"][0].keys() == {"probe_id", "question", "answer"}
        assert sum(c["share"] for c in classes) == pytest.approx(1, abs=0.01)


def test_the_repair_is_proved_and_accepted(planted):
    summary = planted.summary()
    assert summary["accepted"]
    gain = summary["summary"]["targeted_unseen"]
    assert gain["change"] > 0.3
    assert gain["low"] > 0
    assert gain["p_value"] < 1e-6
    assert summary["summary"]["targeted_seen"]["change"] > 0.3


def test_before_and_after_ask_the_same_probes(planted):
    asked = """SELECT list(probe_id ORDER BY probe_id) FROM answers JOIN probes USING (probe_id)
               WHERE split = 'holdout' AND side = '{}'"""
    before, after = (rows(planted, asked.format(side)) for side in ("before", "after"))
    assert before == after
    assert len(before[0][0]) > 100


def test_only_proved_rows_train_and_each_names_its_failures(planted):
    query = "SELECT proof, count(*), bool_and(verdict = 'pass') FROM repair_rows WHERE dropped IS NULL GROUP BY 1 ORDER BY 1"
    proved, own = rows(planted, query)
    assert proved[1] >= 200
    assert (proved[0], proved[2]) == ("proved", True)
    assert own[0] == "self"
    orphans = rows(
        planted,
        """SELECT count(*) FROM repair_rows r WHERE kind = 'repair' AND NOT EXISTS (
             SELECT 1 FROM lineage l JOIN failures f USING (probe_id) WHERE l.row_id = r.row_id AND f.area = r.area)""",
    )
    assert orphans == [(0,)]


def test_replay_rows_come_from_other_areas_only(planted):
    kinds = rows(planted, "SELECT DISTINCT r.kind, a.targeted FROM repair_rows r JOIN areas a USING (area)")
    assert sorted(kinds) == [("repair", True), ("replay", False)]


def test_replay_rows_come_from_skills_that_the_run_does_not_look_at_too(planted):
    found = rows(planted, "SELECT DISTINCT area FROM repair_rows WHERE kind = 'replay'")
    looked_at = rows(planted, "SELECT area FROM areas")
    assert set(found) - set(looked_at)
    number = rows(planted, "SELECT count(*) FROM repair_rows WHERE kind = 'replay' AND dropped IS NULL")[0][0]
    assert number <= round(1200 * small().synthesize.replay)


def test_the_rejected_side_is_a_wrong_answer_of_the_student(planted):
    assert rows(planted, "SELECT count(*) FROM repair_rows WHERE rejected IS NOT NULL")[0][0] > 5
    assert rows(planted, "SELECT count(*) FROM repair_rows WHERE rejected = completion") == [(0,)]


def test_right_answers_of_the_student_may_train_in_place_of_ours(tmp_path):
    plain = repairloop.run(small(skills=["math"], trainer="none"), tmp_path / "plain")
    own = repairloop.run(small(skills=["math"], trainer="none", settings=["synthesize.verified=0.5"]), tmp_path / "own")
    query = "SELECT row_id, completion, agents FROM repair_rows WHERE kind = 'repair' AND dropped IS NULL"
    ours = {row_id: completion for row_id, completion, _ in rows(plain, query)}
    theirs = {row_id: completion for row_id, completion, agents in rows(own, query) if agents[-1] == VERIFIED}
    others = {row_id: completion for row_id, completion, agents in rows(own, query) if agents[-1] != VERIFIED}
    assert 0.05 * len(ours) < len(theirs) < 0.5 * len(ours)
    assert others.items() <= ours.items()
    assert theirs.keys() | others.keys() == ours.keys(), "they are no rows besides: the budget is what it was"
    assert sum(completion != ours[row_id] for row_id, completion in theirs.items()) > 0.5 * len(theirs)
    said = f"""SELECT bool_and(proof = 'proved' AND verdict = 'pass' AND rejected IS NULL), count(DISTINCT why),
                      count(*) FILTER (row_id IN (SELECT row_id FROM lineage))
               FROM repair_rows WHERE dropped IS NULL AND list_contains(agents, '{VERIFIED}')"""
    assert rows(own, said) == [(True, 1, len(theirs))]
    found = trace(own.path, next(iter(theirs)))
    assert found["now"]["status"] == "pass"
    assert found["failures"]
    assert rows(own, SHARED) == [(0,)]
    export(own.store, "sft", tmp_path / "rows.jsonl")
    assert f"{len(theirs)} rows of the run have the student's own right answer" in (tmp_path / "rows.md").read_text()
    assert VERIFIED not in {agent for _, _, agents in rows(plain, query) for agent in agents}


def test_no_content_is_shared_between_splits(planted):
    assert rows(planted, SHARED) == [(0,)]


def test_where_more_areas_fail_than_are_repaired_more_answers_choose(planted, tmp_path, monkeypatch):
    given = {}
    rule = diagnose.promises
    monkeypatch.setattr(diagnose, "promises", lambda counts, *more: given.update(counts) or rule(counts, *more))
    run = repairloop.run(small(trainer="none", settings=["diagnose.max_areas=2"]), tmp_path / "run")
    failing = [area for (area,) in rows(run, "SELECT area FROM areas WHERE decision = 'fails'")]
    assert len(failing) > 2
    looks = "SELECT area, decision, n, passed FROM areas ORDER BY 1"
    assert rows(run, looks) == rows(planted, looks), "they decide nothing else"
    asked = dict(rows(run, "SELECT area, count(*) FROM probes WHERE split = 'choose' GROUP BY 1"))
    assert asked == dict.fromkeys(failing, 13)
    counted = "SELECT area, count(*) FROM probes WHERE split IN ('screen', 'confirm', 'choose') GROUP BY 1"
    assert {area: n for area, (_, n) in given.items()} == dict(rows(run, counted))
    targets = {area for (area,) in rows(run, "SELECT area FROM areas WHERE targeted")}
    assert len(targets) == 2
    assert targets <= set(failing)
    assert rows(run, SHARED) == [(0,)]
    one = repairloop.run(small(trainer="none", skills=["math"], settings=["diagnose.max_areas=2"]), tmp_path / "one")
    assert len(rows(one, "SELECT area FROM areas WHERE decision = 'fails'")) > 2
    assert rows(one, "SELECT count(*) FROM probes WHERE split = 'choose'") == [(0,)], "of one skill"


def test_holdout_wording_is_unseen_where_it_counts(planted):
    found = rows(planted, "SELECT DISTINCT split, wording FROM probes ORDER BY ALL")
    assert [pair for pair in found if pair[0] not in ("canary", "train")] == [
        ("confirm", "seen"), ("dev", "unseen"), ("holdout", "seen"), ("holdout", "unseen"), ("screen", "seen"),
    ]  # fmt: skip


def test_every_area_of_every_installed_skill_is_asked_before_and_after(planted):
    asked = rows(planted, "SELECT DISTINCT area FROM outcomes WHERE wording = 'unseen'")
    assert {area for (area,) in asked} == {area for skill in all_skills().values() for area in skill.areas}
    panel = {row["skill"]: row["n"] for row in planted.summary()["summary"]["panel"]}
    assert panel.keys() == all_skills().keys()
    assert panel["reading_comprehension"] == 3 * 18


def test_every_table_is_in_the_database(planted):
    with duckdb.connect(str(planted.path / "run.duckdb"), read_only=True) as db:
        names = {name for (name,) in db.execute("SELECT table_name FROM information_schema.tables").fetchall()}
    assert names >= (TABLES.keys() - UNPUBLISHED.keys()) | {"failures"}


def test_a_run_is_the_same_twice(planted, tmp_path):
    again = repairloop.run(small(), tmp_path / "run")
    assert shards(again.path) == shards(planted.path)


def test_the_state_holds_references_only(planted):
    size = sum(file.stat().st_size for file in planted.path.glob("checkpoints.sqlite*"))
    assert size < 1_500_000


def test_a_second_cycle_starts_from_the_accepted_student(tmp_path):
    run = repairloop.run(small(cycles=2, skills=["math"]), tmp_path / "run")
    summaries = rows(run, "SELECT cycle, accepted FROM decisions ORDER BY cycle")
    assert summaries[0] == (1, True)
    shared = rows(
        run,
        "SELECT count(*) FROM probes a JOIN probes b USING (area, content) WHERE a.cycle < b.cycle AND a.split <> b.split",
    )
    assert shared == [(0,)]
    assert rows(run, "SELECT count(DISTINCT student) FROM answers WHERE cycle = 2 AND side = 'before'") == [(1,)]
    first, second = (
        rows(run, f"SELECT avg((status = 'pass')::INT) FROM verdicts WHERE cycle = {c} AND side = 'before'")[0][0]
        for c in (1, 2)
    )
    assert second > first

    one = repairloop.run(small(skills=["math"]), tmp_path / "one")  # what asks and trains in its only cycle is the same
    asked = "SELECT probe_id, messages FROM probes WHERE cycle = 1 AND wording = 'seen' AND split IN ('screen', 'confirm') ORDER BY 1"
    made = "SELECT prompt, completion FROM repair_rows WHERE cycle = 1 AND kind = 'repair' AND dropped IS NULL"
    assert rows(one, asked) == rows(run, asked)
    drafts = [set(rows(of, made)) for of in (one, run)]
    assert len(drafts[0] & drafts[1]) > 0.9 * len(drafts[0] | drafts[1])  # held against other probes


# ---- kill and resume ----------------------------------------------------------------------------------

POINTS = [
    ("probe", "screen"), ("answer", "screen"), ("grade", "screen"), ("diagnose", "screen"), ("probe", "confirm"),
    ("answer", "confirm"), ("grade", "confirm"), ("diagnose", "confirm"), ("probe", "settle"), ("answer", "settle"),
    ("grade", "settle"), ("diagnose", "settle"), ("voice", ""), ("probe", "holdout"), ("answer", "holdout"),
    ("grade", "holdout"), ("probe", "dev"), ("answer", "dev"), ("grade", "dev"), ("synthesize", ""), ("vet", ""),
    ("train", ""), ("dial", ""), ("verify", ""), ("report", ""),
]  # fmt: skip


def command(*words):
    return [sys.executable, "-m", "repairloop.cli", *map(str, words)]


def kill_at(words, stage, phase, number=signal.SIGKILL):
    """Start the command, signal it when the stage begins; its exit code."""
    run = Fork(*words, "--display", "json")
    for line in run.lines:
        event = json.loads(line)
        if event["event"] == "start" and (event["stage"], event["phase"]) == (stage, phase):
            os.kill(run.pid, number)
            break
    else:
        pytest.fail(f"{stage} {phase} never began")
    return run.wait()


@pytest.mark.timeout(900)
def test_killed_at_every_stage_in_turn_it_ends_with_the_same_shards(planted, tmp_path):
    path = tmp_path / "run"
    settings = [word for setting in SMALL for word in ("--set", setting)]
    first = ["run", "--student", "sim:planted", "--out", path, *settings]
    for number, (stage, phase) in enumerate(POINTS):
        assert kill_at(["resume", path] if number else first, stage, phase) == -signal.SIGKILL
    subprocess.run(command("resume", path), check=True, capture_output=True)
    assert shards(path) == shards(planted.path)
    assert json.loads((path / "manifest.json").read_text())["status"] == "finished"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_drains_and_the_run_resumes(tmp_path, number):
    path = tmp_path / "run"
    settings = [word for setting in SMALL for word in ("--set", setting)]
    code = kill_at(
        ["run", "--student", "sim:planted", "--skills", "math", "--out", path, *settings], "answer", "confirm", number
    )
    assert code == 128 + number
    assert json.loads((path / "manifest.json").read_text())["status"] == "stopped"
    assert repairloop.resume(path).summary()


def test_damaged_shards_of_a_finished_run_are_made_again(planted, tmp_path):
    path = tmp_path / "run"
    shutil.copytree(planted.path, path)
    victims = [next((path / "shards").glob(f"{table}-*")) for table in ("probes", "answers", "repair_rows")]
    for victim in victims:
        victim.write_bytes(victim.read_bytes()[:-7])
    said = []
    repairloop.resume(path, said.append)
    assert any("damaged" in event.get("text", "") for event in said)
    assert shards(path) == shards(planted.path)


def test_a_broken_checkpoint_file_loses_nothing(planted, tmp_path):
    path = tmp_path / "run"
    shutil.copytree(planted.path, path)
    (path / "checkpoints.sqlite").write_bytes(b"not a database at all" * 100)
    repairloop.resume(path)
    assert shards(path) == shards(planted.path)


def test_a_finished_run_resumes_to_nothing(planted, tmp_path):
    path = tmp_path / "run"
    shutil.copytree(planted.path, path)
    said = []
    repairloop.resume(path, said.append)
    assert said[-1]["text"] == "this run is finished"


# ---- what can go wrong --------------------------------------------------------------------------------


def test_nothing_fails_is_a_result(tmp_path):
    (tmp_path / "good.toml").write_text("seed = 1\n[default]\npass_rate = 0.99\nerror = 'wrong_value'\n")
    run = repairloop.run(small(student=f"sim:{tmp_path / 'good.toml'}", skills=["math"]), tmp_path / "run")
    assert json.loads((run.path / "report.json").read_text())["outcome"] == "nothing fails"
    assert run.areas().fetchall()


def test_a_trainer_that_fails_stops_at_train_and_the_run_goes_on_when_it_is_mended(tmp_path):
    script = tmp_path / "trainer.py"
    script.write_text("import sys\nprint('no space on the device')\nsys.exit(3)\n")
    order = f"train.command='{sys.executable} {script} {{dataset}} {{out}}'"
    config = small(skills=["math"], trainer="command", settings=[order])
    with pytest.raises(TrainerError, match=r"exit code 3; it said: no space on the device[\s\S]*resume"):
        repairloop.run(config, tmp_path / "run")
    script.write_text(
        textwrap.dedent("""
        import json, pathlib, sys
        rows = [json.loads(line) for line in open(sys.argv[1])]
        assert rows and rows[0]["prompt"][-1]["role"] == "user" and rows[0]["completion"][0]["role"] == "assistant"
        (pathlib.Path(sys.argv[2]) / "sim.toml").write_text(LEARNED)
        """).replace("LEARNED", repr(LEARNED))
    )
    assert repairloop.resume(tmp_path / "run").summary()["accepted"]


def test_a_trainer_that_leaves_nothing_is_a_failure(tmp_path):
    config = small(skills=["math"], trainer="command", settings=["train.command='true {dataset}'"])
    with pytest.raises(TrainerError, match="left no adapter"):
        repairloop.run(config, tmp_path / "run")


def test_a_harmful_adapter_is_rejected_and_changes_nothing(tmp_path):
    others = "".join(f"[areas.{skill}]\npass_rate = 0.6\n" for skill in ("math", "text_extraction", "tool_use"))
    worse = LEARNED + others
    script = tmp_path / "trainer.py"
    script.write_text(f"import pathlib, sys\n(pathlib.Path(sys.argv[1]) / 'sim.toml').write_text({worse!r})\n")
    order = f"train.command='{sys.executable} {script} {{out}}'"
    config = small(trainer="command", settings=[order, "guard.probes=40"])
    run = repairloop.run(config, tmp_path / "run")
    assert not run.summary()["accepted"]
    manifest = json.loads((run.path / "manifest.json").read_text())
    assert manifest["outcome"] == "rejected"
    assert manifest["student"]["adapter"] is None


def trained_to(learned, tmp_path, **overrides):
    """A run whose training gives the simulated student these rates."""
    script = tmp_path / "trainer.py"
    script.write_text(f"import pathlib, sys\n(pathlib.Path(sys.argv[1]) / 'sim.toml').write_text({learned!r})\n")
    order = f"train.command='{sys.executable} {script} {{out}}'"
    overrides["settings"] = [*overrides.get("settings", []), order]
    return repairloop.run(small(trainer="command", **overrides), tmp_path / "run")


def test_an_adapter_that_harms_one_untargeted_area_is_rejected_on_fresh_probes(tmp_path):
    run = trained_to(LEARNED + '[areas."math/division"]\npass_rate = 0.55\n', tmp_path)
    decision = run.summary()
    assert (decision["verdict"], decision["accepted"]) == ("rejected", False)
    assert "worse on fresh probes too: math/division (" in decision["reason"]
    assert rows(run, "SELECT decision FROM outcomes WHERE area = 'math/division'") == [("worse",)]
    asked = rows(run, "SELECT area, wording, count(*) FROM probes WHERE split = 'fresh' GROUP BY ALL")
    assert asked == [("math/division", "unseen", 60)]
    sides = rows(
        run, "SELECT side, count(*) FROM answers JOIN probes USING (probe_id) WHERE split = 'fresh' GROUP BY 1"
    )
    assert sorted(sides) == [("after", 60), ("before", 60)]
    shared = """WITH items AS (SELECT area, content, probe_id AS id FROM probes
                  UNION ALL SELECT area, content, row_id FROM repair_rows WHERE dropped IS NULL)
                SELECT count(*) FROM probes f JOIN items i USING (area, content) WHERE f.split = 'fresh' AND f.probe_id <> i.id"""
    assert rows(run, shared) == [(0,)]
    text = (run.path / "report.html").read_text()
    assert "the adapter is rejected: worse on fresh probes too" in text


def test_fresh_probes_that_were_asked_otherwise_on_the_two_sides_are_not_compared(tmp_path, monkeypatch):
    answer = SimStudent._answer

    def otherwise(self, probe, rate):
        found = answer(self, probe, rate)
        changed = self._learned and probe.split == "fresh"
        return found.like(prompt_hash="0" * 16) if changed else found

    monkeypatch.setattr(SimStudent, "_answer", otherwise)
    with pytest.raises(RepairLoopError, match=r"was asked differently before and after, and so were 59 of 59 others"):
        trained_to(LEARNED + '[areas."math/division"]\npass_rate = 0.55\n', tmp_path)
    store = Store.open(tmp_path / "run")
    assert not list(store.receipts.glob("verify-*")), "no verdict stands on such a comparison"


def test_an_adapter_that_harms_a_skill_nobody_asked_about_is_rejected(tmp_path):
    learned = LEARNED + "[areas.text_modification]\npass_rate = 0.6\n"
    run = trained_to(learned, tmp_path, skills=["math"], settings=["guard.panel=5"])
    assert run.summary()["verdict"] == "rejected"
    assert "text_modification -" in run.summary()["reason"]
    assert json.loads((run.path / "manifest.json").read_text())["student"]["adapter"] is None


def test_a_gain_that_is_not_shown_is_inconclusive_changes_nothing_and_the_next_cycle_goes_on(tmp_path):
    learned = "".join(f'[areas."{area}"]\npass_rate = 0.33\n' for area in sorted(WEAK))
    run = trained_to(learned, tmp_path, skills=["math"], cycles=2)
    found = rows(run, "SELECT cycle, verdict, accepted FROM decisions ORDER BY cycle")
    assert found[0] == (1, "inconclusive", False)
    assert len(found) == 2
    students = "SELECT count(DISTINCT student) FROM answers WHERE side = 'before'"
    assert rows(run, students) == [(1,)]

    mine = in_cycle(get_skill("math"), 2, 2)  # the second cycle measures with phrases of its own
    ((area,), *_) = rows(run, "SELECT area FROM areas WHERE cycle = 2 AND targeted ORDER BY 1")
    asked = (
        f"SELECT messages FROM probes WHERE area = '{area}' AND cycle = 2 AND wording = 'unseen' AND split = 'holdout'"
    )
    own = [dump(probe.messages) for probe in make_probes(mine, area, "holdout", "unseen", 16, "0/2", (1,))]
    assert sorted(row[0] for row in rows(run, asked)) == sorted(own)
    assert any(
        line.startswith("measured with wording of its own, but for phr") for line in summary_lines(run.summary())
    )
    shown = subprocess.run(command("verify", run.path, "--student", "sim:planted"), check=True, capture_output=True)
    assert b"detectable with power 0.8" in shown.stdout


def test_the_settings_of_a_run_of_another_version_are_named(planted, tmp_path):
    shutil.copytree(planted.path, tmp_path / "run")
    file = tmp_path / "run" / "config.toml"
    file.write_text(file.read_text().replace("[gate]", "[verify]"))
    with pytest.raises(DamagedRun, match=r"another version of repairloop \(verify\)"):
        repairloop.resume(tmp_path / "run")


def test_without_a_trainer_rows_are_left_and_verify_closes_the_loop(tmp_path):
    run = repairloop.run(small(trainer="none", skills=["math"]), tmp_path / "run")
    assert run.summary() == {}
    assert all(after is None for (after,) in run.areas().project("after_n").fetchall())
    adapter = tmp_path / "adapter"
    adapter.mkdir()
    (adapter / "sim.toml").write_text(LEARNED)
    decision = repairloop.verify(run.path, str(adapter))
    assert (decision["accepted"], decision["verdict"]) == (True, "accepted")
    assert run.summary()["summary"]["targeted_unseen"]["change"] > 0.3
    assert decision["side"] == "after"
    worse = repairloop.verify(run.path, "sim:planted")
    assert (worse["accepted"], worse["side"]) == (False, "verify sim:planted")
    assert repairloop.verify(run.path, str(adapter))["side"] == "after", "asked again, it is the one it was"
    assert (run.summary()["verdict"], run.summary(worse["side"])["verdict"]) == ("accepted", worse["verdict"])
    holdout = "split = 'holdout' AND side IN ('after', 'verify sim:planted')"
    asked = f"SELECT probe_id FROM answers JOIN probes USING (probe_id) WHERE {holdout} GROUP BY 1 HAVING count(*) <> 2"
    assert rows(run, asked) == [], "each of the two has its own side"
    shown = subprocess.run(command("verify", run.path, "--student", "sim:planted"), check=True, capture_output=True)
    assert f"the adapter is {worse['verdict']}: ".encode() in shown.stdout
    assert b"the adapter is accepted" not in shown.stdout


def test_another_adapter_at_the_same_place_is_another_one(tmp_path):
    run = repairloop.run(small(trainer="none", skills=["math"]), tmp_path / "run")
    adapter = tmp_path / "adapter"
    adapter.mkdir()
    (adapter / "sim.toml").write_text(LEARNED.replace("0.97", "0.02"))
    bad = repairloop.verify(run.path, str(adapter))
    (adapter / "sim.toml").write_text(LEARNED)
    good = repairloop.verify(run.path, str(adapter))
    assert (bad["verdict"], good["verdict"]) == ("rejected", "accepted")
    assert (bad["side"], good["side"]) == ("after", f"verify {adapter}")
    assert repairloop.verify(run.path, str(adapter)) == good
    (adapter / "sim.toml").write_text(LEARNED.replace("0.97", "0.9"))
    third = repairloop.verify(run.path, str(adapter))["side"]
    assert third.startswith(f"verify {adapter} ")
    twice = "SELECT probe_id, side FROM answers WHERE side <> 'before' GROUP BY ALL HAVING count(*) > 1"
    assert rows(run, twice) == [], "each has its own side"
    assert run.store.read_manifest()["outcome"] == bad["verdict"], "the run's own is that of the side `after`"


def test_a_name_that_was_asked_before_is_told_as_that(tmp_path):
    run, said = repairloop.run(small(trainer="none", skills=["math"]), tmp_path / "run"), []
    repairloop.verify(run.path, "sim:planted")
    repairloop.verify(run.path, "sim:planted", said.append)
    assert any("was asked before, and what it answered then counts" in event.get("text", "") for event in said)


def test_what_is_verified_after_an_accepted_repair_is_held_against_the_student_before_it(tmp_path):
    """The student of the run is the repaired one by then, and what both have lost would be no loss."""
    run = repairloop.run(small(skills=["math"]), tmp_path / "run")
    assert run.summary()["verdict"] == "accepted"
    adapter = tmp_path / "adapter"
    adapter.mkdir()
    (adapter / "sim.toml").write_text(LEARNED + '[areas."math/products"]\npass_rate = 0.7\n')
    decision = repairloop.verify(run.path, str(adapter))
    fresh = "SELECT DISTINCT a.student FROM answers a JOIN probes p USING (probe_id) WHERE a.side = 'before' AND p.split = '{}'"
    assert rows(run, fresh.format("fresh")) == rows(run, fresh.format("holdout")) != []
    assert len(rows(run, fresh.format("fresh"))) == 1
    assert run.store.read_manifest()["outcome"] == "accepted", decision


def test_a_server_that_serves_the_repaired_one_alone_is_verified_without_fresh_probes(monkeypatch):
    def ask(ctx, probes, ref, cycle, side):
        if side == "before":
            raise UsageError("unknown model 'student'; did you mean student-repaired?")
        return ["answers"], ["verdicts"]

    said = []
    monkeypatch.setattr(verify, "_ask_again", ask)
    monkeypatch.setattr(verify.probe, "fresh", lambda *given: ["probes"])
    ctx = SimpleNamespace(config=SimpleNamespace(guard=SimpleNamespace(fresh=60)), emit=said.append)
    state, lost = {"cycle": 1, "outcome": "exported", "student": {}}, {"a/b": Paired(16, 10, 8, 0, 2)}
    assert verify._ask_suspects(ctx, state, ["a/b"], lost, {}, "after") == ({}, {})
    assert "cannot be asked: unknown model 'student'" in said[-1]["text"]


def test_a_gain_is_held_against_the_same_areas_on_the_other_wording():
    """A user's task has one wording: its areas say nothing of how far a repair carries over."""
    gained = {("own/all", "unseen"): Paired(100, 0, 10, 10, 0), ("math/a", "unseen"): Paired(50, 0, 40, 40, 0),
              ("math/a", "seen"): Paired(50, 0, 50, 50, 0)}  # fmt: skip
    told = verify.summarize(gained, {"own/all", "math/a"})
    assert told["unseen_to_seen"] == pytest.approx(0.8)
    assert told["targeted_unseen"]["change"] == pytest.approx(50 / 150)


def test_a_mark_between_two_cycles_is_come_to():
    def stop():
        raise Drained("there")

    ctx = SimpleNamespace(mark=("next_cycle", 1, "rows"), at_mark=stop)
    with pytest.raises(Drained, match="there"):
        graph.next_cycle({"cycle": 1, "phase": "rows"}, SimpleNamespace(context=ctx))


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        ({"student": "smollm3"}, "smollm2"),
        ({"student": "sim:no-such-file.toml"}, "no-such-file"),
        ({"student": "./no/such/folder"}, "no/such/folder"),
        ({"skills": ["maths"]}, "did you mean math"),
        ({"settings": ["areas=['math/adition']"]}, "did you mean math/"),
        ({"trainer": "trl"}, "needs the weights"),
        ({"trainer": "command"}, "needs the program"),
        ({"settings": ["plugins=['nope.py']"]}, "nope.py"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_made(tmp_path, overrides, said):
    with pytest.raises(UsageError, match=said):
        repairloop.run(small(**overrides), tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_run_that_is_being_driven_is_not_driven_twice(planted, tmp_path):
    import fcntl

    path = tmp_path / "run"
    shutil.copytree(planted.path, path)
    with open(path / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(DamagedRun, match="another process"):
            repairloop.resume(path)


def test_a_server_that_is_down_keeps_the_run(tmp_path):
    config = small(
        student="openai:http://127.0.0.1:9/v1#m", skills=["math"], settings=["server.deadline=1", "server.timeout=1"]
    )
    with pytest.raises(StudentError):
        repairloop.run(config, tmp_path / "run")
    assert json.loads((tmp_path / "run" / "manifest.json").read_text())["status"] == "failed"


HOSTILE = [
    "", " \n\t", "\ud800 42", "4\x002", "x" * (1 << 20), "the same again " * 4000, "7" * 60_000, "{" * 9000, "9**9**9**9",
    "\\frac{" * 3000, '<script>alert(1)</script>', "'; DROP TABLE answers; --", "[red]rich[/] {0} %s", "\x1b[2J\x1b]0;gone\x07",
]  # fmt: skip


def test_hostile_answers_are_graded_kept_and_shown(tmp_path):
    with StubServer() as server:
        server.replies = HOSTILE
        settings = ["probes.screen=20", "probes.budget=20"]
        config = small(student=server.student, trainer="none", settings=settings)
        run = repairloop.run(config, tmp_path / "run")
    statuses = dict(rows(run, "SELECT v.status, count(*) FROM verdicts v GROUP BY 1"))
    assert statuses["fail"] > 0.95 * sum(statuses.values())
    assert rows(run, "SELECT max(length(text)) FROM answers")[0][0] == 65_536
    assert rows(run, "SELECT count(*) FROM answers WHERE text LIKE '%' || chr(0) || '%'") == [(0,)]
    classes = {name for (name,) in rows(run, "SELECT DISTINCT error_class FROM failures")}
    assert {"empty", "degenerate_repetition"} <= classes
    shown = subprocess.run(command("failures", run.path, "--limit", "500"), check=True, capture_output=True, text=True)
    assert "\x1b[2J" not in shown.stdout
    assert "[red]rich[/]" in shown.stdout


def test_a_server_that_answers_500_ends_the_stage_and_the_run_goes_on_when_it_is_mended(tmp_path):
    with StubServer() as server:
        server.failing = True
        settings = ["server.deadline=2", "probes.screen=4", "probes.budget=8"]
        config = small(student=server.student, skills=["math"], trainer="none", settings=settings)
        with pytest.raises(StudentError, match=r"500|resume"):
            repairloop.run(config, tmp_path / "run")
        server.failing = False
        run = repairloop.resume(tmp_path / "run")
    assert rows(run, "SELECT count(*) FROM answers WHERE status = 'ok'")[0][0] > 36


def test_a_manifest_that_says_finished_is_not_believed_where_the_loop_is_not(planted, tmp_path):
    path = tmp_path / "run"
    settings = [word for setting in SMALL for word in ("--set", setting)]
    assert kill_at(["run", "--student", "sim:planted", "--out", path, *settings], "vet", "") == -signal.SIGKILL
    manifest = json.loads((path / "manifest.json").read_text())
    (path / "manifest.json").write_text(json.dumps(manifest | {"status": "finished", "shards": []}))
    found = api.fsck(path)
    assert "manifest.json" in [damage["file"] for damage in found["damaged"]]
    repairloop.resume(path)
    assert shards(path) == shards(planted.path)
