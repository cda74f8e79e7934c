"""Rows of tables told as small documents: a form, a notice, sentences, or lines of a CSV file with their header.

    name,city,price            NOTICE
    Oak Desk,Oslo,120     →    Name: Oak Desk         asked: the price        "120"
                               Price: 120

Columns with a short English name are used, and of those the cells that fit on a line; the area that a column belongs
to is decided by the form of its cells, for names of people and places by the word above them. A field is absent where
its cell is empty, or where the document leaves its column out. What a column means is not known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from repairloop import Chunk, Draw
from skills.english import capital
from skills.rawtext import spoken, words_of
from skills.text_extraction.compose import FORMS, Clutter, Frame, Sheet, slug, thing
from skills.text_extraction.document import Extraction
from skills.text_extraction.values import FAMILIES

_MOST_COLUMNS: Final = 12


def from_table(sheet: Sheet, kind: str, chunk: Chunk, step: Clutter) -> Extraction | None:
    """A problem from some rows of the table; None where it has too few columns that suit."""
    names = [name for name in [*chunk.meta.get("columns", ())][:40] if _COLUMN.fullmatch(name) and len(slug(name)) > 1]
    rows = chunk.meta.get("rows", ())
    if len({slug(name) for name in names}) < max(2, len(names)) or not rows:
        return None
    made = _listing if kind == "list" else _record
    return made(sheet, kind, names[:_MOST_COLUMNS], rows, step)


# ---- what can be used ---------------------------------------------------------------------------------

_COLUMN = re.compile(r"(?!column \d)[A-Za-z][A-Za-z0-9 _.%/-]{1,29}", re.IGNORECASE)
_BLANK: Final = frozenset(["none", "null", "n/a", "na", "nan", "nil", "nothing", "unknown", "absent", "missing", "empty",
                           "no answer", "not stated", "not given", "not available"])  # fmt: skip
_UNFIT = re.compile(r'[{}<>|\[\]"\\\ufffd…]')
_KINDS: Final = tuple((slot, re.compile(pattern)) for slot, pattern in (
    ("email", r"[\w.+-]{1,40}@[\w-]+(?:\.[\w-]+)+"),
    ("url", r"(?:https?://|www\.)[^\s,;]{4,}"),
    ("handle", r"@\w{3,30}"),
    ("date", r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}|[A-Z][a-z]{2,8} \d{1,2}, \d{4}"),
    ("time", r"\d{1,2}[:.]\d\d(?: ?[apAP][mM])?"),
    ("price", r"[$£€¥] ?\d[\d,.]*|\d[\d,.]* ?(?:USD|EUR|CHF|GBP|euros?|dollars)"),
    ("phone", r"(?=(?:\D*\d){7})\+?\(?\d{1,5}\)?(?:[ -]\d{2,9}){1,5}"),
    ("quantity", r"-?\d{1,9}(?:\.\d{1,4})?"),
    ("code", r"(?=\D*\d)(?=[^A-Z]*[A-Z])[A-Z0-9]+(?:[-/ ][A-Z0-9]+){0,3}"),
))  # fmt: skip
_NAMED = re.compile(r"[^\W\d_a-z][\w'’-]*\.?(?: (?:[^\W\d_a-z][\w'’-]*\.?|de|of|van|von|la|the)){0,4}")
_NAMES: Final = {
    "person": {"name", "person", "author", "manager", "owner", "teacher", "player", "artist", "director", "contact",
               "customer", "employee", "student", "driver", "captain", "editor", "speaker", "winner"},
    "city": {"city", "town", "capital"},
    "place": {"place", "location", "venue", "country", "island", "region", "street", "address", "station", "origin", "room",
              "state", "district", "county", "park", "airport"},
}  # fmt: skip
"""Kind of name → words of columns that hold such names."""


def _cell(value: Any) -> str | None:
    """A cell as text on one line; None where it is empty, long, or holds what cannot be asked for."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = " ".join(str(value)[:200].split())
    if not 0 < len(text) <= 40 or not text.isprintable() or _UNFIT.search(text) or text.casefold() in _BLANK:
        return None
    return text if any(map(str.isalnum, text)) and (isinstance(value, str) or "e" not in text) else None


def _slot(name: str, value: str) -> str:
    """The kind of a value: by its form, for names by the word above their column; else the column's own."""
    for slot, pattern in _KINDS:
        if pattern.fullmatch(value):
            return slot
    if _NAMED.fullmatch(value):
        words = words_of(name)
        for slot, heads in _NAMES.items():
            if words & heads:
                return slot
    return f"column {slug(name)}"


# ---- rows as records ---------------------------------------------------------------------------------


