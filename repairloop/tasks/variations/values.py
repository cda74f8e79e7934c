"""Values exchanged: what stands word for word in a question and in its gold becomes another value of the same slot.

    "weather in Dane tomorrow"   {"city": "Dane", "timeRange": "tomorrow"}
    "weather in Oslo tomorrow"   {"city": "Oslo", "timeRange": "tomorrow"}

A *slot* is a place in a gold: a key of a JSON object, a parameter of a call, a short answer. It is exchanged where the
task's own golds copy it from the text (nine of ten do), and its values come from the other golds of that slot. Slots
with few values ("album", "song") say what is meant: there a value must have been seen between the same neighbours. What
is in doubt stays: a value that the text says in another form too, in two slots, or inside another value.

It knows no meanings: that a name suits its sentence is shown by its slot and its neighbours alone.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, NamedTuple

from repairloop.records import Case
from repairloop.tasks.variations.contract import Pools, Variation, Varied, asked, like, with_last
from repairloop.tasks.variations.places import (
    WORD,
    Path,
    Span,
    exchanged,
    leaves,
    otherwise,
    overlap,
    put,
    spans,
    stands,
)

COPIED: Final = 0.9
"""Share of a slot's golds that must stand in their texts."""
ENOUGH: Final = 3
"""Golds of a slot, below which nothing is known of it."""
MOST: Final = 2_000
"""Values of a slot that are kept."""
CLOSED: Final = 0.5
"""Different values per gold, below which a slot is one of few values."""
SHARE: Final = 0.7
"""How many of the slots that may be exchanged are."""
NAMELESS: Final = ("answer", "value.*")
"""Slots that no key names: what one gold holds need not suit another's question."""
_TRIES: Final = 12
_ARTICLES: Final = frozenset({"a", "an", "the"})


class Slot(NamedTuple):
    path: Path
    """Where it is in the reference."""
    key: str
    """What kind of value it holds; those of one key may be exchanged for each other."""
    value: Any
    text: str
    """The value as a text holds it."""


class Seen(NamedTuple):
    """A value as it stood in a text."""

    text: str
    before: str
    """The word before it, or `<key>` of the slot there; empty at the start."""
    after: str
    asks: str = ""
    """What the question is after, where no key says what the value is."""


@dataclass
class Column:
    """What the golds of one slot say."""

    golds: int = 0
    copied: int = 0
    values: list[Any] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    @property
    def usable(self) -> bool:
        return self.golds >= ENOUGH and self.copied >= COPIED * self.golds

    @property
    def closed(self) -> bool:
        return len({one.text for one in self.seen}) < CLOSED * len(self.seen)


@dataclass
class Plan:
    columns: dict[str, Column]
    common: frozenset[str]
    """Words, without their case, that stand in many of the task's questions."""

    def led_in(self, seen: Seen) -> bool:
        """Whether a common word, as "at", stands before the value."""
        return seen.before.casefold() in self.common


def slots(case: Case) -> list[Slot]:
    """The slots of a gold: leaves of its JSON value, single arguments of its calls, or its short text."""
    reference = case.reference
    if case.options or case.settings.get("options") or case.settings.get("aliases"):
        return []
    if isinstance(reference, str):
        fit = case.document and _fit(reference) and not any(letter.isdigit() for letter in reference)
        return [Slot((), "answer", reference, reference)] if fit else []
    if isinstance(reference, dict) and isinstance(whole := reference.get("value"), str):
        return [Slot(("value",), "answer", whole, whole)] if case.document and _fit(whole) else []
    if isinstance(reference, dict) and "value" in reference:
        return [_slot(("value", *path), "value", path, leaf) for path, leaf in leaves(reference["value"]) if _fit(leaf)]
    if not isinstance(reference, list) or not all(isinstance(call, dict) for call in reference):
        return []
    found = []
    for number, call in enumerate(reference):
        arguments = call.get("arguments")
        for name, allowed in arguments.items() if isinstance(arguments, dict) else ():
            wanted = [place for place, value in enumerate(allowed) if value not in ("", None)] if isinstance(allowed, list) else []  # fmt: skip
            if len(wanted) == 1:
                inside = (number, "arguments", name, wanted[0])
                kind = f"call {call.get('name')}"
                found += [
                    _slot((*inside, *path), kind, (name, *path), leaf)
                    for path, leaf in leaves(allowed[wanted[0]]) if _fit(leaf)
                ]  # fmt: skip
    return found


def _fit(leaf: Any) -> bool:
    return (isinstance(leaf, str) and 0 < len(leaf.strip()) == len(leaf) <= 200) or type(leaf) in (int, float)


