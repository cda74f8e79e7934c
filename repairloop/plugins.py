"""How skills and graders are declared, found and used.

A plug-in is one class in one small file, marked with `@skill` or `@grader`. It is found through the entry
points `repairloop.skills` and `repairloop.graders`, or by a path named in the configuration. This module
knows no plug-in by name.

Where randomness is needed it comes from `item_rng`: item *i* of a split has a generator of its own, so an
item does not depend on batch size, on hash seeds, or on how many came before. What a split may contain is
decided by the item's *content key* (`split_of`), so that two splits cannot share content by construction.
"""

from __future__ import annotations

import copy
import importlib.metadata
import importlib.util
import inspect
import itertools
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Literal, Protocol, Self, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

from repairloop.asking import Ask
from repairloop.envelope import NOTHING, Keep, Opened, kept_by, may_ask, opened
from repairloop.errors import BadReference, UsageError, nearest
from repairloop.given import KEPT, reader, told
from repairloop.guard import FILE_PLUGIN
from repairloop.records import Answer, Certainty, Check, Message, Probe, Split, Verdict, Wording, assemble, fingerprint
from repairloop.words import Draw, Side, load

if TYPE_CHECKING:
    from repairloop.sources.chunks import Chunk

MAX_ANSWER_CHARS: Final = 65_536
"""A grader never sees more of an answer than this."""


class Problem(BaseModel):
    """The intermediate representation of one problem: quantities, relations, documents, tools.

    Text and truth are both computed from it. `surface` names the fields that only dress it (names,
    objects, the answer form asked for): they do not count when two problems are compared.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    surface: ClassVar[frozenset[str]] = frozenset()
    graded_by: ClassVar[str] = ""
    """The grader of these problems, where it is not the skill's."""

    def key(self) -> str:
        """Two problems with the same key ask the same thing."""
        return fingerprint(self.model_dump_json(exclude=set(self.surface)))

    def like(self, **changes: Any) -> Self:
        """The same problem with other values."""
        return self.model_copy(update=changes)

    def reference(self) -> Any:
        """The truth, computed from the representation; JSON, in the form that the grader takes."""
        raise NotImplementedError

    def settings(self) -> dict[str, Any]:
        """What else the grader needs; JSON."""
        return {}

    def ask(self, w: Draw) -> Ask:
        """The question, in words that `w` draws."""
        raise NotImplementedError

    def answer(self, w: Draw) -> str:
        """An answer worth learning from: right, in the form asked for, worked where that helps a small model.

        It is written independently of `reference`, by which it will be graded.
        """
        raise NotImplementedError

    def knowledge(self, w: Draw) -> str:
        """The fact or rule that the problem needs, in one or two sentences, without its answer; empty where none is."""
        return ""

    @classmethod
    def edits(cls) -> dict[str, str]:
        """Suggestion → the method that carries it out: those marked with `@edit`."""
        marked = {
            name: getattr(method, "suggestion", "") for base in cls.__mro__ for name, method in vars(base).items()
        }
        return {suggestion: name for name, suggestion in marked.items() if suggestion}


EditMethod = TypeVar("EditMethod", bound=Callable[..., Any])


def edit(suggestion: str) -> Callable[[EditMethod], EditMethod]:
    """Mark a method of a `Problem` as an edit: it returns a changed problem (whose truth is computed anew), or None
    where the suggestion does not apply."""

    def mark(method: EditMethod) -> EditMethod:
        method.suggestion = suggestion  # type: ignore[attr-defined]
        return method

    return mark


class Settings(BaseModel):
    """What a user may set of a skill, under its name: `[skills.math]`. A string under each field tells what it is."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


@dataclass(frozen=True)
class Area:
    """One area of a skill."""

    asks: str
    """In one line."""
    make: Callable[[str, Draw, int], Problem]
    """A fresh problem of an area, at a difficulty step."""
    from_material: Callable[[str, Sequence[Chunk], Draw, int], Problem | None] | None = None
    """A problem from raw material, the first chunk and its nearest neighbours; None where it does not suit."""
    max_tokens: int = 0
    """Longest answer, in tokens, where it is not the skill's."""
    needs: tuple[str, ...] = ()
    """The areas that a student must be able to do before it can learn this one."""


