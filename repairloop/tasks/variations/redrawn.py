"""Numbers redrawn: a program that gives the answer is found, the question gets other numbers, the answer is computed.

    "5 points for each treasure … 4 on the first level and 3 on the second"   35 = 5 × (4 + 3)
    "7 points for each treasure … 2 on the first level and 6 on the second"   56 = 7 × (2 + 6)

The program (`programs`) must be the only one that gives the answer, or the one that also explains the questions of the
task that say nearly the same with other numbers. Numbers are redrawn in their own kind: as many digits and decimals,
words as words, none becomes one; where something is taken away or divided, larger stays larger; what came out whole
does so again.

It does not know what the numbers count: five days a week may become six.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any, Final

from repairloop.records import Case
from repairloop.tasks.variations.contract import Pools, Variation, Varied, asked, like, with_last
from repairloop.tasks.variations.programs import (
    Tree,
    decimal,
    evaluated,
    has_constant,
    meaning,
    operations,
    parts,
    search,
    shown,
    used,
    well_formed,
    worked,
)
from repairloop.tasks.variations.reading import (
    Number,
    constants,
    numbers,
    odd,
    plain,
    quantities,
    skeleton,
    with_numbers,
    written,
)

PLANNED: Final = 4_000
"""Cases whose programs are looked for at once; those beyond when they are met."""
NEAR: Final = 0.5
"""Jaccard similarity of words from which a question says nearly the same."""
SAME: Final = 0.8
"""The same, from which it must have the same program."""
NEAREST: Final = 5
_TRIES: Final = 300
_ANSWER: Final = re.compile(r"(\D*?)(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?)(\D*)")
_MARKED: Final = re.compile(r"<<[^<>]*=[^<>]*>>")
_LAST: Final = re.compile(r"#{3,4}\s*([^\n]+)\s*$")
_COUNTED: Final = re.compile(r"\b(?:the|all|these|those|first|last|next|other|both|remaining|past)\s+$", re.IGNORECASE)
"""What stands before a number that counts what was named: "the average of the 3 friends"."""
_CLOCK: Final = re.compile(r"\s?(?:[ap]\.?m\b|o['’]?clock)", re.IGNORECASE)
_CAPS: Final = (
    (r"days?\b", "week", 7), (r"hours?\b", "day", 23), (r"minutes?\b", "hour", 59), (r"months?\b", "year", 12),
    (r"(?:%|percent)", "", 99),
)  # fmt: skip
"""What follows a number, a word of the question, and the most that such a number may be."""


@dataclass(frozen=True)
class Asked:
    """A question with its numbers."""

    text: str
    found: list[Number]
    skeleton: str

    @property
    def order(self) -> list[int]:
        """Of each number, which quantity it is."""
        return quantities(self.found)

    @property
    def values(self) -> list[Fraction]:
        """Of each quantity."""
        return list(dict.fromkeys(number.value for number in self.found))

    def first(self, quantity: int) -> Number:
        return self.found[self.order.index(quantity)]


@dataclass
class Plan:
    programs: dict[str, Tree | None] = field(default_factory=dict)
    """Skeleton → its program."""
    solved: dict[str, tuple[frozenset[str], Tree]] = field(default_factory=dict)
    """Skeletons with one program alone: their words, and the program."""
    index: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Word → those skeletons."""


def asked_numbers(case: Case) -> Asked | None:
    """The numbers that the question says; None where the case has more than a question and a number."""
    if case.options or case.document or answer_of(case.reference) is None:
        return None
    text = asked(case)
    found = numbers(text)
    if not 0 < len(found) <= 12 or len(text) > 4_000:
        return None
    if case.question != text and skeleton(case.question, numbers(case.question)) not in skeleton(text, found):
        return None
    return Asked(text, found, skeleton(text, found))


def answer_of(reference: Any) -> Fraction | None:
    """The number that a reference says, whatever stands around it."""
    if type(reference) in (int, float):
        reference = str(reference)
    if not isinstance(reference, str):
        return None
    match = _ANSWER.fullmatch(reference.strip())
    return None if match is None or re.search(r"[-−/^*]\s*$", match[1]) else Fraction(match[2].replace(",", ""))


