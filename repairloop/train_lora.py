"""TRL's SFTTrainer with a PEFT LoRA, as a program: `python -m repairloop.train_lora DATASET WEIGHTS OUT SETTINGS`.

It runs in a process of its own, so that its memory is gone when it ends. DATASET: JSON lines with `prompt` and
`completion` as chat messages; WEIGHTS: a model directory; OUT: a directory for the adapter; SETTINGS: JSON of
`config.TrainSettings` and `seed`. Loss is on the completion only; a row with `cut` holds the beginning of an answer, so
the end of the turn is no part of it. Prints `progress DONE TOTAL LOSS`.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from pathlib import Path
from random import Random
from typing import Any


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


def without_end(row: dict[str, Any], tail: int) -> dict[str, Any]:
    """A tokenised row less its last `tail` tokens."""
    return {name: value[:-tail] if isinstance(value, list) else value for name, value in row.items()}


def tail_of(tokenizer: Any) -> int:
    """How many tokens the chat template puts after an answer."""
    messages = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "\u2e28answer\u2e29"}]
    after = str(tokenizer.apply_chat_template(messages, tokenize=False)).rpartition(messages[1]["content"])[2]
    return len(tokenizer.encode(after, add_special_tokens=False))


def main(dataset: str, weights: str, out: str, settings_json: str) -> None:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    warnings.filterwarnings("ignore")
    import torch
    from datasets import Dataset
    from peft import LoraConfig
    from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
    from trl import SFTConfig, SFTTrainer

    from repairloop.students.weights import ensure_chat_template

    settings: dict[str, Any] = json.loads(settings_json)
    gpu = torch.cuda.is_available()
    rows = [json.loads(line) for line in Path(dataset).read_text(encoding="utf-8").splitlines()]
    model = AutoModelForCausalLM.from_pretrained(weights, dtype=torch.bfloat16)
    tokenizer = AutoTokenizer.from_pretrained(weights)
    ensure_chat_template(tokenizer)

    class Report(TrainerCallback):
        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **kwargs: Any) -> None:
            print("progress", state.global_step, state.max_steps, (logs or {}).get("loss", ""), flush=True)

    class CompletionTrainer(SFTTrainer):
        """Projects the completion's positions to the vocabulary and no others.

        TRL 1.16 on a CPU projects every position, prompt included: nearly half of a step's time for a small model
        with a large vocabulary (measured). The loss is the same.
        """

        def compute_loss(
            self, model: Any, inputs: Any, return_outputs: bool = False, num_items_in_batch: Any = None
        ) -> Any:
            causal = self.accelerator.unwrap_model(model).get_base_model()
            labels = inputs["labels"][:, 1:]
            trained = labels != -100
            states = causal.base_model(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"])
            logits = causal.get_output_embeddings()(states.last_hidden_state[:, :-1][trained]).float()
            loss = torch.nn.functional.cross_entropy(logits, labels[trained], reduction="sum")
            loss = loss / (trained.sum() if num_items_in_batch is None else num_items_in_batch).clamp(min=1)
            return (loss, None) if return_outputs else loss

    config = SFTConfig(
        output_dir=out, num_train_epochs=settings["epochs"], learning_rate=settings["learning_rate"],
        per_device_train_batch_size=settings["batch_size"], max_length=settings["max_tokens"], bf16=True,
        use_cpu=not gpu, lr_scheduler_type="cosine", warmup_steps=10, logging_steps=5, save_strategy="no",
        report_to="none", seed=settings["seed"], disable_tqdm=True, completion_only_loss=True,
        gradient_checkpointing=False,
        train_sampling_strategy="sequential",
    )  # fmt: skip
    lora = LoraConfig(
        r=settings["rank"], lora_alpha=2 * settings["rank"], target_modules="all-linear", task_type="CAUSAL_LM"
    )
    rows = mixed_batches(rows, settings["batch_size"], settings["seed"])
    data = Dataset.from_list([{"prompt": row["prompt"], "completion": row["completion"]} for row in rows])
    trainer = CompletionTrainer(
        model=model, args=config, train_dataset=data, processing_class=tokenizer, peft_config=lora, callbacks=[Report()]
    )
    tail = tail_of(tokenizer)
    if tail and any(row.get("cut") for row in rows):
        tokenised = trainer.train_dataset
        trainer.train_dataset = Dataset.from_list(
            [without_end(t, tail) if row.get("cut") else t for t, row in zip(tokenised, rows, strict=True)]
        )
    trainer.train()
    trainer.model.save_pretrained(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
