"""The loop on the real student: the smoke preset from start to end, with a real engine and TRL."""

import pytest

import repairloop
from repairloop.config import load_config
from repairloop.students import smollm2

pytestmark = [
    pytest.mark.student,
    pytest.mark.skipif(not smollm2.is_available(), reason="the bundled student is not installed"),
    pytest.mark.filterwarnings("ignore"),  # of the model libraries
]


def test_the_smoke_preset_repairs_the_real_student(tmp_path):
    run = repairloop.run(load_config(preset="smoke"), tmp_path / "run")
    summary = run.summary()
    gain = summary["summary"]["targeted_unseen"]
    assert gain["change"] > 0  # a real model, really trained: it answers more of what it never saw
    assert gain["n"] >= 20
    assert (run.path / summary["adapter"] / "adapter_config.json").is_file()
    assert run.sql("SELECT count(*) FROM repair_rows WHERE dropped IS NULL AND verdict = 'pass'").fetchall()[0][0] > 100
    assert len(run.sql("SELECT DISTINCT student FROM answers").fetchall()) == 2
