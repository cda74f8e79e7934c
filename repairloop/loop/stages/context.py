"""What every stage is given: where rows rest, the settings, the student that is open, and a voice.

A stage is a function `run(ctx, state) -> update of the state`. The state carries references only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NotRequired, TypedDict

from repairloop.config import Config
from repairloop.flows.recipe import Recipe
from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.plugins.registry import all_skills, get_grader, get_skill, load_plugins
from repairloop.plugins.skill import Skill, select_areas
from repairloop.records.rows import dump
from repairloop.rundir import said
from repairloop.rundir.said import Saying
from repairloop.rundir.store import Store, sealed
from repairloop.students import choose_engine, open_student
from repairloop.students.base import Sampling, Student, Thinking
from repairloop.students.template import Adaptations

if TYPE_CHECKING:
    from repairloop.sources.library import Library
    from repairloop.tasks.skill import TaskSkill

FIND = "find"
"""The phase before the looks, where a task of the user's has no areas yet: they are found on what it asks."""
LOOKS = ("screen", "confirm", "settle")
"""The looks that decide which areas fail: at all areas, then twice at those that are undecided."""
CHOOSE = "choose"
"""The phase after the looks, where more areas of several skills fail than are repaired: more of their questions, to choose by."""
MEASURES = ("holdout", "dev", "outside")
"""What is asked once it is known what is repaired: what decides on the repair, what its dial is chosen on, and the
user's own questions where there are any."""
TEACHER = "teacher"
"""Where a run keeps what its teacher replied, and what that cost."""
ROWS = "rows"
"""The phase that follows all rounds of questions."""


