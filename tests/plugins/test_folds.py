"""Two cycles measure with different phrases, neither with what rows say, and what cannot be dealt is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from repairloop.plugins.folds import HANDS, LATER, asked_again, deal, folds_of, in_cycle
from repairloop.plugins.registry import all_skills, get_skill
from repairloop.plugins.sides import assign, runs, write_lock
from repairloop.plugins.skill import Skill
from repairloop.plugins.words import both_sides, read, sides
from tests.some import some

ASKS = "".join(
    f"{asks} the {things} in {{place}}.\n"
    for asks in ("Count all", "Tell me", "Find out")
    for things in ("red apples", "old coins", "new books", "small boats", "tall trees", "wet socks")
)
WORDS = (
    f"== ask\n{ASKS}== few = say the word / sum it up now / tell me the thing / put it all down\n== name = Ann / Bob\n"
)


def hands(text: str) -> list[dict[str, tuple[str, ...]]]:
    lists = read(text)
    folds = deal(lists, assign(lists, {}))
    return [sides(lists, lock)["unseen"].lists for lock in folds.locks]


def test_the_phrases_of_a_list_are_dealt_in_halves_and_what_is_too_short_is_not() -> None:
    first, second = hands(WORDS)
    lists = read(WORDS)
    lock = assign(lists, {})
    unseen = sides(lists, lock)["unseen"].lists
    assert not set(first["ask"]) & set(second["ask"])
    assert set(first["ask"]) | set(second["ask"]) == set(unseen["ask"])
    assert abs(len(first["ask"]) - len(second["ask"])) <= 1
    assert first["few"] == second["few"] == unseen["few"]  # two phrases, one a hand, would be too few
    assert first["name"] == second["name"] == unseen["name"]
    folds = deal(lists, lock)
    assert (folds.common, sum(folds.phrases)) == (2, len(unseen["ask"]) + 2 * 2)
    assert [folds.again(cycle)[0] for cycle in (1, 2, 3)] == [0, 2, folds.phrases[0]]


def test_the_same_is_dealt_whatever_order_lists_stand_in() -> None:
    turned = "== name = Ann / Bob\n== few = sum it up now / say the word / put it all down / tell me the thing\n" + (
        "== ask\n" + "\n".join(reversed(ASKS.splitlines()))
    )
    lists, other = read(WORDS), read(turned)
    lock = assign(lists, {})
    for one, two in zip(deal(lists, lock).locks, deal(other, lock).locks, strict=True):
        assert {name: set(of["unseen"]) for name, of in one.items()} == {n: set(of["unseen"]) for n, of in two.items()}


def test_what_can_say_the_same_is_in_one_hand_and_rows_of_facts_in_both() -> None:
    text = f"== ask\n{ASKS}== also\n{ASKS}== t: a b\n" + "\n".join(
        f"all of the {things} | thing" for things in ("pens", "cups", "hats", "keys", "maps", "nets", "pots", "rugs")
    )
    first, second = hands(text)
    assert set(first["ask"]) == set(first["also"]) != set(second["ask"])
    assert first["t"] == second["t"]
    told = text.replace("| thing", "of {name} | thing")
    assert not {*hands(told)[0]["t"]} & {*hands(told)[1]["t"]}


def test_a_whole_is_dealt_with_all_its_lists() -> None:
    text = "".join(
        f"== of@{n}\n== .thing = {n} things\n== .told = the {n} was left here / all of {n} came back\n"
        for n in "abcdefghij"
    )
    lists = read(text)
    lock = assign(lists, {})
    first, second = (sides(lists, lock)["unseen"].wholes["of"] for lock in deal(lists, lock).locks)
    assert not set(first) & set(second)
    assert {len(first), len(second)} == {2, 3}


def test_what_stands_with_another_hand_is_on_no_side() -> None:
    lists = read(WORDS)
    lock = assign(lists, {})
    for dealt in deal(lists, lock).locks:
        assert dealt["ask"]["seen"] == lock["ask"]["seen"]
        assert set(dealt["ask"]["unseen"]) | set(dealt["ask"][LATER]) == set(lock["ask"]["unseen"])


@pytest.mark.parametrize("name", sorted(all_skills()))
def test_no_phrase_of_a_second_cycle_is_the_firsts_or_one_that_rows_use(name: str) -> None:
    """But for those that are counted as asked again; a run of one cycle has all."""
    skill = get_skill(name)
    assert skill.words_file is not None
    assert in_cycle(skill, 1, 1).sides is both_sides(skill.words_file)
    first, second = (in_cycle(skill, cycle, HANDS).sides for cycle in (1, 2))
    own = {
        (name, phrase)
        for name, phrases in second["unseen"].lists.items()
        for phrase in phrases
        if runs(phrase) and phrase not in first["unseen"].lists.get(name, ())
    }
    again, number = asked_again(skill.words_file, 2) or (0, 0)
    assert len(some(own)) >= number - again > 0
    trained = {(name, phrase) for name, phrases in first["seen"].lists.items() for phrase in phrases}
    shared = {name for name, of in first["seen"].lists.items() if of == both_sides(skill.words_file)["unseen"].lists.get(name)}  # fmt: skip
    assert not {(name, phrase) for name, phrase in own & trained if name not in shared}


def test_a_third_cycle_takes_the_first_hand_again_and_it_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "mine.words"
    file.write_text(WORDS)
    write_lock(file)
    assert folds_of(file).common == 2

    class Mine(Skill):
        words_file = file

    again, number = asked_again(file, 2) or (0, 0)
    assert (again, number) == (2, len(in_cycle(Mine(), 2, 3).sides["unseen"].lists["ask"]) + 2)
    assert in_cycle(Mine(), 1, 2).sides == in_cycle(Mine(), 3, 3).sides
    assert asked_again(file, 3) == (folds_of(file).phrases[0],) * 2
    assert asked_again(None, 2) is None
