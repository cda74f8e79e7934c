"""repairloop finds what a language model cannot do, proves it, repairs it, and proves the repair.

This module is the whole public surface, for programs and for plug-ins alike. Names are loaded when they are first used,
so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from repairloop.version import __version__

if TYPE_CHECKING:
    from repairloop.api import Run, open, resume, run, verify
    from repairloop.asking import Ask
    from repairloop.calls import calls_of
    from repairloop.config import Config
    from repairloop.envelope import bare
    from repairloop.errors import BadReference, RepairLoopError, StudentError, UsageError, nearest
    from repairloop.foreign import fit
    from repairloop.guard import GuardError, guarded
    from repairloop.plugins.grade import check_grader, check_reference, grade, loose_answer, loose_probe, one_call
    from repairloop.plugins.grader import Grader
    from repairloop.plugins.items import item_rng, make_probes, split_of
    from repairloop.plugins.registry import all_graders, all_skills, get_grader, get_skill, grader, load_plugins, skill
    from repairloop.plugins.skill import Area, Problem, Settings, Skill, edit
    from repairloop.plugins.verdict import failed, passed, ungradable
    from repairloop.records import (
        ERROR_CLASSES,
        FAMILY_OF,
        Answer,
        Certainty,
        Check,
        Chunk,
        Message,
        Probe,
        RepairRow,
        Verdict,
        Wording,
        fingerprint,
    )
    from repairloop.stats import interval
    from repairloop.students import dialect
    from repairloop.teachers.prompts import has_control_marks
    from repairloop.words import Draw, both_sides, everything

_HOME = {
    "api": ("Run", "open", "resume", "run", "verify"),
    "asking": ("Ask",),
    "calls": ("calls_of",),
    "config": ("Config",),
    "envelope": ("bare",),
    "errors": ("BadReference", "RepairLoopError", "StudentError", "UsageError", "nearest"),
    "foreign": ("fit",),
    "guard": ("GuardError", "guarded"),
    "plugins.grade": ("check_grader", "check_reference", "grade", "loose_answer", "loose_probe", "one_call"),
    "plugins.grader": ("Grader",),
    "plugins.items": ("item_rng", "make_probes", "split_of"),
    "plugins.registry": ("all_graders", "all_skills", "get_grader", "get_skill", "grader", "load_plugins", "skill"),
    "plugins.skill": ("Area", "Problem", "Settings", "Skill", "edit"),
    "plugins.verdict": ("failed", "passed", "ungradable"),
    "records": ("ERROR_CLASSES", "FAMILY_OF", "Answer", "Certainty", "Check", "Chunk", "Message", "Probe", "RepairRow", "Verdict", "Wording", "fingerprint"),
    "stats": ("interval",),
    "teachers.prompts": ("has_control_marks",),
    "words": ("Draw", "both_sides", "everything"),
}  # fmt: skip
_MODULES = {"dialect": "students.dialect"}
"""Modules that belong to the face as they are: how servers that speak OpenAI's dialect are asked."""
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "ERROR_CLASSES",
    "FAMILY_OF",
    "Answer",
    "Area",
    "Ask",
    "BadReference",
    "Certainty",
    "Check",
    "Chunk",
    "Config",
    "Draw",
    "Grader",
    "GuardError",
    "Message",
    "Probe",
    "Problem",
    "RepairLoopError",
    "RepairRow",
    "Run",
    "Settings",
    "Skill",
    "StudentError",
    "UsageError",
    "Verdict",
    "Wording",
    "__version__",
    "all_graders",
    "all_skills",
    "bare",
    "both_sides",
    "calls_of",
    "check_grader",
    "check_reference",
    "dialect",
    "edit",
    "everything",
    "failed",
    "fingerprint",
    "fit",
    "get_grader",
    "get_skill",
    "grade",
    "grader",
    "guarded",
    "has_control_marks",
    "interval",
    "item_rng",
    "load_plugins",
    "loose_answer",
    "loose_probe",
    "make_probes",
    "nearest",
    "one_call",
    "open",
    "passed",
    "resume",
    "run",
    "skill",
    "split_of",
    "ungradable",
    "verify",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'repairloop' has no attribute {name!r}")
    if name in _MODULES:
        return importlib.import_module(f"repairloop.{_MODULES[name]}")
    return getattr(importlib.import_module(f"repairloop.{_MODULE_OF[name]}"), name)
