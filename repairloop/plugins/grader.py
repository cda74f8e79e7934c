"""What a grader is: it takes a probe and an answer, and says what it makes of it.

A grader is one class in one small file, marked with `@grader` (`registry.py`). What it returns goes through
`grade.py`, which puts delivery classes first and makes of its faults what they are.
"""

from __future__ import annotations

from typing import ClassVar

from repairloop.records import Answer, Probe, Verdict


class Grader:
    """An error handler: takes probe and answer, returns a verdict. Pure, deterministic, safe on hostile text.

    Subclass it, fill in the four methods, mark it with `@grader`.
    """

    name: ClassVar[str] = ""
    version: ClassVar[str] = "1"
    text_reference: ClassVar[bool] = False
    """References are plain strings: one that comes from a table is not read as JSON."""
    reads_calls: ClassVar[bool] = False
    """Calls that stand beside the text of a message are part of the answer."""
    judges: ClassVar[bool] = False
    """It judges answers whose truth no program knows, by another one that people or a teacher gave."""

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
