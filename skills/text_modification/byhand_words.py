"""Words of a text replaced, deleted, inserted, marked and written otherwise, by patterns (see `byhand`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from skills.english import MONTHS, NUMBER_WORDS, capital
from skills.rawtext import any_of
from skills.text_modification import lexicon
from skills.text_modification.changes import FACTORS
from skills.text_modification.text import Op

_END: Final = re.compile(r"(?<=[.!?])\s+(?=\S)")
_ONE_WORD: Final = re.compile(r"\w+")
_FIRST_WORD: Final = re.compile(r"(^|\. |\n)(\w+)")
_WHOLE_WORD: Final = re.compile(r"(?<![\w@])\w+(?![\w@])")
_PHONE: Final = re.compile(r"\+?\d[\d -]{5,}\d")
_EMAIL: Final = re.compile(r"\b[\w.]+@[\w-]+(?:\.[a-z]+)+")
_CLOCK: Final = re.compile(r"\b(\d{1,2}):(\d\d) ([ap])m\b")


def sentences(text: str) -> list[str]:
    return _END.split(text)


def _replaced(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Whole words replaced; a capital at the start of a sentence stays one, other capitals are names."""
    new = dict(pairs)

    def at_start(match: re.Match[str]) -> str:
        return match[1] + capital(new[match[2][0].lower() + match[2][1:]])

    capitals = {capital(word) for word in new if word[0].islower()}
    if all(_ONE_WORD.fullmatch(word) for word in new):  # the usual case: patterns made anew take longer than the work
        text = _FIRST_WORD.sub(lambda m: at_start(m) if m[2] in capitals else m[0], text)
        return _WHOLE_WORD.sub(lambda m: new.get(m[0], m[0]), text)
    text = re.sub(rf"(^|\. |\n)({any_of(capitals or {chr(0)})})(?!\w)", at_start, text)
    return re.sub(rf"(?<![\w@]){any_of(new)}(?![\w@])", lambda m: new[m[0]], text)


def _table(text: str, op: Op) -> str:
    return _replaced(text, op.pairs)


def _spelling(text: str, op: Op) -> str:
    return _replaced(text, lexicon.AMERICAN.items())


def _vocabulary(text: str, op: Op) -> str:
    """Each word that is not on the list gives way to the one there that says the same."""

    def change(match: re.Match[str]) -> str:
        partners = lexicon.SAME.get(match[0], ()) if match[0] not in op.words else ()
        return next((word for word in partners if word in op.words), match[0])

    return re.sub(r"[a-z]+", change, text)


_LONG: Final = (
    ("can't", "cannot"), ("won't", "will not"), ("n't", " not"), ("'ll", " will"), ("'ve", " have"), ("'re", " are"),
)  # fmt: skip


def _contractions(text: str, op: Op) -> str:
    for short, long in _LONG:
        text = text.replace(short, long)
    return text


def _replace_first(text: str, op: Op) -> str:
    old, new = op.pairs[0]
    return re.sub(rf"\b{re.escape(old)}\b", new, text, count=1)


def _swap(text: str, op: Op) -> str:
    a, b = op.pairs[0]
    return re.sub(rf"\b(?:{a}|{b})\b", lambda m: b if m[0] == a else a, text)


# ---- deleting and inserting ---------------------------------------------------------------------------


def _without(pattern: str) -> Callable[[str, Op], str]:
    """Leaves out the sentences in which the pattern, filled with the operation's word, is found."""

    def run(text: str, op: Op) -> str:
        wanted = pattern.replace("WORD", re.escape(op.words[0]) if op.words else "")
        return " ".join(s for s in sentences(text) if not re.search(wanted, s))

    return run


def _drop_words(text: str, op: Op) -> str:
    return " ".join(word for word in text.split(" ") if word not in op.words)


def _facts(text: str, op: Op) -> str:
    out = []
    for sentence in sentences(text):
        out.append(sentence)
        out += [fact for anchor, fact in op.pairs if re.search(rf"\b{re.escape(anchor)}\b", sentence)]
    return " ".join(out)


def _appositions(text: str, op: Op) -> str:
    for name, role in op.pairs:
        text = re.sub(rf"\b{name}\b", f"{name}, {role},", text, count=1)
    return text


def _negate(text: str, op: Op) -> str:
    return re.sub(r"\b(was|were)\b", r"\1 not", text)


_FOUND: Final = {"name": lexicon.NAME, "num": lexicon.NUMBER, "date": lexicon.DATE, "place": lexicon.CITY}


def _tag(text: str, op: Op) -> str:
    for found, mark in op.pairs:
        before, _, behind = mark.partition("{}")
        text = _FOUND[found].sub(lambda m, b=before, e=behind: b + m[0] + e, text)  # type: ignore[misc]
    return text


# ---- other signs --------------------------------------------------------------------------------------


