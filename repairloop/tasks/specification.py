"""A declared task: one TOML file that says what is asked, and how. A person reads it, writes it, edits it.

    [values]                                    what slots may hold: texts, or numbers
    n = { from = 2, to = 9 }

    [areas.cost]                                what is asked, and what makes it hard
    ask = ["What do {n} stamps of {price} cents cost?"]
    let = { total = "n * price" }               sums over the slots
    answer = "{total}"

A slot is the name of a list of values, of a column of a table, or of a sum. `{n2}` is a second value of the list `n`,
another one than `{n}`. `(a|b)` in a phrase is a choice, made anew each time.

This module reads and checks the file: every slot is known, every sum is one, what a file names is there. Whether what is
asked makes sense, it does not know. All of it is data: bounded, cleaned, never evaluated.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    model_validator,
)

from repairloop.ground.errors import UsageError, nearest, shown
from repairloop.ground.slug import slug
from repairloop.ground.toml import read as read_toml
from repairloop.plugins.registry import get_grader
from repairloop.plugins.words import places_by_choice, places_of
from repairloop.tasks.expression import NoExpression, names, read_number

NOT_STATED: Final = "not_stated"
"""The area that asks for what is not said, beside those of the file."""
NAME: Final = r"[a-z][a-z0-9_]{0,39}"
MOST_TEXTS: Final = 5_000
"""Texts of a list of values, and rows of a table."""
MOST_PHRASES: Final = 400
"""Ways of saying one thing."""
MOST_AREAS: Final = 100
MOST_PASSAGES: Final = 2_000
LONGEST_TEXT: Final = 2_000
"""Characters of a value, a phrase, a passage."""
MOST_CELLS: Final = 100_000
MARKS: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
"""What no text of a task may hold: characters that cannot be seen, or that turn a text round."""
_CONTROL: Final = re.compile(r"<\|[^|<>\n]{1,40}\|>|</?s>|\[/?INST\]|<(?:start|end)_of_turn>", re.IGNORECASE)
"""Marks of chat templates."""


def _clean(text: str) -> str:
    if found := MARKS.search(text):
        raise ValueError(f"holds a character that cannot be seen (U+{ord(found[0]):04X})")
    if found := _CONTROL.search(text):
        raise ValueError(f"holds {found[0]!r}, a mark of chat templates")
    return text


Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_clean)]
Phrase = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_clean)]
Name = Annotated[str, Field(pattern=rf"^{NAME}$")]
Cell = Annotated[str, Field(max_length=200), AfterValidator(_clean)]


def _several(found: Any) -> Any:
    return [found] if isinstance(found, str) else found


Phrases = Annotated[list[Phrase], BeforeValidator(_several), Field(max_length=MOST_PHRASES)]


def _cell(found: Any) -> Any:
    return str(found) if type(found) in (int, float) else found


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Numbers(Part):
    """Numbers from one to another, both among them."""

    least: float = Field(alias="from", ge=-1e12, le=1e12)
    most: float = Field(alias="to", ge=-1e12, le=1e12)
    step: float = Field(1, gt=0, le=1e12)

    @model_validator(mode="after")
    def _ordered(self) -> Numbers:
        if self.most < self.least:
            raise ValueError("'to' is less than 'from'")
        return self

    @property
    def count(self) -> int:
        least, most, step = (Fraction(str(n)) for n in (self.least, self.most, self.step))
        return int((most - least) / step) + 1


class Pattern(Part):
    """Codes: `A` is any capital letter, `a` any small one, `0` any digit; all else stands for itself."""

    pattern: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_clean)]


def _kind(found: Any) -> str | None:
    if isinstance(found, (dict, BaseModel)):
        return "pattern" if isinstance(found, Pattern) or "pattern" in dict(found) else "numbers"
    return "list" if isinstance(found, list) else "text" if isinstance(found, str) else None


Texts = Annotated[list[Annotated[Cell, BeforeValidator(_cell)]], Field(min_length=1, max_length=MOST_TEXTS)]
Values = Annotated[
    Annotated[Numbers, Tag("numbers")] | Annotated[Pattern, Tag("pattern")] | Annotated[Texts, Tag("list")],
    Discriminator(
        _kind, custom_error_type="values",
        custom_error_message='values are a list of texts, { from = 1, to = 9 } or { pattern = "AA-000" }',
    ),
]  # fmt: skip
Answer = Annotated[
    Annotated[Text, Tag("text")]
    | Annotated[dict[Annotated[str, Field(min_length=1, max_length=80)], Text], Tag("numbers")],
    Discriminator(_kind, custom_error_type="answer", custom_error_message="an answer is a text, or a table of texts"),
]


class Table(Part):
    """Rows that belong together. Each column is a slot."""

    columns: list[Name] = Field(default=[], max_length=40)
    rows: list[list[Annotated[Cell, BeforeValidator(_cell)]]] = Field(default=[], max_length=MOST_TEXTS)
    file: str = ""
    """A CSV, JSON lines or Parquet file with the rows, in place of both."""

    @model_validator(mode="after")
    def _even(self) -> Table:
        if self.file:
            if self.columns or self.rows:
                raise ValueError("has a file and rows too; one of them is enough")
            return self
        if not self.columns or len(self.rows) < 2:
            raise ValueError("needs columns and two rows at least, or a file")
        if len(set(self.columns)) < len(self.columns):
            raise ValueError("has two columns of one name")
        for number, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(f"rows.{number} has {len(row)} cells, and there are {len(self.columns)} columns")
        if len(self.rows) * len(self.columns) > MOST_CELLS:
            raise ValueError(f"has more than {MOST_CELLS:,} cells")
        return self


class Abstain(Part):
    """When not to answer, and what to say then."""

    reply: Phrase
    """The whole reply where what is asked for is not said."""
    form: Text = ""
    """What questions say of it. It stands with the instruction."""
    asks: Text = "what is asked for is not said"


class Call(Part):
    """A call of one of the tools."""

    name: str = Field(max_length=100)
    arguments: dict[str, Any] = {}
    """Parameter → a phrase whose slots are filled; a lone slot with a number becomes a number."""


class Example(Part):
    """A question as it comes, with its answer. Its answer must pass the grader of its area."""

    question: Phrase
    answer: Text
    area: str = ""


class Prompts(Part):
    """What the agents of the three flows are told where a teacher writes. See docs/specification.md for the places."""

    transform: list[Phrase] = Field([], max_length=20)
    """Content transformation: raw material → other material (`$material`)."""
    ask: list[Phrase] = Field([], max_length=20)
    """Instruction creation: `$material` → a question."""
    solve: list[Phrase] = Field([], max_length=20)
    """`$question` → its answer."""
    reword: list[Phrase] = Field([], max_length=20)
    """`$message` → the same in other words."""
    suggest: list[Phrase] = Field([], max_length=20)
    """Refinement: which of `$refinements` to try."""


PLACES: Final[dict[str, tuple[str, frozenset[str]]]] = {
    "transform": ("material", frozenset({"material", "task", "area", "difficulty"})),
    "ask": ("material", frozenset({"material", "task", "area", "difficulty"})),
    "solve": ("question", frozenset({"question", "task", "area", "difficulty"})),
    "reword": ("message", frozenset({"message", "task", "area", "difficulty"})),
    "suggest": ("refinements", frozenset({"refinements", "question", "task", "area", "difficulty"})),
}
"""Step → the place that its prompts must have, and all that they may have."""


class AreaSpec(Part):
    """One thing that may be hard, and how questions on it are made."""

    asks: Text = ""
    """In one line; where it is empty, what makes it hard."""
    hard: Text = ""
    """What makes it hard."""
    ask: Phrases = []
    """Ways of asking."""
    tell: list[Phrases] = Field([], max_length=20)
    """Facts that the question rests on, told before it; each in several ways."""
    labels: dict[Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_clean)], Phrases] = {}
    """Label → texts that have it. The text is the slot `{text}`; without `ask` it is the whole question."""
    let: dict[Name, Annotated[str, Field(max_length=300)]] = {}
    """Name → a sum over slots. A comparison is `yes` or `no`."""
    where: Annotated[str, Field(max_length=300)] = ""
    """What must hold; values are drawn until it does."""
    answer: Answer = ""
    """A phrase whose slots are filled; as a table, a JSON object of such phrases."""
    call: Call | None = None
    """The answer is a call of this tool."""
    worked: Phrases = []
    """The answer with its steps, for rows to learn from; without it the bare answer."""
    show: str = ""
    """A table of which some rows are shown; the question is about one of them."""
    rows: int = Field(6, ge=2, le=40)
    """How many rows are shown."""
    passage: bool = False
    """What is told is put into a passage of the sources."""
    grader: str = ""
    settings: dict[str, Any] = {}

    @model_validator(mode="after")
    def _one_answer(self) -> AreaSpec:
        ways = [
            name for name, there in (("labels", self.labels), ("answer", self.answer), ("call", self.call)) if there
        ]
        if len(ways) != 1:
            raise ValueError(f"needs one of 'answer', 'labels' and 'call', and has {' and '.join(ways) or 'none'}")
        if not self.labels and not self.ask:
            raise ValueError("needs 'ask', the ways in which it is asked")
        if self.labels and len(self.labels) > 200:
            raise ValueError("has more than 200 labels")
        if self.passage and not self.tell:
            raise ValueError("has a passage and tells nothing in it; write what it needs in 'tell'")
        return self


class Spec(Part):
    """What a declared task's file holds."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")
    about: Text = ""
    instruction: Text = ""
    """What every question is led in by, in a system message; `{labels}` are the labels."""
    form: Text = ""
    """How an answer is to look. It stands with the instruction."""
    labels: list[Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_clean)]] = Field([], max_length=400)
    """All labels there are, where more exist than the areas use."""
    yes: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_clean)] = "yes"
    no: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_clean)] = "no"
    grader: str = ""
    """The grader of all areas that name none; else it is chosen by the answer."""
    settings: dict[str, Any] = {}
    irrelevant: Phrases = []
    """Sentences that decide nothing; one is put in as a refinement."""
    abstain: Abstain | None = None
    values: dict[Name, Values] = {}
    tables: dict[Name, Table] = {}
    sources: list[str] = Field([], max_length=100)
    """Files and folders, seen from this file: passages, and material for a teacher."""
    passages: list[Text] = Field([], max_length=MOST_PASSAGES)
    tools: list[dict[str, Any]] = Field([], max_length=100)
    """JSON schemas of the tools that may be called."""
    examples: list[Example] = Field([], max_length=500)
    prompts: Prompts = Prompts()
    areas: dict[Name, AreaSpec] = Field(min_length=1, max_length=MOST_AREAS)

    # -- slots ------------------------------------------------------------------------------------------

    @cached_property
    def columns(self) -> dict[str, str]:
        """Column → its table."""
        return {column: name for name, table in self.tables.items() for column in table.columns}

    def base(self, slot: str) -> str:
        """The list or column that a slot draws from: its name, or that less its number. Empty where there is none."""
        for name in (slot, slot.rstrip("0123456789")):
            if name in self.values or name in self.columns:
                return name
        return ""

    @cached_property
    def numeric(self) -> frozenset[str]:
        """Lists and columns that hold nothing but numbers."""
        found = {name for name, values in self.values.items() if isinstance(values, Numbers)}
        found |= {name for name, v in self.values.items() if isinstance(v, list) and all(map(_is_number, v))}
        for table in self.tables.values():
            for place, column in enumerate(table.columns):
                if all(_is_number(row[place]) for row in table.rows):
                    found.add(column)
        return frozenset(found)

    @cached_property
    def codes(self) -> frozenset[str]:
        """Patterns, and lists and columns with a number that has a nought in front: their digits are read as a text."""
        found = {name for name, values in self.values.items() if isinstance(values, Pattern)}
        found |= {name for name, v in self.values.items() if isinstance(v, list) and any(map(has_nought, v))}
        for table in self.tables.values():
            found |= {
                cell[0] for row in table.rows for cell in zip(table.columns, row, strict=True) if has_nought(cell[1])
            }
        return frozenset(found)

    @cached_property
    def all_labels(self) -> list[str]:
        used = [label for area in self.areas.values() for label in area.labels]
        return list(dict.fromkeys([*self.labels, *used]))


