"""Vocabulary: words that the passage itself explains, by what it says they mean and by what they are used for.

    fill     Mira Holt is ____, that is to say careful with money: she mends her coats.   frugal | jubilant | hasty
    mean     … is frugal …: what does "frugal" mean here?                  careful with money | full of joy | …
    coin     A brillet is used for cutting reeds, a dorna for … She wanted to cut reeds, so she took the ____.

Invented words (`coin`) can only be known from the passage. A gap is filled rightly by the word with the meaning, or the
use, that the passage puts beside the gap; no two words of a side share one. Inflection and idioms are left out.
"""

from __future__ import annotations

from typing import Literal

from repairloop import Draw
from skills.english import capital
from skills.reading_comprehension.compose import others
from skills.reading_comprehension.reading import Option, Part, Reading, Said, options, some
from skills.reading_comprehension.steps import Words
from skills.reading_comprehension.tell import tell_facts
from skills.reading_comprehension.world import World

GAP = "____"


class Entry(Part):
    """A word, what it means or is used for, and a clause that shows it."""

    word: str
    gloss: str
    shown: str
    who: str = ""


class Wordlist(Reading):
    """Words that a passage explains; the first of them is asked for."""

    mode: Literal["fill", "mean", "coin"]
    entries: list[Entry]
    explained: int
    """How many of the entries the passage explains, from the first on; the others are only options."""

    def truth(self) -> str:
        """The gloss of the word that is asked for; an option's value is the gloss of its word."""
        return self.entries[0].gloss

    def tell(self, w: Draw) -> list[Said]:
        entries = self.entries[: self.explained]
        said = tell_facts(self, w)
        if self.mode != "coin":
            for n, entry in enumerate(entries):
                word = GAP if n == 0 and self.mode == "fill" else entry.word
                slots = {"who": entry.who, "word": word, "gloss": entry.gloss, "shown": entry.shown}
                said.insert(int(w.rng.random() * (len(said) + 1)), Said(w.line("clause/trait", slots), "plain"))
            return said
        listed = [_definition(entry, w) for entry in entries]
        w.rng.shuffle(listed)
        gap = w.line("clause/coined_gap", {"scene": entries[0].shown, "gap": GAP})
        return [*listed, *said, Said(gap, "plain")]

    def question(self, noun: str, w: Draw) -> str:
        slots = {"noun": noun, "word": self.entries[0].word, "gap": GAP}
        return w.line("ask/word_meaning" if self.mode == "mean" else "ask/word_gap", slots)

    def flipped(self, w: Draw) -> Wordlist | None:
        """Two invented words exchange their uses; of two known words, the other one is asked for."""
        if self.explained < 2:
            return None
        first, second, *rest = self.entries
        if self.mode != "coin":
            if all(option.value != second.gloss for option in self.options):
                return None
            return self.like(entries=[second, first, *rest]).retagged(second.gloss, "explained_in_passage")
        entries = [first.like(word=second.word), second.like(word=first.word), *rest]
        glosses = {first.gloss: second.gloss, second.gloss: first.gloss}
        options = [option.like(value=glosses.get(option.value, option.value)) for option in self.options]
        if all(option.value != first.gloss for option in options):
            return None
        options = [o.by("" if o.value == first.gloss else o.made or "explained_in_passage") for o in options]
        return self.like(entries=entries, options=options, near=[])


def vocabulary(area: str, w: Draw, step: Words) -> Wordlist:
    world = World(w, step.people)
    mode: Literal["fill", "mean", "coin"] = w.pick(("fill", "mean", "coin"))
    count = step.options + 2
    if mode == "coin":
        entries = _coined(world, count)
        explained = step.coined
    else:
        entries = []
        for word, gloss, shown in some(w, w.rows("traits"), count):
            who = w.pick(world.people)
            entries.append(Entry(word=word, gloss=gloss, who=who, shown=w.fill(shown, {"who": who.partition(" ")[0]})))
        explained = step.shown
    drafts = [
        Option(
            text=entry.word if mode != "mean" else capital(entry.gloss), value=entry.gloss,
            made="explained_in_passage" if 0 < n < explained else "not_in_passage",
        )
        for n, entry in enumerate(entries)
    ]  # fmt: skip
    chosen, near = options(drafts[0].by(""), drafts[1:], step.options, w)
    return Wordlist(
        area=area, step=step.number, kind=world.kind, setting=world.setting(), facts=others(world, "", step.people + 1),
        told=list(range(step.facts)), form="letter", options=chosen, near=near, mode=mode, entries=entries, explained=explained,
    )  # fmt: skip


def _definition(entry: Entry, w: Draw) -> Said:
    article = "an" if entry.word[0] in "aeiou" else "a"
    return Said(w.line("clause/coined", {"word": entry.word, "a": article, "use": entry.gloss}))


def _coined(world: World, count: int) -> list[Entry]:
    """Tools with names made of syllables."""
    w = world.w
    firsts, lasts = (some(w, w.all(f"syllables/{part}"), count) for part in ("first", "last"))
    who = w.pick(world.people)
    tools = some(w, w.rows("tools"), count)
    return [
        Entry(word=first + last, gloss=use, shown=w.fill(scene, {"who": who}))
        for first, last, (use, scene) in zip(firsts, lasts, tools, strict=True)
    ]
