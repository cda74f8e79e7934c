"""How fast the graders are: plain numbers beside math-verify on one core, and a mixed batch over two processes.

Plain numbers: replies such as `42`, `-3.5`, `1,234` and `The answer is 42.`, half of them right, all different; the two
take turns on the same thousand pairs. The mixed batch is 100,000 different answers, right ones and corrupted ones, to
the probes of all bundled skills and to the graders' own examples, in an order drawn once; graders that start a sandbox
or ask a model are left out. The time counts from the first verdict that is asked for to the last one that is back.
"""

from __future__ import annotations

import multiprocessing
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import machine

from graders import math
from repairloop import all_graders, all_skills, get_grader, grade, make_probes
from repairloop.records import Answer, Probe

COUNT = 100_000
CHUNK = 1000
LEFT_OUT = {"code", "judge"}


def plain_pairs(count: int) -> list[tuple[str, str]]:
    rng = random.Random(0)
    forms = ("{}", "{}", "{}.", "The answer is {}.", "{}")
    pairs = []
    for _ in range(count):
        number = rng.choice((rng.randint(-999, 9999), rng.randint(0, 99) / 4, rng.randint(1000, 10**7)))
        right = f"{number:,}" if rng.random() < 0.2 else str(number)
        given = right if rng.random() < 0.5 else str(rng.randint(0, 9999))
        pairs.append((right, rng.choice(forms).format(given)))
    return pairs


def numbers() -> tuple[float, float]:
    """Verdicts a second: ours, math-verify's; medians of five turns."""
    from math_verify import parse, verify

    pairs = plain_pairs(1000)
    ours, theirs = [], []
    for _ in range(5):
        started = time.perf_counter()
        for right, given in pairs:
            math.grade(given, right)
        ours.append(len(pairs) / (time.perf_counter() - started))
        started = time.perf_counter()
        for right, given in pairs:
            verify(parse(right, parsing_timeout=None), parse(given, parsing_timeout=None), timeout_seconds=None)
        theirs.append(len(pairs) / (time.perf_counter() - started))
    return statistics.median(ours), statistics.median(theirs)


def mixed() -> list[tuple[Probe, str]]:
    def answers(probe: Probe) -> Iterator[tuple[Probe, str]]:
        handler = get_grader(probe.grader)
        for text in (handler.gold(probe), *handler.corrupt(probe).values()):
            yield probe, text

    found = [
        pair
        for handler in all_graders().values() if handler.name not in LEFT_OUT
        for probe in handler.examples() for pair in answers(probe)
    ]  # fmt: skip
    found = (found * 10)[:10_000]
    areas = [(skill, area) for skill in all_skills().values() for area in skill.areas]
    for skill, area in areas:
        wanted = (COUNT - len(found)) // (len(areas) - areas.index((skill, area)))
        mine: list[tuple[Probe, str]] = []
        for probe in make_probes(skill, area, "holdout", "unseen", wanted, "speed"):
            mine += answers(probe)
            if len(mine) >= wanted:
                break
        found += mine[:wanted]
    random.Random(0).shuffle(found)
    return found


def warm(_: int) -> None:
    for handler in all_graders().values():
        if handler.name not in LEFT_OUT:
            for probe in handler.examples():
                grade(probe, Answer(probe_id="", text=handler.gold(probe)))


def work(chunk: list[tuple[Probe, str]]) -> list[tuple[str, str, float]]:
    verdicts = [(probe, grade(probe, Answer(probe_id="", text=text))) for probe, text in chunk]
    return [(probe.grader, verdict.status, verdict.elapsed_ms) for probe, verdict in verdicts]


def main() -> None:
    ours, theirs = numbers()
    batch = mixed()
    chunks = [batch[i : i + CHUNK] for i in range(0, len(batch), CHUNK)]
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(warm, range(4)))
        started = time.perf_counter()
        results = [row for rows in pool.map(work, chunks) for row in rows]
        seconds = time.perf_counter() - started
    counts = Counter(name for name, _, _ in results)
    table = "\n".join(
        f"| {name} | {n:,} | {1000 * statistics.median(ms for g, _, ms in results if g == name):.0f} | "
        f"{1000 * statistics.fmean(ms for g, _, ms in results if g == name):.0f} |"
        for name, n in counts.most_common()
    )
    statuses = ", ".join(f"{n:,} {status}" for status, n in Counter(s for _, s, _ in results).most_common())
    body = (
        f"Plain numbers on one core: {ours:,.0f} verdicts/s, math-verify {theirs:,.0f}/s, {ours / theirs:.1f} times.\n\n"
        f"Mixed batch of {len(batch):,} over two processes: {len(batch) / seconds:,.0f} verdicts/s ({seconds:.1f} s; {statuses}).\n\n"
        f"| grader | verdicts | median µs | mean µs |\n| --- | --- | --- | --- |\n{table}\n"
    )
    machine.write("grader_speed", "How fast the graders are", body)


if __name__ == "__main__":
    main()
