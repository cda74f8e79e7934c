"""vLLM in this process: the engine for anything larger than a trial, on NVIDIA GPUs and on x86-64 CPUs.

On a CPU everything runs in this one process. vLLM's usual arrangement there (a scheduler process that keeps one
core busy and a worker on the others) answers at half the speed on two cores and takes four times as long to
load. On a GPU the engine is a process of its own, and closing ends it, so that training finds the memory free.

Answers are yielded as they finish while a window of requests is kept full: the engine never waits for a batch.
"""

from __future__ import annotations

import contextlib
import gc
import importlib.metadata
import json
import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from repairloop.config import StudentSettings
from repairloop.ground.errors import StudentError, UsageError
from repairloop.records import Answer, Probe, fingerprint
from repairloop.students import own, thinking
from repairloop.students.base import Sampling, Student, failed_answer, reply
from repairloop.students.merge import merged, merged_tensors
from repairloop.students.template import Adaptations, fitting, hold_day, of_today, put, renders
from repairloop.students.weights import (
    PLAIN_STOP,
    check_adapter,
    context_length,
    ensure_chat_template,
    fingerprint_directory,
    has_chat_template,
    precision,
    why_not_loaded,
)

_BATCH: Final = 4096
"""Tokens of one step of the engine on a CPU: vLLM's own default there."""
_WINDOW: Final = 512
"""Requests handed to the engine and not finished; twice what it works on at a time."""

Request = tuple[str, Probe, Callable[[], Any]]
"""Id, what is asked, and what makes vLLM's sampling parameters for it."""

_ENVIRONMENT: Final = {
    "HF_HUB_OFFLINE": "1",
    "VLLM_NO_USAGE_STATS": "1",
    "DO_NOT_TRACK": "1",
    "VLLM_LOGGING_LEVEL": "ERROR",
    "TORCH_CPP_LOG_LEVEL": "ERROR",
}
_CPU_ENVIRONMENT: Final = _ENVIRONMENT | {
    "VLLM_CPU_KVCACHE_SPACE": "2",  # GiB
    "OMP_WAIT_POLICY": "PASSIVE",  # threads that spin while they wait starve each other on a busy machine
    "VLLM_ENABLE_V1_MULTIPROCESSING": "0",
}


def is_cpu_build() -> bool:
    """Whether the installed vLLM is the one built for CPUs. Reads package metadata only."""
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return bool(importlib.metadata.version("vllm-cpu"))
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return "cpu" in importlib.metadata.version("vllm").partition("+")[2]
    return False


