"""The dial: a copy of an adapter that changes the student λ times as much.

λ is written into the weights (`lora_B` × λ), not beside them: PEFT, vLLM and a merge then load the same thing
without knowing of it. `dial.json` only tells people, and the simulated student, which has no weights: there an
area's pass rate moves λ of the way from what it was before training to what it is after.
"""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path
from typing import Final

from repairloop.ground.errors import UsageError
from repairloop.records import fingerprint
from repairloop.students.prepared import prepared
from repairloop.students.weights import check_adapter, fingerprint_directory

DIAL_FILE: Final = "dial.json"
_WEIGHTS: Final = "adapter_model.safetensors"


def turned(adapter: Path, factor: float, out: Path) -> Path:
    """Write `adapter` turned by `factor` to `out`; 0 is the student as it was, 1 the adapter as it is.

    Does nothing where `out` holds that already. Turning a turned adapter multiplies. Raises UsageError on a factor
    that is negative or no number, and on an adapter that is more than a plain LoRA (DoRA, other types of PEFT, whole
    modules or biases saved): one factor on one of its parts would not turn it.
    """
    if not math.isfinite(factor) or factor < 0:
        raise UsageError(f"the dial of an adapter is a number from 0 up; got {factor}")
    if (adapter / "sim.toml").is_file():
        source = fingerprint((adapter / "sim.toml").read_text("utf-8"), dial_of(adapter))
    else:
        _check_turnable(check_adapter(adapter))
        source = fingerprint_directory(adapter)

    def build(staging: Path) -> None:
        for file in adapter.iterdir():
            if file.is_file() and file.name not in (_WEIGHTS, "prepared.json"):
                shutil.copyfile(file, staging / file.name)
        if (adapter / _WEIGHTS).is_file():
            _scale(adapter / _WEIGHTS, factor, staging / _WEIGHTS)
        told = {"dial": factor * (1.0 if (old := dial_of(adapter)) is None else old), "source": source}
        (staging / DIAL_FILE).write_text(json.dumps(told) + "\n", encoding="utf-8")

    return prepared(out, fingerprint("turned", source, factor), build)


def dial_of(adapter: Path) -> float | None:
    """λ of an adapter; None where none was written: it is then as it was trained, which is λ = 1."""
    file = adapter / DIAL_FILE
    if not file.is_file():
        return None
    try:
        factor = float(json.loads(file.read_text("utf-8"))["dial"])
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{str(file)!r} does not say the dial of the adapter; turn the adapter again") from None
    if not math.isfinite(factor) or factor < 0:
        raise UsageError(f"{str(file)!r} says {factor}; the dial of an adapter is a number from 0 up")
    return factor


def _check_turnable(adapter: Path) -> None:
    from safetensors import safe_open

    where = f"adapter {str(adapter)!r} cannot be turned"
    try:
        config = json.loads((adapter / "adapter_config.json").read_text("utf-8"))
        with safe_open(adapter / _WEIGHTS, "pt") as file:
            names = list(file.keys())
    except Exception as error:  # the reader of safetensors has exceptions of its own
        raise UsageError(f"{where}: its files cannot be read: {error}") from None
    kind = config.get("peft_type")
    if kind != "LORA":
        raise UsageError(f"{where}: it is of type {kind}; a plain LoRA can be")
    if config.get("use_dora"):
        raise UsageError(f"{where}: it is a DoRA, whose magnitudes no factor turns; train without use_dora")
    odd = [name for name in names if not name.endswith((".lora_A.weight", ".lora_B.weight"))]
    if odd or config.get("modules_to_save"):
        held = odd[0] if odd else str(config["modules_to_save"])
        raise UsageError(f"{where}: it holds more than LoRA matrices ({held}); train without modules_to_save or biases")


def _scale(file: Path, factor: float, out: Path) -> None:
    from safetensors.torch import load_file, save_file

    tensors = load_file(file)
    scaled = {n: t.float() * factor if n.endswith(".lora_B.weight") else t for n, t in tensors.items()}
    save_file(scaled, out, metadata={"format": "pt"})
