"""Units of measure that a short answer may carry, as exact factors to the base unit of their dimension.

    same_quantity(5, "km", 5000, "m")     True          same_quantity(5, "km", 5, "cm")     False
    same_quantity(20, "mph", 20, "km/h")  False         same_quantity(5, "km", 5, "")       None: nothing to be said

Only what is unambiguous in a reply to a school problem: a "pound" is a mass or money, an "A" may be a mark.
`graders.estimate` knows the rest through pint. Symbols keep their case (mW, MW), words do not.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

_SYMBOLS: Final = {
    "length": "nm 1/1000000000 µm 1/1000000 mm 1/1000 cm 1/100 dm 1/10 m 1 km 1000 ft 0.3048 yd 0.9144 mi 1609.344",
    "mass": "µg 1/1000000 mg 1/1000 g 1 kg 1000 lb 453.59237 lbs 453.59237 oz 28.349523125",
    "length^3": "ml 1/1000000 mL 1/1000000 cl 1/100000 cL 1/100000 dl 1/10000 dL 1/10000 l 1/1000 L 1/1000",
    "length^2": "ha 10000",
    "time": "ns 1/1000000000 µs 1/1000000 ms 1/1000 s 1 sec 1 secs 1 min 60 mins 60 h 3600 hr 3600 hrs 3600",
    "data": "kB 1000 KB 1000 MB 1000000 GB 1000000000 TB 1000000000000 PB 1000000000000000 KiB 1024 MiB 1048576 GiB 1073741824",
    "voltage": "mV 1/1000 V 1 kV 1000", "current": "mA 1/1000 µA 1/1000000", "resistance": "Ω 1 kΩ 1000 MΩ 1000000",
    "power": "mW 1/1000 W 1 kW 1000 MW 1000000 GW 1000000000", "energy": "J 1 kJ 1000 MJ 1000000 Wh 3600 kWh 3600000",
    "frequency": "Hz 1 kHz 1000 MHz 1000000 GHz 1000000000", "force": "kN 1000",
    "temperature": "K 1", "pressure": "Pa 1 hPa 100 kPa 1000 MPa 1000000 atm 101325 mbar 100 psi 6894.757293168 mmHg 133.322387415", "heat": "cal 1 kcal 1000", "amount": "mmol 1/1000 mol 1",
    "dollars": "$ 1 USD 1 ¢ 1/100", "euros": "€ 1 EUR 1", "pounds": "£ 1 GBP 1", "yen": "¥ 1 JPY 1", "rupees": "₹ 1 INR 1",
}  # fmt: skip
_WORDS: Final = {
    "length": "nanometer 1/1000000000 micrometer 1/1000000 millimeter 1/1000 centimeter 1/100 decimeter 1/10 meter 1 "
              "kilometer 1000 inch 0.0254 inche 0.0254 foot 0.3048 feet 0.3048 yard 0.9144 mile 1609.344",
    "mass": "milligram 1/1000 gram 1 kilogram 1000 kilo 1000 tonne 1000000 ounce 28.349523125",
    "length^3": "milliliter 1/1000000 centiliter 1/100000 deciliter 1/10000 liter 1/1000 gallon 0.003785411784 "
                "quart 0.000946352946 pint 0.000473176473",
    "length^2": "hectare 10000 acre 4046.8564224",
    "time": "nanosecond 1/1000000000 microsecond 1/1000000 millisecond 1/1000 second 1 minute 60 hour 3600 day 86400 week 604800 fortnight 1209600",
    "calendar": "month 1 year 12 decade 120 centurie 1200 century 1200",
    "data": "kilobyte 1000 megabyte 1000000 gigabyte 1000000000 terabyte 1000000000000 petabyte 1000000000000000",
    "voltage": "millivolt 1/1000 volt 1 kilovolt 1000", "current": "milliampere 1/1000 milliamp 1/1000 ampere 1 amp 1",
    "resistance": "ohm 1", "power": "milliwatt 1/1000 watt 1 kilowatt 1000 megawatt 1000000 gigawatt 1000000000",
    "energy": "joule 1 kilojoule 1000 megajoule 1000000", "frequency": "hertz 1 kilohertz 1000 megahertz 1000000 gigahertz 1000000000",
    "force": "newton 1 kilonewton 1000", "pressure": "pascal 1 kilopascal 1000 megapascal 1000000 atmosphere 101325 bar 100000 millibar 100", "heat": "calorie 1 kilocalorie 1000",
    "dollars": "dollar 1 cent 1/100", "euros": "euro 1", "pounds": "pence 1/100", "yen": "yen 1", "rupees": "rupee 1 paise 1/100",
}  # fmt: skip
"""Dimension → unit and its size in the dimension's base unit. Words are singular, cut as `rstrip("s")` leaves them."""