def _slot(path: Path, kind: str, inner: Path, leaf: Any) -> Slot:
    key = ".".join([kind, *("*" if isinstance(step, int) else step for step in inner)])
    return Slot(path, key, leaf, str(leaf))


class ExchangedValues(Variation):
    name = "exchange values that stand in question and answer for others of their kind"
    touches = frozenset({"question", "document", "gold", "reference", "settings"})

    def plan(self, pools: Pools) -> Plan:
        columns: dict[str, Column] = defaultdict(Column)
        words: Counter[str] = Counter()
        for case in pools.cases:
            content, mine = asked(case), slots(case)
            words.update({word.casefold() for word in WORD.findall(content)})
            for slot in mine:
                column = columns[slot.key]
                column.golds += 1
                places = spans(slot.text, _said(case, slot))
                column.copied += bool(places)
                if places and len(column.values) < MOST:
                    column.values.append(slot.value)
                    column.seen.append(
                        Seen(slot.text, *_neighbours(_said(case, slot), places[0], mine), asks(case, slot))
                    )
        for key in NAMELESS:
            if key in columns and columns[key].closed:
                del columns[key]  # labels, no values
        often = max(3, 0.02 * len(pools.cases))
        return Plan(dict(columns), frozenset(word for word, count in words.items() if count >= often))

    def vary(self, case: Case, pools: Pools, rng: Random) -> Varied | None:
        plan: Plan = pools.of(self)
        mine = slots(case)
        free = exchangeable(case, mine, plan)
        if not free:
            return None
        chosen = [slot for slot in free if rng.random() < SHARE] or [rng.choice(free)]
        rng.shuffle(chosen)
        values: dict[str, str] = {}
        exchanges: list[list[Any]] = []
        for slot in chosen:
            found = self._another(case, slot, mine, plan, [*values.values()], rng)
            if found is not None:
                values[slot.text] = str(found)
                exchanges.append([list(slot.path), slot.value, found])
        return _made(case, values, exchanges) if exchanges else None

    def _another(self, case: Case, slot: Slot, mine: list[Slot], plan: Plan, taken: list[str], rng: Random) -> Any:
        """Another value for the slot, or None."""
        column = plan.columns[slot.key]
        text = _said(case, slot)
        place = spans(slot.text, text)[0]
        here = Seen(slot.text, *_neighbours(text, place, mine), asks(case, slot))
        alike = shape if slot.key in NAMELESS else first_letter
        fit = [
            n for n, seen in enumerate(column.seen)
            if seen.text != slot.text and alike(seen.text) == alike(slot.text) and suits(seen, here, column.closed)
        ]  # fmt: skip
        same = [n for n in fit if column.seen[n].before == here.before]
        near = [n for n in fit if plan.led_in(column.seen[n]) == plan.led_in(here)]
        fit = same if len({column.seen[n].text for n in same}) >= ENOUGH else near
        whole = f"{asked(case)}\n{case.document}\n{case.question}"
        others = [other.text for other in mine if other is not slot] + taken
        for _ in range(_TRIES if fit else 0):
            n = rng.choice(fit)
            new = column.seen[n].text
            if clear(new, slot.text, whole, others, here):
                return column.values[n]
        return None

    def fault(self, original: Case, varied: Varied, pools: Pools) -> str:
        plan: Plan = pools.of(self)
        case, exchanges = varied.case, varied.record.get("exchanged")
        if not isinstance(exchanges, list) or not exchanges:
            return "nothing was exchanged"
        before, after = {s.path: s for s in slots(original)}, {s.path: s for s in slots(case)}
        if before.keys() != after.keys():
            return "the gold has other slots"
        back: dict[str, str] = {}
        for path, old, new in exchanges:
            was, now = before.get(tuple(path)), after.get(tuple(path))
            if was is None or now is None or was.value != old or now.value != new or old == new:
                return "the gold does not say what was exchanged"
            column = plan.columns.get(was.key)
            if column is None or not any(value == new and type(value) is type(new) for value in column.values):
                return f"{new!r} is no value of this slot"
            count = len(spans(str(new), asked(case)))
            if not count or count != len(spans(str(old), asked(original))):
                return f"{new!r} does not stand where {old!r} stood"
            if stands(str(old), asked(case)) or stands(str(new), asked(original)) or str(new) in back:
                return f"{old!r} and {new!r} cannot be told apart"
            back[str(new)] = str(old)
        for path, slot in after.items():
            if slot.value != before[path].value and list(path) not in [exchange[0] for exchange in exchanges]:
                return "a slot has changed that was not exchanged"
            if spans(before[path].text, asked(original)) and not spans(slot.text, asked(case)):
                return f"{slot.text!r} is not in the text any more"
        reference = case.reference
        for path, old, _ in exchanges:
            reference = put(reference, tuple(path), old)
        if reference != original.reference:
            return "the original gold does not come back"
        there = {old: new for new, old in back.items()}
        for one, other, swap in ((original, case, there), (case, original, back)):
            if any(exchanged(getattr(one, name), swap) != getattr(other, name) for name in ("question", "document")):
                return "question or document do not come back"
            if with_last(one, exchanged(asked(one), swap)) != other.messages:
                return "the message does not come back"
            if _mapped(one.settings, swap) != other.settings:
                return "the settings do not come back"
        return "" if _same_gold(original, case, back) else "the original gold, as text, does not come back"


