"""Which skills and graders there are, by name.

A plug-in is found through the entry points `repairloop.skills` and `repairloop.graders`, and loaded when it is asked for
by name, no other with it; or by the path of its file, named in the configuration. No plug-in is known by name here. A
name belongs to one plug-in: another one that wants it is refused.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import itertools
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Final, Generic, TypeVar

from repairloop.ground.errors import UsageError, nearest
from repairloop.ground.guard import FILE_PLUGIN
from repairloop.plugins.grader import Grader
from repairloop.plugins.skill import Area, Settings, Skill
from repairloop.records import fingerprint

Plugin = TypeVar("Plugin", Skill, Grader)
SkillType = TypeVar("SkillType", bound=type[Skill])
GraderType = TypeVar("GraderType", bound=type[Grader])


class Shelf(Generic[Plugin]):
    """Plug-ins of one kind, by name."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.known: dict[str, Plugin] = {}
        self._whole = False

    @cached_property
    def points(self) -> dict[str, EntryPoint]:
        """Name → where an installed one stands. UsageError where two packages offer one name."""
        found: dict[str, EntryPoint] = {}
        for point in importlib.metadata.entry_points(group=f"repairloop.{self.kind}s"):
            if found.setdefault(point.name, point).value != point.value:
                raise self._taken(point.name, found[point.name].value, point.value)
        return found

    def put(self, plugin: Plugin) -> None:
        """Take in one that was declared. The same class declared once more, as in a cell that is run again, replaces
        itself; any other one of its name is refused with a UsageError."""
        name, mine = plugin.name, type(plugin)
        there = type(self.known[name]) if name in self.known else None
        if there is not None and (there.__module__, there.__qualname__) != (mine.__module__, mine.__qualname__):
            raise self._taken(name, there.__module__, mine.__module__)
        point = self.points.get(name)
        if point is not None and point.module.partition(".")[0] != mine.__module__.partition(".")[0]:
            raise self._taken(name, point.value, mine.__module__)
        self.known[name] = plugin

    def _taken(self, name: str, first: str, second: str) -> UsageError:
        places = " and in ".join(place.removeprefix(FILE_PLUGIN) for place in (first, second))
        return UsageError(f"{self.kind} {name!r} is declared twice, in {places}: one of them must have another name")

    def get(self, name: str) -> Plugin:
        """The one of this name. UsageError where there is none, or it cannot be loaded."""
        if name not in self.known:
            if name in self.points:
                self._load(self.points[name])
            # some module may declare more than its entry point says
            if name not in self.known and name not in self.all():
                raise UsageError(nearest(name, self.known, self.kind))
        return self.known[name]

    def all(self) -> dict[str, Plugin]:
        """Every one that is declared or installed, by name in their order."""
        if not self._whole:
            for point in self.points.values():
                self._load(point)
            self._whole = True
        return dict(sorted(self.known.items()))

    def _load(self, point: EntryPoint) -> None:
        try:
            point.load()
        except (Exception, SystemExit) as error:
            raise UsageError(f"plug-in {point.name} ({point.value}) cannot be loaded: {error}") from error


class Registry:
    """The skills and graders that a process knows of."""

    def __init__(self) -> None:
        self.skills: Shelf[Skill] = Shelf("skill")
        self.graders: Shelf[Grader] = Shelf("grader")
        self.files: dict[str, str] = {}
        """Resolved path of each file that was loaded → the name of its module."""

    def load(self, paths: Iterable[str]) -> None:
        """Load plug-ins from these files; each once. `file.py:name` is a function of the user's, which becomes a grader
        and is loaded in a worker alone. UsageError where one cannot be."""
        for path in paths:
            if re.search(r"\.py:\w+$", path):
                self._load_own(path)
                continue
            file = Path(path).expanduser()
            if not file.is_file():
                raise UsageError(f"plug-in file {path!r} does not exist")
            if (place := str(file.resolve())) not in self.files:
                self.files[place] = _executed(path, file)

    def _load_own(self, spec: str) -> None:
        from repairloop.plugins.own import own_grader, own_name

        file, _, name = spec.rpartition(":")
        place = f"{Path(file).expanduser().resolve()}:{name}"
        made = own_grader(spec, self.graders.known.get(own_name(name)))
        self.files[place] = type(made).__module__
        self.graders.put(made)

    @contextmanager
    def apart(self) -> Iterator[Registry]:
        """This registry; what is declared or loaded from a file within is forgotten afterwards."""
        skills, graders, files = self.skills.all(), self.graders.all(), dict(self.files)
        try:
            yield self
        finally:
            self.skills.known, self.graders.known, self.files = skills, graders, files


def _executed(path: str, file: Path) -> str:
    """The name of the module that this file has become."""
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
    return name


INSTALLED: Final = Registry()
"""The registry that `@skill` and `@grader` put what they mark into."""


def load_plugins(paths: Iterable[str]) -> None:
    """Load plug-ins from files, beside those that are installed. UsageError where one cannot be."""
    INSTALLED.load(paths)


def loaded_files() -> list[str]:
    """The plug-in files that were loaded by path, and functions by file and name, for other processes to load too."""
    return sorted(INSTALLED.files)


def all_skills() -> dict[str, Skill]:
    """Every skill, by name."""
    return INSTALLED.skills.all()


def all_graders() -> dict[str, Grader]:
    """Every grader, by name."""
    return INSTALLED.graders.all()


def get_skill(name: str) -> Skill:
    """The skill of this name. UsageError where there is none."""
    return INSTALLED.skills.get(name)


def get_grader(name: str) -> Grader:
    """The grader of this name. UsageError where there is none."""
    return INSTALLED.graders.get(name)


def the_judge() -> Grader:
    """The grader that judges what no program knows. UsageError where none is installed."""
    judges = [handler for handler in all_graders().values() if handler.judges]
    if not judges:
        raise UsageError("no grader that judges is installed: a teacher's own answers cannot be proved")
    return judges[0]


# ---- declaring one ------------------------------------------------------------------------------------


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
        _take_steps(name, cls)
        if words:
            cls.words_file = Path(sys.modules[cls.__module__].__file__ or "").with_name(words)
        _check_builds_on(name, cls)
        cls.name, cls.grader = name, grader
        if settings:
            cls.settings_type, cls.chosen = settings, settings()
        INSTALLED.skills.put(cls())
        return cls

    return declare


def _take_steps(name: str, cls: type[Skill]) -> None:
    """The skill's difficulties, from the steps of its areas: those from 1 on, which all areas must have."""
    kinds = {path: (cls.table[path].steps if path in cls.table else None) or cls.steps for path in cls.areas}
    if not any(kinds.values()):
        return
    found = {path: tuple(n for n in kind.table() if n >= 1) if kind else () for path, kind in kinds.items()}
    cls.difficulties = max(found.values(), key=len)
    for path, numbers in found.items():
        if numbers != cls.difficulties:
            raise UsageError(
                f"skill {name!r}: steps {cls.difficulties} are in other areas, {path} has {numbers or 'none'}"
            )


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
        INSTALLED.graders.put(cls())
        return cls

    return declare
