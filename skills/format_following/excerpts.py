"""Draws requests on a text from raw material: which sentences and words of it, and which rules.

    a chunk of prose, area "format_following/counts"   →   Given(task="describe", rules=[sentences exactly=2], …)

Sentences are kept where any form can be put on them: words, commas and one full stop, in letters that have two cases.
Rules are drawn so that sentences or words of the text themselves make an answer that keeps to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, Final

from skills.format_following import phrasing_seen
from skills.format_following.given import Found, Given, fits, length, shorter
from skills.format_following.problems import Rule, affix, listing, rule
from skills.format_following.spin import names

if TYPE_CHECKING:
    from repairloop.sources.chunks import Chunk

_SPLIT = re.compile(r"(?<=[.!?:]) (?=[A-Z])")
_SENTENCE = re.compile(r"[^\W\d_][\w ,'-]{14,170}\.")
_WORD = re.compile(r"\b[A-Za-z]{5,14}\b")
_TITLE = re.compile(r"[A-Z][a-z]{2,14}(?: [A-Za-z][a-z]{1,14}){1,5}")
_COMMON: Final = frozenset(names("""
    about above after again against along also although always among another because before behind being below between
    could doesn during either every first found from given having however itself later least leave might never often
    other otherwise perhaps rather really should since something still their there therefore these thing things think
    those though three through under unless until using where whether which while whose within without would
