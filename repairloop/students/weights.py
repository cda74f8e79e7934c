"""Model weights on disk: found by name, checked, told apart. Loads no model.

What it settles for every engine alike: whether a directory is a model, which chat template applies, and a
fingerprint that says whether two directories would answer alike.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any, Final

from repairloop.ground.errors import StudentError, UsageError

PLAIN_TEMPLATE: Final = (
    "{% for message in messages %}{{ message['role'] | capitalize }}: {{ message['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}Assistant:{% endif %}"
)
"""The chat template for models that bring none."""

PLAIN_STOP: Final = "\nUser:"
"""Where an answer under `PLAIN_TEMPLATE` ends: such a model does not know that its turn is over."""

MAX_MODEL_LEN: Final = 2048
"""Prompt and answer together, in tokens; a model that takes less is asked for less."""

_HUB_ID: Final = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_HUB_FILES: Final = ["*.json", "*.safetensors", "*.jinja", "*.model", "*.txt"]
_SMALL: Final = 4 << 30
_WHOLE_FILE: Final = 16 << 20
_BLOCK: Final = 4096


def looks_like_path(name: str) -> bool:
    """Whether a person who wrote this meant a directory."""
    return name.startswith((".", "~", os.sep)) or name.endswith(os.sep) or name.count(os.sep) > 1


def is_hub_id(name: str) -> bool:
    """Whether the name has the form `org/name` of a model hub."""
    return _HUB_ID.fullmatch(name) is not None


def check_directory(directory: Path) -> Path:
    """The directory, if it holds a model in the usual form. Raises UsageError that says what is missing."""
    if not directory.exists():
        raise UsageError(f"student {str(directory)!r} does not exist")
    if not directory.is_dir():
        raise UsageError(f"student {str(directory)!r} is a file; name the directory of the model")
    if not (directory / "config.json").is_file():
        if (directory / "adapter_config.json").is_file():
            raise UsageError(_is_adapter(directory))
        raise UsageError(f"{str(directory)!r} is no model: it has no config.json")
    _check_kind(directory, _config(directory))
    _check_fetched(directory)
    if not any(directory.glob("*.safetensors")):
        raise UsageError(f"{str(directory)!r} is no model that can be read: it has no *.safetensors")
    if not any((directory / name).is_file() for name in ("tokenizer.json", "tokenizer.model", "vocab.json")):
        raise UsageError(f"{str(directory)!r} has no tokenizer (tokenizer.json, tokenizer.model or vocab.json)")
    return directory


_NO_WRITER: Final = ("ForMaskedLM", "ForSequenceClassification", "ForTokenClassification", "ForQuestionAnswering")
_POINTER: Final = b"version https://git-lfs"


def _check_kind(directory: Path, config: dict[str, Any]) -> None:
    """Raise UsageError for a model that does not write on from its prompt."""
    named = [name for name in config.get("architectures") or [] if isinstance(name, str)]
    kind = named[0] if named else str(config.get("model_type"))
    if config.get("is_encoder_decoder") is True:
        what = "reads with an encoder and writes with a decoder"
    elif kind.endswith(_NO_WRITER):
        what = "does not write text"
    else:
        return
    raise UsageError(f"{str(directory)!r} is a {kind}, which {what}; a student is a chat model (…ForCausalLM)")


def _check_fetched(directory: Path) -> None:
    """Raise UsageError where files are Git LFS pointers: cloned without `git lfs`, they name the content and lack it."""
    files = [*directory.glob("*.safetensors"), *(directory / name for name in ("tokenizer.json", "tokenizer.model"))]
    for file in sorted(file for file in files if file.is_file() and file.stat().st_size < 1024):
        if file.read_bytes().startswith(_POINTER):
            raise UsageError(
                f"{str(file)!r} is a Git LFS pointer, its content was not fetched; in {str(directory)!r} run: "
                "git lfs install && git lfs pull"
            )


def _is_adapter(directory: Path) -> str:
    """What to do with an adapter that is given for a model."""
    try:
        base = json.loads((directory / "adapter_config.json").read_text("utf-8"))["base_model_name_or_path"]
    except (OSError, ValueError, LookupError, TypeError):
        base = None
    of = f" of {base}" if isinstance(base, str) and base else ""
    return (
        f"{str(directory)!r} is an adapter{of}, not a model; make one model of the two (PEFT: merge_and_unload, "
        "save_pretrained, and save the tokenizer beside it), or serve both and name openai:BASE_URL#ADAPTER"
    )


def why_not_loaded(error: BaseException) -> str:
    """In one line why an engine could not load a model."""
    if "trust_remote_code" in str(error):
        return (
            "it brings code of its own (auto_map in config.json), and none of it is run; name a version that "
            "transformers knows by itself, or serve it where its code may run and name openai:BASE_URL#MODEL"
        )
    return f"{type(error).__name__}: {_first_line(error)}"


def check_adapter(adapter: Path) -> Path:
    """The directory, if it holds a LoRA adapter. Raises UsageError that says what is missing."""
    for name in ("adapter_config.json", "adapter_model.safetensors"):
        if not (adapter / name).is_file():
            raise UsageError(f"{str(adapter)!r} is no adapter: it has no {name}")
    _check_fetched(adapter)
    return adapter


def precision(weights: Path) -> str:
    """`float32` or `bfloat16`: the numbers in which this machine asks and trains the model, all engines alike.

    Large models keep to bfloat16, for the memory.
    """
    import torch

    if torch.cuda.is_available() or multiplies_bfloat16():
        return "bfloat16"
    size = sum(file.stat().st_size for file in weights.glob("*.safetensors"))
    return "float32" if size <= _SMALL else "bfloat16"


def multiplies_bfloat16() -> bool:
    """Whether the processor multiplies matrices of bfloat16 faster than those of float32; False where nothing says.

    Intel's with AMX do, and AMD's with AVX512-BF16: 780 GFLOPS against 195 on two cores (benchmarks/results/train_speed.md).
    Intel's with AVX512 and no AMX do not: 165 against 298 (benchmarks/results/carry_over.md).
    """
    try:
        text = Path("/proc/cpuinfo").read_text("utf-8", "replace")
    except OSError:
        return False
    flags = {word for line in text.split("\n") if line.startswith("flags") for word in line.split()}
    return "amx_bf16" in flags or ("AuthenticAMD" in text and "avx512_bf16" in flags)


def fetch(name: str) -> Path:
    """The local copy of a model of the hub; downloaded unless HF_HUB_OFFLINE forbids it."""
    mend = "give the path of a directory with the model, or use the bundled student: smollm2"
    try:
        from huggingface_hub import snapshot_download
    except ImportError:
        raise StudentError(f"{name!r} is no directory here, and huggingface_hub is not installed; {mend}") from None
    offline = os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE")
    try:
        return Path(snapshot_download(name, allow_patterns=_HUB_FILES, local_files_only=offline))
    except Exception as error:  # the hub client has dozens of exceptions; each means that there is no model
        if offline:
            why = "is neither a directory here nor in the hub cache, and HF_HUB_OFFLINE is set"
            raise StudentError(f"{name!r} {why}; unset it, or {mend}") from error
        raise StudentError(f"{name!r} cannot be had from the hub ({_first_line(error)}); {mend}") from error


def has_chat_template(directory: Path) -> bool:
    """Whether the model says how a conversation becomes text."""
    if any((directory / name).is_file() for name in ("chat_template.jinja", "chat_template.json")):
        return True
    try:
        return bool(json.loads((directory / "tokenizer_config.json").read_text("utf-8")).get("chat_template"))
    except (OSError, ValueError, AttributeError):
        return False


def ensure_chat_template(tokenizer: Any) -> None:
    """Give a tokenizer without a chat template the plain one; training and asking must agree on it."""
    if not tokenizer.chat_template:
        tokenizer.chat_template = PLAIN_TEMPLATE


def context_length(directory: Path, thoughts: int = 0) -> int:
    """The longest text that is put to the model, prompt and answer together, in tokens, with room for `thoughts`."""
    most = MAX_MODEL_LEN + thoughts
    config = _config(directory)
    for part in (config, config.get("text_config") or {}):
        for key in ("max_position_embeddings", "n_positions", "max_seq_len"):
            if isinstance(part.get(key), int):
                return min(int(part[key]), most)
    return most


def fingerprint_directory(directory: Path) -> str:
    """16 hex digits over a model's or adapter's files; large files by size, beginning and 256 samples."""
    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(directory.iterdir()):
        if file.suffix in (".json", ".safetensors", ".jinja", ".model", ".txt") and file.name != "prepared.json":
            size = file.stat().st_size
            digest.update(f"{file.name}\x1f{size}\x1f".encode())
            with file.open("rb") as stream:
                if size <= _WHOLE_FILE:
                    digest.update(stream.read())
                    continue
                digest.update(stream.read(1 << 20))
                for sample in range(256):
                    stream.seek(sample * (size - _BLOCK) // 255)
                    digest.update(stream.read(_BLOCK))
    return digest.hexdigest()


def _config(directory: Path) -> dict[str, Any]:
    try:
        config = json.loads((directory / "config.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{directory / 'config.json'} cannot be read: {_first_line(error)}") from None
    if not isinstance(config, dict):
        raise UsageError(f"{directory / 'config.json'} holds no configuration")
    return config


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
