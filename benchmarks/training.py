"""The product's own trainer, on rows of a benchmark: what each study that trains adapters would else write anew."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from repairloop.loop.stages.train import ENVIRONMENT


def train(rows: Path, weights: Path, out: Path, settings: dict[str, Any]) -> int:
    """Train an adapter into `out`, unless it is there already; seconds. What the trainer says stands in OUT.log beside
    it. `settings` are those of `TrainSettings`, whole, and the seed."""
    started = time.monotonic()
    if not (out / "adapter_config.json").is_file():
        out.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "repairloop.students.train_lora", *map(str, (rows, weights, out))]
        with (out.parent / f"{out.name}.log").open("w") as log:
            subprocess.run(
                [*command, json.dumps(settings | {"checkpoints": 1})], check=True, stdout=log, stderr=log,
                env={**ENVIRONMENT, **os.environ},
            )  # fmt: skip
    return round(time.monotonic() - started)
