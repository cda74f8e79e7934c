"""An estimate: near enough to the truth, in a unit that fits.

    reference "384400 km"     answer "about 3.8 x 10^5 kilometres"     pass
                              answer "roughly 384,400"                 fail  scale_or_unit (the unit is missing)
                              answer "238,900 miles"                   pass  (units are converted, by pint)

The number is looked for behind the last cue ("the answer is", "I estimate", `\\boxed{`), else it is the last one of
the reply that has a unit of the right kind. Digits, powers of ten, "million", "half a million", "three hundred
thousand" and ranges are read. A range passes where both of its ends would; a wide one that holds the truth fails as
`precision`. Two numbers joined by "or", or a list of them, are no answer. Vague amounts ("a few hundred") are no
numbers.

A number without a unit, where none is required, counts in the unit of the reference; without a unit in the reference
the student's is not looked at. The module does not know what is estimated.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Annotated, Any, Final, NamedTuple

from pydantic import ConfigDict, Field

from graders.estimate.quantities import Amount, amount_at, amounts
from graders.estimate.units import conversion, unit_behind
from graders.shared.cues import MAX_CHARS, NOT, after_cues, cue_pattern, denied, fold, retracted, show, taken
from graders.shared.programs import is_program, without_code
from graders.shared.stance import standing
from repairloop import (
    Answer,
    BadReference,
    Check,
    Given,
    Grader,
    GuardError,
    Probe,
    Verdict,
    failed,
    grader,
    one_call,
    passed,
    ungradable,
)

DEFAULT_FACTOR: Final = 2.0
SLACK: Final = 1e-9
"""Relative; what rounding of floats may cost at the edge."""
LARGEST: Final = 1e290


class Amounts(Given):
    """A number, and what it is a number of."""

    model_config = ConfigDict(extra="forbid")

    value: float | str
    """The number, other than 0, or a text that is one ("8.1 billion")."""
    unit: str = ""
    """Its unit, or what is counted ("people")."""


Right = Annotated[str | Amounts, Field(description='a text "384400 km", or {"value": 384400, "unit": "km"}')]


class EstimateSettings(Given):
    """How near is near enough."""

    factor: float | None = Field(None, ge=1, le=1e6)
    """How many times too large or too small is still right; 2 where nothing is set, 10 is the order of magnitude."""
    tolerance: float | None = Field(None, ge=0, lt=1)
    """Instead of it: largest relative error, 0.1 for a tenth."""
    unit_required: bool | None = None
    """Whether a number without a unit fails; absent: where the reference has a unit."""


class Target(NamedTuple):
    """Reference and settings, made ready for comparing."""

    value: float
    unit: str
    factor: float
    tolerance: float | None
    unit_required: bool


class Estimate(NamedTuple):
    """An amount of the reply, in the unit of the reference."""

    low: float
    high: float
    written: float
    """The number as it is written."""
    unit: str
    """As it is written; "" where there is none."""
    fits: bool
    """The unit is one of the right kind, or no unit was looked for."""
    start: int
    end: int


@grader("estimate", version="4")
class EstimateGrader(Grader[Right, EstimateSettings]):
    """A number within a factor, or a tolerance, of the right one, with a unit of the right kind."""

    text_reference = True

    def prepare(self, reference: Right, settings: EstimateSettings) -> Target:
        return _read_target(reference, settings)

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        target: Target = self.read(probe)
        text = answer.text[:MAX_CHARS]
        expected = _expected(target)
        said = standing(fold(text))
        try:
            found = [] if is_program(said) else _find(without_code(said), target)
        except GuardError as error:
            return ungradable("grader_timeout", f"A unit could not be looked up: {error}")
        if not found:
            return failed("no_answer_found", expected=expected, evidence="The reply holds no number for an estimate.")
        seen = {**taken(text, found[0].start, found[-1].end), "expected": expected}
        if len(found) > 1:
            return failed("extra_items", evidence="It gives several estimates; one was asked for.", **seen)
        return _compare(found[0], target, seen)

    def gold(self, probe: Probe) -> str:
        """The reference's value and unit."""
        return _written(self.read(probe))

    def corrupt(self, probe: Probe) -> dict[str, str]:
        target: Target = self.read(probe)
        off = target.factor if target.tolerance is None else 1 + target.tolerance
        power = 10.0 ** (math.floor(math.log10(off * 1.01)) + 1)
        values = {
            "scale_or_unit": target.value * power,
            "too_small": target.value / (off * 3.7),
            "wrong_value": target.value * (off * 3.7),
            "sign": -target.value,
        }
        wrong = {
            name: _written(target._replace(value=value))
            for name, value in values.items()
            if 1 / LARGEST < abs(value) < LARGEST
        }
        right = _written(target)
        far = _written(target._replace(value=values["wrong_value"]))
        wrong["extra_items"] = f"{right} or {far}"
        wrong["negation"] = f"The answer is not {right}."
        wrong["no_answer_found"] = "Nobody could say that without measuring it."
        if target.value > 0:
            ends = (values["too_small"], values["wrong_value"])
            wrong["precision"] = f"between {ends[0]:.15g} and {ends[1]:.15g} {target.unit}".strip()
        if target.unit_required:
            wrong["missing_unit"] = f"{target.value:.15g}"
            wrong["wrong_unit"] = f"{target.value:.15g} {'kelvin' if 'kg' in target.unit else 'kg'}"
        return wrong

    def examples(self) -> list[Probe]:
        return self.probes(_EXAMPLES, "About how much is it?")