class NumbersRedrawn(Variation):
    name = "redraw the numbers, and compute the answer anew"
    touches = frozenset({"question", "gold", "reference"})

    def plan(self, pools: Pools) -> Plan:
        plan = Plan()
        asking: dict[str, Asked] = {}
        meant: dict[str, list[Tree]] = {}
        for case in pools.cases[:PLANNED]:
            if (question := asked_numbers(case)) is not None:
                trees = candidates(case, question)
                if question.skeleton in meant:  # the same with other numbers: what explains both
                    mine = {meaning(tree) for tree in trees}
                    trees = [tree for tree in meant[question.skeleton] if meaning(tree) in mine]
                asking[question.skeleton], meant[question.skeleton] = question, trees
        for key, trees in meant.items():
            if len(trees) == 1 and trees[0][0] != "n":
                words = words_of(asking[key])
                plan.solved[key] = (words, trees[0])
                for word in words:
                    plan.index[word].add(key)
        plan.programs = {key: decided(plan, asking[key], trees) for key, trees in meant.items()}
        return plan

    def program(self, case: Case, pools: Pools) -> tuple[Asked, Tree] | None:
        """The numbers of a case and the program that gives its answer; None where there is none, or several."""
        question = asked_numbers(case)
        if question is None:
            return None
        plan: Plan = pools.of(self)
        if question.skeleton not in plan.programs:
            plan.programs[question.skeleton] = decided(plan, question, candidates(case, question))
        tree = plan.programs[question.skeleton]
        if tree is None or not _gives(tree, question.values, answer_of(case.reference)):
            return None
        return question, tree

    def vary(self, case: Case, pools: Pools, rng: Random) -> Varied | None:
        known = self.program(case, pools)
        if known is None:
            return None
        question, tree = known
        values = redraw(question, tree, answer_of(case.reference), rng)
        if values is None:
            return None
        texts = [written(values[q], number) for q, number in zip(question.order, question.found, strict=True)]
        reference = answer_written(case.reference, evaluated(tree, values), question)
        gold = gold_written(case, reference, worked(tree, values))
        if reference is None or gold is None:
            return None
        content = with_numbers(question.text, question.found, texts)
        text = content if case.question == question.text else _inner(case.question, question, texts)
        if text is None:
            return None
        made = like(case, messages=with_last(case, content), question=text, reference=reference, gold=gold)
        return Varied(made, {"program": tree, "was": [number.text for number in question.found]})

    def fault(self, original: Case, varied: Varied, pools: Pools) -> str:
        case, tree, was = varied.case, varied.record.get("program"), varied.record.get("was")
        before, after = asked_numbers(original), asked_numbers(case)
        if before is None or after is None:
            return "there is more than a question and a number"
        if before.skeleton != after.skeleton:
            return "more has changed than the numbers"
        if not well_formed(tree, len(before.values)) or not isinstance(was, list) or len(was) != len(before.found):
            return "the record is no program"
        known = self.program(original, pools)
        if known is None or known[1] != tree:
            return "the program is not the one that explains the question"
        if not _gives(tree, before.values, answer_of(original.reference)):
            return "the program does not give the original answer"
        if not _gives(tree, after.values, answer_of(case.reference)):
            return "the program gives another answer"
        if with_numbers(after.text, after.found, was) != before.text:
            return "the original question does not come back"
        if why := implausible(before, after, tree):
            return why
        inner = skeleton(original.question, numbers(original.question)) == skeleton(
            case.question, numbers(case.question)
        )
        if not inner or case.question not in asked(case) or case.messages[:-1] != original.messages[:-1]:
            return "question and message differ"
        if case.messages[-1]["role"] != original.messages[-1]["role"]:
            return "another one speaks"
        if last_number(case.gold) != answer_of(case.reference):
            return "the gold says another number than the reference"
        if answer_of(original.reference) is None or _form(original.reference) != _form(case.reference):
            return "the reference has another form"
        return ""


# ---- programs -------------------------------------------------------------------------------------------------------


def candidates(case: Case, question: Asked) -> list[Tree]:
    """The programs that may be meant: the one that the gold shows, or all that give the answer."""
    answer = answer_of(case.reference)
    assert answer is not None
    if odd(question.text):
        return []
    said, units = constants(question.text)
    if _MARKED.search(case.gold):
        tree = shown(case.gold, question.values, [*said, *units], answer)
        if tree is not None and "%" in question.text and _share_of_no_percentage(tree, question):
            return []
        matter = {q for q, value in enumerate(question.values) if value != 1}
        return (
            [] if tree is None or not matter <= used(tree) else [tree]
        )  # a number left out may say how many there are
    return search(question.values, said, units, answer, question.order)


