"""How long `repairloop --help` takes, as a whole process: median of ten."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

import machine


def main() -> None:
    command = [sys.executable, "-m", "repairloop.cli", "--help"]
    times = []
    for _ in range(11):
        started = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.monotonic() - started)
    counted = times[1:]
    body = f"Median {statistics.median(counted):.2f} s, range {min(counted):.2f} to {max(counted):.2f} s over ten runs after one warm-up.\n"
    machine.write("startup", "`repairloop --help`", body)


if __name__ == "__main__":
    main()