def _is_number(text: str) -> bool:
    return read_number(text) is not None


def has_nought(text: str) -> bool:
    """Whether a text is a number with a nought in front, as `0421` and unlike `0` and `0.5`."""
    return re.match(r"[+-]?0\d", text) is not None and _is_number(text)


# ---- what an area needs -------------------------------------------------------------------------------


def lone_slot(phrase: str) -> str:
    """The slot that a phrase is, and nothing else; else empty."""
    found = re.fullmatch(r"\{([a-z]\w*)\}", phrase.strip())
    return found[1] if found else ""


def answer_phrases(area: AreaSpec) -> list[str]:
    """The phrases that the answer is made of."""
    if area.call:
        return [phrase for phrase in area.call.arguments.values() if isinstance(phrase, str)]
    return list(area.answer.values()) if isinstance(area.answer, dict) else [area.answer] if area.answer else []


def phrases_of(area: AreaSpec) -> Iterator[tuple[str, str]]:
    """Key and phrase of all that an area says."""
    for key, several in (("ask", area.ask), ("worked", area.worked)):
        yield from ((f"{key}.{n}", phrase) for n, phrase in enumerate(several))
    for number, fact in enumerate(area.tell):
        yield from ((f"tell.{number}.{n}", phrase) for n, phrase in enumerate(fact))
    for label, texts in area.labels.items():
        yield from ((f"labels.{label}.{n}", phrase) for n, phrase in enumerate(texts))
    if isinstance(area.answer, dict):
        yield from ((f"answer.{key}", phrase) for key, phrase in area.answer.items())
    elif area.answer:
        yield "answer", area.answer
    if area.call:
        yield from ((f"call.arguments.{key}", v) for key, v in area.call.arguments.items() if isinstance(v, str))