def _share_of_no_percentage(tree: Tree, question: Asked) -> bool:
    """Whether a number that is no percentage is divided by a hundred, where percentages are spoken of."""
    percentages = {q for q, number in zip(question.order, question.found, strict=True) if number.percent}
    return any(
        part[0] == "/" and part[2] == ["c", 100] and part[1][0] == "n" and part[1][1] not in percentages
        for part in parts(tree)
    )


def decided(plan: Plan, question: Asked, trees: list[Tree]) -> Tree | None:
    """The program that is meant: the only one, or of several the one of the nearest questions, where they are of one
    mind. None where near questions speak against it, or nothing tells."""
    near = [(likeness, meaning(tree)) for likeness, tree in nearest(plan, question)]
    every = frozenset(range(len(question.values)))
    mine = {meaning(tree): tree for tree in trees}
    if any(likeness >= SAME and program not in mine for likeness, program in near):
        return None
    if len(trees) == 1:  # one that leaves numbers out and brings others in is a coincidence more often
        left_out = used(trees[0]) != every
        return None if trees[0][0] == "n" or (left_out and has_constant(trees[0])) else trees[0]
    meant = {program for _, program in near if program in mine}
    return mine[meant.pop()] if len(meant) == 1 else None


def nearest(plan: Plan, question: Asked) -> list[tuple[float, Tree]]:
    """The solved questions that say nearly the same with other numbers, the nearest first: likeness and program."""
    words = words_of(question)
    shared: dict[str, int] = defaultdict(int)
    for word in words:
        for other in plan.index.get(word, ()):
            shared[other] += 1
    found = []
    for other, count in shared.items():
        theirs, tree = plan.solved[other]
        likeness = count / (len(words) + len(theirs) - count)
        if other != question.skeleton and likeness >= NEAR:
            found.append((likeness, other, tree))
    return [(likeness, tree) for likeness, _, tree in sorted(found, key=lambda one: (-one[0], one[1]))[:NEAREST]]


def solver(cases: Sequence[Case]) -> Callable[[Case], str | None] | None:
    """What programs say to a case of these, with its numbers: the one that explains most of the questions which differ in
    their numbers alone; else that of the questions which say nearly the same. None where there are fewer than three of
    the former and two of the latter, or they are not of one mind. No program where there are more than `PLANNED` cases."""
    if len(cases) > PLANNED:
        return None
    plan: Plan = Pools(cases).of(NumbersRedrawn())
    same: dict[str, list[list[Tree]]] = defaultdict(list)
    for case in cases:
        if (question := asked_numbers(case)) is not None:
            same[question.skeleton].append(candidates(case, question))
    voted = {key: tree for key, trees in same.items() if len(trees) > 2 and (tree := _of_most(trees)) is not None}

    def solve(case: Case) -> str | None:
        question = asked_numbers(case)
        if question is None:
            return None
        near = [tree for likeness, tree in nearest(plan, question) if likeness >= SAME]
        if question.skeleton in voted:
            near = [voted[question.skeleton]]
        elif len(near) < 2 or len({meaning(tree) for tree in near}) > 1:
            return None
        if used(near[0]) != frozenset(range(len(question.values))):  # it says more, or less, than those that it is like
            return None
        try:
            return decimal(evaluated(near[0], question.values))
        except (ZeroDivisionError, IndexError):
            return None

    return solve


def _of_most(found: list[list[Tree]]) -> Tree | None:
    """The program that is among those of most cases, two thirds at least; None where none is, or several are, and where the
    others have one of their own: then the truth depends on the numbers ("how far apart are they?")."""
    meant = [{meaning(tree) for tree in trees} for trees in found]
    votes = Counter(number for each in meant for number in each)
    most = max(votes.values(), default=0)
    best = {meaning(tree): tree for trees in found for tree in trees if votes[meaning(tree)] == most}
    if len(best) != 1 or 3 * most < 2 * len(found):
        return None
    (number, tree) = next(iter(best.items()))
    others = Counter(other for each in meant if number not in each for other in each)
    return None if tree[0] == "n" or max(others.values(), default=0) > 1 else tree


