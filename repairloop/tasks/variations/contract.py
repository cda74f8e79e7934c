"""What a variation is: a new case made of a case by a program, with a record from which the original comes back.

A variation is a class in a small file of this folder. It plans once, over the cases that rows are made of, and varies
one case at a time. What it made is believed no more than any other row: `fault` holds the new case against the
original and the record, by ways of its own, and lets the gold through its grader.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from random import Random
from typing import Any, ClassVar, Final

from repairloop.plugins.grade import check_reference
from repairloop.records import Case, Probe, fingerprint

MAX_TEXT: Final = 20_000
"""Characters; a longer case is not varied."""
DRAWS: Final = 4
"""How often one that does not hold is drawn again."""


@dataclass(frozen=True, slots=True)
class Varied:
    """A case made of another one."""

    case: Case
    record: dict[str, Any]
    """What was exchanged, as JSON: with it the original is recovered."""


class Pools:
    """What variations draw from: values, options, programs and sentences of the cases that rows are made of. Each
    variation's share is gathered when it is first asked for."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.cases = [case for case in cases if case.grader and length(case) <= MAX_TEXT]
        self._plans: dict[str, Any] = {}

    def of(self, variation: Variation) -> Any:
        """What the variation has planned."""
        if variation.name not in self._plans:
            self._plans[variation.name] = variation.plan(self)
        return self._plans[variation.name]


class Variation:
    """One kind of variation."""

    name: ClassVar[str] = ""
    """A suggestion, in words."""
    touches: ClassVar[frozenset[str]] = frozenset()
    """Fields of a case that it may change, beside `id` and `messages`."""

    def plan(self, pools: Pools) -> Any:
        """What is gathered once, over all cases."""
        return None

    def vary(self, case: Case, pools: Pools, rng: Random) -> Varied | None:
        """A new case, or None where the variation does not apply, or in doubt."""
        raise NotImplementedError

    def fault(self, original: Case, varied: Varied, pools: Pools) -> str:
        """Why the varied case is not right: the original does not come back, or the truth, computed anew, is another.
        Empty where nothing is wrong. It looks at the two cases and the record, not at how they were made."""
        raise NotImplementedError


def fault(variation: Variation, original: Case, varied: Varied, pools: Pools) -> str:
    """Why a varied case cannot stand, by the variation's own proof and by what holds for all of them. Empty: it stands."""
    case = varied.case
    for field in fields(case):
        if field.name not in {"id", "messages", *variation.touches} and not _same(original, case, field.name):
            return f"{field.name} has changed"
    if case.id != ident(case) or case.id == original.id:
        return "its id is not its own"
    if case.messages == original.messages or not case.messages:
        return "it asks the same"
    try:
        json.dumps(varied.record)
    except (TypeError, ValueError):
        return "the record is no JSON"
    if why := variation.fault(original, varied, pools):
        return why
    right = told_of(case, case.reference)
    if right is not None and told(original) == told_of(original, original.reference) and told(case) != right:
        return "the gold says another thing than the reference"
    verdict = check_reference(probe_of(case))
    return "" if verdict.status == "pass" else f"its gold does not pass: {verdict.evidence}"[:200]


def proved(variation: Variation, case: Case, pools: Pools, rng: Random) -> Case | None:
    """A varied case that stands, or None."""
    made = proved_with_record(variation, case, pools, rng)
    return made.case if made else None


def proved_with_record(variation: Variation, case: Case, pools: Pools, rng: Random) -> Varied | None:
    """The same with its record."""
    if not case.grader or not case.messages or length(case) > MAX_TEXT:
        return None
    for _ in range(DRAWS):
        made = variation.vary(case, pools, rng)
        if made is None:
            return None
        if not fault(variation, case, made, pools):
            return made
    return None


def _same(one: Case, other: Case, field: str) -> bool:
    return bool(getattr(one, field) == getattr(other, field))


# ---- cases ----------------------------------------------------------------------------------------------


def length(case: Case) -> int:
    """Characters of all that is asked."""
    return sum(len(message["content"]) for message in case.messages) + len(case.document)


def ident(case: Case) -> str:
    """The id of a varied case: of what is asked and its gold."""
    return fingerprint("varied", json.dumps([case.messages, case.reference], ensure_ascii=False, sort_keys=True))


def like(case: Case, **changes: Any) -> Case:
    """The case with other values, and the id that belongs to them. What a log's model said of the original is gone."""
    made = case.like(**changes)
    return made.like(id=ident(made))


def probe_of(case: Case) -> Probe:
    """What the grader needs of a case."""
    return Probe(
        id=case.id, skill="", area="", split="train", messages=case.messages, reference=case.reference,
        grader=case.grader, settings=case.settings, max_tokens=case.max_tokens,
    )  # fmt: skip


def asked(case: Case) -> str:
    """The last message: question, document and options as they stand."""
    return case.messages[-1]["content"]


def with_last(case: Case, content: str) -> list[dict[str, str]]:
    """The messages with another last one."""
    return [*case.messages[:-1], {**case.messages[-1], "content": content}]


def told(case: Case) -> Any:
    """The gold as a thing that can be compared: JSON where it is some, a number, the text of an option, or the text."""
    return _thing(case.gold, case.options)


def told_of(case: Case, reference: Any) -> Any:
    """What a reference says, as the same kind of thing."""
    if isinstance(reference, dict) and "value" in reference:
        reference = reference["value"]
    return _thing(reference, case.options)


def _thing(value: Any, options: dict[str, str]) -> Any:
    if isinstance(value, str):
        text = value.strip()
        if options:
            return options.get(text.upper(), text)
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return " ".join(text.split())
    return value
