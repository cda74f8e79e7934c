"""Skill `math`: calculations, fractions, and word problems of one and two steps.

`chain.py` holds what a problem is, from its truth to its edits; `numbers.py` draws its quantities, `stories.py` tells
it, `worked.py` works it out, `told.py` makes it out of tables and texts. All that is said stands in `math.words`.
"""

from __future__ import annotations

from typing import Any

from repairloop import Area, Skill, skill
from skills.math.chain import Chain, MathSettings, chain
from skills.math.numbers import STEPS
from skills.math.told import Told, from_material


def _area(path: str, asks: str, **more: Any) -> tuple[str, Area]:
    return path, Area(asks, chain, from_material, steps=STEPS[path], **more)


@skill("math", grader="math", words="math.words", settings=MathSettings)
class Math(Skill):
    areas = dict([
        _area("math/addition/no_carry", "add numbers; no digit is carried"),
        _area("math/addition/carry", "add numbers; at least one digit is carried", needs=("math/addition/no_carry",)),
        _area("math/subtraction/no_borrow", "subtract numbers; no digit is borrowed"),
        _area(
            "math/subtraction/borrow", "subtract numbers; at least one digit is borrowed",
            needs=("math/subtraction/no_borrow",),
        ),
        _area("math/products", "multiply two numbers"),
        _area(
            "math/division", "divide two numbers; harder: with a decimal quotient, or for the remainder",
            needs=("math/products",),
        ),
        # a story of one step can be learned beside the calculation in it (measured), so it waits for none
        _area("math/word/one_step", "a story that takes one operation"),
        _area("math/word/two_step", "a story that takes two operations", max_tokens=128, needs=("math/word/one_step",)),
        _area("math/fractions", "calculate with fractions"),
    ])  # fmt: skip
    presets = {"standard": ("math",)}
    problems = (Chain, Told)
    max_tokens = 80
    material = frozenset({"table", "text"})
