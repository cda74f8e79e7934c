"""What tells beforehand which failing area a student can learn?

Question, fixed before the first run: of what can be known of a student *before* a repair, what ranks its failing areas
as their gain ranks them *after* one in which all of them were given as many rows? All areas of the skills named in
which it passes less than half are trained together; each one's gain is measured on unseen wording. Beforehand, on
`--probes` questions of an area in seen wording:

    passed      share that passes, greedy
    known       share that fails though the answer holds what is right (`diagnose.knows`)
    promise     what `diagnose.promises` makes of the two
    ever        share of which one of `--samples` answers drawn at temperature 1 passes
    drawn       share of these samples that pass
    told        nats a token of the row that would be trained on, given the question (less is nearer)
    shown       share that passes, or holds what is right, where three solved questions of the area stand before it
    apart       share of pairs in which the right answer is likelier, a token, than that of another question of the area

Analysis: Spearman's rank correlation of each with the gain, over the areas; the mean gain of the three and four areas
that each would choose; and, with answers drawn at the measured rates, what the areas gain that a rule chooses from so many
answers an area. The rules: a pass counts as much as a wrong answer that holds what is right, a quarter, or nothing; and
the promise multiplied for each failing area that waits for it, or not. (`shown` was added while the first adapter trained, the
rules when its gains had been seen.) By hand:

    python benchmarks/frontier.py WORK --skills math,text_extraction --rows 120 --seed 0
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from training import train

from repairloop import all_skills, get_skill, grade, make_probes
from repairloop.config import TrainSettings
from repairloop.loop.stages import diagnose
from repairloop.loop.stages.diagnose import builds_on, frontier, knows, promises
from repairloop.records import Probe
from repairloop.students import open_student, smollm2
from repairloop.students.base import Sampling

TARGET = 0.7
KNOWN = ("passed", "known", "promise", "ever", "drawn", "told", "apart", "shown")
RULES = {
    "a pass counts whole": (1.0, True),
    "a quarter": (0.25, True),
    "nothing": (0.0, True),
    "a quarter, none waits": (0.25, False),
}

Said = dict[str, tuple[str, str, str]]
"""Probe → status, answer, what was expected."""


def ask(student: Any, probes: list[Probe], sampling: Sampling) -> Said:
    by = {p.id: p for p in probes}
    said: Said = {}
    for answer in student.answer(probes, sampling):
        verdict = grade(by[answer.probe_id], answer)
        said[answer.probe_id] = (verdict.status, answer.text, verdict.expected or "")
    return said


def passed(said: Said, probes: list[Probe]) -> float:
    return statistics.mean(said[p.id][0] == "pass" for p in probes)


def known(said: Said, probes: list[Probe]) -> float:
    return statistics.mean(said[p.id][0] == "fail" and knows(said[p.id][2], said[p.id][1], p.question) for p in probes)


def solution(probe: Probe) -> str:
    """What a row of this question teaches."""
    skill = get_skill(probe.area.split("/")[0])
    problem = skill.problem(probe.area, Random(0), "seen", 1).__class__.model_validate(probe.problem)
    return skill.solution(problem, Random(probe.id))


def scores(pairs: list[tuple[list[dict[str, str]], str]], weights: Path, file: Path) -> list[float]:
    """Nats a token of each answer, given what was asked, in a process of its own."""
    file.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), encoding="utf-8")
    command = [sys.executable, __file__, "--score", str(file), str(weights)]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [float(line) for line in out.split()]


def score(file: Path, weights: Path) -> None:
    """The program behind `scores`."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(weights, local_files_only=True)
    model = AutoModelForCausalLM.from_pretrained(weights, dtype=torch.bfloat16, local_files_only=True).eval()
    texts = []
    for line in file.read_text(encoding="utf-8").split("\n")[:-1]:
        messages, answer = json.loads(line)
        prompt = tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
        head = tokenizer(prompt, add_special_tokens=False)["input_ids"]
        tail = tokenizer(answer, add_special_tokens=False)["input_ids"] + [tokenizer.eos_token_id]
        texts.append((head + tail, len(head)))
    found = [0.0] * len(texts)
    order = sorted(range(len(texts)), key=lambda n: len(texts[n][0]))
    with torch.inference_mode():
        for start in range(0, len(order), 16):
            batch = order[start : start + 16]
            width = max(len(texts[n][0]) for n in batch)
            ids = torch.tensor([texts[n][0] + [0] * (width - len(texts[n][0])) for n in batch])
            mask = torch.tensor([[1] * len(texts[n][0]) + [0] * (width - len(texts[n][0])) for n in batch])
            states = model.model(input_ids=ids, attention_mask=mask).last_hidden_state
            for place, n in enumerate(batch):
                tokens, begun = texts[n]
                logits = model.lm_head(states[place, begun - 1 : len(tokens) - 1]).float()
                found[n] = torch.nn.functional.cross_entropy(logits, torch.tensor(tokens[begun:])).item()
    print("\n".join(f"{value:.5f}" for value in found))


