"""Suggest and edit: how a problem is made harder without a bank.

An edit changes the representation alone, from which text and truth follow. It returns None where it does not apply.
"""

from __future__ import annotations

from random import Random

from skills.text_extraction.document import Extraction, Fact

_EARLIER = (
    "Before that it was {value}, which no longer holds.",
    "(It used to be {value}.)",
    "An earlier version said {value}; please ignore it.",
    "Last year it was still {value}.",
)
_EARLIER_LINES = ("(before: {value})", "Old entry, crossed out: {value}", "No longer valid: {value}")


def ask_another(problem: Extraction, rng: Random) -> Extraction | None:
    """Ask for another value, or group of items, of the same kind that stands in the text."""
    if problem.shape == "object":
        return None
    now = problem.facts[problem.asked[0]]
    roles = [
        fact.role
        for i, fact in enumerate(problem.facts)
        if fact.slot == now.slot and fact.role != now.role and fact.value and problem.asks[i]
    ]
    if not roles:
        return None
    role = rng.choice(roles)
    asked = [i for i in problem.planted() if problem.facts[i].role == role and problem.facts[i].slot == now.slot]
    return problem.model_copy(update={"asked": asked, "wanted": [problem.facts[i].value for i in asked]})


def add_earlier(problem: Extraction, rng: Random) -> Extraction | None:
    """Put a value of the same kind behind the right one, of which the text says that it no longer holds."""
    index = problem.asked[0]
    fact = problem.facts[index]
    if problem.shape != "field" or not fact.value or not any(c.isdigit() for c in fact.value):
        return None
    if any(other.role.startswith("earlier: ") for other in problem.facts):
        return None
    old = _other_digits(fact.value, rng)
    held = [other.value.casefold() for other in problem.facts if other.value]
    if any(old.casefold() in value or value in old.casefold() for value in held):
        return None
    statement = rng.choice(_EARLIER_LINES if problem.lines else _EARLIER).replace(
        "{value}", f"{{{len(problem.facts)}}}"
    )
    here = next(i for i, s in enumerate(problem.statements) if f"{{{index}}}" in s)
    new = len(problem.statements)
    order = [i if i < new else i + 1 for i in problem.order]
    order.insert(order.index(here) + 1, new)
    return problem.model_copy(
        update={
            "facts": [*problem.facts, Fact(slot=fact.slot, role=f"earlier: {fact.role}", value=old)],
            "statements": [*problem.statements, statement],
            "order": order,
            "asks": [*problem.asks, ""],
            "questions": [*problem.questions, ""],
            "keys": [*problem.keys, fact.slot],
        }
    )


def take_out(problem: Extraction, rng: Random) -> Extraction | None:
    """Take the answer out of the text, so that the word for an absent value is right."""
    index = problem.asked[0]
    if problem.shape != "field" or problem.absent is None or problem.facts[index].value is None:
        return None
    here = next(i for i, s in enumerate(problem.statements) if f"{{{index}}}" in s)
    if len(problem.order) < 2 or any(fact.role.startswith("earlier: ") for fact in problem.facts):
        return None
    facts = list(problem.facts)
    facts[index] = facts[index].model_copy(update={"value": None})
    return problem.model_copy(
        update={
            "facts": facts,
            "wanted": [None],
            "statements": problem.statements[:here] + problem.statements[here + 1 :],
            "order": [i if i < here else i - 1 for i in problem.order if i != here],
        }
    )


def one_more_field(problem: Extraction, rng: Random) -> Extraction | None:
    """Ask for one more value that stands in the text, beside those already asked for."""
    if problem.shape != "object" or len(problem.asked) > 3:
        return None
    keys = {problem.keys[i] for i in problem.asked}
    free = [i for i in problem.planted() if i not in problem.asked]
    if not free:
        return None
    index = rng.choice(free)
    names = list(problem.keys)
    names[index] = names[index] if names[index] not in keys else f"other_{names[index]}"
    if names[index] in keys:
        return None
    asked = [*problem.asked, index]
    return problem.model_copy(
        update={"asked": asked, "keys": names, "wanted": [problem.facts[i].value for i in asked]},
    )


def _other_digits(value: str, rng: Random) -> str:
    """The value with one to three of its digits changed, never the first of a number."""
    places = [i for i, c in enumerate(value) if c.isdigit()]
    text = list(value)
    for place in rng.sample(places, min(len(places), rng.randrange(1, 4))):
        text[place] = rng.choice([d for d in "123456789" if d != text[place]])
    return "".join(text)
