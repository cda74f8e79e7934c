"""Questions about facts: look one up, count, compare, put in order, match, judge a statement.

    told      deed  Mira Holt opened the second kitchen, 1998        asked   get `who`, given verb and what
              deed  Tom Reyes sold the van, 2004                     truth   "Mira Holt"

A question is a query on the facts that the passage tells, as on a small table. A fact that is not told is not there:
then the truth is None, "not given". Which columns decide which others (`DECIDES`) says when a statement is false and not
merely unsupported: a deed has one doer and one time, a post has one holder.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final, Self

from pydantic import Field

from repairloop import Draw
from skills.english import capital, joined, number_word, sentence
from skills.reading_comprehension.reading import Fact, Part, Reading, Said
from skills.reading_comprehension.tell import tell_fact, tell_facts

DECIDES: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "deed": (("verb", "what"),),
    "count": (("who", "verb", "what"),),
    "role": (("what",),),
    "home": (("who",),),
    "spot": (("who",),),
    "price": (("who",),),
    "cause": (("what",),),
    "view": (("what",),),
}
"""Kind of fact → sets of columns each of which decides all the others."""
COLUMNS: Final = ("who", "verb", "what", "number")
_TOGETHER: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("deed", "what"): ("verb", "base", "what"),
    ("view", "what"): ("what", "base"),
}
"""Columns that go together when one of them is exchanged."""
ASKS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("deed", "who", ("verb", "what")),
    ("deed", "number", ("who", "verb", "what")),
    ("deed", "what", ("who", "number")),
    ("count", "number", ("who", "verb", "what")),
    ("count", "who", ("verb", "what", "number")),
    ("role", "who", ("what",)),
    ("role", "what", ("who",)),
    ("home", "what", ("who",)),
    ("home", "who", ("what",)),
    ("spot", "what", ("who",)),
    ("spot", "who", ("what",)),
    ("price", "number", ("who",)),
    ("price", "who", ("number",)),
)
"""Kind of fact, the column that is asked for, the columns that the question tells."""
ASKS_OF: Final = {(kind, wanted): given for kind, wanted, given in ASKS}
_LITTLE: Final = (
    "in", "on", "at", "behind", "under", "above", "beside", "by", "near", "over", "inside", "below", "against",
)  # fmt: skip


class Query(Part):
    """What is asked of the facts."""

    op: str
    """`get`, `total`, `tally`, `most`, `least`, `first`, `last`, `order`, `match` or `judge`."""
    asked: list[int]
    """The facts that the question is about."""
    given: list[str] = Field(default_factory=list)
    """Columns that the question tells (`get`)."""
    wanted: str = ""
    """The column that is asked for (`get`, `match`)."""
    signs: list[int] = Field(default_factory=list)
    """+1 or −1 for each fact asked about (`total`)."""
    base: int = 0
    """What a total starts from; what a tally must exceed."""


class FactReading(Reading):
    """A passage of facts and a query."""

    surface: ClassVar[frozenset[str]] = Reading.surface | {"offered"}

    query: Query
    claim: Fact | None = None
    """The statement to be judged."""
    offered: list[str] = Field(default_factory=list)
    """Items as the question lists them; of a matching, the right sides, with those that are too many."""
    reverse: bool = False
    """An order from the greatest to the least."""

    def truth(self) -> Any:
        told = [self.facts[n] for n in self.told]
        query = self.query
        asked = [self.facts[n] for n in query.asked]
        if query.op == "get":
            same = [f for f in told if f.kind == asked[0].kind and _agree(f, asked[0], query.given)]
            values = list(dict.fromkeys(self.value(fact, query.wanted) for fact in same))
            return values[0] if len(values) == 1 else None
        if query.op == "judge":
            return self.verdicts[self._judge(told)] if self.claim else None
        if any(fact not in told for fact in asked):
            return None
        numbers = [fact.number or 0 for fact in asked]
        if query.op == "total":
            return str(query.base + sum(sign * number for sign, number in zip(query.signs, numbers, strict=True)))
        if query.op == "tally":
            return str(sum(number > query.base for number in numbers))
        if query.op == "match":
            return {fact.who: self.value(fact, query.wanted) for fact in asked}
        ranked = sorted(asked, key=lambda fact: fact.number or 0, reverse=self.reverse)
        if query.op == "order":
            return [self.item(fact) for fact in ranked]
        best = ranked[0] if query.op in ("least", "first") else ranked[-1]
        return self.item(best) if query.op in ("first", "last") else best.who

    def _judge(self, told: list[Fact]) -> int:
        """0 where the facts hold the claim, 1 where they exclude it, 2 where they do neither."""
        claim = self.claim
        assert claim is not None
        same = [fact for fact in told if fact.kind == claim.kind]
        if any(_agree(fact, claim, COLUMNS) for fact in same):
            return 0
        excluded = any(_agree(fact, claim, columns) for fact in same for columns in DECIDES[claim.kind])
        return 1 if excluded or len(self.verdicts) < 3 else 2

    def value(self, fact: Fact, column: str) -> str:
        """A column of a fact as text."""
        if column == "number":
            assert fact.number is not None
            return self.setting.moment(fact.number) if fact.kind == "deed" else str(fact.number)
        if column == "what" and fact.verb:
            return f"{fact.verb} {fact.what}"
        return str(getattr(fact, column))

    def item(self, fact: Fact) -> str:
        """A fact as an item of a list."""
        if fact.kind == "deed":
            return f"{fact.who} {fact.verb} {fact.what}"
        return fact.what if fact.kind == "step" else fact.who

    def asked(self) -> list[Fact]:
        return [self.facts[n] for n in self.query.asked]

    def asked_facts(self) -> list[int]:
        return self.query.asked

    def settings(self) -> dict[str, Any]:
        if self.form == "number":
            return self._calculated()
        return super().settings() | ({"items": self.offered} if self.form == "pairs" else {})

    def _calculated(self) -> dict[str, Any]:
        """What lets the grader say how an answer went wrong: the operands, sums on the way, other numbers that are told."""
        query = self.query
        asked = [fact.number or 0 for fact in self.asked()]
        numbers = [query.base, *asked] if query.base else asked
        settings: dict[str, Any] = {"form": "final_line", "cue": self.cue} if self.cue else {"form": "number_only"}
        if query.op == "total" and self.asked()[0].kind != "deed":
            settings["operands"] = [str(number) for number in numbers]
            if len(numbers) == 2:
                settings["operation"] = "+" if query.signs[-1] > 0 else "-"
            elif len(numbers) > 2:
                settings["intermediate"] = [str(sum(numbers[:2])), str(numbers[0] - numbers[1])]
        rest = [self.facts[n] for n in self.told if n not in query.asked]
        settings["distractors"] = [str(f.number) for f in rest if f.number is not None and f.kind in ("count", "price")]
        return settings

    def worked(self) -> Self:
        """The problem with the worked answer that its facts ask for, apart from the query that finds the truth."""
        query, facts = self.query, self.asked()
        if query.op == "tally":
            over = [fact.who for fact in facts if (fact.number or 0) > query.base]
            line, result = f"{', '.join(over)}: {len(over)}", len(over)
        else:
            result, line = query.base, str(query.base) if query.base else ""
            for sign, fact in zip(query.signs, facts, strict=True):
                result += sign * (fact.number or 0)
                text = self.value(fact, "number").partition(" ")[0]
                line = f"{line} {'+' if sign > 0 else '-'} {text}" if line else text
            line = f"{line} = {result}" if facts[0].kind != "deed" else f"{line} = {result} {self.setting.unit}"
        return self.like(wanted=[line, f"{self.cue} {result}"] if self.cue else [str(result)])

    def knowledge(self, w: Draw) -> str:
        if self.area.endswith("/numerical"):
            name = f"rule/number/{self.query.op}"
            return w.all(name)[0] if w.has(name) else ""
        return super().knowledge(w)

    def names_of(self, value: str) -> list[str]:
        setting, fact, column = self.setting, self.facts[self.query.asked[0]], self.query.wanted
        if value in setting.people or value in setting.speakers:
            return [value, *value.split()]
        if column == "number" and fact.kind == "deed":
            day, _, month = value.partition(" ")
            written = [value, f"{month} {day}"] if month else [value]
            return [*written, *(f"{setting.before_moment} {text}" for text in written)]
        if column == "number":
            thing = setting.coin if fact.kind == "price" else fact.what
            written = list(dict.fromkeys((value, number_word(int(value)) if 0 < int(value) <= 20 else value)))
            return [*written, *(f"{text} {thing}" for text in written)]
        preposition, _, place = value.partition(" ")
        return [value, place] if column == "what" and fact.kind == "spot" and preposition in _LITTLE else [value]

    def record(self) -> str:
        place = f"This is about {self.setting.org} in {self.setting.town}."
        speakers = f"It is told by {' and '.join(self.setting.speakers)}."
        lines = [self._line(self.facts[n]) for n in self.told]
        return " ".join([place, speakers, *lines])

    def _line(self, fact: Fact) -> str:
        number = "" if fact.number is None else self.value(fact, "number")
        words = {
            "deed": (fact.who, fact.verb, fact.what, "at", number),
            "count": (fact.who, fact.verb, number, fact.what),
            "role": (fact.who, "is the", fact.what),
            "home": (fact.who, "comes from", fact.what),
            "spot": (fact.who, "is", fact.what),
            "price": (fact.who, "costs", number, self.setting.coin),
        }[fact.kind]
        return f"{' '.join(words)}."

    # -- text -----------------------------------------------------------------------------------------

    def tell(self, w: Draw) -> list[Said]:
        return tell_facts(self, w)

    def question(self, noun: str, w: Draw) -> str:
        """The question, with the items that it is about."""
        query, setting, facts = self.query, self.setting, self.asked()
        fact, slots = facts[0], {"noun": noun, "org": setting.org, "coin": setting.coin, "unit": setting.unit}
        if query.op == "judge" and self.claim:
            claim = sentence(tell_fact(self.claim, self, w))
            true, false = self.verdicts[:2]
            return w.line("ask/judge", slots | {"claim": claim, "true": true, "false": false})
        slots |= {
            "who": fact.who, "past": fact.verb, "base": fact.base, "what": fact.what, "task": setting.task,
            "n": "" if fact.number is None else str(fact.number), "n_base": str(query.base),
            "when": setting.when(fact.number) if fact.kind == "deed" and fact.number is not None else "",
            "names": joined([f.who for f in facts]), "last": facts[-1].who, "most": joined([f.who for f in facts[:-1] or facts]),
            "clause": self.item(facts[-1]), "later": self.item(fact),
        }  # fmt: skip
        text = capital(w.line(f"ask/{self._asks()}", slots))
        if query.op == "order":
            return f"{text}\n{self.listed(self.offered, w)}"
        if query.op == "match":
            lefts = [f.who for f in facts]
            gap = "\n\n" if self.labels else "\n"
            return gap.join([text, self.listed(lefts, w), self.listed(self.offered, w)])
        return text

    def _asks(self) -> str:
        """The name of the question, by the kind of query and the kind of fact: `deed/who` for a deed whose doer is asked
        for, `more` for a difference of two counts, `order/price_down` for things from the dearest to the cheapest."""
        query = self.query
        kind = self.asked()[0].kind
        if query.op == "get":
            return f"{kind}/{query.wanted}{'_reason' if query.given == ['base'] and kind == 'view' else ''}"
        if query.op == "order":
            down = "_down" if self.reverse else "_up"
            return f"order/{kind}{down if kind in ('count', 'price') else ''}"
        if query.op == "total":
            return _calculation(kind, query.signs, query.base)
        return f"{query.op}/{kind}" if query.op in ("match", "most", "least") else query.op

    # -- edits ----------------------------------------------------------------------------------------

    def take_out(self, w: Draw) -> FactReading | None:
        if self.query.op not in ("get", "judge") or len(self.told) < 2:
            return None
        asked = self.query.asked[0]
        if asked not in self.told or (self.verdicts and len(self.verdicts) < 3):
            return None
        without = self.like(told=[n for n in self.told if n != asked])
        return without._judged(2) if self.verdicts else without.untold()

    def may_lose_right_option(self) -> bool:
        return self.query.op == "get"

    def flipped(self, w: Draw) -> FactReading | None:
        if any(n not in self.told for n in self.query.asked) or self.query.op == "tally":
            return None
        flips = {"get": self._another_value, "judge": self._another_verdict, "total": self._another_sum}
        return flips.get(self.query.op, self._exchange_places)(w)

    def _another_value(self, w: Draw) -> FactReading | None:
        asked, wanted = self.query.asked[0], self.query.wanted
        fact = self.facts[asked]
        if wanted == "number":
            number = self._moved(fact, w)
            return None if number is None else self._put({asked: {"number": number}})._with_value("not_in_passage")
        columns = _TOGETHER.get((fact.kind, wanted), (wanted,))
        rivals = [n for n in self.told if n != asked and self.facts[n].kind == fact.kind]
        rivals = [n for n in rivals if getattr(self.facts[n], wanted) != getattr(fact, wanted)]
        if rivals:
            rival = w.pick(rivals)
            new = {column: getattr(self.facts[rival], column) for column in columns}
            old = {column: getattr(fact, column) for column in columns}
            return self._put({asked: new, rival: old})._with_value("same_kind_in_passage")
        if wanted == "who" and fact.kind in ("deed", "count", "role", "home"):
            busy = [other.who for other in self.facts if other.kind == fact.kind]
            free = [who for who in self.setting.people if who not in busy]
            if free:
                return self._put({asked: {"who": w.pick(free)}})._with_value("not_in_passage")
        return None

    def _another_verdict(self, w: Draw) -> FactReading | None:
        asked, claim = self.query.asked[0], self.claim
        fact = self.facts[asked]
        if claim is None:
            return None
        rest = [f for n, f in enumerate(self.facts) if n != asked and f.kind == fact.kind]
        if claim != fact:  # now the passage says what the statement says
            if fact.kind in ("role", "home", "spot") and any(f.what == claim.what or f.who == claim.who for f in rest):
                return None
            return self._put({asked: claim.model_dump()})._judged(0)
        if fact.number is None:
            return None
        number = self._moved(fact, w)
        return None if number is None else self._put({asked: {"number": number}})._judged(1)

    def _another_sum(self, w: Draw) -> FactReading | None:
        query = self.query
        at = int(w.rng.random() * len(query.asked))
        fact = self.facts[query.asked[at]]
        number = self._moved(fact, w)
        if number is None:
            return None
        changed = self._put({query.asked[at]: {"number": number}})
        numbers = [changed.facts[n].number or 0 for n in query.asked]
        result = query.base + sum(sign * number for sign, number in zip(query.signs, numbers, strict=True))
        return changed.worked() if result > 0 else None

    def _exchange_places(self, w: Draw) -> FactReading | None:
        """Two numbers, or two partners, change places, and so does what is said of them in the answer."""
        query = self.query
        if query.op == "match":
            column = query.wanted
            one, other = w.rng.sample(query.asked, 2)
            lefts, rights = self.wanted[::2], list(self.wanted[1::2])
            a, b = lefts.index(self.facts[one].who), lefts.index(self.facts[other].who)
            rights[a], rights[b] = rights[b], rights[a]
            wanted = [part for pair in zip(lefts, rights, strict=True) for part in pair]
        else:
            column = "number"
            best = self._best()
            one = best if best is not None else w.pick(query.asked)
            other = w.pick([n for n in query.asked if n != one])
            names = {self.item(self.facts[one]): self.item(self.facts[other])}
            names |= {there: here for here, there in names.items()}
            wanted = [names.get(item, item) for item in self.wanted]
        facts = self.facts
        new = {one: {column: getattr(facts[other], column)}, other: {column: getattr(facts[one], column)}}
        changed = self._put(new).like(wanted=wanted)
        return changed.retagged(self.item(facts[other]), "wrong_order") if self.form == "letter" else changed

    def _best(self) -> int | None:
        """The fact that is the answer, where one of them is."""
        if self.query.op == "order":
            return None
        answer = self.wanted[0] if self.wanted else self.meant().value
        return next(n for n in self.query.asked if self.item(self.facts[n]) == answer)

    def _judged(self, truth: int) -> FactReading:
        """The same statement with another verdict meant to be right."""
        verdict = self.verdicts[truth]
        if self.form != "letter":
            return self.like(wanted=[verdict])
        options = [option.by("" if option.value == verdict else "wrong_verdict") for option in self.options]
        return self.like(options=options)

    def _put(self, new: dict[int, dict[str, Any]]) -> FactReading:
        """The problem with new columns in some of its facts."""
        facts = [fact.like(**new[n]) if n in new else fact for n, fact in enumerate(self.facts)]
        return self.like(facts=facts)

    def _moved(self, fact: Fact, w: Draw) -> int | None:
        """Another number for a fact, one that no fact of its kind has."""
        used = [other.number for other in self.facts if other.kind == fact.kind]
        far = [step for step in range(-9, 10) if step]
        w.rng.shuffle(far)
        scale = self.setting.scale if fact.kind == "deed" else "many"
        low, high, unit = {"year": (1, 2100, 1), "day": (1, 28, 1), "clock": (420, 1200, 5), "many": (2, 999, 1)}[scale]
        numbers = [(fact.number or 0) + step * unit for step in far]
        return next((number for number in numbers if low <= number <= high and number not in used), None)

    def _with_value(self, made: str) -> FactReading:
        """The answer that is meant is what the fact says now."""
        fact = self.facts[self.query.asked[0]]
        value = self.value(fact, self.query.wanted)
        return self.retagged(value, made) if self.form == "letter" else self.like(wanted=[value])

    def one_more_step(self, w: Draw) -> FactReading | None:
        """Bring one more number into a sum."""
        if self.query.op != "total" or len(self.query.asked) > 2:
            return None
        query, first = self.query, self.facts[self.query.asked[0]]
        if first.kind == "deed" or (first.kind == "price" and -1 in query.signs and not query.base):
            return None
        facts, told = list(self.facts), list(self.told)
        rest = [n for n in range(len(facts)) if n not in query.asked]
        new = next((n for n in [*told, *rest] if n in rest and _same_sort(facts[n], first)), len(facts))
        if new == len(facts):
            if first.kind != "count" or not (free := self._idle(first)):
                return None
            facts.append(first.like(who=w.pick(free), number=3 + int(w.rng.random() * 60)))
        if new not in told:
            told.insert(int(w.rng.random() * (len(told) + 1)), new)
        if query.base and sum(facts[n].number or 0 for n in [*query.asked, new]) >= query.base:
            return None
        if -1 in query.signs and not query.base:
            asked, signs = [query.asked[0], new, query.asked[1]], [1, 1, -1]
        else:
            asked, signs = [*query.asked, new], [*query.signs, query.signs[0]]
        query = query.like(asked=asked, signs=signs)
        return self.like(facts=facts, told=told, query=query).worked()

    def ask_another(self, w: Draw) -> FactReading | None:
        """Ask for another column of the same fact."""
        if self.query.op != "get" or self.form == "letter":
            return None
        fact = self.facts[self.query.asked[0]]
        asks = [(kind, wanted) for kind, wanted in ASKS_OF if kind == fact.kind and wanted != self.query.wanted]
        asks = [ask for ask in asks if ask != ("deed", "what")]
        if not asks or self.query.asked[0] not in self.told:
            return None
        kind, wanted = w.pick(asks)
        query = self.query.like(given=list(ASKS_OF[kind, wanted]), wanted=wanted)
        return self.like(query=query, wanted=[self.value(fact, wanted)])

    def _idle(self, fact: Fact) -> list[str]:
        """People of whom nothing of this sort is told."""
        busy = [other.who for other in self.facts if _same_sort(other, fact)]
        return [who for who in self.setting.people if who not in busy]


def _agree(one: Fact, other: Fact, columns: list[str] | tuple[str, ...]) -> bool:
    return all(getattr(one, column) == getattr(other, column) for column in columns)


def _same_sort(one: Fact, other: Fact) -> bool:
    return (one.kind, one.verb, one.what) == (other.kind, other.verb, other.what)


def _calculation(kind: str, signs: list[int], base: int) -> str:
    if kind == "deed":
        return "between"
    if base:
        return "change"
    if -1 in signs:
        return "beyond" if len(signs) > 2 else "more" if kind == "count" else "dearer"
    return "together" if kind == "count" else "cost"
