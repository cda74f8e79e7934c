"""promptfoo's results: `promptfoo eval -o out.json` (or `.jsonl`, `.yaml`).

    {"evalId", "results": {"version", "results": [{"vars", "prompt": {"raw"}, "response": {"output"}, "success", "score",
     "failureReason": 0 | 1 | 2, "testCase": {"assert": [{"type", "value"}]}, "testIdx", "promptIdx"}, …]}, "config"}

What is asked is the prompt as it was rendered. Of the assertions, `equals` says the gold; others become a grader where one
checks the same; what a model, a script or a metric judges is not taken over, and said. Results with
`failureReason` 2 are errors. A test is one group: its questions are never in two parts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from repairloop.ground.errors import UsageError
from repairloop.records.rows import clean
from repairloop.tasks.formats.common import (
    BadRow,
    Fields,
    Layout,
    Look,
    Row,
    as_json,
    kept,
    messages_of,
    once_each,
    one_line,
    parsed,
    share,
    shown,
)

KEYS: Final = ("vars", "prompt", "success", "testCase")
VERSIONS: Final = (2, 3)
"""Of `results`; older ones had no single results."""
ERROR: Final = 2
STRIPPED: Final = re.compile(r"\[\w+ stripped\]")
"""What promptfoo writes in place of what it was told not to keep."""
BESIDE: Final = frozenset(
    {"cost", "latency", "perplexity", "perplexity-score", "finish-reason", "guardrails", "moderation", "tokens-used"}
)
"""Assertions that say nothing of what the answer says."""
_SLOT = re.compile(r"\{\{-?\s*([\w.]+)\s*-?\}\}")
Reference = Any
Check = tuple[str, Reference]
"""A grader and its reference."""


def unfold(value: Any) -> list[Any] | None:
    """The single results of an output that is one JSON or YAML text. UsageError on one of another version."""
    if not isinstance(value, dict) or not isinstance(value.get("results"), dict):
        return None
    results, version = value["results"].get("results"), value["results"].get("version", VERSIONS[-1])
    if not isinstance(results, list) or not ("config" in value or "evalId" in value):
        return None
    first = next((row for row in results if isinstance(row, dict)), {})
    lacking = [key for key in KEYS if key not in first] if first else []
    if version not in VERSIONS or lacking:
        why = (
            f"{shown(lacking)} is missing"
            if lacking
            else f"version {one_line(version, 20)}, known are {shown(VERSIONS)}"
        )
        raise UsageError(
            f"results of promptfoo of a version that is not known ({why}): write them with a promptfoo of 2025 or later, "
            "`promptfoo eval -o out.json`"
        )
    return results


def recognise(look: Look) -> Layout | None:
    if not look.has("vars", "prompt", "success") or not (look.has("testCase") or look.has("gradingResult")):
        return None
    aside: Counter[str] = Counter()
    words = {
        "question": "prompt", "answer": "testCase.assert", "given": "response.output", "score": "score", "group": "testIdx",
    }  # fmt: skip
    names = list(dict.fromkeys(str(name) for row in look.rows for name in row.get("vars") or {}))

    def fields(row: Row) -> Iterator[Fields]:
        yield _fields(row, aside)

    def finish(entries: list[Any]) -> tuple[list[Any], list[str]]:
        made, notes = once_each(entries, "providers or repetitions")
        return made, [*notes, *left_out(aside)]

    return Layout(
        "results of promptfoo", f"keys {shown(KEYS)}", "prompt → assertions", fields, words, names, finish=finish
    )


def _fields(row: Row, aside: Counter[str]) -> Fields:
    reason = row.get("failureReason")
    if reason == ERROR or (reason is None and row.get("error") and not row.get("gradingResult")):
        raise BadRow("an error ended it (failureReason 2)")
    prompt = row.get("prompt")
    raw = prompt.get("raw") if isinstance(prompt, Mapping) else prompt
    if isinstance(raw, str) and STRIPPED.fullmatch(raw.strip()):
        raise BadRow("its prompt was not kept (PROMPTFOO_STRIP_PROMPT_TEXT)")
    test = row.get("testCase") if isinstance(row.get("testCase"), Mapping) else {}
    variables = row.get("vars") if isinstance(row.get("vars"), Mapping) else {}
    found: Fields = {"messages": messages_of(raw)}
    found |= right(test.get("assert") or [], variables, aside)  # type: ignore[union-attr]
    output = (row.get("response") or {}).get("output") if isinstance(row.get("response"), Mapping) else None
    if output is not None:
        found["given"] = clean(output if isinstance(output, str) else as_json(output))
    score = share(row.get("success"))
    found["score"] = share(row.get("score")) if score is None else score
    answers = {slot[1] for slot in _SLOT.finditer(as_json(test.get("assert") or []))}  # type: ignore[union-attr]
    found["columns"] = {**kept(test.get("metadata") or {}, ()), **kept(variables, answers)}  # type: ignore[union-attr, arg-type]
    if row.get("testIdx") is not None:
        found["ident"] = found["group"] = f"test {row['testIdx']}"
    return found


def left_out(aside: Counter[str]) -> list[str]:
    """What to say of assertions that were put aside, if any were."""
    told = ", ".join(f"{kind} ({count:,})" for kind, count in aside.most_common(12))
    return [f"assertions that are not taken over, as no grader checks the same: {told}"] if told else []


# ---- assertions -------------------------------------------------------------------------------------------


def right(assertions: Any, variables: Any, aside: Counter[str]) -> Fields:
    """Gold, or grader and reference, of a test's assertions."""
    golds: list[Any] = []
    checks: list[Check] = []
    for assertion in assertions if isinstance(assertions, list) else []:
        kind = str(assertion.get("type")) if isinstance(assertion, Mapping) else "?"
        if kind in BESIDE:
            continue
        try:
            value = filled(assertion.get("value"), variables)
            gold, check = _taken(kind, value)
        except (Unmapped, AttributeError):
            aside[kind] += 1
            continue
        if gold is not None:
            golds.append(gold)
        elif check is not None:
            checks.append(check)
    if golds:
        for name, _ in checks:
            aside[f"{name} beside a gold"] += 1
        return (
            {"gold": golds[0]}
            if len({as_json(gold) for gold in golds}) == 1
            else graded([("constraints", [_all(golds)])])
        )
    return graded(checks) if checks else {}


