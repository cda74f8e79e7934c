"""The reference of an edit, made into a plan: what is kept and what changes, piece after piece.

A plan is `kept[0] slot[0] kept[1] slot[1] … kept[n]`; with one allowed text for each slot it is a right result,
with the old text in each it is the source. Edits, deletions and insertions are laid out by their places in the
source; a whole expected text is made into slots by the words in which it differs from the source. Whatever cannot
be laid out without doubt is a `BadReference`. Nothing here reads an answer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

from graders.edit.text import Form, agreement, printable, whole
from repairloop import BadReference, Check

MAX_CHARS: Final = 65_536
MAX_EDITS: Final = 200
MAX_EDIT_CHECKS: Final = 25
MAX_KEPT_CHECKS: Final = 14


@dataclass(frozen=True)
class Slot:
    """One place of the source that has to change."""

    edit: int
    """The edit that it belongs to; an edit of a text that stands several times has several slots."""
    old: str
    new: tuple[str, ...]
    """The texts that may stand there; "" where nothing may."""


@dataclass(frozen=True)
class Plan:
    form: Form
    source: str
    kept: tuple[str, ...]
    slots: tuple[Slot, ...]
    gold: str
    gold_same: str
    source_same: str
    edits: tuple[str, ...]
    """What each edit does, in words."""
    keep: tuple[str, ...]
    """The spans that must stay and are reported one by one."""

    def written(self, texts: list[str]) -> str:
        """The whole text with `texts` in its slots."""
        return self.kept[0] + "".join(a + b for a, b in zip(texts, self.kept[1:], strict=True))

    @cached_property
    def bare_kept(self) -> tuple[str, ...]:
        return tuple(map(self.form.bare, self.kept))

    @cached_property
    def bare_new(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(map(self.form.bare, slot.new)) for slot in self.slots)

    @cached_property
    def spans(self) -> list[tuple[str, str]]:
        """Name and text of the spans whose staying is reported."""
        spans = self.keep or tuple(text for text in self.kept if any(map(str.isalnum, text)))
        return [(f"kept: {' '.join(span.split())[:60]}", span) for span in spans[:MAX_KEPT_CHECKS]]

    @cached_property
    def all_passed(self) -> list[Check]:
        """The single checks of a right text."""
        names = [f"edit {number}: {name}" for number, name in enumerate(self.edits[:MAX_EDIT_CHECKS], 1)]
        return [Check(name=name, passed=True) for name in [*names, *(name for name, _ in self.spans)]]


def plan_of(reference: Any, whitespace: Any, case: Any) -> Plan:
    """The plan of a reference. Raises BadReference where there is none."""
    try:
        text = json.dumps([reference, whitespace, case])
    except (TypeError, ValueError, RecursionError) as error:
        raise BadReference(f"the reference is not JSON: {error}") from None
    return _plan_of(text)


@lru_cache(maxsize=2048)
def _plan_of(text: str) -> Plan:
    reference, whitespace, case = json.loads(text)
    if whitespace not in ("loose", "exact"):
        raise BadReference(f"settings.whitespace is {whitespace!r}; it is 'loose' or 'exact'")
    if case not in ("loose", "exact"):
        raise BadReference(f"settings.case is {case!r}; it is 'loose' or 'exact'")
    if not isinstance(reference, dict) or not isinstance(reference.get("source"), str):
        raise BadReference("the reference is no object with the text in 'source'")
    source = reference["source"]
    _must_be_text("source", source)
    source = printable(source)
    if not source.strip() or len(source) > MAX_CHARS:
        raise BadReference(f"'source' must hold 1 to {MAX_CHARS} characters")
    form = Form(whitespace == "exact", case == "loose")
    changes = [name for name in ("edits", "delete", "insert") if reference.get(name)]
    if ("target" in reference) == bool(changes):
        raise BadReference("the reference needs either 'target' or some of 'edits', 'delete' and 'insert'")
    layout = _Layout(source, form)
    if "target" in reference:
        layout.lead_to(reference["target"])
    else:
        for edit in _list(reference, "edits"):
            layout.replace(edit)
        for span in _list(reference, "delete"):
            layout.delete(span)
        for insertion in _list(reference, "insert"):
            layout.insert(insertion)
    return layout.plan(_list(reference, "keep"))


def _list(reference: dict[str, Any], name: str) -> list[Any]:
    value = reference.get(name) or []
    if not isinstance(value, list) or len(value) > MAX_EDITS:
        raise BadReference(f"{name!r} is not a list of at most {MAX_EDITS}")
    return value


def _must_be_text(what: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadReference(f"{what}: a lone surrogate is no text") from None


def _texts(what: str, value: Any) -> tuple[str, ...]:
    texts = value if isinstance(value, list) else [value]
    if not texts or any(not isinstance(text, str) for text in texts):
        raise BadReference(f"{what} is not a text or a list of texts")
    for text in texts:
        _must_be_text(what, text)
    return tuple(map(printable, texts))


class _Layout:
    """Collects the places of a source that change."""

    def __init__(self, source: str, form: Form) -> None:
        self.source, self.form = source, form
        self.target: str | None = None
        self.places: list[tuple[int, int, tuple[str, ...], int]] = []
        self.edits: list[str] = []

    def replace(self, edit: Any) -> None:
        what = f"edit {len(self.edits) + 1}"
        if not isinstance(edit, dict) or "find" not in edit or "replace" not in edit:
            raise BadReference(f"{what} is no object with 'find' and 'replace'")
        new, count = _texts(f"'replace' of {what}", edit["replace"]), edit.get("count")
        spans = self.spans(edit["find"], what)
        if count is not None:
            if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= len(spans):
                raise BadReference(f"{what}: 'count' is {count!r}, the text stands {len(spans)} times in the source")
            spans = spans[:count]
        label = f"{_short(self.source[slice(*spans[0])])} → {_short(new[0])}"
        self.edits.append(label)
        for start, end in spans:
            self.add(start, end, new)

    def delete(self, span: Any) -> None:
        what = f"deletion {len(self.edits) + 1}"
        spans = self.spans(span, what)
        self.edits.append(f"{_short(self.source[slice(*spans[0])])} deleted")
        for start, end in spans:
            self.add(*self._with_space(start, end), ("",))

    def insert(self, insertion: Any) -> None:
        what = f"insertion {len(self.edits) + 1}"
        sides = [side for side in ("after", "before") if isinstance(insertion, dict) and side in insertion]
        if len(sides) != 1 or "text" not in insertion:
            raise BadReference(f"{what} is no object with 'text' and one of 'after' and 'before'")
        spans = self.spans(insertion[sides[0]], what)
        if len(spans) > 1:
            raise BadReference(f"{what}: its anchor stands {len(spans)} times in the source; give it as [start, end]")
        texts = _texts(f"'text' of {what}", insertion["text"])
        self.edits.append(f"{_short(texts[0])} inserted")
        place = spans[0][1] if sides[0] == "after" else spans[0][0]
        self.add(place, place, tuple(self._spaced(text, place, sides[0]) for text in texts))

    def lead_to(self, target: Any) -> None:
        """Slots from the words in which the whole expected text differs from the source."""
        if not isinstance(target, str) or len(target) > MAX_CHARS:
            raise BadReference(f"'target' is not a text of at most {MAX_CHARS} characters")
        _must_be_text("target", target)
        self.target = target = printable(target)
        old, new = self.form.words(self.source), self.form.words(target)
        pairs = agreement([w.key for w in old], [w.key for w in new]) or []
        i = j = 0
        for to_i, to_j in [*pairs, (len(old), len(new))]:
            if to_i > i or to_j > j:
                after = old[to_i].start if to_i < len(old) else len(self.source)
                start, end = (old[i].start, old[to_i - 1].end) if to_i > i else (after, after)
                text = target[new[j].start : new[to_j - 1].end] if to_j > j else ""
                self.edits.append(f"{_short(self.source[start:end])} → {_short(text)}")
                if start == end:
                    text = self._spaced(text, start, "before" if to_i < len(old) else "after")
                elif not text:
                    start, end = self._with_space(start, end)
                self.add(start, end, (text,))
            i, j = to_i + 1, to_j + 1

    def spans(self, span: Any, what: str) -> list[tuple[int, int]]:
        """The places of a span that is given as a text (whole words only) or as `[start, end]`."""
        if isinstance(span, list):
            if len(span) != 2 or any(isinstance(n, bool) or not isinstance(n, int) for n in span):
                raise BadReference(f"{what}: a span is a text or [start, end], not {span!r:.80}")
            if not 0 <= span[0] <= span[1] <= len(self.source):
                raise BadReference(f"{what}: the span {span} lies outside the source")
            return [(span[0], span[1])]
        if not isinstance(span, str) or not span:
            raise BadReference(f"{what}: a span is a text or [start, end], not {span!r:.80}")
        found, at = [], self.source.find(span)
        while at >= 0:
            if whole(self.source, at, at + len(span)):
                found.append((at, at + len(span)))
            at = self.source.find(span, at + len(span))
        if not found:
            raise BadReference(f"{what}: {_short(span)} does not stand in the source, or only inside a word")
        return found

    def add(self, start: int, end: int, new: tuple[str, ...]) -> None:
        old = self.source[start:end]
        if any(self.form.same(text) == self.form.same(old) for text in new):
            raise BadReference(f"edit {len(self.edits)} ({self.edits[-1]}) changes nothing that the settings count")
        self.places.append((start, end, new, len(self.edits) - 1))

    def plan(self, keep: list[Any]) -> Plan:
        self.places.sort(key=lambda place: place[:2])
        if len(self.places) > MAX_EDITS:
            raise BadReference(f"at most {MAX_EDITS} places can change, here {len(self.places)} do")
        kept, slots, at = [], [], 0
        for start, end, new, edit in self.places:
            if start < at:
                raise BadReference(f"edit {edit + 1} ({self.edits[edit]}) overlaps with another")
            kept.append(self.source[at:start])
            slots.append(Slot(edit, self.source[start:end], new))
            at = end
        kept.append(self.source[at:])
        gold = self.target
        if gold is None:
            gold = kept[0] + "".join(slot.new[0] + after for slot, after in zip(slots, kept[1:], strict=True))
        source_same, gold_same = self.form.same(self.source), self.form.same(gold)
        if not slots or gold_same == source_same:
            raise BadReference("the edits change nothing that the settings count")
        if not gold.strip():
            raise BadReference("the edits leave no text")
        spans = tuple(self._kept(span, number, gold) for number, span in enumerate(keep, 1))
        return Plan(
            self.form, self.source, tuple(kept), tuple(slots), gold, gold_same, source_same, tuple(self.edits), spans
        )

    def _kept(self, span: Any, number: int, gold: str) -> str:
        start, end = self.spans(span, f"kept span {number}")[0]
        text = self.source[start:end]
        if not self.form.holds(gold, text):
            raise BadReference(f"kept span {number}: {_short(text)} is changed by an edit")
        return text

    def _spaced(self, text: str, place: int, side: str) -> str:
        """An inserted text with a space between it and the word that it is anchored to."""
        if self.form.exact_space or not text:
            return text
        if (
            side == "after"
            and place
            and not self.source[place - 1].isspace()
            and (text[0].isalnum() or text[0] in "\"'(“‘")
        ):
            return f" {text}"
        if side == "before" and place < len(self.source) and self.source[place].isalnum() and not text[-1].isspace():
            return f"{text} "
        return text

    def _with_space(self, start: int, end: int) -> tuple[int, int]:
        """The place of a deletion with one of the two spaces that would be left side by side."""
        if self.form.exact_space:
            return start, end
        before, after = self.source[start - 1 : start] or " ", self.source[end : end + 1]
        if before == after == " " and self._free(end):
            return start, end + 1
        if start and before == " " and after and after in ",.;:!?)" and self._free(start - 1):
            return start - 1, end
        return start, end

    def _free(self, place: int) -> bool:
        return not any(start <= place < end for start, end, _, _ in self.places)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 60 else f"{text[:40]} … {text[-16:]}")
