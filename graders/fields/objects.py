"""A JSON value that a reply gives, against the one that is right: key by key, item by item.

The idea: a walk down the expected value, never down the given one, so that depth is bounded by the reference. What is
absent may be null, left out where a schema lets it, or the word that was asked for. Lists are compared as sets with
repetitions: each one's precision, recall and F1 are kept in `Comparison.scores`.

Values come from `json_text`: numbers are `Number`, text is `str`. Whether the shape fits a schema is not asked here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable
from decimal import Decimal
from typing import Any

from graders.fields.text import ABSTENTIONS, Finding, Source, dump, key, readings, show, wrong_value
from graders.shared.json_text import Number

_PLAIN_NUMBER = re.compile(r"-?\d{1,400}(?:\.\d{1,400})?(?:[eE][+-]?\d{1,3})?")


class Comparison:
    """Finds what is wrong with the parts of a reply."""

    def __init__(self, source: Source, *, typed: bool, ordered: bool, siblings: dict[str, Any]) -> None:
        self.source = source
        self.token = source.token or "null"
        """What stands for an absent value; `null` for JSON's null."""
        self.typed = typed
        """A number and its own digits as a string are not the same."""
        self.ordered = ordered
        self.siblings = siblings
        """The expected fields, to tell a value that was put under another key."""
        self.scores: dict[str, str] = {}
        """List → its precision, recall and F1, in words."""

    def part(self, got: Any, expected: Any, name: str) -> Finding | None:
        """What is wrong with one value; None when nothing is."""
        if isinstance(expected, dict):
            return self._object(got, expected, name)
        if isinstance(expected, list):
            return self._list(got, expected, name)
        return self._scalar(got, expected, name)

    def is_absent(self, got: Any) -> bool:
        """The value says that there is none, in the way asked for."""
        return got is None or (self.token != "null" and isinstance(got, str) and key(got) == key(self.token))

    def _object(self, got: Any, expected: dict[str, Any], name: str) -> Finding | None:
        if not isinstance(got, dict):
            return self._not_a("an object", got, name)
        for field, value in expected.items():
            path = f"{name}.{field}"
            if field in got:
                finding = self.part(got[field], value, path)
            else:
                finding = None if value is None else Finding("schema_invalid", f"{path[:80]} is missing.")
            if finding:
                return finding
        return self.surplus(got, expected, name)

    def surplus(self, got: dict[str, Any], expected: dict[str, Any], name: str) -> Finding | None:
        """A key with a value where the expected object has none."""
        extra = [field for field in got if field not in expected and not self.is_absent(got[field])]
        if not extra:
            return None
        return Finding("extra_items", f"{name} has {show(extra[0])}, which the expected value does not have.")

    def _list(self, got: Any, expected: list[Any], name: str) -> Finding | None:
        if not isinstance(got, list):
            return self._not_a("a list", got, name)
        given, wanted = [self._canon(item) for item in got], [self._canon(item) for item in expected]
        common = Counter(given) & Counter(wanted)
        self.scores[name] = score(common.total(), len(given), len(wanted))
        if common.total() == len(given) == len(wanted):
            in_order = given == wanted or not self.ordered
            return None if in_order else Finding("wrong_order", f"All items of {name} are there, in another order.")
        extra, missing = _without(got, given, common), _without(expected, wanted, common)
        if not extra:
            return Finding("incomplete_set", f"{name} lacks {_some(missing)}.")
        if not missing:
            return Finding("extra_items", f"{name} has {_some(extra)}, which is not among the expected items.")
        if isinstance(missing[0], dict):
            finding = self.part(extra[0], missing[0], f"{name}[{expected.index(missing[0])}]")
            return finding or Finding("wrong_value", f"{name} has {_some(extra)} instead of {_some(missing)}.")
        return odd_items(extra, missing, self.source)

    def _canon(self, value: Any) -> Hashable:
        """Equal for values that count as the same; linear in the size of the value."""
        if isinstance(value, dict):
            return frozenset((name, self._canon(part)) for name, part in value.items() if not self.is_absent(part))
        if isinstance(value, list):
            items = [self._canon(item) for item in value]
            return tuple(items) if self.ordered else frozenset(Counter(items).items())
        if self.is_absent(value):
            return None
        if isinstance(value, bool):
            return ("truth", value)
        if isinstance(value, Number) or not isinstance(value, str):
            number = exact(str(value))
            return ("number", str(value) if number is None else number)
        return ("text", list(readings(value))[-1])

    def _not_a(self, what: str, got: Any, name: str) -> Finding:
        if self.is_absent(got):
            return Finding("false_abstention", f"The text gives {name}, the reply says that it does not.")
        return Finding("schema_invalid", f"{name} must be {what}, not {_kind(got)}.")

    def _scalar(self, got: Any, expected: Any, name: str) -> Finding | None:
        if isinstance(got, (dict, list)):
            return Finding("schema_invalid", f"{name} is {_kind(got)}.")
        if expected is None and self.token == "null":
            if got is None:
                return None
            if key(str(got)) in ABSTENTIONS:
                return Finding("schema_invalid", f"{name} must be null itself, not {show(got)}.")
            return Finding("missed_abstention", f"The text does not give {name}; the reply says {show(got)}.")
        if got is None:
            if expected is None:
                return Finding("schema_invalid", f"{name} must be {show(self.token)}, not null.")
            return Finding("false_abstention", f"{name} is {show(expected)} in the text, null in the reply.")
        if isinstance(expected, bool) or isinstance(got, bool):
            if isinstance(expected, bool) and isinstance(got, bool):
                right = expected == got
                return None if right else Finding("wrong_value", f"{name} is {dump(expected)}, not {dump(got)}.")
            return Finding("schema_invalid", f"{name} should be {show(dump(expected))}, the reply says {show(got)}.")
        if isinstance(expected, (int, float)):
            return self._number(got, expected, name)
        if self.typed and isinstance(got, Number) and expected is not None:
            return Finding("schema_invalid", f"{name} must be a string, not the number {show(str(got))}.")
        return self._text(got, expected, name)

    def _number(self, got: str, expected: float, name: str) -> Finding | None:
        if self.typed and not isinstance(got, Number):
            return Finding("schema_invalid", f"{name} must be a number, not {show(got)}.")
        value, right = exact(got), exact(str(expected))
        evidence = f"{name} is {str(expected)[:60]}, the reply says {show(got)}."
        if value is None or right is None:
            return Finding("wrong_value", evidence)
        if value == right:
            return None
        if value == right.copy_negate():
            return Finding("sign", evidence)
        if right and any(value == right.scaleb(n) for n in (-3, -2, -1, 1, 2, 3)):
            return Finding("scale_or_unit", evidence)
        return Finding("wrong_value", evidence)

    def _text(self, got: str, expected: str | None, name: str) -> Finding | None:
        finding = wrong_value(self.source, got, expected, name)
        if finding and finding.error_class == "wrong_value":
            same = key(got)
            twin = next((k for k, v in self.siblings.items() if k != name and key(str(v)) == same), None)
            if twin:
                return Finding("wrong_value", f"{name} is {show(expected)}; the reply gives the value of {twin}.")
        return finding


