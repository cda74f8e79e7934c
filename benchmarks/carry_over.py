"""What carries a repair over to questions that nobody here wrote, and what keeps the student as it is?

Question, fixed before the first run: which recipe gains most on *outside questions* while open requests keep their
form? One arm is one recipe, today's but for one thing: the student's own voice, loss, rate, rank, batch, passes. Every
arm trains from the same weights on rows of one seed and is asked, at each λ, in the identical way:

    unseen     holdout probes of the areas trained on, unseen wording
    outside    FILE:GRADER, first 300 questions
    panel      short-answer questions of another kind, FILE:GRADER (what nobody asked to repair)
    requests   the first 200 open ones: collapsed, recovered, net (`repairloop.loop.canaries`, its floors), median length,
               share that is mostly digits, KL(base || tuned) a token on the base's own answers to 40 of them

What was run, and what was not, stands in `benchmarks/results/carry_over.md`.

Analysis: arms are thinned out on one seed by outside + unseen among those whose panel does not fall by more than 5
points and whose requests keep a median length within a quarter and at most 2 % collapsed, net; the two best and the
first arm are then run on three seeds, the seed being the unit. By hand, minutes an arm on two cores:

    python benchmarks/carry_over.py WORK --seed 0 --outside stories.csv:math --panel choices.jsonl:choice --requests open.jsonl ARM…
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

from training import train

from repairloop import all_skills, get_skill, grade, make_probes
from repairloop.config import TrainSettings
from repairloop.loop import canaries
from repairloop.loop.requests import freedoms, is_open
from repairloop.loop.stages.train import ENVIRONMENT
from repairloop.records import Answer, Probe
from repairloop.students import open_student, smollm2
from repairloop.students.base import Sampling
from repairloop.students.dial import turned

STORIES = ("math/word/one_step", "math/word/two_step")
SUMS = ("math/addition/no_carry", "math/addition/carry", "math/subtraction/no_borrow", "math/products", "math/division")
ROWS = {STORIES[0]: 600, STORIES[1]: 400, **dict.fromkeys(SUMS, 60)}
VOICE = 260
"""Own-voice rows."""
ARMS: dict[str, dict[str, Any]] = {  # settings of the trainer beside the defaults
    "today": {},
    "no_voice": {},
    "slow": {"learning_rate": 7e-4},
    "fast": {"learning_rate": 2.8e-3},
    "dft": {"loss": "dft"},
    "dft_slow": {"loss": "dft", "learning_rate": 7e-4},
    "rank_64": {"rank": 64},
    "batch_16": {"batch_size": 16, "learning_rate": 2e-3},
    "two_passes": {"epochs": 2},
}


def probe(
    number: int, messages: list[dict[str, str]], max_tokens: int, grader: str = "", reference: Any = None, **more: Any
) -> Probe:
    return Probe(
        id=f"{number:016x}",
        skill="outside",
        area="outside/x",
        split="holdout",
        grader=grader,
        reference=reference,
        messages=messages,
        max_tokens=max_tokens,
        **more,
    )


def outside(argument: str, at_most: int, max_tokens: int) -> list[Probe]:
    file, _, grader = argument.rpartition(":")
    text = Path(file).read_text(encoding="utf-8")
    rows = (
        list(csv.DictReader(text.splitlines()))
        if file.endswith(".csv")
        else [json.loads(x) for x in text.split("\n") if x]
    )
    probes = []
    for n, row in enumerate(rows[:at_most]):
        question = row["question"]
        if "choices" in row:
            question += (
                "\n"
                + "\n".join(f"{letter}. {choice}" for letter, choice in row["choices"].items())
                + "\nAnswer with the letter."
            )
        more = {"settings": {"options": row["choices"]}} if "choices" in row else {}
        probes.append(probe(n, [{"role": "user", "content": question}], max_tokens, grader, row["answer"], **more))
    return probes


def make_rows(areas: dict[str, int], seed: int) -> list[dict[str, Any]]:
    rows = []
    for area, count in areas.items():
        skill = get_skill(area.split("/")[0])
        for p in make_probes(skill, area, "train", "seen", count, f"carry/{seed}", (1,)):
            problem = skill.problem(area, Random(0), "seen", 1).__class__.model_validate(p.problem)
            rows.append(
                {
                    "prompt": p.messages,
                    "completion": [{"role": "assistant", "content": skill.solution(problem, Random(p.id))}],
                }
            )
    return rows


def own_voice(student: Any, seed: int, count: int = 800) -> list[dict[str, Any]]:
    """The student's answers to its own requests, those that were cut at their longest among them, as anchors."""
    requests = student.compose(count, seed)
    probes = [probe(n, [{"role": "user", "content": r}], 96) for n, r in enumerate(requests)]
    by = {p.id: p for p in probes}
    return [
        {
            "prompt": by[a.probe_id].messages, "completion": [{"role": "assistant", "content": a.text.strip()}],
            "anchor": True, "cut": a.finish_reason != "stop",
        }
        for a in student.answer(probes, Sampling())
        if a.status == "ok" and a.text.strip()
    ]  # fmt: skip


