"""The gate: what each rule stops, that three verdicts exist, and that worse answers never help."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repairloop.config import GateSettings
from repairloop.ground import stats
from repairloop.loop.gate import Collapses, Paired, decide, detectable, noise, panel_rows, suspects
from repairloop.loop.stages.verify import outcomes, summarize
from repairloop.rundir.display import panel_lines

POLICY = GateSettings()
SKILLS = {f"{skill}/{number}": skill for skill in ("a", "b", "c", "d") for number in range(6)}
TARGETS = ["a/0", "a/1"]
SAFE = Paired(16, 12, 12)
REPAIRED = Paired(40, 4, 24, 20, 0)


def lost(n, number, gained=0, before=None):
    """Pairs of which `number` were lost."""
    before = n - gained if before is None else before
    return Paired(n, before, before + gained - number, gained, number)


def counts(**changed):
    """A good repair, with the areas named (a0 for a/0) changed."""
    usual = {area: REPAIRED if area in TARGETS else SAFE for area in SKILLS}
    return usual | {f"{name[0]}/{name[1]}": p for name, p in changed.items()}


def verdict(found, fresh=None, canaries=None, policy=POLICY):
    return decide(found, SKILLS, TARGETS, policy, fresh, canaries)


def blockers(decision):
    return {(rule.name, rule.word) for rule in decision.rules if rule.word != "accepted"}


def test_a_repair_that_harms_nothing_is_accepted():
    decision = verdict(counts())
    assert decision.verdict == "accepted"
    assert decision.reason.startswith("targeted areas +50.0 points on unseen wording (")
    assert "untargeted areas +0.0 points, at worst -" in decision.reason
    assert decision.reason.endswith("no canaries")


@pytest.mark.parametrize(
    ("gained", "word"), [(0, "rejected"), (1, "inconclusive"), (4, "inconclusive"), (10, "accepted")]
)
def test_a_gain_is_shown_to_be_above_the_least_or_below_it_or_neither(gained, word):
    part = Paired(40, 4, 4 + gained, gained, 0)
    decision = verdict(counts(a0=part, a1=part))
    assert decision.verdict == word
    assert blockers(decision) == ({("gain", word)} if word != "accepted" else set())


def test_a_gain_that_is_significant_but_may_be_less_than_the_least_is_not_accepted():
    found = counts(a0=Paired(40, 4, 8, 4, 0), a1=Paired(40, 4, 8, 4, 0))
    assert stats.mcnemar(8, 0) < 0.01  # the rule of former versions
    assert verdict(found).verdict == "inconclusive"


def test_a_gain_is_held_against_the_rate_at_which_right_answers_elsewhere_turn_wrong():
    """A student that knows little, and an adapter that flips answers: all rates rise, and nothing was repaired."""
    flipped = {area: Paired(40, 4, 11, 7, 0) if area in TARGETS else Paired(16, 3, 4, 2, 1) for area in SKILLS}
    decision = decide(flipped, SKILLS, TARGETS, POLICY)
    assert blockers(decision) == {("gain", "inconclusive")}
    assert "22 of 66 right answers elsewhere turned wrong" in decision.reason
    calm = {area: p if area in TARGETS else replace(p, lost=0, gained=2, after=5) for area, p in flipped.items()}
    assert decide(calm, SKILLS, TARGETS, POLICY).verdict == "accepted"


def test_flipping_explains_no_gain_beyond_what_the_policy_says_or_chance_gives():
    """A student that is right by chance here and there, and loses much of that, while half of what it could not do it can."""
    found = {area: Paired(40, 1, 25, 25, 1) if area in TARGETS else Paired(16, 2, 3, 2, 1) for area in SKILLS}
    assert verdict(found).verdict == "accepted"
    assert noise(Paired(400, 40, 40, 20, 20), 0.02, POLICY) == POLICY.flipped
    assert noise(Paired(400, 40, 40, 20, 20), 0.02, POLICY, chance=0.25) == 0.25
    assert noise(Paired(400, 40, 40, 20, 20), 0.02, POLICY, chance=0.01) == POLICY.flipped
    small = {area: Paired(40, 1, 11, 11, 1) if area in TARGETS else p for area, p in found.items()}
    assert verdict(small).verdict == "accepted"
    choosing = decide(small, SKILLS, TARGETS, POLICY, chance=0.25)  # it may have learned to name one of four options
    assert blockers(choosing) == {("gain", "inconclusive")}


@pytest.mark.parametrize("right", [10, 31, 200])
def test_a_worse_answer_elsewhere_never_lowers_what_a_gain_is_held_against(right):
    rest = Paired(400, right, right + 40 - 5, 40, 5)
    one_less_gained = replace(rest, after=rest.after - 1, gained=39)
    one_more_lost = replace(rest, after=rest.after - 1, lost=6)
    assert noise(one_less_gained, 0.1, POLICY) >= noise(rest, 0.1, POLICY)
    assert noise(one_more_lost, 0.1, POLICY) >= noise(rest, 0.1, POLICY)


def test_all_untargeted_areas_together_may_not_lose_the_margin():
    one_each = {area: lost(16, 1) if area[0] in "bcd" and area[-1] in "012" else p for area, p in counts().items()}
    decision = verdict(one_each)  # 9 of 352 lost
    assert decision.verdict == "accepted"
    many = {area: p if area in TARGETS else lost(16, 1) for area, p in counts().items()}
    decision = verdict(many)  # 22 of 352 lost
    assert ("together", "rejected") in blockers(decision)
    noisy = {area: p if area in TARGETS else lost(16, 3, 2) for area, p in counts().items()}
    assert ("together", "rejected") in blockers(verdict(noisy))


def test_few_pairs_that_exclude_nothing_are_inconclusive():
    few = {"a/0": REPAIRED, "a/1": REPAIRED, "b/0": Paired(10, 8, 8)}
    assert blockers(verdict(few)) == {("together", "inconclusive")}


def test_a_skill_that_lost_is_rejected_though_no_area_of_it_shows_it():
    found = counts(**{f"b{number}": lost(16, 1) for number in range(6)} | {"b0": lost(16, 2)})
    assert suspects(found, TARGETS, POLICY) == ["b/0"]
    decision = verdict(found, fresh={"b/0": Paired(60, 50, 50)})
    assert blockers(decision) == {("skill", "rejected")}
    assert "b -7.3 points" in decision.reason


def test_an_area_that_seems_to_have_lost_is_decided_by_fresh_probes():
    found = counts(c2=lost(16, 2))
    assert suspects(found, TARGETS, POLICY) == ["c/2"]
    assert blockers(verdict(found)) == {("fresh", "inconclusive")}
    assert "not asked again: c/2 (2 lost, 0 gained of 16)" in verdict(found).reason
    assert verdict(found, {"c/2": Paired(60, 40, 38, 1, 3)}).verdict == "accepted"
    assert verdict(found, {"c/2": lost(60, 12)}).verdict == "rejected"
    assert verdict(found, {"c/2": lost(60, 12)}).harmed == {"c/2"}
    unclear = verdict(found, {"c/2": lost(60, 14, 8)})
    assert unclear.verdict == "inconclusive"
    assert unclear.unclear == {"c/2"}


def test_where_there_are_no_more_cases_the_guard_probes_decide():
    """Areas of a user's task may have been asked whole: nothing is fresh, and inconclusive for ever helps nobody."""

    def whole(p):
        return decide(counts(c2=p), SKILLS, TARGETS, POLICY, {}, spent={"c/2"})

    assert whole(lost(60, 5)).verdict == "accepted"
    unclear = whole(lost(60, 7, 1))
    assert unclear.verdict == "inconclusive"
    assert "lost 10% or more, and there are no more cases to ask: c/2 (7 lost, 1 gained of 60)" in unclear.reason
    assert whole(lost(60, 20)).verdict == "rejected"


