"""The command line as a user meets it: output, JSON, exit codes, messages."""

import errno
import json
import re
import resource
import shlex
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

import repairloop
from repairloop import all_skills, get_grader
from repairloop.cli import app
from repairloop.config import load_config
from repairloop.grading import check
from repairloop.rundir.store import Store
from tests.conftest import SMALL


def cli(*words, cwd=None):
    command = [sys.executable, "-m", "repairloop.cli", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd)


def test_help_answers_at_once():
    best = min(timed() for _ in range(3))
    assert best < 0.5


def timed():
    """Seconds of processor time, since other work may hold the machine."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert cli("--help").returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_a_skill_tells_its_difficulty_steps(tmp_path):
    said = cli("skills", "math")
    assert said.returncode == 0, said.stderr
    assert "math/addition/no_carry, math/addition/carry" in said.stdout
    assert re.search(r"(?m)^  digits +2 +2 +3 +4 +Of the longer number", said.stdout)
    assert re.search(r"(?m)^  groups +2 to 9 +2 to 9 +3 to 15 +11 to 30 ", said.stdout)
    (found,) = json.loads(cli("skills", "math", "--json").stdout)
    assert {area for kind in found["steps"] for area in kind["areas"]} == {*found["areas"]}
    assert (found["difficulties"], found["steps"][0]["numbers"]) == ([1, 2, 3], [0, 1, 2, 3])
    assert "did you mean math" in cli("skills", "maths").stderr


def test_a_skill_without_steps_says_so(tmp_path):
    (tmp_path / "plain.py").write_text(
        "from repairloop import Area, Skill, skill\n"
        "@skill('plain', grader='math')\nclass Plain(Skill):\n    areas = {'plain/a': Area('a', lambda *_: None)}\n"
    )
    said = cli("skills", "plain", "--plugin", "plain.py", cwd=tmp_path)
    assert "difficulty steps 1, 2, 3: what they are, the skill does not say" in said.stdout, said.stderr


def test_areas_as_json(planted):
    rows = json.loads(cli("areas", planted.path, "--json").stdout)
    assert len(rows) == sum(len(skill.areas) for skill in all_skills().values())  # those looked at, and the panel
    for row in rows:
        for side in ("before", "after"):
            assert row[side].keys() >= {"n", "pass_rate", "low", "high"}
            assert row[side]["low"] <= row[side]["pass_rate"] <= row[side]["high"]
        assert {"area", "targeted", "p_value", "decision"} <= row.keys()
    targeted = [row for row in rows if row["targeted"]]
    assert any(row["decision"] == "improved" for row in targeted)


def test_a_run_without_training_has_no_after(tmp_path):
    settings = [w for s in SMALL for w in ("--set", s)]
    done = cli(
        "run", "--student", "sim:planted", "--skills", "math", "--trainer", "none", "--out", tmp_path / "r", *settings
    )
    assert done.returncode == 0, done.stderr
    assert "repairloop verify" in done.stdout.splitlines()[-1]
    rows = json.loads(cli("areas", tmp_path / "r", "--json").stdout)
    assert {row["after"] for row in rows} == {None}


def test_run_ends_by_saying_what_to_look_at_next(tmp_path):
    settings = [w for s in SMALL for w in ("--set", s)]
    done = cli("run", "--student", "sim:planted", "--skills", "math", "--out", tmp_path / "r", *settings)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].strip().startswith("repairloop ")
    assert "targeted areas, unseen wording" in done.stdout
    assert "gain on unseen / gain on seen wording" in done.stdout


def test_json_display_is_one_event_a_line(tmp_path):
    settings = [w for s in SMALL for w in ("--set", s)]
    done = cli(
        "run", "--student", "sim:planted", "--skills", "math", "--out", tmp_path / "r", "--display", "json", *settings
    )
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [e["stage"] for e in events if e["event"] == "start"][:3] == ["probe", "answer", "grade"]
    assert events[-1]["event"] in ("end", "finished")


def test_failures_and_show(planted):
    rows = json.loads(cli("failures", planted.path, "--area", "math", "--limit", 3, "--json").stdout)
    assert len(rows) == 3
    assert all(row["area"].startswith("math/") for row in rows)
    story = cli("show", planted.path, rows[0]["probe_id"])
    assert rows[0]["question"].splitlines()[0] in story.stdout
    assert "answer before" in story.stdout
    as_json = json.loads(cli("show", planted.path, rows[0]["probe_id"], "--json").stdout)
    assert as_json["answers"][0]["verdict"] == "fail"


def test_show_follows_a_failure_to_its_rows_and_to_the_answer_after(planted):
    query = "SELECT l.probe_id FROM lineage l JOIN repair_rows r USING (row_id) WHERE dropped IS NULL LIMIT 1"
    story = json.loads(cli("show", planted.path, planted.sql(query).fetchall()[0][0], "--json").stdout)
    assert story["rows"]
    assert {answer["side"] for answer in story["answers"]} == {"before", "after"}


def test_sql_reads_only(planted):
    assert "failures" not in cli("sql", planted.path, "SELECT 1 AS one").stderr
    assert json.loads(cli("sql", planted.path, "SELECT 1 AS one", "--json").stdout) == [{"one": 1}]
    for query in ("DELETE FROM probes", "DROP TABLE answers", "CREATE TABLE x (a INT)"):
        assert cli("sql", planted.path, query).returncode == 2
    assert cli("sql", planted.path, "SELEKT 1").returncode == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "--skills", "maths"], "did you mean math"),
        (["run", "--preset", "smokey"], "did you mean smoke"),
        (["run", "--student", "smolm2"], "smollm2"),
        (["run", "--student", "sim:none.toml"], "none.toml"),
        (["run", "--set", "probes.scren=1"], "did you mean probes.screen"),
        (["run", "--set", "nothing"], "KEY=VALUE"),
        (["run", "--trainer", "trl2", "--student", "sim:planted"], "trainer"),
        (["run", "--student", "sim:planted", "--display", "colour"], "rich, plain or json"),
        (["run", "--config", "none.toml"], "does not exist"),
        (["resume", "no-such-run"], "does not exist"),
        (["areas", "no-such-run"], "does not exist"),
        (["failures", "RUN", "--area", "math/adition"], "did you mean math/"),
        (["failures", "RUN", "--error-class", "wrong_valu"], "wrong_value"),
        (["show", "RUN", "zzz"], "for example"),
        (["export", "RUN", "--format", "sfft", "--out", "x.jsonl"], "did you mean sft"),
        (["export", "RUN", "--format", "sft", "--out", "x.csv"], ".parquet or .jsonl"),
        (["verify", "RUN", "--student", "smolm"], "smollm2"),
        (["new", "skill", "not a name"], "name"),
    ],
)
def test_usage_errors_say_what_where_and_what_to_do(planted, tmp_path, words, said):
    done = cli(*(planted.path if word == "RUN" else word for word in words), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_existing_run_is_never_overwritten(planted):
    done = cli("run", "--student", "sim:planted", "--out", planted.path)
    assert done.returncode == 2
    assert f"repairloop resume {planted.path}" in done.stderr


def test_debug_shows_the_traceback(tmp_path):
    done = cli("--debug", "resume", tmp_path / "none")
    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_a_damaged_database_is_named_and_resume_mends_it(planted, tmp_path):
    path = tmp_path / "run"
    shutil.copytree(planted.path, path)
    (path / "run.duckdb").write_bytes(b"x" * 5000)
    done = cli("areas", path)
    assert done.returncode == 1
    assert "resume" in done.stderr
    assert cli("resume", path).returncode == 0
    assert cli("areas", path).returncode == 0


def test_a_run_that_has_no_rows_yet_says_so(tmp_path):
    Store.create(tmp_path / "run", "")
    done = cli("areas", tmp_path / "run")
    assert done.returncode == 1
    assert "no rows yet" in done.stderr


def test_plan_spends_nothing_and_counts(tmp_path):
    plan = json.loads(cli("plan", "--student", "sim:planted", "--skills", "math", "--json", cwd=tmp_path).stdout)
    assert len(plan["areas"]) == 9
    assert plan["probes"]["screen"] == 9 * 14
    assert plan["probes"]["confirm"] + plan["probes"]["settle"] == 9 * (26 - 14)
    assert plan["probes"]["choose"] == 0
    plan = json.loads(cli("plan", "--student", "sim:planted", "--json", cwd=tmp_path).stdout)
    assert plan["probes"]["choose"] == 29 * 26, "areas of several skills are chosen among"
    assert list(tmp_path.iterdir()) == []


def test_a_plan_counts_the_canaries_of_a_gentler_adapter_where_one_stands_by():
    from repairloop.loop.plan import plan

    def answers(*more):
        settings = ["guard.canaries=60", "dial.factors=[1.0, 0.5]", *more]
        return plan(load_config(settings=settings, student="sim:planted", skills=["math"]))["answers"]

    assert answers() - answers("gate.collapsed=0.001") == 60


def test_check_proves_every_grader():
    done = cli("check", "--json")
    assert done.returncode == 0, done.stdout[-3000:]
    found = [entry for entry in json.loads(done.stdout) if "grader" in entry]
    words = [entry for entry in json.loads(done.stdout) if "words" in entry]
    assert {entry["words"] for entry in words} >= {"math"}
    few = {"few_shot_reasoning": 80}  # its rules are drawn, and little of them is wording
    assert all(entry["entries"] > few.get(entry["words"], 100) and entry["wrong"] == [] for entry in words)
    assert {entry["grader"] for entry in found} >= {"math", "fields", "constraints", "tool_call"}
    for entry in found:
        assert entry["gold_passed"] == entry["gold"]
        assert entry["corrupted_caught"] == entry["corrupted"]
        if entry["grader"] != "judge":  # which can prove nothing without a model
            assert entry["gold"] >= 10
            assert entry["corrupted"] > 50


def test_check_fails_for_a_grader_that_lets_wrong_answers_pass(tmp_path, monkeypatch):
    (tmp_path / "lenient.py").write_text(
        "from repairloop import Grader, Probe, grader, passed\n"
        "@grader('lenient')\n"
        "class Lenient(Grader):\n"
        "    def grade(self, probe, answer): return passed()\n"
        "    def gold(self, probe): return 'yes'\n"
        "    def corrupt(self, probe): return {'wrong_value': 'no'}\n"
        "    def examples(self):\n"
        "        return [Probe(id='1', skill='s', area='s/a', split='screen', grader='lenient',\n"
        "                      messages=[{'role': 'user', 'content': 'q'}])]\n"
    )
    monkeypatch.setattr(check, "all_skills", dict)  # the whole of it is checked above
    monkeypatch.setattr(check, "all_graders", lambda: {"lenient": get_grader("lenient")})
    done = CliRunner().invoke(app, ["check", "--plugin", str(tmp_path / "lenient.py")])
    assert done.exit_code == 1
    assert "wrong_value" in done.stdout


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("synthesize.protect=['nope.jsonl']", "nope.jsonl: no such file"),
        ("synthesize.protect=['empty.jsonl']", "no questions in it"),
        ("synthesize.protect=['notes.md']", "its form is not known"),
        ("synthesize.sources=['nope']", "synthesize.sources: 'nope' does not exist"),
        ("guard.file='nope.jsonl'", "'nope.jsonl' does not exist"),
        ("outside.files=['nope.csv:math']", "nope.csv: no such file"),
        ("plugins=['nope.py']", "plug-in file 'nope.py' does not exist"),
        ("plugins=['ends.py']", "plug-in ends.py cannot be loaded: SystemExit: 0"),
        ("student='./no/such/folder'", "no/such/folder"),
        ("student='openai:nowhere'", "expected openai:BASE_URL#MODEL"),
        ("train.command='no-such-program {out}'", "train.command: there is no program 'no-such-program'"),
        ("train.command='no-such \"program'", "train.command is no command line"),
    ],
)
@pytest.mark.parametrize("command", ["plan", "run"])
def test_every_file_of_the_configuration_is_read_before_anything_is_spent(
    tmp_path, monkeypatch, command, setting, said
):
    from repairloop.config import load_config
    from repairloop.ground.errors import UsageError
    from repairloop.loop.plan import plan

    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.jsonl").write_text("")
    (tmp_path / "notes.md").write_text("# Notes")
    (tmp_path / "ends.py").write_text("raise SystemExit(0)\n")
    trainer = "command" if "train.command" in setting else None
    config = load_config(None, [setting], student="sim:planted", skills=["math"], trainer=trainer)
    with pytest.raises(UsageError, match=re.escape(said)):
        plan(config) if command == "plan" else repairloop.run(config, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_plan_reckons_with_how_fast_the_processor_is(monkeypatch):
    from repairloop.config import load_config
    from repairloop.loop import plan

    monkeypatch.setattr(plan, "engine_of", lambda config: "vllm")
    monkeypatch.setattr(plan, "trainer_of", lambda config: "trl")
    seconds = {}
    for narrow in (False, True):
        monkeypatch.setattr(plan, "multiplies_bfloat16", lambda narrow=narrow: narrow)
        seconds[narrow] = plan.plan(load_config(student="sim:planted", skills=["math"]))["seconds"]
    for what, times in plan.NARROW.items():
        assert seconds[False][what] == pytest.approx(times * seconds[True][what], abs=2)
    assert seconds[False]["load"] == seconds[True]["load"]


def test_plan_says_what_it_read_of_the_files(tmp_path):
    (tmp_path / "q.jsonl").write_text('{"question": "What is 2 + 2?"}\n{"question": "And 3 + 3?"}\n')
    (tmp_path / "guard.txt").write_text("Write a poem about tea.\n")
    done = cli(
        "plan",
        "--student",
        "sim:planted",
        "--skills",
        "math",
        "--protect",
        tmp_path / "q.jsonl",
        "--guard",
        tmp_path / "guard.txt",
    )
    assert done.returncode == 0
    assert f"protected: 2 questions of {tmp_path / 'q.jsonl'}, the first: 'What is 2 + 2?'" in done.stdout
    assert f"guard: 1 requests of {tmp_path / 'guard.txt'}" in done.stdout


def test_a_database_that_another_program_holds_is_named_with_what_to_do(planted, tmp_path):
    path = tmp_path / "run"
    shutil.copytree(planted.path, path)
    hold = f"import duckdb, sys; db = duckdb.connect({str(path / 'run.duckdb')!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "open\n"
        done = cli("areas", path)
        holder.stdin.close()
    assert done.returncode == 1
    assert "is open for writing in another program" in done.stderr
    assert "read_only=True" in done.stderr
    assert "makes it again" not in done.stderr


def test_a_command_that_is_suggested_can_be_copied(tmp_path):
    words = ["run", "--student", "sim:planted", "--out", tmp_path / "my run's"]
    Store.create(tmp_path / "my run's", "")
    done = cli(*words)
    assert shlex.split(done.stderr.partition("go on with it: ")[2].partition(" - or")[0])[-1] == str(
        tmp_path / "my run's"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_from_other_errors():
    from repairloop.ground.errors import is_full

    def error():
        try:
            with open("/dev/full", "w") as file:
                file.write("x" * 100_000)
        except OSError as error:
            return error

    assert is_full(error())
    wrapped = ValueError("the checkpoint failed")
    wrapped.__cause__ = error()
    assert is_full(wrapped)
    assert is_full(sqlite3.OperationalError("database or disk is full"))
    assert is_full(OSError(errno.EFBIG, "File too large"))
    assert is_full(duckdb.IOException("CHECKPOINT during DETACH failed. Could not write file: File too large"))
    assert not is_full(ValueError("the server says: no space left on device"))


def test_the_version_is_said():
    assert cli("--version").stdout == f"repairloop {repairloop.__version__}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["areas", "--cycle", 9], "there is no cycle 9: the run has gone round 1 time(s)"),
        (["failures", "--side", "later"], "unknown side 'later'; did you mean after?"),
        (["failures", "--area", "mth"], "unknown area 'mth'; did you mean math or"),
    ],
)
def test_what_a_run_does_not_have_is_said(planted, words, said):
    done = cli(words[0], planted.path, *words[1:])
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