_SPEEDS: Final = {"mph": "mile/h", "kph": "km/h", "kmh": "km/h", "kmph": "km/h", "fps": "foot/s", "mps": "m/s"}
_TEMPERATURES: Final = {
    "C": (Fraction(1), Fraction("273.15")), "F": (Fraction(5, 9), Fraction("459.67") * Fraction(5, 9)),
    "K": (Fraction(1), Fraction(0)),
}  # fmt: skip


def _table(kinds: dict[str, str]) -> dict[str, tuple[str, Fraction]]:
    found: dict[str, tuple[str, Fraction]] = {}
    for dimension, listed in kinds.items():
        names = listed.split()
        found |= {name: (dimension, Fraction(size)) for name, size in zip(names[::2], names[1::2], strict=True)}
    return found


_EXACT, _PLAIN = _table(_SYMBOLS), _table(_WORDS)


class Measure(NamedTuple):
    """What a unit measures."""

    name: str
    """As it is shown: `km`, `km/h`, `metre^2`."""
    dimension: str
    size: Fraction
    above: Fraction = Fraction(0)
    """What is added to reach the base unit: of temperatures."""


_WORD = r"(?:[A-Za-zµμΩ]{1,14}|[$€£¥₹¢])(?![A-Za-z])"
_POWER = r"(?:\s?\^\s?\{?\s?[23]\s?\}?|[²³]|\s(?:squared|cubed)\b)?+"
_UNIT = re.compile(
    rf"(?P<degrees>°|degrees?\s)\s?(?P<scale>[CFK]\b|Celsius\b|Fahrenheit\b)"
    rf"|(?P<area>(?:square|cubic|sq\.?)\s)?+(?P<top>{_WORD})(?P<power>{_POWER})"
    rf"(?:(?:\s?/\s?|\sper\s|\s(?:an?)\s)(?P<under>{_WORD})(?P<power2>{_POWER}))?+",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def measure(text: str) -> Measure | None:
    """The unit that a text begins with; None where it begins with none that is known."""
    found = _UNIT.match(text[:80])
    if found is None:
        return None
    if found["degrees"]:
        letter = found["scale"][0].upper()
        return Measure(f"°{letter}", "temperature", *_TEMPERATURES[letter])
    top = _one(found["top"], _power(found["area"], found["power"]))
    if top is None and not found["area"] and found["top"].lower() in _SPEEDS:
        return measure(_SPEEDS[found["top"].lower()])
    if top is None or not found["under"]:
        return top
    under = _one(found["under"], _power(None, found["power2"]))
    if under is None:  # dollars per person
        return top._replace(name=f"{top.name}/…")
    return Measure(f"{top.name}/{under.name}", f"{top.dimension}/{under.dimension}", top.size / under.size)


def _power(area: str | None, power: str | None) -> int:
    said = f"{area or ''}{power or ''}".lower()
    return 3 if any(s in said for s in ("3", "³", "cub")) else 2 if any(s in said for s in ("2", "²", "sq")) else 1


def _one(word: str, power: int) -> Measure | None:
    found = _EXACT.get(word.replace("μ", "µ"))
    if found is None:
        plain = word.lower().rstrip("s").replace("metre", "meter").replace("litre", "liter")
        found = _PLAIN.get(plain) or (_EXACT.get(word.lower()) if len(word) > 1 else None)
    if found is None:
        return None
    dimension, size = found
    if power == 1:
        return Measure(word, dimension, size)
    return None if "^" in dimension else Measure(f"{word}^{power}", f"{dimension}^{power}", size**power)


def unit_name(text: str) -> str:
    """A known unit by its name; of anything else the first word, small and without its plural."""
    known = measure(text)
    if known is not None:
        return known.name
    return text.lower().partition(" ")[0].partition("/")[0].rstrip("s")


def may_be_unit(letter: str, unit: str) -> bool:
    """Whether the letter behind a number was this unit: the K of `273K` and of `273 K`."""
    return letter != "" and (unit == letter or (unit == letter.lower() and measure(unit) is None))


def same_quantity(value: Fraction, unit: str, other: Fraction, unit2: str) -> bool | None:
    """Whether two quantities are equal; None where one has no unit that is known, or a rate is asked for and the first is none."""
    one, two = measure(unit) if unit else None, measure(unit2) if unit2 else None
    if one is None or two is None:
        return None
    if one.dimension != two.dimension:
        tops = one.dimension.partition("/")[0], two.dimension.partition("/")[0]
        rates = "/" in one.dimension, "/" in two.dimension
        if tops[0] == tops[1] and rates == (False, True):
            return None  # "20 km" in an hour, as the question said
        return False
    return value * one.size + one.above == other * two.size + two.above
