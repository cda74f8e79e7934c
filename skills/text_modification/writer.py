"""Sentences of one setting, made from the words of a bank.

    Writer(rng, bank).clause(adj=True, where=True)  →  the nurse washed the large pillow in the ward

Names, things and verbs are not used twice in one text where that would blur what is right. Which sentences a text needs
is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from skills.text_modification.bank import Frame, Material
from skills.text_modification.text import Sentence, Token
from skills.text_modification.values import MONTHS, WEEKDAYS, clock_text, date_text, number_word, plural
from skills.text_modification.verbs import conjugated

T = TypeVar("T")
THE: Token = ("det", "the")
COMMA: Token = ("comma", ",")
_RANK = {word: f"{n:02}" for words in (WEEKDAYS, MONTHS) for n, word in enumerate(words)}


def pick(rng: Random, options: Sequence[T]) -> T:
    return options[int(rng.random() * len(options))]


class Writer:
    """Draws words and makes sentences of them. Names, nouns and verbs come in a random order, each once."""

    def __init__(self, rng: Random, bank: Material) -> None:
        self.rng, self.bank = rng, bank
        self.theme = pick(rng, bank.themes)
        self.nouns = rng.sample(self.theme.nouns, len(self.theme.nouns))
        self.used: set[str] = set()
        """Names and verbs that have been drawn."""
        self.taken: set[str] = set()
        """Adjectives that must not turn up by chance."""

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    # ---- words --------------------------------------------------------------------------------------

    def name(self) -> Token:
        return ("name", self.unused(self.bank.names))

    def full_name(self) -> Token:
        return ("name", f"{self.unused(self.bank.names)} {pick(self.rng, self.bank.last)}")

    def unused(self, words: Sequence[str]) -> str:
        for _ in range(50):
            word = pick(self.rng, words)
            if word not in self.used:
                break
        self.used.add(word)
        return word

    def noun(self) -> str:
        """A noun of the setting; of another one when they run out."""
        if not self.nouns:
            self.theme = self.bank.themes[(self.bank.themes.index(self.theme) + 1) % len(self.bank.themes)]
            self.nouns = self.rng.sample(self.theme.nouns, len(self.theme.nouns))
        return self.nouns.pop()

    def adjective(self) -> str:
        options = self.bank.adjectives if self.chance(0.75) else self.bank.colours
        word = pick(self.rng, options)
        while word in self.taken:
            word = pick(self.rng, self.bank.adjectives)
        return word

    def verb(self, base: str | None = None) -> Token:
        base = base or self.unused(self.bank.verbs)
        return (f"verb={base}", conjugated(base).past)

    def act(self) -> tuple[Token, str]:
        """A verb and a noun that go together."""
        if self.chance(0.35):
            base, noun = pick(self.rng, self.theme.acts)
            if noun in self.nouns:
                self.nouns.remove(noun)
                return self.verb(base), noun
        return self.verb(), self.noun()

    def role(self) -> Token:
        return ("role", pick(self.rng, self.theme.roles))

    def who(self) -> Sentence:
        return [self.name()] if self.chance(0.65) else [THE, self.role()]

    def where(self) -> Token:
        return ("where", pick(self.rng, self.theme.wheres))

    def when(self) -> Token:
        return self.at(pick(self.rng, self.bank.times))

    def day(self) -> Token:
        """A day of the week, or a month."""
        return pick(self.rng, self.ranked())

    def ranked(self) -> list[Token]:
        return [self.at(time) for time in self.bank.times if time.rpartition(" ")[2] in _RANK]

    def at(self, time: str) -> Token:
        """A time of the bank; days and months carry their rank."""
        return (f"when={_RANK.get(time.rpartition(' ')[2], '')}", time)

    def city(self) -> Token:
        return ("place", pick(self.rng, self.bank.cities))

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
        style = pick(self.rng, ("0{} {}", "+{} {}", "0{}-{}"))
        return ("phone", style.replace("{}", str(area), 1).replace("{}", str(number), 1))

    def email(self) -> Token:
        name, last = pick(self.rng, self.bank.names).lower(), pick(self.rng, self.bank.last).lower()
        user = pick(self.rng, (f"{name}.{last}", name, f"{name[0]}.{last}", f"{last}{self.rng.randrange(2, 90)}"))
        return ("email", f"{user}@{pick(self.rng, self.bank.domains)}.{pick(self.rng, self.bank.mail_ends)}")

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
            return [*sentence, *self.frame(self.bank.tails)]
        if chance < 0.65:
            return [*sentence, self.where(), self.when()]
        return self.timed(sentence)

    def plain(self) -> Sentence:
        """A sentence that only fills the text."""
        chance = self.rng.random()
        who = self.who() if chance < 0.8 else [self.name(), ("", "and"), self.name()]
        if chance < 0.12:
            return self.dress([*who, ("act", pick(self.rng, self.bank.goings))])
        if chance < 0.2:
            return self.dress([*who, ("be", "was"), ("mood", pick(self.rng, self.bank.moods))])
        adverb = pick(self.rng, self.bank.adverbs) if chance < 0.32 else None
        return self.dress(self.clause(who=who, adv=adverb, adj=self.chance(0.4)))

    def plains(self, count: int) -> list[Sentence]:
        return [self.plain() for _ in range(count)]

    def timed(self, sentence: Sentence, time: Sentence | None = None, front: bool | None = None) -> Sentence:
        """The sentence with a time before or behind it."""
        time = time or [self.when()]
        front = self.chance(0.5) if front is None else front
        return [*time, COMMA, *sentence] if front else [*sentence, *time]

    def frame(self, options: Sequence[Frame], **slots: Token) -> Sentence:
        """One of the frames that has all the places given, with fresh words in its other places."""
        fitting = [f for f in options if f.places.issuperset(slots)]
        frame = pick(self.rng, fitting)
        for place in frame.order:
            if place not in slots:
                slots[place] = self.fresh(place)
        return frame.fill(slots)

    def fresh(self, place: str) -> Token:
        """A word for a place of a frame."""
        if place in ("name", "name2"):
            return self.name()
        if place == "noun":
            return ("noun", self.noun())
        if place == "adj":
            return ("adj", self.adjective())
        if place == "n":
            return ("", str(self.rng.randrange(2, 100)))
        if place == "aspect":
            return ("noun", pick(self.rng, self.bank.aspects))
        if place == "mood":
            return ("mood", pick(self.rng, self.bank.moods))
        if place in ("be", "were"):
            return ("be", "was" if place == "be" else place)
        make = {
            "role": self.role, "where": self.where, "when": self.when, "place": self.city, "date": self.date,
            "num": self.number, "phone": self.phone, "email": self.email,
        }[place]  # fmt: skip
        return make()

    def mixed(self, *groups: list[Sentence]) -> list[Sentence]:
        """All sentences, in a random order."""
        sentences = [sentence for group in groups for sentence in group]
        self.rng.shuffle(sentences)
        return sentences