class Skill:
    """A named ability with a tree of areas. Subclass it, name its areas, mark it with `@skill`.

    Areas are `Area`s, which make problems that know their own truth, text and answer; then nothing else is needed. Or
    they are lines of text, and the methods below are filled in.
    """

    name: ClassVar[str] = ""
    grader: ClassVar[str] = ""
    areas: ClassVar[dict[str, Any]] = {}
    """Path → its `Area`, or what it asks, in one line; the latter alone, once declared."""
    table: ClassVar[dict[str, Area]] = {}
    """Path → its `Area`."""
    problems: ClassVar[tuple[type[Problem], ...]] = ()
    """Kinds of problems whose edits a refinement may suggest."""
    settings_type: ClassVar[type[Settings]] = Settings
    words_file: ClassVar[Path | None] = None
    quick: ClassVar[bool] = False
    """Draws are quick ones (see `Draw`). A matter of which problems an index gives, and no other."""
    chosen: Settings = Settings()
    """What is set of it."""
    builds_on: ClassVar[dict[str, tuple[str, ...]]] = {}
    """Area → the areas that a student must be able to do before it can learn this one; those are repaired first."""
    max_tokens: ClassVar[int] = 96
    """Longest answer that this skill needs, in tokens; `limit` may give an area more."""
    difficulties: ClassVar[tuple[int, ...]] = (1, 2, 3)
    """Difficulty steps, easiest first."""

    def on(self, rng: Random, side: Wording = "seen") -> Draw:
        """What a problem of this skill is made and put with."""
        return Draw(self.sides, side, rng, self.chosen, self.quick)

    @cached_property
    def sides(self) -> dict[Wording, Side]:
        """What each side of its words file may say."""
        return load(self.words_file) if self.words_file else {}

    def problem(self, area: str, rng: Random, bank: Wording, difficulty: int) -> Problem:
        """A fresh problem. Names, objects and settings come from the bank named by `bank`."""
        return self.table[area].make(area, self.on(rng, bank), difficulty)

    def render(self, problem: Any, rng: Random, bank: Wording) -> list[Message]:
        """The problem as messages, phrased from the bank named by `bank`."""
        w = self.on(rng, bank)
        return problem.ask(w).messages(w)  # type: ignore[no-any-return]

    tools: Literal["text", "native"] = "text"
    """How tools are offered: told in the prompt, or listed for the chat template (see `with_tools`)."""

    def native(self, problem: Any) -> Any:
        """The same problem with its tools listed for the chat template: in a first message of the role `tools`, JSON of
        their schemas. As it is where it offers none."""
        return problem

    def offered(self, problem: Any) -> Any:
        """The problem with its tools offered as this skill is to offer them."""
        return self.native(problem) if self.tools == "native" else problem

    def reference(self, problem: Any) -> Any:
        """The truth, computed from the representation; JSON, in the form that the grader takes."""
        return problem.reference()

    def settings(self, problem: Any) -> dict[str, Any]:
        """What else the grader needs for this problem; JSON."""
        return problem.settings() if self.table else {}

    def solution(self, problem: Any, rng: Random) -> str:
        """An answer worth learning from: right, in the form asked for, and written independently of `reference`."""
        return problem.answer(self.on(rng))  # type: ignore[no-any-return]

    def refinements(self) -> dict[str, Callable[[Any, Random], Any]]:
        """Suggestion → edit. An edit returns a changed problem (truth is recomputed from it), or None
        where the suggestion does not apply."""
        return {name: self._edit(name) for kind in self.problems for name in kind.edits()}

    def _edit(self, suggestion: str) -> Callable[[Any, Random], Any]:
        def carry_out(problem: Any, rng: Random) -> Any:
            method = problem.edits().get(suggestion)
            return getattr(problem, method)(self.on(rng)) if method else None

        return carry_out

    def agents(self, usual: list[Any]) -> list[Any]:
        """The flow that makes the skill's rows: the usual agents (`repairloop.flows`), or others beside or instead."""
        return usual

    material: ClassVar[frozenset[str]] = frozenset()
    """Kinds of raw material that `from_material` can use: `text`, `python`, `code`, `table`."""

    def from_material(self, area: str, chunks: Sequence[Chunk], rng: Random, difficulty: int) -> Any:
        """A problem made from raw material, the first chunk and its nearest neighbours; None where it does not suit.

        The problem holds all that it needs of the material: truth is computed from it alone.
        """
        made = self.table.get(area)
        return made.from_material(area, chunks, self.on(rng), difficulty) if made and made.from_material else None

    def knowledge(self, problem: Any, rng: Random) -> str:
        """The fact or rule that the problem needs, in one or two sentences, without its answer; empty where none is."""
        return problem.knowledge(self.on(rng)) if self.table else ""

    def grader_for(self, problem: Any) -> str:
        """The grader of one problem, where a skill needs several."""
        return problem.graded_by or self.grader if self.table else self.grader

    def limit(self, area: str) -> int:
        """Longest answer that the area needs, in tokens."""
        return (self.table[area].max_tokens if area in self.table else 0) or self.max_tokens

    def probe(self, area: str, rng: Random, split: Split, bank: Wording, difficulty: int, **ids: Any) -> Probe:
        """One probe. Problems are drawn until one belongs to `split`."""
        problem = self.draw(area, rng, split, bank, difficulty)
        return Probe(
            skill=self.name, area=area, split=split, wording=bank, difficulty=difficulty,
            messages=self.render(problem, rng, bank), reference=self.reference(problem), grader=self.grader_for(problem),
            settings=self.settings(problem), content=problem.key(), problem=problem.model_dump(mode="json"),
            max_tokens=self.limit(area), **ids,
        )  # fmt: skip

    def draw(self, area: str, rng: Random, split: Split, bank: Wording, difficulty: int) -> Problem:
        for _ in range(200):
            problem = self.problem(area, rng, bank, difficulty)
            if split_of(area, problem.key()) == split:
                return self.offered(problem)  # type: ignore[no-any-return]
        raise UsageError(f"area {area}: no problem for split {split!r} in 200 draws; its content is too small")