def _dates(text: str, op: Op) -> str:
    def change(match: re.Match[str]) -> str:
        month = match["month"] or match["month_"]
        if month:
            day, year = int(match["day"] or match["day_"]), match["year"] or match["year_"]
            number = MONTHS.index(month) + 1
        else:
            year, number, day = match[0][:4], int(match[0][5:7]), int(match[0][8:])
            month = MONTHS[number - 1]
        return {
            "month": f"{month} {day}, {year}", "slash": f"{day:02d}/{number:02d}/{year}",
            "iso": f"{year}-{number:02d}-{day:02d}", "dots": f"{day}.{number}.{year}",
            "compact": f"{year}{number:02d}{day:02d}",
        }[op.style]  # fmt: skip

    return lexicon.DATE.sub(change, text)


_WORD_NUMBER: Final = re.compile(rf"(?<![\w-]){any_of(NUMBER_WORDS)}(?![\w-])", re.IGNORECASE)


def _digits(text: str, op: Op) -> str:
    return _WORD_NUMBER.sub(lambda m: str(NUMBER_WORDS[m[0].lower()]), text)


def _clock(text: str, op: Op) -> str:
    def change(match: re.Match[str]) -> str:
        hour = int(match[1]) % 12 + (12 if match[3] == "p" else 0)
        return f"{hour:02d}:{match[2]}"

    return _CLOCK.sub(change, text)


def _units(text: str, op: Op) -> str:
    old, new = op.pairs[0]
    return re.sub(rf"\b(\d+) {old}\b", lambda m: f"{int(m[1]) * FACTORS[old, new]} {new}", text)


def _spaces(text: str, op: Op) -> str:
    return re.sub(r" (?=[,;:.!?](?: |$))", "", " ".join(text.split()))


def _mask_email(text: str, op: Op) -> str:
    if op.style == "user":
        return re.sub(r"[\w.]+@", "***@", text)
    if op.style == "first":
        return re.sub(r"(\w)[\w.]*@", r"\1***@", text)
    return _EMAIL.sub(op.style, text)


def _mask_phone(text: str, op: Op) -> str:
    def change(match: re.Match[str]) -> str:
        left = len(re.sub(r"\D", "", match[0])) - int(op.style)
        out = []
        for sign in match[0]:
            out.append(op.words[0] if sign.isdigit() and left > 0 else sign)
            left -= sign.isdigit()
        return "".join(out)

    return _PHONE.sub(change, text)


def _initials(text: str, op: Op) -> str:
    return lexicon.NAME.sub(lambda m: "".join(name[0] + op.style for name in m[0].split()), text)


def _mask_digits(text: str, op: Op) -> str:
    return re.sub(r"\d", op.words[0], text)


# ---- capitals -----------------------------------------------------------------------------------------


def _upper(text: str, op: Op) -> str:
    return re.sub(rf"\b{any_of(op.words)}\b", lambda m: m[0].upper(), text)


def _people(text: str, op: Op) -> str:
    return lexicon.SMALL_NAME.sub(lambda m: " ".join(map(capital, m[0].split())), text)


def _starts(text: str, op: Op) -> str:
    return " ".join(map(capital, sentences(text)))


def _upper_sentence(text: str, op: Op) -> str:
    said = sentences(text)
    said[int(op.style) - 1] = said[int(op.style) - 1].upper()
    return " ".join(said)


_TABLES: Final = (
    "synonyms", "glossary", "abbreviations", "opposites", "replace", "formal", "informal", "spelling_table", "marked",
    "foreign", "mark", "redact",
)  # fmt: skip
READERS: dict[str, Callable[[str, Op], str]] = dict.fromkeys(_TABLES, _table) | {
    "spelling": _spelling, "contractions": _contractions, "vocabulary": _vocabulary, "replace_first": _replace_first,
    "swap": _swap, "drop_mention": _without(r"\bWORD\b"), "drop_numbers": _without(r"\d"), "drop_words": _drop_words,
    "drop_adjectives": lambda text, op: lexicon.ADJECTIVE.sub("", text),
    "drop_asides": lambda text, op: re.sub(r" \([^)]*\)", "", text),
    "drop_last": lambda text, op: " ".join(sentences(text)[:-1]), "facts": _facts, "appositions": _appositions,
    "prefix": lambda text, op: f"{op.words[0]} {text}", "negate": _negate, "tag": _tag, "dates": _dates,
    "iso_dates": _dates, "digits": _digits, "clock": _clock, "units": _units, "spaces": _spaces,
    "mask_email": _mask_email, "mask_phone": _mask_phone, "initials": _initials, "mask_digits": _mask_digits,
    "upper": _upper, "upper_names": lambda text, op: lexicon.NAME.sub(lambda m: m[0].upper(), text), "people": _people,
    "title": lambda text, op: " ".join(map(capital, text.split(" "))), "starts": _starts,
    "upper_sentence": _upper_sentence,
}  # fmt: skip