def slots_of(spec: Spec, area: AreaSpec) -> set[str]:
    """The slots that must be drawn for a question of an area, those behind sums among them."""
    found: set[str] = set()
    open_ = {slot for _, phrase in phrases_of(area) for slot in places_of(phrase)}
    open_ |= names(area.where) if area.where else set()
    while open_:
        slot = open_.pop()
        if slot in area.let:
            open_ |= names(area.let[slot]) - found
        elif spec.base(slot):
            found.add(slot)
    return found


def needs(area: AreaSpec, phrases: Iterable[str]) -> set[str]:
    """The drawn slots that phrases rest on, through sums."""
    return _behind(area, (slot for phrase in phrases for slot in places_of(phrase)))


def _behind(area: AreaSpec, slots: Iterable[str]) -> set[str]:
    """The drawn slots behind slots and sums."""
    open_, found = set(slots), set()
    while open_:
        slot = open_.pop()
        if slot in area.let:
            open_ |= names(area.let[slot])
        else:
            found.add(slot)
    return found


def says(area: AreaSpec, phrase: str) -> set[str]:
    """The drawn slots that a phrase says whichever way its choices go."""
    parts = [[_behind(area, way) for way in ways] for ways in places_by_choice(phrase)]
    return set().union(*(set.intersection(*ways) for ways in parts))


