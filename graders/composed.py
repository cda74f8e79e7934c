"""Several graders on one answer: `all_of` must pass them all, `any_of` one of them. Every part's evidence is kept.

    all_of  [{"grader": "math", "reference": "85"},
             {"grader": "constraints", "reference": [{"id": "words", "args": {"max": 5}}]}]

A part may be `all_of` or `any_of` again, four deep and 32 parts in all.

What decides, where parts differ:

- `all_of`: one part that fails decides, also beside one that is ungradable, as no verdict of the other could change
  it. The error class is that of the first part that fails. Else one ungradable part makes the whole ungradable.
- `any_of`: one part that passes decides. Else one ungradable part makes the whole ungradable, for it might have
  passed. When all fail, the error class is the first part's: write the likeliest reading first.
- A part whose reference its own grader cannot use is a bad reference of the whole.

Checks are one for each part (`1 math`), then the part's own (`1 math: …`), 40 at most. The parts know nothing of each
other: a gold answer of `all_of` is looked for among the parts' golds, alone and one below the other, and where none
passes all parts, the reference is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any, Final, NamedTuple

from pydantic import Field

from repairloop import (
    Answer,
    BadReference,
    Check,
    Given,
    Grader,
    NoSettings,
    Probe,
    Verdict,
    all_graders,
    failed,
    get_grader,
    grader,
    loose_probe,
    nearest,
    one_call,
    passed,
    ungradable,
)
from repairloop import grade as grade_part

MAX_DEPTH: Final = 4
MAX_PARTS: Final = 32
MAX_CHECKS: Final = 40
_FORM: Final = "Answer in the form that was asked for."
_COMPOSED: Final = ("all_of", "any_of")


class GradedBy(Given):
    """A part: a grader, and what it is given."""

    grader: str
    """Its name."""
    reference: Any = None
    """Its reference."""
    settings: dict[str, Any] | None = None
    """Its settings."""


Parts = Annotated[
    list[GradedBy], Field(description='the parts, [{"grader": name, "reference": …, "settings": {…}}, …]')
]


class Part(NamedTuple):
    """One grader with its probe."""

    label: str
    probe: Probe


class _Composed(Grader[Parts, NoSettings]):
    """What both have in common: the parts, their verdicts, their checks."""

    reads_calls = True

    def prepare(self, reference: Parts, settings: NoSettings) -> Parts:
        if len(list(islice(_walk(self.name, [part.model_dump() for part in reference], 1), MAX_PARTS + 1))) > MAX_PARTS:
            raise BadReference(f"there are more than {MAX_PARTS} parts; split the probe")
        return reference

    def _parts(self, probe: Probe) -> list[Part]:
        return [
            Part(
                f"{number} {part.grader}",
                loose_probe(part.grader, probe.question, part.reference, part.settings or {}, probe.id),
            )
            for number, part in enumerate(self.read(probe), 1)
        ]

    def _judged(self, probe: Probe, answer: Answer) -> tuple[list[Part], list[Verdict]]:
        parts = self._parts(probe)
        verdicts = [grade_part(part.probe, answer) for part in parts]
        for part, verdict in zip(parts, verdicts, strict=True):
            if verdict.error_class == "gold_unparseable":
                raise BadReference(f"part {part.label}: {verdict.evidence[:400]}")
        return parts, verdicts

    def _fails(self, probe: Probe, text: str) -> bool:
        return grade_part(probe, Answer(probe_id=probe.id, text=text)).status == "fail"

    def _spoiled(self, probe: Probe, parts: list[Part]) -> dict[str, str]:
        """What the parts' operators make, as far as the whole fails by it."""
        wrong: dict[str, str] = {}
        for part in parts:
            for operator, text in get_grader(part.probe.grader).corrupt(part.probe).items():
                if self._fails(probe, text):
                    wrong.setdefault(operator if operator not in wrong else f"{part.label}: {operator}", text)
        return wrong


