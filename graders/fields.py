"""Values taken from a text: one value, several as JSON, or a list, checked against what the text holds.

The idea: an answer is read in the form that was asked for and in no other. A right value in the wrong wrapping fails
with the class `format_violation`, never as `wrong_value`, because the two need different repairs.

Reference: `{"value": …}`, beside it optionally `"schema"` (see `json_shape`) for an object. The value is

- a string (one field; the reply is the value alone), or None where the text does not give it,
- an object of strings, numbers, booleans and None (several fields; the reply is JSON), or
- a list of distinct strings (the reply is a JSON list, lines, or one line with commas).

Settings: `form` (`text`, `json`, `lines`, `commas`), `absent` (the word asked for where the text does not give a
value; in JSON `null` stands for JSON's null), `document` (the text itself), `distractors` (a list of
`{field: value}`: what else of the same kind the text holds), `ordered` (a list must keep its order; default no).

Values are compared without regard to case, spacing, Unicode composition, quotes or Markdown around them, and a full
stop behind them. Hidden characters count. Nothing here knows where documents come from or how a question was put.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from graders.json_shape import check_schema, shape_errors
from graders.json_text import Found, Number, find_json
from repairloop import Answer, Check, Grader, Probe, Verdict, failed, grader, passed
from repairloop.records import ERROR_CLASSES

Scalar = str | int | float | bool | None
FORMS = {str: ("text",), type(None): ("text",), dict: ("json",), list: ("json", "lines", "commas")}
ABSTENTIONS = frozenset({
    "none", "null", "n/a", "na", "nil", "nothing", "unknown", "absent", "missing", "empty", "no answer", "not stated",
    "not given", "not mentioned", "not found", "not provided", "not available", "not specified", "not in the text",
})  # fmt: skip
"""What replies say when they give no value."""

_RANK = {name: rank for rank, name in enumerate(name for names in ERROR_CLASSES.values() for name in names)}
_QUOTES = {'"': '"', "'": "'", "`": "`", "*": "*", "_": "_", "<": ">", "(": ")", "[": "]",
           "“": "”", "‘": "’", "«": "»", "„": "“"}  # fmt: skip
_FENCE = re.compile(r"```[\w-]*[ \t]*\n?(.*?)\n?```", re.DOTALL)
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_BULLET = re.compile(r"\A(?:[-*•–+]|\d{1,3}[.)])[ \t]+")
_AND = re.compile(r",? and |\n|, |;")
_END = " \t.,;:!?"


@dataclass(frozen=True)
class Finding:
    """Why one value is wrong."""

    error_class: str
    evidence: str
    certainty: Any = "exact"
    extracted: str | None = None


@grader("fields", version="1")
class Fields(Grader):
    """Answers checked against expected values."""

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        expected, text = probe.reference["value"], answer.text
        if isinstance(expected, dict):
            return _grade_object(probe, text)
        if isinstance(expected, list):
            return _grade_list(probe, text)
        return _grade_text(probe, text)

    def gold(self, probe: Probe) -> str:
        value = _checked(probe)
        if value is None:
            return str(probe.settings["absent"])
        if isinstance(value, dict):
            token = probe.settings.get("absent", "null")
            return _dump({k: token if v is None and token != "null" else v for k, v in value.items()})
        return _write(value, _form(probe)) if isinstance(value, list) else value

    def corrupt(self, probe: Probe) -> dict[str, str]:
        value = _checked(probe)
        if isinstance(value, dict):
            wrong = _corrupt_object(self, probe, value)
        elif isinstance(value, list):
            wrong = _corrupt_list(probe, value)
        else:
            wrong = _corrupt_text(probe, value)
        document = probe.settings.get("document", "")
        if len(document) > 2 * len(self.gold(probe)):
            wrong["echoed_input"] = document
        return wrong

    def examples(self) -> list[Probe]:
        return [_example(index, value, settings) for index, (value, settings) in enumerate(_EXAMPLES)]


# ---- one value ----------------------------------------------------------------------------------------


def _grade_text(probe: Probe, text: str) -> Verdict:
    expected: str | None = probe.reference["value"]
    right = expected if expected is not None else probe.settings.get("absent")
    finding = _wrong_value(probe, text.strip(), expected, None)
    if finding is None:
        return _verdict(text, text.strip(), right, [], [Check(name="value", passed=True)])
    finding = _echo(probe, text) or finding
    return _verdict(text, finding.extracted, right, [finding], [Check(name="value", passed=False)])


def _wrong_value(probe: Probe, reply: str, expected: str | None, field: str | None) -> Finding | None:
    """What is wrong with `reply` where `expected` is right; None when nothing is."""
    token = probe.settings.get("absent")
    names = set(_readings(reply))
    if expected is None:
        return _wrong_abstention(probe, reply, names, token)
    if _key(expected) in names:
        return None
    if names & (ABSTENTIONS | {_key(token or "none")}):
        evidence = f"The text gives {_show(expected)}, the reply says that it does not."
        return Finding("false_abstention", evidence, extracted=reply)
    if _holds(reply, expected):
        evidence = f"The reply holds {_show(expected)}, but wrapped in other text; the value alone was asked for."
        return Finding("format_violation", evidence, extracted=expected)
    for other in _others(probe, field):
        if _key(other) in names:
            evidence = f"{_show(other)} stands in the text too, but is not what was asked for."
            return Finding("distractor_chosen", evidence, extracted=reply)
    return _other_text(probe, reply, expected)


def _wrong_abstention(probe: Probe, reply: str, names: set[str], token: str | None) -> Finding | None:
    if token is not None and _key(token) in names:
        return None
    shown = _show(token)
    if names & ABSTENTIONS or (
        len(reply) < 400 and any(_holds(reply, word) for word in [token or "none", *ABSTENTIONS])
    ):
        return Finding("format_violation", f"The reply abstains, but not with {shown} alone.", "heuristic", reply)
    evidence = f"The text does not give it; {shown} was right, the reply says {_show(reply)}."
    return Finding("missed_abstention", evidence, extracted=reply)


def _other_text(probe: Probe, reply: str, expected: str) -> Finding:
    """The class of a reply that is neither right, nor wrapped, nor a known other value."""
    core, document = _key(reply), probe.settings.get("document", "")
    evidence = f"{_show(expected)} is right, the reply says {_show(reply)}."
    if len(reply.split()) > 2 * len(expected.split()) + 4 or "\n" in reply:
        return Finding("format_violation", f"{evidence} The value alone was asked for.", "heuristic")
    if document and core in _key(document):
        return Finding("wrong_value", evidence, extracted=reply)
    if len(reply) < 300 and difflib.SequenceMatcher(None, core, _key(expected), autojunk=False).ratio() > 0.75:
        return Finding("wrong_value", f"{evidence} It looks like a slip in copying.", "heuristic", reply)
    if document:
        return Finding("unsupported_entity", f"{evidence} That does not stand in the text.", extracted=reply)
    return Finding("wrong_value", evidence, extracted=reply)


# ---- several values as JSON -----------------------------------------------------------------------------


def _grade_object(probe: Probe, text: str) -> Verdict:
    expected: dict[str, Scalar] = probe.reference["value"]
    schema, shown = probe.reference.get("schema"), _dump(expected)
    found = find_json(text, dict)
    if found is None:
        finding = _echo(probe, text) or Finding("format_violation", "The reply holds no complete JSON object.")
        return _verdict(text, finding.extracted, shown, [finding], [Check(name="json", passed=False)])
    problems = "; ".join(_shape_problems(found, expected, schema))[:300]
    checks = [Check(name="json", passed=True), Check(name="shape", passed=not problems, detail=problems)]
    findings = [Finding("schema_invalid", problems[0].upper() + problems[1:] + ".")] if problems else []
    given = found.value if isinstance(found.value, dict) else {}
    for name, value in expected.items():
        if name not in given:
            checks.append(Check(name=name, passed=not problems and value is None, detail="missing"))
            continue
        wrong = _wrong_field(probe, given[name], value, name, typed=schema is not None)
        detail = f"{wrong.error_class}: {wrong.evidence}" if wrong else ""
        checks.append(Check(name=name, passed=wrong is None, detail=detail))
        findings += [wrong] if wrong else []
    return _verdict(text, text[slice(*found.span)], shown, findings, checks)


def _shape_problems(found: Found, expected: dict[str, Scalar], schema: dict[str, Any] | None) -> list[str]:
    """What is wrong with keys and types. Without a schema the keys are those of the reference; with one, a key whose
    value is absent may be left out, if the schema lets it."""
    problems = [f"the key {name[:40]!r} is given twice" for name in found.doubled]
    if not isinstance(found.value, dict):
        return [*problems, "the answer is a list, not an object"]
    missing = [name for name, value in expected.items() if name not in found.value]
    if schema is not None:
        problems += shape_errors(found.value, schema)
        missing = [name for name in missing if expected[name] is not None]
    else:
        problems += [f"the key {name[:40]!r} was not asked for" for name in found.value if name not in expected]
    return problems + [f"the key {name!r} is missing" for name in missing]


def _wrong_field(probe: Probe, got: Any, expected: Scalar, name: str, *, typed: bool) -> Finding | None:
    """What is wrong with one value of an object. Without a schema, a number and its own digits are the same."""
    token = probe.settings.get("absent", "null")
    if isinstance(got, (dict, list)):
        return Finding("schema_invalid", f"{name} is {'an object' if isinstance(got, dict) else 'a list'}.")
    if expected is None and token == "null":
        if got is None:
            return None
        if _key(str(got)) in ABSTENTIONS:
            return Finding("schema_invalid", f"{name} must be null itself, not {_show(got)}.")
        return Finding("missed_abstention", f"The text does not give {name}; the reply says {_show(got)}.")
    if got is None:
        if expected is None:
            return Finding("schema_invalid", f"{name} must be {_show(token)}, not null.")
        return Finding("false_abstention", f"{name} is {_show(expected)} in the text, null in the reply.")
    if isinstance(expected, bool) or isinstance(got, bool):
        if isinstance(expected, bool) and isinstance(got, bool):
            right = expected == got
            return None if right else Finding("wrong_value", f"{name} is {_dump(expected)}, not {_dump(got)}.")
        return Finding("schema_invalid", f"{name} should be {_dump(expected)}, the reply says {_dump(got)}.")
    if isinstance(expected, (int, float)):
        return _wrong_number(got, expected, name, typed=typed)
    finding = _wrong_value(probe, got, expected, name)
    if finding and finding.error_class == "wrong_value":
        twin = next((k for k, v in probe.reference["value"].items() if k != name and _key(str(v)) == _key(got)), None)
        if twin:
            return Finding("wrong_value", f"{name} is {_show(expected)}; the reply gives the value of {twin}.")
    return finding


def _wrong_number(got: str, expected: float, name: str, *, typed: bool) -> Finding | None:
    if typed and not isinstance(got, Number):
        return Finding("schema_invalid", f"{name} must be a number, not {_show(got)}.")
    if not re.fullmatch(r"-?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,2})?", got):
        return Finding("wrong_value", f"{name} is {expected}, the reply says {_show(got)}.")
    if Decimal(got) == Decimal(str(expected)):
        return None
    return Finding("wrong_value", f"{name} is {expected}, the reply says {_show(got)}.")


# ---- lists --------------------------------------------------------------------------------------------


def _grade_list(probe: Probe, text: str) -> Verdict:
    expected: list[str] = probe.reference["value"]
    form, ordered = _form(probe), probe.settings.get("ordered", False)
    shown = _write(expected, form)
    items = _items(text, form)
    placed = _placed(items or [], expected)
    checks = [Check(name=value, passed=index in placed) for index, value in enumerate(expected)]
    if items and sorted(placed) == list(range(len(expected))) and (placed == sorted(placed) or not ordered):
        return _verdict(text, text.strip(), shown, [], checks)
    finding = _echo(probe, text) or _wrong_list(probe, text, items, placed)
    return _verdict(text, finding.extracted or (text.strip() if items else None), shown, [finding], checks)


def _wrong_list(probe: Probe, text: str, items: list[str] | None, placed: list[int]) -> Finding:
    expected: list[str] = probe.reference["value"]
    form, token = _form(probe), _key(probe.settings.get("absent", "none"))
    if set(_readings(text.strip())) & (ABSTENTIONS | {token}):
        return Finding("false_abstention", f"The text gives {len(expected)} items, the reply says that there are none.")
    if items is None:
        return Finding("format_violation", "The reply holds no list of strings as JSON.")
    missing = [value for index, value in enumerate(expected) if index not in placed]
    extra = [item for item, index in zip(items, placed, strict=True) if index == -1]
    if any(_is_wrapping(item, expected) for item in extra[:50]):
        return Finding("format_violation", f"The reply has other text around the items, or not the form {form!r}.")
    if extra and any(
        sorted(_placed(other, expected)) == list(range(len(expected))) for other in _other_forms(text, form)
    ):
        return Finding("format_violation", f"All items are there, but not in the form {form!r}.")
    if not extra and len(set(placed)) == len(placed):
        if missing:
            return Finding("incomplete_set", f"Missing: {_show(', '.join(missing))}.")
        return Finding("wrong_order", "All items are there, in another order than asked for.")
    if not extra:
        return Finding("extra_items", "An item is given more than once.")
    evidence = (
        f"Not asked for: {_show(', '.join(extra[:20]))}. Missing: {_show(', '.join(missing)) if missing else 'none'}."
    )
    others, document = {_key(v) for v in _others(probe, None)}, _key(probe.settings.get("document", ""))
    if all(others & set(_readings(item)) for item in extra):
        return Finding("distractor_chosen", evidence)
    if document and not any(_key(item) in document for item in extra[:200]):
        return Finding("unsupported_entity", evidence)
    return Finding("wrong_value" if missing else "extra_items", evidence)


def _items(text: str, form: str) -> list[str] | None:
    """The items of a reply in the given form; None where it is not in that form at all."""
    if form == "json":
        found = find_json(text, list)
        usable = found and isinstance(found.value, list) and all(type(v) in (str, Number) for v in found.value)
        return list(found.value) if found and usable else None
    fenced = _FENCE.fullmatch(text.strip())
    body = (fenced[1] if fenced else text).strip()
    if form == "commas":
        return [part.strip() for part in body.rstrip(" .,").split(",")]
    return [_BULLET.sub("", line.strip(), count=1) for line in body.splitlines() if line.strip()]


def _placed(items: list[str], expected: list[str]) -> list[int]:
    """For each item, which expected value it is; -1 for none."""
    places = {_key(value): index for index, value in enumerate(expected)}
    return [next((places[name] for name in _readings(item) if name in places), -1) for item in items]


def _is_wrapping(item: str, expected: list[str]) -> bool:
    """An item that is a lead-in, or holds an expected value and more."""
    return item.rstrip("*_ ").endswith(":") or any(_holds(item, value) for value in expected)


def _other_forms(text: str, form: str) -> Iterator[list[str]]:
    for other in ("json", "lines", "commas"):
        if other != form:
            yield _items(text, other) or []
    yield [_BULLET.sub("", part.strip(), count=1) for part in _AND.split(text[:4000]) if part.strip()]


# ---- reading text -------------------------------------------------------------------------------------


def _key(text: str) -> str:
    """What two equal values share: case, composition, spacing and closing punctuation taken away.

    Composing is left out beyond 4,096 characters: it takes quadratic time on runs of combining marks.
    """
    if len(text) <= 4096:
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    else:
        text = text.casefold()
    words = " ".join(text.split())
    return words.rstrip(_END) or words


def _readings(reply: str) -> Iterator[str]:
    """Keys of the reply as it stands, then with one wrapping after the other taken off."""
    core = reply.strip()
    for _ in range(8):
        yield _key(core)
        before = core
        if fenced := _FENCE.fullmatch(core):
            core = fenced[1].strip()
        elif link := _LINK.fullmatch(core):
            core = link[1].strip()
        elif len(core) > 2 and _QUOTES.get(core[0]) == core[-1]:
            core = core[1:-1].strip()
        elif core[-1:] in _END:
            core = core.rstrip(_END)
        if core in (before, ""):
            return


def _holds(text: str, value: str) -> bool:
    """The value stands in the text as a word of its own."""
    text, value = _key(text), _key(value)
    start = text.find(value)
    while start != -1 and value:
        end = start + len(value)
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            return True
        start = text.find(value, end)
    return False


def _echo(probe: Probe, text: str) -> Finding | None:
    """The reply is the document, or most of it."""
    document, reply = _key(probe.settings.get("document", "")), _key(text)
    if len(document) < 40 or len(reply) < 0.6 * len(document):
        return None
    if document in reply or reply in document:
        return Finding("echoed_input", "The reply repeats the text instead of answering.", extracted=text.strip()[:200])
    return None


def _others(probe: Probe, field: str | None) -> list[str]:
    """Other values that the document holds; those of the same field, where there are any."""
    pairs = [(name, str(value)) for entry in probe.settings.get("distractors", []) for name, value in entry.items()]
    return [value for name, value in pairs if name == field] or [value for _, value in pairs]


# ---- writing ------------------------------------------------------------------------------------------


def _verdict(text: str, extracted: str | None, expected: Any, findings: list[Finding], checks: list[Check]) -> Verdict:
    """The verdict; of several findings the first in the order of error classes gives the class."""
    start = text.find(extracted) if extracted else -1
    common: dict[str, Any] = {
        "extracted": _clean(extracted)[:500] if extracted is not None else None,
        "expected": expected,
        "span": (start, start + len(extracted)) if extracted and start >= 0 else None,
        "checks": checks,
    }
    if not findings:
        return passed(evidence="The reply is what the text gives.", **common)
    worst = min(findings, key=lambda f: _RANK[f.error_class])
    return failed(worst.error_class, worst.certainty, evidence=worst.evidence, **common)


def _clean(text: str) -> str:
    """The text without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _show(value: Any) -> str:
    text = value if isinstance(value, str) else _dump(value)
    return repr(_clean(text if len(text) <= 120 else text[:117] + "…"))


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write(items: list[str], form: str) -> str:
    return {"json": _dump, "lines": "\n".join, "commas": ", ".join}[form](items)


