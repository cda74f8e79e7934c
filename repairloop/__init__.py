"""repairloop finds what a language model cannot do, proves it, repairs it, and proves the repair.

This module is the whole public surface. Names are loaded when they are first used, so that importing
the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from repairloop.api import Run, open, resume, run, verify
    from repairloop.config import Config
    from repairloop.errors import BadReference, RepairLoopError, UsageError
    from repairloop.guard import guarded
    from repairloop.plugins import Grader, Problem, Skill, failed, grade, grader, one_call, passed, skill, ungradable
    from repairloop.records import Answer, Check, Message, Probe, RepairRow, Verdict, Wording

__version__ = "0.1.0"

_HOME = {
    "api": ("Run", "open", "resume", "run", "verify"),
    "config": ("Config",),
    "errors": ("BadReference", "RepairLoopError", "UsageError"),
    "guard": ("guarded",),
    "plugins": ("Grader", "Problem", "Skill", "failed", "grade", "grader", "one_call", "passed", "skill", "ungradable"),
    "records": ("Answer", "Check", "Message", "Probe", "RepairRow", "Verdict", "Wording"),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "Answer", "BadReference", "Check", "Config", "Grader", "Message", "Probe", "Problem", "RepairLoopError", "RepairRow", "Run",
    "Skill", "UsageError", "Verdict", "Wording", "failed", "grade", "grader", "guarded", "one_call", "open", "passed", "resume", "run",
    "skill", "ungradable", "verify",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'repairloop' has no attribute {name!r}")
    return getattr(importlib.import_module(f"repairloop.{_MODULE_OF[name]}"), name)
