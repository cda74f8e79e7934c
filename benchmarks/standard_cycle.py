"""The standard cycle on the bundled student, over several seeds: gain, intervals, what happened to the rest, time, memory.

    python benchmarks/standard_cycle.py [SEED ...]

Peak memory is that of the process tree, sampled twice a second.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import machine
import psutil

import repairloop
from repairloop.rundir.display import summary_lines


def run(seed: int, folder: Path) -> dict[str, Any]:
    out = folder / f"seed-{seed}"
    command = [
        sys.executable,
        "-m",
        "repairloop.cli",
        "run",
        "--set",
        f"seed={seed}",
        "--out",
        str(out),
        "--display",
        "plain",
    ]
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = [0]
    sampler = threading.Thread(target=_sample, args=(process.pid, peak))
    sampler.start()
    code = process.wait()
    sampler.join()
    assert code == 0, f"seed {seed} ended with exit code {code}"
    opened = repairloop.open(out)
    stages = [
        (event["stage"], event["phase"], event["seconds"])
        for event in map(json.loads, (out / "logs" / "events.jsonl").read_text().splitlines())
        if event["event"] == "end" and event["seconds"] > 5
    ]
    return {
        "seed": seed, "seconds": time.monotonic() - started, "peak": peak[0] / 2**30, "summary": opened.summary(),
        "areas": opened.sql(
            "SELECT o.area, a.rows, o.before_passed / o.n AS before, o.after_passed / o.n AS after, o.n, o.q_value, o.decision, a.passed, "
            "a.n, a.q_value FROM outcomes o JOIN areas a USING (area, cycle) WHERE o.targeted AND o.wording = 'unseen' ORDER BY 1"
        ).fetchall(),
        "failing": opened.sql("SELECT count(*) FROM areas WHERE decision = 'fails'").fetchall()[0][0],
        "worse": opened.sql("SELECT area FROM outcomes WHERE decision = 'worse' AND NOT targeted").fetchall(),
        "stages": stages,
    }  # fmt: skip


def _sample(pid: int, peak: list[int]) -> None:
    try:
        root = psutil.Process(pid)
        while root.is_running() and root.status() != psutil.STATUS_ZOMBIE:
            total = 0
            for process in [root, *root.children(recursive=True)]:
                try:
                    total += process.memory_info().rss
                except psutil.Error:
                    continue
            peak[0] = max(peak[0], total)
            time.sleep(0.5)
    except psutil.Error:
        return


def main() -> None:
    seeds = [int(word) for word in sys.argv[1:]] or [0, 1, 2]
    parts = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            found = run(seed, Path(folder))
            lines = "\n".join(f"    {line}" for line in summary_lines(found["summary"]))
            table = "\n".join(
                f"| {area} | {rows} | {before:.0%} | {after:.0%} | {n} | {q:.1e} | {decision} | {k}/{m} | {p:.1e} |"
                for area, rows, before, after, n, q, decision, k, m, p in found["areas"]
            )
            times = ", ".join(
                f"{stage} {phase}".strip() + f" {seconds:.0f} s" for stage, phase, seconds in found["stages"]
            )
            parts.append(
                f"## Seed {seed}\n\n{lines}\n\n{found['failing']} failing areas; untargeted areas significantly worse: "
                f"{', '.join(a for (a,) in found['worse']) or 'none'}. {found['seconds']:.0f} s in all ({times}); peak memory of "
                f"the process tree {found['peak']:.1f} GiB.\n\n"
                "| targeted area | rows | before | after | n | p adjusted | decision | all looks | p adjusted of failing |\n"
                f"| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n{table}\n"
            )
    machine.write("standard_cycle", "The standard cycle on SmolLM2-135M-Instruct", "\n".join(parts))


if __name__ == "__main__":
    main()
