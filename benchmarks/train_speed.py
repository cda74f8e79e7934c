"""How fast a LoRA is trained and how much of it is learned: the trainer of a git revision beside the one here.

    repairloop synthesize --area math --rows 400 --format prompt-completion --out /tmp/rows.jsonl
    python benchmarks/train_speed.py /tmp/rows.jsonl --revision 38c780d

Three quarters of the rows train; the loss on the others says what was learned, since larger batches are faster and
take fewer steps. The trainers take turns, so that what else runs on the machine slows both. Tokens are those of the
rows, padding not counted; seconds are the trainer's own, loading not counted; CPU seconds are the whole process's.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import machine

from repairloop.config import TrainSettings
from repairloop.loop.stages.train import ENVIRONMENT
from repairloop.students import smollm2

OLD = {"batch_size": 4, "learning_rate": 1e-3}
"""The defaults of revision 38c780d."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=Path)
    parser.add_argument("--revision", default="38c780d")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.rows.read_text("utf-8").splitlines()]
    held, trained = rows[::4], [row for n, row in enumerate(rows) if n % 4]
    tokens = sum(len(whole) for _, whole in tokenized(trained))
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        (work / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in trained), "utf-8")
        old = work / "old.py"
        old.write_text(
            subprocess.check_output(["git", "show", f"{options.revision}:repairloop/train_lora.py"], text=True)
        )
        here = Path(__file__).parent.parent / "repairloop" / "students" / "train_lora.py"
        arms: dict[str, tuple[Path, dict[str, Any]]] = {
            f"revision {options.revision}: batch 4": (old, OLD),
            "here, batch 4": (here, OLD),
            "here, as by default": (here, {}),
        }
        runs: dict[str, list[tuple[float, float]]] = {arm: [] for arm in arms}
        learned = {"before training": held_loss(held, None)}
        for _ in range(options.rounds):
            for arm, (program, settings) in arms.items():
                out = work / arm.replace(" ", "-").replace(":", "")
                runs[arm].append(train(program, settings, work / "rows.jsonl", out))
                learned[arm] = held_loss(held, out)
                print(arm, runs[arm][-1], learned[arm], file=sys.stderr, flush=True)
    lines = [
        f"{len(trained)} rows, {tokens:,} tokens; {len(held)} rows held out; {options.rounds} rounds, medians.\n",
        "| trainer | batch, learning rate | tokens/s | seconds | CPU seconds | loss on rows held out, nats a token |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
        f"| none | | | | | {learned['before training']:.3f} |",
    ]
    for arm, (_, settings) in arms.items():
        chosen = TrainSettings(**settings)
        seconds, cpu = (statistics.median(values) for values in zip(*runs[arm], strict=True))
        lines.append(
            f"| {arm} | {chosen.batch_size}, {chosen.learning_rate:g} | {tokens / seconds:.0f} | {seconds:.0f} "
            f"| {cpu:.0f} | {learned[arm]:.3f} |"
        )
    machine.write("train_speed", "Training", "\n".join(lines) + "\n")


def train(program: Path, settings: dict[str, Any], rows: Path, out: Path) -> tuple[float, float]:
    """Seconds of training, and CPU seconds of the whole process."""
    chosen = json.dumps(TrainSettings(**settings, checkpoints=1).model_dump() | {"seed": 0})
    command = [sys.executable, str(program), str(rows), str(smollm2.weights()), str(out), chosen]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(command, check=True, capture_output=True, text=True, env={**ENVIRONMENT, **os.environ}).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = re.search(r"'train_runtime': '?([\d.]+)", said)
    if found is None:
        raise SystemExit(f"the trainer did not say how long it took: {said[-500:]}")
    return float(found[1]), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def tokenized(rows: list[dict[str, Any]]) -> list[tuple[list[int], list[int]]]:
    """Each row's prompt, and prompt with completion, in tokens."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(smollm2.weights())
    return [
        (
            tokenizer.apply_chat_template(row["prompt"], add_generation_prompt=True, return_dict=False),
            tokenizer.apply_chat_template([*row["prompt"], *row["completion"]], return_dict=False),
        )
        for row in rows
    ]


def held_loss(rows: list[dict[str, Any]], adapter: Path | None) -> float:
    """Negative log-likelihood of a completion's token, as the merged student gives it."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(smollm2.weights(), dtype=torch.bfloat16)
    if adapter:
        model = PeftModel.from_pretrained(model, str(adapter)).merge_and_unload()
    total, count = 0.0, 0
    with torch.no_grad():
        for prompt, whole in tokenized(rows):
            log_probs = model(torch.tensor([whole])).logits[0, len(prompt) - 1 : -1].float().log_softmax(-1)
            total -= float(log_probs.gather(1, torch.tensor(whole[len(prompt) :])[:, None]).sum())
            count += len(whole) - len(prompt)
    return total / count


if __name__ == "__main__":
    main()
