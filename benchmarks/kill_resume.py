"""`kill -9` at every stage in turn, then `resume`: are the shards those of the run that was not killed?

The points, the settings and the comparison are those of `tests/loop/test_loop.py`; here they run stage by stage
for people to see, with the time that each resumption took to get past the point where it was killed.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import machine

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.conftest import SMALL
from tests.loop.test_loop import POINTS, command, kill_at, shards


def main() -> None:
    settings = [word for setting in SMALL for word in ("--set", setting)]
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        whole, killed = Path(folder) / "whole", Path(folder) / "killed"
        started = time.monotonic()
        subprocess.run(
            command("run", "--student", "sim:planted", "--out", whole, *settings), check=True, capture_output=True
        )
        undisturbed = time.monotonic() - started
        first = ["run", "--student", "sim:planted", "--out", killed, *settings]
        for number, (stage, phase) in enumerate(POINTS):
            started = time.monotonic()
            code = kill_at(["resume", killed] if number else first, stage, phase)
            assert code == -signal.SIGKILL, code
            lines.append(f"| {stage} {phase} | {time.monotonic() - started:.1f} | {len(shards(killed))} |")
        subprocess.run(command("resume", killed), check=True, capture_output=True)
        same = shards(killed) == shards(whole)
        count = len(shards(whole))
    table = "\n".join(lines)
    body = (
        f"The run that was not killed: {count} shards, {undisturbed:.1f} s. The run that was killed {len(POINTS)} "
        f"times: {'the same shards, by hash' if same else 'OTHER SHARDS'}.\n\n"
        f"| killed as it began | seconds from start or resume to the kill | shards then |\n| --- | --- | --- |\n{table}\n"
    )
    machine.write("kill_resume", "`kill -9` at every stage, then `resume`", body)
    if not same:
        sys.exit(1)


if __name__ == "__main__":
    main()
