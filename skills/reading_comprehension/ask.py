"""How a question about facts is put in words, by the kind of query and the kind of fact.

The name of a question in the bank is read off the query: `deed/who` for a deed whose doer is asked for, `more` for a
difference of two counts, `order/price_down` for things to be put in order from the dearest to the cheapest.
"""

from __future__ import annotations

from random import Random

from skills.reading_comprehension.bank import Bank
from skills.reading_comprehension.facts import FactReading
from skills.reading_comprehension.phrase import capital, draw, joined, sentence
from skills.reading_comprehension.prompt import listed
from skills.reading_comprehension.tell import tell_fact


def question(problem: FactReading, noun: str, rng: Random, bank: Bank) -> str:
    """The question, with the items that it is about."""
    query, setting = problem.query, problem.setting
    facts = [problem.facts[n] for n in query.asked]
    fact, slots = facts[0], {"noun": noun, "org": setting.org, "coin": setting.coin, "unit": setting.unit}
    if query.op == "judge" and problem.claim:
        claim = sentence(tell_fact(problem.claim, problem, rng, bank))
        true, false = problem.verdicts[:2]
        return draw(rng, bank.questions["judge"], slots | {"claim": claim, "true": true, "false": false})
    slots |= {
        "who": fact.who, "past": fact.verb, "base": fact.base, "what": fact.what, "task": setting.task,
        "n": "" if fact.number is None else str(fact.number), "n_base": str(query.base),
        "when": setting.when(fact.number) if fact.kind == "deed" and fact.number is not None else "",
        "names": joined([f.who for f in facts]), "last": facts[-1].who, "most": joined([f.who for f in facts[:-1] or facts]),
        "clause": problem.item(facts[-1]), "later": problem.item(fact),
    }  # fmt: skip
    text = capital(draw(rng, bank.questions[_name(problem)], slots))
    if query.op == "order":
        return f"{text}\n{listed(problem.offered, problem.labels, rng)}"
    if query.op == "match":
        lefts = [f.who for f in facts]
        gap = "\n\n" if problem.labels else "\n"
        return gap.join([text, listed(lefts, problem.labels, rng), listed(problem.offered, problem.labels, rng)])
    return text


def _name(problem: FactReading) -> str:
    query = problem.query
    kind = problem.facts[query.asked[0]].kind
    if query.op == "get":
        return f"{kind}/{query.wanted}{'_reason' if query.given == ['base'] and kind == 'view' else ''}"
    if query.op == "order":
        down = "_down" if problem.reverse else "_up"
        return f"order/{kind}{down if kind in ('count', 'price') else ''}"
    if query.op == "total":
        return _calculation(kind, query.signs, query.base)
    return f"{query.op}/{kind}" if query.op in ("match", "most", "least") else query.op


def _calculation(kind: str, signs: list[int], base: int) -> str:
    if kind == "deed":
        return "between"
    if base:
        return "change"
    if -1 in signs:
        return "beyond" if len(signs) > 2 else "more" if kind == "count" else "dearer"
    return "together" if kind == "count" else "cost"
