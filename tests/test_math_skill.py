"""The math skill: every area, difficulty and bank gives right, varied, reproducible problems."""

from __future__ import annotations

import random
import re
from functools import cache

import pytest

import graders.math  # noqa: F401  # declares the grader
import skills.math  # noqa: F401  # declares the skill
from repairloop import Answer, Probe
from repairloop.plugins import check_grader, get_grader, get_skill, grade, item_rng, make_probes
from skills.math import MathProblem
from skills.math.banks import BANKS, SEEN, UNSEEN, Bank

SKILL = get_skill("math")
AREAS = sorted(SKILL.areas)
COUNT = 200


@cache
def probes(area: str, difficulty: int, bank: str) -> list[Probe]:
    split = "holdout" if bank == "unseen" else "train"
    return list(make_probes(SKILL, area, split, bank, COUNT, "test", (difficulty,)))


def problem_of(probe: Probe) -> MathProblem:
    return MathProblem.model_validate(probe.problem)


def passes(probe: Probe, text: str) -> bool:
    return grade(probe, Answer(probe_id=probe.id, text=text)).status == "pass"


def rough_tokens(text: str) -> int:
    """What a tokenizer with single digits makes of the text."""
    return len(re.findall(r"\d| (?=\d)|[A-Za-z]+|[^\w\s]|\n", text))


every = pytest.mark.parametrize(
    ("area", "difficulty", "bank"), [(a, d, b) for a in AREAS for d in SKILL.difficulties for b in BANKS]
)


@every
def test_gold_and_solution_pass_and_corruptions_fail(area, difficulty, bank):
    drawn = probes(area, difficulty, bank)
    assert len(drawn) == COUNT
    failures = [check for check in check_grader(get_grader("math"), drawn[:25]) if not check.passed]
    assert failures == []
    for probe in drawn:
        solution = SKILL.solution(problem_of(probe), random.Random(0))
        assert passes(probe, solution), (probe.question, solution, probe.reference)
        assert rough_tokens(solution) <= SKILL.limit(area)
        assert not re.search(r"[{}]", probe.question.replace("\\boxed{}", "").replace("\\boxed{...}", "")
                             .replace("\\boxed{result}", "").replace("\\boxed{number}", "")), probe.question  # fmt: skip


@every
def test_wording_varies(area, difficulty, bank):
    skeletons = {re.sub(r"[0-9][0-9,./]*", "#", probe.question) for probe in probes(area, difficulty, bank)}
    assert len(skeletons) >= 100
    assert len({probe.content for probe in probes(area, difficulty, bank)}) == COUNT


@pytest.mark.parametrize("area", AREAS)
def test_difficulty_one_has_content_for_all_splits(area):
    keys = {SKILL.problem(area, item_rng("space", area, "x", i), "seen", 1).key() for i in range(3000)}
    assert len(keys) >= 700
    harder = {SKILL.problem(area, item_rng("space", area, "x", i), "seen", 2).key() for i in range(3000)}
    assert len(harder) >= 2000


@pytest.mark.parametrize("area", AREAS)
def test_items_are_determined_by_their_index(area):
    first = probes(area, 2, "seen")[:20]
    again = list(make_probes(SKILL, area, "train", "seen", 20, "test", (2,)))
    assert again == first
    assert list(make_probes(SKILL, area, "train", "seen", 20, "other", (2,))) != first


def test_splits_share_no_content():
    seen = {probe.content for probe in probes("math/addition/carry", 2, "seen")}
    assert seen.isdisjoint(probe.content for probe in probes("math/addition/carry", 2, "unseen"))


def test_areas_hold_what_they_promise():
    def digits(probe: Probe) -> list[tuple[int, int]]:
        a, b = problem_of(probe).operands[:2]
        return [(int(x), int(y)) for x, y in zip(reversed(a), reversed(b), strict=False)]

    for difficulty in SKILL.difficulties:
        for probe in probes("math/addition/no_carry", difficulty, "seen"):
            assert all(x + y < 10 for x, y in digits(probe))
        for probe in probes("math/addition/carry", difficulty, "seen"):
            assert any(x + y > 9 for x, y in digits(probe))
        for probe in probes("math/subtraction/no_borrow", difficulty, "seen"):
            assert all(x >= y for x, y in digits(probe))
        for probe in probes("math/subtraction/borrow", difficulty, "seen"):
            assert any(x < y for x, y in digits(probe))
        for probe in probes("math/word/two_step", difficulty, "seen"):
            assert int(probe.reference) >= 0
            assert len(problem_of(probe).operations) == 2
    assert all(max(map(int, problem_of(p).operands)) < 100 for p in probes("math/addition/carry", 1, "seen"))


