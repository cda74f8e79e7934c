"""The reference of an edit, made into a plan: what is kept and what changes, piece after piece.

A plan is `kept[0] slot[0] kept[1] slot[1] … kept[n]`; with one allowed text for each slot it is a right result,
with the old text in each it is the source. Edits, deletions and insertions are laid out by their places in the
source; a whole expected text is made into slots by the words in which it differs from the source. Whatever cannot
be laid out without doubt is a `BadReference`. Nothing here reads an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pydantic import Field

from graders.edit.text import Form, agreement, printable, whole
from repairloop import BadReference, Check, Given

MAX_CHARS: Final = 65_536
MAX_EDITS: Final = 200
MAX_EDIT_CHECKS: Final = 25
MAX_KEPT_CHECKS: Final = 14


Span = str | tuple[int, int]
Texts = str | list[str]


class Edit(Given):
    """One text in place of another."""

    find: Span
    """What is replaced: a text, at all places where it stands as whole words, or [start, end]."""
    replace: Texts
    """The new text, or a list of allowed ones."""
    count: int | None = Field(None, ge=1)
    """How many of the places, from the first one on."""


class Insertion(Given):
    """A new text beside an anchor, which stands exactly once."""

    text: Texts
    """The new text, or a list of allowed ones."""
    after: Span | None = None
    """The anchor before it."""
    before: Span | None = None
    """The anchor behind it."""


class Changes(Given):
    """A text, and what is to be changed in it: edits, deletions and insertions, or the whole expected text."""

    source: str
    """The text."""
    target: str | None = Field(None, max_length=MAX_CHARS)
    """The whole expected text."""
    edits: list[Edit] | None = Field(None, max_length=MAX_EDITS)
    """Replacements."""
    delete: list[Span] | None = Field(None, max_length=MAX_EDITS)
    """Spans that go."""
    insert: list[Insertion] | None = Field(None, max_length=MAX_EDITS)
    """New texts."""
    keep: list[Span] | None = Field(None, max_length=MAX_EDITS)
    """Spans to report one by one; all that no change names must stay anyhow."""


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


def plan_of(reference: Changes, whitespace: str, case: str) -> Plan:
    """The plan of a reference. Raises BadReference where there is none."""
    source = printable(reference.source)
    if not source.strip() or len(source) > MAX_CHARS:
        raise BadReference(f"'source' must hold 1 to {MAX_CHARS} characters")
    if (reference.target is not None) == bool(reference.edits or reference.delete or reference.insert):
        raise BadReference("the reference needs either 'target' or some of 'edits', 'delete' and 'insert'")
    layout = _Layout(source, Form(whitespace == "exact", case == "loose"))
    if reference.target is not None:
        layout.lead_to(reference.target)
    for edit in reference.edits or []:
        layout.replace(edit)
    for span in reference.delete or []:
        layout.delete(span)
    for insertion in reference.insert or []:
        layout.insert(insertion)
    return layout.plan(reference.keep or [])


def _texts(value: Texts) -> tuple[str, ...]:
    return tuple(map(printable, value if isinstance(value, list) else [value]))


class _Layout:
    """Collects the places of a source that change."""

    def __init__(self, source: str, form: Form) -> None:
        self.source, self.form = source, form
        self.target: str | None = None
        self.places: list[tuple[int, int, tuple[str, ...], int]] = []
        self.edits: list[str] = []

    def replace(self, edit: Edit) -> None:
        what = f"edit {len(self.edits) + 1}"
        new, count = _texts(edit.replace), edit.count
        if not new:
            raise BadReference(f"'replace' of {what} is an empty list")
        spans = self.spans(edit.find, what)
        if count is not None:
            if count > len(spans):
                raise BadReference(f"{what}: 'count' is {count}, the text stands {len(spans)} times in the source")
            spans = spans[:count]
        label = f"{_short(self.source[slice(*spans[0])])} → {_short(new[0])}"
        self.edits.append(label)
        for start, end in spans:
            self.add(start, end, new)

    def delete(self, span: Span) -> None:
        what = f"deletion {len(self.edits) + 1}"
        spans = self.spans(span, what)
        self.edits.append(f"{_short(self.source[slice(*spans[0])])} deleted")
        for start, end in spans:
            self.add(*self._with_space(start, end), ("",))

    def insert(self, insertion: Insertion) -> None:
        what = f"insertion {len(self.edits) + 1}"
        anchor = insertion.before if insertion.after is None else insertion.after
        if anchor is None or (insertion.after is not None and insertion.before is not None):
            raise BadReference(f"{what} needs one of 'after' and 'before'")
        side = "before" if insertion.after is None else "after"
        spans = self.spans(anchor, what)
        if len(spans) > 1:
            raise BadReference(f"{what}: its anchor stands {len(spans)} times in the source; give it as [start, end]")
        texts = _texts(insertion.text)
        if not texts:
            raise BadReference(f"'text' of {what} is an empty list")
        self.edits.append(f"{_short(texts[0])} inserted")
        place = spans[0][1] if side == "after" else spans[0][0]
        self.add(place, place, tuple(self._spaced(text, place, side) for text in texts))

    def lead_to(self, target: str) -> None:
        """Slots from the words in which the whole expected text differs from the source."""
        self.target = target = printable(target)
        old, new = self.form.places(self.source), self.form.places(target)
        pairs = agreement(self.form.keys(self.source), self.form.keys(target)) or []
        i = j = 0
        for to_i, to_j in [*pairs, (len(old), len(new))]:
            if to_i > i or to_j > j:
                after = old[to_i][0] if to_i < len(old) else len(self.source)
                start, end = (old[i][0], old[to_i - 1][1]) if to_i > i else (after, after)
                text = target[new[j][0] : new[to_j - 1][1]] if to_j > j else ""
                self.edits.append(f"{_short(self.source[start:end])} → {_short(text)}")
                if start == end:
                    text = self._spaced(text, start, "before" if to_i < len(old) else "after")
                elif not text:
                    start, end = self._with_space(start, end)
                self.add(start, end, (text,))
            i, j = to_i + 1, to_j + 1

    def spans(self, span: Span, what: str) -> list[tuple[int, int]]:
        """The places of a span that is given as a text (whole words only) or as `[start, end]`."""
        if isinstance(span, tuple):
            if not 0 <= span[0] <= span[1] <= len(self.source):
                raise BadReference(f"{what}: the span {list(span)} lies outside the source")
            return [(span[0], span[1])]
        if not span:
            raise BadReference(f"{what}: a span is a text or [start, end], and not empty")
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

    def plan(self, keep: list[Span]) -> Plan:
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

    def _kept(self, span: Span, number: int, gold: str) -> str:
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
