"""A sentence put in that has nothing to do with the question, from another question of the task.

    "Nancy and her mom were picking carrots. Sam had 9 pens and lost 2. How many pens has he?"

It may not change the truth: it says no number, no amount and no unit, shares no word with what is asked (but words that
are in many questions), gives nothing that its own gold says, and refers to nothing before it. Where answers are labels
it must be neutral: it stands, word for word, in questions of several labels. It is put before a sentence that
begins with no pronoun, so that none comes to mean another thing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, NamedTuple

from repairloop.records import Case
from repairloop.tasks.variations.contract import Pools, Variation, Varied, asked, like, with_last
from repairloop.tasks.variations.places import leaves, stands
from repairloop.tasks.variations.reading import SAID, UNITS, numbers
from repairloop.tasks.variations.redrawn import answer_of
from repairloop.tasks.variations.sentences import common, sentences, stems

SEVERAL: Final = 2
"""Labels whose questions hold a sentence that speaks for none."""
_split = str.split
_PRONOUNS: Final = frozenset(_split("he she it they we his her its their theirs him them"))
_POINTS: Final = _PRONOUNS | frozenset(
    _split(
        "you i this that these those hers there here then but and so however if or because while when after before although "
        "though such also too instead otherwise therefore thus meanwhile afterwards later next finally now my our your who "
        "which what where how why"
    )
)
"""Words at the beginning of a sentence that point to another one."""
_AMOUNTS: Final = frozenset(
    _split(
        "each all some more less fewer rest remaining another other both same total altogether together every many few several "
        "most least half one once again first second third last next only none no not never any sum difference average extra "
        "additional equal equally double single whole left"
    )
)
"""Words that may count."""
_TRIES: Final = 20


class Aside(NamedTuple):
    text: str
    words: frozenset[str]
    case: str
    """The id of the case that it comes from."""
    keys: frozenset[str]
    """Keys of that case's gold, where it is an object."""


@dataclass
class Plan:
    asides: list[Aside] = field(default_factory=list)
    common: frozenset[str] = frozenset()
    labels: bool = False
    by_text: dict[str, Aside] = field(default_factory=dict)


class SentencePutIn(Variation):
    name = "put in a sentence that has nothing to do with the question"
    touches = frozenset({"question", "document", "settings"})

    def plan(self, pools: Pools) -> Plan:
        texts = [case.question for case in pools.cases]
        plan = Plan(common=common(texts))
        labels = [label for case in pools.cases if (label := label_of(case))]
        plan.labels = len(labels) > 0.5 * len(pools.cases) > 0
        neutral = neutral_sentences(pools.cases) if plan.labels else frozenset()
        for case in pools.cases:
            text = case.document or case.question
            for start, end in sentences(text)[: None if case.document or plan.labels else -1]:
                aside = text[start:end]
                whole = aside[-1] in ".?!" and plain(aside) in neutral
                fit = whole if plan.labels else harmless(aside) and not _given(aside, case)
                if fit and aside not in plan.by_text:
                    made = Aside(aside, stems(aside) - plan.common, case.id, _keys(case))
                    plan.asides.append(made)
                    plan.by_text[aside] = made
        return plan

    def vary(self, case: Case, pools: Pools, rng: Random) -> Varied | None:
        plan: Plan = pools.of(self)
        if not plan.asides or not _suits(case, plan):
            return None
        places = openings(case)
        for _ in range(_TRIES if places else 0):
            aside = rng.choice(plan.asides)
            if not apart(aside, case, plan):
                continue
            at = rng.choice(places)
            made = _put(case, aside.text, at)
            if made is not None:
                return Varied(made, {"sentence": aside.text, "at": at})
        return None

    def fault(self, original: Case, varied: Varied, pools: Pools) -> str:
        plan: Plan = pools.of(self)
        case, text, at = varied.case, varied.record.get("sentence"), varied.record.get("at")
        aside = plan.by_text.get(text) if isinstance(text, str) else None
        if aside is None or not isinstance(text, str):
            return "the sentence is none of the task's harmless ones"
        if not _suits(original, plan) or not apart(aside, original, plan):
            return "the sentence has to do with the question"
        if type(at) is not int or at not in openings(original):
            return "the sentence stands where it may change a meaning"
        body, whole = original.document or original.question, case.document or case.question
        if whole[at : at + len(text) + 1] != f"{text} " or whole[:at] + whole[at + len(text) + 1 :] != body:
            return "the original does not come back"
        if [one.text for one in numbers(asked(original))] != [one.text for one in numbers(asked(case))]:
            return "a number has come in"
        again = _put(original, text, at)
        for name in ("messages", "question", "document", "settings"):
            if again is None or getattr(again, name) != getattr(case, name):
                return f"the {name} is not the original with the sentence"
        return ""