# ---- reading ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Declared:
    """A declared task as it was read: what a run keeps."""

    spec: Spec
    origin: str
    """The file's name, for messages."""
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.spec.name


def read(file: str | Path, say: Callable[[str], None] = lambda text: None) -> Declared:
    """The task that a TOML file declares, with the tables and passages of the files that it names. UsageError, with
    file and key, where it cannot be one."""
    path = Path(file).expanduser()
    return checked(parse(read_toml(path, "declared task"), str(path)), str(path), path.parent, say)


def parse(data: Any, origin: str) -> Spec:
    """A table of TOML or JSON as a specification. UsageError with the key."""
    try:
        return Spec.model_validate(data)
    except ValidationError as error:
        first = _first_fault(error)
        raise UsageError(f"{origin}: {first}") from None


def _first_fault(error: ValidationError) -> str:
    """The first thing that is wrong, with its key."""
    first = error.errors(include_url=False)[0]
    loc = list(first["loc"])  # with the name of a kind, where there are several
    tagged = 2 if loc[:1] == ["values"] else 3 if loc[:1] == ["areas"] and loc[2:3] == ["answer"] else len(loc)
    loc = loc[:tagged] + loc[tagged + 1 :]
    key = ".".join(map(str, loc)) or "the file"
    if first["type"] == "extra_forbidden":
        known = _known(tuple(loc))
        return f"{key}: {nearest(str(loc[-1]), known, 'key')}" if known else f"{key}: unknown key"
    if first["type"] == "string_pattern_mismatch":
        return f"{key}: a name has small letters, digits and _, and begins with a letter (got {shown(first['input'])})"
    said = first["msg"].removeprefix("Value error, ")
    got = first["input"]
    plain = isinstance(got, (dict, list)) or first["type"] in ("value_error", "missing", "values", "answer")
    return f"{key}: {said[0].lower()}{said[1:]}" + ("" if plain else f" (got {shown(got)})")


