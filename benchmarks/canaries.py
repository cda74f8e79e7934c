"""Canaries on a real student: false alarms on requests that set no limit, and planted collapses that are caught.

    python benchmarks/canaries.py [--draws 512] [--student smollm2]

The requests are those that a run would deal out: the bundled list, and what the student makes up itself where it can.
All are answered greedily and twice at temperature 0.7, as in the stage `voice`. Limits come from the first open
requests, as many as a run's dev slice holds; false alarms are counted on pairs of the other open ones, by the student
itself. Requests that seem to ask for a label, a number or a choice set no limit and become canaries only where they are
the user's own; they are counted apart, under the rules that hold for them. Then the greedy answers are spoilt, one way at
a time. Writes `benchmarks/results/canaries.md`.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable
from statistics import median

import machine

from repairloop.ground import stats
from repairloop.loop.canaries import (
    FLOORS,
    LONG,
    Compared,
    calibrate,
    compare,
    false_alarms,
    own_pairs,
    reasons,
)
from repairloop.loop.requests import CLOSED, freedoms, is_open, listed, with_material
from repairloop.loop.stages.voice import GREEDY, MAX_TOKENS, REQUEST_TOKENS, SAMPLES, SLICE
from repairloop.records import Answer, Probe, fingerprint
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


def changed(answers: dict[str, Answer], change: Callable[[str], str]) -> dict[str, Answer]:
    return {ident: answer.like(text=change(answer.text)) for ident, answer in answers.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=512)
    parser.add_argument("--student", default="smollm2")
    arguments = parser.parse_args()
    with open_student(arguments.student) as student:
        started = time.perf_counter()
        made = student.compose(arguments.draws, 0, REQUEST_TOKENS) or []
        composing = time.perf_counter() - started
        material = {fingerprint(text): text for text in with_material("0", True)[: SLICE + 2]}
        texts = material | {fingerprint(text): text for text in [*listed(), *made]}
        rounds = [asked(student, list(texts.values()), sampling) for sampling in (GREEDY, *SAMPLES)]
    closed = {ident for ident, text in texts.items() if not is_open([{"role": "user", "content": text}])}
    free = {ident: freedoms([{"role": "user", "content": text}]) for ident, text in texts.items()}
    greedy, *samples = [answers for answers, _, _ in rounds]
    pairs = own_pairs(greedy, samples, free)
    first = set(list(pairs)[:SLICE])
    limits = calibrate(pair for ident in first for pair in pairs[ident])
    fresh = [pair for ident in pairs if ident not in first for pair in pairs[ident]]
    called = [why[0] for pair in fresh if (why := reasons(*pair, limits))]
    two_parts = [pair for ident in pairs if ident in material and ident not in first for pair in pairs[ident]]
    called_two = sum(bool(reasons(*pair, limits)) for pair in two_parts)
    short = [pair for ident, some in own_pairs(greedy, samples).items() if ident in closed for pair in some]
    called_short = sum(bool(reasons(*pair, {name: limits[name] for name in CLOSED})) for pair in short)
    long = {ident: answer for ident, answer in greedy.items() if len(answer.text.strip()) >= LONG}
    lines = [
        f"{arguments.draws} draws of at most {REQUEST_TOKENS} tokens: {len(made)} requests in {composing:.0f} s; with the "
        f"bundled list, and {len(material)} bundled instructions with material, {len(texts)}, of which {len(texts) - len(closed)} seem open. Answers of at most {MAX_TOKENS} tokens: "
        + ", ".join(f"{n:.0f} tokens in {s:.0f} s" for _, n, s in rounds)
        + f"; {sum(a.finish_reason == 'stop' for a in greedy.values())} greedy ones came to their end; median length "
        f"{median(len(a.text.strip()) for a in greedy.values()):.0f} characters.\n",
        "| false alarms | called | pairs | share | 95 % upper bound |",
        "| --- | --- | --- | --- | --- |",
        _rate(f"open requests, limits from {len(first)} others", len(called), len(fresh)),
        _rate("of those, an instruction with material", called_two, len(two_parts)),
        _rate("open requests, split-half", *false_alarms(pairs)),
        _rate(f"requests for a label, a number or a choice, by {' and '.join(CLOSED)} alone", called_short, len(short)),
        "\nCalled among the open ones: " + (", ".join(f"{n} {name}" for name, n in Counter(called).most_common()) or "none")
        + ". Limits raised: "
        + (", ".join(f"{k} {FLOORS[k]:.2f} → {limits[k]:.2f}" for k in limits if limits[k] > FLOORS[k]) or "none") + ".",
        f"\nGreedy answers of at least {LONG} characters, spoilt or changed, and the share that is called collapsed:\n",
        "| change | open requests | the others |",
        "| --- | --- | --- |",
    ]  # fmt: skip
    for name, change in {**SPOILT, **HARMLESS}.items():
        found = compare(long, changed(long, change), limits, free=free)
        lines.append(f"| {name} | {_caught(found, closed, False)} | {_caught(found, closed, True)} |")
    machine.write("canaries", "Canaries: false alarms, and what is caught", "\n".join(lines) + "\n")


def _rate(name: str, called: int, pairs: int) -> str:
    return f"| {name} | {called} | {pairs} | {called / max(1, pairs):.2%} | {stats.at_most(called, pairs):.2%} |"


def _caught(found: list[Compared], closed: set[str], of_closed: bool) -> str:
    some = [one.collapsed for one in found if (one.id in closed) == of_closed]
    return f"{sum(some) / len(some):.1%} of {len(some)}" if some else "none"


if __name__ == "__main__":
    main()
