"""Stage `dial`: the largest gain that is fit wins, of equals the gentlest; none, and there is no adapter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import repairloop
from repairloop.config import GateSettings, load_config
from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.loop.gate import Paired
from repairloop.loop.stages.dial import Tried, choose, falling, levelled
from repairloop.rundir.display import summary_lines
from repairloop.students.dial import dial_of
from repairloop.students.sim import SimStudent
from tests.conftest import SMALL

POLICY = GateSettings()


def tried(factor=1.0, gained=40, lost=0, others_lost=0, collapsed=0, step=1):
    return Tried(
        f"adapters/{factor}", factor, step, Paired(80, 10, 10 + gained - lost, gained, lost),
        Paired(60, 50, 50 - others_lost, 0, others_lost), 40, collapsed,
    )  # fmt: skip


def test_the_largest_gain_wins():
    best = tried(1.0, gained=40)
    assert choose([tried(0.5, gained=20), best, tried(0.35, gained=10)], POLICY) is best


def test_of_gains_that_the_dev_part_cannot_tell_apart_the_gentlest_wins():
    gentle = tried(0.5, gained=39)
    assert choose([tried(1.0, gained=40), gentle, tried(0.35, gained=20)], POLICY) is gentle


def test_a_twentieth_of_the_largest_gain_is_given_for_a_gentler_adapter():
    best, near, far = tried(1.0, gained=40), tried(0.7, gained=38), tried(0.5, gained=37)
    assert choose([best, near, far], POLICY) is near
    assert choose([tried(1.0, gained=64), tried(0.7, gained=61), tried(0.5, gained=60)], POLICY).factor == 0.7
    assert choose([tried(1.0, gained=60), tried(0.7, gained=56)], POLICY).factor == 1.0
    assert choose([tried(1.0, gained=20), tried(0.7, gained=17)], POLICY).factor == 1.0
    assert [falling([best, near, far][:n], POLICY) for n in range(4)] == [False, False, False, True]


def test_more_of_an_adapter_is_not_fit_where_less_of_it_spoils_open_requests():
    """Seen in `make run`: at most one of 80 collapsed with all of an adapter, two with seven tenths; of the gate's 200 eight did."""
    whole, most, half = tried(1.0, gained=52), tried(0.7, gained=50, collapsed=2), tried(0.5, gained=40)
    assert choose([whole, most], POLICY) is most  # none is fit, and it is the gentler of two that are in doubt alike
    assert not falling([whole, most], POLICY)
    assert choose([whole, most, half], POLICY) is half
    assert choose([most, other := whole._replace(step=2)], POLICY) is other  # of another adapter
    assert [one.collapsed for one in levelled([whole, most, half])] == [2, 2, 0]


def test_an_early_stop_is_gentler_than_the_last_adapter_at_the_same_factor():
    early = tried(1.0, gained=40, step=1)
    assert choose([tried(1.0, gained=40, step=2), early], POLICY) is early


def test_the_search_goes_on_until_one_is_fit_and_the_next_gains_less():
    spoilt, best, equal, less = tried(1.0, collapsed=5), tried(0.7, gained=30), tried(0.5, gained=29), tried(0.35, 10)
    assert [falling([spoilt, best, equal, less][:n], POLICY) for n in range(5)] == [False, False, False, False, True]


@pytest.mark.parametrize(
    ("harm", "said"), [({"collapsed": 3}, "canaries"), ({"others_lost": 5}, "other areas"), ({"gained": 0}, "no gain")]
)
def test_a_candidate_that_harms_or_gains_nothing_is_not_fit(harm, said):
    bad, good = tried(1.0, **harm), tried(0.35, gained=10)
    assert said in bad.unfit(POLICY)
    assert choose([bad, good], POLICY) is good
    assert choose([bad], POLICY) is None


def test_where_canaries_alone_speak_against_all_and_against_one_not_clearly_the_gate_decides():
    many, few, gentle = tried(1.0, collapsed=3), tried(0.7, collapsed=2), tried(0.5, gained=20, collapsed=2)
    assert [one.doubtful(POLICY) for one in (many, few, gentle)] == [False, True, True]
    assert choose([many, few, gentle], POLICY) is few, "of those in doubt alike the one that gains enough"
    assert choose([many, few], POLICY) is few
    assert choose([many], POLICY) is None
    calmer, better = (tried(f, gained=g, collapsed=5)._replace(canaries=200) for f, g in ((0.3, 8), (0.7, 30)))
    assert choose([better._replace(collapsed=6), calmer], POLICY).gain == better.gain, "one canary more is chance"
    assert choose([better._replace(collapsed=7), calmer], POLICY) is calmer
    good = tried(0.3, gained=5)
    assert choose([many, few, gentle, good], POLICY) is good
    assert not tried(0.7, collapsed=2, others_lost=5).doubtful(POLICY)


