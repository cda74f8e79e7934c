"""A cycle with a simulated student at scale: time and memory for N and 10·N probes, no training.

Each size runs as a whole process of its own, `repairloop run` from start to end; peak memory is the operating
system's own accounting of that process and its children.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import machine

from repairloop import all_skills


def settings(probes: int, areas: int) -> list[str]:
    """At least `probes` probes in all: half in the first look, the rest over the other looks and the holdout."""
    probes += probes // 10  # areas that hold less content than they are asked for
    screen = probes // (2 * areas)
    rest = probes - screen * areas
    budget = screen + rest // 2 // areas
    holdout = rest // 2 // areas
    return [
        f"probes.screen={screen}", f"probes.budget={budget}", f"probes.holdout={holdout}",
        f"guard.probes={holdout}", "guard.panel=1", "guard.skill=0", "probes.holdout_seen=0", "probes.difficulties=[1, 2, 3]",
    ]  # fmt: skip


def measure(probes: int, folder: Path) -> tuple[float, int]:
    """Seconds and probes asked, of one run in a process of its own."""
    areas = sum(len(skill.areas) for skill in all_skills().values())
    words = [word for s in settings(probes, areas) for word in ("--set", s)]
    out = folder / f"run-{probes}"
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "repairloop.cli", "run", "--student", "sim:planted", "--trainer", "none", "--out", str(out), "--display", "json", *words],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    seconds = time.monotonic() - started
    import duckdb

    with duckdb.connect(str(out / "run.duckdb"), read_only=True) as db:
        asked = db.execute("SELECT count(*) FROM answers").fetchone()
    return seconds, asked[0] if asked else 0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        small, small_probes = measure(10_000, Path(folder))
        large, large_probes = measure(100_000, Path(folder))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    body = (
        "| probes asked | seconds | probes/s |\n| --- | --- | --- |\n"
        f"| {small_probes:,} | {small:.1f} | {small_probes / small:,.0f} |\n"
        f"| {large_probes:,} | {large:.1f} | {large_probes / large:,.0f} |\n\n"
        f"Peak memory of the larger run: {peak:.2f} GiB. "
        f"{large_probes / small_probes:.1f} times the probes cost {large / small:.1f} times the time.\n"
    )
    machine.write("large_cycle", "A large cycle with the simulated student", body)


if __name__ == "__main__":
    main()
