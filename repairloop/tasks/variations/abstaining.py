"""The sentence that holds the answer taken out, so that the answer is that there is none.

Only where the task has a way to say so: some of its own golds do ("unknown", null). The answer must stand in one
sentence of the document and nowhere else, not even in part, and no other sentence may be nearer to the question.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from repairloop.records import Case
from repairloop.tasks.variations.contract import Pools, Variation, Varied, asked, like, with_last
from repairloop.tasks.variations.places import Span, leaves, spans, stands
from repairloop.tasks.variations.sentences import common, sentences, stems
from repairloop.tasks.variations.values import rewritten

ENOUGH: Final = 2
"""Golds that abstain, below which the task has no way to do so."""
NEAR: Final = 0.5
"""Share of the question's words that another sentence may have."""
_ABSENT: Final = re.compile(
    r"(?:unknown|unanswerable|n/?a|none|null|not (?:stated|given|mentioned|available|specified|found|enough information)|"
    r"no answer|cannot be (?:answered|determined)|can't tell|the (?:text|passage|document) does not (?:say|tell|state))\.?",
    re.IGNORECASE,
)


@dataclass
class Plan:
    golds: list[tuple[str, Any, dict[str, Any]]]
    """Golds that abstain, the commonest first: gold, reference and settings."""
    told: frozenset[str]
    """Golds that the questions themselves tell to answer with."""
    keys: frozenset[str]
    """Keys of objects that are null in several golds."""
    common: frozenset[str]


class AnswerTakenOut(Variation):
    name = "take out the sentence that holds the answer"
    touches = frozenset({"document", "gold", "reference", "settings"})

    def plan(self, pools: Pools) -> Plan:
        golds: Counter[str] = Counter()
        keys: Counter[str] = Counter()
        told: Counter[str] = Counter()
        for case in pools.cases:
            if not case.document:
                continue
            value = case.reference.get("value") if isinstance(case.reference, dict) else None
            if abstains(case):
                settings = {name: given for name, given in case.settings.items() if name != "document"}
                golds[json.dumps([case.gold, case.reference, settings], sort_keys=True)] += 1
                told[case.gold] += tells(case, case.gold)
            elif isinstance(value, dict):
                keys.update(str(key) for key, inner in value.items() if inner is None)
        found = [json.loads(text) for text, count in golds.most_common() if count >= ENOUGH]
        return Plan(
            [(gold, reference, settings) for gold, reference, settings in found],
            frozenset(gold for gold, count in told.items() if count),
            frozenset(key for key, count in keys.items() if count >= ENOUGH),
            common(case.question for case in pools.cases),
        )

    def vary(self, case: Case, pools: Pools, rng: Random) -> Varied | None:
        made = [
            found for key in _answers(case, pools.of(self)) if (found := self._without(case, key, pools)) is not None
        ]
        return rng.choice(made) if made else None

    def _without(self, case: Case, key: str, pools: Pools) -> Varied | None:
        """The case without the sentence that holds an answer: that of a key, or the whole where the key is empty."""
        plan: Plan = pools.of(self)
        place = holding(case, _value(case, key), key, plan)
        if place is None:
            return None
        start, end = place
        while end < len(case.document) and case.document[end] == " ":
            end += 1
        taken = case.document[start:end]
        made = _abstaining(case, case.document[:start] + case.document[end:], key, plan)
        return None if made is None else Varied(made, {"sentence": taken, "at": start, "key": key})

    def fault(self, original: Case, varied: Varied, pools: Pools) -> str:
        plan: Plan = pools.of(self)
        case, record = varied.case, varied.record
        taken, at, key = record.get("sentence"), record.get("at"), record.get("key")
        if not isinstance(taken, str) or type(at) is not int or key not in _answers(original, plan):
            return "the record is no sentence of an answer"
        if case.document[:at] + taken + case.document[at:] != original.document:
            return "the original document does not come back"
        value = _value(original, str(key))
        if not stands(value, taken) or holding(original, value, str(key), plan) != (at, at + len(taken.rstrip())):
            return "it is not the one sentence that holds the answer"
        if stands(value, asked(case)):
            return "the answer is still there"
        again = _abstaining(original, case.document, str(key), plan)
        for name in ("messages", "gold", "reference", "settings"):
            if again is None or getattr(again, name) != getattr(case, name):
                return f"the {name} does not abstain as the task does"
        return ""


def abstains(case: Case) -> bool:
    """Whether the gold says that there is no answer."""
    if isinstance(case.reference, dict) and "value" in case.reference:
        return case.reference["value"] is None
    return isinstance(case.reference, str) and _ABSENT.fullmatch(case.reference.strip()) is not None


def tells(case: Case, gold: str) -> bool:
    """Whether the case itself says what to answer where there is no answer."""
    said = [message["content"].replace(case.document, "") for message in case.messages]
    return any(stands(gold, text) for text in said)


def _answers(case: Case, plan: Plan) -> list[str]:
    """What could be taken out: keys whose value may be null; the empty one for the whole answer."""
    if not case.document or case.options or abstains(case) or case.settings.get("aliases"):
        return []
    value = case.reference.get("value") if isinstance(case.reference, dict) else case.reference
    if isinstance(value, dict):
        return [key for key in map(str, value) if key in plan.keys and isinstance(value[key], str)]
    return [""] if isinstance(value, str) and plan.golds else []


def _value(case: Case, key: str) -> str:
    value = case.reference["value"] if isinstance(case.reference, dict) else case.reference
    return str(value[key] if key else value)


def holding(case: Case, value: str, key: str, plan: Plan) -> Span | None:
    """The one sentence of the document that holds the answer; None where there is doubt."""
    if stands(value, case.question) or asked(case).count(case.document) != 1 or not value.strip():
        return None
    places = sentences(case.document)
    holds = [place for place in places if spans(value, case.document[slice(*place)])]
    if len(holds) != 1 or len(places) < 3:
        return None
    start, end = holds[0]
    taken, rest = case.document[start:end], case.document[:start] + case.document[end:]
    words = stems(value) - plan.common
    if not words or not words.isdisjoint(stems(rest)):
        return None
    others = [leaf for path, leaf in leaves(case.reference) if isinstance(leaf, (str, int, float)) and key not in path]
    if key and any(stands(str(other), taken) for other in others):
        return None
    wanted = stems(case.question) - plan.common if not key else frozenset()
    if not wanted:
        return holds[0] if key else None
    near = {place: len(wanted & stems(case.document[slice(*place)])) / len(wanted) for place in places}
    mine = near.pop(holds[0])
    return holds[0] if max(near.values()) < mine and max(near.values()) <= NEAR else None


def _abstaining(case: Case, document: str, key: str, plan: Plan) -> Case | None:
    settings = dict(case.settings)
    if key:
        value = {**case.reference["value"], key: None}
        reference: Any = {**case.reference, "value": value}
        gold = rewritten(case.gold, case.reference["value"], value)
        if gold is None:
            return None
    elif case.settings.get("absent"):  # its own words for it
        gold, reference = str(case.settings["absent"]), {**case.reference, "value": None}
    else:
        gold, reference, settings = plan.golds[0][0], plan.golds[0][1], dict(plan.golds[0][2])
        if isinstance(reference, dict) != isinstance(case.reference, dict):
            return None
        if gold in plan.told and not tells(case, gold):
            return None
    if "document" in case.settings:
        settings["document"] = document if case.settings["document"] == case.document else case.settings["document"]
    content = asked(case).replace(case.document, document)
    return like(
        case, messages=with_last(case, content), document=document, gold=gold, reference=reference, settings=settings
    )
