"""Questions on real text whose truth needs no understanding: it is computed from the sentences, letter by letter.

    told     The parser was written in 1998. It was Ada Byron who counted its rules.
    asked    complete   "It was ____ who counted its rules." as the text has it        Ada Byron
             judge      Does the text say so, word for word: The parser was written in 1989.      false
             spread     Between the greatest and the smallest number written in digits   …

`complete` looks for the one shown sentence that begins with `before` and ends with `after`; what is in between is the
truth, and where there is no such sentence, the text does not tell. `gap` is the same with the gap in the text itself. What
a sentence means is never asked, so that a program can know the answer; whether the text is right, nobody asks either.
"""

from __future__ import annotations

import re
from random import Random
from typing import Any, Final, Literal

from pydantic import Field

from skills.reading_comprehension.bank import Bank
from skills.reading_comprehension.phrase import capital, draw
from skills.reading_comprehension.prompt import listed
from skills.reading_comprehension.reading import Reading
from skills.reading_comprehension.sentences import words
from skills.reading_comprehension.vocabulary import GAP

Mode = Literal[
    "complete", "reason", "gap", "judge", "first", "last", "order", "match", "heading", "speaker",
    "largest", "smallest", "spread", "years", "count",
]  # fmt: skip
YEARS: Final = (1500, 2099)
_INTEGER = re.compile(r"(?<![\w.,:/+%^$€£#-])\d{1,6}(?![\w%^/:°-]|[.,]\d)")
_YEAR = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|year|January|February|March|April|May|June|July|August|September|October|November|December)"
    r" (\d{4})(?![\w%^/:°-]|[.,]\d)"
)
_NAME: Final = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}"
_SAYS: Final = r"(?:said|says|asked|asks|replied|replies|added|adds|wrote|writes|explained|explains|answered|cried)"
_SPEECH: Final = (
    re.compile(rf"^[\"“](?P<words>[^\"”“]{{8,160}}?)[,.?!]?[\"”] {_SAYS} (?P<name>{_NAME})[.,;]"),
    re.compile(rf"^(?P<name>{_NAME}) {_SAYS}[,:] [\"“](?P<words>[^\"”“]{{8,160}}?)[.?!]?[\"”][.]?$"),
)
_PRONOUNS: Final = frozenset(
    ("He", "She", "It", "They", "We", "You", "I", "The", "One", "This", "That", "Nobody", "Everyone")
)


class Excerpt(Reading):
    """An excerpt of a text and what is asked of it."""

    mode: Mode
    sentences: list[str]
    """As the text has them, in its order; `told` are those that are shown."""
    titles: list[str] = Field(default_factory=list)
    under: list[int] = Field(default_factory=list)
    """Of each sentence, the title under which it stands, where there are several."""
    asked: list[int] = Field(default_factory=list)
    """The sentences that the question is about."""
    before: str = ""
    after: str = ""
    """The sentence asked about, before and behind what is looked for."""
    claim: str = ""
    """What is to be judged or placed: a sentence, words that somebody says, a word to be counted."""
    offered: list[str] = Field(default_factory=list)
    """Items as the question lists them; of a matching, the right sides."""

    def shown(self) -> list[str]:
        return [self.sentences[n] for n in self.told]

    def truth(self) -> Any:
        told = self.shown()
        if self.mode in ("complete", "reason", "gap"):
            return _only([found for text in told if (found := between(text, self.before, self.after))])
        if self.mode == "judge":
            return self.verdicts[self.claim not in told]
        if self.mode == "heading":
            return _only([self.titles[self.under[n]] for n in self.told if self.sentences[n] == self.claim])
        if self.mode == "speaker":
            return _only([said[1] for text in told if (said := speech(text)) and said[0] == self.claim])
        if self.mode in ("first", "last", "order"):
            items = [opening(self.sentences[n]) for n in self.told if n in self.asked]
            return items if self.mode == "order" else items[0 if self.mode == "first" else -1]
        if self.mode == "match":
            return {opening(self.sentences[n]): closing(self.sentences[n]) for n in self.told if n in self.asked}
        if self.mode == "count":
            return str(occurrences(self.claim, " ".join(told)))
        figures = sorted(years(told) if self.mode == "years" else numbers(told))
        if len(figures) < 2:
            return None
        return str({"largest": figures[-1], "smallest": figures[0]}.get(self.mode, figures[-1] - figures[0]))

    def grader_settings(self) -> dict[str, Any]:
        if self.form == "number":
            return {"form": "final_line", "cue": self.cue} if self.cue else {"form": "number_only"}
        return super().grader_settings() | ({"items": self.offered} if self.form == "pairs" else {})


