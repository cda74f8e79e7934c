"""TRL's SFTTrainer with a PEFT LoRA, as a program: `python -m repairloop.students.train_lora DATASET WEIGHTS OUT SETTINGS`.

It runs in a process of its own, so that its memory is gone when it ends. DATASET: JSON lines, one a row, with

    prompt      chat messages
    completion  chat messages: the answer to learn
    rejected    a text, may be absent: a wrong answer to the same prompt; read by the loss `bco` alone
    weight      a number, 1 where absent: how much the row counts; an anchor always counts `ANCHOR`
    tools       schemas of the tools that the chat template lists, may be absent; calls are then in `tool_calls`
    anchor      true where the completion is what the untrained student says itself: it is to stay so likely as it is

WEIGHTS: a model directory; OUT: a directory for the adapter; SETTINGS: JSON of `config.TrainSettings`, `seed` and
perhaps `chat_template_kwargs` and `adaptations`: rows are rendered as the student is asked (`repairloop.students.rendering`).
It trains on one GPU, the first that it may see: TRL's SFTTrainer refuses to share a batch among several.
OUT holds the last adapter, OUT/checkpoint-1 and so on those kept on the way, and OUT/numbers says whether it was trained
in float32 or bfloat16. Prints `progress DONE TOTAL LOSS`.

SIGTERM ends it after the step under way, with all that it takes to go on in OUT/paused (exit code 143), which is kept
every ten minutes as well, for what is killed; started again, it goes on from there, in the same numbers, and comes to
the same weights.

The loss is on completions only. `sft` is their negative log-likelihood; `dft` weighs each token of it by the
probability that the student gives that token (arXiv 2508.05629). `bco` sets a row's completion against its rejected
side: each is told right or wrong by how far its probability has moved from the untrained student's (TRL's
`bco_pair`, in which no term joins the two sides; SPoT, arXiv 2603.01683); rows without one train by `sft` in the same
batches. It stands here and not in TRL's DPOTrainer since that takes no row without a pair. An anchor's loss is
KL(untrained || trained) at each token, whatever the others' is: learning its own answers as if they were new moves the
student ten times as far (benchmarks/results/carry_over.md), and of an answer that was cut no end is learned.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Any, Final

from repairloop.ground.files import write_atomic

ANCHOR: Final = 3.0
"""How much a row that is to stay as it is counts beside one that is learned."""

PAUSED: Final = "paused"
WHOLE: Final = "whole"
"""File in `PAUSED` that names the state to go on from; written when that is whole."""
KEEP_EVERY: Final = 600.0
"""Seconds of training that a kill may cost."""
NUMBERS: Final = "numbers"
"""File in OUT: `float32` or `bfloat16`."""

SHORT: Final = 200
"""Tokens to which a processor attends faster with plain matrices of bfloat16 than with torch's fused kernel: 2.5 to 3.5
times at 100, equal at 230, slower at 600 (measured), and with memory that grows with their square."""

BCO_BETA: Final = 0.1
"""How soon `bco` takes two answers for told apart; TRL's default."""


def examples(rows: Iterable[dict[str, Any]], loss: str) -> list[dict[str, Any]]:
    """What is trained on: a row as it is, or under `bco` a row with a rejected side as two, `side` 1 and -1."""
    made = []
    for row in rows:
        rejected = row.get("rejected") if loss == "bco" else None
        common = {"prompt": row["prompt"], "weight": float(row.get("weight", 1.0)), "anchor": bool(row.get("anchor"))}
        common |= {"tools": row["tools"]} if row.get("tools") else {}
        made.append({**common, "completion": row["completion"], "side": 0 if rejected is None else 1})
        if rejected is not None:
            made.append({**common, "completion": [{"role": "assistant", "content": rejected}], "side": -1})
    return made


def mixed_batches(rows: list[dict[str, Any]], size: int, seed: int) -> list[dict[str, Any]]:
    """The rows in an order whose batches of `size` are each of similar length, and follow each other at random.

    Rows are sorted by length within every eight batches only. Grouping all of them by length, as trainers offer,
    saves a little more padding but makes each batch one skill's, from the longest to the shortest.
    """

    def length(row: dict[str, Any]) -> int:
        return sum(len(message["content"]) for message in [*row["prompt"], *row["completion"]])

    batches = []
    for start in range(0, len(rows), 8 * size):
        chunk = sorted(rows[start : start + 8 * size], key=length)
        batches += [chunk[i : i + size] for i in range(0, len(chunk), size)]
    Random(seed).shuffle(batches)
    return [row for batch in batches for row in batch]


def checkpoint_steps(total: int, count: int) -> dict[int, int]:
    """Step → number of the adapter that is kept after it, for all of `count` evenly spaced ones but the last."""
    steps = {round(total * number / count) for number in range(1, count)}
    return {step: number for number, step in enumerate(sorted(steps - {0, total}), 1)}