def with_tools(skill: Skill, tools: Literal["text", "native"]) -> Skill:
    """The skill, offering tools in this way; the installed one stays as it is."""
    if skill.tools == tools:
        return skill
    made = copy.copy(skill)
    made.tools = tools
    return made


def with_settings(skill: Skill, values: dict[str, Any]) -> Skill:
    """The skill with these settings; the installed one stays as it is. Raises UsageError on a key or value that it
    does not take."""
    if not values:
        return skill
    known = skill.settings_type.model_fields
    for key in values:
        if key not in known:
            raise UsageError(f"[skills.{skill.name}]: {nearest(key, known, 'key')}" if known else
                             f"[skills.{skill.name}]: the skill {skill.name!r} has nothing to set; got {key!r}")  # fmt: skip
    made = copy.copy(skill)
    try:
        made.chosen = skill.settings_type.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise UsageError(f"[skills.{skill.name}]: {key}: {first['msg']} (got {str(first['input'])[:80]!r})") from None
    return made


ReferenceType = TypeVar("ReferenceType")
SettingsType = TypeVar("SettingsType")


class Grader(Generic[ReferenceType, SettingsType]):
    """An error handler: takes probe and answer, returns a verdict. Pure, deterministic, safe on hostile text.

    Subclass it with the types of its reference and of its settings, fill in the four methods, mark it with `@grader`:
    `class Choice(Grader[Right, ChoiceSettings])`. The four begin with `self.read(probe)`, where JSON has become what the
    types say, or the probe has been refused.
    """

    name: ClassVar[str] = ""
    version: ClassVar[str] = "1"
    text_reference: ClassVar[bool] = False
    """References are plain strings: one that comes from a table is not read as JSON."""
    reads_calls: ClassVar[bool] = False
    """Calls that stand beside the text of a message are part of the answer."""
    reference_type: ClassVar[Any] = Any
    """The first type in brackets: any that pydantic can read, best with words on it (`Annotated[str, Field(description=…)]`,
    or a `Given`)."""
    settings_type: ClassVar[Any] = dict[str, Any]
    """The second one: a `Given` with a string under each field, or `NoSettings`."""
    kept: ClassVar[int] = KEPT
    """References that are kept ready; fewer where they are large."""

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        for base in vars(cls).get("__orig_bases__", ()):
            if inspect.isclass(home := get_origin(base)) and issubclass(home, Grader):
                cls.reference_type, cls.settings_type = get_args(base)

    def read(self, probe: Probe) -> Any:
        """What `prepare` makes of the probe's reference and settings, kept for the answers to come. Raises BadReference
        where they do not have the types of this grader."""
        found = self._reader(probe.reference, probe.settings)
        if found.__class__ is BadReference:
            raise BadReference(str(found))
        return found

    @cached_property
    def _reader(self) -> Callable[[Any, Any], Any]:
        return reader(self.name, self.reference_type, self.settings_type, self.prepare, self.kept)

    def prepare(self, reference: ReferenceType, settings: SettingsType) -> Any:
        """What the methods need, made ready: as it is, the two themselves. Raises BadReference where they do not go
        together."""
        return reference, settings

    def takes(self) -> dict[str, Any]:
        """What it is given, for people: `reference` in words, its `fields`, and the `settings`."""
        return told(self.reference_type, self.settings_type)

    def probes(self, cases: Iterable[tuple[Any, ...]], question: str = "…") -> list[Probe]:
        """Probes for `examples`: one for each reference, settings and question, of which the last two may be left out."""
        found = []
        for number, (reference, *more) in enumerate(cases):
            settings, asked = more[0] if more else {}, more[1] if len(more) > 1 else question
            found.append(
                Probe(
                    id=f"{number:016x}", skill=self.name, area=f"{self.name}/examples", split="screen",
                    messages=[{"role": "user", "content": asked}], reference=reference, grader=self.name,
                    settings=settings,
                )
            )  # fmt: skip
        return found

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        raise NotImplementedError

    def gold(self, probe: Probe) -> str:
        """A right answer to the probe, made from its reference alone. Raises ValueError on a bad reference."""
        raise NotImplementedError

    def corrupt(self, probe: Probe) -> dict[str, str]:
        """Error operator → a wrong answer made from the reference by it. Every one must fail.

        The operators are named after the error class that the grader should report, where there is one.
        """
        raise NotImplementedError

    def missing(self) -> str | None:
        """What this grader needs and does not find here, with the command that mends it; None where it can work."""
        return None

    def examples(self) -> list[Probe]:
        """Probes for `repairloop check`, over every form of reference that the grader takes."""
        return []


