"""What every reading has: a world of facts, those of them that the passage tells, and the form of the answer.

A fact rests as data, never as a sentence: `Fact(kind="deed", who="Mira Holt", verb="opened", base="open",
what="the second kitchen", number=1998)`. A family of problems (facts, arguments, deductions, principles, words,
evaluations) is a subclass that says what the truth is: `truth` computes it from what the passage tells, and of the
options that one is right whose `value` `fits` it. What the author of a problem *meant* rests beside it (`wanted`, and
an option's empty `made`); the two meet only when an answer is graded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_uppercase
from typing import Any, ClassVar, Final, Literal, NamedTuple, Self, TypeVar

from pydantic import Field

from repairloop import Ask, BadReference, Draw, Part, Problem, Settings, edit, fingerprint
from skills.english import capital, with_article
from skills.reading_comprehension.steps import Depth

Form = Literal["letter", "words", "number", "list", "pairs", "grounded"]
KINDS: Final = (
    "report", "argument", "long", "satire", "instruction", "poem", "conversation", "debate", "meeting",
)  # fmt: skip
"""The nine kinds of passage; `report` gives the facts as they are."""
SPOKEN: Final = ("conversation", "debate", "meeting")
"""Kinds in which every sentence has its speaker."""
NONE: Final = "none"
"""The value of an option that says that no other is right, or that the passage does not tell."""
GRADERS: Final[dict[str, str]] = {
    "letter": "choice", "words": "text", "number": "math", "list": "order", "pairs": "order", "grounded": "grounded",
}  # fmt: skip
_EASY: Final = ("not_in_passage", "beside_the_point", "no_bearing", "other_argument")
"""Operators of options that are easily ruled out."""
_MARKS: Final = ("{}) ", "{}. ", "({}) ", "{}: ", "[{}] ", "{} - ")
Thing = TypeVar("Thing")


class ReadingSettings(Settings):
    options: float = Field(0.35, ge=0, le=1)
    """Share of facts to be looked up that are asked for with options to choose from."""
    told: float = Field(0.45, ge=0.2, le=0.8)
    """Share of the questions that may have no answer which have one."""
    worked: float = Field(0.7, ge=0, le=1)
    """Share of calculations whose answer is to be worked, with the result in a last line."""


class Said(NamedTuple):
    """One clause of a passage and how it has to stand there."""

    clause: str
    mode: str = "state"
    """`state`, `conclude`, `plain` (a sentence of its own), or `view` (in the first person of its speaker)."""
    speaker: str = ""


class Fact(Part):
    """One fact of a world."""

    kind: str
    """`deed`, `count`, `role`, `home`, `spot`, `price`, `cause`, `view`, `step`."""
    who: str = ""
    """A person; of a spot or a price, a thing."""
    verb: str = ""
    """Past form and participle."""
    base: str = ""
    """Base form of the verb; the cause of a cause, the reason of a view."""
    what: str = ""
    number: int | None = None
    """When a deed was done, how many, how much, which step."""


class Setting(Part):
    """Where a passage plays, and who speaks in it; of a real text only how to say that it does not tell."""

    org: str = ""
    noun: str = ""
    town: str = ""
    task: str = ""
    people: list[str] = Field(default_factory=list)
    speakers: list[str] = Field(default_factory=list)
    scale: Literal["year", "day", "clock"] = "year"
    month: str = ""
    coin: str = ""
    token: str
    """What to reply where the passage does not say."""
    unsaid: str
    """The same as an option."""
    none: str
    """An option that says that no other is right."""

    @property
    def unit(self) -> str:
        return {"year": "years", "day": "days", "clock": "minutes"}[self.scale]

    def moment(self, number: int) -> str:
        """A point in time as text: "1998", "4 May", "9:40"."""
        if self.scale == "year":
            return str(number)
        return f"{number} {self.month}" if self.scale == "day" else f"{number // 60}:{number % 60:02}"

    @property
    def before_moment(self) -> str:
        return {"year": "in", "day": "on", "clock": "at"}[self.scale]

    def when(self, number: int) -> str:
        return f"{self.before_moment} {self.moment(number)}"


class Option(Part):
    """One answer to choose."""

    text: str
    value: str
    """What it says, as data."""
    made: str = ""
    """The error operator that made it; empty for the one that is meant to be right."""

    def by(self, operator: str) -> Option:
        return self.like(made=operator)


class Reading(Problem):
    """A passage and what is asked of it."""

    surface: ClassVar[frozenset[str]] = frozenset(
        {"area", "step", "kind", "setting", "form", "wanted", "options", "near", "token", "labels", "cue", "verdicts"}
    )
    area: str
    step: int
    kind: str
    """Of the passage, one of `KINDS`."""
    setting: Setting
    facts: list[Fact] = Field(default_factory=list)
    told: list[int]
    """The facts (of a real text, the sentences) that the passage tells, in its order; the others are true, but not
    told."""
    form: Form
    wanted: list[str] = Field(default_factory=list)
    """What the author means to be the answer: one text, the items of a list, or left and right sides in turn."""
    options: list[Option] = Field(default_factory=list)
    near: list[Option] = Field(default_factory=list)
    """Wrong options that are harder to tell from the right one, for an edit to bring in."""
    token: str | None = None
    """What to reply where the passage does not say, if the question tells."""
    labels: dict[str, str] = Field(default_factory=dict)
    """Item → the label by which the answer is to refer to it."""
    verdicts: list[str] = Field(default_factory=list)
    """What to call true, false and, where it may be, not given."""
    cue: str = ""
    """How the last line of a worked answer begins."""

    @property
    def depth(self) -> Depth:
        """What of its step decides how the passage is told."""
        return Depth.table()[self.step]

    def key(self) -> str:
        """What tells one reading from another: world, question, and what the options say."""
        values = sorted(option.value for option in self.options)
        return fingerprint(self.model_dump_json(exclude=set(self.surface)), *values)

    def truth(self) -> Any:
        """What the passage answers; None where it does not."""
        raise NotImplementedError

    def fits(self, value: str) -> bool:
        """Whether an option that says this is right."""
        return bool(value == self.truth())

    def right(self) -> int:
        """The one right option: the one that fits, or else the one that says that none does."""
        good = [n for n, option in enumerate(self.options) if option.value != NONE and self.fits(option.value)]
        good = good or [n for n, option in enumerate(self.options) if option.value == NONE]
        if len(good) != 1:
            raise BadReference(f"{self.area}: {len(good)} options are right")
        return good[0]

    def grader(self) -> str:
        return GRADERS[self.form]

    def reference(self) -> Any:
        if self.form == "letter":
            return ascii_uppercase[self.right()]
        truth = self.truth()
        if self.form == "grounded":
            document = {"id": "1", "text": self.record()}
            facts = [] if truth is None else [{"value": self.names_of(truth)}]
            return {"documents": [document], "facts": facts, "answerable": truth is not None}
        return {"matching": truth} if self.form == "pairs" else self.token if truth is None else truth

    def settings(self) -> dict[str, Any]:
        if self.form == "letter":
            right = self.right()
            return {
                "options": [option.text for option in self.options],
                "operators": {ascii_uppercase[n]: o.made for n, o in enumerate(self.options) if n != right and o.made},
            }
        if self.form == "grounded":
            return {"citations": "none", "abstain": [self.token]}
        if self.form == "words":
            truth = self.truth()
            return {"aliases": self.names_of(truth)[1:]} if truth is not None else {}
        return {"labels": self.labels} if self.labels else {}

    def names_of(self, value: str) -> list[str]:
        """A right answer and its other names."""
        return [value]

    def record(self) -> str:
        """All that the passage tells, in bare sentences."""
        return ""

    def answer(self, w: Draw) -> str:
        """The answer that is meant: from `wanted` and the options' operators, not from the facts."""
        if self.form == "letter":
            return ascii_uppercase[next(n for n, option in enumerate(self.options) if not option.made)]
        if self.form == "list":
            if self.labels:
                return ", ".join(self.labels[item] for item in self.wanted)
            return "\n".join(self.wanted)
        if self.form == "pairs":
            pairs = zip(self.wanted[::2], self.wanted[1::2], strict=True)
            name = self.labels
            return "\n".join(f"{name[a]}-{name[b]}" if name else f"{a} - {b}" for a, b in pairs)
        return "\n".join(self.wanted)

    def knowledge(self, w: Draw) -> str:
        if self.verdicts:
            places = dict(zip(("true", "false", "not_given"), self.verdicts, strict=False))
            rules = ["rule/verdict", "rule/verdict/open"][: len(self.verdicts) - 1]
            return " ".join(w.fill(w.all(rule)[0], places) for rule in rules)
        name = f"rule/{self.area.partition('/')[2]}"
        return w.line(name) if w.has(name) else ""

    # -- text -----------------------------------------------------------------------------------------

    def ask(self, w: Draw) -> Ask:
        """The passage, the question, the options, and what the answer is to look like."""
        passage = self.passage(w)
        noun = w.pick(w.all(f"kind/{self.kind}/nouns"))
        return self.asked_of(passage, noun, w)

    def asked_of(self, passage: str, noun: str, w: Draw) -> Ask:
        true, false, *_ = (*self.verdicts, "", "")
        places = {
            "noun": noun, "Noun": capital(noun), "a_noun": with_article(noun), "token": self.token or "", "cue": self.cue,
            "verdicts": " / ".join(self.verdicts), "true": true, "false": false,
            "not_given": self.verdicts[-1] if self.verdicts else "",
        }  # fmt: skip
        question = self.question(noun, w)
        rules = [w.line(f"form/{name}", places) for name in self._rules()]
        question += "\n" if "\n" in question else ""
        return Ask(question, rules, passage, places, options=self._shown(w))

    def passage(self, w: Draw) -> str:
        from skills.reading_comprehension.passage import weave

        return weave(self, self.tell(w), w)

    def tell(self, w: Draw) -> list[Said]:
        """What the passage says, clause by clause."""
        raise NotImplementedError

    def question(self, noun: str, w: Draw) -> str:
        """It may have several lines. `noun`: what the passage is called."""
        raise NotImplementedError

    def _rules(self) -> list[str]:
        """Which rules on the answer must be told."""
        if self.form in ("list", "pairs"):
            return [f"{self.form}_labels" if self.labels else self.form]
        if self.form == "number":
            return ["worked" if self.cue else "number"]
        if self.form == "letter":
            return ["letter"]
        return ["verdict" if self.verdicts else "words", *(["token"] if self.token else [])]

    def _shown(self, w: Draw) -> str:
        """The options, a line each."""
        if not self.options:
            return ""
        mark = w.pick(_MARKS)
        lines = [f"{mark.replace('{}', ascii_uppercase[n])}{option.text}" for n, option in enumerate(self.options)]
        return "\n".join(lines)

    def listed(self, items: Sequence[str], w: Draw) -> str:
        """Items to be put in order or matched: with their labels, or with dashes, or in a line."""
        if self.labels:
            mark = w.pick(_MARKS[:5])
            return "\n".join(f"{mark.replace('{}', self.labels[item])}{item}" for item in items)
        if w.rng.random() < 0.6:
            bullet = w.pick(("- ", "* ", "• "))
            return "\n".join(f"{bullet}{item}" for item in items)
        return str(w.pick(("; ", " / "))).join(items)

    # -- edits ----------------------------------------------------------------------------------------
    #
    # What is meant to be the answer afterwards is written by the edit, apart from `truth`.

    @edit("take what is asked for out of the passage")
    def take_out(self, w: Draw) -> Reading | None:
        """Then the right answer is that the passage does not say."""
        return None

    @edit("change the passage so that another answer is right")
    def change_answer(self, w: Draw) -> Reading | None:
        return None if self.has_none() else self.flipped(w)

    def flipped(self, w: Draw) -> Reading | None:
        """The same, where no option says that none is right."""
        return None

    @edit("bring the wrong options nearer")
    def harden_options(self, w: Draw) -> Reading | None:
        """Put a wrong option that is nearer to the right one in the place of one that is easily ruled out."""
        taken = {option.text.casefold() for option in self.options}
        near = [option for option in self.near if option.text.casefold() not in taken]
        weak = [n for n, option in enumerate(self.options) if option.made in _EASY]
        weak = weak or [n for n, option in enumerate(self.options) if option.made]
        if self.form != "letter" or not near or not weak:
            return None
        new: Option = w.pick(near)
        options = list(self.options)
        options[w.pick(weak)] = new
        return self.like(options=options, near=[option for option in near if option != new])

    @edit("take the right option away")
    def take_away_right_option(self, w: Draw) -> Reading | None:
        """Then the right one is that none of them is."""
        if self.form != "letter" or self.verdicts or self.has_none() or not self.may_lose_right_option():
            return None
        wrong = next((option for option in self.near if option not in self.options), None)
        options = self.without_right(self.setting.none)
        if wrong and len(self.options) < 4 and wrong.text not in [option.text for option in options]:
            options.insert(int(w.rng.random() * len(options)), wrong)
        return self.like(options=options, near=[])

    def may_lose_right_option(self) -> bool:
        return True

    @edit("tell more that is beside the point")
    def add_facts(self, w: Draw) -> Reading | None:
        asked = self.asked_facts()
        spare = [n for n in range(len(self.facts)) if n not in self.told and n not in asked][:3]
        if not spare:
            return None
        told = list(self.told)
        for n in spare:
            told.insert(int(w.rng.random() * (len(told) + 1)), n)
        return self.like(told=told)

    def asked_facts(self) -> list[int]:
        """The facts that the question is about."""
        return []

    @edit("ask for one more step")
    def one_more_step(self, w: Draw) -> Reading | None:
        return None

    @edit("ask for something else of the same fact")
    def ask_another(self, w: Draw) -> Reading | None:
        return None

    def has_none(self) -> bool:
        return any(option.value == NONE for option in self.options)

    def meant(self) -> Option:
        """The option that is meant to be right."""
        return next(option for option in self.options if not option.made)

    def without_right(self, text: str) -> list[Option]:
        """The options with one in place of the right one that says that none is right; it comes last."""
        return [*(option for option in self.options if option.made), Option(text=text, value=NONE)]

    def untold(self) -> Self:
        """The answer that is meant is that the passage does not say."""
        if self.form == "letter":
            return self.like(options=self.without_right(self.setting.unsaid), near=[])
        return self.like(token=self.setting.token, wanted=[self.setting.token])

    def retagged(self, value: str, made: str) -> Self:
        """The options with the one of this value meant to be right; `made`: what makes the one wrong that was right."""
        options = list(self.options)
        right = next(n for n, option in enumerate(options) if not option.made)
        if any(option.value == value for option in options):
            options = [o.by("" if o.value == value else made if n == right else o.made) for n, o in enumerate(options)]
        else:
            options[right] = Option(text=capital(value), value=value)
        return self.like(options=options, near=[option for option in self.near if option.value != value])


