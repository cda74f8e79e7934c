"""Words, numbers, dates and names of a text, each in one form whatever way it is written.

`1,200` and `1200.0` are one number, `1.2 million` is 1200000, `35 percent` is `35%`, `14 May 2021`, `May 14th,
2021` and
`2021-05-14` are one date. A run of digits that is no number (`12:30`, `44-871`, `A4`) is kept as it is written. Every
step is linear in the text. Nothing here knows of sources, facts or verdicts.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final, NamedTuple

MAX_DIGITS: Final = 25
"""A longer number is compared as it is written."""

Date = tuple[int, int, int]
"""Year, month, day; 0 where it is not given."""


class Token(NamedTuple):
    kind: str
    """`word`, `number`, `date`, or `code`: letters and digits that are no number."""
    key: str
    """What it compares by."""
    raw: str
    start: int
    end: int
    sentence: int
    opens: bool
    """Something stands before it after which any word may have a capital."""
    dates: tuple[Date, ...] = ()
    """The readings of a date; more than one where day and month cannot be told apart."""
    currency: str = ""


MONTHS: Final = {
    name[:size]: number
    for number, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december"), 1)
    for size in (3, 9)
} | {"sept": 9}  # fmt: skip
_ENGLISH = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30",
    "forty": "40",
    "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
}  # fmt: skip
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "bn": 9}
_CURRENCIES = {"dollar": "$", "dollars": "$", "usd": "$", "euro": "€", "euros": "€", "eur": "€", "pound": "£",
               "pounds": "£", "gbp": "£", "yen": "¥"}  # fmt: skip

STOP: Final = frozenset({
    "a", "about", "after", "all", "also", "although", "an", "and", "any", "are", "as", "at", "be", "because",
    "been", "before", "being", "but", "by", "can", "could", "did", "do", "does", "during", "each", "for",
    "from", "had", "has", "have", "he", "her", "here", "his", "how", "i", "if", "in", "into", "is", "it", "its",
    "may", "might", "more", "most", "no", "nor", "not", "of", "on", "one", "only", "or", "other", "our", "over",
    "she", "should", "since", "so", "some", "such", "than", "that", "the", "their", "them", "then", "there",
    "these", "they", "this", "those", "though", "through", "to", "too", "under", "until", "up", "upon", "very",
    "was", "we", "were", "what", "when", "where", "which", "while", "who", "whom", "whose", "why", "will",
    "with", "would", "yes", "you", "your",
})  # fmt: skip
"""Words that carry no content."""

_FOLD = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "–": "-", "‐": "-", "‑": "-", "−": "-", "\u00ad": None})
_MARKS = re.compile(r"[^\w\s\x00-\u02ff]{40}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_RUN = re.compile(
    r"[^\W_]+(?:(?:(?<=\d)[.,:/-](?=\d)|(?<=[^\W\d_])'(?=[^\W\d_])|(?<=\b[A-Z])\.(?=[A-Z]\b))[^\W_]+)*|[%$€£¥]"
)
_NEW_SENTENCE = re.compile(r"[.!?][\"')\]*_]*(?:\s|$)|\n")
_OPENS = re.compile(r"[:;\"“”„«»(\[—|>#•]|(?:^|\s)-+\s")
_LABEL = re.compile(r"^[ \t*_>-]*(?:#[^\n]*|[^\W\d_][^\n:.!?]{0,40}:)", re.MULTILINE)
_TITLES = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "st", "no", "vs", "jr", "sr", "inc", "ltd", "co", "approx", "ca", "fig",
})  # fmt: skip
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}")
_WITH_LETTERS = re.compile(r"(\d[\d.,]*)([^\W\d_]{1,4})")
_ORDINAL = frozenset({"st", "nd", "rd", "th"})
_UNITS = frozenset({
    "km", "m", "cm", "mm", "kg", "g", "mg", "t", "l", "ml", "h", "s", "ms", "min", "kb", "mb", "gb", "tb", "hz",
    "khz", "mhz", "ghz", "w", "kw", "kwh", "mw", "gw", "v", "a", "k", "bn", "am", "pm",
})  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


def normal(text: str) -> str:
    """One form of signs that look alike (Unicode's NFKC), of dashes and of apostrophes; no lone surrogates."""
    if text.isascii():
        return text
    text = _SURROGATE.sub("\ufffd", text)
    if not _MARKS.search(text):  # to put long runs of marks in order takes time that grows with their square
        text = unicodedata.normalize("NFKC", text)
    return text.translate(_FOLD)


def read(text: str) -> list[Token]:
    """The tokens of a text that went through `normal`."""
    tokens: list[Token] = []
    sentence, end, last = 0, 0, ""
    labels = _labels(text)
    for run in _RUN.finditer(text):
        start, raw = run.start(), run[0]
        gap = text[end:start]
        opens = not tokens
        if gap != " " and gap:
            ends = _NEW_SENTENCE.search(gap) is not None
            if ends and "\n" not in gap and gap[0] == "." and (last in _TITLES or (len(last) == 1 and last.isalpha())):
                ends = False
            sentence += ends and bool(tokens)
            opens = opens or ends or _OPENS.search(gap) is not None
        if labels and labels[-1][0] <= start < labels[-1][1]:
            opens = True
        while labels and labels[-1][1] <= start:
            labels.pop()
        end = run.end()
        last = raw.casefold()
        if raw.isalpha():
            tokens.append(Token("word", last, raw, start, end, sentence, opens))
        else:
            _add(tokens, text, raw, start, sentence, opens)
    return _dates(tokens, text)


def _labels(text: str) -> list[tuple[int, int]]:
    """Headings and labels (`Opening Date:`), in which every word may have a capital; last one first."""
    if ":" not in text and "#" not in text:
        return []
    return [m.span() for m in _LABEL.finditer(text) if m[0].count(" ") < 6 or "#" in m[0]][::-1]


def _add(tokens: list[Token], text: str, raw: str, start: int, sentence: int, opens: bool) -> None:
    """One run that is not only letters: a number, a sign that belongs to one, a code, a word with an apostrophe."""
    end = start + len(raw)
    before = tokens[-1] if tokens else None
    if raw in "%$€£¥":
        if before and before.kind == "number" and not text[before.end : start].strip(" "):
            change = {"key": f"{before.key}%"} if raw == "%" else {"currency": raw}
            tokens[-1] = before._replace(end=end, **change)  # type: ignore[arg-type]
        return
    if not any(map(str.isdigit, raw)):
        key = raw.casefold().removesuffix("'s").replace(".", "")
        tokens.append(Token("word", key, raw, start, end, sentence, opens))
        return
    letters = _WITH_LETTERS.fullmatch(raw)
    digits, suffix = (letters[1], letters[2].casefold()) if letters else (raw, "")
    number = number_key(digits)
    if number is None or (suffix and suffix not in _ORDINAL and suffix not in _UNITS):
        tokens.append(_code(raw, start, sentence, opens))
        return
    sign = text[start - 1 : start] == "-" and not text[max(0, start - 2) : start - 1].strip(" ($€£¥[*")
    currency = next((sign for sign in text[max(0, start - 2) : start].strip(" -") if sign in "$€£¥"), "")
    if suffix in ("k", "bn") or (suffix == "m" and currency):
        number, suffix = _scaled(number, {"k": 3, "m": 6, "bn": 9}[suffix]), ""
    token = Token("number", f"-{number}" if sign else number, raw, start, end, sentence, opens, (), currency)
    follows = before and before.kind == "number" and text[before.end : start] == " "
    if follows and len(raw) == 3 and raw.isdigit() and before and before.raw.isdigit() and len(before.raw) <= 3:
        merged = number_key(before.raw + raw) or raw
        tokens[-1] = before._replace(key=merged, raw=f"{before.raw},{raw}", end=end)
        return
    tokens.append(token)
    if suffix and suffix not in _ORDINAL:
        tokens.append(Token("word", suffix, suffix, end - len(suffix), end, sentence, opens))


def _code(raw: str, start: int, sentence: int, opens: bool) -> Token:
    end, dates = start + len(raw), _numeric_date(raw)
    if dates:
        return Token("date", _date_key(dates[0]), raw, start, end, sentence, opens, dates)
    return Token("code", raw.casefold(), raw, start, end, sentence, opens)


def number_key(digits: str) -> str | None:
    """`1,200.50` → `1200.5`; None for what is no number or too long."""
    if len(digits) > MAX_DIGITS or not _NUMBER.fullmatch(digits):
        return None
    if not digits.isascii():
        digits = "".join(c if c in ".," else str(unicodedata.digit(c, 0)) for c in digits)
    digits = digits.replace(",", "")
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    whole, _, part = digits.partition(".")
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")


def _scaled(key: str, power: int) -> str:
    return number_key(format(Decimal(key).scaleb(power), "f")) or key


def spelled(key: str) -> str | None:
    """The number that an English word is, up to ninety."""
    return _ENGLISH.get(key)


# ---- dates and words that belong to a number ---------------------------------------------------------


def _dates(tokens: list[Token], text: str) -> list[Token]:
    """Tokens with dates, scales (`million`), `percent` and currency words joined to their numbers."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        joined = None
        if token.kind == "number":
            joined = _joined(tokens, i, text)
        elif (
            token.kind == "word"
            and token.key in MONTHS
            and (token.raw[0].isupper() or token.key not in ("may", "march"))
        ):
            joined = _month_first(tokens, i, text)
        if joined:
            token, i = joined
        result.append(token)
        i += 1
    return result


def _joined(tokens: list[Token], i: int, text: str) -> tuple[Token, int] | None:
    """A number with the words behind it that belong to it, and the index of the last of them."""
    token = tokens[i]
    if i + 1 >= len(tokens) or not _near(token, tokens[i + 1], text):
        return None
    word = tokens[i + 1].key
    if word in _SCALES and len(token.key) <= MAX_DIGITS:
        scaled = token._replace(key=_scaled(token.key.rstrip("%"), _SCALES[word]), end=tokens[i + 1].end)
        after = tokens[i + 2].key if i + 2 < len(tokens) else ""
        if after in _CURRENCIES:
            return scaled._replace(currency=_CURRENCIES[after], end=tokens[i + 2].end), i + 2
        return scaled, i + 1
    if word in ("percent", "pct"):
        return token._replace(key=f"{token.key}%", end=tokens[i + 1].end), i + 1
    if word == "per" and i + 2 < len(tokens) and tokens[i + 2].key == "cent":
        return token._replace(key=f"{token.key}%", end=tokens[i + 2].end), i + 2
    if word in _CURRENCIES:
        return token._replace(currency=_CURRENCIES[word], end=tokens[i + 1].end), i + 1
    day = _small(token, 31)
    at = i + 2 if word == "of" else i + 1
    if day and at < len(tokens) and tokens[at].key in MONTHS and tokens[at].kind == "word":
        year, last = _year(tokens, at, text)
        return _date(tokens, i, last, (year, MONTHS[tokens[at].key], day)), last
    return None


def _month_first(tokens: list[Token], i: int, text: str) -> tuple[Token, int] | None:
    month = MONTHS[tokens[i].key]
    year, last = _year(tokens, i, text)
    if year:
        return _date(tokens, i, last, (year, month, 0)), last
    if i + 1 < len(tokens) and _near(tokens[i], tokens[i + 1], text) and (day := _small(tokens[i + 1], 31)):
        year, last = _year(tokens, i + 1, text)
        return _date(tokens, i, last, (year, month, day)), last
    return None


def _year(tokens: list[Token], i: int, text: str) -> tuple[int, int]:
    """The year behind token `i` and its index; 0 and `i` where there is none."""
    if i + 1 < len(tokens):
        token = tokens[i + 1]
        if token.kind == "number" and len(token.key) == 4 and token.raw.isdigit() and _near(tokens[i], token, text):
            return int(token.key), i + 1
    return 0, i


def _near(a: Token, b: Token, text: str) -> bool:
    gap = text[a.end : b.start]
    return len(gap) <= 3 and not gap.strip(" ,.-")


def _small(token: Token, most: int) -> int:
    return (
        int(token.key)
        if token.kind == "number" and token.key.isdigit() and len(token.key) <= 2 and int(token.key) <= most
        else 0
    )


def _date(tokens: list[Token], first: int, last: int, date: Date) -> Token:
    token = tokens[first]
    return Token(
        "date", _date_key(date), token.raw, token.start, tokens[last].end, token.sentence, token.opens, (date,)
    )


def _date_key(date: Date) -> str:
    return f"date {date[0]}-{date[1]}-{date[2]}"


def _numeric_date(raw: str) -> tuple[Date, ...]:
    if m := _YEAR_FIRST.fullmatch(raw):
        readings = [(int(m[1]), int(m[2]), int(m[3]))]
    elif m := _YEAR_LAST.fullmatch(raw):
        readings = [(int(m[3]), int(m[2]), int(m[1])), (int(m[3]), int(m[1]), int(m[2]))]
    else:
        return ()
    return tuple(dict.fromkeys(d for d in readings if 1 <= d[1] <= 12 and 1 <= d[2] <= 31))


def same_date(wanted: tuple[Date, ...], given: tuple[Date, ...]) -> bool:
    """Whether a reading of `given` says all that a reading of `wanted` says."""
    return any(all(a in (0, b) for a, b in zip(w, g, strict=True)) for w in wanted for g in given)
