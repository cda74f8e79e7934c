"""What pint knows of two units. Runs in the guard's worker alone, so that loading pint is no part of the work."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

import pint

from graders.estimate.units import COMPOUND, POWER, WORD

_REGISTRY: Final = pint.UnitRegistry()
_PIECE = re.compile(
    rf"[\s·⋅*]*(?P<over>/|per\s)?\s*(?P<area>square|cubic|sq|cu)?\.?\s?(?P<word>{COMPOUND}{WORD})(?P<power>{POWER})",
    re.IGNORECASE,
)
_SUPERSCRIPT = str.maketrans("⁻¹²³⁴", "-1234", " ^*{}()")

_NAMES: Final = {
    "%": "percent", "°": "degree", "°c": "degC", "°f": "degF", "°k": "kelvin", "degrees_celsius": "degC",
    "degree_celsius": "degC", "degrees_fahrenheit": "degF", "degree_fahrenheit": "degF", "celsius": "degC",
    "degrees_c": "degC", "degrees_f": "degF", "fahrenheit": "degF", "centigrade": "degC", "kmh": "kph", "kms": "km",
    "kilo": "kilogram", "kilos": "kilogram", "sec": "second", "secs": "second", "pct": "percent",
    "au": "astronomical_unit",
}  # fmt: skip
"""Spellings that pint does not know, or reads as something else."""


def affine(written: str, wanted: str) -> tuple[float, float] | str:
    """As `graders.estimate.units.conversion`."""
    source, target = _unit(written), _unit(wanted)
    if target is None:
        return "counted"
    if source is None:
        return "unknown"
    try:
        at = [float(_REGISTRY.Quantity(x, source).m_as(target)) for x in (0.0, 1.0, 2.0)]
    except pint.DimensionalityError:
        return "mismatch"
    except Exception:  # a logarithmic or otherwise special unit
        return "unknown"
    slope = at[1] - at[0]
    straight = abs((at[2] - at[1]) - slope) <= 1e-9 * abs(slope)
    return (slope if at[0] else at[1], at[0]) if straight and slope else "unknown"


@lru_cache(maxsize=1_024)
def _unit(phrase: str) -> Any:
    """The pint unit of a phrase, built from names that were looked up; None where one is not known."""
    powers: dict[str, int] = {}
    for piece in _PIECE.finditer(phrase):
        name = _name(piece["word"])
        if name is None:
            return None
        written = piece["power"].strip().lower()
        power = {"squared": 2, "cubed": 3}.get(written) or int(written.translate(_SUPERSCRIPT) or 1)
        power *= {"sq": 2, "cu": 3}.get((piece["area"] or "").lower()[:2], 1)
        powers[name] = powers.get(name, 0) + (-power if piece["over"] else power)
    return _REGISTRY.Unit(_REGISTRY.UnitsContainer({name: power for name, power in powers.items() if name and power}))


def _name(word: str) -> str | None:
    """pint's name for a unit word; a word in capitals is tried in small letters too."""
    joined = re.sub(r"[\s-]+", "_", word.strip())
    small = joined.lower()
    for tried in dict.fromkeys((_NAMES.get(small, joined), small)):
        try:
            return str(_REGISTRY.get_name(tried))
        except Exception:  # pint has several for "no such unit"
            continue
    return None