def wide_adamw(torch: Any, parameters: list[Any], learning_rate: float) -> Any:
    """AdamW that keeps float32 copies of bfloat16 weights and rounds them to the weights after each step.

    bfloat16 has 8 bits: an update below a 256th of a weight would be lost, step after step.
    """

    class WideAdamW(torch.optim.AdamW):  # type: ignore[misc]
        def step(self, closure: Callable[[], float] | None = None) -> None:
            for wide, narrow in zip(copies, parameters, strict=True):
                wide.grad = None if narrow.grad is None else narrow.grad.float()
            super().step(closure)
            for wide, narrow in zip(copies, parameters, strict=True):
                narrow.data.copy_(wide.data)

        def state_dict(self) -> Any:
            return super().state_dict() | {"wide": copies}

        def load_state_dict(self, state_dict: Any) -> None:
            kept = dict(state_dict)
            for wide, value in zip(copies, kept.pop("wide"), strict=True):
                wide.data.copy_(value)
            super().load_state_dict(kept)

        def zero_grad(self, set_to_none: bool = True) -> None:
            for narrow in parameters:
                narrow.grad = None

    copies = [parameter.detach().float() for parameter in parameters]
    return WideAdamW(copies, lr=learning_rate, weight_decay=0.0)


def numbers_of(out: Path) -> str:
    """What an adapter is trained in: `float32` or `bfloat16`; empty where nothing says."""
    try:
        return (out / NUMBERS).read_text("utf-8").strip()[:20]
    except (OSError, UnicodeDecodeError):
        return ""


def to_go_on_from(paused: Path) -> str | None:
    """The state that a stopped training left; None where there is none, or it is not whole."""
    try:
        return str(paused / (paused / WHOLE).read_text("utf-8"))
    except OSError:
        return None


def reporter(out: Path, checkpoints: int, stops: list[int]) -> Any:
    """Tells of each step, keeps the adapters on the way and what it takes to go on, and ends after a step when `stops`
    holds a signal."""
    from transformers import TrainerCallback

    class Report(TrainerCallback):
        kept = time.monotonic()

        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **kwargs: Any) -> None:
            print("progress", state.global_step, state.max_steps, (logs or {}).get("loss", ""), flush=True)

        def on_step_end(self, args: Any, state: Any, control: Any, model: Any = None, **kwargs: Any) -> None:
            number = checkpoint_steps(state.max_steps, checkpoints).get(state.global_step)
            if number is not None:
                model.save_pretrained(out / f"checkpoint-{number}")
            if state.global_step < state.max_steps:
                control.should_training_stop |= bool(stops)
                control.should_save |= bool(stops) or time.monotonic() - self.kept > KEEP_EVERY

        def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            name, paused = f"checkpoint-{state.global_step}", out / PAUSED
            write_atomic(paused / WHOLE, name)
            for earlier in paused.glob("checkpoint-*"):
                if earlier.name != name:
                    shutil.rmtree(earlier)
            self.kept = time.monotonic()

    return Report()