def _known(loc: tuple[Any, ...]) -> list[str]:
    where: dict[str, type[Part]] = {
        "areas": AreaSpec, "tables": Table, "abstain": Abstain, "prompts": Prompts, "examples": Example, "values": Numbers
    }  # fmt: skip
    if len(loc) == 1:
        return list(Spec.model_fields)
    kind = where.get(str(loc[0]))
    return [field.alias or name for name, field in kind.model_fields.items()] if kind else []


def checked(spec: Spec, origin: str, folder: Path, say: Callable[[str], None] = lambda text: None) -> Declared:
    """The specification with what its files hold, its slots and graders known. UsageError with the key."""
    spec, notes = _with_files(spec, origin, folder, say)
    _check_names(spec, origin)
    named = {"grader": spec.grader, **{f"areas.{name}.grader": area.grader for name, area in spec.areas.items()}}
    for key, grader in named.items():
        try:
            if grader:
                get_grader(grader)
        except UsageError as error:
            raise UsageError(f"{origin}: {key}: {error}") from None
    if NOT_STATED in spec.areas:
        raise UsageError(f"{origin}: areas.{NOT_STATED}: the name is that of the area that asks for what is not said")
    for name, area in spec.areas.items():
        _check_area(spec, f"{origin}: areas.{name}", area)
    for key in ("instruction", "form"):
        _check_places(f"{origin}: {key}", getattr(spec, key), {"labels"})
    if spec.abstain:
        _check_places(f"{origin}: abstain.form", spec.abstain.form, {"labels", "reply"})
        _check_places(f"{origin}: abstain.reply", spec.abstain.reply, set())
    for number, sentence in enumerate(spec.irrelevant):
        _check_places(f"{origin}: irrelevant.{number}", sentence, {s for s in places_of(sentence) if spec.base(s)})
    for step, (needed, known) in PLACES.items():
        for number, prompt in enumerate(getattr(spec.prompts, step)):
            _check_prompt(f"{origin}: prompts.{step}.{number}", prompt, needed, known)
    for number, example in enumerate(spec.examples):
        if example.area and example.area not in spec.areas:
            raise UsageError(f"{origin}: examples.{number}.area: {nearest(example.area, spec.areas, 'area')}")
    return Declared(spec, origin, notes)


def _check_prompt(where: str, text: str, needed: str, known: frozenset[str]) -> None:
    found = {match[1] for match in re.finditer(r"\$([a-z][a-z0-9_]*)", text.replace("$$", ""))}
    if odd := sorted(found - known):
        raise UsageError(f"{where}: {nearest('$' + odd[0], ['$' + name for name in known], 'place')}")
    if needed not in found:
        raise UsageError(f"{where}: has no place ${needed}, where what it works on is put in")
    if re.search(r"\$(?![a-z$])", text.replace("$$", "")):
        raise UsageError(f"{where}: a lone '$'; write '$$' for a dollar sign")


