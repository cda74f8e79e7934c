"""Vocabulary: words that the passage itself explains, by what it says they mean and by what they are used for.

    fill     Mira Holt is ____, that is to say careful with money: she mends her coats.   frugal | jubilant | hasty
    mean     … is frugal …: what does "frugal" mean here?                  careful with money | full of joy | …
    coin     A brillet is used for cutting reeds, a dorna for … She wanted to cut reeds, so she took the ____.

Invented words (`coin`) can only be known from the passage. A gap is filled rightly by the word with the meaning, or the
use, that the passage puts beside the gap; no two words of a bank share one. Inflection and idioms are left out.
"""

from __future__ import annotations

from random import Random
from typing import Literal

from skills.reading_comprehension.bank import Bank
from skills.reading_comprehension.compose import others
from skills.reading_comprehension.options import options, size
from skills.reading_comprehension.phrase import capital, draw, pick, some
from skills.reading_comprehension.reading import Option, Part, Reading
from skills.reading_comprehension.tell import Said, tell_facts
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


def vocabulary(area: str, rng: Random, bank: Bank, step: int) -> Wordlist:
    world = World(rng, bank, 2 + step)
    mode: Literal["fill", "mean", "coin"] = pick(rng, ("fill", "mean", "coin"))
    count = size(step) + 2
    if mode == "coin":
        entries = _coined(world, count)
        explained = 2 if step == 1 else step + 1
    else:
        traits = some(rng, bank.traits, count)
        entries = []
        for trait in traits:
            who = pick(rng, world.people)
            shown = trait.evidence.draw(rng, {"who": who.partition(" ")[0]})
            entries.append(Entry(word=trait.word, gloss=trait.gloss, who=who, shown=shown))
        explained = 1 if step == 1 else 2
    drafts = [
        Option(
            text=entry.word if mode != "mean" else capital(entry.gloss), value=entry.gloss,
            made="explained_in_passage" if 0 < n < explained else "not_in_passage",
        )
        for n, entry in enumerate(entries)
    ]  # fmt: skip
    chosen, near = options(drafts[0].model_copy(update={"made": ""}), drafts[1:], size(step), rng)
    return Wordlist(
        area=area, step=step, kind=world.kind, setting=world.setting(), facts=others(world, "", step + 3),
        told=list(range(step)), form="letter", options=chosen, near=near, mode=mode, entries=entries, explained=explained,
    )  # fmt: skip


def tell(problem: Wordlist, rng: Random, bank: Bank) -> list[Said]:
    entries = problem.entries[: problem.explained]
    said = tell_facts(problem, rng, bank)
    if problem.mode != "coin":
        for n, entry in enumerate(entries):
            word = GAP if n == 0 and problem.mode == "fill" else entry.word
            slots = {"who": entry.who, "word": word, "gloss": entry.gloss, "shown": entry.shown}
            said.insert(int(rng.random() * (len(said) + 1)), Said(draw(rng, bank.clauses["trait"], slots), "plain"))
        return said
    listed = [_definition(entry, rng, bank) for entry in entries]
    rng.shuffle(listed)
    gap = draw(rng, bank.clauses["coined_gap"], {"scene": entries[0].shown, "gap": GAP})
    return [*listed, *said, Said(gap, "plain")]


def ask(problem: Wordlist, noun: str, rng: Random, bank: Bank) -> str:
    slots = {"noun": noun, "word": problem.entries[0].word, "gap": GAP}
    return draw(rng, bank.questions["word_meaning" if problem.mode == "mean" else "word_gap"], slots)


def _definition(entry: Entry, rng: Random, bank: Bank) -> Said:
    article = "an" if entry.word[0] in "aeiou" else "a"
    return Said(draw(rng, bank.clauses["coined"], {"word": entry.word, "a": article, "use": entry.gloss}))


def _coined(world: World, count: int) -> list[Entry]:
    """Tools with names made of syllables."""
    rng, bank = world.rng, world.bank
    firsts, lasts = bank.syllables
    names = [a + b for a, b in zip(some(rng, firsts, count), some(rng, lasts, count), strict=True)]
    who = pick(rng, world.people)
    return [
        Entry(word=name, gloss=tool.use, shown=tool.scene.draw(rng, {"who": who}))
        for name, tool in zip(names, some(rng, bank.tools, count), strict=True)
    ]
