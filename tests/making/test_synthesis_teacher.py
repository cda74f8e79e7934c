"""`repairloop synthesize --teacher`: what a teacher had a hand in, vetted, counted and never paid for twice."""

# ruff: noqa: F401, F811
import json
from functools import partial
from pathlib import Path

import pytest

from graders.judge.calibration import calibrate
from repairloop.config import ServerSettings
from repairloop.ground.errors import UsageError
from repairloop.making import synthesis
from repairloop.making.synthesis import Order, synthesize
from repairloop.teachers.teacher import Budget, TeacherError, open_teacher
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


def rows(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_rows_that_a_teacher_reworded_are_proved_and_what_it_wrote_is_not(server: TeacherStub, tmp_path, notes):
    order = Order({"math/word": 40, AREA: 40}, sources=(notes,), teacher=server.student)
    report = synthesize(order, tmp_path / "rows.jsonl")
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
    synthesize(order, tmp_path / "rows.jsonl", force=True)
    assert rows(tmp_path / "rows.jsonl") == found
    assert server.total == asked, "a repeated run pays for no call"


def test_a_teacher_that_dies_half_way_is_a_clear_error_and_the_run_goes_on_later(
    server: TeacherStub,
    tmp_path,
    notes,
    monkeypatch,
):
    order = Order({"math/word": 40}, sources=(notes,), teacher=server.student)
    whole = synthesize(order, tmp_path / "whole.jsonl")
    first = server.total
    settings = ServerSettings(connections=2, deadline=0.2)
    monkeypatch.setattr(synthesis, "open_teacher", partial(open_teacher, settings=settings))
    server.dies_after = first + first // 2
    with pytest.raises(TeacherError, match="asking again goes on from there"):
        synthesize(order, tmp_path / "broken.jsonl")
    assert not (tmp_path / "broken.jsonl").exists()
    server.start()
    report = synthesize(order, tmp_path / "broken.jsonl")
    assert server.total - server.requests["Say yes."] <= 2 * first + 2, "repeated: what was in flight"
    assert report.rows == whole.rows
    assert rows(tmp_path / "broken.jsonl") == rows(tmp_path / "whole.jsonl")


def test_a_budget_ends_the_teachers_part_and_none_at_all_is_an_error(server: TeacherStub, tmp_path, notes):
    order = Order({"math/word": 40}, sources=(notes,), teacher=server.student, budget=Budget(calls=3))
    report = synthesize(order, tmp_path / "rows.jsonl")
    assert report.rows.total() == 40
    assert server.total <= 3
    assert any("budget is spent" in note for note in report.notes)
    assert "budget is spent" in (tmp_path / "rows.md").read_text()
    none = Order({"math/word": 40}, sources=(notes,), teacher=server.student, budget=Budget(calls=0))
    with pytest.raises(UsageError, match="nothing can be asked of the teacher"):
        synthesize(none, tmp_path / "none.jsonl")


def test_what_samples_agree_on_and_a_calibrated_judge_accepts_is_admitted_on_request(
    server: TeacherStub,
    tmp_path,
    notes,
):
    with StubJudge(perfect) as judge:
        calibration = tmp_path / "judge.json"
        calibrate(judge.server, cases(80), samples=5).save(calibration)
        order = Order(
            {AREA: 24}, sources=(notes,), teacher=server.student, admit="agreed",
            judge={"server": judge.server, "calibration": str(calibration)},
        )  # fmt: skip
        synthesize(order, tmp_path / "rows.jsonl")
    proofs = {row["proof"] for row in rows(tmp_path / "rows.jsonl")}
    assert proofs == {"proved", "agreed"}
    agreed = [row for row in rows(tmp_path / "rows.jsonl") if row["proof"] == "agreed"]
    assert all(row["grader"].startswith("judge@") and ".txt" in row["source"] for row in agreed)
