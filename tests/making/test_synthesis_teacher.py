"""`repairloop synthesize --teacher`: what a teacher had a hand in, vetted, counted and never paid for twice."""

# ruff: noqa: F401, F811
import json
from pathlib import Path

import pytest

import repairloop
from graders.judge.calibration import calibrate
from repairloop.config import Config, load_config
from repairloop.flows.recipe import Recipe
from repairloop.ground.errors import UsageError
from repairloop.loop.plan import plan
from repairloop.making import synthesis
from repairloop.teachers.teacher import TeacherError
from tests.conftest import small
from tests.flows.test_mixed_flows import Script, script, server
from tests.graders.test_judge import StubJudge, cases, perfect
from tests.teacher_stub import TeacherStub

AREA = "reading_comprehension/literal"


@pytest.fixture
def notes(tmp_path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.txt").write_text(
            f"Note {number}. The ferry of pier {number} leaves when the tide allows it, and the crew of {number + 3} sailors "
            f"waits for {number * 2 + 1} hours at the old harbour of Riva before it may come back with the mail.\n"
        )
    return folder


def synthesize(server, wanted, out, notes, force=False, settings=None, **teacher):
    config = Config(
        teacher={"name": server.student, "calls": 10_000, **teacher}, server=settings or {},
        synthesize={"sources": [str(notes)], "material": 1.0},
    )  # fmt: skip
    return synthesis.synthesize(Recipe(config), wanted, out, force=force)


