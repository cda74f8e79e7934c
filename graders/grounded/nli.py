"""Does a source entail a sentence? Asked of a natural language inference model that the user names.

Any sequence-classification model of `transformers` with an entailment label serves (a local path or a hub id). It is
loaded when it is first asked, and kept. Texts go to the model as data only.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from repairloop import RepairLoopError

MAX_SENTENCES: Final = 20
MAX_TOKENS: Final = 512


class NoModel(RepairLoopError):
    """The model cannot be used; the message says what to do about it."""


def judge(model: str, sources: list[str], sentence: str) -> tuple[float, float]:
    """The greatest probability of entailment that any source gives, and that of contradiction by the same source.

    Raises NoModel where the model or `transformers` is missing.
    """
    tokenizer, network, entails, contradicts = _load(model)
    import torch

    best = (-1.0, 0.0)
    for source in sources:
        inputs = tokenizer(source, sentence, truncation="only_first", max_length=MAX_TOKENS, return_tensors="pt")
        with torch.no_grad():
            chances = torch.softmax(network(**inputs).logits[0].float(), dim=-1).tolist()
        best = max(best, (chances[entails], chances[contradicts] if contradicts is not None else 0.0))
    return best


@lru_cache(maxsize=2)
def _load(model: str) -> tuple[Any, Any, int, int | None]:
    """Tokenizer, network, and the places of the labels for entailment and contradiction."""
    try:
        from transformers import AutoModelForSequenceClassification, AutoTokenizer
    except ImportError:
        raise NoModel(
            "settings.nli needs transformers and torch, which are not installed; run: pip install 'repairloop[train]'"
        ) from None
    try:
        tokenizer = AutoTokenizer.from_pretrained(model)
        network = AutoModelForSequenceClassification.from_pretrained(model).eval()
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        raise NoModel(f"the NLI model {model!r} cannot be loaded ({reason}); run: hf download {model}") from None
    labels = {str(name).casefold(): int(index) for index, name in network.config.id2label.items()}
    entails = next((i for name, i in labels.items() if re.match("entail", name)), None)
    if entails is None:
        raise NoModel(f"the model {model!r} has no entailment label but {sorted(labels)}; name an NLI model")
    return tokenizer, network, entails, next((i for name, i in labels.items() if name.startswith("contradict")), None)
