"""The portable engine: `transformers.generate` in batches, wherever torch runs.

Slower than vLLM, but it needs nothing beyond what training needs. Probes of similar length share a batch, since
a batch costs what its longest member costs; the answers of a batch are yielded when its last one is done. Sampled
answers (temperature above 0) depend on the batch they were drawn in; greedy ones are what they would be alone.
"""

from __future__ import annotations

import gc
import itertools
from collections.abc import Callable, Iterator, Sequence
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
    context_length,
    ensure_chat_template,
    fingerprint_directory,
    has_chat_template,
    precision,
    why_not_loaded,
)

_BATCH: Final = 128
_BATCH_TOKENS: Final = 32_768
"""Prompts and answers of one batch together, padding counted."""

_Prompt = tuple[Probe, list[int]]


class TransformersStudent(Student):
    """Local weights under transformers. Raises StudentError where they cannot be loaded."""

    engine = "transformers"

    def __init__(
        self, name: str, weights: Path, adapter: Path | None = None, asking: StudentSettings | None = None,
        kept: Adaptations | None = None,
    ) -> None:  # fmt: skip
        super().__init__(name, asking=asking)
        self._weights, self._adapter = weights, adapter
        self._stop = [] if has_chat_template(weights) else [PLAIN_STOP]
        try:
            import torch
            from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig
            from transformers.utils import logging
        except Exception as error:  # a broken torch raises more than ImportError
            mend = "pip install 'repairloop[train]'"
            raise StudentError(f"transformers cannot run: {error}; run: {mend}") from error
        logging.set_verbosity_error()
        logging.disable_progress_bar()
        path = self.path
        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(path, local_files_only=True, trust_remote_code=False)
            ensure_chat_template(self._tokenizer)
            way = fitting(name, renders(self._tokenizer), kept, tools=self.asking.tools == "native")
            self.adapted(way + (of_today(self._tokenizer) if kept is None else ()))
            hold_day(self._tokenizer, self.adaptations)
            self._model: Any = AutoModelForCausalLM.from_pretrained(
                path, dtype=precision(self._weights), local_files_only=True, trust_remote_code=False
            )
        except UsageError:
            raise
        except Exception as error:
            raise StudentError(f"transformers cannot load {name!r}: {why_not_loaded(error)}") from error
        self.numbers = str(self._model.dtype).removeprefix("torch.")
        self.by_template = thinking.by_template(self._tokenizer, self.asking)
        self._marked = self.asking.tools == "native" or thinking.keeps_marks(self._tokenizer)
        self._longest = context_length(weights, self.asking.thinking_tokens if self.by_template != "no" else 0)
        self._model.eval().to(_device(torch))
        ends = self._model.generation_config.eos_token_id
        self._ends: list[int] = ends if isinstance(ends, list) else [ends] if ends is not None else []
        if self._tokenizer.eos_token_id is not None and self._tokenizer.eos_token_id not in self._ends:
            self._ends.append(self._tokenizer.eos_token_id)
        # What a model's own file sets, a penalty of repetition say, would be put into whatever is not set here.
        self._model.generation_config = GenerationConfig(eos_token_id=self._ends or None)

    @property
    def path(self) -> Path:
        return merged(self._weights, self._adapter) if self._adapter else self._weights

    def answer(self, probes: Sequence[Probe], sampling: Sampling) -> Iterator[Answer]:
        if self._model is None:
            raise StudentError(f"student {self.name!r} is closed")
        prompts: list[_Prompt] = []
        for probe in probes:
            try:
                tokens = self._tokenizer.apply_chat_template(
                    **put(probe.messages, self.adaptations),
                    **self.asking.chat_template_kwargs,
                    add_generation_prompt=True,
                    return_dict=False,
                )
            except Exception as error:  # text that the tokenizer cannot take: this probe only
                yield failed_answer(probe, error)
                continue
            if len(tokens) >= self._longest:
                yield failed_answer(probe, f"the prompt has {len(tokens)} tokens; the student takes {self._longest}")
            else:
                prompts.append((probe, tokens))
        for batch in _batches(prompts, self.room):
            yield from self._generate(batch, sampling, self.room, self.asking.stop)

    def _generate(
        self, batch: list[_Prompt], sampling: Sampling, room: Callable[[Probe], int], stops: Sequence[str] = ()
    ) -> Iterator[Answer]:
        import torch
        from transformers import GenerationConfig

        width = len(batch[0][1])
        padding = self._ends[0] if self._ends else 0
        ids = torch.tensor([[padding] * (width - len(tokens)) + tokens for _, tokens in batch])
        mask = torch.tensor([[0] * (width - len(tokens)) + [1] * len(tokens) for _, tokens in batch])
        stop = [*sampling.stop, *stops, *self._stop]
        drawn = {"do_sample": True, "temperature": sampling.temperature, "top_p": sampling.top_p, "top_k": 0}
        config = GenerationConfig(
            max_new_tokens=min(room(batch[0][0]), self._longest - width),
            eos_token_id=self._ends or None,
            pad_token_id=padding,
            stop_strings=stop or None,
            **(drawn if sampling.temperature > 0 else {"do_sample": False}),
        )
        torch.manual_seed(sampling.seed_of(batch[0][0]))
        device = self._model.device
        with torch.inference_mode():
            rows = self._model.generate(
                input_ids=ids.to(device), attention_mask=mask.to(device), generation_config=config,
                tokenizer=self._tokenizer if stop else None,
            )  # fmt: skip
        for (probe, tokens), row in zip(batch, rows[:, width:].tolist(), strict=True):
            yield self._answer(probe, tokens, row[: room(probe)], stop)

    def _answer(self, probe: Probe, prompt: list[int], row: list[int], stop: list[str]) -> Answer:
        end = next((place for place, token in enumerate(row) if token in self._ends), None)
        text = self._tokenizer.decode(row if end is None else row[:end], skip_special_tokens=not self._marked)
        text = thinking.beginning(self._tokenizer, prompt) + text
        cut = min((place for place in map(text.find, stop) if place >= 0), default=None)
        finished = "length" if end is None and cut is None else "stop"
        counts = len(prompt), len(row) if end is None else end + 1
        return reply(probe, text[:cut], finished, *counts, self.hashed(prompt))

    def compose(self, count: int, seed: int, max_tokens: int = 64) -> list[str]:
        if self._model is None:
            raise StudentError(f"student {self.name!r} is closed")
        starts = own.openings(self._tokenizer)
        prompts = []
        for n in range(count):
            probe = Probe(
                id=fingerprint(seed, "own", n), skill="self", area="self", split="train", grader="", messages=[],
                max_tokens=max_tokens,
            )  # fmt: skip
            prompts.append((probe, starts[n % len(starts)]))
        stop = ["\nAssistant:"] if self._stop else []
        sampling = Sampling(temperature=own.TEMPERATURE, top_p=own.TOP_P, seed=seed, stop=stop)

        def room(probe: Probe) -> int:
            return probe.max_tokens

        drawn = {
            answer.probe_id: answer
            for batch in _batches(prompts, room)
            for answer in self._generate(batch, sampling, room)
        }
        texts = (drawn[probe.id] for probe, _ in prompts)
        return own.usable((answer.text, answer.finish_reason == "stop") for answer in texts)

    def wear(self, adapter: Path | None) -> bool:
        if self._model is None:
            return False
        try:
            unread = self._model.load_state_dict(dict(merged_tensors(self._weights, adapter)), strict=False)
        except Exception:  # the adapter is of another form or for other weights; opening anew says what it is
            return False
        self._adapter = adapter
        self._model.tie_weights()
        return not unread.unexpected_keys

    def fingerprint(self) -> str:
        adapter = fingerprint_directory(self._adapter) if self._adapter else ""
        return fingerprint(fingerprint_directory(self._weights), adapter)

    def close(self) -> None:
        self._model = self._tokenizer = None
        gc.collect()
        import torch

        if torch.cuda.is_available():
            torch.cuda.empty_cache()


def _device(torch: Any) -> str:
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _batches(prompts: list[_Prompt], room: Callable[[Probe], int]) -> Iterator[list[_Prompt]]:
    """Prompts with one room for the reply and of similar length, longest first, as many as fit in one batch."""
    prompts = sorted(prompts, key=lambda prompt: (room(prompt[0]), len(prompt[1])), reverse=True)
    for max_tokens, group in itertools.groupby(prompts, key=lambda prompt: room(prompt[0])):
        rest = list(group)
        while rest:
            size = max(1, min(_BATCH, _BATCH_TOKENS // (len(rest[0][1]) + max_tokens)))
            yield rest[:size]
            rest = rest[size:]
