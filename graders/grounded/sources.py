"""The reference of a grounded answer: sources, planted facts, and where in a text a fact stands.

From the sources come the words, numbers and dates that an answer may use, and *frames*: the words next to a value,
up to the second one that carries content (`museum opened on …`). A frame that stands beside one planted fact only is a
slot: another value in it contradicts the source. Nothing here reads citations or decides anything.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pydantic import Field

from graders.grounded.text import MONTHS, STOP, Date, Token, normal, number_key, read, same_date, spelled
from repairloop import BadReference, Given

MAX_CHARS: Final = 200_000
MAX_FACTS: Final = 50
MAX_DOCUMENTS: Final = 200
MAX_FRAME: Final = 6
"""Words in a frame."""

Span = tuple[int, int]
"""First token and the one behind the last."""
_ARTICLES = ("the", "a", "an")
_UNIT_FORMS = {
    "km": "kilometer", "kilometre": "kilometer", "m": "meter", "metre": "meter", "cm": "centimeter", "mm": "millimeter",
    "centimetre": "centimeter", "millimetre": "millimeter", "kg": "kilogram", "g": "gram", "mg": "milligram",
    "t": "ton",
    "tonne": "ton", "l": "liter", "litre": "liter", "ml": "milliliter", "h": "hour", "hr": "hour", "min": "minute",
    "s": "second", "sec": "second", "mi": "mile", "ft": "foot", "feet": "foot", "lb": "pound", "people": "person",
    "children": "child", "men": "man", "women": "woman",
}  # fmt: skip


class Document(Given):
    """One source."""

    text: str
    """What it says."""
    id: str | int = ""
    """By what it is cited."""


class PlantedFact(Given):
    """What a source says, and an answer may tell."""

    value: str | list[str]
    """Its value, or several ways to write it."""
    documents: list[str | int] | None = None
    """Ids of those that may be cited for it; absent: all that hold its value."""
    required: bool = True
    """Whether the answer must tell it."""


class SourcesAndFacts(Given):
    """The sources, and the facts planted in them."""

    documents: list[Document] = Field(min_length=1, max_length=MAX_DOCUMENTS)
    """The sources."""
    facts: list[PlantedFact] | None = Field(None, max_length=MAX_FACTS)
    """The facts."""
    answerable: bool = True
    """Whether the sources tell; where they do not, abstaining is right."""


@dataclass(frozen=True)
class Alias:
    """One way in which a fact's value may be written."""

    kind: str
    """`date`, `number`, or `text`."""
    keys: tuple[str, ...]
    dates: tuple[Date, ...] = ()
    currency: str = ""
    name: bool = False
    """Its words begin with capitals."""


@dataclass(frozen=True)
class Fact:
    value: str
    aliases: tuple[Alias, ...]
    documents: frozenset[str]
    """Ids of the documents that may be cited for it; empty where any may."""
    holding: frozenset[str]
    """Ids of these, and of all others in which its value stands."""
    required: bool
    kind: str
    """`day`, `percent`, `number`, or `name` for all else."""


@dataclass(eq=False)
class Vocabulary:
    """What a text holds, to look things up in."""

    words: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    dates: set[tuple[Date, ...]] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)

    @cached_property
    def beginnings(self) -> set[str]:
        return {word[:4] for word in self.words if len(word) >= 4}

    @cached_property
    def _sizes(self) -> list[float]:
        return sorted({float(n) for n in self.numbers if len(n) <= 15 and "%" not in n})

    def near(self, number: float, step: float) -> bool:
        """Whether a number is held that is less than `step` away."""
        at = bisect_left(self._sizes, number)
        return any(abs(size - number) < step for size in self._sizes[max(0, at - 1) : at + 1])

    def add(self, tokens: list[Token]) -> None:
        run = ""
        for token in tokens:
            capital = token.kind == "word" and token.raw[0].isupper()
            run = run + token.raw[0].casefold() if capital else (run if token.key in STOP else "")
            if len(run) > 1:
                self.initials |= {run[-size:] for size in range(2, min(len(run), 6) + 1)}
            if token.kind == "word":
                self.words.add(token.key)
                number = spelled(token.key)
                self.numbers |= {number} if number else set()
            elif token.kind == "number":
                self.numbers |= {token.key, token.key.rstrip("%"), token.key.lstrip("-")}
            elif token.kind == "date":
                self.dates.add(token.dates)
                self.numbers |= {str(part) for date in token.dates for part in (date[0], date[2]) if part}
            else:
                self.words.add(token.key)
                self.numbers |= set(filter(None, map(number_key, parts(token.raw))))


@dataclass(frozen=True)
class Sources:
    """A reference that was read."""

    documents: dict[str, str]
    facts: tuple[Fact, ...]
    answerable: bool
    vocabulary: Vocabulary
    frames: dict[tuple[str, ...], int]
    """A slot's frame → the index of its fact."""
    keys: dict[str, str]
    """Document id → its words, one space between them, for echoes."""

    @property
    def required(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.required]