def words_of(question: Asked) -> frozenset[str]:
    """Its words without their case, and how many numbers there are."""
    words = re.findall(r"[^\W\d]+", re.sub(r"⟨[^⟩]*⟩", " ", question.skeleton).casefold())
    return frozenset([*words, f"{len(question.found)} numbers"])


def _gives(tree: Tree, values: list[Fraction], answer: Fraction | None) -> bool:
    try:
        return answer is not None and evaluated(tree, values) == answer
    except (ZeroDivisionError, IndexError):
        return False


# ---- numbers ----------------------------------------------------------------------------------------------------------


def redraw(question: Asked, tree: Tree, answer: Fraction | None, rng: Random) -> list[Fraction] | None:
    """Other values of the quantities that the program uses; None where none were found."""
    old = question.values
    uses = Counter(side[1] for part in parts(tree) for side in part[1:] if side[0] == "n")
    change = [q for q in sorted(uses) if _may_change(question, q, uses[q])]
    if not change or answer is None:
        return None
    for _ in range(_TRIES):
        new = list(old)
        for q in change:
            new[q] = _drawn(question.first(q), question.text, rng)
        if new != old and _holds(question, old, new, tree):
            return new
    return None


def _may_change(question: Asked, quantity: int, uses: int) -> bool:
    """Whether a quantity may have another value. A small one that is needed twice may be two things: classes a day and
    days of a week; one that counts what was named may not, nor a year."""
    mine = [number for q, number in zip(question.order, question.found, strict=True) if q == quantity]
    value = mine[0].value
    if value <= 1 and mine[0].whole:
        return False
    if (uses > 1 and value <= 12) or any(_CLOCK.match(question.text, number.end) for number in mine):
        return False
    if value < 20 and any(_COUNTED.search(question.text[max(0, n.start - 30) : n.start]) for n in mine):
        return False
    if len({number.decimals for number in mine}) > 1 or mine[0].decimals > 3:
        return False
    if any(number.word for number in mine) and not (value.denominator == 1 and value < 100):
        return False
    return not (1900 <= value <= 2100 and not mine[0].money and not mine[0].comma)


