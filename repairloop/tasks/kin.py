"""Which areas of the installed skills are kin to an area of the user's task: what else would teach it.

A user brings some hundred cases. Where a skill of ours asks the same kind of thing, it has as many as are wanted, each proved.
Kin are areas whose questions the same grader decides and whose questions read like the user's: by the cosine between the
means of their TF-IDF vectors, words and pairs of words (`scikit-learn`). Arithmetic stories of public sets are
at .45 from our stories and at most .25 from everything else; messages, requests for slots and questions of common sense are
at most .26 from anything (benchmarks/results/own_tasks.md). Knows texts, not students: whether such rows help is
decided by the dial, on the user's own dev part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from repairloop.plugins.items import make_probes
from repairloop.plugins.skill import Skill
from repairloop.tasks.skill import TaskSkill

LEAST: Final = 0.35
"""Cosine from which an area is kin."""
MOST: Final = 3
"""Areas that are kin, at most: the nearest."""
READ: Final = 200
"""The user's questions that are read."""
DRAWN: Final = 20
"""Questions of ours that are read, an area."""


def kin_of(task: TaskSkill, areas: Iterable[str], others: Mapping[str, Skill]) -> dict[str, float]:
    """Area among `others` → how near it is to the named areas of a task, for those that are kin; nearest first."""
    cases = [case for area in areas for case in task.cases(area, "train")][:READ]
    graders = {case.grader for case in cases}
    texts = {area: mine for area, skill in others.items() if (mine := _texts(skill, area, graders))}
    near = _cosines([case.question for case in cases], texts) if cases and texts else {}
    kin = sorted((area for area in near if near[area] >= LEAST), key=lambda area: (-near[area], area))
    return {area: near[area] for area in kin[:MOST]}


def _texts(skill: Skill, area: str, graders: set[str]) -> list[str]:
    """What an area asks, where one of these graders decides it."""
    probes = list(make_probes(skill, area, "train", "seen", DRAWN, "kin"))
    return [probe.messages[-1]["content"] for probe in probes if probe.grader in graders]


def _cosines(mine: list[str], texts: Mapping[str, list[str]]) -> dict[str, float]:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    groups = [mine, *texts.values()]
    found = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit_transform([t for group in groups for t in group])
    ends = np.cumsum([len(group) for group in groups])
    means = [
        np.asarray(part.mean(axis=0)).ravel()
        for part in (found[e - len(g) : e] for e, g in zip(ends, groups, strict=True))
    ]
    units = [mean / (np.linalg.norm(mean) or 1.0) for mean in means]
    return {area: float(unit @ units[0]) for area, unit in zip(texts, units[1:], strict=True)}