def before(work: Path, areas: list[str], options: argparse.Namespace) -> dict[str, Any]:
    """Of each area what can be known beforehand, and its pass rate on the questions that are asked again."""
    file = work / "before.json"
    if file.exists():
        return json.loads(file.read_text())  # type: ignore[no-any-return]
    asked = {area: probes(area, "screen", "seen", options.probes, options.seed) for area in areas}
    later = {area: probes(area, "holdout", "unseen", options.probes, options.seed) for area in areas}
    with open_student("smollm2") as student:
        said = ask(student, [p for found in asked.values() for p in found], Sampling())
        held = ask(student, [p for found in later.values() for p in found], Sampling())
        failing = [a for a in areas if passed(said, asked[a]) < 0.5]
        draws = [
            ask(student, [p for a in failing for p in asked[a][:30]], Sampling(temperature=1, seed=n))
            for n in range(options.samples)
        ]
    found: dict[str, Any] = {}
    pairs: list[tuple[list[dict[str, str]], str]] = []
    rng = Random(options.seed)
    for area in failing:
        tests = asked[area][:30]
        golds = [said[p.id][2] for p in tests]
        for p, gold in zip(tests, golds, strict=True):
            others = [other for other in sorted(set(golds)) if other != gold]
            rng.shuffle(others)
            pairs += [(p.messages, solution(p)), *((p.messages, text) for text in [gold, *others[:4]])]
            found.setdefault(area, {"sizes": []})["sizes"].append(2 + len(others[:4]))
        found[area] |= {
            "passed": passed(said, asked[area]), "known": known(said, asked[area]),
            "ever": statistics.mean(any(draw[p.id][0] == "pass" for draw in draws) for p in tests),
            "drawn": statistics.mean(passed(draw, tests) for draw in draws),
            "unseen": passed(held, later[area]),
        }  # fmt: skip
    nats = iter(scores(pairs, smollm2.weights(), work / "pairs.jsonl"))
    for area in failing:
        told, wins = [], []
        for size in found[area].pop("sizes"):
            row, right, *wrong = [next(nats) for _ in range(size)]
            told.append(row)
            wins += [right < one for one in wrong]
        found[area] |= {"told": statistics.mean(told), "apart": statistics.mean(wins) if wins else 0.5}
    file.write_text(json.dumps(found, indent=1))
    return found


def shown(area: str, options: argparse.Namespace) -> list[Probe]:
    """The area's questions, each behind three others that are solved, the same for all of them."""
    examples = [turns(p, solution(p)) for p in probes(area, "train", "seen", 3, options.seed)]
    head = [message for example in examples for message in example]
    return [replace(p, messages=head + turns(p)) for p in probes(area, "screen", "seen", options.probes, options.seed)]


def turns(probe: Probe, answer: str = "") -> list[dict[str, str]]:
    """What was asked as one turn, the system's words among them, and the answer to it."""
    asked = [{"role": "user", "content": "\n\n".join(message["content"] for message in probe.messages)}]
    return asked + [{"role": "assistant", "content": answer}] * bool(answer)


def probes(area: str, split: str, bank: str, count: int, seed: int) -> list[Probe]:
    return list(make_probes(get_skill(area.split("/")[0]), area, split, bank, count, f"frontier/{seed}", (1,)))  # type: ignore[arg-type]


# ---- what it comes to ---------------------------------------------------------------------------------


