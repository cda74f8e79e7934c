"""A random model of under a million weights, with the bundled student's tokenizer: any engine loads it in a moment."""

from __future__ import annotations

from pathlib import Path

from repairloop.students import smollm2


def make_tiny(out: Path) -> Path:
    import torch
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(smollm2.weights())
    config = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
        num_key_value_heads=1, tie_word_embeddings=True, initializer_range=0.3, max_position_embeddings=512,
        bos_token_id=1, eos_token_id=2, pad_token_id=2,
    )  # fmt: skip
    LlamaForCausalLM(config).to(torch.bfloat16).save_pretrained(out)
    tokenizer.save_pretrained(out)
    return out


def make_adapter(weights: Path, out: Path, **settings: object) -> Path:
    """An untrained LoRA of float32 whose weights are large enough to change what is answered."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    torch.manual_seed(1)
    base = AutoModelForCausalLM.from_pretrained(weights, dtype=torch.bfloat16)
    chosen = {"r": 4, "target_modules": "all-linear", "init_lora_weights": False, **settings}
    get_peft_model(base, LoraConfig(**chosen)).save_pretrained(out)
    return out