SkillType = TypeVar("SkillType", bound=type[Skill])
GraderType = TypeVar("GraderType", bound=type[Grader])
_skills: dict[str, Skill] = {}
_graders: dict[str, Grader] = {}
_loaded: set[str] = set()


def skill(
    name: str, *, grader: str, words: str = "", settings: type[Settings] | None = None
) -> Callable[[SkillType], SkillType]:
    """Declare a skill: `@skill("math", grader="math", words="math.words")` above a subclass of `Skill`. The words file
    lies beside the module."""

    def declare(cls: SkillType) -> SkillType:
        wrong = [a for a in cls.areas if not re.fullmatch(rf"{re.escape(name)}(/[a-z0-9_]+)+", a)]
        if wrong or not cls.areas:
            raise UsageError(f"skill {name!r}: areas must be paths below the skill ('{name}/…'), got {wrong or 'none'}")
        if all(isinstance(area, Area) for area in cls.areas.values()):
            cls.table, cls.areas = cls.areas, {path: area.asks for path, area in cls.areas.items()}
            cls.builds_on = {path: area.needs for path, area in cls.table.items() if area.needs}
        if words:
            cls.words_file = Path(sys.modules[cls.__module__].__file__ or "").with_name(words)
        _check_builds_on(name, cls)
        cls.name, cls.grader = name, grader
        if settings:
            cls.settings_type, cls.chosen = settings, settings()
        _skills[name] = cls()
        return cls

    return declare