def sources_of(reference: SourcesAndFacts) -> Sources:
    """Raises BadReference for a reference that cannot be used."""
    documents, answerable = _documents(reference.documents), reference.answerable
    tokens = {name: read(normal(text)) for name, text in documents.items()}
    facts = tuple(_fact(one, f"fact {n}", tokens) for n, one in enumerate(reference.facts or [], 1))
    if answerable and not any(fact.required for fact in facts):
        raise BadReference("an answerable reference needs a required fact")
    vocabulary = Vocabulary()
    for read_tokens in tokens.values():
        vocabulary.add(read_tokens)
    known = Vocabulary()
    known.add([token for fact in facts for text in (fact.value,) for token in read(normal(text))])
    for name in ("words", "numbers", "dates"):
        getattr(vocabulary, name).update(getattr(known, name))
    for name in documents:
        vocabulary.add(read(normal(name)))
    keys = {name: f" {' '.join(token.key for token in found)} " for name, found in tokens.items()}
    return Sources(documents, facts, answerable, vocabulary, _slots(facts, list(tokens.values())), keys)


def _documents(value: list[Document]) -> dict[str, str]:
    documents: dict[str, str] = {}
    for number, document in enumerate(value, 1):
        name = str(document.id).strip()
        if not name or name in documents or len(name) > 40:
            raise BadReference(f"document {number}: its id {name!r} is empty, too long, or taken by another one")
        documents[name] = document.text
    if sum(map(len, documents.values())) > MAX_CHARS:
        raise BadReference(f"the documents hold more than {MAX_CHARS} characters")
    return documents


def _fact(value: PlantedFact, what: str, documents: dict[str, list[Token]]) -> Fact:
    texts = value.value if isinstance(value.value, list) else [value.value]
    if not texts:
        raise BadReference(f"{what}: 'value' is an empty list")
    aliases = tuple(_alias(text, what) for text in texts)
    named = value.documents or []
    if any(str(name) not in documents for name in named):
        raise BadReference(f"{what}: 'documents' is not a list of ids of the documents")
    holding = frozenset(name for name, tokens in documents.items() if next(occurrences(aliases, tokens), None))
    cited = frozenset(map(str, named))
    tokens = read(normal(texts[0]))
    kind = "name" if aliases[0].kind == "text" else "number" if len(tokens) > 1 else kinds(tokens[0])[0]
    kind = "number" if kind == "name" and aliases[0].kind == "number" else kind
    return Fact(texts[0].strip(), aliases, cited or holding, cited | holding, value.required, kind)


def _alias(text: str, what: str) -> Alias:
    tokens = read(normal(text))
    while len(tokens) > 1 and tokens[0].key in _ARTICLES:
        tokens = tokens[1:]
    if not tokens:
        raise BadReference(f"{what}: {text!r} has no word and no number")
    first, keys = tokens[0], tuple(token.key for token in tokens)
    if len(tokens) == 1 and first.kind == "date":
        return Alias("date", keys, first.dates)
    if first.kind == "number" and len(tokens) <= 4 and all(token.kind == "word" for token in tokens[1:]):
        return Alias("number", keys, (), first.currency)
    if len(tokens) == 1 and (number := spelled(first.key)):
        return Alias("number", (number,))
    names = [token for token in tokens if token.key not in STOP]
    return Alias("text", keys, name=bool(names) and all(token.raw[0].isupper() for token in names))


# ---- where a fact stands -----------------------------------------------------------------------------


def occurrences(aliases: Iterable[Alias], tokens: list[Token]) -> Iterator[Span]:
    """Where one of the aliases stands, from the first word to the last."""
    keys = [token.key for token in tokens]
    for alias in aliases:
        if alias.kind == "text":
            yield from _phrases(alias.keys, keys)
        else:
            for i, token in enumerate(tokens):
                if alias.kind == "date":
                    if token.kind == "date" and same_date(alias.dates, token.dates):
                        yield i, i + 1
                elif _is_number(alias, token) and _has_unit(alias, tokens, i):
                    yield i, i + 1


def _phrases(phrase: tuple[str, ...], keys: list[str]) -> Iterator[Span]:
    at, size = -1, len(phrase)
    try:
        while True:
            at = keys.index(phrase[0], at + 1)
            if tuple(keys[at : at + size]) == phrase:
                yield at, at + size
    except ValueError:
        return


def _is_number(alias: Alias, token: Token) -> bool:
    wanted = alias.keys[0]
    if token.kind == "number":
        return token.key == wanted and (not alias.currency or token.currency in ("", alias.currency))
    if token.kind == "word":
        return spelled(token.key) == wanted
    return token.kind == "date" and len(wanted) == 4 and any(str(date[0]) == wanted for date in token.dates)