def student(folder: Path, collapsed: float) -> str:
    file = folder / "student.toml"
    file.write_text(
        f'[areas."math/addition/carry"]\npass_rate = 0.1\n[areas."math/products"]\npass_rate = 0.2\n'
        f"[learning]\nrows = 40\ncollapsed = {collapsed}\n"
    )
    return f"sim:{file}"


def run(tmp_path, collapsed, *more):
    return repairloop.run(
        load_config(
            settings=[*SMALL, "guard.canaries=120", *more], student=student(tmp_path, collapsed), skills=["math"]
        ),
        tmp_path / "run",
    )


def test_where_every_factor_spoils_open_requests_there_is_no_adapter(tmp_path):
    ended = run(tmp_path, 0.9)
    decision = ended.summary()
    assert (decision["verdict"], decision["accepted"]) == ("rejected", False)
    assert decision["reason"].startswith("no adapter is fit on the dev part")
    assert "canaries collapsed" in decision["reason"]
    assert ended.sql("SELECT count(*) FROM answers WHERE side = 'after'").fetchall() == [(0,)]
    assert json.loads((ended.path / "report.json").read_text())["outcome"] == "rejected"
    assert "no adapter is fit" in (ended.path / "report.html").read_text()


def test_where_there_is_no_adapter_the_outside_questions_are_told_as_they_were_answered_before(tmp_path):
    file = tmp_path / "sums.csv"
    file.write_text("question,answer\n" + "".join(f"What do {n} and {n} make in all?,{2 * n}\n" for n in range(40)))
    ended = run(tmp_path, 0.9, f'outside.files=["{file}:math"]')
    (part,) = ended.summary()["summary"]["outside"]
    passed = (
        "SELECT count(*) FILTER (status = 'pass') FROM verdicts JOIN probes USING (probe_id) WHERE split = 'outside'"
    )
    assert ended.sql(passed).fetchall() == [(round(40 * part["before"]),)]
    assert (part["name"], part["n"], part["after"]) == ("sums", 40, None)
    assert part["low"] < part["before"] < part["high"]
    (line,) = [line for line in summary_lines(ended.summary()) if line.startswith("outside questions, sums: ")]
    assert f"{part['before']:.1%} before (95 % interval" in line
    assert line.endswith("not asked again, since no adapter came as far as the gate")
    assert "not asked again" in (ended.path / "report.html").read_text()


def test_an_adapter_that_harms_as_a_whole_is_turned_down(tmp_path):
    ended = run(tmp_path, 0.1)
    dial = ended.summary()["summary"]["dial"]
    assert dial["chosen"] < 1
    assert any(one["unfit"] for one in dial["tried"] if one["factor"] == 1)
    kept = Path(ended.summary()["adapter"])
    assert dial_of(ended.path / kept) == dial["chosen"]
    assert [p.name for p in (ended.path / "adapters").glob("*-dial-*")] == [kept.name]


def test_a_dev_part_too_small_to_choose_by_leaves_the_adapter_as_it_is(tmp_path):
    said = []
    config = load_config(settings=[*SMALL, "dial.probes=3"], student=student(tmp_path, 0.0), skills=["math"])
    ended = repairloop.run(config, tmp_path / "run", said.append)
    assert any("λ is not chosen" in event.get("text", "") for event in said)
    assert ended.summary()["summary"]["dial"]["chosen"] == 1.0


@pytest.mark.parametrize("skill", ["math", "canary"])
def test_a_candidate_that_was_asked_otherwise_on_the_dev_part_is_not_compared(tmp_path, monkeypatch, skill):
    answer = SimStudent._answer

    def otherwise(self, probe, rate):
        found = answer(self, probe, rate)
        changed = self._learned and probe.skill == skill
        return found.like(prompt_hash="0" * 16) if changed else found

    monkeypatch.setattr(SimStudent, "_answer", otherwise)
    with pytest.raises(RepairLoopError, match="asked"):
        run(tmp_path, 0.0)
    assert not list((tmp_path / "run" / "stages").glob("verify-*"))


def test_factors_outside_their_range_are_refused():
    with pytest.raises(UsageError, match=r"dial\.factors"):
        load_config(settings=["dial.factors=[1.5]"])
    assert load_config(settings=["dial.factors=[0.5, 1.0]"]).dial.factors == [1.0, 0.5]
