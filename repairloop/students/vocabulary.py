"""From hidden states to logits, for chosen positions alone.

A causal model's own forward projects every position to the vocabulary; a training step wants those of the answers. Some
architectures do more than the projection: they divide the logits (Granite), multiply them (Cohere), or bend them below a
bound (Gemma 2), each by a number of their configuration. What is done here is held against the model's own forward once.
Knows nothing of adapters and of training.
"""

from __future__ import annotations

from typing import Any, Final

_PROBED: Final = 8
"""Tokens that the two ways are compared on."""
_APART: Final = 0.02
"""Of the largest logit, how far they may be apart: numbers of 8 bits are no more exact."""


def project(causal: Any, states: Any) -> Any:
    """Logits of hidden states, of shape (…, hidden) → (…, vocabulary)."""
    config = causal.config.get_text_config()
    logits = causal.get_output_embeddings()(states)
    if (scale := getattr(config, "logits_scaling", None)) is not None:
        logits = logits * scale if config.model_type.startswith("hyperclovax") else logits / scale
    for name in ("logit_scale", "lm_head_multiplier"):
        if (factor := getattr(config, name, None)) is not None:
            logits = logits * factor
    if bound := getattr(config, "final_logit_softcapping", None):
        logits = (logits / bound).tanh() * bound
    return logits


def check_projection(torch: Any, causal: Any) -> None:
    """ValueError where a model's own logits are not those of `project`: a loss of other ones would be another model's."""
    ids = torch.arange(1, 1 + _PROBED, device=causal.device)[None] % causal.get_output_embeddings().weight.shape[0]
    with torch.inference_mode():
        own = causal(input_ids=ids, use_cache=False).logits.float()
        ours = project(causal, causal.base_model(input_ids=ids, use_cache=False).last_hidden_state).float()
    if not (apart := (own - ours).abs().max().item()) <= _APART * own.abs().max().item():
        raise ValueError(
            f"{type(causal).__name__} makes more of its logits than is known here (they differ by {apart:.3g}), and its "
            'loss would not be its own: train it by another program (train.command), or with trainer = "none" and verify'
        )