def completion_trainer(loss_name: str, narrow: bool, fused: bool) -> Any:
    """The trainer's class for a loss. `narrow`: weights are trained in bfloat16 on a CPU (see `wide_adamw`). `fused`: so
    they are, and the model can attend by torch's fused kernel (see `SHORT`)."""
    import torch
    from torch.nn.functional import cross_entropy, logsigmoid
    from trl import SFTTrainer

    from repairloop.students.vocabulary import project

    class CompletionTrainer(SFTTrainer):
        """Projects the completion's positions to the vocabulary and no others.

        TRL 1.16 on a CPU projects every position, prompt included: nearly half of a step's time for a small model
        with a large vocabulary (measured). The loss is the same.
        """

        def compute_loss(
            self, model: Any, inputs: Any, return_outputs: bool = False, num_items_in_batch: Any = None
        ) -> Any:
            side, weight, anchor = inputs["side"], inputs["weight"], inputs["anchor"]
            trained = inputs["labels"][:, 1:] != -100
            count = (trained.sum() if num_items_in_batch is None else num_items_in_batch).clamp(min=1)
            learned = trained & ~anchor[:, None]
            row = learned.nonzero()[:, 0]
            states = self.states(inputs)
            losses = self.token_losses(states, inputs, learned)
            sure = (-losses).exp().detach() if loss_name == "dft" else 1.0
            loss = (losses * sure * (weight * (side == 0))[row]).sum() / count
            if anchor.any():
                some = {key: inputs[key][anchor] for key in ("input_ids", "attention_mask")}
                with torch.no_grad(), self.accelerator.unwrap_model(self.model).disable_adapter():
                    before = self.logits(self.states(some), trained[anchor]).log_softmax(-1)
                after = self.logits(states[anchor], trained[anchor]).log_softmax(-1)
                loss = loss + ANCHOR * (before.exp() * (before - after)).sum() / count
            if side.any():
                with torch.no_grad(), self.accelerator.unwrap_model(self.model).disable_adapter():
                    untrained = self.token_losses(self.states(inputs), inputs, learned)
                moved = torch.zeros_like(weight).index_add(0, row, untrained - losses)
                loss = loss - (logsigmoid(BCO_BETA * side * moved) * weight)[side != 0].sum() / len(side)
            return (loss, None) if return_outputs else loss

        def states(self, inputs: Any) -> Any:
            """The last hidden states that predict a next token."""
            causal = self.accelerator.unwrap_model(self.model).get_base_model()
            if fused:
                causal.set_attn_implementation("eager" if inputs["input_ids"].shape[1] <= SHORT else "sdpa")
            whole = causal.base_model(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"])
            return whole.last_hidden_state[:, :-1]

        def logits(self, states: Any, where: Any) -> Any:
            causal = self.accelerator.unwrap_model(self.model).get_base_model()
            return project(causal, states[where]).float()

        def token_losses(self, states: Any, inputs: Any, where: Any) -> Any:
            """The negative log-likelihood of each token that is trained on, in a row."""
            return cross_entropy(self.logits(states, where), inputs["labels"][:, 1:][where], reduction="none")

        def create_optimizer(self, model: Any = None) -> Any:
            if not narrow:
                return super().create_optimizer(model)
            parameters = [p for p in self.model.parameters() if p.requires_grad]
            for parameter in parameters:  # PEFT makes them float32 where it loads those of a training that was stopped
                parameter.data = parameter.data.bfloat16()
            self.optimizer = wide_adamw(torch, parameters, self.args.learning_rate)
            return self.optimizer

    return CompletionTrainer


def main(dataset: str, weights: str, out: str, settings_json: str) -> None:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ["CUDA_VISIBLE_DEVICES"] = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0]
    warnings.filterwarnings("ignore")
    import torch
    from datasets import Dataset
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import SFTConfig

    from repairloop.students.rendering import rendered
    from repairloop.students.template import hold_day
    from repairloop.students.vocabulary import check_projection
    from repairloop.students.weights import ensure_chat_template, precision

    settings: dict[str, Any] = json.loads(settings_json)
    gpu = torch.cuda.is_available()
    lines = Path(dataset).read_text(encoding="utf-8").split("\n")  # a student's text may hold other line breaks
    rows = [json.loads(line) for line in lines if line]
    paused = Path(out) / PAUSED
    dtype = numbers_of(Path(out)) or precision(Path(weights))
    Path(out).mkdir(parents=True, exist_ok=True)
    (Path(out) / NUMBERS).write_text(dtype, encoding="utf-8")
    print("weights in", dtype, flush=True)
    stops: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, frame: stops.append(number))
    model = AutoModelForCausalLM.from_pretrained(weights, dtype=dtype)
    tokenizer = AutoTokenizer.from_pretrained(weights)
    ensure_chat_template(tokenizer)
    hold_day(tokenizer, settings.get("adaptations", ()))
    check_projection(torch, model)

    config = SFTConfig(
        output_dir=str(paused), num_train_epochs=settings["epochs"], learning_rate=settings["learning_rate"],
        per_device_train_batch_size=settings["batch_size"], max_length=settings["max_tokens"], bf16=gpu,
        use_cpu=not gpu, lr_scheduler_type="cosine", warmup_steps=0.1, logging_steps=5, save_strategy="no",
        report_to="none", seed=settings["seed"], disable_tqdm=True, completion_only_loss=True,
        gradient_checkpointing=False, remove_unused_columns=False,
        train_sampling_strategy="sequential",
    )  # fmt: skip
    lora = LoraConfig(
        r=settings["rank"], lora_alpha=2 * settings["rank"], target_modules="all-linear", task_type="CAUSAL_LM"
    )
    torch.manual_seed(settings["seed"])
    # On a CPU float32 adapters of bfloat16 weights are slower: each input and output is cast there and back.
    model = get_peft_model(model, lora, autocast_adapter_dtype=gpu)
    data = mixed_batches(examples(rows, settings["loss"]), settings["batch_size"], settings["seed"])
    data = [rendered(tokenizer, row, settings.get("chat_template_kwargs", {})) for row in data]
    narrow = not gpu and dtype != "float32"
    fused = narrow and model.get_base_model().config._attn_implementation == "sdpa"
    kind = completion_trainer(settings["loss"], narrow, fused)
    trainer = kind(
        model=model, args=config, train_dataset=Dataset.from_list(data), processing_class=tokenizer,
        callbacks=[reporter(Path(out), settings["checkpoints"], stops)],
    )  # fmt: skip
    collate = trainer.data_collator

    def with_sides(batch: list[dict[str, Any]]) -> dict[str, Any]:
        tokens = [{key: row[key] for key in ("input_ids", "labels")} for row in batch]
        return collate(tokens) | {
            key: torch.tensor([row[key] for row in batch]) for key in ("side", "weight", "anchor")
        }

    trainer.data_collator = with_sides
    trainer.train(resume_from_checkpoint=to_go_on_from(paused))
    if stops and trainer.state.global_step < trainer.state.max_steps:
        print(f"stopped after step {trainer.state.global_step} of {trainer.state.max_steps}", flush=True)
        sys.exit(128 + signal.SIGTERM)
    trainer.model.save_pretrained(out)
    shutil.rmtree(paused, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
