"""Skill `math`: calculations, fractions, and word problems of one and two steps.

`chain.py` holds what a problem is, from its truth to its edits; `numbers.py` draws its quantities, `stories.py` tells
it, `worked.py` works it out, `told.py` makes it out of tables and texts. All that is said stands in `math.words`.
"""

from __future__ import annotations

from repairloop import Area, Skill, skill
from skills.math.chain import Chain, MathSettings, chain
from skills.math.told import Told, from_material


@skill("math", grader="math", words="math.words", settings=MathSettings)
class Math(Skill):
    areas = {
        "math/addition/no_carry": Area("add numbers; no digit is carried", chain, from_material),
        "math/addition/carry": Area(
            "add numbers; at least one digit is carried", chain, from_material, needs=("math/addition/no_carry",)
        ),
        "math/subtraction/no_borrow": Area("subtract numbers; no digit is borrowed", chain, from_material),
        "math/subtraction/borrow": Area(
            "subtract numbers; at least one digit is borrowed", chain, from_material, needs=("math/subtraction/no_borrow",)
        ),
        "math/products": Area("multiply two numbers", chain, from_material),
        "math/division": Area(
            "divide two numbers; harder: with a decimal quotient, or for the remainder", chain, from_material,
            needs=("math/products",),
        ),
        # a story of one step can be learned beside the calculation in it (measured), so it waits for none
        "math/word/one_step": Area("a story that takes one operation", chain, from_material),
        "math/word/two_step": Area(
            "a story that takes two operations", chain, from_material, max_tokens=128, needs=("math/word/one_step",)
        ),
        "math/fractions": Area("calculate with fractions", chain, from_material),
    }  # fmt: skip
    presets = {"standard": ("math",)}
    problems = (Chain, Told)
    max_tokens = 80
    material = frozenset({"table", "text"})
