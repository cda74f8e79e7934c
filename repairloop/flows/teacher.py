"""Teacher agents: the steps of a flow, written by a language model. They have the face of the program agents.

    flow = [
        TeacherTransformation(teacher, load_prompt("skills.reading", "debate")),    # a text becomes a debate
        TeacherInstruction(teacher, load_prompt("skills.reading", "inference")),    # … with a question about it
        TeacherSolver(teacher, load_prompt("skills.reading", "solve")),             # … and an answer
    ]
    rows = run_flow(flow, [Item(area=area, index=0, difficulty=1, seed="7", material=text, origin="notes.txt#3")])

An agent fills its prompt from each item, asks, and takes the reply in. An item whose reply is missing or of no use is
dropped and counted by reason in `tally`. What a teacher wrote is bounded, plain text or the fields of a pydantic
object, and counts for nothing until it is vetted: such an item has `proof="teacher"`, the parts
that the teacher wrote, and in its path the teacher's name, the prompt's hash and the key of the reply in the cache.

A transformation may also be asked for a skill's own `Problem`. Then all that follows is computed from that
representation by the program, and a grader can prove the row: no part of it is the teacher's word.

`agree` asks for several answers to one prompt and says how many are the same. Agreement is not truth: models agree on
common errors too.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from repairloop.flows import Item
from repairloop.ground.errors import UsageError
from repairloop.plugins.items import split_of
from repairloop.plugins.skill import Problem, Skill
from repairloop.records import fingerprint
from repairloop.teachers.prompts import Prompt, has_control_marks
from repairloop.teachers.teacher import Reply, Request, Teacher

MAX_SOURCE_CHARS: Final = 24_000
"""Of one text put into a prompt; an item with a longer one is dropped."""
MAX_TEXT_CHARS: Final = 24_000
"""Of one text taken from a teacher."""
MAX_ANSWER_CHARS: Final = 2_000
"""Of an answer that is compared with others."""
SAMPLES: Final = 5
"""Answers to one prompt that are asked for, to see whether they agree."""
THRESHOLD: Final = 0.8
"""Share of equal answers at which they agree."""
_MATERIAL_MARK: Final = re.compile(r"\[?(?:end of )?material [0-9a-f]{8,}", re.IGNORECASE)
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Passage(_Form):
    text: str


class Instruction(_Form):
    instruction: str


class Solution(_Form):
    completion: str
    """The whole reply, as it should be learned. (No description goes out: small models copy it into their answer.)"""
    answer: str
    """The short final answer alone."""


class ShortAnswer(_Form):
    answer: str


@dataclass
class Tally:
    """What became of an agent's items, and what that cost."""

    came: int = 0
    left: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    """For each reason, the first case in full."""
    cached: int = 0
    """Replies that nothing was asked for."""
    prompt_tokens: int = 0
    answer_tokens: int = 0
    seconds: float = 0.0


class Unusable(Exception):
    """A reply that fits its form and is of no use; the message is the reason that is counted."""


