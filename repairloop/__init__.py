"""repairloop finds what a language model cannot do, proves it, repairs it, and proves the repair.

This module is the whole public surface. Names are loaded when they are first used, so that importing
the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from repairloop.api import Run, open, resume, run, verify
    from repairloop.asking import Ask
    from repairloop.calls import calls_of
    from repairloop.config import Config
    from repairloop.errors import BadReference, RepairLoopError, UsageError
    from repairloop.given import Given, NoSettings
    from repairloop.guard import guarded
    from repairloop.matching import match_grader
    from repairloop.plugins import (
        Area,
        Grader,
        Problem,
        Settings,
        Skill,
        edit,
        failed,
        grade,
        grader,
        one_call,
        passed,
        skill,
        ungradable,
    )  # fmt: skip
    from repairloop.records import Answer, Check, Message, Probe, RepairRow, Verdict, Wording
    from repairloop.sources.chunks import Chunk
    from repairloop.teachers.prompts import has_control_marks
    from repairloop.words import Draw, everything

__version__ = "0.1.0"

_HOME = {
    "api": ("Run", "open", "resume", "run", "verify"),
    "asking": ("Ask",),
    "calls": ("calls_of",),
    "config": ("Config",),
    "errors": ("BadReference", "RepairLoopError", "UsageError"),
    "given": ("Given", "NoSettings"),
    "guard": ("guarded",),
    "matching": ("match_grader",),
    "plugins": ("Area", "Grader", "Problem", "Settings", "Skill", "edit", "failed", "grade", "grader", "one_call", "passed",
                "skill", "ungradable"),
    "records": ("Answer", "Check", "Message", "Probe", "RepairRow", "Verdict", "Wording"),
    "sources.chunks": ("Chunk",),
    "teachers.prompts": ("has_control_marks",),
    "words": ("Draw", "everything"),
}  # fmt: skip
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "Answer", "Area", "Ask", "BadReference", "Check", "Chunk", "Config", "Draw", "Given", "Grader", "Message", "NoSettings", "Probe",
    "Problem", "RepairLoopError", "RepairRow", "Run", "Settings", "Skill", "UsageError", "Verdict", "Wording",
    "calls_of", "edit", "everything", "failed", "grade", "grader", "guarded", "has_control_marks", "match_grader", "one_call", "open",
    "passed", "resume", "run", "skill", "ungradable", "verify",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'repairloop' has no attribute {name!r}")
    return getattr(importlib.import_module(f"repairloop.{_MODULE_OF[name]}"), name)