class VLLMStudent(Student):
    """Local weights under vLLM. Loading takes 10 to 30 s; raises StudentError where vLLM cannot run them."""

    def __init__(
        self, name: str, weights: Path, adapter: Path | None = None, asking: StudentSettings | None = None,
        kept: Adaptations | None = None,
    ) -> None:  # fmt: skip
        super().__init__(name, asking=asking)
        self._cpu = is_cpu_build()
        self.engine = "vllm-cpu" if self._cpu else "vllm-cuda"
        self._weights, self._adapter = weights, adapter
        self._worn = 0
        self._stop = [] if has_chat_template(weights) else [PLAIN_STOP]
        self.by_template = thinking.by_template(_tokenizer(name, weights), self.asking)
        thoughts = self.asking.thinking_tokens if self.by_template != "no" else 0
        settings: dict[str, Any] = {
            "dtype": precision(weights) if self._cpu else "auto",
            "enforce_eager": self._cpu,  # compiling takes longer than a run
            "max_model_len": context_length(weights, thoughts),
            "disable_log_stats": True,
            "use_tqdm_on_load": False,
        }
        if self._cpu:
            # A prompt that is read in two parts draws its first token twice, and vLLM 0.32 sets the seeded generator
            # back by an offset that generators of CPUs do not have ("CPU Generator does not use offset").
            settings |= {
                "enable_chunked_prefill": False,
                "max_num_batched_tokens": max(_BATCH, settings["max_model_len"]),
            }
        self._lora: Any = None
        self._lora_rank = _room_for(_rank(adapter)) if adapter and not self._cpu else 0
        if adapter and self._cpu:
            weights = merged(weights, adapter)
        elif adapter:
            settings |= {"enable_lora": True, "max_lora_rank": self._lora_rank}
        try:
            with _undisturbed(_CPU_ENVIRONMENT if self._cpu else _ENVIRONMENT):
                import vllm

                self._llm: Any = vllm.LLM(str(weights), **settings)
                self._tokenizer: Any = self._llm.get_tokenizer()
                self.numbers = str(self._llm.model_config.dtype).removeprefix("torch.")
                ensure_chat_template(self._tokenizer)
                self._marked = self.asking.tools == "native" or thinking.keeps_marks(self._tokenizer)
                way = fitting(name, renders(self._tokenizer), kept, tools=self.asking.tools == "native")
                self.adapted(way + (of_today(self._tokenizer) if kept is None else ()))
                hold_day(self._tokenizer, self.adaptations)
                if adapter and not self._cpu:
                    self._lora = self._request(adapter)
        except UsageError:
            self.close()
            raise
        except Exception as error:
            raise StudentError(f"vLLM cannot run {name!r}: {why_not_loaded(error)}") from error

    @property
    def path(self) -> Path:
        return merged(self._weights, self._adapter) if self._adapter else self._weights

    @property
    def llm(self) -> Any:
        """The `vllm.LLM` underneath, for measurements."""
        return self._llm

    def answer(self, probes: Sequence[Probe], sampling: Sampling) -> Iterator[Answer]:
        stop = [*sampling.stop, *self.asking.stop, *self._stop]
        parameters = _Parameters(sampling, stop, self.room, skip_special_tokens=not self._marked)
        return self.run((str(n), probe, partial(parameters.of, probe)) for n, probe in enumerate(probes))

    def run(self, requests: Iterable[Request]) -> Iterator[Answer]:
        """One answer a request, as they finish. Requests are taken as there is room for them."""
        if self._llm is None:
            raise StudentError(f"{self.name!r} is closed")
        engine = self._llm.llm_engine
        waiting = iter(requests)
        asked: dict[str, Probe] = {}
        try:
            while True:
                for ident, probe, parameters in waiting:
                    try:
                        engine.add_request(ident, self._prompt(probe), parameters(), lora_request=self._lora)
                        asked[ident] = probe
                    except Exception as error:  # too long for the model, or text it cannot take: this one only
                        yield failed_answer(probe, error)
                    if len(asked) >= _WINDOW:
                        break
                if not asked:
                    return
                try:
                    finished = engine.step()
                except Exception as error:
                    raise StudentError(f"vLLM stopped: {type(error).__name__}: {error}") from error
                for output in finished:
                    if output.finished:
                        yield self._answer(asked.pop(output.request_id), output)
        finally:
            if asked:  # the reader went away, or the engine did
                with contextlib.suppress(Exception):
                    engine.abort_request(list(asked))

    def _prompt(self, probe: Probe) -> dict[str, list[int]]:
        asked = put(probe.messages, self.adaptations) | self.asking.chat_template_kwargs
        tokens = self._tokenizer.apply_chat_template(**asked, add_generation_prompt=True, return_dict=False)
        return {"prompt_token_ids": tokens}

    def _answer(self, probe: Probe, output: Any) -> Answer:
        completion = output.outputs[0]
        if completion.finish_reason not in ("stop", "length"):
            return failed_answer(probe, f"the engine ended the answer: {completion.finish_reason}")
        prompt = output.prompt_token_ids
        text = thinking.beginning(self._tokenizer, prompt) + completion.text
        return reply(probe, text, completion.finish_reason, len(prompt), len(completion.token_ids), self.hashed(prompt))

    def compose(self, count: int, seed: int, max_tokens: int = 64) -> list[str]:
        if self._llm is None:
            raise StudentError(f"{self.name!r} is closed")
        from vllm import SamplingParams

        starts = own.openings(self._tokenizer)
        prompts = [{"prompt_token_ids": starts[n % len(starts)]} for n in range(count)]
        parameters = [
            SamplingParams(
                temperature=own.TEMPERATURE, top_p=own.TOP_P, seed=int(fingerprint(seed, "own", n), 16) & 0x7FFFFFFF,
                max_tokens=max_tokens, stop=["\nAssistant:"] if self._stop else [],
            )
            for n in range(count)
        ]  # fmt: skip
        try:
            drawn = self._llm.generate(prompts, parameters, use_tqdm=False, lora_request=self._lora)
        except Exception as error:
            raise StudentError(f"vLLM stopped: {type(error).__name__}: {error}") from error
        marks = set(self._tokenizer.all_special_ids)
        outputs = [output.outputs[0] for output in drawn]
        return own.usable((o.text, o.finish_reason == "stop" and marks.isdisjoint(o.token_ids[:-1])) for o in outputs)

    def wear(self, adapter: Path | None) -> bool:
        """On a GPU for an engine that was opened with an adapter; vLLM has no room for one otherwise."""
        if self._llm is None:
            return False
        try:
            if self._cpu:
                with _undisturbed(_CPU_ENVIRONMENT):
                    tensors = merged_tensors(self._weights, adapter)
                    self._llm.collective_rpc("reload_weights", kwargs={"weights_iterator": tensors})
                if not self._llm.reset_prefix_cache():  # what is remembered of prompts is the former weights'
                    return False
            elif adapter and _rank(adapter) > self._lora_rank:
                return False
            else:
                self._lora = self._request(adapter) if adapter else None
        except Exception:  # the adapter is of another form or for other weights; opening anew says what it is
            return False
        self._adapter = adapter
        return True

    def _request(self, adapter: Path) -> Any:
        """A LoRA under a number of its own: vLLM keeps what it has loaded, and remembers prompts, by number."""
        from vllm.lora.request import LoRARequest

        self._worn += 1
        return LoRARequest(f"adapter-{self._worn}", self._worn, str(adapter))

    def fingerprint(self) -> str:
        adapter = fingerprint_directory(self._adapter) if self._adapter else ""
        return fingerprint(fingerprint_directory(self._weights), adapter)

    def close(self) -> None:
        if self._llm is None:
            return
        self._llm.llm_engine.engine_core.shutdown()
        self._llm = self._tokenizer = None
        if self._cpu:
            from vllm.distributed import cleanup_dist_env_and_memory

            cleanup_dist_env_and_memory()
        gc.collect()


