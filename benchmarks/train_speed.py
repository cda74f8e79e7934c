"""How fast a LoRA is trained and how much of it is learned: in float32 and in bfloat16, by batches of four and of more.

    repairloop synthesize --area math --rows 400 --format prompt-completion --out /tmp/rows.jsonl
    python benchmarks/train_speed.py /tmp/rows.jsonl [--rounds 2]

Three quarters of the rows train; the loss on the others says what was learned, since larger batches are faster and
take fewer steps. The arms take turns, so that what else runs on the machine slows all. Tokens are those of the rows,
padding not counted; seconds are the trainer's own, loading not counted; CPU seconds are the whole process's. Which
numbers are faster is the processor's affair (`repairloop.students.weights.multiplies_bfloat16`): beside it stands how
fast matrices of the student's sizes are multiplied.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import machine
from training import train

from repairloop.config import TrainSettings
from repairloop.students import smollm2
from repairloop.students.train_lora import NUMBERS
from repairloop.students.weights import precision

ARMS: Final = [(numbers, size) for numbers in ("float32", "bfloat16") for size in (4, 16)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.rows.read_text("utf-8").splitlines()]
    held, trained = rows[::4], [row for n, row in enumerate(rows) if n % 4]
    tokens = sum(len(whole) for _, whole in tokenized(trained))
    runs: dict[tuple[str, int], list[tuple[float, float]]] = {arm: [] for arm in ARMS}
    learned = {}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        (work / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in trained), "utf-8")
        for turn in range(options.rounds):
            for numbers, size in ARMS:
                out = work / f"{numbers}-{size}-{turn}"
                out.mkdir()
                (out / NUMBERS).write_text(numbers, "utf-8")
                runs[numbers, size].append(timed({"batch_size": size}, work / "rows.jsonl", out))
                learned[numbers, size] = held_loss(held, out)
                print(numbers, size, runs[numbers, size][-1], learned[numbers, size], file=sys.stderr, flush=True)
    lines = [
        f"{len(trained)} rows, {tokens:,} tokens; {len(held)} rows held out, {held_loss(held, None):.3f} nats a token "
        f"before; {options.rounds} rounds, medians. Here the product trains in {precision(smollm2.weights())}.\n",
        "| numbers | GFLOPS | batch | tokens/s | seconds | CPU seconds | loss on rows held out, nats a token |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for numbers, size in ARMS:
        seconds, cpu = (statistics.median(values) for values in zip(*runs[numbers, size], strict=True))
        lines.append(
            f"| {numbers} | {gflops(numbers):.0f} | {size} | {tokens / seconds:.0f} | {seconds:.0f} | {cpu:.0f} "
            f"| {learned[numbers, size]:.3f} |"
        )
    machine.write("train_speed", "Training", "\n".join(lines) + "\n")


def gflops(numbers: str) -> float:
    """How fast a batch of 600 tokens goes through a matrix of the bundled student's; the best of 50."""
    import torch

    tokens, matrix = (torch.randn(size, dtype=getattr(torch, numbers)) for size in ((600, 576), (1536, 576)))
    best = float("inf")
    for _ in range(50):
        started = time.perf_counter()
        torch.nn.functional.linear(tokens, matrix)
        best = min(best, time.perf_counter() - started)
    return 2 * 600 * 576 * 1536 / best / 1e9


def timed(settings: dict[str, Any], rows: Path, out: Path) -> tuple[float, float]:
    """Seconds of training, and CPU seconds of the whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    train(rows, smollm2.weights(), out, TrainSettings(**settings).model_dump() | {"seed": 0})
    said = out.with_name(f"{out.name}.log").read_text("utf-8")
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