# ---- finding the estimate in a reply ----------------------------------------------------------------------

_CUE = cue_pattern(
    "answer|estimate|result|solution|total|approximation|guess", r"\b(?:I|we|I'd|I\ would)\s(?:estimate|guess)\b"
)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
_EQUALS = re.compile(r"[=≈≃~]|\\approx|\\sim")
_JOIN = re.compile(
    r"[\s*_$)\]}]{0,6}(?:[,;/](?:\s(?:or|and)\b)?|\bor\b|,?\s(?:or|and)\b|[.,;]?[ \t]*\n\s{0,4}(?:[-*•]|[(]?\d{1,2}[.)])?)\s{0,3}"
    r"(?:(?:about|maybe|perhaps|possibly|even|around|~)\s{0,2}){0,2}",
    re.IGNORECASE,
)


_BOUND = re.compile(
    r"\b(?:(?:less|(?!long|old)[a-z]{2,12}er)\sthan|at\s(?:most|least)|far\sfrom|nowhere\snear|different\sfrom|other\sthan)\s(?:about\s)?[$€£~]?\Z",
    re.IGNORECASE,
)


def _is_bound(text: str, start: int) -> bool:
    """Whether an amount only bounds the answer. "More than", "over", "up to" are ways to say about how much."""
    return _BOUND.search(text, max(0, start - 24), start) is not None


_NUMBERED = re.compile(r"^[ \t]{0,8}[(]?\d{1,2}[.)](?=[ \t]+\S)", re.MULTILINE)


def _find(text: str, target: Target) -> list[Estimate]:
    """The estimate that a folded reply gives; several where it does not decide; none where it gives none."""
    for end in after_cues(_CUE, text):
        if NOT.match(text, end):
            continue
        stop = _SENTENCE_END.search(text, end + 1)
        last = min(stop.start() if stop else len(text), end + 400)
        signs = list(_EQUALS.finditer(text, end, last))
        begin = signs[-1].end() if signs else end
        found = [_estimate(text, amount, target) for amount in _spelled_or_not(text, begin, last)]
        if found:
            first = next((n for n, estimate in enumerate(found) if estimate.fits), 0)
            if not (retracted(text, found[first].end) or _is_bound(text, found[first].start)):
                return _with_rivals(text, found, first)
    text = _NUMBERED.sub(lambda mark: " " * len(mark[0]), text) if "\n" in text else text
    found = [_estimate(text, amount, target) for amount in _spelled_or_not(text, 0, len(text))]
    found = [
        one for one in found if not (denied(text, one.start) or retracted(text, one.end) or _is_bound(text, one.start))
    ]
    last = max((n for n, estimate in enumerate(found) if estimate.fits), default=len(found) - 1)
    return _with_rivals(text, found, last) if found else []