def _all(golds: list[Any]) -> dict[str, Any]:
    return {"id": "includes", "args": {"words": [gold if isinstance(gold, str) else as_json(gold) for gold in golds]}}


def graded(checks: list[Check]) -> Fields:
    """One grader for all of the checks."""
    forms = [part for name, reference in checks if name == "constraints" for part in reference]
    others = [check for check in checks if check[0] != "constraints"]
    joined = [*others, *([("constraints", forms)] if forms else [])]
    if len(joined) == 1:
        name, reference = joined[0]
        settings: dict[str, Any] = {}
        if name == "text":
            reference, settings = reference[0], {"aliases": reference[1:]}
        return {"graded_by": (name, reference, settings)}
    parts = [
        {"grader": name, "reference": reference[0], "settings": {"aliases": reference[1:]}} if name == "text"
        else {"grader": name, "reference": reference}
        for name, reference in joined
    ]  # fmt: skip
    return {"graded_by": ("all_of", parts, {})}


class Unmapped(Exception):
    """No grader checks the same."""


def filled(value: Any, variables: Any) -> Any:
    """A value with its variables. Only plain `{{name}}` are filled in; nothing is evaluated."""
    if isinstance(value, list):
        return [filled(part, variables) for part in value]
    if not isinstance(value, str):
        return value
    whole = _SLOT.fullmatch(value.strip())
    if whole and whole[1] in variables:
        return variables[whole[1]]

    def put(slot: re.Match[str]) -> str:
        if slot[1] not in variables:
            raise Unmapped
        inner = variables[slot[1]]
        return inner if isinstance(inner, str) else as_json(inner)

    text = _SLOT.sub(put, value)
    if "{{" in text or "{%" in text or text.startswith(("file://", "package:")):
        raise Unmapped
    return clean(text)