# ---- options --------------------------------------------------------------------------------------------
#
# The right value among wrong ones, each made by a named operator: `same_kind_in_passage` is the value of another fact of
# the kind, `elsewhere_in_passage` any other value that the passage tells, `not_in_passage` a value that it does not;
# numbers can be `off_by_one`. Wrong options that are not used at once are kept as `near` ones.


def options(right: Option, wrong: Iterable[Option], count: int, w: Draw) -> tuple[list[Option], list[Option]]:
    """`count` options in any order, the right one among them, and those that were left over."""
    texts, kept = {right.text.casefold()}, []
    for option in wrong:
        if option.text.casefold() not in texts:
            texts.add(option.text.casefold())
            kept.append(option)
    chosen = [right, *kept[: count - 1]]
    w.rng.shuffle(chosen)
    return chosen, kept[count - 1 :]


def made(operator: str, values: Iterable[str]) -> list[Option]:
    """Wrong options whose text is their value."""
    return [Option(text=capital(value), value=value, made=operator) for value in values]


# ---- draws ----------------------------------------------------------------------------------------------


def some(w: Draw, things: Sequence[Thing], count: int) -> list[Thing]:
    """`count` different ones of many."""
    chosen: list[Thing] = []
    while len(chosen) < count:
        thing: Thing = w.pick(things)
        if thing not in chosen:
            chosen.append(thing)
    return chosen


def brief(w: Draw, name: str, places: dict[str, Any], short: bool) -> str:
    """A line; where it is to be short, the shortest one of three."""
    return min([w.line(name, places) for _ in range(3 if short else 1)], key=len)