# ---- what may be exchanged ----------------------------------------------------------------------------------


def exchangeable(case: Case, mine: list[Slot], plan: Plan) -> list[Slot]:
    """The slots whose values stand in the text without a doubt."""
    elsewhere = "\n".join([*(message["content"] for message in case.messages[:-1]), *_other_settings(case)])
    tools = json.dumps(case.tools, ensure_ascii=False) if case.tools else ""
    content = asked(case)
    places = {slot.path: spans(slot.text, content) for slot in mine}
    free = []
    for slot in mine:
        column = plan.columns.get(slot.key)
        stood = places[slot.path]
        if column is None or not column.usable or not stood or otherwise(slot.text, content):
            continue
        if len(stood) > 1 and not _distinct(slot.text, plan):
            continue
        others = [other for other in mine if other.path != slot.path]
        if any(overlap(a, b) for a in stood for other in others for b in places[other.path]):
            continue
        if any(slot.text.casefold() in o.text.casefold() or o.text.casefold() in slot.text.casefold() for o in others):
            continue
        if stands(slot.text, elsewhere) or stands(slot.text, tools):
            continue
        apart = f"{case.question}\n{case.document}"
        if len(spans(slot.text, apart)) != len(stood) and len(spans(slot.text, case.question)) != len(stood):
            continue
        if slot.key == "answer" and (stands(slot.text, case.question) or _part_of_a_name(slot.text, content, stood)):
            continue
        free.append(slot)
    return free


def suits(seen: Seen, here: Seen, closed: bool) -> bool:
    """Whether a value that was seen elsewhere may stand here: one or many, and next to what it stood next to where that
    tells what it means."""
    if seen.asks != here.asks or _one(seen.text) != _one(here.text):
        return False
    before = {seen.before.casefold(), here.before.casefold()}
    if len(before) > 1 and before & _ARTICLES:
        return False
    if not closed:
        return True
    bound = [side for side in ("before", "after") if getattr(here, side).startswith("<")]
    if bound:
        return all(getattr(seen, side) == getattr(here, side) for side in bound)
    return seen.before == here.before or seen.after == here.after


def clear(new: str, old: str, text: str, others: list[str], here: Seen) -> bool:
    """Whether the new value can be told from all that stands in the text."""
    folded = new.casefold()
    if stands(new, text) or folded in old.casefold() or old.casefold() in folded:
        return False
    if any(folded in other.casefold() or other.casefold() in folded for other in others):
        return False
    words = [word.casefold() for word in WORD.findall(new)]
    return bool(words) and words[0] != here.before.casefold() and words[-1] != here.after.casefold()


_AFTER: Final = re.compile(
    r"\b(?:who|whom|whose|when|where|why|how (?:many|much|long|old|far|often|big|tall|high)|(?:what|which) "
    r"(?!(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|of|the|a|an)\b)\w+)\b",
    re.IGNORECASE,
)


def asks(case: Case, slot: Slot) -> str:
    """What a question is after, in words, where the slot has no key: "who", "which city"; else all of its words."""
    if slot.key not in NAMELESS:
        return ""
    found = _AFTER.search(case.question)
    return found[0].casefold() if found else " ".join(re.findall(r"[^\W\d_]+", case.question.casefold()))


def first_letter(text: str) -> str:
    """How a value begins: with a capital, a small letter, a digit, or something else."""
    first = text[:1]
    return "A" if first.isupper() else "a" if first.islower() else "0" if first.isdigit() else "."


def shape(text: str) -> str:
    """How a value is written, where no key says what it is: words with and without a capital, numbers, marks."""
    return re.sub(r"(\w)\1+", r"\1", re.sub(r"\d", "0", re.sub(r"[^\W\d_]", lambda c: first_letter(c[0]), text)))


