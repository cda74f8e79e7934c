"""What a grader is: it takes a probe and an answer, and says what it makes of it.

A grader is one class in one small file, marked with `@grader` (`registry.py`). What it returns goes through
`grade.py`, which puts delivery classes first and makes of its faults what they are.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar, get_args, get_origin

from repairloop.ground.errors import BadReference
from repairloop.plugins.given import KEPT, reader, told
from repairloop.plugins.understanding import Stated, Understanding
from repairloop.records import Answer, Probe, Verdict

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
    judges: ClassVar[bool] = False
    """It judges answers whose truth no program knows, by another one that people or a teacher gave."""

    reaches: ClassVar[tuple[str, ...]] = ()
    """Settings that name a file, a model or an address: nobody may set them from afar."""

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

    def understands(self, rows: Sequence[Stated], asked: bool) -> Understanding | None:
        """What the right answers of a user's rows are, if this grader can check them; None where it cannot, or where some
        other grader will know better. `asked`: the user named this one, so it takes what it can."""
        return None

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
