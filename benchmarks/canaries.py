"""Canaries on a real student: false alarms on requests that set no limit, and planted collapses that are caught.

    python benchmarks/canaries.py [--draws 512] [--student smollm2]

The student makes up requests and answers them greedily and twice at temperature 0.7, as in the stage `voice`. Limits
come from the first 64 requests; false alarms are counted on pairs of the others, by the student itself. Then its
greedy answers are spoilt, one way at a time. Writes `benchmarks/results/canaries.md`.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable
from statistics import median

import machine

from repairloop.canaries import FLOORS, LONG, calibrate, false_alarms, form_of, own_pairs, reasons, upper_bound
from repairloop.records import Answer, Probe, fingerprint
from repairloop.stages.voice import GREEDY, MAX_TOKENS, REQUEST_TOKENS, SAMPLES, SLICE
from repairloop.students import Sampling, Student, open_student

SPOILT: dict[str, Callable[[str], str]] = {
    "digits: `2000 - 2000 = 0000`": lambda text: "2000 - 2000 = 0000",
    "one word": lambda text: text.split()[0],
    "cut to a tenth": lambda text: text[: len(text) // 10],
    "JSON around it": lambda text: '{"name": "reply", "text": "' + text.replace('"', "'").replace("\n", " ") + '"}',
    "a call": lambda text: "get_answer(topic='open request', words=100)",
    "its first four words without end": lambda text: " ".join(text.split()[:4] * 24),
    "nothing": lambda text: "",
    "German": lambda text: (
        "Das ist eine gute Frage, und die Antwort ist nicht so leicht, wie man es sich wünscht. " * 2
    ),
}
HARMLESS: dict[str, Callable[[str], str]] = {
    "the same": lambda text: text,
    "half of it": lambda text: text[: max(1, len(text) // 2)],
    "without its first sentence": lambda text: text.partition(". ")[2] or text,
}


def asked(student: Student, texts: list[str], sampling: Sampling) -> tuple[dict[str, Answer], float, float]:
    """Answers by text, tokens and seconds."""
    probes = {
        fingerprint(text): Probe(
            id=fingerprint(text), skill="canary", area="canary/own", split="canary", grader="", max_tokens=MAX_TOKENS,
            messages=[{"role": "user", "content": text}],
        )
        for text in texts
    }  # fmt: skip
    started = time.perf_counter()
    answers = {a.probe_id: a for a in student.answer(list(probes.values()), sampling)}
    seconds = time.perf_counter() - started
    return {ident: answers[ident] for ident in probes}, sum(a.answer_tokens for a in answers.values()), seconds


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=512)
    parser.add_argument("--student", default="smollm2")
    arguments = parser.parse_args()
    with open_student(arguments.student) as student:
        started = time.perf_counter()
        texts = student.compose(arguments.draws, 0, REQUEST_TOKENS) or []
        composing = time.perf_counter() - started
        rounds = [asked(student, texts, sampling) for sampling in (GREEDY, *SAMPLES)]
    greedy, *samples = [answers for answers, _, _ in rounds]
    pairs = own_pairs(greedy, samples)
    first = set(list(pairs)[:SLICE])
    limits = calibrate(pair for ident in first for pair in pairs[ident])
    fresh = [pair for ident in pairs if ident not in first for pair in pairs[ident]]
    called = [why[0] for pair in fresh if (why := reasons(*pair, limits))]
    halves = false_alarms(pairs)
    long = [a.text for a in greedy.values() if len(a.text.strip()) >= LONG]
    forms = [form_of(text) for text in long]
    lines = [
        f"{arguments.draws} draws of at most {REQUEST_TOKENS} tokens: {len(texts)} requests in {composing:.0f} s. "
        f"Answers of at most {MAX_TOKENS} tokens: "
        + ", ".join(f"{n:.0f} tokens in {s:.0f} s" for _, n, s in rounds)
        + f"; {sum(a.finish_reason == 'stop' for a in greedy.values())} greedy ones came to their end; median length "
        f"{median(len(a.text.strip()) for a in greedy.values()):.0f} characters. The machine was shared.\n",
        "| false alarms | called | pairs | share | 95 % upper bound |",
        "| --- | ---: | ---: | ---: | ---: |",
        _rate(f"fresh requests, limits from {len(first)} others", len(called), len(fresh)),
        _rate("split-half over all", *halves),
        "\nCalled: " + (", ".join(f"{n} {name}" for name, n in Counter(called).most_common()) or "none") + ". Limits raised: "
        + (", ".join(f"{k} {FLOORS[k]:.2f} → {limits[k]:.2f}" for k in limits if limits[k] > FLOORS[k]) or "none") + ".",
        f"\nGreedy answers of at least {LONG} characters ({len(long)}), spoilt or changed:\n",
        "| change | called collapsed |",
        "| --- | ---: |",
    ]  # fmt: skip
    for name, spoil in {**SPOILT, **HARMLESS}.items():
        caught = sum(bool(reasons(form, form_of(spoil(text)), limits)) for form, text in zip(forms, long, strict=True))
        lines.append(f"| {name} | {caught / max(1, len(long)):.1%} |")
    machine.write("canaries", "Canaries: false alarms, and what is caught", "\n".join(lines) + "\n")


def _rate(name: str, called: int, pairs: int) -> str:
    return f"| {name} | {called} | {pairs} | {called / max(1, pairs):.2%} | {upper_bound(called, pairs):.2%} |"


if __name__ == "__main__":
    main()