@grader("all_of", version="2")
class AllOf(_Composed):
    """Every part must pass."""

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        parts, verdicts = self._judged(probe, answer)
        expected = _expected(verdicts, " and ")
        for status in ("fail", "ungradable"):
            for number, (part, verdict) in enumerate(zip(parts, verdicts, strict=True), 1):
                if verdict.status == status:
                    evidence = f"Part {number} of {len(parts)}, {part.label.partition(' ')[2]}: {verdict.evidence}"
                    return _as(verdict, evidence, expected, parts, verdicts)
        return _as(_telling(verdicts), f"All {len(parts)} parts pass.", expected, parts, verdicts)

    def gold(self, probe: Probe) -> str:
        """The first of the parts' golds, alone or one below the other, that passes all parts."""
        parts = self._parts(probe)
        golds = [_gold(part) for part in parts]
        verdict = None
        for text in dict.fromkeys([*golds, "\n".join(golds), "\n".join(reversed(golds))]):
            verdict = self.grade(probe, Answer(probe_id=probe.id, text=text))
            if verdict.status == "pass":
                return text
        why = verdict.evidence[:200] if verdict else ""
        raise BadReference(f"no single answer passes all parts ({', '.join(part.label for part in parts)}): {why}")

    def corrupt(self, probe: Probe) -> dict[str, str]:
        """What fails by the operators of any part."""
        return self._spoiled(probe, self._parts(probe))

    def examples(self) -> list[Probe]:
        return self.probes([(parts,) for parts in _ALL], _FORM)


@grader("any_of", version="2")
class AnyOf(_Composed):
    """One part must pass."""

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        parts, verdicts = self._judged(probe, answer)
        expected = _expected(verdicts, " or ")
        for status in ("pass", "ungradable"):
            for number, (part, verdict) in enumerate(zip(parts, verdicts, strict=True), 1):
                if verdict.status == status:
                    said = verdict.evidence or f"it is a {status}."
                    evidence = f"Part {number} of {len(parts)}, {part.label.partition(' ')[2]}: {said}"
                    return _as(verdict, evidence, expected, parts, verdicts)
        evidence = f"None of {len(parts)} parts passes. {parts[0].label}: {verdicts[0].evidence}"
        return _as(verdicts[0], evidence, expected, parts, verdicts)

    def gold(self, probe: Probe) -> str:
        """The first part's gold; every part must have one."""
        golds = [_gold(part) for part in self._parts(probe)]
        return golds[0]

    def corrupt(self, probe: Probe) -> dict[str, str]:
        """What fails by the first part's operators, and no other part accepts."""
        return self._spoiled(probe, self._parts(probe)[:1])

    def examples(self) -> list[Probe]:
        return self.probes([(parts,) for parts in _ANY], _FORM)


# ---- the verdict of the whole -------------------------------------------------------------------------


def _as(verdict: Verdict, evidence: str, expected: str | None, parts: list[Part], verdicts: list[Verdict]) -> Verdict:
    """The verdict of the whole after the one that decides."""
    checks = _checks(parts, verdicts)
    if verdict.status == "ungradable":
        found = ungradable(verdict.error_class or "grader_error", evidence[:500])
        return found.like(checks=checks)
    seen: dict[str, Any] = {
        "extracted": verdict.extracted, "span": verdict.span, "expected": expected, "checks": checks,
        "evidence": evidence[:800],
    }  # fmt: skip
    if verdict.status == "pass":
        return passed(**seen)
    return failed(verdict.error_class or "wrong_value", verdict.certainty or "heuristic", **seen)


def _checks(parts: list[Part], verdicts: list[Verdict]) -> list[Check]:
    """One check a part, then its own, each part with an equal share of what is left."""
    checks = []
    for part, verdict in zip(parts, verdicts, strict=True):
        said = f"{verdict.error_class}: {verdict.evidence}" if verdict.error_class else verdict.evidence
        checks.append(Check(name=part.label, passed=verdict.status == "pass", detail=said[:400]))
    share = (MAX_CHECKS - len(parts)) // len(parts)
    for part, verdict in zip(parts, verdicts, strict=True):
        for check in verdict.checks[:share]:
            checks.append(check.like(name=f"{part.label}: {check.name}"))
    return checks


def _expected(verdicts: list[Verdict], word: str) -> str | None:
    return word.join(v.expected[:200] for v in verdicts if v.expected)[:800] or None


def _telling(verdicts: list[Verdict]) -> Verdict:
    """The one that says most closely what it took for the answer, and where that stands; else the first."""
    placed = [v for v in verdicts if v.span]
    if placed:
        return min(placed, key=lambda v: v.span[1] - v.span[0] if v.span else 0)
    return next((v for v in verdicts if v.extracted), verdicts[0])


