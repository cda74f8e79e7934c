"""Wrong answers on purpose: one per named error operator, made from a right one.

Where an operator bears the name of an error class, that is the class the grader should report. Knows no reply of a
student.
"""

from __future__ import annotations

import json
from typing import Any

from graders.fields.lists import written
from graders.fields.reference import Wanted
from graders.fields.text import ABSTENTIONS, Source, dump, key


def spoil(wanted: Wanted, source: Source, gold: str) -> dict[str, str]:
    """Error operator → wrong answer. `gold` is a right one."""
    if wanted.schema is not None:
        wrong = _json(wanted, source, json.loads(gold))
    elif isinstance(wanted.value, dict):
        wrong = _object(wanted, source, json.loads(gold))
    elif isinstance(wanted.value, list):
        wrong = _list(wanted, source)
    else:
        wrong = _text(wanted, source)
    if len(source.document) > 2 * len(gold):
        wrong["echoed_input"] = source.document
    return wrong


def slip(value: str) -> str:
    """The value with its last letter or digit changed."""
    for index in range(len(value) - 1, -1, -1):
        if value[index].isalnum():
            other = "8" if value[index] != "8" else "3"
            return value[:index] + other + value[index + 1 :]
    return value + "x"


def _made_up(wanted: Wanted, source: Source) -> str:
    """A value that stands neither in the text nor in the reference."""
    known = key(f"{source.document} {dump(wanted.value)}")
    return next(word for n in range(1000) if (word := f"Quixley-{n}").casefold() not in known)


def _text(wanted: Wanted, source: Source) -> dict[str, str]:
    value, token = wanted.value, wanted.token
    others = source.others_of(None)
    if value is None:
        guess = next(iter(others), next(iter(source.document.split()), ""))
        known = guess and key(guess) not in ABSTENTIONS | {key(token or "")}
        return {
            "missed_abstention": guess if known else _made_up(wanted, source),
            "format_violation": f"The text does not say, so my reply is {token}.",
        }
    others = [other for other in others if key(other) != key(value)]
    return {
        "wrong_value": slip(value),
        "format_violation": f"The answer is {value}, as the text says.",
        "false_abstention": token or "none",
        "made_up": _made_up(wanted, source),
        **({"distractor_chosen": others[0]} if others else {}),
    }


def _object(wanted: Wanted, source: Source, right: dict[str, Any]) -> dict[str, str]:
    first = next(iter(right))
    wrong = {
        "format_violation": "\n".join(f"{k}: {v}" for k, v in right.items()),
        "truncated_json": dump(right)[:-1],
        "schema_invalid": dump({k: v for k, v in right.items() if k != first} | {f"{first}_x": right[first]}),
        "extra_key": dump(right | {f"{first}_x": "1"}),
        "nested": dump(right | {first: {"value": right[first]}}),
    }
    for name, truth in wanted.value.items():
        if isinstance(truth, str):
            wrong["wrong_value"] = dump(right | {name: slip(truth)})
            wrong["false_abstention"] = dump(right | {name: None})
            wrong["made_up"] = dump(right | {name: _made_up(wanted, source)})
            others = [other for other in source.others_of(name) if key(other) != key(truth)]
            wrong |= {"distractor_chosen": dump(right | {name: others[0]})} if others else {}
        elif truth is None:
            wrong["missed_abstention"] = dump(right | {name: _made_up(wanted, source)})
        else:
            changed = not truth if isinstance(truth, bool) else truth + 1
            wrong["wrong_value"] = dump(right | {name: changed})
    return wrong


def _list(wanted: Wanted, source: Source) -> dict[str, str]:
    value, form = wanted.value, wanted.form
    last = value[:-1]
    prose = f"The text names {' and '.join(value)}, I think."
    wrong = {
        "extra_items": written([*value, value[0]], form),
        "format_violation": "\n".join(value) if form == "json" else f"Here you are:\n\n{prose}",
        "made_up": written([*last, _made_up(wanted, source)], form),
        "false_abstention": "none",
    }
    if last:
        wrong["incomplete_set"] = written(last, form)
        if wanted.ordered:
            wrong["wrong_order"] = written(value[::-1], form)
    others = [other for other in source.others_of(None) if key(other) not in {key(v) for v in value}]
    if others and not (form == "commas" and "," in others[0]):
        wrong["distractor_chosen"] = written([*value, others[0]], form)
    return wrong


# ---- JSON with a schema -----------------------------------------------------------------------------------


def _json(wanted: Wanted, source: Source, right: Any) -> dict[str, str]:
    """Every leaf, key and list of the value is broken in its own way."""
    wrong = {"format_violation": f"Here it is: {type(right).__name__}", "truncated_json": f"[{dump(right)}"}
    if wanted.schema_decides:
        return wrong | _misshapen(str(wanted.schema), right)
    for name, changed in _changes(right, wanted, source):
        operator = name if name not in wrong else f"{name}:{len(wrong)}"
        wrong[operator] = dump(changed)
    return wrong


def _misshapen(schema: str, right: Any) -> dict[str, str]:
    """Values that the schema refuses."""
    from graders.fields.json_schema import refuses

    tried: dict[str, Any] = {
        "null": None,
        "text": "x y",
        "number": -7.5,
        "truth": True,
        "list": [[]],
        "object": {"q": {}},
    }
    if isinstance(right, dict):
        tried |= {f"without_{name}": {k: v for k, v in right.items() if k != name} for name in right}
        tried |= {f"other_{name}": {**right, name: [{}]} for name in right}
    return {f"schema_invalid:{how}": dump(value) for how, value in tried.items() if refuses(schema, value)}


def _changes(value: Any, wanted: Wanted, source: Source) -> list[tuple[str, Any]]:
    """(operator, the value with one thing wrong), for every part."""
    if isinstance(value, dict):
        return _changed_object(value, wanted, source)
    if isinstance(value, list):
        return _changed_list(value, wanted, source)
    if value is None or (wanted.token and value == wanted.token):
        return [("made_up_for_absent", _made_up(wanted, source))]
    if isinstance(value, bool):
        return [("wrong_truth", not value), ("null", None)]
    if isinstance(value, (int, float)):
        return [
            ("one_more", value + 1),
            ("tenfold", value * 10 or 1),
            ("number_as_text", f"{value} or so"),
            ("null", None),
        ]
    return [("slip", slip(value)), ("made_up", _made_up(wanted, source)), ("null", None), ("wrapped", [value])]


def _changed_object(value: dict[str, Any], wanted: Wanted, source: Source) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [("extra_key", {**value, "".join(value)[:40] + "_x": 1}), ("not_an_object", [value])]
    for name, part in value.items():
        found += [(how, {**value, name: other}) for how, other in _changes(part, wanted, source)]
        if part is not None and part != wanted.token:
            found.append(("missing_key", {k: v for k, v in value.items() if k != name}))
    return found


def _changed_list(value: list[Any], wanted: Wanted, source: Source) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [("extra_items", [*value, *(value[:1] or ["x"])])]
    if value:
        found.append(("incomplete_set", value[:-1]))
        found += [(f"item_{how}", [*value[:-1], other]) for how, other in _changes(value[-1], wanted, source)]
    if wanted.ordered and value != value[::-1]:
        found.append(("wrong_order", value[::-1]))
    return found
