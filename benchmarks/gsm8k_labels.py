"""The math grader on labelled solutions of real models: agreement with the labels, and what the wrong ones did.

    python benchmarks/gsm8k_labels.py gsm8k_model_solutions.jsonl

The solutions end in a marker, `A: 26`; it is rewritten as prose, drawn by solution from `PROSE`, so that the answer
has to be found. The grader gets the question and the final number, no settings. To see how often the heuristic classes
would fit by chance, the same wrong solutions are classified once more with the question of another problem. All is
graded a second time without any marker, as far as anything is left: then the last step has to be found.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import machine

from graders import math
from repairloop.records import fingerprint

PROSE = (
    "So the answer is {}.", "The final answer is {}", "Therefore, the answer is {}.", "Answer: {}",
    "That makes {} in total.", "**{}**", "#### {}", "The answer: {}!", "So it is {}.", "Hence we get \\boxed{{{}}}.",
)  # fmt: skip


def unmarked(problems: list[dict[str, Any]]) -> str:
    """Accepted though wrong, and refused though right, where the line with the marker is cut off."""
    total = accepts = rejects = 0
    for problem in problems:
        reference = problem["ground_truth"].rsplit("A:", 1)[1].strip()
        for found in problem.values():
            if not isinstance(found, dict):
                continue
            text = re.sub(r"\nA:\s*(.*)\s*\Z", "", found["solution"])
            if not text.strip():
                continue
            passes = math.grade(text, reference, question=problem["question"]).status == "pass"
            total += 1
            accepts += passes and not found["is_correct"]
            rejects += not passes and found["is_correct"]
    return f"Without any marker: {total} solutions, {accepts} wrong ones accepted, {rejects} right ones refused."


def main() -> None:
    problems = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]
    agreed = total = 0
    classes: Counter[tuple[str, str]] = Counter()
    chance: Counter[str] = Counter()
    disagreed = []
    started = time.perf_counter()
    for number, problem in enumerate(problems):
        reference = problem["ground_truth"].rsplit("A:", 1)[1].strip()
        for model, found in problem.items():
            if not isinstance(found, dict):
                continue
            text, marker = re.subn(
                r"\nA:\s*(.*)\s*\Z",
                lambda m, seed=f"{number}/{model}": "\n" + PROSE[int(fingerprint(seed), 16) % len(PROSE)].format(m[1]),
                found["solution"],
            )
            verdict = math.grade(text, reference, question=problem["question"])
            total += 1
            if (verdict.status == "pass") == found["is_correct"]:
                agreed += 1
            else:
                disagreed.append(f"- {model}, problem {number}: label {found['is_correct']}, verdict {verdict.status}, "
                                 f"extracted {verdict.extracted!r}, expected {reference!r}, marker {bool(marker)}")  # fmt: skip
            if not found["is_correct"] and verdict.status == "fail":
                classes[verdict.error_class or "", verdict.certainty or ""] += 1
                other = problems[(number + 500) % len(problems)]["question"]
                chance[math.grade(text, reference, question=other).error_class or ""] += 1
    seconds = time.perf_counter() - started
    wrong = sum(classes.values())
    named = wrong - sum(n for (name, _), n in classes.items() if name == "wrong_value")
    table = "\n".join(
        f"| {name} | {certainty} | {n} | {n / wrong:.1%} | {chance[name] / wrong:.1%} |"
        for (name, certainty), n in classes.most_common()
    )
    body = (
        f"{total} labels, {agreed} agree ({agreed / total:.3%}). Of {wrong} wrong solutions {named} ({named / wrong:.1%}) get a class other "
        f"than `wrong_value`; with the question of another problem {1 - chance['wrong_value'] / wrong:.1%} would. {seconds:.0f} s for all.\n\n"
        f"{unmarked(problems)}\n\n"
        f"| error class | certainty | n | share | share of the class with another question |\n| --- | --- | --- | --- | --- |\n{table}\n\n"
        + "\n".join(disagreed[:40]) + "\n"
    )  # fmt: skip
    machine.write("gsm8k_labels", "The math grader on labelled solutions of real models", body)


if __name__ == "__main__":
    main()