def rate(student: Any, probes: list[Probe], texts: list[dict[str, Any]]) -> tuple[int, int]:
    by = {p.id: p for p in probes}
    verdicts = []
    for a in student.answer(probes, Sampling()):
        verdicts.append(grade(by[a.probe_id], a).status)
        texts.append({"asked": by[a.probe_id].messages[-1]["content"], "said": a.text, "status": verdicts[-1]})
    return verdicts.count("pass"), len(verdicts) - verdicts.count("ungradable")


Said = list[dict[str, Any]]
"""Open requests and how they were answered."""


def measure(student: Any, sets: dict[str, list[Probe]], requests: list[Probe], log: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, probes in sets.items():
        passed, n = rate(student, probes, log.setdefault(name, []))
        found[name] = round(100 * passed / max(1, n), 1)
    by = {p.id: p for p in requests}
    said = [
        {"id": a.probe_id, "messages": by[a.probe_id].messages, "text": a.text, "finished": a.finish_reason == "stop"}
        for a in student.answer(requests, Sampling())
        if a.status == "ok"
    ]
    log["requests"] = said
    texts = [one["text"].strip() for one in said]
    digits = sum(sum(c.isdigit() for c in t) > sum(c.isalpha() for c in t) for t in texts)
    return found | {
        "median": int(statistics.median(map(len, texts))),
        "digits": round(100 * digits / len(texts), 1),
        "finished": round(100 * statistics.mean(one["finished"] for one in said), 1),
    }


def moved(before: Said, after: Said) -> dict[str, int]:
    """How many of the requests collapsed and recovered, and net as the gate counts, against the floors."""
    free = {one["id"]: freedoms(one["messages"]) for one in before}
    found, _ = canaries.summary(answers(before), answers(after), {}, free=free)
    return {"asked": found.n, "collapsed": found.collapsed, "recovered": found.recovered, "net": found.net}


def answers(said: Said) -> dict[str, Answer]:
    return {
        one["id"]: Answer(probe_id=one["id"], text=one["text"], finish_reason="stop" if one["finished"] else "length")
        for one in said
    }


def divergence(before: Said, weights: Path, adapter: Path, work: Path) -> float:
    """KL(base || tuned) a token, in nats: the median over 40 of the base's own answers."""
    pairs = work / "pairs.jsonl"
    answered = [one for one in before if one["text"].strip()][:40]
    pairs.write_text("".join(json.dumps(one) + "\n" for one in answered), encoding="utf-8")
    command = [sys.executable, "-m", "repairloop.students.divergence", str(pairs), str(weights), str(adapter)]
    out = subprocess.run(command, check=True, capture_output=True, text=True, env={**ENVIRONMENT, **os.environ}).stdout
    return round(statistics.median(json.loads(line)["kl"] for line in out.splitlines() if line.startswith("{")), 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("arms", nargs="+")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--outside", required=True)
    parser.add_argument("--panel", required=True)
    parser.add_argument("--requests", required=True, type=Path)
    parser.add_argument("--dials", default="1")
    options = parser.parse_args()
    all_skills()
    options.work.mkdir(parents=True, exist_ok=True)
    log = options.work / "results.jsonl"
    sets = {"outside": outside(options.outside, 300, 80), "panel": outside(options.panel, 150, 24)}
    skill = get_skill("math")
    for name, areas in (("unseen stories", STORIES), ("unseen sums", SUMS)):
        sets[name] = [
            p for a in areas for p in make_probes(skill, a, "holdout", "unseen", 60 if len(areas) == 2 else 20, 1, (1,))
        ]
    lines = [json.loads(x) for x in options.requests.read_text(encoding="utf-8").split("\n") if x]
    requests = [probe(n, [{"role": "user", "content": r["prompt"]}], 96) for n, r in enumerate(lines)]
    requests = [p for p in requests if is_open(p.messages)][:200]
    weights = smollm2.weights()

    def note(row: dict[str, Any]) -> None:
        with log.open("a") as out:
            out.write(json.dumps(row) + "\n")
        print(json.dumps(row), flush=True)

    done = (
        {(r["arm"], r["seed"], r["dial"]) for r in map(json.loads, log.read_text().splitlines())}
        if log.exists()
        else set()
    )
    voice_file = options.work / f"voice-{options.seed}.jsonl"
    if not voice_file.exists() or ("before", 0, 0) not in done:
        with open_student("smollm2") as student:
            if not voice_file.exists():
                started = time.monotonic()
                voice = own_voice(student, options.seed)
                voice_file.write_text("".join(json.dumps(row) + "\n" for row in voice))
                print(f"{len(voice)} own-voice rows in {time.monotonic() - started:.0f} s", flush=True)
            if ("before", 0, 0) not in done:
                said: dict[str, Any] = {}
                note({"arm": "before", "seed": 0, "dial": 0} | measure(student, sets, requests, said))
                (options.work / "before.json").write_text(json.dumps(said["requests"]))
    before = json.loads((options.work / "before.json").read_text())
    voice = [json.loads(x) for x in voice_file.read_text().splitlines()]
    dials = [float(dial) for dial in options.dials.split(",")]
    for arm in options.arms:
        rows = make_rows(ROWS, options.seed) + voice[: 0 if arm == "no_voice" else VOICE]
        Random(options.seed).shuffle(rows)
        folder = options.work / f"{arm}-{options.seed}"
        data = options.work / f"{arm}-{options.seed}.jsonl"
        data.write_text("".join(json.dumps(row) + "\n" for row in rows))
        settings = TrainSettings().model_dump() | ARMS[arm] | {"seed": options.seed}
        seconds = train(data, weights, folder, settings)
        left = [dial for dial in dials if (arm, options.seed, dial) not in done]
        if not left:
            continue
        adapters = [turned(folder, dial, options.work / f"{arm}-{options.seed}-{dial}") for dial in left]
        kl = [divergence(before, weights, adapter, options.work) for adapter in adapters]
        with open_student("smollm2", adapter=adapters[0]) as student:
            for dial, adapter, apart in zip(left, adapters, kl, strict=True):
                if not student.wear(adapter):
                    raise SystemExit(f"the engine cannot change to {adapter} without loading")
                row = {"arm": arm, "seed": options.seed, "dial": dial, "rows": len(rows), "train_s": seconds}
                said = {}
                found = measure(student, sets, requests, said)
                note(row | found | moved(before, said["requests"]) | {"kl": apart})
                (options.work / f"{arm}-{options.seed}-{dial}.said.json").write_text(json.dumps(said, indent=1))


if __name__ == "__main__":
    main()
