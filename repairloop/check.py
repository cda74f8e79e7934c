"""`repairloop check`: every grader proves itself, with no model, on its own examples and on its skills' probes."""

from __future__ import annotations

from typing import Any

from repairloop.plugins import all_graders, all_skills, check_grader, load_plugins, make_probes
from repairloop.records import Probe

PROBES = 6
"""Probes an area and phrasing bank."""


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
