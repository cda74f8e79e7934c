"""An adapter merged into a copy of the weights, so that any engine asks it at full speed.

On a CPU, vLLM serves a separate LoRA at a tenth of the speed of the merged weights. The copy is made once for
each pair of weights and adapter, and made again when either has changed.
"""

from __future__ import annotations

import contextlib
import io
import json
import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from repairloop.ground.errors import StudentError
from repairloop.records import fingerprint
from repairloop.students.prepared import prepared
from repairloop.students.weights import check_adapter, check_directory, fingerprint_directory


def merged(weights: Path, adapter: Path) -> Path:
    """The merged copy, kept beside the adapter's own files."""
    return merge_adapter(weights, adapter, adapter / "merged")


def merge_adapter(weights: Path, adapter: Path, out: Path) -> Path:
    """Write `weights` with the LoRA `adapter` merged in to `out`, an ordinary model directory.

    Does nothing where `out` holds that already. Raises UsageError on a directory that is no model or no
    adapter, StudentError where the two do not fit.
    """
    check_directory(weights)
    check_adapter(adapter)
    key = fingerprint(fingerprint_directory(weights), fingerprint_directory(adapter))
    return prepared(out, key, lambda staging: _merge(weights, adapter, staging))


def _merge(weights: Path, adapter: Path, out: Path) -> None:
    try:
        from peft import PeftModel
        from transformers import AutoModelForCausalLM
    except ImportError as error:
        mend = "pip install 'repairloop[train]'"
        raise StudentError(f"merging an adapter needs {error.name}; run: {mend}") from error
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # progress bars
            base = AutoModelForCausalLM.from_pretrained(weights, dtype="auto", local_files_only=True)
            PeftModel.from_pretrained(base, str(adapter)).merge_and_unload().save_pretrained(out)
    except Exception as error:
        raise StudentError(f"adapter {str(adapter)!r} does not fit {str(weights)!r}: {error}") from error
    for file in weights.iterdir():  # tokenizer, chat template, generation settings: as they were
        about_weights = file.name in ("config.json", "prepared.json") or file.name.endswith(".index.json")
        if file.suffix in (".json", ".jinja", ".model", ".txt") and not about_weights:
            shutil.copyfile(file, out / file.name)


def merged_tensors(weights: Path, adapter: Path | None) -> Iterator[tuple[str, Any]]:
    """Name and value of every tensor of `weights`, with `adapter` merged in: those that `merged` writes, bit for bit.

    For an engine that is open and takes new weights; nothing is written. Raises StudentError where the adapter is
    more than a plain LoRA on modules that the files name: that takes `merged`.
    """
    from safetensors import safe_open

    lora = _plain_lora(adapter) if adapter else {}
    for file in _weight_files(weights):
        with safe_open(file, "pt") as tensors:
            for name in tensors.keys():  # noqa: SIM118  (no mapping)
                value = tensors.get_tensor(name)
                if name in lora:
                    a, b, scaling = lora.pop(name)
                    if (b.shape[0], a.shape[1]) != tuple(value.shape):
                        raise StudentError(f"the adapter does not fit {name}")
                    value = (value + (b @ a) * scaling).to(value.dtype)
                yield name, value
    if lora:
        raise StudentError(f"the adapter changes {next(iter(lora))}, which the weights do not name")


def _weight_files(weights: Path) -> list[Path]:
    index = weights / "model.safetensors.index.json"
    if index.is_file():
        return [weights / name for name in sorted(set(json.loads(index.read_text("utf-8"))["weight_map"].values()))]
    single = weights / "model.safetensors"
    return [single] if single.is_file() else sorted(weights.glob("*.safetensors"))


def _plain_lora(adapter: Path) -> dict[str, tuple[Any, Any, float]]:
    """Name of a weight → A and B in float32, and what their product is multiplied with."""
    from safetensors.torch import load_file

    config = json.loads((check_adapter(adapter) / "adapter_config.json").read_text("utf-8"))
    more = ("use_dora", "rank_pattern", "alpha_pattern", "fan_in_fan_out", "modules_to_save", "lora_bias")
    if config.get("peft_type") != "LORA" or any(config.get(key) for key in more):
        raise StudentError("the adapter is more than a plain LoRA")
    scaling = config["lora_alpha"] / (math.sqrt(config["r"]) if config.get("use_rslora") else config["r"])
    tensors = load_file(adapter / "adapter_model.safetensors")
    lora = {}
    for name in [name for name in tensors if name.endswith(".lora_A.weight")]:
        module = name.removesuffix(".lora_A.weight")
        a, b = tensors.pop(name).float(), tensors.pop(f"{module}.lora_B.weight").float()
        lora[module.removeprefix("base_model.model.") + ".weight"] = (a, b, scaling)
    if tensors:
        raise StudentError(f"the adapter holds {next(iter(tensors))}, which is no part of a plain LoRA")
    return lora