@dataclass
class TeacherAgent:
    """What the agents share. `values` are the program's own words for the prompt, the same for every item.

    A prompt may name `$area`, `$difficulty`, and of the item, between marks: `$material`, `$question`, `$problem`,
    `$completion`.
    """

    teacher: Teacher
    prompt: Prompt
    answer_type: type[BaseModel]
    name: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    max_tokens: int = 1024
    temperature: float = 0.7
    tally: Tally = field(default_factory=Tally, init=False)
    needs: ClassVar[str] = ""
    """The field that the answer type must have."""

    _ITEM_VALUES: ClassVar[dict[str, Callable[[Item], object]]] = {
        "area": lambda item: item.area,
        "difficulty": lambda item: item.difficulty,
    }
    _ITEM_SOURCES: ClassVar[dict[str, Callable[[Item], str]]] = {
        "material": lambda item: item.material,
        "question": lambda item: "\n".join(m["content"] for m in item.prompt),
        "problem": lambda item: item.problem.model_dump_json() if item.problem is not None else "",
        "completion": lambda item: item.completion,
    }

    def __post_init__(self) -> None:
        unknown = self.prompt.placeholders - {*self.values, *self._ITEM_VALUES, *self._ITEM_SOURCES}
        if unknown:
            raise UsageError(f"prompt {self.prompt.name}: {self.name} knows no {', '.join(sorted(unknown))}")
        if not self._fits(self.answer_type):
            raise UsageError(f"{self.name}: {self.answer_type.__name__} has no text field {self.needs!r}")

    def _fits(self, answer_type: type[BaseModel]) -> bool:
        found = answer_type.model_fields.get(self.needs)
        return found is not None and found.annotation is str

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        return [item for item in self._run(items) if item is not None]

    def _run(self, items: Sequence[Item]) -> list[Item | None]:
        """For each item what became of it; None for one that was dropped."""
        started = time.perf_counter()
        made: list[Item | None] = [None] * len(items)
        requests = []
        for place, item in enumerate(items):
            try:
                requests.append(self._request(place, item))
            except Unusable as error:
                self._drop(str(error), item.area)
        for reply in self.teacher.ask(requests, self.answer_type):
            place = int(reply.id)
            made[place] = self._taken(items[place], reply)
        self.tally.came += len(items)
        self.tally.left += sum(item is not None for item in made)
        self.tally.seconds += time.perf_counter() - started
        return made

    def _request(self, place: int, item: Item) -> Request:
        named = self.prompt.placeholders
        values = {n: v for n, v in self.values.items() if n in named}
        values |= {n: str(say(item)) for n, say in self._ITEM_VALUES.items() if n in named - values.keys()}
        sources = {n: say(item) for n, say in self._ITEM_SOURCES.items() if n in named - values.keys()}
        for name, text in sources.items():
            if not text.strip():
                raise Unusable(f"item without {name}")
            if len(text) > MAX_SOURCE_CHARS:
                raise Unusable(f"{name} too long to ask about")
        seed = int(fingerprint(item.seed, item.area, item.index, item.edit, self.name), 16) & 0x7FFFFFFF
        return Request(str(place), self.prompt.messages(values, sources), self.max_tokens, self.temperature, seed)

    def _taken(self, item: Item, reply: Reply) -> Item | None:
        tally = self.tally
        tally.cached += reply.cached
        tally.prompt_tokens += reply.prompt_tokens
        tally.answer_tokens += reply.answer_tokens
        step = f"{self.name}: {self.teacher.label} prompt {self.prompt.name}@{self.prompt.hash} reply {reply.key}"
        try:
            if reply.value is not None:
                return self.take(item, reply.value, step)
            error = reply.error or "no reply"
            self._drop(error.partition(":")[0], error)
        except Unusable as reason:
            self._drop(str(reason), repr(reply.value)[:300])
        return None

    def _drop(self, reason: str, example: str) -> None:
        self.tally.dropped[reason] += 1
        self.tally.examples.setdefault(reason, example)

    def take(self, item: Item, value: Any, step: str) -> Item:
        """The item with the reply taken in; `step` is the entry in its path. Raises Unusable."""
        raise NotImplementedError


@dataclass
class TeacherTransformation(TeacherAgent):
    """Material becomes other material, or, where the answer type is a `Problem`, a representation."""

    answer_type: type[BaseModel] = Passage
    name: str = "teacher_transformation"
    needs: ClassVar[str] = "text"

    def _fits(self, answer_type: type[BaseModel]) -> bool:
        return issubclass(answer_type, Problem) or super()._fits(answer_type)

    def take(self, item: Item, value: Any, step: str) -> Item:
        if isinstance(value, Problem):
            if split_of(item.area, value.key()) != "train":
                raise Unusable("content of another split")
            return item.by(step, problem=value)
        return _written(item, step, "material", material=_text(value.text))


@dataclass
class TeacherInstruction(TeacherAgent):
    """Material or a representation becomes a prompt: the instruction, behind the material where there is any."""

    answer_type: type[BaseModel] = Instruction
    name: str = "teacher_instruction"
    needs: ClassVar[str] = "instruction"

    def take(self, item: Item, value: Any, step: str) -> Item:
        text = _text(value.instruction)
        if item.material:
            text = f"{item.material}\n\n{text}"
        return _written(item, step, "prompt", prompt=[{"role": "user", "content": text}])


@dataclass
class TeacherSuggester(TeacherAgent):
    """Proposes which of the skill's refinements to try on an item; the items themselves stay.

    The prompt's `$refinements` is the list of their names. The program's `Editor` carries one out on the
    representation, so a suggestion needs no proof.
    """

    answer_type: type[BaseModel] = _Form
    name: str = "teacher_suggester"
    skill: Skill | None = None
    share: float = 1.0
    """Of the items, those that get a refined sibling."""

    def __post_init__(self) -> None:
        names = sorted(self.skill.refinements()) if self.skill else []
        if not names:
            raise UsageError(f"{self.name}: a skill with refinements is needed")
        listed: Any = (list[Literal[tuple(names)]], Field(min_length=1, max_length=len(names)))  # type: ignore[misc]
        self.answer_type = create_model("Suggestions", __base__=_Form, suggestions=listed)
        self.values = {"refinements": ", ".join(names), **self.values}
        super().__post_init__()

    def _fits(self, answer_type: type[BaseModel]) -> bool:
        return True  # it was made here

    def __call__(self, items: Sequence[Item]) -> list[Item]:
        chosen = [item for item in items if item.rng(self.name).random() < self.share]
        return [*items, *super().__call__(chosen)]

    def take(self, item: Item, value: Any, step: str) -> Item:
        return item.by(step, suggestions=tuple(dict.fromkeys(value.suggestions)))