""".replace("\n", " "), " "))  # fmt: skip
_LOWERED: Final = frozenset(["the", "a", "an", "this", "that", "these", "it", "its", "if", "when", "we", "they", "there",
                             "our", "all", "each", "in", "for", "on", "as", "most", "many", "some", "one", "two",
                             "return", "returns", "set", "get", "add", "create", "read", "write", "make", "use", "uses", "given",
                             "called", "you", "no", "not", "only", "any", "after", "before", "once", "by", "to", "with", "from",
                             "returned", "convert", "check", "like", "also", "see"])  # fmt: skip
"""First words of a sentence that begin with a small letter elsewhere."""
_LENGTH: Final = {1: 70, 2: 120, 3: 180}
"""Most words of the text, by difficulty."""


def from_material(area: str, chunks: Sequence[Chunk], rng: Random, difficulty: int) -> Given | Found | None:
    """A problem of the area from the text of the first chunk; None where it does not suit."""
    title, sentences, terms = _content(chunks[0], _LENGTH[difficulty], rng)
    if len(sentences) < 2 or len(terms) < 8:
        return None
    if area.endswith("/labels"):
        return _found(sentences, terms, chunks[1:], rng, difficulty)
    made = _MAKE[area.rpartition("/")[2]](Draft(sentences, terms, rng, difficulty))
    if made is None:
        return None
    task, rules = made
    return Given(area=area, task=task, topic=title, rules=rules, sentences=sentences, terms=terms)  # type: ignore[arg-type]


def _content(chunk: Chunk, most: int, rng: Random) -> tuple[str, list[str], list[str]]:
    """Title, sentences that stand one after the other, and their telling words."""
    runs = _runs(chunk.text)
    sentences: list[str] = []
    for sentence in rng.choice(runs) if runs else ():
        if length([*sentences, sentence]) > most or len(sentences) == 8 or not _terms(sentence):
            break
        sentences.append(sentence)
    terms = [*dict.fromkeys(term for sentence in sentences for term in _terms(sentence))]
    title = chunk.title.removeprefix("Python: ")
    return (title if _TITLE.fullmatch(title) and not title.isupper() else ""), [_lowered(s) for s in sentences], terms


@lru_cache(maxsize=4096)
def _runs(text: str) -> list[list[str]]:
    """Plain sentences, without their ends, in rows of two or more."""
    runs: list[list[str]] = [[]]
    for sentence in _SPLIT.split(" ".join(text[:4000].split()))[:60]:
        if _SENTENCE.fullmatch(sentence) and 4 <= length([sentence]) <= 18 and _cased(sentence):
            if sentence[:-1] not in runs[-1]:
                runs[-1].append(sentence[:-1])
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]


def _terms(sentence: str) -> list[str]:
    return [word for word in _WORD.findall(sentence.lower()) if word not in _COMMON]


def _cased(text: str) -> bool:
    """Every letter has two cases, and a small form that is one letter."""
    return all(not c.isalpha() or (len(c.lower()) == len(c.upper()) == 1 and c.lower() != c.upper()) for c in text)


def _lowered(sentence: str) -> str:
    first, space, rest = sentence.partition(" ")
    return f"{first.lower()}{space}{rest}" if first.lower() in _LOWERED else sentence


# ---- rules, so that an answer exists ------------------------------------------------------------------

Made = tuple[str, list[Rule]] | None
"""Task and rules."""
_COUNT: Final = {1: (2, 4), 2: (3, 5), 3: (4, 6)}


class Draft:
    """The content, and what is drawn from it."""

    def __init__(self, sentences: list[str], terms: list[str], rng: Random, difficulty: int) -> None:
        self.sentences, self.terms, self.rng, self.difficulty = sentences, terms, rng, difficulty

    def some(self) -> int:
        """So many words of the text."""
        return self.rng.randint(*_COUNT[self.difficulty])

    def few(self) -> int:
        """So many sentences, none too many for a short answer."""
        return self.rng.randint(1, max(1, min(shorter(self.sentences), self.difficulty + 1)))

    def listed(self, forms: Sequence[str]) -> Made:
        """A list of words, or of sentences."""
        form, few = self.rng.choice(forms), self.few()
        if form == "items" or few < 2 or self.rng.random() < 0.4:
            return "list", [listing(form, self.some(), self.rng, "seen")]
        return "describe", [listing(form, few, self.rng, "seen")]


def _counts(d: Draft) -> Made:
    forms = ["list", "list", "sentences", "words_max"] + (["words", "between"] if d.difficulty > 1 else [])
    form = d.rng.choice(forms)
    first = d.sentences[0].count(" ") + 1
    if form == "list":
        return d.listed(("bullets", "numbered", "lines", *(["items"] if d.difficulty > 1 else [])))
    if form == "sentences":
        return "describe", [rule("sentences", exactly=d.few())]
    if form == "words":
        return "describe", [rule("words", exactly=d.rng.choice(d.sentences).count(" ") + 1)]
    if form == "between":
        return "describe", [rule("words", min=max(3, first - d.rng.randint(1, 3)), max=first + d.rng.randint(1, 5))]
    return "describe", [rule("words", max=max(first + d.rng.randint(1, 6), 12))]


def _prefix_suffix(d: Draft) -> Made:
    beginnings, endings = ["starts_with", "first_word"], ["ends_with", "last_word", "postscript"]
    if d.rng.random() < 0.1:
        return "title", [rule("titled")]
    forms = [d.rng.choice([*beginnings, "ends_with", "quoted", *(endings if d.difficulty > 1 else [])])]
    if d.difficulty == 3:
        forms = [d.rng.choice(beginnings), d.rng.choice(endings)]
    return "describe", [affix(form, d.rng, "seen") for form in forms]


def _case(d: Draft) -> Made:
    form = d.rng.choice(["uppercase", "lowercase", "title_case"])
    task = d.rng.choice(["title", "list"] if form == "title_case" else ["title", "describe", "list"])
    rules = [rule(form)]
    if task == "describe" and d.difficulty > 1:
        rules.append(rule("sentences", exactly=d.few()))
    elif task == "list":
        rules.append(listing(d.rng.choice(["lines", "numbered", "bullets"]), d.some(), d.rng, "seen"))
    return task, rules


def _json_shape(d: Draft) -> Made:
    if d.rng.random() < 0.45:
        return "list", [rule("json_list", exactly=d.some(), of="string")]
    kinds = {"name": "string", "fact": "string", "thing": "string", "things": "list"}
    roles = {key: role for key, role in phrasing_seen.FIELDS.items() if role in kinds}
    keys: dict[str, str] = {}
    for key in d.rng.sample(list(roles), len(roles)):
        if roles[key] not in {roles[other] for other in keys} and (d.difficulty > 1 or roles[key] != "things"):
            keys[key] = kinds[roles[key]]
    return "record", [rule("json_object", keys=dict(list(keys.items())[: d.difficulty + 1]))]


def _forbidden(d: Draft) -> Made:
    marks = [mark for mark in ("no_commas", "no_digits") if any(fits(s, {mark: {}}) for s in d.sentences)]
    form = d.rng.choice(["excludes", "excludes", "includes", *marks])
    if form == "includes":
        words = [*dict.fromkeys(_terms(d.sentences[0]))]
        return "describe", [rule("includes", words=d.rng.sample(words, min(len(words), d.difficulty, 2)))]
    if form != "excludes":
        return "describe", [rule(form), *([rule("no_exclamation")] if d.difficulty > 1 else [])]
    banned = rule("excludes", words=d.rng.sample(d.terms, d.difficulty))
    free = any(fits(s, {"excludes": banned["args"]}) for s in d.sentences)
    return "describe" if free and d.rng.random() < 0.7 else "list", [banned]


def _several(d: Draft) -> Made:
    """A shape with a case, a beginning or end, or words to avoid."""
    case = rule(d.rng.choice(["uppercase", "lowercase"]))
    task = d.rng.choice(["describe", "describe", "list", "title"])
    if task == "title":
        rules = [rule(d.rng.choice(["quoted", "titled"])), case, rule("words", max=d.rng.choice([8, 9, 10]))]
    elif task == "list":
        form = d.rng.choice(["bullets", "numbered", "lines", "json_list", "items"])
        n = d.rng.randint(2, 4)
        shape = rule("json_list", exactly=n, of="string") if form == "json_list" else listing(form, n, d.rng, "seen")
        rules = [shape, case, rule("excludes", words=d.rng.sample(d.terms, d.rng.randint(1, 2)))]
    else:
        form = d.rng.choice(["starts_with", "ends_with", "first_word", "last_word", "quoted"])
        rules = [rule("sentences", exactly=d.few()), affix(form, d.rng, "seen"), case]
    chosen = [rules[0], *d.rng.sample(rules[1:], 2 if d.difficulty == 3 else 1)]
    if any(part["id"] == "ends_with" for part in chosen):
        chosen[0] = rule("sentences", exactly=chosen[0]["args"]["exactly"] + 1)
    d.rng.shuffle(chosen)
    return task, chosen


_MAKE: Final[dict[str, Callable[[Draft], Made]]] = {
    "counts": _counts, "prefix_suffix": _prefix_suffix, "case": _case, "json_shape": _json_shape,
    "forbidden": _forbidden, "several": _several,
}  # fmt: skip


_STRANGERS: Final = (
    "castle", "banana", "violin", "harbour", "elephant", "carpet", "thunder", "chimney", "penguin", "mustard", "blanket",
    "trumpet", "volcano", "cherry", "saddle", "lantern", "pillow", "walnut", "compass", "feather",
)  # fmt: skip
"""Words to offer beside the right one, where no neighbour has any."""


def _found(
    sentences: list[str], terms: list[str], others: Sequence[Chunk], rng: Random, difficulty: int
) -> Found | None:
    """Words to choose from: one stands in the text, the others, from neighbouring texts, do not."""
    text = " ".join(f"{s[0].upper()}{s[1:]}." for s in sentences)
    small = text.lower()
    strangers = [
        word for chunk in others[:3] for word in _WORD.findall(chunk.text[:600].lower())
        if word not in small and word not in _COMMON
    ]  # fmt: skip
    strangers = [*dict.fromkeys(strangers)]
    strangers = strangers if len(strangers) > 4 else [word for word in _STRANGERS if word not in small]
    truth = rng.choice(terms)
    fit = [word for word in strangers if truth not in word and word not in truth]
    count = {1: 1, 2: rng.randint(1, 2), 3: rng.randint(2, 4)}[difficulty]
    if len(fit) < count:
        return None
    words = [truth, *rng.sample(fit, count)]
    rng.shuffle(words)
    return Found(
        kind="found", truth=truth, head=text, tail="", labels={word: word for word in words},
        form="letter" if difficulty > 1 and rng.random() < 0.35 else "label",
    )  # fmt: skip
