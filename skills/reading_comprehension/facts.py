"""Questions about facts: look one up, count, compare, put in order, match, judge a statement.

    told      deed  Mira Holt opened the second kitchen, 1998        asked   get `who`, given verb and what
              deed  Tom Reyes sold the van, 2004                     truth   "Mira Holt"

A question is a query on the facts that the passage tells, as on a small table. A fact that is not told is not there:
then the truth is None, "not given". Which columns decide which others (`DECIDES`) says when a statement is false and not
merely unsupported: a deed has one doer and one time, a post has one holder.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from pydantic import Field

from skills.reading_comprehension.reading import Fact, Part, Reading

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
_NUMBERS: Final = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
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

    def grader_settings(self) -> dict[str, Any]:
        items = {"items": self.offered} if self.form == "pairs" else {}
        return super().grader_settings() | items

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
            written = list(dict.fromkeys((value, spelled(int(value)))))
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


def spelled(number: int) -> str:
    """A small number in words, a great one in digits."""
    return _NUMBERS[number] if 0 < number < len(_NUMBERS) else str(number)


def _agree(one: Fact, other: Fact, columns: list[str] | tuple[str, ...]) -> bool:
    return all(getattr(one, column) == getattr(other, column) for column in columns)
