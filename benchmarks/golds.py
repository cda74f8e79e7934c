"""Planted wrong golds: how many are found, and how many right ones are taken for wrong.

    python benchmarks/golds.py ../shared/data

Of a set's golds 0, 5, 15 and 40 % are exchanged: a label for another one of the set, a number for one that a slip would
give or for the gold of another question. Three draws each. *Found* is the share of the planted ones that are in doubt;
*false alarms* the share of all others, among which are those that were wrong before. The interval is that of
`wrong_share`. Programs of near questions stand by in all that is about numbers. Witnesses are real where they can be: solutions of four real models to real questions, neighbours in real
texts. The student of stated accuracy is simulated: it knows a share of the questions for good and says so in each sample
but one in ten; of the others it has a favourite wrong answer, which it gives in half of its samples.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import machine
import numpy as np

from repairloop.plugins.grade import grade, loose_answer, loose_probe
from repairloop.records import Case, Verdict
from repairloop.tasks.doubt import doubts, wrong_share
from repairloop.tasks.entry import Entry
from repairloop.tasks.graded import grade_entries
from repairloop.tasks.variations.redrawn import solver

SHARES, SEEDS = (0.0, 0.05, 0.15, 0.4), 3
Answers = dict[str, list[str]]


def entries(rows: Sequence[tuple[str, Any]]) -> list[Entry]:
    return [
        Entry(file="set", line=n, digest=f"{n:016x}", messages=[{"role": "user", "content": question}], gold=gold)
        for n, (question, gold) in enumerate(rows, 1)
    ]  # fmt: skip


def other_number(right: str, rng: Random, all_golds: Sequence[str]) -> str:
    value = float(right.replace(",", ""))
    made = [value + 1, value - 1, value * 2, value * 10, float(rng.choice(all_golds).replace(",", ""))]
    return f"{rng.choice([one for one in made if one != value]):g}"


def other_label(right: str, rng: Random, all_golds: Sequence[str]) -> str:
    return rng.choice(sorted(set(all_golds) - {right}))


Other = Callable[[str, Random, Sequence[str]], str]
Ask = Callable[[list[Case], Mapping[int, str], Random], Answers]


def measured(rows: Sequence[tuple[str, str]], share: float, seed: int, other: Other, ask: Ask | None) -> list[float]:
    """Found, false alarms, low and high end of the interval, in one draw; NaN where there is none."""
    rng = Random(seed)
    golds = [gold for _, gold in rows]
    bad = set(rng.sample(range(len(rows)), round(share * len(rows))))
    planted = [(q, other(gold, rng, golds) if n in bad else gold) for n, (q, gold) in enumerate(rows)]
    cases = grade_entries(entries(planted)).cases
    answers: Answers = {}
    verdicts: dict[str, list[Verdict]] = {}
    if ask:
        answers = ask(cases, {n: gold for n, (_, gold) in enumerate(rows, 1)}, rng)
        for case in cases:
            probe = loose_probe(case.grader, case.question, case.reference, case.settings)
            verdicts[case.id] = [grade(probe, loose_answer(text)) for text in answers.get(case.id, [])]
    found = doubts(cases, answers, verdicts, solve=solver(cases))
    wrong = {case.id for case in cases if case.line - 1 in bad}
    named = set(found)
    of = wrong_share(cases, answers, verdicts)
    return [
        len(named & wrong) / len(wrong) if wrong else float("nan"), len(named - wrong) / (len(cases) - len(wrong)),
        *((of.low, of.high) if of else (float("nan"), float("nan"))),
    ]  # fmt: skip


def simulated(accuracy: float, samples: int) -> Ask:
    def ask(cases: list[Case], truth: Mapping[int, str], rng: Random) -> Answers:
        golds = list(truth.values())
        answers: Answers = {}
        for case in cases:
            right = truth[case.line]
            knows = rng.random() < accuracy
            favourite = right if knows else other_number(right, rng, golds)
            sure = 0.9 if knows else 0.5
            answers[case.id] = [
                f"The answer is {favourite if rng.random() < sure else other_number(right, rng, golds)}."
                for _ in range(samples)
            ]
        return answers

    return ask


def real(problems: list[dict[str, Any]]) -> Ask:
    solutions = [[p[m]["solution"] for m in p if isinstance(p[m], dict)] for p in problems]

    def ask(cases: list[Case], truth: Mapping[int, str], rng: Random) -> Answers:
        return {case.id: solutions[case.line - 1] for case in cases}

    return ask


def regression(rows: Sequence[tuple[str, str]], share: float, seed: int) -> list[float]:
    """Cross-validated TF-IDF and logistic regression, in place of neighbours: in doubt by the same margin."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict

    rng = Random(seed)
    golds = [gold for _, gold in rows]
    bad = set(rng.sample(range(len(rows)), round(share * len(rows))))
    labels = sorted(set(golds))
    own = np.array([labels.index(other_label(g, rng, golds) if n in bad else g) for n, g in enumerate(golds)])
    texts = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit_transform([question for question, _ in rows])
    chances = cross_val_predict(LogisticRegression(C=10, max_iter=200), texts, own, cv=5, method="predict_proba")
    margin = chances.max(axis=1) - chances[np.arange(len(own)), own]
    named = set(np.flatnonzero((chances.argmax(axis=1) != own) & (margin > 0.3)).tolist())
    return [
        len(named & bad) / len(bad) if bad else float("nan"), len(named - bad) / (len(rows) - len(bad)), *[float("nan")] * 2
    ]  # fmt: skip