def test_a_loss_on_the_guard_probes_that_is_large_is_never_cleared():
    found = counts(c2=lost(16, 6))
    cleared = {"c/2": Paired(60, 50, 50)}
    assert blockers(verdict(found, cleared)) == {("area", "inconclusive")}
    assert blockers(verdict(counts(c2=lost(16, 12)), cleared)) >= {("area", "rejected")}


def test_a_targeted_area_that_got_worse_rejects():
    found = counts(a0=Paired(40, 10, 2, 0, 8), a1=Paired(40, 0, 40, 40, 0))
    assert blockers(verdict(found)) == {("targets", "rejected")}


@pytest.mark.parametrize(
    ("collapsed", "word"), [(0, "accepted"), (5, "accepted"), (8, "inconclusive"), (20, "rejected")]
)
def test_canaries_that_collapse_stop_a_repair(collapsed, word):
    decision = verdict(counts(), canaries=Collapses(250, collapsed))
    assert decision.verdict == word
    assert (
        f"{collapsed} of 250 canaries collapsed, net (at most {stats.at_most(collapsed, 250):.1%})" in decision.reason
    )


def test_canaries_that_were_not_answered_leave_it_open():
    assert verdict(counts(), canaries=Collapses(0, 0, 0)).verdict == "accepted"
    decision = verdict(counts(), canaries=Collapses(3, 0, 200))
    assert decision.verdict == "inconclusive"
    assert "only 3 of 200 canaries were answered before and after" in decision.reason
    assert verdict(counts(), canaries=Collapses(19, 19, 200)).verdict == "rejected"
    assert verdict(counts(), canaries=Collapses(8, 0, 8)).verdict == "accepted"  # no more were asked