def _texts(value: Any) -> list[str]:
    """A list of texts, also as promptfoo's commas."""
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",")]
    texts = [clean(str(part)) for part in value or [] if str(part).strip()] if isinstance(value, list) else []
    if not texts:
        raise Unmapped
    return texts


def _scalar(value: Any) -> Any:
    if value is None or value == "":
        raise Unmapped
    return value


def _taken(kind: str, value: Any) -> tuple[Any, Check | None]:
    """The gold that an assertion says, or the grader that checks the same."""
    if kind in ("equals", "math-equivalent"):
        return _scalar(value), None
    if kind == "regex":
        text = _literal(value)
        whole = str(value).startswith(("^", "(?i)^")) and _signs(value)[-1:] == ["$"]
        return (text, None) if whole else (None, _words("includes")([text]))
    make = _CHECKS.get(kind)
    if make is None:
        raise Unmapped
    return None, make(value)


def _literal(value: Any) -> str:
    """What a pattern says that is nothing but a text between anchors."""
    signs = _signs(re.sub(r"^(?:\^|\\b|\(\?i\))*", "", str(value)))
    while signs and signs[-1] in ("$", r"\b"):
        signs.pop()
    if not "".join(signs).strip() or any(re.fullmatch(r"[][.*+?{}()|^$\\]|\\\w", sign) for sign in signs):
        raise Unmapped
    return clean("".join(sign[-1] for sign in signs))


def _signs(pattern: Any) -> list[str]:
    """The characters of a pattern, each with the backslash before it."""
    return re.findall(r"\\?.", str(pattern), re.DOTALL)


def _schema(value: Any) -> Check:
    value = parsed(value) if isinstance(value, str) else value
    return "fields", {"schema": value if isinstance(value, dict) and value else {"type": ["object", "array"]}}


def _count(value: Any) -> Check:
    value = parsed(value) if isinstance(value, str) else value
    if isinstance(value, int) and not isinstance(value, bool):
        return "constraints", [{"id": "words", "args": {"exactly": value}}]
    if isinstance(value, dict) and value and value.keys() <= {"min", "max"}:
        return "constraints", [{"id": "words", "args": value}]
    raise Unmapped


def _phrase(name: str) -> Callable[[Any], Check]:
    return lambda value: ("constraints", [{"id": name, "args": {"phrase": clean(str(_scalar(value)))}}])


def _words(name: str) -> Callable[[Any], Check]:
    return lambda value: ("constraints", [{"id": name, "args": {"words": _texts(value)}}])


def _without(value: Any) -> Check:
    return "constraints", [{"id": "excludes", "args": {"words": [clean(str(_scalar(value)))]}}]


_CHECKS: Final[dict[str, Callable[[Any], Check]]] = {
    "contains-any": lambda value: ("text", _texts(value)), "icontains-any": lambda value: ("text", _texts(value)),
    "contains": lambda value: _words("includes")([str(_scalar(value))]),
    "icontains": lambda value: _words("includes")([str(_scalar(value))]), "contains-all": _words("includes"), "icontains-all": _words("includes"),
    "not-contains": _without, "not-icontains": _without,
    "not-contains-any": _words("excludes"), "not-icontains-any": _words("excludes"),
    "starts-with": _phrase("starts_with"), "ends-with": _phrase("ends_with"),
    "is-json": _schema, "contains-json": _schema, "word-count": _count,
}  # fmt: skip


def is_known(kind: str) -> bool:
    """Whether assertions of this type become a grader."""
    return kind in _CHECKS