def _check_names(spec: Spec, origin: str) -> None:
    taken: dict[str, str] = dict.fromkeys(("text", "labels", "reply"), "the product")
    for name in spec.values:
        if name in taken or keyword.iskeyword(name):
            raise UsageError(f"{origin}: values.{name}: the name means something else; choose another")
        taken[name] = f"values.{name}"
    for name, table in spec.tables.items():
        for column in table.columns:
            if column in taken or keyword.iskeyword(column):
                where = taken.get(column, "Python")
                raise UsageError(f"{origin}: tables.{name}: the column {column!r} is a name of {where} too; rename it")
            taken[column] = f"tables.{name}"
    for name in taken:
        if name[-1].isdigit() and name.rstrip("0123456789") in taken:
            raise UsageError(
                f"{origin}: {name!r} would be a second value of {name.rstrip('0123456789')!r}; choose another name"
            )


def _check_area(spec: Spec, where: str, area: AreaSpec) -> None:
    given = {"ask": {"text"}, "worked": {"label"}} if area.labels else {}
    for name, text in area.let.items():
        if spec.base(name) or name in ("text", "labels", "reply") or keyword.iskeyword(name):
            raise UsageError(f"{where}.let.{name}: the name means something else already; choose another")
        _check_sum(spec, f"{where}.let.{name}", text, area, before=name)
    if area.where:
        _check_sum(spec, f"{where}.where", area.where, area)
    for key, phrase in phrases_of(area):
        inside = given.get(key.partition(".")[0], set())
        for slot in _places(f"{where}.{key}", phrase) - inside:
            if slot not in area.let and not spec.base(slot):
                known = {*spec.values, *spec.columns, *area.let, *inside}
                raise UsageError(f"{where}.{key}: {nearest(slot, known, 'slot')}")
    _check_said(spec, where, area)
    if area.show and area.show not in spec.tables:
        raise UsageError(f"{where}.show: {nearest(area.show, spec.tables, 'table')}")
    if area.show and not any(spec.columns.get(spec.base(slot)) == area.show for slot in slots_of(spec, area)):
        raise UsageError(f"{where}.show: nothing is asked about a row of {area.show!r}; use its columns as slots")
    if area.passage and not spec.passages:
        raise UsageError(f"{where}.passage: there are no passages; name files in 'sources', or write 'passages'")
    if area.call:
        tools = [str(_function(tool).get("name", "")) for tool in spec.tools]
        if area.call.name not in tools:
            raise UsageError(f"{where}.call.name: {nearest(area.call.name, tools, 'tool')}")


def _check_said(spec: Spec, where: str, area: AreaSpec) -> None:
    """UsageError where a wording does not say a value that the answer rests on, or says a sum that is the answer. What
    stands in a table may be known by heart."""
    wanted = {slot for slot in needs(area, answer_phrases(area)) if spec.base(slot) in spec.values}
    wanted |= {"text"} if area.labels else set()
    sums = {slot for phrase in answer_phrases(area) for slot in places_of(phrase) if slot in area.let}
    told = set().union(*(always(area, fact) for fact in area.tell))
    for number, phrase in enumerate(area.ask):
        if lost := sorted(wanted - told - says(area, phrase)):
            choice = " in each choice" if lost[0] in needs(area, [phrase]) else ""
            raise UsageError(
                f"{where}.ask.{number}: does not say {lost[0]!r}{choice}, which the answer rests on, nor does 'tell'"
            )
    for key, phrase in phrases_of(area):
        if key.startswith(("ask.", "tell.")) and (said := sorted(places_of(phrase) & sums)):
            raise UsageError(f"{where}.{key}: says {said[0]!r}, which is the answer")


def always(area: AreaSpec, phrases: Sequence[str]) -> set[str]:
    """The drawn slots that every one of the phrases says, whichever way its choices go."""
    each = [says(area, phrase) for phrase in phrases]
    return set.intersection(*each) if each else set()


def _function(tool: dict[str, Any]) -> dict[str, Any]:
    inner = tool.get("function")
    return inner if isinstance(inner, dict) else tool


