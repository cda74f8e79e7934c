"""`repairloop check`: every grader proves itself, with no model, on its own examples and on its skills' probes; and the
two sides of every skill's words are held against one another."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from repairloop.plugins.folds import asked_again
from repairloop.plugins.grade import check_grader
from repairloop.plugins.items import make_probes
from repairloop.plugins.registry import all_graders, all_skills, load_plugins
from repairloop.plugins.sides import look
from repairloop.records import Probe

PROBES = 6
"""Probes an area and phrasing bank."""
MOST_NEAR: Final = 0.05
"""Share of a file's unseen entries that may be near to the other side."""


def check_all(plugins: list[str]) -> list[dict[str, Any]]:
    """One entry a grader: golds that passed, corrupted golds that were caught, and what went wrong."""
    load_plugins(plugins)
    probes: dict[str, list[Probe]] = {name: g.examples() for name, g in all_graders().items()}
    for skill in all_skills().values():
        for area in skill.areas:
            for split, bank in (("screen", "seen"), ("holdout", "unseen")):
                for probe in make_probes(skill, area, split, bank, PROBES, "check"):  # type: ignore[arg-type]
                    probes.setdefault(probe.grader, []).append(probe)
    found = []
    for name, handler in all_graders().items():
        checks = check_grader(handler, probes[name])
        gold = [c for c in checks if c.name == "gold"]
        corrupted = [c for c in checks if c.name != "gold"]
        found.append(
            {
                "grader": name, "version": handler.version, "gold": len(gold),
                "gold_passed": sum(c.passed for c in gold), "corrupted": len(corrupted),
                "corrupted_caught": sum(c.passed for c in corrupted),
                "wrong": [f"{c.name}: {c.detail}" for c in checks if not c.passed],
            }
        )  # fmt: skip
    return found


def check_words() -> list[dict[str, Any]]:
    """One entry a words file: how much of its unseen side stands on the other, and what is too near or too thin."""
    return [words_checked(skill.name, skill.words_file) for skill in all_skills().values() if skill.words_file]


def words_checked(name: str, file: Path) -> dict[str, Any]:
    """The entry of one words file; `wrong` is what may not stay, `second_cycle` how many of the phrases that a second cycle
    measures with the first has measured with, and all of them."""
    faults = look(file)
    wrong = faults.near if len(faults.near) > MOST_NEAR * faults.entries else []
    wrong = wrong + [f"{line}: one side says nothing" for line in faults.thin if re.search(r"\b0 (?:un)?seen", line)]
    return {
        "words": name, "file": str(file), "entries": faults.entries, "sharing": faults.sharing, "near": faults.near,
        "thin": faults.thin, "wrong": wrong, "second_cycle": asked_again(file, 2),
    }  # fmt: skip
