"""Operations that change words: replace, delete, insert, write in other signs.

Each takes the sentences and the operation and returns new sentences. None of them reads text: they go by the kinds of
the tokens and by the values behind them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from skills.english import capital, date_text
from skills.text_modification.text import Op, Sentence, Token, kind, value

Change = Callable[[list[Sentence], Op], list[Sentence]]
FACTORS: Final = {
    ("km", "m"): 1000, ("kg", "g"): 1000, ("m", "cm"): 100, ("l", "ml"): 1000, ("t", "kg"): 1000, ("cm", "mm"): 10,
    ("h", "min"): 60, ("min", "s"): 60,
}  # fmt: skip
"""From unit, to unit → by how much to multiply."""


def _mapped(change: Callable[[Token, Op], str | None]) -> Change:
    """The change that gives some tokens another text; None leaves a token as it is."""

    def run(sentences: list[Sentence], op: Op) -> list[Sentence]:
        return [
            [token if (new := change(token, op)) is None else (token[0], new) for token in sentence]
            for sentence in sentences
        ]

    return run


# ---- replacing ----------------------------------------------------------------------------------------


def table(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """Every word that stands in the table becomes its partner."""
    new = dict(op.pairs)
    return [[(k, new.get(text, text)) for k, text in sentence] for sentence in sentences]


def replace_first(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """Only the first place of the word changes."""
    old, new = op.pairs[0]
    done, changed = False, []
    for sentence in sentences:
        tokens = []
        for k, text in sentence:
            if text == old and not done:
                text, done = new, True
            tokens.append((k, text))
        changed.append(tokens)
    return changed


def swap(sentences: list[Sentence], op: Op) -> list[Sentence]:
    a, b = op.pairs[0]
    return table(sentences, Op(name="", pairs=[(a, b), (b, a)]))


# ---- deleting -----------------------------------------------------------------------------------------


def drop_mention(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """Sentences with the word go."""
    return [s for s in sentences if not any(text == op.words[0] for _, text in s)]


def drop_words(sentences: list[Sentence], op: Op) -> list[Sentence]:
    return [[token for token in s if token[1].strip() not in op.words] for s in sentences]


def _without(gone: str) -> Change:
    """Tokens of this kind go."""
    return lambda sentences, op: [[token for token in s if token[0] != gone] for s in sentences]


def drop_numbers(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """Sentences with a number go."""
    return [s for s in sentences if not any(kind(token) == "num" for token in s)]


# ---- inserting ----------------------------------------------------------------------------------------


def facts(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """Behind the sentence with the anchor comes the fact."""
    changed = []
    for sentence in sentences:
        changed.append(sentence)
        changed += [[("raw", fact)] for anchor, fact in op.pairs if any(text == anchor for _, text in sentence)]
    return changed


def appositions(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """At its first place a name is followed by what the person is."""
    left = dict(op.pairs)
    changed = []
    for sentence in sentences:
        tokens = []
        for k, text in sentence:
            role = left.pop(text, None) if k == "name" else None
            tokens.append((k, f"{text}, {role}," if role else text))
        changed.append(tokens)
    return changed


def negate(sentences: list[Sentence], op: Op) -> list[Sentence]:
    return [[(k, f"{text} not" if k == "be" else text) for k, text in s] for s in sentences]


def tag(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """Words of these kinds are marked."""
    marks = dict(op.pairs)
    changed = []
    for sentence in sentences:
        found = ((token, marks.get(kind(token))) for token in sentence)
        changed.append([(k, mark.replace("{}", text) if mark else text) for (k, text), mark in found])
    return changed


# ---- other signs for the same -------------------------------------------------------------------------


@_mapped
def dates(token: Token, op: Op) -> str | None:
    return date_text(value(token), op.style) if kind(token) == "date" else None


def _as_meant(of: str) -> Change:
    """Tokens of this kind are written as the value behind them."""
    return _mapped(lambda token, op: value(token) if kind(token) == of else None)


@_mapped
def units(token: Token, op: Op) -> str | None:
    if kind(token) != "qty":
        return None
    number, _, unit = value(token).partition(" ")
    old, new = op.pairs[0]
    return f"{int(number) * FACTORS[old, new]} {new}" if unit == old else None


@_mapped
def mask_email(token: Token, op: Op) -> str | None:
    if kind(token) != "email":
        return None
    user, _, domain = token[1].partition("@")
    return {"first": f"{user[0]}***@{domain}", "user": f"***@{domain}"}.get(op.style, op.style)


@_mapped
def mask_phone(token: Token, op: Op) -> str | None:
    """All digits but the last ones, whose number is `style`, become the sign."""
    if kind(token) != "phone":
        return None
    cut = len(token[1]) - int(op.style)
    hidden = "".join(op.words[0] if sign.isdigit() else sign for sign in token[1][:cut])
    return hidden + token[1][cut:]


@_mapped
def initials(token: Token, op: Op) -> str | None:
    return "".join(name[0] + op.style for name in token[1].split()) if kind(token) == "name" else None


@_mapped
def mask_digits(token: Token, op: Op) -> str | None:
    if kind(token) not in ("num", "phone", "date", "time"):
        return None
    return "".join(op.words[0] if sign.isdigit() else sign for sign in token[1])


# ---- capitals -----------------------------------------------------------------------------------------


def _title(text: str) -> str:
    return " ".join(map(capital, text.split(" ")))


def starts(sentences: list[Sentence], op: Op) -> list[Sentence]:
    changed = []
    for sentence in sentences:
        at = next(n for n, token in enumerate(sentence) if token[1])
        k, text = sentence[at]
        changed.append([*sentence[:at], (k, capital(text)), *sentence[at + 1 :]])
    return changed


def upper_sentence(sentences: list[Sentence], op: Op) -> list[Sentence]:
    """The sentence whose number is `style`, counted from 1."""
    number = int(op.style) - 1
    return [[(k, text.upper()) for k, text in s] if n == number else s for n, s in enumerate(sentences)]


_TABLES: Final = (
    "synonyms", "glossary", "abbreviations", "opposites", "replace", "formal", "informal", "spelling",
    "spelling_table", "contractions", "marked", "foreign", "vocabulary", "mark", "redact",
)  # fmt: skip
CHANGES: Final[dict[str, Change]] = dict.fromkeys(_TABLES, table) | {
    "replace_first": replace_first, "swap": swap, "drop_mention": drop_mention, "drop_words": drop_words,
    "drop_adjectives": _without("adj"), "drop_asides": _without("aside"), "drop_numbers": drop_numbers,
    "drop_last": lambda sentences, op: sentences[:-1], "facts": facts, "appositions": appositions,
    "prefix": lambda sentences, op: [[("raw", op.words[0])], *sentences], "negate": negate, "tag": tag, "dates": dates,
    "iso_dates": dates, "digits": _as_meant("num"), "clock": _as_meant("time"), "units": units, "spaces": _as_meant("gap"),
    "mask_email": mask_email, "mask_phone": mask_phone, "initials": initials, "mask_digits": mask_digits,
    "upper": _mapped(lambda token, op: token[1].upper() if token[1] in op.words else None),
    "upper_names": _mapped(lambda token, op: token[1].upper() if kind(token) == "name" else None),
    "people": _mapped(lambda token, op: _title(token[1]) if kind(token) == "name" else None),
    "title": _mapped(lambda token, op: _title(token[1])), "starts": starts, "upper_sentence": upper_sentence,
}  # fmt: skip