def _form(probe: Probe) -> str:
    """The form asked for: the one in the settings, else the first that suits the reference."""
    return probe.settings.get("form") or FORMS[type(probe.reference["value"])][0]


# ---- the reference ------------------------------------------------------------------------------------


def _checked(probe: Probe) -> Any:
    """The expected value; ValueError where reference and settings do not fit together."""
    if not isinstance(probe.reference, dict) or "value" not in probe.reference:
        raise ValueError('a reference is {"value": …}')
    value, form = probe.reference["value"], probe.settings.get("form")
    if type(value) not in FORMS:
        raise ValueError(f"a value is a string, an object, a list or None, not {type(value).__name__}")
    if form is not None and form not in FORMS[type(value)]:
        raise ValueError(f"form {form!r} does not suit a value of type {type(value).__name__}")
    if value is None and not probe.settings.get("absent"):
        raise ValueError("an absent value needs settings.absent, the word to say")
    if not isinstance(probe.settings.get("absent", ""), str):
        raise ValueError("settings.absent is a word")
    if isinstance(value, dict):
        _check_object(value, probe)
    elif value is not None:
        _check_strings(value if isinstance(value, list) else [value], _form(probe))
        if {_key(v) for v in ([value] if isinstance(value, str) else value)} & ABSTENTIONS:
            raise ValueError(f"{value!r} reads like an abstention")
    return value