# ---- the parts ----------------------------------------------------------------------------------------


def _walk(where: str, reference: Any, depth: int) -> Iterator[str]:
    """The address of every part, of nested ones too. Raises BadReference at the first that is malformed."""
    if depth > MAX_DEPTH:
        raise BadReference(f"{where}: compositions are nested deeper than {MAX_DEPTH}")
    if not isinstance(reference, list) or not reference:
        raise BadReference(f"{where}: the reference must be a list of one or more parts, not {reference!r:.80}")
    known = all_graders()
    for number, part in enumerate(reference, 1):
        address = f"{where}, part {number}"
        if not isinstance(part, dict) or not isinstance(part.get("grader"), str):
            raise BadReference(f'{address}: expected {{"grader": name, "reference": …}}, not {part!r:.80}')
        if part["grader"] not in known:
            raise BadReference(f"{address}: {nearest(part['grader'], known, 'grader')}")
        if not isinstance(part.get("settings") or {}, dict):
            raise BadReference(f"{address}: its settings must be an object, not {part['settings']!r:.80}")
        yield address
        if part["grader"] in _COMPOSED:
            yield from _walk(f"{address} ({part['grader']})", part.get("reference"), depth + 1)


def _gold(part: Part) -> str:
    try:
        return get_grader(part.probe.grader).gold(part.probe)
    except ValueError as error:
        raise BadReference(f"part {part.label}: {str(error)[:400]}") from error
    except (LookupError, TypeError, AttributeError) as error:
        raise BadReference(f"part {part.label}: {type(error).__name__}: {str(error)[:400]}") from error


# ---- examples -----------------------------------------------------------------------------------------


def _part(name: str, reference: Any, **settings: Any) -> dict[str, Any]:
    return {"grader": name, "reference": reference, "settings": settings}


def _form(name: str, **args: Any) -> dict[str, Any]:
    return _part("constraints", [{"id": name, "args": args}])


_OSLO: Final = {"value": "Oslo"}
_EVENT: Final = {"value": {"city": "Oslo", "day": "Monday"}}
_ALL: Final[tuple[list[dict[str, Any]], ...]] = (
    [_part("math", "85"), _form("number_only")],
    [_part("math", "85"), _part("math", "85", form="boxed")],
    [_part("math", "85", form="final_line", cue="Answer:"), _form("starts_with", phrase="Answer:")],
    [_form("number_only"), _part("math", "3.5", form="number_only")],
    [_part("fields", _OSLO), _form("words", exactly=1)],
    [_part("fields", _OSLO), _form("one_of", options=["Oslo", "Bergen"], answer="Oslo")],
    [_part("fields", _EVENT), _form("json_object", keys={"city": "string", "day": "string"})],
    [_part("fields", {"value": ["Oslo", "Bergen"]}, form="lines"), _form("lines", exactly=2)],
    [_form("ends_with", phrase="That is all."), _form("no_digits"), _form("keyword", word="water", min=1)],
    [_part("any_of", [_part("math", "85"), _part("math", "86")]), _form("number_only")],
    [_part("all_of", [_part("all_of", [_part("math", "85")])]), _part("math", "85")],
    [_part("math", "85")],
)
_ANY: Final[tuple[list[dict[str, Any]], ...]] = (
    [_part("fields", _OSLO), _part("fields", {"value": "Kristiania"})],
    [_part("math", "85"), _part("math", "86")],
    [_part("math", "85", form="boxed"), _part("math", "85", form="final_line", cue="Answer:")],
    [_part("math", "5"), _part("fields", {"value": "five"})],
    [_part("fields", {"value": "five"}), _part("math", "5", form="number_only")],
    [_part("fields", _EVENT), _part("fields", {"value": {"city": "Oslo", "day": "Mon"}})],
    [_form("words", exactly=7), _form("words", exactly=9)],
    [_form("number_only"), _part("fields", {"value": "several"})],
    [_part("all_of", [_part("math", "85"), _form("number_only")]), _part("fields", {"value": "eighty-five"})],
    [_part("any_of", [_part("any_of", [_part("math", "\\frac{3}{4}")])]), _part("math", "7/8")],
    [_part("fields", {"value": ["Oslo", "Bergen"]}, form="commas"), _part("fields", _OSLO)],
    [_part("math", "85")],
)


all_of = one_call("all_of")
any_of = one_call("any_of")