def _one(text: str) -> bool:
    """It says that there is one: what follows it is no plural."""
    return text.casefold().split(" ")[0] in ("1", "one", "a", "an")


def _distinct(text: str, plan: Plan) -> bool:
    """Whether a value that stands several times is surely the same thing each time."""
    rare = any(word.casefold() not in plan.common for word in WORD.findall(text))
    return rare and len(text) >= 4 and (text[:1].isupper() or any(letter.isdigit() for letter in text))


def _part_of_a_name(text: str, content: str, places: list[Span]) -> bool:
    """Whether a name stands beside a further word with a capital, so that it may be part of a longer one."""
    if not text[:1].isupper():
        return False
    for start, end in places:
        after, before = re.match(r"[ -](\w)", content[end:]), re.search(r"(?<![.!?:\n] )\b(\w+)[ -]$", content[:start])
        if (after and after[1].isupper()) or (before and before[1][0].isupper()):
            return True
    return False


def _neighbours(text: str, place: Span, mine: list[Slot]) -> tuple[str, str]:
    """The words before and after a place; the keys of the slots that stand there."""
    start, end = place
    before, after = WORD.findall(text[max(0, start - 60) : start]), WORD.findall(text[end : end + 60])
    left, right = before[-1] if before else "", after[0] if after else ""
    for slot in mine:
        for a, b in spans(slot.text, text):
            if b <= start and not text[b:start].strip():
                left = f"<{slot.key}>"
            if a >= end and not text[end:a].strip():
                right = f"<{slot.key}>"
    return left, right


def _said(case: Case, slot: Slot) -> str:
    """Where the slot's value is looked for: a short answer in the document."""
    return case.document if slot.key == "answer" else asked(case)


# ---- making -------------------------------------------------------------------------------------------------


def _made(case: Case, values: dict[str, str], exchanges: list[list[Any]]) -> Varied | None:
    reference = case.reference
    for path, _, new in exchanges:
        reference = put(reference, tuple(path), new)
    gold = _gold(case, values, reference)
    if gold is None:
        return None
    made = like(
        case, messages=with_last(case, exchanged(asked(case), values)), question=exchanged(case.question, values),
        document=exchanged(case.document, values), reference=reference, settings=_mapped(case.settings, values), gold=gold,
    )  # fmt: skip
    return Varied(made, {"exchanged": exchanges})


def _gold(case: Case, values: dict[str, str], reference: Any) -> str | None:
    """The gold as text, written as the file writes it; None where it cannot be."""
    if isinstance(reference, str):
        return reference if case.gold.strip() == case.reference.strip() else None
    if isinstance(reference, dict) and case.gold.strip() == case.reference["value"]:
        return str(reference["value"])
    value = reference["value"] if isinstance(reference, dict) else None
    if value is not None and (written := rewritten(case.gold, case.reference["value"], value)) is not None:
        return written
    if all(len(spans(old, case.gold)) == 1 for old in values):
        return exchanged(case.gold, values)
    return None


def rewritten(text: str, old: Any, new: Any) -> str | None:
    """A JSON text that says `old`, with `new` in its place and in its style; None where it does not say that."""
    try:
        if json.loads(text) != old:
            return None
    except (ValueError, RecursionError):
        return None
    styles: list[dict[str, Any]] = [
        {"ensure_ascii": ascii_only, "indent": indent, "separators": separators}
        for ascii_only in (False, True) for indent in (None, 2, 4) for separators in (None, (",", ":"))
    ]  # fmt: skip
    style = next((style for style in styles if json.dumps(old, **style) == text), styles[0])
    return json.dumps(new, **style)


def _same_gold(original: Case, case: Case, back: dict[str, str]) -> bool:
    if exchanged(case.gold, back) == original.gold:
        return True
    try:
        one, other = json.loads(original.gold), json.loads(case.gold)
    except (ValueError, RecursionError):
        return False
    given = dict(leaves(other))
    for path, leaf in leaves(one):
        if path not in given:
            return False
        if given[path] != leaf and back.get(str(given[path])) != str(leaf):
            return False
    return len(given) == len(list(leaves(one)))


def _mapped(settings: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    """The settings with the same exchange in the texts that they repeat."""
    if isinstance(settings.get("document"), str):
        return {**settings, "document": exchanged(settings["document"], values)}
    return settings


def _other_settings(case: Case) -> list[str]:
    rest = {key: value for key, value in case.settings.items() if key not in ("document", "tools")}
    return [leaf for _, leaf in leaves(rest) if isinstance(leaf, str)]
