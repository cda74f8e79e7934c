"""The loop on the real student: the smoke preset from start to end, with a real engine and TRL."""

import pytest

import repairloop
from repairloop.config import load_config
from repairloop.students import smollm2

pytestmark = [
    pytest.mark.student,
    pytest.mark.skipif(not smollm2.is_available(), reason="the bundled student is not installed"),
    pytest.mark.filterwarnings("ignore"),  # of the model libraries
    pytest.mark.timeout(2400),
]


FEWER = [
    "guard.panel=1", "guard.probes=4", "guard.fresh=12", "guard.canaries=34", "probes.budget=20", "synthesize.rows=130",
]  # fmt: skip
"""Fewer answers than the preset asks for: each kind of them is there, and the gate decides on them."""


def test_the_smoke_preset_repairs_the_real_student(tmp_path):
    run = repairloop.run(load_config(None, FEWER, preset="smoke"), tmp_path / "run")
    decision = run.summary()
    dial = decision["summary"]["dial"]
    assert [one["factor"] for one in dial["tried"]] == [1.0, 0.5]
    assert max(one["gain"] for one in dial["tried"]) > 0  # really trained: it answers more of what it never saw
    assert all(one["n"] >= 30 and one["canaries"] >= 15 for one in dial["tried"])
    assert (run.path / decision["adapter"] / "adapter_config.json").is_file()
    if dial["chosen"] is None:  # so few rows of so few kinds may spoil open requests: then it is turned down
        assert decision["verdict"] == "rejected"
        assert all(one["unfit"] for one in dial["tried"])
    else:
        assert decision["summary"]["targeted_unseen"]["n"] >= 20
        assert decision["summary"]["canaries"]["kl_median"] > 0
        assert len(run.sql("SELECT DISTINCT student FROM answers WHERE side IN ('before', 'after')").fetchall()) == 2
    assert run.sql("SELECT count(*) FROM repair_rows WHERE dropped IS NULL AND verdict = 'pass'").fetchall()[0][0] > 80
    assert run.sql("SELECT count(*) FROM repair_rows WHERE proof = 'self' AND dropped IS NULL").fetchall()[0][0] > 5
