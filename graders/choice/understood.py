"""Which of a user's rows choose an option, and which one of a few labels.

Options stand in the row. Labels are told by being few: most golds are short and come again. Numbers are labels only
where they are a handful that run on (0, 1, 2), each with many rows, and the questions hold no numbers to count with. A
label that stands once and is one letter away from a frequent one is taken for a slip of the pen, and its row left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from graders.choice.reading import Sheet, choose, spelled
from graders.shared.cues import bare_key, fold, key
from repairloop import Stated, Taken, Understanding, one_letter_from

SURE_OF_OPTIONS: Final = 0.98
SURE_OF_LABELS: Final = 0.88
MAX_LABELS: Final = 2_000
"""More of them are answers of their own."""
LONGEST: Final = 60
"""Characters of a label."""
REPEATED: Final = 0.8
"""Share of rows whose gold comes again in another row, at least."""
ROWS_A_LABEL: Final = 2.5
"""Rows for each label, at least, on average."""
FREQUENT: Final = 5
"""Rows of a label that another may be a slip of."""
MANY: Final = 100
"""Rows from which on numbers that are a handful, all of them frequent, are labels whatever the questions hold."""
READ_OFF: Final = 0.5
"""Share of rows whose gold stands in their text, from which on it is read off."""
LISTED: Final = 4_000
"""Characters of labels that an instruction lists; more of them are not listed."""
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")


# ---- options ----------------------------------------------------------------------------------------------


def of_options(rows: Sequence[Stated]) -> Understanding | None:
    """The golds as letters of the options: given as letter, text, number, or at the end of a worked solution."""
    if all(isinstance(row.gold, list) for row in rows):
        if not all(len(row.gold) == 1 and _letter_of(str(row.gold[0]), row.options) for row in rows):
            return None  # several are right
        rows = [replace(row, gold=str(row.gold[0])) for row in rows]
    first = _first(rows)
    notes = [] if first is None else [f"options are counted from {first}"]
    return Understanding(
        kind="option", rows=[_chosen(row, first) for row in rows], confidence=SURE_OF_OPTIONS, notes=notes,
        instruction="Answer with the letter of the right option.", marks=["letter"], room=32,
    )  # fmt: skip


def _first(rows: Sequence[Stated]) -> int | None:
    """Which number the first option has, where golds are numbers: 0 where one of them is, 1 where one is that of the
    last and none is 0."""
    counted = [(int(text), len(row.options)) for row in rows if row.options and (text := _position(row))]
    if any(number == 0 for number, _ in counted):
        return 0
    return 1 if any(number == size for number, size in counted) else None


def _position(row: Stated) -> str:
    """A gold that is a whole number and neither letter nor text of an option."""
    found = _NUMBERED.fullmatch(row.text or "")
    if found is None:
        return ""
    number = found[1]
    return "" if any(key(option) in (number, key(found[0])) for option in row.options.values()) else number


_NUMBERED = re.compile(
    r"\s*(?:(?:option|choice|answer|ending|sol(?:ution)?)[\s_-]*)?[(\[]?([0-9]{1,2})[)\].:]{0,2}\s*", re.IGNORECASE
)
"""An option by its number: `2`, `(2)`, `2.`, `option 2`, `choice2`."""


def _chosen(row: Stated, first: int | None) -> Taken | str:
    text, options = row.text, row.options
    if not options:
        return "there is nothing to choose from"
    if text is None:
        return "the right answer is not one option"
    letters = list(options)
    if number := _position(row):
        if first is None:
            return f"whether {text} counts from 0 or from 1 cannot be told: write letters"
        place = int(number) - first
        return Taken(letters[place], {"options": dict(options)}) if 0 <= place < len(letters) else f"no option {text}"
    letter = _letter_of(text, options)
    if not letter and len(text) > 20:
        words = sorted(
            ((tuple(key(t).split()), label) for label, t in options.items()), key=lambda w: -len(" ".join(w[0]))
        )
        pick = choose(fold(text), Sheet("", dict(options), tuple(words), max(len(w) for w, _ in words), {}))
        letter = pick.labels[0] if pick and len(pick.labels) == 1 and not pick.clash else ""
    return Taken(letter, {"options": dict(options)}) if letter else f"{text[:60]!r} is none of the options"


def _letter_of(text: str, options: Mapping[str, str]) -> str:
    letter = fold(text).strip().strip("().[]: ").upper()
    if letter in options:
        return letter
    marked = _LETTERED.fullmatch(text)
    if marked and marked[1].upper() in options:
        return marked[1].upper()
    both = _LETTER_AND_TEXT.fullmatch(text)
    if both and key(options.get(both[1].upper(), "")) == key(both[2]) != "":
        return both[1].upper()
    for read in (str.strip, key, bare_key):
        named = [label for label, option in options.items() if read(option) == read(text)]
        if len(named) == 1:
            return named[0]
    return ""


_LETTER_AND_TEXT = re.compile(r"\s*[(\[]?([A-Za-z])(?:[)\].:]{1,2}|\s[-–—])\s*(\S.*?)\s*", re.DOTALL)
"""An option by both: `D) Wien`."""
_LETTERED = re.compile(r"\s*(?:option|choice|answer)[\s_:-]*\(?([A-Za-z])\)?\.?\s*", re.IGNORECASE)
"""An option by its letter with a word before it: `Option B`."""


def of_letters(rows: Sequence[Stated]) -> Understanding | None:
    """Golds that are letters of options which stand in the question: `B`, `(B)`."""
    found: list[Taken | str] = []
    for row in rows:
        letter = (row.text or "").strip("()[]. ").upper()
        listed = {mark.upper() for mark in _LISTED.findall(row.question)}
        ok = letter in listed and {"A", "B"} <= listed
        found.append(Taken(letter) if ok else f"{row.text or ''!r} is no letter of an option in the question")
    if sum(isinstance(row, Taken) for row in found) < 0.9 * len(found):
        return None
    return Understanding(
        kind="option", rows=found, confidence=SURE_OF_OPTIONS, instruction="Answer with the letter of the right option.",
        marks=["letter"], room=32,
    )  # fmt: skip


_LISTED = re.compile(r"(?:^|[\s(\[])([A-Za-z])\s?[).:\]．、](?=\s?\S)", re.MULTILINE)
"""Marks of options in a question."""


# ---- labels -----------------------------------------------------------------------------------------------


def of_labels(rows: Sequence[Stated], asked: bool) -> Understanding | None:
    """The golds as labels; None where they are too many, too long, or numbers that were counted."""
    texts = [row.text for row in rows]
    short = [text for text in texts if text is not None and len(text) <= LONGEST and "\n" not in text]
    if len(short) < 0.9 * len(rows) or (not asked and len(rows) < 6):
        return None
    counts, spelling, notes = _merged(Counter(short))
    slips = _slips(counts)
    labels = [label for label in counts if label not in slips]
    numeric = sum(n for label, n in counts.items() if _NUMBER.fullmatch(label)) > 0.5 * len(short)
    if not 2 <= len(labels) <= MAX_LABELS or not (asked or _few(counts, labels) or _words_of_a_kind(counts, labels)):
        return None
    if numeric and not asked and not _are_codes(counts, labels, rows):
        return None
    if not asked and not numeric and _are_read_off(labels, rows):
        return None
    labels.sort(key=lambda label: (float(label), label) if numeric and _NUMBER.fullmatch(label) else (0.0, label))
    found: list[Taken | str] = []
    for text in texts:
        label = spelling.get(key(spelled(text)), "") if text is not None else ""
        if not label:
            found.append("the right answer is no short text")
        elif label in slips:
            near = slips[label]
            found.append(f"the label {label!r} stands once and is nearly {near!r}, which stands {counts[near]} times")
        else:
            found.append(Taken(label))
    if numeric:
        notes.append(f"the numbers {labels[0]} to {labels[-1]} are taken for labels, since they are few. No model knows what they stand "
                     "for: give names in place of them, or in a classes.txt beside the file, one a line; if they are to be worked "
                     "out, name the grader for numbers")  # fmt: skip
    return Understanding(
        kind="label", rows=found, confidence=0.92 if numeric else SURE_OF_LABELS, labels=labels, notes=notes,
        settings={"options": labels, "by": "text"}, instruction=_instruction(labels), marks=labels,
    )  # fmt: skip


def _merged(counts: Counter[str]) -> tuple[Counter[str], dict[str, str], list[str]]:
    """Labels that differ in case, spaces and hyphens alone are one, in their most frequent spelling."""
    groups: dict[str, list[str]] = {}
    for text in counts:
        groups.setdefault(key(spelled(text)), []).append(text)
    merged, spelling, notes = Counter[str](), {}, []
    for name, texts in groups.items():
        usual = max(texts, key=lambda text: (counts[text], text))
        merged[usual] = sum(counts[text] for text in texts)
        spelling[name] = usual
        if len(texts) > 1:
            notes.append(f"{', '.join(map(repr, sorted(texts)))} are one label: {usual!r}")
    return merged, spelling, notes


def _slips(counts: Mapping[str, int]) -> dict[str, str]:
    """Label that stands once → the frequent one that is one letter away."""
    usual = [label for label, n in counts.items() if n >= FREQUENT]
    once = [label for label, n in counts.items() if n == 1 and len(label) >= 4 and not _NUMBER.fullmatch(label)]
    return one_letter_from(once, usual)


def _few(counts: Counter[str], labels: Sequence[str]) -> bool:
    rows = counts.total()
    again = sum(n for n in counts.values() if n > 1)
    return again >= REPEATED * rows and rows >= ROWS_A_LABEL * len(labels)


def _words_of_a_kind(counts: Counter[str], labels: Iterable[str]) -> bool:
    """Names as programs write them (`card_arrival`, `GetWeather`) are labels where they come again less often too."""
    written = [re.fullmatch(r"[a-z0-9]+(?:_[a-z0-9]+)+|(?:[A-Z][a-z]+){2,}|[A-Z]+(?:_[A-Z]+)+", x) for x in labels]
    again = sum(n for n in counts.values() if n > 1)
    return sum(map(bool, written)) >= 0.7 * len(written) and again >= 0.5 * counts.total()


def _are_codes(counts: Mapping[str, int], labels: Sequence[str], rows: Sequence[Stated]) -> bool:
    """Whether labels that are numbers stand for something, and are not counted."""
    if len(labels) > 6 or not all(re.fullmatch(r"-?[0-9]", label) for label in labels):
        return False
    values = sorted(map(int, labels))
    if values[0] not in (-1, 0, 1) or values[-1] - values[0] != len(values) - 1 or min(counts.values()) < 3:
        return False
    if len(rows) >= MANY and min(counts.values()) >= 0.05 * len(rows):
        return True
    sample = rows[:: max(1, len(rows) // 200)]
    return sum(any(c.isdigit() for c in row.question) for row in sample) < 0.5 * len(sample)


def _are_read_off(labels: Sequence[str], rows: Sequence[Stated]) -> bool:
    """Whether golds are read off the row's own text, where the other labels do not stand: cities that a passage names are
    answers and no classes."""
    words = {label: f" {key(spelled(label))} " for label in labels}
    own = others = told = 0
    for row in rows[:: max(1, len(rows) // 200)]:
        if (gold := row.text) is None or gold not in words:
            continue
        text = " " + " ".join(re.findall(r"\w+", f"{row.question} {row.document}".casefold())) + " "
        told += 1
        own += words[gold] in text
        others += sum(mark in text for label, mark in words.items() if label != gold)
    return told >= 6 and own > READ_OFF * told and others < 0.3 * told * (len(labels) - 1)


def _instruction(labels: Sequence[str]) -> str:
    mark = "; " if any("," in label for label in labels) else ", "
    listed = mark.join(labels)
    if len(listed) > LISTED:
        return "Answer with the label alone."
    return f"Answer with one of these labels: {listed}."