def odd_items(extra: list[Any], missing: list[Any], source: Source) -> Finding:
    """The class of items that do not belong in a list."""
    evidence = f"Not asked for: {_some(extra)}. Missing: {_some(missing) if missing else 'none'}."
    others, document = {key(value) for value in source.others_of(None)}, key(source.document)
    texts = [item for item in extra if isinstance(item, str)]
    if texts and all(others & set(readings(item)) for item in texts):
        return Finding("distractor_chosen", evidence)
    if texts and document and not any(key(item) in document for item in texts[:200]):
        return Finding("unsupported_entity", evidence)
    return Finding("wrong_value" if missing else "extra_items", evidence)


def score(common: int, given: int, wanted: int) -> str:
    """Precision, recall and F1 of a set of items, in words; 0 of nothing is 0, nothing of nothing is 1."""
    if not given and not wanted:
        return "precision 1.00, recall 1.00, F1 1.00"
    precision, recall = common / given if given else 0.0, common / wanted if wanted else 0.0
    return f"precision {precision:.2f}, recall {recall:.2f}, F1 {2 * common / (given + wanted):.2f}"


def exact(digits: str) -> Decimal | None:
    """A number by value; None for what is no number, or is out of all bounds."""
    return Decimal(digits) if _PLAIN_NUMBER.fullmatch(digits) else None


def _without(items: list[Any], canons: list[Hashable], common: Counter[Hashable]) -> list[Any]:
    """The items that have no partner on the other side."""
    left, rest = Counter(common), []
    for item, canon in zip(items, canons, strict=True):
        if left[canon] > 0:
            left[canon] -= 1
        else:
            rest.append(item)
    return rest


def _some(items: list[Any]) -> str:
    return show(", ".join(item if isinstance(item, str) else dump(item)[:80] for item in items[:20]))


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else show(value)
