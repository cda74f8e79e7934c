"""How problems are made up from raw text: an excerpt that stays as it is, and an operation with one right result.

    "The queue is full. Then put() waits."   replace queue → basket
    →  [["raw", ""], ["", "The "], ["noun", "queue"], ["", " is full."]], [["raw", ""], ["", "Then put() waits."]]

Only what an operation names becomes a token of its own. An operation is taken only where the text leaves no doubt: a
word that is picked out stands nowhere else in another form, numbers are whole numbers, dates are full dates. What a
text means is not known here, so kinds of modification that rest on meaning are not made: translation, entailment, a
limited vocabulary.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from repairloop import Chunk, Draw
from skills.english import DATE_STYLES, MONTHS, NUMBER_WORDS, vowel
from skills.rawtext import any_of
from skills.text_modification.compose_sentences import MARKS, MOVES
from skills.text_modification.compose_values import messy
from skills.text_modification.compose_words import TAGGED, swapped
from skills.text_modification.excerpts import LEFT, RIGHT, WORD, Excerpt, excerpt, rows
from skills.text_modification.modification import Modification, problem
from skills.text_modification.text import Op, Pairs, Sentence, Token
from skills.text_modification.writer import Texts

Made = Modification | None
Composer = Callable[[Excerpt], Made]


def from_text(area: str, chunks: Sequence[Chunk], w: Draw, step: Texts) -> Made:
    """A problem of the area from the first chunk; None where no operation of the area suits it."""
    composers = COMPOSERS[area.rpartition("/")[2]]
    lines = excerpt(chunks[0].text, w, step)
    if not lines:
        return None
    given = Excerpt(lines, chunks, w, step)
    for compose in w.rng.sample(composers, len(composers)):
        made = compose(given)
        if made is not None and made.truth() != made.text():
            made = made.like(area=area)
            more = step.second and w.rng.random() < w.settings.second
            return (made.add_instruction(w) or made) if more else made
    return None


# ---- tables -------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _partners(pairs: Pairs) -> tuple[dict[str, str], re.Pattern[str]]:
    """What each word of a table gives way to, and a pattern for all of them."""
    return dict(pairs), re.compile(rf"{LEFT}{any_of(old for old, _ in pairs)}{RIGHT}")


def _table(name: str, table: str, kind: str, ways: str = ">", marks: str = "{}") -> Composer:
    """Words of the text that the table has give way to their partners. `ways`: one way, the other, or both."""

    def compose(given: Excerpt) -> Made:
        pairs: Any = given.w.rows(f"raw/{table}")
        partners, pattern = _partners({">": pairs, "<": swapped(pairs), "<>": pairs + swapped(pairs)}[ways])
        counts: Counter[str] = Counter(pattern.findall(given.text))
        chosen: dict[str, str] = {}
        for old in given.w.rng.sample(sorted(counts), len(counts)):
            new = partners[old]
            clear = given.small.count(old.lower()) == counts[old] and old not in chosen.values() and new not in chosen
            article = vowel(old) == vowel(new) or not re.search(rf"\ban? {old}", given.small)
            if clear and article and len(chosen) <= given.changes:
                chosen[old] = new
        if not chosen:
            return None

        def token(match: re.Match[str]) -> Token | None:
            return (kind, marks.replace("{}", match[0])) if match[0] in chosen else None

        op = Op(name=name, pairs=[(marks.replace("{}", old), new) for old, new in chosen.items()])
        return problem(given.cut(pattern, token), op)

    return compose


_AS_NOUN: Final = re.compile(
    r"\b(?:the|an?|this|each|every|no|its|his|her|their|our|my|your|one|of|in|on|with|by|new|old) (?=([a-z]+))"
)
"""What shows that the word behind it is a noun."""


def _foreign(given: Excerpt) -> Made:
    languages, entries = given.w.all("raw/languages"), given.w.rows("raw/foreign")
    language = given.w.rng.randrange(len(languages))
    nouns = _AS_NOUN.findall(given.text)
    chosen = {
        entry[0]: entry[language + 1]
        for entry in given.w.rng.sample(entries, len(entries))
        if given.words.get(entry[0]) == nouns.count(entry[0]) and entry[language + 1] not in given.text
    }
    chosen = dict(list(chosen.items())[: given.changes + 1])
    if not chosen:
        return None
    op = Op(name="foreign", pairs=list(chosen.items()), words=[languages[language]])
    return problem(given.only(list(chosen)), op)


# ---- words that are picked out ------------------------------------------------------------------------


def _picked(given: Excerpt, count: int, often: int = 1) -> list[str]:
    return [word for word, times in given.words.items() if times >= often][:count]


def _replace(given: Excerpt) -> Made:
    pairs: dict[str, str] = {}
    for old in _picked(given, given.changes):
        new = given.strange(old)
        if new and new not in pairs.values():
            pairs[old] = new
    return problem(given.only(list(pairs)), Op(name="replace", pairs=list(pairs.items()))) if pairs else None


def _replace_first(given: Excerpt) -> Made:
    picked = _picked(given, 1, often=2)
    new = given.strange(picked[0]) if picked else ""
    return problem(given.only(picked), Op(name="replace_first", pairs=[(picked[0], new)])) if new else None


def _drop_mention(given: Excerpt) -> Made:
    for word in _picked(given, 6):
        holding = sum(word in line for line in given.lines)
        if holding < len(given.lines):
            return problem(given.only([word]), Op(name="drop_mention", words=[word]))
    return None


_LOOSE: Final = re.compile(
    r"(?<=[a-z]) (?:[a-z]{2,12}ly|also|just|very|really|quite|even|still|only|often|always)(?= [a-z])"
)


def _drop_words(given: Excerpt) -> Made:
    counts = Counter(found[1:] for found in _LOOSE.findall(given.text))
    clear = [word for word, count in counts.items() if given.small.count(word) == count][: given.changes]
    if not clear:
        return None
    sentences = given.cut(_LOOSE, lambda match: ("adv", match[0]) if match[0][1:] in clear else None)
    return problem(sentences, Op(name="drop_words", words=clear))


def _upper(given: Excerpt) -> Made:
    picked = _picked(given, 1)
    return problem(given.only(picked), Op(name="upper", words=picked)) if picked else None


def _mark(given: Excerpt) -> Made:
    picked = _picked(given, given.changes + 1)
    mark = given.w.line("term_marks")
    pairs = [(word, mark.replace("{}", word)) for word in picked]
    return problem(given.only(picked), Op(name="mark", pairs=pairs)) if pairs else None


_PROPER: Final = re.compile(rf"(?<=[a-z,] )[A-Z][a-z]{{2,14}}{RIGHT}")


def _redact(given: Excerpt) -> Made:
    """Words with a capital within a sentence, or any others."""
    proper = _PROPER.findall(given.text)
    clear = [word for word in dict.fromkeys(proper) if given.text.count(word) == proper.count(word)]
    clear = [word for word in clear if given.small.count(word.lower()) == given.text.count(word)]
    picked = clear[: given.changes]
    pattern = _PROPER if picked else WORD
    picked = picked or _picked(given, given.changes)
    hidden = given.w.line("hidden")
    sentences = given.cut(pattern, lambda match: ("name", match[0]) if match[0] in picked else None)
    return problem(sentences, Op(name="redact", pairs=[(word, hidden) for word in picked])) if picked else None


def _facts(given: Excerpt) -> Made:
    """Sentences of the neighbours, or of elsewhere in the chunk, come behind sentences with a certain word."""
    spare = [
        line
        for chunk in given.chunks[:3]
        for row in rows(chunk.text)
        for line in row
        if line not in given.lines and '"' not in line and len(line) < 120
    ]
    anchors: dict[str, str] = {}
    for word in _picked(given, 8):
        holding = [line for line in given.lines if word in line]
        if len(holding) == 1:
            anchors.setdefault(holding[0], word)
    chosen = list(anchors.values())[: min(given.changes, len(spare), 2)]
    if not chosen:
        return None
    pairs = list(zip(chosen, given.w.rng.sample(spare, len(chosen)), strict=True))
    return problem(given.only(chosen), Op(name="facts", pairs=pairs))


# ---- numbers, dates, addresses ------------------------------------------------------------------------

_DIGITS: Final = re.compile(r"\d+")
_NUMBER: Final = re.compile(r"(?<![\w.,:/%$€£+#=@_–—'’-])\d+(?![\w/%@_–—'’-]|[.,:]\d)")
_IN_WORDS: Final = re.compile(rf"(?<![\w-]){any_of(NUMBER_WORDS)}(?![\w-])", re.IGNORECASE)
_NUMBER_WORDS: Final = re.compile(
    rf"\b(?:{any_of(NUMBER_WORDS)}|zero|one|once|twice|half|first|second|third|quarter|(?:dozen|hundred|thousand|[mb]illion)s?)\b",
    re.IGNORECASE,
)
_MONTH: Final = any_of(MONTHS)
_DATE: Final = re.compile(
    rf"\b(?:(\d{{1,2}}) ({_MONTH}) (\d{{4}})|({_MONTH}) (\d{{1,2}}), (\d{{4}})|(\d{{4}})-(\d\d)-(\d\d))\b"
)
_HALF_DATE: Final = re.compile(rf"\d[a-z]* {_MONTH}|{_MONTH} \d|\d+[/.-]\d+[/.-]\d+")
_EMAIL: Final = re.compile(r"\b[\w.]+@[\w-]+(?:\.[a-z]+)+")
_PHONE: Final = re.compile(r"\+?\d[\d -]{5,}\d")


def _dated(given: Excerpt) -> list[Sentence] | None:
    """The sentences with tokens for their dates; None where there is none, or one that is not a full date."""
    if not _DATE.search(given.text) or _HALF_DATE.search(_DATE.sub("", given.text)):
        return None
    try:
        return given.cut(_DATE, lambda match: (f"date={_value(match)}", match[0]))
    except ValueError:
        return None


def _value(match: re.Match[str]) -> date:
    day, month, year, month2, day2, year2, *iso = match.groups()
    if iso[0]:
        return date(int(iso[0]), int(iso[1]), int(iso[2]))
    return date(int(year or year2), MONTHS.index(month or month2) + 1, int(day or day2))


def _dates(name: str) -> Composer:
    def compose(given: Excerpt) -> Made:
        sentences = _dated(given)
        if sentences is None:
            return None
        style = "iso" if name == "iso_dates" else given.w.pick([s for s in DATE_STYLES if s not in ("long", "iso")])
        return problem(sentences, Op(name=name, style=style))

    return compose


def _tag(given: Excerpt) -> Made:
    marks = dict(zip(TAGGED, given.w.row("tags"), strict=True))
    dated = _dated(given)
    if dated is not None:
        return problem(dated, Op(name="tag", pairs=[("date", given.w.fill(marks["date"], {}))]))
    numbers = _NUMBER.findall(given.text)
    if not numbers or len(numbers) != len(_DIGITS.findall(given.text)) or _NUMBER_WORDS.search(given.text):
        return None
    sentences = given.cut(_NUMBER, lambda match: (f"num={match[0]}", match[0]))
    return problem(sentences, Op(name="tag", pairs=[("num", given.w.fill(marks["num"], {}))]))


def _drop_numbers(given: Excerpt) -> Made:
    held = [_DIGITS.search(line) is not None for line in given.lines]
    if all(held) or not any(held) or _NUMBER_WORDS.search(given.text):
        return None
    return problem(given.cut(_DIGITS, lambda match: ("num", match[0])), Op(name="drop_numbers"))


def _digits(given: Excerpt) -> Made:
    found = len(_IN_WORDS.findall(given.text))
    if not found or found != len(_NUMBER_WORDS.findall(given.text)):
        return None
    sentences = given.cut(_IN_WORDS, lambda match: (f"num={NUMBER_WORDS[match[0].lower()]}", match[0]))
    return problem(sentences, Op(name="digits"))


def _mask_digits(given: Excerpt) -> Made:
    if not _DIGITS.search(given.text):
        return None
    sentences = given.cut(_DIGITS, lambda match: ("num", match[0]))
    return problem(sentences, Op(name="mask_digits", words=[given.w.pick(("*", "#", "X", "_"))]))


def _mask_email(given: Excerpt) -> Made:
    found = _EMAIL.findall(given.text)
    if not found or len(found) != given.text.count("@") or re.search(r"[+%-][\w.]*@", given.text):
        return None
    style = given.w.pick(("first", "user", "[EMAIL]", "<hidden>", "(address removed)"))
    return problem(given.cut(_EMAIL, lambda match: ("email", match[0])), Op(name="mask_email", style=style))


def _mask_phone(given: Excerpt) -> Made:
    found = _PHONE.findall(given.text)
    sure = all(number[-4:].isdigit() and (number[0] == "+" or re.match(r"0\d+[ -]", number)) for number in found)
    if not found or not sure or _HALF_DATE.search(given.text):
        return None
    op = Op(name="mask_phone", style=str(given.w.rng.randrange(2, 5)), words=[given.w.pick(("*", "#", "X", "_"))])
    return problem(given.cut(_PHONE, lambda match: ("phone", match[0])), op)


# ---- sentences and signs ------------------------------------------------------------------------------

_ASIDE: Final = re.compile(r" \([^()]+\)(?=[ ,.;:!?])")
_SHORT: Final = re.compile(
    r"[\w'’]*['’](?:t|ll|re|ve|m|d)\b|\b(?:it|he|she|that|there|here|wh[a-z]+|let|how|one)['’]s\b", re.I
)
_contracted: Final = _table("contractions", "contracted", "aux")


def _contractions(given: Excerpt) -> Made:
    rows: Any = given.w.rows("raw/contracted")
    known: dict[str, str] = dict(rows)
    found = _SHORT.findall(given.text)
    if not found or any(word not in known for word in found) or len(set(found)) > given.changes + 1:
        return None
    made = _contracted(given)
    return made if made and len(made.ops[0].pairs) == len(set(found)) else None


def _drop_asides(given: Excerpt) -> Made:
    found = _ASIDE.findall(given.text)
    if not found or len(found) != given.text.count("("):
        return None
    return problem(given.cut(_ASIDE, lambda match: ("aside", match[0])), Op(name="drop_asides"))


def _layout(given: Excerpt) -> Made:
    options = (("lines", ""), ("bullets", given.w.pick(MARKS)), ("numbered", given.w.pick((".", ")", ":"))))
    name, style = given.w.pick(options)
    return problem(given.whole(), Op(name=name, style=style))


def _small_letters(name: str, sure: re.Pattern[str]) -> Composer:
    """The text in small letters, where it has no sign that makes it doubtful which letters get a capital."""

    def compose(given: Excerpt) -> Made:
        if sure.fullmatch(given.small) is None or given.small == given.text:
            return None
        return problem([[("raw", line.lower())] for line in given.lines], Op(name=name), capitals=False)

    return compose


def _upper_sentence(given: Excerpt) -> Made:
    number = given.w.rng.randrange(1, min(9, len(given.lines)) + 1)
    return problem(given.whole(), Op(name="upper_sentence", style=str(number)))


def _moved(given: Excerpt) -> Made:
    return problem(given.whole(), Op(name=given.w.pick(MOVES)))


def _spaces(given: Excerpt) -> Made:
    return problem(messy(given.lines, given.w, given.changes + 2), Op(name="spaces"))


COMPOSERS: Final[dict[str, tuple[Composer, ...]]] = {
    "paraphrase": (_table("synonyms", "same", "adj"),),
    "simplify": (_table("glossary", "plain", "adj"),),
    "expand": (_table("abbreviations", "long_forms", "abbr"), _facts),
    "format": (_layout, _dates("dates")),
    "change_sentiment": (
        _table("opposites", "opposite", "praise"), _table("opposites", "opposite", "praise", "<"),
    ),
    "annotate": (_mark, _tag),
    "replace_keywords": (_replace, _replace, _replace_first),
    "remove": (_drop_mention, _drop_words, _drop_asides, _drop_numbers),
    "capitalise": (
        _upper, _upper_sentence, _small_letters("starts", re.compile(r"[\s\S]*")),
        _small_letters("title", re.compile(r"(?:[^\W\d_][\w'’]*[,.;:!?]*(?: |$))+")),
    ),
    "change_style": (_table("formal", "formal", "act"), _table("informal", "formal", "act", "<")),
    "rewrite": (_moved,),
    "normalise": (
        _spaces, _dates("iso_dates"), _digits, _contractions,
        _table("spelling_table", "spellings", "adj", "<>"),
    ),
    "reword": (_table("marked", "same", "adj", "<>", "*{}*"),),
    "code_switch": (_foreign,),
    "obfuscate": (_redact, _mask_digits, _mask_email, _mask_phone),
}  # fmt: skip