def _check_builds_on(name: str, cls: type[Skill]) -> None:
    """UsageError where `builds_on` names an area that is none of the skill's, or goes round in a circle.

    One that is inherited with its areas replaced is left alone: areas that are not there count nowhere.
    """
    if "builds_on" not in vars(cls):
        return
    for area in [*cls.builds_on, *itertools.chain.from_iterable(cls.builds_on.values())]:
        if area not in cls.areas:
            raise UsageError(f"skill {name!r}, builds_on: {nearest(area, cls.areas, 'area')}")
    try:
        tuple(TopologicalSorter(cls.builds_on).static_order())
    except CycleError as error:
        raise UsageError(f"skill {name!r}, builds_on goes round in a circle: {' → '.join(error.args[1])}") from None


def grader(name: str, *, version: str = "1") -> Callable[[GraderType], GraderType]:
    """Declare a grader: `@grader("math", version="1")` above a subclass of `Grader`."""

    def declare(cls: GraderType) -> GraderType:
        cls.name, cls.version = name, version
        _graders[name] = cls()
        return cls

    return declare


def load_plugins(paths: list[str] | None = None) -> None:
    """Import every plug-in: installed ones through their entry points, and the files named."""
    for group in ("repairloop.graders", "repairloop.skills"):
        if group in _loaded:
            continue
        for point in importlib.metadata.entry_points(group=group):
            try:
                point.load()
            except (Exception, SystemExit) as error:
                raise UsageError(f"plug-in {point.name} ({point.value}) cannot be loaded: {error}") from error
        _loaded.add(group)
    for path in paths or []:
        if path in _loaded:
            continue
        file = Path(path).expanduser()
        if not file.is_file():
            raise UsageError(f"plug-in file {path!r} does not exist")
        name = f"{FILE_PLUGIN}{file.stem}_{fingerprint(file.resolve(), digits=8)}"
        spec = importlib.util.spec_from_file_location(name, file)
        if spec is None or spec.loader is None:
            raise UsageError(f"plug-in file {path!r} is not a Python file")
        module = sys.modules[name] = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except (Exception, SystemExit) as error:  # one that ends the program would end the command as if all were done
            del sys.modules[name]
            raise UsageError(f"plug-in {path} cannot be loaded: {type(error).__name__}: {error}") from error
        _loaded.add(path)


def loaded_files() -> list[str]:
    """The plug-in files that were loaded by path, for other processes to load too."""
    return sorted(name for name in _loaded if name.endswith(".py"))


def all_skills() -> dict[str, Skill]:
    load_plugins()
    return dict(sorted(_skills.items()))


def all_graders() -> dict[str, Grader]:
    load_plugins()
    return dict(sorted(_graders.items()))


def get_skill(name: str) -> Skill:
    known = all_skills()
    if name not in known:
        raise UsageError(nearest(name, known, "skill"))
    return known[name]


def get_grader(name: str) -> Grader:
    known = _graders if name in _graders else all_graders()
    if name not in known:
        raise UsageError(nearest(name, known, "grader"))
    return known[name]


# ---- items of a split -------------------------------------------------------------------------------

_SHARES: Final[tuple[Split, ...]] = (
    "train", "train", "train", "train", "screen", "confirm", "confirm", "holdout", "holdout", "dev",
)  # fmt: skip


def split_of(area: str, key: str) -> Split:
    """The one split that content with this key may appear in, in any cycle and any run.

    Four tenths of the content may train, six measure: splits are disjoint by construction.
    """
    return _SHARES[int(fingerprint(area, key), 16) % len(_SHARES)]


def item_rng(seed: str | int, area: str, split: str, index: int) -> Random:
    """The generator of item `index`; independent of hash seeds, batch size and order."""
    return Random(f"{seed}/{area}/{split}/{index}")


