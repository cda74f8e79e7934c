"""Inference: rules that hold for everybody, facts about a few, and the one statement that follows from them.

    told     Everyone who has a key sings in the choir. Mira Holt has a key. Tom Reyes sings in the choir.
    options  Mira Holt sings in the choir. | Tom Reyes has a key. | Mira Holt has a dog.

Predicates are numbered from 1; −2 is "not the second". A rule is a pair (if, then), a fact or an option a person and a
literal. What follows is found by denying it and drawing all conclusions, forwards and backwards, until two of them clash
or there are no more; for rules from one literal to one literal that is complete. So a fallacy is never right: not the
converse, not the inverse. Only statements about one person are asked for.
"""

from __future__ import annotations

from itertools import pairwise
from random import Random

from skills.reading_comprehension.bank import Bank
from skills.reading_comprehension.compose import others
from skills.reading_comprehension.options import options, size
from skills.reading_comprehension.phrase import brief, draw, joined, pick, sentence, some
from skills.reading_comprehension.reading import NONE, Option, Reading
from skills.reading_comprehension.tell import Said, tell_facts
from skills.reading_comprehension.world import World


class Deduction(Reading):
    """Rules, facts about people, and statements."""

    predicates: list[list[str]]
    """What is said of a person, and how it is denied."""
    laws: list[tuple[int, int]]
    given: list[tuple[str, int]]

    def truth(self) -> list[str]:
        """The options that follow."""
        return [option.value for option in self.options if option.value != NONE and self.fits(option.value)]

    def fits(self, value: str) -> bool:
        who, _, literal = value.rpartition(" ")
        held = [-int(literal), *(number for name, number in self.given if name == who)]
        for number in held:  # grows while it is gone through
            found = [then for if_, then in self.laws if if_ == number]
            found += [-if_ for if_, then in self.laws if then == -number]
            held += [one for one in found if one not in held]
        return any(-number in held for number in held)


def inference(area: str, rng: Random, bank: Bank, step: int) -> Deduction:
    """What follows: one rule at step 1, a chain or a contraposition at step 2, both among more rules at step 3."""
    world = World(rng, bank, 3)
    who, other, third = world.people
    predicates = [list(pair) for pair in some(rng, bank.predicates, 3 + step)]
    back = rng.random() < (0.2, 0.5, 0.5)[step - 1]
    last = 2 if step == 1 else 3
    signs = [1, *(1 if rng.random() < 0.75 else -1 for _ in range(last - 1))]
    chain = [sign * n for n, sign in enumerate(signs, 1)]
    laws = list(pairwise(chain))
    known, follows = (-chain[-1], -chain[0]) if back else (chain[0], chain[-1])
    fallacy = (-chain[0], -chain[-1]) if back else (chain[-1], chain[0])
    given = [(who, known), (other, fallacy[0])]
    spare = 3 if step == 1 else 4
    if step == 3:
        laws.append((spare, chain[-1] if not back else spare + 1))
        given.append((third, pick(rng, (spare + 1, -spare))))
        rng.shuffle(laws)
    rng.shuffle(given)
    wrong = [
        ("converse", other, fallacy[1]),
        ("denied", who, -follows),
        ("unsupported", who, pick(rng, (spare, -spare)) if step < 3 else len(predicates)),
        ("wrong_person", third, follows),
        ("unsupported", other, -spare if step < 3 else len(predicates)),
    ]
    rng.shuffle(wrong)
    drafts = [statement(predicates, name, number, how) for how, name, number in wrong]
    chosen, near = options(statement(predicates, who, follows, ""), drafts, size(step), rng)
    facts = others(world, "", 3)
    return Deduction(
        area=area, step=step, kind=world.kind, setting=world.setting(), facts=facts, told=[0] if step > 2 else [],
        form="letter", options=chosen, near=near, predicates=predicates, laws=laws, given=given,
    )  # fmt: skip


def tell(problem: Deduction, rng: Random, bank: Bank) -> list[Said]:
    """Rules and facts; the rules come first, as a rule."""
    rules = [Said(_rule(problem, law, rng, bank)) for law in problem.laws]
    known = [Said(f"{who} {_text(problem.predicates, number)}") for who, number in problem.given]
    members = {"names": joined(problem.setting.people), "org": problem.setting.org}
    belong = Said(brief(rng, bank.clauses["belong"], members, problem.step))
    said = [*known, *rules] if rng.random() < 0.3 else [*rules, *known]
    return [belong, *said, *tell_facts(problem, rng, bank)]


def ask(problem: Deduction, noun: str, rng: Random, bank: Bank) -> str:
    return draw(rng, bank.questions["inference"], {"noun": noun})


def _rule(problem: Deduction, law: tuple[int, int], rng: Random, bank: Bank) -> str:
    if_, then = law
    slots = {"org": problem.setting.org, "a": _text(problem.predicates, if_), "b": _text(problem.predicates, abs(then))}
    slots |= {"not_b": _text(problem.predicates, -abs(then)), "not_a": _text(problem.predicates, -if_)}
    return brief(rng, bank.clauses["law" if then > 0 else "ban"], slots, problem.step)


def statement(predicates: list[list[str]], who: str, number: int, made: str) -> Option:
    return Option(text=sentence(f"{who} {_text(predicates, number)}"), value=f"{who} {number}", made=made)


def _text(predicates: list[list[str]], number: int) -> str:
    return predicates[abs(number) - 1][number < 0]