def rows(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_rows_that_a_teacher_reworded_are_proved_and_what_it_wrote_is_not(server: TeacherStub, tmp_path, notes):
    wanted = {"math/word": 40, AREA: 40}
    report = synthesize(server, wanted, tmp_path / "rows.jsonl", notes)
    found = rows(tmp_path / "rows.jsonl")
    assert len(found) == 80
    assert {row["proof"] for row in found} == {"proved"}
    reworded = [row for row in found if any("rewording" in agent for agent in row["agents"])]
    assert len(reworded) >= 8
    assert all(row["prompt"][-1]["content"].startswith("Please help me") for row in reworded)
    assert any(reason.startswith("unproved: ") for (_, reason) in report.dropped)
    assert any(made.tokens for made in report.yields.values())
    asked = server.total
    (tmp_path / "rows.jsonl").unlink()
    synthesize(server, wanted, tmp_path / "rows.jsonl", notes, force=True)
    assert rows(tmp_path / "rows.jsonl") == found
    assert server.total == asked, "a repeated run pays for no call"


def test_a_teacher_that_dies_half_way_is_a_clear_error_and_the_run_goes_on_later(
    server: TeacherStub,
    tmp_path,
    notes,
):
    wanted, settings = {"math/word": 40}, {"connections": 2, "deadline": 0.2}
    whole = synthesize(server, wanted, tmp_path / "whole.jsonl", notes)
    first = server.total
    server.dies_after = first + first // 2
    with pytest.raises(TeacherError, match="asking again goes on from there"):
        synthesize(server, wanted, tmp_path / "broken.jsonl", notes, settings=settings)
    assert not (tmp_path / "broken.jsonl").exists()
    server.start()
    report = synthesize(server, wanted, tmp_path / "broken.jsonl", notes, settings=settings)
    assert server.total - server.requests["Say yes."] <= 2 * first + 2, "repeated: what was in flight"
    assert report.rows == whole.rows
    assert rows(tmp_path / "broken.jsonl") == rows(tmp_path / "whole.jsonl")


def test_a_budget_ends_the_teachers_part_and_none_at_all_is_an_error(server: TeacherStub, tmp_path, notes):
    report = synthesize(server, {"math/word": 40}, tmp_path / "rows.jsonl", notes, calls=3)
    assert report.rows.total() == 40
    assert server.total <= 3
    assert any("budget is spent" in note for note in report.notes)
    assert "budget is spent" in (tmp_path / "rows.md").read_text()
    with pytest.raises(UsageError, match="a teacher needs a budget"):
        load_config(settings=[f"teacher.name={server.student}"])


def test_what_samples_agree_on_and_a_calibrated_judge_accepts_is_admitted_on_request(
    server: TeacherStub,
    tmp_path,
    notes,
):
    with StubJudge(perfect) as judge:
        calibration = tmp_path / "judge.json"
        calibrate(judge.server, cases(80), samples=5).save(calibration)
        synthesize(
            server, {AREA: 24}, tmp_path / "rows.jsonl", notes,
            admit="agreed", judge=judge.server, calibration=str(calibration),
        )  # fmt: skip
    proofs = {row["proof"] for row in rows(tmp_path / "rows.jsonl")}
    assert proofs == {"proved", "agreed"}
    agreed = [row for row in rows(tmp_path / "rows.jsonl") if row["proof"] == "agreed"]
    assert all(row["grader"].startswith("judge@") and ".txt" in row["source"] for row in agreed)


# ---- in a cycle -----------------------------------------------------------------------------------------

SETTINGS = ["synthesize.rows=120", "diagnose.max_areas=2", "server.connections=2", "server.deadline=0.2"]


def taught(server, calls=10_000):
    return small(skills=["math"], settings=SETTINGS, teacher={"name": server.student, "calls": calls})


def trained(run):
    found = "SELECT row_id, prompt, completion, agents, proof FROM repair_rows WHERE dropped IS NULL ORDER BY 1"
    return run.sql(found).fetchall()


def test_a_cycle_has_a_teacher_and_pays_for_nothing_twice(server: TeacherStub, tmp_path):
    config = taught(server)
    told = plan(config)["teacher"]
    assert server.total == 0
    run = repairloop.run(config, tmp_path / "run")
    rows = trained(run)
    reworded = [row for row in rows if any("rewording" in agent for agent in row[3])]
    assert len(reworded) >= 10
    assert {row[4] for row in rows} == {"proved", "self"}
    asked = server.total
    assert 0 < asked - server.requests["Say yes."] <= told["calls"]
    assert list((run.path / "teacher").glob("*.jsonl"))
    for shard in run.path.glob("shards/drafts-*"):
        shard.unlink()
    again = repairloop.resume(run.path)
    assert trained(again) == rows
    assert server.total == asked, "what was paid for is in the run"


def test_a_cycle_whose_teacher_stops_goes_on_where_it_was(server: TeacherStub, tmp_path):
    whole = repairloop.run(taught(server), tmp_path / "whole")
    first = server.total
    server.dies_after = first + first // 2
    with pytest.raises(TeacherError, match="asking again goes on from there"):
        repairloop.run(taught(server), tmp_path / "run")
    server.start()
    run = repairloop.resume(tmp_path / "run")
    assert trained(run) == trained(whole)
    assert server.total - server.requests["Say yes."] <= 2 * first + 2, "repeated: what was in flight"


def test_a_cycle_goes_on_when_the_teachers_budget_ends(server: TeacherStub, tmp_path):
    said = []
    run = repairloop.run(taught(server, calls=3), tmp_path / "run", said.append)
    assert server.total == 3
    rows = trained(run)
    assert 0 < sum(any("rewording" in agent for agent in row[3]) for row in rows) <= 3
    assert len(rows) == len({row[0] for row in rows}) > 80
    assert any("budget is spent" in event.get("text", "") for event in said)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"name": "openai:http://127.0.0.1:9/v1#m"}, "a teacher needs a budget"),
        ({"calls": 5}, r"teacher\.name is empty"),
        (
            {"name": "openai:http://127.0.0.1:9/v1#m", "calls": 5, "judge": "openai:http://127.0.0.1:9/v1#m"},
            "go together",
        ),
    ],
)
def test_a_teacher_that_cannot_be_is_said(settings, said):
    with pytest.raises(UsageError, match=said):
        load_config(teacher=settings)


def test_a_simulated_student_is_no_teacher():
    with pytest.raises(UsageError, match="cannot teach"):
        plan(small(skills=["math"], teacher={"name": "sim:planted", "calls": 5}))
