"""How a problem is put: the passage and what sets it apart, the question, the options, the form of the answer.

Each part is an independent choice from the bank. What must be said follows from the representation (the options, the
word for "not told", the cue of the last line); this module decides how, and in which order.
"""

from __future__ import annotations

from random import Random
from string import ascii_uppercase

from repairloop import Message
from skills.reading_comprehension.bank import Bank
from skills.reading_comprehension.phrase import capital, draw, pick, with_article
from skills.reading_comprehension.reading import Reading

_MARKS = ("{}) ", "{}. ", "({}) ", "{}: ", "[{}] ", "{} - ")


def messages(problem: Reading, passage: str, question: str, noun: str, rng: Random, bank: Bank) -> list[Message]:
    """The problem as chat messages. `question` may have several lines."""
    before, after = (_named(part, noun) for part in pick(rng, bank.wraps))
    passage = f"{before}{passage}{after}"
    rules = " ".join(draw(rng, bank.rules[name], _slots(problem, noun)) for name in _rules(problem))
    options, nouns = _options(problem, rng), {"noun": noun, "a_noun": with_article(noun)}
    short = problem.step == 1
    lead = draw(rng, bank.leads, nouns) if rng.random() < (0.15 if short else 0.4) else ""
    system = draw(rng, bank.systems, nouns) if rng.random() < (0.05 if short else 0.2) else ""
    if system and rng.random() < 0.4:
        system, rules = f"{system} {rules}", ""
    gap = pick(rng, ("\n\n", "\n\n", "\n"))
    place = rng.random()
    if place < 0.5 or options:
        asked = [_run([lead, passage], gap if rng.random() < 0.7 else "\n"), question, options, rules]
        if options and rng.random() < 0.4:
            asked = [asked[0], _run([question, rules], " " if "\n" not in question else "\n"), options]
        text = _run(asked, gap)
    elif place < 0.75:
        text = _run([_run([question, rules], " " if "\n" not in question else "\n"), passage], gap)
    else:
        text = _run([question, passage, rules], gap)
    user = {"role": "user", "content": text}
    return [{"role": "system", "content": system}, user] if system else [user]


def listed(items: list[str], labels: dict[str, str], rng: Random) -> str:
    """Items to be put in order or matched: with their labels, or with dashes, or in a line."""
    if labels:
        mark = pick(rng, _MARKS[:5])
        return "\n".join(f"{mark.replace('{}', labels[item])}{item}" for item in items)
    if rng.random() < 0.6:
        bullet = pick(rng, ("- ", "* ", "• "))
        return "\n".join(f"{bullet}{item}" for item in items)
    return pick(rng, ("; ", " / ")).join(items)


def _named(text: str, noun: str) -> str:
    return text.replace("{noun}", noun).replace("{Noun}", capital(noun))


def _rules(problem: Reading) -> list[str]:
    """Which rules must be told, by their names in the bank."""
    form = problem.form
    if form in ("list", "pairs"):
        return [f"{form}_labels" if problem.labels else form]
    if form == "number":
        return ["worked" if problem.cue else "number"]
    if form == "letter":
        return ["letter"]
    rules = ["verdict" if problem.verdicts else "words"]
    return [*rules, "token"] if problem.token else rules


def _slots(problem: Reading, noun: str) -> dict[str, str]:
    verdicts = problem.verdicts
    said = " / ".join(verdicts)
    return {
        "noun": noun, "token": problem.token or "", "cue": problem.cue, "verdicts": said,
        "true": verdicts[0] if verdicts else "", "false": verdicts[1] if verdicts else "",
        "not_given": verdicts[-1] if verdicts else "",
    }  # fmt: skip


def _options(problem: Reading, rng: Random) -> str:
    if not problem.options:
        return ""
    mark = pick(rng, _MARKS)
    lines = [f"{mark.replace('{}', ascii_uppercase[n])}{option.text}" for n, option in enumerate(problem.options)]
    return "\n".join(lines)


def _run(pieces: list[str], gap: str) -> str:
    return gap.join(piece for piece in pieces if piece)
