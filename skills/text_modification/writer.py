"""Sentences of one setting, made from the words of a side.

    Writer(w).clause(adj=True, where=True)  →  the nurse washed the large pillow in the ward

Names, things and verbs are not used twice in one text where that would blur what is right. Which sentences a text needs
is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, KeysView, Sequence
from functools import lru_cache
from typing import Any, Final

from repairloop import Draw, Step, by_step, eased
from skills.english import MONTHS, WEEKDAYS, clock_text, conjugated, date_text, number_word, plural
from skills.text_modification.text import COMMA, THE, Sentence, Token

_RANK: Final = {word: f"{n:02}" for words in (WEEKDAYS, MONTHS) for n, word in enumerate(words)}


class Texts(Step):
    below = eased(solved=4, repeated=0.8, sentences=2, more=False)
    falls = frozenset({"shown"})
    mixed = frozenset({"more"})
    sentences: int = by_step("Sentences of a text.", 4, 5, 7)
    changes: int = by_step("Places that change, or things that the instruction names.", 1, 2, 3)
    more: bool = by_step("At times there is one more of them, so that there is not always one.", True, False, False)
    lures: bool = by_step("Longer sentences, and places that look as if they were to change.", False, True, True)
    again: bool = by_step("What changes may stand there more than once.", False, False, True)
    shown: float = by_step("Share of changes of spelling whose words are listed.", 0.8, 0.5, 0.3)
    second: bool = by_step("There may be a second instruction.", False, False, True)
    unchanged: bool = by_step("There may be nothing to change, and a word to say so.", False, True, True)
    passive: float = by_step("Share of statements on a text in the passive.", 0, 0.35, 0.35)
    words: tuple[int, int] = by_step("Fewest and most words of a raw text.", (25, 75), (45, 95), (70, 115))


@lru_cache(maxsize=4096)
def pieces(frame: str) -> tuple[tuple[bool, str], ...]:
    """`{name} flew to {place}` in pieces: whether it is a place, and what it says. Between two places stands one token."""
    found = enumerate(re.split(r"\{(\w+)\}", frame))
    return tuple((bool(n % 2), piece.strip()) for n, piece in found if piece.strip())


@lru_cache(maxsize=4096)
def places(frame: str) -> KeysView[str]:
    """The places of a frame, from left to right."""
    return dict.fromkeys(piece for place, piece in pieces(frame) if place).keys()


EASIEST: Final = Texts.table()[1]


class Writer:
    """Draws words and makes sentences of them. Names, nouns and verbs come in a random order, each once."""

    def __init__(self, w: Draw, step: Texts = EASIEST) -> None:
        self.step, self.size, self.changes = step, step.sentences, step.changes
        self.draw, self.rng, self.pick, self.all = w, w.rng, w.pick, w.all
        self.rows: Callable[[str], Any] = w.rows
        self.names = self.all("women") + self.all("men")
        self.themes = w.wholes("theme")
        self.theme: str = self.pick(self.themes)
        self.nouns = self._nouns()
        self.used: set[str] = set()
        """Names and verbs that have been drawn."""
        self.taken: set[str] = set()
        """Adjectives that must not turn up by chance."""

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def any(self, name: str) -> str:
        """A word of a list."""
        return self.pick(self.all(name))  # type: ignore[no-any-return]

    def row(self, name: str) -> Any:
        return self.pick(self.rows(name))

    # ---- words --------------------------------------------------------------------------------------

    def name(self) -> Token:
        return ("name", self.unused(self.names))

    def full_name(self) -> Token:
        return ("name", f"{self.unused(self.names)} {self.any('last')}")

    def somebody(self) -> Token:
        """A name, at times with a surname."""
        return self.full_name() if self.chance(0.4) else self.name()

    def unused(self, words: Sequence[str]) -> str:
        for _ in range(50):
            word: str = self.pick(words)
            if word not in self.used:
                break
        self.used.add(word)
        return word

    def _nouns(self) -> list[str]:
        nouns = self.all(f"{self.theme}.nouns")
        return self.rng.sample(nouns, len(nouns))

    def noun(self) -> str:
        """A noun of the setting; of another one when they run out."""
        if not self.nouns:
            self.theme = self.themes[(self.themes.index(self.theme) + 1) % len(self.themes)]
            self.nouns = self._nouns()
        return self.nouns.pop()

    def elsewhere(self, part: str = "nouns", here: bool = False) -> list[str]:
        """The things of all other settings, and of this one if that may be."""
        return [word for theme in self.themes if here or theme != self.theme for word in self.all(f"{theme}.{part}")]

    def adjective(self) -> str:
        word = self.any("adjectives" if self.chance(0.75) else "colours")
        while word in self.taken:
            word = self.any("adjectives")
        return word

    def verb(self, base: str | None = None) -> Token:
        base = base or self.unused(self.all("verbs"))
        return (f"verb={base}", conjugated(base).past)

    def act(self) -> tuple[Token, str]:
        """A verb and a noun that go together."""
        if self.chance(0.35):
            base, noun = self.row(f"{self.theme}.acts")
            if noun in self.nouns:
                self.nouns.remove(noun)
                return self.verb(base), noun
        return self.verb(), self.noun()

    def role(self) -> Token:
        return ("role", self.any(f"{self.theme}.roles"))

    def who(self) -> Sentence:
        return [self.name()] if self.chance(0.65) else [THE, self.role()]

    def where(self) -> Token:
        return ("where", self.any(f"{self.theme}.wheres"))

    def when(self) -> Token:
        return self.at(self.any("times"))

    def day(self) -> Token:
        """A day of the week, or a month."""
        return self.pick(self.ranked())  # type: ignore[no-any-return]

    def ranked(self) -> list[Token]:
        return [self.at(time) for time in self.all("times") if time.rpartition(" ")[2] in _RANK]

    def at(self, time: str) -> Token:
        """A time; days and months carry their rank."""
        return (f"when={_RANK.get(time.rpartition(' ')[2], '')}", time)

    def city(self) -> Token:
        return ("place", self.any("cities"))

    def date(self) -> Token:
        value = f"{self.rng.randrange(1950, 2030)}-{self.rng.randrange(1, 13):02}-{self.rng.randrange(1, 29):02}"
        return (f"date={value}", date_text(value, "long"))

    def number(self, spelled: bool = False) -> Token:
        n = self.rng.randrange(2, 100)
        return (f"num={n}", number_word(n) if spelled else str(n))

    def time(self) -> str:
        return f"{self.rng.randrange(24):02}:{self.rng.randrange(12) * 5:02}"

    def clock(self) -> Sentence:
        value = self.time()
        return [("prep", "at"), (f"time={value}", clock_text(value))]

    def phone(self) -> Token:
        area, number = self.rng.randrange(20, 99), self.rng.randrange(10**6, 10**7)
        style = self.pick(("0{} {}", "+{} {}", "0{}-{}"))
        return ("phone", style.replace("{}", str(area), 1).replace("{}", str(number), 1))

    def email(self) -> Token:
        name, last = self.pick(self.names).lower(), self.any("last").lower()
        user = self.pick((f"{name}.{last}", name, f"{name[0]}.{last}", f"{last}{self.rng.randrange(2, 90)}"))
        domain = self.any("domains")
        return ("email", f"{user}@{domain}.{self.any('mail_ends')}")

    # ---- sentences ----------------------------------------------------------------------------------

    def clause(
        self,
        *,
        who: Sentence | None = None,
        adv: str | None = None,
        verb: Token | None = None,
        adj: str | bool = False,
        noun: str | None = None,
        num: Token | None = None,
        where: bool = False,
    ) -> Sentence:
        """Somebody does something to a thing."""
        if verb is None and noun is None:
            verb, noun = self.act()
        noun = noun or self.noun()
        said = list(self.who() if who is None else who)
        if adv:
            said.append(("adv", adv))
        said += [verb or self.verb(), num or THE]
        if adj:
            said.append(("adj", self.adjective() if adj is True else adj))
        said.append(("noun", plural(noun) if num else noun))
        if where:
            said.append(self.where())
        return said

    def dress(self, sentence: Sentence) -> Sentence:
        """The sentence with a place, a time or a companion, or as it is."""
        chance = self.rng.random()
        if chance < 0.2:
            return sentence
        if chance < 0.4:
            return [*sentence, self.where()]
        if chance < 0.55:
            return [*sentence, *self.frame("tails")]
        if chance < 0.65:
            return [*sentence, self.where(), self.when()]
        return self.timed(sentence)

    def plain(self) -> Sentence:
        """A sentence that only fills the text."""
        chance = self.rng.random()
        who = self.who() if chance < 0.8 else [self.name(), ("", "and"), self.name()]
        if chance < 0.12:
            return self.dress([*who, ("act", self.any("goings"))])
        if chance < 0.2:
            return self.dress([*who, ("be", "was"), ("mood", self.any("moods"))])
        adverb = self.any("adverbs") if chance < 0.32 else None
        return self.dress(self.clause(who=who, adv=adverb, adj=self.chance(0.4)))

    def plains(self, count: int) -> list[Sentence]:
        return [self.plain() for _ in range(count)]

    def timed(self, sentence: Sentence, time: Sentence | None = None, front: bool | None = None) -> Sentence:
        """The sentence with a time before or behind it."""
        time = time or [self.when()]
        front = self.chance(0.5) if front is None else front
        return [*time, COMMA, *sentence] if front else [*sentence, *time]

    def frame(self, options: str | Sequence[str], **slots: Token) -> Sentence:
        """One of the frames that has all the places given, with fresh words in its other places."""
        frames = self.all(options) if isinstance(options, str) else options
        frame: str = self.pick([f for f in frames if slots.keys() <= places(f)])
        for place in places(frame):
            if place not in slots:
                slots[place] = self.fresh(place)
        return [slots[piece] if place else ("", piece) for place, piece in pieces(frame)]

    def fresh(self, place: str) -> Token:
        """A word for a place of a frame."""
        make: dict[str, Any] = {
            "name": self.name, "name2": self.name, "noun": lambda: ("noun", self.noun()),
            "adj": lambda: ("adj", self.adjective()), "n": lambda: ("", str(self.rng.randrange(2, 100))),
            "aspect": lambda: ("noun", self.any("aspects")), "mood": lambda: ("mood", self.any("moods")),
            "be": lambda: ("be", "was"), "were": lambda: ("be", "were"), "role": self.role, "where": self.where,
            "when": self.when, "place": self.city, "date": self.date, "num": self.number, "phone": self.phone,
            "email": self.email,
        }  # fmt: skip
        return make[place]()  # type: ignore[no-any-return]

    def text(self, sentences: list[Sentence], count: int = 0) -> list[Sentence]:
        """These sentences and plain ones, as many as are missing to the count, or to the step's, in a random order."""
        return self.mixed(sentences, self.plains((count or self.size) - len(sentences)))

    def mixed(self, *groups: list[Sentence]) -> list[Sentence]:
        """All sentences, in a random order."""
        sentences = [sentence for group in groups for sentence in group]
        self.rng.shuffle(sentences)
        return sentences