def passage(problem: Excerpt) -> str:
    """The text that is shown: its sentences, below their titles where there are several."""
    texts = dict(zip(problem.told, problem.shown(), strict=True))
    if problem.mode == "gap" and problem.asked[0] in texts:
        texts[problem.asked[0]] = f"{problem.before}{GAP}{problem.after}"
    if not problem.titles:
        return " ".join(texts.values())
    blocks = []
    for n, title in enumerate(problem.titles):
        if below := [text for at, text in texts.items() if problem.under[at] == n]:
            blocks.append(f"{title}\n{' '.join(below)}")
    return "\n\n".join(blocks)


def ask(problem: Excerpt, noun: str, rng: Random, bank: Bank) -> str:
    true, false = problem.verdicts[:2] or ("", "")
    slots = {
        "noun": noun, "gapped": f"{problem.before}{GAP}{problem.after}", "before": problem.before.rstrip(), "gap": GAP,
        "claim": problem.claim, "true": true, "false": false,
    }  # fmt: skip
    text = capital(draw(rng, bank.questions[f"text/{problem.mode}"], slots))
    if problem.mode == "order":
        return f"{text}\n{listed(problem.offered, problem.labels, rng)}"
    if problem.mode == "match":
        lefts = problem.wanted[::2]
        return "\n\n".join([text, *(listed(items, problem.labels, rng) for items in (lefts, problem.offered))])
    return text


# ---- what is in a text, letter by letter ----------------------------------------------------------------


def between(text: str, before: str, after: str) -> str:
    """What stands between a beginning and an end of the text; nothing where it does not begin and end so."""
    if len(text) <= len(before) + len(after) or not (text.startswith(before) and text.endswith(after)):
        return ""
    return text[len(before) : len(text) - len(after)]


def opening(text: str) -> str:
    """The first words of a sentence."""
    return f"{' '.join(text.split()[:5])} …"


def closing(text: str) -> str:
    """The last words of a sentence."""
    return f"… {' '.join(text.split()[-4:])}"


def numbers(texts: list[str]) -> set[int]:
    """The whole numbers in digits; none where some digits belong to anything else."""
    text = " ".join(texts)
    found = _INTEGER.findall(text)
    return {int(number) for number in found} if len(found) == len(re.findall(r"\d+", text)) else set()


def years(texts: list[str]) -> set[int]:
    """The years, where every number of four digits is written like one."""
    text = " ".join(texts)
    found = [int(number) for number in _YEAR.findall(text) if YEARS[0] <= int(number) <= YEARS[1]]
    return set(found) if len(found) == len(re.findall(r"\d{4,}", text)) else set()


def occurrences(word: str, text: str) -> int:
    """How often the word stands there, whatever its case."""
    return [one.casefold() for one in words(text)].count(word.casefold())


def speech(text: str) -> tuple[str, str] | None:
    """The words that somebody says in a sentence, and who."""
    for pattern in _SPEECH:
        if (found := pattern.search(text)) and found["name"].partition(" ")[0] not in _PRONOUNS:
            return found["words"], found["name"]
    return None


def _only(found: list[str]) -> str | None:
    return found[0] if len(set(found)) == 1 else None
