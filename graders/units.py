"""Units of measure that a short answer may carry, as exact factors to the base unit of their dimension.

Only what is unambiguous in a reply to a school problem; `graders.estimate` knows the rest through pint.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

_TABLE: Final = {
    "length": {"mm": "1/1000", "millimeter": "1/1000", "millimetre": "1/1000", "cm": "1/100", "centimeter": "1/100",
               "centimetre": "1/100", "dm": "1/10", "m": "1", "meter": "1", "metre": "1", "km": "1000",
               "kilometer": "1000", "kilometre": "1000", "inch": "0.0254", "inche": "0.0254", "foot": "0.3048",
               "feet": "0.3048", "ft": "0.3048", "yard": "0.9144", "mile": "1609.344"},
    "mass": {"mg": "1/1000", "g": "1", "gram": "1", "kg": "1000", "kilogram": "1000", "kilo": "1000", "tonne": "1000000"},
    "volume": {"ml": "1/1000", "milliliter": "1/1000", "millilitre": "1/1000", "l": "1", "liter": "1", "litre": "1"},
    "time": {"second": "1", "sec": "1", "minute": "60", "min": "60", "hour": "3600", "hr": "3600", "h": "3600",
             "day": "86400", "week": "604800"},
    "dollars": {"cent": "1/100", "dollar": "1", "$": "1"},
    "euros": {"euro": "1", "€": "1"},
    "pounds": {"£": "1"}, "yen": {"yen": "1", "¥": "1"}, "rupees": {"rupee": "1", "₹": "1"},
}  # fmt: skip

FACTORS: Final = {
    unit: (dimension, Fraction(factor)) for dimension, units in _TABLE.items() for unit, factor in units.items()
}
"""Unit, small and singular → its dimension and its size in the dimension's base unit."""


def ratio(unit: str, other: str) -> Fraction | None:
    """How many `other` one `unit` is; None where they measure different things. 1 where either is no unit."""
    (base, _, power), (base2, _, power2) = unit.partition("^"), other.partition("^")
    one, two = FACTORS.get(base), FACTORS.get(base2)
    if not one or not two:
        return Fraction(1)
    if one[0] != two[0] or power != power2:
        return None
    return (one[1] / two[1]) ** int(power or 1)
