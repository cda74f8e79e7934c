"""Texts as vectors by an embedding model of the user's own, a folder as `transformers` reads it.

The mean of the last layer over a text's tokens, at length 1 (Reimers and Gurevych 2019, section 3). What such a folder may
say besides of how its vectors are to be made, a prompt before the text or another pooling, is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from repairloop.ground.errors import UsageError

if TYPE_CHECKING:
    import numpy as np

TOKENS: Final = 256
"""Of a text, at most."""
TOGETHER: Final = 32
"""Texts that the model takes at once."""


def check_embedder(folder: str) -> None:
    """UsageError where there is no model in the folder, or it cannot be loaded."""
    _loaded(folder)


def embedded(texts: Sequence[str], folder: str) -> np.ndarray:
    """Vectors of length 1, texts × the model's size. UsageError where the model cannot be loaded."""
    import numpy as np
    import torch

    tokenizer, model = _loaded(folder)
    most = min(TOKENS, getattr(model.config, "max_position_embeddings", TOKENS))
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    made = np.zeros((len(texts), model.config.hidden_size), dtype=np.float32)
    with torch.inference_mode():
        for start in range(0, len(order), TOGETHER):
            places = order[start : start + TOGETHER]
            some = [texts[place].strip() or "." for place in places]
            tokens = tokenizer(some, padding=True, truncation=True, max_length=most, return_tensors="pt")
            tokens = tokens.to(model.device)
            states = model(**tokens).last_hidden_state.float()
            mask = tokens["attention_mask"].unsqueeze(-1)
            vectors = (states * mask).sum(1) / mask.sum(1).clamp(min=1)
            made[places] = torch.nn.functional.normalize(vectors, dim=1).cpu().numpy()
    return made


def _loaded(folder: str) -> tuple[Any, Any]:
    path = Path(folder).expanduser()
    if not (path / "config.json").is_file():
        raise UsageError(
            f"embedder {folder!r} is no folder with an embedding model (there is no config.json in it): name one that "
            "transformers can load, or leave --embedder out"
        )
    import torch
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True, trust_remote_code=False)
        model = AutoModel.from_pretrained(path, local_files_only=True, trust_remote_code=False)
    except Exception as error:  # whatever a damaged or foreign folder makes transformers say
        raise UsageError(f"embedder {folder!r} cannot be loaded: {' '.join(str(error).split())[:300]}") from None
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    tokenizer.padding_side = "right"
    return tokenizer, model.eval().to("cuda" if torch.cuda.is_available() else "cpu")