def _spelled_or_not(text: str, start: int, end: int) -> Iterator[Amount]:
    """The amounts of a passage; a small number in words ("three") counts at its beginning only."""
    first = amount_at(text, start, end)
    if first:
        yield first
        start = first.end
    yield from amounts(text, start, end)


def _with_rivals(text: str, found: list[Estimate], chosen: int) -> list[Estimate]:
    """The chosen estimate, and those that are joined to it by "or" or commas and say something else."""
    first = last = chosen
    while first > 0 and _joined(text, found[first - 1], found[first]):
        first -= 1
    while last + 1 < len(found) and _joined(text, found[last], found[last + 1]):
        last += 1
    group = found[first : last + 1]
    one = found[chosen]
    same = all(
        abs(other.low - one.low) <= 0.1 * abs(one.low) and abs(other.high - one.high) <= 0.1 * abs(one.high)
        for other in group
    )
    return [one] if same else group


def _joined(text: str, one: Estimate, other: Estimate) -> bool:
    gap = _JOIN.match(text, one.end)
    return gap is not None and gap.end() >= other.start


def _estimate(text: str, amount: Amount, target: Target) -> Estimate:
    """An amount with the unit behind it, in the unit of the reference."""
    kelvin = text[amount.end - 2].isdigit() and text[amount.end - 1] == "K"  # "300K"
    if kelvin and isinstance(conversion("K", target.unit), tuple):
        amount = amount._replace(low=amount.low / 1e3, high=amount.high / 1e3, end=amount.end - 1)
    unit = unit_behind(text, amount.end, amount.currency, target.unit)
    if unit is None:
        return Estimate(amount.low, amount.high, amount.high, "", not target.unit_required, amount.start, amount.end)
    low, high = sorted((amount.low * unit.slope + unit.offset, amount.high * unit.slope + unit.offset))
    return Estimate(low, high, amount.high, unit.written, unit.fits, amount.start, unit.end)


# ---- comparing --------------------------------------------------------------------------------------------


def _compare(estimate: Estimate, target: Target, seen: dict[str, Any]) -> Verdict:
    right = _near(estimate.low, target) and _near(estimate.high, target)
    has_unit = bool(estimate.unit) or not target.unit_required
    seen["checks"] = [Check(name="value", passed=right), Check(name="unit", passed=has_unit and estimate.fits)]
    said = (
        _number(estimate.low)
        if estimate.low == estimate.high
        else f"{_number(estimate.low)} to {_number(estimate.high)}"
    )
    if not has_unit:
        evidence = f"The unit is missing; the number {'fits' if right else 'does not fit'} {_expected(target)}."
        return failed("scale_or_unit", "exact" if right else "heuristic", evidence=evidence, **seen)
    if not estimate.fits:
        evidence = f"{show(estimate.unit)} measures something else than {show(target.unit)}."
        return failed("scale_or_unit", evidence=evidence, **seen)
    share = estimate.high / target.value
    if right:
        return passed(evidence=f"{said} {target.unit} is {share:.3g} times the right value.".replace("  ", " "), **seen)
    error_class, certainty, why = _why(estimate, target)
    evidence = f"{said} {target.unit} is {share:.3g} times the right value: {why}.".replace("  ", " ")
    return failed(error_class, certainty, evidence=evidence, **seen)


def _near(value: float, target: Target) -> bool:
    if target.tolerance is not None:
        return abs(value - target.value) <= (target.tolerance + SLACK) * abs(target.value)
    share = value / target.value
    return (1 - SLACK) / target.factor <= share <= target.factor * (1 + SLACK)


