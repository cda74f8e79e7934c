"""What spoils open requests in `make run`: the rows of a run, learned anew in other ways.

    repairloop run --out runs/first
    python benchmarks/recipes.py runs/first WORK [ARM…] [--factors 1,0.7]

Each arm trains the product's own trainer on the very rows that the run trained on (`partial/train-*.jsonl`) with one thing
changed, and is asked, at each λ, the dev questions of the areas that were repaired and all canaries of the run, those of
the gate and those of the dev part apart; the answers before are the run's. The holdout is not asked: a recipe is chosen
here, and proved by another run. An adapter in WORK/ARM is not trained again. Prints a line of JSON for each, and takes
some three minutes an arm on two cores.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training import train

import repairloop
from repairloop import all_skills, grade
from repairloop.config import load_config
from repairloop.loop import canaries
from repairloop.loop.requests import freedoms
from repairloop.records import Answer, Probe
from repairloop.students import local_weights, open_student
from repairloop.students.base import Sampling
from repairloop.students.dial import turned

ARMS: dict[str, dict[str, Any]] = {
    "sft": {"loss": "sft", "learning_rate": 1.4e-3},
    "slow": {"loss": "sft", "learning_rate": 7e-4},
    "dft": {"loss": "dft", "learning_rate": 1.4e-3},
    "dft_slow": {"loss": "dft", "learning_rate": 7e-4},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("arms", nargs="*", default=list(ARMS))
    parser.add_argument("--factors", default="1")
    options = parser.parse_args()
    all_skills()
    run, config = repairloop.Run(options.run), load_config(options.run / "config.toml")
    [rows] = options.run.glob("partial/train-*.jsonl")
    asked = Asked(run)
    for arm in options.arms:
        settings = config.train.model_dump() | ARMS[arm] | {"seed": config.seed}
        out = options.work / arm
        seconds = train(rows, local_weights(config.student), out, settings)
        factors = [float(factor) for factor in options.factors.split(",")]
        adapters = [turned(out, factor, options.work / f"{arm}-{factor:g}") for factor in factors]
        with open_student(config.student, adapter=adapters[0]) as student:
            for factor, adapter in zip(factors, adapters, strict=True):
                if not student.wear(adapter):
                    raise SystemExit(f"the engine cannot change to {adapter} without loading")
                print(json.dumps({"arm": arm, "factor": factor, "train_s": seconds} | asked.again(student)), flush=True)


class Asked:
    """What a run asked on its dev part and as canaries, and the answers before."""

    def __init__(self, run: repairloop.Run) -> None:
        names = [file.name for file in run.store.shards.glob("probes-*.parquet")]
        probes = {probe.id: probe for probe in run.store.records(Probe, names)}
        rows = run.sql("SELECT DISTINCT area FROM repair_rows WHERE kind = 'repair'").fetchall()
        areas = {area for (area,) in rows}
        self.targets = [p for p in probes.values() if p.split == "dev" and p.area in areas]
        self.before, *samples = (self.answers(run, side) for side in ("before", "sample 1", "sample 2"))
        self.canaries = [probes[ident] for ident in self.before]
        dev = samples[0].keys()
        self.parts = {"gate": [p for p in self.before if p not in dev], "dev": list(dev)}
        self.free = {p.id: freedoms(p.messages) for p in self.canaries}
        self.own = canaries.own_pairs({ident: self.before[ident] for ident in dev}, samples, self.free)

    @staticmethod
    def answers(run: repairloop.Run, side: str) -> dict[str, Answer]:
        found = run.sql(
            "SELECT probe_id, a.status, a.text, a.finish_reason FROM answers a JOIN probes USING (probe_id) "
            f"WHERE skill = 'canary' AND side = '{side}'"
        )
        return {
            ident: Answer(probe_id=ident, status=status, text=text, finish_reason=reason)
            for ident, status, text, reason in found.fetchall()
        }

    def again(self, student: Any) -> dict[str, Any]:
        """Passed dev questions, and what became of the canaries."""
        by = {p.id: p for p in self.targets}
        passed = Counter(grade(by[a.probe_id], a).status for a in student.answer(self.targets, Sampling()))["pass"]
        after = {a.probe_id: a for a in student.answer(self.canaries, Sampling())}
        return {"passed": passed, "of": len(self.targets)} | {
            part: self.summary(after, idents) for part, idents in self.parts.items()
        }

    def summary(self, after: dict[str, Answer], idents: Iterable[str]) -> dict[str, Any]:
        old, new = ({ident: side[ident] for ident in idents} for side in (self.before, after))
        found, each = canaries.summary(old, new, self.own, free=self.free)
        why = dict(Counter(one.why for one in each if one.collapsed))
        return {"n": found.n, "collapsed": found.collapsed, "recovered": found.recovered, "net": found.net, "why": why}


if __name__ == "__main__":
    main()
