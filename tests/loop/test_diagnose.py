"""Which areas fail, pass or stay open, on simulated counts, and which of those that fail are repaired."""

from random import Random

import pytest

from repairloop import Skill, all_skills, make_probes, skill
from repairloop.config import DiagnoseSettings, ProbeSettings
from repairloop.ground.errors import UsageError
from repairloop.loop.stages.diagnose import (
    MOST,
    PASSED,
    builds_on,
    decide,
    frontier,
    knows,
    promises,
    share,
    undecided,
)

SETTINGS, PROBES = DiagnoseSettings(), ProbeSettings()


def draw(rng, n, rate):
    return sum(rng.random() < rate for _ in range(n)), n


def diagnose(rates, rng, budget=PROBES.budget):
    """The three looks at areas with these true rates, as the stage takes them; findings and probes asked."""
    looks = {area: [draw(rng, PROBES.screen, rate)] for area, rate in rates.items()}
    asked = len(rates) * PROBES.screen
    for batches in (2, 1):
        areas = undecided(looks, SETTINGS)
        each = share(budget * len(rates) - asked, len(areas), batches)
        if not each:
            break
        for area in areas:
            looks[area].append(draw(rng, each, rates[area]))
        asked += each * len(areas)
    return decide(looks, SETTINGS), asked


def many(rates, runs=200, seed=1):
    """Share of wrong ones among the areas said to fail, and of the weak ones found, on average."""
    rng = Random(seed)
    wrong, found = 0.0, 0.0
    weak = {area for area, rate in rates.items() if rate < SETTINGS.target}
    for _ in range(runs):
        findings, asked = diagnose(rates, rng)
        assert asked <= PROBES.budget * len(rates)
        named = {area for area, finding in findings.items() if finding.decision == "fails"}
        wrong += len(named - weak) / max(1, len(named))
        found += len(named & weak) / max(1, len(weak))
    return wrong / runs, found / runs


def test_each_decision_is_reached():
    rates = {"a": 0.0, "b": 0.2, "c": 0.4, "d": 0.7, "e": 1.0, "f": 1.0}
    findings, _ = diagnose(rates, Random(3))
    assert [findings[area].decision for area in "abcef"] == ["fails", "fails", "fails", "passes", "passes"]
    assert findings["d"].decision == "inconclusive"


def test_false_discoveries_stay_below_alpha_where_no_area_fails():
    wrong, _ = many({f"a{i}": 0.7 for i in range(9)}, runs=400)
    assert wrong < 0.05 + 3 * (0.05 * 0.95 / 400) ** 0.5


def test_weak_areas_are_found_however_many_there_are():
    strong, weak = [0.7, 0.8, 0.95], [0.45, 0.3, 0.1]
    for number in (3, 9, 17):
        rates = {f"a{i}": (weak if i < number else strong)[i % 3] for i in range(29)}
        wrong, found = many(rates, runs=60)
        assert wrong < 0.05
        assert found > 0.85


def test_an_area_that_is_far_below_needs_one_look_only():
    findings, asked = diagnose({f"a{i}": 0.02 for i in range(29)}, Random(1))
    assert {finding.decision for finding in findings.values()} == {"fails"}
    assert asked == 29 * PROBES.screen


def test_the_rest_of_the_budget_is_shared_equally_and_bounded():
    assert share(100, 5, 2) == 10
    assert share(50, 5, 1) == 10
    assert share(10_000, 1, 1) == MOST
    assert share(4, 5, 1) == share(-3, 5, 2) == share(100, 0, 1) == 0


def test_an_area_that_holds_no_more_content_is_decided_by_what_it_has():
    looks = {"a": [(3, 16), (0, 0), (0, 0)], "b": [(9, 16), (0, 0), (0, 0)], "c": [(0, 0)]}
    findings = decide(looks, SETTINGS)
    assert [findings[area].decision for area in "abc"] == ["fails", "inconclusive", "inconclusive"]


def test_later_batches_hold_other_content():
    math = all_skills()["math"]
    first = list(make_probes(math, "math/fractions", "confirm", "seen", 12, "0/1"))
    later = list(make_probes(math, "math/fractions", "confirm", "seen", 30, "0/1", skip=12))
    assert len(later) == 30
    assert {p.content for p in first}.isdisjoint(p.content for p in later)
    assert {p.id for p in first}.isdisjoint(p.id for p in later)
    assert first + later == list(make_probes(math, "math/fractions", "confirm", "seen", 42, "0/1"))


# ---- what is repaired ---------------------------------------------------------------------------------


def test_what_others_build_on_comes_first():
    needs = {"two": ("one",), "three": ("two",)}
    worth = {"three": 0.9, "two": 0.5, "one": 0.1, "other": 0.2}
    assert frontier(worth, needs, 2) == ["one", "two"]  # .1 for itself, and for each of the two that wait for it
    assert frontier(worth, needs, 9) == ["one", "two", "three", "other"]
    assert frontier(worth | {"one": 0.05}, needs, 9) == ["other", "one", "two", "three"]