def shown(values: list[float]) -> str:
    known = [value for value in values if value == value]
    return f"{100 * sum(known) / len(known):.1f}" if known else "–"


def main() -> None:
    data = Path(sys.argv[1])
    with (data / "own" / "intents.csv").open(encoding="utf-8", newline="") as file:
        intents = [(row["text"], row["category"]) for row in csv.DictReader(file)]
    with (data / "own" / "word_problems.csv").open(encoding="utf-8", newline="") as file:
        stories = list({row["question"]: (row["question"], row["answer"]) for row in csv.DictReader(file)}.values())
    problems = [json.loads(line) for line in (data / "gsm8k_model_solutions.jsonl").read_text().split("\n") if line]
    solved = [(p["question"], p["ground_truth"].rsplit("A:", 1)[1].strip()) for p in problems]
    few = Random(0).sample(intents, 300)
    runs: list[tuple[str, Callable[[float, int], list[float]]]] = [
        ("intents, 900 texts: neighbours", lambda s, seed: measured(intents, s, seed, other_label, None)),
        ("intents, 300 texts: neighbours", lambda s, seed: measured(few, s, seed, other_label, None)),
        ("intents, 900 texts: logistic regression", lambda s, seed: regression(intents, s, seed)),
        ("GSM8K, four real models, one sample each", lambda s, seed: measured(solved, s, seed, other_number, real(problems))),
    ]  # fmt: skip
    runs += [("stories: programs and duplicates alone", lambda s, seed: measured(stories, s, seed, other_number, None))]
    runs += [
        (
            f"stories, simulated student of {accuracy:.0%}, 4 samples",
            lambda s, seed, accuracy=accuracy: measured(stories, s, seed, other_number, simulated(accuracy, 4)),
        )
        for accuracy in (0.9, 0.6, 0.3, 0.05)
    ]
    started = time.perf_counter()
    lines = [
        "| witness | planted | found | false alarms | wrong golds, low | high |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, run in runs:
        for share in SHARES:
            draws = [run(share, seed) for seed in range(SEEDS)]
            columns = [shown([draw[n] for draw in draws]) for n in range(4)]
            lines.append(f"| {name} | {share:.0%} | {' | '.join(columns)} |")
            print(lines[-1], file=sys.stderr, flush=True)
    body = f"In %, means of three draws. {time.perf_counter() - started:.0f} s for all.\n\n" + "\n".join(lines)
    machine.write("golds", "Golds in doubt: planted wrong ones found, right ones accused", body + "\n")


if __name__ == "__main__":
    main()