def _check_object(value: dict[str, Any], probe: Probe) -> None:
    if not value or any(not isinstance(v, (str, int, float, bool, type(None))) for v in value.values()):
        raise ValueError("an object has at least one field, each a string, a number, a boolean or None")
    if "schema" in probe.reference:
        check_schema(probe.reference["schema"])
    _check_strings([v for v in value.values() if isinstance(v, str)], "json", distinct=False)


def _check_strings(values: list[Any], form: str, *, distinct: bool = True) -> None:
    if any(not isinstance(v, str) or not v.strip() for v in values) or (distinct and not values):
        raise ValueError("values are strings that are not empty")
    if distinct and len({_key(v) for v in values}) < len(values):
        raise ValueError("the items of a list must differ")
    if form in ("lines", "commas") and any("\n" in v or (form == "commas" and "," in v) for v in values):
        raise ValueError(f"an item with a separator in it cannot be asked for in the form {form!r}")


# ---- wrong answers on purpose -----------------------------------------------------------------------------


def _slip(value: str) -> str:
    """The value with its last letter or digit changed."""
    for index in range(len(value) - 1, -1, -1):
        if value[index].isalnum():
            other = "8" if value[index] != "8" else "3"
            return value[:index] + other + value[index + 1 :]
    return value + "x"


