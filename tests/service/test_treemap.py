"""A map of a tree: every leaf is on it, as large as its weight, beside the others and in its branch."""

from __future__ import annotations

from random import Random

import pytest

from repairloop.service.treemap import Box, squarified, two_deep


def inside(one: Box, other: Box) -> bool:
    slack = 1e-6
    return (
        one.x >= other.x - slack
        and one.y >= other.y - slack
        and one.x + one.width <= other.x + other.width + slack
        and one.y + one.height <= other.y + other.height + slack
    )


def overlap(one: Box, other: Box) -> float:
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(0.0, width) * max(0.0, height)


@pytest.mark.parametrize("seed", range(20))
def test_boxes_are_as_large_as_their_weights_and_apart(seed: int) -> None:
    rng = Random(seed)
    weights = [rng.choice([1, 3, 40, 1000]) * rng.random() + 0.01 for _ in range(rng.randrange(1, 60))]
    into = Box(5, 7, rng.uniform(50, 1000), rng.uniform(50, 1000))
    boxes = squarified(weights, into)
    for box, weight in zip(boxes, weights, strict=True):
        assert box.width * box.height == pytest.approx(weight / sum(weights) * into.width * into.height)
        assert inside(box, into)
    for number, box in enumerate(boxes):
        assert all(overlap(box, other) < 1e-3 for other in boxes[:number])


def test_equal_weights_in_a_square_are_squares() -> None:
    assert {(round(box.width, 6), round(box.height, 6)) for box in squarified([1.0] * 9, Box(0, 0, 30, 30))} == {
        (10, 10)
    }


def test_leaves_lie_in_their_branches() -> None:
    tree = {"a": {"x": 1.0, "y": 2.0}, "b": {"x": 5.0}, "c": {"z": 0.001}}
    branches, leaves = two_deep(tree, Box(0, 0, 300, 200))
    assert leaves.keys() == {("a", "x"), ("a", "y"), ("b", "x"), ("c", "z")}
    assert all(inside(box, branches[branch]) for (branch, _), box in leaves.items())