def merge(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {**old, **new}


def next_phase(phase: str, config: Config) -> str:
    """The phase after one that measures."""
    following = (*MEASURES, ROWS)[MEASURES.index(phase) + 1]
    return ROWS if following == "outside" and not config.outside.files else following


class StudentRef(TypedDict):
    """Which student is asked: JSON, so that a checkpoint can hold it. Paths are relative to the run."""

    name: str
    weights: str | None
    """Weights that a former cycle left; None: those of `name`."""
    adapter: str | None
    content: NotRequired[str]
    """Of what was given to `verify`: a hash of what lay at that place."""


class Gentler(TypedDict):
    """A candidate, and what the dial was set to for it."""

    candidate: StudentRef
    dial: dict[str, Any]


class State(TypedDict, total=False):
    """The graph's state: references, names and counts, never rows."""

    cycle: int
    phase: str
    areas: list[str]
    """Areas to probe in this phase."""
    each: dict[str, int]
    """Phase → probes an area, where the diagnosis says how many."""
    targets: dict[str, int]
    """Failing area → rows to train on."""
    kin: dict[str, int]
    """Area of an installed skill that is kin to a failing one of the user's task → rows to train on besides."""
    refs: Annotated[dict[str, list[str]], merge]
    """`CYCLE/table/phase` → shard names."""
    student: StudentRef
    candidate: StudentRef | None
    without: StudentRef | None
    """Where there are rows of kin areas: the same, trained without them."""
    gentler: Gentler | None
    """What takes the candidate's place where its canaries do not hold."""
    dial: dict[str, Any]
    """What the dial was set to, and what was tried."""
    outcome: str
    """How the last cycle ended: `accepted`, `rejected`, `inconclusive`, `nothing fails`, `exported`."""
    heeded: int
    """The line of `said.jsonl` before which stands what this cycle heeds of what people said; 0: nothing."""
    adopted: list[dict[str, Any]]
    """`cycle` of each adapter that was accepted, and `before`, the student that it took the place of."""
    seal: str
    """Hash of all else, so that a damaged checkpoint is not gone on from."""


def taught(state: Mapping[str, Any], side: str = "after") -> frozenset[str]:
    """Areas that are kin to the user's task, where the student of a side was trained on rows of them, or may have been."""
    kin = (state.get("dial") or {}).get("kin")
    return frozenset(() if side == "after" and not (kin and kin["helps"]) else state.get("kin", ()))


CASES = "cases/"
"""Of the names by which the state refers to the shards with the cases of each of the user's tasks."""


def cases_of(state: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Task → the shards with its cases, as the state names them."""
    refs = state.get("refs", {})
    return {key.removeprefix(CASES): tuple(names) for key, names in refs.items() if key.startswith(CASES)}


def with_seal(update: dict[str, Any], state: Mapping[str, Any]) -> dict[str, Any]:
    """An update of a state with the seal of what it leads to."""
    refs = {**state.get("refs", {}), **update.get("refs", {})}
    return update | {"seal": seal_of({**state, **update, "refs": refs})}


def seal_of(state: Mapping[str, Any]) -> str:
    return sealed({key: value for key, value in state.items() if key != "seal"})


class Drained(RepairLoopError):
    """The run was asked to stop and did, between two answers or two stages; it can be resumed."""


@dataclass
class Context:
    """What a run depends on and a checkpoint does not hold."""

    store: Store
    config: Config
    emit: Callable[[dict[str, Any]], None] = lambda event: None
    stopping: Callable[[], bool] = lambda: False
    mark: tuple[str, int, str] | None = None
    """Node, cycle and phase at which `at_mark` is called: where a loop was that goes around once more."""
    at_mark: Callable[[], None] = lambda: None
    cases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Task of the user's → the shards with its cases, in the areas that are known of; the state names them."""
    heeded: int = 0
    """The line of `said.jsonl` up to which this cycle heeds what people said."""
    _open: tuple[StudentRef, Student] | None = field(default=None, repr=False)
    _tasks: tuple[dict[str, tuple[str, ...]], int, list[TaskSkill]] | None = field(default=None, repr=False)
    _declared: list[Skill] | None = field(default=None, repr=False)
    _library: Library | None = field(default=None, repr=False)

    def at(self, state: Mapping[str, Any]) -> None:
        """Look at the user's tasks as a state of the loop knows them, and at what people said as far as it heeds that."""
        if (now := cases_of(state)) != self.cases:
            self.cases = now
        self.heeded = state.get("heeded", 0)

    # -- what is asked --------------------------------------------------------------------------------

    def skills(self) -> list[Skill]:
        load_plugins(self.config.plugins)
        names = self.config.skills or ([] if self.config.tasks else list(all_skills()))
        return [*self.tasks(), *self.declared(), *(self.recipe().as_set(get_skill(name)) for name in names)]

    def tasks(self) -> list[TaskSkill]:
        """The user's own tasks, in the areas that are known of."""
        if not self.config.tasks:
            return []
        if self._tasks is None or self._tasks[0] is not self.cases or self._tasks[1] != self.heeded:
            from repairloop.loop.tasks import open_tasks

            self._tasks = (self.cases, self.heeded, open_tasks(self.store, self.cases, said.golds(self.said())))
        return self._tasks[2]

    def said(self) -> list[Saying]:
        """What people said, as far as this cycle heeds it."""
        return said.before(self.store, self.heeded)

    def cases_known(self) -> dict[str, Any]:
        """The cases of the user's tasks as inputs of a stage: their shards, and the golds that people corrected."""
        golds = {case: saying.new for case, saying in sorted(said.golds(self.said()).items())} if self.cases else {}
        return ({"cases": self.cases} if self.cases else {}) | ({"golds": golds} if golds else {})

    def declared(self) -> list[Skill]:
        """The user's declared tasks."""
        if self.config.tasks and self._declared is None:
            from repairloop.loop.tasks import open_declared

            self._declared = [self.recipe().as_set(skill) for skill in open_declared(self.store)]
        return self._declared or []

    def recipe(self, cycle: int = 0) -> Recipe:
        """How rows are made."""
        return Recipe(self.config, cycle)

    def all_areas(self) -> dict[str, Skill]:
        """Area → its skill, for every area that this run looks at, in a fixed order."""
        return select_areas(self.skills(), self.config.areas)

    def panel_areas(self) -> dict[str, Skill]:
        """Area → its skill, for all other areas of every installed skill whose grader can work here."""
        others = other_areas(self.all_areas())[0]
        return {area: self.recipe().as_set(skill) for area, skill in others.items()}

    def library(self, skills: Iterable[Skill]) -> Library | None:
        """The raw material, where the skills can use any; read when it is first needed."""
        recipe = self.recipe()
        if not recipe.uses_material(skills):
            return None
        if self._library is None:
            from repairloop.sources.library import open_library

            self._library = open_library(recipe.sources or None, self.say)
        return self._library

    def sampling(self) -> Sampling:
        return Sampling(**self.config.sampling.model_dump())

    # -- who is asked ---------------------------------------------------------------------------------

    def student(self, ref: StudentRef) -> Student:
        """The student that `ref` names, opened when it is not the one that is open; one at a time."""
        if self._open is not None and self._open[0] == ref:
            return self._open[1]
        if self._wears(ref):
            assert self._open is not None
            return self._open[1]
        self.close()
        self.asks_alike()
        self.emit({"event": "notice", "text": f"loading the student {self.describe(ref)}"})
        name, adapter = ref["name"] if ref["weights"] is None else str(self.store.path / ref["weights"]), None
        if ref["adapter"] is not None:
            adapter = self.store.path / ref["adapter"]
            if name.startswith("openai:"):
                from repairloop.students.served import serve

                name, adapter = serve(name, adapter, self.config, self.check_stop), None
                self.emit({"event": "notice", "text": f"with its adapter it is asked as {name}"})
        student = open_student(
            name,
            engine=self._engine(name),
            adapter=adapter,
            server=self.config.server,
            say=self.say,
            look_up=self.check_stop,
            asking=self.config.asking,
            thinking=thinking_of(self.store),
            adaptations=self.adaptations(),
        )
        found: dict[str, Any] = {"asking": self.config.asking.described()}  # once, and the same on all sides
        if student.tried and self.adaptations() is None:
            found["adaptations"] = list(student.adaptations)
        self.store.manifest(found)
        self.note_thinking(student)
        self._note_computed(student.computed)
        for text in student.notice:
            self.emit({"event": "notice", "text": text})
        self._open = (ref, student)
        return student

    def note_thinking(self, student: Student) -> None:
        """Keep whether the student thinks, as soon as it is known: a repaired one, which learned to answer at once, might be
        found not to."""
        if student.settled and thinking_of(self.store) is None:
            self.store.manifest({"thinking": student.thinking._asdict()})

    def _engine(self, name: str) -> str:
        """The engine to open a student with. Once vLLM has answered in this run it is vLLM, or an error: a repaired student
        that another engine answered for would differ by that too."""
        begun = self.store.read_manifest().get("computed") or [""]
        is_local = not name.startswith(("sim:", "openai:"))
        if self.config.engine == "auto" and is_local and begun[0].startswith("vllm"):
            return "vllm" if choose_engine()[0].startswith("vllm") else "auto"
        return self.config.engine

    def _note_computed(self, now: str) -> None:
        """Keep with what this run's students answer, and say where that is not as it was, as on another machine: what is
        between two answers may then be that alone."""
        kept = self.store.read_manifest().get("computed", [])
        if now not in kept:
            self.store.manifest({"computed": [*kept, now]})
        if kept and now != kept[0]:
            text = f"asked with {now}; this run began with {kept[0]}: some answers may differ by that alone"
            self.emit({"event": "notice", "text": text})

    def asks_alike(self) -> None:
        """UsageError where `[student]` is no longer what the answers so far were asked with. Where there are none yet, what
        was found out under the former settings is forgotten."""
        kept, now = self.store.read_manifest().get("asking"), self.config.asking.described()
        if kept is None or kept == now:
            return
        if any(self.store.shards.glob("answers-*")):
            raise UsageError(
                f"{self.store.path / 'config.toml'}: the settings of [student] are no longer those that this run was asked "
                f"with ({dump(kept) if kept else 'none were set'}), and before and after must be asked alike: set them back, "
                "or start a new run"
            )
        self.store.manifest({"thinking": None, "adaptations": None})

    def adaptations(self) -> Adaptations | None:
        """What is done to a conversation before a student of this run is asked it, or learns from it: as was found out
        of the first one that was opened, before any other. None where none was yet."""
        return adaptations_of(self.store)

    def _wears(self, ref: StudentRef) -> bool:
        """Whether the open student differs by its adapter alone and could take that of `ref`, without loading."""
        if self._open is None or {**self._open[0], "adapter": ref["adapter"]} != ref:
            return False
        student = self._open[1]
        if not student.wear(None if ref["adapter"] is None else self.store.path / ref["adapter"]):
            return False
        self._open = (ref, student)
        return True

    def describe(self, ref: StudentRef) -> str:
        return " + ".join(part for part in (ref["weights"] or ref["name"], ref["adapter"]) if part)

    def close(self) -> None:
        """Free the student's memory, and the library; always done before training."""
        if self._library is not None:
            self._library.close()
            self._library = None
        if self._open is not None:
            self._open[1].close()
            self._open = None

    # -- talk -----------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        self.emit({"event": "notice", "text": text})

    def progress(self, done: int, total: int, what: str) -> None:
        self.emit({"event": "progress", "done": done, "total": total, "what": what})

    def check_stop(self) -> None:
        if self.stopping():
            raise Drained("stopped")

    def path(self, relative: str) -> Path:
        return self.store.path / relative


def thinking_of(store: Store) -> Thinking | None:
    """What a run has found out of its student's thoughts; None before it has opened one."""
    found = store.read_manifest().get("thinking")
    return Thinking(**{name: found[name] for name in Thinking._fields if name in found}) if found else None


def adaptations_of(store: Store) -> Adaptations | None:
    """What a run does to conversations so that its student's template takes them; None before it has opened one."""
    kept = store.read_manifest().get("adaptations")
    return None if kept is None else tuple(kept)


def other_areas(own: dict[str, Skill]) -> tuple[dict[str, Skill], dict[str, str]]:
    """All areas of the skills that are installed, less `own`, with their skills; and, skill → what its grader misses,
    the skills that are left out because their grader cannot work here."""
    looked_at = {skill.name for skill in own.values()}
    graders = {name: get_grader(skill.grader) for name, skill in all_skills().items() if name not in looked_at}
    without = {name: missing for name, handler in graders.items() if (missing := handler.missing())}
    return {a: s for s in all_skills().values() if s.name not in without for a in s.areas if a not in own}, without
