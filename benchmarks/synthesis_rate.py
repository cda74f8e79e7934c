"""How fast program flows make proved rows, and how much memory that takes.

    python benchmarks/synthesis_rate.py [ROWS ...]

Each size is a whole process of its own, `repairloop synthesize` over all areas of all skills; peak memory is the
operating system's own accounting of it.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import machine
import pyarrow.parquet as pq

from repairloop.overlap import Overlap
from repairloop.plugins import all_skills

SAMPLE = 20_000
"""Rows over which the near-duplicates that are left are counted, exactly."""


def near_left(file: Path) -> tuple[int, int]:
    """Rows of the first SAMPLE that are nearly the same as another one (Jaccard of word 5-grams at least .8)."""
    rows = pq.ParquetFile(file).iter_batches(SAMPLE, columns=["row_id", "prompt"])
    batch = next(rows).to_pylist()
    texts = [(row["row_id"], "", "\n".join(m["content"] for m in row["prompt"])) for row in batch]
    index = Overlap(texts)
    return sum(bool(set(index.matches("", text)) - {ident}) for ident, _, text in texts), len(texts)


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [20_000, 100_000]
    areas = [word for skill in all_skills() for word in ("--area", skill)]
    lines = [
        "| rows | seconds | rows/s | peak memory so far, GiB | near-duplicates left |",
        "| --- | --- | --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            out = Path(folder) / f"{size}.parquet"
            started = time.monotonic()
            command = ["-m", "repairloop.cli", "synthesize", *areas, "--rows", str(size), "--out", str(out)]
            said = subprocess.run([sys.executable, *command], check=True, capture_output=True, text=True).stdout
            seconds = time.monotonic() - started
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
            near, looked_at = near_left(out)
            made = pq.ParquetFile(out).metadata.num_rows
            lines.append(f"| {made:,} | {seconds:.1f} | {made / seconds:,.0f} | {peak:.2f} | {near} of {looked_at:,} |")
            card = out.with_suffix(".md").read_text()
    notes = "\n".join(
        line for line in card.splitlines() if line.startswith(("Refinements", "Variety", "Kept", "Areas that"))
    )
    machine.write("synthesis_rate", "Rows from program flows", "\n".join(lines) + f"\n\nOf the last: {said}\n{notes}\n")


if __name__ == "__main__":
    main()