def _check_sum(spec: Spec, where: str, text: str, area: AreaSpec, before: str = "") -> None:
    """UsageError where a sum cannot be read, or speaks of what is not there; a sum may use those above it."""
    earlier = list(area.let)[: list(area.let).index(before)] if before else list(area.let)
    try:
        used = names(text)
    except NoExpression as error:
        raise UsageError(f"{where}: {error}") from None
    for slot in sorted(used):
        if slot not in earlier and not spec.base(slot):
            raise UsageError(f"{where}: {nearest(slot, {*spec.values, *spec.columns, *earlier}, 'slot')}")


def _places(where: str, phrase: str) -> set[str]:
    try:
        return places_of(phrase)
    except UsageError as error:
        raise UsageError(f"{where}: {str(error).removeprefix('words: ')}") from None


def _check_places(where: str, phrase: str, known: set[str]) -> None:
    for slot in _places(where, phrase) - known:
        raise UsageError(f"{where}: {nearest(slot, known, 'slot')}")


# ---- files --------------------------------------------------------------------------------------------


def _with_files(spec: Spec, origin: str, folder: Path, say: Callable[[str], None]) -> tuple[Spec, list[str]]:
    """The specification with the tables and passages of the files that it names."""
    notes: list[str] = []
    tables = {name: _filled(table, f"{origin}: tables.{name}", folder, notes) for name, table in spec.tables.items()}
    paths = [str((folder / Path(source).expanduser()).resolve()) for source in spec.sources]
    passages = list(spec.passages)
    if spec.sources and any(area.passage for area in spec.areas.values()):
        passages += _passages([Path(path) for path in paths], origin, say)
    return spec.model_copy(update={"tables": tables, "passages": passages[:MOST_PASSAGES], "sources": paths}), notes


def _filled(table: Table, where: str, folder: Path, notes: list[str]) -> Table:
    if not table.file:
        return table
    rows = rows_of(folder / Path(table.file).expanduser(), f"{where}.file")
    found = list(dict.fromkeys(column for row in rows for column in row))
    columns = [_slot_name(column) for column in found]
    kept: list[list[str]] = []
    for row in rows:
        cells = ["" if row.get(column) is None else str(row[column]) for column in found]
        if all(len(cell) <= 200 and not MARKS.search(cell) and not _CONTROL.search(cell) for cell in cells):
            kept.append(cells)
    if left := len(rows) - len(kept):
        notes.append(f"{where}: {left} rows left out, with cells that are too long or hold odd characters")
    try:
        return Table.model_validate({"columns": columns, "rows": kept[: min(MOST_TEXTS, MOST_CELLS // len(columns))]})
    except ValidationError as error:
        raise UsageError(f"{where}.file {shown(table.file)}: {_first_fault(error)}") from None


def _slot_name(column: str) -> str:
    name = slug(column)
    return name if re.fullmatch(NAME, name) else f"c_{name}"[:40]


def rows_of(path: Path, where: str) -> list[dict[str, Any]]:
    """The rows of a table in a file. UsageError that begins with `where`."""
    from repairloop.sources.chunks import Unreadable
    from repairloop.sources.userfile import read_rows

    if not path.is_file():
        raise UsageError(f"{where}: {shown(path)} does not exist")
    rows: list[dict[str, Any]] = []
    try:
        for _, row in read_rows(path, lambda part, why: None):
            if isinstance(row, dict) and row:
                rows.append(row)
            if len(rows) >= MOST_TEXTS:
                break
    except Unreadable as error:
        raise UsageError(f"{where}: {shown(path)} cannot be read: {error}") from None
    if not rows:
        raise UsageError(f"{where}: {shown(path)} holds no rows with columns")
    return rows


def _passages(paths: list[Path], origin: str, say: Callable[[str], None]) -> list[str]:
    from repairloop.sources.reading import read_sources

    try:
        found = []
        for chunk in read_sources(paths, say, max_chars=800):
            if (
                chunk.kind == "text"
                and len(chunk.text.split()) >= 8
                and not MARKS.search(chunk.text)
                and not _CONTROL.search(chunk.text)
            ):
                found.append(chunk.text)
            if len(found) >= MOST_PASSAGES:
                break
        return found
    except UsageError as error:
        raise UsageError(f"{origin}: sources: {error}") from None