def _why(estimate: Estimate, target: Target) -> tuple[str, Any, str]:
    """Error class, certainty, and what is wrong, of a value that is not near enough."""
    low, high = estimate.low, estimate.high
    if low != high:
        if low <= target.value <= high or _near(low, target) or _near(high, target):
            return "precision", "exact", "the range is too wide"
        return "wrong_value", "exact", "the range does not hold it"
    if _near(-low, target):
        return "sign", "exact", "the sign is wrong"
    if _near(estimate.written, target):
        return "scale_or_unit", "heuristic", f"the number would fit in {target.unit}, not in {show(estimate.unit)}"
    share = low / target.value
    if 1 / LARGEST < share < LARGEST:
        power = round(math.log10(share))
        rest = share / 10.0**power
        window = min(target.factor if target.tolerance is None else 1 + target.tolerance, 2.0)
        if power and (1 - SLACK) / window <= rest <= window * (1 + SLACK):
            exact = abs(rest - 1) <= SLACK
            return "scale_or_unit", "exact" if exact else "heuristic", f"it is off by 10^{power}"
    if target.tolerance is not None and abs(low - target.value) <= 5 * target.tolerance * abs(target.value):
        return "precision", "heuristic", f"more than {target.tolerance:g} off"
    return "wrong_value", "exact", "too far off"


def _number(value: float) -> str:
    return f"{value:.6g}"


def _written(target: Target) -> str:
    return f"{target.value:.15g} {target.unit}".strip()


def _expected(target: Target) -> str:
    how = f"a factor of {target.factor:g}" if target.tolerance is None else f"{target.tolerance:g} of it"
    return f"{_written(target)} (within {how})"


# ---- reference and settings -------------------------------------------------------------------------------


def _read_target(reference: Right, settings: EstimateSettings) -> Target:
    factor, tolerance, unit_required = settings.factor, settings.tolerance, settings.unit_required
    if isinstance(reference, str):
        value, unit = _read_value(reference)
    else:
        unit = reference.unit
        value, behind = _read_value(reference.value)
        if behind:
            raise BadReference('the value of the reference has a unit of its own; put it in "unit"')
    if len(unit) > 60 or not re.fullmatch(r"(?![\d.,-])[^\n\ud800-\udfff]*", unit):
        raise BadReference("the unit of the reference is a short string that does not begin with a number")
    if not 1 / LARGEST < abs(value) < LARGEST:
        raise BadReference("the value of the reference is a finite number other than 0")
    if factor is not None and tolerance is not None:
        raise BadReference("settings.factor and settings.tolerance contradict each other; give one")
    if unit_required and not unit:
        raise BadReference("settings.unit_required is true only where the reference has a unit")
    required = bool(unit) if unit_required is None else unit_required
    return Target(value, unit.strip(), DEFAULT_FACTOR if factor is None else factor, tolerance, required)


def _read_value(value: float | str) -> tuple[float, str]:
    """A number, or a text that begins with one: the number and what stands behind it."""
    if not isinstance(value, str) and abs(value) < LARGEST:
        return float(value), ""
    folded = fold(value).strip() if isinstance(value, str) and len(value) <= 200 else ""
    amount = amount_at(folded, 0, len(folded))
    if amount is None or amount.low != amount.high:
        raise BadReference(f"{str(value)[:80]!r} is no finite number, or does not begin with one")
    return amount.low, amount.currency or folded[amount.end :].strip()


_EXAMPLES: list[tuple[Any, dict[str, Any]]] = [
    ("384400 km", {}),
    ({"value": 384400, "unit": "km"}, {"tolerance": 0.05}),
    ({"value": "3.84e8", "unit": "m"}, {"factor": 10}),
    ({"value": 8.1e9, "unit": "people"}, {"factor": 1.5}),
    ({"value": "8.1 billion", "unit": ""}, {}),
    ({"value": 200, "unit": "piano tuners"}, {"factor": 10, "unit_required": False}),
    ("9.81 m/s^2", {"tolerance": 0.02}),
    ("-40 °C", {"tolerance": 0.1}),
    ("1.5 million $", {}),
    ("$1200", {"factor": 3}),
    ("70 kg", {"unit_required": False}),
    ("5 x 10^-7 m", {"factor": 10}),
    ("500 square kilometres", {}),
    ("60 %", {"tolerance": 0.1}),
    ({"value": 3e-26}, {"factor": 10}),
    ("half a million years", {"factor": 3}),
]

grade = one_call("estimate")
