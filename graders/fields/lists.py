"""A list in plain text: JSON, one item a line, or one line with commas.

The idea: a reply is cut into items in the form that was asked for, and each item is placed among the expected ones.
That the same items would be found in another form is what tells a slip of form from wrong items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graders.fields.objects import odd_items, score
from graders.fields.text import ABSTENTIONS, Finding, Source, dump, echo, holds, key, readings, show
from graders.shared.json_text import FENCE, Number, json_values, meant, rivals
from repairloop import Check

MAX_CHECKS = 40

_BULLET = re.compile(r"\A(?:[-*•–+]|\d{1,3}[.)])[ \t]+")
_AND = re.compile(r",? and |\n|, |;")


def grade_list(
    text: str, expected: list[str], form: str, source: Source, ordered: bool
) -> tuple[str | None, str, list[Finding], list[Check], dict[str, str]]:
    """What was taken for the answer, what was expected, findings, checks, and the list's score in words."""
    items = _items(text, form)
    placed = _placed(items or [], expected)
    checks = [Check(name=value, passed=index in placed) for index, value in enumerate(expected[:MAX_CHECKS])]
    scores = {"the list": score(len(set(placed) - {-1}), len(placed), len(expected))}
    if items and sorted(placed) == list(range(len(expected))) and (placed == sorted(placed) or not ordered):
        return text.strip(), written(expected, form), [], checks, scores
    finding = echo(source.document, text) or _wrong_list(text, expected, form, source, items, placed)
    extracted = finding.extracted or (text.strip() if items else None)
    return extracted, written(expected, form), [finding], checks, scores


def written(items: list[str], form: str) -> str:
    return {"json": dump, "lines": "\n".join, "commas": ", ".join}[form](items)


def _wrong_list(
    text: str, expected: list[str], form: str, source: Source, items: list[str] | None, placed: list[int]
) -> Finding:
    if set(readings(text.strip())) & (ABSTENTIONS | {key(source.token or "none")}):
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
    if extra:
        return odd_items(extra, missing, source)
    if len(set(placed)) < len(placed):
        return Finding("extra_items", "An item is given more than once.")
    if missing:
        return Finding("incomplete_set", f"Missing: {show(', '.join(missing))}.")
    return Finding("wrong_order", "All items are there, in another order than asked for.")


def _items(text: str, form: str) -> list[str] | None:
    """The items of a reply in the given form; None where it is not in that form at all."""
    if form == "json":
        values = meant(text, json_values(text))
        lists = [value for value in values if isinstance(value.value, list)]
        found = lists[-1] if lists and not rivals(text, lists) else None
        usable = found and isinstance(found.value, list) and all(type(v) in (str, Number) for v in found.value)
        return list(found.value) if found and usable else None
    fenced = FENCE.fullmatch(text.strip())
    body = (fenced[1] if fenced else text).strip()
    if form == "commas":
        return [part.strip() for part in body.rstrip(" .,").split(",")]
    return [_BULLET.sub("", line.strip(), count=1) for line in body.splitlines() if line.strip()]


def _placed(items: list[str], expected: list[str]) -> list[int]:
    """For each item, which expected value it is; -1 for none."""
    places = {key(value): index for index, value in enumerate(expected)}
    return [next((places[name] for name in readings(item) if name in places), -1) for item in items]


def _is_wrapping(item: str, expected: list[str]) -> bool:
    """An item that is a lead-in, or holds an expected value and more."""
    return item.rstrip("*_ ").endswith(":") or any(holds(item, value) for value in expected)


def _other_forms(text: str, form: str) -> Iterator[list[str]]:
    for other in ("json", "lines", "commas"):
        if other != form:
            yield _items(text, other) or []
    yield [_BULLET.sub("", part.strip(), count=1) for part in _AND.split(text[:4000]) if part.strip()]