def _frame(w: Draw, lines: bool, named: bool) -> Frame:
    """A frame that may hold a record of anything; with names in it, if it may have any."""
    rows = w.rows("frame/lines" if lines else "frame/prose")
    fit = [
        f
        for f in rows
        if f[0] in w.all("table/frames") and (named or not re.search(r"\{(?:a|b|org)\}", "".join(f[1:])))
    ]
    return w.pick(fit)  # type: ignore[no-any-return]


class _Cell(NamedTuple):
    row: int
    name: str
    value: str | None


def _record(sheet: Sheet, kind: str, names: list[str], rows: Sequence[Any], step: Clutter) -> Extraction | None:
    """One row, perhaps among others, of which one column or several are asked for."""
    w, rng = sheet.w, sheet.w.rng
    chosen = rng.sample(range(len(rows)), min(1 + step.rivals, len(rows)))
    records = [{name: _cell(rows[i].get(name)) for name in names} for i in chosen]
    first = records[0]
    filled = [name for name in names if first[name]]
    label = _label(names, records) if len(records) > 1 else None
    if label is None:
        records = records[:1]
    free = [name for name in filled if name != label]
    slots = FAMILIES.get(kind)
    fit = [name for name in free if slots is None or _slot(name, first[name] or "") in slots]
    count = 1 if kind != "several_fields" else min(step.fields[0] + (rng.random() < 0.3), len(fit))
    if len(free) < 2 or not fit or (kind == "several_fields" and count < 2):
        return None
    asked = rng.sample(fit, count)
    others = [name for name in free if name not in asked]
    shown = asked + rng.sample(others, min(len(others), rng.randint(1, 2 + (label is None))))
    absent = _absent_column(kind, names, first, asked, shown, label, w, step)
    if kind == "absent_field" and absent is not None:
        shown, asked = [name for name in shown if name != asked[0]], [absent]
    elif absent is not None:
        asked[-1] = absent
    if absent is not None and label is not None and absent not in shown:
        shown.append(absent)
    shown.sort(key=names.index)
    cells = [
        _Cell(i, name, None if i == 0 and name == absent else record[name])
        for i, record in enumerate(records) for name in shown
    ]  # fmt: skip
    token = "null" if kind == "several_fields" else w.pick(w.all("tokens"))
    return _told(
        sheet, cells, asked, [record[label] if label else None for record in records], label, shown,
        token if absent is not None or kind == "absent_field" else None, several=kind == "several_fields",
    )  # fmt: skip


def _label(names: list[str], records: list[dict[str, str | None]]) -> str | None:
    """A column that tells the records apart by a text."""
    for name in names:
        values = [record[name] for record in records]
        told = {value.casefold() for value in values if value and value[0].isalpha()}
        if len(told) == len(records):
            return name
    return None


def _absent_column(
    kind: str, names: list[str], record: dict[str, str | None], asked: list[str], shown: list[str], label: str | None,
    w: Draw, step: Clutter,
) -> str | None:  # fmt: skip
    """A column that the document will not give for the record, if one is to be asked for and can be."""
    if w.rng.random() > {"absent_field": 0.6, "several_fields": step.absent}.get(kind, 0.0):
        return None
    kept = [n for n in shown if n != asked[0]] if kind == "absent_field" else shown
    said_words = {word for name in [*kept, label or ""] for word in words_of(name)}
    said = [value.casefold() for name in [*kept, label or ""] if (value := record.get(name))]

    def apart(name: str) -> bool:
        value = (record[name] or "").casefold()
        return said_words.isdisjoint(words_of(name)) and not (value and any(value in s or s in value for s in said))

    empty = [name for name in names if not record[name] and apart(name)]
    if empty and w.rng.random() < 0.6:
        return str(w.pick(empty))
    return asked[0] if kind == "absent_field" and kept and apart(asked[0]) else None


