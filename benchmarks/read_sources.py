"""How fast sources are read, and in how much memory: the standard library, and a text made to be long.

Memory is the peak of this process and, apart, of the worker that parses; each part runs in a process of its own.
`python benchmarks/read_sources.py [MIB_OF_TEXT]`
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

import machine

from repairloop.sources import read_sources, standard_library


def measure(name: str, paths: list[Path] | None, size: int) -> str:
    """One row of the table."""
    from repairloop.sources import duplicates  # noqa: F401

    told: list[str] = []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    kinds: Counter[str] = Counter()
    first = 0.0
    for chunk in read_sources(paths, told.append):
        first = first or time.perf_counter() - started
        kinds[chunk.kind] += 1
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    count = sum(kinds.values())
    listed = ", ".join(f"{n:,} {kind}" for kind, n in sorted(kinds.items()))
    return (
        f"| {name} | {size / 2**20:.1f} | {listed} | {told[-1] if told else ''} | {seconds:.1f} | {first:.2f} | "
        f"{count / seconds:,.0f} | {size / 2**20 / seconds:.2f} | {peak / 1024:.0f} | {(peak - before) / 1024:.0f} |"
    )


def library() -> str:
    size = sum(s.path.stat().st_size for s in standard_library.sources(2_000))
    return measure("the standard library", None, size)


def long_text(mib: int) -> str:
    rng = Random(1)
    words = [f"w{i}" for i in range(5_000)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.txt"
        with open(path, "w") as file:
            while file.tell() < mib * 2**20:
                for _ in range(1_000):
                    file.write(" ".join(rng.choices(words, k=80)) + ".\n\n")
        return measure(f"one text of {mib} MiB", [path], path.stat().st_size)


def apart(*args: str) -> str:
    """The row that this program prints when it is run with `args`."""
    return subprocess.run([sys.executable, __file__, *args], check=True, capture_output=True, text=True).stdout.strip()


def main() -> None:
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    rows = [
        "| what | MiB read | chunks | told last | seconds | first chunk, s | chunks/s | MiB/s | peak, MiB | grown, MiB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        apart("--library"),
        *(apart("--text", str(mib)) for mib in (largest // 4, largest)),
    ]
    machine.write("read_sources", "Reading sources", "\n".join(["", *rows, ""]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--library"]:
        print(library())
    elif sys.argv[1:2] == ["--text"]:
        print(long_text(int(sys.argv[2])))
    else:
        main()