def _room_for(rank: int) -> int:
    """The least that vLLM takes as its largest rank."""
    return next((most for most in (8, 16, 32, 64, 128, 256, 320, 512) if most >= rank), rank)


def _rank(adapter: Path) -> int:
    return int(json.loads((check_adapter(adapter) / "adapter_config.json").read_text("utf-8"))["r"])


class _Parameters:
    """vLLM's sampling parameters for each probe; one object a length where answers are greedy."""

    def __init__(self, sampling: Sampling, stop: list[str], room: Callable[[Probe], int], **more: Any) -> None:
        self._sampling, self._stop, self._room, self._more = sampling, stop, room, more
        self._greedy: dict[int, Any] = {}

    def of(self, probe: Probe) -> Any:
        room = self._room(probe)
        if self._sampling.temperature > 0:
            return self._make(room, self._sampling.seed_of(probe))
        if room not in self._greedy:
            self._greedy[room] = self._make(room, None)
        return self._greedy[room]

    def _make(self, max_tokens: int, seed: int | None) -> Any:
        from vllm import SamplingParams
        from vllm.sampling_params import RequestOutputKind

        return SamplingParams(
            temperature=self._sampling.temperature, top_p=self._sampling.top_p, seed=seed, stop=self._stop,
            max_tokens=max_tokens, output_kind=RequestOutputKind.FINAL_ONLY, **self._more,
        )  # fmt: skip


def _tokenizer(name: str, weights: Path) -> Any:
    """The tokenizer alone, for what must be known before the engine is there."""
    try:
        from transformers import AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained(weights, local_files_only=True, trust_remote_code=False)
        ensure_chat_template(tokenizer)
        return tokenizer
    except Exception as error:
        raise StudentError(f"the tokenizer of {name!r} cannot be loaded: {why_not_loaded(error)}") from error


@contextlib.contextmanager
def _undisturbed(environment: dict[str, str]) -> Iterator[None]:
    """Load vLLM without a trace on the terminal or in the process.

    What the user set in the environment wins over `environment`; afterwards it is as it was. vLLM also writes
    LD_PRELOAD (which would reach every later subprocess), replaces `torch.set_num_threads` and the excepthook.
    """
    before, hook = dict(os.environ), sys.excepthook
    for name, value in environment.items():
        os.environ.setdefault(name, value)
    logger = logging.getLogger("vllm")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    try:
        import torch

        set_num_threads = torch.set_num_threads
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        sys.excepthook = hook
        with contextlib.suppress(NameError):
            torch.set_num_threads = set_num_threads
