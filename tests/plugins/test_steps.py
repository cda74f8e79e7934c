"""Difficulty steps: what a `Step` says, how a skill gives them to its makers, and what is refused."""

from __future__ import annotations

from random import Random
from typing import Any, ClassVar

import pytest

from repairloop import Area, Ask, Draw, Problem, Skill, Step, UsageError, by_step, eased, get_skill, skill, split_of
from repairloop.plugins.registry import Registry


class Sizes(Step):
    falls = frozenset({"help"})
    most: int = by_step("Largest number.", 10, 100, 1000)
    span: tuple[int, int] = by_step("Fewest and most.", (1, 2), (2, 3), (2, 6))
    help: float = by_step("Share with a hint.", 0.5, 0.25, 0)


class Easier(Sizes):
    first: ClassVar[int] = 0
    most: int = by_step("Largest number.", 5, 10, 100, 1000)
    span: tuple[int, int] = by_step("Fewest and most.", (1, 1), (1, 2), (2, 3), (2, 6))
    help: float = by_step("Share with a hint.", 1, 0.5, 0.25, 0)


class Number(Problem):
    told: str

    def reference(self) -> str:
        return self.told

    def ask(self, w: Draw) -> Ask:
        return Ask(self.told, bare=True)

    def answer(self, w: Draw) -> str:
        return self.told


def number(area: str, w: Draw, step: Any) -> Number:
    return Number(told=str(getattr(step, "most", step)))


def declared(areas: dict[str, Area], **more: Any) -> Skill:
    skill("steppy", grader="math")(type("Steppy", (Skill,), {"areas": areas, "problems": (Number,), **more}))
    return get_skill("steppy")


def test_a_step_has_a_value_for_each_field() -> None:
    assert list(Sizes.table()) == [1, 2, 3]
    assert Sizes.table()[3] == Sizes(number=3, most=1000, span=(2, 6), help=0)
    assert list(Easier.table()) == [0, 1, 2, 3]
    assert [text for _, text, _ in Sizes.described()] == ["Largest number.", "Fewest and most.", "Share with a hint."]


def test_the_same_with_other_values() -> None:
    other = Sizes.but(most=(20, 200, 2000))
    assert [step.most for step in other.table().values()] == [20, 200, 2000]
    assert other.table()[2].span == Sizes.table()[2].span
    assert (other.falls, other.described()[0][1]) == (Sizes.falls, "Largest number.")
    assert Sizes.table()[1].most == 10
    with pytest.raises(UsageError, match="did you mean most"):
        Sizes.but(mots=(1, 2, 3))


def test_what_is_no_step_is_refused() -> None:
    class Uneven(Sizes):
        more: int = by_step("One less.", 1, 2)

    class Mistyped(Step):
        most: int = by_step("Largest number.", "ten", "hundred")  # type: ignore[assignment]

    class Plain(Sizes):
        left: int

    for kind, why in (
        (Uneven, "a value for each step"),
        (Mistyped, "valid integer"),
        (Step, "got none"),
        (Plain, "left"),
    ):
        with pytest.raises(UsageError, match=why):
            kind.table()


def test_makers_are_given_the_step_of_their_area(apart: Registry) -> None:
    areas = {"steppy/a": Area("a", number), "steppy/b": Area("b", number, steps=Easier)}
    steppy = declared(areas, steps=Sizes)
    assert steppy.difficulties == (1, 2, 3)  # 0 is asked only where it is named
    assert [steppy.problem("steppy/a", Random(0), "seen", n).told for n in (1, 3)] == ["10", "1000"]
    assert steppy.problem("steppy/b", Random(0), "seen", 0).told == "5"
    with pytest.raises(UsageError, match="steppy/a has the difficulty steps 1, 2, 3, not 0"):
        steppy.problem("steppy/a", Random(0), "seen", 0)


def test_makers_of_a_skill_without_steps_are_given_the_number(apart: Registry) -> None:
    steppy = declared({"steppy/a": Area("a", number)}, difficulties=(1, 2))
    assert (steppy.difficulties, steppy.steps_of("steppy/a")) == ((1, 2), {})
    assert steppy.problem("steppy/a", Random(0), "seen", 2).told == "2"


def test_areas_must_agree_on_the_steps_from_one_on(apart: Registry) -> None:
    short = Sizes.but(most=(1, 2), span=((1, 1), (1, 1)), help=(0, 0))
    for areas in ({"steppy/a": Area("a", number), "steppy/b": Area("b", number, steps=short)},
                  {"steppy/a": Area("a", number, steps=Sizes), "steppy/b": Area("b", number)}):  # fmt: skip
        with pytest.raises(UsageError, match=r"steps \(1, 2, 3\) are in other areas, steppy/b has"):
            declared(areas, steps=Sizes if len(areas) and areas["steppy/a"].steps is None else None)


class Eased(Sizes):
    below = eased(solved=2, repeated=0.5)


def drawn(area: str, w: Draw, step: Any) -> Number:
    return Number(told=str(w.rng.randint(1, step.most * 1000)))


def test_a_step_below_shows_solved_examples(apart: Registry) -> None:
    assert [(step.number, step.solved, step.most) for step in Eased.table().values()] == [
        (0, 2, 10), (1, 0, 10), (2, 0, 100), (3, 0, 1000)
    ]  # fmt: skip
    assert Eased.described()[0] == ("solved", "Solved examples before the question.", (2, 0, 0, 0))
    steppy = declared({"steppy/a": Area("a", drawn, steps=Eased), "steppy/b": Area("b", drawn)}, steps=Sizes)
    assert steppy.difficulties == (1, 2, 3)
    plain, shown = (
        steppy.probe("steppy/a", Random(7), "screen", "seen", n, id="1", index=0) for n in (1, 0)
    )  # fmt: skip
    assert shown.messages[-1:] == plain.messages
    assert [m["role"] for m in shown.messages] == ["user", "assistant", "user", "assistant", "user"]
    for asked, answered in zip(shown.messages[:4:2], shown.messages[1:4:2], strict=True):
        assert split_of("steppy/a", Number(told=asked["content"]).key()) == "screen"
        assert asked["content"] == answered["content"] != shown.reference
    assert (shown.content, shown.reference) == (plain.content, plain.reference)


def test_a_step_is_asked_of_areas_that_have_it(apart: Registry) -> None:
    steppy = declared({"steppy/a": Area("a", drawn, steps=Eased), "steppy/b": Area("b", drawn)}, steps=Sizes)
    assert steppy.among("steppy/a", [0, 1]) == (0, 1)
    assert steppy.among("steppy/b", [0, 1]) == (1,)
    assert steppy.among("steppy/b", [0]) == (1, 2, 3)
    assert steppy.among("steppy/a", [1]) == (1,)