def make_probes(
    skill: Skill,
    area: str,
    split: Split,
    bank: Wording,
    count: int,
    seed: str | int,
    difficulties: tuple[int, ...] | None = None,
    *,
    skip: int = 0,
) -> Iterator[Probe]:
    """Up to `count` probes of one area with distinct content; fewer where the area holds no more.

    Difficulty steps take turns. An index whose content came before is passed over, never changed. With `skip` the first
    ones are left out: they were asked before.
    """
    steps = difficulties or skill.difficulties
    seen: set[str] = set()
    for index in range((skip + count) * 3 + 50):
        if len(seen) == skip + count:
            return
        rng = item_rng(seed, area, f"{split}-{bank}", index)
        ident = fingerprint(seed, area, split, bank, index)
        probe = skill.probe(area, rng, split, bank, steps[index % len(steps)], id=ident, index=index)
        if probe.content not in seen:
            seen.add(probe.content)
            if len(seen) > skip:
                yield probe


# ---- verdicts ---------------------------------------------------------------------------------------

_REFUSAL = re.compile(
    r"^\W*(i'?m sorry|sorry,|i apologi[sz]e|as an ai\b|i can(?:'|no)t (?:help|assist|answer|provide|do that)|i am (?:unable|not able))",
    re.IGNORECASE,
)


def passed(*, extracted: str | None = None, expected: str | None = None, **more: Any) -> Verdict:
    """A verdict of `pass`."""
    return Verdict(status="pass", extracted=extracted, expected=expected, **more)


def failed(error_class: str, certainty: Certainty = "exact", **more: Any) -> Verdict:
    """A verdict of `fail` with its error class."""
    return Verdict(status="fail", error_class=error_class, certainty=certainty, **more)


def ungradable(error_class: str, evidence: str) -> Verdict:
    """A verdict that decides nothing; left out of every rate."""
    return Verdict(status="ungradable", error_class=error_class, certainty="exact", evidence=evidence)


def asked_for(probe: Probe) -> Keep:
    """The marks around an answer that this probe's right answer holds itself: it asks for them."""
    if not probe.grader or not may_ask(json.dumps([probe.reference, probe.settings], ensure_ascii=False, default=str)):
        return NOTHING
    try:
        return kept_by(get_grader(probe.grader).gold(probe))
    except (
        Exception
    ):  # a truth that is no answer, as unit tests alone, or none: it asks for no form, and `grade` says why
        return NOTHING


def grade(probe: Probe, answer: Answer) -> Verdict:
    """Grade one answer: the grader's verdict, delivery classes first, never an exception.

    What a model or a server puts around an answer is taken off first (`repairloop.envelope`): a grader sees the answer
    alone, the verdict carries the thoughts. A failed request, or a fault of the grader, is `ungradable`. A wrong answer
    that is empty, refuses, repeats itself to the end or was cut before it said anything gets that delivery class.
    """
    handler = get_grader(probe.grader)
    started = time.perf_counter()
    found: Opened | None = None
    try:
        answer, found = opened(answer, lambda: asked_for(probe))
        verdict = _grade(handler, probe, answer)
    except BadReference as error:
        verdict = ungradable("gold_unparseable", str(error)[:500])
    except Exception as error:  # a grader's bug must not stop a run; it is recorded as what it is
        verdict = ungradable("grader_error", f"{type(error).__name__}: {error}"[:500])
    elapsed = (time.perf_counter() - started) * 1e3
    fields = {**verdict.__dict__, "grader": handler.name, "version": handler.version, "elapsed_ms": elapsed}
    fields["thoughts"] = answer.thoughts or ""
    if found is not None and verdict.span is not None:
        fields["span"] = found.span(verdict.span)
    return assemble(Verdict, fields)