def test_a_prerequisite_that_does_not_fail_holds_nothing_up():
    assert frontier({"two": 0.1, "other": 0.2}, {"two": ("one",)}, 1) == ["other"]
    assert frontier({"two": 0.3, "other": 0.2}, {"two": ("one",)}, 1) == ["two"]


def test_one_step_stories_are_repaired_before_those_of_two_steps():
    """As measured on a small student: no area of math reaches the target, stories of two steps are never solved."""
    needs = builds_on(all_skills().values())
    rates = {
        "math/word/two_step": (0, 16), "math/word/one_step": (1, 16), "math/addition/no_carry": (4, 16),
        "math/addition/carry": (2, 16), "math/subtraction/no_borrow": (1, 16), "math/subtraction/borrow": (0, 16),
        "math/products": (6, 16), "math/division": (1, 16), "math/fractions": (0, 16),
    }  # fmt: skip
    worth = promises(rates, {}, needs, 0.7)
    known = worth | {"math/word/two_step": 1.0}  # however promising it looks
    for number in range(1, 10):
        chosen = frontier(known, needs, number)
        assert ("math/word/two_step" in chosen) <= ("math/word/one_step" in chosen)
        if number == 9:
            assert chosen.index("math/word/one_step") < chosen.index("math/word/two_step")
    counts = {area: (int(area in ("math/addition/carry", "math/word/two_step")), 14) for area in rates}  # in float32
    assert "math/word/one_step" in frontier(promises(counts, {}, needs, 0.7), needs, 3)


def test_half_solved_areas_promise_most():
    counts = {"half/x": (14, 40), "never/x": (0, 40), "nearly/x": (27, 40), "knows/x": (0, 40), "all/x": (40, 40)}
    worth = promises(counts, {"knows/x": 0.6}, {}, 0.7)
    assert worth["half/x"] > worth["nearly/x"] > worth["never/x"] == 0
    few = promises({"forms/x": (12, 40), "told/x": (0, 40)}, {"told/x": 0.1}, {}, 0.7)
    assert few["told/x"] > few["forms/x"], "known and said in the wrong form, against passed now and then"
    assert worth["knows/x"] > worth["half/x"]  # never right, but the right answer stands in most wrong ones
    assert worth["all/x"] == 0


def test_what_an_area_builds_on_is_part_of_its_solution():
    needs = {"b/two": ("a/one",), "c/three": ("b/two",), "d/both": ("a/one", "b/two")}
    counts = {"a/one": (10, 40), "b/two": (0, 40), "c/three": (0, 40), "d/both": (0, 40), "e/other": (2, 40)}
    worth = promises(counts, {}, needs, 0.7)
    assert worth["b/two"] == pytest.approx(0.7 * PASSED * 0.25)
    assert worth["c/three"] == worth["d/both"] == 0, "what it builds on is not solved"
    assert frontier(worth, needs, 3) == ["a/one", "b/two", "e/other"]
    assert promises(counts, {"b/two": 0.4}, needs, 0.7)["b/two"] == pytest.approx(0.7 * 0.4), "no less than by itself"


@pytest.mark.parametrize(
    ("expected", "answer", "question", "known"),
    [
        ("17", "12 + 5 = 17 marbles, I think.", "Tom has 12 marbles and finds 5.", True),
        ("17", "It is 17.", "Tom has 12 marbles and finds 5.", True),
        ("7", "12 + 5 = 17", "Tom has 12 marbles and finds 5.", False),
        ("17", "The answer is 17.5", "Tom has 12 marbles.", False),
        ("5", "He has 12 - 5 marbles.", "Tom has 10 marbles and loses 5.", False),
        ("", "anything", "a question", False),
        ("ann@x.org", "The e-mail address is ann@x.org", "Find it: " + "write to ann@x.org or call. " * 5, True),
        ("ann@x.org", "write to ann@x.org or call. " * 5, "Find it: " + "write to ann@x.org or call. " * 5, False),
        ("Yes", "yes, because it is", "Is it so?", True),
    ],
)
def test_a_wrong_answer_that_holds_the_right_one_is_half_known(expected, answer, question, known):
    assert knows(expected, answer, question) is known


def test_what_areas_build_on_is_checked_when_a_skill_is_declared():
    def declare(needs):
        class Broken(Skill):
            areas = {"broken/a": "", "broken/b": ""}
            builds_on = needs

        return skill("broken", grader="math")(Broken)

    with pytest.raises(UsageError, match=r"builds_on: unknown area 'broken/c'; did you mean broken/"):
        declare({"broken/a": ("broken/c",)})
    with pytest.raises(UsageError, match="goes round in a circle: broken/"):
        declare({"broken/a": ("broken/b",), "broken/b": ("broken/a",)})