def test_every_quantity_stands_in_the_text():
    for area in AREAS:
        for probe in probes(area, 3, "unseen"):
            text = probe.question.replace(",", "")
            problem = problem_of(probe)
            shown = set(problem.operands) | ({str(problem.distractor)} if problem.distractor is not None else set())
            assert all(re.search(rf"(?<!\d){re.escape(n)}(?!\d)", text) for n in shown), probe.question


def texts(bank: Bank) -> dict[str, list[str]]:
    groups = {"wrappers": bank.wrappers, "distractors": bank.distractors, "systems": bank.systems, "cues": bank.cues}
    for field in ("calculations", "openings", "events", "endings", "frames", "forms"):
        for kind, phrases in getattr(bank, field).items():
            groups[f"{field}/{kind}"] = phrases
    return {group: list(phrases) for group, phrases in groups.items()}


def test_the_banks_share_nothing_and_are_equally_wide():
    ours, theirs = texts(SEEN), texts(UNSEEN)
    assert ours.keys() == theirs.keys()
    common = {p for ps in ours.values() for p in ps} & {p for ps in theirs.values() for p in ps}
    assert common <= {"{q}", ""}  # the bare problem, and asking for no form
    assert {group: len(phrases) for group, phrases in ours.items()} == {g: len(ps) for g, ps in theirs.items()}
    assert len(SEEN.names) == len(UNSEEN.names)
    assert {name for name, _ in SEEN.names}.isdisjoint(name for name, _ in UNSEEN.names)
    for part in range(3):
        ours_part = {thing[part] for thing in SEEN.things}
        assert ours_part.isdisjoint(thing[part] for thing in UNSEEN.things)
    for group, phrases in [*ours.items(), *theirs.items()]:
        written = [p for p in phrases if p not in ("{q}", "")]
        assert len(set(written)) == len(written), group


@pytest.mark.parametrize("area", AREAS)
def test_refinements_stay_in_the_area_and_keep_text_and_truth(area):
    applied = 0
    for probe in probes(area, 1, "seen")[:80]:
        before = problem_of(probe)
        for edit in SKILL.refinements().values():
            after = edit(before, random.Random(3))
            if after is None:
                continue
            applied += 1
            assert (after.area, after.relation, after.scene) == (before.area, before.relation, before.scene)
            assert after.key() != before.key()
            changed = probe.model_copy(
                update={
                    "reference": SKILL.reference(after),
                    "settings": SKILL.settings(after),
                    "problem": after.model_dump(),
                }
            )
            assert SKILL.render(after, random.Random(1), "seen")[-1]["content"]
            assert passes(changed, SKILL.solution(after, random.Random(1)))
    assert applied >= 80


def test_no_number_of_a_longer_sum_is_left_out():
    problem = MathProblem(
        area="math/addition/carry", relation="calculation", operands=("47", "38", "25"), operations=("+", "+")
    )
    for i in range(50):
        for bank in ("seen", "unseen"):
            text = SKILL.render(problem, random.Random(i), bank)[-1]["content"]
            assert all(number in text for number in problem.operands), text
    assert SKILL.reference(problem) == "110"


def test_a_story_reads_as_one():
    problem = MathProblem(
        area="math/word/two_step", relation="gain+lose", operands=("12", "5", "3"), operations=("+", "-"),
        scene={"name": "Tom", "other": "Mr. Lee", "he": "he", "him": "him", "his": "his", "He": "He", "His": "His",
               "things": "marbles", "box": "bag", "boxes": "bags"},
    )  # fmt: skip
    text = SKILL.render(problem, random.Random(5), "seen")[-1]["content"]
    assert "marbles" in text
    assert "Tom" in text
    assert SKILL.reference(problem) == "14"
    assert SKILL.solution(problem, random.Random(0)) == "12 + 5 = 17, 17 - 3 = 14"
    assert SKILL.settings(problem)["intermediate"] == ["17"]
