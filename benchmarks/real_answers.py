"""Every grader from the command line on real answers of the real student.

The bundled student is asked the graders' own example questions and, for graders that a bundled skill uses, probes of
that skill; its answers go through `repairloop grade`. A judge needs a server: the student itself is served by
`vllm serve`, measured as a judge with `graders.judge`, and then asked to judge.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import machine

from repairloop import all_graders, all_skills, make_probes
from repairloop.records import Probe
from repairloop.students import Sampling, open_student, smollm2

PROBES = 12
"""Probes an area of the skills that a grader grades."""
MODEL = "student"


def probes_of(name: str) -> list[Probe]:
    handler = all_graders()[name]
    found = [probe.like(id=f"{name}-{n}") for n, probe in enumerate(handler.examples())]
    for skill in all_skills().values():
        if skill.grader == name:
            for area in skill.areas:
                found += make_probes(skill, area, "screen", "seen", PROBES, "real", (1,))
    return found


def grade(folder: Path, name: str, rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], float]:
    source, target = folder / f"{name}.jsonl", folder / f"{name}-verdicts.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "repairloop.cli", "grade", name, "--input", str(source), "--output", str(target)],
        check=True, capture_output=True,
    )  # fmt: skip
    return [json.loads(line) for line in target.read_text().splitlines()], time.perf_counter() - started


@contextmanager
def served() -> Iterator[str]:
    """The student behind vLLM's own server; its address."""
    address = "http://127.0.0.1:8317"
    command = [
        sys.executable, "-m", "vllm.entrypoints.openai.api_server", "--model", str(smollm2.weights()), "--port", "8317",
        "--served-model-name", MODEL, "--enforce-eager", "--max-model-len", "2048", "--gpu-memory-utilization", "0.3",
        "--no-enable-chunked-prefill", "--max-num-batched-tokens", "4096",  # see repairloop.students.vllm
    ]  # fmt: skip
    environment = {**os.environ, "VLLM_CPU_KVCACHE_SPACE": "2"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(120):
                try:
                    urllib.request.urlopen(f"{address}/health", timeout=1)
                    break
                except OSError:
                    time.sleep(1)
            yield f"openai:{address}/v1#{MODEL}"
        finally:
            server.terminate()


def main() -> None:
    lines = [
        "| grader | answers | pass | fail | ungradable | most frequent classes | seconds |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asked = {grader: probes_of(grader) for grader in all_graders() if grader != "judge"}
        everything = {(g, p.id): p for g, probes in asked.items() for p in probes}
        with open_student("smollm2") as student:
            unique = [p.like(id=f"{g}|{p.id}", max_tokens=max(96, p.max_tokens)) for (g, _), p in everything.items()]
            texts = {a.probe_id: a.text for a in student.answer(unique, Sampling())}
        for grader, probes in asked.items():
            rows = [
                {"id": p.id, "question": p.question, "reference": p.reference, "settings": p.settings,
                 "answer": texts[f"{grader}|{p.id}"]}
                for p in probes
            ]  # fmt: skip
            lines.append(row_of(grader, *grade(folder, grader, rows)))
        with served() as server:
            measured = folder / "judge.json"
            said = subprocess.run(
                [sys.executable, "-m", "graders.judge", server, str(measured), "--grader", "math", "--cases", "40", "--samples", "2"],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            rows = [
                {"id": p.id, "question": p.question, "reference": str(p.reference), "answer": texts[f"math|{p.id}"],
                 "settings": {"server": server, "calibration": str(measured), "samples": 2}}
                for p in asked["math"][:20]
            ]  # fmt: skip
            found, seconds = grade(folder, "judge", rows)
        lines.append(row_of("judge", found, seconds))
        judge = f"The student as its own judge:\n\n```text\n{said.stdout[-1500:]}{said.stderr[-800:]}\n```\n\nIts verdicts: {found[0]['evidence']}\n"
    machine.write("real_answers", "Every grader on answers of the real student", "\n".join(lines) + f"\n\n{judge}")


def row_of(grader: str, found: list[dict[str, Any]], seconds: float) -> str:
    statuses = Counter(row["status"] for row in found)
    classes = Counter(row["error_class"] for row in found if row["error_class"])
    named = ", ".join(f"`{c}` {n}" for c, n in classes.most_common(4))
    counts = " | ".join(str(statuses[status]) for status in ("pass", "fail", "ungradable"))
    return f"| {grader} | {len(found)} | {counts} | {named} | {seconds:.1f} |"


if __name__ == "__main__":
    main()