def _made_up(probe: Probe) -> str:
    """A value that stands neither in the text nor in the reference."""
    known = _key(f"{probe.settings.get('document', '')} {_dump(probe.reference['value'])}")
    return next(word for n in range(1000) if (word := f"Quixley-{n}").casefold() not in known)


def _corrupt_text(probe: Probe, value: str | None) -> dict[str, str]:
    if value is None:
        token = probe.settings["absent"]
        word = next(iter(probe.settings.get("document", "").split()), "")
        guess = next(iter(_others(probe, None)), word)
        wrong = {
            "missed_abstention": guess if guess and _key(guess) not in ABSTENTIONS | {_key(token)} else _made_up(probe),
            "format_violation": f"The text does not say, so my reply is {token}.",
        }
    else:
        wrong = {
            "wrong_value": _slip(value),
            "format_violation": f"The answer is {value}, as the text says.",
            "false_abstention": probe.settings.get("absent", "none"),
            "made_up": _made_up(probe),
        }
        others = [v for v in _others(probe, None) if _key(v) != _key(value)]
        wrong |= {"distractor_chosen": others[0]} if others else {}
    return wrong


def _corrupt_object(handler: Grader, probe: Probe, value: dict[str, Scalar]) -> dict[str, str]:
    right: dict[str, Any] = json.loads(handler.gold(probe))
    first = next(iter(right))
    wrong = {
        "format_violation": "\n".join(f"{k}: {v}" for k, v in right.items()),
        "truncated_json": _dump(right)[:-1],
        "schema_invalid": _dump({k: v for k, v in right.items() if k != first} | {f"{first}_x": right[first]}),
        "extra_key": _dump(right | {f"{first}_x": "1"}),
        "nested": _dump(right | {first: {"value": right[first]}}),
    }
    for name, truth in value.items():
        if isinstance(truth, str):
            wrong["wrong_value"] = _dump(right | {name: _slip(truth)})
            wrong["false_abstention"] = _dump(right | {name: None})
            wrong["made_up"] = _dump(right | {name: _made_up(probe)})
            others = [v for v in _others(probe, name) if _key(v) != _key(truth)]
            wrong |= {"distractor_chosen": _dump(right | {name: others[0]})} if others else {}
        elif truth is None:
            wrong["missed_abstention"] = _dump(right | {name: _made_up(probe)})
        else:
            changed = not truth if isinstance(truth, bool) else truth + 1
            wrong["wrong_value"] = _dump(right | {name: changed})
    return wrong


