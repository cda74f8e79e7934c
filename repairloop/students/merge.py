"""An adapter merged into a copy of the weights, so that any engine asks it at full speed.

On a CPU, vLLM serves a separate LoRA at a tenth of the speed of the merged weights. The copy is made once for
each pair of weights and adapter, and made again when either has changed.
"""

from __future__ import annotations

import contextlib
import io
import shutil
from pathlib import Path

from repairloop.errors import StudentError
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
