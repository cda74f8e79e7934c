"""Logits of chosen positions are the model's own, whatever its architecture makes of them."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from transformers import AutoConfig, AutoModelForCausalLM

from repairloop.students.vocabulary import check_projection, project

SMALL: dict[str, Any] = {
    "vocab_size": 64, "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2,
    "num_key_value_heads": 1, "head_dim": 8, "initializer_range": 1.0, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2,
}  # fmt: skip


def model(kind: str, **settings: Any) -> Any:
    torch.manual_seed(0)
    return AutoModelForCausalLM.from_config(AutoConfig.for_model(kind, **SMALL, **settings)).eval()


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("llama", {}), ("qwen2", {}), ("granite", {"logits_scaling": 8.0}), ("cohere", {"logit_scale": 0.0625}),
        ("gemma2", {"final_logit_softcapping": 3.0}), ("gemma3_text", {}), ("hyperclovax", {"logits_scaling": 0.125}),
    ],
)  # fmt: skip
def test_they_are_those_of_the_models_own_forward(kind: str, settings: dict[str, Any]) -> None:
    causal = model(kind, **settings)
    check_projection(torch, causal)
    ids = torch.tensor([[3, 5, 8, 13]])
    with torch.inference_mode():
        states = causal.base_model(input_ids=ids).last_hidden_state
        torch.testing.assert_close(project(causal, states[:, 1:3]), causal(input_ids=ids).logits[:, 1:3])


def test_a_model_that_makes_more_of_them_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    causal = model("llama")
    own = causal.forward

    def doubled(**given: Any) -> Any:
        found = own(**given)
        found.logits = 2 * found.logits
        return found

    monkeypatch.setattr(causal, "forward", doubled)
    with pytest.raises(ValueError, match=r"makes more of its logits .*train\.command"):
        check_projection(torch, causal)
