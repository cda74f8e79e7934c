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
from typing import Any, Final, Literal

from pydantic import Field

from repairloop import Ask, Draw
from skills.english import capital
from skills.reading_comprehension.alter import changed
from skills.reading_comprehension.reading import Reading
from skills.reading_comprehension.sentences import values, words
from skills.reading_comprehension.vocabulary import GAP

Mode = Literal[
    "complete", "reason", "gap", "judge", "first", "last", "order", "match", "heading", "speaker",
    "largest", "smallest", "spread", "years", "count",
]  # fmt: skip
YEARS: Final = (1500, 2099)
LOOKED_UP: Final = ("complete", "reason", "heading", "speaker")
"""Modes whose answer stands in one sentence."""
_FLIPS: Final = {
    "complete": "_another_value", "reason": "_another_value", "judge": "_another_verdict", "first": "_exchange_places",
    "last": "_exchange_places", "order": "_exchange_places", "match": "_exchange_ends", "heading": "_another_title",
    "speaker": "_another_speaker", "largest": "_another_number", "smallest": "_another_number",
    "spread": "_another_number", "years": "_another_number",
}  # fmt: skip
"""Mode → the method that gives it another answer."""
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

    def settings(self) -> dict[str, Any]:
        if self.form == "number":
            return {"form": "final_line", "cue": self.cue} if self.cue else {"form": "number_only"}
        return super().settings() | ({"items": self.offered} if self.form == "pairs" else {})

    def knowledge(self, w: Draw) -> str:
        name = "rule/unanswerable" if self.token else f"rule/text/{self.mode}"
        return w.all(name)[0] if w.has(name) else ""

    # -- text -----------------------------------------------------------------------------------------

    def ask(self, w: Draw) -> Ask:
        noun = w.line("excerpts")
        return self.asked_of(self.passage(w), noun, w)

    def passage(self, w: Draw) -> str:
        """The text that is shown: its sentences, below their titles where there are several."""
        texts = dict(zip(self.told, self.shown(), strict=True))
        if self.mode == "gap" and self.asked[0] in texts:
            texts[self.asked[0]] = f"{self.before}{GAP}{self.after}"
        if not self.titles:
            return " ".join(texts.values())
        blocks = []
        for n, title in enumerate(self.titles):
            if below := [text for at, text in texts.items() if self.under[at] == n]:
                blocks.append(f"{title}\n{' '.join(below)}")
        return "\n\n".join(blocks)

    def question(self, noun: str, w: Draw) -> str:
        true, false = self.verdicts[:2] or ("", "")
        slots = {
            "noun": noun, "gapped": f"{self.before}{GAP}{self.after}", "before": self.before.rstrip(), "gap": GAP,
            "claim": self.claim, "true": true, "false": false,
        }  # fmt: skip
        text = capital(w.line(f"ask/text/{self.mode}", slots))
        if self.mode == "order":
            return f"{text}\n{self.listed(self.offered, w)}"
        if self.mode == "match":
            lefts = self.wanted[::2]
            return "\n\n".join([text, *(self.listed(items, w) for items in (lefts, self.offered))])
        return text

    # -- edits ----------------------------------------------------------------------------------------
    #
    # A sentence taken out, a value exchanged, two sentences in each other's place, more of the text shown. An edit that
    # would leave the question open, or give two answers, is not made.

    def take_out(self, w: Draw) -> Excerpt | None:
        told = [n for n in self.told if n not in self.asked]
        if self.mode not in LOOKED_UP or not told or len(told) == len(self.told) or self.has_none():
            return None
        without = self.like(told=told)
        if without.truth() is not None or (self.mode != "heading" and self._value() in " ".join(without.shown())):
            return None
        return without.untold()

    def may_lose_right_option(self) -> bool:
        return self.mode in LOOKED_UP

    def add_facts(self, w: Draw) -> Excerpt | None:
        """Show what stands before and behind the excerpt."""
        spare = [n for n in range(len(self.sentences)) if n not in self.told and n not in self.asked]
        longer = self.like(told=sorted([*self.told, *spare]))
        return longer if spare and longer.truth() == self.truth() else None

    def ask_another(self, w: Draw) -> Excerpt | None:
        """Ask for something else that the excerpt tells."""
        if self.mode != "complete" or self.form != "words":
            return None
        places = [(n, value) for n in self.told for value in values(self.sentences[n])]
        places = [(n, value) for n, value in places if self.sentences[n][: value.start] != self.before]
        if not places:
            return None
        n, value = w.pick(places)
        said = self.sentences[n]
        before, after = said[: value.start], said[value.end :]
        new = self.like(asked=[n], before=before, after=after, wanted=[between(said, before, after)])
        return new if new.truth() is not None else None

    def flipped(self, w: Draw) -> Excerpt | None:
        if any(n not in self.told for n in self.asked) or self.mode not in _FLIPS:
            return None
        new: Excerpt | None = getattr(self, _FLIPS[self.mode])(w)
        return new if new is not None and new.truth() is not None and new.truth() != self.truth() else None

    def _another_value(self, w: Draw) -> Excerpt | None:
        """Another value stands in the sentence."""
        said = self.sentences[self.asked[0]]
        old = between(said, self.before, self.after)
        if self.form == "letter":
            rivals = [
                option.value for option in self.options if option.made in ("same_kind_in_passage", "not_in_passage")
            ]
        else:
            sorts = {value.sort for value in values(said) if value.start == len(self.before)}
            others = [(text, value) for text in self.shown() if text != said for value in values(text)]
            rivals = [text[value.start : value.end] for text, value in others if value.sort in sorts]
            if old.isdigit():
                rivals.append(str(int(old[:9]) + w.pick((1, 3, 7, 20))))
        rivals = [rival for rival in rivals if rival.casefold() not in old.casefold()]
        if not rivals:
            return None
        new = w.pick(rivals)
        return self._put({self.asked[0]: f"{self.before}{new}{self.after}"})._answered(new)

    def _another_verdict(self, w: Draw) -> Excerpt | None:
        at, (true, false) = self.asked[0], self.verdicts[:2]
        if self.claim != self.sentences[at]:
            return self._put({at: self.claim}).like(wanted=[true])
        new = changed(self.claim, self.shown(), w)
        return self._put({at: new}).like(wanted=[false]) if new and new not in self.sentences else None

    def _exchange_places(self, w: Draw) -> Excerpt | None:
        texts = self.sentences
        one = {"first": self.asked[0], "last": self.asked[-1]}.get(self.mode, w.pick(self.asked))
        other = w.pick([n for n in self.asked if n != one])
        new = self._put({one: texts[other], other: texts[one]})
        here, there = opening(texts[one]), opening(texts[other])
        if self.form == "letter":
            return new._answered(there)
        return new.like(wanted=[{here: there, there: here}.get(item, item) for item in self.wanted])

    def _exchange_ends(self, w: Draw) -> Excerpt | None:
        one, other = w.rng.sample(self.asked, 2)
        heads = {n: self.sentences[n][: -len(closing(self.sentences[n])) + 2] for n in (one, other)}
        ends = {n: closing(self.sentences[n])[2:] for n in (one, other)}
        new = self._put({one: heads[one] + ends[other], other: heads[other] + ends[one]})
        exchanged = {f"… {ends[one]}": f"… {ends[other]}", f"… {ends[other]}": f"… {ends[one]}"}
        return new.like(wanted=[exchanged.get(part, part) for part in self.wanted])

    def _another_title(self, w: Draw) -> Excerpt | None:
        at = self.asked[0]
        titles = [n for n in range(len(self.titles)) if n != self.under[at]]
        titles = [n for n in titles if any(option.value == self.titles[n] for option in self.options)]
        if not titles:
            return None
        title = w.pick(titles)
        under = [title if n == at else where for n, where in enumerate(self.under)]
        return self.like(under=under)._answered(self.titles[title])

    def _another_speaker(self, w: Draw) -> Excerpt | None:
        at = self.asked[0]
        old = self.wanted[0]
        names = [said[1] for text in self.shown() if (said := speech(text)) and said[1] != old]
        if not names or self.sentences[at].count(old) != 1:
            return None
        new = w.pick(names)
        return self._put({at: self.sentences[at].replace(old, new)}).like(wanted=[new])

    def _another_number(self, w: Draw) -> Excerpt | None:
        """The greatest number grows, or the smallest one shrinks."""
        found = sorted((years if self.mode == "years" else numbers)(self.shown()))
        step = 1 + int(w.rng.random() * 9)
        old, new = (found[0], found[0] - step) if self.mode == "smallest" else (found[-1], found[-1] + step)
        if new < 0 or (self.mode == "years" and new > YEARS[1]):
            return None
        exact = re.compile(rf"(?<!\d)0*{old}(?!\d)")
        moved = self._put({n: exact.sub(str(new), self.sentences[n]) for n in self.told})
        if self.mode in ("largest", "smallest"):
            return moved.like(wanted=[str(new)])
        result = new - found[0]
        lines = [f"{new} - {found[0]} = {result}", f"{self.cue} {result}"] if self.cue else [str(result)]
        return moved.like(wanted=lines)

    def _put(self, new: dict[int, str]) -> Excerpt:
        """The problem with other sentences in some places."""
        return self.like(sentences=[new.get(n, text) for n, text in enumerate(self.sentences)])

    def _answered(self, value: str) -> Excerpt:
        """The answer that is meant is this now."""
        if self.form != "letter":
            return self.like(wanted=[value])
        return self.retagged(value, "wrong_order" if self.mode in ("first", "last") else "same_kind_in_passage")

    def _value(self) -> str:
        """What is meant to be the answer."""
        return self.wanted[0] if self.wanted else self.meant().value


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
