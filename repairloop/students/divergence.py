"""KL(before ‖ after) a token, exactly, as a program: `python -m repairloop.students.divergence PAIRS WEIGHTS ADAPTER`.

It runs in a process of its own, so that its memory is gone when it ends. PAIRS: JSON lines with `id`, `messages`,
`text` (the answer of the unchanged student), `finished`, and perhaps `chat_template_kwargs` and `adaptations`; WEIGHTS: a model directory; ADAPTER: a LoRA for it. For
each pair it prints a line of JSON: `id`, `tokens` and `kl`, the mean over the answer's tokens, in nats, of the
divergence of the whole distribution over the vocabulary; where the answer had come to its end, the end counts too.
Answers are read once without the adapter and once with it, and the vocabulary is projected to for their tokens only.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from pathlib import Path
from typing import Any, Final

from repairloop.records.envelope import closing_of
from repairloop.students.rendering import asked
from repairloop.students.template import hold_day
from repairloop.students.thinking import beginning
from repairloop.students.vocabulary import check_projection, project

BATCH: Final = 8
CHUNK: Final = 256
"""Tokens whose whole distributions are in memory at a time, twice over."""


def main(pairs: str, weights: str, adapter: str) -> None:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    warnings.filterwarnings("ignore")
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from repairloop.students.weights import context_length, ensure_chat_template, precision

    longest = context_length(Path(weights))
    tokenizer = AutoTokenizer.from_pretrained(weights, local_files_only=True)
    ensure_chat_template(tokenizer)
    base = AutoModelForCausalLM.from_pretrained(weights, dtype=precision(Path(weights)), local_files_only=True)
    check_projection(torch, base)
    # A LoRA in the same numbers as the weights: that is how it is asked, merged or not.
    model = PeftModel.from_pretrained(base, adapter, autocast_adapter_dtype=False).eval()
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    rows = [json.loads(line) for line in Path(pairs).read_text(encoding="utf-8").split("\n") if line]
    hold_day(tokenizer, rows[0].get("adaptations", ()) if rows else ())
    texts = [(row["id"], *tokens_of(tokenizer, row)) for row in rows]
    texts = sorted((text for text in texts if text[2] < len(text[1]) <= longest), key=lambda text: len(text[1]))
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        for (ident, *_), kl in zip(batch, divergences(torch, model, [text[1:] for text in batch]), strict=True):
            print(json.dumps({"id": ident, "tokens": len(kl), "kl": sum(kl) / len(kl)}), flush=True)


def tokens_of(tokenizer: Any, row: dict[str, Any]) -> tuple[list[int], int]:
    """Prompt and answer as tokens, and how many of them are the prompt's."""
    prompt = asked(tokenizer, row["messages"], row.get("chat_template_kwargs", {}))
    begun = beginning(tokenizer, prompt)  # of thoughts; none were kept, so they end at once
    between = f"\n{closing_of(begun)}\n\n" if begun else ""
    answer = tokenizer.encode(between + row["text"], add_special_tokens=False)
    end = [tokenizer.eos_token_id] if row["finished"] and tokenizer.eos_token_id is not None else []
    return [*prompt, *answer, *end], len(prompt)


def divergences(torch: Any, model: Any, batch: list[tuple[list[int], int]]) -> list[list[float]]:
    """For each text the divergence at each of its answer's tokens."""
    width = max(len(tokens) for tokens, _ in batch)
    ids = torch.tensor([tokens + [0] * (width - len(tokens)) for tokens, _ in batch], device=model.device)
    mask = torch.tensor([[1] * len(t) + [0] * (width - len(t)) for t, _ in batch], device=model.device)
    # The state at a place predicts the token after it.
    answers = torch.zeros_like(mask, dtype=torch.bool)
    for place, (tokens, prompt) in enumerate(batch):
        answers[place, prompt - 1 : len(tokens) - 1] = True
    causal = model.get_base_model()
    kl: list[float] = []
    with torch.inference_mode():
        after = causal.base_model(input_ids=ids, attention_mask=mask).last_hidden_state[answers]
        with model.disable_adapter():
            before = causal.base_model(input_ids=ids, attention_mask=mask).last_hidden_state[answers]
        for old, new in zip(before.split(CHUNK), after.split(CHUNK), strict=True):
            with model.disable_adapter():
                p = project(causal, old).float().log_softmax(-1)
            q = project(causal, new).float().log_softmax(-1)
            kl += (p.exp() * (p - q)).sum(-1).clamp(min=0).tolist()
    sizes = [len(tokens) - prompt for tokens, prompt in batch]
    return [kl[sum(sizes[:i]) : sum(sizes[: i + 1])] for i in range(len(sizes))]


if __name__ == "__main__":
    main(*sys.argv[1:])