def _grade(handler: Grader, probe: Probe, answer: Answer) -> Verdict:
    if answer.status == "failed":
        return ungradable("not_answered", answer.error or "the request failed")
    if len(answer.text) > MAX_ANSWER_CHARS:
        answer = answer.model_copy(update={"text": answer.text[:MAX_ANSWER_CHARS], "finish_reason": "length"})
    verdict = handler.grade(probe, answer)
    if verdict.status != "ungradable" and not answer.text.strip():
        if answer.finish_reason == "length":
            where = "inside its thoughts" if answer.thoughts else "before it said anything"
            return failed("truncated", expected=verdict.expected, evidence=f"The answer was cut {where}.")
        return failed("empty", expected=verdict.expected, evidence="The answer is empty.")
    if verdict.status != "fail":
        return verdict
    delivery = delivery_class(answer, found=verdict.extracted is not None)
    if delivery is None:
        return verdict
    note = f"{verdict.evidence} The answer {_DELIVERY[delivery]}.".strip()
    return verdict.model_copy(update={"error_class": delivery, "certainty": "heuristic", "evidence": note})


_DELIVERY = {
    "refusal": "refuses to answer",
    "degenerate_repetition": "repeats itself until it is cut",
    "truncated": "was cut before it gave a result",
}


def delivery_class(answer: Answer, *, found: bool) -> str | None:
    """The delivery error of a wrong answer, if it has one. `found`: the grader extracted something."""
    text = answer.text
    if _REFUSAL.match(text[:200]):
        return "refusal"
    if answer.finish_reason == "length":
        tail = text[-400:]
        if len(tail) >= 60 and re.search(r"(.{3,80}?)\1{3,}.{0,80}$", tail, re.DOTALL):
            return "degenerate_repetition"
        if not found:
            return "truncated"
    return None


class OneCall(Protocol):
    """A grader in one call, apart from any run."""

    def __call__(
        self, answer: str, reference: Any = None, *, question: str = "", settings: dict[str, Any] | None = None
    ) -> Verdict:
        """The verdict on one text. A reference that the grader cannot use gives `ungradable`, never an exception."""


def one_call(name: str) -> OneCall:
    """The grader `name` as a function: `grade("The answer is 85.", "85")`."""

    def grade_text(
        answer: str, reference: Any = None, *, question: str = "", settings: dict[str, Any] | None = None
    ) -> Verdict:
        return grade(loose_probe(name, question, reference, settings or {}), loose_answer(answer))

    return grade_text


def loose_probe(grader: str, question: str, reference: Any, settings: dict[str, Any], ident: str = "") -> Probe:
    """A probe that belongs to no skill: what a grader needs and nothing else. Not validated."""
    return assemble(Probe, {
        "id": ident, "skill": "", "area": "", "split": "screen", "wording": "seen", "index": 0, "difficulty": 1,
        "messages": [{"role": "user", "content": question}], "reference": reference, "grader": grader,
        "settings": settings, "content": "", "problem": {}, "max_tokens": 0,
    })  # fmt: skip


def loose_answer(text: str) -> Answer:
    """A finished answer to no particular probe. Not validated."""
    return assemble(Answer, {
        "probe_id": "", "text": text, "finish_reason": "stop", "prompt_tokens": 0, "answer_tokens": 0, "status": "ok",
        "error": None, "prompt_hash": "", "thoughts": None,
    })  # fmt: skip


def check_reference(probe: Probe) -> Verdict:
    """Grade the probe's own gold answer: a probe whose reference does not pass is never asked."""
    handler = get_grader(probe.grader)
    try:
        text = handler.gold(probe)
    except Exception as error:
        return ungradable("gold_unparseable", f"{type(error).__name__}: {error}"[:500])
    verdict = grade(probe, loose_answer(text))
    if verdict.status == "pass":
        return verdict
    return ungradable("gold_unparseable", f"the reference does not pass its own grader: {verdict.evidence}")


def check_grader(handler: Grader, probes: list[Probe]) -> list[Check]:
    """Gold passes, corrupted gold fails: one check a probe and operator, with no model."""
    checks = []
    for probe in probes:
        verdict = check_reference(probe)
        checks.append(Check(name="gold", passed=verdict.status == "pass", detail=f"{probe.area}: {verdict.evidence}"))
        for operator, text in handler.corrupt(probe).items():
            verdict = grade(probe, loose_answer(text))
            detail = f"{probe.area}: {text[:200]!r} → {verdict.status} {verdict.error_class or ''}"
            checks.append(Check(name=operator, passed=verdict.status == "fail", detail=detail))
    return checks
