"""Variations: new cases made of a user's cases by programs, each proved.

    case  →  a variation, with what the task's other cases offer  →  varied case + record  →  `fault`: does it stand?

A variation refuses where it is in doubt. What it made is held against the original: with the record the original must
come back to the letter, the truth must follow from the varied case alone, and its gold must pass its grader. So a row
made here stands on the user's gold, and on no guess. One kind of variation is one file; `ALL` names them.
"""

from typing import Final

from repairloop.tasks.variations.abstaining import AnswerTakenOut
from repairloop.tasks.variations.aside import SentencePutIn
from repairloop.tasks.variations.contract import Pools, Variation, Varied, fault, proved, proved_with_record
from repairloop.tasks.variations.documents import DocumentsReordered
from repairloop.tasks.variations.examples import ExamplesReordered
from repairloop.tasks.variations.options import OptionsPermuted
from repairloop.tasks.variations.redrawn import NumbersRedrawn
from repairloop.tasks.variations.rewording import reworded, same_instruction
from repairloop.tasks.variations.values import ExchangedValues
from repairloop.tasks.variations.worked import solution

__all__ = [
    "ALL",
    "Pools",
    "Variation",
    "Varied",
    "fault",
    "proved",
    "proved_with_record",
    "reworded",
    "same_instruction",
    "solution",
]

ALL: Final[tuple[Variation, ...]] = (
    ExchangedValues(), OptionsPermuted(), NumbersRedrawn(), DocumentsReordered(), ExamplesReordered(), SentencePutIn(),
    AnswerTakenOut(),
)  # fmt: skip
"""Every variation, in no order of merit."""
