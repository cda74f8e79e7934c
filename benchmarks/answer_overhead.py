"""What asking through a student costs over a bare `LLM.chat`: same messages, same engine, same process.

    python benchmarks/answer_overhead.py [--probes 160] [--rounds 5]

Both sides take turns, the first to go changing every round, the prefix cache emptied before each. The student's
side includes writing each answer to disk as it comes. Writes `benchmarks/results/answer_overhead.md`.
"""

from __future__ import annotations

import argparse
import importlib
import os
import statistics
import tempfile
import time
from typing import Any

import machine

from repairloop import get_skill, make_probes
from repairloop.records import Probe
from repairloop.records.rows import dump
from repairloop.students import Sampling, open_student

SKILLS = ("math", "text_extraction", "format_following", "tool_use")


def mixed_probes(count: int, seed: str) -> list[Probe]:
    """Probes from every area of the four skills in turn."""
    for name in SKILLS:
        importlib.import_module(f"skills.{name}")
    areas = [(get_skill(name), area) for name in SKILLS for area in get_skill(name).areas]
    each = -(-count // len(areas))
    columns = [list(make_probes(skill, area, "screen", "seen", each, seed)) for skill, area in areas]
    return [probe for row in zip(*columns, strict=True) for probe in row][:count]


def ask_bare(llm: Any, probes: list[Probe]) -> float:
    from vllm import SamplingParams

    parameters = [SamplingParams(temperature=0, max_tokens=probe.max_tokens) for probe in probes]
    started = time.perf_counter()
    llm.chat([probe.messages for probe in probes], parameters, use_tqdm=False)
    return time.perf_counter() - started


def ask_student(student: Any, probes: list[Probe], file: int) -> float:
    started = time.perf_counter()
    for answer in student.answer(probes, Sampling()):
        os.write(file, dump(answer).encode() + b"\n")
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--probes", type=int, default=160)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    rounds: list[tuple[float, float]] = []
    started = time.perf_counter()
    with tempfile.TemporaryFile() as file, open_student("smollm2", engine="vllm") as student:
        loading = time.perf_counter() - started
        llm = student.llm  # type: ignore[attr-defined]
        ask_bare(llm, mixed_probes(8, "warm"))
        for number in range(arguments.rounds):
            probes = mixed_probes(arguments.probes, f"round-{number}")
            seconds = {}
            for side in ("bare", "student")[:: 1 if number % 2 else -1]:
                llm.reset_prefix_cache()
                use = ask_bare if side == "bare" else lambda s, p: ask_student(student, p, file.fileno())
                seconds[side] = use(llm, probes)
            rounds.append((seconds["bare"], seconds["student"]))
            print(f"round {number + 1}: bare {seconds['bare']:.1f} s, student {seconds['student']:.1f} s", flush=True)
        engine = student.engine
    body = report(rounds, arguments.probes, engine, loading)
    machine.write("answer_overhead", "Asking through a student, against a bare `LLM.chat`", body)


def report(rounds: list[tuple[float, float]], probes: int, engine: str, loading: float) -> str:
    ratios = [bare / student for bare, student in rounds]
    lines = [
        f"SmolLM2-135M, engine `{engine}`, loaded in {loading:.0f} s; {probes} probes over all areas of four skills, "
        "greedy, fresh ones each round.",
        "",
        "| round | bare, probes/s | student, answers on disk, probes/s | student ÷ bare |",
        "| --- | --- | --- | --- |",
    ]
    for number, (bare, student) in enumerate(rounds, start=1):
        lines.append(f"| {number} | {probes / bare:.2f} | {probes / student:.2f} | {bare / student:.2f} |")
    bare, student = (probes * len(rounds) / sum(side) for side in zip(*rounds, strict=True))
    lines.append(f"| all | {bare:.2f} | {student:.2f} | **{student / bare:.2f}** |")
    lines += ["", f"Median of the rounds' ratios: {statistics.median(ratios):.2f}. Wanted: at least .90.", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
