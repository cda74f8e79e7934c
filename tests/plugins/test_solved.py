"""Solved examples: near the question, never its answer where there are many, each in turn where there are few."""

from __future__ import annotations

from collections import Counter
from random import Random

from repairloop import (
    Area,
    Ask,
    Draw,
    Problem,
    Skill,
    Step,
    by_step,
    eased,
    get_skill,
    grade,
    loose_answer,
    make_probes,
)
from repairloop import skill as declare
from repairloop.plugins.registry import Registry
from repairloop.plugins.solved import Again


class Sizes(Step):
    below = eased(solved=4, repeated=0.7)
    most: int = by_step("Largest number.", 10_000, 100_000)


class Sum(Problem):
    numbers: tuple[int, ...]
    odd: bool = False

    def reference(self) -> str:
        total = sum(self.numbers)
        return str(total % 2 + 1 if self.odd else total)

    def ask(self, w: Draw) -> Ask:
        return Ask(" + ".join(map(str, self.numbers)), system="You add." if w.rng.random() < 0.5 else "", bare=True)

    def answer(self, w: Draw) -> str:
        return self.reference()


def add(area: str, w: Draw, step: Sizes) -> Sum:
    return Sum(numbers=tuple(w.rng.randrange(step.most) for _ in range(6)), odd=area.endswith("odd"))


def adding() -> Skill:
    areas = {"adding/sum": Area("add", add), "adding/odd": Area("1 for even, 2 for odd", add)}
    declare("adding", grader="math")(type("Adding", (Skill,), {"areas": areas, "problems": (Sum,), "steps": Sizes}))
    return get_skill("adding")


def numbers_of(text: str) -> set[str]:
    return set(text.split(" + "))


def test_draws_are_repeated_but_for_a_share() -> None:
    rng = Random(1)
    state = rng.getstate()
    before = [(rng.randrange(1000), rng.random(), rng.getrandbits(20)) for _ in range(200)]
    again = Again.of(state, Random(2), 0.75)
    after = [(again.randrange(1000), again.random(), again.getrandbits(20)) for _ in range(200)]
    same = [a == b for one, other in zip(before, after, strict=True) for a, b in zip(one, other, strict=True)]
    assert 0.7 < sum(same) / len(same) < 0.8
    assert same[-1] or any(same[-20:])  # what is drawn anew moves nothing behind it


def test_examples_are_near_the_question_and_none_has_its_answer(apart: Registry) -> None:
    probes = list(make_probes(adding(), "adding/sum", "screen", "seen", 10, 0, (0,)))
    assert probes == list(make_probes(get_skill("adding"), "adding/sum", "screen", "seen", 10, 0, (0,)))
    for probe in probes:
        turns = [message["content"] for message in probe.messages if message["role"] != "system"]
        examples, answers = turns[:-1:2], turns[1::2]
        assert len(examples) == 4
        assert all(len(numbers_of(text) & numbers_of(turns[-1])) >= 3 for text in examples), turns
        assert not any(grade(probe, loose_answer(answer)).status == "pass" for answer in answers)
        assert [str(sum(map(int, text.split(" + ")))) for text in examples] == answers


def test_of_few_answers_each_is_shown_in_turn(apart: Registry) -> None:
    places: Counter[int] = Counter()
    for probe in make_probes(adding(), "adding/odd", "screen", "seen", 40, 0, (0,)):
        answers = [message["content"] for message in probe.messages if message["role"] == "assistant"]
        assert Counter(answers) == {"1": 2, "2": 2}
        places.update(n for n, answer in enumerate(answers) if grade(probe, loose_answer(answer)).status == "pass")
    assert all(places[n] >= 8 for n in range(4)), places  # where an example stands tells nothing