@dataclass
class TeacherSolver(TeacherAgent):
    """Writes the answer to learn from."""

    answer_type: type[BaseModel] = Solution
    name: str = "teacher_solver"
    needs: ClassVar[str] = "completion"

    def take(self, item: Item, value: Any, step: str) -> Item:
        changes = {"completion": _text(value.completion)}
        if isinstance(answer := getattr(value, "answer", None), str):
            changes["answer"] = _text(answer)
        return _written(item, step, "completion", **changes)


def _written(item: Item, step: str, part: str, **changes: Any) -> Item:
    """The item with a part that a teacher wrote."""
    wrote = (*(p for p in item.wrote if p != part), part)
    return item.by(step, wrote=wrote, proof="teacher", **changes)


def _text(text: str) -> str:
    """A teacher's text, if it can stand in a row. Raises Unusable."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Unusable("empty text")
    if len(text) > MAX_TEXT_CHARS:
        raise Unusable("text too long")
    if _FORBIDDEN.search(text):
        raise Unusable("control characters")
    if has_control_marks(text):
        raise Unusable("marks of a chat template")
    if _MATERIAL_MARK.search(text):
        raise Unusable("marks around the material")
    return text


# ---- agreement ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Agreement:
    """How far a teacher agrees with itself, and with the item, on the answer to the item's prompt."""

    item: Item
    answer: str
    """The most frequent answer, normalised; empty where there was none."""
    share: float
    """Of all samples asked for, those that gave this answer; one without a reply gave none."""
    same: bool
    """The item's own answer is this one."""
    said: tuple[str, ...] = ()
    """The answers as they were given, those without a reply left out."""
    asked: int = 1

    @property
    def agreed(self) -> bool:
        return self.same and self.share >= THRESHOLD


def agree(
    teacher: Teacher, items: Sequence[Item], samples: int = 5, *, max_tokens: int = 512, temperature: float = 0.7
) -> list[Agreement]:
    """For each item, what `samples` independent answers of the teacher to its prompt come to. In the items' order."""
    if samples < 1:
        raise UsageError(f"at least one sample is needed to see agreement, got {samples}")
    votes: list[Counter[str]] = [Counter() for _ in items]
    said: list[list[str]] = [[] for _ in items]
    requests = []
    for place, item in enumerate(items):
        if item.prompt:
            for sample in range(samples):
                seed = int(fingerprint("agree", item.seed, item.area, item.index, item.edit, sample), 16) & 0x7FFFFFFF
                requests.append(Request(str(place), item.prompt, max_tokens, temperature, seed))
    for reply in teacher.ask(requests, ShortAnswer):
        if isinstance(reply.value, ShortAnswer) and (answer := normal_answer(reply.value.answer)):
            votes[int(reply.id)][answer] += 1
            said[int(reply.id)].append(reply.value.answer)
    found = []
    for item, counted, given in zip(items, votes, said, strict=True):
        answer, count = min(counted.items(), key=lambda vote: (-vote[1], vote[0]), default=("", 0))
        own = normal_answer(item.answer or item.completion)
        found.append(Agreement(item, answer, count / samples, bool(answer) and own == answer, tuple(given), samples))
    return found


_AROUND: Final = " !?;:\"'`*“”‘’()[]"
_ARTICLE: Final = re.compile(r"(?:a|an|the)\s+(?=\w)")
_NUMBER: Final = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?")


def normal_answer(text: str) -> str:
    """A short answer less case, white space, outer punctuation and article; a number in its plainest form.

    Empty for a text that is too long to be a short answer.
    """
    if len(text) > MAX_ANSWER_CHARS:
        return ""
    text = unicodedata.normalize("NFKC", text).casefold().replace("−", "-")
    text = " ".join(text.split()).lstrip(_AROUND).rstrip(_AROUND + ".")
    text = _ARTICLE.sub("", text, count=1) if _ARTICLE.match(text) else text
    if len(text) <= 40 and any(c.isdigit() for c in text) and _NUMBER.fullmatch(text):
        number = format(Decimal(text.replace(",", "")).normalize(), "f")
        return "0" if number in ("-0", "") else number
    return text
