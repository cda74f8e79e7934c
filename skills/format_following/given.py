"""Requests on a text from raw material: retell it, name it, list words of it, in exactly the form that is asked for.

    "The trail was closed in May. A storm had washed the bridge away. Volunteers built a new one."
    →  Retell the text below in exactly two sentences.     The trail was closed in May. A storm had washed the bridge away.
    →  Which of these words stands in the text, bridge or castle? One word.     bridge

A `Given` is a request whose content is sentences and words of the text; a `Found` is a classification whose truth is
which of the words offered stands there. Sentences are kept where any form can be put on them: words, commas and one
full stop, in letters that have two cases. Rules are drawn so that sentences or words of the text themselves make an
answer that keeps to them. What a text means is not known: to retell is to give its first sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from random import Random
from typing import Any, Final, Literal

from repairloop import Ask, Chunk, Draw
from skills.format_following.answers import Rules, capital
from skills.format_following.compose import KINDS, SHAPES, Demands, affix, keys_of, listing
from skills.format_following.labels import Classification
from skills.format_following.request import LISTS, Request, Rule, rule
from skills.format_following.topics import listed
from skills.rawtext import sentences

_BREAK: Final = re.compile(r"(?<=[.!?:]) (?=[A-Z])")
_SENTENCE: Final = re.compile(r"[^\W\d_][\w ,'-]{14,170}\.")
_WORD: Final = re.compile(r"\b[A-Za-z]{5,14}\b")
_TITLE: Final = re.compile(r"[A-Z][a-z]{2,14}(?: [A-Za-z][a-z]{1,14}){1,5}")


class Given(Request):
    """A request on a text."""

    sentences: list[str]
    """Of the text, in order, without their full stops."""
    terms: list[str]
    """Telling words of the text, in small letters; at least eight."""

    @property
    def text(self) -> str:
        return whole(self.sentences)

    @property
    def title(self) -> str:
        """The topic, where it can head a text; else words of the text."""
        small = self.text.lower()
        return self.topic or " and ".join(sorted(self.terms, key=lambda term: (-small.count(term), -len(term)))[:2])

    def settings(self) -> dict[str, Any]:
        if self.task in ("title", "list"):
            return super().settings()
        return {"min_words": 2 if self.task == "record" else 3, "topic_words": self.terms}

    def clauses(self, rules: Rules, rng: Random) -> list[str]:
        return [sentence for sentence in self.sentences if fits(sentence, rules)]

    def things(self, rules: Rules, rng: Random) -> list[str]:
        return [term for term in self.terms if fits(term, rules)]

    def headed(self, rules: Rules, rng: Random) -> str:
        return self.title

    def known(self, rng: Random) -> dict[str, Any]:
        return {"name": self.title, "fact": f"{capital(self.sentences[0])}.", "thing": self.terms[0],
                "things": self.terms[:2]}  # fmt: skip

    def ask(self, w: Draw) -> Ask:
        """The request, with its text below it."""
        asked, shown = super().ask(w), w.line("given", text=self.text)
        return replace(asked, text=asked.text + w.pick(["\n", "\n\n"]) + shown)

    def said(self, w: Draw) -> str:
        return w.line(f"given/{self.task}")

    def longer(self, w: Draw) -> Given | None:
        """One more item, line or sentence, as far as the text goes."""
        count, banned = self.argument(LISTS, "exactly", 0), len(self.argument(["excludes"], "words", []))
        there, most = (len(self.terms), 7) if self.task == "list" else (shorter(self.sentences), 4)
        return self.with_args(LISTS, exactly=count + 1) if 0 < count < min(most, there - banned) else None

    def another_word(self, w: Draw) -> Given | None:
        """Forbid one more word of the text, where an answer is left."""
        words = self.argument(["excludes"], "words", [])
        left = [term for term in self.terms if term not in words]
        if self.task != "list":
            left = [term for term in left if self._answerable([*words, term])]
        if not self.has("excludes") or len(words) > 2 or not left:
            return None
        return self.with_args(["excludes"], words=[*words, w.pick(left)])

    def _answerable(self, banned: list[str]) -> bool:
        """Whether the sentences that do without the words suffice."""
        wanted = max((old["args"].get("exactly", 1) for old in self.rules if old["id"] != "words"), default=1)
        return sum(fits(s, {"excludes": {"words": banned}}) for s in self.sentences) >= wanted


class Found(Classification):
    """A text, and words of which one stands in it."""

    kind: Literal["found"]  # type: ignore[assignment]

    @property
    def text(self) -> str:
        return self.head


def whole(sentences: Sequence[str]) -> str:
    return " ".join(f"{capital(sentence)}." for sentence in sentences)


def length(sentences: Sequence[str]) -> int:
    return sum(sentence.count(" ") + 1 for sentence in sentences)


def fits(text: str, rules: Rules) -> bool:
    """Whether a sentence or word keeps to the words and signs that may be used."""
    if ("no_commas" in rules and "," in text) or ("no_digits" in rules and any(map(str.isdigit, text))):
        return False
    return set(re.findall(r"[^\W_]+", text.lower())).isdisjoint(rules.get("excludes", {}).get("words", ()))


def shorter(sentences: Sequence[str]) -> int:
    """How many of the first sentences make an answer that is shorter than the text, and not long."""
    return sum(length(sentences[: n + 1]) <= 34 for n in range(len(sentences) - 1))


# ---- what a text holds --------------------------------------------------------------------------------


def from_material(area: str, chunks: Sequence[Chunk], w: Draw, step: Demands) -> Given | Found | None:
    """A problem of the area from the text of the first chunk; None where it does not suit."""
    title, sentences, terms = _content(chunks[0], step.length, w)
    if len(sentences) < 2 or len(terms) < 8:
        return None
    if area.endswith("/labels"):
        return _found(whole(sentences), terms, chunks[1:], w, step)
    task: Any
    task, rules = _MAKE[area.rpartition("/")[2]](Draft(sentences, terms, w, step))
    return Given(area=area, task=task, topic=title, rules=rules, sentences=sentences, terms=terms)


def _content(chunk: Chunk, most: int, w: Draw) -> tuple[str, list[str], list[str]]:
    """Title, sentences that stand one after the other, and their telling words."""
    runs = _runs(chunk.text)
    sentences: list[str] = []
    for sentence in w.pick(runs) if runs else ():
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
    for sentence in sentences(text, _BREAK)[:60]:
        if _SENTENCE.fullmatch(sentence) and 4 <= length([sentence]) <= 18 and _cased(sentence):
            if sentence[:-1] not in runs[-1]:
                runs[-1].append(sentence[:-1])
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]


def _terms(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in listed("given/untelling")]


def _cased(text: str) -> bool:
    """Every letter has two cases, and a small form that is one letter."""
    return all(not c.isalpha() or (len(c.lower()) == len(c.upper()) == 1 and c.lower() != c.upper()) for c in text)


def _lowered(sentence: str) -> str:
    first, space, rest = sentence.partition(" ")
    return f"{first.lower()}{space}{rest}" if first.lower() in listed("given/small") else sentence


def _found(text: str, terms: list[str], others: Sequence[Chunk], w: Draw, step: Demands) -> Found | None:
    """Words to choose from: one stands in the text, the others, from neighbouring texts, do not."""
    small = text.lower()
    strangers = list(dict.fromkeys(t for chunk in others[:3] for t in _terms(chunk.text[:600]) if t not in small))
    strangers = strangers if len(strangers) > 4 else [word for word in w.all("given/stranger") if word not in small]
    truth = w.pick(terms)
    fit = [word for word in strangers if truth not in word and word not in truth]
    count = {1: 1, 2: w.rng.randint(1, 2), 3: w.rng.randint(2, 4)}[step.forms]
    if len(fit) < count:
        return None
    words = [truth, *w.rng.sample(fit, count)]
    w.rng.shuffle(words)
    letter = step.letters and w.rng.random() < w.settings.letters
    return Found(
        kind="found", truth=truth, head=text, tail="", labels={word: word for word in words},
        form="letter" if letter else "label",
    )  # fmt: skip


# ---- rules, so that an answer exists ------------------------------------------------------------------

Made = tuple[str, list[Rule]]
"""Task and rules."""


class Draft:
    """The content, and what is drawn from it."""

    def __init__(self, sentences: list[str], terms: list[str], w: Draw, step: Demands) -> None:
        self.sentences, self.terms, self.w, self.rng, self.step = sentences, terms, w, w.rng, step

    def some(self) -> int:
        """So many words of the text."""
        return self.rng.randint(*self.step.listed)

    def few(self) -> int:
        """So many sentences, none too many for a short answer."""
        return self.rng.randint(1, max(1, min(shorter(self.sentences), self.step.clauses[1])))

    def listed(self, *forms: str) -> Made:
        """A list of words, or of sentences."""
        form, few = self.w.pick(forms), self.few()
        if form == "items" or few < 2 or self.rng.random() < 0.4:
            return "list", [listing(form, self.some(), self.w)]
        return "describe", [listing(form, few, self.w)]


def _counts(d: Draft) -> Made:
    forms = ["list", "list", "sentences", "words_max"] + (["words", "between"] if d.step.forms > 1 else [])
    form = d.w.pick(forms)
    first = d.sentences[0].count(" ") + 1
    if form == "list":
        return d.listed("bullets", "numbered", "lines", *(["items"] if d.step.forms > 1 else []))
    if form == "sentences":
        return "describe", [rule("sentences", exactly=d.few())]
    if form == "words":
        return "describe", [rule("words", exactly=d.w.pick(d.sentences).count(" ") + 1)]
    if form == "between":
        return "describe", [rule("words", min=max(3, first - d.rng.randint(1, 3)), max=first + d.rng.randint(1, 5))]
    return "describe", [rule("words", max=max(first + d.rng.randint(1, 6), 12))]


def _prefix_suffix(d: Draft) -> Made:
    beginnings, endings = ["starts_with", "first_word"], ["ends_with", "last_word", "postscript"]
    if d.rng.random() < 0.1:
        return "title", [rule("titled")]
    forms = [d.w.pick([*beginnings, "ends_with", "quoted", *(endings if d.step.forms > 1 else [])])]
    if d.step.forms > 2:
        forms = [d.w.pick(beginnings), d.w.pick(endings)]
    return "describe", [affix(form, d.w) for form in forms]


def _case(d: Draft) -> Made:
    form = d.w.pick(["uppercase", "lowercase", "title_case"])
    task = d.w.pick(["title", "list"] if form == "title_case" else ["title", "describe", "list"])
    rules = [rule(form)]
    if task == "describe" and d.step.forms > 1:
        rules.append(rule("sentences", exactly=d.few()))
    elif task == "list":
        rules.append(listing(d.w.pick(["lines", "numbered", "bullets"]), d.some(), d.w))
    return task, rules


def _json_shape(d: Draft) -> Made:
    if d.rng.random() < 0.45:
        return "list", [listing("json_list", d.some(), d.w)]
    roles = keys_of(d.w, "name", "fact", "thing", "things")
    keys: dict[str, str] = {}
    for key in d.rng.sample(list(roles), len(roles)):
        if roles[key] not in {roles[other] for other in keys} and (d.step.forms > 1 or roles[key] != "things"):
            keys[key] = KINDS[roles[key]]
    return "record", [rule("json_object", keys=dict(list(keys.items())[: d.step.keys]))]


def _forbidden(d: Draft) -> Made:
    marks = [mark for mark in ("no_commas", "no_digits") if any(fits(s, {mark: {}}) for s in d.sentences)]
    form = d.w.pick(["excludes", "excludes", "includes", *marks])
    if form == "includes":
        words = [*dict.fromkeys(_terms(d.sentences[0]))]
        return "describe", [rule("includes", words=d.rng.sample(words, min(len(words), d.step.words, 2)))]
    if form != "excludes":
        return "describe", [rule(form), *([rule("no_exclamation")] if d.step.forms > 1 else [])]
    banned = rule("excludes", words=d.rng.sample(d.terms, d.step.words))
    free = any(fits(s, {"excludes": banned["args"]}) for s in d.sentences)
    return "describe" if free and d.rng.random() < 0.7 else "list", [banned]


def _several(d: Draft) -> Made:
    """A shape with a case, a beginning or end, or words to avoid."""
    case = rule(d.w.pick(["uppercase", "lowercase"]))
    task = d.w.pick(["describe", "describe", "list", "title"])
    if task == "title":
        rules = [rule(d.w.pick(["quoted", "titled"])), case, rule("words", max=d.w.pick([8, 9, 10]))]
    elif task == "list":
        rules = [
            listing(d.w.pick(SHAPES), d.rng.randint(2, 4), d.w),
            case,
            rule("excludes", words=d.rng.sample(d.terms, d.rng.randint(1, 2))),
        ]
    else:
        form = d.w.pick(["starts_with", "ends_with", "first_word", "last_word", "quoted"])
        rules = [rule("sentences", exactly=d.few()), affix(form, d.w), case]
    chosen = [rules[0], *d.rng.sample(rules[1:], d.step.rules - 1)]
    if any(part["id"] == "ends_with" for part in chosen):
        chosen[0] = rule("sentences", exactly=chosen[0]["args"]["exactly"] + 1)
    d.rng.shuffle(chosen)
    return task, chosen


_MAKE: Final[dict[str, Callable[[Draft], Made]]] = {
    "counts": _counts, "prefix_suffix": _prefix_suffix, "case": _case, "json_shape": _json_shape,
    "forbidden": _forbidden, "several": _several,
}  # fmt: skip