def _has_unit(alias: Alias, tokens: list[Token], i: int) -> bool:
    """Whether the number has the unit that the fact has: the same word near behind it, or no unit at all."""
    unit = [_unit(key) for key in alias.keys[1:]]
    behind = [token.key for token in tokens[i + 1 : i + 6] if token.sentence == tokens[i].sentence]
    if not unit:
        return True
    if not behind:
        return True
    words = [_unit(key) for key in behind]
    if unit[-1] in words:
        return True
    return words[0] in STOP and words[0] not in ("a", "an", "per")


def _unit(key: str) -> str:
    key = _UNIT_FORMS.get(key, key)
    key = key[:-1] if len(key) > 3 and key.endswith("s") and not key.endswith("ss") else key
    return _UNIT_FORMS.get(key, key)


# ---- values and their frames -------------------------------------------------------------------------


def kinds(token: Token) -> tuple[str, ...]:
    """What a token may be a value of: `day` (a date or a year), `percent`, `number`, `name`."""
    if token.kind == "date":
        return ("day",)
    if token.kind != "number":
        return ("name",)
    if len(token.raw) == 4 and token.raw.isdigit() and not token.currency and "1000" <= token.key <= "2199":
        return "day", "number"
    return ("percent",) if token.key.endswith("%") else ("number",)


def parts(raw: str) -> list[str]:
    """The pieces of a code between its signs: `10-12` → `10`, `12`."""
    for sign in ",:/-.":
        raw = raw.replace(sign, " ")
    return raw.split()


def names(tokens: list[Token]) -> Iterator[Span]:
    """Runs of words with capitals that stand where only names have one."""
    i = 0
    while i < len(tokens):
        if not is_name(tokens[i]):
            i += 1
            continue
        start = i
        i += 1
        while i < len(tokens) and is_name(tokens[i]) and tokens[i].start - tokens[i - 1].end <= 1:
            i += 1
        if start and tokens[start - 1].raw[0].isupper() and tokens[start - 1].sentence == tokens[start].sentence:
            start -= tokens[start - 1].opens and tokens[start - 1].key not in STOP
        yield start, i


def is_name(token: Token) -> bool:
    """Whether a word has a capital where only a name has one. A hypothesis, and for languages like English."""
    return (
        token.kind == "word" and token.raw[0].isupper() and not token.opens and token.key not in STOP
        and token.key not in COMMON
    )  # fmt: skip


COMMON: Final = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "document", "documents",
    "doc", "docs", "source", "sources", "answer", "answers", "final", "note", "summary", "question", "based",
    "according", "yes", "true", "false", "context", "passage", "text", "step", "point", "fact", "facts", "one",
    "two", "three", "first", "mr", "mrs", "ms", "dr", "prof", "sir", "lady", "second", "third", "however",
    "sure", "ok", "okay", "hello", "hi", "thanks", "sorry", "certainly", "absolutely", "great", "unknown", "none",
    "nothing", "nobody", "well", "please", "unclear", "therefore", "thus", "additionally", "finally", "also", "i'm",
    "i've", "i'd", "i'll", "it's", "that's",
}) | set(MONTHS)  # fmt: skip
"""Words that have a capital in answers and are no names of anything in a source."""


def values(tokens: list[Token]) -> Iterator[Span]:
    """Every number, date and name."""
    yield from ((i, i + 1) for i, token in enumerate(tokens) if token.kind in ("number", "date"))
    yield from names(tokens)


def frames(span: Span, tokens: list[Token]) -> Iterator[tuple[str, ...]]:
    """The words before a value, and those behind it, each up to the second one with content."""
    sentence = tokens[span[0]].sentence
    for side, step, at in (("before", -1, span[0] - 1), ("behind", 1, span[1])):
        words: list[str] = []
        content = 0
        while 0 <= at < len(tokens) and tokens[at].sentence == sentence and len(words) < MAX_FRAME and content < 2:
            words.append(tokens[at].key)
            content += tokens[at].key not in STOP
            at += step
        ends = not 0 <= at < len(tokens) or tokens[at].sentence != sentence
        if content == 2 or (content == 1 and ends):
            yield (side, *words, *(["end"] if content < 2 else []))


def _slots(facts: tuple[Fact, ...], documents: list[list[Token]]) -> dict[tuple[str, ...], int]:
    """Frames that stand beside one planted fact, and beside no other value of its kind."""
    owners: dict[tuple[str, ...], set[tuple[int, str]]] = {}
    for tokens in documents:
        of_fact = {span[0]: n for n, fact in enumerate(facts) for span in occurrences(fact.aliases, tokens)}
        spans = {span for fact in facts for span in occurrences(fact.aliases, tokens)}
        for span in {*spans, *values(tokens)}:
            fact = of_fact.get(span[0], -1)
            name = "" if fact >= 0 else " ".join(token.key for token in tokens[slice(*span)])
            for frame in frames(span, tokens):
                owners.setdefault(frame, set()).add((fact, name))
    return {
        frame: next(iter(found))[0] for frame, found in owners.items() if len(found) == 1 and next(iter(found))[0] >= 0
    }