def _drawn(number: Number, text: str, rng: Random) -> Fraction:
    """A number of the same kind: as many digits, as many decimals, as round."""
    scale = 10**number.decimals
    old = int(number.value * scale)
    digits = len(str(old))
    low, high = (2, 9) if digits == 1 and scale == 1 else (10 ** (digits - 1), 10**digits - 1)
    if digits > 2:
        low, high = max(low, old // 2), min(high, old * 2)
    if number.word and number.value <= 12:
        low, high = 2, 12
    step = 1
    while digits > 1 and scale == 1 and old % (step * 10) == 0 and step * 100 <= old:
        step *= 10
    if number.percent and old % 5 == 0 and scale == 1:
        step = 5
    high = min(high, cap(number, text) * scale)
    low = min(low, high)
    return Fraction(rng.randint(-(-low // step), high // step) * step, scale)


def cap(number: Number, text: str) -> int:
    """The most that a number may be, by what it counts: days of a week, minutes of an hour."""
    after = text[number.end : number.end + 16]
    for what, of, most in _CAPS:
        if re.match(rf"[\s-]*{what}", after) and of in text.casefold() and number.value <= most:
            return most
    return 10**12


def _holds(question: Asked, old: list[Fraction], new: list[Fraction], tree: Tree) -> bool:
    after = _as_if(question, new)
    return after is not None and not implausible(question, after, tree)


def _as_if(question: Asked, values: list[Fraction]) -> Asked | None:
    """The question with other values, read again; None where it reads otherwise."""
    texts = [written(values[q], number) for q, number in zip(question.order, question.found, strict=True)]
    text = with_numbers(question.text, question.found, texts)
    found = numbers(text)
    again = Asked(text, found, skeleton(text, found))
    return again if again.skeleton == question.skeleton and again.values == values else None


def implausible(before: Asked, after: Asked, tree: Tree) -> str:
    """Why the question cannot be asked with its new numbers; empty where it can."""
    old, new = before.values, after.values
    changed = [q for q in range(len(old)) if old[q] != new[q]]
    if not changed or len(old) != len(new):
        return "no number has changed"
    if not set(changed) <= used(tree):
        return "a number has changed that the answer does not hang on"
    if len(set(new)) < len(new) or any(new[q] <= 0 or (new[q] == 1 and old[q] != 1) for q in changed):
        return "a number is not of its kind"
    for number, other in zip(before.found, after.found, strict=True):
        if number.decimals != other.decimals or number.word != other.word or number.comma != other.comma:
            return "a number is written otherwise"
        if other.value > cap(number, before.text):
            return "a number is too large for what it counts"
    apart = operations(tree) & {"-", "/"} or used(tree) != frozenset(range(len(old)))
    if apart and sorted(range(len(old)), key=lambda q: old[q]) != sorted(range(len(new)), key=lambda q: new[q]):
        return "larger and smaller have changed places"
    most = max((number.decimals for number in before.found if number.money), default=0)
    for part in parts(tree):
        try:
            was, now = evaluated(part, old), evaluated(part, new)
        except ZeroDivisionError:
            return "something is divided by nothing"
        if was >= 0 > now or (was > 0 and now == 0):
            return "a step falls below zero"
        if (
            was.denominator == 1
            and now.denominator != 1
            and not (part == tree and most == 2 and "/" not in operations(tree))
        ):
            return "a step is whole no more"
        if (was > 1) != (now > 1):
            return "a step becomes one"
        if _decimals(now) > max(_decimals(was), most):
            return "a step has more decimals"
    return ""


def _decimals(value: Fraction) -> int:
    text = decimal(value)
    return 99 if text is None else len(text.partition(".")[2])


# ---- golds --------------------------------------------------------------------------------------------------------------


def answer_written(reference: Any, answer: Fraction, question: Asked) -> Any:
    """The answer in the form that the reference has; None where it cannot be written so."""
    if type(reference) is int:
        return int(answer) if answer.denominator == 1 else None
    text = decimal(answer)
    if text is None:
        return None
    if type(reference) is float:
        return float(text)
    match = _ANSWER.fullmatch(reference.strip())
    assert match is not None
    decimals = len(match[2].partition(".")[2])
    if len(text.partition(".")[2]) <= decimals:
        text = plain(answer, decimals, "," in match[2]) if decimals else f"{int(answer):,}" if "," in match[2] else text
    elif any(number.money for number in question.found):
        text = plain(answer, 2, "," in match[2])
    return f"{match[1]}{text}{match[3]}"


def gold_written(case: Case, reference: Any, steps: str) -> str | None:
    """The gold as the file has it: the number alone, or worked with the number at its end."""
    alone, was = case.gold.strip(), str(case.reference).strip()
    if alone == was:
        return str(reference)
    if alone.replace(",", "") == was:
        return re.sub(r"\d+", lambda digits: f"{int(digits[0]):,}", str(reference), count=1)
    if (last := _LAST.search(case.gold)) and steps:
        mark = case.gold[last.start() : last.start(1)]
        return f"{steps}\n{mark}{reference}"
    return None


def last_number(gold: str) -> Fraction | None:
    last = _LAST.search(gold)
    return answer_of(last[1].strip() if last else gold.strip())


def _form(reference: Any) -> Any:
    """A reference without its number."""
    match = _ANSWER.fullmatch(reference.strip()) if isinstance(reference, str) else None
    return (match[1], match[3]) if match else type(reference)


def _inner(text: str, question: Asked, texts: list[str]) -> str | None:
    """The question where it is only a part of the message: with the numbers that it has in common with it."""
    start = question.text.find(text)
    if start < 0 or question.text.count(text) != 1:
        return None
    inside = [n for n, number in enumerate(question.found) if start <= number.start and number.end <= start + len(text)]
    found = numbers(text)
    if len(found) != len(inside):
        return None
    return with_numbers(text, found, [texts[n] for n in inside])


def worked_answer(case: Case, pools: Pools) -> str:
    """The steps that lead to the answer, by the program, with the unit or sign of the gold at their end; empty where none is
    known."""
    known = NumbersRedrawn().program(case, pools)
    steps = worked(known[1], known[0].values) if known else ""
    match = _ANSWER.fullmatch(case.reference.strip()) if isinstance(case.reference, str) else None
    if not steps or match is None or not (match[1].strip() or match[3].strip()):
        return steps
    return f"{steps.rpartition('= ')[0]}= {match[0]}."
