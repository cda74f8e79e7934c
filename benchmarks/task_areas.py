"""Are the areas of an unlabelled task found, and is what is said of them true? Planted weak kinds, a simulated student.

    python benchmarks/task_areas.py [REPEATS]

A set is a mixture of areas of the installed skills, whose names it does not show: 6 to 14 kinds, unevenly many of each.
One to six kinds are weak: there the student is right in 15 to 35 % of cases, elsewhere in 85 to 92 %. The whole way of a
run is gone: parts, cases of `find` asked (as many as a run asks), areas found, the cases of `test` asked, decisions as the loop makes
them. FDR: of the areas said to fail, those whose true rate is not below the target. F1: of cases, weak ones against those
in areas said to fail.
"""

from __future__ import annotations

import random
import sys
import time
from itertools import islice
from statistics import median

import machine

from repairloop import all_skills
from repairloop.config import DiagnoseSettings
from repairloop.loop.stages.diagnose import decide
from repairloop.loop.tasks import MOST_FIND
from repairloop.plugins.items import item_rng
from repairloop.records import Case, fingerprint
from repairloop.tasks.areas import found
from repairloop.tasks.parts import assign

FIRST = 1000
"""Seed of the first trial: how areas are found was chosen on seeds 0 to 19."""
SIZES = (200, 500, 1000, 2000)
TARGET = DiagnoseSettings().target


def kinds() -> list[tuple[object, str]]:
    return [(skill, area) for skill in all_skills().values() for area in skill.areas]


def mixture(rng: random.Random, size: int) -> list[tuple[Case, str]]:
    """Cases with the kind that each is of."""
    chosen = rng.sample(kinds(), rng.randint(6, 14))
    weights = [rng.uniform(1, 3) for _ in chosen]
    made: dict[str, tuple[Case, str]] = {}
    index = 0
    while len(made) < size:
        skill, area = rng.choices(chosen, weights)[0]
        index += 1
        probe = skill.probe(
            area, item_rng(rng.random(), area, "screen", index), "screen", "seen", 1, id="x", index=index
        )
        question = probe.messages[-1]["content"]
        ident = fingerprint(question, index)
        gold = probe.reference if isinstance(probe.reference, str) else fingerprint(str(probe.reference))
        case = Case(
            id=ident, file="f", line=index, digest="0", messages=probe.messages, question=question, gold=gold,
            grader=probe.grader, reference=probe.reference,
        )  # fmt: skip
        made[question] = (case, area)
    return list(made.values())


def trial(seed: int, size: int) -> dict[str, float]:
    rng = random.Random(f"{seed}/{size}")
    pairs = mixture(rng, size)
    names = sorted({kind for _, kind in pairs})
    weak = set(rng.sample(names, min(len(names) - 1, rng.randint(1, 6))))
    rates = {kind: rng.uniform(0.15, 0.35) if kind in weak else rng.uniform(0.85, 0.92) for kind in names}
    of = {case.id: kind for case, kind in pairs}
    cases = assign([case for case, _ in pairs], seed)
    passed = {case.id: rng.random() < rates[of[case.id]] for case in cases}
    asked = list(islice((case for case in cases if case.part == "find"), MOST_FIND))
    started = time.process_time()
    areas = found(asked, {case.id: passed[case.id] for case in asked}, cases)
    seconds = time.process_time() - started
    looks: dict[str, list[tuple[int, int]]] = {name: [(0, 0)] for name in areas.names}
    for case in cases:
        if case.part == "test":
            k, n = looks[areas.area_of(case)][0]
            looks[areas.area_of(case)] = [(k + passed[case.id], n + 1)]
    findings = decide(looks, DiagnoseSettings())
    failing = {area for area, finding in findings.items() if finding.decision == "fails"}
    true: dict[str, list[float]] = {}
    for case in cases:
        true.setdefault(areas.area_of(case), []).append(rates[of[case.id]])
    false = sum(sum(true[area]) / len(true[area]) >= TARGET for area in failing)
    said = {case.id for case in cases if areas.area_of(case) in failing}
    real = {case.id for case in cases if of[case.id] in weak}
    hit = len(said & real)
    f1 = 2 * hit / (len(said) + len(real)) if said or real else 1.0
    return {"f1": f1, "false": false, "failing": len(failing), "areas": len(areas.names), "seconds": seconds,
            "recall": hit / len(real), "precision": hit / len(said) if said else 1.0}  # fmt: skip


def main() -> None:
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    lines = [
        f"\n{repeats} trials of each size. F1, recall and precision are of cases: weak ones against those in areas shown to fail.\n",
        "| rows | areas | F1 | median | recall | precision | areas wrongly said to fail | seconds |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for size in SIZES:
        done = [trial(seed, size) for seed in range(FIRST, FIRST + repeats)]
        mean = {key: sum(one[key] for one in done) / repeats for key in done[0]}
        lines.append(
            f"| {size:,} | {mean['areas']:.1f} | {mean['f1']:.2f} | {median(one['f1'] for one in done):.2f} | "
            f"{mean['recall']:.2f} | {mean['precision']:.2f} | {mean['false'] * repeats:.0f} of "
            f"{mean['failing'] * repeats:.0f} | {mean['seconds']:.1f} |"
        )
        machine.write("task_areas", "Areas of tasks that name none, on planted weak kinds", "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