def report(found: dict[str, Any]) -> None:
    needs = builds_on(all_skills().values())
    for one in found.values():
        one |= {"gain": one["after"] - one["unseen"], "told": -one["told"]}
    worth = promises(
        {area: (round(one["passed"] * 1000), 1000) for area, one in found.items()},
        {area: one["known"] for area, one in found.items()}, needs, TARGET,
    )  # fmt: skip
    for area, one in found.items():
        one["promise"] = worth[area]
    columns = (*KNOWN, "unseen", "after", "gain")
    print("| area | " + " | ".join(columns) + " |\n| --- |" + " ---: |" * len(columns))
    for area, one in sorted(found.items(), key=lambda item: -item[1]["gain"]):
        print(f"| {area} | " + " | ".join(f"{one[name]:.2f}" for name in columns) + " |")
    gains = [one["gain"] for one in found.values()]
    print("\n| by | rank correlation with the gain | gain of the first three, four |\n| --- | ---: | ---: |")
    for name in (*KNOWN, "gain"):
        best = sorted(found, key=lambda a: -found[a][name])
        print(
            f"| {name} | {spearman([found[a][name] for a in found], gains):.2f} | {gain(found, best[:3])}, {gain(found, best[:4])} |"
        )
    print(f"| (all) | | {gain(found, list(found))} |")
    skills = sorted({area.split("/")[0] for area in found})
    print(
        "\n| areas chosen, of | answers an area | " + " | ".join(RULES) + " |\n| --- | ---: |" + " ---: |" * len(RULES)
    )
    for name, areas in {"all": list(found), **{s: [a for a in found if a.startswith(f"{s}/")] for s in skills}}.items():
        number = 3 if name == "all" else 4
        for answers in (14, 40, 100) if len(areas) > number else ():
            chosen = simulated(found, areas, number, answers, needs)
            print(f"| {number}, {name} | {answers} | " + " | ".join(chosen[rule] for rule in RULES) + " |")


def simulated(
    found: dict[str, Any], areas: list[str], number: int, answers: int, needs: dict[str, tuple[str, ...]]
) -> dict[str, str]:
    """What the areas chosen by each rule gain, in points, where as many answers an area are drawn at the measured rates: mean
    and standard deviation of 400 draws."""
    rng, gains = Random(0), dict[str, list[float]]()
    for _ in range(400):
        counts, known = {}, {}
        for area in areas:
            right, knows = found[area]["passed"], found[area]["known"]
            draws = [rng.random() for _ in range(answers)]
            counts[area] = (sum(x < right for x in draws), answers)
            known[area] = sum(right <= x < right + knows for x in draws) / answers
        for rule, (weight, waits) in RULES.items():
            diagnose.PASSED = weight  # type: ignore[misc]
            worth = promises(counts, known, needs, TARGET)
            order = frontier(worth, needs, number) if waits else sorted(areas, key=lambda a: (-worth[a], rng.random()))
            gains.setdefault(rule, []).append(statistics.mean(found[a]["gain"] for a in order[:number]))
    return {
        rule: f"{100 * statistics.mean(one):.0f} ± {100 * statistics.stdev(one):.0f}" for rule, one in gains.items()
    }


def spearman(a: list[float], b: list[float]) -> float:
    from scipy.stats import spearmanr

    return float(spearmanr(a, b).statistic)


def gain(found: dict[str, Any], areas: list[str]) -> str:
    return f"{100 * statistics.mean(found[a]['gain'] for a in areas):.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--skills", required=True)
    parser.add_argument("--rows", type=int, default=120)
    parser.add_argument(
        "--few", default="", help="skills whose areas are given half as many rows, since these are long"
    )
    parser.add_argument("--probes", type=int, default=60)
    parser.add_argument("--samples", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    skills = all_skills()
    areas = [area for name in options.skills.split(",") for area in skills[name].areas]
    found = before(options.work, areas, options)
    rows = [
        {"prompt": p.messages, "completion": [{"role": "assistant", "content": solution(p)}]}
        for area in found
        for p in probes(area, "train", "seen", options.rows // (1 + (area.split("/")[0] in options.few)), options.seed)
    ]
    file = options.work / "shown.json"
    if not file.exists():
        with open_student("smollm2") as student:
            asked = {area: shown(area, options) for area in found}
            said = ask(student, [p for one in asked.values() for p in one], Sampling())
        file.write_text(json.dumps({area: passed(said, one) + known(said, one) for area, one in asked.items()}))
    for area, rate in json.loads(file.read_text()).items():
        found[area]["shown"] = rate
    Random(options.seed).shuffle(rows)
    data = options.work / "rows.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    settings = TrainSettings().model_dump() | {"epochs": 1, "seed": options.seed}
    seconds = train(data, smollm2.weights(), options.work / "adapter", settings)
    print(f"{len(found)} areas, {len(rows)} rows, trained in {seconds} s", flush=True)
    file = options.work / "after.json"
    if not file.exists():
        later = {area: probes(area, "holdout", "unseen", options.probes, options.seed) for area in found}
        with open_student("smollm2", adapter=options.work / "adapter") as student:
            said = ask(student, [p for asked in later.values() for p in asked], Sampling())
        file.write_text(json.dumps({area: passed(said, asked) for area, asked in later.items()}))
    for area, rate in json.loads(file.read_text()).items():
        found[area]["after"] = rate
    report(found)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--score"]:
        score(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