def _corrupt_list(probe: Probe, value: list[str]) -> dict[str, str]:
    form, last = _form(probe), value[:-1]
    prose = f"The text names {' and '.join(value)}, I think."
    wrong = {
        "extra_items": _write([*value, value[0]], form),
        "format_violation": "\n".join(value) if form == "json" else f"Here you are:\n\n{prose}",
        "made_up": _write([*last, _made_up(probe)], form),
        "false_abstention": "none",
    }
    if last:
        wrong["incomplete_set"] = _write(last, form)
        if probe.settings.get("ordered"):
            wrong["wrong_order"] = _write(value[::-1], form)
    others = [v for v in _others(probe, None) if _key(v) not in {_key(w) for w in value}]
    if others and not (form == "commas" and "," in others[0]):
        wrong["distractor_chosen"] = _write([*value, others[0]], form)
    return wrong


# ---- examples -------------------------------------------------------------------------------------------

_NOTE = "Parcel 44-871 goes to Ida Brandt, not to Karl Voss. Write to ida.brandt@halden.example by 4 May."
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
]


def _example(index: int, reference: dict[str, Any], settings: dict[str, Any]) -> Probe:
    return Probe(
        id=f"{index:016x}", skill="text_extraction", area="text_extraction/example", split="screen",
        messages=[{"role": "user", "content": settings.get("document", "…")}],
        reference=reference, grader="fields", settings=settings,
    )  # fmt: skip
