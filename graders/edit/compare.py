"""What an answer did with each place of an edit plan, and with the text that had to stay.

Three ways of looking, from sure to likely:

1. Every slot holds an allowed text or the old one, and all else stands as it was: decided exactly.
2. All kept text stands in order, with something else in a slot: decided exactly, where the kept pieces are long
   enough to be found without doubt.
3. Kept text was changed as well: the words are aligned with those of the right text, within bounds; a hypothesis.

Nothing here knows of answers' wrappings, probes or verdicts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

from graders.edit.plan import Plan
from graders.edit.text import agreement, bare_places, reached, ways
from repairloop import Certainty

SURE_ANCHOR: Final = 4
"""A kept piece with fewer signs may be found in a wrong place."""
MIN_SHARE: Final = 0.5
"""A text that shares a smaller part of its words with the right one is another text."""
FROM_IT: Final = 0.8
"""A short text with a greater part of its words from the right one is a piece of that."""

Status = Literal["done", "not done", "wrong"]


@dataclass
class Place:
    """What stands in one slot."""

    status: Status
    found: str = ""
    words: tuple[int, int] = (0, 0)
    """Where it stands, as a range of words; only where words were aligned."""


@dataclass
class Finding:
    """Why a text is not the right one."""

    error_class: str
    evidence: str
    certainty: Certainty = "exact"
    places: list[Place] | None = None
    """One for each slot; None where they were not told apart."""


def accepts(plan: Plan, text: str) -> bool:
    """Whether the text is a right result."""
    if text == plan.gold:
        return True
    same = plan.form.same(text)
    if same == plan.gold_same:
        return True
    if all(len(slot.new) == 1 for slot in plan.slots):
        return False
    found = ways(plan.bare_kept, plan.bare_new, plan.form.bare(text))
    return any(
        plan.form.same(plan.written([slot.new[i] for slot, i in zip(plan.slots, way, strict=True)])) == same
        for way in found
    )


def compare(plan: Plan, text: str) -> Finding:
    """What is wrong with a text that is not accepted."""
    if plan.form.same(text) == plan.source_same:
        return Finding("echoed_input", "It gives the text back as it was: nothing is changed.", "exact", _undone(plan))
    bare = plan.form.bare(text)
    places = _decided(plan, bare)
    if places is not None:
        return _by_places(plan, places, "exact")
    words, right = plan.form.keys(text), plan.form.keys(plan.written([slot.new[0] for slot in plan.slots]))
    if Counter(_signs(words)) == Counter(_signs(right)) and _signs(words) != _signs(right):
        return Finding("wrong_order", "It has the words of the right text in another order.")
    if len(bare) > 2 and (plan.form.bare(plan.gold).startswith(bare) or plan.form.bare(plan.source).startswith(bare)):
        evidence = f"The text stops early, behind {_tail(text)}; all of it was wanted."
        return Finding("incomplete_set", evidence, "heuristic")
    return _anchored(plan, text) or _aligned(plan, text, words, right)


def _signs(words: list[str]) -> list[str]:
    return [word for word in words if not word.isspace()]


def embedded(plan: Plan, bare: str) -> tuple[int, int] | None:
    """Where a right text stands in a bare text, first place first; None where none does."""
    first = [plan.bare_kept[0] + new for new in plan.bare_new[0]]
    for start in sorted({at for piece in first if (at := bare.find(piece)) >= 0}):
        ends = reached(plan.bare_kept, plan.bare_new, bare, start)
        if ends:
            return start, max(ends)
    return None


def _undone(plan: Plan) -> list[Place]:
    return [Place("not done", slot.old) for slot in plan.slots]


def _decided(plan: Plan, bare: str) -> list[Place] | None:
    """The slots where each holds an allowed text or the old one and all else stayed; None where it is not so."""
    options = [(*new, plan.form.bare(slot.old)) for new, slot in zip(plan.bare_new, plan.slots, strict=True)]
    found = ways(plan.bare_kept, options, bare)
    if not found:
        return None
    way = max(found, key=lambda way: sum(i < len(o) - 1 for i, o in zip(way, options, strict=True)))
    return [
        Place("done", slot.new[i]) if i < len(slot.new) else Place("not done", slot.old)
        for slot, i in zip(plan.slots, way, strict=True)
    ]


def _anchored(plan: Plan, text: str) -> Finding | None:
    """The slots where all kept text stands in order, whatever is between; None where it does not."""
    clean = plan.form.clean(text)
    bare, kept = "".join(clean.split()), plan.bare_kept
    end = len(bare) - len(kept[-1])
    if not bare.startswith(kept[0]) or not bare.endswith(kept[-1]) or end < len(kept[0]):
        return None
    raw, at, gaps = bare_places(clean), len(kept[0]), []
    for index, after in enumerate(kept[1:-1]):
        known = (*plan.bare_new[index], plan.form.bare(plan.slots[index].old))
        start = next((at + len(option) for option in known if bare.startswith(option + after, at)), -1)
        start = start if start >= 0 else bare.find(after, at)
        if start < 0 or start + len(after) > end:
            return None
        gaps.append((at, start))
        at = start + len(after)
    gaps.append((at, end))
    places, added = [], ""
    for (start, stop), slot, new in zip(gaps, plan.slots, plan.bare_new, strict=True):
        found = clean[raw[start] : raw[stop - 1] + 1] if stop > start else ""
        more = _added(plan, found, slot.new)
        added = added or more
        places.append(Place("done" if more or bare[start:stop] in new else _status(plan, found, slot.old), found))
    if not any(kept) and len(bare) > 3 * max(map(len, plan.bare_new[0])) + 40:
        return Finding("no_answer_found", f"The reply is another text: {_show(text)}.", "heuristic")
    sure = all(len(piece) >= SURE_ANCHOR for piece in kept[1:-1])
    finding = _by_places(plan, places, "exact" if sure else "heuristic")
    if added and finding.error_class != "incomplete_set":
        return Finding("extra_items", f"Text was added: {_show(added)}.", finding.certainty, places)
    return finding


def _status(plan: Plan, found: str, old: str) -> Status:
    return "not done" if plan.form.same(found) == plan.form.same(old) else "wrong"


def _added(plan: Plan, found: str, allowed: tuple[str, ...]) -> str:
    """What stands beside an allowed text in a slot; "" where no allowed text stands there."""
    words = plan.form.words(found)
    keys = [word.key for word in words]
    for text in allowed:
        right = plan.form.keys(text)
        if right and len(keys) > len(right):
            if keys[: len(right)] == right:
                return found[words[len(right)].start :]
            if keys[-len(right) :] == right:
                return found[: words[-len(right)].start].strip()
    return ""


def _by_places(plan: Plan, places: list[Place], certainty: Certainty) -> Finding:
    """The finding where only the slots differ."""
    for status, error_class in (("not done", "incomplete_set"), ("wrong", "wrong_value")):
        for place, slot in zip(places, plan.slots, strict=True):
            if place.status == status:
                return Finding(error_class, _at_slot(plan, slot.edit, place), certainty, places)
    return Finding("format_violation", "The words are right, the white space between them is not.", "exact", places)


def _at_slot(plan: Plan, edit: int, place: Place) -> str:
    number = f"Edit {edit + 1} of {len(plan.edits)} ({plan.edits[edit]})"
    if place.status == "not done":
        return f"{number} is not done: the old text still stands there."
    return f"{number} is wrong: there stands {_show(place.found) if place.found.strip() else 'nothing'}."


def _aligned(plan: Plan, text: str, words: list[str], right: list[str]) -> Finding:
    """The finding from the words that text and right text share."""
    shared = sum((Counter(words) & Counter(right)).values())
    if shared < MIN_SHARE * len(right) and len(words) > 2 and shared > FROM_IT * len(words):
        return Finding("incomplete_set", "Most of the text is gone; all of it was wanted.", "heuristic")
    if shared < MIN_SHARE * len(right):
        evidence = (
            f"The reply shares {shared} of the {len(right)} words and signs of the right text: it is another text."
        )
        return Finding("no_answer_found", evidence, "heuristic")
    pairs = agreement(words, right)
    if pairs is None:
        return Finding("extra_items", "The text was changed far beyond what was asked for.", "heuristic")
    place_of = {j: i for i, j in pairs}
    ranges = _word_ranges(plan)
    changing = {j for first, last in ranges for j in range(first, last)}
    places = [_place(plan, n, span, place_of, words) for n, span in enumerate(ranges)]
    lost = next((j for j in range(len(right)) if j not in changing and j not in place_of), None)
    if (
        pairs
        and pairs[-1][0] == len(words) - 1
        and (lost is None or lost > pairs[-1][1])
        and pairs[-1][1] < len(right) - 1
    ):
        evidence = f"The text stops early, behind {_tail(text)}; all of it was wanted."
        return Finding("incomplete_set", evidence, "heuristic", places)
    undone = next((n for n, place in enumerate(places) if place.status == "not done"), None)
    if undone is not None:
        return Finding("incomplete_set", _at_slot(plan, plan.slots[undone].edit, places[undone]), "heuristic", places)
    taken = {i for i, _ in pairs} | {i for place in places for i in range(*place.words)}
    extra = next((i for i in range(len(words)) if i not in taken), None)
    wrong = next((n for n, place in enumerate(places) if place.status == "wrong"), None)
    if lost is not None:
        now = _between(words, place_of, lost, len(right))
        stands = f"the reply has {_show(now)} there" if now else "it is gone"
        evidence = f"{_context(right, lost)} had to stay as it is; {stands}."
        return Finding("extra_items", evidence, "heuristic", places)
    if wrong is not None:
        return Finding("wrong_value", _at_slot(plan, plan.slots[wrong].edit, places[wrong]), "heuristic", places)
    if extra is not None:
        return Finding("extra_items", f"Text was added: {_context(words, extra)}.", "heuristic", places)
    return Finding("wrong_value", "The text is not the right one.", "heuristic", places)


def _word_ranges(plan: Plan) -> list[tuple[int, int]]:
    """For each slot the words of the right text that are not wholly kept, as a range."""
    words = plan.form.words(plan.written([slot.new[0] for slot in plan.slots]))
    ranges, at, first = [], len(plan.kept[0]), 0
    for slot, after in zip(plan.slots, plan.kept[1:], strict=True):
        end = at + len(slot.new[0])
        while first < len(words) and words[first].end <= at:
            first += 1
        last = first
        while last < len(words) and words[last].start < end:
            last += 1
        ranges.append((first, last))
        at = end + len(after)
    return ranges


def _place(plan: Plan, n: int, span: tuple[int, int], place_of: dict[int, int], words: list[str]) -> Place:
    """What the reply has where slot `n` is: the words between the nearest ones before and behind that both have."""
    slot, (first, last) = plan.slots[n], span
    start = next((place_of[j] + 1 for j in range(first - 1, -1, -1) if j in place_of), 0)
    end = min((place_of[j] for j in range(last, last + 200) if j in place_of), default=len(words))
    found = words[start:end]
    shown = " ".join(found[:20])
    for new in slot.new:
        right = plan.form.keys(new)
        if found == right or (right and _stands(right, found)):
            return Place("done", shown, (start, end))
    old = plan.form.keys(slot.old)
    if old and _stands(old, found):
        return Place("not done", shown)
    return Place("done" if "" in slot.new and first == last else "wrong", shown)


def _stands(part: list[str], words: list[str]) -> bool:
    size = len(part)
    return any(words[i : i + size] == part for i in range(min(len(words) - size, 200) + 1))


def _between(words: list[str], place_of: dict[int, int], lost: int, count: int) -> str:
    """The words of the reply that stand where word `lost` of the right text should."""
    start = next((place_of[j] + 1 for j in range(lost - 1, -1, -1) if j in place_of), 0)
    end = next((place_of[j] for j in range(lost + 1, count) if j in place_of), len(words))
    return " ".join(words[start : min(end, start + 20)])


def _context(words: list[str], at: int) -> str:
    return _show(" ".join(words[max(0, at - 4) : at + 5]))


def _show(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 120 else text[:117] + "…")


def _tail(text: str) -> str:
    return _show(text.strip()[-60:])
