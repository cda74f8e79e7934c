"""How a problem is put: what is asked, by which rules, where the document stands, and what sets it apart.

Each part is an independent choice from the bank. The representation decides what must be said (the form of a list,
the word for an absent value, which of two dates is meant); this module decides how.
"""

from __future__ import annotations

from random import Random

from repairloop import Message
from skills.text_extraction.bank import Bank
from skills.text_extraction.document import Extraction
from skills.text_extraction.values import pick, type_of


def messages(problem: Extraction, rng: Random, bank: Bank) -> list[Message]:
    """The problem as chat messages."""
    ask, rules = {"field": _field, "object": _object, "list": _list}[problem.shape](problem, rng, bank)
    rules = [_fill(rule, problem) for rule in rules]
    polite = pick(rng, bank.polite) if rng.random() < 0.2 else ""
    before, after = pick(rng, bank.wraps)
    document = before + problem.text() + after
    system = pick(rng, bank.system) if rng.random() < 0.2 else ""
    if system and rng.random() < 0.5:
        system, rules = " ".join([system, *rules]), []
    gap = pick(rng, ("\n\n", "\n", "\n\n"))
    where = rng.random()
    if where < 0.5:
        text = polite + _said(ask, rules, rng) + gap + document
    elif where < 0.8:
        text = document + gap + polite + _said(ask, rules, rng)
    else:
        text = polite + ask + gap + document + (gap + " ".join(rules) if rules else "")
    user = {"role": "user", "content": text}
    return [{"role": "system", "content": _fill(system, problem)}, user] if system else [user]


def _said(ask: str, rules: list[str], rng: Random) -> str:
    first = rng.random() < 0.25 and not ask.endswith(("}", "\n")) and "\n" not in ask
    return ("\n" if rng.random() < 0.15 else " ").join([*rules, ask] if first else [ask, *rules])


def _fill(text: str, problem: Extraction) -> str:
    text = text.replace("{noun}", problem.noun).replace("{thing}", problem.thing)
    return text.replace("{token}", problem.absent or "")


def _asked(template: str, ask: str, problem: Extraction) -> str:
    return _fill(template.replace("{ask}", ask).replace("{Ask}", ask[0].upper() + ask[1:]), problem)


def _field(problem: Extraction, rng: Random, bank: Bank) -> tuple[str, list[str]]:
    index = problem.asked[0]
    if problem.questions[index] and rng.random() < 0.35:
        ask = _fill(problem.questions[index], problem)
    else:
        ask = _asked(pick(rng, bank.ask_one), problem.asks[index], problem)
    rules = [pick(rng, bank.only)]
    if rng.random() < 0.3:
        rules.insert(rng.randrange(2), pick(rng, bank.verbatim))
    if problem.absent is not None:
        rules.insert(rng.randrange(len(rules) + 1), pick(rng, bank.absent))
    return ask, rules


def _object(problem: Extraction, rng: Random, bank: Bank) -> tuple[str, list[str]]:
    keys = {problem.keys[i]: problem.asks[i] for i in problem.asked}
    template = pick(rng, bank.ask_object)
    style = pick(rng, bank.field)
    described = [style.replace("{key}", key).replace("{ask}", ask) for key, ask in keys.items()]
    named = described if _needs_roles(problem) else [f'"{key}"' if rng.random() < 0.5 else key for key in keys]
    inside = (f'"{k}": "<{a}>"' if _needs_roles(problem) else f'"{k}": "..."' for k, a in keys.items())
    ask = (
        template.replace("{noun}", problem.noun)
        .replace("{keys}", _and(named, rng))
        .replace("{fields}", _and(described, rng))
        .replace("{bullets}", "\n".join(f"- {line}" for line in described))
        .replace("{skeleton}", "{" + ", ".join(inside) + "}")
    )
    rules = rng.sample(bank.only_json, rng.randrange(3))
    if problem.absent is not None:
        rules.append(pick(rng, bank.null))
    return ask, rules


def _list(problem: Extraction, rng: Random, bank: Bank) -> tuple[str, list[str]]:
    ask = _asked(pick(rng, bank.ask_list), problem.asks[problem.asked[0]], problem)
    rules = [pick(rng, {"json": bank.as_json, "lines": bank.as_lines, "commas": bank.as_commas}[problem.form])]
    if problem.ordered:
        rules.insert(rng.randrange(2), pick(rng, bank.in_order))
    return ask, rules


def _needs_roles(problem: Extraction) -> bool:
    """The document holds another value that a bare key could mean."""
    kinds = [type_of(problem.facts[i].slot) for i in problem.asked]
    rest = {type_of(f.slot) for i, f in enumerate(problem.facts) if i not in problem.asked and f.value}
    return len(set(kinds)) < len(kinds) or not rest.isdisjoint(kinds)


def _and(parts: list[str], rng: Random) -> str:
    if rng.random() < 0.5:
        return ", ".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