# ---- sentences ----------------------------------------------------------------------------------------------------


def harmless(text: str) -> bool:
    """Whether a sentence says no number and no amount, and points to no other one."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text)
    folded = [word.casefold() for word in words]
    if not 4 <= len(words) <= 20 or not text[0].isupper() or not text.endswith((".", " .")) or "?" in text:
        return False
    if folded[0] in _POINTS or any(letter.isdigit() or letter in '"“”%$€£:;' for letter in text):
        return False
    bare = [word for word in folded if not word.startswith(("its", "it's"))]
    if any(
        word in _AMOUNTS or word in SAID or word in UNITS or word in ("it", "they", "this", "that") for word in bare
    ):
        return False
    return not numbers(text)


def _given(text: str, case: Case) -> bool:
    """Whether the sentence says what its own gold says, or a part of its options."""
    said = [str(leaf) for _, leaf in leaves(case.reference) if isinstance(leaf, (str, int, float))]
    return any(stands(value, text) for value in [*said, *case.options.values(), case.gold] if value.strip())


def apart(aside: Aside, case: Case, plan: Plan) -> bool:
    """Whether a sentence has nothing to do with a case."""
    if aside.case == case.id or aside.text in asked(case):
        return False
    if plan.labels:
        return True
    if aside.keys != _keys(case) and not aside.keys >= _keys(case):
        return False
    said = " ".join(str(leaf) for _, leaf in leaves(case.reference) if isinstance(leaf, (str, int, float)))
    theirs = stems(f"{asked(case)} {case.document} {case.gold} {said}") - plan.common
    return bool(aside.words) and aside.words.isdisjoint(theirs)


def label_of(case: Case) -> str:
    """The label, where a case is answered with one of several that the grader lists, or that has no document."""
    if case.options or not isinstance(case.reference, str) or answer_of(case.reference) is not None:
        return ""
    listed = case.settings.get("options")
    return case.reference if listed or not case.document else ""


def _suits(case: Case, plan: Plan) -> bool:
    """Whether a case is of a kind to which nothing is added by such a sentence."""
    if plan.labels:
        return bool(label_of(case))
    if case.document or case.options:
        return True
    return answer_of(case.reference) is not None or bool(_keys(case))


def _keys(case: Case) -> frozenset[str]:
    value = case.reference.get("value") if isinstance(case.reference, dict) else None
    return frozenset(map(str, value)) if isinstance(value, dict) else frozenset()


def openings(case: Case) -> list[int]:
    """Where in the document, or else in the question, a sentence may be put in."""
    text = case.document or case.question
    found = sentences(text)
    places = []
    for n, (start, _) in enumerate(found):
        first = re.match(r"[^\W_]+", text[start:])
        if (
            first is None
            or first[0].casefold() in (_POINTS if n else _PRONOUNS)
            or "\n" in text[found[n - 1][1] if n else 0 : start]
        ):
            continue
        if n == 0 or (text[start].isupper() and text[found[n - 1][1] - 1] == "."):
            places.append(start)
    return places


def _put(case: Case, sentence: str, at: int) -> Case | None:
    old = case.document or case.question
    new = f"{old[:at]}{sentence} {old[at:]}"
    if asked(case).count(old) != 1:
        return None
    settings = case.settings
    if settings.get("document") == old:
        settings = {**settings, "document": new}
    changes: dict[str, Any] = {"document": new} if case.document else {"question": new}
    return like(case, messages=with_last(case, asked(case).replace(old, new)), settings=settings, **changes)


def neutral_sentences(cases: list[Case]) -> frozenset[str]:
    """Sentences that stand, word for word, in questions of several labels: they speak for none."""
    labels: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        for start, end in sentences(case.question):
            labels[plain(case.question[start:end])].add(label_of(case))
    return frozenset(text for text, said in labels.items() if text and len(said) >= SEVERAL)


def plain(text: str) -> str:
    """A sentence's words without their case."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
