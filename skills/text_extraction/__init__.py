"""Text extraction: copy what was asked for out of a document, in the form that was asked for, and say so if it is
not there.

A problem is a document with planted facts (`document`), made up by `compose` from the words of a bank (`seen` or
`unseen`) and values from large spaces (`values`), put by `prompt`, made harder by `edits`, checked by the grader
`fields`. Raw material becomes documents too: rows of `tables`, and `texts` with values in them, put on a `sheet`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar

from repairloop import Message, Skill, Wording, skill
from skills.text_extraction import compose, edits, prompt
from skills.text_extraction.bank import Bank
from skills.text_extraction.document import Extraction
from skills.text_extraction.seen import SEEN
from skills.text_extraction.sheet import Sheet
from skills.text_extraction.tables import from_table
from skills.text_extraction.texts import from_text
from skills.text_extraction.unseen import UNSEEN

if TYPE_CHECKING:
    from repairloop.sources.chunks import Chunk

BANKS: dict[Wording, Bank] = {"seen": SEEN, "unseen": UNSEEN}
Composer = Callable[[str, Random, Bank, int], Extraction]


@skill("text_extraction", grader="fields")
class TextExtraction(Skill):
    """Values out of documents."""

    areas = {
        "text_extraction/one_field/contact": "one e-mail address, phone number, web address or account name",
        "text_extraction/one_field/date_time": "one date or time, as it is written",
        "text_extraction/one_field/amount_or_id": "one price, quantity, order number or flight",
        "text_extraction/one_field/name_or_place": "one person, place or city",
        "text_extraction/several_fields": "two to four fields as a JSON object",
        "text_extraction/list": "all items of one kind, as JSON, lines or with commas",
        "text_extraction/absent_field": "one field that is often not there, and a word to say so",
    }
    builds_on: ClassVar[dict[str, tuple[str, ...]]] = dict.fromkeys(
        ("text_extraction/several_fields", "text_extraction/absent_field"),
        tuple(area for area in areas if "/one_field/" in area),
    )
    max_tokens = 64
    material = frozenset({"table", "text"})

    def problem(self, area: str, rng: Random, bank: Wording, difficulty: int) -> Extraction:
        return _COMPOSERS[area](area, rng, BANKS[bank], difficulty)

    def from_material(self, area: str, chunks: Sequence[Chunk], rng: Random, difficulty: int) -> Extraction | None:
        sheet, kind = Sheet(area, rng), area.rpartition("/")[2]
        if chunks[0].kind == "table":
            return from_table(sheet, kind, chunks[0], difficulty)
        return from_text(sheet, kind, chunks[0].text, difficulty) if chunks[0].kind == "text" else None

    def render(self, problem: Extraction, rng: Random, bank: Wording) -> list[Message]:
        return prompt.messages(problem, rng, BANKS[bank])

    def reference(self, problem: Extraction) -> dict[str, Any]:
        return {"value": problem.truth()}

    def settings(self, problem: Extraction) -> dict[str, Any]:
        settings: dict[str, Any] = {
            "form": problem.form,
            "document": problem.text(),
            "distractors": problem.others(),
        }
        if problem.absent is not None:
            settings["absent"] = problem.absent
        if problem.shape == "list":
            settings["ordered"] = problem.ordered
        return settings

    def solution(self, problem: Extraction, rng: Random) -> str:
        """The values that were meant, in the form asked for: from `wanted`, not from the statements."""
        if problem.shape == "object":
            keys = [problem.keys[i] for i in problem.asked]
            return json.dumps(dict(zip(keys, problem.wanted, strict=True)), ensure_ascii=False)
        words = [value if value is not None else str(problem.absent) for value in problem.wanted]
        if problem.form == "json":
            return json.dumps(words, ensure_ascii=False)
        return (", " if problem.form == "commas" else "\n").join(words)

    def refinements(self) -> dict[str, Callable[[Extraction, Random], Extraction | None]]:
        return {
            "ask for another value of the same kind": edits.ask_another,
            "add a value that no longer holds": edits.add_earlier,
            "take the answer out of the text": edits.take_out,
            "ask for one more field": edits.one_more_field,
        }


_COMPOSERS: Mapping[str, Composer] = dict.fromkeys(TextExtraction.areas, compose.one_field) | {
    "text_extraction/several_fields": compose.several_fields,
    "text_extraction/list": compose.listing,
    "text_extraction/absent_field": compose.absent_field,
}