def _told(
    sheet: Sheet, cells: list[_Cell], asked: list[str], labels: list[str | None], label: str | None, shown: list[str],
    absent: str | None, *, several: bool,
) -> Extraction | None:  # fmt: skip
    """The records as lines, as sentences or as a table, with the question."""
    w, rng, named = sheet.w, sheet.w.rng, len(labels) > 1
    of = "/of" if named else ""
    style = rng.random()
    separators = [s for s in (",", ";", "\t") if not any(s in (c.value or "") for c in cells)]
    separators = [s for s in separators if not any(s in (text or "") for text in labels)]
    as_table = style < 0.3 and bool(separators)
    lines = style < 0.65
    line = w.pick(w.all(f"table/line{of}"))
    ask, question = w.pick(w.all(f"table/ask{of}")), w.pick(w.all(f"table/question{of}"))
    places: dict[tuple[int, str], int] = {}
    kinds = {name: _slot(name, next((c.value for c in cells if c.name == name and c.value), "")) for name in shown}
    for cell in cells + [_Cell(0, name, None) for name in asked if name not in shown]:
        said = _said(cell.name, labels[cell.row] or "")
        if cell.value is None and not (cell.row == 0 and cell.name in asked):
            continue
        index = sheet.put(
            kinds.get(cell.name, f"column {slug(cell.name)}"), f"{said['c']} of {said['k']}" if named else said["c"],
            cell.value, w.fill(ask, said), w.fill(question, said), slug(cell.name),
        )  # fmt: skip
        places[cell.row, cell.name] = index
        if cell.value is not None and not as_table:
            template = line if lines else w.pick(w.all(f"table/prose{of}"))
            sheet.statements.append(w.fill(template, {**said, "v": f"{{{index}}}"}))
    frame = _frame(w, lines, absent is None)
    if as_table:
        frame = _table(sheet, cells, places, labels, label, shown, w.pick(separators))
    chosen = [places[0, name] for name in asked]
    what = thing(sheet.facts[chosen[0]].slot, w)
    shape, form = ("object", "json") if several else ("field", "text")
    return sheet.in_frame(shape, chosen, form, frame, lines=lines, thing=what, absent=absent)  # type: ignore[arg-type]


def _table(
    sheet: Sheet, cells: list[_Cell], places: dict[tuple[int, str], int], labels: list[str | None], label: str | None,
    shown: list[str], separator: str,
) -> Frame:  # fmt: skip
    """The records as lines of a table; its frame is the header."""
    for row, whose in enumerate(labels):
        mine = [f"{{{places[c.row, c.name]}}}" if c.value else "" for c in cells if c.row == row]
        sheet.statements.append(separator.join([whose or "", *mine] if label else mine))
    header = separator.join([label, *shown] if label else shown)
    return sheet.w.pick(sheet.w.all("table/noun")), f"{header}\n{{body}}"


def _said(name: str, whose: str) -> dict[str, str]:
    column = spoken(name)
    return {"c": column, "C": capital(column), "k": whose, "noun": "{noun}"}


# ---- a column as a list -------------------------------------------------------------------------------


def _listing(sheet: Sheet, kind: str, names: list[str], rows: Sequence[Any], step: Clutter) -> Extraction | None:
    """The items of one column whose rows have the same cell in another; perhaps among other rows."""
    w, rng = sheet.w, sheet.w.rng
    for _ in range(4):
        item, group = rng.sample(names, 2)
        groups = _grouped(rng.sample(rows, len(rows)), item, group)
        heads = [head for head, items in groups.items() if len(items) > 1]
        if heads:
            break
    else:
        return None
    head = w.pick(heads)
    entries = [(head, value) for value in groups[head][: rng.randint(2, 3 + step.rivals)]]
    if step.rivals:
        entries += [(other, items[0]) for other, items in groups.items() if other != head][
            : rng.randint(1, 1 + step.rivals)
        ]
    rng.shuffle(entries)
    line, ask = w.pick(w.all("table/entry")), w.pick(w.all("table/all"))
    as_table = rng.random() < 0.4 and not any("," in other for other, _ in entries)
    over = spoken(group)
    for other, value in entries:
        asking = w.fill(ask, {**_said(item, ""), "h": over, "g": other})
        index = sheet.put(f"column {slug(item)}", f"{over} {other}", value, asking)
        sheet.statements.append(w.fill("{v},{g}" if as_table else line, {"g": other, "v": f"{{{index}}}"}))
    frame = _frame(w, lines=True, named=False)
    if as_table:
        frame = w.pick(w.all("table/noun")), f"{item},{group}\n{{body}}"
    asked = [i for i, (other, _) in enumerate(entries) if other == head]
    form = w.pick(FORMS)
    return sheet.in_frame("list", asked, form, frame, lines=True, thing="", ordered=rng.random() < 0.3)


def _grouped(rows: Sequence[Any], item: str, group: str) -> dict[str, list[str]]:
    """Cells of one column by the cells of another; each once, and none that could be two items."""
    groups: dict[str, list[str]] = {}
    known: set[str] = set()
    for row in rows:
        value, head = _cell(row.get(item)), _cell(row.get(group))
        if value and head and "," not in value and value[0].isalpha():
            key = value.casefold().rstrip(" .,;:!?")
            if key not in known:
                known.add(key)
                groups.setdefault(head, []).append(value)
    return groups
