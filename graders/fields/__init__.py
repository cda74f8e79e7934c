"""Values taken from a text: one value, several as JSON, or a list, checked against what the text holds.

The idea: an answer is read in the form that was asked for and in no other. A right value in the wrong wrapping fails
with the class `format_violation`, never as `wrong_value`, because the two need different repairs.

Reference, either of

- `{"value": …}`, where the value is a string (the reply is the value alone), None where the text does not give it, an
  object of strings, numbers, booleans and None (the reply is JSON), or a list of distinct strings (the reply is a JSON
  list, lines, or one line with commas);
- `{"schema": …, "value": …}`: the reply is JSON, bare, in a fence or in prose, valid by the JSON Schema (see
  `json_schema`) and the same as the expected value, which may be any JSON. A value that is left out or None leaves the
  decision to the schema.

Numbers are compared by value. Strings are compared without regard to case, spacing, Unicode composition, quotes or
Markdown around them, and a full stop behind them. Hidden characters count. With a schema, an absent field may be null,
left out where the schema lets it, or the word asked for; a value for a field that the expected object does not have is
one too many. Lists are compared as sets; precision, recall and F1 stand in the evidence. Nothing here knows where
documents come from or how a question was put.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from graders.fields.lists import grade_list, written
from graders.fields.objects import Comparison
from graders.fields.reference import Expected, FieldsSettings, Wanted, checked
from graders.fields.spoil import spoil
from graders.fields.text import Finding, Source, clean, dump, echo, wrong_value
from graders.fields.understood import of_lists, of_objects
from graders.shared.json_text import Found, json_values, meant, rivals, whole_json
from repairloop import (
    ERROR_CLASSES,
    Answer,
    BadReference,
    Check,
    Grader,
    GuardError,
    Probe,
    Stated,
    Understanding,
    Verdict,
    failed,
    grader,
    one_call,
    passed,
    ungradable,
)

MAX_CHECKS: Final = 40

_RANK = {name: rank for rank, name in enumerate(name for names in ERROR_CLASSES.values() for name in names)}


@grader("fields", version="5")
class Fields(Grader[Expected, FieldsSettings]):
    """Answers checked against expected values and shapes."""

    def prepare(self, reference: Expected, settings: FieldsSettings) -> tuple[Wanted, Source]:
        return checked(reference, settings)

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        try:
            wanted, source = self.read(probe)
            if wanted.is_json:
                return _grade_json(wanted, source, answer.text)
        except GuardError as error:
            return ungradable("grader_timeout", str(error))
        if isinstance(wanted.value, list):
            return _verdict(answer.text, *grade_list(answer.text, wanted.value, wanted.form, source, wanted.ordered))
        return _grade_text(wanted, source, answer.text)

    def understands(self, rows: Sequence[Stated], asked: bool) -> Understanding | None:
        """Objects, whose fields are compared one by one, and lists whose order does not count."""
        return of_objects(rows) or of_lists(rows)

    def gold(self, probe: Probe) -> str:
        wanted, _ = self.read(probe)
        if wanted.schema is not None and wanted.schema_decides:
            return dump(_sample(wanted.schema))
        if wanted.is_json:
            return dump(wanted.filled())
        if isinstance(wanted.value, list):
            return written(wanted.value, wanted.form)
        return str(wanted.token if wanted.value is None else wanted.value)

    def corrupt(self, probe: Probe) -> dict[str, str]:
        wanted, source = self.read(probe)
        return spoil(wanted, source, self.gold(probe))

    def examples(self) -> list[Probe]:
        return self.probes((value, more, more.get("document", "…")) for value, more in _EXAMPLES)


@lru_cache(maxsize=256)
def _sample(schema: str) -> Any:
    """A value that fits the schema, looked for in a worker process: the schema may ask for much."""
    from graders.fields.json_schema import patiently

    try:
        return patiently("graders.fields.json_sample:sample", schema)
    except GuardError as error:
        raise BadReference(f"no value that fits the schema could be made within the limits ({error})"[:300]) from None


# ---- one value ----------------------------------------------------------------------------------------


def _grade_text(wanted: Wanted, source: Source, text: str) -> Verdict:
    right = wanted.value if wanted.value is not None else wanted.token
    finding = wrong_value(source, text.strip(), wanted.value, None)
    if finding is None:
        return _verdict(text, text.strip(), right, [], [Check(name="value", passed=True)])
    finding = echo(source.document, text) or finding
    return _verdict(text, finding.extracted, right, [finding], [Check(name="value", passed=False)])


# ---- JSON -----------------------------------------------------------------------------------------------


def _grade_json(wanted: Wanted, source: Source, text: str) -> Verdict:
    shown = None if wanted.schema_decides else dump(wanted.value)
    found, why = _found(wanted, text)
    if found is None:
        finding = echo(source.document, text) or Finding("format_violation", why)
        return _verdict(text, finding.extracted, shown, [finding], [Check(name="json", passed=False)])
    problems = "; ".join(_shape_problems(found, wanted, text))[:300]
    checks = [Check(name="json", passed=True), Check(name="shape", passed=not problems, detail=clean(problems))]
    findings = [Finding("schema_invalid", clean(problems[0].upper() + problems[1:]) + ".")] if problems else []
    scores: dict[str, str] = {}
    if not wanted.schema_decides:
        try:
            scores = _compare(wanted, source, found.value, bool(problems), findings, checks)
        except RecursionError:
            findings.append(Finding("schema_invalid", "The JSON is nested too deeply."))
    return _verdict(text, text[slice(*found.span)], shown, findings, checks[:MAX_CHECKS], scores)


def _found(wanted: Wanted, text: str) -> tuple[Found | None, str]:
    """The JSON in the reply, of the expected kind, if there is any of it; else why there is none."""
    nothing = "The reply holds no complete JSON value."
    kind: Any = dict if wanted.schema is None else (dict, list) if wanted.kind is object else wanted.kind
    if kind not in (dict, list, (dict, list)):
        return whole_json(text), nothing
    if kind == (dict, list) and (whole := whole_json(text)):
        return whole, nothing
    values = json_values(text)
    stands = meant(text, values)
    if values and not stands:
        return None, "The reply does not stand by the JSON that it holds."
    right = [found for found in stands if isinstance(found.value, kind)]
    if not right:
        return (stands[-1] if stands else whole_json(text) if wanted.schema is not None else None), nothing
    if rivals(text, [found for found in right if _competes(wanted, found, right[-1])]):
        return None, "The reply gives JSON values that differ, and does not say which is the answer."
    return right[-1], nothing


def _competes(wanted: Wanted, found: Found, last: Found) -> bool:
    """Whether a value could be meant as the answer: it has one of the keys that are asked for."""
    if not isinstance(found.value, dict):
        return True
    keys = wanted.value if isinstance(wanted.value, dict) else last.value
    return not isinstance(keys, dict) or not found.value.keys().isdisjoint(keys)


def _shape_problems(found: Found, wanted: Wanted, text: str) -> list[str]:
    """What is wrong with keys and types. Without a schema the keys are those of the reference; with one, a key whose
    value is absent may be left out, if the schema lets it."""
    problems = [f"the key {name[:40]!r} is given twice" for name in found.doubled]
    if wanted.schema is not None:
        from graders.fields.json_schema import problems as schema_problems

        problems += schema_problems(wanted.schema, text[slice(*found.span)])
    if not isinstance(wanted.value, dict):
        return problems
    if not isinstance(found.value, dict):
        return [*problems, "the answer is not an object"]
    missing = [name for name, value in wanted.value.items() if name not in found.value]
    if wanted.schema is not None:
        missing = [name for name in missing if wanted.value[name] is not None]
    else:
        problems += [f"the key {name[:40]!r} was not asked for" for name in found.value if name not in wanted.value]
    return problems + [f"the key {name!r} is missing" for name in missing]


def _compare(
    wanted: Wanted, source: Source, given: Any, misshapen: bool, findings: list[Finding], checks: list[Check]
) -> dict[str, str]:
    """Add what is wrong with each value to findings and checks; the scores of the lists are returned."""
    typed = wanted.schema is not None
    fields = wanted.value if isinstance(wanted.value, dict) else {"the answer": wanted.value}
    comparison = Comparison(source, typed=typed, ordered=wanted.ordered, siblings=fields)
    if not isinstance(wanted.value, dict):
        given = {"the answer": given}
    elif not isinstance(given, dict):
        given = {}
    for name, value in fields.items():
        if name not in given:
            checks.append(Check(name=name, passed=not misshapen and value is None, detail="missing"))
            continue
        wrong = comparison.part(given[name], value, name)
        detail = f"{wrong.error_class}: {wrong.evidence}" if wrong else comparison.scores.get(name, "")
        checks.append(Check(name=name, passed=wrong is None, detail=detail[:400]))
        findings += [wrong] if wrong else []
    surplus = comparison.surplus(given, fields, "The answer") if typed else None
    findings += [surplus] if surplus else []
    return comparison.scores


# ---- verdicts -----------------------------------------------------------------------------------------


def _verdict(
    text: str, extracted: str | None, expected: Any, findings: list[Finding], checks: list[Check],
    scores: dict[str, str] | None = None,
) -> Verdict:  # fmt: skip
    """The verdict; of several findings the first in the order of error classes gives the class."""
    start = text.find(extracted) if extracted else -1
    common: dict[str, Any] = {
        "extracted": clean(extracted)[:500] if extracted is not None else None,
        "expected": expected,
        "span": (start, start + len(extracted)) if extracted and start >= 0 else None,
        "checks": checks,
    }
    lists = "".join(f" {name}: {score}." for name, score in list((scores or {}).items())[:5])[:600]
    if not findings:
        return passed(evidence=f"The reply is what was asked for.{lists}", **common)
    worst = min(findings, key=lambda f: _RANK[f.error_class])
    return failed(worst.error_class, worst.certainty, evidence=worst.evidence + lists, **common)


# ---- examples -------------------------------------------------------------------------------------------

_NOTE = "Parcel 44-871 goes to Ida Brandt, not to Karl Voss. Write to ida.brandt@halden.example by 4 May."
_ORDER = {
    "type": "object",
    "properties": {
        "number": {"type": "string", "pattern": r"^\d+-\d+$"},
        "paid": {"type": "boolean"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "lines": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"item": {"type": "string"}, "price": {"type": "number", "multipleOf": 0.01}},
                "required": ["item", "price"],
                "additionalProperties": False,
            },
        },
        "note": {"type": ["string", "null"]},
    },
    "required": ["number", "lines"],
}
_EXAMPLES: list[tuple[Any, dict[str, Any]]] = [
    ({"value": "ida.brandt@halden.example"}, {"form": "text", "document": _NOTE}),
    ({"value": "Ida Brandt"}, {"form": "text", "document": _NOTE, "distractors": [{"name": "Karl Voss"}]}),
    ({"value": None}, {"form": "text", "document": _NOTE, "absent": "N/A", "distractors": [{"name": "Karl Voss"}]}),
    ({"value": "4 May"}, {}),
    ({"value": {"parcel": "44-871", "name": "Ida Brandt"}}, {"form": "json", "document": _NOTE}),
    ({"value": {"date": "4 May", "phone": None}}, {"form": "json", "document": _NOTE, "absent": "null"}),
    ({"value": {"date": "4 May", "phone": None}}, {"form": "json", "document": _NOTE, "absent": "not stated"}),
    (
        {
            "value": {"count": 2, "total": 19.5, "paid": False},
            "schema": {
                "type": "object",
                "properties": {"count": {"type": "integer"}, "total": {"type": "number"}, "paid": {"type": "boolean"}},
                "required": ["count", "total", "paid"],
                "additionalProperties": False,
            },
        },
        {"form": "json"},
    ),
    ({"value": ["Ida Brandt", "Karl Voss"]}, {"form": "json", "document": _NOTE, "ordered": True}),
    ({"value": ["Ida Brandt", "Karl Voss"]}, {"form": "lines", "document": _NOTE}),
    ({"value": ["Ida Brandt"]}, {"form": "commas", "document": _NOTE, "distractors": [{"name": "Karl Voss"}]}),
    ({"value": ["oats", "rye", "spelt"]}, {"form": "commas", "ordered": True}),
    (
        {
            "schema": _ORDER,
            "value": {
                "number": "44-871", "paid": True, "tags": ["urgent", "gift"], "note": None,
                "lines": [{"item": "oats", "price": 19.99}, {"item": "rye", "price": 4.5}],
            },
        },
        {},
    ),
    ({"schema": _ORDER}, {}),
    ({"schema": {"type": "array", "items": {"type": "integer"}}, "value": [3, 1, 2]}, {"ordered": True}),
    ({"schema": {"enum": ["low", "high"]}, "value": "high"}, {}),
    ({"schema": {"type": "integer", "minimum": 3}, "value": 17}, {}),
    ({"schema": {"properties": {"mail": {"type": "string"}}}, "value": {"mail": None}}, {"absent": "not stated"}),
]  # fmt: skip


grade = one_call("fields")
