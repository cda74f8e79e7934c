"""Which areas of the installed skills are kin to an area of the user's task: what else would teach it.

A user brings some hundred cases. Where a skill of ours asks the same kind of thing, it has as many as are wanted, each proved.
Kin are areas whose questions the same grader decides and whose questions read like the user's: by the cosine between the
means of their TF-IDF vectors, words and pairs of words (`scikit-learn`), a few areas stand clearly nearer than all others. How
near depends on how much the user's questions differ among themselves, so it is the step down to the next area that counts: arithmetic
stories of public sets are at .49 and .43 from our stories and at .20 from what is next, 2.1 times less; customers' messages, requests
for slots and questions of common sense have no step beyond 1.1. Knows texts, not students: whether such rows help is
decided by the dial, on the user's own dev part.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final

from repairloop.plugins.items import make_probes
from repairloop.plugins.skill import Skill
from repairloop.tasks.skill import TaskSkill

STEP: Final = 1.4
"""Times that kin are nearer than what is next to them."""
LEAST: Final = 0.1
"""Cosine below which nothing is kin."""
MOST: Final = 3
"""Areas that are kin, at most."""
READ: Final = 200
"""The user's questions that are read."""
DRAWN: Final = 20
"""Questions of ours that are read, an area."""


def kin_of(task: TaskSkill, areas: Iterable[str], others: Mapping[str, Skill]) -> dict[str, float]:
    """Area among `others` → how near it is to the named areas of a task, for those that are kin; nearest first."""
    cases = [case for area in areas for case in task.cases(area, "train")]
    cases = cases[:: max(1, math.ceil(len(cases) / READ))]
    if not cases or len(others) <= MOST:
        return {}
    drawn = {area: list(make_probes(skill, area, "train", "seen", DRAWN, "kin")) for area, skill in others.items()}
    texts = {area: [probe.messages[-1]["content"] for probe in probes] for area, probes in drawn.items()}
    near = _cosines([case.question for case in cases], texts)
    nearest = sorted(near, key=lambda area: (-near[area], area))[: MOST + 1]
    steps = [near[area] / max(near[after], 1e-9) for area, after in pairwise(nearest)]
    kin = nearest[: 1 + max(range(MOST), key=steps.__getitem__)] if max(steps) >= STEP else []
    graders = {case.grader for case in cases}
    return {
        area: near[area] for area in kin if near[area] >= LEAST and graders & {probe.grader for probe in drawn[area]}
    }


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
