"""Text extraction: copy what was asked for out of a document, in the form that was asked for, and say so if it is
not there.

A problem is a document with planted facts (`document.py`, from its truth to its edits), made up by `compose.py` from the
words of a side and values from large spaces (`values.py`). Raw material becomes documents too: rows of tables
(`tables.py`), and texts with values in them (`texts.py`). All that is said stands in `text_extraction.words`.
"""

from __future__ import annotations

from collections.abc import Sequence

from repairloop import Area, Chunk, Draw, Skill, skill
from skills.text_extraction import compose
from skills.text_extraction.compose import Clutter, Sheet
from skills.text_extraction.document import Extraction
from skills.text_extraction.tables import from_table
from skills.text_extraction.texts import from_text


def from_material(area: str, chunks: Sequence[Chunk], w: Draw, step: Clutter) -> Extraction | None:
    make = {"table": from_table, "text": from_text}.get(chunks[0].kind)
    return make(Sheet(area, w), area.rpartition("/")[2], chunks[0], step) if make else None


def _one(asks: str) -> Area:
    return Area(asks, compose.one_field, from_material)


_FIELDS = {
    "text_extraction/one_field/contact": _one("one e-mail address, phone number, web address or account name"),
    "text_extraction/one_field/date_time": _one("one date or time, as it is written"),
    "text_extraction/one_field/amount_or_id": _one("one price, quantity, order number or flight"),
    "text_extraction/one_field/name_or_place": _one("one person, place or city"),
}


@skill("text_extraction", grader="fields", words="text_extraction.words")
class TextExtraction(Skill):
    """Values out of documents."""

    areas = {
        **_FIELDS,
        "text_extraction/several_fields": Area(
            "two to four fields as a JSON object", compose.several_fields, from_material, needs=tuple(_FIELDS)
        ),
        "text_extraction/list": Area(
            "all items of one kind, as JSON, lines or with commas", compose.listing, from_material
        ),
        "text_extraction/absent_field": Area(
            "one field that is often not there, and a word to say so", compose.absent_field, from_material,
            needs=tuple(_FIELDS),
        ),
    }  # fmt: skip
    presets = {"standard": ("text_extraction",), "smoke": ("text_extraction/one_field",)}
    steps = Clutter
    problems = (Extraction,)
    max_tokens = 64
    material = frozenset({"table", "text"})
    quick = True
