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

from repairloop import Draw
from skills.english import joined, sentence
from skills.reading_comprehension.compose import others
from skills.reading_comprehension.reading import NONE, Option, Reading, Said, brief, options, some
from skills.reading_comprehension.steps import Laws
from skills.reading_comprehension.tell import tell_facts
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

    def tell(self, w: Draw) -> list[Said]:
        """Rules and facts; the rules come first, as a rule."""
        rules = [Said(self._rule(law, w)) for law in self.laws]
        known = [Said(f"{who} {_text(self.predicates, number)}") for who, number in self.given]
        members = {"names": joined(self.setting.people), "org": self.setting.org}
        belong = Said(brief(w, "clause/belong", members, self.depth.brief))
        said = [*known, *rules] if w.rng.random() < 0.3 else [*rules, *known]
        return [belong, *said, *tell_facts(self, w)]

    def question(self, noun: str, w: Draw) -> str:
        return w.line("ask/inference", noun=noun)

    def _rule(self, law: tuple[int, int], w: Draw) -> str:
        if_, then = law
        slots = {"org": self.setting.org, "a": _text(self.predicates, if_), "b": _text(self.predicates, abs(then))}
        slots |= {"not_b": _text(self.predicates, -abs(then)), "not_a": _text(self.predicates, -if_)}
        return brief(w, "clause/law" if then > 0 else "clause/ban", slots, self.depth.brief)

    def take_out(self, w: Draw) -> Deduction | None:
        """Nothing is said any more of the person about whom something followed; what followed is among the wrong options."""
        if self.has_none():
            return None
        right = self.meant()
        who = right.value.rpartition(" ")[0]
        wrong = [option for option in self.options if option.made][:-1]
        once_right = right.by("no_longer_follows")
        none = Option(text=self.setting.none, value=NONE)
        given = [(name, number) for name, number in self.given if name != who]
        return self.like(given=given, options=[once_right, *wrong, none], near=[])

    def flipped(self, w: Draw) -> Deduction:
        """Of the one about whom something follows, the contrary of that is told now, so that the contrary of what was told
        follows."""
        right = self.meant()
        who, _, follows = right.value.rpartition(" ")
        known = next(number for name, number in self.given if name == who)
        given = [(name, -int(follows) if name == who else number) for name, number in self.given]
        new = statement(self.predicates, who, -known, "")
        denial = f"{who} {-int(follows)}"
        options = [
            new if option == right else right.by("denied") if option.value in (denial, new.value) else option
            for option in self.options
        ]
        return self.like(given=given, options=options, near=[])


def inference(area: str, w: Draw, step: Laws) -> Deduction:
    """What follows: of one rule or of a chain, forwards or by contraposition, perhaps among more rules."""
    world = World(w, 3)
    who, other, third = world.people
    predicates = [list(pair) for pair in some(w, w.rows("predicates"), step.people + 1)]
    back = w.rng.random() < step.back
    last = step.chain
    signs = [1, *(1 if w.rng.random() < 0.75 else -1 for _ in range(last - 1))]
    chain = [sign * n for n, sign in enumerate(signs, 1)]
    laws = list(pairwise(chain))
    known, follows = (-chain[-1], -chain[0]) if back else (chain[0], chain[-1])
    fallacy = (-chain[0], -chain[-1]) if back else (chain[-1], chain[0])
    given = [(who, known), (other, fallacy[0])]
    spare = step.chain + 1
    if step.crowd:
        laws.append((spare, chain[-1] if not back else spare + 1))
        given.append((third, w.pick((spare + 1, -spare))))
        w.rng.shuffle(laws)
    w.rng.shuffle(given)
    wrong = [
        ("converse", other, fallacy[1]),
        ("denied", who, -follows),
        ("unsupported", who, len(predicates) if step.crowd else w.pick((spare, -spare))),
        ("wrong_person", third, follows),
        ("unsupported", other, len(predicates) if step.crowd else -spare),
    ]
    w.rng.shuffle(wrong)
    drafts = [statement(predicates, name, number, how) for how, name, number in wrong]
    chosen, near = options(statement(predicates, who, follows, ""), drafts, step.options, w)
    facts = others(world, "", 3)
    return Deduction(
        area=area, step=step.number, kind=world.kind, setting=world.setting(), facts=facts, told=[0] if step.crowd else [],
        form="letter", options=chosen, near=near, predicates=predicates, laws=laws, given=given,
    )  # fmt: skip


def statement(predicates: list[list[str]], who: str, number: int, made: str) -> Option:
    return Option(text=sentence(f"{who} {_text(predicates, number)}"), value=f"{who} {number}", made=made)


def _text(predicates: list[list[str]], number: int) -> str:
    return predicates[abs(number) - 1][number < 0]
