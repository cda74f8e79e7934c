"""Options to choose from: the right value among wrong ones, each made by a named operator.

`same_kind_in_passage` is the value of another fact of the kind, `elsewhere_in_passage` any other value that the passage
tells, `not_in_passage` a value that it does not; numbers can be `off_by_one`. Wrong options that are not used at once
are kept as `near` ones, for an edit that makes the choice harder.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from skills.reading_comprehension.phrase import capital, pick
from skills.reading_comprehension.reading import NONE, Option


def options(right: Option, wrong: Iterable[Option], count: int, rng: Random) -> tuple[list[Option], list[Option]]:
    """`count` options in any order, the right one among them, and those that were left over."""
    texts, kept = {right.text.casefold()}, []
    for option in wrong:
        if option.text.casefold() not in texts:
            texts.add(option.text.casefold())
            kept.append(option)
    chosen = [right, *kept[: count - 1]]
    rng.shuffle(chosen)
    return chosen, kept[count - 1 :]


def made(operator: str, values: Iterable[str]) -> list[Option]:
    """Wrong options whose text is their value."""
    return [Option(text=capital(value), value=value, made=operator) for value in values]


def size(step: int) -> int:
    """How many options there are to choose from."""
    return 3 if step == 1 else 4


def close_numbers(right: int, rng: Random) -> list[str]:
    """Wrong numbers near the right one."""
    steps = [1, -1, 2, 10, -2, 5]
    first = pick(rng, steps[:2])
    return [str(right + step) for step in (first, -first, *steps[2:]) if right + step > 1]


def without_right(chosen: list[Option], text: str) -> list[Option]:
    """The options with one in place of the right one that says that none is right; it comes last."""
    wrong = [option for option in chosen if option.made]
    return [*wrong, Option(text=text, value=NONE)]
