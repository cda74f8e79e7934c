"""repairloop finds what a language model cannot do, proves it, repairs it, and proves the repair.

This module is the whole public surface, for programs and for plug-ins alike. Names are loaded when they are first used,
so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from repairloop.ground.version import __version__

if TYPE_CHECKING:
    from repairloop.config import Config
    from repairloop.grading.rewards import inspect_scorer, trl_reward
    from repairloop.ground.calls import calls_of
    from repairloop.ground.errors import BadReference, RepairLoopError, StudentError, UsageError, nearest
    from repairloop.ground.foreign import fit
    from repairloop.ground.guard import GuardError, TimeLimit, guarded
    from repairloop.ground.slips import one_letter_apart, one_letter_from
    from repairloop.ground.stats import interval
    from repairloop.loop.api import Run, open, resume, run, verify
    from repairloop.plugins.asking import Ask
    from repairloop.plugins.given import Given, NoSettings
    from repairloop.plugins.grade import check_grader, check_reference, grade, loose_answer, loose_probe, one_call
    from repairloop.plugins.grader import Grader
    from repairloop.plugins.items import item_rng, make_probes, split_of
    from repairloop.plugins.matching import match_grader
    from repairloop.plugins.registry import all_graders, all_skills, get_grader, get_skill, grader, load_plugins, skill
    from repairloop.plugins.skill import Area, Part, Problem, Settings, Skill, edit
    from repairloop.plugins.steps import Step, by_step, eased
    from repairloop.plugins.understanding import Stated, Taken, Understanding
    from repairloop.plugins.verdict import failed, passed, ungradable
    from repairloop.plugins.words import Draw, both_sides, everything
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
    from repairloop.records.envelope import bare
    from repairloop.students import dialect
    from repairloop.teachers.prompts import has_control_marks

_HOME = {
    "grading.rewards": ("inspect_scorer", "trl_reward"),
    "loop.api": ("Run", "open", "resume", "run", "verify"),
    "plugins.asking": ("Ask",),
    "ground.calls": ("calls_of",),
    "config": ("Config",),
    "records.envelope": ("bare",),
    "ground.errors": ("BadReference", "RepairLoopError", "StudentError", "UsageError", "nearest"),
    "ground.foreign": ("fit",),
    "ground.guard": ("GuardError", "TimeLimit", "guarded"),
    "plugins.grade": ("check_grader", "check_reference", "grade", "loose_answer", "loose_probe", "one_call"),
    "plugins.given": ("Given", "NoSettings"),
    "plugins.grader": ("Grader",),
    "plugins.matching": ("match_grader",),
    "plugins.items": ("item_rng", "make_probes", "split_of"),
    "plugins.registry": ("all_graders", "all_skills", "get_grader", "get_skill", "grader", "load_plugins", "skill"),
    "plugins.skill": ("Area", "Part", "Problem", "Settings", "Skill", "edit"),
    "plugins.steps": ("Step", "by_step", "eased"),
    "plugins.verdict": ("failed", "passed", "ungradable"),
    "plugins.understanding": ("Stated", "Taken", "Understanding"),
    "records": ("ERROR_CLASSES", "FAMILY_OF", "Answer", "Certainty", "Check", "Chunk", "Message", "Probe", "RepairRow", "Verdict", "Wording", "fingerprint"),
    "ground.slips": ("one_letter_apart", "one_letter_from"),
    "ground.stats": ("interval",),
    "teachers.prompts": ("has_control_marks",),
    "plugins.words": ("Draw", "both_sides", "everything"),
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
    "Given",
    "Grader",
    "GuardError",
    "Message",
    "NoSettings",
    "Part",
    "Probe",
    "Problem",
    "RepairLoopError",
    "RepairRow",
    "Run",
    "Settings",
    "Skill",
    "Stated",
    "Step",
    "StudentError",
    "Taken",
    "TimeLimit",
    "Understanding",
    "UsageError",
    "Verdict",
    "Wording",
    "__version__",
    "all_graders",
    "all_skills",
    "bare",
    "both_sides",
    "by_step",
    "calls_of",
    "check_grader",
    "check_reference",
    "dialect",
    "eased",
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
    "inspect_scorer",
    "interval",
    "item_rng",
    "load_plugins",
    "loose_answer",
    "loose_probe",
    "make_probes",
    "match_grader",
    "nearest",
    "one_call",
    "one_letter_apart",
    "one_letter_from",
    "open",
    "passed",
    "resume",
    "run",
    "skill",
    "split_of",
    "trl_reward",
    "ungradable",
    "verify",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'repairloop' has no attribute {name!r}")
    if name in _MODULES:
        return importlib.import_module(f"repairloop.{_MODULES[name]}")
    return getattr(importlib.import_module(f"repairloop.{_MODULE_OF[name]}"), name)
