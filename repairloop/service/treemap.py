"""A tree as a map: each leaf a rectangle whose area is its weight, leaves of one branch together.

Squarified (Bruls, Huizing, van Wijk 2000): rows are filled along the shorter side for as long as the worst of their
rectangles comes nearer to a square. Knows numbers, not what they are of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

HEAD: Final = 18.0
"""Height of a branch's name, above its leaves."""


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float


def squarified(weights: Sequence[float], into: Box) -> list[Box]:
    """A rectangle for each weight, in their order; all of `into` is used. Weights are above 0."""
    order = sorted(range(len(weights)), key=lambda i: -weights[i])
    found: dict[int, Box] = {}
    scale = into.width * into.height / sum(weights) if weights else 0.0
    left, at = into, 0
    while at < len(order):
        row = [order[at]]
        side = min(left.width, left.height)
        while at + len(row) < len(order):
            longer = [*row, order[at + len(row)]]
            if _worst([weights[i] * scale for i in longer], side) > _worst([weights[i] * scale for i in row], side):
                break
            row = longer
        left = _laid(row, [weights[i] * scale for i in row], left, found)
        at += len(row)
    return [found[i] for i in range(len(weights))]


def _worst(areas: Sequence[float], side: float) -> float:
    """The worst ratio of sides, of a row along that side."""
    total = sum(areas)
    if not side or not total:
        return float("inf")
    return max(max(side**2 * area / total**2, total**2 / (side**2 * area)) for area in areas)


def _laid(row: Sequence[int], areas: Sequence[float], into: Box, found: dict[int, Box]) -> Box:
    """Lay a row along the shorter side; what is left."""
    total = sum(areas)
    if into.width >= into.height:
        width, y = total / into.height if into.height else 0.0, into.y
        for i, area in zip(row, areas, strict=True):
            height = area / width if width else 0.0
            found[i] = Box(into.x, y, width, height)
            y += height
        return Box(into.x + width, into.y, into.width - width, into.height)
    height, x = total / into.width if into.width else 0.0, into.x
    for i, area in zip(row, areas, strict=True):
        width = area / height if height else 0.0
        found[i] = Box(x, into.y, width, height)
        x += width
    return Box(into.x, into.y + height, into.width, into.height - height)


def two_deep(tree: Mapping[str, Mapping[str, float]], into: Box) -> tuple[dict[str, Box], dict[tuple[str, str], Box]]:
    """The boxes of branches, and of the leaves below their names."""
    branches = dict(zip(tree, squarified([sum(leaves.values()) for leaves in tree.values()], into), strict=True))
    found: dict[tuple[str, str], Box] = {}
    for branch, box in branches.items():
        inside = Box(box.x, box.y + min(HEAD, box.height / 2), box.width, max(box.height - HEAD, box.height / 2))
        boxes = squarified(list(tree[branch].values()), inside)
        found |= {(branch, leaf): one for leaf, one in zip(tree[branch], boxes, strict=True)}
    return branches, found