def test_skills_with_few_pairs_are_said():
    small = {area: Paired(4, 3, 3) if SKILLS[area] == "d" else p for area, p in counts().items()}
    assert "too few to exclude a loss: d (24 pairs)" in verdict(small).reason


def test_what_can_be_detected_follows_the_number_of_probes():
    few = detectable(counts(), SKILLS, TARGETS, POLICY, 60)
    many = {area: Paired(4 * p.n, 4 * p.before, 4 * p.after, 4 * p.gained, 4 * p.lost) for area, p in counts().items()}
    more = detectable(many, SKILLS, TARGETS, POLICY, 60)
    assert more["gain"] < few["gain"] < 0.25
    assert (
        few["together"] < more["together"] < POLICY.margin
    )  # with fewer pairs less than the margin is enough to stop it
    assert more["skill"]["b"] < few["skill"]["b"]
    assert more["area"]["64"] < few["area"]["16"] < 0.35
    said = panel_lines({"panel": panel_rows(counts(), SKILLS, TARGETS), "detectable": few})
    assert [line.split()[0] for line in said[:4]] == ["a", "b", "c", "d"]
    assert said[4].startswith("detectable with power 0.8 at 0.0% flips: a gain of ")
    assert "of one area with 16 guard probes" in said[4]


def test_the_table_says_what_the_gate_says():
    found = counts(c2=lost(16, 2), d1=lost(16, 2))
    decision = verdict(found, {"c/2": lost(60, 30), "d/1": lost(60, 14, 8)})
    pairs = {(area, "unseen"): p for area, p in found.items()} | {("a/0", "seen"): REPAIRED}
    said = {(row["area"], row["wording"]): row["decision"] for row in outcomes(pairs, set(TARGETS), 0.05, decision)}
    assert said["c/2", "unseen"] == "worse"
    assert said["d/1", "unseen"] == "unclear"
    assert said["a/0", "unseen"] == said["a/0", "seen"] == "improved"
    assert said["b/0", "unseen"] == "unchanged"
    assert summarize(pairs, set(TARGETS))["untargeted_unseen"]["n"] == 22 * 16


# ---- worse never helps --------------------------------------------------------------------------------


def pairs_of(rng, n, gain, loss):
    gained, lost_ = (sum(rng.random() < chance for _ in range(n)) for chance in (gain, loss))
    lost_ = min(lost_, n - gained)
    before = rng.randint(lost_, n - gained)
    return Paired(n, before, before + gained - lost_, gained, lost_)


def worsened(rng, p):
    """One answer after the repair that was right is wrong now; the same pairs where none was right."""
    kept = p.before - p.lost
    if not p.after:
        return p
    if (p.gained and rng.random() < 0.5) or not kept:
        return replace(p, after=p.after - 1, gained=p.gained - 1)
    return replace(p, after=p.after - 1, lost=p.lost + 1)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([0.0, 0.02, 0.08]), st.sampled_from([0.1, 0.2, 0.5]))
def test_making_any_answer_worse_never_turns_another_verdict_into_accepted(seed, flips, gain):
    rng = Random(seed)
    found = {a: pairs_of(rng, 20, gain, flips / 2) if a in TARGETS else pairs_of(rng, 16, flips, flips) for a in SKILLS}
    fresh = {a: pairs_of(rng, 60, flips, flips + rng.choice([0, 0, 0.1])) for a in SKILLS if a not in TARGETS}
    canaries = Collapses(200, rng.randint(0, 6))
    for _ in range(12):
        ok = verdict(found, fresh, canaries).verdict == "accepted"
        which = rng.choice(["found", "fresh", "canaries"])
        if which == "canaries":
            canaries = replace(canaries, collapsed=min(200, canaries.collapsed + 1))
        else:
            part = found if which == "found" else fresh
            area = rng.choice(sorted(part))
            part[area] = worsened(rng, part[area])
        assert ok or verdict(found, fresh, canaries).verdict != "accepted"


def test_the_worlds_of_that_property_hold_all_three_verdicts():
    seen = set()
    for seed in range(200):
        rng = Random(seed)
        flips = rng.choice([0.0, 0.02, 0.08])
        found = {a: pairs_of(rng, 20, 0.5, 0) if a in TARGETS else pairs_of(rng, 16, flips, flips) for a in SKILLS}
        fresh = {a: pairs_of(rng, 60, flips, flips + rng.choice([0, 0, 0.1])) for a in SKILLS}
        seen.add(verdict(found, fresh, Collapses(200, rng.randint(0, 6))).verdict)
    assert seen == {"accepted", "rejected", "inconclusive"}
